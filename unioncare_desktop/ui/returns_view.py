"""Who has reported for a quarter, on time or late, and who has to be reminded: typed, marked, copied to be sent.

The quarter is read beside the window; what is typed shows at once.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.records import PeriodReturn
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.holidays import day_remark, weekday
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, return_reminders, returns, unions
from unioncare_desktop.services.return_reminders import BY_EMAIL, EMAIL, ZALO
from unioncare_desktop.services.returns import LATE, MISSING, ON_TIME, STATES, UNKNOWN, ReturnRow, Summary
from unioncare_desktop.services.unions import EVERYONE, Scope
from unioncare_desktop.ui import messages, return_columns, saving, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.no_unions import NoUnions
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.row_entry import RowEntry
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.target_bar import Shares, TargetBar
from unioncare_desktop.ui.widgets.view_bar import ViewBar
from unioncare_desktop.vietnamese import show_day, show_percent, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.progress import Task
    from unioncare_desktop.reports.reminder_drafts import Reminders
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_NAME, _REPORT = "returns", "calls"
_SEARCH_WIDTH = 180
_ORDER = (MISSING, LATE, UNKNOWN, ON_TIME)
_WAYS = {"Zalo": _("qua &Zalo"), BY_EMAIL: _("qua thư đ&iện tử"), "điện thoại": _("qua điện th&oại")}


@dataclass(frozen=True)
class Reading:
    """A quarter as it was read: its returns, when they are due and in which words, what the office calls a union."""

    quarter: Span
    due: date
    due_words: str
    rows: list[ReturnRow]
    unit: str


def read(work: "Work", quarter: Span) -> Reading:
    """Read the returns of a *quarter*; called in another thread."""
    with work.read() as session:
        (asked,) = returns.asked(session, quarter)
        rows, unit = returns.rows(session, quarter), office.view(session).kind.unit_short
        return Reading(quarter, asked.due, _due_words(asked.due), rows, unit)


def _due_words(due: date) -> str:
    """The day, and that nobody works on it: "Hạn nộp thứ Năm 14/12/2023"."""
    remark = day_remark(due)
    words = _("Hạn nộp {weekday} {day}").format(weekday=weekday(due), day=show_day(due))
    return f"{words} ({remark.words})" if remark is not None else words


class ReturnsView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.quarter: Span | None = None
        self.rows: dict[int, ReturnRow] = {}
        self._due, self._due_words, self._unit, self._loaded = date.min, "", "", False
        self._background = Background()
        self.reminder = Button(_("&Nhắc nộp ▾"))
        self.reminder.setMenu(self._reminder_menu())
        self.received = Button(_("Đã nhận hôm na&y"), self.receive, role="primary", tip="Ctrl+Shift+Enter")
        self.buttons: tuple[Button, ...] = (self.reminder, self.received)
        """What the page shows at its right while this view is shown, the main action last."""
        self.headline, self.detail = Label("", "heading", wrap=True), Label("", "muted", wrap=True)
        self.bar = TargetBar()
        self.words = SearchBox(_("Lọc theo tên, mã…"))
        self.by_state = {state: FilterChip("") for state in _ORDER}
        self.unreachable = FilterChip("")
        self.by_area, self.by_sector = (FilterChip(words, _("tất cả")) for words in (_("Địa bàn"), _("Loại hình")))
        self.entry = RowEntry(work, self, returns, PeriodReturn, self._called)
        look = context.settings.grids.setdefault(_NAME, {})
        columns = return_columns.columns(lambda: self.quarter)
        self.grid = self.entry.grid = RecordGrid(columns, attrgetter("union.id"), look=look, judge=self.entry.judge)
        self.kept = KeptTexts(self.grid, context, work.database.location, _NAME)
        self._lay_out()
        self._connect()
        self.views.restore()

    def _lay_out(self) -> None:
        chips = {**self.by_state, "unreachable": self.unreachable, "area": self.by_area, "sector": self.by_sector}
        self._chips = tuple(chips.values())
        self.views = ViewBar(self.grid, self.context, _NAME, {"words": self.words, **chips})
        self._nothing = NoUnions(self.context)
        self.stack, whole = Stack(), QWidget()
        told = column(self.headline, self.bar, self.detail, gap=4)
        layout = column(told, Flow(self.words, *self._chips, self.views, gap=10), self.grid, gap=10)
        layout.setStretch(2, 1)
        whole.setLayout(layout)
        whole.setFocusProxy(self.grid)
        self.stack.addWidget(whole)
        self.stack.addWidget(self._nothing)
        self.setLayout(column(self.stack))
        self.setFocusProxy(self.stack)

    def _connect(self) -> None:
        self._background.answered.connect(self._show)
        self._nothing.go.connect(self.go)
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        for chip in self._chips:
            chip.chosen.connect(self._filter)
        self.grid.entered.connect(self._enter)
        self.grid.opened.connect(lambda union_id, _column: self.open_figures(union_id))
        self.grid.history_wanted.connect(self._show_history)
        self.grid.summary.connect(self.summary)
        for told in (self.grid.said, self.grid.filtered, self.grid.current_changed):
            told.connect(self._tell)
        for keys, do in (
            *((one, self.receive) for one in ("Ctrl+Shift+Return", "Ctrl+Shift+Enter")),
            ("Ctrl+Shift+C", partial(self.copy_reminder, ZALO)),
            ("F4", lambda: self.open_figures(self.grid.current_key)),
            ("F8", self.grid.next_problem),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def _reminder_menu(self) -> QMenu:
        menu = QMenu(self)
        for words, copy in (
            (_("Sao chép &tin nhắn chung (Zalo)\tCtrl+Shift+C"), partial(self.copy_reminder, ZALO)),
            (_("&Soạn thư nhắc từng đơn vị (.eml)…"), self.draft_reminders),
            (_("Sao chép t&hư gửi từng đơn vị (e-mail)"), partial(self.copy_reminder, EMAIL)),
            (_("Sao chép danh sách điện thoại cho &Excel"), partial(self._copy_list, return_reminders.phone_table)),
            (_("Sao chép &danh sách điện thoại dạng chữ"), partial(self._copy_list, return_reminders.phone_lines)),
            (_("Sao chép các địa chỉ e-&mail"), partial(self._copy_list, _addresses)),
        ):
            menu.addAction(words, copy)
        menu.addSeparator()
        for how, words in _WAYS.items():
            menu.addAction(_("Ghi đã nhắc hôm nay {how}").format(how=words), partial(self.remind, how))
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes where the settings say, also after they have changed."""
        self.grid.view.enter_moves = self.context.settings.enter_moves
        super().showEvent(event)

    # What is shown

    def show_span(self, span: Span) -> None:
        """Show the returns of the last quarter of *span*; those of another one give way at once."""
        quarter = span.quarters[-1]
        if quarter != self.quarter:
            self._leave()
            self.quarter = quarter
            self.entry.belong_to(quarter, quarter.title)
            self.grid.set_about(quarter.title)
        self.refresh()

    def _leave(self) -> None:
        self.grid.finish_editing()
        self.kept.leave()
        self.rows.clear()
        self.grid.set_rows(())
        self._loaded = False

    def refresh(self) -> None:
        """Read the quarter that is shown anew."""
        if self.quarter is not None:
            self._background.ask(partial(read, self.work, self.quarter))

    @property
    def busy(self) -> bool:
        """Whether something is still to be read."""
        return self._background.busy

    def _show(self, reading: Reading) -> None:
        if reading.quarter != self.quarter:
            return
        self._arrange(reading.rows)
        self._due, self._due_words, self._unit = reading.due, reading.due_words, reading.unit
        self._nothing.show_words()
        self.stack.setCurrentIndex(0 if self.rows else 1)
        for name in ("code", "entered_on", "chair", "phone", "email", "reminders", "reminded_on", "area", "sector"):
            self.grid.show_column(name, any(self.grid.model.column(name).value_of(row) for row in reading.rows))
        self.grid.set_rows(self.rows.values(), returns.problems(reading.rows))
        self._offer_choices()
        if not self._loaded:
            self._loaded = True
            self.kept.arrive(reading.quarter.code)
            self._filter()
        self._count()

    def _arrange(self, rows: Sequence[ReturnRow]) -> None:
        """What is missing comes first in a quarter that was not shown yet; after that, rows stay where they are."""
        if self.rows:
            places = {union_id: place for place, union_id in enumerate(self.rows)}
            rows = sorted(rows, key=lambda row: places.get(row.union.id, len(places)))
        else:
            rows = sorted(rows, key=return_columns.urgency)
        self.rows = {row.union.id: row for row in rows}

    def _offer_choices(self) -> None:
        for chip, attribute in ((self.by_area, "area"), (self.by_sector, "sector")):
            choices = unions.in_use((row.union for row in self.rows.values()), attribute)
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)

    def _count(self) -> None:
        summary = returns.summed(self.rows.values())
        share = summary.received / summary.expected if summary.expected else 0.0
        self.headline.setText(self._summed(summary))
        self.detail.setText(" · ".join(self._about(summary)))
        self.bar.show_shares(Shares(share, 1.0, "good" if not summary.missing else "primary"))
        self.bar.setAccessibleName(self.headline.text())
        counted = {MISSING: summary.missing, LATE: summary.late, UNKNOWN: summary.unknown, ON_TIME: summary.on_time}
        for state, chip in self.by_state.items():
            self._label(chip, STATES[state], counted[state])
        silent = sum(not row.contact.reached for row in self.rows.values() if row.missing)
        self._label(self.unreachable, _("Chưa nộp, không có điện thoại, e-mail"), silent)
        self.unreachable.setVisible(silent > 0 or self.unreachable.isChecked())
        self._sum()

    @staticmethod
    def _label(chip: FilterChip, words: str, count: int) -> None:
        chip.set_label(f"{words[:1].upper()}{words[1:]} {show_whole(count)}" + (" ×" if chip.isChecked() else ""))

    def _summed(self, summary: Summary) -> str:
        words = {
            "period": self.quarter.title if self.quarter is not None else "",
            "received": show_whole(summary.received),
            "expected": show_whole(summary.expected),
            "unit": self._unit,
            "missing": show_whole(summary.missing),
            "share": show_percent(summary.received / summary.expected if summary.expected else None, 2),
        }
        if not summary.missing:
            return _("{period}: cả {expected} {unit} đã nộp số liệu").format(**words)
        return _("{period}: {received}/{expected} {unit} đã nộp số liệu, đạt {share}; còn {missing}").format(**words)

    def _about(self, summary: Summary) -> list[str]:
        """When the returns are due, and what is to be known of days that are not known."""
        told = [self._due_words]
        days = (self._due - clock.today()).days
        if summary.missing:
            rest = _("còn {days} ngày") if days > 0 else _("hạn là hôm nay") if days == 0 else _("đã quá {days} ngày")
            told.append(rest.format(days=show_whole(abs(days))))
        if summary.unknown:
            told.append(_("không rõ ngày nộp vì số liệu được nhập sau; biết thì gõ vào cột Ngày nhận"))
        return told

    def _sum(self) -> None:
        shown = self.grid.shown_rows
        nothing = {"name": _("Không có dòng nào khớp bộ lọc")}
        self.grid.set_totals(return_columns.totals(shown, self._unit) if shown else nothing)
        self.reminder.setEnabled(bool(shown))
        self._tell()

    def _tell(self, news: str = "") -> None:
        """How many returns have come, how many of them are shown, and the *news*."""
        if not self._loaded:
            return
        shown, everything = len(self.grid.shown_rows), len(self.rows)
        filtered = _("hiện {shown} dòng").format(shown=show_whole(shown)) if shown != everything else ""
        told = return_columns.received_words(self.rows.values(), self._unit)
        self.status.emit(" · ".join(filter(None, (told, filtered, news or self.grid.current_problem))))

    # Filters

    def _filter(self) -> None:
        self.grid.set_filter(self._wanted())
        self._count()

    def _wanted(self) -> Callable[[ReturnRow], bool] | None:
        """What the chips and the box ask for; None where they ask for nothing."""
        scope = Scope(self.by_area.value, self.by_sector.value, text=self.words.text())
        states = {state for state, chip in self.by_state.items() if chip.isChecked()}
        asked: list[Callable[[ReturnRow], object]] = []
        if scope != EVERYONE:
            asked.append(lambda row: scope.holds(row.union))
        if states:
            asked.append(lambda row: row.state in states)
        if self.unreachable.isChecked():
            asked.append(lambda row: row.missing and not row.contact.reached)
        return (lambda row: all(wanted(row) for wanted in asked)) if asked else None

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9: what is missing first again, and only what the filters want."""
        self.rows = {row.union.id: row for row in sorted(self.rows.values(), key=return_columns.urgency)}
        self.grid.set_rows(self.rows.values(), returns.problems(self.rows.values()))
        self.grid.resort()
        self._filter()

    # What is typed

    def _called(self, union_id: int) -> str:
        return self.rows[union_id].union.name

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: the rows show their new values before all is read anew."""
        self.entry.enter(entries)
        self._reread([entry.key for entry in entries])

    def _reread(self, keys: Sequence[Hashable]) -> None:
        known = [row for union_id, row in self.rows.items() if union_id in set(keys)]
        with self.work.read() as session:
            fresh = returns.reread(session, known)
        self.rows |= {row.union.id: row for row in fresh}
        problems = returns.problems(fresh)
        self.grid.update_rows(fresh, {row.union.id: problems.get(row.union.id, ()) for row in fresh})
        self._count()

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who wrote when a return came, or all that was written of it."""
        from unioncare_desktop.ui import cell_history

        if self.quarter is None or not isinstance(key, int):
            return
        with self.work.read() as session:
            ids = returns.stored_ids(session, self.quarter, key)
        title = _("{union}, {period}").format(union=self._called(key), period=self.quarter.title)
        cell_history.show(self.work, self, PeriodReturn, ids, title, name if name in returns.FIELDS else "")

    # What is done

    def add(self) -> None:
        """Ctrl+N: a return comes as figures; go and type them."""
        self.open_figures(self.grid.current_key)

    def open_figures(self, union_id: Hashable) -> None:
        """F4, Enter: the figures of a union in this quarter."""
        if self.quarter is not None and isinstance(union_id, int):
            self.context.choose_period(self.quarter.code, self.quarter.title)
            self.go.emit("counts", ("union", union_id))

    def export(self) -> None:
        """Ctrl+E: the list of those who are to be called."""
        if self.quarter is not None:
            self.context.choose_period(self.quarter.code, self.quarter.title)
        self.go.emit("reports", _REPORT)

    def receive(self) -> None:
        """Ctrl+Shift+Enter: the returns of the selected unions came today."""
        ids = self._selected()
        if self.quarter is not None and ids:
            title = _("Nhận số liệu {period} hôm nay của {who}").format(period=self.quarter.title, who=self._who(ids))
            self._do(title, partial(returns.receiving, quarter=self.quarter, union_ids=ids, day=clock.today()), ids)

    def remind(self, how: str) -> None:
        """The unions that are asked about were reminded today."""
        ids = [row.union.id for row in self._asked()]
        if self.quarter is None or not ids:
            self._tell(_("Không có đơn vị nào chưa nộp trong các dòng này."))
            return
        words = {"period": self.quarter.title, "who": self._who(ids), "how": how}
        question = _("Ghi là hôm nay đã nhắc {who} qua {how} nộp số liệu {period}?\n\nCó thể hoàn tác bằng Ctrl+Z.")
        if len(ids) > 1 and not messages.ask(question.format(**words), _("&Ghi"), parent=self):
            return
        title = _("Nhắc {who} nộp số liệu {period} qua {how}").format(**words)
        task = partial(returns.reminding, quarter=self.quarter, union_ids=ids, on=clock.today(), how=how)
        self._do(title, task, ids)

    def _do(self, title: str, task: "Callable[[Session], Task[int]]", ids: Sequence[int]) -> None:
        def done(count: int) -> None:
            self._reread(ids)
            self._tell(_("Đã ghi cho {count} đơn vị.").format(count=show_whole(count)))
            self.grid.setFocus()

        self.work.do(title, task, len(ids), done)

    def _who(self, ids: Sequence[int]) -> str:
        return self._called(ids[0]) if len(ids) == 1 else f"{show_whole(len(ids))} {self._unit}"

    def _selected(self) -> list[int]:
        self.grid.finish_editing()
        return [key for key in self.grid.selected_keys if isinstance(key, int)]

    def _asked(self) -> list[ReturnRow]:
        """Those that are missing: of the selected rows where several are, else of all that are shown."""
        keys, shown = set(self._selected()), list[ReturnRow](self.grid.shown_rows)
        return [row for row in shown if row.missing and (len(keys) <= 1 or row.union.id in keys)]

    def copy_reminder(self, kind: str) -> None:
        """Ctrl+Shift+C: the text to send to those that are missing."""
        asked = self._asked()
        with self.work.read() as session:
            text = return_reminders.reminder_text(session, asked, kind)
        self._copy(text, len(asked))

    def draft_reminders(self) -> None:
        """Ask for a folder, and write a draft into it for each of those that are missing."""
        folder = QFileDialog.getExistingDirectory(
            self, _("Lưu thư nhắc vào thư mục"), self.context.settings.last_export_folder
        )
        if folder and self.quarter is not None:
            self._draft_into(Path(folder))

    def _draft_into(self, folder: Path) -> None:
        from unioncare_desktop.reports import reminder_drafts

        asked = self._asked()
        again = partial(self._draft_into, folder)
        self.work.run(
            _("soạn thư nhắc nộp số liệu"),
            lambda session: reminder_drafts.drafting(session, asked, folder, clock.today()),
            partial(self._show_drafts, asked, folder),
            lambda error: saving.refused(error, again, self.draft_reminders, self),
            writes=True,
        )

    def _show_drafts(self, asked: Sequence[ReturnRow], folder: Path, made: "Reminders") -> None:
        """Open the first draft, or the folder where nothing opens it; name those without an address."""
        self._reread([row.union.id for row in asked])
        if made.paths and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.paths[0]))):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        told = _("Đã soạn {count} thư nhắc vào {folder} và ghi đã nhắc hôm nay.").format(
            count=show_whole(len(made.paths)), folder=folder
        )
        self._tell(told if made.paths else _("Không có đơn vị chưa nộp nào có địa chỉ e-mail."))
        if made.silent:
            sentence = _("{count} đơn vị chưa có địa chỉ e-mail dùng được nên không có thư:\n{names}")
            names = "\n".join(made.silent)
            messages.inform(sentence.format(count=show_whole(len(made.silent)), names=names), self)

    def _copy_list(self, of: Callable[[Sequence[ReturnRow]], str]) -> None:
        asked = self._asked()
        self._copy(of(asked) if asked else "", len(asked))

    def _copy(self, text: str, count: int) -> None:
        if not text:
            self._tell(_("Không có gì để sao chép: các dòng này đã nộp, hoặc chưa ghi liên hệ."))
            return
        QGuiApplication.clipboard().setText(text)
        self._tell(
            _("Đã sao chép cho {count} đơn vị; gửi xong thì ghi đã nhắc (nút Nhắc nộp).").format(
                count=show_whole(count)
            )
        )


def _addresses(rows: Sequence[ReturnRow]) -> str:
    return "; ".join(dict.fromkeys(row.contact.email for row in rows if row.contact.email))
