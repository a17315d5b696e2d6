"""The XML of one worksheet → its rows, hidden rows and merged ranges, in one pass.

The library's quick reading mode hides merged ranges, hidden rows and formulas that were never calculated; a list that
is read without them would be wrong without a word. Knows nothing of files: `workbook` gives the stream.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO
from xml.parsers import expat

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.sheets import Cell, Cells, Fault, Range, column_letters, column_number, is_blank

_CHUNK = 64 * 1024
_LONGEST_NUMBER = 30
_FALSE_LEAP_DAY = 60
_LAST_SERIAL = 2_958_465
_THOUSAND = 1000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True)
class Limits:
    """How much is read before a file is refused; a list of an office stays far below."""

    rows: int = 20_000
    columns: int = 100
    blank_rows: int = 200


@dataclass(frozen=True)
class Styles:
    """What the workbook says of its values: shared texts, which styles are days, and how a serial becomes a day.

    `thousandths` are the styles with three decimals, which make 22 look like 22.000.
    """

    texts: Sequence[str]
    days: frozenset[int]
    to_day: Callable[[float], object]
    from_1904: bool = False
    thousandths: frozenset[int] = frozenset()


class SheetReader:
    """Reads one worksheet; afterwards `rows`, `hidden_rows` and `merged` hold what was there.

    Rows after a long blank stretch are not read; `beyond` is then the number of the first one, else 0.
    """

    def __init__(self, styles: Styles, limits: Limits) -> None:
        self.rows: list[tuple[int, Cells]] = []
        self.hidden_rows: list[int] = []
        self.merged: list[Range] = []
        self.grouped_alike: list[str] = []
        self.beyond = 0
        self._styles, self._limits = styles, limits
        self._columns: dict[str, int] = {}
        self._row = self._column = self._last_row = 0
        self._cells: list[Cell] = []
        self._hidden = False
        self._type, self._style, self._text = "n", 0, ""
        self._has_formula = self._collecting = self._phonetic = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {}
        self._ends: dict[str, Callable[[], None]] = {}

    def read(self, stream: IO[bytes]) -> None:
        """Read the worksheet to its end, so that a damaged file shows.

        Raises:
            UserError: too many rows or columns, or a document type declaration, which no honest workbook has.
            expat.ExpatError, ValueError, LookupError: the XML is not that of a worksheet.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def first_element(name: str, _attributes: dict[str, str]) -> None:
            self._learn_names(name)
            parser.StartElementHandler = self._start

        parser.StartElementHandler = first_element
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_declarations
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - the last call, expat's own signature

    # Elements

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if (known := self._starts.get(name)) is not None:
            known(attributes)

    def _end(self, name: str) -> None:
        if (known := self._ends.get(name)) is not None:
            known()

    def _characters(self, data: str) -> None:
        if self._collecting:
            self._text += data

    def _learn_names(self, root: str) -> None:
        """The first element tells the prefix that all names of the worksheet carry."""
        prefix = root[: root.rfind(":") + 1]
        starts = {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "f": self._start_formula,
            "t": self._start_text,
            "rPh": self._start_phonetic,
            "mergeCell": self._merge,
        }
        ends = {
            "row": self._end_row,
            "c": self._end_cell,
            "v": self._end_text,
            "t": self._end_text,
            "rPh": self._end_phonetic,
        }
        self._starts = {prefix + name: handler for name, handler in starts.items()}
        self._ends = {prefix + name: handler for name, handler in ends.items()}

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = int(number) if number else self._row + 1
        self._column = 0
        self._cells = []
        self._hidden = attributes.get("hidden") in ("1", "true")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = self._column_of(reference) if reference else self._column + 1
        self._type = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))
        self._text = ""
        self._has_formula = False

    def _start_value(self, _attributes: dict[str, str]) -> None:
        self._collecting = True

    def _start_formula(self, _attributes: dict[str, str]) -> None:
        self._has_formula = True

    def _start_text(self, _attributes: dict[str, str]) -> None:
        self._collecting = not self._phonetic

    def _start_phonetic(self, _attributes: dict[str, str]) -> None:
        self._phonetic = True

    def _end_phonetic(self) -> None:
        self._phonetic = False

    def _end_text(self) -> None:
        self._collecting = False

    def _end_cell(self) -> None:
        value = self._value()
        if value is None:
            return
        if self._column > self._limits.columns:
            raise UserError(
                _("có dữ liệu ở cột {column}, quá {most} cột. Hãy xóa các cột thừa rồi thử lại.").format(
                    column=column_letters(self._column), most=self._limits.columns
                )
            )
        missing = self._column - len(self._cells)
        if missing == 1:
            self._cells.append(value)
        elif missing > 1:
            self._cells += [*[None] * (missing - 1), value]
        else:
            self._cells[self._column - 1] = value

    def _end_row(self) -> None:
        if not self._cells or is_blank(self._cells):
            return
        if self._last_row and self._row - self._last_row > self._limits.blank_rows:
            self.beyond = self.beyond or self._row
            return
        if len(self.rows) >= self._limits.rows:
            raise UserError(
                _("có hơn {most} dòng. Hãy chia nhỏ tệp hoặc xóa các dòng thừa rồi thử lại.").format(
                    most=self._limits.rows
                )
            )
        self._last_row = self._row
        self.rows.append((self._row, tuple(self._cells)))
        if self._hidden:
            self.hidden_rows.append(self._row)

    def _merge(self, attributes: dict[str, str]) -> None:
        if match := _REFERENCE.fullmatch(attributes.get("ref", "").replace("$", "")):
            first, last = column_number(match[1]), column_number(match[3])
            self.merged.append(Range(int(match[2]), first, int(match[4]), last))

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        number = self._columns.get(letters)
        if number is None:
            number = self._columns[letters] = column_number(letters)
            if not number:
                raise ValueError(reference)
        return number

    # Values

    def _value(self) -> Cell:
        text, kind = self._text, self._type
        if not text:
            uncalculated = self._has_formula and kind != "str"
            reason = _("công thức chưa có kết quả: hãy mở tệp bằng Excel, bấm Lưu rồi nhập lại")
            return Fault("=…", reason) if uncalculated else None
        if kind == "s":
            return unescaped(self._styles.texts[int(text)]) or None
        if kind == "n":
            return self._day(text) if self._style in self._styles.days else self._number(text)
        return _special(kind, text)

    def _number(self, text: str) -> Cell:
        value = number(text)
        if self._style in self._styles.thousandths and isinstance(value, int) and 0 < value < _THOUSAND:
            self.grouped_alike.append(
                _("ô {cell} ({number})").format(cell=f"{column_letters(self._column)}{self._row}", number=value)
            )
        return value

    def _day(self, text: str) -> Cell:
        serial = number(text)
        if isinstance(serial, Fault):
            return serial
        if 0 <= serial < 1:
            return Fault(text, _("là giờ, không phải là ngày"))
        false_day = int(serial) == _FALSE_LEAP_DAY and not self._styles.from_1904
        if serial < 0 or serial > _LAST_SERIAL or false_day:
            return Fault(text, _("không phải là một ngày có thật"))
        moment = self._styles.to_day(serial)
        if isinstance(moment, datetime):
            return moment.date()
        return moment if isinstance(moment, date) else Fault(text, _("là giờ, không phải là ngày"))


def _special(kind: str, text: str) -> Cell:
    """The value of a cell whose type is written out."""
    match kind:
        case "str" | "inlineStr":
            return unescaped(text)
        case "b":
            return text != "0"
        case "e":
            return Fault(text, _("công thức báo lỗi {error} trong Excel").format(error=text))
        case "d":
            return datetime.fromisoformat(text).date()
        case _:
            raise ValueError(kind)


def number(text: str) -> int | float | Fault:
    """The number that a cell holds; whole ones as int, however they are written."""
    if len(text) > _LONGEST_NUMBER:
        return Fault(text[:_LONGEST_NUMBER] + "…", _("số quá dài"))
    try:
        return int(text)
    except ValueError:
        value = float(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004 - beyond, floats have gaps


def unescaped(text: str) -> str:
    """Text with the characters that Excel writes as _x000D_."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def escaped(text: str) -> str:
    """Text as a workbook holds it, so that a typed "_x000D_" stays these letters and is no line break in Excel."""
    return _LIKE_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def _refuse_declarations(*_declaration: object) -> None:
    raise UserError(_("chứa khai báo XML lạ, có thể gây hại. Hãy mở tệp bằng Excel, lưu lại thành tệp mới rồi nhập."))
