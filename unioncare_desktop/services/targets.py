"""Targets of plans against the records: how far each is reached, what is missing, who would close it, what is ahead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.forecasts import Forecast
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.measures import Point, Situation, Value
from unioncare_desktop.services.plans import TargetRow
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow

Light = Literal["good", "warning", "error", "none"]


@dataclass(frozen=True)
class TargetStanding:
    """A target and how it stands on a day.

    `met` is None where nobody can say; `gap` is how many more (or fewer) units are needed, None where unknown or out of
    reach. `current` marks the step of a ladder of milestones that is wanted next. `light` is told in words by
    `state_words`; `value_words` is the figure ("32/62 · 51,6 %"), `remark` a plain sentence.
    """

    target: TargetRow
    indicator: IndicatorRow
    value: Value
    met: bool | None
    gap: int | None
    current: bool
    light: Light
    state_words: str
    value_words: str
    remark: str


@dataclass(frozen=True)
class ClosestRow:
    """What would bring a target nearer: a union or an enterprise without one, by `name`, and why."""

    name: str
    why: str
    union: UnionRow | None = None
    enterprise_id: int | None = None


@dataclass(frozen=True)
class ForecastRow:
    """What a target's indicator is expected to come to on its day: the range, None with a reason in `words`."""

    at: date | None
    range: Forecast | None
    points: tuple[Point, ...]
    words: str


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
    raise NotImplementedError


def closest(session: Session, standing: TargetStanding, situation: Situation, limit: int = 5) -> list[ClosestRow]:
    """The unions, or enterprises without one, that would bring a target nearer soonest."""
    raise NotImplementedError


def forecast(session: Session, standing: TargetStanding, span: Span, scope: Scope = EVERYONE) -> ForecastRow:
    """What the indicator of a target is expected to come to on its milestone, by what it came to until *span*."""
    raise NotImplementedError


def status(session: Session, span: Span) -> list[dict[str, Any]]:
    """The targets of the plans in force in *span* as plain JSON values, all milestones."""
    raise NotImplementedError
