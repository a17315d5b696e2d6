"""The fixed parts of an official document as lines of type: head, title, addressee, signature, head of an annex.

Which lines, in which face and size, one under the other; where on the page is the writer's business. Source: decree
30/2020/NĐ-CP, appendix I, by way of `layout`.
"""

from collections.abc import Iterator

from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import Annex, Document, OfficialHeading, SignatureBlock
from unioncare_desktop.reports.layout import Layout
from unioncare_desktop.reports.typesetting import BOLD, BOLD_ITALIC, ITALIC, MM, REGULAR, Band, Line, Side

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SIGNING_ROOM = "noi-ky"
"""What a PDF calls the room for signature and stamp: a destination that is a rectangle on a page."""


def head(document: Document, layout: Layout, width: float) -> Iterator[Band]:
    """The two columns at the top, number and day on one line, the title, and who is addressed."""
    heading = document.heading
    superior = [Line(heading.superior.upper(), REGULAR, layout.superior)] if heading.superior else []
    issuer = Line(heading.issuer.upper(), BOLD, layout.issuer, rule=layout.short_rule)
    country = Line(COUNTRY, BOLD, layout.country), Line(MOTTO, BOLD, layout.motto, rule=1)
    number = Line(heading.number_line, REGULAR, layout.number)
    place = Line(heading.place_and_day, ITALIC, layout.place_and_day)
    yield _pair((*superior, issuer), country, layout, width)
    yield _pair((number,), (place,), layout, width, before=layout.paragraph_gap)
    title = (
        Line(heading.kind_name.upper(), BOLD, layout.title),
        Line(heading.subject, BOLD, layout.title, rule=layout.short_rule),
    )
    yield _centred(title, layout, width, before=1.5 * layout.body, bookmark=(document.title, 0))
    if address := tuple(Line(line, REGULAR, layout.body) for line in heading.address_lines):
        yield _centred(address, layout, width, before=1.5 * layout.body)


def signature(block: SignatureBlock, layout: Layout, width: float) -> Band:
    """The recipients on the left; on the right in whose name, position, room to sign and stamp, name."""
    label = Line(_("Nơi nhận:"), BOLD_ITALIC, layout.recipients_label)
    left = (label, *(Line(line, REGULAR, layout.recipients) for line in block.recipient_lines))
    titles = (block.authority, *block.position.splitlines())
    right = tuple(Line(title.upper(), BOLD, layout.signature) for title in titles if title)
    name = Line(block.name, BOLD, layout.signature, above=layout.signing_room * MM, room=SIGNING_ROOM)
    sides = (
        Side(0, width / 2 - 5 * MM, left, layout.leading, centred=False),
        Side(width / 2, width / 2, (*right, name), layout.leading),
    )
    return Band(sides, before=layout.body)


def annex_head(annex: Annex, heading: OfficialHeading, layout: Layout, width: float) -> Band:
    """Label, title, and the document that the annex belongs to."""
    lines = (
        Line(annex.label, BOLD, layout.annex_title),
        Line(annex.title.upper(), BOLD, layout.annex_title),
        Line(heading.attached_to, ITALIC, layout.annex_reference),
    )
    return _centred(lines, layout, width, bookmark=(f"{annex.label}. {annex.title}", 0))


def heading_line(text: str, layout: Layout, width: float) -> Band:
    """A heading of the body."""
    side = Side(0, width, (Line(text, BOLD, layout.body),), layout.leading, centred=False)
    return Band((side,), before=layout.body, bookmark=(text, 1))


def centred_line(text: str, layout: Layout, width: float) -> Band:
    """A line of its own in the body: the body that decides, "QUYẾT ĐỊNH:"."""
    return _centred((Line(text, BOLD, layout.title),), layout, width, before=layout.body)


def table_title(text: str, layout: Layout, width: float) -> Band:
    """The title above a table."""
    return _centred((Line(text, BOLD, layout.body),), layout, width, before=layout.paragraph_gap)


def _pair(left: tuple[Line, ...], right: tuple[Line, ...], layout: Layout, width: float, before: float = 0) -> Band:
    cut = width * layout.left_share
    gap = 2 * MM
    return Band((Side(0, cut - gap, left, layout.leading), Side(cut, width - cut, right, layout.leading)), before)


def _centred(
    lines: tuple[Line, ...], layout: Layout, width: float, before: float = 0, bookmark: tuple[str, int] | None = None
) -> Band:
    return Band((Side(0, width, lines, layout.leading),), before, bookmark)
