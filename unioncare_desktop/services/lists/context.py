"""What stands around a list and holds for all its rows: the period of its figures, the ward of its sheet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unioncare_desktop.domain.records.period import YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.headings import Layout
from unioncare_desktop.services.lists.sheets import Cells, text_of
from unioncare_desktop.vietnamese import clean, find_day, find_period, fold

_FIGURES_OF_A_DAY = re.compile(r"tinh den|den het|den ngay|thoi diem|chot")
_PLACE = re.compile(
    r"(?P<what>phường, xã|xã, phường|phường|xã|thị trấn|đặc khu|địa bàn|cụm|khu vực)"
    r"(?:(?P<colon>\s*:)\s*|\s+|$)(?P<name>(?!hội\b).+)?",
    re.IGNORECASE,
)
_LONGEST_PLACE = 60
_BARE_PLACES = ("phường", "xã", "thị trấn", "đặc khu")


@dataclass(frozen=True)
class FoundPeriod:
    """A period and the words from which it was understood."""

    span: Span
    words: str


def periods_of(layouts: Sequence[Layout], *, years_too: bool) -> list[FoundPeriod]:
    """The periods that the lists name, each once: quarters and half years, else days of figures, else years."""
    lines = [line for layout in layouts for line in (*_lines(layout.top), layout.sheet.title)]
    named = [FoundPeriod(Span.parse(code), line) for line in lines if (code := find_period(line))]
    exact = [found for found in named if found.span.kind != YEAR]
    found = exact or [one for line in lines if (one := _of_day(line))] or (named if years_too else [])
    first: dict[Span, FoundPeriod] = {}
    for one in found:
        first.setdefault(one.span, one)
    return list(first.values())


def _of_day(line: str) -> FoundPeriod | None:
    if not _FIGURES_OF_A_DAY.search(fold(line)):
        return None
    try:
        day = find_day(line)
    except ValueError as error:
        raise UserError(_("“{words}” không có ngày này trong lịch.").format(words=line)) from error
    return FoundPeriod(Span.quarter_of(day), line) if day else None


def place_of(layout: Layout) -> str:
    """The ward that a cell above the list names, alone, after a colon or in the next cell; empty where none does."""
    for _row, cells in layout.top:
        texts = [text for cell in cells if (text := clean(text_of(cell)))]
        for text, following in zip(texts, [*texts[1:], ""], strict=True):
            if place := _place(text, following):
                return place
    return ""


def _place(text: str, following: str) -> str:
    match = _PLACE.fullmatch(text)
    if match is None or len(text) > _LONGEST_PLACE:
        return ""
    if match["name"]:
        if match["colon"]:
            return match["name"]
        return text if match["what"].casefold() in _BARE_PLACES else ""
    return following if match["colon"] or following else ""


def _lines(rows: Sequence[tuple[int, Cells]]) -> Iterator[str]:
    for _row, cells in rows:
        for cell in cells:
            if text := clean(text_of(cell)):
                yield text
