"""The plans of the office and those that are shipped: loaded, copied, changed, typed, deleted."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work


class PlansView(QWidget):
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
        """Show the plans; they are the same in every *span*."""
        self.span = span

    def start_search(self) -> None:
        """Ctrl+F."""

    def resort(self) -> None:
        """F9."""

    def add(self) -> None:
        """Ctrl+N."""

    def export(self) -> None:
        """Ctrl+E: the report of the targets of the plans."""
        self.go.emit("reports", "targets")
