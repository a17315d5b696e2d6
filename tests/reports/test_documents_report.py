"""The register of outgoing documents as it is printed."""

from datetime import date

import pytest

from tests.offices import Q1, YEAR, enter, found_office
from tests.report_samples import pages
from unioncare_desktop import reports
from unioncare_desktop.domain.records import DocumentType, IssuedDocument
from unioncare_desktop.reports import pdf
from unioncare_desktop.reports.document import Document, Table, Text, show
from unioncare_desktop.services import issued, records
from unioncare_desktop.storage.database import Session
from unioncare_desktop.vietnamese import NO_BREAK

REGISTER = reports.find("documents")


@pytest.fixture
def desk(session: Session) -> Session:
    found_office(session, "district", name="LĐLĐ quận Ba Đình", symbol="LĐLĐ", signer_name="Nguyễn Thị Hường")
    return session


def entered(session: Session, name: str, day: date, subject: str, **typed: object) -> int:
    draft = issued.new_draft(session, day)
    types = {words: key for key, words in records.choices(session, DocumentType).items()}
    draft.values["type_id"] = types[name]
    enter(draft, subject=subject, **typed)
    return issued.enter(session, draft)


def shown(table: Table) -> list[tuple[str, ...]]:
    return [
        tuple(show(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)) for row in table.rows
    ]


def sentence(document: Document) -> str:
    first = document.body[0]
    assert isinstance(first, Text)
    return first.text.replace(NO_BREAK, " ")


def test_the_register_lists_every_type_with_cancelled_and_corrected_documents(desk: Session) -> None:
    first = entered(desk, "Báo cáo", date(2023, 2, 5), "Số liệu Quý I", number="38", recipients="Quận ủy\nThành phố")
    second = entered(desk, "Báo cáo", date(2023, 5, 5), "Số liệu Quý II", note="Gửi kèm công văn")
    entered(desk, "Công văn", date(2023, 3, 1), "V/v góp ý dự thảo")
    entered(desk, "Báo cáo", date(2024, 1, 5), "Số liệu Quý IV")
    issued.cancel(desk, second, "Sai mẫu")

    document = reports.built(desk, REGISTER, YEAR)

    assert sentence(document) == ("Trong năm 2023, LĐLĐ quận Ba Đình đã cấp số 3 văn bản; 1 đã hủy, số giữ nguyên.")
    summary = document.body[1]
    assert isinstance(summary, Table)
    assert shown(summary) == [
        ("1", "Báo cáo", "2023", "38", "39", "2", "1"),
        ("2", "Công văn", "2023", "1", "1", "1", "0"),
    ]
    assert [annex.title for annex in document.annexes] == [
        "Sổ đăng ký văn bản đi: Báo cáo, sổ 2023",
        "Sổ đăng ký văn bản đi: Công văn, sổ 2023",
    ]
    who = "Nguyễn Thị Hường"
    told = [
        ("38/BC-LĐLĐ", "05/02/2023", "Báo cáo Số liệu Quý I", who, "Quận ủy; Thành phố", "", "", ""),
        ("39/BC-LĐLĐ", "05/05/2023", "Báo cáo Số liệu Quý II", who, "", "", "", "(hủy: Sai mẫu); Gửi kèm công văn"),
    ]
    assert shown(document.annexes[0].table) == told
    assert issued.document(desk, first).state == issued.ISSUED
    assert "39/BC-LĐLĐ" in "".join(pages(pdf.render(document)))


def test_only_the_documents_of_the_period_are_listed(desk: Session) -> None:
    entered(desk, "Báo cáo", date(2023, 2, 5), "Số liệu")
    entered(desk, "Báo cáo", date(2023, 4, 1), "Số liệu")

    document = reports.built(desk, REGISTER, Q1)

    assert [row[0] for row in document.annexes[0].table.rows] == ["01/BC-LĐLĐ"]
    assert document.heading.subject == "Văn bản đi Quý I/2023"


def test_a_period_without_documents_is_said_so(desk: Session) -> None:
    document = reports.built(desk, REGISTER, YEAR)

    assert sentence(document) == "Trong năm 2023, LĐLĐ quận Ba Đình chưa cấp số văn bản nào."
    assert document.annexes == ()


def test_a_correction_and_what_it_corrects_name_each_other(desk: Session) -> None:
    wrong = entered(desk, "Báo cáo", date(2023, 2, 5), "Số liệu")
    right = entered(desk, "Báo cáo", date(2023, 2, 8), "Đính chính")
    records.update_row(desk, IssuedDocument, right, {"corrects_id": wrong})

    table = reports.built(desk, REGISTER, YEAR).annexes[0].table

    notes = [row[table.position("Ghi chú")] for row in table.rows]
    assert notes == ["được đính chính tại số 02/BC-LĐLĐ", "đính chính số 01/BC-LĐLĐ"]
