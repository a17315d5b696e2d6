"""What is proposed and what was carried out: opened, carried out, printed, withdrawn, taken back.

A list that a page shows; the wizard, the documents and undoing are called from here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.kinds import Day, Whole
from unioncare_desktop.domain.records.merger import SPLIT
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import history, mergers, office, undo
from unioncare_desktop.services.mergers import MergerRow
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.merger_documents import DECISION, PROPOSAL, show_documents
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.undoing import take_back
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, Label, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.merger_wizard import MergerWizard
    from unioncare_desktop.ui.work import Work

_WAITING, _DUE, _DONE = _("đề nghị"), _("đến ngày thực hiện"), _("đã thực hiện")
_MOST_NAMED = 3
_GRID = "mergers listed"


@dataclass(frozen=True)
class Line:
    """A merger with what the list says beside it: who did it when, and whether the result is large enough."""

    merger: MergerRow
    who: str
    at: str
    more_than: int | None

    @property
    def state(self) -> str:
        """Proposed, proposed and due, or done."""
        if self.merger.done:
            return _DONE
        due = self.merger.effective_on is not None and not self.merger.ahead
        return _DUE if due else _WAITING

    @property
    def badge(self) -> Badge:
        """The state in words and colour."""
        return Badge(self.state, {_DONE: "good", _DUE: "warning"}.get(self.state, "neutral"))  # type: ignore[arg-type] # names of tones

    @property
    def size(self) -> Badge | None:
        """Says where a result is too small."""
        members = self.merger.members
        if self.merger.kind == SPLIT or members is None or self.more_than is None or members > self.more_than:
            return None
        return Badge(_("chưa trên {least}").format(least=show_whole(self.more_than)), "warning")

    @property
    def units(self) -> str:
        """The participants with their members: "CĐCS A (5), CĐCS B (9)"."""
        parts = self.merger.parts
        return ", ".join(f"{one.name} ({'–' if one.members is None else show_whole(one.members)})" for one in parts)


def lines(session: "Session") -> list[Line]:
    """All proposals and mergers as the list shows them."""
    listed = mergers.listed(session)
    done = history.by_ids(session, {one.action_id for one in listed})
    limits = {span: office.thresholds(session, span.end).get("merged_above") for span in {one.period for one in listed}}
    return [
        Line(one, done[one.action_id].who, f"{done[one.action_id].at:%d/%m/%Y %H:%M}", limits[one.period])
        for one in listed
    ]


class MergerList(QWidget):
    """The list with its actions. `go` opens another page, `said` is news for the status bar."""

    go = Signal(str, object)
    said = Signal(str)

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__()
        self.work, self.context = work, context
        self.lines: list[Line] = []
        self.by_state = FilterChip(_("Tình trạng"), _("tất cả"))
        self.by_state.set_choices((_WAITING, _DUE, _DONE))
        self.shown_of = Label("", "muted")
        look = context.settings.grids.setdefault(_GRID, {})
        self.grid = RecordGrid(_columns(), lambda line: line.merger.id, look=look)
        self.grid.select_whole_rows()
        self.open_one = Button(_("&Mở"), self.open_current, picture="edit", tip="Enter")
        self.do = Button(_("Thực &hiện…"), self.carry_out, role="primary")
        self.print_proposal = Button(_("In &tờ trình…"), partial(self._print, PROPOSAL), picture="print")
        self.print_decision = Button(_("In &quyết định…"), partial(self._print, DECISION), picture="print")
        self.drop = Button(_("&Xóa đề nghị"), self.withdraw, picture="delete", tip="Ctrl+Delete")
        self.take_back = Button(_("H&oàn tác sáp nhập…"), self.undo)
        self.to_union = Button(_("Mở phiế&u đơn vị"), self.open_union)
        self._lay_out()
        self.by_state.chosen.connect(self._filter)
        self.grid.current_changed.connect(self._show_buttons)
        self.grid.summary.connect(lambda _text: self._show_buttons())
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        self.grid.delete_wanted.connect(lambda _keys: self.withdraw())
        self.grid.filtered.connect(self._tell_shown)

    def _lay_out(self) -> None:
        door = Button(_("Lập &phương án ghép"), lambda: self.go.emit("mergers", "make"), role="primary")
        nothing = EmptyState(
            "merge",
            _("Chưa có đề nghị sáp nhập nào."),
            door,
            detail=_("Lập phương án ghép rồi lưu thành đề nghị, hoặc chọn các đơn vị trong danh sách rồi ghép."),
        )
        self.buttons = (
            *(self.open_one, self.do, self.print_proposal, self.print_decision),
            *(self.drop, self.take_back, self.to_union),
        )
        filled = QWidget()
        layout = column(Flow(self.by_state, self.shown_of, gap=12), self.grid, Flow(*self.buttons, gap=8), gap=8)
        layout.setStretch(1, 1)
        filled.setLayout(layout)
        filled.setFocusProxy(self.grid)
        self._stack = Stack()
        self._stack.addWidget(filled)
        self._stack.addWidget(nothing)
        self.setLayout(column(self._stack))
        self.setFocusProxy(self._stack)

    # What is shown

    def refresh(self) -> None:
        """Load the list; filters and selection stay."""
        with self.work.read() as session:
            self.lines = lines(session)
        self.grid.set_rows(self.lines)
        self._stack.setCurrentIndex(0 if self.lines else 1)
        self._filter()

    def go_to(self, merger_id: int) -> None:
        """Make a merger the current one, whatever is filtered."""
        self.by_state.choose("")
        self.grid.clear_filters()
        self.grid.go_to(merger_id)

    def _filter(self) -> None:
        wanted = self.by_state.value
        self.grid.set_filter((lambda line: line.state == wanted) if wanted else None)
        if self.grid.current_key is None and self.grid.shown_rows:
            self.grid.view.go(0, 0)
        self._tell_shown()
        self._show_buttons()

    def _tell_shown(self) -> None:
        due = sum(line.state == _DUE for line in self.lines)
        words = _("{shown}/{count} dòng · {due} đề nghị đến ngày thực hiện") if due else _("{shown}/{count} dòng")
        shown = show_whole(len(self.grid.shown_rows))
        self.shown_of.setText(words.format(shown=shown, count=show_whole(len(self.lines)), due=show_whole(due)))

    @property
    def chosen(self) -> list[Line]:
        """The lines in which something is selected, or the current one."""
        keys = set(self.grid.selected_keys) or {self.grid.current_key}
        return [line for line in self.grid.shown_rows if line.merger.id in keys]

    def _ids(self, *, done: bool | None = None) -> list[int]:
        return [line.merger.id for line in self.chosen if done is None or line.merger.done == done]

    def _show_buttons(self) -> None:
        chosen = self.chosen
        proposals = bool(chosen) and not any(line.merger.done for line in chosen)
        merged = bool(chosen) and all(line.merger.kind != SPLIT for line in chosen)
        self.open_one.setEnabled(len(chosen) == 1)
        self.to_union.setEnabled(len(chosen) == 1)
        self.do.setEnabled(proposals)
        self.drop.setEnabled(proposals)
        self.print_proposal.setEnabled(merged)
        self.print_decision.setEnabled(bool(chosen))
        self.take_back.setEnabled(len(chosen) == 1 and chosen[0].merger.done)

    # What the user does

    def open_current(self) -> None:
        """Enter: a proposal in the wizard, what is done in the form of its union."""
        if not self.chosen:
            return
        if self.chosen[0].merger.done:
            self.open_union()
        else:
            self._wizard([self.chosen[0].merger.id])

    def carry_out(self) -> None:
        """The chosen proposals in the wizard, where their papers are asked for."""
        ids = self._ids(done=False)
        if ids and (wizard := self._wizard(ids)) is not None:
            wizard.show_step(1)

    def _wizard(self, ids: Sequence[int]) -> "MergerWizard | None":
        from unioncare_desktop.ui.merger_wizard import open_proposals

        try:
            wizard = open_proposals(self, self.work, self.context, ids)
        except UserError as error:
            messages.show(error, self)
            return None
        wizard.go.connect(self.go)
        return wizard

    def open_union(self) -> None:
        """The form of the result, or of the union that is to become it."""
        if self.chosen:
            merger = self.chosen[0].merger
            self.go.emit("registry", merger.union_id or merger.parts[0].union_id)

    def _print(self, kind: str) -> None:
        if ids := self._ids():
            show_documents(self, self.work, self.context, ids, kind)

    def withdraw(self) -> None:
        """Ctrl+Delete: remove the chosen proposals after asking; nothing was done by them."""
        chosen = [line.merger for line in self.chosen if not line.merger.done]
        if not chosen:
            return
        names = ", ".join(one.name for one in chosen[:_MOST_NAMED]) + ("…" if len(chosen) > _MOST_NAMED else "")
        question = _("Xóa {count} đề nghị sáp nhập: {names}?").format(count=show_whole(len(chosen)), names=names)
        if not messages.ask(question, _("&Xóa"), parent=self):
            return

        def withdraw(session: "Session") -> bool:
            mergers.withdraw(session, [one.id for one in chosen])
            return True

        self.work.write(_("Xóa đề nghị sáp nhập: {names}").format(names=names), withdraw)

    def undo(self) -> None:
        """Take back what was carried out, with all that was done in the same action; or say what depends on it."""
        if not self.chosen:
            return
        merger = self.chosen[0].merger
        try:
            with self.work.read() as session:
                offered = undo.offer(session, merger.action_id)
        except UserError as error:
            messages.show(error, self)
            return
        together = sum(line.merger.action_id == merger.action_id for line in self.lines)
        question = _("Hoàn tác “{name}”? Các đơn vị trở lại như trước ngày {day}.")
        if together > 1:
            question = _("Hoàn tác “{name}”? Cả {count} nhóm làm cùng lần ấy trở lại như trước ngày {day}.")
        day = show_day(merger.effective_on) if merger.effective_on else ""
        asked = question.format(name=offered.name, count=show_whole(together), day=day)
        if messages.ask(asked, _("&Hoàn tác"), parent=self):
            told = partial(self.said.emit, _("Đã hoàn tác: {name}").format(name=offered.name))
            take_back(self.work, offered, lambda _undone: told(), lambda error: messages.show(error, self))


def _columns() -> tuple[GridColumn, ...]:
    def of(name: str, title: str, width: int, **more: object) -> GridColumn:
        def value(line: Line) -> object:
            return getattr(line.merger, name)

        return GridColumn(name, title, width=width, value=value, **more)  # type: ignore[arg-type] # options of a column

    return (
        of("name", _("Đơn vị sau sáp nhập"), 290, strong=True, frozen=True),
        GridColumn("badge", _("Tình trạng"), width=160, status=True),
        of("members", _("Đoàn viên"), 94, kind=Whole()),
        GridColumn("size", _("Cỡ"), width=122, status=True),
        GridColumn("units", _("Các đơn vị"), width=260),
        of("effective_on", _("Hiệu lực từ"), 100, kind=Day()),
        of("decision", _("Quyết định"), 116),
        of("decided_on", _("Ngày quyết định"), 122, kind=Day()),
        of("proposal", _("Tờ trình"), 116),
        of("proposed_on", _("Ngày tờ trình"), 110, kind=Day()),
        of("kind_words", _("Hình thức"), 190),
        of("chair", _("Chủ tịch lâm thời"), 150),
        GridColumn("at", _("Ghi lúc"), width=128, muted=True),
        GridColumn("who", _("Người ghi"), width=120, muted=True),
    )
