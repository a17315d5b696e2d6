"""What a session for reading has read stays true as long as it is open: it sees one state of the database throughout.

A report asks for the same unions and figures a dozen times; they are read once. In a session that writes nothing is
remembered.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

T = TypeVar("T")
_REMEMBERED = "remembered"


def remember(session: Session) -> None:
    """Let *session*, which is for reading only, remember what it reads."""
    session.info[_REMEMBERED] = {}


def once(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What *read* returns, or what it returned when it was asked with this *key* before: shared, nobody changes it."""
    remembered: dict[Hashable, T] | None = session.info.get(_REMEMBERED)
    if remembered is None:
        return read()
    if key not in remembered:
        remembered[key] = read()
    return remembered[key]
