"""The events of unions: recorded, corrected, taken back, told in words.

An event changes the union's own row only where nothing later has changed the same field; otherwise it changes what the
next event keeps. Doing that to many unions at once costs a few statements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Area, Bloc, Level, Sector, Union, UnionEvent
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.records.union_event import (
    CHANGED_BY,
    EVENT_KINDS,
    MOVED,
    REGROUPED,
    REMEMBERED,
    RENAMED,
    REOPENED,
)
from unioncare_desktop.domain.rules.chronicle import Values
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_words, records
from unioncare_desktop.services.event_book import EventBook, EventDraft, Scan, held_on, invalid, turn_of
from unioncare_desktop.services.merger_words import Told
from unioncare_desktop.services.records import Row
from unioncare_desktop.storage import stored_files
from unioncare_desktop.storage.failures import explained
from unioncare_desktop.storage.history import last_row_id

LARGEST_SCAN = 20 * 1024 * 1024
"""Bytes of a scanned decision."""


@dataclass(frozen=True)
class EventRow:
    """A recorded event; `words` say what changed: "đổi tên từ “A” thành “B”".

    `merger_id` is the merger that it is part of and undone with. What a union that took others in has only from there
    has a negative `id`.
    """

    id: int
    kind: str
    effective_on: date
    words: str
    decision: str | None
    decided_on: date | None
    note: str | None
    scan_name: str | None
    merger_id: int | None = None


# Recording


def record(session: Session, draft: EventDraft) -> int:
    """Store an event, let its union be what it became, and return the event's id.

    Raises:
        InvalidRecord: it contradicts what is known of the union; nothing is stored.
        Duplicate: a living union would have the name of another.
    """
    return record_many(session, [draft])[0]


def record_many(session: Session, drafts: Sequence[EventDraft]) -> list[int]:
    """Store events in their order as `record` does; what is wrong with one of several names its union."""
    book = EventBook(session, {draft.union_id for draft in drafts})
    first = last_row_id(session, UnionEvent.__tablename__) + 1
    rows = []
    for event_id, draft in enumerate(drafts, first):
        try:
            rows.append(_described(session, draft))
            book.put(draft, event_id)
        except InvalidRecord as error:
            raise _naming(book, draft.union_id, error) if len(drafts) > 1 else error from None
    book.refuse_circles({draft.union_id: draft.effective_on for draft in drafts if "upper_id" in draft.values})
    complete = [row | book.was(row["union_id"], event_id) for event_id, row in enumerate(rows, first)]
    book.write()
    return records.insert_rows(session, UnionEvent, complete)


def correct(session: Session, event_id: int, draft: EventDraft, *, version: int | None = None) -> None:
    """Let a recorded event be *draft* instead; one without a scan keeps the one it has.

    Raises:
        InvalidRecord: it contradicts what is known of the union; nothing is changed.
        Conflict: somebody changed the event since *version*. UserError: it is part of a merger.
    """
    _refuse_of_merger(session, event_id)
    book = EventBook(session, {draft.union_id})
    row = _described(session, draft)
    if draft.scan is None:
        del row["scan_name"], row["scan_hash"]
    before = book.chronicles[draft.union_id]
    book.chronicles[draft.union_id] = before.without(event_id)
    book.put(draft, event_id)
    book.refuse_emptied(draft.union_id, before, event_id)
    if "upper_id" in draft.values:
        book.refuse_circles({draft.union_id: draft.effective_on})
    records.update_row(session, UnionEvent, event_id, row | book.was(draft.union_id, event_id), version=version)
    book.write(except_event=event_id)


def delete(session: Session, event_id: int) -> None:
    """Take an event back: what it changed is as before, until a later event that changes it.

    Raises:
        UserError: it is gone, is part of a merger, or a later event would change nothing any more.
    """
    _refuse_of_merger(session, event_id)
    union_id = records.open_draft(session, UnionEvent, event_id).values["union_id"]
    book = EventBook(session, {union_id})
    before = book.chronicles[union_id]
    book.chronicles[union_id] = before.without(event_id)
    book.refuse_emptied(union_id, before, event_id)
    book.write(except_event=event_id)
    records.delete(session, UnionEvent, [event_id])


def _refuse_of_merger(session: Session, event_id: int) -> None:
    if event_id < 0:
        merger_words.refuse_single(session, -event_id)
    found = records.rows(session, UnionEvent, id=event_id)
    merger_words.refuse_single(session, found[0]["merger_id"] if found else None)


_OWN = ("union_id", "kind", "effective_on", "decision", "decided_on", "note", "merger_id")


def _described(session: Session, draft: EventDraft) -> Row:
    """The event's own fields as they are stored.

    Raises:
        InvalidRecord: a day is ahead, a text is too long, the scan is empty or too large.
    """
    typed = Draft(UnionEvent)
    for name in _OWN:
        typed.enter(name, getattr(draft, name))
    if draft.scan is not None:
        typed.enter("scan_name", draft.scan.name)
    if typed.errors:
        raise InvalidRecord(typed.errors)
    row: Row = dict.fromkeys(("scan_name", "scan_hash")) | typed.values
    if draft.scan is not None:
        _refuse_scan(draft.scan)
        row["scan_hash"] = stored_files.put(session, draft.scan.content)
    return row


def _refuse_scan(scan: Scan) -> None:
    if not scan.content:
        raise invalid("scan_name", _("Tệp {name} trống. Hãy chọn tệp khác."), name=scan.name)
    if len(scan.content) > LARGEST_SCAN:
        raise _too_large(scan)


def _too_large(scan: Scan) -> InvalidRecord:
    sentence = _("Tệp {name} lớn quá {most} MB. Hãy quét lại ở độ phân giải thấp hơn (200 dpi).")
    return invalid("scan_name", sentence, name=scan.name, most=LARGEST_SCAN // 1024 // 1024)


def scan_of(session: Session, event_id: int) -> Scan:
    """The scanned decision of an event, exactly as it was stored.

    Raises:
        UserError: it has none, or what is stored is damaged.
    """
    values = records.open_draft(session, UnionEvent, event_id).values
    digest = values["scan_hash"]
    content = stored_files.get(session, digest) if digest else None
    if content is None:
        raise UserError(_("Biến động này chưa có bản quét quyết định."))
    if stored_files.hash_of(content) != digest:
        raise UserError(_("Bản quét {name} đã bị hỏng. Hãy lấy lại từ bản sao lưu.").format(name=values["scan_name"]))
    return Scan(values["scan_name"], content)


def follow(session: Session, changes: Mapping[int, Values], stored: Mapping[int, Row]) -> None:
    """Keep the past in step with *changes* about to be made to the *stored* rows of unions by a form or an import.

    They correct what was written wrong, as long as it was; but a union that ends or lives again is an event of its
    closing day, or of today.

    Raises:
        InvalidRecord: a founding would be later than another event.
    """
    followed = {*REMEMBERED, "founded_on"}
    book = EventBook(session, [union_id for union_id, change in changes.items() if change.keys() & followed])
    next_id = last_row_id(session, UnionEvent.__tablename__) + 1
    new: list[Row] = []
    for union_id, chronicle in list(book.chronicles.items()):
        change = changes[union_id]
        event = turn_of(chronicle, change)
        book.correct(union_id, change, stored[union_id], event, next_id + len(new))
        if event is not None:
            new.append({"union_id": union_id, "kind": event.kind, "effective_on": event.day})
    complete = [row | book.was(row["union_id"], event_id) for event_id, row in enumerate(new, next_id)]
    records.insert_rows(session, UnionEvent, complete)
    book.write(rows=False)


def _naming(book: EventBook, union_id: int, error: InvalidRecord) -> InvalidRecord:
    """The same problems, with the name of the union that has them."""
    name = book.unions[union_id]["name"]
    return InvalidRecord([Problem(problem.field, f"{name}: {problem.text}") for problem in error.problems])


def read_scan(path: Path) -> Scan:
    """The file at *path* as the scan of a decision.

    Raises:
        UserError: it cannot be read, or is too large; the sentence names it.
    """
    with explained(_("Không đọc được tệp {path}: {reason}."), path=path):
        too_large = path.stat().st_size > LARGEST_SCAN
        scan = Scan(path.name, b"" if too_large else path.read_bytes())
    if too_large:
        raise _too_large(scan)
    _refuse_scan(scan)
    return scan


def of_changes(union_id: int, changes: Values, effective_on: date) -> list[EventDraft]:
    """The events that *changes* of a union's fields are, where they are no corrections but happened on a day."""
    drafts = []
    rest = dict(changes)
    for kind in (RENAMED, MOVED, REGROUPED):
        mine = {name: rest[name] for name in CHANGED_BY[kind] if name in rest}
        if mine and (kind != MOVED or "upper_id" in mine):
            drafts.append(EventDraft(union_id, kind, effective_on, mine))
            rest = {name: value for name, value in rest.items() if name not in mine}
    if "state" in rest:
        kind = REOPENED if rest["state"] == ACTIVE else rest["state"]
        drafts.append(EventDraft(union_id, kind, effective_on))
    return drafts


# In words


def of_union(session: Session, union_id: int) -> list[EventRow]:
    """The events of a union, the latest first, with what each of them changed."""
    book = EventBook(session, {union_id})
    chronicle = book.chronicles.get(union_id)
    if chronicle is None:
        return []
    mergers = merger_words.of_union(session, union_id)
    found = []
    for event in reversed(chronicle.events):
        row = book.events[event.id]
        told = {name: row[name] for name in _SHOWN}
        words = _words(session, row["kind"], chronicle.changes(event.id), event.day)
        if (merger := mergers.get(row["merger_id"])) is not None:
            words = f"{merger.words}; {words}" if row["kind"] == RENAMED else merger.words
        found.append(EventRow(**told, words=words))
    found += [_taken_in(mergers[key]) for key in mergers.keys() - {row.merger_id for row in found}]
    return sorted(found, key=lambda row: row.effective_on, reverse=True)


_SHOWN = ("id", "kind", "effective_on", "decision", "decided_on", "note", "scan_name", "merger_id")


def _taken_in(merger: Told) -> EventRow:
    """A merger or split by which nothing of the union itself changed."""
    return EventRow(
        -merger.merger_id,
        merger.kind,
        merger.effective_on,
        merger.words,
        merger.decision,
        merger.decided_on,
        merger.note,
        None,
        merger.merger_id,
    )


_LISTS: dict[str, type[Record]] = {"level_id": Level, "sector_id": Sector, "bloc_id": Bloc, "area_id": Area}
_CHANGES = {
    "name": _("đổi tên từ {old} thành {new}"),
    "upper_id": _("cấp trên từ {old} sang {new}"),
    "level_id": _("cấp công đoàn từ {old} thành {new}"),
    "sector_id": _("loại hình từ {old} thành {new}"),
    "bloc_id": _("khối từ {old} sang {new}"),
    "area_id": _("địa bàn từ {old} sang {new}"),
}


def changed_by(session: Session, event_id: int) -> dict[str, Any]:
    """The values that an event gave to fields of its union."""
    union_id = records.open_draft(session, UnionEvent, event_id).values["union_id"]
    changes = EventBook(session, {union_id}).chronicles[union_id].changes(event_id)
    return {name: new for name, (_old, new) in changes.items()}


def _words(session: Session, kind: str, changes: Mapping[str, tuple[Any, Any]], day: date) -> str:
    told = [
        sentence.format(
            **{
                side: _called(session, name, value, day)
                for side, value in zip(("old", "new"), changes[name], strict=True)
            }
        )
        for name, sentence in _CHANGES.items()
        if name in changes
    ]
    return "; ".join(told) or EVENT_KINDS[kind]


def _called(session: Session, name: str, value: Any, day: date) -> str:  # noqa: ANN401 - a value of the field
    """A value of a remembered field as sentences have it; an upper union by the name it had on *day*."""
    if value is None:
        return _("(không)")
    if name == "upper_id":
        held = held_on(session, day, {value}).get(value) or records.rows(session, Union, id=value)[0]
        return f"“{held['name']}”"
    text = records.choices(session, _LISTS[name])[value] if name in _LISTS else value
    return f"“{text}”"
