"""A text that is typed or pasted, in which places are marked by colour and underline. What is typed stays as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from unioncare_desktop.errors import UserError
from unioncare_desktop.ui import theme

_LAST_SHORT = "\uffff"


@dataclass(frozen=True)
class Mark:
    """A place from `start` to `end`; `tone` is a colour of the theme that has a soft one beside it."""

    start: int
    end: int
    tone: str


class MarkedText(QPlainTextEdit):
    """Plain text only; *refuse* raises a UserError for a text that is not to be pasted."""

    refused = Signal(str)
    """Why a text was not pasted."""

    def __init__(self, refuse: Callable[[str], None]) -> None:
        super().__init__()
        self._refuse = refuse
        self._marks: Sequence[Mark] = ()
        self._cursors: list[QTextCursor] = []
        self._current = -1
        self.setTabChangesFocus(True)
        theme.current().changed.connect(self._paint_marks)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the plain text, unless it is refused."""
        try:
            self._refuse(source.text())
        except UserError as error:
            self.refused.emit(str(error))
        else:
            self.insertPlainText(source.text())

    def mark(self, marks: Sequence[Mark]) -> None:
        """Mark places instead of those marked before; each stays with its words while one types."""
        self._marks, self._current = marks, -1
        place = _places(self.toPlainText())
        self._cursors = [self._cursor(place(mark.start), place(mark.end)) for mark in marks]
        self._paint_marks()

    def show_mark(self, number: int) -> None:
        """Show the mark with this number, as the current one."""
        self._current = number
        self._paint_marks()
        if 0 <= number < len(self._cursors):
            cursor = QTextCursor(self._cursors[number])
            cursor.setPosition(cursor.selectionStart())
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def go_to(self, number: int) -> None:
        """Select the marked words, to be typed over."""
        self.show_mark(number)
        if 0 <= number < len(self._cursors):
            self.setTextCursor(self._cursors[number])
            self.setFocus()

    def select(self, start: int, end: int) -> None:
        """Select a place of the text and go there."""
        place = _places(self.toPlainText())
        self.setTextCursor(self._cursor(place(start), place(end)))
        self.ensureCursorVisible()
        self.setFocus()

    def replace_mark(self, number: int, text: str) -> None:
        """Put *text* in the place of the marked words; Ctrl+Z in the text takes it back."""
        if 0 <= number < len(self._cursors):
            QTextCursor(self._cursors[number]).insertText(text)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _paint_marks(self) -> None:
        shown = []
        for number, (mark, cursor) in enumerate(zip(self._marks, self._cursors, strict=True)):
            selection = QTextEdit.ExtraSelection()  # type: ignore[attr-defined,unused-ignore]
            selection.cursor, selection.format = cursor, _look(mark.tone, current=number == self._current)
            shown.append(selection)
        self.setExtraSelections(shown)


def _look(tone: str, *, current: bool) -> QTextCharFormat:
    look, colours = QTextCharFormat(), theme.current()
    look.setUnderlineStyle(
        QTextCharFormat.UnderlineStyle.SingleUnderline if current else QTextCharFormat.UnderlineStyle.WaveUnderline
    )
    look.setUnderlineColor(colours.color(tone))
    look.setBackground(colours.color(f"{tone}_soft"))
    if current:
        look.setForeground(colours.color(tone))
    return look


def _places(text: str) -> Callable[[int], int]:
    """Where a letter stands as Qt counts: signs beyond the usual ones (pictures) are two."""
    if not text or max(text) <= _LAST_SHORT:
        return lambda place: place
    long = [at for at, letter in enumerate(text) if letter > _LAST_SHORT]
    return lambda place: place + sum(at < place for at in long)
