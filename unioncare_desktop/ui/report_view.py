"""Reports of a period: chosen, seen as they will be printed, with what is missing before they go out; written, printed.

The period is chosen above, on the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QListWidget, QScrollArea, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import FORMATS, REPORTS, Report, export
from unioncare_desktop.reports.document import Document
from unioncare_desktop.services import counts, office
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.widgets.basics import Button, Card, Label, column, row
from unioncare_desktop.ui.widgets.pdf_view import PdfView
from unioncare_desktop.ui.widgets.release_panel import PANEL_WIDTH, ReleasePanel

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_PAUSE_MILLISECONDS = 350
"""How long typing must rest before the preview is made anew."""
_LIST_WIDTH, _ROOMY = 216, 900


@dataclass(frozen=True)
class Request:
    """A report as the user wants it; an empty number and day are written by hand."""

    report: Report
    span: Span
    number: str
    day: date | None

    def build(self, session: "Session") -> Document:
        """The report's content."""
        return self.report.build(session, self.span, self.number, self.day)


@dataclass(frozen=True)
class Preview:
    """A request as a PDF with the symbol of its number, and how much there is to do before it goes out.

    `counts` are the missing, the unconfirmed, errors and warnings; nothing for a report of no figures.
    """

    request: Request
    pdf: bytes
    symbol: str
    counts: Mapping[str, int]


class ReportView(QWidget):
    """The reports of the office, each previewed as the very PDF that will be exported.

    `go` opens another page, `status` is news for the status bar, `summary` what is selected; `kept_wanted` asks for the
    issued document with an id in its register.
    """

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)
    kept_wanted = Signal(int)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.span: Span | None = None
        self.preview: Preview | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self.make_preview)
        self._background = Background()
        self._background.answered.connect(self._show_preview)
        self.buttons = (
            Button(_("Xuất &PDF"), partial(self._export, ("pdf",))),
            Button(_("Xuất &Excel"), self.export, tip="Ctrl+E"),
            Button(_("Xuất &cả hai"), partial(self._export, FORMATS), role="primary"),
        )
        self.kinds = _list_of_reports()
        self.kinds.currentRowChanged.connect(lambda _row: self.make_preview())
        self.view, self._page_label = PdfView(), Label("", "small")
        self.panel = ReleasePanel()
        self.panel.opened.connect(self._open_door)
        self.panel.edited.connect(self._pause.start)
        self.panel.folder_wanted.connect(self._choose_folder)
        self.view.page_changed.connect(self._show_page_number)
        self._lay_out()
        self.panel.show_folder(context.settings.last_export_folder)

    def _lay_out(self) -> None:
        self._beside = QScrollArea()
        beside = self._beside
        beside.setWidget(self.panel)
        beside.setWidgetResizable(True)
        self._list = Card(self.kinds, margins=(10, 10, 10, 10))
        below = (
            self._page_label,
            1,
            Button("−", lambda: self.view.zoom(-1), role="link", tip=_("Thu nhỏ (Ctrl+lăn chuột)")),
            Button(_("Vừ&a khổ"), lambda: self.view.set_factor(0), role="link", tip=_("Vừa chiều rộng")),
            Button("+", lambda: self.view.zoom(1), role="link", tip=_("Phóng to (Ctrl+lăn chuột)")),
            Button(_("&In…"), self.print_out, tip="Ctrl+P"),
        )
        middle = column(self.view, row(*below, gap=4), gap=4)
        middle.setStretch(0, 1)
        layout = row(self._list, middle, beside, gap=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self._list.setFixedWidth(theme.current().px(_LIST_WIDTH))
        self._beside.setFixedWidth(theme.current().px(PANEL_WIDTH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, a list of a single report gives way to the preview."""
        roomy = event.size().width() >= theme.current().px(_ROOMY)
        self._list.setVisible(roomy or len(REPORTS) > 1)
        super().resizeEvent(event)

    def choose_report(self, code: str) -> None:
        """Show the kind of report with this code."""
        self.kinds.setCurrentRow([report.code for report in REPORTS].index(code))

    def show_span(self, span: Span) -> None:
        """Show the reports of *span*."""
        self.span = span

    def refresh(self) -> None:
        """Make the preview anew."""
        with self.work.read() as session:
            seen = office.view(session)
        self.panel.show_office(
            tuple(seen[name] or "" for name in ("committee", "signer_position", "signer_name")),
            seen["addressed_to"] or seen["superior"] or "",
        )
        self.make_preview()

    def start_search(self) -> None:
        """Ctrl+F."""

    # Preview

    @property
    def request(self) -> Request | None:
        """What is asked for at the moment; None where there is nothing to report."""
        chosen = self.kinds.currentRow()
        if self.span is None or chosen < 0:
            return None
        return Request(REPORTS[chosen], self.span, self.panel.document_number, self.panel.document_day)

    def make_preview(self) -> None:
        """Ask for the preview of what is chosen."""
        self._pause.stop()
        request = self.request
        if request is not None:
            self._page_label.setText(_("Đang dựng bản xem trước…"))
            self._background.ask(lambda: _previewed(self.work, request))

    def _show_preview(self, preview: Preview) -> None:
        self.preview = preview
        self.view.show_pdf(preview.pdf)
        self.panel.show_counts(preview.counts)
        self.panel.show_symbol(preview.symbol)
        self._show_page_number()

    def _show_page_number(self) -> None:
        pages = self.view.pages
        count = len(pages) if pages else 0
        self._page_label.setText(_("Trang {page}/{count}").format(page=self.view.page, count=count))
        self.status.emit(_("{count} trang").format(count=count))

    def _open_door(self, name: str) -> None:
        if name == "office":
            self.go.emit("settings", "office")
        elif self.span is not None:
            self.context.choose_period(self.span.quarters[-1].code, self.span.quarters[-1].title)
            self.go.emit("counts", name)

    # Out

    def export(self) -> None:
        """Ctrl+E: write the workbook."""
        self._export(("xlsx",))

    def _export(self, formats: tuple[str, ...]) -> None:
        request = self.request
        folder = self._remembered_folder() or self._choose_folder()
        if request is None or folder is None:
            return
        self.work.run(
            _("xuất báo cáo"),
            lambda session: _exported(session, request, formats, folder),
            self._show_saved,
        )

    def _show_saved(self, paths: Sequence[Path]) -> None:
        self.panel.saved.show_paths(paths)
        QTimer.singleShot(0, self, lambda: self._beside.ensureWidgetVisible(self.panel.saved))

    def _remembered_folder(self) -> Path | None:
        remembered = self.context.settings.last_export_folder
        return Path(remembered) if remembered and Path(remembered).is_dir() else None

    def _choose_folder(self) -> Path | None:
        settings = self.context.settings
        folder = QFileDialog.getExistingDirectory(self, _("Lưu báo cáo vào thư mục"), settings.last_export_folder)
        if not folder:
            return None
        settings.last_export_folder = folder
        self.context.save_settings()
        self.panel.show_folder(folder)
        return Path(folder)

    def print_out(self) -> None:
        """Ctrl+P: print what is previewed, after Windows has asked for printer and pages."""
        if self.preview is None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from unioncare_desktop.ui.printing import print_pages

        pages = PdfPages(self.preview.pdf)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(f"{self.preview.request.report.title} {self.preview.request.span.title}")
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, len(pages))
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            print_pages(pages, printer)


def _list_of_reports() -> QListWidget:
    listed = QListWidget()
    listed.addItems([report.title for report in REPORTS])
    listed.setAccessibleName(_("Loại báo cáo"))
    listed.setWordWrap(True)
    listed.setResizeMode(QListWidget.ResizeMode.Adjust)
    listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    listed.setCurrentRow(0)
    return listed


def _previewed(work: "Work", request: Request) -> Preview:
    """Made in another thread."""
    from unioncare_desktop.reports import pdf

    with work.read() as session:
        document = request.build(session)
        to_do = _to_do(session, request.span) if request.report.of_figures else {}
    return Preview(request, pdf.render(document), document.heading.symbol, to_do)


def _to_do(session: "Session", span: Span) -> dict[str, int]:
    """How much there is to do about the figures of *span* before a report of them goes out."""
    rows = counts.rows(session, span)
    found = [problem.severity for row in rows for problem in row.problems()]
    total = counts.sums(rows)
    return {
        "missing": total.missing,
        "unconfirmed": total.unconfirmed,
        "errors": found.count(Severity.ERROR),
        "warnings": found.count(Severity.WARNING),
    }


def _exported(session: "Session", request: Request, formats: tuple[str, ...], folder: Path) -> Task[list[Path]]:
    """The paths written; each file is whole or not there at all."""
    yield Step(0, len(formats) + 1, request.span.title)
    document = request.build(session)
    paths: list[Path] = []
    for number, one in enumerate(formats, 1):
        yield Step(number, len(formats) + 1, one)
        paths += export(document, request.report, request.span, (one,), folder)
    return paths
