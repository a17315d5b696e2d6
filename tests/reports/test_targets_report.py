"""The report of targets: counted, told step by step with gap and forecast, with who would close the gaps."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests import report_samples
from tests.offices import Q1, Q2, Q3, Q4, add_union, found_office, report
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.reports import excel, find, pdf, targets_report
from unioncare_desktop.reports.document import Chart, Document, Heading, Table, Text
from unioncare_desktop.services import plans
from unioncare_desktop.storage.database import Session

BA_DINH, LONG_BIEN = "ba-dinh-10-2022", "long-bien-2023"


@pytest.fixture
def district(session: Session) -> Session:
    """Two enterprises and an office of 2023: 30, 34, 38 and 42 members of 60 workers; the plan 10/KH-UBND is loaded."""
    found_office(session, "district", name="LĐLĐ quận Ba Đình")
    sectors = ("Doanh nghiệp ngoài nhà nước", "Doanh nghiệp FDI", "Hành chính nhà nước")
    for number, sector in enumerate(sectors):
        typed = {"sector": sector, "area": "Kim Mã", "founded_on": "1/1/2015"}
        union_id = add_union(session, f"CĐCS số {number}", **typed)
        for quarter in (Q1, Q2, Q3, Q4):
            grown = 4 * (quarter.number - 1) if number == 0 else 0
            report(session, quarter, union_id, workers=20 + 20 * (number == 0), members=10 + grown)
    plans.load(session, BA_DINH)
    return session


def texts(document: Document) -> str:
    told = " ".join(block.text for block in document.body if isinstance(block, Text | Heading))
    return told.replace("\N{NO-BREAK SPACE}", " ")


def lines(table: Table) -> list[dict[str, object]]:
    titles = [column.title for column in table.columns]
    return [dict(zip(titles, row, strict=True)) for row in table.rows]


def step(document: Document, line: str, words: str) -> dict[str, object]:
    """A target of the first plan by its line and what it is called."""
    found = lines(document.annexes[0].table)
    return next(row for row in found if row["Dòng"] == line and words in str(row["Chỉ tiêu"]).lower())


def test_every_step_tells_figure_gap_and_forecast(district: Session) -> None:
    document = targets_report.build(district, Q3)
    row = step(document, "33", "22.000 đoàn viên")

    assert row["Yêu cầu"] == "khoảng 22.000 đoàn viên"
    assert (row["Mốc"], row["Thực hiện"], row["Còn thiếu"]) == ("2023", 38, 21_962)
    assert row["Tỷ lệ"] == pytest.approx(0.0017)
    assert row["Kết quả"] == "Chưa đạt"
    assert row["Dự báo"] == "Mới có 3 kỳ số liệu, chưa đủ để dự báo"
    assert row["Nhận xét"] == "Còn thiếu 21.962 đoàn viên để đạt khoảng 22.000 trước 31/12/2023"


def test_four_quarters_give_a_forecast_for_the_next_milestone(district: Session) -> None:
    row = step(targets_report.build(district, Q4), "35", "24.000 đoàn viên")
    assert str(row["Dự báo"]).startswith("Dự báo ")
    assert "31/12/2025" in str(row["Dự báo"])


def test_a_share_has_its_base_and_a_percentage_that_is_a_number(district: Session) -> None:
    row = step(targets_report.build(district, Q4), "37", "90% trở lên người lao động")
    assert (row["Thực hiện"], row["Mẫu số"]) == (32, 60)
    assert row["Tỷ lệ"] == pytest.approx(0.5333)
    assert row["Còn thiếu"] == 22


def test_the_body_counts_what_is_met_and_what_is_not(district: Session) -> None:
    document = targets_report.build(district, Q4)
    told = texts(document)

    assert (
        "Thực hiện Kế hoạch số 10/KH-UBND ngày 11/01/2022 của Ủy ban nhân dân quận Ba Đình, LĐLĐ quận Ba Đình" in told
    )
    assert "Có 13 chỉ tiêu của 1 kế hoạch: " in told
    assert "3 không nêu con số." in told
    assert "(danh sách ở Phụ lục I)" in told
    (steps,) = (block for block in document.body if isinstance(block, Table))
    assert "khoảng 24.000" not in str(steps.rows)  # only the step that is wanted next


def test_two_plans_are_counted_beside_each_other(district: Session) -> None:
    plans.load(district, LONG_BIEN)
    document = targets_report.build(district, Q4)
    counted = next(block for block in document.body if isinstance(block, Table))

    assert [(row["Kế hoạch"], row["Số chỉ tiêu"]) for row in lines(counted)] == [
        ("KH ngày 18/01/2023", 5),
        ("KH 10/KH-UBND", 13),
    ]
    assert "II. KH NGÀY 18/01/2023" in texts(document)


def test_one_plan_can_be_asked_for(district: Session) -> None:
    plans.load(district, LONG_BIEN)
    document = find("targets").built_of([LONG_BIEN])(district, Q4, "", None)

    assert "Có 5 chỉ tiêu của 1 kế hoạch" in texts(document)
    with pytest.raises(UserError, match="Các kế hoạch đã nạp: long-bien-2023, ba-dinh-10-2022"):
        targets_report.build(district, Q4, keys=["khong-co"])
    with pytest.raises(UserError, match="không lập theo kế hoạch"):
        find("members").built_of([LONG_BIEN])


def test_who_would_close_the_gaps_is_named(district: Session) -> None:
    document = targets_report.build(district, Q4)
    annex = document.annexes[-1]

    assert annex.title == "Đơn vị có thể giúp đạt chỉ tiêu"
    helpers = [row for row in lines(annex.table) if str(row["Chỉ tiêu"]).startswith("Tỷ lệ đoàn viên")]
    assert helpers[0]["Đơn vị"] == "CĐCS số 0"
    assert "18 lao động chưa là đoàn viên" in str(helpers[0]["Căn cứ"])
    assert "có thể giúp đạt" in texts(document)


def test_members_over_time_are_drawn(district: Session) -> None:
    charts = [block for block in targets_report.build(district, Q4).body if isinstance(block, Chart)]
    assert [chart.kind for chart in charts][:2] == ["line", "line"]
    assert charts[0].series[0].values[-4:] == (30, 34, 38, 42)


def test_without_a_plan_it_says_what_to_do(session: Session) -> None:
    document = targets_report.build(session, Q4)
    assert "Chưa có kế hoạch nào để báo cáo" in texts(document)
    assert document.annexes == ()


def test_a_period_without_a_plan_in_force_says_so(district: Session) -> None:
    assert "Hãy chọn kỳ khác" in texts(targets_report.build(district, Span.parse("2015-Q1")))


def test_it_is_written_as_a_workbook_and_as_a_pdf(district: Session, tmp_path: Path) -> None:
    document = targets_report.build(district, Q4, "7", date(2024, 1, 5))
    excel.write(document, tmp_path / "bc.xlsx")
    sheet = load_workbook(tmp_path / "bc.xlsx")["Phụ lục I"]
    share = next(cell for row in sheet.iter_rows() for cell in row if cell.value == pytest.approx(0.5333, abs=1e-9))

    assert share.number_format == "0.00%"
    assert sum(one.width for one in sheet.column_dimensions.values()) <= 201
    text = " ".join(report_samples.pages(pdf.render(document))).replace("\n", " ")
    assert "Tình hình thực hiện chỉ tiêu Quý IV/2023" in text
