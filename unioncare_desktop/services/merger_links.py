"""Which union was merged into which, as the mergers that are done tell it: the one source of truth for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Merger, MergerPart, Union
from unioncare_desktop.domain.records.merger import DONE, SPLIT
from unioncare_desktop.domain.records.union import MERGED


@dataclass(frozen=True, slots=True)
class Joined:
    """A union that was merged into another on a day; `members` are those it had."""

    source: int
    result: int
    on: date
    merger_id: int
    members: int | None


@dataclass(frozen=True, slots=True)
class Successor:
    """Into what a union was merged, and when."""

    union_id: int
    name: str
    effective_on: date


def joined(session: Session) -> list[Joined]:
    """All that was ever merged, the earliest first; also what has been reopened since."""
    merger, part = Merger.__table__.c, MergerPart.__table__.c
    query = (
        select(part.union_id, merger.union_id, merger.effective_on, merger.id, part.members)
        .join(Merger.__table__, part.merger_id == merger.id)
        .where(merger.state == DONE, merger.kind != SPLIT, part.union_id != merger.union_id)
        .order_by(merger.effective_on, merger.id, part.id)
    )
    return [Joined(*row) for row in session.execute(query)]


def lasting(session: Session) -> dict[int, Joined]:
    """What holds now: each union that is merged, by its id, with the last of its mergers."""
    found = {one.source: one for one in joined(session)}
    if not found:
        return {}
    table = Union.__table__.c
    merged = set(session.scalars(select(table.id).where(table.state == MERGED)))
    return {source: one for source, one in found.items() if source in merged}


def successors(session: Session) -> dict[int, Successor]:
    """Into what each merged union went, by the merged union's id, under the name that the successor has now."""
    found = lasting(session)
    table = Union.__table__.c
    query = select(table.id, table.name).where(table.id.in_({one.result for one in found.values()}))
    names = dict(session.execute(query).all()) if found else {}
    return {source: Successor(one.result, names[one.result], one.on) for source, one in found.items()}


def newest_day(session: Session) -> date | None:
    """The last day on which a merger or split came into effect; None where there was none."""
    merger = Merger.__table__.c
    day: date | None = session.scalar(
        select(merger.effective_on).where(merger.state == DONE).order_by(merger.effective_on.desc())
    )
    return day


def last_by(found: Iterable[Joined], day: date | None) -> dict[int, Joined]:
    """The last merger of each union until a *day*, included; of all where None."""
    return {one.source: one for one in found if day is None or one.on <= day}


def roots(session: Session) -> dict[int, int]:
    """Where each merged union has come to by now, by its id: a union that has not been merged into another."""
    into = {source: one.result for source, one in lasting(session).items()}
    return {source: root(source, into) for source in into}


def root(source: int, into: Mapping[int, int]) -> int:
    """Where a union has come to by now: *into* says what each was merged into."""
    while source in into:
        source = into[source]
    return source
