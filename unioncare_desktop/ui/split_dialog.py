"""One union becomes several: the parts in a table whose sum is checked as it is typed, papers, preview, done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Kind, Unreadable, Whole
from unioncare_desktop.domain.records import MemberCount, Merger, Union
from unioncare_desktop.domain.records.member_count import STOCKS
from unioncare_desktop.errors import Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import splits
from unioncare_desktop.services.splits import NewPart, SplitDraft, SplitPreview
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.editors import LineEditor
from unioncare_desktop.ui.merger_documents import DECISION, show_documents
from unioncare_desktop.ui.merger_group import Surroundings, new_paper, shown_period
from unioncare_desktop.ui.merger_moves import split_tables
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.step_dialog import StepDialog
from unioncare_desktop.ui.widgets.basics import Button, Chip, Label, row
from unioncare_desktop.ui.widgets.moves_view import MovesView
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_PAPER = ("decision", "decided_on", "effective_on", "note")
_HEIGHT, _EMPTY_ROWS, _REST_WIDTH = 230, 3, 110
_MEMBERS = Whole()


@dataclass
class PartLine:
    """A new union as it was typed so far."""

    key: int
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def touched(self) -> bool:
        """Whether anything was typed."""
        return any(value is not None for value in self.values.values())

    @property
    def part(self) -> NewPart:
        """It as the service takes it."""
        figures = {name: self.values[name] for name in STOCKS if self.values.get(name) is not None}
        others = {name: value for name, value in self.values.items() if name not in STOCKS and name != "name"}
        return NewPart(self.values.get("name") or "", figures, **others)


class SplitDialog(StepDialog):
    """Splits the union with an id by the figures of the period that the window shows."""

    question = _("Bỏ việc chia, tách đang lập?")

    def __init__(self, work: "Work", context: Context, union_id: int, around: Surroundings, parent: QWidget) -> None:
        entry = around.entries[union_id]
        super().__init__(work, _("Chia, tách {name}").format(name=entry.union.name), parent)
        self.context, self.around, self._union = context, around, entry
        self._keys = count(1)
        self._preview: SplitPreview | None = None
        self.lines: list[PartLine] = []
        self.goes_on = QRadioButton(_("Tá&ch: đơn vị cũ tiếp tục"))
        self.ends = QRadioButton(_("Chi&a: đơn vị cũ kết thúc"))
        self.rest, self.sum = LineEditor(_MEMBERS), Chip()
        self.parts = RecordGrid(_columns(around), lambda line: line.key, filters=False)
        self.paper = RecordForm(Merger, (Group("", _PAPER),), across=3)
        self.paper.set_draft(new_paper())
        self.moves = MovesView()
        self._add_steps()
        self._connect()
        self._show_lines()
        self.show_step(0)

    @property
    def had(self) -> int | None:
        """The members of the union in the period."""
        return self._union.members

    def _add_steps(self) -> None:
        self.goes_on.setChecked(True)
        way = QButtonGroup(self)
        for button in (self.goes_on, self.ends):
            way.addButton(button)
        self.parts.setMinimumHeight(theme.current().px(_HEIGHT))
        self.rest.setFixedWidth(theme.current().px(_REST_WIDTH))
        self._rest_label = Label(_("Đoàn viên &ở lại"))
        self._rest_label.setBuddy(self.rest)
        members = _("chưa báo cáo") if self.had is None else _("{count} đoàn viên").format(count=show_whole(self.had))
        told = Label(f"{self._union.union.described} · {self.around.span.title}: {members}", "heading", wrap=True)
        below = QWidget()
        below.setLayout(row(self._rest_label, self.rest, self.sum, 1, gap=12))
        which = QWidget()
        which.setLayout(row(self.goes_on, self.ends, 1, gap=16))
        hint = Label(_("Mỗi dòng một đơn vị mới; khối, địa bàn, loại hình để trống thì như đơn vị cũ"), "small")
        self.add_step(_("chia thế nào"), told, which, hint, self.parts, below, fills=3)
        self.add_step(_("văn bản"), self.paper, 1)
        self.add_step(_("xem trước"), self.moves, fills=0)

    def _connect(self) -> None:
        self.parts.entered.connect(self._enter)
        self.parts.delete_wanted.connect(self._delete)
        self.parts.row_wanted.connect(lambda: self.parts.go_to(self.lines[-_EMPTY_ROWS].key, "name"))
        self.rest.textEdited.connect(self._tell_sum)
        self.ends.toggled.connect(self._tell_sum)

    # The parts

    def _show_lines(self) -> None:
        while sum(not line.touched for line in self.lines) < _EMPTY_ROWS:
            self.lines.append(PartLine(next(self._keys)))
        self.parts.set_rows(self.lines)
        self._tell_sum()

    def _enter(self, entries: Sequence[Entry]) -> None:
        by_key = {line.key: line for line in self.lines}
        for entry in entries:
            line = by_key[entry.key]  # type: ignore[index] # keys are ours
            line.values[entry.column] = self.parts.model.column(entry.column).parse(entry.text)
        self._show_lines()

    def _delete(self, keys: Sequence[object]) -> None:
        self.lines = [line for line in self.lines if line.key not in keys]
        self._show_lines()

    @property
    def given(self) -> int:
        """The members of the parts together."""
        return sum(line.values.get("members") or 0 for line in self.lines)

    @property
    def remainder(self) -> int:
        """The members that stay: as typed, or what the parts leave.

        Raises:
            UserError: what was typed is no number.
        """
        if self.ends.isChecked():
            return 0
        try:
            typed: int | None = _MEMBERS.parse(self.rest.text())
        except Unreadable as error:
            raise UserError(_("Đoàn viên ở lại: {reason}").format(reason=error)) from None
        return max((self.had or 0) - self.given, 0) if typed is None else typed

    def _tell_sum(self) -> None:
        """The sum beside what the union has, with every figure that is typed."""
        left = max((self.had or 0) - self.given, 0)
        self.rest.setPlaceholderText(show_whole(left))
        for widget in (self._rest_label, self.rest):
            widget.setVisible(not self.ends.isChecked())
        try:
            self._show_sum(self.remainder)
        except UserError as error:
            self.sum.show_text(str(error), "error")

    def _show_sum(self, stays: int) -> None:
        numbers = [line.values["members"] for line in self.lines if line.values.get("members") is not None]
        total, had = self.given + stays, self.had or 0
        shown = " + ".join(map(show_whole, (*numbers, *(() if self.ends.isChecked() else (stays,)))))
        words = _("{sum} = {total}: khớp với {had}")
        if total != had:
            words = _("{sum} = {total}: thừa {off} so với {had}") if total > had else _("{sum} = {total}: thiếu {off}")
        off = show_whole(abs(total - had))
        text = words.format(sum=shown or "0", total=show_whole(total), had=show_whole(had), off=off)
        self.sum.show_text(text, "good" if total == had else "error")

    # From step to step

    def start(self, number: int) -> None:
        """The table, the first paper, the preview."""
        if number == 0:
            self.parts.go_to(self.lines[0].key, "name")
        elif number == 1:
            self.paper.start()
        else:
            self.moves.setFocus()

    def may_go_on(self) -> bool:
        """Whether the parts add up, and the papers can be read."""
        if self.step == 1:
            self.paper.take_in()
            return not self.paper.show_problems()
        self.parts.finish_editing()
        try:
            problems = self._problems_of_parts()
        except UserError as error:
            problems = [str(error)]
        self.notice.show_text("\n".join(dict.fromkeys(problems)))
        return not problems

    def _problems_of_parts(self) -> list[str]:
        if self.parts.refused:
            return [reason for _entry, reason in self.parts.refused]
        with self.work.read() as session:
            found = splits.preview(session, self.draft()).refusals
        return [problem.text for problem in found if problem.field != "effective_on"]

    def draft(self) -> SplitDraft:
        """The split as it was typed.

        Raises:
            UserError: what stays is no number.
        """
        values = self.paper.draft.values
        return SplitDraft(
            self._union.union.id,
            tuple(line.part for line in self.lines if line.touched),
            self.around.span,
            self.remainder,
            self.ends.isChecked(),
            **{name: values[name] for name in _PAPER},
        )

    def preview(self) -> None:
        """Show what would happen."""
        with self.work.read() as session:
            made = splits.preview(session, self.draft())
        of_paper = [Problem(one.field, one.text) for one in made.refusals if one.field in _PAPER]
        if of_paper:
            self.paper.show_problems(of_paper)
            return
        self._preview = made
        self.moves.show_moves(self._summary(made), made.problems, split_tables(made))
        self.do.setEnabled(not made.refusals)
        self.show_step(2)

    def _summary(self, made: SplitPreview) -> str:
        words = _("{count} đơn vị mới; “{name}” còn {left} đoàn viên.")
        if made.draft.ends:
            words = _("{count} đơn vị mới; “{name}” kết thúc.")
        told = words.format(
            count=show_whole(len(made.draft.parts)), name=made.union.name, left=show_whole(made.draft.remainder)
        )
        if made.quarter is None:
            return told
        stored = _("Số liệu của các đơn vị mới được ghi cho {period}; số liệu các kỳ trước ở lại với đơn vị cũ.")
        return f"{told} {stored.format(period=made.quarter.title)}"

    def carry_out(self) -> None:
        """Split as the preview says, as one action."""
        made = self._preview
        if made is None:
            return
        title = _("Chia {name} thành {count} đơn vị") if made.draft.ends else _("Tách {count} đơn vị từ {name}")
        merger_id = self.work.write(
            title.format(name=made.union.name, count=show_whole(len(made.draft.parts))),
            lambda session: splits.carry_out(session, made.draft, state=made.state),
            self.refuse,
        )
        if merger_id is not None:
            told = (
                _("Đã chia “{name}” thành {count} đơn vị.")
                if made.draft.ends
                else _("Đã tách {count} đơn vị từ “{name}”.")
            )
            self.show_done(
                told.format(name=made.union.name, count=show_whole(len(made.draft.parts))),
                _("Đóng rồi bấm Ctrl+Z để lấy lại tất cả, chừng nào chưa nhập gì thêm cho các đơn vị mới."),
                Button(_("&In quyết định…"), lambda: self._print(merger_id), role="primary"),
            )

    def _print(self, merger_id: int) -> None:
        show_documents(self, self.work, self.context, [merger_id], DECISION)

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        self.parts.finish_editing()
        touched = any(line.touched for line in self.lines)
        return touched or bool(self.parts.refused) or bool(self.rest.text()) or self.paper.take_in().dirty


def open_split(parent: QWidget, work: "Work", context: Context, union_id: int) -> SplitDialog:
    """Open the split of a union over *parent*, by the figures of the period that the window shows."""
    with work.read() as session:
        around = Surroundings.read(session, shown_period(session, context))
    dialog = SplitDialog(work, context, union_id, around, parent)
    dialog.open()
    return dialog


_WIDTHS = {"name": 280, "code": 80, "chair": 150, "phone": 110}


def _columns(around: Surroundings) -> tuple[GridColumn, ...]:
    unions, counts = fields_of(Union), fields_of(MemberCount)

    def column(name: str, label: str, kind: Kind, width: int, **more: Any) -> GridColumn:  # noqa: ANN401 - options of a column
        return GridColumn(name, label, kind, width, lambda line: line.values.get(name), editable=True, **more)

    def of_union(name: str) -> GridColumn:
        return column(name, unions[name].label, unions[name].kind, _WIDTHS[name], strong=name == "name")

    def of_count(name: str) -> GridColumn:
        return column(name, counts[name].label, counts[name].kind, 118)

    def of_list(name: str) -> GridColumn:
        return column(name, unions[name].label, unions[name].kind, 130, options=around.lists[name])

    figures = (of_count("members"), of_count("women_members"), of_count("workers"), of_count("women_workers"))
    others = (of_union("chair"), of_union("phone"), *map(of_list, ("bloc_id", "area_id", "sector_id")))
    return (of_union("name"), of_union("code"), *figures, *others)
