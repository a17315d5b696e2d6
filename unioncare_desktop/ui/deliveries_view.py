"""What was sent to whom, what still waits to be sent or answered, and the office's address book."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules.calendar import Span

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.widgets.basics import Button
    from unioncare_desktop.ui.work import Work


class DeliveriesView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.span: Span | None = None
        self.buttons: tuple[Button, ...] = ()

    def show_span(self, span: Span) -> None:
        """The log is of all periods; a message that is begun here is of *span*."""
        self.span = span

    def refresh(self) -> None:
        """Read the log and the address book anew."""
