"""Which columns of a grid are seen, and in which order."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row
from unioncare_desktop.ui.widgets.overlay import Overlay
from unioncare_desktop.ui.widgets.tick_list import TickList, TickModel

if TYPE_CHECKING:
    from unioncare_desktop.ui.widgets.grid_arrangement import GridArrangement

_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ColumnChooser(Overlay):
    """What is ticked is seen at once; Ctrl+↑ and Ctrl+↓ move a column."""

    def __init__(self, arrangement: "GridArrangement") -> None:
        super().__init__(arrangement.view)
        self._arrangement = arrangement
        self.model = TickModel()
        self.list = TickList(self.model, _("Các cột"))
        self._offer()
        self.setLayout(
            column(
                Label(_("Chọn cột"), "heading"),
                self.list,
                Label(_("Phím cách: hiện, ẩn · Ctrl+↑, Ctrl+↓: đổi chỗ"), "small"),
                row(Button(_("&Mặc định"), self._reset), 1, Button(_("Đón&g"), self.leave)),
                margins=(12, 10, 12, 12),
            )
        )
        self.model.ticked_changed.connect(self._show)

    def enter(self) -> None:
        """The keys go to the list."""
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)
        self.list.setCurrentIndex(self.model.index(0))

    def _offer(self) -> None:
        names = self._arrangement.offered
        titles = [(name, self._arrangement.model.title(name)) for name in names]
        self.model.offer(titles, set(names) - self._arrangement.look.hidden)

    def _show(self) -> None:
        """See what is ticked; the last column cannot be hidden."""
        hidden = self._arrangement.look.hidden
        if not self.model.ticked:
            self._offer()
        elif set(self.model.offered) - self.model.ticked != hidden & set(self.model.offered):
            self._arrangement.hide(set(self.model.offered) - self.model.ticked)

    def _reset(self) -> None:
        self._arrangement.reset_columns()
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with an arrow moves the column, everything else is the panel's."""
        name = self.model.key_at(self.list.currentIndex().row())
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _MOVES and name is not None:
            self._arrangement.move(name, _MOVES[Qt.Key(event.key())])
            self._offer()
            self.list.setCurrentIndex(self.model.place_of(name))
        else:
            super().keyPressEvent(event)
