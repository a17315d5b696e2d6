"""How wide columns and how high rows of a workbook are: in characters and points, without a workbook.

Widths count digits of the usual font, as spreadsheets do; heights are estimated, for merged cells do not grow by
themselves.
"""

from collections.abc import Sequence

from unioncare_desktop.reports.document import Kind, Table, show
from unioncare_desktop.reports.typesetting import wrap

_LETTERS = 1.1  # of usual text take the width of a digit, the unit of widths
_BOLD_LETTERS = 0.9
_CAPITAL = 1.35
_RIGHT_HALF = 50.0  # at least, for the report's columns from C on: the name of the country stands there
_PAGE = 140  # characters on a landscape page, about
_LONGEST = 44  # longer text is broken
_LEGIBLE = 200  # characters beside each other that can still be read where they are fitted to a page
_NARROW = 18  # no column of text is made narrower for that


def width(table: Table, at: int) -> float:
    """The width in characters of a column: of its longest text, within reason, or its total; of its heading's words."""
    column = table.columns[at]
    word = max(map(len, column.title.split()), default=0)
    if column.kind is Kind.ORDINAL:
        return max(word, len(str(len(table.rows)))) + 2
    if column.kind is Kind.TEXT:
        longest = max((len(cell) for row in table.rows if isinstance(cell := row[at], str)), default=0)
        return max(word, min(longest, _LONGEST), 7, round(column.room * _PAGE)) + 2
    total = show(table.totals[at], column.kind) if table.totals else ""
    return max(word, len(total), 10 if column.kind is Kind.DAY else 7) + 2


def widths(table: Table) -> list[float]:
    """The widths of the columns of a list; where it would be too wide to be read in print, its texts have less room."""
    found = [width(table, at) for at in range(len(table.columns))]
    spare = [max(one - _NARROW, 0) if table.columns[at].kind is Kind.TEXT else 0 for at, one in enumerate(found)]
    less = min(max(sum(found) - _LEGIBLE, 0) / (sum(spare) or 1), 1)
    return [one - less * room for one, room in zip(found, spare, strict=True)]


def wraps(table: Table, at: int, room: float) -> bool:
    """Whether any text of the column does not fit on one line of *room* characters."""
    texts = (cell for row in table.rows if isinstance(cell := row[at], str))
    return any(is_long(text, room) for text in texts)


def is_long(text: str, room: float) -> bool:
    """Whether *text* may not fit on one line of *room* characters."""
    return len(text) > room or "\n" in text


def shared_widths(tables: Sequence[Table]) -> list[float]:
    """The widths of the report's columns: what every table needs, and wide enough for the two halves of the head."""
    widths = [6.0, 28.0, 9.0, 9.0, 9.0]
    for table in tables:
        first = 0 if table.columns[0].kind is Kind.ORDINAL else 1
        widths += [9.0] * (len(table.columns) + first - len(widths))
        for at in range(len(table.columns)):
            needed = width(table, at) - (widths[0] if at == 0 and first else 0)
            widths[at + first] = max(widths[at + first], needed)
    stretch = max(_RIGHT_HALF / sum(widths[2:]), 1)
    return [*widths[:2], *(figure * stretch for figure in widths[2:])]


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """The height in points of a row whose *text* is broken in *room* characters."""
    letters = room * (_BOLD_LETTERS if bold else _LETTERS) * 11 / size
    return max(len(wrap(text, letters, _extent)), 1) * size * 1.3


def _extent(text: str) -> float:
    """How many usual letters *text* is as wide as: capitals take more room."""
    return sum(_CAPITAL if letter.isupper() else 1.0 for letter in text)
