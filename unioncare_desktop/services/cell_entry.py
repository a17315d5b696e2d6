"""What is typed or pasted into cells of rows: read, put together row by row, judged, stored or refused.

A `Sheet` says what the rows are and what is wrong with them; `judge` tells what would become of a block of entries and
`enter` does just that. A row that would be wrong stays as it was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain import judgement
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Fate, Judgement
from unioncare_desktop.domain.kinds import Kind, Unreadable, quoted
from unioncare_desktop.domain.record import Record
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import clean, fold

Entry = judgement.Entry[int]
Entered = judgement.Entered[int]


@dataclass(frozen=True)
class Sheet:
    """Rows by key, as they are; one without an id is not stored yet and holds blanks.

    `problems` tells what is wrong with a row as it would be, `follows` what else changes with a change, `closed` why
    nothing of some rows changes, `lists` the names that may be typed into fields that link to a list, `kinds` how some
    fields are read otherwise than usual.
    """

    record_type: type[Record]
    rows: Mapping[int, Row]
    problems: Callable[[Row], Iterable[Problem]]
    follows: Callable[[Row, Row], Row] = lambda _row, _change: {}
    closed: Callable[[Row, Row], str] = lambda _row, _change: ""
    lists: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)


def judge(sheet: Sheet, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored."""
    return _in_order(entries, _understood(sheet, entries))


def enter(session: Session, sheet: Sheet, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a row that would be wrong stays as it was."""
    understood = _understood(sheet, entries)
    _store(session, sheet, {key: one.change for key, one in understood.items() if one.change})
    return judgement.entered(entries, _in_order(entries, understood))


@dataclass(frozen=True)
class _Understood:
    """The entries of one row: what changes, and what becomes of each."""

    change: Row
    judgements: list[Judgement]


def _in_order(entries: Sequence[Entry], understood: Mapping[int, _Understood]) -> list[Judgement]:
    return judgement.in_order(entries, {key: one.judgements for key, one in understood.items()})


def _understood(sheet: Sheet, entries: Sequence[Entry]) -> dict[int, _Understood]:
    return {key: _of_row(sheet, key, typed) for key, typed in judgement.by_row(entries).items()}


def _of_row(sheet: Sheet, key: int, entries: Sequence[Entry]) -> _Understood:
    row = sheet.rows.get(key)
    if row is None:
        gone = _("Không còn dòng này; có thể vừa bị xóa. Hãy nạp lại (F5).")
        return _Understood({}, [Judgement("rejected", gone, Severity.ERROR) for _entry in entries])
    given, unreadable = _read(sheet, entries)
    change = {name: value for name, value in given.items() if value != row[name]}
    follows = sheet.follows(row, change) if change else {}
    change |= {name: value for name, value in follows.items() if name in change or name not in given}
    found = list(sheet.problems(row | change)) if change else []
    wrong = next((problem.text for problem in found if problem.severity is Severity.ERROR), "")
    wrong = (sheet.closed(row, change) if change else "") or wrong
    told = {problem.field: problem for problem in reversed(found)}

    def judgement(place: int, name: str) -> Judgement:
        if place in unreadable or wrong:
            return Judgement("rejected", unreadable.get(place, wrong), Severity.ERROR)
        problem = told.get(name)
        fate: Fate = "same" if name not in change else "new" if row[name] is None else "changed"
        return Judgement(fate, problem.text, problem.severity) if problem else Judgement(fate)

    return _Understood({} if wrong else change, [judgement(*one) for one in enumerate(e.field for e in entries)])


def _read(sheet: Sheet, entries: Sequence[Entry]) -> tuple[Row, dict[int, str]]:
    """The values by field, and by their places the entries that are none, with the reasons."""
    described = fields_of(sheet.record_type)
    given, unreadable = Row(), dict[int, str]()
    for place, entry in enumerate(entries):
        names, of_record = sheet.lists.get(entry.field), described[entry.field]
        kind = sheet.kinds.get(entry.field, of_record.kind)
        try:
            given[entry.field] = kind.parse(entry.raw) if names is None else linked(names, entry.raw)
        except Unreadable as error:
            unreadable[place] = str(error)
        else:
            if given[entry.field] is None and of_record.required:
                unreadable[place] = _("bắt buộc phải nhập")
                del given[entry.field]
    return given, unreadable


def linked(names: Mapping[int, str], raw: object) -> int | None:
    """The id of the entry of a list that *raw* names, or is; None for a blank.

    Raises:
        Unreadable: there is none; the sentence lists what there is.
    """
    if isinstance(raw, int) and raw in names:
        return raw
    text = clean("" if raw is None else str(raw))
    if not text:
        return None
    found = next((row_id for row_id, name in names.items() if fold(name) == fold(text)), None)
    if found is None:
        sentence = _("không có {text} trong danh mục; hãy chọn: {names}")
        raise Unreadable(sentence.format(text=quoted(text), names=", ".join(names.values())))
    return found


def _store(session: Session, sheet: Sheet, changes: Mapping[int, Row]) -> None:
    stored = {key: row for key in changes if (row := sheet.rows[key]).get("id") is not None}
    new = [sheet.rows[key] | change for key, change in changes.items() if key not in stored]
    records.insert_rows(session, sheet.record_type, [_without_id(row) for row in new])
    records.update_rows(
        session,
        sheet.record_type,
        {row["id"]: changes[key] for key, row in stored.items()},
        {row["id"]: row for row in stored.values()},
    )


def _without_id(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name != "id"}
