"""What is late or due soon, told at the start and after changes: in the status bar, once a day also beside the clock.

Nothing is asked of the user and no network is used. Where the system has no place beside the clock, the status bar
is enough.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from unioncare_desktop import clock, paths
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.page import Context
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.services.deadlines import Occurrence
    from unioncare_desktop.ui.work import Work

_REST = 1500
"""Milliseconds without a change after which it is looked again."""
_MOST_NAMED = 3
_SHOWN_FOR = 15_000
"""Milliseconds for which a message beside the clock is shown."""


class Notices(QObject):
    """`told` brings the words for the status bar, empty where nothing waits; `wanted` asks for the list."""

    told = Signal(str)
    wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.work: Work | None = None
        self.tray: QSystemTrayIcon | None = None
        self._background = Background()
        self._background.answered.connect(self._show)
        self._later = QTimer(self, singleShot=True, interval=_REST)
        self._later.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Whether it is being looked."""
        return self._background.busy

    def watch(self, work: "Work") -> None:
        """Tell what is due in the office of *work*, now and after each change."""
        self.leave()
        self.work = work
        work.changed.connect(self._later.start)
        self._look()

    def leave(self) -> None:
        """The office is about to be closed."""
        self._later.stop()
        self.work = None
        self.told.emit("")
        if self.tray is not None:
            self.tray.hide()

    def _look(self) -> None:
        if self.work is not None:
            self._background.ask(partial(_read, self.work, clock.today()))

    def _show(self, answer: "tuple[Work, Sequence[Occurrence]]") -> None:
        work, found = answer
        if work is self.work:
            self.told.emit(counted(found))
            if found and self._first_today(work):
                self._show_message(counted(found), named(found))

    def _first_today(self, work: "Work") -> bool:
        """Whether nothing was told of this office today; from now on something was."""
        today = clock.today().isoformat()
        told, place = self.context.settings.told_due, work.database.location
        if told.get(place) == today:
            return False
        told[place] = today
        self.context.save_settings()
        return True

    def _show_message(self, title: str, text: str) -> None:
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self.tray is None:
            self.tray = QSystemTrayIcon(QIcon(str(paths.resource("icons", "app.svg"))), self)
            self.tray.messageClicked.connect(self.wanted)
            self.tray.activated.connect(lambda _reason: self.wanted.emit())
        self.tray.setToolTip(title)
        self.tray.show()
        self.tray.showMessage(title, text, self.tray.icon(), _SHOWN_FOR)


def counted(found: "Sequence[Occurrence]") -> str:
    """How much waits: "3 việc trễ hạn, 2 việc sắp đến hạn"; nothing where nothing does."""
    from unioncare_desktop.services.deadlines import State, counted

    states = counted(found)
    return ", ".join(
        words.format(count=show_whole(states[state]))
        for state, words in ((State.LATE, _("{count} việc trễ hạn")), (State.DUE, _("{count} việc sắp đến hạn")))
        if states[state]
    )


def named(found: "Sequence[Occurrence]") -> str:
    """The first of what waits, a line each: what is due soon before what is late already."""
    from unioncare_desktop.services.deadlines import State

    first = sorted(found, key=lambda one: (one.state is State.LATE, one.due))
    lines = [_("{title}: hạn {day}").format(title=one.title, day=show_day(one.due)) for one in first[:_MOST_NAMED]]
    rest = len(first) - _MOST_NAMED
    return "\n".join([*lines, _("và {count} việc khác").format(count=show_whole(rest))] if rest > 0 else lines)


def _read(work: "Work", today: date) -> "tuple[Work, Sequence[Occurrence]]":
    from unioncare_desktop.services import deadlines

    with work.read() as session:
        return work, deadlines.coming(session, today)
