"""The fixed parts of an official document as lines of type: head, title, addressee, signature, head of an annex.

Which lines, in which face and size, one under the other; where on the page is the writer's business. Source: decree
30/2020/NĐ-CP, appendix I, by way of `layout`.
"""

from collections.abc import Iterator
from dataclasses import replace

from unioncare_desktop.i18n import _
from unioncare_desktop.reports import content
from unioncare_desktop.reports.document import Annex, Document, OfficialHeading, SignatureBlock
from unioncare_desktop.reports.layout import Layout
from unioncare_desktop.reports.typesetting import (
    BOLD,
    BOLD_ITALIC,
    ITALIC,
    LINE_FOOT,
    MM,
    REGULAR,
    Band,
    Line,
    Measures,
    Side,
)
from unioncare_desktop.services.document_texts import DOTS

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
SIGNING_ROOM = "noi-ky"
"""What a PDF calls the room for signature and stamp: a destination that is a rectangle on a page."""
STAR = "*"
Lines = tuple[Line, ...]
Pair = tuple[Lines, Lines]  # left, right
_GAP = 2 * MM  # between the two columns of the head


def head(document: Document, width: float, measures: Measures) -> Iterator[Band]:
    """The two columns at the top, number and day on one line, the title, and who is addressed."""
    heading, layout = document.heading, document.layout
    bodies, numbers = columns(heading, layout)
    cut = _cut(bodies[1], layout, width, measures)
    yield _pair(*bodies, layout, width, cut)
    bookmark = document.title, 0
    lines = title(heading, layout)
    below = replace(_pair(*numbers, layout, width, cut), before=layout.paragraph_gap)
    yield below if lines else replace(below, bookmark=bookmark)
    if lines:
        yield _centred(lines, layout, width, before=1.5 * layout.body, bookmark=bookmark)
    if heading.address_lines:
        yield replace(_address(heading.address_lines, layout, width, measures), before=1.5 * layout.body)


def columns(heading: OfficialHeading, layout: Layout) -> tuple[Pair, Pair]:
    """What stands beside each other at the top: issuer and country, and below them number and day."""
    place = Line(heading.place_and_day, ITALIC, layout.place_and_day)
    return (_issuer(heading, layout), _nation(heading, layout)), (_number(heading, layout), (place,))


def title(heading: OfficialHeading, layout: Layout) -> Lines:
    """The name of the kind and the subject; none of a letter, whose subject stands under the number."""
    if heading.is_letter:
        return ()
    return (
        Line(heading.kind_name.upper(), BOLD, layout.title),
        Line(heading.subject, BOLD, layout.title, rule=layout.short_rule),
    )


def _issuer(heading: OfficialHeading, layout: Layout) -> Lines:
    if heading.form:
        return (
            Line(_("Công đoàn cấp trên: {name}").format(name=heading.superior or DOTS), REGULAR, layout.superior),
            Line(_("Đơn vị báo cáo: {name}").format(name=heading.issuer), BOLD, layout.issuer),
        )
    superior = [Line(heading.superior.upper(), REGULAR, layout.superior)] if heading.superior else []
    if heading.is_of_party:
        return *superior, Line(heading.issuer.upper(), BOLD, layout.issuer), Line(STAR, BOLD, layout.issuer)
    return *superior, Line(heading.issuer.upper(), BOLD, layout.issuer, rule=layout.short_rule)


def _nation(heading: OfficialHeading, layout: Layout) -> Lines:
    if heading.form:
        return (Line(heading.form, BOLD, layout.country),)
    if heading.is_of_party:
        return (Line(PARTY, BOLD, layout.party, rule=1),)
    return Line(COUNTRY, BOLD, layout.country), Line(MOTTO, BOLD, layout.motto, rule=1)


def _number(heading: OfficialHeading, layout: Layout) -> Lines:
    number = Line(heading.number_line, REGULAR, layout.number)
    if not heading.is_letter:
        return (number,)
    about = _("V/v {subject}").format(subject=heading.subject)
    return number, Line(about, REGULAR, layout.letter_subject, above=layout.paragraph_gap)


def _cut(nation: Lines, layout: Layout, width: float, measures: Measures) -> float:
    """Where the right column begins: it never breaks the name of the country."""
    widest = max(measures(line.face, line.size)(line.text) for line in nation)
    return min(width * layout.left_share, width - widest - 1)


def _address(lines: tuple[str, ...], layout: Layout, width: float, measures: Measures) -> Band:
    """One body on the line of "Kính gửi:"; several below each other, where that line ends."""
    label, *names = (Line(line, REGULAR, layout.body) for line in lines)
    if not names:
        return _centred((label,), layout, width)
    width_of = measures(REGULAR, layout.body)
    indent = width_of(label.text)
    longest = min(max(width_of(name.text) for name in names), width - indent)
    left = (width - indent - longest) / 2
    below = (replace(names[0], above=layout.body * layout.leading), *names[1:])
    return Band(
        (
            Side(left, indent + 1, (label,), layout.leading, centred=False),
            Side(left + indent, longest + 1, below, layout.leading, centred=False),
        )
    )


def mark_line(document: Document) -> str:
    """The small line at the foot of every page that tells the data's hash."""
    return _("Mã số liệu {mark}").format(mark=content.mark(document))


def signature(block: SignatureBlock, layout: Layout, width: float) -> Band:
    """The recipients on the left; on the right in whose name, position, room to sign and stamp, name."""
    left, right = _level(*signers(block, layout), layout)
    sides = (
        Side(0, width / 2 - 5 * MM, left, layout.leading, centred=bool(block.preparer)),
        Side(width / 2, width / 2, right, layout.leading),
    )
    return Band(sides, before=layout.body)


def signers(block: SignatureBlock, layout: Layout) -> Pair:
    """The lines of the recipients, and of who signs."""
    label = Line(_("Nơi nhận:"), BOLD_ITALIC, layout.recipients_label)
    titles = (one for one in (block.authority, *block.position.splitlines()) if one)
    received = (label, *(Line(line, REGULAR, layout.recipients) for line in block.recipient_lines))
    return (
        (Line(block.preparer.upper(), BOLD, layout.signature),) if block.preparer else received,
        (
            *(Line(title.upper(), BOLD, layout.signature) for title in titles),
            Line(block.name, BOLD, layout.signature, above=layout.signing_room * MM, room=SIGNING_ROOM),
        ),
    )


def contact(text: str, layout: Layout, width: float) -> Band:
    """How the office is reached, for the foot of the first page."""
    return Band((Side(0, width, (Line(text, REGULAR, layout.contact),), layout.leading, centred=False),))


def annex_head(annex: Annex, heading: OfficialHeading, layout: Layout, width: float) -> Band:
    """Label, title, and the document that the annex belongs to."""
    bookmark = (f"{annex.label}. {annex.title}", 0)
    return _centred(annex_lines(annex, heading, layout), layout, width, bookmark=bookmark)


def annex_lines(annex: Annex, heading: OfficialHeading, layout: Layout) -> Lines:
    """What stands above an annex."""
    return (
        Line(annex.label, BOLD, layout.annex_label),
        Line(annex.title.upper(), BOLD, layout.annex_title),
        Line(heading.attached_to, ITALIC, layout.annex_reference),
    )


def heading_line(text: str, layout: Layout, width: float) -> Band:
    """A heading of the body."""
    indent = layout.first_line * MM
    side = Side(indent, width - indent, (Line(text, BOLD, layout.body),), layout.leading, centred=False)
    return Band((side,), before=layout.body, bookmark=(text, 1))


def centred_line(text: str, layout: Layout, width: float) -> Band:
    """A line of its own in the body: the body that decides, "QUYẾT ĐỊNH:"."""
    return _centred((Line(text, BOLD, layout.title),), layout, width, before=layout.body)


def table_title(text: str, layout: Layout, width: float) -> Band:
    """The title above a table."""
    return _centred((Line(text, BOLD, layout.body),), layout, width, before=layout.paragraph_gap)


def _pair(left: Lines, right: Lines, layout: Layout, width: float, cut: float) -> Band:
    left, right = _level(left, right, layout)
    return Band((Side(0, cut - _GAP, left, layout.leading), Side(cut, width - cut, right, layout.leading)))


def _level(left: Lines, right: Lines, layout: Layout) -> Pair:
    """Both, their first lines on one baseline whatever their sizes."""
    most = max(left[0].size, right[0].size)
    drops = ((most - line.size) * (layout.leading - LINE_FOOT) for line in (left[0], right[0]))
    first, second = (
        (replace(one[0], above=one[0].above + drop), *one[1:]) for one, drop in zip((left, right), drops, strict=True)
    )
    return first, second


def _centred(
    lines: Lines, layout: Layout, width: float, before: float = 0, bookmark: tuple[str, int] | None = None
) -> Band:
    return Band((Side(0, width, lines, layout.leading),), before, bookmark)
