"""The visible part of a digital signature as a small PDF page, to be laid on the page that is signed."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from unioncare_desktop.reports.pdf_text import measure, printable
from unioncare_desktop.reports.signature_look import WORDS_LEADING, WORDS_SIZE, Look, Places
from unioncare_desktop.reports.typesetting import REGULAR, Measure
from unioncare_desktop.services import pictures

_BELOW = 3  # points from the lower edge of a line of words to its letters


def render(places: Places, look: Look, words: Sequence[str]) -> bytes:
    """A page as large as the whole of *places*, with the pictures of *look* and lines of *words* on it."""
    fitting = [_fitted(printable(line), places.words.width, measure(REGULAR, WORDS_SIZE)) for line in words]
    buffer, whole = BytesIO(), places.whole
    canvas = Canvas(buffer, (whole.width, whole.height), initialFontName=REGULAR, invariant=1)  # type: ignore[arg-type]
    for picture, box in ((look.signature, places.signature), (look.seal, places.seal)):
        if picture and box:
            at = box.seen_from(whole)
            image = ImageReader(pictures.pixels(picture))
            canvas.drawImage(image, at.left, at.bottom, at.width, at.height, mask="auto")
    room = places.words.seen_from(whole)
    canvas.setFont(REGULAR, WORDS_SIZE)
    for line, text in enumerate(reversed(fitting)):
        canvas.drawCentredString(room.left + room.width / 2, room.bottom + line * WORDS_LEADING + _BELOW, text)
    canvas.save()
    return buffer.getvalue()


def _fitted(text: str, width: float, width_of: Measure) -> str:
    """As much of *text* as there is room for, with dots where some is left out."""
    if width_of(text) <= width:
        return text
    return next((cut for end in range(len(text), 0, -1) if width_of(cut := f"{text[:end].rstrip()}…") <= width), "")
