"""A line that adds to a list: a name is typed or chosen, Enter or a click adds it and empties the line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from unioncare_desktop.ui.widgets.pick_box import PickBox


class AddBox(PickBox):
    """`added` tells what was chosen; a text that is none of the names stays in the line, told by `unknown`."""

    added = Signal(object)
    unknown = Signal(str)

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.left.connect(self._add_chosen)

    def _add_chosen(self) -> None:
        """Something was taken from the list, or the line was left with a name in it."""
        chosen = self.raw()
        if chosen is None or isinstance(chosen, str):
            return
        self.clear()
        self.setModified(False)
        self.added.emit(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds; where it cannot, it says so. It never presses a button of the window."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        self.take_pointed()
        if text := self.text().strip():
            self._add_chosen()
        if text and self.text():
            self.unknown.emit(text)
        event.accept()
