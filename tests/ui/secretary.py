"""Somebody at the keyboard of the whole program: presses keys, and reads when the window has come to rest."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from tests.ui.hands import ALT, CTRL, PLAIN, SHIFT, Clipboard, Key, press, type_text
from unioncare_desktop.app import Desk
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.page import Page
from unioncare_desktop.ui.pages.competitions import CompetitionsPage
from unioncare_desktop.ui.pages.home import HomePage
from unioncare_desktop.ui.pages.plans import PlansPage
from unioncare_desktop.ui.pages.reports import ReportsPage
from unioncare_desktop.ui.pages.yearly import YearlyPage
from unioncare_desktop.ui.pdf_pages import PdfPages


def at_work(office_file: Path, folder: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    """The program as it opens in the morning, over a copy of *office_file* in *folder*."""
    path = folder / "office.db"
    path.write_bytes(office_file.read_bytes())
    desk = Desk(Settings(theme="light", user_name="Lan", last_export_folder=str(folder)), qapp)
    qtbot.addWidget(desk.window)
    desk.window.resize(1366, 768)
    with qtbot.waitActive(desk.window):
        desk.window.show()
        desk.window.activateWindow()
    desk.start(path)
    qtbot.waitUntil(lambda: len(desk.window._types) > 1)
    yield desk
    desk.window.hide()
    desk.close()


class Secretary:
    """Works with keys and the clipboard alone."""

    def __init__(self, desk: Desk, qtbot: QtBot, clipboard: Clipboard) -> None:
        self.desk, self.qtbot, self.clipboard = desk, qtbot, clipboard

    def press(self, *keys: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press *keys*, and wait until everything that follows is done and read."""
        press(None, *keys, modifier=modifier)
        self.rest()

    def type(self, *texts: str, end: Qt.Key = Key.Key_Return) -> None:
        """Type *texts* from cell to cell, and leave the last one with *end*."""
        for number, text in enumerate(texts, 1):
            type_text(text)
            press(None, end if number == len(texts) else Key.Key_Tab)
        self.rest()

    def choose(self, text: str, end: Qt.Key = Key.Key_Tab) -> None:
        """Type a few letters and take the first that is offered."""
        type_text(text)
        press(None, Key.Key_Down, end)

    def open(self, key: Qt.Key, modifier: Qt.KeyboardModifier = ALT) -> None:
        """Press a key that opens a dialog."""
        press(None, key, modifier=modifier)
        self.qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        self.rest()

    def find(self, words: str) -> None:
        """Ctrl+F, words, and back to what they found."""
        self.press(Key.Key_F, modifier=CTRL)
        self.type(words)

    def push(self, key: Qt.Key, done: Callable[[], bool]) -> None:
        """Press the Alt key of a button, and wait until it has had its effect."""
        press(None, key, modifier=ALT)
        self.qtbot.waitUntil(done)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is done or read; what is in front has the keys, as a desktop sees to."""
        self.qtbot.waitUntil(lambda: not self._busy, timeout=20_000)
        top = QApplication.activeModalWidget() or self.desk.window
        top.activateWindow()
        self.qtbot.waitUntil(lambda: top.isActiveWindow() and top.isAncestorOf(QApplication.focusWidget() or top))

    @property
    def _busy(self) -> bool:
        page, dialog = self.desk.window.page, QApplication.activeModalWidget()
        if getattr(dialog, "busy", False):
            return True
        return (self.desk.work is not None and bool(self.desk.work.busy_with)) or (page is not None and _reads(page))

    @property
    def told(self) -> str:
        """What the status bar says of the last step."""
        return self.desk.window.status.news.text()

    def make_report(self) -> tuple[list[list[object]], str]:
        """Have the report made that is chosen: the rows of its workbook, and the text of its PDF."""
        page = self.desk.window.page
        assert isinstance(page, ReportsPage)
        before = page.report.panel.saved.paths
        press(None, Key.Key_E, modifier=CTRL | SHIFT)
        self.qtbot.waitUntil(lambda: page.report.panel.saved.paths != before, timeout=20_000)
        self.rest()
        workbook, pdf = page.report.panel.saved.paths
        return rows_of(workbook), text_of(pdf)


def _reads(page: Page) -> bool:
    """Whether a page is still reading."""
    if isinstance(page, CompetitionsPage):
        return page._background.busy or page._later.isActive() or page.results.busy or page.awards.busy
    if isinstance(page, HomePage):
        return page._background.busy or page._soon.isActive()
    if isinstance(page, PlansPage | ReportsPage):
        return page.busy
    return isinstance(page, YearlyPage) and page._background.busy


def rows_of(workbook: Path) -> list[list[object]]:
    """The cells of all sheets, as another program reads them."""
    opened = CalamineWorkbook.from_path(workbook)
    return [list(row) for name in opened.sheet_names for row in opened.get_sheet_by_name(name).to_python()]


def text_of(pdf: Path) -> str:
    """The words of all pages, in one line."""
    pages = PdfPages(pdf.read_bytes())
    return " ".join(" ".join(pages.text(index) for index in range(len(pages))).split())
