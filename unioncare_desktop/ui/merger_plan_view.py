"""The plan of mergers: made beside the window, chosen among alternatives, changed by hand, saved as proposals.

Every change by hand is a step of the plan, not of the data: it has its own undo, and nothing is stored before
“Lưu thành đề nghị” or the wizard.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QSizePolicy, QStackedWidget, QWidget

from unioncare_desktop.domain.records.merger import LEAVE, LOCK_KINDS
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.merging.arrangement import LEFT_OVER, NEW_GROUP, Arrangement
from unioncare_desktop.domain.rules.merging.planning import JudgedGroup
from unioncare_desktop.domain.rules.merging.sizes import Bar, before_after
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task
from unioncare_desktop.services import merger_locks, merger_plans, mergers
from unioncare_desktop.services.merger_plans import ToldPlan
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.merger_dialogs import PlanRules, ask_rules
from unioncare_desktop.ui.merger_situation import Situation, nothing_to_plan
from unioncare_desktop.ui.plan_in_hand import PlanInHand
from unioncare_desktop.ui.plan_words import Told
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, Label, Notice, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.group_board import GroupBoard, Outlook
from unioncare_desktop.ui.widgets.plan_tiles import PlanTiles
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.size_picture import SizePicture
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH, _BOARD_HEIGHT, _LEAST_LETTERS = 170, 150, 20
_MOST_OFFERED, _OFFERED_AMONG = 12, 2


class MergerPlanView(QWidget):
    """`carry_out` brings the ticked groups as drafts, `proposed` the ids of proposals that were saved."""

    carry_out = Signal(object)
    proposed = Signal(object)
    proposals_wanted = Signal()
    go = Signal(str, object)
    status = Signal(str)
    changed = Signal()
    """There is another plan, or none, or it was changed by hand."""

    def __init__(self, work: "Work") -> None:
        super().__init__()
        self._work = work
        self._situation: Situation | None = None
        self._plans: dict[Span, list[PlanInHand]] = {}
        self._chosen: dict[Span, int] = {}
        self.rules = PlanRules()
        self._told: Told | None = None
        self.alternatives = QComboBox()
        self.alternatives.setAccessibleName(_("Phương án"))
        self.alternatives.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.alternatives.currentIndexChanged.connect(self._choose)
        self.alternatives.setMinimumContentsLength(_LEAST_LETTERS)
        self.again = Button(
            _("&Lập lại…"), self.ask_rules, role="link", tip=_("F6: lập lại ngay, theo quy tắc đang dùng")
        )
        self.save = Button(_("Lưu thành đề &nghị"), self.propose, tip="Ctrl+S")
        self.tiles, self.notice, self.picture = PlanTiles(), Notice(), SizePicture()
        self.board = GroupBoard(self._outlook)
        self.words = SearchBox(_("Tìm đơn vị…"))
        self.only_crossing, self.only_broken = FilterChip(_("Khác địa bàn")), FilterChip(_("Vướng quy tắc"))
        self.all_ticked, self.show_picture = FilterChip(""), FilterChip(_("Hình trước – sau"))
        self.back = Button(_("&Hoàn tác thay đổi"), self.undo, role="link", tip="Ctrl+Z")
        self.start_over = Button(_("Về phương án &gốc"), self._start_over, role="link")
        self.found = Label("", "muted")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        chips = (self.only_crossing, self.only_broken, self.all_ticked, self.show_picture)
        tools = Flow(self.words, *chips, self.again, self.found, gap=12, last_right=True)
        self._pictured = QStackedWidget()
        self._pictured.addWidget(self.board)
        self._pictured.addWidget(self.picture)
        whole, self._stack, self._nothing = QWidget(), QStackedWidget(), EmptyState("merge", "")
        layout = column(self.tiles, self.notice, tools, self._pictured, gap=10)
        layout.setStretch(3, 1)
        whole.setLayout(layout)
        self._stack.addWidget(whole)
        self._stack.addWidget(self._nothing)
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setLayout(column(self._stack, gap=0))
        self.setFocusProxy(self.board)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))
        self.board.setMinimumHeight(theme.current().px(_BOARD_HEIGHT))

    def _connect(self) -> None:
        board = self.board
        board.moved.connect(self._move)
        board.ticked.connect(self._turn_tick)
        board.opened.connect(lambda unit: self.go.emit("registry", unit))
        board.menu_wanted.connect(self._open_menu)
        board.undo_wanted.connect(self.undo)
        board.redo_wanted.connect(self.redo)
        board.said.connect(self.status)
        self.words.searched.connect(lambda _text: self._show_board())
        self.words.left.connect(self.board.setFocus)
        for chip in (self.only_crossing, self.only_broken):
            chip.chosen.connect(lambda _on: self._show_board())
        self.all_ticked.clicked.connect(self._tick_all)
        self.show_picture.chosen.connect(self._turn_picture)
        self.tiles.left_wanted.connect(self._show_left)
        self.tiles.crossing_wanted.connect(lambda: self.only_crossing.setChecked(not self.only_crossing.isChecked()))

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What stands beside the names of the views while this one is shown."""
        return self.alternatives, self.save, self.back, self.start_over

    def show_controls(self) -> None:
        """Show those of the controls that can be used now; the page hides them where another view is shown."""
        hand = self.hand
        for control in (self.alternatives, self.save):
            control.setVisible(hand is not None)
        self.back.setVisible(hand is not None and bool(hand.past))
        self.start_over.setVisible(hand is not None and hand.now.by_hand)

    # What is shown

    @property
    def hand(self) -> PlanInHand | None:
        """The plan that is shown."""
        span = self._situation.span if self._situation is not None else None
        if span is None or span not in self._plans:
            return None
        return self._plans[span][self._chosen.get(span, 0)]

    @property
    def unsaved(self) -> bool:
        """Whether a plan was changed by hand and not saved as proposals."""
        return any(one.now.by_hand for plans in self._plans.values() for one in plans)

    def show_situation(self, situation: Situation) -> None:
        """Show the plan of a quarter, if there is one, without what is merged or proposed by now."""
        self._situation = situation
        self._follow_data(situation)
        self._show_alternatives()
        self._show()

    def _follow_data(self, situation: Situation) -> None:
        """Take out of the plans of a quarter what is merged, proposed or no longer small by now."""
        stale, span = "", situation.span
        if span in self._plans:
            with self._work.read() as session:
                fresh = merger_plans.problem(session, span, situation.overview, **vars(self.rules))
            for hand in self._plans[span]:
                hand.shrink(fresh.by_id.keys())
            self._forget_empty(span)
            if self.hand is not None and not self.hand.fits(fresh):
                stale = _("Số liệu, quy tắc hoặc danh sách đã khác khi lập phương án này. Bấm F6 để lập lại.")
        self.notice.show_text(stale)

    def _forget_empty(self, span: Span) -> None:
        """A plan of which everything is done is over; one that never had a group tells why there is none."""
        left = [one for one in self._plans.get(span, ()) if one.now.groups or one.groupless]
        if not left:
            self._plans.pop(span, None)
        elif len(left) < len(self._plans[span]):
            self._plans[span] = left
            self._chosen[span] = 0

    def _show_alternatives(self) -> None:
        span = self._situation.span if self._situation is not None else None
        plans = self._plans.get(span, []) if span is not None else []
        self.alternatives.blockSignals(True)  # noqa: FBT003 - Qt's
        self.alternatives.clear()
        for number, one in enumerate(plans, 1):
            words = _("{number}/{count} · {title} · sửa tay") if one.now.by_hand else _("{number}/{count} · {title}")
            title = words.format(number=number, count=len(plans), title=one.told.title)
            self.alternatives.addItem(title)
            self.alternatives.setItemData(number - 1, one.told.about, Qt.ItemDataRole.ToolTipRole)
        if span is not None and plans:
            self.alternatives.setCurrentIndex(self._chosen.get(span, 0))
            self.alternatives.setToolTip(plans[self._chosen.get(span, 0)].told.about)
        self.alternatives.blockSignals(False)  # noqa: FBT003 - Qt's

    def _choose(self, place: int) -> None:
        if self._situation is not None and place >= 0:
            self._chosen[self._situation.span] = place
            self._follow_data(self._situation)
            self._show_alternatives()
            self._show()

    def _show(self) -> None:
        situation, hand = self._situation, self.hand
        if situation is None:
            return
        if hand is None:
            nothing = nothing_to_plan(situation, self.go.emit, self.proposals_wanted.emit)
            self._replace(nothing or self._to_plan(situation))
        else:
            self._told = Told(hand.told, situation.overview.living)
            self._stack.setCurrentIndex(0)
            self._show_plan(hand.now, situation)
            self._show_board()
        self.changed.emit()

    def show_sentence(self, told: EmptyState) -> None:
        """Show why there is nothing to be planned."""
        self._situation = None
        self._replace(told)
        self.changed.emit()

    def _replace(self, told: EmptyState) -> None:
        self._stack.removeWidget(self._nothing)
        self._nothing.deleteLater()
        self._nothing = told
        self._stack.addWidget(told)
        self._stack.setCurrentWidget(told)

    def _to_plan(self, situation: Situation) -> EmptyState:
        count = show_whole(len(situation.overview.candidates))
        sentence = _("{count} đơn vị nhỏ {period} chưa có đề nghị ghép.")
        detail = _(
            "Chương trình tìm cách ghép tốt nhất theo khối, công đoàn cấp trên, mức tối thiểu và các ràng buộc, rồi"
            " chứng minh không còn cách nào hơn. Chưa có gì được ghi cho đến khi lưu thành đề nghị."
        )
        return EmptyState(
            "merge",
            sentence.format(count=count, period=situation.span.phrase),
            Button(_("&Quy tắc…"), self.ask_rules),
            Button(_("&Lập phương án"), self.plan, role="primary", tip="F6"),
            detail=detail,
        )

    def _show_plan(self, now: Arrangement, situation: Situation) -> None:
        self.tiles.show_plan(now, situation.target)
        every, broken = len(now.groups), sum(bool(one.broken) for one in now.judgement.groups)
        ticked = sum(group.number in now.ticked for group in now.groups)
        self.all_ticked.set_label(
            _("Chọn {ticked}/{count} nhóm").format(ticked=show_whole(ticked), count=show_whole(every))
        )
        self.all_ticked.setChecked(ticked == every)
        self.all_ticked.setVisible(every > 0)
        self.only_broken.set_label(_("Vướng quy tắc {count}").format(count=show_whole(broken)))
        self.only_broken.setVisible(broken > 0 or self.only_broken.isChecked())
        crossing = now.judgement.score.crossing
        self.only_crossing.set_label(_("Khác địa bàn {count}").format(count=show_whole(crossing)))
        self.only_crossing.setVisible(crossing > 0 or self.only_crossing.isChecked())
        self.save.setEnabled(ticked > 0)
        if self.show_picture.isChecked():
            self._show_picture(now)

    def _turn_picture(self, on: bool) -> None:  # noqa: FBT001 - Qt's
        if on and self.hand is not None:
            self._show_picture(self.hand.now)
        self._pictured.setCurrentIndex(int(on))

    def _show_picture(self, now: Arrangement) -> None:
        if self._told is None:
            return
        names = {unit.id: self._told.name(unit.id) for unit in now.problem.units}
        groups = [
            (names[one.group.units[0].id], tuple(Bar(names[unit.id], unit.members) for unit in one.group.units))
            for one in now.judgement.groups
        ]
        left = (Bar(names[unit.id], unit.members) for unit in now.judgement.left)
        self.picture.show_sizes(before_after(groups, left, now.problem.rules.least - 1))

    def _show_board(self) -> None:
        """The groups and units left over that the box and the chips ask for."""
        hand, told = self.hand, self._told
        if hand is None or told is None:
            return
        text, wanted = self.words.text(), self._wanted()
        ids = {unit.id for unit in hand.now.problem.units}
        found = {id_ for id_ in ids if told.matches(id_, text)} if text.strip() else set()
        cards = [
            card
            for card in told.cards(hand.now, wanted)
            if not text.strip() or any(bubble.id in found for bubble in card.bubbles)
        ]
        left = [line for line in told.left(hand.now) if not text.strip() or line.bubble.id in found]
        self.board.show_groups(cards, left, len(hand.now.judgement.left))
        self.board.mark(found)
        words = _("{shown}/{count} nhóm").format(shown=show_whole(len(cards)), count=show_whole(len(hand.now.groups)))
        self.found.setText(words)
        self.found.setVisible(len(cards) < len(hand.now.groups))

    def _wanted(self) -> Callable[[JudgedGroup], bool]:
        crossing, broken = self.only_crossing.isChecked(), self.only_broken.isChecked()
        return lambda one: (one.group.crosses or not crossing) and (bool(one.broken) or not broken)

    # Making plans

    def plan(self) -> None:
        """Make the alternatives beside the window; one changed by hand is given up only if the user says so."""
        situation = self._situation
        if situation is None or not situation.overview.candidates:
            return
        question = _("Phương án đang sửa tay chưa lưu thành đề nghị. Lập lại thì mất các thay đổi ấy.")
        changed = any(one.now.by_hand for one in self._plans.get(situation.span, ()))
        if changed and not messages.ask(question, _("&Lập lại"), parent=self):
            return
        self._work.run(
            _("lập phương án ghép"),
            partial(_planned, span=situation.span, rules=self.rules),
            partial(self._take_plans, situation.span),
        )

    def _take_plans(self, span: Span, told: list[ToldPlan]) -> None:
        self._plans[span] = [PlanInHand.of(one) for one in told if not one.same_as]
        self._chosen[span] = 0
        if self._situation is not None and self._situation.span == span:
            self.show_situation(self._situation)
            self.board.setFocus()

    def ask_rules(self) -> AskDialog | None:
        """Ask by which rules is planned, then plan."""
        situation = self._situation
        if situation is None:
            return None
        with self._work.read() as session:
            asked = merger_plans.problem(session, situation.span)
        usual = PlanRules(situation.overview.below, asked.rules.least, asked.rules.most_units)
        return ask_rules(self.rules, usual, self._plan_by, self)

    def _plan_by(self, rules: PlanRules) -> None:
        self.rules = rules
        self.plan()

    # Changes by hand

    def _outlook(self, unit: int, target: int) -> Outlook:
        hand = self.hand
        if hand is None or self._told is None:
            return Outlook({}, "", good=True)
        return self._told.outlook(hand.now, unit, target)

    def _move(self, unit: int, target: int) -> None:
        hand = self.hand
        if hand is not None:
            words = self._outlook(unit, target).words
            hand.change(hand.now.moved(unit, target))
            self._changed()
            self.board.go_to(unit)
            self.status.emit(words)

    def _turn_tick(self, number: int) -> None:
        if self.hand is not None:
            self._tick(self.hand.now.ticked ^ {number})

    def _tick_all(self, on: bool) -> None:  # noqa: FBT001 - Qt's
        if self.hand is not None:
            self._tick(frozenset(group.number for group in self.hand.now.groups) if on else frozenset())

    def _tick(self, numbers: frozenset[int]) -> None:
        if self.hand is not None:
            self.hand.change(self.hand.now.with_ticks(numbers))
            self._changed()

    def undo(self) -> None:
        """Take the last change by hand back; never anything that is stored."""
        if self.hand is not None and self.hand.undo():
            self._changed()
            self.status.emit(_("Đã hoàn tác một thay đổi của phương án · Ctrl+Y làm lại"))
        else:
            self.status.emit(_("Phương án không còn thay đổi nào để hoàn tác"))

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self.hand is not None and self.hand.redo():
            self._changed()
        else:
            self.status.emit(_("Không còn thay đổi nào để làm lại"))

    def _start_over(self) -> None:
        if self.hand is not None:
            self.hand.start_over()
            self._changed()
            self.board.setFocus()

    def _changed(self) -> None:
        if self.hand is not None and self._situation is not None:
            self._show_alternatives()
            self._show_plan(self.hand.now, self._situation)
            self._show_board()
            self.changed.emit()

    # The menu of a unit

    def _open_menu(self, unit: int, at: QPoint) -> None:
        menu = self.menu_of(unit)
        menu.popup(at)

    def menu_of(self, unit: int) -> QMenu:
        """Where a unit may be moved (the best groups first), and what else can be done with it."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        targets = menu.addMenu(_("&Chuyển sang nhóm"))
        for number, words in self._targets(unit):
            targets.addAction(words.replace("&", "&&"), partial(self._move, unit, number))
        menu.addAction(_("&Lập nhóm mới"), partial(self._move, unit, NEW_GROUP))
        if self.hand is not None and unit in self.hand.now.number_of:
            menu.addAction(_("Để lại, chưa &ghép"), partial(self._move, unit, LEFT_OVER))
        menu.addSeparator()
        menu.addAction(_("Luôn để &nguyên, không ghép"), partial(self._leave, unit))
        menu.addAction(_("&Mở đơn vị"), partial(self.go.emit, "registry", unit))
        return menu

    def _targets(self, unit: int) -> list[tuple[int, str]]:
        """The groups that a unit may go to: those that would break no rule first, the smallest of them first."""
        hand, told = self.hand, self._told
        if hand is None or told is None:
            return []
        here = hand.now.number_of.get(unit, LEFT_OVER)
        mine = hand.now.problem.by_id[unit]
        near = [
            (number, one)
            for number, one in hand.now.judged_by_number.items()
            if number != here and any(hand.now.problem.compatible(mine, other) for other in one.group.units)
        ]
        full = hand.now.problem.rules.most_units
        near.sort(key=lambda one: (len(one[1].group.units) >= full, one[1].group.members))
        found = [
            (number, one, told.outlook(hand.now, unit, number))
            for number, one in near[: _OFFERED_AMONG * _MOST_OFFERED]
        ]
        found.sort(key=lambda one: (not one[2].good, one[1].group.members))
        sentence = _("Nhóm {number}: {outlook}")
        return [
            (number, sentence.format(number=number, outlook=outlook.words))
            for number, _group, outlook in found[:_MOST_OFFERED]
        ]

    def _leave(self, unit: int) -> None:
        name = self._told.name(unit) if self._told is not None else ""
        title = _("“{union}”: {kind}").format(union=name, kind=LOCK_KINDS[LEAVE])
        self._work.write(title, partial(merger_locks.lock, kind=LEAVE, union_id=unit))

    def _show_left(self) -> None:
        self.show_picture.setChecked(False)
        self.words.clear()
        self.board.go_to_left_over()

    # What is done with the plan

    def drafts(self) -> list[MergerDraft]:
        """The ticked groups as mergers."""
        hand, situation = self.hand, self._situation
        return hand.drafts(situation.span) if hand is not None and situation is not None else []

    def propose(self) -> None:
        """Save the ticked groups as proposals: one action, after which they are no part of the plan any more."""
        drafts = self.drafts()
        if not drafts:
            messages.show(_("Chưa chọn nhóm nào có từ hai đơn vị. Đánh dấu nhóm cần lưu rồi bấm lại."), self)
            return
        title = _("Lưu {count} nhóm ghép thành đề nghị").format(count=show_whole(len(drafts)))
        saved = self._work.write(title, partial(mergers.propose, drafts=drafts))
        if saved is not None:
            self.proposed.emit(saved)

    def start(self) -> None:
        """Open the wizard for the ticked groups."""
        drafts = self.drafts()
        if drafts:
            self.carry_out.emit(drafts)
        else:
            messages.show(_("Chưa chọn nhóm nào có từ hai đơn vị. Đánh dấu nhóm cần thực hiện rồi bấm lại."), self)


def _planned(session: "Session", span: Span, rules: PlanRules) -> Task[list[ToldPlan]]:
    """The alternatives for the small unions of a quarter."""
    asked = merger_plans.problem(session, span, **vars(rules))
    return merger_plans.plans(session, span, asked)
