"""The smallest groups that reach the least, as multisets of kinds of items. Pure.

Every group is a core and extras. The core has the items that locks make special, and of the others as many, the
largest first, as are needed for two units and the least members. Extras only fill the room that cores leave, and it
does not matter which core they come to: that is why a few hundred cores stand for very many groups.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unioncare_desktop.domain.rules.merging.items import TooLarge

STEPS_PER_CORE = 5
"""How many steps the search may take for each core that it may find."""


@dataclass(frozen=True, order=True, slots=True)
class Kind:
    """Items that planning does not tell from each other, areas aside.

    `fewer` are the members below zero (so that the largest come first), `size` the units of an item, `node` its place
    among the blocs. `number` is that of an item which may not be with the numbers `foes`: -1 for all others.
    """

    fewer: int
    size: int
    node: int
    number: int = -1
    foes: tuple[int, ...] = ()

    @property
    def members(self) -> int:
        """The members of an item."""
        return -self.fewer

    @property
    def special(self) -> bool:
        """Whether it must be in the core: several units, or some that may not be with it."""
        return self.size > 1 or self.number >= 0


Core = tuple[Kind, ...]


def cores(stock: Mapping[Kind, int], least: int, most_units: int, most: int) -> list[Core]:
    """Every core that *stock* (how many items of each kind) allows, in a fixed order.

    Raises:
        TooLarge: where there are more than *most*, or the search for them is too long.
    """
    found = []
    for core in _Search(stock, least, most_units, STEPS_PER_CORE * most).all():
        found.append(core)
        if len(found) > most:
            raise TooLarge
    return found


class _Search:
    """A walk over all cores of a stock: special kinds first, then plain ones, each largest first."""

    def __init__(self, stock: Mapping[Kind, int], least: int, most_units: int, steps: int) -> None:
        self._stock, self._least, self._most, self._steps = stock, least, most_units, steps
        self._special = sorted(kind for kind in stock if kind.special)
        self._plain = sorted(kind for kind in stock if not kind.special)

    def all(self) -> Iterator[Core]:
        """The cores."""
        for start in self._specials((), 0, 0):
            yield from self._filled(start, 0, sum(kind.size for kind in start), sum(kind.members for kind in start))

    def _specials(self, chosen: Core, first: int, size: int) -> Iterator[Core]:
        """*chosen* and everything that it becomes with special kinds from *first* on."""
        self._step()
        yield chosen
        for place in range(first, len(self._special)):
            kind = self._special[place]
            free = chosen.count(kind) < self._stock[kind] and size + kind.size <= self._most
            if free and not any(other.number in kind.foes for other in chosen):
                yield from self._specials((*chosen, kind), place, size + kind.size)

    def _filled(self, chosen: Core, first: int, size: int, members: int) -> Iterator[Core]:
        """The cores that *chosen* becomes with plain kinds from *first* on."""
        self._step()
        if size > 1 and members >= self._least:
            yield chosen
            return
        room = self._most - size
        for place in range(first, len(self._plain)):
            kind = self._plain[place]
            if not room or members + room * kind.members < self._least:
                return
            if chosen.count(kind) < self._stock[kind]:
                yield from self._filled((*chosen, kind), place, size + 1, members + kind.members)

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise TooLarge
