"""A short dialog that asks for a few values and hands them over; what cannot be read stays, with the reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from unioncare_desktop.domain.kinds import Kind, Text, Unreadable
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.editors import LineEditor
from unioncare_desktop.ui.widgets.basics import Button, Label, column, fit_height, row, set_property
from unioncare_desktop.ui.widgets.pick_box import PickBox

_WIDTH, _TEXT_WIDTH, _SHORT_WIDTH = 520, 300, 132


@dataclass(frozen=True)
class Question:
    """A line to be filled in: what it is called, what it takes, what it has at first, of what it is one (*options*)."""

    name: str
    label: str
    kind: Kind
    value: Any
    required: bool = True
    options: Mapping[Any, str] | None = None


class AskDialog(QDialog):
    """Asks some *questions* and hands the values to *done*, which says whether the dialog may close."""

    def __init__(
        self,
        title: str,
        about: str,
        questions: tuple[Question, ...],
        verb: str,
        done: Callable[[Mapping[str, Any]], bool],
        parent: QWidget,
        *others: Button,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._questions, self._done = questions, done
        self.editors = {one.name: _editor(one) for one in questions}
        self.problem = Label("", "error", wrap=True)
        self.problem.hide()
        lines = QGridLayout()
        lines.setVerticalSpacing(theme.current().px(8))
        for place, one in enumerate(questions):
            editor = self.editors[one.name]
            editor.show_value(one.value)
            if isinstance(one.kind, Text) or one.options is not None:
                editor.setMinimumWidth(theme.current().px(_TEXT_WIDTH))
            else:
                editor.setFixedWidth(theme.current().px(_SHORT_WIDTH))
            label = Label(one.label)
            label.setBuddy(editor)
            editor.setAccessibleName(one.label.replace("&", ""))
            lines.addWidget(label, place, 0)
            lines.addWidget(editor, place, 1)
        lines.setColumnStretch(1, 1)
        self.go_on = Button(verb, self.finish, role="primary", tip="Enter")
        buttons = row(*others, 1, Button(_("&Bỏ"), self.reject), self.go_on)
        parts = (Label(title, "title"), Label(about, "muted", wrap=True), lines, self.problem, buttons)
        whole = column(*parts, gap=12, margins=(20, 16, 20, 16))
        self.setLayout(whole)
        self.setMinimumWidth(max(theme.current().px(_WIDTH), whole.minimumSize().width()))
        fit_height(self)
        for keys in ("Return", "Enter", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.finish)
        first = self.editors[questions[0].name]
        first.setFocus()
        first.selectAll()  # typing puts another value in its place

    def finish(self) -> None:
        """Read what was typed; what cannot be read stays, with the reason. Enter in a list takes what it points at."""
        if any(isinstance(editor, PickBox) and editor.take_pointed() for editor in self.editors.values()):
            return
        values: dict[str, Any] = {}
        for one in self._questions:
            editor = self.editors[one.name]
            problem = self._read(one, editor, values)
            set_property(editor, "problem", "error" if problem else "")
            if problem:
                self.problem.setText(f"{one.label.replace('&', '')}: {problem}")
                self.problem.show()
                editor.setFocus()
                return
        if self._done(values):
            self.accept()

    def _read(self, one: Question, editor: LineEditor | PickBox, values: dict[str, Any]) -> str:
        try:
            values[one.name] = one.kind.parse(editor.raw())
        except Unreadable as error:
            return str(error)
        return _("chưa ghi") if one.required and values[one.name] is None else ""


def _editor(one: Question) -> LineEditor | PickBox:
    if one.options is None:
        return LineEditor(one.kind)
    box = PickBox()
    box.set_options(one.options)
    return box
