"""What was sent to whom and by which way, when it was answered: the log of deliveries.

A message that the program drafts is in the log at once, as not sent; what goes out on paper or otherwise is typed in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import LINE_LENGTH, Unreadable
from unioncare_desktop.domain.records import Delivery, DocumentType, IssuedDocument, Period
from unioncare_desktop.domain.records.correspondence import CHANNELS, DRAFTED, EMAIL, PAPER, SENT
from unioncare_desktop.domain.rules import numbering
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InUse, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task
from unioncare_desktop.services import line_entry, periods, records
from unioncare_desktop.services.line_entry import Entered, Entry, Lines
from unioncare_desktop.services.names import document_name
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import fold, show_day

FIELDS = {
    name: field
    for name, field in fields_of(Delivery).items()
    if name in ("document_id", "recipient", "email", "channel", "subject", "sent_on", "replied_on", "reply", "note")
}
"""What can be typed about a delivery."""
_AS_DRAFTED = frozenset(("document_id", "recipient", "email", "channel", "subject"))


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One message or envelope as the log shows it; `files` are the names of what it held.

    `document` is what the issued document is called, `report` and `period` say what went out without a number.
    """

    id: int
    document_id: int | None
    document: str
    report: str | None
    period: str
    recipient: str
    email: str | None
    channel: str
    subject: str
    files: tuple[str, ...]
    content_hash: str | None
    drafted_on: date
    state: str
    sent_on: date | None
    replied_on: date | None
    reply: str | None
    note: str | None
    search: str

    @property
    def waits(self) -> bool:
        """Whether it is still to be sent."""
        return self.state == DRAFTED

    @property
    def unanswered(self) -> bool:
        """Whether it was sent and nobody has answered."""
        return self.state == SENT and self.replied_on is None

    @property
    def by_program(self) -> bool:
        """Whether the program wrote the message, so that what it held is known for certain."""
        return bool(self.files)


@dataclass(frozen=True)
class Receiver:
    """Somebody to whom a message is addressed."""

    name: str
    email: str


@dataclass(frozen=True)
class Parcel:
    """What goes out in one message: an issued document, or a report of a period without a number; with which files."""

    subject: str
    files: tuple[str, ...]
    content_hash: str | None
    document_id: int | None = None
    report: str | None = None
    span: Span | None = None


# What is told


def listed(session: Session) -> list[DeliveryRow]:
    """The whole log, the newest first."""
    return sorted(_told(session, records.rows(session, Delivery)), key=lambda row: row.id, reverse=True)


def of_documents(session: Session, document_ids: Sequence[int]) -> dict[int, tuple[DeliveryRow, ...]]:
    """What was sent of each of the issued documents, the oldest first; a document that was not sent has none."""
    found = _told(session, records.rows(session, Delivery, document_id=frozenset(document_ids)))
    rows = sorted(found, key=lambda row: row.id)
    return {key: tuple(row for row in rows if row.document_id == key) for key in document_ids}


def recipients_of(session: Session, document_id: int) -> tuple[DeliveryRow, ...]:
    """To whom an issued document went or is about to go, the oldest first."""
    return of_documents(session, [document_id])[document_id]


def as_json(row: DeliveryRow) -> dict[str, object]:
    """A delivery as plain JSON values: days as ISO text."""
    return {
        "to": row.recipient,
        "email": row.email,
        "channel": row.channel,
        "state": row.state,
        "drafted_on": row.drafted_on.isoformat(),
        "sent_on": row.sent_on and row.sent_on.isoformat(),
        "replied_on": row.replied_on and row.replied_on.isoformat(),
        "hash": row.content_hash,
    }


def documents(session: Session) -> dict[int, str]:
    """The issued documents that can have gone out, by id, as they are called in the log; the newest first."""
    found = records.rows(session, IssuedDocument)
    types = {row["id"]: row["name"] for row in records.rows(session, DocumentType)}
    newest = sorted(found, key=lambda row: (row["issued_on"], row["id"]), reverse=True)
    return {row["id"]: _called(row, types) for row in newest}


def _called(row: Row, types: Mapping[int, str]) -> str:
    name = document_name(types[row["type_id"]], numbering.number_text(row["number"], row["symbol"]))
    return _("{document} ngày {day}").format(document=name, day=show_day(row["issued_on"]))


def _told(session: Session, found: Collection[Row]) -> list[DeliveryRow]:
    if not found:
        return []
    known = documents(session)
    spans = {row["id"]: Span.parse(row["code"]).title for row in records.rows(session, Period)}
    names = [name for name in fields_of(Delivery) if name not in ("files", "period_id")]
    return [
        DeliveryRow(
            row["id"],
            **{name: row[name] for name in names},
            document=known.get(row["document_id"], ""),
            period=spans.get(row["period_id"], ""),
            files=tuple((row["files"] or "").splitlines()),
            search=_searched(row, known.get(row["document_id"], "")),
        )
        for row in found
    ]


def _searched(row: Row, document: str) -> str:
    texts = (row["recipient"], row["email"], row["subject"], row["reply"], row["note"], CHANNELS[row["channel"]])
    return " ".join(fold(text) for text in (*texts, document) if text)


# What is sent


def draft(session: Session, parcel: Parcel, receivers: Iterable[Receiver], on: date | None = None) -> list[int]:
    """Note that a message was drafted for each of *receivers*, and return the ids of what is noted."""
    period_id = periods.ensure(session, parcel.span).id if parcel.span is not None else None
    common = {
        "document_id": parcel.document_id,
        "report": parcel.report,
        "period_id": period_id,
        "subject": parcel.subject,
        "files": "\n".join(parcel.files) or None,
        "content_hash": parcel.content_hash,
        "channel": EMAIL,
        "drafted_on": on or clock.today(),
    }
    whom = [{"recipient": (one.name or one.email)[:LINE_LENGTH], "email": one.email} for one in receivers]
    return records.insert_rows(session, Delivery, [common | one for one in whom])


def sending(session: Session, ids: Collection[int], day: date) -> Task[int]:
    """Note that messages were sent on *day*, those that were not noted as sent before; return how many.

    Raises:
        UserError: the day is still to come, or before that on which one of them was drafted.
    """
    _check_day(day)
    stored = {row["id"]: row for row in records.rows(session, Delivery, id=frozenset(ids)) if row["state"] == DRAFTED}
    early = next((row for row in stored.values() if day < row["drafted_on"]), None)
    if early is not None:
        sentence = _("Thư gửi {recipient} soạn ngày {drafted}, không thể đã gửi ngày {day}.")
        raise UserError(
            sentence.format(recipient=early["recipient"], drafted=show_day(early["drafted_on"]), day=show_day(day))
        )
    change = {"state": SENT, "sent_on": day}
    yield from records.updating(session, Delivery, dict.fromkeys(stored, change), stored)
    return len(stored)


def answered(session: Session, ids: Collection[int], day: date, reply: str | None) -> int:
    """Note that messages were answered on *day*, with which words; one not noted as sent was sent by then.

    Raises:
        UserError: the day is still to come, or before that on which one of them was sent or drafted.
    """
    _check_day(day)
    stored = {row["id"]: row for row in records.rows(session, Delivery, id=frozenset(ids))}
    for row in stored.values():
        since = row["sent_on"] or row["drafted_on"]
        if day < since:
            sentence = _("Gửi {recipient} ngày {since}, không thể có phản hồi ngày {day}.")
            raise UserError(sentence.format(recipient=row["recipient"], since=show_day(since), day=show_day(day)))
    changes = {
        row_id: {"replied_on": day, "reply": reply, "state": SENT, "sent_on": row["sent_on"] or day}
        for row_id, row in stored.items()
    }
    records.update_rows(session, Delivery, changes, stored)
    return len(stored)


def _check_day(day: date) -> None:
    if day > clock.today():
        raise UserError(_("Ngày {day} chưa tới. Hãy ghi ngày hôm nay hoặc trước đó.").format(day=show_day(day)))


def delete(session: Session, ids: Collection[int]) -> None:
    """Put lines of the log into the trash.

    Raises:
        InUse: a message that the program drafted was sent: it stays as the proof of what was sent.
    """
    for row in records.rows(session, Delivery, id=frozenset(ids)):
        if row["files"] and row["state"] == SENT:
            sentence = _(
                "Thư gửi {recipient} ngày {day} đã ghi là đã gửi nên ở lại trong sổ. Gửi nhầm thì ghi ở Ghi chú."
            )
            raise InUse(sentence.format(recipient=row["recipient"], day=show_day(row["sent_on"])))
    records.delete(session, Delivery, ids)


# What is typed


def judge(session: Session, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored."""
    return line_entry.judge(_lines(session, entries), entries)


def enter(session: Session, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a line that would be wrong stays as it was.

    A new one needs its recipient, and its subject or an issued document.
    """
    return line_entry.enter(session, _lines(session, entries), entries)


def _lines(session: Session, entries: Sequence[Entry]) -> Lines:
    rows = line_entry.opened(session, Delivery, line_entry.ids_in(entries))
    issued = documents(session)
    known = {fold(words): row_id for row_id, words in issued.items()}
    hashes = {row["id"]: row["data_hash"] for row in records.rows(session, IssuedDocument)}

    def read(entry: Entry) -> Any:  # noqa: ANN401 - a value of the field
        draft = rows.get(entry.key) if isinstance(entry.key, int) else None
        if draft is not None and draft.values["files"] and entry.field in _AS_DRAFTED:
            raise Unreadable(_("thư do chương trình soạn: nơi nhận và nội dung ở đúng như đã soạn"))
        if entry.field == "document_id":
            return _document(entry.raw, known)
        return FIELDS[entry.field].parse(entry.raw)

    def agree(draft: Draft, typed: Collection[str]) -> None:
        values = draft.values
        if "document_id" in typed:
            values["content_hash"] = hashes.get(values["document_id"])
            values["subject"] = values["subject"] or issued.get(values["document_id"])
        values["state"] = SENT if values["sent_on"] else DRAFTED
        if not values["files"] and values["sent_on"]:
            values["drafted_on"] = min(values["drafted_on"], values["sent_on"])

    return Lines(rows, _blank, read, _wrong, _lacks, agree)


def _blank() -> Draft:
    draft = records.new(Delivery)
    draft.values |= {"drafted_on": clock.today(), "channel": PAPER}
    return draft


def _document(raw: object, known: Mapping[str, int]) -> int | None:
    if isinstance(raw, int):
        return raw
    key = fold(str(raw or ""))
    if key and key not in known:
        raise Unreadable(_("“{text}” không có trong sổ văn bản đi").format(text=str(raw)[:40]))
    return known[key] if key else None


def _lacks(draft: Draft) -> str:
    if draft.values["recipient"] is None:
        return _("thiếu nơi gửi đến")
    return _("thiếu chủ đề hoặc văn bản") if draft.values["subject"] is None else ""


def _wrong(_key: object, draft: Draft) -> Iterable[Problem]:
    for name in ("sent_on", "replied_on"):
        day = draft.values[name]
        if day is not None and day > clock.today():
            yield Problem(name, _("{label}: ngày {day} chưa tới").format(label=FIELDS[name].label, day=show_day(day)))
    sent, replied = draft.values["sent_on"], draft.values["replied_on"]
    if replied is not None and (sent is None or replied < sent):
        sentence = _("Ngày phản hồi {day} trước ngày gửi; hãy ghi ngày gửi trước.")
        yield Problem("replied_on", sentence.format(day=show_day(replied)))
