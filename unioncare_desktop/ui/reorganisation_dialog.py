"""Many unions under new upper unions: chosen, previewed line by line, done as one action."""

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QStackedWidget, QWidget

from unioncare_desktop.domain.kinds import Day, Text, Unreadable, Whole
from unioncare_desktop.domain.records import UnionEvent
from unioncare_desktop.domain.records.union_event import MOVED
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step
from unioncare_desktop.services import records, reorganisation, unions
from unioncare_desktop.services.reorganisation import ENDS, MOVES, STAYS, Line, Plan, Request, Target
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.editors import LineEditor
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, column, row, scrolled
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_SIZE = (1060, 690)
_GRID_HEIGHT = 190
_ELSEWHERE = ""
_OUTCOMES = {
    MOVES: Badge(_("chuyển"), "good"),
    ENDS: Badge(_("kết thúc"), "warning"),
    STAYS: Badge(_("để nguyên"), "neutral"),
}


@dataclass
class Row:
    """An old area, how many of the unions lie in it, and where they go as it was typed."""

    key: int
    area: str
    title: str
    count: int
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def upper(self) -> str:
        """The name of the new upper union."""
        return self.typed.get("upper", "")

    @property
    def new_area(self) -> str:
        """The name of the new area."""
        return self.typed.get("new_area", "")


class ReorganisationDialog(QDialog):
    """Two steps: what is to happen, and the preview of it. *shown* are the rows of the list, *selected* some ids."""

    def __init__(self, work: "Work", shown: Sequence[UnionRow], selected: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self._plan: Plan | None = None
        self.rows: list[Row] = []
        with work.read() as session:
            self._all = {union.id: union for union in unions.listed(session, with_closed=True)}
            uppers = reorganisation.uppers(session)
            self._sources = self._offered(session, shown, selected, uppers)
        self.source = QComboBox()
        self.source.setAccessibleName(_("Đơn vị nào"))
        self.source.addItems(list(self._sources))
        names = ("effective_on", "decision", "decided_on", "note")
        self.form = RecordForm(UnionEvent, (Group("", names),), across=3)
        self.form.set_draft(records.new(UnionEvent, union_id=0, kind=MOVED))
        self.targets = RecordGrid(_target_columns(), lambda one: one.key, filters=False)
        self.ends_uppers = QCheckBox(_("Kết thúc công đoàn cấp trên &cũ khi không còn đơn vị nào bên dưới"))
        self.sectors: dict[str, QCheckBox] = {}
        self.ends_on = LineEditor(Day())
        self.preview = RecordGrid(_preview_columns(), lambda line: line.union.id, filters=False)
        self.summary, self.notice = Label("", wrap=True), Notice()
        self.back = Button(_("&Quay lại"), self._go_back)
        self.look = Button(_("&Xem trước"), self.plan, role="primary", tip="Ctrl+Enter")
        self.do = Button(_("&Thực hiện"), self.carry_out, role="primary")
        self._lay_out()
        self.targets.entered.connect(self._entered)
        self.source.currentIndexChanged.connect(self._show_source)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.plan)
        self._show_source()
        self._go_back()

    def _offered(
        self, session: "Session", shown: Sequence[UnionRow], selected: Sequence[int], uppers: dict[int, str]
    ) -> dict[str, frozenset[int]]:
        """The unions that may be meant, by the words that name them."""
        offered = {}
        if len(selected) > 1:
            count = show_whole(len(selected))
            offered[_("{count} dòng đang chọn").format(count=count)] = frozenset(selected)
        everyone = frozenset(union.id for union in shown)
        offered[_("{count} dòng đang hiện trong danh sách").format(count=show_whole(len(everyone)))] = everyone
        for upper_id, name in uppers.items():
            below = reorganisation.below(session, upper_id)
            words = _("{count} đơn vị dưới {name}").format(count=show_whole(len(below)), name=name)
            offered[words] = below
        return offered

    def _lay_out(self) -> None:
        self.setWindowTitle(_("Chuyển cấp trên cho nhiều đơn vị"))
        self.targets.setMinimumHeight(theme.current().px(_GRID_HEIGHT))
        which = Label(_("Đơn &vị nào"))
        which.setBuddy(self.source)
        self._ended = Flow(gap=12)
        ended = QWidget()
        ended.setLayout(self._ended)
        self._of_ended = Label(_("Không chuyển mà cho kết thúc các đơn vị thuộc loại hình"))
        until = Label(_("Kết thúc từ n&gày"))
        until.setBuddy(self.ends_on)
        self.ends_on.setPlaceholderText(_("như ngày có hiệu lực"))
        self._until = QWidget()
        self._until.setLayout(row(until, self.ends_on, 1))
        first, second = QWidget(), QWidget()
        first.setLayout(
            column(
                row(which, self.source, 1, gap=12),
                self.form,
                Label(_("Chuyển về đâu: gõ tên công đoàn cấp trên mới; tên chưa có thì được lập mới"), "heading"),
                self.targets,
                self.ends_uppers,
                self._of_ended,
                ended,
                self._until,
                1,
                gap=12,
                margins=(20, 4, 20, 12),
            )
        )
        inside = column(self.summary, self.preview, gap=12, margins=(20, 4, 20, 12))
        inside.setStretch(1, 1)
        second.setLayout(inside)
        self._steps = QStackedWidget()
        self._steps.addWidget(scrolled(first))
        self._steps.addWidget(second)
        top, bottom = QWidget(), QWidget()
        top.setLayout(column(Label(self.windowTitle(), "title"), self.notice, margins=(20, 16, 20, 8)))
        buttons = row(self.back, 1, Button(_("Đón&g"), self.reject), self.look, self.do, gap=12)
        buttons.setContentsMargins(20, 12, 20, 16)
        bottom.setLayout(buttons)
        whole = column(top, self._steps, bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        px, screen = theme.current().px, self.screen().availableSize() * 0.94
        self.resize(min(px(_SIZE[0]), screen.width()), min(px(_SIZE[1]), screen.height()))

    # What is to happen

    @property
    def _chosen(self) -> frozenset[int]:
        return self._sources[self.source.currentText()]

    def _show_source(self) -> None:
        """The old areas and the sectors of the unions that are meant; what was typed for an area stays."""
        chosen = [self._all[union_id] for union_id in self._chosen if union_id in self._all]
        typed = {one.area: one.typed for one in self.rows}
        areas = Counter(union.area for union in chosen)
        order = [union.area for union in sorted(chosen, key=lambda union: union.area)]
        named = [area for area in dict.fromkeys(order) if area]
        self.rows = [Row(0, _ELSEWHERE, _("Các địa bàn còn lại"), len(chosen), typed.get(_ELSEWHERE, {}))]
        self.rows += [Row(key, area, area, areas[area], typed.get(area, {})) for key, area in enumerate(named, 1)]
        self.targets.set_rows(self.rows)
        self._offer_sectors(unions.in_use(chosen, "sector"))

    def _offer_sectors(self, names: Sequence[str]) -> None:
        ticked = {name for name, box in self.sectors.items() if box.isChecked()}
        for box in self.sectors.values():
            self._ended.removeWidget(box)
            box.deleteLater()
        self.sectors = {name: QCheckBox(name.replace("&", "&&")) for name in names}
        for name, box in self.sectors.items():
            box.setChecked(name in ticked)
            self._ended.addWidget(box)
        self._of_ended.setVisible(bool(names))
        self._until.setVisible(bool(names))

    def _entered(self, entries: Sequence[Entry]) -> None:
        by_key = {one.key: one for one in self.rows}
        for entry in entries:
            if isinstance(entry.key, int):
                try:
                    by_key[entry.key].typed[entry.column] = Text().parse(entry.text) or ""
                except Unreadable as error:
                    self.notice.show_text(str(error))
        self.targets.set_rows(self.rows)

    def _request(self) -> Request:
        """What was typed.

        Raises:
            UserError: a day cannot be read.
        """
        draft = self.form.take_in()
        if draft.errors:
            raise InvalidRecord(draft.errors)
        try:
            ended_on: date | None = Day().parse(self.ends_on.raw())
        except Unreadable as error:
            raise UserError(_("Kết thúc từ ngày: {reason}").format(reason=error)) from None
        elsewhere, *others = self.rows
        values = draft.values
        return Request(
            self._chosen,
            values["effective_on"],
            {one.area: Target(one.upper, one.new_area) for one in others if one.upper},
            Target(elsewhere.upper, elsewhere.new_area) if elsewhere.upper else None,
            decision=values["decision"],
            decided_on=values["decided_on"],
            note=values["note"],
            end_uppers=self.ends_uppers.isChecked(),
            ended_sectors=frozenset(name for name, box in self.sectors.items() if box.isChecked()),
            ended_on=ended_on,
        )

    # The preview

    def plan(self) -> None:
        """Ctrl+Enter: show what would happen to every union."""
        if self._steps.currentIndex() == 1:
            return
        self.notice.show_text("")
        try:
            request = self._request()
        except UserError as error:
            self._refuse(error)
            return

        def task(session: "Session") -> Generator[Step, None, Plan]:
            yield Step(0, 0, _("Đang xem từng đơn vị"))
            return reorganisation.plan(session, request)

        self._work.run(_("xem trước việc chuyển cấp trên"), task, self._show, self._refuse)

    def _refuse(self, error: UserError) -> None:
        if isinstance(error, InvalidRecord):
            self.form.show_problems([Problem(problem.field, problem.text) for problem in error.problems])
        else:
            self.notice.show_text(str(error))

    def _show(self, made: Plan) -> None:
        self._plan = made
        self.summary.setText(_told(made))
        self.preview.set_rows(sorted(made.lines, key=lambda line: (MOVES, ENDS, STAYS).index(line.outcome)))
        self._step(1)
        self.do.setEnabled(bool(made.count(MOVES) or made.count(ENDS)))
        self.preview.setFocus()

    def _go_back(self) -> None:
        self._step(0)
        self.source.setFocus()

    def _step(self, number: int) -> None:
        self._steps.setCurrentIndex(number)
        self.back.setVisible(number == 1)
        self.do.setVisible(number == 1)
        self.look.setVisible(number == 0)

    def carry_out(self) -> None:
        """Do what the preview says, as one action."""
        made = self._plan
        if made is None:
            return

        def task(session: "Session") -> Generator[Step, None, str]:
            yield Step(0, 0, _("Đang ghi biến động"))
            return reorganisation.carry_out(session, made)

        title = _("chuyển {count} đơn vị về cấp trên mới từ {day}").format(
            count=show_whole(made.count(MOVES)), day=show_day(made.request.effective_on)
        )
        self._work.run(title, task, self._done, writes=True)

    def _done(self, told: str) -> None:
        self.accept()
        messages.inform(told + "\n" + _("Hoàn tác được bằng một lần Ctrl+Z."), self.parentWidget())

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so, and not while its preview is on the way."""
        if self._work.busy_with:
            return
        typed = any(one.upper or one.new_area for one in self.rows)
        if not typed or messages.ask(_("Bỏ việc chuyển cấp trên đang lập?"), _("&Bỏ"), parent=self):
            super().reject()


def _told(made: Plan) -> str:
    """The preview in a few sentences."""
    parts = [
        _("Chuyển {moved}, kết thúc {ended}, để nguyên {stays} đơn vị.").format(
            moved=show_whole(made.count(MOVES)),
            ended=show_whole(made.count(ENDS)),
            stays=show_whole(made.count(STAYS)),
        )
    ]
    if made.founded:
        parts.append(_("Lập mới: {names}.").format(names=", ".join(made.founded)))
    if made.ended_uppers:
        parts.append(_("Kết thúc: {names}.").format(names=", ".join(one.name for one in made.ended_uppers)))
    for upper, left in made.kept_uppers:
        parts.append(_("{name} còn {count} đơn vị nên chưa kết thúc.").format(name=upper.name, count=show_whole(left)))
    return " ".join(parts)


def _target_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("title", _("Địa bàn cũ"), width=240, strong=True),
        GridColumn("count", _("Số đơn vị"), Whole(), width=90),
        GridColumn("upper", _("Công đoàn cấp trên mới"), Text(), width=330, editable=True),
        GridColumn("new_area", _("Địa bàn mới (trống: giữ nguyên)"), Text(), width=250, editable=True),
    )


def _preview_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("code", _("Mã"), value=lambda line: line.union.code, width=84, muted=True),
        GridColumn("name", _("Tên công đoàn"), value=lambda line: line.union.name, width=240, strong=True),
        GridColumn("outcome", _("Kết quả"), value=lambda line: _OUTCOMES[line.outcome], status=True, width=96),
        GridColumn("upper", _("Cấp trên"), value=_uppers, width=300),
        GridColumn("area", _("Địa bàn"), value=_areas, width=170),
        GridColumn("reason", _("Vì sao"), width=240),
    )


def _uppers(line: Line) -> str:
    return _arrow(line.union.upper, line.upper)


def _areas(line: Line) -> str:
    return _arrow(line.union.area, line.area)


def _arrow(old: str, new: str) -> str:
    return old if not new or new == old else f"{old or _('(không)')} → {new}"
