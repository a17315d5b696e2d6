"""Công đoàn cơ sở: the registry of unions, searched as one types, filtered, opened in a form.

Figures are only shown here, those of the newest quarter; they are entered on the page "Số liệu".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QMenu

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records import (
    Area,
    Bloc,
    Level,
    MemberCount,
    Office,
    Period,
    Sector,
    Threshold,
    Union,
    UnionEvent,
)
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, registry, unions
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.registry import Entry
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.list_page import ListPage
from unioncare_desktop.ui.no_unions import NoUnions
from unioncare_desktop.ui.page import AFTER_PAINTING, Context, Words
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.as_of import AsOf
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, Notice
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.widgets.view_bar import ViewBar
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:  # the form is imported when it is first opened
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.union_form import UnionForm
    from unioncare_desktop.ui.work import Work


@dataclass(frozen=True)
class Size:
    """Unions by members, from `least` up to but not including `below`."""

    title: str
    least: int
    below: int | None

    def holds(self, members: int | None) -> bool:
        """Whether a union with so many members is meant; what is not reported has no size."""
        return members is not None and self.least <= members and (self.below is None or members < self.below)


def sizes(session: "Session", on: date) -> tuple[Size, ...]:
    """The sizes that the office's thresholds make on a day; none where a threshold is missing."""
    try:
        few, many = (office.threshold(session, key, on) for key in ("small_below", "agreement_base"))
    except UserError:
        return ()
    if not 0 < few < many:
        return ()
    return (
        Size(_("dưới {few}").format(few=few), 0, few),
        Size(_("{few}–{most}").format(few=few, most=many - 1), few, many),
        Size(_("{many} trở lên").format(many=many), many, None),
    )


class RegistryPage(ListPage):
    """The list and its filters; a row is opened by Enter, F2 or a double click. As of a past day it is only read."""

    name, title, icon = "registry", _("Công đoàn cơ sở"), "registry"
    shows = (Union, UnionEvent, MemberCount, Period, Area, Sector, Bloc, Level, Office, Threshold)

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.rows: list[Entry] = []
        self._unit = ""
        self._sizes: dict[str, Size] = {}
        self._form: UnionForm | None = None
        everything = _("tất cả")
        self.words = SearchBox(_("Lọc theo tên, mã, Chủ tịch…"))
        self.by_area = FilterChip(_("Địa bàn"), everything)
        self.by_sector = FilterChip(_("Loại hình"), everything)
        self.by_bloc = FilterChip(_("Khối"), everything)
        self.by_size = FilterChip(_("Số đoàn viên"), everything)
        self.with_closed = FilterChip(_("Có cả đơn vị đã kết thúc"))
        self.shown_of = Label("", "muted")
        self.grid = RecordGrid(
            _columns(), attrgetter("union.id"), look=context.settings.grids.setdefault(self.name, {})
        )
        self.grid.select_whole_rows()
        self.views = ViewBar(
            self.grid,
            context,
            self.name,
            {
                "words": self.words,
                "area": self.by_area,
                "sector": self.by_sector,
                "bloc": self.by_bloc,
                "size": self.by_size,
                "closed": self.with_closed,
            },
        )
        self._add = Button("", self.add, picture="add", role="primary", tip="Ctrl+N")
        self._bring = Button(_("Nhập từ &Excel"), lambda: self.go.emit("imports", None))
        self._events = Button(_("&Biến động"), picture="history")
        self._events.setMenu(self._events_menu())
        self.as_of, self.notice = AsOf(), Notice()
        self.header.add_actions(self._bring, self._events, self._add)
        self._nothing = NoUnions(context)
        chips = (self.by_area, self.by_sector, self.by_bloc, self.by_size, self.with_closed, self.views)
        self.lay_out(self._nothing, self.words, self.as_of, *chips, self.shown_of, between=(self.notice,))
        self._connect()
        self.views.restore()

    def _events_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("&Biến động của đơn vị đang chọn…"), self._open_events)
        menu.addAction(_("&Sáp nhập các đơn vị đang chọn…"), self.merge)
        menu.addAction(_("Chia, &tách đơn vị đang chọn…"), self._split_current)
        menu.addAction(_("Chuyển &giao, tiếp nhận…"), self.hand_over)
        menu.addAction(_("&Chuyển cấp trên cho nhiều đơn vị…"), self.reorganise)
        return menu

    def _connect(self) -> None:
        self.as_of.chosen.connect(lambda _day: self.refresh())
        self.as_of.left.connect(self.grid.setFocus)
        self.words.searched.connect(self._filter)
        for chip in (self.by_area, self.by_sector, self.by_bloc, self.by_size, self.with_closed):
            chip.chosen.connect(self._filter)
        self.grid.filtered.connect(self._tell_shown)
        self.grid.opened.connect(lambda key, _column: self.open(key))
        self.grid.said.connect(self.summary)
        self._nothing.go.connect(self._go)
        self.grid.row_wanted.connect(self.add)
        self.grid.delete_wanted.connect(self.delete)
        self.grid.history_wanted.connect(lambda key, _column: self._show_history(key))

    @classmethod
    def label(cls, words: Words) -> str:
        """The page is called after the office's units."""
        return words.units

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:
        """Adding a union, moving and merging many."""
        return {
            _("Thêm {unit}").format(unit=words.unit): "add",
            _("Chuyển cấp trên cho nhiều đơn vị"): "reorganise",
            _("Sáp nhập các đơn vị đang chọn"): "merge",
            _("Chuyển giao, tiếp nhận công đoàn"): "hand over",
        }

    # What is shown

    def refresh(self) -> None:
        """Load the unions and what they reported last; filters and selection stay."""
        with self.work.read() as session:
            self.rows = registry.entries(session, self.as_of.day)
            quarter = registry.last_quarter(session, self.as_of.day)
            view = office.view(session)
            self._sizes = {size.title: size for size in sizes(session, quarter.end)} if quarter else {}
        self._name(view, quarter)
        self._offer_choices(view)
        past = self.as_of.day
        self.show_list(shown=bool(self.rows or past))
        self.as_of.setVisible(bool(self.rows) or past is not None)
        for button in (self._add, self._bring, self._events):
            button.setVisible(bool(self.rows) and past is None)
        self._tell_past(past)
        self.grid.set_rows(self.rows)
        self._filter()
        QTimer.singleShot(AFTER_PAINTING, self, self._tell_what_waits)

    def _tell_past(self, day: date | None) -> None:
        if day is None:
            self.notice.show_text("")
            return
        sentence = _("Danh sách như vào ngày {day}, chỉ để xem. Xóa ô “Tại ngày” (hoặc Esc trong ô) để về hôm nay.")
        self.notice.show_text(sentence.format(day=show_day(day)))

    def _is_past(self) -> bool:
        """Whether a past day is shown, of which nothing can be changed; says so."""
        day = self.as_of.day
        if day is not None:
            self.summary.emit(_("Danh sách ngày {day} chỉ để xem; về hôm nay để sửa.").format(day=show_day(day)))
        return day is not None

    def _name(self, view: OfficeView, quarter: Span | None) -> None:
        """Headings in the words of the office."""
        self._unit = view.kind.unit_short
        self._add.setText(_(" &Thêm {unit}").format(unit=view.kind.unit))
        self._nothing.show_words()
        self.grid.set_title("name", view.kind.units)
        self.grid.set_title("members", _("ĐV {quarter}").format(quarter=quarter.title) if quarter else "")
        self.grid.show_column("members", quarter is not None)
        for name in ("code", "area", "upper", "sector", "bloc"):
            self.grid.show_column(name, any(getattr(row.union, name) for row in self.rows))

    def _offer_choices(self, view: OfficeView) -> None:
        for chip, attribute in ((self.by_area, "area"), (self.by_sector, "sector"), (self.by_bloc, "bloc")):
            choices = unions.in_use((row.union for row in self.rows), attribute)
            chip.set_choices(choices)
            chip.setVisible(len(choices) > 1)
        self.by_size.set_choices(tuple(self._sizes))
        self.by_size.setVisible(bool(self._sizes) and view.kind.small_matters)
        self.with_closed.setVisible(not all(row.union.alive for row in self.rows))

    def _tell_what_waits(self) -> None:
        """The navigation counts what waits on other pages before they are first looked at."""
        from unioncare_desktop.services import counts, officers, small_unions

        span = Span.parse(self.context.period) if self.context.period else None
        if span is not None and not self.work.busy_with:
            with self.work.read() as session:
                self.context.badged.emit("counts", counts.totals(session, span).missing)
                self.context.badged.emit("mergers", small_unions.waiting(session, span.quarters[-1]))
                today = clock.today()
                self.context.badged.emit("officers", len(officers.ending(session, today)))

    # Filters

    def _filter(self) -> None:
        self.grid.show_column("state", self.with_closed.isChecked())
        self.grid.set_filter(self._wanted())
        self._tell_shown()

    def _tell_shown(self) -> None:
        shown, everything = len(self.grid.shown_rows), len(self.rows)
        if not self.with_closed.isChecked():
            everything = sum(row.union.alive for row in self.rows)
        words = _("{shown}/{everything} dòng") if shown else _("Không có dòng nào khớp · {shown}/{everything} dòng")
        self.shown_of.setVisible(not self.grid.filters_columns)  # which tells it itself
        self.shown_of.setText(words.format(shown=show_whole(shown), everything=show_whole(everything)))
        self.status.emit(f"{show_whole(everything)} {self._unit}")

    def _wanted(self) -> Callable[[Entry], bool]:
        """What the chips and the box ask for."""
        scope = Scope(self.by_area.value, self.by_sector.value, self.by_bloc.value, self.words.text())
        size, closed = self._sizes.get(self.by_size.value), self.with_closed.isChecked()

        def wanted(row: Entry) -> bool:
            return (closed or row.union.alive) and (size is None or size.holds(row.members)) and scope.holds(row.union)

        return wanted

    def resort(self) -> None:
        """F9."""
        self.grid.resort()

    # One union

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Open the form: "add" for a new union, an id for one that is known; or do one of the other commands."""
        self.as_of.choose(None)
        commands = {"add": self.add, "merge": self.merge, "hand over": self.hand_over, "reorganise": self.reorganise}
        if argument in commands:
            commands[argument]()
        elif isinstance(argument, int):
            self.open(argument)

    def add(self) -> None:
        """Ctrl+N: the form for a new union."""
        if not self._is_past():
            self._new_form().add()

    def open(self, union_id: int) -> None:
        """The form with the union that has this id."""
        if not self._is_past():
            self._new_form().edit(union_id)

    def _open_events(self) -> None:
        """The events of the union in the current row."""
        key = self.grid.current_key
        if isinstance(key, int) and not self._is_past():
            form = self._new_form()
            form.edit(key)
            form.show_events()

    def reorganise(self) -> None:
        """Many unions go under new upper unions: those of the selected or shown rows, or of an old upper union."""
        if self._is_past():
            return
        from unioncare_desktop.ui.reorganisation_dialog import ReorganisationDialog

        shown = [row.union for row in self.grid.shown_rows]
        ReorganisationDialog(self.work, shown, self._selected, self).open()

    @property
    def _selected(self) -> list[int]:
        return [key for key in self.grid.selected_keys if isinstance(key, int)]

    def merge(self) -> None:
        """The selected unions, or the current one, go into the wizard of mergers."""
        if not self._is_past():
            self._merge(self._selected)

    def _merge(self, union_ids: Sequence[int], paper: Mapping[str, Any] | None = None) -> None:
        from unioncare_desktop.ui.merger_wizard import open_for_unions

        open_for_unions(self, self.work, self.context, union_ids, paper)

    def hand_over(self) -> None:
        """The selected unions go to another office, or come back."""
        if not self._is_past():
            self._hand_over(self._selected)

    def _hand_over(self, union_ids: Sequence[int]) -> None:
        from unioncare_desktop.ui.hand_over_dialog import HandOverDialog

        HandOverDialog(self.work, union_ids, self).open()

    def _split_current(self) -> None:
        key = self.grid.current_key
        if isinstance(key, int) and not self._is_past():
            self._split(key)

    def _split(self, union_id: int) -> None:
        from unioncare_desktop.ui.split_dialog import open_split

        open_split(self, self.work, self.context, union_id)

    def _new_form(self) -> "UnionForm":
        from unioncare_desktop.ui.union_form import UnionForm

        self._form = UnionForm(self.work, self.context.words, self)
        self._form.saved.connect(self.grid.go_to)
        self._form.delete_wanted.connect(lambda union_id: self.delete([union_id]))
        self._form.merge_wanted.connect(lambda union_id, paper: self._merge([union_id], paper))
        self._form.split_wanted.connect(self._split)
        self._form.hand_over_wanted.connect(lambda union_id: self._hand_over([union_id]))
        self._form.merger_wanted.connect(lambda merger_id: self.go.emit("mergers", merger_id))
        self._form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return self._form

    def _go(self, name: str, argument: object) -> None:
        if name == self.name:
            self.arrive(argument)
        else:
            self.go.emit(name, argument)

    # Deleting

    def delete(self, ids: Sequence[int]) -> None:
        """Delete unions after asking; those of which something is recorded can only end."""
        if not ids or self._is_past():
            return
        with self.work.read() as session:
            recorded = unions.recorded(session, ids)
            officers, happened = unions.attached(session, ids)
        what = self._called(ids)
        if recorded:
            self._offer_closing(ids, what, recorded)
        elif messages.ask(_("Xóa {what}?").format(what=_with(what, officers, happened)), _("&Xóa"), parent=self):
            self._do(_("Xóa {what}").format(what=what), partial(unions.delete, ids=ids))

    def _show_history(self, union_id: int) -> None:
        """Ctrl+Shift+H: who changed what about a union."""
        from unioncare_desktop.ui import cell_history

        cell_history.show(self.work, self, Union, [union_id], self._called([union_id]))

    def _called(self, ids: Sequence[int]) -> str:
        if len(ids) == 1:
            return next(row.union.described for row in self.rows if row.union.id == ids[0])
        return f"{show_whole(len(ids))} {self._unit}"

    def _offer_closing(self, ids: Sequence[int], what: str, recorded: str) -> None:
        reason = _("{what} đã có {recorded} nên không xóa được.").format(what=what, recorded=recorded)
        if not any(row.union.alive for row in self.rows if row.union.id in ids):
            messages.show(reason, self)
            return
        question = _("{reason}\n\nGhi là đã chấm dứt hoạt động từ hôm nay? Số liệu cũ vẫn giữ nguyên.")
        if messages.ask(question.format(reason=reason), _("&Chấm dứt hoạt động"), parent=self):
            today = clock.today()
            self._do(_("Chấm dứt {what}").format(what=what), partial(unions.close, ids=ids, on=today))

    def _do(self, title: str, action: Callable[["Session"], None]) -> None:
        def done(session: "Session") -> bool:
            action(session)
            return True

        if self.work.write(title, done) and self._form is not None:
            self._form.accept()


def _with(what: str, officers: int, happened: int) -> str:
    """What is deleted, with the officers and events that go with it."""
    parts = [what]
    if officers:
        parts.append(_("{count} cán bộ").format(count=show_whole(officers)))
    if happened:
        parts.append(_("{count} biến động").format(count=show_whole(happened)))
    return ", ".join(parts)


def _columns() -> tuple[GridColumn, ...]:
    def text(name: str, title: str, width: int, **more: Any) -> GridColumn:  # noqa: ANN401 - options of a column
        return GridColumn(name, title, value=attrgetter(f"union.{name}"), width=width, **more)

    return (
        text("code", _("Mã"), 76, muted=True, frozen=True),
        text("name", _("Công đoàn cơ sở"), 258, sort=attrgetter("union.sort_key"), frozen=True, strong=True),
        GridColumn("state", _("Tình trạng"), value=_state, status=True, width=260),
        text("area", _("Địa bàn"), 98),
        text("upper", _("Cấp trên"), 170),
        text("sector", _("Loại hình"), 206),
        text("bloc", _("Khối"), 112),
        GridColumn("members", "", Whole(), width=128),
        text("chair", _("Chủ tịch"), 140),
        text("phone", _("Điện thoại"), 98),
    )


def _state(row: Entry) -> Badge:
    return Badge(row.union.state_words, "good" if row.union.alive else "neutral")
