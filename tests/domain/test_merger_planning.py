"""Plans of mergers against every grouping there is: on small problems, and on each bloc of the office's data."""

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from unioncare_desktop.domain.rules.merging.planning import (
    NO_LOCKS,
    Broken,
    Conflict,
    Contradiction,
    Goal,
    Locks,
    Plan,
    Preference,
    Problem,
    Reason,
    Rule,
    Rules,
    Unit,
    judged,
    plan,
)
from unioncare_desktop.progress import Step, drain

Ranked = tuple[int, int, int, int]
Pairs = frozenset[frozenset[int]]
PREFERENCES = list(Preference)
OFFICE = Path(__file__).with_name("small_unions_2023_q4.json")


def unit(
    number: int, members: int, *, upper: int | None = None, bloc: str = "Trường học", area: str = "Cống Vị"
) -> Unit:
    return Unit(number, f"CS{number:04}", members, upper, bloc, area)


def units(*members: int) -> tuple[Unit, ...]:
    """Units of one bloc and area, numbered from 1."""
    return tuple(unit(number, count) for number, count in enumerate(members, 1))


def pair(*of_it: int) -> frozenset[int]:
    return frozenset(of_it)


def apart(*pairs: tuple[int, int]) -> Locks:
    return Locks(apart=frozenset(map(frozenset, pairs)))


def together(*pairs: tuple[int, int]) -> Locks:
    return Locks(together=frozenset(map(frozenset, pairs)))


def ids(made: Plan) -> list[list[int]]:
    return [[one.id for one in group.units] for group in made.groups]


def allowed(problem: Problem, group: Sequence[Unit]) -> bool:
    """Whether *group* keeps to every rule and lock, said once more and in other words than the planner's."""
    rules, locks, inside = problem.rules, problem.locks, {one.id for one in group}
    known = {one.id for one in problem.units}
    return (
        2 <= len(group) <= rules.most_units
        and sum(one.members for one in group) >= rules.least
        and len({one.upper for one in group}) == 1
        and all(one.bloc for one in group)
        and all(one.bloc == two.bloc or {one.bloc, two.bloc} in rules.pairs for one, two in combinations(group, 2))
        and not any(lock <= inside for lock in locks.apart)
        and not any(len(lock & inside) == 1 for lock in locks.together if lock <= known)
        and not locks.leave & inside
        and (problem.preference is not Preference.SAME_AREA or len({one.area for one in group}) == 1)
    )


def every_group(problem: Problem, members: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    for size in range(2, problem.rules.most_units + 1):
        yield from (group for group in combinations(members, size) if allowed(problem, group))


def best_of_all(problem: Problem, members: Sequence[Unit]) -> Ranked:
    """The score of the best of all ways to group *members*, each in the order in which goals count."""
    place = {one.id: number for number, one in enumerate(members)}
    few = problem.preference is Preference.FEWEST_UNIONS
    beginning: dict[int, list[tuple[int, Ranked]]] = {}
    for group in every_group(problem, members):
        crossing = len({one.area for one in group}) > 1
        worth = (0, 1 if few else -1, int(crossing), sum(one.members for one in group) - problem.rules.least)
        taken = sum(1 << place[one.id] for one in group)
        beginning.setdefault(min(place[one.id] for one in group), []).append((taken, worth))

    @cache
    def best(first: int, taken: int) -> Ranked:
        if first == len(members):
            return 0, 0, 0, 0
        if taken >> first & 1:
            return best(first + 1, taken)
        ways = [added((1, 0, 0, 0), best(first + 1, taken))]
        ways += [added(w, best(first + 1, taken | g)) for g, w in beginning.get(first, []) if not g & taken]
        return min(ways)

    return best(0, 0)


def added(one: Ranked, other: Ranked) -> Ranked:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


@st.composite
def problems(draw: st.DrawFn, *, most: int = 8) -> Problem:
    """Small problems of all kinds, some with locks that contradict each other."""
    count = draw(st.integers(1, most))
    blocs, areas = draw(st.sampled_from(["A", "AB", "ABC"])), draw(st.sampled_from(["x", "xy", "xyz"]))
    made = st.builds(
        Unit,
        id=st.just(0),
        order=st.sampled_from(["1", "2", "3"]),
        members=st.integers(0, draw(st.sampled_from([4, 9]))),
        upper=st.sampled_from([None, None, None, 7]),
        bloc=st.sampled_from([*blocs * 3, ""]),
        area=st.sampled_from(areas),
    )
    numbered = [replace(draw(made), id=number) for number in range(1, count + 1)]
    numbers = st.integers(1, count + 1)
    locks = (
        st.frozensets(st.frozensets(numbers, min_size=2, max_size=2), max_size=2) if count > 1 else st.just(frozenset())
    )
    pairs = st.frozensets(st.sampled_from([frozenset("AB"), frozenset("BC"), frozenset("AC")]))
    return Problem(
        tuple(numbered),
        Rules(draw(st.sampled_from([11, 8, 14])), draw(st.integers(2, 5)), draw(pairs)),
        Locks(draw(locks), draw(locks), draw(st.frozensets(numbers, max_size=1))),
        draw(st.sampled_from(PREFERENCES)),
    )


def planned(problem: Problem, seconds: float = 30) -> Plan:
    """The plan, where the locks do not contradict each other."""
    try:
        return drain(plan(problem, seconds))
    except Contradiction:
        reject()


@settings(max_examples=60)
@given(problems())
def test_no_grouping_is_better(problem: Problem) -> None:
    made = planned(problem)

    assert made.optimal
    assert made.gap == 0
    assert made.score.ranked(problem.preference) == best_of_all(problem, problem.units)


@settings(max_examples=60)
@given(problems(most=12))
def test_every_group_keeps_to_the_rules_and_nothing_is_lost(problem: Problem) -> None:
    made = planned(problem)

    assert all(allowed(problem, group.units) for group in made.groups)
    everyone = [one.id for group in made.groups for one in group.units] + [left.unit.id for left in made.left]
    assert sorted(everyone) == sorted(one.id for one in problem.units)


@settings(max_examples=40)
@given(problems(most=12), st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(problem: Problem, random: Random) -> None:
    made = planned(problem)
    shuffled = list(problem.units)
    random.shuffle(shuffled)
    again = planned(replace(problem, units=tuple(shuffled)))

    assert (again.groups, again.left) == (made.groups, made.left)


@settings(max_examples=60)
@given(problems())
def test_reasons_are_true(problem: Problem) -> None:
    for left in planned(problem).left:
        one, reason = left.unit, left.reason
        rest = [other for other in problem.units if other.id != one.id]
        free = replace(problem, locks=NO_LOCKS)
        assert set(left.bucket) == {
            other for other in rest if one.bloc and other.bloc and allowed(loose(free), (one, other))
        }
        assert (reason is Reason.NO_BLOC) == (not one.bloc)
        if one.bloc:
            assert (reason is Reason.LOCKED) == (one.id in problem.locks.leave)
        if reason in (Reason.ALONE, Reason.TOO_FEW):
            assert (reason is Reason.ALONE) == (not left.bucket)
            assert not in_some_group(free, one)
        if reason in (Reason.APART, Reason.NO_ROOM):
            assert in_some_group(free, one)
            assert in_some_group(problem, one) == (reason is Reason.NO_ROOM)


def loose(problem: Problem) -> Problem:
    """The problem without a least: two units may be together or not."""
    return replace(problem, rules=replace(problem.rules, least=0))


def in_some_group(problem: Problem, one: Unit) -> bool:
    return any(one in group for group in every_group(problem, problem.units))


@settings(max_examples=60)
@given(problems())
def test_where_time_is_short_the_gap_holds_the_best_plan(problem: Problem) -> None:
    made = planned(problem, seconds=0)
    best, value = best_of_all(problem, problem.units), made.score.ranked(problem.preference)

    assert all(allowed(problem, group.units) for group in made.groups)
    assert len(made.gaps) <= 1
    for gap in made.gaps or ():
        place = list(Goal).index(gap.goal)
        assert value[:place] == best[:place]
        assert gap.value == made.score[place]
        assert min(gap.value, gap.bound) <= abs(best[place]) <= max(gap.value, gap.bound)
        assert made.gap == abs(gap.value - gap.bound) > 0
    if not made.gaps:
        assert value == best


def test_where_blocs_may_be_together_in_too_many_ways_the_plan_has_a_gap() -> None:
    blocs = [f"{number:02}" for number in range(14)]
    friends = frozenset(frozenset(two) for two in combinations(blocs, 2) if int(two[0]) + 7 != int(two[1]))
    several = tuple(unit(number, 4 + number % 5, bloc=blocs[number % 14]) for number in range(1, 71))
    problem = Problem(several, Rules(pairs=friends))

    made = drain(plan(problem))

    assert made.gaps
    assert not judged(problem, ids(made)).groups[0].broken
    assert judged(problem, ids(made)).valid
    assert made.score.left == 0


@pytest.mark.parametrize("preference", PREFERENCES)
def test_the_plan_of_the_office_is_the_best_there_is(preference: Preference) -> None:
    problem = Problem(tuple(of_the_office()), preference=preference)
    by_bloc: dict[str, list[Unit]] = {}
    for one in problem.units:
        by_bloc.setdefault(one.bloc, []).append(one)
    best: Ranked = (0, 0, 0, 0)
    for members in by_bloc.values():
        best = added(best, best_of_all(problem, members))

    made = drain(plan(problem))

    assert len(problem.units) == 61
    assert made.optimal
    assert made.score.ranked(preference) == best


def of_the_office() -> Iterable[Unit]:
    for number, row in enumerate(json.loads(OFFICE.read_text(encoding="utf-8")), 1):
        yield unit(number, row["members"], bloc=row["bloc"], area=row["area"])


def test_larger_groups_and_thresholds_are_planned_too() -> None:
    several = tuple(unit(number, number * 7 % 20, area=f"P{number % 5}") for number in range(1, 61))
    problem = Problem(several, Rules(least=20, most_units=7))

    made = drain(plan(problem))

    assert made.optimal
    assert made.score.unions == sum(one.members for one in several) // 20
    assert judged(problem, ids(made)).valid


def test_goals_come_one_after_the_other() -> None:
    problem = Problem((unit(1, 9), unit(2, 9), unit(3, 5, area="Liễu Giai"), unit(4, 6, area="Liễu Giai"), unit(5, 2)))

    most = drain(plan(problem))
    fewest = drain(plan(replace(problem, preference=Preference.FEWEST_UNIONS)))
    one_area = drain(plan(replace(problem, preference=Preference.SAME_AREA)))

    assert ids(most) == [[1, 2, 5], [4, 3]]
    assert most.score == (0, 2, 0, 9)
    assert [len(group) for group in ids(fewest)] in ([2, 3], [3, 2])
    assert ids(one_area) == ids(most)


def test_those_tied_together_go_together_and_may_be_a_group() -> None:
    problem = Problem(units(6, 6, 6, 6, 6), locks=together((1, 2), (2, 3)))

    assert ids(drain(plan(problem))) == [[1, 2, 3], [4, 5]]


def test_locks_of_unions_that_are_not_small_are_of_no_matter() -> None:
    locks = Locks(pair_set((1, 99)), pair_set((2, 98)), frozenset({97}))

    assert ids(drain(plan(Problem(units(6, 6), locks=locks)))) == [[1, 2]]


def pair_set(*pairs: tuple[int, int]) -> Pairs:
    return frozenset(map(frozenset, pairs))


@pytest.mark.parametrize(
    ("several", "locks", "rules", "reason"),
    [
        ((unit(1, 6, bloc=""), unit(2, 6)), NO_LOCKS, Rules(), Reason.NO_BLOC),
        (units(6, 6), Locks(leave=frozenset({1})), Rules(), Reason.LOCKED),
        ((unit(1, 6), unit(2, 6, upper=3)), NO_LOCKS, Rules(), Reason.ALONE),
        ((unit(1, 6), unit(2, 6, bloc="Kinh tế")), NO_LOCKS, Rules(), Reason.ALONE),
        (units(2, 2, 2, 2, 2, 2), NO_LOCKS, Rules(), Reason.TOO_FEW),
        (units(5, 5), NO_LOCKS, Rules(), Reason.TOO_FEW),
        (units(6, 6), apart((1, 2)), Rules(), Reason.APART),
        (units(9, 9, 9), NO_LOCKS, Rules(most_units=2), Reason.NO_ROOM),
    ],
)
def test_each_reason(several: tuple[Unit, ...], locks: Locks, rules: Rules, reason: Reason) -> None:
    assert reason in {left.reason for left in drain(plan(Problem(several, rules, locks))).left}


@pytest.mark.parametrize(
    ("several", "locks", "conflict"),
    [
        (units(6, 6), replace(together((1, 2)), apart=pair_set((1, 2))), Conflict.APART),
        (units(6, 6, 6), replace(together((1, 2), (2, 3)), apart=pair_set((1, 3))), Conflict.APART),
        (units(6, 6), replace(together((1, 2)), leave=frozenset({2})), Conflict.LEAVE),
        ((unit(1, 6), unit(2, 6, upper=3)), together((1, 2)), Conflict.UPPER),
        ((unit(1, 6), unit(2, 6, bloc="Kinh tế")), together((1, 2)), Conflict.BLOC),
        ((unit(1, 6, bloc=""), unit(2, 6, bloc="")), together((1, 2)), Conflict.BLOC),
        (units(1, 1, 1, 1, 1), together((1, 2), (2, 3), (3, 4), (4, 5)), Conflict.TOO_MANY_UNITS),
    ],
)
def test_locks_that_cannot_be_kept_are_refused(several: tuple[Unit, ...], locks: Locks, conflict: Conflict) -> None:
    with pytest.raises(Contradiction) as refused:
        drain(plan(Problem(several, locks=locks)))

    assert refused.value.conflict is conflict
    assert set(refused.value.ids) == {one for lock in locks.together for one in lock}


def large(count: int = 1200, areas: int = 90) -> Problem:
    """A problem that keeps the solver busy for seconds."""
    several = (unit(number, 1 + number * 7919 % 9, area=f"P{number * 31 % areas:03}") for number in range(count))
    return Problem(tuple(several))


def test_closing_a_plan_stops_the_solver() -> None:
    before = set(threading.enumerate())
    task = plan(large(), seconds=600)
    for _step in task:
        solvers = set(threading.enumerate()) - before
        if solvers:
            break
    task.close()

    for solver in solvers:
        solver.join(20)
    assert not any(solver.is_alive() for solver in solvers)


def test_steps_tell_how_many_units_are_planned() -> None:
    several = [*(unit(number, 4 + number % 4) for number in range(1, 9))]
    several += [unit(number, 4 + number % 4, bloc="Kinh tế") for number in range(11, 23)]
    steps: list[Step] = []

    drain(plan(Problem(tuple(several))), steps.append)

    assert {step.total for step in steps} == {20}
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert "20 CĐCS" in steps[-1].text


@pytest.mark.parametrize(
    ("problem", "group", "broken"),
    [
        (Problem(units(11, 1)), (1,), Broken(Rule.ALONE, (1,))),
        (Problem(units(3, 3, 3, 3, 3)), (5, 4, 3, 2, 1), Broken(Rule.TOO_MANY_UNITS, (1, 2, 3, 4, 5))),
        (Problem(units(5, 5)), (1, 2), Broken(Rule.TOO_FEW_MEMBERS, (1, 2))),
        (Problem((unit(1, 6), unit(2, 6, upper=3))), (1, 2), Broken(Rule.UPPER, (1, 2))),
        (Problem((unit(1, 6), unit(2, 6), unit(3, 6, bloc="Kinh tế"))), (1, 3), Broken(Rule.BLOC, (1, 3))),
        (Problem((unit(1, 6), unit(2, 6, bloc=""))), (1, 2), Broken(Rule.BLOC, (2,))),
        (
            Problem((unit(1, 6), unit(2, 6, area="Liễu Giai")), preference=Preference.SAME_AREA),
            (1, 2),
            Broken(Rule.AREA, (1, 2)),
        ),
        (Problem(units(6, 6, 6), locks=apart((1, 3))), (1, 2, 3), Broken(Rule.APART, (1, 3))),
        (Problem(units(6, 6, 6), locks=Locks(leave=frozenset({2}))), (1, 2), Broken(Rule.LEAVE, (2,))),
        (Problem(units(6, 6, 6), locks=together((2, 3))), (1, 2), Broken(Rule.SPLIT_TOGETHER, (2,))),
    ],
)
def test_what_a_group_made_by_hand_breaks(problem: Problem, group: tuple[int, ...], broken: Broken) -> None:
    judgement = judged(problem, [group])

    assert judgement.groups[0].broken == (broken,)
    assert not judgement.valid


def test_a_grouping_made_by_hand_is_scored_as_a_plan_is() -> None:
    problem = Problem((*units(6, 6, 3), unit(4, 9, area="Liễu Giai"), unit(5, 1)))

    judgement = judged(problem, [[4, 3], [], [2, 1]])

    assert [[one.id for one in group.group.units] for group in judgement.groups] == [[4, 3], [1, 2]]
    assert judgement.valid
    assert judgement.score == (1, 2, 1, 2)
    assert [one.id for one in judgement.left] == [5]


def test_a_unit_in_two_groups_is_told_in_both() -> None:
    judgement = judged(Problem(units(6, 6, 6)), [[1, 2], [2, 3]])

    assert [group.broken for group in judgement.groups] == [(Broken(Rule.TWICE, (2,)),)] * 2


def test_a_group_of_a_union_that_is_not_small_is_a_bug_of_the_caller() -> None:
    with pytest.raises(KeyError):
        judged(Problem(units(6, 6)), [[1, 3]])


@given(problems(most=7))
def test_judging_agrees_with_the_rules(problem: Problem) -> None:
    """Where locks contradict each other too: no group then keeps to all of them."""
    for size in (1, 2, 3):
        for group in combinations(problem.units, size):
            told = judged(problem, [[one.id for one in group]])
            assert told.valid == allowed(problem, group)


def test_groups_and_their_areas_are_told_in_a_fixed_order() -> None:
    problem = Problem((unit(3, 6, area="Liễu Giai"), unit(2, 6), unit(1, 7)))
    group = judged(problem, [[2, 3, 1]]).groups[0].group

    assert [one.id for one in group.units] == [1, 2, 3]
    assert (group.members, group.areas, group.blocs) == (19, ("Cống Vị", "Liễu Giai"), ("Trường học",))
    assert group.crosses
