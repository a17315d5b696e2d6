"""What every page of the window is: a heading with its actions, a body, and answers to the window's keys.

A new page is one file in `ui/pages` and its name in `PAGES` (`ui/pages/listed.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.faults import LOG
from unioncare_desktop.ui.widgets.basics import Box, Label, column, row
from unioncare_desktop.unsaved import Unsaved

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Change
    from unioncare_desktop.ui.work import Work


AFTER_PAINTING = 1
"""Milliseconds for `QTimer.singleShot`; 0 would be served before the window is painted."""


class Words(Protocol):
    """What the office calls what it keeps rows for: "công đoàn cơ sở", "tổ công đoàn"."""

    @property
    def unit(self) -> str:
        """One of them."""

    @property
    def units(self) -> str:
        """Several of them, as a heading."""


@dataclass(frozen=True)
class CommonWords:
    """The words until the office is known."""

    unit: str = _("công đoàn cơ sở")
    units: str = _("Công đoàn cơ sở")


class Context(QObject):
    """What the pages of one window share beside the data. `changed` tells of another office, vocabulary or period."""

    changed = Signal()
    badged = Signal(str, int)
    """The name of a page and the number of things on it that wait for the user."""
    backed_up = Signal()
    """A backup of the open data was made."""
    stepped = Signal()
    """Something else can be undone or redone now."""

    def __init__(self, settings: Settings, open_database: Callable[[str | Path, bool], object]) -> None:
        super().__init__()
        self.settings = settings
        self.unsaved = Unsaved()
        self.open_database = open_database
        """Open the database at a place; True as second argument creates a file that does not exist."""
        self.words: Words = CommonWords()
        self.office = ""
        self.period = ""
        self.period_title = ""
        self.next_undo = ""
        """What Ctrl+Z would take back: "Dán 12 ô, Quý III/2023"; nothing where there is nothing."""
        self.next_redo = ""
        """What Ctrl+Y would do again."""

    def show_office(self, name: str, words: Words) -> None:
        """The office is called *name* and speaks of its units in *words*."""
        self.office, self.words = name, words
        self.changed.emit()

    def choose_period(self, code: str, title: str) -> None:
        """Show the period with this *code* on all pages; *title* is how it is read: "Quý III/2023"."""
        if (code, title) != (self.period, self.period_title):
            self.period, self.period_title = code, title
            self.changed.emit()

    def show_steps(self, undo: str, redo: str) -> None:
        """Ctrl+Z would take back the step called *undo*, Ctrl+Y do the one called *redo* again."""
        if (undo, redo) != (self.next_undo, self.next_redo):
            self.next_undo, self.next_redo = undo, redo
            self.stepped.emit()

    def save_settings(self) -> None:
        """Remember the settings; a disk that refuses is a matter for the log only."""
        try:
            self.settings.save()
        except OSError as error:
            LOG.warning("settings not saved: %s", error)


class Page(QWidget):
    """One page. `shows` are the record types whose change makes it load again, at once or when it is next seen."""

    name: ClassVar[str]
    title: ClassVar[str]
    short: ClassVar[str] = ""
    """What the navigation calls it, where that is shorter than the title."""
    icon: ClassVar[str]
    shows: ClassVar[tuple[type, ...]] = ()
    tool: ClassVar[bool] = False
    """Whether it stands below the line in the navigation, with the tools."""
    keys: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Keys of its own and what they do, for the list of keys."""
    takes_files: ClassVar[bool] = False
    """Whether files that are dropped onto the window are handed to it."""

    go = Signal(str, object)
    """Open the page of this name and hand it an argument."""
    status = Signal(str)
    """What is on the page, for the status bar: "330 CĐCS"."""
    summary = Signal(str)
    """What is selected, for the status bar."""

    def __init__(self, work: "Work", context: Context) -> None:
        super().__init__()
        self.work, self.context = work, context
        self.setObjectName("page")
        self.header = Header(self.label(context.words))
        self.body = column(self.header, gap=12, margins=(18, 14, 18, 14))
        self.setLayout(self.body)

    @classmethod
    def label(cls, words: Words) -> str:  # noqa: ARG003 - for pages that are called after the office's units
        """The page's title in the vocabulary of the office."""
        return cls.title

    @classmethod
    def short_label(cls, words: Words) -> str:
        """What the navigation calls it in the vocabulary of the office."""
        return cls.short or cls.label(words)

    @classmethod
    def commands(cls, words: Words) -> Mapping[str, object]:  # noqa: ARG003 - for pages that speak of the office's units
        """What can be asked of the page from anywhere: the command in words, and the argument the page arrives with."""
        return {}

    @classmethod
    def tables(cls) -> frozenset[str]:
        """The tables of what it shows."""
        return frozenset(record_type.__tablename__ for record_type in cls.shows)  # type: ignore[attr-defined] # mapped

    def set_badge(self, count: int) -> None:
        """Show in the navigation how many things on this page wait for the user."""
        self.context.badged.emit(self.name, count)

    def refresh(self) -> None:
        """Load what is shown; called before the page is first seen and after changes of what it shows."""

    def follow(self, change: "Change") -> None:  # noqa: ARG002 - for pages that load only what changed
        """Something of what is shown has changed while the page is seen."""
        self.refresh()

    def arrive(self, argument: Any) -> None:  # noqa: ANN401 - an agreement between the pages
        """The page was opened by another page, which hands over *argument*."""

    def may_leave(self) -> bool:
        """Whether the page may be left or closed; where something is not saved, ask here."""
        return True

    def may_close(self) -> bool:
        """Whether the window may be closed over it; what stays on a page that is only left may be lost then."""
        return self.may_leave()

    def start_search(self) -> bool:
        """Ctrl+F: go to the page's own search field; False where it has none."""
        return False

    def previous_period(self) -> None:
        """Ctrl+PgUp."""

    def next_period(self) -> None:
        """Ctrl+PgDn."""

    def resort(self) -> None:
        """F9: sort again, moving rows that were edited to their place."""

    def export(self) -> None:
        """Ctrl+E."""

    def print_out(self) -> None:
        """Ctrl+P."""

    def add(self) -> None:
        """Ctrl+N."""

    def save(self) -> None:
        """Ctrl+S; nothing to do where everything is saved as it is typed."""


class Header(QWidget):
    """The title of a page, what belongs beside it, and its actions at the right with the main one last."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("pageHeader")
        self._title = Label(title, "title")
        self._beside: Box = row(gap=12)
        self._actions: Box = row(gap=12)
        self._buttons: tuple[QPushButton, ...] = ()
        self.setLayout(row(self._title, self._beside, 1, self._actions, gap=12))

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)

    def add_beside(self, *widgets: QWidget) -> None:
        """Put *widgets* beside the title: a period switch, a chip."""
        self._beside.add(*widgets)

    def add_actions(self, *buttons: QPushButton) -> None:
        """Put *buttons* at the right; the one filled button comes last."""
        self._actions.add(*buttons)
        self._buttons += buttons

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The actions that can be used now."""
        return tuple(button for button in self._buttons if button.isEnabled() and not button.isHidden())
