"""One editor for each kind of field. None rewrites anything before it is left; what is typed then becomes a value."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit

from unioncare_desktop.domain.fields import Field
from unioncare_desktop.domain.kinds import Choice, Day, Flag, Kind, Link, Text
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.day_keys import turn_day
from unioncare_desktop.ui.widgets.pick_box import PickBox

LONGEST_LINE = 400
_TOO_LONG = 4
"""How much more than may be stored an editor takes, so that the user sees what is too long and cuts it himself."""
_NOTE_LINES = 3
_LINE_HEIGHT = 19


class LineEditor(QLineEdit):
    """A line of text; days and numbers are typed as text too, there is no wheel to turn."""

    left = Signal()

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._kind = kind
        self.setMaxLength(_TOO_LONG * kind.most if isinstance(kind, Text) else LONGEST_LINE)
        if isinstance(kind, Day):
            self.setPlaceholderText(_("ngày/tháng/năm"))
        self.editingFinished.connect(self.left)

    def raw(self) -> object:
        """What was typed."""
        return self.text()

    def show_value(self, value: Any, text: str | None = None) -> None:  # noqa: ANN401 - a value of the kind
        """Show *value* as it is read, or *text* that is no value."""
        shown = self._kind.show(value) if text is None else text
        if shown != self.text():
            self.setText(shown)
            self.setCursorPosition(0)  # a long name is read from its beginning
        self.setModified(False)

    def isModified(self) -> bool:
        """Whether something was typed since the value was shown."""
        return super().isModified()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows turn a day to the next or the one before."""
        if not (isinstance(self._kind, Day) and turn_day(event, self, self._kind)):
            super().keyPressEvent(event)


class NotesEditor(QPlainTextEdit):
    """Several lines; Tab goes on to the next field."""

    left = Signal()

    def __init__(self, kind: Text) -> None:
        super().__init__()
        self._longest = _TOO_LONG * kind.most
        self.setTabChangesFocus(True)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setFixedHeight(theme.current().px(_NOTE_LINES * _LINE_HEIGHT + 14))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste the plain text, of a huge one only so much that it is seen to be too long."""
        self.insertPlainText(source.text()[: self._longest])

    def raw(self) -> object:
        """What was typed."""
        return self.toPlainText()

    def show_value(self, value: str | None, text: str | None = None) -> None:
        """Show *value*, or *text* that is no value."""
        shown = value or "" if text is None else text
        if shown != self.toPlainText():
            self.setPlainText(shown)
        self.document().setModified(False)

    def isModified(self) -> bool:
        """Whether something was typed since the value was shown."""
        return self.document().isModified()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving is what makes it a value."""
        super().focusOutEvent(event)
        self.left.emit()


class TickEditor(QCheckBox):
    """Yes or no."""

    left = Signal()

    def __init__(self, label: str) -> None:
        super().__init__(label.replace("&", "&&"))
        self._shown = False
        self.clicked.connect(lambda _on: self.left.emit())

    def raw(self) -> object:
        """Whether it is ticked."""
        return self.isChecked()

    def show_value(self, value: bool | None, text: str | None = None) -> None:  # noqa: ARG002, FBT001 - like the others
        """Tick it for True."""
        self._shown = bool(value)
        self.setChecked(self._shown)

    def isModified(self) -> bool:
        """Whether it was ticked or cleared since the value was shown."""
        return self.isChecked() != self._shown


Editor = LineEditor | NotesEditor | TickEditor | PickBox


def editor_of(field: Field, options: Mapping[Any, str] | None = None) -> Editor:
    """The editor for a field; *options* are the rows that a link may name."""
    kind = field.kind
    if isinstance(kind, Flag):
        return TickEditor(field.label)
    if isinstance(kind, Text) and kind.lines:
        return NotesEditor(kind)
    if isinstance(kind, Choice | Link) or options is not None:
        box = PickBox()
        box.set_options(options if options is not None else _codes(kind))
        return box
    return LineEditor(kind)


def _codes(kind: Kind) -> Mapping[str, str]:
    return kind.options if isinstance(kind, Choice) else {}
