"""Text in the bundled faces: what of it can be drawn, how wide it is, and the operators that draw it.

With `pdf` and `pdf_grid` the only place that uses reportlab. Widths come from a table for each face, and operators are
remembered by their text: a list says the same words thousands of times.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple, cast
from weakref import WeakKeyDictionary, proxy

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase.pdfmetrics import getFont, registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from unioncare_desktop.paths import resource
from unioncare_desktop.reports.typesetting import BOLD, BOLD_ITALIC, ITALIC, REGULAR, Measure
from unioncare_desktop.vietnamese import NO_BREAK, nfc

_FILES = {REGULAR: "Tinos-Regular", BOLD: "Tinos-Bold", ITALIC: "Tinos-Italic", BOLD_ITALIC: "Tinos-BoldItalic"}
_REMEMBERED = 5_000  # texts in one ink
_EMPTY_BOX = "\N{WHITE SQUARE}"


@lru_cache(maxsize=1)
def covered() -> frozenset[str]:
    """The characters that all four faces can draw. Registers the fonts, by the paths of the bundled files."""
    faces = [TTFont(name, str(resource("fonts", f"{file}.ttf"))) for name, file in _FILES.items()]
    for font in faces:
        registerFont(font)
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    codes = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in faces))
    return frozenset(letter for letter in map(chr, codes) if letter.isprintable()) | {NO_BREAK, "\n"}


def printable(text: str) -> str:
    """*text* composed, with a box for each letter that the font lacks; what has no shape of its own is left out."""
    composed = nfc(text)
    if covered().issuperset(composed):
        return composed
    return "".join(letter if letter in covered() else _stand_in(letter) for letter in composed)


def _stand_in(letter: str) -> str:
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter)[0] in "CM" else _EMPTY_BOX


class _Widths(dict[str, float]):
    """The advance width of each letter of a face, in thousandths of its size."""

    def __init__(self, font: TTFont) -> None:
        super().__init__((chr(code), width) for code, width in font.face.charWidths.items())
        self.other: float = font.face.defaultWidth

    def __missing__(self, letter: str) -> float:
        return self.other


def _face(font: str) -> TTFont:
    return cast("TTFont", getFont(font))


@lru_cache
def _widths(font: str) -> _Widths:
    covered()
    return _Widths(_face(font))


@lru_cache
def measure(font: str, size: float) -> Measure:
    """What tells the width of a text in a face and a size, in points."""
    width_of, scale = _widths(font).__getitem__, 0.001 * size

    def measured(text: str) -> float:
        return scale * sum(map(width_of, text))

    return measured


class Inked(NamedTuple):
    """A text to be drawn: its width, the font it begins in, its operators, the font it ends in."""

    width: float
    begins: str
    operators: str
    ends: str


class Ink:
    """The texts that are drawn in one face and size on one *canvas*: `ink` has them."""

    def __init__(self, canvas: Canvas, font: str, size: float) -> None:
        self._canvas, self._font, self._size, self._measure = proxy(canvas), font, size, measure(font, size)
        self._known: dict[str, Inked] = {}

    def __call__(self, text: str) -> Inked:
        """How *text*, which is not empty, is drawn."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text] = self._inked(text)
        return known

    def _inked(self, text: str) -> Inked:
        """A face is embedded in parts of 256 letters; a text in which two parts meet names the font in its middle."""
        font, document = _face(self._font), self._canvas._doc  # noqa: SLF001 - as reportlab's own
        operators, fonts = [], []
        for part, letters in font.splitString(text, document):
            fonts.append(f"{font.getSubsetInternalName(part, document)} {self._size:g} Tf")
            operators += [fonts[-1], f"({escapePDF(letters)}) Tj"]
        return Inked(self._measure(text), fonts[0], " ".join(operators[1:]), fonts[-1])


_INKS: WeakKeyDictionary[Canvas, dict[tuple[str, float], Ink]] = WeakKeyDictionary()


def ink(canvas: Canvas, font: str, size: float) -> Ink:
    """The ink of a face and size on *canvas*, the same for all that is drawn on it."""
    inks = _INKS.setdefault(canvas, {})
    if (font, size) not in inks:
        inks[font, size] = Ink(canvas, font, size)
    return inks[font, size]
