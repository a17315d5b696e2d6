"""The headings of a grid: dragged, sorted by a click, filtered by the button in them, offered in a menu.

It only tells what was asked for; the grid decides. `GridModel.columns` always stand in the order that is seen.
"""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import QHeaderView

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.icons import pixmap
from unioncare_desktop.ui.widgets.grid_column import GridColumn
from unioncare_desktop.ui.widgets.grid_look import NARROWEST
from unioncare_desktop.ui.widgets.grid_model import GridModel

_PADDING, _MARK, _GAP, _CORNER = 9, 12, 4, 7


class GridHeader(QHeaderView):
    """Headings over the columns of *model*, painted as the cells are; *whole* ones reach to the card's right corner."""

    reordered = Signal(object)
    """The names of the columns in the order to which they were dragged."""
    filter_wanted = Signal(str)
    """The column whose filter button was pressed."""
    menu_wanted = Signal(str, QPoint)
    """The column whose menu is asked for, and where on the screen."""

    def __init__(self, model: GridModel, *, whole: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._grid, self._whole = model, whole
        self.sorted_by, self.descending = "", False
        self.filtered: frozenset[str] = frozenset()
        self.buttons = False
        self._putting_back = False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(NARROWEST)
        self.sectionMoved.connect(self._dragged)
        theme.current().changed.connect(self._take_look)
        self._take_look()

    def _take_look(self) -> None:
        self._font = theme.current().font(bold=True)
        self._metrics = QFontMetrics(self._font)

    def _dragged(self, _section: int, before: int, after: int) -> None:
        """Tell the new order and put the headings back: the model itself takes that order."""
        if self._putting_back:
            return
        order = [self._grid.columns[self.logicalIndex(place)].name for place in range(self.count())]
        self._putting_back = True
        self.moveSection(after, before)
        self._putting_back = False
        self.reordered.emit(order)

    def show_sorting(self, column: str, *, descending: bool) -> None:
        """Mark the column by which rows are sorted."""
        self.sorted_by, self.descending = column, descending
        self.viewport().update()

    def show_filters(self, filtered: Iterable[str], *, buttons: bool) -> None:
        """Mark the columns that are filtered; *buttons* offers a filter in each."""
        self.filtered, self.buttons = frozenset(filtered), buttons
        self.viewport().update()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a filter button is no click on its heading."""
        place = self.logicalIndexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._on_button(place, event.position().toPoint()):
            self.filter_wanted.emit(self._grid.columns[place].name)
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a column."""
        place = self.logicalIndexAt(event.pos())
        if place >= 0:
            self.menu_wanted.emit(self._grid.columns[place].name, event.globalPos())

    def _on_button(self, place: int, point: QPoint) -> bool:
        if place < 0 or not self._has_button(self._grid.columns[place]):
            return False
        grown = theme.current().px(_GAP)
        return self.mark_rect(place).adjusted(-grown, -self.height(), grown, self.height()).contains(point)

    def _has_button(self, column: GridColumn) -> bool:
        return not column.ordinal and (self.buttons or column.name in self.filtered)

    def mark_rect(self, place: int, number: int = 0) -> QRect:
        """Where the marks of a heading are, the outermost first: opposite its words."""
        px = theme.current().px
        side, left = px(_MARK), self.sectionViewportPosition(place)
        inwards = px(_GAP) + number * (side + px(_GAP))
        if not self._grid.columns[place].numeric:
            left += self.sectionSize(place) - side
            inwards = -inwards
        return QRect(left + inwards, (self.height() - side) // 2, side, side)

    # Painting

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's
        """One heading: its ground, its words, and opposite them whether it is filtered and sorted by."""
        column = self._grid.columns[logicalIndex]
        marks = self._marks(column)
        painter.save()
        self._paint_ground(painter, rect)
        for number, (name, colour) in enumerate(marks):
            painter.drawPixmap(self.mark_rect(logicalIndex, number), pixmap(name, colour, _MARK))
        px = theme.current().px
        taken = px(_GAP) + len(marks) * px(_MARK + _GAP) if marks else px(_PADDING)
        room = rect.adjusted(*((taken, 0, -px(_PADDING), 0) if column.numeric else (px(_PADDING), 0, -taken, 0)))
        side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
        title = str(self._grid.headerData(logicalIndex, Qt.Orientation.Horizontal))
        painter.setFont(self._font)
        painter.setPen(theme.current().color("muted"))
        shown = self._metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.restore()

    def _marks(self, column: GridColumn) -> list[tuple[str, str]]:
        marks = []
        if self._has_button(column):
            marks.append(("filter", "primary" if column.name in self.filtered else "muted"))
        if column.name == self.sorted_by:
            marks.append(("down" if self.descending else "up", "muted"))
        return marks

    def _paint_ground(self, painter: QPainter, rect: QRect) -> None:
        """The heading's colour above a hairline, within the rounded corners of the card."""
        look = theme.current()
        corner = look.px(_CORNER)
        whole = QPainterPath()
        beyond = 0 if self._whole else corner
        whole.addRoundedRect(QRectF(self.viewport().rect().adjusted(0, 0, beyond, corner)), corner, corner)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(whole, Qt.ClipOperation.IntersectClip)
        painter.fillRect(rect, look.color("heading"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.color("line"))
