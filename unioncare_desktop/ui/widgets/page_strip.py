"""The pages of a PDF as small pictures below each other, drawn beside the window as they come into sight."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.page_drawing import PageDrawer, Picture, Wish
from unioncare_desktop.ui.pdf_pages import PdfPages

STRIP_WIDTH = 92
_SIDE, _GAP, _WORDS = 62, 8, 18
"""The longer side of a picture, the room around it, and that for the number below, at 100 %."""
_MOST_KEPT = 400
_FINER = 4
"""Lines of tables would be black bars in pictures as small as these."""
Index = QModelIndex | QPersistentModelIndex


class _Numbers(QAbstractListModel):
    """As many rows as there are pages; what is in them is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def set_count(self, count: int) -> None:
        self.beginResetModel()
        self.count = count
        self.endResetModel()

    def rowCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return self.count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        words = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
        return _("Trang {page}").format(page=index.row() + 1) if role in words else None


class _Painter(QStyledItemDelegate):
    """Paints the small picture of a page with its number."""

    def __init__(self, strip: "PageStrip") -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        px = theme.current().px
        return QSize(px(STRIP_WIDTH) - px(_GAP) * 3, px(_SIDE + _WORDS + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, room = theme.current(), QRect(option.rect)
        paper = self._strip.paper(index.row())
        paper.moveCenter(room.center())
        paper.moveTop(room.top() + look.px(_GAP) // 2)
        picture = self._strip.picture(index.row())
        painter.fillRect(paper, Qt.GlobalColor.white)
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(paper, picture.image)
        here = index.row() + 1 == self._strip.page
        painter.setPen(QPen(look.color("primary" if here else "line"), 2 if here else 1))
        painter.drawRect(paper.adjusted(-1, -1, 0, 0))
        painter.setPen(look.color("primary" if here else "muted"))
        below = QRect(room.left(), paper.bottom() + 2, room.width(), room.bottom() - paper.bottom() - 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, str(index.row() + 1))


class PageStrip(QListView):
    """`chosen` tells the number of the page that the user goes to, counted from 1."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.pages: PdfPages | None = None
        self.page = 0
        self._pictures: dict[int, Picture] = {}
        self._drawer = PageDrawer()
        self._drawer.drawn.connect(self._take)
        self._numbers = _Numbers()
        self.setModel(self._numbers)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Các trang"))
        self.selectionModel().currentChanged.connect(self._choose)
        self.verticalScrollBar().valueChanged.connect(self._ask)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setFixedWidth(theme.current().px(STRIP_WIDTH))
        self.scheduleDelayedItemsLayout()
        self._ask()

    @property
    def busy(self) -> bool:
        """Whether pictures are still being drawn."""
        return self._drawer.busy

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show the pages of a PDF; of a new version of it, at the same place."""
        count = len(pages) if pages is not None else 0
        if self._numbers.count != count:
            self._numbers.set_count(count)
        self.pages = pages
        self._ask()
        self.viewport().update()

    def show_page(self, page: int) -> None:
        """Mark the *page* that is read, and keep it in sight."""
        if page == self.page:
            return
        self.page = page
        index = self._numbers.index(page - 1)
        if index.isValid():
            self.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's
            self.setCurrentIndex(index)
            self.selectionModel().blockSignals(False)  # noqa: FBT003 - Qt's
            self.scrollTo(index)
        self.viewport().update()

    def paper(self, index: int) -> QRect:
        """How large a page is shown."""
        if self.pages is None or index >= len(self.pages):
            return QRect()
        side = theme.current().px(_SIDE)
        size = self.pages.sizes[index].scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        return QRect(0, 0, size.width(), size.height())

    def picture(self, index: int) -> Picture | None:
        """A page as it was drawn, of the version before while the new one is drawn; None where it was not yet."""
        return self._pictures.get(index)

    def _wish(self, index: int) -> Wish:
        assert self.pages is not None  # noqa: S101 - only asked where there are pages
        scale = self.paper(index).width() / self.pages.sizes[index].width() * self.devicePixelRatioF()
        return Wish(self.pages, index, scale, _FINER)

    def _ask(self) -> None:
        if self.pages is None or not self.isVisible():
            return
        wishes = [self._wish(index) for index in self._seen()]
        have = {index: (one.pages, one.scale) for index, one in self._pictures.items()}
        self._drawer.want([one for one in wishes if have.get(one.index) != (one.pages, one.scale)])

    def _seen(self) -> range:
        """The pages in sight, and one screen more."""
        height = max(self.sizeHintForRow(0), 1)
        first = max(self.verticalScrollBar().value() // height, 0)
        count = 2 * self.viewport().height() // height + 2
        return range(first, min(first + count, self._numbers.count))

    def _take(self, picture: Picture) -> None:
        if picture.pages is not self.pages:
            return
        if len(self._pictures) >= _MOST_KEPT:
            self._pictures.clear()
        self._pictures[picture.index] = picture
        self.update(self._numbers.index(picture.index))

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.page = index.row() + 1
            self.viewport().update()
            self.chosen.emit(self.page)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was not wanted while nobody saw it."""
        super().showEvent(event)
        self._ask()
