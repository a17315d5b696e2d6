"""A reporting period as a concrete row: its days are stored, so that changing a rule never moves an old report."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import not_after, not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import Choice, Day, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _

QUARTER, HALF, YEAR = "quarter", "half", "year"
PERIOD_KINDS = {QUARTER: _("quý"), HALF: _("6 tháng"), YEAR: _("năm")}


class Period(Record):
    """A quarter, half year or year. `due` is the last day on which a return is in time."""

    __tablename__ = "period"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("kind", "year", "number"),
        CheckConstraint('"end" >= start', name="end_after_start"),
        CheckConstraint('"cut_off" BETWEEN start AND "end"', name="cut_off_inside"),
        CheckConstraint("due >= start", name="due_after_start"),
        {"sqlite_strict": True},
    )
    title = _("kỳ báo cáo")

    code: Mapped[str] = field(Text(most=10), _("Mã kỳ"), required=True)
    kind: Mapped[str] = field(Choice(PERIOD_KINDS), _("Loại kỳ"), required=True)
    year: Mapped[int] = field(Whole(most=2200), _("Năm"), required=True)
    number: Mapped[int] = field(Whole(most=4), _("Số"), required=True)
    start: Mapped[date] = field(Day(), _("Từ ngày"), required=True)
    end: Mapped[date] = field(Day(), _("Đến ngày"), checks=(not_before("start", _("ngày đầu kỳ")),), required=True)
    cut_off: Mapped[date] = field(
        Day(),
        _("Ngày chốt số liệu"),
        checks=(not_before("start", _("ngày đầu kỳ")), not_after("end", _("ngày cuối kỳ"))),
        required=True,
    )
    due: Mapped[date] = field(Day(), _("Hạn nộp"), checks=(not_before("start", _("ngày đầu kỳ")),), required=True)
