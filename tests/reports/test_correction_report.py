"""Báo cáo đính chính: what is wrong in an issued report, unit by unit, why, who has it; sentences where nothing is."""

from collections.abc import Iterator
from contextlib import closing as closed_at_end
from datetime import date
from pathlib import Path

import pytest

from tests.offices import Q4, add_union, change_union, copy_of, found_office, report
from tests.report_samples import pages
from unioncare_desktop import reports
from unioncare_desktop.domain.records import Delivery
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import closing, correction_report, issuing
from unioncare_desktop.reports.document import Document, Table, Text, show
from unioncare_desktop.services import closings, issued, office, records
from unioncare_desktop.storage.database import Database

DAY = date(2023, 12, 20)
CORRECTION = reports.find(correction_report.CODE)


@pytest.fixture(scope="module")
def issued_office(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two unions, whose report was issued, sent to somebody, and closed."""
    path = copy_of(template_database, tmp_path_factory.mktemp("correction") / "unioncare.db")
    with closed_at_end(office.open_office(path, user="Lan")) as database:
        with database.write("Nhập") as session:
            found_office(session, addressed_to="LĐLĐ thành phố Hà Nội", superior="LĐLĐ thành phố Hà Nội")
            for name, members in (("Sen", 12), ("Mai", 30)):
                union_id = add_union(session, f"CĐCS Hoa {name}", code=f"CS{union_number(name)}")
                report(session, Q4, union_id, workers=40, members=members)
        with database.write("Phát hành") as session:
            document_id = drain(issuing.issue(session, reports.find("members"), Q4, DAY, formats=()))
            sent = {"channel": "paper", "subject": "Báo cáo", "drafted_on": DAY, "state": "sent", "sent_on": DAY}
            records.insert_rows(session, Delivery, [sent | {"document_id": document_id, "recipient": "Quận ủy"}])
        with database.write("Khóa sổ") as session:
            drain(closing.close(session, Q4))
    return path


def union_number(name: str) -> int:
    return ("Sen", "Mai").index(name) + 1


@pytest.fixture
def opened(issued_office: Path, tmp_path: Path) -> Iterator[Database]:
    with closed_at_end(office.open_office(copy_of(issued_office, tmp_path / "unioncare.db"), user="Lan")) as database:
        yield database


def correct(database: Database) -> None:
    """The quarter is opened again, and a figure is another."""
    with database.write("Mở lại") as session:
        closings.reopen(session, Q4, "CS1 báo nhầm số đoàn viên")
    with database.write("Sửa") as session:
        report(session, Q4, 1, members=15)


def built(database: Database) -> Document:
    with database.read() as session:
        return reports.built(session, CORRECTION, Q4)


def rows(document: Document) -> list[list[str]]:
    tables = [block for block in document.body if isinstance(block, Table)]
    return [
        [show(cell, column.kind) for cell, column in zip(row, table.columns, strict=True)]
        for table in tables
        for row in table.rows
    ]


def words(document: Document) -> str:
    return "\n".join(block.text for block in document.body if isinstance(block, Text))


def test_a_correction_tells_old_new_difference_reason_and_who_has_the_wrong_version(opened: Database) -> None:
    correct(opened)

    document = built(opened)

    assert document.heading.subject == "Đính chính Báo cáo số 01/BC-CĐP ngày 20/12/2023"
    assert "CS1 báo nhầm số đoàn viên" in words(document)
    assert ["1", "CS1", "CĐCS Hoa Sen", "Đoàn viên", "12", "15", "+3"] in rows(document)
    assert ["", "", "Tổng cộng", "Đoàn viên", "42", "45", "+3"] in rows(document)
    assert ["1", "Quận ủy", "bản giấy", "20/12/2023"] in rows(document)
    assert "Đề nghị các nơi nhận dùng số liệu của báo cáo này thay cho Báo cáo số 01/BC-CĐP" in words(document)
    assert document.signature.recipients == ("Như trên", "Quận ủy")
    text = " ".join("\n".join(pages(reports.rendered(document, "pdf"))).split())
    assert "CĐCS Hoa Sen" in text
    assert "+3" in text


def test_an_issued_correction_knows_what_it_corrects(opened: Database) -> None:
    correct(opened)

    with opened.write("Phát hành") as session:
        document_id = drain(issuing.issue(session, CORRECTION, Q4, DAY, formats=()))

    with opened.read() as session:
        wrong, right = issued.listed(session)
    assert (right.id, right.number_text, right.corrects_id) == (document_id, "02/BC-CĐP", wrong.id)
    assert wrong.corrected_by == (document_id,)


def test_nothing_is_corrected_where_nothing_differs_or_nothing_was_issued(opened: Database) -> None:
    assert "không khác Báo cáo số 01/BC-CĐP ngày 20/12/2023" in words(built(opened))

    with opened.write("Hủy") as session:
        issued.cancel(session, issued.listed(session)[0].id, "Nhầm kỳ")
    assert "Chưa có báo cáo số liệu nào của Quý IV/2023 được phát hành" in words(built(opened))


def test_words_that_changed_are_told_too_and_a_missing_reason_plainly(opened: Database) -> None:
    with opened.write("Mở lại") as session:
        closings.reopen(session, Q4, "Sai tên")
    with opened.write("Sửa") as session:
        change_union(session, 2, name="CĐCS Hoa Mai Vàng")

    told = rows(built(opened))

    assert any(row[-2:] == ["CĐCS Hoa Mai", "CĐCS Hoa Mai Vàng"] for row in told)


def test_a_unit_that_came_is_told_by_its_figures_alone(opened: Database) -> None:
    correct(opened)
    with opened.write("Thêm") as session:
        union_id = add_union(session, "CĐCS Hoa Lan", code="CS3", founded_on="1/1/2000")
        report(session, Q4, union_id, workers=19, members=18)

    told = [row for row in rows(built(opened)) if "CĐCS Hoa Lan" in " ".join(row)]

    assert ["Đoàn viên", "", "18", ""] in [row[-4:] for row in told]
    assert [row for row in told if row[2] != "CĐCS Hoa Lan"] == [], "the name is no change of its own"
