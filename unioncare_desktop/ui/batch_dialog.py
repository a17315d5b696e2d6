"""Sheets of many unions at once: which unions, in which order, each as it will print; saved or printed."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QListWidget, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports.batch import ORDERS, Batch, Choice
from unioncare_desktop.services.unions import Scope, UnionRow
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.widgets.basics import Button, FilterChip, Label, column, row
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.pdf_view import PdfView
from unioncare_desktop.ui.widgets.release_panel import SavedFiles
from unioncare_desktop.ui.written_files import Write, ask_folder, write_into
from unioncare_desktop.vietnamese import show_whole, sort_key

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_SIZE, _LIST_WIDTH = (1180, 710), 330
_WRITING = _("lập phiếu đối chiếu")


class BatchDialog(QDialog):
    """Chooses the unions whose sheets of a period are saved or printed; the one that stands in the list is shown."""

    def __init__(self, work: "Work", context: Context, span: Span, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("In hàng loạt theo đơn vị"))
        self.work, self.context, self.span = work, context, span
        self.batch: Batch | None = None
        self.unions: Sequence[UnionRow] = ()
        self._reading, self._drawing = Background(), Background()
        self._reading.answered.connect(self._show_batch)
        self._make_parts()
        self._lay_out()
        self._drawing.answered.connect(self.view.show_pdf)
        for keys, action in (("Ctrl+P", self.print_out), ("Ctrl+Return", self.save)):
            QShortcut(QKeySequence(keys), self).activated.connect(action)
        self.names.setFocus()
        self._reading.ask(partial(_read, work, span))

    def _make_parts(self) -> None:
        self.chips = {
            "bloc": FilterChip(_("Khối"), _("tất cả")),
            "area": FilterChip(_("Địa bàn"), _("tất cả")),
            "sector": FilterChip(_("Loại hình"), _("tất cả")),
        }
        self.odd = FilterChip(_("Chỉ đơn vị cần xem lại"))
        self.order, self.names, self.view = QComboBox(), QListWidget(), PdfView()
        for key, words in ORDERS.items():
            self.order.addItem(words, key)
        self.order.setAccessibleName(_("Thứ tự phiếu"))
        self.names.setAccessibleName(_("Đơn vị được in phiếu"))
        self.names.setUniformItemSizes(True)
        self.names.setFixedWidth(theme.current().px(_LIST_WIDTH))
        self.count, self.saved = Label(_("Đang đọc số liệu…"), "small"), SavedFiles()
        self.buttons = (
            Button(_("&In…"), self.print_out, picture="print", tip="Ctrl+P"),
            Button(_("Mỗi đơn vị &một tệp…"), self.save_each, picture="pdf"),
            Button(_("Một tệp &PDF…"), self.save, role="primary", picture="pdf", tip="Ctrl+Enter"),
        )
        for chip in (*self.chips.values(), self.odd):
            chip.chosen.connect(lambda _value: self._choose())
        self.order.currentIndexChanged.connect(lambda _index: self._choose())
        self.names.currentRowChanged.connect(self._show_sheet)

    def _lay_out(self) -> None:
        order = Label(_("&Thứ tự"))
        order.setBuddy(self.order)
        title = Label(_("Phiếu đối chiếu số liệu {period}").format(period=self.span.title), "title")
        ordered = QWidget()
        ordered.setLayout(row(order, self.order))
        filters = Flow(*self.chips.values(), self.odd, ordered, last_right=True)
        left = column(self.names, self.count)
        left.setStretch(0, 1)
        middle = row(left, self.view, gap=12)
        middle.setStretch(1, 1)
        below = row(self.saved, 1, Button(_("Đón&g"), self.reject), *self.buttons, gap=12)
        whole = column(title, filters, middle, below, gap=10, margins=(20, 14, 20, 14))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    # Which unions

    @property
    def choice(self) -> Choice:
        """Which unions are wanted, and how they are ordered."""
        scope = Scope(**{name: chip.value for name, chip in self.chips.items()})
        return Choice(scope, self.odd.isChecked(), self.order.currentData())

    def _show_batch(self, batch: Batch) -> None:
        self.batch = batch
        found = batch.chosen(Choice())
        for name, chip in self.chips.items():
            chip.set_choices(sorted({getattr(union, name) for union in found} - {""}, key=sort_key))
        self._choose()

    def _choose(self) -> None:
        if self.batch is None:
            return
        self.unions = self.batch.chosen(self.choice)
        self.names.blockSignals(True)  # noqa: FBT003 - Qt's
        self.names.clear()
        self.names.addItems([union.name for union in self.unions])
        self.names.blockSignals(False)  # noqa: FBT003 - Qt's
        self.count.setText(_("{count} phiếu").format(count=show_whole(len(self.unions))))
        for button in self.buttons:
            button.setEnabled(bool(self.unions))
        if self.unions:
            self.names.setCurrentRow(0)
        else:
            self.view.clear()

    def _show_sheet(self, place: int) -> None:
        if self.batch is not None and 0 <= place < len(self.unions):
            self._drawing.ask(partial(_drawn, self.batch, self.unions[place].id))

    # Out

    def save(self) -> None:
        """Ctrl+Enter: one PDF of all sheets."""
        if self.batch is not None and self.unions:
            batch, unions = self.batch, self.unions
            self._write(lambda _session, folder: batch.writing(unions, folder))

    def save_each(self) -> None:
        """A PDF for each union, in a new folder."""
        if self.batch is not None and self.unions:
            batch, unions = self.batch, self.unions
            self._write(lambda _session, folder: batch.writing_each(unions, folder))

    def _write(self, write: Write) -> None:
        folder = ask_folder(self.work, self.context, self)
        if folder is not None:
            write_into(self.work, self.context, _WRITING, write, folder, self, self._show_saved)

    def _show_saved(self, paths: Sequence[Path]) -> None:
        self.saved.show_paths(paths[:1] if len(paths) == 1 else [paths[0].parent])

    def print_out(self) -> None:
        """Ctrl+P: print all sheets, after the system has asked for printer, pages and copies."""
        if self.batch is not None and self.unions:
            batch, unions = self.batch, self.unions
            self.work.run(_WRITING, lambda _session: batch.rendering(unions), self._print)

    def _print(self, content: bytes) -> None:
        from unioncare_desktop.ui.printing import ask_and_print

        ask_and_print(self.work, PdfPages(content), self.windowTitle(), self)


def _read(work: "Work", span: Span) -> Batch:
    """Made in another thread."""
    with work.read() as session:
        return Batch(session, span)


def _drawn(batch: Batch, union_id: int) -> bytes:
    """Made in another thread."""
    from unioncare_desktop.reports import pdf

    return pdf.render(batch.sheets.document(union_id))
