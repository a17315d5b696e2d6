"""The report of what competitions achieved: compared with what was registered, recognised, awarded, ranked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.competitions import GROUP, PERSON, WORK, found_campaign, register
from tests.offices import HALF, YEAR, add_union, enter, found_office
from tests.report_samples import pages
from unioncare_desktop.domain.records import RecognitionLevel, Registration
from unioncare_desktop.reports import competition_results_report, excel, find, pdf, registrations_report
from unioncare_desktop.reports.document import Chart, Document, Table, Text, plain
from unioncare_desktop.services import awards, records, registrations, results, round_closing, scores
from unioncare_desktop.services.cell_entry import Entry
from unioncare_desktop.storage.database import Session


def words(document: Document) -> str:
    return "\n".join(block.text for block in document.body if isinstance(block, Text)).replace("\u00a0", " ")


def columns(found: Table, *titles: str) -> list[tuple[Any, ...]]:
    places = [found.position(title) for title in titles]
    return [tuple(plain(row[place]) for place in places) for row in found.rows]


def table(document: Document, *titles: str) -> Table:
    """The first table of the body or the annexes that has these columns."""
    tables = [block for block in document.body if isinstance(block, Table)]
    return next(one for one in (*tables, *(annex.table for annex in document.annexes)) if all(map(one.has, titles)))


@pytest.fixture
def told(session: Session) -> dict[str, int]:
    """Two unions with four registrations of the first round, by a word of each; and the round itself."""
    found_office(session, name="Công đoàn phường Bách Hoa", symbol="CĐP")
    first, _second = found_campaign(session)
    sen, mai = (add_union(session, f"CĐCS {name}", code=name, area="Kim Mã") for name in ("Sen", "Mai"))
    return {
        "round": first,
        "sen": sen,
        "mai": mai,
        "people": register(session, first, sen, PERSON, "Lao động tiên tiến", quantity="10"),
        "group": register(session, first, sen, GROUP, "Tập thể lao động tiên tiến", quantity="2"),
        "trees": register(session, first, mai, WORK, "Trồng cây"),
        "gate": register(session, first, mai, WORK, "Sơn cổng"),
    }


def review(session: Session, told: dict[str, int], **outcomes: tuple[str, str]) -> None:
    """Type the outcome of registrations and how many were achieved."""
    entries = [
        Entry(told[name], field, raw)
        for name, typed in outcomes.items()
        for field, raw in zip(("outcome", "achieved"), typed, strict=True)
    ]
    assert results.enter(session, told["round"], entries).refused == ()


def level(session: Session, name: str) -> int:
    return next(key for key, known in records.choices(session, RecognitionLevel).items() if known == name)


def test_registered_and_achieved_are_compared(session: Session, told: dict[str, int]) -> None:
    review(session, told, people=("đạt một phần", "8"), group=("không đạt", "0"), trees=("đạt", "1"))

    document = competition_results_report.build(session, HALF, "7", date(2023, 7, 5))

    assert document.heading.number_and_symbol == "07/BC-CĐP"
    assert "Đã đánh giá 3 trên 4 đăng ký: 1 đạt, 1 đạt một phần, 1 không đạt; còn 1 chưa đánh giá." in words(document)
    assert "số lượng đăng ký là 14, đã đạt 9, bằng 64,29 %; riêng các đăng ký đã đánh giá: 69,23 %" in words(document)
    assert "Đợt 1 chưa chốt kết quả" in words(document)
    by_kind = table(document, "Loại đăng ký", "SL đạt")
    assert [row[1:] for row in by_kind.rows] == [
        (PERSON, 0, 1, 0, 0, 10, 8, 0.8),
        (GROUP, 0, 0, 1, 0, 2, 0, 0.0),
        (WORK, 1, 0, 0, 1, 2, 1, 0.5),
    ]
    assert by_kind.totals[2:] == (1, 1, 1, 1, 14, 9, 9 / 14)
    assert columns(table(document, "Địa bàn"), "Địa bàn", "SL đăng ký", "SL đạt") == [("Kim Mã", 14, 9)]
    chart = next(block for block in document.body if isinstance(block, Chart))
    assert [one.values for one in chart.series] == [(10, 2, 2), (8, 0, 1)]
    listed = document.annexes[0].table
    assert columns(listed, "Tên CĐCS", "Nội dung / danh hiệu", "Kết quả", "Số lượng đạt") == [
        ("CĐCS Mai", "Trồng cây", "đạt", 1),
        ("CĐCS Mai", "Sơn cổng", None, None),
        ("CĐCS Sen", "Lao động tiên tiến", "đạt một phần", 8),
        ("CĐCS Sen", "Tập thể lao động tiên tiến", "không đạt", 0),
    ]


@pytest.mark.usefixtures("told")
def test_before_any_review_it_says_so(session: Session) -> None:
    document = competition_results_report.build(session, HALF)

    assert "Có 4 đăng ký, chưa có kết quả nào được đánh giá." in words(document)
    assert find("competition-results").build is competition_results_report.build


def test_a_closed_round_and_what_was_added_later_are_told(session: Session, told: dict[str, int]) -> None:
    done = dict.fromkeys(("people", "group", "trees", "gate"), ("đạt", ""))
    assert results.mark(session, told["round"], [told[name] for name in done], "achieved") == 4
    kind_id = records.rows(session, Registration, id=told["trees"])[0]["kind_id"]
    draft = results.new_draft(told["round"], union_id=told["sen"], kind_id=kind_id)
    enter(draft, content="Vườn rau")
    results.add(session, draft)
    round_closing.close(session, told["round"], date(2023, 7, 10))

    document = competition_results_report.build(session, HALF)

    assert "Đã đánh giá 5 trên 5 đăng ký: 5 đạt, 0 đạt một phần, 0 không đạt." in words(document)
    assert "bằng 100,00 % (danh sách" in words(document)
    assert "Đợt 1 đã chốt kết quả ngày 10/07/2023." in words(document)
    assert "gồm cả 1 kết quả bổ sung sau" in words(document)
    assert ("Vườn rau", "có") in columns(document.annexes[0].table, "Nội dung / danh hiệu", "Bổ sung sau")
    registered = registrations_report.build(session, HALF).annexes[0].table
    assert "Vườn rau" not in {words for (words,) in columns(registered, "Nội dung / danh hiệu")}


def test_recognition_awards_and_places_have_their_chapters(session: Session, told: dict[str, int]) -> None:
    review(session, told, people=("đạt", "10"), group=("đạt", "2"), trees=("đạt", "1"))
    results.decide(session, told["round"], [told["people"]], "15/QĐ-CĐP", date(2023, 7, 1), level(session, "Cấp cơ sở"))
    awards.propose_from(session, [told["people"], told["group"]])
    (given,) = (row.id for row in awards.rows(session, told["round"]) if row.name == "Lao động tiên tiến")
    awards.award(session, [given], "20/QĐ-CĐP", date(2023, 7, 20), level(session, "Cấp cơ sở"))
    scores.enter(session, told["round"], [Entry(told["sen"], "score", "97,5"), Entry(told["mai"], "score", "98")])

    document = competition_results_report.build(session, YEAR)

    assert columns(table(document, "Cấp công nhận", "Số đăng ký đạt"), "Cấp công nhận", "Số lượng đạt") == [
        ("Cấp cơ sở", 10),
        ("Chưa ghi cấp công nhận", 3),
    ]
    by_name = table(document, "Danh hiệu thi đua", "Đã khen thưởng")
    assert [row[1:] for row in by_name.rows] == [
        ("Lao động tiên tiến", 0, 10, 0),
        ("Tập thể lao động tiên tiến", 2, 0, 0),
    ]
    assert columns(table(document, "Số quyết định"), "Họ và tên", "Chức vụ, đơn vị", "Số quyết định") == [
        ("10\u00a0trường hợp", "CĐCS Sen", "20/QĐ-CĐP")
    ]
    assert columns(table(document, "Điểm"), "Xếp thứ", "Tên CĐCS", "Điểm") == [
        (1, "CĐCS Mai", 9_800),
        (2, "CĐCS Sen", 9_750),
    ]
    assert "10 thứ hạng đầu, Đợt 1" in [block.title for block in document.body if isinstance(block, Table)]


def test_points_and_shares_keep_their_worth_in_both_files(
    session: Session, told: dict[str, int], tmp_path: Path
) -> None:
    register(session, told["round"], told["mai"], PERSON, "Chiến sĩ thi đua cơ sở", quantity="40000")
    results.mark(session, told["round"], [row.id for row in registrations.rows(session, [told["round"]])], "achieved")
    review(session, told, trees=("không đạt", "0"))
    scores.enter(session, told["round"], [Entry(told["sen"], "score", "97,5")])

    document = competition_results_report.build(session, HALF)
    excel.write(document, tmp_path / "bc.xlsx")

    book = load_workbook(tmp_path / "bc.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == 97.5 for cell in cells)
    nearly = [cell for cell in cells if isinstance(cell.value, float) and 0.999 < cell.value < 1]
    assert {cell.number_format for cell in nearly} == {"0.000%"}
    text = " ".join(pages(pdf.render(document))).replace("\u00a0", " ")
    assert "97,5" in text
    assert "99,99 %" in text
