"""Figures as they are stored, by union: of a quarter, or of a longer period put together from its quarters.

A longer period takes its stocks from its last quarter and sums its flows, unless the union reported the period itself.
What is compared with the period before has in it what was merged since: a merger is no jump.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import MemberCount, Period
from unioncare_desktop.domain.records.member_count import FIGURES, FLOWS, STOCKS, unconfirmed_figures
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import merger_links, periods
from unioncare_desktop.storage.snapshot import once

Values = dict[str, Any]
_REMARKS = ("note", "accepted_members", "follow_up")
_COLUMNS = (*FIGURES, *_REMARKS)
NOTHING = MappingProxyType[str, Any](
    dict.fromkeys(_COLUMNS) | {"follow_up": False, "unconfirmed": frozenset[str]()},
)
"""What is known of a union that has reported nothing."""


def figures(session: Session, span: Span, only: Collection[int] | None = None) -> dict[int, Values]:
    """What each union, or *only* these, reported for *span*, by union id; `unconfirmed` is a set of figures' names."""
    if only is not None:
        return _figures(session, span, only)
    return dict(once(session, ("figures", span), lambda: _figures(session, span, None)))


def _figures(session: Session, span: Span, only: Collection[int] | None) -> dict[int, Values]:
    if len(span.quarters) == 1:
        return _stored(session, span, only)
    quarters = [figures(session, quarter, only) for quarter in span.quarters]
    combined = {
        union_id: _combined([quarter.get(union_id) for quarter in quarters]) for union_id in set().union(*quarters)
    }
    return combined | _stored(session, span, only)


def _stored(session: Session, span: Span, only: Collection[int] | None) -> dict[int, Values]:
    count, period = MemberCount.__table__.c, Period.__table__.c
    columns = [count[name] for name in ("union_id", "unconfirmed", *_COLUMNS)]
    of_span = select(period.id).where(period.code == span.code).scalar_subquery()
    query = select(*columns).where(count.period_id == of_span)
    if only is not None:
        query = query.where(count.union_id.in_(only))
    return {
        union_id: dict(zip(_COLUMNS, values, strict=True)) | {"unconfirmed": unconfirmed_figures(unconfirmed)}
        for union_id, unconfirmed, *values in session.execute(query)
    }


def members(session: Session, quarter: Span) -> dict[int, int | None]:
    """The members that each union reported for a *quarter*, by union id."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    of_quarter = select(period.id).where(period.code == quarter.code).scalar_subquery()
    query = select(count.union_id, count.members).where(count.period_id == of_quarter)
    return {row.union_id: row.members for row in session.execute(query)}


def _combined(quarters: Sequence[Values | None]) -> Values:
    """Figures of several quarters as one; a flow waits for confirmation where it does in any of them."""
    last = quarters[-1] or NOTHING
    given = [quarter for quarter in quarters if quarter]
    flows = {name: [quarter[name] for quarter in given if quarter[name] is not None] for name in FLOWS}
    unconfirmed = {name for quarter in given for name in quarter["unconfirmed"] if name in FLOWS}
    return (
        {name: last[name] for name in (*STOCKS, *_REMARKS)}
        | {name: sum(values) if values else None for name, values in flows.items()}
        | {"unconfirmed": frozenset(unconfirmed | (last["unconfirmed"] & set(STOCKS)))}
    )


# Beside what was merged


def figures_before(session: Session, span: Span, only: Collection[int] | None = None) -> dict[int, Values]:
    """What each union, or *only* these, is compared with in *span*: the figures of the period before it, by union id.

    Those of unions merged by the day on which *span* is cut off are in those of their successors, unless they have
    reported for *span* themselves.
    """
    into = _merged_by(session, span)
    if not into:
        return figures(session, span.previous, only)
    roots = {source: merger_links.root(source, into) for source in into}
    wanted = None if only is None else _with_sources(only, roots)
    return gathered(figures(session, span.previous, wanted), roots)


def comparable(session: Session, span: Span, only: Collection[int] | None = None) -> dict[int, Values]:
    """The figures of *span* by the unions in which they ended up: each with those of all that were merged into it.

    Of unions, or *only* these, by union id.
    """
    roots = merger_links.roots(session)
    wanted = None if only is None else _with_sources(only, roots)
    return gathered(figures(session, span, wanted), roots)


def _with_sources(ids: Collection[int], roots: Mapping[int, int]) -> set[int]:
    """The unions and those whose figures belong to them."""
    return {*ids, *(source for source, result in roots.items() if result in ids)}


def _merged_by(session: Session, span: Span) -> dict[int, int]:
    """Into what unions were merged that do not report for *span* any more."""
    lasting = merger_links.lasting(session)
    if not lasting:
        return {}
    period = periods.find(session, span)
    cut_off = period.cut_off if period else span.cut_off
    into = {source: one.result for source, one in lasting.items() if one.on <= cut_off}
    own = figures(session, span, into.keys())
    return {source: result for source, result in into.items() if own.get(source, NOTHING)["members"] is None}


def gathered(found: Mapping[int, Values], roots: Mapping[int, int]) -> dict[int, Values]:
    """The figures with those of each union in *roots* added to those of the union that it belongs to."""
    result = {union_id: values for union_id, values in found.items() if union_id not in roots}
    for source, root in roots.items():
        if source in found:
            result[root] = _together(result.get(root, NOTHING), found[source])
    return result


def _together(one: Mapping[str, Any], other: Mapping[str, Any]) -> Values:
    return {
        **one,
        **{name: added((one[name], other[name])) for name in FIGURES},
        "unconfirmed": one["unconfirmed"] | other["unconfirmed"],
    }


def added(values: Iterable[int | None]) -> int | None:
    """The sum of the values that are given; None where none is: a blank is not a zero."""
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def unions_of(session: Session, ids: Collection[int]) -> set[int]:
    """The unions to which the member counts with these *ids* belong."""
    count = MemberCount.__table__.c
    return set(session.scalars(select(count.union_id).where(count.id.in_(ids))))
