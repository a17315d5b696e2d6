"""Documents as they will be printed: seen page by page, saved as PDF and Excel, printed. Several stand in a list.

Knows no document by itself: whoever opens it brings what builds them and what writes them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QListWidget, QWidget

from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task
from unioncare_desktop.reports.document import Document
from unioncare_desktop.ui import saving, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, column, row
from unioncare_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_SIZE, _LIST_WIDTH = (1180, 710), 270
_MOST_NAMED = 3


@dataclass(frozen=True)
class Piece:
    """One document: what the list calls it, and what builds it."""

    title: str
    build: "Callable[[Session], Document]"


Export = Callable[["Session", tuple[str, ...], Path], Task[list[Path]]]
"""Writes all documents in some formats into a folder and returns the paths."""


class DocumentDialog(QDialog):
    """Shows the first of some documents; the others are a key away."""

    def __init__(
        self, work: "Work", context: Context, title: str, pieces: Sequence[Piece], export: Export, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.work, self.context, self.pieces, self._export = work, context, pieces, export
        self.pdf: PdfPages | None = None
        self._background = Background()
        self._background.answered.connect(self._show)
        self.names, self.view, self.notice = QListWidget(), PdfView(), Notice()
        self.names.addItems([piece.title for piece in pieces])
        self.names.setAccessibleName(_("Các văn bản"))
        self.names.setWordWrap(True)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setFixedWidth(theme.current().px(_LIST_WIDTH))
        self.names.setVisible(len(pieces) > 1)
        self.place, self.saved = Label("", "small"), Label("", "good", wrap=True)
        self.buttons = (
            Button(_("&In…"), self.print_out, picture="print", tip="Ctrl+P"),
            Button(_("Lưu &Excel…"), lambda: self.save("xlsx"), picture="excel", tip="Ctrl+E"),
            Button(_("Lưu &PDF…"), lambda: self.save("pdf"), role="primary", picture="pdf"),
        )
        self._lay_out(title)
        self.names.currentRowChanged.connect(self._ask)
        self.view.page_changed.connect(self._tell_page)
        for keys, action in (("Ctrl+P", self.print_out), ("Ctrl+E", lambda: self.save("xlsx"))):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        self.names.setCurrentRow(0)
        (self.names if len(pieces) > 1 else self.view).setFocus()

    def _lay_out(self, title: str) -> None:
        middle = row(self.names, self.view, gap=12)
        middle.setStretch(1, 1)
        below = row(self.place, self.saved, Button(_("Đón&g"), self.reject), *self.buttons, gap=12)
        below.setStretch(1, 1)
        whole = column(Label(title, "title"), self.notice, middle, below, gap=10, margins=(20, 14, 20, 14))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    # What is shown

    def _ask(self, place: int) -> None:
        piece = self.pieces[place]
        self.place.setText(_("Đang dựng bản xem trước…"))
        self._background.ask(lambda: _rendered(self.work, piece))

    def _show(self, made: PdfPages | UserError) -> None:
        """A document, or the sentence that says what in its texts is to be mended."""
        wrong = isinstance(made, UserError)
        self.notice.show_text(str(made) if wrong else "")
        for button in self.buttons:
            button.setEnabled(not wrong)
        if isinstance(made, PdfPages):
            self.pdf = made
            self.view.show_pdf(made)
        else:
            self.view.clear()
            self.place.setText("")

    def _tell_page(self, page: int, count: int) -> None:
        self.place.setText(_("Trang {page}/{count}").format(page=page, count=count) if count else "")

    # Out

    def save(self, form: str) -> None:
        """Write all documents of the list in the format *form* into a folder; nothing is overwritten."""
        settings = self.context.settings
        chosen = QFileDialog.getExistingDirectory(self, _("Lưu văn bản vào thư mục"), settings.last_export_folder)
        if chosen:
            settings.last_export_folder = chosen
            self.context.save_settings()
            self._save_into(form, Path(chosen))

    def _save_into(self, form: str, folder: Path) -> None:
        def refused(error: UserError) -> None:
            if isinstance(error, EnvironmentProblem):
                saving.refused(error, partial(self._save_into, form, folder), partial(self.save, form), self)
            else:
                self.notice.show_text(str(error))

        self.work.run(_("lưu văn bản"), lambda session: self._export(session, (form,), folder), self._saved, refused)

    def _saved(self, paths: Sequence[Path]) -> None:
        names = ", ".join(path.name for path in paths[:_MOST_NAMED]) + (" …" if len(paths) > _MOST_NAMED else "")
        self.saved.setText(_("Đã lưu {names} vào {folder}").format(names=names, folder=paths[0].parent))

    def print_out(self) -> None:
        """Ctrl+P: print the document that is shown, after Windows has asked for printer and pages."""
        if self.pdf is not None:
            from unioncare_desktop.ui.printing import ask_and_print

            ask_and_print(self.work, self.pdf, self.pieces[self.names.currentRow()].title, self, current=self.view.page)


def _rendered(work: "Work", piece: Piece) -> PdfPages | UserError:
    """Made in another thread."""
    from unioncare_desktop.reports import pdf

    try:
        with work.read() as session:
            return PdfPages(pdf.render(piece.build(session)))
    except UserError as error:
        return error
