"""Targets of plans against the records: how far each is reached, what is missing, who would close it, what is ahead."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records.plan import QUALITATIVE
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.targets import Verdict, judge, percent_hundredths
from unioncare_desktop.i18n import _
from unioncare_desktop.services import plans, target_words
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.measures import measured
from unioncare_desktop.services.plans import PlanRow, TargetRow
from unioncare_desktop.services.situation import Situation, Value
from unioncare_desktop.services.target_closest import ClosestRow, closest_to
from unioncare_desktop.services.target_forecasts import ABOUT_PERCENT, ForecastRow, forecast_of
from unioncare_desktop.services.trends import Past
from unioncare_desktop.services.unions import EVERYONE, Scope
from unioncare_desktop.vietnamese import counted

__all__ = [
    "STATES",
    "ClosestRow",
    "ForecastRow",
    "Light",
    "Past",
    "Situation",
    "TargetStanding",
    "Value",
    "closest",
    "forecast",
    "standings",
    "state_of",
    "states_words",
    "status",
]

Light = Literal["good", "warning", "error", "none"]


@dataclass(frozen=True)
class TargetStanding:
    """A target and how it stands on a day.

    `met` is None where nobody can say; `gap` is how many more (or fewer) units are needed, None where unknown or out of
    reach. `by` is the day until which it is wanted, that of the year where it is wanted yearly. `current` marks the
    step of a ladder of milestones that is wanted next. `light` is told in words by `state_words`; `value_words` is the
    figure ("32/62 · 51,6 %"), `remark` a plain sentence.
    """

    target: TargetRow
    indicator: IndicatorRow
    value: Value
    met: bool | None
    gap: int | None
    by: date | None
    current: bool
    light: Light
    state_words: str
    value_words: str
    remark: str


def standings(
    session: Session,
    span: Span,
    on: date | None = None,
    plan_ids: Collection[int] | None = None,
    scope: Scope = EVERYONE,
    situation: Situation | None = None,
) -> list[TargetStanding]:
    """How the targets of the office's plans stand: of the plans *plan_ids*, or of those in force in *span*.

    In the order of the plans and of their lines. *situation* is that of the span, where one is at hand.
    """
    if situation is None:
        situation = Situation(session, span, on, scope)
    return [one for plan in _plans(session, span, plan_ids) for one in _of_plan(situation, plan)]


def _plans(session: Session, span: Span, plan_ids: Collection[int] | None) -> Iterator[PlanRow]:
    for plan in plans.listed(session):
        wanted = in_force(plan, span) if plan_ids is None else plan.id in plan_ids
        if wanted:
            yield plan


def in_force(plan: PlanRow, span: Span) -> bool:
    """Whether a plan holds on any day of *span*; ends that are not known are open."""
    return (plan.since or span.end) <= span.end and (plan.valid_to or span.start) >= span.start


def _of_plan(situation: Situation, plan: PlanRow) -> Iterator[TargetStanding]:
    wanted_by = [_by(target, situation.span) for target in plan.targets]
    current = _current(plan.targets, wanted_by, situation.day)
    for target, by, is_current in zip(plan.targets, wanted_by, current, strict=True):
        yield _standing(situation, target, by, current=is_current)


def _by(target: TargetRow, span: Span) -> date | None:
    """The day until which a target is wanted; of one that is wanted yearly, the last of the year of *span*."""
    year_end = span.whole_year.end
    return year_end if target.yearly and (target.by or year_end) >= year_end else target.by


def _current(targets: Sequence[TargetRow], wanted_by: Iterable[date | None], day: date) -> list[bool]:
    """Of each target whether it is the next step of its ladder on *day*, or the last one."""
    ladders: defaultdict[tuple[object, ...], list[date]] = defaultdict(list)
    steps = [
        ((target.indicator, target.sector_id, target.area_id), by)
        for target, by in zip(targets, wanted_by, strict=True)
    ]
    for ladder, by in steps:
        if by is not None:
            ladders[ladder].append(by)
    following = {ladder: min((by for by in days if by >= day), default=max(days)) for ladder, days in ladders.items()}
    return [by is None or following[ladder] == by for ladder, by in steps]


def _standing(situation: Situation, target: TargetRow, by: date | None, *, current: bool) -> TargetStanding:
    indicator = situation.records.catalogue[target.indicator]
    there = situation.within(target.area, target.sector)
    value = measured(there, target.indicator, target.merger_base_id)
    about = situation.records.thresholds.get(ABOUT_PERCENT, 0)
    verdict = _verdict(target, indicator, value, about)
    passed = _passed(by, situation.day)
    light, words = _light(target, value, verdict, current=current, passed=passed)
    return TargetStanding(
        target,
        indicator,
        value,
        verdict.met,
        verdict.gap,
        by,
        current,
        light,
        words,
        target_words.value_words(value, target.value if indicator.is_share else None),
        target_words.remark(target, indicator, value, verdict, by, passed=passed),
    )


def _verdict(target: TargetRow, indicator: IndicatorRow, value: Value, about: int) -> Verdict:
    denominator = value.denominator if indicator.is_share else None
    return judge(target.comparator, target.value, value.numerator, denominator, about=about)


def _passed(by: date | None, day: date) -> bool:
    """Whether the day until which something is wanted is over; the last day is, once it is over itself."""
    return by is not None and (by < day or by == day < clock.today())


def _light(target: TargetRow, value: Value, verdict: Verdict, *, current: bool, passed: bool) -> tuple[Light, str]:
    """The light of a target and what it says."""
    if not value.known:
        return "none", _("chưa có số liệu")
    if target.comparator == QUALITATIVE:
        return "none", _("tự đánh giá")
    if verdict.met:
        return "good", _("đạt")
    if passed or verdict.gap is None:
        return "error", _("không đạt")
    return ("warning", _("chưa đạt")) if current else ("none", _("chưa đến mốc"))


STATES = (_("đạt"), _("chưa đạt"), _("chưa có số liệu"), _("không nêu con số"))


def state_of(one: TargetStanding) -> str:
    """How a target is counted: one of `STATES`: met, not met, not known, or nothing to judge by."""
    met, unmet, unknown, without_figure = STATES
    if one.target.comparator == QUALITATIVE:
        return without_figure
    if one.met is None:
        return unknown
    return met if one.met else unmet


def states_words(found: Iterable[TargetStanding]) -> str:
    """As in "3 đạt, 2 chưa đạt, 4 chưa có số liệu"."""
    told = [state_of(one) for one in found]
    return ", ".join(counted(told.count(state), state) for state in STATES if state in told)


def closest(session: Session, standing: TargetStanding, situation: Situation, limit: int = 5) -> list[ClosestRow]:
    """The unions, or enterprises without one, that would bring a target nearer soonest; none where it is met."""
    if standing.met:
        return []
    there = situation.within(standing.target.area, standing.target.sector)
    return closest_to(session, there, standing.indicator.measure, standing.value, limit)


def forecast(
    session: Session, standing: TargetStanding, span: Span, scope: Scope = EVERYONE, past: Past | None = None
) -> ForecastRow:
    """What the indicator of a target is expected to come to on its day, by what it came to until *span*.

    Who asks for many targets gives the same *past* for all.
    """
    return forecast_of(session, standing.target, standing.indicator, standing.by, span, scope, past)


def status(session: Session, span: Span) -> list[dict[str, Any]]:
    """The targets of the plans in force in *span* as plain JSON values, all milestones."""
    situation = Situation(session, span)
    return [_as_json(plan, one) for plan in _plans(session, span, None) for one in _of_plan(situation, plan)]


def _as_json(plan: PlanRow, one: TargetStanding) -> dict[str, Any]:
    """`plan` is its key on the command line; `value` a percentage with two places, or the count."""
    return {
        "plan": plan.key,
        "indicator": one.indicator.key,
        "comparator": one.target.comparator,
        "target": plans.figure(one.target.value),
        "value": _figure(one),
        "numerator": one.value.numerator,
        "denominator": one.value.denominator,
        "met": one.met,
        "gap": one.gap,
        "milestone": one.target.milestone or None,
    }


def _figure(one: TargetStanding) -> int | float | None:
    numerator, denominator = one.value.numerator, one.value.denominator
    if numerator is None or denominator is None:
        return numerator
    return percent_hundredths(numerator, denominator, one.target.value) / 100 if denominator else None
