"""Registrations as lists show them, and what the ids in them mean. Nothing is changed here."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import AwardTitle, RecognitionLevel, Registration, RegistrationKind
from unioncare_desktop.domain.records.awards import ANYONE, COLLECTIVE, GROUP, INDIVIDUAL, PERSON
from unioncare_desktop.services import campaigns, records, unions
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.unions import UnionRow
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

    id: int
    round: RoundRow
    union: UnionRow
    kind_id: int
    kind: str
    form: str
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
    level: str
    result_note: str | None
    added_later: bool
    search: str


_TAKEN = tuple(name for name in RegistrationRow.__dataclass_fields__ if name in fields_of(Registration))
_NEEDED = ("id", "round_id", "union_id", *_TAKEN)


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

    *union_ids* are told even where they were not there yet.
    """

    def __init__(self, session: Session, rounds: Iterable[RoundRow], union_ids: Collection[int]) -> None:
        self.rounds = {one.id: one for one in rounds}
        self.kinds = {one.id: one for one in kinds(session)}
        self._levels = records.choices(session, RecognitionLevel)
        days = {one.id: as_of(one) for one in self.rounds.values()}
        on_day = {day: _unions(session, day, union_ids) for day in set(days.values())}
        self._unions = {round_id: on_day[day] for round_id, day in days.items()}

    def union(self, round_id: int, union_id: int) -> UnionRow:
        """The union as it was in the round."""
        return self._unions[round_id][union_id]

    def row(self, values: Mapping[str, Any]) -> RegistrationRow:
        """The registration that has these *values*, by the names of its columns."""
        kind, union = self.kinds[values["kind_id"]], self._unions[values["round_id"]][values["union_id"]]
        said = fold(f"{values['content']} {values['person'] or ''}")
        return RegistrationRow(
            id=values["id"],
            round=self.rounds[values["round_id"]],
            union=union,
            kind=kind.name,
            form=kind.form,
            level=self._levels.get(values["level_id"], ""),
            search=f"{union.search} {fold(kind.name)} {said}",
            **{name: values[name] for name in _TAKEN},
        )


def as_of(one: RoundRow) -> date:
    """The day as of which the unions of a round are told: its last, or today where that is ahead."""
    return min(one.end, date.today())  # noqa: DTZ011 - the user's own calendar


def _unions(session: Session, day: date, union_ids: Collection[int]) -> dict[int, UnionRow]:
    return {one.id: one for one in unions.listed(session, on=day, with_closed=True, always=union_ids)}


def rows(session: Session, round_ids: Collection[int]) -> list[RegistrationRow]:
    """The registrations of these rounds, by round, union, kind, in the order in which they were put in."""
    table = Registration.__table__.c
    query = select(*(table[name] for name in _NEEDED)).where(table.round_id.in_(round_ids)).order_by(table.id)
    stored = [dict(zip(_NEEDED, row, strict=True)) for row in session.execute(query).all()]
    rounds = [campaigns.round_of(session, round_id) for round_id in set(round_ids)]
    around = Around(session, rounds, {row["union_id"] for row in stored})
    place = {kind_id: number for number, kind_id in enumerate(around.kinds)}
    found = [around.row(row) for row in stored]
    found.sort(
        key=lambda one: (one.round.start, one.round.id, one.union.sort_key, one.union.id, place[one.kind_id], one.id)
    )
    return found
