"""The catalogue of indicators: what targets are set for. What they come to lies in `measures`."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Indicator
from unioncare_desktop.services import records

PERCENT = "%"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator of the catalogue; `measure` is the key of its computation, blank where it is entered by hand.

    `words` are the phrases by which the text of a plan speaks of it; the other texts are blank where nothing is said.
    """

    id: int
    key: str
    name: str
    unit: str
    counted: str
    numerator: str
    denominator: str
    limited_to: str
    data_source: str
    blank: str
    measure: str
    words: tuple[str, ...]

    @property
    def is_share(self) -> bool:
        """Whether its value is a percentage."""
        return self.unit == PERCENT

    @property
    def by_hand(self) -> bool:
        """Whether its value is entered, as the records cannot tell it."""
        return not self.measure


_TEXTS = ("name", "unit", "counted", "numerator", "denominator", "limited_to", "data_source", "blank", "measure")


def catalogue(session: Session) -> dict[str, IndicatorRow]:
    """All indicators by their keys, in the order of the list."""
    found = sorted(records.rows(session, Indicator), key=lambda row: (row["position"], row["id"]))
    return {
        row["key"]: IndicatorRow(
            id=row["id"],
            key=row["key"],
            words=tuple((row["words"] or "").splitlines()),
            **{name: row[name] or "" for name in _TEXTS},
        )
        for row in found
    }
