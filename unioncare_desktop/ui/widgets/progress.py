"""The dialog of a long task: what it is doing, how far it is, and a button that stops it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step
from unioncare_desktop.ui.widgets.basics import Button, Label, column, row


class ProgressDialog(QDialog):
    """Blocks the window while a task runs. `stopped` tells that the user wants it to end; Esc means the same."""

    stopped = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, on=False)
        self.text = Label("", "muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.button = Button(_("&Dừng"), self.reject)
        self.setLayout(
            column(Label(title, "heading"), self.text, self.bar, row(1, self.button), gap=12, margins=(16, 16, 16, 16))
        )
        self.setMinimumWidth(420)

    def show_step(self, step: Step) -> None:
        """Show how far the task is; a total of 0 is not known."""
        self.bar.setRange(0, step.total)
        self.bar.setValue(min(step.done, step.total))
        self.text.setText(step.text)

    def reject(self) -> None:
        """Ask the task to stop; the dialog stays until it has."""
        self.button.setEnabled(False)
        self.button.setText(_("Đang dừng…"))
        self.stopped.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the dialog means stopping the task."""
        event.ignore()
        self.reject()
