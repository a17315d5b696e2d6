"""What the page of competitions shows of a round, read at once so that it can be read beside the window."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from unioncare_desktop.domain.records import AwardForm
from unioncare_desktop.domain.records.awards import TITLE_FORMS
from unioncare_desktop.errors import Problem
from unioncare_desktop.services import campaigns, office, office_lists, registering, registrations
from unioncare_desktop.services.campaigns import RoundRow, RoundState
from unioncare_desktop.services.registering import Standing
from unioncare_desktop.services.registrations import KindRow, RegistrationRow
from unioncare_desktop.services.unions import UnionRow

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

_RUNS = (RoundState.OPEN, RoundState.LATE)


@dataclass(frozen=True)
class RoundReading:
    """A round with its registrations, what is odd about them, who has registered, and what its cells propose.

    `titles` are the names of the catalogue by the form of a registration that may name them; `unit` is what the office
    calls a union. `waiting` counts the unions that have not registered in the round that runs now. `version` says after
    which change it was read.
    """

    version: int
    round: RoundRow
    rows: list[RegistrationRow]
    problems: Mapping[int, tuple[Problem, ...]]
    standing: Standing
    kinds: list[KindRow]
    titles: Mapping[str, list[str]]
    award_forms: list[str]
    unit: str
    waiting: int

    @property
    def unions(self) -> dict[int, UnionRow]:
        """The unions that are expected to register and those that have, as they were in the round."""
        around = [row.union for row in self.standing.rows] + [row.union for row in self.rows]
        return {union.id: union for union in around}


def read(work: "Work", round_id: int, today: date, version: int) -> RoundReading:
    """All of it; called in another thread."""
    with work.read() as session:
        shown = campaigns.round_of(session, round_id)
        rows = registrations.rows(session, [round_id])
        standing = registering.standing(session, round_id)
        day = min(max(today, shown.start), shown.end)
        return RoundReading(
            version,
            shown,
            rows,
            registrations.problems(session, rows),
            standing,
            registrations.kinds(session),
            {form: registrations.titles(session, form, day) for form in TITLE_FORMS},
            _award_forms(session, day),
            office.view(session).kind.unit_short,
            _waiting(session, standing, today),
        )


def _waiting(session: "Session", shown: Standing, today: date) -> int:
    """How many unions have not registered in the round that runs on a day; none while none runs."""
    current = campaigns.current(session, today)
    if current is None or current.state_on(today) not in _RUNS:
        return 0
    standing = shown if current.id == shown.round.id else registering.standing(session, current.id)
    return len(standing.missing)


def _award_forms(session: "Session", day: date) -> list[str]:
    found = office_lists.rows(session, AwardForm)
    return [one.name for one in found if (one.valid_from or day) <= day <= (one.valid_to or day)]
