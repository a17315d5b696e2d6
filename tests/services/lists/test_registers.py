"""Registers of competitions from Excel: which campaign and round they mean, what is taken in, refused, pointed out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.offices import Q1, add_union, close_union, report
from tests.plans import AS_FOUND, outcomes, planned, reasons, taken
from tests.sheets import book, save, sheet
from unioncare_desktop.domain.records import Campaign, CampaignRound, Registration, Union
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.errors import UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import excel, registrations_report
from unioncare_desktop.services import (
    campaign_founding,
    campaigns,
    importing,
    mergers,
    records,
    registrations,
    undo,
    workbook,
)
from unioncare_desktop.services.importing import Options, Plan
from unioncare_desktop.services.lists import rounds
from unioncare_desktop.services.lists.rounds import Told
from unioncare_desktop.services.lists.sheets import Book, Cell, Range
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.registrations import RegistrationRow
from unioncare_desktop.storage import history
from unioncare_desktop.storage.database import Database, Session

SAMPLE = Path(__file__).parents[2] / "imports" / "dang-ky-thi-dua.xlsx"
TITLE = "BẢNG TỔNG HỢP ĐĂNG KÝ THI ĐUA NĂM 2023"
HEADINGS = ("STT", "Mã CĐCS", "Tên CĐCS", "Đợt", "Loại đăng ký", "Nội dung / danh hiệu", "Số lượng", "Ngày đăng ký")
MAI, LAN = "CĐCS Trường Hoa Mai", "CĐCS Công ty Hoa Lan"
WORK: tuple[Cell, ...] = ("Đợt 1", "Công trình, phần việc", "Trồng hoa", 1, "14/02/2023")


@pytest.fixture
def office_session(session: Session) -> Session:
    """An office with two unions."""
    add_union(session, MAI, code="CS1")
    add_union(session, LAN, code="CS2")
    return session


def register(
    *rows: Sequence[Cell], title: str = TITLE, headings: Sequence[Cell] = HEADINGS, name: str = "so.xlsx"
) -> Book:
    numbered = [(number, *row) for number, row in enumerate(rows, 1)]
    return book(sheet(((title,), (), headings, *numbered)), name=name)


def one(*cells: Cell, union: tuple[str | None, str | None] = ("CS1", MAI), **of_book: str) -> Book:
    """A register of a single row."""
    return register((*union, *(cells or WORK)), **of_book)


def stored(session: Session) -> list[RegistrationRow]:
    return registrations.rows(session, [found.id for row in campaigns.listed(session) for found in row.rounds])


def told(session: Session) -> list[tuple[str, str, str, str, int, date | None]]:
    return [
        (row.union.name, row.round.name, row.kind, row.content, row.quantity, row.registered_on)
        for row in stored(session)
    ]


# The campaign


def test_a_register_founds_the_campaign_of_its_year(office_session: Session) -> None:
    plan = planned(office_session, one())

    assert (plan.kind, outcomes(plan)) == (importing.REGISTER, (1, 0, 0, 0))
    assert plan.campaign is not None
    assert plan.campaign.new
    assert plan.campaign.as_json() == {
        "name": "Phong trào thi đua trong CNVCLĐ năm 2023",
        "year": 2023,
        "rounds": ["Đợt 1 (01/01–30/06/2023)", "Đợt 2 (01/07–31/12/2023)"],
        "new": True,
    }
    assert plan.campaign.source == "mẫu của kế hoạch 667/KH-LĐLĐ (Liên đoàn Lao động huyện Gia Lâm)"
    assert campaigns.listed(office_session) == []

    importing.carry_out(office_session, plan)

    (campaign,) = campaigns.listed(office_session)
    assert [found.name for found in campaign.rounds] == ["Đợt 1", "Đợt 2"]
    assert told(office_session) == [(MAI, "Đợt 1", "Công trình, phần việc", "Trồng hoa", 1, date(2023, 2, 14))]


def test_a_year_without_a_plan_gets_the_campaign_of_two_rounds(office_session: Session) -> None:
    plan = taken(office_session, one("Đợt 2", "Sáng kiến", "Số hóa", 1, "14/07/2025", title="ĐĂNG KÝ THI ĐUA NĂM 2025"))

    assert plan.campaign is not None
    assert (plan.campaign.template, plan.campaign.source) == ("two-rounds", "mẫu chung")
    assert [found.round.title for found in stored(office_session)] == ["Đợt 2 (01/07–31/12/2025)"]


def test_the_campaign_that_is_there_is_used(office_session: Session) -> None:
    template = campaign_founding.template("two-rounds")
    campaign_id = campaign_founding.found(office_session, template, 2023, name="Thi đua chào mừng Đại hội")

    plan = taken(office_session, one())

    assert plan.campaign is not None
    assert not plan.campaign.new
    assert (plan.campaign.name, plan.campaign.rounds) == ("Thi đua chào mừng Đại hội", ("Đợt 1 (01/01–30/06/2023)",))
    assert [campaign.id for campaign in campaigns.listed(office_session)] == [campaign_id]


def test_of_two_campaigns_the_one_that_the_list_names_is_meant(office_session: Session) -> None:
    for name in ("Thi đua chào mừng Đại hội", "Thi đua nước rút"):
        campaign_founding.found(office_session, campaign_founding.template("two-rounds"), 2023, name=name)

    taken(office_session, one(title="ĐĂNG KÝ PHONG TRÀO THI ĐUA NƯỚC RÚT NĂM 2023"))
    taken(office_session, one())

    assert {found.round.campaign for found in stored(office_session)} == {
        "Thi đua nước rút",
        "Thi đua chào mừng Đại hội",
    }


def test_a_campaign_without_rounds_asks_for_them(office_session: Session) -> None:
    records.insert_rows(office_session, Campaign, [{"name": "Thi đua chào mừng Đại hội", "year": 2023}])

    with pytest.raises(UserError, match=r"“Thi đua chào mừng Đại hội” của năm 2023 chưa có đợt nào"):
        planned(office_session, one())


def test_a_round_that_the_campaign_lacks_is_refused_with_what_to_do(office_session: Session) -> None:
    taken(office_session, one())

    plan = planned(office_session, one("Đợt 3", *WORK[1:]))

    (reason,) = reasons(plan)
    assert reason.startswith("phong trào “Phong trào thi đua trong CNVCLĐ năm 2023” chưa có đợt 3; hãy thêm đợt ấy")
    assert reason.endswith("ghi một trong: Đợt 1, Đợt 2")


def test_the_first_year_that_can_be_named_has_a_campaign_too(office_session: Session) -> None:
    made = taken(office_session, one(*WORK[:4], "14/02/1900", title=TITLE.replace("2023", "1900")))
    assert (made.rejected, len(stored(office_session))) == ((), 1)


def test_a_round_of_another_campaign_of_the_year_is_told_with_its_own_campaign(office_session: Session) -> None:
    """What is shown is where it goes: the first campaign has no second round, the other has."""
    template = campaign_founding.template("two-rounds")
    first = campaign_founding.found(office_session, template, 2023, name="Phong trào xây dựng")
    other = campaign_founding.found(office_session, template, 2023, name="Phong trào cây xanh")
    campaigns.delete_round(office_session, campaigns.campaign(office_session, first).rounds[1].id)
    works = [("CS1", MAI, f"Đợt {number}", *WORK[1:4], "14/08/2023") for number in (1, 2)]

    made = taken(office_session, register(works[1]))
    assert made.campaign is not None
    assert (made.campaign.name, len(made.campaign.rounds)) == ("Phong trào cây xanh", 1)
    assert [row.round.campaign_id for row in stored(office_session)] == [other]
    both = planned(office_session, register(*works))
    assert both.campaign is not None
    assert both.campaign.name == "Phong trào xây dựng, Phong trào cây xanh"


def test_a_round_that_the_template_lacks_does_not_stop_the_others(office_session: Session) -> None:
    plan = planned(office_session, register(("CS1", MAI, *WORK), ("CS2", LAN, "Đợt 11", *WORK[1:])))

    assert outcomes(plan) == (1, 0, 0, 1)
    assert "không có đợt 11; hãy lập phong trào năm 2023 có đợt ấy" in reasons(plan)[0]


# The year and the round


@pytest.mark.parametrize(
    ("title", "name", "words"),
    [
        ("ĐĂNG KÝ THI ĐUA ĐỢT I NĂM 2023", "so.xlsx", None),
        ("ĐĂNG KÝ THI ĐUA", "dang-ky-thi-dua-2023.xlsx", "1"),
        ("ĐĂNG KÝ THI ĐUA", "so.xlsx", "Đợt 1/2023"),
        ("ĐĂNG KÝ THI ĐUA ĐỢT 1/2023", "so.xlsx", ""),
        ("SỔ ĐĂNG KÝ NĂM 2023", "so 2024.xlsx", "đợt I"),
        (TITLE, "so.xlsx", 1),
        (TITLE, "so.xlsx", "Đợt 1 (01/01–30/06/2023)"),
        (TITLE, "so.xlsx", "Đợt thi đua thứ 1 năm 2023"),
    ],
)
def test_year_and_round_as_offices_write_them(
    office_session: Session, title: str, name: str, words: str | int | None
) -> None:
    plan = taken(office_session, one(words, *WORK[1:], title=title, name=name))

    assert outcomes(plan) == (1, 0, 0, 0)
    assert [found.round.title for found in stored(office_session)] == ["Đợt 1 (01/01–30/06/2023)"]


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("Đợt 1", Told(1, None)),
        ("ĐỢT II", Told(2, None)),
        ("đợt iv/2023", Told(4, 2023)),
        ("Đợt số 2 năm 2024", Told(2, 2024)),
        ("03", Told(3, None)),
        ("XII", Told(12, None)),
        ("Cả năm", None),
        ("đợt vận động", None),
        ("0", None),
        ("iiii", None),
        ("", None),
    ],
)
def test_rounds_in_words(words: str, means: Told | None) -> None:
    assert rounds.told(words) == means


def test_a_register_without_a_year_asks_for_it(office_session: Session) -> None:
    without = one(title="ĐĂNG KÝ THI ĐUA")

    with pytest.raises(UserError, match=r"không ghi năm nào\. Hãy chọn năm .*--period 2023"):
        planned(office_session, without)

    chosen = planned(office_session, without, Options(period=Q1))
    assert chosen.period is not None
    assert (chosen.period.code, outcomes(chosen)) == ("2023", (1, 0, 0, 0))


def test_a_chosen_year_that_differs_from_the_file_is_pointed_out(office_session: Session) -> None:
    plan = planned(office_session, one(title="ĐĂNG KÝ THI ĐUA NĂM 2022"), Options(period=Q1))

    assert "Tệp ghi “ĐĂNG KÝ THI ĐUA NĂM 2022”, nhưng số liệu được nhập vào Năm 2023" in plan.warnings[0]


def test_a_round_of_another_year_is_refused(office_session: Session) -> None:
    plan = planned(office_session, one("Đợt 1/2022", *WORK[1:]))

    assert reasons(plan) == ["đợt của năm 2022, còn sổ này của năm 2023; hãy tách thành tệp riêng"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (None, "không ghi đợt nào; hãy ghi một trong: Đợt 1, Đợt 2"),
        ("đợt vừa rồi", "“đợt vừa rồi” không phải là một đợt; hãy ghi một trong: Đợt 1, Đợt 2"),
    ],
)
def test_a_row_without_a_round_is_refused(office_session: Session, words: str | None, reason: str) -> None:
    assert reasons(planned(office_session, one(words, *WORK[1:]))) == [reason]


def test_the_only_round_of_a_campaign_need_not_be_named(office_session: Session) -> None:
    campaign_founding.found(office_session, campaign_founding.template("long-bien-2023"), 2023)

    taken(office_session, one("", *WORK[1:]))
    taken(office_session, one("cả năm", "Sáng kiến", "Số hóa", 1, None))

    assert [row[1] for row in told(office_session)] == ["Cả năm", "Cả năm"]


def test_a_closed_round_takes_nothing_in(office_session: Session) -> None:
    taken(office_session, one())
    (registered,) = stored(office_session)
    records.update_row(office_session, CampaignRound, registered.round.id, {"closed_on": date(2023, 7, 5)})

    rows = (("CS1", MAI, *WORK), ("CS2", LAN, *WORK), ("CS2", LAN, "Đợt 2", *WORK[1:]))
    plan = planned(office_session, register(*rows))

    assert outcomes(plan) == (1, 0, 1, 1)
    assert reasons(plan)[0].startswith(
        "Đợt 1 (Phong trào thi đua trong CNVCLĐ năm 2023) đã chốt kết quả ngày 05/07/2023"
    )


# Again


def test_the_same_register_again_changes_nothing(office_session: Session) -> None:
    rows = (("CS1", MAI, *WORK), ("CS1", MAI, "Đợt 2", "Danh hiệu cá nhân", "Lao động tiên tiến", 3, None))
    taken(office_session, register(*rows))
    before = history.last_change(office_session)

    again = taken(office_session, register(*rows))

    assert outcomes(again) == (0, 0, 2, 0)
    assert history.last_change(office_session) == before


def test_another_quantity_or_day_changes_the_registration_that_is_there(office_session: Session) -> None:
    taken(office_session, one())

    plan = taken(office_session, one(*WORK[:2], "TRỒNG HOA", 2, "15/02/2023"))

    assert outcomes(plan) == (0, 1, 0, 0)
    assert plan.lines[0].about == "Đợt 1 · Công trình, phần việc · TRỒNG HOA"
    assert plan.lines[0].changes == (
        ("Nội dung / danh hiệu", "Trồng hoa", "TRỒNG HOA"),
        ("Số lượng", "1", "2"),
        ("Ngày đăng ký", "14/02/2023", "15/02/2023"),
    )
    assert [row[3:] for row in told(office_session)] == [("TRỒNG HOA", 2, date(2023, 2, 15))]


def test_blank_cells_leave_what_is_stored(office_session: Session) -> None:
    taken(office_session, one(*WORK[:3], 4, "14/02/2023"))

    assert outcomes(taken(office_session, one(*WORK[:3], None, None))) == (0, 0, 1, 0)


def test_persons_tell_registrations_apart(office_session: Session) -> None:
    headings = (*HEADINGS[:6], "Họ và tên", "Ông (bà)", "Chức vụ")
    title = ("Đợt 1", "Danh hiệu cá nhân", "Lao động tiên tiến")
    people = register(
        ("CS1", MAI, *title, "Lê Thị Lan", "bà", "Giáo viên"),
        ("CS1", MAI, *title, "Trần Văn Nam", "ông", "Bảo vệ"),
        headings=headings,
    )

    assert outcomes(taken(office_session, people)) == (2, 0, 0, 0)
    assert outcomes(planned(office_session, people)) == (0, 0, 2, 0)
    assert {(row.person, row.honorific, row.quantity) for row in stored(office_session)} == {
        ("Lê Thị Lan", "ms", 1),
        ("Trần Văn Nam", "mr", 1),
    }


def test_the_same_registration_twice_is_refused_with_both_rows(office_session: Session) -> None:
    plan = planned(office_session, register(("CS1", MAI, *WORK), ("CS1", None, *WORK[:2], "trồng  hoa", 2, None)))

    assert outcomes(plan) == (0, 0, 0, 2)
    assert reasons(plan) == ["cùng một đăng ký ở dòng 4, dòng 5; chỉ giữ lại một dòng"] * 2


def test_results_that_stand_in_the_register_come_in(office_session: Session) -> None:
    headings = (*HEADINGS[:6], "Kết quả", "Số lượng đạt", "Cấp công nhận")
    plan = planned(office_session, register(("CS1", MAI, *WORK[:3], "đạt", 1, "Cấp xóm"), headings=headings))
    taken(office_session, register(("CS1", MAI, *WORK[:3], "đạt", 1, "cấp cơ sở"), headings=headings))

    assert reasons(plan)[0].startswith("không có trong danh mục; hãy ghi một trong: Cấp cơ sở, Công đoàn cấp trên")
    assert [(row.outcome, row.achieved, row.level) for row in stored(office_session)] == [("achieved", 1, "Cấp cơ sở")]


# What is refused


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (
            (*WORK[:4], "30/02/2023"),
            "Ngày đăng ký",
            "“30/02/2023” không phải là một ngày có thật; ý bạn là 28/02/2023?",
        ),
        ((*WORK[:3], 0, None), "Số lượng", "phải từ 1 trở lên"),
        ((*WORK[:3], "vài", None), "Số lượng", "“vài” không phải là số nguyên"),
        ((*WORK[:2], None, 1, None), "Nội dung / danh hiệu", "chưa ghi nội dung, danh hiệu"),
    ],
)
def test_cells_that_cannot_be_taken_in(
    office_session: Session, cells: tuple[Cell, ...], column: str, reason: str
) -> None:
    (rejected,) = planned(office_session, one(*cells)).rejected

    assert rejected.column == column
    assert reason in rejected.reason


def test_an_unknown_kind_is_refused_with_those_that_are_known(office_session: Session) -> None:
    plan = planned(office_session, one("Đợt 1", "Văn nghệ", "Hát", 1, None))

    (reason,) = reasons(plan)
    assert reason.startswith("“Văn nghệ” không phải là một loại đăng ký; hãy ghi một trong: Danh hiệu cá nhân, ")
    assert reason.endswith("Công trình, phần việc, Sáng kiến, Giao ước thi đua")


def test_unknown_unions_are_refused_even_where_units_are_to_be_added(office_session: Session) -> None:
    plan = planned(office_session, one(union=("CS9", "CĐCS Trường Hoa Mây")), Options(add_unions=True))

    assert reasons(plan) == [f"chưa có trong sổ công đoàn (gần giống “{MAI}”); sổ đăng ký không thêm đơn vị mới"]


def test_codes_and_names_of_different_unions_are_refused(office_session: Session) -> None:
    plan = planned(office_session, one(union=("CS1", LAN)))

    assert reasons(plan) == [f"mã này là của “{MAI}”, còn tên là của “{LAN}” (mã CS2)"]


def test_a_union_that_ended_before_the_round_is_refused(office_session: Session) -> None:
    close_union(office_session, add_union(office_session, "CĐCS Cũ", code="CS3"), "31/03/2023")

    plan = planned(
        office_session,
        register(("CS3", "CĐCS Cũ", *WORK), ("CS3", "CĐCS Cũ", "Đợt 2", *WORK[1:4], None)),
    )

    assert outcomes(plan) == (1, 0, 0, 1)
    assert reasons(plan) == ["“CĐCS Cũ” đã giải thể từ 31/03/2023, trước khi Đợt 2 bắt đầu"]


def test_a_union_that_was_merged_before_the_round_names_its_successor(office_session: Session) -> None:
    (mai,), (lan,) = (records.rows(office_session, Union, code=code) for code in ("CS1", "CS2"))
    draft = MergerDraft(ABSORBED, (mai["id"], lan["id"]), Q1, lan["id"], effective_on=date(2023, 4, 1))
    mergers.carry_out(office_session, [draft])

    plan = planned(office_session, register(("CS1", MAI, *WORK), ("CS1", MAI, "Đợt 2", *WORK[1:4], None)))

    assert outcomes(plan) == (1, 0, 0, 1)
    assert reasons(plan) == [
        f"“{MAI}” đã sáp nhập vào “{LAN}” từ 01/04/2023, trước khi Đợt 2 bắt đầu; hãy ghi vào “{LAN}”",
    ]


def test_rows_given_back_can_be_mended_and_taken_in(database: Database, tmp_path: Path) -> None:
    with database.write("Lập") as session:
        add_union(session, MAI, code="CS1")
    path = save(
        tmp_path / "so.xlsx", *register(("CS1", MAI, *WORK), ("CS1", MAI, "Đợt 2", *WORK[1:4], "31/09/2023")).sheets
    )
    (plan,) = run(database, path, Options(skip_rejected=True))
    importing.rejected_workbook(plan, workbook.read(path), tmp_path / "tra-lai.xlsx")
    again = load_workbook(tmp_path / "tra-lai.xlsx")
    again["Trang 1"]["H3"] = "30/09/2023"
    again.save(tmp_path / "da-sua.xlsx")

    (mended,) = run(database, tmp_path / "da-sua.xlsx")

    assert outcomes(mended) == (1, 0, 0, 0)
    with database.read() as session:
        assert [row[1] for row in told(session)] == ["Đợt 1", "Đợt 2"]


# What is only pointed out


def test_what_is_odd_is_told_and_taken_in(office_session: Session) -> None:
    (mai,) = records.rows(office_session, Union, code="CS1")
    report(office_session, Q1, mai["id"], workers=5, members=5)

    plan = taken(
        office_session,
        register(
            ("CS1", MAI, "Đợt 1", "Danh hiệu cá nhân", "Lao động tiên tiến", 9, "14/02/2023"),
            ("CS1", MAI, "Đợt 1", "Danh hiệu tập thể", "Tập thể rất tốt", 1, "14/08/2023"),
        ),
    )

    assert outcomes(plan) == (2, 0, 0, 0)
    assert [warning.partition(": ")[2] for warning in plan.warnings] == [
        "Số lượng: 9 lớn hơn số đoàn viên của đơn vị (5).",
        "Nội dung / danh hiệu: “Tập thể rất tốt” không có trong danh mục danh hiệu thi đua.",
        "Ngày đăng ký: 14/08/2023 sau khi Đợt 1 kết thúc (30/06/2023).",
    ]


def test_titles_are_spelled_as_in_the_catalogue(office_session: Session) -> None:
    taken(office_session, one("1", "cá nhân", "LAO ĐỘNG TIÊN TIẾN", 1, None))

    assert [row[2:4] for row in told(office_session)] == [("Danh hiệu cá nhân", "Lao động tiên tiến")]


# How registers look


def test_a_union_merged_over_its_rows_is_that_of_each(office_session: Session) -> None:
    rows = (
        (TITLE,),
        HEADINGS,
        (1, "CS1", MAI, *WORK),
        (None, None, None, "Đợt 2", "Sáng kiến", "Số hóa hồ sơ", "2", None),
        (2, "CS2", LAN, *WORK),
    )
    merged = tuple(Range(3, column, 4, column) for column in (1, 2, 3))

    plan = taken(office_session, book(sheet(rows, merged=merged)))

    assert outcomes(plan) == (3, 0, 0, 0)
    assert [row[:2] for row in told(office_session)] == [(LAN, "Đợt 1"), (MAI, "Đợt 1"), (MAI, "Đợt 2")]


def test_a_list_of_one_kind_says_it_in_its_heading(office_session: Session) -> None:
    works = book(
        sheet(
            (
                ("ĐĂNG KÝ CÔNG TRÌNH, PHẦN VIỆC ĐỢT 1 NĂM 2023",),
                ("STT", "Đơn vị", "Công trình, phần việc", "Lĩnh vực", "Ngày hoàn thành", "Ghi chú"),
                (1, MAI, "Trồng hoa", "Môi trường", "15/5", None),
                (2, LAN, "Sơn tường", None, None, "Gửi muộn"),
            )
        )
    )

    assert outcomes(taken(office_session, works)) == (2, 0, 0, 0)
    assert [(row.union.name, row.kind, row.work_field, row.due_on, row.note) for row in stored(office_session)] == [
        (LAN, "Công trình, phần việc", None, None, "Gửi muộn"),
        (MAI, "Công trình, phần việc", "Môi trường", date(2023, 5, 15), None),
    ]


def test_a_list_of_one_kind_says_it_above(office_session: Session) -> None:
    headings = (*HEADINGS[:4], *HEADINGS[5:])
    title = "DANH SÁCH ĐĂNG KÝ SÁNG KIẾN NĂM 2023"

    taken(office_session, register(("CS1", MAI, "1", "Số hóa hồ sơ", 1, None), title=title, headings=headings))
    plan = planned(office_session, register(("CS1", MAI, "1", "Số hóa hồ sơ", 1, None), headings=headings))

    assert [row[2:4] for row in told(office_session)] == [("Sáng kiến", "Số hóa hồ sơ")]
    assert reasons(plan)[0].startswith("chưa ghi loại đăng ký; hãy ghi một trong: Danh hiệu cá nhân")


def test_a_sheet_of_another_kind_is_left_aside_with_what_it_is(office_session: Session) -> None:
    figures = sheet((("SỐ LIỆU QUÝ I/2023",), ("STT", "Tên CĐCS", "Đoàn viên"), (1, MAI, 9)), "Quý I")

    plan = planned(office_session, book(*one().sheets, figures))

    assert (plan.kind, outcomes(plan)) == (importing.REGISTER, (1, 0, 0, 0))
    assert plan.warnings == ("Bỏ qua sheet “Quý I”: là số liệu đoàn viên; hãy tách thành tệp riêng rồi nhập.",)


def test_each_sheet_may_be_a_round(office_session: Session) -> None:
    headings = (*HEADINGS[:3], *HEADINGS[4:])
    sheets = [sheet(((TITLE,), headings, (1, "CS1", MAI, *WORK[1:4], None)), name) for name in ("Đợt 1", "Đợt 2")]

    taken(office_session, book(*sheets))

    assert [row[1] for row in told(office_session)] == ["Đợt 1", "Đợt 2"]


def test_lists_of_unions_and_figures_stay_what_they_are(office_session: Session) -> None:
    headings = ("STT", "Tên CĐCS", "Chủ tịch", "Xếp loại CĐCS", "Danh hiệu", "Đoàn viên")

    plan = planned(
        office_session, book(sheet((("QUÝ I/2023",), headings, (1, MAI, "Lan", "Hoàn thành tốt nhiệm vụ", "", 5))))
    )

    assert plan.kind == importing.UNIONS


# One action


def run(database: Database, path: Path, options: Options = AS_FOUND) -> list[Plan]:
    return drain(importing.import_files(database, [path], options))


def filled(database: Database) -> None:
    run(database, SAMPLE.with_name("danh-sach-theo-phuong.xlsx"))
    run(database, SAMPLE.with_name("so-lieu-quy-1.xlsx"))


def test_the_sample_is_one_action_that_can_be_undone(database: Database) -> None:
    filled(database)
    (refused,) = run(database, SAMPLE)
    with database.read() as session:
        assert campaigns.listed(session) == []
    assert outcomes(refused) == (6, 0, 0, 1)

    run(database, SAMPLE, Options(skip_rejected=True))
    with database.read() as session:
        assert len(stored(session)) == 6
        assert history.differences_from_folding(session) == []
        offer = undo.next_undo(session)
    assert offer is not None
    with database.write(offer.title, undoes=offer.action_id) as session:
        undo.undo(session, offer.action_id)

    with database.read() as session:
        assert campaigns.listed(session) == []
        assert records.rows(session, Registration) == []


def test_a_report_of_registrations_can_be_taken_in_and_changes_nothing(database: Database, tmp_path: Path) -> None:
    filled(database)
    with database.write("Danh mục") as session:
        campaign_founding.found(session, campaign_founding.template("long-bien-2023"), 2023)
    run(database, SAMPLE, Options(skip_rejected=True))
    with database.read() as session:
        excel.write(registrations_report.build(session, Q1.whole_year), tmp_path / "bao-cao.xlsx")
        registered = len(stored(session))

    (plan,) = run(database, tmp_path / "bao-cao.xlsx")

    assert (outcomes(plan), plan.kind) == ((0, 0, registered, 0), importing.REGISTER)
