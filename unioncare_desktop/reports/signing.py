"""Signing a PDF with a certificate file, and leaving an empty field for the tools of USB tokens: PAdES, offline.

Nothing that was written before is touched: a signature is appended, so that the bytes of the issued file begin the
signed one. The password is used and forgotten. No time server and no list of revoked certificates is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports.official import SIGNING_ROOM
from unioncare_desktop.reports.signature_look import Box, Look, Places, placed
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.stamp import StaticStampStyle

FIELD = "ChuKySo"
MOST_CERTIFICATE = 1_000_000
"""Bytes of a certificate file; real ones have a few thousand."""
_PKCS7_DATA, _HEAD = bytes.fromhex("06092a864886f70d010701"), 64
"""What the first bytes of every PKCS#12 file have in them: that data follow (1.2.840.113549.1.7.1)."""
_NO_PICTURES = Look()


@dataclass(frozen=True)
class Certificate:
    """Whose certificate it is, who vouches for it, and what is odd about it on a day, a sentence each."""

    subject: str
    issuer: str
    advice: tuple[str, ...]


@dataclass(frozen=True)
class Signed:
    """A signed PDF and the name in the certificate."""

    content: bytes
    signed_by: str


# Certificates


def certificate(content: bytes, password: str, at: datetime | None = None) -> Certificate:
    """What a certificate file (PKCS#12: .p12, .pfx) says of its owner, and what is odd about it *at* a time or now.

    Raises:
        UserError: it is no such file, the password is wrong, or there is no key or no certificate in it.
    """
    return _described(_opened(content, password), at or _now())


def _described(certified: "x509.Certificate", at: datetime) -> Certificate:
    advice, first, last = [], certified.not_valid_before_utc, certified.not_valid_after_utc
    if at > last:
        advice.append(_("Chứng thư số đã hết hạn ngày {day}.").format(day=show_day(last.astimezone().date())))
    if at < first:
        sentence = _("Chứng thư số đến ngày {day} mới có hiệu lực; hãy xem lại ngày giờ của máy.")
        advice.append(sentence.format(day=show_day(first.astimezone().date())))
    if not _may_sign(certified):
        advice.append(_("Chứng thư số này không được cấp để ký văn bản."))
    return Certificate(_name(certified.subject), _name(certified.issuer), tuple(advice))


def _may_sign(certified: "x509.Certificate") -> bool:
    from cryptography.x509 import ExtensionNotFound, KeyUsage

    try:
        usage = certified.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return True
    return bool(usage.digital_signature or usage.content_commitment)


def _name(name: Any) -> str:  # noqa: ANN401 - of the library
    from cryptography.x509.oid import NameOID

    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(kind):
            return str(found[0].value)
    return str(name.rfc4514_string())


def _opened(content: bytes, password: str) -> "x509.Certificate":
    certified = _unlocked(content, password).cert
    if certified is None:
        raise UserError(_("Tệp này không có chứng thư số. Hãy xuất lại chứng thư kèm khóa bí mật (.p12, .pfx)."))
    return certified.certificate


def _unlocked(content: bytes, password: str) -> "PKCS12KeyAndCertificates":
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    if len(content) > MOST_CERTIFICATE or _PKCS7_DATA not in content[:_HEAD]:
        raise UserError(_("Tệp này không phải chứng thư số dạng .p12, .pfx, hoặc đã hỏng. Hãy chọn lại."))
    try:
        unlocked = load_pkcs12(content, password.encode())
    except ValueError as error:
        raise UserError(_("Mật khẩu của tệp chứng thư số không đúng, hoặc tệp đã hỏng. Hãy gõ lại.")) from error
    if unlocked.key is None:
        raise UserError(_("Tệp này không có khóa bí mật nên không ký được. Hãy xuất lại chứng thư kèm khóa."))
    return unlocked


# Signing


def sign(pdf: bytes, pkcs12: bytes, password: str, look: Look = _NO_PICTURES, at: datetime | None = None) -> Signed:
    """*pdf* with a visible signature behind it, in the free signature field if there is one, else in the signing room.

    The visible part says who signed and when (*at*, or now) and has the pictures of *look*.

    Raises:
        UserError: certificate or password are wrong (see `certificate`), *pdf* is no whole PDF, is signed already and
            has no free field, or has no room to sign in.
    """
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter

    moment = at or _now()
    signed_by = _described(_opened(pkcs12, password), moment).subject
    writer = _writer(pdf)
    page, room, field = _place(writer)
    places = placed(room, look)
    signer = signers.SimpleSigner.load_pkcs12_data(pkcs12, (), password.encode())
    meta = signers.PdfSignatureMetadata(
        field_name=field or FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=signed_by
    )
    new_field = None if field else SigFieldSpec(FIELD, on_page=page, box=places.whole.corners)
    style = _style(_stamped(places, look, words(signed_by, moment)))
    pdf_signer = signers.PdfSigner(meta, signer, stamp_style=style, new_field_spec=new_field)
    output = pdf_signer.sign_pdf(writer, existing_fields_only=bool(field))
    return Signed(output.getvalue(), signed_by)


def words(signed_by: str, at: datetime) -> tuple[str, str]:
    """What stands in the visible part: who signed, and when with the time zone (ISO 8601)."""
    return _("Ký bởi: {name}").format(name=signed_by), at.astimezone().isoformat(timespec="seconds")


def empty_field(pdf: bytes) -> bytes:
    """*pdf* with an empty signature field in its signing room behind it, for the tool of a USB token.

    Raises:
        UserError: *pdf* is no whole PDF, has a signature field already, or no room to sign in.
    """
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

    writer = _writer(pdf)
    if any(enumerate_sig_fields(writer.prev)):
        raise UserError(_("Tệp này đã có ô ký số."))
    page, room = _room(writer)
    append_signature_field(writer, SigFieldSpec(FIELD, on_page=page, box=room.corners))
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def previewed(pdf: bytes, look: Look, signed_by: str, at: datetime | None = None) -> bytes:
    """*pdf* as it will look when it is signed; nothing is signed.

    Raises:
        UserError: as of `sign`.
    """
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.stamp import StaticContentStamp

    writer = _writer(pdf)
    page, room, _field = _place(writer)
    places = placed(room, look)
    style = _style(_stamped(places, look, words(signed_by, at or _now())))
    box = BoxConstraints(width=int(places.whole.width), height=int(places.whole.height))
    stamp = StaticContentStamp(writer, style, box)
    stamp.apply(page, int(places.whole.left), int(places.whole.bottom))
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def _now() -> datetime:
    return datetime.now().astimezone()


# Places


def room_of(pdf: bytes) -> tuple[int, Box]:
    """The page (from 0) and the rectangle of the signing room of *pdf*.

    Raises:
        UserError: *pdf* is no whole PDF, or has no room to sign in.
    """
    return _room(_writer(pdf))


def _writer(pdf: bytes) -> "IncrementalPdfFileWriter":
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError

    try:
        return IncrementalPdfFileWriter(BytesIO(pdf))
    except (PdfError, ValueError, KeyError, IndexError) as error:
        raise UserError(_("Tệp PDF bị hỏng nên không ký được. Hãy lấy lại tệp từ sổ văn bản đi.")) from error


def _place(writer: "IncrementalPdfFileWriter") -> tuple[int, Box, str]:
    """The page (from 0) and the rectangle of the signature, and the name of the free field there, if there is one."""
    from pyhanko.sign.fields import enumerate_sig_fields

    free = next(enumerate_sig_fields(writer.prev, filled_status=False), None)
    if free is not None:
        name, _value, reference = free
        field = reference.get_object()
        left, bottom, right, top = (float(edge) for edge in field["/Rect"])
        return _page_number(writer, field.raw_get("/P")), Box.between(left, bottom, right, top), str(name)
    if names := ", ".join(_signers(writer)):
        sentence = _("Văn bản đã được ký số bởi {names} và không còn ô ký trống. Tệp đã ký không được sửa nữa.")
        raise UserError(sentence.format(names=names))
    return *_room(writer), ""


def _signers(writer: "IncrementalPdfFileWriter") -> Iterator[str]:
    for signature in writer.prev.embedded_signatures:
        certified = signature.signer_cert
        yield str(certified.subject.native.get("common_name", "") or certified.subject.human_friendly)


def _room(writer: "IncrementalPdfFileWriter") -> tuple[int, Box]:
    """The page (from 0) and the rectangle that the file itself names as its signing room."""
    try:
        page, _fit, left, bottom, right, top = writer.root["/Dests"][f"/{SIGNING_ROOM}"]
    except KeyError as error:
        raise UserError(_("Tệp PDF này không có chỗ ký nên không ký số được.")) from error
    return _page_number(writer, page), Box.between(*(float(edge) for edge in (left, bottom, right, top)))


def _page_number(writer: "IncrementalPdfFileWriter", page: Any) -> int:  # noqa: ANN401 - a reference of the library
    count = int(writer.root["/Pages"]["/Count"])
    found = (writer.find_page_for_modification(at)[0] for at in range(count))  # type: ignore[no-untyped-call]
    return next(at for at, reference in enumerate(found) if reference.idnum == page.idnum)


# The visible part


def _stamped(places: Places, look: Look, lines: Sequence[str]) -> bytes:
    from unioncare_desktop.reports import pdf_stamp

    return pdf_stamp.render(places, look, lines)


def _style(page: bytes) -> "StaticStampStyle":
    """The only page of the PDF *page* as the look of a signature, shrunk where its field is smaller."""
    from pyhanko.pdf_utils.layout import AxisAlignment, SimpleBoxLayoutRule
    from pyhanko.stamp import StaticStampStyle

    from unioncare_desktop.reports.pdf_page import PageOfBytes

    middle = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID)
    return StaticStampStyle(border_width=0, background=PageOfBytes(page), background_layout=middle)
