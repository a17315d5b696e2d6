"""What a grouping made by hand breaks and reaches: fast enough to be asked while a unit is dragged. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from unioncare_desktop.domain.rules.merger_problem import Group, Preference, Problem, Score, Unit, neighbours


class Rule(Enum):
    """A rule that a group may break.

    ALONE: one unit only. TOO_MANY_UNITS, TOO_FEW_MEMBERS: above the most units, below the least members.
    UPPER, BLOC: units of upper unions or blocs that may not be together, or without a bloc. AREA: more than one area
    where the preference allows one only. APART, LEAVE, SPLIT_TOGETHER: against a lock; for the last one the units
    tied to some of the group are elsewhere. TWICE: a unit that is in another group too.
    """

    ALONE = "alone"
    TOO_MANY_UNITS = "too many units"
    TOO_FEW_MEMBERS = "too few members"
    UPPER = "upper"
    BLOC = "bloc"
    AREA = "area"
    APART = "apart"
    LEAVE = "leave"
    SPLIT_TOGETHER = "split together"
    TWICE = "twice"


@dataclass(frozen=True)
class Broken:
    """A rule that a group breaks, and the units (ids of unions, sorted) that it is about."""

    rule: Rule
    units: tuple[int, ...]


@dataclass(frozen=True)
class JudgedGroup:
    """A group as it was given and what it breaks; nothing where it may stand."""

    group: Group
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class Judgement:
    """The groups in the order given, the units in none of them, and the score of the whole."""

    groups: tuple[JudgedGroup, ...]
    left: tuple[Unit, ...]
    score: Score

    @property
    def valid(self) -> bool:
        """Whether no group breaks a rule."""
        return not any(judged.broken for judged in self.groups)


def judged(problem: Problem, groups: Iterable[Iterable[int]]) -> Judgement:
    """What *groups* (of ids of unions) break and reach; groups without a unit are skipped.

    Raises:
        KeyError: for an id that is no unit of *problem*.
    """
    made = [Group.of([problem.by_id[id_] for id_ in ids]) for ids in map(tuple, groups) if ids]
    times = Counter(unit.id for group in made for unit in group.units)
    left = tuple(sorted((unit for unit in problem.units if unit.id not in times), key=lambda unit: unit.sorting))
    judge = _Judge(problem, {id_ for id_, count in times.items() if count > 1})
    return Judgement(
        tuple(JudgedGroup(group, tuple(judge.broken(group))) for group in made),
        left,
        Score.of(made, len(left), problem.rules.least),
    )


class _Judge:
    """The rules of one problem, asked of each group of a grouping that has some units *twice*."""

    def __init__(self, problem: Problem, twice: set[int]) -> None:
        self._rules, self._leave, self._twice = problem.rules, problem.locks.leave, twice
        self._one_area = problem.preference is Preference.SAME_AREA
        self._apart = neighbours(problem.locks.apart)
        self._together = neighbours(pair for pair in problem.locks.together if pair <= problem.by_id.keys())

    def broken(self, group: Group) -> Iterator[Broken]:
        """Every rule that *group* breaks."""
        ids = frozenset(unit.id for unit in group.units)
        everyone = tuple(sorted(ids))
        for rule in self._broken_by_all(group):
            yield Broken(rule, everyone)
        if len(group.blocs) > 1 or not group.blocs[0]:
            yield from _told(Rule.BLOC, self._of_bad_blocs(group.units))
        if not ids.isdisjoint(self._apart):
            yield from _told(Rule.APART, {id_ for id_ in ids if self._apart.get(id_, _NOBODY) & ids})
        if not ids.isdisjoint(self._together):
            yield from _told(Rule.SPLIT_TOGETHER, {id_ for id_ in ids if self._together.get(id_, _NOBODY) - ids})
        yield from _told(Rule.LEAVE, ids & self._leave)
        yield from _told(Rule.TWICE, ids & self._twice)

    def _broken_by_all(self, group: Group) -> Iterator[Rule]:
        """The rules that the group breaks as a whole."""
        count, rules = len(group.units), self._rules
        if count == 1:
            yield Rule.ALONE
        if count > rules.most_units:
            yield Rule.TOO_MANY_UNITS
        if group.members < rules.least:
            yield Rule.TOO_FEW_MEMBERS
        if any(unit.upper != group.units[0].upper for unit in group.units):
            yield Rule.UPPER
        if self._one_area and group.crosses:
            yield Rule.AREA

    def _of_bad_blocs(self, units: tuple[Unit, ...]) -> set[int]:
        """The ids of the *units* without a bloc or with one that may not be with that of another."""
        bad = {unit.id for unit in units if not unit.bloc}
        for one, other in combinations(units, 2):
            if not self._rules.allow(one.bloc, other.bloc):
                bad |= {one.id, other.id} if one.bloc and other.bloc else set()
        return bad


_NOBODY: frozenset[int] = frozenset()


def _told(rule: Rule, units: Iterable[int]) -> Iterator[Broken]:
    if units:
        yield Broken(rule, tuple(sorted(units)))
