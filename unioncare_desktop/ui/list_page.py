"""A page that is one table: what filters it above, and in its place what to do first while there is nothing to show."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.page import Page
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.widgets.basics import column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox

_SEARCH_WIDTH = 240


class ListPage(Page):
    """A page makes its `grid` and its search box `words`, and puts them together by `lay_out`."""

    grid: RecordGrid
    words: SearchBox

    def lay_out(self, nothing: QWidget, *filters: QWidget, between: tuple[QWidget, ...] = ()) -> None:
        """The *filters* in a row, the last at the right; *between* and the table below; *nothing* stands for it all."""
        table, self._stack = QWidget(), QStackedWidget()
        self.body.addWidget(self._stack, 1)  # from outside to inside: a table that moves is polished again
        self._stack.addWidget(table)
        self._stack.addWidget(nothing)
        table.setLayout(column(Flow(*filters, gap=12, last_right=True), *between, self.grid, gap=12))
        self.setFocusProxy(self.grid)
        self.words.left.connect(self.grid.setFocus)
        self.grid.summary.connect(self.summary)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def show_list(self, *, shown: bool) -> None:
        """Show the table, or what to do first."""
        self._stack.setCurrentIndex(0 if shown else 1)

    def start_search(self) -> bool:
        """Ctrl+F: the page's own box."""
        self.words.start()
        return True
