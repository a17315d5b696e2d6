"""Who has reported for a quarter, on time or late, and who has to be reminded."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work


class ReturnsView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.buttons: tuple[Button, ...] = ()
        """What the page shows at its right while this view is shown, the main action last."""

    def refresh(self) -> None:
        """Read anew."""

    def show_span(self, span: Span) -> None:
        """Show the returns of *span*."""

    def start_search(self) -> None:
        """Ctrl+F."""

    def resort(self) -> None:
        """F9."""

    def add(self) -> None:
        """Nothing is added to a list of returns."""

    def export(self) -> None:
        """Ctrl+E."""
