"""What was sent to whom and by which way, when it was answered: the log of deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Delivery
from unioncare_desktop.services import records


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One message or envelope as the log shows it; `files` are the names of what it held."""

    id: int
    document_id: int | None
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


def of_documents(session: Session, document_ids: Sequence[int]) -> dict[int, tuple[DeliveryRow, ...]]:
    """What was sent of each of the issued documents, the oldest first; a document that was not sent has none."""
    found = records.rows(session, Delivery, document_id=frozenset(document_ids))
    rows = [_row(row) for row in sorted(found, key=lambda row: row["id"])]
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


def _row(row: records.Row) -> DeliveryRow:
    names = [name for name in DeliveryRow.__slots__ if name != "files"]
    files = tuple((row["files"] or "").splitlines())
    return DeliveryRow(**{name: row[name] for name in names}, files=files)
