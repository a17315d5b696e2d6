"""Phát hành: the number that a report gets, its day, who signs, which files and where; then it is in the register.

The number is given by the program. Only the first one of a series may be typed: an office may begin in mid-year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Day, Unreadable, Whole
from unioncare_desktop.domain.records import issued_document
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import FORMATS, issuing
from unioncare_desktop.reports.issuing import Proposal
from unioncare_desktop.services import issued, office, signers
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.editors import LineEditor
from unioncare_desktop.ui.report_reading import Request
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, beside, column, fit_height, row, set_property
from unioncare_desktop.ui.widgets.pick_box import PickBox
from unioncare_desktop.ui.widgets.release_panel import breakable
from unioncare_desktop.ui.written_files import ask_folder, usual_folder

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

_WIDTH, _SHORT_WIDTH = 560, 132
_NUMBER = Whole(most=99_999)
_HEAD = 0
"""The head of the office among the signers, who has no id."""
_REST_MILLISECONDS = 300


@dataclass(frozen=True)
class Reading:
    """What issuing would come to with a day and a signer, or why it cannot be."""

    day: date
    signer_id: int | None
    proposal: Proposal | None
    why: str = ""


class IssueDialog(QDialog):
    """`issued` tells the id of the document, and into which folder its files are to be written."""

    issued = Signal(int, object)

    def __init__(self, work: "Work", context: "Context", request: Request, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Phát hành"))
        self.work, self.context, self.request = work, context, request
        self.reading: Reading | None = None
        self.folder = usual_folder(work, context)
        self._background = Background()
        self._background.answered.connect(self._show)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MILLISECONDS)
        self._rest.timeout.connect(self._ask)
        self._hurried = False
        """Whether Enter was pressed before the number was there."""
        self.number, self.day, self.signer = LineEditor(_NUMBER), LineEditor(Day(clock.today().year)), PickBox()
        self.formats = {one: QCheckBox(issued_document.FORMATS[one]) for one in FORMATS}
        self.field = QCheckBox(_("&Chừa ô ký số trong PDF, cho phần mềm USB token"))
        self.again = QCheckBox(_("&Vẫn phát hành lại, với số mới"))
        self.go_on = Button(_("&Phát hành"), self.finish, role="primary", tip="Enter")
        self._offer_signers()
        self.day.show_value(clock.today())
        self._lay_out()
        self._connect()
        self.day.setFocus()
        self._ask()

    def _offer_signers(self) -> None:
        with self.work.read() as session:
            head, others = office.view(session)["signer_name"], signers.listed(session)
        names = {_HEAD: head or _("Người đứng đầu (chưa ghi họ tên)")}
        self.signer.set_options(names | {one.id: f"{one.name}, {one.position}" for one in others})
        self.signer.show_value(_HEAD)
        self.signer.setEnabled(bool(others))

    def _lay_out(self) -> None:
        self.heading = Label(_("Phát hành"), "title", wrap=True)
        self._symbol, self._recipients = Label("", "muted"), Label(wrap=True)
        self._place = Label(breakable(str(self.folder)), "muted", wrap=True)
        self.notice, self.problem = Notice(), Label("", "error", wrap=True)
        self.problem.hide()
        self.again.hide()
        for editor in (self.number, self.day):
            editor.setFixedWidth(theme.current().px(_SHORT_WIDTH))
        for box in self.formats.values():
            box.setChecked(True)
        lines = QGridLayout()
        lines.setVerticalSpacing(theme.current().px(8))
        change = Button(_("Đổi &thư mục…"), self._choose_folder, role="link")
        folder = row(self._place, change, gap=12)
        folder.setStretch(0, 1)
        place = QWidget()
        place.setLayout(folder)
        parts: tuple[tuple[str, QWidget, QWidget | None], ...] = (
            (_("&Số"), beside(self.number, self._symbol, 1), self.number),
            (_("&Ngày"), beside(self.day, 1), self.day),
            (_("N&gười ký"), self.signer, self.signer),
            (_("Nơi nhận"), self._recipients, None),
            (_("Tệp"), beside(*self.formats.values(), 1), None),
            ("", self.field, None),
            (_("Lưu vào"), place, None),
        )
        top, middle = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignVCenter
        for number, (words, part, buddy) in enumerate(parts):
            label = Label(words)
            if buddy is not None:
                label.setBuddy(buddy)
            lines.addWidget(label, number, 0, top if part is self._recipients else middle)
            lines.addWidget(part, number, 1)
        lines.setColumnStretch(1, 1)
        about = Label(
            _("Số văn bản do chương trình cấp, liền nhau, không xóa được; phát hành nhầm thì hủy và ghi lý do.")
        )
        about.set_role("muted")
        about.setWordWrap(True)
        buttons = row(1, Button(_("&Bỏ"), self.reject), self.go_on)
        whole = (self.heading, about, lines, self.notice, self.again, self.problem, buttons)
        self.setLayout(column(*whole, gap=12, margins=(20, 16, 20, 16)))
        self.setMinimumWidth(theme.current().px(_WIDTH))

    def _connect(self) -> None:
        for name, editor in ((_("Số"), self.number), (_("Ngày"), self.day), (_("Người ký"), self.signer)):
            editor.setAccessibleName(name)
        self.day.textChanged.connect(lambda _text: self._rest.start())
        self.signer.left.connect(self._rest.start)
        self.again.toggled.connect(lambda _on: self._allow())
        self.formats["pdf"].toggled.connect(self.field.setEnabled)
        for keys in ("Return", "Enter", "Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.finish)

    # What it would come to

    @property
    def busy(self) -> bool:
        """Whether the number is still being looked up."""
        return self._rest.isActive() or self._background.busy

    def _chosen(self) -> tuple[date, int | None]:
        """The day and the signer.

        Raises:
            Unreadable: one of them cannot be read.
        """
        day = Day(clock.today().year).parse(self.day.raw())
        if day is None:
            raise Unreadable(_("Ngày: chưa ghi"))
        signer = self.signer.raw()
        if not isinstance(signer, int):
            raise Unreadable(_("Người ký: không có trong danh sách, Alt+↓ để chọn"))
        return day, signer or None

    def _ask(self) -> None:
        self._rest.stop()
        try:
            day, signer_id = self._chosen()
        except Unreadable as error:
            self._tell(str(error))
            return
        self.go_on.setEnabled(False)
        self._background.ask(partial(_read, self.work, self.request, day, signer_id))

    def _show(self, reading: Reading) -> None:
        self.reading = reading
        self._tell(reading.why)
        found = reading.proposal
        if found is not None:
            given, document = found.numbering, found.document
            self.heading.setText(
                issuing.title(given) if not given.is_first else _("Phát hành {type}").format(type=given.type_name)
            )
            if not (given.is_first and self.number.isModified()):
                self.number.show_value(given.number)
            self.number.setReadOnly(not given.is_first)
            self._symbol.setText(
                f"/{given.symbol}"
                if not given.is_first
                else _("/{symbol}; số đầu tiên của sổ, sửa được").format(symbol=given.symbol)
            )
            self._recipients.setText(_in_one_line(document.signature.recipient_lines))
            self.notice.show_text("\n".join(filter(None, (given.warning, found.objection))))
            self.again.setVisible(found.same is not None)
        self._allow()
        fit_height(self)
        hurried, self._hurried = self._hurried, False
        if hurried and found is not None and not found.numbering.warning:
            self.finish()

    def _allow(self) -> None:
        found = self.reading.proposal if self.reading is not None else None
        self.go_on.setEnabled(found is not None and (found.same is None or self.again.isChecked()))

    def _tell(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        fit_height(self)
        set_property(self.day, "problem", "error" if problem else "")

    # Doing it

    def finish(self) -> None:
        """Enter: issue the report under the number that is shown, unless something is still being read."""
        if self.signer.take_pointed():
            return
        if self.busy:
            self._hurried = True
        if self.busy or not self.go_on.isEnabled() or self.reading is None:
            return
        found, reading = self.reading.proposal, self.reading
        formats = tuple(one for one, box in self.formats.items() if box.isChecked())
        try:
            number = _NUMBER.parse(self.number.raw())
        except Unreadable as error:
            self._tell(str(error))
            return
        if found is None or not formats:
            self._tell(_("Tệp: chọn ít nhất một định dạng"))
            return
        try:
            given = found.numbering.with_number(number)
        except UserError as error:
            self._tell(str(error))
            return
        task = partial(
            issuing.issue,
            report=self.request.report,
            span=self.request.span,
            day=reading.day,
            signer_id=reading.signer_id,
            number=given.number,
            formats=formats,
            plans=self.request.plans,
            again=self.again.isChecked(),
            signature_field=self.field.isChecked() and self.field.isEnabled(),
        )
        self.go_on.setEnabled(False)
        self.work.run(issuing.title(given), task, self._issued, self._refused, writes=True)

    def _refused(self, error: UserError) -> None:
        """Somebody else was quicker, or something was changed: say so, and look the number up again."""
        self._ask()
        self.notice.show_text(str(error))

    def _issued(self, document_id: int) -> None:
        self.accept()  # first: the progress of what follows is not to go with this window
        self.issued.emit(document_id, self.folder)

    def _choose_folder(self) -> None:
        self.folder = ask_folder(self.work, self.context, self) or self.folder
        self._place.setText(breakable(str(self.folder)))


def _in_one_line(recipients: Sequence[str]) -> str:
    return " ".join(one.strip().removeprefix("-").strip() for one in recipients)


def _read(work: "Work", request: Request, day: date, signer_id: int | None) -> Reading:
    """Made in another thread."""
    try:
        with work.read() as session:
            found = issuing.proposal(session, request.report, request.span, day, signer_id, request.plans)
            issued.named(found.numbering)
            return Reading(day, signer_id, found)
    except UserError as error:
        return Reading(day, signer_id, None, why=str(error))
