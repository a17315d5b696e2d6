"""Who changed a figure or a record, when, from what to what: a dialog over the page where it stands."""

from collections.abc import Collection
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import MemberCount, YearlyFact
from unioncare_desktop.i18n import _
from unioncare_desktop.services import history
from unioncare_desktop.services.history import CellChange
from unioncare_desktop.services.names import label
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Label, column, row

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_SIZE = (860, 420)


def show(
    work: "Work", parent: QWidget, record_type: type[Record], ids: Collection[int], title: str, field: str = ""
) -> "CellHistory":
    """Open the history of one field of a row, or of all its fields; *title* says whose it is.

    *ids* are several where a row was deleted and made anew.
    """
    with work.read() as session:
        found = history.of_cell(session, record_type, ids, field)
    words = label(record_type, field) if field else ""
    dialog = CellHistory(found, f"{words} · {title}" if words else title, parent)
    dialog.open()
    return dialog


def show_figure(
    work: "Work", parent: QWidget, union_id: int, period: str, title: str, field: str = ""
) -> "CellHistory":
    """Open the history of a figure of a union for the period with this code; without a *field*, of all its figures."""
    with work.read() as session:
        ids = history.count_rows(session, union_id, period)
    return show(work, parent, MemberCount, ids, title, field)


def show_facts(work: "Work", parent: QWidget, union_id: int, year: int, title: str, field: str = "") -> "CellHistory":
    """Open the history of a fact of a union in a year; without a *field*, of all its facts."""
    with work.read() as session:
        ids = history.yearly_rows(session, union_id, year)
    return show(work, parent, YearlyFact, ids, title, field)


class CellHistory(QDialog):
    """The changes, newest first; Esc closes it."""

    def __init__(self, found: list[CellChange], title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Lịch sử"))
        self.heading = Label(title, "heading", wrap=True)
        self.grid = RecordGrid(_columns(), key=_key, filters=False)
        self.grid.select_whole_rows()
        self.grid.set_rows(found)
        nothing = EmptyState("history", _("Chưa ai ghi gì vào đây."))
        self.grid.setVisible(bool(found))
        nothing.setVisible(not found)
        close = Button(_("Đón&g"), self.reject)
        close.setDefault(True)
        shown = column(self.heading, self.grid, nothing, row(1, close), gap=12, margins=(16, 14, 16, 14))
        shown.setStretch(1, 1)
        self.setLayout(shown)
        self.resize(QSize(*(theme.current().px(side) for side in _SIZE)))
        self.grid.setFocus()


def _key(one: CellChange) -> tuple[object, ...]:
    return (one.action_id, one.change.field, one.change.row_id, one.change.values)


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn(
            "at", _("Thời gian"), value=lambda one: f"{one.at:%d/%m/%Y %H:%M}", sort=attrgetter("at"), width=140
        ),
        GridColumn("who", _("Người"), width=110),
        GridColumn("label", _("Mục"), value=attrgetter("change.label"), width=130),
        GridColumn("old", _("Trước"), value=attrgetter("change.old"), width=120, muted=True),
        GridColumn("new", _("Sau"), value=attrgetter("change.new"), width=120, strong=True),
        GridColumn("title", _("Thao tác"), width=300, muted=True),
    )
