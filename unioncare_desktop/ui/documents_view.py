"""The register of issued documents: found, opened, written out, mailed, signed, corrected, cancelled.

Nothing is typed into it: a number that was given stays, a document is cancelled and never removed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from unioncare_desktop import clock, reports
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Text, Whole
from unioncare_desktop.domain.records import DocumentType
from unioncare_desktop.domain.records.correspondence import SENT
from unioncare_desktop.domain.records.issued_document import LONGEST_SUBJECT
from unioncare_desktop.domain.records.period import YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deliveries, issued, office_lists, unions
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.ask_dialog import AskDialog, Question
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.record_grid import Badge, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import Button, EmptyState, FilterChip, Stack, column
from unioncare_desktop.ui.widgets.flow import Flow
from unioncare_desktop.ui.widgets.search_box import SearchBox
from unioncare_desktop.ui.written_files import WRITING, ask_folder, issued_files, write_into
from unioncare_desktop.vietnamese import fold, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.deliveries import DeliveryRow
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_SEARCH_WIDTH = 250
_REGISTER = "documents"
"""The report that prints the register."""


@dataclass(frozen=True)
class Line:
    """A document of the register with what was sent of it."""

    row: IssuedRow
    sent: "tuple[DeliveryRow, ...]"
    search: str

    @property
    def id(self) -> int:
        """The id of the document."""
        return self.row.id

    @property
    def sent_words(self) -> str:
        """To how many it was sent, or that a draft waits."""
        count = sum(one.state == SENT for one in self.sent)
        if count:
            return _("{count} nơi").format(count=show_whole(count))
        return _("đã soạn") if self.sent else ""

    @property
    def state(self) -> Badge:
        """Whether it holds, was corrected, corrects, or was cancelled."""
        if self.row.cancelled_why is not None:
            return Badge(_("đã hủy: {why}").format(why=self.row.cancelled_why), "error")
        if self.row.corrected_by:
            return Badge(_("đã đính chính"), "warning")
        if any(one.signed for one in self.row.files):
            return Badge(_("đã ký số"), "good")
        return Badge(_("bản đính chính") if self.row.corrects_id is not None else _("đã phát hành"), "good")


class DocumentsView(QWidget):
    """`go` opens another page, `status` is news for the status bar, `summary` what is selected.

    `report_wanted` asks for a report by its code and, where it is of one, its period.
    """

    go = Signal(str, object)
    status = Signal(str)
    summary = Signal(str)
    report_wanted = Signal(str, object)

    def __init__(self, work: "Work", context: "Context") -> None:
        super().__init__()
        self.work, self.context = work, context
        self.lines: list[Line] = []
        self._wanted: int | None = None
        self._background = Background()
        self._background.answered.connect(self._show)
        self.acts = Button(_("&Việc với văn bản ▾"))
        self.acts.setMenu(self._menu())
        self.enter = Button(_("&Ghi văn bản khác…"), self.ask_other, tip="Ctrl+N")
        self.print = Button(_("I&n sổ…"), self.print_out, tip="Ctrl+P")
        self.open = Button(_("&Mở văn bản"), self.open_current, role="primary", tip="Enter")
        self.buttons: tuple[Button, ...] = (self.print, self.enter, self.acts, self.open)
        self.words = SearchBox(_("Tìm số, trích yếu, nơi nhận…"))
        self.by_series, self.by_type = FilterChip(_("Sổ"), _("tất cả")), FilterChip(_("Loại"), _("tất cả"))
        self.by_state = FilterChip(_("Chưa gửi"))
        self.grid = RecordGrid(_columns(), attrgetter("id"), look=context.settings.grids.setdefault(_REGISTER, {}))
        self.grid.select_whole_rows()
        whole = QWidget()
        parts = column(Flow(self.words, self.by_series, self.by_type, self.by_state, gap=12), self.grid, gap=12)
        parts.setStretch(1, 1)
        whole.setLayout(parts)
        whole.setFocusProxy(self.grid)
        self.stack = Stack()
        self.stack.addWidget(whole)
        self.stack.addWidget(self._empty())
        self.setLayout(column(self.stack))
        self.setFocusProxy(self.stack)
        self._connect()

    def _empty(self) -> EmptyState:
        enter = Button(_("Ghi văn bản &khác…"), self.ask_other)
        make = Button(_("&Lập và phát hành báo cáo"), lambda: self.report_wanted.emit("", None), role="primary")
        return EmptyState(
            "reports",
            _("Sổ văn bản đi chưa có văn bản nào."),
            enter,
            make,
            detail=_("Báo cáo được phát hành thì có số và vào sổ. Văn bản soạn ở nơi khác thì ghi thêm vào đây."),
        )

    def _connect(self) -> None:
        self.words.searched.connect(self._filter)
        self.words.left.connect(self.grid.setFocus)
        for chip in (self.by_series, self.by_type, self.by_state):
            chip.chosen.connect(self._filter)
        self.grid.opened.connect(lambda _key, _column: self.open_current())
        self.grid.row_wanted.connect(self.ask_other)
        self.grid.delete_wanted.connect(lambda _keys: self.ask_cancel())
        self.grid.summary.connect(self.summary)
        self.grid.said.connect(self.summary)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.words.setFixedWidth(theme.current().px(_SEARCH_WIDTH))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for words, do in (
            (_("&Lưu tệp ra thư mục…\tCtrl+E"), self.export),
            (_("&Soạn e-mail…\tCtrl+M"), self.write_email),
            (_("&Ký số…"), self.sign),
            (_("S&o với số liệu hiện nay…"), self.compare),
            (_("Lập báo cáo đí&nh chính"), self.correct),
            (_("&Hủy văn bản…\tCtrl+Delete"), self.ask_cancel),
        ):
            menu.addAction(words).triggered.connect(lambda _checked, do=do: do())
        menu.aboutToShow.connect(self._allow)
        return menu

    def _allow(self) -> None:
        """What can be done with the current document; what cannot stands there greyed."""
        line = self.current
        files, holds = line is not None and bool(line.row.files), line is not None and line.row.cancelled_why is None
        of_report = holds and line is not None and line.row.report is not None and line.row.span is not None
        able = (files, files and holds, files and holds, of_report, of_report, holds)
        for action, wanted in zip(self.acts.menu().actions(), able, strict=True):
            action.setEnabled(wanted)

    # What is shown

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._background.busy

    def show_span(self, span: Span) -> None:
        """The register is of all periods."""

    def refresh(self) -> None:
        """Read the register anew."""
        self._background.ask(partial(_read, self.work))

    def go_to(self, document_id: int) -> None:
        """Stand on the document with this id, as soon as it is there."""
        self._wanted = document_id
        self._stand()

    def _show(self, lines: list[Line]) -> None:
        self.lines = sorted(lines, key=lambda line: (line.row.issued_on, line.id), reverse=True)
        self.stack.setCurrentIndex(0 if lines else 1)
        for button in (self.acts, self.open, self.print):
            button.setEnabled(bool(lines))
        self.by_series.set_choices(tuple(dict.fromkeys(line.row.series for line in self.lines)))
        self.by_type.set_choices(tuple(sorted({line.row.type_name for line in lines})))
        self.by_type.setVisible(len({line.row.type_id for line in lines}) > 1)
        self.grid.set_rows(self.lines)
        self._filter()
        self._stand()

    def _stand(self) -> None:
        if self._wanted is not None and any(line.id == self._wanted for line in self.lines):
            self.grid.go_to(self._wanted)
            self._wanted = None

    def _filter(self) -> None:
        text, series, sort = self.words.text(), self.by_series.value, self.by_type.value
        asked: list[Callable[[Line], object]] = []
        if text:
            asked.append(lambda line: unions.matches(line.search, text))
        if series:
            asked.append(lambda line: line.row.series == series)
        if sort:
            asked.append(lambda line: line.row.type_name == sort)
        if self.by_state.isChecked():
            asked.append(_unsent)
        self.grid.set_filter((lambda line: all(wanted(line) for wanted in asked)) if asked else None)
        self.by_state.set_label(_("Chưa gửi {count}").format(count=show_whole(sum(map(_unsent, self.lines)))))
        self.status.emit(_("{count} văn bản").format(count=show_whole(len(self.grid.shown_rows))))

    def start_search(self) -> None:
        """Ctrl+F."""
        self.words.start()

    @property
    def current(self) -> Line | None:
        """The document that one stands on."""
        return next((line for line in self.lines if line.id == self.grid.current_key), None)

    # What is done

    def open_current(self) -> None:
        """Enter: the document as it went out."""
        from unioncare_desktop.ui.issued_dialog import IssuedDialog

        line = self.current
        if line is None:
            return
        if line.row.content_hash is None and not line.row.files:
            self.summary.emit(
                _("{document} soạn ở nơi khác, chương trình không giữ tệp.").format(document=line.row.called)
            )
            return
        IssuedDialog(self.work, self.context, line.row, self).open()

    def export(self) -> None:
        """Ctrl+E: the files of the selected documents into a folder."""
        keys = set(self.grid.selected_keys)
        ids = [line.id for line in self.grid.shown_rows if line.id in keys and line.row.files]
        folder = ask_folder(self.work, self.context, self) if ids else None
        if folder is not None:
            write_into(self.work, self.context, WRITING, issued_files(ids), folder, self, self._tell_written)

    def _tell_written(self, paths: Sequence[Path]) -> None:
        words = _("Đã lưu {count} tệp vào {folder}")
        self.summary.emit(words.format(count=show_whole(len(paths)), folder=paths[0].parent))

    def write_email(self, *, at_once: bool = False) -> None:
        """A message with the files of the current document; *at_once* as in `EmailDialog`."""
        from unioncare_desktop.ui.email_dialog import EmailDialog

        if self.current is not None:
            EmailDialog(self.work, self.context, self.current.id, self, at_once=at_once).open()

    def sign(self) -> None:
        """Sign the PDF of the current document with a certificate."""
        from unioncare_desktop.ui.signing_dialog import SigningDialog

        if self.current is not None:
            SigningDialog(self.work, self.context, self.current.id, self).open()

    def compare(self) -> None:
        """What is other now than in the report that was issued last for the period of the current document."""
        from unioncare_desktop.ui.differences_dialog import DifferencesDialog

        row = self.current.row if self.current is not None else None
        if row is not None and row.report is not None and row.span is not None:
            dialog = DifferencesDialog(self.work, reports.find(row.report), row.span, self)
            dialog.correction_wanted.connect(self.correct)
            dialog.open()

    def correct(self) -> None:
        """The report of the correction for the period of the current document."""
        row = self.current.row if self.current is not None else None
        if row is not None and row.span is not None:
            self.report_wanted.emit(reports.correction_report.CODE, row.span)

    def print_out(self) -> None:
        """Ctrl+P: the list of the documents of the year of the newest one, as a report."""
        if self.lines:
            self.report_wanted.emit(_REGISTER, Span(self.lines[0].row.issued_on.year, 1, YEAR))

    def ask_cancel(self) -> AskDialog | None:
        """Ctrl+Delete: cancel the current document, for a reason; it keeps its number."""
        line = self.current
        if line is None or line.row.cancelled_why is not None:
            return None
        row = line.row

        def done(values: Mapping[str, Any]) -> bool:
            title = _("Hủy {document}").format(document=row.called)
            return self.work.write(title, lambda session: _cancelled(session, row.id, values["why"])) is not None

        about = _("{document}, {subject}. Số đã cấp vẫn giữ trong sổ, không cấp lại cho văn bản khác.")
        question = Question("why", _("&Lý do hủy"), Text(most=NOTE_LENGTH), None)
        dialog = AskDialog(
            _("Hủy văn bản"),
            about.format(document=row.called, subject=row.subject),
            (question,),
            _("&Hủy văn bản"),
            done,
            self,
        )
        dialog.open()
        return dialog

    def ask_other(self) -> AskDialog:
        """Ctrl+N: enter a document that was written elsewhere under the next number."""
        with self.work.read() as session:
            types = office_lists.offered(session, DocumentType, clock.today())
            draft = issued.new_draft(session)

        def done(values: Mapping[str, Any]) -> bool:
            draft.values |= {name: value for name, value in values.items() if name != "recipients"}
            draft.values["recipients"] = _lines(values["recipients"])
            title = _("Ghi văn bản đi: {subject}").format(subject=values["subject"][:60])
            self._wanted = self.work.write(title, lambda session: issued.enter(session, draft))
            return self._wanted is not None

        today = clock.today()
        questions = (
            Question("type_id", _("&Loại văn bản"), Whole(), None, options=types),
            Question("number", _("&Số (để trống: số tiếp theo)"), Whole(most=99_999), None, required=False),
            Question("issued_on", _("&Ngày"), Day(today.year), today),
            Question("subject", _("&Trích yếu"), Text(most=LONGEST_SUBJECT), None),
            Question("recipients", _("Nơi n&hận (cách bằng ;)"), Text(most=NOTE_LENGTH), None, required=False),
            Question("signer", _("N&gười ký"), Text(), draft.values["signer"], required=False),
        )
        about = _("Văn bản soạn ở nơi khác, ví dụ công văn gõ trong Word, cũng lấy số ở sổ này.")
        dialog = AskDialog(_("Ghi văn bản khác"), about, questions, _("Ghi &vào sổ"), done, self)
        dialog.open()
        return dialog


def _read(work: "Work") -> list[Line]:
    """The whole register; read in another thread."""
    with work.read() as session:
        rows = issued.listed(session)
        sent = deliveries.of_documents(session, [row.id for row in rows])
    return [Line(row, sent[row.id], _searched(row)) for row in rows]


def _searched(row: IssuedRow) -> str:
    """By what a document is found, folded."""
    return fold(" ".join((row.number_text, row.subject, row.type_name, row.signer or "", *row.recipients)))


def _unsent(line: Line) -> bool:
    return line.row.cancelled_why is None and not any(one.state == SENT for one in line.sent)


def _cancelled(session: Any, document_id: int, why: str) -> bool:  # noqa: ANN401 - a session is opaque here
    issued.cancel(session, document_id, why)
    return True


def _lines(names: str | None) -> str | None:
    """Names that stand one after the other, one a line."""
    return "\n".join(name.strip() for name in (names or "").split(";") if name.strip()) or None


def _columns() -> tuple[GridColumn, ...]:
    def period(line: Line) -> str | None:
        return line.row.span.title if line.row.span is not None else None

    return (
        GridColumn(
            "number",
            _("Số"),
            value=attrgetter("row.number_text"),
            sort=lambda line: (line.row.type_name, line.row.series, line.row.number),
            width=122,
            frozen=True,
            strong=True,
        ),
        GridColumn("issued_on", _("Ngày"), Day(), value=attrgetter("row.issued_on"), width=98, frozen=True),
        GridColumn("subject", _("Trích yếu"), value=attrgetter("row.subject"), width=262),
        GridColumn("state", _("Tình trạng"), value=attrgetter("state"), width=126, status=True),
        GridColumn(
            "period",
            _("Kỳ"),
            value=period,
            sort=lambda line: line.row.span.start.isoformat() if line.row.span is not None else None,
            width=100,
        ),
        GridColumn("signer", _("Người ký"), value=attrgetter("row.signer"), width=128),
        GridColumn("recipients", _("Nơi nhận"), value=lambda line: "; ".join(line.row.recipients) or None, width=130),
        GridColumn("files", _("Tệp"), value=_files, width=80),
        GridColumn("sent", _("Đã gửi"), value=lambda line: line.sent_words or None, width=68),
    )


def _files(line: Line) -> str | None:
    kinds = dict.fromkeys(one.format + (_(" đã ký") if one.signed else "") for one in line.row.files)
    return ", ".join(kinds) or None
