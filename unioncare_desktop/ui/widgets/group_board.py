"""Groups as cards with a bubble for each unit: units are dragged, or moved by keys, from card to card.

It decides nothing: it tells what the user wants to move where, and shows what its owner says would come of it. Cards
are painted only where they are seen, so that 800 of them are as quick as 8.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QToolTip

from unioncare_desktop.domain.rules.merging.arrangement import LEFT_OVER, NEW_GROUP
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import plain_tip
from unioncare_desktop.ui.widgets.board_layout import BoardLayout, GroupCard, LeftLine, Spot
from unioncare_desktop.ui.widgets.board_painter import NOBODY_LEFT, NONE_MEANT, BoardPainter, Mark, Touched
from unioncare_desktop.vietnamese import show_whole

_SCROLL_EDGE, _SCROLL_STEP, _SCROLL_MILLISECONDS = 36, 18, 20
_STRIP_HEIGHT, _WHEEL = 44, 60
_Key = Qt.Key


@dataclass(frozen=True)
class Outlook:
    """What a move would lead to: the new sums of the cards concerned, and a sentence about the target."""

    touched: dict[int, Touched]
    words: str
    good: bool


@dataclass(frozen=True)
class Drag:
    """A unit on its way: where the pointer is (in the viewport), and what it is over."""

    unit: int
    at: QPoint
    target: int | None = None
    outlook: Outlook | None = None


class GroupBoard(QAbstractScrollArea):
    """*outlook* tells what moving a unit to a group (by number, `LEFT_OVER` or `NEW_GROUP`) would lead to."""

    moved = Signal(int, int)
    """A unit, and the number of the group it is to go to."""
    ticked = Signal(int)
    """The number of the card whose tick is to be turned."""
    opened = Signal(int)
    """Enter or a double click on a unit."""
    menu_wanted = Signal(int, QPoint)
    """The menu of a unit, at a place of the screen."""
    undo_wanted = Signal()
    redo_wanted = Signal()
    said = Signal(str)
    """What the current unit is, or what its move would lead to: for the status bar."""

    def __init__(self, outlook: Callable[[int, int], Outlook]) -> None:
        super().__init__()
        self._outlook = outlook
        self.cards: Sequence[GroupCard] = ()
        self.left: Sequence[LeftLine] = ()
        self._left_over = 0
        self.current: int | None = None
        self.cut: int | None = None
        self.drag: Drag | None = None
        self._found: frozenset[int] = frozenset()
        self._pressed: tuple[int, QPoint] | None = None
        self._places: dict[int, tuple[int | None, int]] = {}
        self._order: list[int] = []
        self._layout = BoardLayout((), (), 1)
        self._scrolling = QTimer(self, interval=_SCROLL_MILLISECONDS)
        self._scrolling.timeout.connect(self._scroll_on)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Các nhóm ghép"))
        self.setMouseTracking(True)
        theme.current().changed.connect(self._lay_out)

    # What its owner does

    def show_groups(self, cards: Sequence[GroupCard], left: Sequence[LeftLine], left_over: int) -> None:
        """Show *cards* and the *left* ones of all units left over; the current unit stays so wherever it is now."""
        self.cards, self.left, self._left_over = cards, left, left_over
        self._places = {
            bubble.id: (place, number) for place, card in enumerate(cards) for number, bubble in enumerate(card.bubbles)
        }
        self._places |= {line.bubble.id: (None, number) for number, line in enumerate(left)}
        self._order = list(self._places)
        if self.current not in self._places:
            self.current = self._order[0] if self._order else None
        if self.cut not in self._places:
            self.cut = None
        self._end_drag()
        self._lay_out()

    def go_to(self, unit: int) -> None:
        """Make *unit* the current one and scroll to it."""
        if unit in self._places:
            self.current = unit
            self._show_current()

    def go_to_left_over(self) -> None:
        """Scroll to the units left over."""
        self.setFocus()
        if self.left:
            self.go_to(self.left[0].bubble.id)
        self.verticalScrollBar().setValue(self._layout.left_rect.top())

    def mark(self, units: Iterable[int]) -> None:
        """Mark *units* as what was searched for, and go to the first of them."""
        found = frozenset(units)
        if found != self._found:
            self._found = found
            first = next((unit for unit in self._order if unit in found), None)
            if first is not None:
                self.go_to(first)
            self.viewport().update()

    def words_of(self, unit: int) -> str:
        """A unit as a screen reader tells it: name, members, where it is."""
        place, number = self._places[unit]
        if place is None:
            line = self.left[number]
            where = _("chưa ghép: {reason}").format(reason="; ".join(filter(None, (line.reason, line.advice))))
            bubble = line.bubble
        else:
            card = self.cards[place]
            bubble = card.bubbles[number]
            where = ", ".join(filter(None, (card.title, card.total, card.problem or card.foot)))
        return _("{name}, {members} đoàn viên, {where}").format(
            name=bubble.name, members=show_whole(bubble.members), where=where
        )

    def rect_of(self, unit: int) -> QRect:
        """Where a unit lies in the viewport."""
        return self._layout.unit_rect(*self._places[unit]).translated(0, -self._top)

    def rect_of_card(self, number: int) -> QRect:
        """Where the card with this number lies in the viewport."""
        place = next(place for place, card in enumerate(self.cards) if card.number == number)
        return self._layout.card_rect(place).translated(0, -self._top)

    def rect_of_tick(self, number: int) -> QRect:
        """Where the tick of the card with this number lies in the viewport."""
        place = next(place for place, card in enumerate(self.cards) if card.number == number)
        return self._layout.tick_rect(place).translated(0, -self._top)

    def strips(self) -> dict[int, QRect]:
        """The places at the lower edge where a unit is dropped into a new group, or left over, while it is dragged."""
        height, width = theme.current().px(_STRIP_HEIGHT), self.viewport().width()
        top, gap = self.viewport().height() - height, theme.current().px(8)
        half = (width - gap) // 2
        return {NEW_GROUP: QRect(0, top, half, height), LEFT_OVER: QRect(half + gap, top, width - half - gap, height)}

    # Where things lie

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _lay_out(self) -> None:
        self._layout = BoardLayout(self.cards, self.left, max(self.viewport().width(), 1))
        bar = self.verticalScrollBar()
        bar.setRange(0, max(self._layout.height - self.viewport().height(), 0))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme.current().px(_WHEEL))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards are laid out anew for another width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, _x: int, _y: int) -> None:
        """Everything is painted anew where it lies now."""
        self.viewport().update()

    def _spot(self, at: QPoint) -> Spot:
        return self._layout.at(at + QPoint(0, self._top))

    def _tip(self, unit: int) -> str:
        place, number = self._places[unit]
        return (self.left[number].bubble if place is None else self.cards[place].bubbles[number]).tip

    def _group_of(self, unit: int) -> int:
        place, _number = self._places[unit]
        return LEFT_OVER if place is None else self.cards[place].number

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is seen of the board, and over it what is dragged."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.current().color("background"))
        seen = event.rect().translated(0, self._top)
        painter.translate(0, -self._top)
        board = BoardPainter(painter, self._layout)
        marks, touched = self._marks(), self._touched()
        for place in self._layout.cards_between(seen.top(), seen.bottom()):
            board.card(place, marks, touched.get(self.cards[place].number))
        self._paint_left(board, seen, marks)
        if self.drag is not None:
            painter.resetTransform()
            self._paint_drag(board, self.drag)

    def _paint_left(self, board: BoardPainter, seen: QRect, marks: dict[int, Mark]) -> None:
        count = self._left_over
        heading = _("Còn {count} đơn vị chưa ghép được, và vì sao") if count else _("Chưa ghép được")
        wanted = self.drag is not None and self.drag.target == LEFT_OVER
        empty = "" if self.left else NONE_MEANT if count else NOBODY_LEFT
        board.left_ground(heading.format(count=show_whole(count)), empty, wanted=wanted)
        for number in self._layout.lines_between(seen.top(), seen.bottom()):
            board.line(number, marks.get(self.left[number].bubble.id, Mark.NONE))

    def _marks(self) -> dict[int, Mark]:
        marks = dict.fromkeys(self._found, Mark.FOUND)
        if self.current is not None and self.hasFocus():
            marks[self.current] = Mark.CURRENT
        moving = self.drag.unit if self.drag is not None else self.cut
        return marks | ({moving: Mark.CUT} if moving is not None else {})

    def _touched(self) -> dict[int, Touched]:
        outlook = self.drag.outlook if self.drag is not None else None
        return outlook.touched if outlook is not None else {}

    def _paint_drag(self, board: BoardPainter, drag: Drag) -> None:
        words = {NEW_GROUP: _("Thả vào đây: lập nhóm mới"), LEFT_OVER: _("Thả vào đây: để lại, chưa ghép")}
        for target, rect in self.strips().items():
            board.free_slot(rect, words[target], wanted=drag.target == target)
        members = self._members(drag.unit)
        circle = self._layout.circle(self.rect_of(drag.unit), members)
        circle.moveCenter(drag.at)
        board.circle(circle, members, strong=True)
        if drag.outlook is not None and drag.outlook.words:
            board.flag(drag.at, drag.outlook.words, self.viewport().rect(), good=drag.outlook.good)

    def _members(self, unit: int) -> int:
        place, number = self._places[unit]
        return (self.left[number].bubble if place is None else self.cards[place].bubbles[number]).members

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a unit may become a drag; on a tick it turns it."""
        spot = self._spot(event.position().toPoint())
        if spot.unit is not None:
            self._set_current(spot.unit)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if spot.tick and spot.card is not None:
            self.ticked.emit(self.cards[spot.card].number)
        elif spot.unit is not None:
            self._pressed = (spot.unit, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag begins after a few pixels, and shows what dropping here would lead to."""
        at = event.position().toPoint()
        if self._pressed is None:
            spot = self._spot(at)
            hand = Qt.CursorShape.OpenHandCursor if spot.unit is not None else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if spot.tick else hand)
            return
        unit, start = self._pressed
        if self.drag is None and (at - start).manhattanLength() < QApplication.startDragDistance():
            return
        if self.drag is None:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scrolling.start()
        self._drag_to(unit, at)

    def _drag_to(self, unit: int, at: QPoint) -> None:
        target = self._target(at)
        if target is None or target == self._group_of(unit):
            self.drag = Drag(unit, at)
        elif self.drag is not None and self.drag.target == target:
            self.drag = Drag(unit, at, target, self.drag.outlook)
        else:
            self.drag = Drag(unit, at, target, self._outlook(unit, target))
        self.viewport().update()

    def _target(self, at: QPoint) -> int | None:
        """Where a unit dropped at this place goes; None where it stays what it is."""
        if not self.viewport().rect().contains(at):
            return None
        for target, rect in self.strips().items():
            if rect.contains(at):
                return target
        spot = self._spot(at)
        if spot.card is not None:
            return self.cards[spot.card].number
        return LEFT_OVER if spot.left else NEW_GROUP if spot.free else None

    def _scroll_on(self) -> None:
        """While something is dragged along the upper or lower edge, the board goes on."""
        if self.drag is None:
            self._scrolling.stop()
            return
        px, bar = theme.current().px, self.verticalScrollBar()
        lower = self.viewport().height() - px(_STRIP_HEIGHT)
        if self.drag.at.y() < px(_SCROLL_EDGE):
            bar.setValue(bar.value() - px(_SCROLL_STEP))
        elif lower - px(_SCROLL_EDGE) < self.drag.at.y() < lower:
            bar.setValue(bar.value() + px(_SCROLL_STEP))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Dropped on a card, on free room or on the units left over, the unit moves there; elsewhere it stays."""
        drag = self.drag
        self._end_drag()
        if drag is not None and event.button() == Qt.MouseButton.LeftButton:
            target = self._target(event.position().toPoint())
            if target is not None and target != self._group_of(drag.unit):
                self.moved.emit(drag.unit, target)

    def _end_drag(self) -> None:
        self._pressed = self.drag = None
        self._scrolling.stop()
        self.viewport().unsetCursor()
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the unit."""
        unit = self._spot(event.position().toPoint()).unit
        if unit is not None:
            self._end_drag()
            self.opened.emit(unit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The right button, or the menu key, asks for the menu of a unit."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            unit = self._spot(event.pos()).unit
            if unit is not None:
                self.menu_wanted.emit(unit, event.globalPos())
        elif self.current is not None:
            self._show_current()
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(self.rect_of(self.current).center()))

    def viewportEvent(self, event: QEvent) -> bool:
        """A unit, and a card with a problem, tell all about themselves when they are pointed at."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tip(self.words_of_place(event.pos())), self.viewport())
            return True
        return super().viewportEvent(event)

    def words_of_place(self, at: QPoint) -> str:
        """What the tip says at a place of the viewport; nothing where there is nothing."""
        spot = self._spot(at)
        if spot.unit is not None:
            line = self.left[self._places[spot.unit][1]] if spot.left else None
            why = (line.reason, line.advice) if line is not None else ()
            return "\n".join(filter(None, (self._tip(spot.unit), *why)))
        card = self.cards[spot.card] if spot.card is not None else None
        return "" if card is None else "\n".join(filter(None, (card.title, card.problem or card.foot)))

    # Keys

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z and Ctrl+Y take back moves on the board as long as it has the focus, never something stored."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._step_of(event):
            event.accept()
            return True
        return super().event(event)

    def _step_of(self, event: QKeyEvent) -> SignalInstance | None:
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.undo_wanted
        again = event.matches(QKeySequence.StandardKey.Redo) or (
            event.key() == _Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        )
        return self.redo_wanted if again else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from unit to unit, Space ticks, Ctrl+X and Ctrl+V move, Enter opens, Esc gives up."""
        step = self._step_of(event)
        if step is not None:
            step.emit()
        elif not (self._walk(event) or self._act(event)):
            super().keyPressEvent(event)

    def _walk(self, event: QKeyEvent) -> bool:
        """Go to another unit; False where the key means something else."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if self.current is None:
            return False
        here = self._order.index(self.current)
        in_line = {_Key.Key_Left: here - 1, _Key.Key_Right: here + 1, _Key.Key_Home: 0, _Key.Key_End: len(self._order)}
        page = self.viewport().height() - theme.current().px(_STRIP_HEIGHT)
        upright = {_Key.Key_Up: -1, _Key.Key_Down: 1, _Key.Key_PageUp: -page, _Key.Key_PageDown: page}
        if key in in_line:
            self._set_current(self._order[min(max(in_line[_Key(key)], 0), len(self._order) - 1)])
        elif key in upright and not control:
            self._set_current(self._beyond(self.current, upright[_Key(key)]))
        else:
            return False
        self._show_current()
        return True

    def _beyond(self, unit: int, distance: int) -> int:
        """The nearest unit that lies at least so far below, or for a negative *distance* above."""
        here = self._layout.unit_rect(*self._places[unit]).center()
        sign = 1 if distance > 0 else -1

        def away(other: int) -> tuple[int, int]:
            there = self._layout.unit_rect(*self._places[other]).center()
            return sign * (there.y() - here.y()), abs(there.x() - here.x())

        beyond = [other for other in self._near(unit, distance) if away(other)[0] >= abs(distance)]
        return min(beyond, key=away, default=self._order[-1 if sign > 0 else 0] if abs(distance) > 1 else unit)

    def _near(self, unit: int, distance: int) -> list[int]:
        """The units among which the next one above or below is found."""
        rect = self._layout.unit_rect(*self._places[unit])
        reach = abs(distance) + 3 * theme.current().px(_STRIP_HEIGHT) * 4
        top, bottom = rect.top() - reach, rect.bottom() + reach
        cards = self._layout.cards_between(max(top, 0), bottom)
        lines = self._layout.lines_between(max(top, 0), bottom)
        return [bubble.id for place in cards for bubble in self.cards[place].bubbles] + [
            self.left[number].bubble.id for number in lines
        ]

    def _act(self, event: QKeyEvent) -> bool:
        unit = self.current
        if event.key() == _Key.Key_Escape and (self.drag is not None or self.cut is not None):
            self.cut = None
            self._end_drag()
        elif unit is None:
            return False
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut = unit
            self._tell()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste(unit)
        elif event.key() == _Key.Key_Space and self._group_of(unit) != LEFT_OVER:
            self.ticked.emit(self._group_of(unit))
        elif event.key() in (_Key.Key_Return, _Key.Key_Enter):
            self.opened.emit(unit)
        else:
            return False
        self.viewport().update()
        return True

    def _paste(self, unit: int) -> None:
        cut, self.cut = self.cut, None
        if cut is not None and self._group_of(cut) != self._group_of(unit):
            self.moved.emit(cut, self._group_of(unit))

    def _set_current(self, unit: int) -> None:
        self.current = unit
        self._tell()
        self.viewport().update()

    def _tell(self) -> None:
        """Say what the current unit is; while another one is cut, what moving that here would lead to."""
        if self.current is None:
            return
        words = self.words_of(self.current)
        target = self._group_of(self.current)
        if self.cut is not None:
            moving = _("Đang chuyển, Ctrl+V để đặt vào nhóm này")
            effect = self._outlook(self.cut, target).words if target != self._group_of(self.cut) else ""
            words = " · ".join(filter(None, (moving, effect)))
        self.said.emit(words)
        self.setAccessibleDescription(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _show_current(self) -> None:
        if self.current is None:
            return
        rect = self._layout.unit_rect(*self._places[self.current])
        place = self._places[self.current][0]
        whole = rect if place is None else self._layout.card_rect(place)
        bar, room = self.verticalScrollBar(), self.viewport().height()
        lowest = max(min(bar.value(), whole.top()), whole.bottom() + 1 - room)
        bar.setValue(lowest if whole.height() <= room else rect.top())
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring of the current unit is seen while keys go here."""
        super().focusInEvent(event)
        self._tell()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()
