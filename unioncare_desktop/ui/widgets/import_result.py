"""What an import has done, in words, and where to go from there."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.plan import ENTERPRISES, REGISTER, YEARLY, Outcome, Plan
from unioncare_desktop.ui.widgets.basics import Button, Card, Label, Picture, column, row
from unioncare_desktop.vietnamese import show_whole

_STORED = {
    REGISTER: _("{new} đăng ký mới, {changed} đăng ký thay đổi."),
    YEARLY: _("Số liệu năm: {new} đơn vị mới ghi, {changed} đơn vị thay đổi."),
    ENTERPRISES: _("{new} doanh nghiệp mới, {changed} doanh nghiệp thay đổi."),
}
"""What came in, by the kind of list; of others unions."""
_SEE = {REGISTER: _("&Xem đăng ký"), YEARLY: _("&Xem số liệu năm"), ENTERPRISES: _("&Xem doanh nghiệp")}


class ImportResult(QWidget):
    """The last stage of the import page."""

    finished = Signal()
    """The user goes on: to the next file, or back to the start."""
    opened = Signal()
    """The user wants to see what came in."""

    def __init__(self) -> None:
        super().__init__()
        self.period = ""
        """The title of the period whose figures came in; empty where none did."""
        self.heading, self.text = Label("", "title", wrap=True), Label(wrap=True)
        self.left_out = Label("", "warning", wrap=True)
        self.go_on = Button("", self.finished.emit)
        self.see = Button("", self.opened.emit, role="primary")
        words = column(self.heading, self.text, self.left_out, row(self.go_on, self.see, 1, margins=(0, 8, 0, 0)))
        inner = row(column(Picture("ok", "good", 32), 1), words, gap=16)
        inner.setStretch(1, 1)
        self.setLayout(column(Card(inner, margins=(20, 18, 20, 18)), 1))
        self.setFocusProxy(self.see)

    def show_outcome(self, plan: Plan, outcome: Outcome, *, waiting: str) -> None:
        """Show what became of the file of *plan*; *waiting* is the next file (empty: none)."""
        period = self.period = plan.period.title if plan.period is not None and outcome.counts else ""
        left_out = plan.rejected_rows
        self.heading.setText(_("Đã nhập xong {file}").format(file=plan.file))
        self.text.setText("\n".join(_told(plan, outcome, period)))
        self.left_out.setText(
            _("{count} dòng bị từ chối chưa được nhập; hãy lưu các dòng đó ra Excel, sửa rồi nhập lại.").format(
                count=show_whole(left_out)
            )
        )
        self.left_out.setVisible(left_out > 0)
        self.go_on.setText(_("&Tệp tiếp theo: {file}").format(file=waiting) if waiting else _("&Hoàn tất"))
        see = _("&Xem số liệu {period}").format(period=period) if period else _("&Xem danh sách")
        self.see.setText(_SEE.get(plan.kind, see))


def _told(plan: Plan, outcome: Outcome, period: str) -> list[str]:
    stored = _STORED.get(plan.kind, _("{new} đơn vị mới, {changed} đơn vị thay đổi."))
    lines = [stored.format(new=show_whole(outcome.new), changed=show_whole(outcome.changed))]
    if plan.campaign is not None and plan.campaign.new and outcome.new:
        founded = _("Đã lập phong trào “{name}”, {count} đợt.")
        lines.append(founded.format(name=plan.campaign.name, count=len(plan.campaign.rounds)))
    if period:
        lines.append(
            _("Số liệu {period} của {count} đơn vị.").format(period=period, count=show_whole(outcome.counts)),
        )
    if outcome.entries:
        lines.append(_("{count} mục mới trong các danh mục.").format(count=show_whole(outcome.entries)))
    return [*lines, _("Dữ liệu trước khi nhập đã được sao lưu.")]
