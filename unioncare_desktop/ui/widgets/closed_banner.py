"""A quiet line above a table: that what it shows is closed, with the way to open it again; or why it was opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Button, Elided, Picture, plain_tip, row


class ClosedBanner(QFrame):
    """`reopen_wanted` says that the user wants to open it again."""

    reopen_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = Elided()
        self.reopen = Button(_("Mở lạ&i…"), self.reopen_wanted.emit, role="link")
        self._closed, self._open = Picture("ok", "good"), Picture("history", "muted")
        self.setLayout(row(self._closed, self._open, self.words, self.reopen, 1, margins=(10, 2, 10, 2)))
        self.hide()

    def show_words(self, words: str, *, closed: bool) -> None:
        """Say that it is closed, or was; no words hide the line."""
        self.words.setText(words)
        self.words.setToolTip(plain_tip(words))
        self.reopen.setVisible(closed)
        self._closed.setVisible(closed)
        self._open.setVisible(not closed)
        self.setProperty("role", "saved" if closed else "")
        self.style().polish(self)
        self.setVisible(bool(words))
