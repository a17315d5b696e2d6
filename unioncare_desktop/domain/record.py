"""The base of all record types: identity, row version, times, and how constraints are named."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> str:
    """The present moment in UTC as ISO text with seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Base(DeclarativeBase):
    """Everything that is stored, records and the program's own tables alike."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, int: Integer}


class Record(Base):
    """One thing the office knows. `version` counts its changes and tells whether somebody else was faster."""

    __abstract__ = True
    title: ClassVar[str] = ""
    """What one such record is called on screen."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    version: Mapped[int] = mapped_column(default=1, sort_order=1)
    created: Mapped[str] = mapped_column(default=now, sort_order=1)
    changed: Mapped[str] = mapped_column(default=now, sort_order=1)

    @staticmethod
    def derive(values: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG004 - overridden where there is something
        """Stored keys that follow from the *values* of a record: what users search and sort by."""
        return {}
