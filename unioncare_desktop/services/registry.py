"""The registry as a list to read: every union as it was on a day, with the members that were known then."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import count_figures, periods, unions
from unioncare_desktop.services.unions import UnionRow

_TOLD = ("code", "name", "level", "upper", "sector", "bloc", "area", "state", "successor")


@dataclass(frozen=True, slots=True)
class Entry:
    """A union and the members it reported last; None where it did not."""

    union: UnionRow
    members: int | None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values: names in Vietnamese, states as codes, days in ISO form, blanks as null."""
        days = {name: getattr(self.union, name) for name in ("founded_on", "closed_on")}
        return (
            {name: getattr(self.union, name) or None for name in _TOLD}
            | {name: day and day.isoformat() for name, day in days.items()}
            | {"members": self.members}
        )


def entries(session: Session, on: date | None = None) -> list[Entry]:
    """All unions, ended ones too, as they are now or were on a day."""
    quarter = last_quarter(session, on)
    members = count_figures.members(session, quarter) if quarter else {}
    return [Entry(union, members.get(union.id)) for union in unions.listed(session, on=on, with_closed=True)]


def last_quarter(session: Session, on: date | None) -> Span | None:
    """The newest quarter with figures, of those cut off by the day *on*."""
    return periods.newest_with_counts(session, on)
