"""Entering the facts of a year: typed, pasted, imported, taken over from the year before where they last.

`judge` says what would become of a block of entries, and `enter` does just that.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain import judgement
from unioncare_desktop.domain.judgement import Fate, Judgement
from unioncare_desktop.domain.kinds import Link, Unreadable
from unioncare_desktop.domain.records import AgreementGrade, MemberCount, Period, Rating, Union, YearlyFact
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_links, records, union_rules, yearly_checks
from unioncare_desktop.services.count_entry import Entered, Entry, TakenOver
from unioncare_desktop.services.yearly_checks import FIELDS, OF_AGREEMENT, Circumstances, Facts, Rules
from unioncare_desktop.vietnamese import fold

NOTHING: Facts = MappingProxyType(dict.fromkeys(FIELDS))
"""What is known of a union that has reported nothing for a year."""
LISTS: Mapping[str, type[ListEntry]] = MappingProxyType({"rating_id": Rating, "agreement_grade_id": AgreementGrade})
"""Which list the choices of a field come from."""
_A_FEW = 200
"""So many unions are read by their ids; of more, all are read."""


# What is known


def stored_facts(session: Session, year: int, only: Collection[int] | None = None) -> dict[int, Facts]:
    """The facts of a year by union id."""
    table = YearlyFact.__table__.c
    query = select(table.union_id, *(table[name] for name in FIELDS)).where(table.year == year)
    if only is not None:
        query = query.where(table.union_id.in_(only))
    return {union_id: dict(zip(FIELDS, values, strict=True)) for union_id, *values in session.execute(query).all()}


def circumstances(
    session: Session, span: Span, only: Collection[int] | None = None, by: date | None = None
) -> dict[int, Circumstances]:
    """What is known of all unions, or *only* these, besides their facts, by union id.

    Their people are those of the last quarter of the year that each reported, of those that have begun *by* a day.
    """
    table = Union.__table__.c
    query = select(table.id, table.founded_on)
    if only is not None:
        query = query.where(table.id.in_(only))
    people = _people(session, span.whole_year, only, by or span.end)
    merged = {one.result: one.on for one in merger_links.joined(session) if one.on <= span.end}
    return {
        union_id: Circumstances(*people.get(union_id, (None, None)), founded_on, merged.get(union_id))
        for union_id, founded_on in session.execute(query).all()
    }


def _people(
    session: Session, year: Span, only: Collection[int] | None, by: date
) -> dict[int, tuple[int | None, int | None]]:
    """Members and workers of unions in the last quarter of *year* for which each reported its members."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    codes = [quarter.code for quarter in year.quarters if quarter.start <= by]
    periods = session.scalars(select(period.id).where(period.code.in_(codes)).order_by(period.start.desc())).all()
    found: dict[int, tuple[int | None, int | None]] = {}
    for place, period_id in enumerate(periods):
        later = select(count.union_id).where(count.period_id.in_(periods[:place]), count.members.is_not(None))
        query = select(count.union_id, count.members, count.workers).where(
            count.period_id == period_id, count.members.is_not(None), count.union_id.not_in(later)
        )
        if only is not None:
            query = query.where(count.union_id.in_(only))
        found |= {union_id: (members, workers) for union_id, members, workers in session.execute(query).all()}
    return found


# What is entered


@dataclass(frozen=True)
class _Known:
    """What is stored of a year, and by what it is judged; `choices` are the ids of list entries by folded name."""

    stored: Mapping[int, records.Row]
    about: Mapping[int, Circumstances]
    rules: Rules
    ended: Mapping[int, str]
    choices: Mapping[str, Mapping[str, int]]

    def errors(self, union_id: int, facts: Facts) -> list[Problem]:
        """What may not be stored of a union."""
        return [problem for problem in self.problems(union_id, facts) if problem.severity is Severity.ERROR]

    def problems(self, union_id: int, facts: Facts) -> tuple[Problem, ...]:
        """Everything wrong or odd with the facts of a union."""
        if union_id in self.ended and union_id not in self.stored:
            return (Problem("", self.ended[union_id]),)
        return yearly_checks.problems(facts, self.about.get(union_id, Circumstances()), self.rules)


@dataclass(frozen=True)
class _Understood:
    """The entries of one union: what changes, and what becomes of each."""

    union_id: int
    change: dict[str, Any]
    judgements: list[Judgement]


def judge(session: Session, year: int, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored."""
    known = _known(session, year, {entry.key for entry in entries})
    return _in_order(entries, _understood(entries, known))


def enter(session: Session, year: int, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a union whose facts would contradict each other stays as it was.

    A day or grade of an agreement says that there is one.
    """
    known = _known(session, year, {entry.key for entry in entries})
    understood = _understood(entries, known)
    _write(session, year, {one.union_id: one.change for one in understood if one.change}, known.stored)
    return judgement.entered(entries, _in_order(entries, understood))


def _known(session: Session, year: int, union_ids: Collection[int]) -> _Known:
    span = Span.parse(str(year))
    only = frozenset(union_ids) if len(union_ids) <= _A_FEW else None
    these = {} if only is None else {"union_id": only}
    return _Known(
        {row["union_id"]: row for row in records.rows(session, YearlyFact, year=year, **these)},
        circumstances(session, span, only),
        yearly_checks.rules(session, year),
        union_rules.ended_before(session, span, only),
        {
            name: {fold(words): row_id for row_id, words in records.choices(session, record_type).items()}
            for name, record_type in LISTS.items()
        },
    )


def _understood(entries: Iterable[Entry], known: _Known) -> list[_Understood]:
    return [_of_union(union_id, typed, known) for union_id, typed in judgement.by_row(entries).items()]


def _in_order(entries: Sequence[Entry], understood: Iterable[_Understood]) -> list[Judgement]:
    return judgement.in_order(entries, {one.union_id: one.judgements for one in understood})


def _of_union(union_id: int, entries: Sequence[Entry], known: _Known) -> _Understood:
    """The facts to store and the entries to refuse: unreadable ones, and all where the row would be wrong."""
    stored: Facts = {name: known.stored[union_id][name] for name in FIELDS} if union_id in known.stored else NOTHING
    given, unreadable = _read(entries, known)
    change = {name: value for name, value in given.items() if value != stored[name]}
    change |= implied(given, stored)
    found = known.problems(union_id, {**stored, **change}) if change else ()
    wrong = next((problem.text for problem in found if problem.severity is Severity.ERROR), "")
    told = {problem.field: problem for problem in reversed(found)}

    def judgement(place: int, name: str) -> Judgement:
        if place in unreadable or wrong:
            return Judgement("rejected", unreadable.get(place, wrong), Severity.ERROR)
        problem = told.get(name)
        fate: Fate = "same" if given[name] == stored[name] else "new" if stored[name] is None else "changed"
        return Judgement(fate, problem.text, problem.severity) if problem is not None else Judgement(fate)

    judgements = [judgement(place, entry.field) for place, entry in enumerate(entries)]
    return _Understood(union_id, {} if wrong else change, judgements)


def _read(entries: Sequence[Entry], known: _Known) -> tuple[dict[str, Any], dict[int, str]]:
    """The values by field, and by their places the entries that are none, with the reasons."""
    given: dict[str, Any] = {}
    unreadable: dict[int, str] = {}
    for place, entry in enumerate(entries):
        try:
            value = _value(entry, known)
        except Unreadable as error:
            unreadable[place] = str(error)
            continue
        if given.setdefault(entry.field, value) != value:
            unreadable[place] = _("{label}: đơn vị này có hai giá trị khác nhau, hãy giữ một").format(
                label=FIELDS[entry.field].label
            )
    return given, unreadable


def _value(entry: Entry, known: _Known) -> Any:  # noqa: ANN401 - a value of the field
    """The value of an entry; of a list, the id of the entry called so."""
    field = FIELDS[entry.field]
    if not isinstance(field.kind, Link) or isinstance(entry.raw, int):
        return field.of_year(known.rules.span.year).parse(entry.raw)
    key = fold(str(entry.raw or ""))
    named = known.choices[entry.field]
    if not key:
        return None
    if key not in named:
        raise Unreadable(_("{label}: “{text}” không có trong danh mục").format(label=field.label, text=entry.raw))
    return named[key]


def implied(given: Mapping[str, Any], stored: Facts) -> dict[str, Any]:
    """That there is an agreement, where a day or grade of it was *given* and nothing was said against it."""
    says = any(given.get(name) is not None for name in OF_AGREEMENT)
    return {"agreement": YES} if says and "agreement" not in given and stored["agreement"] != YES else {}


def _write(session: Session, year: int, changes: Mapping[int, Facts], stored: Mapping[int, records.Row]) -> None:
    """Store checked facts by union id; *stored* are the rows of the year as read in this transaction."""
    new = [{"union_id": key, "year": year, **change} for key, change in changes.items() if key not in stored]
    records.insert_rows(session, YearlyFact, new)
    known = {stored[key]["id"]: change for key, change in changes.items() if key in stored}
    records.update_rows(session, YearlyFact, known, {row["id"]: row for row in stored.values()})


# As in the year before


def lasting(session: Session, year: int) -> dict[int, Facts]:
    """By union id the agreement of the year before that is in force at the beginning of *year*, its grade apart.

    An agreement is graded anew each year; one whose last day is not known may be over. Unions of which *year* says
    whether they have an agreement are left out.
    """
    now, names = stored_facts(session, year), ("agreement", "agreement_from", "agreement_until")
    begins = Span.parse(str(year)).start
    return {
        union_id: {name: facts[name] for name in names}
        for union_id, facts in stored_facts(session, year - 1).items()
        if facts["agreement_until"] is not None
        and facts["agreement_until"] >= begins
        and now.get(union_id, NOTHING)["agreement"] is None
    }


def take_over(session: Session, year: int, union_ids: Collection[int]) -> TakenOver:
    """Give these unions the agreement of the year before where it is still in force; nothing else lasts."""
    known = _known(session, year, union_ids)
    found = {key: facts for key, facts in lasting(session, year).items() if key in union_ids}
    changes = {
        key: facts for key, facts in found.items() if not known.errors(key, {**known.stored.get(key, NOTHING), **facts})
    }
    _write(session, year, changes, known.stored)
    return TakenOver(len(changes), len(found) - len(changes))
