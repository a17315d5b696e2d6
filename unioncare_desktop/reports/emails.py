"""Drafts of e-mails with reports attached: files (.eml) that Outlook and Thunderbird open as messages to be sent.

The program sends nothing itself. A draft has no Bcc, no day and no id: those belong to the program that sends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import Header, decode_header, make_header
from email.headerregistry import Address, HeaderRegistry, UniqueAddressHeader, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import formataddr, getaddresses
from hashlib import sha256
from pathlib import Path, PurePath

from unioncare_desktop.domain.kinds import LINE_LENGTH
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import files
from unioncare_desktop.vietnamese import clean, clean_lines, show_whole

HEADERS = frozenset(
    ("From", "To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
)
"""All that a draft has above its words."""
SUFFIX = ".eml"
MEGABYTE = 1_000_000
_LARGE = 20 * MEGABYTE
_LONGEST_BOUNDARY = 32
_TYPES = {
    ".pdf": ("application", "pdf"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_ANY = ("application", "octet-stream")


@dataclass(frozen=True)
class Mailbox:
    """Somebody's name, which may be empty, and the address."""

    name: str
    email: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes along."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Message:
    """An e-mail as `composed` makes it: nothing in it can become a header, a recipient or a path."""

    recipients: tuple[Mailbox, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    sender: Mailbox | None = None


def composed(
    recipients: Sequence[Mailbox],
    subject: str,
    body: str,
    attachments: Sequence[Attachment] = (),
    sender: Mailbox | None = None,
) -> Message:
    """A message of texts that were typed by anybody; without a *sender* the mail program fills in its own.

    Raises:
        UserError: nobody receives it, or an address is none.
    """
    if not recipients:
        raise UserError(_("Chưa chọn nơi nhận thư. Hãy đánh dấu nơi nhận, hoặc ghi địa chỉ e-mail trong danh bạ."))
    return Message(
        tuple(dict.fromkeys(map(_checked, recipients))),
        _line(subject),
        clean_lines(body),
        tuple(Attachment(_file_name(one.name), one.content) for one in attachments),
        _checked(sender) if sender is not None else None,
    )


def _checked(box: Mailbox) -> Mailbox:
    email = clean(box.email)
    try:
        read = Address(addr_spec=email)
    except (ValueError, IndexError, MessageError):
        read = Address()
    if (
        not email.isascii()
        or len(email) > LINE_LENGTH
        or read.addr_spec != email
        or not (read.username and read.domain)
    ):
        raise UserError(
            _("“{email}” không phải là một địa chỉ e-mail. Hãy sửa lại rồi soạn thư.").format(email=email[:80])
        )
    return Mailbox(_line(box.name), email)


def _line(text: str) -> str:
    """*text* for a header; what would look like words in code there is taken apart."""
    return clean(text).replace("=?", "= ?")


def _file_name(name: str) -> str:
    path = PurePath(clean(name))
    suffix = path.suffix.lower()
    return files.safe_name(path.stem) + (suffix if suffix in _TYPES else "")


class _Words(UniqueUnstructuredHeader):
    """Words in code as RFC 2047 has them: the library's own way of breaking lines loses blanks between them."""

    name: str

    def fold(self, *, policy: Policy) -> str:  # noqa: ARG002 - as in the library
        return f"{self.name}: {_coded(str(self))}\r\n"


class _Mailboxes(UniqueAddressHeader):
    """Names and addresses, each on a line of its own."""

    name: str

    def fold(self, *, policy: Policy) -> str:  # noqa: ARG002 - as in the library
        boxes = (
            formataddr((one.display_name, one.addr_spec))
            if _is_plain(one.display_name)
            else f"{_coded(one.display_name)} <{one.addr_spec}>"
            for one in self.addresses
        )
        return f"{self.name}: {_NEXT_LINE.join(boxes)}\r\n"


def _is_plain(text: str) -> bool:
    return text.isascii() and len(text) <= _LINE


def _coded(text: str) -> str:
    return text if _is_plain(text) else Header(text, "utf-8", _LINE).encode(linesep="\r\n")


_LINE = 60
_NEXT_LINE = ",\r\n "
_HEADERS = HeaderRegistry()
for _name, _kind in (("from", _Mailboxes), ("to", _Mailboxes), ("subject", _Words)):
    _HEADERS.map_to_type(_name, _kind)  # type: ignore[arg-type] # made a header by the registry, like the library's own
_POLICY = SMTP.clone(header_factory=_HEADERS)


def render(message: Message) -> bytes:
    """The draft as a file: the same bytes for the same message."""
    made = EmailMessage(policy=_POLICY)
    if message.sender is not None:
        made["From"] = _address(message.sender)
    made["To"] = [_address(one) for one in message.recipients]
    made["Subject"] = message.subject
    made["X-Unsent"] = "1"
    made.set_content(message.body, cte="base64")
    for one in message.attachments:
        kind, subkind = _TYPES.get(PurePath(one.name).suffix, _ANY)
        made.add_attachment(one.content, kind, subkind, filename=one.name)
    if message.attachments:
        digest = sha256(b"".join(one.content for one in message.attachments)).hexdigest()
        made.set_boundary(f"={digest[:_LONGEST_BOUNDARY]}=")
    return made.as_bytes()


def _address(box: Mailbox) -> Address:
    return Address(display_name=box.name, addr_spec=box.email)


def read(content: bytes) -> Message:
    """The message that is in the file *content*.

    Raises:
        ValueError: it is not whole, or has a header that drafts do not have.
    """
    found = message_from_bytes(content, EmailMessage, policy=SMTP)
    body = found.get_body(("plain",))
    if not HEADERS.issuperset(found.keys()) or len(set(found.keys())) < len(found.keys()) or body is None:
        raise ValueError(f"headers: {found.keys()}")
    attachments = [Attachment(one.get_filename() or "", one.get_content()) for one in found.iter_attachments()]
    senders = _mailboxes(found, "From")
    text = body.get_content().replace("\r\n", "\n").removesuffix("\n")
    sender = senders[0] if senders else None
    return Message(_mailboxes(found, "To"), str(found["Subject"]), text, tuple(attachments), sender)


def _mailboxes(message: EmailMessage, header: str) -> tuple[Mailbox, ...]:
    """Those that a header names. The library keeps blanks between words in code, which mail programs rightly drop."""
    raw = [text for name, text in message.raw_items() if name == header]
    return tuple(Mailbox(str(make_header(decode_header(name))), email) for name, email in getaddresses(raw))


def save(message: Message, path: Path) -> None:
    """Write the draft to *path*, looked at as a mail program will read it.

    Raises:
        UserError: it cannot be written (see `files.save`).
    """
    content = render(message)

    def write(target: Path) -> None:
        target.write_bytes(content)

    def check(written: Path) -> None:
        if read(written.read_bytes()) != message:
            raise ValueError(written.name)

    files.save(path, write, check)


def size_warning(sizes: Sequence[int]) -> str:
    """That many mailboxes refuse attachments of so many bytes; nothing where it is little."""
    sent = sum(sizes) * 4 // 3  # as letters, the way e-mail carries files
    if sent <= _LARGE:
        return ""
    sentence = _(
        "Thư sẽ nặng khoảng {size} MB; nhiều hộp thư chỉ nhận đến 20–25 MB. Hãy gửi bớt tệp, hoặc gửi qua Zalo, USB."
    )
    return sentence.format(size=show_whole(round(sent / MEGABYTE)))
