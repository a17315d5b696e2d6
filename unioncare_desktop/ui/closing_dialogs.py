"""Closing a period and opening it again: what happens is said plainly before it does."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.rules.calendar import Span

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class CloseDialog(QDialog):
    """Closes a period after it was shown what is missing; accepted once it is closed."""

    def __init__(self, work: "Work", span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.work, self.span = work, span


class ReopenDialog(QDialog):
    """Opens a closed period again for a reason; accepted once it is open."""

    def __init__(self, work: "Work", span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.work, self.span = work, span
