"""A PDF on the screen: pages below each other, drawn only where they are seen, as wide as the view or zoomed.

Knows nothing of reports. Ctrl and the wheel zoom, a double click goes back to the full width. Pages are drawn beside
the window; until one is ready its paper is shown.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.page_drawing import PageDrawer, Picture, Wish
from unioncare_desktop.ui.pdf_pages import POINTS_PER_INCH, SCREEN_DPI, Hit, PdfPages

MIN_FACTOR, MAX_FACTOR, FACTOR_STEP = 0.3, 4.0, 1.1
_GAP = 14
_WIDEST_FIT = 1.35
"""A page fitted to a wide view is not shown larger than this times its real size."""
_SETTLE_MILLISECONDS = 90
_LINE = 40
_KEPT_AROUND = 1
_FOUND, _FOUND_HERE = "#50FFC800", "#90FF8C00"
"""What was found is marked on white paper, in either theme."""


class PdfView(QAbstractScrollArea):
    """Shows one PDF. `page_changed` tells the number of the page in the middle and how many there are."""

    page_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: PdfPages | None = None
        self.factor = 0.0
        """The zoom chosen by the user, 1 for the real size; 0 while pages are fitted to the width."""
        self._pictures: dict[int, Picture] = {}
        self._places: list[QRect] = []
        self._hits: Sequence[Hit] = ()
        self._hit = -1
        self._page = 0
        self._drawer = PageDrawer()
        self._drawer.drawn.connect(self._take)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MILLISECONDS)
        self._settle.timeout.connect(self._ask)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("zooms", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Bản xem trước"))
        self.verticalScrollBar().valueChanged.connect(self._tell_page)
        theme.current().changed.connect(self._lay_out)

    # What others use

    def show_pdf(self, content: bytes | PdfPages) -> None:
        """Show a PDF, at the place where the last one was left."""
        self.pages = content if isinstance(content, PdfPages) else PdfPages(content)
        self._page = 0
        self._hits = ()
        self._lay_out()
        self._ask()
        self._tell_page()

    def clear(self) -> None:
        """Show nothing."""
        self._pictures.clear()
        self.pages = None
        self._hits = ()
        self._page = 0
        self._lay_out()
        self.page_changed.emit(0, 0)

    def mark(self, hits: Sequence[Hit], current: int = -1) -> None:
        """Mark what was found, and go to the *current* one; no number stays where the reader is."""
        self._hits, self._hit = hits, current
        if 0 <= current < len(hits) and hits[current].places:
            self._bring_into_sight(hits[current])
        self.viewport().update()

    def _bring_into_sight(self, hit: Hit) -> None:
        place = self._on_page(hit.index, hit.places[0])
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() <= place.top() <= place.bottom() <= bar.value() + room:
            bar.setValue(place.center().y() - room // 3)

    def set_factor(self, factor: float) -> None:
        """Zoom, 1 for the real size; 0 fits pages to the width. What is at the top of the view stays there."""
        self.factor = min(max(factor, MIN_FACTOR), MAX_FACTOR) if factor else 0.0
        self._lay_out()

    def zoom(self, steps: int) -> None:
        """Make pages larger by a number of *steps*, smaller by a negative one."""
        self.set_factor(self.scale() * POINTS_PER_INCH / SCREEN_DPI * FACTOR_STEP**steps)

    def go_to(self, page: int) -> None:
        """Scroll to the top of *page*, counted from 1."""
        if self.pages is not None and 1 <= page <= len(self.pages):
            self.verticalScrollBar().setValue(self._places[page - 1].top() - theme.current().px(_GAP))

    @property
    def busy(self) -> bool:
        """Whether pages are still being drawn."""
        return self._settle.isActive() or self._drawer.busy

    @property
    def page(self) -> int:
        """The number of the page in the middle of the view, 0 where there is none."""
        return self._page

    # Where pages lie

    def scale(self, index: int = 0) -> float:
        """Logical pixels for one point of the page *index*; a fitted page that lies on its side has smaller ones."""
        real = SCREEN_DPI / POINTS_PER_INCH
        if self.factor or self.pages is None:
            return real * (self.factor or 1)
        room = self.viewport().width() - 2 * theme.current().px(_GAP)
        widest = real * _WIDEST_FIT * theme.current().zoom / 100
        return max(min(room / self.pages.sizes[index].width(), widest), real * MIN_FACTOR)

    def _rectangles(self) -> list[QRect]:
        """Each page's place in the whole, as if nothing were scrolled."""
        found: list[QRect] = []
        gap = theme.current().px(_GAP)
        top, middle = gap, max(self._widest() + 2 * gap, self.viewport().width()) / 2
        for index in range(len(self.pages) if self.pages else 0):
            size = self._size(index)
            found.append(QRect(QPoint(round(middle - size.width() / 2), top), size))
            top += size.height() + gap
        return found

    def _size(self, index: int) -> QSize:
        return (self.pages.sizes[index] * self.scale(index)).toSize() if self.pages else QSize()

    def _widest(self) -> int:
        return max((self._size(index).width() for index in range(len(self.pages))), default=0) if self.pages else 0

    def _lay_out(self) -> None:
        """Set the scroll bars anew; the same part of the PDF stays at the top."""
        upright, flat = self.verticalScrollBar(), self.horizontalScrollBar()
        share = upright.value() / upright.maximum() if upright.maximum() else 0.0
        gap = theme.current().px(_GAP)
        self._places = self._rectangles()
        height = self._places[-1].bottom() + gap if self._places else 0
        upright.setRange(0, max(height - self.viewport().height(), 0))
        upright.setPageStep(self.viewport().height())
        upright.setSingleStep(_LINE)
        upright.setValue(round(share * upright.maximum()))
        flat.setRange(0, max(self._widest() + 2 * gap - self.viewport().width(), 0))
        flat.setPageStep(self.viewport().width())
        self._settle.start()  # while the size changes, pages that are there are only stretched
        self.viewport().update()
        self._tell_page()

    def _seen(self) -> Iterator[int]:
        """The pages of which something is in the view."""
        window = self.viewport().rect().translated(self._offset())
        return (index for index, place in enumerate(self._places) if place.intersects(window))

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _tell_page(self) -> None:
        if self.pages is None:
            return
        middle = self._offset().y() + self.viewport().height() // 2
        page = 1 + sum(place.bottom() < middle for place in self._places[:-1])
        if page != self._page:
            self._page = page
            self.page_changed.emit(page, len(self.pages))

    # Pictures of pages

    def _scale_wanted(self, index: int) -> float:
        return self.scale(index) * self.devicePixelRatioF()

    def _sharp(self, index: int) -> bool:
        """Whether a page is drawn, and as large as it is shown."""
        picture = self._pictures.get(index)
        return picture is not None and picture.pages is self.pages and picture.scale == self._scale_wanted(index)

    def _ask(self) -> None:
        """Have the seen pages drawn, then those beside them, and forget those further away."""
        seen = list(self._seen())
        if not seen or self.pages is None:
            self._drawer.want(())
            return
        beside = range(max(seen[0] - _KEPT_AROUND, 0), min(seen[-1] + _KEPT_AROUND + 1, len(self.pages)))
        self._pictures = {index: picture for index, picture in self._pictures.items() if index in beside}
        order = [*seen, *(index for index in beside if index not in seen)]
        wishes = [Wish(self.pages, index, self._scale_wanted(index)) for index in order if not self._sharp(index)]
        self._drawer.want(wishes)

    def _take(self, picture: Picture) -> None:
        if picture.pages is self.pages:
            self._pictures[picture.index] = picture
            self.viewport().update()

    # What Qt asks for

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pages that are seen: white paper on the ground of the theme, in either theme."""
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.color("heading"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index in self._seen():
            self._paint_page(painter, index)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.tokens.primary), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_page(self, painter: QPainter, index: int) -> None:
        place, picture = self._places[index].translated(-self._offset()), self._pictures.get(index)
        if picture is None:
            painter.fillRect(place, Qt.GlobalColor.white)
        else:
            painter.drawImage(place, picture.image)
        painter.setPen(theme.current().color("line"))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        for number, hit in enumerate(self._hits):
            if hit.index == index:
                self._paint_hit(painter, hit, current=number == self._hit)

    def _paint_hit(self, painter: QPainter, hit: Hit, *, current: bool) -> None:
        colour = QColor(_FOUND_HERE if current else _FOUND)
        for one in hit.places:
            painter.fillRect(self._on_page(hit.index, one).translated(-self._offset()), colour)

    def _on_page(self, index: int, place: QRectF) -> QRect:
        """Where a *place* in points lies in the whole."""
        scale, corner = self.scale(index), self._places[index].topLeft()
        return QRectF(place.topLeft() * scale + corner, place.size() * scale).toAlignedRect()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Fit the pages to the new width."""
        self._lay_out()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Everything seen is painted anew: pages are pictures, that is quick. New ones are asked for."""
        if not self._settle.isActive():
            self._ask()
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Back to the full width."""
        self.set_factor(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last page; the rest scrolls as everywhere."""
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A screen with another density needs other pictures."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle.start()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        """Room for the upper part of a page that can be read; it takes what there is."""
        return QSize(theme.current().px(560), theme.current().px(180))
