"""When the returns of an invented office came, and who was reminded of those that are missing."""

from collections.abc import Collection
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import PeriodReturn
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import periods, records
from unioncare_desktop.services.records import Row

_EARLIEST, _LATEST, _USUAL = -9, 8, -2
"""Days from the due day on which returns come; most come shortly before it."""
_KNOWN = 0.94
_WAYS = ("Zalo", "email", "điện thoại")


def load(session: Session, span: Span, reported: Collection[int], silent: Collection[int], today: date) -> None:
    """Most returns of *reported* unions have their day, the *silent* ones were reminded; nothing lies after *today*."""
    random, period_id = Random(span.code), periods.ensure(session, span).id  # noqa: S311 - invented days
    came = {one: _day(span, random) for one in reported if random.random() < _KNOWN}
    values = [_received(one, day) for one, day in came.items() if day <= today]
    if span.due < today:
        values += [
            _reminded(one, min(span.due + timedelta(days=random.randint(1, 6)), today), random) for one in silent
        ]
    records.insert_rows(session, PeriodReturn, [value | {"period_id": period_id} for value in values])


def _day(span: Span, random: Random) -> date:
    return span.due + timedelta(days=round(random.triangular(_EARLIEST, _LATEST, _USUAL)))


def _received(union_id: int, day: date) -> Row:
    return {"union_id": union_id, "received_on": day, "reminders": 0, "reminded_on": None, "note": None}


def _reminded(union_id: int, day: date, random: Random) -> Row:
    note = f"nhắc qua {random.choice(_WAYS)} {day:%d/%m/%Y}"
    reminders = random.choice((1, 1, 2))
    return {"union_id": union_id, "received_on": None, "reminders": reminders, "reminded_on": day, "note": note}
