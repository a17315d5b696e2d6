"""The reports of what is registered in competitions: figures, lists, words, what a period without any says, pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.competitions import GROUP, INITIATIVE, PACT, PERSON, WORK, found_campaign, item, register
from tests.offices import HALF, Q1, Q3, YEAR, add_union, change_union, close_union, found_office
from tests.report_samples import pages
from unioncare_desktop.domain.records import CampaignRound, Registration
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import (
    Build,
    competition_results_report,
    excel,
    pact_report,
    pdf,
    registrations_missing_report,
    registrations_report,
    title_list_report,
)
from unioncare_desktop.reports.document import Annex, Chart, Document, Heading, Table, Text, plain
from unioncare_desktop.services import campaigns, document_texts, events, importing, mergers, records, unions, workbook
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Session

BUILDERS = [
    registrations_report.build,
    registrations_missing_report.build,
    title_list_report.build,
    pact_report.build,
    competition_results_report.build,
]
IDS = ["registrations", "missing", "titles", "pacts", "results"]
every_report = pytest.mark.parametrize("build", BUILDERS, ids=IDS)


def named(session: Session, name: str) -> int:
    return next(union.id for union in unions.listed(session) if union.name == name)


def words(document: Document) -> str:
    return "\n".join(block.text for block in document.body if isinstance(block, Text)).replace("\u00a0", " ")


def columns(found: Table, *titles: str) -> list[tuple[Any, ...]]:
    places = [found.position(title) for title in titles]
    return [tuple(plain(row[place]) for place in places) for row in found.rows]


def table(document: Document, *titles: str) -> Table:
    """The first table of the body that has these columns."""
    tables = (block for block in document.body if isinstance(block, Table))
    return next(one for one in tables if all(map(one.has, titles)))


def annex(document: Document, words_of_title: str) -> Annex:
    return next(one for one in document.annexes if words_of_title in one.title)


@pytest.fixture
def rounds(session: Session) -> list[int]:
    """Four unions in two areas and sectors, one silent, over the two rounds of 2023; one union ends in August."""
    found_office(session, "district", name="LĐLĐ quận Ba Đình", place="Ba Đình", symbol="LĐLĐ")
    first, second = found_campaign(session, plan_number="667/KH-LĐLĐ", plan_date=date(2022, 12, 26))
    told = {"Sen": ("Kim Mã", "Trường học"), "Mai": ("Kim Mã", "Doanh nghiệp"), "Cúc": ("Giảng Võ", "Doanh nghiệp")}
    ids = {
        name: add_union(
            session, f"CĐCS {name}", code=f"CS{at}", area=area, sector=sector, chair=f"Bà {name}", phone="0912345678"
        )
        for at, (name, (area, sector)) in enumerate(told.items(), 1)
    }
    add_union(session, "CĐCS Lan", area="Giảng Võ", sector="Trường học", email="lan@example.vn", phone="0987654321")
    register(session, first, ids["Sen"], PERSON, "Lao động tiên tiến", quantity="6", registered_on="2/3/2023")
    register(session, first, ids["Sen"], WORK, "Trồng cây xanh", registered_on="3/3/2023")
    register(
        session,
        first,
        ids["Mai"],
        PERSON,
        "Chiến sĩ thi đua cơ sở",
        honorific="Bà",
        person="Đỗ Thị Ánh",
        position="Kế toán",
        award="Giấy khen",
    )
    register(session, first, ids["Mai"], GROUP, "Tập thể lao động tiên tiến", quantity="2")
    register(session, second, ids["Sen"], WORK, "Sơn lại cổng")
    register(session, second, ids["Mai"], INITIATIVE, "Rút gọn quy trình", person="Đỗ Thị Ánh", work_field="Kế toán")
    register(session, second, ids["Mai"], INITIATIVE, "Sáng kiến quản lý", quantity="4", recognised="có")
    register(session, first, ids["Cúc"], WORK, "Vườn hoa")
    close_union(session, ids["Cúc"], "1/8/2023")
    return [first, second]


# Registrations


@pytest.mark.usefixtures("rounds")
def test_registrations_are_summed_by_round_kind_title_sector_and_area(session: Session) -> None:
    document = registrations_report.build(session, YEAR, "7", date(2024, 1, 5))

    assert document.heading.subject == "Tổng hợp đăng ký thi đua năm 2023"
    assert document.heading.number_and_symbol == "07/BC-LĐLĐ"
    assert "(Kế hoạch số 667/KH-LĐLĐ ngày 26/12/2022)" in words(document)
    assert "Năm 2023 có 3 trên 4 công đoàn cơ sở đã đăng ký thi đua, đạt 75,00 %, với 8 đăng ký" in words(document)
    assert columns(table(document, "Thời gian"), "Đợt", "Phải đăng ký", "Đã đăng ký", "Tỷ lệ", "Số đăng ký") == [
        ("Đợt 1", 4, 3, 0.75, 5),
        ("Đợt 2", 3, 2, 2 / 3, 3),
    ]
    by_kind = table(document, "Loại đăng ký", "Số đăng ký")
    assert columns(by_kind, "Loại đăng ký", "Số CĐCS", "Đợt 1", "Đợt 2", "Số đăng ký", "Số lượng") == [
        (PERSON, 2, 2, 0, 2, 7),
        (GROUP, 1, 1, 0, 1, 2),
        (WORK, 2, 2, 1, 3, 3),
        (INITIATIVE, 1, 0, 2, 2, 5),
    ]
    assert by_kind.totals == (None, "Cộng", None, 5, 3, 8, 17)
    persons, groups = (one for one in document.body if isinstance(one, Table) and one.has("Danh hiệu"))
    assert columns(persons, "Danh hiệu", "Số lượng") == [("Lao động tiên tiến", 6), ("Chiến sĩ thi đua cơ sở", 1)]
    assert columns(groups, "Danh hiệu", "Số lượng") == [("Tập thể lao động tiên tiến", 2)]
    assert [one.title for one in (persons, groups)] == [PERSON, GROUP]
    by_area = table(document, "Địa bàn")
    assert columns(by_area, "Địa bàn", "Phải đăng ký", "Đã đăng ký", "Số đăng ký") == [
        ("Giảng Võ", 2, 1, 1),
        ("Kim Mã", 2, 2, 7),
    ]
    assert by_area.totals[2:5] == (4, 3, 0.75)
    assert {row[1] for row in table(document, "Loại hình").rows} == {"Trường học", "Doanh nghiệp"}
    assert "Trong 5 sáng kiến đăng ký có 4 đã được công nhận, 0 đã cập nhật" in words(document)


@pytest.mark.usefixtures("rounds")
def test_the_charts_show_the_figures_of_the_tables(session: Session) -> None:
    charts = [block for block in registrations_report.build(session, YEAR).body if isinstance(block, Chart)]

    assert [(one.name, one.values) for one in charts[0].series] == [("Đợt 1", (2, 1, 2, 0)), ("Đợt 2", (0, 0, 1, 2))]
    assert charts[2].categories == ("Giảng Võ", "Kim Mã")
    assert [one.values for one in charts[2].series] == [(2, 2), (1, 2)]


@pytest.mark.usefixtures("rounds")
def test_the_register_has_the_headings_of_the_offices_own(session: Session) -> None:
    register_of_year = annex(registrations_report.build(session, YEAR), "Bảng tổng hợp đăng ký").table

    assert [column.title for column in register_of_year.columns] == [
        *("STT", "Mã CĐCS", "Tên CĐCS", "Đợt", "Loại đăng ký", "Nội dung / danh hiệu", "Số lượng", "Ngày đăng ký"),
        *("Ông (bà)", "Họ và tên", "Chức vụ, đơn vị", "Đề nghị khen thưởng", "Lĩnh vực", "Sáng kiến được công nhận"),
    ]
    assert [row[1:8] for row in register_of_year.rows][-2:] == [
        ("CS1", "CĐCS Sen", "Đợt 1", WORK, "Trồng cây xanh", 1, date(2023, 3, 3)),
        ("CS1", "CĐCS Sen", "Đợt 2", WORK, "Sơn lại cổng", 1, None),
    ]
    assert register_of_year.totals[6] == 17
    by_union = annex(registrations_report.build(session, YEAR), "từng công đoàn cơ sở").table
    assert columns(by_union, "Tên CĐCS", PERSON, WORK, "Số đăng ký", "Ghi chú") == [
        ("CĐCS Cúc", None, 1, 1, None),
        ("CĐCS Lan", None, None, None, "chưa đăng ký"),
        ("CĐCS Mai", 1, None, 4, None),
        ("CĐCS Sen", 6, 2, 3, None),
    ]


@pytest.mark.usefixtures("rounds")
def test_the_exported_register_changes_nothing_when_taken_in(session: Session, tmp_path: Path) -> None:
    before = records.rows(session, Registration)
    for name, build in (("bc", registrations_report.build), ("kq", competition_results_report.build)):
        excel.write(build(session, YEAR), tmp_path / f"{name}.xlsx")
        plan = importing.plan(session, workbook.read(tmp_path / f"{name}.xlsx"), importing.Options())

        assert (plan.new, plan.changed, plan.rejected_rows, plan.same) == (0, 0, 0, len(before))
        importing.carry_out(session, plan)
    assert records.rows(session, Registration) == before


@pytest.mark.usefixtures("rounds")
def test_a_half_year_tells_its_round_only(session: Session) -> None:
    document = registrations_report.build(session, HALF)

    assert document.heading.subject == "Tổng hợp đăng ký thi đua Đợt 1 năm 2023"
    assert columns(table(document, "Thời gian"), "Đợt") == [("Đợt 1",)]
    assert not table(document, "Loại đăng ký", "Số đăng ký").has("Đợt 2")
    assert registrations_report.build(session, Q1).body == document.body


@pytest.mark.usefixtures("rounds")
def test_an_old_round_is_told_as_it_was(session: Session) -> None:
    before = registrations_report.build(session, HALF)
    sen = named(session, "CĐCS Sen")
    events.record(session, EventDraft(sen, "renamed", date(2023, 9, 1), {"name": "CĐCS Hoa Sen"}))

    assert registrations_report.build(session, HALF) == before
    after = annex(registrations_report.build(session, Q3), "Bảng tổng hợp đăng ký").table
    assert ("CĐCS Hoa Sen",) in columns(after, "Tên CĐCS")


@pytest.mark.usefixtures("rounds")
def test_two_campaigns_of_a_year_are_told_apart(session: Session) -> None:
    (third,) = found_campaign(session, template="long-bien-2023")
    sen = named(session, "CĐCS Sen")
    register(session, third, sen, WORK, "Đường hoa")

    document = registrations_report.build(session, YEAR)

    assert [label for (label,) in columns(table(document, "Thời gian"), "Đợt")] == [
        "Đợt 1 - Phong trào thi đua trong CNVCLĐ năm 2023",
        "Cả năm - Công trình, phần việc chào mừng 20 năm thành lập quận Long Biên",
        "Đợt 2 - Phong trào thi đua trong CNVCLĐ năm 2023",
    ]
    assert words(document).count("Theo yêu cầu mỗi công đoàn cơ sở") == 2


# Missing


@pytest.mark.usefixtures("rounds")
def test_who_is_missing_is_listed_by_round_with_phone_and_mail(session: Session) -> None:
    document = registrations_missing_report.build(session, YEAR)

    assert (
        "Đợt 1: 3 trên 4 công đoàn cơ sở đã đăng ký, đạt 75,00 %; còn 1 chưa đăng ký (danh sách ở Phụ lục I)"
        in words(document)
    )
    assert "1/3 CĐCS đã đăng ký đủ, đạt 33,33 % so với yêu cầu 100 %. Còn 2 chưa đủ (danh sách ở Phụ lục III)" in words(
        document
    )
    first = annex(document, "chưa đăng ký thi đua Đợt 1 năm 2023").table
    assert columns(first, "Tên CĐCS", "Điện thoại", "E-mail") == [("CĐCS Lan", "0987654321", "lan@example.vn")]
    without = annex(document, "chưa có đủ 1 công trình, phần việc").table
    assert columns(without, "Tên CĐCS", "Chủ tịch", "Đăng ký khác") == [
        ("CĐCS Lan", None, None),
        ("CĐCS Mai", "Bà Mai", "đợt này 2 đăng ký; các đợt trước 2 đăng ký"),
    ]
    assert columns(table(document, "Địa bàn"), "Địa bàn", "Chưa đăng ký Đợt 1", "Chưa đăng ký Đợt 2") == [
        ("Giảng Võ", 1, 1)
    ]


def test_all_is_said_only_where_all_have_registered(session: Session, rounds: list[int]) -> None:
    lan = named(session, "CĐCS Lan")
    register(session, rounds[0], lan, WORK, "Bồn hoa")

    document = registrations_missing_report.build(session, HALF)

    assert "Đợt 1: tất cả 4 công đoàn cơ sở đã đăng ký, đạt 100 %." in words(document)
    assert [one.title for one in document.annexes] == [
        "Công đoàn cơ sở chưa có đủ 1 công trình, phần việc tính đến hết Đợt 1 năm 2023"
    ]


@pytest.mark.usefixtures("rounds")
def test_what_a_merged_union_registered_stays_its_own_and_is_hinted_at(session: Session) -> None:
    ids = named(session, "CĐCS Lan"), named(session, "CĐCS Mai")
    draft = MergerDraft(ABSORBED, ids, Q1, result_id=ids[0], effective_on=date(2023, 6, 1))
    mergers.carry_out(session, [draft])

    missing = annex(registrations_missing_report.build(session, HALF), "chưa đăng ký thi đua Đợt 1").table
    assert columns(missing, "Tên CĐCS", "Đăng ký khác") == [("CĐCS Lan", "đơn vị đã sáp nhập vào có đăng ký: CĐCS Mai")]
    document = registrations_report.build(session, HALF)
    assert "Số đăng ký gồm cả 2 đăng ký của đơn vị nay không thuộc diện phải đăng ký." in words(document)
    assert columns(annex(document, "từng").table, "Tên CĐCS", "Số đăng ký") == [
        ("CĐCS Cúc", 1),
        ("CĐCS Lan", None),
        ("CĐCS Mai", 2),
        ("CĐCS Sen", 2),
    ]


# Titles


@pytest.mark.usefixtures("rounds")
def test_the_list_of_titles_says_how_many_where_nobody_is_named(session: Session) -> None:
    document = title_list_report.build(session, YEAR)

    persons = annex(document, "Danh hiệu cá nhân").table
    assert [column.title for column in persons.columns] == [
        *(
            "Stt",
            "Ông (bà)",
            "Họ và tên",
            "Chức vụ, đơn vị",
            "Đợt",
            "Đăng ký thi đua",
            "Đăng ký khen thưởng",
            "Số lượng",
        )
    ]
    assert [row[1:] for row in persons.rows] == [
        ("Bà", "Đỗ Thị Ánh", "Kế toán, CĐCS Mai", "Đợt 1", "Chiến sĩ thi đua cơ sở", "Giấy khen", 1),
        (None, "06\u00a0người", "CĐCS Sen", "Đợt 1", "Lao động tiên tiến", None, 6),
    ]
    groups = annex(document, "Danh hiệu tập thể").table
    assert columns(groups, "Họ và tên", "Đăng ký thi đua") == [("02\u00a0tập thể", "Tập thể lao động tiên tiến")]
    ideas = annex(document, "Sáng kiến, đề tài").table
    assert columns(ideas, "Họ và tên", "Đăng ký DHTĐ", "Tên đề tài, sáng kiến", "Môn") == [
        ("Đỗ Thị Ánh", "Chiến sĩ thi đua cơ sở", "Rút gọn quy trình", "Kế toán"),
        ("04\u00a0sáng kiến", None, "Sáng kiến quản lý", None),
    ]
    assert "Có 7 người của 2 công đoàn cơ sở đăng ký (danh sách ở Phụ lục I)." in words(document)


# Pacts


def test_pacts_have_movements_and_targets_of_each_union(session: Session, rounds: list[int]) -> None:
    assert "Chưa có công đoàn cơ sở nào đăng ký giao ước thi đua năm 2023." in words(pact_report.build(session, YEAR))
    lan = named(session, "CĐCS Lan")
    lines = [
        item("movement", "Lao động giỏi", goal="80 % tham gia", starts_on="15/1/2023", ends_on="20/12/2023"),
        item("target", "Kết nạp đoàn viên", unit="người", planned="15", note="hai đợt"),
    ]
    register(session, rounds[0], lan, PACT, "Giao ước năm 2023", items=lines)

    document = pact_report.build(session, HALF)

    assert [block.text for block in document.body if isinstance(block, Heading)] == ["CĐCS Lan"]
    overview, movements, targets = (block for block in document.body if isinstance(block, Table))
    assert columns(overview, "Tên CĐCS", "Giao ước", "Số phong trào", "Số chỉ tiêu") == [
        ("CĐCS Lan", "Giao ước năm 2023", 1, 1)
    ]
    assert movements.rows == ((1, "Lao động giỏi", "80 % tham gia", date(2023, 1, 15), date(2023, 12, 20)),)
    assert targets.rows == ((1, "Kết nạp đoàn viên", "người", "15", "hai đợt"),)


# All of them


@every_report
def test_a_year_without_a_campaign_says_what_to_do(session: Session, build: Build) -> None:
    document = build(session, YEAR, "", None)

    assert words(document).startswith("Năm 2023 chưa có phong trào thi đua nào để báo cáo. Hãy lập phong trào")
    assert document.annexes == ()
    assert "Thi đua" in "".join(pages(pdf.render(document)))


@every_report
def test_a_period_between_rounds_names_the_rounds(session: Session, build: Build) -> None:
    found_campaign(session, template="long-bien-2023")
    (round_row,) = campaigns.listed(session)[0].rounds
    records.update_row(session, CampaignRound, round_row.id, {"start": date(2023, 4, 1)})

    assert "Quý I/2023 không có đợt thi đua nào" in words(build(session, Q1, "", None))
    assert "Cả năm (01/04–31/12/2023)" in words(build(session, Q1, "", None))


@every_report
def test_a_campaign_without_registrations_is_told_too(session: Session, build: Build) -> None:
    found_campaign(session, 2024)

    document = build(session, Span.parse("2024"), "", None)

    assert "0,00" not in words(document)
    assert pages(pdf.render(document))


@every_report
@pytest.mark.usefixtures("rounds")
def test_each_is_written_as_a_workbook_and_as_a_pdf(session: Session, build: Build, tmp_path: Path) -> None:
    document = build(session, YEAR, "", None)
    excel.write(document, tmp_path / "bc.xlsx")

    book = load_workbook(tmp_path / "bc.xlsx")
    listed = [one.label for one in document.annexes]
    assert [name for name in book.sheetnames if name.startswith("Phụ lục")] == listed
    text = " ".join(pages(pdf.render(document))).replace("\n", " ").replace("\u00a0", " ")
    assert document.heading.subject in text
    assert all(one.title.upper() in text for one in document.annexes)


@every_report
def test_the_offices_own_words_introduce_it(session: Session, rounds: list[int], build: Build) -> None:
    register(session, rounds[0], named(session, "CĐCS Lan"), PACT, "Giao ước")
    keys = ("registrations", "registrations_missing", "title_list", "pacts", "competition_results")
    for key in keys:
        document_texts.change(session, f"{key}.intro", "Theo {phong trào}, {đợt thi đua}:")

    introduced = "Theo Phong trào thi đua trong CNVCLĐ năm 2023 (Kế hoạch số 667/KH-LĐLĐ ngày 26/12/2022), năm 2023:"
    assert words(build(session, YEAR, "", None)).startswith(introduced)


@pytest.mark.usefixtures("rounds")
def test_unions_that_are_renamed_now_keep_their_contacts(session: Session) -> None:
    lan = named(session, "CĐCS Lan")
    change_union(session, lan, phone="0900000000")

    listed = annex(registrations_missing_report.build(session, HALF), "Đợt 1").table
    assert columns(listed, "Điện thoại") == [("0900000000",)]
