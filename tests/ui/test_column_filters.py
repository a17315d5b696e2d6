"""Filters of columns as hands that know Excel meet them: Alt+↓, Ctrl+Shift+L, ticks, bounds, and chips that undo."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.grids import COLUMNS, FOUNDED, MEMBERS, MORE_COLUMNS, NAME, NOTE, NUMBER, ROWS, WORKERS, Page, shown
from tests.ui.hands import ALT, CTRL, SHIFT, Key, focused, press, type_text
from unioncare_desktop import settings
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.widgets.column_filter import ColumnFilter
from unioncare_desktop.ui.widgets.filter_panel import FilterPanel

NOTED = tuple(
    replace(row, note=note) for row, note in zip(ROWS, ("Kim Mã", "Điện Biên", None, "Kim Mã", "Đội Cấn"), strict=True)
)


@pytest.fixture
def kept() -> dict[str, Any]:
    return {}


@pytest.fixture
def page(qtbot: QtBot, kept: dict[str, Any]) -> Page:
    return shown(qtbot, RecordGrid(COLUMNS, look=kept), NOTED)


def ids(page: Page) -> list[int]:
    return [row.id for row in page.grid.shown_rows]


def panels(page: Page) -> list[FilterPanel]:
    return [one for one in page.grid.window().findChildren(FilterPanel) if one.isVisible()]


def opened(page: Page, place: int) -> FilterPanel:
    """The filter of a column, opened by keys."""
    page.go(0, place)
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    (panel,) = panels(page)
    return panel


def listed(panel: FilterPanel) -> list[str]:
    return [str(panel.model.index(row).data()) for row in range(panel.model.rowCount())]


def chips(page: Page) -> list[QPushButton]:
    return [one for one in page.grid.arrangement.active_filters.findChildren(QPushButton) if one.isVisible()]


def words(page: Page) -> list[str]:
    """What the line above the table says."""
    labels = page.grid.arrangement.active_filters.findChildren(QLabel)
    return [*(chip.text() for chip in chips(page)), *(one.text() for one in labels if one.isVisible())]


def tabs(times: int) -> None:
    for _time in range(times):
        press(None, Key.Key_Tab)


# By keys


def test_the_values_are_offered_in_order_with_counts_and_blanks_last(page: Page) -> None:
    panel = opened(page, NOTE)
    assert listed(panel) == ["(Tất cả)", "Điện Biên (1)", "Đội Cấn (1)", "Kim Mã (2)", "(trống) (1)"]
    assert panel.model.ticked == {"Kim Mã", "Điện Biên", "Đội Cấn", ""}
    assert focused() is panel.words


def test_a_value_is_found_by_a_part_without_accents_and_enter_filters(page: Page) -> None:
    panel = opened(page, NOTE)
    type_text("kim")
    assert listed(panel) == ["(Tất cả)", "Kim Mã (2)"]
    press(None, Key.Key_Return)

    assert ids(page) == [1, 4]
    assert words(page) == ["Ghi chú: Kim Mã ×", "2/5 dòng"]
    assert focused() is page.grid.view
    assert panels(page) == []


def test_what_an_input_method_sends_stays_as_it_was_typed(page: Page) -> None:
    panel = opened(page, NOTE)
    type_text("d")
    press(None, Key.Key_Backspace)
    type_text("đ")
    assert panel.words.text() == "đ"
    assert listed(panel)[1:] == ["Điện Biên (1)", "Đội Cấn (1)"]
    type_text("oji")
    press(None, Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace)
    type_text("ội c")
    assert (panel.words.text(), listed(panel)[1:]) == ("đội c", ["Đội Cấn (1)"])


def test_ticks_are_taken_away_by_space(page: Page) -> None:
    panel = opened(page, NOTE)
    press(None, Key.Key_Down)
    assert focused() is panel.list
    press(None, Key.Key_Space, Key.Key_Down, Key.Key_Down, Key.Key_Space)
    assert panel.model.data(panel.model.index(0), Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.PartiallyChecked
    press(None, Key.Key_Return)

    assert ids(page) == [3, 5]
    assert words(page) == ["Ghi chú: Đội Cấn, (trống) ×", "2/5 dòng"]


def test_what_only_one_value_is_kept_from_is_said_so_and_takes_in_what_comes_later(page: Page) -> None:
    panel = opened(page, NOTE)
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.model.place_of("Kim Mã"))
    press(None, Key.Key_Space, Key.Key_Return)
    assert (ids(page), words(page)) == ([2, 3, 5], ["Ghi chú: trừ Kim Mã ×", "3/5 dòng"])

    page.rows[9] = replace(NOTED[0], id=9, note="Cống Vị")
    page.refresh()
    assert ids(page) == [2, 3, 5, 9]
    assert opened(page, NOTE).model.ticked == {"Cống Vị", "Điện Biên", "Đội Cấn", ""}


def test_the_first_row_ticks_all_or_none_and_none_cannot_be_applied(page: Page) -> None:
    panel = opened(page, NOTE)
    press(None, Key.Key_Down, Key.Key_Up, Key.Key_Space)
    assert panel.model.ticked == set()
    press(None, Key.Key_Return)
    assert panel.isVisible()
    assert page.grid.arrangement.look.filters == {}

    press(None, Key.Key_Space, Key.Key_Return)
    assert not panel.isVisible()
    assert (ids(page), words(page)) == ([1, 2, 3, 4, 5], [])


def test_escape_first_empties_the_search_then_closes_and_changes_nothing(page: Page) -> None:
    panel = opened(page, NOTE)
    type_text("kim")
    press(None, Key.Key_Escape)
    assert panel.isVisible()
    assert panel.words.text() == ""
    press(None, Key.Key_Escape)
    assert not panel.isVisible()
    assert ids(page) == [1, 2, 3, 4, 5]
    assert focused() is page.grid.view


def test_tab_goes_around_in_the_panel_and_its_buttons_answer_enter(page: Page) -> None:
    page.grid.arrangement.filter_by("note", ColumnFilter(frozenset({"Kim Mã"})))
    panel = opened(page, NOTE)
    visited: list[QWidget] = []
    for _time in range(7):
        visited.append(focused())
        press(None, Key.Key_Tab)
    assert [one.text() for one in visited if isinstance(one, QPushButton)] == [
        "&Sắp xếp tăng",
        "Sắp &xếp giảm",
        "&Bỏ lọc",
        "Đón&g",
        "Á&p dụng",
    ]
    assert focused() is panel.words
    press(None, Key.Key_Backtab, modifier=SHIFT)
    press(None, Key.Key_Backtab, modifier=SHIFT)
    press(None, Key.Key_Backtab, modifier=SHIFT)
    press(None, Key.Key_Return)
    assert ids(page) == [1, 2, 3, 4, 5]


def test_the_panel_sorts(page: Page) -> None:
    opened(page, WORKERS)
    tabs(5)
    press(None, Key.Key_Return)
    assert ids(page) == [2, 1, 5, 4, 3]


def test_columns_that_only_count_rows_have_no_filter(page: Page) -> None:
    page.go(0, NUMBER)
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    assert panels(page) == []


# Bounds


def test_numbers_are_filtered_from_one_to_another(page: Page) -> None:
    panel = opened(page, WORKERS)
    tabs(2)
    assert focused() is panel.least
    type_text("11")
    press(None, Key.Key_Tab)
    type_text("1.000")
    press(None, Key.Key_Return)

    assert ids(page) == [1, 5]
    assert words(page) == ["CNVCLĐ: từ 11 đến 1.000 ×", "2/5 dòng"]


def test_days_have_bounds_too(qtbot: QtBot) -> None:
    rows = [replace(row, founded=date(2020 + row.id, 3, 15)) for row in ROWS]
    page = shown(qtbot, RecordGrid(MORE_COLUMNS), rows)
    panel = opened(page, FOUNDED)
    panel.least.setFocus()
    type_text("1/1/24")
    press(None, Key.Key_Return)
    assert ids(page) == [4, 5]
    assert words(page)[0] == "Ngày thành lập: từ 01/01/2024 ×"


@pytest.mark.parametrize(
    ("least", "most", "reason"),
    [("mười", "", "“mười” không phải là số nguyên"), ("", "-3", "không được âm"), ("9", "3", "“Từ” lớn hơn “đến”")],
)
def test_bounds_that_cannot_be_read_are_told_and_nothing_happens(
    page: Page, least: str, most: str, reason: str
) -> None:
    panel = opened(page, MEMBERS)
    panel.least.setText(least)
    panel.most.setText(most)
    press(panel.words, Key.Key_Return)
    assert panel.isVisible()
    assert reason in panel._problem.text()
    assert panel._problem.isVisible()
    assert ids(page) == [1, 2, 3, 4, 5]


# The mouse


def test_buttons_in_the_headings_come_and_go_and_open_the_filter(page: Page, kept: dict[str, Any]) -> None:
    header = page.grid.view.header

    def press_button() -> None:
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.mark_rect(NOTE).center())

    press_button()
    assert (panels(page), kept["sorted_by"]) == ([], "note")  # without a button it is a click on the heading
    page.grid.sort_by("")
    press(page.grid.view, Key.Key_L, modifier=CTRL | SHIFT)
    assert kept["buttons"] is True
    press_button()
    assert len(panels(page)) == 1
    assert kept["sorted_by"] == ""
    press(None, Key.Key_Escape)
    press(page.grid.view, Key.Key_L, modifier=CTRL | SHIFT)
    press_button()
    assert panels(page) == []


def test_a_click_beside_the_panel_closes_it(page: Page) -> None:
    opened(page, NOTE)
    at = page.grid.view.visualRect(page.grid.model.index(3, NAME)).center()
    QTest.mouseClick(page.grid.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert panels(page) == []
    assert page.here == (3, NAME)


def test_a_click_on_a_chip_takes_its_filter_away(page: Page) -> None:
    page.grid.arrangement.filter_by("note", ColumnFilter(frozenset({"Kim Mã", ""})))
    page.grid.arrangement.filter_by("workers", ColumnFilter(least="20"))
    assert words(page) == ["Ghi chú: Kim Mã, (trống) ×", "CNVCLĐ: từ 20 ×", "Bỏ mọi lọc", "1/5 dòng"]
    chips(page)[0].click()
    assert (ids(page), words(page)) == ([1, 2], ["CNVCLĐ: từ 20 ×", "2/5 dòng"])
    page.grid.arrangement.filter_by("note", ColumnFilter(frozenset({"Kim Mã"})))
    chips(page)[-1].click()
    assert (ids(page), words(page)) == ([1, 2, 3, 4, 5], [])
    assert focused() is page.grid.view


# Together with everything else


def test_filters_narrow_what_the_page_wants_and_offer_what_is_left(page: Page) -> None:
    told: list[int] = []
    page.grid.filtered.connect(lambda: told.append(len(ids(page))))
    page.grid.set_filter(lambda row: row.id != 4)
    panel = opened(page, NOTE)
    assert "Kim Mã (1)" in listed(panel)
    type_text("kim")
    press(None, Key.Key_Return)
    assert (ids(page), words(page)[-1], told) == ([1], "1/4 dòng", [1])

    panel = opened(page, WORKERS)
    assert listed(panel) == ["(Tất cả)", "30 (1)"]
    press(None, Key.Key_Escape)
    page.grid.set_filter(None)
    assert ids(page) == [1, 4]


def test_values_that_another_filter_hides_stay_wanted(page: Page) -> None:
    page.grid.arrangement.filter_by("note", ColumnFilter(frozenset({"Kim Mã", "Điện Biên"})))
    page.grid.arrangement.filter_by("workers", ColumnFilter(most="100"))
    panel = opened(page, NOTE)
    assert listed(panel) == ["(Tất cả)", "Đội Cấn (1)", "Kim Mã (2)"]
    press(None, Key.Key_Return)
    assert page.grid.arrangement.look.filters["note"].texts == frozenset({"Kim Mã", "Điện Biên"})


def test_a_row_that_is_edited_stays_in_sight_until_f9(page: Page) -> None:
    page.grid.arrangement.filter_by("workers", ColumnFilter(most="20"))
    assert ids(page) == [4, 5]
    page.grid.go_to(4, "workers")
    type_text("500")
    press(None, Key.Key_Return)
    assert ids(page) == [4, 5]
    page.grid.resort()
    assert ids(page) == [5]
    assert words(page)[-1] == "1/5 dòng"


def test_the_selection_survives_a_filter(page: Page) -> None:
    page.select((0, WORKERS), (1, MEMBERS))
    page.grid.arrangement.filter_by("workers", ColumnFilter(least="20"))
    assert page.grid.selected_keys == [1, 2]
    assert page.selected == [(0, WORKERS), (0, MEMBERS), (1, WORKERS), (1, MEMBERS)]


def test_nothing_that_matches_is_said(page: Page) -> None:
    page.grid.arrangement.filter_by("workers", ColumnFilter(least="5000"))
    assert words(page) == ["CNVCLĐ: từ 5000 ×", "Không có dòng nào khớp · 0/5 dòng"]


def test_many_values_and_long_ones_are_said_in_short() -> None:
    many = ColumnFilter(frozenset(("Cống Vị", "Đội Cấn", "Kim Mã", "Điện Biên", "x" * 50)))
    assert many.words() == "Cống Vị, Điện Biên, Đội Cấn và 2 giá trị nữa"
    assert ColumnFilter(frozenset(("y" * 50,))).words() == "y" * 27 + "…"


def test_filters_are_found_again(qtbot: QtBot, page: Page, kept: dict[str, Any], tmp_path: Path) -> None:
    opened(page, NOTE)
    type_text("biên")
    press(None, Key.Key_Return)
    file = tmp_path / "settings.json"
    Settings(grids={"page": kept}).save(file)

    again = shown(qtbot, RecordGrid(COLUMNS, look=settings.load(file).grids["page"]), NOTED)
    assert (ids(again), words(again)) == ([2], ["Ghi chú: Điện Biên ×", "1/5 dòng"])


def test_a_remembered_filter_that_fits_no_row_of_another_office_is_given_up(qtbot: QtBot) -> None:
    look = {"filters": {"note": {"texts": ["Tân Bình"]}, "workers": {"least": "11"}}}
    page = shown(qtbot, RecordGrid(COLUMNS, look=look), NOTED)
    assert (ids(page), words(page)[0]) == ([1, 2, 5], "CNVCLĐ: từ 11 ×")


def test_a_list_whose_order_matters_has_no_filters_and_forgets_how_it_was_sorted(qtbot: QtBot) -> None:
    look = {"sorted_by": "workers", "filters": {"note": {"texts": ["Kim Mã"]}}, "hidden": ["before"]}
    page = shown(qtbot, RecordGrid(COLUMNS, look=look, filters=False), NOTED)
    assert (ids(page), page.grid.model.shows("before")) == ([1, 2, 3, 4, 5], False)
    page.go(0, NOTE)
    press(page.grid.view, Key.Key_L, modifier=CTRL | SHIFT)
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    assert panels(page) == []
    assert not page.grid.view.header.buttons


def test_nothing_is_computed_for_filters_before_one_is_opened(qtbot: QtBot) -> None:
    read: list[str] = []

    def note(row: object) -> Any:  # noqa: ANN401 - a cell
        read.append("note")
        return getattr(row, "note", None)

    columns = [replace(column, value=note) if column.name == "note" else column for column in COLUMNS]
    grid = RecordGrid(columns)
    qtbot.addWidget(grid)
    grid.set_rows(NOTED * 100)
    grid.set_filter(lambda _row: True)
    assert read == []


@pytest.fixture(params=[150, 200])
def zoomed(request: pytest.FixtureRequest, look: Theme) -> int:
    look.set_zoom(request.param)
    return int(request.param)


@pytest.mark.usefixtures("zoomed")
def test_the_panel_is_whole_on_a_small_window(page: Page) -> None:
    page.grid.resize(1000, 640)
    panel = opened(page, MEMBERS)
    assert page.grid.rect().contains(panel.geometry())
    parts = [one for one in panel.findChildren(QWidget) if one.isVisible() and one.parent() is panel]
    for one in parts:
        assert panel.rect().contains(one.geometry()), one
        assert one.height() >= one.minimumSizeHint().height()
    assert all(not a.geometry().intersects(b.geometry()) for a in parts for b in parts if a is not b)
