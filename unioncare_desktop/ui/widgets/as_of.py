"""The day as of which a list is told: typed like every day, blank for today."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.checks import not_in_future
from unioncare_desktop.domain.kinds import Day, Unreadable
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.editors import LineEditor
from unioncare_desktop.ui.widgets.basics import Label, plain_tip, row, set_property

_WIDTH = 104


class AsOf(QWidget):
    """Tells `chosen` when another day, or None for today, was typed; what is no day stays and says why."""

    chosen = Signal(object)
    left = Signal()
    """Enter: the user goes on to the list."""

    def __init__(self) -> None:
        super().__init__()
        self.day: date | None = None
        self.editor = LineEditor(Day())
        self.editor.setPlaceholderText(_("hôm nay"))
        self.editor.setAccessibleName(_("Xem danh sách tại ngày"))
        label = Label(_("Tại n&gày"), "muted")
        label.setBuddy(self.editor)
        self.problem = Label("", "error")
        self.problem.hide()
        self.setLayout(row(label, self.editor, self.problem, gap=6))
        self.editor.left.connect(self._read)
        self.editor.returnPressed.connect(self.left)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.editor.setFixedWidth(theme.current().px(_WIDTH))

    def choose(self, day: date | None) -> None:
        """Show *day* and tell it, if it is another one."""
        self.editor.show_value(day)
        self._say("")
        if day != self.day:
            self.day = day
            self.chosen.emit(day)

    def _read(self) -> None:
        if not self.editor.isModified():
            return
        try:
            day: date | None = Day().parse(self.editor.raw())
        except Unreadable as error:
            self._say(str(error))
            return
        future = not_in_future(day, {})
        if future is None:
            self.choose(day)
        else:
            self._say(future)

    def _say(self, problem: str) -> None:
        set_property(self.editor, "problem", "error" if problem else "")
        self.editor.setToolTip(plain_tip(problem))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to today."""
        if event.key() == Qt.Key.Key_Escape:
            self.choose(None)
            self.left.emit()
        else:
            super().keyPressEvent(event)
