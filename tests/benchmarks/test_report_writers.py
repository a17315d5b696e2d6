"""A report of 1.500 unions against the bare libraries putting the same cells on the same pages, and its memory.

Ratios of the best processor times of several alternating rounds in one run: seconds would tell more of the machine.
Ours may take half as long as the libraries by themselves. Memory is what is taken at most while 2.000 and 20.000 rows
are written, beyond the document itself.
Run by `pytest tests/benchmarks -m benchmark`.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Table, TableStyle

from tests.report_samples import report
from unioncare_desktop.reports import excel, pdf
from unioncare_desktop.reports.document import Document, Kind
from unioncare_desktop.reports.table_setting import Face, Grid, measured
from unioncare_desktop.reports.typesetting import BOLD, REGULAR

pytestmark = pytest.mark.benchmark

ROUNDS = 9
MOST_XLSX, MOST_PDF = 0.5, 0.5
MOST_BYTES_A_ROW = {"xlsx": 100, "pdf": 2_500}
"""Rows of a workbook take none; a table of a PDF is set as a whole before its pages are drawn."""
FORMATS = {Kind.PERCENT: "0.0%", Kind.DAY: "dd/mm/yyyy", Kind.TEXT: "General", Kind.ORDINAL: "0"}


@pytest.fixture(scope="module")
def document() -> Document:
    return report(1500)


def ratio(ours: Callable[[], object], bare: Callable[[], object]) -> float:
    """Our best time divided by the bare library's, both measured in turns."""
    best = [float("inf"), float("inf")]
    for _round in range(ROUNDS):
        for at, run in enumerate((ours, bare)):
            start = time.process_time()
            run()
            best[at] = min(best[at], time.process_time() - start)
    sys.stdout.write(f"{best[0] / best[1]:.2f} ({best[0]:.3f} s, {best[1]:.3f} s)\n")  # shown by pytest -s
    return best[0] / best[1]


def test_xlsx(document: Document, tmp_path: Path) -> None:
    ours = partial(excel.write, document, tmp_path / "ours.xlsx")

    assert ratio(ours, partial(bare_xlsx, document, tmp_path / "bare.xlsx")) <= MOST_XLSX


def bare_xlsx(document: Document, path: Path) -> None:
    """The list with openpyxl alone: one styled cell for each column, written again and again."""
    table = document.annexes[0].table
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    line = Side("thin")
    cells = []
    for column in table.columns:
        cell = WriteOnlyCell(sheet)
        cell.font, cell.border = Font("Times New Roman", 11), Border(line, line, line, line)
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.number_format = {Kind.PERCENT: "0.0%", Kind.DAY: "dd/mm/yyyy", Kind.TEXT: "General"}.get(
            column.kind, "#,##0"
        )
        cell.quotePrefix = column.kind is Kind.TEXT
        cells.append(cell)

    def row(values: tuple[object, ...]) -> Iterator[Cell]:
        for cell, value in zip(cells, values, strict=True):
            cell.value = value  # type: ignore[assignment]  # the sample has plain values only
            if isinstance(value, str):
                cell.data_type = "s"
            yield cell

    for values in (tuple(column.title for column in table.columns), *table.rows):
        sheet.append(row(values))
    book.save(path)


def test_pdf(document: Document) -> None:
    grid = list_of(document)

    assert ratio(partial(pdf.render, document), partial(bare_pdf, grid, chunks(grid))) <= MOST_PDF


def list_of(document: Document) -> Grid:
    """The list as our writer measures it, so that the bare tables have the same lines in the same columns."""
    pdf.render(report(1))
    regular, bold = (partial(stringWidth, fontName=font, fontSize=9) for font in (REGULAR, BOLD))
    return measured(document.annexes[0].table, Face(9, 1.2 * mm, 0.7 * mm, regular, bold), 252 * mm, 170 * mm, str)


def chunks(grid: Grid) -> list[list[list[str]]]:
    """The text of the rows, page by page."""
    pages, start = [], 0
    while start < len(grid.rows):
        stop = start + grid.fitting(start, 165 * mm)
        pages.append([["\n".join(lines) for lines in row.cells] for row in grid.rows[start:stop]])
        start = stop
    return pages


def bare_pdf(grid: Grid, pages: list[list[list[str]]]) -> None:
    """The list with reportlab's tables, one for each page."""
    widths = [right - left for left, right in zip(grid.edges, grid.edges[1:], strict=False)]
    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, 0), BOLD, 9, 10.8),
            ("FONT", (0, 1), (-1, -1), REGULAR, 9, 10.8),
            ("ALIGN", (0, 0), (-1, -1), "CENTER"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LEFTPADDING", (0, 0), (-1, -1), 3.4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3.4),
        ]
    )
    heading = ["\n".join(lines) for lines in grid.heading.cells]
    story: list[Flowable] = []
    for page in pages:
        story += [Table([heading, *page], widths, style=style), PageBreak()]
    SimpleDocTemplate(BytesIO(), pagesize=landscape(A4), topMargin=15 * mm, bottomMargin=15 * mm).build(story)


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_memory(form: str, tmp_path: Path) -> None:
    write = {"xlsx": excel.write, "pdf": pdf.write}[form]
    write(report(20), tmp_path / f"first.{form}")
    few, many = (peak(partial(write, report(count), tmp_path / f"{count}.{form}")) for count in (2_000, 20_000))
    a_row = (many - few) / 18_000
    sys.stdout.write(f"{form}: {few / 2**20:.1f} MB, {many / 2**20:.1f} MB, {a_row:.0f} bytes a row\n")

    assert a_row <= MOST_BYTES_A_ROW[form]


def peak(run: Callable[[], object]) -> int:
    """The most memory that Python takes during *run*, beyond what it had."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        run()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
