"""The page of what was done: filtered, looked into, taken back by keys; the trash; the history of a cell."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.actions import Office, office_of
from tests.offices import add_union
from tests.ui.hands import CTRL, SHIFT, Key, Reader, answer, press, type_text
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.services import office, records, unions
from unioncare_desktop.storage.history import PASTE
from unioncare_desktop.ui.cell_history import CellHistory
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.history import HistoryPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.work import Work

SETTING_UP = ["Tạo dữ liệu thử", "Nạp danh mục của chương trình"]


@pytest.fixture
def window(qtbot: QtBot, work: Work, context: Context) -> Iterator[MainWindow]:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    context.choose_period("2026-Q3", "Quý III/2026")
    window.fill(work, (RegistryPage, CountsPage, HistoryPage))
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.empty()


@pytest.fixture
def page(window: MainWindow, work: Work) -> HistoryPage:
    """The history after three actions: a union, a paste of Mai's, and a union that was deleted."""
    added = work.write("Thêm CĐCS Đống Đa", lambda session: add_union(session, "CĐCS Đống Đa"))
    gone = work.write("Thêm CĐCS Tạm", lambda session: add_union(session, "CĐCS Tạm"))
    assert added
    assert gone
    others = office.open_office(work.database.path or "", user="Mai")
    with others.write("Dán 2 ô", kind=PASTE) as session:
        records.update_row(session, Union, added, {"chair": "Trần Mai", "phone": "0912345678"})
    others.close()
    work.write("Xóa CĐCS Tạm", lambda session: unions.delete(session, [gone]))
    window.go("history")
    assert isinstance(window.page, HistoryPage)
    return window.page


def state(work: Work) -> Office:
    with work.read() as session:
        return office_of(session)


def titles(page: HistoryPage) -> list[str]:
    return [one.title for one in page.done.shown_rows]


def choose(page: HistoryPage, title: str) -> None:
    page.done.go_to(next(one.id for one in page.done.shown_rows if one.title == title))


def test_what_was_done_stands_newest_first(page: HistoryPage) -> None:
    assert titles(page) == ["Xóa CĐCS Tạm", "Dán 2 ô", "Thêm CĐCS Tạm", "Thêm CĐCS Đống Đa", *SETTING_UP]


def test_the_chosen_action_shows_what_it_changed(page: HistoryPage) -> None:
    choose(page, "Dán 2 ô")

    shown = [(one.record, one.label, one.old, one.new) for one in page.changes.shown_rows]

    assert shown == [
        ("CĐCS Đống Đa", "Chủ tịch", "", "Trần Mai"),
        ("CĐCS Đống Đa", "Điện thoại", "", "0912345678"),
    ]
    assert page.about.text() == "Dán 2 ô · 2 thay đổi"


def test_actions_are_filtered_by_words_person_kind_and_day(page: HistoryPage, qtbot: QtBot) -> None:
    press(None, Key.Key_F, modifier=CTRL)
    type_text("dong da")
    qtbot.waitUntil(lambda: titles(page) == ["Thêm CĐCS Đống Đa"])
    press(None, Key.Key_Escape)

    page.by_person.choose("Mai")
    assert titles(page) == ["Dán 2 ô"]
    page.by_person.choose("")
    page.by_kind.choose("dán")
    assert titles(page) == ["Dán 2 ô"]
    page.by_kind.choose("")

    page.until.setFocus()
    type_text("31/12/2020")
    press(None, Key.Key_Return)
    assert titles(page) == []
    assert "khớp bộ lọc" in page._nothing.sentence.text()


def test_what_was_searched_for_does_not_overtake_what_was_done_since(
    page: HistoryPage, work: Work, qtbot: QtBot
) -> None:
    press(None, Key.Key_F, modifier=CTRL)
    type_text("them")
    work.write("Thêm CĐCS Sau", lambda session: add_union(session, "CĐCS Sau"))
    qtbot.waitUntil(lambda: not page._background.busy)

    assert titles(page) == ["Thêm CĐCS Sau", "Thêm CĐCS Tạm", "Thêm CĐCS Đống Đa"]


def test_a_day_that_is_none_is_marked_and_filters_nothing(page: HistoryPage) -> None:
    page.since.setFocus()
    type_text("31/2/2023")
    press(None, Key.Key_Return)

    assert "31/2/2023" in page.since.text()
    assert "không phải là một ngày có thật" in page.since.toolTip()
    assert len(titles(page)) == 6


def test_an_action_is_undone_after_asking_and_done_again(page: HistoryPage, work: Work, reader: Reader) -> None:
    before = state(work)
    choose(page, "Dán 2 ô")
    reader.answer = answer("Hoàn tác")
    page.undo.click()
    assert "Hoàn tác: Dán 2 ô?" in reader.read[0]
    assert "1 công đoàn cơ sở" in reader.read[0]
    assert state(work) != before
    assert titles(page)[0] == "Hoàn tác: Dán 2 ô"

    choose(page, "Dán 2 ô")
    assert page.current is not None
    assert page.current.state_words == "đã hoàn tác"
    assert not page.undo.isEnabled()
    reader.answer = answer("Làm lại")
    page.redo.click()
    assert state(work) == before

    page.only_live.setChecked(True)
    assert titles(page)[:2] == ["Xóa CĐCS Tạm", "Dán 2 ô"]


def test_enter_at_the_question_means_no(page: HistoryPage, work: Work, reader: Reader) -> None:
    before = state(work)
    choose(page, "Dán 2 ô")
    reader.answer = lambda box: press(box, Key.Key_Return)
    page.undo.click()
    assert len(reader.read) == 1
    assert state(work) == before


def test_what_depends_on_an_action_is_named(page: HistoryPage, work: Work, reader: Reader) -> None:
    before = state(work)
    choose(page, "Thêm CĐCS Đống Đa")
    reader.answer = lambda box: answer("Hoàn tác")(box) if "?" in box.text() else press(box, Key.Key_Escape)
    page.undo.click()
    assert "Dán 2 ô – Mai" in reader.read[-1]
    assert state(work) == before


def test_the_trash_gives_back_what_was_deleted(page: HistoryPage, work: Work) -> None:
    page.in_trash.click()
    assert [one.name for one in page.trash.shown_rows] == ["CĐCS Tạm"]
    assert page.in_trash.text() == "Thùng rác 1 ×"
    page.trash.setFocus()
    press(None, Key.Key_Home)
    press(None, Key.Key_Return)

    with work.read() as session:
        assert records.rows(session, Union, name="CĐCS Tạm")
    assert page.trash.shown_rows == []
    assert "Thùng rác trống" in page._nothing.sentence.text()
    page.in_trash.click()
    assert titles(page)[0] == "Khôi phục CĐCS Tạm"


def test_other_pages_lead_to_the_trash_or_an_action(window: MainWindow, page: HistoryPage) -> None:
    wanted = page.done.shown_rows[3].id
    page.by_kind.choose("dán")
    window.go("registry")
    window.go("history", wanted)
    assert page.current is not None
    assert page.current.id == wanted
    window.go("history", "trash")
    assert page.trash.isVisible()


def test_an_empty_history_says_what_it_is_for(qtbot: QtBot, empty_work: Work, context: Context) -> None:
    page = HistoryPage(empty_work, context)
    qtbot.addWidget(page)
    page.by_kind.choose("dán")
    page.refresh()
    assert "khớp bộ lọc" in page._nothing.sentence.text()
    page.in_trash.setChecked(True)
    assert "luôn khôi phục được" in page._nothing.sentence.text()


# One cell


def cell_history() -> CellHistory:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, CellHistory) and one.isVisible())


def test_ctrl_shift_h_on_a_figure_shows_who_changed_it(window: MainWindow, work: Work) -> None:
    window.go("counts")
    assert isinstance(window.page, CountsPage)
    grid = window.page.grid
    grid.view.go(2, grid.model.place_of_column("workers"))
    grid.view.setFocus()
    old = grid.model.text(2, grid.model.place_of_column("workers"))
    type_text("901")
    press(None, Key.Key_Return)
    press(None, Key.Key_Up)

    press(None, Key.Key_H, modifier=CTRL | SHIFT)

    dialog = cell_history()
    assert dialog.heading.text().startswith("Lao động · CĐCS")
    assert dialog.heading.text().endswith(", Quý III/2026")
    newest, first = dialog.grid.shown_rows
    assert (newest.change.old, newest.change.new, newest.who) == (old, "901", work.database.user)
    assert (first.change.old, first.change.new) == ("", old)
    press(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.usefixtures("page")
def test_ctrl_shift_h_in_the_registry_shows_the_history_of_the_union(window: MainWindow) -> None:
    window.go("registry")
    assert isinstance(window.page, RegistryPage)
    grid = window.page.grid
    grid.go_to(next(row.union.id for row in grid.shown_rows if row.union.name == "CĐCS Đống Đa"))

    press(None, Key.Key_H, modifier=CTRL | SHIFT)

    dialog = cell_history()
    assert {one.change.label for one in dialog.grid.shown_rows} >= {"Chủ tịch", "Tên công đoàn"}
    assert dialog.grid.shown_rows[0].who == "Mai"
    press(dialog, Key.Key_Escape)


def test_a_cell_that_nobody_touched_says_so(window: MainWindow, work: Work) -> None:
    from unioncare_desktop.ui import cell_history as module

    dialog = module.show(work, window, MemberCount, [], "CĐCS Hoa Sen")
    assert not dialog.grid.isVisible()
    dialog.reject()
