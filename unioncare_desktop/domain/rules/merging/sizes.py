"""Unions by size before and after mergers, as the picture on the screen and the one on paper show them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from unioncare_desktop.vietnamese import sort_key


@dataclass(frozen=True)
class Bar:
    """A union with its members; `parts` are those that became it, none for one that stays as it was."""

    name: str
    members: int
    parts: tuple["Bar", ...] = ()


def by_size(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """The largest first; equal ones in the Vietnamese order of names."""
    return tuple(sorted(bars, key=lambda bar: (-bar.members, sort_key(bar.name))))


@dataclass(frozen=True)
class Sizes:
    """One side of the picture: its bars by size, and the `line` that a union must be above."""

    bars: tuple[Bar, ...]
    line: int

    @cached_property
    def above(self) -> int:
        """How many unions are above the line."""
        return sum(bar.members > self.line for bar in self.bars)

    @property
    def not_above(self) -> int:
        """How many unions are not."""
        return len(self.bars) - self.above


@dataclass(frozen=True)
class BeforeAfter:
    """Both sides of the picture, and the largest union of either, to whose scale both are drawn."""

    before: Sizes
    after: Sizes

    @cached_property
    def most(self) -> int:
        """The members of the largest union; at least one more than the line."""
        largest = max((bar.members for side in (self.before, self.after) for bar in side.bars), default=0)
        return max(largest, self.before.line + 1)


def before_after(groups: Iterable[tuple[str, tuple[Bar, ...]]], left: Iterable[Bar], line: int) -> BeforeAfter:
    """What becomes of unions: *groups* are the names of the results with their parts, *left* stay as they are."""
    merged = [Bar(name, sum(part.members for part in parts), by_size(parts)) for name, parts in groups]
    stay = list(left)
    before = [part for bar in merged for part in bar.parts] + stay
    return BeforeAfter(Sizes(by_size(before), line), Sizes(by_size([*merged, *stay]), line))
