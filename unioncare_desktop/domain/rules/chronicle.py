"""What a union was from day to day: the events that changed it and what holds now. Pure; no database.

An event keeps what held until its day; what held on a day is what the first event after it keeps, or what holds now.
Here events are put in between, taken out and corrected so that every other event goes on changing what it changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

Values = Mapping[str, Any]
NOTHING: Values = {}
"""What a union was before it was founded or received."""


@dataclass(frozen=True)
class Past:
    """One event: until `day`, exclusive, the union was `was`. Events of a day follow by `id`, a beginning is first."""

    id: int
    day: date
    was: Values


@dataclass(frozen=True)
class Chronicle:
    """The events of one union in their order, and what it is now."""

    events: tuple[Past, ...]
    now: Values

    @staticmethod
    def of(events: Iterable[Past], now: Values) -> "Chronicle":
        """The chronicle of *events* that come in any order."""
        return Chronicle(tuple(sorted(events, key=lambda event: (event.day, bool(event.was), event.id))), now)

    def on(self, day: date) -> Values:
        """What it was on *day*; NOTHING where it did not exist or belonged elsewhere."""
        return next((event.was for event in self.events if event.day > day), self.now)

    def changes(self, event_id: int) -> dict[str, tuple[Any, Any]]:
        """What the event changed: old and new value by field; empty where it came from nothing."""
        place = self._place(event_id)
        before, after = self._held[place], self._held[place + 1]
        return {name: (old, after[name]) for name, old in before.items() if old != after[name]}

    def with_event(self, event_id: int, day: date, changes: Values) -> "Chronicle":
        """Another event of *day*; its new values hold until the next event that changes them."""
        place = self._room(event_id, day)
        held = self._held
        held.insert(place, held[place])
        for name, new in changes.items():
            _spread(held, place + 1, 1, name, held[place][name], new)
        events = list(self.events)
        events.insert(place, Past(event_id, day, NOTHING))
        return _made(events, held)

    def with_beginning(self, event_id: int, day: date) -> "Chronicle":
        """A first event before which there was nothing."""
        return Chronicle((Past(event_id, day, NOTHING), *self.events), self.now)

    def without(self, event_id: int) -> "Chronicle":
        """As if the event had not happened: what it changed stays as it was until the next event that changes it."""
        place = self._place(event_id)
        held = self._held
        for name, (old, new) in self.changes(event_id).items():
            _spread(held, place + 1, 1, name, new, old)
        del held[place]
        return _made([event for event in self.events if event.id != event_id], held)

    def corrected(self, changes: Values) -> "Chronicle":
        """The values that hold now were written wrong: the right ones, since they began to hold."""
        held = self._held
        for name, right in changes.items():
            _spread(held, len(held) - 1, -1, name, self.now[name], right)
        return _made(list(self.events), held)

    def undone_by(self, other: "Chronicle") -> Iterator[tuple[Past, str]]:
        """Events, with the field, that change something here and would change nothing any more in *other*."""
        kept = {event.id for event in other.events}
        for event in self.events:
            for name in self.changes(event.id) if event.id in kept else ():
                if name not in other.changes(event.id):
                    yield event, name

    @property
    def _held(self) -> list[Values]:
        return [*(event.was for event in self.events), self.now]

    def _place(self, event_id: int) -> int:
        return next(place for place, event in enumerate(self.events) if event.id == event_id)

    def _room(self, event_id: int, day: date) -> int:
        return sum(not event.was or (event.day, event.id) < (day, event_id) for event in self.events)


def _spread(held: list[Values], start: int, step: int, name: str, old: object, new: object) -> None:
    """From *start* on, as long as *name* is *old* there, let it be *new*."""
    place = start
    while 0 <= place < len(held) and name in held[place] and held[place][name] == old:
        held[place] = {**held[place], name: new}
        place += step


def _made(events: list[Past], held: list[Values]) -> Chronicle:
    return Chronicle(
        tuple(replace(event, was=was) for event, was in zip(events, held, strict=False)),
        held[-1],
    )
