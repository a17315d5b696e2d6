"""Closed periods: which are closed, since when, why one was opened again, and what speaks against closing one.

Closing itself freezes reports and therefore lives in `reports/closing.py`; that nothing in a closed period changes is
seen to by `storage/closed_periods.py`, for every way of writing.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import Period, PeriodClosing
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InvalidRecord, Problem, Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import counts, records
from unioncare_desktop.storage import closed_periods
from unioncare_desktop.vietnamese import show_day, show_whole


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


def latest(session: Session, span: Span) -> ClosingRow | None:
    """The closing by which *span* is closed, alone or within a longer period; else its last one, opened again."""
    found = listed(session)
    holding = [one for one in found if one.closed and (one.span == span or _is_part_of(span, one.span))]
    own = [one for one in found if one.span == span]
    return next(iter(sorted(holding, key=lambda one: one.span != span) or own), None)


def refusal(session: Session, span: Span) -> str:
    """The sentence that says that nothing of *span* can be changed; empty where it is open."""
    found = next((one for one in closed_periods.closed(session) if one.holds(span.start, span.end)), None)
    return str(found.refusal()) if found else ""


def reopen(session: Session, span: Span, why: str) -> tuple[Span, ...]:
    """Open a closed period again, and with it the closed longer ones that it is part of; return them all.

    Closed quarters inside a half year or year stay closed: each is opened for itself.

    Raises:
        InvalidRecord: there is no reason, or it is too long. UserError: the period is not closed.
    """
    closing = closing_of(session, span)
    if closing is None:
        raise UserError(_("{period} chưa khóa sổ nên không cần mở lại.").format(period=span.title))
    opened = [closing, *(one for one in listed(session) if one.closed and _is_part_of(span, one.span))]
    for one in opened:
        draft = records.open_draft(session, PeriodClosing, one.id)
        draft.enter("reopened_why", why)
        if not draft.errors and draft.values["reopened_why"] is None:
            sentence = _("Hãy ghi lý do mở lại kỳ; lý do được in ở báo cáo đính chính.")
            raise InvalidRecord([Problem("reopened_why", sentence)])
        draft.values["reopened_on"] = clock.today()
        records.save(session, draft)
    return tuple(one.span for one in opened)


def _is_part_of(span: Span, longer: Span) -> bool:
    return span != longer and longer.start <= span.start and span.end <= longer.end


def wider(session: Session, span: Span) -> tuple[Span, ...]:
    """The closed longer periods that *span* is part of, which open with it."""
    return tuple(one.span for one in listed(session) if one.closed and _is_part_of(span, one.span))


def closing_spans(session: Session, span: Span) -> tuple[Span, ...]:
    """What closing *span* closes: the quarters in it that are open and have figures, then itself.

    Raises:
        UserError: it is closed already, has not begun, or nothing is reported for it.
    """
    closing = closing_of(session, span)
    if closing is not None:
        words = _("{period} đã khóa sổ ngày {day}.")
        raise UserError(words.format(period=span.title, day=show_day(closing.closed_on)))
    if span.is_ahead:
        raise UserError(_("{period} chưa bắt đầu nên chưa khóa sổ được.").format(period=span.title))
    reported = {quarter for quarter in span.quarters if counts.figures(session, quarter)}
    if not reported and not counts.figures(session, span):
        words = _("{period} chưa có số liệu nào nên chưa khóa sổ được. Hãy nhập số liệu trước.")
        raise UserError(words.format(period=span.title))
    within = [one for one in span.quarters if one != span and closing_of(session, one) is None]
    return (*within, span)


@dataclass(frozen=True)
class Doubt:
    """Why one might not want to close a period yet: how much of it there is; *weighs* means that it must be wanted."""

    name: str
    count: int
    words: str
    weighs: bool


def doubts(session: Session, span: Span) -> list[Doubt]:
    """What speaks against closing *span* now: returns that are missing, figures unconfirmed, errors, warnings."""
    rows = counts.rows(session, span)
    total = counts.sums(rows)
    found = Counter(problem.severity for row in rows for problem in row.problems())
    told = (
        ("missing", total.missing, _("{count} đơn vị chưa nộp số liệu"), False),
        ("unconfirmed", total.unconfirmed, _("{count} đơn vị có số liệu lấy như kỳ trước, chưa xác nhận"), True),
        ("errors", found[Severity.ERROR], _("{count} lỗi kiểm tra chưa sửa"), True),
        ("warnings", found[Severity.WARNING], _("{count} điều cần xem lại"), False),
    )
    return [
        Doubt(name, count, words.format(count=show_whole(count)), weighs)
        for name, count, words, weighs in told
        if count
    ]


def reasons(session: Session, span: Span, since: date) -> list[str]:
    """Why *span* was opened again, from a day on, the first reason first; each is told once."""
    again = [one for one in reversed(listed(session, span)) if one.reopened_on is not None and one.reopened_on >= since]
    return list(dict.fromkeys(one.reopened_why for one in again if one.reopened_why))
