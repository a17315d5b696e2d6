"""What went into what: a union's own figures, those of the unions it came from, and both together, quarter by quarter.

Figures of earlier periods stay with the unions that reported them; here they are only added up. What a union had
before it was split off cannot be told from the whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import MemberCount, Merger, MergerPart, Period, Union
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.records.merger import DONE, SPLIT
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_links, records
from unioncare_desktop.services.count_figures import added
from unioncare_desktop.services.merger_links import Joined, Successor
from unioncare_desktop.services.records import Row

Figures = Mapping[str, int | None]
NONE: Figures = dict.fromkeys(FIGURES)


@dataclass(frozen=True)
class Point:
    """A quarter: what the union reported itself, what those it came from reported, by the names of the figures.

    `note` says why the two together are no whole series.
    """

    span: Span
    own: Figures
    predecessors: Figures
    note: str = ""

    @property
    def comparable(self) -> Figures:
        """Both together."""
        return {name: added((self.own[name], self.predecessors[name])) for name in FIGURES}


@dataclass(frozen=True)
class Predecessor:
    """A union that went into this one, directly or by way of another; `into` is the one it was merged into."""

    union_id: int
    code: str | None
    name: str
    members: int | None
    effective_on: date
    into_id: int
    into: str


@dataclass(frozen=True)
class Branch:
    """A union that came out of a split, or the one that was split, with the members that were parted off."""

    union_id: int
    code: str | None
    name: str
    members: int | None
    effective_on: date


@dataclass(frozen=True)
class Lineage:
    """Where a union came from, what became of it, and its series, the oldest quarter first."""

    union_id: int
    points: tuple[Point, ...]
    predecessors: tuple[Predecessor, ...]
    successor: Successor | None
    split_from: Branch | None
    split_into: tuple[Branch, ...]


def series(session: Session, union_id: int, last: Span | None = None) -> Lineage:
    """The lineage of a union, until the quarter *last* where that is given."""
    lasting = merger_links.lasting(session)
    before = _predecessors(union_id, lasting.values())
    unions = {row["id"]: row for row in records.rows(session, Union)}
    origin, branches = _splits(session, union_id, unions)
    return Lineage(
        union_id,
        tuple(_points(session, union_id, [one.source for one in before], origin, last)),
        tuple(_told(one, unions) for one in before),
        merger_links.successors(session).get(union_id),
        origin,
        branches,
    )


def _predecessors(union_id: int, lasting: Iterable[Joined]) -> list[Joined]:
    """Everything that went into a union, what came last first."""
    by_result: defaultdict[int, list[Joined]] = defaultdict(list)
    for one in lasting:
        by_result[one.result].append(one)
    found, open_ends = list[Joined](), [union_id]
    while open_ends:
        here = by_result[open_ends.pop()]
        found += here
        open_ends += [one.source for one in here]
    return sorted(found, key=lambda one: (-one.on.toordinal(), one.merger_id, one.source))


def _told(one: Joined, unions: Mapping[int, Row]) -> Predecessor:
    union = unions[one.source]
    into = unions[one.result]["name"]
    return Predecessor(one.source, union["code"], union["name"], one.members, one.on, one.result, into)


def _splits(session: Session, union_id: int, unions: Mapping[int, Row]) -> tuple[Branch | None, tuple[Branch, ...]]:
    """The union that this one was split off from, and those that were split off from it."""
    merger, part = Merger.__table__.c, MergerPart.__table__.c
    query = (
        select(merger.union_id.label("whole"), part.union_id.label("part"), part.members, merger.effective_on)
        .join(Merger.__table__, part.merger_id == merger.id)
        .where(merger.kind == SPLIT, merger.state == DONE, part.union_id != merger.union_id)
        .order_by(merger.effective_on, part.id)
    )
    origin: Branch | None = None
    branches = []
    for row in session.execute(query):
        if row.part == union_id:
            origin = _branch(unions[row.whole], row.members, row.effective_on)
        elif row.whole == union_id:
            branches.append(_branch(unions[row.part], row.members, row.effective_on))
    return origin, tuple(branches)


def _branch(union: Row, members: int | None, day: date) -> Branch:
    return Branch(union["id"], union["code"], union["name"], members, day)


def _points(
    session: Session, union_id: int, before: Iterable[int], origin: Branch | None, last: Span | None
) -> Iterable[Point]:
    ids = {union_id, *before}
    reported = _reported(session, ids | ({origin.union_id} if origin else set()))
    quarters = [span for span in reported if last is None or span <= last]
    for span in _without_gaps(quarters):
        of_quarter = reported.get(span, {})
        predecessors = [of_quarter[key] for key in ids - {union_id} if key in of_quarter]
        own = of_quarter.get(union_id, NONE)
        yield Point(span, own, _sum(predecessors), _parted(origin, span, own))


def _parted(origin: Branch | None, span: Span, own: Figures) -> str:
    """Why there are no figures of a quarter before the union was split off."""
    if origin is None or own["members"] is not None or span.cut_off >= origin.effective_on:
        return ""
    return _("nằm trong số liệu của “{name}”, không tách được").format(name=origin.name)


def _sum(found: Iterable[Figures]) -> Figures:
    given = list(found)
    return {name: added(one[name] for one in given) for name in FIGURES}


def _reported(session: Session, ids: Iterable[int]) -> dict[Span, dict[int, Figures]]:
    """What unions reported for quarters, by quarter and union id, the oldest quarter first."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    query = (
        select(period.code, count.union_id, *(count[name] for name in FIGURES))
        .join(Period.__table__, count.period_id == period.id)
        .where(period.kind == QUARTER, count.union_id.in_(ids))
        .order_by(period.start)
    )
    found: dict[Span, dict[int, Figures]] = {}
    for code, union_id, *values in session.execute(query):
        found.setdefault(Span.parse(code), {})[union_id] = dict(zip(FIGURES, values, strict=True))
    return found


def _without_gaps(quarters: list[Span]) -> Iterable[Span]:
    """Every quarter from the first to the last of *quarters*."""
    span = quarters[0] if quarters else None
    while span is not None and span <= quarters[-1]:
        yield span
        span = span.next
