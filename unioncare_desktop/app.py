"""Composition root of the window: settings → log → window → database → work → pages.

The window is painted before the database libraries are imported, so that a slow PC shows something at once.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog

from unioncare_desktop import paths, settings
from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui import faults, messages
from unioncare_desktop.ui.main_window import MainWindow
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.widgets.basics import Button, EmptyState

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.work import Work


def run(location: str | None = None) -> int:
    """Show the window over the database at *location* until it is closed; the exit status comes back."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    application.setApplicationName(paths.APPLICATION)
    chosen = settings.load()
    Theme(application, chosen.theme, chosen.zoom)
    faults.start_log(paths.log_dir())
    catcher = faults.Faults(application)
    catcher.install()
    program = Program(chosen)
    program.start(location)
    try:
        return application.exec()
    finally:
        program.close()
        catcher.remove()
        faults.stop_log()


class Program(QObject):
    """The window and the database that it shows; opening another one closes the first."""

    def __init__(self, chosen: Settings) -> None:
        super().__init__()
        self.settings = chosen
        self.work: Work | None = None
        self.context = Context(chosen, self.open)
        self.window = MainWindow(self.context)

    def start(self, location: str | None) -> None:
        """Show the window, and open the database once it is painted."""
        self.window.show()
        where = location or self.settings.last_database or paths.default_database()
        QTimer.singleShot(0, self, lambda: self._open_or_welcome(where))

    def _open_or_welcome(self, location: str | Path) -> None:
        from unioncare_desktop.storage.database import is_url

        if is_url(location) or Path(location).exists():
            self.open(location)
            return
        from unioncare_desktop.ui.pages.welcome import Welcome

        welcome = Welcome(self.context, location)
        welcome.go.connect(self.window.go)
        self.window.show_alone(welcome)

    def open(self, location: str | Path, create: bool = False) -> "Work | None":  # noqa: FBT001, FBT002 - the context's door
        """Show the database at *location*; None where it cannot be opened, which the window then tells."""
        from unioncare_desktop.services import office
        from unioncare_desktop.ui.pages import PAGES
        from unioncare_desktop.ui.work import Work

        try:
            database = office.open_office(location, create=create, user=self.settings.user_name or None)
        except UserError as error:
            self._show_problem(location, error)
            return None
        self._close_work()
        self.work = Work(database, self)
        self.work.changed.connect(self._follow)
        self.settings.last_database = str(location)
        self.context.save_settings()
        self._tell_office()
        self.window.fill(self.work, PAGES)
        self._tell_backup()
        return self.work

    def _follow(self, change: "Change") -> None:
        if change.tables & {"office", "period"}:
            self._tell_office()

    def _tell_office(self) -> None:
        from unioncare_desktop.domain.rules.calendar import Span
        from unioncare_desktop.services import office, periods

        if self.work is None:
            return
        with self.work.read() as session:
            view = office.view(session)
            span = periods.newest_with_counts(session) or Span.quarter_of(date.today())  # noqa: DTZ011 - the user's own calendar
        self.context.show_office(view.name if view.named else "", view.kind)
        if not self.context.period:
            self.context.choose_period(span.code, span.title)

    def _tell_backup(self) -> None:
        from unioncare_desktop.storage import backup

        path = self.work.database.path if self.work else None
        if path is None:
            return
        newest = backup.newest_backup(path)
        if newest is None:
            self.window.status.show_backup(_("Chưa có bản sao lưu"))
        else:
            made = datetime.fromisoformat(newest.made)
            self.window.status.show_backup(
                _("Sao lưu gần nhất {when}, đã kiểm chứng").format(when=f"{made:%d/%m %H:%M}")
            )

    def _show_problem(self, location: str | Path, error: UserError) -> None:
        """Say why the data cannot be opened, and offer every way on; nothing has been changed."""
        self._close_work()
        buttons = [Button(_("&Thử lại"), lambda: self.open(location), role="primary")]
        buttons.append(Button(_("&Mở tệp khác…"), self._choose_file))
        if isinstance(error, EnvironmentProblem) and "://" not in str(location):
            buttons.append(Button(_("&Khôi phục từ bản sao lưu…"), lambda: self._restore(Path(location))))
        self.window.show_alone(EmptyState("error", str(error), *buttons, detail=str(location)))

    def _choose_file(self) -> None:
        self._with_file(_("Mở tệp dữ liệu"), paths.data_dir(), self.open)

    def _restore(self, database: Path) -> None:
        from unioncare_desktop.services import backups

        def restore(source: str) -> None:
            try:
                told = backups.restore(Path(source), database)
            except UserError as error:
                messages.show(error)
                return
            messages.inform(told)
            self.open(database)

        self._with_file(_("Chọn bản sao lưu"), paths.backup_dir(database), restore)

    def _with_file(self, title: str, folder: Path, use: Callable[[str], object]) -> None:
        name, _kind = QFileDialog.getOpenFileName(self.window, title, str(folder), _("Tệp UnionCare (*.db)"))
        if name:
            use(name)

    def close(self) -> None:
        """Stop the work, back up what has changed, release the file."""
        path = self.work.database.path if self.work else None
        self._close_work()
        if path is not None:
            self._back_up(path)

    def _back_up(self, path: Path) -> None:
        from unioncare_desktop.storage import backup

        try:
            backup.make_if_changed(path, "exit")
        except UserError as error:
            with suppress(RuntimeError):  # the window may be gone already
                messages.show(error)

    def _close_work(self) -> None:
        if self.work is not None:
            self.window.empty()
            self.work.close()
            self.work = None
