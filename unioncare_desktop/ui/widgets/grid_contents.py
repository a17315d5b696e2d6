"""What is selected in a grid, and how it is copied, pasted, filled and cleared: one action each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Day, Flag
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets import grid_clipboard
from unioncare_desktop.ui.widgets.grid_cell import Entry
from unioncare_desktop.ui.widgets.grid_column import Badge
from unioncare_desktop.ui.widgets.grid_model import GridModel
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.widgets.grid_view import GridView

_SELECT = QItemSelectionModel.SelectionFlag
_MOST_SUMMED = 10_000
"""More cells than these are only counted: summing them would hold up the window."""


class GridContents:
    """The selected cells of a view."""

    def __init__(self, view: "GridView") -> None:
        self._view = view
        self._grid = view.grid

    def cells(self) -> list[tuple[int, int]]:
        """The selected cells from top to bottom."""
        return sorted({cell for rows, places in self.blocks() for cell in product(rows, places)})

    def rows(self) -> list[int]:
        """The rows in which something is selected."""
        return sorted({row for rows, _places in self.blocks() for row in rows})

    def places(self) -> list[int]:
        """The columns in which something is selected."""
        return sorted({place for _rows, places in self.blocks() for place in places})

    def blocks(self) -> list[tuple[range, range]]:
        """The rows and columns of each block that is selected; asking for each of 40.000 cells takes half a second."""
        return [
            (range(part.top(), part.bottom() + 1), range(part.left(), part.right() + 1))
            for part in self._view.selectionModel().selection().toList()
        ]

    def select(self, rows: Iterable[int], places: Iterable[int]) -> None:
        """Select the cells in which *rows* and *places* meet."""
        selection = QItemSelection()
        for first, last in _runs(rows):
            for left, right in _runs(places):
                selection.select(self._grid.index(first, left), self._grid.index(last, right))
        whole = _SELECT.Rows if self._view.selects_rows else _SELECT.NoUpdate
        self._view.selectionModel().select(selection, _SELECT.ClearAndSelect | whole)

    def copy(self) -> None:
        """The selected cells for Excel: numbers without dots, days as dd/mm/yyyy."""
        cells = set(self.cells())
        if not cells:
            return
        block = [
            [self._plain(row, place) if (row, place) in cells else "" for place in self.places()] for row in self.rows()
        ]
        grid_clipboard.put(block)
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

    # Filling

    def fill(self, text: str) -> None:
        """Put *text* into all selected cells, as one action."""
        self._enter_cells((row, place, text) for row, place in self.cells())

    def fill_with_current(self) -> None:
        """Put the value of the current cell into all selected cells."""
        current = self._view.currentIndex()
        if current.isValid():
            self.fill(self._plain(current.row(), current.column()))

    def fill_down(self) -> None:
        """The first selected row goes into those below; a single cell takes what stands above it."""
        rows, places = _from_before(self.rows()), self.places()
        if rows:
            texts = {place: self._plain(rows[0], place) for place in places}
            self._enter_cells((row, place, texts[place]) for row, place in product(rows[1:], places))

    def fill_right(self) -> None:
        """The first selected column goes into those at its right; a single cell takes what stands at its left."""
        rows, places = self.rows(), _from_before(self.places())
        if places:
            texts = {row: self._plain(row, places[0]) for row in rows}
            self._enter_cells((row, place, texts[row]) for row, place in product(rows, places[1:]))

    def above(self) -> str:
        """What stands above the current cell, as it is typed."""
        current = self._view.currentIndex()
        return self._plain(current.row() - 1, current.column()) if current.row() > 0 else ""

    def take_from_above(self) -> None:
        """The current cell takes what stands above it."""
        current = self._view.currentIndex()
        if current.row() > 0:
            self._enter_cells([(current.row(), current.column(), self.above())])

    def enter_today(self) -> None:
        """Put the present day into the selected cells for days."""
        today = Day().show(clock.today())
        days = [(row, place, today) for row, place in self.cells() if isinstance(self._grid.columns[place].kind, Day)]
        if days:
            self._enter_cells(days)
        else:
            self._view.said.emit(_("Ctrl+; ghi ngày hôm nay, chỉ vào ô ngày."))

    def tick(self) -> None:
        """Tick the selected cells for yes and no, or clear them if the current one is ticked."""
        current = self._view.currentIndex()
        text = Flag().show(not self._grid.value(current.row(), current.column()))
        flags = [(row, place) for row, place in self.cells() if isinstance(self._grid.columns[place].kind, Flag)]
        self._enter_cells((row, place, text) for row, place in flags)

    # Pasting

    def paste(self) -> None:
        """The clipboard into the selection: one copied cell fills it at once, a block is shown first."""
        block, ours = grid_clipboard.copied()
        rows, places = self.rows(), self.places()
        if not rows or not block or self._view.tells_locked() or not self._grid.has_editable():
            return
        if len(block) == 1 and len(block[0]) == 1:
            with self._pasting():
                self.fill(block[0][0])
        else:
            self._view.preview.begin(block, rows, places, foreign=not ours)

    def take(self, entries: Sequence[Entry], *, skipped: int, refused: int) -> None:
        """Enter a pasted block; *skipped* and *refused* are those of its cells that are not among *entries*."""
        with self._pasting():
            unfit = self._grid.take(entries)
        self._tell(len(entries) - unfit, skipped, refused + unfit)

    @contextmanager
    def _pasting(self) -> Iterator[None]:
        self._view.pasting = True
        try:
            yield
        finally:
            self._view.pasting = False

    def _enter_cells(self, cells: Iterable[tuple[int, int, str]]) -> None:
        wanted = list(cells)
        if wanted and self._view.tells_locked():
            return
        possible = [(row, place, text) for row, place, text in wanted if self._takes(row, place)]
        refused = self._grid.enter(possible)
        if wanted:
            self._tell(len(possible) - refused, len(wanted) - len(possible), refused)

    def _tell(self, entered: int, skipped: int, refused: int) -> None:
        parts = [_("Đã ghi {count} ô").format(count=show_whole(entered))]
        if skipped:
            parts.append(_("bỏ qua {count} ô không sửa được").format(count=show_whole(skipped)))
        if refused:
            parts.append(_("{count} ô chưa ghi được, F8 để xem").format(count=show_whole(refused)))
        self._view.said.emit("; ".join(parts) + ".")

    def _takes(self, row: int, place: int) -> bool:
        return place < len(self._grid.columns) and self._grid.is_editable(row, place)

    def summary(self) -> str:
        """What the status bar says of the selection."""
        if self._view.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows:
            rows = len(self.rows())
            return _("Chọn {count} dòng").format(count=show_whole(rows)) if rows > 1 else ""
        count = sum(len(rows) * len(places) for rows, places in self.blocks())
        if count > _MOST_SUMMED:
            return _("Chọn {count} ô").format(count=show_whole(count))
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


def _from_before(numbers: list[int]) -> list[int]:
    """*numbers* with the one before them where it is only one; nothing where there is none before it."""
    if len(numbers) != 1:
        return numbers
    return [numbers[0] - 1, *numbers] if numbers[0] else []


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted *numbers* as runs of first and last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
