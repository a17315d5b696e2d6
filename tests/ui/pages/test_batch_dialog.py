"""Sheets of many unions on the screen: who is chosen, what is shown, what is saved."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hands import press
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.ui.batch_dialog import BatchDialog
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.work import Work


@pytest.fixture
def dialog(small_work: Work, context: Context, qtbot: QtBot) -> Iterator[BatchDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    opened = BatchDialog(small_work, context, Span.parse("2023-Q2"), parent)
    opened.open()
    qtbot.waitUntil(lambda: opened.names.count() > 0 and bool(opened.view.pages))
    yield opened
    opened.close()


def test_the_list_follows_filters_and_order(dialog: BatchDialog, qtbot: QtBot) -> None:
    everyone = dialog.names.count()
    assert dialog.count.text() == f"{everyone} phiếu"

    dialog.order.setFocus()
    press(dialog.order, Qt.Key.Key_End)
    assert [union.code or "" for union in dialog.unions] == sorted(union.code or "" for union in dialog.unions)

    dialog.odd.click()
    assert dialog.names.count() <= everyone
    press(dialog.names, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(dialog.view.pages))


def test_one_file_and_one_for_each(
    dialog: BatchDialog,
    tmp_path: Path,
    small_work: Work,
    idle: Callable[[Work], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(folder))
    count = dialog.names.count()

    press(dialog, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    idle(small_work)
    assert [len(PdfReader(path).pages) for path in folder.glob("*.pdf")] == [count]
    assert dialog.saved.paths == list(folder.glob("*.pdf"))

    dialog.buttons[1].click()
    idle(small_work)
    (each,) = (path for path in folder.iterdir() if path.is_dir())
    assert len(list(each.glob("*.pdf"))) == count
    assert dialog.saved.paths == [each]
