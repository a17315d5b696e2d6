"""What Ctrl+K finds in a window, and where each find leads. The list itself and its keys are the palette's business."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import REPORTS
from unioncare_desktop.services import search
from unioncare_desktop.services.search import Findable, findable

if TYPE_CHECKING:
    from unioncare_desktop.ui.main_window import MainWindow


@dataclass(frozen=True)
class Offer:
    """Something that can be found, and what choosing it does."""

    what: Findable
    do: Callable[[], object]


def offers(window: "MainWindow") -> list[Offer]:
    """Everything that can be found at the moment; a command that stands in two places is offered once."""
    found = [*_stored(window), *_pages(window), *_reports(window)]
    commands: dict[str, Offer] = {}
    for one in (*_actions(window), *_of_pages(window), *_keys(window)):
        commands.setdefault(one.what.folded, one)
    return [*found, *commands.values()]


def _stored(window: "MainWindow") -> Iterator[Offer]:
    if window.work is None:
        return
    with window.work.read() as session:
        found = search.stored(session, date.today())  # noqa: DTZ011 - the user's own calendar
    for one in found:
        if one.group == search.UNIONS:
            yield Offer(one, partial(window.go, "registry", one.key))
        else:
            yield Offer(one, partial(_show_quarter, window, Span.parse(str(one.key))))


def _show_quarter(window: "MainWindow", span: Span) -> None:
    window.context.choose_period(span.code, span.title)
    window.go("counts")


def _pages(window: "MainWindow") -> Iterator[Offer]:
    words = window.context.words
    for number, page in enumerate(window.page_types, 1):
        short, label = page.short_label(words), page.label(words)
        yield Offer(
            findable(search.PAGES, page.name, label, detail=f"Ctrl+{number}", also=short), partial(window.go, page.name)
        )


def _reports(window: "MainWindow") -> Iterator[Offer]:
    for report in REPORTS:
        what = findable(search.REPORTS, report.code, report.title, also="báo cáo", code=report.code)
        yield Offer(what, partial(window.go, "reports", report.code))


def _actions(window: "MainWindow") -> Iterator[Offer]:
    """The buttons at the top of the page that is open."""
    if window.page is None:
        return
    for button in window.page.header.buttons:
        title = button.text().replace("&", "").strip()
        what = findable(search.COMMANDS, title, title, detail=window.page.short_label(window.context.words))
        yield Offer(what, button.click)


def _of_pages(window: "MainWindow") -> Iterator[Offer]:
    for page in window.page_types:
        for title, argument in page.commands(window.context.words).items():
            what = findable(search.COMMANDS, title, title, detail=page.short_label(window.context.words))
            yield Offer(what, partial(window.go, page.name, argument))


def _keys(window: "MainWindow") -> Iterator[Offer]:
    for key in window.commands:
        what = findable(search.COMMANDS, key.meaning, key.meaning, detail=" · ".join(key.keys))
        yield Offer(what, key.do)
