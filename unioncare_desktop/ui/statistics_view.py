"""The statistical form of a period: the lines of its form, what the program counts, what is typed by hand."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work


class StatisticsView(QWidget):
    """The form of one period in a grid; `go` opens another page."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self._work, self._context = work, context
        self.span: Span | None = None
        self.buttons: tuple[Button, ...] = ()

    def show_span(self, span: Span) -> None:
        """Show the form of *span*."""
        self.span = span
        self.refresh()

    def refresh(self) -> None:
        """Read the form anew."""
