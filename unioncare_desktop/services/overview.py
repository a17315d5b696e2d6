"""Everything the start page shows of a quarter, read in one go: what is missing, what is late, will we make it.

The figures are those that the pages behind them show; nothing is computed here that another service tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import MemberCount, Period
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import count_figures, counts, deadlines, history, office, periods, plans, targets
from unioncare_desktop.services.deadlines import Occurrence, State
from unioncare_desktop.services.history import ActionRow
from unioncare_desktop.services.situation import Situation, Unit
from unioncare_desktop.services.targets import TargetStanding
from unioncare_desktop.storage.history import SETUP

SERIES_LENGTH = 12
"""So many quarters are shown of the course of members."""
LARGEST = 4
"""So many sectors and areas are shown by themselves; the smaller ones are put together."""
DAYS_AHEAD = 100
"""So far ahead deadlines are listed: what the next quarter brings."""
MOST_TARGETS, MOST_DEADLINES, MOST_ACTIONS = 6, 5, 4
_MOST_LATE = 2
_SHARE, _MERGED = "member_share", "merged_small_unions"
_FORESEEN = ("members", _SHARE)
"""The indicators whose course is told by sums, so that looking ahead takes no time."""
_OTHERS = {"sector": _("{count} loại hình khác"), "area": _("{count} địa bàn khác")}
_URGENCY = ("error", "warning", "good", "none")


@dataclass(frozen=True)
class Point:
    """The members of a quarter, None where nobody reported any, and their share in the workers of the same unions."""

    span: Span
    members: int | None
    told: int
    workers: int

    @property
    def ratio(self) -> float | None:
        """The members of the unions that told both, per worker; None where nobody did."""
        return self.told / self.workers if self.workers else None


@dataclass(frozen=True)
class Part:
    """The members of a sector or an area, or of so many smaller ones put together (`rest`; 0 for one by itself)."""

    name: str
    members: int
    rest: int = 0

    @property
    def unsorted(self) -> bool:
        """Whether these are the unions of which neither is known."""
        return self.name == counts.UNSORTED


@dataclass(frozen=True)
class Returns:
    """How complete the quarter is; `days_left` is negative once returns are late."""

    reported: int
    expected: int
    due: date
    days_left: int

    @property
    def missing(self) -> int:
        """How many returns have not come."""
        return self.expected - self.reported


@dataclass(frozen=True)
class Goal:
    """A target as the start page tells it; `outlook` is what is expected to come of it, where that is known."""

    standing: TargetStanding
    outlook: str = ""


@dataclass(frozen=True)
class Goals:
    """The current targets of the plans in force: how many are met, not met and open, and those to look at first.

    `plans` are the plans in short words, `any_plan` whether the office has one at all.
    """

    plans: tuple[str, ...]
    any_plan: bool
    met: int
    unmet: int
    open: int
    foremost: tuple[Goal, ...]
    share: TargetStanding | None
    merged: TargetStanding | None


@dataclass(frozen=True)
class Due:
    """How many things are late and due soon, and the latest and next of them."""

    late: int
    soon: int
    foremost: tuple[Occurrence, ...]


@dataclass(frozen=True)
class Overview:
    """The state of a quarter as of a day, in the words of the office: `unit` ("CĐCS") and `population` ("CNVCLĐ").

    `unions` is how many live. `change` is how many more members there are than in the quarter before, without the
    unions that are missing; None where that is not known.
    `small_below` is what is small where small unions are the office's business, else None.
    """

    span: Span
    on: date
    unit: str
    population: str
    small_below: int | None
    unions: int
    returns: Returns
    members: int | None
    change: int | None
    small: int | None
    series: tuple[Point, ...]
    sectors: tuple[Part, ...]
    areas: tuple[Part, ...]
    goals: Goals
    due: Due
    latest: tuple[ActionRow, ...]

    @property
    def now(self) -> Point:
        """The sums of the quarter itself."""
        return self.series[-1]


def read(session: Session, span: Span, on: date) -> Overview:
    """The state of *span*; what is due is told as of the day *on*."""
    situation = Situation(session, span)
    units, course = situation.units, series(session, span)
    told = [unit for unit in units if unit.members is not None]
    view = office.view(session)
    below = office.thresholds(session, span.end).get("small_below") if view.kind.small_matters else None
    return Overview(
        span=span,
        on=on,
        unit=view.kind.unit_short,
        population=str(view["population"]),
        small_below=below,
        unions=len(situation.living),
        returns=_returns(session, span, units, on),
        members=course[-1].members,
        change=_change(session, units, course),
        small=None if below is None else sum((unit.members or 0) < below for unit in told),
        series=course,
        sectors=parts(told, "sector"),
        areas=parts(told, "area"),
        goals=_goals(session, span, situation),
        due=_due(session, on),
        latest=_latest(session),
    )


def _returns(session: Session, span: Span, units: Sequence[Unit], on: date) -> Returns:
    stored = periods.find(session, span)
    due = stored.due if stored else span.due
    reported = sum(unit.members is not None for unit in units)
    return Returns(reported, reported + len(_missing(units)), due, (due - on).days)


def _missing(units: Sequence[Unit]) -> set[int]:
    """The unions whose return is due and has not come."""
    return {unit.union.id for unit in units if unit.expected and unit.members is None}


def _change(session: Session, units: Sequence[Unit], course: Sequence[Point]) -> int | None:
    now, before = course[-1], course[-2]
    if now.members is None or before.members is None:
        return None
    missing = count_figures.figures_before(session, now.span, _missing(units))
    return now.members - before.members + sum(values["members"] or 0 for values in missing.values())


# Members over time and by kind


def series(session: Session, span: Span, length: int = SERIES_LENGTH) -> tuple[Point, ...]:
    """The sums of the quarters up to *span*, the earliest first; those before the first with figures are left out.

    The quarter itself and the one before are always there.
    """
    quarters = [span.quarters[-1]]
    while len(quarters) < length:
        quarters.insert(0, quarters[0].previous)
    found = _sums(session, quarters)
    first = next((at for at, quarter in enumerate(quarters) if quarter in found), length)
    return tuple(found.get(quarter, Point(quarter, None, 0, 0)) for quarter in quarters[min(first, length - 2) :])


def _sums(session: Session, quarters: Sequence[Span]) -> dict[Span, Point]:
    """The sums of these quarters, read from an index alone."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    both = and_(count.members.is_not(None), count.workers.is_not(None))
    told = (func.sum(case((both, one), else_=0)) for one in (count.members, count.workers))
    of_quarters = select(period.id, period.year, period.number).where(
        period.kind == QUARTER, period.start >= quarters[0].start, period.start <= quarters[-1].start
    )
    spans = {row.id: Span(row.year, row.number, QUARTER) for row in session.execute(of_quarters)}
    query = (
        select(count.period_id, func.sum(count.members), *told)
        .where(count.period_id.in_(spans))
        .group_by(count.period_id)
    )
    return {spans[period_id]: Point(spans[period_id], *sums) for period_id, *sums in session.execute(query)}


def parts(told: Sequence[Unit], attribute: str, largest: int = LARGEST) -> tuple[Part, ...]:
    """The members of unions that *told* them by *sector* or *area*, the most first, the smaller ones as one."""
    groups = counts.grouped(told, attribute)
    known = [Part(name, sum(unit.members or 0 for unit in group)) for name, group in groups.items()]
    ordered = sorted(known, key=lambda part: -part.members)
    if len(ordered) <= largest + 1:
        return tuple(ordered)
    rest = ordered[largest:]
    name = _OTHERS[attribute].format(count=len(rest))
    return (*ordered[:largest], Part(name, sum(part.members for part in rest), len(rest)))


# Targets, deadlines, actions


def _goals(session: Session, span: Span, situation: Situation) -> Goals:
    current = [one for one in targets.standings(session, span, situation=situation) if one.current]
    ranked = sorted(_different(current), key=lambda one: (_URGENCY.index(one.light), one.by or date.max))
    return Goals(
        plans=tuple(dict.fromkeys(one.target.plan for one in current)),
        any_plan=bool(current) or bool(plans.listed(session)),
        met=sum(one.met is True for one in current),
        unmet=sum(one.met is False for one in current),
        open=sum(one.met is None for one in current),
        foremost=tuple(Goal(one, _outlook(session, one, span)) for one in ranked[:MOST_TARGETS]),
        share=_of(current, _SHARE),
        merged=_of(current, _MERGED),
    )


def _different(current: Sequence[TargetStanding]) -> list[TargetStanding]:
    """One of those that several plans want alike: the first."""
    found: dict[object, TargetStanding] = {}
    for one in current:
        wanted = (one.target.indicator, one.target.wanted, one.target.sector, one.target.area, one.by)
        found.setdefault(wanted, one)
    return list(found.values())


def _of(current: Sequence[TargetStanding], key: str) -> TargetStanding | None:
    """The first target for an indicator; one of the whole office before one of a sector or an area."""
    found = [one for one in current if one.indicator.key == key and one.target.value is not None]
    return min(found, key=lambda one: bool(one.target.sector or one.target.area), default=None)


def _outlook(session: Session, standing: TargetStanding, span: Span) -> str:
    if standing.met or standing.indicator.key not in _FORESEEN or standing.target.value is None:
        return ""
    foreseen = targets.forecast(session, standing, span)
    return foreseen.words if foreseen.range is not None else ""


def _due(session: Session, on: date) -> Due:
    found = deadlines.coming(session, on, DAYS_AHEAD)
    late = [one for one in found if one.state == State.LATE]
    ahead = [one for one in found if one.state != State.LATE]
    newest = sorted(late, key=lambda one: one.due)[-max(_MOST_LATE, MOST_DEADLINES - len(ahead)) :]
    return Due(
        late=len(late),
        soon=sum(one.state == State.DUE for one in ahead),
        foremost=(*newest, *ahead[: MOST_DEADLINES - len(newest)]),
    )


def _latest(session: Session) -> tuple[ActionRow, ...]:
    """The newest actions of people; the program's own are left out."""
    found = history.actions(session, limit=MOST_ACTIONS + 2, counted=False)
    return tuple(islice((one for one in found if one.kind != SETUP), MOST_ACTIONS))
