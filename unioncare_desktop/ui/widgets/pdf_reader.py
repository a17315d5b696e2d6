"""A PDF to be read and printed: its pages as a strip, the page itself, and below it the way to a page, words, sizes.

Knows nothing of reports; who shows one says what printing means.
"""

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.pdf_pages import Hit, PdfPages
from unioncare_desktop.ui.widgets.basics import Button, Label, beside, column, row
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.page_strip import PageStrip
from unioncare_desktop.ui.widgets.pdf_view import PdfView
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.vietnamese import show_whole

_NUMBER_WIDTH, _SEARCH_WIDTH, _ROOM_FOR_STRIP = 44, 150, 400
_LONGEST_NUMBER = 5
_REST_MILLISECONDS = 250
_MOST_HITS = 1000


class PdfReader(QWidget):
    """`print_wanted` asks for paper."""

    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view, self.strip = PdfView(), PageStrip()
        self.number, self.count = QLineEdit(), Label("", "small")
        self.number.setAccessibleName(_("Đến trang số"))
        self.number.setMaxLength(_LONGEST_NUMBER)
        self.words, self.hits = SearchBox(_("Tìm chữ…")), Label("", "small")
        self._found: Sequence[Hit] = ()
        self._place = -1
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._search)
        self._background = Background()
        self._background.answered.connect(self._show_found)
        smaller = Button("−", lambda: self.view.zoom(-1), role="link", tip=_("Thu nhỏ (Ctrl+lăn chuột)"))
        fit = Button(_("Vừ&a khổ"), lambda: self.view.set_factor(0), role="link", tip=_("Vừa chiều rộng"))
        larger = Button("+", lambda: self.view.zoom(1), role="link", tip=_("Phóng to (Ctrl+lăn chuột)"))
        self.print = Button(_("&In…"), self.print_wanted.emit, picture="print", tip="Ctrl+P")
        place = beside(Label(_("Trang"), "small"), self.number, self.count, gap=4)
        sizes = beside(smaller, fit, larger, gap=0)
        pages = row(self.strip, self.view, gap=0)
        pages.setStretch(1, 1)
        whole = column(pages, Flow(place, self.words, self.hits, sizes, self.print, gap=8, last_right=True), gap=6)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.view)
        self._connect()
        theme.current().changed.connect(self._scale)
        self._scale()

    def _connect(self) -> None:
        self.strip.chosen.connect(self.view.go_to)
        self.view.page_changed.connect(self._show_page)
        self.number.returnPressed.connect(self._go_to_page)
        self.number.editingFinished.connect(self._show_page)
        self.words.searched.connect(lambda _text: self._rest.start())
        self.words.left.connect(self.next_hit)
        back = QShortcut(QKeySequence("Shift+Return"), self.words)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(lambda: self.next_hit(-1))

    def _scale(self) -> None:
        px = theme.current().px
        self.number.setFixedWidth(px(_NUMBER_WIDTH))
        self.words.setFixedWidth(px(_SEARCH_WIDTH))

    @property
    def pages(self) -> PdfPages | None:
        """What is shown; None where there is nothing."""
        return self.view.pages

    @property
    def busy(self) -> bool:
        """Whether pages are still being drawn, or words looked for."""
        return self.view.busy or self.strip.busy or self._background.busy or self._rest.isActive()

    def show_pages(self, pages: PdfPages) -> None:
        """Show a PDF, at the place where the last one was left."""
        self._found, self._place = (), -1
        self.view.show_pdf(pages)
        self.strip.show_pages(pages)
        self._show_strip()
        self.print.setEnabled(True)
        self.number.setValidator(QIntValidator(1, len(pages), self))
        self._show_page()
        if self.words.text():
            self._search()

    def _show_strip(self) -> None:
        """Where there is little room, it is left to the page."""
        several = self.pages is not None and len(self.pages) > 1
        self.strip.setVisible(several and self.width() >= theme.current().px(_ROOM_FOR_STRIP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for the strip."""
        super().resizeEvent(event)
        self._show_strip()

    def clear(self, why: str = "") -> None:
        """Show nothing; *why* stands where the number of pages would."""
        self.view.clear()
        self.strip.show_pages(None)
        self.strip.hide()
        self.print.setEnabled(False)
        self.number.clear()
        self.count.setText(why)

    def tell(self, words: str) -> None:
        """Say something where the number of pages stands, until a PDF is shown."""
        self.count.setText(words)

    # Pages

    def _show_page(self) -> None:
        if self.pages is not None:
            self.number.setText(str(self.view.page))
            self.count.setText(_("/ {count}").format(count=show_whole(len(self.pages))))
            self.strip.show_page(self.view.page)

    def _go_to_page(self) -> None:
        if self.number.text():
            self.view.go_to(int(self.number.text()))
            self.view.setFocus()

    # Words

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    def _search(self) -> None:
        pages, words = self.pages, self.words.text()
        if pages is None or not words.strip():
            self._show_found((pages, ()))
        else:
            self._background.ask(lambda: (pages, _first(pages, words)))

    def _show_found(self, answer: tuple[PdfPages | None, Sequence[Hit]]) -> None:
        pages, self._found = answer
        if pages is self.pages:
            self._place = -1
            self.next_hit()

    def next_hit(self, step: int = 1) -> None:
        """Enter, Shift+Enter in the search box: go to the next place, the one before."""
        if self._found:
            self._place = (self._place + step) % len(self._found)
        self.view.mark(self._found, self._place)
        told = f"{self._place + 1}/{show_whole(len(self._found))}" if self._found else _("không thấy")
        self.hits.setText(told if self.words.text().strip() else "")


def _first(pages: PdfPages, words: str) -> list[Hit]:
    """So many places as one may want to go through."""
    return list(islice(pages.find(words), _MOST_HITS))
