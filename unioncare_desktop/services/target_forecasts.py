"""What the indicator of a target is expected to come to on its day, in words that promise no more than is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.plan import ABOUT, AT_MOST, BELOW
from unioncare_desktop.domain.rules import forecasts
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.forecasts import FEWEST_POINTS, Forecast
from unioncare_desktop.domain.rules.targets import hundredths_words
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, trends
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.plans import HUNDREDTHS, TargetRow
from unioncare_desktop.services.trends import Past, Point
from unioncare_desktop.services.unions import EVERYONE, Scope
from unioncare_desktop.vietnamese import NO_BREAK, show_day, show_whole

ABOUT_PERCENT = "target_about_percent"
_ALL = 100.0
_PERCENT = NO_BREAK + "%"
_PLACES = 6
"""Decimal places beyond which a figure is only what is left of its computation."""
_FARTHEST = 3
"""So many times the length of the series is looked ahead, and no farther."""


@dataclass(frozen=True)
class ForecastRow:
    """What a target's indicator is expected to come to on a day: the range, or None with the reason in `words`.

    The values of `points`, and the range, are counts, or percentages of shares.
    """

    at: date | None
    range: Forecast | None
    points: tuple[Point, ...]
    words: str


def forecast_of(
    session: Session,
    target: TargetRow,
    indicator: IndicatorRow,
    by: date | None,
    span: Span,
    scope: Scope = EVERYONE,
    past: Past | None = None,
) -> ForecastRow:
    """The forecast for the day *by*, or the next end of a year, from what is known until *span*."""
    within = Scope(target.area or scope.area, target.sector or scope.sector, scope.bloc, scope.text)
    points = trends.trend(session, indicator.key, span, within, target.merger_base_id, past)
    at = by or span.next.whole_year.end
    if reason := _reason(points, at):
        return ForecastRow(at, None, points, reason)
    series = [(float(point.span.end.toordinal()), point.figure) for point in points]
    found = forecasts.forecast(series, at.toordinal(), _ALL if indicator.is_share else None)
    if found is None:
        return ForecastRow(at, None, points, _too_few(len(points)))
    about = office.thresholds(session, span.end).get(ABOUT_PERCENT, 0)
    words = _("dự báo {range} vào {day}: {chance}").format(
        range=_range(found, is_share=indicator.is_share), day=show_day(at), chance=_chance(target, found, about)
    )
    return ForecastRow(at, found, points, words.removesuffix(": "))


def _reason(points: Sequence[Point], at: date) -> str:
    """Why nothing is forecast; empty where something is."""
    if len(points) < FEWEST_POINTS:
        return _too_few(len(points))
    first, last = points[0].span.end, points[-1].span.end
    if last >= at:
        return _("đã có số liệu đến {day}, không cần dự báo").format(day=show_day(at))
    if not any(point.figure for point in points):
        return _("cả {count} kỳ số liệu đều bằng 0, chưa có gì để dự báo").format(count=len(points))
    if at - last > _FARTHEST * (last - first):
        sentence = _("{day} còn quá xa so với {count} kỳ số liệu, chưa dự báo được")
        return sentence.format(day=show_day(at), count=len(points))
    return ""


def _too_few(count: int) -> str:
    if not count:
        return _("chưa có kỳ số liệu nào để dự báo")
    return _("mới có {count} kỳ số liệu, chưa đủ để dự báo").format(count=count)


def _range(found: Forecast, *, is_share: bool) -> str:
    """From the least to the most: "10.900–11.200", "51,2–53,0 %"; of a series that stands still "giữ ở 119"."""
    if is_share:
        low, high = (hundredths_words(round(value * HUNDREDTHS), 1) for value in (found.low, found.high))
    else:
        low, high = show_whole(floor(round(found.low, _PLACES))), show_whole(ceil(round(found.high, _PLACES)))
    return _("giữ ở {value}").format(value=high) if low == high else f"{low.removesuffix(_PERCENT)}–{high}"


def _chance(target: TargetRow, found: Forecast, about: int) -> str:
    """Whether the target will be met, by the range; empty where nothing is compared."""
    if target.value is None:
        return ""
    goal = target.value / HUNDREDTHS * ((100 - about) / 100 if target.comparator == ABOUT else 1)
    surely, hardly = found.low >= goal, found.high < goal
    if target.comparator in (BELOW, AT_MOST):
        surely, hardly = found.high < goal, found.low > goal
    return _("nhiều khả năng đạt") if surely else _("khó đạt") if hardly else _("chưa chắc đạt")
