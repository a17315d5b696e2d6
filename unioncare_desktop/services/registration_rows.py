"""Registrations as lists show them, and what the ids in them mean. Nothing is changed here."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import AwardTitle, RecognitionLevel, Registration, RegistrationKind
from unioncare_desktop.domain.records.awards import ANYONE, COLLECTIVE, GROUP, INDIVIDUAL, PERSON
from unioncare_desktop.services import campaigns, records, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.storage.snapshot import once
from unioncare_desktop.vietnamese import fold

APPLIES = {INDIVIDUAL: (PERSON, ANYONE), COLLECTIVE: (GROUP, ANYONE)}
"""To whom the titles apply that a form of registration may name."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of registration; `form` says of what one consists (domain.records.awards.FORMS)."""

    id: int
    name: str
    form: str


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """A registration as lists show it, its union as it was at the end of the round (today, where that is ahead).

    `level` is the name of who recognised the result, `level_id` its id; `search` is what typed words are looked up in.
    """

    round: RoundRow
    union: UnionRow
    kind: str
    form: str
    level: str
    search: str
    id: int
    kind_id: int
    content: str
    quantity: int
    registered_on: date | None
    honorific: str | None
    person: str | None
    position: str | None
    award: str | None
    work_field: str | None
    performer: str | None
    due_on: date | None
    recognised: bool
    in_programme: bool
    note: str | None
    outcome: str | None
    achieved: int | None
    decision: str | None
    decided_on: date | None
    level_id: int | None
    result_note: str | None
    added_later: bool


STORED = tuple(name for name in RegistrationRow.__dataclass_fields__ if name in Registration.__table__.columns)
"""The fields of a row that are columns: the last ones, in this order."""
_LINKS = ("round_id", "union_id", "kind_id", "level_id", "content", "person")
_ANY_UNION = range(1, 2**63)


def kinds(session: Session) -> list[KindRow]:
    """The kinds of registration in the order in which they are offered."""
    table = RegistrationKind.__table__.c
    query = select(table.id, table.name, table.form).order_by(table.position, table.id)
    return [KindRow(*row) for row in session.execute(query)]


def titles(session: Session, form: str, on: date) -> list[str]:
    """The titles of the catalogue that a form of registration ("individual", "collective") may name on a day."""
    found = sorted(records.rows(session, AwardTitle), key=lambda row: (row["position"], row["id"]))
    return [row["name"] for row in found if row["applies_to"] in APPLIES.get(form, ()) and holds(row, on)]


def holds(entry: Mapping[str, Any], on: date) -> bool:
    """Whether the entry of a dated list holds on a day."""
    return (entry["valid_from"] or on) <= on <= (entry["valid_to"] or on)


class Around:
    """What the ids in registrations mean: rounds, kinds, levels, and the unions as they were in each round.

    *known* are the unions of a single round, where they were read before.
    """

    def __init__(
        self, session: Session, rounds: Iterable[RoundRow], known: Mapping[int, UnionRow] | None = None
    ) -> None:
        self.rounds = {one.id: one for one in rounds}
        self.kinds = {one.id: one for one in kinds(session)}
        self._levels = records.choices(session, RecognitionLevel)
        days = {one.id: as_of(one) for one in self.rounds.values()}
        on_day = {day: known or _unions(session, day) for day in set(days.values())}
        self._unions = {round_id: on_day[day] for round_id, day in days.items()}

    def union(self, round_id: int, union_id: int) -> UnionRow:
        """The union as it was in the round."""
        return self._unions[round_id][union_id]

    def row(self, values: Mapping[str, Any]) -> RegistrationRow:
        """The registration that has these *values*, by the names of its columns."""
        return self.told([values[name] for name in _LINKS], [values[name] for name in STORED])

    def told(self, links: Sequence[Any], stored: Sequence[Any]) -> RegistrationRow:
        """The registration whose *stored* values are those of `STORED`."""
        round_id, union_id, kind_id, level_id, content, person = links
        kind, union = self.kinds[kind_id], self._unions[round_id][union_id]
        search = f"{union.search} {fold(kind.name)} {fold(content)} {fold(person) if person else ''}"
        level = self._levels[level_id] if level_id else ""
        return RegistrationRow(self.rounds[round_id], union, kind.name, kind.form, level, search, *stored)


def as_of(one: RoundRow) -> date:
    """The day as of which the unions of a round are told: its last, or today where that is ahead."""
    return min(one.end, clock.today())


def _unions(session: Session, day: date) -> dict[int, UnionRow]:
    """All unions as they were on a day; those that were not there yet as they are now."""
    return {one.id: one for one in unions.listed(session, on=day, with_closed=True, always=_ANY_UNION)}


def rows(session: Session, round_ids: Collection[int]) -> list[RegistrationRow]:
    """The registrations of these rounds, by round, union, kind, in the order in which they were put in."""
    key = "registrations", frozenset(round_ids), clock.today()
    return list(once(session, key, lambda: _rows(session, Registration.__table__.c.round_id.in_(round_ids))))


def reread(
    session: Session, ids: Collection[int], known: Mapping[int, UnionRow] | None = None
) -> list[RegistrationRow]:
    """The registrations with these ids as they are now, in the order of `rows`; those that are gone are left out.

    Where all are of one round, its unions need not be read again if they are *known*.
    """
    return _rows(session, Registration.__table__.c.id.in_(ids), known or {})


def _rows(
    session: Session, wanted: ColumnElement[bool], known: Mapping[int, UnionRow] = MappingProxyType({})
) -> list[RegistrationRow]:
    table = Registration.__table__.c
    columns = [table[name] for name in (*_LINKS, *STORED)]
    stored = session.execute(select(*columns).where(wanted).order_by(table.id)).all()
    rounds = [campaigns.round_of(session, round_id) for round_id in {row[0] for row in stored}]
    enough = len(rounds) == 1 and all(row[1] in known for row in stored)
    around, count = Around(session, rounds, known if enough else None), len(_LINKS)
    place = {kind_id: number for number, kind_id in enumerate(around.kinds)}
    found = [around.told(row[:count], row[count:]) for row in stored]
    found.sort(key=lambda one: (one.round.start, one.round.id, one.union.sort_key, one.union.id, place[one.kind_id]))
    return found
