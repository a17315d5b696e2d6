"""The text of a plan is checked: what is wrong in it, and which targets and deadlines it sets."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.page import Context

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class LintDialog(QDialog):
    """Takes a text and shows what is found; *plan_id* is the plan that proposals are taken over into at first."""

    def __init__(self, work: "Work", context: Context, parent: QWidget | None = None, plan_id: int | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Soát văn bản kế hoạch"))
        self.work, self.context, self.plan_id = work, context, plan_id
