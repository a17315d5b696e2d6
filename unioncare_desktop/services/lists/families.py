"""The families of lists that imports know: which fields their columns may mean, and how one is told from another.

Unions and their figures are one family, as one list often carries both. A family more is one more entry here, the
lines that its rows become, and the record that it is stored in.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from unioncare_desktop.domain.fields import Field, fields_of
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records import Enterprise, MemberCount, Registration, Union, YearlyFact
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.services.lists.plan import BY_YEAR, COUNTS, ENTERPRISES, REGISTER, UNIONS, YEARLY

COUNT_NOTE = "count_note"
"""The note of a count, beside "note", which is that of the union."""
ORDINAL = "ordinal"
ABOUT_UNIONS = frozenset({"code", "name", "upper_id", "level_id", "sector_id", "bloc_id", "area_id", "note"})
"""Columns that stand in lists of every kind: they tell of none."""


@dataclass(frozen=True, eq=False)
class Family:
    """Lists of these *kinds*; its rows are of somebody by "name", and carry the other *fields*.

    *needed* are columns without which it is none. *said* is what is written over such a list, folded, where its columns
    alone might mean another. In some a union *repeats* in several rows.
    """

    kinds: tuple[str, ...]
    fields: Mapping[str, Field]
    needed: frozenset[str] = frozenset()
    said: re.Pattern[str] | None = None
    repeats: bool = False
    numbers_of_a_row: Collection[str] = ()

    def told_by(self, columns: Collection[str]) -> int:
        """How many of *columns* tell that a list is of this family; 0 where it lacks what it needs."""
        if not self.needed.issubset(columns):
            return 0
        return len(set(columns) - ABOUT_UNIONS - {ORDINAL})

    @property
    def yearly(self) -> bool:
        """Whether what such lists hold is kept by the year."""
        return self.kinds[0] in BY_YEAR

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The fields whose numbers show that a row is of the list, without ordinal and code."""
        return frozenset(self.numbers_of_a_row) or frozenset(
            name for name, described in self.fields.items() if isinstance(described.kind, Whole)
        )


def _of_union(fields: Mapping[str, Field], *without: str) -> dict[str, Field]:
    """The columns that name a union, and *fields*."""
    named = {name: fields_of(Union)[name] for name in ("code", "name")}
    return named | {name: described for name, described in fields.items() if name not in ("union_id", *without)}


_FIGURES = {name: fields_of(MemberCount)[name] for name in FIGURES} | {COUNT_NOTE: fields_of(MemberCount)["note"]}
REGISTRY = Family((UNIONS, COUNTS), dict(fields_of(Union)) | _FIGURES, numbers_of_a_row=FIGURES)
REGISTERS = Family(
    (REGISTER,),
    _of_union(fields_of(Registration), "added_later"),
    needed=frozenset({"content"}),
    repeats=True,
)
YEARLY_FACTS = Family((YEARLY,), _of_union(fields_of(YearlyFact), "year"))
ENTERPRISE_LISTS = Family(
    (ENTERPRISES,),
    {name: described for name, described in fields_of(Enterprise).items() if name != "union_id"},
    said=re.compile(r"chua (?:co|thanh lap)(?: duoc)?(?: to chuc)? (?:cong doan|cdcs|cd)\b"),
)
FAMILIES = (REGISTRY, REGISTERS, YEARLY_FACTS, ENTERPRISE_LISTS)
