"""The list of what is due: in the period, in the year after it, on days that nobody knows."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import report_samples
from tests.offices import Q4, add_union, found_office, report
from unioncare_desktop.reports import deadlines_report, excel, find, pdf
from unioncare_desktop.reports.document import Annex, Document, Heading, Table, Text
from unioncare_desktop.services import plans, unions
from unioncare_desktop.storage.database import Session

ON = date(2023, 12, 20)
LONG_BIEN = "long-bien-2023"


@pytest.fixture
def ward(session: Session) -> Session:
    """An office under the plan of Long Biên, with one union that has not reported for the fourth quarter."""
    found_office(session)
    add_union(session, "CĐCS Hoa Sen", founded_on="1/1/2020")
    plans.load(session, LONG_BIEN)
    return session


def rows(annex: Annex) -> dict[str, dict[str, object]]:
    """The lines of a list by what is due."""
    titles = [column.title for column in annex.table.columns]
    lines: list[dict[str, object]] = [dict(zip(titles, row, strict=True)) for row in annex.table.rows]
    return {str(line["Việc"]): line for line in lines}


def texts(document: Document) -> str:
    told = " ".join(block.text for block in document.body if isinstance(block, Text | Heading))
    return told.replace("\N{NO-BREAK SPACE}", " ")


def test_what_is_due_in_the_period_tells_day_line_and_state(ward: Session) -> None:
    document = deadlines_report.build(ward, Q4, "", ON)
    listed = rows(document.annexes[0])

    assert document.annexes[0].title == "Việc đến hạn Quý IV/2023"
    assert listed["Báo cáo quý, 6 tháng, năm về LĐLĐ quận"] == {
        "TT": 2,
        "Hạn": date(2023, 12, 14),
        "Thứ": "Thứ Năm",
        "Việc": "Báo cáo quý, 6 tháng, năm về LĐLĐ quận",
        "Kế hoạch, dòng": "KH ngày 18/01/2023, dòng 94",
        "Ai làm": "CĐCS",
        "Tình trạng": "Trễ 6 ngày",
        "Ghi chú": None,
    }
    assert listed["Nộp số liệu Quý IV/2023"]["Tình trạng"] == "Trễ 6 ngày, còn 1 đơn vị chưa nộp"


def test_the_body_counts_and_says_where_the_lists_are(ward: Session) -> None:
    document = deadlines_report.build(ward, Q4, "", ON)

    told = texts(document)
    assert "Trong Quý IV/2023 có 3 việc đến hạn (danh sách ở Phụ lục I); đến ngày 20/12/2023: 3 trễ hạn." in told
    assert "Từ 01/01/2024 đến 31/12/2024 có" in told
    (first, *_rest) = (block for block in document.body if isinstance(block, Table))
    assert first.totals[-1] == 3


def test_days_that_do_not_exist_are_listed_with_the_question(ward: Session) -> None:
    document = deadlines_report.build(ward, Q4, "", ON)
    asked = rows(document.annexes[-1])["Đăng ký công trình, phần việc gửi về LĐLĐ quận"]

    assert "30/02/2023" in str(asked["Kế hoạch ghi"])
    assert "Không có ngày 30/02/2023" in str(asked["Điều phải hỏi lại"])


def test_weekends_are_remarked(ward: Session) -> None:
    later = rows(deadlines_report.build(ward, Q4, "", ON).annexes[1])
    assert later["Nộp số liệu Quý IV/2024"]["Ghi chú"] == "Thứ Bảy; nên xong trước: thứ Sáu 13/12"


def test_what_has_come_is_done(ward: Session) -> None:
    (union_id,) = (union.id for union in unions.listed(ward))
    report(ward, Q4, union_id, members=3)
    listed = rows(deadlines_report.build(ward, Q4, "", ON).annexes[0])
    assert listed["Nộp số liệu Quý IV/2023"]["Tình trạng"] == "Đã nộp đủ"


def test_an_empty_office_has_the_days_of_its_returns_only(session: Session) -> None:
    document = deadlines_report.build(session, Q4, "", ON)
    assert find("deadlines").build is deadlines_report.build
    assert "Trong Quý IV/2023" in texts(document)


def test_it_is_written_as_a_workbook_and_as_a_pdf(ward: Session, tmp_path: Path) -> None:
    document = deadlines_report.build(ward, Q4, "", ON)
    excel.write(document, tmp_path / "ds.xlsx")
    sheet = load_workbook(tmp_path / "ds.xlsx")["Phụ lục I"]
    assert "Nộp số liệu Quý IV/2023" in {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    text = " ".join(report_samples.pages(pdf.render(document))).replace("\n", " ")
    assert "Kỷ niệm 20 năm thành lập quận Long Biên" in text
