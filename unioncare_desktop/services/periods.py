"""Period rows: found, made from the calendar's defaults, listed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import MemberCount, Period
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import records


@dataclass(frozen=True)
class PeriodRow:
    """A stored period; `due` is the last day in time, `cut_off` the day whose figures are counted."""

    id: int
    span: Span
    start: date
    end: date
    cut_off: date
    due: date

    @property
    def title(self) -> str:
        """The name as documents write it."""
        return self.span.title


def find(session: Session, span: Span) -> PeriodRow | None:
    """The stored period of *span*, if there is one."""
    found = records.rows(session, Period, code=span.code)
    return _row(found[0]) if found else None


def ensure(session: Session, span: Span) -> PeriodRow:
    """The stored period of *span*, made with the calendar's default days where it is missing."""
    existing = find(session, span)
    if existing is not None:
        return existing
    days = {"start": span.start, "end": span.end, "cut_off": span.cut_off, "due": span.due}
    identity = {"code": span.code, "kind": span.kind, "year": span.year, "number": span.number}
    (period_id,) = records.insert_rows(session, Period, [identity | days])
    return PeriodRow(period_id, span, span.start, span.end, span.cut_off, span.due)


def listed(session: Session) -> list[PeriodRow]:
    """All stored periods, newest first."""
    return sorted((_row(row) for row in records.rows(session, Period)), key=lambda one: one.start, reverse=True)


def newest_with_counts(session: Session, by: date | None = None) -> Span | None:
    """The latest quarter for which anything is reported, of those that were cut off *by* a day."""
    period = Period.__table__.c
    query = (
        select(period.year, period.number)
        .where(period.kind == QUARTER, exists().where(MemberCount.period_id == period.id))
        .order_by(period.start.desc())
        .limit(1)
    )
    if by is not None:
        query = query.where(period.cut_off <= by)
    row = session.execute(query).first()
    return Span(row.year, row.number, QUARTER) if row else None


def _row(values: dict[str, Any]) -> PeriodRow:
    span = Span(values["year"], values["number"], values["kind"])
    return PeriodRow(values["id"], span, values["start"], values["end"], values["cut_off"], values["due"])
