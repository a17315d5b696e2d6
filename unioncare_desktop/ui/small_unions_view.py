"""The small unions of a quarter as a list: since when, with how many members, what is wanted of them in a plan.

Unions of exactly the size that is neither small nor large enough are shown on demand. Nothing is edited here.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records.merger import APART, LEAVE, LOCK_KINDS, TOGETHER
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_locks, small_unions, unions
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.services.small_unions import SmallUnion
from unioncare_desktop.services.unions import Scope, UnionRow
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.locks_dialog import LocksDialog
from unioncare_desktop.ui.merger_situation import Situation, short
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH = 200
_QUARTERS = ("three_before", "two_before", "before", "members")


@dataclass(frozen=True)
class Line:
    """A union in the list; `since` is None for one that is not small, `waits` says that it may still be planned."""

    union: UnionRow
    series: tuple[int | None, ...]
    since: Span | None
    legal: bool
    state: Badge
    waits: bool


class SmallUnionsView(QWidget):
    """`merge_wanted` brings the ids of the selected unions."""

    merge_wanted = Signal(object)
    go = Signal(str, object)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self._work = work
        self._situation: Situation | None = None
        self.words = SearchBox(_("Lọc theo tên, mã…"))
        self.by_bloc = FilterChip(_("Khối"), _("tất cả"))
        self.by_area = FilterChip(_("Địa bàn"), _("tất cả"))
        self.by_sector = FilterChip(_("Loại hình"), _("tất cả"))
        self.only_waiting, self.exactly = FilterChip(_("Chưa có đề nghị")), FilterChip("")
        self.unknown = Button("", lambda: self.go.emit("counts", "missing"), role="link")
        self.shown_of = Label("", "muted")
        self.grid = RecordGrid(
            _columns(), attrgetter("union.id"), look=context.settings.grids.setdefault("small_unions", {})
        )
        self.grid.select_whole_rows()
        self.merge = Button(_("&Ghép các đơn vị đã chọn…"), self._merge)
        self.locks = Button(_("&Ràng buộc ▾"))
        self.locks.setMenu(self._locks_menu())
        chips = (self.by_bloc, self.by_area, self.by_sector, self.only_waiting, self.exactly)
        doors = (self.unknown, self.locks, self.merge, self.shown_of)
        self.setLayout(column(Flow(self.words, *chips, *doors, gap=12, last_right=True), self.grid, gap=12))
        self.setFocusProxy(self.grid)
        self._connect()

    def _connect(self) -> None:
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        for chip in (self.by_bloc, self.by_area, self.by_sector, self.only_waiting):
            chip.chosen.connect(self._filter)
        self.exactly.chosen.connect(self._show_lines)
        self.grid.filtered.connect(self._tell_shown)
        self.grid.summary.connect(self._selected)
        self.grid.said.connect(self.summary)
        self.grid.opened.connect(lambda key, _column: self.go.emit("registry", key))
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def _locks_menu(self) -> QMenu:
        menu = QMenu(self)
        self._lock_actions = {
            kind: menu.addAction(words, partial(self._lock, kind))
            for kind, words in (
                (LEAVE, _("&Để nguyên, không ghép")),
                (APART, _("&Không ghép với nhau")),
                (TOGETHER, _("&Phải ghép cùng nhau")),
            )
        }
        menu.addSeparator()
        self._list_locks = menu.addAction("", self._show_locks)
        return menu

    # What is shown

    def show_situation(self, situation: Situation) -> None:
        """Show the small unions of a situation; filters and selection stay."""
        self._situation = situation
        for name, quarter in zip(_QUARTERS, situation.quarters, strict=True):
            self.grid.set_title(name, short(quarter))
        count = len(situation.overview.borderline)
        exact = small_unions.borderline_words(
            situation.overview.borderline, situation.overview.below, situation.overview.above
        )
        self.exactly.set_label(_("Đúng {members} đoàn viên: {count}").format(members=situation.exact, count=count))
        self.exactly.setToolTip(exact)
        self.exactly.setVisible(count > 0 or self.exactly.isChecked())
        missing = len(situation.overview.unknown)
        self.unknown.setText(_("{count} đơn vị chưa nộp số liệu").format(count=show_whole(missing)))
        self.unknown.setVisible(missing > 0)
        self._list_locks.setText(_("Danh sách &ràng buộc ({count})…").format(count=len(situation.locks)))
        self.locks.setText(
            _("&Ràng buộc {count} ▾").format(count=len(situation.locks)) if situation.locks else _("&Ràng buộc ▾")
        )
        self._show_lines()

    def _show_lines(self, _on: object = None) -> None:
        if self._situation is None:
            return
        lines = list(self._lines(self._situation))
        for chip, attribute in ((self.by_bloc, "bloc"), (self.by_area, "area"), (self.by_sector, "sector")):
            choices = unions.in_use((line.union for line in lines), attribute)
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)
        for name in ("code", "area", "upper", "sector", "bloc"):
            self.grid.show_column(name, any(getattr(line.union, name) for line in lines))
        self.grid.set_rows(lines)
        self._filter()
        self._selected("")

    def _lines(self, situation: Situation) -> Iterator[Line]:
        if self.exactly.isChecked():
            yield from (_exact_line(row, situation) for row in situation.overview.borderline)
        else:
            yield from (_line(one, situation) for one in situation.overview.small)

    def _filter(self, _value: object = None) -> None:
        self.grid.set_filter(self._wanted())
        self._tell_shown()

    def _wanted(self) -> Callable[[Line], bool]:
        scope = Scope(self.by_area.value, self.by_sector.value, self.by_bloc.value, self.words.text())
        waiting = self.only_waiting.isChecked()
        return lambda line: scope.holds(line.union) and (line.waits or not waiting)

    def _tell_shown(self) -> None:
        shown, everything = len(self.grid.shown_rows), len(self.grid.model.all_rows())
        words = _("{shown}/{everything} dòng") if shown else _("Không có dòng nào khớp · {shown}/{everything} dòng")
        self.shown_of.setText(words.format(shown=show_whole(shown), everything=show_whole(everything)))

    # What is done with the selected unions

    def _selected(self, summary: str) -> None:
        chosen = len(self._chosen())
        self.merge.setEnabled(chosen > 1)
        self.merge.setToolTip("" if chosen > 1 else _("Chọn từ hai dòng trở lên (Ctrl+bấm)"))
        for kind, action in self._lock_actions.items():
            action.setEnabled(chosen > (0 if kind == LEAVE else 1))
        self.summary.emit(summary)

    def _chosen(self) -> list[int]:
        """The selected unions that may still be planned."""
        keys = set(self.grid.selected_keys)
        return [line.union.id for line in self.grid.shown_rows if line.union.id in keys and line.waits]

    def _merge(self) -> None:
        self.merge_wanted.emit(self._chosen())

    def _lock(self, kind: str) -> None:
        chosen = self._chosen()
        pairs: dict[str, Sequence[tuple[int, int | None]]] = {
            LEAVE: [(union_id, None) for union_id in chosen],
            APART: list(combinations(chosen, 2)),
            TOGETHER: list(pairwise(chosen)),
        }

        def lock(session: "Session") -> None:
            for one, other in pairs[kind]:
                merger_locks.lock(session, kind, one, other)

        title = _("Ràng buộc {count} đơn vị: {kind}").format(count=len(chosen), kind=LOCK_KINDS[kind])
        self._work.write(title, lock)

    def _show_locks(self) -> None:
        LocksDialog(self._work, self).open()

    def go_to(self, key: Hashable) -> None:
        """Make a union the current one."""
        self.grid.go_to(key)


def _line(one: SmallUnion, situation: Situation) -> Line:
    living = situation.overview.living.get(one.union.id)
    state = _state(one, situation)
    waits = living is not None and one.in_proposal is None and not _is_grown(one, situation)
    return Line(living or one.union, one.series, one.small_since, one.legal, state, waits)


def _is_grown(one: SmallUnion, situation: Situation) -> bool:
    """Whether it has taken others in since and is not small any more."""
    overview = situation.overview
    return overview.grown.get(one.union.id, 0) >= overview.below


def _state(one: SmallUnion, situation: Situation) -> Badge:
    union_id = one.union.id
    if union_id in situation.successors:
        return Badge(_("đã ghép vào {name}").format(name=situation.successors[union_id].name))
    if union_id not in situation.overview.living:
        return Badge(_("đã kết thúc"))
    if _is_grown(one, situation):
        members = show_whole(situation.overview.grown[union_id])
        return Badge(_("nay {members} ĐV").format(members=members))
    return _state_of_waiting(one, situation)


def _state_of_waiting(one: SmallUnion, situation: Situation) -> Badge:
    if one.in_proposal is not None:
        return Badge(_("trong đề nghị"), "primary")
    if one.union.id in situation.left_alone:
        return Badge(_("để nguyên"))
    if one.unconfirmed:
        return Badge(_("số liệu chưa xác nhận"), "warning")
    return Badge(_("chưa có đề nghị"))


def _exact_line(row: CountRow, situation: Situation) -> Line:
    series = (*(None for _quarter in situation.quarters[:-1]), row.members)
    words = _("không nhỏ, cũng chưa trên {above}").format(above=situation.overview.above)
    return Line(
        row.union, series, None, legal=True, state=Badge(words), waits=row.union.id in situation.overview.living
    )


def _columns() -> tuple[GridColumn, ...]:
    def text(name: str, title: str, width: int) -> GridColumn:
        return GridColumn(name, title, value=attrgetter(f"union.{name}"), width=width)

    def members(place: int, name: str) -> GridColumn:
        last = name == _QUARTERS[-1]
        return GridColumn(
            name, "", Whole(), value=lambda line: line.series[place], width=57, muted=not last, strong=last
        )

    return (
        GridColumn("code", _("Mã"), value=attrgetter("union.code"), width=72, muted=True, frozen=True),
        GridColumn(
            "name",
            _("CĐCS nhỏ"),
            value=attrgetter("union.name"),
            sort=attrgetter("union.sort_key"),
            width=304,
            frozen=True,
            strong=True,
        ),
        *(members(place, name) for place, name in enumerate(_QUARTERS)),
        GridColumn("since", _("Nhỏ từ"), value=_since, sort=lambda line: line.since or Span(9999, 1, "year"), width=72),
        text("bloc", _("Khối"), 118),
        text("area", _("Địa bàn"), 104),
        GridColumn("state", _("Tình trạng"), value=attrgetter("state"), status=True, width=134),
        GridColumn(
            "legal", _("Thành lập"), value=_legal, status=True, width=98, tip=_("Mức đoàn viên để thành lập CĐCS")
        ),
        text("sector", _("Loại hình"), 170),
        text("upper", _("Cấp trên"), 170),
    )


def _since(line: Line) -> str:
    return short(line.since) if line.since is not None else ""


def _legal(line: Line) -> Badge:
    return Badge("") if line.legal else Badge(_("dưới mức"), "error")
