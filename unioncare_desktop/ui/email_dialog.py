"""A message with a report attached: to whom, its words, its files; made as a draft that the mail program opens."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import Report

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

What = int | tuple[Report, Span]
"""The id of an issued document, or a report as it stands."""


class EmailDialog(QDialog):
    """The draft of a message about an issued document, or about a report without a number."""

    def __init__(self, work: "Work", context: "Context", what: What, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.work, self.context, self.what = work, context, what
