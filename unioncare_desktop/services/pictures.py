"""Pictures of signatures and seals: looked at before they are kept, kept inside the database beside whom they are of.

Decree 30/2020/NĐ-CP, appendix I: a signature is a blue PNG with a transparent ground, a seal a red one, real size.
"""

import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Office, Signer
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, records
from unioncare_desktop.storage import stored_files
from unioncare_desktop.storage.failures import explained

if TYPE_CHECKING:
    from PIL.Image import Image

SIGNATURE, SEAL = "signature", "seal"
MOST_BYTES, MOST_PIXELS = 2_000_000, 2_500
USUAL_DPI, LEAST_DPI = 300, 150
_MILLIMETRES = 25.4
_REAL_SEAL = (25, 45)  # millimetres
_PNG = b"\x89PNG\r\n\x1a\n"
_VISIBLE = 128  # of 255
_MARGIN = 20  # of 255, by which a colour outweighs the others


@dataclass(frozen=True)
class Kept:
    """A picture as it is kept."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Looked:
    """How large a picture prints, in millimetres, and what is odd about it, a sentence each."""

    width: float
    height: float
    advice: tuple[str, ...]


def looked_at(content: bytes, use: str) -> Looked:
    """How large a picture prints as a SIGNATURE or a SEAL, and what is odd about it.

    A picture that tells no sensible resolution counts as one of 300 dots per inch.

    Raises:
        UserError: it is no PNG, damaged, or too large.
    """
    image = pixels(content)
    dots = _dots(image)
    width, height = (side / dots * _MILLIMETRES for side in image.size)
    return Looked(width, height, tuple(_advice(image, use, max(width, height))))


def pixels(content: bytes) -> "Image":
    """The picture, of colours and a transparent ground.

    Raises:
        UserError: it is no PNG, damaged, or too large.
    """
    from PIL import Image

    if not content.startswith(_PNG):
        raise UserError(_("Tệp này không phải ảnh PNG. Hãy lưu ảnh dạng .png, nền trong suốt, rồi chọn lại."))
    if len(content) > MOST_BYTES:
        sentence = _("Ảnh lớn quá {most} MB. Hãy quét ở 300 dpi, cắt sát mép rồi chọn lại.")
        raise UserError(sentence.format(most=MOST_BYTES // 1_000_000))
    try:
        with Image.open(BytesIO(content), formats=("PNG",)) as image:
            image.verify()  # the check sums, after which it must be opened again
        with Image.open(BytesIO(content), formats=("PNG",)) as image:
            if max(image.size) > MOST_PIXELS:
                raise UserError(
                    _("Ảnh rộng {width} × {height} điểm, lớn quá {most}. Hãy thu nhỏ rồi chọn lại.").format(
                        width=image.width, height=image.height, most=MOST_PIXELS
                    )
                )
            converted = image.convert("RGBA")
            converted.info["dpi"] = image.info.get("dpi")
            return converted
    except (OSError, SyntaxError, ValueError, zlib.error, Image.DecompressionBombError) as error:
        raise UserError(_("Ảnh PNG bị hỏng nên không đọc được. Hãy xuất lại ảnh rồi chọn lại.")) from error


def _dots(image: "Image") -> float:
    """The dots per inch of *image*; those of a screen say nothing of paper."""
    told = image.info.get("dpi")
    return float(told[0]) if told and told[0] >= LEAST_DPI else USUAL_DPI


def _advice(image: "Image", use: str, longest: float) -> "list[str]":
    advice = []
    if image.getchannel("A").getextrema()[0] == 255:  # noqa: PLR2004 - opaque
        advice.append(_("Nền ảnh không trong suốt nên sẽ che chữ bên dưới."))
    red, blue = _mean(image)
    if use == SIGNATURE and blue < red + _MARGIN:
        advice.append(_("Ảnh chữ ký nên màu xanh (Nghị định 30/2020/NĐ-CP, Phụ lục I)."))
    if use == SEAL and red < blue + _MARGIN:
        advice.append(_("Ảnh con dấu phải màu đỏ (Nghị định 30/2020/NĐ-CP, Phụ lục I)."))
    least, most = _REAL_SEAL
    if use == SEAL and not least <= longest <= most:
        sentence = _("Con dấu in ra rộng {size} mm; con dấu thật thường từ {least} đến {most} mm. Hãy quét ở 300 dpi.")
        advice.append(sentence.format(size=round(longest), least=least, most=most))
    return advice


def _mean(image: "Image") -> tuple[float, float]:
    """How red and how blue what is seen of *image* is, 0 to 255."""
    from PIL import ImageStat

    seen = image.getchannel("A").point(lambda alpha: 255 if alpha >= _VISIBLE else 0)
    if not seen.getbbox():
        return 0, 0
    red, _green, blue = ImageStat.Stat(image.convert("RGB"), seen).mean
    return red, blue


# Kept


def read_file(path: Path) -> bytes:
    """The bytes of a picture that was chosen.

    Raises:
        UserError: it cannot be read, or is too large to be a picture of a signature.
    """
    with explained(_("Không đọc được ảnh {path}: {reason}."), path=path):
        content = b"" if path.stat().st_size > MOST_BYTES else path.read_bytes()
    if not content:
        sentence = _("Ảnh {file} trống, hoặc lớn quá {most} MB. Hãy quét ở 300 dpi, cắt sát mép rồi chọn lại.")
        raise UserError(sentence.format(file=path.name, most=MOST_BYTES // 1_000_000))
    return content


def of_office(session: Session, use: str) -> Kept | None:
    """The picture of the head's SIGNATURE or of the office's SEAL; None where there is none."""
    view = office.view(session)
    return _kept(session, view[f"{use}_name"], view[f"{use}_hash"])


def of_signer(session: Session, signer_id: int) -> Kept | None:
    """The picture of a signer's signature; None where there is none."""
    values = records.open_draft(session, Signer, signer_id).values
    return _kept(session, values["picture_name"], values["picture_hash"])


def set_of_office(session: Session, use: str, picture: Kept | None) -> None:
    """Keep the picture of the head's SIGNATURE or of the office's SEAL, or none.

    Raises:
        UserError: the picture cannot be used, or the office has no name yet.
    """
    found = records.rows(session, Office)
    if not found:
        raise UserError(_("Hãy đặt tên đơn vị trước khi chọn ảnh."))
    _set(session, Office, found[0]["id"], use, use, picture)


def set_of_signer(session: Session, signer_id: int, picture: Kept | None) -> None:
    """Keep the picture of a signer's signature, or none.

    Raises:
        UserError: the picture cannot be used, or the signer is gone.
    """
    _set(session, Signer, signer_id, "picture", SIGNATURE, picture)


def _set(
    session: Session, record_type: type[Record], record_id: int, prefix: str, use: str, picture: Kept | None
) -> None:
    name = digest = None
    if picture is not None:
        looked_at(picture.content, use)
        name, digest = picture.name, stored_files.put(session, picture.content)
    records.update_row(session, record_type, record_id, {f"{prefix}_name": name, f"{prefix}_hash": digest})


def _kept(session: Session, name: str | None, digest: str | None) -> Kept | None:
    content = stored_files.get(session, digest) if digest else None
    return Kept(name or "", content) if content is not None else None
