"""Workbooks and CSV files → sheets of plain values, and plain values → a workbook. The importer's only way to files.

A file is looked at before it is opened: kind, size, and what a zip claims to hold. What stands in the sheets is not
understood here; that is the business of the modules in `lists`.
"""

import errno
import os
import re
import struct
import uuid
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol, cast
from xml.parsers import expat

from unioncare_desktop.errors import DiskFull, EnvironmentProblem, FileLocked, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists import csv_sheet, file_kinds
from unioncare_desktop.services.lists.sheet_xml import Limits, SheetReader, Styles, escaped
from unioncare_desktop.services.lists.sheets import Book, Cell, Fault, Range, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as WorkbookCell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "Book",
    "Cell",
    "Fault",
    "Page",
    "Range",
    "Sheet",
    "cleaned",
    "damaged",
    "package",
    "put_text",
    "read",
    "write",
]

_MEGABYTE = 1_000_000
_SHEET_NAMED = re.compile(rb"<(?:\w+:)?sheet\s")
_TEXT_ENDINGS = (".csv", ".txt", ".tsv")
DAMAGE = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, expat.ExpatError, struct.error, zipfile.BadZipFile, zlib.error),
)
"""What the zip, XML and workbook libraries raise on files that are not what they claim to be."""


@dataclass(frozen=True)
class FileLimits:
    """How big a file and what it unpacks to may be; measured bombs lie far above, real lists far below."""

    bytes: int = 20 * _MEGABYTE
    unpacked: int = 100 * _MEGABYTE
    ratio: int = 100
    ratio_matters_from: int = 5 * _MEGABYTE
    members: int = 2_000
    sheets: int = 200  # a province may have a sheet for each of its wards
    sheet: Limits = field(default_factory=Limits)


LIMITS = FileLimits()


def read(path: Path, limits: FileLimits = LIMITS) -> Book:
    """The sheets of the workbook or CSV file at *path*; nothing in it is followed or executed.

    Raises:
        UserError: the file is missing, of another kind, protected, damaged or too big; the sentence names it.
    """
    path = Path(path)
    try:
        return _book(path, _bytes(path, limits), limits)
    except UserError as error:
        raise UserError(_("Tệp {file}: {reason}").format(file=path.name, reason=error)) from error
    except DAMAGE as error:
        raise damaged(path.name) from error


def package(path: Path, limits: FileLimits = LIMITS) -> tuple[bytes, list[str]]:
    """The bytes of the workbook at *path* and the names of its parts, looked at before anything opens it.

    Raises:
        UserError: as of `read`; the sentence names the file.
    """
    path = Path(path)
    try:
        data = _bytes(path, limits)
        file_kinds.refuse_other_kinds(data)
        _refuse_other_than_zip(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return data, _looked_at(archive, len(data), limits)
    except UserError as error:
        raise UserError(_("Tệp {file}: {reason}").format(file=path.name, reason=error)) from error
    except DAMAGE as error:
        raise damaged(path.name) from error


def damaged(name: str) -> UserError:
    """The error of a file that is not what it claims to be."""
    sentence = _("Tệp {file}: bị hỏng hoặc chưa tải xong nên không đọc được. Hãy mở bằng Excel, lưu lại rồi nhập.")
    return UserError(sentence.format(file=name))


def _book(path: Path, data: bytes, limits: FileLimits) -> Book:
    file_kinds.refuse_other_kinds(data)
    if file_kinds.is_zip(data):
        return _workbook(path, data, limits)
    if path.suffix.lower() not in _TEXT_ENDINGS:
        _refuse_other_than_zip(data)
    return Book(path, path.name, (csv_sheet.read(data, path.stem, limits.sheet),))


def _bytes(path: Path, limits: FileLimits) -> bytes:
    if path.name.startswith("~$"):
        raise UserError(_("là tệp tạm của Excel. Hãy chọn tệp thật (không có ~$ ở đầu tên)."))
    if path.is_dir():
        raise UserError(_("là thư mục, không phải tệp Excel."))
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise UserError(
                _("lớn quá {most} MB. Hãy xóa hình ảnh và các sheet thừa rồi thử lại.").format(
                    most=limits.bytes // _MEGABYTE
                )
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UserError(_("không tìm thấy tệp này ({path}).").format(path=path)) from error
    except OSError as error:
        raise UserError(_("không đọc được. Hãy đóng tệp trong Excel và kiểm tra quyền đọc rồi thử lại.")) from error


# Reading a package


def _workbook(path: Path, data: bytes, limits: FileLimits) -> Book:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = _looked_at(archive, len(data), limits)
        promised = len(_SHEET_NAMED.findall(archive.read("xl/workbook.xml")))
    sheets, notes = _sheets(data, promised, limits)
    if any(name.endswith("vbaProject.bin") for name in names):
        notes.append(_("Tệp có macro: chỉ đọc dữ liệu, macro không được chạy và không được giữ."))
    return Book(path, path.name, tuple(sheets), tuple(notes))


def _refuse_other_than_zip(data: bytes) -> None:
    if not file_kinds.is_zip(data):
        raise UserError(_("không phải là tệp Excel (.xlsx). Hãy mở bằng Excel và lưu lại dạng .xlsx."))


def _looked_at(archive: zipfile.ZipFile, size: int, limits: FileLimits) -> list[str]:
    """The names of the parts of a workbook that is neither a bomb nor something else."""
    members = archive.infolist()
    _refuse_bombs(members, size, limits)
    names = [member.filename for member in members]
    file_kinds.refuse_other_archives(names)
    return names


def _refuse_bombs(members: Sequence[zipfile.ZipInfo], size: int, limits: FileLimits) -> None:
    """Refuse by what the zip says of itself; a zip that lies fails later, when its check sums are compared."""
    names = {member.filename for member in members}
    unsafe = any(name.startswith(("/", "\\")) or ".." in PurePosixPath(name).parts for name in names)
    too_big = sum(member.file_size for member in members) > limits.unpacked
    packed_too_well = any(
        member.file_size > limits.ratio_matters_from and member.file_size > limits.ratio * max(member.compress_size, 1)
        for member in members
    )
    overlapping = sum(member.compress_size for member in members) > size
    if len(members) > limits.members or len(names) < len(members) or unsafe or overlapping:
        raise UserError(_("có cấu trúc lạ, không giống tệp do Excel lưu. Hãy mở bằng Excel, lưu lại rồi nhập."))
    if too_big or packed_too_well:
        raise UserError(_("quá lớn sau khi giải nén. Hãy xóa định dạng và các dòng thừa trong Excel rồi thử lại."))
    if any(member.flag_bits & 1 for member in members):
        raise UserError(_("có mật khẩu. Hãy bỏ mật khẩu rồi nhập lại."))


class _PackageSheet(Protocol):
    """What is used of a sheet that the library has found but not read."""

    title: str
    sheet_state: str
    _shared_strings: Sequence[str]

    def _get_source(self) -> IO[bytes]: ...


class _CellStyle(Protocol):
    """What a style of the library says of numbers."""

    numFmtId: int  # noqa: N815 - the library's name


_FIRST_OWN_FORMAT = 164
_THREE_DECIMALS = re.compile(r"0\.000(?![0#?])")


def _sheets(data: bytes, promised: int, limits: FileLimits) -> tuple[list[Sheet], list[str]]:
    """The sheets of the package, and what the user should know about their reading."""
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel

    if not openpyxl.DEFUSEDXML:
        raise EnvironmentProblem(_("thiếu thành phần defusedxml nên không mở tệp lạ. Hãy cài lại chương trình."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about pictures and rules that are not read anyway
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    if len(book.sheetnames) > limits.sheets:
        sentence = _("có {count} sheet, nhiều hơn {most}. Hãy tách thành nhiều tệp.")
        raise UserError(sentence.format(count=len(book.sheetnames), most=limits.sheets))
    if len(book.sheetnames) < promised:
        raise ValueError(promised)  # the library passes over sheets whose part it cannot find
    from_1904 = book.epoch == CALENDAR_MAC_1904
    days: set[int] = book._date_formats  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
    to_day = partial(from_excel, epoch=book.epoch)
    notes = []
    if from_1904:
        notes.append(_("Tệp dùng hệ ngày 1904 (máy Mac): các ngày đã được đổi cho đúng, hãy xem lại trước khi ghi."))
    sheets = []
    for source in cast("Sequence[_PackageSheet]", book.worksheets):
        texts = source._shared_strings  # noqa: SLF001 - as above
        styles = Styles(texts, frozenset(days), to_day, from_1904, _thousandths(book))
        sheet, beyond = _sheet(source, styles, limits.sheet)
        sheets.append(sheet)
        if beyond:
            sentence = _("Sheet “{sheet}”: bỏ qua dữ liệu từ dòng {row}, sau hơn {most} dòng trống.")
            notes.append(sentence.format(sheet=sheet.title, row=beyond, most=limits.sheet.blank_rows))
    return sheets, notes


def _sheet(source: _PackageSheet, styles: Styles, limits: Limits) -> tuple[Sheet, int]:
    reader = SheetReader(styles, limits)
    with source._get_source() as stream:  # noqa: SLF001 - the library's own reading hides what is needed here
        try:
            reader.read(stream)
        except UserError as error:
            raise UserError(_("sheet “{sheet}” {reason}").format(sheet=source.title, reason=error)) from error
    hidden = source.sheet_state != "visible"
    rows, merged = tuple(reader.rows), tuple(reader.merged)
    sheet = Sheet(source.title, hidden, rows, tuple(reader.hidden_rows), merged, tuple(reader.grouped_alike))
    return sheet, reader.beyond


def _thousandths(book: "Workbook") -> frozenset[int]:
    """The numbers of the styles that show exactly three decimals."""
    own: Sequence[str] = book._number_formats  # type: ignore[attr-defined]  # noqa: SLF001 - there is no public way
    styles: Sequence[_CellStyle] = book._cell_styles  # type: ignore[attr-defined]  # noqa: SLF001 - the same
    three = {_FIRST_OWN_FORMAT + place for place, shown in enumerate(own) if _THREE_DECIMALS.search(shown)}
    return frozenset(number for number, style in enumerate(styles) if style.numFmtId in three)


# Writing

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_WIDEST = 60


@dataclass(frozen=True)
class Page:
    """A sheet to be written: rows of cells, how many of them are headings, and what was merged in those."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    headings: int = 0
    merged: tuple[Range, ...] = ()


def write(path: Path, pages: Sequence[Page]) -> None:
    """Write *pages* to a workbook at *path*, complete or not at all; no text becomes a formula.

    Raises:
        FileLocked: the file is open elsewhere. DiskFull: no room. EnvironmentProblem: the folder cannot be written to.
    """
    unfinished = path.with_name(f".{uuid.uuid4().hex}.xlsx")
    try:
        _save(unfinished, pages)
        os.replace(unfinished, path)  # noqa: PTH105 - replaces on Windows too
    except PermissionError as error:
        raise FileLocked(_("{file} đang mở trong Excel. Hãy đóng lại rồi thử lại.").format(file=path.name)) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull(_("Ổ đĩa đã đầy nên chưa ghi được {file}.").format(file=path.name)) from error
        raise EnvironmentProblem(
            _("Không ghi được {file} vào {folder}. Hãy chọn thư mục khác.").format(file=path.name, folder=path.parent)
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _save(path: Path, pages: Sequence[Page]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        title = _NOT_IN_TITLES.sub(" ", page.title)[:_LONGEST_TITLE] or _("Trang")
        _fill(book.create_sheet(title), page)
    book.save(path)


def _fill(sheet: "Worksheet", page: Page) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    bold, wrapped = Font(name="Times New Roman", bold=True), Alignment(vertical="top", wrap_text=True)
    plain = Font(name="Times New Roman")
    widths: dict[int, int] = {}
    for row, cells in enumerate(page.rows, 1):
        for column, value in enumerate(cells, 1):
            if value is None:
                continue
            cell = cast("WorkbookCell", sheet.cell(row, column))
            _put(cell, value)
            cell.font = bold if row <= page.headings else plain
            cell.alignment = wrapped
            widths[column] = max(widths.get(column, 0), min(len(str(value)), _WIDEST))
    for merged in page.merged:
        sheet.merge_cells(str(merged))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width + 2


def cleaned(text: str) -> str:
    """*text* as a workbook holds it, without what it cannot hold."""
    return escaped(_FORBIDDEN.sub("", text))


def put_text(cell: "WorkbookCell", text: str) -> None:
    """Let *cell* hold *text*, which Excel never takes for a formula."""
    cell.value = cleaned(text)
    cell.data_type = "s"
    cell.quotePrefix = True


def _put(cell: "WorkbookCell", value: Cell) -> None:
    """Numbers and days as such; everything else as text."""
    if isinstance(value, str | Fault):
        put_text(cell, str(value))
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
