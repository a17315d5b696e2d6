"""What a report of one period says in the office's own words, and the lines of statistical forms with their figures."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Flag, Link, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.document_text import LONGEST_TEXT
from unioncare_desktop.i18n import _


class ReportText(Record):
    """A part of the report of one period that was written for it, in place of the office's usual text."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("report", "period_id", "part"), {"sqlite_strict": True})
    title = _("lời văn của báo cáo")

    report: Mapped[str] = field(Text(most=60), _("Loại báo cáo"), required=True, width=20)
    period_id: Mapped[int] = field(Link("period"), _("Kỳ"), required=True)
    part: Mapped[str] = field(Text(most=60), _("Phần"), required=True, width=20)
    text: Mapped[str] = field(Text(most=LONGEST_TEXT, lines=True), _("Nội dung"), required=True, width=60)


class StatisticLine(Record):
    """A line of a statistical form such as 1-HĐCĐ: TT, content, unit; `measure` computes it, blank is typed by hand.

    A heading has no figure. `valid_from` and `valid_to` say in which periods the form has the line.
    """

    __tablename__ = "statistic_line"
    __table_args__ = (UniqueConstraint("key"), {"sqlite_strict": True})
    title = _("dòng của biểu thống kê")

    key: Mapped[str] = field(Text(most=60), _("Mã dòng"), required=True, width=20)
    form: Mapped[str] = field(Text(most=40), _("Biểu"), required=True, width=12)
    ordinal: Mapped[str | None] = field(Text(most=10), _("TT"), width=6)
    name: Mapped[str] = field(Text(most=500), _("Nội dung"), required=True, width=60)
    unit: Mapped[str | None] = field(Text(most=40), _("Đơn vị tính"), width=12)
    measure: Mapped[str | None] = field(Text(most=60), _("Cách tính"), width=20)
    heading: Mapped[bool] = field(Flag(), _("Dòng tiêu đề"), required=True, default=False)
    valid_from: Mapped[date | None] = field(Day(), _("Dùng từ ngày"))
    valid_to: Mapped[date | None] = field(
        Day(), _("Dùng đến ngày"), checks=(not_before("valid_from", _("ngày bắt đầu")),)
    )
    source: Mapped[str | None] = field(Text(), _("Căn cứ"), width=36)
    position: Mapped[int] = mapped_column(default=0)


class StatisticValue(Record):
    """The figure of a line in a period that was typed by hand, in the line's unit, and the remark beside it."""

    __tablename__ = "statistic_value"
    __table_args__ = (
        UniqueConstraint("line_id", "period_id"),
        Index("ix_statistic_value_period_id", "period_id"),
        {"sqlite_strict": True},
    )
    title = _("số liệu của biểu thống kê")

    line_id: Mapped[int] = field(Link("statistic_line"), _("Dòng"), required=True, width=60)
    period_id: Mapped[int] = field(Link("period"), _("Kỳ"), required=True)
    value: Mapped[int | None] = field(Whole(), _("Số lượng"), width=14)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH), _("Ghi chú"), width=30)
