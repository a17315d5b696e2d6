"""Promises of the interaction checklist that concern the whole window: keys, words, what is said and spoken."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QTabBar, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import tour
from tests.ui.hands import focused, press, type_text
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.kinds import Day, Whole
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.listed import PAGES
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.union_form import UnionForm


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    with tour.desk(tmp_path_factory.mktemp("promises"), qapp) as desk:
        desk.window.activateWindow()
        yield desk


def alt_keys(widget: QWidget) -> list[str]:
    """The Alt keys of all buttons, labels and tabs that can be seen."""
    texts = [button.text() for button in widget.findChildren(QAbstractButton) if button.isVisible()]
    texts += [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.buddy()]
    for tabs in widget.findChildren(QTabWidget):
        texts += [tabs.tabText(number) for number in range(tabs.count())]
    return [key for text in texts if (key := QKeySequence.mnemonic(text).toString())]


def doubled(keys: Sequence[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_alt_keys_are_unique_on_every_page(desk: Desk, name: str) -> None:
    """K40."""
    page = tour.visit(desk, name)
    for section in getattr(page, "sections", {"": None}):
        if section:
            page.arrive(section)
            tour.settle(desk)
        assert doubled(alt_keys(desk.window)) == [], section


def test_alt_keys_are_unique_in_the_form_of_a_union(desk: Desk) -> None:
    """K40: and every button has one, the default is to save."""
    page = tour.visit(desk, RegistryPage.name)
    page.add()
    tour.settle(desk)
    [form] = [one for one in QApplication.topLevelWidgets() if isinstance(one, UnionForm) and one.isVisible()]
    found = alt_keys(form)
    buttons = [button for button in form.findChildren(QPushButton) if button.isVisible() and button.text()]
    without = [button.text() for button in buttons if QKeySequence.mnemonic(button.text()).isEmpty()]
    default = form.store.isDefault()
    form.done(0)
    desk.window.activateWindow()

    assert doubled(found) == []
    assert without == []
    assert default


def test_ctrl_s_stores_what_is_being_typed_and_says_when(desk: Desk) -> None:
    """K41."""
    page = tour.visit(desk, CountsPage.name)
    assert isinstance(page, CountsPage)
    assert desk.work is not None
    key = page.grid.shown_rows[0].union.id
    page.grid.go_to(key, "admitted")
    type_text("3")
    press(focused(), Qt.Key.Key_S, modifier=Qt.KeyboardModifier.ControlModifier)

    assert next(row for row in page.grid.shown_rows if row.union.id == key).admitted == 3
    assert f"Đã lưu {desk.work.saved_at:%H:%M}" in desk.window.status.saved.text()


def test_a_screen_reader_hears_union_quarter_column_and_figure(desk: Desk) -> None:
    """K48: "CĐCS …, Quý IV/2023, Đoàn viên nữ, 12"."""
    page = tour.visit(desk, CountsPage.name)
    assert isinstance(page, CountsPage)
    assert page.span is not None
    model = page.grid.model
    row = next(place for place, one in enumerate(page.grid.shown_rows) if one.women_members)
    index = model.index(row, model.place_of_column("women_members"))
    said = model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    union = page.grid.shown_rows[row]

    heading = model.headerData(index.column(), Qt.Orientation.Horizontal)
    assert said.startswith(f"{union.union.name}, {page.span.title}, {heading}, ")
    assert Whole().show(union.women_members) in said


def test_the_region_of_the_machine_changes_no_figure() -> None:
    """K35: days and thousands are Vietnamese on a machine set to the United States."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    try:
        assert Day().show(date(2023, 4, 3)) == "03/04/2023"
        assert Day().parse("03/04/2023") == date(2023, 4, 3)
        assert Whole().show(22_000) == "22.000"
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize("name", ["mergers", "competitions", "yearly"])
def test_ctrl_tab_goes_through_the_parts_of_a_page_and_the_keys_go_there(desk: Desk, qtbot: QtBot, name: str) -> None:
    """K42: from the keys of the page itself, into every part and around."""
    page = tour.visit(desk, name)
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    page.setFocus()
    tabs = page.findChild(QTabBar)
    assert isinstance(tabs, QTabBar)
    first = tabs.currentIndex()
    for step in range(1, tabs.count() + 1):
        press(None, Qt.Key.Key_Tab, modifier=Qt.KeyboardModifier.ControlModifier)
        tour.settle(desk)
        assert tabs.currentIndex() == (first + step) % tabs.count()
        assert focused().focusPolicy() != Qt.FocusPolicy.NoFocus
        assert focused().isVisible()
    press(None, Qt.Key.Key_Tab, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert tabs.currentIndex() == (first - 1) % tabs.count()
