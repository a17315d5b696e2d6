"""The plans of an invented office, and what it has done about their deadlines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import DeadlineMark
from unioncare_desktop.domain.records.plan import FINISHED, REPORT, SNOOZED
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.services import plan_files, plans, records
from unioncare_desktop.services.plans import DeadlineRow, PlanRow
from unioncare_desktop.services.records import Row

_DONE_UNTIL = (9, 30)
_Due = tuple[date, DeadlineRow]


def load(session: Session, shipped: Sequence[str], own: Mapping[str, Any] | None, year: int) -> None:
    """Load the *shipped* plans and the office's *own* one: what was due is done, the next report is put off."""
    ids = [plans.load(session, key) for key in shipped]
    if own is not None:
        ids.append(plans.insert(session, plan_files.parsed(own)))
    for plan_id in ids:
        due = sorted(_due(plans.plan(session, plan_id), year), key=lambda one: one[0])
        until = date(year, *_DONE_UNTIL)
        reports = [(day, one) for day, one in due if day > until and one.kind == REPORT]
        marks = [*(_finished(day, one) for day, one in due if day <= until), *(_put_off(*one) for one in reports[:1])]
        records.insert_rows(session, DeadlineMark, marks)


def _due(plan: PlanRow, year: int) -> Iterator[_Due]:
    """The days of the year on which something of the plan is due."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    for one in plan.deadlines:
        days = [one.due] if one.due is not None else []
        if one.rule is not None:
            days = recurrence.occurrences(one.rule, first, last, plan.since or first)
        yield from ((day, one) for day in days if first <= day <= last)


def _finished(due: date, one: DeadlineRow) -> Row:
    return {"deadline_id": one.id, "due": due, "state": FINISHED, "on": due - timedelta(days=2)}


def _put_off(due: date, one: DeadlineRow) -> Row:
    asked, until = due - timedelta(days=7), due - timedelta(days=2)
    note = "Chờ số liệu của CĐCS"
    return {"deadline_id": one.id, "due": due, "state": SNOOZED, "on": asked, "until": until, "note": note}
