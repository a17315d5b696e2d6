"""What every test of the window gets: one theme for all, the size and colours of a fresh start for each."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from unioncare_desktop.ui.theme import Theme


@pytest.fixture(scope="session")
def the_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture(autouse=True)
def look(the_theme: Theme) -> Iterator[Theme]:
    yield the_theme
    if the_theme.zoom != 100 or the_theme.choice != "light":
        the_theme.set_zoom(100)
        the_theme.choose("light")


@pytest.fixture
def clipboard(qtbot: QtBot) -> "Clipboard":  # noqa: ARG001 - there is no clipboard without an application
    return Clipboard()


class Clipboard:
    """The clipboard as another program sees it."""

    @property
    def text(self) -> str:
        return cast("QApplication", QApplication.instance()).clipboard().text()

    @text.setter
    def text(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        cast("QApplication", QApplication.instance()).clipboard().setMimeData(data)
