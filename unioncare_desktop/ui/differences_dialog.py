"""“So với bản đã gửi”: what differs between the issued report and the figures as they are now."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.rules.calendar import Span

if TYPE_CHECKING:
    from unioncare_desktop.reports import Report
    from unioncare_desktop.ui.work import Work


class DifferencesDialog(QDialog):
    """Shows the differences row by row; they can be copied."""

    correction_wanted = Signal()
    """The user wants the report of the correction."""

    def __init__(self, work: "Work", report: "Report", span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.work, self.report, self.span = work, report, span
