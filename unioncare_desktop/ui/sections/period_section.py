"""Kỳ báo cáo: the days of each period, filled by the calendar's rule and changed where the office has another."""

from typing import TYPE_CHECKING

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Text
from unioncare_desktop.domain.records import Period
from unioncare_desktop.i18n import _
from unioncare_desktop.services import periods
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import GridColumn
from unioncare_desktop.ui.sections.grid_section import GridSection

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class PeriodSection(GridSection):
    """All periods, the newest first."""

    title = _("Kỳ báo cáo")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Kỳ được tạo khi có số liệu đầu tiên: chốt số liệu vào cuối tháng liền trước tháng cuối kỳ, nộp trước"
            " ngày 15 của tháng cuối kỳ. Nơi có quy định khác thì sửa ngay trong bảng; báo cáo ghi theo ngày ở đây."
        )
        super().__init__(work, context, self.title, about, Period, _columns())
        self.body.addWidget(self.grid, 1)

    def refresh(self) -> None:
        """Show the periods as they are stored."""
        with self.work.read() as session:
            self.show_rows(periods.listed(session))


def _columns() -> tuple[GridColumn, ...]:
    described = fields_of(Period)
    days = (
        GridColumn(name, described[name].label, described[name].kind, width=150, editable=name in ("cut_off", "due"))
        for name in ("start", "end", "cut_off", "due")
    )
    return (GridColumn("title", _("Kỳ"), Text(), width=200, strong=True), *days)
