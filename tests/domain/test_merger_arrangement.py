"""A plan in the hands of the user: units moved, groups ticked, each arrangement a step to go back to."""

from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.rules.merging.arrangement import LEFT_OVER, NEW_GROUP, Arrangement
from unioncare_desktop.domain.rules.merging.planning import Group, Left, Plan, Problem, Reason, Rule, Unit

PARTY, SCHOOLS = "Cơ quan Đảng", "Trường học"


def unit(number: int, members: int, bloc: str = PARTY, area: str = "Kim Mã") -> Unit:
    return Unit(number, f"CS{number:04}", members, None, bloc, area)


A, B, C, D, E = unit(1, 9), unit(2, 5), unit(3, 6, SCHOOLS), unit(4, 7, SCHOOLS, "Cống Vị"), unit(5, 4)
PROBLEM = Problem((A, B, C, D, E))
PLAN = Plan(PROBLEM, (Group.of((A, B)), Group.of((C, D))), (Left(E, Reason.NO_ROOM, (A, B)),))
NOW = Arrangement.of(PLAN)


def ids(now: Arrangement) -> dict[int, set[int]]:
    return {group.number: set(group.ids) for group in now.groups}


def test_at_first_it_is_the_plan_with_every_group_ticked() -> None:
    assert ids(NOW) == {1: {1, 2}, 2: {3, 4}}
    assert NOW.ticked == {1, 2}
    assert not NOW.by_hand
    assert [one.id for one in NOW.judgement.left] == [5]


def test_a_unit_goes_from_group_to_group() -> None:
    after = NOW.moved(2, 2)

    assert ids(after) == {1: {1}, 2: {2, 3, 4}}
    assert after.by_hand
    assert {one.rule for one in after.judged_by_number[1].broken} == {Rule.ALONE, Rule.TOO_FEW_MEMBERS}
    assert {one.rule for one in after.judged_by_number[2].broken} == {Rule.BLOC}
    assert ids(NOW) == {1: {1, 2}, 2: {3, 4}}, "what was before is still there to go back to"


def test_one_that_was_left_over_comes_in_and_another_stays_out() -> None:
    after = NOW.moved(5, 1).moved(2, LEFT_OVER)

    assert ids(after) == {1: {1, 5}, 2: {3, 4}}
    assert [one.id for one in after.judgement.left] == [2]


def test_a_new_group_has_a_number_that_no_other_had_and_is_ticked() -> None:
    after = NOW.moved(2, NEW_GROUP).moved(5, 3)

    assert ids(after) == {1: {1}, 2: {3, 4}, 3: {2, 5}}
    assert 3 in after.ticked


def test_a_group_without_units_is_gone() -> None:
    assert ids(NOW.moved(3, LEFT_OVER).moved(4, LEFT_OVER)) == {1: {1, 2}}


def test_moving_to_where_it_is_changes_nothing() -> None:
    assert NOW.moved(1, 1) is NOW
    assert NOW.moved(5, LEFT_OVER) is NOW


def test_moved_there_and_back_it_is_the_plan_again() -> None:
    assert not NOW.moved(2, 2).moved(2, 1).by_hand


def test_only_ticked_groups_are_chosen() -> None:
    assert [one.group.members for one in NOW.chosen()] == [14, 13]
    assert [one.group.members for one in NOW.with_ticks({2}).chosen()] == [13]


def test_the_effect_is_told_before_the_move() -> None:
    effect = NOW.effect(5, 1)
    assert effect.source is None
    assert effect.target is not None
    assert (effect.target.group.members, effect.target.broken) == (18, ())

    out = NOW.effect(2, LEFT_OVER)
    assert out.target is None
    assert out.source is not None
    assert out.source.group.members == 9


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, 5]), st.integers(-1, 6)), max_size=12))
def test_no_move_loses_or_doubles_a_unit(moves: list[tuple[int, int]]) -> None:
    now = NOW
    for moved, target in moves:
        known = target in (LEFT_OVER, NEW_GROUP) or any(group.number == target for group in now.groups)
        if not known:
            continue
        effect = now.effect(moved, target)
        now = now.moved(moved, target)
        entered = now.judged_by_number.get(now.number_of.get(moved, LEFT_OVER))
        assert effect.target == entered, "what was told before is what came"

    grouped = [id_ for group in now.groups for id_ in group.ids]
    assert sorted(grouped + [one.id for one in now.judgement.left]) == [1, 2, 3, 4, 5]
    assert all(group.ids for group in now.groups)
