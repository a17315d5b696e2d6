"""What unions have registered in rounds of a campaign: shown in rows, put in by a form, taken away again.

What is typed and pasted into a grid lies in `registration_entry`, what is wrong or odd in `registration_checks`; all of
it is reached from here. Who has not registered is told by `registering`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.judgement import Judgement, NewRow
from unioncare_desktop.errors import Problem
from unioncare_desktop.services.unions import UnionRow

if TYPE_CHECKING:
    from unioncare_desktop.services.campaigns import RoundRow

UNION, CODE, KIND = "union_id", "code", "kind_id"
"""The cells of a grid in which a union stands by its name (or code), by its code, and a kind by its name."""
TYPED = (
    *(CODE, UNION, KIND, "content", "quantity", "registered_on", "honorific", "person", "position", "award"),
    *("work_field", "performer", "due_on", "recognised", "in_programme", "note"),
)
"""The fields of a registration that `judge` and `enter` take, in the order of a register's columns."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of registration; `form` says of what one consists (domain.records.awards.FORMS)."""

    id: int
    name: str
    form: str


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration as lists show it, its union as it was at the end of the round (today, where that is ahead).

    `level` is the name of who recognised the result, `level_id` its id; `search` is what typed words are looked up in.
    """

    id: int
    round: "RoundRow"
    union: UnionRow
    kind_id: int
    kind: str
    form: str
    content: str
    quantity: int
    registered_on: date | None
    honorific: str | None
    person: str | None
    position: str | None
    award: str | None
    work_field: str | None
    performer: str | None
    due_on: date | None
    recognised: bool
    in_programme: bool
    note: str | None
    outcome: str | None
    achieved: int | None
    decision: str | None
    decided_on: date | None
    level_id: int | None
    level: str
    result_note: str | None
    added_later: bool
    search: str


def rows(session: Session, round_ids: Collection[int]) -> list[RegistrationRow]:
    """The registrations of these rounds, by round, union, kind, in the order in which they were put in."""
    raise NotImplementedError


def kinds(session: Session) -> list[KindRow]:
    """The kinds of registration in the order in which they are offered."""
    raise NotImplementedError


def titles(session: Session, form: str, on: date) -> list[str]:
    """The titles of the catalogue for a form of registration ("individual", "collective") that hold on a day."""
    raise NotImplementedError


def problems(session: Session, found: Sequence[RegistrationRow]) -> dict[int, tuple[Problem, ...]]:
    """The warnings and hints of registrations, by id; those without any are left out."""
    raise NotImplementedError


# Typed and pasted


@dataclass(frozen=True)
class Entry:
    """What was typed or pasted into one cell: of the registration with an id, or of a blank line.

    All that stands in a blank line is entered together, also what was typed into it before and waits there.
    """

    key: int | NewRow
    field: str
    raw: object


@dataclass(frozen=True)
class Refused:
    """An entry that was not stored, and why."""

    entry: Entry
    reason: str


@dataclass(frozen=True)
class Entered:
    """What became of a block: how many cells were stored, which were refused, which lines became registrations.

    `waiting` are entries of lines that wait for more to be typed, with what is still missing.
    """

    stored: int = 0
    refused: tuple[Refused, ...] = ()
    waiting: tuple[Refused, ...] = ()
    added: Mapping[NewRow, int] = field(default_factory=dict)


def judge(session: Session, round_id: int, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored."""
    raise NotImplementedError


def enter(session: Session, round_id: int, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; blank lines become registrations once union, kind and content are known.

    Raises:
        UserError: the round is closed.
    """
    raise NotImplementedError


# In a form


def new_draft(session: Session, round_id: int, **values: object) -> Draft:
    """A registration of a round that is not stored yet."""
    raise NotImplementedError


def open_draft(session: Session, registration_id: int) -> Draft:
    """A draft of a stored registration."""
    raise NotImplementedError


def save(session: Session, draft: Draft, items: Sequence[Mapping[str, Any]] | None = None) -> int:
    """Store a registration, with the *items* of its pact in their order where given, and return its id.

    Raises:
        InvalidRecord, Duplicate, Conflict, UserError (round closed).
    """
    raise NotImplementedError


def delete(session: Session, ids: Collection[int]) -> None:
    """Remove registrations with their pact items; those with results or awards are refused.

    Raises:
        InUse, UserError (round closed).
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PactRow:
    """A line of a pact: `part` is "movement" (goal, starts_on, ends_on) or "target" (unit, planned, result)."""

    id: int
    part: str
    name: str
    goal: str | None
    starts_on: date | None
    ends_on: date | None
    unit: str | None
    planned: str | None
    result: str | None
    note: str | None


def pact_items(session: Session, registration_ids: Collection[int]) -> dict[int, list[PactRow]]:
    """The lines of pacts in their order, by the id of the registration."""
    raise NotImplementedError
