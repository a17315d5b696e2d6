"""A finished PDF as pictures and words: its pages' sizes, any page drawn sharp at any size, where a text stands.

The library behind it is not made for several threads: all PDFs of the program take turns.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QImage

from unioncare_desktop.vietnamese import fold

POINTS_PER_INCH = 72
SCREEN_DPI = 96
_TURN = Lock()


@dataclass(frozen=True)
class Hit:
    """A text that was found on the page *index*: its places, in points from the upper left corner."""

    index: int
    places: tuple[QRectF, ...]


class PdfPages:
    """The pages of a PDF given as bytes. It is opened anew for each picture: that is quick and leaves nothing open."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        with self._opened() as pdf:
            self.sizes = tuple(QSizeF(*pdf.get_page_size(index)) for index in range(len(pdf)))
            """Width and height of each page in points."""

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, index: int, pixels_per_point: float) -> QImage:
        """The page *index*, drawn anew."""
        with self._opened() as pdf:
            page = pdf[index]
            bitmap = page.render(scale=pixels_per_point, rev_byteorder=True, prefer_bgrx=True)
            seen = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
            image = seen.copy()
            bitmap.close()
            page.close()
        return image

    def text(self, index: int) -> str:
        """The words of the page *index*."""
        with self._opened() as pdf:
            return str(pdf[index].get_textpage().get_text_range())

    def find(self, words: str) -> Iterator[Hit]:
        """Where *words* stand, page by page; capitals and marks make no difference."""
        wanted = re.compile(r"\s+".join(map(re.escape, fold(words).split())))
        for index in range(len(self)) if wanted.pattern else ():
            yield from self._found(index, wanted)

    def _found(self, index: int, wanted: re.Pattern[str]) -> Sequence[Hit]:
        with self._opened() as pdf:
            page = pdf[index].get_textpage()
            letters = "".join(_plain(letter) for letter in page.get_text_range())
            return [Hit(index, self._places(page, index, *found.span())) for found in wanted.finditer(letters)]

    def _places(self, page: Any, index: int, start: int, end: int) -> tuple[QRectF, ...]:  # noqa: ANN401 - untyped
        height = self.sizes[index].height()
        boxes = [page.get_rect(number) for number in range(page.count_rects(start, end - start))]
        return tuple(QRectF(left, height - top, right - left, top - bottom) for left, bottom, right, top in boxes)

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        import pypdfium2

        with _TURN:
            pdf = pypdfium2.PdfDocument(self.content)
            pdf.init_forms()  # without it, the visible part of signatures is left out
            try:
                yield pdf
            finally:
                pdf.close()


def _plain(letter: str) -> str:
    """A letter without marks, as one letter still, so that places in the text stay; a line's end is a blank."""
    return (fold(letter) or " ")[0]
