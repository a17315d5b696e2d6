"""Lists of yearly facts, and of enterprises without a union, from Excel."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.offices import Q4, add_union, close_union, report
from tests.plans import outcomes, planned, reasons, taken
from tests.sheets import book, sheet
from unioncare_desktop.domain.records import Area, Enterprise, YearlyFact
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import enterprises, importing, records, yearly_facts
from unioncare_desktop.services.importing import Options
from unioncare_desktop.services.lists.sheets import Book, Cell
from unioncare_desktop.storage.database import Session

TITLE = "SỐ LIỆU NĂM 2023 CỦA CÁC CÔNG ĐOÀN CƠ SỞ"
HEADINGS = (
    "STT",
    "Mã CĐCS",
    "Tên CĐCS",
    "Xếp loại CĐCS",
    "TƯLĐTT",
    "Ngày ký TƯLĐTT",
    "Loại TƯLĐTT",
    "Số cuộc đối thoại",
)
MAI, LAN = "CĐCS Trường Hoa Mai", "CĐCS Công ty Hoa Lan"
WAITING = "DANH SÁCH DOANH NGHIỆP CHƯA CÓ TỔ CHỨC CÔNG ĐOÀN"
COMPANIES = ("STT", "Tên đơn vị", "Mã số thuế", "Phường", "Số lao động", "Người liên hệ", "SĐT", "Ngày khảo sát")


@pytest.fixture
def office_session(session: Session) -> Session:
    """An office with two unions."""
    add_union(session, MAI, code="CS1")
    add_union(session, LAN, code="CS2")
    return session


def listed(*rows: Sequence[Cell], title: str = TITLE, headings: Sequence[Cell] = HEADINGS) -> Book:
    return book(sheet(((title,), (), headings, *((number, *row) for number, row in enumerate(rows, 1)))))


def facts(session: Session) -> list[tuple[object, ...]]:
    """What is stored of 2023, of the unions that reported anything."""
    ratings = records.choices(session, yearly_facts.LISTS["rating_id"])
    grades = records.choices(session, yearly_facts.LISTS["agreement_grade_id"])
    return [
        (
            row.union.name,
            ratings.get(row.facts["rating_id"]),
            row.facts["agreement"],
            row.facts["agreement_from"],
            grades.get(row.facts["agreement_grade_id"]),
            row.facts["dialogues"],
        )
        for row in yearly_facts.rows(session, 2023)
        if row.entered
    ]


def test_facts_of_a_year_come_in(office_session: Session) -> None:
    rows = (
        ("CS1", MAI, "hoàn thành tốt nhiệm vụ", None, None, None, 2),
        ("CS2", LAN, None, "có", "15/03/2022", "Loại B", None),
    )

    plan = taken(office_session, listed(*rows))

    assert (plan.kind, plan.period and plan.period.code) == (importing.YEARLY, "2023")
    assert outcomes(plan) == (2, 0, 0, 0)
    assert plan.lines[1].content == "Có TƯLĐTT: có; TƯLĐTT ký ngày: 15/03/2022; Loại TƯLĐTT: B"
    assert facts(office_session) == [
        (LAN, None, "yes", date(2022, 3, 15), "B", None),
        (MAI, "Hoàn thành tốt nhiệm vụ", None, None, None, 2),
    ]
    assert outcomes(planned(office_session, listed(*rows))) == (0, 0, 2, 0)


def test_other_facts_change_those_that_are_there_and_blanks_leave_them(office_session: Session) -> None:
    taken(office_session, listed(("CS1", MAI, "Hoàn thành nhiệm vụ", None, None, None, 2)))

    plan = taken(office_session, listed(("CS1", MAI, None, None, None, None, 3)))

    assert outcomes(plan) == (0, 1, 0, 0)
    assert plan.lines[0].changes == (("Số cuộc đối thoại", "2", "3"),)
    assert facts(office_session) == [(MAI, "Hoàn thành nhiệm vụ", None, None, None, 3)]


def test_a_day_or_grade_of_an_agreement_says_that_there_is_one(office_session: Session) -> None:
    taken(office_session, listed(("CS1", MAI, None, None, None, "A", None)))

    assert facts(office_session) == [(MAI, None, "yes", None, "A", None)]


def test_facts_that_contradict_each_other_are_refused(office_session: Session) -> None:
    plan = planned(office_session, listed(("CS1", MAI, None, "không", "15/03/2022", None, None)))

    assert outcomes(plan) == (0, 0, 0, 1)
    assert "không có TƯLĐTT mà đã ghi TƯLĐTT ký ngày" in reasons(plan)[0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            ("CS1", MAI, "Khá", None, None, None, None),
            "không có trong danh mục; hãy ghi một trong: Hoàn thành",
        ),
        (("CS9", "CĐCS Hoa Mây", None, None, None, None, 1), "chưa có trong sổ công đoàn"),
        (("CS1", LAN, None, None, None, None, 1), f"mã này là của “{MAI}”"),
        (("CS1", MAI, None, "có", "30/02/2023", None, None), "không phải là một ngày có thật; ý bạn là 28/02/2023?"),
        (("CS3", "CĐCS Cũ", None, None, None, None, 1), "“CĐCS Cũ” đã giải thể từ ngày 31/12/2022"),
    ],
)
def test_rows_that_cannot_be_taken_in(office_session: Session, row: tuple[Cell, ...], reason: str) -> None:
    close_union(office_session, add_union(office_session, "CĐCS Cũ", code="CS3"), "31/12/2022")

    plan = planned(office_session, listed(row))

    assert outcomes(plan) == (0, 0, 0, 1)
    assert reason in reasons(plan)[0]


def test_a_union_twice_is_refused(office_session: Session) -> None:
    plan = planned(office_session, listed(*(("CS1", MAI, None, None, None, None, number) for number in (1, 2))))

    assert outcomes(plan) == (0, 0, 0, 2)


def test_more_people_than_members_are_pointed_out(office_session: Session) -> None:
    (mai,) = (row for row in yearly_facts.rows(office_session, 2023) if row.union.name == MAI)
    report(office_session, Q4, mai.union.id, workers=9, members=9)
    headings = ("STT", "Tên CĐCS", "ĐV khó khăn", "Đoàn viên ảo")

    plan = planned(office_session, listed((MAI, 10, 1), headings=headings))

    assert outcomes(plan) == (1, 0, 0, 0)
    assert plan.warnings == (f"Sheet “Trang 1”, dòng 4, {MAI}: ĐV khó khăn: 10 lớn hơn số đoàn viên (9).",)


def test_facts_without_a_year_ask_for_it(office_session: Session) -> None:
    without = listed(("CS1", MAI, None, None, None, None, 1), title="SỐ LIỆU")

    with pytest.raises(UserError, match="không ghi năm nào"):
        planned(office_session, without)
    assert planned(office_session, without, Options(period=Q4)).new == 1


# Enterprises


def companies(*rows: Sequence[Cell], title: str = WAITING) -> Book:
    return listed(*rows, title=title, headings=COMPANIES)


LONG: tuple[Cell, ...] = ("Công ty TNHH Hoa Long", "0101234567", "Ngọc Hà", 45, "Lê Văn Long", 912345678, "15/03/2023")


def test_enterprises_come_in_with_their_wards(session: Session) -> None:
    plan = taken(session, companies(LONG, ("Hộ kinh doanh An", None, "Ngọc Hà", 3, None, None, None)))

    assert (plan.kind, outcomes(plan)) == (importing.ENTERPRISES, (2, 0, 0, 0))
    assert [entry.name for entry in plan.new_entries] == ["Ngọc Hà"]
    assert plan.lines[0].content == (
        "Địa bàn: Ngọc Hà; Số lao động: 45; Người liên hệ: Lê Văn Long; Điện thoại: 0912345678;"
        " Ngày khảo sát: 15/03/2023"
    )
    assert [(row.name, row.code, row.area, row.workers, row.phone) for row in enterprises.listed(session)] == [
        ("Công ty TNHH Hoa Long", "0101234567", "Ngọc Hà", 45, "0912345678"),
        ("Hộ kinh doanh An", None, "Ngọc Hà", 3, None),
    ]


def test_the_same_enterprises_again_change_nothing(session: Session) -> None:
    taken(session, companies(LONG))

    assert outcomes(planned(session, companies(LONG))) == (0, 0, 1, 0)


def test_an_enterprise_is_known_by_its_tax_code_then_by_its_name(session: Session) -> None:
    taken(session, companies(LONG, ("Hộ kinh doanh An", None, None, 3, None, None, None)))

    plan = taken(
        session,
        companies(
            ("Công ty CP Hoa Long", "0101234567", None, 50, None, None, None),
            ("HỘ KINH DOANH AN", "0107654321", None, None, None, None, None),
            ("Công ty CP Hoa Long", "0109999999", None, 1, None, None, None),
        ),
    )

    assert outcomes(plan) == (1, 2, 0, 0)
    assert {(row.name, row.code, row.workers) for row in enterprises.listed(session)} == {
        ("Công ty CP Hoa Long", "0101234567", 50),
        ("Công ty CP Hoa Long", "0109999999", 1),
        ("HỘ KINH DOANH AN", "0107654321", 3),
    }


def test_an_enterprise_twice_is_refused(session: Session) -> None:
    plan = planned(session, companies(LONG, ("Công ty khác", LONG[1], None, 5, None, None, None)))

    assert reasons(plan) == ["cùng một doanh nghiệp ở dòng 4, dòng 5; chỉ giữ lại một dòng"] * 2


def test_an_enterprise_without_name_is_refused(session: Session) -> None:
    plan = planned(session, companies((None, "0101234567", None, 45, None, None, None)))

    assert outcomes(plan) == (0, 0, 0, 1)
    assert reasons(plan) == ["chưa ghi tên doanh nghiệp"]


def test_enterprises_are_told_from_unions_by_what_stands_over_them(session: Session) -> None:
    headings = ("STT", "Tên đơn vị", "Địa chỉ", "Số lao động", "SĐT")
    rows = ((1, "Công ty TNHH Hoa Long", "Ngọc Hà", 45, None),)

    waiting = planned(session, book(sheet(((WAITING,), headings, *rows))))
    unions = planned(session, book(sheet((("DANH SÁCH CĐCS DOANH NGHIỆP",), headings, *rows))))

    assert (waiting.kind, unions.kind) == (importing.ENTERPRISES, importing.UNIONS)


def test_an_enterprise_that_waits_again_loses_its_union(session: Session) -> None:
    taken(session, companies(LONG))
    (row,) = enterprises.listed(session)
    enterprises.founded(session, row.id, add_union(session, "CĐCS Công ty Hoa Long"))
    headings = ("STT", "Tên doanh nghiệp", "Tình trạng")

    plan = taken(session, listed((LONG[0], "chưa có công đoàn"), title=WAITING, headings=headings))

    assert plan.lines[0].changes == (("Tình trạng", "đã thành lập công đoàn", "chưa có công đoàn"),)
    assert [(one.union_id, one.waits) for one in enterprises.listed(session)] == [(None, True)]


def test_nothing_is_left_of_a_refused_list(session: Session) -> None:
    planned(session, companies(LONG))

    assert (records.rows(session, Enterprise), records.choices(session, Area)) == ([], {})
    assert records.rows(session, YearlyFact) == []
