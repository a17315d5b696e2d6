"""Creating a database and bringing an older one to the newest schema, always on a copy that then takes its place.

The scripts are in `migrations/versions`, one a schema; Alembic is imported only when one has to run.
"""

import os
from pathlib import Path

from sqlalchemy import Connection, inspect

from unioncare_desktop.errors import DatabaseDamaged, EnvironmentProblem
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
)
from unioncare_desktop.storage.failures import sorted_failures

MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(location: str | Path, *, create: bool = False, user: str | None = None) -> Database:
    """The database at *location* with the newest schema; an older file is backed up and migrated first.

    With *create*, a file that does not exist is created; an empty server database gets its tables.

    Raises:
        EnvironmentProblem: nothing there, damaged, too new, busy, or no room.
    """
    if is_url(location):
        return _open_server(str(location), create=create, user=user)
    path = Path(location).absolute()
    if not path.exists() and create:
        create_file(path)
    elif check_header(path) < SCHEMA:
        upgrade_file(path)
    return connect(path, user)


def _open_server(url: str, *, create: bool, user: str | None) -> Database:
    database = connect(url, user)
    with database.connection() as connection:
        tables = inspect(connection).get_table_names()
        if not tables and not create:
            raise EnvironmentProblem(_("Cơ sở dữ liệu trên máy chủ còn trống, chưa có dữ liệu UnionCare."))
        if tables and "alembic_version" not in tables:
            raise DatabaseDamaged(_("Cơ sở dữ liệu trên máy chủ không phải của UnionCare."))
        if _server_schema(connection, tables) < SCHEMA:
            upgrade(connection)
    return database


def _server_schema(connection: Connection, tables: list[str]) -> int:
    if "alembic_version" not in tables:
        return 0
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return int(str(revision))


def create_file(path: Path) -> None:
    """Create an empty database of the newest schema at *path*, complete or not at all.

    Raises:
        EnvironmentProblem: the folder cannot be written to.
    """
    unfinished = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(b"")
    except OSError as error:
        raise EnvironmentProblem(
            _("Không tạo được tệp dữ liệu trong {folder}. Hãy chọn thư mục khác.").format(folder=path.parent)
        ) from error
    _upgrade_copy(unfinished)
    os.replace(unfinished, path)  # noqa: PTH105 - replaces on Windows too
    backup.sync_folder(path.parent)


def upgrade_file(path: Path) -> None:
    """Bring the file at *path* to the newest schema; it stays as it was if anything fails.

    Raises:
        EnvironmentProblem: damaged, busy, or no room.
    """
    backup.make(path, "migration")
    copy = path.with_name(path.name + ".new")
    copy.unlink(missing_ok=True)
    backup.copy_into(path, copy)
    before = backup.row_counts(copy)
    _upgrade_copy(copy)
    after = backup.row_counts(copy)
    if any(after.get(table, rows) != rows for table, rows in before.items()):
        raise DatabaseDamaged(_("Nâng cấp dữ liệu không thành công; tệp cũ vẫn nguyên vẹn."))
    backup.put_in_place(copy, path)


def _upgrade_copy(path: Path) -> None:
    engine = sqlite_engine(path).execution_options(writing=True)
    with sorted_failures(), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.rollback()
        with connection.begin():
            upgrade(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
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
