"""What actions did to rows, read from the history: the ground of undoing, of the trash, and of what people read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import RECORDS
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.records import Row
from unioncare_desktop.storage.history import History, row_of
from unioncare_desktop.vietnamese import show_whole

TYPES: Mapping[str, type[Record]] = {record_type.__tablename__: record_type for record_type in RECORDS}
BOOKKEEPING = frozenset(("version", "created", "changed"))
"""Columns that the program keeps by itself: they say nothing about the office."""
_CHUNK = 500


class Key(NamedTuple):
    """A row of the whole office."""

    record_type: type[Record]
    row_id: int


@dataclass(frozen=True)
class Change:
    """One row before and after; None where there was none."""

    key: Key
    old: Row | None
    new: Row | None

    @property
    def kind(self) -> str:
        """What was done to the row: insert, update or delete."""
        return "insert" if self.old is None else "delete" if self.new is None else "update"


@dataclass(frozen=True)
class Link:
    """A column by which records refer to others."""

    record_type: type[Record]
    column: str
    to: type[Record]


LINKS: tuple[Link, ...] = tuple(
    Link(record_type, column.name, TYPES[foreign.column.table.name])
    for record_type in RECORDS
    for column in record_type.__table__.columns
    for foreign in column.foreign_keys
)


def of_action(session: Session, action_id: int) -> list[Change]:
    """What an action did to rows, in order.

    Raises:
        UserError: its history cannot be read.
    """
    query = (
        select(History.table_name, History.row_id, History.old, History.new)
        .where(History.action_id == action_id)
        .order_by(History.id)
    )
    return [change(*row) for row in session.execute(query)]


def change(table: str, row_id: int, old: str | None, new: str | None) -> Change:
    """A change from what the history says of it.

    Raises:
        UserError: it cannot be read.
    """
    record_type = TYPES[table]
    found = Change(Key(record_type, row_id), row_of(record_type, old), row_of(record_type, new))
    if {} in (found.old, found.new):
        raise UserError(_("Nhật ký của thao tác này đã bị hỏng. Hãy kiểm tra tệp dữ liệu ở Thiết lập."))
    return found


def differing(record_type: type[Record], before: Row | None, after: Row) -> Row:
    """The values of *after* that *before* has not, of columns that say something and do not follow from others."""
    kept_by_program = BOOKKEEPING | record_type.derive(after).keys()
    return {
        name: value
        for name, value in after.items()
        if name not in kept_by_program and (before is None or before[name] != value)
    }


def by_type(keys: Iterable[Key]) -> dict[type[Record], list[int]]:
    """The ids of the rows by their types, in order."""
    groups: defaultdict[type[Record], list[int]] = defaultdict(list)
    for key in keys:
        groups[key.record_type].append(key.row_id)
    return dict(groups)


def counted(found: Iterable[type[Record]]) -> str:
    """How many of each type there are: "3 cán bộ công đoàn, 12 số liệu đoàn viên"."""
    counts: defaultdict[type[Record], int] = defaultdict(int)
    for record_type in found:
        counts[record_type] += 1
    return ", ".join(f"{show_whole(counts[one])} {one.title}" for one in RECORDS if one in counts)


def rows_with(
    session: Session,
    record_type: type[Record],
    column: str,
    values: Collection[Any],
    beside: Mapping[str, Collection[Any]] = MappingProxyType({}),
) -> Iterator[Row]:
    """The stored rows whose *column* has one of the *values*, and columns *beside* it one of theirs.

    Columns with more values than fit into a query are not asked about.
    """
    table = record_type.__table__
    query = select(*table.columns).where(
        *(table.c[name].in_(wanted) for name, wanted in beside.items() if len(wanted) <= _CHUNK)
    )
    for some in chunks(values):
        for row in session.execute(query.where(table.c[column].in_(some))).mappings():
            yield dict(row)


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values in lists that are short enough for one query."""
    rest = iter(values)
    while some := list(islice(rest, _CHUNK)):
        yield some
