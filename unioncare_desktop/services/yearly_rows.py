"""The unions of a year with their facts, as pages and sums read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem
from unioncare_desktop.services import unions, yearly_checks
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow
from unioncare_desktop.services.yearly_checks import Circumstances, Facts, Rules
from unioncare_desktop.services.yearly_entry import NOTHING, circumstances, stored_facts
from unioncare_desktop.storage.snapshot import once


@dataclass(frozen=True, slots=True)
class YearlyRow:
    """A union and its facts of a year by name, blanks are None; `expected` says whether it is asked for them."""

    union: UnionRow
    facts: Facts
    about: Circumstances
    rules: Rules
    expected: bool

    @property
    def entered(self) -> bool:
        """Whether anything was reported."""
        return any(value is not None for value in self.facts.values())

    @property
    def signed(self) -> bool:
        """Whether there is a collective agreement."""
        return bool(self.facts["agreement"] == YES)

    @property
    def missing(self) -> bool:
        """Whether facts are wanted and none has come."""
        return self.expected and not self.entered

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or odd with the facts."""
        return yearly_checks.problems(self.facts, self.about, self.rules)


def rows(
    session: Session,
    year: int,
    scope: Scope = EVERYONE,
    on: date | None = None,
    known: Sequence[UnionRow] | None = None,
) -> list[YearlyRow]:
    """The unions that live on a day, and those with facts of *year*, by name, with their people by that day.

    Without a day it is the end of the year, or today where that is ahead. *known* are the unions as they were on it,
    closed ones too, where they have been read already.
    """
    span = Span.parse(str(year))
    day = min(on or span.end, max(span.start, clock.today()))
    if known is not None:
        found = _rows(session, span, day, known)
    else:
        found = once(session, ("yearly", year, day), lambda: _rows(session, span, day, None))
    return [row for row in found if scope.holds(row.union)]


def _rows(session: Session, span: Span, day: date, known: Sequence[UnionRow] | None) -> list[YearlyRow]:
    stored, judged_by = stored_facts(session, span.year), yearly_checks.rules(session, span.year)
    about = circumstances(session, span, by=day)
    found = []
    for union in unions.listed(session, on=day, with_closed=True, always=stored) if known is None else known:
        expected = union.reports and union.alive_on(day)
        if expected or union.id in stored:
            facts = stored.get(union.id, NOTHING)
            found.append(YearlyRow(union, facts, about[union.id], judged_by, expected))
    return found


def reread(session: Session, year: int, known: Sequence[YearlyRow]) -> list[YearlyRow]:
    """The *known* rows with the facts that are stored now, where nothing but facts has changed."""
    stored = stored_facts(session, year, [row.union.id for row in known])
    return [replace(row, facts=stored.get(row.union.id, NOTHING)) for row in known]
