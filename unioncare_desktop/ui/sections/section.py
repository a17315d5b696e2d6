"""What every section of the settings is: a title, a sentence about it, and its own part below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.widgets.basics import Label, column

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work


class Section(QWidget):
    """A part of the settings, shown alone. `refresh` loads it; what is changed in it is saved at once."""

    title: str
    said = Signal(str)
    """News for the status bar."""

    def __init__(
        self,
        work: "Work",
        context: Context,
        title: str,
        about: str,
        margins: tuple[int, int, int, int] = (16, 14, 16, 14),
    ) -> None:
        super().__init__()
        self.work, self.context, self.title = work, context, title
        self.heading, self.about = Label(title, "heading"), Label(about, "muted", wrap=True)
        self.body = column(self.heading, self.about, gap=10, margins=margins)
        self.setLayout(self.body)

    def refresh(self) -> None:
        """Load what is shown."""
