import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tests import servers
from tests.campaigns import campaign
from tests.killing import chance, killed, upgrade
from tests.offices import Q1, add_union, close_union, report
from tests.schemas import NEXT, as_next_schema
from unioncare_desktop.domain.record import Base
from unioncare_desktop.domain.records import RECORDS
from unioncare_desktop.errors import DatabaseDamaged, EnvironmentProblem
from unioncare_desktop.services import checking, office
from unioncare_desktop.storage import backup, migrate
from unioncare_desktop.storage.database import SCHEMA, Database, check_header, connect
from unioncare_desktop.storage.migrate import open_database, upgrade_file


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: connection.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall() for table in tables}  # noqa: S608 - names of tables


@pytest.fixture
def filled(database_file: Path) -> Path:
    """A closed file with unions that refer to each other, and their figures."""
    with closing(office.open_office(database_file, user="Lan")) as opened, opened.write("Nhập") as session:
        upper = add_union(session, "Công đoàn phường", code="CS0001", area="Bách Hoa")
        below = add_union(session, "Tổ Hoa Sen", upper_id=upper, sector="Hợp tác xã")
        report(session, Q1, upper, workers=30, members=20)
        report(session, Q1, below, workers=10, members=9, note="Nghỉ “thai sản”\nhai người")
        close_union(session, below, "5/6/2023")
    return database_file


def test_the_scripts_make_what_the_records_say(any_database: Database) -> None:
    with any_database.connection() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_there_is_one_script_for_each_schema() -> None:
    scripts = list(ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions())

    assert [script.revision for script in reversed(scripts)] == [f"{number:04}" for number in range(1, SCHEMA + 1)]


def test_a_new_file_has_the_newest_schema(database_file: Path) -> None:
    assert check_header(database_file) == SCHEMA
    with closing(sqlite3.connect(database_file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (f"{SCHEMA:04}",)


def test_every_table_of_ours_is_strict(database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        strict = {
            name: strict for _schema, name, kind, _columns, _rowid, strict in connection.execute("PRAGMA table_list")
        }

    assert all(strict[table] for table in Base.metadata.tables)


def test_creating_leaves_one_file(tmp_path: Path) -> None:
    path = tmp_path / "mới {0}" / "dữ liệu [1].db"

    open_database(path, create=True).close()

    assert [file.name for file in path.parent.iterdir() if file.stat().st_size] == [path.name]
    backup.verify(path)


def test_a_database_that_cannot_be_created_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "tệp").write_text("")

    with pytest.raises(EnvironmentProblem, match="Không tạo được tệp dữ liệu"):
        open_database(tmp_path / "tệp" / "unioncare.db", create=True)

    with pytest.raises(EnvironmentProblem, match="Không mở được tệp dữ liệu"):
        open_database(tmp_path / ("a" * 300), create=True)
    assert [file.name for file in tmp_path.iterdir()] == ["tệp"]


def test_a_journal_without_its_file_is_not_played_into_a_new_one(filled: Path, tmp_path: Path) -> None:
    """Somebody deleted the file and left its journal."""
    path = tmp_path / "new.db"
    journal = leave_a_hot_journal(filled, path)
    path.unlink()
    left = journal.read_bytes()

    open_database(path, create=True).close()

    backup.verify(path)
    assert not journal.exists() or journal.stat().st_size == 0
    assert (tmp_path / "replaced" / "000001" / journal.name).read_bytes() == left


def leave_a_hot_journal(source: Path, path: Path) -> Path:
    """Make *path* a copy of *source* as a program leaves it that is killed in the middle of a commit."""
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE filler (x)")
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
            "INSERT INTO filler SELECT hex(randomblob(50)) FROM n"
        )
        connection.execute("DROP TRIGGER history_is_kept_delete")
        connection.execute("DELETE FROM history")
        journal = path.with_name(path.name + "-journal")
        path.write_bytes(source.read_bytes())
        journal.write_bytes(source.with_name(source.name + "-journal").read_bytes())
        connection.execute("ROLLBACK")
    assert journal.stat().st_size > 0
    return journal


def test_a_file_that_was_being_written_is_rolled_back_and_checked(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    leave_a_hot_journal(filled, path)

    with closing(office.open_office(path)) as opened:
        assert checking.check(opened) == []

    assert contents(path) == contents(filled)


def test_a_file_that_was_being_written_and_is_damaged_is_refused(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    leave_a_hot_journal(filled, path)
    damaged = bytearray(path.read_bytes())
    damaged[8192:] = b"\x55" * (len(damaged) - 8192)
    path.write_bytes(damaged)

    with pytest.raises(DatabaseDamaged):
        office.open_office(path, create=True)


# Upgrading


def test_an_upgrade_keeps_every_row(filled: Path) -> None:
    """The next migration rebuilds a table that figures and other unions refer to."""
    before = contents(filled)

    with as_next_schema(), closing(open_database(filled)) as opened, opened.read() as session:
        assert checking.checks(session) == []

    after = contents(filled)
    assert [row[:-1] for row in after.pop("trade_union")] == before.pop("trade_union")
    assert after.pop("alembic_version") == [(f"{NEXT:04}",)]
    before.pop("alembic_version")
    assert after == before
    with as_next_schema():
        assert check_header(filled) == NEXT
        backup.verify(filled)


def test_an_upgrade_is_preceded_by_a_backup(filled: Path) -> None:
    before = contents(filled)

    with as_next_schema():
        upgrade_file(filled)

    (made,) = backup.backups(filled)
    assert made.reason == "migration"
    assert contents(made.path) == before


def test_changes_after_an_upgrade_are_remembered(filled: Path) -> None:
    with as_next_schema(), closing(open_database(filled)) as opened:
        with opened.write("Sửa") as session:
            session.execute(text("UPDATE trade_union SET chair = 'Trần Thị Mai'"))
        with opened.read() as session:
            assert checking.checks(session) == []


@pytest.mark.parametrize(
    "mishap",
    [
        pytest.param('raise ValueError("hỏng")', id="a bug"),
        pytest.param('op.execute("DELETE FROM area")', id="rows that others refer to"),
        pytest.param('op.execute("UPDATE area SET source = name")', id="a change that belongs to no action"),
        pytest.param('op.execute("DROP TRIGGER IF EXISTS x; DELETE FROM sector")', id="two statements"),
        pytest.param('op.execute("UPDATE sqlite_master SET sql = 1")', id="forbidden"),
    ],
)
def test_an_upgrade_that_fails_leaves_the_old_file(filled: Path, mishap: str) -> None:
    before = hashlib.sha256(filled.read_bytes()).hexdigest()

    with as_next_schema(then=mishap), pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is
        open_database(filled)

    assert hashlib.sha256(filled.read_bytes()).hexdigest() == before
    assert {file.name for file in filled.parent.iterdir() if file.is_file() and file.stat().st_size} == {filled.name}
    with closing(connect(filled)) as opened:
        assert checking.check(opened) == []


def test_an_upgrade_that_loses_rows_is_not_taken(filled: Path) -> None:
    lossy = 'op.execute("DROP TRIGGER history_member_count_delete"); op.execute("DELETE FROM member_count")'

    with as_next_schema(then=lossy), pytest.raises(DatabaseDamaged, match="tệp cũ vẫn nguyên vẹn"):
        open_database(filled)

    assert len(contents(filled)["member_count"]) == 2


def test_a_damaged_file_is_not_upgraded(filled: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[8192:12288] = bytes(4096)
    filled.write_bytes(content)

    with as_next_schema(), pytest.raises(DatabaseDamaged):
        open_database(filled)

    assert filled.read_bytes() == content
    assert not backup.backups(filled)


@campaign("kills", 5, 20)
def test_a_killed_upgrade_leaves_the_old_file_or_the_new_one(filled: Path, kills: int) -> None:
    """P7. A leftover of a killed upgrade does not disturb the next one."""
    moments = chance()
    old = contents(filled)
    whole = filled.read_bytes()
    outcomes = set()
    for _kill in range(kills):
        filled.write_bytes(whole)
        killed(upgrade, filled, after=1, pause=moments.uniform(0, 0.25))
        outcomes.add(outcome := len(contents(filled)["trade_union"][0]))
        if outcome == len(old["trade_union"][0]):
            assert contents(filled) == old
            with as_next_schema():
                open_database(filled).close()
        with as_next_schema():
            backup.verify(filled)
            assert check_header(filled) == NEXT
        assert len(contents(filled)["member_count"]) == 2

    assert outcomes  # of both kinds on most machines


# Stored files of every released schema

STORED = sorted((Path(__file__).parent.parent / "databases").glob("[0-9]*.db"))


def test_every_released_schema_has_a_stored_file() -> None:
    assert [path.stem for path in STORED] == [f"{number:04}" for number in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_a_stored_file_opens_and_is_sound(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "unioncare.db"
    path.write_bytes(stored.read_bytes())
    before = contents(path)

    with closing(office.open_office(path)) as opened:
        assert checking.check(opened) == []
        with opened.read() as session:
            assert office.view(session).name == "Công đoàn phường Bách Hoa"

    after = contents(path)
    del before["alembic_version"]
    for table, rows in before.items():
        assert set(rows) <= {row[: len(rows[0])] for row in after[table]}  # newer columns come last
    assert all(before[table] for record_type in RECORDS if (table := record_type.__tablename__) in before)


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_a_stored_file_upgrades_to_the_next_schema(stored: Path, tmp_path: Path) -> None:
    path = tmp_path / "unioncare.db"
    path.write_bytes(stored.read_bytes())

    with as_next_schema(), closing(open_database(path)) as opened, opened.read() as session:
        assert checking.checks(session) == []


def test_a_server_is_upgraded_too(template_on_server: str) -> None:
    with servers.database(template_on_server) as address:
        with as_next_schema(), closing(open_database(address)) as opened, opened.write("Sửa") as session:
            add_union(session, "Hoa Sen")
        with as_next_schema(), closing(open_database(address)) as opened, opened.read() as session:
            assert checking.checks(session) == []
            assert session.scalar(text("SELECT version_num FROM alembic_version")) == f"{NEXT:04}"
