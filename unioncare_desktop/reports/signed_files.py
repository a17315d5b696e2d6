"""Signed copies of issued documents: which file a signature goes on, and the signed file kept beside it."""

from pathlib import PurePath

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import IssuedFile
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import issuing, signing
from unioncare_desktop.reports.signature_look import Look
from unioncare_desktop.services import issued, records
from unioncare_desktop.services.issued import FileRow
from unioncare_desktop.storage import stored_files

_SIGNED = "_da-ky"


def to_sign(session: Session, document_id: int) -> tuple[FileRow, bytes]:
    """The PDF of a document that a signature goes on, and its content: the one signed last, else the one issued.

    Raises:
        UserError: the document is cancelled, has no PDF, or the content is gone.
    """
    document = issued.document(session, document_id)
    if document.cancelled_why is not None:
        raise UserError(_("{document} đã hủy nên không ký được.").format(document=document.called))
    files = [file for file in document.files if file.format == "pdf"]
    if not files:
        raise UserError(_("{document} không có tệp PDF trong sổ nên không ký được.").format(document=document.called))
    file = max(files, key=lambda one: (one.signed, one.id))
    return file, dict(issuing.files_of(session, document_id))[file.name]


def sign(session: Session, document_id: int, pkcs12: bytes, password: str, look: Look) -> Task[str]:
    """Sign the PDF of a document, keep the signed file beside it, and return its name.

    Raises:
        UserError: as of `to_sign` and `signing.sign`.
    """
    yield Step(0, 1, _("Đang ký số…"))
    file, content = to_sign(session, document_id)
    signed = signing.sign(content, pkcs12, password, look)
    name = _free_name(session, document_id, file)
    kept = {"file_hash": stored_files.put(session, signed.content), "signed": True, "signed_by": signed.signed_by}
    records.insert_rows(session, IssuedFile, [{"document_id": document_id, "name": name, "format": "pdf"} | kept])
    return name


def _free_name(session: Session, document_id: int, file: FileRow) -> str:
    """The name of the signed file: that of the unsigned one with "da-ky" behind it, and a number where it is taken."""
    taken = {one.name for one in issued.document(session, document_id).files}
    stem = PurePath(file.name).stem.partition(_SIGNED)[0] + _SIGNED
    names = (f"{stem}{number}.pdf" for number in ("", *(f"-{at}" for at in range(2, len(taken) + 2))))
    return next(name for name in names if name not in taken)
