"""What stands on the pages of a PDF, read letter by letter with pdfium: where, in which face and size, and rules."""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

POINTS = 72 / 25.4  # of a millimetre


@dataclass(frozen=True)
class Printed:
    """A piece of a line of type: its ends and baseline in points from the lower left corner, its face and size."""

    text: str
    left: float
    right: float
    baseline: float
    face: str
    size: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Rule:
    """A level line."""

    left: float
    right: float
    level: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Sheet:
    """A page with its size in points."""

    width: float
    height: float
    pieces: tuple[Printed, ...]
    rules: tuple[Rule, ...]

    def the(self, beginning: str) -> Printed:
        """The first piece that begins so."""
        return next(piece for piece in self.pieces if piece.text.startswith(beginning))

    def below(self, piece: Printed) -> Rule:
        """The rule next below a piece, crossing its middle."""
        return min(
            (rule for rule in self.rules if rule.level < piece.baseline and rule.left < piece.middle < rule.right),
            key=lambda rule: piece.baseline - rule.level,
        )

    def has(self, beginning: str) -> bool:
        """Whether any piece begins so."""
        return any(piece.text.startswith(beginning) for piece in self.pieces)

    @property
    def lines(self) -> list[str]:
        """The text line by line, pieces on one baseline put together from left to right."""
        levels = sorted({round(piece.baseline) for piece in self.pieces}, reverse=True)
        rows = ([one for one in self.pieces if round(one.baseline) == level] for level in levels)
        return [" ".join(piece.text for piece in sorted(row, key=lambda one: one.left)) for row in rows]


def sheets(content: bytes) -> list[Sheet]:
    """All pages of a PDF."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        return [_sheet(page) for page in document]


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    return Sheet(width, height, tuple(_joined(_letters(page))), tuple(_rules(page)))


def _letters(page: pypdfium2.PdfPage) -> Iterator[Printed]:
    opened = page.get_textpage()  # closed as soon as nothing names it
    text = opened.raw
    x, y, box, flags = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), ctypes.c_int()
    name = ctypes.create_string_buffer(100)
    for at in range(raw.FPDFText_CountChars(text)):
        if raw.FPDFText_IsGenerated(text, at):
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetFontInfo(text, at, name, 100, flags)
        face, size = name.value.decode().rpartition("+")[2], raw.FPDFText_GetFontSize(text, at)
        letter = chr(raw.FPDFText_GetUnicode(text, at)).replace("\N{NO-BREAK SPACE}", " ")
        yield Printed(letter, x.value, box.right, round(y.value, 1), face, round(size, 2))


def _joined(letters: Iterator[Printed]) -> Iterator[Printed]:
    """Letters that follow each other in one face, put together."""
    piece: Printed | None = None
    for letter in letters:
        if piece and _continues(piece, letter):
            piece = replace(piece, text=piece.text + letter.text, right=letter.right)
            continue
        if piece and piece.text.strip():
            yield _trimmed(piece)
        piece = letter
    if piece and piece.text.strip():
        yield _trimmed(piece)


def _continues(piece: Printed, letter: Printed) -> bool:
    alike = (piece.baseline, piece.face, piece.size) == (letter.baseline, letter.face, letter.size)
    return alike and -0.3 * piece.size < letter.left - piece.right < 3 * piece.size


def _trimmed(piece: Printed) -> Printed:
    return replace(piece, text=piece.text.strip())


def _rules(page: pypdfium2.PdfPage) -> Iterator[Rule]:
    for part in page.get_objects():
        if part.type == raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = part.get_bounds()
            if top - bottom < 2:
                yield Rule(left, right, (bottom + top) / 2)


def sheet_with(found: list[Sheet], beginning: str) -> Sheet:
    """The first page with a piece that begins so."""
    return next(sheet for sheet in found if sheet.has(beginning))
