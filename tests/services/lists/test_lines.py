"""What a row changes in the registry and in the figures, and which values are refused."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.offices import Q1, add_union, found_office, report
from tests.plans import outcomes, planned, reasons, taken, unions_list
from tests.sheets import HEADINGS, TITLE, book, figures, sheet
from unioncare_desktop.domain.records import Union
from unioncare_desktop.services import counts, records
from unioncare_desktop.services.lists.sheets import Cell, Fault
from unioncare_desktop.storage.database import Session


def test_a_blank_cell_leaves_what_is_stored(session: Session) -> None:
    union_id = add_union(session, "CĐCS Một", code="CS1", chair="Lan")
    report(session, Q1, union_id, workers=5, members=4, note="đủ")

    plan = taken(session, figures(("CS1", "CĐCS Một", None, None, 5, None)))
    taken(session, unions_list(("CĐCS Một", None, "Kim Mã")))

    assert [line.changes for line in plan.lines] == [(("Đoàn viên", "4", "5"),)]
    (row,) = counts.rows(session, Q1)
    assert (row.workers, row.members, row.note) == (5, 5, "đủ")
    assert (row.union.chair, row.union.area) == ("Lan", "Kim Mã")


def test_a_row_without_figures_reports_nothing(session: Session) -> None:
    plan = taken(session, figures(("CS1", "CĐCS Một", None, None, None, None)))

    assert outcomes(plan) == (1, 0, 0, 0)
    assert counts.rows(session, Q1)[0].missing


def test_figures_change_nothing_else_of_a_known_union(session: Session) -> None:
    add_union(session, "CĐCS Một", code="CS1", area="Kim Mã")
    headings = (*HEADINGS, "Địa bàn", "Ghi chú")
    rows = ((TITLE,), headings, (1, "CS1", "CĐCS một", 5, 2, 4, 1, "Ngọc Hà", "đủ"))

    plan = taken(session, book(sheet(rows)))

    (row,) = counts.rows(session, Q1)
    assert (row.union.name, row.union.area, row.note) == ("CĐCS Một", "Kim Mã", "đủ")
    assert "1 dòng có tên, địa bàn, loại hình … khác với sổ" in plan.warnings[-1]


def test_a_list_of_unions_changes_what_differs_and_tells_it(session: Session) -> None:
    add_union(session, "CĐCS Một", code="CS1", area="Kim Mã", chair="Lan")
    upper = add_union(session, "CĐ Tổng công ty")
    headings = ("STT", "Mã", "Tên CĐCS", "Chủ tịch", "Địa bàn", "Ngày thành lập", "Tình trạng", "Cấp trên trực tiếp")

    plan = taken(
        session,
        unions_list(
            ("CS1", "CĐCS Số Một", "Mai", "P. Kim Mã", "28-7-1995", "đang hoạt động", "CĐ Tổng công ty"),
            headings=headings,
        ),
    )

    assert plan.lines[0].changes == (
        ("Tên công đoàn", "CĐCS Một", "CĐCS Số Một"),
        ("Chủ tịch", "Lan", "Mai"),
        ("Ngày thành lập", "", "28/07/1995"),
        ("Công đoàn cấp trên", "", "CĐ Tổng công ty"),
    )
    assert {(repair.before, repair.after) for repair in plan.repairs} == {
        ("28-7-1995", "28/07/1995"),
        ("P. Kim Mã", "Kim Mã"),
    }
    stored = next(row for row in records.rows(session, Union) if row["code"] == "CS1")
    assert (stored["name"], stored["upper_id"], stored["founded_on"]) == ("CĐCS Số Một", upper, date(1995, 7, 28))


def test_list_entries_written_a_little_differently_are_the_same(session: Session) -> None:
    add_union(session, "CĐCS Một", area="Phường Phúc Xá", sector="Doanh nghiệp ngoài nhà nước", bloc="Văn hóa - Xã hội")
    headings = ("STT", "Tên CĐCS", "Phường", "Loại hình", "Khối")

    plan = planned(
        session, unions_list(("CĐCS Hai", "Phúc Xá", "DN ngoài nhà nước", "văn hoá – xã hội"), headings=headings)
    )

    assert plan.new_entries == ()


def test_wards_of_different_kinds_stay_apart(session: Session) -> None:
    add_union(session, "CĐCS Một", area="Xã Dương Minh Châu")

    plan = planned(session, unions_list(("CĐCS Hai", "Lan", "Thị trấn Dương Minh Châu")))

    assert [entry.name for entry in plan.new_entries] == ["Thị trấn Dương Minh Châu"]


@pytest.mark.parametrize(
    ("upper", "reason"),
    [("CĐCS Không có", "chưa có công đoàn này"), ("CĐCS Một", "chính nó"), ("CĐCS Hai", "cấp dưới của nó")],
)
def test_upper_unions_that_cannot_be(session: Session, upper: str, reason: str) -> None:
    one = add_union(session, "CĐCS Một")
    add_union(session, "CĐCS Hai", upper_id=one)

    plan = planned(session, unions_list(("CĐCS Một", upper), headings=("STT", "Tên CĐCS", "Công đoàn cấp trên")))

    assert reason in reasons(plan)[0]


@pytest.mark.parametrize(
    ("heading", "value", "reason"),
    [
        ("Ngày thành lập", "30/02/2023", "không phải là một ngày có thật"),
        ("Ngày thành lập", 2023, "không phải là ngày"),
        ("Ngày thành lập", date(2200, 1, 1), "còn ở tương lai"),
        ("Ngày giải thể", date(2020, 1, 1), "đang hoạt động"),
        ("E-mail", "a@b.vn, c@d.vn", "e-mail"),
        ("SĐT", "không có", "số điện thoại"),
        ("Số ủy viên BCH", 120, "tối đa 99"),
        ("Tình trạng", "nghỉ hưu", "phải là một trong"),
        ("Địa chỉ", "x" * 300, "tối đa 200"),
        ("Địa chỉ", "C«ng ®oµn", "phông chữ cũ (TCVN3)"),
        ("Địa chỉ", "CÃ´ng Ä‘oÃ n", "bảng mã"),
        ("Địa chỉ", True, "đúng/sai"),
        ("Địa chỉ", date(2023, 1, 1), "là ngày"),
        ("Địa chỉ", Fault("#N/A", "công thức báo lỗi"), "công thức báo lỗi"),
        ("Khối", "Toân tröôøng hoïc", "VNI"),
    ],
)
def test_values_are_checked_as_typed_ones_are(session: Session, heading: str, value: Cell, reason: str) -> None:
    plan = planned(session, unions_list(("CĐCS Một", value), headings=("STT", "Tên CĐCS", heading)))

    (rejection,) = plan.rejected
    assert rejection.column == heading
    assert reason in rejection.reason


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ((5, 6, 4, 1), "Nữ CNVCLĐ", "6 lớn hơn tổng số lao động (5)"),
        ((5, 2, 6, 1), "Đoàn viên", "6 lớn hơn tổng số lao động (5)"),
        ((5, 2, 4, 5), "ĐV nữ", "5 lớn hơn tổng số đoàn viên (4)"),
        (("2.2000", 2, 4, 1), "Tổng CNVCLĐ", "không phải là số nguyên"),
        ((10_000_000, 2, 4, 1), "Tổng CNVCLĐ", "quá lớn"),
        ((float("inf"), 2, 4, 1), "Tổng CNVCLĐ", "quá lớn"),
        ((5, "٣", 4, 1), "Nữ CNVCLĐ", "không phải là số nguyên"),
    ],
)
def test_figures_are_checked_as_typed_ones_are(session: Session, row: Sequence[Cell], column: str, reason: str) -> None:
    plan = planned(session, figures(("CS1", "CĐCS Một", *row)))

    assert (plan.rejected[0].column, plan.rejected_rows) == (column, 1)
    assert reason in plan.rejected[0].reason


def test_odd_figures_are_stored_with_a_warning(session: Session) -> None:
    union_id = add_union(session, "CĐCS Một", code="CS1")
    report(session, Q1, union_id, workers=200, members=180)
    headings = (*HEADINGS, "Kết nạp", "Giảm")

    plan = planned(session, book(sheet((("QUÝ II/2023",), headings, (1, "CS1", "CĐCS Một", 200, 20, 18, 9, 1, 1)))))

    assert outcomes(plan) == (1, 0, 0, 0)
    assert any(
        "chỉ bằng 1/10 so với Quý I (180 → 18), hãy xem có gõ nhầm không" in warning for warning in plan.warnings
    )
    assert any("kỳ trước 180 + kết nạp 1 − giảm 1 = 180, khác 18" in warning for warning in plan.warnings)


def test_more_members_than_workers_with_the_office_s_leave(session: Session) -> None:
    found_office(session, more_members_than_workers=True)
    rows = ((TITLE,), (*HEADINGS, "Lý do"), (1, "CS1", "CĐCS Một", 5, 2, 6, 1, "còn người nghỉ hưu"))

    plan = planned(session, book(sheet(rows)))

    assert plan.rejected == ()
    assert "6 lớn hơn tổng số lao động (5)" in plan.warnings[0]


def test_a_union_founded_after_the_period_cannot_have_reported(session: Session) -> None:
    add_union(session, "CĐCS Một", code="CS1", founded_on="01/06/2023")

    plan = planned(session, figures(("CS1", "CĐCS Một", 5, 2, 4, 1)))

    assert reasons(plan) == ["công đoàn thành lập ngày 01/06/2023, sau Quý I/2023"]


def test_a_day_written_before_there_were_unions_is_doubted(session: Session) -> None:
    rows = (("CĐCS Một", date(1905, 7, 15)),)

    plan = planned(session, unions_list(*rows, headings=("STT", "Tên CĐCS", "Ngày thành lập")))

    assert "15/07/1905 rất xa" in plan.warnings[0]
