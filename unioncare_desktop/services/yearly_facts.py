"""The facts of the unions, once a year: read, entered, taken over where they last, counted.

What is wrong or odd lies in `yearly_checks`, what is counted as a share of what in `yearly_shares`. A blank is "not
reported", never zero and never "no".
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import YearlyFact
from unioncare_desktop.services import records
from unioncare_desktop.services.count_entry import Entered, Entry, TakenOver
from unioncare_desktop.services.count_figures import added
from unioncare_desktop.services.unions import EVERYONE, Scope
from unioncare_desktop.services.yearly_checks import FIELDS, OF_AGREEMENT, Circumstances
from unioncare_desktop.services.yearly_entry import LISTS, NOTHING, enter, judge, lasting, take_over
from unioncare_desktop.services.yearly_rows import YearlyRow, reread, rows
from unioncare_desktop.services.yearly_shares import SHARES, Asked, Share, at_least, tally

__all__ = [
    "FIELDS",
    "LISTS",
    "NOTHING",
    "NUMBERS",
    "SHARES",
    "Circumstances",
    "Completeness",
    "Entered",
    "Entry",
    "Share",
    "Summary",
    "TakenOver",
    "YearlyRow",
    "at_least",
    "completeness",
    "enter",
    "judge",
    "lasting",
    "newest_year",
    "reread",
    "rows",
    "status",
    "summary",
    "take_over",
    "unions_of",
]

NUMBERS = tuple(name for name, field in FIELDS.items() if field.kind.numeric)
"""The facts that add up."""


def newest_year(session: Session) -> int | None:
    """The latest year of which anything is stored."""
    newest: int | None = session.scalar(select(func.max(YearlyFact.__table__.c.year)))
    return newest


def unions_of(session: Session, ids: Collection[int]) -> set[int]:
    """The unions to which the stored facts with these *ids* belong."""
    table = YearlyFact.__table__.c
    return set(session.scalars(select(table.union_id).where(table.id.in_(ids))))


# Counted


@dataclass(frozen=True)
class Completeness:
    """How many of the unions that are asked have told anything, and each of the facts.

    Days and grade of an agreement are asked of the unions that have one.
    """

    anything: Share
    facts: Mapping[str, Share]


def completeness(found: Iterable[YearlyRow]) -> Completeness:
    """How complete the facts of these unions are."""
    asked = [row for row in found if row.expected]
    signed = [row for row in asked if row.signed]
    of = {name: signed if name in OF_AGREEMENT else asked for name in FIELDS}
    facts = {name: Share(sum(row.facts[name] is not None for row in among), len(among)) for name, among in of.items()}
    return Completeness(_share(asked, attrgetter("entered")), facts)


def _share(among: Collection[YearlyRow], wanted: Callable[[YearlyRow], object]) -> Share:
    return Share(sum(bool(wanted(row)) for row in among), len(among))


@dataclass(frozen=True)
class Summary:
    """The facts of a year, counted over the unions that are asked, as plans and indicators want them.

    `ratings` and `grades` count unions by the names of the lists, `sums` add up what was given, `shares` are told by
    `SHARES`. Shares of people are of the unions that gave both figures.
    """

    year: int
    unions: Share
    ratings: Mapping[str, int]
    grades: Mapping[str, int]
    shares: Mapping[str, Share]
    sums: Mapping[str, int | None]


def summary(session: Session, year: int, scope: Scope = EVERYONE, on: date | None = None) -> Summary:
    """The facts of *year*, counted over the unions that live on a day, as in `rows`."""
    asked = [row for row in rows(session, year, scope, on) if row.expected]
    ratings, grades = (_entries(session, record_type) for record_type in LISTS.values())
    counted = Asked(session, year, asked)
    return Summary(
        year,
        _share(asked, attrgetter("entered")),
        _by_entry(asked, "rating_id", ratings),
        _by_entry(asked, "agreement_grade_id", grades),
        {name: tally(counted, name).share for name in SHARES},
        {name: added(row.facts[name] for row in asked) for name in NUMBERS},
    )


def _entries(session: Session, record_type: type[Record]) -> dict[int, records.Row]:
    """The entries of a list by id, in its order."""
    return {row["id"]: row for row in sorted(records.rows(session, record_type), key=itemgetter("position", "id"))}


def _by_entry(asked: Iterable[YearlyRow], name: str, entries: Mapping[int, records.Row]) -> dict[str, int]:
    found = Counter(row.facts[name] for row in asked)
    return {entry["name"]: found[entry_id] for entry_id, entry in entries.items()}


def status(session: Session, year: int, on: date | None = None) -> dict[str, Any]:
    """The facts of *year* as plain JSON values, counted over the unions that live on a day, as in `rows`."""
    found = summary(session, year, on=on)
    return {
        "year": year,
        "unions": asdict(found.unions),
        "ratings": dict(found.ratings),
        "agreement_grades": dict(found.grades),
        "shares": {name: asdict(share) for name, share in found.shares.items()},
        "sums": dict(found.sums),
    }
