"""The note on a union's figures: why they are as they are, and whether the union is to be asked again."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from unioncare_desktop.domain.kinds import NOTE_LENGTH, Text
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.editors import NotesEditor
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row

_WIDTH = 460
_NOTE = Text(most=NOTE_LENGTH, lines=True)


class NoteDialog(QDialog):
    """Asks for a note and a flag and hands them to *save*: note, flag, whether the note explains the *warnings*.

    It closes where *save* returns True. Without warnings there is nothing to explain.
    """

    def __init__(
        self,
        title: str,
        note: str,
        *,
        follow_up: bool,
        warnings: str,
        save: Callable[[str, bool, bool], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._save = save
        self.note, self.follow_up = NotesEditor(_NOTE), QCheckBox(_("Cần &hỏi lại công đoàn này"))
        self.note.show_value(note)
        self.note.setAccessibleName(_("Ghi chú"))
        self.follow_up.setChecked(follow_up)
        self.explain = Button(_("&Chấp nhận, in thành chú thích"), lambda: self._finish(explains=True))
        self.explain.setVisible(bool(warnings))
        keep = Button(_("&Lưu"), lambda: self._finish(explains=False), role="primary", tip=_("Ctrl+Enter"))
        warned = Label(warnings, "warning", wrap=True)
        warned.setVisible(bool(warnings))
        buttons = row(self.explain, 1, Button(_("&Bỏ"), self.reject), keep)
        self.setLayout(
            column(
                Label(title, "heading", wrap=True),
                warned,
                self.note,
                self.follow_up,
                Label(_("Enter xuống dòng · Ctrl+Enter lưu"), "small"),
                buttons,
                gap=12,
                margins=(20, 16, 20, 16),
            )
        )
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda: self._finish(explains=False))
        self.setMinimumWidth(theme.current().px(_WIDTH))
        self.note.setFocus()

    def _finish(self, *, explains: bool) -> None:
        if self._save(self.note.toPlainText(), self.follow_up.isChecked(), explains):
            self.accept()

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so."""
        if not self.note.isModified() or messages.ask(_("Bỏ ghi chú vừa gõ?"), _("&Bỏ ghi chú"), parent=self):
            super().reject()
