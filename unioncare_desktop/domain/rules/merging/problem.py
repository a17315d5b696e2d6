"""What the planner of mergers is asked and what it answers: units, rules, locks; groups, left over, gaps. Pure words.

The planner itself is in `planning.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from itertools import permutations
from typing import NamedTuple, TypeVar

T = TypeVar("T")

LEAST = 11
"""The least members of a resulting union: "trên 10" (plan 001, line 75); the default, the office's own is data."""
MOST_UNITS = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A small union as the planner sees it.

    `order` breaks ties (code, then name); `upper` must be equal within a group; `bloc` must be equal or a pair of the
    rules, and where it is "" the unit is left over; `area` "" is an area like any other.
    """

    id: int
    order: str
    members: int
    upper: int | None
    bloc: str
    area: str

    @property
    def sorting(self) -> tuple[str, int]:
        """The key by which units are taken in the same order every time."""
        return self.order, self.id


@dataclass(frozen=True)
class Locks:
    """What the user decided: pairs never and pairs only together, and units left as they are.

    Units that the problem does not have are of no matter.
    """

    apart: frozenset[frozenset[int]] = frozenset()
    together: frozenset[frozenset[int]] = frozenset()
    leave: frozenset[int] = frozenset()


NO_LOCKS = Locks()


def neighbours(pairs: Iterable[frozenset[T]]) -> dict[T, frozenset[T]]:
    """Who is in a pair with whom: only those that are in one."""
    found: dict[T, set[T]] = {}
    for pair in pairs:
        for one, other in permutations(pair, 2):
            found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}


@dataclass(frozen=True)
class Rules:
    """`least` members of a result, `most_units` in a group, `pairs` of blocs that may be grouped with each other."""

    least: int = LEAST
    most_units: int = MOST_UNITS
    pairs: frozenset[frozenset[str]] = frozenset()

    def allow(self, bloc: str, other: str) -> bool:
        """Whether units of *bloc* and *other* may be in one group."""
        return bool(bloc) and (bloc == other or frozenset((bloc, other)) in self.pairs)


class Preference(StrEnum):
    """The alternatives; a plan is proven the best for the goals of its own, each only where those before are equal.

    MOST_UNIONS: fewest left over, most resulting unions, fewest groups across areas, least excess.
    SAME_AREA: the same with no group across areas at all.
    FEWEST_UNIONS: fewest left over, fewest resulting unions, fewest groups across areas, least excess.
    """

    MOST_UNIONS = "most_unions"
    SAME_AREA = "same_area"
    FEWEST_UNIONS = "fewest_unions"


@dataclass(frozen=True)
class Problem:
    """The units to be grouped, and by what; the ids are unique."""

    units: tuple[Unit, ...]
    rules: Rules = Rules()
    locks: Locks = NO_LOCKS
    preference: Preference = Preference.MOST_UNIONS

    @cached_property
    def by_id(self) -> dict[int, Unit]:
        """The units by the ids of their unions."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def judged_before(self) -> dict[tuple[int, ...], object]:
        """What `judgement.judged` remembers of groups of ids."""
        return {}

    def compatible(self, unit: Unit, other: Unit) -> bool:
        """Whether upper union, bloc and (where the preference asks for it) area let both be in one group."""
        return (
            unit.upper == other.upper
            and self.rules.allow(unit.bloc, other.bloc)
            and (self.preference is not Preference.SAME_AREA or unit.area == other.area)
        )


class Conflict(Enum):
    """Why locks cannot all be kept."""

    APART = "apart"
    LEAVE = "leave"
    UPPER = "upper"
    BLOC = "bloc"
    TOO_MANY_UNITS = "too many units"


class Contradiction(ValueError):
    """Locks that tie `ids` together (directly or through others) though `conflict` forbids it."""

    def __init__(self, conflict: Conflict, ids: tuple[int, ...]) -> None:
        self.conflict = conflict
        self.ids = ids
        super().__init__(conflict.value)


class Reason(Enum):
    """Why a unit is left over; each is a true statement about the problem.

    NO_BLOC: its bloc is not recorded. LOCKED: the user leaves it as it is.
    ALONE: no other small union may be grouped with it, locks aside: its `bucket` is empty.
    TOO_FEW: with as many of its bucket as a group may have, the largest of them, it stays below the least.
    APART: there would be a group for it, but the locks of the user stand in the way of every one.
    NO_ROOM: it could be in a group, but every plan with it leaves at least as many over.
    NOT_FOUND: as NO_ROOM, but that is not proven: the plan has a gap in the left over.
    """

    NO_BLOC = "no bloc"
    LOCKED = "locked"
    ALONE = "alone"
    TOO_FEW = "too few"
    APART = "apart"
    NO_ROOM = "no room"
    NOT_FOUND = "not found"


@dataclass(frozen=True)
class Left:
    """A unit left over, and `bucket`: the others that might be in a group with it, locks aside."""

    unit: Unit
    reason: Reason
    bucket: tuple[Unit, ...]


def _largest_first(unit: Unit) -> tuple[int, str, int]:
    return -unit.members, unit.order, unit.id


@dataclass(frozen=True)
class Group:
    """Units that become one union: the largest first, equal ones in their order."""

    units: tuple[Unit, ...]

    @staticmethod
    def of(units: "tuple[Unit, ...] | list[Unit]") -> "Group":
        """The group of *units*, which may be in any order."""
        return Group(tuple(sorted(units, key=_largest_first)))

    @property
    def members(self) -> int:
        """The members of the resulting union."""
        return sum(unit.members for unit in self.units)

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas of its units, each once, sorted."""
        return tuple(sorted({unit.area for unit in self.units}))

    @property
    def blocs(self) -> tuple[str, ...]:
        """The blocs of its units, each once, sorted."""
        return tuple(sorted({unit.bloc for unit in self.units}))

    @property
    def crosses(self) -> bool:
        """Whether it has units of more than one area."""
        return len({unit.area for unit in self.units}) > 1


class Score(NamedTuple):
    """How good a grouping is: units left over, resulting unions, those across areas, members above the least."""

    left: int
    unions: int
    crossing: int
    excess: int

    @staticmethod
    def of(groups: "tuple[Group, ...] | list[Group]", left: int, least: int) -> "Score":
        """The score of *groups* with *left* units left over."""
        members = sum(unit.members for group in groups for unit in group.units)
        return Score(left, len(groups), sum(group.crosses for group in groups), members - least * len(groups))

    def ranked(self, preference: Preference) -> tuple[int, int, int, int]:
        """The score as a key: the smaller, the better for *preference*."""
        unions = self.unions if preference is Preference.FEWEST_UNIONS else -self.unions
        return self.left, unions, self.crossing, self.excess


class Goal(Enum):
    """What a plan is measured by, in the order of a `Score`."""

    LEFT = "left"
    UNIONS = "unions"
    CROSSING = "crossing"
    EXCESS = "excess"


@dataclass(frozen=True)
class Gap:
    """A goal in which the plan is not proven the best: it reaches `value`; no plan gets beyond `bound`."""

    goal: Goal
    value: int
    bound: int


@dataclass(frozen=True)
class Plan:
    """Groups and left over, both in a fixed order, and where optimality is not proven: the first goal that has a gap.

    A goal after one with a gap cannot be compared with anything, so it has no gap of its own.
    """

    problem: Problem
    groups: tuple[Group, ...]
    left: tuple[Left, ...]
    gaps: tuple[Gap, ...] = ()

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no plan is better."""
        return not self.gaps

    @property
    def gap(self) -> int:
        """By how much it might be better at most; 0 where it is proven the best."""
        return sum(abs(gap.value - gap.bound) for gap in self.gaps)

    @property
    def score(self) -> Score:
        """How good it is."""
        return Score.of(self.groups, len(self.left), self.problem.rules.least)
