"""What is told at the start: in the status bar, once a day beside the clock, without a place there too."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from tests.offices import copy_of
from unioncare_desktop.app import Desk
from unioncare_desktop.services import deadlines, office
from unioncare_desktop.settings import Settings, load
from unioncare_desktop.ui.notices import counted, named

Opened = Callable[[Path], None]
Office = Callable[..., Path]
TODAY = date.today()  # noqa: DTZ011 - the program asks the same clock


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(Settings(theme="light"), qapp)
    qtbot.addWidget(desk.window)
    desk.window.show()
    yield desk
    desk.close()


@pytest.fixture
def an_office(template_database: Path, tmp_path: Path) -> Office:
    """An office with things of its own that are due in so many days; returns are not among them."""

    def found(*days: int, name: str = "a.db") -> Path:
        path = copy_of(template_database, tmp_path / name)
        with closing(office.open_office(path)) as database, database.write("Thêm việc") as session:
            for number, ahead in enumerate(days):
                deadlines.add(session, f"Việc {number}", due=TODAY + timedelta(days=ahead))
            waiting = deadlines.coming(session, TODAY)
            deadlines.mark_done(session, [one for one in waiting if one.kind == "returns"], TODAY)
        return path

    return found


@pytest.fixture
def opened(desk: Desk, qtbot: QtBot) -> Opened:
    def open_it(path: Path) -> None:
        desk.open(path)
        qtbot.waitUntil(lambda: desk.notices.work is desk.work and not desk.notices.busy, timeout=20_000)
        QCoreApplication.processEvents()

    return open_it


def test_the_status_bar_tells_what_waits_and_opens_the_list(desk: Desk, opened: Opened, an_office: Office) -> None:
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    opened(an_office(-3, -1, 5, 100))
    assert desk.window.status.due.isVisible()
    assert desk.window.status.due.text() == "2 việc trễ hạn, 1 việc sắp đến hạn"
    assert desk.notices.tray is None
    desk.window.status.due.click()
    assert desk.window.page is not None
    assert desk.window.page.name == "targets"


def test_nothing_is_told_where_nothing_waits(desk: Desk, opened: Opened, an_office: Office) -> None:
    opened(an_office(100))
    assert not desk.window.status.due.isVisible()
    assert desk.settings.told_due == {}


def test_what_is_done_is_told_no_more(desk: Desk, opened: Opened, an_office: Office, qtbot: QtBot) -> None:
    opened(an_office(-3))
    assert desk.work is not None
    with desk.work.read() as session:
        late = deadlines.coming(session, TODAY)
    desk.work.write("Xong", lambda session: deadlines.mark_done(session, late, TODAY))
    qtbot.waitUntil(lambda: not desk.window.status.due.isVisible(), timeout=20_000)


@pytest.mark.qt_log_ignore("QPlatformNativeInterface")  # the offscreen platform has no such place
def test_an_office_is_told_of_once_a_day_beside_the_clock(
    desk: Desk, opened: Opened, an_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _tray, title, text, *_rest: shown.append((title, text)))
    first, second = an_office(-3), an_office(2, name="b.db")
    for path in (first, second, first):
        opened(path)
    assert [title for title, _text in shown] == ["1 việc trễ hạn", "1 việc sắp đến hạn"]
    assert load().told_due == {str(path): TODAY.isoformat() for path in (first, second)}
    assert desk.notices.tray is not None
    desk.notices.tray.messageClicked.emit()
    assert desk.window.page is not None
    assert desk.window.page.name == "targets"
    desk.settings.told_due[str(first)] = (TODAY - timedelta(days=1)).isoformat()
    opened(first)
    assert len(shown) == 3


def test_the_words_name_what_is_still_to_be_done_first(an_office: Office) -> None:
    database = office.open_office(an_office(-30, -3, 2, 5, 9))
    with database.read() as session:
        found = deadlines.coming(session, TODAY)
    database.close()
    assert counted(found) == "2 việc trễ hạn, 3 việc sắp đến hạn"
    first, _second, _third, rest = named(found).split("\n")
    assert first == f"Việc 2: hạn {TODAY + timedelta(days=2):%d/%m/%Y}"
    assert rest == "và 2 việc khác"
    assert counted([]) == ""
    assert named(found[:1]).count("\n") == 0
