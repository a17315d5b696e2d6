"""Reading beside the window without a dialog, for what is shown as soon as it is ready: a preview.

Only the newest question is answered. What changes data, or should be stopped by the user, goes through `work`.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Signal


class Background(QObject):
    """Answers one question at a time in another thread. It has no parent, so that it outlives a page that closes."""

    answered = Signal(object)
    """The answer to the newest question, in the window's thread."""
    _ended = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="background")
        self._next: Callable[[], Any] | None = None
        self._ended.connect(self._finish)

    def ask(self, question: Callable[[], Any]) -> None:
        """Answer *question* as soon as the present one is done; older ones that wait are forgotten."""
        if self.busy:
            self._next = question
            return
        self.busy = True
        self._thread.submit(self._work, question)

    def _work(self, question: Callable[[], Any]) -> None:
        try:
            answer = question()
        except BaseException as error:  # noqa: BLE001 - raised again in the window's thread
            self._ended.emit(None, error)
        else:
            self._ended.emit(answer, None)

    def _finish(self, answer: object, error: BaseException | None) -> None:
        self.busy = False
        waiting, self._next = self._next, None
        if waiting is not None:
            self.ask(waiting)
        elif error is not None:
            raise error
        else:
            self.answered.emit(answer)
