"""How one grid looks to its user: which columns in which order, how wide, sorted and filtered by what.

Plain data in the settings. A file of another version, or one that somebody wrote in, costs at most a column's width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unioncare_desktop.ui.widgets.column_filter import ColumnFilter
from unioncare_desktop.ui.widgets.grid_column import GridColumn

NARROWEST, WIDEST = 24, 2000


@dataclass
class GridLook:
    """Names of columns stand for columns; `widths` are at 100 %; `sorted_by` is empty in the page's own order."""

    order: list[str]
    hidden: set[str] = field(default_factory=set)
    widths: dict[str, int] = field(default_factory=dict)
    sorted_by: str = ""
    descending: bool = False
    filters: dict[str, ColumnFilter] = field(default_factory=dict)
    buttons: bool = False
    """Whether every heading shows its filter button."""

    @classmethod
    def read(cls, data: Mapping[str, Any], columns: Sequence[GridColumn]) -> "GridLook":
        """The look that `data` gave, for these *columns*; what makes no sense is as the columns have it."""
        names = [column.name for column in columns]
        sorted_by = data.get("sorted_by")
        return cls(
            _ordered(_texts(data.get("order")), columns),
            {name for name in _texts(data.get("hidden")) if name in names},
            {name: width for name, width in _group(data.get("widths")).items() if name in names and _fits(width)},
            sorted_by if sorted_by in names else "",
            data.get("descending") is True,
            {name: one for name, one in _filters(data.get("filters")).items() if name in names},
            data.get("buttons") is True,
        )

    def data(self) -> dict[str, Any]:
        """The look as plain data, to be read again."""
        return {
            "order": list(self.order),
            "hidden": sorted(self.hidden),
            "widths": dict(self.widths),
            "sorted_by": self.sorted_by,
            "descending": self.descending,
            "filters": {name: one.data() for name, one in self.filters.items()},
            "buttons": self.buttons,
        }


def in_frozen_order(order: Sequence[str], columns: Sequence[GridColumn]) -> list[str]:
    """*order* with the columns that do not scroll first."""
    frozen = {column.name for column in columns if column.frozen}
    return sorted(order, key=lambda name: name not in frozen)


def _ordered(wanted: Sequence[str], columns: Sequence[GridColumn]) -> list[str]:
    """All *columns* in the *wanted* order; one that it does not know follows the one it was declared after."""
    names = [column.name for column in columns]
    order = list(dict.fromkeys(name for name in wanted if name in names))
    for place, name in enumerate(names):
        if name not in order:
            order.insert(order.index(names[place - 1]) + 1 if place else 0, name)
    return in_frozen_order(order, columns)


def _texts(data: object) -> list[str]:
    return [one for one in data if isinstance(one, str)] if isinstance(data, list) else []


def _group(data: object) -> Mapping[str, Any]:
    return data if isinstance(data, Mapping) else {}


def _fits(width: object) -> bool:
    return type(width) is int and NARROWEST <= width <= WIDEST


def _filters(data: object) -> dict[str, ColumnFilter]:
    read = {name: ColumnFilter.read(one) for name, one in _group(data).items()}
    return {name: one for name, one in read.items() if one}
