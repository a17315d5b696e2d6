"""The facts of the unions, once a year: read, entered, taken over where they last, counted.

What is wrong or odd lies in `yearly_checks`. A blank is "not reported", never zero and never "no".
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import YearlyFact
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, records, unions, yearly_checks
from unioncare_desktop.services.count_entry import Entered, Entry, TakenOver
from unioncare_desktop.services.count_figures import added
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow
from unioncare_desktop.services.yearly_checks import FIELDS, OF_AGREEMENT, Circumstances, Facts, Rules
from unioncare_desktop.services.yearly_entry import (
    LISTS,
    NOTHING,
    circumstances,
    enter,
    judge,
    lasting,
    stored_facts,
    take_over,
)

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
_UNGRADED = {"graded": False, "good": False}


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


def rows(session: Session, year: int, scope: Scope = EVERYONE, on: date | None = None) -> list[YearlyRow]:
    """The unions that live on a day, and those with facts of *year*, by name.

    Without a day it is the end of the year, or today where that is ahead.
    """
    span = Span.parse(str(year))
    day = min(on or span.end, max(span.start, date.today()))  # noqa: DTZ011 - the user's own calendar
    stored, judged_by = stored_facts(session, year), yearly_checks.rules(session, year)
    known = unions.listed(session, on=day, with_closed=True, always=stored)
    about = circumstances(session, span)
    found = []
    for union in known:
        expected = union.reports and union.alive_on(day)
        if (expected or union.id in stored) and scope.holds(union):
            facts = stored.get(union.id, NOTHING)
            found.append(YearlyRow(union, facts, about[union.id], judged_by, expected))
    return found


def reread(session: Session, year: int, known: Sequence[YearlyRow]) -> list[YearlyRow]:
    """The *known* rows with the facts that are stored now, where nothing but facts has changed."""
    stored = stored_facts(session, year, [row.union.id for row in known])
    return [replace(row, facts=stored.get(row.union.id, NOTHING)) for row in known]


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
class Share:
    """So many of so many."""

    part: int = 0
    whole: int = 0

    @property
    def ratio(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def full(self) -> bool:
        """Whether it is all of them, and there is any."""
        return self.part == self.whole > 0


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


SHARES = {
    "rated": _("CĐCS được xếp loại trên tổng số CĐCS"),
    "good_ratings": _("CĐCS xếp loại tốt trở lên trên số CĐCS được xếp loại"),
    "agreements": _("CĐCS có TƯLĐTT trên tổng số CĐCS"),
    "agreements_of_enterprises": _("CĐCS doanh nghiệp có TƯLĐTT trên tổng số CĐCS doanh nghiệp"),
    "agreements_of_large_enterprises": _("CĐCS doanh nghiệp đủ số đoàn viên theo ngưỡng có TƯLĐTT"),
    "graded": _("TƯLĐTT được xếp loại trên tổng số TƯLĐTT"),
    "good_of_graded": _("TƯLĐTT loại B trở lên trên số TƯLĐTT được xếp loại"),
    "good_of_signed": _("TƯLĐTT loại B trở lên trên tổng số TƯLĐTT"),
    "conferences": _("CĐCS đủ số lao động theo ngưỡng đã tổ chức hội nghị người lao động"),
    "conferences_of_enterprises": _("CĐCS doanh nghiệp đủ số lao động theo ngưỡng đã tổ chức hội nghị người lao động"),
    "dialogues": _("CĐCS có tổ chức đối thoại trên tổng số CĐCS"),
    "officers_trained": _("Cán bộ được tập huấn trên tổng số cán bộ công đoàn"),
    "participants": _("Đoàn viên tham gia hoạt động trên tổng số đoàn viên"),
    "helped": _("Đoàn viên khó khăn được giúp trên tổng số đoàn viên khó khăn"),
    "studying": _("Đoàn viên học nâng cao tay nghề trên tổng số đoàn viên"),
    "studying_in_enterprises": _("Đoàn viên học nâng cao tay nghề trên tổng số đoàn viên ở doanh nghiệp"),
    "taught": _("Người lao động được tuyên truyền trên tổng số lao động"),
    "initiatives_entered": _("Sáng kiến đã cập nhật trên số sáng kiến được công nhận"),
}
"""What each share of a summary says."""


def summary(session: Session, year: int, scope: Scope = EVERYONE, on: date | None = None) -> Summary:
    """The facts of *year*, counted over the unions that live on a day, as in `rows`."""
    asked = [row for row in rows(session, year, scope, on) if row.expected]
    ratings, grades = (_entries(session, record_type) for record_type in LISTS.values())
    base = office.thresholds(session, Span.parse(str(year)).end).get("agreement_base")
    return Summary(
        year,
        _share(asked, attrgetter("entered")),
        _by_entry(asked, "rating_id", ratings),
        _by_entry(asked, "agreement_grade_id", grades),
        _shares_of_unions(asked, ratings, grades, base) | _shares_of_people(asked),
        {name: added(row.facts[name] for row in asked) for name in NUMBERS},
    )


def _entries(session: Session, record_type: type[Record]) -> dict[int, records.Row]:
    """The entries of a list by id, in its order."""
    return {row["id"]: row for row in sorted(records.rows(session, record_type), key=itemgetter("position", "id"))}


def _by_entry(asked: Iterable[YearlyRow], name: str, entries: Mapping[int, records.Row]) -> dict[str, int]:
    found = Counter(row.facts[name] for row in asked)
    return {entry["name"]: found[entry_id] for entry_id, entry in entries.items()}


def _shares_of_unions(
    asked: Collection[YearlyRow],
    ratings: Mapping[int, records.Row],
    grades: Mapping[int, records.Row],
    agreement_base: int | None,
) -> dict[str, Share]:
    enterprises = [row for row in asked if row.union.in_enterprise]
    large = [row for row in enterprises if at_least(row.about.members, agreement_base)]
    rated = [row for row in asked if row.facts["rating_id"] is not None]
    signed = [row for row in asked if row.signed]
    grade_of = {row.union.id: grades.get(row.facts["agreement_grade_id"], _UNGRADED) for row in signed}
    graded = [row for row in signed if grade_of[row.union.id]["graded"]]
    due = [row for row in asked if at_least(row.about.workers, row.rules.conference_base)]

    def good(row: YearlyRow) -> bool:
        return bool(grade_of[row.union.id]["good"])

    def held(row: YearlyRow) -> bool:
        return bool(row.facts["conference"] == YES)

    return {
        "rated": Share(len(rated), len(asked)),
        "good_ratings": _share(rated, lambda row: ratings[row.facts["rating_id"]]["good"]),
        "agreements": Share(len(signed), len(asked)),
        "agreements_of_enterprises": _share(enterprises, attrgetter("signed")),
        "agreements_of_large_enterprises": _share(large, attrgetter("signed")),
        "graded": Share(len(graded), len(signed)),
        "good_of_graded": _share(graded, good),
        "good_of_signed": _share(signed, good),
        "conferences": _share(due, held),
        "conferences_of_enterprises": _share([row for row in due if row.union.in_enterprise], held),
        "dialogues": _share(asked, lambda row: row.facts["dialogues"]),
    }


def _shares_of_people(asked: Collection[YearlyRow]) -> dict[str, Share]:
    enterprises = [row for row in asked if row.union.in_enterprise]
    members, workers = attrgetter("about.members"), attrgetter("about.workers")
    return {
        "officers_trained": _people(asked, "officers_trained", _fact("officers")),
        "participants": _people(asked, "participants", members),
        "helped": _people(asked, "helped", _fact("hardship")),
        "studying": _people(asked, "studying", members),
        "studying_in_enterprises": _people(enterprises, "studying", members),
        "taught": _people(asked, "taught", workers),
        "initiatives_entered": _people(asked, "initiatives_entered", _fact("initiatives")),
    }


def _fact(name: str) -> Callable[[YearlyRow], int | None]:
    return lambda row: row.facts[name]


def _people(among: Iterable[YearlyRow], name: str, whole: Callable[[YearlyRow], int | None]) -> Share:
    both = [(row.facts[name], whole(row)) for row in among]
    given = [(part, of) for part, of in both if part is not None and of is not None]
    return Share(sum(part for part, _of in given), sum(of for _part, of in given))


def at_least(count: int | None, base: int | None) -> bool:
    """Whether a known *count* reaches a known *base*."""
    return count is not None and base is not None and count >= base


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
