"""The real program over invented data, page after page and in every look: for pictures and for tests of all pages."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from time import sleep

from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests import sheets
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, demo
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.page import Page
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.pages.history import HistoryPage
from unioncare_desktop.ui.pages.mergers import MergersPage
from unioncare_desktop.ui.round_view import RoundView

SCREEN = (1366, 768)
LOOKS = {"": ("light", 100), "-dark": ("dark", 100), "-150": ("light", 150)}
"""How each picture's name ends, its theme and its size in percent."""
_LAST = Span(2023, 4, "quarter")
_COLOURS = 256
_TURN = 0.005
"""Seconds in which what reads beside the window may run: one that only asks whether it is done keeps it waiting."""


@contextmanager
def desk(folder: Path, application: QApplication) -> Iterator[Desk]:
    """The program over the invented district in *folder*, with some figures typed, on the smallest screen it is for."""
    database = folder / "so-lieu-quan.db"
    database.unlink(missing_ok=True)
    demo.create(database, "district")
    with _started(database, application) as opened:
        _type_some_figures(opened)
        yield opened


@contextmanager
def first_start(folder: Path, application: QApplication) -> Iterator[Desk]:
    """The program as it greets a new user whose data will be in *folder*."""
    database = folder / "unioncare.db"
    database.unlink(missing_ok=True)
    with _started(database, application) as opened:
        yield opened


@contextmanager
def _started(database: Path, application: QApplication) -> Iterator[Desk]:
    opened = Desk(Settings(theme="light", user_name="Văn phòng"), application)
    opened.window.resize(*SCREEN)
    opened.window.show()
    opened.start(database)
    settle(opened)
    try:
        yield opened
    finally:
        opened.window.hide()
        opened.close()
        opened.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        colours, zoom = LOOKS[""]
        opened.theme.choose(colours)  # now that there is little left whose look would change
        opened.theme.set_zoom(zoom)


def look_like(opened: Desk, ending: str) -> None:
    """Show the theme and the size that belong to the *ending* of a picture's name."""
    colours, zoom = LOOKS[ending]
    theme._current = opened.theme  # other tests of the same process have another one
    opened.theme.choose(colours)
    opened.theme.set_zoom(zoom)
    opened.window.resize(*SCREEN)
    opened.window.activateWindow()
    settle(opened)


def visit(opened: Desk, name: str) -> Page:
    """Open the page *name* as a user would find it, and wait until it is complete."""
    new = name not in opened.window._pages
    opened.window.go(name)
    page = opened.window.page
    if page is None:
        raise KeyError(name)
    if new and page.takes_files and opened.work is not None and opened.work.database.path is not None:
        page.arrive([_list_with_faults(opened)])
    if new and isinstance(page, MergersPage):
        page.plan()
    if new and isinstance(page, HistoryPage):
        page.arrive(page.done.shown_rows[0].id)
    settle(opened)
    opened.window.status.show_saved(datetime(2023, 12, 14, 10, 32))  # noqa: DTZ001 - a picture
    opened.window.status.show_backup("Sao lưu gần nhất 09:58, đã kiểm chứng")
    return page


def _type_some_figures(opened: Desk) -> None:
    """A return that has come, one that does not continue the last quarter, and a slip of the finger."""
    page = visit(opened, CountsPage.name)
    if not isinstance(page, CountsPage):
        raise TypeError(page)
    model = page.grid.model
    for row, column, text in (
        *((0, "workers", "31"), (0, "women_workers", "17"), (0, "members", "26"), (0, "women_members", "15")),
        *((12, "admitted", "7"), (11, "women_members", "99")),
    ):
        model.enter([(row, model.place_of_column(column), text)])
    page.resort()
    page.grid.view.go(0, model.place_of_column("members"))


def _list_with_faults(opened: Desk) -> Path:
    """The next quarter's list as the office gets it, with three rows that need a look."""
    if opened.work is None or opened.work.database.path is None:
        raise RuntimeError("no database")
    with opened.work.read() as session:
        reported = [row for row in counts.rows(session, _LAST) if row.workers]
    rows: list[list[str | int | None]] = [
        [number, row.union.code, row.union.name, row.workers, row.women_workers, row.members, row.women_members]
        for number, row in enumerate(reported, 1)
    ]
    rows[4][5], rows[17][6], rows[30][3] = "khoảng 30", 999, "-1"
    path = opened.work.database.path.with_name("so-lieu-quy-1-2024.xlsx")
    return sheets.save(path, sheets.sheet([["SỐ LIỆU ĐOÀN VIÊN QUÝ I/2024"], [], list(sheets.HEADINGS), *rows]))


def settle(opened: Desk) -> None:
    """Wait until nothing is being read, drawn or laid out any more."""
    for _round in range(5):
        QTest.qWait(10)  # also for what waits until the window has been seen
        while _is_busy(opened):
            QApplication.processEvents()
            sleep(_TURN)
        QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()


def _is_busy(opened: Desk) -> bool:
    pages = opened.window._pages.values()
    beside = (getattr(page, "_background", None) for page in pages)
    reading = any(view.busy for page in pages for view in page.findChildren(RoundView))
    reading = reading or any(getattr(page, "busy", False) for page in pages)
    return reading or bool(opened.work and opened.work.busy_with) or any(one is not None and one.busy for one in beside)


def picture(opened: Desk) -> QImage:
    """The window as it is shown."""
    return opened.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def save(image: QImage, path: Path) -> None:
    """Write a small file: the colours of the theme, those that occur most, and their nearest for the few others."""
    found = Counter(memoryview(image.constBits()).cast("I"))
    of_theme = [QColor(colour).rgb() for colour in asdict(theme.current().tokens).values()]
    table = list(dict.fromkeys((*of_theme, *(colour for colour, _count in found.most_common(_COLOURS)))))[:_COLOURS]
    few = image.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.AvoidDither)
    few.save(str(path), "PNG", 0)  # type: ignore[call-overload] # 0 is the smallest file
