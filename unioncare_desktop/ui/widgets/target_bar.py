"""A bar that tells how far a target is reached, with a mark where it lies: as a widget, and for cells of a grid."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unioncare_desktop.ui import theme

if TYPE_CHECKING:  # the start page shows bars before the targets are imported
    from unioncare_desktop.services.targets import TargetStanding

_HEIGHT, _MARK = 8, 2
_HUNDREDTHS, _WHOLE = 100, 10_000
"""What targets are given in: hundredths of a unit, or of one percent."""


@dataclass(frozen=True)
class Shares:
    """How much is reached and would be reached, and where the target lies, each from 0 to 1; None for no mark.

    *tone* is the colour of the bar: "good", "warning", "error" or "primary".
    """

    now: float = 0.0
    mark: float | None = None
    tone: str = "primary"
    then: float = 0.0


def shares_of(reached: float, wanted: float | None, whole: float | None, tone: str) -> Shares:
    """The bar for what is *reached* of what is *wanted*, out of a *whole*; without one the larger of both is whole."""
    full = whole or max(reached, wanted or 0) or 1
    mark = None if wanted is None else min(max(wanted / full, 0.0), 1.0)
    return Shares(min(max(reached / full, 0.0), 1.0), mark, tone)


def shares_of_standing(standing: "TargetStanding") -> Shares | None:
    """The bar of a target of a plan; None where its figure is not known."""
    value, wanted = standing.value, standing.target.value
    if not value.known or value.numerator is None:
        return None
    tone = "primary" if standing.light == "none" else standing.light
    if value.ratio is not None:
        return shares_of(value.ratio, None if wanted is None else wanted / _WHOLE, 1, tone)
    return shares_of(value.numerator, None if wanted is None else wanted / _HUNDREDTHS, None, tone)


def paint(painter: QPainter, room: QRectF, shares: Shares) -> None:
    """Paint the bar into the middle of *room*: what is reached in full, what would be paler, the mark across both."""
    look = theme.current()
    height = look.px(_HEIGHT)
    bar = QRectF(room.left() + 0.5, room.center().y() - height / 2, room.width() - 1, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for share, edge, ground in (
        (1.0, "line", "heading"),
        (shares.then, shares.tone, f"{shares.tone}_soft"),
        (shares.now, shares.tone, shares.tone),
    ):
        if share:
            painter.setPen(look.color(edge))
            painter.setBrush(look.color(ground))
            painter.drawRoundedRect(
                QRectF(bar.topLeft(), bar.bottomRight()).adjusted(0, 0, -bar.width() * (1 - share), 0),
                height / 2,
                height / 2,
            )
    if shares.mark is not None:
        left = min(room.left() + room.width() * shares.mark, room.right() - look.px(_MARK))
        mark = QRectF(left, bar.top() - look.px(2), look.px(_MARK), height + 2 * look.px(2))
        painter.fillRect(mark, look.color("text"))


class TargetBar(QWidget):
    """One such bar, as wide as there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.shares = Shares()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setFixedHeight(theme.current().px(_HEIGHT + 4))

    def show_shares(self, shares: Shares) -> None:
        """Show these shares."""
        self.shares = shares
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The bar and its mark."""
        paint(QPainter(self), QRectF(self.rect()), self.shares)
