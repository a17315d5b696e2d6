"""A line to search in: nothing is rewritten while one types, Esc empties it, ↓ and Enter go to what was found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import Picture, row

LONGEST = 200
_ROOM_FOR_GLASS = 20


class SearchBox(QLineEdit):
    """Emits `searched` as one types and `left` when the user wants to go on to what was found."""

    searched = Signal(str)
    left = Signal()

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder.removesuffix("…"))
        self.setMaxLength(LONGEST)
        self.setProperty("role", "search")
        self.setLayout(row(Picture("search"), 1, margins=(8, 0, 0, 0)))
        self.textChanged.connect(self.searched)
        theme.current().changed.connect(self._make_room)
        self._make_room()

    def start(self) -> None:
        """Take the focus with everything selected, so that typing starts a new search."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the line, ↓ and Enter leave it."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _make_room(self) -> None:
        self.setTextMargins(theme.current().px(_ROOM_FOR_GLASS), 0, 0, 0)
