"""What belongs to a closed round and therefore stays as it is, also where actions are undone or rows come back."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Award, PactItem, Registration, RoundScore
from unioncare_desktop.domain.records.registration import DECISION_FIELDS
from unioncare_desktop.services.changes import Key, differing, rows_with
from unioncare_desktop.services.records import Row

_OF_ROUNDS: tuple[type[Record], ...] = (Registration, Award, RoundScore)
Turning = Mapping[Key, tuple[Row | None, Row | None]]
"""Rows by their keys as they are and as they are going to be; None where there is none."""


def touched(session: Session, turning: Turning) -> set[int]:
    """The ids of the rounds that would not be as they were, but for how their awards were decided."""
    turns = {key: [row for row in pair if row is not None] for key, pair in turning.items() if _is_touched(key, pair)}
    own = {row["round_id"] for key, rows in turns.items() if key.record_type in _OF_ROUNDS for row in rows}
    pacts = {row["registration_id"] for key, rows in turns.items() if key.record_type is PactItem for row in rows}
    return own | {row["round_id"] for row in rows_with(session, Registration, "id", pacts)}


def _is_touched(key: Key, pair: tuple[Row | None, Row | None]) -> bool:
    before, after = pair
    if before is None or after is None:
        return before is not after
    later = DECISION_FIELDS if key.record_type is Award else ()
    return bool(differing(key.record_type, before, after).keys() - set(later))
