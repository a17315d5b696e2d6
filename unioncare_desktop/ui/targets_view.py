"""How the targets of the office's plans stand in a quarter, and what it takes to reach them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work


class TargetsView(QWidget):
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
        """Show how the targets stand in *span*."""
        self.span = span

    def start_search(self) -> None:
        """Ctrl+F."""

    def resort(self) -> None:
        """F9."""

    def add(self) -> None:
        """Ctrl+N."""

    def export(self) -> None:
        """Ctrl+E: the report of the targets."""
        self.go.emit("reports", "targets")
