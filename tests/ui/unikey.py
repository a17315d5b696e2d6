"""What UniKey, EVKey and OpenKey send to a program: letters as keys, then Backspaces and the letters in their place.

The first letters arrive as they are typed; a letter that makes others change arrives as Backspaces and text.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.hands import PLAIN, Key

BACK = "\b"


@dataclass(frozen=True)
class Typed:
    """Keys of an input method, what it sends for them one after the other, and what must then stand there."""

    keys: str
    sent: tuple[str, ...]
    text: str


def _typed(keys: str, sent: str, text: str) -> Typed:
    return Typed(keys, tuple(sent.split("|")), text)


WORDS = (
    _typed("dd", f"d|{BACK}đ", "đ"),
    _typed("dduwowcj", f"d|{BACK}đ|u|{BACK}ư|o|{BACK}ơ|c|{BACK * 2}ợc", "được"),
    _typed("[ ]", "ơ| |ư", "ơ ư"),
    _typed("w", "ư", "ư"),
    _typed("Nguyeenx", f"N|g|u|y|e|{BACK}ê|n|{BACK * 2}ễn", "Nguyễn"),
    _typed("Thij Phuowngr", f"T|h|i|{BACK}ị| |P|h|u|{BACK}ư|o|{BACK}ơ|n|g|{BACK * 3}ởng", "Thị Phưởng"),
    _typed("d9u7o7c5 (VNI)", f"d|{BACK}đ|u|{BACK}ư|o|{BACK}ơ|c|{BACK * 2}ợc", "được"),
    _typed("Unicode tổ hợp", f"d|{BACK}đ|u|\u031b|o|\u031b|c|{BACK}\u0323c", "đu\u031bo\u031b\u0323c"),
)


def send(widget: QWidget, part: str) -> None:
    """One thing that the input method sends."""
    for sign in part:
        if sign == BACK:
            QTest.keyClick(widget, Key.Key_Backspace)
            continue
        plain = len(part) == 1 and sign.isascii()
        QTest.sendKeyEvent(
            QTest.KeyAction.Click, widget, Key(ord(sign.upper())) if plain else Key.Key_unknown, sign, PLAIN
        )


def after(before: str, part: str) -> str:
    """*before* with what *part* does to it."""
    for sign in part:
        before = before[:-1] if sign == BACK else before + sign
    return before


def is_bare(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether nothing but Shift is held."""
    return not modifiers & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
