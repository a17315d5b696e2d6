"""The statistical form of a period: the lines of its form, what the program counts, what is typed by hand.

The form is read beside the window; what is typed shows at once.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records import StatisticValue
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings, periods, statistics_forms
from unioncare_desktop.services.statistics_forms import FIELDS, FORM, FormRow
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.row_entry import RowEntry
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, column, row
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_NAME, _REPORT = "statistics", "statistics"
_INDENT = "    "


@dataclass(frozen=True)
class Reading:
    """A period as it was read: the lines of its form, up to which day they count, why nothing of it may change."""

    span: Span
    cut_off: str
    closed: str
    rows: list[FormRow]


def read(work: "Work", span: Span) -> Reading:
    """Read the form of *span*; called in another thread."""
    with work.read() as session:
        stored = periods.find(session, span)
        day, closed = show_day((stored or span).cut_off), closings.refusal(session, span)
        return Reading(span, day, closed, statistics_forms.rows(session, span))


class StatisticsView(QWidget):
    """The form of one period in a grid; `go` opens another page, `status` and `summary` are for the status bar."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.span: Span | None = None
        self.rows: dict[int, FormRow] = {}
        self._background = Background()
        self.detail = Label("", "muted", wrap=True)
        self.only_blank = FilterChip("")
        self.print = Button(_("Xem và xuất &biểu"), self.export, role="primary", tip="Ctrl+E")
        self.buttons: tuple[Button, ...] = (self.print,)
        self.entry = RowEntry(work, self, statistics_forms, StatisticValue, self._called)
        look = context.settings.grids.setdefault(_NAME, {})
        self.grid = self.entry.grid = RecordGrid(_columns(), look=look, filters=False, judge=self.entry.judge)
        self.kept = KeptTexts(self.grid, context, work.database.location, _NAME)
        told = row(self.detail, self.only_blank, gap=12)
        told.setStretch(0, 1)
        layout = column(told, self.grid, gap=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.grid)
        self._connect()

    def _connect(self) -> None:
        self._background.answered.connect(self._show)
        self.only_blank.chosen.connect(self._filter)
        self.grid.entered.connect(self._enter)
        self.grid.summary.connect(self.summary)
        self.grid.history_wanted.connect(self._show_history)
        for told in (self.grid.said, self.grid.current_changed):
            told.connect(self._tell)
        shortcut = QShortcut(QKeySequence("F8"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.grid.next_problem)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes where the settings say, also after they have changed."""
        self.grid.view.enter_moves = self.context.settings.enter_moves
        super().showEvent(event)

    # What is shown

    def show_span(self, span: Span) -> None:
        """Show the form of *span*; that of another period gives way at once."""
        if span != self.span:
            self.grid.finish_editing()
            self.kept.leave()
            self.rows = {}
            self.grid.set_rows(())
            self.span = span
            self.entry.belong_to(span, span.title)
            self.grid.set_about(span.title)
        self.refresh()

    def refresh(self) -> None:
        """Read the form anew."""
        if self.span is not None:
            self._background.ask(partial(read, self.work, self.span))

    @property
    def busy(self) -> bool:
        """Whether something is still to be read."""
        return self._background.busy

    def _show(self, reading: Reading) -> None:
        if reading.span != self.span:
            return
        first = not self.rows
        self.rows = {row.id: row for row in reading.rows}
        self.grid.set_title("before", reading.span.previous.beside(reading.span))
        self.grid.set_title("value", reading.span.short)
        words = _("Biểu {form}, {period}. Số liệu tính đến ngày {day}; dòng in nghiêng chương trình tự tính.")
        told = words.format(form=FORM, period=reading.span.phrase, day=reading.cut_off)
        self.detail.setText(" ".join(filter(None, (told, reading.closed))))
        self.grid.set_editable(not reading.closed)
        self.grid.set_faded(lambda row, name: name == "value" and row.counted)
        self.grid.set_rows(reading.rows, statistics_forms.problems(reading.rows))
        if first:
            self._start()
            self.kept.arrive(reading.span.code)
        self._count()

    def _start(self) -> None:
        """Stand on the first figure that is to be typed, not on the heading above it."""
        lines = [row.id for row in self.rows.values() if row.missing and not row.counted]
        place = self.grid.model.place_of(lines[0]) if lines else None
        if place is not None:
            self.grid.view.go(place, self.grid.model.place_of_column("value"))

    def _count(self) -> None:
        blank = self._blank()
        self.only_blank.set_label(
            _("Còn trống {count}").format(count=show_whole(len(blank))) + (" ×" if self.only_blank.isChecked() else "")
        )
        self.only_blank.setVisible(bool(blank) or self.only_blank.isChecked())
        self._tell()

    def _blank(self) -> set[int]:
        return {row.id for row in self.rows.values() if row.missing}

    def _filter(self) -> None:
        blank = self._blank()
        self.grid.set_filter((lambda row: row.id in blank) if self.only_blank.isChecked() else None)
        self._count()

    def _tell(self, news: str = "") -> None:
        """How many lines have a figure, and the *news*, what is wrong here or where the line comes from."""
        lines = [row for row in self.rows.values() if not row.heading]
        told = _("Đã có {count}/{all} dòng").format(
            count=show_whole(len(lines) - len(self._blank())), all=show_whole(len(lines))
        )
        here = self.rows.get(self.grid.current_key) if isinstance(self.grid.current_key, int) else None
        source = _("căn cứ: {source}").format(source=here.source) if here is not None and here.source else ""
        self.status.emit(" · ".join(filter(None, (told, news or self.grid.current_problem or source))))

    # What is typed

    def _called(self, line_id: int) -> str:
        row = self.rows[line_id]
        return _("dòng {number}").format(number=row.ordinal) if row.ordinal else row.name

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: the rows show their new values before all is read anew."""
        self.entry.enter(entries)
        if self.span is None:
            return
        ids = [entry.key for entry in entries if isinstance(entry.key, int)]
        with self.work.read() as session:
            typed = statistics_forms.typed(session, self.span, ids)
        fresh = [_typed(self.rows[line_id], typed.get(line_id, {})) for line_id in ids]
        self.rows |= {row.id: row for row in fresh}
        problems = statistics_forms.problems(fresh)
        self.grid.update_rows(fresh, {row.id: problems.get(row.id, ()) for row in fresh})
        self._count()

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who typed a figure, or all that was typed into the line."""
        from unioncare_desktop.ui import cell_history

        if self.span is None or not isinstance(key, int):
            return
        with self.work.read() as session:
            ids = statistics_forms.stored_ids(session, self.span, key)
        title = f"{self.rows[key].name.strip()}, {self.span.phrase}"
        cell_history.show(self.work, self, StatisticValue, ids, title, name if name in FIELDS else "")

    def export(self) -> None:
        """Ctrl+E: the form as it will be printed."""
        self.go.emit("reports", _REPORT)


def _typed(row: FormRow, values: dict[str, object]) -> FormRow:
    """*row* with what is typed into it now."""
    known = {name: values.get(name) for name in FIELDS if not (row.counted and name == "value")}
    return replace(row, **known)  # type: ignore[arg-type] # values of the fields


def _columns() -> tuple[GridColumn, ...]:
    note = FIELDS["note"]
    return (
        GridColumn("ordinal", _("TT"), width=50, frozen=True),
        GridColumn("name", _("Nội dung"), value=_name, width=404, frozen=True, tip=_("Nội dung của biểu")),
        GridColumn("unit", _("Đơn vị tính"), width=112),
        GridColumn("before", _("Kỳ trước"), Whole(), width=90, muted=True),
        GridColumn("value", _("Số lượng"), Whole(), width=96, editable=True, headers=FIELDS["value"].headings),
        GridColumn("state", _("Cách có số"), value=_state, status=True, width=152),
        GridColumn("note", note.label, note.kind, width=180, editable=True, headers=note.headings),
    )


def _name(row: FormRow) -> str:
    return row.name if row.heading else f"{_INDENT * (2 if row.part else 1)}{row.name}"


def _state(row: FormRow) -> Badge | None:
    """Where the figure of a line comes from, or that it is still to come."""
    if row.heading:
        return None
    if row.counted:
        return Badge(_("chương trình tính")) if row.value is not None else Badge(_("chưa có số liệu"), "warning")
    return Badge(_("nhập tay"), "good") if row.value is not None else Badge(_("cần nhập tay"), "warning")
