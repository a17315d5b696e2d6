import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.vietnamese import (
    clean,
    clean_lines,
    code_key,
    find_day,
    find_period,
    fold,
    long_day,
    nearest_day_in,
    parse_day,
    parse_percent,
    parse_whole,
    roman_number,
    show_day,
    show_percent,
    show_whole,
    sort_key,
)

ANY_TEXT = st.text(st.characters(codec=None))
VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậĐÔƠƯẾỘ .-0123456789\u0301\u0323\u200b\u00a0")
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


# Text


@given(ANY_TEXT | VIETNAMESE)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@given(ANY_TEXT | VIETNAMESE)
def test_what_is_stored_is_nfc_of_one_line(text: str) -> None:
    stored = clean(text)

    assert unicodedata.is_normalized("NFC", stored)
    assert stored == " ".join(stored.split())
    stored.encode()  # no lone surrogate


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        pytest.param("  Công   đoàn\t", "Công đoàn", id="T07"),
        pytest.param("Co\u0302ng đoa\u0300n", "Công đoàn", id="T04"),
        pytest.param("Hà\u200bNội", "HàNội", id="T05 zero-width"),
        pytest.param("a\u200b\u0301", "á", id="T05 between letter and mark"),
        pytest.param("So\u00ads\ufeffánh", "Sosánh", id="T06"),
        pytest.param("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", id="T06 emoji"),
        pytest.param("bien\u202egnod\u202c", "biengnod", id="T08"),
        pytest.param("Hoa\x00 Sen\x07\ufffe\ud800", "Hoa Sen", id="T09-T10"),
        pytest.param("Hoa\nSen", "Hoa Sen", id="T11 line feed"),
        pytest.param("Hoa\r\nSen", "Hoa Sen", id="T11 Windows"),
        pytest.param("Hoa\rSen", "Hoa Sen", id="T11 carriage return"),
        pytest.param("Hoa\u2028Sen\u2029Trắng\x85", "Hoa Sen Trắng", id="T11 separators"),
        pytest.param("\u00d0ống \u00d0a", "Đống Đa", id="Icelandic Eth"),
        pytest.param("hoà", "hoà", id="the writer's tone placement"),
    ],
)
def test_a_line_is_cleaned(text: str, stored: str) -> None:
    assert clean(text) == stored


def test_lines_stay_lines() -> None:
    assert clean_lines("\n Một \r\nHai\rBa\u2028Bốn\x85 \n\n") == "Một\nHai\nBa\nBốn"


@given(VIETNAMESE)
def test_the_key_does_not_know_how_text_was_typed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(clean(text))


@given(ANY_TEXT | VIETNAMESE)
def test_a_key_is_its_own_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đống Đa", "dong da"),
        ("  ĐỐNG\u00a0 ĐA ", "dong da"),
        ("\u00d0ống \u00d0a", "dong da"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("Uý", "uy"),
        ("Úy", "uy"),
        ("ＣＤ０１", "cd01"),
        ("Hà\u200d Nội", "ha noi"),
    ],
)
def test_words_are_found_without_their_marks(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize("same", ["CD01", "cd01", "CD 01", " CD01 ", "CD\u00a001", "ＣＤ０１", "C\u200bD01"])
def test_codes_are_the_same_whatever_their_case_and_spaces(same: str) -> None:
    assert code_key(same) == code_key("CD01")


def test_codes_with_other_letters_are_others() -> None:
    assert len({code_key(code) for code in ("D01", "Đ01", "D1", "\u0421D01")}) == 4


# The order of the Vietnamese dictionary

IN_ORDER = (  # as CLDR sorts them for Vietnamese
    *(
        "An Bình",
        "An Dương",
        "Ánh",
        "ăn",
        "ân",
        "Ba Đình",
        "Cẩm",
        "Chi",
        "Dung",
        "Dũng",
        "Đạt",
        "Đống Đa",
        "em",
        "Ê đê",
    ),
    *("Hoa", "Hòa", "Hỏa", "Hóa", "Họa", "Hoàn", "lan", "Ngã", "Nghi", "Nguyễn", "oanh", "Ông", "Ơn", "Phi", "Quý"),
    *("ta", "tà", "tả", "tã", "tá", "tạ", "tam", "Tổ 2", "Tổ CĐ", "Uyên", "Ưu", "Vy", "Xuân", "Yến"),
)


def test_names_stand_as_in_a_dictionary() -> None:
    assert sorted(set(IN_ORDER), key=sort_key) == list(IN_ORDER)


@given(VIETNAMESE)
def test_the_order_does_not_know_how_text_was_typed(text: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


# Numbers


@given(st.integers(0, 10**15 - 1))
def test_a_shown_number_is_read_again(number: int) -> None:
    assert parse_whole(show_whole(number)) == number


@given(st.integers(0, 10**15 - 1), st.sampled_from([".", ",", " ", "\u00a0", "\u202f"]))
def test_every_sign_between_thousands_is_understood(number: int, sign: str) -> None:
    assert parse_whole(show_whole(number).replace(".", sign)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("22.000", 22000, id="N11 dot"),
        pytest.param("22,000", 22000, id="N11 comma"),
        pytest.param("1 234 567", 1234567, id="N11 spaces"),
        pytest.param("１２", 12, id="N13 full width"),
        pytest.param(" 12 ", 12, id="N13 spaces"),
        pytest.param("007", 7, id="zeros"),
    ],
)
def test_numbers_as_offices_write_them(text: str, number: int) -> None:
    assert parse_whole(text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("22.00", "2.2000", "1.234,5", "1.234,567", "0.500", "0,022", ".5", "5."),  # N11
        *("٣", "1_000", "+5", "1e3", "0x10", "½", "5²", "①", "一"),  # N13
        *("", " ", "-5", "−5", "(5)", "12.5", "12 người", "khoảng 50", "-", "x", "không", "9" * 16, "9" * 5000),
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is all it says
        parse_whole(text)


@pytest.mark.parametrize(("text", "value"), [("45", 45), ("45%", 45), ("45,5 %", 45.5), ("0.45", 0.45), ("100", 100)])
def test_percentages(text: str, value: float) -> None:
    assert parse_percent(text) == value


@pytest.mark.parametrize("text", ["150", "-5", "100,1", "1e400", "nan", "", "%", "4 5"])
def test_no_percentages(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is all it says
        parse_percent(text)


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(0.878, "87,8\u00a0%"), (1, "100,0\u00a0%"), (0.99999, "99,9\u00a0%"), (0, "0,0\u00a0%"), (None, "–")],
)
def test_a_ratio_never_looks_fuller_than_it_is(ratio: float | None, shown: str) -> None:
    assert show_percent(ratio) == shown


@pytest.mark.parametrize(("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (39, "XXXIX")])
def test_roman_numbers(number: int, written: str) -> None:
    assert roman_number(number) == written


# Dates


@given(DAYS)
def test_a_shown_day_is_read_again(day: date) -> None:
    assert parse_day(show_day(day)) == day
    assert parse_day(long_day(day)) == day
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day:%d%m%Y}") == day
    assert parse_day(f"{day:%Y%m%d}") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("chậm nhất ngày 30/02/2023", date(2023, 2, 28)),
        ("trước 15/2/2023, gửi qua e-mail", date(2023, 2, 15)),
        ("trước 15-2", date(2023, 2, 15)),
        ("trước ngày 15 tháng 02 năm 2024", date(2024, 2, 15)),
        ("theo Kế hoạch 667/KH-LĐLĐ", None),
        ("quý I", None),
    ],
)
def test_the_day_that_a_sentence_may_mean(text: str, day: date | None) -> None:
    assert nearest_day_in(text, 2023) == day


def test_days_of_history_may_be_older_than_the_office() -> None:
    assert parse_day("1/5/1886", first=date(1000, 1, 1)) == date(1886, 5, 1)
    with pytest.raises(ValueError, match="1886"):
        parse_day("1/5/1886")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        pytest.param("29/02/2024", date(2024, 2, 29), id="D04"),
        pytest.param("28/7/1929", date(1929, 7, 28), id="D05"),
        pytest.param("5/6/23", date(2023, 6, 5), id="D06 short year"),
        pytest.param("5/6/95", date(1995, 6, 5), id="D06 short year of the last century"),
        pytest.param("5-6-2023", date(2023, 6, 5), id="D06 dashes"),
        pytest.param("2023.6.5", date(2023, 6, 5), id="D06 year first"),
        pytest.param("20230605", date(2023, 6, 5), id="D06 digits, year first"),
        pytest.param("05062023", date(2023, 6, 5), id="D06 digits"),
        pytest.param("150323", date(2023, 3, 15), id="six digits"),
        pytest.param("15/3", date(2021, 3, 15), id="without a year"),
        pytest.param("Ngày 05 tháng 02 năm 2023", date(2023, 2, 5), id="long"),
        pytest.param("１５/３/２０２３", date(2023, 3, 15), id="full width"),
    ],
)
def test_days_as_offices_write_them(text: str, day: date) -> None:
    assert parse_day(text, year=2021) == day


@pytest.mark.parametrize(
    "text",
    [
        *("30/02/2023", "31/04/2023", "29/02/2023"),  # D01-D03
        *("13/25/2023", "00/00/0000", "31/12/1899", "1/1/9999", "1/1/20233", "20231305"),  # D07
        *("1995", "quý 2/2023", "2023", "6/2023"),  # D09
        *("Hôm nay", "rằm tháng 7", "", " ", "15/3", "1/1/1", "٣/٣/2023"),  # D15
    ],
)
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is all it says
        parse_day(text)


@pytest.mark.parametrize(
    ("day", "written"),
    [(date(2023, 2, 5), "ngày 05 tháng 02 năm 2023"), (date(2023, 6, 15), "ngày 15 tháng 6 năm 2023")],
)
def test_the_day_of_a_document(day: date, written: str) -> None:
    assert long_day(day).replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Số liệu tính đến ngày 31/12/2022", date(2022, 12, 31)),
        ("(Tính đến ngày 31 tháng 12 năm 2022)", date(2022, 12, 31)),
        ("Số liệu tính đến 31.12.2022.", date(2022, 12, 31)),
        ("Danh sách công đoàn cơ sở năm 2022", None),
    ],
)
def test_the_day_that_a_title_names(text: str, day: date | None) -> None:
    assert find_day(text) == day


def test_a_title_with_an_impossible_day_is_not_believed() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text itself is all it says
        find_day("Số liệu tính đến ngày 30/02/2023")


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("BÁO CÁO SỐ LIỆU QUÝ I/2023", "2023-Q1"),
        ("quý 1 năm 2023", "2023-Q1"),
        ("Quý II, năm 2023", "2023-Q2"),
        ("Quý III - 2023", "2023-Q3"),
        ("Quý III – 2023", "2023-Q3"),
        ("quý IV.2022", "2022-Q4"),
        ("QUY\u0301 IV/NA\u0306M 2022", "2022-Q4"),
        ("so_lieu_quy1_2023.xlsx", "2023-Q1"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("06 tháng cuối năm 2022", "2022-H2"),
        ("Sáu tháng đầu năm 2023", "2023-H1"),
        ("Báo cáo năm 2023", "2023"),
        ("Năm 2023 (so với năm 2023)", "2023"),
        ("Quý V/2023", None),
        ("quý I và II/2023", None),
        ("ngày 05 tháng 02 năm 2023", None),
        ("tháng 12 năm 2022", None),
        ("9 tháng đầu năm 2023", None),
        ("từ năm 2020 đến năm 2025", None),
        ("giai đoạn năm 2020 - 2025", None),
        ("Danh sách công đoàn cơ sở", None),
        ("", None),
    ],
)
def test_the_period_that_a_title_names(title: str, code: str | None) -> None:
    assert find_period(title) == code
