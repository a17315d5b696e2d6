"""A plan as it stands in the hands of the user: units moved from group to group, groups ticked to be merged. Pure.

An arrangement never changes: what a move leads to is a new one, and the one before is the step to go back to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from unioncare_desktop.domain.rules.merging.judgement import JudgedGroup, Judgement, judged
from unioncare_desktop.domain.rules.merging.problem import Plan, Problem, Score

LEFT_OVER, NEW_GROUP = 0, -1
"""Where a unit may be moved besides the numbers of the groups."""


@dataclass(frozen=True)
class Numbered:
    """A group with the number that it keeps while units come and go, and the ids of its units."""

    number: int
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Effect:
    """What a move would lead to: the group that is left and the one that is entered, None where there is none."""

    source: JudgedGroup | None
    target: JudgedGroup | None


@dataclass(frozen=True)
class Arrangement:
    """The groups of a plan as they are now, and the numbers of those that are ticked."""

    plan: Plan
    groups: tuple[Numbered, ...]
    ticked: frozenset[int]
    _known: dict[tuple[int, ...], JudgedGroup] = field(default_factory=dict, compare=False, repr=False)
    """What the groups break by their ids; shared by the steps, so that a move is judged by what it changes."""

    @staticmethod
    def of(plan: Plan) -> "Arrangement":
        """The plan as it was made, with all groups ticked."""
        groups = tuple(
            Numbered(number, tuple(unit.id for unit in group.units)) for number, group in enumerate(plan.groups, 1)
        )
        return Arrangement(plan, groups, frozenset(group.number for group in groups))

    @property
    def problem(self) -> Problem:
        """What the plan was made for."""
        return self.plan.problem

    @cached_property
    def judgement(self) -> Judgement:
        """What the groups, in their order, break and reach."""
        groups = tuple(self.judged_by_number.values())
        left = sorted(
            self.problem.by_id.keys() - self.number_of.keys(), key=lambda id_: self.problem.by_id[id_].sorting
        )
        score = Score.of([one.group for one in groups], len(left), self.problem.rules.least)
        return Judgement(groups, tuple(self.problem.by_id[id_] for id_ in left), score)

    @cached_property
    def judged_by_number(self) -> dict[int, JudgedGroup]:
        """The judged groups by their numbers, in their order."""
        fresh = [group.ids for group in self.groups if group.ids not in self._known]
        if fresh:
            self._known.update(zip(fresh, judged(self.problem, fresh).groups, strict=True))
        return {group.number: self._known[group.ids] for group in self.groups}

    @cached_property
    def by_hand(self) -> bool:
        """Whether other units are together than in the plan."""
        return {frozenset(group.ids) for group in self.groups} != {
            frozenset(unit.id for unit in group.units) for group in self.plan.groups
        }

    @cached_property
    def number_of(self) -> dict[int, int]:
        """The number of the group of each unit that is in one."""
        return {id_: group.number for group in self.groups for id_ in group.ids}

    def chosen(self) -> list[JudgedGroup]:
        """The ticked groups in their order."""
        return [self.judged_by_number[group.number] for group in self.groups if group.number in self.ticked]

    def with_ticks(self, numbers: Iterable[int]) -> "Arrangement":
        """The same groups with the ticks at these *numbers*."""
        return replace(self, ticked=frozenset(numbers))

    def moved(self, unit: int, target: int) -> "Arrangement":
        """*unit* in the group numbered *target*, left over, or in a group of its own; a group without units is gone."""
        if target == self.number_of.get(unit, LEFT_OVER):
            return self
        groups = [
            replace(one, ids=tuple(id_ for id_ in one.ids if id_ != unit)) if unit in one.ids else one
            for one in self.groups
        ]
        if target == NEW_GROUP:
            target = max((group.number for group in self.groups), default=0) + 1
            groups.append(Numbered(target, ()))
        groups = [replace(one, ids=(*one.ids, unit)) if one.number == target else one for one in groups]
        kept = tuple(group for group in groups if group.ids)
        return replace(self, groups=kept, ticked=self.ticked | ({target} - {LEFT_OVER}))

    def effect(self, unit: int, target: int) -> Effect:
        """What `moved` would make of the two groups it concerns."""
        source = self.number_of.get(unit, LEFT_OVER)
        if source == target:
            same = self.judged_by_number.get(source)
            return Effect(same, same)
        ids = {group.number: group.ids for group in self.groups}
        left = tuple(id_ for id_ in ids.get(source, ()) if id_ != unit)
        entered = () if target == LEFT_OVER else (*ids.get(target, ()), unit)
        found = {frozenset(u.id for u in one.group.units): one for one in judged(self.problem, (left, entered)).groups}
        return Effect(found.get(frozenset(left)), found.get(frozenset(entered)))
