"""Filling the superior's own workbook with the figures of a period: marks found, what is unknown, a new file."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.page import Context

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class FormFillDialog(QDialog):
    """Shows the codes that a form may hold with their values; fills the chosen workbook into a new file."""

    def __init__(self, work: "Work", context: Context, span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Điền vào mẫu của cấp trên"))
        self.work, self.context, self.span = work, context, span
