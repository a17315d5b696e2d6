"""Tiles: a caption, a large figure and a line of explanation; beside each other they are the first look at a page."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unioncare_desktop.ui.widgets.basics import Card, Elided, plain_tip


class Figure(Elided):
    """A figure that has a shorter form for where there is little room."""

    def __init__(self) -> None:
        super().__init__("", "figure")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = self._short = ""

    def show_words(self, whole: str, short: str) -> None:
        """Show the *whole*, or only what is *short*."""
        self._whole, self._short = whole, short
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for all of it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self._whole) <= self.width()
        self.setText(self._whole if fits else self._short)


class Tile(Card):
    """A caption, a figure, a line of explanation."""

    def __init__(self, caption: str, *beside: QWidget) -> None:
        self.caption = Elided(caption, "small")
        self.figure, self.detail = Figure(), Elided("", "small")
        super().__init__(self.caption, self.figure, self.detail, *beside, 1, gap=2, margins=(14, 8, 14, 8))

    def tell(self, figure: str, detail: str, tip: str = "", short: str = "") -> None:
        """Show these words, of the figure only a *short* form where there is little room; *tip* explains them."""
        self.figure.show_words(figure, short or figure)
        self.detail.setText(detail)
        self.setToolTip(plain_tip(tip or f"{figure}: {detail}"))
        self.setAccessibleName(f"{self.caption.text()}: {figure}, {detail}")
