"""A CSV file → one sheet: how its letters are encoded and what stands between its fields.

Plain whole numbers become numbers; digits after a zero stay text, because they belong to a phone or a code.
"""

import csv
import io
import re
import unicodedata
from collections import Counter

from unioncare_desktop.domain import old_fonts
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.sheet_xml import Limits
from unioncare_desktop.services.lists.sheets import Cells, Sheet, is_blank
from unioncare_desktop.vietnamese import fold, nfc

_WHOLE = re.compile("0|[1-9][0-9]{0,14}")
_DELIMITERS = ";\t,|"
_SAMPLE_LINES, _LONGEST_SAMPLE = 50, 2_000
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_VIETNAMESE = set("àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ–—“”‘’…•°")
_SURE_WORDS = ("cong doan", "cdcs", "doan vien")


def read(data: bytes, title: str, limits: Limits) -> Sheet:
    """The rows of a CSV file as a sheet called *title*.

    Raises:
        UserError: the end of a sentence that begins with the file's name.
    """
    text = _decoded(data)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise UserError(_("có ký tự không đọc được ở dòng {line}, không phải là tệp CSV.").format(line=line))
    delimiter, body, skipped = _delimiter(text)
    rows: list[tuple[int, Cells]] = []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    first_line = skipped + 1
    try:
        for record in reader:
            _take(rows, first_line, record, limits)
            first_line = skipped + reader.line_num + 1
    except csv.Error as error:
        raise UserError(
            _("sai dạng CSV ở gần dòng {line} (thường do thiếu dấu nháy kép).").format(line=reader.line_num + skipped)
        ) from error
    return Sheet(title, hidden=False, rows=tuple(rows))


def _take(rows: list[tuple[int, Cells]], number: int, record: list[str], limits: Limits) -> None:
    cells = tuple(int(value) if _WHOLE.fullmatch(value) else value or None for value in record)
    if is_blank(cells):
        return
    if len(rows) >= limits.rows:
        raise UserError(_("có hơn {most} dòng. Hãy chia nhỏ tệp rồi thử lại.").format(most=limits.rows))
    if not is_blank(cells[limits.columns :]):
        raise UserError(_("có hơn {most} cột. Hãy xóa các cột thừa rồi thử lại.").format(most=limits.columns))
    rows.append((number, cells[: limits.columns]))


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    zeros = data[:4096].count(0)
    if zeros > len(data[:4096]) // 4:
        return _strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _older(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError(_("bị hỏng: có chỗ không đúng bảng mã. Hãy lưu lại dạng CSV UTF-8.")) from error


def _older(data: bytes) -> str:
    """Windows' Vietnamese code page, taken only where every letter is Vietnamese and the words are those of a list."""
    text = nfc(data.decode("cp1258", errors="replace"))
    foreign = {letter for letter in text.lower() if not letter.isascii()} - _VIETNAMESE
    if not foreign and any(word in fold(text) for word in _SURE_WORDS):
        return text
    trouble = old_fonts.trouble(unicodedata.normalize("NFC", data.decode("latin-1")))
    raise UserError(
        trouble.advice if trouble else _("không phải CSV UTF-8. Hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx rồi nhập lại.")
    )


def _delimiter(text: str) -> tuple[str, str, int]:
    """What separates the fields, the text to read, and how many lines a "sep=" line took off."""
    first, _break, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1], rest, 1
    sample = "\n".join(line[:_LONGEST_SAMPLE] for line in text.splitlines()[:_SAMPLE_LINES])
    return max(_DELIMITERS, key=lambda one: _regularity(sample, one)), text, 0


def _regularity(sample: str, delimiter: str) -> tuple[int, int]:
    """How many lines agree on more than one column, and on how many: the best delimiter has most."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, lines = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return lines, width
