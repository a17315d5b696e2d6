"""What a document says, as data that is kept: a document to JSON and back without loss, and the hash of its data.

The JSON is canonical: the same content is always the same bytes. A field that has its default is left out, so that a
field which later versions add changes no hash of today; what sets the type (the layout) is written whole.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.errors import EnvironmentProblem
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import document as parts
from unioncare_desktop.reports.document import Document
from unioncare_desktop.reports.layout import Layout
from unioncare_desktop.storage import stored_files

_TYPES: dict[str, type[Any]] = {
    one.__name__: one
    for one in (
        Document,
        Layout,
        parts.OfficialHeading,
        parts.SignatureBlock,
        parts.Annex,
        parts.Heading,
        parts.Text,
        parts.Table,
        parts.Column,
        parts.Chart,
        parts.Series,
        parts.Figure,
        parts.Remarked,
    )
}
_ENUMS: dict[str, type[Enum]] = {one.__name__: one for one in (parts.Style, parts.Kind)}
_DATE = "date"
_TYPE, _MEMBER = "is", "name"
_SHOWN, _GROUP = 16, 4
"""How many digits of the hash stand in a footer, and in groups of how many."""


def to_json(document: Document) -> bytes:
    """The whole *document* as canonical JSON."""
    return b"".join(_canonical(document))


def from_json(content: bytes) -> Document:
    """The document that `to_json` wrote.

    Raises:
        ValueError: it is no document.
    """
    made = json.loads(content.decode("utf-8", "surrogatepass"), object_hook=_made)
    if not isinstance(made, Document):
        raise ValueError("not a document")  # noqa: TRY004 - the file is at fault, not the caller
    return made


def data_hash(document: Document) -> str:
    """The SHA-256, as 64 hexadecimal digits, of what *document* tells: kind, subject, issuer, body and annexes.

    Number, day, signature, recipients and layout do not count: a preview and the issued copy have the same hash.
    """
    heading = document.heading
    told = (heading.kind_name, heading.subject, heading.issuer, document.body, document.annexes)
    digest = hashlib.sha256()
    for piece in _canonical(told):
        digest.update(piece)
    return digest.hexdigest()


def mark(document: Document) -> str:
    """The beginning of the data hash as it is printed: "3f2a-9c1b-77d0-12ab"."""
    return shown(data_hash(document))


def shown(digest: str) -> str:
    """The beginning of a data hash in groups of four."""
    return "-".join(digest[at : at + _GROUP] for at in range(0, _SHOWN, _GROUP))


# Kept in the database


def put(session: Session, document: Document) -> str:
    """Keep the whole content of *document* and return the hash that names the stored file."""
    packer = zlib.compressobj()
    packed = [packer.compress(piece) for piece in _canonical(document)]
    return stored_files.put(session, b"".join(packed) + packer.flush())


def get(session: Session, digest: str) -> Document:
    """The document whose content was kept under this hash.

    Raises:
        EnvironmentProblem: it is gone or damaged.
    """
    kept = stored_files.get(session, digest)
    try:
        return from_json(zlib.decompress(kept or b""))
    except (zlib.error, ValueError, TypeError, KeyError) as problem:
        sentence = _("Nội dung đã lưu của văn bản bị hỏng hoặc không còn. Hãy khôi phục từ bản sao lưu.")
        raise EnvironmentProblem(sentence) from problem


# To JSON and back


def _canonical(value: object) -> Iterator[bytes]:
    """The canonical JSON of *value* in pieces, row by row: a list of any length takes no memory."""
    if isinstance(value, Document | parts.Annex | parts.Table):
        before = b"{"
        for name, told in sorted(_plain(value).items()):
            yield before + _encoded(name) + b":"
            yield from _canonical(told)
            before = b","
        yield b"}"
    elif isinstance(value, tuple) and any(isinstance(one, tuple | parts.Annex | parts.Table) for one in value):
        before = b"["
        for told in value:
            yield before
            yield from _canonical(told)
            before = b","
        yield b"]"
    else:
        yield _encoded(value)


def _encoded(value: object) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def _plain(value: object) -> dict[str, Any]:
    """What JSON does not know, as an object that says what it is."""
    if isinstance(value, date):
        return {_TYPE: _DATE, _MEMBER: value.isoformat()}
    if isinstance(value, Enum):
        return {_TYPE: type(value).__name__, _MEMBER: value.name}
    if not is_dataclass(value):
        raise TypeError(type(value))
    told = {one.name: getattr(value, one.name) for one in fields(value)}
    if not isinstance(value, Layout):
        told = {one.name: told[one.name] for one in fields(value) if not _is_default(told[one.name], one.default)}
    return told | {_TYPE: type(value).__name__}


_ENCODER = json.JSONEncoder(default=_plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _is_default(value: object, default: object) -> bool:
    """Whether a field may be left out. The layout is not: its defaults are a choice of this version."""
    return type(value) is type(default) and value == default and not isinstance(value, Layout)


def _made(written: dict[str, Any]) -> Any:  # noqa: ANN401 - any part of a document
    """The part of a document that an object of the JSON stands for."""
    name = written.pop(_TYPE)
    if name == _DATE:
        return date.fromisoformat(written[_MEMBER])
    if name in _ENUMS:
        return _ENUMS[name][written[_MEMBER]]
    return _TYPES[name](**{field: _tuples(value) for field, value in written.items()})


def _tuples(value: Any) -> Any:  # noqa: ANN401 - any part of a document
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
