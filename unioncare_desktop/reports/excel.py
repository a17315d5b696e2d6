"""Document → xlsx: the report on a first sheet, each annex on its own, charts with their figures on the last.

With `excel_charts` and the services' `workbook` the only place that uses openpyxl. Figures are numbers with a format,
days are real dates, text is never a formula. The lists' totals are SUM formulas, and below the report every figure of
the summary that a list must confirm is compared with its sum.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Literal, NamedTuple, cast
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from unioncare_desktop.i18n import _
from unioncare_desktop.reports import excel_charts, files, official, sheets
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    OfficialHeading,
    Remarked,
    SignatureBlock,
    Style,
    Table,
    Text,
    plain,
    show,
)
from unioncare_desktop.reports.layout import Layout
from unioncare_desktop.reports.sheet_rows import Formula, Led, SheetRows, SteadyArchive, Styled, Value, permitted
from unioncare_desktop.reports.typesetting import BOLD, BOLD_ITALIC, ITALIC, Line
from unioncare_desktop.vietnamese import NO_BREAK, nfc

FONT = "Times New Roman"
WHOLE, PERCENT, FINE_PERCENT, DAY, GENERAL = "#,##0", "0.0%", "0.00%", "dd/mm/yyyy", "General"
_OF_KIND = {
    Kind.ORDINAL: "0",
    Kind.CHANGE: "+#,##0;-#,##0;0",
    Kind.POINTS: GENERAL,
    Kind.PERCENT: PERCENT,
    Kind.FINE_PERCENT: FINE_PERCENT,
}

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_NAME_LENGTH = 31
_POINTS_A_ROW = 16.5
_RULE_ROW, _RULE_TYPE = 8.0, 5.0  # points: a row for a rule, and the type that draws it
_BLANKS_A_LETTER = 6  # of that type are as wide as a capital of the head
_INCH = 25.4


def write(document: Document, path: Path) -> None:
    """Write *document* as a workbook at *path*: the same bytes for the same data.

    Raises:
        UserError: the file cannot be written (see `files.save`).
    """

    def put(target: Path) -> None:
        _put(document, target)

    files.save(path, put, _check)


def render(document: Document) -> bytes:
    """The bytes that `write` writes."""
    buffer = BytesIO()
    _put(document, buffer)
    return buffer.getvalue()


def _put(document: Document, target: Path | BytesIO) -> None:
    with SteadyArchive(target) as archive:
        book, sheets = _workbook(document)
        archive.expect([one.rows for one in sheets])
        ExcelWriter(book, archive).save()


def _check(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as part:
                    expat.ParserCreate().ParseFile(part)
    except (BadZipFile, expat.ExpatError) as problem:
        raise ValueError(str(problem)) from problem


# Sheets and cells


class _Look(NamedTuple):
    """How a cell is set. *number* is the format of figures and formulas; other values bring their own."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: Literal["single"] | None = None
    horizontal: Literal["left", "center", "right", "justify"] = "left"
    framed: bool = False
    number: str = WHOLE


class _Sheet:
    """A sheet that is written row by row, with one style for each look of each kind of value."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        self.sheet = cast("Worksheet", book.create_sheet(name))
        self.name, self.rows = name, SheetRows()
        self._styles: dict[tuple[_Look, type], int] = {}
        for number, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width

    @property
    def row(self) -> int:
        """The number of the row just written."""
        return self.rows.count

    def append(self, cells: Iterable[tuple[Value, _Look] | None], height: float | None = None) -> int:
        """Write a row, None standing for an empty cell; its number comes back. *height* is in points."""
        return self.rows.append(map(self._styled, cells), height)

    def _styled(self, cell: tuple[Value, _Look] | None) -> Styled | None:
        if cell is None:
            return None
        value, look = cell
        style = self._styles.get((look, type(value)))
        return value, self._style_of(value, look) if style is None else style

    def merge(self, first: int, last: int) -> None:
        """Make one cell of the columns *first* to *last* of the row just written."""
        if last > first:
            letters = get_column_letter(first), get_column_letter(last)
            self.sheet.merged_cells.add(f"{letters[0]}{self.row}:{letters[1]}{self.row}")

    def address(self, column: int, first: int, last: int) -> str:
        """The cells of *column* in the rows *first* to *last*, as a formula on another sheet names them."""
        letter = get_column_letter(column)
        return f"{quote_sheetname(self.name)}!${letter}${first}:${letter}${last}"

    def _style_of(self, value: Value, look: _Look) -> int:
        """The number that the workbook gives to a look; text keeps being text also after editing in Excel."""
        cell = SheetCell(self.sheet, 1, 1)
        cell.font = Font(FONT, look.size, b=look.bold, i=look.italic, u=look.underline)
        cell.alignment = Alignment(look.horizontal, "center", wrap_text=True)
        if look.framed:
            line = Side("thin")
            cell.border = Border(line, line, line, line)
        cell.number_format = _number_format(value, look)
        cell.quotePrefix = isinstance(value, str)
        number = self._styles[look, type(value)] = cell.style_id
        return number

    def set_page(self, layout: Layout, *, landscape: bool) -> None:
        """A4, as wide as the page, the margins of an official document, "Trang x/y" at the foot."""
        sheet = self.sheet
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = 9
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        margins = sheet.page_margins
        margins.left, margins.right = layout.left / _INCH, layout.right / _INCH
        margins.top, margins.bottom = layout.top / _INCH, layout.bottom / _INCH
        margins.header = margins.footer = layout.bottom / _INCH / 2
        sheet.print_options.horizontalCentered = True
        footer = cast("HeaderFooterItem", sheet.oddFooter).center
        footer.text = _("Trang {page}/{pages}").format(page="&P", pages="&N")
        footer.font, footer.size = FONT, layout.recipients


def _typed(line: Line, horizontal: Literal["left", "center"] = "center") -> tuple[str, _Look]:
    """A line of the fixed parts as a cell; a rule as long as the text is its underline."""
    bold, italic = line.face in (BOLD, BOLD_ITALIC), line.face in (ITALIC, BOLD_ITALIC)
    return line.text, _Look(line.size, bold, italic, "single" if line.rule == 1 else None, horizontal)


def _spaced(lines: Iterable[Line]) -> Iterator[Line]:
    """*lines*, with empty ones for the room above them."""
    for line in lines:
        yield from [replace(line, text="", rule=0)] * round(line.above / _POINTS_A_ROW)
        yield line


def _has_short_rule(line: Line) -> bool:
    return 0 < line.rule < 1


def _ruled(line: Line) -> tuple[str, _Look]:
    """The short rule beneath a line, as underlined blanks."""
    blanks = NO_BREAK * round(line.rule * _BLANKS_A_LETTER * len(line.text)) if _has_short_rule(line) else ""
    return blanks, _Look(_RULE_TYPE, underline="single", horizontal="center")


def _number_format(value: Value, look: _Look) -> str:
    match value:
        case int() | float() | Formula():
            return look.number
        case date():
            return DAY
        case _:
            return GENERAL


def _look_of(column: Column, size: float, *, bold: bool = False) -> _Look:
    horizontal: Literal["left", "center", "right"] = "right"
    if column.kind is Kind.TEXT:
        horizontal = "left"
    elif column.kind in (Kind.ORDINAL, Kind.DAY):
        horizontal = "center"
    return _Look(size, bold, horizontal=horizontal, framed=True, number=_OF_KIND.get(column.kind, WHOLE))


def _as_set(cell: Cell, look: _Look) -> tuple[Value, _Look]:
    """The value of a cell and how it is set: the mark of a footnote is part of the format, points are no hundredths."""
    if isinstance(cell, float):
        return cell, look._replace(number=_percent(cell, look))
    if look.number == GENERAL and isinstance(cell, int):
        return cell / 100, look
    if isinstance(cell, Figure):
        return cell.value, look
    if not isinstance(cell, Remarked):
        return cell, look
    number = f'{look.number}"\u00a0{cell.mark}"' if cell.mark else look.number
    return cell.value, look._replace(italic=cell.italic, number=number)


def _percent(ratio: float, look: _Look) -> str:
    """The format of a ratio: with as many decimals as keep what is less than all from being shown as 100 %."""
    places = 2 if look.number == FINE_PERCENT else 1
    while ratio < 1 and round(ratio * 100, places) >= 100:  # noqa: PLR2004 - a percentage
        places += 1
    return f"0.{'0' * places}%"


def _workbook(document: Document) -> tuple[Workbook, Sequence["_Sheet"]]:
    """The workbook and its sheets, whose rows it does not have yet."""
    book, layout = Workbook(write_only=True), document.layout
    usual = Font(FONT, layout.table)
    book._fonts = IndexedList([usual])  # type: ignore[attr-defined]  # noqa: SLF001 - cells without a style have it
    book._named_styles["Normal"].font = usual  # type: ignore[attr-defined]  # noqa: SLF001 - no public way either
    written = datetime.combine(document.heading.day or date(document.heading.year, 1, 1), datetime.min.time())
    book.properties = DocumentProperties(
        title=permitted(document.title),
        creator=permitted(document.heading.issuer),
        created=written,
        modified=written,
    )
    report = _ReportSheet(book, document, layout)
    names = _sheet_names([annex.label for annex in document.annexes])
    lists = [_AnnexSheet(book, name, annex, layout) for name, annex in zip(names, document.annexes, strict=True)]
    for sheet in lists:
        sheet.write(document.heading)
    charts = [block for block in document.body if isinstance(block, Chart)]
    report.write(document, lists)
    drawn = [_ChartSheet(book, layout, charts)] if charts else []
    _put_mark(book, official.mark_line(document), layout)
    return book, (report, *lists, *drawn)


def _put_mark(book: Workbook, mark: str, layout: Layout) -> None:
    """Print the hash of the data at the foot of every page."""
    for sheet in book.worksheets:
        footer = cast("HeaderFooterItem", sheet.oddFooter).left
        footer.text, footer.font, footer.size = mark, FONT, layout.footer


def _sheet_names(labels: Sequence[str]) -> Iterator[str]:
    used = {_("Báo cáo").casefold(), _ChartSheet.NAME.casefold()}
    for label in labels:
        name = stem = _NOT_IN_SHEET_NAMES.sub(" ", nfc(label)).strip(" '")[: _NAME_LENGTH - 4] or _("Phụ lục")
        number = 1
        while name.casefold() in used:
            number += 1
            name = f"{stem} {number}"
        used.add(name.casefold())
        yield name


# A list


class _AnnexSheet(_Sheet):
    """A list: three lines of title, one heading row that stays in view, the rows, the totals as formulas."""

    TITLE_ROWS = 3

    def __init__(self, book: Workbook, name: str, annex: Annex, layout: Layout) -> None:
        self.annex, self.table, self.layout = annex, annex.table, layout
        self.widths = sheets.widths(self.table)
        self.wrapping = [at for at, width in enumerate(self.widths) if sheets.wraps(self.table, at, width)]
        super().__init__(book, name, self.widths)
        self.first = self.TITLE_ROWS + 2
        self.last = self.first + len(self.table.rows) - 1
        self.set_page(layout, landscape=annex.landscape)
        self.sheet.freeze_panes = f"A{self.first}"
        self.sheet.print_title_rows = f"{self.first - 1}:{self.first - 1}"

    def write(self, heading: OfficialHeading) -> None:
        self._write_title(heading)
        size = self.layout.table
        head = _Look(size, bold=True, horizontal="center", framed=True)
        titles = [column.title for column in self.table.columns]
        heights = (
            sheets.height(title, size, width, bold=True) for title, width in zip(titles, self.widths, strict=True)
        )
        self.append(((title, head) for title in titles), max(heights))
        looks = [_look_of(column, size) for column in self.table.columns]
        for row in self.table.rows:
            self.append(map(_as_set, row, looks), self._row_height(row))
        letters = get_column_letter(len(looks))
        self.sheet.auto_filter.ref = f"A{self.first - 1}:{letters}{max(self.last, self.first)}"
        if self.table.totals_label:
            bold = [_look_of(column, size, bold=True) for column in self.table.columns]
            exact = [look for _value, look in map(_as_set, self.table.totals, bold)]
            self.append(zip(self._totals(), exact, strict=True))
        for note in self.table.notes:
            height = sheets.height(note, size, sum(self.widths))
            self.append([(note, _Look(size, italic=True))], max(height, _POINTS_A_ROW))
            self.merge(1, len(looks))

    def sum_of(self, title: str) -> str:
        """The sum of the column called *title*, for a formula on another sheet."""
        if not self.table.rows:
            return "0"
        return f"SUM({self.address(self.table.position(title) + 1, self.first, self.last)})"

    def _write_title(self, heading: OfficialHeading) -> None:
        for line in official.annex_lines(self.annex, heading, self.layout):
            text, look = _typed(line)
            height = sheets.height(text, look.size, sum(self.widths), bold=look.bold)
            self.append([(text, look)], max(height, _POINTS_A_ROW * 1.2))
            self.merge(1, len(self.table.columns))

    def _row_height(self, row: Sequence[Cell]) -> float | None:
        """None where every text fits on one line."""
        size = self.layout.table
        texts = ((row[at], self.widths[at]) for at in self.wrapping)
        longer = [(text, width) for text, width in texts if isinstance(text, str) and sheets.is_long(text, width)]
        return max((sheets.height(text, size, width) for text, width in longer), default=None)

    def _totals(self) -> Iterator[Value]:
        for at, (column, total) in enumerate(zip(self.table.columns, self.table.totals, strict=True)):
            if column.ratio is not None and total is not None:
                part, whole = (f"{self._letter(title)}{self.last + 1}" for title in column.ratio)
                yield Formula(f'=IF({whole}=0,"",{part}/{whole})')
            elif column.total and total is not None:
                letter = get_column_letter(at + 1)
                yield Formula(f"=SUM({letter}{self.first}:{letter}{self.last})")
            else:
                yield plain(total)

    def _letter(self, title: str) -> str:
        return get_column_letter(self.table.position(title) + 1)


# Charts


class _ChartSheet(_Sheet):
    """Every chart above the cells that it is drawn from; on a sheet of their own no page ends within one."""

    NAME, NAMES = _("Biểu đồ"), 24.0
    """The sheet's name, and the width of the names of categories."""

    def __init__(self, book: Workbook, layout: Layout, charts: Sequence[Chart]) -> None:
        self.columns = 2 + max(len(chart.series) for chart in charts)
        super().__init__(book, self.NAME, [self.NAMES, *[18.0] * (self.columns - 1)])
        self.layout = layout
        self.set_page(layout, landscape=False)
        for chart in charts:
            self._write(chart)

    def _write(self, chart: Chart) -> None:
        look = _Look(self.layout.table, framed=True)
        head = look._replace(bold=True, horizontal="center")
        figure = look._replace(horizontal="right", number=excel_charts.number_format(chart))
        self.append([(chart.title, _Look(self.layout.body, bold=True, horizontal="center"))])
        self.merge(1, self.columns)
        top = self.row + 1
        for _row in range(excel_charts.HEIGHT_IN_ROWS):
            self.append([])
        limited = chart.limit is not None
        titles = ["", *(series.name for series in chart.series), *([chart.limit_name] * limited)]
        first = self.append([(title, head) for title in titles], sheets.height(max(titles, key=len), head.size, 18))
        for at, name in enumerate(chart.categories):
            values = (*(series.values[at] for series in chart.series), *([chart.limit] * limited))
            height = sheets.height(name, look.size, self.NAMES) if sheets.is_long(name, self.NAMES) else None
            cells = ((excel_charts.as_written(value, chart), figure) for value in values)
            self.append([(name, look), *cells], height)
        self.append([])
        native = excel_charts.native(chart, self.sheet, first)
        excel_charts.place(native, top, self.columns)
        self.sheet.add_chart(native)


# The report


class _ReportSheet(_Sheet):
    """The report as on paper: head, text, summary tables, signature; beneath, outside the print, the control cells.

    All tables share the columns of the sheet: A for ordinals, B for what a row is about (A and B together where a
    table has no ordinals), the figures from C on.
    """

    def __init__(self, book: Workbook, document: Document, layout: Layout) -> None:
        self.layout = layout
        self.widths = sheets.shared_widths([block for block in document.body if isinstance(block, Table)])
        super().__init__(book, _("Báo cáo"), self.widths)
        self.set_page(layout, landscape=False)
        self.figures: list[tuple[str, Figure]] = []

    def write(self, document: Document, lists: Sequence[_AnnexSheet]) -> None:
        self._head(document.heading)
        for block in document.body:
            self._block(block)
        self._signature(document.signature)
        self.sheet.print_area = f"A1:{get_column_letter(len(self.widths))}{self.row}"
        if self.figures:
            self._control(lists)

    def _line(self, text: str, look: _Look, lead: str = "") -> None:
        value = Led(lead, text, FONT, look.size) if lead else text
        self.append([(value, look)], sheets.height(f"{lead} {text}", look.size, sum(self.widths), bold=look.bold))
        self.merge(1, len(self.widths))

    def _pairs(self, pair: official.Pair, left: Literal["left", "center"] = "center") -> None:
        """Lines beside each other in the two halves of the page; short rules in a low row of their own."""
        for first, second in zip_longest(*map(_spaced, pair)):
            self._pair(_typed(first, left) if first else None, _typed(second) if second else None)
            if any(line and _has_short_rule(line) for line in (first, second)):
                self._pair(_ruled(first) if first else None, _ruled(second) if second else None, _RULE_ROW)

    def _pair(
        self, left: tuple[str, _Look] | None, right: tuple[str, _Look] | None, height: float | None = None
    ) -> None:
        halves = (left, sum(self.widths[:2])), (right, sum(self.widths[2:]))
        needed = (sheets.height(cell[0], cell[1].size, width, bold=cell[1].bold) for cell, width in halves if cell)
        self.append([left, None, right], height or max(needed))
        self.merge(1, 2)
        self.merge(3, len(self.widths))

    def _head(self, heading: OfficialHeading) -> None:
        for pair in official.columns(heading, self.layout):
            self._pairs(pair)
        self.append([])
        for line in official.title(heading, self.layout):
            self._line(*_typed(line))
            if _has_short_rule(line):
                self.append([_ruled(line)], _RULE_ROW)
                self.merge(1, len(self.widths))
        self.append([])
        address = _Look(self.layout.body, horizontal="center")
        first, *others = heading.address_lines or ("",)
        if others:
            self._pair((first, address._replace(horizontal="right")), None)
            for name in others:
                self._pair(None, (name, address._replace(horizontal="left")))
        elif first:
            self._line(first, address)

    def _block(self, block: Block) -> None:
        layout = self.layout
        match block:
            case Heading(text):
                self.append([])
                self._line(text, _Look(layout.body, bold=True))
            case Text(text, Style.NOTE):
                self._line(text, _Look(layout.note, italic=True))
            case Text(text, Style.CENTRED):
                self.append([])
                self._line(text, _Look(layout.title, bold=True, horizontal="center"))
            case Text(text, style, lead):
                self._line(text, _Look(layout.body, italic=style is Style.BASIS, horizontal="justify"), lead)
            case Chart(title):
                words = _("{title}: xem trang “{sheet}”.").format(title=title, sheet=_ChartSheet.NAME)
                self._line(words, _Look(layout.note, italic=True))
            case table:
                self._table(table)

    def _table(self, table: Table) -> None:
        size = self.layout.table
        if table.title:
            self._line(table.title, _Look(self.layout.body, bold=True, horizontal="center"))
        head = [_Look(size, bold=True, horizontal="center", framed=True)] * len(table.columns)
        plain_looks = [_look_of(column, size) for column in table.columns]
        self._table_row(table, [column.title for column in table.columns], head)
        for row in table.rows:
            number = self._table_row(table, row, plain_looks)
            for at, cell in enumerate(row, self._first(table)):
                if isinstance(cell, Figure):
                    self.figures.append((f"{get_column_letter(at)}{number}", cell))
        if table.totals:
            self._table_row(table, table.totals, [look._replace(bold=True) for look in plain_looks])
        for note in table.notes:
            self._line(note, _Look(self.layout.note, italic=True))

    def _first(self, table: Table) -> int:
        """The sheet's column in which the table's first column ends: A, or B where it spans both."""
        return 1 if table.columns[0].kind is Kind.ORDINAL else 2

    def _table_row(self, table: Table, values: Sequence[Cell], looks: Sequence[_Look]) -> int:
        first = self._first(table)
        widths = [sum(self.widths[:first]), *self.widths[first:]]
        parts = list(map(_as_set, values, looks))
        bold = looks[0].bold
        texts = zip(map(show, values), widths, strict=False)
        height = max(sheets.height(text, self.layout.table, width, bold=bold) for text, width in texts)
        number = self.append([parts[0], *[(None, looks[0])] * (first - 1), *parts[1:]], height)
        self.merge(1, first)
        return number

    def _signature(self, signature: SignatureBlock) -> None:
        self.append([])
        left: Literal["left", "center"] = "center" if signature.preparer else "left"
        self._pairs(official.signers(signature, self.layout), left)

    def _control(self, lists: Sequence[_AnnexSheet]) -> None:
        look = _Look(self.layout.table, framed=True)
        head = look._replace(bold=True, horizontal="center")
        figure = look._replace(horizontal="right")
        self.append([])
        self.append([])
        self.append([(_("Đối chiếu số liệu tổng hợp với danh sách"), look._replace(bold=True, framed=False))])
        self.merge(1, len(self.widths))
        titles = (_("Chỉ tiêu"), "", _("Báo cáo"), _("Danh sách"), _("Kết quả"))
        self.append([(title, head) for title in titles])
        self.merge(1, 2)
        for address, checked in self.figures:
            total = next(one for one in lists if one.table.has(checked.column)).sum_of(checked.column)
            row = self.row + 1
            result = Formula('=IF(C{0}=D{0},"{1}","{2}")'.format(row, _("Khớp"), _("Lệch")))
            sums = (Formula(f"={address}"), figure), (Formula(f"={total}"), figure)
            self.append([(checked.column, look), (None, look), *sums, (result, head)])
            self.merge(1, 2)
