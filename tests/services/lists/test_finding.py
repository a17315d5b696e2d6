"""Which sheets are lists, and what stands above them: period and ward."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.offices import Q1, Q2, add_union, report
from tests.plans import outcomes, planned, reasons, taken
from tests.sheets import HEADINGS, TITLE, book, figures, sheet
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import counts, unions, workbook
from unioncare_desktop.services.importing import Options
from unioncare_desktop.services.lists.sheets import Book, Cell, Range
from unioncare_desktop.storage.database import Session

SAMPLES = Path(__file__).parents[2] / "imports"


def test_merged_cells_over_rows_are_refused_by_name(session: Session) -> None:
    rows = (("STT", "Tên CĐCS", "Khối"), (1, "CĐCS Một", "Trường học"), (2, "CĐCS Hai"), (3, "CĐCS Ba", "Kinh tế"))

    plan = planned(session, book(sheet(rows, merged=(Range(2, 3, 3, 3),))))

    assert outcomes(plan) == (1, 0, 0, 2)
    assert reasons(plan) == ["ô gộp C2:C3: hãy bỏ gộp và điền đủ từng ô"] * 2


def test_two_columns_of_one_meaning_are_refused_with_both_names(session: Session) -> None:
    rows = ((TITLE,), ("STT", "Tên CĐCS", "Đoàn viên", "Tổng số đoàn viên"), (1, "CĐCS Một", 5, 6))

    with pytest.raises(UserError, match="“Đoàn viên” và “Tổng số đoàn viên”"):
        planned(session, book(sheet(rows)))


def test_a_list_without_names_is_refused_with_what_was_seen(session: Session) -> None:
    rows = ((TITLE,), ("STT", "Loại hình", "Đoàn viên"), (1, "Sự nghiệp", 5))

    with pytest.raises(UserError, match=r"cột tên công đoàn.*“Loại hình”, “Đoàn viên”"):
        planned(session, book(sheet(rows)))


def test_a_summary_is_not_a_list(session: Session) -> None:
    summary = sheet((("STT", "Đơn vị", "Số CĐCS", "Đoàn viên"), (1, "Ngọc Hà", 1, 5), (2, "Kim Mã", 1, 6)), "Tổng hợp")
    wards = [
        sheet(((TITLE,), HEADINGS, (1, code, name, 9, 2, 5, 1)), ward)
        for code, name, ward in (("CS1", "CĐCS Một", "Ngọc Hà"), ("CS2", "CĐCS Hai", "Kim Mã"))
    ]
    by_ward = sheet((("STT", "Đơn vị", "Đoàn viên"), (1, "Ngọc Hà", 5), (2, "Kim Mã", 6)), "Trang 9")

    plan = planned(session, book(summary, *wards, by_ward))

    assert outcomes(plan) == (2, 0, 0, 0)
    assert "Bỏ qua sheet không phải danh sách: Tổng hợp, Trang 9." in plan.warnings
    with pytest.raises(UserError, match="chỉ có bảng tổng hợp"):
        planned(session, book(summary))


@pytest.mark.parametrize(
    ("above", "area"),
    [
        (("Phường:", "Ngọc Hà"), "Ngọc Hà"),
        ((None, "Phường", None, "Ngọc Hà"), "Ngọc Hà"),
        (("Phường Ngọc Hà",), "Phường Ngọc Hà"),
        (("Địa bàn: Ngọc Hà",), "Ngọc Hà"),
        (("Xã, phường:Ngọc Hà",), "Ngọc Hà"),
        (("XÃ HỘI CHỦ NGHĨA VIỆT NAM",), ""),
        (("Công đoàn phường Ngọc Hà",), ""),
    ],
)
def test_the_ward_above_a_list(session: Session, above: Sequence[Cell], area: str) -> None:
    taken(session, book(sheet((above, ("STT", "Tên CĐCS", "Chủ tịch"), (1, "CĐCS Một", "Lan")))))

    assert unions.listed(session)[0].area == area


def test_sheets_are_named_after_their_wards(session: Session) -> None:
    def ward(name: str, union: str) -> Book:
        return book(sheet((("STT", "Tên CĐCS", "Chủ tịch"), (1, union, "Lan")), name))

    taken(session, book(*ward("Ngọc Hà", "CĐCS Một").sheets, *ward("Kim Mã", "CĐCS Hai").sheets))

    assert {union.name: union.area for union in unions.listed(session)} == {
        "CĐCS Một": "Ngọc Hà",
        "CĐCS Hai": "Kim Mã",
    }


def test_hidden_rows_are_read_and_counted(session: Session) -> None:
    rows = sheet((("STT", "Tên CĐCS", "Chủ tịch"), (1, "CĐCS Một", "Lan"), (2, "CĐCS Hai", "Mai")))
    filtered = type(rows)(rows.title, rows.hidden, rows.rows, hidden_rows=(3,))

    plan = planned(session, book(filtered))

    assert outcomes(plan) == (2, 0, 0, 0)
    assert "1 dòng ẩn" in plan.warnings[0]


def test_a_file_with_headings_only(session: Session) -> None:
    with pytest.raises(UserError, match="không có dòng nào"):
        planned(session, book(sheet(((TITLE,), HEADINGS, (None, None, "Tổng cộng", 0)))))


def test_a_file_of_an_old_font_says_so(session: Session) -> None:
    with pytest.raises(UserError, match="TCVN3"):
        planned(session, book(sheet((("STT", "Tªn c«ng ®oµn c¬ së", "§oµn viªn"), (1, "x", 2)))))


def test_an_empty_workbook(session: Session) -> None:
    with pytest.raises(UserError, match="không có dữ liệu"):
        planned(session, book(sheet(())))


# The period


def test_the_chosen_period_wins_and_the_other_is_told(session: Session) -> None:
    plan = planned(session, figures(("CS1", "CĐCS Một", 5, 2, 4, 1)), Options(period=Q2))

    assert (plan.period, plan.period_source) == (Q2, "theo lựa chọn của bạn")
    assert TITLE in plan.warnings[0]


def test_figures_without_a_period_are_refused_with_the_way_out(session: Session) -> None:
    with pytest.raises(UserError, match="--period 2023-Q1"):
        planned(session, figures(("CS1", "CĐCS Một", 5, 2, 4, 1), title="SỐ LIỆU"))


def test_figures_of_two_periods_in_one_file_are_refused(session: Session) -> None:
    rows = (HEADINGS, (1, "CS1", "CĐCS Một", 5, 2, 4, 1))

    with pytest.raises(UserError, match="ghi nhiều kỳ: “Quý I/2023”, “Quý II/2023”"):
        planned(session, book(sheet((("Quý I/2023",), *rows), "a"), sheet((("Quý II/2023",), *rows), "b")))


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("SỐ LIỆU 6 THÁNG ĐẦU NĂM 2023", "2023-H1"),
        ("SỐ LIỆU NĂM 2023", "2023"),
        ("Số liệu tính đến hết ngày 28/02/2023", "2023-Q1"),
        ("Quý III năm 2023 (số liệu chốt ngày 31/8/2023)", "2023-Q3"),
        ("(Kèm theo báo cáo ngày 05 tháng 02 năm 2023) Quý IV/2022", "2022-Q4"),
    ],
)
def test_periods_as_offices_write_them(session: Session, title: str, period: str) -> None:
    plan = planned(session, figures(("CS1", "CĐCS Một", 5, 2, 4, 1), title=title))

    assert plan.period == Span.parse(period)


def test_figures_of_a_list_may_be_left_out(session: Session) -> None:
    plan = taken(session, workbook.read(SAMPLES / "danh-sach-theo-phuong.xlsx"), Options(figures=False))

    assert (plan.period, outcomes(plan)) == (None, (10, 0, 0, 0))
    assert counts.totals(session, Span.parse("2022-Q4")).reported == 0


def test_a_list_with_figures_of_no_day_leaves_them_out_and_says_so(session: Session) -> None:
    rows = (("DANH SÁCH",), ("STT", "Tên CĐCS", "Đoàn viên", "Chủ tịch"), (1, "CĐCS Một", 5, "Lan"))

    plan = planned(session, book(sheet(rows)))

    assert (plan.period, outcomes(plan)) == (None, (1, 0, 0, 0))
    assert "số liệu không được nhập" in plan.warnings[0]


def test_a_half_year_that_is_summed_from_quarters_is_not_overwritten(session: Session) -> None:
    report(session, Q1, add_union(session, "CĐCS Một", code="CS1"), workers=5, members=4)
    report(session, Q2, unions.listed(session)[0].id, workers=6, members=5)
    half = "SỐ LIỆU 6 THÁNG ĐẦU NĂM 2023"

    same = planned(session, figures(("CS1", "CĐCS Một", 6, None, 5, None), title=half))
    other = planned(session, figures(("CS1", "CĐCS Một", 6, None, 4, None), title=half))

    assert outcomes(same) == (0, 0, 1, 0)
    assert "được cộng từ các quý" in reasons(other)[0]


def test_a_period_ahead_is_pointed_out(session: Session) -> None:
    plan = planned(session, figures(("CS1", "CĐCS Một", 5, 2, 4, 1), title="QUÝ I/2150"))

    assert plan.warnings[0] == "Quý I/2150 còn ở tương lai."
