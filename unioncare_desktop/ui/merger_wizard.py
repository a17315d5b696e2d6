"""Mergers from what to when to preview to done: one group, or many at once as one action.

They come from a plan, from unions that were chosen, or from saved proposals: `open_wizard`, `open_for_unions` and
`open_proposals` are the doors. What is refused stays open with everything that was typed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.kinds import Text, Whole
from unioncare_desktop.domain.records import Merger
from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW, MERGER_KINDS
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task
from unioncare_desktop.services import mergers
from unioncare_desktop.services.mergers import MergerDraft, Preview
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.ui import merger_moves, theme
from unioncare_desktop.ui.merger_documents import DECISION, PROPOSAL, show_documents
from unioncare_desktop.ui.merger_group import (
    PAPER,
    GroupEdit,
    GroupForm,
    Surroundings,
    new_paper,
    people_of,
    shown_period,
)
from unioncare_desktop.ui.page import Context, Page
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.step_dialog import StepDialog
from unioncare_desktop.ui.widgets.basics import Button, Label, row
from unioncare_desktop.ui.widgets.moves_view import MovesView
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_GROUPS_HEIGHT = 150
_KINDS = {kind: words for kind, words in MERGER_KINDS.items() if kind in (ABSORBED, FOUNDED_NEW)}
_WHO, _PAPERS, _MOVES = range(3)


def open_wizard(parent: QWidget, work: "Work", context: Context, drafts: Sequence[MergerDraft]) -> "MergerWizard":
    """Open the wizard over *parent* for mergers that are nowhere stored yet, all by the figures of one period."""
    return _opened(MergerWizard(work, context, drafts, (), parent), parent)


def open_proposals(parent: QWidget, work: "Work", context: Context, ids: Sequence[int]) -> "MergerWizard":
    """Open the wizard over *parent* for saved proposals, to change them or to carry them out.

    Raises:
        UserError: one of them is gone, or is carried out already.
    """
    with work.read() as session:
        mergers.refuse_done(session, ids)
        drafts = [mergers.draft_of(session, merger_id) for merger_id in ids]
    return _opened(MergerWizard(work, context, drafts, ids, parent), parent)


def open_for_unions(
    parent: QWidget, work: "Work", context: Context, union_ids: Sequence[int], paper: Mapping[str, Any] | None = None
) -> "MergerWizard":
    """Open the wizard over *parent* for chosen unions; the largest of them is to take the others in.

    *paper* is what is known of the papers, by the fields of a merger.
    """
    with work.read() as session:
        around = Surroundings.read(session, shown_period(session, context))
    wizard = open_wizard(parent, work, context, [around.draft(union_ids)])
    wizard.common.values |= paper or {}
    wizard.paper.set_draft(wizard.common)
    return wizard


def _opened(wizard: "MergerWizard", parent: QWidget) -> "MergerWizard":
    if isinstance(parent, Page):
        wizard.go.connect(parent.go)
    wizard.open()
    return wizard


class MergerWizard(StepDialog):
    """Who goes with whom, the papers, what would move, and in the end what was done."""

    question = _("Bỏ việc sáp nhập đang lập?")

    def __init__(
        self, work: "Work", context: Context, drafts: Sequence[MergerDraft], ids: Sequence[int], parent: QWidget
    ) -> None:
        self.several = len(drafts) > 1
        words = _("Sáp nhập {count} nhóm") if self.several else _("Sáp nhập công đoàn")
        super().__init__(work, words.format(count=show_whole(len(drafts))), parent)
        self.context, self._ids = context, tuple(ids)
        self._previews: list[Preview] = []
        with work.read() as session:
            self.around = Surroundings.read(session, drafts[0].period)
        self.edits = [GroupEdit.of(key, self.around.named(draft)) for key, draft in enumerate(drafts)]
        self.groups = RecordGrid(_group_columns(self.around), lambda edit: edit.key, filters=False)
        self.numbers = RecordGrid(_number_columns(self.around), lambda edit: edit.key, filters=False)
        self.count_on = Button(_("Đánh &số quyết định liên tiếp"), self.number_decisions)
        self.form = GroupForm(self.around, self._people, self.edits[0])
        self.paper = RecordForm(Merger, (Group("", PAPER),), across=3)
        self.common = _common(drafts) if self.several else self.edits[0].draft
        self.paper.set_draft(self.common)
        self.moves = MovesView()
        self.across = QCheckBox(_("&Vẫn ghép các đơn vị khác công đoàn cấp trên: cấp trên đã thống nhất"))
        self.keep = Button(_("&Lưu thành đề nghị"), self.propose)
        self.others.add(self.keep)
        self._add_steps()
        self._connect()
        self._show_groups()
        self.show_step(_WHO)

    def _add_steps(self) -> None:
        for grid in (self.groups, self.numbers):
            grid.setFixedHeight(theme.current().px(_GROUPS_HEIGHT))
        own_numbers = QWidget()
        own_numbers.setLayout(row(Label(_("Số quyết định riêng của từng nhóm"), "heading"), 1, self.count_on))
        for widget in (self.groups, self.numbers, own_numbers):
            widget.setVisible(self.several)
        self.add_step(_("đơn vị nào"), self.groups, self.form, 1)
        self.add_step(_("văn bản"), self.paper, own_numbers, self.numbers, 1)
        self.add_step(_("xem trước"), self.across, self.moves, fills=1)

    def _connect(self) -> None:
        self.groups.current_changed.connect(self._show_current)
        for grid in (self.groups, self.numbers):
            grid.entered.connect(partial(self._entered, grid))
        self.form.edited.connect(self._show_groups)
        self.paper.edited.connect(lambda _name: self._advise())
        self.across.clicked.connect(self.preview)

    def _people(self, union_ids: Sequence[int]) -> list[OfficerRow]:
        with self.work.read() as session:
            return people_of(session, union_ids)

    # The groups

    def _show_groups(self) -> None:
        if self.several:
            self.groups.set_rows(self.edits)
            self.numbers.set_rows(self.edits)

    def _show_current(self) -> None:
        edit = next((one for one in self.edits if one.key == self.groups.current_key), None)
        if edit is None or edit is self.form.edit:
            return
        if problem := self.form.committee.problem:  # half a row would be lost
            self.notice.show_text(problem)
            QTimer.singleShot(0, self, lambda: self.groups.go_to(self.form.edit.key))
        else:
            self.notice.show_text("")
            self._show_group(edit)

    def _show_group(self, edit: GroupEdit) -> None:
        self.form.take_in()
        self.form.taken = {one for other in self.edits if other is not edit for one in other.units}
        self.form.show_group(edit)

    def _entered(self, grid: RecordGrid, entries: Sequence[Entry]) -> None:
        """A cell of a group was left, or a block pasted."""
        by_key = {edit.key: edit for edit in self.edits}
        for entry in entries:
            edit = by_key[entry.key]  # type: ignore[index] # keys are ours
            if entry.column == "kind":
                founds = self.groups.model.column("kind").parse(entry.text) == FOUNDED_NEW
                edit.choose_result(None if founds else self.around.largest(edit.units), self.around)
            else:
                edit.draft.enter(entry.column, entry.text)
                for problem in edit.draft.errors:
                    if problem.field == entry.column:
                        grid.refuse(entry.key, entry.column, entry.text, problem.text)
        self._show_groups()
        self.form.show_group(self.form.edit)

    def number_decisions(self) -> None:
        """Number the groups on from the first number: 12/QĐ-LĐLĐ, 13/QĐ-LĐLĐ and so on."""
        self.numbers.finish_editing()
        self.paper.take_in()
        first = self.edits[0].draft.values.get("decision") or self.common.values.get("decision") or ""
        numbers = numbered(first, len(self.edits))
        if not numbers:
            self.notice.show_text(_("Hãy gõ số quyết định của nhóm đầu, ví dụ 12/QĐ-LĐLĐ, rồi bấm lại."))
            return
        for edit, number in zip(self.edits, numbers, strict=True):
            edit.draft.enter("decision", number)
        self.common.enter("decision", None)
        self.paper.set_draft(self.common)
        self._show_groups()

    def _advise(self) -> None:
        """Say at once what a day that is ahead means."""
        day = self.common.values.get("effective_on")
        ahead = _(
            "Ngày {day} còn ở tương lai: chỉ lưu thành đề nghị được; đến ngày ấy hãy mở đề nghị và bấm Thực hiện."
        )
        self.paper.show_advice(ahead.format(day=show_day(day)) if day is not None and day > clock.today() else "")

    def drafts(self) -> list[MergerDraft]:
        """The mergers as they were typed."""
        common = self.common.values if self.several else {}
        return [edit.merger(self.around.span, {name: common.get(name) for name in PAPER}) for edit in self.edits]

    # Steps

    def start(self, number: int) -> None:
        """Where the caret begins on a step."""
        if number == _WHO:
            (self.groups if self.several else self.form.add).setFocus()
        elif number == _PAPERS:
            self.paper.start()
        else:
            self.moves.setFocus()

    def may_go_on(self) -> bool:
        """Whether everything on this step can be read."""
        return self._groups_are_right() if self.step == _WHO else not self._paper_is_wrong()

    def _groups_are_right(self) -> bool:
        self.groups.finish_editing()
        if self.groups.refused:
            self.notice.show_text(self.groups.refused[0][1])
            return False
        if self.form.show_problems():
            return False
        wrong = next((edit for edit in self.edits if edit.problems), None)
        if wrong is not None:
            self._go_to_group(wrong)
            self.form.show_problems()
        return wrong is None

    def _go_to_group(self, edit: GroupEdit) -> None:
        self.groups.go_to(edit.key, "name")
        self._show_group(edit)

    def _paper_is_wrong(self) -> bool:
        self.numbers.finish_editing()
        self.paper.take_in()
        if self.numbers.refused:
            self.notice.show_text(self.numbers.refused[0][1])
        return self.paper.show_problems() or bool(self.numbers.refused)

    # The preview

    def preview(self) -> None:
        """Work out what would move; a few hundred groups take a moment."""
        drafts, ids, across = self.drafts(), self._ids, self.across.isChecked()

        def task(session: "Session") -> Task[list[Preview]]:
            return mergers.previews(session, drafts, ids=ids, across_uppers=across)

        self.work.run(_("xem trước việc sáp nhập"), task, self._show_preview, self.refuse)

    def _show_preview(self, made: list[Preview]) -> None:
        self._previews = made
        problems = merger_moves.problems(made)
        self.moves.show_moves(merger_moves.summary(made), problems, merger_moves.tables(made))
        self.across.setVisible(any(one.field == mergers.ACROSS_UPPERS for one in problems))
        self.show_step(_MOVES)
        self.do.setEnabled(not any(one.refusals for one in made))
        (self.do if self.do.isEnabled() else self.keep).setDefault(True)

    # What the preview leads to

    def carry_out(self) -> None:
        """Do what the preview says, as one action."""
        drafts, ids, across = self.drafts(), self._ids, self.across.isChecked()
        state = self._previews[0].state
        done = [made.name for made in self._previews]

        def task(session: "Session") -> Task[list[int]]:
            if ids:
                changed = dict(zip(ids, drafts, strict=True))
                return mergers.carrying_out_changed(session, changed, state=state, across_uppers=across)
            return mergers.carrying_out(session, drafts, state=state, across_uppers=across)

        title = _titled(done, [len(draft.union_ids) for draft in drafts])
        self.work.run(title, task, self._carried_out, self.refuse, writes=True)

    def _carried_out(self, ids: list[int]) -> None:
        with self.work.read() as session:
            results = {one.id: one for one in mergers.listed(session) if one.id in ids}
        first = results[ids[0]]
        sources = sum(len(one.sources) for one in results.values())
        told = _("Đã ghép {count} đơn vị: “{name}” có {members} đoàn viên.")
        if len(ids) > 1:
            told = _("Đã ghép {count} đơn vị vào {groups} đơn vị sau sáp nhập.")
        words = {"count": show_whole(sources), "groups": show_whole(len(ids)), "name": first.name}
        doors = [Button(_("&In quyết định…"), lambda: self._print(ids, DECISION), role="primary")]
        if len(ids) == 1:
            doors.insert(0, Button(_("&Mở phiếu đơn vị"), self.leave_to("registry", first.union_id)))
        self.show_done(
            told.format(members=show_whole(first.members or 0), **words),
            _("Đóng rồi bấm Ctrl+Z để lấy lại tất cả, chừng nào chưa nhập gì thêm cho đơn vị sau sáp nhập."),
            *doors,
        )

    def _print(self, ids: Sequence[int], kind: str) -> None:
        show_documents(self, self.work, self.context, ids, kind)

    def propose(self) -> None:
        """Store it as proposals, to be printed, and to be carried out when there is a decision."""
        if self.step < self.last and not self.may_go_on():
            return
        drafts, ids = self.drafts(), self._ids

        def store(session: "Session") -> list[int]:
            if not ids:
                return mergers.propose(session, drafts)
            mergers.change_all(session, dict(zip(ids, drafts, strict=True)))
            return list(ids)

        title = _("Sửa {count} đề nghị sáp nhập") if ids else _("Lưu {count} đề nghị sáp nhập")
        kept = self.work.write(title.format(count=show_whole(len(drafts))), store, self.refuse)
        if kept is not None:
            self.show_done(
                _("Đã lưu {count} đề nghị sáp nhập.").format(count=show_whole(len(kept))),
                _("Khi có quyết định, mở đề nghị ở trang Sáp nhập rồi bấm Thực hiện."),
                Button(_("&Xem danh sách đề nghị"), self.leave_to("mergers", kept[0])),
                Button(_("&In tờ trình…"), lambda: self._print(kept, PROPOSAL), role="primary"),
            )

    def refuse(self, error: UserError) -> None:
        """What is wrong with the papers of a single merger is told in their form, everything else above the step."""
        problems = error.problems if isinstance(error, InvalidRecord) and not self.several else ()
        of_paper = [problem for problem in problems if problem.field in PAPER]
        others = [problem for problem in problems if problem not in of_paper]
        if of_paper:
            self.show_step(_PAPERS)
            self.paper.show_problems(of_paper)
        if others or not of_paper:
            super().refuse(InvalidRecord(others) if of_paper else error)

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something: what a plan proposed can be proposed again."""
        self.form.take_in()
        self.paper.take_in()
        refused = self.groups.refused or self.numbers.refused or self.form.committee.problem
        return bool(refused) or self.common.dirty or any(edit.dirty for edit in self.edits)


def numbered(first: str, count: int) -> list[str]:
    """*count* numbers of documents that follow each other, the *first* given: 09/QĐ, 10/QĐ; empty without a number."""
    found = re.search(r"\d+", first)
    if found is None:
        return []
    start, width = int(found[0]), len(found[0])
    before, after = first[: found.start()], first[found.end() :]
    return [f"{before}{number:0{width}}{after}" for number in range(start, start + count)]


def _common(drafts: Sequence[MergerDraft]) -> Draft:
    """What the papers of all groups say alike, to be changed for all of them."""
    alike = {name: getattr(drafts[0], name) for name in PAPER if len({getattr(one, name) for one in drafts}) == 1}
    return new_paper(**alike)


def _titled(names: Sequence[str], sizes: Sequence[int]) -> str:
    """What the history and undoing call it."""
    if len(names) == 1:
        return _("Sáp nhập {count} đơn vị thành {name}").format(count=show_whole(sizes[0]), name=names[0])
    words = _("Sáp nhập {groups} nhóm, {count} đơn vị")
    return words.format(groups=show_whole(len(names)), count=show_whole(sum(sizes)))


def _group_columns(around: Surroundings) -> tuple[GridColumn, ...]:
    return (
        GridColumn("number", _("Nhóm"), width=66, value=lambda _edit: None, ordinal=True, muted=True),
        GridColumn("name", _("Tên sau sáp nhập"), Text(), 328, _drafted("name"), editable=True, strong=True),
        GridColumn("kind", _("Hình thức"), Text(), 186, _drafted("kind"), editable=True, options=_KINDS),
        GridColumn("members", _("Đoàn viên"), Whole(), 94, lambda edit: around.members(edit.units)),
        GridColumn("chair", _("Chủ tịch lâm thời"), Text(), 144, _drafted("chair"), editable=True),
        GridColumn("units", _("Các đơn vị"), width=306, value=lambda edit: around.names(edit.units), muted=True),
    )


def _number_columns(around: Surroundings) -> tuple[GridColumn, ...]:
    return (
        GridColumn("number", _("Nhóm"), width=66, value=lambda _edit: None, ordinal=True, muted=True),
        GridColumn("name", _("Tên sau sáp nhập"), width=300, value=_drafted("name"), strong=True),
        GridColumn("decision", _("Số quyết định"), Text(), 190, _drafted("decision"), editable=True),
        GridColumn("units", _("Các đơn vị"), width=460, value=lambda edit: around.names(edit.units), muted=True),
    )


def _drafted(name: str) -> Callable[[GroupEdit], Any]:
    return lambda edit: edit.draft.values.get(name)
