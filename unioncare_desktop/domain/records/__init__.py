"""All record types in the order in which they depend on each other. A new one gets a file and its name here."""

from sqlalchemy import CheckConstraint

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.document_text import DocumentText
from unioncare_desktop.domain.records.lists import Area, Bloc, Level, Sector
from unioncare_desktop.domain.records.member_count import MemberCount
from unioncare_desktop.domain.records.merger import (
    BlocPair,
    Merger,
    MergerBase,
    MergerBaseUnion,
    MergerLock,
    MergerOfficer,
    MergerPart,
)
from unioncare_desktop.domain.records.office import Office, Threshold
from unioncare_desktop.domain.records.officer import Officer, OfficerRole
from unioncare_desktop.domain.records.period import Period
from unioncare_desktop.domain.records.union import Union
from unioncare_desktop.domain.records.union_event import UnionEvent

RECORDS: tuple[type[Record], ...] = (
    Office,
    Threshold,
    DocumentText,
    Level,
    Sector,
    Bloc,
    BlocPair,
    Area,
    OfficerRole,
    Union,
    Period,
    Merger,
    MergerPart,
    MergerOfficer,
    MergerLock,
    MergerBase,
    MergerBaseUnion,
    UnionEvent,
    Officer,
    MemberCount,
)


def _limits_become_constraints() -> None:
    """Every limit that a kind states holds in the database too."""
    for record_type in RECORDS:
        table = record_type.__table__
        for name, described in fields_of(record_type).items():
            if (limit := described.kind.limit) is not None:
                condition = limit.format(column=f'"{name}"')
                table.append_constraint(CheckConstraint(condition, name=f"{name}_range"))  # type: ignore[attr-defined] # a Table


_limits_become_constraints()

__all__ = [
    "RECORDS",
    "Area",
    "Bloc",
    "BlocPair",
    "DocumentText",
    "Level",
    "MemberCount",
    "Merger",
    "MergerBase",
    "MergerBaseUnion",
    "MergerLock",
    "MergerOfficer",
    "MergerPart",
    "Office",
    "Officer",
    "OfficerRole",
    "Period",
    "Sector",
    "Threshold",
    "Union",
    "UnionEvent",
]
