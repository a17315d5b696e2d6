"""Proven plans of mergers, against the bare solver with the plainest program of the same question.

Wanted is 200 small unions in under 3 s and 2.000 in under 30 s; seconds say more of the machine than of us, so what the
plain program (one column for each possible result and each unit in it) takes for 20 unions sets the measure. The
seconds are printed. Run by `pytest tests/benchmarks -m benchmark -s`.
"""

import sys
import time
from collections.abc import Callable, Iterable
from random import Random

import pytest
from highspy import Highs

from unioncare_desktop.domain.rules.merging.planning import Preference, Problem, Unit, judged, plan
from unioncare_desktop.progress import drain

pytestmark = pytest.mark.benchmark

PLAIN_UNITS, PLAIN_GROUPS = 20, 9
OFFICES = {
    "200 unions, 18 blocs": (200, 18, 14, 2.0),
    "200 unions, one bloc": (200, 1, 14, 2.0),
    "2.000 unions, 18 blocs": (2000, 18, 126, 5.0),
    "2.000 unions, one bloc": (2000, 1, 126, 25.0),
}
"""Unions, blocs, areas, and the multiple of the plain program's seconds that all three alternatives may take."""
BLINK = 0.02
"""Of those seconds, for judging a plan after a unit was dragged."""


def seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def units(count: int, blocs: int, areas: int) -> tuple[Unit, ...]:
    random = Random(2023)  # noqa: S311 - figures, no secrets
    return tuple(
        Unit(number, f"{number:05}", random.randint(0, 9), None, f"B{number % blocs}", f"P{random.randrange(areas):03}")
        for number in range(count)
    )


@pytest.fixture(scope="module")
def plain() -> float:
    """The seconds of the bare solver for the most groups of a few units: does unit i go to group j?"""
    several = units(PLAIN_UNITS, 1, 14)
    assert sum(unit.members for unit in several) // 11 <= PLAIN_GROUPS
    return seconds(lambda: solve_plainly(several))


def solve_plainly(several: Iterable[Unit]) -> int:
    """The most groups that *several* make up."""
    solver = Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - the solver's way
    solver.setOptionValue("threads", 1)
    groups = range(PLAIN_GROUPS)
    used = [solver.addBinary() for _group in groups]
    placed = [(unit.members, [solver.addBinary() for _group in groups]) for unit in several]
    for _members, places in placed:
        solver.addConstr(solver.qsum(places) <= 1)
    for group in groups:
        solver.addConstr(solver.qsum(members * places[group] for members, places in placed) >= 11 * used[group])
        solver.addConstr(solver.qsum(places[group] for _members, places in placed) <= 4 * used[group])
    solver.maximize(solver.qsum(used))
    return round(solver.getInfo().objective_function_value)


@pytest.mark.parametrize("office", OFFICES)
def test_the_three_alternatives_are_proven_in_a_few_times_the_plain_program(office: str, plain: float) -> None:
    count, blocs, areas, most = OFFICES[office]
    problems = [Problem(units(count, blocs, areas), preference=preference) for preference in Preference]
    total = 0.0
    for problem in problems:
        start = time.perf_counter()
        made = drain(plan(problem, 300))
        taken = time.perf_counter() - start
        total += taken
        sys.stdout.write(f"\n{office}, {problem.preference}: {taken:.2f} s, {tuple(made.score)}")
        assert made.optimal
    sys.stdout.write(
        f"\n{office}: {total / plain:.2f} times the {plain:.2f} s of the plain program for {PLAIN_UNITS}\n"
    )

    assert total <= most * plain


def test_the_plain_program_and_the_planner_agree() -> None:
    several = units(PLAIN_UNITS, 1, 1)

    assert drain(plan(Problem(several))).score.unions == solve_plainly(several)


def test_a_dragged_unit_is_judged_in_a_blink(plain: float) -> None:
    problem = Problem(units(2000, 1, 126))
    groups = [list(range(first, first + 3)) for first in range(0, 1998, 3)]
    judged(problem, groups)
    groups[0].append(groups[1].pop())
    taken = min(seconds(lambda: judged(problem, groups)) for _time in range(5))
    sys.stdout.write(f"\njudged in {taken * 1000:.1f} ms\n")

    assert taken <= BLINK * plain
