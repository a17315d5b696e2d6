"""Where everything of the board of groups lies: cards in rows, bubbles in cards, the units left over below.

Only visible things are ever asked for, so that hundreds of groups cost no more than a dozen.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from PySide6.QtCore import QPoint, QRect

from unioncare_desktop.ui import theme

GAP, PAD = 10, 12
_NARROWEST_CARD, _NARROWEST_CELL = 330, 74
_HEAD, _LARGEST, _NAME, _FOOT = 26, 56, 32, 22
_CELL_PAD = 6
_SMALLEST = 24
_TICK = 16
_LINE, _LEFT_HEAD = 42, 38
_USUAL_MEMBERS = 10
"""Bubbles are drawn to the scale of the largest one, or of this many members where all are smaller."""


@dataclass(frozen=True)
class Bubble:
    """A unit on the board; *tip* tells all about it."""

    id: int
    name: str
    members: int
    tip: str = ""


@dataclass(frozen=True)
class GroupCard:
    """A group on the board: `total` in its chip, `foot` below the bubbles, or the `problem` where there is one."""

    number: int
    title: str
    total: str
    bubbles: tuple[Bubble, ...]
    foot: str = ""
    problem: str = ""
    ticked: bool = True


@dataclass(frozen=True)
class LeftLine:
    """A unit left over, why, and what else can be done with it."""

    bubble: Bubble
    reason: str
    advice: str = ""


@dataclass(frozen=True)
class Spot:
    """What lies at a point: the card by its place, the unit, and whether it is the tick of the card.

    `left` is True among the units left over, `free` where there is room for one more card.
    """

    card: int | None = None
    unit: int | None = None
    tick: bool = False
    left: bool = False
    free: bool = False


class BoardLayout:
    """The places of *cards* and *left* lines for a *width* in pixels."""

    def __init__(self, cards: Sequence[GroupCard], left: Sequence[LeftLine], width: int) -> None:
        px = theme.current().px
        self.cards, self.left = cards, left
        self._gap, self._pad = px(GAP), px(PAD)
        self.columns = max((width + self._gap) // (px(_NARROWEST_CARD) + self._gap), 1)
        self.card_width = (width - (self.columns - 1) * self._gap) // self.columns
        inner = self.card_width - 2 * self._pad
        self._across = max(inner // px(_NARROWEST_CELL), 1)
        self._cell_height = px(_LARGEST + _NAME)
        self._width = width
        self._tops = [0]
        for first in range(0, len(cards), self.columns):
            lines = max(self._lines(card) for card in cards[first : first + self.columns])
            height = px(_HEAD + _FOOT) + lines * self._cell_height + 2 * self._pad
            self._tops.append(self._tops[-1] + height + self._gap)
        most = max((bubble.members for card in cards for bubble in card.bubbles), default=0)
        self._scale = px(_LARGEST) / sqrt(max(most, _USUAL_MEMBERS))

    def _lines(self, card: GroupCard) -> int:
        return -(-len(card.bubbles) // self._across) or 1

    @property
    def height(self) -> int:
        """The height of everything."""
        return self.left_rect.bottom() + 1

    @property
    def left_rect(self) -> QRect:
        """The ground of the units left over; there also where there is none, as a place to drop one."""
        px = theme.current().px
        return QRect(0, self._tops[-1], self._width, px(_LEFT_HEAD + _LINE * max(len(self.left), 1)) + self._pad)

    def card_rect(self, place: int) -> QRect:
        """The ground of a card."""
        row, column = divmod(place, self.columns)
        left = column * (self.card_width + self._gap)
        return QRect(left, self._tops[row], self.card_width, self._tops[row + 1] - self._tops[row] - self._gap)

    def inner_rect(self, place: int) -> QRect:
        """What is inside the margins of a card."""
        pad = self._pad
        return self.card_rect(place).adjusted(pad, pad, -pad, -pad)

    def tick_rect(self, place: int) -> QRect:
        """The box that is ticked."""
        inner, side = self.inner_rect(place), theme.current().px(_TICK)
        return QRect(inner.left(), inner.top() + theme.current().px(1), side, side)

    def cell_rect(self, place: int, number: int) -> QRect:
        """A bubble with its name."""
        inner, count = self.inner_rect(place), len(self.cards[place].bubbles)
        line, column = divmod(number, self._across)
        in_line = min(count - line * self._across, self._across)
        width = min(inner.width() // in_line, theme.current().px(_NARROWEST_CELL * 3 // 2))
        top = inner.top() + theme.current().px(_HEAD) + line * self._cell_height
        return QRect(inner.left() + column * width, top, width, self._cell_height)

    def circle(self, cell: QRect, members: int) -> QRect:
        """The bubble of so many *members* in its cell: its area is as its members."""
        side = max(round(self._scale * sqrt(members)), theme.current().px(_SMALLEST))
        middle = cell.top() + theme.current().px(_LARGEST) // 2
        return QRect(cell.center().x() - side // 2, middle - side // 2, side, side)

    def name_rect(self, cell: QRect) -> QRect:
        """Where the name stands: two lines below the bubble."""
        px = theme.current().px
        return cell.adjusted(px(_CELL_PAD), px(_LARGEST + 2), -px(_CELL_PAD), 0)

    def line_rect(self, number: int) -> QRect:
        """The line of a unit left over."""
        px = theme.current().px
        ground = self.left_rect
        return QRect(self._pad, ground.top() + px(_LEFT_HEAD + _LINE * number), self._width - 2 * self._pad, px(_LINE))

    def unit_rect(self, place: int | None, number: int) -> QRect:
        """The place of a unit in the card at *place*, or among those left over."""
        return self.line_rect(number) if place is None else self.cell_rect(place, number)

    def cards_between(self, top: int, bottom: int) -> range:
        """The places of the cards of which something lies between *top* and *bottom*."""
        first = max(bisect_right(self._tops, top) - 1, 0)
        last = bisect_right(self._tops, bottom)
        return range(first * self.columns, min(last * self.columns, len(self.cards)))

    def lines_between(self, top: int, bottom: int) -> range:
        """The numbers of the lines left over of which something lies between *top* and *bottom*."""
        start, height = self.line_rect(0).top(), theme.current().px(_LINE)
        return range(max((top - start) // height, 0), max(min((bottom - start) // height + 1, len(self.left)), 0))

    def at(self, point: QPoint) -> Spot:
        """What lies at *point*."""
        if self.left_rect.contains(point):
            lines = self.lines_between(point.y(), point.y())
            inside = lines and point.y() >= self.line_rect(0).top()
            return Spot(unit=self.left[lines[0]].bubble.id if inside else None, left=True)
        for place in self.cards_between(point.y(), point.y()):
            if self.card_rect(place).contains(point):
                return self._in_card(place, point)
        return Spot(free=self._is_free(point))

    def _in_card(self, place: int, point: QPoint) -> Spot:
        if self.tick_rect(place).adjusted(-4, -4, 4, 4).contains(point):
            return Spot(place, tick=True)
        for number, bubble in enumerate(self.cards[place].bubbles):
            if self.cell_rect(place, number).contains(point):
                return Spot(place, bubble.id)
        return Spot(place)

    def _is_free(self, point: QPoint) -> bool:
        """Whether the last row has room for a card there."""
        if len(self._tops) == 1 or len(self.cards) % self.columns == 0:
            return False
        after = self.card_rect(len(self.cards) - 1)
        return after.top() <= point.y() <= after.bottom() and after.right() < point.x() < self._width
