import pytest

from tests.offices import Q1, add_union, found_office, report
from unioncare_desktop.errors import DatabaseDamaged
from unioncare_desktop.services import checking
from unioncare_desktop.services.checking import Finding
from unioncare_desktop.storage.database import Database


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
