"""Signing the PDF of an issued document with a certificate file; the signed file is kept beside the issued one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFileDialog, QLineEdit, QWidget

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.services import issued, office, pictures, signers
from unioncare_desktop.ui import messages, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.widgets.basics import Button, Card, Elided, Label, Notice, column, row
from unioncare_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from unioncare_desktop.reports.signature_look import Look
    from unioncare_desktop.reports.signing import Certificate
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

CERTIFICATES = _("Chứng thư số (*.p12 *.pfx)")
_SIZE, _SIDE_WIDTH = (1180, 710), 330
_MOST_BYTES = 1_000_000
_SHOWN_AFTER = 1


@dataclass(frozen=True)
class Preview:
    """The document as it looks when it is signed; the page (from 0) and the upper edge of the signature, in points."""

    pdf: bytes
    page: int
    top: float


class SigningDialog(QDialog):
    """Asks for the certificate and its password, shows where the signature will stand, and signs."""

    signed = Signal(int)
    """The id of the document whose signed file was stored."""

    def __init__(self, work: "Work", context: Context, document_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Ký số văn bản"))
        self.work, self.context, self.document_id = work, context, document_id
        with work.read() as session:
            self.document = issued.document(session, document_id)
            self._signatures = _signatures(session)
            self._seal = pictures.of_office(session, pictures.SEAL)
        self.path = Path(context.settings.certificate_file) if context.settings.certificate_file else None
        self._background = Background()
        self._background.answered.connect(self._show_preview)
        self._make_parts()
        self._lay_out()
        self._show_path()
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.sign)
        (self.password if self.path else self.choose).setFocus()
        self._ask_preview()

    def _make_parts(self) -> None:
        self.file, self.choose = Elided(), Button(_("Chọn &tệp…"), self._choose, picture="folder")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Mật khẩu của chứng thư số"))
        self.password.returnPressed.connect(self.sign)
        self.signature, self.seal = QComboBox(), QCheckBox(_("Kèm ảnh con &dấu"))
        for name in self._signatures:
            self.signature.addItem(name)
        self.signature.setAccessibleName(_("Ảnh chữ ký"))
        self.signature.setCurrentIndex(max(self.signature.findText(self.document.signer or ""), 0))
        self.signature.currentIndexChanged.connect(self._ask_preview)
        self.seal.setEnabled(self._seal is not None)
        self.seal.setChecked(self._seal is not None)
        self.seal.toggled.connect(self._ask_preview)
        self.view, self.notice, self.outcome = PdfView(), Notice(), Label("", "good", wrap=True)
        self.go_on = Button(_("&Ký số"), self.sign, role="primary", tip="Ctrl+Enter")
        self.save = Button(_("&Lưu tệp đã ký…"), self._save, picture="save")
        self.save.hide()

    def _lay_out(self) -> None:
        asked, chosen = Label(_("&Mật khẩu")), Label(_("Ảnh chữ ký &của"))
        asked.setBuddy(self.password)
        chosen.setBuddy(self.signature)
        side = Card(
            Label(_("Chứng thư số"), "heading"),
            Label(_("Tệp .p12 hoặc .pfx do nhà cung cấp chữ ký số cấp."), "small", wrap=True),
            row(self.file, 1, self.choose),
            asked,
            self.password,
            Label(_("Mật khẩu chỉ dùng lần này, không được lưu. Chương trình không nối mạng."), "small", wrap=True),
            Label(_("Hình hiển thị"), "heading"),
            chosen,
            self.signature,
            self.seal,
            Label(_("Chọn ảnh ở Thiết lập, mục Đơn vị và Người ký."), "small", wrap=True),
            1,
        )
        side.setFixedWidth(theme.current().px(_SIDE_WIDTH))
        middle = row(side, self.view, gap=12)
        middle.setStretch(1, 1)
        title = Label(_("Ký số: {document}").format(document=self.document.called), "title", wrap=True)
        below = row(self.save, self.outcome, Button(_("Đón&g"), self.reject), self.go_on, gap=12)
        below.setStretch(1, 1)
        whole = column(title, self.notice, middle, below, gap=10, margins=(20, 14, 20, 14))
        whole.setStretch(2, 1)
        self.setLayout(whole)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    # What is chosen

    def _choose(self) -> None:
        folder = str(self.path.parent) if self.path else ""
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Chọn chứng thư số"), folder, CERTIFICATES)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Sign with the certificate at *path*, and remember where it lies."""
        self.path = path
        self.context.settings.certificate_file = str(path)
        self.context.save_settings()
        self._show_path()
        self.password.setFocus()

    def _show_path(self) -> None:
        self.file.setText(self.path.name if self.path else _("chưa chọn tệp"))
        self.file.setToolTip(str(self.path or ""))

    def look(self) -> "Look":
        """The pictures that are chosen."""
        from unioncare_desktop.reports.signature_look import Look

        signature = self._signatures[self.signature.currentText()]
        seal = self._seal.content if self._seal and self.seal.isChecked() else None
        return Look(signature, seal)

    # Preview

    def _ask_preview(self) -> None:
        look, name = self.look(), self.document.signer or "…"
        self._background.ask(lambda: _previewed(self.work, self.document_id, look, name))

    def _show_preview(self, made: Preview | UserError) -> None:
        if isinstance(made, UserError):
            self.notice.show_text(str(made))
            self.go_on.setEnabled(False)
            return
        self.view.show_pdf(made.pdf)
        QTimer.singleShot(_SHOWN_AFTER, self.view, lambda: self._go_to(made))

    def _go_to(self, made: Preview) -> None:
        """Bring the signature into sight, with what stands above it."""
        if self.view.pages is None:
            return
        self.view.go_to(made.page + 1)
        below_top = (self.view.pages.sizes[made.page].height() - made.top) * self.view.scale(made.page)
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() + int(below_top) - self.view.viewport().height() // 3)

    # Signing

    def sign(self) -> None:
        """Ctrl+Enter: look at the certificate, ask where something is odd about it, and sign."""
        try:
            pkcs12 = _read(self.path)
        except UserError as error:
            self._refuse(error)
            return
        password = self.password.text()
        self.work.run(
            _("đọc chứng thư số"),
            lambda _session: _certificate(pkcs12, password),
            lambda found: self._agreed(found, pkcs12, password),
            self._refuse,
        )

    def _agreed(self, found: "Certificate", pkcs12: bytes, password: str) -> None:
        question = _("{advice} Vẫn ký?").format(advice=" ".join(found.advice))
        if not found.advice or messages.ask(question, _("&Vẫn ký"), parent=self):
            self._sign(pkcs12, password)

    def _sign(self, pkcs12: bytes, password: str) -> None:
        from unioncare_desktop.reports import signed_files

        look = self.look()
        self.work.run(
            _("ký số {document}").format(document=self.document.called),
            lambda session: signed_files.sign(session, self.document_id, pkcs12, password, look),
            self._done,
            self._refuse,
            writes=True,
        )

    def _done(self, name: str) -> None:
        self.notice.show_text("")
        self.password.clear()
        self.outcome.setText(_("Đã ký và lưu vào sổ văn bản đi: {name}").format(name=name))
        self.save.show()
        self.save.setFocus()
        self.signed.emit(self.document_id)
        self._background.ask(lambda: _as_signed(self.work, self.document_id))

    def _refuse(self, error: UserError) -> None:
        self.notice.show_text(str(error))
        self.password.setFocus()
        self.password.selectAll()

    # Out

    def _save(self) -> None:
        settings = self.context.settings
        chosen = QFileDialog.getExistingDirectory(self, _("Lưu tệp vào thư mục"), settings.last_export_folder)
        if chosen:
            self.save_into(Path(chosen))

    def save_into(self, folder: Path) -> None:
        """Write the files of the document, the signed one too, into *folder*; nothing is overwritten."""
        from unioncare_desktop.reports import issuing

        try:
            with self.work.read() as session:
                paths = issuing.write_files(session, self.document_id, folder)
        except UserError as error:
            self._refuse(error)
            return
        self.context.settings.last_export_folder = str(folder)
        self.context.save_settings()
        self.outcome.setText(_("Đã lưu {name} vào {folder}").format(name=paths[-1].name, folder=folder))


def _signatures(session: "Session") -> Mapping[str, bytes | None]:
    """The pictures of signatures by the names of those who sign: of the head, then of the others; last, none."""
    head = pictures.of_office(session, pictures.SIGNATURE)
    found = {office.view(session)["signer_name"] or _("người đứng đầu"): head}
    found |= {one.name: pictures.of_signer(session, one.id) for one in signers.listed(session)}
    kept: dict[str, bytes | None] = {name: one.content for name, one in found.items() if one is not None}
    return kept | {_("không dùng ảnh"): None}


def _read(path: Path | None) -> bytes:
    if path is None:
        raise UserError(_("Hãy chọn tệp chứng thư số (.p12, .pfx)."))
    try:
        return path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError as error:
        raise UserError(_("Không đọc được {path}. Hãy cắm lại ổ đĩa, hoặc chọn lại tệp.").format(path=path)) from error


def _certificate(pkcs12: bytes, password: str) -> "Task[Certificate]":
    """Read beside the window: opening such a file takes its time on purpose."""
    from unioncare_desktop.reports import signing

    yield Step(0, 1, _("Đang mở chứng thư số…"))
    return signing.certificate(pkcs12, password)


def _previewed(work: "Work", document_id: int, look: "Look", name: str) -> Preview | UserError:
    """Made in another thread."""
    from unioncare_desktop.reports import signed_files, signing

    try:
        with work.read() as session:
            _file, content = signed_files.to_sign(session, document_id)
        page, room = signing.room_of(content)
        return Preview(signing.previewed(content, look, name), page, room.top)
    except UserError as error:
        return error


def _as_signed(work: "Work", document_id: int) -> Preview | UserError:
    """What was signed; made in another thread."""
    from unioncare_desktop.reports import signed_files, signing

    with work.read() as session:
        _file, content = signed_files.to_sign(session, document_id)
    page, room = signing.room_of(content)
    return Preview(content, page, room.top)
