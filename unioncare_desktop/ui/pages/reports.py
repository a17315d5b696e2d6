"""Báo cáo: choose a report and a period, see it as it will be printed, see what is still missing, export and print."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QListWidget, QScrollArea, QStackedWidget, QWidget

from unioncare_desktop.domain.records import (
    Area,
    Award,
    AwardTitle,
    Bloc,
    Campaign,
    CampaignRound,
    CampaignSector,
    DocumentText,
    Level,
    MemberCount,
    Merger,
    MergerBase,
    MergerBaseUnion,
    MergerLock,
    MergerPart,
    Office,
    PactItem,
    Period,
    RecognitionLevel,
    Registration,
    RegistrationKind,
    RoundScore,
    Sector,
    Threshold,
    Union,
    UnionEvent,
)
from unioncare_desktop.domain.records.period import HALF, QUARTER, YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import FORMATS, REPORTS, Report, export
from unioncare_desktop.reports.document import Document
from unioncare_desktop.services import campaigns, counts, merger_links, office, periods
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.page import Context, Page
from unioncare_desktop.ui.pdf_pages import PdfPages
from unioncare_desktop.ui.widgets.basics import Button, Card, EmptyState, Label, column, row
from unioncare_desktop.ui.widgets.pdf_view import PdfView
from unioncare_desktop.ui.widgets.period_switch import PeriodSwitch
from unioncare_desktop.ui.widgets.release_panel import PANEL_WIDTH, ReleasePanel

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_KINDS = {QUARTER: _("Quý"), HALF: _("6 tháng"), YEAR: _("Năm")}
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


class ReportsPage(Page):
    """The reports of the office, each previewed as the very PDF that will be exported."""

    name, title, icon = "reports", _("Báo cáo"), "reports"
    shows = (
        *(Office, Threshold, DocumentText, Level, Sector, Bloc, Area, Union, UnionEvent, Period, MemberCount),
        *(Merger, MergerPart, MergerLock, MergerBase, MergerBaseUnion),
        *(Campaign, CampaignSector, CampaignRound, Registration, PactItem, Award, RoundScore),
        *(RegistrationKind, RecognitionLevel, AwardTitle),
    )

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__(work, context)
        self._spans: tuple[Span, Span] | None = None
        self.span: Span | None = None
        self.preview: Preview | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._make_preview)
        self._background = Background()
        self._background.answered.connect(self._show_preview)
        self._make_header()
        self.kinds = _list_of_reports()
        self.kinds.currentRowChanged.connect(lambda _row: self._make_preview())
        self.view, self._page_label = PdfView(), Label("", "small")
        self.panel = ReleasePanel()
        self.panel.opened.connect(self._open_door)
        self.panel.edited.connect(self._pause.start)
        self.panel.folder_wanted.connect(self._choose_folder)
        self.view.page_changed.connect(self._show_page_number)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._laid_out())
        self._stack.addWidget(self._empty())
        self.body.addWidget(self._stack, 1)
        self.panel.show_folder(context.settings.last_export_folder)

    def _make_header(self) -> None:
        self.switch, self.kind = PeriodSwitch(), QComboBox()
        self.switch.previous.connect(self.previous_period)
        self.switch.next.connect(self.next_period)
        for code, words in _KINDS.items():
            self.kind.addItem(words, code)
        self.kind.setAccessibleName(_("Loại kỳ"))
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self.header.add_beside(self.kind, self.switch)
        self.buttons = (
            Button(_("Xuất &PDF"), partial(self._export, ("pdf",))),
            Button(_("Xuất &Excel"), self.export, tip="Ctrl+E"),
            Button(_("Xuất &cả hai"), partial(self._export, FORMATS), role="primary"),
        )
        self.header.add_actions(*self.buttons)

    def _laid_out(self) -> QWidget:
        whole, self._beside = QWidget(), QScrollArea()
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
        whole.setLayout(layout)
        theme.current().changed.connect(self._scale)
        self._scale()
        return whole

    def _scale(self) -> None:
        self._list.setFixedWidth(theme.current().px(_LIST_WIDTH))
        self._beside.setFixedWidth(theme.current().px(PANEL_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the quarter that was chosen on another page."""
        super().showEvent(event)
        if self._spans and self.span and self.span.kind == QUARTER and self.span.code != self.context.period:
            self._choose(self._wanted(self.span))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, a list of a single report gives way to the preview."""
        roomy = event.size().width() >= theme.current().px(_ROOMY)
        self._list.setVisible(roomy or len(REPORTS) > 1)
        super().resizeEvent(event)

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        """Show the kind of report with this code."""
        codes = [report.code for report in REPORTS]
        if argument in codes:
            self.kinds.setCurrentRow(codes.index(argument))

    def _empty(self) -> EmptyState:
        enter = Button(_("Nhập &số liệu trên màn hình"), lambda: self.go.emit("counts", None))
        bring = Button(_("Nhập từ E&xcel"), lambda: self.go.emit("imports", None), role="primary")
        return EmptyState(
            "reports",
            _("Chưa có số liệu kỳ nào để lập báo cáo."),
            enter,
            bring,
            detail=_("Nhập số liệu đoàn viên của một quý, từ tệp Excel sẵn có hoặc gõ trên màn hình."),
        )

    # Periods

    def refresh(self) -> None:
        """Offer the periods there are, and make the preview of the chosen one anew."""
        with self.work.read() as session:
            newest = periods.newest_with_counts(session)
            spans = [row.span for row in periods.listed(session)]
            merged_on = merger_links.newest_day(session)
            rounds = [one for row in campaigns.listed(session) for one in row.rounds]
            seen = office.view(session)
        spans += [Span.quarter_of(merged_on)] if merged_on else []
        spans += [Span.quarter_of(day) for one in rounds for day in (one.start, one.end)]
        if newest is None and rounds:
            newest = Span.quarter_of(max(one.start for one in rounds))
        quarters = sorted(quarter for span in spans for quarter in span.quarters)
        self._spans = (quarters[0], quarters[-1]) if newest and quarters else None
        self._stack.setCurrentIndex(0 if self._spans else 1)
        for widget in (*self.buttons, self.switch, self.kind):
            widget.setVisible(bool(self._spans))
        if newest is None:
            self.status.emit("")
            return
        self.panel.show_office(
            tuple(seen[name] or "" for name in ("committee", "signer_position", "signer_name")),
            seen["addressed_to"] or seen["superior"] or "",
        )
        self._choose(self._wanted(newest))

    def _wanted(self, newest: Span) -> Span:
        """The period that the other pages show; a longer one chosen here stays."""
        if self.span is not None and self.span.kind != QUARTER:
            return self.span
        shown = Span.parse(self.context.period) if self.context.period else newest
        return shown if self._offered(shown) else newest

    def _offered(self, span: Span) -> bool:
        """Whether there is a quarter with figures, mergers or a round of a competition in or around *span*."""
        if self._spans is None:
            return False
        first, last = self._spans
        return first.start <= span.end and span.start <= last.end

    def _choose(self, span: Span) -> None:
        self.span = span
        self.kind.blockSignals(True)  # noqa: FBT003 - Qt's
        self.kind.setCurrentIndex(self.kind.findData(span.kind))
        self.kind.blockSignals(False)  # noqa: FBT003 - Qt's
        before, after = (near.short if self._offered(near) else "" for near in (span.previous, span.next))
        self.switch.show_period(span.title, before, after)
        if span.kind == QUARTER:
            self.context.choose_period(span.code, span.title)
        self._make_preview()

    def _choose_kind(self) -> None:
        kind = self.kind.currentData()
        if self.span is None or self.span.kind == kind:
            return
        last = self.span.quarters[-1]
        size = {QUARTER: 1, HALF: 2, YEAR: 4}[kind]
        wanted = Span(last.year, (last.number - 1) // size + 1, kind)
        self._choose(wanted if self._offered(wanted) else wanted.previous)

    def previous_period(self) -> None:
        """Ctrl+PgUp: the report of the period before."""
        self._step(lambda span: span.previous)

    def next_period(self) -> None:
        """Ctrl+PgDn: the report of the period after."""
        self._step(lambda span: span.next)

    def _step(self, way: Callable[[Span], Span]) -> None:
        if self.span is not None and self._offered(way(self.span)):
            self._choose(way(self.span))

    # Preview

    @property
    def request(self) -> Request | None:
        """What is asked for at the moment; None where there is nothing to report."""
        chosen = self.kinds.currentRow()
        if self.span is None or self._spans is None or chosen < 0:
            return None
        return Request(REPORTS[chosen], self.span, self.panel.document_number, self.panel.document_day)

    def _make_preview(self) -> None:
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
        if self.preview is None or self._spans is None:
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
