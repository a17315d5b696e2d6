"""A union's figures through the years: its own, those of the unions that went into it, and both together.

And the line that says of a merged union into what it went.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.i18n import _
from unioncare_desktop.services import lineage
from unioncare_desktop.services.lineage import Lineage, Point
from unioncare_desktop.services.mergers import Successor
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, Label, Picture, column, row
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_SHOWN = ("members", "workers")


class LineagePanel(QWidget):
    """Quarter by quarter, the newest first, with the predecessors as doors. `opened` tells which union is wanted."""

    opened = Signal(int)

    def __init__(self, work: "Work", union_id: int) -> None:
        super().__init__()
        with work.read() as session:
            self.lineage = lineage.series(session, union_id)
        came = bool(self.lineage.predecessors)
        self.grid = RecordGrid(_columns(with_predecessors=came), lambda point: point.span.code, filters=False)
        self.grid.set_rows(reversed(self.lineage.points))
        self.doors = [Button(words, self._door(other), role="link") for other, words in _relatives(self.lineage)]
        nothing = EmptyState("counts", _("Chưa có số liệu quý nào."))
        stack = QStackedWidget()
        stack.addWidget(self.grid)
        stack.addWidget(nothing)
        stack.setCurrentIndex(0 if self.lineage.points else 1)
        about = _("So sánh được = của riêng + các đơn vị đã sáp nhập vào. Số liệu các kỳ trước vẫn ở đơn vị cũ.")
        told = Label(about, "small", wrap=True)
        told.setVisible(came)
        whole = column(Flow(*self.doors, gap=8), told, stack, gap=8)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.grid)

    def _door(self, union_id: int) -> Callable[[], None]:
        return lambda: self.opened.emit(union_id)


class SuccessorLine(QFrame):
    """Into what a union was merged, with a way to open it; hidden for all others."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self.told = Label("", wrap=True)
        self._successor = 0
        self.door = Button(_("mở"), lambda: self.opened.emit(self._successor), role="link")
        box = row(Picture("merge", "warning"), self.told, self.door, margins=(10, 6, 10, 6))
        box.setStretch(1, 1)
        self.setLayout(box)
        self.hide()

    def show_successor(self, found: Successor | None) -> None:
        """Name the union that *found* tells of."""
        self.setVisible(found is not None)
        if found is not None:
            sentence = _("Đã sáp nhập vào “{name}” từ {day}.")
            self.told.setText(sentence.format(name=found.name, day=show_day(found.effective_on)))
            self._successor = found.union_id


def _relatives(found: Lineage) -> list[tuple[int, str]]:
    """The unions that this one came from or went into, with the words of their doors."""
    came = _("Nhận từ {day}: {name} ({members})")
    related = [
        (one.union_id, came.format(day=show_day(one.effective_on), name=one.name, members=_members(one.members)))
        for one in found.predecessors
    ]
    branches = [(_("Tách ra từ {name} ngày {day} ({members})"), one) for one in (found.split_from,) if one is not None]
    branches += [(_("Đã tách ra {name} ngày {day} ({members})"), one) for one in found.split_into]
    related += [
        (one.union_id, words.format(name=one.name, day=show_day(one.effective_on), members=_members(one.members)))
        for words, one in branches
    ]
    return [(union_id, words.replace("&", "&&")) for union_id, words in related]


def _members(count: int | None) -> str:
    return _("chưa báo cáo") if count is None else _("{count} đoàn viên").format(count=show_whole(count))


def _columns(*, with_predecessors: bool) -> tuple[GridColumn, ...]:
    def figures(kind: str, title: str, name: str, width: int) -> GridColumn:
        def value(point: Point) -> int | None:
            found: int | None = getattr(point, kind)[name]
            return found

        return GridColumn(f"{kind} {name}", title, Whole(), width, value, strong=kind == "comparable")

    columns = [GridColumn("span", _("Kỳ"), width=108, value=lambda point: point.span.title, strong=True)]
    for name in _SHOWN:
        columns.append(figures("own", fields_of(MemberCount)[name].label, name, 88))
        if with_predecessors:
            columns.append(figures("predecessors", _("+ đơn vị cũ"), name, 104))
            columns.append(figures("comparable", _("= so sánh được"), name, 134))
    return (*columns, GridColumn("note", _("Ghi chú"), width=300, muted=True))
