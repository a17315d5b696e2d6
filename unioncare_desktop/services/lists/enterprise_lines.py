"""Rows of lists of enterprises without a union → lines of a plan. Nothing is written here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Enterprise
from unioncare_desktop.domain.records.yearly import FOUNDED
from unioncare_desktop.i18n import _
from unioncare_desktop.services import enterprises, records
from unioncare_desktop.services.enterprises import FIELDS, LISTS
from unioncare_desktop.services.lists import matching
from unioncare_desktop.services.lists.entries import Entries
from unioncare_desktop.services.lists.matching import Row
from unioncare_desktop.services.lists.plan import Line, Work
from unioncare_desktop.services.lists.planner import Found, RecordPlanner
from unioncare_desktop.services.lists.rows import Candidate
from unioncare_desktop.vietnamese import code_key, fold


class EnterprisePlanner(RecordPlanner):
    """Makes lines of the rows of a list of enterprises; one is known by its tax code, else by its name."""

    def __init__(self, session: Session) -> None:
        self._entries = Entries(session)
        super().__init__(FIELDS, self._entries, ("name", "code"))
        self._stored = records.rows(session, Enterprise)

    def lines(self, candidates: Sequence[Candidate]) -> Iterator[tuple[Line, Work | None]]:
        """What becomes of each row, and what is to be stored for it."""
        _refuse_doubles(candidates)
        for candidate in candidates:
            yield self._judged(candidate, self._find(candidate))

    def _find(self, candidate: Candidate) -> Row | None:
        """The enterprise of that tax code; of that name only where not both have a code, and only one is called so."""
        code, name = code_key(candidate.code), fold(candidate.name)
        of_code = [row for row in self._stored if code and row["code_key"] == code]
        of_name = [row for row in self._stored if row["name_key"] == name and not (code and row["code_key"])]
        found = of_code or of_name
        return found[0] if len(found) == 1 else None

    def _judged(self, candidate: Candidate, stored: Row | None) -> tuple[Line, Work | None]:
        given = {name: value for name, value in candidate.values.items() if name in FIELDS}
        given |= {name: self._entries.find(name, given[name]) for name in LISTS.keys() & given.keys()}
        known = stored or enterprises.new_draft().values
        change = {name: value for name, value in given.items() if value != known[name]}
        if change.get("state", FOUNDED) != FOUNDED and known["union_id"] is not None:
            change["union_id"] = None
        if not candidate.name and not candidate.refused("name"):
            candidate.reject("name", _("chưa ghi tên doanh nghiệp"))
        self._check(candidate, known | change, change)
        return self.settled(candidate, stored, Found(stored, change, known | change))

    def _check(self, candidate: Candidate, values: dict[str, Any], change: dict[str, Any]) -> None:
        for name in FIELDS.keys() & change.keys():
            self.note(candidate, FIELDS[name].problems(values[name], values))


def _refuse_doubles(candidates: Sequence[Candidate]) -> None:
    groups: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        if key := code_key(candidate.code) or fold(candidate.name):
            groups[key].append(candidate)
    for group in groups.values():
        if len(group) > 1:
            matching.refuse_group(group, "name", _("cùng một doanh nghiệp ở {rows}"))
