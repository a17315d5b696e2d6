"""The first columns of a grid once more, above it, so that they stay in sight while it is scrolled to the right."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from unioncare_desktop.ui.widgets.grid_delegate import CellDelegate
from unioncare_desktop.ui.widgets.grid_header import GridHeader
from unioncare_desktop.ui.widgets.grid_view import GridView


class FrozenColumns(QTableView):
    """The first columns once more, above the table, while it is scrolled to the right. They are read, not edited."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view, self._following = view, False
        self.header = GridHeader(view.grid, whole=False)
        self.setHorizontalHeader(self.header)
        self.setModel(view.grid)
        before = self.selectionModel()
        self.setSelectionModel(view.selectionModel())
        if isinstance(before, QItemSelectionModel):
            before.deleteLater()
        self.setItemDelegate(CellDelegate(view))
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusProxy(view)
        self.setVerticalScrollMode(view.verticalScrollMode())
        self.setObjectName("frozen")
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        view.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(view.verticalScrollBar().setValue)
        view.horizontalScrollBar().valueChanged.connect(self.follow)
        view.grid.modelReset.connect(self.follow)
        self.doubleClicked.connect(view.edit_here)
        self.header.sectionResized.connect(self._resized)
        view.installEventFilter(self)
        view.kept_free = self.covered
        self.hide()

    def covered(self) -> int:
        """How much of the table lies under these columns, in pixels."""
        return sum(self._view.columnWidth(place) for place in range(self._count))

    @property
    def _count(self) -> int:
        """How many there are; they stand before all others."""
        return sum(column.frozen for column in self._view.grid.columns)

    def follow(self) -> None:
        """Take the place, the widths and the heights of the table's own columns."""
        count = self._count
        scrolled = self._view.horizontalScrollBar().value() > 0 and count > 0
        if scrolled:
            self._take_widths(count)
            self.verticalHeader().setMinimumSectionSize(1)
            self.verticalHeader().setDefaultSectionSize(self._view.verticalHeader().defaultSectionSize())
            self.horizontalHeader().setFixedHeight(self._view.horizontalHeader().height())
            edge = self._view.frameWidth()
            height = self._view.viewport().height() + self._view.horizontalHeader().height()
            self.setGeometry(QRect(edge, edge, self.covered() + 1, height))
            self.verticalScrollBar().setValue(self._view.verticalScrollBar().value())
        self.setVisible(scrolled)

    def _take_widths(self, count: int) -> None:
        self._following = True
        for place in range(self._view.grid.columnCount()):
            self.setColumnHidden(place, place >= count)
        for place in range(count):
            self.setColumnWidth(place, self._view.columnWidth(place))
        self._following = False

    def _resized(self, place: int, _before: int, width: int) -> None:
        """The edge of a heading was dragged here: the table's own column is as wide."""
        if not self._following:
            self._view.setColumnWidth(place, width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the table when it changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.follow()
        return super().eventFilter(watched, event)
