"""Several user actions in one transaction that a test rolls back, as the window makes them one after the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from unioncare_desktop.domain.records import RECORDS
from unioncare_desktop.services import records, undo
from unioncare_desktop.services.changes import BOOKKEEPING
from unioncare_desktop.storage import closed_periods
from unioncare_desktop.storage.database import Session
from unioncare_desktop.storage.history import EDIT, begin_action, end_action

USER = "Bình"
"""Not the one of the tests' outermost action, which is open all the while."""
Office = dict[tuple[str, int], dict[str, Any]]


class Doing:
    """An action while it is done; its id afterwards."""

    def __init__(self, number: int) -> None:
        self.id = number


@contextmanager
def action(
    session: Session, title: str = "Sửa", *, kind: str = EDIT, undoes: int | None = None, who: str = USER
) -> Iterator[Doing]:
    """One action of *who*; an exception leaves nothing of it."""
    with session.begin_nested():
        doing = Doing(begin_action(session, who, title, kind, undoes))
        yield doing
        closed_periods.refuse(session, doing.id, end_action(session, doing.id).keys())


def take_back(session: Session, offer: undo.Offer, who: str = USER) -> int:
    """Do what is offered, as Ctrl+Z or Ctrl+Y does; the id of the action that did it comes back."""
    with action(session, offer.title, undoes=offer.action_id, who=who) as undoing:
        undo.undo(session, offer.action_id)
    return undoing.id


def office_of(session: Session) -> Office:
    """Every row of every record, without what the program keeps by itself."""
    return {
        (kind.__tablename__, row["id"]): {name: value for name, value in row.items() if name not in BOOKKEEPING}
        for kind in RECORDS
        for row in records.rows(session, kind)
    }
