"""How an indicator went until a period: its points by quarter or year, as far as the records tell them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import (
    Area,
    Bloc,
    Campaign,
    IndicatorValue,
    MemberCount,
    Period,
    Sector,
    Union,
    YearlyFact,
)
from unioncare_desktop.domain.records.lists import ENTERPRISES, employer_of
from unioncare_desktop.domain.records.period import QUARTER, YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import indicators, records
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.measures import MERGED, measured
from unioncare_desktop.services.situation import Situation, Value
from unioncare_desktop.services.unions import EVERYONE, Scope

_SUMS = ("members", "member_share", "member_share_enterprises")
_BY_QUARTER = (MERGED, "returns_received", "returns_on_time", "returns_late")
_MOST_QUARTERS, _MOST_YEARS = 8, 10


@dataclass(frozen=True)
class Point:
    """What an indicator came to in a period."""

    span: Span
    value: Value

    @property
    def figure(self) -> float:
        """The count, or the percentage of a share, 0 to 100."""
        ratio = self.value.ratio
        return float(self.value.numerator or 0) if ratio is None else ratio * 100


class Past:
    """The situations of earlier periods, each read once for all indicators whose trends are asked for together."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._situations: dict[tuple[Span, Scope], Situation] = {}

    def at(self, span: Span, scope: Scope) -> Situation:
        """The situation of *span* for a scope."""
        if (span, scope) not in self._situations:
            self._situations[span, scope] = Situation(self._session, span, scope=scope)
        return self._situations[span, scope]


def trend(
    session: Session,
    key: str,
    span: Span,
    scope: Scope = EVERYONE,
    merger_base_id: int | None = None,
    past: Past | None = None,
) -> tuple[Point, ...]:
    """What the indicator called *key* came to in the quarters or years up to *span* that tell it, the earliest first.

    A year that is not over by the end of *span* is no point. Sums of members are by the areas and sectors of today.
    Who asks for many indicators gives the same *past* for all.
    """
    past = past or Past(session)
    indicator = indicators.catalogue(session)[key]
    if indicator.by_hand:
        return tuple(_typed(session, indicator.id, span))
    if indicator.measure in _SUMS:
        return tuple(_sums(session, indicator.measure, span, scope))
    spans = _quarters(session, span) if indicator.measure in _BY_QUARTER else _years(session, span)
    situations = (past.at(one, scope) for one in spans)
    points = (Point(one.span, measured(one, key, merger_base_id)) for one in situations)
    return tuple(point for point in points if point.value.known)


def is_read_at_once(indicator: IndicatorRow) -> bool:
    """Whether the points of an indicator are sums or typed values, so that those of many are soon read."""
    return indicator.by_hand or indicator.measure in _SUMS


def _typed(session: Session, indicator_id: int, span: Span) -> Iterator[Point]:
    """The values entered by hand, the last of each quarter."""
    found = {
        Span.quarter_of(row["on"]): Value(row["numerator"], row["denominator"])
        for row in sorted(records.rows(session, IndicatorValue, indicator_id=indicator_id), key=lambda row: row["on"])
        if row["on"] <= span.end
    }
    return (Point(quarter, value) for quarter, value in found.items())


def _sums(session: Session, measure: str, span: Span, scope: Scope) -> Iterator[Point]:
    """The members, or members and workers of the unions that told both, of each quarter; read from an index alone."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    query = select(count.period_id, func.sum(count.members), func.sum(count.workers)).where(count.members.is_not(None))
    if measure != "members":
        query = query.where(count.workers.is_not(None))
    wanted = list(_conditions(session, scope, enterprises=measure == "member_share_enterprises"))
    if wanted:
        query = query.where(count.union_id.in_(select(Union.id).where(*wanted)))
    sums = {one: (int(members), workers) for one, members, workers in session.execute(query.group_by(count.period_id))}
    quarters = select(period.id, period.year, period.number).where(period.kind == QUARTER, period.start <= span.end)
    for period_id, year, number in session.execute(quarters.order_by(period.start)):
        if period_id in sums:
            members, workers = sums[period_id]
            yield Point(Span(year, number, QUARTER), Value(members, None if measure == "members" else int(workers)))


def _conditions(session: Session, scope: Scope, *, enterprises: bool) -> Iterator[ColumnElement[bool]]:
    """What the unions of a scope have in common."""
    for name, record_type, column in (
        (scope.area, Area, Union.area_id),
        (scope.sector, Sector, Union.sector_id),
        (scope.bloc, Bloc, Union.bloc_id),
    ):
        if name:
            yield column.in_(row_id for row_id, words in records.choices(session, record_type).items() if words == name)
    if enterprises:
        sectors = records.rows(session, Sector)
        yield Union.sector_id.in_(
            row["id"] for row in sectors if employer_of(row["name"], row["employer"]) in ENTERPRISES
        )


def _quarters(session: Session, span: Span) -> Iterable[Span]:
    """The last quarters up to *span* for which anything was reported."""
    period = Period.__table__.c
    query = (
        select(period.year, period.number)
        .where(period.kind == QUARTER, period.start <= span.end, period.id.in_(select(MemberCount.period_id)))
        .order_by(period.start.desc())
        .limit(_MOST_QUARTERS)
    )
    return [Span(year, number, QUARTER) for year, number in reversed(session.execute(query).all())]


def _years(session: Session, span: Span) -> Iterable[Span]:
    """The last whole years up to *span* of which anything is known."""
    known = {year for record_type in (YearlyFact, Period, Campaign) for year in _distinct_years(session, record_type)}
    whole = sorted(
        year for year in known if year < span.year or (year == span.year and span.end == span.whole_year.end)
    )
    return [Span(year, 1, YEAR) for year in whole[-_MOST_YEARS:]]


def _distinct_years(session: Session, record_type: type[YearlyFact | Period | Campaign]) -> Iterable[int]:
    return session.scalars(select(record_type.year).distinct())
