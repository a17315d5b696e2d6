"""Every bad input that a field can meet (the ids are those of the catalogue of bad inputs), and what becomes of it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import MOST_PEOPLE, Day, Email, Flag, Kind, Link, Phone, Text, Unreadable, Whole
from unioncare_desktop.domain.records import RECORDS, Union

NAME = fields_of(Union)["name"].kind
NOTE = fields_of(Union)["note"].kind
STATE = fields_of(Union)["state"].kind
FAMILY = "👨\u200d👩\u200d👧"


def refused(kind: Kind, raw: object) -> str:
    """The sentence with which *kind* refuses *raw*."""
    with pytest.raises(Unreadable) as caught:
        kind.parse(raw)
    return str(caught.value)


# Text


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(None, id="nothing"),
        pytest.param("", id="T01"),
        pytest.param(" \u00a0\u3000\t\n", id="T02"),
        pytest.param("\u200b\ufeff\u2060", id="T03"),
        pytest.param("\x00\x07", id="T09"),
    ],
)
@pytest.mark.parametrize(
    "kind", [NAME, NOTE, STATE, Whole(), Day(), Phone(), Email()], ids=lambda kind: type(kind).__name__
)
def test_blank_is_nothing(kind: Kind, raw: object) -> None:
    assert kind.parse(raw) is None


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        pytest.param("Co\u0302ng đoa\u0300n", "Công đoàn", id="T04"),
        pytest.param("Hà \u200bNội", "Hà Nội", id="T05"),
        pytest.param("\ufeffHà\u00ad Nội", "Hà Nội", id="T06"),
        pytest.param(f"Tổ {FAMILY}", f"Tổ {FAMILY}", id="T06 emoji"),
        pytest.param("\tHoa   Sen ", "Hoa Sen", id="T07"),
        pytest.param("\u202egnuT\u2069 Hoa", "gnuT Hoa", id="T08"),
        pytest.param("Hoa\x00 Sen\x1f\uffff\udc80", "Hoa Sen", id="T09-T10"),
        pytest.param("Hoa\nSen\u2028Trắng", "Hoa Sen Trắng", id="T11"),
        pytest.param("𠮷" * 200, "𠮷" * 200, id="T14"),
        pytest.param("=1+1", "=1+1", id="T16"),
        pytest.param("+84", "+84", id="T17"),
        pytest.param("-5", "-5", id="T18"),
        pytest.param("@SUM(A1)", "@SUM(A1)", id="T19"),
        pytest.param("＝1", "＝1", id="T21"),
        pytest.param('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")', id="T22"),
        pytest.param("<b>x</b>", "<b>x</b>", id="T23"),
        pytest.param('<img src="//evil/x.png">', '<img src="//evil/x.png">', id="T24"),
        pytest.param("&lt;b&gt;", "&lt;b&gt;", id="T25"),
        pytest.param("Công ty <ABC> & Co, a < b", "Công ty <ABC> & Co, a < b", id="T26"),
        pytest.param("'; DROP TABLE u;--%_\\", "'; DROP TABLE u;--%_\\", id="T27"),
        pytest.param("{0} %s $(x) ${x}", "{0} %s $(x) ${x}", id="T28"),
        pytest.param("#N/A", "#N/A", id="T29 error"),
        pytest.param("1e5", "1e5", id="T29 exponent"),
        pytest.param("007", "007", id="T29 zeros"),
        pytest.param("22.000", "22.000", id="T29 thousands"),
        pytest.param("_x000D_", "_x000D_", id="T30"),
        pytest.param("CON", "CON", id="T35"),
        pytest.param(12.0, "12", id="a number cell"),
        pytest.param(date(2023, 3, 5), "05/03/2023", id="a day cell"),
    ],
)
def test_text_is_kept_as_it_was_meant(raw: object, stored: str) -> None:
    assert NAME.parse(raw) == stored


def test_lines_of_a_note_are_kept() -> None:
    assert NOTE.parse("Một\r\nHai_x000D_\r\n") == "Một\nHai_x000D_"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param("a" * 1_000_000, "tối đa 200 ký tự", id="T12"),
        pytest.param("a" * 201, "dài 201 ký tự, tối đa 200", id="one too many"),
        pytest.param("a" + "\u0323" * 200, "quá nhiều dấu", id="T15"),
        pytest.param("a" * 150 + "\u0307" * 5, "quá nhiều dấu", id="T15 five marks"),
    ],
)
def test_text_that_cannot_be_meant_is_refused(raw: str, words: str) -> None:
    assert words in refused(NAME, raw)


def test_a_note_may_be_one_long_word() -> None:
    """T13."""
    assert NOTE.parse("a" * 2000) == "a" * 2000
    assert "tối đa 2000" in refused(NOTE, "a" * 2001)


# Whole numbers


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        pytest.param("0", 0, id="zero"),
        pytest.param(0, 0, id="zero cell"),
        pytest.param("-0", 0, id="N02"),
        pytest.param(-0.0, 0, id="N02 cell"),
        pytest.param("9.999.999", MOST_PEOPLE, id="the most"),
        pytest.param(12.0, 12, id="N10"),
        pytest.param("22.000", 22000, id="N11 dot"),
        pytest.param("22,000", 22000, id="N11 comma"),
        pytest.param(22, 22, id="N12"),
        pytest.param("１２", 12, id="N13 full width"),
        pytest.param(" 12\u00a0", 12, id="N13 spaces"),
        pytest.param("\ufeff12", 12, id="invisible"),
    ],
)
def test_counts(raw: object, number: int) -> None:
    parsed = Whole().parse(raw)

    assert parsed == number
    assert type(parsed) is int


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param("-1", "không được âm", id="N01"),
        pytest.param("−1.000", "không được âm", id="N01 minus sign"),
        pytest.param(-1, "không được âm", id="N01 cell"),
        pytest.param("(5)", "không phải là số nguyên", id="N03"),
        pytest.param(10**7 + 1, "quá lớn", id="N06"),
        pytest.param("10.000.001", "quá lớn", id="N06 text"),
        pytest.param(2**63, "quá lớn", id="N07"),
        pytest.param("9" * 5000, "quá lớn", id="N08"),
        pytest.param(float("inf"), "quá lớn", id="N09 infinite"),
        pytest.param(float("nan"), "không phải là số nguyên", id="N09 not a number"),
        pytest.param("1e400", "không phải là số nguyên", id="N09 text"),
        pytest.param("12.5", "không phải là số nguyên", id="N10 text"),
        pytest.param(12.5, "không có phần lẻ", id="N10"),
        pytest.param("22.00", "không phải là số nguyên", id="N11 two digits"),
        pytest.param("2.2000", "không phải là số nguyên", id="N11 four digits"),
        pytest.param("1.234,5", "không phải là số nguyên", id="N11 decimals"),
        pytest.param("0,500", "không phải là số nguyên", id="N11 half"),
        pytest.param("٣", "không phải là số nguyên", id="N13 Arabic"),
        pytest.param("1_000", "không phải là số nguyên", id="N13 underscore"),
        pytest.param("+5", "không phải là số nguyên", id="N13 plus"),
        pytest.param("1e3", "không phải là số nguyên", id="N13 exponent"),
        pytest.param("0x10", "không phải là số nguyên", id="N13 hexadecimal"),
        pytest.param("½", "không phải là số nguyên", id="N13 half"),
        pytest.param("5²", "không phải là số nguyên", id="N13 square"),
        pytest.param("12 người", "không phải là số nguyên", id="N14 unit"),
        pytest.param("khoảng 50", "không phải là số nguyên", id="N14 about"),
        pytest.param("-", "không phải là số nguyên", id="N14 dash"),
        pytest.param("x", "không phải là số nguyên", id="N14 x"),
        pytest.param("không", "không phải là số nguyên", id="N14 none"),
        pytest.param(True, "không phải là số nguyên", id="X30 yes"),
        pytest.param(date(2023, 3, 5), "không phải là số nguyên", id="X30 day"),
        pytest.param(timedelta(hours=1), "không phải là số nguyên", id="X30 duration"),
    ],
)
def test_no_counts(raw: object, words: str) -> None:
    assert words in refused(Whole(), raw)


@given(st.integers(0, MOST_PEOPLE))
def test_a_shown_count_is_read_again(number: int) -> None:
    assert Whole().parse(Whole().show(number)) == number


# Days


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        pytest.param("29/02/2024", date(2024, 2, 29), id="D04"),
        pytest.param("28/7/1929", date(1929, 7, 28), id="D05"),
        pytest.param("5/6/23", date(2023, 6, 5), id="D06"),
        pytest.param(datetime(2023, 3, 5, 23, 59, tzinfo=UTC), date(2023, 3, 5), id="D11"),
        pytest.param(datetime(2023, 3, 5, 1, tzinfo=timezone(timedelta(hours=7))), date(2023, 3, 5), id="D11 zone"),
        pytest.param(date(2023, 3, 5), date(2023, 3, 5), id="a day cell"),
        pytest.param("15/3", date.today().replace(month=3, day=15), id="this year"),  # noqa: DTZ011 - the user's own calendar
    ],
)
def test_days(raw: object, day: date) -> None:
    parsed = Day().parse(raw)

    assert parsed == day
    assert type(parsed) is date


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("30/02/2023", id="D01"),
        pytest.param("31/04/2023", id="D02"),
        pytest.param("29/02/2023", id="D03"),
        pytest.param("13/25/2023", id="D07 month"),
        pytest.param("00/00/0000", id="D07 zeros"),
        pytest.param("31/12/1899", id="D07 early"),
        pytest.param("1/1/9999", id="D07 late"),
        pytest.param("1/1/20233", id="D07 five digits"),
        pytest.param(date(99, 1, 1), id="D07 cell"),
        pytest.param("1995", id="D09 year"),
        pytest.param("quý 2/2023", id="D09 quarter"),
        pytest.param(2023, id="D09 number"),
        pytest.param(60, id="D10 fake leap day"),
        pytest.param(0, id="D10 zero"),
        pytest.param(0.5, id="D10 time"),
        pytest.param(-1, id="D10 negative"),
        pytest.param(2_958_466, id="D10 too late"),
        pytest.param(1e9, id="D10 far too late"),
        pytest.param("Hôm nay", id="D15 today"),
        pytest.param("mùng 3 Tết", id="D15 lunar"),
        pytest.param(True, id="X30 yes"),
    ],
)
def test_no_days(raw: object) -> None:
    assert "ngày" in refused(Day(), raw)


# Phones, e-mail addresses, choices


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        pytest.param("0912.345.678", "0912345678", id="T39 dots"),
        pytest.param("+84 912 345 678", "0912345678", id="T39 country"),
        pytest.param("(+84) 0912-345-678", "0912345678", id="T39 brackets"),
        pytest.param(912345678, "0912345678", id="T39 number cell"),
        pytest.param(912345678.0, "0912345678", id="T39 float cell"),
        pytest.param("024.38253.111", "02438253111", id="landline"),
    ],
)
def test_phones(raw: object, stored: str) -> None:
    assert Phone().parse(raw) == stored


@pytest.mark.parametrize(
    "raw", ["12345", "0912345678; 0987654321", "3825311/3825312", "không có", "0912 345 67a", "9" * 16]
)
def test_no_phones(raw: str) -> None:
    assert "số điện thoại" in refused(Phone(), raw)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [("lan@cdhanoi.vn", "lan@cdhanoi.vn"), (" lan@x.vn\u200b", "lan@x.vn"), ("lan\x00@x.vn", "lan@x.vn")],
)
def test_addresses(raw: str, stored: str) -> None:
    assert Email().parse(raw) == stored


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("lan@x.vn\r\nBcc: all@x.vn", id="T38 line break"),
        pytest.param("lan@x@y.vn", id="T38 two signs"),
        pytest.param("Nguyễn, Văn A <a@b.vn>", id="T38 display name"),
        pytest.param("a@b.vn, c@d.vn", id="T38 two addresses"),
        pytest.param("lan", id="no sign"),
        pytest.param("lan@x", id="no dot"),
        pytest.param("a" * 200 + "@x.vn", id="too long"),
    ],
)
def test_no_addresses(raw: str) -> None:
    assert "địa chỉ e-mail" in refused(Email(), raw)


@pytest.mark.parametrize("raw", ["active", "đang hoạt động", "DANG HOAT DONG", " Đang  hoạt động "])
def test_a_choice_is_known_by_its_words(raw: str) -> None:
    assert STATE.parse(raw) == "active"


def test_another_choice_is_refused_with_those_there_are() -> None:
    assert "đã sáp nhập" in refused(STATE, "ngủ đông")


@pytest.mark.parametrize(("raw", "yes"), [("x", True), ("có", True), (1, True), ("không", False), ("", False)])
def test_flags(raw: object, yes: bool) -> None:  # noqa: FBT001 - the value itself
    assert Flag().parse(raw) is yes


def test_neither_yes_nor_no() -> None:
    assert "“có” hoặc “không”" in refused(Flag(), "có lẽ")


@pytest.mark.parametrize("raw", ["Ba Đình", 1.5, True])
def test_a_link_is_chosen_not_typed(raw: object) -> None:
    assert "danh mục" in refused(Link("area"), raw)


# All kinds

CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(st.characters(codec=None))
    | st.datetimes(timezones=st.none() | st.just(UTC))
    | st.dates()
    | st.timedeltas()
)


KINDS = {str(field.kind): field.kind for record_type in RECORDS for field in fields_of(record_type).values()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: type(kind).__name__)
@given(st.data())
def test_any_cell_is_read_or_refused(kind: Kind, data: st.DataObject) -> None:
    try:
        value = kind.parse(data.draw(CELLS))
    except Unreadable:
        return
    assert isinstance(kind, Link) or kind.parse(kind.show(value)) == value


def test_too_long_for_the_line_is_refused_before_any_work() -> None:
    assert refused(Text(most=30), "\u0301" * 1_000_000)
