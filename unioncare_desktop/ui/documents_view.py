"""The register of issued documents: found, opened, written out, mailed, signed, corrected, cancelled."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.ui.widgets.basics import Button

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work


class DocumentsView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.buttons: tuple[Button, ...] = ()

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return False

    def show_span(self, span: Span) -> None:
        """The register is of all periods."""

    def refresh(self) -> None:
        """Read the register anew."""

    def go_to(self, document_id: int) -> None:
        """Stand on the document with this id."""

    def start_search(self) -> None:
        """Ctrl+F."""
