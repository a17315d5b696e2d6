"""What the planner is asked, and its answer in words: reasons with figures, alternatives that come true."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.offices import Q4, add_union, change_union, entry_of, report
from unioncare_desktop.domain.records import Bloc
from unioncare_desktop.domain.records.merger import ABSORBED, APART, LEAVE, TOGETHER
from unioncare_desktop.domain.rules.merging.planning import Preference, Problem, Reason, plan
from unioncare_desktop.errors import UserError
from unioncare_desktop.progress import Step, drain
from unioncare_desktop.services import bloc_pairs, merger_bases, merger_locks, merger_plans, mergers
from unioncare_desktop.services.merger_plans import Teller, ToldLeft, ToldPlan
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.vietnamese import NO_BREAK

MOST, SAME_AREA, FEWEST = Preference


def of_size(
    session: Session, name: str, members: int, bloc: str = "Kinh tế", area: str = "Kim Mã", **typed: object
) -> int:
    """A union that reported so many members; without a bloc or an area where that is empty."""
    sorted_by = {key: value for key, value in (("bloc", bloc), ("area", area)) if value}
    union_id = add_union(session, name, level="Công đoàn cơ sở", **sorted_by, **typed)
    report(session, Q4, union_id, workers=500, members=members)
    return union_id


def told(session: Session, preference: Preference = MOST, **asked: int) -> ToldPlan:
    problem = merger_plans.problem(session, Q4, preference=preference, **asked)
    return merger_plans.told(session, Q4, drain(plan(problem)))


def left(session: Session, preference: Preference = MOST, **asked: int) -> dict[str, ToldLeft]:
    """What is left over, by name."""
    return {one.union.name: one for one in told(session, preference, **asked).left}


def pair(session: Session, bloc: str, other: str) -> None:
    bloc_pairs.add_pair(session, entry_of(session, Bloc, bloc), entry_of(session, Bloc, other))


# What is asked


def test_the_problem_is_made_of_the_data(session: Session) -> None:
    sen, mai = of_size(session, "Hoa Sen", 6, code="CS02"), of_size(session, "Hoa Mai", 7, area="Giảng Võ")
    of_size(session, "Hoa Lan", 10)
    merger_locks.lock(session, APART, sen, mai)
    pair(session, "Kinh tế", "Nông nghiệp")

    problem = merger_plans.problem(session, Q4)

    assert {(unit.id, unit.members, unit.upper, unit.bloc, unit.area) for unit in problem.units} == {
        (sen, 6, None, "Kinh tế", "Kim Mã"),
        (mai, 7, None, "Kinh tế", "Giảng Võ"),
    }
    assert (problem.rules.least, problem.rules.most_units) == (11, 4)
    assert problem.rules.pairs == {frozenset({"Kinh tế", "Nông nghiệp"})}
    assert problem.locks.apart == {frozenset({sen, mai})}


def test_the_numbers_of_the_office_may_be_replaced(session: Session) -> None:
    of_size(session, "Hoa Sen", 6)
    of_size(session, "Hoa Lan", 10)

    problem = merger_plans.problem(session, Q4, least=16, most_units=3, threshold=11)

    assert (len(problem.units), problem.rules.least, problem.rules.most_units) == (2, 16, 3)
    assert told(session, least=16, threshold=11).groups[0].group.members == 16


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"most_units": 1}, "Số đơn vị nhiều nhất của một nhóm phải từ 2 trở lên"),
        ({"least": 0}, "phải từ 1 trở lên"),
        ({"threshold": 0}, "Ngưỡng CĐCS nhỏ phải từ 1 đoàn viên trở lên"),
    ],
)
def test_numbers_that_leave_nothing_to_plan_are_refused(session: Session, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(UserError, match=words):
        merger_plans.problem(session, Q4, **asked)


def test_locks_that_contradict_the_data_of_today_are_told_with_names(session: Session) -> None:
    sen, mai = of_size(session, "Hoa Sen", 6), of_size(session, "Hoa Mai", 7)
    merger_locks.lock(session, TOGETHER, sen, mai)
    change_union(session, mai, bloc_id=entry_of(session, Bloc, "Nông nghiệp"))

    with pytest.raises(UserError) as refused:
        drain(merger_plans.plans(session, Q4, merger_plans.problem(session, Q4)))

    assert str(refused.value) == (
        "“Hoa Mai”, “Hoa Sen” thuộc các khối chưa được ghép với nhau: Kinh tế, Nông nghiệp. Hãy thêm cặp khối ấy trong "
        "Thiết lập, hoặc bỏ ràng buộc “phải ghép cùng nhau”."
    )


# Groups


def test_a_group_proposes_its_largest_union_and_a_name_for_a_new_one(session: Session) -> None:
    sen, mai = of_size(session, "Hoa Sen", 5), of_size(session, "Hoa Mai", 6, area="Giảng Võ")
    add_union(session, "CĐCS khối Kinh tế")

    (group,) = told(session).groups

    assert [union.id for union in group.unions] == [mai, sen]
    assert (group.absorbing.id, group.bloc, group.area) == (mai, "Kinh tế", "Giảng Võ, Kim Mã")
    assert group.new_name == "CĐCS khối Kinh tế 2"


def test_new_names_differ_and_name_the_one_area(session: Session) -> None:
    for number in range(4):
        of_size(session, f"Hoa {number}", 6)

    assert [group.new_name for group in told(session).groups] == [
        "CĐCS khối Kinh tế Kim Mã",
        "CĐCS khối Kinh tế Kim Mã 2",
    ]


def test_equal_ones_go_by_code(session: Session) -> None:
    of_size(session, "Hoa Ban", 6, code="CS09")
    of_size(session, "Hoa Sen", 6, code="CS01")

    assert told(session).groups[0].absorbing.name == "Hoa Sen"


# Why one is left over


def test_a_union_without_a_bloc(session: Session) -> None:
    of_size(session, "Hoa Sen", 6, bloc="")

    sen = left(session)["Hoa Sen"]

    assert sen.left.reason is Reason.NO_BLOC
    assert sen.reason == "chưa ghi khối: hãy bổ sung khối rồi lập lại phương án"
    assert sen.alternative.words == "bổ sung khối trong Danh sách công đoàn"


def test_a_union_that_the_office_leaves(session: Session) -> None:
    sen = of_size(session, "Hoa Sen", 6)
    of_size(session, "Hoa Mai", 7)
    merger_locks.lock(session, LEAVE, sen)

    found = left(session)

    assert found["Hoa Sen"].reason == "đã chọn để nguyên, không ghép"
    assert found["Hoa Sen"].alternative.words == "bỏ ràng buộc “để nguyên” nếu muốn ghép"


def test_the_only_small_one_of_its_bloc(session: Session) -> None:
    upper = add_union(session, "Công đoàn phường")
    of_size(session, "Hoa Sen", 6, upper_id=upper)
    of_size(session, "Hoa Mai", 7)

    found = left(session)

    assert found["Hoa Sen"].reason == "không có CĐCS nhỏ nào khác cùng khối Kinh tế thuộc Công đoàn phường"
    assert found["Hoa Mai"].reason == "không có CĐCS nhỏ nào khác cùng khối Kinh tế"
    assert left(session, SAME_AREA)["Hoa Mai"].reason == "không có CĐCS nhỏ nào khác cùng khối Kinh tế tại Kim Mã"
    pair(session, "Kinh tế", "Nông nghiệp")
    assert left(session)["Hoa Mai"].reason == "không có CĐCS nhỏ nào khác cùng khối Kinh tế hoặc Nông nghiệp"


def test_all_together_are_too_few(session: Session) -> None:
    of_size(session, "Hoa Sen", 6)
    of_size(session, "Hoa Mai", 4)

    found = left(session)

    assert (
        found["Hoa Sen"].reason == found["Hoa Mai"].reason == "khối Kinh tế chỉ có 6 + 4 = 10 đoàn viên, chưa trên 10"
    )


def test_as_many_as_a_group_may_have_are_too_few(session: Session) -> None:
    for number in range(5):
        of_size(session, f"Hoa {number}", 2)

    assert left(session)["Hoa 3"].reason == (
        "khối Kinh tế: ghép 4 đơn vị cũng chỉ được 2 + 2 + 2 + 2 = 8 đoàn viên, chưa trên 10"
    )


def test_locks_stand_in_the_way(session: Session) -> None:
    sen, mai = of_size(session, "Hoa Sen", 6), of_size(session, "Hoa Mai", 7)
    merger_locks.lock(session, APART, sen, mai)

    assert left(session)["Hoa Sen"].reason == (
        "các ràng buộc “không ghép với nhau” chặn mọi cách ghép trong khối Kinh tế"
    )


def test_taking_it_in_leaves_out_another(session: Session) -> None:
    for number in range(3):
        of_size(session, f"Hoa {number}", 6)

    (one,) = left(session, most_units=2).values()

    assert one.left.reason is Reason.NO_ROOM
    assert one.reason == "ghép được, nhưng khi ấy phải để sót đơn vị khác trong khối Kinh tế"


# The best that can be done with it


def test_a_larger_union_of_its_area_comes_first_then_the_smallest(session: Session) -> None:
    of_size(session, "Hoa Sen", 6)
    of_size(session, "Hoa Hồng", 40)
    phu_quy = of_size(session, "HTX Phú Quý", 24)
    tan_long = of_size(session, "HTX Tân Long", 12, area="Giảng Võ")
    of_size(session, "Hoa Cúc", 15, bloc="Nông nghiệp")

    near = left(session)["Hoa Sen"].alternative
    change_union(session, phu_quy, state="dissolved", closed_on="01/02/2024")
    report(session, Q4, tan_long, members=13)

    assert (near.words, near.union_id) == ("nhập vào HTX Phú Quý (24 đoàn viên, cùng địa bàn Kim Mã)", phu_quy)
    assert left(session)["Hoa Sen"].alternative.words == "nhập vào Hoa Hồng (40 đoàn viên, cùng địa bàn Kim Mã)"


def test_a_larger_union_of_another_area(session: Session) -> None:
    of_size(session, "Hoa Sen", 6)
    of_size(session, "HTX Tân Long", 40, area="Giảng Võ")
    of_size(session, "HTX Phú Quý", 24, area="")

    assert left(session)["Hoa Sen"].alternative.words == "nhập vào HTX Phú Quý (24 đoàn viên, chưa ghi địa bàn)"


def test_joining_must_reach_the_least(session: Session) -> None:
    of_size(session, "Hoa Sen", 0)
    of_size(session, "HTX Phú Quý", 10)

    assert left(session)["Hoa Sen"].alternative.union_id is None


def test_a_neighbouring_bloc_is_proposed_where_it_comes_true(session: Session) -> None:
    of_size(session, "Hoa Sen", 4)
    of_size(session, "Hoa Mai", 6)
    of_size(session, "Hoa Cúc", 3, bloc="Nông nghiệp")
    of_size(session, "Hoa Ly", 1, bloc="Tư pháp")

    before = told(session)
    sen = {one.union.name: one for one in before.left}["Hoa Sen"]
    pair(session, *(sen.alternative.pair or ("", "")))
    after = told(session)

    assert sen.alternative.words == (
        "cho phép ghép khối Kinh tế với khối Tư pháp: cùng Hoa Mai, Hoa Ly thì được thêm 1 nhóm, "
        "6 + 4 + 1 = 11 đoàn viên"
    )
    assert (len(before.groups), len(before.left)) == (0, 4)
    assert (len(after.groups), [one.union.name for one in after.left]) == (1, ["Hoa Cúc"])


def test_a_pair_that_does_not_reach_the_least_is_not_proposed(session: Session) -> None:
    of_size(session, "Hoa Sen", 6)
    of_size(session, "Hoa Cúc", 4, bloc="Nông nghiệp")

    found = left(session)

    assert found["Hoa Sen"].alternative.words == "giữ nguyên, kết nạp thêm 5 đoàn viên thì trên 10"
    assert found["Hoa Cúc"].alternative.words == "xem xét giải thể (dưới mức 5 đoàn viên để thành lập)"
    assert {one.alternative.pair for one in found.values()} == {None}


def test_a_pair_does_not_go_against_locks_or_areas(session: Session) -> None:
    sen, cuc = of_size(session, "Hoa Sen", 6), of_size(session, "Hoa Cúc", 7, bloc="Nông nghiệp", area="Giảng Võ")

    assert left(session)["Hoa Sen"].alternative.pair == ("Kinh tế", "Nông nghiệp")
    assert left(session, SAME_AREA)["Hoa Sen"].alternative.pair is None
    merger_locks.lock(session, APART, sen, cuc)
    assert left(session)["Hoa Sen"].alternative.pair is None


def test_a_wider_group_is_proposed_where_it_comes_true(session: Session) -> None:
    for number in range(3):
        of_size(session, f"Hoa {number}", 6)

    (one,) = left(session, most_units=2).values()

    assert one.alternative.words.startswith("cho phép nhóm 3 đơn vị: khi ấy vào được nhóm của Hoa ")
    assert left(session, most_units=3) == {}


def test_those_in_a_proposal_are_neither_planned_nor_joined(session: Session) -> None:
    of_size(session, "Hoa Sen", 6)
    mai, hong = of_size(session, "Hoa Mai", 7), of_size(session, "Hoa Hồng", 40)
    mergers.propose(session, [MergerDraft(ABSORBED, (mai, hong), Q4, result_id=hong)])

    found = told(session)

    assert [one.union.name for one in found.left] == ["Hoa Sen"]
    assert found.left[0].alternative.union_id is None


# The alternatives


def office_of_two_areas(session: Session) -> Problem:
    for area in ("Kim Mã", "Giảng Võ"):
        for number in range(4):
            of_size(session, f"Hoa {area} {number}", 6, area=area)
    of_size(session, "Hoa lẻ", 6, area="Cống Vị")
    return merger_plans.problem(session, Q4)


def test_three_plans_each_with_its_title(session: Session) -> None:
    problem = office_of_two_areas(session)

    plans = drain(merger_plans.plans(session, Q4, problem))

    assert [(one.title, one.plan.optimal, one.same_as) for one in plans] == [
        ("Nhiều CĐCS mới nhất", True, ""),
        ("Không ghép khác địa bàn", True, ""),
        ("Ít đầu mối, CĐCS lớn hơn", True, ""),
    ]
    assert [(len(one.groups), len(one.left)) for one in plans] == [(4, 0), (4, 1), (3, 0)]
    assert {one.proof for one in plans} == {"Tối ưu, đã chứng minh: không có cách ghép nào tốt hơn."}


def test_a_plan_that_was_there_before_says_so(session: Session) -> None:
    of_size(session, "Hoa Sen", 6)
    of_size(session, "Hoa Mai", 7)

    plans = drain(merger_plans.plans(session, Q4, merger_plans.problem(session, Q4)))

    assert [one.same_as for one in plans] == ["", "Nhiều CĐCS mới nhất", "Nhiều CĐCS mới nhất"]


def test_the_steps_of_all_plans_are_one_way(session: Session) -> None:
    steps: list[Step] = []

    drain(merger_plans.plans(session, Q4, office_of_two_areas(session)), steps.append)

    assert steps
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert {step.total for step in steps} == {3000}
    assert steps[-1].text.startswith("Ít đầu mối, CĐCS lớn hơn: ")


def test_planning_needs_no_database_once_all_is_read(database: Database) -> None:
    with database.write("Nhập") as session:
        problem = office_of_two_areas(session)
    with database.read() as session:
        teller = Teller(session, Q4, problem)
    database.close()

    assert len(drain(teller.plan(FEWEST)).groups) == 3


def test_the_effect_on_the_target_is_told(session: Session) -> None:
    problem = office_of_two_areas(session)
    merger_bases.freeze(session, Q4)

    most, same_area, _fewest = drain(merger_plans.plans(session, Q4, problem))

    assert most.target.words.replace(NO_BREAK, " ") == "9/9 CĐCS, đạt 100,00 %"
    assert same_area.target.words.replace(NO_BREAK, " ") == "8/9 CĐCS, đạt 88,89 %"
    assert most.target.frozen_on == date(2023, 11, 30)


def test_a_plan_that_had_no_time_tells_its_gap(session: Session) -> None:
    problem = office_of_two_areas(session)

    hasty = drain(Teller(session, Q4, problem).plan(MOST, 0))

    assert not hasty.plan.optimal
    assert hasty.proof.startswith("Chưa chứng minh là tối ưu, chênh nhiều nhất ")
    assert hasty.as_json()["gap"] == hasty.plan.gap > 0


def test_as_json_has_the_agreed_keys(session: Session) -> None:
    of_size(session, "Hoa Sen", 5, code="CS01")
    of_size(session, "Hoa Mai", 6, area="Giảng Võ")
    of_size(session, "Hoa Cúc", 3, bloc="Nông nghiệp")

    found = told(session).as_json()

    assert {name: found[name] for name in ("candidates", "optimal", "gap")} == {
        "candidates": 3,
        "optimal": True,
        "gap": 0,
    }
    assert found["groups"] == [
        {
            "unions": ["Hoa Mai", "CS01"],
            "names": ["Hoa Mai", "Hoa Sen"],
            "members": 11,
            "bloc": "Kinh tế",
            "area": "Giảng Võ, Kim Mã",
        }
    ]
    assert found["left"] == [
        {
            "code": None,
            "name": "Hoa Cúc",
            "members": 3,
            "reason": "không có CĐCS nhỏ nào khác cùng khối Nông nghiệp",
            "alternative": "xem xét giải thể (dưới mức 5 đoàn viên để thành lập)",
        }
    ]


def test_the_order_of_the_rows_does_not_matter(session: Session) -> None:
    problem = office_of_two_areas(session)
    turned = replace(problem, units=tuple(reversed(problem.units)))

    assert drain(plan(problem)).groups == drain(plan(turned)).groups
