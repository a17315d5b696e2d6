"""Who has registered in a round and who has not, against the unions that are expected to and the plan's rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from unioncare_desktop.services.unions import UnionRow

if TYPE_CHECKING:
    from unioncare_desktop.services.campaigns import RoundRow


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A union that is expected to register, and what it did: numbers of registrations here and in earlier rounds.

    `required_here` and `required` count the works (quantities) of the kind that the plan demands: in this round, and in
    the campaign so far. `merged` names unions merged into it that have registered in this round themselves.
    """

    union: UnionRow
    email: str | None
    here: int
    before: int
    required_here: int
    required: int
    merged: tuple[str, ...]

    @property
    def registered(self) -> bool:
        """Whether it has registered anything in the round."""
        return self.here > 0


@dataclass(frozen=True, slots=True)
class KindSum:
    """How many registrations of a kind there are, of how many unions, and the sum of their quantities."""

    registrations: int
    unions: int
    quantity: int


@dataclass(frozen=True)
class Standing:
    """How a round stands; `rows` are all unions that are expected, in the order of their names.

    `others` counts registrations of unions that are not expected (merged, closed, of another sector); they are in
    `by_kind` too. `required_least` of `required_kind` is what the plan demands of each; 0 and empty where nothing.
    """

    round: "RoundRow"
    rows: tuple[StandingRow, ...]
    others: int
    required_kind: str
    required_least: int
    by_kind: Mapping[str, KindSum]

    @property
    def expected(self) -> int:
        """How many unions are expected to register."""
        return len(self.rows)

    @property
    def registered(self) -> int:
        """How many of them have registered anything."""
        return sum(row.registered for row in self.rows)

    @property
    def missing(self) -> tuple[StandingRow, ...]:
        """Those that have not."""
        return tuple(row for row in self.rows if not row.registered)

    @property
    def without_required(self) -> tuple[StandingRow, ...]:
        """Those that have not registered what the plan demands in the campaign so far."""
        return tuple(row for row in self.rows if row.required < self.required_least)

    @property
    def without_required_here(self) -> tuple[StandingRow, ...]:
        """Those that have not registered what the plan demands in this round."""
        return tuple(row for row in self.rows if row.required_here < self.required_least)

    @property
    def share(self) -> float | None:
        """Registered of expected, 0 to 1; None where nobody is expected."""
        return self.registered / self.expected if self.expected else None

    @property
    def registrations(self) -> int:
        """All registrations of the round."""
        return sum(one.registrations for one in self.by_kind.values())


def standing(session: Session, round_id: int, today: date | None = None) -> Standing:
    """Who has registered in a round, as of its end, or of *today* where that is ahead."""
    raise NotImplementedError


def status(session: Session, year: int) -> dict[str, Any]:
    """What `status` tells of the rounds of a year: {"round 1": {"registered_unions", "missing_unions", "by_kind"}, …}."""
    raise NotImplementedError
