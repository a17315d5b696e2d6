"""The one door between the window and the data: reading, one user action, one long task at a time.

Errors that a user can mend end here and are shown; a failed action leaves the data as it was.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from unioncare_desktop.errors import Cancelled, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task, drain
from unioncare_desktop.storage.history import EDIT
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.widgets.progress import ProgressDialog

if TYPE_CHECKING:  # the window is painted before the database is imported
    from unioncare_desktop.storage.database import Change, Database, Session

T = TypeVar("T")
PATIENCE_MILLISECONDS = 300
A_FEW = 100
"""So many rows are changed within the patience of a key press; more are a long task."""
_SECONDS_BETWEEN_STEPS = 0.05


class Work(QObject):
    """Reads and writes of the whole window. `changed` brings the `Change` of each action that was saved."""

    changed = Signal(object)
    _stepped = Signal(object)
    _ended = Signal(object, object)

    def __init__(self, database: "Database", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.database = database
        self.saved_at: datetime | None = None
        self.busy_with = ""
        self._changes: list[Change] = []
        self._on_done: Callable[[Any], object] = _nothing
        self._on_error: Callable[[UserError], object] = messages.show
        self._stop = threading.Event()
        self._dialog: ProgressDialog | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._show_progress)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="work")
        self._stepped.connect(self._show_step)
        self._ended.connect(self._finish)
        database.changed = self._changes.append

    def read(self) -> "AbstractContextManager[Session]":
        """A session for reading: `with work.read() as session`."""
        return self.database.read()

    def write(
        self,
        title: str,
        function: "Callable[[Session], T]",
        on_error: Callable[[UserError], object] = messages.show,
        *,
        kind: str = EDIT,
        undoes: int | None = None,
    ) -> T | None:
        """Do one short action at once and save it; return what *function* returns, None where it was refused.

        *title* names the action in the history and for undoing, *kind* is one of the history's, *undoes* the action
        that it takes back. *on_error* may show the error in place.
        """
        if self.busy_with:
            on_error(UserError(_("Đang {task}. Hãy chờ xong rồi thử lại.").format(task=self.busy_with)))
            return None
        try:
            with self.database.write(title, kind=kind, undoes=undoes) as session:
                result = function(session)
        except UserError as error:
            on_error(error)
            return None
        self._announce()
        return result

    def run(
        self,
        title: str,
        task: "Callable[[Session], Task[T]]",
        on_done: Callable[[T], object],
        on_error: Callable[[UserError], object] = messages.show,
        *,
        writes: bool = False,
        kind: str = EDIT,
        undoes: int | None = None,
    ) -> None:
        """Do a long task beside the window, then call *on_done* with its result; stopping it leaves nothing behind.

        *title* is a verb phrase in lower case: "nhập danh sách"; with a capital it names the action in the history,
        where *kind* and *undoes* are as in `write`. It touches no widget.
        """
        if self.busy_with:
            messages.show(_("Đang {task}. Hãy chờ xong rồi thử lại.").format(task=self.busy_with))
            return
        self.busy_with = title
        self._on_done, self._on_error = on_done, on_error
        self._stop.clear()
        name = title[:1].upper() + title[1:]
        self._dialog = ProgressDialog(name, _window())
        self._dialog.stopped.connect(self._stop.set)
        self._patience.start()
        opened = partial(self.database.write, name, kind=kind, undoes=undoes) if writes else self.database.read
        self._thread.submit(self._work, task, opened)

    def do(
        self,
        title: str,
        task: "Callable[[Session], Task[T]]",
        rows: int,
        on_done: Callable[[T], object],
        on_error: Callable[[UserError], object] = messages.show,
        *,
        undoes: int | None = None,
    ) -> None:
        """Do and save a task that changes so many *rows*: at once where they are few; then *on_done* is called."""
        if rows > A_FEW:
            self.run(title[:1].lower() + title[1:], task, on_done, on_error, writes=True, undoes=undoes)
            return
        done: list[T] = []
        self.write(title, lambda session: done.append(drain(task(session))), on_error, undoes=undoes)
        for result in done:
            on_done(result)

    def close(self) -> None:
        """Stop what is running, wait for it, and release the database."""
        self._stop.set()
        self._thread.shutdown()
        self.database.close()

    def _work(
        self, task: "Callable[[Session], Task[Any]]", opened: "Callable[[], AbstractContextManager[Session]]"
    ) -> None:
        try:
            with opened() as session:
                result = self._drained(task(session))
        except BaseException as error:  # noqa: BLE001 - raised again in the window's thread
            self._ended.emit(None, error)
        else:
            self._ended.emit(result, None)

    def _drained(self, task: Task[T]) -> T:
        told = 0.0
        try:
            while not self._stop.is_set():
                step = next(task)
                if time.monotonic() - told >= _SECONDS_BETWEEN_STEPS:
                    told = time.monotonic()
                    self._stepped.emit(step)
        except StopIteration as end:
            result: T = end.value
            return result
        finally:
            task.close()
        raise Cancelled

    def _show_progress(self) -> None:
        if self._dialog is not None:
            self._dialog.show()

    def _show_step(self, step: Step) -> None:
        if self._dialog is not None:
            self._dialog.show_step(step)

    def _finish(self, result: object, error: BaseException | None) -> None:
        self.busy_with = ""
        self._patience.stop()
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None
        on_done, self._on_done = self._on_done, _nothing
        on_error, self._on_error = self._on_error, messages.show
        if isinstance(error, Cancelled):
            return
        if isinstance(error, UserError):
            on_error(error)
            return
        if error is not None:
            raise error
        self._announce()
        on_done(result)

    def _announce(self) -> None:
        changes, self._changes[:] = list(self._changes), []
        for change in changes:
            self.saved_at = datetime.now()  # noqa: DTZ005 - the user's own clock
            self.changed.emit(change)


def _nothing(_result: object) -> None:
    """What is done after a task that has already been dealt with."""


def _window() -> QWidget | None:
    """The window in front, never the dialog of the task before nor the question that led to this one.

    They are about to go and would take this one along.
    """
    window = QApplication.activeWindow()
    while isinstance(window, ProgressDialog | messages.Box) or (window is not None and window.isHidden()):
        window = window.parentWidget()
    return window
