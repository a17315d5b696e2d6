"""How the board of groups looks: one card, one bubble, one line at a time. Text is drawn as it is, never as markup."""

import re
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.icons import pixmap
from unioncare_desktop.ui.widgets.board_layout import BoardLayout, Bubble, GroupCard, LeftLine
from unioncare_desktop.vietnamese import show_whole

_RADIUS, _CHIP_HEIGHT, _CHIP_PAD, _RING_PAD = 8, 19, 9, 4
_TITLE_FROM_TICK = 24
_NAME_FONT, _SMALL = 11, 12
_MEMBERS_WIDTH, _NAME_SHARE = 32, 0.27
_TICK_ICON = 13
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PREFIX = re.compile(
    r"(?:(?:CĐCS|CĐ|Công đoàn cơ sở|Công đoàn)\s+)?(?:(?:Công ty|Cty|DN|Doanh nghiệp)\s+)?"
    r"(?:(?:TNHH|CP|Cổ phần|MTV|Một thành viên|1TV|Trách nhiệm hữu hạn)(?:\s+|$))*",
    re.IGNORECASE,
)
"""What so many names begin with that it tells nothing where there is room for a few letters only."""


def short_name(name: str) -> str:
    """A name without the words that all of its kind begin with: "CĐCS Công ty CP In Đông Á" is "In Đông Á"."""
    kept = name[_PREFIX.match(name).end() :]  # type: ignore[union-attr] # it matches the empty text too
    return kept[:1].upper() + kept[1:] if kept else name


class Mark(Enum):
    """What is special about a unit at the moment."""

    NONE = ""
    CURRENT = "current"
    CUT = "cut"
    """It is being moved."""
    FOUND = "found"
    """It is what was searched."""


@dataclass(frozen=True)
class Touched:
    """What a card shows while a unit is dragged from or to it: its new sum, and whether it would break a rule."""

    total: str
    good: bool


class BoardPainter:
    """Paints with *painter* what lies where *layout* says; the colours are those of the theme."""

    def __init__(self, painter: QPainter, layout: BoardLayout) -> None:
        self._painter, self._layout = painter, layout
        self._look = theme.current()
        self._bold = self._look.font(bold=True)
        self._small = self._look.font(_SMALL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def card(self, place: int, marks: dict[int, Mark], touched: Touched | None) -> None:
        """The card at *place* with its bubbles; *marks* are by the ids of units."""
        card = self._layout.cards[place]
        good = touched.good if touched else not card.problem
        edge = "line" if touched is None else "good" if good else "error"
        self._ground(self._layout.card_rect(place), edge, thick=touched is not None)
        self._head(place, card, touched.total if touched else card.total, good=good)
        for number, bubble in enumerate(card.bubbles):
            cell = self._layout.cell_rect(place, number)
            if number and cell.left() > self._layout.inner_rect(place).left():
                self._text(QRect(cell.left() - 8, cell.top(), 16, self._middle(cell)), "+", "muted", _CENTRE)
            self._bubble(cell, bubble, marks.get(bubble.id, Mark.NONE), first=number == 0)
        self._foot(place, card)

    def _middle(self, cell: QRect) -> int:
        return self._layout.name_rect(cell).top() - cell.top()

    def _ground(self, rect: QRect, edge: str, *, thick: bool = False) -> None:
        look, width = self._look, 2 if thick else 1
        self._painter.setPen(QPen(look.color(edge), width))
        self._painter.setBrush(look.color("surface"))
        inside = rect.adjusted(width // 2, width // 2, -width, -width)
        self._painter.drawRoundedRect(inside, look.px(_RADIUS), look.px(_RADIUS))

    def _head(self, place: int, card: GroupCard, total: str, *, good: bool) -> None:
        inner, tick = self._layout.inner_rect(place), self._layout.tick_rect(place)
        self._tick(tick, on=card.ticked)
        head = QRect(inner.left() + self._look.px(_TITLE_FROM_TICK), tick.top(), inner.width(), tick.height())
        width = self._chip(QPoint(inner.right(), tick.center().y()), total, "good" if good else "error")
        head.setRight(inner.right() - width - self._look.px(8))
        self._text(head, card.title, "text", _LEFT, bold=True)

    def _tick(self, box: QRect, *, on: bool) -> None:
        look = self._look
        self._painter.setPen(QPen(look.color("primary" if on else "edge"), 1))
        self._painter.setBrush(look.color("surface"))
        self._painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), look.px(3), look.px(3))
        if on:
            shown = pixmap("tick", "primary", _TICK_ICON)
            side = look.px(_TICK_ICON)
            corner = box.center() - QPoint(side // 2, side // 2)
            self._painter.drawPixmap(QRect(corner.x(), corner.y(), side, side), shown)

    def _chip(self, right: QPoint, text: str, tone: str) -> int:
        """A chip whose right end lies at *right*; returns its width."""
        look = self._look
        width = QFontMetrics(self._small).horizontalAdvance(text) + 2 * look.px(_CHIP_PAD)
        height = look.px(_CHIP_HEIGHT)
        rect = QRect(right.x() - width + 1, right.y() - height // 2, width, height)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.color(f"{tone}_soft"))
        self._painter.drawRoundedRect(rect, height / 2, height / 2)
        self._text(rect, text, tone, _CENTRE, small=True)
        return width

    def _bubble(self, cell: QRect, bubble: Bubble, mark: Mark, *, first: bool) -> None:
        circle = self._layout.circle(cell, bubble.members)
        if mark in (Mark.CURRENT, Mark.FOUND):
            side = self._look.px(_RING_PAD)  # leaves room for the signs between the bubbles
            self._ring(cell.adjusted(side, 0, -side, 0), "primary" if mark is Mark.CURRENT else "warning")
        self.circle(circle, bubble.members, strong=first, faint=mark is Mark.CUT)
        for number, line in enumerate(self._name_lines(short_name(bubble.name), self._layout.name_rect(cell).width())):
            below = self._layout.name_rect(cell)
            height = below.height() // 2
            rect = QRect(below.left(), below.top() + number * height, below.width(), height)
            self._text(rect, line, "text", _CENTRE, size=_NAME_FONT, elide=Qt.TextElideMode.ElideMiddle)

    def _ring(self, cell: QRect, colour: str) -> None:
        self._painter.setPen(QPen(self._look.color(colour), 2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(cell.adjusted(1, 1, -2, -1), self._look.px(6), self._look.px(6))

    def circle(self, circle: QRect, members: int, *, strong: bool = False, faint: bool = False) -> None:
        """The bubble of a unit; the *strong* one takes the others in, a *faint* one is on its way elsewhere."""
        look = self._look
        line = Qt.PenStyle.DashLine if faint else Qt.PenStyle.SolidLine if strong else Qt.PenStyle.NoPen
        self._painter.setPen(QPen(look.color("primary"), look.px(2) if strong else 1, line))
        self._painter.setBrush(look.color("surface" if faint else "primary_soft"))
        self._painter.drawEllipse(circle)
        self._text(circle, show_whole(members), "primary", _CENTRE, bold=True)

    def _foot(self, place: int, card: GroupCard) -> None:
        inner = self._layout.inner_rect(place)
        rect = QRect(inner.left(), inner.bottom() - self._look.px(17), inner.width(), self._look.px(18))
        self._text(rect, card.problem or card.foot, "error" if card.problem else "muted", _LEFT, small=True)

    # Left over

    def left_ground(self, heading: str, empty: str, *, wanted: bool) -> None:
        """The ground of the units left over with its *heading*, *wanted* while one may be dropped there."""
        rect, px = self._layout.left_rect, self._look.px
        self._ground(rect, "primary" if wanted else "line", thick=wanted)
        top = QRect(rect.left() + px(14), rect.top() + px(8), rect.width() - px(28), px(24))
        self._text(top, heading, "text", _LEFT, bold=True)
        if empty:
            self._text(self._layout.line_rect(0).adjusted(px(4), 0, 0, 0), empty, "muted", _LEFT)

    def line(self, number: int, mark: Mark) -> None:
        """A unit left over: name, members, reason, and below it what else can be done."""
        left: LeftLine = self._layout.left[number]
        rect, px = self._layout.line_rect(number), self._look.px
        self._painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._look.color("line"))
        name = rect.adjusted(px(8), 0, 0, 0)
        name.setWidth(round(rect.width() * _NAME_SHARE))
        members = QRect(name.right(), rect.top(), px(_MEMBERS_WIDTH), rect.height())
        why = QRect(members.right() + px(16), rect.top() + px(3), rect.right() - members.right() - px(24), px(18))
        self._text(name, left.bubble.name, "muted" if mark is Mark.CUT else "text", _LEFT)
        self._text(members, show_whole(left.bubble.members), "text", _RIGHT)
        self._text(why, left.reason, "text", _LEFT, small=True)
        self._text(why.translated(0, px(17)), left.advice, "muted", _LEFT, small=True)
        if mark in (Mark.CURRENT, Mark.FOUND):
            self._ring(rect, "primary" if mark is Mark.CURRENT else "warning")

    # While dragging

    def free_slot(self, rect: QRect, text: str, *, wanted: bool) -> None:
        """A place where a unit may be dropped, with what happens there."""
        look = self._look
        self._painter.setPen(QPen(look.color("primary" if wanted else "edge"), 2, Qt.PenStyle.DashLine))
        self._painter.setBrush(look.color("primary_soft" if wanted else "background"))
        self._painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), look.px(_RADIUS), look.px(_RADIUS))
        self._text(rect, text, "primary" if wanted else "muted", _CENTRE)

    def flag(self, at: QPoint, text: str, bounds: QRect, *, good: bool) -> None:
        """A few words beside the pointer, kept within *bounds*."""
        look, metrics = self._look, QFontMetrics(self._small)
        tone = "good" if good else "error"
        width = min(metrics.horizontalAdvance(text) + look.px(20), bounds.width())
        rect = QRect(at.x() + look.px(30), at.y() + look.px(14), width, look.px(26))
        rect.moveRight(min(rect.right(), bounds.right()))
        rect.moveLeft(max(rect.left(), bounds.left()))
        rect.moveBottom(min(rect.bottom(), bounds.bottom()))
        self._painter.setPen(QPen(look.color(tone), 1))
        self._painter.setBrush(look.color(f"{tone}_soft"))
        self._painter.drawRoundedRect(rect, look.px(6), look.px(6))
        self._text(rect.adjusted(look.px(6), 0, -look.px(6), 0), text, tone, _CENTRE, small=True)

    # Words

    def _text(
        self,
        rect: QRect,
        text: str,
        colour: str,
        side: Qt.AlignmentFlag,
        *,
        bold: bool = False,
        small: bool = False,
        size: int = 0,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        font = self._bold if bold else self._look.font(size) if size else self._small if small else self._look.font()
        self._painter.setFont(font)
        self._painter.setPen(self._look.color(colour))
        shown = QFontMetrics(font).elidedText(text, elide, rect.width())
        self._painter.drawText(rect, side | Qt.TextFlag.TextSingleLine, shown)

    def _name_lines(self, name: str, width: int) -> tuple[str, ...]:
        """A name in at most two lines of about the same length; its end is seen, as that is where names differ."""
        advance = QFontMetrics(self._look.font(_NAME_FONT)).horizontalAdvance
        if advance(name) < width:
            return (name,)
        words = name.split()
        halves = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
        fitting = [both for both in halves if advance(both[0]) < width]
        return min(fitting, key=lambda both: max(map(advance, both)), default=(name,))


NOBODY_LEFT = _("Không còn đơn vị nhỏ nào chưa ghép.")
NONE_MEANT = _("Không đơn vị nào trong số này khớp điều đang tìm.")
