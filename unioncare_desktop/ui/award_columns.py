"""The columns of the awards of a round, and how far an award has come is said in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Day
from unioncare_desktop.domain.records import Award
from unioncare_desktop.domain.records.registration import AWARD_STATES, AWARDED, DECLINED, PROPOSED
from unioncare_desktop.i18n import _
from unioncare_desktop.services.awards import AwardRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.union_columns import of_several_rows
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.ui.widgets.draft_grid import DayOf

_FIELDS = fields_of(Award)
_TONES: dict[str, Tone] = {PROPOSED: "primary", AWARDED: "good", DECLINED: "neutral"}
_WIDTHS = {
    "name": 232,
    "person": 150,
    "quantity": 56,
    "state": 132,
    "proposal": 104,
    "proposed_on": 106,
    "decision": 124,
    "decided_on": 106,
    "level_id": 170,
    "honorific": 88,
    "position": 150,
    "note": 160,
}
TYPED = tuple(_WIDTHS)
"""The fields of an award that are typed into its cells."""
_TITLES = {
    "name": _("Danh hiệu / hình thức"),
    "quantity": _("SL"),
    "proposal": _("Tờ trình"),
    "proposed_on": _("Ngày trình"),
    "decision": _("Quyết định"),
    "decided_on": _("Ngày QĐ"),
    "level_id": _("Cấp khen thưởng"),
}


@dataclass
class Offered:
    """What is offered in the cells: the names of the catalogue, the levels by id, the year of days without one."""

    names: Sequence[str] = ()
    levels: Mapping[int, str] = field(default_factory=dict)
    year: int | None = None


def award_columns(offered: Offered) -> tuple[GridColumn, ...]:
    """Who is awarded what, on which papers."""
    return (
        *of_several_rows(),
        *(_typed(name, offered) for name in _WIDTHS),
        GridColumn("told", _("Lưu ý"), width=170, status=True, value=badge),
    )


def _typed(name: str, offered: Offered) -> GridColumn:
    described = _FIELDS[name]
    return GridColumn(
        name,
        _TITLES.get(name, described.label),
        DayOf(of=lambda: offered.year) if isinstance(described.kind, Day) else described.kind,
        width=_WIDTHS[name],
        editable=True,
        tip=described.label,
        headers=described.headings,
        options=(lambda: offered.levels) if name == "level_id" else None,
        offers=(lambda _text: {one: one for one in offered.names}) if name == "name" else None,
    )


def badge(row: AwardRow) -> Badge:
    """How far an award has come."""
    return Badge(AWARD_STATES[row.state], _TONES[row.state])
