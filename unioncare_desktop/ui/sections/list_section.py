"""A list that describes unions: levels, sectors, blocs or areas; each with its days, in the order it is offered in."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from unioncare_desktop.domain.fields import Field, fields_of
from unioncare_desktop.domain.kinds import Choice, Flag, Link, Whole
from unioncare_desktop.domain.records import AwardForm, AwardTitle
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office_lists, records
from unioncare_desktop.services.changes import TYPES
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import GridColumn
from unioncare_desktop.ui.sections.grid_section import GridSection
from unioncare_desktop.ui.widgets.basics import Button, Label, row

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


_KEPT_AS_WORDS = (AwardTitle, AwardForm)
_WIDTHS: dict[type, int] = {Flag: 170, Link: 190, Choice: 244}


def title_of(record_type: type[ListEntry]) -> str:
    """What the list is called where it stands alone."""
    return record_type.title[:1].upper() + record_type.title[1:]


class ListSection(GridSection):
    """One list in a grid, edited in its cells."""

    def __init__(self, work: "Work", context: Context, record_type: type[ListEntry]) -> None:
        about = _(
            "Sửa ngay trong bảng; thứ tự ở đây là thứ tự khi chọn. Mục không dùng nữa thì ghi ngày vào"
            " cột “Dùng đến ngày”, số liệu cũ giữ nguyên."
        )
        if record_type in _KEPT_AS_WORDS:
            about += " " + _("Đổi tên ở đây không đổi những gì đã đăng ký, đã khen thưởng.")
        self._linked: dict[str, dict[int, str]] = {}
        super().__init__(work, context, title_of(record_type), about, record_type, self._columns(record_type))
        self.list_type = record_type
        self.name, self._problem = QLineEdit(), Label("", "error", wrap=True)
        self.name.setPlaceholderText(_("Tên mục mới"))
        self.name.setAccessibleName(_("Tên mục mới"))
        self.name.returnPressed.connect(self._add)
        self.name.textEdited.connect(self._problem.hide)
        self._problem.hide()
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
            self._linked = {table: records.choices(session, TYPES[table]) for table in self._linked}
            self.show_rows(office_lists.rows(session, self.list_type))

    def _add(self) -> None:
        name = self.name.text()
        added = self.work.write(
            _("Thêm {list}: {name}").format(list=self.list_type.title, name=name.strip()),
            lambda session: office_lists.add(session, self.list_type, name),
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

    def _move(self, by: int) -> None:
        key = self.grid.current_key
        if isinstance(key, int):
            title = _("Xếp lại {list}").format(list=self.list_type.title)
            self.work.write(title, lambda session: office_lists.move(session, self.list_type, key, by))
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
            _("Xóa {list}: {name}").format(list=self.list_type.title, name=chosen.name),
            lambda session: office_lists.remove(session, self.list_type, chosen.id),
        )
        self.refresh()

    def _columns(self, record_type: type[ListEntry]) -> tuple[GridColumn, ...]:
        described = fields_of(record_type)
        days = [
            GridColumn(name, described[name].label, described[name].kind, width=130, editable=True)
            for name in ("valid_from", "valid_to")
        ]
        name, source = described["name"], described["source"]
        own = [self._own_column(described[one]) for one in office_lists.own_fields(record_type)]
        return (
            GridColumn("number", _("STT"), width=52, value=lambda _row: None, ordinal=True, muted=True),
            GridColumn("name", name.label, name.kind, width=275 if own else 300, editable=True, strong=True),
            *own,
            GridColumn("used", _("Đang dùng"), Whole(), width=100, muted=True),
            *days,
            GridColumn("source", source.label, source.kind, width=260, editable=True),
        )

    def _own_column(self, described: Field) -> GridColumn:
        """The column of a field that only this list has; where it links to another list, names of that are typed."""
        name, kind = described.name, described.kind
        table = kind.table if isinstance(kind, Link) else ""
        if table:
            self._linked[table] = {}
        return GridColumn(
            name,
            described.label,
            kind,
            width=_WIDTHS.get(type(kind), 160),
            value=lambda row: row.more[name],
            editable=True,
            options=(lambda: self._linked[table]) if table else None,
        )
