"""The plans of the office and those that are shipped: loaded, copied, changed, typed, deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Day, Whole
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import plans
from unioncare_desktop.services.plan_entry import TARGETS
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.plan_contents import PlanContents
from unioncare_desktop.ui.plan_editor import PlanEditor, ask_new, validity
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import fold, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH = 220
_NOT_LOADED = Badge(_("có sẵn, chưa nạp"))


@dataclass(frozen=True)
class Line:
    """A plan in the list; its `key` is told apart from those of the office's own plans where it is not loaded."""

    plan: PlanRow
    state: Badge
    remark: str

    @property
    def key(self) -> int | str:
        """The id of a plan of the office, the key of a shipped one that is not loaded."""
        return self.plan.id or self.plan.key

    @property
    def search(self) -> str:
        """What it is found by."""
        return fold(f"{self.plan.title} {self.plan.name} {self.plan.issuer}")


class PlansView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.check = Button(_("Soát &văn bản…"), self.check_text, tip=_("Dán một đoạn kế hoạch để tìm chỗ sai"))
        self.new = Button(_("&Thêm kế hoạch"), self.add, role="primary", tip="Ctrl+N")
        self.buttons: tuple[Button, ...] = (self.check, self.new)
        """What the page shows at its right while this view is shown, the main action last."""
        self.words, self.only_own = SearchBox(_("Lọc theo số, trích yếu…")), FilterChip(_("Của đơn vị"))
        self.load = Button(_("&Nạp"), self.open_current, tip="Enter")
        self.edit = Button(_("&Mở, sửa"), self.open_current, tip="Enter")
        self.copy = Button(_("Ché&p"), self.copy_current, tip=_("Lập kế hoạch khác từ kế hoạch này"))
        self.remove = Button(_("&Xóa…"), self.delete_current, tip="Ctrl+Delete")
        self.first = Label(
            _(
                "Nạp kế hoạch đơn vị đang thực hiện: chọn một kế hoạch có sẵn rồi nhấn Enter, hoặc thêm kế hoạch của"
                " đơn vị. Từ đó chỉ tiêu tự tính, việc đến hạn tự nhắc."
            ),
            "muted",
            wrap=True,
        )
        self.grid = RecordGrid(
            _columns(), look=context.settings.grids.setdefault("plans", {}), key=lambda line: line.key
        )
        self.grid.select_whole_rows()
        self.grid.view.setAccessibleName(_("Kế hoạch"))
        self.contents = PlanContents()
        self._on = clock.today()
        doors = (self.load, self.edit, self.copy, self.remove)
        layout = column(Flow(self.words, self.only_own, *doors, gap=12), self.first, self.grid, self.contents, gap=12)
        layout.setStretch(2, 1)
        self._listed, self._stack = QWidget(), Stack()
        self._listed.setLayout(layout)
        self._listed.setFocusProxy(self.grid)
        self._stack.addWidget(self._listed)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self._stack)
        self._connect()

    @cached_property
    def editor(self) -> PlanEditor:
        """The plan that is opened, made when the first one is."""
        editor = PlanEditor(self.work, self.context)
        self._stack.addWidget(editor)
        editor.left.connect(self.close_plan)
        editor.said.connect(self.summary)
        editor.summary.connect(self.summary)
        return editor

    @property
    def busy(self) -> bool:
        """Whether something is still being read: plans are few, they are read at once."""
        return False

    @property
    def is_open(self) -> bool:
        """Whether one plan is opened instead of the list."""
        return self._stack.currentIndex() == 1

    def _connect(self) -> None:
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        self.only_own.chosen.connect(self._filter)
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        self.grid.delete_wanted.connect(lambda _keys: self.delete_current())
        self.grid.row_wanted.connect(self.add)
        self.grid.current_changed.connect(self._offer)
        self.grid.filtered.connect(self._offer)
        self.grid.said.connect(self.summary)
        shortcut = QShortcut(QKeySequence("F4"), self.grid)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.open_current)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    # What is shown

    def show_span(self, span: Span) -> None:
        """Show the plans, and which of them are in force in *span*."""
        self._on = min(span.end, max(span.start, clock.today()))
        self.refresh()

    def refresh(self) -> None:
        """Read the plans anew, and the one that is open; the selection stays."""
        if self.is_open and not (
            self.editor.plan and self.editor.plan.id and self.editor.show_plan(self.editor.plan.id)
        ):
            self.close_plan()
        with self.work.read() as session:
            told = list(plans.everything(session))
        own = [one for one, loaded in told if loaded]
        others = [one for one, loaded in told if not loaded]
        own.sort(key=lambda one: one.issued_on or date.max, reverse=True)
        self.first.setVisible(not own)
        self.grid.set_rows([_line(one, self._on) for one in (*own, *others)])
        if self.grid.current_key is None and self.grid.shown_rows:
            self.grid.view.go(0, 0)
        self._offer()
        words = _("{own} kế hoạch của đơn vị · {others} có sẵn chưa nạp")
        self.status.emit(words.format(own=show_whole(len(own)), others=show_whole(len(others))))

    def _filter(self) -> None:
        wanted, only_own = fold(self.words.text()).split(), self.only_own.isChecked()
        self.grid.set_filter(
            lambda line: all(word in line.search for word in wanted) and (not only_own or line.plan.id is not None)
        )
        self._offer()

    def start_search(self) -> None:
        """Ctrl+F: in the list; an opened plan has its filters of columns."""
        if not self.is_open:
            self.words.start()

    def resort(self) -> None:
        """F9."""
        (self.editor.part.grid if self.is_open else self.grid).resort()

    @property
    def current(self) -> PlanRow | None:
        """The plan of the current row."""
        key = self.grid.current_key
        return next((line.plan for line in self.grid.shown_rows if line.key == key), None)

    def _offer(self) -> None:
        """The actions that the current plan allows."""
        plan = self.current
        own = plan is not None and plan.id is not None
        self.load.setVisible(plan is not None and not own)
        for button in (self.edit, self.copy, self.remove):
            button.setVisible(own)
        self.contents.show_plan(plan)

    # What is done

    def open_current(self) -> None:
        """Enter, F4: load a shipped plan, open one of the office."""
        plan = self.current
        if plan is not None and plan.id is None:
            self._load(plan)
        elif plan is not None and plan.id is not None:
            self.open(plan.id)

    def _load(self, plan: PlanRow) -> None:
        title = _("Nạp kế hoạch {title}").format(title=plan.title)
        words = _("Đã nạp kế hoạch {title}: {contents}.").format(title=plan.title, contents=_contents(plan))
        self._write(title, lambda session: plans.load(session, plan.key), words)

    def copy_current(self) -> None:
        """Make another plan of the current one, to be changed."""
        plan = self.current
        if plan is None or plan.id is None:
            return
        title = _("Chép kế hoạch {title}").format(title=plan.title)
        words = _("Đã chép kế hoạch {title}; hãy mở bản chép để sửa.").format(title=plan.title)
        self._write(title, partial(plans.copy, plan_id=plan.id), words)

    def _write(self, title: str, do: "Callable[[Session], int]", words: str) -> None:
        """Do it, and go to the plan it brings."""
        made = self.work.write(title, do)
        if made is not None:
            self.refresh()
            self.grid.go_to(made)
            self.summary.emit(words)

    def delete_current(self) -> None:
        """Ctrl+Delete: delete a plan of the office with everything in it, after asking."""
        plan = self.current
        if plan is None or plan.id is None:
            return
        plan_id, what = plan.id, _("kế hoạch {title}").format(title=plan.title)
        question = _("Xóa {what} cùng {contents}?\n\nCó thể hoàn tác bằng Ctrl+Z.")
        if messages.ask(question.format(what=what, contents=_contents(plan)), _("&Xóa"), parent=self):
            self.work.write(_("Xóa {what}").format(what=what), lambda session: plans.delete(session, plan_id))

    def add(self) -> None:
        """Ctrl+N: type a new plan; where one is open, a new row of it."""
        if self.is_open:
            self.editor.part.add()
        else:
            self.ask_new()

    def ask_new(self) -> None:
        """Ask what a new plan is, and open it."""
        ask_new(self.work, self).stored.connect(self.open)

    def open(self, plan_id: int, part: str = "") -> None:
        """Open the office's plan that has this id, at one of its parts."""
        if self.editor.plan is not None and self.editor.plan.id != plan_id:
            self.editor.leave()
        if self.editor.show_plan(plan_id):
            self.grid.go_to(plan_id)
            self._show_place(1)
            self.editor.show_part(part or TARGETS)

    def close_plan(self) -> None:
        """Back to the list."""
        self.editor.leave()
        self._show_place(0)
        self.grid.setFocus()

    def _show_place(self, shown: int) -> None:
        """Show the list, or the plan that is open; the other asks for no room."""
        for place, part in enumerate((self._listed, self.editor)):
            policy = QSizePolicy.Policy.Preferred if place == shown else QSizePolicy.Policy.Ignored
            part.setSizePolicy(policy, policy)
        self._stack.setCurrentIndex(shown)

    @property
    def kept(self) -> list[KeptTexts]:
        """The texts that could not be stored, of each part."""
        return [part.kept for part in self.editor.parts.values()] if "editor" in self.__dict__ else []

    def check_text(self) -> None:
        """Look for errors in a paragraph of a plan, and take its targets and deadlines over."""
        from unioncare_desktop.ui.lint_dialog import LintDialog

        plan = self.editor.plan if self.is_open else None
        LintDialog(self.work, self.context, self, plan.id if plan is not None else None).open()

    def export(self) -> None:
        """Ctrl+E: the report of the targets of the plans."""
        self.go.emit("reports", "targets")


def _line(plan: PlanRow, on: date) -> Line:
    undated = sum(not one.due and not one.rule for one in plan.deadlines)
    problems = sum(bool(one.problem) for one in plan.deadlines) + sum(bool(one.note) for one in plan.targets)
    told = (
        (undated, _("{count} việc chưa rõ ngày")),
        (problems, _("{count} điều cần hỏi lại")),
    )
    remark = " · ".join(words.format(count=show_whole(count)) for count, words in told if count)
    return Line(plan, _state(plan, on) if plan.id is not None else _NOT_LOADED, remark)


def _state(plan: PlanRow, on: date) -> Badge:
    if plan.in_force(on):
        return Badge(_("đang thực hiện"), "good")
    ahead = plan.since is not None and plan.since > on
    return Badge(_("chưa đến ngày thực hiện") if ahead else _("đã hết hạn"))


def _contents(plan: PlanRow) -> str:
    """How much is in a plan: "24 chỉ tiêu, 12 thời hạn, 5 nội dung đăng ký"."""
    told = (
        (plan.targets, _("{count} chỉ tiêu")),
        (plan.deadlines, _("{count} thời hạn")),
        (plan.registers, _("{count} nội dung đăng ký")),
    )
    return ", ".join(words.format(count=show_whole(len(rows))) for rows, words in told)


def _number(line: Line) -> str:
    return line.plan.number or _("không có số")


def _columns() -> tuple[GridColumn, ...]:
    def of_plan(name: str, title: str, width: int, **more: object) -> GridColumn:
        return GridColumn(name, title, value=lambda line: getattr(line.plan, name), width=width, **more)  # type: ignore[arg-type] # as the columns have them

    def counted(name: str, title: str) -> GridColumn:
        return GridColumn(name, title, Whole(), value=lambda line: len(getattr(line.plan, name)), width=82)

    return (
        GridColumn("number", _("Số, ký hiệu"), value=_number, width=128, frozen=True, strong=True),
        of_plan("name", _("Trích yếu"), 270),
        GridColumn("state", _("Tình trạng"), width=146, status=True),
        GridColumn("validity", _("Thực hiện"), value=lambda line: validity(line.plan), width=196),
        counted("targets", _("Chỉ tiêu")),
        counted("deadlines", _("Thời hạn")),
        counted("registers", _("Đăng ký")),
        GridColumn("remark", _("Lưu ý"), width=190),
        of_plan("issuer", _("Đơn vị ban hành"), 240),
        of_plan("issued_on", _("Ban hành"), 92, kind=Day()),
    )
