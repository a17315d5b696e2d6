"""What came of the registrations of a round: reviewed in a grid, with the points of each union, until it is closed."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from unioncare_desktop.domain.kinds import Day, Link, Text
from unioncare_desktop.domain.records import RecognitionLevel, Registration
from unioncare_desktop.domain.records.registration import ACHIEVED, FAILED, OUTCOMES, PARTLY
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records, registration_rows, results, scores, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.registration_rows import RegistrationRow
from unioncare_desktop.services.scores import ScoreRow
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.ui import cell_history, messages, theme
from unioncare_desktop.ui.added_result import ask_added
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.count_columns import any_odd
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.result_columns import result_columns
from unioncare_desktop.ui.round_dialogs import RoundBanner, ask_close, ask_reopen
from unioncare_desktop.ui.round_entry import RoundEntry
from unioncare_desktop.ui.scores_panel import ScoresPanel
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import Filter, ViewBar
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.added_result import AddedResult
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

RESULTS, SCORES, NOTHING = range(3)
_SEARCH_WIDTH = 200
_A_FEW = 200
"""So many rows are read anew at once; of more, all are read beside the window."""


@dataclass(frozen=True)
class Found:
    """What was read of a round."""

    round_id: int
    rows: list[RegistrationRow]
    problems: Mapping[int, Sequence[Problem]]
    scores: list[ScoreRow]


def read(work: "Work", round_id: int) -> Found:
    """The registrations of a round with their results, and the points of the unions."""
    with work.read() as session:
        rows = registration_rows.rows(session, [round_id])
        return Found(round_id, rows, results.problems_of(rows), scores.rows(session, round_id))


class ResultsView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.round: RoundRow | None = None
        self._rows: dict[int, RegistrationRow] = {}
        self._problems: dict[int, Sequence[Problem]] = {}
        self._levels: dict[int, str] = {}
        self._loaded = False
        self._background = Background()
        self._entry = RoundEntry(work, self, results, Registration, self._called, values=("outcome",))
        look = context.settings.grids.setdefault("results", {})
        self.grid = self._entry.grid = RecordGrid(
            result_columns(lambda: self._levels), look=look, judge=self._entry.judge
        )
        self.scores = ScoresPanel(work, context)
        self.kept = KeptTexts(self.grid, context, work.database.location, "results")
        self.banner = RoundBanner()
        self.close_round = Button(_("&Chốt đợt…"), self.ask_close, role="primary")
        self.add = Button(_("&Bổ sung kết quả…"), self.ask_added, tip=_("Kết quả của việc chưa đăng ký trước"))
        self.buttons: tuple[Button, ...] = (self.add, self.close_round)
        """What the page shows at its right while this view is shown, the main action last."""
        self._make_filters()
        self._lay_out()
        self._connect()
        self.views.restore()

    def _make_filters(self) -> None:
        self.words = SearchBox(_("Lọc theo tên, nội dung…"))
        self.only_open, self.only_odd = FilterChip(""), FilterChip("")
        self.by_outcome, self.by_kind = FilterChip(_("Kết quả"), _("tất cả")), FilterChip(_("Loại"), _("tất cả"))
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.by_outcome.set_choices(tuple(OUTCOMES.values()))
        self.with_scores = FilterChip(_("Điểm, xếp thứ"))
        self._own = (self.only_open, self.only_odd, self.by_outcome, self.by_kind)
        named = zip(("open", "odd", "outcome", "kind"), self._own, strict=True)
        filters: dict[str, Filter] = {"words": self.words, **dict(named), "area": self.by_area}
        self.views = ViewBar(self.grid, self.context, "results", filters)
        self.mark = Button(_("Đánh &dấu ▾"))
        self.mark.setMenu(self._mark_menu())

    def _mark_menu(self) -> QMenu:
        menu = QMenu(self)
        for outcome, words in (
            (ACHIEVED, _("&Đạt: các dòng đã chọn\tCtrl+Shift+Enter")),
            (PARTLY, _("Đạt &một phần: các dòng đã chọn")),
            (FAILED, _("&Không đạt: các dòng đã chọn")),
        ):
            menu.addAction(words, partial(self.mark_selected, outcome))
        menu.addAction(_("Đạt: mọi dòng đang &hiện chưa đánh giá"), self.mark_shown)
        menu.addSeparator()
        menu.addAction(_("&Quyết định công nhận các dòng đã chọn…"), self.ask_decision)
        return menu

    def _lay_out(self) -> None:
        door = Button(_("Ghi đă&ng ký"), lambda: self.go.emit("competitions", "registrations"), role="primary")
        detail = _("Kết quả của việc chưa đăng ký trước thì bấm “Bổ sung kết quả”.")
        nothing = EmptyState("competition", _("Đợt này chưa có đăng ký nào để đánh giá."), door, detail=detail)
        self._stack = QStackedWidget()
        for widget in (self.grid, self.scores, nothing):
            self._stack.addWidget(widget)
        chips = (*self._own, self.by_area, self.views, self.with_scores)
        filters = Flow(self.words, *chips, self.mark, gap=10)
        layout = column(self.banner, filters, self._stack, gap=10)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setFocusProxy(self._stack)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def _connect(self) -> None:
        self._background.answered.connect(self._show)
        self.banner.reopen_wanted.connect(self.ask_reopen)
        self.words.searched.connect(self._filter)
        self.words.left.connect(self._focus_grid)
        for chip in (*self._own, self.by_area, self.with_scores):
            chip.chosen.connect(self._filter)
        self.grid.entered.connect(self._enter)
        self.grid.history_wanted.connect(self._show_history)
        for grid in (self.grid, self.scores.grid):
            grid.summary.connect(self.summary)
            grid.said.connect(self._tell)
            grid.filtered.connect(self._tell)
            grid.current_changed.connect(self._tell)
        for keys, action in (
            ("F8", self._next_problem),
            ("Ctrl+Shift+Return", partial(self.mark_selected, ACHIEVED)),
            ("Ctrl+Shift+Enter", partial(self.mark_selected, ACHIEVED)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(action)

    @property
    def _shown_grid(self) -> RecordGrid:
        return self.scores.grid if self.with_scores.isChecked() else self.grid

    def _focus_grid(self) -> None:
        self._shown_grid.setFocus()

    def _next_problem(self) -> None:
        self._shown_grid.next_problem()

    # What is shown

    def show_round(self, shown: RoundRow | None) -> None:
        """Show the results of a round; none at all shows nothing."""
        if self.round is None or shown is None or shown.id != self.round.id:
            self.finish_editing()
            self.kept.leave()
            self.scores.leave()
            self.grid.set_rows(())
            self._loaded = False
        self.round = self._entry.round = shown
        self.banner.show_round(shown)
        self.scores.show_round(shown)
        is_open = shown is not None and not shown.closed
        self.grid.set_editable(is_open)
        self.grid.set_about(shown.name if shown is not None else "")
        for button in (self.mark, self.add, self.close_round):
            button.setEnabled(is_open)
        self.refresh()

    def refresh(self) -> None:
        """Read the round anew."""
        if self.round is None:
            return
        with self.work.read() as session:
            self._levels = records.choices(session, RecognitionLevel)
        self._background.ask(partial(read, self.work, self.round.id))

    def _show(self, found: Found) -> None:
        if self.round is None or found.round_id != self.round.id:
            return
        self._rows, self._problems = {row.id: row for row in found.rows}, dict(found.problems)
        for name in ("person", "code"):
            shown = any(row.person if name == "person" else row.union.code for row in found.rows)
            self.grid.show_column(name, shown)
        self.grid.set_rows(found.rows, self._problems)
        self.scores.show_rows(found.scores)
        if not self._loaded:
            self._loaded = True
            self.kept.arrive(str(found.round_id))
            self.scores.restore()
            self._filter()
        self._count()

    def _count(self) -> None:
        """The chips offer what there is, and count what waits."""
        rows = self._rows.values()
        for chip, choices in (
            (self.by_kind, list(dict.fromkeys(row.kind for row in rows))),
            (self.by_area, unions.in_use((row.union for row in rows), "area")),
        ):
            chip.set_choices(choices)
        waiting = sum(row.outcome is None for row in rows)
        open_of = f"{show_whole(waiting)}/{show_whole(len(rows))}"
        counts = ((self.only_open, _("Chưa đánh giá"), open_of), (self.only_odd, _("Có cảnh báo"), len(self._odd())))
        for chip, words, count in counts:
            chip.set_label(f"{words} {count}" + (" ×" if chip.isChecked() else ""))
        self._show_parts()
        self._tell()

    def _show_parts(self) -> None:
        """The results, the points, or what to do where nothing is registered; with the chips that are of use there."""
        scored = self.with_scores.isChecked()
        self._stack.setCurrentIndex(SCORES if scored else RESULTS if self._rows or not self._loaded else NOTHING)
        for widget in (*self._own, self.views, self.mark):
            widget.setVisible(not scored)
        self.only_odd.setVisible(not scored and (bool(self._odd()) or self.only_odd.isChecked()))

    def _odd(self) -> set[Hashable]:
        """The registrations with something odd about their results, stored or only typed."""
        typed = {entry.key for entry, _reason in self.grid.refused}
        return typed | {key for key, found in self._problems.items() if any_odd(found)}

    def _tell(self, news: str = "") -> None:
        """How far the reviewing has come; and what is wrong with the current cell."""
        told = self.scores.told if self.with_scores.isChecked() else self._reviewed
        shown = len(self._shown_grid.shown_rows)
        everything = len(self._shown_grid.model.all_rows())
        filtered = _("hiện {shown} dòng").format(shown=show_whole(shown)) if shown != everything else ""
        self.status.emit(" · ".join(filter(None, (told, filtered, news or self._shown_grid.current_problem))))

    @property
    def _reviewed(self) -> str:
        done = sum(row.outcome is not None for row in self._rows.values())
        words = _("Đã đánh giá {done}/{count} đăng ký")
        return words.format(done=show_whole(done), count=show_whole(len(self._rows)))

    # Filters

    def _filter(self, _value: object = None) -> None:
        self.grid.set_filter(self._wanted())
        self.scores.filter(Scope(self.by_area.value, text=self.words.text()))
        self._count()

    def _wanted(self) -> Callable[[RegistrationRow], bool]:
        asked: list[Callable[[RegistrationRow], bool]] = []
        if self.only_open.isChecked():
            asked.append(lambda row: row.outcome is None)
        if self.only_odd.isChecked():
            odd = self._odd()
            asked.append(lambda row: row.id in odd)
        outcome, kind, area = self.by_outcome.value, self.by_kind.value, self.by_area.value
        words = self.words.text()
        asked += [
            lambda row: not outcome or OUTCOMES.get(row.outcome or "") == outcome,
            lambda row: not kind or row.kind == kind,
            lambda row: not area or row.union.area == area,
            lambda row: not words or unions.matches(row.search, words),
        ]
        return lambda row: all(wanted(row) for wanted in asked)

    def show_unreviewed(self) -> None:
        """Show what is not reviewed yet, and go to the first of it."""
        for chip in (self.by_outcome, self.by_kind, self.by_area):
            chip.choose("")
        self.words.clear()
        self.only_odd.setChecked(False)
        self.with_scores.setChecked(False)
        self.grid.clear_filters()
        self.only_open.setChecked(True)
        if rows := self.grid.shown_rows:
            self.grid.go_to(rows[0].id, "outcome")

    def finish_editing(self) -> None:
        """Enter what is being typed."""
        self.grid.finish_editing()
        self.scores.grid.finish_editing()

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9: filter and sort again after editing."""
        self.grid.resort()
        self._filter()

    # What is entered

    def _called(self, registration_id: int) -> str:
        row = self._rows[registration_id]
        return _("{union}: {content}").format(union=row.union.name, content=row.content)

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: the rows stand there with their new values before all is read anew."""
        self._entry.enter(entries)
        ids = {entry.key for entry in entries}
        if len(ids) <= _A_FEW:
            self._reread([key for key in ids if isinstance(key, int)])

    def _reread(self, ids: Sequence[int]) -> None:
        with self.work.read() as session:
            rows = registration_rows.reread(session, ids)
        fresh, problems = {row.id: row for row in rows}, results.problems_of(rows)
        self._rows |= fresh
        self._problems = {key: found for key, found in self._problems.items() if key not in fresh} | problems
        self.grid.update_rows(rows, problems)
        self._count()

    def _selected(self) -> list[int]:
        self.grid.finish_editing()
        return [key for key in self.grid.selected_keys if isinstance(key, int)]

    def mark_selected(self, outcome: str) -> None:
        """Ctrl+Shift+Enter: the selected registrations have this outcome."""
        self._mark(self._selected(), outcome)

    def mark_shown(self) -> None:
        """Everything shown that is not reviewed yet was achieved; asked beforehand."""
        self.grid.finish_editing()
        ids = [row.id for row in self.grid.shown_rows if row.outcome is None]
        if not ids:
            self._tell(_("Không có dòng nào đang hiện mà chưa đánh giá."))
            return
        asked = _("Đánh dấu “đạt” cho {count} đăng ký đang hiện chưa đánh giá?").format(count=show_whole(len(ids)))
        if messages.ask(asked, _("Đánh &dấu"), parent=self):
            self._mark(ids, ACHIEVED)

    def _mark(self, ids: Sequence[int], outcome: str) -> None:
        if self.round is None or self.round.closed or not ids:
            return
        title = _("Đánh giá “{outcome}” {count} đăng ký, {round}").format(
            outcome=OUTCOMES[outcome], count=show_whole(len(ids)), round=self.round.name
        )
        mark = partial(results.mark, round_id=self.round.id, ids=ids, outcome=outcome)
        changed = self.work.write(title, mark)
        if changed is not None:
            self._tell(_("Đã đánh dấu {count} ô; Ctrl+Z để lấy lại.").format(count=show_whole(changed)))
        self.grid.setFocus()

    def ask_decision(self) -> AskDialog | None:
        """Ask for the decision by which the selected registrations were recognised."""
        ids, shown = self._selected(), self.round
        if not ids or shown is None:
            return None

        def done(values: Mapping[str, Any]) -> bool:
            title = _("Ghi quyết định công nhận {count} đăng ký, {round}").format(
                count=show_whole(len(ids)), round=shown.name
            )
            return self.work.write(title, partial(results.decide, round_id=shown.id, ids=ids, **values)) is not None

        questions = (
            Question("decision", _("&Số quyết định"), Text(), None),
            Question("decided_on", _("&Ngày quyết định"), Day(shown.year), None),
            Question("level_id", _("&Cấp công nhận"), Link(), None, required=False, options=self._levels),
        )
        about = _("Một quyết định cho {count} đăng ký đã chọn.").format(count=show_whole(len(ids)))
        dialog = AskDialog(_("Quyết định công nhận"), about, questions, _("&Ghi"), done, self)
        dialog.open()
        return dialog

    def ask_added(self) -> "AddedResult | None":
        """Ask for a result of something that had not been registered."""
        if self.round is None or self.round.closed:
            return None
        return ask_added(self.work, self.round, self)

    # Closing and reopening

    def ask_close(self) -> AskDialog | None:
        """Close the round, or show what is not reviewed yet."""
        if self.round is None:
            return None
        self._shown_grid.finish_editing()
        counted = Counter(row.outcome for row in self._rows.values())
        parts = [f"{show_whole(counted[code])} {words}" for code, words in OUTCOMES.items() if counted[code]]
        reviewed = _("{count} đăng ký: {parts}.").format(count=show_whole(len(self._rows)), parts=", ".join(parts))
        told = reviewed if self._rows else _("Đợt này không có đăng ký nào.")
        return ask_close(self.work, self.round, told, self.show_unreviewed, self)

    def ask_reopen(self) -> AskDialog | None:
        """Open the round again, for a reason."""
        return ask_reopen(self.work, self.round, self) if self.round is not None else None

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who wrote a result."""
        if isinstance(key, int):
            field = name if self.grid.model.column(name).editable else ""
            cell_history.show(self.work, self, Registration, [key], self._called(key), field)
