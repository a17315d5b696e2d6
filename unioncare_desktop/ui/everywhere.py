"""Ctrl+K in a window: what there is to find, and where each find leads. The list itself is the palette's business.

Pages, reports and commands are there at once; what the database holds is read beside the window and follows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import REPORTS
from unioncare_desktop.services import search
from unioncare_desktop.services.search import Findable, findable
from unioncare_desktop.settings import MOST_RECENT
from unioncare_desktop.ui.background import Background
from unioncare_desktop.ui.search_palette import SearchPalette
from unioncare_desktop.ui.widgets.navigation import keys_of

if TYPE_CHECKING:
    from unioncare_desktop.ui.main_window import MainWindow
    from unioncare_desktop.ui.work import Work

Place = tuple[str, str | int]
"""The group and the key of a find."""
_OF_DATA = (search.UNIONS, search.ENTERPRISES, search.PERIODS, search.ROUNDS)


@dataclass(frozen=True)
class Command:
    """A find that is not in the database, and what choosing it does."""

    what: Findable
    do: Callable[[], object]


class Everywhere:
    """The palette of one window, filled anew each time it is opened."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._work: Work | None = None
        self._commands: dict[Place, Command] = {}
        self._recent: list[Place] = [_place(one) for one in window.context.settings.recent]
        self.background = Background()
        self.palette = SearchPalette(window)
        self.palette.chosen.connect(self._go)
        self.background.answered.connect(self.palette.add)

    def open(self) -> None:
        """Show the palette over the window, if there are data to look in."""
        work = self._window.work
        if work is None:
            return
        if work is not self._work:
            self._work = work
            self._recent = [one for one in self._recent if one[0] not in _OF_DATA]
        self._commands = {(one.what.group, one.what.key): one for one in _commands(self._window)}
        self.palette.open([one.what for one in self._commands.values()], self._recent)
        self.background.ask(partial(_stored, work))

    def _go(self, chosen: Findable) -> None:
        place = (chosen.group, chosen.key)
        self._remember(place)
        if chosen.group == search.UNIONS:
            self._window.go("registry", chosen.key)
        elif chosen.group == search.ENTERPRISES:
            self._window.go("yearly", chosen.key)
        elif chosen.group == search.ROUNDS:
            self._window.go("competitions", chosen.key)
        elif chosen.group == search.PERIODS:
            span = Span.parse(str(chosen.key))
            self._window.context.choose_period(span.code, span.title)
            self._window.go("counts")
        else:
            self._commands[place].do()

    def _remember(self, place: Place) -> None:
        """What was chosen comes first the next time; what belongs to one database is forgotten with it."""
        self._recent = [place, *(one for one in self._recent if one != place)][:MOST_RECENT]
        kept = [f"{group} {key}" for group, key in self._recent if group not in _OF_DATA]
        self._window.context.settings.recent = kept
        self._window.context.save_settings()


def _place(kept: str) -> Place:
    group, _space, key = kept.partition(" ")
    return group, key


def _stored(work: "Work") -> list[Findable]:
    """Read in another thread."""
    with work.read() as session:
        return search.stored(session, clock.today())


def _commands(window: "MainWindow") -> Iterator[Command]:
    """Pages, reports, and what can be done; a command that stands in two places is offered once."""
    yield from _pages(window)
    yield from _reports(window)
    named: set[str] = set()
    for one in (*_actions(window), *_of_pages(window), *_keys(window)):
        if one.what.folded not in named:
            named.add(one.what.folded)
            yield one


def _pages(window: "MainWindow") -> Iterator[Command]:
    words = window.context.words
    for number, page in enumerate(window.page_types, 1):
        title, short = page.label(words), page.short_label(words)
        what = findable(search.PAGES, page.name, title, detail=keys_of(number), known_as=short)
        yield Command(what, partial(window.go, page.name))


def _reports(window: "MainWindow") -> Iterator[Command]:
    for report in REPORTS:
        what = findable(search.REPORTS, report.code, report.title, also="báo cáo", code=report.code)
        yield Command(what, partial(window.go, "reports", report.code))


def _actions(window: "MainWindow") -> Iterator[Command]:
    """The buttons at the top of the page that is open."""
    if window.page is None:
        return
    for button in window.page.header.buttons:
        title = button.text().replace("&", "").strip()
        what = findable(search.COMMANDS, title, title, detail=window.page.short_label(window.context.words))
        yield Command(what, button.click)


def _of_pages(window: "MainWindow") -> Iterator[Command]:
    for page in window.page_types:
        for title, argument in page.commands(window.context.words).items():
            what = findable(search.COMMANDS, title, title, detail=page.short_label(window.context.words))
            yield Command(what, partial(window.go, page.name, argument))


def _keys(window: "MainWindow") -> Iterator[Command]:
    for key in window.commands:
        what = findable(search.COMMANDS, key.meaning, key.meaning, detail=" · ".join(key.keys))
        yield Command(what, key.do)
