"""Many sheets at once: what is printed, of which unions, in which order, one file or one for each union."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.page import Context

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class BatchDialog(QDialog):
    """Chooses the unions whose sheets of a period are printed, and saves or prints them."""

    def __init__(self, work: "Work", context: Context, span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("In hàng loạt {period}").format(period=span.title))
        self._work, self._context, self._span = work, context, span
