"""A finished PDF as pictures: its pages' sizes, and any page drawn sharp at any size.

Must be used from one thread only: the library behind it is not made for several.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
SCREEN_DPI = 96


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

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        import pypdfium2

        pdf = pypdfium2.PdfDocument(self.content)
        try:
            yield pdf
        finally:
            pdf.close()
