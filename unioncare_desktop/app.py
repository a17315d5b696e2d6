"""The window put together: settings, log, theme, an empty window at once, then the data and the pages.

Everything heavy is imported after the first paint; SQLAlchemy alone costs more than all of Qt.
"""

import gc
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from unioncare_desktop import clock, paths, settings
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui import faults
from unioncare_desktop.ui.faults import Faults
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.notices import Notices
from unioncare_desktop.ui.page import AFTER_PAINTING, Context
from unioncare_desktop.ui.qt_words import VietnameseQt
from unioncare_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.work import Work


def run(location: str | Path | None = None) -> int:
    """Open the window on the database at *location*, or on that of the last time; the exit status comes back."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName(paths.APPLICATION)
    application.setWindowIcon(QIcon(str(paths.resource("icons", "app.svg"))))
    application.installTranslator(VietnameseQt(application))
    watching = Faults(application)
    watching.install()
    desk = Desk(settings.load(), application)
    desk.window.painted.connect(lambda: _begin(desk, location))
    desk.window.show()
    status = application.exec()
    desk.close()
    watching.remove()
    faults.stop_log()
    return status


def _begin(desk: "Desk", location: str | Path | None) -> None:
    """What can wait until the window has been seen."""
    faults.start_log(paths.log_dir())
    desk.start(location)


class Desk:
    """The window and the database that is open in it, one at a time."""

    def __init__(self, chosen: Settings, application: QApplication) -> None:
        gc.disable()  # until the start is done: what is made now stays, and looking through it frees nothing
        self.settings = chosen
        self.theme = Theme(application, chosen.theme, chosen.zoom)
        self.context = Context(chosen, self.open)
        self.window = MainWindow(self.context)
        self.work: Work | None = None
        self.context.backed_up.connect(self._backup_made)
        self.notices = Notices(self.context)
        self.notices.told.connect(self.window.status.show_due)
        self.notices.wanted.connect(self._show_due)
        self.window.status.due.clicked.connect(self._show_due)

    def start(self, location: str | Path | None = None) -> None:
        """Open the data: those that are named, those of the last time, or a first start."""
        try:
            self._open_first(location)
        finally:
            gc.freeze()
            gc.enable()

    def _open_first(self, location: str | Path | None) -> None:
        from unioncare_desktop.storage.database import is_url

        chosen = location or self.settings.last_database or paths.default_database()
        remembered = not location and bool(self.settings.last_database)
        if is_url(chosen) or Path(chosen).exists() or remembered:
            self.open(chosen)
            if self.work is not None and self._is_empty(self.work):
                self._welcome(chosen)
        else:
            self._welcome(chosen)

    def open(self, location: str | Path, create: bool = False) -> "Work | None":  # noqa: FBT001, FBT002 - as Context has it
        """Open the database at *location* in the place of the present one; None where it cannot be opened.

        What cannot be opened is told, and leaves what is open as it is.
        """
        from unioncare_desktop.services import office
        from unioncare_desktop.ui.work import Work

        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            database = office.open_office(location, create=create, user=self.settings.user_name or None)
        except UserError as error:
            QApplication.restoreOverrideCursor()
            self._cannot_open(location, error)
            return None
        before, self.work = self.work, Work(database)
        self._show(self.work)
        QApplication.restoreOverrideCursor()
        if before is not None:
            _put_away(before)
        return self.work

    def close(self) -> None:
        """Stop what runs, close the database, and make a backup of what has changed."""
        gc.enable()
        self.notices.leave()
        self.window.empty()
        if self.work is not None:
            _put_away(self.work)
            self.work = None

    # What is shown

    def _show(self, work: "Work") -> None:
        from unioncare_desktop.domain.rules.calendar import Span
        from unioncare_desktop.services import periods
        from unioncare_desktop.ui.pages.home import HomePage

        self._name_office(work)
        with work.read() as session:
            span = periods.newest_with_counts(session) or Span.quarter_of(clock.today())
        self.context.choose_period(span.code, span.title)
        work.changed.connect(self._office_changed)
        if work.database.path is not None:
            self.settings.last_database = str(work.database.path)
            self.context.save_settings()
        self.window.fill(work, (HomePage,))
        QTimer.singleShot(AFTER_PAINTING, self.window, lambda: self._show_the_rest(work))

    def _show_the_rest(self, work: "Work") -> None:
        """What can wait until the first page has been seen."""
        from unioncare_desktop.ui.pages.listed import PAGES

        if self.window.work is work:
            self.window.add_pages(PAGES)
            self._show_backup(work)
            self.notices.watch(work)

    def _office_changed(self, change: "Change") -> None:
        if self.work is not None and "office" in change.tables:
            self._name_office(self.work)

    def _name_office(self, work: "Work") -> None:
        from unioncare_desktop.services import office

        with work.read() as session:
            shown = office.view(session)
        self.context.show_office(shown.name, shown.kind)

    def _is_empty(self, work: "Work") -> bool:
        from unioncare_desktop.services import office, unions

        with work.read() as session:
            return not office.view(session).named and not unions.listed(session, with_closed=True)

    def _show_due(self) -> None:
        """The list of what is due, in front of other windows."""
        if self.window.work is not None:
            self.window.showNormal() if self.window.isMinimized() else self.window.show()
            self.window.raise_()
            self.window.activateWindow()
            self.window.go("targets", "deadlines")

    def _backup_made(self) -> None:
        if self.work is not None:
            self._show_backup(self.work)

    def _show_backup(self, work: "Work") -> None:
        from unioncare_desktop.storage.backup import newest_backup

        if work.database.path is None:
            return
        newest = newest_backup(work.database.path)
        if newest is None:
            self.window.status.show_backup(_("Chưa có bản sao lưu"), worrying=True)
            return
        made = datetime.fromisoformat(newest.made)
        today = made.date() == clock.today()
        time = f"{made:%H:%M}" if today else f"{made:%d/%m/%Y}"
        self.window.status.show_backup(_("Sao lưu gần nhất {time}, đã kiểm chứng").format(time=time))

    def _welcome(self, location: str | Path) -> None:
        from unioncare_desktop.ui.pages.welcome import Welcome

        page = Welcome(self.context, location)
        page.go.connect(self.window.go)
        self.window.show_alone(page)

    def _cannot_open(self, location: str | Path, error: UserError) -> None:
        from unioncare_desktop.ui import messages
        from unioncare_desktop.ui.cannot_open import CannotOpen

        if self.work is not None:
            messages.show(error)
            return

        page = CannotOpen(location, str(error))
        page.chosen.connect(self.open)
        page.begun.connect(lambda: self.start(paths.default_database()))
        self.window.show_alone(page)


def _put_away(work: "Work") -> None:
    """Close a database; a backup that cannot be made is told, not hidden."""
    from unioncare_desktop.storage import backup
    from unioncare_desktop.ui import messages

    work.close()
    if work.database.path is None:
        return
    try:
        backup.make_if_changed(work.database.path, "exit")
    except UserError as error:
        messages.show(error)
