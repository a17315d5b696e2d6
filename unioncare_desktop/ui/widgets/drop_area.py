"""Where files are dropped: a dashed ground that says what may come, and lights up while something is over it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import EmptyState, column

ENDINGS = (".xlsx", ".xlsm", ".csv", ".xls")
"""What is offered to the importer; it says itself what it cannot read and why."""


def dropped_files(data: QMimeData) -> list[Path]:
    """The files that are dragged, as far as they may be lists."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in ENDINGS]


class DropArea(QWidget):
    """An `EmptyState` onto which files are dropped; `dropped` tells their paths."""

    dropped = Signal(object)

    def __init__(self, sentence: str, detail: str, *buttons: QPushButton) -> None:
        super().__init__()
        self._over = False
        self.setAcceptDrops(True)
        self.setLayout(column(EmptyState("import", sentence, *buttons, detail=detail), margins=(2, 2, 2, 2)))
        theme.current().changed.connect(self.update)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may come in."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self._light(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._light(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are here."""
        self._light(over=False)
        event.acceptProposedAction()
        self.dropped.emit(dropped_files(event.mimeData()))

    def _light(self, *, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dashed edge."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.color("primary_soft" if self._over else "surface"))
        painter.setPen(QPen(look.color("primary" if self._over else "edge"), look.px(1.5), Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), look.px(8), look.px(8))
        painter.end()
