"""The preview as a reader uses it: scrolling, zooming, other themes and sizes."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from unioncare_desktop.progress import drain
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.printing import printing
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.widgets.pdf_view import PdfView

A4 = (595, 842)


def pdf(*sizes: tuple[int, int]) -> bytes:
    writer = PdfWriter()
    for width, height in sizes:
        writer.add_blank_page(width, height)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    shown = PdfView()
    qtbot.addWidget(shown)
    shown.resize(640, 600)
    shown.show()
    qtbot.waitExposed(shown)
    shown.show_pdf(pdf(*[A4] * 9))
    return shown


def wheel(view: PdfView, steps: int) -> None:
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's
    )
    QApplication.sendEvent(view.viewport(), event)


def test_it_tells_which_page_is_read(view: PdfView) -> None:
    told: list[tuple[int, int]] = []
    view.page_changed.connect(lambda page, count: told.append((page, count)))

    assert view.page == 1

    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == 9

    QTest.keyClick(view, Qt.Key.Key_Home)
    view.go_to(4)
    assert told == [(9, 9), (1, 9), (4, 9)]


def test_only_pages_in_sight_and_their_neighbours_are_drawn(qtbot: QtBot, view: PdfView) -> None:
    qtbot.waitUntil(lambda: set(view._pictures) == {0, 1})

    view.go_to(6)

    qtbot.waitUntil(lambda: set(view._pictures) == {4, 5, 6})


def test_pages_fill_the_width_until_the_wheel_zooms(view: PdfView) -> None:
    assert view.viewport().width() - 40 <= view.scale() * A4[0] <= view.viewport().width()
    fitted = view.scale()

    wheel(view, 1)
    assert view.scale() > fitted
    assert view.horizontalScrollBar().maximum() > 0

    wheel(view, -1)
    wheel(view, -1)
    assert view.scale() < fitted

    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton)
    assert view.scale() == fitted


def test_a_page_that_lies_on_its_side_fills_the_width_too(view: PdfView) -> None:
    view.show_pdf(pdf(A4, (842, 595)))

    upright, lying = view._rectangles()

    assert upright.width() == lying.width()
    assert view.horizontalScrollBar().maximum() == 0


def test_a_new_version_is_shown_where_the_old_one_was_left(qtbot: QtBot, view: PdfView) -> None:
    view.go_to(5)
    view.show_pdf(pdf(*[A4] * 9))
    assert view.page == 5

    view.show_pdf(pdf(A4))
    assert view.page == 1

    view.clear()
    assert view.page == 0
    qtbot.wait(1)
    view.grab()


def test_paper_stays_white_on_a_dark_ground(view: PdfView, look: Theme) -> None:
    look.choose("dark")
    picture = view.grab().toImage()

    assert picture.pixelColor(320, 300) == QColor("white")
    assert picture.pixelColor(4, 300) == look.color("heading")


def test_pictures_have_every_pixel_of_a_dense_screen() -> None:
    pages = PdfPages(pdf(A4))

    assert pages.image(0, 1.5).width() == 893


@pytest.mark.usefixtures("qapp")
def test_printing_keeps_sizes_and_turns_pages_that_lie(tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setResolution(72)
    pages = PdfPages(pdf(A4, (842, 595), A4))

    drain(printing(pages, printer))

    printed = PdfPages((tmp_path / "printed.pdf").read_bytes())
    widths = [round(size.width()) for size in printed.sizes]
    assert widths == [595, 842, 595]
