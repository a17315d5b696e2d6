"""A page of a PDF in memory as the content of another PDF; the library itself takes pages from files only."""

from io import BytesIO

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader


class PageOfBytes(PdfContent):
    """The first page of a PDF; its box is known once it is rendered."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """The operator that draws the page, which goes into the writer that was set."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        self.resources.xobject[pdf_name("/Page")] = page
        return b"/Page Do"
