"""The superior's own workbook filled in place: named cells and marks such as "{{doan_vien}}" get the period's values.

A cell that is only a mark gets a value of its kind, a mark within words gets text. A row with "{{ds.ten}}" is repeated
for every union. Everything else stays as far as the library keeps it; what it would lose is told. The original file is
never written to.
"""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.cell_range import CellRange

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import files, form_rows
from unioncare_desktop.services import workbook
from unioncare_desktop.services.form_values import OF_UNION, FormValues, Value, code_of, show
from unioncare_desktop.services.workbook import FileLimits

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

LIMITS = FileLimits(bytes=10_000_000, unpacked=40_000_000)
"""A form is a small workbook; a larger one is data, and would be read for minutes."""
_MARK = re.compile(r"\{\{([^{}]{1,120})\}\}")
_NEAR = 0.6
_GENERAL = "General"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]{1,30})[\"']")
_MOST_MERGED = 200_000
_LIKE_FORMULAS = ("=", "+", "-", "@")
_LOST = (
    (("xl/ctrlProps/", "xl/activeX/"), _("nút bấm, ô chọn trên trang")),
    (("xl/embeddings/",), _("tệp nhúng")),
    (("xl/slicers/", "xl/timelines/"), _("bộ lọc dạng nút (slicer)")),
    (("xl/diagrams/",), _("sơ đồ SmartArt")),
    (("xl/threadedComments/",), _("trao đổi trong bình luận")),
    (("xl/queryTables/", "xl/connections.xml"), _("kết nối dữ liệu bên ngoài")),
    (("_xmlsignatures/",), _("chữ ký số của tệp mẫu")),
)
"""By the parts of a workbook that the library leaves out, what is lost."""
_SHAPES = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[ >]")
_NEWER = re.compile(rb"<x14:(?:conditionalFormatting|dataValidation|sparklineGroup)[ >]")


@dataclass(frozen=True)
class Place:
    """A code in a cell of the form."""

    sheet: str
    cell: str
    code: str

    @property
    def told(self) -> str:
        """Where it is: "Biểu 1, ô C5: doan_vien"."""
        return _("{sheet}, ô {cell}: {code}").format(sheet=self.sheet, cell=self.cell, code=self.code)


@dataclass(frozen=True)
class Unknown(Place):
    """A mark that means nothing; `nearest` is the code that may be meant, or empty."""

    nearest: str

    @property
    def asked(self) -> str:
        """Where it is, and what may be meant: "Biểu 1, ô C5: không có mã “doan_vie”; có phải “doan_vien”?"."""
        words = _("{sheet}, ô {cell}: không có mã “{code}”").format(sheet=self.sheet, cell=self.cell, code=self.code)
        return _("{words}; có phải “{nearest}”?").format(words=words, nearest=self.nearest) if self.nearest else words


@dataclass
class Filled:
    """A filled form.

    `used` are the codes that got a value, `blank` those whose value is not known, whose cells are left blank, `unknown`
    the marks that mean nothing and stay as they are, `losses` sentences on what the file loses and what to look at.
    """

    content: bytes = b""
    used: list[Place] = field(default_factory=list)
    blank: list[Place] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)


def fill(path: Path, values: FormValues) -> Filled:
    """The form at *path* filled with *values*; nothing is written.

    Raises:
        UserError: it cannot be read, is no .xlsx, has macros, or is damaged; or no mark and no name in it is a code.
    """
    path = Path(path)
    data, names = workbook.package(path, LIMITS)
    if any(name.endswith("vbaProject.bin") for name in names):
        sentence = _("Tệp {file} có macro. Hãy mở bằng Excel, lưu lại dạng .xlsx (không macro) rồi chọn lại.")
        raise UserError(sentence.format(file=path.name))
    try:
        _refuse_vast(data, names, path.name)
        filled = _filled(data, values)
        filled.losses += [*_losses(data, names), *filter(None, (values.advice,))]
    except workbook.DAMAGE as error:
        raise workbook.damaged(path.name) from error
    if not (filled.used or filled.blank or filled.unknown):
        sentence = _(
            "Tệp {file} chưa có mã nào. Hãy ghi mã như {{{{doan_vien}}}} vào ô cần điền, hoặc đặt tên ô là doan_vien."
        )
        raise UserError(sentence.format(file=path.name))
    return filled


def _refuse_vast(data: bytes, names: list[str], name: str) -> None:
    """Stop where cells are merged over more than a form has: the library makes each of them.

    Raises:
        UserError: there are too many.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(one) for one in names if one.startswith("xl/worksheets/") and one.endswith(".xml")]
    merged = [CellRange(area.decode()) for sheet in sheets for area in _MERGED.findall(sheet)]
    if sum(one.size["rows"] * one.size["columns"] for one in merged) > _MOST_MERGED:
        sentence = _("Tệp {file} gộp ô trên vùng quá lớn. Hãy bỏ gộp ô ở các dòng, cột thừa trong Excel rồi chọn lại.")
        raise UserError(sentence.format(file=name))


def save(filled: Filled, form: Path, span: Span, folder: Path) -> Path:
    """Write the filled *form* of *span* into *folder* under a name of both, and return its path.

    Raises:
        UserError: the folder cannot be written to.
    """
    stem = files.safe_name(f"{form.stem}_{span.code.replace('-', '')}")
    return save_as(filled, folder / f"{stem}.xlsx")


def save_as(filled: Filled, path: Path) -> Path:
    """Write a filled form at *path*, or beside it where there is such a file already, and return its path.

    Raises:
        UserError: the folder cannot be written to.
    """
    free = files.free_path(path.parent, path.stem, ".xlsx")
    files.put(free, filled.content)
    return free


def _filled(data: bytes, values: FormValues) -> Filled:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what is lost: it is told in our own words
        book = load_workbook(BytesIO(data), rich_text=True)
    filled = Filled()
    for sheet in book.worksheets:
        of_unions = set(_rows_of_unions(sheet))
        for cell in form_rows.cells_of(sheet):
            if cell.row not in of_unions:
                _fill_marks(cell, _Values(values), filled)
    _fill_names(book, _Values(values), filled)
    for sheet in book.worksheets:  # last, so that all that is told has its place in the form
        _fill_rows(sheet, values, filled)
    book.calculation.fullCalcOnLoad = True
    output = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(output)
    filled.content = output.getvalue()
    return filled


@dataclass(frozen=True)
class _Values:
    """What codes mean: the single values, and those of one union where a row of the list is filled."""

    all: FormValues
    union: Mapping[str, Value] | None = None

    def __contains__(self, code: str) -> bool:
        if code.startswith(OF_UNION):
            return self.union is not None and code.removeprefix(OF_UNION) in self.union
        return code in self.all.values

    def __getitem__(self, code: str) -> Value:
        if self.union is not None and code.startswith(OF_UNION):
            return self.union[code.removeprefix(OF_UNION)]
        return self.all.values[code].value

    def nearest(self, code: str) -> str:
        """The known code that is most like *code*; empty where none is."""
        codes = [*self.all.values, *(f"{OF_UNION}{name}" for name in self.all.union_names)]
        return next(iter(get_close_matches(code, codes, 1, _NEAR)), "")


# Marks


def _fill_marks(cell: Cell, values: _Values, filled: Filled) -> None:
    """Put the values of the marks in *cell* in their place; marks that mean nothing stay."""
    text = _text(cell)
    marks = [code_of(mark) for mark in _MARK.findall(text)]
    if not marks:
        return
    known = [code for code in marks if code in values]
    for code in marks:
        _note(filled, cell, code, values)
    if len(marks) == len(known) == 1 and _MARK.fullmatch(text.strip()):
        _put(cell, values[known[0]])
    elif known:
        _put_words(cell, values)


def _note(filled: Filled, cell: Cell, code: str, values: _Values) -> None:
    sheet, place = cell.parent.title, cell.coordinate
    if code not in values:
        filled.unknown.append(Unknown(sheet, place, code, values.nearest(code)))
    elif values[code] is None:
        filled.blank.append(Place(sheet, place, code))
    else:
        filled.used.append(Place(sheet, place, code))


def _text(cell: Cell) -> str:
    """The words in *cell*; nothing where it holds a formula or a value."""
    return str(cell.value) if cell.data_type == "s" or isinstance(cell.value, CellRichText) else ""


def _put(cell: Cell, value: Value) -> None:
    """Let *cell* hold a value of its kind; its own number format stays, one that says nothing gives way."""
    if isinstance(value, str):
        _put_text(cell, value)
        return
    own = cell.number_format
    cell.value = value  # which gives days a format of the library's choice
    usual = "dd/mm/yyyy" if isinstance(value, date) else "0.0%" if isinstance(value, float) else "#,##0"
    cell.number_format = usual if own == _GENERAL and value is not None else own


def _put_text(cell: Cell, text: str) -> None:
    if text.startswith(_LIKE_FORMULAS) or text in ERROR_CODES:
        workbook.put_text(cell, text)
    else:
        cell.value = workbook.cleaned(text) or None


def _put_words(cell: Cell, values: _Values) -> None:
    """Put text in place of the marks; letters keep their looks where a mark stands in one piece of them."""

    def told(found: re.Match[str]) -> str:
        code = code_of(found[1])
        return show(values[code]) if code in values else found[0]

    if not isinstance(cell.value, CellRichText):
        _put_text(cell, _MARK.sub(told, str(cell.value)))
        return
    pieces = [
        TextBlock(piece.font, workbook.cleaned(_MARK.sub(told, piece.text)))
        if isinstance(piece, TextBlock)
        else workbook.cleaned(_MARK.sub(told, piece))
        for piece in cell.value
    ]
    whole = _MARK.sub(told, str(cell.value))
    if "".join(map(str, pieces)) == workbook.cleaned(whole):
        cell.value = CellRichText(pieces)
    else:
        _put_text(cell, whole)


# Named cells


def _fill_names(book: "Workbook", values: _Values, filled: Filled) -> None:
    """Fill the cells whose names are codes; one with a formula keeps it, which is told.

    A name may be of a sheet that is gone, or of another file: it names nothing here.
    """
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    local = [(name, defined) for sheet in book.worksheets for name, defined in sheet.defined_names.items()]
    for name, defined in (*book.defined_names.items(), *local):
        code = code_of(name)
        if code in values and defined.type == "RANGE":
            for title, reference in defined.destinations:
                if title in sheets:
                    _fill_named(sheets[title], reference, code, values, filled)


def _fill_named(sheet: "Worksheet", reference: str, code: str, values: _Values, filled: Filled) -> None:
    cell = sheet[reference.replace("$", "").partition(":")[0]]
    if not isinstance(cell, Cell):
        return
    if cell.data_type == "f":
        sentence = _("{place}: ô có công thức nên được giữ nguyên.")
        filled.losses.append(sentence.format(place=Place(sheet.title, cell.coordinate, code).told))
        return
    _note(filled, cell, code, values)
    _put(cell, values[code])


# A row for each union


def _fill_rows(sheet: "Worksheet", values: FormValues, filled: Filled) -> None:
    """Repeat each row with a mark of unions for all of them, from the last one up, and fill it."""
    unions = values.unions or (dict.fromkeys(values.union_names, ""),)
    for row in sorted(set(_rows_of_unions(sheet)), reverse=True):
        form_rows.repeat(sheet, row, len(unions))
        columns = form_rows.columns_of(sheet, row)
        _fill_row(sheet, row, columns, _Values(values, unions[0]), filled)
        unknown = len(filled.unknown)
        for at, union in enumerate(unions[1:], 1):
            _fill_row(sheet, row + at, columns, _Values(values, union), filled)
        del filled.unknown[unknown:]  # they are told of the first row


def _fill_row(sheet: "Worksheet", row: int, columns: Iterable[int], values: _Values, filled: Filled) -> None:
    for column in columns:
        cell = sheet.cell(row, column)
        if isinstance(cell, Cell):
            _fill_marks(cell, values, filled)


def _rows_of_unions(sheet: "Worksheet") -> Iterator[int]:
    for cell in form_rows.cells_of(sheet):
        if any(code_of(mark).startswith(OF_UNION) for mark in _MARK.findall(_text(cell))):
            yield cell.row


# What is lost


def _losses(data: bytes, names: list[str]) -> Iterator[str]:
    """Sentences on what the library leaves out of a workbook with parts of these *names*."""
    lost = [words for parts, words in _LOST if any(name.startswith(parts) for name in names)]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        drawings = [name for name in names if re.fullmatch(r"xl/drawings/[^/]+\.xml", name)]
        sheets = [name for name in names if name.startswith("xl/worksheets/sheet")]
        if any(_SHAPES.search(archive.read(name)) for name in drawings):
            lost.append(_("hình vẽ, ô chữ"))
        if any(_NEWER.search(archive.read(name)) for name in sheets):
            lost.append(_("định dạng có điều kiện, danh sách chọn kiểu mới hoặc biểu đồ trong ô"))
    if lost:
        yield _("Tệp điền ra sẽ không còn: {things}. Tệp mẫu vẫn nguyên.").format(things="; ".join(lost))
    if any(name.startswith("xl/charts/chart") for name in names):
        yield _("Biểu đồ trong mẫu được giữ nhưng có thể khác đôi chút về định dạng.")
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield _("Mẫu có liên kết tới tệp khác; chương trình không mở các tệp ấy.")
