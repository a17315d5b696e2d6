"""What stands around a list and holds for all its rows: the period of its figures, the ward of its sheet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unioncare_desktop.domain.records.period import YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists import rounds
from unioncare_desktop.services.lists.headings import Layout
from unioncare_desktop.services.lists.sheets import Cells, text_of
from unioncare_desktop.vietnamese import clean, find_day, find_period, fold

_FIGURES_OF_A_DAY = re.compile(r"tinh den|den het|den ngay|thoi diem|chot")
_PLACE = re.compile(
    r"(?P<what>phường, xã|xã, phường|phường|xã|thị trấn|đặc khu|địa bàn|cụm|khu vực)"
    r"(?:(?P<colon>\s*:)\s*|\s+|$)(?P<name>(?!hội\b).+)?",
    re.IGNORECASE,
)
_YEAR_DIGITS = 4
_ANY_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_YEAR_OF_ROUND = re.compile(r"\bdot\b.*?(?<![0-9/])(?:[ivx]+|[0-9]{1,2})\s*[/–-]\s*(20[0-9]{2})\b")
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


def years_of(layouts: Sequence[Layout], file: str) -> list[FoundPeriod]:
    """The years that lists kept by the year name, each once: above them, in their rounds, in the file's name."""
    above = [line for layout in layouts for line in (*_lines(layout.top), layout.sheet.title)]
    named = [(code[:_YEAR_DIGITS], line) for line in above if (code := find_period(line))]
    for lines in (above, [words for layout in layouts for words in column(layout, "round_id")]):
        named = named or [(match[1], line) for line in lines if (match := _YEAR_OF_ROUND.search(fold(line)))]
    if not named:
        in_name = set(_ANY_YEAR.findall(file))
        named = [(year, file) for year in in_name if len(in_name) == 1]
    found: dict[Span, FoundPeriod] = {}
    for year, line in named:
        found.setdefault(Span.parse(year), FoundPeriod(Span.parse(year), line))
    return list(found.values())


def round_above(layout: Layout) -> str:
    """The words above a list, or in the title of its sheet, that name one round; empty where none or several do."""
    found = {words for line in (*_lines(layout.top), layout.sheet.title) if (words := rounds.named_in(line))}
    return found.pop() if len(found) == 1 else ""


def column(layout: Layout, name: str) -> list[str]:
    """The different texts in the column of the field *name*."""
    heading = layout.columns.get(name)
    if heading is None:
        return []
    cells = (cells[heading.column] for _row, cells in layout.body if heading.column < len(cells))
    return list(dict.fromkeys(clean(str(cell)) for cell in cells if cell is not None))


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
