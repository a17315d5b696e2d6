"""One bucket planned, one goal after the other: each with the value of those before it kept. Pure.

The first two goals do not depend on areas; only where there are several does the larger program with areas follow.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unioncare_desktop.domain.rules.merging.greedy import dealt, greedy, within
from unioncare_desktop.domain.rules.merging.items import Bucket, Item, TooLarge, by_node
from unioncare_desktop.domain.rules.merging.model import Model, gathered, model
from unioncare_desktop.domain.rules.merging.problem import Goal, Group, Preference, Problem, Score, Unit
from unioncare_desktop.domain.rules.merging.solver import Answer, Terms, solved
from unioncare_desktop.progress import Task

SHARE_OF_THE_WHOLE = 0.7
"""Of the time for a bucket with several kinds of blocs: the rest is kept for planning each by itself."""


@dataclass(frozen=True)
class Outcome:
    """The groups of a bucket, their score, and the bound of each goal: proven where the score reaches it."""

    units: tuple[Unit, ...]
    groups: tuple[Group, ...]
    score: Score
    bounds: Mapping[Goal, int]

    @property
    def gap(self) -> Goal | None:
        """The first goal that is not proven."""
        return next((goal for goal, value in zip(Goal, self.score, strict=True) if value != self.bounds[goal]), None)


def best(bucket: Bucket, problem: Problem, seconds: float) -> Task[Outcome]:
    """The best groups of *bucket* that are found within about *seconds*, and what is proven of them."""
    start, several = time.monotonic(), len(bucket.cliques) != 1
    attempt = _Attempt(bucket, problem, start + seconds * (SHARE_OF_THE_WHOLE if several else 1))
    for quick in (greedy, dealt):
        attempt.offer(quick(bucket, problem.rules))
    try:
        if attempt.outcome.gap is not None:
            yield from attempt.solve((yield from attempt.model(by_area=False)), attempt.goals_without_areas)
        if attempt.outcome.gap in (Goal.CROSSING, Goal.EXCESS):
            yield from attempt.solve((yield from attempt.model(by_area=True)), tuple(Goal))
    except TooLarge:
        pass
    if several and attempt.outcome.gap in (Goal.LEFT, Goal.UNIONS):
        attempt.take((yield from _apart(bucket, problem, start + seconds)))
    return attempt.outcome


def _apart(bucket: Bucket, problem: Problem, deadline: float) -> Task[tuple[Group, ...]]:
    """The best groups where blocs that may be together are not: each kind of blocs is small enough to be solved."""
    groups: list[Group] = []
    waiting = bucket.units
    for part in by_node(bucket):
        share = (deadline - time.monotonic()) * part.units / waiting
        groups += (yield from best(part, problem, share)).groups
        waiting -= part.units
    return tuple(groups)


class _Attempt:
    """The best groups of a bucket so far, and the bounds known of its goals."""

    def __init__(self, bucket: Bucket, problem: Problem, deadline: float) -> None:
        self._bucket, self._rules = bucket, problem.rules
        self._least, self._most_units = problem.rules.least, problem.rules.most_units
        self._preference = problem.preference
        self._deadline = deadline
        self._groups: tuple[Group, ...] = ()
        self._score = Score(bucket.units, 0, 0, 0)
        self._known: dict[Goal, int] = {}

    @property
    def outcome(self) -> Outcome:
        """What is reached."""
        units = tuple(unit for item in self._bucket.items for unit in item.units)
        return Outcome(units, self._groups, self._score, {goal: self._bound(goal) for goal in Goal})

    @property
    def goals_without_areas(self) -> tuple[Goal, ...]:
        """The goals that a program without areas can tell of."""
        areas = {item.area for item in self._bucket.items}
        return tuple(Goal) if len(areas) == 1 and None not in areas else (Goal.LEFT, Goal.UNIONS)

    def model(self, *, by_area: bool) -> Task[Model]:
        """The program of the bucket; with areas only for as many unions as are known to be the best."""
        members = sum(item.members for item in self._bucket.items)
        excess = members - self._least * self._score.unions if by_area else members
        return model(self._bucket, self._rules, by_area=by_area, excess=excess)

    def offer(self, made: list[list[Item]]) -> None:
        """Keep the groups *made* where they are better."""
        self.take(tuple(Group.of([unit for item in group for unit in item.units]) for group in made))

    def take(self, groups: tuple[Group, ...]) -> None:
        """Keep *groups* where they are better."""
        left = self._bucket.units - sum(len(group.units) for group in groups)
        score = Score.of(groups, left, self._least)
        if score.ranked(self._preference) < self._score.ranked(self._preference):
            self._groups, self._score = groups, score

    def solve(self, made: Model, goals: tuple[Goal, ...]) -> Task[None]:
        """Reach the *goals*, each with those before it kept, as long as each is proven."""
        values = None
        if not made.pools:
            self._known[Goal.LEFT] = self._bucket.units
        for goal in goals:
            terms, sign, offset = self._terms(goal, made)
            gap, seconds = self.outcome.gap, self._deadline - time.monotonic()
            if gap is None or seconds <= 0:
                return
            if gap is goal:
                answer = yield from solved(made.program, terms, seconds, values)
                self._learn(goal, answer, made, sign * answer.bound + offset)
                values = answer.values
            if self.outcome.gap is goal:
                return
            kept = sign * (self._score[list(Goal).index(goal)] - offset)
            made.program.row(terms, kept, kept)

    def _learn(self, goal: Goal, answer: Answer, made: Model, bound: int) -> None:
        self._known[goal] = bound
        if answer.values is not None:
            groups = made.grouped(answer.values, self._most_units)
            self.offer(groups)
            self.offer(gathered(groups, self._bucket))

    def _terms(self, goal: Goal, made: Model) -> tuple[Terms, int, int]:
        """The sum to be made the least for *goal*; the value of the goal is sign times it, and an offset."""
        if goal is Goal.LEFT:
            return {column: -count for column, count in made.units.items()}, 1, self._bucket.units
        if goal is Goal.UNIONS and self._preference is not Preference.FEWEST_UNIONS:
            return {column: -count for column, count in made.groups.items()}, -1, 0
        if goal is Goal.EXCESS:
            excess = Counter(made.members)
            excess.subtract(dict.fromkeys(made.groups, self._least))
            return excess, 1, 0
        return (made.groups if goal is Goal.UNIONS else made.crossing), 1, 0

    def _bound(self, goal: Goal) -> int:
        """The better of the bounds of *goal* that the solver proved and that need no proof."""
        sure = self._surely(goal)
        known = self._known.get(goal, sure)
        rising = goal is Goal.UNIONS and self._preference is not Preference.FEWEST_UNIONS
        return min(sure, known) if rising else max(sure, known)

    def _surely(self, goal: Goal) -> int:
        """A bound of *goal* that needs no proof, where the goals before it have their values."""
        members = sum(item.members for item in self._bucket.items)
        grouped = self._bucket.units - self._score.left
        fewest = -(-grouped // self._most_units)
        if goal is Goal.UNIONS:
            few = self._preference is Preference.FEWEST_UNIONS
            return fewest if few else min(members // self._least, grouped // 2)
        if goal is Goal.CROSSING and not self._score.left and self._score.unions == fewest:
            return fewest - sum(within(self._by_area(), self._rules))
        if goal is Goal.EXCESS and not self._score.left:
            return members - self._least * self._score.unions
        return 0

    def _by_area(self) -> Iterable[list[int]]:
        """The members of the units of each area, the largest first."""
        areas: dict[str, list[int]] = {}
        units = [unit for item in self._bucket.items for unit in item.units]
        for unit in sorted(units, key=lambda unit: -unit.members):
            areas.setdefault(unit.area, []).append(unit.members)
        return areas.values()
