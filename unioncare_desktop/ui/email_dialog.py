"""A message with a report attached: to whom, its words, its files; made as a draft that the mail program opens.

The program sends nothing. It writes the draft, opens it, and notes for whom it is; that it was sent says the user.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import Email, Text, Unreadable
from unioncare_desktop.domain.records.document_text import LONGEST_TEXT
from unioncare_desktop.domain.records.issued_document import LONGEST_SUBJECT
from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task, drain
from unioncare_desktop.reports import emails, issuing, mailing
from unioncare_desktop.reports.mailing import Drafted, Packed, What
from unioncare_desktop.services import correspondents, deliveries
from unioncare_desktop.services.correspondents import CorrespondentRow
from unioncare_desktop.services.deliveries import Receiver
from unioncare_desktop.ui import messages, saving, theme
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.editors import LineEditor, NotesEditor
from unioncare_desktop.ui.widgets.basics import Button, Label, Notice, column, row
from unioncare_desktop.ui.widgets.tick_list import TickList, TickModel
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

__all__ = ["EmailDialog", "What"]
_SIZE, _LIST_WIDTH = (1000, 620), 380


class EmailDialog(QDialog):
    """The draft of a message about an issued document, or about a report without a number.

    *at_once* makes the draft for the usual receivers, unless there is something to be decided: nobody is ticked, the
    report has no number, the files are large, or the document was sent before.
    """

    def __init__(
        self, work: "Work", context: "Context", what: What, parent: QWidget | None = None, *, at_once: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.work, self.context, self.what, self._at_once = work, context, what, at_once
        self.packed: Packed | None = None
        self.drafted: Drafted | None = None
        self._known: dict[str, CorrespondentRow] = {}
        self._shown = ["", ""]
        """The words of subject and body as they were proposed last."""
        self._background = Background()
        self._background.answered.connect(self._show)
        self.setWindowTitle(_("Soạn thư gửi báo cáo"))
        self.about, self.notice = Label(_("Đang chuẩn bị các tệp…"), "muted", wrap=True), Notice()
        self.ticks = TickModel()
        self.list = TickList(self.ticks, _("Gửi đến"))
        self.other = LineEditor(Email())
        self.subject = LineEditor(Text(most=LONGEST_SUBJECT))
        self.body = NotesEditor(Text(most=LONGEST_TEXT, lines=True))
        self.attached, self.told = Label("", "", wrap=True), Label("", "good", wrap=True)
        self.make = Button(_("&Soạn thư"), self.draft, role="primary", tip=_("Ctrl+Enter"))
        self.sent = Button(_("Đã &gửi hôm nay"), self.mark_sent)
        self.folder = Button(_("Mở &thư mục"), self.open_folder)
        self._lay_out()
        self.ticks.ticked_changed.connect(self._address)
        self.other.left.connect(self._address)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.draft)
        self._background.ask(partial(_read, work, what))

    def _lay_out(self) -> None:
        self.other.setPlaceholderText(_("địa chỉ khác, ví dụ lan@cdhanoi.vn"))
        people = column(_named(_("Gửi đế&n"), self.list), self.list, _named(_("Địa chỉ &khác"), self.other), gap=6)
        people.add(self.other, Label(_("Tệp đính kèm"), "small"), self.attached)
        people.setStretch(1, 1)
        subject, body = _named(_("&Chủ đề"), self.subject), _named(_("&Lời thư"), self.body)
        words = column(subject, self.subject, body, self.body, gap=6)
        words.setStretch(3, 1)
        left = QWidget()
        left.setLayout(people)
        left.setFixedWidth(theme.current().px(_LIST_WIDTH))
        middle = row(left, words, gap=16)
        middle.setStretch(1, 1)
        buttons = row(self.folder, self.sent, 1, Button(_("Đón&g"), self.reject), self.make)
        heading = Label(self.windowTitle(), "title")
        whole = column(heading, self.about, self.notice, middle, self.told, buttons, gap=10, margins=(20, 14, 20, 14))
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.body.setMaximumHeight(16_777_215)
        self.body.setMinimumHeight(theme.current().px(120))
        for hidden in (self.sent, self.folder, self.told):
            hidden.hide()
        self.make.setEnabled(False)
        wanted = QSize(*(theme.current().px(side) for side in _SIZE))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.94))

    # What is proposed

    @property
    def busy(self) -> bool:
        """Whether the files are still being made ready."""
        return self._background.busy

    def _show(self, found: "tuple[Packed, list[CorrespondentRow]] | UserError") -> None:
        if isinstance(found, UserError):
            self.about.hide()
            self.notice.show_text(str(found))
            return
        self.packed, book = found
        self._known = {str(one.id): one for one in book if one.email}
        silent = len(book) - len(self._known)
        self.about.setText(self.packed.title)
        self.attached.setText(self.packed.file_lines)
        self.ticks.offer(
            [(key, f"{one.addressed} <{one.email}>") for key, one in self._known.items()],
            [key for key, one in self._known.items() if one.usual],
        )
        self.notice.show_text(" ".join(filter(None, (self._size_words(), self._sent_words(), _silent_words(silent)))))
        self.make.setEnabled(True)
        self._address()
        (self.list if self._known else self.other).setFocus()
        if self._at_once and self._nothing_to_decide:
            self.draft()

    @property
    def _nothing_to_decide(self) -> bool:
        issued = self.packed is not None and self.packed.document_id is not None
        return issued and bool(self.ticks.ticked) and not (self._size_words() or self._sent_words())

    def _size_words(self) -> str:
        attachments = self.packed.attachments if self.packed is not None else ()
        return emails.size_warning([len(one.content) for one in attachments])

    def _sent_words(self) -> str:
        if self.packed is None or not self.packed.sent:
            return ""
        return _("Văn bản này đã gửi hoặc đã soạn thư gửi: {names}.").format(names="; ".join(self.packed.sent))

    def _address(self) -> None:
        """Name the receivers in the proposed words, where these were not written anew."""
        if self.packed is None:
            return
        names = [one.name or one.email for one in self._receivers()]
        with self.work.read() as session:
            proposed = mailing.letter(session, self.packed, names)
        for place, (editor, text) in enumerate(zip(self._editors, proposed, strict=True)):
            if editor.raw() == self._shown[place]:
                editor.show_value(text)
                self._shown[place] = str(editor.raw())

    @property
    def _editors(self) -> "tuple[LineEditor | NotesEditor, ...]":
        return self.subject, self.body

    def _receivers(self) -> list[Receiver]:
        """Who is ticked, and the address that was typed; one that cannot be read is left for `draft` to refuse."""
        ticked = [one for key, one in self._known.items() if key in self.ticks.ticked]
        found = [Receiver(one.addressed, one.email or "") for one in ticked]
        other = str(self.other.raw()).strip()
        return [*found, Receiver("", other)] if other else found

    # What is done

    def draft(self) -> None:
        """Ctrl+Enter: write the draft, note it, open it."""
        self._draft_in(_folder(self.work, self.context))

    def _draft_in(self, folder: Path) -> None:
        packed = self.packed
        if packed is None:
            return
        self._address()  # also where the address was only just typed
        try:
            subject = Text(most=LONGEST_SUBJECT).parse(self.subject.raw()) or ""
            body = Text(most=LONGEST_TEXT, lines=True).parse(self.body.raw()) or ""
        except Unreadable as error:
            self.notice.show_text(_("Chủ đề, lời thư: {reason}.").format(reason=error))
            return
        if not subject:
            self.notice.show_text(_("Thư chưa có chủ đề. Hãy ghi chủ đề."))
            return
        receivers = self._receivers()

        def task(session: "Session") -> Task[Drafted]:
            return mailing.drafting(session, packed, receivers, subject, body, folder)

        def refused(error: UserError) -> None:
            if isinstance(error, EnvironmentProblem):
                saving.refused(error, partial(self._draft_in, folder), self._draft_elsewhere, self)
            else:
                self.notice.show_text(str(error))

        title = _("soạn thư gửi {document}").format(document=packed.title)
        self.work.run(title, task, self._drafted, refused, writes=True)

    def _draft_elsewhere(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, _("Lưu thư vào thư mục"), self.context.settings.last_export_folder
        )
        if chosen:
            self._draft_in(Path(chosen))

    def _drafted(self, made: Drafted) -> None:
        self.drafted = made
        self.notice.show_text("")
        try:
            open_draft(made, self.told)
        except UserError as error:
            self.notice.show_text(str(error))
        for shown in (self.sent, self.folder, self.told):
            shown.show()
        self.sent.setEnabled(True)
        self.sent.setFocus()

    def mark_sent(self) -> None:
        """The mail program has sent it: note the day for every receiver."""
        made = self.drafted
        if made is None:
            return
        title = _("Đã gửi thư “{subject}”").format(subject=made.message.subject)
        count = self.work.write(title, lambda session: drain(deliveries.sending(session, made.ids, clock.today())))
        if count is not None:
            self.told.setText(
                _("Đã ghi vào sổ gửi: gửi hôm nay đến {count} nơi.").format(count=show_whole(len(made.ids)))
            )
            self.sent.setEnabled(False)
            self.setFocus()

    def reject(self) -> None:
        """Esc: words that were written anew are given up only if the user says so."""
        changed = [str(editor.raw()) for editor in self._editors] != self._shown
        if self.drafted or not changed or messages.ask(_("Bỏ lời thư vừa sửa?"), _("&Bỏ lời thư"), parent=self):
            super().reject()

    def open_folder(self) -> None:
        """Show the draft among its neighbours."""
        if self.drafted is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.drafted.path.parent)))


def open_draft(made: Drafted, told: Label) -> None:
    """Open a draft with the mail program, and tell so; without one its folder opens and its words are copied.

    Raises:
        UserError: without a mail program, where the attachments cannot be written beside the draft.
    """
    name = made.path.name
    if QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.path))):
        sentence = _("Đã soạn {name} và mở bằng chương trình thư. Xem lại, bấm gửi ở đó, rồi ghi “Đã gửi” ở đây.")
    else:
        mailing.unpack(made)
        QGuiApplication.clipboard().setText(as_text(made))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.path.parent)))
        sentence = _(
            "Máy chưa có chương trình mở tệp thư. Đã chép địa chỉ, chủ đề, lời thư vào bộ nhớ tạm và mở thư mục: "
            "dán vào hộp thư trên web (Ctrl+V) rồi đính kèm các tệp báo cáo trong thư mục ấy. Bản thư: {name}"
        )
    told.setText(sentence.format(name=name))


def as_text(made: Drafted) -> str:
    """The message for a mailbox on the web: addresses, subject, words."""
    message = made.message
    to = ", ".join(one.email for one in message.recipients)
    return _("Gửi: {to}\nChủ đề: {subject}\n\n{body}").format(to=to, subject=message.subject, body=message.body)


def _named(words: str, editor: QWidget) -> Label:
    label = Label(words, "small")
    label.setBuddy(editor)
    editor.setAccessibleName(words.replace("&", ""))
    return label


def _silent_words(count: int) -> str:
    if not count:
        return ""
    return _("{count} nơi trong danh bạ chưa có e-mail nên không có ở đây.").format(count=show_whole(count))


def _folder(work: "Work", context: "Context") -> Path:
    """Where drafts go: where reports were saved last, else where issued documents are."""
    last = context.settings.last_export_folder
    return Path(last) if last and Path(last).is_dir() else issuing.default_folder(work.database)


def _read(work: "Work", what: What) -> tuple[Packed, list[CorrespondentRow]] | UserError:
    """Made ready in another thread."""
    try:
        with work.read() as session:
            return mailing.pack(session, what), correspondents.listed(session)
    except UserError as error:
        return error
