"""The list of small unions and the results of mergers: figures, sums, words, the picture, pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.offices import Q2, Q3, Q4, add_union, close_union, found_office, report
from tests.report_samples import pages
from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW, LEAVE
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import excel, find, merger_report, pdf, small_unions_report
from unioncare_desktop.reports.document import Chart, Document, Remarked, Table, Text, plain
from unioncare_desktop.services import count_entry, document_texts, merger_bases, merger_locks, mergers
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Session

NEW_YEAR = date(2024, 1, 1)
SPRING = Span.parse("2024-Q1")


def words(document: Document) -> str:
    return "\n".join(block.text for block in document.body if isinstance(block, Text)).replace("\u00a0", " ")


def table(document: Document, column: str) -> Table:
    """The first table of the body or the annexes that has this column."""
    tables = [block for block in document.body if isinstance(block, Table)]
    return next(one for one in (*tables, *(annex.table for annex in document.annexes)) if one.has(column))


def columns(found: Table, *titles: str) -> list[tuple[Any, ...]]:
    places = [found.position(title) for title in titles]
    return [tuple(plain(row[place]) for place in places) for row in found.rows]


@pytest.fixture
def ids(session: Session) -> dict[str, int]:
    """Five small unions in two blocs and areas (36 members), one of exactly ten, a large one, one that is silent."""
    found_office(session, superior="Liên đoàn Lao động thành phố Hà Nội", place="Hà Nội", symbol="CĐP")
    told = {
        "Sen": (9, "Kinh tế", "Kim Mã"),
        "Mai": (8, "Kinh tế", "Kim Mã"),
        "Cúc": (7, "Kinh tế", "Giảng Võ"),
        "Lan": (4, "Trường học", "Giảng Võ"),
        "Huệ": (8, "", ""),
        "Đào": (10, "Kinh tế", "Kim Mã"),
        "Hồng": (40, "Kinh tế", "Kim Mã"),
    }
    found: dict[str, int] = {}
    for name, (members, bloc, area) in told.items():
        place = {key: value for key, value in (("bloc", bloc), ("area", area)) if value}
        found[name] = add_union(session, f"CĐCS {name}", code=f"CS{len(found)}", level="Công đoàn cơ sở", **place)
        report(session, Q4, found[name], workers=50, members=members)
    add_union(session, "CĐCS Trà", level="Công đoàn cơ sở")
    report(session, Q3, found["Lan"], workers=50, members=5)
    return found


def merge(session: Session, *union_ids: int, on: date = NEW_YEAR, name: str = "") -> int:
    """Merge unions into the first of them, or into a new one called *name*."""
    kind, result = (FOUNDED_NEW, None) if name else (ABSORBED, union_ids[0])
    draft = MergerDraft(
        kind, union_ids, Q4, result_id=result, name=name, decision="12/QĐ-CĐP", decided_on=on, effective_on=on
    )
    (merger_id,) = mergers.carry_out(session, [draft])
    return merger_id


# Small unions


@pytest.mark.usefixtures("ids")
def test_the_list_has_the_small_ones_with_four_quarters_and_sums(session: Session) -> None:
    document = small_unions_report.build(session, Q4, "7", date(2024, 1, 5))
    listed = document.annexes[0].table

    assert columns(listed, "Tên công đoàn", "Quý III/2023", "Quý IV/2023", "Nhỏ từ") == [
        ("CĐCS Cúc", None, 7, "Quý IV/2023"),
        ("CĐCS Huệ", None, 8, "Quý IV/2023"),
        ("CĐCS Lan", 5, 4, "Quý III/2023"),
        ("CĐCS Mai", None, 8, "Quý IV/2023"),
        ("CĐCS Sen", None, 9, "Quý IV/2023"),
    ]
    assert [listed.totals[listed.position(one.title)] for one in (Q3, Q4)] == [5, 36]
    assert dict(columns(listed, "Tên công đoàn", "Ghi chú"))["CĐCS Lan"] == "dưới mức thành lập"
    assert columns(table(document, "Số CĐCS"), "Khối", "Số CĐCS", "Đoàn viên") == [
        ("Kinh tế", 3, 24),
        ("Trường học", 1, 4),
        ("Chưa phân loại", 1, 8),
    ]
    assert "5 công đoàn cơ sở dưới 10 đoàn viên trong tổng số 8 công đoàn cơ sở, với 36 đoàn viên" in words(document)
    assert "1 CĐCS có đúng 10 đoàn viên: không thuộc diện nhỏ, cũng chưa đạt mức trên 10." in words(document)
    assert "1 CĐCS có dưới 5 đoàn viên" in words(document)
    assert "1 CĐCS chưa nộp số liệu" in words(document)
    assert document.heading.number_and_symbol == "07/DS-CĐP"


@pytest.mark.usefixtures("ids")
def test_columns_without_a_word_are_left_out(session: Session) -> None:
    listed = small_unions_report.build(session, Q4).annexes[0].table

    assert not {"Công đoàn cấp trên", "Loại hình"} & {column.title for column in listed.columns}
    assert listed.has("Khối")


def test_a_list_of_an_old_period_stays_what_it_was(session: Session, ids: dict[str, int]) -> None:
    before = small_unions_report.build(session, Q4)
    merge(session, ids["Sen"], ids["Mai"], name="CĐCS Hoa")

    assert small_unions_report.build(session, Q4) == before


def test_without_small_unions_it_says_so(session: Session) -> None:
    document = small_unions_report.build(session, Q2)

    assert document.annexes == ()
    assert "0 công đoàn cơ sở dưới 10 đoàn viên" in words(document)


# Results


@pytest.mark.usefixtures("ids")
def test_before_the_first_merger_the_report_says_what_is_wanted(session: Session) -> None:
    document = merger_report.build(session, Q4)

    assert "0/5 CĐCS, đạt 0,00 %; cần trên 65 %: còn phải ghép thêm 4 CĐCS" in words(document)
    assert "chưa có việc sáp nhập nào được thực hiện" in words(document)
    assert not any(isinstance(block, Chart) for block in document.body)
    assert [len(annex.table.rows) for annex in document.annexes] == [5]


def test_an_office_without_anything_has_a_report_that_can_be_read(session: Session) -> None:
    document = merger_report.build(session, Q4)

    assert "không có CĐCS nào dưới 10 đoàn viên" in words(document)
    assert document.annexes == ()
    assert "chưa có việc sáp nhập" in " ".join(pages(pdf.render(document))).replace("\n", " ")


def test_the_results_say_the_share_by_bloc_and_area(session: Session, ids: dict[str, int]) -> None:
    merge(session, ids["Sen"], ids["Mai"])
    merge(session, ids["Cúc"], ids["Huệ"], name="CĐCS Hoa")
    document = merger_report.build(session, SPRING)

    assert "4/5 CĐCS, đạt 80,00 %; đã đạt chỉ tiêu trên 65 %" in words(document)
    assert "chốt ngày 30/11/2023" in words(document)
    assert columns(table(document, "Khối"), "Khối", "Danh sách gốc", "Đã sáp nhập", "Tỷ lệ") == [
        ("Kinh tế", 3, 3, 1.0),
        ("Trường học", 1, 0, 0.0),
        ("Chưa phân loại", 1, 1, 1.0),
    ]
    for group in ("Khối", "Địa bàn"):
        found = table(document, group)
        assert [found.total(found.position(title)) for title in ("Danh sách gốc", "Đã sáp nhập")] == [5, 4]
    assert merger_report.build(session, Q4).body != document.body


def test_the_sum_before_is_the_sum_after(session: Session, ids: dict[str, int]) -> None:
    merge(session, ids["Sen"], ids["Mai"])
    merge(session, ids["Cúc"], ids["Huệ"], name="CĐCS Hoa")
    lines = columns(table(merger_report.build(session, SPRING), "Nội dung"), "Nội dung", "Trước", "Sau")

    assert lines == [
        ("Số CĐCS", 5, 3),
        ("CĐCS dưới 10 đoàn viên", 5, 1),
        ("CĐCS trên 10 đoàn viên", 0, 2),
        ("Tổng số đoàn viên", 36, 36),
    ]


def test_what_was_merged_again_counts_once(session: Session, ids: dict[str, int]) -> None:
    merge(session, ids["Sen"], ids["Mai"], name="CĐCS Hoa")
    hoa = next(row.union_id for row in mergers.listed(session))
    assert hoa is not None
    merge(session, ids["Hồng"], hoa, ids["Cúc"], on=date(2024, 2, 1))
    found = merger_report.read(session, SPRING).sizes

    assert sum(found.before.values()) == sum(found.after.values()) == 36 + 40
    assert hoa not in found.before.keys() | found.after.keys()
    assert found.after[ids["Hồng"]] == 40 + 9 + 8 + 7


def test_the_picture_has_every_union_once_before_and_once_after(session: Session, ids: dict[str, int]) -> None:
    merge(session, ids["Sen"], ids["Mai"])
    chart = next(block for block in merger_report.build(session, SPRING).body if isinstance(block, Chart))
    before, after = ([value for value in series.values if value is not None] for series in chart.series)

    assert (before, after, chart.limit) == ([9, 8, 8, 7, 4], [17, 8, 7, 4], 10)
    assert [series.name for series in chart.series] == ["Trước: 5 CĐCS", "Sau: 4 CĐCS"]


def test_the_lists_name_what_was_merged_and_why_others_are_not(session: Session, ids: dict[str, int]) -> None:
    merge(session, ids["Sen"], ids["Mai"])
    merger_locks.lock(session, LEAVE, ids["Cúc"], note="sắp giải thể")
    close_union(session, ids["Lan"], "1/2/2024")
    document = merger_report.build(session, SPRING)
    merged, left = (annex.table for annex in document.annexes)

    assert columns(merged, "Đơn vị sau sáp nhập", "Đơn vị tham gia (đoàn viên)", "Đoàn viên", "Quyết định") == [
        ("CĐCS Sen", "CĐCS Sen (9)\nCĐCS Mai (8)", 17, "12/QĐ-CĐP")
    ]
    assert dict(columns(left, "Tên công đoàn", "Ghi chú")) == {
        "CĐCS Cúc": "để nguyên: sắp giải thể",
        "CĐCS Huệ": "chưa ghi khối",
        "CĐCS Lan": "đã giải thể 01/02/2024",
    }


@pytest.mark.parametrize("code", ["2024-H1", "2024"])
def test_longer_periods_have_reports_too(session: Session, ids: dict[str, int], code: str) -> None:
    merge(session, ids["Sen"], ids["Mai"])
    text = words(merger_report.build(session, Span.parse(code)))

    assert "2/5 CĐCS, đạt 40,00 %" in text


def test_a_list_frozen_later_leaves_earlier_mergers_out(session: Session, ids: dict[str, int]) -> None:
    merge(session, ids["Sen"], ids["Mai"])
    report(session, SPRING, ids["Cúc"], workers=50, members=7)
    merger_bases.freeze(session, SPRING, date(2024, 3, 31))
    document = merger_report.build(session, Span.parse("2024-Q2"))

    assert "0/1 CĐCS, đạt 0,00 %" in words(document)
    assert "chưa có việc sáp nhập nào" in words(document)


@pytest.mark.usefixtures("ids")
def test_the_words_of_the_office_are_printed(session: Session) -> None:
    document_texts.change(session, "merger_result.intro", "Kính báo cáo {cấp trên}:\nKỳ {kỳ số liệu}.")

    assert words(merger_report.build(session, Q4)).startswith(
        "Kính báo cáo Liên đoàn Lao động thành phố Hà Nội:\nKỳ Quý IV/2023.\n"
    )


def test_both_are_written_as_a_workbook_and_as_a_pdf(session: Session, ids: dict[str, int], tmp_path: Path) -> None:
    merge(session, ids["Sen"], ids["Mai"])
    for code, span, name in (("small-unions", Q4, "CĐCS Huệ"), ("mergers", SPRING, "CĐCS Sen")):
        document = find(code).build(session, span, "", None)
        excel.write(document, tmp_path / f"{code}.xlsx")
        book = load_workbook(tmp_path / f"{code}.xlsx")
        cells = {cell for row in book["Phụ lục I"].iter_rows(values_only=True) for cell in row}

        assert name in cells
        assert name in " ".join(pages(pdf.render(document))).replace("\n", " ")


def test_figures_that_wait_for_confirmation_are_in_italics(session: Session, ids: dict[str, int]) -> None:
    count_entry.take_over(session, SPRING, [ids["Sen"]])
    listed = small_unions_report.build(session, SPRING).annexes[0].table

    assert listed.rows[0][listed.position("Quý I/2024")] == Remarked(9, italic=True)
    assert "chưa xác nhận" in listed.note
