"""What was sent to whom, what still waits to be sent or answered, and the office's address book.

Both are typed and pasted into like every grid; what was sent on paper or otherwise goes into the blank line of the log.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSplitter, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Correspondent, Delivery
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import correspondents, deliveries, line_entry, unions
from unioncare_desktop.services.deliveries import DeliveryRow
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui import delivery_columns, messages, theme
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_LOG, _BOOK = "deliveries", "correspondents"
_SEARCH_WIDTH = 250
_SHARES = (3, 2)
"""How much of the room the log and the address book have at first."""


class _Service(Protocol):
    """A service into whose lines is typed."""

    def judge(self, session: "Session", entries: Sequence[line_entry.Entry], /) -> list[Judgement]:
        """What would become of entries."""

    def enter(self, session: "Session", entries: Sequence[line_entry.Entry], /) -> line_entry.Entered:
        """Store entries."""

    def delete(self, session: "Session", ids: Sequence[int]) -> None:
        """Put lines into the trash."""


class LinesGrid(RecordGrid):
    """A grid with a blank line whose lines are kept by *service*; each action of the user is stored at once."""

    def __init__(
        self,
        work: "Work",
        context: "Context",
        name: str,
        service: _Service,
        record_type: type[Record],
        columns: tuple[GridColumn, ...],
        adds: str,
    ) -> None:
        look = context.settings.grids.setdefault(name, {})
        super().__init__(columns, look=look, judge=self._judged, adds=adds)
        self._work, self._service, self._record_type = work, service, record_type
        self.kept = KeptTexts(self, context, work.database.location, name)
        self.entered.connect(self._enter)
        self.delete_wanted.connect(self.delete)
        self.history_wanted.connect(self._show_history)

    def _judged(self, entries: Sequence[Entry]) -> list[Judgement]:
        with self._work.read() as session:
            return self._service.judge(session, _asked(entries))

    def _enter(self, entries: Sequence[Entry]) -> None:
        errors: list[UserError] = []
        done = self._work.write(
            self._title(entries),
            lambda session: self._service.enter(session, _asked(entries)),
            errors.append,
            kind=PASTE if self.pasting else EDIT,
        )
        if done is None:
            messages.show(errors[0], self)
            for entry in entries:
                self.refuse(entry.key, entry.column, entry.text, str(errors[0]))
            return
        for refused in done.refused:
            self.refuse(refused.entry.key, refused.entry.field, str(refused.entry.raw), refused.reason)
        self.settle(done.added, done.waiting)

    def _title(self, entries: Sequence[Entry]) -> str:
        of = self._record_type.title
        if self.pasting:
            return _("Dán {count} ô, {of}").format(count=show_whole(len(entries)), of=of)
        known = self._called(entries[0].key)
        return _("Sửa {of} {name}").format(of=of, name=known) if known else _("Thêm {of}").format(of=of)

    def _called(self, key: Hashable) -> str:
        """The first words of a row; nothing for a blank line."""
        row = next((row for row in self.model.all_rows() if row.id == key), None)
        first = next(one for one in self.model.columns if one.strong)
        return str(first.value_of(row)) if row is not None else ""

    def delete(self, keys: Sequence[Hashable]) -> None:
        """Ctrl+Delete: put lines into the trash, after asking."""
        ids = [key for key in keys if isinstance(key, int)]
        if not ids:
            return
        of = self._record_type.title
        one = f"{of} {self._called(ids[0])}"
        what = one if len(ids) == 1 else _("{count} {of}").format(count=show_whole(len(ids)), of=of)
        question = _("Xóa {what}?\n\nCó thể hoàn tác bằng Ctrl+Z, hoặc lấy lại từ thùng rác.").format(what=what)
        if messages.ask(question, _("&Xóa"), parent=self):
            title = _("Xóa {what}").format(what=what)
            self._work.write(title, lambda session: self._service.delete(session, ids=ids))

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who changed a cell; beside the fields, all of the line."""
        from unioncare_desktop.ui import cell_history

        if isinstance(key, int):
            field = name if name in self._record_type.__table__.columns else ""
            cell_history.show(self._work, self, self._record_type, [key], self._called(key), field)


def _asked(entries: Sequence[Entry]) -> list[line_entry.Entry]:
    return [line_entry.Entry(entry.key, entry.column, entry.text) for entry in entries]  # type: ignore[arg-type] # ids, lines


class DeliveriesView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.span: Span | None = None
        self.rows: list[DeliveryRow] = []
        self._documents: dict[int, str] = {}
        self._arrived = False
        self.answer = Button(_("Ghi &phản hồi…"), self.ask_answer, tip="Ctrl+Shift+R")
        self.sent = Button(_("Đã gửi hôm na&y"), self.mark_sent, role="primary", tip="Ctrl+Shift+Enter")
        self.buttons: tuple[Button, ...] = (self.answer, self.sent)
        """What the page shows at its right while this view is shown, the main action last."""
        self.words = SearchBox(_("Lọc theo nơi nhận, chủ đề…"))
        self.only_waiting, self.only_silent = FilterChip(""), FilterChip("")
        self.log = LinesGrid(
            work,
            context,
            _LOG,
            deliveries,
            Delivery,
            delivery_columns.of_log(self._documents),
            _("Gõ nơi gửi đến: bản giấy, Zalo…"),
        )
        self.book = LinesGrid(
            work, context, _BOOK, correspondents, Correspondent, delivery_columns.of_book(), _("Gõ tên cơ quan…")
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        filters = Flow(self.words, self.only_waiting, self.only_silent, gap=12)
        heading = Label(_("Danh bạ: nơi nhận báo cáo"), "heading")
        parts = QSplitter(Qt.Orientation.Vertical)
        for place, layout in enumerate((column(filters, self.log, gap=8), column(heading, self.book, gap=8))):
            part = QWidget()
            layout.setStretch(1, 1)
            part.setLayout(layout)
            parts.addWidget(part)
            parts.setStretchFactor(place, _SHARES[place])
            parts.setCollapsible(place, False)  # noqa: FBT003 - Qt's
        self.setLayout(column(parts))
        self.setFocusProxy(self.log)

    def _connect(self) -> None:
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.log.setFocus)
        for chip in (self.only_waiting, self.only_silent):
            chip.chosen.connect(self._filter)
        self.log.filtered.connect(self._sum)
        for grid in (self.log, self.book):
            grid.said.connect(self._tell)
            grid.summary.connect(self.summary)
            grid.current_changed.connect(partial(self._tell_problem, grid))
        for keys, do in (
            *((one, self.mark_sent) for one in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")),
            ("Ctrl+Shift+R", self.ask_answer),
            ("F8", self._next_problem),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes where the settings say, also after they have changed."""
        for grid in (self.log, self.book):
            grid.view.enter_moves = self.context.settings.enter_moves
        super().showEvent(event)

    # What is shown

    def show_span(self, span: Span) -> None:
        """The log is of all periods."""
        if span != self.span:
            self.span = span
            self.refresh()

    def refresh(self) -> None:
        """Read the log and the address book anew; rows stay where they are."""
        with self.work.read() as session:
            found = deliveries.listed(session)
            book = correspondents.listed(session)
            documents = deliveries.documents(session)
        self._documents.clear()
        self._documents.update(documents)
        places = {row.id: place for place, row in enumerate(self.rows)}
        self.rows = sorted(found, key=lambda row: (places.get(row.id, -1), -row.id))
        self.log.set_rows(self.rows)
        self.book.set_rows(book, correspondents.problems(book))
        if not self._arrived:
            self._arrived = True
            self.log.kept.arrive()
            self.book.kept.arrive()
            self._filter()
        self._sum()

    def _sum(self) -> None:
        for chip, words, count in (
            (self.only_waiting, _("Chưa gửi"), sum(row.waits for row in self.rows)),
            (self.only_silent, _("Chưa phản hồi"), sum(row.unanswered for row in self.rows)),
        ):
            chip.set_label(f"{words} {show_whole(count)}" + (" ×" if chip.isChecked() else ""))
        shown: list[DeliveryRow] = self.log.shown_rows
        nothing = _("Không có dòng nào khớp bộ lọc") if self.rows else _("Chưa gửi văn bản nào")
        self.log.set_totals(delivery_columns.log_totals(shown) if shown else {"recipient": nothing})
        for button in self.buttons:
            button.setEnabled(bool(shown))
        self._tell()

    def _tell(self, news: str = "") -> None:
        count = _("{count} lần gửi").format(count=show_whole(len(self.rows)))
        self.status.emit(f"{count} · {news}" if news else count)

    def _tell_problem(self, grid: RecordGrid) -> None:
        self._tell(grid.current_problem)

    def _next_problem(self) -> None:
        (self.book if self.book.isAncestorOf(self.focusWidget() or self) else self.log).next_problem()

    # Filters

    def _filter(self) -> None:
        self.log.set_filter(self._wanted())
        self._sum()

    def _wanted(self) -> Callable[[DeliveryRow], bool] | None:
        """What the chips and the box ask for; None where they ask for nothing. The chips are alternatives."""
        waiting, silent, text = self.only_waiting.isChecked(), self.only_silent.isChecked(), self.words.text()
        asked: list[Callable[[DeliveryRow], object]] = []
        if waiting or silent:
            asked.append(lambda row: (waiting and row.waits) or (silent and row.unanswered))
        if text:
            asked.append(lambda row: unions.matches(row.search, text))
        return (lambda row: all(wanted(row) for wanted in asked)) if asked else None

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9: the newest first again, and only what the filters want."""
        self.rows.sort(key=lambda row: -row.id)
        self.log.set_rows(self.rows)
        self.log.resort()
        self.book.resort()
        self._sum()

    # What is done

    def add(self) -> None:
        """Ctrl+N: begin a line of what goes out on paper or otherwise."""
        self.log.finish_editing()
        self.log.begin_row({}, "recipient")

    def _selected(self) -> list[int]:
        self.log.finish_editing()
        return [key for key in self.log.selected_keys if isinstance(key, int)]

    def _named(self, ids: Sequence[int]) -> str:
        row = next(row for row in self.rows if row.id == ids[0])
        return row.recipient if len(ids) == 1 else _("{count} nơi").format(count=show_whole(len(ids)))

    def mark_sent(self) -> None:
        """Ctrl+Shift+Enter: the selected messages were sent today."""
        ids = [row.id for row in self.rows if row.id in set(self._selected()) and row.waits]
        if not ids:
            self._tell(_("Các dòng đã chọn đều đã ghi ngày gửi."))
            return

        def done(count: int) -> None:
            self._tell(_("Đã ghi gửi hôm nay: {count} nơi.").format(count=show_whole(count)))
            self.log.setFocus()

        title = _("Ghi đã gửi hôm nay đến {who}").format(who=self._named(ids))
        self.work.do(title, partial(deliveries.sending, ids=ids, day=clock.today()), len(ids), done)

    def ask_answer(self) -> None:
        """Ctrl+Shift+R: ask when and what the receivers of the selected messages answered."""
        ids = self._selected()
        if not ids:
            return
        today = clock.today()

        def done(values: Mapping[str, Any]) -> bool:
            title = _("Ghi phản hồi của {who}").format(who=self._named(ids))
            return self.work.write(title, lambda session: deliveries.answered(session, ids, **values)) is not None

        questions = (
            Question("day", _("&Ngày phản hồi"), Day(today.year), today),
            Question("reply", _("&Nội dung"), Text(most=NOTE_LENGTH), None, required=False),
        )
        about = _("{who}. Ví dụ: đã nhận, đề nghị bổ sung phụ lục.").format(who=self._named(ids))
        AskDialog(_("Ghi phản hồi"), about, questions, _("&Ghi"), done, self).open()

    def export(self) -> None:
        """Ctrl+E: the register of documents, in which it stands what was issued."""
        self.go.emit("reports", "documents")

    @property
    def kept(self) -> tuple[KeptTexts, ...]:
        """The texts that are not stored: they would be lost when the window closes."""
        return self.log.kept, self.book.kept
