"""Unions that go to another office, or come from one, several at once: seen beforehand, done as one action.

What stands below a union that goes, goes along. Figures of earlier periods stay, and officers keep their terms.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.records.union import HANDED_OVER as GONE
from unioncare_desktop.domain.records.union_event import HANDED_OVER, RECEIVED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InvalidRecord, Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import count_figures, events, merger_checks, periods, unions
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.merger_checks import Known
from unioncare_desktop.services.merger_doing import refuse_stale
from unioncare_desktop.services.merger_drafts import MergerDraft
from unioncare_desktop.services.merger_previews import KeptLine, kept
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.storage import history
from unioncare_desktop.vietnamese import show_day

DIRECTIONS = {HANDED_OVER: _("chuyển giao cho {other}"), RECEIVED: _("tiếp nhận từ {other}")}


@dataclass(frozen=True)
class HandoverDraft:
    """Unions that go to the *other* office (`handed_over`), or come back from it (`received`)."""

    kind: str
    union_ids: tuple[int, ...]
    effective_on: date | None
    other: str = ""
    decision: str | None = None
    decided_on: date | None = None
    note: str | None = None


@dataclass(frozen=True)
class HandoverLine:
    """A union that goes or comes, with the figures it reported last; `upper` is what it goes along with."""

    union: UnionRow
    figures: dict[str, int | None]
    upper: str = ""


@dataclass(frozen=True)
class HandoverPreview:
    """What a handover would do, as long as the data are in the same *state*.

    `last` is the quarter that the lines' figures are of, `first` the first one that is without them, or with them
    again. `before` and `after` are the sums of the office in `last`, and without or with the lines.
    """

    draft: HandoverDraft
    lines: tuple[HandoverLine, ...]
    last: Span | None
    first: Span | None
    before: dict[str, int]
    after: dict[str, int]
    kept: tuple[KeptLine, ...]
    problems: tuple[Problem, ...]
    state: int

    @property
    def union_ids(self) -> tuple[int, ...]:
        """The unions that go or come."""
        return tuple(line.union.id for line in self.lines)

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """What stands in the way."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def preview(session: Session, draft: HandoverDraft) -> HandoverPreview:
    """What carrying *draft* out would do, and what stands in the way; nothing is written."""
    last = periods.newest_with_counts(session, draft.effective_on)
    going = list(_going(session, draft))
    everyone = tuple(row.id for row, _upper in going)
    period = last or Span.quarter_of(clock.today())
    known = Known(session, [MergerDraft(ABSORBED, everyone, period)])
    figures = count_figures.figures(session, last) if last else {}
    lines = tuple(HandoverLine(row, _of(figures, row.id), upper) for row, upper in going)
    before = {name: sum(values[name] or 0 for values in figures.values()) for name in FIGURES}
    return HandoverPreview(
        draft,
        lines,
        last,
        _first(draft),
        before,
        _after(draft, before, lines),
        tuple(kept(session, [line.union.id for line in lines])),
        tuple(_problems(known, draft, lines)),
        history.last_change(session),
    )


def _of(figures: dict[int, count_figures.Values], union_id: int) -> dict[str, int | None]:
    values = figures.get(union_id, count_figures.NOTHING)
    return {name: values[name] for name in FIGURES}


def _going(session: Session, draft: HandoverDraft) -> Iterator[tuple[UnionRow, str]]:
    """The unions of the draft that are there, each followed by those below it."""
    registry = {row.id: row for row in unions.listed(session, with_closed=True)}
    below: defaultdict[int | None, list[UnionRow]] = defaultdict(list)
    for row in registry.values() if draft.kind == HANDED_OVER else ():
        if row.alive:
            below[row.upper_id].append(row)
    seen: set[int] = set()
    waiting = [(registry[key], "") for key in reversed(draft.union_ids) if key in registry]
    while waiting:
        row, upper = waiting.pop()
        if row.id not in seen:
            seen.add(row.id)
            yield row, upper
            waiting += [(child, row.name) for child in reversed(below[row.id])]


def _first(draft: HandoverDraft) -> Span | None:
    """The first quarter that is cut off on the day or later."""
    return None if draft.effective_on is None else Span.first_cut_off_by(draft.effective_on)


def _after(draft: HandoverDraft, before: dict[str, int], lines: tuple[HandoverLine, ...]) -> dict[str, int]:
    """The sums once the lines are gone; what comes has no figures here yet."""
    if draft.kind != HANDED_OVER:
        return before
    return {name: before[name] - sum(line.figures[name] or 0 for line in lines) for name in FIGURES}


# What stands in the way


def _problems(known: Known, draft: HandoverDraft, lines: tuple[HandoverLine, ...]) -> Iterator[Problem]:
    if not lines:
        yield Problem("union_ids", _("Chưa chọn đơn vị nào."))
    day = draft.effective_on
    if day is None:
        yield Problem("effective_on", _("Chưa có ngày có hiệu lực. Hãy ghi ngày theo quyết định."))
        return
    if day > clock.today():
        sentence = _("Ngày có hiệu lực {day} còn ở tương lai. Hãy ghi việc này khi đến ngày ấy.")
        yield Problem("effective_on", sentence.format(day=show_day(day)))
        return
    for line in lines:
        yield from _gone(known, line.union, day) if draft.kind == HANDED_OVER else _come(known, line.union)


def _gone(known: Known, row: UnionRow, day: date) -> Iterator[Problem]:
    if not row.alive:
        yield Problem("union_ids", merger_checks.ended_words(known, row))
    else:
        yield from merger_checks.of_its_day(known, row, day, ends=True)
        yield from merger_checks.proposed_elsewhere(known, [row.id])


def _come(known: Known, row: UnionRow) -> Iterator[Problem]:
    if not row.alive and row.state != GONE:
        yield Problem("union_ids", merger_checks.ended_words(known, row))


# Doing it


def carry_out(session: Session, draft: HandoverDraft, *, state: int | None = None) -> tuple[int, ...]:
    """Hand the unions over, or take them in, and return the ids of all of them; *state* is that of the preview.

    Raises:
        InvalidRecord: something contradicts; every sentence says how to mend it.
        Conflict: the data have changed since the preview.
    """
    made = preview(session, draft)
    refuse_stale(session, state)
    if made.refusals or draft.effective_on is None:
        raise InvalidRecord(made.refusals)
    day, note = draft.effective_on, _note(draft)
    drafts = [
        EventDraft(union_id, draft.kind, day, decision=draft.decision, decided_on=draft.decided_on, note=note)
        for union_id in reversed(made.union_ids)
    ]
    events.record_many(session, drafts)
    return made.union_ids


def _note(draft: HandoverDraft) -> str | None:
    """Who the other office is, and what else is said."""
    words = DIRECTIONS[draft.kind].format(other=draft.other) if draft.other else ""
    said = "; ".join(part for part in (words, draft.note) if part)
    return said[:1].upper() + said[1:] or None
