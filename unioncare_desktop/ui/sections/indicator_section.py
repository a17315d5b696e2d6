"""Danh mục chỉ tiêu: what targets can be set for, how each is computed, and indicators of the office's own."""

from functools import partial
from typing import TYPE_CHECKING

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records import Indicator
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office_lists, own_indicators, records
from unioncare_desktop.services.office_lists import ListRow
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_dialog import Making, RecordDialog
from unioncare_desktop.ui.record_form import Group
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import Button, row

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_OWN = ("name", "unit", "counted", "numerator", "denominator", "limited_to", "blank", "words")
_COMPUTED = ("name", "words")
_WIDTHS = {"unit": 116, "numerator": 280, "denominator": 240, "limited_to": 200, "data_source": 150, "blank": 240}
_LEAST_HEIGHT = 240


class IndicatorSection(Section):
    """Enter opens an indicator; those that the program computes keep their computation."""

    title = _("Danh mục chỉ tiêu")

    def __init__(self, work: "Work", context: Context) -> None:
        about = _(
            "Chỉ tiêu của các kế hoạch chọn trong danh mục này. Chỉ tiêu chương trình chưa tính được thì thêm ở đây,"
            " rồi nhập số liệu tay ở trang Chỉ tiêu, công việc."
        )
        super().__init__(work, context, self.title, about)
        self.grid = RecordGrid(_columns(), look=context.settings.grids.setdefault("list indicator", {}))
        self.grid.select_whole_rows()
        self.grid.setMinimumHeight(_LEAST_HEIGHT)
        self.grid.view.setAccessibleName(self.title)
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        self.grid.row_wanted.connect(self.add)
        self.grid.delete_wanted.connect(lambda _keys: self.delete_current())
        self.grid.said.connect(self.said)
        tools = row(
            Button(_("&Thêm chỉ tiêu nhập tay…"), self.add, picture="add", tip="Ctrl+Insert"),
            Button(_("&Mở, sửa…"), self.open_current, tip="Enter"),
            Button(_("&Xóa"), self.delete_current, picture="delete", tip="Ctrl+Delete"),
            1,
        )
        self.body.addLayout(tools)
        self.body.addWidget(self.grid, 1)

    def refresh(self) -> None:
        """Show the catalogue as it is stored."""
        with self.work.read() as session:
            self.grid.set_rows(office_lists.rows(session, Indicator))

    @property
    def _current(self) -> ListRow | None:
        key = self.grid.current_key
        return next((one for one in self.grid.shown_rows if one.id == key), None)

    def add(self) -> None:
        """Ask for an indicator of the office's own."""
        self._open(_("Thêm chỉ tiêu nhập tay"), _("Thêm chỉ tiêu thống kê: {name}"), _OWN, own_indicators.new())

    def open_current(self) -> None:
        """Enter: change the current indicator, as far as it may be."""
        current = self._current
        if current is None:
            return
        try:
            with self.work.read() as session:
                draft = records.open_draft(session, Indicator, current.id)
        except UserError as error:
            messages.show(error, self)
            return
        fields = _COMPUTED if draft.values["measure"] else _OWN
        self._open(_("Chỉ tiêu thống kê"), _("Sửa chỉ tiêu thống kê: {name}"), fields, draft)

    def _open(self, title: str, action: str, fields: tuple[str, ...], draft: Draft) -> None:
        about = _("“Từ nhận biết”: mỗi dòng một cách gọi chỉ tiêu này trong văn bản kế hoạch, để soát văn bản nhận ra.")
        making = Making(
            title=title,
            about=about,
            record_type=Indicator,
            groups=(Group("", fields),),
            options={},
            begin=lambda: draft,
            action=lambda typed: action.format(name=typed.values["name"]),
            store=own_indicators.save,
            only_one=True,
        )
        dialog = RecordDialog(self.work, making, self)
        dialog.stored.connect(self._show)
        dialog.open()

    def _show(self, indicator_id: int) -> None:
        self.refresh()
        self.grid.go_to(indicator_id)

    def delete_current(self) -> None:
        """Ctrl+Delete: remove an indicator of the office's own, after asking."""
        current = self._current
        if current is None:
            return
        question = _("Xóa chỉ tiêu “{name}” cùng số liệu đã nhập tay?\n\nCó thể hoàn tác bằng Ctrl+Z.")
        own = not current.more["measure"] and not current.used
        if own and not messages.ask(question.format(name=current.name), _("&Xóa"), parent=self):
            return
        title = _("Xóa chỉ tiêu thống kê: {name}").format(name=current.name)
        self.work.write(title, partial(own_indicators.delete, indicator_id=current.id))
        self.refresh()


def _columns() -> tuple[GridColumn, ...]:
    described = fields_of(Indicator)

    def of_list(name: str, width: int) -> GridColumn:
        return GridColumn(name, described[name].label, value=lambda row: row.more[name], width=width)

    return (
        GridColumn("number", _("STT"), width=48, ordinal=True, frozen=True),
        GridColumn("name", described["name"].label, width=290, frozen=True, strong=True),
        GridColumn("state", described["measure"].label, width=126, status=True, value=_state),
        GridColumn("used", _("Đang dùng"), Whole(), width=106),
        *(of_list(name, width) for name, width in _WIDTHS.items()),
    )


def _state(one: ListRow) -> Badge:
    return Badge(_("từ số liệu"), "good") if one.more["measure"] else Badge(_("nhập tay"), "primary")
