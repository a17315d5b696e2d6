"""Lists as they are typed into Excel, without a file or with one."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from unioncare_desktop.services.lists.sheets import Book, Cell, Range, Sheet

Rows = Sequence[Sequence[Cell]]

HEADINGS = ("STT", "Mã CĐCS", "Tên CĐCS", "Tổng CNVCLĐ", "Nữ CNVCLĐ", "Đoàn viên", "ĐV nữ")
TITLE = "SỐ LIỆU ĐOÀN VIÊN QUÝ I/2023"


def sheet(rows: Rows, title: str = "Trang 1", *, hidden: bool = False, merged: Sequence[Range] = ()) -> Sheet:
    """A sheet as the reader gives it: numbered rows, blank ones left out."""
    numbered = ((number, tuple(cells)) for number, cells in enumerate(rows, 1))
    kept = tuple((number, cells) for number, cells in numbered if any(cell is not None for cell in cells))
    return Sheet(title, hidden, kept, merged=tuple(merged))


def book(*sheets: Sheet, name: str = "tep.xlsx") -> Book:
    """A book of these sheets."""
    return Book(Path(name), name, sheets)


def figures(*rows: Sequence[Cell], title: str = TITLE) -> Book:
    """A list of figures: the rows begin with the code."""
    return book(sheet(((title,), (), HEADINGS, *((number, *row) for number, row in enumerate(rows, 1)))))


def save(path: Path, *sheets: Sheet) -> Path:
    """The sheets as a workbook at *path*."""
    written = Workbook()
    written.remove(written.worksheets[0])
    for one in sheets:
        target = written.create_sheet(one.title)
        target.sheet_state = "hidden" if one.hidden else "visible"
        for number, cells in one.rows:
            for column, cell in enumerate(cells, 1):
                target.cell(number, column).value = cell if not hasattr(cell, "reason") else str(cell)
        for merged in one.merged:
            target.merge_cells(str(merged))
    written.save(path)
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_KINDS = {
    "workbook": "sheet.main",
    "worksheets/sheet1": "worksheet",
    "sharedStrings": "sharedStrings",
    "styles": "styles",
}
DAY_STYLE = 1
"""The number of the style in `package` that shows days."""


def package(path: Path, rows: str, texts: Sequence[str] = ()) -> Path:
    """A workbook of one sheet with these rows as XML, in the parts that Excel writes."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{content_type}{kind}+xml"/>' for part, kind in _KINDS.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/relationships/{kind}" Target="{target}.xml"/>'
        for number, (target, kind) in enumerate(
            {"worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings", "styles": "styles"}.items(), 1
        )
    )
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    plain, days = '<xf numFmtId="0"/>', '<xf numFmtId="14" applyNumberFormat="1"/>'
    looks = "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    formats = f"<cellStyleXfs>{plain}</cellStyleXfs><cellXfs>{plain}{days}</cellXfs>"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><sheets>'
        '<sheet name="Trang 1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{looks}{formats}</styleSheet>',
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, head + xml)
    return path
