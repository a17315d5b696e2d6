import hashlib
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from queue import Queue

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from tests import servers
from tests.campaigns import campaign
from tests.killing import add_unions, chance, killed
from tests.offices import Q1, add_union, change_union
from unioncare_desktop.domain.records import Union
from unioncare_desktop.errors import (
    Conflict,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseTooNew,
    Duplicate,
    EnvironmentProblem,
    InUse,
    InvalidRecord,
)
from unioncare_desktop.services import office, records, unions
from unioncare_desktop.services.counts import rows
from unioncare_desktop.storage import database as storage
from unioncare_desktop.storage.backup import verify
from unioncare_desktop.storage.database import Change, Database, Session, connect


def number_of_unions(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Union)) or 0


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for another writer gives up after a fifth of a second."""
    monkeypatch.setattr(storage, "_BUSY_MILLISECONDS", 200)
    settings = [(name, 200, 200) if name == "busy_timeout" else (name, *rest) for name, *rest in storage._SETTINGS]
    monkeypatch.setattr(storage, "_SETTINGS", tuple(settings))


# Settings


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "truncate"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("busy_timeout", 5000),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("temp_store", 2),
        ("user_version", storage.SCHEMA),
        ("application_id", 0x55434431),
    ],
)
def test_the_safe_settings_hold(database: Database, pragma: str, value: str | int) -> None:
    with database.read() as reading:
        assert reading.scalar(text(f"PRAGMA {pragma}")) == value
    with database.write("Thử") as writing:
        assert writing.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_setting_that_does_not_hold_is_told(database_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "_SETTINGS", (("synchronous", "FULL", 3),))
    opened = connect(database_file)

    with pytest.raises(EnvironmentProblem, match="chế độ ghi an toàn"), opened.read() as session:
        number_of_unions(session)


# One action, one transaction


def test_an_action_says_what_it_changed(any_database: Database) -> None:
    told: list[Change] = []
    any_database.changed = told.append

    with any_database.write("Thêm công đoàn") as session:
        add_union(session, "Hoa Sen")
        assert not told

    assert [(change.title, set(change.tables)) for change in told] == [("Thêm công đoàn", {"trade_union"})]
    with any_database.read() as session:
        assert number_of_unions(session) == 1
        stored = session.execute(text("SELECT who, title FROM action ORDER BY id DESC")).first()
        assert stored == ("Lan", "Thêm công đoàn")


def test_an_action_that_changes_nothing_leaves_no_trace(any_database: Database) -> None:
    told: list[Change] = []
    any_database.changed = told.append
    actions = select(func.count()).select_from(text("action"))
    with any_database.read() as session:
        before = session.scalar(actions)

    with any_database.write("Xem") as session:
        assert number_of_unions(session) == 0

    assert not told
    with any_database.read() as session:
        assert session.scalar(actions) == before


@pytest.mark.parametrize("mishap", [ValueError, KeyboardInterrupt, EnvironmentProblem])
def test_an_action_that_fails_leaves_nothing(any_database: Database, mishap: type[BaseException]) -> None:
    def fail() -> None:
        with any_database.write("Thêm") as session:
            add_union(session, "Hoa Sen")
            raise mishap

    with pytest.raises(mishap):
        fail()
    with any_database.read() as session:
        assert number_of_unions(session) == 0
        assert session.scalar(text("SELECT action_id FROM current_action")) is None


def test_a_trial_leaves_nothing(any_database: Database) -> None:
    told: list[Change] = []
    any_database.changed = told.append

    with any_database.write("Thử", commit=False) as session:
        add_union(session, "Hoa Sen")
        assert number_of_unions(session) == 1

    assert not told
    with any_database.read() as session:
        assert number_of_unions(session) == 0


# Several at once


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, "Queue[object]"]:
    """*work* on another thread; what it returns or raises comes out of the queue."""
    results: Queue[object] = Queue()

    def run() -> None:
        try:
            results.put(work())
        except Exception as error:  # noqa: BLE001 - handed to the test
            results.put(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


def test_a_reader_sees_one_state(any_database: Database) -> None:
    def add() -> str:
        with any_database.write("Thêm") as session:
            add_union(session, "Hoa Sen")
        return "xong"

    with any_database.read() as session:
        assert number_of_unions(session) == 0
        thread, results = in_thread(add)
        thread.join(0.3)
        assert number_of_unions(session) == 0
    thread.join()

    assert results.get() == "xong"
    with any_database.read() as session:
        assert number_of_unions(session) == 1


def test_a_second_writer_waits_for_the_first(any_database: Database) -> None:
    def add() -> int:
        with any_database.write("Thêm") as session:
            seen = number_of_unions(session)
            add_union(session, "Hoa Mai")
        return seen

    with any_database.write("Thêm") as session:
        add_union(session, "Hoa Sen")
        thread, results = in_thread(add)
        thread.join(0.3)
        assert thread.is_alive()
    thread.join()

    assert results.get() == 1  # it saw what the first had committed


@pytest.mark.usefixtures("impatient")
def test_a_second_writer_gives_up_with_a_sentence(any_database: Database) -> None:
    location = any_database.path or any_database._reading.url.render_as_string(hide_password=False)
    with closing(connect(location, "Mai")) as second, any_database.write("Thêm") as session:
        add_union(session, "Hoa Sen")
        with pytest.raises(DatabaseBusy, match="thử lại"), second.write("Thêm") as other:
            add_union(other, "Hoa Mai")

    with any_database.read() as session:
        assert number_of_unions(session) == 1


@pytest.mark.usefixtures("impatient")
def test_a_file_held_by_another_program_is_busy_not_damaged(database_file: Path) -> None:
    with (
        closing(sqlite3.connect(database_file, isolation_level=None)) as other,
        closing(connect(database_file)) as ours,
    ):
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseBusy, match="chương trình khác"), ours.read() as session:
            number_of_unions(session)


# Rules that the database itself keeps


def test_broken_rules_are_told_in_sentences(any_database: Database) -> None:
    with any_database.write("Thêm") as session:
        upper = add_union(session, "Công đoàn phường")
        add_union(session, "Hoa Sen", upper_id=upper)

    with pytest.raises(Duplicate, match="cùng mã hoặc cùng tên"), any_database.write("Trùng") as session:
        session.execute(text("UPDATE trade_union SET name_key = 'hoa sen'"))
    with pytest.raises(InUse, match="không xóa được"), any_database.write("Xóa") as session:
        session.execute(text("DELETE FROM trade_union WHERE id = :id"), {"id": upper})
    with pytest.raises(Conflict, match="vừa bị xóa"), any_database.write("Nối") as session:
        session.execute(text("UPDATE trade_union SET area_id = 999"))
    with pytest.raises(InvalidRecord, match="Giá trị không hợp lệ"), any_database.write("Sai") as session:
        session.execute(text("UPDATE trade_union SET committee_size = 100"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("founded_on = '2023-02-30'", id="D01"),
        pytest.param("founded_on = '2023-2-3'", id="not ISO"),
        pytest.param("founded_on = '1899-12-31'", id="D07"),
        pytest.param("name = 'a' || char(0) || 'b'", id="T09"),
        pytest.param("name = ''", id="T01"),
        pytest.param("name = printf('%.*c', 201, 'a')", id="T12"),
        pytest.param("committee_size = -1", id="N01"),
        pytest.param("committee_size = 'x'", id="N14"),
        pytest.param("state = 'asleep'", id="choice"),
        pytest.param("upper_id = id", id="M08"),
        pytest.param("founded_on = '2020-01-02', state = 'closed', closed_on = '2020-01-01'", id="M05"),
    ],
)
def test_what_no_form_accepts_the_file_refuses_too(database: Database, change: str) -> None:
    with database.write("Thêm") as session:
        add_union(session, "Hoa Sen")

    with pytest.raises(InvalidRecord), database.write("Sai") as session:
        session.execute(text(f"UPDATE trade_union SET {change}"))  # noqa: S608 - of this test


def test_what_is_not_known_stays_a_bug(any_database: Database) -> None:
    with pytest.raises(DBAPIError), any_database.read() as session:
        session.execute(text("SELECT wings FROM trade_union"))


def test_two_who_edit_one_record_do_not_overwrite_each_other(any_database: Database) -> None:
    with any_database.write("Thêm") as session:
        union_id = add_union(session, "Hoa Sen")
    with any_database.read() as session:
        mine = records.open_draft(session, Union, union_id)
    with any_database.write("Người khác sửa") as session:
        change_union(session, union_id, chair="Trần Thị Mai")

    mine.enter("chair", "Lê Văn Hùng")
    with pytest.raises(Conflict, match="F5"), any_database.write("Sửa") as session:
        unions.save(session, mine)


# Files that are not ours to open


@pytest.mark.parametrize("content", [b"", b"\x00" * 4096, b"PK\x03\x04", chance().randbytes(8192)])
def test_other_files_are_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "unioncare.db"
    path.write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        office.open_office(path, create=True)

    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["unioncare.db"]


def test_the_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "unioncare.db"
    with closing(sqlite3.connect(path)) as other:
        other.executescript("CREATE TABLE trade_union (id INTEGER); INSERT INTO trade_union VALUES (1)")
    before = digest(path)

    with pytest.raises(DatabaseDamaged, match="không phải là tệp dữ liệu của UnionCare"):
        office.open_office(path, create=True)

    assert digest(path) == before


def test_a_newer_file_is_refused_and_left_alone(database_file: Path) -> None:
    with closing(sqlite3.connect(database_file)) as other:
        other.execute("PRAGMA user_version = 999")
    before = digest(database_file)

    with pytest.raises(DatabaseTooNew, match="cập nhật chương trình"):
        office.open_office(database_file)

    assert digest(database_file) == before


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_damaged(database_file: Path, share: float) -> None:
    whole = database_file.read_bytes()
    database_file.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(DatabaseDamaged, match="bị hỏng"):
        office.open_office(database_file, create=True)

    assert database_file.stat().st_size == int(len(whole) * share)


def test_text_that_no_longer_decodes_is_damage(database: Database, database_file: Path) -> None:
    with database.write("Thêm") as session:
        add_union(session, "Zaryadye Hoa Sen")
    database.close()
    content = database_file.read_bytes()
    database_file.write_bytes(content.replace(b"Zaryadye", b"\xff" * 8))

    with (
        closing(connect(database_file)) as opened,
        pytest.raises(DatabaseDamaged, match="khôi phục"),
        opened.read() as session,
    ):
        unions.listed(session)


@pytest.mark.parametrize("place", [".", "missing.db", "no/folder/here.db"])
def test_nothing_is_created_unasked(tmp_path: Path, place: str) -> None:
    with pytest.raises(EnvironmentProblem, match="Không tìm thấy tệp dữ liệu"):
        office.open_office(tmp_path / place)

    assert not list(tmp_path.iterdir())


# Servers


@pytest.mark.parametrize(
    "address",
    [
        "mysql://u:secret@localhost/x",
        "postgresql://u:secret@localhost:port/x",
        "postgresql://u:secret@localhost:1/x",
        "sqlite:///x.db",
        "://",
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(address: str) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        office.open_office(address, create=True)

    assert "secret" not in str(caught.value)


def test_a_server_without_our_tables_is_told_apart() -> None:
    with servers.database() as address:
        with pytest.raises(EnvironmentProblem, match="còn trống"):
            office.open_office(address)
        with closing(connect(address)) as opened, opened.connection() as connection:
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num text)")
        with pytest.raises(DatabaseDamaged, match="không phải của UnionCare"):
            office.open_office(address, create=True)


def test_a_newer_server_is_refused(template_on_server: str) -> None:
    with servers.database(template_on_server) as address:
        with closing(connect(address)) as opened, opened.connection() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")

        with pytest.raises(DatabaseTooNew, match="cập nhật chương trình"):
            office.open_office(address)


# Killed programs


@campaign("kills", 6, 40)
def test_a_killed_program_loses_nothing_it_acknowledged(database_file: Path, kills: int) -> None:
    """P1, P2: every action is there whole or not at all, and every acknowledged one is there."""
    moments = chance()
    acknowledged: set[int] = set()
    for _kill in range(kills):
        told = killed(add_unions, database_file, after=moments.randint(1, 3), pause=moments.uniform(0, 0.01))
        acknowledged |= set(told)

        verify(database_file)
        with closing(connect(database_file)) as opened, opened.read() as session:
            numbers = Counter(row.members for row in rows(session, Q1))
        assert set(numbers.values()) == {3}
        assert numbers.keys() >= acknowledged
