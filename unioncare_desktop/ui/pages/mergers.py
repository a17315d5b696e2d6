"""Sáp nhập: the small unions of a quarter, the plan that groups them best, what is proposed and what is done.

The three views share the quarter of the window and what was read of it; each says itself what to do first.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QTabBar, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.records import (
    Area,
    Bloc,
    BlocPair,
    Level,
    MemberCount,
    Merger,
    MergerBase,
    MergerBaseUnion,
    MergerLock,
    MergerOfficer,
    MergerPart,
    Office,
    Period,
    Sector,
    Threshold,
    Union,
    UnionEvent,
)
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import periods
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.ui import merger_situation, messages, theme
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.merger_dialogs import ask_base
from unioncare_desktop.ui.merger_plan_view import MergerPlanView
from unioncare_desktop.ui.merger_situation import Situation, nothing_small
from unioncare_desktop.ui.no_unions import NoUnions
from unioncare_desktop.ui.page import Context, Page, Words
from unioncare_desktop.ui.small_unions_view import SmallUnionsView
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Label, Picture, Stack, column, row
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.merger_list import MergerList
from unioncare_desktop.ui.widgets.period_switch import PeriodSwitch
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

SMALL, PLAN, LISTED = range(3)
_ROOM_FOR_BASE = 900


class Saved(QFrame):
    """A line about proposals that were saved just now, with what comes next: the paper, the list."""

    paper_wanted = Signal(object)
    list_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "saved")
        self._ids: Sequence[int] = ()
        self.words = Label("", "good")
        self.paper = Button(_("In &tờ trình…"), lambda: self.paper_wanted.emit(self._ids), role="link")
        self.list = Button(_("&Xem đề nghị"), self.list_wanted.emit, role="link")
        self.setLayout(row(Picture("ok", "good"), self.words, self.paper, self.list, 1, margins=(10, 2, 10, 2)))
        self.hide()

    def show_saved(self, ids: Sequence[int]) -> None:
        """Tell that these proposals were saved."""
        self._ids = ids
        self.words.setText(_("Đã lưu {count} nhóm thành đề nghị.").format(count=show_whole(len(ids))))
        self.show()


class MergersPage(Page):
    """`arrive` takes "small", "plan", "listed", the id of a merger, "make" for a plan at once, "base" for its list."""

    name, title, short, icon = "mergers", _("Sáp nhập CĐCS nhỏ"), _("Sáp nhập"), "merge"
    shows = (
        *(Union, UnionEvent, MemberCount, Period, Area, Sector, Bloc, BlocPair, Level, Office, Threshold),
        *(Merger, MergerPart, MergerOfficer, MergerLock, MergerBase, MergerBaseUnion),
    )
    keys = (
        ("F6", _("Lập phương án ghép")),
        ("← → ↑ ↓", _("Trên bảng nhóm: đi từ đơn vị này sang đơn vị khác")),
        ("Ctrl+X, Ctrl+V", _("Trên bảng nhóm: chuyển đơn vị sang nhóm đang đứng")),
        ("Space", _("Trên bảng nhóm: chọn, bỏ chọn nhóm")),
        ("Ctrl+Z, Ctrl+Y", _("Trên bảng nhóm: hoàn tác, làm lại thay đổi của phương án")),
        ("Shift+F10", _("Trên bảng nhóm: chuyển sang nhóm khác, để nguyên, mở đơn vị")),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.situation: Situation | None = None
        self._newest = Span.parse("1900-Q1")
        self.switch = PeriodSwitch()
        self.base = Button("", self.ask_base, role="link")
        self.header.add_beside(self.switch, self.base)
        self.make = Button(_("&Lập phương án"), self.plan, role="primary", tip="F6")
        self.small, self.planner = SmallUnionsView(work, context), MergerPlanView(work)
        self.listed = MergerList(work, context)
        self.start = Button(_("&Thực hiện nhóm đã chọn"), self.planner.start, role="primary")
        self.header.add_actions(self.make, self.start)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(_("Các phần của trang Sáp nhập"))
        for words in (_("Đơn vị nhỏ"), _("Phương án"), _("Đề nghị, đã thực hiện")):
            self.tabs.addTab(words)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.views, self._small_stack = Stack(), Stack()
        self._nothing = EmptyState("merge", "")
        self._no_unions = NoUnions(self.context)
        self._whole, self._stack = QWidget(), Stack()
        self.body.addWidget(self._stack, 1)
        self._stack.addWidget(self._whole)
        self._stack.addWidget(self._no_unions)
        self._small_stack.addWidget(self.small)
        self._small_stack.addWidget(self._nothing)
        for view in (self._small_stack, self.planner, self.listed):
            self.views.addWidget(view)
        self.saved = Saved()
        layout = column(Flow(self.tabs, *self.planner.controls, gap=12), self.saved, self.views, gap=10)
        layout.setStretch(2, 1)
        self._whole.setLayout(layout)
        self._whole.setFocusProxy(self.views)
        self.setFocusProxy(self._stack)

    def _connect(self) -> None:
        self.switch.previous.connect(self.previous_period)
        self.switch.next.connect(self.next_period)
        self.tabs.currentChanged.connect(self._show_view)
        for view in (self.small, self.planner, self.listed, self._no_unions):
            view.go.connect(self.go)
        self.small.summary.connect(self.summary)
        self.listed.said.connect(self.summary)
        self.planner.status.connect(self.summary)
        self.small.merge_wanted.connect(self._merge)
        self.planner.carry_out.connect(self._carry_out)
        self.planner.proposed.connect(self._tell_proposed)
        for wanted in (self.planner.proposals_wanted, self.saved.list_wanted):
            wanted.connect(lambda: self.tabs.setCurrentIndex(LISTED))
        self.saved.paper_wanted.connect(self._print_proposal)
        self.planner.tiles.base_wanted.connect(self.ask_base)
        self.planner.changed.connect(self._show_buttons)
        self.context.changed.connect(self._follow)
        shortcut = QShortcut(QKeySequence("F6"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.plan)

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """Making a plan, the list of small unions, freezing it."""
        return {
            _("Lập phương án ghép"): "make",
            _("Danh sách CĐCS nhỏ"): "small",
            _("Chốt danh sách gốc của chỉ tiêu ghép"): "base",
        }

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show one of the views; "make" makes a plan, "base" freezes the list, a number is the id of a merger.

        A row among the small unions is asked for by ("union", its id).
        """
        views = {"small": SMALL, "plan": PLAN, "make": PLAN, "listed": LISTED}
        if argument in views:
            self.tabs.setCurrentIndex(views[argument])
        if argument == "make":
            self.plan()
        elif argument == "base":
            self.ask_base()
        elif isinstance(argument, int):
            self.tabs.setCurrentIndex(LISTED)
            self.listed.go_to(argument)
        elif isinstance(argument, tuple):
            self.tabs.setCurrentIndex(SMALL)
            self.small.go_to(argument[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the base of the target is told by its tile only."""
        self.base.setVisible(event.size().width() >= theme.current().px(_ROOM_FOR_BASE))
        super().resizeEvent(event)

    # What is shown

    def refresh(self) -> None:
        """Read the quarter that all pages show anew."""
        with self.work.read() as session:
            stored = [period.span for period in periods.listed(session) if period.span.kind == QUARTER]
            newest = periods.newest_with_counts(session)
            span = self._shared_span() or newest or Span.quarter_of(clock.today())
            found = self._read(session, span)
        self._newest = max((span, *stored))
        self.switch.show_period(
            span.title, span.previous.beside(span), span.next.beside(span) if span < self._newest else ""
        )
        self.listed.refresh()
        self.saved.hide()
        self._show(span, found)
        self.context.choose_period(span.code, span.title)

    def _read(self, session: "Session", span: Span) -> Situation | str:
        """The situation, or why there is none."""
        try:
            return merger_situation.read(session, span)
        except UserError as error:
            return str(error)

    def _show(self, span: Span, found: Situation | str) -> None:
        self.situation = found if isinstance(found, Situation) else None
        if isinstance(found, str):
            self._show_sentence(EmptyState("merge", found, self._door_to_thresholds()))
            self.planner.show_sentence(EmptyState("merge", found, self._door_to_thresholds()))
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentIndex(1 if not found.overview.living and not found.overview.small else 0)
            self._show_situation(found)
        self.switch.setVisible(self._stack.currentIndex() == 0)
        self._tell_base(span)
        self._show_buttons()

    def _door_to_thresholds(self) -> Button:
        return Button(_("&Mở Thiết lập"), lambda: self.go.emit("settings", "thresholds"), role="primary")

    def _show_situation(self, found: Situation) -> None:
        nothing = nothing_small(found, self.go.emit)
        if nothing is not None:
            self._show_sentence(nothing)
        else:
            self._small_stack.setCurrentIndex(0)
        self.small.show_situation(found)
        self.planner.show_situation(found)
        waiting = len(found.overview.candidates)
        self.tabs.setTabText(SMALL, _("Đơn vị nhỏ {count}").format(count=show_whole(len(found.overview.small))))
        self.set_badge(waiting)
        below = show_whole(found.overview.below)
        told = _("{count} CĐCS dưới {below} đoàn viên, {waiting} chưa có đề nghị")
        count = show_whole(len(found.overview.alive))
        self.status.emit(told.format(count=count, below=below, waiting=show_whole(waiting)))

    def _show_sentence(self, told: EmptyState) -> None:
        self._small_stack.removeWidget(self._nothing)
        self._nothing.deleteLater()
        self._nothing = told
        self._small_stack.addWidget(told)
        self._small_stack.setCurrentWidget(told)

    def _tell_base(self, span: Span) -> None:
        """The list by which the target is measured, as a door to freezing one."""
        target = self.situation.target if self.situation is not None else None
        if target is None or target.frozen_on is None:
            self.base.setText(_("&Chốt danh sách gốc…"))
            self.base.setEnabled(target is not None and target.base > 0)
            return
        day, count = show_day(target.frozen_on), show_whole(target.base)
        self.base.setText(_("m&ốc {day}: {count} CĐCS").format(day=day, count=count))
        self.base.setToolTip(f"{target.base_name}. {target.words}. {span.title}")
        self.base.setEnabled(True)

    def _show_view(self, place: int) -> None:
        self.views.setCurrentIndex(place)
        for number, view in enumerate((self._small_stack, self.planner, self.listed)):  # one not shown asks for no room
            policy = QSizePolicy.Policy.Preferred if number == place else QSizePolicy.Policy.Ignored
            view.setSizePolicy(policy, policy)
        self.tabs.updateGeometry()  # the name of the view that is shown is bold
        self._show_buttons()
        self.summary.emit("")
        (self.small, self.planner.board, self.listed)[place].setFocus()

    def _show_buttons(self) -> None:
        """The one main action of the view that is shown, and what stands beside the names of the views."""
        hand, place = self.planner.hand, self.tabs.currentIndex()
        can_plan = self.situation is not None and bool(self.situation.overview.candidates)
        self.make.setVisible(place == SMALL and can_plan)
        self.start.setVisible(place == PLAN and hand is not None and bool(hand.now.groups))
        if place == PLAN:
            self.planner.show_controls()
        else:
            for control in self.planner.controls:
                control.hide()

    def _shared_span(self) -> Span | None:
        """The quarter that all pages show; of a longer period its last."""
        return Span.parse(self.context.period).quarters[-1] if self.context.period else None

    def _follow(self) -> None:
        if self.situation is not None and self._shared_span() not in (None, self.situation.span):
            self.refresh()

    # Quarters

    def previous_period(self) -> None:
        """Ctrl+PgUp."""
        if self.situation is not None:
            self._go_to(self.situation.span.previous)

    def next_period(self) -> None:
        """Ctrl+PgDn: up to the newest quarter there is."""
        if self.situation is not None and self.situation.span < self._newest:
            self._go_to(self.situation.span.next)

    def _go_to(self, span: Span) -> None:
        self.context.choose_period(span.code, span.title)

    # What is done

    def plan(self) -> None:
        """F6: make the plan and show it."""
        self.tabs.setCurrentIndex(PLAN)
        self.planner.plan()

    def ask_base(self) -> AskDialog | None:
        """Freeze the list of small unions by which the target is measured."""
        if self.situation is None:
            return None
        with self.work.read() as session:
            stored = periods.find(session, self.situation.span)
        day = min(stored.cut_off if stored else self.situation.span.cut_off, clock.today())
        return ask_base(self.work, self.situation.span, len(self.situation.overview.small), day, self)

    def _merge(self, union_ids: Sequence[int]) -> None:
        from unioncare_desktop.ui.merger_wizard import open_for_unions

        open_for_unions(self, self.work, self.context, union_ids)

    def _carry_out(self, drafts: Sequence[MergerDraft]) -> None:
        from unioncare_desktop.ui.merger_wizard import open_wizard

        open_wizard(self, self.work, self.context, drafts)

    def _tell_proposed(self, ids: Sequence[int]) -> None:
        self.saved.show_saved(ids)
        self.summary.emit(_("Đã lưu {count} đề nghị · Ctrl+Z hoàn tác").format(count=show_whole(len(ids))))

    def _print_proposal(self, ids: Sequence[int]) -> None:
        from unioncare_desktop.ui.merger_documents import PROPOSAL, show_documents

        show_documents(self, self.work, self.context, ids, PROPOSAL)

    def may_close(self) -> bool:
        """A plan changed by hand is lost with the window, unless it was saved as proposals."""
        question = _(
            "Phương án ghép đã sửa tay nhưng chưa lưu thành đề nghị. Đóng chương trình thì mất các thay đổi ấy."
        )
        return not self.planner.unsaved or messages.ask(question, _("&Đóng, bỏ thay đổi"), parent=self)

    # The window's keys

    def start_search(self) -> bool:
        """Ctrl+F: the search box of the view that is shown."""
        searched = {SMALL: self.small.words, PLAN: self.planner.words}.get(self.tabs.currentIndex())
        if searched is not None:
            searched.start()
        return searched is not None

    def save(self) -> None:
        """Ctrl+S: the ticked groups become proposals."""
        if self.tabs.currentIndex() == PLAN and self.planner.hand is not None:
            self.planner.propose()

    def export(self) -> None:
        """Ctrl+E: the list of small unions, or the report of what was merged."""
        self.go.emit("reports", "small-unions" if self.tabs.currentIndex() == SMALL else "mergers")

    def print_out(self) -> None:
        """Ctrl+P: the same reports."""
        self.export()

    def resort(self) -> None:
        """F9."""
        self.small.grid.resort()
