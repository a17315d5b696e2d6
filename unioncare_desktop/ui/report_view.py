"""Reports of a period: chosen, seen as they will be printed, and led out step by step: issued, printed, closed, mailed.

The period is chosen above, on the page. What is seen is what is printed: the issued copy itself, once there is one.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QListWidget, QMenu, QPushButton, QScrollArea, QSizePolicy, QWidget

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import FORMATS, REPORTS, Report, built, correction_report, export
from unioncare_desktop.services import plans
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.ui import report_reading, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.release_steps import (
    CHECK,
    CLOSE,
    EMAIL,
    ISSUE,
    KEPT,
    PRINT,
    VERBS,
    WORDS,
    next_step,
    steps,
)
from unioncare_desktop.ui.report_reading import Failure, Preview, Request
from unioncare_desktop.ui.widgets.basics import Button, Card, Chip, FilterChip, Notice, column, row
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.pdf_reader import PdfReader
from unioncare_desktop.ui.widgets.release_panel import PANEL_WIDTH, ReleasePanel
from unioncare_desktop.ui.written_files import WRITING, Write, ask_folder, issued_files, usual_folder, write_into
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_LIST_WIDTH = 214


class ReportView(QWidget):
    """The reports of the office, each previewed as the very PDF that is issued.

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
        self._as_it_stands = False
        self._printed: set[int] = set()
        self._plans: dict[str, str] = {}
        self._background = Background()
        self._background.answered.connect(self._show)
        self.more = QPushButton(_("Thê&m"))
        self.more.setMenu(self._menu())
        self.main = Button(VERBS[ISSUE], self.do_next, role="primary", tip="Ctrl+Enter")
        self.buttons: tuple[QPushButton, ...] = (
            Button(_("Xuất &PDF"), partial(self.export_as, ("pdf",))),
            Button(_("Xuất &Excel"), self.export, tip="Ctrl+E"),
            self.more,
            self.main,
        )
        self.kinds = _list_of_reports()
        self.reader, self.panel, self.notice = PdfReader(), ReleasePanel(), Notice()
        self.view = self.reader.view
        self.shown = Chip()
        self.other = Button(
            "", self.switch_copy, role="link", tip=_("Bản đã phát hành, hoặc bản theo số liệu hiện nay")
        )
        self.compare = Button(_("So với bản đã &gửi…"), self.show_differences, role="link")
        self.by_plan = FilterChip(_("Kế hoạch"), _("tất cả"))
        self._lay_out()
        self._connect()
        self.panel.show_folder(context.settings.last_export_folder)

    def _lay_out(self) -> None:
        self._beside = QScrollArea()
        self._beside.setWidget(self.panel)
        self._beside.setWidgetResizable(True)
        self._beside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # else the page scrolls
        self._list = Card(self.kinds, margins=(4, 8, 4, 8))
        middle = column(
            self.notice, Flow(self.shown, self.other, self.compare, self.by_plan, gap=12), self.reader, gap=6
        )
        middle.setStretch(2, 1)
        layout = row(self._list, middle, self._beside, gap=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.kinds)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self._list.setFixedWidth(theme.current().px(_LIST_WIDTH))
        self._beside.setFixedWidth(theme.current().px(PANEL_WIDTH))

    def _connect(self) -> None:
        self.kinds.currentRowChanged.connect(self._choose)
        self.by_plan.chosen.connect(lambda _name: self.make_preview())
        self.panel.opened.connect(self._open_door)
        self.panel.step_wanted.connect(self.do_step)
        self.panel.folder_wanted.connect(self._choose_folder)
        self.reader.print_wanted.connect(self.print_out)
        self.view.page_changed.connect(lambda _page, _count: self._tell_pages())
        self._keys(("Ctrl+Return", "Ctrl+Enter"), self.do_next)
        self._keys(("Ctrl+Shift+E",), lambda: self.export_as(FORMATS))
        for number in range(1, len(self.panel.steps) + 1):
            self._keys((f"Alt+{number}",), partial(self._do_numbered, number))

    def _keys(self, keys: Sequence[str], do: Callable[[], object]) -> None:
        for one in keys:
            shortcut = QShortcut(QKeySequence(one), self)
            shortcut.activated.connect(do)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for words, do in (
            (_("Xuất PDF"), lambda: self.export_as(("pdf",))),
            (_("Xuất cả Excel và PDF\tCtrl+Shift+E"), lambda: self.export_as(FORMATS)),
            (_("Lưu lại tệp đã phát hành"), self.write_issued),
            (_("Điền vào mẫu của cấp trên…"), self._fill_form),
            (_("In hàng loạt theo đơn vị…"), self._print_batch),
            (_("Ký số bản đã phát hành…"), self._sign),
            (_("Lập báo cáo đính chính"), partial(self.choose_report, correction_report.CODE)),
            (_("Mở lại kỳ đã khóa sổ…"), self._reopen),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked, do=do: do())
        menu.aboutToShow.connect(self._allow)
        return menu

    def _allow(self) -> None:
        """What can be done now; what cannot stands there greyed."""
        standing = self.preview.standing if self.preview is not None else None
        issued = standing is not None and standing.issued is not None
        closed = standing is not None and standing.closing is not None
        able = (
            self.preview is not None,
            self.preview is not None,
            issued,
            True,
            True,
            issued,
            issued and bool(standing and standing.differs),
        )
        for action, wanted in zip(self.more.menu().actions(), (*able, closed), strict=True):
            action.setEnabled(wanted)

    # What is shown

    def choose_report(self, code: str) -> None:
        """Show the kind of report with this code."""
        self.kinds.setCurrentRow([report.code for report in REPORTS].index(code))

    def show_span(self, span: Span) -> None:
        """Show the reports of *span*."""
        self._as_it_stands = self._as_it_stands and span == self.span
        self.span = span

    def refresh(self) -> None:
        """Make the preview anew."""
        with self.work.read() as session:
            self._plans = {_called(one): one.key for one in plans.listed(session)}
        self.by_plan.blockSignals(True)  # noqa: FBT003 - Qt's
        self.by_plan.set_choices(tuple(self._plans))
        self.by_plan.blockSignals(False)  # noqa: FBT003 - Qt's
        self.make_preview()

    @property
    def report(self) -> Report:
        """The kind of report that is chosen."""
        return REPORTS[self.kinds.currentRow()]

    @property
    def request(self) -> Request | None:
        """What is asked for at the moment; None before a period is shown."""
        if self.span is None:
            return None
        chosen = self._plans.get(self.by_plan.value) if self.report.of_plans is not None else None
        return Request(self.report, self.span, (chosen,) if chosen else (), self._as_it_stands)

    @property
    def busy(self) -> bool:
        """Whether something is still being read or drawn."""
        return self._background.busy or self.reader.busy

    def _choose(self) -> None:
        self._as_it_stands = False
        self.make_preview()

    def make_preview(self) -> None:
        """Ask for the preview of what is chosen."""
        request = self.request
        if request is not None:
            self.by_plan.setVisible(request.report.of_plans is not None and len(self._plans) > 1)
            self.reader.tell(_("Đang dựng bản xem trước…"))
            self._background.ask(partial(report_reading.read, self.work, request))

    def switch_copy(self) -> None:
        """Alt+B: the report as it stands in place of the issued copy, and back."""
        if self.preview is not None and self.preview.standing.issued is not None:
            self._as_it_stands = not self._as_it_stands
            self.make_preview()

    def _show(self, made: Preview | Failure) -> None:
        if made.request != self.request:
            return  # another one is on its way
        self.notice.show_text(made.why if isinstance(made, Failure) else "")
        self.preview = made if isinstance(made, Preview) else None
        for button in self.buttons:
            button.setEnabled(self.preview is not None or button is self.more)
        if self.preview is None:
            self.reader.clear()
            self.panel.show_steps(())
            self.panel.show_counts({})
        else:
            self.reader.show_pages(self.preview.pages)
            self.panel.show_counts(self.preview.standing.counts)
            self.panel.show_document(self.preview.signature, self.preview.addressed_to)
        self._show_copy()
        self._show_steps()
        self._tell_pages()

    def _show_copy(self) -> None:
        """Say whether the issued copy is seen or the report as it stands, and whether they differ."""
        issued = self.preview.standing.issued if self.preview is not None else None
        kept = self.preview is not None and self.preview.kept
        if issued is None:
            self.shown.show_text(_("Bản xem trước, chưa cấp số"), "neutral")
        elif kept:
            words = _("Bản đã phát hành: {number}, {day}")
            self.shown.show_text(words.format(number=issued.number_text, day=show_day(issued.issued_on)), "good")
        else:
            self.shown.show_text(_("Bản theo số liệu hiện nay, chưa cấp số"), "neutral")
        self.shown.setVisible(self.preview is not None)
        self.other.setText(_("Xem &bản hiện nay") if kept else _("Xem &bản đã phát hành"))
        self.other.setVisible(issued is not None)
        differs = self.preview is not None and self.preview.standing.differs
        self.compare.setVisible(differs)
        if differs and not self.notice.label.text():
            self.notice.show_text(
                _("Số liệu hiện nay khác bản đã phát hành. Xem chỗ khác, rồi lập báo cáo đính chính nếu cần.")
            )

    def _show_steps(self) -> None:
        if self.preview is not None:
            found = steps(self.preview, printed=self._is_printed)
            self.panel.show_steps(found)
            self.main.setText(VERBS[next_step(found)])

    @property
    def _is_printed(self) -> bool:
        issued = self.preview.standing.issued if self.preview is not None else None
        return issued is not None and issued.id in self._printed

    @property
    def issued_id(self) -> int | None:
        """The id of the newest issued document of what is shown; None where there is none."""
        issued = self.preview.standing.issued if self.preview is not None else None
        return issued.id if issued is not None else None

    def _tell_pages(self) -> None:
        self.status.emit(_("{count} trang").format(count=len(self.reader.pages or ())))

    def start_search(self) -> None:
        """Ctrl+F: look for words in the report."""
        self.reader.start_search()

    def _open_door(self, name: str) -> None:
        if name == "office":
            self.go.emit("settings", "office")
        elif self.span is not None:
            self.context.choose_period(self.span.quarters[-1].code, self.span.quarters[-1].title)
            self.go.emit("counts", name)

    # The steps

    def do_next(self) -> None:
        """Ctrl+Enter: the first step that is open."""
        if self.preview is not None:
            self.do_step(next_step(steps(self.preview, printed=self._is_printed)))

    def _do_numbered(self, number: int) -> None:
        if self.preview is not None:
            found = steps(self.preview, printed=self._is_printed)
            if number <= len(found):
                self.do_step(found[number - 1].name)

    def do_step(self, name: str) -> None:
        """Do one of the steps; what has been done already can be looked at, or done again."""
        {
            CHECK: self._check,
            WORDS: self._edit_words,
            ISSUE: self.issue,
            PRINT: self.print_out,
            CLOSE: self._close_or_reopen,
            EMAIL: self.write_email,
            KEPT: self._show_kept,
        }[name]()

    def _check(self) -> None:
        counts = self.preview.standing.counts if self.preview is not None else {}
        worst = next((name for name in ("errors", "missing", "unconfirmed", "warnings") if counts.get(name)), "errors")
        self._open_door(worst)

    def _edit_words(self) -> None:
        from unioncare_desktop.ui.narrative_dialog import NarrativeDialog

        if self.span is not None:
            self._opened(NarrativeDialog(self.work, self.span, self))

    def issue(self) -> None:
        """Ask for number, day and who signs, and issue the report; of an issued one that still holds, show it."""
        from unioncare_desktop.ui.issue_dialog import IssueDialog

        request = self.request
        if request is None or self.preview is None:
            return
        dialog = IssueDialog(self.work, self.context, request, self)
        dialog.issued.connect(self._write_issued)
        self._opened(dialog)

    def _write_issued(self, document_id: int, folder: Path) -> None:
        self._show_issued(document_id)
        self._write(WRITING, issued_files((document_id,)), folder)

    def _show_issued(self, _document_id: int) -> None:
        self._as_it_stands = False
        self.make_preview()

    def _close_or_reopen(self) -> None:
        from unioncare_desktop.ui.closing_dialogs import CloseDialog

        if self.preview is not None and self.preview.standing.closing is not None:
            self._reopen()
        elif self.span is not None:
            self._opened(CloseDialog(self.work, self.span, self))

    def _reopen(self) -> None:
        from unioncare_desktop.ui.closing_dialogs import ReopenDialog

        if self.span is not None:
            self._opened(ReopenDialog(self.work, self.span, self))

    def write_email(self, *, at_once: bool = False) -> None:
        """A message with the issued files, or with the report as it stands; *at_once* as in `EmailDialog`."""
        from unioncare_desktop.ui.email_dialog import EmailDialog

        if self.span is not None:
            what = self.issued_id or (self.report, self.span)
            self._opened(EmailDialog(self.work, self.context, what, self, at_once=at_once))

    def _show_kept(self) -> None:
        if self.issued_id is not None:
            self.kept_wanted.emit(self.issued_id)

    def show_differences(self) -> None:
        """What is other now than in the issued copy, figure by figure."""
        from unioncare_desktop.ui.differences_dialog import DifferencesDialog

        if self.span is not None:
            dialog = DifferencesDialog(self.work, self.report, self.span, self)
            dialog.correction_wanted.connect(partial(self.choose_report, correction_report.CODE))
            self._opened(dialog)

    # What stands in the menu

    def _fill_form(self) -> None:
        from unioncare_desktop.ui.form_fill_dialog import FormFillDialog

        if self.span is not None:
            self._opened(FormFillDialog(self.work, self.context, self.span, self))

    def _print_batch(self) -> None:
        from unioncare_desktop.ui.batch_dialog import BatchDialog

        if self.span is not None:
            self._opened(BatchDialog(self.work, self.context, self.span, self))

    def _sign(self) -> None:
        from unioncare_desktop.ui.signing_dialog import SigningDialog

        if self.issued_id is not None:
            dialog = SigningDialog(self.work, self.context, self.issued_id, self)
            dialog.signed.connect(self._show_issued)
            self._opened(dialog)

    # Out

    def export(self) -> None:
        """Ctrl+E: write the workbook."""
        self.export_as(("xlsx",))

    def export_as(self, formats: tuple[str, ...]) -> None:
        """Write the report as it stands, without a number, in some formats."""
        request = self.request
        folder = self._remembered_folder() or self._choose_folder()
        if request is not None and folder is not None:
            self._write(_("xuất báo cáo"), partial(_exported, request=request, formats=formats), folder)

    def write_issued(self) -> None:
        """Write the files of the issued document again, the same to the byte."""
        if self.issued_id is not None:
            self._write(WRITING, issued_files((self.issued_id,)), usual_folder(self.work, self.context))

    def _write(self, title: str, write: Write, folder: Path) -> None:
        write_into(self.work, self.context, title, write, folder, self, self._show_saved)

    def _show_saved(self, paths: Sequence[Path]) -> None:
        self.panel.saved.show_paths(paths)

    def _remembered_folder(self) -> Path | None:
        remembered = self.context.settings.last_export_folder
        return Path(remembered) if remembered and Path(remembered).is_dir() else None

    def _choose_folder(self) -> Path | None:
        folder = ask_folder(self.work, self.context, self)
        self.panel.show_folder(self.context.settings.last_export_folder)
        return folder

    def print_out(self) -> None:
        """Ctrl+P: print what is previewed, after the system has asked for printer, pages and copies."""
        if self.preview is None:
            return
        from unioncare_desktop.ui.printing import ask_and_print

        name = f"{self.report.title} {self.preview.request.span.title}"
        kept = self.issued_id if self.preview.kept else None
        done = partial(self._remember_printed, kept)
        ask_and_print(self.work, self.preview.pages, name, self, current=self.view.page, on_done=done)

    def _remember_printed(self, document_id: int | None, _sheets: int) -> None:
        if document_id is not None:
            self._printed.add(document_id)
            self._show_steps()

    def _opened(self, dialog: QDialog) -> None:
        """Open a dialog; whatever was done in it may have changed what is shown."""
        dialog.finished.connect(lambda _result: self.make_preview())
        dialog.open()


def _list_of_reports() -> QListWidget:
    listed = QListWidget()
    listed.addItems([report.title for report in REPORTS])
    listed.setAccessibleName(_("Loại báo cáo"))
    listed.setWordWrap(True)
    listed.setResizeMode(QListWidget.ResizeMode.Adjust)
    listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    listed.setCurrentRow(0)
    return listed


def _called(plan: PlanRow) -> str:
    """A plan within a list: its number, or its name."""
    return plan.number or plan.name


def _exported(session: "Session", folder: Path, request: Request, formats: tuple[str, ...]) -> Task[list[Path]]:
    """The paths written; each file is whole or not there at all."""
    yield Step(0, len(formats) + 1, request.span.title)
    document = built(session, request.report, request.span, plans=request.plans)
    paths: list[Path] = []
    for number, one in enumerate(formats, 1):
        yield Step(number, len(formats) + 1, one)
        paths += export(document, request.report, request.span, (one,), folder)
    return paths
