"""The grid as hands that know Excel meet it: real widgets, keys and clipboard."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.grids import BEFORE, COLUMNS, MEMBERS, NAME, NOTE, NUMBER, ROWS, STATE, WOMEN, WORKERS, Page, shown
from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, press, type_text
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.ui.record_grid import RecordGrid
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.widgets import grid_clipboard
from unioncare_desktop.vietnamese import fold


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return shown(qtbot, RecordGrid(COLUMNS))


# Typing


def test_typing_replaces_what_stands_in_the_cell(page: Page) -> None:
    type_text("31")
    press(None, Key.Key_Return)

    assert page.last() == [(1, "workers", "31")]
    assert page.text(0, WORKERS) == "31"
    assert page.here == (1, WORKERS)


def test_f2_edits_with_the_caret_behind_the_text(page: Page) -> None:
    page.go(1, WORKERS)
    press(page.grid.view, Key.Key_F2)
    assert page.editor is not None
    assert (page.editor.text(), page.editor.cursorPosition()) == ("1.200", 5)
    assert not page.editor.hasSelectedText()
    type_text("0")
    press(None, Key.Key_Return)

    assert page.rows[2].workers is not None
    assert page.text(1, WORKERS) == "1.2000"
    assert page.entered == []
    assert page.grid.model.problem(1, WORKERS) is not None


def test_escape_restores(page: Page) -> None:
    type_text("99")
    press(None, Key.Key_Escape)

    assert page.entered == []
    assert page.text(0, WORKERS) == "30"
    assert page.editor is None


def test_leaving_a_cell_untouched_enters_nothing(page: Page) -> None:
    press(page.grid.view, Key.Key_F2)
    press(None, Key.Key_Return)
    type_text("1200")
    press(None, Key.Key_Return)
    assert page.entered == []


def test_delete_clears_the_selection_as_one_action(page: Page) -> None:
    page.select((0, WORKERS), (1, WOMEN))
    press(page.grid.view, Key.Key_Delete)

    assert [len(entries) for entries in page.entered] == [6]
    assert page.rows[1] == replace(ROWS[0], workers=None, members=None, women=None)
    assert page.text(0, BEFORE) == "25"


def test_backspace_clears_and_opens_the_editor(page: Page) -> None:
    press(page.grid.view, Key.Key_Backspace)
    assert page.editor is not None
    assert page.editor.text() == ""
    press(None, Key.Key_Return)
    assert page.rows[1].workers is None


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Key.Key_Return, None, (3, MEMBERS)),
        (Key.Key_Return, SHIFT, (1, MEMBERS)),
        (Key.Key_Enter, None, (3, MEMBERS)),
        (Key.Key_Tab, None, (2, WOMEN)),
        (Key.Key_Backtab, SHIFT, (2, WORKERS)),
        (Key.Key_Up, None, (1, MEMBERS)),
        (Key.Key_Down, None, (3, MEMBERS)),
        (Key.Key_Left, None, (2, WORKERS)),
        (Key.Key_Right, None, (2, BEFORE)),
    ],
)
@pytest.mark.parametrize("typed", ["", "7"])
def test_keys_that_leave_a_cell(
    page: Page, key: Qt.Key, modifier: Qt.KeyboardModifier | None, expected: tuple[int, int], typed: str
) -> None:
    page.go(2, MEMBERS)
    type_text(typed)
    press(None, key, modifier=modifier or Qt.KeyboardModifier.NoModifier)

    assert page.here == expected
    assert page.rows[3].members == (7 if typed else None)


def test_after_f2_arrows_move_the_caret(page: Page) -> None:
    press(page.grid.view, Key.Key_F2)
    press(None, Key.Key_Left)
    assert page.here == (0, WORKERS)
    assert page.editor is not None
    assert page.editor.cursorPosition() == 1


def test_after_tabs_enter_returns_to_the_first_column_of_the_next_row(page: Page) -> None:
    for text in ("31", "27", "13"):
        type_text(text)
        press(None, Key.Key_Tab)
    press(None, Key.Key_Return)
    assert page.here == (1, WORKERS)
    press(None, Key.Key_Tab, Key.Key_Tab, Key.Key_Return)
    assert page.here == (2, WORKERS)


def test_after_an_arrow_enter_stays_in_the_column(page: Page) -> None:
    press(page.grid.view, Key.Key_Tab, Key.Key_Tab, Key.Key_Down, Key.Key_Return)
    assert page.here == (2, WOMEN)


def test_enter_may_go_to_the_right(qtbot: QtBot) -> None:
    page = shown(qtbot, RecordGrid(COLUMNS, enter_moves="right"))
    type_text("31")
    press(None, Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    assert page.here == (1, WORKERS)
    assert page.rows[1].workers == 31


def test_tab_leaves_a_grid_at_its_end_and_one_that_is_only_read(page: Page) -> None:
    page.go(4, NOTE)
    press(page.grid.view, Key.Key_Tab)
    assert page.here == (4, NOTE)
    page.grid.set_editable(False)
    page.go(0, WORKERS)
    press(page.grid.view, Key.Key_Tab)
    assert page.here == (0, WORKERS)


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Key.Key_Home, None, (1, NUMBER)),
        (Key.Key_End, None, (1, STATE)),
        (Key.Key_Home, CTRL, (0, NUMBER)),
        (Key.Key_End, CTRL, (4, STATE)),
        (Key.Key_Down, CTRL, (3, MEMBERS)),
        (Key.Key_Up, CTRL, (0, MEMBERS)),
        (Key.Key_Right, CTRL, (1, WOMEN)),
        (Key.Key_Left, CTRL, (1, NUMBER)),
    ],
)
def test_home_end_and_the_edges_of_the_data(
    page: Page, key: Qt.Key, modifier: Qt.KeyboardModifier | None, expected: tuple[int, int]
) -> None:
    page.go(1, MEMBERS)
    press(page.grid.view, key, modifier=modifier or Qt.KeyboardModifier.NoModifier)
    assert page.here == expected


def test_shift_selects_from_where_one_was(page: Page) -> None:
    page.go(1, WORKERS)
    press(page.grid.view, Key.Key_Return)
    press(page.grid.view, Key.Key_Down, Key.Key_Down, Key.Key_Right, modifier=SHIFT)
    assert page.grid.view.contents.rows() == [2, 3, 4]
    assert page.grid.view.contents.places() == [WORKERS, MEMBERS]
    press(page.grid.view, Key.Key_Up, Key.Key_Up, Key.Key_Up, modifier=SHIFT)
    assert page.grid.view.contents.rows() == [1, 2]
    press(page.grid.view, Key.Key_Home, modifier=CTRL | SHIFT)
    assert page.grid.view.contents.rows() == [0, 1, 2]


def test_whole_rows_columns_and_everything(page: Page) -> None:
    press(page.grid.view, Key.Key_Space, modifier=SHIFT)
    assert page.grid.view.contents.places() == list(range(8))
    page.go(0, WORKERS)
    press(page.grid.view, Key.Key_Space, modifier=CTRL)
    assert page.grid.view.contents.rows() == [0, 1, 2, 3, 4]
    for _twice in range(2):
        press(page.grid.view, Key.Key_A, modifier=CTRL)
        assert len(page.grid.view.contents.cells()) == 40


def test_a_letter_typed_on_a_cell_that_is_only_read_does_nothing(page: Page) -> None:
    page.go(0, BEFORE)
    type_text("5")
    assert page.editor is None
    assert page.here == (0, BEFORE)


# Vietnamese input methods


def test_an_input_method_that_composes_opens_the_cell_too(page: Page) -> None:
    page.go(2, NOTE)
    composed = QInputMethodEvent("", [])
    composed.setCommitString("ổn")
    QApplication.sendEvent(page.grid.view, composed)
    press(None, Key.Key_Return)
    assert page.rows[3].note == "ổn"


def test_nothing_is_rewritten_before_the_cell_is_left(page: Page) -> None:
    page.go(2, NOTE)
    type_text("  hai  dấu ")
    assert page.editor is not None
    assert page.editor.text() == "  hai  dấu "
    press(None, Key.Key_Return)
    assert page.text(2, NOTE) == "hai dấu"


# What cannot be taken


def test_refused_text_stays_with_its_reason_until_it_is_mended(page: Page) -> None:
    type_text("ba mươi")
    press(None, Key.Key_Return)
    model = page.grid.view.model()

    assert page.entered == []
    assert page.text(0, WORKERS) == "ba mươi"
    reason = "“ba mươi” không phải là số nguyên"
    assert reason in str(model.index(0, WORKERS).data(Qt.ItemDataRole.ToolTipRole))
    assert reason in page.text(0, STATE)
    page.refresh()
    assert page.text(0, WORKERS) == "ba mươi"

    page.go(0, WORKERS)
    type_text("31")
    press(None, Key.Key_Return)
    assert page.text(0, WORKERS) == "31"
    assert page.text(0, STATE) == "đã xác nhận"


def test_escape_on_a_refused_cell_shows_what_is_stored(page: Page) -> None:
    type_text("x")
    press(None, Key.Key_Up)
    assert page.text(0, WORKERS) == "x"
    press(page.grid.view, Key.Key_Escape)
    assert page.text(0, WORKERS) == "30"


def test_what_the_data_refuses_is_tried_again_when_its_row_is_mended(page: Page) -> None:
    page.go(3, WOMEN)
    type_text("15")
    press(None, Key.Key_Return)
    assert page.rows[4].women == 4
    assert page.text(3, WOMEN) == "15"
    assert page.text(3, STATE) == "lớn hơn tổng số đoàn viên"

    page.go(3, MEMBERS)
    type_text("20")
    press(None, Key.Key_Return)
    assert page.rows[4].members == 20
    press(page.grid.view, Key.Key_Up)
    type_text("21")
    press(None, Key.Key_Return)
    assert page.rows[4].women == 15
    assert page.grid.model.problem_cells() == []


def test_f8_goes_from_problem_to_problem_and_around(page: Page) -> None:
    warning = Problem("members", "tăng 100 %", Severity.WARNING)
    whole = Problem("", "chưa có kỳ trước")
    page.grid.set_rows(page.rows.values(), {2: [warning], 5: [whole]})
    page.grid.refuse(4, "women", "x", "không đọc được")
    found = []
    for _press in range(4):
        press(page.grid.view, Key.Key_F8)
        found.append(page.here)
    assert found == [(1, MEMBERS), (3, WOMEN), (4, STATE), (1, MEMBERS)]
    assert page.text(1, STATE) == "tăng 100 %"


def test_f8_without_problems_says_so(page: Page) -> None:
    press(page.grid.view, Key.Key_F8)
    assert page.said == ["Không có lỗi hay cảnh báo nào trong bảng."]


# Clipboard


def test_copied_cells_are_numbers_for_excel(page: Page, clipboard: Clipboard) -> None:
    page.select((0, NAME), (1, MEMBERS))
    press(page.grid.view, Key.Key_C, modifier=CTRL)
    assert clipboard.text == "CĐCS Ánh Sao\t30\t26\r\nCĐCS Đống Đa\t1200\t1150"


def test_one_copied_cell_fills_the_selection(page: Page, clipboard: Clipboard) -> None:
    page.select((0, WORKERS), (4, WORKERS))
    clipboard.text = "5\n"
    press(page.grid.view, Key.Key_V, modifier=CTRL)
    assert {row.workers for row in page.rows.values()} == {5}
    assert len(page.entered) == 1


def test_cut_copies_and_clears(page: Page, clipboard: Clipboard) -> None:
    press(page.grid.view, Key.Key_X, modifier=CTRL)
    assert clipboard.text == "30"
    assert page.rows[1].workers is None


def test_ctrl_d_fills_down(page: Page) -> None:
    page.select((0, WORKERS), (2, MEMBERS))
    press(page.grid.view, Key.Key_D, modifier=CTRL)
    assert [(page.rows[key].workers, page.rows[key].members) for key in (2, 3)] == [(30, 26), (30, 26)]
    assert len(page.entered) == 1
    page.go(4, WORKERS)
    press(page.grid.view, Key.Key_D, modifier=CTRL)
    assert page.rows[5].workers == 10


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), min_size=1, max_size=8)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_block_survives_the_clipboard(block: list[list[str]]) -> None:
    assert grid_clipboard.rows_of(grid_clipboard.text_of(block)) == block


# What is shown


def test_a_blank_is_not_a_zero(page: Page) -> None:
    page.go(0, WOMEN)
    type_text("0")
    press(None, Key.Key_Return)
    assert page.text(0, WOMEN) == "0"
    assert page.text(2, WOMEN) == ""


def test_the_status_bar_counts_and_sums_the_selection(page: Page, qtbot: QtBot) -> None:
    page.select((0, WORKERS), (2, MEMBERS))
    qtbot.waitUntil(lambda: page.summary == "Chọn 6 ô · Đếm 4 · Tổng 2.406 · Trung bình 601,5")
    page.go(0, WORKERS)
    qtbot.waitUntil(lambda: page.summary == "Chọn 1 ô · Tổng 30")


def test_a_header_sorts_in_the_vietnamese_order_and_back_with_blanks_last(page: Page) -> None:
    header = page.grid.view.horizontalHeader()

    def click(place: int) -> list[object]:
        middle = QPoint(header.sectionViewportPosition(place) + 20, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        return [row.id for row in page.grid.shown_rows]

    assert click(NAME) == [1, 4, 3, 5, 2]
    assert click(NAME) == [2, 5, 3, 4, 1]
    assert click(WORKERS) == [4, 5, 1, 2, 3]
    assert click(WORKERS) == [2, 1, 5, 4, 3]
    assert click(NUMBER) == [2, 1, 5, 4, 3]


def test_an_edited_row_stays_where_it_is_until_it_is_sorted_again(page: Page) -> None:
    page.grid.sort_by("workers")
    page.grid.go_to(4, "workers")
    type_text("5000")
    press(None, Key.Key_Return)
    assert [row.id for row in page.grid.shown_rows] == [4, 5, 1, 2, 3]
    page.grid.resort()
    assert [row.id for row in page.grid.shown_rows] == [5, 1, 2, 4, 3]


def test_the_selection_survives_saving_filtering_and_new_rows(page: Page) -> None:
    page.grid.go_to(4, "members")
    page.grid.set_filter(lambda row: "d" in fold(row.name)[5:])
    assert page.grid.selected_keys == []
    page.grid.set_filter(lambda row: row.id in (4, 5))
    page.grid.set_filter(None)
    assert (page.grid.selected_keys, page.here[1]) == ([4], MEMBERS)
    page.rows = {9: replace(ROWS[0], id=9), **page.rows}
    page.refresh()
    assert (page.grid.current_key, page.here) == (4, (4, MEMBERS))


def test_the_keys_go_on_where_a_row_is_gone(page: Page) -> None:
    page.grid.go_to(4, "members")
    place = page.here[0]
    del page.rows[4]
    page.refresh()
    assert page.here == (min(place, len(page.rows) - 1), MEMBERS)
    page.rows.clear()
    page.refresh()
    page.rows[7] = replace(ROWS[0], id=7)
    page.refresh()
    assert (page.grid.current_key, page.here[0]) == (7, 0)


def test_rows_are_opened_by_enter_and_double_click(page: Page) -> None:
    page.grid.set_editable(False)
    page.grid.select_whole_rows()
    page.go(1, NAME)
    press(page.grid.view, Key.Key_Return)
    middle = page.grid.view.visualRect(page.grid.view.model().index(2, NAME)).center()
    QTest.mouseDClick(page.grid.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert page.opened == [(2, "name"), (2, "name")]
    press(page.grid.view, Key.Key_Down, modifier=SHIFT)
    assert page.grid.selected_keys == [2, 3]


def test_the_first_columns_stay_while_the_table_scrolls(page: Page, qtbot: QtBot) -> None:
    page.grid.resize(500, 300)
    frozen = page.grid._frozen
    assert not frozen.isVisible()
    page.go(2, NOTE)
    qtbot.waitUntil(frozen.isVisible)
    assert frozen.columnViewportPosition(NAME) == page.grid.view.columnWidth(NUMBER)
    page.go(2, WORKERS)
    rect = page.grid.view.visualRect(page.grid.view.currentIndex())
    assert rect.left() >= page.grid._frozen.covered() or not frozen.isVisible()


def test_totals_follow_the_last_row_and_stay_below_a_long_table(page: Page, qtbot: QtBot) -> None:
    page.grid.set_totals({"name": "Cộng 4 / 5", "workers": "1.252"})
    totals = page.grid._totals
    qtbot.waitUntil(lambda: totals.y() == page.grid.view.geometry().bottom() + 1)
    assert totals.y() < 200
    many = [replace(ROWS[0], id=number) for number in range(500)]
    page.grid.set_rows(many)
    qtbot.waitUntil(lambda: totals.geometry().bottom() >= page.grid.height() - 3)


def test_a_screen_reader_hears_the_whole_figure(page: Page) -> None:
    page.grid.set_about("Quý 2/2023")
    model = page.grid.view.model()

    def heard(row: int, place: int) -> Any:  # noqa: ANN401 - Qt's
        return model.index(row, place).data(Qt.ItemDataRole.AccessibleTextRole)

    assert heard(0, WOMEN) == "CĐCS Ánh Sao, Quý 2/2023, Đoàn viên nữ, 12"
    assert heard(2, WOMEN) == "CĐCS Ban Dân vận, Quý 2/2023, Đoàn viên nữ, trống"


def test_markup_in_the_data_is_only_text(page: Page) -> None:
    page.grid.refuse(1, "workers", "<b>1</b>", "<img src=x>")
    tip = page.grid.view.model().index(0, WORKERS).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "<qt>&lt;img src=x&gt;</qt>"


def test_what_is_typed_is_saved_when_the_focus_goes_elsewhere(page: Page, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    type_text("31")
    assert page.editor is not None
    QApplication.sendEvent(page.editor, QEvent(QEvent.Type.FocusOut))
    page.editor.clearFocus()
    assert page.rows[1].workers == 31


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_problems_have_a_ground_of_their_own(page: Page, look: Theme, theme: str) -> None:
    look.choose(theme)
    page.grid.set_rows(
        page.rows.values(), {1: [Problem("members", "sai")], 2: [Problem("members", "lạ", Severity.WARNING)]}
    )
    page.go(4, NAME)
    picture = page.grid.view.viewport().grab().toImage()

    def ground(row: int) -> str:
        rect = page.grid.view.visualRect(page.grid.view.model().index(row, MEMBERS))
        return picture.pixelColor(rect.left() + 4, rect.top() + 6).name().upper()

    assert ground(0) == look.tokens.error_soft.upper()
    assert ground(1) == look.tokens.warning_soft.upper()
    assert ground(3) == look.tokens.surface.upper()
