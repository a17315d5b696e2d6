"""What is wrong or odd with the facts of one union in one year, told the same way at typing, pasting and importing.

Errors stop storing, warnings are stored and counted, hints are only shown. People are compared with those of the last
quarter of the year that the union reported.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import YearlyFact
from unioncare_desktop.domain.records.yearly import NO, YES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office
from unioncare_desktop.vietnamese import show_day, show_whole

Facts = Mapping[str, Any]
FIELDS = {name: field for name, field in fields_of(YearlyFact).items() if name not in ("union_id", "year")}
"""What is entered of a union in a year."""
OF_AGREEMENT = ("agreement_from", "agreement_until", "agreement_grade_id")
"""What only an agreement has: entering one of them says that there is an agreement."""
_AMONG = {
    "participants": "members",
    "hardship": "members",
    "studying": "members",
    "phantom": "members",
    "double": "members",
    "taught": "workers",
}
"""Which people are among which others."""
_PEOPLE = {"members": _("số đoàn viên"), "workers": _("số lao động")}
_MONTHS = 12


@dataclass(frozen=True)
class Circumstances:
    """What is known of a union otherwise: its people of the year's last reported quarter, and since when it is so."""

    members: int | None = None
    workers: int | None = None
    founded_on: date | None = None
    merged_on: date | None = None


@dataclass(frozen=True)
class Rules:
    """By what the facts of a year are judged; None where the office has no such rule.

    A conference of workers is due from `conference_base` workers on. A union is rated once so many months have gone by
    since it was founded, or since another was merged into it (guidance 1294/HD-TLĐ).
    """

    span: Span
    conference_base: int | None
    months_after_founding: int | None
    months_after_merging: int | None


def rules(session: Session, year: int) -> Rules:
    """The rules for a year: those that hold at its end."""
    span = Span.parse(str(year))
    holding = office.thresholds(session, span.end)
    names = ("workers_conference_base", "rating_after_founding", "rating_after_merging")
    return Rules(span, *(holding.get(name) for name in names))


def problems(facts: Facts, about: Circumstances, by: Rules) -> tuple[Problem, ...]:
    """What is wrong or odd with the facts of one union, blanks being None."""
    own = (
        problem
        for field in FIELDS.values()
        if (value := facts.get(field.name)) is not None
        for problem in field.problems(value, facts)
    )
    return (
        *own,
        *_without_agreement(facts),
        *_too_many(facts, about),
        *_agreement_of_another_time(facts, by),
        *_rated_too_early(facts, about, by),
        *_no_conference(facts, about, by),
    )


def _without_agreement(facts: Facts) -> Iterator[Problem]:
    given = [FIELDS[name].label for name in OF_AGREEMENT if facts.get(name) is not None]
    if given and facts.get("agreement") != YES:
        sentence = _("{label}: không có TƯLĐTT mà đã ghi {given}; hãy xóa các ô đó, hoặc ghi “có”")
        words = sentence.format(label=FIELDS["agreement"].label, given=", ".join(given))
        yield Problem("agreement", words)


def _too_many(facts: Facts, about: Circumstances) -> Iterator[Problem]:
    for name, among in _AMONG.items():
        count, people = facts.get(name), getattr(about, among)
        if count is not None and people is not None and count > people:
            sentence = _("{label}: {count} lớn hơn {among} ({people})").format(
                label=FIELDS[name].label, count=show_whole(count), among=_PEOPLE[among], people=show_whole(people)
            )
            yield Problem(name, sentence, Severity.WARNING)


def _agreement_of_another_time(facts: Facts, by: Rules) -> Iterator[Problem]:
    """An agreement that ended before the year did, or was signed after it."""
    first, last, year = facts.get("agreement_from"), facts.get("agreement_until"), by.span
    if first is None and last is None:
        return
    if last is not None and last < year.end:
        sentence = _("TƯLĐTT hết hạn ngày {day}, trước khi hết {year}; nếu đã ký lại, hãy ghi ngày của bản mới")
        words = sentence.format(day=show_day(last), year=year.phrase)
        yield Problem("agreement_until", words, Severity.WARNING)
    if first is not None and first > year.end:
        sentence = _("{label}: {day} sau {year}")
        words = sentence.format(label=FIELDS["agreement_from"].label, day=show_day(first), year=year.phrase)
        yield Problem("agreement_from", words, Severity.WARNING)


def _rated_too_early(facts: Facts, about: Circumstances, by: Rules) -> Iterator[Problem]:
    if facts.get("rating_id") is None:
        return
    for day, months, words in (
        (about.founded_on, by.months_after_founding, _("{label}: thành lập ngày {day}, chưa đủ {months} tháng")),
        (about.merged_on, by.months_after_merging, _("{label}: nhận sáp nhập ngày {day}, chưa đủ {months} tháng")),
    ):
        if day is not None and months is not None and full_months(day, by.span.next.start) < months:
            told = words.format(label=FIELDS["rating_id"].label, day=show_day(day), months=show_whole(months))
            yield Problem("rating_id", told, Severity.HINT)


def full_months(since: date, until: date) -> int:
    """How many whole months lie between two days."""
    months = (until.year - since.year) * _MONTHS + until.month - since.month
    return months - (until.day < since.day)


def _no_conference(facts: Facts, about: Circumstances, by: Rules) -> Iterator[Problem]:
    base, workers = by.conference_base, about.workers
    if base is None or workers is None or workers < base or facts.get("conference") != NO:
        return
    sentence = _("{label}: chưa tổ chức, có {workers} lao động (phải tổ chức từ {base} lao động)")
    words = sentence.format(label=FIELDS["conference"].label, workers=show_whole(workers), base=show_whole(base))
    yield Problem("conference", words, Severity.HINT)
