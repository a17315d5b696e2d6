"""What a user's hands do: keys, the clipboard, and reading the boxes that open."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def focused() -> QWidget:
    """Where the keys go."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(widget: QWidget | None, *keys: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Press *keys* one after the other; without a widget, where the focus is at each."""
    for key in keys:
        QTest.keyClick(widget or focused(), key, modifier)


def type_text(text: str) -> None:
    """Type *text* where the focus is, letter by letter, as an input method sends it."""
    for letter in text:
        target = focused()
        key = Key(ord(letter.upper())) if letter.isascii() else Key.Key_unknown
        QTest.sendKeyEvent(QTest.KeyAction.Click, target, key, letter, PLAIN)


class Clipboard:
    """The clipboard as another program sees it."""

    @property
    def text(self) -> str:
        return QApplication.clipboard().text()

    @text.setter
    def text(self, text: str) -> None:
        QApplication.clipboard().setText(text)


def boxes() -> list[QMessageBox]:
    """The message boxes that are open."""
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


def answer(words: str) -> Callable[[QMessageBox], None]:
    """Press the button of a box that says *words*."""

    def click(box: QMessageBox) -> None:
        next(button for button in box.buttons() if words in button.text().replace("&", "")).click()

    return click


def escape(box: QMessageBox) -> None:
    """Press Esc."""
    press(box, Key.Key_Escape)


class Reader:
    """A user who reads each box that opens and answers it."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.answer: Callable[[QMessageBox], Any] = escape
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(5)

    def _look(self) -> None:
        for box in boxes():
            self.read.append(box.text())
            self.answer(box)

    def stop(self) -> None:
        self._timer.stop()
