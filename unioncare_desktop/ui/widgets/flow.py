"""A row that goes on below where the window is too narrow: filters at 150 % on a small screen."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from unioncare_desktop.ui import theme


class Flow(QLayout):
    """Widgets beside each other, wrapped like words; *gap* is at 100 %.

    *last_right* moves the last to the right; before it goes on a line of its own it gives way as far as it can.
    """

    def __init__(self, *parts: QWidget, gap: int = 8, last_right: bool = False) -> None:
        super().__init__()
        self._gap, self._last_right = gap, last_right
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        theme.current().changed.connect(self.invalidate)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's way of adding."""
        self._items.append(item)

    def count(self) -> int:
        """How many parts there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The part at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove the part at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width it is given and no more height than it needs."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines in this *width*; Qt asks for it hundreds of times while a page is laid out."""
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """A part is another, or has another size."""
        self._heights = {}
        super().invalidate()

    def sizeHint(self) -> QSize:
        """All parts in one line."""
        hints = [item.sizeHint() for item in self._visible()]
        width = sum(hint.width() for hint in hints) + self._space * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest part."""
        hints = [item.minimumSize() for item in self._visible()]
        return QSize(
            max((hint.width() for hint in hints), default=0), max((hint.height() for hint in hints), default=0)
        )

    def setGeometry(self, rect: QRect) -> None:
        """Place the parts."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    @property
    def _space(self) -> int:
        return theme.current().px(self._gap)

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in self._visible():
            size = item.sizeHint().boundedTo(QSize(width, item.sizeHint().height()))
            if lines[-1] and self._last_right and item is self._items[-1]:
                size.setWidth(min(size.width(), max(width - used, item.minimumSize().width())))
            if lines[-1] and used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self._space
        return lines

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the parts in *rect*; return the height they take."""
        top, lines = rect.top(), self._lines(rect.width())
        for line in lines:
            height = max((size.height() for _item, size in line), default=0)
            left = rect.left()
            for item, size in line:
                if self._last_right and item is self._items[-1]:
                    left = rect.right() + 1 - size.width()
                if move:
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self._space
            top += height + self._space
        return top - self._space - rect.top()
