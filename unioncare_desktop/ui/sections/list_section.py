"""A list that describes unions: levels, sectors, blocs or areas; each with its days, in the order it is offered in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office_lists
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.ui.widgets.basics import Button, Label, row

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class ListSection(Section):
    """One list in a grid, edited in its cells."""

    def __init__(self, work: "Work", context: Context, record_type: type[ListEntry]) -> None:
        title = record_type.title[:1].upper() + record_type.title[1:]
        about = _(
            "Sửa ngay trong bảng; thứ tự ở đây là thứ tự khi chọn. Mục không dùng nữa thì ghi ngày vào"
            " cột “Dùng đến ngày”, số liệu cũ giữ nguyên."
        )
        super().__init__(work, context, title, about)
        self.record_type = record_type
        self.name, self._problem = QLineEdit(), Label("", "error", wrap=True)
        self.name.setPlaceholderText(_("Tên mục mới"))
        self.name.setAccessibleName(_("Tên mục mới"))
        self.name.returnPressed.connect(self._add)
        self.name.textEdited.connect(self._problem.hide)
        self._problem.hide()
        self.grid = RecordGrid(
            _columns(record_type),
            widths=context.settings.columns.setdefault(f"list {record_type.__tablename__}", {}),
            enter_moves=context.settings.enter_moves,
        )
        self.grid.entered.connect(self._enter)
        self.grid.said.connect(self.said)
        self.grid.setMinimumHeight(240)
        self.buttons = (
            Button(_("&Thêm"), self._add, picture="add"),
            Button(_("&Lên"), lambda: self._move(-1), picture="up"),
            Button(_("X&uống"), lambda: self._move(1), picture="down"),
            Button(_("&Xóa"), self._remove, picture="delete"),
        )
        add, *others = self.buttons
        tools = row(self.name, add, *others)
        tools.setStretch(0, 1)
        self.body.addLayout(tools)
        self.body.addWidget(self._problem)
        self.body.addWidget(self.grid, 1)

    def refresh(self) -> None:
        """Show the entries as they are stored."""
        with self.work.read() as session:
            self.grid.set_rows(office_lists.rows(session, self.record_type))

    def _add(self) -> None:
        name = self.name.text()
        added = self.work.write(
            _("Thêm {list}: {name}").format(list=self.record_type.title, name=name.strip()),
            lambda session: office_lists.add(session, self.record_type, name),
            self._refused,
        )
        if added is not None:
            self.name.clear()
            self.refresh()
            self.grid.go_to(added, "name")
            self.name.setFocus()

    def _refused(self, error: UserError) -> None:
        self._problem.setText(str(error))
        self._problem.show()

    def _enter(self, entries: Sequence[Entry]) -> None:
        by_row: dict[Any, dict[str, str]] = {}
        for entry in entries:
            by_row.setdefault(entry.key, {})[entry.column] = entry.text
        for key, values in by_row.items():
            self._change(key, values)
        self.refresh()

    def _change(self, key: int, values: dict[str, str]) -> None:
        self.work.write(
            _("Sửa {list}").format(list=self.record_type.title),
            lambda session: office_lists.change(session, self.record_type, key, values),
            lambda error: self._refuse(key, values, error),
        )

    def _refuse(self, key: int, values: dict[str, str], error: UserError) -> None:
        for column, text in values.items():
            self.grid.refuse(key, column, text, str(error))

    def _move(self, by: int) -> None:
        key = self.grid.current_key
        if isinstance(key, int):
            title = _("Xếp lại {list}").format(list=self.record_type.title)
            self.work.write(title, lambda session: office_lists.move(session, self.record_type, key, by))
            self.refresh()
            self.grid.resort()
            self.grid.go_to(key, "name")

    def _remove(self) -> None:
        key = self.grid.current_key
        chosen = next((one for one in self.grid.shown_rows if one.id == key), None)
        if chosen is None:
            return
        question = _("Xóa “{name}” khỏi danh mục?").format(name=chosen.name)
        if not chosen.used and not messages.ask(question, _("&Xóa"), parent=self):
            return
        self.work.write(
            _("Xóa {list}: {name}").format(list=self.record_type.title, name=chosen.name),
            lambda session: office_lists.remove(session, self.record_type, chosen.id),
        )
        self.refresh()


def _columns(record_type: type[ListEntry]) -> tuple[GridColumn, ...]:
    described = fields_of(record_type)
    days = [
        GridColumn(name, described[name].label, described[name].kind, width=120, editable=True)
        for name in ("valid_from", "valid_to")
    ]
    name, source = described["name"], described["source"]
    return (
        GridColumn("number", _("STT"), width=44, value=lambda _row: None, ordinal=True, muted=True),
        GridColumn("name", name.label, name.kind, width=300, editable=True, strong=True),
        GridColumn("used", _("Đang dùng"), Whole(), width=100, muted=True),
        *days,
        GridColumn("source", source.label, source.kind, width=260, editable=True),
    )
