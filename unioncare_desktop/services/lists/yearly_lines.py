"""Rows of lists of yearly facts → lines of a plan: what each union tells of one year. Nothing is written here."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import YearlyFact
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closings, records, yearly_checks, yearly_entry
from unioncare_desktop.services.lists import matching
from unioncare_desktop.services.lists.entries import FixedLists
from unioncare_desktop.services.lists.matching import Registry, Row
from unioncare_desktop.services.lists.plan import Fate, Line, Work
from unioncare_desktop.services.lists.planner import Found, RecordPlanner, line_of
from unioncare_desktop.services.lists.rows import Candidate
from unioncare_desktop.services.yearly_checks import FIELDS, Circumstances


class YearlyPlanner(RecordPlanner):
    """Makes lines of the rows of a list of the facts of *year*; each union has one row."""

    def __init__(self, session: Session, year: int) -> None:
        self._lists = FixedLists(session, yearly_entry.LISTS)
        super().__init__(FIELDS, self._lists)
        self._year = year
        self._registry = Registry.read(session)
        self._facts = {row["union_id"]: row for row in records.rows(session, YearlyFact, year=year)}
        self._rules = yearly_checks.rules(session, year)
        span = Span.parse(str(year))
        self._begins = span.start
        self._about = yearly_entry.circumstances(session, span)
        self._closed = closings.refusal(session, span)

    def lines(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Line, Work | None]]:
        """What becomes of each row, and what is to be stored for it."""
        for candidate, row in zip(candidates, matching.match_once(self._registry, candidates), strict=True):
            yield self._judged(candidate, row)

    def _judged(self, candidate: Candidate, union: Row | None) -> tuple[Line, Work | None]:
        given = {name: value for name, value in candidate.values.items() if name in FIELDS}
        self._lists.resolve(candidate, given)
        if union is None:
            self._registry.refuse_unknown(candidate, _("; số liệu năm không thêm đơn vị mới"))
            return line_of(candidate, None, Fate.REJECTED), None
        matching.refuse_another(self._registry, candidate, union)
        stored = self._facts.get(union["id"])
        known = stored or yearly_entry.NOTHING
        given |= yearly_entry.implied(given, known)
        change = {name: value for name, value in given.items() if value != known[name]}
        if change and self._closed:
            candidate.reject("name", self._closed)
        elif change:
            self._check(candidate, union, {name: known[name] for name in FIELDS} | change)
        return self.settled(
            candidate, union, Found(stored, change, {"union_id": union["id"], "year": self._year, **change})
        )

    def _check(self, candidate: Candidate, union: Row, facts: dict[str, Any]) -> None:
        ended = union["state"] != ACTIVE and union["closed_on"] is not None and union["closed_on"] <= self._begins
        if ended:
            candidate.reject("name", self._registry.state_sentence(union))
        about = self._about.get(union["id"], Circumstances())
        self.note(candidate, yearly_checks.problems(facts, about, self._rules))
