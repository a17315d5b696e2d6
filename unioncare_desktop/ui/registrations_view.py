"""What unions register in a round: typed, pasted, opened in a form, filtered, counted.

A blank line at the end becomes a registration once union, kind and content are known. Each action of the user is
stored at once; what is refused or waits stays in its cell.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import Registration
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import registrations, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.registrations import CODE, KIND, UNION, RegistrationRow
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow
from unioncare_desktop.ui import messages, registration_columns, theme
from unioncare_desktop.ui.count_columns import any_odd
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.registration_actions import RegistrationActions
from unioncare_desktop.ui.registration_columns import FIELDS, Offered
from unioncare_desktop.ui.round_dialogs import RoundBanner, ask_reopen
from unioncare_desktop.ui.round_reading import RoundReading
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import ViewBar
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.registration_form import RegistrationForm
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH = 220
_NAME = "registrations"


class RegistrationsView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.round: RoundRow | None = None
        self.rows: list[RegistrationRow] = []
        self.problems: dict[Hashable, tuple[Problem, ...]] = {}
        self.form: RegistrationForm | None = None
        self._offered = Offered()
        self._actions: RegistrationActions | None = None
        self._unions: dict[int, UnionRow] = {}
        self._expected = self._registered = 0
        self._unit = self._news = ""
        self._count_later = QTimer(self, singleShot=True, interval=0)
        self._count_later.timeout.connect(self._count)
        self.bring = Button(_("Nhập từ &Excel"), lambda: self.go.emit("imports", None))
        self.open = Button(_("&Mở phiếu"), self.open_current, tip="F4")
        self.new = Button(_("&Thêm đăng ký"), self.add, role="primary", tip="Ctrl+N")
        self.buttons: tuple[Button, ...] = (self.bring, self.open, self.new)
        """What the page shows at its right while this view is shown, the main action last."""
        self.words = SearchBox(_("Lọc theo đơn vị, nội dung, họ tên…"))
        self.by_kind = FilterChip(_("Loại"), _("tất cả"))
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.by_sector = FilterChip(_("Loại hình"), _("tất cả"))
        self.only_odd = FilterChip("")
        self.banner = RoundBanner()
        self.first = Label(
            _("Gõ mã hoặc tên công đoàn vào dòng trống, dán từ Excel (Ctrl+V), hoặc nhập cả sổ đăng ký từ Excel."),
            "muted",
            wrap=True,
        )
        self.grid = RecordGrid(
            registration_columns.columns(self._offered),
            look=context.settings.grids.setdefault(_NAME, {}),
            judge=self._judge,
            adds=_("Gõ mã…"),
        )
        chips = {"kind": self.by_kind, "area": self.by_area, "sector": self.by_sector, "odd": self.only_odd}
        self.views = ViewBar(self.grid, context, _NAME, {"words": self.words, **chips})
        self.kept = KeptTexts(self.grid, context, work.database.location, _NAME)
        filters = Flow(self.words, *chips.values(), self.views, gap=12)
        layout = column(self.banner, filters, self.first, self.grid, gap=12)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.grid)
        self._connect()
        self.views.restore()

    def _connect(self) -> None:
        self.banner.reopen_wanted.connect(self._reopen)
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        for chip in (self.by_kind, self.by_area, self.by_sector, self.only_odd):
            chip.chosen.connect(self._filter)
        self.grid.entered.connect(self._enter)
        self.grid.filtered.connect(self._sum)
        self.grid.history_wanted.connect(self._show_history)
        self.grid.delete_wanted.connect(self.delete)
        self.grid.said.connect(self._tell)
        self.grid.summary.connect(self.summary)
        self.grid.current_changed.connect(lambda: self._tell(self.grid.current_problem))
        for keys, do in (("F8", self.grid.next_problem), ("F4", self.open_current)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes where the settings say, also after they have changed."""
        self.grid.view.enter_moves = self.context.settings.enter_moves
        super().showEvent(event)

    # What is shown

    def leave(self) -> None:
        """Another round is about to be shown: what could not be stored waits until this one comes back."""
        if self.round is not None:
            self.kept.leave()
            self.round = None

    def show_reading(self, reading: RoundReading) -> None:
        """Show a round. Of the one that is shown already, rows stay where they are."""
        arrives = self.round is None or self.round.id != reading.round.id
        if arrives:
            self.leave()
        self.round, self.rows = reading.round, list(reading.rows)
        self.problems = dict(reading.problems.items())
        self._expected, self._registered = reading.standing.expected, reading.standing.registered
        self._actions = RegistrationActions(self.work, reading.round)
        self._unit = reading.unit
        self._unions = reading.unions
        self._offered.take(reading)
        self.banner.show_round(reading.round)
        self.grid.set_about(reading.round.name)
        self.grid.set_editable(not reading.round.closed)
        self.grid.show_column(CODE, any(row.union.code for row in reading.standing.rows))
        for button in (self.bring, self.new):
            button.setEnabled(not reading.round.closed)
        self.grid.set_rows(self.rows, self.problems)
        self._offer_choices()
        if arrives:
            self._filter()
            self.kept.arrive(str(reading.round.id))
        self._count()

    def reread(self, ids: Collection[int]) -> None:
        """Show a few registrations anew; the rest follows with the next reading."""
        if self.round is None:
            return
        with self.work.read() as session:
            fresh = {
                row.id: row for row in registrations.reread(session, ids, self._unions) if row.round.id == self.round.id
            }
            problems = registrations.problems(session, list(fresh.values()))
        self.rows = [fresh.pop(row.id, row) for row in self.rows if row.id in fresh or row.id not in ids]
        self.rows += fresh.values()
        shown = [row for row in self.rows if row.id in ids]
        self.problems = {key: found for key, found in self.problems.items() if key not in ids} | dict(problems)
        if len(shown) < len(ids):
            self.grid.set_rows(self.rows, self.problems)
        else:
            self.grid.update_rows(shown, {row.id: problems.get(row.id, ()) for row in shown})
        self._count_later.start()

    def _offer_choices(self) -> None:
        around: dict[int, UnionRow] = {row.union.id: row.union for row in self.rows}
        kinds = {row.kind for row in self.rows}
        for chip, choices in (
            (self.by_kind, [name for name in self._offered.kinds.values() if name in kinds]),
            (self.by_area, unions.in_use(around.values(), "area")),
            (self.by_sector, unions.in_use(around.values(), "sector")),
        ):
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)

    def _count(self) -> None:
        """Count anew what is shown, when what was typed has found its place; the news in the status bar stay."""
        self._label_odd()
        self._sum()
        self.first.setVisible(self.round is not None and not self.round.closed and not self.rows)
        self._tell(self._news)

    def _label_odd(self) -> None:
        words = _("Có lỗi, cảnh báo {count}").format(count=show_whole(len(self._odd())))
        self.only_odd.set_label(words + (" ×" if self.only_odd.isChecked() else ""))

    def _odd(self) -> set[Hashable]:
        """The registrations with something wrong or strange, stored or only typed."""
        typed = {entry.key for entry, _reason in self.grid.refused}
        return typed | {key for key, found in self.problems.items() if any_odd(found)}

    def _sum(self) -> None:
        shown = self.grid.shown_rows
        nothing = _("Chưa có đăng ký nào") if not self.rows else _("Không có dòng nào khớp bộ lọc")
        self.grid.set_totals(registration_columns.totals_row(shown, self._unit) if shown else {UNION: nothing})

    def _tell(self, news: str) -> None:
        self._news = news
        if self.round is None:
            return
        words = _("{count} đăng ký · {registered}/{expected} {unit} đã đăng ký").format(
            count=show_whole(len(self.rows)),
            registered=show_whole(self._registered),
            expected=show_whole(self._expected),
            unit=self._unit,
        )
        self.status.emit(f"{words} · {news}" if news else words)

    # Filters and order

    def _filter(self) -> None:
        self.grid.set_filter(self._wanted())
        self._label_odd()
        self._sum()

    def _wanted(self) -> Callable[[RegistrationRow], bool] | None:
        """What the chips and the box ask for; None where they ask for nothing."""
        scope, text = Scope(self.by_area.value, self.by_sector.value), self.words.text()
        asked: list[Callable[[RegistrationRow], object]] = []
        if scope != EVERYONE:
            asked.append(lambda row: scope.holds(row.union))
        if text:
            asked.append(lambda row: unions.matches(row.search, text))
        if kind := self.by_kind.value:
            asked.append(lambda row: row.kind == kind)
        if self.only_odd.isChecked():
            odd = self._odd()
            asked.append(lambda row: row.id in odd)
        return (lambda row: all(wanted(row) for wanted in asked)) if asked else None

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9: by union and kind again, and only what the filters want."""
        self.rows.sort(key=attrgetter("union.sort_key", "union.id"))
        self.grid.set_rows(self.rows, self.problems)
        self.grid.resort()
        self._sum()

    def clear_filters(self) -> None:
        """Show everything."""
        self.grid.clear_filters()
        self.words.clear()
        for chip in (self.by_kind, self.by_area, self.by_sector):
            chip.choose("")
        self.only_odd.setChecked(False)

    # What is entered

    def _judge(self, entries: Sequence[Entry]) -> list[Judgement]:
        return self._actions.judge(entries) if self._actions is not None else []

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: one action, one step to undo."""
        if self._actions is None:
            return
        names = {row.id: row.union.name for row in self.rows}
        done = self._actions.enter(entries, names, pasted=self.grid.pasting)
        if done.error is not None:
            messages.show(done.error, self)
        for entry, reason in done.refused:
            self.grid.refuse(entry.key, entry.column, entry.text, reason)
        self.grid.settle(done.added, done.waiting)
        self._count_later.start()

    def add(self, union: UnionRow | None = None) -> None:
        """Ctrl+N: begin a registration in the blank line, of a *union* where one is meant."""
        if self.round is None or self.round.closed:
            return
        texts = {} if union is None else {CODE: union.code} if union.code else {UNION: union.name}
        self.grid.finish_editing()
        self.grid.begin_row(texts, KIND if union is not None else CODE if self.grid.model.shows(CODE) else UNION)

    def delete(self, keys: Sequence[Hashable]) -> None:
        """Ctrl+Delete: remove registrations, after asking."""
        ids = [key for key in keys if isinstance(key, int)]
        gone = [row for row in self.rows if row.id in set(ids)]
        if not gone:
            return
        if len(gone) == 1:
            what = _("đăng ký “{content}” của {union}").format(content=gone[0].content, union=gone[0].union.name)
        else:
            what = _("{count} đăng ký, {round}").format(
                count=show_whole(len(gone)), round=f"{self.round.name}/{self.round.year}" if self.round else ""
            )
        question = _("Xóa {what}?\n\nCó thể hoàn tác bằng Ctrl+Z.").format(what=what)
        if messages.ask(question, _("&Xóa"), parent=self):
            title = _("Xóa {what}").format(what=what)
            self.work.do(title, partial(registrations.deleting, ids=ids), len(ids), lambda _none: self.grid.setFocus())

    def _show_history(self, key: Hashable, column_name: str) -> None:
        """Ctrl+Shift+H: who changed a cell; beside the fields, all of the registration."""
        from unioncare_desktop.ui import cell_history

        row = next(row for row in self.rows if row.id == key)
        name = UNION if column_name == CODE else column_name
        field = name if name in FIELDS else ""
        cell_history.show(self.work, self, Registration, [row.id], f"{row.content}, {row.union.name}", field)

    def _reopen(self) -> None:
        """Open the round again, for a reason."""
        if self.round is not None:
            ask_reopen(self.work, self.round, self)

    # The form

    def open_current(self) -> None:
        """F4: the form of the current registration, or of a new one."""
        self.grid.finish_editing()
        if self.round is not None:
            key = self.grid.current_key
            self.open_form(key if isinstance(key, int) else None)

    def open_form(self, registration_id: int | None) -> None:
        """The form of a registration; of a new one for None."""
        from unioncare_desktop.ui.registration_form import RegistrationForm

        if self.round is None or (registration_id is None and self.round.closed):
            return
        self.form = RegistrationForm(self.work, self.round, self._offered, self)
        self.form.saved.connect(self.grid.go_to)
        self.form.delete_wanted.connect(lambda wanted: self.delete([wanted]))
        if registration_id is None:
            self.form.add()
        else:
            self.form.edit(registration_id)
