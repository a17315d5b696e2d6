"""Rows of one round in a grid that is typed into, with what filters them: what the views of results and awards share.

The rows are read beside the window; a few that were typed into are read again at once.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import RecognitionLevel
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.ui import cell_history, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.count_columns import any_odd
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.round_dialogs import RoundBanner, ask_reopen
from unioncare_desktop.ui.row_entry import RowEntry, Service
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import Filter, ViewBar
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.ask_dialog import AskDialog
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

ROWS, NOTHING = range(2)
_SEARCH_WIDTH = 190
_REST = 200
"""Milliseconds without a change after which a round that is shown already is read again."""
_A_FEW = 200
"""So many rows are read anew at once; of more, all are read beside the window."""
Wanted = Callable[[Any], bool]


@dataclass(frozen=True)
class Reading:
    """What was read of a round; `beside` is what a view shows beside the rows."""

    round_id: int
    rows: Sequence[Any]
    problems: Mapping[int, Sequence[Problem]]
    beside: Any = None


class RoundView(QWidget):
    """A subclass says what the rows are, makes its chips and parts, and calls `lay_out`.

    `go` opens another page, `status` is news for the status bar, `summary` what is selected.
    """

    name: ClassVar[str]
    record_type: ClassVar[type[Record]]
    service: ClassVar[Service]
    values: ClassVar[tuple[str, ...]]
    """The columns whose texts the grid understands better than the service does: days without a year."""
    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context", columns: Sequence[GridColumn]) -> None:
        super().__init__()
        self.work, self.context = work, context
        self.round: RoundRow | None = None
        self.buttons: tuple[Button, ...] = ()
        """What the page shows at its right while this view is shown, the main action last."""
        self.rows: dict[int, Any] = {}
        self.levels: dict[int, str] = {}
        self.loaded = False
        self._problems: dict[int, Sequence[Problem]] = {}
        self._background = Background()
        self._later = QTimer(self, singleShot=True, interval=_REST)
        self.entry = RowEntry(work, self, self.service, self.record_type, self._called, self.values)
        look = context.settings.grids.setdefault(self.name, {})
        self.grid = self.entry.grid = RecordGrid(columns, look=look, judge=self.entry.judge)
        self.kept = KeptTexts(self.grid, context, work.database.location, self.name)
        self.banner = RoundBanner()
        self.words = SearchBox(_("Lọc theo tên, nội dung…"))
        self.only_odd, self.by_area = FilterChip(""), FilterChip(_("Địa bàn"), _("tất cả"))
        self.stack = Stack()

    def lay_out(self, chips: Mapping[str, FilterChip], nothing: EmptyState, *others: QWidget) -> None:
        """The *chips* of the view beside the shared ones, then its *others*; *nothing* stands for an empty grid."""
        self.chips = (*chips.values(), self.only_odd, self.by_area)
        filters: dict[str, Filter] = {"words": self.words, **chips, "odd": self.only_odd, "area": self.by_area}
        self.views = ViewBar(self.grid, self.context, self.name, filters)
        self.stack.addWidget(self.grid)
        self.stack.addWidget(nothing)
        layout = column(self.banner, Flow(self.words, *self.chips, self.views, *others, gap=10), self.stack, gap=10)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.stack)
        self._connect()
        theme.current().changed.connect(self._scale)
        self._scale()
        self.views.restore()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def _connect(self) -> None:
        self._background.answered.connect(self._show)
        self._later.timeout.connect(self._read)
        self.banner.reopen_wanted.connect(self.ask_reopen)
        self.words.searched.connect(self.filter)
        self.words.left.connect(self.focus_grid)
        for chip in self.chips:
            chip.chosen.connect(self.filter)
        self.grid.entered.connect(self._enter)
        self.grid.history_wanted.connect(self._show_history)
        self.follow_grid(self.grid)
        self.add_key("F8", self._next_problem)

    def follow_grid(self, grid: RecordGrid) -> None:
        """Tell the window what is selected in *grid* and what is wrong with its current cell."""
        grid.summary.connect(self.summary)
        grid.said.connect(self.tell)
        grid.filtered.connect(self.tell)
        grid.current_changed.connect(self.tell)

    def add_key(self, keys: str, action: Callable[[], object]) -> None:
        """Let *keys* do something while the view has the focus."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    # What a subclass says

    @staticmethod
    def read_round(work: "Work", round_id: int) -> Reading:
        """What is shown of a round; called in another thread."""
        raise NotImplementedError

    def reread(self, session: "Session", ids: Sequence[int]) -> tuple[Sequence[Any], Mapping[int, Sequence[Problem]]]:
        """A few rows as they are now, with their problems."""
        raise NotImplementedError

    def called(self, row: Any) -> str:  # noqa: ANN401 - a row of the view
        """What a row is called in the history."""
        raise NotImplementedError

    def asked(self) -> list[Wanted]:
        """What the view's own chips ask of a row."""
        raise NotImplementedError

    def count(self) -> None:
        """Label the view's own chips."""
        raise NotImplementedError

    @property
    def told(self) -> str:
        """How far the round has come, for the status bar."""
        raise NotImplementedError

    def show_beside(self, beside: Any) -> None:  # noqa: ANN401 - an agreement of the view with itself
        """Show what was read beside the rows."""

    @property
    def shown_grid(self) -> RecordGrid:
        """The grid that is seen."""
        return self.grid

    # What is shown

    def show_round(self, shown: RoundRow | None) -> None:
        """Show a round; none at all shows nothing."""
        if self.round is None or shown is None or shown.id != self.round.id:
            self.leave()
        self.round = shown
        self.entry.belong_to(*((shown.id, shown.name) if shown is not None else (None, "")))
        self.banner.show_round(shown)
        self.grid.set_about(shown.name if shown is not None else "")
        self.refresh()

    def leave(self) -> None:
        """Another round is about to be shown: keep what could not be stored in this one."""
        self.finish_editing()
        self.kept.leave()
        self.rows.clear()
        self._problems.clear()
        self.grid.set_rows(())
        self.loaded = False

    def refresh(self) -> None:
        """Read the round, at once where nothing of it is shown yet, otherwise when the typing rests."""
        if self.loaded:
            self._later.start()
        else:
            self._read()

    def _read(self) -> None:
        self._later.stop()
        if self.round is None:
            return
        with self.work.read() as session:
            self.levels = records.choices(session, RecognitionLevel)
        self._background.ask(partial(self.read_round, self.work, self.round.id))

    @property
    def busy(self) -> bool:
        """Whether something is still to be read."""
        return self._background.busy or self._later.isActive()

    def _show(self, reading: Reading) -> None:
        if self.round is None or reading.round_id != self.round.id:
            return
        self.rows, self._problems = {row.id: row for row in reading.rows}, dict(reading.problems)
        self.grid.show_column("code", any(row.union.code for row in reading.rows))
        self.grid.set_rows(reading.rows, self._problems)
        self.show_beside(reading.beside)
        if not self.loaded:
            self.loaded = True
            self.kept.arrive(str(reading.round_id))
            self.filter()
        self._count()

    def _count(self) -> None:
        """The chips offer what there is, and count what waits."""
        self.by_area.set_choices(unions.in_use((row.union for row in self.rows.values()), "area"))
        odd = len(self._odd())
        words = _("Có cảnh báo {count}").format(count=show_whole(odd))
        self.only_odd.set_label(words + (" ×" if self.only_odd.isChecked() else ""))
        for part in (*self.chips, self.words, self.views):
            part.setVisible(not self.empty)
        self.only_odd.setVisible(odd > 0 or self.only_odd.isChecked())
        self.stack.setCurrentIndex(NOTHING if self.empty else ROWS)
        self.count()
        self.tell()

    def _odd(self) -> set[Hashable]:
        """The rows with something odd, stored or only typed."""
        typed = {entry.key for entry, _reason in self.grid.refused}
        return typed | {key for key, found in self._problems.items() if any_odd(found)}

    def tell(self, news: str = "") -> None:
        """How far the round has come, how much of it is shown, and what is wrong with the current cell."""
        shown, everything = len(self.shown_grid.shown_rows), len(self.shown_grid.model.all_rows())
        filtered = _("hiện {shown} dòng").format(shown=show_whole(shown)) if shown != everything else ""
        self.status.emit(" · ".join(filter(None, (self.told, filtered, news or self.shown_grid.current_problem))))

    @property
    def empty(self) -> bool:
        """Whether the round was read and has nothing to show."""
        return self.loaded and not self.rows

    # Filters

    def filter(self, _value: object = None) -> None:
        """Show what the chips and the box ask for."""
        self.grid.set_filter(self._wanted())
        self._count()

    def _wanted(self) -> Wanted:
        asked, odd, area, words = self.asked(), self._odd(), self.by_area.value, self.words.text()
        if self.only_odd.isChecked():
            asked.append(lambda row: row.id in odd)
        if area:
            asked.append(lambda row: row.union.area == area)
        if words:
            asked.append(lambda row: unions.matches(row.search, words))
        return lambda row: all(wanted(row) for wanted in asked)

    def show_everything(self) -> None:
        """Take all filters away."""
        self.words.clear()
        self.grid.clear_filters()
        for chip in self.chips:
            if chip.isCheckable():
                chip.setChecked(False)
            else:
                chip.choose("")

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9: filter and sort again after editing."""
        self.shown_grid.resort()
        self.filter()

    def focus_grid(self) -> None:
        """Put the caret into the grid."""
        self.shown_grid.setFocus()

    def _next_problem(self) -> None:
        self.shown_grid.next_problem()

    # What is entered

    def finish_editing(self) -> None:
        """Enter what is being typed."""
        self.grid.finish_editing()

    def _called(self, row_id: int) -> str:
        return self.called(self.rows[row_id])

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: the rows show their new values before all is read anew."""
        self.entry.enter(entries)
        ids = {entry.key for entry in entries if isinstance(entry.key, int)}
        if len(ids) > _A_FEW:
            self._read()
            return
        with self.work.read() as session:
            rows, problems = self.reread(session, sorted(ids))
        fresh = {row.id: row for row in rows}
        self.rows |= fresh
        self._problems = {key: found for key, found in self._problems.items() if key not in fresh} | dict(problems)
        self.grid.update_rows(rows, problems)
        self._count()

    def selected(self) -> list[int]:
        """The ids of the rows in which something is selected."""
        self.grid.finish_editing()
        return [key for key in self.grid.selected_keys if isinstance(key, int)]

    def ask_reopen(self) -> "AskDialog | None":
        """Open the round again, for a reason."""
        return ask_reopen(self.work, self.round, self) if self.round is not None else None

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who wrote what stands in a cell; beside the cells that are typed, the whole row."""
        if isinstance(key, int):
            field = name if self.grid.model.column(name).editable else ""
            cell_history.show(self.work, self, self.record_type, [key], self._called(key), field)
