"""A report on its way by e-mail: its files as they were issued, the words that are proposed, the draft and its log.

A message about an issued document holds the very files of the register; a report that was not issued is built.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from unioncare_desktop import reports
from unioncare_desktop.domain.records.issued_document import LONGEST_SUBJECT
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import FORMATS, Report, content, emails, files, issuing
from unioncare_desktop.reports.emails import Attachment, Mailbox, Message
from unioncare_desktop.services import deliveries, document_texts, issued, office
from unioncare_desktop.services.deliveries import Parcel, Receiver
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.storage.failures import explained
from unioncare_desktop.storage.stored_files import hash_of
from unioncare_desktop.vietnamese import show_whole

What = int | tuple[Report, Span]
"""The id of an issued document, or a report as it stands."""
_PREFIX = "Thu"
_KILOBYTE = 1000


@dataclass(frozen=True)
class Packed:
    """What a message is about, with the files that go along. `sent` are those to whom the document went before."""

    title: str
    attachments: tuple[Attachment, ...]
    data_hash: str | None
    document_id: int | None = None
    report: str | None = None
    span: Span | None = None
    sent: tuple[str, ...] = ()

    @property
    def file_lines(self) -> str:
        """The files with their sizes, one a line: "- BC_2023_005.pdf (212 kB)"."""
        return "\n".join(f"- {one.name} ({size_words(len(one.content))})" for one in self.attachments)


@dataclass(frozen=True)
class Drafted:
    """A draft that was written and noted: where it lies, what it holds, the ids of its lines in the log."""

    path: Path
    message: Message
    ids: tuple[int, ...]


def size_words(size: int) -> str:
    """A number of bytes as people read it: "212 kB"."""
    return _("{size} kB").format(size=show_whole(max(round(size / _KILOBYTE), 1)))


def pack(session: Session, what: What) -> Packed:
    """What a message about *what* holds.

    Raises:
        UserError: there is no such document, it was cancelled, or it has no files in the program.
        EnvironmentProblem: a file is no longer what was issued.
    """
    if isinstance(what, int):
        return _packed_document(session, issued.document(session, what))
    report, span = what
    document = reports.built(session, report, span)
    issuer = document.heading.issuer.strip("… ")
    stem = files.safe_name("_".join(filter(None, ("BC", span.code.replace("-", ""), report.code, issuer))))
    made = (Attachment(f"{stem}.{one}", reports.rendered(document, one)) for one in FORMATS)
    return Packed(document.title, tuple(made), content.data_hash(document), report=report.code, span=span)


def _packed_document(session: Session, row: IssuedRow) -> Packed:
    if row.cancelled_why is not None:
        raise UserError(_("{document} đã hủy nên không gửi được.").format(document=row.called))
    if not row.files:
        sentence = _("{document} không có tệp trong chương trình. Hãy gửi bằng cách khác rồi ghi vào sổ gửi.")
        raise UserError(sentence.format(document=row.called))
    title = _("{document}: {subject}").format(document=row.called, subject=row.subject)
    went = tuple(dict.fromkeys(one.recipient for one in deliveries.recipients_of(session, row.id)))
    attachments = _issued_files(session, row)
    return Packed(title, attachments, row.data_hash, row.id, row.report, row.span, went)


def _issued_files(session: Session, row: IssuedRow) -> tuple[Attachment, ...]:
    """The files of the register, compared with their hashes; a signed copy goes in place of the unsigned one."""
    signed = {one.format for one in row.files if one.signed}
    contents = dict(issuing.files_of(session, row.id))
    for one in row.files:
        if hash_of(contents[one.name]) != one.file_hash:
            sentence = _("Tệp {name} không còn đúng như khi phát hành nên không gửi. Hãy khôi phục từ bản sao lưu.")
            raise EnvironmentProblem(sentence.format(name=one.name))
    return tuple(
        Attachment(one.name, contents[one.name]) for one in row.files if one.signed or one.format not in signed
    )


def letter(session: Session, packed: Packed, receivers: Sequence[str]) -> tuple[str, str]:
    """The subject and the words that are proposed for a message to *receivers*, in the office's own texts.

    Raises:
        UserError: a text has an unknown field.
    """
    view = office.view(session)
    values = {
        "đơn vị ban hành": view.name if view.named else "",
        "cấp trên": view["superior"] or "",
        "loại đơn vị": view.kind.unit,
        "văn bản": packed.title,
        "nơi nhận": "; ".join(receivers),
        "danh sách tệp": packed.file_lines,
        "mã số liệu": content.shown(packed.data_hash) if packed.data_hash else "",
    }
    subject, body = (document_texts.filled(session, f"email.{part}", values) for part in ("subject", "body"))
    return subject, body


def drafting(
    session: Session,
    packed: Packed,
    receivers: Sequence[Receiver],
    subject: str,
    body: str,
    place: Path,
) -> Task[Drafted]:
    """Write a draft and note it for each of *receivers*; *place* is its path, or a folder, made where it is missing.

    Nothing is overwritten: a path that is taken gets a number.

    Raises:
        UserError: nobody receives it, an address is none, the subject is missing or too long, or the file cannot be
            written (see `files.save`).
    """
    yield Step(0, 1, _("Soạn thư “{subject}”").format(subject=subject))
    message = emails.composed(
        [Mailbox(one.name, one.email) for one in receivers], subject, body, packed.attachments, _sender(session)
    )
    _refuse_subject(message.subject)
    parcel = Parcel(
        message.subject,
        tuple(one.name for one in message.attachments),
        packed.data_hash,
        packed.document_id,
        packed.report,
        packed.span,
    )
    ids = deliveries.draft(session, parcel, [Receiver(box.name, box.email) for box in message.recipients])
    path = _path(place, packed)
    emails.save(message, path)  # last: what cannot be noted leaves no file
    return Drafted(path, message, tuple(ids))


def _refuse_subject(subject: str) -> None:
    if not subject:
        raise UserError(_("Thư chưa có chủ đề. Hãy ghi chủ đề."))
    if len(subject) > LONGEST_SUBJECT:
        sentence = _("Chủ đề thư dài {length} ký tự, tối đa {most}. Hãy ghi ngắn hơn.")
        raise UserError(sentence.format(length=show_whole(len(subject)), most=LONGEST_SUBJECT))


def unpack(made: Drafted) -> list[Path]:
    """Write the attachments of a draft beside it, for a mailbox on the web; what lies there already is left alone.

    Raises:
        UserError: they cannot be written (see `files.put`).
    """
    return [_beside(made.path.parent, one) for one in made.message.attachments]


def _beside(folder: Path, one: Attachment) -> Path:
    path = folder / one.name
    if path.is_file() and path.read_bytes() == one.content:
        return path
    free = files.free_path(folder, path.stem, path.suffix)
    files.put(free, one.content)
    return free


def _sender(session: Session) -> Mailbox | None:
    """The office, where it has an address of its own."""
    view = office.view(session)
    return Mailbox(view.name if view.named else "", view["email"]) if view["email"] else None


def _path(place: Path, packed: Packed) -> Path:
    if place.suffix == emails.SUFFIX:
        return files.free_path(place.parent, place.stem, place.suffix)
    with explained(_("Không tạo được thư mục {path}: {reason}."), path=place):
        place.mkdir(parents=True, exist_ok=True)
    stem = Path(packed.attachments[0].name).stem
    return files.free_path(place, f"{_PREFIX}_{stem}", emails.SUFFIX)
