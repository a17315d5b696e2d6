"""The figures as a secretary enters them: keys, clipboard and filters on a real database, read again afterwards."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.count_page import (
    LAST,
    actions,
    badge,
    cell,
    codes,
    go,
    reason,
    reported,
    row_of,
    rows,
    shown,
    stored,
)
from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, Reader, answer, press, type_text
from unioncare_desktop.domain.records import MemberCount, Office, Union
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, office, records
from unioncare_desktop.services.counts import Entry as Figure
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.widgets.grid_column import Badge
from unioncare_desktop.ui.work import Work


@pytest.fixture
def page(qtbot: QtBot, work: Work, context: Context) -> CountsPage:
    return shown(qtbot, work, context)


def titles(page: CountsPage) -> Sequence[str]:
    model = page.grid.model
    return [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]


# Opening


def test_missing_returns_come_first_and_are_counted(page: CountsPage, context: Context, work: Work) -> None:
    with work.read() as session:
        total = counts.totals(session, LAST)
    first = rows(page)[: total.missing]

    assert total.missing > 0
    assert all(row.missing for row in first)
    assert not any(row.missing for row in rows(page)[total.missing :])
    assert badge(page, first[0].union.code) == Badge("chưa nộp", "error")
    assert page.only_missing.text() == f"Chưa nộp {total.missing}"
    assert (context.period, context.period_title) == (LAST.code, "Quý IV/2026")


def test_totals_stand_below_and_name_who_has_reported(page: CountsPage, work: Work) -> None:
    with work.read() as session:
        total, earlier = counts.totals(session, LAST), counts.totals(session, LAST.previous)
    texts = page.grid._totals.texts

    assert texts["name"] == f"Cộng {total.reported} / {total.expected} CĐCS đã nộp"
    assert texts["members"].replace(".", "") == str(total.members)
    assert texts["before"].replace(".", "") == str(earlier.members), "the column adds up, whoever has reported since"


def test_what_nobody_gave_has_no_sum(page: CountsPage) -> None:
    for _step in range(4):
        page.previous_period()

    assert {page.grid._totals.texts[name] for name in FIGURES} == {""}


def test_headings_use_the_words_of_the_office_and_of_the_quarter(page: CountsPage) -> None:
    assert titles(page) == [
        *("STT", "Mã", "Công đoàn cơ sở", "CNVCLĐ", "Nữ", "Đoàn viên", "Quý III", "ĐV nữ", "Kết nạp", "Giảm"),
        *("Ghi chú", "Tình trạng"),
    ]


def test_the_navigation_counts_what_is_missing(qtbot: QtBot, work: Work, context: Context) -> None:
    told: list[tuple[str, int]] = []
    context.badged.connect(lambda name, count: told.append((name, count)))
    page = shown(qtbot, work, context)
    missing = sum(row.missing for row in rows(page))
    assert told[-1] == ("counts", missing)

    go(page, rows(page)[0].union.code, "members")
    type_text("12")
    press(None, Key.Key_Return)
    qtbot.waitUntil(lambda: told[-1] == ("counts", missing - 1))  # counted when the typing rests


# Typing


def test_a_figure_is_stored_when_its_cell_is_left(page: CountsPage) -> None:
    union = reported(page).union
    go(page, union.code, "admitted")
    type_text("7")
    press(None, Key.Key_Return)

    assert stored(page, str(union.code))["admitted"] == 7
    assert cell(page, union.code, "admitted") == "7"
    assert actions(page)[-1] == f"Nhập Kết nạp Quý IV/2026, {union.name}"


def test_rows_do_not_jump_while_one_types_and_f9_sorts_again(page: CountsPage) -> None:
    before = codes(page)
    go(page, before[0], "members")
    type_text(str(row_of(page, before[0]).before))
    press(None, Key.Key_Return)

    assert codes(page) == before
    assert badge(page, before[0]) == Badge("đã nộp", "good")
    assert page.grid.view.currentIndex().row() == 1

    page.resort()
    assert codes(page)[0] == before[1]
    assert before[0] in codes(page)


def test_opened_again_missing_returns_come_first(page: CountsPage) -> None:
    first, second = codes(page)[:2]
    go(page, first, "members")
    type_text("12")
    press(None, Key.Key_Return)
    page.hide()
    page.show()

    assert codes(page)[0] == second


def test_a_wrong_figure_stays_in_its_cell_and_out_of_the_database(page: CountsPage) -> None:
    row = reported(page)
    code = str(row.union.code)
    before = stored(page, code)
    go(page, code, "women_members")
    type_text("99999")
    press(None, Key.Key_Return)

    assert stored(page, code) == before
    assert cell(page, code, "women_members") == "99999"
    assert reason(page, code, "women_members").startswith("Đoàn viên nữ: 99.999 lớn hơn tổng số đoàn viên")
    assert badge(page, code).tone == "error"

    go(page, code, "women_members")
    type_text("3")
    press(None, Key.Key_Return)
    assert stored(page, code)["women_members"] == 3
    assert reason(page, code, "women_members") == ""


def test_what_is_no_number_stays_with_its_reason(page: CountsPage) -> None:
    code = str(reported(page).union.code)
    before = stored(page, code)
    go(page, code, "members")
    type_text("12a")
    press(None, Key.Key_Tab)

    assert cell(page, code, "members") == "12a"
    assert "không phải là số nguyên" in reason(page, code, "members")
    assert stored(page, code) == before


def test_a_refused_figure_is_taken_once_another_makes_it_right(page: CountsPage) -> None:
    row = reported(page)
    code = str(row.union.code)
    more = (row.workers or 0) + 10
    go(page, code, "members")
    type_text(str(more))
    press(None, Key.Key_Return)
    assert "lớn hơn tổng số lao động" in reason(page, code, "members")

    go(page, code, "workers")
    type_text(str(more + 5))
    press(None, Key.Key_Return)
    assert (stored(page, code)["workers"], stored(page, code)["members"]) == (more + 5, more)


def test_a_figure_that_does_not_continue_is_stored_with_a_warning(page: CountsPage, qtbot: QtBot) -> None:
    row = reported(page)
    code = str(row.union.code)
    go(page, code, "admitted")
    type_text("9")
    press(None, Key.Key_Return)

    assert stored(page, code)["admitted"] == 9
    assert "kỳ trước" in reason(page, code, "members")
    assert badge(page, code).tone == "warning"
    qtbot.waitUntil(lambda: page.only_odd.text() == "Có lỗi, cảnh báo 1")


def test_delete_makes_a_figure_blank_not_zero(page: CountsPage) -> None:
    row = reported(page)
    code = str(row.union.code)
    go(page, code, "left")
    press(None, Key.Key_Delete)

    assert stored(page, code)["left"] is None
    assert actions(page)[-1] == f"Xóa Giảm Quý IV/2026, {row.union.name}"


def test_a_note_is_typed_through_an_input_method(page: CountsPage) -> None:
    code = str(reported(page).union.code)
    go(page, code, "note")
    type_text("d")
    press(None, Key.Key_Backspace)
    type_text("đ")
    press(None, Key.Key_Return)

    assert stored(page, code)["note"] == "đ"


# Blocks


def test_a_pasted_block_is_one_action(page: CountsPage, clipboard: Clipboard) -> None:
    first, second = codes(page)[:2]
    clipboard.text = "31\t17\t26\r\n1.200\t600\t1.150\r\n"
    go(page, first, "workers")
    before = len(actions(page))
    press(None, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Return)

    figures = [
        [stored(page, str(code))[name] for name in ("workers", "women_workers", "members")] for code in (first, second)
    ]
    assert figures == [[31, 17, 26], [1200, 600, 1150]]
    assert actions(page)[before:] == ["Dán 6 ô, Quý IV/2026"]


def test_what_is_wrong_in_a_block_stays_out_and_the_rest_is_stored(page: CountsPage, clipboard: Clipboard) -> None:
    first, second = codes(page)[:2]
    told: list[str] = []
    page.status.connect(told.append)
    clipboard.text = "31\t40\t26\r\n30\t12\t25\r\n"
    go(page, first, "workers")
    press(None, Key.Key_V, modifier=CTRL)
    press(None, Key.Key_Return)

    assert stored(page, str(first)) == {}
    assert stored(page, str(second))["members"] == 25
    assert [cell(page, first, name) for name in ("workers", "women_workers", "members")] == ["31", "40", "26"]
    assert "lớn hơn tổng số lao động" in reason(page, first, "women_workers")
    assert told[-1].endswith("Đã ghi 3 ô; 3 ô chưa ghi được, F8 để xem.")


def test_filling_down_and_the_sum_of_what_is_selected(page: CountsPage, qtbot: QtBot) -> None:
    first, second, third = codes(page)[:3]
    told: list[str] = []
    page.summary.connect(told.append)
    go(page, first, "admitted")
    type_text("2")
    press(None, Key.Key_Return)
    go(page, first, "admitted")
    press(None, Key.Key_Down, Key.Key_Down, modifier=SHIFT)
    press(None, Key.Key_D, modifier=CTRL)

    assert [stored(page, str(code))["admitted"] for code in (first, second, third)] == [2, 2, 2]
    page.grid.view.go(0, page.grid.model.place_of_column("admitted"))
    press(None, Key.Key_Down, modifier=SHIFT)
    qtbot.waitUntil(lambda: bool(told) and told[-1] == "Chọn 2 ô · Đếm 2 · Tổng 4 · Trung bình 2")


def test_f8_goes_to_what_is_missing_or_wrong(page: CountsPage) -> None:
    first, second = codes(page)[:2]
    page.words.setFocus()
    press(page.words, Key.Key_F8)
    assert (page.grid.current_key, page.grid.view.currentIndex().column()) == (
        row_of(page, first).union.id,
        page.grid.model.place_of_column("members"),
    )
    press(None, Key.Key_F8)
    assert page.grid.current_key == row_of(page, second).union.id


# Filters


def test_filters_work_without_accents_and_together(page: CountsPage) -> None:
    everything = len(rows(page))
    press(page, Key.Key_F, modifier=CTRL)
    assert page.start_search()
    type_text("truong mam")
    found = rows(page)

    assert 0 < len(found) < everything
    assert all("Trường Mầm" in row.union.name for row in found)
    page.by_area.choose(found[0].union.area)
    assert {row.union.area for row in rows(page)} == {found[0].union.area}
    press(page.words, Key.Key_Escape)
    page.by_area.choose("")
    assert len(rows(page)) == everything


def test_the_search_box_takes_what_an_input_method_sends(page: CountsPage) -> None:
    page.start_search()
    type_text("d")
    press(page.words, Key.Key_Backspace)
    type_text("đ")

    assert page.words.text() == "đ"
    assert len(rows(page)) > 0


def test_a_row_stays_in_sight_while_it_is_entered_under_the_filter(page: CountsPage) -> None:
    page.only_missing.setChecked(True)
    missing = codes(page)
    assert page.only_missing.text().endswith("×")
    go(page, missing[0], "members")
    type_text("12")
    press(None, Key.Key_Return)
    assert codes(page) == missing

    press(page, Key.Key_F9)
    page.resort()
    assert codes(page) == missing[1:]


def test_another_page_opens_it_on_what_is_missing(page: CountsPage) -> None:
    page.by_area.choose(rows(page)[0].union.area)
    page.arrive("missing")
    assert all(row.missing for row in rows(page))
    page.arrive("warnings")
    assert not page.only_missing.isChecked()
    assert rows(page) == []
    assert page.grid._totals.texts == {"name": "Không có dòng nào khớp bộ lọc"}


# Quarters


def test_the_quarter_before_and_after(page: CountsPage, context: Context) -> None:
    page.previous_period()
    assert (page.span, context.period) == (LAST.previous, "2026-Q3")
    assert not any(row.missing for row in rows(page))
    assert titles(page)[6] == "Quý II"

    page.next_period()
    page.next_period()
    assert page.span == LAST
    for _step in range(4):
        page.previous_period()
    assert page.span == Span(2025, 4, "quarter")
    assert [name for name in titles(page) if name.startswith("Quý")] == ["Quý III"]


def test_a_quarter_without_a_row_is_empty_and_made_by_the_first_entry(page: CountsPage) -> None:
    other = Span(2025, 4, "quarter")
    for _step in range(4):
        page.previous_period()
    code = codes(page)[0]
    assert all(row.members is None for row in rows(page))
    go(page, code, "members")
    type_text("15")
    press(None, Key.Key_Return)

    assert stored(page, str(code), other)["members"] == 15


def test_text_that_was_refused_waits_in_its_quarter(page: CountsPage) -> None:
    code = str(reported(page).union.code)
    go(page, code, "members")
    type_text("12a")
    press(None, Key.Key_Return)
    page.previous_period()
    assert cell(page, code, "members") != "12a"
    assert reason(page, code, "members") == ""

    page.next_period()
    assert cell(page, code, "members") == "12a"
    assert reason(page, code, "members") != ""


def test_another_page_may_choose_the_quarter(page: CountsPage, context: Context) -> None:
    context.choose_period("2026-H1", "6 tháng đầu năm 2026")
    assert page.span == Span(2026, 2, "quarter")


def test_a_change_elsewhere_is_shown(page: CountsPage, work: Work) -> None:
    union = reported(page).union
    entry = Figure(union.id, "note", "đã gọi điện")
    work.write("Nhập", lambda session: counts.enter(session, LAST, [entry]))

    assert cell(page, union.code, "note") == "đã gọi điện"


def test_closing_asks_where_refused_text_would_be_lost(page: CountsPage, reader: Reader) -> None:
    assert page.may_close()
    code = str(reported(page).union.code)
    go(page, code, "members")
    type_text("12a")
    press(None, Key.Key_Return)
    assert page.only_odd.text() == "Có lỗi, cảnh báo 1"
    page.previous_period()

    assert not page.may_close()
    assert reader.read == ["1 ô màu đỏ chưa ghi được vì sai. Đóng và bỏ những ô này?"]
    reader.answer = answer("Đóng")
    assert page.may_close()


def test_what_was_half_typed_when_the_power_went_is_in_its_cell_again(
    qtbot: QtBot, work: Work, context: Context, own_data_folder: Path
) -> None:
    file = own_data_folder / "unsaved.json"
    first = shown(qtbot, work, context)
    row = next(row for row in first.grid.shown_rows if row.members)
    first.grid.go_to(row.union.id, "members")
    type_text("77")
    qtbot.waitUntil(lambda: file.exists() and "77" in file.read_text(), timeout=2000)
    left_behind = file.read_bytes()
    first._kept._place = None  # the power is gone
    first.hide()
    with work.database.write("Trở lại như lúc mất điện") as session:
        counts.enter(session, LAST, [Figure(row.union.id, "members", row.members)])
    file.write_bytes(left_behind)

    second = shown(qtbot, work, Context(context.settings, context.open_database))
    assert [(entry.key, entry.text) for entry, _reason in second.grid.refused] == [(row.union.id, "77")]
    press(second.grid.view, Key.Key_F8)
    second.previous_period()
    assert second.grid.refused == []
    second.next_period()
    assert [entry.text for entry, _reason in second.grid.refused] == ["77"]


def test_the_status_bar_says_in_full_what_is_wrong_with_the_cell(page: CountsPage) -> None:
    told: list[str] = []
    page.status.connect(told.append)
    code = str(reported(page).union.code)
    go(page, code, "women_members")
    type_text("99999")
    press(None, Key.Key_Return)
    press(None, Key.Key_Up)

    earlier = f"Quý III: {row_of(page, code).earlier['women_members']}"
    assert told[-1] == f"{len(rows(page))} CĐCS · {reason(page, code, 'women_members')} · {earlier}"


# Other offices


def test_an_empty_office_is_told_what_to_do_first(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    page = shown(qtbot, empty_work, context)
    asked: list[tuple[str, object]] = []
    page.go.connect(lambda name, argument: asked.append((name, argument)))

    assert page._nothing.isVisible()
    assert not page.switch.isVisible()
    page._nothing.go.emit("registry", "add")
    assert asked == [("registry", "add")]


def test_a_single_union_speaks_of_its_groups(qtbot: QtBot, database_file: Path, context: Context) -> None:
    work = Work(office.open_office(database_file))
    with work.database.write("Lập sổ") as session:
        draft = office.draft(session, "single")
        draft.enter("name", "CĐCS Trường Mầm non Hoa Mai")
        draft.enter("population", "CCVCLĐ")
        records.save(session, draft)
        records.insert_rows(session, Union, [{"name": "Tổ Nhà trẻ"}, {"name": "Tổ Mẫu giáo"}])
        assert records.rows(session, Office)
        assert not records.rows(session, MemberCount)
    page = shown(qtbot, work, context)

    assert titles(page)[2:4] == ["Tổ công đoàn", "CCVCLĐ"]
    assert page.grid._totals.texts["name"] == "Cộng 0 / 2 Tổ CĐ đã nộp"
    assert not page.by_area.isVisible()
    work.close()


def test_the_editor_covers_its_cell_and_shows_what_is_typed(page: CountsPage) -> None:
    go(page, reported(page).union.code, "members")
    press(None, Key.Key_F2)

    editor = page.grid.view.delegate.editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == str(reported(page).members)
    press(editor, Key.Key_Escape)
