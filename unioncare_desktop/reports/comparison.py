"""What differs between two contents of one report: figures row by row, rows of one alone, sentences that changed.

Tables are matched by what they stand under, rows by their code, else by their name. Ordinals do not count, nor does a
chart that only draws what a table tells.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import Cell, Chart, Column, Document, Heading, Kind, Table, Text, plain, show


@dataclass(frozen=True)
class Difference:
    """One cell that is not the same. `where` is the table, `code` and `name` its row, `figure` its column.

    `old` or `new` is None where the row or its value is missing; `change` is new less old of whole numbers. `total`
    says that it is a cell of the totals row, `annex` that the table is an annex.
    """

    where: str
    code: str
    name: str
    figure: str
    old: Cell
    new: Cell
    change: int | None
    kind: Kind = Kind.TEXT
    total: bool = False
    annex: bool = False


@dataclass(frozen=True)
class ChangedText:
    """A sentence of one content alone; where both are given, the one stands in the place of the other."""

    old: str | None
    new: str | None


@dataclass(frozen=True)
class Differences:
    """Everything that differs, in the order of the document."""

    rows: tuple[Difference, ...] = ()
    texts: tuple[ChangedText, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.rows or self.texts)


def differences(old: Document, new: Document) -> Differences:
    """What differs between two contents of the same report."""
    tables = list(_of_tables(_tables(old), _tables(new)))
    told = {_printed(one) for one in tables}
    charts = (one for one in _of_tables(_charts(old), _charts(new)) if _printed(one) not in told)
    return Differences((*tables, *charts), tuple(_texts(old, new)))


def _printed(one: Difference) -> tuple[str, str]:
    """Both values as a chart prints them."""
    return show(one.old, Kind.PERCENT), show(one.new, Kind.PERCENT)


# Tables and where they stand

_NUMBERED = re.compile(r"^(?:[IVXLC]+\.|[0-9]+(?:\.[0-9]+)*\.|[a-zđ]\))\s+", re.IGNORECASE)
_EMPTY = Table((), ())
_Place = tuple[str, int]
"""What a table stands under, and how many stand there before it."""


@dataclass(frozen=True)
class _Placed:
    """A table, and what it is called."""

    where: str
    table: Table
    annex: bool = False


def _tables(document: Document) -> dict[_Place, _Placed]:
    """The tables of a document by what they stand under, and their places among those that stand there."""
    found = []
    heading = ""
    for block in document.body:
        if isinstance(block, Heading):
            heading = _without_number(block.text)
        elif isinstance(block, Table):
            found.append(_Placed(block.title or heading or _by_its_rows(block), block))
    return _by_place([*found, *(_Placed(annex.title, annex.table, annex=True) for annex in document.annexes)])


def _by_its_rows(table: Table) -> str:
    """What a table without a title is called: "Bảng theo khối"."""
    at = _name_column(table)
    return _("Bảng số liệu") if at is None else _("Bảng theo {what}").format(what=table.columns[at].title.lower())


def _charts(document: Document) -> dict[_Place, _Placed]:
    charts = (block for block in document.body if isinstance(block, Chart))
    return _by_place([_Placed(chart.title, _drawn(chart)) for chart in charts])


def _drawn(chart: Chart) -> Table:
    """A chart as the table that it draws."""
    kind = Kind.PERCENT if chart.percent else Kind.WHOLE
    columns = (Column(_("Biểu đồ")), *(Column(one.name, kind) for one in chart.series))
    values = [[_drawn_value(chart, one.values[at]) for one in chart.series] for at in range(len(chart.categories))]
    return Table(columns, tuple((name, *row) for name, row in zip(chart.categories, values, strict=True)))


def _drawn_value(chart: Chart, value: int | None) -> Cell:
    return value / 10_000 if chart.percent and value is not None else value


def _by_place(found: Sequence[_Placed]) -> dict[_Place, _Placed]:
    return dict(zip(_counted(one.where for one in found), found, strict=True))


def _counted(names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each name with how often it has come before: equal names stay apart."""
    before: Counter[str] = Counter()
    for name in names:
        yield name, before[name]
        before[name] += 1


def _without_number(heading: str) -> str:
    return _NUMBERED.sub("", heading)


def _in_order(old: Mapping[_Place, _Placed], new: Mapping[_Place, _Placed]) -> list[_Place]:
    return [*new, *(key for key in old if key not in new)]


def _moved(old: Mapping[_Place, _Placed], new: Mapping[_Place, _Placed]) -> dict[_Place, _Place]:
    """The tables that stand elsewhere now, as lists that grow go from the body to an annex: where they stood."""
    gone = {_told(one.table): key for key, one in old.items() if key not in new}
    come = {_told(one.table): key for key, one in new.items() if key not in old}
    return {key: gone[told] for told, key in come.items() if told in gone}


def _told(table: Table) -> tuple[str, ...]:
    return tuple(column.title for column in table.columns if column.kind is not Kind.ORDINAL)


def _of_tables(old: Mapping[_Place, _Placed], new: Mapping[_Place, _Placed]) -> Iterator[Difference]:
    moved = _moved(old, new)
    for key in _in_order(old, new):
        if key in moved.values():
            continue
        before, after = old.get(moved.get(key, key)), new.get(key)
        place = after or before
        if place is not None and before != after:
            yield from _Pair(place, before.table if before else _EMPTY, after.table if after else _EMPTY).differences()


# Rows


@dataclass(frozen=True)
class _Row:
    """A row of a table: its code and name, and its cells by the titles of their columns."""

    code: str
    name: str
    cells: Mapping[tuple[str, int], Cell]


class _Pair:
    """One table before and after."""

    def __init__(self, place: _Placed, old: Table, new: Table) -> None:
        self._place = place
        self._old, self._new = old, new
        columns = dict(zip(_counted(one.title for one in old.columns), old.columns, strict=True))
        self._columns = columns | dict(zip(_counted(one.title for one in new.columns), new.columns, strict=True))

    def differences(self) -> Iterator[Difference]:
        for old, new in _matched(_rows(self._old), _rows(self._new)):
            yield from self._of_row(old, new)
        totals = [_totals(table) for table in (self._old, self._new)]
        if any(totals):
            yield from self._of_totals(*totals)

    def _of_row(self, old: _Row | None, new: _Row | None) -> Iterator[Difference]:
        row = new or old
        for key, column in self._columns.items():
            if row is None or column.kind is Kind.ORDINAL:
                continue
            before, after = (one.cells.get(key) if one else None for one in (old, new))
            alone = old is None or new is None
            if before != after and not (alone and _says_little(row, before, after)):
                yield self._difference(row, column, before, after)

    def _of_totals(self, old: _Row | None, new: _Row | None) -> Iterator[Difference]:
        row = new or old
        for key, column in self._columns.items():
            before, after = (one.cells.get(key) if one else None for one in (old, new))
            if row is not None and column.kind is not Kind.ORDINAL and before != after:
                yield self._difference(row, column, before, after, total=True)

    def _difference(self, row: _Row, column: Column, old: Cell, new: Cell, *, total: bool = False) -> Difference:
        return Difference(
            self._place.where,
            row.code,
            row.name,
            column.title,
            old,
            new,
            _change(old, new),
            column.kind,
            total,
            self._place.annex,
        )


def _change(old: Cell, new: Cell) -> int | None:
    return new - old if isinstance(old, int) and isinstance(new, int) else None


def _says_little(row: _Row, *cells: Cell) -> bool:
    """Whether a cell of a row of one content alone is neither its name nor a figure."""
    told = next((cell for cell in cells if cell is not None), None)
    return isinstance(told, str) and told != row.name


def _rows(table: Table) -> list[_Row]:
    keys = list(_counted(column.title for column in table.columns))
    code_at, name_at = _code_column(table), _name_column(table)
    found = []
    for cells in table.rows:
        values = [plain(cell) for cell in cells]
        code = _text(values[code_at]) if code_at is not None else ""
        name = _text(values[name_at]) if name_at is not None else ""
        found.append(_Row(code, name, dict(zip(keys, values, strict=True))))
    return found


def _totals(table: Table) -> _Row | None:
    if not table.totals:
        return None
    keys = _counted(column.title for column in table.columns)
    cells = {key: cell for key, cell in zip(keys, table.totals, strict=True) if not isinstance(cell, str)}
    return _Row("", table.totals_label, cells)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _code_column(table: Table) -> int | None:
    """The column of codes: "Mã", "Mã CĐCS"."""
    titles = (column.title for column in table.columns)
    return next((at for at, title in enumerate(titles) if title.split(" ")[0] == _("Mã")), None)


def _name_column(table: Table) -> int | None:
    """The first column of text that has no codes."""
    code_at = _code_column(table)
    kinds = (column.kind for column in table.columns)
    return next((at for at, kind in enumerate(kinds) if kind is Kind.TEXT and at != code_at), code_at)


def _matched(old: Sequence[_Row], new: Sequence[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
    """Rows of both, matched by code, the others by name; then those of the old content alone."""
    by_code = dict(zip(_counted(row.code for row in old), old, strict=True))
    found: dict[int, _Row] = {}
    for at, key in enumerate(_counted(row.code for row in new)):
        if key[0] and key in by_code:
            found[at] = by_code[key]
    taken = {id(row) for row in found.values()}
    left = [row for row in old if id(row) not in taken]
    by_name = dict(zip(_counted(row.name for row in left), left, strict=True))
    rest = [at for at in range(len(new)) if at not in found]
    for at, key in zip(rest, _counted(new[at].name for at in rest), strict=True):
        other = by_name.get(key)
        if other is not None and not (other.code and new[at].code):  # two codes are two things
            found[at] = other
    taken = {id(row) for row in found.values()}
    yield from ((found.get(at), row) for at, row in enumerate(new))
    yield from ((row, None) for row in old if id(row) not in taken)


# Sentences

_BETWEEN_SENTENCES = re.compile(r"(?<=[.;:!?])\s+")


def _texts(old: Document, new: Document) -> Iterator[ChangedText]:
    before, after = list(_sentences(old)), list(_sentences(new))
    for what, *at in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what != "equal":
            removed, added = before[at[0] : at[1]], after[at[2] : at[3]]
            yield from (ChangedText(*pair) for pair in zip_longest(removed, added))


def _sentences(document: Document) -> Iterator[str]:
    """What a document says in words, in its order: subject, headings, sentences, what stands below tables."""
    yield from (document.heading.issuer, document.heading.subject)
    for block in document.body:
        if isinstance(block, Heading):
            yield _without_number(block.text)
        elif isinstance(block, Text):
            yield from _BETWEEN_SENTENCES.split(f"{block.lead} {block.text}".strip())
        elif isinstance(block, Table):
            yield from block.notes
    for annex in document.annexes:
        yield from (annex.title, *annex.table.notes)
