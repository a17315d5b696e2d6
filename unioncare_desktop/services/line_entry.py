"""What is typed or pasted into rows and blank lines of a grid: put together line by line as drafts, judged, stored.

`Lines` says what the rows are, how a cell is read and what is wrong with a line; `judge` tells what would become of a
block of entries and `enter` does just that. A line that would be wrong stays as it was; a blank line waits until it
has what it needs.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain import judgement
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Fate, Judgement, NewRow
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.domain.record import Record
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records

Key = int | NewRow
Entry = judgement.Entry[Key]
"""What was typed or pasted into one cell: of the row with an id, or of a blank line."""
Entered = judgement.Entered[Key]


@dataclass(frozen=True)
class Lines:
    """Rows as drafts by id, and what a blank line begins as.

    `read` is the value of an entry (`Unreadable` where it is none), `agree` settles what follows from the fields that
    were typed, `problems` tells what is wrong with a line, `lacks` what a blank line still needs, `taken` hears of each
    line that is good, so that the next one may not be the same.
    """

    rows: Mapping[int, Draft]
    blank: Callable[[], Draft]
    read: Callable[[Entry], Any]
    problems: Callable[[Key, Draft], Iterable[Problem]]
    lacks: Callable[[Draft], str]
    agree: Callable[[Draft, Collection[str]], None] = lambda _draft, _typed: None
    taken: Callable[[Key, Draft], None] = lambda _key, _draft: None


def opened(session: Session, record_type: type[Record], ids: Collection[int]) -> dict[int, Draft]:
    """Drafts of the stored rows with these *ids*."""
    found: dict[int, Draft] = {}
    for row in records.rows(session, record_type, id=frozenset(ids)):
        values = {name: row[name] for name in fields_of(record_type)}
        found[row["id"]] = Draft(record_type, row["id"], row["version"], dict(values), values)
    return found


def ids_in(entries: Iterable[Entry]) -> set[int]:
    """The ids of the rows that *entries* are for."""
    return {entry.key for entry in entries if isinstance(entry.key, int)}


def judge(lines: Lines, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored."""
    return _in_order(entries, _understood(lines, entries))


def enter(session: Session, lines: Lines, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; the lines that are wrong stay as they were, those that lack something wait."""
    understood = _understood(lines, entries)
    added: dict[NewRow, int] = {}
    for key, one in understood.items():
        if one.draft is not None and not one.wrong and not one.waits:
            stored = records.save(session, one.draft)
            if isinstance(key, NewRow):
                added[key] = stored
    waiting = {key: one.waits for key, one in understood.items() if one.waits and isinstance(key, NewRow)}
    return judgement.entered(entries, _in_order(entries, understood), waiting, added)


@dataclass(frozen=True)
class _Understood:
    """The entries of one line: its draft as it would be stored, what becomes of each, why it is wrong or waits.

    The draft of a row that is gone is None.
    """

    draft: Draft | None
    judgements: list[Judgement]
    wrong: str = ""
    waits: str = ""


def _in_order(entries: Sequence[Entry], understood: Mapping[Key, _Understood]) -> list[Judgement]:
    return judgement.in_order(entries, {key: one.judgements for key, one in understood.items()})


def _understood(lines: Lines, entries: Sequence[Entry]) -> dict[Key, _Understood]:
    found: dict[Key, _Understood] = {}
    for key, typed in judgement.by_row(entries).items():
        found[key] = one = _of_line(lines, key, typed)
        if one.draft is not None and not one.wrong:
            lines.taken(key, one.draft)
    return found


def _of_line(lines: Lines, key: Key, entries: Sequence[Entry]) -> _Understood:
    draft = lines.blank() if isinstance(key, NewRow) else lines.rows.get(key)
    if draft is None:
        gone = _("Không còn dòng này; có thể vừa bị xóa. Hãy nạp lại (F5).")
        return _Understood(None, [Judgement("rejected", gone, Severity.ERROR) for _entry in entries])
    unreadable = _take_in(lines, draft, entries)
    waits = _waits(lines, draft, unreadable) if draft.id is None else ""
    problems = [*draft.problems, *lines.problems(key, draft)]
    stopping = [one for one in problems if _stops(one, draft, waits)]
    wrong = "; ".join(one.text for one in stopping)
    blamed = {one.field for one in stopping} & {entry.field for entry in entries} if draft.id is None else set()
    if blamed:
        waits = waits or _not_stored(wrong)
    told = {problem.field: problem for problem in reversed(problems)}

    def judged(place: int, entry: Entry) -> Judgement:
        if place in unreadable or entry.field in blamed or (wrong and not blamed):
            return Judgement("rejected", unreadable.get(place) or wrong, Severity.ERROR)
        if waits:
            return Judgement("new", waits, Severity.WARNING)
        before, now = draft.original[entry.field], draft.values[entry.field]
        if draft.id is not None and before == now:
            return Judgement("same")
        fate: Fate = "new" if before is None or draft.id is None else "changed"
        problem = told.get(entry.field)
        return Judgement(fate, problem.text, problem.severity) if problem is not None else Judgement(fate)

    return _Understood(draft, [judged(place, entry) for place, entry in enumerate(entries)], wrong, waits)


def _stops(problem: Problem, draft: Draft, waits: str) -> bool:
    """Whether a problem is an error now: what is blank in a line that waits is still to come."""
    return problem.severity is Severity.ERROR and not (waits and draft.values.get(problem.field) is None)


def _waits(lines: Lines, draft: Draft, unreadable: Mapping[int, str]) -> str:
    """Why a blank line is not stored yet: what cannot be read in it is to be mended first."""
    reason = next(iter(unreadable.values()), "") or lines.lacks(draft)
    return _not_stored(reason) if reason else ""


def _not_stored(reason: str) -> str:
    return _("chưa ghi: {reason}").format(reason=reason)


def _take_in(lines: Lines, draft: Draft, entries: Sequence[Entry]) -> dict[int, str]:
    """Put the entries that can be read into the draft; the others by their places, with the reasons."""
    unreadable: dict[int, str] = {}
    typed: set[str] = set()
    for place, entry in enumerate(entries):
        try:
            value = lines.read(entry)
        except Unreadable as error:
            unreadable[place] = str(error)
            continue
        if value is not None or draft.id is not None:  # a blank line has its defaults
            draft.values[entry.field] = value
            typed.add(entry.field)
    lines.agree(draft, typed)
    return unreadable
