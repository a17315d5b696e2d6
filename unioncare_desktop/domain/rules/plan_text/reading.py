"""The text as it is read: composed letters, single spaces, no marks of Markdown, sentences whole across pages.

Each letter knows its place in the text as it was given, so that a finding can be shown there.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from unioncare_desktop.domain.rules.plan_text.findings import Finding
from unioncare_desktop.vietnamese import clean, fold

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]|$)")
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")
_MARKDOWN = re.compile(r"^\s*#+(?=\s)|[*\\]|^\s*-{3,}\s*$")
MARKER = re.compile(r"(?:[-+•–]|\(?[0-9]+(?:\.[0-9]+)*[.)]|[0-9]+(?:\.[0-9]+)+|[IVX]+\.|[a-zđ][.)])\s+")
_ENDED = re.compile(r"[.;:!?…/]$")
_STOP = re.compile(r"(?<!\bTP)(?<!\bTh)[.!?…](?= |$)")
_QUOTED = re.compile('“[^“”"]*[”"]|"[^“”"]*["”]')
_LONGEST = 4_000
"""The longest paragraph of the shipped plans has 1.900 letters."""
_WRAPPED = 60
"""A line at least so long that ends without a stop was broken by the paper, not by its writer."""


@dataclass(frozen=True)
class Piece:
    """A part of a paragraph's text, from `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Paragraph:
    """One paragraph: its `text` as read, `plain` without marks and letter case (of the same length), and its places."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @cached_property
    def plain(self) -> str:
        """The text by which everything is found: "Phấn đấu" is "phan dau"."""
        return "".join(map(_plain_letter, self.text))

    @cached_property
    def unquoted(self) -> str:
        """`plain` with blanks for what stands in quotation marks: names of other documents, movements, themes."""
        return _QUOTED.sub(lambda found: " " * len(found[0]), self.plain)

    @cached_property
    def begin(self) -> int:
        """Where the words begin, behind the dash or number of a list."""
        marker = MARKER.match(self.text)
        return marker.end() if marker else 0

    @cached_property
    def sentences(self) -> tuple[Piece, ...]:
        """The sentences, each with its stop."""
        stops = [match.end() for match in _STOP.finditer(self.text) if not self.text[match.end() + 1 :][:1].islower()]
        return tuple(_pieces(self.text, self.begin, stops))

    def clauses(self, sentence: Piece) -> Iterator[Piece]:
        """The parts of a sentence between semicolons."""
        cuts = [at + 1 for at in range(sentence.start, sentence.end) if self.text[at] == ";"]
        return _pieces(self.text, sentence.start, cuts, sentence.end)

    def words(self, piece: Piece) -> str:
        """What stands there."""
        return self.text[piece.start : piece.end].strip(" ;,")


@dataclass(frozen=True, eq=False)
class Reading:
    """A text in its paragraphs."""

    given: str
    paragraphs: tuple[Paragraph, ...]
    line_starts: tuple[int, ...]

    def line(self, paragraph: Paragraph, start: int = 0) -> int:
        """The line (from 1) of the given text on which a letter of a paragraph stands."""
        return bisect_right(self.line_starts, paragraph.starts[start])

    def place(self, paragraph: Paragraph, start: int, end: int) -> tuple[int, int]:
        """Where a part of a paragraph stands in the given text."""
        return paragraph.starts[start], paragraph.ends[end - 1]

    def finding(
        self, kind: str, paragraph: Paragraph, start: int, end: int, sentence: str, proposals: tuple[str, ...] = ()
    ) -> Finding:
        """A finding at a part of a paragraph."""
        first, last = self.place(paragraph, start, end)
        line = self.line(paragraph, start)
        return Finding(kind, first, last, line, paragraph.text[start:end], sentence, proposals)


def read(given: str) -> Reading:
    """The text in its paragraphs."""
    starts: list[int] = []
    paragraphs: list[Paragraph] = []
    open_lines: list[Paragraph] = []
    blank_before = False
    for found in _LINE.finditer(given):
        starts.append(found.start())
        line = _read_line(given[found.start() : found.end()], found.start())
        if not line.text:
            blank_before = True
            continue
        if open_lines and not _goes_on(open_lines[-1].text, line.text, blank_before=blank_before):
            paragraphs += _cut(_joined(open_lines))
            open_lines = []
        open_lines.append(line)
        blank_before = False
    if open_lines:
        paragraphs += _cut(_joined(open_lines))
    return Reading(given, tuple(paragraphs), tuple(starts))


def _read_line(line: str, offset: int) -> Paragraph:
    hidden = {at for found in _MARKDOWN.finditer(line.rstrip("\r\n")) for at in range(*found.span())}
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _CLUSTER.finditer(line):
        if found.start() in hidden:
            continue
        for letter in _letters(found[0]):
            if letter == " " and (not letters or letters[-1] == " "):
                continue
            letters.append(letter)
            starts.append(offset + found.start())
            ends.append(offset + found.end())
    while letters and letters[-1] == " ":
        letters.pop()
    return Paragraph("".join(letters), starts, ends)


def _goes_on(before: str, line: str, *, blank_before: bool) -> bool:
    """Whether a sentence goes on in the next line, also behind the blank line of a page break."""
    if _ENDED.search(before) or MARKER.match(line):
        return False
    return line[0].islower() or (not blank_before and len(before) >= _WRAPPED)


def _joined(lines: Sequence[Paragraph]) -> Paragraph:
    if len(lines) == 1:
        return lines[0]
    starts: list[int] = []
    ends: list[int] = []
    for line in lines:
        if starts:
            starts.append(ends[-1])
            ends.append(line.starts[0])
        starts.extend(line.starts[: len(line.text)])
        ends.extend(line.ends[: len(line.text)])
    return Paragraph(" ".join(line.text for line in lines), starts, ends)


def _cut(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph as it is; one that is longer than any that people write, in parts."""
    start, length = 0, len(paragraph.text)
    while length - start > _LONGEST:
        space = paragraph.text.rfind(" ", start + 1, start + _LONGEST)
        end = space if space > start else start + _LONGEST
        yield _part(paragraph, start, end)
        start = end + (paragraph.text[end] == " ")
    yield _part(paragraph, start, length) if start else paragraph


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    return Paragraph(paragraph.text[start:end], paragraph.starts[start:end], paragraph.ends[start:end])


def _pieces(text: str, start: int, cuts: Sequence[int], end: int | None = None) -> Iterator[Piece]:
    last = len(text) if end is None else end
    for cut in (*cuts, last):
        if cut > start and text[start:cut].strip():
            lead = len(text[start:cut]) - len(text[start:cut].lstrip())
            yield Piece(start + lead, cut)
        start = max(start, cut)


@lru_cache(maxsize=4096)
def _letters(given: str) -> str:
    return " " if given.isspace() else clean(given)


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter == " ":
        return " "
    folded = fold(letter)
    return folded if len(folded) == 1 else letter.lower()[:1]
