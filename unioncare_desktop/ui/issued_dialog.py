"""An issued document as it went out: read, printed, its files written into a folder again, the same to the byte."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import content
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.report_reading import kept_pdf
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, column, row
from unioncare_desktop.ui.widgets.pdf_reader import PdfReader
from unioncare_desktop.ui.written_files import WRITING, ask_folder, issued_files, write_into
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_SIZE = (1040, 720)


class IssuedDialog(QDialog):
    """Shows the PDF of one document of the register."""

    def __init__(self, work: "Work", context: "Context", shown: IssuedRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(shown.called)
        self.work, self.context, self.document = work, context, shown
        self._background = Background()
        self._background.answered.connect(self._show)
        self.reader, self.notice, self.saved = PdfReader(), Notice(), Label("", "good", wrap=True)
        self.reader.print_wanted.connect(self.print_out)
        self.save = Button(_("&Lưu tệp ra thư mục…"), self.write, tip="Ctrl+E")
        self._lay_out()
        for keys, do in (("Ctrl+P", self.print_out), ("Ctrl+E", self.write), ("Ctrl+F", self.reader.start_search)):
            QShortcut(QKeySequence(keys), self).activated.connect(do)
        self.reader.setFocus()
        self._background.ask(partial(_read, work, shown))

    def _lay_out(self) -> None:
        about = [show_day(self.document.issued_on), *filter(None, (self.document.signer, self._mark))]
        below = row(self.saved, self.save, Button(_("Đón&g"), self.reject), gap=12)
        below.setStretch(0, 1)
        head = Label(f"{self.document.called}: {self.document.subject}", "title", wrap=True)
        whole = column(head, Label(" · ".join(about), "muted", wrap=True), self.notice, self.reader, below, gap=8)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))
        if self.document.cancelled_why is not None:
            self.notice.show_text(_("Đã hủy: {why}").format(why=self.document.cancelled_why))

    @property
    def _mark(self) -> str:
        known = self.document.data_hash
        return _("Mã số liệu {mark}").format(mark=content.shown(known)) if known else ""

    @property
    def busy(self) -> bool:
        """Whether pages are still being read or drawn."""
        return self._background.busy or self.reader.busy

    def _show(self, made: PdfPages | UserError) -> None:
        if isinstance(made, UserError):
            self.notice.show_text(str(made))
            self.reader.clear()
        else:
            self.reader.show_pages(made)

    def print_out(self) -> None:
        """Ctrl+P."""
        from unioncare_desktop.ui.printing import ask_and_print

        if self.reader.pages is not None:
            ask_and_print(self.work, self.reader.pages, self.document.called, self, current=self.reader.view.page)

    def write(self) -> None:
        """Ctrl+E: write its files into a folder."""
        folder = ask_folder(self.work, self.context, self)
        if folder is not None:
            write = issued_files((self.document.id,))
            write_into(self.work, self.context, WRITING, write, folder, self, self._saved)

    def _saved(self, paths: Sequence[Path]) -> None:
        names = ", ".join(path.name for path in paths)
        self.saved.setText(_("Đã lưu {names} vào {folder}").format(names=names, folder=paths[0].parent))


def _read(work: "Work", shown: IssuedRow) -> PdfPages | UserError:
    """Made in another thread."""
    try:
        with work.read() as session:
            return PdfPages(kept_pdf(session, shown))
    except UserError as error:
        return error
