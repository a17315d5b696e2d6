"""How wide columns and how high rows of a workbook are: in characters and points, without a workbook.

Widths count digits of the usual font, as spreadsheets do; heights are estimated, for merged cells do not grow by
themselves.
"""

import math
from collections.abc import Sequence

from unioncare_desktop.reports.document import Kind, Table, show

_LETTERS = 1.1  # of usual text take the width of a digit
_RIGHT_HALF = 50.0  # at least, for the report's columns from C on: the name of the country stands there
_LONGEST = 44  # longer text is broken


def width(table: Table, at: int) -> float:
    """The width in characters of a column: of its longest text, within reason, or its total; of its heading's words."""
    column = table.columns[at]
    word = max(map(len, column.title.split()), default=0)
    if column.kind is Kind.ORDINAL:
        return max(word, len(str(len(table.rows)))) + 2
    if column.kind is Kind.TEXT:
        longest = max((len(cell) for row in table.rows if isinstance(cell := row[at], str)), default=0)
        return max(word, min(longest, _LONGEST), 7) + 2
    return max(word, len(show(table.total(at), column.kind)), 9) + 2


def shared_widths(tables: Sequence[Table]) -> list[float]:
    """The widths of the report's columns: what every table needs, and wide enough for the two halves of the head."""
    widths = [6.0, 30.0, 11.0, 11.0, 11.0]
    for table in tables:
        first = 0 if table.columns[0].kind is Kind.ORDINAL else 1
        widths += [11.0] * (len(table.columns) + first - len(widths))
        for at in range(len(table.columns)):
            needed = width(table, at) - (widths[0] if at == 0 and first else 0)
            widths[at + first] = max(widths[at + first], needed)
    stretch = max(_RIGHT_HALF / sum(widths[2:]), 1)
    return [*widths[:2], *(figure * stretch for figure in widths[2:])]


def height(text: str, size: float, room: float) -> float:
    """The height in points of a row whose *text* is broken in *room* characters."""
    letters = max(room * _LETTERS * 11 / size, 1)
    return sum(max(math.ceil(len(part) / letters), 1) for part in text.split("\n")) * size * 1.3
