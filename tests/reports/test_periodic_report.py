"""The periodic report and the statistical form: chapters, tables, annexes, figures as `status` has them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.offices import Q3, Q4, add_union, copy_of, found_office, report
from tests.report_samples import pages
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import excel, pdf, periodic_report, statistics_report
from unioncare_desktop.reports.document import Chart, Document, Heading, Table, Text
from unioncare_desktop.services import demo, narratives, office, statistics_forms, status
from unioncare_desktop.services.cell_entry import Entry
from unioncare_desktop.storage.database import Session
from unioncare_desktop.vietnamese import show_whole

LAST = Span.parse("2026-Q4")


@pytest.fixture(scope="module")
def ward_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("periodic") / "ward.db"
    demo.create(path, "ward")
    return path


@pytest.fixture
def ward(ward_file: Path, tmp_path: Path) -> Iterator[Session]:
    """The invented ward, changed as one likes."""
    file = copy_of(ward_file, tmp_path / "ward.db")
    with closing(office.open_office(file)) as opened, opened.write("Thử", commit=False) as session:
        yield session


@pytest.fixture(scope="module")
def document(ward_file: Path) -> Document:
    """The report of the last quarter of the invented ward."""
    with closing(office.open_office(ward_file)) as opened, opened.read() as session:
        return periodic_report.build(session, LAST)


def text_of(document: Document) -> str:
    """What a second reader finds in the PDF, a line's end being a space."""
    return " ".join(" ".join(pages(pdf.render(document))).split())


def titles(document: Document) -> list[str]:
    return [block.text for block in document.body if isinstance(block, Heading)]


def words(document: Document) -> str:
    return " ".join(block.text for block in document.body if isinstance(block, Text)).replace("\N{NO-BREAK SPACE}", " ")


def test_the_chapters_stand_in_the_order_of_real_offices(document: Document) -> None:
    assert titles(document) == [
        "I. TÌNH HÌNH CNVCLĐ, ĐOÀN VIÊN",
        "II. TỔ CHỨC CÔNG ĐOÀN",
        "III. SÁP NHẬP CÔNG ĐOÀN CƠ SỞ",
        "IV. THI ĐUA, KHEN THƯỞNG",
        "V. THỰC HIỆN CHỈ TIÊU",
        "VI. KHÓ KHĂN, KIẾN NGHỊ",
        "VII. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ I/2027",
    ]
    assert document.heading.subject == ("Kết quả hoạt động công đoàn Quý IV/2026 và phương hướng, nhiệm vụ Quý I/2027")
    assert document.heading.address_lines == ("Kính gửi: Liên đoàn Lao động thành phố Sông Hồng",)
    assert words(document).endswith("./.")


def test_tables_and_charts_stand_in_their_chapters(document: Document) -> None:
    body = list(document.body)
    chapter = body[: body.index(next(block for block in body if block == Heading("II. TỔ CHỨC CÔNG ĐOÀN")))]
    assert [block.title for block in chapter if isinstance(block, Chart | Table)] == [
        "So sánh với kỳ trước",
        "Đoàn viên qua các kỳ",
        "Tỷ lệ đoàn viên trên CNVCLĐ qua các kỳ",
    ]


def test_the_lists_follow_as_numbered_annexes_that_the_text_points_to(document: Document) -> None:
    labels = [annex.label for annex in document.annexes]
    pointed = words(document)

    assert labels == [f"Phụ lục {number}" for number in ("I", "II", "III", "IV", "V", "VI", "VII")][: len(labels)]
    assert all(f"{label}" in pointed for label in labels)
    assert all(annex.table.rows for annex in document.annexes)
    assert [annex.title for annex in document.annexes if not annex.landscape] == [
        "Công đoàn cơ sở chưa nộp số liệu",
        "Biểu thống kê tình hình lao động, công đoàn",
    ]


def test_every_figure_of_status_is_in_the_pdf(document: Document, ward: Session) -> None:
    known, told = status.status(ward, LAST), text_of(document)
    figures = {
        "CNVCLĐ": known["counts"]["workers"],
        "đoàn viên": known["counts"]["members"],
        "công đoàn cơ sở": known["unions"]["active"],
        "chưa nộp": known["unions"]["missing"],
        "nhỏ": known["unions"]["small"],
        "đã đăng ký": known["registrations"]["round 2"]["registered_unions"],
        **{f"nơi {name}": count for name, count in known["members_by_area"].items()},
        **{f"loại {name}": count for name, count in known["members_by_sector"].items()},
    }
    assert {name: count for name, count in figures.items() if show_whole(count) not in told} == {}


def test_the_workbook_checks_the_figures_against_the_first_list(document: Document, tmp_path: Path) -> None:
    excel.write(document, tmp_path / "bao-cao.xlsx")
    columns = {figure.column for figure in document.figures()}

    assert columns
    assert all(document.annexes[0].table.has(column) for column in columns)


def test_the_same_data_are_the_same_document(document: Document, ward: Session) -> None:
    assert periodic_report.build(ward, LAST) == document


def test_words_written_for_the_period_are_printed_and_may_drop_a_table(ward: Session) -> None:
    narratives.change(ward, LAST, "workers", "Chỉ còn lời này, {số đơn vị} đơn vị.")
    document = periodic_report.build(ward, LAST)

    assert words(document).split("như sau: ")[1].startswith("Chỉ còn lời này, 9")
    assert "So sánh với kỳ trước" not in [block.title for block in document.body if isinstance(block, Table)]


def test_a_single_union_reports_its_groups_without_mergers_and_small_unions(session: Session) -> None:
    found_office(session, "single", name="CĐCS Công ty Sao Mai", superior="Công đoàn phường Bách Hoa")
    group = add_union(session, "Tổ công đoàn Văn phòng")
    for span, members in ((Q3, 10), (Q4, 12)):
        report(session, span, group, workers=13, members=members)
    document = periodic_report.build(session, Q4)

    assert [title.partition(". ")[2] for title in titles(document)] == [
        "TÌNH HÌNH CNVCLĐ, ĐOÀN VIÊN",
        "TỔ CHỨC CÔNG ĐOÀN",
        "PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ I/2024",
    ]
    assert "1 tổ công đoàn" in words(document)


def test_an_office_without_any_data_gets_a_report_that_says_so(session: Session) -> None:
    document = periodic_report.build(session, Q4)

    assert "Chưa có số liệu nào được nộp cho Quý IV/2023." in words(document)
    assert pdf.render(document)


# The statistical form


def test_the_form_has_its_own_head_columns_and_signatures(ward: Session) -> None:
    document = statistics_report.build(ward, LAST)
    (table,) = (block for block in document.body if isinstance(block, Table))
    printed = text_of(document)

    assert [column.title for column in table.columns] == ["TT", "Nội dung", "Đơn vị tính", "Số lượng", "Ghi chú"]
    for line in (
        "Công đoàn cấp trên: Liên đoàn Lao động thành phố Sông Hồng",
        "Đơn vị báo cáo: Công đoàn phường Hoa Ban",
        "Mẫu 1-HĐCĐ",
        "Số liệu tính đến ngày: 30/11/2026",
        "NGƯỜI LẬP BIỂU",
    ):
        assert line in printed
    assert "CỘNG HÒA" not in printed
    assert "Nơi nhận" not in printed


@pytest.mark.parametrize(("code", "day"), [("2026-H1", "31/05/2026"), ("2026", "30/11/2026")])
def test_the_form_counts_up_to_its_cut_off(ward: Session, code: str, day: str) -> None:
    document = statistics_report.build(ward, Span.parse(code))
    assert document.body[0].text == f"Số liệu tính đến ngày: {day}"  # type: ignore[union-attr] # a Text
    assert document.heading.subject.startswith("Năm 2026")


def test_typed_figures_are_in_the_form_and_in_the_words_of_the_report(ward: Session) -> None:
    wage = next(row for row in statistics_forms.rows(ward, LAST) if row.key == "1-hdcd.5")
    statistics_forms.enter(ward, LAST, [Entry(wage.id, "value", "8.500")])

    assert "tiền lương bình quân một tháng 8.500 nghìn đồng" in words(periodic_report.build(ward, LAST))
    table = next(block for block in statistics_report.build(ward, LAST).body if isinstance(block, Table))
    assert 8_500 in [row[3] for row in table.rows]
