"""Rows of registers (sổ đăng ký thi đua) → lines of a plan: what each union registers in which round.

A union stands in several rows; the same registration in two of them is refused. What may not be stored and what is odd
is told by the desk where typed registrations go too. Nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.domain.records import RecognitionLevel, Registration
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.lists import context, matching, rounds
from unioncare_desktop.services.lists.entries import FixedLists
from unioncare_desktop.services.lists.finding import Lists
from unioncare_desktop.services.lists.headings import Layout
from unioncare_desktop.services.lists.matching import Registry, Row
from unioncare_desktop.services.lists.plan import CampaignPlan, Line, Work
from unioncare_desktop.services.lists.planner import Found, RecordPlanner
from unioncare_desktop.services.lists.rows import Candidate
from unioncare_desktop.services.registration_desk import Desk, identity
from unioncare_desktop.services.registration_rows import KindRow
from unioncare_desktop.vietnamese import fold

_FIELDS = fields_of(Registration)
_LISTS = {"level_id": RecognitionLevel}
_SHOWN_AS_ABOUT = ("round_id", "union_id", "kind_id", "content")


@dataclass
class _Row:
    """A row of the register as far as it is understood."""

    candidate: Candidate
    union: Row | None
    round: RoundRow | None
    kind: KindRow | None
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether it is known who registers what, and when."""
        return bool(self.union and self.round and self.kind and self.given.get("content"))

    @property
    def values(self) -> dict[str, Any]:
        """The values of a whole row by columns; a blank person is said, as it tells rows apart."""
        return {
            "person": None,
            "quantity": 1,
            **self.given,
            "round_id": self.round and self.round.id,
            "union_id": self.union and self.union["id"],
            "kind_id": self.kind and self.kind.id,
        }

    @property
    def about(self) -> str:
        """What tells this row from others of its union: "Đợt 1 · Sáng kiến · Cải tiến máy may"."""
        parts = (self.round and self.round.name, self.kind and self.kind.name, self.given.get("content"))
        return " · ".join(part for part in parts if part)


class RegisterPlanner(RecordPlanner):
    """Makes lines of the rows of the register *found* in a file, which is of *year*."""

    def __init__(self, session: Session, found: Lists, year: int) -> None:
        self._lists = FixedLists(session, _LISTS)
        super().__init__(_FIELDS, self._lists, _SHOWN_AS_ABOUT)
        self._session = session
        self._registry = Registry.read(session)
        self._rounds_above = {one.sheet.title: context.round_above(one) for one in found.layouts}
        words = [text for one in found.layouts for text in context.column(one, "round_id")]
        named = [rounds.told(text) for text in (*words, *self._rounds_above.values())]
        said = "\n".join(one.said for one in found.layouts)
        self._rounds = rounds.of_year(session, year, said, {one.number for one in named if one})
        self._desk = Desk(session, self._rounds.all, self._registry)
        self._kinds_above = {one.sheet.title: self._kind_of(one) for one in found.layouts}
        self._used: set[int] = set()

    @property
    def campaign(self) -> CampaignPlan:
        """The campaign that the register goes to, with the rounds that it names."""
        return self._rounds.plan(self._used)

    def lines(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Line, Work | None]]:
        """What becomes of each row, and what is to be stored for it."""
        rows = [self._understood(candidate) for candidate in candidates]
        _refuse_doubles([row for row in rows if row.whole])
        self._used = {row.round.id for row in rows if row.round}
        known = {row["id"]: row for row in records.rows(self._session, Registration, round_id=frozenset(self._used))}
        for row in rows:
            yield self._judged(row, known)

    # What a row means

    def _understood(self, candidate: Candidate) -> _Row:
        kind = self._kind(candidate)
        row = _Row(candidate, self._union(candidate), self._round(candidate), kind)
        row.given = {name: value for name, value in candidate.values.items() if name in _FIELDS}
        self._lists.resolve(candidate, row.given)
        if "content" not in row.given and not candidate.refused("content"):
            candidate.reject("content", _("chưa ghi nội dung, danh hiệu"))
        elif kind is not None and "content" in row.given:
            row.given["content"] = self._desk.spelled(kind.id, row.given["content"])
        return row

    def _union(self, candidate: Candidate) -> Row | None:
        found = self._registry.find(candidate)
        if found is not None:
            matching.refuse_another(self._registry, candidate, found)
        elif candidate.name or candidate.code:
            self._registry.refuse_unknown(candidate, _("; sổ đăng ký không thêm đơn vị mới"))
        elif not candidate.refused("name"):
            candidate.reject("name", _("chưa ghi đơn vị nào đăng ký"))
        return found

    def _round(self, candidate: Candidate) -> RoundRow | None:
        words = candidate.values.pop("round_id", "") or self._rounds_above[candidate.sheet]
        try:
            return None if candidate.refused("round_id") else self._rounds.find(words)
        except Unreadable as error:
            candidate.reject("round_id", str(error))
            return None

    def _kind(self, candidate: Candidate) -> KindRow | None:
        words = candidate.values.pop("kind_id", "")
        if not words and "kind_id" not in candidate.headings and (kind := self._kinds_above[candidate.sheet]):
            return kind
        if not words and not candidate.refused("kind_id"):
            known = ", ".join(one.name for one in self._desk.kinds)
            candidate.reject("kind_id", _("chưa ghi loại đăng ký; hãy ghi một trong: {known}").format(known=known))
        if candidate.refused("kind_id"):
            return None
        try:
            return self._desk.kind(words)
        except Unreadable as error:
            candidate.reject("kind_id", str(error))
            return None

    def _kind_of(self, layout: Layout) -> KindRow | None:
        """The kind of a list that says it once for all rows: over their contents, or else above it."""
        said = fold(layout.said)
        try:
            return self._desk.kind(layout.columns["content"].words)
        except Unreadable:
            named = [one for one in self._desk.kinds if fold(one.name) in said]
            return named[0] if len(named) == 1 else None

    # What becomes of it

    def _judged(self, row: _Row, known: dict[int, Row]) -> tuple[Line, Work | None]:
        candidate = row.candidate
        stored = known.get(self._desk.same(row.values) or 0) if row.whole else None
        change = {name: value for name, value in row.given.items() if stored is None or value != stored[name]}
        if row.whole and change:
            self._check(row, stored)
        whole = row.values | ({"round_id": rounds.reference(row.round)} if row.round else {})
        return self.settled(candidate, row.union, Found(stored, change, whole, row.about))

    def _check(self, row: _Row, stored: Row | None) -> None:
        """What the desk refuses, and what it finds odd; of a known registration, with its changes."""
        values = (stored or {}) | (row.given if stored else row.values)
        for name, described in _FIELDS.items():
            if name in row.given:
                self.note(row.candidate, described.problems(values[name], values))
        if row.candidate.rejections:
            return
        refusal = self._desk.refusal(values, stored)
        if refusal is not None:
            row.candidate.reject("name" if refusal.field == "union_id" else refusal.field, refusal.reason)
        else:
            self.note(row.candidate, self._desk.problems(values))


def _refuse_doubles(rows: Sequence[_Row]) -> None:
    """Note against rows that register the same that they do, naming all of them."""
    groups: defaultdict[tuple[Any, ...], list[Candidate]] = defaultdict(list)
    for row in rows:
        if not row.candidate.rejections:
            groups[identity(row.values)].append(row.candidate)
    for group in groups.values():
        if len(group) > 1:
            matching.refuse_group(group, "content", _("cùng một đăng ký ở {rows}"))
