"""A field: what one column means to people, stated once and read by form, grid, import, export and history."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import MappedColumn, mapped_column

from unioncare_desktop.domain.checks import Check
from unioncare_desktop.domain.kinds import Day, Kind, Link, Unreadable
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _

_INFO_KEY = "field"


@dataclass(frozen=True)
class Field:
    """The meaning of a column: *headers* are headings that office lists use for it, *width* is in characters."""

    kind: Kind
    label: str
    headers: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    warnings: tuple[Check, ...] = ()
    required: bool = False
    width: int = 12
    help: str = ""
    name: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """All words that head its column in lists, those of the program itself first."""
        return (self.label, *self.headers)

    def problems(self, value: object, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        """What is wrong with *value* among the other *values* of its record; errors first."""
        if self.required and value is None:
            return (Problem(self.name, _("{label}: bắt buộc phải nhập").format(label=self.label)),)
        doubt = self.kind.doubt(value) if value is not None else None
        if not self.checks and not self.warnings and doubt is None:
            return ()
        judged = ((Severity.ERROR, self.checks), (Severity.WARNING, self.warnings))
        problems = tuple(
            Problem(self.name, f"{self.label}: {sentence}", severity)
            for severity, checks in judged
            for check in checks
            if (sentence := check(value, values))
        )
        if doubt is None:
            return problems
        return (*problems, Problem(self.name, f"{self.label}: {doubt.reason}", Severity.WARNING, doubt.proposals))

    def of_year(self, year: int | None) -> "Field":
        """The field as it is read where days without a year are of *year*."""
        if year is None or not isinstance(self.kind, Day):
            return self
        return replace(self, kind=replace(self.kind, year=year))

    def parse(self, raw: object) -> Any:  # noqa: ANN401 - a value of the kind
        """The value of *raw*.

        Raises:
            Unreadable: with a sentence that begins with the field's label.
        """
        try:
            return self.kind.parse(raw)
        except Unreadable as error:
            raise Unreadable(f"{self.label}: {error}", *error.proposals) from None


def field(
    kind: Kind,
    label: str,
    *,
    headers: tuple[str, ...] = (),
    checks: tuple[Check, ...] = (),
    warnings: tuple[Check, ...] = (),
    required: bool = False,
    width: int = 12,
    help: str = "",  # noqa: A002 - what it is
    default: object = None,
) -> MappedColumn[Any]:
    """A mapped column that carries its `Field` in `info`."""
    described = Field(kind, label, headers, checks, warnings, required, width, help)
    foreign = (ForeignKey(f"{kind.table}.id", ondelete="RESTRICT"),) if isinstance(kind, Link) else ()
    return mapped_column(kind.column, *foreign, nullable=not required, default=default, info={_INFO_KEY: described})


@cache
def fields_of(record_type: type) -> Mapping[str, Field]:
    """The fields of a record type by column name, in the order in which they were declared."""
    columns = record_type.__table__.columns  # type: ignore[attr-defined] # every mapped class has a table
    return MappingProxyType(
        {
            column.name: replace(column.info[_INFO_KEY], name=column.name)
            for column in columns
            if _INFO_KEY in column.info
        }
    )
