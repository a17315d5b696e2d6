"""A list of sentences that are read in full, wrapped; each may stand for something that can be opened."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

_MEANT = Qt.ItemDataRole.UserRole


class Lines(QListWidget):
    """`opened` and `removed` bring what the current line stands for: Enter or a double click, and Delete."""

    opened = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lines")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(item.data(_MEANT)))

    def show_lines(self, lines: Iterable[tuple[str, object]]) -> None:
        """Show these sentences, each with what it stands for."""
        self.clear()
        for words, meant in lines:
            item = QListWidgetItem(words, self)
            item.setData(_MEANT, meant)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With the keys comes a current line."""
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens on every platform alike; Delete asks to remove."""
        item = self.currentItem()
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(item.data(_MEANT))
        elif item is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(item.data(_MEANT))
        else:
            super().keyPressEvent(event)
