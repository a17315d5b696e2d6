"""What pages say while there is no union yet: what to do first."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from unioncare_desktop import paths
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.widgets.basics import Button, EmptyState

_DEMO_FILE = "du-lieu-mau-phuong.db"


class NoUnions(QWidget):
    """Import a list, add one union, or look at invented data in a file of its own."""

    go = Signal(str, object)
    """Open the page of this name and hand it an argument."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        bring = Button(_("Nhập danh sách từ &Excel"), lambda: self.go.emit("imports", None), role="primary")
        add = Button(_("&Thêm từng đơn vị"), lambda: self.go.emit("registry", "add"))
        demo = Button(_("&Dùng thử dữ liệu mẫu"), self._try_out)
        self._state = EmptyState(
            "registry",
            "",
            *(demo, add, bring),
            detail=_("Dữ liệu mẫu nằm ở tệp riêng, không lẫn vào số liệu thật."),
        )
        box = QVBoxLayout(self)
        box.addWidget(self._state)
        self.setFocusProxy(self._state)
        self.show_words()

    def show_words(self) -> None:
        """Speak of the units as the office does."""
        self._state.sentence.setText(
            _("Chưa có {unit} nào. Nhập danh sách từ Excel, hoặc thêm từng đơn vị.").format(
                unit=self._context.words.unit
            )
        )

    def _try_out(self) -> None:
        from unioncare_desktop.services import demo

        path: Path = paths.data_dir() / _DEMO_FILE
        try:
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                demo.create(path)
        except UserError as error:
            messages.show(error, self)
            return
        self._context.open_database(path, False)  # noqa: FBT003 - as the context has it
