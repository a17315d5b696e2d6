"""Signing the PDF of an issued document with a certificate file; the signed file is kept beside the issued one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.page import Context

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class SigningDialog(QDialog):
    """Asks for the certificate and its password, shows where the signature will stand, and signs."""

    signed = Signal(int)
    """The id of the document whose signed file was stored."""

    def __init__(self, work: "Work", context: Context, document_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Ký số văn bản"))
        self.work, self.context, self.document_id = work, context, document_id
