"""A PDF as a reader goes through it: small pages beside the large one, a page by its number, words that are found."""

from io import BytesIO

import pytest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from tests.ui.hands import SHIFT, Key, press, type_text
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.widgets.pdf_reader import PdfReader

COUNT = 130


@pytest.fixture(scope="module")
def long_pdf() -> bytes:
    """130 pages, each with its number; "Tong cong" stands on two of them."""
    stream = BytesIO()
    canvas = Canvas(stream)
    for number in range(1, COUNT + 1):
        canvas.drawString(72, 700, f"Phu luc {number}" + (" Tong cong" if number in (7, 90) else ""))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def reader(qtbot: QtBot, long_pdf: bytes) -> PdfReader:
    reader = PdfReader()
    qtbot.addWidget(reader)
    reader.resize(760, 600)
    reader.show()
    reader.show_pages(PdfPages(long_pdf))
    reader.activateWindow()
    qtbot.waitUntil(lambda: reader.isActiveWindow() and not reader.busy, timeout=20_000)
    return reader


def test_of_130_pages_only_those_in_sight_are_drawn(qtbot: QtBot, reader: PdfReader) -> None:
    seen = reader.strip._pictures
    assert 0 < len(seen) < 30
    assert set(reader.view._pictures) <= {0, 1, 2}

    press(reader.view, Key.Key_End)
    qtbot.waitUntil(lambda: not reader.busy and COUNT - 1 in seen, timeout=20_000)

    assert reader.view.page == reader.strip.page == COUNT
    assert 60 not in seen, "what was passed over is not drawn"


def test_the_strip_the_number_and_the_page_go_together(qtbot: QtBot, reader: PdfReader) -> None:
    assert (reader.number.text(), reader.count.text()) == ("1", "/ 130")

    reader.strip.setFocus()
    press(reader.strip, Key.Key_Down, Key.Key_Down)
    assert (reader.view.page, reader.number.text()) == (3, "3")

    reader.number.setFocus()
    reader.number.selectAll()
    type_text("101")
    press(reader.number, Key.Key_Return)
    assert (reader.view.page, reader.strip.page) == (101, 101)

    reader.number.setText("999")
    press(reader.number, Key.Key_Return)
    assert reader.view.page == 101, "there is no such page"
    qtbot.waitUntil(lambda: not reader.busy, timeout=20_000)


def test_words_are_found_without_marks_and_gone_through(qtbot: QtBot, reader: PdfReader) -> None:
    reader.start_search()
    type_text("tổng CỘNG")
    qtbot.waitUntil(lambda: not reader.busy and reader.hits.text() == "1/2", timeout=20_000)
    assert reader.view.page == 7

    press(reader.words, Key.Key_Return)
    assert (reader.hits.text(), reader.view.page) == ("2/2", 90)
    press(reader.words, Key.Key_Return, modifier=SHIFT)
    assert (reader.hits.text(), reader.view.page) == ("1/2", 7)

    reader.words.setText("không có đâu")
    qtbot.waitUntil(lambda: not reader.busy and reader.hits.text() == "không thấy", timeout=20_000)
    reader.words.clear()
    qtbot.waitUntil(lambda: not reader.busy and not reader.hits.text(), timeout=20_000)


def test_a_new_version_keeps_the_place_and_one_page_needs_no_strip(
    qtbot: QtBot, reader: PdfReader, long_pdf: bytes
) -> None:
    reader.view.go_to(50)
    reader.show_pages(PdfPages(long_pdf))
    assert reader.view.page == 50

    stream = BytesIO()
    canvas = Canvas(stream)
    canvas.showPage()
    canvas.save()
    reader.show_pages(PdfPages(stream.getvalue()))
    assert not reader.strip.isVisible()
    reader.clear("không có gì")
    assert (reader.pages, reader.count.text(), reader.print.isEnabled()) == (None, "không có gì", False)
    qtbot.waitUntil(lambda: not reader.busy, timeout=20_000)
