"""Member counts: the figures of all unions for a period, their sums and groups, and what is told of them.

What is entered lies in `count_entry`, what is wrong or odd in `count_checks`, what is stored in `count_figures`; all of
it is reached from here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import periods, unions
from unioncare_desktop.services.count_checks import Rules, jumps, problems, rules
from unioncare_desktop.services.count_entry import (
    Entered,
    Entry,
    TakenOver,
    accept,
    confirm,
    enter,
    judge,
    outdated,
    take_over,
    write,
)
from unioncare_desktop.services.count_figures import NOTHING, Values, figures, figures_before, unions_of
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow
from unioncare_desktop.storage.snapshot import once
from unioncare_desktop.vietnamese import sort_key

__all__ = [
    "NOTHING",
    "UNSORTED",
    "CountRow",
    "Entered",
    "Entry",
    "Rules",
    "TakenOver",
    "Totals",
    "Values",
    "accept",
    "confirm",
    "enter",
    "figures",
    "figures_before",
    "grouped",
    "judge",
    "jumps",
    "outdated",
    "problems",
    "reported_sum",
    "reread",
    "rows",
    "rules",
    "small",
    "sums",
    "take_over",
    "totals",
    "unions_of",
    "write",
]

UNSORTED = _("Chưa phân loại")


@dataclass(frozen=True, slots=True)
class CountRow:
    """A union and what it reported, blanks are None.

    `earlier` are its figures of the period before, with those of the unions that were merged into it since. `obliged`
    says whether a return is due from it, `unconfirmed` names the figures that were taken over and wait for
    confirmation, `rules` judge them all.
    """

    union: UnionRow
    workers: int | None
    women_workers: int | None
    members: int | None
    women_members: int | None
    admitted: int | None
    left: int | None
    note: str | None
    unconfirmed: frozenset[str]
    accepted_members: int | None
    follow_up: bool
    earlier: Mapping[str, Any]
    rules: Rules
    obliged: bool

    @property
    def expected(self) -> bool:
        """Whether a return is due, or has come although none is."""
        return self.obliged or self.reported

    @property
    def reported(self) -> bool:
        """Whether a number of members was given; zero is a number."""
        return self.members is not None

    @property
    def missing(self) -> bool:
        """Whether a return is due and has not come."""
        return self.obliged and not self.reported

    @property
    def before(self) -> int | None:
        """The members of the period before."""
        members: int | None = self.earlier["members"]
        return members

    @property
    def fillable(self) -> bool:
        """Whether figures can be taken over from the period before."""
        return not self.reported and self.before is not None

    @property
    def values(self) -> Values:
        """The figures and what is remarked on them, by name."""
        return {name: getattr(self, name) for name in NOTHING}

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or odd with the figures."""
        return problems(self.values, self.earlier, self.rules)

    def jumps(self) -> tuple[Problem, ...]:
        """The warnings of figures that differ much from the period before, explained or not."""
        return tuple(jumps(self.values, self.earlier, self.rules))

    @property
    def accepted(self) -> bool:
        """Whether such a difference has been explained in the note."""
        return self.accepted_members is not None and self.accepted_members == self.members and bool(self.jumps())


@dataclass(frozen=True)
class Totals:
    """Sums of all figures given; `reported` of `expected` unions gave their members.

    `unconfirmed` unions have figures of the period before that nobody has confirmed.
    """

    workers: int = 0
    women_workers: int = 0
    members: int = 0
    women_members: int = 0
    admitted: int = 0
    left: int = 0
    reported: int = 0
    expected: int = 0
    unconfirmed: int = 0

    @property
    def ratio(self) -> float | None:
        """Members per worker, 0 to 1; None where no workers or no members are reported."""
        return self.members / self.workers if self.workers and self.reported else None

    @property
    def missing(self) -> int:
        """How many returns have not come."""
        return self.expected - self.reported


def rows(session: Session, span: Span, scope: Scope = EVERYONE) -> list[CountRow]:
    """Every union that existed in *span* or reported for it, in the Vietnamese order of names."""
    return [row for row in once(session, ("counts", span), lambda: _rows(session, span)) if scope.holds(row.union)]


def _rows(session: Session, span: Span) -> list[CountRow]:
    now, before = figures(session, span), figures_before(session, span)
    judged_by = rules(session, span)
    stored = periods.find(session, span)
    cut_off = stored.cut_off if stored else span.cut_off
    found = []
    for union in unions.listed(session, on=span.end, with_closed=True, always=now):
        values = now.get(union.id)
        obliged = union.reports and union.alive_on(cut_off)
        here = values is not None or (union.reports and (obliged or union.alive_on(span.end)))
        if here:
            earlier = before.get(union.id, NOTHING)
            found.append(CountRow(union, **(values or NOTHING), earlier=earlier, rules=judged_by, obliged=obliged))
    return found


def reread(session: Session, span: Span, known: Sequence[CountRow]) -> list[CountRow]:
    """The *known* rows with the figures that are stored now, where nothing but figures has changed."""
    now = figures(session, span, {row.union.id for row in known})
    return [replace(row, **now.get(row.union.id, NOTHING)) for row in known]


def sums(found: Iterable[CountRow]) -> Totals:
    """The sums over *found*."""
    everyone = list(found)
    added = {name: sum(getattr(row, name) or 0 for row in everyone) for name in FIGURES}
    return Totals(
        **added,
        reported=sum(row.reported for row in everyone),
        expected=sum(row.expected for row in everyone),
        unconfirmed=sum(bool(row.unconfirmed) for row in everyone),
    )


def reported_sum(found: Iterable[CountRow], name: str) -> int | None:
    """The sum of the figure *name* over *found*; None where nobody gave it: a blank is not a zero."""
    given = [value for row in found if (value := getattr(row, name)) is not None]
    return sum(given) if given else None


def totals(session: Session, span: Span, within: Scope = EVERYONE) -> Totals:
    """The office's figures for *span*, or those of one area, sector or bloc."""
    return sums(rows(session, span, within))


class OfUnion(Protocol):
    """A row that belongs to a union."""

    @property
    def union(self) -> UnionRow:
        """The union as it is told."""


_Row = TypeVar("_Row", bound=OfUnion)


def grouped(found: Iterable[_Row], attribute: str, order: Sequence[str] = ()) -> dict[str, list[_Row]]:
    """The rows by the *area*, *sector* or *bloc* of their unions, those in *order* first, the rest alphabetically.

    Unions without one come last, as "Chưa phân loại".
    """
    groups: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in found:
        groups[getattr(row.union, attribute)].append(row)
    rank = {name: number for number, name in enumerate(order)}
    names = sorted(groups, key=lambda name: (not name, rank.get(name, len(rank)), sort_key(name)))
    return {name or UNSORTED: groups[name] for name in names}


def small(found: Iterable[CountRow], below: int) -> list[CountRow]:
    """The unions that reported fewer members than *below*."""
    return [row for row in found if row.members is not None and row.members < below]
