"""A finished PDF on paper, exactly as it was previewed: the system's own dialog, then the pages beside the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.ui.pdf_pages import POINTS_PER_INCH, PdfPages

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_MOST_DPI = 300
"""Enough for text on paper; a page at the 1200 dpi of some printers would take 500 MB."""


def ask_and_print(
    work: "Work",
    pages: PdfPages,
    name: str,
    parent: QWidget,
    *,
    current: int = 1,
    on_done: Callable[[int], object] = lambda _sheets: None,
) -> None:
    """Ask for printer, pages and copies, then print. *current* is the page that is seen, *on_done* gets the sheets."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCollateCopies(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, len(pages))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        work.run(_("in văn bản"), lambda _session: printing(pages, printer, current), on_done)
    dialog.deleteLater()


def printing(pages: PdfPages, printer: QPrinter, current: int = 1) -> Task[int]:
    """Print the chosen pages as often as wanted, each as the PDF has it, turned where it lies on its side.

    Returns the number of sheets. Stopped early, nothing more goes to the printer.
    """
    indexes = _order(printer, len(pages), current)
    painter, done = QPainter(), False
    printer.setFullPage(True)
    try:
        for number, index in enumerate(indexes):
            yield Step(number, len(indexes), _("Trang {page}").format(page=index + 1))
            _turn(printer, pages.sizes[index])
            if number:
                printer.newPage()
            else:
                painter.begin(printer)
                painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
            dpi = min(printer.resolution(), _MOST_DPI)
            paper = _paper(printer, pages.sizes[index])
            painter.drawImage(paper, pages.image(index, dpi / POINTS_PER_INCH))
        done = True
    finally:
        if not done and painter.isActive():
            printer.abort()
        painter.end()
    return len(indexes)


def _order(printer: QPrinter, count: int, current: int) -> list[int]:
    """The pages in the order in which they leave the printer; copies that it does not make itself are in it."""
    chosen = range(count)
    if printer.printRange() is QPrinter.PrintRange.CurrentPage:
        chosen = range(current - 1, current)
    elif printer.printRange() is QPrinter.PrintRange.PageRange:
        chosen = range(max(printer.fromPage(), 1) - 1, min(printer.toPage() or count, count))
    pages = list(chosen)
    if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return pages * copies if printer.collateCopies() else [page for page in pages for _copy in range(copies)]


def _turn(printer: QPrinter, size: QSizeF) -> None:
    sideways = size.width() > size.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if sideways else QPageLayout.Orientation.Portrait)


def _paper(printer: QPrinter, size: QSizeF) -> QRectF:
    """Where a page of *size* points lies on the paper, in the printer's dots."""
    dots = printer.resolution() / POINTS_PER_INCH
    return QRectF(0, 0, size.width() * dots, size.height() * dots)
