"""Thể thức văn bản: the sizes in which documents are set, as rows that the office may change."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import LayoutSize
from unioncare_desktop.services import office, records


@dataclass(frozen=True)
class SizeRow:
    """A size in hundredths of its unit, and the least and the most that the rule allows; `usual` is what is shipped."""

    id: int
    name: str
    value: int
    unit: str
    least: int | None
    most: int | None
    source: str | None
    usual: int | None


def sizes(session: Session) -> dict[str, float]:
    """All sizes by key, in the units of their rows (pt, mm, lines, %)."""
    return {row["key"]: row["value"] / 100 for row in records.rows(session, LayoutSize)}


def listed(session: Session) -> list[SizeRow]:
    """All sizes, in the order of a page."""
    usual = _shipped()
    found = sorted(records.rows(session, LayoutSize), key=lambda row: (row["position"], row["id"]))
    shown = ("id", "name", "value", "unit", "least", "most", "source")
    return [SizeRow(**{name: row[name] for name in shown}, usual=usual.get(row["key"])) for row in found]


def reset(session: Session) -> int:
    """Make all sizes again those that the program ships, and return how many were others."""
    usual = _shipped()
    stored = {row["id"]: row for row in records.rows(session, LayoutSize)}
    changes = {
        row_id: {"value": usual[row["key"]]}
        for row_id, row in stored.items()
        if usual.get(row["key"], row["value"]) != row["value"]
    }
    records.update_rows(session, LayoutSize, changes, stored)
    return len(changes)


def _shipped() -> dict[str, int]:
    return {entry["key"]: entry["value"] for entry in office.shipped(LayoutSize)}
