"""Terms of office: how one stands on a day, whether two overlap, and when the next one would begin and end.

A term without a first day has always been, one without a last day goes on. Both days are included.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from unioncare_desktop.i18n import _

USUAL_YEARS = 5
"""How long the next term lasts where the one before has no two days (charter of the unions: five years)."""
LONGEST_YEARS = 10
_DAY = timedelta(days=1)


class TermState(StrEnum):
    """How a term stands: `ENDED` has nobody after it, `PAST` has."""

    CURRENT = "current"
    ENDING = "ending"
    ENDED = "ended"
    PAST = "past"
    FUTURE = "future"


STATE_WORDS = {
    TermState.CURRENT: _("đương nhiệm"),
    TermState.ENDING: _("sắp hết nhiệm kỳ"),
    TermState.ENDED: _("đã hết nhiệm kỳ"),
    TermState.PAST: _("nhiệm kỳ trước"),
    TermState.FUTURE: _("nhiệm kỳ tới"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """From the first day to the last."""

    first: date | None
    last: date | None

    @property
    def begins(self) -> date:
        """The first day, or the beginning of time."""
        return self.first or date.min

    @property
    def ends(self) -> date:
        """The last day, or the end of time."""
        return self.last or date.max

    def holds(self, on: date) -> bool:
        """Whether the term runs on a day."""
        return self.begins <= on <= self.ends

    def overlaps(self, other: "Term") -> bool:
        """Whether there is a day on which both run."""
        return self.begins <= other.ends and other.begins <= self.ends

    def follows(self, other: "Term") -> bool:
        """Whether it is a later term than *other*: begun after it and ending after it."""
        return self.ends > other.ends and (self.first is None or self.begins > other.begins)

    @property
    def too_long(self) -> bool:
        """Whether it lasts longer than any term of office does."""
        return self.first is not None and self.last is not None and self.last >= _years_later(self.first, LONGEST_YEARS)


def state_of(term: Term, others: Iterable[Term], on: date, within: int) -> TermState:
    """How *term* stands on a day among the *others* of its role; one that ends *within* so many days is ending."""
    if term.begins > on:
        return TermState.FUTURE
    if term.last is None or (term.last - on).days > within:
        return TermState.CURRENT
    followed = any(other.follows(term) for other in others)
    if term.last < on:
        return TermState.PAST if followed else TermState.ENDED
    return TermState.CURRENT if followed else TermState.ENDING


def next_term(term: Term, on: date) -> Term:
    """The term after *term*, as long as that; from the day *on* where it has no last day."""
    first = term.last + _DAY if term.last is not None else on
    if term.first is None or term.last is None:
        return Term(first, _years_later(first, USUAL_YEARS) - _DAY)
    if (first.month, first.day) == (term.first.month, term.first.day):
        return Term(first, _years_later(first, first.year - term.first.year) - _DAY)
    return Term(first, first + (term.last - term.first))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
