"""Undo and redo: what is taken back wholly, what is refused and why, and random programs of actions."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.actions import USER, Office, action, office_of, take_back
from tests.campaigns import costly
from tests.offices import Q1, Q2, add_union, change_union, close_union, entry_of, report
from unioncare_desktop.domain.records import Area, MemberCount, Officer, OfficerRole, Sector, Union, UnionEvent
from unioncare_desktop.errors import Depends, UserError
from unioncare_desktop.services import demo, office, records, undo
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import IMPORT, PASTE, SETUP, differences_from_folding


def name_of(session: Session, union_id: int) -> str:
    return str(records.rows(session, Union, id=union_id)[0]["name"])


def add_officer(session: Session, union_id: int, name: str) -> int:
    role = next(iter(records.choices(session, OfficerRole)))
    return records.insert_rows(session, Officer, [{"union_id": union_id, "role_id": role, "name": name}])[0]


def add_event(session: Session, union_id: int, **values: Any) -> int:  # noqa: ANN401 - of any field
    event = {"union_id": union_id, "kind": "renamed", "effective_on": Q1.start} | values
    return records.insert_rows(session, UnionEvent, [event])[0]


# What is taken back


def test_an_undone_action_leaves_no_trace_and_is_done_again(session: Session) -> None:
    with action(session, "Thêm"):
        union_id = add_union(session, "Hoa Sen", founded_on="15/3/1998", note="dòng 1\ndòng 2")
    before = office_of(session)
    with action(session, "Đổi tên CĐCS Hoa Sen") as renaming:
        change_union(session, union_id, name="Hoa Mai", code="CS1", founded_on="16/3/1998")
    after = office_of(session)

    offered = undo.offer(session, renaming.id)
    assert (offered.title, offered.rows) == ("Hoàn tác: Đổi tên CĐCS Hoa Sen", 1)
    undone = take_back(session, offered)
    assert office_of(session) == before

    again = undo.offer(session, undone)
    assert again.title == "Làm lại: Đổi tên CĐCS Hoa Sen"
    take_back(session, again)
    assert office_of(session) == after
    assert differences_from_folding(session) == []


def test_only_the_changed_columns_are_taken_back(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen", chair="Nguyễn Lan")
    with action(session) as renaming:
        change_union(session, union_id, name="Hoa Mai")
    with action(session):
        change_union(session, union_id, chair="Trần Mai")

    take_back(session, undo.offer(session, renaming.id))

    (row,) = records.rows(session, Union, id=union_id)
    assert (row["name"], row["name_key"], row["chair"]) == ("Hoa Sen", "hoa sen", "Trần Mai")


def test_undoing_counts_as_a_change_of_the_row(session: Session) -> None:
    """A form that was opened before must not overwrite what was undone since."""
    with action(session) as adding:
        union_id = add_union(session, "Hoa Sen")
    with action(session) as renaming:
        change_union(session, union_id, name="Hoa Mai")
    opened = records.open_draft(session, Union, union_id)
    take_back(session, undo.offer(session, renaming.id))

    assert records.rows(session, Union, id=union_id)[0]["version"] > (opened.version or 0)
    undone = take_back(session, undo.offer(session, adding.id))
    take_back(session, undo.offer(session, undone))
    assert records.rows(session, Union, id=union_id)[0]["version"] > (opened.version or 0)


def test_a_deleted_union_comes_back_with_its_id_and_all_that_went_with_it(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen")
        officer, event = add_officer(session, union_id, "Nguyễn Lan"), add_event(session, union_id)
    before = office_of(session)
    with action(session) as deleting:
        records.delete(session, Officer, [officer])
        records.delete(session, UnionEvent, [event])
        records.delete(session, Union, [union_id])

    take_back(session, undo.offer(session, deleting.id))

    assert office_of(session) == before


def test_names_that_were_exchanged_in_one_action_are_exchanged_back(session: Session) -> None:
    """At no moment may two living unions have one name, not even on the way."""
    with action(session):
        one, other = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    with action(session) as exchanging:
        for union_id, name in ((one, "Tạm"), (other, "Hoa Sen"), (one, "Hoa Mai")):
            change_union(session, union_id, name=name)

    take_back(session, undo.offer(session, exchanging.id))

    assert (name_of(session, one), name_of(session, other)) == ("Hoa Sen", "Hoa Mai")


def test_unions_below_each_other_go_and_come_back_in_order(session: Session) -> None:
    with action(session) as adding:
        upper = add_union(session, "Công đoàn phường")
        add_union(session, "Hoa Sen", upper_id=upper)
    added = office_of(session)

    undone = take_back(session, undo.offer(session, adding.id))
    assert records.rows(session, Union) == []
    take_back(session, undo.offer(session, undone))
    assert office_of(session) == added


def test_history_from_before_a_column_was_added_is_undone_too(database: Database) -> None:
    """An older schema wrote rows without `follow_up` and `unconfirmed`."""
    with database.write("Nhập") as session:
        union_id = add_union(session, "Hoa Sen")
        report(session, Q1, union_id, workers=10, members=9)
    with database.write("Xóa") as session:
        records.delete(session, MemberCount, [row["id"] for row in records.rows(session, MemberCount)])
    with database.connection() as connection:
        connection.exec_driver_sql("DROP TRIGGER history_is_kept_update")
        connection.exec_driver_sql(
            "UPDATE history SET old = replace(replace(old, '\"follow_up\": 0, ', ''), '\"unconfirmed\": null, ', '')"
        )

    with database.read() as session:
        offered = undo.next_undo(session)
    assert offered is not None
    with database.write(offered.title, undoes=offered.action_id) as session:
        undo.undo(session, offered.action_id)

    with database.read() as session:
        (row,) = records.rows(session, MemberCount)
        assert (row["members"], row["follow_up"], row["unconfirmed"]) == (9, False, None)


def test_the_first_figures_of_a_quarter_are_undone_though_others_came_since(session: Session) -> None:
    """They brought the quarter's own row along, which stays while others report for it."""
    with action(session):
        one, other = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    with action(session) as first:
        report(session, Q1, one, members=3)
    with action(session):
        report(session, Q1, other, members=4)
    before = office_of(session)

    undone = take_back(session, undo.offer(session, first.id))

    assert [row["union_id"] for row in records.rows(session, MemberCount)] == [other]
    take_back(session, undo.offer(session, undone))
    assert office_of(session) == before


# What is refused


def refused(session: Session, action_id: int) -> Depends:
    """The refusal of an undo, which changed nothing."""
    before = office_of(session)
    with pytest.raises(Depends) as refusal:
        take_back(session, undo.offer(session, action_id))
    assert office_of(session) == before
    assert "Chưa có gì thay đổi" in str(refusal.value)
    return refusal.value


def test_a_figure_that_was_changed_again_names_who_did_it(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen")
    with action(session, "Nhập đoàn viên") as first:
        report(session, Q1, union_id, workers=10, members=9)
    with action(session, "Nhập ghi chú"):
        report(session, Q1, union_id, note="hỏi lại")
    with action(session, "Sửa đoàn viên", who="Mai") as second:
        report(session, Q1, union_id, members=8)

    refusal = refused(session, first.id)

    assert "«Nhập đoàn viên»" in str(refusal)
    assert "Sửa đoàn viên – Mai" in str(refusal)
    assert refusal.actions[0] == second.id


def test_what_was_done_and_undone_since_is_not_in_the_way(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen")
    with action(session, "Một") as first:
        change_union(session, union_id, name="Hoa Mai")
    with action(session, "Hai") as second:
        change_union(session, union_id, name="Hoa Đào")
    undone = take_back(session, undo.offer(session, second.id))
    take_back(session, undo.offer(session, first.id))
    assert name_of(session, union_id) == "Hoa Sen"

    assert refused(session, undone).actions  # redoing the second would pass over the first


def test_a_union_with_figures_stays(session: Session) -> None:
    with action(session, "Thêm CĐCS Hoa Sen") as adding:
        union_id = add_union(session, "Hoa Sen")
    with action(session, "Nhập Quý I") as typing:
        report(session, Q1, union_id, members=3)
        add_officer(session, union_id, "Nguyễn Lan")

    refusal = refused(session, adding.id)

    assert "1 cán bộ công đoàn, 1 số liệu đoàn viên" in str(refusal)
    assert refusal.actions == (typing.id,)


def test_an_entry_that_is_gone_cannot_be_referred_to_again(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen", area="Kim Mã")
        other = entry_of(session, Area, "Đống Đa")
    with action(session) as moving:
        change_union(session, union_id, area_id=other)
    with action(session, "Xóa địa bàn") as deleting:
        records.delete(session, Area, [entry_of(session, Area, "Kim Mã")])

    refusal = refused(session, moving.id)

    assert "địa bàn “Kim Mã”" in str(refusal)
    assert refusal.actions == (deleting.id,)


def test_a_name_that_was_given_to_another_since_is_named(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen", code="CS1")
    with action(session) as closing:
        close_union(session, union_id, "5/6/2023")
    with action(session, "Thêm CĐCS mới") as adding:
        add_union(session, "hoa sen", code="CS2")

    refusal = refused(session, closing.id)

    assert "“hoa sen” trùng Tên công đoàn" in str(refusal)
    assert refusal.actions == (adding.id,)


def test_figures_that_would_contradict_each_other_are_named(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen")
        report(session, Q1, union_id, workers=10, members=9)
    with action(session) as more_workers:
        report(session, Q1, union_id, workers=30)
    with action(session, "Sửa đoàn viên") as more_members:
        report(session, Q1, union_id, members=28)

    refusal = refused(session, more_workers.id)

    assert "đoàn viên nhiều hơn lao động" in str(refusal)
    assert refusal.actions == (more_members.id,)


def test_upper_unions_never_go_in_a_circle(session: Session) -> None:
    with action(session):
        upper = add_union(session, "Công đoàn phường")
        lower = add_union(session, "Hoa Sen", upper_id=upper)
    with action(session) as freeing:
        change_union(session, lower, upper_id=None)
    with action(session) as turning:
        change_union(session, upper, upper_id=lower)

    refusal = refused(session, freeing.id)

    assert "vòng tròn" in str(refusal)
    assert refusal.actions == (turning.id,)


def test_nothing_is_undone_twice(session: Session) -> None:
    with action(session, "Thêm") as adding:
        add_union(session, "Hoa Sen")
    offered = undo.offer(session, adding.id)
    undone = take_back(session, offered)

    with pytest.raises(UserError, match="đã được hoàn tác rồi"):
        undo.offer(session, adding.id)
    with pytest.raises(UserError, match="đã được hoàn tác rồi"):
        take_back(session, offered)

    again = undo.offer(session, undone)
    redone = take_back(session, again)
    with pytest.raises(UserError, match="đã được làm lại rồi"):
        take_back(session, again)
    assert undo.offer(session, redone) == offered


@pytest.mark.parametrize("number", [0, 999])
def test_an_unknown_action_is_named(session: Session, number: int) -> None:
    with pytest.raises(UserError, match=f"số {number}"):
        undo.offer(session, number)


def test_what_was_not_undone_cannot_be_done_again(session: Session) -> None:
    with action(session) as adding:
        add_union(session, "Hoa Sen")
    with pytest.raises(UserError, match="chưa được hoàn tác"):
        undo.offer_redo(session, adding.id)


# Ctrl+Z and Ctrl+Y


def step(session: Session, key: str, who: str = USER) -> str:
    """Press Ctrl+Z or Ctrl+Y; what it did comes back."""
    offered = {"Z": undo.next_undo, "Y": undo.next_redo}[key](session, who)
    if offered is None:
        return "–"
    take_back(session, offered, who)
    return offered.title


def test_steps_are_undone_and_redone_one_by_one(session: Session) -> None:
    for title in "ABC":
        with action(session, title, kind=PASTE):
            add_union(session, f"Hoa {title}")

    done = [step(session, key) for key in "ZZYZZYYYY"]

    undone_a, undone_b, undone_c = ("Hoàn tác: A", "Hoàn tác: B", "Hoàn tác: C")
    redone_a, redone_b, redone_c = ("Làm lại: A", "Làm lại: B", "Làm lại: C")
    assert done == [undone_c, undone_b, redone_b, undone_b, undone_a, redone_a, redone_b, redone_c, "–"]
    assert {row["name"] for row in records.rows(session, Union)} == {"Hoa A", "Hoa B", "Hoa C"}


def test_something_new_ends_redoing(session: Session) -> None:
    with action(session, "A"):
        add_union(session, "Hoa A")
    step(session, "Z")
    with action(session, "B"):
        add_union(session, "Hoa B")

    assert [step(session, "Y"), step(session, "Z"), step(session, "Z")] == ["–", "Hoàn tác: B", "–"]


def test_each_undoes_only_his_own_and_nobody_what_the_program_did(session: Session) -> None:
    with action(session, "Nạp danh mục", kind=SETUP):
        entry_of(session, Area, "Kim Mã")
    with action(session, "Của Mai", who="Mai"):
        add_union(session, "Hoa Sen")

    assert step(session, "Z") == "–"
    assert step(session, "Z", "Mai") == "Hoàn tác: Của Mai"
    assert step(session, "Z", "Mai") == "–"
    assert step(session, "Y") == "–"
    assert step(session, "Y", "Mai") == "Làm lại: Của Mai"


def test_undo_survives_a_restart(database_file: Path) -> None:
    with closing(office.open_office(database_file, user="Lan")) as opened, opened.write("Thêm") as session:
        add_union(session, "Hoa Sen")
    with closing(office.open_office(database_file, user="Lan")) as opened:
        with opened.read() as session:
            offered = undo.next_undo(session, "Lan")
        assert offered is not None
        with opened.write(offered.title, undoes=offered.action_id) as session:
            undo.undo(session, offered.action_id)
    with closing(office.open_office(database_file, user="Lan")) as opened, opened.read() as session:
        assert records.rows(session, Union) == []
        again = undo.next_redo(session, "Lan")
        assert again is not None
        assert again.title == "Làm lại: Thêm"


def test_a_whole_office_is_undone_and_done_again(session: Session) -> None:
    """More than a thousand rows of several tables in one action."""
    before = office_of(session)
    with action(session, "Nhập", kind=IMPORT) as filling:
        for _step in demo.fill(session, "district"):
            pass
    after = office_of(session)

    undone = take_back(session, undo.offer(session, filling.id))
    assert office_of(session) == before
    take_back(session, undo.offer(session, undone))
    assert office_of(session) == after


def test_the_period_whose_figures_came_back_is_told(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "Hoa Sen")
        report(session, Q1, union_id, members=1)
    with action(session) as one:
        report(session, Q2, union_id, members=2)
    with action(session, undoes=one.id):
        assert undo.undo(session, one.id) == undo.Undone(2, "2023-Q2")


# Random programs

WORD = st.sampled_from(["Hoa", "Mai", "Sen", "Đào"])
OPERATION = st.tuples(
    st.sampled_from(
        ["add", "rename", "exchange", "upper", "area", "report", "close", "remove", "list", "drop", "officer", "event"]
    ),
    st.integers(0, 5),
    st.integers(0, 30),
    WORD,
)
PROGRAM = st.lists(
    st.one_of(
        st.tuples(st.just("do"), st.lists(OPERATION, min_size=1, max_size=4)),
        st.tuples(st.sampled_from(["undo", "redo", "old"]), st.integers(0, 20)),
    ),
    max_size=6,
)


@costly()
@given(PROGRAM)
def test_undo_after_do_is_identity(session: Session, program: list[tuple[str, Any]]) -> None:
    """Whatever was done before, in one action or many, undone or not, accepted or refused."""
    with session.begin_nested() as trial:
        actions: list[int] = []
        for what, how in program:
            if what == "do":
                before = office_of(session)
                done = do(session, how)
                if done is not None:
                    assert_undoable(session, done, before)
                    actions.append(done)
            elif what == "old" and actions:
                try_to_take_back(session, actions[how % len(actions)])
            elif what in ("undo", "redo"):
                step_if_possible(session, what)
        assert differences_from_folding(session) == []
        trial.rollback()


def do(session: Session, operations: list[tuple[str, int, int, str]]) -> int | None:
    """One action of several operations; those that are refused do nothing. None where nothing was changed."""
    before = office_of(session)
    with action(session) as doing:
        for name, which, number, word in operations:
            with session.begin_nested() as attempt:
                try:
                    operate(session, name, which, number, word)
                except (UserError, DBAPIError, AssertionError):
                    attempt.rollback()
    return doing.id if office_of(session) != before else None


def assert_undoable(session: Session, done: int, before: Office) -> None:
    """Undone and redone: the office as it was each time."""
    after = office_of(session)
    undone = take_back(session, undo.offer(session, done))
    assert office_of(session) == before
    take_back(session, undo.offer(session, undone))
    assert office_of(session) == after


def try_to_take_back(session: Session, done: int) -> None:
    """An old action is undone and redone, or refused by what depends on it, which changes nothing."""
    before = office_of(session)
    try:
        undone = take_back(session, undo.offer(session, done))
    except UserError as refusal:
        assert office_of(session) == before
        assert not isinstance(refusal, Depends) or refusal.actions  # noqa: PT017 - an undo may be refused
        return
    take_back(session, undo.offer(session, undone))
    assert office_of(session) == before


def step_if_possible(session: Session, what: str) -> None:
    before = office_of(session)
    offered = undo.next_undo(session, USER) if what == "undo" else undo.next_redo(session, USER)
    if offered is None:
        return
    try:
        take_back(session, offered)
    except Depends:
        assert office_of(session) == before


def operate(session: Session, name: str, which: int, number: int, word: str) -> None:  # noqa: C901, PLR0912 - a list
    ids = [row["id"] for row in records.rows(session, Union)]
    if name == "add" or not ids:
        add_union(session, f"{word} {which}", code=f"C{number}")
        return
    union_id, other = ids[which % len(ids)], ids[number % len(ids)]
    match name:
        case "rename":
            change_union(session, union_id, name=f"{word} {number}", chair=word)
        case "exchange":
            names = name_of(session, union_id), name_of(session, other)
            for target, given_name in ((union_id, "Tạm"), (other, names[0]), (union_id, names[1])):
                change_union(session, target, name=given_name)
        case "upper":
            change_union(session, union_id, upper_id=other if number % 3 else None)
        case "area":
            change_union(session, union_id, area_id=entry_of(session, Area, f"Phường {word}"))
        case "report":
            report(session, Q1 if number % 2 else Q2, union_id, members=number, workers=number + which, note=word)
        case "close":
            close_union(session, union_id, "5/6/2023")
        case "remove":
            for kind in (MemberCount, Officer, UnionEvent):
                records.delete(session, kind, [row["id"] for row in records.rows(session, kind, union_id=union_id)])
            records.delete(session, Union, [union_id])
        case "list":
            records.insert_rows(session, Sector, [{"name": f"Loại {word}"}])
        case "drop":
            records.delete(session, Area, [number])
        case "officer":
            add_officer(session, union_id, word)
        case "event":
            add_event(session, union_id, was_upper_id=other if other != union_id else None, was_name=word)
            session.execute(text("UPDATE trade_union SET note = :note WHERE id > :id"), {"note": word, "id": number})
