"""The shell: pages made when visited, loaded again when their records change, and the keys of the window."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.offices import copy_of
from tests.ui.hands import CTRL, Key, press
from unioncare_desktop.domain.records import Area, Sector
from unioncare_desktop.services import records
from unioncare_desktop.settings import Settings, load
from unioncare_desktop.storage.migrate import open_database
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context, Page, Words
from unioncare_desktop.ui.search_palette import SearchPalette
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.widgets.basics import Chip
from unioncare_desktop.ui.widgets.navigation import PageButton
from unioncare_desktop.ui.widgets.shortcuts import ShortcutsDialog
from unioncare_desktop.ui.work import Work


@dataclass(frozen=True)
class GroupWords:
    unit: str = "tổ công đoàn"
    units: str = "Tổ công đoàn"


class Recorded(Page):
    """A page that remembers what was asked of it."""

    asked: list[str]

    def __init__(self, work: Work, context: Context) -> None:
        super().__init__(work, context)
        self.asked = []
        self.leave = self.has_box = True
        self.line = QLineEdit()
        self.line.setWhatsThis("Gõ tên như trong quyết định.")
        self.body.addWidget(self.line)
        self.setFocusProxy(self.line)

    def refresh(self) -> None:
        self.asked.append("refresh")

    def previous_period(self) -> None:
        self.asked.append("previous")

    def next_period(self) -> None:
        self.asked.append("next")

    def start_search(self) -> bool:
        self.asked.append("search")
        return self.has_box

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - as in Page
        self.asked.append(f"arrive {argument}")

    def may_leave(self) -> bool:
        return self.leave


class Areas(Recorded):
    name, title, icon, shows = "areas", "Địa bàn", "registry", (Area,)

    @classmethod
    def label(cls, words: Words) -> str:
        return words.units


class Sectors(Recorded):
    name, title, icon, shows = "sectors", "Loại hình", "counts", (Sector,)


class Tools(Recorded):
    name, title, icon, tool = "tools", "Thiết lập", "settings", True


@pytest.fixture
def context() -> Context:
    return Context(Settings(), lambda *_places: None)


@pytest.fixture
def window(qtbot: QtBot, database_file: Path, context: Context) -> Iterator[MainWindow]:
    window = MainWindow(context)
    qtbot.addWidget(window)
    work = Work(open_database(database_file, user="Văn phòng"))
    window.resize(1366, 768)
    window.show()
    window.fill(work, (Tools, Areas, Sectors))
    qtbot.waitExposed(window)
    window.activateWindow()
    yield window
    work.close()


def page(window: MainWindow) -> Recorded:
    assert isinstance(window.page, Recorded)
    return window.page


def button(window: MainWindow, name: str) -> PageButton:
    return next(one for one in window.navigation.findChildren(PageButton) if one.page_name == name)


def add(window: MainWindow, record_type: type[Area] | type[Sector]) -> None:
    assert window.work is not None
    window.work.write("Thêm", lambda session: records.insert_rows(session, record_type, [{"name": "Kim Mã"}]))


def test_the_first_page_is_open_and_tools_come_last(window: MainWindow) -> None:
    assert isinstance(window.page, Areas)
    assert list(window._types) == ["areas", "sectors", "tools"]
    assert button(window, "areas").isChecked()


def test_pages_are_made_when_they_are_first_visited(window: MainWindow) -> None:
    assert set(window._pages) == {"areas"}
    button(window, "sectors").click()
    assert set(window._pages) == {"areas", "sectors"}
    assert page(window).asked == ["refresh"]


def test_ctrl_and_a_number_opens_a_page(window: MainWindow) -> None:
    press(window, Key.Key_3, modifier=CTRL)
    assert isinstance(window.page, Tools)
    press(window, Key.Key_9, modifier=CTRL)
    assert isinstance(window.page, Tools)


def test_a_page_loads_again_only_when_what_it_shows_has_changed(window: MainWindow) -> None:
    add(window, Sector)
    assert page(window).asked == ["refresh"]
    add(window, Area)
    assert page(window).asked == ["refresh", "refresh"]


def test_a_hidden_page_loads_again_when_it_is_next_seen(window: MainWindow) -> None:
    areas = page(window)
    window.go("sectors")
    add(window, Area)
    assert areas.asked == ["refresh"]
    window.go("areas")
    assert areas.asked == ["refresh", "refresh"]


def test_the_status_bar_tells_what_is_saved_shown_and_selected(window: MainWindow) -> None:
    assert window.status.user.text() == "Người dùng: Văn phòng"
    assert window.status.saved.text() == "● Chưa có thay đổi"
    page(window).status.emit("330 CĐCS")
    page(window).summary.emit("Chọn 1 ô · Tổng 26")
    add(window, Sector)

    assert window.status.saved.text().startswith("● Đã lưu ")
    assert window.status.content.text() == "330 CĐCS"
    assert window.status.selection.text() == "Chọn 1 ô · Tổng 26"
    window.go("sectors")
    assert window.status.content.text() == ""
    window.go("areas")
    assert window.status.content.text() == "330 CĐCS"


def test_the_vocabulary_and_the_period_can_change(window: MainWindow, context: Context) -> None:
    context.show_office("CĐCS Trường Mầm non Hoa Mai", GroupWords())
    context.choose_period("2023-Q3", "Quý III/2023")

    assert button(window, "areas").text().strip() == "Tổ công đoàn"
    assert page(window).header._title.text() == "Tổ công đoàn"
    assert window._period.text() == "Quý III/2023"
    assert window.windowTitle() == "CĐCS Trường Mầm non Hoa Mai – UnionCare"


def test_a_badge_counts_what_waits_even_for_a_page_not_yet_seen(window: MainWindow, context: Context) -> None:
    context.badged.emit("sectors", 27)
    assert button(window, "sectors").accessibleName() == "Loại hình, 27 việc cần xem"
    context.badged.emit("sectors", 1234)
    assert button(window, "sectors").accessibleName() == "Loại hình, 1.234 việc cần xem"
    assert [chip.text() for chip in button(window, "sectors").findChildren(Chip)] == ["999+"]
    context.badged.emit("sectors", 0)
    assert button(window, "sectors").accessibleName() == "Loại hình"


@pytest.mark.parametrize(
    ("key", "modifier", "asked"),
    [
        (Key.Key_PageUp, CTRL, "previous"),
        (Key.Key_PageDown, CTRL, "next"),
        (Key.Key_F5, Qt.KeyboardModifier.NoModifier, "refresh"),
    ],
)
def test_keys_are_handed_to_the_page(
    window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier, asked: str
) -> None:
    page(window).asked.clear()
    press(window, key, modifier=modifier)
    assert page(window).asked == [asked]


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_F, CTRL), (Key.Key_F3, Qt.KeyboardModifier.NoModifier)])
def test_ctrl_f_searches_the_page_and_everywhere_where_the_page_has_no_box(
    window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    press(window, key, modifier=modifier)
    assert page(window).asked[-1] == "search"
    assert window.findChild(SearchPalette) is None

    page(window).has_box = False
    press(window, key, modifier=modifier)
    palette = window.findChild(SearchPalette)
    assert palette is not None
    assert palette.isVisible()


def test_no_key_of_the_window_is_a_single_letter(window: MainWindow) -> None:
    keys = [keys for key in window.keys for keys in key.keys]
    assert all(len(one.split("+")[-1]) > 1 or "Ctrl" in one for one in keys)


def test_a_page_may_hold_the_user_back(window: MainWindow) -> None:
    page(window).leave = False
    button(window, "sectors").click()
    assert isinstance(window.page, Areas)
    assert button(window, "areas").isChecked()
    assert not window.close()
    page(window).leave = True
    assert window.close()


def test_another_page_can_be_opened_with_an_argument(window: MainWindow) -> None:
    page(window).go.emit("sectors", 12)
    assert page(window).asked == ["refresh", "arrive 12"]


def test_ctrl_and_wheel_zoom_and_ctrl_0_goes_back(window: MainWindow, look: Theme, context: Context) -> None:
    def turn(amount: int) -> None:
        middle = QPointF(window.rect().center())
        event = QWheelEvent(
            *(middle, middle, QPoint(), QPoint(0, amount), Qt.MouseButton.NoButton, CTRL),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        QGuiApplication.sendEvent(window.windowHandle(), event)

    turn(120)
    turn(120)
    assert (look.zoom, context.settings.zoom) == (120, 120)
    turn(-120)
    assert look.zoom == 110
    press(window, Key.Key_0, modifier=CTRL)
    assert (look.zoom, context.settings.zoom) == (100, 100)


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_the_window_fits_a_small_screen_at_any_size(window: MainWindow, zoom: int) -> None:
    window._zoom((zoom - 100) // theme.ZOOM_STEP)
    window.resize(1366, 768)

    assert (window.width(), window.height()) == (1366, 768)
    assert bool(button(window, "areas").text()) is (zoom == 100)
    assert "Loại hình" in button(window, "sectors").toolTip()


def test_size_and_zoom_are_remembered(window: MainWindow, qtbot: QtBot) -> None:
    window._zoom(-2)
    window.resize(760, 650)
    window.close()
    again = MainWindow(Context(load(), lambda *_places: None))
    qtbot.addWidget(again)

    assert again.size() == window.size()
    assert load().zoom == 80


def test_all_keys_are_listed(window: MainWindow) -> None:
    press(window, Key.Key_Slash, modifier=CTRL)
    dialog = window.findChild(ShortcutsDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.accept()


def test_f1_explains_the_field_with_the_focus(window: MainWindow) -> None:
    page(window).line.setFocus()
    press(None, Key.Key_F1)
    tips = [widget for widget in QGuiApplication.topLevelWindows() if widget.isVisible()]
    assert len(tips) == 2
    press(window, Key.Key_Escape)


def test_another_database_brings_new_pages(
    window: MainWindow, qtbot: QtBot, template_database: Path, tmp_path: Path
) -> None:
    old = page(window)
    other = Work(open_database(copy_of(template_database, tmp_path / "other.db")))
    window.fill(other, (Areas, Tools))
    qtbot.waitUntil(lambda: not isValid(old))

    assert page(window) is not old
    assert len(window.navigation.findChildren(QPushButton)) == 2
    other.close()
