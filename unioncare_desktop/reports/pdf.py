"""Document → PDF, ready to sign: the only place that uses reportlab.

What is on the page comes from `document`, sizes and positions from `layout`; here they are drawn. Text of users is
never read as markup, is composed (NFC), and a letter that the font lacks becomes an empty box.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFDictionary
from reportlab.pdfbase.pdfmetrics import stringWidth
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

from unioncare_desktop.reports import charts, files, official
from unioncare_desktop.reports.chart_lines import DOT
from unioncare_desktop.reports.chart_parts import Bar, Curve, Picture, Stroke
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Chart,
    Column,
    Document,
    Heading,
    OfficialHeading,
    Style,
    Table,
    Text,
)
from unioncare_desktop.reports.layout import Layout
from unioncare_desktop.reports.pdf_grid import GridPainter
from unioncare_desktop.reports.pdf_text import covered, measure, printable
from unioncare_desktop.reports.table_setting import Face, measured, shared_widths
from unioncare_desktop.reports.typesetting import (
    BOLD,
    ITALIC,
    LINE_FOOT,
    REGULAR,
    Band,
    Line,
    Side,
    bind,
)

rl_config.useA85 = 0  # streams as they are compressed: as text they are a quarter longer and take far longer to write
_KEPT = 2  # lines or rows that stay together at the foot of a page, at its top, and above the signature
_LONGEST_TOKEN = 1000  # letters; breaking a longer one takes seconds
_SHADES = (1.0, 0.35, 0.8)  # of the bars of a chart, series by series, 1 being white
_GRID_SHADE = 0.75
_CURVES = (((), 0), ((6, 2), 1), ((1, 2), 0.6))  # the dashes of a chart's curves and the shade of their points
_CURVE_WEIGHT = 1.2  # points
_DASHES = (4, 2)  # of the limit, drawn on a white ground that is wider by
_GROUND = 1.5  # points
_HAIR = 0.01  # points
_Widths = Mapping[tuple[Column, ...], Sequence[float]]  # of the columns of tables, by their shape


def write(document: Document, path: Path) -> None:
    """Write *document* as a PDF at *path*.

    Raises:
        UserError: the file cannot be written (see `files.put`).
    """
    files.put(path, render(document))


def render(document: Document) -> bytes:
    """The bytes of *document* as a PDF: the same for the same data, whenever and wherever it is drawn."""
    return render_all([document])


def render_all(documents: Iterable[Document]) -> bytes:
    """The bytes of *documents* as one PDF, as `Bundle` makes it."""
    bundle = Bundle()
    for document in documents:
        bundle.add(document)
    return bundle.content()


class Bundle:
    """Documents in one PDF, one after the other, each with its own page numbers and its entry in the outline.

    The letters of the fonts are stored once for all of them.
    """

    def __init__(self) -> None:
        covered()
        self._buffer = BytesIO()
        self._canvas: _OpenCanvas | None = None

    def add(self, document: Document) -> None:
        """Draw *document* on new pages; the file is called by the last one."""
        mark = official.mark_line(document)
        page = _Page(document.layout, landscape=False, mark=mark, contact=document.heading.contact)
        story = _body(document, page)
        templates = page.templates("body")
        for number, annex in enumerate(document.annexes):
            sheet = _Page(document.layout, landscape=annex.landscape, mark=mark)
            templates += sheet.templates(f"annex{number}")
            story += [NextPageTemplate(f"annex{number}"), PageBreak(), *_annex(annex, document.heading, sheet)]
        BaseDocTemplate(
            self._buffer,
            pageTemplates=templates,
            title=printable(document.title),
            author=printable(document.heading.issuer),
            creator="UnionCare Desktop",
            lang="vi-VN",
            displayDocTitle=True,
            initialFontName=REGULAR,
            invariant=1,
        ).build(story, canvasmaker=self._shared)

    def _shared(self, *where: object, **how: object) -> "_OpenCanvas":
        """The canvas of the first document, for all of them."""
        if self._canvas is None:
            self._canvas = _OpenCanvas(*where, **how)  # type: ignore[arg-type]  # as reportlab asks for a canvas
        return self._canvas

    def content(self) -> bytes:
        """The bytes of the PDF; nothing more can be added."""
        if self._canvas is not None:
            self._canvas.end()
        return self._buffer.getvalue()


class _OpenCanvas(Canvas):
    """A canvas that does not end with the document that is drawn on it."""

    def save(self) -> None:
        """Another document may follow."""

    def end(self) -> None:
        """Write the file."""
        super().save()


# Text


def _paragraph(text: str, style: ParagraphStyle, lead: str = "") -> Paragraph:
    """A paragraph that shows *text* literally, after a *lead* in bold."""
    bold = f"<b>{_escaped(lead)}</b> " if lead else ""
    return Paragraph(bold + _escaped(text), style)


def _escaped(text: str) -> str:
    words = (piece for word in bind(printable(text)).split(" ") for piece in _pieces(word))
    return escape(" ".join(words)).replace("\n", "<br/>")


def _pieces(word: str) -> Iterator[str]:
    return (word[at : at + _LONGEST_TOKEN] for at in range(0, max(len(word), 1), _LONGEST_TOKEN))


# Pages


@dataclass(frozen=True)
class _Page:
    """The text area of a page, and the styles of the paragraphs on it; lengths in points."""

    layout: Layout
    landscape: bool
    mark: str
    contact: str = ""

    @property
    def size(self) -> tuple[float, float]:
        short, long = self.layout.page_width * mm, self.layout.page_height * mm
        return (long, short) if self.landscape else (short, long)

    @property
    def width(self) -> float:
        return self.size[0] - (self.layout.left + self.layout.right) * mm

    @property
    def height(self) -> float:
        """What the first page has to give; the others have the room of the contacts too."""
        return self.size[1] - (self.layout.top + self.layout.bottom) * mm - (self.foot.room if self.foot else 0)

    @cached_property
    def foot(self) -> "_Foot | None":
        """How the office is reached, at the foot of the first page, where that is printed."""
        if not self.contact or not self.layout.contact:
            return None
        return _Foot(self, official.contact(self.contact, self.layout, self.width))

    def templates(self, name: str) -> list[PageTemplate]:
        """The first page called *name*, and the others, which follow it."""
        furniture, others = self._furniture(), f"{name}-others"
        first = PageTemplate(name, [self._frame(self.foot)], furniture, pagesize=self.size, autoNextPageTemplate=others)
        return [first, PageTemplate(others, [self._frame()], furniture, pagesize=self.size)]

    def _frame(self, foot: "_Foot | None" = None) -> Frame:
        layout, raised = self.layout, foot.room if foot else 0
        height = self.size[1] - (layout.top + layout.bottom) * mm - raised
        return Frame(layout.left * mm, layout.bottom * mm + raised, self.width, height, 0, 0, 0, 0)

    def _furniture(self) -> Callable[[Canvas, BaseDocTemplate], None]:
        """Draws what stands in the margins: the page's number, counted from 1 and hidden on the first, and the mark."""
        layout, shown = self.layout, 0

        def draw(canvas: Canvas, _document: BaseDocTemplate) -> None:
            nonlocal shown
            shown += 1
            canvas.setFont(REGULAR, layout.footer)
            canvas.drawString(layout.left * mm, layout.bottom * mm / 2 - layout.footer / 3, self.mark)
            if shown == 1 and self.foot:
                self.foot.drawOn(canvas, layout.left * mm, layout.bottom * mm)
            elif shown > 1:
                canvas.setFont(REGULAR, layout.page_number)
                middle = self.size[1] - layout.top * mm / 2 - layout.page_number / 3
                canvas.drawCentredString(layout.left * mm + self.width / 2, middle, str(shown))

        return draw

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


class _Lines(Flowable):
    """A band of lines, never parted unless it is taller than a page; its bookmark stands in the viewer's outline."""

    def __init__(self, page: _Page, band: Band) -> None:
        super().__init__()
        self.page, self.band = page, replace(band, sides=tuple(side.broken(measure) for side in _cleaned(band)))
        self.spaceBefore = band.before

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 - reportlab's names
        self.width, self.height = aW, self.band.height
        return self.width, self.height

    def split(self, _width: float, height: float, /) -> list[Flowable]:
        if not self.page.is_whole(height):
            return []
        first, others = zip(*(side.cut(height) for side in self.band.sides), strict=True)
        return [_Lines(self.page, replace(self.band, sides=first)), _Lines(self.page, Band(others))]

    def draw(self) -> None:
        if self.band.bookmark:
            text, level = self.band.bookmark
            key = "{}-{:.0f}-{:.0f}".format(self.canv.getPageNumber(), *self.canv.absolutePosition(0, 0))
            self.canv.bookmarkHorizontal(key, 0, int(self.height))
            self.canv.addOutlineEntry(printable(text), key, level)
        for side in self.band.sides:
            self._draw_side(side)

    def _draw_side(self, side: Side) -> None:
        for line, end in zip(side.lines, side.ends(), strict=True):
            baseline = self.height - end + line.size * LINE_FOOT
            width = stringWidth(line.text, line.face, line.size)
            left = side.x + (side.width - width) / 2 if side.centred else side.x
            self.canv.setFont(line.face, line.size)
            self.canv.drawString(left, baseline, line.text)
            if line.rule:
                start, below = left + width * (1 - line.rule) / 2, baseline - line.size * 0.45
                self.canv.setLineWidth(self.page.layout.rule_weight)
                self.canv.line(start, below, start + width * line.rule, below)
            if line.room:
                self._name_room(line, side, self.height - end + line.size * side.leading)

    def _name_room(self, line: Line, side: Side, bottom: float) -> None:
        """Let the file know where the blank above a line is that begins at *bottom*: who signs it finds it there."""
        left, below = self.canv.absolutePosition(side.x, bottom)
        edges = {"left": left, "bottom": below, "right": left + side.width, "top": below + line.above}
        place = self.canv.bookmarkPage(line.room, fit="FitR", **{edge: round(at, 2) for edge, at in edges.items()})
        self.canv.setCatalogEntry("Dests", PDFDictionary({line.room: place}))


class _Foot(_Lines):
    """The lines at the foot of the first page, under a line as wide as the page; *room* is what they take from it."""

    def __init__(self, page: _Page, band: Band) -> None:
        super().__init__(page, band)
        self.height = self.band.height
        self.room = self.height + page.layout.paragraph_gap

    def draw(self) -> None:
        self.canv.setLineWidth(self.page.layout.rule_weight)
        self.canv.line(0, self.height, self.page.width, self.height)
        super().draw()


def _cleaned(band: Band) -> Iterator[Side]:
    for side in band.sides:
        yield replace(side, lines=tuple(replace(line, text=printable(line.text)) for line in side.lines))


class _Rows(Flowable):
    """Some rows of a table under its heading row.

    Drawn straight on the page, as many rows as it holds: reportlab's tables take twice as long, and long ones forever.
    """

    def __init__(self, painter: GridPainter, page: _Page, start: int, stop: int) -> None:
        super().__init__()
        self.painter, self.grid, self.page, self.start, self.stop = painter, painter.grid, page, start, stop
        self.count = stop - start
        self.spaceBefore = page.layout.paragraph_gap

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 - reportlab's names
        self.width, self.height = aW, self.grid.height(self.start, self.stop)
        return self.width, self.height

    def split(self, _width: float, height: float, /) -> list[Flowable]:
        fitting = self.grid.fitting(self.start, height)
        at = min(fitting, self.count - _KEPT)
        if at >= _KEPT:
            return list(self.parted(at))
        return list(self.parted(min(fitting, self.count - 1))) if self.page.is_whole(height) else []

    def parted(self, count: int) -> "tuple[_Rows, _Rows]":
        """The first *count* rows, and the others."""
        middle = self.start + count
        return _Rows(self.painter, self.page, self.start, middle), _Rows(self.painter, self.page, middle, self.stop)

    def draw(self) -> None:
        self.painter.paint(self.canv, self.start, self.stop, self.height)


class _Bars(Flowable):
    """A chart, drawn with lines and areas: sharp at any size, and told apart without colours.

    It is a little lower where the table *below* it then ends on the same page.
    """

    def __init__(self, drawn: Callable[..., Picture], page: _Page) -> None:
        super().__init__()
        self.drawn, self.picture, self.page = drawn, drawn(), page
        self.below: Sequence[Flowable] = ()
        self.spaceBefore = page.layout.paragraph_gap

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        whole = self.drawn()
        below = sum(part.getSpaceBefore() + part.wrap(aW, aH)[1] for part in self.below)
        lower = charts.PLOT_HEIGHT - max(whole.height + below - aH + _HAIR, 0)
        self.picture = self.drawn(height=lower) if lower >= charts.LEAST_PLOT_HEIGHT else whole
        self.width, self.height = aW, self.picture.height
        return self.width, self.height

    def draw(self) -> None:
        canvas, picture = self.canv, self.picture
        rule, limit = self.page.layout.grid_weight, 2 * self.page.layout.rule_weight
        self._draw_strokes(picture.strokes, rule, _GRID_SHADE)
        canvas.setStrokeGray(0)
        for bar in picture.bars:
            self._draw_bar(bar, rule)
        self._draw_strokes(picture.limits, limit + _GROUND, 1)
        canvas.setDash(*_DASHES)
        self._draw_strokes(picture.limits, limit, 0)
        canvas.setDash()
        for curve in picture.curves:
            self._draw_curve(curve)
        canvas.setFillGray(0)
        canvas.setFont(REGULAR, picture.size)
        for label in picture.labels:
            width = stringWidth(label.text, REGULAR, picture.size)
            canvas.drawString(label.x - label.anchor * width, label.y, label.text)

    def _draw_strokes(self, strokes: tuple[Stroke, ...], weight: float, shade: float) -> None:
        self.canv.setLineWidth(weight)
        self.canv.setStrokeGray(shade)
        self.canv.lines([(stroke.x, stroke.y, stroke.to_x, stroke.to_y) for stroke in strokes])

    def _draw_bar(self, bar: Bar, rule: float) -> None:
        self.canv.setLineWidth(min(rule, bar.width / 4))
        self.canv.setFillGray(_SHADES[bar.series % len(_SHADES)])
        self.canv.rect(bar.x, bar.y, bar.width, bar.height, stroke=1, fill=1)

    def _draw_curve(self, curve: Curve) -> None:
        dashes, shade = _CURVES[curve.series % len(_CURVES)]
        self.canv.setLineWidth(_CURVE_WEIGHT)
        self.canv.setStrokeGray(0)
        self.canv.setDash(*dashes)
        self.canv.lines([(one.x, one.y, other.x, other.y) for one, other in pairwise(curve.dots)])
        self.canv.setDash()
        self.canv.setLineWidth(_CURVE_WEIGHT / 2)
        self.canv.setFillGray(shade)
        for dot in curve.dots:
            self.canv.circle(dot.x, dot.y, DOT, stroke=1, fill=1)


class _Closing(Flowable):
    """What ends the body or an annex, and the parts before it: two of their lines or rows stay on the same page."""

    def __init__(self, parts: list[Flowable], last: Flowable, page: _Page) -> None:
        super().__init__()
        self.parts, self.last, self.page = parts, last, page
        self.spaceBefore = (parts[0] if parts else last).getSpaceBefore()

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        heights = [part.getSpaceBefore() + part.wrap(aW, aH)[1] for part in (*self.parts, self.last)]
        self.width, self.height = aW, sum(heights) - self.spaceBefore
        return self.width, self.height

    def split(self, _width: float, height: float, /) -> list[Flowable]:
        pieces = _parted(self.parts[0], height, self.page) if self.parts else None
        if pieces:
            return [pieces[0], _Closing([pieces[1], *self.parts[1:]], self.last, self.page)]
        return [Spacer(0, 0), *self.parts, self.last] if self.page.is_whole(height) else []

    def draw(self) -> None:
        top = self.height + self.spaceBefore
        for part in (*self.parts, self.last):
            top -= part.getSpaceBefore() + part.height
            part.drawOn(self.canv, 0, top)


def _closed(parts: list[Flowable], last: Flowable, page: _Page) -> list[Flowable]:
    """*parts* and *last*, as many of the parts held to it as two lines or rows need."""
    at = len(parts)
    while at and sum(_count(part, page) for part in parts[at:]) < _KEPT:
        at -= 1
    return [*parts[:at], _Closing(parts[at:], last, page)]


def _count(part: Flowable, page: _Page) -> int:
    """The rows or lines of *part*."""
    if isinstance(part, Paragraph):
        return round(part.wrap(page.width, page.height)[1] / part.style.leading)
    if isinstance(part, _Lines):
        return len(part.band.sides[0].lines)
    return part.count if isinstance(part, _Rows) else 0


def _parted(part: Flowable, height: float, page: _Page) -> tuple[Flowable, Flowable] | None:
    """*part* cut so that its head fits in *height* and at least two rows or lines are on either side."""
    most = _count(part, page) - _KEPT
    if isinstance(part, _Rows):
        at = min(part.grid.fitting(part.start, height), most)
        return part.parted(at) if at >= _KEPT else None
    if isinstance(part, Paragraph):
        leading = part.style.leading
        at = min(int(height / leading), most)
        pieces = part.split(page.width, at * leading + 0.001) if at >= _KEPT else []
        return (pieces[0], pieces[1]) if pieces else None
    return None


def _least(part: Flowable, page: _Page) -> float:
    """The height that *part* needs at the foot of a page if it is to begin there."""
    first = part.parts[0] if isinstance(part, _Closing) and part.parts else part
    before = part.getSpaceBefore()
    if _count(first, page) >= 2 * _KEPT:
        if isinstance(first, _Rows):
            return before + first.grid.height(first.start, first.start + _KEPT)
        if isinstance(first, Paragraph):
            return before + float(_KEPT * first.style.leading)
    return before + part.wrap(page.width, page.height)[1]


def _leads(part: Flowable, page: _Page) -> bool:
    """Whether *part* stands above what follows: a heading, or a short paragraph that ends with a colon."""
    if isinstance(part, Paragraph):
        return part.getPlainText(identify=True).endswith(":") and _count(part, page) < 2 * _KEPT
    return isinstance(part, _Lines)


def _headings_kept(parts: list[Flowable], page: _Page) -> list[Flowable]:
    """*parts* with a break wherever a heading would stand alone at the foot of a page."""
    kept: list[Flowable] = []
    needed = 0.0
    for part in reversed(parts):
        heading = _leads(part, page)
        needed = _least(part, page) + (needed if heading else 0)
        kept.append(part)
        if heading:
            kept.append(CondPageBreak(min(needed, page.height - 1)))
    return kept[::-1]


def _seen_together(parts: list[Flowable]) -> list[Flowable]:
    """*parts*, of which each chart knows the table below it."""
    for at, part in enumerate(parts):
        if isinstance(part, _Bars):
            part.below = _table_below(parts[at + 1 :])
    return parts


def _table_below(parts: Sequence[Flowable]) -> Sequence[Flowable]:
    """The first table of *parts* with what stands above it, up to the next chart."""
    found: list[Flowable] = []
    for part in parts:
        if isinstance(part, _Bars):
            break
        if not isinstance(part, CondPageBreak):
            found.append(part)
        if isinstance(part, _Rows | _Closing):
            return found
    return ()


# The parts of a document


def _body(document: Document, page: _Page) -> list[Flowable]:
    layout, width = page.layout, page.width
    head = [_Lines(page, band) for band in official.head(document, width, measure)]
    widths = _shared_widths(document.body, page)
    parts = [part for block in document.body for part in _block(block, page, widths)]
    signature = _Lines(page, official.signature(document.signature, layout, width))
    return [
        *head,
        Spacer(0, layout.paragraph_gap),
        *_seen_together(_headings_kept(_closed(parts, signature, page), page)),
    ]


def _annex(annex: Annex, heading: OfficialHeading, page: _Page) -> list[Flowable]:
    head = _Lines(page, official.annex_head(annex, heading, page.layout, page.width))
    *parts, last = _table(annex.table, page, page.layout.annex_table)
    return _headings_kept([head, *(_closed(parts, last, page) if annex.table.notes else [*parts, last])], page)


def _shared_widths(body: Sequence[Block], page: _Page) -> _Widths:
    """The widths of the columns of those tables of which there are several of one shape."""
    families: dict[tuple[Column, ...], list[Table]] = {}
    for block in body:
        if isinstance(block, Table):
            families.setdefault(block.shape, []).append(block)
    face = _face(page.layout, page.layout.table)
    several = {shape: tables for shape, tables in families.items() if len(tables) > 1}
    return {shape: shared_widths(tables, face, page.width, printable) for shape, tables in several.items()}


def _block(block: Block, page: _Page, widths: _Widths) -> list[Flowable]:
    layout = page.layout
    match block:
        case Heading(text):
            return [_Lines(page, official.heading_line(text, layout, page.width))]
        case Text(text, Style.NOTE):
            return [_paragraph(text, page.style(ITALIC, layout.note))]
        case Text(text, Style.CENTRED):
            return [_Lines(page, official.centred_line(text, layout, page.width))]
        case Text(text, style, lead):
            font = ITALIC if style is Style.BASIS else REGULAR
            return [_paragraph(text, page.style(font, layout.body, layout.first_line), lead)]
        case Chart():
            return _chart(block, page)
        case table:
            return _table(table, page, layout.table, widths.get(table.shape, ()))


def _chart(chart: Chart, page: _Page) -> list[Flowable]:
    """The title and the bars of a chart, whose texts are made printable."""
    size = page.layout.annex_table
    clean = replace(
        chart,
        categories=tuple(map(printable, chart.categories)),
        series=tuple(replace(series, name=printable(series.name)) for series in chart.series),
        limit_name=printable(chart.limit_name),
    )
    title = _Lines(page, official.table_title(chart.title, page.layout, page.width))
    return [title, _Bars(partial(charts.drawn, clean, page.width, size, measure(REGULAR, size)), page)]


def _table(table: Table, page: _Page, size: float, widths: Sequence[float] = ()) -> list[Flowable]:
    """The title, the rows and the note of a table."""
    layout = page.layout
    grid = measured(table, _face(layout, size), page.width, page.height, printable, widths)
    title = [_Lines(page, official.table_title(table.title, layout, page.width))] if table.title else []
    notes = [_paragraph(note, page.style(ITALIC, layout.note)) for note in table.notes]
    return [*title, _Rows(GridPainter(grid, layout.grid_weight), page, 0, len(grid.rows)), *notes]


def _face(layout: Layout, size: float) -> Face:
    return Face(size, layout.cell_padding * mm, layout.cell_space * mm, measure(REGULAR, size), measure(BOLD, size))
