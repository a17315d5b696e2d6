"""The columns in which the rows of a grid name their union, and by which pasted lines are found."""

from operator import attrgetter

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Union
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.record_grid import GridColumn

_FIELDS = fields_of(Union)


def of_union(name: str = "name", *, width: int = 230) -> tuple[GridColumn, GridColumn]:
    """Code and name of the `union` of a row, always in sight; the second column is called *name*."""
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
            name,
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
