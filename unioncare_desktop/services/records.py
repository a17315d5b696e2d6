"""Reading, saving and deleting rows of any record type. The only writer of record rows, forms and imports alike."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record, now
from unioncare_desktop.errors import Conflict, InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task, in_parts
from unioncare_desktop.storage.history import last_row_id

Row = dict[str, Any]


def rows(session: Session, record_type: type[Record], **equal: object) -> list[Row]:
    """All rows whose columns equal the given values, or one of a set of values, with every column, ordered by id."""
    columns, query = record_type.__table__.c, _all_rows(record_type)
    for name, value in equal.items():
        column = columns[name]
        query = query.where(column.in_(value) if isinstance(value, AbstractSet) else column == value)
    return [dict(row) for row in session.execute(query).mappings()]


@cache
def _all_rows(record_type: type[Record]) -> Select[Any]:
    """The query for a whole table; putting its columns together takes longer than finding a row by its id."""
    table = record_type.__table__
    return select(*table.columns).order_by(table.c.id)


def new(record_type: type[Record], **values: object) -> Draft:
    """A draft of a record that does not exist yet, with its defaults."""
    defaults: Row = {}
    for name in fields_of(record_type):
        default = record_type.__table__.c[name].default
        defaults[name] = default.arg if default is not None else None
    return Draft(record_type, original=dict(defaults), values=defaults | values)


def open_draft(session: Session, record_type: type[Record], record_id: int) -> Draft:
    """A draft of the stored record with this id.

    Raises:
        UserError: it is gone.
    """
    found = rows(session, record_type, id=record_id)
    if not found:
        raise UserError(_("Không còn {title} này; có thể đã bị xóa.").format(title=record_type.title))
    row = found[0]
    values = {name: row[name] for name in fields_of(record_type)}
    return Draft(record_type, row["id"], row["version"], dict(values), values)


def save(session: Session, draft: Draft) -> int:
    """Store the draft and return the record's id.

    Raises:
        InvalidRecord: the draft has errors. Conflict: somebody changed the record since it was opened.
    """
    if draft.errors:
        raise InvalidRecord(draft.errors)
    if draft.id is None:
        return insert_rows(session, draft.record_type, [draft.values])[0]
    if draft.changes:
        update_row(session, draft.record_type, draft.id, draft.changes, version=draft.version)
    return draft.id


def insert_rows(session: Session, record_type: type[Record], values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows with the given field values, blanks for the rest, and return their ids in order.

    An id is never given twice, not even that of a deleted row: it means one thing throughout the history.
    """
    if not values:
        return []
    blank: Row = dict.fromkeys(fields_of(record_type))
    defaults = {
        column.name: column.default.arg
        for column in record_type.__table__.columns
        if column.default is not None and column.default.is_scalar
    }
    moment = now()
    first = last_row_id(session, record_type.__tablename__) + 1
    complete = [
        blank
        | defaults
        | dict(row)
        | record_type.derive(blank | dict(row))
        | {"id": number, "created": moment, "changed": moment}
        for number, row in enumerate(values, first)
    ]
    session.connection().execute(insert(record_type.__table__), complete)  # type: ignore[arg-type] # a Table
    return [row["id"] for row in complete]


def update_row(
    session: Session,
    record_type: type[Record],
    record_id: int,
    changes: Mapping[str, Any],
    *,
    version: int | None = None,
) -> None:
    """Change fields of the row with this id, if its version is still *version* (any, where None).

    Raises:
        Conflict: the row is gone or has another version.
    """
    stored = rows(session, record_type, id=record_id)
    if not stored or version not in (None, stored[0]["version"]):
        raise Conflict(_("Bản ghi vừa được người khác sửa. Hãy nạp lại (F5); nội dung bạn gõ vẫn còn."))
    update_rows(session, record_type, {record_id: changes}, {record_id: stored[0]})


def update_rows(
    session: Session,
    record_type: type[Record],
    changes: Mapping[int, Mapping[str, Any]],
    stored: Mapping[int, Row],
) -> None:
    """Change fields of many rows by id; *stored* are the rows as they were read in this transaction.

    A row that has all the values already stays untouched: nothing was done to it.
    """
    table = record_type.__table__
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for record_id, change in changes.items():
        before = stored[record_id]
        derived = record_type.derive(before | dict(change))
        values = dict(change) | {name: value for name, value in derived.items() if value != before[name]}
        if all(before[name] == value for name, value in values.items()):
            continue
        groups[tuple(sorted(values))].append(values | {"_id": record_id})
    moment = now()
    for names, parameters in groups.items():
        values_by_name: dict[str, Any] = {name: bindparam(name) for name in names}
        statement = (
            update(table)  # type: ignore[arg-type] # a Table
            .where(table.c.id == bindparam("_id"))
            .values(**values_by_name, version=table.c.version + 1, changed=moment)
        )
        session.execute(statement, parameters)


def updating(
    session: Session,
    record_type: type[Record],
    changes: Mapping[int, Mapping[str, Any]],
    stored: Mapping[int, Row],
) -> Task[None]:
    """`update_rows` as a long task."""

    def update_part(ids: Sequence[int]) -> None:
        update_rows(session, record_type, {row_id: changes[row_id] for row_id in ids}, stored)

    yield from in_parts(list(changes), update_part)


def delete(session: Session, record_type: type[Record], ids: Collection[int]) -> None:
    """Remove rows, one after the other; the database refuses rows that others refer to (`InUse`)."""
    if ids:
        table = record_type.__table__
        statement = table.delete().where(table.c.id == bindparam("_id"))  # type: ignore[attr-defined] # a Table
        session.connection().execute(statement, [{"_id": record_id} for record_id in ids])


def put_back(session: Session, record_type: type[Record], gone: Sequence[Row]) -> None:
    """Add rows that were removed again, under the ids they had: whole rows, as they were; keys are made anew."""
    moment = now()
    rows_again = [
        dict(row) | record_type.derive(row) | {"version": row["version"] + 1, "changed": moment} for row in gone
    ]
    if rows_again:
        session.connection().execute(insert(record_type.__table__), rows_again)  # type: ignore[arg-type] # a Table


def choices(session: Session, record_type: type[Record]) -> dict[int, str]:
    """The names of all rows by id, in the order in which a list offers them."""
    table = record_type.__table__
    order: Iterable[Any] = [table.c[name] for name in ("position", "sort_key", "id") if name in table.c]
    return {row.id: row.name for row in session.execute(select(table.c.id, table.c.name).order_by(*order))}
