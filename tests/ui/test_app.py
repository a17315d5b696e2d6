"""The start of the program: an empty window first, then the data; a first start; data that cannot be opened."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.hands import Reader, answer
from unioncare_desktop import paths
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.services import office, records
from unioncare_desktop.settings import Settings, load
from unioncare_desktop.storage import backup
from unioncare_desktop.storage.database import Session
from unioncare_desktop.ui.cannot_open import CannotOpen
from unioncare_desktop.ui.pages.listed import PAGES
from unioncare_desktop.ui.pages.welcome import Welcome
from unioncare_desktop.ui.qt_words import VietnameseQt

STARTED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from unioncare_desktop import app

seen = []

def look():
    windows = [widget for widget in QApplication.topLevelWidgets() if type(widget).__name__ == "MainWindow"]
    windows[0].painted.connect(lambda: seen.append("sqlalchemy" in sys.modules))
    windows[0].painted.connect(lambda: QTimer.singleShot(0, windows[0].close))

show = app.Desk.__init__
def made(self, *arguments):
    show(self, *arguments)
    look()
app.Desk.__init__ = made
status = app.run(sys.argv[1])
heavy = sorted({"openpyxl", "reportlab", "alembic", "pypdfium2"} & set(sys.modules))
print(status, seen, heavy)
"""


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(Settings(theme="light", user_name="Văn phòng"), qapp)
    qtbot.addWidget(desk.window)
    desk.window.show()
    yield desk
    desk.close()


def founded(path: Path, name: str = "LĐLĐ quận Ba Đình") -> Path:
    database = office.open_office(path, create=True)

    def found(session: Session) -> None:
        draft: Draft = office.draft(session)
        draft.enter("name", name)
        records.save(session, draft)

    with database.write("Lập sổ của đơn vị") as session:
        found(session)
    database.close()
    return path


def test_the_window_is_painted_before_the_data_are_opened(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.window.painted):
        pass
    assert desk.work is None
    assert desk.window.isVisible()


def all_pages(desk: Desk) -> bool:
    """The other pages come once the first one has been seen."""
    return len(desk.window._types) == len(PAGES)


def test_it_opens_the_data_names_the_office_and_remembers_the_file(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    path = founded(tmp_path / "Số liệu.db")
    desk.start(path)
    assert list(desk.window._types) == [PAGES[0].name]
    qtbot.waitUntil(lambda: all_pages(desk))

    assert desk.work is not None
    assert desk.window.windowTitle() == "LĐLĐ quận Ba Đình – UnionCare"
    assert desk.window.page is not None
    assert desk.window.status.user.text() == "Người dùng: Văn phòng"
    assert desk.window.status.backup.text() == "Chưa có bản sao lưu"
    assert desk.context.period_title.startswith("Quý ")
    assert load().last_database == str(path)
    assert list(desk.window._types) == [page.name for page in sorted(PAGES, key=lambda page: page.tool)]


def test_every_page_opens(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    desk.start(founded(tmp_path / "test.db"))
    qtbot.waitUntil(lambda: all_pages(desk))
    for page in PAGES:
        desk.window.go(page.name)
        assert type(desk.window.page) is page


def test_another_name_of_the_office_shows_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.start(founded(tmp_path / "test.db"))
    assert desk.work is not None

    def rename(session: Session) -> None:
        draft = office.draft(session)
        draft.enter("name", "Công đoàn phường Kim Mã")
        records.save(session, draft)

    desk.work.write("Đổi tên", rename)
    assert desk.window.windowTitle() == "Công đoàn phường Kim Mã – UnionCare"


def test_the_first_start_asks_who_one_is(desk: Desk) -> None:
    desk.start()
    welcome = desk.window.stack.currentWidget()
    assert isinstance(welcome, Welcome)
    assert welcome.location == paths.default_database()
    assert not desk.window.navigation.isVisible()


def test_a_missing_file_that_was_used_before_is_told_not_made_anew(desk: Desk, tmp_path: Path) -> None:
    gone = tmp_path / "usb" / "số liệu.db"
    desk.settings.last_database = str(gone)
    desk.start()

    shown = desk.window.stack.currentWidget()
    assert isinstance(shown, CannotOpen)
    assert not gone.parent.exists()
    shown.begun.emit()
    assert isinstance(desk.window.stack.currentWidget(), Welcome)


def test_a_damaged_file_is_named_and_its_backup_can_be_put_back(desk: Desk, tmp_path: Path, reader: Reader) -> None:
    path = founded(tmp_path / "test.db")
    backup.make(path, "manual")
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    desk.start(path)
    shown = desk.window.stack.currentWidget()
    assert isinstance(shown, CannotOpen)
    assert str(path) in shown._detail()
    assert "Bản sao lưu gần nhất" in shown._detail()

    reader.answer = lambda box: next(
        answer(words)(box)
        for words in ("Khôi phục", "Đóng")
        if any(words in one.text().replace("&", "") for one in box.buttons())
    )
    shown.restore.click()
    assert desk.work is not None
    assert desk.window.windowTitle() == "LĐLĐ quận Ba Đình – UnionCare"


def test_a_file_that_cannot_be_opened_leaves_the_open_one_alone(desk: Desk, tmp_path: Path, reader: Reader) -> None:
    desk.start(founded(tmp_path / "test.db"))
    before = desk.work
    alien = tmp_path / "khác.db"
    alien.write_text("không phải dữ liệu")

    assert desk.context.open_database(alien, False) is None  # noqa: FBT003 - as pages call it
    assert desk.work is before
    assert len(reader.read) == 1


def test_closing_makes_a_backup_of_what_changed_and_only_then(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    path = founded(tmp_path / "test.db")
    made = []
    for _start in range(2):
        desk = Desk(Settings(theme="light"), qapp)
        qtbot.addWidget(desk.window)
        desk.start(path)
        desk.close()
        made.append(len(backup.backups(path)))
    assert made == [1, 1]


def test_qt_s_own_words_are_vietnamese(qapp: QApplication) -> None:
    words = VietnameseQt(qapp)
    qapp.installTranslator(words)
    try:
        assert QCoreApplication.translate("QLineEdit", "&Undo") == "&Hoàn tác"
        assert QCoreApplication.translate("QLineEdit", "no such words") == "no such words"
    finally:
        qapp.removeTranslator(words)


def test_the_program_starts_without_what_it_does_not_need_yet(tmp_path: Path) -> None:
    path = founded(tmp_path / "test.db")
    script = tmp_path / "start.py"
    script.write_text(STARTED, encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    result = subprocess.run(
        [sys.executable, str(script), str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUTF8": "1"},
    )
    assert result.stdout.split("\n")[0] == "0 [False] []", result.stderr
