"""What the indicators of the catalogue come to: each computed from the records of a situation, or as typed by hand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services.unions import EVERYONE, Scope


@dataclass(frozen=True)
class Value:
    """What an indicator comes to: a count, or a share of `denominator` where there is one; None where nothing is known.

    `open` are the unions that would count next and `enterprises` the enterprises without a union, the best first.
    `unknown` counts the units asked that told nothing, `note` says what else one must know.
    """

    numerator: int | None
    denominator: int | None = None
    open: tuple[int, ...] = ()
    enterprises: tuple[int, ...] = ()
    unknown: int = 0
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a figure; a share of nothing is none."""
        return self.numerator is not None and self.denominator != 0

    @property
    def ratio(self) -> float | None:
        """The share from 0 to 1; None where it is not a share, or one of nothing."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


@dataclass(frozen=True)
class Point:
    """What an indicator came to in a period."""

    span: Span
    value: Value


class Situation:
    """The records of *span* as they held on a day, for a scope; what was read once is shared by all measures.

    The day is the last of the span, or today where that is ahead.
    """

    def __init__(self, session: Session, span: Span, on: date | None = None, scope: Scope = EVERYONE) -> None:
        self.session, self.span, self.scope = session, span, scope
        self.day = on or max(span.start, min(span.end, date.today()))  # noqa: DTZ011 - the user's own calendar

    def within(self, scope: Scope) -> "Situation":
        """The same for the unions that are in *scope* too; blank parts of it mean all."""
        raise NotImplementedError


def measured(situation: Situation, key: str, merger_base_id: int | None = None) -> Value:
    """What the indicator *key* comes to; where it is entered by hand, the newest value by the day.

    A share of merged unions is of the frozen list *merger_base_id*, or of the newest one by the day.
    """
    raise NotImplementedError


def trend(session: Session, key: str, span: Span, scope: Scope = EVERYONE) -> tuple[Point, ...]:
    """What an indicator came to in the periods up to *span* that tell it, the earliest first: quarters or years."""
    raise NotImplementedError
