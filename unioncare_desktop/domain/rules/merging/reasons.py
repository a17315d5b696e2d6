"""Why units are left over: statements that are true of the problem, not of the way a plan was found. Pure."""

from collections.abc import Iterable, Sequence
from itertools import chain

from unioncare_desktop.domain.rules.merging.items import Item, cliques
from unioncare_desktop.domain.rules.merging.problem import Left, Preference, Problem, Reason, Unit, neighbours

MOST_STEPS = 2000
"""How far a group within the locks is looked for; a unit for which that is too short is said to have no room."""

Home = tuple[int | None, str, str]


class Reasons:
    """The reasons of one problem, whose units the locks tie to *items*."""

    def __init__(self, problem: Problem, items: Iterable[Item]) -> None:
        self._problem, self._rules = problem, problem.rules
        self._one_area = problem.preference is Preference.SAME_AREA
        self._partners = neighbours(problem.rules.pairs)
        self._item = {unit.id: item for item in items for unit in item.units}
        self._living: dict[Home, list[Unit]] = {}
        for unit in sorted(problem.units, key=lambda unit: unit.sorting):
            self._living.setdefault(self._home(unit), []).append(unit)
        self._largest: dict[Home, list[list[Unit]]] = {}

    def left(self, unit: Unit, *, proven: bool) -> Left:
        """*unit* left over, and why; *proven* tells that no plan leaves fewer of its bucket over."""
        bucket = self._bucket(unit)
        return Left(unit, self._reason(unit, bucket, proven=proven), bucket)

    def _reason(self, unit: Unit, bucket: Sequence[Unit], *, proven: bool) -> Reason:
        if not unit.bloc:
            return Reason.NO_BLOC
        if unit.id in self._problem.locks.leave:
            return Reason.LOCKED
        if not bucket:
            return Reason.ALONE
        if not self._enough(unit):
            return Reason.TOO_FEW
        if not self._possible(unit):
            return Reason.APART
        return Reason.NO_ROOM if proven else Reason.NOT_FOUND

    def _home(self, unit: Unit) -> Home:
        return unit.upper, unit.bloc, unit.area if self._one_area else ""

    def _beside(self, home: Home) -> list[Home]:
        """The homes whose units may be with those of *home*, itself the first."""
        upper, bloc, area = home
        partners = sorted(self._partners.get(bloc, frozenset()) - {""}) if bloc else []
        return [home, *((upper, partner, area) for partner in partners)] if bloc else []

    def _bucket(self, unit: Unit) -> tuple[Unit, ...]:
        homes = self._beside(self._home(unit))
        others = chain.from_iterable(self._living.get(home, ()) for home in homes)
        found = [other for other in others if other.id != unit.id]
        return tuple(sorted(found, key=lambda other: other.sorting) if len(homes) > 1 else found)

    def _enough(self, unit: Unit) -> bool:
        """Whether the largest that may be with *unit*, as many as may be, make up the least with it."""
        home, room = self._home(unit), self._rules.most_units - 1
        if home not in self._largest:
            self._largest[home] = [self._largest_of(homes) for homes in self._together(home)]
        return any(
            unit.members + sum(other.members for other in [other for other in largest if other.id != unit.id][:room])
            >= self._rules.least
            for largest in self._largest[home]
        )

    def _together(self, home: Home) -> list[list[Home]]:
        """The largest sets of homes that may all be together with *home*."""
        beside = self._beside(home)
        allow = self._rules.allow
        edges = {
            number: frozenset(place for place, two in enumerate(beside) if place != number and allow(one[1], two[1]))
            for number, one in enumerate(beside)
        }
        return [[beside[number] for number in sorted(clique)] for clique in cliques(edges)] or [beside]

    def _largest_of(self, homes: Iterable[Home]) -> list[Unit]:
        units = chain.from_iterable(self._living.get(home, ()) for home in homes)
        return sorted(units, key=lambda unit: -unit.members)[: self._rules.most_units]

    def _possible(self, unit: Unit) -> bool:
        """Whether some group with *unit* keeps all locks; yes where looking for it takes too long."""
        locks = self._problem.locks
        if not (locks.apart or locks.together or locks.leave):
            return True
        item = self._item[unit.id]
        if self._one_area and item.area is None:
            return False
        return _Search(self._problem, list(dict.fromkeys(self._item.values()))).some_group(item)


class _Search:
    """A search for a group that keeps the rules and locks of *problem*."""

    def __init__(self, problem: Problem, items: Sequence[Item]) -> None:
        self._problem, self._least, self._most_units = problem, problem.rules.least, problem.rules.most_units
        self._items = items
        self._steps = MOST_STEPS

    def some_group(self, item: Item) -> bool:
        """Whether there is one with *item*; yes where it takes too long to tell."""
        beside = [other for other in self._items if other is not item and self._fit(item, other)]
        return self._grows([item], sorted(beside, key=lambda other: (-other.members / other.size, other.sorting)))

    def _grows(self, chosen: list[Item], beside: Sequence[Item]) -> bool:
        """Whether *chosen* becomes a group by itself or with some of *beside*, the largest for their size first."""
        self._steps -= 1
        size, members = sum(item.size for item in chosen), sum(item.members for item in chosen)
        if (size > 1 and members >= self._least) or self._steps < 0:
            return True
        room = self._most_units - size
        for place, item in enumerate(beside):
            if members + room * item.members / item.size < self._least:
                return False
            rest = [other for other in beside[place + 1 :] if self._fit(item, other)]
            if item.size <= room and self._grows([*chosen, item], rest):
                return True
        return False

    def _fit(self, item: Item, other: Item) -> bool:
        return item.foes.isdisjoint(other.ids) and all(
            self._problem.compatible(one, two) for one in item.units for two in other.units
        )
