"""Entering registrations in a grid: typed and pasted, into rows that are there and into blank lines at the end.

`judge` says what would become of a block of entries, and `enter` does just that. A blank line becomes a registration
once its union, kind and content are known; a line in which something cannot be read waits as a whole.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain import judgement
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Fate, Judgement, NewRow
from unioncare_desktop.domain.kinds import Unreadable, quoted
from unioncare_desktop.domain.records import Registration
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns, records
from unioncare_desktop.services.registration_desk import Desk, Refusal, identity
from unioncare_desktop.vietnamese import clean

UNION, CODE, KIND = "union_id", "code", "kind_id"
"""The cells in which a union stands by its name (or code), by its code, and a kind by its name."""
TYPED = (
    *(CODE, UNION, KIND, "content", "quantity", "registered_on", "honorific", "person", "position", "award"),
    *("work_field", "performer", "due_on", "recognised", "in_programme", "note"),
)
"""The fields of a registration that `judge` and `enter` take, in the order of a register's columns."""
_NEEDED = {UNION: _("công đoàn cơ sở"), KIND: _("loại đăng ký"), "content": _("nội dung")}
"""What must be known before a line becomes a registration."""
_WAITS = _("chờ sửa ô bị từ chối")

Key = int | NewRow
Row = dict[str, Any]
Entry = judgement.Entry[Key]
"""All that stands in a blank line is entered together, also what was typed into it before and waits there."""
Entered = judgement.Entered[Key]


def judge(session: Session, round_id: int, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored. What waits is new, with a hint."""
    understood = _understood(session, round_id, entries)
    return judgement.in_order(entries, {one.key: one.judgements for one in understood})


def enter(session: Session, round_id: int, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a row that may not be stored as it would be stays as it was."""
    understood = _understood(session, round_id, entries)
    added = _store(session, understood)
    judged = judgement.in_order(entries, {one.key: one.judgements for one in understood})
    waiting = {one.key: one.waits for one in understood if one.waits and isinstance(one.key, NewRow)}
    return judgement.entered(entries, judged, waiting, added)


@dataclass(frozen=True)
class _Understood:
    """The entries of one row: what is stored of it, what becomes of each, for what all of it waits."""

    key: Key
    values: Row
    judgements: list[Judgement]
    waits: str = ""


@dataclass(frozen=True)
class _Line:
    """The entries of one row as they were read: values by column, and the reasons why some are none, by their places.

    `stored` is the row as it is; a blank line has none.
    """

    key: Key
    entries: Sequence[Entry]
    stored: Row
    given: Row
    unreadable: dict[int, str]

    def judged(self, judgement: Callable[[Entry], Judgement]) -> list[Judgement]:
        """What becomes of each entry: *judgement* of what could be read."""
        return [
            _rejected(self.unreadable[place]) if place in self.unreadable else judgement(entry)
            for place, entry in enumerate(self.entries)
        ]

    def typed(self, judgement: Callable[[Entry], Judgement]) -> list[Judgement]:
        """As `judged`, of a blank line: nothing becomes of its blanks."""
        return self.judged(lambda entry: Judgement("same") if _is_blank(entry.raw) else judgement(entry))


def _understood(session: Session, round_id: int, entries: Sequence[Entry]) -> list[_Understood]:
    by_row = judgement.by_row(entries)
    reader = _Reader(session, round_id, [key for key in by_row if not isinstance(key, NewRow)])
    return reader.understood([reader.line(key, typed) for key, typed in by_row.items()])


def _store(session: Session, understood: Iterable[_Understood]) -> dict[NewRow, int]:
    """Store what was understood; the ids of the lines that have become registrations."""
    new: dict[NewRow, Row] = {}
    changed: dict[int, Row] = {}
    for one in understood:
        if one.values and isinstance(one.key, NewRow):
            new[one.key] = one.values
        elif one.values and not isinstance(one.key, NewRow):
            changed[one.key] = one.values
    stored = {row["id"]: row for row in records.rows(session, Registration, id=frozenset(changed))} if changed else {}
    records.update_rows(session, Registration, changed, stored)
    return dict(zip(new, records.insert_rows(session, Registration, list(new.values())), strict=True))


class _Reader:
    """Reads the entries of rows, then judges them one after the other: what one will be, no other may become."""

    def __init__(self, session: Session, round_id: int, ids: Iterable[int]) -> None:
        wanted = frozenset(ids)
        self._round_id = round_id
        self._stored = {row["id"]: row for row in records.rows(session, Registration, id=wanted)} if wanted else {}
        rounds = {round_id, *(row["round_id"] for row in self._stored.values())}
        self._desk = Desk(session, [campaigns.round_of(session, one) for one in rounds])
        self._fields = {name: one.of_year(self._desk.year(round_id)) for name, one in fields_of(Registration).items()}
        self._coming: set[tuple[Any, ...]] = set()

    def understood(self, lines: Sequence[_Line]) -> list[_Understood]:
        """What becomes of the entries of rows."""
        concerned = {
            union_id for one in lines for union_id in (one.stored.get(UNION), one.given.get(UNION)) if union_id
        }
        self._desk.narrow(concerned)
        return [self._new(one) if isinstance(one.key, NewRow) else self._changed(one) for one in lines]

    def _new(self, line: _Line) -> _Understood:
        """A blank line: a registration where something is typed, nothing is missing and all of it can be read."""
        missing = ", ".join(words for name, words in _NEEDED.items() if line.given.get(name) is None)
        if all(_is_blank(entry.raw) for entry in line.entries):
            return _Understood(line.key, {}, line.typed(lambda _entry: Judgement("new")))
        if line.unreadable or missing:
            waits = _("còn thiếu {fields}").format(fields=missing) if missing else _WAITS
            return _Understood(line.key, {}, line.typed(lambda _entry: _waiting(waits)), waits)
        typed = {name: value for name, value in line.given.items() if value is not None}
        values = {"round_id": self._round_id, "quantity": 1, "person": None} | typed
        if refusal := self._refusal(values, None):
            whole = refusal.field not in line.given

            def judgement(entry: Entry) -> Judgement:
                here = whole or _column(entry) == refusal.field
                return _rejected(refusal.reason) if here else _waiting(_WAITS)

            return _Understood(line.key, {}, line.typed(judgement), _WAITS)
        remarks = self._remarks(values)
        return _Understood(line.key, values, line.typed(lambda entry: _with(remarks, _column(entry), "new")))

    def _changed(self, line: _Line) -> _Understood:
        """A row that is there: what differs of it, where it may be stored so."""
        stored = line.stored
        if not stored:
            gone = _rejected(_("Không còn dòng này; có thể vừa bị xóa. Hãy nạp lại (F5)."))
            return _Understood(line.key, {}, [gone] * len(line.entries))
        change = {name: value for name, value in line.given.items() if value != stored[name]}
        if change and (refusal := self._refusal(stored | change, stored)):
            return _Understood(line.key, {}, line.judged(lambda _entry: _rejected(refusal.reason)))
        remarks = self._remarks(stored | change)

        def judgement(entry: Entry) -> Judgement:
            name = _column(entry)
            return _with(remarks, name, "same" if name not in change else "new" if stored[name] is None else "changed")

        return _Understood(line.key, change, line.judged(judgement))

    # What was typed

    def line(self, key: Key, entries: Sequence[Entry]) -> _Line:
        """What the entries of one row say."""
        stored = {} if isinstance(key, NewRow) else self._stored.get(key, {})
        given, unreadable = Row(), dict[int, str]()
        for place, entry in enumerate(entries):
            try:
                given[_column(entry)] = self._value(entry, entries, stored)
            except Unreadable as error:
                unreadable[place] = str(error)
        if stored and given.get(UNION, 0) is None:
            del given[UNION]
        kind_id = given.get(KIND) or stored.get(KIND)
        if kind_id and given.get("content"):
            given["content"] = self._desk.spelled(kind_id, given["content"])
        return _Line(key, entries, stored, given, unreadable)

    def _value(self, entry: Entry, beside: Sequence[Entry], stored: Row) -> Any:  # noqa: ANN401 - a value of the column
        name = entry.field
        if name in (UNION, CODE):
            value = self._union(beside)
        elif name == KIND:
            text = clean(str(entry.raw or ""))
            value = self._desk.kind(text).id if text else None
        else:
            value = self._fields[name].kind.parse(entry.raw)
        if name == "quantity":
            return 1 if value is None else value
        if value is None and stored and name in _NEEDED:
            raise Unreadable(_("bắt buộc phải nhập"))
        return value

    def _union(self, entries: Sequence[Entry]) -> int | None:
        """The union that code and name of a row mean together; None where both are blank."""
        typed = {entry.field: clean(str(entry.raw or "")) for entry in entries if _column(entry) == UNION}
        code, name = typed.get(CODE, ""), typed.get(UNION, "")
        if not code:
            return self._desk.union_called(name) if name else None
        union_id = self._desk.union_of_code(code)
        if name and not self._desk.is_called(union_id, name):
            sentence = _("mã {code} là của “{name}”, không phải của {other}")
            raise Unreadable(
                sentence.format(code=code, name=self._desk.registry.rows[union_id]["name"], other=quoted(name))
            )
        return union_id

    # What may be stored

    def _refusal(self, values: Row, stored: Row | None) -> Refusal | None:
        """Why a row may not be stored with these *values*; None where it may, and then no other may be the same."""
        if refusal := self._desk.refusal(values, stored):
            return refusal
        key = identity(values)
        if key in self._coming:
            sentence = _("trùng với một dòng khác đang ghi: {what}")
            return Refusal("content", sentence.format(what=self._desk.called(values)))
        self._coming.add(key)
        return None

    def _remarks(self, values: Row) -> dict[str, Problem]:
        """The first thing that is odd about each column."""
        return {problem.field: problem for problem in reversed(self._desk.problems(values))}


def _column(entry: Entry) -> str:
    """The column of the record in which an entry ends up."""
    return UNION if entry.field == CODE else entry.field


def _is_blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not clean(raw))


def _rejected(reason: str) -> Judgement:
    return Judgement("rejected", reason, Severity.ERROR)


def _waiting(reason: str) -> Judgement:
    return Judgement("new", reason, Severity.HINT)


def _with(remarks: Mapping[str, Problem], name: str, fate: Fate) -> Judgement:
    problem = remarks.get(name)
    return Judgement(fate, problem.text, problem.severity) if problem else Judgement(fate)
