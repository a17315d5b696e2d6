"""Where lines break: pure arithmetic on measured text. How tables are set is told in `table_setting`.

Knows no page, no font and no drawing: whoever draws says how wide a text is.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from unioncare_desktop.vietnamese import NO_BREAK

Measure = Callable[[str], float]  # the width of a text in points
Measures = Callable[[str, float], Measure]  # by face and size
MM = 72 / 25.4  # points

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"

LEADING = 1.2  # of the lines in a table
LINE_FOOT = 0.3  # of a type size, from the foot of a line up to its baseline

_BOUND = re.compile(
    r"(?<=\d) (?!(?:tháng|năm)\s\d)(?=[^\W\d]|%)"
    r"|(?<=\bngày) (?=\d)|(?<=\btháng) (?=\d)|(?<=\bnăm) (?=\d)|(?<=\bquý) (?=[\dIV])",
    re.IGNORECASE,
)


def bind(text: str) -> str:
    """*text* with no-break spaces where a line may not end: "22.000 đoàn viên", "87,8 %", "ngày 05", "Quý III".

    A whole date is not one word: "ngày 05 | tháng 02 | năm 2023".
    """
    return _BOUND.sub(NO_BREAK, text)


def wrap(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """The lines of *text* in *width*: broken at spaces, and inside a word only where it is wider than a line."""
    if "\n" not in text and measure(text) <= width:
        return (text,) if text else ()
    return tuple(line for part in text.split("\n") for line in _lines(part, width, measure))


def _balanced(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """As `wrap`, in no more lines, but of about the same length: titles do not end with a lonely word."""
    lines = wrap(text, width, measure)
    if len(lines) > 1:
        for narrower in (width * share / 20 for share in range(10, 20)):
            if len(tighter := wrap(text, narrower, measure)) == len(lines):
                return tighter
    return lines


def _lines(text: str, width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *pieces, line = _pieces(word, width, measure)
        yield from pieces
    yield line


def _pieces(word: str, width: float, measure: Measure) -> Iterator[str]:
    start, used = 0, 0.0
    for at, letter in enumerate(word):
        advance = measure(letter)
        if used + advance > width and at > start:
            yield word[start:at]
            start, used = at, 0.0
        used += advance
    yield word[start:]


# Lines of the head, of headings, of the signature


@dataclass(frozen=True)
class Line:
    """A line of text in a *face*; lengths in points. A *rule* is drawn beneath it: a share of the text's width.

    *room* names the blank *above* it, so that whoever has the file alone finds it again.
    """

    text: str
    face: str
    size: float
    above: float = 0
    rule: float = 0
    room: str = ""


@dataclass(frozen=True)
class Side:
    """Lines one under the other in a part of the width: centred there, or at its left edge."""

    x: float
    width: float
    lines: tuple[Line, ...]
    leading: float
    centred: bool = True

    def ends(self) -> list[float]:
        """The distance from the top to the bottom of each line."""
        return list(accumulate(line.above + line.size * self.leading for line in self.lines))

    def broken(self, measure: Measures) -> "Side":
        """The same text in as many lines as it needs; *measure* gives the widths for a face and a size."""
        return replace(self, lines=tuple(part for line in self.lines for part in self._parts(line, measure)))

    def _parts(self, line: Line, measure: Measures) -> Iterator[Line]:
        width_of = measure(line.face, line.size)
        texts = (_balanced if self.centred else wrap)(bind(line.text), self.width, width_of) or ("",)
        widths = [width_of(text) for text in texts]
        last = len(texts) - 1
        for at, text in enumerate(texts):
            rule = line.rule * max(widths) / widths[at] if at == last and widths[at] else 0
            yield (replace(line, text=text, above=0, rule=rule, room="") if at else replace(line, text=text, rule=rule))

    def cut(self, height: float) -> "tuple[Side, Side]":
        """The lines that fit in *height*, and the others."""
        at = bisect_right(self.ends(), height)
        return replace(self, lines=self.lines[:at]), replace(self, lines=self.lines[at:])


@dataclass(frozen=True)
class Band:
    """One or two sides beside each other, *before* points below what precedes; a *bookmark* is (text, level)."""

    sides: tuple[Side, ...]
    before: float = 0
    bookmark: tuple[str, int] | None = None

    @property
    def height(self) -> float:
        """Of the taller side."""
        return max(side.ends()[-1] for side in self.sides if side.lines)
