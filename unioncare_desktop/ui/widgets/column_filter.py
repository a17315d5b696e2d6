"""Which values of one column are wanted: plain data for the settings, a test for rows, and words for the user."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from unioncare_desktop import vietnamese
from unioncare_desktop.domain.kinds import Day, Unreadable
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.grid_column import GridColumn

BLANK = _("(trống)")
"""What stands for a cell without a value in lists of values."""
_NAMED_VALUES, _LONGEST_VALUE = 3, 28


@dataclass(frozen=True)
class ColumnFilter:
    """Values shown as one of `texts`, or as none of them (`excluding`), that lie between `least` and `most` as typed.

    Where `texts` is None any value will do; "" is a blank.
    """

    texts: frozenset[str] | None = None
    least: str = ""
    most: str = ""
    excluding: bool = False

    def __bool__(self) -> bool:
        return self.texts is not None or bool(self.least or self.most)

    @classmethod
    def read(cls, data: object) -> "ColumnFilter":
        """The filter that `data` gave; without effect where *data* makes no sense."""
        if not isinstance(data, Mapping):
            return cls()
        texts = data.get("texts")
        known = [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []
        least, most = (data.get(name) for name in ("least", "most"))
        return cls(
            frozenset(known) if known else None,
            least if isinstance(least, str) else "",
            most if isinstance(most, str) else "",
            bool(known) and data.get("excluding") is True,
        )

    def data(self) -> dict[str, Any]:
        """The filter as plain data."""
        texts = {} if self.texts is None else {"texts": _in_order(self.texts), "excluding": self.excluding}
        return texts | {name: text for name, text in (("least", self.least), ("most", self.most)) if text}

    def allows(self, text: str) -> bool:
        """Whether a value that is shown as *text* is wanted, wherever it lies."""
        return self.texts is None or (text in self.texts) is not self.excluding

    def wanted(self, column: GridColumn) -> Callable[[Any], bool]:
        """A test for rows; blanks do not lie between bounds."""
        least, most = (_bound(column, text) for text in (self.least, self.most))

        def wanted(row: object) -> bool:
            value = column.value_of(row)
            if not self.allows(column.show(value)):
                return False
            if least is None and most is None:
                return True
            return value is not None and (least is None or value >= least) and (most is None or value <= most)

        return wanted

    def words(self) -> str:
        """What is wanted, for the user: "Kim Mã, Điện Biên", "trừ Kim Mã", "từ 10 đến 20"."""
        parts = []
        if self.texts is not None:
            texts = [_short(text) if text else BLANK for text in _in_order(self.texts)]
            parts.append((_("trừ") + " " if self.excluding else "") + ", ".join(texts[:_NAMED_VALUES]))
            if len(texts) > _NAMED_VALUES:
                parts[-1] += _(" và {count} giá trị nữa").format(count=len(texts) - _NAMED_VALUES)
        if self.least:
            parts.append(_("từ {least}").format(least=self.least))
        if self.most:
            parts.append(_("đến {most}").format(most=self.most))
        return " ".join(parts)


def has_bounds(column: GridColumn) -> bool:
    """Whether the values of *column* can lie between two others: numbers and days."""
    return not column.ordinal and column.kind is not None and (column.kind.numeric or isinstance(column.kind, Day))


def _bound(column: GridColumn, text: str) -> Any:  # noqa: ANN401 - a value of the column's kind
    if not text or not has_bounds(column) or column.kind is None:
        return None
    try:
        return column.kind.parse(text)
    except Unreadable:
        return None


def _in_order(texts: frozenset[str]) -> list[str]:
    return sorted(texts, key=lambda text: (not text, vietnamese.sort_key(text)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1].rstrip() + "…"
