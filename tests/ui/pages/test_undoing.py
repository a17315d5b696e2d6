"""Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z in the window, by keys, over the invented ward."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.actions import Office, office_of
from tests.ui.hands import CTRL, SHIFT, Key, Reader, answer, press, type_text
from unioncare_desktop.domain.records import DocumentType, MemberCount, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import closing
from unioncare_desktop.services import demo, issued, office, records
from unioncare_desktop.settings import Settings
from unioncare_desktop.storage.database import Session
from unioncare_desktop.storage.history import IMPORT
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.history import HistoryPage
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.work import Work


@pytest.fixture
def window(qtbot: QtBot, work: Work, context: Context) -> Iterator[MainWindow]:
    yield from shown(qtbot, work, context)


def shown(qtbot: QtBot, work: Work, context: Context) -> Iterator[MainWindow]:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    context.choose_period("2026-Q3", "Quý III/2026")
    window.fill(work, (CountsPage, RegistryPage, HistoryPage))
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    counts_of(window).grid.view.setFocus()
    yield window
    window.empty()


def counts_of(window: MainWindow) -> CountsPage:
    page = window._pages["counts"]
    assert isinstance(page, CountsPage)
    return page


def state(window: MainWindow) -> Office:
    assert window.work is not None
    with window.work.read() as session:
        return office_of(session)


def go_to(window: MainWindow, row: int, column: str = "members") -> None:
    grid = counts_of(window).grid
    grid.view.go(row, grid.model.place_of_column(column))


def cell(window: MainWindow, row: int, column: str = "members") -> str:
    model = counts_of(window).grid.model
    return model.text(row, model.place_of_column(column))


def type_figure(window: MainWindow, row: int, figure: str, column: str = "workers") -> None:
    go_to(window, row, column)
    type_text(figure)
    press(None, Key.Key_Return)


def undo() -> None:
    press(None, Key.Key_Z, modifier=CTRL)


def test_a_typed_figure_is_undone_and_redone_by_name(window: MainWindow) -> None:
    before, old = state(window), cell(window, 3, "workers")
    type_figure(window, 3, "901")
    after = state(window)
    assert after != before
    key = counts_of(window).grid.current_key

    undo()
    assert state(window) == before
    assert cell(window, 3, "workers") == old
    assert counts_of(window).grid.current_key == key
    assert window.status.news.text().startswith("Đã hoàn tác: Nhập Lao động Quý III/2026")
    assert window.status.news.text().endswith("Ctrl+Y làm lại")

    press(None, Key.Key_Y, modifier=CTRL)
    assert state(window) == after
    assert window.status.news.text().startswith("Đã làm lại: Nhập Lao động Quý III/2026")

    undo()
    press(None, Key.Key_Z, modifier=CTRL | SHIFT)
    assert state(window) == after


def test_step_by_step_back_to_the_beginning(window: MainWindow) -> None:
    before = state(window)
    for row in range(4):
        type_figure(window, row, str(900 + row))
    for _step in range(4):
        undo()
    assert state(window) == before


def test_pages_know_the_coming_step(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.stepped):  # told when the typing rests
        type_figure(window, 3, "901")
    name = context.next_undo
    assert name.startswith("Nhập Lao động Quý III/2026")
    with qtbot.waitSignal(context.stepped):
        undo()
    assert context.next_redo == name


def test_in_an_open_cell_the_keys_act_on_the_text_only(window: MainWindow) -> None:
    type_figure(window, 3, "901")
    before = state(window)
    go_to(window, 5, "workers")
    press(None, Key.Key_F2)
    editor = counts_of(window).grid.view.delegate.editor
    assert editor is not None
    text = editor.text()
    type_text("7")

    undo()
    assert editor.text() == text
    press(None, Key.Key_Y, modifier=CTRL)
    assert editor.text() == text + "7"
    undo()
    press(None, Key.Key_Z, modifier=CTRL | SHIFT)
    assert editor.text() == text + "7"
    press(None, Key.Key_Escape)
    assert state(window) == before


def test_in_a_search_box_the_keys_act_on_the_text_only(window: MainWindow) -> None:
    type_figure(window, 3, "901")
    before = state(window)
    press(None, Key.Key_F, modifier=CTRL)
    box = window.focusWidget()
    assert isinstance(box, QLineEdit)
    type_text("hoa")

    undo()
    undo()
    assert box.text() == ""
    assert state(window) == before


def test_undo_goes_to_the_quarter_where_it_happened(window: MainWindow, context: Context) -> None:
    type_figure(window, 3, "901")
    press(None, Key.Key_PageUp, modifier=CTRL)
    assert context.period == "2026-Q2"
    undo()
    assert context.period == "2026-Q3"


def test_a_refused_undo_says_what_depends_and_leads_to_the_history(
    window: MainWindow, work: Work, reader: Reader
) -> None:
    type_figure(window, 3, "901")
    others = office.open_office(work.database.path or "", user="Mai")
    with others.write("Sửa lại lao động") as session:
        (count,) = records.rows(session, MemberCount, workers=901)
        records.update_row(session, MemberCount, count["id"], {"workers": 902})
    others.close()
    before = state(window)
    reader.answer = answer("Xem nhật ký")

    undo()

    assert "Sửa lại lao động – Mai" in reader.read[0]
    assert state(window) == before
    assert isinstance(window.page, HistoryPage)
    assert window.page.current is not None
    assert window.page.current.title == "Sửa lại lao động"


def test_what_is_never_undone_is_told_once_and_then_passed_over(
    qtbot: QtBot, window: MainWindow, context: Context
) -> None:
    """The letter with its number stays; the figure typed before it goes back at the second press."""
    before = cell(window, 3, "workers")
    type_figure(window, 3, "901")
    assert window.work is not None
    with qtbot.waitSignal(context.stepped):
        window.work.write("Ghi công văn", _enter_letter)
    assert context.next_undo.startswith("Nhập Lao động"), "no page offers what would be refused"

    undo()
    assert window.status.news.text().startswith("Không hoàn tác «Ghi công văn» · Ctrl+Z lần nữa: hoàn tác «Nhập Lao")
    assert "văn bản sai thì hủy và ghi lý do" in window.status.news.toolTip()
    assert cell(window, 3, "workers") == "901"

    undo()
    assert cell(window, 3, "workers") == before
    assert window.status.news.text().startswith("Đã hoàn tác: Nhập Lao động")
    undo()
    assert window.status.news.text() == "Không còn gì để hoàn tác"
    with window.work.read() as session:
        assert [row.number for row in issued.listed(session)] == [1]


def _enter_letter(session: Session) -> None:
    draft = issued.new_draft(session)
    letter = next(key for key, name in records.choices(session, DocumentType).items() if name == "Công văn")
    draft.values |= {"type_id": letter, "subject": "Mời họp"}
    issued.enter(session, draft)


def test_a_closed_quarter_offers_no_undo(qtbot: QtBot, window: MainWindow) -> None:
    from tests.ui.test_promises import alt_keys, doubled

    type_figure(window, 3, "901")
    hint = counts_of(window)._hint
    qtbot.waitUntil(lambda: "Ctrl+Z hoàn tác «Nhập" in hint.text())
    assert window.work is not None

    window.work.write("Khóa sổ", lambda session: drain(closing.close(session, Span(2026, 3, "quarter"))))

    qtbot.waitUntil(lambda: "Ctrl+Z" not in hint.text())
    assert counts_of(window).banner.isVisible()
    assert doubled(alt_keys(window)) == []


def test_where_nothing_is_left_it_is_said(window: MainWindow) -> None:
    undo()
    assert window.status.news.text() == "Không còn gì để hoàn tác"
    press(None, Key.Key_Y, modifier=CTRL)
    assert window.status.news.text() == "Không còn gì để làm lại"


def test_undo_survives_a_restart_of_the_program(qtbot: QtBot, window: MainWindow, work: Work, context: Context) -> None:
    before = state(window)
    type_figure(window, 3, "901")
    window.empty()
    again = Work(office.open_office(work.database.path or ""))
    for second in shown(qtbot, again, context):
        undo()
        assert state(second) == before
    again.close()


def test_an_import_of_a_thousand_rows_is_undone_beside_the_window(
    qtbot: QtBot, database_file: Path, idle: Callable[[Work], None]
) -> None:
    work = Work(office.open_office(database_file))
    with work.database.write("Nhập danh sách", kind=IMPORT) as session:
        for _step in demo.fill(session, "ward"):
            pass
    for window in shown(qtbot, work, Context(Settings(), lambda *_places: None)):
        undo()
        assert work.busy_with == "hoàn tác: Nhập danh sách"
        idle(work)
        with work.read() as session:
            assert records.rows(session, Union) == []
        assert window.status.news.text().startswith("Đã hoàn tác: Nhập danh sách")
    work.close()
