"""A row of sums below a grid."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.grid_column import GridColumn
from unioncare_desktop.ui.widgets.grid_delegate import PADDING
from unioncare_desktop.ui.widgets.grid_frozen import FrozenColumns
from unioncare_desktop.ui.widgets.grid_view import GridView


class TotalsRow(QWidget):
    """Sums below a table, each under its column, wherever the table is scrolled to."""

    def __init__(self, view: GridView, frozen: FrozenColumns) -> None:
        super().__init__()
        self._view, self._frozen = view, frozen
        self.texts: dict[str, str] = {}
        view.horizontalScrollBar().valueChanged.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's
        """The ground, then the texts: first those that scroll, then those that stay."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("heading"))
        painter.fillRect(0, 0, self.width(), 1, look.color("line"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look.color("line"))
        painter.setFont(self._view.delegate.font(bold=True))
        covered = self._frozen.covered() if self._frozen.isVisible() else 0
        painter.setClipRect(covered, 0, self.width() - covered, self.height())
        header = self._view.horizontalHeader()
        for place, column in enumerate(self._view.grid.columns):
            if not (column.frozen and covered):
                self._paint(painter, column, header.sectionViewportPosition(place), header.sectionSize(place))
        painter.setClipping(False)
        left = 0
        for place, column in enumerate(self._view.grid.columns):
            if column.frozen and covered:
                self._paint(painter, column, left, header.sectionSize(place))
                left += header.sectionSize(place)

    def _paint(self, painter: QPainter, column: GridColumn, left: int, width: int) -> None:
        text = self.texts.get(column.name, "")
        if not text:
            return
        look = theme.current()
        padding = look.px(PADDING)
        room = QRect(left + padding, 0, width - 2 * padding, self.height())
        side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
        painter.setPen(look.color("muted" if column.muted else "text"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
