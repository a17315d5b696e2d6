"""The memory of every change: triggers write old and new values of each row under the user action that caused them.

Triggers, not ORM events, because bulk statements and raw SQL must be remembered too. A write without an action is
refused by the database itself, and so is removing history or an issued document. Folding the history gives the tables;
`differences_from_folding` proves it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, ForeignKey, Index, Text, TypeDecorator, func, select, text
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column
from sqlalchemy.sql.elements import KeyedColumnElement

from unioncare_desktop.domain.kinds import IsoDay
from unioncare_desktop.domain.record import Base, Record, now
from unioncare_desktop.domain.records import RECORDS

EDIT, PASTE, IMPORT, SETUP = "edit", "paste", "import", "setup"
"""Kinds of action: typed, pasted, from files, and what the program does by itself, which Ctrl+Z passes over."""


class Action(Base):
    """One thing a user did; everything it changed is undone together. `undoes` is the action that it takes back."""

    __tablename__ = "action"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - SQLAlchemy's way

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(default=now)
    who: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(default=EDIT)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("action.id"), index=True)


class History(Base):
    """One row of one table before and after: JSON objects, null where there was none."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_table_name_row_id", "table_name", "row_id"), {"sqlite_strict": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)


class CurrentAction(Base):
    """The action of the running transaction, seen by the triggers; empty between transactions."""

    __tablename__ = "current_action"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - SQLAlchemy's way

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int | None]


_EVENTS = (("insert", "NULL", "NEW"), ("update", "OLD", "NEW"), ("delete", "OLD", "NULL"))
_KEPT = (
    *(("history", "update"), ("history", "delete"), ("action", "update")),  # an action without history is dropped
    ("issued_document", "delete"),  # a number that was given stays
)


def _row_as_json(row: str, columns: Iterable[Column[Any]]) -> str:
    """The SQL expression of a row as a JSON object.

    Written out, because SQLite before 3.41 refuses json_object() in a trigger under `trusted_schema=OFF`.
    """
    if row == "NULL":
        return "NULL"
    pairs = (f"""'"{column.name}": ' || {_value_as_json(f'{row}."{column.name}"', column)}""" for column in columns)
    return "'{' || " + " || ', ' || ".join(pairs) + " || '}'"


def _value_as_json(value: str, column: Column[Any]) -> str:
    if isinstance(column.type, IsoDay | Text):
        escaped = f"""replace(replace({value}, '\\', '\\\\'), '"', '\\"')"""
        return f"""coalesce('"' || {escaped} || '"', 'null')"""
    return f"coalesce({value}, 'null')"


def _loaded(row: str | None) -> dict[str, Any] | None:
    """The row that a trigger wrote; line breaks stand in it as they are. What cannot be read is no row's history."""
    try:
        return None if row is None else dict(json.loads(row, strict=False))
    except ValueError:
        return {}


def row_of(record_type: type[Record], written: str | None) -> dict[str, Any] | None:
    """The row that a trigger wrote, with the values that the record's columns have; None where there was none.

    A column that a migration has added since has its default, or is blank. A row that cannot be read is empty.
    """
    loaded = _loaded(written)
    if not loaded:
        return loaded
    defaults = _defaults(record_type)
    return {
        column.name: _value_of(column, loaded[column.name]) if column.name in loaded else defaults.get(column.name)
        for column in record_type.__table__.columns
    }


def _value_of(column: KeyedColumnElement[Any], stored: Any) -> Any:  # noqa: ANN401 - a value of the column
    if isinstance(column.type, TypeDecorator):
        return column.type.process_result_value(stored, None)  # type: ignore[arg-type] # ours ask for no dialect
    return stored


def _defaults(record_type: type[Record]) -> dict[str, Any]:
    return {
        column.name: column.default.arg
        for column in record_type.__table__.columns
        if column.default is not None and column.default.is_scalar
    }


def _sqlite_statements() -> Iterator[str]:
    for record_type in RECORDS:
        table = record_type.__tablename__
        columns: list[Any] = list(record_type.__table__.columns)
        for event, old, new in _EVENTS:
            name = f"history_{table}_{event}"
            row = "OLD" if new == "NULL" else "NEW"
            yield f'DROP TRIGGER IF EXISTS "{name}"'
            yield (  # the names are our own
                f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{table}" BEGIN '  # noqa: S608 - the names are our own
                "INSERT INTO history (action_id, table_name, row_id, old, new) VALUES ("
                f"(SELECT action_id FROM current_action), '{table}', {row}.id, "
                f"{_row_as_json(old, columns)}, {_row_as_json(new, columns)}); END"
            )
    for table, event in _KEPT:
        yield f'DROP TRIGGER IF EXISTS "{table}_is_kept_{event}"'
        yield (
            f'CREATE TRIGGER "{table}_is_kept_{event}" BEFORE {event.upper()} ON {table} '
            f"BEGIN SELECT RAISE(ABORT, '{table} is kept'); END"
        )


def _postgresql_statements() -> Iterator[str]:
    yield """
        CREATE OR REPLACE FUNCTION remember_row() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE before text; after text; row_key integer;
        BEGIN
            IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD)::text; row_key := OLD.id; END IF;
            IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW)::text; row_key := NEW.id; END IF;
            INSERT INTO history (action_id, table_name, row_id, old, new)
            VALUES ((SELECT action_id FROM current_action), TG_TABLE_NAME, row_key, before, after);
            RETURN NULL;
        END $$"""
    yield """
        CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is kept'; END $$"""
    for record_type in RECORDS:
        table = record_type.__tablename__
        yield f'DROP TRIGGER IF EXISTS remember ON "{table}"'
        yield (
            f'CREATE TRIGGER remember AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION remember_row()"
        )
    for table, event in _KEPT:
        yield f"DROP TRIGGER IF EXISTS keep_{event} ON {table}"
        yield (
            f"CREATE TRIGGER keep_{event} BEFORE {event.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION keep_history()"
        )


def install(connection: Connection) -> None:
    """Create the triggers anew from the mapped columns, and the one row of `current_action`."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in _sqlite_statements() if sqlite else _postgresql_statements():
        connection.exec_driver_sql(statement)
    if connection.scalar(select(CurrentAction.id)) is None:
        connection.execute(text("INSERT INTO current_action (id, action_id) VALUES (1, NULL)"))


def begin_action(session: Session, who: str, title: str, kind: str = EDIT, undoes: int | None = None) -> int:
    """Open the action of this transaction and return its id."""
    action = Action(who=who, title=title, kind=kind, undoes=undoes)
    session.add(action)
    session.flush()
    session.execute(text("UPDATE current_action SET action_id = :id"), {"id": action.id})
    return action.id


def end_action(session: Session, action_id: int) -> dict[str, frozenset[int]]:
    """Close the action, drop it if nothing changed, and return the ids of the rows it changed by table."""
    session.flush()
    session.execute(text("UPDATE current_action SET action_id = NULL"))
    changed: defaultdict[str, set[int]] = defaultdict(set)
    for table, row_id in session.execute(
        select(History.table_name, History.row_id).where(History.action_id == action_id)
    ):
        changed[table].add(row_id)
    if not changed:
        session.execute(text("DELETE FROM action WHERE id = :id"), {"id": action_id})
    return {table: frozenset(ids) for table, ids in changed.items()}


def current_action(session: Session) -> int | None:
    """The id of the action of this transaction; None while reading."""
    return session.scalar(select(CurrentAction.action_id))


def undone(action: type[Action]) -> ColumnElement[bool]:
    """The condition that an action is taken back: something undoes it, and nothing undoes that in turn."""
    undo, redo = aliased(Action), aliased(Action)
    taken_back = select(redo.id).where(redo.undoes == undo.id).exists()
    return select(undo.id).where(undo.undoes == action.id, ~taken_back).exists()


def gone(session: Session, record_type: type[Record]) -> dict[int, int]:
    """The rows that once were and are no more: by their id, the id of the history row of their last change."""
    present = select(record_type.id)
    query = (
        select(History.row_id, func.max(History.id))
        .where(History.table_name == record_type.__tablename__)
        .group_by(History.row_id)
        .having(History.row_id.not_in(present))
    )
    return dict(session.execute(query).all())


def last_row_id(session: Session, table: str) -> int:
    """The highest id that a row of *table* has ever had, 0 before the first: ids are never given twice."""
    return session.scalar(select(func.max(History.row_id)).where(History.table_name == table)) or 0


def last_change(session: Session) -> int:
    """The id of the newest history row, 0 in a new database: equal ids mean equal contents."""
    return session.scalar(select(History.id).order_by(History.id.desc()).limit(1)) or 0


def differences_from_folding(session: Session) -> list[str]:
    """Rows whose stored values are not those that folding the history gives, as "table id"; empty when all is well.

    A column that a migration has added since is blank in older history, or has its default.
    """
    folded: defaultdict[str, dict[int, dict[str, Any] | None]] = defaultdict(dict)
    for table, row_id, new in session.execute(
        select(History.table_name, History.row_id, History.new).order_by(History.id)
    ):
        folded[table][row_id] = _loaded(new)
    wrong: list[str] = []
    for record_type in RECORDS:
        table = record_type.__tablename__
        defaults = _defaults(record_type)
        expected = {row_id: defaults | row for row_id, row in folded[table].items() if row is not None}
        stored = {row["id"]: dict(row) for row in session.execute(text(f'SELECT * FROM "{table}"')).mappings()}  # noqa: S608 - the names are our own
        wrong += [
            f"{table} {row_id}"
            for row_id in sorted(expected.keys() | stored.keys())
            if row_id not in expected or row_id not in stored or not _same(expected[row_id], stored[row_id])
        ]
    return wrong


def _same(expected: dict[str, Any], stored: dict[str, Any]) -> bool:
    return all(expected.get(name) == value for name, value in stored.items())
