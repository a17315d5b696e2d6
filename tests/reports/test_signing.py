"""A signed PDF as others meet it: valid for other readers, the issued bytes untouched, the signature in its place."""

import shutil
import socket
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from tests import certificates
from tests.certificates import NAME, PASSWORD, RED, picture
from tests.report_samples import report
from unioncare_desktop.errors import UserError
from unioncare_desktop.reports import pdf, signing
from unioncare_desktop.reports.document import SignatureBlock
from unioncare_desktop.reports.signature_look import Box, Look, placed
from unioncare_desktop.reports.typesetting import MM

AT = datetime(2023, 12, 5, 8, 30, 12, tzinfo=timezone(timedelta(hours=7)))
LOOK = Look(picture(600, 240), picture(425, 425, RED))


@pytest.fixture(scope="module")
def issued() -> bytes:
    return pdf.render(report(5))


@pytest.fixture(scope="module")
def pkcs12() -> bytes:
    return certificates.file()


@pytest.fixture(scope="module")
def signed(issued: bytes, pkcs12: bytes) -> bytes:
    """Signed while every way out of the machine is shut."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, _refused)
        patch.setattr(socket, "getaddrinfo", _refused)
        return signing.sign(issued, pkcs12, PASSWORD, LOOK).content


def _refused(*_arguments: object) -> NoReturn:
    raise AssertionError("signing asked the network")


def checked(content: bytes) -> Any:  # noqa: ANN401 - of a library
    """What the library's own validator says of the first signature."""
    (trusted,) = load_certs_from_pemder_data(_pem(content))
    context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    signature = PdfFileReader(BytesIO(content)).embedded_signatures[0]
    return validate_pdf_signature(signature, context)


def _pem(content: bytes) -> bytes:
    der: bytes = PdfFileReader(BytesIO(content)).embedded_signatures[0].signer_cert.dump()
    return der


def catalog(content: bytes) -> Any:  # noqa: ANN401 - of a library
    return PdfReader(BytesIO(content)).trailer["/Root"]


def field(content: bytes) -> Any:  # noqa: ANN401 - of a library
    (found,) = catalog(content)["/AcroForm"]["/Fields"]
    return found.get_object()


def test_the_issued_bytes_begin_the_signed_ones(issued: bytes, signed: bytes) -> None:
    assert signed.startswith(issued)
    assert len(signed) > len(issued)


def test_the_signature_is_valid_and_covers_the_whole_file(signed: bytes) -> None:
    status = checked(signed)

    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.md_algorithm == "sha256"


def test_a_changed_byte_is_found(issued: bytes, signed: bytes) -> None:
    at = signed.index(b"Tinos") if b"Tinos" in signed else len(issued) // 2
    spoiled = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]

    assert not checked(spoiled).intact


def test_it_is_a_pades_signature_of_the_one_in_the_certificate(signed: bytes) -> None:
    value = field(signed)["/V"]

    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert value["/Name"] == NAME


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler is not there")
def test_poppler_finds_the_signature_valid(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(signed)
    said = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "SHA-256" in said


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not there")
def test_openssl_finds_the_signature_valid(signed: bytes, tmp_path: Path) -> None:
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    start, length, again, rest = (int(number) for number in signature.byte_range)
    (tmp_path / "signed").write_bytes(signed[start : start + length] + signed[again : again + rest])
    (tmp_path / "cms").write_bytes(signature.pkcs7_content)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-noverify", "-in", "cms"]
    files = ["-content", "signed", "-out", "out"]
    done = subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not there")
def test_qpdf_finds_nothing_to_repair(issued: bytes, signed: bytes, tmp_path: Path) -> None:
    for name, content in {"signed": signed, "empty": signing.empty_field(issued)}.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done


def test_the_visible_part_stands_in_the_signing_room(issued: bytes, signed: bytes) -> None:
    page, _fit, left, bottom, right, top = catalog(issued)["/Dests"]["/noi-ky"]
    rectangle = [float(edge) for edge in field(signed)["/Rect"]]

    assert field(signed)["/P"].indirect_reference.idnum == page.indirect_reference.idnum
    assert rectangle[0] <= float(left) <= rectangle[0] + 12 * MM
    assert rectangle[2] == pytest.approx(float(right), abs=1)
    assert (rectangle[1], rectangle[3]) == pytest.approx((float(bottom), float(top)), abs=1 * MM)


def test_the_visible_part_says_who_and_when() -> None:
    assert signing.words(NAME, AT)[0] == f"Ký bởi: {NAME}"
    assert datetime.fromisoformat(signing.words(NAME, AT)[1]) == AT
    assert datetime.fromisoformat(signing.words(NAME, AT)[1]).utcoffset() is not None


def test_the_words_are_printed_ten_points_high(issued: bytes) -> None:
    shown = signing.previewed(issued, Look(), NAME, AT)
    found = PdfReader(BytesIO(shown)).pages[signing.room_of(issued)[0]]
    sizes: dict[str, float] = {}
    found.extract_text(visitor_text=lambda text, _cm, _tm, _font, size: sizes.update({text.strip(): size}))

    assert f"Ký bởi: {NAME}" in found.extract_text()
    assert {size for text, size in sizes.items() if "Ký bởi" in text} == {10}


def test_the_seal_covers_a_third_of_the_signature_on_its_left() -> None:
    room = Box(300, 100, 82 * MM, 35 * MM)
    places = placed(room, LOOK)

    assert places.signature is not None
    assert places.seal is not None
    assert places.signature.left + places.signature.width / 2 == pytest.approx(room.left + room.width / 2)
    assert places.signature.bottom + places.signature.height / 2 == pytest.approx(room.bottom + room.height / 2)
    assert places.seal.right - places.signature.left == pytest.approx(places.signature.width / 3)
    assert places.seal.left < places.signature.left
    assert places.seal.width / MM == pytest.approx(36, abs=0.1)  # its real size
    assert places.signature.bottom >= places.words.top  # neither covers the other


def test_a_longer_signing_room_moves_the_signature(pkcs12: bytes) -> None:
    document = report(5)
    block = SignatureBlock("TM. Ban Thường vụ", "Chủ tịch\nmột chức danh nữa", "Nguyễn Thị Hường", ("Như trên",))
    other = pdf.render(replace(document, signature=block))
    rectangle = field(signing.sign(other, pkcs12, PASSWORD).content)["/Rect"]

    assert float(rectangle[3]) - float(rectangle[1]) == pytest.approx(document.layout.signing_room * MM, abs=2)


def test_an_empty_field_is_signed_by_whoever_comes(issued: bytes, pkcs12: bytes) -> None:
    with_field = signing.empty_field(issued)
    assert with_field.startswith(issued)
    assert "/V" not in field(with_field)

    signed = signing.sign(with_field, pkcs12, PASSWORD, LOOK).content

    assert signed.startswith(with_field)
    assert field(signed)["/V"]["/Name"] == NAME


def test_what_is_signed_is_not_signed_over(signed: bytes, pkcs12: bytes) -> None:
    with pytest.raises(UserError, match=f"đã được ký số bởi {NAME}"):
        signing.sign(signed, pkcs12, PASSWORD)
    with pytest.raises(UserError, match="đã có ô ký số"):
        signing.empty_field(signed)


@pytest.mark.parametrize(
    ("content", "password", "words"),
    [
        (certificates.file(), "sai", "Mật khẩu"),
        (certificates.file(), "", "Mật khẩu"),
        (b"", PASSWORD, "không phải chứng thư số"),
        (b"%PDF-1.4 x", PASSWORD, "không phải chứng thư số"),
        (certificates.file()[:300], PASSWORD, "đã hỏng"),
        (certificates.file(with_key=False), PASSWORD, "không có khóa bí mật"),
        (certificates.file() + b"\0" * signing.MOST_CERTIFICATE, PASSWORD, "không phải chứng thư số"),
    ],
)
def test_a_wrong_certificate_or_password_is_told(content: bytes, password: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        signing.certificate(content, password)


def test_the_certificate_tells_its_owner(pkcs12: bytes) -> None:
    found = signing.certificate(pkcs12, PASSWORD)

    assert (found.subject, found.issuer, found.advice) == (NAME, NAME, ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (certificates.file(days=(-30, -2)), "đã hết hạn"),
        (certificates.file(days=(2, 30)), "mới có hiệu lực"),
        (certificates.file(signs=False), "không được cấp để ký"),
    ],
)
def test_what_is_odd_about_a_certificate_is_told(content: bytes, words: str) -> None:
    (advice,) = signing.certificate(content, PASSWORD, datetime.now(UTC)).advice

    assert words in advice


@pytest.mark.parametrize("content", [b"", b"rubbish", pdf.render(report(1))[:4000]])
def test_a_damaged_pdf_is_told(content: bytes, pkcs12: bytes) -> None:
    with pytest.raises(UserError, match="PDF bị hỏng"):
        signing.sign(content, pkcs12, PASSWORD)
