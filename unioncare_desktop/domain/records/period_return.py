"""The return of a union for a period: when it came, and how often it was asked for."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import not_in_future
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Link, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _


class PeriodReturn(Record):
    """When the return of a union for a period was received, where somebody says so, and the reminders sent for it.

    Without `received_on` the day on which its figures were first entered is all that is known.
    """

    __tablename__ = "period_return"
    __table_args__ = (
        UniqueConstraint("union_id", "period_id"),
        Index("ix_period_return_period_id", "period_id"),
        CheckConstraint("(reminders = 0) = (reminded_on IS NULL)", name="reminded_on_a_day"),
        {"sqlite_strict": True},
    )
    title = _("việc nộp báo cáo")

    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True, width=40)
    period_id: Mapped[int] = field(Link("period"), _("Kỳ"), required=True)
    received_on: Mapped[date | None] = field(Day(), _("Ngày nhận"), checks=(not_in_future,))
    reminders: Mapped[int] = field(Whole(most=999), _("Số lần nhắc"), required=True, default=0, width=8)
    reminded_on: Mapped[date | None] = field(Day(), _("Nhắc gần nhất"), checks=(not_in_future,))
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
