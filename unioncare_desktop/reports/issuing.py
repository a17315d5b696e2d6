"""Issuing a report: it gets its number, and its content and files are kept as they went out. One action, never undone.

The files are written into a folder only afterwards: where that fails, the document stands in the register all the same
and its files are written again from there, the same to the byte.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from unioncare_desktop import paths, reports
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import DocumentType, IssuedFile, MemberCount, Merger, issued_document
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import FORMATS, Report, content, correction_report, files, merger_files, signing
from unioncare_desktop.reports.document import Document
from unioncare_desktop.reports.merger_files import DECISION, PROPOSAL
from unioncare_desktop.services import issued, periods, records
from unioncare_desktop.services.issued import FileRow, IssuedRow, Numbering
from unioncare_desktop.storage import stored_files
from unioncare_desktop.storage.database import Database
from unioncare_desktop.storage.failures import explained
from unioncare_desktop.vietnamese import fold, show_day

FOLDER = "van-ban-di"
"""The folder beside the data file into which issued documents are written."""
_PAPERS = {PROPOSAL: ("proposal", "proposed_on"), DECISION: ("decision", "decided_on")}
"""The fields of a merger that tell number and day of its papers."""
_LETTER = "CV"
_MARKS = " -;.,"
_NO_NAMES = ("nhu tren", "nhu kinh gui", "luu")
"""How lines of recipients begin that name nobody, folded."""


@dataclass(frozen=True)
class Proposal:
    """What issuing a report would come to: its content without a number, the number, and what speaks against it.

    `same` is the document that went out with the same data already, `corrects_id` the one that a correction corrects.
    """

    document: Document
    numbering: Numbering
    same: IssuedRow | None
    corrects_id: int | None = None

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
        UserError: the period has no figures, the document no type or series; a correction finds nothing to correct.
    """
    _refuse_without_figures(session, report, span)
    corrects_id = _corrected(session, span) if report.code == correction_report.CODE else None
    document = reports.built(session, report, span, "", day, plans, signer_id)
    before = issued.newest(session, report.code, span)
    same = before if before is not None and before.data_hash == content.data_hash(document) else None
    return Proposal(document, _numbering(session, document, day), same, corrects_id)


def _corrected(session: Session, span: Span) -> int:
    wrong = correction_report.wrong_one(session, span)
    if wrong is None or not wrong.outdated:
        sentence = _(
            "Không có báo cáo số liệu nào của {period} đã phát hành mà nay khác đi; không có gì để đính chính."
        )
        raise UserError(sentence.format(period=span.phrase))
    return wrong.issued.id


def _refuse_without_figures(session: Session, report: Report, span: Span) -> None:
    quarters = [found.id for one in span.quarters if (found := periods.find(session, one)) is not None]
    if report.of_figures and not session.scalar(select(exists().where(MemberCount.period_id.in_(quarters)))):
        sentence = _("{period} chưa có số liệu nào nên chưa phát hành được. Hãy nhập số liệu trước.")
        raise UserError(sentence.format(period=span.title))


def _numbering(session: Session, document: Document, day: date) -> Numbering:
    return issued.numbering(session, _type_of(session, document), day, document.heading.symbol)


def _type_of(session: Session, document: Document) -> int:
    """The type of document by the sign in its number, else by its name; a letter has neither."""
    heading = document.heading
    sign = "" if heading.is_letter else _sign(document)
    types = records.rows(session, DocumentType)
    found = [row["id"] for row in types if (row["sign"] or "") == sign]
    found += [row["id"] for row in types if heading.kind_name and fold(row["name"]) == fold(heading.kind_name)]
    if not found:
        sentence = _("Chưa có loại văn bản “{name}” ({sign}). Hãy thêm ở Thiết lập, danh mục Loại văn bản.")
        raise UserError(sentence.format(name=heading.called, sign=sign))
    return int(found[0])


def issue(
    session: Session,
    report: Report,
    span: Span,
    day: date,
    *,
    signer_id: int | None = None,
    number: int | None = None,
    formats: Sequence[str] = FORMATS,
    plans: Collection[str] = (),
    again: bool = False,
    signature_field: bool = False,
) -> Task[int]:
    """Issue *report* on *span* under the next number and return the id of the document.

    *number* is the number that the user saw; the very first one of a series may be chosen. *again* issues data that
    went out already. *signature_field* leaves an empty field in the PDF, for the tool of a USB token.

    Raises:
        Conflict: another number comes next. UserError: as in `proposal`; the same data went out already; there is no
            PDF to leave the field in.
    """
    if signature_field and "pdf" not in formats:
        raise UserError(_("Ô ký số nằm trong tệp PDF. Hãy xuất cả PDF, hoặc không chừa ô ký số."))
    yield Step(0, len(formats) + 1, _("Lập {report}").format(report=report.title))
    found = proposal(session, report, span, day, signer_id, plans)
    if found.objection and not again:
        raise UserError(_("{objection} Nếu vẫn cần, hãy chọn phát hành lại.").format(objection=found.objection))
    given = found.numbering.with_number(number)
    about = _About(report.code, span, day, found.corrects_id, signature_field)
    return (yield from _keeping(session, found.document, given, about, formats))


def issue_papers(session: Session, kind: str, merger_ids: Sequence[int], day: date) -> Task[list[int]]:
    """Issue the proposal of some mergers, or the decision on each, and return the ids of the documents.

    *kind* is PROPOSAL or DECISION of `merger_files`. The mergers get number and day of their paper.

    Raises:
        UserError: a merger is gone or has a number already; the office has no name; a text has an unknown field.
    """
    field, dated = _PAPERS[kind]
    made: list[int] = []
    for papers, document in merger_files.papers(session, kind, merger_ids):
        stored = records.rows(session, Merger, id=frozenset(paper.row.id for paper in papers))
        _refuse_numbered(stored, field)
        given = issued.named(_numbering(session, document, day))
        about = _About(f"merger-{kind}", papers[0].row.period, day)
        made.append((yield from _keeping(session, document, given, about)))
        changes = {row["id"]: {field: given.number_text, dated: day} for row in stored}
        records.update_rows(session, Merger, changes, {row["id"]: row for row in stored})
    return made


def _refuse_numbered(mergers: Sequence[records.Row], field: str) -> None:
    for row in mergers:
        if row[field]:
            sentence = _("“{name}” đã có {label} {number}. Hãy xóa số ấy trước khi phát hành.")
            label = fields_of(Merger)[field].label.lower()
            raise UserError(sentence.format(name=row["name"], label=label, number=row[field]))


@dataclass(frozen=True)
class _About:
    """Of what report and period a document is, when it is issued, which one it corrects, how it will be signed."""

    report: str
    span: Span
    day: date
    corrects_id: int | None = None
    signature_field: bool = False


def _keeping(
    session: Session, unnumbered: Document, given: Numbering, about: _About, formats: Sequence[str] = FORMATS
) -> Task[int]:
    """Enter a document into the register and keep its content and its files."""
    document = reports.numbered(unnumbered, str(given.number), about.day)
    values = {
        "issued_on": about.day,
        "subject": document.heading.subject,
        "recipients": "\n".join(_recipients(document)) or None,
        "signer": document.signature.name or None,
        "report": about.report,
        "period_id": periods.ensure(session, about.span).id,
        "data_hash": content.data_hash(document),
        "content_hash": content.put(session, document),
        "corrects_id": about.corrects_id,
    }
    document_id = issued.add(session, given, values)
    stem = _stem(document, given, about)
    for done, name in enumerate(formats, 1):
        yield Step(done, len(formats) + 1, _("Ghi tệp {format}").format(format=issued_document.FORMATS[name]))
        made = reports.rendered(document, name)
        if name == "pdf" and about.signature_field:
            made = signing.empty_field(made)
        digest = stored_files.put(session, made)
        row = {"document_id": document_id, "name": f"{stem}.{name}", "format": name, "file_hash": digest}
        records.insert_rows(session, IssuedFile, [row])
    return document_id


def _recipients(document: Document) -> list[str]:
    """Who gets it, by name: whom it is addressed to in place of "Như trên", without the copy for the files."""
    addressed = [line.strip(_MARKS) for line in document.heading.addressed_to.splitlines()]
    others = [line.strip(_MARKS) for line in document.signature.recipients]
    kept = [name for name in others if not fold(name).startswith(_NO_NAMES)]
    return list(dict.fromkeys(filter(None, (*addressed, *kept))))


def _stem(document: Document, given: Numbering, about: _About) -> str:
    """The name of the files, which sorts by type, series and number: "BC_2023_005_members_2023Q4_LDLD-quan-Ba-Dinh"."""
    sign = _LETTER if document.heading.is_letter else _sign(document)
    period = about.span.code.replace("-", "")
    parts = (sign, given.series, f"{given.number:03}", about.report, period, document.heading.issuer)
    return files.safe_name("_".join(parts))


def _sign(document: Document) -> str:
    """The sign of its type in the number of a document: "BC" of "BC-LĐLĐ" and of "BC/ĐU"."""
    return re.split("[-/]", document.heading.symbol)[0]


def files_of(session: Session, document_id: int) -> list[tuple[str, bytes]]:
    """The names and contents of the files of an issued document, the signed copies last.

    Raises:
        UserError: there is no such document. EnvironmentProblem: a content is gone.
    """
    return [(one.name, _content(session, one)) for one in issued.document(session, document_id).files]


def _content(session: Session, file: FileRow) -> bytes:
    found = stored_files.get(session, file.file_hash)
    if found is None:
        sentence = _("Nội dung của tệp {name} không còn trong dữ liệu. Hãy khôi phục từ bản sao lưu.")
        raise EnvironmentProblem(sentence.format(name=file.name))
    return found


def write_files(session: Session, document_id: int, folder: Path) -> list[Path]:
    """Write the files of an issued document into *folder*, made where it is missing; nothing is overwritten.

    What lies there already, the same to the byte, is not written a second time.

    Raises:
        UserError: as in `files_of`, or the folder cannot be written to (see `files.put`).
    """
    with explained(_("Không tạo được thư mục {path}: {reason}."), path=folder):
        folder.mkdir(exist_ok=True)
    return [_written(folder / name, content) for name, content in files_of(session, document_id)]


def _written(path: Path, content: bytes) -> Path:
    if path.is_file() and path.read_bytes() == content:
        return path
    free = files.free_path(path.parent, path.stem, path.suffix)
    files.put(free, content)
    return free


def default_folder(database: Database) -> Path:
    """Where issued documents are written unless the user says otherwise: beside the data file."""
    beside = database.path.parent if database.path else paths.data_dir()
    return beside / FOLDER
