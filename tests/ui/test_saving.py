"""A refused file as a user meets it: told with the reason, tried once more with Enter, saved elsewhere, or given up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.hands import Key, Reader, answer, escape, press
from unioncare_desktop.errors import DatabaseBusy, UserError
from unioncare_desktop.reports import files
from unioncare_desktop.ui import saving


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[Reader]:  # noqa: ARG001 - boxes need the application
    one = Reader()
    yield one
    one.stop()


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    return page


def ask_for(monkeypatch: pytest.MonkeyPatch, *paths: Path) -> list[Path]:
    """The user chooses these places one after the other; those that are left come back."""
    left = list(paths)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(left.pop(0)) if left else "", ""))
    return left


def saved(page: QWidget, proposed: Path) -> Path | None:
    return saving.save_as(page, "Lưu", proposed, "", lambda path: files.put(path, b"new"))


def test_what_is_in_the_way_is_told_and_another_place_is_asked_for(
    page: QWidget, reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "BC.xlsx").mkdir()
    ask_for(monkeypatch, tmp_path / "BC.xlsx", tmp_path / "BC2.xlsx")
    reader.answer = answer("Lưu nơi khác")

    assert saved(page, tmp_path / "BC.xlsx") == tmp_path / "BC2.xlsx"
    assert (tmp_path / "BC2.xlsx").read_bytes() == b"new"
    assert reader.read == ["BC.xlsx là một thư mục. Hãy đặt tên khác cho tệp, hoặc chọn nơi khác."]


def test_enter_tries_once_more(page: QWidget, reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "BC.xlsx"
    place.mkdir()
    ask_for(monkeypatch, place)

    def mend(box: QWidget) -> None:
        place.rmdir()
        press(box, Key.Key_Return)

    reader.answer = mend

    assert saved(page, place) == place


@pytest.mark.parametrize("way", [escape, answer("Thôi"), answer("Lưu nơi khác")])
def test_it_may_be_given_up(
    page: QWidget, reader: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, way: object
) -> None:
    ask_for(monkeypatch, tmp_path)
    reader.answer = way  # type: ignore[assignment] # one of the ways above

    assert saved(page, tmp_path) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [UserError("Thiếu tên."), DatabaseBusy("Tệp dữ liệu đang bận.")])
def test_what_another_place_would_not_mend_is_only_told(page: QWidget, reader: Reader, error: UserError) -> None:
    done: list[str] = []

    saving.refused(error, lambda: done.append("again"), lambda: done.append("elsewhere"), page)

    assert (reader.read, done) == ([str(error)], [])
