"""A year of competition through the window, with hands on the keys: founded, registered, reviewed, awarded, reported.

The real window over a real file. Nothing is clicked, and services are only asked what is stored.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.offices import Q1, found_office
from tests.sheets import save, sheet
from tests.ui.hands import ALT, CTRL, SHIFT, Clipboard, Key, Reader, press, type_text
from tests.ui.secretary import Secretary, at_work
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.records import MemberCount, Rating, Union
from unioncare_desktop.domain.records.registration import ACHIEVED, AWARDED, PARTLY, PROPOSED
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.services import (
    awards,
    campaigns,
    enterprises,
    office,
    periods,
    records,
    registrations,
    yearly_facts,
)
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.registrations import RegistrationRow
from unioncare_desktop.ui.pages.competitions import AWARDS, MISSING, REGISTRATIONS, RESULTS, CompetitionsPage
from unioncare_desktop.ui.pages.imports import ImportsPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.vietnamese import show_percent

UNIONS = 30
TITLE, GROUP, WORK, PACT = "Danh hiệu cá nhân", "Danh hiệu tập thể", "Công trình, phần việc", "Giao ước thi đua"
BOTH = CTRL | SHIFT


def name_of(number: int) -> str:
    return f"CĐCS Đơn vị {number:02}"


def code_of(number: int) -> str:
    return f"CS{number:03}"


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district of thirty unions that have reported for the first quarter of 2023; no competition yet."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    with closing(office.open_office(path, create=True, user="Lan")) as database, database.write("Nhập") as session:
        found_office(session, "district", name="LĐLĐ quận Thử")
        listed = [
            {"code": code_of(number), "name": name_of(number), "founded_on": date(2015, 1, 1)}
            for number in range(1, UNIONS + 1)
        ]
        ids = records.insert_rows(session, Union, listed)
        period = periods.ensure(session, Q1).id
        counted = {"workers": 40, "workers_female": 20, "members": 30, "members_female": 15}
        records.insert_rows(session, MemberCount, [{"union_id": one, "period_id": period} | counted for one in ids])
    return path


@pytest.fixture
def desk(office_file: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    yield from at_work(office_file, tmp_path, qapp, qtbot)


class Organiser(Secretary):
    """A secretary who knows her way on the page of competitions."""

    @property
    def page(self) -> CompetitionsPage:
        page = self.desk.window.page
        assert isinstance(page, CompetitionsPage)
        return page

    @property
    def rounds(self) -> tuple[RoundRow, ...]:
        assert self.desk.work is not None
        with self.desk.work.read() as session:
            (campaign,) = campaigns.listed(session)
        return campaign.rounds

    def registered(self, number: int = 1) -> list[RegistrationRow]:
        """What is stored of a round."""
        assert self.desk.work is not None
        with self.desk.work.read() as session:
            return registrations.rows(session, [self.rounds[number - 1].id])


@pytest.fixture
def secretary(desk: Desk, qtbot: QtBot, clipboard: Clipboard) -> Organiser:
    return Organiser(desk, qtbot, clipboard)


def test_a_year_of_competition_without_the_mouse(secretary: Organiser, reader: Reader, tmp_path: Path) -> None:
    found_the_campaign(secretary)
    type_and_paste(secretary)
    take_in_a_register(secretary, tmp_path)
    ask_who_is_missing(secretary)
    review_and_close(secretary, reader)
    reopen_and_propose(secretary)
    close_both_rounds(secretary)
    award(secretary)
    make_reports(secretary)


def found_the_campaign(her: Organiser) -> None:
    her.press(Key.Key_5, modifier=CTRL)
    her.press(Key.Key_Space)  # the main button has the focus
    her.press(Key.Key_Tab)
    her.type("2023", end=Key.Key_Tab)
    her.press(Key.Key_S, modifier=CTRL)
    assert [one.title for one in her.rounds] == ["Đợt 1 (01/01–30/06/2023)", "Đợt 2 (01/07–31/12/2023)"]
    assert her.page.round == her.rounds[0]


def type_and_paste(her: Organiser) -> None:
    """The blank line waits with its first cell as soon as the campaign is there."""
    her.type("cs001", "", end=Key.Key_Tab)
    her.choose("ca nhan")
    her.choose("lao dong tien tien")
    her.type("3", "15/3")
    her.type("cs002", "", end=Key.Key_Tab)
    her.choose("cong trinh")
    her.type("Vườn hoa trường học", "2", "20/3")
    first, second = her.registered()
    assert (first.union.code, first.kind, first.content) == ("CS001", TITLE, "Lao động tiên tiến")
    assert (first.quantity, first.registered_on) == (3, date(2023, 3, 15))
    assert (second.union.code, second.kind, second.content) == ("CS002", WORK, "Vườn hoa trường học")

    rows = [
        (code_of(number), name_of(number), *what, "30/02/2023" if (number, what) == (5, WORKS) else f"{number}/4/2023")
        for number in range(3, 27)
        for what in ((TITLE, "Lao động tiên tiến", "4"), WORKS)
    ]
    rows[-1] = (*rows[-1][:2], PACT, "Giao ước thi đua năm 2023", "1", "10/4/2023")
    her.clipboard.text = "".join("\t".join(cells) + "\r\n" for cells in rows)
    her.press(Key.Key_V, modifier=CTRL)
    grid = her.page.registrations.grid
    assert "1 từ chối" in grid.view.preview.bar.counts.text()
    her.press(Key.Key_Return)
    assert len(her.registered()) == 49
    her.press(Key.Key_F8)
    assert "ý bạn là 28/02/2023?" in grid.current_problem
    her.press(Key.Key_Return, modifier=ALT)
    assert len(her.registered()) == 50
    assert not grid.refused

    her.press(Key.Key_Z, modifier=CTRL)
    her.press(Key.Key_Z, modifier=CTRL)
    assert "Dán" in her.told
    assert len(her.registered()) == 2
    her.press(Key.Key_Y, modifier=CTRL)
    her.press(Key.Key_Y, modifier=CTRL)
    assert len(her.registered()) == 50
    assert grid.view.currentIndex().isValid()


WORKS = (WORK, "Trồng cây xanh", "1")
HEADINGS = ("STT", "Mã CĐCS", "Tên CĐCS", "Đợt", "Loại đăng ký", "Nội dung / danh hiệu", "Số lượng", "Ngày đăng ký")


def take_in_a_register(her: Organiser, folder: Path) -> None:
    """The file is dropped, everything else are keys: the way on always has the focus."""
    rows = [
        (
            *(number, code_of(number), name_of(number), "Đợt II"),
            GROUP,
            "Tập thể lao động tiên tiến",
            1,
            f"{number}/8/2023",
        )
        for number in range(1, 11)
    ]
    rows[6] = (*rows[6][:-1], "31/9/2023")
    book = save(folder / "so.xlsx", sheet((("ĐĂNG KÝ THI ĐUA NĂM 2023",), HEADINGS, *rows)))
    her.desk.window.go("imports", [book])
    her.rest()
    page = her.desk.window.page
    assert isinstance(page, ImportsPage)
    assert page.preview.plan is not None
    assert page.preview.plan.rejected_rows == 1
    her.press(Key.Key_Space)  # leave it out
    her.qtbot.waitUntil(page.accept.isEnabled)
    press(None, Key.Key_N, modifier=ALT)
    her.qtbot.waitUntil(page.result.isVisible)
    her.rest()
    her.press(Key.Key_Space)  # see what came in
    assert her.page.tabs.currentIndex() == REGISTRATIONS
    assert [row.union.code for row in her.registered(2)] == [code_of(number) for number in range(1, 11) if number != 7]


def ask_who_is_missing(her: Organiser) -> None:
    her.press(Key.Key_Tab, modifier=CTRL)
    missing = her.page.missing
    assert her.page.tabs.currentIndex() == MISSING
    share = show_percent(26 / 30, 2)
    assert share.startswith("86,67")
    assert missing.headline.text() == f"Đợt 1: 26/30 CĐCS đã đăng ký, đạt {share}; còn 4 để đủ 100 %"
    assert [line.union.name for line in missing.grid.shown_rows] == [name_of(number) for number in range(27, 31)]
    her.press(Key.Key_Down)
    her.press(Key.Key_Return)
    her.choose("sang kien")
    her.type("Cải tiến quy trình tiếp dân")
    assert her.registered()[-1].union.name == name_of(28)
    assert her.page.tabs.tabText(MISSING) == "Chưa đăng ký 3"


def review_and_close(her: Organiser, reader: Reader) -> None:
    her.press(Key.Key_Tab, Key.Key_Tab, modifier=CTRL)
    assert her.page.tabs.currentIndex() == RESULTS
    her.type("đ")
    her.type("m", "1")
    reviewed = [(row.outcome, row.achieved) for row in her.registered()]
    assert reviewed[:3] == [(ACHIEVED, 3), (PARTLY, 1), (None, None)]

    her.open(Key.Key_B)
    her.choose("don vi 30")
    her.choose("sang kien")
    her.type("Phần mềm sổ quỹ", end=Key.Key_Tab)
    her.press(Key.Key_S, modifier=CTRL)
    assert [row.union.name for row in her.registered() if row.added_later] == [name_of(30)]

    results = her.page.results
    reader.answer = lambda box: press(box, Key.Key_Return)
    press(None, Key.Key_C, modifier=ALT)
    her.qtbot.waitUntil(lambda: len(reader.read) == 1)
    her.rest()
    assert "còn 49 đăng ký chưa có kết quả" in reader.read[0]
    assert len(results.grid.shown_rows) == 49
    her.press(Key.Key_A, modifier=CTRL)
    her.press(Key.Key_Return, modifier=BOTH)
    assert results.told == "Đã đánh giá 52/52 đăng ký"
    assert [row.outcome for row in her.registered()].count(PARTLY) == 1

    close_round(her)
    assert her.rounds[0].closed
    before = her.registered()
    her.type("k")
    assert her.registered() == before


def close_round(her: Organiser) -> None:
    her.open(Key.Key_C)
    her.press(Key.Key_Return)


def reopen_and_propose(her: Organiser) -> None:
    her.open(Key.Key_I)
    her.press(Key.Key_Return)
    assert her.rounds[0].closed, "not without a reason"
    her.type("ghi đề nghị khen thưởng")
    assert (her.rounds[0].closed, her.rounds[0].reopened_why) == (False, "ghi đề nghị khen thưởng")

    her.press(Key.Key_Tab, modifier=CTRL)
    assert her.page.tabs.currentIndex() == AWARDS
    her.open(Key.Key_Q)
    her.type("15/TTr-LĐLĐ", "5/7")
    assert {(row.state, row.proposal) for row in awarded(her)} == {(PROPOSED, "15/TTr-LĐLĐ")}
    assert len(awarded(her)) == 25


def awarded(her: Organiser) -> list[awards.AwardRow]:
    assert her.desk.work is not None
    with her.desk.work.read() as session:
        return awards.rows(session, her.rounds[0].id)


def close_both_rounds(her: Organiser) -> None:
    her.press(Key.Key_Tab, modifier=BOTH)
    close_round(her)
    her.press(Key.Key_PageDown, modifier=CTRL)
    her.press(Key.Key_A, modifier=CTRL)
    her.press(Key.Key_Return, modifier=BOTH)
    close_round(her)
    assert [one.closed for one in her.rounds] == [True, True]


def award(her: Organiser) -> None:
    """Decisions come after a round is closed."""
    her.press(Key.Key_PageUp, modifier=CTRL)
    her.press(Key.Key_Tab, modifier=CTRL)
    her.press(Key.Key_A, modifier=CTRL)
    her.open(Key.Key_K)
    her.type("20/QĐ-LĐLĐ", "20/7")
    assert {(row.state, row.decision, row.decided_on) for row in awarded(her)} == {
        (AWARDED, "20/QĐ-LĐLĐ", date(2023, 7, 20))
    }


REPORTS = {
    "Đăng ký danh hiệu": ([1, "Lao động tiên tiến", 25, 99], "Có 99 người của 25 công đoàn cơ sở đăng ký"),
    "Tổng hợp đăng ký": ([2, WORK, 24, 24, 25], "với 51 đăng ký"),
    "CĐCS chưa đăng ký": ([1, code_of(27), name_of(27)], "còn 3 chưa đăng ký"),
    "Giao ước thi đua": ([1, name_of(26), "Giao ước thi đua năm 2023", "Đợt 1"], "Giao ước thi đua Đợt 1 năm 2023"),
    "Kết quả thi đua": ([2, WORK, 23, 1, 0, 0, 25, 24], "51 đạt, 1 đạt một phần, 0 không đạt"),
}
"""How a row of the workbook begins, and what the PDF says, by the report's title."""


def make_reports(her: Organiser) -> None:
    """Ctrl+E leads to the report of what is shown, Ctrl+K to the others."""
    her.press(Key.Key_E, modifier=CTRL)
    page = her.desk.window.page
    assert isinstance(page, ReportsPage)
    assert page.report.request is not None
    assert (page.report.request.report.title, page.report.request.span.code) == ("Đăng ký danh hiệu", "2023-Q2")
    for title, (cells, sentence) in REPORTS.items():
        her.press(Key.Key_K, modifier=CTRL)
        type_text(title)
        her.press(Key.Key_Return)
        rows, words = her.make_report()
        assert any(row[: len(cells)] == cells for row in rows), title
        assert sentence in words


def test_the_facts_of_a_year_and_an_enterprise_are_typed(secretary: Organiser) -> None:
    her, work = secretary, secretary.desk.work
    assert work is not None
    her.press(Key.Key_6, modifier=CTRL)
    her.choose("hoan thanh tot")
    her.type("x", "1/3", "1/3/2026")
    her.choose("hoan thanh xuat", Key.Key_Return)
    her.choose("hoan thanh nhiem", Key.Key_Return)
    her.rest()
    with work.read() as session:
        facts = [row.facts for row in yearly_facts.rows(session, 2023)[:4]]
        ratings = records.choices(session, Rating)
    assert [ratings.get(one["rating_id"]) for one in facts] == [
        "Hoàn thành tốt nhiệm vụ",
        "Hoàn thành xuất sắc nhiệm vụ",
        "Hoàn thành nhiệm vụ",
        None,
    ]
    assert (facts[0]["agreement"], facts[0]["agreement_from"]) == (YES, date(2023, 3, 1))
    assert facts[0]["agreement_until"] == date(2026, 3, 1)

    her.press(Key.Key_Tab, modifier=CTRL)
    her.type("Công ty Hoa Long", "", "0101234567", "45")
    with work.read() as session:
        (enterprise,) = enterprises.listed(session)
    assert (enterprise.name, enterprise.code, enterprise.workers) == ("Công ty Hoa Long", "0101234567", 45)
