"""What the user makes of a grid: which columns are seen, in which order and how wide, sorted and filtered by what.

The `GridLook` holds it; here it is carried out on the table, its headings and its frozen columns.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.active_filters import ActiveFilters
from unioncare_desktop.ui.widgets.column_filter import ColumnFilter
from unioncare_desktop.ui.widgets.grid_frozen import FrozenColumns
from unioncare_desktop.ui.widgets.grid_look import GridLook, in_frozen_order
from unioncare_desktop.ui.widgets.grid_view import GridView

Wanted = Callable[[Any], bool]


class GridArrangement(QObject):
    """The look of one grid; *kept* is its plain data, read at the start and kept up to date."""

    filtered = Signal()
    """Other rows are shown because of the filters of columns."""
    sized = Signal()
    """Columns have other widths."""

    def __init__(self, view: GridView, frozen: FrozenColumns, kept: MutableMapping[str, Any], *, filters: bool) -> None:
        super().__init__(view)
        self.view, self.model = view, view.grid
        self.look = GridLook.read(kept, self.model.all_columns)
        if not filters:
            self.look.sorted_by, self.look.filters = "", {}
        self.active_filters = ActiveFilters()
        self._frozen, self._kept, self._offers_filters = frozen, kept, filters
        self._headers = (view.header, frozen.header)
        self._wanted: Wanted | None = None
        self._empty: set[str] = set()
        self._judged = self._sizing = False
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.view.header.setStretchLastSection(True)
        self.view.header.sectionResized.connect(self._resized)
        for header in self._headers:
            header.sectionPressed.disconnect()  # a click sorts; it does not select the column
            header.sectionEntered.disconnect()
            header.sectionClicked.connect(self._sort_in_turn)
            header.reordered.connect(self.reorder)
            header.filter_wanted.connect(self.open_filter)
            header.menu_wanted.connect(self._open_menu)
        self.view.filter_wanted.connect(self.open_filter)
        self.active_filters.dropped.connect(self.drop_filters)
        self.active_filters.dropped.connect(lambda _names: self.view.setFocus())
        theme.current().changed.connect(self._size)
        buttons = QShortcut(QKeySequence("Ctrl+Shift+L"), self.view)
        buttons.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        buttons.activated.connect(self._toggle_buttons)

    def apply(self, data: Mapping[str, Any]) -> None:
        """Take the look that *data* tells; without any, the one that a grid has at first."""
        self.look = GridLook.read(data, self.model.all_columns)
        self._show()
        self.filtered.emit()

    def _show(self) -> None:
        self._arrange()
        self._sort()
        self._filter()

    def _keep(self) -> None:
        self._kept.update(self.look.data())

    # Columns

    @property
    def offered(self) -> list[str]:
        """The names of the columns that have something to show, in order, hidden or not."""
        return [name for name in self.look.order if name not in self._empty]

    def offer_column(self, name: str, *, offered: bool) -> None:
        """Whether a column has anything to show at all."""
        if offered == (name in self._empty):
            self._empty ^= {name}
            self._arrange()

    def hide(self, names: Iterable[str]) -> None:
        """Hide just these columns; the first that is offered stays rather than none."""
        self.look.hidden = set(names)
        self._arrange()

    def move(self, name: str, by: int) -> None:
        """Move a column among those that are offered; frozen ones stay first."""
        names = self.offered
        place = names.index(name)
        names.insert(min(max(place + by, 0), len(names) - 1), names.pop(place))
        self.reorder(names)

    def reorder(self, seen: Sequence[str]) -> None:
        """Take the order of the columns that are *seen*; each of the others stays behind the one it follows."""
        order, before = list(seen), ""
        for name in self.look.order:
            if name not in seen:
                order.insert(order.index(before) + 1 if before else 0, name)
            before = name
        self.look.order = in_frozen_order(order, self.model.all_columns)
        self._arrange()

    def reset_columns(self) -> None:
        """All columns with the order and the widths that they have at first."""
        first = GridLook.read({}, self.model.all_columns)
        self.look.order, self.look.hidden, self.look.widths = first.order, first.hidden, first.widths
        self._arrange()

    def _arrange(self) -> None:
        shown = [name for name in self.offered if name not in self.look.hidden]
        self._sizing = True  # the last column takes the room that is left: no width of the user's
        self.model.arrange(shown or self.offered[:1] or self.look.order[:1])
        self._size()
        self._keep()

    def _size(self) -> None:
        self._sizing = True
        for place, column in enumerate(self.model.columns):
            self.view.setColumnWidth(place, theme.current().px(self.look.widths.get(column.name, column.width)))
        self._sizing = False
        self._frozen.follow()
        self.sized.emit()

    def _resized(self, place: int, _before: int, width: int) -> None:
        if not self._sizing and place < len(self.model.columns) - 1:  # the last one takes the room that is left
            self.look.widths[self.model.columns[place].name] = round(width * 100 / theme.current().zoom)
            self._keep()
        self._frozen.follow()
        self.sized.emit()

    # Sorting

    def sort_by(self, name: str, *, descending: bool = False) -> None:
        """Sort by a column; by none ("") the rows stand as the page gives them."""
        self.look.sorted_by, self.look.descending = name, descending
        self._sort()
        self._keep()

    def _sort_in_turn(self, place: int) -> None:
        """A click on a heading: upwards, downwards, and back to the order of the page."""
        column = self.model.columns[place]
        if not column.ordinal:
            before = (self.look.sorted_by, self.look.descending)
            self.sort_by(
                "" if before == (column.name, True) else column.name, descending=before == (column.name, False)
            )

    def _sort(self) -> None:
        for header in self._headers:
            header.show_sorting(self.look.sorted_by, descending=self.look.descending)
        column = self.model.column(self.look.sorted_by) if self.look.sorted_by else None
        self.model.order_by(column, descending=self.look.descending)

    # Filters

    def set_wanted(self, wanted: Wanted | None) -> None:
        """Show only the rows that the page wants, and of those the ones that all filters of columns want."""
        self._wanted = wanted
        self._filter()

    def filter_by(self, name: str, wanted: ColumnFilter) -> None:
        """Show only rows whose value in a column is *wanted*; a filter without effect takes the present one away."""
        self.look.filters.pop(name, None)
        if wanted:
            self.look.filters[name] = wanted
        self._filter()
        self.filtered.emit()

    def drop_filters(self, names: Iterable[str]) -> None:
        """Take the filters of some columns away."""
        self.look.filters = {name: one for name, one in self.look.filters.items() if name not in set(names)}
        self._filter()
        self.filtered.emit()

    def follow_rows(self) -> None:
        """Other rows have come. If they are the first, filters that want none of them are of another office."""
        rows = self.model.all_rows()
        if not self._judged and rows:
            self._judged = True
            strange = [name for name in self.look.filters if not any(map(self._test_of(name), rows))]
            if strange:
                self.drop_filters(strange)
        if self.look.filters:
            self.show_filters()

    def _test_of(self, name: str) -> Wanted:
        return self.look.filters[name].wanted(self.model.column(name))

    def _wanted_without(self, name: str = "") -> Wanted:
        """What the page and all filters of columns want, without that of one column."""
        tests = [self._test_of(other) for other in self.look.filters if other != name]
        tests = [self._wanted, *tests] if self._wanted is not None else tests
        return lambda row: all(test(row) for test in tests)

    def _filter(self) -> None:
        self.model.set_filter(self._wanted_without() if self.look.filters else self._wanted)
        self.show_filters()
        self._keep()

    def show_filters(self) -> None:
        """Mark the headings, and say the filters in words with the number of rows they leave."""
        for header in self._headers:
            header.show_filters(self.look.filters, buttons=self.look.buttons and self._offers_filters)
        words = {name: f"{self.model.title(name)}: {one.words()}" for name, one in self.look.filters.items()}
        rows = self.model.all_rows() if words else ()
        everything = sum(self._wanted is None or bool(self._wanted(row)) for row in rows)
        self.active_filters.show_filters(words, len(self.model.shown_rows()) if words else 0, everything)

    def _toggle_buttons(self) -> None:
        """Ctrl+Shift+L."""
        self.look.buttons = not self.look.buttons
        self.show_filters()
        self._keep()

    # What opens

    def open_filter(self, name: str) -> None:
        """Let the user choose what is wanted in a column."""
        from unioncare_desktop.ui.widgets.filter_panel import FilterPanel

        column = self.model.column(name)
        if column.ordinal or not self._offers_filters:
            return
        rows = filter(self._wanted_without(name), self.model.all_rows())
        present = self.look.filters.get(name, ColumnFilter())
        panel = FilterPanel(self.view, column, self.model.title(name), rows, present)
        panel.applied.connect(partial(self.filter_by, name))
        panel.sort_wanted.connect(lambda descending: self.sort_by(name, descending=descending))
        panel.open_at(self._below(name))

    def choose_columns(self, point: QPoint) -> None:
        """Let the user choose which columns are seen; *point* is on the screen."""
        from unioncare_desktop.ui.widgets.column_chooser import ColumnChooser

        ColumnChooser(self).open_at(point)

    def _below(self, name: str) -> QPoint:
        frozen = self._frozen.isVisible() and self.model.column(name).frozen
        header = self._headers[frozen]
        return header.mapToGlobal(
            QPoint(header.sectionViewportPosition(self.model.place_of_column(name)), header.height())
        )

    def _open_menu(self, name: str, point: QPoint) -> None:
        """What can be done with a column."""
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ordinal = self.model.column(name).ordinal
        place = self.model.place_of_column(name)
        for text, action, possible in (
            (_("Sắp xếp &tăng"), lambda: self.sort_by(name), not ordinal),
            (_("Sắp xếp &giảm"), lambda: self.sort_by(name, descending=True), not ordinal),
            (_("&Bỏ sắp xếp"), lambda: self.sort_by(""), bool(self.look.sorted_by)),
            (_("&Lọc…") + "\tAlt+↓", lambda: self.open_filter(name), not ordinal and self._offers_filters),
            (_("&Vừa với nội dung"), lambda: self.view.resizeColumnToContents(place), True),
            (_("&Ẩn cột này"), lambda: self.hide(self.look.hidden | {name}), len(self.model.columns) > 1),
            (_("&Chọn cột…"), lambda: self.choose_columns(point), True),
        ):
            if possible:
                menu.addAction(text).triggered.connect(action)
        menu.popup(point)
