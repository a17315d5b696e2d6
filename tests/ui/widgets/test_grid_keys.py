"""Keys of a grid that Excel, FAST and UniKey have taught: filling, ticking, lists, days, and what pages answer to."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.grids import (
    BEFORE,
    FOLLOW_UP,
    FOUNDED,
    MEMBERS,
    MORE_COLUMNS,
    NAME,
    NOTE,
    SECTOR,
    WOMEN,
    WORKERS,
    Page,
    shown,
)
from tests.ui.hands import ALT, CTRL, PLAIN, SHIFT, Key, focused, press, type_text
from tests.ui.unikey import BACK, WORDS, Typed, send
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.pick_box import PickBox
from unioncare_desktop.vietnamese import nfc


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return shown(qtbot, RecordGrid(MORE_COLUMNS))


def in_column(page: Page, name: str) -> list[Any]:
    return [getattr(row, name) for row in page.rows.values()]


# Filling


def test_ctrl_r_fills_to_the_right(page: Page) -> None:
    page.select((0, WORKERS), (1, MEMBERS))
    press(page.grid.view, Key.Key_R, modifier=CTRL)
    assert in_column(page, "members")[:2] == [30, 1200]
    page.go(3, MEMBERS)
    press(page.grid.view, Key.Key_R, modifier=CTRL)
    assert page.rows[4].members == 10
    assert len(page.entered) == 2
    page.go(0, 0)
    press(page.grid.view, Key.Key_R, modifier=CTRL)
    assert len(page.entered) == 2


def test_ctrl_apostrophe_takes_the_value_from_above(page: Page) -> None:
    page.go(1, WORKERS)
    press(page.grid.view, Key.Key_Apostrophe, modifier=CTRL)
    assert page.rows[2].workers == 30
    press(page.grid.view, Key.Key_Return)
    type_text("5")
    press(None, Key.Key_Apostrophe, modifier=CTRL)
    assert page.typed == "530"
    press(None, Key.Key_Escape)
    page.go(0, WORKERS)
    press(page.grid.view, Key.Key_Apostrophe, modifier=CTRL)
    assert page.rows[1].workers == 30


def test_ctrl_semicolon_is_today(page: Page) -> None:
    today = date.today()  # noqa: DTZ011 - the user's own calendar
    page.go(1, FOUNDED)
    press(page.grid.view, Key.Key_Semicolon, modifier=CTRL)
    assert page.rows[2].founded == today
    press(page.grid.view, Key.Key_Down, Key.Key_F2)
    press(None, Key.Key_Semicolon, modifier=CTRL)
    press(None, Key.Key_Return)
    assert page.rows[3].founded == today
    page.go(0, WORKERS)
    press(page.grid.view, Key.Key_Semicolon, modifier=CTRL)
    assert page.rows[1].workers == 30
    assert page.said[-1] == "Ctrl+; ghi ngày hôm nay, chỉ vào ô ngày."


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_ctrl_enter_puts_what_is_typed_into_the_whole_selection(page: Page, key: Qt.Key) -> None:
    page.select((0, WORKERS), (3, MEMBERS))
    type_text("7")
    assert len(page.selected) == 8
    press(None, key, modifier=CTRL)
    assert in_column(page, "workers") == [7, 7, 7, 7, 12]
    assert in_column(page, "members") == [7, 7, 7, 7, 12]
    assert [len(entries) for entries in page.entered] == [8]
    assert len(page.selected) == 8
    assert page.editor is None


def test_ctrl_enter_puts_the_current_value_into_the_whole_selection(page: Page) -> None:
    page.select((0, WORKERS), (2, WORKERS))
    press(page.grid.view, Key.Key_Return, modifier=CTRL)
    assert page.said[-1] == "Đã ghi 3 ô."
    assert in_column(page, "workers") == [None, None, None, 10, 12]
    page.select((3, WORKERS), (1, WOMEN))
    type_text("x")
    press(None, Key.Key_Return, modifier=CTRL)
    assert page.said[-1] == "Đã ghi 0 ô; bỏ qua 3 ô không sửa được; 9 ô chưa ghi được, F8 để xem."


def test_ctrl_enter_in_a_cell_opened_by_f2_or_by_backspace(page: Page) -> None:
    page.select((3, NOTE), (4, NOTE))
    press(page.grid.view, Key.Key_F2)
    type_text("như cũ")
    press(None, Key.Key_Return, modifier=CTRL)
    assert in_column(page, "note")[3:] == ["như cũ"] * 2
    press(page.grid.view, Key.Key_Backspace)
    press(None, Key.Key_Return, modifier=CTRL)
    assert in_column(page, "note")[3:] == [None] * 2


def test_ctrl_a_never_clears(page: Page) -> None:
    for _twice in range(2):
        press(page.grid.view, Key.Key_A, modifier=CTRL)
        assert len(page.selected) == 5 * len(MORE_COLUMNS)


# Ticks and lists


def test_space_ticks_and_clears_what_is_selected(page: Page) -> None:
    page.select((1, FOLLOW_UP), (3, FOLLOW_UP))
    press(page.grid.view, Key.Key_Space)
    assert in_column(page, "follow_up") == [False, True, True, True, False]
    press(page.grid.view, Key.Key_Space)
    assert not any(in_column(page, "follow_up"))
    assert len(page.entered) == 2


def test_alt_down_opens_the_list_and_chooses_nothing_by_itself(page: Page) -> None:
    page.go(1, SECTOR)
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    editor = page.editor
    assert isinstance(editor, PickBox)
    assert editor.is_open
    press(None, Key.Key_Return)
    assert page.entered == []
    page.go(1, SECTOR)
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    press(None, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert page.rows[2].sector == "company"
    assert page.here == (2, SECTOR)


def test_what_is_typed_into_a_list_stays_as_it_is(page: Page) -> None:
    page.go(1, SECTOR)
    type_text("truong")
    editor = page.editor
    assert isinstance(editor, PickBox)
    assert (editor.text(), editor.is_open) == ("truong", True)
    press(None, Key.Key_Return)
    assert page.text(1, SECTOR) == "truong"
    assert page.rows[2].sector is None
    press(page.grid.view, Key.Key_Up)
    type_text("truong")
    press(None, Key.Key_Down, Key.Key_Tab)
    assert page.rows[2].sector == "school"
    assert page.text(1, SECTOR) == "Trường học"


def test_escape_closes_the_list_first(page: Page) -> None:
    page.go(1, SECTOR)
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    press(None, Key.Key_Escape)
    assert page.editor is not None
    press(None, Key.Key_Escape)
    assert page.editor is None


def test_arrows_leave_a_typed_cell_without_a_list(page: Page) -> None:
    page.go(1, SECTOR)
    type_text("x")
    press(None, Key.Key_Down)
    assert page.here == (2, SECTOR)
    assert page.text(1, SECTOR) == "x"


def test_options_that_a_page_looks_up_are_chosen_by_name(qtbot: QtBot) -> None:
    looked_up: list[int] = []

    def names() -> dict[int, str]:
        looked_up.append(1)
        return {7: "Kim Mã", 8: "Giảng Võ"}

    columns = (MORE_COLUMNS[NAME], GridColumn("before", "Địa bàn", options=names, editable=True))
    page = shown(qtbot, RecordGrid(columns))
    page.go(0, 1)
    type_text("giang vo")
    press(None, Key.Key_Return)
    assert page.rows[1].before == 8
    assert page.text(0, 1) == "Giảng Võ"
    type_text("Láng")
    press(None, Key.Key_Return)
    assert page.rows[2].before == 1100
    assert "không có trong danh mục" in str(page.grid.model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole))


def test_alt_down_asks_for_the_filter_where_texts_are_free(page: Page) -> None:
    asked: list[str] = []
    page.grid.view.filter_wanted.connect(asked.append)
    page.go(0, BEFORE)
    press(page.grid.view, Key.Key_Down, modifier=ALT)
    assert asked == ["before"]
    assert page.editor is None


# Days


def open_day(page: Page, day: str) -> None:
    page.go(0, FOUNDED)
    type_text(day)
    press(None, Key.Key_Return, Key.Key_Up, Key.Key_F2)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Key.Key_Up, "01/02/2024"),
        (Key.Key_Down, "30/01/2024"),
        (Key.Key_PageUp, "29/02/2024"),
        (Key.Key_PageDown, "31/12/2023"),
    ],
)
def test_arrows_turn_a_day_opened_with_f2(page: Page, key: Qt.Key, expected: str) -> None:
    open_day(page, "31/1/2024")
    press(None, key)
    assert page.typed == expected
    press(None, Key.Key_Return)
    assert page.text(0, FOUNDED) == expected


def test_plus_and_minus_turn_a_day_only_while_all_of_it_is_selected(page: Page) -> None:
    open_day(page, "31/12/2023")
    type_text("+")
    assert page.typed == "31/12/2023+"
    press(None, Key.Key_Backspace)
    press(None, Key.Key_A, modifier=CTRL)
    type_text("+")
    type_text("+")
    assert page.typed == "02/01/2024"
    type_text("-")
    assert page.typed == "01/01/2024"


def test_alt_enter_takes_what_was_meant_by_a_refused_day(page: Page) -> None:
    open_day(page, "30/2/2023")
    press(None, Key.Key_Escape)
    assert page.entered == []
    assert "ý bạn là 28/02/2023? Alt+Enter: lấy gợi ý" in page.grid.current_problem

    press(page.grid.view, Key.Key_Return, modifier=ALT)

    assert page.rows[1].founded == date(2023, 2, 28)
    assert page.grid.current_problem == ""
    press(page.grid.view, Key.Key_Return, modifier=ALT)
    assert len(page.entered) == 1


def test_the_menu_of_a_refused_cell_offers_what_was_meant(page: Page, qtbot: QtBot) -> None:
    page.go(0, FOUNDED)
    type_text("31/4/2023")
    press(None, Key.Key_Return, Key.Key_Up)
    here = QPoint(5, 5)
    QApplication.sendEvent(page.grid.view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, here, here))
    menu = page.grid.view.findChildren(QMenu)[-1]
    qtbot.waitUntil(menu.isVisible)
    first = menu.actions()[0]
    assert first.text() == "Sửa thành “30/04/2023”"
    first.trigger()
    menu.close()

    assert page.rows[1].founded == date(2023, 4, 30)


def test_a_day_with_dashes_is_typed_as_it_is_written(page: Page) -> None:
    page.go(0, FOUNDED)
    type_text("15-3-23")
    assert page.typed == "15-3-23"
    press(None, Key.Key_Return)
    assert page.rows[1].founded == date(2023, 3, 15)


def test_arrows_leave_a_day_opened_by_typing(page: Page) -> None:
    page.go(0, FOUNDED)
    type_text("150323")
    press(None, Key.Key_Down)
    assert page.here == (1, FOUNDED)
    assert page.rows[1].founded == date(2023, 3, 15)


def test_an_impossible_day_stays_as_it_was_typed(page: Page) -> None:
    page.go(0, FOUNDED)
    type_text("30/02/2023")
    press(None, Key.Key_Return)
    assert page.text(0, FOUNDED) == "30/02/2023"
    assert page.rows[1].founded is None
    press(page.grid.view, Key.Key_Up, Key.Key_F2, Key.Key_Up)
    assert page.typed == "30/02/2023"


# Numbers


def test_the_dot_of_the_number_pad_is_accepted(page: Page) -> None:
    page.go(0, WORKERS)
    keypad = Qt.KeyboardModifier.KeypadModifier
    for key, text in ((Key.Key_2, "2"), (Key.Key_Period, "."), (Key.Key_0, "0"), (Key.Key_0, "0"), (Key.Key_0, "0")):
        target = QApplication.focusWidget()
        assert target is not None
        QTest.sendKeyEvent(QTest.KeyAction.Click, target, key, text, keypad)
    press(None, Key.Key_Enter, modifier=keypad)
    assert page.rows[1].workers == 2000
    assert page.here == (1, WORKERS)


@pytest.mark.parametrize("place", [WORKERS, FOUNDED, SECTOR, FOLLOW_UP])
def test_the_wheel_never_changes_a_value(page: Page, place: int) -> None:
    page.go(0, place)
    before = page.text(0, place)

    def wheel() -> None:
        target = page.editor or page.grid.view.viewport()
        where = QPointF(5, 5)
        turned = QWheelEvent(
            where, target.mapToGlobal(where), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, PLAIN,
            Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt's
        )  # fmt: skip
        QApplication.sendEvent(target, turned)

    wheel()
    press(page.grid.view, Key.Key_F2)
    wheel()
    press(None, Key.Key_Return)
    assert (page.text(0, place), page.entered) == (before, [])


# What pages answer to


def test_keys_ask_the_page_and_only_where_it_answers(page: Page) -> None:
    asked: list[Any] = []
    view = page.grid.view

    def all_keys() -> None:
        press(view, Key.Key_F2, modifier=SHIFT)
        press(view, Key.Key_H, modifier=CTRL | SHIFT)
        press(view, Key.Key_Insert, Key.Key_Plus, modifier=CTRL)
        press(view, Key.Key_Plus, modifier=CTRL | SHIFT)
        press(view, Key.Key_Delete, Key.Key_Minus, modifier=CTRL)

    page.select((1, WORKERS), (2, MEMBERS))
    all_keys()
    assert (asked, page.entered, page.editor) == ([], [], None)
    page.grid.note_wanted.connect(lambda *cell: asked.append(("note", *cell)))
    page.grid.history_wanted.connect(lambda *cell: asked.append(("history", *cell)))
    page.grid.row_wanted.connect(lambda: asked.append("row"))
    page.grid.delete_wanted.connect(asked.append)
    all_keys()
    cell = (3, "members")
    assert asked == [("note", *cell), ("history", *cell), "row", "row", "row", [2, 3], [2, 3]]


def test_without_an_answer_ctrl_insert_copies_and_with_one_it_does_not(page: Page) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setText("trước")
    page.grid.row_wanted.connect(lambda: None)
    press(page.grid.view, Key.Key_Insert, modifier=CTRL)
    assert clipboard.text() == "trước"


def menu_of(page: Page) -> list[str]:
    place = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, page.grid.view.mapToGlobal(place))
    page.grid.view.contextMenuEvent(event)
    menu = next(one for one in page.grid.view.findChildren(QMenu) if one.isVisible())
    texts = [action.text().replace("&", "") for action in menu.actions()]
    menu.close()
    return texts


def test_the_menu_offers_only_what_is_answered(page: Page) -> None:
    assert menu_of(page) == [
        "Sao chép\tCtrl+C",
        "Dán\tCtrl+V",
        "Điền xuống\tCtrl+D",
        "Điền sang phải\tCtrl+R",
        "Xóa nội dung\tDel",
    ]
    page.grid.note_wanted.connect(lambda *_cell: None)
    page.grid.history_wanted.connect(lambda *_cell: None)
    assert menu_of(page)[-2:] == ["Ghi chú…\tShift+F2", "Lịch sử ô này\tCtrl+Shift+H"]


# Figures that were taken over


def test_a_faded_figure_is_confirmed_by_typing_it_again(page: Page) -> None:
    page.grid.set_faded(lambda row, column: row.id == 2 and column == "workers")
    assert page.grid.model.is_faded(1, WORKERS)
    assert not page.grid.model.is_faded(1, MEMBERS)
    page.go(1, WORKERS)
    type_text("1200")
    press(None, Key.Key_Tab)
    type_text("1150")
    press(None, Key.Key_Return)
    assert [entries[0].text for entries in page.entered] == ["1200"]


def test_faded_figures_look_different(page: Page) -> None:
    page.go(4, NAME)

    def picture(place: int) -> QImage:
        return page.grid.view.viewport().grab(page.grid.view.visualRect(page.grid.model.index(1, place))).toImage()

    plain = {place: picture(place) for place in (WORKERS, MEMBERS)}
    page.grid.set_faded(lambda row, column: row.id == 2 and column == "workers")
    assert picture(WORKERS) != plain[WORKERS]
    assert picture(MEMBERS) == plain[MEMBERS]


# Vietnamese input methods in cells


def by_typing(_page: Page) -> None:
    """The first letter opens the cell."""


def by_f2(page: Page) -> None:
    press(page.grid.view, Key.Key_F2)


def by_the_list(page: Page) -> None:
    press(page.grid.view, Key.Key_Down, modifier=ALT)


@pytest.mark.parametrize("opened", [by_typing, by_f2, by_the_list])
@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.keys)
def test_what_an_input_method_sends_arrives_as_it_was_meant(
    page: Page, opened: Callable[[Page], None], word: Typed
) -> None:
    place = SECTOR if opened is by_the_list else NOTE
    page.go(2, place)
    opened(page)
    for part in word.sent:
        send(focused(), part)
    assert page.typed == word.text
    press(None, Key.Key_Return)
    assert page.text(2, place) == (nfc(word.text) if place == NOTE else word.text)


def test_brackets_and_w_are_letters_like_all_others(page: Page) -> None:
    page.go(2, NOTE)
    type_text("[]w")
    assert page.typed == "[]w"


def test_a_list_with_a_matching_name_doubles_no_letter(page: Page) -> None:
    page.go(2, SECTOR)
    send(focused(), "D")
    assert isinstance(page.editor, PickBox)
    assert page.editor.is_open
    for part in ("o", "a", "n", "h", " ", "n", "g", "h", "i", "e", f"{BACK}ê", "p", f"{BACK * 2}ệp"):
        send(focused(), part)
    assert page.typed == "Doanh nghiệp"
    press(None, Key.Key_Return)
    assert page.rows[3].sector == "company"


@pytest.mark.parametrize("place", [WORKERS, FOUNDED])
def test_digits_of_vni_stay_digits(page: Page, place: int) -> None:
    page.go(2, place)
    type_text("1234567890")
    assert page.typed == "1234567890"


def test_nothing_is_normalised_before_the_cell_is_left(page: Page) -> None:
    page.go(2, NOTE)
    decomposed = "Hoa\u0300  bi\u0300nh "
    type_text(decomposed)
    assert page.typed == decomposed
    press(None, Key.Key_Return)
    assert page.rows[3].note == "Hoà bình"


# Rows stay where they are


def test_what_is_being_typed_survives_other_rows_and_the_order_of_the_rows(page: Page) -> None:
    page.go(1, NOTE)
    type_text("chưa xong")
    page.grid.set_rows(page.rows.values())
    assert page.typed == "chưa xong"
    page.grid.set_filter(lambda row: row.id != 1)
    assert (page.typed, page.here) == ("chưa xong", (0, NOTE))
    press(None, Key.Key_Return)
    assert page.rows[2].note == "chưa xong"


def test_what_was_being_typed_in_a_row_that_goes_is_kept_in_its_cell(page: Page) -> None:
    page.go(1, NOTE)
    type_text("chưa xong")
    page.grid.set_filter(lambda row: row.id != 2)
    assert page.editor is None
    page.grid.set_filter(None)
    assert page.text(1, NOTE) == "chưa xong"
    assert page.grid.refused[0][1] == "chưa ghi: dòng này bị ẩn đi khi đang gõ"


def test_a_selection_of_several_columns_survives_saving_and_filtering(page: Page) -> None:
    page.select((1, WORKERS), (3, BEFORE))
    before = page.selected
    page.refresh()
    assert page.selected == before
    page.grid.set_filter(lambda row: row.id != 1)
    assert page.selected == [(row - 1, place) for row, place in before]
    page.grid.set_filter(None)
    assert page.selected == before


def test_keys_meant_for_the_grid_do_nothing_while_a_cell_is_open(page: Page) -> None:
    page.select((0, WORKERS), (2, WORKERS))
    type_text("4")
    press(None, Key.Key_D, Key.Key_R, modifier=CTRL)
    assert page.entered == []
    assert page.typed == "4"
