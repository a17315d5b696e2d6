"""The trash: what was deleted, found and brought back with what belonged to it."""

import pytest

from tests.actions import action, office_of, take_back
from tests.offices import Q1, add_union, entry_of
from unioncare_desktop.domain.records import Area, Officer, OfficerRole, Union, UnionEvent
from unioncare_desktop.errors import Duplicate, UserError
from unioncare_desktop.services import records, trash, undo, unions
from unioncare_desktop.services.changes import Key
from unioncare_desktop.storage.database import Session


def add_with_belongings(session: Session, name: str, **typed: object) -> int:
    """A union with an officer and an event."""
    union_id = add_union(session, name, **typed)
    role = next(iter(records.choices(session, OfficerRole)))
    records.insert_rows(session, Officer, [{"union_id": union_id, "role_id": role, "name": "Nguyễn Lan"}])
    event = {"union_id": union_id, "kind": "founded", "effective_on": Q1.start}
    records.insert_rows(session, UnionEvent, [event])
    return union_id


def names(session: Session, text: str = "") -> list[str]:
    return [one.name for one in trash.listed(session, text)]


def test_a_deleted_union_is_found_and_comes_back_with_its_officers_and_events(session: Session) -> None:
    with action(session):
        union_id = add_with_belongings(session, "CĐCS Hoa Sen", code="CS1")
    before = office_of(session)
    with action(session, "Xóa CĐCS Hoa Sen", who="Mai") as deleting:
        unions.delete(session, [union_id])

    union, event, officer = trash.listed(session)
    assert (union.name, union.kind, union.who, union.title) == (
        "CĐCS Hoa Sen",
        "công đoàn cơ sở",
        "Mai",
        "Xóa CĐCS Hoa Sen",
    )
    assert union.action_id == deleting.id
    assert (officer.name, event.kind) == ("Nguyễn Lan, CĐCS Hoa Sen, Chủ tịch", "biến động")
    assert names(session, "nguyen lan") == [officer.name]
    assert names(session, "không có") == []

    with action(session, "Khôi phục"):
        assert trash.restore(session, [union.key]) == 3
    assert office_of(session) == before
    assert trash.listed(session) == []


def test_restoring_can_be_undone_and_the_row_is_in_the_trash_again(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "CĐCS Hoa Sen")
    with action(session):
        unions.delete(session, [union_id])
    with action(session) as restoring:
        trash.restore(session, [Key(Union, union_id)])

    take_back(session, undo.offer(session, restoring.id))

    assert names(session) == ["CĐCS Hoa Sen"]


def test_what_an_undo_removed_is_no_trash_but_what_a_redo_deleted_is(session: Session) -> None:
    with action(session) as adding:
        union_id = add_union(session, "CĐCS Hoa Sen")
    undone = take_back(session, undo.offer(session, adding.id))
    assert names(session) == []
    take_back(session, undo.offer(session, undone))
    with action(session) as deleting:
        unions.delete(session, [union_id])
    undone = take_back(session, undo.offer(session, deleting.id))
    assert names(session) == []
    take_back(session, undo.offer(session, undone))
    assert names(session) == ["CĐCS Hoa Sen"]


def test_unions_below_a_deleted_one_come_back_in_order(session: Session) -> None:
    with action(session):
        upper = add_union(session, "CĐCS Trên")
        lower = add_union(session, "CĐCS Dưới", upper_id=upper)
        lowest = add_union(session, "CĐCS Cuối", upper_id=lower)
    before = office_of(session)
    with action(session):
        unions.delete(session, [lowest, lower, upper])

    with action(session):
        assert trash.restore(session, [Key(Union, upper)]) == 3

    assert office_of(session) == before


def test_a_double_is_refused_by_name(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "CĐCS Hoa Sen", code="CS1")
    with action(session):
        unions.delete(session, [union_id])
    with action(session):
        add_union(session, "CĐCS Khác", code="cs1")

    with pytest.raises(Duplicate, match="“CĐCS Hoa Sen”: nay đã có “CĐCS Khác” trùng Mã"), action(session):
        trash.restore(session, [Key(Union, union_id)])
    assert names(session) == ["CĐCS Hoa Sen"]


def test_what_it_needs_must_be_restored_with_it(session: Session) -> None:
    with action(session):
        union_id = add_union(session, "CĐCS Hoa Sen", area="Kim Mã")
        area = entry_of(session, Area, "Kim Mã")
    with action(session):
        unions.delete(session, [union_id])
    with action(session):
        records.delete(session, Area, [area])

    with pytest.raises(UserError, match="cần địa bàn “Kim Mã”"), action(session):
        trash.restore(session, [Key(Union, union_id)])
    with action(session):
        assert trash.restore(session, [Key(Union, union_id), Key(Area, area)]) == 2


def test_what_is_not_in_the_trash_cannot_be_restored(session: Session) -> None:
    with pytest.raises(UserError, match="không còn trong thùng rác"):
        trash.restore(session, [Key(Union, 999)])
