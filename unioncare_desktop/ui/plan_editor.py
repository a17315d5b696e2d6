"""One plan of the office, opened to be changed: what it is, and its targets, deadlines and registrations in grids."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Plan
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import plan_drafts, plan_entry, plans, records
from unioncare_desktop.services.plan_entry import DEADLINES, REGISTERS, TARGETS
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.plan_columns import Offered
from unioncare_desktop.ui.plan_part import PARTS, PlanPart
from unioncare_desktop.ui.record_dialog import Making, RecordDialog
from unioncare_desktop.ui.record_form import Group
from unioncare_desktop.ui.widgets.basics import Button, Elided, FilterChip, Label, Stack, column, plain_tip, row
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_TITLES = {TARGETS: _("Chỉ tiêu {count}"), DEADLINES: _("Thời hạn {count}"), REGISTERS: _("Nội dung đăng ký {count}")}
_GROUPS = (
    Group("", ("number", "issued_on", "issuer", "name")),
    Group(_("Thời gian thực hiện"), ("valid_from", "valid_to", "note")),
)


class PlanEditor(QWidget):
    """`left` asks for the list of plans again, `said` is news, `summary` what is selected."""

    left = Signal()
    said = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self._context = work, context
        self.plan: PlanRow | None = None
        self._offered = Offered()
        self.parts: dict[str, PlanPart] = {}
        """Those that have been shown; each is made when it is first seen."""
        self.chips = {part: FilterChip("") for part in PARTS}
        self.title, self.about = Elided("", "heading"), Label("", "muted", wrap=True)
        self.back = Button(_("‹ Các &kế hoạch"), self.left.emit, tip=_("Alt+mũi tên trái"))
        self.head = Button(_("Thông tin &chung…"), self.edit_head, tip="F4")
        self._stack = Stack()
        top = row(self.back, self.title, 1, self.head, gap=12)
        layout = column(top, self.about, row(*self.chips.values(), 1, gap=8), self._stack, gap=8)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.setFocusProxy(self._stack)
        self._connect()
        self.show_part(TARGETS)

    def _connect(self) -> None:
        for part, chip in self.chips.items():
            chip.clicked.connect(partial(self.show_part, part))
        for keys, do in (
            ("F4", self.edit_head),
            ("Alt+Left", self.left.emit),
            ("F6", self.next_part),
            ("F8", self._f8),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # What is shown

    def show_plan(self, plan_id: int) -> bool:
        """Show the plan with this id; False where it is gone."""
        try:
            with self.work.read() as session:
                plan = plans.plan(session, plan_id)
                lists = {name: records.choices(session, one) for name, one in plan_entry.LISTS.items()}
        except UserError:
            return False
        self.plan = plan
        self._offered.lists = lists
        self.title.setText(f"{plan.title}: {plan.name}")
        self.title.setToolTip(plain_tip(plan.name))
        self.about.setText(_about(plan))
        for part in self.parts.values():
            part.show_plan(plan)
        for name, chip in self.chips.items():
            chip.set_label(_TITLES[name].format(count=show_whole(len(getattr(plan, name)))))
        return True

    def leave(self) -> None:
        """Another plan, or none, is about to be shown: what could not be stored waits until this one comes back."""
        self.plan = None
        for part in self.parts.values():
            part.grid.finish_editing()
            part.show_plan(None)

    @property
    def part(self) -> PlanPart:
        """The part that is shown."""
        return self.parts[self._shown]

    @property
    def _shown(self) -> str:
        return next(name for name, chip in self.chips.items() if chip.isChecked())

    def show_part(self, name: str, _checked: bool = True) -> None:  # noqa: FBT001, FBT002 - Qt's
        """Show the part called *name*."""
        for part in self.parts.values():
            part.grid.finish_editing()
        for other, chip in self.chips.items():
            chip.setChecked(other == name)
        if name not in self.parts:
            self._make_part(name)
        self._stack.setCurrentWidget(self.part)
        self.part.setFocus()

    def _make_part(self, name: str) -> None:
        part = self.parts[name] = PlanPart(self.work, self._context, name, self._offered)
        self._stack.addWidget(part)
        part.said.connect(self.said)
        part.summary.connect(self.summary)
        part.show_plan(self.plan)

    def next_part(self) -> None:
        """F6: the next part, around the end."""
        self.show_part(PARTS[(PARTS.index(self._shown) + 1) % len(PARTS)])

    def _f8(self) -> None:
        self.part.grid.next_problem()

    # What the plan is

    def edit_head(self) -> None:
        """F4: number, day, issuer, title and validity of the plan."""
        if self.plan is None or self.plan.id is None:
            return
        try:
            with self.work.read() as session:
                draft = plan_drafts.opened(session, self.plan.id)
        except UserError as error:
            messages.show(error, self)
            return
        RecordDialog(self.work, _making(_("Thông tin chung của kế hoạch"), _("Sửa {title}"), draft), self).open()


def ask_new(work: "Work", parent: QWidget) -> RecordDialog:
    """Ask what a new plan is; `stored` of the dialog brings its id."""
    dialog = RecordDialog(work, _making(_("Thêm kế hoạch"), _("Thêm {title}"), plan_drafts.new()), parent)
    dialog.open()
    return dialog


def _making(title: str, action: str, draft: Draft) -> Making:
    def called(typed: Draft) -> str:
        return action.format(title=_("kế hoạch {name}").format(name=typed.values["number"] or typed.values["name"]))

    return Making(
        title=title,
        about=_("Chỉ cần đơn vị ban hành và trích yếu. Có ngày ban hành thì hạn ghi sai trước ngày ấy được phát hiện."),
        record_type=Plan,
        groups=_GROUPS,
        options={},
        begin=lambda: draft,
        action=called,
        store=plan_drafts.save,
        only_one=True,
    )


def _about(plan: PlanRow) -> str:
    """Who issued the plan, when, from when to when it holds."""
    told = (
        plan.issuer,
        _("ngày {day}").format(day=show_day(plan.issued_on)) if plan.issued_on else "",
        validity(plan),
        plan.note or "",
    )
    return " · ".join(filter(None, told))


def validity(plan: PlanRow) -> str:
    """From when to when a plan holds: "28/03/2022 – chưa định"."""
    start = show_day(plan.since) if plan.since else ""
    return f"{start} – {show_day(plan.valid_to) if plan.valid_to else _('chưa định')}"
