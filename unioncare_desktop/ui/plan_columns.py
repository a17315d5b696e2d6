"""The columns in which the parts of a plan are typed: its targets, its deadlines, what it wants registered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from unioncare_desktop.domain.kinds import Kind, Score, Text
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.i18n import _
from unioncare_desktop.services import plan_entry
from unioncare_desktop.services.plan_entry import DEADLINES, REGISTERS, TARGETS
from unioncare_desktop.services.plans import DeadlineRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn

_USUAL_DAYS = (14, 15, 30, recurrence.LAST_DAY)
_WIDTHS: Mapping[str, Mapping[str, int]] = {
    TARGETS: {
        "indicator_id": 290,
        "comparator": 136,
        "value": 96,
        "by": 96,
        "rhythm": 122,
        "words": 300,
        "base": 200,
        "line": 62,
        "sector_id": 150,
        "area_id": 120,
        "merger_base_id": 190,
        "note": 220,
    },
    DEADLINES: {
        "name": 310,
        "due": 96,
        "rule": 262,
        "who": 150,
        "kind": 130,
        "words": 260,
        "problem": 220,
        "line": 62,
        "note": 200,
    },
    REGISTERS: {"name": 420, "kind_id": 200, "line": 62, "note": 300},
}
_SHORT = {"line": _("Dòng"), "by": _("Đến ngày"), "value": _("Mức đạt"), "merger_base_id": _("Danh sách đã chốt")}
_FIRST = {TARGETS: "indicator_id", DEADLINES: "name", REGISTERS: "name"}
_NAMES = {"indicator_id": "indicator_name", "sector_id": "sector", "area_id": "area", "kind_id": "kind"}
"""Where a row has the name of what it links to."""


@dataclass(frozen=True)
class Wanted(Score):
    """What a target wants; a percent sign may be typed."""

    def parse(self, raw: object) -> int | None:
        """As points; "55 %" is 55."""
        return super().parse(raw.strip().removesuffix("%") if isinstance(raw, str) else raw)


@dataclass
class Offered:
    """What the cells propose: the entries of each list by the field that links to it."""

    lists: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def names(self, name: str) -> Mapping[Any, str]:
        """The names of a list, by themselves: the service finds what is meant."""
        return {one: one for one in self.lists.get(name, {}).values()}


def part_columns(part: str, offered: Offered) -> tuple[GridColumn, ...]:
    """Those of a part of a plan."""
    typed = [_typed(part, name, width, offered) for name, width in _WIDTHS[part].items()]
    unit = GridColumn("unit", _("Đơn vị"), width=84, muted=True)
    state = GridColumn("state", _("Lưu ý"), width=150, status=True, value=_state)
    number = GridColumn("number", _("STT"), width=48, ordinal=True, frozen=True)
    if part == TARGETS:
        return (number, *typed[:3], unit, *typed[3:5], state, *typed[5:])
    return (number, *typed[:3], state, *typed[3:]) if part == DEADLINES else (number, *typed, state)


def _typed(part: str, name: str, width: int, offered: Offered) -> GridColumn:
    described = plan_entry.fields(part)[name]
    first = name == _FIRST[part]
    return GridColumn(
        name,
        _SHORT.get(name, described.label),
        _kind(name, described.kind),
        width=width,
        value=_value(name, offered),
        editable=True,
        frozen=first,
        strong=first,
        tip=described.label,
        headers=described.headings,
        offers=_offers(name, offered),
    )


def _kind(name: str, kind: Kind) -> Kind:
    if name == "value" and isinstance(kind, Score):
        return Wanted(most=kind.most, called=kind.called)
    return Text() if name in plan_entry.LISTS or name == "rule" else kind


def _value(name: str, offered: Offered) -> Any:  # noqa: ANN401 - what a column takes
    if name == "rule":
        return lambda row: recurrence.words(row.rule) if row.rule else None
    if name == "merger_base_id":
        return lambda row: offered.lists.get(name, {}).get(row.merger_base_id)
    if name in _NAMES:
        return lambda row: getattr(row, _NAMES[name]) or None
    return attrgetter(name)


def _offers(name: str, offered: Offered) -> Any:  # noqa: ANN401 - what a column takes
    if name in plan_entry.LISTS:
        return lambda _text: offered.names(name)
    return (lambda _text: _usual_rules()) if name == "rule" else None


def _usual_rules() -> Mapping[str, str]:
    """The rules that plans mostly have, in words."""
    rules = [
        recurrence.words(recurrence.rule_of(recurrence.Choice(name, first, day)))
        for name, rhythm in recurrence.RHYTHMS.items()
        for first in range(1, rhythm.step + 1)
        for day in _USUAL_DAYS
        if not (day > 28 and (name == "month" or 2 in rhythm.months(first)))  # noqa: PLR2004 - February
    ]
    return {words: words for words in rules}


def _state(row: object) -> Badge:
    """What must be asked about a deadline."""
    if isinstance(row, DeadlineRow) and row.due is None and row.rule is None:
        return Badge(_("chưa rõ ngày"), "warning")
    return Badge(_("cần hỏi lại") if isinstance(row, DeadlineRow) and row.problem else "", "warning")
