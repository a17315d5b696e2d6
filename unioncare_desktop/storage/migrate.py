"""Creating a database and bringing an older one to the newest schema, always on a copy that then takes its place.

The scripts are in `migrations/versions`, one a schema; Alembic is imported only when one has to run.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect

from unioncare_desktop.errors import DatabaseDamaged, DatabaseTooNew, EnvironmentProblem
from unioncare_desktop.i18n import _
from unioncare_desktop.storage import backup, history
from unioncare_desktop.storage.database import (
    APPLICATION_ID,
    SCHEMA,
    Database,
    check_header,
    connect,
    is_url,
    sqlite_engine,
    unfinished_transaction,
)
from unioncare_desktop.storage.failures import explained, sorted_failures
from unioncare_desktop.storage.history import History

MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(location: str | Path, *, create: bool = False, user: str | None = None) -> Database:
    """The database at *location* with the newest schema; an older file is backed up and migrated first.

    With *create*, a file that does not exist is created; an empty server database gets its tables. A file that was
    being written when its program stopped is checked.

    Raises:
        EnvironmentProblem: nothing there, damaged, too new, busy, or no room.
    """
    if is_url(location):
        return _open_server(str(location), create=create, user=user)
    path = Path(location).absolute()
    with explained(_("Không mở được tệp dữ liệu {path}: {reason}."), path=path):
        if not path.exists() and create:
            create_file(path)
        elif check_header(path) < SCHEMA:
            upgrade_file(path)
        elif unfinished_transaction(path):
            backup.verify(path)
        return connect(path, user)


def _open_server(url: str, *, create: bool, user: str | None) -> Database:
    database = connect(url, user)
    try:
        with database.connection() as connection:
            if _server_schema(connection, create=create) < SCHEMA:
                upgrade(connection)
    except BaseException:
        database.close()
        raise
    return database


def _server_schema(connection: Connection, *, create: bool) -> int:
    """The schema number of a server's database, 0 where it is empty and may be filled."""
    tables = set(inspect(connection).get_table_names())
    if not tables and create:
        return 0
    if not tables:
        raise EnvironmentProblem(_("Cơ sở dữ liệu trên máy chủ còn trống, chưa có dữ liệu UnionCare."))
    if not tables >= {"alembic_version", History.__tablename__}:
        raise DatabaseDamaged(_("Cơ sở dữ liệu trên máy chủ không phải của UnionCare."))
    schema = int(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
    if schema > SCHEMA:
        raise DatabaseTooNew(_("Dữ liệu trên máy chủ do phiên bản UnionCare mới hơn ghi. Hãy cập nhật chương trình."))
    return schema


def create_file(path: Path) -> None:
    """Create an empty database of the newest schema at *path*, complete or not at all.

    Raises:
        EnvironmentProblem: the folder cannot be written to.
    """
    sentence = _("Không tạo được tệp dữ liệu {path}: {reason}. Hãy chọn thư mục khác.")
    with explained(sentence, path=path), _unfinished(path) as new:
        new.touch()
        _upgrade_copy(new)
        backup.make_room(path)
        backup.put_in_place(new, path)


def upgrade_file(path: Path) -> None:
    """Bring the file at *path* to the newest schema; it stays as it was if anything fails.

    Raises:
        EnvironmentProblem: damaged, busy, or no room.
    """
    backup.make(path, "migration")
    sentence = _("Không nâng cấp được dữ liệu: {reason}. Tệp cũ vẫn nguyên vẹn; hãy đóng các cửa sổ UnionCare khác.")
    with explained(sentence), _unfinished(path) as copy:
        backup.copy_into(path, copy)
        before = backup.row_counts(copy)
        _upgrade_copy(copy)
        after = backup.row_counts(copy)
        if any(after.get(table, rows) != rows for table, rows in before.items()):
            raise DatabaseDamaged(_("Nâng cấp dữ liệu không thành công; tệp cũ vẫn nguyên vẹn."))
        backup.put_in_place(copy, path)


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A file beside *path* to be made and then given its name; it is gone where that did not happen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = backup.fresh(path.with_name(path.name + ".new"))
    try:
        yield new
    finally:
        backup.fresh(new)


def _upgrade_copy(path: Path) -> None:
    engine = sqlite_engine(path).execution_options(writing=True)
    try:
        with sorted_failures(), engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")  # does nothing inside a transaction
            with connection.begin():
                upgrade(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        engine.dispose()
    backup.verify(path)
    backup.sync_file(path)


def upgrade(connection: Connection) -> None:
    """Run the missing migrations and renew the history's triggers inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    history.install(connection)
