"""What every plan of mergers must keep to, as a list from which single wishes are taken off."""

from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.records.merger import LOCK_KINDS
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_locks
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_SIZE = (920, 420)


class LocksDialog(QDialog):
    """The wishes are made on the list of small unions and on the board; here they are read and taken off."""

    def __init__(self, work: "Work", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Ràng buộc khi lập phương án"))
        self._work = work
        self.grid = RecordGrid(_columns(), attrgetter("id"), filters=False)
        self.grid.select_whole_rows()
        self.grid.delete_wanted.connect(lambda _keys: self.remove())
        self.take_off = Button(_("&Bỏ ràng buộc đã chọn"), self.remove)
        about = _("Đặt ràng buộc: chọn một hay nhiều dòng ở “Đơn vị nhỏ” rồi bấm “Ràng buộc”.")
        buttons = row(self.take_off, 1, Button(_("Đón&g"), self.accept))
        heading = Label(self.windowTitle(), "title")
        self.setLayout(
            column(heading, Label(about, "muted", wrap=True), self.grid, buttons, gap=12, margins=(20, 16, 20, 16))
        )
        px = theme.current().px
        self.resize(px(_SIZE[0]), px(_SIZE[1]))
        self._load()

    def _load(self) -> None:
        with self._work.read() as session:
            rows = merger_locks.listed(session)
        self.grid.set_rows(rows)
        self.take_off.setEnabled(bool(rows))
        self.grid.setFocus()

    def remove(self) -> None:
        """Take the selected wishes off: one action, to be undone with Ctrl+Z."""
        ids = [key for key in self.grid.selected_keys if isinstance(key, int)]
        if not ids:
            return

        def unlock(session: "Session") -> None:
            for lock_id in ids:
                merger_locks.unlock(session, lock_id)

        self._work.write(_("Bỏ {count} ràng buộc khi ghép").format(count=show_whole(len(ids))), unlock)
        self._load()


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("union", _("Đơn vị"), width=290, strong=True),
        GridColumn("kind", _("Ràng buộc"), value=lambda lock: LOCK_KINDS[lock.kind], width=170),
        GridColumn("other", _("Với đơn vị"), width=270),
        GridColumn("note", _("Lý do"), width=140),
    )
