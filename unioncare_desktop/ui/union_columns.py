"""The columns in which the rows of a grid name their union, and by which pasted lines are found."""

from dataclasses import replace
from operator import attrgetter

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Union
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.record_grid import GridColumn

_FIELDS = fields_of(Union)


def of_union() -> tuple[GridColumn, GridColumn]:
    """Code and name of the one `union` of a row, always in sight."""
    return (
        GridColumn(
            "code",
            _("Mã"),
            value=attrgetter("union.code"),
            width=76,
            frozen=True,
            muted=True,
            headers=_FIELDS["code"].headings,
            identifies=True,
        ),
        GridColumn(
            "name",
            _("Công đoàn cơ sở"),
            value=attrgetter("union.name"),
            sort=attrgetter("union.sort_key"),
            width=230,
            frozen=True,
            strong=True,
            headers=_FIELDS["name"].headings,
            identifies=True,
        ),
    )


def of_several_rows() -> tuple[GridColumn, GridColumn]:
    """Code and name of the `union` of a row, where a union has several rows and its name alone means none of them."""
    code, name = of_union()
    return replace(code, width=72, headers=()), replace(name, name="union", width=262, headers=(), identifies=False)
