"""The register of outgoing documents: which number comes next, what stands in it, documents written elsewhere.

A number is given once, one after the other without a gap, and stays: a document is cancelled, never removed. Documents
of the program's own reports come in through `reports/issuing.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import DocumentType, IssuedDocument, IssuedFile
from unioncare_desktop.domain.records.issued_document import BY_TERM, LARGEST_NUMBER
from unioncare_desktop.domain.records.office import PARTY_STYLE
from unioncare_desktop.domain.rules import numbering as rules
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Conflict, InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, periods, records
from unioncare_desktop.services.deliveries import DeliveryRow, of_documents
from unioncare_desktop.services.deliveries import as_json as delivery_as_json
from unioncare_desktop.services.names import document_name
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.vietnamese import clean_lines, show_day, show_whole

ISSUED, CANCELLED = "issued", "cancelled"
_GIVEN = ("series", "number", "symbol")
_OF_REPORTS = frozenset(("note",))
_OF_OTHERS = frozenset(("subject", "recipients", "signer", "note"))


@dataclass(frozen=True)
class FileRow:
    """A file of a document as it was given out; `file_hash` is its SHA-256."""

    id: int
    name: str
    format: str
    file_hash: str
    signed: bool
    signed_by: str | None


@dataclass(frozen=True)
class IssuedRow:
    """A document of the register. `report` and `span` say of which report and period it is, if it is one."""

    id: int
    type_id: int
    type_sign: str
    type_name: str
    series: str
    number: int
    symbol: str
    issued_on: date
    subject: str
    recipients: tuple[str, ...]
    signer: str | None
    report: str | None
    span: Span | None
    data_hash: str | None
    content_hash: str | None
    corrects_id: int | None
    corrected_by: tuple[int, ...]
    cancelled_why: str | None
    note: str | None
    files: tuple[FileRow, ...] = ()

    @property
    def number_text(self) -> str:
        """The number as documents write it: "05/BC-LĐLĐ"."""
        return rules.number_text(self.number, self.symbol)

    @property
    def called(self) -> str:
        """What it is called within a sentence: "Báo cáo số 05/BC-LĐLĐ"."""
        return document_name(self.type_name, self.number_text)

    @property
    def state(self) -> str:
        """Whether it holds: ISSUED or CANCELLED."""
        return ISSUED if self.cancelled_why is None else CANCELLED


@dataclass(frozen=True)
class Numbering:
    """The number that a document of a type gets on a day.

    The first number of a series may be another one: then *is_first*. *warning* is a sentence about the day, or empty.
    *nameless* says that the office has no name yet: what is issued has dots in its place.
    """

    type_id: int
    type_name: str
    series: str
    number: int
    symbol: str
    is_first: bool
    warning: str
    nameless: bool = False

    @property
    def number_text(self) -> str:
        """The number as documents write it: "05/BC-LĐLĐ"."""
        return rules.number_text(self.number, self.symbol)

    @property
    def called(self) -> str:
        """What the document will be called: "Báo cáo số 05/BC-LĐLĐ"."""
        return document_name(self.type_name, self.number_text)

    def with_number(self, wanted: int | None) -> "Numbering":
        """The same with the number *wanted*, where it may be had; None wants what comes next.

        Raises:
            Conflict: another number comes next. UserError: it is larger than any number of a document.
        """
        if wanted is None or wanted == self.number:
            return self
        _refuse_large(wanted)
        if self.is_first and wanted > 0:
            return replace(self, number=wanted)
        sentence = _("Số tiếp theo của {type} trong sổ {series} là {next}, không phải {wanted}. Hãy xem lại số.")
        raise Conflict(
            sentence.format(type=self.type_name, series=self.series, next=f"{self.number:02}", wanted=f"{wanted:02}")
        )


def _refuse_large(number: int) -> None:
    if number > LARGEST_NUMBER:
        sentence = _("Số văn bản lớn nhất là {most}. Hãy ghi số nhỏ hơn.")
        raise UserError(sentence.format(most=show_whole(LARGEST_NUMBER)))


# What stands in it


def listed(session: Session, series: str | None = None) -> list[IssuedRow]:
    """The documents of the register, of one series alone where it is given, in the order in which they were entered."""
    found = records.rows(session, IssuedDocument, **({} if series is None else {"series": series}))
    return _told(session, found)


def document(session: Session, document_id: int) -> IssuedRow:
    """The document with this id.

    Raises:
        UserError: there is none.
    """
    found = _told(session, records.rows(session, IssuedDocument, id=document_id))
    if not found:
        raise UserError(_("Không có văn bản {id} trong sổ văn bản đi.").format(id=document_id))
    return found[0]


def newest(session: Session, report_code: str, span: Span) -> IssuedRow | None:
    """The newest document of a report on a period that is not cancelled; None where there is none."""
    period = periods.find(session, span)
    if period is None:
        return None
    equal = {"report": report_code, "period_id": period.id, "cancelled_why": None}
    found = records.rows(session, IssuedDocument, **equal)
    return _told(session, found[-1:])[0] if found else None


def first_and_last_day(session: Session) -> tuple[date, date] | None:
    """The days of the earliest and the latest document of the register; None while it is empty."""
    day = IssuedDocument.__table__.c.issued_on
    first, last = session.execute(select(func.min(day), func.max(day))).one()
    return (first, last) if first is not None else None


def series_of(session: Session) -> list[str]:
    """The series in which there are documents, the newest first."""
    table = IssuedDocument.__table__.c
    query = select(table.series).group_by(table.series).order_by(func.max(table.issued_on).desc(), table.series)
    return list(session.scalars(query))


def _told(session: Session, found: list[records.Row]) -> list[IssuedRow]:
    types = {row["id"]: row for row in records.rows(session, DocumentType)}
    spans = {row.id: row.span for row in periods.listed(session)}
    files = _files(session, [row["id"] for row in found])
    corrections = _corrections(session)
    kept = ("id", "type_id", "series", "number", "symbol", "issued_on", "subject", "signer", "report", "data_hash")
    more = ("content_hash", "corrects_id", "cancelled_why", "note")
    return [
        IssuedRow(
            **{name: row[name] for name in (*kept, *more)},
            type_sign=types[row["type_id"]]["sign"] or "",
            type_name=types[row["type_id"]]["name"],
            recipients=tuple((row["recipients"] or "").splitlines()),
            span=spans.get(row["period_id"]),
            corrected_by=tuple(corrections[row["id"]]),
            files=tuple(files[row["id"]]),
        )
        for row in found
    ]


def _files(session: Session, document_ids: Iterable[int]) -> Mapping[int, list[FileRow]]:
    """The files of the documents: the formats as they were made, the signed copies behind them."""
    found: defaultdict[int, list[FileRow]] = defaultdict(list)
    names = ("id", "name", "format", "file_hash", "signed", "signed_by")
    for row in records.rows(session, IssuedFile, document_id=frozenset(document_ids)):
        found[row["document_id"]].append(FileRow(**{name: row[name] for name in names}))
    return found


def _corrections(session: Session) -> Mapping[int, list[int]]:
    """The ids of the documents that correct a document, by its id."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    table = IssuedDocument.__table__.c
    query = select(table.corrects_id, table.id).where(table.corrects_id.is_not(None)).order_by(table.id)
    for corrected, correction in session.execute(query):
        found[corrected].append(correction)
    return found


def as_json(row: IssuedRow, deliveries: Iterable[DeliveryRow] = ()) -> dict[str, Any]:
    """A document with what was sent of it as plain JSON values: days as ISO text, periods as codes."""
    files = [
        {"name": one.name, "format": one.format, "sha256": one.file_hash, "signed": one.signed} for one in row.files
    ]
    return {
        "id": row.id,
        "number": row.number,
        "number_text": row.number_text,
        "type": row.type_sign,
        "type_name": row.type_name,
        "series": row.series,
        "issued_on": row.issued_on.isoformat(),
        "subject": row.subject,
        "report": row.report,
        "period": row.span.code if row.span else None,
        "signer": row.signer,
        "recipients": list(row.recipients),
        "data_hash": row.data_hash,
        "state": row.state,
        "cancelled_why": row.cancelled_why,
        "corrects": row.corrects_id,
        "corrected_by": list(row.corrected_by),
        "files": files,
        "deliveries": [delivery_as_json(one) for one in deliveries],
    }


def register_as_json(session: Session, rows: Iterable[IssuedRow]) -> list[dict[str, Any]]:
    """Documents with what was sent of each."""
    told = list(rows)
    sent = of_documents(session, [row.id for row in told])
    return [as_json(row, sent[row.id]) for row in told]


# Numbers


def next_number(session: Session, type_id: int, series: str) -> int:
    """The number that comes next for a type in a series: one more than the newest, also where that is cancelled."""
    return _newest_number(session, type_id, series) + 1


def _newest_number(session: Session, type_id: int, series: str) -> int:
    table = IssuedDocument.__table__.c
    query = select(func.max(table.number)).where(table.type_id == type_id, table.series == series)
    return session.scalar(query) or 0


def numbering(session: Session, type_id: int, day: date, symbol: str = "") -> Numbering:
    """The number of the next document of a type that is issued on *day*; *symbol* follows it, the office's where empty.

    Raises:
        UserError: the office's term is unknown or does not hold the day.
    """
    view = office.view(session)
    chosen = records.open_draft(session, DocumentType, type_id).values
    series = _series(view, chosen, day)
    own_symbol = rules.symbol(chosen["sign"] or "", view["symbol"] or view.kind.symbol, view["style"])
    return Numbering(
        type_id,
        chosen["name"],
        series,
        next_number(session, type_id, series),
        symbol or own_symbol,
        is_first=_newest_number(session, type_id, series) == 0,
        warning=_day_warning(session, type_id, series, day),
        nameless=not view.named,
    )


def named(given: Numbering) -> Numbering:
    """The same number, of an office that has a name.

    Raises:
        UserError: it has none yet.
    """
    if given.nameless:
        raise UserError(_("Hãy đặt tên đơn vị ở Thiết lập trước khi cấp số văn bản."))
    return given


def _series(view: OfficeView, chosen: Mapping[str, Any], day: date) -> str:
    if chosen["numbering"] != BY_TERM and view["style"] != PARTY_STYLE:
        return rules.year_series(day)
    first, last = view["term_from"], view["term_to"]
    if first is None or last is None:
        sentence = _("{type} đánh số theo nhiệm kỳ. Hãy ghi ngày đầu và ngày cuối nhiệm kỳ ở Thiết lập, mục Đơn vị.")
        raise UserError(sentence.format(type=chosen["name"]))
    if not first <= day <= last:
        sentence = _("Ngày {day} nằm ngoài nhiệm kỳ {first} – {last}. Hãy xem lại ngày, hoặc nhiệm kỳ ở Thiết lập.")
        raise UserError(sentence.format(day=show_day(day), first=show_day(first), last=show_day(last)))
    return rules.term_series(first, last)


def _day_warning(session: Session, type_id: int, series: str, day: date) -> str:
    """What is odd about the day: it is before that of a document with a smaller number, or ahead."""
    table = IssuedDocument.__table__.c
    query = (
        select(table.number, table.symbol, table.issued_on)
        .where(table.type_id == type_id, table.series == series, table.issued_on > day)
        .order_by(table.number.desc())
        .limit(1)
    )
    before = session.execute(query).first()
    if before is not None:
        sentence = _("Ngày {day} sớm hơn ngày của số {number} đã cấp trước ({before}).")
        text = rules.number_text(before.number, before.symbol)
        return sentence.format(day=show_day(day), number=text, before=show_day(before.issued_on))
    if day > clock.today():
        return _("Ngày {day} ở sau hôm nay.").format(day=show_day(day))
    return ""


# Entered and cancelled


def add(session: Session, given: Numbering, values: Mapping[str, Any]) -> int:
    """Enter a document under the number *given* and return its id.

    Raises:
        InvalidRecord: a value is missing or too long.
    """
    numbered = {name: getattr(given, name) for name in ("type_id", *_GIVEN)}
    return records.save(session, records.new(IssuedDocument, **values, **numbered))


def new_draft(session: Session, day: date | None = None) -> Draft:
    """The form of a document written elsewhere, of *day* or today, signed by the head of the office.

    Its number may be left blank.
    """
    return records.new(
        IssuedDocument, issued_on=day or clock.today(), signer=office.view(session)["signer_name"] or None
    )


def enter(session: Session, draft: Draft) -> int:
    """Enter a document written elsewhere under the next number, or correct one, and return its id.

    A draft's own number counts only where it may be chosen, its own symbol stands in place of the office's.

    Raises:
        InvalidRecord: a value is missing or wrong. Conflict: another number comes next, or somebody was faster.
        UserError: what was issued may not be changed, or there is no series for the day.
    """
    if draft.id is not None:
        return _correct(session, draft)
    if errors := [
        problem for problem in draft.errors if problem.field not in _GIVEN or draft.unread_text(problem.field)
    ]:
        raise InvalidRecord(errors)
    values = draft.values
    given = named(numbering(session, values["type_id"], values["issued_on"], values["symbol"] or ""))
    given = given.with_number(values["number"])
    draft.values |= {name: getattr(given, name) for name in _GIVEN}
    return records.save(session, draft)


def _correct(session: Session, draft: Draft) -> int:
    stored = document(session, draft.id or 0)
    allowed = _OF_REPORTS if stored.content_hash else _OF_OTHERS
    if draft.changes.keys() - allowed:
        sentence = _(
            "{document} đã được cấp số nên không sửa được nữa. Nếu sai, hãy hủy và ghi lý do, rồi lập văn bản mới."
        )
        raise UserError(sentence.format(document=stored.called))
    return records.save(session, draft)


def cancel(session: Session, document_id: int, why: str) -> None:
    """Cancel a document for a reason; it keeps its number and its files.

    Raises:
        InvalidRecord: there is no reason, or it is too long. UserError: there is no such document, or it is cancelled.
    """
    row = document(session, document_id)
    if row.cancelled_why is not None:
        raise UserError(_("{document} đã hủy rồi.").format(document=row.called))
    draft = records.open_draft(session, IssuedDocument, document_id)
    draft.enter("cancelled_why", clean_lines(why))
    if draft.values["cancelled_why"] is None and not draft.errors:
        raise InvalidRecord([Problem("cancelled_why", _("Hãy ghi lý do hủy {document}.").format(document=row.called))])
    records.save(session, draft)
