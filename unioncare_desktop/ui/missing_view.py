"""Who has not registered in a round, with what is needed to ask them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.kinds import Text
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, column

if TYPE_CHECKING:
    from unioncare_desktop.services.campaigns import RoundRow
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work


class MissingView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected."""

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.round: RoundRow | None = None
        self.buttons: tuple[Button, ...] = ()
        """What the page shows at its right while this view is shown, the main action last."""
        self.grid = RecordGrid((GridColumn("union", _("Công đoàn cơ sở"), Text(), width=300),))
        self.setLayout(column(self.grid))
        self.setFocusProxy(self.grid)

    def show_round(self, shown: "RoundRow | None") -> None:
        """Show who has not registered in a round; none at all shows nothing."""
        self.round = shown
        self.refresh()

    def refresh(self) -> None:
        """Read the round anew."""
