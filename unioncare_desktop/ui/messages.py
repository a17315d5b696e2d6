"""Everything the program says in a box of its own: errors, news, questions. One box at a time, plain text, copyable.

What can be said in place (in a cell, under a field, in the status bar) is said there, not here.
"""

from collections import deque

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.icons import pixmap

LONGEST = 3000
_ICON_SIZE = 32

_waiting: deque[tuple[str, str]] = deque(maxlen=20)
_open = False


def show(error: UserError | str, parent: QWidget | None = None) -> None:
    """Tell what went wrong and wait until it is read. While another box is open this one waits its turn."""
    _tell("warning", str(error), parent)


def inform(text: str, parent: QWidget | None = None) -> None:
    """Tell something that needs no decision."""
    _tell("ok", text, parent)


def ask(question: str, yes: str, no: str = "", parent: QWidget | None = None) -> bool:
    """Whether the user answers *yes*, a verb such as "Xóa 3 CĐCS". Enter and Esc mean no."""
    return choose(question, yes, no or _("&Không"), parent=parent) == 0


def choose(question: str, *answers: str, parent: QWidget | None = None, enter: int = -1, picture: str = "help") -> int:
    """The number of the chosen answer; the last one is what Esc means, and Enter where it is not to mean another."""
    box = Box(picture, question, parent)
    buttons = [box.add(answer) for answer in answers]
    box.setDefaultButton(buttons[enter])
    box.setEscapeButton(buttons[-1])
    _run(box)
    clicked = box.clickedButton()
    return next((number for number, button in enumerate(buttons) if button is clicked), len(buttons) - 1)


def bug(text: str, details: str, parent: QWidget | None = None) -> None:
    """Tell of an error of the program itself and offer its details for copying; nothing while a box is open."""
    if _open:
        return
    box = Box("error", text, parent)
    copy = box.add(_("&Sao chép chi tiết"))
    box.setDefaultButton(box.add(_("Đón&g")))
    _run(box)
    if box.clickedButton() is copy:
        QApplication.clipboard().setText(details)


class Box(QMessageBox):
    """A message box whose text is never taken for markup and goes to the clipboard with Ctrl+C."""

    def __init__(self, picture: str, text: str, parent: QWidget | None) -> None:
        super().__init__(parent or _main_window())
        self.setWindowTitle(_("UnionCare"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text if len(text) <= LONGEST else text[:LONGEST] + " …")
        colour = {"help": "primary", "ok": "good"}.get(picture, picture)
        self.setIconPixmap(pixmap(picture, colour, _ICON_SIZE))

    def add(self, text: str) -> QPushButton:
        """A button called *text*; `&` marks its Alt key."""
        button = QPushButton(text)
        self.addButton(button, QMessageBox.ButtonRole.ActionRole)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the whole message."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self.text())
        else:
            super().keyPressEvent(event)


def _main_window() -> QWidget | None:
    active = QApplication.activeWindow()
    return active if active is not None and active.isVisible() and not isinstance(active, Box) else None


def _tell(picture: str, text: str, parent: QWidget | None) -> None:
    if (picture, text) not in _waiting:
        _waiting.append((picture, text))
    while _waiting and not _open:
        box = Box(*_waiting[0], parent)
        close = box.add(_("Đón&g"))
        box.setDefaultButton(close)
        box.setEscapeButton(close)
        try:
            _run(box)
        finally:
            _waiting.popleft()


def _run(box: Box) -> None:
    global _open  # noqa: PLW0603 - one box a process
    was_open, _open = _open, True
    try:
        box.exec()
    finally:
        _open = was_open
        box.deleteLater()
