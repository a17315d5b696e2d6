"""Rows that come back and what is already there under the same key: the unique keys of the tables, named in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.services.changes import rows_with
from unioncare_desktop.services.names import label
from unioncare_desktop.services.records import Row

_KEYS_OF = {"code_key": "code", "name_key": "name", "content_key": "content"}
"""Whose keys the derived columns are."""


@dataclass(frozen=True)
class Double:
    """A row that would stand beside an *other* one with the same *fields*, which are named as on screen."""

    row: Row
    other: Row
    fields: str


def first(session: Session, record_type: type[Record], coming: Mapping[int, Row | None]) -> Double | None:
    """The first of the rows that cannot be stored beside the others; None of those *coming* under an id is compared."""
    for columns, living in _unique_keys(record_type):
        rows = [row for row in coming.values() if row is not None and _counts(row, living)]
        wanted = {_key(row | record_type.derive(row), columns): row for row in rows}
        asked = {name: {key[place] for key in wanted} for place, name in enumerate(columns)}
        for other in rows_with(session, record_type, columns[0], asked.pop(columns[0]), asked):
            row = wanted.get(_key(other, columns))
            if row is not None and other["id"] not in coming and _counts(other, living):
                return Double(row, other, ", ".join(label(record_type, _KEYS_OF.get(name, name)) for name in columns))
    return None


def _unique_keys(record_type: type[Record]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The columns of each unique key, and whether it holds only among the living, as unique indexes do here."""
    table = record_type.__table__
    for constraint in table.constraints:  # type: ignore[attr-defined] # a Table
        if isinstance(constraint, UniqueConstraint):
            yield tuple(constraint.columns.keys()), False
    for index in table.indexes:  # type: ignore[attr-defined] # a Table
        if isinstance(index, Index) and index.unique:
            yield tuple(index.columns.keys()), "state" in table.c


def _counts(row: Row, living: bool) -> bool:  # noqa: FBT001 - a fact
    return not living or row["state"] == ACTIVE


def _key(row: Row, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(row[name] for name in columns)
