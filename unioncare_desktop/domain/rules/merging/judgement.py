"""What a grouping made by hand breaks and reaches: fast enough to be asked while a unit is dragged. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain, combinations
from typing import NamedTuple

from unioncare_desktop.domain.rules.merging.problem import Group, Preference, Problem, Score, Unit, neighbours


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
    listed = [tuple(ids) for ids in groups]
    times = Counter(chain.from_iterable(listed))
    judge = _Judge(problem, {id_ for id_, count in times.items() if count > 1})
    judgements = [judge.judged(ids) for ids in listed if ids]
    left = sorted((unit for unit in problem.units if unit.id not in times), key=lambda unit: unit.sorting)
    excess = sum(judgement.members for judgement in judgements) - problem.rules.least * len(judgements)
    score = Score(len(left), len(judgements), sum(judgement.crosses for judgement in judgements), excess)
    return Judgement(tuple(judgement.told for judgement in judgements), tuple(left), score)


class _Known(NamedTuple):
    """What is told of a group, and what it adds to the score: dragging changes two groups of hundreds."""

    told: JudgedGroup
    members: int
    crosses: bool


class _Judge:
    """The rules of one problem, asked of each group of a grouping that has some units *twice*."""

    def __init__(self, problem: Problem, twice: set[int]) -> None:
        self._problem, self._rules, self._leave, self._twice = problem, problem.rules, problem.locks.leave, twice
        self._one_area = problem.preference is Preference.SAME_AREA
        self._apart = neighbours(problem.locks.apart)
        self._together = neighbours(pair for pair in problem.locks.together if pair <= problem.by_id.keys())
        self._locked = self._apart.keys() | self._together.keys() | self._leave | twice

    def judged(self, ids: tuple[int, ...]) -> _Known:
        """The group of *ids*, remembered by its problem unless it shares a unit with another."""
        known = self._problem.judged_before.get(ids)
        if isinstance(known, _Known) and self._twice.isdisjoint(ids):
            return known
        group = Group.of([self._problem.by_id[id_] for id_ in ids])
        found = _Known(JudgedGroup(group, self._broken(group)), group.members, group.crosses)
        if self._twice.isdisjoint(ids):
            self._problem.judged_before[ids] = found
        return found

    def _broken(self, group: Group) -> tuple[Broken, ...]:
        """Every rule that *group* breaks."""
        ids = {unit.id for unit in group.units}
        found = dict.fromkeys(self._broken_by_all(group), ids)
        if len({unit.bloc for unit in group.units}) > 1 or not group.units[0].bloc:
            found[Rule.BLOC] = self._of_bad_blocs(group.units)
        if not ids.isdisjoint(self._locked):
            found[Rule.APART] = {id_ for id_ in ids if self._apart.get(id_, _NOBODY) & ids}
            found[Rule.SPLIT_TOGETHER] = {id_ for id_ in ids if self._together.get(id_, _NOBODY) - ids}
            found[Rule.LEAVE] = ids & self._leave
            found[Rule.TWICE] = ids & self._twice
        return tuple(Broken(rule, tuple(sorted(units))) for rule, units in found.items() if units)

    def _broken_by_all(self, group: Group) -> Iterator[Rule]:
        """The rules that the group breaks as a whole."""
        units, rules = group.units, self._rules
        if len(units) == 1:
            yield Rule.ALONE
        if len(units) > rules.most_units:
            yield Rule.TOO_MANY_UNITS
        if group.members < rules.least:
            yield Rule.TOO_FEW_MEMBERS
        if len({unit.upper for unit in units}) > 1:
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
