"""What is due, from plans and from the records themselves, and what was done about it.

Deadlines of plans, ends of officers' terms, registration and end of rounds, and the returns of periods are told alike,
as occurrences: one day on which one thing is due.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span


class State(StrEnum):
    """How an occurrence stands on a day; the most urgent first."""

    LATE = "late"
    DUE = "due"
    AHEAD = "ahead"
    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True)
class Source:
    """The record an occurrence comes from: `column` as its marks name it, `key` its id, or the code of a period."""

    column: str
    key: int | str


@dataclass(frozen=True)
class Occurrence:
    """One thing that is due on one day; `words` say how it stands, `note` what was noted when it was marked.

    `remark` tells of a weekend or holiday, `rule` is that of a series that ends on `last`, `go` opens its source: the
    name of a page and the argument for it.
    """

    of: Source
    title: str
    due: date
    plan: str
    who: str
    kind: str
    state: State
    words: str
    note: str
    remark: str
    problem: str
    go: tuple[str, object]
    until: date | None = None
    rule: str | None = None
    last: date | None = None


@dataclass(frozen=True)
class Undated:
    """A deadline for which the plan names no day that exists."""

    id: int
    title: str
    plan: str
    who: str
    kind: str
    words: str
    problem: str
    note: str


def occurrences(session: Session, start: date, end: date, on: date) -> list[Occurrence]:
    """Everything that is due from *start* to *end*, as it stands on a day; the earliest first."""
    raise NotImplementedError


def coming(session: Session, on: date, days: int | None = None) -> list[Occurrence]:
    """What is late, and what is due within so many days (the office's threshold); neither done nor snoozed."""
    raise NotImplementedError


def undated(session: Session) -> list[Undated]:
    """The deadlines of the plans that have no day."""
    raise NotImplementedError


def mark_done(session: Session, marked: Collection[Occurrence], on: date, note: str | None = None) -> None:
    """Note that these are finished."""
    raise NotImplementedError


def snooze(session: Session, marked: Collection[Occurrence], until: date, note: str, on: date) -> None:
    """Be silent about these until a day, for the reason that *note* gives."""
    raise NotImplementedError


def unmark(session: Session, marked: Collection[Occurrence]) -> None:
    """Take back what was marked."""
    raise NotImplementedError


def status(session: Session, span: Span, on: date | None = None) -> list[dict[str, Any]]:
    """What is due within *span* as plain JSON values, as it stands on a day: today, unless given."""
    raise NotImplementedError
