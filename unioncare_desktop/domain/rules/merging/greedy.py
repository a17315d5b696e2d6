"""Quick groupings of a bucket that need not be the best: a start, and what is left where there is no time. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush

from unioncare_desktop.domain.rules.merging.cores import Kind
from unioncare_desktop.domain.rules.merging.items import Bucket, Item
from unioncare_desktop.domain.rules.merging.model import kinds
from unioncare_desktop.domain.rules.merging.problem import Rules

Group = list[tuple[Kind, Item]]


def greedy(bucket: Bucket, rules: Rules) -> list[list[Item]]:
    """Groups within areas first, then across them; then whatever still finds room in one of them."""
    hand = _Hand(bucket, rules)
    entries = sorted(zip(kinds(bucket), bucket.items, strict=True), key=lambda entry: (entry[0], entry[1].sorting))
    groups: list[Group] = []
    for area in sorted({item.area for item in bucket.items if item.area is not None}):
        groups += hand.groups([entry for entry in entries if entry[1].area == area])
    used = {item for group in groups for _kind, item in group}
    groups += hand.groups([entry for entry in entries if entry[1] not in used])
    used = {item for group in groups for _kind, item in group}
    hand.fill(groups, [entry for entry in entries if entry[1] not in used])
    return [[item for _kind, item in group] for group in groups]


def dealt(bucket: Bucket, rules: Rules) -> list[list[Item]]:
    """As few groups as units make up, nearly equal ones, as many as can be within areas; [] where locks stand against.

    Such a group may stay below the least: then it is left out.
    """
    if len(bucket.cliques) != 1 or any(item.size > 1 or item.foes for item in bucket.items):
        return []
    areas: dict[str | None, list[Item]] = {}
    for item in sorted(bucket.items, key=lambda item: (-item.members, item.sorting)):
        areas.setdefault(item.area, []).append(item)
    groups, rest = [], []
    members = [[item.members for item in items] for items in areas.values()]
    for items, count in zip(areas.values(), within(members, rules), strict=True):
        surplus = max(len(items) - count * rules.most_units, 0)
        places = ((len(items) - surplus) // 2, len(items) - surplus)  # those in the middle, else the smallest
        ways = [_dealt(items[:first] + items[first + surplus :], count, rules.most_units) for first in places]
        way = next((number for number, way in enumerate(ways) if all(_suffices(group, rules) for group in way)), 0)
        groups += ways[way]
        rest += items[places[way] : places[way] + surplus]
    groups += _dealt(rest, -(-len(rest) // rules.most_units), rules.most_units)
    return [group for group in groups if _suffices(group, rules)]


def _suffices(group: Sequence[Item], rules: Rules) -> bool:
    return len(group) > 1 and sum(item.members for item in group) >= rules.least


def within(areas: Iterable[Sequence[int]], rules: Rules) -> list[int]:
    """How many groups there can be at most within *areas*, where all together are as few as units make up.

    Full groups, and where the last of all groups need not be full, one more in the areas that lack the least for it;
    but never more than the members of an area, the largest first, suffice for.
    """
    areas, most_units = list(areas), rules.most_units
    slack = -sum(map(len, areas)) % most_units
    most = [_sufficing(members, rules) for members in areas]
    counts = [min(len(members) // most_units, count) for members, count in zip(areas, most, strict=True)]
    more = [place for place, members in enumerate(areas) if len(members) // most_units < most[place]]
    for lacking, place in sorted((-len(areas[place]) % most_units, place) for place in more):
        slack -= lacking
        if slack < 0:
            break
        counts[place] += 1
    return counts


def _sufficing(members: Sequence[int], rules: Rules) -> int:
    """How many groups *members*, the largest first, may suffice for."""
    groups = range(-(-len(members) // rules.most_units), 0, -1)
    return next((count for count in groups if sum(members[: count * rules.most_units]) >= count * rules.least), 0)


def _dealt(items: Sequence[Item], count: int, most_units: int) -> list[list[Item]]:
    """*items* dealt to *count* groups, each to the one with the fewest members that has room."""
    groups: list[list[Item]] = [[] for _number in range(count)]
    room = [(0, number) for number in range(count)]
    heapify(room)
    for item in sorted(items, key=lambda item: (-item.members, item.sorting)):
        members, number = heappop(room)
        groups[number].append(item)
        if len(groups[number]) < most_units:
            heappush(room, (members + item.members, number))
    return groups


class _Hand:
    """Makes groups of one bucket, one after the other."""

    def __init__(self, bucket: Bucket, rules: Rules) -> None:
        self._cliques, self._rules = bucket.cliques, rules

    def groups(self, entries: Group) -> Iterator[Group]:
        """Groups of *entries*: each begins with the largest that is left, which is put aside if it comes to nothing."""
        stock: dict[Kind, deque[Item]] = {}
        for kind, item in entries:
            stock.setdefault(kind, deque()).append(item)
        while stock:
            chosen = self._grown(stock)
            taken = [(kind, _pop(stock, kind)) for kind in (chosen or [next(iter(stock))])]
            if chosen:
                yield taken

    def _grown(self, stock: dict[Kind, deque[Item]]) -> list[Kind]:
        """The kinds of a group from *stock*: the smallest that suffices, else the largest; [] where there is none."""
        chosen = [next(iter(stock))]
        while not self._suffices(chosen):
            fitting = [
                kind for kind, items in stock.items() if chosen.count(kind) < len(items) and self._fit(chosen, kind)
            ]
            if not fitting:
                return []
            sufficing = [kind for kind in fitting if self._suffices([*chosen, kind])]
            chosen.append(sufficing[-1] if sufficing else fitting[0])
        return chosen

    def _suffices(self, chosen: list[Kind]) -> bool:
        return sum(kind.size for kind in chosen) > 1 and sum(kind.members for kind in chosen) >= self._rules.least

    def _fit(self, chosen: Iterable[Kind], kind: Kind) -> bool:
        """Whether *kind* may be added to *chosen*."""
        together = (*chosen, kind)
        nodes = {one.node for one in together}
        return (
            sum(one.size for one in together) <= self._rules.most_units
            and (len(nodes) == 1 or any(nodes <= clique for clique in self._cliques))
            and not any(one.number in kind.foes for one in chosen)
        )

    def fill(self, groups: list[Group], rest: Group) -> None:
        """Put each of *rest* into the last of *groups* that has room for it: those across areas are at the end."""
        room = groups[::-1]
        for kind, item in rest:
            home = next((group for group in room if self._fit([one for one, _item in group], kind)), None)
            if home is not None:
                home.append((kind, item))
                room = [group for group in room if sum(one.size for one, _item in group) < self._rules.most_units]


def _pop(stock: dict[Kind, deque[Item]], kind: Kind) -> Item:
    item = stock[kind].popleft()
    if not stock[kind]:
        del stock[kind]
    return item
