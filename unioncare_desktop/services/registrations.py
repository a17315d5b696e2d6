"""What unions have registered in rounds of a campaign: shown in rows, put in by a form or a grid, taken away again.

How they are shown lies in `registration_rows`, what is typed and pasted in `registration_entry`, what may not be stored
in `registration_desk`, what is odd in `registration_checks`; all of it is reached from here. Who has not registered is
told by `registering`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.domain.records import Award, PactItem, Registration, Union
from unioncare_desktop.errors import InUse, InvalidRecord, Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task, drain, in_parts
from unioncare_desktop.services import campaigns, records, registration_checks
from unioncare_desktop.services.registration_desk import Desk
from unioncare_desktop.services.registration_entry import (
    CODE,
    KIND,
    TYPED,
    UNION,
    Entered,
    Entry,
    enter,
    judge,
)
from unioncare_desktop.services.registration_rows import KindRow, RegistrationRow, kinds, reread, rows, titles
from unioncare_desktop.vietnamese import show_whole

__all__ = [
    "CODE",
    "KIND",
    "TYPED",
    "UNION",
    "Desk",
    "Entered",
    "Entry",
    "KindRow",
    "NewRow",
    "PactRow",
    "RegistrationRow",
    "delete",
    "deleting",
    "enter",
    "item_drafts",
    "judge",
    "kinds",
    "new_draft",
    "new_item",
    "open_draft",
    "pact_items",
    "problems",
    "remarks",
    "reread",
    "rows",
    "save",
    "titles",
]


_A_FEW = 200
"""The members of so many unions are read by their ids; of more, those of all."""


def problems(session: Session, found: Sequence[RegistrationRow]) -> dict[int, tuple[Problem, ...]]:
    """The warnings and hints of registrations, by id; those without any are left out.

    What they have in common with others, words or members, is told only of those among *found*.
    """
    rounds = {row.round.id: row.round for row in found}
    concerned = {row.union.id for row in found}
    only = concerned if len(concerned) <= _A_FEW else None
    return registration_checks.problems(found, registration_checks.rules(session, rounds.values(), only))


# In a form


def new_draft(session: Session, round_id: int, **values: object) -> Draft:
    """A registration of a round that is not stored yet, of the first kind that is offered unless *values* say other."""
    first = next(iter(kinds(session)), None)
    chosen = {} if first is None else {KIND: first.id}
    return records.new(Registration, round_id=round_id, **(chosen | values))


def open_draft(session: Session, registration_id: int) -> Draft:
    """A draft of a stored registration.

    Raises:
        UserError: it is gone.
    """
    return records.open_draft(session, Registration, registration_id)


def remarks(session: Session, draft: Draft) -> tuple[Problem, ...]:
    """The warnings and hints of a draft in which union, kind and content are given; nothing before that."""
    values = draft.values
    if draft.errors or any(values[name] is None for name in (UNION, KIND, "content")):
        return ()
    return _desk(session, draft).problems(values)


def save(session: Session, draft: Draft, items: Sequence[Draft] | None = None) -> int:
    """Store a registration, and the lines of its pact as *items* has them (None: as they are); return its id.

    Raises:
        InvalidRecord: something is missing or wrong, it is registered already, the round is closed, the union had ended
            before it. Conflict: somebody changed it since it was opened.
    """
    if draft.errors:
        raise InvalidRecord(draft.errors)
    desk, values = _desk(session, draft), draft.values
    values["content"] = desk.spelled(values[KIND], values["content"])
    refusal = desk.refusal(values, None if draft.id is None else {"id": draft.id, UNION: draft.original[UNION]})
    if refusal is not None:
        raise InvalidRecord([Problem(*refusal)])
    registration_id = records.save(session, draft)
    if items is not None:
        _save_items(session, registration_id, items)
    return registration_id


def _desk(session: Session, draft: Draft) -> Desk:
    return Desk(session, [campaigns.round_of(session, draft.values["round_id"])])


def delete(session: Session, ids: Collection[int]) -> None:
    """Remove registrations with the lines of their pacts: together they go to the trash.

    Raises:
        UserError: their round is closed. InUse: awards are proposed or given for them.
    """
    drain(deleting(session, ids))


def deleting(session: Session, ids: Collection[int]) -> Task[None]:
    """`delete` as a long task, for all registrations of a round."""
    yield Step(0, len(ids))
    table = Registration.__table__.c
    campaigns.refuse_closed(session, set(session.scalars(select(table.round_id).where(table.id.in_(ids)))))
    _refuse_awarded(session, ids)
    lines = PactItem.__table__.c
    records.delete(session, PactItem, session.scalars(select(lines.id).where(lines.registration_id.in_(ids))).all())
    yield from in_parts(list(ids), lambda part: records.delete(session, Registration, part))


def _refuse_awarded(session: Session, ids: Collection[int]) -> None:
    award, union = Award.__table__.c, Union.__table__.c
    query = select(union.name).join(Award, award.union_id == union.id).where(award.registration_id.in_(ids))
    if names := session.scalars(query.order_by(union.sort_key)).all():
        sentence = _(
            "Có {count} khen thưởng theo đăng ký này (“{name}”) nên không xóa được. Hãy xóa khen thưởng trước."
        )
        raise InUse(sentence.format(count=show_whole(len(names)), name=names[0]))


# Pacts


@dataclass(frozen=True, slots=True)
class PactRow:
    """A line of a pact: `part` is "movement" (goal, starts_on, ends_on) or "target" (unit, planned, result)."""

    id: int
    part: str
    name: str
    goal: str | None
    starts_on: date | None
    ends_on: date | None
    unit: str | None
    planned: str | None
    result: str | None
    note: str | None


def pact_items(session: Session, registration_ids: Collection[int]) -> dict[int, list[PactRow]]:
    """The lines of pacts in their order, by the id of the registration; those without any are left out."""
    table = PactItem.__table__.c
    query = (
        select(table.registration_id, *(table[name] for name in PactRow.__dataclass_fields__))
        .where(table.registration_id.in_(registration_ids))
        .order_by(table.registration_id, table.position, table.id)
    )
    found: dict[int, list[PactRow]] = {}
    for registration_id, *values in session.execute(query):
        found.setdefault(registration_id, []).append(PactRow(*values))
    return found


def item_drafts(session: Session, registration_id: int) -> list[Draft]:
    """The lines of a pact as its form takes them, in their order."""
    found = pact_items(session, [registration_id]).get(registration_id, [])
    return [records.open_draft(session, PactItem, one.id) for one in found]


def new_item(part: str) -> Draft:
    """A line of a pact that is not stored yet; `part` is "movement" or "target"."""
    return records.new(PactItem, part=part)


def _save_items(session: Session, registration_id: int, items: Sequence[Draft]) -> None:
    """Let a pact have these lines in this order, and no others."""
    wrong = [problem for item in items for problem in item.errors if problem.field != "registration_id"]
    if wrong:
        raise InvalidRecord(wrong)
    stored = {row["id"]: row for row in records.rows(session, PactItem, registration_id=registration_id)}
    records.delete(session, PactItem, stored.keys() - {item.id for item in items})
    new, changes = [], {}
    for position, item in enumerate(items, 1):
        values = item.values | {"registration_id": registration_id, "position": position}
        if before := stored.get(item.id or 0):
            changes[before["id"]] = {name: value for name, value in values.items() if value != before[name]}
        else:
            new.append(values)
    records.update_rows(session, PactItem, {key: change for key, change in changes.items() if change}, stored)
    records.insert_rows(session, PactItem, new)
