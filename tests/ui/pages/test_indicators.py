"""The catalogue of indicators in the settings: read, added to, changed as far as it may be, removed from."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, Key, Reader, answer, escape, press, type_text
from unioncare_desktop.services import indicators
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.settings import SettingsPage
from unioncare_desktop.ui.record_dialog import RecordDialog
from unioncare_desktop.ui.sections.indicator_section import IndicatorSection
from unioncare_desktop.ui.work import Work


@pytest.fixture
def page(qtbot: QtBot, empty_work: Work, context: Context) -> SettingsPage:
    page = SettingsPage(empty_work, context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.refresh()
    page.arrive("indicators")
    return page


@pytest.fixture
def section(page: SettingsPage) -> IndicatorSection:
    found = page.sections["indicators"]
    assert isinstance(found, IndicatorSection)
    found.grid.setFocus()
    return found


def names(section: IndicatorSection) -> list[str]:
    with section.work.read() as session:
        return [one.name for one in indicators.catalogue(session).values()]


def dialog_of(qtbot: QtBot) -> RecordDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RecordDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def fill_in(dialog: RecordDialog, **fields: str) -> None:
    for name, words in fields.items():
        dialog.form.go_to(name)
        press(None, Key.Key_A, modifier=CTRL)
        type_text(words)


def state(section: IndicatorSection, name: str) -> str:
    row = [one.name for one in section.grid.shown_rows].index(name)
    badge = section.grid.model.badge(row, section.grid.model.place_of_column("state"))
    return badge.text if badge is not None else ""


def add(qtbot: QtBot, section: IndicatorSection, name: str) -> None:
    press(None, Key.Key_Insert, modifier=CTRL)
    dialog = dialog_of(qtbot)
    fill_in(dialog, name=name, unit="%", numerator="Đoàn viên biết bơi")
    press(None, Key.Key_S, modifier=CTRL)
    assert not dialog.isVisible()
    section.window().activateWindow()
    qtbot.waitUntil(section.window().isActiveWindow)
    section.grid.setFocus()


def test_the_catalogue_says_what_is_computed_and_what_is_typed(section: IndicatorSection) -> None:
    assert state(section, "Đoàn viên công đoàn") == "từ số liệu"
    assert state(section, "CĐCS được triển khai kế hoạch") == "nhập tay"


def test_an_indicator_of_the_offices_own_is_added(qtbot: QtBot, section: IndicatorSection) -> None:
    add(qtbot, section, "Đoàn viên biết bơi")
    assert names(section)[-1] == "Đoàn viên biết bơi"
    assert state(section, "Đoàn viên biết bơi") == "nhập tay"
    assert section._current is not None
    assert section._current.name == "Đoàn viên biết bơi"


def test_of_what_is_computed_only_the_name_and_its_words_are_changed(qtbot: QtBot, section: IndicatorSection) -> None:
    section.grid.view.go(0, 0)
    press(None, Key.Key_Return)
    dialog = dialog_of(qtbot)
    assert list(dialog.form._rows) == ["name", "words"]
    fill_in(dialog, name="Tổng số đoàn viên")
    press(None, Key.Key_S, modifier=CTRL)
    assert names(section)[0] == "Tổng số đoàn viên"
    with section.work.read() as session:
        assert indicators.catalogue(session)["members"].measure == "members"


def test_a_name_that_is_there_is_refused_and_nothing_typed_is_lost(qtbot: QtBot, section: IndicatorSection) -> None:
    press(None, Key.Key_Insert, modifier=CTRL)
    dialog, before = dialog_of(qtbot), names(section)
    fill_in(dialog, name="đoàn viên công đoàn", unit="người", numerator="Tất cả")
    press(None, Key.Key_S, modifier=CTRL)
    assert dialog.isVisible()
    assert "Danh mục đã có chỉ tiêu" in dialog.form.notice.label.text()
    assert dialog.form.take_in().values["numerator"] == "Tất cả"
    assert names(section) == before
    dialog.done(0)


def test_only_the_offices_own_is_removed(qtbot: QtBot, section: IndicatorSection, reader: Reader) -> None:
    add(qtbot, section, "Đoàn viên biết bơi")
    reader.answer = answer("Xóa")
    press(None, Key.Key_Delete, modifier=CTRL)
    assert "Xóa chỉ tiêu “Đoàn viên biết bơi” cùng số liệu đã nhập tay?" in reader.read[0]
    assert "Đoàn viên biết bơi" not in names(section)
    reader.answer = escape
    section.grid.view.go(0, 0)
    section.delete_current()
    assert "do chương trình tính từ số liệu, không xóa được" in reader.read[1]
