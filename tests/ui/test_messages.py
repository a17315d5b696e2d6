"""What the program says: one box at a time, plain text, copyable; unexpected errors are logged and told once."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, Clipboard, Key, Reader, answer, boxes, escape, press
from unioncare_desktop.errors import Cancelled, UserError
from unioncare_desktop.ui import faults, messages
from unioncare_desktop.ui.faults import Faults


def test_an_error_is_shown_as_it_is_never_as_markup(reader: Reader) -> None:
    formats: list[Qt.TextFormat] = []

    def look_closer(box: QMessageBox) -> None:
        formats.extend(label.textFormat() for label in box.findChildren(QLabel) if label.text())
        escape(box)

    reader.answer = look_closer
    messages.show(UserError("<b>CĐCS Ánh Sao</b>: tên đã có"))

    assert reader.read == ["<b>CĐCS Ánh Sao</b>: tên đã có"]
    assert formats == [Qt.TextFormat.PlainText]


def test_ctrl_c_copies_the_message(clipboard: Clipboard, reader: Reader) -> None:
    def copy_and_close(box: QMessageBox) -> None:
        press(box, Key.Key_C, modifier=CTRL)
        press(box, Key.Key_Return)

    reader.answer = copy_and_close
    messages.show("Quý II/2023: chưa có số liệu")

    assert clipboard.text == "Quý II/2023: chưa có số liệu"


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Return])
def test_enter_and_escape_do_not_destroy(reader: Reader, key: Qt.Key) -> None:
    reader.answer = lambda box: press(box, key)

    assert not messages.ask("Xóa 3 CĐCS, 12 số liệu quý?", "Xóa 3 CĐCS")


def test_a_question_is_answered_by_its_verb(reader: Reader) -> None:
    reader.answer = answer("Xóa 3 CĐCS")

    assert messages.ask("Xóa 3 CĐCS, 12 số liệu quý?", "&Xóa 3 CĐCS")


def test_one_box_at_a_time_and_the_same_sentence_once(reader: Reader) -> None:
    open_at_once: list[int] = []

    def more_trouble(box: QMessageBox) -> None:
        open_at_once.append(len(boxes()))
        if len(open_at_once) == 1:
            messages.show("thứ hai")
            messages.show("thứ hai")
        escape(box)

    reader.answer = more_trouble
    messages.show("thứ nhất")

    assert reader.read == ["thứ nhất", "thứ hai"]
    assert set(open_at_once) == {1}


def fault(text: str) -> ValueError:
    """An error that came from somewhere."""
    try:
        int(text)
    except ValueError as error:
        return error
    raise AssertionError(text)


@pytest.fixture
def watched(tmp_path: Path, qtbot: QtBot) -> Iterator[Path]:  # noqa: ARG001 - needs the application
    file = faults.start_log(tmp_path / "nhật ký")
    assert file is not None
    watching = Faults()
    watching.install()
    yield file
    watching.remove()
    faults.stop_log()


def test_a_bug_is_logged_and_told_and_its_details_can_be_copied(
    watched: Path, clipboard: Clipboard, reader: Reader, qtbot: QtBot
) -> None:
    reader.answer = answer("Sao chép chi tiết")
    error = fault("một phép chia")
    sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(clipboard.text))

    assert "ValueError: " in clipboard.text
    assert "test_messages.py" in clipboard.text
    assert clipboard.text.split("\n")[0] in reader.read[0]
    assert "ValueError" in watched.read_text(encoding="utf-8")


def test_a_bug_in_another_thread_is_told_too(watched: Path, reader: Reader, qtbot: QtBot) -> None:
    thread = threading.Thread(target=int, args=("không phải số",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(reader.read))

    assert "ValueError" in watched.read_text(encoding="utf-8")


def test_what_a_user_can_mend_is_not_called_a_bug(watched: Path, reader: Reader, qtbot: QtBot) -> None:
    error = UserError("Ổ đĩa đã đầy.")
    sys.excepthook(UserError, error, None)
    sys.excepthook(Cancelled, Cancelled(), None)
    qtbot.waitUntil(lambda: bool(reader.read))

    assert reader.read == ["Ổ đĩa đã đầy."]
    assert "ERROR" not in watched.read_text(encoding="utf-8")


@pytest.mark.no_qt_log
def test_what_qt_says_goes_to_the_log(watched: Path) -> None:
    qWarning("một lời của Qt")

    assert "WARNING MainThread Qt: " in watched.read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    in_the_way = tmp_path / "logs"
    in_the_way.write_text("a file")

    assert faults.start_log(in_the_way) is None
    logging.getLogger("unioncare").error("nobody hears this")
    faults.stop_log()


def test_the_same_fault_has_the_same_code() -> None:
    assert faults.code_of(fault("một")) == faults.code_of(fault("hai"))
    assert faults.code_of(fault("một")).startswith("UC-")
