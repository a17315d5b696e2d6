"""Tổng quan: what is missing in the quarter, what is late, whether the targets will be met, and what that would take.

Everything is read beside the window; what is not known yet has its place from the first moment on. It is the page that
is imported before all others, so it imports no service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.records import RECORDS
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import home_words, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.home_rows import DoneRow, DueRow, GoalRow, PartRow
from unioncare_desktop.ui.no_unions import NoUnions
from unioncare_desktop.ui.page import AFTER_PAINTING, Context, Words
from unioncare_desktop.ui.quarter_page import QuarterPage
from unioncare_desktop.ui.widgets.basics import Button, Card, Elided, Label, Stack, column, row
from unioncare_desktop.ui.widgets.chart_view import ChartView
from unioncare_desktop.ui.widgets.door_rows import ListCard
from unioncare_desktop.ui.widgets.tiles import Tile
from unioncare_desktop.vietnamese import show_percent, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.reports.document import Chart
    from unioncare_desktop.services.overview import Due, Goals, Overview, Part, Point
    from unioncare_desktop.ui.work import Work

_WAITING = "…"
_ROOM_FOR_BARS = 940
_GOALS, _DUE, _DONE, _PARTS = 6, 5, 4, 5
_MOST_NAMED = 2
_BY_SECTOR = _("Đoàn viên theo loại hình"), _("Theo loại hình")
_BY_AREA = _("Đoàn viên theo địa bàn"), _("Theo địa bàn")
"""The titles, and what they are where there is little room."""


@dataclass(frozen=True)
class Seen:
    """What was read for the page, with the charts over time; `question` tells readings apart."""

    question: int
    overview: "Overview"
    members: "Chart"
    share: "Chart"


class HomePage(QuarterPage):
    """The first page: four tiles, the targets, what is due, what was done, and the members over time and by kind."""

    name, title, icon = "home", _("Tổng quan"), "home"
    shows = RECORDS
    keys = (
        ("Ctrl+PgUp, Ctrl+PgDn", _("Kỳ trước, kỳ sau")),
        ("Tab, ↓", _("Đến ô, dòng sau; Enter mở danh sách đứng sau con số")),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self.seen: Overview | None = None
        self._question = 0
        self._background = Background()
        self._background.answered.connect(self._show)
        self._soon = QTimer(self, singleShot=True, interval=AFTER_PAINTING)
        self._soon.timeout.connect(self._ask)
        self.enter = Button(_("Nhập số liệu còn &thiếu"), lambda: self.go.emit("counts", "missing"))
        self.report = Button(_("&Lập báo cáo quý"), self.export, role="primary", tip="Ctrl+E")
        self.header.add_actions(self.enter, self.report)
        self._make_tiles()
        self._make_lists()
        self._make_charts()
        self._lay_out()

    def _make_tiles(self) -> None:
        self.tiles = tuple(Tile("") for _tile in range(4))
        self._said: tuple[home_words.Said, ...] = ()
        for number, tile in enumerate(self.tiles):
            tile.tell(_WAITING, "")
            tile.make_door()
            tile.figure.setProperty("large", True)  # noqa: FBT003 - Qt's
            tile.pressed.connect(partial(self._open_tile, number))

    def _make_lists(self) -> None:
        self.goal_rows = tuple(GoalRow() for _row in range(_GOALS))
        self.due_rows = tuple(DueRow() for _row in range(_DUE))
        self.done_rows = tuple(DoneRow() for _row in range(_DONE))
        self.sector_rows = tuple(PartRow() for _row in range(_PARTS))
        self.area_rows = tuple(PartRow() for _row in range(_PARTS))
        everything = _("Tất cả ›")
        self.load = Button(_("&Nạp kế hoạch"), lambda: self.go.emit("targets", "plans"))
        self.goals = ListCard(_("Chỉ tiêu"), self.goal_rows, everything, ("targets", "targets"), self.load)
        self.due = ListCard(_("Việc đến hạn"), self.due_rows, everything, ("targets", "deadlines"))
        self.done = ListCard(_("Thao tác gần nhất"), self.done_rows, everything, ("history", None))
        self.sectors = ListCard(_BY_SECTOR[0], self.sector_rows, everything, ("counts", "everything"))
        self.areas = ListCard(_BY_AREA[0], self.area_rows, everything, ("counts", "everything"))
        for card in (self.goals, self.due, self.done, self.sectors, self.areas):
            card.wanted.connect(self.go)

    def _make_charts(self) -> None:
        self.members, self.share = ChartView(), ChartView()
        self._share_title = Elided("", "heading")
        self.bring = Button(_("Nhập số liệu từ &Excel"), lambda: self.go.emit("imports", None))
        self._no_figures = Label(
            _("Chưa có số liệu kỳ nào. Nhập từ Excel, hoặc gõ ở trang Số liệu."), "muted", wrap=True
        )
        for widget in (self.bring, self._no_figures):
            widget.hide()
        for chart in (self.members, self.share):
            chart.opened.connect(self._open_quarter)

    def _lay_out(self) -> None:
        course = self._chart_card(
            Elided(_("Đoàn viên qua các kỳ"), "heading"), self._no_figures, row(self.bring, 1), self.members
        )
        share = self._chart_card(self._share_title, self.share)
        columns = (
            column(self.due, self.done, gap=12),
            column(course, share, gap=12),
            column(self.sectors, self.areas, gap=12),
        )
        below = row(*columns, gap=12)
        for place, share_of_width in enumerate((38, 34, 30)):
            below.setStretch(place, share_of_width)
        tiles = row(*self.tiles, gap=12)
        for place in range(tiles.count()):
            tiles.setStretch(place, 1)
        whole, self._stack, self._nothing = QWidget(), Stack(), NoUnions(self.context)
        layout = column(tiles, self.goals, below, gap=12)
        layout.setStretch(2, 1)
        whole.setLayout(layout)
        whole.setFocusProxy(self.tiles[0])
        self._stack.addWidget(whole)
        self._stack.addWidget(self._nothing)
        self._nothing.go.connect(self.go)
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self._stack)

    def _chart_card(self, title: Elided, *parts: QWidget | QLayout) -> Card:
        door = Button(_("Số liệu ›"), lambda: self.go.emit("counts", "everything"), role="link")
        return Card(row(title, 1, door), *parts, gap=0, margins=(10, 4, 10, 6))

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - as in Page
        """The page by what it answers."""
        return {_("Tình hình quý này"): "now"}

    # What is shown

    def refresh(self) -> None:
        """Read the quarter that all pages show, beside the window and after it has been painted."""
        span = self.shared_span() or self.latest
        self.show_quarter(span, span)
        self._question += 1
        self._soon.start()

    def _ask(self) -> None:
        if self.span is not None:
            self._background.ask(partial(_read, self.work, self.span, clock.today(), self._question))

    def _show(self, seen: Seen) -> None:
        if seen.question != self._question:
            return  # another quarter, or something has changed since
        found = self.seen = seen.overview
        self._stack.setCurrentIndex(0 if found.unions else 1)
        for button in (self.enter, self.report):
            button.setVisible(bool(found.unions))
        self.switch.setVisible(bool(found.unions))
        self._show_tiles(found)
        self._show_goals(found.goals)
        self._show_due(found.due, found.on)
        self._show_done(found)
        self._show_parts(found)
        self._show_charts(seen)
        self.status.emit(f"{show_whole(found.unions)} {found.unit}")
        self.context.badged.emit("counts", found.returns.missing)

    def _show_tiles(self, found: "Overview") -> None:
        self._said = home_words.tiles(found)
        for tile, said in zip(self.tiles, self._said, strict=True):
            tile.caption.setText(said.caption)
            tile.tell(said.figure, said.detail)
        self.enter.setEnabled(found.returns.missing > 0)

    def _show_goals(self, goals: "Goals") -> None:
        named = _(", ").join(goals.plans[:_MOST_NAMED])
        more = len(goals.plans) - _MOST_NAMED
        title = _("Chỉ tiêu · {plans} và {count} kế hoạch khác") if more > 0 else _("Chỉ tiêu · {plans}")
        self.goals.title.setText(title.format(plans=named, count=more) if goals.plans else _("Chỉ tiêu"))
        for chip, words, count, tone in zip(
            self.goals.chips,
            (_("{count} đạt"), _("{count} chưa đạt"), _("{count} chưa đánh giá được")),
            (goals.met, goals.unmet, goals.open),
            ("good", "warning", "neutral"),
            strict=True,
        ):
            chip.show_text(words.format(count=show_whole(count)) if count else "", tone)  # type: ignore[arg-type]
        for one, goal in zip(self.goal_rows, goals.foremost, strict=False):
            one.show_goal(goal)
        nothing = _("Không có chỉ tiêu nào đến mốc trong kỳ này.") if goals.any_plan else _NO_PLAN
        self.goals.settle(len(goals.foremost), nothing)
        self.load.setVisible(not goals.any_plan)

    def _show_due(self, due: "Due", on: date) -> None:
        late = _("{count} trễ").format(count=show_whole(due.late))
        soon = _("{count} sắp đến hạn").format(count=show_whole(due.soon))
        self.due.chips[0].show_text(late if due.late else "", "error")
        self.due.chips[1].show_text(soon if due.soon else "", "warning")
        for one, occurrence in zip(self.due_rows, due.foremost, strict=False):
            one.show_occurrence(occurrence, on)
        self.due.settle(len(due.foremost), _("Không có việc nào đến hạn trong ba tháng tới."))

    def _show_done(self, found: "Overview") -> None:
        for one, done in zip(self.done_rows, found.latest, strict=False):
            one.show_action(done, found.on)
        self.done.settle(len(found.latest), _("Chưa có thao tác nào. Mọi lần nhập, sửa, xóa sẽ hiện ở đây."))

    def _show_parts(self, found: "Overview") -> None:
        for card, rows, parts, attribute in (
            (self.sectors, self.sector_rows, found.sectors, "sector"),
            (self.areas, self.area_rows, found.areas, "area"),
        ):
            most = max((part.members for part in parts if not part.rest), default=0)
            for one, part in zip(rows, parts, strict=False):
                one.show_part(part, most, ("counts", _filter(attribute, part)))
            card.settle(len(parts), _("Chưa có số liệu {period}.").format(period=found.span.short))

    def _show_charts(self, seen: Seen) -> None:
        found = seen.overview
        known = any(point.members is not None for point in found.series)
        nothing = _("Chưa có số liệu nào đến {period}. Nhập từ Excel, hoặc gõ ở trang Số liệu.")
        self._no_figures.setText(nothing.format(period=found.span.title))
        self.bring.setVisible(not known)
        self._no_figures.setVisible(not known)
        self.members.setVisible(known)
        self.members.show_chart(seen.members, [_members_tip(point) for point in found.series])
        self.share.show_chart(seen.share, [_share_tip(point, found.population) for point in found.series])
        target = found.goals.share
        title = _("Tỷ lệ (chỉ tiêu {wanted})") if target is not None else _("Tỷ lệ đoàn viên qua các kỳ")
        self._share_title.setText(title.format(wanted=target.target.wanted if target is not None else ""))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, words and figures take the place of the bars."""
        super().resizeEvent(event)
        roomy = event.size().width() >= theme.current().px(_ROOM_FOR_BARS)
        bars = [one.bar for one in self.goal_rows] + [one.bar for one in (*self.sector_rows, *self.area_rows)]
        for bar in bars:
            bar.setVisible(roomy)
        self.due.chips[1].setVisible(roomy)
        for due in self.due_rows:
            due.day.setVisible(roomy)  # how far off it is stands at its right
        for card, (long, short) in ((self.sectors, _BY_SECTOR), (self.areas, _BY_AREA)):
            card.title.setText(long if roomy else short)

    # What is opened

    def _open_tile(self, number: int) -> None:
        if self._said:
            self.go.emit(*self._said[number].place)

    def _open_quarter(self, at: int) -> None:
        """The figures of a quarter of the charts."""
        if self.seen is not None:
            span = self.seen.series[at].span
            self.context.choose_period(span.code, span.title)
            self.go.emit("counts", "everything")

    def export(self) -> None:
        """Ctrl+E: the periodic report of the quarter."""
        self.go.emit("reports", "periodic")

    def print_out(self) -> None:
        """Ctrl+P: the same."""
        self.export()


_NO_PLAN = _(
    "Chưa nạp kế hoạch nào. Nạp kế hoạch đang thực hiện, chương trình sẽ tự đo từng chỉ tiêu từ số liệu đã nhập."
)


def _read(work: "Work", span: Span, on: date, question: int) -> Seen:
    """Made in another thread."""
    from unioncare_desktop.reports import figure_charts
    from unioncare_desktop.services import overview

    with work.read() as session:
        found = overview.read(session, span, on)
    target = found.goals.share
    wanted = target.target.value if target is not None else None
    return Seen(
        question,
        found,
        figure_charts.members_over_time(found.series),
        figure_charts.share_over_time(found.series, found.population, wanted),
    )


def _filter(attribute: str, part: "Part") -> object:
    """What the page of figures shows for a part: those of its sector or area, where it is one by itself."""
    return "everything" if part.rest or part.unsorted else (attribute, part.name)


def _members_tip(point: "Point") -> str:
    members = _("chưa có số liệu") if point.members is None else show_whole(point.members)
    return _("{period}: {members} đoàn viên").format(period=point.span.title, members=members)


def _share_tip(point: "Point", population: str) -> str:
    if not point.workers:
        return _("{period}: chưa có số liệu").format(period=point.span.title)
    sentence = _("{period}: {percent} ({told} đoàn viên / {workers} {population})")
    return sentence.format(
        period=point.span.title,
        percent=show_percent(point.told / point.workers),
        told=show_whole(point.told),
        workers=show_whole(point.workers),
        population=population,
    )
