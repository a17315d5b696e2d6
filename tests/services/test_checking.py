from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.campaigns import campaign
from tests.killing import chance
from tests.offices import Q1, add_union, copy_of, found_office, report
from unioncare_desktop.domain.records import RECORDS, Merger, MergerPart
from unioncare_desktop.domain.records.merger import ABSORBED, DONE
from unioncare_desktop.errors import DatabaseDamaged, EnvironmentProblem
from unioncare_desktop.services import checking, mergers, office, records
from unioncare_desktop.services.checking import Finding
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import SCHEMA, Database, Session

STORED = Path(__file__).parent.parent / "databases" / f"{SCHEMA:04}.db"


@pytest.fixture
def filled(any_database: Database) -> Database:
    with any_database.write("Nhập") as session:
        found_office(session)
        report(session, Q1, add_union(session, "Hoa Sen", area="Bách Hoa"), workers=10, members=9, women_members=5)
    return any_database


def test_a_sound_office_has_no_findings(filled: Database) -> None:
    assert checking.check(filled) == []


def unnoticed(database: Database, statement: str) -> None:
    """Change rows as a tool does that passes by the history."""
    with database.connection() as connection:
        if database.path is None:
            connection.exec_driver_sql("SET session_replication_role = replica")
        else:
            connection.exec_driver_sql("DROP TRIGGER history_trade_union_update")
            connection.exec_driver_sql("DROP TRIGGER history_member_count_update")
        connection.exec_driver_sql(statement)


def test_what_passed_by_the_history_is_found(filled: Database) -> None:
    unnoticed(filled, "UPDATE member_count SET members = 8")

    assert checking.check(filled) == [Finding("history", "Dòng member_count 1 khác với nhật ký thay đổi.")]


def test_keys_that_do_not_fit_their_names_are_found(filled: Database) -> None:
    unnoticed(filled, "UPDATE trade_union SET name_key = 'hoa mai'")

    assert [finding.check for finding in checking.check(filled)] == ["history", "keys"]


def test_mergers_that_do_not_fit_the_events_of_their_unions_are_found(session: Session) -> None:
    sen, mai, lan = (add_union(session, name) for name in ("Hoa Sen", "Hoa Mai", "Hoa Lan"))
    day = date(2024, 1, 1)
    (merger_id,) = mergers.carry_out(session, [MergerDraft(ABSORBED, (sen, mai), Q1, sen, effective_on=day)])
    assert checking.checks(session) == []

    again = [{"name": "Hoa Lan", "kind": ABSORBED, "state": DONE, "union_id": lan, "effective_on": day}]
    (period_id,) = {row["period_id"] for row in records.rows(session, Merger, id=merger_id)}
    (other_id,) = records.insert_rows(session, Merger, [row | {"period_id": period_id} for row in again])
    records.insert_rows(session, MergerPart, [{"merger_id": other_id, "union_id": mai}])
    sentence = "“Hoa Mai”: việc sáp nhập vào “Hoa Lan” ngày 01/01/2024 không khớp với các biến động của đơn vị."
    assert checking.checks(session) == [Finding("mergers", sentence)] * 2


@pytest.mark.parametrize("change", ["RENAME TO perlod", "RENAME COLUMN cut_off TO cut_of"])
def test_a_table_that_lost_its_shape_is_found(any_database: Database, change: str) -> None:
    with any_database.connection() as connection:
        connection.exec_driver_sql(f"ALTER TABLE period {change}")

    assert [(finding.check, finding.text[:10]) for finding in checking.check(any_database)] == [
        ("tables", "Bảng perio")
    ]


def test_figures_that_contradict_each_other_are_found(database: Database) -> None:
    """The database refuses them; a file that got them all the same is not sound."""
    with database.write("Nhập") as session:
        report(session, Q1, add_union(session, "Hoa Sen"), workers=10, members=9, women_members=5)
    with database.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER history_member_count_update")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.exec_driver_sql("UPDATE member_count SET women_members = 10")

    with pytest.raises(DatabaseDamaged):
        checking.check(database)
    with database.read() as session:
        texts = [finding.text for finding in checking.checks(session)]
    assert "Hoa Sen, Quý I/2023: Đoàn viên nữ: 10 lớn hơn tổng số đoàn viên (9)" in texts


@campaign("flips", 8, 60)
def test_a_bit_that_flips_is_found_or_changes_no_record(tmp_path: Path, flips: int) -> None:
    """P4: what the check of the file does not see, the history does."""
    path = tmp_path / "unioncare.db"
    before = records_in(copy_of(STORED, path))
    sound = path.read_bytes()  # with the lists that opening it has added
    random = chance()
    for _flip in range(flips):
        flipped = bytearray(sound)
        flipped[random.randrange(len(sound))] ^= 1 << random.randrange(8)
        path.write_bytes(flipped)
        try:
            with closing(office.open_office(path)) as opened:
                findings = checking.check(opened)
        except EnvironmentProblem:
            continue
        assert findings or records_in(path) == before


def records_in(path: Path) -> list[list[records.Row]]:
    with closing(office.open_office(path)) as opened, opened.read() as session:
        return [records.rows(session, record_type) for record_type in RECORDS]
