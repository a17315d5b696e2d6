"""The fixed wording of an official document, and the figures of its tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report_samples import heading
from unioncare_desktop.reports.document import Cell, Column, Figure, Kind, SignatureBlock, Table, show
from unioncare_desktop.vietnamese import NO_BREAK


def spaced(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("number", "line"), [("5", "Số: 05/BC-LĐLĐ"), ("12", "Số: 12/BC-LĐLĐ"), ("05", "Số: 05/BC-LĐLĐ")]
)
def test_numbers_below_ten_have_a_leading_zero(number: str, line: str) -> None:
    assert heading(number=number).number_line == line


def test_a_missing_number_leaves_room_for_the_clerk() -> None:
    assert spaced(heading(number=" ").number_line) == "Số:       /BC-LĐLĐ"


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2023, 2, 5), "Ba Đình, ngày 05 tháng 02 năm 2023"),
        (date(2023, 6, 15), "Ba Đình, ngày 15 tháng 6 năm 2023"),
        (None, "Ba Đình, ngày … tháng … năm 2023"),
    ],
)
def test_place_and_day(day: date | None, line: str) -> None:
    assert spaced(heading(day=day).place_and_day) == line


def test_an_annex_names_the_document_it_belongs_to() -> None:
    line = spaced(heading().attached_to)

    assert line == "(Kèm theo Báo cáo số 05/BC-LĐLĐ ngày 08 tháng 9 năm 2023 của LĐLĐ quận Ba Đình)"


def test_one_body_is_addressed_on_one_line_and_several_in_a_list() -> None:
    assert heading(addressed_to="LĐLĐ Thành phố.").address_lines == ("Kính gửi: LĐLĐ Thành phố",)
    assert heading(addressed_to="- LĐLĐ Thành phố;\nQuận ủy").address_lines == (
        "Kính gửi:",
        "- LĐLĐ Thành phố;",
        "- Quận ủy.",
    )
    assert heading(addressed_to="\n").address_lines == ()


@pytest.mark.parametrize(
    ("recipients", "lines"),
    [
        (("Như trên", "- Quận ủy;", "Lưu: VP."), ("- Như trên;", "- Quận ủy;", "- Lưu: VP.")),
        (("Lưu: VT, TC", "Như trên"), ("- Như trên;", "- Lưu: VT, TC.")),
        ((), ("- Lưu: VT.",)),
    ],
)
def test_the_copy_for_the_files_is_the_last_recipient(recipients: tuple[str, ...], lines: tuple[str, ...]) -> None:
    assert SignatureBlock("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "", recipients).recipient_lines == lines


def table(*rows: tuple[int | None, int | None]) -> Table:
    columns = (
        Column("Tên"),
        Column("CNVCLĐ", Kind.WHOLE, total=True),
        Column("Đoàn viên", Kind.WHOLE, total=True),
        Column("Tỷ lệ", Kind.PERCENT, ratio=("Đoàn viên", "CNVCLĐ")),
    )
    return Table(columns, tuple((f"Đơn vị {at}", *row, None) for at, row in enumerate(rows)), totals_label="Cộng")


def test_the_totals_row_sums_and_divides_the_sums() -> None:
    assert table((10, 9), (30, None), (None, None)).totals == ("Cộng", 40, 9, 0.225)


def test_the_total_of_nothing_reported_is_blank_and_of_zeros_zero() -> None:
    assert table((None, None)).totals == ("Cộng", None, None, None)
    assert table((0, 0)).totals == ("Cộng", 0, 0, None)


@given(st.lists(st.tuples(st.none() | st.integers(0, 10**6), st.none() | st.integers(0, 10**6))))
def test_totals_are_the_sums_of_what_was_reported(rows: list[tuple[int | None, int | None]]) -> None:
    _label, workers, members, _ratio = table(*rows).totals

    assert (workers or 0) == sum(row[0] or 0 for row in rows)
    assert (members or 0) == sum(row[1] or 0 for row in rows)


def test_a_row_of_the_wrong_length_is_a_mistake_of_the_report() -> None:
    with pytest.raises(ValueError, match="cells"):
        Table((Column("Tên"),), (("a", "b"),))


@pytest.mark.parametrize(
    ("cell", "kind", "shown"),
    [
        (22000, Kind.WHOLE, "22.000"),
        (-1234, Kind.WHOLE, "-1.234"),
        (1500, Kind.ORDINAL, "1500"),
        (0, Kind.WHOLE, "0"),
        (1263, Kind.CHANGE, "+1.263"),
        (-131, Kind.CHANGE, "−131"),
        (0, Kind.CHANGE, "0"),
        (None, Kind.WHOLE, ""),
        (0.878, Kind.PERCENT, "87,8 %"),
        (date(2023, 2, 5), Kind.DAY, "05/02/2023"),
        (Figure(10308, "Đoàn viên"), Kind.WHOLE, "10.308"),
        ("=1+1", Kind.TEXT, "=1+1"),
    ],
)
def test_how_a_cell_is_printed(cell: Cell, kind: Kind, shown: str) -> None:
    assert spaced(show(cell, kind)) == shown
