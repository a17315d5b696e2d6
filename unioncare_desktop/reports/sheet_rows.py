"""The rows of a worksheet, spelt out as XML at once, and the archive in which they join the rest of the sheet.

openpyxl makes a tree of objects for each cell, which takes five times as long; sheets, styles and charts are still its
business. Rows wait in a file, not in memory.
"""

import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from html import escape
from io import BytesIO
from os import PathLike
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from unioncare_desktop.services.lists.sheet_xml import escaped
from unioncare_desktop.vietnamese import nfc

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_HIGHEST = 409.0  # points; a spreadsheet knows no higher rows
_IN_MEMORY = 2**20  # bytes of rows; more wait on the disk
_NO_ROWS = re.compile(rb"<sheetData ?/>|<sheetData></sheetData>")


class Formula(NamedTuple):
    """A formula, as in "=SUM(A1:A9)"."""

    text: str


class Led(NamedTuple):
    """A paragraph of a *size* in points after a *lead* in bold."""

    lead: str
    text: str
    font: str
    size: float


Value = str | int | float | date | Formula | Led | None
Styled = tuple[Value, int]
"""A value and the number of its style."""


def permitted(text: str) -> str:
    """*text* composed (NFC), without what no workbook may hold.

    That is: control characters other than tab and line break, lone surrogates, U+FFFE and U+FFFF.
    """
    return text if text.isascii() and text.isprintable() else _FORBIDDEN.sub("", nfc(text))


class SheetRows:
    """The rows of one sheet, from the first on."""

    def __init__(self) -> None:
        self.count = 0
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when the workbook is written

    def append(self, cells: Iterable[Styled | None], height: float | None) -> int:
        """Add a row, None standing for an empty cell; its number comes back. *height* is in points."""
        self.count += 1
        high = "" if height is None else f' ht="{min(height, _HIGHEST):.1f}" customHeight="1"'
        spelt = [
            f'<c r="{get_column_letter(at)}{self.count}" s="{cell[1]}"{_content(cell[0])}'
            for at, cell in enumerate(cells, 1)
            if cell is not None
        ]
        self._file.write(f'<row r="{self.count}"{high}>{"".join(spelt)}</row>'.encode())
        return self.count

    def move_to(self, target: IO[bytes]) -> None:
        """Write the rows into *target*; they are gone from here."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, target)
        self._file.close()


def _content(value: Value) -> str:
    """What follows the style of a cell, up to its end."""
    match value:
        case None:
            return ' t="n" />'
        case str():
            return _text(value)
        case Formula(text):
            return f"><f>{escape(text[1:], quote=False)}</f><v /></c>"
        case Led():
            return f' t="inlineStr"><is>{_run(value, value.lead, bold=True)}{_run(value, " " + value.text)}</is></c>'
        case date():
            serial = to_excel(value)  # type: ignore[no-untyped-call]
            return f' t="n"><v>{serial:.16g}</v></c>'
        case _:
            return f' t="n"><v>{value:.16g}</v></c>'


@lru_cache(2**12)
def _text(text: str) -> str:
    """Text is text, whatever it looks like: "=1+1" is no formula."""
    if not (stored := escaped(permitted(text))):
        return ' t="inlineStr" />'
    return f' t="inlineStr"><is>{_marked(stored)}</is></c>'


def _marked(stored: str) -> str:
    kept = ' xml:space="preserve"' if stored.strip() not in ("", stored) else ""
    return f"<t{kept}>{escape(stored, quote=False)}</t>"


def _run(led: Led, text: str, *, bold: bool = False) -> str:
    weight = '<b val="1" />' if bold else ""
    face = f'<rFont val="{led.font}" />{weight}<sz val="{led.size:g}" />'
    return f"<r><rPr>{face}</rPr>{_marked(escaped(permitted(text)))}</r>"


class SteadyArchive(ZipFile):
    """A workbook's zip file without the hour of writing and the system it was written on."""

    def __init__(self, target: Path | BytesIO) -> None:
        super().__init__(target, "w", ZIP_DEFLATED)
        self._rows: dict[str, SheetRows] = {}

    def expect(self, rows: Sequence[SheetRows]) -> None:
        """These are the *rows* of the sheets that are written from now on, one after the other."""
        self._rows = {f"xl/worksheets/sheet{number}.xml": one for number, one in enumerate(rows, 1)}

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: str | bytes, *_how: object) -> None:  # type: ignore[override]  # openpyxl gives no more
        """A part of the workbook."""
        super().writestr(_steady(str(zinfo_or_arcname)), data)

    def write(self, filename: str | PathLike[str], arcname: str, *_how: object) -> None:  # type: ignore[override]  # openpyxl gives no more
        """A sheet: as openpyxl wrote it, with our rows in their place."""
        before, after = _NO_ROWS.split(Path(filename).read_bytes())
        with self.open(_steady(arcname), "w") as target:
            target.write(before + b"<sheetData>")
            self._rows.pop(arcname).move_to(target)
            target.write(b"</sheetData>" + after)


def _steady(name: str) -> ZipInfo:
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system = ZIP_DEFLATED, 0
    return info
