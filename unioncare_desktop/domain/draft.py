"""One record being edited: what was typed, what it means, what is wrong with it. No database."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.errors import Problem, Severity


class Unread(NamedTuple):
    """Text that is no value: as it was typed, why it is none, and what may have been meant."""

    text: str
    reason: str
    proposals: tuple[str, ...] = ()


@dataclass
class Draft:
    """The values of a record as they would be saved, beside those it was opened with.

    Text that is no value stays in `unreadable`, so that nothing typed is lost; `remarks` say how short texts were
    understood. A day typed without a year is of `year`, or of the record's own, where it has that field.
    """

    record_type: type
    id: int | None = None
    version: int | None = None
    original: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    unreadable: dict[str, Unread] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    year: int | None = None

    def enter(self, name: str, raw: object) -> None:
        """Take what was typed into the field *name*."""
        self.unreadable.pop(name, None)
        self.remarks.pop(name, None)
        described = fields_of(self.record_type)[name].of_year(self.year or self.values.get("year"))
        try:
            value = self.values[name] = described.parse(raw)
        except Unreadable as error:
            self.unreadable[name] = Unread(str(raw), str(error), error.proposals)
            return
        if remark := described.kind.remark(raw, value):
            self.remarks[name] = f"{described.label}: {remark}"

    def unread_text(self, name: str) -> str | None:
        """What was typed into the field *name*, where it is no value."""
        return self.unreadable[name].text if name in self.unreadable else None

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the record was opened with."""
        return {name: value for name, value in self.values.items() if value != self.original.get(name)}

    @property
    def dirty(self) -> bool:
        """Whether there is anything that closing would lose."""
        return bool(self.changes or self.unreadable)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the draft, in the order of the fields; then how short texts were understood."""
        found: list[Problem] = []
        for name, described in fields_of(self.record_type).items():
            if name in self.unreadable:
                unread = self.unreadable[name]
                found.append(Problem(name, unread.reason, proposals=unread.proposals))
            else:
                found.extend(described.problems(self.values.get(name), self.values))
        return (*found, *(Problem(name, remark, Severity.HINT) for name, remark in self.remarks.items()))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop saving."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)
