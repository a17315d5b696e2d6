"""Shares of a year's facts, as plans and indicators want them, with the unions that keep each from being whole."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import AgreementGrade, Rating
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, records
from unioncare_desktop.services.yearly_rows import YearlyRow


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
class Tally:
    """A share and the unions behind it: those `lacking` keep it from being whole, `silent` of those asked told nothing.

    Of people, `lacking` has the unions with most of them missing first. `told` is whether anybody told anything.
    """

    share: Share
    lacking: tuple[YearlyRow, ...]
    silent: int
    told: bool


class Asked:
    """The unions that are asked for the facts of a year, by what they are and have told."""

    def __init__(self, session: Session, year: int, rows: Sequence[YearlyRow]) -> None:
        self.rows = rows
        self._ratings, self._grades = (
            {row["id"]: row for row in records.rows(session, record_type)} for record_type in (Rating, AgreementGrade)
        )
        self._base = office.thresholds(session, Span.parse(str(year)).end).get("agreement_base")

    @cached_property
    def enterprises(self) -> list[YearlyRow]:
        """Those of enterprises."""
        return [row for row in self.rows if row.union.in_enterprise]

    @cached_property
    def rated(self) -> list[YearlyRow]:
        """Those that are rated."""
        return [row for row in self.rows if row.facts["rating_id"] is not None]

    @cached_property
    def signed(self) -> list[YearlyRow]:
        """Those that have a collective agreement."""
        return [row for row in self.rows if row.signed]

    def rated_well(self, row: YearlyRow) -> bool:
        """Whether a union has a good rating."""
        rating = row.facts["rating_id"]
        return rating is not None and bool(self._ratings[rating]["good"])

    def graded(self, row: YearlyRow) -> bool:
        """Whether the agreement of a union has a grade that counts as one."""
        grade = row.facts["agreement_grade_id"]
        return grade is not None and bool(self._grades[grade]["graded"])

    def graded_well(self, row: YearlyRow) -> bool:
        """Whether the agreement of a union has a good grade."""
        grade = row.facts["agreement_grade_id"]
        return grade is not None and bool(self._grades[grade]["good"])

    def large(self, row: YearlyRow) -> bool:
        """Whether a union is known to have the members from which an agreement is wanted."""
        return at_least(row.about.members, self._base)


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


def tally(asked: Asked, name: str) -> Tally:
    """The share called *name* among `SHARES`, over the unions that are asked."""
    return _TALLIES[name](asked)


def at_least(count: int | None, base: int | None) -> bool:
    """Whether a known *count* reaches a known *base*."""
    return count is not None and base is not None and count >= base


# Shares of unions


def _tally(among: Collection[YearlyRow], wanted: Callable[[YearlyRow], object], told: str, unplaced: int = 0) -> Tally:
    """How many *among* unions are as *wanted*; of *unplaced* others nobody knows whether they belong to them.

    *told* is the fact by which a union says it.
    """
    lacking = tuple(row for row in among if not wanted(row))
    silent = sum(row.facts[told] is None for row in lacking)
    any_told = silent < len(among) or not (among or unplaced)
    return Tally(Share(len(among) - len(lacking), len(among)), lacking, silent + unplaced, any_told)


def _good_ratings(asked: Asked) -> Tally:
    return _tally(asked.rated, asked.rated_well, "rating_id", len(asked.rows) - len(asked.rated))


def _agreements_of_large(asked: Asked, among: Collection[YearlyRow]) -> Tally:
    unplaced = sum(row.about.members is None for row in among)
    return _tally([row for row in among if asked.large(row)], _signed, "agreement", unplaced)


def _good_of_signed(asked: Asked) -> Tally:
    unplaced = sum(row.facts["agreement"] is None for row in asked.rows)
    return _tally(asked.signed, asked.graded_well, "agreement_grade_id", unplaced)


def _good_of_graded(asked: Asked) -> Tally:
    graded = [row for row in asked.signed if asked.graded(row)]
    ungraded = sum(row.facts["agreement_grade_id"] is None for row in asked.signed)
    return _tally(graded, asked.graded_well, "agreement_grade_id", ungraded)


def _conferences(among: Collection[YearlyRow]) -> Tally:
    due = [row for row in among if at_least(row.about.workers, row.rules.conference_base)]
    unplaced = sum(row.about.workers is None for row in among)
    return _tally(due, lambda row: row.facts["conference"] == YES, "conference", unplaced)


# Shares of people


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


def _fact(name: str) -> Callable[[YearlyRow], int | None]:
    return lambda row: row.facts[name]


_signed = attrgetter("signed")
_members, _workers = attrgetter("about.members"), attrgetter("about.workers")
_TALLIES: Mapping[str, Callable[[Asked], Tally]] = MappingProxyType(
    {
        "rated": lambda asked: _tally(asked.rows, _fact("rating_id"), "rating_id"),
        "good_ratings": _good_ratings,
        "good_ratings_of_all": lambda asked: _tally(asked.rows, asked.rated_well, "rating_id"),
        "agreements": lambda asked: _tally(asked.rows, _signed, "agreement"),
        "agreements_of_enterprises": lambda asked: _tally(asked.enterprises, _signed, "agreement"),
        "agreements_of_large_enterprises": lambda asked: _agreements_of_large(asked, asked.enterprises),
        "agreements_of_large": lambda asked: _agreements_of_large(asked, asked.rows),
        "graded": lambda asked: _tally(asked.signed, asked.graded, "agreement_grade_id"),
        "good_of_graded": _good_of_graded,
        "good_of_signed": _good_of_signed,
        "conferences": lambda asked: _conferences(asked.rows),
        "conferences_of_enterprises": lambda asked: _conferences(asked.enterprises),
        "dialogues": lambda asked: _tally(asked.rows, _fact("dialogues"), "dialogues"),
        "officers_trained": lambda asked: _people(asked.rows, "officers_trained", _fact("officers")),
        "participants": lambda asked: _people(asked.rows, "participants", _members),
        "helped": lambda asked: _people(asked.rows, "helped", _fact("hardship")),
        "studying": lambda asked: _people(asked.rows, "studying", _members),
        "studying_in_enterprises": lambda asked: _people(asked.enterprises, "studying", _members),
        "taught": lambda asked: _people(asked.rows, "taught", _workers),
        "initiatives_entered": lambda asked: _people(asked.rows, "initiatives_entered", _fact("initiatives")),
    }
)
"""How each share is counted."""
