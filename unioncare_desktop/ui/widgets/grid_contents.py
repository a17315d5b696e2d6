"""What is selected in a grid, and how it is copied, pasted, filled and cleared: one action each."""

from collections import Counter
from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QApplication

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.widgets import grid_clipboard
from unioncare_desktop.ui.widgets.grid_model import Badge, GridModel
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.widgets.grid_view import GridView

_SELECT = QItemSelectionModel.SelectionFlag


class GridContents:
    """The selected cells of a view."""

    def __init__(self, view: "GridView") -> None:
        self._view = view
        self._grid = view.grid

    def cells(self) -> list[tuple[int, int]]:
        """The selected cells from top to bottom."""
        chosen = [(index.row(), index.column()) for index in self._view.selectionModel().selectedIndexes()]
        return sorted(cell for cell in chosen if not self._view.isColumnHidden(cell[1]))

    def rows(self) -> list[int]:
        """The rows in which something is selected."""
        return sorted({row for row, _place in self.cells()})

    def places(self) -> list[int]:
        """The columns in which something is selected."""
        return sorted({place for _row, place in self.cells()})

    def select(self, rows: Iterable[int], places: Iterable[int]) -> None:
        """Select the cells in which *rows* and *places* meet."""
        selection = QItemSelection()
        for first, last in _runs(rows):
            for left, right in _runs(places):
                selection.select(self._grid.index(first, left), self._grid.index(last, right))
        self._view.selectionModel().select(selection, _SELECT.ClearAndSelect)

    def copy(self) -> None:
        """The selected cells for Excel: numbers without dots, days as dd/mm/yyyy."""
        cells = set(self.cells())
        if not cells:
            return
        block = [
            [self._plain(row, place) if (row, place) in cells else "" for place in self.places()] for row in self.rows()
        ]
        QApplication.clipboard().setText(grid_clipboard.text_of(block))
        self._view.said.emit(_("Đã sao chép {count} ô.").format(count=show_whole(len(cells))))

    def _plain(self, row: int, place: int) -> str:
        column = self._grid.columns[place]
        if column.status:
            badge = self._grid.badge(row, place)
            return badge.text if badge else ""
        if self._grid.problem(row, place) is None:
            value = self._grid.value(row, place)
            if isinstance(value, int) and column.numeric:
                return str(value)
        return self._grid.text(row, place)

    def cut(self) -> None:
        """Copy, then clear."""
        self.copy()
        self.clear()

    def clear(self) -> None:
        """Empty what can be edited in the selection, as one action."""
        self._enter_cells((row, place, "") for row, place in self.cells() if self._grid.text(row, place))

    def fill_down(self) -> None:
        """The first selected row goes into those below; a single cell takes what stands above it."""
        rows, places = self.rows(), self.places()
        if len(rows) == 1:
            rows = [rows[0] - 1, *rows] if rows[0] else []
        if rows:
            texts = {place: self._plain(rows[0], place) for place in places}
            self._enter_cells((row, place, texts[place]) for row, place in product(rows[1:], places))

    def paste(self) -> None:
        """The clipboard into the cells from the selection's corner on; a block that fits it several times fills it."""
        block = grid_clipboard.rows_of(QApplication.clipboard().text())
        rows, places = self.rows(), self.places()
        if not rows or not block or not self._grid.has_editable():
            return
        height, width = len(block), max(len(row) for row in block)
        down = len(rows) // height if len(rows) % height == 0 else 1
        across = len(places) // width if len(places) % width == 0 else 1
        beyond = rows[0] + height * down - self._grid.rowCount()
        if beyond > 0 and not messages.ask(
            _("Khối dán có {count} dòng nằm ngoài bảng. Dán phần vừa bảng?").format(count=beyond),
            _("&Dán phần vừa bảng"),
            parent=self._view,
        ):
            return
        self._enter_cells(
            (rows[0] + row, places[0] + place, block[row % height][place % width])
            for row, place in product(range(height * down), range(width * across))
            if place % width < len(block[row % height]) and rows[0] + row < self._grid.rowCount()
        )
        last = min(rows[0] + height * down, self._grid.rowCount())
        self.select(range(rows[0], last), range(places[0], min(places[0] + width * across, len(self._grid.columns))))

    def _enter_cells(self, cells: Iterable[tuple[int, int, str]]) -> None:
        wanted = list(cells)
        possible = [(row, place, text) for row, place, text in wanted if self._takes(row, place)]
        refused = self._grid.enter(possible)
        parts = [_("Đã ghi {count} ô").format(count=show_whole(len(possible) - refused))]
        if len(wanted) > len(possible):
            parts.append(_("bỏ qua {count} ô không sửa được").format(count=show_whole(len(wanted) - len(possible))))
        if refused:
            parts.append(_("{count} ô chưa ghi được, F8 để xem").format(count=show_whole(refused)))
        if wanted:
            self._view.said.emit("; ".join(parts) + ".")

    def _takes(self, row: int, place: int) -> bool:
        return place < len(self._grid.columns) and self._grid.is_editable(row, place)

    def summary(self) -> str:
        """What the status bar says of the selection."""
        if self._view.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows:
            rows = len(self.rows())
            return _("Chọn {count} dòng").format(count=show_whole(rows)) if rows > 1 else ""
        return summary_of(self._grid, self.cells())


def summary_of(model: GridModel, cells: Iterable[tuple[int, int]]) -> str:
    """What the status bar says of *cells*: "Chọn 12 ô · Đếm 12 · Tổng 340 · Trung bình 28,3"."""
    counts = Counter[str]()
    numbers: list[int] = []
    for row, place in cells:
        column = model.columns[place]
        value = None if column.ordinal else model.value(row, place)
        counts["all"] += 1
        counts["filled"] += value is not None and not (isinstance(value, Badge) and not value.text)
        if column.numeric and isinstance(value, int):
            numbers.append(value)
    parts = []
    if counts["all"]:
        parts.append(_("Chọn {count} ô").format(count=show_whole(counts["all"])))
    if counts["all"] > 1:
        parts.append(_("Đếm {count}").format(count=show_whole(counts["filled"])))
    if numbers:
        parts.append(_("Tổng {sum}").format(sum=show_whole(sum(numbers))))
    if len(numbers) > 1:
        whole, tenth = divmod(round(sum(numbers) * 10 / len(numbers)), 10)
        parts.append(_("Trung bình {mean}").format(mean=f"{show_whole(whole)},{tenth}" if tenth else show_whole(whole)))
    return " · ".join(parts)


def block(one: QModelIndex, other: QModelIndex) -> QItemSelection:
    """All cells between two corners."""
    model = one.model()
    top, bottom = sorted((one.row(), other.row()))
    left, right = sorted((one.column(), other.column()))
    return QItemSelection(model.index(top, left), model.index(bottom, right))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted *numbers* as runs of first and last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
