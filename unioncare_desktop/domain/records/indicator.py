"""Indicators: what targets are set for, what each counts, and what is entered by hand where the records cannot tell."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import not_in_future
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Link, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.i18n import _


class Indicator(ListEntry):
    """An indicator of the catalogue; `key` names it in plan files.

    `measure` names the computation from the records, blank where the value is entered by hand. `unit` is what its value
    counts ("đoàn viên", "CĐCS"), or "%" of a share of `numerator` in `denominator`. `limited_to` says whom it regards,
    `data_source` where its figures come from, `blank` what a missing figure means. `words` are phrases, one a line, by
    which the text of a plan is told to speak of it.
    """

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("key"), {"sqlite_strict": True})
    title = _("chỉ tiêu thống kê")

    key: Mapped[str] = field(Text(most=60), _("Mã"), required=True, width=20)
    unit: Mapped[str] = field(Text(most=40), _("Đơn vị tính"), required=True, width=12)
    counted: Mapped[str] = field(Text(most=40), _("Đếm theo"), required=True, default=_("CĐCS"), width=12)
    numerator: Mapped[str] = field(Text(most=500), _("Tử số"), required=True, width=40)
    denominator: Mapped[str | None] = field(Text(most=500), _("Mẫu số"), width=40)
    limited_to: Mapped[str | None] = field(Text(most=500), _("Phạm vi"), width=40)
    data_source: Mapped[str | None] = field(Text(), _("Nguồn số liệu"), width=30)
    blank: Mapped[str | None] = field(Text(most=500), _("Ô trống nghĩa là"), width=40)
    measure: Mapped[str | None] = field(Text(most=60), _("Cách tính"), width=20)
    words: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Từ nhận biết"), width=40)


class IndicatorValue(Record):
    """What the office knows of an indicator on a day that the records cannot tell, with a note that says from where."""

    __tablename__ = "indicator_value"
    __table_args__ = (
        UniqueConstraint("indicator_id", "on"),
        CheckConstraint("denominator IS NULL OR denominator > 0", name="denominator_counts"),
        {"sqlite_strict": True},
    )
    title = _("số liệu chỉ tiêu nhập tay")

    indicator_id: Mapped[int] = field(Link("indicator"), _("Chỉ tiêu"), required=True, width=40)
    on: Mapped[date] = field(Day(), _("Số liệu đến ngày"), required=True, checks=(not_in_future,))
    numerator: Mapped[int] = field(Whole(), _("Đã thực hiện"), required=True)
    denominator: Mapped[int | None] = field(Whole(), _("Trên tổng số"))
    note: Mapped[str] = field(Text(most=NOTE_LENGTH, lines=True), _("Căn cứ, ghi chú"), required=True, width=40)
