"""Where lines break and how wide columns are: pure arithmetic on measured text.

Knows no page, no font and no drawing: whoever draws says how wide a text is.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from unioncare_desktop.reports.document import Cell, Kind, Remarked, Table, show
from unioncare_desktop.vietnamese import NO_BREAK

Measure = Callable[[str], float]  # the width of a text in points
Measures = Callable[[str, float], Measure]  # by face and size
MM = 72 / 25.4  # points

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"

LEADING = 1.2  # of the lines in a table
LINE_FOOT = 0.3  # of a type size, from the foot of a line up to its baseline
WORD_SHARE = 0.15  # of the width, at most, that a column gets so that its longest word is whole
USUAL = 1.2  # times the mean length of a column's cells is what it gets before any column gets its longest
HEADING_LINES = 6  # at most, of a column's title
ROW_SHARE = 0.4  # of a page, at most, for one row: longer text is cut with "…"

_BOUND = re.compile(
    r"(?<=\d) (?!(?:tháng|năm)\s\d)(?=[^\W\d]|%)"
    r"|(?<=\bngày) (?=\d)|(?<=\btháng) (?=\d)|(?<=\bnăm) (?=\d)|(?<=\bquý) (?=[\dIV])",
    re.IGNORECASE,
)


def bind(text: str) -> str:
    """*text* with no-break spaces where a line may not end: "22.000 đoàn viên", "87,8 %", "ngày 05", "Quý III".

    A whole date is not one word: "ngày 05 | tháng 02 | năm 2023".
    """
    return _BOUND.sub(NO_BREAK, text)


def wrap(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """The lines of *text* in *width*: broken at spaces, and inside a word only where it is wider than a line."""
    if "\n" not in text and measure(text) <= width:
        return (text,) if text else ()
    return tuple(line for part in text.split("\n") for line in _lines(part, width, measure))


def _balanced(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """As `wrap`, in no more lines, but of about the same length: titles do not end with a lonely word."""
    lines = wrap(text, width, measure)
    if len(lines) > 1:
        for narrower in (width * share / 20 for share in range(10, 20)):
            if len(tighter := wrap(text, narrower, measure)) == len(lines):
                return tighter
    return lines


def _lines(text: str, width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *pieces, line = _pieces(word, width, measure)
        yield from pieces
    yield line


def _pieces(word: str, width: float, measure: Measure) -> Iterator[str]:
    start, used = 0, 0.0
    for at, letter in enumerate(word):
        advance = measure(letter)
        if used + advance > width and at > start:
            yield word[start:at]
            start, used = at, 0.0
        used += advance
    yield word[start:]


# Lines of the head, of headings, of the signature


@dataclass(frozen=True)
class Line:
    """A line of text in a *face*; lengths in points. A *rule* is drawn beneath it: a share of the text's width.

    *room* names the blank *above* it, so that whoever has the file alone finds it again.
    """

    text: str
    face: str
    size: float
    above: float = 0
    rule: float = 0
    room: str = ""


@dataclass(frozen=True)
class Side:
    """Lines one under the other in a part of the width: centred there, or at its left edge."""

    x: float
    width: float
    lines: tuple[Line, ...]
    leading: float
    centred: bool = True

    def ends(self) -> list[float]:
        """The distance from the top to the bottom of each line."""
        return list(accumulate(line.above + line.size * self.leading for line in self.lines))

    def broken(self, measure: Measures) -> "Side":
        """The same text in as many lines as it needs; *measure* gives the widths for a face and a size."""
        return replace(self, lines=tuple(part for line in self.lines for part in self._parts(line, measure)))

    def _parts(self, line: Line, measure: Measures) -> Iterator[Line]:
        width_of = measure(line.face, line.size)
        texts = (_balanced if self.centred else wrap)(bind(line.text), self.width, width_of) or ("",)
        widths = [width_of(text) for text in texts]
        last = len(texts) - 1
        for at, text in enumerate(texts):
            rule = line.rule * max(widths) / widths[at] if at == last and widths[at] else 0
            yield (replace(line, text=text, above=0, rule=rule, room="") if at else replace(line, text=text, rule=rule))

    def cut(self, height: float) -> "tuple[Side, Side]":
        """The lines that fit in *height*, and the others."""
        at = bisect_right(self.ends(), height)
        return replace(self, lines=self.lines[:at]), replace(self, lines=self.lines[at:])


@dataclass(frozen=True)
class Band:
    """One or two sides beside each other, *before* points below what precedes; a *bookmark* is (text, level)."""

    sides: tuple[Side, ...]
    before: float = 0
    bookmark: tuple[str, int] | None = None

    @property
    def height(self) -> float:
        """Of the taller side."""
        return max(side.ends()[-1] for side in self.sides if side.lines)


# Tables


@dataclass(frozen=True)
class Row:
    """A row of a table as it is drawn: the lines of each cell, and which cells are set in italics."""

    cells: tuple[tuple[str, ...], ...]
    height: float
    italic: frozenset[int] = frozenset()


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


def measured(table: Table, face: Face, width: float, page_height: float, printable: Callable[[str], str]) -> Grid:
    """*table* set in *width*: figures as wide as they need to be, text sharing the rest, long text broken."""
    kinds = tuple(column.kind for column in table.columns)
    titles = [printable(column.title) for column in table.columns]
    rows = [tuple(printable(show(cell, kind)) for cell, kind in zip(row, kinds, strict=True)) for row in table.rows]
    totals = [tuple(printable(show(cell, kind)) for cell, kind in zip(table.totals, kinds, strict=False))]
    widths = _widths(table, titles, rows + totals * bool(table.totals), face, width)
    most = max(int((page_height * ROW_SHARE - 2 * face.above) / face.leading), 1)
    drawn = [
        replace(_row(texts, widths, face, face.regular, most), italic=_italic(row))
        for texts, row in zip(rows, table.rows, strict=True)
    ]
    if table.totals:
        drawn.append(_row(totals[0], widths, face, face.bold, most))
    return Grid(
        face=face,
        kinds=kinds,
        edges=tuple(accumulate(widths, initial=0.0)),
        heading=_row(tuple(titles), widths, face, face.bold, HEADING_LINES),
        rows=tuple(drawn),
        ends=tuple(accumulate(row.height for row in drawn)),
        has_totals=bool(table.totals),
    )


def _italic(row: Iterable[Cell]) -> frozenset[int]:
    return frozenset(at for at, cell in enumerate(row) if isinstance(cell, Remarked) and cell.italic)


def _widths(table: Table, titles: list[str], rows: list[tuple[str, ...]], face: Face, available: float) -> list[float]:
    """No figure and no usual word is broken; then text gets what its cells ask; what is still left goes to all."""
    needed, usual, longest = [], [], []
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in rows]
        most = max(cells, key=len, default="")
        width = face.bold(most)
        room = column.room * available
        word = width if column.kind is not Kind.TEXT else min(_longest_word(cells, face.bold), WORD_SHARE * available)
        needed.append(max(_longest_word([titles[at]], face.bold) + 2 * face.padding, word + 2 * face.padding, room))
        share = USUAL * sum(map(len, cells)) / (len(most) * len(cells)) if most else 0
        usual.append(max(width * min(share, 1) + 2 * face.padding - needed[at], 0))
        longest.append(max(width + 2 * face.padding - needed[at], 0) - usual[at])
    if sum(needed) >= available:
        return [width * available / sum(needed) for width in needed]
    weights = [column.width for column in table.columns]
    growing = [float(column.kind is not Kind.ORDINAL) for column in table.columns]
    widths = needed
    for wishes in (usual, longest, [available * grows for grows in growing]):
        grants = _grants(available - sum(widths), wishes, weights)
        widths = [width + grant for width, grant in zip(widths, grants, strict=True)]
    return widths


def _longest_word(texts: Iterable[str], measure: Measure) -> float:
    words = {word for text in texts for word in text.split()}
    most = max(map(len, words), default=0)
    return max((measure(word) for word in words if len(word) > most - 3), default=0)


def _grants(spare: float, wishes: list[float], weights: list[float]) -> list[float]:
    """What each may have of *spare*: small wishes are met in full, large ones share the rest by their weights."""
    grants = [0.0] * len(wishes)
    weight = sum(weights)
    for at in sorted(range(len(wishes)), key=lambda at: wishes[at] / weights[at]):
        grants[at] = min(wishes[at], spare * weights[at] / weight)
        spare, weight = spare - grants[at], weight - weights[at]
    return grants


def _row(texts: tuple[str, ...], widths: list[float], face: Face, measure: Measure, most: int) -> Row:
    inner = (width - 2 * face.padding + 0.001 for width in widths)
    cells = tuple(_cut(wrap(text, width, measure), most) for text, width in zip(texts, inner, strict=True))
    return Row(cells, max(1, *map(len, cells)) * face.leading + 2 * face.above)


def _cut(lines: tuple[str, ...], most: int) -> tuple[str, ...]:
    return lines if len(lines) <= most else (*lines[: most - 1], f"{lines[most - 1][:-1]}…")
