"""What is odd about registrations: warnings and hints, told the same way at typing, pasting, importing and showing.

What may not be stored at all is in `registration_entry`. How alike two texts must be to be called copied is the
office's matter, a threshold with dates.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Text, quoted
from unioncare_desktop.domain.records import MemberCount, Period, Registration
from unioncare_desktop.domain.records.awards import INDIVIDUAL, INITIATIVE, TITLE_FORMS, WORK
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.registration_rows import RegistrationRow
from unioncare_desktop.services.registration_words import Catalogue
from unioncare_desktop.vietnamese import fold, show_day, show_whole

_TEXTS = tuple(name for name, field in fields_of(Registration).items() if type(field.kind) is Text)
_COPIED_FORMS = (WORK, INITIATIVE)
_FEW_WORDS = 4
"""Shorter texts are alike without anybody copying: "Trồng hoa"."""
_MOST_NAMED = 2
_TOGETHER = 2


@dataclass(frozen=True)
class Rules:
    """By what registrations are judged: the catalogue, the members of the unions by quarter, what is called copied."""

    catalogue: Catalogue
    copied_percent: int | None
    _quarters: tuple[date, ...]
    _members: Mapping[int, Mapping[date, int]]

    def members(self, union_id: int, on: date) -> int | None:
        """The members of a union in the quarter of a day, the newest before where it has not reported for it."""
        figures = self._members.get(union_id)
        if figures is None:
            return None
        until = self._quarters[: bisect_right(self._quarters, on)]
        return next((figures[start] for start in reversed(until) if start in figures), None)


def rules(session: Session, rounds: Collection[RoundRow], only: Collection[int] | None = None) -> Rules:
    """The rules for registrations of *rounds* and all unions, or *only* these.

    The members are those of the year before the first round and later.
    """
    if not rounds:
        return Rules(Catalogue({}, {}), None, (), {})
    last = max(one.end for one in rounds)
    first = date(min(one.start for one in rounds).year - 1, 1, 1)
    members = _members(session, first, last, only)
    quarters = sorted({start for figures in members.values() for start in figures})
    percent = office.thresholds(session, last).get("copied_percent")
    return Rules(Catalogue.read(session), percent, tuple(quarters), members)


def _members(session: Session, first: date, last: date, only: Collection[int] | None) -> dict[int, dict[date, int]]:
    count, period = MemberCount.__table__.c, Period.__table__.c
    query = (
        select(count.union_id, period.start, count.members)
        .join(Period, count.period_id == period.id)
        .where(period.kind == QUARTER, period.start.between(first, last), count.members.is_not(None))
    )
    if only is not None:
        query = query.where(count.union_id.in_(only))
    found: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for union_id, start, members in session.execute(query):
        found[union_id][start] = members
    return dict(found)


def day_of(row: RegistrationRow) -> date:
    """The day for which a registration counts: when it was made, else the end of its round."""
    return row.registered_on or row.round.end


# One registration by itself


def problems_of(row: RegistrationRow, by: Rules) -> tuple[Problem, ...]:
    """What is odd about one registration, looked at alone."""
    by_rules = (*_title(row, by), *_award(row, by), *_quantity(row, by))
    return (*_letters(row), *by_rules, *_days(row), *_due(row), *_union(row))


def _problem(name: str, sentence: str, severity: Severity = Severity.WARNING) -> Problem:
    return Problem(name, f"{fields_of(Registration)[name].label}: {sentence}", severity)


def _letters(row: RegistrationRow) -> Iterator[Problem]:
    """Letters that only look Latin."""
    for name in _TEXTS:
        text = getattr(row, name)
        if text is not None and not text.isascii():
            yield from fields_of(Registration)[name].problems(text, {})


def _title(row: RegistrationRow, by: Rules) -> Iterator[Problem]:
    if doubt := by.catalogue.doubt(row.form, row.content, day_of(row)):
        yield _problem("content", doubt)


def _award(row: RegistrationRow, by: Rules) -> Iterator[Problem]:
    if row.award is not None and not by.catalogue.awards(row.award):
        sentence = _("{name} không có trong danh mục hình thức khen thưởng").format(name=quoted(row.award))
        yield _problem("award", sentence, Severity.HINT)


def _quantity(row: RegistrationRow, by: Rules) -> Iterator[Problem]:
    if row.person is not None and row.quantity > 1 and row.form == INDIVIDUAL:
        sentence = _("đã ghi tên một người nhưng số lượng là {count}").format(count=show_whole(row.quantity))
        yield _problem("quantity", sentence)
    members = by.members(row.union.id, day_of(row)) if row.form in TITLE_FORMS else None
    if members is not None and row.quantity > members:
        yield _problem("quantity", _more_than_members(row.quantity, members))


def _more_than_members(quantity: int, members: int) -> str:
    sentence = _("{count} lớn hơn số đoàn viên của đơn vị ({members})")
    return sentence.format(count=show_whole(quantity), members=show_whole(members))


def _days(row: RegistrationRow) -> Iterator[Problem]:
    """A day of registration outside the round or ahead."""
    day, one = row.registered_on, row.round
    if day is None:
        return
    words = {"day": show_day(day), "name": one.name, "start": show_day(one.start), "last": show_day(one.last_day)}
    if day < one.start:
        yield _problem("registered_on", _("{day} trước khi {name} bắt đầu ({start})").format(**words))
    elif day > one.last_day:
        late, over = _("{day} sau hạn đăng ký của {name} ({last})"), _("{day} sau khi {name} kết thúc ({last})")
        yield _problem("registered_on", (late if one.deadline else over).format(**words))
    if day > clock.today():
        yield _problem("registered_on", _("{day} còn ở tương lai").format(**words))


def _due(row: RegistrationRow) -> Iterator[Problem]:
    """A work that is to be ready outside the round."""
    if row.due_on is not None and not row.round.start <= row.due_on <= row.round.end:
        words = _("{day} nằm ngoài {round}").format(day=show_day(row.due_on), round=row.round.title)
        yield _problem("due_on", words, Severity.HINT)


def _union(row: RegistrationRow) -> Iterator[Problem]:
    union, day = row.union, day_of(row)
    if union.founded_on is not None and union.founded_on > day:
        sentence = _("“{name}” đến {day} mới thành lập").format(name=union.name, day=show_day(union.founded_on))
        yield _problem("union_id", sentence)
    elif union.closed_on is not None and row.registered_on is not None and union.closed_on <= row.registered_on:
        sentence = _("“{name}” {state} từ {day}").format(
            name=union.name, state=union.state_words, day=show_day(union.closed_on)
        )
        yield _problem("union_id", sentence)


# Registrations beside each other


def problems(found: Sequence[RegistrationRow], by: Rules) -> dict[int, tuple[Problem, ...]]:
    """The warnings and hints of registrations, by id; those without any are left out."""
    together = defaultdict[int, list[Problem]](list)
    for row_id, problem in (*_sums(found, by), *_copies(found, by)):
        together[row_id].append(problem)
    told = {row.id: (*problems_of(row, by), *together.get(row.id, ())) for row in found}
    return {row_id: problems for row_id, problems in told.items() if problems}


def _sums(found: Iterable[RegistrationRow], by: Rules) -> Iterator[tuple[int, Problem]]:
    """Persons who are registered one by one, or in several lines, for one title: more than there are members."""
    groups: defaultdict[tuple[int, int, str], list[RegistrationRow]] = defaultdict(list)
    for row in found:
        if row.form == INDIVIDUAL:
            groups[row.round.id, row.union.id, fold(row.content)].append(row)
    for group in groups.values():
        total, last = sum(row.quantity for row in group), group[-1]
        members = by.members(last.union.id, day_of(last)) if len(group) > 1 else None
        if members is not None and total > members >= max(row.quantity for row in group):
            sentence = _("cộng cả {lines} dòng của danh hiệu này, {more}").format(
                lines=show_whole(len(group)), more=_more_than_members(total, members)
            )
            yield last.id, _problem("quantity", sentence)


def _copies(found: Iterable[RegistrationRow], by: Rules) -> Iterator[tuple[int, Problem]]:
    """Works and initiatives whose words are those of other unions."""
    if by.copied_percent is None:
        return
    texts: defaultdict[str, list[RegistrationRow]] = defaultdict(list)
    for row in found:
        if row.form in _COPIED_FORMS:
            texts[fold(row.content)].append(row)
    for text, alike in _alike(texts, by.copied_percent).items():
        rows = [row for other in alike for row in texts[other]]
        names = {row.union.id: row.union.name for row in rows}
        for row in texts[text]:
            if len(names) > (row.union.id in names):
                yield row.id, _copied(row, names)


def _copied(row: RegistrationRow, names: Mapping[int, str]) -> Problem:
    others = (name for union_id, name in names.items() if union_id != row.union.id)
    rest = len(names) - (row.union.id in names) - _MOST_NAMED
    named = ", ".join(f"“{name}”" for name in islice(others, _MOST_NAMED))
    named += _(" và {count} đơn vị khác").format(count=show_whole(rest)) if rest > 0 else ""
    return _problem("content", _("giống nội dung của {names}").format(names=named), Severity.HINT)


def _alike(texts: Collection[str], percent: int) -> dict[str, list[str]]:
    """Each text of enough words with those, itself first, that share at least *percent* of their words with it.

    Two texts that are so much alike share two words already among the rarest of each (prefix filtering): only texts
    with such a pair in common are compared.
    """
    words = {text: found for text in texts if len(found := _words(text)) >= _FEW_WORDS}
    often = Counter(word for found in words.values() for word in found)
    alike: dict[str, list[str]] = {text: [text] for text in words}
    by_pair: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for text, found in words.items():
        rare = sorted(found, key=lambda word: (often[word], word))
        pairs = list(combinations(rare[: _telling(len(rare), percent)], _TOGETHER))
        for other in {other for pair in pairs for other in by_pair[pair]}:
            if _share(found, words[other]) >= percent:
                alike[text].append(other)
                alike[other].append(text)
        for pair in pairs:
            by_pair[pair].append(text)
    return alike


def _words(text: str) -> frozenset[str]:
    """The words of a text; one that comes again is another each time."""
    times = Counter[str]()
    found = []
    for word in text.split():
        times[word] += 1
        found.append(f"{word}{times[word]}" if times[word] > 1 else word)
    return frozenset(found)


def _telling(count: int, percent: int) -> int:
    """Among how many of the rarest of *count* words any text so much alike has `_TOGETHER` of its own."""
    least = -(-percent * count // (200 - percent))
    return count - least + _TOGETHER


def _share(one: frozenset[str], other: frozenset[str]) -> int:
    """How much of their words two texts share, in percent of both, rounded down."""
    return 200 * len(one & other) // (len(one) + len(other))
