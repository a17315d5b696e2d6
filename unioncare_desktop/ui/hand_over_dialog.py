"""Unions that go to another office, or come from one: chosen, seen beforehand, done as one action."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from unioncare_desktop.domain.kinds import Text
from unioncare_desktop.domain.records import UnionEvent
from unioncare_desktop.domain.records.union import ACTIVE, HANDED_OVER
from unioncare_desktop.domain.records.union_event import RECEIVED
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import handovers, records, unions
from unioncare_desktop.services.handovers import HandoverDraft, HandoverPreview
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.editors import LineEditor
from unioncare_desktop.ui.merger_moves import handover_tables
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.step_dialog import StepDialog
from unioncare_desktop.ui.widgets.add_box import AddBox
from unioncare_desktop.ui.widgets.basics import Label, row
from unioncare_desktop.ui.widgets.moves_view import MovesView
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_PAPER = ("effective_on", "decision", "decided_on", "note")
_HEIGHT = 170


class HandOverDialog(StepDialog):
    """Hands the chosen unions over; or takes unions in that were handed over before."""

    question = _("Bỏ việc chuyển giao đang lập?")

    def __init__(self, work: "Work", union_ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(work, _("Chuyển giao, tiếp nhận công đoàn"), parent)
        with work.read() as session:
            self._known = {one.id: one for one in unions.listed(session, with_closed=True)}
        self.units = [one for one in union_ids if one in self._known]
        self._chosen = tuple(self.units)
        self._preview: HandoverPreview | None = None
        self.going, self.coming = QRadioButton(_("Chu&yển giao đi")), QRadioButton(_("Tiếp &nhận về"))
        self.other, self.add = LineEditor(Text()), AddBox(_("gõ tên hoặc mã, ↓ để chọn"))
        self.listed = RecordGrid(_columns(), filters=False)
        self.paper = RecordForm(UnionEvent, (Group("", _PAPER),), across=3)
        self.paper.set_draft(records.new(UnionEvent, union_id=0, kind=RECEIVED))
        self.moves = MovesView()
        self._add_steps()
        self._connect()
        self._show_units()
        self.show_step(0)

    def _add_steps(self) -> None:
        back = bool(self.units) and all(self._known[one].state == HANDED_OVER for one in self.units)
        (self.coming if back else self.going).setChecked(True)
        self._way = QButtonGroup(self)
        for button in (self.going, self.coming):
            self._way.addButton(button)
        self.listed.select_whole_rows()
        self.listed.setMinimumHeight(theme.current().px(_HEIGHT))
        self._other_label, adding = Label(""), Label(_("Thêm đơn &vị"))
        self._other_label.setBuddy(self.other)
        adding.setBuddy(self.add)
        which, who, more = QWidget(), QWidget(), QWidget()
        which.setLayout(row(self.going, self.coming, 1, gap=16))
        who.setLayout(row(self._other_label, self.other, gap=8))
        more.setLayout(row(adding, self.add, gap=8))
        hint = Label(_("Đơn vị trực thuộc đi theo. Ctrl+Delete bỏ đơn vị đang chọn khỏi danh sách"), "small")
        self.add_step(_("đơn vị nào, văn bản"), which, who, self.paper, self.listed, more, hint, fills=3)
        self.add_step(_("xem trước"), self.moves, fills=0)

    def _connect(self) -> None:
        self.going.toggled.connect(lambda _on: self._show_units())
        self.add.added.connect(self._add)
        self.add.unknown.connect(self._unknown)
        self.listed.delete_wanted.connect(self._remove)
        self.listed.row_wanted.connect(self.add.setFocus)

    # Which unions

    def _show_units(self) -> None:
        self._other_label.setText(_("Cho đơn vị nà&o") if self.going.isChecked() else _("Từ đơn vị nà&o"))
        self.listed.set_rows([self._known[one] for one in self.units])
        wanted = ACTIVE if self.going.isChecked() else HANDED_OVER
        offered = (one for one in self._known.values() if one.state == wanted and one.id not in self.units)
        self.add.set_options({one.id: one.described for one in offered})

    def _add(self, union_id: int) -> None:
        self.notice.show_text("")
        self.units.append(union_id)
        self._show_units()

    def _unknown(self, text: str) -> None:
        sentence = _("Không có đơn vị nào tên “{text}” để thêm. Hãy gõ một phần tên rồi bấm ↓ để chọn.")
        self.notice.show_text(sentence.format(text=text))

    def _remove(self, keys: Sequence[object]) -> None:
        self.units = [one for one in self.units if one not in keys]
        self._show_units()

    def draft(self) -> HandoverDraft:
        """The handover as it was typed."""
        values = self.paper.draft.values
        kind = HANDED_OVER if self.going.isChecked() else RECEIVED
        other = Text().parse(self.other.text()) or ""
        return HandoverDraft(kind, tuple(self.units), other=other, **{name: values[name] for name in _PAPER})

    # From step to step

    def start(self, number: int) -> None:
        """The list is known; the papers are not."""
        if number == 0:
            self.other.setFocus()
        else:
            self.moves.setFocus()

    def may_go_on(self) -> bool:
        """Whether the papers can be read."""
        self.paper.take_in()
        return not self.paper.show_problems()

    def preview(self) -> None:
        """Show what would happen."""
        with self.work.read() as session:
            made = handovers.preview(session, self.draft())
        of_paper = [Problem(one.field, one.text) for one in made.refusals if one.field in _PAPER]
        if of_paper:
            self.paper.show_problems(of_paper)
            return
        self._preview = made
        self.moves.show_moves(_told(made), made.problems, handover_tables(made))
        self.do.setEnabled(not made.refusals)
        self.show_step(self.last)

    def carry_out(self) -> None:
        """Do what the preview says, as one action."""
        made = self._preview
        if made is None:
            return
        title = _("Chuyển giao {count} đơn vị") if made.draft.kind == HANDED_OVER else _("Tiếp nhận {count} đơn vị")
        told = title.format(count=show_whole(len(made.lines)))
        done = self.work.write(
            told, lambda session: handovers.carry_out(session, made.draft, state=made.state), self.refuse
        )
        if done is not None:
            self.show_done(_("Đã xong: {what}.").format(what=told), _("Đóng rồi bấm Ctrl+Z để lấy lại tất cả."))

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        return bool(self.other.text()) or tuple(self.units) != self._chosen or self.paper.take_in().dirty


def _told(made: HandoverPreview) -> str:
    """The preview in a few sentences."""
    day = show_day(made.draft.effective_on) if made.draft.effective_on else ""
    words = _("{count} đơn vị chuyển giao đi từ {day}.")
    if made.draft.kind != HANDED_OVER:
        words = _("{count} đơn vị được tiếp nhận từ {day}.")
    told = words.format(count=show_whole(len(made.lines)), day=day)
    if made.first is None:
        return told
    since = _("Tổng số không còn các đơn vị này kể từ {period}; số liệu các kỳ trước giữ nguyên.")
    if made.draft.kind != HANDED_OVER:
        since = _("Các đơn vị này nộp số liệu kể từ {period}.")
    return f"{told} {since.format(period=made.first.title)}"


def _columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("code", _("Mã"), width=80, muted=True),
        GridColumn("name", _("Tên công đoàn"), width=360, strong=True),
        GridColumn("area", _("Địa bàn"), width=150),
        GridColumn("upper", _("Cấp trên"), width=230),
        GridColumn("state_words", _("Tình trạng"), width=200),
    )
