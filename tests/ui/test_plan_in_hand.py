"""A plan that is worked on while the office goes on: what is done elsewhere leaves it, what is torn says so."""

from dataclasses import replace
from datetime import date

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.merging.arrangement import Arrangement
from unioncare_desktop.domain.rules.merging.planning import (
    Gap,
    Goal,
    Group,
    Left,
    Locks,
    Plan,
    Problem,
    Reason,
    Rules,
    Unit,
)
from unioncare_desktop.services.merger_bases import Target
from unioncare_desktop.services.merger_plans import ToldPlan
from unioncare_desktop.ui.plan_in_hand import PlanInHand

QUARTER = Span.parse("2023-Q4")
UNITS = tuple(
    Unit(number, f"CS{number}", members, None, "Kinh tế", "") for number, members in enumerate((8, 5, 7, 6, 4), 1)
)
A, B, C, D, E = UNITS
PROBLEM = Problem(UNITS)
PLAN = Plan(PROBLEM, (Group.of((A, B)), Group.of((C, D))), (Left(E, Reason.NO_ROOM, ()),))


def hand() -> PlanInHand:
    target = Target("", 5, 0, 65, date(2023, 12, 1), frozenset(range(1, 6)), frozenset())
    return PlanInHand.of(ToldPlan(PLAN, "", "", "", (), (), target))


def groups(held: PlanInHand) -> list[set[int]]:
    return [set(group.ids) for group in held.now.groups]


def test_steps_go_back_and_forth_and_ticks_stay_as_they_are() -> None:
    held = hand()
    held.change(held.now.moved(5, 1))
    held.change(held.now.with_ticks({2}))

    assert held.undo()
    assert groups(held) == [{1, 2}, {3, 4}]
    assert held.now.ticked == {2}
    assert not held.undo()
    assert held.redo()
    assert groups(held) == [{1, 2, 5}, {3, 4}]
    assert not held.redo()


def test_a_new_change_ends_what_could_be_made_again() -> None:
    held = hand()
    held.change(held.now.moved(5, 1))
    held.undo()
    held.change(held.now.moved(5, 2))

    assert not held.redo()


def test_the_plan_as_it_was_made_comes_back_and_that_too_is_taken_back() -> None:
    held = hand()
    held.change(held.now.moved(5, 1))
    held.start_over()
    assert not held.now.by_hand

    held.undo()
    assert held.now.by_hand


def test_groups_that_were_proposed_leave_and_the_rest_is_still_the_plan() -> None:
    held = hand()
    held.shrink({3, 4, 5})

    assert groups(held) == [{3, 4}]
    assert held.fits(replace(PROBLEM, units=(C, D, E)))
    assert held.now.plan.optimal
    assert not held.undo()


def test_what_is_not_proven_of_the_whole_is_not_proven_of_the_rest() -> None:
    held = hand()
    held.now = Arrangement.of(replace(PLAN, gaps=(Gap(Goal.UNIONS, 2, 3),)))
    held.shrink({3, 4, 5})

    assert held.now.plan.gaps == (Gap(Goal.UNIONS, 1, 2),)


def test_a_plan_of_which_a_part_of_a_group_is_gone_fits_nothing() -> None:
    held = hand()
    held.shrink({2, 3, 4, 5})

    assert groups(held) == [{2}, {3, 4}]
    assert not held.fits(replace(PROBLEM, units=(B, C, D, E)))


def test_other_figures_rules_or_wishes_do_not_fit() -> None:
    held = hand()

    assert held.fits(replace(PROBLEM, locks=Locks(leave=frozenset({99}))))
    for other in (
        replace(PROBLEM, units=(*UNITS[1:], replace(A, members=9))),
        replace(PROBLEM, rules=Rules(least=12)),
        replace(PROBLEM, locks=Locks(leave=frozenset({1}))),
        replace(PROBLEM, locks=Locks(apart=frozenset({frozenset({1, 2})}))),
    ):
        assert not held.fits(other)


def test_ticked_groups_are_absorbed_by_their_largest_union_and_single_units_by_none() -> None:
    held = hand()
    held.change(held.now.moved(4, -1))

    assert [(draft.result_id, draft.union_ids) for draft in held.drafts(QUARTER)] == [(1, (1, 2))]
    assert held.drafts(QUARTER)[0].period == QUARTER
