"""What every test of the window gets: one theme for all, the size and colours of a fresh start for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import small_office
from tests.ui.hands import Clipboard, Reader
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.theme import Theme


@pytest.fixture(scope="session")
def the_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture(autouse=True)
def look(the_theme: Theme) -> Iterator[Theme]:
    theme._current = the_theme  # a test that starts the whole program makes another one
    yield the_theme
    if the_theme.zoom != 100 or the_theme.choice != "light":
        the_theme.set_zoom(100)
        the_theme.choose("light")


@pytest.fixture(scope="session", autouse=True)
def empty_clipboard_in_the_end(qapp: QApplication) -> Iterator[None]:
    """What a test made in Python and left there would outlive Python."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def clipboard(qtbot: QtBot) -> Clipboard:  # noqa: ARG001 - there is no clipboard without an application
    clipboard = Clipboard()
    clipboard.text = ""
    return clipboard


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[Reader]:  # noqa: ARG001 - there are no boxes without an application
    reader = Reader()
    yield reader
    reader.stop()


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed file of the small office; made once, copied for every test."""
    path = tmp_path_factory.mktemp("small") / "small.db"
    small_office.create(path)
    return path
