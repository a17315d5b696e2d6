"""Closing a period: from when on its figures are frozen, why it was opened again, and its reports as they were then."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Link, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.issued_document import HASH
from unioncare_desktop.i18n import _


class PeriodClosing(Record):
    """One closing of a period. The period is closed while there is one that was not opened again."""

    __tablename__ = "period_closing"
    __table_args__ = (
        Index("ix_period_closing_period_id", "period_id"),
        CheckConstraint("(reopened_on IS NULL) = (reopened_why IS NULL)", name="reopened_with_a_reason"),
        {"sqlite_strict": True},
    )
    title = _("khóa sổ kỳ")

    period_id: Mapped[int] = field(Link("period"), _("Kỳ"), required=True)
    closed_on: Mapped[date] = field(Day(), _("Ngày khóa sổ"), required=True)
    reopened_on: Mapped[date | None] = field(Day(), _("Ngày mở lại"))
    reopened_why: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Lý do mở lại"), width=40)


class FrozenReport(Record):
    """A report of a period as it was when the period was closed; `content_hash` names the stored file."""

    __tablename__ = "frozen_report"
    __table_args__ = (UniqueConstraint("closing_id", "report"), {"sqlite_strict": True})
    title = _("báo cáo khi khóa sổ")

    closing_id: Mapped[int] = field(Link("period_closing"), _("Lần khóa sổ"), required=True)
    report: Mapped[str] = field(Text(most=60), _("Loại báo cáo"), required=True, width=20)
    data_hash: Mapped[str] = field(Text(most=HASH), _("Mã số liệu"), required=True, width=20)
    content_hash: Mapped[str] = field(Text(most=HASH), _("Mã kiểm tra nội dung"), required=True)
