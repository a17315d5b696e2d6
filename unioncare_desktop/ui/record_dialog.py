"""One record in a form of its own: saved, or saved and followed by the next new one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row, scrolled

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_SIZE = (720, 660)
_SPARE = 60


@dataclass(frozen=True)
class Making:
    """What is made: its words, its fields with the choices of those that link, how one begins and is stored.

    *action* names what is done in the history. Of what is *only_one*, no next one is asked for.
    """

    title: str
    about: str
    record_type: type
    groups: Sequence[Group]
    options: Mapping[str, Mapping[Any, str]]
    begin: Callable[[], Draft]
    action: Callable[[Draft], str]
    store: "Callable[[Session, Draft], int]"
    only_one: bool = False


class RecordDialog(QDialog):
    """Ctrl+S stores the record and closes; Ctrl+Enter stores it and asks for the next one."""

    stored = Signal(int)
    """The id of a record that was stored."""

    def __init__(self, work: "Work", making: Making, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(making.title)
        self.work, self.making = work, making
        self.form = RecordForm(making.record_type, making.groups, options=making.options)
        self._lay_out()
        for keys, action in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save_and_add),
            ("Ctrl+Enter", self.save_and_add),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        self._start()
        self._fit()

    def _lay_out(self) -> None:
        top, inside, bottom = QWidget(), QWidget(), QWidget()
        about = Label(self.making.about, "muted", wrap=True)
        top.setLayout(column(Label(self.making.title, "title", wrap=True), about, margins=(20, 16, 20, 6)))
        inside.setLayout(column(self.form, margins=(20, 4, 20, 12)))
        more = Button(_("Lưu và &thêm"), self.save_and_add, tip="Ctrl+Enter")
        more.setHidden(self.making.only_one)
        store = Button(_("&Lưu"), self.save, role="primary", tip="Ctrl+S")
        bottom.setLayout(row(1, Button(_("Đón&g"), self.reject), more, store, gap=12, margins=(20, 10, 20, 14)))
        whole = column(top, scrolled(inside), bottom, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._parts = (top, inside, bottom)

    def _fit(self) -> None:
        """As high as the form with some room for problems, as far as the screen and habit allow."""
        px = theme.current().px
        needed = px(_SPARE) + sum(part.sizeHint().height() for part in self._parts)
        self.resize(px(_SIZE[0]), min(needed, px(_SIZE[1]), int(self.screen().availableSize().height() * 0.94)))

    def _start(self) -> None:
        draft = self.making.begin()
        self.form.set_draft(replace(draft, original=dict(draft.values)))
        self.form.start()

    def save(self) -> None:
        """Ctrl+S: store the record and close."""
        if self._stored():
            self.accept()

    def save_and_add(self) -> None:
        """Ctrl+Enter: store the record and ask for the next one, unless there is only one."""
        if self.making.only_one:
            self.save()
        elif self._stored():
            self._start()

    def _stored(self) -> bool:
        draft = self.form.take_in()
        if self.form.show_problems():
            return False
        store = self.making.store
        stored = self.work.write(self.making.action(draft), lambda session: store(session, draft), self._refuse)
        if stored is not None:
            self.stored.emit(stored)
        return stored is not None

    def _refuse(self, error: UserError) -> None:
        if isinstance(error, InvalidRecord):
            self.form.show_problems(error.problems)
        else:
            self.form.show_advice(str(error))

    def reject(self) -> None:
        """Esc: what was typed is given up only if the user says so."""
        if not self.form.take_in().dirty or messages.ask(_("Bỏ nội dung vừa gõ?"), _("&Bỏ"), parent=self):
            super().reject()
