"""The history as people read it: actions, what they changed, what became of one figure."""

import json
import time
from datetime import timedelta

import pytest
from sqlalchemy import insert

from tests.actions import action, take_back
from tests.offices import Q1, Q2, add_union, change_union, report
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import history, records, trash, undo, unions
from unioncare_desktop.services.history import Filter
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import IMPORT, PASTE, Action, History


def titles(session: Session, **wanted: object) -> list[str]:
    """The titles of the actions that are wanted, without the test's own and the program's."""
    found = history.actions(session, Filter(**wanted))  # type: ignore[arg-type] # by name
    return [one.title for one in found if one.title not in ("Thử", "Nạp danh mục của chương trình")]


def fill(session: Session) -> dict[str, int]:
    """A few actions of two people; their ids by title."""
    ids = {}
    with action(session, "Thêm CĐCS Đống Đa") as doing:
        union_id = add_union(session, "CĐCS Đống Đa", code="CS1")
    ids["Thêm CĐCS Đống Đa"] = doing.id
    with action(session, "Dán 2 ô, Quý I/2023", kind=PASTE, who="Mai") as doing:
        report(session, Q1, union_id, workers=10, members=9)
    ids["Dán 2 ô, Quý I/2023"] = doing.id
    with action(session, "Nhập tệp ds.xlsx", kind=IMPORT) as doing:
        add_union(session, "CĐCS Hoa Sen")
    ids["Nhập tệp ds.xlsx"] = doing.id
    return ids


# Actions


def test_actions_are_listed_newest_first_with_what_they_changed(session: Session) -> None:
    ids = fill(session)

    importing, pasting, adding = history.actions(session)[:3]

    assert [importing.title, pasting.title, adding.title] == list(ids)[::-1]
    assert (pasting.id, pasting.who, pasting.kind_words) == (ids["Dán 2 ô, Quý I/2023"], "Mai", "dán")
    assert pasting.rows == "1 kỳ báo cáo, 1 số liệu đoàn viên"
    assert (importing.kind_words, importing.state_words) == ("nhập tệp", "")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "dong da"}, ["Thêm CĐCS Đống Đa"]),
        ({"text": "Đa thêm"}, ["Thêm CĐCS Đống Đa"]),
        ({"text": "mai"}, ["Dán 2 ô, Quý I/2023"]),
        ({"who": "Mai"}, ["Dán 2 ô, Quý I/2023"]),
        ({"kind": IMPORT}, ["Nhập tệp ds.xlsx"]),
        ({"table": "member_count"}, ["Dán 2 ô, Quý I/2023"]),
        ({"text": "không có"}, []),
    ],
)
def test_actions_are_found(session: Session, wanted: dict[str, object], found: list[str]) -> None:
    fill(session)

    assert titles(session, **wanted) == found


def test_actions_of_some_days(session: Session) -> None:
    ids = fill(session)
    today = history.actions(session)[0].at.date()

    assert set(titles(session, since=today, until=today)) >= set(ids)
    assert titles(session, since=today + timedelta(days=1)) == []
    assert not set(titles(session, until=today - timedelta(days=1))) & set(ids)


def test_what_was_done_to_one_union_and_its_figures_also_deleted_ones(session: Session) -> None:
    fill(session)
    (union,) = records.rows(session, Union, code="CS1")
    with action(session, "Xóa số liệu"):
        records.delete(session, MemberCount, [row["id"] for row in records.rows(session, MemberCount)])
    with action(session, "Xóa CĐCS"):
        unions.delete(session, [union["id"]])

    assert titles(session, union_id=union["id"]) == [
        "Xóa CĐCS",
        "Xóa số liệu",
        "Dán 2 ô, Quý I/2023",
        "Thêm CĐCS Đống Đa",
    ]


def test_the_list_goes_on_where_it_stopped(session: Session) -> None:
    fill(session)

    everything = [one.id for one in history.actions(session)]

    assert [one.id for one in history.actions(session, limit=2)] == everything[:2]
    assert [one.id for one in history.actions(session, limit=2, offset=1)] == everything[1:3]


def test_what_was_undone_and_what_undid_it_say_so(session: Session) -> None:
    ids = fill(session)
    first = ids["Nhập tệp ds.xlsx"]
    undone = take_back(session, undo.offer(session, first))
    states = {one.id: one.state_words for one in history.actions(session)}
    assert (states[first], states[undone]) == ("đã hoàn tác", "hoàn tác")
    assert "Nhập tệp ds.xlsx" not in titles(session, live_only=True)

    redone = take_back(session, undo.offer(session, undone))
    states = {one.id: one.state_words for one in history.actions(session)}
    assert (states[first], states[undone], states[redone]) == ("", "đã làm lại", "làm lại")
    assert titles(session, live_only=True)[0] == "Nhập tệp ds.xlsx"


def test_everybody_who_did_something(session: Session) -> None:
    fill(session)
    assert set(history.people(session)) >= {"Bình", "Mai"}


# What was changed


def test_changes_are_told_in_the_words_of_the_forms(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "CĐCS Đống Đa", area="Kim Mã", founded_on="15/3/1998")
    with action(session, "Sửa") as doing:
        change_union(session, union_id, name="CĐCS Kim Liên", area_id=None, founded_on="16/3/1998")

    found = history.changes_of(session, doing.id)

    assert {one.record for one in found.fields} == {"CĐCS Kim Liên"}
    assert [(one.label, one.old, one.new) for one in found.fields] == [
        ("Tên công đoàn", "CĐCS Đống Đa", "CĐCS Kim Liên"),
        ("Địa bàn", "Kim Mã", ""),
        ("Ngày thành lập", "15/03/1998", "16/03/1998"),
    ]
    assert found.more == 0
    assert found.fields[2].values == ("1998-03-15", "1998-03-16")


def test_figures_are_called_by_union_and_period(session: Session) -> None:
    ids = fill(session)

    found = history.changes_of(session, ids["Dán 2 ô, Quý I/2023"])

    figures = [one for one in found.fields if one.table == "member_count"]
    assert {one.record for one in figures} == {"CĐCS Đống Đa, Quý I/2023"}
    assert ("Đoàn viên", "", "9") in [(one.label, one.old, one.new) for one in figures]


def test_a_deleted_row_and_the_names_it_had_can_still_be_read(session: Session) -> None:
    fill(session)
    (union,) = records.rows(session, Union, code="CS1")
    with action(session) as emptying:
        records.delete(session, MemberCount, [row["id"] for row in records.rows(session, MemberCount)])
    with action(session):
        records.delete(session, Union, [union["id"]])

    found = history.changes_of(session, emptying.id)

    assert {one.record for one in found.fields} == {"CĐCS Đống Đa, Quý I/2023"}
    assert all(one.new == "" for one in found.fields)


def test_too_many_changes_are_counted(session: Session) -> None:
    with action(session) as doing:
        for number in range(10):
            add_union(session, f"CĐCS {number}")

    found = history.changes_of(session, doing.id, limit=6)

    assert len(found.fields) >= 6
    assert found.more + len({one.row_id for one in found.fields}) == 10


# One figure


def test_a_figure_knows_who_changed_it_when_and_from_what_to_what(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "CĐCS Đống Đa")
        report(session, Q2, union_id, members=5)
    for who, members in (("Lan", 8), ("Mai", 9)):
        with action(session, f"Nhập {members}", who=who):
            report(session, Q1, union_id, members=members)
    with action(session, "Ghi chú"):
        report(session, Q1, union_id, note="đã hỏi")

    ids = history.count_rows(session, union_id, Q1.code)
    found = history.of_cell(session, MemberCount, ids, "members")

    assert [(one.who, one.title, one.change.old, one.change.new) for one in found] == [
        ("Mai", "Nhập 9", "8", "9"),
        ("Lan", "Nhập 8", "", "8"),
    ]
    assert {one.change.label for one in history.of_cell(session, MemberCount, ids)} >= {"Đoàn viên", "Ghi chú"}
    assert history.count_rows(session, union_id, "1999-Q1") == []


def test_a_figure_that_was_deleted_and_typed_again_keeps_its_past(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "CĐCS Đống Đa")
        report(session, Q1, union_id, members=5)
    with action(session):
        records.delete(session, MemberCount, [row["id"] for row in records.rows(session, MemberCount)])
    with action(session):
        report(session, Q1, union_id, members=6)

    found = history.of_cell(session, MemberCount, history.count_rows(session, union_id, Q1.code), "members")

    assert [(one.change.old, one.change.new) for one in found] == [("", "6"), ("5", ""), ("", "5")]


def test_an_unknown_code_is_named(session: Session) -> None:
    with pytest.raises(UserError, match="CS9"):
        history.told(session, "CS9")


# A long history


def test_a_hundred_thousand_changes_are_looked_through_quickly(database: Database) -> None:
    with database.write("Nhập") as session:
        unions_there = records.insert_rows(session, Union, [{"name": f"CĐCS {n}"} for n in range(500)])
        report(session, Q1, unions_there[0], members=1)
        (first,) = records.rows(session, MemberCount)
        period = first["period_id"]
        values = [{"union_id": one, "period_id": period, "members": 1} for one in unions_there[1:]]
        records.insert_rows(session, MemberCount, values)
        counts = records.rows(session, MemberCount)
    with database.write("Cũ") as session:
        done = [
            {"id": n, "who": "Lan", "title": f"Sửa {n}", "at": "2023-01-01T00:00:00+00:00"} for n in range(10, 20_010)
        ]
        session.execute(insert(Action), done)
        rows = [json.dumps(count) for count in counts]
        changed = [
            {"action_id": 10 + n // 5, "row_id": counts[n % 500]["id"], "old": rows[n % 500], "new": rows[n % 500]}
            for n in range(100_000)
        ]
        session.execute(insert(History).values(table_name="member_count"), changed)

    def seconds(session: Session) -> float:
        start = time.process_time()
        history.actions(session)
        history.actions(session, Filter(text="sua 77"))
        history.of_cell(session, MemberCount, history.count_rows(session, unions_there[0], Q1.code), "members")
        history.changes_of(session, 500)
        trash.listed(session)
        undo.next_undo(session, database.user)
        undo.next_redo(session, database.user)
        return time.process_time() - start

    with database.read() as session:
        seconds(session)
        assert min(seconds(session) for _try in range(3)) < 1
