"""A half-typed figure survives a power cut: what a second program finds in the file that the first one left behind."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.grids import COLUMNS, MEMBERS, NOTE, WORKERS, Page, shown
from tests.ui.hands import CTRL, Key, press, type_text
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.kept_texts import KeptTexts
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import RecordGrid

Start = Callable[[], tuple[Page, KeptTexts]]
HALF_TYPED = "chưa ghi: chương trình đã dừng khi đang gõ"


@pytest.fixture
def file(own_data_folder: Path) -> Path:
    return own_data_folder / "unsaved.json"


@pytest.fixture
def start(qtbot: QtBot, file: Path) -> Start:
    """Start the program anew after a power cut: a grid over the same data, with what the file held at that moment."""
    before: list[tuple[Page, KeptTexts]] = []

    def started() -> tuple[Page, KeptTexts]:
        left_behind = file.read_bytes() if file.exists() else b"[]"
        for dead, silent in before:
            silent._place = None  # it writes no more
            dead.grid.hide()
        file.write_bytes(left_behind)
        page = shown(qtbot, RecordGrid(COLUMNS))
        kept = KeptTexts(page.grid, Context(Settings(), lambda *_place: None), "/data/quận.db", "counts")
        kept.arrive("2023-Q2")
        before.append((page, kept))
        return page, kept

    return started


def texts_in(file: Path) -> list[list[object]]:
    found = json.loads(file.read_bytes()) if file.exists() else []
    return [text for place in found for text in place[3]]


def test_a_half_typed_text_is_there_after_a_power_cut(start: Start, file: Path, qtbot: QtBot) -> None:
    page, _kept = start()
    page.go(1, MEMBERS)
    type_text("115")
    assert page.editor is not None
    qtbot.waitUntil(lambda: texts_in(file) == [[2, "members", "115", HALF_TYPED]], timeout=2000)

    after, _kept = start()
    assert after.text(1, MEMBERS) == "115"
    assert (after.rows[2].members, after.entered) == (1150, [])
    problem = after.grid.model.problem(1, MEMBERS)
    assert problem is not None
    assert problem.text == HALF_TYPED


def test_a_half_typed_text_is_never_stored_by_itself(start: Start, qtbot: QtBot, file: Path) -> None:
    page, _kept = start()
    page.go(1, MEMBERS)
    type_text("115")
    qtbot.waitUntil(lambda: bool(texts_in(file)), timeout=2000)
    after, _kept = start()
    after.go(1, WORKERS)
    type_text("1300")
    press(None, Key.Key_Return)
    assert (after.rows[2].workers, after.rows[2].members) == (1300, 1150)
    assert after.text(1, MEMBERS) == "115"


def test_what_is_stored_or_given_up_leaves_the_file(start: Start, file: Path, qtbot: QtBot) -> None:
    start()
    type_text("31")
    qtbot.waitUntil(lambda: len(texts_in(file)) == 1, timeout=2000)
    press(None, Key.Key_Return)
    qtbot.waitUntil(lambda: texts_in(file) == [], timeout=2000)
    type_text("9")
    qtbot.waitUntil(lambda: len(texts_in(file)) == 1, timeout=2000)
    press(None, Key.Key_Escape)
    qtbot.waitUntil(lambda: texts_in(file) == [], timeout=2000)


def test_refused_texts_are_kept_at_once(start: Start, file: Path, qtbot: QtBot) -> None:
    page, _kept = start()
    page.paste("ba mươi\tx")
    qtbot.waitUntil(lambda: [text[2] for text in texts_in(file)] == ["ba mươi", "x"], timeout=500)

    after, _kept = start()
    assert (after.text(0, WORKERS), after.text(0, MEMBERS)) == ("ba mươi", "x")
    press(after.grid.view, Key.Key_F8)
    assert after.here == (0, MEMBERS)
    press(after.grid.view, Key.Key_Escape)
    qtbot.waitUntil(lambda: [text[2] for text in texts_in(file)] == ["ba mươi"], timeout=500)


def test_a_text_that_was_stored_before_the_power_went_is_not_put_back(start: Start, qtbot: QtBot, file: Path) -> None:
    page, _kept = start()
    type_text("31")
    qtbot.waitUntil(lambda: bool(texts_in(file)), timeout=2000)
    kept = file.read_bytes()
    press(None, Key.Key_Return)
    qtbot.waitUntil(lambda: not texts_in(file))
    file.write_bytes(kept)

    after, _kept = start()
    assert after.grid.refused == [(entry, HALF_TYPED) for entry, _reason in after.grid.refused]
    after.grid.clear_refused()
    after.rows = page.rows
    after.refresh()
    _kept.arrive("2023-Q2")
    assert after.grid.refused == []


def test_another_period_has_texts_of_its_own(start: Start) -> None:
    page, kept = start()
    page.paste("x\ty")
    kept.leave()
    kept.arrive("2023-Q3")
    assert page.grid.refused == []
    page.go(2, NOTE)
    type_text("dở dang")
    kept.leave()
    assert page.editor is None
    kept.arrive("2023-Q2")
    assert [entry.text for entry, _reason in page.grid.refused] == ["x", "y"]
    assert kept.count() == 3
    kept.leave()
    kept.arrive("2023-Q3")
    assert page.text(2, NOTE) == "dở dang"
    kept.forget()
    assert kept.count() == 0


def test_a_disk_that_refuses_stops_nobody(start: Start, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    page, kept = start()
    refused: list[int] = []

    def full_disk(descriptor: int) -> None:
        refused.append(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    page.paste("x\ty")
    qtbot.waitUntil(lambda: bool(refused))
    press(page.grid.view, Key.Key_A, modifier=CTRL)
    assert page.text(0, WORKERS) == "x"
    assert kept.count() == 0
