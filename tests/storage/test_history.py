import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from tests.offices import Q1, Q2, add_union, change_union, close_union, report
from unioncare_desktop.domain import old_fonts
from unioncare_desktop.domain.records import RECORDS, Area, MemberCount, Sector, Union
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import records
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import differences_from_folding, last_change
from unioncare_desktop.vietnamese import clean_lines

Row = dict[str, object]


def history(session: Session, table: str) -> list[tuple[Row | None, Row | None]]:
    """The rows of *table* before and after each of their changes, in order."""
    query = text("SELECT old, new FROM history WHERE table_name = :table ORDER BY id")
    found = session.execute(query, {"table": table})
    return [(_row(old), _row(new)) for old, new in found]


def _row(written: str | None) -> Row | None:
    return None if written is None else json.loads(written, strict=False)


@contextmanager
def mishap(database: Database) -> Iterator[Session]:
    """A bare session, as another program has it: no action is open."""
    with Session(database._writing) as session, session.begin(), pytest.raises((DBAPIError, UserError)):
        yield session


def test_every_change_is_remembered_with_its_action(any_database: Database) -> None:
    with any_database.write("Thêm") as session:
        union_id = add_union(session, "Hoa Sen", founded_on="15/3/1998")
    with any_database.write("Đổi tên") as session:
        change_union(session, union_id, name="Hoa Mai")
    with any_database.write("Xóa") as session:
        records.delete(session, Union, [union_id])

    with any_database.read() as session:
        (none, added), (before, after), (last, gone) = history(session, "trade_union")
        titles = session.scalars(
            text(
                "SELECT title FROM action WHERE id IN (SELECT action_id FROM history WHERE table_name = 'trade_union')"
                " ORDER BY id"
            )
        )
        assert list(titles) == ["Thêm", "Đổi tên", "Xóa"]
    assert none is None
    assert gone is None
    assert added is not None
    assert (added["name"], added["founded_on"], added["code"], added["version"]) == ("Hoa Sen", "1998-03-15", None, 1)
    assert before == added
    assert last == after
    assert after is not None
    assert (after["name"], after["name_key"], after["version"]) == ("Hoa Mai", "hoa mai", 2)


def test_every_table_of_the_office_is_remembered(any_database: Database) -> None:
    with any_database.connection() as connection:
        triggers = text(
            "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
            if any_database.path
            else "SELECT event_object_table, event_manipulation FROM information_schema.triggers"
        )
        found = {f"{table} {name.rpartition('_')[2].lower()}" for table, name in connection.execute(triggers)}

    tables = [record_type.__tablename__ for record_type in RECORDS]
    assert found >= {f"{table} {event}" for table in tables for event in ("insert", "update", "delete")}


def test_bulk_and_raw_writes_are_remembered(any_database: Database) -> None:
    with any_database.write("Nhập") as session:
        session.execute(insert(Area), [{"name": f"Xã {n}", "name_key": f"xa {n}", "position": n} for n in range(50)])
        session.execute(text("UPDATE area SET source = 'Nghị quyết' WHERE position < 20"))
        session.execute(text("DELETE FROM area WHERE position >= 30"))

    with any_database.read() as session:
        assert len(history(session, "area")) == 50 + 20 + 20
        assert differences_from_folding(session) == []


def test_a_row_that_replace_removes_is_remembered(database: Database) -> None:
    with database.write("Thêm") as session:
        area, other = records.insert_rows(session, Area, [{"name": "Bách Hoa"}, {"name": "Đống Đa"}])
    with database.write("Thay") as session:
        session.execute(text(f"UPDATE OR REPLACE area SET name_key = 'bach hoa' WHERE id = {other}"))  # noqa: S608 - a number

    with database.read() as session:
        assert records.rows(session, Area, id=area) == []
        assert differences_from_folding(session) == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO area (name, name_key, position, version, created, changed) VALUES ('a', 'a', 1, 1, 'x', 'x')",
        "UPDATE level SET name = 'Khác'",
        "DELETE FROM sector",
    ],
)
def test_a_write_without_an_action_is_refused(any_database: Database, statement: str) -> None:
    with mishap(any_database) as session:
        session.execute(text(statement))

    with any_database.read() as session:
        assert differences_from_folding(session) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE history SET new = NULL", "DELETE FROM history", "UPDATE action SET who = 'Mai'", "DELETE FROM action"],
)
def test_what_is_remembered_stays(any_database: Database, statement: str) -> None:
    with any_database.write("Thêm") as session:
        records.insert_rows(session, Area, [{"name": "Bách Hoa"}])

    with pytest.raises((DBAPIError, UserError)), any_database.write("Che giấu") as session:
        session.execute(text(statement))

    with any_database.read() as session:
        assert last_change(session) > 0
        assert differences_from_folding(session) == []


AWKWARD = st.text(
    st.sampled_from("abđế\"'\\/\n\t{}[]:,%😀\u2028\u00a0\u0301") | st.characters(codec="utf-8"), min_size=1, max_size=30
).filter(lambda text: old_fonts.trouble(clean_lines(text)) is None)  # no form takes those


@given(AWKWARD)
def test_any_text_is_remembered_as_it_is(session: Session, note: str) -> None:
    with session.begin_nested() as trial:
        (union_id,) = records.insert_rows(session, Union, [{"name": "Hoa Sen", "state": "active"}])
        change_union(session, union_id, note=note)
        stored = records.rows(session, Union, id=union_id)[0]["note"]

        _old, new = history(session, "trade_union")[-1]
        assert new is not None
        assert new["note"] == stored
        assert differences_from_folding(session) == []
        trial.rollback()


PROGRAM = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "report", "close", "remove", "list", "bulk"]),
        st.integers(0, 9),
        st.integers(0, 50),
        AWKWARD,
    ),
    max_size=15,
)


@settings(max_examples=60)
@given(PROGRAM)
def test_folding_the_history_gives_the_tables(session: Session, program: list[tuple[str, int, int, str]]) -> None:
    """P10: whatever is done, in whatever order, and whether or not it is accepted."""
    with session.begin_nested() as trial:
        for step, which, number, words in program:
            with session.begin_nested() as attempt:
                try:
                    do(session, step, which, number, words)
                except (UserError, DBAPIError):
                    attempt.rollback()
        assert differences_from_folding(session) == []
        trial.rollback()


def do(session: Session, step: str, which: int, number: int, words: str) -> None:
    """One step of a program, upon the union number *which* of those there are."""
    ids = list(records.choices(session, Union))
    if step == "add" or not ids:
        add_union(session, f"Tổ {which} {words}", chair=words, area=f"Xã {which % 3}")
        return
    union_id = ids[which % len(ids)]
    match step:
        case "rename":
            change_union(session, union_id, name=words, code=f"CS{number}")
        case "report":
            report(session, Q1 if number % 2 else Q2, union_id, members=number, workers=number + which, note=words)
        case "close":
            close_union(session, union_id, "5/6/2023")
        case "remove":
            records.delete(session, MemberCount, [which])
            records.delete(session, Union, [union_id])
        case "list":
            records.insert_rows(session, Sector, [{"name": f"Loại {which}"}])
        case "bulk":
            session.execute(text("UPDATE trade_union SET note = :note WHERE id > :id"), {"note": words, "id": number})


# What a history that was tampered with says


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE member_count SET members = members + 1", ["member_count 1"]),
        ("UPDATE member_count SET note = 'Đã sửa'", ["member_count 1"]),
        ("DELETE FROM member_count", ["member_count 1"]),
        ("INSERT INTO area VALUES (1, 'a', 1, NULL, NULL, NULL, 'a', 1, 'x', 'x')", ["area 1"]),
        ("UPDATE history SET new = replace(new, 'Hoa Sen', 'Hoa Mai')", ["trade_union 1"]),
        ("UPDATE history SET new = '{' WHERE table_name = 'trade_union'", ["trade_union 1"]),
        ("DELETE FROM history WHERE table_name = 'trade_union'", ["trade_union 1"]),
    ],
)
def test_what_passes_by_the_history_is_found(database: Database, tampering: str, found: list[str]) -> None:
    """P4: what a tool did that dropped the triggers, and bits that flipped without breaking the file."""
    with database.write("Nhập") as session:
        report(session, Q1, add_union(session, "Hoa Sen"), workers=9, members=8)

    with database.connection() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql(tampering)

    with database.read() as session:
        assert differences_from_folding(session) == found
