"""The marks of what is due: read, put, removed. What a mark means is in `deadlines`."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import DeadlineMark
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import periods, records
from unioncare_desktop.services.records import Row

DEADLINE, OFFICER, ROUND, PERIOD = "deadline_id", "officer_id", "round_id", "period_id"
"""The columns by which a mark names what it belongs to."""
_COLUMNS = (DEADLINE, OFFICER, ROUND, PERIOD)


@dataclass(frozen=True)
class Source:
    """The record that something due belongs to: `column` as marks name it, `key` its id, or the code of a period."""

    column: str
    key: int | str


Key = tuple[Source, date]
"""A day on which something of a source is due."""


def marks(session: Session, start: date, end: date) -> dict[Key, Row]:
    """The marks of what is due from *start* to *end*, both included."""
    codes = {row.id: row.span.code for row in periods.listed(session)}
    found = {}
    for row in records.rows(session, DeadlineMark):
        if start <= row["due"] <= end:
            column = next(name for name in _COLUMNS if row[name] is not None)
            key = codes[row[column]] if column == PERIOD else row[column]
            found[Source(column, key), row["due"]] = row
    return found


def put(session: Session, keys: Collection[Key], values: Mapping[str, Any]) -> None:
    """Mark each of *keys* with *values*; of one that has a mark, the other values stay."""
    stored = _stored(session, keys)
    by_id = {row["id"]: row for row in stored.values()}
    records.update_rows(session, DeadlineMark, dict.fromkeys(by_id, values), by_id)
    new = [
        {of.column: _record_id(session, of), "due": due} | dict(values) for of, due in keys if (of, due) not in stored
    ]
    records.insert_rows(session, DeadlineMark, new)


def remove(session: Session, keys: Collection[Key]) -> None:
    """Remove the marks of those of *keys* that have one."""
    records.delete(session, DeadlineMark, [row["id"] for row in _stored(session, keys).values()])


def forget(session: Session, column: str, ids: Iterable[int]) -> None:
    """Remove the marks of records that are about to be deleted."""
    found = records.rows(session, DeadlineMark, **{column: frozenset(ids)})
    records.delete(session, DeadlineMark, [row["id"] for row in found])


def _stored(session: Session, keys: Collection[Key]) -> dict[Key, Row]:
    days = [due for _of, due in keys] or [date.max]
    found = marks(session, min(days), max(days))
    return {key: found[key] for key in keys if key in found}


def _record_id(session: Session, of: Source) -> int:
    """The id of what a mark belongs to; a period that has no row yet gets one."""
    return periods.ensure(session, Span.parse(of.key)).id if isinstance(of.key, str) else of.key
