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
    "Tally",
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
    "tallies",
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
    day = min(on or span.end, max(span.start, date.today()))  # noqa: DTZ011 - the user's own calendar
    stored, judged_by = stored_facts(session, year), yearly_checks.rules(session, year)
    about = circumstances(session, span, by=day)
    found = []
    for union in unions.listed(session, on=day, with_closed=True, always=stored) if known is None else known:
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
class Tally:
    """A share and the unions behind it: those `lacking` keep it from being whole, `silent` of those asked told nothing.

    Of people, `lacking` has the unions with most of them missing first. `told` is whether anybody told anything.
    """

    share: Share
    lacking: tuple[YearlyRow, ...]
    silent: int
    told: bool


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
    "good_ratings_of_all": _("CĐCS xếp loại tốt trở lên trên tổng số CĐCS"),
    "agreements": _("CĐCS có TƯLĐTT trên tổng số CĐCS"),
    "agreements_of_enterprises": _("CĐCS doanh nghiệp có TƯLĐTT trên tổng số CĐCS doanh nghiệp"),
    "agreements_of_large_enterprises": _("CĐCS doanh nghiệp đủ số đoàn viên theo ngưỡng có TƯLĐTT"),
    "agreements_of_large": _("CĐCS đủ số đoàn viên theo ngưỡng có TƯLĐTT"),
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
    return Summary(
        year,
        _share(asked, attrgetter("entered")),
        _by_entry(asked, "rating_id", ratings),
        _by_entry(asked, "agreement_grade_id", grades),
        {name: tally.share for name, tally in tallies(session, year, asked).items()},
        {name: added(row.facts[name] for row in asked) for name in NUMBERS},
    )


def _entries(session: Session, record_type: type[Record]) -> dict[int, records.Row]:
    """The entries of a list by id, in its order."""
    return {row["id"]: row for row in sorted(records.rows(session, record_type), key=itemgetter("position", "id"))}


def _by_entry(asked: Iterable[YearlyRow], name: str, entries: Mapping[int, records.Row]) -> dict[str, int]:
    found = Counter(row.facts[name] for row in asked)
    return {entry["name"]: found[entry_id] for entry_id, entry in entries.items()}


def tallies(session: Session, year: int, asked: Collection[YearlyRow]) -> dict[str, Tally]:
    """Each of the `SHARES` over the unions that are *asked* for the facts of *year*."""
    ratings, grades = (_entries(session, record_type) for record_type in LISTS.values())
    base = office.thresholds(session, Span.parse(str(year)).end).get("agreement_base")
    return (
        _of_ratings(asked, ratings)
        | _of_agreements(asked, base)
        | _of_grades([row for row in asked if row.signed], grades)
        | _of_conferences(asked)
        | _of_people(asked)
    )


def _tally(among: Collection[YearlyRow], wanted: Callable[[YearlyRow], object], told: str, unplaced: int = 0) -> Tally:
    """How many *among* unions are as *wanted*; of *unplaced* others nobody knows whether they belong to them.

    *told* is the fact by which a union says it.
    """
    lacking = tuple(row for row in among if not wanted(row))
    silent = sum(row.facts[told] is None for row in lacking)
    return Tally(Share(len(among) - len(lacking), len(among)), lacking, silent + unplaced, silent < len(among))


def _of_ratings(asked: Collection[YearlyRow], ratings: Mapping[int, records.Row]) -> dict[str, Tally]:
    rated = [row for row in asked if row.facts["rating_id"] is not None]

    def good(row: YearlyRow) -> bool:
        rating = row.facts["rating_id"]
        return rating is not None and bool(ratings[rating]["good"])

    return {
        "rated": _tally(asked, _fact("rating_id"), "rating_id"),
        "good_ratings": _tally(rated, good, "rating_id", len(asked) - len(rated)),
        "good_ratings_of_all": _tally(asked, good, "rating_id"),
    }


def _of_agreements(asked: Collection[YearlyRow], base: int | None) -> dict[str, Tally]:
    def of_large(among: Collection[YearlyRow]) -> Tally:
        large = [row for row in among if at_least(row.about.members, base)]
        return _tally(large, signed, "agreement", sum(row.about.members is None for row in among))

    enterprises, signed = _enterprises(asked), attrgetter("signed")
    return {
        "agreements": _tally(asked, signed, "agreement"),
        "agreements_of_enterprises": _tally(enterprises, signed, "agreement"),
        "agreements_of_large_enterprises": of_large(enterprises),
        "agreements_of_large": of_large(asked),
    }


def _of_grades(signed: Collection[YearlyRow], grades: Mapping[int, records.Row]) -> dict[str, Tally]:
    grade_of = {row.union.id: grades.get(row.facts["agreement_grade_id"], _UNGRADED) for row in signed}
    told = "agreement_grade_id"

    def is_(quality: str) -> Callable[[YearlyRow], object]:
        return lambda row: grade_of[row.union.id][quality]

    graded = [row for row in signed if is_("graded")(row)]
    return {
        "graded": _tally(signed, is_("graded"), told),
        "good_of_graded": _tally(graded, is_("good"), told, sum(row.facts[told] is None for row in signed)),
        "good_of_signed": _tally(signed, is_("good"), told),
    }


def _of_conferences(asked: Collection[YearlyRow]) -> dict[str, Tally]:
    def of(among: Collection[YearlyRow]) -> Tally:
        due = [row for row in among if at_least(row.about.workers, row.rules.conference_base)]
        unplaced = sum(row.about.workers is None for row in among)
        return _tally(due, lambda row: row.facts["conference"] == YES, "conference", unplaced)

    return {
        "conferences": of(asked),
        "conferences_of_enterprises": of(_enterprises(asked)),
        "dialogues": _tally(asked, _fact("dialogues"), "dialogues"),
    }


def _enterprises(asked: Iterable[YearlyRow]) -> list[YearlyRow]:
    return [row for row in asked if row.union.in_enterprise]


def _of_people(asked: Collection[YearlyRow]) -> dict[str, Tally]:
    members, workers = attrgetter("about.members"), attrgetter("about.workers")
    return {
        "officers_trained": _people(asked, "officers_trained", _fact("officers")),
        "participants": _people(asked, "participants", members),
        "helped": _people(asked, "helped", _fact("hardship")),
        "studying": _people(asked, "studying", members),
        "studying_in_enterprises": _people(_enterprises(asked), "studying", members),
        "taught": _people(asked, "taught", workers),
        "initiatives_entered": _people(asked, "initiatives_entered", _fact("initiatives")),
    }


def _fact(name: str) -> Callable[[YearlyRow], int | None]:
    return lambda row: row.facts[name]


def _people(among: Collection[YearlyRow], name: str, whole: Callable[[YearlyRow], int | None]) -> Tally:
    both = [(row.facts[name], whole(row), row) for row in among]
    given = [(part, of, row) for part, of, row in both if part is not None and of is not None]
    missing = sorted((one for one in given if one[0] < one[1]), key=lambda one: one[0] - one[1])
    return Tally(
        Share(sum(part for part, _of, _row in given), sum(of for _part, of, _row in given)),
        tuple(row for _part, _of, row in missing),
        len(among) - len(given),
        bool(given),
    )


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
