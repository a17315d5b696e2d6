"""A plan that the user works on: each change by hand is a step that can be taken back. No widget."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.merging.arrangement import Arrangement
from unioncare_desktop.domain.rules.merging.planning import Gap, Goal, Group, Plan, Problem
from unioncare_desktop.services.merger_plans import ToldPlan
from unioncare_desktop.services.mergers import MergerDraft

_LEAST_UNITS = 2


@dataclass
class PlanInHand:
    """A plan as it was told, as it is now, and the steps to go back and forth.

    It is `torn` when something else was done with a part of one of its groups: what is left is no plan any more.
    """

    told: ToldPlan
    now: Arrangement
    torn: bool = False
    past: list[Arrangement] = field(default_factory=list)
    future: list[Arrangement] = field(default_factory=list)

    @staticmethod
    def of(told: ToldPlan) -> "PlanInHand":
        """A plan before any change."""
        return PlanInHand(told, Arrangement.of(told.plan))

    def change(self, after: Arrangement) -> None:
        """Go on to *after*, if it is anything else."""
        if after.groups != self.now.groups:
            self.past.append(self.now)
            self.future.clear()
        self.now = after

    def undo(self) -> bool:
        """Take the last change back; False where there is none."""
        return self._step(self.past, self.future)

    def redo(self) -> bool:
        """Make the change again that was taken back last; False where there is none."""
        return self._step(self.future, self.past)

    def _step(self, source: list[Arrangement], target: list[Arrangement]) -> bool:
        if not source:
            return False
        target.append(self.now)
        self.now = source.pop().with_ticks(self.now.ticked)
        return True

    def start_over(self) -> None:
        """The plan as it was made; that too can be taken back."""
        self.change(Arrangement.of(self.now.plan))

    def shrink(self, ids: Collection[int]) -> None:
        """Only the units *ids* can still be planned: groups of which nobody is left go, and with them the steps."""
        if all(unit.id in ids for unit in self.now.problem.units):
            return
        gone = {unit.id for unit in self.now.problem.units} - set(ids)
        self.past.clear()
        self.future.clear()
        groups = ({unit.id for unit in group.units} for group in self.now.plan.groups)
        self.torn = self.torn or any(group & gone and group - gone for group in groups)
        self.now = _without(self.now, gone)

    @property
    def groupless(self) -> bool:
        """Whether it never had a group, as its units can only be left over."""
        return bool(self.now.problem.units) and not self.told.plan.groups

    def fits(self, problem: Problem) -> bool:
        """Whether *problem* is still the one the plan was made for."""
        mine = self.now.problem
        same = mine.by_id == problem.by_id and mine.rules == problem.rules and _in_use(mine) == _in_use(problem)
        return same and not self.torn

    def drafts(self, span: Span) -> list[MergerDraft]:
        """The ticked groups as mergers into their largest unions; groups of one unit are none."""
        return [
            MergerDraft(ABSORBED, tuple(unit.id for unit in one.group.units), span, result_id=one.group.units[0].id)
            for one in self.now.chosen()
            if len(one.group.units) >= _LEAST_UNITS
        ]


def _in_use(problem: Problem) -> tuple[object, ...]:
    """The locks as far as they are about units of the problem."""
    ids, locks = problem.by_id.keys(), problem.locks
    pairs = (frozenset(pair for pair in wish if pair <= ids) for wish in (locks.apart, locks.together))
    return (*pairs, locks.leave & ids)


_PLACES = {Goal.LEFT: 0, Goal.UNIONS: 1, Goal.CROSSING: 2, Goal.EXCESS: 3}


def _shifted(gap: Gap, before: Plan, after: Plan) -> Gap:
    """A gap of the plan *before* as that of the one *after*: what is gone is gone from the bound too."""
    gone = before.score[_PLACES[gap.goal]] - after.score[_PLACES[gap.goal]]
    return replace(gap, value=gap.value - gone, bound=gap.bound - gone)


def _without(now: Arrangement, gone: Collection[int]) -> Arrangement:
    """The arrangement and its plan without the units that are *gone*."""
    plan = now.plan
    problem = replace(plan.problem, units=tuple(unit for unit in plan.problem.units if unit.id not in gone))
    groups = (Group(tuple(unit for unit in group.units if unit.id not in gone)) for group in plan.groups)
    left = tuple(one for one in plan.left if one.unit.id not in gone)
    fresh = replace(plan, problem=problem, groups=tuple(group for group in groups if group.units), left=left)
    fresh = replace(fresh, gaps=tuple(_shifted(gap, plan, fresh) for gap in plan.gaps))
    kept = (replace(one, ids=tuple(id_ for id_ in one.ids if id_ not in gone)) for one in now.groups)
    return Arrangement(fresh, tuple(one for one in kept if one.ids), now.ticked)
