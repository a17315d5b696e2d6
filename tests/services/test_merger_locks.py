"""What the office asks of every plan, and which blocs it lets be merged."""

from itertools import pairwise

import pytest

from tests.offices import add_union, close_union, entry_of
from unioncare_desktop.domain.records import Bloc, BlocPair, MergerLock
from unioncare_desktop.domain.records.merger import APART, LEAVE, TOGETHER
from unioncare_desktop.domain.rules.merging.planning import Locks
from unioncare_desktop.errors import Duplicate, InUse, UserError
from unioncare_desktop.services import bloc_pairs, merger_locks, office_lists, records
from unioncare_desktop.services import unions as registry
from unioncare_desktop.storage.database import Session


@pytest.fixture
def unions(session: Session) -> list[int]:
    """Sen, Mai, Lan, Ban, Đào of one bloc, and Cúc of another."""
    names = ("Sen", "Mai", "Lan", "Ban", "Đào")
    return [
        *(add_union(session, name, bloc="Kinh tế") for name in names),
        add_union(session, "Cúc", bloc="Nông nghiệp"),
    ]


def refusal(session: Session, kind: str, union_id: int, other_id: int | None = None) -> str:
    """Why a lock is refused; nothing is stored."""
    before = records.rows(session, MergerLock)
    with pytest.raises(UserError) as refused:
        merger_locks.lock(session, kind, union_id, other_id)
    assert records.rows(session, MergerLock) == before
    return str(refused.value)


def test_locks_are_listed_with_names_and_given_to_the_planner(session: Session, unions: list[int]) -> None:
    sen, mai, lan, ban, dao, _cuc = unions
    merger_locks.lock(session, APART, mai, sen, "hai ngành khác nhau")
    merger_locks.lock(session, TOGETHER, lan, ban)
    merger_locks.lock(session, LEAVE, dao)

    apart, together, leave = merger_locks.listed(session)

    assert (apart.union, apart.other, apart.note) == ("Sen", "Mai", "hai ngành khác nhau")
    assert (leave.other_id, leave.other) == (None, "")
    assert [row.words for row in (apart, together, leave)] == [
        "“Sen” và “Mai”: không ghép với nhau",
        "“Lan” và “Ban”: phải ghép cùng nhau",
        "“Đào”: để nguyên, không ghép",
    ]
    assert merger_locks.of_planner(session) == Locks(
        frozenset({frozenset({sen, mai})}), frozenset({frozenset({lan, ban})}), frozenset({dao})
    )


def test_a_lock_is_taken_off(session: Session, unions: list[int]) -> None:
    merger_locks.unlock(session, merger_locks.lock(session, LEAVE, unions[0]))

    assert merger_locks.listed(session) == []


def test_a_union_is_not_locked_to_itself(session: Session, unions: list[int]) -> None:
    assert refusal(session, APART, unions[0], unions[0]) == (
        "“Sen” không thể ràng buộc với chính nó. Hãy chọn hai đơn vị."
    )


def test_an_ended_union_is_not_locked(session: Session, unions: list[int]) -> None:
    close_union(session, unions[1], "01/02/2024")

    assert "không còn hoạt động" in refusal(session, APART, unions[0], unions[1])
    assert "không còn hoạt động" in refusal(session, LEAVE, unions[1])


def test_the_opposite_of_a_lock_names_it(session: Session, unions: list[int]) -> None:
    sen, mai = unions[:2]
    merger_locks.lock(session, APART, sen, mai)

    for kind in (TOGETHER, APART):
        assert refusal(session, kind, mai, sen) == (
            "Đã có ràng buộc “Sen” và “Mai”: không ghép với nhau. Hãy bỏ ràng buộc ấy trước."
        )


def test_leaving_one_twice_is_refused(session: Session, unions: list[int]) -> None:
    merger_locks.lock(session, LEAVE, unions[0])

    assert refusal(session, LEAVE, unions[0]) == (
        "Đã có ràng buộc “Sen”: để nguyên, không ghép. Hãy bỏ ràng buộc ấy trước."
    )


def test_what_is_tied_through_others_cannot_be_apart(session: Session, unions: list[int]) -> None:
    sen, mai, lan = unions[:3]
    merger_locks.lock(session, TOGETHER, sen, mai)
    merger_locks.lock(session, TOGETHER, mai, lan)

    assert refusal(session, APART, sen, lan) == (
        "“Sen”, “Mai”, “Lan” phải ghép cùng nhau, nhưng có hai đơn vị trong số ấy không được ghép với nhau. "
        "Hãy bỏ bớt ràng buộc “phải ghép cùng nhau”."
    )


def test_what_is_apart_cannot_be_tied_through_others(session: Session, unions: list[int]) -> None:
    sen, mai, lan = unions[:3]
    merger_locks.lock(session, APART, sen, lan)
    merger_locks.lock(session, TOGETHER, sen, mai)

    assert "không được ghép với nhau" in refusal(session, TOGETHER, mai, lan)


def test_what_is_left_as_it_is_cannot_be_tied(session: Session, unions: list[int]) -> None:
    sen, mai, lan = unions[:3]
    merger_locks.lock(session, LEAVE, sen)
    merger_locks.lock(session, TOGETHER, mai, lan)

    assert "để nguyên" in refusal(session, TOGETHER, sen, mai)
    assert "để nguyên" in refusal(session, LEAVE, lan)
    merger_locks.lock(session, APART, sen, mai)  # that asks for nothing impossible


def test_unions_of_other_blocs_are_tied_only_where_the_office_lets_them(session: Session, unions: list[int]) -> None:
    sen, cuc = unions[0], unions[5]

    assert refusal(session, TOGETHER, sen, cuc) == (
        "“Sen”, “Cúc” thuộc các khối chưa được ghép với nhau: Kinh tế, Nông nghiệp. Hãy thêm cặp khối ấy trong "
        "Thiết lập, hoặc bỏ ràng buộc “phải ghép cùng nhau”."
    )
    bloc_pairs.add_pair(session, entry_of(session, Bloc, "Nông nghiệp"), entry_of(session, Bloc, "Kinh tế"))
    assert merger_locks.lock(session, TOGETHER, sen, cuc)


def test_unions_under_different_ones_are_not_tied(session: Session, unions: list[int]) -> None:
    upper = add_union(session, "Công đoàn phường")
    other = add_union(session, "Hồng", bloc="Kinh tế", upper_id=upper)

    assert "không cùng công đoàn cấp trên" in refusal(session, TOGETHER, unions[0], other)


def test_more_than_a_group_may_have_are_not_tied(session: Session, unions: list[int]) -> None:
    for one, other in pairwise(unions[:4]):
        merger_locks.lock(session, TOGETHER, one, other)

    assert "quá số đơn vị nhiều nhất của một nhóm là 4" in refusal(session, TOGETHER, unions[3], unions[4])


def test_a_union_without_a_bloc_is_not_tied(session: Session, unions: list[int]) -> None:
    bare = add_union(session, "Hồng")

    assert "chưa ghi khối, Kinh tế" in refusal(session, TOGETHER, unions[0], bare)


def test_locks_go_with_a_union_that_is_deleted(session: Session, unions: list[int]) -> None:
    sen, mai, lan = unions[:3]
    merger_locks.lock(session, APART, sen, mai)
    merger_locks.lock(session, LEAVE, mai)
    merger_locks.lock(session, LEAVE, lan)

    registry.delete(session, [mai])

    assert [row.union for row in merger_locks.listed(session)] == ["Lan"]


# Pairs of blocs


def test_pairs_are_listed_by_name_and_given_to_the_planner(session: Session) -> None:
    economy, farming, party = (entry_of(session, Bloc, name) for name in ("Kinh tế", "Nông nghiệp", "Cơ quan Đảng"))
    bloc_pairs.add_pair(session, farming, economy, "QĐ 15/QĐ-LĐLĐ")
    bloc_pairs.add_pair(session, farming, party)

    found = bloc_pairs.pairs(session)

    assert [(row.bloc, row.other, row.source) for row in found] == [
        ("Cơ quan Đảng", "Nông nghiệp", None),
        ("Kinh tế", "Nông nghiệp", "QĐ 15/QĐ-LĐLĐ"),
    ]
    assert [(row.bloc_id, row.other_id) for row in found] == [(party, farming), (economy, farming)]
    assert bloc_pairs.allowed(session) == {
        frozenset({"Kinh tế", "Nông nghiệp"}),
        frozenset({"Cơ quan Đảng", "Nông nghiệp"}),
    }


def test_a_pair_is_removed(session: Session) -> None:
    economy, farming = (entry_of(session, Bloc, name) for name in ("Kinh tế", "Nông nghiệp"))
    bloc_pairs.remove_pair(session, bloc_pairs.add_pair(session, economy, farming))

    assert records.rows(session, BlocPair) == []


def test_a_bloc_needs_no_pair_with_itself_and_none_twice(session: Session) -> None:
    economy, farming = (entry_of(session, Bloc, name) for name in ("Kinh tế", "Nông nghiệp"))
    bloc_pairs.add_pair(session, economy, farming)

    with pytest.raises(UserError, match="Các đơn vị cùng khối “Kinh tế” vốn đã được ghép"):
        bloc_pairs.add_pair(session, economy, economy)
    with pytest.raises(Duplicate, match="“Nông nghiệp” và “Kinh tế” đã được phép"):
        bloc_pairs.add_pair(session, farming, economy)
    with pytest.raises(UserError, match="Không còn khối này"):
        bloc_pairs.add_pair(session, farming, 999)


def test_a_bloc_of_a_pair_is_not_removed(session: Session) -> None:
    economy, farming = (entry_of(session, Bloc, name) for name in ("Kinh tế", "Nông nghiệp"))
    pair = bloc_pairs.add_pair(session, economy, farming)

    with pytest.raises(InUse, match="khối “Nông nghiệp” đang được phép ghép với “Kinh tế”"):
        office_lists.remove(session, Bloc, farming)
    bloc_pairs.remove_pair(session, pair)
    office_lists.remove(session, Bloc, farming)
