"""Small unions of a period: which they are, since when, whether they are legal at all, and which may still be merged.

A union is small where it reported fewer members than the threshold of that period (plan 001, line 75: "dưới 10").
A union that reported nothing is not small but unknown.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Level, MemberCount, Merger, MergerPart, Period, Union
from unioncare_desktop.domain.records.merger import PROPOSED
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import count_figures, counts, event_book, merger_links, office, records, unions
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.services.unions import UnionRow

SERIES_LENGTH = 4


@dataclass(frozen=True, slots=True)
class SmallUnion:
    """A union that was small in a period, and what speaks for merging it.

    `series` are its members of the last four quarters, the oldest first; `small_since` is the first quarter of those
    in which it was small without a break (a quarter without a report breaks nothing). `legal` is whether it has the
    members that founding a union takes. `in_proposal` is the merger that proposes it, `unconfirmed` whether its
    members were taken over from the quarter before and wait for confirmation.
    """

    union: UnionRow
    members: int
    series: tuple[int | None, ...]
    small_since: Span
    legal: bool
    in_proposal: int | None
    unconfirmed: bool

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values, blanks as null."""
        told = ("code", "name", "bloc", "area", "sector", "upper")
        return {name: getattr(self.union, name) or None for name in told} | {
            "members": self.members,
            "series": list(self.series),
            "small_since": self.small_since.code,
            "legal": self.legal,
            "in_proposal": self.in_proposal,
            "unconfirmed": self.unconfirmed,
        }


@dataclass(frozen=True)
class Overview:
    """The unions of a period by size.

    `small` reported fewer members than `below`, `borderline` neither that nor more than `above`; `unknown` owe their
    report. `founding` is what founding a union takes; None where no rule says so for that day. `grown` are the members
    of those that have taken others in since, together with what these reported, by union id.
    """

    span: Span
    below: int
    above: int
    founding: int | None
    small: tuple[SmallUnion, ...]
    borderline: tuple[CountRow, ...]
    unknown: tuple[CountRow, ...]
    living: dict[int, UnionRow]
    grown: dict[int, int]

    @cached_property
    def candidates(self) -> tuple[SmallUnion, ...]:
        """The small ones that live today, as they are today, and are in no proposal."""
        return tuple(one for one in self.alive if one.in_proposal is None)

    @cached_property
    def alive(self) -> tuple[SmallUnion, ...]:
        """The small ones that live today, as they are today: what has grown out of it by a merger is not among them."""
        now = (
            replace(one, union=self.living[one.union.id], members=self.grown.get(one.union.id, one.members))
            for one in self.small
            if one.union.id in self.living
        )
        return tuple(one for one in now if one.members < self.below)


def small_ids(session: Session, span: Span) -> frozenset[int]:
    """The ids of the small unions of *span*, those merged since too: `overview` without all that is told of them."""
    limit = office.threshold(session, "small_below", span.end)
    reported = {union_id: values["members"] for union_id, values in count_figures.figures(session, span).items()}
    found = frozenset(union_id for union_id, members in reported.items() if members is not None and members < limit)
    return found - _above_others(session, span.end)


def _above_others(session: Session, day: date) -> set[int]:
    """The unions of a level from which no figures were expected on *day*."""
    above = {level["id"] for level in records.rows(session, Level) if not level["reports"]}
    table = Union.__table__.c
    levels = dict(session.execute(select(table.id, table.level_id)).all())
    levels |= {key: held["level_id"] for key, held in event_book.held_on(session, day).items() if held}
    return {union_id for union_id, level_id in levels.items() if level_id in above}


def waiting(session: Session, span: Span) -> int:
    """How many small unions of *span* live today and are in no proposal; 0 where no threshold says what is small."""
    limit = office.thresholds(session, span.end).get("small_below")
    if limit is None:
        return 0
    table = Union.__table__.c
    living = frozenset(session.scalars(select(table.id).where(table.state == ACTIVE)))
    large = {union_id for union_id, members in _grown(session, span).items() if members >= limit}
    return len((small_ids(session, span) & living) - in_proposals(session).keys() - large)


def overview(session: Session, span: Span, below: int | None = None) -> Overview:
    """The unions of *span* by size; *below* takes the place of the threshold of small ones.

    Raises:
        UserError: no threshold holds at the end of the period.
    """
    limit = below or office.threshold(session, "small_below", span.end)
    above = office.threshold(session, "merged_above", span.end)
    founding = office.thresholds(session, span.end).get("founding_members")
    due = _due(session, span)
    return Overview(
        span,
        limit,
        above,
        founding,
        _small(session, span, counts.small(due, limit), founding, below),
        tuple(row for row in due if row.members is not None and limit <= row.members <= above),
        tuple(row for row in due if row.missing),
        {union.id: union for union in unions.listed(session)},
        _grown(session, span),
    )


def _grown(session: Session, span: Span) -> dict[int, int]:
    """The members of unions that others were merged into, together with what these reported for *span*."""
    results = frozenset(merger_links.roots(session).values())
    if not results:
        return {}
    found = count_figures.comparable(session, span, results)
    return {union_id: found[union_id]["members"] or 0 for union_id in results & found.keys()}


def _due(session: Session, span: Span) -> list[CountRow]:
    """The unions of which figures are expected: upper unions are never small."""
    return [row for row in counts.rows(session, span) if row.union.reports]


def _small(
    session: Session, span: Span, found: Collection[CountRow], founding: int | None, below: int | None
) -> tuple[SmallUnion, ...]:
    proposed = in_proposals(session)
    quarters = last_quarters(span)
    reported = _reported(session, quarters[-1], {row.union.id for row in found})
    course = office.course(session, "small_below")
    series, since = _series(reported, quarters), _since(reported, lambda quarter: below or course(quarter.end))
    return tuple(
        SmallUnion(
            row.union,
            row.members or 0,
            tuple(series.get((row.union.id, quarter)) for quarter in quarters),
            since.get(row.union.id, span),
            founding is None or (row.members or 0) >= founding,
            proposed.get(row.union.id),
            "members" in row.unconfirmed,
        )
        for row in found
    )


def in_proposals(session: Session) -> dict[int, int]:
    """The unions that a proposed merger takes part of, with the id of that merger."""
    part, merger = MergerPart.__table__.c, Merger.__table__.c
    query = select(part.union_id, merger.id).where(merger.id == part.merger_id, merger.state == PROPOSED)
    return dict(session.execute(query.order_by(merger.id)).all())


def last_quarters(span: Span) -> tuple[Span, ...]:
    """The last quarter of *span* and those before it, the oldest first."""
    quarters = [span.quarters[-1]]
    while len(quarters) < SERIES_LENGTH:
        quarters.append(quarters[-1].previous)
    return tuple(reversed(quarters))


_Reported = list[tuple[Span, list[tuple[int, int]]]]
"""Quarters, the newest first, with the unions that reported and their members."""


def _reported(session: Session, last: Span, union_ids: Collection[int]) -> _Reported:
    """What these unions reported up to the quarter *last*."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    query = (
        select(period.year, period.number, count.union_id, count.members)
        .where(period.id == count.period_id, period.kind == QUARTER, period.start <= last.start)
        .where(count.members.is_not(None), count.union_id.in_(union_ids))
        .order_by(period.start.desc())
    )
    rows = session.execute(query).all()
    return [
        (Span(year, number, QUARTER), [(union_id, members) for _year, _number, union_id, members in of_quarter])
        for (year, number), of_quarter in groupby(rows, key=itemgetter(0, 1))
    ]


def _series(reported: _Reported, quarters: Collection[Span]) -> dict[tuple[int, Span], int]:
    """The members by union and quarter, for some quarters."""
    wanted = ((quarter, found) for quarter, found in reported if quarter in quarters)
    return {(union_id, quarter): members for quarter, found in wanted for union_id, members in found}


def _since(reported: _Reported, below: Callable[[Span], int | None]) -> dict[int, Span]:
    """By union the first quarter of the unbroken row in which it stayed *below* the threshold of each quarter."""
    since: dict[int, Span] = {}
    broken: set[int] = set()
    for quarter, found in reported:
        limit = below(quarter) or 0
        broken.update(union_id for union_id, members in found if members >= limit)
        since |= {union_id: quarter for union_id, _members in found if union_id not in broken}
    return since


def borderline_words(rows: Iterable[CountRow], below: int, above: int) -> str:
    """The sentence about unions that are neither small nor large enough; empty where there are none."""
    count = len(list(rows))
    if not count:
        return ""
    members = _("đúng {below}").format(below=below) if below == above else f"{below}-{above}"
    sentence = _("{count} CĐCS có {members} đoàn viên: không thuộc diện nhỏ, cũng chưa đạt mức trên {above}.")
    return sentence.format(count=count, members=members, above=above)
