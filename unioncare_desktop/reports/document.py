"""What stands in an official document, as plain data: head, blocks of the body, signature, annexes.

Says *what* is on the page and words the fixed parts (number, place and day, recipients). Sizes and positions are in
`layout`, drawing in the two writers `pdf` and `excel`. The order and wording of the parts follow decree
30/2020/NĐ-CP, appendix I.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from functools import cached_property
from typing import Literal

from unioncare_desktop import vietnamese
from unioncare_desktop.domain.kinds import Score
from unioncare_desktop.domain.records.office import PARTY_STYLE, UNION_STYLE
from unioncare_desktop.i18n import _
from unioncare_desktop.reports.layout import LAYOUT, Layout
from unioncare_desktop.vietnamese import NO_BREAK

BLANK_NUMBER = NO_BREAK * 6


@dataclass(frozen=True)
class Figure:
    """A figure of the summary that must equal the total of the annex column *column*; the workbook checks it."""

    value: int
    column: str


@dataclass(frozen=True)
class Remarked:
    """A value that is looked at twice: in italics, or with the mark of a footnote such as "(1)" behind it."""

    value: int | None
    italic: bool = False
    mark: str = ""


# A whole number, a ratio of 0 to 1, a day or text. None is "not reported": it prints as a blank, never as 0.
Cell = str | int | float | date | Figure | Remarked | None


@dataclass(frozen=True)
class OfficialHeading:
    """The head of an official document. Names are given as usually written; writers put them in capitals.

    An empty *number* leaves room for the clerk, a missing *day* is written by hand in the given *year*. Several
    bodies addressed stand one a line in *addressed_to*. A letter (công văn) has no *kind_name*. *style* is that of the
    union or of the Party; *contact* is how the office is reached, for the foot of the first page. *form* names the
    statistical form that the document fills in: it has the form's head, "Công đoàn cấp trên", "Đơn vị báo cáo".
    """

    superior: str
    issuer: str
    number: str
    symbol: str
    place: str
    day: date | None
    year: int
    kind_name: str
    subject: str
    addressed_to: str = ""
    style: str = UNION_STYLE
    contact: str = ""
    form: str = ""

    @property
    def number_and_symbol(self) -> str:
        """As in "05/BC-LĐLĐ", of the Party "05-BC/ĐU": below 10 with a leading zero, no spaces around the signs."""
        number = self.number.strip() or BLANK_NUMBER
        return f"{number.zfill(2)}{'-' if self.is_of_party else '/'}{self.symbol.strip()}"

    @property
    def number_line(self) -> str:
        """The line under the issuer: "Số: 05/BC-LĐLĐ", of the Party "Số 05-BC/ĐU"."""
        words = _("Số {number}") if self.is_of_party else _("Số: {number}")
        return words.format(number=self.number_and_symbol)

    @property
    def is_of_party(self) -> bool:
        """Whether it is headed as the Party's documents are."""
        return self.style == PARTY_STYLE

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter (công văn): without a title, its subject under the number."""
        return not self.kind_name

    @property
    def called(self) -> str:
        """What it is called within a sentence: "Báo cáo"; a letter is a "Công văn"."""
        return self.kind_name.capitalize() or _("Công văn")

    @property
    def day_text(self) -> str:
        """As in "ngày 05 tháng 02 năm 2023", or with dots to write over."""
        if self.day is not None:
            return vietnamese.long_day(self.day)
        return _("ngày … tháng … năm {year}").format(year=self.year).replace(" ", NO_BREAK)

    @property
    def place_and_day(self) -> str:
        """The line under the motto: "Ba Đình, ngày 05 tháng 02 năm 2023"."""
        return f"{self.place}, {self.day_text}" if self.place else self.day_text

    @property
    def attached_to(self) -> str:
        """The line under an annex's title: "(Kèm theo Báo cáo số 05/BC-LĐLĐ ngày … của …)"."""
        sentence = _("(Kèm theo {kind} số {number} {day} của {issuer})")
        return sentence.format(kind=self.called, number=self.number_and_symbol, day=self.day_text, issuer=self.issuer)

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The lines of "Kính gửi": one for one body, a list for several, none for none."""
        names = [name.strip(" -;.") for name in self.addressed_to.splitlines() if name.strip(" -;.")]
        if not names:
            return ()
        if len(names) == 1:
            return (_("Kính gửi: {name}").format(name=names[0]),)
        return (_("Kính gửi:"), *(f"- {name};" for name in names[:-1]), f"- {names[-1]}.")


@dataclass(frozen=True)
class Heading:
    """A heading of the body; level 1 stands for "I.", level 2 for "1."."""

    text: str
    level: int = 1


class Style(Enum):
    """How a paragraph is set."""

    BODY = auto()
    BASIS = auto()  # căn cứ: italic
    NOTE = auto()  # small italic
    CENTRED = auto()  # bold, centred: who decides, and "QUYẾT ĐỊNH:"


@dataclass(frozen=True)
class Text:
    """A paragraph; a *lead* such as "Điều 1." stands before it in bold."""

    text: str
    style: Style = Style.BODY
    lead: str = ""


class Kind(Enum):
    """What a column holds: it decides the alignment, and which columns share the room that figures leave."""

    ORDINAL = auto()
    TEXT = auto()
    WHOLE = auto()
    CHANGE = auto()  # a whole number that is shown with its sign
    PERCENT = auto()
    FINE_PERCENT = auto()  # with two decimals, as results are told against a target
    POINTS = auto()  # a whole number of hundredths
    DAY = auto()


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Figures take the width they need and text shares the rest by its length; *width* weighs a text column's share, and
    the heaviest one carries the label of the totals row. *total* asks for a sum in the totals row; *ratio* names two
    summed columns whose sums are divided there (part, whole). *room* is the share of the page, from 0 to 1, that a
    column gets at least: to be written in by hand.
    """

    title: str
    kind: Kind = Kind.TEXT
    width: float = 1.0
    total: bool = False
    ratio: tuple[str, str] | None = None
    room: float = 0.0


@dataclass(frozen=True)
class Table:
    """Rows under a heading row. A *totals_label* such as "Cộng" asks for a totals row.

    A *note* and *footnotes*, one a paragraph, stand below.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    totals_label: str = ""
    note: str = ""
    footnotes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row of the table has not as many cells as there are columns")

    @property
    def notes(self) -> tuple[str, ...]:
        """The paragraphs below the rows."""
        return (*([self.note] if self.note else []), *self.footnotes)

    @property
    def filled(self) -> "Table":
        """The table without the columns in which nothing stands, but for those to be summed or written in."""
        kept = [
            at
            for at, column in enumerate(self.columns)
            if column.total or column.ratio or column.room or any(row[at] is not None for row in self.rows)
        ]
        columns = tuple(self.columns[at] for at in kept)
        return replace(self, columns=columns, rows=tuple(tuple(row[at] for at in kept) for row in self.rows))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What its columns hold."""
        return tuple(column.kind for column in self.columns)

    @property
    def shape(self) -> tuple[Column, ...]:
        """Its columns but for what those of text are called: tables of one shape tell the same of different things."""
        return tuple(replace(one, title="") if one.kind is Kind.TEXT else one for one in self.columns)

    def has(self, title: str) -> bool:
        """Whether there is a column called *title*."""
        return any(column.title == title for column in self.columns)

    def position(self, title: str) -> int:
        """The index of the column called *title*; raises ValueError where there is none."""
        return [column.title for column in self.columns].index(title)

    def total(self, index: int) -> int | float | None:
        """The figure below the column at *index*: a sum, a ratio of sums, or None where nothing was reported."""
        column = self.columns[index]
        if column.ratio is not None:
            part, whole = (self.total(self.position(title)) for title in column.ratio)
            return part / whole if whole and part is not None else None
        values = [number for row in self.rows if (number := plain(row[index])) is not None]
        return sum(value for value in values if isinstance(value, int)) if column.total and values else None

    @cached_property
    def totals(self) -> tuple[Cell, ...]:
        """The totals row; empty where the table has none."""
        if not self.totals_label:
            return ()
        texts = [at for at, column in enumerate(self.columns) if column.kind is Kind.TEXT]
        label_at = max(texts, key=lambda at: self.columns[at].width, default=0)
        return tuple(self.totals_label if at == label_at else self.total(at) for at in range(len(self.columns)))


@dataclass(frozen=True)
class Series:
    """Bars that are filled alike, or the points of one line: a value for each category, None for none."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True)
class Chart:
    """Bars or lines by category, under a legend that names what they are; made to be printed in black and white.

    Bars of one category stand *beside* each other, or in one place where each category has one bar only. A line leaves
    out what is not known. A *limit* is a line across all of them, *limit_name* what the legend calls it. *figures* are
    wanted above the bars or points. The values are whole numbers; where *percent*, hundredths of a percent.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    limit: int | None = None
    limit_name: str = ""
    beside: bool = True
    figures: bool = True
    kind: Literal["bars", "line"] = "bars"
    percent: bool = False

    def __post_init__(self) -> None:
        if any(len(series.values) != len(self.categories) for series in self.series):
            raise ValueError("a series of the chart has not as many values as there are categories")

    @property
    def values(self) -> tuple[int, ...]:
        """All figures that must be seen."""
        limit = () if self.limit is None else (self.limit,)
        return (*(value for series in self.series for value in series.values if value is not None), *limit)

    def show(self, value: int, places: int = 1) -> str:
        """A value as it is printed: 22.000 or 87,8 %, a percentage with so many *places*."""
        return vietnamese.show_percent(value / 10_000, places) if self.percent else vietnamese.show_whole(value)


@dataclass(frozen=True)
class Annex:
    """A list that follows the signature on pages of its own; in a workbook, a sheet of its own.

    *label* ("Phụ lục I") is also the name of the sheet.
    """

    label: str
    title: str
    table: Table
    landscape: bool = True


@dataclass(frozen=True)
class SignatureBlock:
    """Who signs, in whose name, and who receives the document. A *position* may have several lines.

    Forms are signed by a *preparer* too ("Người lập biểu"), in the place of those who receive it.
    """

    authority: str
    position: str
    name: str
    recipients: tuple[str, ...] = ()
    preparer: str = ""

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """As in "- Như trên;" … "- Lưu: VT.": the copy for the files comes last and is never left out."""
        names = [name for raw in self.recipients if (name := raw.strip().lstrip("-").strip(" ;."))]
        kept = [name for name in names if name.casefold().startswith("lưu")]
        names = [name for name in names if name not in kept] + (kept or [_("Lưu: VT")])
        return (*(f"- {name};" for name in names[:-1]), f"- {names[-1]}.")


Block = Heading | Text | Table | Chart


@dataclass(frozen=True)
class Document:
    """An official document with its annexes."""

    heading: OfficialHeading
    body: tuple[Block, ...]
    signature: SignatureBlock
    annexes: tuple[Annex, ...] = ()
    layout: Layout = LAYOUT

    @property
    def title(self) -> str:
        """The title in a file's properties: "Báo cáo Số liệu đoàn viên Quý III/2023"."""
        return f"{self.heading.called} {self.heading.subject}"

    def figures(self) -> Iterator[Figure]:
        """The summary's figures that an annex must confirm, in the order they stand."""
        tables = (block for block in self.body if isinstance(block, Table))
        return (cell for table in tables for row in table.rows for cell in row if isinstance(cell, Figure))


def plain(cell: Cell) -> str | int | float | date | None:
    """The value of a cell, whether or not the workbook checks it or there is a remark on it."""
    return cell.value if isinstance(cell, Figure | Remarked) else cell


def show(cell: Cell, kind: Kind = Kind.TEXT) -> str:
    """A cell as it is printed: 22.000, 87,8 %, 05/02/2023, 16 (1); a blank for None."""
    if isinstance(cell, Remarked) and cell.mark:
        return f"{show(cell.value, kind)}{NO_BREAK}{cell.mark}"
    match plain(cell):
        case None:
            return ""
        case str(text):
            return text
        case int(number):
            return _show_number(number, kind)
        case float(ratio):
            return vietnamese.show_percent(ratio, 2 if kind is Kind.FINE_PERCENT else 1)
        case day:
            return vietnamese.show_day(day)


def _show_number(number: int, kind: Kind) -> str:
    if kind is Kind.ORDINAL:
        return str(number)
    if kind is Kind.POINTS:
        return Score().show(number)
    if kind is Kind.CHANGE:
        sign = "+" if number > 0 else "−" if number < 0 else ""
        return sign + vietnamese.show_whole(abs(number))
    return vietnamese.show_whole(number)
