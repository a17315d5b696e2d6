"""The rows of a table as operators of a page: spelt out at once, the lines in one path.

reportlab's canvas makes a dozen calls and an object for each string; a list of 1.500 unions has 20.000 of them.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from reportlab.pdfgen.canvas import Canvas

from unioncare_desktop.reports.document import Kind
from unioncare_desktop.reports.pdf_text import ink
from unioncare_desktop.reports.table_setting import Grid, Row
from unioncare_desktop.reports.typesetting import BOLD, ITALIC, REGULAR

_CENTRED = {Kind.ORDINAL, Kind.DAY}
_LEFT, _MIDDLE, _RIGHT = 0.0, 0.5, 1.0


class GridPainter:
    """Draws rows of *grid* on the pages of one document, with lines of a *weight* in points."""

    def __init__(self, grid: Grid, weight: float) -> None:
        self.grid, self._weight = grid, weight
        edges, padding = grid.edges, grid.face.padding
        anchors = [_MIDDLE if kind in _CENTRED else _LEFT if kind is Kind.TEXT else _RIGHT for kind in grid.kinds]
        ends = pairwise(edges)
        self._anchors = tuple(
            (left + padding + (right - left - 2 * padding) * anchor, anchor)
            for (left, right), anchor in zip(ends, anchors, strict=True)
        )
        self._heads = tuple(((left + right) / 2, _MIDDLE) for left, right in pairwise(edges))

    def paint(self, canvas: Canvas, start: int, stop: int, top: float) -> None:
        """Draw the rows from *start* up to *stop* under the heading row, whose upper edge is at *top*."""
        grid = self.grid
        rows = (grid.heading, *grid.rows[start:stop])
        levels = list(accumulate((-row.height for row in rows), initial=top))
        canvas.addLiteral("\n".join(self._texts(canvas, rows, levels, start)))
        canvas.addLiteral("\n".join(self._lines(levels)))

    def _texts(self, canvas: Canvas, rows: Sequence[Row], levels: Sequence[float], start: int) -> Iterator[str]:
        regular, bold, italic = (ink(canvas, face, self.grid.face.size) for face in (REGULAR, BOLD, ITALIC))
        font = ""
        for at, (row, level) in enumerate(zip(rows, levels, strict=False)):
            is_total = self.grid.has_totals and start + at == len(self.grid.rows)
            used = bold if at == 0 or is_total else regular
            for cell, line, x, y, anchor in self._placed(row, level, self._anchors if at else self._heads):
                text = (italic if cell in row.italic else used)(line)
                if text.begins != font:
                    yield text.begins
                font = text.ends
                yield f"BT 1 0 0 1 {x - anchor * text.width:.4f} {y:.4f} Tm {text.operators} ET"

    def _placed(
        self, row: Row, top: float, anchors: Sequence[tuple[float, float]]
    ) -> Iterator[tuple[int, str, float, float, float]]:
        """Each line of a row with its cell, the point that it is anchored to, and its share to the left of that."""
        face = self.grid.face
        leading, rise = face.leading, face.size * 0.9
        for at, ((x, anchor), lines) in enumerate(zip(anchors, row.cells, strict=True)):
            y = top - (row.height - len(lines) * leading) / 2 - rise
            for line in lines:
                if line:
                    yield at, line, x, y, anchor
                y -= leading

    def _lines(self, levels: Sequence[float]) -> Iterator[str]:
        edges = self.grid.edges
        left, right, top, bottom = (f"{end:.4f}" for end in (edges[0], edges[-1], levels[0], levels[-1]))
        yield f"{self._weight:g} w"
        yield from (f"{left} {level:.4f} m {right} {level:.4f} l" for level in levels)
        yield from (f"{edge:.4f} {top} m {edge:.4f} {bottom} l" for edge in edges)
        yield "S"
