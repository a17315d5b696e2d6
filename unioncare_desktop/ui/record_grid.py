"""The one grid of the program: a card with a table, columns that stay while it scrolls, and a row of totals.

A page describes `GridColumn`s, hands over rows, and saves the `Entry`s that come back. It never sees a model.
What the user makes of it (order and width of columns, sorting, filters of columns) is a `GridLook`.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QVBoxLayout

from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.grid_arrangement import GridArrangement
from unioncare_desktop.ui.widgets.grid_cell import Entry
from unioncare_desktop.ui.widgets.grid_column import Badge, GridColumn
from unioncare_desktop.ui.widgets.grid_frozen import FrozenColumns
from unioncare_desktop.ui.widgets.grid_keeper import GridKeeper, Keep
from unioncare_desktop.ui.widgets.grid_model import Faded, GridModel
from unioncare_desktop.ui.widgets.grid_paste import Judge
from unioncare_desktop.ui.widgets.grid_totals import TotalsRow
from unioncare_desktop.ui.widgets.grid_view import ROW_HEIGHT, GridView

__all__ = ["Badge", "Entry", "GridColumn", "RecordGrid"]


class RecordGrid(QFrame):
    """Rows by *key* in *columns*. Nothing is saved here: `entered` brings the entries of one user action.

    `row_wanted`, `delete_wanted` (the keys of the selected rows), `note_wanted` and `history_wanted` (key and column)
    are offered to the user where something is connected to them. *judge* tells what would become of pasted entries.

    *look* is plain data of the settings: how the grid was last seen. It is read at the start and kept up to date.
    Without *filters* it is a list of a few rows whose order matters: no column is filtered, sorting is not remembered.

    With *adds*, words that invite to type there, the grid ends with a blank line, and takes more lines where more are
    pasted. Entries in a line have a `NewRow` as key and bring all that stands in the line; the page stores what is
    complete, tells `settle` which lines have become rows, and gives back to `refuse` what is wrong. A row stands where
    its line was until it is sorted again; lines are neither filtered nor sorted.
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
    filtered = Signal()
    """Other rows are shown because of what the user asked of the columns, or by `resort`."""

    def __init__(
        self,
        columns: Sequence[GridColumn],
        key: Callable[[Any], Hashable] = attrgetter("id"),
        *,
        look: MutableMapping[str, Any] | None = None,
        filters: bool = True,
        enter_moves: str = "down",
        judge: Judge | None = None,
        adds: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.model = GridModel(columns, key)
        self.model.adds = adds
        self.view = GridView(self.model)
        self.view.enter_moves = enter_moves
        self.view.preview.judge = judge
        self._keeper: GridKeeper | None = None
        self.row_wanted, self.delete_wanted = self.view.row_wanted, self.view.delete_wanted
        self.note_wanted, self.history_wanted = self.view.note_wanted, self.view.history_wanted
        self._frozen = FrozenColumns(self.view)
        self._totals = TotalsRow(self.view, self._frozen)
        self._totals.hide()
        self.arrangement = GridArrangement(self.view, self._frozen, look if look is not None else {}, filters=filters)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.arrangement.active_filters)
        layout.addWidget(self.view.preview.bar)
        layout.addWidget(self.view, 1000)
        layout.addWidget(self._totals)
        layout.addStretch(1)
        self.setFocusProxy(self.view)
        self._connect()
        self.model.end_with_blanks()
        self._fit()

    def _connect(self) -> None:
        self.model.entered.connect(self.entered)
        self.model.modelReset.connect(self.view.find_place)  # after both tables have forgotten their selection
        for changed in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            changed.connect(self._fit)
        for signal, told in (
            (self.view.opened, self.opened),
            (self.view.summary, self.summary),
            (self.view.said, self.said),
            (self.view.current_changed, self.current_changed),
        ):
            signal.connect(told)
        self.arrangement.filtered.connect(self.filtered)
        self.arrangement.sized.connect(self._fit)
        self.view.horizontalScrollBar().rangeChanged.connect(self._fit)

    # What pages do with it

    def set_rows(self, rows: Iterable[Any], problems: Mapping[Any, Sequence[Problem]] | None = None) -> None:
        """Show *rows*, with the *problems* of each by its key. Selection, refused text and order of rows stay."""
        self.model.set_rows(rows, problems)
        self.view.preview.judge_again()
        self.arrangement.follow_rows()

    def update_rows(self, rows: Iterable[Any], problems: Mapping[Any, Sequence[Problem]]) -> None:
        """Show some of the rows anew, with their *problems*; what was not among those of `set_rows` stands below."""
        self.model.update_rows(rows, problems)

    def set_totals(self, texts: Mapping[str, str]) -> None:
        """Show *texts* by column in a row below the others; none at all hides it."""
        self._totals.texts = dict(texts)
        self._totals.setVisible(bool(texts))
        self._totals.update()
        self._fit()

    def set_filter(self, wanted: Callable[[Any], bool] | None) -> None:
        """Show only rows that are *wanted*; what is edited stays in sight until this is called again."""
        self.arrangement.set_wanted(wanted)

    def set_faded(self, faded: Faded) -> None:
        """Show figures that are *faded*, by row and column, in italics: taken over, confirmed by being typed again."""
        self.model.faded = faded
        self.model.repaint()

    def set_editable(self, editable: bool, why: str = "") -> None:  # noqa: FBT001 - Qt's manner
        """Whether anything can be typed: a closed period is only read; *why* is told to who types all the same."""
        self.model.set_editable(editable)
        self.view.why_locked = "" if editable else why

    def set_title(self, column: str, title: str) -> None:
        """Rename a column."""
        self.model.set_title(column, title)
        self.arrangement.show_filters()

    def show_column(self, column: str, shown: bool) -> None:  # noqa: FBT001 - Qt's manner
        """Whether there is anything to see in a column; which of those the user wants to see is another matter."""
        self.arrangement.offer_column(column, offered=shown)

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

    @property
    def unsaved(self) -> list[tuple[Entry, str]]:
        """The texts that could not be taken and those that wait in lines for more, each with its reason."""
        return self.model.unsaved

    def settle(self, added: Mapping[NewRow, Hashable], waiting: Mapping[NewRow, str] = MappingProxyType({})) -> None:
        """Lines have become the rows with the keys *added*, or are *waiting* for what the words say.

        The rows may have come already, or come soon.
        """
        self.model.settle(added, waiting)

    def begin_row(self, texts: Mapping[str, str], column: str) -> None:
        """Put *texts* by column into the blank line, and go to its cell in *column*: the rest is to be typed."""
        row = self.model.first_blank()
        line = self.model.line_at(row)
        if line is not None:
            self.model.take([Entry(line, name, text) for name, text in texts.items()])
            self.go_to(line, column)

    def keep_unsaved(self, keep: Keep) -> None:
        """Tell *keep* what is half typed or refused, with the reasons, when that changes; `restore` takes it back."""
        self._keeper = GridKeeper(self.view, keep)

    def keep_now(self) -> None:
        """Tell at once what is half typed or refused."""
        if self._keeper is not None:
            self._keeper.keep_now()

    def restore(self, texts: Iterable[tuple[Entry, str]]) -> None:
        """Put *texts* that were kept back into their cells, each with its reason, unless they are stored by now."""
        self.model.restore(texts)

    def clear_refused(self) -> None:
        """Show the stored values again: the refused texts belong to other rows than those to come."""
        self.view.preview.cancel()
        self.view.stop_editing()
        self.model.clear_refused()

    def sort_by(self, column: str, *, descending: bool = False) -> None:
        """Sort by a column; by none at all ("") rows stand as the page gives them."""
        self.arrangement.sort_by(column, descending=descending)

    def resort(self) -> None:
        """F9: filter and sort again after editing."""
        self.model.resort()
        self.arrangement.show_filters()
        self.filtered.emit()

    def next_problem(self) -> None:
        """F8: go to the next error or warning."""
        self.view.next_problem()

    def go_to(self, key: Hashable, column: str = "") -> None:
        """Make the row with this *key* the current one."""
        row = self.model.place_of(key)
        if row is not None:
            shown = self.model.shows(column)
            place = self.model.place_of_column(column) if shown else max(self.view.currentIndex().column(), 0)
            self.view.go(row, place)
            self.view.setFocus()

    def finish_editing(self) -> None:
        """Enter what is being typed: something else is about to be shown."""
        self.view.finish_editing()

    @property
    def pasting(self) -> bool:
        """Whether the entries that `entered` brings come from the clipboard."""
        return self.view.pasting

    @property
    def current_problem(self) -> str:
        """What is wrong with the current cell; nothing where it is right or only waits for a figure."""
        current = self.view.currentIndex()
        problem = self.model.problem(current.row(), current.column()) if current.isValid() else None
        if problem is None or problem.severity is Severity.HINT:
            return ""
        advice = _("{problem} Alt+Enter: lấy gợi ý") if self.view.proposals() else "{problem}"
        return advice.format(problem=problem.text)

    @property
    def current_key(self) -> Hashable | None:
        """The key of the current row; a line that is no row yet has none."""
        row = self.view.currentIndex().row()
        return self.model.key_at(row) if row >= 0 and not self.model.is_line(row) else None

    @property
    def current_column(self) -> str:
        """The name of the current column; empty where no cell is current."""
        current = self.view.currentIndex()
        return self.model.columns[current.column()].name if current.isValid() else ""

    @property
    def selected_keys(self) -> list[Hashable]:
        """The keys of the rows in which something is selected, from top to bottom."""
        return [self.model.key_at(row) for row in self.view.contents.rows() if not self.model.is_line(row)]

    @property
    def shown_rows(self) -> list[Any]:
        """The rows as they stand on the screen, for exports."""
        return self.model.shown_rows()

    @property
    def look(self) -> dict[str, Any]:
        """How the grid is seen now, as plain data: its columns, its order, its filters of columns."""
        return self.arrangement.look.data()

    @property
    def filters_columns(self) -> bool:
        """Whether columns are filtered, so that the grid itself tells what they leave."""
        return bool(self.arrangement.look.filters)

    def clear_filters(self) -> None:
        """Take all filters of columns away: what another page counted is to be seen in full."""
        self.arrangement.drop_filters(list(self.arrangement.look.filters))

    def apply_look(self, data: Mapping[str, Any]) -> None:
        """Show the grid as it was seen when its `look` was *data*; nothing at all is how it looks at first."""
        self.arrangement.apply(data)

    def _fit(self) -> None:
        """With totals, the table is no higher than its rows, so that the totals follow the last one."""
        self._totals.setFixedHeight(theme.current().px(ROW_HEIGHT))
        self._totals.update()
        if self._totals.isHidden():
            self.view.setMaximumHeight(16_777_215)
            return
        bar = self.view.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = self.model.rowCount() * self.view.verticalHeader().defaultSectionSize()
        self.view.setMaximumHeight(self.view.horizontalHeader().sizeHint().height() + rows + extra)
