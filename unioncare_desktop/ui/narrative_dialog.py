"""The words of the periodic report of one period: its paragraphs, edited with their named fields and seen filled in."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.rules.calendar import Span

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class NarrativeDialog(QDialog):
    """The paragraphs of the periodic report of *span*; each is stored when it is left."""

    def __init__(self, work: "Work", span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self.span = work, span
