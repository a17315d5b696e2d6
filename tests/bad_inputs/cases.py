"""What users type and paste into fields that it does not belong into, by kind of field, with what becomes of it.

The ids are those of the catalogue of bad inputs; `test_catalogue` says where each of them is tested.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from unioncare_desktop.domain.kinds import Choice, Day, Email, Flag, Kind, Link, Phone, Score, Text, Whole

REFUSED, DOUBTED, MENDED, ACCEPTED = "E", "W", "N", "A"
_LAST_OF_1899, _FIRST_YEAR = "31/12/1899", 1900
"""A day that only what is celebrated may have: nothing else of an office is so old."""
FAMILY = "👨\u200d👩\u200d👧"


@dataclass(frozen=True)
class Case:
    """A text that is typed: what becomes of it, the value that is stored, words of the sentence that tells of it.

    `proposals` are offered instead; `block` texts would be several cells in a grid.
    """

    id: str
    typed: str
    outcome: str
    stored: Any = None
    words: str = ""
    proposals: tuple[str, ...] = ()

    @property
    def block(self) -> bool:
        return any(sign in self.typed for sign in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")


def _refused(one: str, words: str, *texts: str, proposals: tuple[str, ...] = ()) -> Iterator[Case]:
    return (Case(one, text, REFUSED, None, words, proposals) for text in texts)


def _accepted(one: str, *texts: str) -> Iterator[Case]:
    return (Case(one, text, ACCEPTED, text) for text in texts)


_BLANKS = (
    Case("T01", "", MENDED),
    Case("T02", " \u00a0\u3000", MENDED),
    Case("T03", "\u200b\u2060\ufeff", MENDED),
)
_OF_ANY_TEXT = (
    Case("T04", "Co\u0302ng đoa\u0300n", MENDED, "Công đoàn"),
    Case("T05", "Hà\u200bNội", MENDED, "HàNội"),
    Case("T06", "\ufeffHà\u00adNội", MENDED, "HàNội"),
    Case("T06", FAMILY, ACCEPTED, FAMILY),
    Case("T07", "  Hoa   Sen ", MENDED, "Hoa Sen"),
    Case("T08", "\u202eHoa\u2069 Sen", MENDED, "Hoa Sen"),
    Case("T09", "Hoa\x00Sen", MENDED, "HoaSen"),
    Case("T10", "Hoa\x07\uffffSen", MENDED, "HoaSen"),
    Case("T12", "a" * 1_000_000, REFUSED, words="tối đa"),
    *_accepted("T14", "𠮷 hoa"),
    Case("T15", "a" + "\u0323" * 200, REFUSED, words="quá nhiều dấu"),
    Case("T15", "a" + "\u20dd" * 5, REFUSED, words="quá nhiều dấu"),
    *_accepted("T16", "=1+1", "="),
    *_accepted("T17", "+84 9"),
    *_accepted("T18", "-5"),
    *_accepted("T19", "@SUM(A1)"),
    *_accepted("T21", "＝1"),
    *_accepted("T22", '=HYPERLINK("http://x","y")', "=cmd|'/c calc'!A1"),
    *_accepted("T23", "<b>x</b>"),
    *_accepted("T24", '<img src="//evil/share/x.png">'),
    *_accepted("T25", "&lt;b&gt;"),
    *_accepted("T26", "Công ty <ABC> & Co", "a < b"),
    *_accepted("T27", "'; DROP TABLE u;--", "%", "_", "\\"),
    *_accepted("T28", "{0}", "%s", "$(x)", "${x}"),
    *_accepted("T29", "#N/A", "#REF!", "TRUE", "1e5", "007", "22.000"),
    *_accepted("T30", "_x000D_"),
    Case("T34", "\u0421D01", DOUBTED, "\u0421D01", "trông như chữ Latin", ("CD01",)),
    Case("T34", "ＣＤ０１", MENDED, "CD01"),
    *_accepted("T35", "CON", "AUX.pdf", "a/b:c*?", "..\\..\\x", "x."),
    *_refused("T36", "phông chữ cũ (TCVN3)", "C«ng ®oµn", proposals=("Công đoàn",)),
    *_refused("T36", "phông chữ cũ (VNI)", "Coâng ñoaøn", proposals=("Công đoàn",)),
    *_refused("T37", "sai bảng mã", "CÃ´ng Ä‘oÃ n", proposals=("Công đoàn",)),
)
_OF_A_LINE = (
    *_BLANKS,
    *_OF_ANY_TEXT,
    Case("T07", "Hoa\tSen", MENDED, "Hoa Sen"),
    Case("T11", "Hoa\nSen\u2028Trắng", MENDED, "Hoa Sen Trắng"),
    Case("T20", "\tHoa\r", MENDED, "Hoa"),
)
_OF_LINES = (
    *_BLANKS,
    *_OF_ANY_TEXT,
    Case("T13", "a" * 2_000, ACCEPTED, "a" * 2_000),
    Case("T30", "Một\r\nHai", MENDED, "Một\nHai"),
)
_WHOLES = (
    *_BLANKS,
    *_refused("N01", "không được âm", "-1", "−1.000"),
    Case("N02", "-0", MENDED, 0),
    *_refused("N03", "không phải là số nguyên", "(5)"),
    *_refused("N06", "quá lớn", "10000001", "10.000.001"),
    *_refused("N07", "quá lớn", str(2**63)),
    *_refused("N08", "quá lớn", "9" * 5_000),
    *_refused("N09", "không phải là số nguyên", "1e400", "inf", "NaN"),
    *_refused("N10", "không nhập phần lẻ", "12.5", "1,5"),
    *_refused("N10", "không nhập phần lẻ", "12.0", proposals=("12",)),
    Case("N11", "1.000", MENDED, 1_000),
    Case("N11", "22.000", MENDED, 22_000),
    Case("N11", "22,000", MENDED, 22_000),
    Case("N11", "22 000", MENDED, 22_000),
    *_refused("N11", "không phải là số nguyên", "22.00", "2.2000", "1.234,5"),
    Case("N13", "１２", MENDED, 12),
    Case("N13", " 12 ", MENDED, 12),
    *_refused("N13", "không phải là số nguyên", "٣", "1_000", "+5", "1e3", "0x10", "½", "5²"),
    *_refused("N14", "không phải là số nguyên", "12 người", "khoảng 50", "x", "không"),
    *_refused("N14", "không phải là số nguyên", "-", "–", proposals=("0", "")),
)
_SCORES = (
    *_BLANKS,
    Case("R05", "87", MENDED, 8_700),
    Case("R05", "87.5", MENDED, 8_750),
    Case("R05", "87,25", MENDED, 8_725),
    *_refused("R05", "không phải là điểm", "NaN", "inf", "1e2", "87,555", "tám mươi", "8/10"),
    *_refused("R05", "không được âm", "-1", "-0,5"),
)
_DAYS = (
    *_BLANKS,
    *_refused("D01", "ý bạn là 28/02/2023?", "30/02/2023", "30-2-23", proposals=("28/02/2023",)),
    *_refused("D02", "ý bạn là 30/04/2023?", "31/04/2023", proposals=("30/04/2023",)),
    *_refused("D03", "ý bạn là 28/02/2023?", "29/02/2023", proposals=("28/02/2023",)),
    Case("D04", "29/02/2024", ACCEPTED, date(2024, 2, 29)),
    Case("D05", "28/7/1929", MENDED, date(1929, 7, 28)),
    Case("D06", "5/6/23", MENDED, date(2023, 6, 5), "hiểu là ngày\u00a005 tháng\u00a06 năm\u00a02023"),
    Case("D06", "150323", MENDED, date(2023, 3, 15), "hiểu là ngày\u00a015 tháng\u00a03 năm\u00a02023"),
    Case("D06", "5-6-2023", MENDED, date(2023, 6, 5)),
    Case("D06", "2023.6.5", MENDED, date(2023, 6, 5)),
    Case("D06", "20230605", MENDED, date(2023, 6, 5)),
    *_refused("D07", "không phải là một ngày", "13/25/2023", "00/00/0000", _LAST_OF_1899, "1/1/9999", "1/1/20233"),
    *_refused("D07", "ý bạn là 25/03/2023?", "03/25/2023", proposals=("25/03/2023",)),
    Case("D08", "03/04/2023", ACCEPTED, date(2023, 4, 3)),
    *_refused("D09", "không phải là một ngày", "1995", "quý 2/2023", "2023"),
    *_refused("D10", "không phải là một ngày", "60", "0", "0.5", "-1", "2958466", "1e9"),
    Case("D11", "05/06/2023 10:30", MENDED, date(2023, 6, 5)),
    Case("D11", "2023-06-05T00:00:00+07:00", MENDED, date(2023, 6, 5)),
    *_refused("D15", "không phải là một ngày", "Hôm nay", "rằm tháng 7", "năm 2567 Phật lịch"),
)
_PHONES = (
    *_BLANKS,
    Case("T39", "0912.345.678", MENDED, "0912345678"),
    Case("T39", "+84 912 345 678", MENDED, "0912345678"),
    Case("T39", "912345678", DOUBTED, "912345678", "thiếu số 0", ("0912345678",)),
    *_refused("T39", "không phải là số điện thoại", "12345", "0912 345 67a", "0912345678; 0987654321"),
)
_ADDRESSES = (
    *_BLANKS,
    *_accepted("T38", "lan@cdhanoi.vn"),
    *_refused(
        *("T38", "không phải là một địa chỉ e-mail", "lan@x.vn\r\nBcc: all@x.vn", "lan@x@y.vn"),
        *("Nguyễn, Văn A <a@b.vn>", "a@b.vn, c@d.vn"),
    ),
)


def cases(kind: Kind) -> tuple[Case, ...]:
    """What is typed into a field of this kind; what is longer or larger than the field allows is refused."""
    if isinstance(kind, Text):
        found = _OF_LINES if kind.lines else _OF_A_LINE
        return tuple(_for_length(case, kind.most) for case in found)
    if isinstance(kind, Whole):
        return tuple(_for_size(case, kind.most) for case in _WHOLES)
    if isinstance(kind, Choice | Score):
        return tuple(_of_scores(kind) if isinstance(kind, Score) else _of_choices(kind))
    if isinstance(kind, Day):
        return tuple(case for case in _DAYS if case.typed != _LAST_OF_1899 or kind.first.year == _FIRST_YEAR)
    by_kind: dict[type[Kind], tuple[Case, ...]] = {Phone: _PHONES, Email: _ADDRESSES}
    if isinstance(kind, Link):
        return (*_BLANKS, *_refused("T14", "hãy chọn trong danh mục", "Phường Lạ", "=1+1"))
    return _FLAGS if isinstance(kind, Flag) else by_kind[type(kind)]


def _for_length(case: Case, most: int) -> Case:
    if case.stored is None or len(case.stored) <= most:
        return case
    return replace(case, outcome=REFUSED, stored=None, words=f"tối đa {most}")


def _for_size(case: Case, most: int) -> Case:
    if case.stored is None or case.stored <= most:
        return case
    return replace(case, outcome=REFUSED, stored=None, words="quá lớn")


def _of_scores(kind: Score) -> Iterator[Case]:
    """Points, or what else they are called; what is above the most is refused as too large."""
    yield from (replace(case, words=case.words.replace("điểm", kind.called)) for case in _SCORES)
    yield from _refused("R05", "quá lớn", f"{kind.most},01", str(kind.most + 1), "123.456.789.012")


def _of_choices(kind: Choice) -> Iterator[Case]:
    yield from _BLANKS
    code, words = next(iter(kind.options.items()))
    yield Case("T07", f"  {words.upper()} ", MENDED, code)
    yield from _refused("T29", "phải là một trong", "ngủ đông", "=1+1")


_FLAGS = (
    Case("T07", " Có ", MENDED, stored=True),
    Case("T29", "TRUE", MENDED, stored=True),
    *_refused("T29", "hãy gõ “có” hoặc “không”", "có lẽ", "2"),
)
