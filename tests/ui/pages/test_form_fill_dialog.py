"""Filling the superior's form by hand: codes to copy, what is wrong before anything is written, a new file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.offices import Q4
from tests.ui.hands import CTRL, Clipboard, Key, Reader, press, type_text
from unioncare_desktop.ui.form_fill_dialog import FormFillDialog
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.work import Work


@pytest.fixture
def dialog(small_work: Work, context: Context, qtbot: QtBot) -> Iterator[FormFillDialog]:
    parent = QWidget()
    dialog = FormFillDialog(small_work, context, Q4, parent)
    dialog.show()
    settle(qtbot, dialog)
    yield dialog
    settle(qtbot, dialog)
    dialog.close()
    parent.deleteLater()


def settle(qtbot: QtBot, dialog: FormFillDialog) -> None:
    qtbot.waitUntil(lambda: not (dialog._reading.busy or dialog._filling.busy), timeout=10_000)


def form(folder: Path, **cells: str) -> Path:
    book = Workbook()
    for place, text in cells.items():
        book.worksheets[0][place] = text
    path = folder / "mau.xlsx"
    book.save(path)
    return path


def test_a_form_is_looked_at_and_filled_into_a_new_file(
    dialog: FormFillDialog, tmp_path: Path, qtbot: QtBot, context: Context
) -> None:
    path = form(tmp_path, A1="{{doan_vien}}", A2="{{ket_nap}}", A3="{{ds.ten}}")
    assert not dialog.go_on.isEnabled()
    dialog.take_file(path)
    settle(qtbot, dialog)

    assert dialog.used.text() == "5 ô đã điền"
    assert dialog.blank.text() == "1 ô chưa có số liệu"
    assert dialog.found.toPlainText() == "Chưa có số liệu, để trống: Sheet, ô A2: ket_nap"
    folder = tmp_path / "ra"
    folder.mkdir()
    dialog.save_into(folder)

    (saved,) = dialog.saved.paths
    assert saved == folder / "mau_2023Q4.xlsx"
    assert [cell.value for cell in load_workbook(saved).worksheets[0]["A"]][:3] == [58, None, "CĐCS Hoa Đào"]
    assert context.settings.last_export_folder == str(folder)


def test_marks_that_mean_nothing_are_asked_about(
    dialog: FormFillDialog, tmp_path: Path, qtbot: QtBot, reader: Reader
) -> None:
    dialog.take_file(form(tmp_path, A1="{{doan_vein}}"))
    settle(qtbot, dialog)

    assert dialog.unknown.text() == "1 mã không hiểu"
    assert "có phải “doan_vien”?" in dialog.found.toPlainText()
    press(dialog, Key.Key_Return, modifier=CTRL)
    assert "Còn 1 mã không hiểu" in reader.read[0]
    assert dialog.saved.paths == []


def test_a_form_mended_in_excel_is_looked_at_again(dialog: FormFillDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.take_file(form(tmp_path, A1="không có mã"))
    settle(qtbot, dialog)
    assert "chưa có mã nào" in dialog.notice.label.text()
    assert not dialog.go_on.isEnabled()

    form(tmp_path, A1="{{doan_vien}}")
    press(dialog, Key.Key_F5)
    settle(qtbot, dialog)

    assert not dialog.notice.isVisible()
    assert dialog.go_on.isEnabled()


def test_another_period_fills_anew(dialog: FormFillDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.take_file(form(tmp_path, A1="{{ky}}"))
    settle(qtbot, dialog)
    press(dialog, Key.Key_PageUp, modifier=CTRL)
    settle(qtbot, dialog)
    dialog.save_into(tmp_path)

    (saved,) = dialog.saved.paths
    assert load_workbook(saved).worksheets[0]["A1"].value == "Quý III/2023"


def test_a_code_is_found_and_copied(dialog: FormFillDialog, clipboard: Clipboard) -> None:
    press(dialog, Key.Key_F, modifier=CTRL)
    type_text("doan vien nu")
    press(dialog.search, Key.Key_Down)
    press(dialog.codes, Key.Key_C, modifier=CTRL)

    assert clipboard.text == "{{doan_vien_nu}}"
    assert dialog.told.text() == "Đã chép {{doan_vien_nu}}"
