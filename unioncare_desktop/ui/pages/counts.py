"""Số liệu: the figures of all unions for one quarter, the previous quarter beside them, missing returns first.

Longer periods are summed from their quarters and are not edited here.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent

from unioncare_desktop.domain.records import (
    Area,
    Level,
    MemberCount,
    Office,
    Period,
    PeriodClosing,
    Sector,
    Threshold,
    Union,
    UnionEvent,
)
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings, counts, office, periods, unions
from unioncare_desktop.services.closings import ClosingRow
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.unions import EVERYONE, Scope
from unioncare_desktop.ui import count_columns, messages, theme
from unioncare_desktop.ui.closing_dialogs import PeriodBanner
from unioncare_desktop.ui.count_actions import CountActions
from unioncare_desktop.ui.count_columns import any_odd, is_faded
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.list_page import ListPage
from unioncare_desktop.ui.no_unions import NoUnions
from unioncare_desktop.ui.page import Context, Words
from unioncare_desktop.ui.quarter_page import QuarterPage
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, Chip, Elided, FilterChip
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import ViewBar
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.work import Work

_ROOM_FOR_HINT = 1120
_A_FEW = 200
_LONGEST_STEP = 24
_REST = 150
"""Milliseconds without a change after which sums and counts are made again."""


class CountsPage(QuarterPage, ListPage):
    """All unions of one quarter; each action of the user is stored at once, what is refused stays in its cell."""

    name, title, short, icon = "counts", _("Số liệu đoàn viên"), _("Số liệu"), "counts"
    shows = (MemberCount, Period, PeriodClosing, Union, UnionEvent, Area, Sector, Level, Office, Threshold)
    keys = (
        ("Shift+F2", _("Ghi chú, giải trình, cần hỏi lại")),
        ("Ctrl+Shift+Enter", _("Xác nhận số như quý trước ở các dòng đã chọn")),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self._rows: list[CountRow] = []
        self._problems: dict[Hashable, tuple[Problem, ...]] = {}
        self._places: dict[int, int] = {}
        self._unit = ""
        self._roomy = True
        self._actions = CountActions(work, self)
        self._refused = 0
        self._count_later = QTimer(self)
        self._count_later.setSingleShot(True)
        self._count_later.timeout.connect(self._count)
        self._ahead = Chip()
        self.header.add_beside(self._ahead)
        self.bring = Button(_("Nhập từ &Excel"), lambda: self.go.emit("imports", None))
        self.buttons = (
            Button(_("&Như quý trước"), self._take_over, tip=_("Điền đơn vị chưa nộp bằng số liệu quý trước")),
            self.bring,
            Button(_("&Lập báo cáo"), lambda: self.go.emit("reports", None), role="primary"),
        )
        self.header.add_actions(*self.buttons)
        self.words = SearchBox(_("Lọc theo tên, mã…"))
        self.only_missing, self.only_odd = FilterChip(""), FilterChip("")
        self.only_unconfirmed, self.only_follow_up = FilterChip(""), FilterChip("")
        self.confirm = Button(_("&Xác nhận"), self._confirm_shown, role="link", tip="Ctrl+Shift+Enter")
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.by_sector = FilterChip(_("Loại hình"), _("tất cả"))
        self.grid = RecordGrid(
            count_columns.columns(),
            attrgetter("union.id"),
            look=context.settings.grids.setdefault(self.name, {}),
            judge=self._actions.judge,
        )
        self.grid.set_faded(is_faded)
        chips = {
            "missing": self.only_missing,
            "odd": self.only_odd,
            "unconfirmed": self.only_unconfirmed,
            "follow_up": self.only_follow_up,
            "area": self.by_area,
            "sector": self.by_sector,
        }
        self.views = ViewBar(self.grid, context, self.name, {"words": self.words, **chips})
        self._kept = KeptTexts(self.grid, context, work.database.location, self.name)
        self._hint = Elided(role="small")
        self.banner = PeriodBanner(work)
        self._nothing = NoUnions(context)
        filters = (self.words, *self._switches(), self.confirm, self.by_area, self.by_sector, self.views)
        self.lay_out(self._nothing, *filters, self._hint, between=(self.banner,))
        self._connect()
        self.views.restore()

    def _connect(self) -> None:
        self.words.searched.connect(self._filter)
        for chip in (*self._switches(), self.by_area, self.by_sector):
            chip.chosen.connect(self._filter)
        self.grid.note_wanted.connect(self._ask_note)
        self.grid.history_wanted.connect(self._show_history)
        self.grid.filtered.connect(self._sum)
        self.grid.entered.connect(self._enter)
        self.grid.said.connect(self._tell)
        self.grid.current_changed.connect(self._moved)
        self._nothing.go.connect(self.go)
        self.context.stepped.connect(self._show_hint)
        self._show_hint()
        for keys, do in (
            ("F8", self.grid.next_problem),
            ("Ctrl+Shift+Return", self._confirm),
            ("Ctrl+Shift+Enter", self._confirm),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    def _show_hint(self) -> None:
        """The keys that help most here, and what Ctrl+Z would take back; in a closed quarter that may be refused."""
        step = self.context.next_undo if self.grid.model.editable else ""
        if len(step) > _LONGEST_STEP:
            step = step[:_LONGEST_STEP].rstrip() + "…"
        undo = _("Ctrl+Z hoàn tác «{step}»").format(step=step) if step else _("F9 sắp lại")
        self._hint.setText(_("F8 lỗi kế tiếp") + " · " + undo)

    def _switches(self) -> tuple[FilterChip, ...]:
        return self.only_missing, self.only_odd, self.only_follow_up, self.only_unconfirmed

    def showEvent(self, event: QShowEvent) -> None:
        """Opened again, missing returns come first; Enter goes where the settings say, also after they have changed."""
        self.grid.view.enter_moves = self.context.settings.enter_moves
        if self.span is not None and not event.spontaneous():
            self.resort()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the hint goes, and the button that the navigation has too."""
        self._roomy = event.size().width() >= theme.current().px(_ROOM_FOR_HINT)
        self._hint.setVisible(self._roomy)
        self.bring.setVisible(self._roomy and bool(self._rows))
        super().resizeEvent(event)

    # What is shown

    def refresh(self) -> None:
        """Load the quarter that all pages show. Rows stay where they are, unless it is another quarter."""
        before = self.span
        with self.work.read() as session:
            self.span = self.shared_span() or periods.newest_with_counts(session) or self.latest
            self._rows = counts.rows(session, self.span)
            quarters = [period.span for period in periods.listed(session) if period.span.kind == QUARTER]
            view, closing = office.view(session), closings.latest(session, self.span)
        self.show_quarter(self.span, *quarters)
        self._show_closing(closing)
        self._problems = self._problems_of(self._rows)
        self._name(view, self.span)
        if self.span == before:
            self._show_rows()
        else:
            self._change_span(self.span)
        self._count()
        self._tell("")
        self.context.choose_period(self.span.code, self.span.title)

    def follow(self, change: "Change") -> None:
        """Figures of a few unions are read anew by themselves; sums and counts follow when the typing rests."""
        ids = change.rows.get(MemberCount.__tablename__, frozenset())
        if self.span is None or change.tables != {MemberCount.__tablename__} or len(ids) > _A_FEW:
            self.refresh()
            return
        with self.work.read() as session:
            changed = counts.unions_of(session, ids)
            rows = counts.reread(session, self.span, [row for row in self._rows if row.union.id in changed])
        if len(rows) < len(ids):
            self.refresh()  # something was taken back, or has come
            return
        fresh = {row.union.id: row for row in rows}
        self._rows = [fresh.get(row.union.id, row) for row in self._rows]
        problems = self._problems_of(rows)
        self._problems |= problems
        self.grid.update_rows(rows, problems)
        self._count_later.start(_REST)

    def _show_closing(self, closing: ClosingRow | None) -> None:
        """The figures of a closed quarter are only read."""
        is_open = closing is None or not closing.closed
        self.banner.show_closing(closing)
        self.grid.set_editable(is_open, self.banner.words.text())
        for button in (self.buttons[0], self.confirm):
            button.setEnabled(is_open)
        self._show_hint()

    def _problems_of(self, rows: Iterable[CountRow]) -> dict[Hashable, tuple[Problem, ...]]:
        return {row.union.id: count_columns.problems(row) for row in rows}

    def _change_span(self, after: Span) -> None:
        """Another quarter: missing returns first, and the texts that could not be stored there in their cells again."""
        self._kept.leave()
        self._arrange()
        self._kept.arrive(after.code)

    def _arrange(self) -> None:
        self._rows.sort(key=lambda row: (not row.missing, row.union.sort_key))
        self._places = {row.union.id: place for place, row in enumerate(self._rows)}
        self._show_rows()
        self.grid.set_filter(self._wanted())

    def _show_rows(self) -> None:
        self._rows.sort(key=lambda row: self._places.get(row.union.id, len(self._places)))
        self.grid.set_rows(self._rows, self._problems)
        self.show_list(shown=bool(self._rows))
        for widget in (self.switch, *self.buttons):
            widget.setVisible(bool(self._rows) and (self._roomy or widget is not self.bring))

    def _name(self, view: OfficeView, span: Span) -> None:
        """Headings in the words of the office and of the quarter."""
        self._unit = self._actions.unit = view.kind.unit_short
        self._actions.span = span
        self.grid.set_title("name", view.kind.units)
        self.grid.set_title("workers", view["population"])
        short = span.previous.short
        self.grid.set_title("before", short if span.number > 1 else f"{short}/{span.previous.year % 100:02}")
        self.grid.set_about(span.title)
        self._ahead.show_text(_("Kỳ còn ở tương lai") if span.is_ahead else "", "warning")

    def _count(self) -> None:
        self._label_chips()
        self.set_badge(sum(row.missing for row in self._rows))
        for chip, attribute in ((self.by_area, "area"), (self.by_sector, "sector")):
            choices = unions.in_use((row.union for row in self._rows), attribute)
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)
        self._sum()

    def _label_chips(self) -> None:
        self._refused = len(self.grid.refused)
        unconfirmed, follow_up = (
            sum(bool(getattr(row, name)) for row in self._rows) for name in ("unconfirmed", "follow_up")
        )
        for chip, words, count, always in (
            (self.only_missing, _("Chưa nộp"), sum(row.missing for row in self._rows), True),
            (self.only_odd, _("Có lỗi, cảnh báo"), len(self._odd()), True),
            (self.only_unconfirmed, _("Chưa xác nhận"), unconfirmed, False),
            (self.only_follow_up, _("Cần hỏi lại"), follow_up, False),
        ):
            chip.set_label(f"{words} {show_whole(count)}" + (" ×" if chip.isChecked() else ""))
            chip.setVisible(always or chip.isChecked() or count > 0)
        self.confirm.setVisible(unconfirmed > 0)

    def _sum(self) -> None:
        shown = self.grid.shown_rows
        texts = count_columns.totals_row(shown, self._unit) if shown else {"name": _("Không có dòng nào khớp bộ lọc")}
        self.grid.set_totals(texts)

    def _moved(self) -> None:
        """Another cell: what is wrong with it, in full, and what it was in the quarter before."""
        self._tell(" · ".join(filter(None, (self.grid.current_problem, self._earlier()))))
        if len(self.grid.refused) != self._refused:
            self._label_chips()

    def _earlier(self) -> str:
        """The current figure in the quarter before: "Quý II: 25"."""
        column, key = self.grid.current_column, self.grid.current_key
        row = next((row for row in self._rows if row.union.id == key), None) if column in FIGURES else None
        value = row.earlier[column] if row is not None else None
        if value is None or self.span is None:
            return ""
        return f"{self.span.previous.beside(self.span)}: {show_whole(value)}"

    def _tell(self, news: str) -> None:
        count = f"{show_whole(len(self._rows))} {self._unit}"
        self.status.emit(f"{count} · {news}" if news else count)

    # Filters, order, quarters

    def _filter(self) -> None:
        self.grid.set_filter(self._wanted())
        self._label_chips()
        self._sum()

    def _wanted(self) -> Callable[[CountRow], bool] | None:
        """What the chips and the box ask for; None where they ask for nothing."""
        scope = Scope(self.by_area.value, self.by_sector.value, text=self.words.text())
        asked: list[Callable[[CountRow], object]] = []
        if scope != EVERYONE:
            asked.append(lambda row: scope.holds(row.union))
        if self.only_missing.isChecked():
            asked.append(attrgetter("missing"))
        if self.only_unconfirmed.isChecked():
            asked.append(attrgetter("unconfirmed"))
        if self.only_follow_up.isChecked():
            asked.append(attrgetter("follow_up"))
        if self.only_odd.isChecked():
            odd = self._odd()
            asked.append(lambda row: row.union.id in odd)
        return (lambda row: all(wanted(row) for wanted in asked)) if asked else None

    def _odd(self) -> set[Hashable]:
        """The unions with something wrong or strange, stored or only typed."""
        typed = {entry.key for entry, _reason in self.grid.refused}
        return typed | {key for key, found in self._problems.items() if any_odd(found)}

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show what another page counted: "missing", "errors", "warnings", "unconfirmed" or "follow_up"; or one row.

        A row is asked for by ("union", its id), those of a sector or an area by ("sector", its name), ("area", …).
        """
        self.grid.clear_filters()
        self.words.clear()
        self.by_area.choose("")
        self.by_sector.choose("")
        self.only_missing.setChecked(argument == "missing")
        self.only_odd.setChecked(argument in ("errors", "warnings"))
        self.only_unconfirmed.setChecked(argument == "unconfirmed")
        self.only_follow_up.setChecked(argument == "follow_up")
        if isinstance(argument, tuple):
            what, wanted = argument
            doors: dict[str, Callable[[Any], None]] = {
                "area": self.by_area.choose,
                "sector": self.by_sector.choose,
                "union": self.grid.go_to,
            }
            doors[what](wanted)

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """The figures that want a look."""
        return {
            _("Số liệu chưa nộp"): "missing",
            _("Số liệu có lỗi, cảnh báo"): "errors",
            _("Số liệu chưa xác nhận"): "unconfirmed",
            _("Công đoàn cần hỏi lại"): "follow_up",
        }

    def resort(self) -> None:
        """F9: missing returns first again, and only what the filters want."""
        self._arrange()
        self._sum()

    def previous_period(self) -> None:
        """Ctrl+PgUp: the quarter before."""
        self.grid.finish_editing()
        super().previous_period()

    def next_period(self) -> None:
        """Ctrl+PgDn: the quarter after, as far as the present one or the last that is stored."""
        self.grid.finish_editing()
        super().next_period()

    def may_close(self) -> bool:
        """Texts that were refused are lost with the window: ask, naming how many there are."""
        count = self._kept.count()
        question = _("{count} ô màu đỏ chưa ghi được vì sai. Đóng và bỏ những ô này?")
        if count and not messages.ask(question.format(count=show_whole(count)), _("Đón&g"), parent=self):
            return False
        if count:
            self._kept.forget()
        return True

    # What is entered

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: one action, one step to undo."""
        refused = self._actions.enter(entries, self._rows, pasted=self.grid.view.pasting)
        for entry, reason in refused:
            self.grid.refuse(entry.key, entry.column, entry.text, reason)
        self._count_later.start(_REST)

    def _selected(self) -> list[CountRow]:
        """The rows in which something is selected."""
        keys = set(self.grid.selected_keys)
        return [row for row in self._rows if row.union.id in keys]

    def _take_over(self) -> None:
        """The selected unions, where several are, else all that are shown, get the figures of the quarter before."""
        self.grid.finish_editing()
        selected = self._selected()
        self._done(self._actions.take_over(selected if len(selected) > 1 else self.grid.shown_rows))

    def _confirm(self) -> None:
        """Ctrl+Shift+Enter: the figures of the selected unions are right as they were taken over."""
        self.grid.finish_editing()
        self._done(self._actions.confirm(self._selected()))

    def _confirm_shown(self) -> None:
        """The button: those of the selected unions, where several are, else of all that are shown."""
        selected = self._selected()
        waiting = [row for row in (selected if len(selected) > 1 else self.grid.shown_rows) if row.unconfirmed]
        question = _("Xác nhận số liệu của {count} {unit} đúng như quý trước?")
        count = show_whole(len(waiting))
        if len(waiting) < 2 or messages.ask(  # noqa: PLR2004 - a single one needs no question
            question.format(count=count, unit=self._unit), _("&Xác nhận"), parent=self
        ):
            self._done(self._actions.confirm(waiting))

    def _done(self, news: str) -> None:
        """Tell the *news* of an action, count again, and go on in the grid."""
        self._label_chips()
        self._tell(news)
        self.grid.setFocus()

    def _show_history(self, key: Hashable, column: str) -> None:
        """Ctrl+Shift+H: who changed a figure; beside the figures, all of the union's for the quarter."""
        from unioncare_desktop.ui import cell_history

        union = next(row.union for row in self._rows if row.union.id == key)
        if self.span is not None:
            field = column if column in (*FIGURES, "note") else ""
            title = f"{union.name}, {self.span.title}"
            cell_history.show_figure(self.work, self, union.id, self.span.code, title, field)

    def _ask_note(self, key: Hashable, _column: str) -> None:
        self._actions.ask_note(next(row for row in self._rows if row.union.id == key))
