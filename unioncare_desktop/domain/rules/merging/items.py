"""Units made ready for planning: those tied together become one item, and items fall into independent buckets. Pure.

No group ever has items of two buckets, and goals in an order add up over the buckets: so each is planned by itself.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, groupby
from typing import TypeVar

from unioncare_desktop.domain.rules.merging.problem import (
    Conflict,
    Contradiction,
    Preference,
    Problem,
    Rules,
    Unit,
    neighbours,
)

T = TypeVar("T", bound=Hashable)

MOST_CLIQUES = 40
"""Beyond it a bucket is too large to be planned exactly."""


class TooLarge(Exception):
    """A bucket has too many possible groups to be planned exactly."""


@dataclass(frozen=True, eq=False)
class Item:
    """Units that stay together, mostly one; `foes` are the ids of those that may not come to them."""

    units: tuple[Unit, ...]
    foes: frozenset[int]

    @cached_property
    def ids(self) -> frozenset[int]:
        """The ids of its units."""
        return frozenset(unit.id for unit in self.units)

    @cached_property
    def members(self) -> int:
        """The members of all its units."""
        return sum(unit.members for unit in self.units)

    @property
    def size(self) -> int:
        """How many units it is."""
        return len(self.units)

    @cached_property
    def area(self) -> str | None:
        """The area of all its units; None where they have several."""
        areas = {unit.area for unit in self.units}
        return areas.pop() if len(areas) == 1 else None

    @cached_property
    def blocs(self) -> frozenset[str]:
        """The blocs of its units."""
        return frozenset(unit.bloc for unit in self.units)

    @property
    def sorting(self) -> tuple[str, int]:
        """The key of its first unit."""
        return self.units[0].sorting


@dataclass(frozen=True)
class Bucket:
    """Items that may come into groups with each other, in their order.

    `node` tells for the blocs of an item its place in the graph of what may be together: blocs that may be with the
    same others are one node. A group keeps within one of the `cliques` of nodes.
    """

    items: tuple[Item, ...]
    node: Mapping[frozenset[str], int]
    cliques: tuple[frozenset[int], ...]

    @property
    def units(self) -> int:
        """How many units it has."""
        return sum(item.size for item in self.items)


def items(problem: Problem) -> list[Item]:
    """The items that may be grouped, in their order; not those without a bloc or left as they are.

    Raises:
        Contradiction: where the locks cannot all be kept.
    """
    apart = neighbours(problem.locks.apart)
    made = []
    for ids in _tied(problem):
        units = tuple(sorted((problem.by_id[id_] for id_ in ids), key=lambda unit: unit.sorting))
        foes = frozenset[int]().union(*(apart.get(unit.id, ()) for unit in units))
        if len(units) > 1:
            _refuse_contradictions(problem, units, foes)
        if units[0].bloc and units[0].id not in problem.locks.leave:
            made.append(Item(units, foes))
    return sorted(made, key=lambda item: item.sorting)


def _tied(problem: Problem) -> list[frozenset[int]]:
    """The ids of the units, those tied together in one set."""
    ties = neighbours(pair for pair in problem.locks.together if pair <= problem.by_id.keys())
    return components(problem.by_id, ties)


def components(nodes: Iterable[T], beside: Mapping[T, Iterable[T]]) -> list[frozenset[T]]:
    """The *nodes* in sets that no edge leads out of; *beside* tells the neighbours of those that have any."""
    found, seen = [], set[T]()
    for node in nodes:
        if node in seen:
            continue
        reached, waiting = {node}, [node]
        while waiting:
            fresh = set(beside.get(waiting.pop(), ())) - reached
            reached |= fresh
            waiting += fresh
        seen |= reached
        found.append(frozenset(reached))
    return found


def _refuse_contradictions(problem: Problem, units: tuple[Unit, ...], foes: frozenset[int]) -> None:
    """Raise the first conflict between the tie of *units* and another lock or rule."""
    rules, ids = problem.rules, tuple(unit.id for unit in units)
    conflicts = {
        Conflict.LEAVE: not problem.locks.leave.isdisjoint(ids),
        Conflict.APART: not foes.isdisjoint(ids),
        Conflict.UPPER: len({unit.upper for unit in units}) > 1,
        Conflict.BLOC: not all(rules.allow(one.bloc, other.bloc) for one, other in combinations(units, 2)),
        Conflict.TOO_MANY_UNITS: len(units) > rules.most_units,
    }
    for conflict, holds in conflicts.items():
        if holds:
            raise Contradiction(conflict, ids)


def buckets(problem: Problem, ready: Iterable[Item]) -> Iterator[Bucket]:
    """The *ready* items in buckets: by upper union, blocs that may be together and, where it is asked for, area.

    Items of several areas are in none where groups must keep to one.
    """
    one_area = problem.preference is Preference.SAME_AREA

    def key(item: Item) -> tuple[int, int, str]:
        upper = item.units[0].upper
        return (upper is not None, upper or 0, item.area or "" if one_area else "")

    kept = [item for item in ready if item.area is not None or not one_area]
    for _key, group in groupby(sorted(kept, key=key), key):
        yield from _by_blocs(tuple(group), problem.rules)


def _by_blocs(together: tuple[Item, ...], rules: Rules) -> Iterator[Bucket]:
    keys = sorted({item.blocs for item in together}, key=sorted)
    beside = {
        key: frozenset(other for other in keys if all(rules.allow(one, two) for one in key for two in other))
        for key in keys
    }
    for component in components(keys, beside):
        inside = [key for key in keys if key in component]
        alike: dict[frozenset[frozenset[str]], int] = {}
        node = {key: alike.setdefault(beside[key], len(alike)) for key in inside}
        edges = {node[key]: frozenset(node[other] for other in beside[key]) - {node[key]} for key in inside}
        yield Bucket(
            tuple(item for item in together if item.blocs in component),
            node,
            tuple(cliques(edges)),
        )


def by_node(bucket: Bucket) -> list[Bucket]:
    """The items of *bucket* in buckets of their own for each node of blocs."""
    nodes = sorted(set(bucket.node.values()))
    inside = ((node, tuple(item for item in bucket.items if bucket.node[item.blocs] == node)) for node in nodes)
    return [Bucket(items, bucket.node, (frozenset({node}),)) for node, items in inside]


def cliques(edges: Mapping[int, frozenset[int]]) -> list[frozenset[int]]:
    """The largest sets of nodes that are all beside each other (Bron and Kerbosch); [] where they are too many."""
    found: list[frozenset[int]] = []

    def extend(clique: frozenset[int], candidates: frozenset[int], done: frozenset[int]) -> None:
        if not candidates and not done:
            found.append(clique)
        if not candidates or len(found) > MOST_CLIQUES:
            return
        pivot = max(sorted(candidates | done), key=lambda node: len(candidates & edges[node]))
        for node in sorted(candidates - edges[pivot]):
            extend(clique | {node}, candidates & edges[node], done & edges[node])
            candidates -= {node}
            done |= {node}

    extend(frozenset(), frozenset(edges), frozenset())
    return sorted(found, key=sorted) if len(found) <= MOST_CLIQUES else []
