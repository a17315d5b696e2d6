from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.offices import HALF, Q1, Q2, YEAR, add_union, change_union, close_union, found_office, report
from tests.report_samples import pages
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import REPORTS, calls_report, excel, find, member_report, pdf
from unioncare_desktop.reports.document import Document, Heading, Remarked, Table, Text, plain
from unioncare_desktop.services import counts, importing, records, status, workbook
from unioncare_desktop.services.office import kinds
from unioncare_desktop.storage.database import Session
from unioncare_desktop.storage.history import differences_from_folding


def built(session: Session, span: Span = Q1) -> Document:
    return member_report.build(session, span)


def chapters(document: Document) -> list[str]:
    return [block.text.partition(". ")[2] for block in document.body if isinstance(block, Heading)]


def paragraphs(document: Document) -> list[str]:
    return [block.text.replace("\u00a0", " ") for block in document.body if isinstance(block, Text)]


def table(document: Document, column: str) -> Table:
    """The table of the body that has this column."""
    return next(block for block in document.body if isinstance(block, Table) and block.has(column))


def columns(found: Table, *titles: str) -> list[tuple[Any, ...]]:
    places = [found.position(title) for title in titles]
    return [tuple(plain(row[place]) for place in places) for row in found.rows]


@pytest.fixture
def ward(session: Session) -> Session:
    """Four unions, two sectors, two areas; one founded, one closed, one silent in the first quarter."""
    found_office(session, superior="Liên đoàn Lao động thành phố Hà Nội", place="Hà Nội", symbol="CĐP")
    sen = add_union(session, "Hoa Sen", code="CS01", area="Bách Hoa", sector="Hợp tác xã", founded_on="1/1/2000")
    mai = add_union(session, "Hoa Mai", code="CS02", area="Đống Đa", sector="Hợp tác xã", founded_on="15/2/2023")
    gone = add_union(session, "Hoa Cúc", code="CS03", area="Bách Hoa", sector="Doanh nghiệp FDI")
    add_union(session, "Hoa Lan", code="CS04", area="Đống Đa", sector="Doanh nghiệp FDI")
    report(session, Q1.previous, sen, workers=20, members=15)
    report(session, Q1.previous, gone, workers=30, members=25)
    report(session, Q1, sen, workers=22, women_workers=9, members=17, women_members=8, admitted=3, left=1)
    report(session, Q1, mai, workers=10, women_workers=5, members=9, women_members=5, admitted=9, left=0)
    report(session, Q1, gone, workers=30, members=20, left=5, note="sắp giải thể")
    close_union(session, gone, "20/3/2023")
    return session


# The figures are those of the other pages


@pytest.mark.parametrize("span", [Q1, Q1.previous, HALF, YEAR, Q2], ids=lambda span: span.code)
def test_the_figures_are_those_of_the_status(ward: Session, span: Span) -> None:
    document, state = built(ward, span), status.status(ward, span)
    lines = dict(columns(table(document, "Nội dung"), "Nội dung", span.title))

    assert lines["Số công đoàn cơ sở"] == state["unions"]["active"]
    assert [lines[label] or 0 for label in list(lines)[2:8]] == list(state["counts"].values())
    if "ĐOÀN VIÊN THEO LOẠI HÌNH" in chapters(document):
        sectors = table(document, "Loại hình")
        assert dict(columns(sectors, "Loại hình", "Đoàn viên")) == state["members_by_sector"]
        unions_of = {name: count for name, count in columns(sectors, "Loại hình", "Số CĐCS") if count}
        assert unions_of == state["unions"]["by_sector"]


@pytest.mark.parametrize("span", [Q1, HALF, YEAR], ids=lambda span: span.code)
def test_every_figure_of_the_summary_is_the_sum_of_the_list(ward: Session, span: Span) -> None:
    document = built(ward, span)
    listed = document.annexes[0].table

    confirmed = list(document.figures())

    assert confirmed
    assert all(figure.value == listed.total(listed.position(figure.column)) for figure in confirmed)


@pytest.mark.parametrize("attribute", ["Loại hình", "Địa bàn"])
def test_the_groups_add_up_to_the_list(ward: Session, attribute: str) -> None:
    document = built(ward)
    groups, listed = table(document, attribute), document.annexes[0].table

    for title in ("Tổng CNVCLĐ", "Nữ CNVCLĐ", "Đoàn viên", "ĐV nữ", "Kết nạp mới", "Giảm", "Tỷ lệ"):
        assert groups.total(groups.position(title)) == listed.total(listed.position(title))


def test_the_list_has_every_union_that_reports_or_should(ward: Session) -> None:
    listed = built(ward).annexes[0].table

    assert columns(listed, "STT", "Mã CĐCS", "Tên công đoàn", "Đoàn viên", "Ghi chú") == [
        (1, "CS03", "Hoa Cúc", 20, "sắp giải thể"),
        (2, "CS04", "Hoa Lan", None, None),
        (3, "CS02", "Hoa Mai", 9, None),
        (4, "CS01", "Hoa Sen", 17, None),
    ]


# What it says


def test_the_summary_says_it_all(ward: Session) -> None:
    (first, *_others) = paragraphs(built(ward))

    assert first == (
        "Tính đến ngày 28/02/2023, Công đoàn phường Bách Hoa có 3 công đoàn cơ sở. "
        "3 công đoàn cơ sở đã nộp số liệu, với 46 đoàn viên trên 62 CNVCLĐ, đạt 74,2 %; "
        "so với Quý IV/2022 tăng 6 đoàn viên (kết nạp 12, giảm 6). "
        "Còn 1 công đoàn cơ sở chưa nộp số liệu; các số trên chưa gồm những đơn vị này."
    )


def test_the_period_before_stands_beside(ward: Session) -> None:
    rows = columns(table(built(ward), "Nội dung"), "Nội dung", "Quý IV/2022", "Quý I/2023", "Tăng (+), giảm (−)")

    assert rows == [
        ("Số công đoàn cơ sở", 3, 3, 0),
        ("Số đã nộp số liệu", 2, 3, 1),
        ("Tổng số CNVCLĐ", 50, 62, 12),
        ("Trong đó CNVCLĐ nữ", None, 14, None),
        ("Tổng số đoàn viên", 40, 46, 6),
        ("Trong đó đoàn viên nữ", None, 13, None),
        ("Đoàn viên kết nạp mới", None, 12, None),
        ("Đoàn viên giảm", None, 6, None),
        ("Tỷ lệ đoàn viên trên CNVCLĐ", 0.8, 46 / 62, None),
    ]


def test_small_new_closed_and_silent_unions_are_named(ward: Session) -> None:
    document = built(ward)

    assert columns(table(document, "Biến động"), "Mã", "Biến động") == [
        ("CS02", "thành lập mới 15/02/2023"),
        ("CS03", "đã giải thể 20/03/2023"),
    ]
    assert columns(table(document, "Đoàn viên kỳ trước"), "Mã", "Đoàn viên kỳ trước") == [("CS04", None)]
    small = [
        block for block in document.body if isinstance(block, Table) and block.has("Mã") and block.has("Đoàn viên")
    ]
    assert columns(small[0], "Mã", "Đoàn viên") == [("CS02", 9)]


def test_a_union_that_closed_without_a_word_is_named_too(ward: Session) -> None:
    close_union(ward, add_union(ward, "Hoa Huệ", code="CS05"), "15/1/2023")

    assert ("CS05", "đã giải thể 15/01/2023") in columns(table(built(ward), "Biến động"), "Mã", "Biến động")


def test_the_heading_and_signature_are_the_offices(ward: Session) -> None:
    document = member_report.build(ward, Q1, "05", date(2023, 3, 14))

    heading = document.heading
    assert heading.number_and_symbol == "05/BC-CĐP"
    assert heading.subject == "Số liệu đoàn viên, công đoàn cơ sở Quý I/2023"
    assert (heading.issuer, heading.superior) == ("Công đoàn phường Bách Hoa", heading.addressed_to)
    assert heading.place_and_day.replace("\u00a0", " ") == "Hà Nội, ngày 14 tháng 3 năm 2023"
    assert document.signature.authority == "TM. BAN CHẤP HÀNH"
    assert document.signature.recipient_lines == ("- Như trên;", "- Lưu: VT.")
    assert document.title == "Báo cáo Số liệu đoàn viên, công đoàn cơ sở Quý I/2023"


def test_number_and_day_may_be_left_for_the_clerk(ward: Session) -> None:
    assert built(ward).heading.day_text.endswith("năm\u00a02023")


@pytest.mark.parametrize(("code", "title"), [("2023-H1", "6 tháng đầu năm 2023"), ("2023", "năm 2023")])
def test_longer_periods_have_their_names(ward: Session, code: str, title: str) -> None:
    assert built(ward, Span.parse(code)).heading.subject.endswith(title)


# Figures that nobody has confirmed, and changes that were explained


@pytest.fixture
def remarked(ward: Session) -> Session:
    """The second quarter: one union as before and not confirmed, one that doubled and says why, two silent."""
    ids = {row.union.name: row.union.id for row in counts.rows(ward, Q1)}
    report(ward, Q2, ids["Hoa Mai"], workers=25, women_workers=5, members=18)
    counts.accept(ward, Q2, ids["Hoa Mai"], "nhận 9 người\nvà 15 lao động")
    counts.take_over(ward, Q2, [ids["Hoa Sen"]])
    report(ward, Q2, ids["Hoa Sen"], women_members=8)
    return ward


FOOTNOTE = "(1) Hoa Mai: lao động 25, kỳ trước 10; đoàn viên 18, kỳ trước 9: nhận 9 người và 15 lao động"


def test_the_summary_counts_what_nobody_has_confirmed(remarked: Session) -> None:
    summary = paragraphs(built(remarked, Q2))[0]

    assert (
        "Trong đó số liệu của 1 công đoàn cơ sở lấy như quý trước, chưa xác nhận (17 đoàn viên). Còn 1 công đoàn"
        in summary
    )
    assert "chưa xác nhận" not in paragraphs(built(remarked))[0]


def test_the_list_says_which_figures_were_taken_over_or_explained(remarked: Session) -> None:
    listed = built(remarked, Q2).annexes[0].table
    of_union = {row[listed.position("Tên công đoàn")]: row for row in listed.rows}
    places = [listed.position(title) for title in ("Tổng CNVCLĐ", "Đoàn viên", "ĐV nữ", "Kết nạp mới")]

    assert [of_union["Hoa Sen"][at] for at in places] == [
        Remarked(22, italic=True),
        Remarked(17, italic=True),
        8,
        Remarked(0, italic=True),
    ]
    assert [of_union["Hoa Mai"][at] for at in places] == [
        Remarked(25, mark="(1)"),
        Remarked(18, mark="(1)"),
        None,
        None,
    ]
    assert listed.note.endswith("Số in nghiêng lấy như kỳ trước, chưa xác nhận.")
    assert listed.footnotes == (FOOTNOTE,)
    assert listed.total(listed.position("Đoàn viên")) == 35
    assert all(figure.value == listed.total(listed.position(figure.column)) for figure in built(remarked, Q2).figures())


def test_the_workbook_shows_them_and_keeps_the_figures_figures(remarked: Session, tmp_path: Path) -> None:
    excel.write(built(remarked, Q2), tmp_path / "bc.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "bc.xlsx")["Phụ lục I"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}

    assert (cells[18].number_format, cells[18].font.italic) == ('#,##0"\u00a0(1)"', False)
    assert (cells[17].number_format, cells[17].font.italic) == ("#,##0", True)
    assert cells[8].font.italic is False
    assert FOOTNOTE in cells
    values = CalamineWorkbook.from_path(tmp_path / "bc.xlsx").get_sheet_by_name("Phụ lục I").to_python()
    assert {18, 25, 17} <= {value for row in values for value in row if isinstance(value, float)}


def test_the_pdf_says_the_same(remarked: Session) -> None:
    text = " ".join(" ".join(pages(pdf.render(built(remarked, Q2)))).replace("\u00a0", " ").split())

    assert "18 (1)" in text
    assert FOOTNOTE in text
    assert "Số in nghiêng lấy như kỳ trước, chưa xác nhận." in text


def test_the_exported_report_changes_nothing_when_taken_in(remarked: Session, tmp_path: Path) -> None:
    before = records.rows(remarked, MemberCount)
    for name, document in (("bc", built(remarked, Q2)), ("ds", calls_report.build(remarked, Q2))):
        path = tmp_path / f"{name}.xlsx"
        excel.write(document, path)
        plan = importing.plan(remarked, workbook.read(path), importing.Options())

        assert (plan.new, plan.changed, plan.rejected_rows) == (0, 0, 0)
        assert plan.same == len(document.annexes[0].table.rows)
        importing.carry_out(remarked, plan)
    assert records.rows(remarked, MemberCount) == before


# Whom to call


def test_the_calls_are_to_who_is_silent_or_flagged(remarked: Session) -> None:
    ids = {row.union.name: row.union.id for row in counts.rows(remarked, Q1)}
    change_union(remarked, ids["Hoa Lan"], chair="Nguyễn Thị Hường", phone="0912345678", email="lan@hoa.vn")
    report(remarked, Q2, ids["Hoa Lan"], note="gọi lại thứ Hai")
    report(remarked, Q2, ids["Hoa Sen"], follow_up="x", admitted=4)
    report(remarked, Q2, ids["Hoa Mai"], workers=26)

    document = calls_report.build(remarked, Q2)

    table = document.annexes[0].table
    assert [column.title for column in table.columns][-4:] == ["E-mail", "Cần hỏi", "Ghi chú số liệu", "Trả lời"]
    assert [row[1:] for row in table.rows] == [
        (
            "CS04",
            "Hoa Lan",
            "Nguyễn Thị Hường",
            "0912345678",
            "lan@hoa.vn",
            "Chưa nộp số liệu",
            "gọi lại thứ Hai",
            None,
        ),
        (
            "CS01",
            "Hoa Sen",
            *(None, None, None),
            "Đoàn viên: kỳ trước 17 + kết nạp 4 − giảm 0 = 21, khác 17\nSố liệu lấy như quý trước, chưa xác nhận",
            *(None, None),
        ),
    ]
    assert paragraphs(document) == [
        "Cần liên hệ 2 công đoàn cơ sở: 1 chưa nộp số liệu Quý II/2023, 1 cần hỏi lại (danh sách ở Phụ lục I)."
    ]
    assert document.heading.number_and_symbol.endswith("/DS-CĐP")
    text = " ".join(" ".join(pages(pdf.render(document))).split())
    assert "0912345678" in text
    assert "Trả lời" in text


def test_nobody_to_call(session: Session) -> None:
    found_office(session)
    report(session, Q1, add_union(session, "Hoa Sen"), members=9)

    document = calls_report.build(session, Q1)

    assert paragraphs(document) == ["Không có công đoàn cơ sở nào cần liên hệ: tất cả đã nộp số liệu Quý I/2023."]
    assert document.annexes == ()


# What it leaves out


def test_an_empty_office_has_a_report_all_the_same(session: Session) -> None:
    document = built(session)

    assert paragraphs(document)[0] == (
        "Tính đến ngày 28/02/2023, đơn vị có 0 công đoàn cơ sở. Chưa có số liệu nào được nộp cho Quý I/2023."
    )
    assert set(document.heading.issuer) == {"…"}
    assert document.annexes[0].table.rows == ()
    assert list(document.figures()) == []


def test_nothing_reported_leaves_blanks_not_zeros(session: Session) -> None:
    found_office(session)
    add_union(session, "Hoa Sen", area="Bách Hoa")

    document = built(session)

    assert chapters(document) == [
        "TÌNH HÌNH CHUNG",
        "THÀNH LẬP MỚI, KẾT THÚC HOẠT ĐỘNG",
        "CÔNG ĐOÀN CƠ SỞ CHƯA NỘP SỐ LIỆU",
    ]
    values = dict(columns(table(document, "Nội dung"), "Nội dung", "Quý I/2023"))
    assert values["Tổng số đoàn viên"] is None
    assert values["Số đã nộp số liệu"] == 0


def test_nothing_before_leaves_no_comparison(session: Session) -> None:
    found_office(session)
    report(session, Q1, add_union(session, "Hoa Sen"), workers=10, members=9)

    document = built(session)

    assert "so với" not in paragraphs(document)[0]
    assert all(before is None for (before,) in columns(table(document, "Nội dung"), "Quý IV/2022"))


def test_a_single_union_reads_simply(session: Session) -> None:
    found_office(session, "single", name="CĐCS Trường Mầm non Hoa Sữa")
    for name in ("Tổ Văn phòng", "Tổ Lá", "Tổ Mầm"):
        report(session, Q1, add_union(session, name, founded_on="1/1/2000"), workers=5, members=4)

    document = built(session)

    assert chapters(document) == [
        "TÌNH HÌNH CHUNG",
        "THÀNH LẬP MỚI, KẾT THÚC HOẠT ĐỘNG",
        "TỔ CÔNG ĐOÀN CHƯA NỘP SỐ LIỆU",
    ]
    assert "3 tổ công đoàn đã nộp số liệu, với 12 đoàn viên trên 15 CNVCLĐ" in paragraphs(document)[0]
    assert paragraphs(document)[-1] == "Tất cả tổ công đoàn đã nộp số liệu."
    assert not document.annexes[0].table.has("Địa bàn")
    assert not document.annexes[0].table.has("Loại hình")


@pytest.mark.parametrize(("silent", "labels"), [(12, ["Phụ lục I"]), (13, ["Phụ lục I", "Phụ lục II"])])
def test_a_long_list_becomes_an_annex(session: Session, silent: int, labels: list[str]) -> None:
    found_office(session)
    for number in range(silent):
        add_union(session, f"Tổ {number:02}")

    document = built(session)

    assert [annex.label for annex in document.annexes] == labels
    assert paragraphs(document)[-1].startswith(f"Còn {silent} công đoàn cơ sở chưa nộp số liệu")
    if len(labels) > 1:
        assert paragraphs(document)[-1].endswith("(danh sách ở Phụ lục II).")
        assert len(document.annexes[1].table.rows) == silent


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("span", [Q1, HALF, YEAR], ids=lambda span: span.code)
def test_every_kind_of_office_has_its_report(session: Session, kind: str, span: Span) -> None:
    found_office(session, kind, name="Công đoàn {0} <b>Hoa Sen</b> %s")
    union_id = add_union(session, "Tổ {name} & Co", area="{0}", note="{x}")
    for quarter in YEAR.quarters:
        report(session, quarter, union_id, workers=10, members=9, note="{count}")

    document = built(session, span)

    assert kinds()[kind].population in paragraphs(document)[0]
    assert "Công đoàn {0} <b>Hoa Sen</b> %s" in paragraphs(document)[0]
    assert differences_from_folding(session) == []


def test_reports_are_known_by_their_codes() -> None:
    assert [report.code for report in REPORTS] == [
        *("periodic", "members", "small-unions", "mergers", "targets", "statistics"),
        *("registrations", "registrations-missing", "title-list", "pacts", "competition-results"),
        *("correction", "calls", "terms", "deadlines", "documents"),
    ]
    assert find("members").build is member_report.build
    assert find("calls").build is calls_report.build
