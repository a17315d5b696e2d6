"""A bucket as a whole-number program, and the groups that its values mean. Pure; the solver is in `solver.py`.

Items of one kind and area are a cell. A pool makes groups: one for each area and, for groups across areas, one over all
of them; each for every set of blocs that may be together. The columns of a pool say how often each core is used and how
many extras of each kind there are, which fill the room that the cores leave; where a kind of a pool has several cells,
columns say how many come from each. Nothing else distinguishes one unit from another, so the program stays small where
the groups themselves are countless, and its bounds are close.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import chain

from unioncare_desktop.domain.rules.merging.cores import Core, Kind, cores
from unioncare_desktop.domain.rules.merging.items import Bucket, Item, TooLarge
from unioncare_desktop.domain.rules.merging.problem import Rules
from unioncare_desktop.domain.rules.merging.solver import Program
from unioncare_desktop.progress import Step, Task

MOST_COLUMNS = 30_000
"""Beyond it a program is not made: it would take minutes and memory."""

Cell = tuple[Kind, str | None]
Cells = dict[Cell, list[Item]]
Values = tuple[int, ...]


@dataclass
class Pool:
    """Where groups are made; `sources` tells for each kind its cells, where they are several with a column."""

    crossing: bool
    sources: dict[Kind, dict[Cell, int | None]]
    cores: dict[int, Core] = field(default_factory=dict)
    extras: dict[Kind, int] = field(default_factory=dict)


@dataclass
class Model:
    """A program with its pools and cells, and the sums of it that goals are about."""

    program: Program
    pools: list[Pool]
    cells: Cells
    units: Counter[int]
    members: Counter[int]
    groups: Counter[int]
    crossing: Counter[int]

    def grouped(self, values: Values, most_units: int) -> list[list[Item]]:
        """The groups that *values* mean: items leave their cells in their order."""
        waiting = {cell: deque(items) for cell, items in self.cells.items()}
        return [group for pool in self.pools for group in _made(pool, values, waiting, most_units)]


def gathered(groups: list[list[Item]], bucket: Bucket) -> list[list[Item]]:
    """Groups of the same kinds of items as *groups*, but made of the items of one area where an area still has them."""
    kind = dict(zip(bucket.items, kinds(bucket), strict=True))
    stock: dict[str, dict[Kind, deque[Item]]] = {}
    for item in sorted(chain.from_iterable(groups), key=lambda item: (item.area or "", item.sorting)):
        stock.setdefault(item.area or "", {}).setdefault(kind[item], deque()).append(item)
    found, scattered = [], []
    for wanted in ([kind[item] for item in group] for group in groups):
        home = next((here for here in stock.values() if _has(here, Counter(wanted))), None)
        if home is None:
            scattered.append(wanted)
        else:
            found.append([home[one].popleft() for one in wanted])
    rest: dict[Kind, deque[Item]] = {}
    for here in stock.values():
        for one, items in here.items():
            rest.setdefault(one, deque()).extend(items)
    return found + [[rest[one].popleft() for one in wanted] for wanted in scattered]


def _has(stock: Mapping[Kind, deque[Item]], wanted: Mapping[Kind, int]) -> bool:
    return all(len(stock.get(kind, ())) >= count for kind, count in wanted.items())


def model(bucket: Bucket, rules: Rules, *, by_area: bool, excess: int) -> Task[Model]:
    """The program of *bucket*; without areas all groups count as being within one.

    Groups with more than *excess* members above the least are left out: the caller knows that none of them is needed.

    Raises:
        TooLarge: where it would have too many columns.
    """
    if not bucket.cliques:
        raise TooLarge
    cells = _cells(bucket, by_area=by_area)
    made = Model(Program(), [], cells, Counter(), Counter(), Counter(), Counter())
    builder = _Builder(made, rules, excess)
    for inside, crossing in _pools(bucket, cells):
        builder.add(inside, crossing=crossing)
        yield Step(0, 0)
    builder.finish()
    return made


def kinds(bucket: Bucket) -> list[Kind]:
    """The kind of each item of *bucket*."""
    apart = {id_ for item in bucket.items for id_ in item.foes}
    number = {id_: place for place, item in enumerate(bucket.items) for id_ in item.ids}
    return [
        Kind(
            -item.members,
            item.size,
            bucket.node[item.blocs],
            -1 if apart.isdisjoint(item.ids) and not item.foes else place,
            tuple(sorted({number[foe] for foe in item.foes if foe in number})),
        )
        for place, item in enumerate(bucket.items)
    ]


def _cells(bucket: Bucket, *, by_area: bool) -> Cells:
    cells: Cells = {}
    for item, kind in zip(bucket.items, kinds(bucket), strict=True):
        cells.setdefault((kind, item.area if by_area else ""), []).append(item)
    return dict(sorted(cells.items(), key=lambda entry: (entry[0][0], entry[0][1] is None, entry[0][1] or "")))


def _pools(bucket: Bucket, cells: Cells) -> Iterator[tuple[list[Cell], bool]]:
    """The cells of each pool, and whether its groups are across areas; a pool within another is left out."""
    areas = sorted({area for _kind, area in cells if area is not None})
    for clique in bucket.cliques:
        inside = [cell for cell in cells if cell[0].node in clique]
        if any(cell[1] != inside[0][1] or cell[1] is None for cell in inside):
            yield inside, True
    for area in areas:
        here = [[cell for cell in cells if cell[1] == area and cell[0].node in clique] for clique in bucket.cliques]
        different = {tuple(listed): set(listed) for listed in here if listed}
        for listed, cells_here in different.items():
            if not any(cells_here < other for other in different.values()):
                yield list(listed), False


class _Builder:
    """Adds pools to a model."""

    def __init__(self, made: Model, rules: Rules, excess: int) -> None:
        self._made, self._rules, self._program, self._excess = made, rules, made.program, excess
        self._use: dict[Cell, Counter[int]] = {cell: Counter() for cell in made.cells}

    def add(self, inside: Iterable[Cell], *, crossing: bool) -> None:
        """A pool over the cells *inside*, unless it has no core."""
        pool = Pool(crossing, {})
        for cell in inside:
            pool.sources.setdefault(cell[0], {})[cell] = None
        stock = {kind: sum(len(self._made.cells[cell]) for cell in cells) for kind, cells in pool.sources.items()}
        room = MOST_COLUMNS - len(self._program.upper)
        found = cores(stock, self._rules.least, self._rules.most_units, room)
        found = [core for core in found if sum(kind.members for kind in core) - self._rules.least <= self._excess]
        if found:
            self._made.pools.append(pool)
            use = self._columns(pool, found, stock)
            self._take(pool, use)
            if not crossing:
                self._tighten(pool, use, stock)

    def _columns(self, pool: Pool, found: list[Core], stock: Mapping[Kind, int]) -> dict[Kind, Counter[int]]:
        """New columns for the cores *found* and extras; returns how many of each kind they use."""
        use: dict[Kind, Counter[int]] = {kind: Counter() for kind in stock}
        room: Counter[int] = Counter()
        for core in found:
            counts = Counter(core)
            column = self._program.column(min(stock[kind] // count for kind, count in counts.items()))
            pool.cores[column] = core
            room[column] = sum(kind.size for kind in core) - self._rules.most_units
            for kind, count in counts.items():
                use[kind][column] = count
        for kind, count in stock.items():
            if not kind.special and kind.members <= self._excess:
                pool.extras[kind] = column = self._program.column(count)
                room[column] = use[kind][column] = 1
        self._program.row(room, -_ANY, 0)
        self._made.groups.update(dict.fromkeys(pool.cores, 1))
        self._made.crossing.update(dict.fromkeys(pool.cores, 1) if pool.crossing else {})
        return use

    def _take(self, pool: Pool, use: Mapping[Kind, Counter[int]]) -> None:
        """Let the items that *pool* uses come from its cells."""
        for kind, cells in pool.sources.items():
            if len(cells) == 1:
                self._use[next(iter(cells))].update(use[kind])
                continue
            balance = Counter({column: -count for column, count in use[kind].items()})
            for cell in cells:
                cells[cell] = column = self._program.column(len(self._made.cells[cell]))
                self._use[cell][column] = balance[column] = 1
            self._program.row(balance, 0, 0)

    def _tighten(self, pool: Pool, use: Mapping[Kind, Counter[int]], stock: Mapping[Kind, int]) -> None:
        """Count the groups of *pool* in a column, and bound it closer than fractions of groups would.

        There are at most as many as the members suffice for. And of n = q·k + r units, y groups of at most k can hold
        no more than r·y + (k - r)·q: all n need a group more than the q full ones (a mixed-integer rounding cut).
        """
        most_units = self._rules.most_units
        groups = self._program.column(sum(kind.members * count for kind, count in stock.items()) // self._rules.least)
        self._program.row({**dict.fromkeys(pool.cores, 1), groups: -1}, 0, 0)
        full, rest = divmod(sum(kind.size * count for kind, count in stock.items()), most_units)
        units = Counter({groups: -rest})
        for kind, columns in use.items():
            for column, count in columns.items():
                units[column] += kind.size * count
        self._program.row(units, -_ANY, (most_units - rest) * full)

    def finish(self) -> None:
        """Keep every cell to the items it has, and sum up what is grouped."""
        made = self._made
        for (kind, _area), use in self._use.items():
            self._program.row(use, 0, len(made.cells[kind, _area]))
            for column, count in use.items():
                made.units[column] += kind.size * count
                made.members[column] += kind.members * count


_ANY = float("inf")


def _made(pool: Pool, values: Values, waiting: Mapping[Cell, deque[Item]], most_units: int) -> Iterator[list[Item]]:
    """The groups of *pool*: each core with its items, then extras, the largest first, each to the smallest group."""
    queues = {kind: _taken(pool, kind, values, waiting) for kind in pool.sources}
    groups: list[list[Item]] = []
    for column, core in pool.cores.items():
        groups += [[next(queues[kind]) for kind in core] for _number in range(values[column])]
    extras = (next(queues[kind]) for kind in sorted(pool.extras) for _number in range(values[pool.extras[kind]]))
    _fill(groups, extras, most_units)
    yield from groups


def _fill(groups: list[list[Item]], extras: Iterable[Item], most_units: int) -> None:
    """Put each of *extras*, which are single units, into the smallest of *groups* that has room."""
    room = [
        (sum(item.members for item in group), number)
        for number, group in enumerate(groups)
        if sum(item.size for item in group) < most_units
    ]
    heapify(room)
    for extra in extras:
        members, number = heappop(room)
        groups[number].append(extra)
        if sum(item.size for item in groups[number]) < most_units:
            heappush(room, (members + extra.members, number))


def _taken(pool: Pool, kind: Kind, values: Values, waiting: Mapping[Cell, deque[Item]]) -> Iterator[Item]:
    """The items of *kind* for *pool*, as they are asked for: from each of its cells as many as *values* say."""
    for cell, column in pool.sources[kind].items():
        if column is None:
            while True:
                yield waiting[cell].popleft()
        for _number in range(values[column]):
            yield waiting[cell].popleft()
