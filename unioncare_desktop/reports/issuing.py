"""Issuing a report: it gets its number, and its content and files are kept as they went out. One action, never undone.

The files are written into a folder only afterwards: where that fails, the document stands in the register all the same
and its files are written again from there, the same to the byte.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from unioncare_desktop import paths, reports
from unioncare_desktop.domain.records import DocumentType, IssuedFile, MemberCount, Period
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import FORMATS, Report, content, files
from unioncare_desktop.reports.document import Document
from unioncare_desktop.services import issued, office, periods, records
from unioncare_desktop.services.issued import IssuedRow, Numbering
from unioncare_desktop.storage import stored_files
from unioncare_desktop.storage.database import Database
from unioncare_desktop.vietnamese import fold

FOLDER = "van-ban-di"
"""The folder beside the data file into which issued documents are written."""


@dataclass(frozen=True)
class Proposal:
    """What issuing a report would come to: its content without a number, the number, and what speaks against it.

    `same` is the document that went out with the same data already.
    """

    document: Document
    numbering: Numbering
    same: IssuedRow | None

    @property
    def title(self) -> str:
        """What the action is called: "Phát hành Báo cáo số 05/BC-LĐLĐ"."""
        return title(self.numbering)

    @property
    def objection(self) -> str:
        """Why it had better not be issued; empty where nothing speaks against it."""
        if self.same is None:
            return ""
        sentence = _("{document} ngày {day} đã phát hành với đúng số liệu này.")
        return sentence.format(document=self.same.called, day=show_day(self.same.issued_on))


def title(given: Numbering) -> str:
    """What the action is called: "Phát hành Báo cáo số 05/BC-LĐLĐ"."""
    return _("Phát hành {document}").format(document=given.called)


def proposal(
    session: Session,
    report: Report,
    span: Span,
    day: date,
    signer_id: int | None = None,
    plans: Collection[str] = (),
) -> Proposal:
    """What issuing *report* on *span* on *day* would come to; nothing is stored.

    Raises:
        UserError: the office has no name, the period no figures, the document no type or series.
    """
    raise NotImplementedError


def issue(
    session: Session,
    report: Report,
    span: Span,
    day: date,
    signer_id: int | None = None,
    number: int | None = None,
    formats: Sequence[str] = FORMATS,
    plans: Collection[str] = (),
    *,
    again: bool = False,
    corrects_id: int | None = None,
) -> Task[int]:
    """Issue *report* on *span* under the next number and return the id of the document.

    *number* is the number that the user saw; the very first one of a series may be chosen. *again* issues data that
    went out already. *corrects_id* is the document that this one corrects.

    Raises:
        Conflict: another number comes next. UserError: as in `proposal`; or the same data went out already.
    """
    raise NotImplementedError


def files_of(session: Session, document_id: int) -> list[tuple[str, bytes]]:
    """The names and contents of the files of an issued document, the signed copies last.

    Raises:
        UserError: there is no such document. EnvironmentProblem: a content is gone.
    """
    raise NotImplementedError


def write_files(session: Session, document_id: int, folder: Path) -> list[Path]:
    """Write the files of an issued document into *folder*, made where it is missing; nothing is overwritten.

    Raises:
        UserError: as in `files_of`, or the folder cannot be written to (see `files.save`).
    """
    raise NotImplementedError


def default_folder(database: Database) -> Path:
    """Where issued documents are written unless the user says otherwise: beside the data file."""
    beside = database.path.parent if database.path else paths.data_dir()
    return beside / FOLDER
