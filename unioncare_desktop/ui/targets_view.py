"""How the targets of the office's plans stand in a quarter, and what it takes to reach them.

The rows are read beside the window, their forecasts after them; below stands everything about the one that is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.records import Area, Sector
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import plans, records, targets, trends
from unioncare_desktop.services.targets import Light, TargetStanding
from unioncare_desktop.services.unions import EVERYONE, Scope
from unioncare_desktop.ui import target_doors, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.target_panel import TargetPanel
from unioncare_desktop.ui.widgets import target_bar
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, Label, Stack, Tone, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.target_bar import Shares
from unioncare_desktop.vietnamese import fold, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH = 200
_LEAST_HEIGHT = 150
_TONES: Mapping[Light, Tone] = {"good": "good", "warning": "warning", "error": "error", "none": "neutral"}


@dataclass(frozen=True)
class Line:
    """A target in the list, with its forecast as soon as that is known."""

    standing: TargetStanding
    forecast: str = ""

    @property
    def id(self) -> int:
        """The id of the target."""
        return self.standing.target.id or 0

    @property
    def words(self) -> str:
        """The target as the catalogue calls it: shorter than the words of the plan, which stand below the list."""
        return self.standing.indicator.name

    @property
    def search(self) -> str:
        """What it is found by."""
        return fold(f"{self.words} {self.standing.target.words or ''} {self.standing.target.plan}")

    @property
    def bar(self) -> "Reached | None":
        """How far it is reached, where both the figure and what is wanted are known."""
        shares = target_bar.shares_of_standing(self.standing)
        if shares is None:
            return None
        return Reached(shares, f"{self.standing.value_words}, {self.standing.target.wanted}")


@dataclass(frozen=True)
class Reached:
    """A bar, and what it says in words."""

    shares: Shares
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Reading:
    """The targets of a quarter within a scope, and whether the office has any plan. `question` tells readings apart."""

    question: int
    lines: list[Line]
    areas: Sequence[str]
    sectors: Sequence[str]
    has_plans: bool


class TargetsView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected.

    `missed` brings how many targets of the whole office were not reached by their day.
    """

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)
    missed = Signal(int)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.span: Span | None = None
        self.lines: list[Line] = []
        self._question = 0
        self._arriving: int | None = None
        self._background, self._ahead = Background(), Background()
        self.report = Button(_("&Lập báo cáo chỉ tiêu"), self.export, role="primary", tip="Ctrl+E")
        self.buttons: tuple[Button, ...] = (self.report,)
        """What the page shows at its right while this view is shown, the main action last."""
        self.words = SearchBox(_("Lọc theo chỉ tiêu…"))
        self.by_plan = FilterChip(_("Kế hoạch"), _("tất cả"))
        self.only_current, self.only_open = FilterChip(_("Chỉ mốc hiện tại")), FilterChip("")
        self.only_current.setChecked(True)
        self.by_area = FilterChip(_("Tính riêng địa bàn"), _("cả đơn vị"))
        self.by_sector = FilterChip(_("Tính riêng loại hình"), _("cả đơn vị"))
        self.shown_of = Label("", "muted")
        self.grid = RecordGrid(_columns(), look=context.settings.grids.setdefault("targets", {}))
        self.grid.select_whole_rows()
        self.grid.view.setAccessibleName(_("Chỉ tiêu"))
        self.panel = TargetPanel(work)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        chips = (self.words, self.by_plan, self.only_current, self.only_open, self.by_area, self.by_sector)
        whole, self._stack = QWidget(), Stack()
        layout = column(Flow(*chips, self.shown_of, gap=10, last_right=True), self.grid, self.panel, gap=12)
        layout.setStretch(1, 1)
        whole.setLayout(layout)
        whole.setFocusProxy(self.grid)
        load = Button(_("&Nạp kế hoạch"), lambda: self.go.emit("targets", "plans"), role="primary")
        self._nothing = EmptyState(
            "targets", "", load, detail=_("Từ đó chỉ tiêu tự tính từ số liệu đã có, việc đến hạn tự nhắc.")
        )
        for part in (whole, self._nothing):
            self._stack.addWidget(part)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self._stack)

    def _connect(self) -> None:
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        for chip in (self.by_plan, self.only_current, self.only_open):
            chip.chosen.connect(self._filter)
        for chip in (self.by_area, self.by_sector):
            chip.chosen.connect(self.refresh)
        self._background.answered.connect(self._show)
        self._ahead.answered.connect(self._show_forecasts)
        self.grid.filtered.connect(self._tell_shown)
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        self.grid.current_changed.connect(self._show_current)
        self.grid.said.connect(self.summary)
        self.panel.go.connect(self.go)
        for keys, do in (("F2", self.open_current), ("F4", self.open_plan)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        px = theme.current().px
        self.words.setFixedWidth(px(_SEARCH_WIDTH))
        self.grid.setMinimumHeight(px(_LEAST_HEIGHT))

    # What is shown

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._background.busy or self._ahead.busy or self.panel.busy

    @property
    def _scope(self) -> Scope:
        return Scope(self.by_area.value, self.by_sector.value)

    def show_span(self, span: Span) -> None:
        """Show how the targets stand in *span*."""
        self.span = span
        self.refresh()

    def refresh(self) -> None:
        """Read the targets anew, beside the window."""
        if self.span is not None:
            self._question += 1
            self._background.ask(partial(_read, self.work, self.span, self._scope, self._question))

    def _show(self, reading: Reading) -> None:
        if reading.question != self._question or self.span is None:
            return  # something else has been asked since
        first, known = not self.lines, {line.id: line.forecast for line in self.lines}
        self.lines = [replace(line, forecast=known.get(line.id, "")) for line in reading.lines]
        nothing = _("Không có kế hoạch nào còn hiệu lực trong {period}.").format(period=self.span.phrase)
        if not reading.has_plans:
            nothing = _("Nạp kế hoạch đơn vị đang thực hiện để theo dõi chỉ tiêu.")
        self._nothing.sentence.setText(nothing)
        self._stack.setCurrentIndex(0 if self.lines else 1)
        self.report.setEnabled(bool(self.lines))
        self._offer_choices(reading)
        self.grid.set_rows(self.lines)
        self._filter()
        if (first or self.grid.current_key is None) and self.grid.shown_rows:
            self._go_to_first_unmet()
        self._arrive()
        self._show_current()
        if self._scope == EVERYONE:
            self.missed.emit(sum(line.standing.current and line.standing.light == "error" for line in self.lines))
        standings = [line.standing for line in self.lines if _is_forecast_here(line.standing)]
        self._ahead.ask(partial(_read_forecasts, self.work, self.span, self._scope, self._question, standings))

    def _go_to_first_unmet(self) -> None:
        """The first target about which something is to be done, where there is one."""
        unmet = (place for place, line in enumerate(self.grid.shown_rows) if line.standing.met is False)
        self.grid.view.go(next(unmet, 0), 0)

    def go_to_target(self, target_id: int) -> None:
        """Choose the current target that has this id, as soon as it has been read; no filter hides it."""
        self._arriving = target_id
        self.words.clear()
        self.only_open.setChecked(False)
        for chip in (self.by_plan, self.by_area, self.by_sector):
            chip.choose("")
        self._arrive()

    def _arrive(self) -> None:
        if any(line.id == self._arriving for line in self.grid.shown_rows):
            self.grid.go_to(self._arriving)
            self._arriving = None

    def _show_forecasts(self, found: tuple[int, Mapping[int, str]]) -> None:
        question, words = found
        if question == self._question:
            self.lines = [replace(line, forecast=words.get(line.id, "")) for line in self.lines]
            self.grid.update_rows(self.lines, MappingProxyType({}))

    def _offer_choices(self, reading: Reading) -> None:
        for chip, choices in (
            (self.by_plan, list(dict.fromkeys(line.standing.target.plan for line in self.lines))),
            (self.by_area, reading.areas),
            (self.by_sector, reading.sectors),
        ):
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)

    def _filter(self) -> None:
        plan, words = self.by_plan.value, fold(self.words.text()).split()
        current, only_open = self.only_current.isChecked(), self.only_open.isChecked()
        self.grid.show_column("plan", not plan and len({line.standing.target.plan for line in self.lines}) > 1)
        self.grid.set_filter(
            lambda line: (
                (not plan or line.standing.target.plan == plan)
                and (not current or line.standing.current)
                and (not only_open or line.standing.met is False)
                and all(word in line.search for word in words)
            )
        )
        self._tell_shown()

    def _tell_shown(self) -> None:
        """How many are met: the question that is asked first."""
        meant = [line.standing for line in self.lines if line.standing.current]
        met, unmet = (sum(one.met is wanted for one in meant) for wanted in (True, False))
        unknown = sum(one.met is None for one in meant)
        self.only_open.set_label(_("Chưa đạt {count}").format(count=show_whole(unmet)))
        words = _("Mốc hiện tại: {met} đạt · {unmet} chưa đạt · {unknown} chưa có số liệu hoặc không nêu con số")
        self.status.emit(
            words.format(met=show_whole(met), unmet=show_whole(unmet), unknown=show_whole(unknown))
            if self.lines
            else ""
        )
        shown = _("{shown}/{everything} chỉ tiêu")
        self.shown_of.setText(
            shown.format(shown=show_whole(len(self.grid.shown_rows)), everything=show_whole(len(self.lines)))
        )

    @property
    def current(self) -> TargetStanding | None:
        """The target of the current row."""
        key = self.grid.current_key
        return next((line.standing for line in self.lines if line.id == key), None)

    def _show_current(self) -> None:
        standing = self.current
        if self.span is not None and standing is not None:
            ladder = [line.standing for line in self.lines if _same_ladder(line.standing, standing)]
            self.panel.show_target(standing, ladder, self.span, self._scope, self._question)
        self.panel.setVisible(standing is not None)

    # What is done

    def open_current(self) -> None:
        """Enter, F2: the list behind the figure of the current target; what is typed by hand is typed here."""
        standing = self.current
        if standing is None:
            return
        door = target_doors.of_value(standing.indicator)
        if door is None:
            self.panel.enter_value()
        else:
            self.go.emit(*door)

    def open_plan(self) -> None:
        """F4: the plan of the current target."""
        standing = self.current
        if standing is not None:
            self.go.emit("targets", standing.target.plan_id)

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def resort(self) -> None:
        """F9."""
        self.grid.resort()

    def add(self) -> None:
        """Ctrl+N: targets are added to their plan."""
        self.go.emit("targets", "plans")

    def export(self) -> None:
        """Ctrl+E: the report of the targets."""
        self.go.emit("reports", "targets")


def _same_ladder(one: TargetStanding, other: TargetStanding) -> bool:
    def rung(standing: TargetStanding) -> tuple[object, ...]:
        target = standing.target
        return target.plan_id, target.indicator, target.sector_id, target.area_id

    return rung(one) == rung(other)


def _read(work: "Work", span: Span, scope: Scope, question: int) -> Reading:
    """Read in another thread."""
    with work.read() as session:
        lines = [Line(one) for one in targets.standings(session, span, scope=scope)]
        areas, sectors = (list(records.choices(session, one).values()) for one in (Area, Sector))
        return Reading(question, lines, areas, sectors, bool(lines) or bool(plans.listed(session)))


def _is_forecast_here(standing: TargetStanding) -> bool:
    """Whether the list tells the forecast; where it takes time, only the panel does."""
    return standing.current and trends.is_read_at_once(standing.indicator)


def _read_forecasts(
    work: "Work", span: Span, scope: Scope, question: int, standings: Sequence[TargetStanding]
) -> tuple[int, Mapping[int, str]]:
    with work.read() as session:
        found = {one.target.id or 0: targets.forecast(session, one, span, scope) for one in standings}
    return question, {target_id: one.words for target_id, one in found.items() if one.range is not None}


def _draw_bar(painter: QPainter, room: QRect, value: Reached) -> None:
    target_bar.paint(painter, QRectF(room), value.shares)


def _columns() -> tuple[GridColumn, ...]:
    def of_target(name: str, title: str, width: int, *, muted: bool = False) -> GridColumn:
        return GridColumn(name, title, value=lambda line: getattr(line.standing.target, name), width=width, muted=muted)

    def of_standing(name: str, title: str, width: int) -> GridColumn:
        return GridColumn(name, title, value=lambda line: getattr(line.standing, name), width=width)

    return (
        GridColumn("words", _("Chỉ tiêu"), width=246, strong=True),
        of_target("wanted", _("Yêu cầu"), 160),
        of_target("milestone", _("Mốc"), 56, muted=True),
        of_standing("value_words", _("Thực hiện"), 172),
        GridColumn("bar", _("Mức đạt"), width=80, draws=_draw_bar),
        GridColumn("state", _("Kết quả"), width=130, status=True, value=_state),
        of_standing("remark", _("Còn thiếu, nhận xét"), 284),
        of_target("plan", _("Kế hoạch"), 150, muted=True),
        GridColumn("forecast", _("Dự báo"), width=250),
    )


def _state(line: Line) -> Badge:
    return Badge(line.standing.state_words, _TONES[line.standing.light])
