"""Certificates and pictures that a test signs with: invented, made in a moment."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from PIL import Image, ImageDraw

NAME, OFFICE, PASSWORD = "Nguyễn Thị Hường", "LĐLĐ quận Ba Đình", "mật khẩu"
BLUE, RED, BLACK = (20, 40, 200, 255), (220, 20, 20, 255), (0, 0, 0, 255)
_CLEAR = (0, 0, 0, 0)
_KEY = ec.generate_private_key(ec.SECP256R1())


def certificate(*, days: tuple[int, int] = (-1, 365), signs: bool = True) -> x509.Certificate:
    """A certificate that vouches for itself, valid between these days from now; for signing, unless it *signs* not."""
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, NAME), x509.NameAttribute(NameOID.ORGANIZATION_NAME, OFFICE)]
    )
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(_KEY.public_key())
        .serial_number(5)
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(
            x509.KeyUsage(digital_signature=signs, content_commitment=signs, key_encipherment=not signs, **usage),
            critical=True,
        )
        .sign(_KEY, hashes.SHA256())
    )


def file(*, days: tuple[int, int] = (-1, 365), signs: bool = True, with_key: bool = True) -> bytes:
    """A certificate file (PKCS#12) locked with PASSWORD."""
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    made = certificate(days=days, signs=signs)
    if with_key:
        return pkcs12.serialize_key_and_certificates(b"key", _KEY, made, None, locked)
    return pkcs12.serialize_key_and_certificates(None, None, None, [made], locked)


def picture(
    width: int,
    height: int,
    colour: tuple[int, int, int, int] = BLUE,
    *,
    ground: tuple[int, int, int, int] = _CLEAR,
    dpi: int = 300,
    form: str = "PNG",
) -> bytes:
    """A ring of a colour, of so many pixels."""
    image = Image.new("RGBA", (width, height), ground)
    ImageDraw.Draw(image).ellipse([2, 2, width - 3, height - 3], outline=colour, width=8)
    made = BytesIO()
    (image.convert("RGB") if form == "JPEG" else image).save(made, form, dpi=(dpi, dpi))
    return made.getvalue()
