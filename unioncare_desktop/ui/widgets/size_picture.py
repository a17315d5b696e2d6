"""Before and after as a picture: a bar for each union, the largest first, and the line that a union must be above.

What is above the line is filled, what is not is hatched, so that colour never stands alone.
"""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from unioncare_desktop.domain.rules.merging.sizes import Bar, BeforeAfter, Sizes
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import plain_tip
from unioncare_desktop.vietnamese import show_whole

_HEAD, _FOOT, _AXIS, _MARGIN = 26, 8, 34, 14
_WIDEST_BAR, _LEAST_FOR_GAPS, _LEAST_FOR_NUMBERS = 26, 5, 14
_LEAST_HEIGHT = 150


class SizePicture(QWidget):
    """Both sides below each other to one scale, so that heights can be compared."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: BeforeAfter | None = None
        self._pointed: Bar | None = None
        self.setMouseTracking(True)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setMinimumHeight(theme.current().px(_LEAST_HEIGHT))
        self.update()

    def show_sizes(self, sizes: BeforeAfter) -> None:
        """Show these sizes."""
        self.shown = sizes
        self.setAccessibleName(" ".join(self.words()))
        self.update()

    def words(self) -> tuple[str, ...]:
        """What each side says in its heading."""
        if self.shown is None:
            return ()
        return (
            self._heading(_("Trước: {count} CĐCS, {above} trên {line}, {others} chưa"), self.shown.before),
            self._heading(_("Sau: {count} CĐCS, {above} trên {line}, {others} chưa"), self.shown.after),
        )

    def _heading(self, sentence: str, side: Sizes) -> str:
        numbers = {"count": len(side.bars), "above": side.above, "line": side.line, "others": side.not_above}
        return sentence.format(**{name: show_whole(number) for name, number in numbers.items()})

    # Where things lie

    def _sides(self) -> tuple[tuple[Sizes, QRect], ...]:
        """Each side with the ground of its bars."""
        if self.shown is None:
            return ()
        px = theme.current().px
        half = self.height() // 2
        room = QRect(px(_AXIS), px(_HEAD), self.width() - px(_AXIS + _MARGIN), half - px(_HEAD + _FOOT))
        return (self.shown.before, room), (self.shown.after, room.translated(0, half))

    def bar_rect(self, side: int, number: int) -> QRectF:
        """The bar of a union on the side 0 (before) or 1 (after)."""
        sizes, ground = self._sides()[side]
        return self._bar(sizes, ground, self._step(ground), number)

    def _bar(self, sizes: Sizes, ground: QRect, step: float, number: int) -> QRectF:
        gap = 2 if step >= _LEAST_FOR_GAPS else 0
        height = self._height(sizes.bars[number].members, ground)
        return QRectF(ground.left() + number * step, ground.bottom() + 1 - height, max(step - gap, 1), height)

    def _step(self, ground: QRect) -> float:
        most = max(len(sizes.bars) for sizes, _ground in self._sides())
        return min(ground.width() / max(most, 1), theme.current().px(_WIDEST_BAR))

    def _height(self, members: int, ground: QRect) -> float:
        most = self.shown.most if self.shown is not None else 1
        room = ground.height() - theme.current().px(_LEAST_FOR_NUMBERS)
        return room * members / most

    def bar_at(self, at: QPoint) -> Bar | None:
        """The bar at a point, or above or below it."""
        for sizes, ground in self._sides():
            if ground.contains(at) and (number := int((at.x() - ground.left()) / self._step(ground))) < len(sizes.bars):
                return sizes.bars[number]
        return None

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Both sides."""
        painter = QPainter(self)
        for place, (sizes, ground) in enumerate(self._sides()):
            self._paint_head(painter, ground, self.words()[place])
            self._paint_bars(painter, place, sizes)
            self._paint_line(painter, sizes, ground)

    def _paint_head(self, painter: QPainter, ground: QRect, words: str) -> None:
        look = theme.current()
        painter.setFont(look.font(bold=True))
        painter.setPen(look.color("text"))
        left = look.px(_MARGIN)
        top = ground.top() - look.px(_HEAD)
        painter.drawText(
            QRect(left, top, self.width() - 2 * left, look.px(_HEAD)), Qt.AlignmentFlag.AlignVCenter, words
        )

    def _paint_bars(self, painter: QPainter, place: int, sizes: Sizes) -> None:
        look = theme.current()
        enough, short = (look.color("good"), look.color("warning")) if place else (look.color("muted"),) * 2
        ground = self._sides()[place][1]
        step = self._step(ground)
        numbers = step >= look.px(_LEAST_FOR_NUMBERS)
        painter.setFont(look.font(10))
        for number, bar in enumerate(sizes.bars):
            rect = self._bar(sizes, ground, step, number)
            self._paint_bar(painter, rect, enough if bar.members > sizes.line else short, full=bar.members > sizes.line)
            if numbers:
                painter.setPen(look.color("text"))
                above = QRectF(rect.left() - 4, rect.top() - look.px(13), rect.width() + 8, look.px(13))
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, show_whole(bar.members))

    def _paint_bar(self, painter: QPainter, rect: QRectF, colour: QColor, *, full: bool) -> None:
        if rect.width() < _LEAST_FOR_GAPS:
            painter.fillRect(rect, QBrush(colour, Qt.BrushStyle.SolidPattern if full else Qt.BrushStyle.Dense4Pattern))
            return
        painter.setPen(QPen(colour, 1))
        painter.setBrush(QBrush(colour, Qt.BrushStyle.SolidPattern if full else Qt.BrushStyle.BDiagPattern))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_line(self, painter: QPainter, sizes: Sizes, ground: QRect) -> None:
        look = theme.current()
        height = round(ground.bottom() - self._height(sizes.line, ground))
        painter.setPen(QPen(look.color("error"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(ground.left(), height, ground.right(), height)
        painter.setPen(look.color("line"))
        painter.drawLine(ground.left(), ground.bottom() + 1, ground.right(), ground.bottom() + 1)
        painter.setPen(look.color("error"))
        painter.setFont(look.font(11))
        beside = QRect(0, height - look.px(9), ground.left() - look.px(6), look.px(18))
        painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, show_whole(sizes.line))

    # What is pointed at

    def event(self, event: QEvent) -> bool:
        """A bar tells which union it is, and which became it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPoint) -> str:
        """What is said of the bar at a point; nothing where there is none."""
        bar = self.bar_at(at)
        if bar is None:
            return ""
        told = _("{name}: {members} đoàn viên").format(name=bar.name, members=show_whole(bar.members))
        parts = " + ".join(f"{part.name} ({show_whole(part.members)})" for part in bar.parts)
        return f"{told} = {parts}" if parts else told

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Going from bar to bar shows the next tip at once."""
        bar = self.bar_at(event.position().toPoint())
        if bar is not self._pointed and QToolTip.isVisible():
            QToolTip.showText(
                event.globalPosition().toPoint(), plain_tip(self.tip_at(event.position().toPoint())), self
            )
        self._pointed = bar
