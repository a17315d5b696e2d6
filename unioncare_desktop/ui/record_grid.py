"""The one grid of the program: a card with a table, columns that stay while it scrolls, and a row of totals.

A page describes `GridColumn`s, hands over rows, and saves the `Entry`s that come back. It never sees a model.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget

from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.grid_delegate import PADDING, CellDelegate
from unioncare_desktop.ui.widgets.grid_model import Badge, Entry, GridColumn, GridModel
from unioncare_desktop.ui.widgets.grid_view import ROW_HEIGHT, GridView

__all__ = ["Badge", "Entry", "GridColumn", "RecordGrid"]

_NARROWEST, _WIDEST = 24, 2000


class RecordGrid(QFrame):
    """Rows by *key* in *columns*. Nothing is saved here: `entered` brings the entries of one user action.

    *widths* (by column, at 100 %) is read at the start and kept up to date, for the settings.
    """

    entered = Signal(object)
    """A list of `Entry`; what the page cannot save it gives back to `refuse`."""
    opened = Signal(object, str)
    """The key of a row and the column in which Enter or a double click asked to open it."""
    summary = Signal(str)
    """What is selected: count, sum, average."""
    said = Signal(str)
    """News for the status bar: what was pasted, what was left out."""
    current_changed = Signal()

    def __init__(
        self,
        columns: Sequence[GridColumn],
        key: Callable[[Any], Hashable] = attrgetter("id"),
        *,
        widths: MutableMapping[str, int] | None = None,
        enter_moves: str = "down",
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.model = GridModel(columns, key)
        self.view = GridView(self.model)
        self.view.enter_moves = enter_moves
        self._widths = widths if widths is not None else {}
        self._frozen = FrozenColumns(self.view)
        self._totals = TotalsRow(self.view, self._frozen)
        self._totals.hide()
        self._sizing = False
        self._sorted = ("", False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1000)
        layout.addWidget(self._totals)
        layout.addStretch(1)
        self.setFocusProxy(self.view)
        self._connect()
        self._size_columns()

    def _connect(self) -> None:
        self.model.entered.connect(self.entered)
        self.model.modelReset.connect(self.view.find_place)  # after both tables have forgotten their selection
        self.model.modelReset.connect(self._fit)
        for signal, told in (
            (self.view.opened, self.opened),
            (self.view.summary, self.summary),
            (self.view.said, self.said),
            (self.view.current_changed, self.current_changed),
        ):
            signal.connect(told)
        header = self.view.horizontalHeader()
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(_NARROWEST)
        header.sectionResized.connect(self._column_resized)
        for clicked in (header.sectionClicked, self._frozen.horizontalHeader().sectionClicked):
            clicked.connect(self._header_clicked)
        self.view.horizontalScrollBar().rangeChanged.connect(self._fit)
        theme.current().changed.connect(self._size_columns)

    # What pages do with it

    def set_rows(self, rows: Iterable[Any], problems: Mapping[Hashable, Sequence[Problem]] | None = None) -> None:
        """Show *rows*, with the *problems* of each by its key. Selection, refused text and order of rows stay."""
        self.model.set_rows(rows, problems)

    def set_totals(self, texts: Mapping[str, str]) -> None:
        """Show *texts* by column in a row below the others; none at all hides it."""
        self._totals.texts = dict(texts)
        self._totals.setVisible(bool(texts))
        self._totals.update()
        self._fit()

    def set_filter(self, wanted: Callable[[Any], bool] | None) -> None:
        """Show only rows that are *wanted*; what is edited stays in sight until this is called again."""
        self.model.set_filter(wanted)

    def set_faded(self, faded: Callable[[Any], bool]) -> None:
        """Show the figures of rows that are *faded* in italics: taken over, not yet confirmed."""
        self.model.faded = faded

    def set_editable(self, editable: bool) -> None:  # noqa: FBT001 - Qt's manner
        """Whether anything can be typed: a closed period is only read."""
        self.model.editable = editable
        self.model.repaint()

    def set_title(self, column: str, title: str) -> None:
        """Rename a column."""
        self.model.set_title(column, title)

    def show_column(self, column: str, shown: bool) -> None:  # noqa: FBT001 - Qt's manner
        """Show or hide a column."""
        place = self.model.place_of_column(column)
        self.view.setColumnHidden(place, not shown)
        self._frozen.follow()

    def set_about(self, about: str) -> None:
        """What all figures are about, for screen readers: "Quý 2/2023"."""
        self.model.about = about

    def select_whole_rows(self) -> None:
        """Select rows instead of cells, for lists whose rows are opened."""
        self.view.select_whole_rows()
        self._frozen.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)

    def refuse(self, key: Hashable, column: str, text: str, reason: str) -> None:
        """Keep *text* in its cell, in red, with the *reason* for which it was not saved."""
        self.model.refuse(key, column, text, reason)

    @property
    def refused(self) -> list[tuple[Entry, str]]:
        """The texts that could not be taken, each with its reason."""
        return self.model.refused

    def clear_refused(self) -> None:
        """Show the stored values again: the refused texts belong to other rows than those to come."""
        self.model.clear_refused()

    def sort_by(self, column: str, *, descending: bool = False) -> None:
        """Sort by a column."""
        self._sorted = (column, descending)
        place = self.model.place_of_column(column)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        for header in (self.view.horizontalHeader(), self._frozen.horizontalHeader()):
            header.setSortIndicatorShown(True)
            header.setSortIndicator(place, order)
        self.model.order_by(self.model.columns[place], descending=descending)

    def resort(self) -> None:
        """F9: filter and sort again after editing."""
        self.model.resort()

    def next_problem(self) -> None:
        """F8: go to the next error or warning."""
        self.view.next_problem()

    def go_to(self, key: Hashable, column: str = "") -> None:
        """Make the row with this *key* the current one."""
        row = self.model.place_of(key)
        if row is not None:
            place = self.model.place_of_column(column) if column else max(self.view.currentIndex().column(), 0)
            self.view.go(row, place)
            self.view.setFocus()

    @property
    def current_problem(self) -> str:
        """What is wrong with the current cell; nothing where it is right or only waits for a figure."""
        current = self.view.currentIndex()
        problem = self.model.problem(current.row(), current.column()) if current.isValid() else None
        return problem.text if problem is not None and problem.severity is not Severity.HINT else ""

    @property
    def current_key(self) -> Hashable | None:
        """The key of the current row."""
        current = self.view.currentIndex()
        return self.model.key_at(current.row()) if current.isValid() else None

    @property
    def selected_keys(self) -> list[Hashable]:
        """The keys of the rows in which something is selected, from top to bottom."""
        return [self.model.key_at(row) for row in self.view.contents.rows()]

    @property
    def shown_rows(self) -> list[Any]:
        """The rows as they stand on the screen, for exports."""
        return self.model.shown_rows()

    # Sizes

    def _size_columns(self) -> None:
        self._sizing = True
        for place, column in enumerate(self.model.columns):
            kept = self._widths.get(column.name)
            width = kept if isinstance(kept, int) and _NARROWEST <= kept <= _WIDEST else column.width
            self.view.setColumnWidth(place, theme.current().px(width))
        self._sizing = False
        self._frozen.follow()
        self._totals.setFixedHeight(theme.current().px(ROW_HEIGHT))
        self._fit()

    def _column_resized(self, place: int, _before: int, width: int) -> None:
        if not self._sizing and place < len(self.model.columns) - 1 and not self.view.isColumnHidden(place):
            self._widths[self.model.columns[place].name] = round(width * 100 / theme.current().zoom)
        self._frozen.follow()
        self._totals.update()

    def _fit(self) -> None:
        """With totals, the table is no higher than its rows, so that the totals follow the last one."""
        if self._totals.isHidden():
            self.view.setMaximumHeight(16_777_215)
            return
        bar = self.view.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = self.model.rowCount() * self.view.verticalHeader().defaultSectionSize()
        self.view.setMaximumHeight(self.view.horizontalHeader().sizeHint().height() + rows + extra)

    def _header_clicked(self, place: int) -> None:
        column = self.model.columns[place]
        if column.ordinal:
            return
        self.sort_by(column.name, descending=self._sorted == (column.name, False))


class FrozenColumns(QTableView):
    """The first columns once more, above the table, while it is scrolled to the right. They are read, not edited."""

    def __init__(self, view: GridView) -> None:
        super().__init__(view)
        self._view = view
        self._places = [place for place, column in enumerate(view.grid.columns) if column.frozen]
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
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(True)
        for place in range(len(view.grid.columns)):
            self.setColumnHidden(place, place not in self._places)
        view.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(view.verticalScrollBar().setValue)
        view.horizontalScrollBar().valueChanged.connect(self.follow)
        self.doubleClicked.connect(view.edit_here)
        view.installEventFilter(self)
        view.kept_free = self.covered
        self.hide()

    def covered(self) -> int:
        """How much of the table lies under these columns, in pixels."""
        shown = [place for place in self._places if not self._view.isColumnHidden(place)]
        return sum(self._view.columnWidth(place) for place in shown)

    def follow(self) -> None:
        """Take the place, the widths and the heights of the table's own columns."""
        scrolled = self._view.horizontalScrollBar().value() > 0 and bool(self._places)
        if scrolled:
            for place in self._places:
                self.setColumnHidden(place, self._view.isColumnHidden(place))
                self.setColumnWidth(place, self._view.columnWidth(place))
            self.verticalHeader().setMinimumSectionSize(1)
            self.verticalHeader().setDefaultSectionSize(self._view.verticalHeader().defaultSectionSize())
            self.horizontalHeader().setFixedHeight(self._view.horizontalHeader().height())
            edge = self._view.frameWidth()
            height = self._view.viewport().height() + self._view.horizontalHeader().height()
            self.setGeometry(QRect(edge, edge, self.covered() + 1, height))
            self.verticalScrollBar().setValue(self._view.verticalScrollBar().value())
        self.setVisible(scrolled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the table when it changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.follow()
        return super().eventFilter(watched, event)


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
            if not (column.frozen and covered) and not self._view.isColumnHidden(place):
                self._paint(painter, column, header.sectionViewportPosition(place), header.sectionSize(place))
        painter.setClipping(False)
        left = 0
        for place, column in enumerate(self._view.grid.columns):
            if column.frozen and covered and not self._view.isColumnHidden(place):
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
