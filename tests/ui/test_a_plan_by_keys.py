"""Plans through the window, with hands on the keys: what is missing, targets, a text, deadlines, returns, the report.

The real window over a real file, six days before the returns of the fourth quarter of 2023 are due.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.offices import Q3, Q4, found_office
from tests.ui.hands import CTRL, PLAIN, SHIFT, Clipboard, Key, Reader, answer, escape, press
from tests.ui.secretary import Secretary, at_work
from unioncare_desktop import clock
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.records import AgreementGrade, MemberCount, Sector, Union, YearlyFact
from unioncare_desktop.domain.records.yearly import NO, YES
from unioncare_desktop.services import office, periods, plans, records
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.services.targets import TargetStanding
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.deadlines_view import DeadlinesView
from unioncare_desktop.ui.lint_dialog import LintDialog
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.home import HomePage
from unioncare_desktop.ui.pages.plans import PlansPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.plans_view import PlansView
from unioncare_desktop.ui.returns_view import ReturnsView
from unioncare_desktop.ui.targets_view import TargetsView
from unioncare_desktop.vietnamese import NO_BREAK

ON = date(2023, 12, 8)
UNIONS, ENTERPRISES = 30, 20
BOTH = CTRL | SHIFT


def name_of(number: int) -> str:
    return f"CĐCS Đơn vị {number:02}"


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district of thirty unions; three have not reported for the fourth quarter, one of them not for the third."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    with closing(office.open_office(path, create=True, user="Lan")) as database, database.write("Nhập") as session:
        found_office(session, "district", name="LĐLĐ quận Thử")
        sectors = {name: one for one, name in records.choices(session, Sector).items()}
        private, public = sectors["Doanh nghiệp ngoài nhà nước"], sectors["Sự nghiệp công lập"]
        listed = [
            {
                "code": f"CS{number:03}",
                "name": name_of(number),
                "founded_on": date(2023 if number < 3 else 2015, 2, 1),
                "sector_id": private if number <= ENTERPRISES else public,
            }
            for number in range(1, UNIONS + 1)
        ]
        ids = records.insert_rows(session, Union, listed)
        for quarter, missing in ((Q3, 1), (Q4, 3)):
            period = periods.ensure(session, quarter).id
            counted = {"workers": 40, "members": 30, "period_id": period}
            records.insert_rows(session, MemberCount, [{"union_id": one} | counted for one in ids[: UNIONS - missing]])
        grades = {name: one for one, name in records.choices(session, AgreementGrade).items()}
        facts = [
            {
                "union_id": one,
                "year": 2023,
                "agreement": YES if place < 15 else NO,
                "agreement_grade_id": grades["B" if place < 7 else "C"] if place < 15 else None,
            }
            for place, one in enumerate(ids[:ENTERPRISES])
        ]
        records.insert_rows(session, YearlyFact, facts)
    return path


@pytest.fixture
def desk(
    office_file: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setattr(clock, "today", lambda: ON)
    yield from at_work(office_file, tmp_path, qapp, qtbot)


Shown = TypeVar("Shown", bound=QWidget)


class Planner(Secretary):
    """A secretary who knows her way between the start page and the page of plans."""

    @property
    def home(self) -> HomePage:
        page = self.desk.window.page
        assert isinstance(page, HomePage)
        return page

    @property
    def page(self) -> PlansPage:
        page = self.desk.window.page
        assert isinstance(page, PlansPage)
        return page

    def view(self, kind: type[Shown]) -> Shown:
        """The part of the page that is shown."""
        view = self.page.view
        assert isinstance(view, kind)
        return view

    def dialog(self, kind: type[Shown]) -> Shown:
        """What asks in front of the window."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        return dialog

    @property
    def plans(self) -> list[PlanRow]:
        """What is stored."""
        assert self.desk.work is not None
        with self.desk.work.read() as session:
            return plans.listed(session)

    @property
    def standings(self) -> list[TargetStanding]:
        """The targets that the list shows."""
        return [line.standing for line in self.view(TargetsView).grid.shown_rows]

    @property
    def own(self) -> PlanRow:
        """The plan that she types."""
        return next(one for one in self.plans if one.number == "15/KH-LĐLĐ")

    def choose_in_menu(self, key: Qt.Key, *keys: Qt.Key) -> None:
        """Press the Alt key of a button with a menu, and *keys* when the menu is there."""

        def choose() -> None:
            menu = QApplication.activePopupWidget()
            if menu is None:
                QTimer.singleShot(5, choose)
            else:
                press(menu, *keys)
                chosen.append(menu)

        chosen: list[QWidget] = []
        QTimer.singleShot(5, choose)
        self.push(key, lambda: bool(chosen))


@pytest.fixture
def planner(desk: Desk, qtbot: QtBot, clipboard: Clipboard) -> Planner:
    return Planner(desk, qtbot, clipboard)


def test_a_year_of_plans_without_the_mouse(
    planner: Planner, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_at_the_morning(planner)
    load_plans(planner)
    enter_by_hand(planner)
    check_a_text(planner)
    mark_what_is_due(planner, tmp_path, monkeypatch)
    call_for_returns(planner, reader)
    type_a_plan(planner)
    make_the_report(planner)


def look_at_the_morning(her: Planner) -> None:
    """What is missing and late is told at once; Enter opens the list behind the number that has the focus."""
    her.rest()
    told = [(one.figure.text().replace(NO_BREAK, " "), one.detail.text()) for one in her.home.tiles[:2]]
    assert told == [("27 / 30", "3 chưa nộp · hạn 14/12, còn 6 ngày"), ("810", "bằng Quý III")]
    assert her.home.due.chips[0].text() == "1 trễ"
    late = her.home.due_rows[0]
    assert (late.name.text(), late.state.text()) == ("Nộp số liệu Quý III/2023", "trễ 85 ngày")
    assert her.home.goals.nothing.text().startswith("Chưa nạp kế hoạch nào.")
    her.press(Key.Key_Return)
    page = her.desk.window.page
    assert isinstance(page, CountsPage)
    assert [row.union.name for row in page.grid.shown_rows] == [name_of(number) for number in (28, 29, 30)]


GOOD, LARGE, MEMBERS = (
    "TƯLĐTT xếp loại B trở lên",
    "Doanh nghiệp đủ đoàn viên theo ngưỡng có TƯLĐTT",
    "Đoàn viên công đoàn",
)
SHOWN = {
    ("KH ngày 18/01/2023", GOOD): ("trên 55 %", "7/15 · 46,7 %", False, 2),
    ("KH 10/KH-UBND", GOOD): ("từ 45 % trở lên", "7/15 · 46,7 %", True, 0),
    ("KH 10/KH-UBND", LARGE): ("từ 75 % trở lên", "15/20 · 75,0 %", True, 0),
    ("KH 10/KH-UBND", MEMBERS): ("khoảng 22.000 đoàn viên", "810", False, 21_190),
}
"""What is wanted, what it comes to, whether that is enough and what is missing, as counted by hand."""


def load_plans(her: Planner) -> None:
    """From the start page to the list of plans; Enter loads one."""
    her.press(Key.Key_1, modifier=CTRL)
    her.push(Key.Key_N, lambda: isinstance(her.desk.window.page, PlansPage))
    for words in ("10 kh ubnd", "long bien"):
        her.find(words)
        her.press(Key.Key_Return)
    assert len(her.plans) == 2
    her.press(Key.Key_Tab, modifier=CTRL)
    shown = {(one.target.plan, one.indicator.name): one for one in her.standings}
    for key, (wanted, value, met, gap) in SHOWN.items():
        one = shown[key]
        words = one.value_words.replace(NO_BREAK, " ")
        assert (one.target.wanted, words, one.met, one.gap) == (wanted, value, met, gap)
    her.press(Key.Key_1, modifier=CTRL)
    assert [chip.text() for chip in her.home.goals.chips] == ["2 đạt", "5 chưa đạt", "7 chưa đánh giá được"]
    her.press(*[Key.Key_Tab] * 5, Key.Key_Down)
    goal = her.home.goal_rows[1]
    assert goal.hasFocus()
    her.press(Key.Key_Return)
    standing = her.view(TargetsView).current
    assert standing is not None
    assert (standing.indicator.name, standing.target.wanted) == (goal.name.text(), goal.wanted.text())


def enter_by_hand(her: Planner) -> None:
    """Enter on a target that the records cannot tell asks for its figure."""
    her.find("chu de")
    her.open(Key.Key_Return, PLAIN)
    her.press(Key.Key_Tab)
    her.type("700", "810", "Báo cáo số 12/BC", end=Key.Key_Tab)
    her.press(Key.Key_S, modifier=CTRL)
    (one,) = her.standings
    assert one.value_words.replace(NO_BREAK, " ") == "700/810 · 86,4 %"
    assert (one.gap, one.value.note) == (110, "nhập tay, số liệu đến ngày 08/12/2023: Báo cáo số 12/BC")


TEXT = (
    "Số: 12/KH-LĐLĐ\r\nQuận Thử, ngày 10 tháng 01 năm 2023\r\nKẾ HOẠCH\r\nCông tác năm 2023\r\n"
    "Phấn đấu đến hết năm 2023 có trên 60% Thỏa ước lao động tập thể đạt loại B trở lên.\r\n"
    "Đến hết năm 2023 tỷ lệ đoàn viên trên tổng số CNVCLĐ đạt từ 80% trở lên.\r\n"
    "Đến hết năm 2023 toàn quận đạt 900 đoàn viên công đoàn.\r\n"
    "Đăng ký gửi về LĐLĐ quận chậm nhất ngày 30/02/2023."
)


def check_a_text(her: Planner) -> None:
    """F6 goes from the text to what was found, and to what is proposed; space leaves a target out."""
    her.press(Key.Key_Tab, modifier=BOTH)
    her.open(Key.Key_V)
    dialog = her.dialog(LintDialog)
    her.clipboard.text = TEXT
    her.press(Key.Key_V, modifier=CTRL)
    assert dialog.heading.text() == "2 chỗ cần xem, 1 chỗ sai"
    assert [one.taken for one in dialog.proposals] == [True] * 4
    her.press(*[Key.Key_F8] * len(dialog.found.findings))
    assert "ý là 28/02/2023 hay 30/03/2023?" in dialog.sentence.text()
    her.press(Key.Key_F6)
    her.press(Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert [one.taken for one in dialog.proposals] == [True, True, False, True]
    her.press(Key.Key_Return, modifier=CTRL)
    assert dialog.saved.text().startswith("Đã lấy 3 mục vào KH 12/KH-LĐLĐ.")
    her.press(Key.Key_Escape)
    (own,) = [one for one in her.plans if one.number == "12/KH-LĐLĐ"]
    assert [one.wanted for one in own.targets] == ["trên 60 %", "từ 80 % trở lên"]
    (deadline,) = own.deadlines
    assert (deadline.due, "30/02/2023" in (deadline.problem or "")) == (None, True)
    her.press(Key.Key_Z, modifier=CTRL)
    assert len(her.plans) == 2
    her.press(Key.Key_Y, modifier=CTRL)
    assert len(her.plans) == 3


def mark_what_is_due(her: Planner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Space marks as done, F6 puts off for a reason; what has no day gets one, and the rest goes into a calendar."""
    her.press(Key.Key_Tab, Key.Key_Tab, modifier=CTRL)
    her.find("ky niem 20 nam")
    her.press(Key.Key_Space)
    her.find("bao cao quy")
    her.open(Key.Key_F6, PLAIN)
    her.press(Key.Key_Tab)
    her.type("Chờ số liệu của ba đơn vị")
    told = {(line.due, line.title): (line.badge.text, line.note) for line in her.view(DeadlinesView).lines}
    assert told[date(2023, 11, 6), JUBILEE] == ("Đã xong ngày 08/12/2023", "")
    put_off = ("Nhắc lại từ 15/12/2023, trễ 269 ngày", "Chờ số liệu của ba đơn vị")
    assert told[date(2023, 3, 14), QUARTERLY] == put_off

    her.press(Key.Key_K, modifier=CTRL)
    her.type("chua ro ngay")
    her.find("12 kh ldld")
    her.open(Key.Key_Return, PLAIN)
    dialog = her.dialog(AskDialog)
    her.type("30/2")
    assert dialog.problem.text() == "Ngày đến hạn: “30/2” không phải là một ngày có thật; ý bạn là 28/02/2023?"
    her.press(Key.Key_A, modifier=CTRL)
    her.type("15/12/2023")
    (line,) = [line for line in her.view(DeadlinesView).lines if line.title == UNDATED]
    assert (line.due, line.badge.text) == (date(2023, 12, 15), "Sắp đến hạn, còn 7 ngày")

    her.press(Key.Key_K, modifier=CTRL)
    her.type("viec tre han")
    file = folder / "lich.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(file), ""))
    her.choose_in_menu(Key.Key_X, Key.Key_L)
    events = {str(one["summary"]): one for one in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    quarterly = events[QUARTERLY]
    assert quarterly.decoded("dtstart") == date(2023, 6, 14), "the first was put off"
    assert b"BYMONTH=3,6,9,12" in quarterly.to_ical()
    assert "Nộp số liệu Quý III/2023" in events
    assert JUBILEE not in events


JUBILEE, QUARTERLY = "Kỷ niệm 20 năm thành lập quận Long Biên", "Báo cáo quý, 6 tháng, năm về LĐLĐ quận"
UNDATED = "Đăng ký gửi về LĐLĐ quận chậm nhất ngày 30/02/2023"


def call_for_returns(her: Planner, reader: Reader) -> None:
    """Those that are missing come first: the message to them is copied, they are reminded, and report by telephone."""
    her.press(Key.Key_Tab, modifier=CTRL)
    view = her.view(ReturnsView)
    her.press(Key.Key_C, modifier=BOTH)
    assert "hạn nộp 14/12/2023 (còn 6 ngày). Còn 3 đơn vị chưa nộp:" in her.clipboard.text
    assert f"2. {name_of(29)} (CS029)" in her.clipboard.text
    reader.answer = answer("Ghi")
    her.choose_in_menu(Key.Key_N, Key.Key_Z)
    reader.answer = escape
    assert reader.read[0].startswith("Ghi là hôm nay đã nhắc 3 CĐCS qua Zalo")
    her.press(Key.Key_Down, Key.Key_Down, modifier=SHIFT)
    her.press(Key.Key_Return, modifier=BOTH)
    asked = [(row.union.name, row.reminders, row.reminded_on, row.received_on) for row in view.grid.shown_rows[:3]]
    assert asked == [(name_of(number), 1, ON, ON) for number in (28, 29, 30)]
    assert view.headline.text() == "Quý IV/2023: cả 30 CĐCS đã nộp số liệu"


def type_a_plan(her: Planner) -> None:
    """What a plan is, then its targets and deadlines from cell to cell; what cannot be waits in its cell."""
    her.press(Key.Key_Tab, modifier=CTRL)
    her.open(Key.Key_N, CTRL)
    her.type("15/KH-LĐLĐ", "20/01/2023", "LĐLĐ quận Thử", "Công tác nữ công", end=Key.Key_Tab)
    her.press(Key.Key_S, modifier=CTRL)
    view = her.view(PlansView)
    grid = view.editor.part.grid
    her.choose("tuldtt xep loai b")
    her.type("ít nhất", "150")
    her.choose("doan vien cong doan")
    her.type("khoảng", "850", "31/12/2023")
    assert [one.wanted for one in her.own.targets] == ["khoảng 850 đoàn viên"]
    her.press(Key.Key_F8)
    assert grid.current_problem == "Mức phải đạt: tỷ lệ không quá 100 %"
    her.type("40 %")
    assert sorted(one.wanted for one in her.own.targets) == ["khoảng 850 đoàn viên", "từ 40 % trở lên"]
    her.press(Key.Key_F6)
    her.type("Báo cáo quý về LĐLĐ", "", "ngày 14 các tháng 3, 6, 9, 12 hằng năm")
    (deadline,) = her.own.deadlines
    assert (deadline.due, deadline.rule) == (None, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14")


def make_the_report(her: Planner) -> None:
    """Ctrl+E leads to the report of the targets."""
    her.press(Key.Key_E, modifier=CTRL)
    page = her.desk.window.page
    assert isinstance(page, ReportsPage)
    assert page.report.request is not None
    assert (page.report.request.report.title, page.report.request.span.code) == ("Thực hiện chỉ tiêu", "2023-Q4")
    rows, words = her.make_report()
    assert any(row[1:6] == ["Đoàn viên công đoàn", "khoảng 850 đoàn viên (2023)", 810, 0.9529, "Đạt"] for row in rows)
    assert "TƯLĐTT xếp loại B trở lên từ 40 % trở lên 7 46,67 % Đạt" in words.replace(NO_BREAK, " ")
