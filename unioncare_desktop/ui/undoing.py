"""Ctrl+Z and Ctrl+Y: the newest step is taken back or done again, or the user reads what depends on it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from unioncare_desktop.errors import Depends, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages

if TYPE_CHECKING:
    from unioncare_desktop.services.undo import Offer, Undone
    from unioncare_desktop.ui.main_window import MainWindow
    from unioncare_desktop.ui.work import Work

_LONGEST_NAME = 60
_REST = 150
"""Milliseconds without a change after which the pages are told what can be undone."""


def take_back(
    work: "Work",
    offer: "Offer",
    on_done: "Callable[[Undone], object]",
    on_error: Callable[[UserError], object] = messages.show,
) -> None:
    """Undo or redo what is offered, as an action of its own; *on_done* is told when it is stored."""
    from unioncare_desktop.services import undo

    task = partial(undo.undoing, action_id=offer.action_id)
    work.do(offer.title, task, offer.rows, on_done, on_error, undoes=offer.action_id)


class Steps:
    """The steps of the person at one window. Inside a text that is being edited the keys act on the text only."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._passed = 0
        """The action that is never taken back of which the user was told last."""
        self._rest = QTimer(window)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._look)

    def look(self) -> None:
        """Find out what can be undone and redone, and tell the pages; not before the typing rests."""
        self._rest.start(_REST)

    def _look(self) -> None:
        from unioncare_desktop.services import undo

        work = self._window.work
        if work is None:
            return
        with work.read() as session:
            offers = [find(session, work.database.user) for find in (undo.next_undo_beyond, undo.next_redo)]
        self._window.context.show_steps(*(offer.name if offer is not None else "" for offer in offers))

    def undo(self) -> None:
        """Ctrl+Z."""
        if (text := _edited_text()) is not None:
            text.undo()
        else:
            self._step("undo")

    def redo(self) -> None:
        """Ctrl+Y and Ctrl+Shift+Z."""
        if (text := _edited_text()) is not None:
            text.redo()
        else:
            self._step("redo")

    def _step(self, which: str) -> None:
        from unioncare_desktop.services import undo

        work = self._window.work
        if work is None:
            return
        with work.read() as session:
            offer = (undo.next_undo if which == "undo" else undo.next_redo)(session, work.database.user)
            beyond = undo.next_undo_beyond(session, work.database.user) if offer and offer.lasting else offer
        if offer is not None and offer.lasting and offer.action_id != self._passed:
            self._tell_lasting(offer, beyond)
            return
        offer = beyond
        if offer is None:
            nothing = _("Không còn gì để hoàn tác") if which == "undo" else _("Không còn gì để làm lại")
            self._window.status.show_news(nothing)
            return
        told = (
            _("Đã hoàn tác: {name} · Ctrl+Y làm lại") if which == "undo" else _("Đã làm lại: {name} · Ctrl+Z hoàn tác")
        )
        take_back(work, offer, partial(self._done, told, offer.name), self._refused)

    def _tell_lasting(self, offer: "Offer", beyond: "Offer | None") -> None:
        """Say once that a step is never taken back; pressed again, the key passes it over."""
        self._passed = offer.action_id
        words = _("Không hoàn tác «{name}»: {instead}").format(name=offer.name, instead=offer.lasting)
        again = _("Ctrl+Z lần nữa: hoàn tác «{name}»").format(name=beyond.name) if beyond is not None else ""
        short = _("Không hoàn tác «{name}»").format(name=shortened(offer.name))
        self._window.status.show_news(" · ".join(filter(None, (short, again))), "\n".join(filter(None, (words, again))))

    def _done(self, told: str, name: str, undone: "Undone") -> None:
        self._window.status.show_news(told.format(name=shortened(name)), told.format(name=name))
        page = self._window.page
        if undone.period and page is not None and "member_count" in page.tables():
            from unioncare_desktop.domain.rules.calendar import Span

            span = Span.parse(undone.period)
            self._window.context.choose_period(span.code, span.title)

    def _refused(self, error: UserError) -> None:
        if not isinstance(error, Depends) or not error.actions:
            messages.show(error, self._window)
        elif messages.choose(str(error), _("Xem &nhật ký"), _("Đón&g"), parent=self._window) == 0:
            self._window.go("history", error.actions[0])


def shortened(name: str) -> str:
    """The name of a step as it fits into a line with other words."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _edited_text() -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    focused: QWidget | None = QApplication.focusWidget()
    if isinstance(focused, QLineEdit | QPlainTextEdit | QTextEdit) and not focused.isReadOnly():
        return focused
    return None
