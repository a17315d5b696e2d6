"""One part of a plan in a grid: typed, pasted, filled down, deleted; each action is stored at once."""

from collections.abc import Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.judgement import Judgement, NewRow
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import line_entry, plan_entry
from unioncare_desktop.services.plan_entry import DEADLINES, REGISTERS, TARGETS
from unioncare_desktop.services.plans import DeadlineRow, PlanRow, RegisterRow, TargetRow
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.plan_columns import Offered, part_columns
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.ui.widgets.basics import Label, column
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

PARTS = (TARGETS, DEADLINES, REGISTERS)
_ONE = {TARGETS: _("chỉ tiêu"), DEADLINES: _("thời hạn"), REGISTERS: _("nội dung đăng ký")}
_ADDS = {TARGETS: _("Gõ tên chỉ tiêu…"), DEADLINES: _("Gõ việc phải làm…"), REGISTERS: _("Gõ nội dung…")}
_FIRST = {
    TARGETS: _(
        "Gõ ở dòng trống: chọn chỉ tiêu trong danh mục (Alt+↓), cách so sánh, con số, ngày phải đạt. Chỉ tiêu chưa có"
        " trong danh mục thì thêm ở Thiết lập."
    ),
    DEADLINES: _(
        "Gõ ở dòng trống: việc phải làm, rồi một ngày hạn hoặc nhịp lặp lại (Alt+↓ để chọn). Không rõ ngày thì để"
        " trống."
    ),
    REGISTERS: _("Gõ ở dòng trống những nội dung kế hoạch yêu cầu các đơn vị đăng ký."),
}
Row = TargetRow | DeadlineRow | RegisterRow


class PlanPart(QWidget):
    """The rows of one *part* of the plan that is shown. `said` is news, `summary` what is selected."""

    said = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context", part: str, offered: Offered) -> None:
        super().__init__()
        self._work, self._context, self.part = work, context, part
        self.plan: PlanRow | None = None
        self.rows: Sequence[Row] = ()
        name = f"plan {part}"
        self.first = Label(_FIRST[part], "muted", wrap=True)
        self.grid = RecordGrid(
            part_columns(part, offered),
            look=context.settings.grids.setdefault(name, {}),
            judge=self._judge,
            adds=_ADDS[part],
        )
        self.grid.view.setAccessibleName(_ONE[part])
        self.kept = KeptTexts(self.grid, context, work.database.location, name)
        layout = column(self.first, self.grid, gap=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.grid)
        self.grid.entered.connect(self._enter)
        self.grid.delete_wanted.connect(self.delete)
        self.grid.history_wanted.connect(self._show_history)
        self.grid.said.connect(self.said)
        self.grid.summary.connect(self.summary)
        self.grid.current_changed.connect(lambda: self.said.emit(self.grid.current_problem))

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes where the settings say, also after they have changed."""
        self.grid.view.enter_moves = self._context.settings.enter_moves
        super().showEvent(event)

    def show_plan(self, plan: PlanRow | None) -> None:
        """Show the rows of a plan; of the one that is shown already, rows stay where they are. None leaves it."""
        arrives = plan is not None and (self.plan is None or self.plan.id != plan.id)
        if self.plan is not None and (arrives or plan is None):
            self.kept.leave()
        self.plan = plan
        self.rows = getattr(plan, self.part) if plan is not None else ()
        self.first.setVisible(not self.rows)
        self.grid.set_about(plan.short if plan is not None else "")
        self.grid.set_rows(self.rows)
        if arrives and plan is not None:
            self.grid.clear_filters()
            self.kept.arrive(str(plan.id))

    def _judge(self, entries: Sequence[Entry]) -> list[Judgement]:
        if self.plan is None or self.plan.id is None:
            return []
        with self._work.read() as session:
            return plan_entry.judge(session, self.plan.id, self.part, _asked(entries))

    def _enter(self, entries: Sequence[Entry]) -> None:
        """A cell was left, or a block pasted: one action, one step to undo."""
        if self.plan is None or self.plan.id is None:
            return
        errors: list[UserError] = []
        done = self._work.write(
            self._title(entries),
            partial(plan_entry.enter, plan_id=self.plan.id, part=self.part, entries=_asked(entries)),
            errors.append,
            kind=PASTE if self.grid.pasting else EDIT,
        )
        if done is None:
            messages.show(errors[0], self)
            for entry in entries:
                self.grid.refuse(entry.key, entry.column, entry.text, str(errors[0]))
            return
        for refused in done.refused:
            self.grid.refuse(refused.entry.key, refused.entry.field, str(refused.entry.raw), refused.reason)
        self.grid.settle(done.added, done.waiting)

    def _title(self, entries: Sequence[Entry]) -> str:
        of = {"one": _ONE[self.part], "plan": self.plan.short if self.plan is not None else ""}
        keys = {entry.key for entry in entries}
        if self.grid.pasting or len(keys) > 1:
            words = _("Dán {count} ô {one}, {plan}") if self.grid.pasting else _("Nhập {count} ô {one}, {plan}")
            return words.format(count=show_whole(len(entries)), **of)
        if any(isinstance(key, NewRow) for key in keys):
            return _("Thêm {one}, {plan}").format(**of)
        label = plan_entry.fields(self.part)[entries[0].column].label.lower()
        return _("Sửa {field} của {one}, {plan}").format(field=label, **of)

    def add(self) -> None:
        """Ctrl+N: to the blank line."""
        self.grid.finish_editing()
        self.grid.begin_row({}, next(one.name for one in self.grid.model.columns if one.editable))

    def delete(self, keys: Sequence[Hashable]) -> None:
        """Ctrl+Delete: delete rows of the plan, after asking."""
        gone = [row for row in self.rows if row.id in set(keys)]
        if not gone or self.plan is None:
            return
        one = f"{_ONE[self.part]} “{self.called(gone[0])}”"
        what = one if len(gone) == 1 else _("{count} {one}").format(count=show_whole(len(gone)), one=_ONE[self.part])
        question = _("Xóa {what} của {plan}?\n\nCó thể hoàn tác bằng Ctrl+Z.")
        if not messages.ask(question.format(what=what, plan=self.plan.short), _("&Xóa"), parent=self):
            return
        ids = [row.id for row in gone if row.id is not None]

        def remove(session: "Session") -> None:
            plan_entry.delete(session, self.part, ids)

        self._work.write(_("Xóa {what}, {plan}").format(what=what, plan=self.plan.short), remove)

    @staticmethod
    def called(row: Row) -> str:
        """A row in a few words."""
        return (row.words or row.indicator_name) if isinstance(row, TargetRow) else row.name

    def _show_history(self, key: Hashable, name: str) -> None:
        """Ctrl+Shift+H: who changed a cell; beside the fields, all of the row."""
        from unioncare_desktop.ui import cell_history

        row = next((row for row in self.rows if row.id == key), None)
        if row is not None and row.id is not None:
            field = name if name in plan_entry.fields(self.part) else ""
            cell_history.show(self._work, self, plan_entry.RECORDS[self.part], [row.id], self.called(row), field)


def _asked(entries: Sequence[Entry]) -> list[line_entry.Entry]:
    return [
        line_entry.Entry(entry.key, entry.column, entry.text)
        for entry in entries
        if isinstance(entry.key, int | NewRow)
    ]
