"""The words of a period's report, written by keys: seen filled in while typed, stored part by part, never lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.offices import Q3, Q4
from tests.ui.hands import CTRL, Key, Reader, answer, press, type_text
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import closing
from unioncare_desktop.services import history, narratives
from unioncare_desktop.services.narratives import PartRow
from unioncare_desktop.ui.narrative_dialog import NarrativeDialog
from unioncare_desktop.ui.work import Work

CODES = [one.code for one in narratives.PARTS]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def dialog(qtbot: QtBot, small_work: Work, window: QWidget) -> Iterator[NarrativeDialog]:
    """The words of the fourth quarter of 2023 of the small office."""
    dialog = NarrativeDialog(small_work, Q4, window)
    dialog.open()
    qtbot.waitUntil(lambda: not dialog.busy)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    yield dialog
    qtbot.waitUntil(lambda: not small_work.busy_with)


def choose(dialog: NarrativeDialog, code: str) -> None:
    dialog.names.setCurrentRow(CODES.index(code))


def write(qtbot: QtBot, dialog: NarrativeDialog, text: str) -> None:
    """Type *text* in place of what stands there, and wait until it has been looked at."""
    dialog.editor.setFocus()
    dialog.editor.selectAll()
    type_text(text)
    qtbot.waitUntil(lambda: not dialog._pause.isActive())


def stored(dialog: NarrativeDialog, code: str) -> PartRow:
    with dialog.work.read() as session:
        return next(row for row in narratives.parts(session, Q4) if row.part.code == code)


def test_the_paragraph_is_seen_as_it_will_be_printed(qtbot: QtBot, dialog: NarrativeDialog) -> None:
    choose(dialog, "workers")
    assert "tổng số đoàn viên là 58" in dialog.seen.text().replace("\N{NO-BREAK SPACE}", " ")
    assert "[Bảng so sánh]" in dialog.seen.text()

    choose(dialog, "difficulties")
    write(qtbot, dialog, "Con {so don vi}")
    assert "Không có trường {so don vi}" in dialog.problem.text()

    write(qtbot, dialog, "Con it nguoi")
    assert not dialog.problem.isVisible()
    assert dialog.seen.text() == "Con it nguoi"


def test_a_field_is_inserted_by_enter_where_the_caret_is(qtbot: QtBot, dialog: NarrativeDialog) -> None:
    choose(dialog, "closing")
    write(qtbot, dialog, "Co ")
    dialog.fields.setCurrentRow(narratives.fields_known().index("số đơn vị"))
    dialog.fields.setFocus()
    press(dialog.fields, Key.Key_Return)

    assert dialog.editor.toPlainText() == "Co {số đơn vị}"
    assert dialog.editor.hasFocus()


def test_each_part_is_stored_as_one_action_when_it_is_left(qtbot: QtBot, dialog: NarrativeDialog) -> None:
    choose(dialog, "difficulties")
    write(qtbot, dialog, "Thieu can bo")
    choose(dialog, "next")

    assert stored(dialog, "difficulties").text == "Thieu can bo"
    assert dialog.names.item(CODES.index("difficulties")).text() == "Khó khăn, kiến nghị (viết riêng)"
    assert dialog.editor.toPlainText() == stored(dialog, "next").usual
    with dialog.work.read() as session:
        (action,) = history.actions(session, limit=1)
    assert action.title == "Sửa lời văn báo cáo Quý IV/2023: Khó khăn, kiến nghị"


def test_what_cannot_be_printed_stays_to_be_mended(qtbot: QtBot, dialog: NarrativeDialog, reader: Reader) -> None:
    choose(dialog, "difficulties")
    write(qtbot, dialog, "Con {so don vi}")
    choose(dialog, "next")
    assert dialog.names.currentRow() == CODES.index("difficulties")
    assert dialog.editor.toPlainText() == "Con {so don vi}"

    reader.answer = answer("Không")
    press(dialog, Key.Key_Escape)
    assert dialog.isVisible()
    assert not stored(dialog, "difficulties").own


def test_ctrl_s_stores_and_the_usual_text_comes_back(qtbot: QtBot, dialog: NarrativeDialog) -> None:
    choose(dialog, "closing")
    write(qtbot, dialog, "Het")
    press(dialog.editor, Key.Key_S, modifier=CTRL)
    assert stored(dialog, "closing").text == "Het"

    dialog.usual.click()
    press(dialog.editor, Key.Key_S, modifier=CTRL)
    assert not stored(dialog, "closing").own


def test_escape_stores_what_was_typed(qtbot: QtBot, dialog: NarrativeDialog) -> None:
    work = dialog.work
    choose(dialog, "difficulties")
    write(qtbot, dialog, "Thieu can bo")
    press(dialog, Key.Key_Escape)

    with work.read() as session:
        assert [row.text for row in narratives.parts(session, Q4) if row.own] == ["Thieu can bo"]


def test_the_words_of_the_period_before_are_a_start(qtbot: QtBot, small_work: Work, window: QWidget) -> None:
    small_work.write("Viết", lambda session: narratives.change(session, Q3, "difficulties", "Thiếu cán bộ."))
    dialog = NarrativeDialog(small_work, Q4, window)
    dialog.open()
    qtbot.waitUntil(lambda: not dialog.busy)
    choose(dialog, "difficulties")
    assert dialog.take.text() == "Lấy lời văn của Quý III/2023"

    dialog.take.click()
    assert dialog.editor.toPlainText() == "Thiếu cán bộ."
    assert dialog.dirty
    dialog.close()


def test_the_words_of_a_closed_period_are_only_read(qtbot: QtBot, small_work: Work, window: QWidget) -> None:
    small_work.write("Khóa sổ", lambda session: drain(closing.close(session, Q4)))
    dialog = NarrativeDialog(small_work, Q4, window)
    dialog.open()
    qtbot.waitUntil(lambda: not dialog.busy)
    dialog.editor.setFocus()
    type_text("Het")

    assert not dialog.dirty
    assert dialog.notice.isVisible()
    dialog.close()
