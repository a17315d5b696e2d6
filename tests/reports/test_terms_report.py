"""The list of terms that end: who is on it, as a document, a workbook and a PDF."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import report_samples
from tests.offices import Q4, add_union, enter, found_office
from unioncare_desktop.domain.records import OfficerRole
from unioncare_desktop.reports import excel, find, pdf, terms_report
from unioncare_desktop.reports.document import Text
from unioncare_desktop.services import officers, records
from unioncare_desktop.storage.database import Session


def add(session: Session, union_id: int, name: str, role: str, last: str) -> None:
    roles = {words: key for key, words in records.choices(session, OfficerRole).items()}
    draft = officers.new_draft(union_id)
    enter(draft, role_id=roles[role], name=name, term_from="1/6/2018", term_to=last, phone="0912345678")
    officers.save(session, draft, Q4.end)


@pytest.fixture
def ward(session: Session) -> Session:
    """On the last day of 2023: one term has ended, one ends in February, one in two years."""
    found_office(session, place="Hà Nội", symbol="CĐP")
    sen, mai = (add_union(session, f"CĐCS {name}", area="Kim Mã") for name in ("Hoa Sen", "Hoa Mai"))
    add(session, sen, "Đỗ Thị Ánh", "Chủ tịch", "31/5/2023")
    add(session, mai, "Lê Thị Bình", "Chủ tịch", "29/2/2024")
    add(session, mai, "Ngô Văn Đức", "Phó Chủ tịch", "31/12/2025")
    return session


def test_the_list_names_whose_term_ends_as_of_the_last_day_of_the_period(ward: Session) -> None:
    document = terms_report.build(ward, Q4, "7", date(2024, 1, 5))
    table = document.annexes[0].table

    assert [row[table.position("Họ và tên")] for row in table.rows] == ["Đỗ Thị Ánh", "Lê Thị Bình"]
    assert [row[table.position("Tình trạng")] for row in table.rows] == [
        "đã hết nhiệm kỳ, quá 214 ngày",
        "sắp hết nhiệm kỳ, còn 60 ngày",
    ]
    (summary,) = (block.text for block in document.body if isinstance(block, Text))
    assert "2 cán bộ công đoàn của 2 đơn vị" in summary
    assert "1 sắp hết nhiệm kỳ, 1 đã hết nhiệm kỳ" in summary
    assert document.heading.number_and_symbol == "07/DS-CĐP"


def test_without_such_terms_it_says_so(session: Session) -> None:
    document = terms_report.build(session, Q4)
    assert document.annexes == ()
    assert "không có cán bộ công đoàn nào" in document.body[0].text  # type: ignore[union-attr] # a paragraph
    assert find("terms").build is terms_report.build


def test_it_is_written_as_a_workbook_and_as_a_pdf(ward: Session, tmp_path: Path) -> None:
    document = terms_report.build(ward, Q4)
    excel.write(document, tmp_path / "ds.xlsx")
    cells = [
        cell for row in load_workbook(tmp_path / "ds.xlsx")["Phụ lục I"].iter_rows(values_only=True) for cell in row
    ]
    assert {"Đỗ Thị Ánh", "0912345678"} <= set(cells)
    text = " ".join(report_samples.pages(pdf.render(document))).replace("\n", " ")
    assert "Lê Thị Bình" in text
    assert "29/02/2024" in text
