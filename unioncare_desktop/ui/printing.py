"""A finished PDF on paper, exactly as it was previewed."""

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from unioncare_desktop.ui.pdf_pages import POINTS_PER_INCH, PdfPages

_MOST_DPI = 300
"""Enough for text on paper; a page at the 1200 dpi of some printers would take 500 MB."""


def print_pages(pages: PdfPages, printer: QPrinter) -> None:
    """Print the chosen pages, each as wide or high as the PDF says, turned where it lies on its side."""
    first = max(printer.fromPage(), 1)
    last = printer.toPage() or len(pages)
    indexes = range(first - 1, min(last, len(pages)))
    printer.setFullPage(True)
    painter = QPainter()
    for number, index in enumerate(indexes):
        size = pages.sizes[index]
        sideways = size.width() > size.height()
        printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if sideways else QPageLayout.Orientation.Portrait,
        )
        if number == 0:
            painter.begin(printer)
        else:
            printer.newPage()
        dpi = min(printer.resolution(), _MOST_DPI)
        painter.drawImage(_paper(printer, size), pages.image(index, dpi / POINTS_PER_INCH))
    painter.end()


def _paper(printer: QPrinter, size: QSizeF) -> QRectF:
    """Where a page of *size* points lies on the paper, in the printer's dots."""
    dots = printer.resolution() / POINTS_PER_INCH
    return QRectF(0, 0, size.width() * dots, size.height() * dots)
