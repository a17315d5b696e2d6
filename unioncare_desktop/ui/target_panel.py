"""Everything about one target: its words, how it is computed, its milestones, where it is heading, what would close it.

What an indicator comes to that the records cannot tell is typed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import IndicatorValue
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.targets import percent_hundredths
from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import Chart, Series
from unioncare_desktop.services import indicator_values, targets
from unioncare_desktop.services.indicator_values import HandValue
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.situation import Situation
from unioncare_desktop.services.targets import ClosestRow, ForecastRow, TargetStanding
from unioncare_desktop.services.trends import Point
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.ui import messages, target_doors, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.record_dialog import Making, RecordDialog
from unioncare_desktop.ui.record_form import Group
from unioncare_desktop.ui.widgets.basics import Button, Card, Chip, Label, Tone, column, plain_tip, row, scrolled
from unioncare_desktop.ui.widgets.chart_view import ChartView
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.lines import Lines
from unioncare_desktop.vietnamese import capitalized, show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_HEIGHT = 232
_WHOLE = 100
"""The chart takes all the room that there is."""
_MOST_STEPS, _MOST_POINTS = 6, 8
_TONES: dict[str, Tone] = {"good": "good", "warning": "warning", "error": "error", "none": "neutral"}


@dataclass(frozen=True)
class Detail:
    """What is read of a target when it is chosen; `question` tells answers apart."""

    question: tuple[int, int | None]
    closest: Sequence[ClosestRow]
    forecast: ForecastRow
    typed: Sequence[HandValue]


class TargetPanel(Card):
    """`go` opens another page."""

    go = Signal(str, object)

    def __init__(self, work: "Work") -> None:
        super().__init__(margins=(14, 10, 14, 10))
        self.work = work
        self.standing: TargetStanding | None = None
        self._question: tuple[int, int | None] = (0, None)
        self._span: Span | None = None
        self._background = Background()
        self._background.answered.connect(self._show_detail)
        self.words, self.about, self.formula = (Label("", role, wrap=True) for role in ("heading", "muted", "small"))
        self.value, self.unknown = (
            Button("", self._open_value, role="link"),
            Button("", self._open_unknown, role="link"),
        )
        self.steps = [Chip() for _step in range(_MOST_STEPS)]
        self.forecast, self.chart = Label("", "small", wrap=True), ChartView()
        self.closest_heading, self.closest = Label("", "heading"), Lines()
        self._lay_out()
        self.closest.opened.connect(self._open_closest)
        self.closest.removed.connect(self._delete_typed)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _lay_out(self) -> None:
        told, middle, right = QWidget(), QWidget(), QWidget()
        told.setObjectName("onCard")
        doors = Flow(self.value, self.unknown, gap=12)
        told.setLayout(column(self.words, self.about, self.formula, doors, 1, gap=4, margins=(0, 0, 8, 0)))
        course = column(Flow(*self.steps, gap=6), self.chart, self.forecast, 1, gap=6)
        course.setStretch(1, _WHOLE)
        middle.setLayout(course)
        right.setLayout(column(self.closest_heading, self.closest, gap=6))
        parts = row(scrolled(told), middle, right, gap=18)
        for place, share in enumerate((5, 4, 4)):
            parts.setStretch(place, share)
        self.body.addLayout(parts)

    def _scale(self) -> None:
        self.setFixedHeight(theme.current().px(_HEIGHT))

    # What is shown

    @property
    def busy(self) -> bool:
        """Whether the rest is still being read."""
        return self._background.busy

    def show_target(
        self, standing: TargetStanding, ladder: Sequence[TargetStanding], span: Span, scope: Scope, question: int
    ) -> None:
        """Show a target of a reading: what is known at once, and the rest as soon as it has been read."""
        asked = (question, standing.target.id)
        if asked == self._question:
            return
        self._question, self.standing, self._span = asked, standing, span
        self._tell(standing)
        self._show_steps(ladder)
        self.forecast.setText("")
        self.chart.hide()
        self.closest.clear()
        self.closest_heading.setText("")
        self._background.ask(partial(_read, self.work, standing, span, scope, asked))

    def _tell(self, standing: TargetStanding) -> None:
        target, indicator = standing.target, standing.indicator
        self.words.setText(capitalized(target.words or indicator.name))
        about = (
            target.plan,
            _("dòng {line}").format(line=target.line) if target.line else "",
            _("yêu cầu {wanted}").format(wanted=target.wanted),
            _("hằng năm") if target.yearly else "",
            _("tính trên: {base}").format(base=target.base) if target.base else "",
            *(name for name in (target.sector, target.area) if name),
            target.note or "",
        )
        self.about.setText(" · ".join(filter(None, about)))
        self.formula.setText("\n".join(filter(None, (*_formula(indicator), standing.value.note))))
        by_hand = target_doors.of_value(indicator) is None
        self.value.setText(
            _("Nhập số liệu…") if by_hand else _("Xem số liệu: {value}").format(value=standing.value_words)
        )
        self.unknown.setText(_("{count} đơn vị chưa có số liệu").format(count=show_whole(standing.value.unknown)))
        self.unknown.setVisible(standing.value.unknown > 0 and not by_hand)

    def _show_steps(self, ladder: Sequence[TargetStanding]) -> None:
        """The milestones with how each stands; without one, the target itself."""
        steps = sorted(ladder, key=lambda one: one.target.by or date.max)[:_MOST_STEPS]
        for chip in self.steps:
            chip.hide()
        for chip, one in zip(self.steps, steps, strict=False):
            milestone = one.target.milestone
            words = f"{one.target.wanted}: {one.state_words}"
            chip.show_text(f"{milestone} · {words}" if milestone else words, _TONES[one.light])
            chip.setToolTip(plain_tip(one.remark))
            chip.show()

    def _show_detail(self, detail: Detail) -> None:
        if detail.question != self._question or self.standing is None:
            return  # another target has been chosen since
        self.forecast.setText(detail.forecast.words)
        self._show_chart(self.standing, detail.forecast.points)
        if self.standing.indicator.by_hand:
            self._show_typed(detail.typed)
            return
        self.closest_heading.setText(_("Nên làm trước") if detail.closest else "")
        self.closest.show_lines((_("{name}: {why}").format(name=one.name, why=one.why), one) for one in detail.closest)

    def _show_chart(self, standing: TargetStanding, points: Sequence[Point]) -> None:
        """The course of the indicator until now, with what is wanted as a line across it."""
        chart, tips = _course(standing, points[-_MOST_POINTS:])
        self.chart.setVisible(len(tips) > 1)
        if len(tips) > 1:
            self.chart.show_chart(chart, tips)

    def _show_typed(self, typed: Sequence[HandValue]) -> None:
        self.closest_heading.setText(_("Số liệu đã nhập (Delete để bỏ)") if typed else _("Chưa nhập số liệu nào"))
        self.closest.show_lines((_told(one), one) for one in typed)

    # What is done

    def _open_value(self) -> None:
        if self.standing is None:
            return
        door = target_doors.of_value(self.standing.indicator)
        if door is None:
            self.enter_value()
        else:
            self.go.emit(*door)

    def _open_unknown(self) -> None:
        door = target_doors.of_unknown(self.standing.indicator) if self.standing is not None else None
        if door is not None:
            self.go.emit(*door)

    def _open_closest(self, one: object) -> None:
        if isinstance(one, ClosestRow) and self.standing is not None:
            door = target_doors.of_closest(self.standing.indicator, one)
            if door is not None:
                self.go.emit(*door)

    def enter_value(self) -> None:
        """Ask for what an indicator comes to on a day, where the records cannot tell it."""
        if self.standing is not None and self._span is not None:
            day = min(self._span.end, clock.today())
            RecordDialog(self.work, _making(self.standing.indicator, day), self).open()

    def _delete_typed(self, one: object) -> None:
        if not isinstance(one, HandValue) or self.standing is None:
            return
        what = _("số liệu ngày {day} của “{name}”").format(day=show_day(one.on), name=self.standing.indicator.name)
        if messages.ask(_("Bỏ {what}?\n\nCó thể hoàn tác bằng Ctrl+Z.").format(what=what), _("&Bỏ"), parent=self):
            self.work.write(_("Bỏ {what}").format(what=what), lambda session: indicator_values.delete(session, one.id))


def _course(standing: TargetStanding, points: Sequence[Point]) -> tuple[Chart, list[str]]:
    """The chart of the known *points*, and what each says."""
    share, wanted = standing.indicator.is_share, standing.target.value
    known = [point for point in points if point.value.known and point.value.numerator is not None]
    values = [
        percent_hundredths(point.value.numerator or 0, point.value.denominator or 1)
        if share
        else point.value.numerator or 0
        for point in known
    ]
    chart = Chart(
        standing.indicator.name,
        tuple(point.span.brief for point in known),
        (Series(standing.indicator.name, tuple(values)),),
        limit=wanted if share or wanted is None else wanted // 100,
        limit_name=_("Chỉ tiêu"),
        kind="line",
        percent=share,
    )
    tips = [f"{point.span.title}: {chart.show(value)}" for point, value in zip(known, values, strict=True)]
    return chart, tips


def _told(one: HandValue) -> str:
    """A typed value in a line: "30/11/2023: 41/60 (theo báo cáo số 12)"."""
    figure = show_whole(one.numerator)
    if one.denominator is not None:
        figure = f"{figure}/{show_whole(one.denominator)}"
    return _("{day}: {figure} ({note})").format(day=show_day(one.on), figure=figure, note=one.note)


def _formula(indicator: IndicatorRow) -> tuple[str, ...]:
    """How the catalogue says that it is computed, a line for each part."""
    computed = _("Tử số: {numerator}").format(numerator=indicator.numerator)
    if indicator.denominator:
        computed = _("{numerator}. Mẫu số: {denominator}").format(numerator=computed, denominator=indicator.denominator)
    others = (
        (indicator.limited_to, _("Phạm vi: {words}")),
        (indicator.data_source, _("Nguồn: {words}")),
        (indicator.blank, _("Ô trống: {words}")),
    )
    return (computed, *(told.format(words=words) for words, told in others if words))


def _making(indicator: IndicatorRow, day: date) -> Making:
    fields = ("on", "numerator", "denominator", "note") if indicator.is_share else ("on", "numerator", "note")
    return Making(
        title=_("Nhập số liệu chỉ tiêu"),
        about="\n".join((indicator.name, _formula(indicator)[0])),
        record_type=IndicatorValue,
        groups=(Group("", fields),),
        options={},
        begin=lambda: indicator_values.new(indicator.id, day),
        action=partial(_action, indicator),
        store=indicator_values.save,
    )


def _action(indicator: IndicatorRow, draft: Draft) -> str:
    title = _("Nhập số liệu chỉ tiêu “{name}” đến {day}")
    return title.format(name=indicator.name, day=show_day(draft.values["on"]))


def _read(work: "Work", standing: TargetStanding, span: Span, scope: Scope, question: tuple[int, int | None]) -> Detail:
    """Read in another thread."""
    with work.read() as session:
        situation = Situation(session, span, scope=scope)
        return Detail(
            question,
            targets.closest(session, standing, situation),
            targets.forecast(session, standing, span, scope),
            indicator_values.listed(session, standing.indicator.id),
        )
