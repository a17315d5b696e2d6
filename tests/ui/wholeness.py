"""What a page that is whole has: something on it, no text cut, nothing to be scrolled sideways."""

from collections.abc import Iterator

from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from tests.ui import tour
from unioncare_desktop.app import Desk
from unioncare_desktop.ui.widgets.basics import Elided

FEWEST_COLOURS = 30
"""A page with text and lines has more; a blank one has a handful."""


def assert_whole(desk: Desk) -> None:
    """The window over its open page."""
    assert desk.window.size().toTuple() == tour.SCREEN
    image = tour.picture(desk)  # kept: its bits go with it
    assert len(set(memoryview(image.constBits()).cast("I"))) > FEWEST_COLOURS
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
