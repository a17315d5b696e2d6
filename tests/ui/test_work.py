"""The one door to the data: reads, short actions, long tasks that can be stopped, on a real database."""

import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from unioncare_desktop.domain.records import Area
from unioncare_desktop.errors import UserError
from unioncare_desktop.progress import Step
from unioncare_desktop.services import records
from unioncare_desktop.storage.database import Change, Session
from unioncare_desktop.storage.migrate import open_database
from unioncare_desktop.ui.widgets.progress import ProgressDialog
from unioncare_desktop.ui.work import A_FEW, Work


@pytest.fixture
def work(qtbot: QtBot, database_file: Path) -> Iterator[Work]:  # noqa: ARG001 - signals need the application
    work = Work(open_database(database_file))
    yield work
    work.close()


def names(work: Work) -> list[str]:
    with work.read() as session:
        return [row["name"] for row in records.rows(session, Area)]


def add(session: Session, name: str) -> str:
    records.insert_rows(session, Area, [{"name": name}])
    return name


def add_slowly(session: Session, count: int, gate: threading.Event | None = None) -> Generator[Step, None, int]:
    for number in range(count):
        add(session, f"Phường {number}")
        yield Step(number + 1, count, f"Phường {number}")
        if gate is not None:
            gate.wait(5)
    return count


def wait_for(gate: threading.Event) -> Generator[Step, None, int]:
    yield Step(0, 0, "")
    gate.wait(5)
    return 1


def test_an_action_is_saved_and_announced_in_the_window_s_thread(work: Work) -> None:
    told: list[tuple[Change, bool]] = []
    work.changed.connect(lambda change: told.append((change, QThread.currentThread() is work.thread())))

    assert work.write("Thêm phường", lambda session: add(session, "Kim Mã")) == "Kim Mã"

    assert names(work) == ["Kim Mã"]
    [(change, in_window_thread)] = told
    assert (change.title, change.tables, in_window_thread) == ("Thêm phường", frozenset({"area"}), True)
    assert work.saved_at is not None


def test_a_refused_action_leaves_nothing_and_is_told_in_place(work: Work) -> None:
    refused: list[UserError] = []

    def fail(session: Session) -> None:
        add(session, "Kim Mã")
        raise UserError("Tên đã có.")

    assert work.write("Thêm phường", fail, refused.append) is None
    assert [str(error) for error in refused] == ["Tên đã có."]
    assert names(work) == []
    assert work.saved_at is None


def test_the_database_s_own_refusal_is_a_sentence(work: Work) -> None:
    refused: list[UserError] = []
    work.write("Thêm phường", lambda session: add(session, "Kim Mã"))
    work.write("Thêm phường", lambda session: add(session, "KIM MÃ"), refused.append)

    assert len(refused) == 1
    assert names(work) == ["Kim Mã"]


def test_a_long_task_is_one_action_beside_the_window(work: Work, qtbot: QtBot) -> None:
    results: list[int] = []
    told: list[Change] = []
    work.changed.connect(told.append)

    work.run("thêm phường", lambda session: add_slowly(session, 20), results.append, writes=True)
    qtbot.waitUntil(lambda: bool(results))

    assert results == [20]
    assert len(names(work)) == 20
    assert [change.title for change in told] == ["Thêm phường"]


def test_a_short_task_shows_no_dialog_and_a_long_one_can_be_stopped(work: Work, qtbot: QtBot) -> None:
    gate = threading.Event()
    results: list[int] = []
    work.run("thêm phường", lambda session: add_slowly(session, 1000, gate), results.append, writes=True)
    assert dialogs() == []
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    qtbot.waitUntil(lambda: dialogs()[0].text.text() == "Phường 0")

    dialogs()[0].button.click()
    gate.set()
    qtbot.waitUntil(lambda: not work.busy_with)

    assert dialogs() == []
    assert results == []
    assert names(work) == []
    assert work.saved_at is None


def dialogs() -> list[ProgressDialog]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ProgressDialog) and widget.isVisible()
    ]


def test_a_task_that_follows_another_has_a_dialog_of_its_own(work: Work, qtbot: QtBot) -> None:
    window, gate = QWidget(), threading.Event()
    ended: list[int] = []
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    work.run("nhập", lambda _session: wait_for(gate), lambda _result: follow())
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialogs()[0].activateWindow()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), ProgressDialog))

    def follow() -> None:
        gate.clear()
        work.run("đọc", lambda _session: wait_for(gate), ended.append)

    gate.set()
    qtbot.waitUntil(lambda: work.busy_with == "đọc")
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    gate.set()
    qtbot.waitUntil(lambda: ended == [1])


def test_one_thing_at_a_time(work: Work, qtbot: QtBot) -> None:
    gate = threading.Event()
    refused: list[UserError] = []
    work.run("thêm phường", lambda session: add_slowly(session, 2, gate), lambda _count: None, writes=True)

    assert work.write("Thêm phường", lambda session: add(session, "Kim Mã"), refused.append) is None
    assert "thêm phường" in str(refused[0])
    gate.set()
    qtbot.waitUntil(lambda: not work.busy_with)


def test_a_bug_in_a_task_surfaces_and_the_door_stays_open(work: Work, qtbot: QtBot) -> None:
    def broken(session: Session) -> Generator[Step, None, None]:
        add(session, "Kim Mã")
        yield Step(1, 2)
        raise ZeroDivisionError

    with qtbot.capture_exceptions() as caught:
        work.run("thêm phường", broken, lambda _nothing: None, writes=True)
        qtbot.waitUntil(lambda: bool(caught))

    assert caught[0][0] is ZeroDivisionError
    assert names(work) == []
    assert work.write("Thêm phường", lambda session: add(session, "Kim Mã")) == "Kim Mã"


def test_closing_stops_the_task_and_leaves_the_data_whole(qtbot: QtBot, database_file: Path) -> None:
    work = Work(open_database(database_file))
    started = threading.Event()

    def endless(session: Session) -> Generator[Step, None, None]:
        number = 0
        while True:
            add(session, f"Phường {number}")
            number += 1
            started.set()
            yield Step(number, 0)

    work.run("thêm phường", endless, lambda _nothing: None, writes=True)
    started.wait(5)
    work.close()
    qtbot.waitUntil(lambda: not work.busy_with)

    again = Work(open_database(database_file))
    assert names(again) == []
    again.close()


@pytest.mark.parametrize(("rows", "beside"), [(A_FEW, False), (A_FEW + 1, True)])
def test_a_few_rows_are_changed_at_once_and_many_beside_the_window(
    work: Work,
    qtbot: QtBot,
    rows: int,
    beside: bool,  # noqa: FBT001 - what is expected
) -> None:
    done: list[int] = []
    told: list[str] = []
    work.changed.connect(lambda change: told.append(change.title))
    work.do("Thêm các phường", lambda session: add_slowly(session, 2), rows, done.append)
    assert bool(work.busy_with) is beside
    assert bool(done) is not beside
    qtbot.waitUntil(lambda: not work.busy_with)
    assert (done, told, names(work)) == ([2], ["Thêm các phường"], ["Phường 0", "Phường 1"])


@pytest.mark.parametrize("rows", [A_FEW, A_FEW + 1])
def test_what_is_refused_is_told_and_nothing_is_left(work: Work, qtbot: QtBot, rows: int) -> None:
    done: list[int] = []
    refused: list[str] = []

    def fail(session: Session) -> Generator[Step, None, int]:
        add(session, "Kim Mã")
        yield Step(0, 1)
        raise UserError("Tên đã có.")

    work.do("Thêm phường", fail, rows, done.append, lambda error: refused.append(str(error)))
    qtbot.waitUntil(lambda: not work.busy_with)
    assert (done, refused, names(work)) == ([], ["Tên đã có."], [])
