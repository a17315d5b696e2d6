"""The plans that are shipped, as they stand in `resources/plans`: a readable file each, called by the plan's key."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Plan, PlanDeadline, PlanRegister, PlanTarget
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.paths import resource
from unioncare_desktop.services import records
from unioncare_desktop.services.records import Row


@dataclass(frozen=True)
class PlanFile:
    """A shipped plan as values of records; its targets tell `indicator` by key, its registers `kind` by name."""

    key: str
    plan: Row
    targets: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    registers: tuple[Row, ...]


@cache
def files() -> tuple[PlanFile, ...]:
    """The shipped plans, the oldest first."""
    paths = resource("plans").glob("*.json")
    found = [parsed(json.loads(path.read_text(encoding="utf-8")), path.stem) for path in paths]
    return tuple(sorted(found, key=lambda one: (one.plan["issued_on"], one.key)))


def file(key: str) -> PlanFile:
    """The shipped plan called *key*.

    Raises:
        UserError: there is none; the sentence names those there are.
    """
    found = next((one for one in files() if one.key == key), None)
    if found is None:
        sentence = _("Không có kế hoạch mẫu “{key}”; hãy chọn một trong: {keys}.")
        raise UserError(sentence.format(key=key, keys=", ".join(one.key for one in files())))
    return found


def parsed(written: Mapping[str, Any], key: str | None = None) -> PlanFile:
    """A plan as a file has it: of the shipped one called *key*, or of one that is of no template."""
    return PlanFile(
        key or "",
        _values(Plan, written["plan"] | {"template": key}),
        tuple(_rows(PlanTarget, written["targets"], "indicator")),
        tuple(_rows(PlanDeadline, written["deadlines"])),
        tuple(_rows(PlanRegister, written["registers"], "kind")),
    )


def _rows(record_type: type[Record], shipped: Iterable[Mapping[str, Any]], link: str = "") -> Iterable[Row]:
    """One part of a plan in order; what *link* names stays a name."""
    for position, one in enumerate(shipped, 1):
        own = {name: value for name, value in one.items() if name != link}
        linked = {link: one.get(link)} if link else {}
        yield _values(record_type, own) | linked | {"position": position}


def _values(record_type: type[Record], shipped: Mapping[str, Any]) -> Row:
    """The values of all fields, as the words of the file mean them; defaults and blanks for the rest."""
    described = fields_of(record_type)
    return records.new(record_type, **{name: described[name].parse(value) for name, value in shipped.items()}).values
