"""A period with the way to the one before and the one after: ‹ Quý II · Quý III/2023 · Quý IV ›."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Button, Label, row


class PeriodSwitch(QWidget):
    """Emits `previous` and `next`; the page decides what they are."""

    previous = Signal()
    next = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._back = Button("", self.previous.emit, tip=_("Kỳ trước (Ctrl+PgUp)"))
        self._title = Label("", "heading")
        self._on = Button("", self.next.emit, tip=_("Kỳ sau (Ctrl+PgDn)"))
        self.setLayout(row(self._back, self._title, self._on, gap=12))

    def show_period(self, title: str, before: str, after: str) -> None:
        """Show *title* between the titles of its neighbours; an empty neighbour has no button."""
        self._title.setText(title)
        self._back.setText(f"‹ {before}")
        self._on.setText(f"{after} ›")
        self._back.setVisible(bool(before))
        self._on.setVisible(bool(after))
