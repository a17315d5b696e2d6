"""The list of what is due, by keys: marked, put off, given a day, added to, written into a calendar file."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, SHIFT, Key, Reader, press, type_text
from unioncare_desktop.domain.records import DeadlineMark, Plan, PlanDeadline
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import plans, records, undo
from unioncare_desktop.ui.ask_dialog import AskDialog
from unioncare_desktop.ui.deadlines_view import DeadlinesView
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.plans import PlansPage
from unioncare_desktop.ui.work import Work
from unioncare_desktop.vietnamese import show_day

TODAY = date.today()  # noqa: DTZ011 - the program asks the same clock
LATE, SOON, LATER = TODAY - timedelta(days=3), TODAY + timedelta(days=6), TODAY + timedelta(days=40)
Asked = Callable[[], AskDialog]
Settled = Callable[[], None]
WORDS, PROBLEM = "trước ngày 30/02/2023", "Không có ngày 30/02/2023."


@pytest.fixture
def plan_id(empty_work: Work) -> int:
    """Three things with a day, and one without."""
    with empty_work.database.write("Lập kế hoạch") as session:
        values = {"number": "10/KH-LĐLĐ", "issuer": "LĐLĐ quận", "name": "Kế hoạch năm"}
        (plan_id,) = records.insert_rows(session, Plan, [values])
        days = {"Báo cáo trễ": LATE, "Báo cáo sắp tới": SOON, "Báo cáo sau này": LATER}
        rows = [{"plan_id": plan_id, "name": name, "kind": "report", "due": due} for name, due in days.items()]
        rows.append({"plan_id": plan_id, "name": "Đăng ký công trình", "words": WORDS, "problem": PROBLEM})
        records.insert_rows(session, PlanDeadline, rows)
        return plan_id


@pytest.fixture
def page(qtbot: QtBot, empty_work: Work, context: Context) -> PlansPage:
    page = PlansPage(empty_work, context)
    qtbot.addWidget(page)
    empty_work.changed.connect(page.follow)
    page.resize(1182, 700)
    page.show()
    page.arrive("deadlines")
    page.refresh()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def settled(qtbot: QtBot, page: PlansPage) -> Callable[[], None]:
    """Wait until the list is read."""
    return lambda: qtbot.waitUntil(lambda: not the_view(page).busy, timeout=10_000)


@pytest.fixture
def view(plan_id: int, page: PlansPage, settled: Settled) -> DeadlinesView:
    assert plan_id
    settled()
    view = the_view(page)
    view.by_plan.choose("KH 10/KH-LĐLĐ")
    view.grid.setFocus()
    view.grid.view.go(0, 1)
    return view


def the_view(page: PlansPage) -> DeadlinesView:
    assert isinstance(page.view, DeadlinesView)
    return page.view


def shown(view: DeadlinesView) -> list[tuple[str, str]]:
    return [(line.title, line.badge.text) for line in view.grid.shown_rows]


def marks(work: Work) -> list[tuple[date, str, str | None]]:
    with work.read() as session:
        return [(row["due"], row["state"], row["note"]) for row in records.rows(session, DeadlineMark)]


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[[], AskDialog]:
    """Wait until a dialog asks, and has the keys."""

    def wait() -> AskDialog:
        qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), AskDialog))
        asked = QApplication.activeWindow()
        assert isinstance(asked, AskDialog)
        return asked

    return wait


def test_the_most_urgent_comes_first(view: DeadlinesView) -> None:
    assert shown(view) == [
        ("Báo cáo trễ", "Trễ 3 ngày"),
        ("Báo cáo sắp tới", "Sắp đến hạn, còn 6 ngày"),
        ("Báo cáo sau này", "Còn 40 ngày"),
    ]
    assert view.questions["late"].text() == "Trễ hạn 1"
    assert view.questions["undated"].text() == "Chưa rõ ngày 1"
    assert view.about.text().startswith("Báo cáo trễ · KH 10/KH-LĐLĐ")


def test_space_marks_as_done_and_takes_it_back(view: DeadlinesView, empty_work: Work, settled: Settled) -> None:
    press(None, Key.Key_Space)
    settled()
    assert marks(empty_work) == [(LATE, "done", None)]
    assert [title for title, _words in shown(view)] == ["Báo cáo sắp tới", "Báo cáo sau này"]

    view.questions["done"].click()
    assert shown(view) == [("Báo cáo trễ", f"Đã xong ngày {show_day(TODAY)}")]
    view.grid.view.go(0, 1)
    press(view.grid.view, Key.Key_Space)
    settled()
    assert marks(empty_work) == []


def test_several_are_done_at_once_and_undone_in_one_step(
    view: DeadlinesView, empty_work: Work, settled: Settled
) -> None:
    press(None, Key.Key_Down, Key.Key_Down, modifier=SHIFT)
    press(None, Key.Key_Space)
    settled()
    assert [due for due, _state, _note in marks(empty_work)] == [LATE, SOON, LATER]
    with empty_work.read() as session:
        offer = undo.next_undo(session)
    assert offer is not None
    assert offer.name == "Đánh dấu đã xong 3 việc"
    empty_work.write(offer.title, lambda session: undo.undo(session, offer.action_id), undoes=offer.action_id)
    settled()
    assert len(shown(view)) == 3


def test_hundreds_are_done_beside_the_window(
    view: DeadlinesView, empty_work: Work, plan_id: int, settled: Settled, idle: Callable[[Work], None]
) -> None:
    end = f"{TODAY + timedelta(days=150):%Y%m%d}"
    daily = {"plan_id": plan_id, "name": "Trực", "kind": "task", "rule": f"FREQ=DAILY;UNTIL={end}"}
    empty_work.write("Thêm", lambda session: records.insert_rows(session, PlanDeadline, [daily]))
    settled()
    count = len(view.grid.shown_rows)
    assert count > 150
    view.grid.setFocus()
    press(view.grid.view, Key.Key_A, modifier=CTRL)
    press(view.grid.view, Key.Key_Space)
    idle(empty_work)
    settled()
    assert len(marks(empty_work)) == count
    assert shown(view) == []


def test_the_space_of_a_search_is_a_space(view: DeadlinesView, empty_work: Work) -> None:
    view.start_search()
    type_text("sau")
    press(None, Key.Key_Space)
    type_text("nay")
    assert view.words.text() == "sau nay"
    assert marks(empty_work) == []
    assert [title for title, _words in shown(view)] == ["Báo cáo sau này"]


def test_f6_puts_off_until_a_day_for_a_reason(
    view: DeadlinesView, empty_work: Work, settled: Settled, dialog: Asked
) -> None:
    press(None, Key.Key_F6)
    asked = dialog()
    assert asked.editors["until"].text() == show_day(TODAY + timedelta(days=7))
    asked.finish()
    assert asked.problem.text() == "Lý do: chưa ghi"
    asked.editors["note"].setFocus()
    type_text("cho quan")
    press(asked, Key.Key_Return)
    settled()
    assert marks(empty_work) == [(LATE, "snoozed", "cho quan")]
    view.questions["snoozed"].click()
    assert shown(view) == [("Báo cáo trễ", f"Nhắc lại từ {show_day(TODAY + timedelta(days=7))}, trễ 3 ngày")]


def test_a_day_of_yesterday_is_refused_and_the_words_stay(view: DeadlinesView, empty_work: Work) -> None:
    reader = Reader()
    asked = view.ask_snooze()
    assert asked is not None
    asked.editors["until"].setText(show_day(TODAY))
    asked.editors["note"].setText("Chờ")
    asked.finish()
    reader.stop()
    assert "phải sau hôm nay" in reader.read[0]
    assert asked.isVisible()
    assert asked.editors["note"].text() == "Chờ"
    assert marks(empty_work) == []
    asked.reject()


@pytest.mark.usefixtures("view")
def test_f2_notes_what_was_done(empty_work: Work, settled: Settled, dialog: Asked) -> None:
    press(None, Key.Key_F2)
    asked = dialog()
    asked.editors["note"].setText("BC 45/BC-LĐLĐ")
    press(asked, Key.Key_Return)
    settled()
    assert marks(empty_work) == [(LATE, "done", "BC 45/BC-LĐLĐ")]


def test_what_has_no_day_gets_one(view: DeadlinesView, empty_work: Work, settled: Settled, dialog: Asked) -> None:
    view.questions["undated"].click()
    assert shown(view) == [("Đăng ký công trình", "Chưa rõ ngày")]
    (line,) = view.grid.shown_rows
    assert line.remark == f"{PROBLEM} Kế hoạch ghi “{WORDS}”."
    assert PROBLEM in view.about.text()  # the first line is chosen
    press(view.grid.view, Key.Key_Space)
    assert marks(empty_work) == []
    press(view.grid.view, Key.Key_Return)
    asked = dialog()
    asked.editors["due"].setText("30/2")
    asked.finish()
    assert asked.problem.text().startswith("Ngày đến hạn: ")
    asked.editors["due"].setText(show_day(SOON))
    press(asked, Key.Key_Return)
    settled()
    view.show_group("to_do")
    assert "Đăng ký công trình" in [title for title, _words in shown(view)]
    with empty_work.read() as session:
        (row,) = records.rows(session, PlanDeadline, name="Đăng ký công trình")
    assert (row["due"], row["words"], row["problem"]) == (SOON, WORDS, PROBLEM)


def test_enter_goes_where_it_comes_from(view: DeadlinesView, qtbot: QtBot, plan_id: int, context: Context) -> None:
    with qtbot.waitSignal(view.go) as gone:
        press(None, Key.Key_Return)
    assert gone.args == ["targets", plan_id]
    view.by_plan.choose("Kỳ báo cáo")
    view.grid.view.go(0, 1)
    with qtbot.waitSignal(view.go) as gone:
        press(view.grid.view, Key.Key_Return)
    assert gone.args == ["targets", "returns"]
    assert context.period == Span.quarter_of(view.grid.shown_rows[0].due).code


@pytest.mark.parametrize(
    ("rhythm", "rule"),
    [
        ("một lần", None),
        ("hằng tháng", f"FREQ=MONTHLY;BYMONTHDAY={min(SOON.day, 28)}"),
        ("hằng năm", f"FREQ=MONTHLY;BYMONTH={SOON.month};BYMONTHDAY={min(SOON.day, 28)}"),
    ],
)
def test_the_office_adds_a_deadline_of_its_own(
    page: PlansPage,
    view: DeadlinesView,
    empty_work: Work,
    settled: Settled,
    rhythm: str,
    rule: str | None,
    dialog: Asked,
) -> None:
    page.add()
    asked = dialog()
    type_text("Hop BTV")
    day = SOON.replace(day=min(SOON.day, 28))
    for name, text in (("due", show_day(day)), ("rhythm", rhythm), ("who", "Lan")):
        asked.editors[name].setText(text)
    asked.finish()
    settled()
    with empty_work.read() as session:
        own = next(one for one in plans.listed(session) if one.name == "Việc của đơn vị")
    (added,) = own.deadlines
    assert (added.name, added.due, added.rule, added.who) == ("Hop BTV", None if rule else day, rule, "Lan")
    line = next(line for line in view.grid.shown_rows if line.key == view.grid.current_key)
    assert line.title == "Hop BTV", "the new one is the current one"


def test_a_rhythm_that_skips_months_is_refused(view: DeadlinesView, empty_work: Work) -> None:
    reader = Reader()
    asked = view.add()
    for name, text in (("name", "Nộp"), ("due", f"30/01/{TODAY.year + 1}"), ("rhythm", "hằng tháng")):
        asked.editors[name].setText(text)
    asked.finish()
    reader.stop()
    assert "không phải năm nào tháng 2 cũng có ngày 30" in reader.read[0]
    assert asked.isVisible()
    with empty_work.read() as session:
        assert len(plans.listed(session)) == 1
    asked.reject()


def test_the_calendar_file_has_what_is_shown_and_open(
    view: DeadlinesView, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []
    target = tmp_path / "lich.ics"

    def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(Path(name).name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    view.words.setText("trễ")
    view.words.searched.emit("trễ")
    said: list[str] = []
    view.summary.connect(said.append)
    view.save_calendar()
    content = target.read_bytes().decode()
    assert "SUMMARY:Báo cáo trễ\r\n" in content
    assert f"DTSTART;VALUE=DATE:{LATE:%Y%m%d}\r\n" in content
    assert content.count("BEGIN:VEVENT") == 1
    assert proposed[0].isascii()
    assert proposed[0].startswith("Viec-den-han_")
    assert "lich.ics" in said[-1]
    assert context.settings.last_export_folder == str(tmp_path)
    assert list(tmp_path.glob("*.ics")) == [target], "nothing else is left behind"


def test_a_calendar_that_cannot_be_written_is_told_and_leaves_nothing(
    view: DeadlinesView, context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [str(tmp_path / "không có" / "lich.ics"), ""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (chosen.pop(), ""))
    reader, said = Reader(), list[str]()
    view.summary.connect(said.append)
    view.save_calendar()
    assert said[-1] == "", "given up"
    view.save_calendar()
    reader.stop()
    assert reader.read[0].startswith("Không có thư mục")
    assert context.settings.last_export_folder == ""
    assert list(tmp_path.rglob("*.ics")) == []


def test_a_year_of_the_past_is_shown_by_itself(page: PlansPage, view: DeadlinesView, settled: Settled) -> None:
    view.by_plan.choose("")
    page.context.choose_period("2019-Q4", "Quý IV/2019")
    settled()
    assert [line for line in view.lines if line.due is not None] == []
    assert view.lines[0].title == "Đăng ký công trình", "what has no day belongs to no year"


def test_an_empty_list_says_how_to_begin(page: PlansPage, settled: Settled, qtbot: QtBot) -> None:
    page.context.choose_period("2019-Q4", "Quý IV/2019")
    settled()
    view = the_view(page)
    load = next(one for one in view.findChildren(QPushButton) if one.isVisible() and "Nạp" in one.text())
    with qtbot.waitSignal(view.go) as gone:
        load.click()
    assert gone.args == ["targets", "plans"]


def test_the_list_is_a_report(page: PlansPage, view: DeadlinesView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.go) as gone:
        page.export()
    assert gone.args == ["reports", "deadlines"]
