"""Thể thức văn bản: the sizes in which documents are set, as rows that the office may change."""

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import LayoutSize
from unioncare_desktop.services import records


def sizes(session: Session) -> dict[str, float]:
    """All sizes by key, in the units of their rows (pt, mm, lines, %)."""
    return {row["key"]: row["value"] / 100 for row in records.rows(session, LayoutSize)}
