"""Ctrl+K as a secretary uses it: unions, quarters, pages, reports and commands, found by keys alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.competitions import found_campaign
from tests.ui.hands import CTRL, Key, focused, press, type_text
from unioncare_desktop.domain.records import Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import office, records
from unioncare_desktop.services.search import Findable
from unioncare_desktop.settings import load
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.competitions import CompetitionsPage
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.listed import PAGES
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.pages.settings import SettingsPage
from unioncare_desktop.ui.search_palette import SearchPalette
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.work import Work

LAST = Span(2026, 4, "quarter")
Open = Callable[[], SearchPalette]


@pytest.fixture
def window(qtbot: QtBot, work: Work, context: Context) -> MainWindow:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    with work.read() as session:
        view = office.view(session)
    context.show_office(view.name, view.kind)
    context.choose_period(LAST.code, LAST.title)
    window.fill(work, PAGES)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def ctrl_k(window: MainWindow, qtbot: QtBot) -> Open:
    def opened() -> SearchPalette:
        press(window, Key.Key_K, modifier=CTRL)
        palette = window.findChild(SearchPalette)
        assert palette is not None
        qtbot.waitUntil(lambda: palette.complete)
        assert palette.line.hasFocus(), (focused(), palette.isVisible())
        return palette

    return opened


def rows(palette: SearchPalette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def finds(palette: SearchPalette) -> list[Findable]:
    items = (palette.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(palette.list.count()))
    return [one for one in items if one is not None]


def test_a_union_is_opened_by_a_part_of_its_name(window: MainWindow, ctrl_k: Open, qtbot: QtBot) -> None:
    palette = ctrl_k()
    type_text("tan long xay dung")
    assert rows(palette)[:2] == ["Công đoàn", "CĐCS Công ty CP Xây dựng Tân Long"]
    press(None, Key.Key_Return)

    assert not palette.isVisible()
    assert isinstance(window.page, RegistryPage)
    form = window.page._form
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    assert form.form.draft.values["name"] == "CĐCS Công ty CP Xây dựng Tân Long"
    form.reject()


def test_a_quarter_is_shown_in_the_figures(window: MainWindow, ctrl_k: Open, context: Context) -> None:
    ctrl_k()
    type_text("quý 2")
    press(None, Key.Key_Return)

    assert isinstance(window.page, CountsPage)
    assert context.period == "2026-Q2"
    assert window.page.span == LAST.previous.previous


def test_a_round_of_a_campaign_is_opened(window: MainWindow, ctrl_k: Open, work: Work, qtbot: QtBot) -> None:
    work.write("Lập phong trào", lambda session: found_campaign(session, year=2024))
    ctrl_k()
    type_text("đợt 2 2024")
    press(None, Key.Key_Return)

    page = window.page
    assert isinstance(page, CompetitionsPage)
    qtbot.waitUntil(lambda: page.round is not None)
    assert page.round is not None
    assert (page.round.name, page.round.year) == ("Đợt 2", 2024)


def test_a_page_and_a_report_are_opened(window: MainWindow, ctrl_k: Open) -> None:
    ctrl_k()
    type_text("thiet lap")
    press(None, Key.Key_Return)
    assert isinstance(window.page, SettingsPage)

    ctrl_k()
    type_text("members")
    press(None, Key.Key_Return)
    assert isinstance(window.page, ReportsPage)
    assert window.page.report.report.code == "members"


def test_commands_are_found_with_their_keys_and_run(
    window: MainWindow, ctrl_k: Open, look: Theme, context: Context
) -> None:
    palette = ctrl_k()
    type_text("xuat excel")
    assert ("Xuất Excel", "Ctrl+E") in [(one.title, one.detail) for one in finds(palette)]
    press(None, Key.Key_Escape)

    ctrl_k()
    type_text("nen toi")
    press(None, Key.Key_Return)
    assert look.dark
    assert context.settings.theme == "dark"
    assert window.focusWidget() is not None


def test_the_actions_of_pages_can_be_asked_for_from_anywhere(window: MainWindow, ctrl_k: Open, qtbot: QtBot) -> None:
    ctrl_k()
    type_text("nguong")
    press(None, Key.Key_Return)
    assert isinstance(window.page, SettingsPage)
    assert window.page.names.currentItem().text() == "Ngưỡng"

    ctrl_k()
    type_text("them cong doan co so")
    press(None, Key.Key_Return)
    assert isinstance(window.page, RegistryPage)
    form = window.page._form
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    form.reject()


def test_every_key_of_the_window_is_a_command(window: MainWindow, ctrl_k: Open) -> None:
    shown = {(one.title, one.detail) for one in finds(ctrl_k())}
    assert {(key.meaning, " · ".join(key.keys)) for key in window.keys} <= shown


def test_before_one_types_there_are_the_pages_and_what_was_used_last(ctrl_k: Open) -> None:
    palette = ctrl_k()
    assert rows(palette)[0] == "Trang"
    type_text("tan long xay dung")
    press(None, Key.Key_Escape)
    palette = ctrl_k()
    assert rows(palette)[0] == "Trang"
    type_text("số liệu")
    press(None, Key.Key_Return)

    palette = ctrl_k()
    assert rows(palette)[:2] == ["Vừa dùng", "Số liệu đoàn viên"]
    type_text("tan long xay dung")
    press(None, Key.Key_Return)
    assert load().recent == ["pages counts"]  # a union belongs to its file


def test_what_was_used_last_is_known_after_a_restart(context: Context, window: MainWindow, ctrl_k: Open) -> None:
    context.settings.recent = ["pages settings", "commands Xuất Excel", "reports gone", "nonsense", ""]
    assert window.work is not None
    assert rows(ctrl_k())[:4] == ["Vừa dùng", "Thiết lập", "Xuất Excel", "Trang"]


def test_arrows_point_over_headings_and_stay_within(ctrl_k: Open) -> None:
    palette = ctrl_k()
    type_text("truong")
    found = finds(palette)
    assert len(found) > 3
    press(None, Key.Key_Up)
    assert palette.list.currentItem().text() == found[0].title
    press(None, Key.Key_Down, Key.Key_Down)
    assert palette.list.currentItem().text() == found[2].title
    press(None, *[Key.Key_PageDown] * 9)
    assert palette.list.currentItem().text() == found[-1].title
    assert palette.line.text() == "truong"


def test_many_hits_are_counted(ctrl_k: Open, work: Work) -> None:
    palette = ctrl_k()
    type_text("cdcs")
    with work.read() as session:
        total = len(records.rows(session, Union))
    assert f"Công đoàn · 8 trong {total}, gõ thêm để thu hẹp" in rows(palette)


def test_what_an_input_method_sends_arrives_as_it_is(ctrl_k: Open) -> None:
    palette = ctrl_k()
    type_text("d")
    type_text("d")
    press(None, Key.Key_Backspace)
    press(None, Key.Key_Backspace)
    type_text("đ")
    assert palette.line.text() == "đ"
    type_text("ong ")
    press(None, Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace)
    type_text("ống")
    assert palette.line.text() == "đống"
    assert palette.line.selectedText() == ""
    type_text(" [w1]  ")
    assert palette.line.text() == "đống [w1]  "


def test_what_is_not_there_is_said_with_advice(ctrl_k: Open, window: MainWindow) -> None:
    palette = ctrl_k()
    type_text("zzzz")
    assert palette.nothing.isVisible()
    assert palette.nothing.text().startswith("Không thấy “zzzz”. Thử gõ ít chữ hơn")
    before = window.page
    press(None, Key.Key_Return)
    assert palette.isVisible()
    assert window.page is before


def test_esc_and_a_click_elsewhere_close_it(ctrl_k: Open, window: MainWindow) -> None:
    window.go("registry")
    before = focused()
    palette = ctrl_k()
    press(None, Key.Key_Escape)
    assert not palette.isVisible()
    assert focused() is before

    palette = ctrl_k()
    assert isinstance(window.page, RegistryPage)
    window.page.words.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not palette.isVisible()
    assert window.page.words.hasFocus()


def test_tab_stays_in_the_line(ctrl_k: Open) -> None:
    palette = ctrl_k()
    press(None, Key.Key_Tab)
    assert palette.line.hasFocus()
    assert palette.isVisible()


def test_a_click_on_a_find_opens_it(ctrl_k: Open, window: MainWindow) -> None:
    palette = ctrl_k()
    type_text("thiết lập")
    item = next(palette.list.item(row) for row in range(palette.list.count()) if rows(palette)[row] == "Thiết lập")
    at = palette.list.visualItemRect(item).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert isinstance(window.page, SettingsPage)


def test_the_box_at_the_top_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(window.search, Qt.MouseButton.LeftButton)
    palette = window.findChild(SearchPalette)
    assert palette is not None
    assert palette.line.hasFocus()
    qtbot.waitUntil(lambda: palette.complete)


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_it_fits_the_window_at_any_size(ctrl_k: Open, window: MainWindow, look: Theme, zoom: int) -> None:
    look.set_zoom(zoom)
    palette = ctrl_k()
    assert window.rect().contains(palette.geometry())
    type_text("zzz")
    assert window.rect().contains(palette.geometry())
    assert palette.nothing.heightForWidth(palette.nothing.width()) <= palette.nothing.height()
