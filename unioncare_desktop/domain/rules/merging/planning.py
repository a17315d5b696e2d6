"""The best grouping of small unions, proven: the door of the planner of mergers. Pure; no database.

The words it speaks are those of `problem.py`; a grouping made by hand is judged in `judgement.py`.
"""

import time
from collections.abc import Iterable

from unioncare_desktop.domain.rules.merging.items import buckets, items
from unioncare_desktop.domain.rules.merging.judgement import Broken, JudgedGroup, Judgement, Rule, judged
from unioncare_desktop.domain.rules.merging.problem import (
    LEAST,
    MOST_UNITS,
    NO_LOCKS,
    Conflict,
    Contradiction,
    Gap,
    Goal,
    Group,
    Left,
    Locks,
    Plan,
    Preference,
    Problem,
    Reason,
    Rules,
    Score,
    Unit,
)
from unioncare_desktop.domain.rules.merging.reasons import Reasons
from unioncare_desktop.domain.rules.merging.stages import Outcome, best
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, T, Task

__all__ = [
    "LEAST",
    "MOST_UNITS",
    "NO_LOCKS",
    "Broken",
    "Conflict",
    "Contradiction",
    "Gap",
    "Goal",
    "Group",
    "JudgedGroup",
    "Judgement",
    "Left",
    "Locks",
    "Plan",
    "Preference",
    "Problem",
    "Reason",
    "Rule",
    "Rules",
    "Score",
    "Unit",
    "judged",
    "plan",
]


def plan(problem: Problem, seconds: float = 30) -> Task[Plan]:
    """The best plan of *problem*, the same whatever the order of its units; where *seconds* are too short, with a gap.

    The steps count units; closing the generator stops the solver.

    Raises:
        Contradiction: where the locks cannot all be kept.
    """
    ready = items(problem)
    parts = sorted(buckets(problem, ready), key=lambda bucket: bucket.units)
    deadline = time.monotonic() + seconds
    waiting = total = sum(part.units for part in parts)
    outcomes = []
    for part in parts:
        yield _step(total - waiting, total)
        share = (deadline - time.monotonic()) * part.units / waiting
        outcomes.append((yield from _counted(best(part, problem, share), _step(total - waiting, total))))
        waiting -= part.units
    return _whole(problem, Reasons(problem, ready), outcomes)


def _counted(task: Task[T], step: Step) -> Task[T]:
    """*task* with *step* told for each of its own."""
    try:
        while True:
            next(task)
            yield step
    except StopIteration as end:
        result: T = end.value
        return result
    finally:
        task.close()


def _step(done: int, total: int) -> Step:
    return Step(done, total, _("Đang lập phương án: {done}/{total} CĐCS").format(done=done, total=total))


def _whole(problem: Problem, reasons: Reasons, outcomes: Iterable[Outcome]) -> Plan:
    """The plan that the *outcomes* of all buckets make up."""
    outcomes = list(outcomes)
    groups = sorted(
        (group for outcome in outcomes for group in outcome.groups),
        key=lambda group: min(unit.sorting for unit in group.units),
    )
    grouped = {unit.id for group in groups for unit in group.units}
    uncertain = {unit.id for outcome in outcomes if outcome.gap is Goal.LEFT for unit in outcome.units}
    left = sorted((unit for unit in problem.units if unit.id not in grouped), key=lambda unit: unit.sorting)
    told = tuple(reasons.left(unit, proven=unit.id not in uncertain) for unit in left)
    score = Score.of(groups, len(left), problem.rules.least)
    return Plan(problem, tuple(groups), told, _gaps(outcomes, score))


def _gaps(outcomes: list[Outcome], score: Score) -> tuple[Gap, ...]:
    """The first goal that some bucket has not proven, with its value in *score*; none where all are proven."""
    open_goals = {outcome.gap for outcome in outcomes}
    first = next((goal for goal in Goal if goal in open_goals), None)
    if first is None:
        return ()
    place = list(Goal).index(first)
    missing = sum(outcome.bounds[first] - outcome.score[place] for outcome in outcomes if outcome.gap is first)
    return (Gap(first, score[place], score[place] + missing),)
