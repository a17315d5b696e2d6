"""What the command `status` tells of a period: unions and figures, the year, targets, deadlines, returns."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import (
    closings,
    counts,
    deadlines,
    enterprises,
    office,
    registering,
    returns,
    targets,
    yearly_facts,
)
from unioncare_desktop.services.counts import CountRow, Totals


def status(session: Session, span: Span) -> dict[str, Any]:
    """The state of a period as plain JSON values: how many unions there are, what they reported, how targets stand."""
    found = counts.rows(session, span)
    total, closing = counts.sums(found), closings.latest(session, span)
    return {
        "period": span.code,
        "closed": closing.closed_on.isoformat() if closing and closing.closed else None,
        "unions": _unions(session, span, found, total),
        "counts": {name: getattr(total, name) for name in FIGURES},
        "members_by_sector": _members_by(found, "sector"),
        "members_by_area": _members_by(found, "area"),
        **registering.status(session, span.year),
        "yearly": yearly_facts.status(session, span.year, on=span.end)
        | {"enterprises": enterprises.status(session, span.end)},
        "targets": targets.status(session, span),
        "deadlines": deadlines.status(session, span),
        "returns": returns.status(session, span),
    }


def _unions(session: Session, span: Span, found: list[CountRow], total: Totals) -> dict[str, Any]:
    living = [row for row in found if row.union.alive_on(span.end)]
    below = office.threshold(session, "small_below", span.end)
    return {
        "active": len(living),
        "by_sector": {name: len(group) for name, group in counts.grouped(living, "sector").items()},
        "by_area": {name: len(group) for name, group in counts.grouped(living, "area").items()},
        "small": len(counts.small(found, below)),
        "missing": total.missing,
        "unconfirmed": total.unconfirmed,
    }


def _members_by(found: Iterable[CountRow], attribute: str) -> dict[str, int]:
    return {name: counts.sums(group).members for name, group in counts.grouped(found, attribute).items()}
