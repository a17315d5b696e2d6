"""The records of a period as they held on a day, read once for all that is measured by them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import (
    Area,
    Enterprise,
    IndicatorValue,
    MemberCount,
    Period,
    RegistrationKind,
    Sector,
    Union,
    UnionEvent,
)
from unioncare_desktop.domain.records.awards import WORK
from unioncare_desktop.domain.records.union_event import FOUNDED
from unioncare_desktop.domain.records.yearly import FOUNDED as HAS_UNION
from unioncare_desktop.domain.records.yearly import NOT_YET
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import (
    campaigns,
    indicators,
    merger_bases,
    office,
    periods,
    records,
    registering,
    returns,
    unions,
    yearly_rows,
)
from unioncare_desktop.services.campaigns import CampaignRow
from unioncare_desktop.services.counts import OfUnion
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.merger_bases import Target
from unioncare_desktop.services.returns import ReturnRow
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow
from unioncare_desktop.services.yearly_rows import YearlyRow
from unioncare_desktop.services.yearly_shares import Asked


@dataclass(frozen=True)
class Value:
    """What an indicator comes to: a count, or a share of `denominator` where there is one; None where nothing is known.

    `open` are the unions that would count next and `enterprises` the enterprises without a union, the best first.
    `unknown` counts the units asked that told nothing, `doubt` says what else may be missing in the figure, and `note`
    what one must know of how it is counted.
    """

    numerator: int | None
    denominator: int | None = None
    open: tuple[int, ...] = ()
    enterprises: tuple[int, ...] = ()
    unknown: int = 0
    note: str = ""
    doubt: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a figure; a share of nothing is none."""
        return self.numerator is not None and self.denominator != 0

    @property
    def ratio(self) -> float | None:
        """The share from 0 to 1; None where it is not a share, or one of nothing."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


@dataclass(frozen=True, slots=True)
class Unit:
    """A union with its people of the newest quarter that is told; `expected` says whether it owes a return of it."""

    union: UnionRow
    members: int | None
    workers: int | None
    expected: bool


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise without a union on the day; `called_on` says whether it is being won for one."""

    id: int
    name: str
    area: str
    sector: str
    workers: int | None
    called_on: bool


@dataclass(frozen=True)
class Registered:
    """Which unions were expected to register in the year's campaigns, which did, and which did the works demanded."""

    expected: frozenset[int]
    any: frozenset[int]
    works: frozenset[int]


_Row = TypeVar("_Row", bound=OfUnion)


class Reading:
    """What is read of the records, each when it is first asked for."""

    def __init__(self, session: Session, span: Span, day: date) -> None:
        self._session, self._span, self._day = session, span, day
        self._year_end = span.whole_year.end
        self._merged: dict[int | None, Target] = {}

    @cached_property
    def quarter(self) -> Span:
        """The newest quarter of the span for which anything is told by the day; its last where nothing is."""
        codes = [quarter.code for quarter in self._span.quarters if quarter.start <= self._day]
        period = Period.__table__.c
        told = exists().where(MemberCount.period_id == period.id, MemberCount.members.is_not(None))
        query = select(period.code).where(period.code.in_(codes), told).order_by(period.start.desc())
        code = self._session.scalar(query.limit(1))
        return Span.parse(code) if code else self._span.quarters[-1]

    @cached_property
    def people(self) -> dict[int, tuple[int | None, int | None]]:
        """Members and workers of that quarter by union id; those of the span itself where a union told only these."""
        count, period = MemberCount.__table__.c, Period.__table__.c
        found: dict[int, tuple[int | None, int | None]] = {}
        for code in sorted({self._span.code, self.quarter.code}):
            of_span = select(period.id).where(period.code == code).scalar_subquery()
            query = select(count.union_id, count.members, count.workers).where(count.period_id == of_span)
            found |= {union_id: (members, workers) for union_id, members, workers in self._session.execute(query).all()}
        return found

    @cached_property
    def registry(self) -> list[UnionRow]:
        """All unions as they were on the day, closed ones too, and those that have reported."""
        return unions.listed(self._session, on=self._day, with_closed=True, always=self.people)

    @cached_property
    def units(self) -> list[Unit]:
        """The unions that owe a return of the quarter, or have told something."""
        stored = periods.find(self._session, self.quarter)
        cut_off = stored.cut_off if stored else self.quarter.cut_off
        found = []
        for union in self.registry:
            told = self.people.get(union.id)
            expected = union.reports and union.alive_on(cut_off)
            if expected or told:
                found.append(Unit(union, *(told or (None, None)), expected))
        return found

    @cached_property
    def asked(self) -> list[YearlyRow]:
        """The unions that are asked for the facts of the year."""
        rows = yearly_rows.rows(self._session, self._span.year, on=self._day, known=self.registry)
        return [row for row in rows if row.expected]

    @cached_property
    def merger_results(self) -> frozenset[int]:
        """The unions that came out of a merger or a split: they are not new."""
        event = UnionEvent.__table__.c
        query = select(event.union_id).where(event.kind == FOUNDED, event.merger_id.is_not(None))
        return frozenset(self._session.scalars(query))

    @cached_property
    def thresholds(self) -> dict[str, int]:
        """Those that hold at the end of the year."""
        return office.thresholds(self._session, self._year_end)

    @cached_property
    def firms(self) -> list[Firm]:
        """The enterprises that had no union on the day, the nearest to one first, then the largest."""
        firm, union = Enterprise.__table__.c, Union.__table__.c
        query = (
            select(firm.id, firm.name, Area.name, Sector.name, firm.workers, firm.state, union.founded_on)
            .join(Area.__table__, firm.area_id == Area.id, isouter=True)
            .join(Sector.__table__, firm.sector_id == Sector.id, isouter=True)
            .join(Union.__table__, firm.union_id == union.id, isouter=True)
            .order_by(firm.sort_key, firm.id)
        )
        found = [
            Firm(firm_id, name, area or "", sector or "", workers, state != NOT_YET)
            for firm_id, name, area, sector, workers, state, founded_on in self._session.execute(query)
            if state != HAS_UNION or (founded_on is not None and founded_on > self._day)
        ]
        return sorted(found, key=lambda one: (not one.called_on, -(one.workers or 0)))

    @cached_property
    def campaigns(self) -> list[CampaignRow]:
        """The campaigns of the year of which a round has begun by the day."""
        found = (one for one in campaigns.listed(self._session) if one.year == self._span.year)
        return [one for one in found if any(part.start <= self._day for part in one.rounds)]

    @cached_property
    def registered(self) -> Registered:
        """Who has registered by the day, in the rounds that had begun."""
        expected: set[int] = set()
        registered: set[int] = set()
        works: set[int] = set()
        for campaign in self.campaigns:
            rounds = [one for one in campaign.rounds if one.start <= self._day]
            sums = registering.sums(self._session, [one.id for one in rounds], self._day)
            days = [min(one.end, self._day) for one in rounds]
            expected |= {
                union.id
                for union in self.registry
                if registering.is_expected(union, campaign) and any(union.alive_on(day) for day in days)
            }
            kinds, least = self._works_of(campaign)
            registered |= set(sums.union_ids)
            works |= {one for one in sums.union_ids if sum(sums.quantity(one, kind) for kind in kinds) >= least}
        return Registered(frozenset(expected), frozenset(registered & expected), frozenset(works & expected))

    def _works_of(self, campaign: CampaignRow) -> tuple[set[int], int]:
        """The kinds of registration that a campaign demands (works where it says nothing), and how many."""
        if campaign.required_kind_id is not None:
            return {campaign.required_kind_id}, campaign.required_least or 1
        return {row["id"] for row in records.rows(self._session, RegistrationKind, form=WORK)}, 1

    def merged(self, base_id: int | None) -> Target:
        """How far the small unions of a frozen list are merged."""
        if base_id not in self._merged:
            self._merged[base_id] = merger_bases.target(self._session, self.quarter, self._day, base_id)
        return self._merged[base_id]

    @cached_property
    def returns(self) -> list[ReturnRow]:
        """The returns of the span."""
        return returns.rows(self._session, self._span, self._day)

    @cached_property
    def catalogue(self) -> dict[str, IndicatorRow]:
        """The indicators by their keys."""
        return indicators.catalogue(self._session)

    @cached_property
    def typed(self) -> dict[int, records.Row]:
        """The newest value by the day of each indicator that is entered by hand, by the indicator's id."""
        value = IndicatorValue.__table__
        query = select(*value.columns).where(value.c.on <= self._day).order_by(value.c.on)
        return {row["indicator_id"]: dict(row) for row in self._session.execute(query).mappings()}


class Situation:
    """The records of *span* as they held on a day, for a scope.

    The day is the last of the span, or today where that is ahead. What was read once is shared with the situations of
    other scopes, and what was measured is remembered in `values`.
    """

    def __init__(self, session: Session, span: Span, on: date | None = None, scope: Scope = EVERYONE) -> None:
        self.session, self.span, self.scope = session, span, scope
        self.day = on or max(span.start, min(span.end, clock.today()))
        self.records = Reading(session, span, self.day)
        self.values: dict[object, Value] = {}
        self._others = {scope: self}

    def within(self, area: str = "", sector: str = "") -> "Situation":
        """The same for the unions of an area or sector only, where these are not blank."""
        scope = replace(self.scope, area=area or self.scope.area, sector=sector or self.scope.sector)
        if scope not in self._others:
            other = Situation(self.session, self.span, self.day, scope)
            other.records, other._others = self.records, self._others
            self._others[scope] = other
        return self._others[scope]

    @cached_property
    def registry(self) -> list[UnionRow]:
        """The unions as they were on the day, closed ones too."""
        return [union for union in self.records.registry if self.scope.holds(union)]

    @cached_property
    def ids(self) -> frozenset[int]:
        """The ids of these unions."""
        return frozenset(union.id for union in self.registry)

    @cached_property
    def living(self) -> dict[int, UnionRow]:
        """Those that lived on the day, by id."""
        return {union.id: union for union in self.registry if union.alive}

    @cached_property
    def units(self) -> list[Unit]:
        """The unions that owe a return of the newest quarter told, or have told something."""
        return self._held(self.records.units)

    @cached_property
    def asked(self) -> list[YearlyRow]:
        """The unions that are asked for the facts of the year."""
        return self._held(self.records.asked)

    @cached_property
    def facts(self) -> Asked:
        """The facts of the year, to be counted."""
        return Asked(self.session, self.span.year, self.asked)

    @cached_property
    def returns(self) -> list[ReturnRow]:
        """The returns of the span."""
        return self._held(self.records.returns)

    @cached_property
    def firms(self) -> list[Firm]:
        """The enterprises without a union on the day, the nearest to one first, then the largest."""
        area, sector = self.scope.area, self.scope.sector
        return [one for one in self.records.firms if area in ("", one.area) and sector in ("", one.sector)]

    def _held(self, rows: Iterable[_Row]) -> list[_Row]:
        return [row for row in rows if self.scope.holds(row.union)]
