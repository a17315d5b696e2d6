"""Closed periods: which are closed, since when, why one was opened again, and what speaks against closing one.

Closing itself freezes reports and therefore lives in `reports/closing.py`; that nothing in a closed period changes is
seen to by `storage/closed_periods.py`, for every way of writing.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Period, PeriodClosing
from unioncare_desktop.domain.rules.calendar import Span


@dataclass(frozen=True)
class ClosingRow:
    """One closing of a period; open again where `reopened_on` is known."""

    id: int
    span: Span
    closed_on: date
    reopened_on: date | None = None
    reopened_why: str | None = None

    @property
    def closed(self) -> bool:
        """Whether it still holds."""
        return self.reopened_on is None


def listed(session: Session, span: Span | None = None) -> list[ClosingRow]:
    """All closings, those of *span* alone where it is given; the newest first."""
    closing, period = PeriodClosing.__table__.c, Period.__table__.c
    query = (
        select(
            closing.id,
            period.year,
            period.number,
            period.kind,
            closing.closed_on,
            closing.reopened_on,
            closing.reopened_why,
        )
        .join(Period, period.id == closing.period_id)
        .order_by(closing.id.desc())
    )
    if span is not None:
        query = query.where(period.code == span.code)
    return [
        ClosingRow(key, Span(year, number, kind), on, again, why)
        for key, year, number, kind, on, again, why in session.execute(query)
    ]


def closing_of(session: Session, span: Span) -> ClosingRow | None:
    """The closing by which *span* is closed; None where it is open."""
    return next((one for one in listed(session, span) if one.closed), None)


def reopen(session: Session, span: Span, why: str) -> tuple[Span, ...]:
    """Open a closed period again, and with it the closed longer ones that it is part of; return them all.

    Raises:
        InvalidRecord: there is no reason, or it is too long. UserError: the period is not closed.
    """
    raise NotImplementedError
