"""Document → PDF, ready to sign: the only place that uses reportlab.

What is on the page comes from `document`, sizes and positions from `layout`; here they are drawn. Text of users is
never read as markup, is composed (NFC), and a letter that the font lacks becomes an empty box.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from unioncare_desktop.i18n import _
from unioncare_desktop.paths import resource
from unioncare_desktop.reports import files
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Document,
    Heading,
    Kind,
    OfficialHeading,
    SignatureBlock,
    Style,
    Table,
    Text,
)
from unioncare_desktop.reports.layout import LAYOUT, Layout
from unioncare_desktop.reports.typesetting import Face, Grid, Measure, Row, bind, measured, wrap
from unioncare_desktop.vietnamese import NO_BREAK, nfc

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
_FILES = {REGULAR: "Tinos-Regular", BOLD: "Tinos-Bold", ITALIC: "Tinos-Italic", BOLD_ITALIC: "Tinos-BoldItalic"}
_EMPTY_BOX = "\N{WHITE SQUARE}"
_KEPT = 2  # lines or rows that stay together at the foot of a page, at its top, and above the signature
_LONGEST_TOKEN = 1000  # letters; breaking a longer one takes seconds


def write(document: Document, path: Path, layout: Layout = LAYOUT) -> None:
    """Write *document* as a PDF at *path*.

    Raises:
        UserError: the file cannot be written (see `files.save`).
    """
    content = render(document, layout)
    files.save(path, lambda target: _put(target, content), _check)


def _put(target: Path, content: bytes) -> None:
    target.write_bytes(content)


def _check(path: Path) -> None:
    content = path.read_bytes()
    if not content.startswith(b"%PDF-") or not content.rstrip().endswith(b"%%EOF"):
        raise ValueError("not a whole PDF")


def render(document: Document, layout: Layout = LAYOUT) -> bytes:
    """The bytes of *document* as a PDF: the same for the same data, whenever and wherever it is drawn."""
    _covered()
    page = _Page(layout, landscape=False)
    story = _body(document, page)
    templates = [page.template("body")]
    for number, annex in enumerate(document.annexes):
        sheet = _Page(layout, landscape=annex.landscape)
        templates.append(sheet.template(f"annex{number}"))
        story += [NextPageTemplate(f"annex{number}"), PageBreak(), *_annex(annex, document.heading, sheet)]
    buffer = BytesIO()
    BaseDocTemplate(
        buffer,
        pageTemplates=templates,
        title=_printable(document.title),
        author=_printable(document.heading.issuer),
        creator="UnionCare Desktop",
        lang="vi-VN",
        displayDocTitle=True,
        initialFontName=REGULAR,
        invariant=1,
    ).build(story)
    return buffer.getvalue()


# Text


@lru_cache(maxsize=1)
def _covered() -> frozenset[str]:
    """The characters that all four faces can draw. Registers the fonts, by the paths of the bundled files."""
    faces = [TTFont(name, str(resource("fonts", f"{file}.ttf"))) for name, file in _FILES.items()]
    for font in faces:
        registerFont(font)
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    codes = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in faces))
    return frozenset(letter for letter in map(chr, codes) if letter.isprintable()) | {NO_BREAK, "\n"}


def _printable(text: str) -> str:
    """*text* composed, with a box for each letter that the font lacks; what has no shape of its own is left out."""
    composed = nfc(text)
    if _covered().issuperset(composed):
        return composed
    return "".join(letter if letter in _covered() else _stand_in(letter) for letter in composed)


def _stand_in(letter: str) -> str:
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter)[0] in "CM" else _EMPTY_BOX


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph that shows *text* literally."""
    words = (piece for word in bind(_printable(text)).split(" ") for piece in _pieces(word))
    return Paragraph(escape(" ".join(words)).replace("\n", "<br/>"), style)


def _pieces(word: str) -> Iterator[str]:
    return (word[at : at + _LONGEST_TOKEN] for at in range(0, max(len(word), 1), _LONGEST_TOKEN))


def _measure(font: str, size: float) -> Measure:
    return partial(stringWidth, fontName=font, fontSize=size)


# Pages


@dataclass(frozen=True)
class _Page:
    """The text area of a page, and the styles of the paragraphs on it; lengths in points."""

    layout: Layout
    landscape: bool

    @property
    def size(self) -> tuple[float, float]:
        short, long = (side * mm for side in self.layout.page)
        return (long, short) if self.landscape else (short, long)

    @property
    def width(self) -> float:
        return self.size[0] - (self.layout.left + self.layout.right) * mm

    @property
    def height(self) -> float:
        return self.size[1] - (self.layout.top + self.layout.bottom) * mm

    def template(self, name: str) -> PageTemplate:
        """The page with its number, counted from 1 for the document and anew for each annex, hidden on the first."""
        layout, shown = self.layout, 0
        frame = Frame(layout.left * mm, layout.bottom * mm, self.width, self.height, 0, 0, 0, 0)

        def number(canvas: Canvas, _document: BaseDocTemplate) -> None:
            nonlocal shown
            shown += 1
            if shown > 1:
                canvas.setFont(REGULAR, layout.page_number)
                middle = self.size[1] - layout.top * mm / 2 - layout.page_number / 3
                canvas.drawCentredString(layout.left * mm + self.width / 2, middle, str(shown))

        return PageTemplate(name, [frame], onPage=number, pagesize=self.size)

    def is_whole(self, height: float) -> bool:
        """Whether *height* is all that a page has to give."""
        return height > self.height - 1

    def style(self, font: str, size: float, first_line: float = 0) -> ParagraphStyle:
        """A justified paragraph; *first_line* is the indent of its first line in millimetres."""
        return ParagraphStyle(
            font,
            fontName=font,
            fontSize=size,
            leading=size * self.layout.leading,
            alignment=TA_JUSTIFY,
            firstLineIndent=first_line * mm,
            spaceBefore=self.layout.paragraph_gap,
            allowWidows=0,
            allowOrphans=0,
        )


# Flowables


@dataclass(frozen=True)
class _Line:
    """A line of the head, a heading or the signature. *rule* is drawn beneath: a share of the text's width."""

    text: str
    font: str
    size: float
    above: float = 0
    rule: float = 0


@dataclass(frozen=True)
class _Side:
    """Lines one under the other in a part of the width: centred there, or at its left edge."""

    x: float
    width: float
    lines: tuple[_Line, ...]
    leading: float
    centred: bool = True

    def ends(self) -> list[float]:
        """The distance from the top to the bottom of each line."""
        return list(accumulate(line.above + line.size * self.leading for line in self.lines))

    def broken(self) -> "_Side":
        """The same text in as many lines as it needs."""
        return replace(self, lines=tuple(part for line in self.lines for part in self._parts(line)))

    def _parts(self, line: _Line) -> Iterator[_Line]:
        texts = wrap(bind(_printable(line.text)), self.width, _measure(line.font, line.size)) or ("",)
        last = len(texts) - 1
        for at, text in enumerate(texts):
            yield replace(line, text=text, above=0 if at else line.above, rule=line.rule if at == last else 0)

    def cut(self, height: float) -> "tuple[_Side, _Side]":
        """The lines that fit in *height*, and the others."""
        at = bisect_right(self.ends(), height)
        return replace(self, lines=self.lines[:at]), replace(self, lines=self.lines[at:])

    def draw(self, canvas: Canvas, top: float, weight: float) -> None:
        for line, end in zip(self.lines, self.ends(), strict=True):
            baseline = top - end + line.size * 0.3
            width = stringWidth(line.text, line.font, line.size)
            left = self.x + (self.width - width) / 2 if self.centred else self.x
            canvas.setFont(line.font, line.size)
            canvas.drawString(left, baseline, line.text)
            if line.rule:
                start, below = left + width * (1 - line.rule) / 2, baseline - line.size * 0.45
                canvas.setLineWidth(weight)
                canvas.line(start, below, start + width * line.rule, below)


class _Lines(Flowable):
    """One or more sides: the head, a heading, the signature. Not parted unless taller than a page.

    A *bookmark* (its text and level) leads here from the viewer's outline.
    """

    def __init__(self, page: _Page, *sides: _Side, before: float = 0, bookmark: tuple[str, int] | None = None) -> None:
        super().__init__()
        self.page, self.sides, self.bookmark = page, tuple(side.broken() for side in sides), bookmark
        self.spaceBefore = before

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 - reportlab's names
        self.width, self.height = aW, max(side.ends()[-1] for side in self.sides if side.lines)
        return self.width, self.height

    def split(self, _width: float, height: float, /) -> list[Flowable]:
        if not self.page.is_whole(height):
            return []
        heads, tails = zip(*(side.cut(height) for side in self.sides), strict=True)
        return [_Lines(self.page, *heads, bookmark=self.bookmark), _Lines(self.page, *tails)]

    def draw(self) -> None:
        if self.bookmark:
            text, level = self.bookmark
            key = "{}-{:.0f}-{:.0f}".format(self.canv.getPageNumber(), *self.canv.absolutePosition(0, 0))
            self.canv.bookmarkHorizontal(key, 0, int(self.height))
            self.canv.addOutlineEntry(_printable(text), key, level)
        for side in self.sides:
            side.draw(self.canv, self.height, self.page.layout.rule_weight)


class _Rows(Flowable):
    """Some rows of a table under its heading row; the first ones also under its title, the last ones above its note.

    Drawn straight on the page, as many rows as it holds: reportlab's tables take twice as long, and long ones forever.
    """

    def __init__(
        self, grid: Grid, page: _Page, start: int, stop: int, title: Flowable | None, note: Flowable | None
    ) -> None:
        super().__init__()
        self.grid, self.page, self.start, self.stop = grid, page, start, stop
        self.title, self.note = title, note
        self.spaceBefore = page.layout.paragraph_gap

    @property
    def count(self) -> int:
        return self.stop - self.start

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        self.width = aW
        self.height = self.least(self.count, aH) + (self.note.wrap(aW, aH)[1] if self.note else 0)
        return self.width, self.height

    def least(self, count: int, room: float) -> float:
        """The height of the title, the heading and *count* rows."""
        title = self.title.wrap(self.page.width, room)[1] if self.title else 0
        return title + self.grid.height(self.start, self.start + count)

    def split(self, _width: float, height: float, /) -> list[Flowable]:
        title = self.title.wrap(self.page.width, height)[1] if self.title else 0
        at = min(self.grid.fitting(self.start, height - title), self.count - _KEPT)
        if at < _KEPT and self.page.is_whole(height):
            at = min(max(self.grid.fitting(self.start, height - title), 1), self.count - 1)
        elif at < _KEPT:
            at = 0
        return list(self.parted(at)) if at else []

    def parted(self, count: int) -> "tuple[_Rows, _Rows]":
        """The first *count* rows, and the others."""
        middle = self.start + count
        return (
            _Rows(self.grid, self.page, self.start, middle, self.title, None),
            _Rows(self.grid, self.page, middle, self.stop, None, self.note),
        )

    def draw(self) -> None:
        top = self.height
        if self.title:
            top -= self.title.height
            self.title.drawOn(self.canv, 0, top)
        bottom = self._draw_grid(top)
        if self.note:
            self.note.drawOn(self.canv, 0, bottom - self.note.height)

    def _draw_grid(self, top: float) -> float:
        grid, edges = self.grid, self.grid.edges
        rows = (grid.heading, *grid.rows[self.start : self.stop])
        levels = list(accumulate((-row.height for row in rows), initial=top))
        for at, (row, level) in enumerate(zip(rows, levels, strict=False)):
            is_total = grid.has_totals and self.start + at == len(grid.rows)
            self._draw_row(row, level, BOLD if at == 0 or is_total else REGULAR, centred=at == 0)
        self.canv.setLineWidth(self.page.layout.grid_weight)
        self.canv.lines([(edges[0], level, edges[-1], level) for level in levels])
        self.canv.lines([(edge, top, edge, levels[-1]) for edge in edges])
        return levels[-1]

    def _draw_row(self, row: Row, top: float, font: str, *, centred: bool) -> None:
        face, canvas, edges = self.grid.face, self.canv, self.grid.edges
        canvas.setFont(font, face.size)
        for at, (kind, lines) in enumerate(zip(self.grid.kinds, row.cells, strict=True)):
            baseline = top - (row.height - len(lines) * face.leading) / 2 - face.size * 0.9
            for line in lines:
                if centred or kind in _CENTRED:
                    canvas.drawCentredString((edges[at] + edges[at + 1]) / 2, baseline, line)
                elif kind is Kind.TEXT:
                    canvas.drawString(edges[at] + face.padding, baseline, line)
                else:
                    canvas.drawRightString(edges[at + 1] - face.padding, baseline, line)
                baseline -= face.leading


_CENTRED = {Kind.ORDINAL, Kind.DAY}


class _Closing(Flowable):
    """The end of the body with the signature beneath: two of its lines or rows at least stay on the same page."""

    def __init__(self, parts: list[Flowable], signature: Flowable, page: _Page) -> None:
        super().__init__()
        self.parts, self.signature, self.page = parts, signature, page
        self.spaceBefore = parts[0].getSpaceBefore() if parts else signature.getSpaceBefore()

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        all_parts = [*self.parts, self.signature]
        gaps = sum(part.getSpaceBefore() for part in all_parts[1:])
        self.width, self.height = aW, gaps + sum(part.wrap(aW, aH)[1] for part in all_parts)
        return self.width, self.height

    def split(self, _width: float, height: float, /) -> list[Flowable]:
        pieces = _parted(self.parts[0], height, self.page) if self.parts else None
        if pieces:
            return [pieces[0], _Closing([pieces[1], *self.parts[1:]], self.signature, self.page)]
        return [*self.parts, self.signature] if self.page.is_whole(height) else []

    def draw(self) -> None:
        top = self.height + self.spaceBefore
        for part in (*self.parts, self.signature):
            top -= part.getSpaceBefore() + part.height
            part.drawOn(self.canv, 0, top)


def _count(part: Flowable, page: _Page) -> int:
    """The rows or lines of *part*."""
    if isinstance(part, Paragraph):
        return round(part.wrap(page.width, page.height)[1] / part.style.leading)
    return part.count if isinstance(part, _Rows) else len(part.sides[0].lines) if isinstance(part, _Lines) else 0


def _parted(part: Flowable, height: float, page: _Page) -> tuple[Flowable, Flowable] | None:
    """*part* cut so that its head fits in *height* and at least two rows or lines are on either side."""
    most = _count(part, page) - _KEPT
    if isinstance(part, _Rows):
        title = part.least(0, height) - part.grid.heading.height
        at = min(part.grid.fitting(part.start, height - title), most)
        return part.parted(at) if at >= _KEPT else None
    if isinstance(part, Paragraph):
        leading = part.style.leading
        at = min(int(height / leading), most)
        pieces = part.split(page.width, at * leading + 0.001) if at >= _KEPT else []
        return (pieces[0], pieces[1]) if len(pieces) == _KEPT else None
    return None


def _least(part: Flowable, page: _Page) -> float:
    """The height that *part* needs at the foot of a page if it is to begin there."""
    before = part.getSpaceBefore()
    if isinstance(part, _Closing):
        if part.parts and _count(part.parts[0], page) >= 2 * _KEPT:
            return _least(part.parts[0], page)
        return before + part.wrap(page.width, page.height)[1]
    count = _count(part, page)
    if isinstance(part, _Rows) and count >= 2 * _KEPT:
        return before + part.least(_KEPT, page.height)
    if isinstance(part, Paragraph) and count >= 2 * _KEPT:
        return before + float(_KEPT * part.style.leading)
    return before + part.wrap(page.width, page.height)[1]


# The parts of a document


def _body(document: Document, page: _Page) -> list[Flowable]:
    parts = [_block(block, page) for block in document.body]
    at = len(parts)
    while at and sum(_count(part, page) for part in parts[at:]) < _KEPT:
        at -= 1
    closing = _Closing(parts[at:], _signature(document.signature, page), page)
    return [*_head(document, page), *_headings_kept([*parts[:at], closing], page)]


def _headings_kept(parts: list[Flowable], page: _Page) -> list[Flowable]:
    """*parts* with a break wherever a heading would stand alone at the foot of a page."""
    kept: list[Flowable] = []
    needed = 0.0
    for part in reversed(parts):
        heading = isinstance(part, _Lines)
        needed = _least(part, page) + (needed if heading else 0)
        kept.append(part)
        if heading:
            kept.append(CondPageBreak(min(needed, page.height - 1)))
    return kept[::-1]


def _head(document: Document, page: _Page) -> list[Flowable]:
    heading, layout = document.heading, page.layout
    cut = page.width * layout.left_share
    superior = [_Line(heading.superior.upper(), REGULAR, layout.superior)] if heading.superior else []
    issuer = _Line(heading.issuer.upper(), BOLD, layout.issuer, rule=layout.short_rule)
    country = _Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD, layout.country)
    motto = _Line("Độc lập - Tự do - Hạnh phúc", BOLD, layout.motto, rule=1)
    number = _Line(heading.number_line, REGULAR, layout.number)
    place = _Line(heading.place_and_day, ITALIC, layout.place_and_day)
    title = (
        _Line(heading.kind_name.upper(), BOLD, layout.title),
        _Line(heading.subject, BOLD, layout.title, rule=layout.short_rule),
    )
    address = tuple(_Line(line, REGULAR, layout.body) for line in heading.address_lines)

    def pair(left: tuple[_Line, ...], right: tuple[_Line, ...], before: float) -> _Lines:
        left_side = _Side(0, cut - 2 * mm, left, layout.leading)
        return _Lines(page, left_side, _Side(cut, page.width - cut, right, layout.leading), before=before)

    def centred(lines: tuple[_Line, ...], bookmark: tuple[str, int] | None = None) -> _Lines:
        return _Lines(page, _Side(0, page.width, lines, layout.leading), before=1.5 * layout.body, bookmark=bookmark)

    return [
        pair((*superior, issuer), (country, motto), 0),
        pair((number,), (place,), layout.paragraph_gap),
        centred(title, (document.title, 0)),
        *([centred(address)] if address else []),
        Spacer(0, layout.paragraph_gap),
    ]


def _signature(signature: SignatureBlock, page: _Page) -> _Lines:
    layout, half = page.layout, page.width / 2
    label = _Line(_("Nơi nhận:"), BOLD_ITALIC, layout.recipients_label)
    left = (label, *(_Line(line, REGULAR, layout.recipients) for line in signature.recipient_lines))
    titles = (signature.authority, *signature.position.splitlines())
    right = tuple(_Line(title.upper(), BOLD, layout.signature) for title in titles if title)
    name = _Line(signature.name, BOLD, layout.signature, above=layout.signing_room * mm)
    return _Lines(
        page,
        _Side(0, half - 5 * mm, left, layout.leading, centred=False),
        _Side(half, half, (*right, name), layout.leading),
        before=layout.body,
    )


def _annex(annex: Annex, heading: OfficialHeading, page: _Page) -> list[Flowable]:
    layout = page.layout
    lines = (
        _Line(annex.label, BOLD, layout.annex_title),
        _Line(annex.title.upper(), BOLD, layout.annex_title),
        _Line(heading.attached_to, ITALIC, layout.annex_reference),
    )
    bookmark = (f"{annex.label}. {annex.title}", 0)
    head = _Lines(page, _Side(0, page.width, lines, layout.leading), bookmark=bookmark)
    return [head, _table(annex.table, page, layout.annex_table)]


def _block(block: Block, page: _Page) -> Flowable:
    layout = page.layout
    match block:
        case Heading(text):
            line = _Line(text, BOLD, layout.body)
            side = _Side(0, page.width, (line,), layout.leading, centred=False)
            return _Lines(page, side, before=layout.body, bookmark=(text, 1))
        case Text(text, Style.NOTE):
            return _paragraph(text, page.style(ITALIC, layout.note))
        case Text(text, style):
            font = ITALIC if style is Style.BASIS else REGULAR
            return _paragraph(text, page.style(font, layout.body, first_line=layout.first_line))
        case table:
            return _table(table, page, layout.table)


def _table(table: Table, page: _Page, size: float) -> _Rows:
    layout = page.layout
    face = Face(size, layout.cell_padding * mm, layout.cell_space * mm, _measure(REGULAR, size), _measure(BOLD, size))
    grid = measured(table, face, page.width, page.height, _printable)
    title_line = _Line(table.title, BOLD, layout.body)
    title = _Lines(page, _Side(0, page.width, (title_line,), layout.leading)) if table.title else None
    note = _paragraph(table.note, page.style(ITALIC, layout.note)) if table.note else None
    return _Rows(grid, page, 0, len(grid.rows), title, note)
