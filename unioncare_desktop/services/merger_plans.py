"""Plans of mergers for the small unions of a period: what the planner is asked, and its answer told in words.

Everything is read once, at the beginning (`Teller`); planning itself needs no database, however long it takes.
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.merging.planning import (
    Contradiction,
    Group,
    Left,
    Plan,
    Preference,
    Problem,
    Rules,
    Unit,
    plan,
)
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.services import (
    bloc_pairs,
    count_figures,
    merger_bases,
    merger_locks,
    office,
    small_unions,
    unions,
)
from unioncare_desktop.services.merger_alternatives import Alternative, Alternatives, Larger
from unioncare_desktop.services.merger_bases import Target
from unioncare_desktop.services.merger_plan_words import (
    ABOUT_PREFERENCES,
    NO_AREA,
    NO_BLOC,
    PREFERENCES,
    listed_words,
    proof_words,
    reason_words,
)
from unioncare_desktop.services.small_unions import Overview, SmallUnion
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import show_whole, sort_key

SECONDS = 30.0
_LEAST_UNITS = 2
_STEPS = 1000


@dataclass(frozen=True)
class ToldGroup:
    """A group in words: its `unions` as its units, the largest first, which is proposed to absorb the others.

    `new_name` is what a union newly founded of them might be called.
    """

    group: Group
    unions: tuple[UnionRow, ...]
    bloc: str
    area: str
    new_name: str

    @property
    def absorbing(self) -> UnionRow:
        """The largest union, that the others may be merged into; it keeps its name."""
        return self.unions[0]

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; a union without a code is told by its name."""
        return {
            "unions": [union.code or union.name for union in self.unions],
            "names": [union.name for union in self.unions],
            "members": self.group.members,
            "bloc": self.bloc,
            "area": self.area,
        }


@dataclass(frozen=True)
class ToldLeft:
    """A union left over, why, and the best that can be done with it."""

    left: Left
    union: UnionRow
    reason: str
    alternative: Alternative

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values; the code is null where there is none."""
        return {
            "code": self.union.code or None,
            "name": self.union.name,
            "members": self.left.unit.members,
            "reason": self.reason,
            "alternative": self.alternative.words,
        }


@dataclass(frozen=True)
class ToldPlan:
    """A plan in words; `target` is what carrying all of it out would reach.

    `same_as` is the title of a plan before it with the same groups; empty where it is one of its own.
    """

    plan: Plan
    title: str
    about: str
    proof: str
    groups: tuple[ToldGroup, ...]
    left: tuple[ToldLeft, ...]
    target: Target
    same_as: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        rules = self.plan.problem.rules
        return {
            "candidates": len(self.plan.problem.units),
            "optimal": self.plan.optimal,
            "gap": self.plan.gap,
            "groups": [group.as_json() for group in self.groups],
            "left": [left.as_json() for left in self.left],
            "min_result": rules.least,
            "max_units": rules.most_units,
            "goals": self.plan.score._asdict(),
            "target": {"base": self.target.base, "merged": self.target.merged, "words": self.target.words},
        }


def problem(
    session: Session,
    span: Span,
    seen: Overview | None = None,
    /,
    *,
    least: int | None = None,
    most_units: int | None = None,
    threshold: int | None = None,
    preference: Preference = Preference.MOST_UNIONS,
) -> Problem:
    """What the planner is asked for a period: its candidates, the rules of the office and its locks.

    *least*, *most_units* and *threshold* take the place of the office's own numbers; who has *seen* the overview of
    the period by the threshold of the office already need not let it be made again.

    Raises:
        UserError: with these numbers nothing can be planned.
    """
    asked = {
        "small_below": threshold,
        "merged_above": least - 1 if least is not None else None,
        "merger_most_units": most_units,
    }
    numbers = {
        key: office.threshold(session, key, span.end) if value is None else value for key, value in asked.items()
    }
    _refuse_numbers(numbers)
    below = numbers["small_below"]
    found = seen if seen is not None and seen.below == below else small_unions.overview(session, span, below)
    rules = Rules(numbers["merged_above"] + 1, numbers["merger_most_units"], bloc_pairs.allowed(session))
    units = tuple(_unit(one) for one in found.candidates)
    return Problem(units, rules, merger_locks.of_planner(session), preference)


def _refuse_numbers(numbers: dict[str, int]) -> None:
    if numbers["small_below"] < 1:
        raise UserError(_("Ngưỡng CĐCS nhỏ phải từ 1 đoàn viên trở lên."))
    if numbers["merged_above"] < 0:
        raise UserError(_("Số đoàn viên tối thiểu của CĐCS sau khi ghép phải từ 1 trở lên."))
    if numbers["merger_most_units"] < _LEAST_UNITS:
        raise UserError(_("Số đơn vị nhiều nhất của một nhóm phải từ 2 trở lên: một đơn vị thì không có gì để ghép."))


def _unit(one: SmallUnion) -> Unit:
    union = one.union
    order = f"{union.code or '~'}\n{union.sort_key}"
    return Unit(union.id, order, one.members, union.upper_id, union.bloc, union.area)


def told(session: Session, span: Span, found: Plan) -> ToldPlan:
    """A plan in words."""
    return Teller(session, span, found.problem).told(found)


def plans(session: Session, span: Span, asked: Problem, seconds: float = SECONDS) -> Task[list[ToldPlan]]:
    """The alternatives to choose from, one for each preference, every one of them given so many *seconds*.

    Raises:
        UserError: the locks contradict each other.
    """
    return Teller(session, span, asked).plans(seconds)


class Teller:
    """Plans and tells plans for the units of one problem; reads all it needs when it is made."""

    def __init__(self, session: Session, span: Span, asked: Problem) -> None:
        self._problem = asked
        self.unions = {union.id: union for union in unions.listed(session)}
        self.target = merger_bases.target(session, span, max(span.end, clock.today()))
        self._founding = office.thresholds(session, span.end).get("founding_members")
        self._larger = self._larger_unions(session, span)
        self._names = {union.sort_key for union in self.unions.values()}

    def _larger_unions(self, session: Session, span: Span) -> list[Larger]:
        """The unions that live, are not small and not planned for."""
        below = office.threshold(session, "small_below", span.end)
        members = {union_id: row["members"] for union_id, row in count_figures.comparable(session, span).items()}
        proposed = small_unions.in_proposals(session)
        return [
            Larger(union, members[union.id])
            for union in self.unions.values()
            if union.reports
            and (members.get(union.id) or 0) >= below
            and union.id not in self._problem.by_id
            and union.id not in proposed
        ]

    def plan(self, preference: Preference, seconds: float = SECONDS) -> Task[ToldPlan]:
        """The best plan for a preference.

        Raises:
            UserError: the locks contradict each other.
        """
        try:
            found = yield from plan(replace(self._problem, preference=preference), seconds)
        except Contradiction as contradiction:
            tied = [self.unions[union_id] for union_id in contradiction.ids]
            words = merger_locks.contradiction_words(contradiction.conflict, tied, self._problem.rules.most_units)
            raise UserError(words) from None
        return self.told(found)

    def plans(self, seconds: float = SECONDS) -> Task[list[ToldPlan]]:
        """The best plan for each preference; one that was there before says so."""
        found: list[ToldPlan] = []
        for number, preference in enumerate(Preference):
            made = yield from _part(self.plan(preference, seconds), number, PREFERENCES[preference])
            same = next((before.title for before in found if _groups(before.plan) == _groups(made.plan)), "")
            found.append(replace(made, same_as=same))
        return found

    def told(self, found: Plan) -> ToldPlan:
        """A plan in words."""
        preference = found.problem.preference
        ways = Alternatives(found, self.unions, self._larger, self._founding)
        return ToldPlan(
            found,
            PREFERENCES[preference],
            ABOUT_PREFERENCES[preference],
            proof_words(found),
            self._told_groups(found.groups),
            tuple(self._told_left(left, found.problem, ways) for left in found.left),
            self.target.with_merged(unit.id for group in found.groups for unit in group.units),
        )

    def _told_left(self, left: Left, asked: Problem, ways: Alternatives) -> ToldLeft:
        union = self.unions[left.unit.id]
        return ToldLeft(left, union, reason_words(left, union, asked), ways.best(left))

    def _told_groups(self, groups: Iterable[Group]) -> tuple[ToldGroup, ...]:
        taken = set(self._names)
        return tuple(self._told_group(group, taken) for group in groups)

    def _told_group(self, group: Group, taken: set[str]) -> ToldGroup:
        bloc, area = listed_words(group.blocs, NO_BLOC), listed_words(group.areas, NO_AREA)
        rows = tuple(self.unions[unit.id] for unit in group.units)
        return ToldGroup(group, rows, bloc, area, _new_name(group, taken))


def _part(task: Task[ToldPlan], number: int, title: str) -> Task[ToldPlan]:
    """One of the plans as a part of the whole task."""
    total = len(Preference) * _STEPS
    with closing(task):
        while True:
            try:
                step = next(task)
            except StopIteration as end:
                made: ToldPlan = end.value
                return made
            done = number * _STEPS + (_STEPS * step.done // step.total if step.total else 0)
            yield Step(done, total, f"{title}: {step.text}" if step.text else title)


def _groups(found: Plan) -> frozenset[frozenset[int]]:
    return frozenset(frozenset(unit.id for unit in group.units) for group in found.groups)


def _new_name(group: Group, taken: set[str]) -> str:
    """A name for a union founded of *group* that no other has; it joins those *taken* (their sort keys)."""
    place = group.areas[0] if not group.crosses else ""
    base = " ".join(filter(None, (_("CĐCS khối"), " - ".join(group.blocs), place)))
    name, number = base, 1
    while sort_key(name) in taken:
        number += 1
        name = f"{base} {show_whole(number)}"
    taken.add(sort_key(name))
    return name
