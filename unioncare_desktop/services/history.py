"""The history as people read it: the actions of the office, what each changed, and what became of one figure."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Link
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import RECORDS, MemberCount, Period, Union, YearlyFact
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.changes import LINKS, TYPES, Change, Key, by_type, chunks, differing
from unioncare_desktop.services.names import Names, label, local
from unioncare_desktop.storage.history import EDIT, IMPORT, PASTE, SETUP, Action, History, gone, row_of, undone
from unioncare_desktop.vietnamese import code_key, fold, show_whole

KINDS = {EDIT: _("nhập, sửa"), PASTE: _("dán"), IMPORT: _("nhập tệp"), SETUP: _("chương trình")}
LIVE, UNDONE, UNDO, REDONE, REDO = "live", "undone", "undo", "redone", "redo"
STATES = {LIVE: "", UNDONE: _("đã hoàn tác"), UNDO: _("hoàn tác"), REDONE: _("đã làm lại"), REDO: _("làm lại")}
MOST_ACTIONS = 500
MOST_CHANGES = 500


@dataclass(frozen=True)
class Filter:
    """Which actions are looked for: words of title or name, who, the kind, days (both included), what is still so.

    `union_id` is a union that something was changed of, `table` a table that was changed.
    """

    text: str = ""
    who: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    live_only: bool = False
    union_id: int | None = None
    table: str = ""


@dataclass(frozen=True)
class ActionRow:
    """An action as a list shows it; `at` is the user's own time, `rows` how many rows of what were changed."""

    id: int
    at: datetime
    who: str
    title: str
    kind: str
    state: str
    rows: str

    @property
    def kind_words(self) -> str:
        """Its kind as a user reads it."""
        return KINDS.get(self.kind, self.kind)

    @property
    def state_words(self) -> str:
        """Whether it was taken back, or takes something back."""
        return STATES[self.state]


@dataclass(frozen=True)
class FieldChange:
    """One field of one row that an action changed, as it is shown; `record` says of what, blanks are empty."""

    table: str
    row_id: int
    record: str
    field: str
    label: str
    old: str
    new: str
    values: tuple[Any, Any] = (None, None)
    """Before and after as plain JSON values: numbers, ISO days, names instead of links."""


@dataclass(frozen=True)
class Changes:
    """What an action changed, field by field; `more` rows are not listed, there are too many."""

    fields: tuple[FieldChange, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class CellChange:
    """What somebody did to one field at a time, and in which action."""

    at: datetime
    who: str
    action_id: int
    title: str
    change: FieldChange


@dataclass(frozen=True)
class Told:
    """An action with everything that it changed."""

    action: ActionRow
    changes: tuple[FieldChange, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        shown = self.action
        return {
            "id": shown.id,
            "at": shown.at.isoformat(),
            "who": shown.who,
            "title": shown.title,
            "kind": shown.kind,
            "state": shown.state,
            "undone": self.undone,
            "changes": [_as_json(change) for change in self.changes],
        }

    @property
    def undone(self) -> bool:
        """Whether it was taken back."""
        return self.action.state in (UNDONE, REDONE)


EVERYTHING = Filter()


# Actions


def actions(
    session: Session,
    wanted: Filter = EVERYTHING,
    *,
    limit: int | None = MOST_ACTIONS,
    offset: int = 0,
    counted: bool = True,
) -> list[ActionRow]:
    """The newest actions that are *wanted*, after the first *offset* at most *limit* of them.

    Where they are not *counted*, they do not say what they changed.
    """
    words = fold(wanted.text).split()
    query = _query(session, wanted).order_by(Action.id.desc())
    with session.execute(query, execution_options={"yield_per": 1000}) as found:
        ids = (row.id for row in found if all(word in _folded(f"{row.title} {row.who}") for word in words))
        chosen = list(islice(ids, offset, None if limit is None else offset + limit))
    return _listed(session, chosen, counted=counted)


@lru_cache(maxsize=65536)
def _folded(text: str) -> str:
    return fold(text)


def _query(session: Session, wanted: Filter) -> Select[int, str, str]:
    query = select(Action.id, Action.title, Action.who)
    if wanted.who:
        query = query.where(Action.who == wanted.who)
    if wanted.kind:
        query = query.where(Action.kind == wanted.kind)
    if wanted.since is not None:
        query = query.where(Action.at >= _stored(wanted.since))
    if wanted.until is not None:
        query = query.where(Action.at < _stored(wanted.until + timedelta(days=1)))
    if wanted.live_only:
        query = query.where(Action.undoes.is_(None), ~undone(Action))
    if wanted.table:
        query = query.where(Action.id.in_(select(History.action_id).where(History.table_name == wanted.table)))
    if wanted.union_id is not None:
        query = query.where(Action.id.in_(_actions_upon(_keys_of_union(session, wanted.union_id))))
    return query


def _stored(day: date) -> str:
    """The first moment of a day by the user's clock, as moments are stored."""
    return datetime.combine(day, time()).astimezone(UTC).isoformat(timespec="seconds")


def _actions_upon(keys: Collection[Key]) -> Select[int]:
    return select(History.action_id).where(or_(*(_upon(kind, ids) for kind, ids in by_type(keys).items())))


def _upon(record_type: type[Record], ids: Collection[int]) -> ColumnElement[bool]:
    return and_(History.table_name == record_type.__tablename__, History.row_id.in_(ids))


def _keys_of_union(session: Session, union_id: int) -> list[Key]:
    """The union's row and those that belong to it, also deleted ones."""
    belonging = [link.record_type for link in LINKS if link.to is Union and link.column == "union_id"]
    return [Key(Union, union_id)] + [
        Key(record_type, row_id)
        for record_type in belonging
        for row_id in _ids(session, record_type, union_id=union_id)
    ]


def _ids(session: Session, record_type: type[Record], **equal: int) -> list[int]:
    """The ids of all rows whose columns have, or had when they were deleted, the given values."""
    table = record_type.__table__.c
    present = session.scalars(select(table.id).where(*(table[name] == value for name, value in equal.items())))
    lost = [
        row_id
        for some in chunks(gone(session, record_type).values())
        for row_id, old in session.execute(select(History.row_id, History.old).where(History.id.in_(some)))
        if (row := row_of(record_type, old)) and all(row[name] == value for name, value in equal.items())
    ]
    return [*present, *lost]


def _listed(session: Session, ids: list[int], *, counted: bool = True) -> list[ActionRow]:
    found: dict[int, Action] = {}
    taken_back: set[int] = set()
    for some in chunks(ids):
        found |= {action.id: action for action in session.scalars(select(Action).where(Action.id.in_(some)))}
        taken_back |= set(session.scalars(select(Action.id).where(Action.id.in_(some), undone(Action))))
    undos = _undos(session, [action.undoes for action in found.values() if action.undoes is not None])
    rows = _counted(session, ids) if counted else {}
    return [
        ActionRow(
            action.id,
            local(action.at),
            action.who,
            action.title,
            action.kind,
            _state(action, taken_back, undos),
            rows.get(action.id, ""),
        )
        for action in (found[action_id] for action_id in ids)
    ]


def by_ids(session: Session, ids: Collection[int]) -> dict[int, ActionRow]:
    """Some actions by their ids."""
    return {row.id: row for row in _listed(session, list(ids))}


def _undos(session: Session, ids: Collection[int]) -> set[int]:
    """Those of the actions that are undos themselves."""
    return {
        action_id
        for some in chunks(ids)
        for action_id in session.scalars(select(Action.id).where(Action.id.in_(some), Action.undoes.is_not(None)))
    }


def _state(action: Action, taken_back: set[int], undos: set[int]) -> str:
    if action.undoes is None:
        return UNDONE if action.id in taken_back else LIVE
    if action.undoes in undos:
        return REDO
    return REDONE if action.id in taken_back else UNDO


def _counted(session: Session, ids: Collection[int]) -> dict[int, str]:
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for some in chunks(ids):
        query = (
            select(History.action_id, History.table_name, func.count(History.row_id.distinct()))
            .where(History.action_id.in_(some))
            .group_by(History.action_id, History.table_name)
        )
        for action_id, table, count in session.execute(query):
            counts[action_id][table] = count
    return {action_id: _counts_shown(of_action) for action_id, of_action in counts.items()}


def _counts_shown(of_action: dict[str, int]) -> str:
    tables = [(kind.__tablename__, kind.title) for kind in RECORDS]
    return ", ".join(f"{show_whole(of_action[name])} {title}" for name, title in tables if name in of_action)


def people(session: Session) -> list[str]:
    """Everybody who has done something."""
    return sorted(session.scalars(select(Action.who).distinct()))


# What was changed


def changes_of(session: Session, action_id: int, *, limit: int = MOST_CHANGES) -> Changes:
    """What an action changed, of at most *limit* fields."""
    return _changes_of(session, action_id, Names(session), limit)


def _changes_of(session: Session, action_id: int, names: Names, limit: int | None) -> Changes:
    listed: list[FieldChange] = []
    query = select(History).where(History.action_id == action_id).order_by(History.id)
    waiting = deque(session.scalars(query.limit(limit)))
    more = (session.scalar(select(func.count()).where(History.action_id == action_id)) or 0) - len(waiting)
    while waiting and (limit is None or len(listed) < limit):
        change = _readable(waiting.popleft())
        listed += _field_changes(names, change) if change is not None else ()
    return Changes(tuple(listed), more + len(waiting))


def _readable(entry: History) -> Change | None:
    """What a row of the history says; None where it says nothing any more."""
    record_type = TYPES[entry.table_name]
    change = Change(Key(record_type, entry.row_id), row_of(record_type, entry.old), row_of(record_type, entry.new))
    return None if {} in (change.old, change.new) else change


def _field_changes(names: Names, change: Change) -> Iterator[FieldChange]:
    """The fields that were given another value; of a row that was added or deleted all that were not blank."""
    record_type, row_id = change.key
    row = change.new or change.old or {}
    record = names.called(record_type, row)
    changed = differing(record_type, change.old, change.new) if change.new is not None else row
    for name in row:
        words = label(record_type, name)
        values = [side.get(name) if side is not None else None for side in (change.old, change.new)]
        if words and name in changed and values[0] != values[1]:
            old, new = (names.shown(record_type, name, value) for value in values)
            plain = tuple(_plain(names, record_type, name, value) for value in values)
            yield FieldChange(record_type.__tablename__, row_id, record, name, words, old, new, (plain[0], plain[1]))


def _plain(names: Names, record_type: type[Record], name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, date):
        return value.isoformat()
    described = fields_of(record_type).get(name)
    linked = described is not None and isinstance(described.kind, Link) and value is not None
    return names.shown(record_type, name, value) if linked else value


def of_cell(session: Session, record_type: type[Record], ids: Collection[int], field: str = "") -> list[CellChange]:
    """Who changed one field of a row, when and from what to what, newest first; without a *field*, every field.

    *ids* are several where a row was deleted and made anew.
    """
    names = Names(session)
    query = select(History, Action).join(Action, Action.id == History.action_id).order_by(History.id.desc())
    return [
        CellChange(local(action.at), action.who, action.id, action.title, change)
        for entry, action in session.execute(query.where(_upon(record_type, ids)))
        if (readable := _readable(entry)) is not None
        for change in _field_changes(names, readable)
        if field in ("", change.field)
    ]


def count_rows(session: Session, union_id: int, period: str) -> list[int]:
    """The ids of the rows that hold, or held, the figures of a union for the period with this code."""
    period_id = session.scalar(select(Period.id).where(Period.code == period))
    return [] if period_id is None else _ids(session, MemberCount, union_id=union_id, period_id=period_id)


def yearly_rows(session: Session, union_id: int, year: int) -> list[int]:
    """The ids of the rows that hold, or held, the facts of a union for a year."""
    return _ids(session, YearlyFact, union_id=union_id, year=year)


# What `history` tells


def told(session: Session, code: str | None = None) -> list[Told]:
    """All actions with their changes, newest first; with the *code* of a union, what was done to that one.

    Raises:
        UserError: no union has, or had, this code.
    """
    union_id = _union_with(session, code) if code is not None else None
    keys = set(_keys_of_union(session, union_id)) if union_id is not None else None
    names = Names(session)
    return [
        Told(
            shown,
            tuple(
                change
                for change in _changes_of(session, shown.id, names, None).fields
                if keys is None or Key(TYPES[change.table], change.row_id) in keys
            ),
        )
        for shown in actions(session, Filter(union_id=union_id), limit=None)
    ]


def _as_json(change: FieldChange) -> dict[str, Any]:
    old, new = change.values
    named = {"table": change.table, "row": change.row_id, "record": change.record}
    return named | {"field": change.field, "label": change.label, "old": old, "new": new}


def _union_with(session: Session, code: str) -> int:
    """The id of the union with this code; rather a living one than one that has ended, or was deleted."""
    table = Union.__table__.c
    query = select(table.id).where(table.code_key == code_key(code)).order_by(table.state != ACTIVE, table.id.desc())
    present: int | None = session.scalar(query.limit(1))
    if present is not None:
        return present
    for some in chunks(gone(session, Union).values()):
        for row_id, old in session.execute(select(History.row_id, History.old).where(History.id.in_(some))):
            row = row_of(Union, old)
            if row and row["code_key"] == code_key(code):
                return int(row_id)
    raise UserError(_("Không có công đoàn nào mang mã {code}.").format(code=code))
