"""A chart on screen: the same picture as on paper, in the colours of the theme; points tell their figures and open.

The keys go from category to category, Enter opens the one that is marked.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import plain_tip

if TYPE_CHECKING:  # imported with the first chart, after the window has been painted
    from unioncare_desktop.reports.chart_parts import Curve, Label, Picture, Stroke
    from unioncare_desktop.reports.document import Chart

_FONT, _LEAST_HEIGHT, _LEAST_PLOT = 11, 96, 24
_LINE, _DOT, _MARKED_DOT, _GRID = 2, 3, 5, 1
_COLOURS = ("primary", "good", "warning")
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ChartView(QWidget):
    """Shows one chart. `opened` brings the place of the category that was clicked, or marked when Enter was pressed."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.chart: Chart | None = None
        self.tips: Sequence[str] = ()
        self.marked: int | None = None
        self._picture: Picture | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setMinimumHeight(theme.current().px(_LEAST_HEIGHT))
        self._measure()

    def show_chart(self, chart: "Chart", tips: Sequence[str]) -> None:
        """Show *chart*, of which *tips* tell each category; a single series is named by what stands above the chart."""
        if len(chart.series) == 1:
            chart = replace(chart, series=(replace(chart.series[0], name=""),), limit_name="")
        self.chart, self.tips, self.marked = chart, tips, None
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription("; ".join(tips))
        self._measure()

    # Where things lie

    def _measure(self) -> None:
        """Lay the picture out anew, as high as there is room."""
        self._picture = None
        self.update()

    @property
    def picture(self) -> "Picture | None":
        """The chart measured for the present size."""
        if self._picture is None and self.chart is not None:
            self._picture = self._drawn(self.chart)
        return self._picture

    def _drawn(self, chart: "Chart") -> "Picture":
        from unioncare_desktop.reports import charts

        look = theme.current()
        metrics = QFontMetricsF(look.font(_FONT))
        size, plot = float(look.px(_FONT)), float(look.px(_LEAST_PLOT))
        first = charts.drawn(chart, self.width(), size, metrics.horizontalAdvance, plot)
        height = max(self.height() - (first.height - plot), plot)
        return charts.drawn(chart, self.width(), size, metrics.horizontalAdvance, height)

    def place_of(self, at: int) -> QPointF | None:
        """Where the first point or bar of a category ends; None where it has none."""
        picture = self.picture
        if picture is None:
            return None
        dots = [QPointF(dot.x, self._y(dot.y)) for curve in picture.curves for dot in curve.dots if dot.at == at]
        bars = [QPointF(bar.x + bar.width / 2, self._y(bar.y + bar.height)) for bar in picture.bars if bar.at == at]
        return next(iter((*dots, *bars)), None)

    def category_at(self, x: float) -> int | None:
        """The category that lies at *x*; None beside the plot."""
        picture = self.picture
        if picture is None or self.chart is None or not self.chart.categories:
            return None
        axis = picture.strokes[0]
        at = int((x - axis.x) / (axis.to_x - axis.x) * len(self.chart.categories))
        return at if axis.x <= x < axis.to_x else None

    def _y(self, y: float) -> float:
        return self.height() - y

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The grid, what stands before it, and the words."""
        picture, painter, look = self.picture, QPainter(self), theme.current()
        if picture is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("line"), look.px(_GRID)))
        self._paint_strokes(painter, picture.strokes)
        for bar in picture.bars:
            top = self._y(bar.y + bar.height)
            painter.fillRect(QRectF(bar.x, top, bar.width, bar.height), look.color(_colour(bar.series)))
        painter.setPen(QPen(look.color("muted"), look.px(_GRID), Qt.PenStyle.DashLine))
        self._paint_strokes(painter, picture.limits)
        for curve in picture.curves:
            self._paint_curve(painter, curve)
        painter.setPen(look.color("text"))
        painter.setFont(look.font(_FONT))
        for label in picture.labels:
            self._paint_label(painter, label)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("primary"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(6), look.px(6))

    def _paint_strokes(self, painter: QPainter, strokes: "Sequence[Stroke]") -> None:
        for one in strokes:
            painter.drawLine(QPointF(one.x, self._y(one.y)), QPointF(one.to_x, self._y(one.to_y)))

    def _paint_curve(self, painter: QPainter, curve: "Curve") -> None:
        look = theme.current()
        colour = look.color(_colour(curve.series))
        places = [QPointF(dot.x, self._y(dot.y)) for dot in curve.dots]
        painter.setPen(QPen(colour, look.px(_LINE)))
        for one, other in pairwise(places):
            painter.drawLine(one, other)
        painter.setPen(QPen(look.color("surface"), 1))
        painter.setBrush(colour)
        for dot, place in zip(curve.dots, places, strict=True):
            radius = look.px(_MARKED_DOT if dot.at == self.marked else _DOT)
            painter.drawEllipse(place, radius, radius)

    def _paint_label(self, painter: QPainter, label: "Label") -> None:
        width = painter.fontMetrics().horizontalAdvance(label.text)
        painter.drawText(QPointF(label.x - label.anchor * width, self._y(label.y)), label.text)

    # What is pointed at

    def event(self, event: QEvent) -> bool:
        """A category tells its exact figures; another size needs another picture."""
        if event.type() == QEvent.Type.Resize:
            self._measure()
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.category_at(event.pos().x())
            QToolTip.showText(event.globalPos(), plain_tip(self._tip(at)), self)
            return True
        return super().event(event)

    def _tip(self, at: int | None) -> str:
        return self.tips[at] if at is not None and at < len(self.tips) else ""

    def _mark(self, at: int | None) -> None:
        if at != self.marked:
            self.marked = at
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The point of the category below the mouse is larger; a tip that is shown follows."""
        at = self.category_at(event.position().x())
        if at != self.marked and QToolTip.isVisible():
            QToolTip.showText(event.globalPosition().toPoint(), plain_tip(self._tip(at)), self)
        self._mark(at)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        self._mark(None)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the category."""
        at = self.category_at(event.position().x())
        if at is not None:
            self.opened.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right mark a category and tell it, Enter opens the one that is marked, or the last."""
        count = len(self.chart.categories) if self.chart is not None else 0
        last = count - 1 if self.marked is None else self.marked
        if count and event.key() in _STEPS:
            step = _STEPS[Qt.Key(event.key())]
            self._mark(last if self.marked is None else min(max(last + step, 0), count - 1))
            self._tell_marked()
        elif count and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(last)
        else:
            super().keyPressEvent(event)

    def _tell_marked(self) -> None:
        at = self.marked
        place = self.place_of(at) if at is not None else None
        spot = place.toPoint() if place is not None else self.rect().center()
        QToolTip.showText(self.mapToGlobal(spot), plain_tip(self._tip(at)), self)
        self.setAccessibleDescription(self._tip(at))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was marked by the keys is so no longer."""
        self._mark(None)
        super().focusOutEvent(event)


def _colour(series: int) -> str:
    return _COLOURS[series % len(_COLOURS)]
