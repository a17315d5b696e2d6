"""The figures of one period that words and forms tell: of its unions, the periods beside it, the year and its plans.

Each is read when it is first asked for. They are those of `status`; nothing is counted here that another service tells.
"""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.period import YEAR
from unioncare_desktop.domain.records.union import MERGED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, office, periods, unions
from unioncare_desktop.services.counts import CountRow, Totals
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.situation import Situation
from unioncare_desktop.services.unions import UnionRow


def begun(registry: Sequence[UnionRow], span: Span) -> list[UnionRow]:
    """The unions of *registry* that were founded in *span*."""
    return [union for union in registry if _within(union.founded_on, span)]


def ended(registry: Sequence[UnionRow], span: Span) -> list[UnionRow]:
    """The unions of *registry* that ended in *span*, merged ones too."""
    return [union for union in registry if _within(union.closed_on, span)]


def _within(day: date | None, span: Span) -> bool:
    return day is not None and span.start <= day <= span.end


class PeriodFigures:
    """What is known of *span*."""

    def __init__(self, session: Session, span: Span) -> None:
        self.session, self.span = session, span

    @cached_property
    def office(self) -> OfficeView:
        """The office that tells them."""
        return office.view(self.session)

    @cached_property
    def cut_off(self) -> date:
        """The day whose figures are counted: 31/5 of a first half year, 30/11 of a year, or the office's own."""
        stored = periods.find(self.session, self.span)
        return stored.cut_off if stored else self.span.cut_off

    @cached_property
    def rows(self) -> list[CountRow]:
        """Every union with its figures."""
        return counts.rows(self.session, self.span)

    @cached_property
    def now(self) -> Totals:
        """The sums of the period."""
        return counts.sums(self.rows)

    @cached_property
    def before(self) -> Totals:
        """Those of the period before."""
        return counts.totals(self.session, self.span.previous)

    @property
    def year_ago(self) -> Span | None:
        """The same period of the year before; None where that is the period before."""
        return None if self.span.kind == YEAR else Span(self.span.year - 1, self.span.number, self.span.kind)

    @cached_property
    def a_year_ago(self) -> Totals:
        """The sums of the same period of the year before; of nothing where that is the period before."""
        return counts.totals(self.session, self.year_ago) if self.year_ago is not None else Totals()

    def sum(self, name: str) -> int | None:
        """The sum of a figure; None where nobody told it."""
        return counts.reported_sum(self.rows, name)

    @cached_property
    def living(self) -> list[UnionRow]:
        """The unions that exist at the end of the period."""
        return [row.union for row in self.rows if row.union.alive_on(self.span.end)]

    @cached_property
    def registry(self) -> list[UnionRow]:
        """All unions that report, as they were at the end of the period, closed ones too."""
        found = unions.listed(self.session, on=self.span.end, with_closed=True)
        return [union for union in found if union.reports]

    @cached_property
    def founded(self) -> list[UnionRow]:
        """The unions that were founded in the period."""
        return begun(self.registry, self.span)

    @cached_property
    def merged(self) -> list[UnionRow]:
        """The unions that went into others in the period."""
        return [union for union in ended(self.registry, self.span) if union.state == MERGED]

    @cached_property
    def closed(self) -> list[UnionRow]:
        """The unions that ended in the period otherwise."""
        return [union for union in ended(self.registry, self.span) if union.state != MERGED]

    @cached_property
    def situation(self) -> Situation:
        """The records as they held at the end of the period."""
        return Situation(self.session, self.span)
