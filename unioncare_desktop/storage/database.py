"""Opening a database and its transactions: one user action is one session is one transaction.

The settings and their reasons are in the project's reliability rules: TRUNCATE journal and FULL synchronisation
survive power cuts and single-file copies; `BEGIN IMMEDIATE` waits for another writer instead of failing at once, and
on a server an advisory lock does. So there is one writer at a time, which sees everything committed before it.
"""

import getpass
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from unioncare_desktop.errors import DatabaseDamaged, DatabaseTooNew, EnvironmentProblem
from unioncare_desktop.i18n import _
from unioncare_desktop.storage import closed_periods, history, snapshot
from unioncare_desktop.storage.failures import damaged, explained, sorted_failures

__all__ = [
    "APPLICATION_ID",
    "SCHEMA",
    "Change",
    "Database",
    "Session",
    "check_header",
    "connect",
    "is_url",
    "sqlite_engine",
    "unfinished_transaction",
]

APPLICATION_ID = 0x55434431
SCHEMA = 6
"""The number of the newest schema, kept in the file as `user_version`: one more with every migration."""

_MAGIC = b"SQLite format 3\x00"
_BUSY_MILLISECONDS = 5_000
_SETTINGS: tuple[tuple[str, str | int, str | int], ...] = (
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),  # a row that REPLACE removes is remembered too
    ("busy_timeout", _BUSY_MILLISECONDS, _BUSY_MILLISECONDS),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
)


@dataclass(frozen=True)
class Change:
    """What a committed action changed: `rows` are the ids of the changed rows by table."""

    action_id: int
    title: str
    rows: Mapping[str, frozenset[int]]

    @property
    def tables(self) -> frozenset[str]:
        """The changed tables: pages that show one of them reload."""
        return frozenset(self.rows)


def _nobody_listens(change: Change) -> None:
    """Changes are of interest only where something is shown."""


class Database:
    """An open database. `changed` is called after each commit that changed something."""

    def __init__(self, engine: Engine, path: Path | None, user: str) -> None:
        self.path = path
        self.user = user
        self.changed: Callable[[Change], None] = _nobody_listens
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ") if path is None else engine
        self._writing = engine.execution_options(writing=True)

    @property
    def location(self) -> str:
        """Where the data are, without a password: what files beside them call them by."""
        return str(self.path) if self.path else self._reading.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; it sees one state of the database throughout."""
        with sorted_failures(), Session(self._reading) as session, session.begin():
            snapshot.remember(session)
            yield session

    @contextmanager
    def write(
        self, title: str, *, kind: str = history.EDIT, undoes: int | None = None, commit: bool = True
    ) -> Iterator[Session]:
        """A session for one user action called *title*; an exception, or `commit=False`, leaves nothing behind.

        *kind* is one of the history's; *undoes* is the action that this one takes back.

        Raises:
            UserError: where a rule of the database or the machine stops the action.
        """
        with sorted_failures(), Session(self._writing) as session, session.begin() as transaction:
            action_id = history.begin_action(session, self.user, title, kind, undoes)
            yield session
            changed = history.end_action(session, action_id)
            closed_periods.refuse(session, action_id, changed.keys())
            if not commit:
                transaction.rollback()
        if commit and changed:
            self.changed(Change(action_id, title, changed))

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection for migrations and checks of the storage itself."""
        with sorted_failures(), self._writing.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Release the file."""
        self._reading.dispose()


def is_url(location: str | Path) -> bool:
    """Whether *location* names a database server rather than a file."""
    return "://" in str(location)


def connect(location: str | Path, user: str | None = None) -> Database:
    """The database at *location*, a file or an URL, which must exist and may have an older schema.

    Raises:
        EnvironmentProblem: where there is nothing, or nothing of ours.
    """
    who = user or getpass.getuser()
    if is_url(location):
        return Database(_server_engine(str(location)), None, who)
    path = Path(location).absolute()
    check_header(path)
    return Database(sqlite_engine(path), path, who)


def check_header(path: Path) -> int:
    """The schema number of the file at *path*, read without opening it as a database.

    Raises:
        EnvironmentProblem: no such file. DatabaseDamaged: empty, alien. DatabaseTooNew: from a newer program.
    """
    with explained(_("Không đọc được tệp dữ liệu {path}: {reason}."), path=path):
        if not path.is_file():
            raise EnvironmentProblem(_("Không tìm thấy tệp dữ liệu {path}.").format(path=path))
        with path.open("rb") as file:
            header = file.read(100)
    if not header:
        raise damaged(path.name)
    if header[:16] != _MAGIC or _number(header, 68) != APPLICATION_ID:
        raise DatabaseDamaged(_("{name} không phải là tệp dữ liệu của UnionCare.").format(name=path.name))
    schema = _number(header, 60)
    if schema > SCHEMA:
        raise DatabaseTooNew(
            _(
                "Tệp {name} do phiên bản UnionCare mới hơn ghi. Hãy cập nhật chương trình; tệp không bị thay đổi."
            ).format(name=path.name),
        )
    if path.stat().st_size < _number(header, 28) * _number(header, 16, 2) and not unfinished_transaction(path):
        raise damaged(path.name)
    return schema


def unfinished_transaction(path: Path) -> bool:
    """Whether a journal lies beside the file at *path*: a program is writing, or was stopped while it wrote."""
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _number(header: bytes, at: int, length: int = 4) -> int:
    """A number of SQLite's file header: 16 is the page size, 28 the pages, 60 our schema, 68 our application."""
    return int.from_bytes(header[at : at + length], "big")


def _server_engine(address: str) -> Engine:
    if not address.startswith("postgresql"):
        raise EnvironmentProblem(_("Chỉ dùng được máy chủ PostgreSQL, địa chỉ bắt đầu bằng postgresql://."))
    waiting = {"options": f"-c lock_timeout={_BUSY_MILLISECONDS}"}
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
        engine = create_engine(url, connect_args=waiting)
    except (ArgumentError, ValueError) as error:
        raise EnvironmentProblem(
            _("Địa chỉ máy chủ dữ liệu không đúng. Hãy ghi như postgresql://tên:mật-khẩu@máy-chủ/dữ-liệu.")
        ) from error
    except ModuleNotFoundError as error:
        raise EnvironmentProblem(_("Chương trình này được cài không kèm phần nối với máy chủ PostgreSQL.")) from error
    event.listen(engine, "begin", _wait_for_other_writers)
    return engine


def _wait_for_other_writers(connection: Connection) -> None:
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")


def sqlite_engine(path: Path) -> Engine:
    """An engine over the existing file at *path* that never creates one."""

    def open_file() -> sqlite3.Connection:
        return sqlite3.connect(
            f"{path.as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_BUSY_MILLISECONDS / 1000,
        )

    def apply_settings(connection: sqlite3.Connection, _record: object) -> None:
        try:
            _apply_settings(connection)
        except UnicodeDecodeError as error:  # SQLite's message quotes a broken schema
            raise damaged(path.name) from error

    engine = create_engine("sqlite://", creator=open_file, poolclass=QueuePool)
    event.listen(engine, "connect", apply_settings)
    event.listen(engine, "begin", _begin)
    return engine


def _apply_settings(connection: sqlite3.Connection) -> None:
    for name, wanted, effective in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {wanted}")
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != effective:
            raise EnvironmentProblem(
                _("Không đặt được chế độ ghi an toàn cho tệp dữ liệu ({name} = {found}).").format(
                    name=name, found=found
                )
            )


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
