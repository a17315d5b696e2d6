"""A finished PDF as pictures: its pages' sizes, and any page drawn sharp at any size.

Must be used from one thread only: the library behind it is not made for several.
"""

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
SCREEN_DPI = 96


class PdfPages:
    """The pages of a PDF given as bytes."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self.content = content
        self._pdf = pypdfium2.PdfDocument(content)
        self.sizes = tuple(QSizeF(*self._pdf.get_page_size(index)) for index in range(len(self._pdf)))
        """Width and height of each page in points."""

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, index: int, pixels_per_point: float) -> QImage:
        """The page *index*, drawn anew."""
        page = self._pdf[index]
        bitmap = page.render(scale=pixels_per_point, rev_byteorder=True, prefer_bgrx=True, limit_image_cache=True)
        seen = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
        image = seen.copy()
        bitmap.close()
        page.close()
        return image

    def close(self) -> None:
        """Give the memory back."""
        self._pdf.close()
