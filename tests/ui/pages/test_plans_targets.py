"""The targets of the plans as a secretary meets them: how they stand, why, who would close them, what is typed."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.offices import Q4, add_union, report
from tests.ui.hands import CTRL, Key, Reader, answer, press, type_text
from tests.ui.small_office import LON, id_of
from unioncare_desktop.domain.records import Indicator, PlanTarget
from unioncare_desktop.domain.records.plan import ABOUT, ABOVE, AT_LEAST
from unioncare_desktop.services import history, indicator_values, plan_drafts, records
from unioncare_desktop.services.indicator_values import HandValue
from unioncare_desktop.storage.database import Session
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.plans import PlansPage
from unioncare_desktop.ui.plans_view import PlansView
from unioncare_desktop.ui.record_dialog import RecordDialog
from unioncare_desktop.ui.targets_view import TargetsView
from unioncare_desktop.ui.work import Work
from unioncare_desktop.vietnamese import capitalized

MEMBERS, SHARE, LATER, BY_HAND = "60 đoàn viên", "95 %", "100 đoàn viên", "theo chủ đề"
"""The words of the targets below."""
TARGETS = (
    ("members", MEMBERS, ABOUT, 60, date(2023, 12, 31)),
    ("member_share", SHARE, ABOVE, 95, date(2023, 12, 31)),
    ("members", LATER, AT_LEAST, 100, date(2030, 12, 31)),
    ("theme_participation", BY_HAND, AT_LEAST, 100, None),
)


def add_plan(session: Session) -> int:
    """A plan of 2023 to 2030: with 58 members of 62 workers, the first target is met, the second misses one member."""
    plan_id = plan_drafts.save(
        session,
        plan_drafts.new(number="7/KH", issuer="LĐLĐ quận", name="Nhiệm kỳ", issued_on=date(2023, 1, 2)),
    )
    keys = {row["key"]: row["id"] for row in records.rows(session, Indicator)}
    plan_drafts.add(
        session,
        plan_id,
        PlanTarget,
        [
            {"indicator_id": keys[key], "words": words, "comparator": comparator, "value": value * 100, "by": by}
            for key, words, comparator, value, by in TARGETS
        ],
    )
    return plan_id


@pytest.fixture
def window(qtbot: QtBot, small_work: Work, context: Context) -> Iterator[MainWindow]:
    """The page in the main window, at the targets of the last quarter of 2023."""
    context.choose_period(Q4.code, Q4.title)
    window = MainWindow(context)
    qtbot.addWidget(window, before_close_func=MainWindow.empty)
    window.resize(1366, 768)
    window.show()
    window.fill(small_work, (PlansPage, CountsPage))
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go("targets")
    page = page_of(window)
    idle(qtbot, page)
    yield window
    idle(qtbot, page)


def page_of(window: MainWindow) -> PlansPage:
    assert isinstance(window.page, PlansPage)
    return window.page


def idle(qtbot: QtBot, page: PlansPage) -> None:
    qtbot.waitUntil(lambda: not page.busy)


@pytest.fixture
def view(qtbot: QtBot, window: MainWindow) -> TargetsView:
    """The targets of a plan."""
    page = page_of(window)
    assert page.work.write("Thêm", add_plan) is not None
    idle(qtbot, page)
    assert isinstance(page.view, TargetsView)
    return page.view


def shown(view: TargetsView) -> list[str | None]:
    return [line.standing.target.words for line in view.grid.shown_rows]


def go(qtbot: QtBot, view: TargetsView, words: str) -> None:
    """Make a target the current one, and wait for what is told of it."""
    view.grid.go_to(next(line.id for line in view.lines if line.standing.target.words == words))
    qtbot.waitUntil(lambda: not view.busy)


def cell(view: TargetsView, words: str, column: str) -> str:
    place = shown(view).index(words)
    model = view.grid.model
    if column == "state":
        badge = model.badge(place, model.place_of_column(column))
        return badge.text if badge is not None else ""
    return model.text(place, model.place_of_column(column))


def lines_of(view: TargetsView) -> list[str]:
    return [view.panel.closest.item(row).text() for row in range(view.panel.closest.count())]


def typed_values(view: TargetsView) -> list[HandValue]:
    with view.work.read() as session:
        found = next(row["id"] for row in records.rows(session, Indicator, key="theme_participation"))
        return indicator_values.listed(session, found)


def form(qtbot: QtBot) -> RecordDialog:
    def opened() -> RecordDialog | None:
        found = QApplication.activeModalWidget()
        return found if isinstance(found, RecordDialog) else None

    qtbot.waitUntil(lambda: opened() is not None)
    dialog = opened()
    assert dialog is not None
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def fill_in(dialog: RecordDialog, **fields: str) -> None:
    for name, words in fields.items():
        dialog.form.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        type_text(words)


# How they stand


def test_without_a_plan_the_page_says_what_to_do_and_leads_there(window: MainWindow) -> None:
    page = page_of(window)
    assert isinstance(page.view, TargetsView)
    assert page.view._nothing.sentence.text() == "Nạp kế hoạch đơn vị đang thực hiện để theo dõi chỉ tiêu."
    window.setFocus()
    page.setFocus()
    press(None, Key.Key_Space)
    assert isinstance(page.view, PlansView)


def test_targets_stand_with_figure_words_and_what_is_missing(view: TargetsView) -> None:
    assert shown(view) == [MEMBERS, SHARE, BY_HAND]
    assert cell(view, MEMBERS, "wanted") == "khoảng 60 đoàn viên"
    assert cell(view, MEMBERS, "value_words") == "58"
    assert cell(view, MEMBERS, "state") == "đạt"
    assert cell(view, SHARE, "value_words") == "58/62 · 93,5\N{NO-BREAK SPACE}%"
    assert cell(view, SHARE, "state") == "không đạt"
    assert cell(view, SHARE, "remark") == "còn thiếu 1 người, đã qua mốc 31/12/2023"
    assert cell(view, BY_HAND, "state") == "chưa có số liệu"
    assert cell(view, SHARE, "bar").startswith("58/62")  # what a screen reader hears of the bar


def test_later_milestones_are_shown_on_demand(view: TargetsView) -> None:
    view.only_current.setChecked(False)
    assert shown(view) == [MEMBERS, SHARE, LATER, BY_HAND]
    assert cell(view, LATER, "state") == "chưa đến mốc"
    view.only_open.setChecked(True)
    assert shown(view) == [SHARE, LATER]
    press(None, Key.Key_F, modifier=CTRL)
    type_text("ty le")
    assert shown(view) == [SHARE]


def test_the_badge_counts_what_was_missed(qtbot: QtBot, window: MainWindow, view: TargetsView) -> None:
    page, told = page_of(window), dict[str, int]()
    page.context.badged.connect(told.__setitem__)
    page.refresh()
    idle(qtbot, page)
    assert told["targets"] == 1 + page._urgent
    assert "1 đạt · 1 chưa đạt · 1 chưa có số liệu" in window.status.content.text()
    assert view.only_open.text() == "Chưa đạt 1"


def test_new_figures_change_the_targets(qtbot: QtBot, view: TargetsView) -> None:
    def more(session: Session) -> None:
        report(session, Q4, id_of(view.work, LON), workers=41, members=41)

    view.work.write("Nhập", more)
    qtbot.waitUntil(lambda: not view.busy)
    assert cell(view, SHARE, "value_words") == "59/62 · 95,2\N{NO-BREAK SPACE}%"
    assert cell(view, SHARE, "state") == "đạt"


def test_an_area_is_measured_by_itself(qtbot: QtBot, view: TargetsView) -> None:
    def found(session: Session) -> None:
        union_id = add_union(session, "CĐCS Ven Hồ", area="Ngọc Hà", founded_on="1/1/2015")
        report(session, Q4, union_id, workers=10, members=3)

    view.work.write("Thêm", found)
    qtbot.waitUntil(lambda: not view.busy)
    assert cell(view, MEMBERS, "value_words") == "61"
    view.by_area.choose("Ngọc Hà")
    qtbot.waitUntil(lambda: not view.busy)
    assert cell(view, MEMBERS, "value_words") == "3"


# What stands below


def test_the_panel_tells_words_formula_milestones_and_who_would_close_it(qtbot: QtBot, view: TargetsView) -> None:
    go(qtbot, view, SHARE)
    panel = view.panel
    assert panel.words.text() == SHARE
    assert "KH 7/KH · yêu cầu trên 95 %" in panel.about.text()
    assert "Mẫu số: CNVCLĐ của chính các CĐCS ấy" in panel.formula.text()
    assert all("CĐCS" in line for line in lines_of(view))
    go(qtbot, view, MEMBERS)
    assert [chip.text() for chip in panel.steps if chip.isVisible()] == [
        "2023 · khoảng 60 đoàn viên: đạt",
        "2030 · từ 100 đoàn viên trở lên: chưa đến mốc",
    ]
    assert panel.forecast.text() == "mới có 2 kỳ số liệu, chưa đủ để dự báo"
    assert panel.chart.isVisible()
    assert list(panel.chart.tips) == ["Quý III/2023: 58", "Quý IV/2023: 58"]


def test_at_first_the_target_is_chosen_about_which_something_is_to_be_done(view: TargetsView) -> None:
    assert cell(view, MEMBERS, "state") == "đạt"
    assert view.current is not None
    assert view.current.target.words == SHARE


def test_who_runs_through_the_list_sees_the_last_one(qtbot: QtBot, view: TargetsView) -> None:
    view.grid.setFocus()
    view.grid.view.go(0, 0)
    for _step in range(2):
        press(None, Key.Key_Down)
    qtbot.waitUntil(lambda: not view.busy)
    assert view.panel.words.text() == capitalized(BY_HAND)
    assert view.panel.closest_heading.text() == "Chưa nhập số liệu nào"


# Doors


def test_enter_opens_the_list_behind_the_figure(qtbot: QtBot, window: MainWindow, view: TargetsView) -> None:
    go(qtbot, view, SHARE)
    press(None, Key.Key_Return)
    assert isinstance(window.page, CountsPage)


def test_enter_on_a_union_goes_to_its_row(qtbot: QtBot, window: MainWindow, view: TargetsView) -> None:
    go(qtbot, view, SHARE)
    view.panel.closest.setFocus()
    first = lines_of(view)[0].split(":")[0]
    press(None, Key.Key_Return)
    assert isinstance(window.page, CountsPage)
    assert window.page.grid.current_key == id_of(view.work, first)


def test_f4_opens_the_plan(qtbot: QtBot, window: MainWindow, view: TargetsView) -> None:
    go(qtbot, view, SHARE)
    press(None, Key.Key_F4)
    opened = page_of(window).view
    assert isinstance(opened, PlansView)
    assert opened.editor.title.text() == "7/KH: Nhiệm kỳ"


# By hand


def test_what_the_records_cannot_tell_is_typed_with_its_source(qtbot: QtBot, view: TargetsView) -> None:
    go(qtbot, view, BY_HAND)
    press(None, Key.Key_F2)
    dialog = form(qtbot)
    fill_in(dialog, on="30/11/2023", numerator="41")
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()  # no note yet
    fill_in(dialog, note="Báo cáo số 12")
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()  # a share of what?
    assert typed_values(view) == []
    fill_in(dialog, denominator="60")
    press(None, Key.Key_S, modifier=CTRL)
    assert not dialog.isVisible()
    (value,) = typed_values(view)
    assert (value.on, value.numerator, value.denominator, value.note) == (date(2023, 11, 30), 41, 60, "Báo cáo số 12")
    qtbot.waitUntil(lambda: not view.busy)
    assert cell(view, BY_HAND, "value_words") == "41/60 · 68,3\N{NO-BREAK SPACE}%"
    assert lines_of(view) == ["30/11/2023: 41/60 (Báo cáo số 12)"]
    with view.work.read() as session:
        assert history.actions(session)[0].title.endswith("đến 30/11/2023")


def test_another_value_of_the_same_day_corrects_the_first(view: TargetsView) -> None:
    with view.work.read() as session:
        indicator = next(row["id"] for row in records.rows(session, Indicator, key="theme_participation"))
    for numerator in (40, 45):
        draft = indicator_values.new(indicator, date(2023, 11, 30))
        draft.values |= {"numerator": numerator, "denominator": 60, "note": "Báo cáo"}
        view.work.write("Nhập", partial(indicator_values.save, draft=draft))
    assert [value.numerator for value in typed_values(view)] == [45]


def test_a_typed_value_is_taken_back_after_asking(qtbot: QtBot, view: TargetsView, reader: Reader) -> None:
    test_another_value_of_the_same_day_corrects_the_first(view)
    qtbot.waitUntil(lambda: not view.busy)
    go(qtbot, view, BY_HAND)
    view.panel.closest.setFocus()
    reader.answer = answer("Bỏ")
    press(None, Key.Key_Delete)
    assert "Bỏ số liệu ngày 30/11/2023" in reader.read[0]
    assert typed_values(view) == []


def test_a_day_that_is_still_to_come_is_refused(qtbot: QtBot, view: TargetsView) -> None:
    go(qtbot, view, BY_HAND)
    view.panel.value.click()
    dialog = form(qtbot)
    fill_in(dialog, on="1/1/2100", numerator="41", denominator="60", note="Báo cáo")
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()
    assert typed_values(view) == []
    dialog.done(0)
