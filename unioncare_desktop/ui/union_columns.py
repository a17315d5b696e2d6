"""The columns in which the rows of a grid name their union, and by which pasted lines are found."""

from dataclasses import replace
from operator import attrgetter

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Union
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.record_grid import GridColumn

_FIELDS = fields_of(Union)


def of_union(width: int = 230) -> tuple[GridColumn, GridColumn]:
    """Code and name of the one `union` of a row, always in sight; *width* is that of the name."""
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
            width=width,
            frozen=True,
            strong=True,
            headers=_FIELDS["name"].headings,
            identifies=True,
        ),
    )


def of_several_rows() -> tuple[GridColumn, GridColumn]:
    """Code and name of the `union` of a row, where a union has several rows and its name alone means none of them."""
    code, name = of_union(262)
    return replace(code, width=72, headers=()), replace(name, name="union", headers=(), identifies=False)
