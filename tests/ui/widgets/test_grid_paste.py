"""A block from Excel or LibreOffice: shown first with what each cell would do, then stored as one action."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.grids import BEFORE, COLUMNS, MEMBERS, NAME, NOTE, ROWS, WOMEN, WORKERS, Page, shown
from tests.ui.hands import CTRL, Clipboard, Key, press, type_text
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.errors import Severity
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.widgets import grid_clipboard

NAMED = tuple(replace(column, identifies=column.name == "name") for column in COLUMNS)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return shown(qtbot, RecordGrid(COLUMNS))


@pytest.fixture
def named(qtbot: QtBot) -> Page:
    """A grid whose rows are found by their names."""
    return shown(qtbot, RecordGrid(NAMED))


def fates(page: Page) -> dict[tuple[int, int], str]:
    model = page.grid.model
    cells = [(row, place) for row in range(model.rowCount()) for place in range(model.columnCount())]
    return {cell: found.judgement.fate for cell in cells if (found := model.proposed(*cell)) is not None}


# The preview


def test_nothing_is_stored_before_it_is_said_so(page: Page) -> None:
    page.paste("31\t26\r\nabc\t1150\r\n7\t6\r\n", accept=False)

    assert page.bar.isVisible()
    assert page.bar.counts.text() == "Dán 3 × 2 ô: 2 mới · 1 đổi · 1 từ chối (F8 để xem) · 2 không đổi"
    assert fates(page) == {
        (0, WORKERS): "changed",
        (0, MEMBERS): "same",
        (1, WORKERS): "rejected",
        (1, MEMBERS): "same",
        (2, WORKERS): "new",
        (2, MEMBERS): "new",
    }
    assert (page.text(0, WORKERS), page.text(1, WORKERS)) == ("31", "abc")
    assert page.entered == []
    press(page.grid.view, Key.Key_Escape)
    assert not page.bar.isVisible()
    assert page.text(0, WORKERS) == "30"
    assert (page.entered, page.said[-1]) == ([], "Không dán gì.")


def test_a_pasted_block_is_one_action(page: Page) -> None:
    page.paste("31\t1.001\r\n22\t\r\n")

    assert len(page.entered) == 1
    assert page.last() == [(1, "workers", "31"), (1, "members", "1.001"), (2, "workers", "22"), (2, "members", "")]
    assert page.rows[1].members == 1001
    assert page.rows[2].members is None
    assert page.grid.view.contents.rows() == [0, 1]
    assert page.said == ["Đã ghi 4 ô."]


def test_what_is_rejected_stays_in_red_and_the_rest_is_stored(page: Page) -> None:
    page.paste("ba mươi\t27\r\n-5\t1151")
    assert (page.rows[1].workers, page.rows[1].members, page.rows[2].members) == (30, 27, 1151)
    assert [(entry.key, entry.text) for entry, _reason in page.grid.refused] == [(1, "ba mươi"), (2, "-5")]
    assert page.said == ["Đã ghi 2 ô; 2 ô chưa ghi được, F8 để xem."]


def test_f8_walks_the_rejected_cells_and_tells_why(page: Page) -> None:
    page.paste("1\tx\n2\t3\ny\t4", accept=False)
    found = []
    for _press in range(3):
        press(page.grid.view, Key.Key_F8)
        found.append((*page.here, page.grid.current_problem[:5]))
    assert found == [(0, MEMBERS, "“x” k"), (2, WORKERS, "“y” k"), (0, MEMBERS, "“x” k")]
    tip = page.grid.model.index(0, MEMBERS).data(Qt.ItemDataRole.ToolTipRole)
    assert "không phải là số nguyên" in tip


def test_while_a_block_is_shown_one_can_look_around_but_not_type(page: Page) -> None:
    page.paste("1\t2", accept=False)
    press(page.grid.view, Key.Key_Down, Key.Key_Right)
    assert page.here == (1, MEMBERS)
    type_text("9")
    press(page.grid.view, Key.Key_F2, Key.Key_Delete, Key.Key_Space)
    press(page.grid.view, Key.Key_D, modifier=CTRL)
    middle = page.grid.view.visualRect(page.grid.model.index(0, WORKERS)).center()
    QTest.mouseDClick(page.grid.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert (page.editor, page.entered, page.opened) == (None, [], [])
    assert page.bar.isVisible()
    press(page.grid.view, Key.Key_Return)
    assert page.last() == [(1, "workers", "1"), (1, "members", "2")]


def test_the_buttons_do_what_the_keys_do(page: Page) -> None:
    page.paste("1\t2", accept=False)
    page.bar.give_up.click()
    assert page.entered == []
    page.paste("1\t2", accept=False)
    page.bar.paste.click()
    assert len(page.entered) == 1
    assert page.grid.view.hasFocus()


def test_every_button_of_the_bar_has_a_key_of_its_own(page: Page) -> None:
    page.paste("1,234\t2", accept=False)
    keys = [button.text().partition("&")[2][:1].lower() for button in page.bar.findChildren(QPushButton)]
    assert len(set(keys)) == len(keys) == 4
    assert "" not in keys


def test_the_grounds_tell_the_fates_apart(page: Page, look: Theme) -> None:
    page.paste("31\t26\nx\t1150\n5\t4", accept=False)
    page.go(4, NAME)
    picture = page.grid.view.viewport().grab().toImage()

    def ground(row: int, place: int) -> str:
        rect = page.grid.view.visualRect(page.grid.model.index(row, place))
        return picture.pixelColor(rect.left() + 4, rect.top() + 6).name().upper()

    tokens = look.tokens
    assert ground(0, WORKERS) == tokens.primary_soft.upper()
    assert ground(0, MEMBERS) == tokens.surface.upper()
    assert ground(1, WORKERS) == tokens.error_soft.upper()
    assert ground(2, WORKERS) == tokens.good_soft.upper()


def test_other_rows_do_not_disturb_the_preview_and_another_quarter_ends_it(page: Page) -> None:
    page.paste("31\t27", accept=False)
    page.rows[1] = replace(page.rows[1], workers=31)
    page.refresh()
    assert fates(page)[0, WORKERS] == "same"
    page.grid.clear_refused()
    assert not page.bar.isVisible()
    assert page.entered == []


# Where things go


def test_one_copied_cell_fills_the_selection_at_once(page: Page) -> None:
    page.select((0, WORKERS), (4, WORKERS))
    page.paste("5\n", accept=False)
    assert {row.workers for row in page.rows.values()} == {5}
    assert len(page.entered) == 1


def test_a_copied_row_fills_all_selected_rows(page: Page) -> None:
    page.select((0, WORKERS), (1, MEMBERS))
    page.paste("8\t7")
    assert [(page.rows[key].workers, page.rows[key].members) for key in (1, 2)] == [(8, 7), (8, 7)]


def test_a_copied_column_fills_all_selected_columns(page: Page) -> None:
    page.select((0, WORKERS), (1, MEMBERS))
    page.paste("8\n7")
    assert [(page.rows[key].workers, page.rows[key].members) for key in (1, 2)] == [(8, 8), (7, 7)]


def test_cells_that_are_only_read_are_skipped_and_named(page: Page) -> None:
    page.go(0, BEFORE)
    page.paste("99\tmười\n3\t1", accept=False)
    assert page.bar.details.text() == "Ô chỉ đọc, bỏ qua: Quý II (2)"
    press(page.grid.view, Key.Key_Return)
    assert page.rows[1].before == 25
    assert page.text(0, WOMEN) == "mười"
    assert page.said == ["Đã ghi 1 ô; bỏ qua 2 ô không sửa được; 1 ô chưa ghi được, F8 để xem."]


def test_a_sheet_of_others_does_not_have_our_columns_that_are_only_read(page: Page) -> None:
    page.paste("31\t27\t13\tghi chú")
    assert page.last() == [(1, "workers", "31"), (1, "members", "27"), (1, "women", "13"), (1, "note", "ghi chú")]


def test_what_is_larger_than_the_grid_is_named(page: Page) -> None:
    page.go(3, NOTE)
    page.paste("a\tb\tc\td\ne\tf\tg\th\ni\nk", accept=False)
    assert page.bar.details.text() == ("Cột không có chỗ: cột 2, 3, 4 · Nằm ngoài bảng: 2 dòng")
    press(page.grid.view, Key.Key_Return)
    assert [page.rows[key].note for key in (3, 4, 5)] == [None, "a", "e"]


def test_a_block_that_fits_nowhere_says_so(page: Page) -> None:
    page.go(0, BEFORE)
    page.paste("1\n2", accept=False)
    assert page.bar.counts.text() == "Dán 2 × 1 ô: không có ô nào ghi được"
    press(page.grid.view, Key.Key_Return)
    assert page.entered == []


def test_headings_find_the_columns(page: Page) -> None:
    page.go(1, NOTE)
    page.paste("ĐOÀN VIÊN\tGhi  chú\tChủ tịch\tcnvclđ\n1001\tabc\tLan\t1201\n5\t\tHoa\t6\n")
    assert page.last() == [
        (2, "members", "1001"),
        (2, "note", "abc"),
        (2, "workers", "1201"),
        (3, "members", "5"),
        (3, "workers", "6"),
    ]


def test_headings_without_a_column_are_named(page: Page) -> None:
    page.paste("CNVCLĐ\tChủ tịch\tĐoàn viên\n5\tLan\t4", accept=False)
    assert page.bar.details.text() == "Cột không có chỗ: “Chủ tịch”"


def test_other_words_for_a_column_are_known(qtbot: QtBot) -> None:
    columns = [replace(one, headers=("Tổng số lao động",)) if one.name == "workers" else one for one in COLUMNS]
    page = shown(qtbot, RecordGrid(columns))
    page.go(0, NOTE)
    page.paste('"Tổng số\nlao động"\n77\n')
    assert page.rows[1].workers == 77


def test_names_find_the_rows_whatever_their_order(named: Page) -> None:
    named.go(4, NOTE)
    lines = (
        "Công đoàn cơ sở\tĐoàn viên",
        "CĐCS  Dich vu\t13",
        "CĐCS Không Có\t5",
        "CĐCS ánh sao\t27",
        "CĐCS Ánh Sao\t28",
    )
    named.paste("\r\n".join(lines), accept=False)
    assert named.bar.details.text() == (
        "Dòng không nhận: dòng 3: “CĐCS Không Có” không có trong bảng, dòng 5: trùng với dòng 4"
    )
    press(named.grid.view, Key.Key_Return)
    assert named.last() == [(5, "members", "13"), (1, "members", "27")]


def test_names_without_headings_find_the_rows_too(named: Page) -> None:
    named.go(0, NAME)
    named.paste("CĐCS Ăn uống\t11\nCĐCS Ánh Sao\t31\n")
    assert named.last() == [(4, "workers", "11"), (1, "workers", "31")]


def test_names_that_come_along_are_not_taken_for_figures(named: Page) -> None:
    """Copied with their names, but pasted where the figures begin."""
    named.go(0, WORKERS)
    named.paste("CĐCS Đống Đa\t1300\t1200\t700\r\nCĐCS Ánh Sao\t33\t27\t13\r\n")

    assert named.last() == [
        *((2, "workers", "1300"), (2, "members", "1200"), (2, "women", "700")),
        *((1, "workers", "33"), (1, "members", "27"), (1, "women", "13")),
    ]


def test_figures_that_look_like_codes_are_figures(qtbot: QtBot) -> None:
    page = shown(qtbot, RecordGrid((GridColumn("id", "Mã", identifies=True), *COLUMNS[2:])))
    page.go(0, 1)
    page.paste("2\t1\r\n3\t1\r\n")
    assert page.last() == [
        *((1, "workers", "2"), (1, "members", "1"), (2, "workers", "3"), (2, "members", "1")),
    ]


def test_rows_that_are_filtered_away_or_not_unique_take_nothing(named: Page) -> None:
    named.rows[6] = replace(ROWS[0], id=6)
    named.refresh()
    named.grid.set_filter(lambda row: row.id != 2)
    named.go(0, NAME)
    named.paste("CĐCS Đống Đa\t11\nCĐCS Ánh Sao\t31\n\t4\n\t\n", accept=False)
    assert named.bar.details.text() == (
        "Dòng không nhận: dòng 1: “CĐCS Đống Đa” đang bị bộ lọc ẩn,"
        " dòng 2: “CĐCS Ánh Sao” chỉ nhiều dòng khác nhau, dòng 3: không có mã hay tên"
    )


def test_many_rows_without_a_place_are_counted(named: Page) -> None:
    named.go(0, NAME)
    named.paste("".join(f"Lạ {number}\t1\n" for number in range(9)), accept=False)
    assert named.bar.details.text().endswith("dòng 4: “Lạ 3” không có trong bảng và 5 nữa")
    assert "Lạ 8" in named.bar.details.toolTip()


def test_code_and_name_must_mean_the_same_row(qtbot: QtBot) -> None:
    code = GridColumn("id", "Mã", Whole(), identifies=True)
    page = shown(qtbot, RecordGrid((code, *NAMED)))
    page.go(0, 0)
    page.paste("Mã\tCông đoàn cơ sở\tCNVCLĐ\n1\tCĐCS Đống Đa\t5\n4\tTên mới\t6\n\tCĐCS Dịch vụ\t7\n", accept=False)
    assert page.bar.details.text() == "Dòng không nhận: dòng 2: “1”, “CĐCS Đống Đa” chỉ các dòng khác nhau"
    press(page.grid.view, Key.Key_Return)
    assert page.last() == [(4, "workers", "6"), (5, "workers", "7")]


# The comma


def test_a_comma_that_may_mean_two_things_is_asked_about_once(page: Page) -> None:
    page.paste("1,234\t27\n5,678\t9", accept=False)
    assert (page.bar.thousands.isVisible(), page.bar.paste.isEnabled()) == (True, False)
    press(page.grid.view, Key.Key_Return)
    assert page.entered == []
    assert page.bar.thousands.hasFocus()
    press(None, Key.Key_Space)
    assert (page.bar.thousands.isVisible(), page.bar.paste.isEnabled()) == (False, True)
    press(None, Key.Key_Return)
    assert (page.rows[1].workers, page.rows[2].workers) == (1234, 5678)


def test_the_question_is_answered_with_enter_and_left_with_esc(page: Page) -> None:
    page.paste("1,234\t27", accept=False)
    press(page.grid.view, Key.Key_Return)
    press(None, Key.Key_Escape)
    assert (page.bar.isVisible(), page.entered) == (False, [])

    page.paste("1,234\t27", accept=False)
    press(page.grid.view, Key.Key_Return)
    press(None, Key.Key_Return, Key.Key_Return)
    assert page.rows[1].workers == 1234


def test_as_fractions_such_numbers_are_rejected(page: Page) -> None:
    page.paste("1,234\t27", accept=False)
    page.bar.fractions.click()
    assert page.bar.counts.text() == "Dán 1 × 2 ô: 1 đổi · 1 từ chối (F8 để xem)"
    press(page.grid.view, Key.Key_Return)
    assert (page.rows[1].workers, page.rows[1].members) == (30, 27)
    assert page.grid.refused == [(Entry(1, "workers", "1,234"), "phải là số nguyên, không có phần lẻ")]
    assert page.said == ["Đã ghi 1 ô; 1 ô chưa ghi được, F8 để xem."]
    press(page.grid.view, Key.Key_Tab, Key.Key_Tab)
    type_text("13")
    press(None, Key.Key_Return)
    assert (page.rows[1].workers, page.rows[1].women) == (30, 13)


@pytest.mark.parametrize("text", ["1.234", "1,234,567", "0,234", "12,34", "abc"])
def test_other_numbers_are_not_asked_about(page: Page, text: str) -> None:
    page.paste(f"{text}\t1", accept=False)
    assert not page.bar.thousands.isVisible()


# The rules of the page


def test_the_page_judges_by_its_own_rules(qtbot: QtBot) -> None:
    asked: list[Entry] = []

    def judge(entries: Sequence[Entry]) -> list[Judgement]:
        asked.extend(entries)
        odd = Judgement("changed", "tăng 100 %", Severity.WARNING)
        wrong = Judgement("rejected", "lớn hơn tổng số đoàn viên")
        return [odd if entry.column == "workers" else wrong for entry in entries]  # also of what cannot be read

    page = shown(qtbot, RecordGrid(COLUMNS, judge=judge))
    page.go(0, WORKERS)
    page.paste("60\tx\n61\t5000", accept=False)
    assert [(entry.key, entry.text) for entry in asked] == [(1, "60"), (1, "x"), (2, "61"), (2, "5000")]
    assert page.bar.counts.text() == "Dán 2 × 2 ô: 2 đổi · 2 từ chối (F8 để xem) · 2 cảnh báo"
    problem = page.grid.model.problem(0, WORKERS)
    assert problem is not None
    assert (problem.severity, problem.text) == (Severity.WARNING, "tăng 100 %")
    press(page.grid.view, Key.Key_F8, Key.Key_F8)
    assert page.here == (1, MEMBERS)


def test_pasting_can_be_told_from_typing(page: Page) -> None:
    told: list[bool] = []
    page.grid.entered.connect(lambda _entries: told.append(page.grid.pasting))
    page.paste("1\t2")
    page.paste("3")
    page.go(0, WORKERS)
    type_text("4")
    press(None, Key.Key_Return)
    assert told == [True, True, False]


# What other programs put on the clipboard, and what they read


EXCEL = '31\t"dòng 1\ndòng ""2"""\r\n1.201\tkhác\r\n'
LIBREOFFICE = '31\t"dòng 1\ndòng ""2"""\n1.201\tkhác'


@pytest.mark.parametrize("text", [EXCEL, LIBREOFFICE])
def test_blocks_of_other_programs_are_understood(page: Page, text: str) -> None:
    data = QMimeData()
    data.setText(text.replace("\t", "\t26\t12\t"))
    data.setHtml("<table><tr><td>99</td></tr></table>")
    QApplication.clipboard().setMimeData(data)
    press(page.grid.view, Key.Key_V, modifier=CTRL)
    press(page.grid.view, Key.Key_Return)
    assert (page.rows[1].workers, page.rows[2].workers) == (31, 1201)
    assert (page.rows[1].note, page.rows[2].note) == ('dòng 1 dòng "2"', "khác")


def test_text_with_line_breaks_comes_from_excel_as_one_cell(page: Page) -> None:
    page.go(0, NOTE)
    page.paste('"dòng 1\ndòng ""2"""\r\nkhác\r\n')
    assert page.last() == [(1, "note", 'dòng 1\ndòng "2"'), (2, "note", "khác")]


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\t\n"'), min_size=1, max_size=8)


@given(st.lists(st.lists(texts, min_size=2, max_size=3), min_size=1, max_size=4))
def test_other_programs_read_what_is_copied(block: list[list[str]]) -> None:
    width = min(map(len, block))
    even = [row[:width] for row in block]
    read = csv.reader(io.StringIO(grid_clipboard.text_of(even), newline=""), "excel-tab")
    assert list(read) == even


def test_copied_figures_are_numbers_and_come_back_as_they_were(page: Page, clipboard: Clipboard) -> None:
    page.select((0, WORKERS), (1, NOTE))
    press(page.grid.view, Key.Key_C, modifier=CTRL)
    assert clipboard.text == "30\t26\t25\t12\t\r\n1200\t1150\t1100\t600\t"
    press(page.grid.view, Key.Key_V, modifier=CTRL)
    assert set(fates(page).values()) == {"same"}
    press(page.grid.view, Key.Key_Return)
    assert page.entered == []


# Size


def test_all_of_five_hundred_rows_of_ten_columns_is_one_action(qtbot: QtBot) -> None:
    figures = [GridColumn(name, name.title(), Whole(), editable=True, value=lambda _row: None) for name in "abcdefghij"]
    page = shown(qtbot, RecordGrid((COLUMNS[NAME], *figures)), [replace(ROWS[0], id=number) for number in range(500)])
    taken: list[list[Entry]] = []
    page.grid.entered.disconnect()
    page.grid.entered.connect(taken.append)
    page.go(0, 1)
    page.paste("\r\n".join("\t".join(str(row * cell) for cell in range(10)) for row in range(500)), accept=False)
    assert page.bar.counts.text() == "Dán 500 × 10 ô: 5.000 mới"
    press(page.grid.view, Key.Key_Return)
    assert [len(entries) for entries in taken] == [5000]
