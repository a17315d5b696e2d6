"""Every page of the real program, in every look: something is shown, nothing is cut, nothing needs a larger screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget

from tests.ui import tour
from unioncare_desktop.app import Desk
from unioncare_desktop.ui.pages.listed import PAGES
from unioncare_desktop.ui.widgets.basics import Elided

FEWEST_COLOURS = 30
"""A page with text and lines has more; a blank one has a handful."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    with tour.desk(tmp_path_factory.mktemp("district"), qapp) as desk:
        yield desk


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    with tour.first_start(tmp_path_factory.mktemp("new"), qapp) as desk:
        yield desk


@pytest.mark.parametrize("ending", tour.LOOKS)
@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_a_page_is_whole(desk: Desk, name: str, ending: str) -> None:
    tour.look_like(desk, ending)
    tour.visit(desk, name)

    assert_whole(desk)


@pytest.mark.parametrize("ending", tour.LOOKS)
def test_the_first_start_is_whole(newcomer: Desk, ending: str) -> None:
    tour.look_like(newcomer, ending)

    assert_whole(newcomer)


def assert_whole(desk: Desk) -> None:
    assert desk.window.size().toTuple() == tour.SCREEN
    assert len(set(memoryview(tour.picture(desk).constBits()).cast("I"))) > FEWEST_COLOURS
    assert [*cut(desk.window)] == []
    assert [*too_wide(desk.window)] == []


def cut(window: QWidget) -> Iterator[str]:
    """The texts of labels and buttons that have less room than they need."""
    for label in window.findChildren(QLabel):
        gives_way = isinstance(label, Elided)
        if label.isVisible() and label.text() and not gives_way and is_cut(label):
            yield label.text()
    for button in window.findChildren(QPushButton):
        if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width():
            yield button.text()


def is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height()
    return label.sizeHint().width() > label.width() or label.sizeHint().height() > label.height()


def too_wide(window: QWidget) -> Iterator[str]:
    """What would have to be scrolled sideways, other than tables and lists."""
    for area in window.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
            yield f"{area.objectName()} {area.widget()}"
