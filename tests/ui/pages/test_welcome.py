"""The first start as a new user meets it: say what you are, give a name, begin; or take another way in."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.hands import Key, Reader, press, type_text
from tests.ui.pages.conftest import Opened
from unioncare_desktop.domain.records import Office, Union
from unioncare_desktop.services import backups, demo, office, records
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.welcome import Welcome


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "unioncare.db"


@pytest.fixture
def welcome(qtbot: QtBot, context: Context, place: Path) -> Welcome:
    shown = Welcome(context, place)
    qtbot.addWidget(shown)
    shown.resize(1180, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    return shown


def stored(place: Path) -> list[dict[str, object]]:
    database = office.open_office(place)
    try:
        with database.read() as session:
            return records.rows(session, Office)
    finally:
        database.close()


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(path), ""))


def test_a_single_union_begins_with_its_name_and_goes_to_the_import(
    qtbot: QtBot, welcome: Welcome, place: Path, opened: Opened
) -> None:
    welcome.setFocus()
    press(None, Key.Key_Tab)
    type_text("CDCS Truong Hoa Mai")
    with qtbot.waitSignal(welcome.go) as told:
        press(None, Key.Key_Return)

    [row] = stored(place)
    assert (row["kind"], row["name"], row["committee"]) == ("single", "CDCS Truong Hoa Mai", "TM. BAN CHẤP HÀNH")
    assert opened == [(str(place), True)]
    assert told.args == ["imports"]


def test_the_kind_is_chosen_with_the_arrow_keys(welcome: Welcome, place: Path) -> None:
    welcome.setFocus()
    press(None, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert welcome.kinds.value == "province"

    welcome.fields["name"].entry.setText("Liên đoàn Lao động tỉnh Hoa Ban")
    welcome.fields["superior"].entry.setText("Tổng Liên đoàn Lao động Việt Nam")
    welcome.fields["place"].entry.setText("Hoa Ban")
    welcome.start.click()

    [row] = stored(place)
    assert (row["kind"], row["place"], row["symbol"]) == ("province", "Hoa Ban", "LĐLĐ")


def test_a_missing_name_is_told_below_its_field_and_nothing_is_written(
    qtbot: QtBot, welcome: Welcome, place: Path, opened: Opened
) -> None:
    welcome.start.click()

    assert welcome.fields["name"]._problem.text() == "Tên đơn vị: bắt buộc phải nhập"
    assert welcome.fields["name"].entry.hasFocus()
    assert not place.exists()
    assert opened == []

    type_text("C")
    assert not welcome.fields["name"]._problem.isVisible()
    qtbot.wait(1)


def test_a_file_that_is_already_there_keeps_its_unions(welcome: Welcome, place: Path) -> None:
    demo.create(place)

    welcome.fields["name"].entry.setText("Công đoàn phường Hoa Mai")
    welcome.start.click()

    database = office.open_office(place)
    with database.read() as session:
        assert len(records.rows(session, Union)) == 96
        assert [row["name"] for row in records.rows(session, Office)] == ["Công đoàn phường Hoa Mai"]
    database.close()


def test_excel_may_come_before_the_name(qtbot: QtBot, welcome: Welcome, opened: Opened, place: Path) -> None:
    with qtbot.waitSignal(welcome.go):
        QTest.mouseClick(welcome.others[0], Qt.MouseButton.LeftButton)

    assert opened == [(str(place), True)]


@pytest.mark.parametrize(("which", "unions"), [("ward", 96), ("district", 240)])
def test_invented_data_come_in_a_file_of_their_own(
    welcome: Welcome, opened: Opened, place: Path, which: str, unions: int
) -> None:
    action = welcome.demo.menu().actions()[("ward", "district").index(which)]
    assert str(unions) in action.text()

    action.trigger()
    action.trigger()

    [(first, _create), (second, _create)] = opened
    assert first == second != str(place), "the second time the same file is opened again"
    assert Path(first).parent == place.parent
    assert not place.exists()
    database = office.open_office(first)
    with database.read() as session:
        assert len(records.rows(session, Union)) == unions
    database.close()


def test_a_file_of_another_place_is_opened(
    welcome: Welcome, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_file(monkeypatch, "")
    welcome.others[1].click()
    choose_file(monkeypatch, tmp_path / "khác.db")
    welcome.others[1].click()

    assert opened == [(str(tmp_path / "khác.db"), True)]


def test_a_backup_is_put_in_place_and_opened(
    welcome: Welcome, opened: Opened, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    demo.create(tmp_path / "cũ.db")
    made = backups.make(tmp_path / "cũ.db", "manual")
    choose_file(monkeypatch, made.path)

    welcome.others[2].click()

    assert reader.read == [f"Đã khôi phục {place} từ {made.path}."]
    assert opened == [(str(place), True)]
    assert stored(place)


def test_a_backup_that_is_none_is_refused_and_the_page_stays(
    welcome: Welcome, opened: Opened, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    (tmp_path / "thư.db").write_text("Kính gửi")
    choose_file(monkeypatch, tmp_path / "thư.db")

    welcome.others[2].click()

    assert reader.read == ["thư.db không phải là tệp dữ liệu của UnionCare."]
    assert opened == []
    assert not place.exists()


def test_alt_keys_are_unique(welcome: Welcome) -> None:
    texts = [welcome.start.text(), *(button.text() for button in welcome.others)]
    letters = [text[text.index("&") + 1].lower() for text in texts]

    assert len(letters) == len(set(letters))
