"""What becomes of something typed or pasted, told before it is stored: a service judges, a grid shows it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, Literal, TypeVar

from unioncare_desktop.errors import Severity

Fate = Literal["new", "changed", "same", "rejected"]


@dataclass(frozen=True)
class Judgement:
    """What becomes of one entry; `reason` says why it is rejected, or what is odd about it (`severity`)."""

    fate: Fate
    reason: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, order=True)
class NewRow:
    """A blank line of a grid that becomes a row once enough is typed in it; lines are told apart by their numbers."""

    number: int


Key = TypeVar("Key", bound=int | NewRow)


@dataclass(frozen=True)
class Entry(Generic[Key]):
    """What was typed or pasted into one cell of the row with this key."""

    key: Key
    field: str
    raw: object


@dataclass(frozen=True)
class Refused(Generic[Key]):
    """An entry that was not stored, and why."""

    entry: Entry[Key]
    reason: str


@dataclass(frozen=True)
class Entered(Generic[Key]):
    """What became of a block: how many cells were stored, which were refused, which blank lines became rows (ids).

    `waiting` says of other lines what they wait for: "còn thiếu loại đăng ký".
    """

    stored: int = 0
    refused: tuple[Refused[Key], ...] = ()
    waiting: Mapping[NewRow, str] = field(default_factory=dict)
    added: Mapping[NewRow, int] = field(default_factory=dict)


def by_row(entries: Iterable[Entry[Key]]) -> dict[Key, list[Entry[Key]]]:
    """The entries of each row, in their order: they are judged together."""
    rows: defaultdict[Key, list[Entry[Key]]] = defaultdict(list)
    for entry in entries:
        rows[entry.key].append(entry)
    return dict(rows)


def in_order(entries: Iterable[Entry[Key]], judgements: Mapping[Key, Iterable[Judgement]]) -> list[Judgement]:
    """The judgements of all rows, which stand in the order of the entries of each, in the order of *entries*."""
    of_row = {key: iter(ones) for key, ones in judgements.items()}
    return [next(of_row[entry.key]) for entry in entries]


def entered(
    entries: Iterable[Entry[Key]],
    judgements: Iterable[Judgement],
    waiting: Mapping[NewRow, str] = MappingProxyType({}),
    added: Mapping[NewRow, int] = MappingProxyType({}),
) -> Entered[Key]:
    """What became of *entries* that were judged so and are stored, but for the lines that are *waiting*."""
    judged = list(zip(entries, judgements, strict=True))
    return Entered(
        stored=sum(one.fate in ("new", "changed") and entry.key not in waiting for entry, one in judged),
        refused=tuple(Refused(entry, one.reason) for entry, one in judged if one.fate == "rejected"),
        waiting=waiting,
        added=added,
    )
