"""Ngưỡng: the numbers of law and of the office's plans, each with the days between which it holds."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Threshold
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office_lists
from unioncare_desktop.services.office_lists import ThresholdRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import GridColumn
from unioncare_desktop.ui.sections.grid_section import GridSection
from unioncare_desktop.ui.widgets.basics import Button, Label
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_NARROW_ENTRY = 110


class ThresholdSection(GridSection):
    """All thresholds in a grid; a new value of a rule ends the one before."""

    title = _("Ngưỡng")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Báo cáo của mỗi kỳ dùng mức có hiệu lực vào ngày cuối kỳ. Khi quy định đổi, chọn dòng rồi thêm mức mới:"
            " mức cũ tự kết thúc vào ngày trước đó, báo cáo các kỳ cũ không đổi."
        )
        super().__init__(work, context, self.title, about, Threshold, _columns())
        self.value, self.day = QLineEdit(), QLineEdit()
        self.value.setPlaceholderText(_("Giá trị mới"))
        self.day.setPlaceholderText(_("từ ngày"))
        self.value.setAccessibleName(_("Giá trị mới"))
        self.day.setAccessibleName(_("Từ ngày"))
        self._chosen, self._problem = Label("", "muted", wrap=True), Label("", "error", wrap=True)
        self._problem.hide()
        for entry in (self.value, self.day):
            entry.returnPressed.connect(self._add)
            entry.textEdited.connect(self._problem.hide)
        self.add = Button(_("&Thêm mức mới"), self._add, picture="add")
        self.remove = Button(_("&Xóa mức đang chọn"), self._remove, picture="delete")
        self.grid.current_changed.connect(self._name_chosen)
        self.body.addWidget(self._chosen)
        self.body.addLayout(Flow(self.value, self.day, self.add, self.remove, last_right=True))
        self.body.addWidget(self._problem)
        self.body.addWidget(self.grid, 1)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        for entry in (self.value, self.day):
            entry.setFixedWidth(theme.current().px(_NARROW_ENTRY))

    def refresh(self) -> None:
        """Show the thresholds as they are stored."""
        with self.work.read() as session:
            self.show_rows(office_lists.thresholds(session))
        if self.grid.current_key is None and self.grid.shown_rows:
            self.grid.view.go(0, 0)
        self._name_chosen()

    @property
    def chosen(self) -> ThresholdRow | None:
        """The threshold in whose row the cursor is."""
        key = self.grid.current_key
        return next((row for row in self.grid.shown_rows if row.id == key), None)

    def _name_chosen(self) -> None:
        row = self.chosen
        self._chosen.setText(_("Mức mới cho: {name}").format(name=row.name) if row else "")
        self.add.setEnabled(row is not None)
        self.remove.setEnabled(row is not None)

    def _add(self) -> None:
        row = self.chosen
        if row is None:
            return
        value, day = self.value.text(), self.day.text()
        added = self.work.write(
            _("Thêm mức: {name}").format(name=row.name),
            lambda session: office_lists.add_threshold(session, row.id, value, day),
            self._refused,
        )
        if added is not None:
            self.value.clear()
            self.day.clear()
            self.refresh()
            self.grid.go_to(added, "value")

    def _refused(self, error: UserError) -> None:
        self._problem.setText(str(error))
        self._problem.show()

    def _remove(self) -> None:
        row = self.chosen
        if row is None:
            return
        question = _("Xóa mức {value} từ ngày {day} của “{name}”?").format(
            value=row.value, day=show_day(row.valid_from), name=row.name
        )
        if messages.ask(question, _("&Xóa mức này"), parent=self):
            title = _("Xóa mức: {name}").format(name=row.name)
            self.work.write(title, lambda session: office_lists.remove_threshold(session, row.id))
            self.refresh()


def _columns() -> tuple[GridColumn, ...]:
    described = fields_of(Threshold)
    widths = {"name": 330, "value": 80, "valid_from": 110, "valid_to": 110, "source": 280}
    return tuple(
        GridColumn(
            name,
            described[name].label,
            described[name].kind,
            width=width,
            editable=name != "name",
            strong=name == "name",
        )
        for name, width in widths.items()
    )
