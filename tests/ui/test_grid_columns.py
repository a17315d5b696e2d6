"""The columns of a grid as its user arranges them: dragged, hidden, sized, sorted, found again at the next start."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.grids import COLUMNS, MEMBERS, NAME, NOTE, NUMBER, WOMEN, WORKERS, Page, shown
from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, focused, press, type_text
from unioncare_desktop import settings
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.widgets.column_chooser import ColumnChooser
from unioncare_desktop.ui.widgets.grid_header import GridHeader
from unioncare_desktop.ui.widgets.grid_look import GridLook

NAMES = [column.name for column in COLUMNS]


@pytest.fixture
def kept() -> dict[str, Any]:
    return {}


@pytest.fixture
def page(qtbot: QtBot, kept: dict[str, Any]) -> Page:
    return shown(qtbot, RecordGrid(COLUMNS, look=kept))


def columns(page: Page) -> list[str]:
    """The columns from left to right."""
    return [column.name for column in page.grid.model.columns]


def middle(header: GridHeader, place: int) -> QPoint:
    left = header.sectionViewportPosition(place)
    return QPoint(left + header.sectionSize(place) // 2, header.height() // 2)


def drag(header: GridHeader, place: int, onto: int) -> None:
    """Drag the heading at a place onto another one."""
    start, end = middle(header, place), middle(header, onto)
    end += QPoint(20 if onto > place else -20, 0)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(header.viewport(), start + (end - start) * step / 4)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=end)


def menu_of(page: Page, place: int) -> QMenu:
    """The menu that a right click on a heading opens."""
    header = page.grid.view.header
    at = middle(header, place)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, header.mapToGlobal(at))
    QApplication.sendEvent(header.viewport(), asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(menu: QMenu, words: str) -> None:
    next(one for one in menu.actions() if words in one.text().replace("&", "")).trigger()
    menu.close()


def chooser(page: Page) -> ColumnChooser:
    return next(one for one in page.grid.window().findChildren(ColumnChooser) if one.isVisible())


def restarted(qtbot: QtBot, kept: dict[str, Any], tmp_path: Path) -> Page:
    """The grid of the next start, which knows only the file of the settings."""
    file = tmp_path / "settings.json"
    Settings(grids={"page": kept}).save(file)
    return shown(qtbot, RecordGrid(COLUMNS, look=settings.load(file).grids["page"]))


# Order


def test_a_heading_is_dragged_to_another_place(page: Page) -> None:
    drag(page.grid.view.header, MEMBERS, WORKERS)

    assert columns(page)[:4] == ["number", "name", "members", "workers"]
    assert page.text(0, WORKERS) == "26"
    assert page.here == (0, MEMBERS)  # the current cell moves with its column


def test_frozen_columns_stay_first(page: Page) -> None:
    drag(page.grid.view.header, WOMEN, NUMBER)
    assert columns(page)[:3] == ["number", "name", "women"]
    drag(page.grid.view.header, NAME, NUMBER)
    assert columns(page)[:3] == ["name", "number", "women"]


def test_order_width_and_hidden_columns_are_found_again(
    qtbot: QtBot, page: Page, kept: dict[str, Any], tmp_path: Path
) -> None:
    drag(page.grid.view.header, WOMEN, WORKERS)
    pick(menu_of(page, columns(page).index("before")), "Ẩn cột này")
    page.grid.view.header.resizeSection(2, 133)
    seen = columns(page)

    again = restarted(qtbot, kept, tmp_path)
    assert columns(again) == seen == ["number", "name", "women", "workers", "members", "note", "state"]
    assert again.grid.view.columnWidth(2) == 133


def test_keys_follow_the_order_that_is_seen(page: Page) -> None:
    drag(page.grid.view.header, NOTE, WORKERS)
    pick(menu_of(page, columns(page).index("members")), "Ẩn cột này")
    assert columns(page) == ["number", "name", "note", "workers", "before", "women", "state"]

    page.go(0, 2)
    visited = []
    for _press in range(3):
        press(page.grid.view, Key.Key_Tab)
        visited.append(page.here)
    assert visited == [(0, 3), (0, 5), (1, 2)]
    press(page.grid.view, Key.Key_Home)
    assert page.here == (1, 0)
    press(page.grid.view, Key.Key_End)
    assert page.here == (1, 6)
    press(page.grid.view, Key.Key_Left)
    assert page.here == (1, 5)
    press(page.grid.view, Key.Key_Left, modifier=CTRL)
    assert page.here == (1, 3)


def test_blocks_are_copied_and_pasted_as_they_are_seen(page: Page, clipboard: Clipboard) -> None:
    drag(page.grid.view.header, WOMEN, WORKERS)
    page.select((0, 2), (0, 4))
    press(page.grid.view, Key.Key_C, modifier=CTRL)
    assert clipboard.text == "12\t30\t26"

    page.go(1, 2)
    page.paste("3\t9\t8\n")
    assert (page.rows[2].women, page.rows[2].workers, page.rows[2].members) == (3, 9, 8)


def test_a_column_that_becomes_known_later_stands_where_it_was_declared() -> None:
    look = GridLook.read({"order": ["women", "name", "number", "state"]}, COLUMNS)
    assert look.order == ["name", "number", "women", "note", "workers", "members", "before", "state"]


# Hidden columns


def test_the_chooser_hides_shows_and_moves_by_keys(page: Page, kept: dict[str, Any]) -> None:
    pick(menu_of(page, WORKERS), "Chọn cột")
    panel = chooser(page)
    press(None, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert columns(page)[:4] == ["number", "name", "members", "before"]

    press(None, Key.Key_Down)
    press(None, Key.Key_Down, modifier=CTRL)
    press(None, Key.Key_Down, modifier=CTRL)
    assert columns(page)[2:6] == ["before", "women", "members", "note"]
    press(None, Key.Key_Escape)
    assert not panel.isVisible()
    assert focused() is page.grid.view
    assert kept["hidden"] == ["workers"]


def test_the_last_column_cannot_be_hidden(page: Page) -> None:
    page.grid.arrangement.choose_columns(QPoint(0, 0))
    panel = chooser(page)
    for place in range(len(COLUMNS)):
        panel.list.setCurrentIndex(panel.model.index(place))
        press(panel.list, Key.Key_Space)
    assert columns(page) == ["state"]
    assert panel.model.ticked == {"state"}


def test_a_click_on_a_row_of_the_chooser_ticks_it_once(page: Page) -> None:
    page.grid.arrangement.choose_columns(QPoint(0, 0))
    panel = chooser(page)
    rect = panel.list.visualRect(panel.model.place_of("before"))
    for at in (rect.center(), rect.center(), QPoint(rect.left() + 16, rect.center().y())):
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert "before" not in columns(page)


def test_columns_look_as_at_first_again(page: Page) -> None:
    drag(page.grid.view.header, WOMEN, WORKERS)
    page.grid.view.header.resizeSection(3, 200)
    page.grid.arrangement.hide({"note", "before"})
    page.grid.arrangement.choose_columns(QPoint(0, 0))
    press(chooser(page).list, Key.Key_Tab)
    press(None, Key.Key_Return)  # the button "Mặc định"
    assert columns(page) == NAMES
    assert [page.grid.view.columnWidth(place) for place in (WORKERS, WOMEN)] == [90, 90]


def test_what_the_page_has_nothing_for_is_not_offered_and_comes_back_where_it_was(page: Page) -> None:
    page.grid.show_column("before", shown=False)
    assert "before" not in columns(page)
    page.grid.arrangement.hide({"women"})
    page.grid.arrangement.choose_columns(QPoint(0, 0))
    assert "before" not in chooser(page).model.offered

    page.grid.show_column("before", shown=True)
    assert columns(page) == [name for name in NAMES if name != "women"]


def test_what_was_refused_in_a_column_is_kept_while_it_is_hidden(page: Page) -> None:
    type_text("ba mươi")
    press(None, Key.Key_Return)
    page.grid.arrangement.hide({"workers"})
    state = columns(page).index("state")
    assert "“ba mươi” không phải là số nguyên" in page.text(0, state)
    press(page.grid.view, Key.Key_F8)
    assert page.here == (0, state)
    page.grid.arrangement.hide(())
    assert page.text(0, WORKERS) == "ba mươi"


# Widths


def test_a_double_click_on_an_edge_fits_the_column(page: Page, kept: dict[str, Any]) -> None:
    header = page.grid.view.header
    edge = QPoint(header.sectionViewportPosition(NAME) + header.sectionSize(NAME) - 1, header.height() // 2)
    QTest.mouseMove(header.viewport(), edge)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    fitted = page.grid.view.columnWidth(NAME)
    assert 100 < fitted < 260
    assert kept["widths"] == {"name": fitted}


def test_widths_are_kept_at_100_percent_and_nonsense_is_not(qtbot: QtBot, look: Theme) -> None:
    kept: dict[str, Any] = {"widths": {"workers": 120, "members": 999_999, "women": 3, "gone": 80}}
    page = shown(qtbot, RecordGrid(COLUMNS, look=kept))
    view = page.grid.view
    assert [view.columnWidth(place) for place in (WORKERS, MEMBERS, WOMEN)] == [120, 90, 90]
    look.set_zoom(200)
    assert view.columnWidth(WORKERS) == 240
    view.header.resizeSection(WORKERS, 300)
    assert kept["widths"] == {"workers": 150}


# Frozen columns and totals


def test_frozen_columns_follow_order_and_hiding(page: Page, qtbot: QtBot) -> None:
    page.grid.resize(500, 300)
    frozen = page.grid._frozen
    page.go(2, NOTE)
    qtbot.waitUntil(frozen.isVisible)
    drag(frozen.header, NAME, NUMBER)
    assert columns(page)[:2] == ["name", "number"]
    assert frozen.columnViewportPosition(1) == page.grid.view.columnWidth(0)

    page.grid.arrangement.hide({"name"})
    assert frozen.covered() == page.grid.view.columnWidth(0) == 46
    assert [place for place in range(len(columns(page))) if not frozen.isColumnHidden(place)] == [0]
    page.grid.arrangement.hide({"name", "number"})
    assert not frozen.isVisible()


def test_a_frozen_column_is_made_wider_while_the_table_is_scrolled(
    page: Page, qtbot: QtBot, kept: dict[str, Any]
) -> None:
    page.grid.resize(500, 300)
    frozen = page.grid._frozen
    page.go(2, NOTE)
    qtbot.waitUntil(frozen.isVisible)
    edge = QPoint(frozen.header.sectionSize(NUMBER) - 1, frozen.header.height() // 2)
    QTest.mouseMove(frozen.header.viewport(), edge)
    QTest.mousePress(frozen.header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(frozen.header.viewport(), edge + QPoint(30, 0))
    QTest.mouseRelease(frozen.header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(30, 0))
    assert page.grid.view.columnWidth(NUMBER) == 76
    assert kept["widths"] == {"number": 76}
    assert frozen.columnViewportPosition(NAME) == 76


def test_totals_stand_under_their_columns(page: Page) -> None:
    page.grid.set_totals({"members": "1.197"})
    drag(page.grid.view.header, MEMBERS, WORKERS)
    picture = page.grid._totals.grab().toImage()
    header = page.grid.view.header

    def inked(place: int) -> bool:
        left, width = header.sectionViewportPosition(place), header.sectionSize(place)
        colours = {picture.pixelColor(x, y).name() for x in range(left + 3, left + width - 3) for y in range(6, 20)}
        return len(colours) > 2

    assert [inked(place) for place in range(2, 6)] == [True, False, False, False]


# Sorting


def click(page: Page, place: int) -> list[object]:
    QTest.mouseClick(
        page.grid.view.header.viewport(), Qt.MouseButton.LeftButton, pos=middle(page.grid.view.header, place)
    )
    return [row.id for row in page.grid.shown_rows]


def test_a_third_click_gives_the_rows_as_the_page_has_them(page: Page) -> None:
    assert click(page, WORKERS) == [4, 5, 1, 2, 3]
    assert click(page, WORKERS) == [2, 1, 5, 4, 3]
    assert click(page, WORKERS) == [1, 2, 3, 4, 5]
    assert click(page, NUMBER) == [1, 2, 3, 4, 5]


def test_sorting_is_found_again(qtbot: QtBot, page: Page, kept: dict[str, Any], tmp_path: Path) -> None:
    pick(menu_of(page, WORKERS), "Sắp xếp giảm")
    again = restarted(qtbot, kept, tmp_path)
    assert [row.id for row in again.grid.shown_rows] == [2, 1, 5, 4, 3]
    pick(menu_of(again, NAME), "Bỏ sắp xếp")
    assert [row.id for row in again.grid.shown_rows] == [1, 2, 3, 4, 5]


def test_a_selected_block_survives_sorting(page: Page) -> None:
    page.select((0, WORKERS), (1, MEMBERS))
    click(page, NAME)
    assert page.grid.selected_keys == [1, 2]
    assert page.grid.view.contents.places() == [WORKERS, MEMBERS]
    page.go(4, NAME)
    press(page.grid.view, Key.Key_Up, modifier=SHIFT)
    click(page, NAME)
    assert set(page.grid.selected_keys) == {2, 5}


def test_a_row_that_was_edited_moves_only_with_f9(page: Page) -> None:
    click(page, WORKERS)
    page.grid.go_to(4, "workers")
    type_text("5000")
    press(None, Key.Key_Return)
    assert [row.id for row in page.grid.shown_rows] == [4, 5, 1, 2, 3]
    page.grid.resort()
    assert [row.id for row in page.grid.shown_rows] == [5, 1, 2, 4, 3]


# Nonsense

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from([*NAMES, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*NAMES, "texts", "least"]), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["order", "hidden", "widths", "sorted_by", "descending", "filters"]), JSON))
def test_any_data_give_a_usable_look(data: dict[str, Any]) -> None:
    look = GridLook.read(data, COLUMNS)
    assert sorted(look.order) == sorted(NAMES)
    assert look.order[:2] in (["number", "name"], ["name", "number"])
    assert GridLook.read(json.loads(json.dumps(look.data())), COLUMNS) == look
