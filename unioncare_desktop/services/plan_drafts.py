"""Plans being typed anew or changed, and rows that are added to them from elsewhere: checked, then stored."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Plan
from unioncare_desktop.errors import InvalidRecord, Problem, Severity
from unioncare_desktop.services import plan_checks, records


def new(**values: object) -> Draft:
    """A plan that is not stored yet."""
    return records.new(Plan, **values)


def opened(session: Session, plan_id: int) -> Draft:
    """The stored plan with this id, to be changed.

    Raises:
        UserError: it is gone.
    """
    return records.open_draft(session, Plan, plan_id)


def problems(session: Session, draft: Draft) -> list[Problem]:
    """What is wrong or odd with the plan itself: of each field, and beside the other plans."""
    return [*draft.problems, *plan_checks.of_plan(session, draft)]


def save(session: Session, draft: Draft) -> int:
    """Store the plan itself and return its id.

    Raises:
        InvalidRecord: something is wrong with it. Conflict: somebody else changed it since it was opened.
    """
    _refuse(problems(session, draft))
    return records.save(session, draft)


def add(session: Session, plan_id: int, record_type: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add targets, deadlines or what is to be registered to a plan, after those it has, and return their ids.

    Raises:
        InvalidRecord: one of them is wrong; nothing is stored. UserError: the plan is gone.
    """
    about, places = plan_checks.circumstances(session, plan_id), free_places(session, record_type, plan_id)
    drafts = [at_place(records.new(record_type, **(dict(row) | {"plan_id": plan_id})), next(places)) for row in rows]
    for draft in drafts:
        _refuse([*draft.problems, *plan_checks.problems(draft, about)])
    return records.insert_rows(session, record_type, [draft.values for draft in drafts])


def save_row(session: Session, draft: Draft) -> int:
    """Store a target, a deadline or what is to be registered, as its form has it, and return its id.

    Raises:
        InvalidRecord: something is wrong with it. Conflict: somebody else changed it since it was opened.
    """
    plan_id = draft.values["plan_id"]
    _refuse([*draft.problems, *plan_checks.problems(draft, plan_checks.circumstances(session, plan_id))])
    if draft.id is None:
        at_place(draft, next(free_places(session, draft.record_type, plan_id)))
    return records.save(session, draft)


def free_places(session: Session, record_type: type[Record], plan_id: int) -> Iterator[int]:
    """The places after the last row of a part of the plan."""
    table = record_type.__table__.c
    last = session.scalar(select(func.max(table.position)).where(table.plan_id == plan_id))
    return count((last or 0) + 1)


def at_place(draft: Draft, place: int) -> Draft:
    """The *draft* of a row, which is stored at this place in its part of the plan."""
    draft.values["position"] = place
    return draft


def _refuse(found: Sequence[Problem]) -> None:
    if errors := [problem for problem in found if problem.severity is Severity.ERROR]:
        raise InvalidRecord(errors)
