"""Drawing pages of PDFs beside the window: what is seen comes first, and what was scrolled past is never drawn."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from unioncare_desktop.ui.pdf_pages import PdfPages


@dataclass(frozen=True, eq=False)
class Picture:
    """The page *index* of *pages*, drawn with so many pixels a point."""

    pages: PdfPages
    index: int
    scale: float
    image: QImage


@dataclass(frozen=True, eq=False)
class Wish:
    """A page to be drawn, and how large; a small picture is drawn *finer* and then made smaller, as eyes see it."""

    pages: PdfPages
    index: int
    scale: float
    finer: int = 1

    @property
    def picture(self) -> Picture:
        """The wish fulfilled."""
        image = self.pages.image(self.index, self.scale * self.finer)
        if self.finer > 1:
            smooth = Qt.TransformationMode.SmoothTransformation
            image = image.scaled(image.size() / self.finer, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        return Picture(self.pages, self.index, self.scale, image)


class PageDrawer(QObject):
    """Draws what is wished for in its own thread. It has no parent, so that it outlives a view that closes."""

    drawn = Signal(object)
    """A `Picture` is ready, in the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pages")
        self._wishes: list[Wish] = []
        self._guard, self._working = Lock(), False

    @property
    def busy(self) -> bool:
        """Whether something is still to be drawn."""
        return self._working

    def want(self, wishes: Sequence[Wish]) -> None:
        """Draw the *wishes* in their order; older ones that were not begun are forgotten."""
        with self._guard:
            self._wishes = list(wishes)
            idle, self._working = not self._working, self._working or bool(wishes)
        if idle and wishes:
            self._thread.submit(self._work)

    def _work(self) -> None:
        while (wish := self._next()) is not None:
            self.drawn.emit(wish.picture)

    def _next(self) -> Wish | None:
        with self._guard:
            self._working = bool(self._wishes)
            return self._wishes.pop(0) if self._wishes else None
