"""What is due: late, soon, later, done, and what has no day yet, of the year that is looked at.

Space marks a thing as done or takes that back, F6 puts it off; Enter goes to where it comes from.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadlines
from unioncare_desktop.services.deadline_marks import DEADLINE, PERIOD
from unioncare_desktop.services.deadlines import Occurrence, State
from unioncare_desktop.services.unions import matches
from unioncare_desktop.ui import deadline_dialogs, deadline_lines, theme
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.deadline_lines import TO_DO, UNDATED, Line, Reading
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, Label, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.progress import Task
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

REPORT = "deadlines"
_SEARCH_WIDTH, _LEAST_HEIGHT = 170, 150
_LINES = 2
"""So many lines below the list tell everything about the current one."""


class DeadlinesView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.lines: Sequence[Line] = ()
        self._year, self._question, self._headline = clock.today().year, 0, ""
        self._arriving: int | None = None
        self._background = Background()
        self.out = Button(_("&Xuất ▾"))
        self.out.setMenu(self._out_menu())
        self.new = Button(_("&Thêm việc"), self.add, role="primary", tip="Ctrl+N")
        self.buttons: tuple[Button, ...] = (self.out, self.new)
        """What the page shows at its right while this view is shown, the main action last."""
        self.mark = Button(_("Đánh &dấu ▾"))
        self.mark.setMenu(self._mark_menu())
        self.words = SearchBox(_("Lọc theo việc, kế hoạch…"))
        self._asked = deadline_lines.groups()
        self.questions = {name: FilterChip(words) for name, (words, _wanted) in self._asked.items()}
        self.by_plan = FilterChip(_("Nguồn"), _("tất cả"))
        self.shown_of, self.about = Label("", "muted"), Label("", "muted", wrap=True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        look = context.settings.grids.setdefault("deadlines", {})
        self.grid = RecordGrid(deadline_lines.columns(), lambda line: line.key, look=look)
        self.grid.select_whole_rows()
        self.grid.view.setAccessibleName(_("Việc đến hạn"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        chips = (*self.questions.values(), self.words, self.by_plan, self.mark)
        whole, self._stack = QWidget(), Stack()
        layout = column(Flow(*chips, self.shown_of, gap=10, last_right=True), self.grid, self.about, gap=12)
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        whole.setFocusProxy(self.grid)
        load = Button(_("&Nạp kế hoạch"), lambda: self.go.emit("targets", "plans"))
        add = Button(_("Thê&m việc"), self.add, role="primary")
        detail = _("Hạn trong kế hoạch, nhiệm kỳ cán bộ, đợt thi đua, kỳ nộp số liệu tự vào danh sách này.")
        nothing = EmptyState("targets", _("Chưa có việc nào đến hạn trong năm này."), load, add, detail=detail)
        self._stack.addWidget(whole)
        self._stack.addWidget(nothing)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self._stack)

    def _connect(self) -> None:
        self._background.answered.connect(self._show)
        self.questions[TO_DO].setChecked(True)
        for name, chip in self.questions.items():
            chip.chosen.connect(partial(self._ask, name))
        self.by_plan.chosen.connect(self._filter)
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        self.grid.filtered.connect(self._tell_shown)
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        self.grid.current_changed.connect(self._tell_current)
        self.grid.summary.connect(self.summary)
        self.grid.said.connect(self.summary)
        for keys, do in (("Space", self.toggle_done), ("F6", self.ask_snooze), ("F2", self.ask_note)):
            shortcut = QShortcut(QKeySequence(keys), self.grid)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        px = theme.current().px
        self.words.setFixedWidth(px(_SEARCH_WIDTH))
        self.grid.setMinimumHeight(px(_LEAST_HEIGHT))
        self.about.setMinimumHeight(_LINES * self.about.fontMetrics().lineSpacing())

    def _mark_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, do in (
            (_("Đã &xong, hoặc chưa xong\tDấu cách"), self.toggle_done),
            (_("Đã xong, ghi &chú…\tF2"), self.ask_note),
            (_("&Nhắc lại sau…\tF6"), self.ask_snooze),
            (_("&Bỏ đánh dấu"), self.unmark),
        ):
            menu.addAction(words, do)
        menu.addSeparator()
        menu.addAction(_("&Mở nơi ghi việc này\tEnter"), self.open_current)
        return menu

    def _out_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("&In danh sách, xuất Excel\tCtrl+E"), self.export)
        menu.addAction(_("Tệp &lịch cho điện thoại, Outlook (.ics)…"), self.save_calendar)
        return menu

    # What is shown

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._background.busy

    def show_span(self, span: Span) -> None:
        """Show the year in which *span* lies."""
        self._year = span.year
        self.refresh()

    def refresh(self) -> None:
        """Read anew, beside the window."""
        self._question += 1
        self._background.ask(partial(deadline_lines.read, self.work, self._year, clock.today(), self._question))

    def _show(self, reading: Reading) -> None:
        if reading.question != self._question:
            return  # something has changed since; it is read again
        self.lines = reading.lines
        years = "–".join(dict.fromkeys((str(reading.start.year), str(reading.end.year))))
        self._headline = _("Năm {years}").format(years=years)
        for name, (words, wanted) in self._asked.items():
            count = sum(map(wanted, self.lines))
            self.questions[name].set_label(f"{words} {show_whole(count)}")
            self.questions[name].setVisible(count > 0 or name in (TO_DO, self._group))
        self.by_plan.set_choices(list(dict.fromkeys(line.plan for line in self.lines)))
        for name in ("who", "note", "remark"):
            self.grid.show_column(name, any(getattr(line, name) for line in self.lines))
        self._stack.setCurrentIndex(0 if self.lines else 1)
        self.grid.set_rows(self.lines)
        self._filter()
        self._arrive()

    def _arrive(self) -> None:
        """Go to what was just added."""
        added = next((line.key for line in self.lines if line.key[:2] == (DEADLINE, self._arriving)), None)
        if added is not None:
            self._arriving = None
            self.grid.go_to(added)

    @property
    def _group(self) -> str:
        """Which of the questions is asked."""
        return next((name for name, chip in self.questions.items() if chip.isChecked()), TO_DO)

    def _ask(self, name: str, on: bool) -> None:  # noqa: FBT001 - Qt's
        """One question is always asked, and only one."""
        if on:
            for other, chip in self.questions.items():
                if other != name:
                    chip.setChecked(False)
            self._filter()
            if self._current not in self.grid.shown_rows and self.grid.shown_rows:
                self.grid.view.go(0, 0)
        elif not any(chip.isChecked() for chip in self.questions.values()):
            self.questions[name].setChecked(True)

    def show_group(self, name: str) -> None:
        """Show only what is "late", "due", "snoozed", "done", "undated", or everything that is "to_do"."""
        self.words.clear()
        self.by_plan.choose("")
        self.questions[name].setVisible(True)
        self.questions[name].setChecked(True)

    def _filter(self) -> None:
        _words, in_group = self._asked[self._group]
        plan, text = self.by_plan.value, self.words.text()
        self.grid.show_column("due", self._group != UNDATED)
        self.grid.set_filter(
            lambda line: in_group(line) and (not plan or line.plan == plan) and matches(line.search, text)
        )
        self._tell_shown()

    def _tell_shown(self) -> None:
        shown = len(self.grid.shown_rows)
        words = _("{shown}/{everything} việc")
        self.shown_of.setText(words.format(shown=show_whole(shown), everything=show_whole(len(self.lines))))
        counts = (self.questions[name].text() for name in (State.LATE, State.DUE))
        self.status.emit(" · ".join((self._headline, *counts)))
        self.mark.setEnabled(shown > 0)

    def _tell_current(self) -> None:
        """Everything about the current line, where its cells are too narrow."""
        line = self._current
        told = (line.title, line.plan, line.who, line.remark, line.note) if line is not None else ()
        self.about.setText(" · ".join(filter(None, told)))

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9: by urgency again."""
        self.grid.resort()

    # What is done

    @property
    def _current(self) -> Line | None:
        return next((line for line in self.lines if line.key == self.grid.current_key), None)

    def _selected(self) -> list[Line]:
        keys = set(self.grid.selected_keys)
        return [line for line in self.grid.shown_rows if line.key in keys]

    def _chosen(self, *, marked: bool | None = None) -> list[Occurrence]:
        """What is selected and has a day; only what somebody has marked, or only what is not done, where asked."""
        chosen = [line.occurrence for line in self._selected() if line.occurrence is not None]
        if marked is None:
            return [one for one in chosen if one.state is not State.DONE or one.marked]
        return [one for one in chosen if (one.marked if marked else one.state is not State.DONE)]

    def toggle_done(self) -> None:
        """Space: what is selected is done; where all of it is, it is not."""
        chosen = self._chosen()
        still = self._chosen(marked=False)
        if still:
            title = _("Đánh dấu đã xong {what}").format(what=deadline_dialogs.called(still))
            self._do(title, partial(deadlines.marking, marked=still, on=clock.today()), len(still))
        elif chosen:
            self.unmark()
        else:
            self._tell_nothing()

    def _do(self, title: str, task: "Callable[[Session], Task[None]]", rows: int) -> None:
        """Mark so many rows, of many beside the window."""
        self.work.do(title, task, rows, lambda _none: self.grid.setFocus())

    def unmark(self) -> None:
        """Take back what was marked."""
        chosen = self._chosen(marked=True)
        if chosen:
            title = _("Bỏ đánh dấu {what}").format(what=deadline_dialogs.called(chosen))
            self._do(title, partial(deadlines.unmarking, marked=chosen), len(chosen))
        else:
            self._tell_nothing()

    def ask_snooze(self) -> AskDialog | None:
        """F6: be silent about what is selected until a day."""
        return self._asked_about(self._chosen(marked=False), deadline_dialogs.ask_snooze)

    def ask_note(self) -> AskDialog | None:
        """F2: what is selected is done, with a note; of what has no day, the day is asked for."""
        unclear = next((line.undated for line in self._selected() if line.undated is not None), None)
        if unclear is not None:
            return deadline_dialogs.ask_day(self.work, unclear, clock.today(), self)
        return self._asked_about(self._chosen(), deadline_dialogs.ask_note)

    def _asked_about(
        self, chosen: list[Occurrence], ask: "Callable[[Work, list[Occurrence], date, QWidget], AskDialog]"
    ) -> AskDialog | None:
        if not chosen:
            self._tell_nothing()
            return None
        return ask(self.work, chosen, clock.today(), self)

    def _tell_nothing(self) -> None:
        words = (
            _("Việc chưa rõ ngày: bấm Enter để ghi ngày.")
            if any(line.undated for line in self._selected())
            else _("Không có việc nào đã chọn mà đánh dấu được; việc tự xong thì không cần đánh dấu.")
        )
        self.summary.emit(words)

    def open_current(self) -> None:
        """Enter: where the current line comes from; of a deadline without a day, the day is asked for."""
        line = self._current
        if line is None:
            return
        if line.undated is not None:
            deadline_dialogs.ask_day(self.work, line.undated, clock.today(), self)
        elif line.occurrence is not None:
            source = line.occurrence.of
            if source.column == PERIOD:
                span = Span.parse(str(source.key)).quarters[-1]
                self.context.choose_period(span.code, span.title)
            self.go.emit(*line.occurrence.go)

    def add(self) -> AskDialog:
        """Ctrl+N: something that the office sets itself."""
        return deadline_dialogs.ask_new(self.work, clock.today(), self._added, self)

    def _added(self, deadline_id: int) -> None:
        """Something was added: it is shown as soon as it has been read."""
        self._arriving = deadline_id
        self.show_group(TO_DO)

    def save_calendar(self) -> None:
        """Write what is shown and not done into a calendar file."""
        shown = [line.occurrence for line in self.grid.shown_rows if line.occurrence is not None]
        still = [one for one in shown if one.state is not State.DONE]
        if not still:
            self.summary.emit(_("Không có việc nào đang hiện mà chưa xong để xuất lịch."))
            return
        sources = {one.of for one in still}
        done = [line.occurrence for line in self.lines if line.occurrence is not None and line.group == State.DONE]
        whole = [*still, *(one for one in done if one.of in sources)]  # a series leaves out what is done of it
        self.summary.emit(deadline_dialogs.save_calendar(whole, self.context, self))

    def export(self) -> None:
        """Ctrl+E: the list as a report."""
        self.go.emit("reports", REPORT)
