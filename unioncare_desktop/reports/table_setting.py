"""How a table is set: the width of its columns, where the text of its cells breaks, the height of its rows.

Pure arithmetic on measured text, as in `typesetting`. What stands in many cells is looked at once.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from unioncare_desktop.reports.document import Cell, Column, Kind, Remarked, Table, show
from unioncare_desktop.reports.typesetting import LEADING, Measure, wrap

WORD_SHARE = 0.15  # of the width, at most, that a column gets so that its longest word is whole
USUAL = 1.2  # times the mean length of a column's cells is what it gets before any column gets its longest
HEADING_LINES = 6  # at most, of a column's title
ROW_SHARE = 0.4  # of a page, at most, for one row: longer text is cut with "…"
_NOWHERE: frozenset[int] = frozenset()

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table as it is drawn: the lines of each cell, and which cells are set in italics."""

    cells: tuple[Lines, ...]
    height: float
    italic: frozenset[int] = _NOWHERE


@dataclass(frozen=True)
class Face:
    """How the text of a table is set: type size and padding (aside, above) in points, and the two weights' widths."""

    size: float
    padding: float
    above: float
    regular: Measure
    bold: Measure

    @property
    def leading(self) -> float:
        """From line to line, in points."""
        return self.size * LEADING

    def height(self, lines: int) -> float:
        """Of a row with so many *lines*, in points."""
        return lines * self.leading + 2 * self.above

    def most_lines(self, height: float) -> int:
        """How many lines a row in *height* has room for; one at least."""
        return max(int((height - 2 * self.above) / self.leading), 1)


@dataclass(frozen=True)
class Grid:
    """A table measured: left edges of the columns and the right edge of the last, heading, rows, totals row last.

    *ends* has the distance from the top of the first row to the bottom of each.
    """

    face: Face
    kinds: tuple[Kind, ...]
    edges: tuple[float, ...]
    heading: Row
    rows: tuple[Row, ...]
    ends: tuple[float, ...]
    has_totals: bool

    def height(self, start: int, stop: int) -> float:
        """Of the rows from *start* up to *stop*, with the heading above them."""
        return self.heading.height + self._end(stop) - self._end(start)

    def fitting(self, start: int, height: float) -> int:
        """How many rows from *start* on fit in *height* with the heading above them."""
        return max(bisect_right(self.ends, height - self.heading.height + self._end(start) + 0.001) - start, 0)

    def _end(self, count: int) -> float:
        return self.ends[count - 1] if count else 0


def measured(
    table: Table,
    face: Face,
    width: float,
    page_height: float,
    printable: Callable[[str], str],
    widths: Sequence[float] = (),
) -> Grid:
    """*table* set in *width*: figures as wide as they need to be, text sharing the rest, long text broken.

    Its columns have these *widths*, where they are known already.
    """
    kinds = table.kinds
    titles = [printable(column.title) for column in table.columns]
    columns = _texts_of_columns(table, printable)
    totals = _texts_of_row(table.totals, kinds, printable)
    widths = widths or _widths(table.columns, [titles], columns, [totals], face, width)
    inner = [one - 2 * face.padding + 0.001 for one in widths]
    most = face.most_lines(page_height * ROW_SHARE)
    rows = list(_rows(columns, inner, face, most, _italic(table.rows)))
    if table.totals:
        rows.append(_row(totals, inner, face, most))
    return Grid(
        face=face,
        kinds=kinds,
        edges=tuple(accumulate(widths, initial=0.0)),
        heading=_row(titles, inner, face, HEADING_LINES),
        rows=tuple(rows),
        ends=tuple(accumulate(row.height for row in rows)),
        has_totals=bool(table.totals),
    )


def shared_widths(
    tables: Sequence[Table], face: Face, width: float, printable: Callable[[str], str]
) -> Sequence[float]:
    """The widths of the columns of *tables* of one shape, so that these stand under each other."""
    titles = [[printable(column.title) for column in table.columns] for table in tables]
    found = [_texts_of_columns(table, printable) for table in tables]
    columns = [list(chain.from_iterable(parts)) for parts in zip(*found, strict=True)]
    totals = [_texts_of_row(table.totals, table.kinds, printable) for table in tables]
    return _widths(tables[0].columns, titles, columns, totals, face, width)


def _texts_of_columns(table: Table, printable: Callable[[str], str]) -> list[list[str]]:
    return [_texts((row[at] for row in table.rows), kind, printable) for at, kind in enumerate(table.kinds)]


def _texts(cells: Iterable[Cell], kind: Kind, printable: Callable[[str], str]) -> list[str]:
    """The cells of a column as they are printed."""
    known: dict[tuple[type, Cell], str] = {}
    texts = []
    for cell in cells:
        key = cell.__class__, cell  # 1 and 1.0 are equal, but not printed alike
        text = known.get(key)
        if text is None:
            text = known[key] = printable(show(cell, kind))
        texts.append(text)
    return texts


def _texts_of_row(row: Sequence[Cell], kinds: Sequence[Kind], printable: Callable[[str], str]) -> list[str]:
    return [printable(show(cell, kind)) for cell, kind in zip(row, kinds, strict=False)]


def _italic(rows: Sequence[Sequence[Cell]]) -> dict[int, frozenset[int]]:
    """Which cells are set in italics, by row; rows without any are left out."""
    found = {}
    for number, row in enumerate(rows):
        if Remarked in map(type, row):
            found[number] = frozenset(at for at, cell in enumerate(row) if isinstance(cell, Remarked) and cell.italic)
    return found


# Rows


def _rows(
    columns: list[list[str]], inner: list[float], face: Face, most: int, italic: dict[int, frozenset[int]]
) -> Iterable[Row]:
    heights = [face.height(lines) for lines in range(most + 1)]
    broken = [_broken(texts, width, face.regular, most) for texts, width in zip(columns, inner, strict=True)]
    for number, cells in enumerate(zip(*broken, strict=True)):
        yield Row(cells, heights[max(1, *map(len, cells))], italic.get(number, _NOWHERE))


def _broken(texts: list[str], width: float, measure: Measure, most: int) -> Iterable[Lines]:
    """The lines of the cells of a column, one after the other."""
    known = {text: _cut(wrap(text, width, measure), most) for text in set(texts)}
    return map(known.__getitem__, texts)


def _row(texts: list[str], inner: list[float], face: Face, most: int) -> Row:
    """A row of titles or totals."""
    cells = tuple(_cut(wrap(text, width, face.bold), most) for text, width in zip(texts, inner, strict=True))
    return Row(cells, face.height(max(1, *map(len, cells))))


def _cut(lines: Lines, most: int) -> Lines:
    return lines if len(lines) <= most else (*lines[: most - 1], f"{lines[most - 1][:-1]}…")


# Columns


def _widths(
    columns: Sequence[Column],
    titles: Sequence[list[str]],
    texts: Sequence[list[str]],
    totals: Sequence[list[str]],
    face: Face,
    available: float,
) -> list[float]:
    """No figure and no usual word is broken; then text gets what its cells ask; what is still left goes to all.

    *texts* has the cells column by column, *titles* and *totals* have a row for each table.
    """
    needed, usual, longest = [], [], []
    for at, (column, cells) in enumerate(zip(columns, texts, strict=True)):
        summed = [row[at] for row in totals if row]
        is_text, padding = column.kind is Kind.TEXT, 2 * face.padding
        plain = face.regular if is_text else face.bold
        width = max(_widest(cells, plain), _widest(summed, face.bold))
        word = min(max(_longest_word(cells, plain), _longest_word(summed, face.bold)), WORD_SHARE * available)
        title = _longest_word([row[at] for row in titles], face.bold)
        needed.append(max(title + padding, (word if is_text else width) + padding, column.room * available))
        usual.append(max(width * _usual_share(cells) + padding - needed[at], 0))
        longest.append(max(width + padding - needed[at], 0) - usual[at])
    if sum(needed) >= available:
        return [width * available / sum(needed) for width in needed]
    weights = [column.width for column in columns]
    growing = [float(column.kind is not Kind.ORDINAL) for column in columns]
    widths = needed
    for wishes in (usual, longest, [available * grows for grows in growing]):
        grants = _grants(available - sum(widths), wishes, weights)
        widths = [width + grant for width, grant in zip(widths, grants, strict=True)]
    return widths


def _usual_share(cells: list[str]) -> float:
    """How much of the width of its longest text a column usually needs."""
    most = max(map(len, cells), default=0)
    return min(USUAL * sum(map(len, cells)) / (most * len(cells)), 1) if most else 0


def _longest_word(texts: Iterable[str], measure: Measure) -> float:
    return _widest({word for text in set(texts) for word in text.split()}, measure)


def _widest(texts: Iterable[str], measure: Measure) -> float:
    """The width of the widest text, which is one of the longest."""
    different = set(texts)
    most = max(map(len, different), default=0)
    return max((measure(text) for text in different if len(text) > most - 3), default=0)


def _grants(spare: float, wishes: list[float], weights: list[float]) -> list[float]:
    """What each may have of *spare*: small wishes are met in full, large ones share the rest by their weights."""
    grants = [0.0] * len(wishes)
    weight = sum(weights)
    for at in sorted(range(len(wishes)), key=lambda at: wishes[at] / weights[at]):
        grants[at] = min(wishes[at], spare * weights[at] / weight)
        spare, weight = spare - grants[at], weight - weights[at]
    return grants
