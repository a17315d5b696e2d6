"""As in the quarter before, confirmed, noted, explained: by keys, on a real database, read again afterwards."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
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
from tests.ui.hands import ALT, CTRL, SHIFT, Clipboard, Key, Reader, answer, press, type_text
from unioncare_desktop.domain.records import Threshold
from unioncare_desktop.services import records
from unioncare_desktop.ui.note_dialog import NoteDialog
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.widgets.grid_column import Badge
from unioncare_desktop.ui.work import Work

WAITING = Badge("chưa xác nhận")


@pytest.fixture
def page(qtbot: QtBot, work: Work, context: Context) -> CountsPage:
    return shown(qtbot, work, context)


@pytest.fixture
def told(page: CountsPage) -> list[str]:
    """What the status bar says of the page."""
    said: list[str] = []
    page.status.connect(said.append)
    return said


Alt = Callable[[QWidget, Key, Callable[[], object]], None]


@pytest.fixture
def alt(qtbot: QtBot) -> Alt:
    """Press Alt and a letter and wait for what it does: a button is seen going down."""

    def pressed(widget: QWidget, letter: Key, done: Callable[[], object]) -> None:
        press(widget, letter, modifier=ALT)
        qtbot.waitUntil(lambda: bool(done()))

    return pressed


@pytest.fixture
def fill(page: CountsPage, reader: Reader, alt: Alt, qtbot: QtBot) -> Callable[[], None]:
    """Alt+N, and yes."""

    def filled() -> None:
        reader.answer = answer("Điền")
        count = len(actions(page))
        alt(page, Key.Key_N, lambda: len(actions(page)) > count)
        page.activateWindow()  # the box is gone; offscreen nobody else does it
        qtbot.waitUntil(page.isActiveWindow)

    return filled


def missing(page: CountsPage) -> list[str]:
    return [str(row.union.code) for row in rows(page) if row.missing]


def is_faded(page: CountsPage, code: str, column: str) -> bool:
    faded = page.grid.model.faded
    assert faded is not None
    return faded(row_of(page, code), column)


# Như quý trước


def test_all_missing_returns_are_filled_as_in_the_quarter_before(
    page: CountsPage, fill: Callable[[], None], reader: Reader, told: list[str]
) -> None:
    silent = missing(page)
    before = {code: stored(page, code, LAST.previous) for code in silent}

    fill()

    count = len(silent)
    assert reader.read == [f"Điền {count} CĐCS chưa nộp như Quý III?\n\nSố điền vào có chữ nghiêng, chờ xác nhận."]
    assert all(stored(page, code)["members"] == before[code]["members"] for code in silent)
    assert {stored(page, code)["admitted"] for code in silent} == {0}
    assert actions(page)[-1] == f"Điền {count} CĐCS như Quý III, Quý IV/2026"
    assert told[-1] == f"{len(rows(page))} CĐCS · Đã điền {count} CĐCS như Quý III."
    assert badge(page, silent[0]) == WAITING
    assert is_faded(page, silent[0], "members")
    assert page.only_unconfirmed.text() == f"Chưa xác nhận {count}"
    assert page.only_missing.text() == "Chưa nộp 0"


def test_no_means_nothing(page: CountsPage, reader: Reader, alt: Alt) -> None:
    before = actions(page)

    alt(page, Key.Key_N, lambda: reader.read)

    assert actions(page) == before
    assert not page.only_unconfirmed.isVisible()
    assert not page.confirm.isVisible()


def test_only_the_selected_rows_where_several_are(page: CountsPage, fill: Callable[[], None], reader: Reader) -> None:
    silent = missing(page)
    go(page, silent[0], "members")
    press(None, Key.Key_Down, modifier=SHIFT)

    fill()

    assert reader.read[0].startswith("Điền 2 CĐCS chưa nộp")
    assert missing(page) == silent[2:]


def test_only_what_the_filter_shows(page: CountsPage, fill: Callable[[], None], reader: Reader) -> None:
    area = row_of(page, missing(page)[0]).union.area
    page.by_area.choose(area)
    here = missing(page)

    fill()

    assert reader.read[0].startswith(f"Điền {len(here)} CĐCS")
    page.by_area.choose("")
    assert all(row.union.area != area for row in rows(page) if row.missing)


def test_where_nothing_is_missing_nothing_is_asked(page: CountsPage, reader: Reader, told: list[str], alt: Alt) -> None:
    page.previous_period()

    alt(page, Key.Key_N, lambda: told[-1].endswith("Không có đơn vị nào chưa nộp mà có số liệu Quý II để điền."))

    assert reader.read == []


# Confirmed


def test_typing_the_same_figure_confirms_it(page: CountsPage, fill: Callable[[], None]) -> None:
    code = missing(page)[0]
    fill()
    go(page, code, "members")
    type_text(cell(page, code, "members"))
    press(None, Key.Key_Return)

    assert not is_faded(page, code, "members")
    assert is_faded(page, code, "workers")
    assert "members" not in str(stored(page, code)["unconfirmed"]).split()
    assert badge(page, code) == WAITING


def test_a_key_confirms_the_selected_rows(page: CountsPage, fill: Callable[[], None], told: list[str]) -> None:
    first, second, third = missing(page)[:3]
    fill()
    go(page, first, "members")
    press(None, Key.Key_Down, modifier=SHIFT)
    press(None, Key.Key_Return, modifier=CTRL | SHIFT)

    assert [stored(page, code)["unconfirmed"] for code in (first, second)] == [None, None]
    assert stored(page, third)["unconfirmed"] is not None
    assert actions(page)[-1] == "Xác nhận số liệu 2 CĐCS, Quý IV/2026"
    assert told[-1].endswith("· Đã xác nhận 2 CĐCS.")
    assert badge(page, first) == Badge("đã nộp", "good")

    press(None, Key.Key_Return, modifier=CTRL | SHIFT)
    assert told[-1].endswith("Không có số liệu nào chờ xác nhận ở các dòng đã chọn.")


def test_one_row_is_called_by_its_name(page: CountsPage, fill: Callable[[], None]) -> None:
    code = missing(page)[0]
    fill()
    go(page, code, "members")
    press(None, Key.Key_Return, modifier=CTRL | SHIFT)

    assert actions(page)[-1] == f"Xác nhận số liệu Quý IV/2026, {row_of(page, code).union.name}"


def test_the_button_confirms_all_that_are_shown(
    page: CountsPage, fill: Callable[[], None], reader: Reader, alt: Alt
) -> None:
    fill()
    count = sum(bool(row.unconfirmed) for row in rows(page))
    page.only_unconfirmed.setChecked(True)
    assert len(rows(page)) == count
    reader.answer = answer("Xác nhận")

    alt(page, Key.Key_X, lambda: page.only_unconfirmed.text() == "Chưa xác nhận 0 ×")

    assert reader.read[-1] == f"Xác nhận số liệu của {count} CĐCS đúng như quý trước?"
    page.only_unconfirmed.setChecked(False)
    assert not page.only_unconfirmed.isVisible()


# Notes


@pytest.fixture
def dialog(page: CountsPage, qtbot: QtBot) -> Callable[[], NoteDialog]:
    """The note that is open."""

    def found() -> NoteDialog:
        qtbot.waitUntil(lambda: bool(page.findChildren(NoteDialog)))
        one = page.findChildren(NoteDialog)[-1]
        qtbot.waitUntil(one.isVisible)
        one.activateWindow()
        qtbot.waitUntil(one.note.hasFocus)
        return one

    return found


@pytest.fixture
def doubled(page: CountsPage) -> str:
    """A union whose members have doubled since the quarter before."""
    row = reported(page)
    code = str(row.union.code)
    go(page, code, "workers")
    type_text(str(2 * (row.before or 0) + (row.workers or 0)))
    press(None, Key.Key_Return)
    go(page, code, "members")
    type_text(str(2 * (row.before or 0)))
    press(None, Key.Key_Return)
    go(page, code, "members")
    return code


def test_a_note_of_several_lines_is_typed_through_an_input_method(
    page: CountsPage, dialog: Callable[[], NoteDialog]
) -> None:
    row = reported(page)
    code = str(row.union.code)
    go(page, code, "members")
    press(None, Key.Key_F2, modifier=SHIFT)
    note = dialog().note
    type_text("d")
    press(note, Key.Key_Backspace)
    type_text("đa goi")
    press(note, Key.Key_Return)
    type_text("[w]")
    press(note, Key.Key_Return, modifier=CTRL)

    assert stored(page, code)["note"] == "đa goi\n[w]"
    assert stored(page, code)["follow_up"] == 0
    assert actions(page)[-1] == f"Ghi chú Quý IV/2026: {row.union.name}".replace(":", ",")


def test_a_union_to_be_asked_again_is_flagged_counted_and_filtered(
    page: CountsPage, dialog: Callable[[], NoteDialog], alt: Alt
) -> None:
    code = missing(page)[0]
    assert not page.only_follow_up.isVisible()
    go(page, code, "members")
    press(None, Key.Key_F2, modifier=SHIFT)
    opened = dialog()
    alt(opened, Key.Key_H, opened.follow_up.isChecked)
    assert not opened.explain.isVisible()
    alt(opened, Key.Key_L, lambda: page.only_follow_up.text() == "Cần hỏi lại 1")

    assert stored(page, code)["follow_up"] == 1
    assert badge(page, code) == Badge("chưa nộp, cần hỏi lại", "error")
    page.arrive("follow_up")
    assert codes(page) == [code]


def test_a_jump_is_told_in_its_cell_and_explained_with_a_note(
    page: CountsPage, doubled: str, dialog: Callable[[], NoteDialog], alt: Alt
) -> None:
    row = row_of(page, doubled)
    told = f"Đoàn viên: tăng 100\u00a0% so với Quý III ({row.before} → {row.members})"
    assert reason(page, doubled, "members") == told
    press(None, Key.Key_F2, modifier=SHIFT)
    opened = dialog()
    type_text("nhap hai to")
    alt(opened, Key.Key_C, lambda: stored(page, doubled)["accepted_members"] == row.members)

    assert stored(page, doubled)["note"] == "nhap hai to"
    assert actions(page)[-1] == f"Giải trình Quý IV/2026, {row.union.name}"
    assert not any(
        "tăng" in problem.text for problem in row_of(page, doubled).problems() if problem.severity == "warning"
    )


def test_an_explanation_without_words_keeps_the_note_open(
    page: CountsPage, doubled: str, dialog: Callable[[], NoteDialog], reader: Reader, alt: Alt
) -> None:
    press(None, Key.Key_F2, modifier=SHIFT)
    opened = dialog()
    alt(opened, Key.Key_C, lambda: reader.read)

    assert reader.read == ["Hãy ghi lý do vào ghi chú; ghi chú được in dưới bảng của báo cáo."]
    assert opened.isVisible()
    assert stored(page, doubled)["accepted_members"] is None


def test_a_typed_note_is_not_given_up_by_accident(
    page: CountsPage, dialog: Callable[[], NoteDialog], reader: Reader
) -> None:
    go(page, str(reported(page).union.code), "members")
    press(None, Key.Key_F2, modifier=SHIFT)
    opened = dialog()
    type_text("sap nhap")
    press(opened.note, Key.Key_Escape)
    assert reader.read == ["Bỏ ghi chú vừa gõ?"]
    assert opened.isVisible()

    reader.answer = answer("Bỏ ghi chú")
    press(opened.note, Key.Key_Escape)
    assert not page.findChildren(NoteDialog) or not opened.isVisible()


# What is seen


def test_a_block_is_judged_by_the_rules_before_it_is_pasted(page: CountsPage, clipboard: Clipboard) -> None:
    first, second = missing(page)[:2]
    before = row_of(page, first).before or 0
    clipboard.text = f"{20 * before}\t{10 * before}\r\n9\t99\r\n"
    page.grid.go_to(row_of(page, first).union.id, "workers")
    columns = [page.grid.model.columns[place].name for place in range(len(page.grid.model.columns))]
    assert columns.index("members") == columns.index("workers") + 2
    clipboard.text = f"{20 * before}\t\t{10 * before}\r\n9\t\t99\r\n"
    press(None, Key.Key_V, modifier=CTRL)

    assert "gấp 10 lần so với Quý III" in reason(page, first, "members")
    assert "99 lớn hơn tổng số lao động (9)" in reason(page, second, "members")
    assert stored(page, first) == {}


def test_the_status_bar_tells_what_the_figure_was_before(page: CountsPage, told: list[str]) -> None:
    row = reported(page)
    go(page, str(row.union.code), "workers")
    go(page, str(row.union.code), "women_members")

    assert told[-1].endswith(f" · Quý III: {row.earlier['women_members']}")
    go(page, str(row.union.code), "name")
    assert told[-1] == f"{len(rows(page))} CĐCS"


def test_the_hint_names_what_can_be_undone(page: CountsPage, context: Context) -> None:
    assert page._hint.text() == "F8 lỗi kế tiếp · F9 sắp lại"
    context.show_steps("Dán 12 ô, Quý III/2023", "")
    assert page._hint.text() == "F8 lỗi kế tiếp · Ctrl+Z hoàn tác «Dán 12 ô, Quý III/2023»"


def test_f8_passes_over_what_is_only_a_hint(
    page: CountsPage, doubled: str, dialog: Callable[[], NoteDialog], alt: Alt
) -> None:
    place = page.grid.model.place_of(row_of(page, doubled).union.id)
    column = page.grid.model.place_of_column("members")
    assert (place, column) in page.grid.model.problem_cells()
    row = row_of(page, doubled)
    for name, text in (("admitted", str(row.before)), ("left", "0")):
        go(page, doubled, name)
        type_text(text)
        press(None, Key.Key_Return)
    go(page, doubled, "members")
    press(None, Key.Key_F2, modifier=SHIFT)
    opened = dialog()
    type_text("nhap hai to")
    alt(opened, Key.Key_C, lambda: row_of(page, doubled).accepted)

    assert "đã giải trình: nhap hai to" in reason(page, doubled, "members")
    assert (place, column) not in page.grid.model.problem_cells()


def test_another_threshold_is_seen_at_once(page: CountsPage, work: Work) -> None:
    rule = {"key": "jump_percent", "name": "x", "value": 1, "valid_from": LAST.start}
    least = {"key": "jump_least", "name": "x", "value": 1, "valid_from": LAST.start}
    before = int(page.only_odd.text().rpartition(" ")[2])

    work.write("Ngưỡng", lambda session: records.insert_rows(session, Threshold, [rule, least]))

    assert int(page.only_odd.text().rpartition(" ")[2]) > before


def test_every_button_has_a_key_of_its_own(page: CountsPage, fill: Callable[[], None]) -> None:
    fill()
    texts = [button.text() for button in page.findChildren(QPushButton) if button.isVisible() and "&" in button.text()]
    letters = [text[text.index("&") + 1].casefold() for text in texts]

    assert sorted(letters) == sorted({"n", "e", "l", "x"})
