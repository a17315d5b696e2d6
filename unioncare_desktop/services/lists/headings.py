"""Where a list stands in a sheet and what its columns mean, told from the words over them and from nothing else.

A new heading is one more string in `headers=` of its field (domain/records); this file holds only what no field can:
words that take their meaning from the heading above or beside them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.services.lists.families import ORDINAL, REGISTRY, Family
from unioncare_desktop.services.lists.sheets import Cell, Cells, Sheet, text_of
from unioncare_desktop.vietnamese import fold

REASON = "Lý do không nhập"
"""The column that is added to rows given back; it is not read again."""

_ORDINALS = {"stt", "tt", "so tt", "so thu tu", "no"}
_WOMEN = {"nu", "trong do nu", "so nu", "tong so nu", "gioi nu"}
_WOMEN_OF = {"workers": "women_workers", "members": "women_members"}
_NEUTRAL = {"tong so", "tong", "tong cong", "cong", "so luong", "chia ra", "trong do", "gom", "so nguoi", "nguoi"}
_SUMMARIES = {
    *("so cdcs", "so luong cdcs", "tong so cdcs", "so cong doan co so", "tong so cong doan co so"),
    *("so luong cong doan co so", "so to cong doan", "so to cd", "so don vi"),
}
_PARENTHESES = re.compile(r"\([^()]*\)")
_NOT_WORDS = re.compile(r"[^0-9a-z]+")
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:[0-9]{1,2}|[A-Za-z])\s*\)?(?:\s*=.*)?")
_LONGEST_HEADING = 120
_MOST_ROWS_ABOVE = 100
_DEEPEST = 3
_FEWEST = 2


@dataclass(frozen=True)
class Heading:
    """A column of a list: where it stands (from 0), its words as written, the field it means ("" for none)."""

    column: int
    words: str
    field: str


@dataclass(frozen=True)
class Layout:
    """A list in a sheet: the rows above it, its headings in `depth` rows (and one that counts columns), its body."""

    family: Family
    sheet: Sheet
    depth: int
    top: tuple[tuple[int, Cells], ...]
    heading_rows: tuple[tuple[int, Cells], ...]
    headings: tuple[Heading, ...]
    body: tuple[tuple[int, Cells], ...]

    @property
    def columns(self) -> dict[str, Heading]:
        """The understood columns by field."""
        return {heading.field: heading for heading in self.headings if heading.field}

    @property
    def ignored(self) -> tuple[str, ...]:
        """The words of columns that mean nothing to the importer."""
        unknown = (heading.words for heading in self.headings if not heading.field)
        return tuple(words for words in unknown if key(words) and not words.endswith(REASON))

    @property
    def said(self) -> str:
        """What stands over the list: the title of its sheet and the texts above its headings."""
        return "\n".join(
            (self.sheet.title, *(text for _row, cells in self.top for cell in cells if (text := text_of(cell))))
        )

    @property
    def doubles(self) -> tuple[tuple[Heading, Heading], ...]:
        """Columns that mean the same field."""
        last = self.columns
        return tuple(
            (heading, last[heading.field])
            for heading in self.headings
            if heading.field and last[heading.field] is not heading
        )

    @property
    def is_summary(self) -> bool:
        """Whether the rows are groups of unions: such a table counts them in a column."""
        return any(key(heading.words) in _SUMMARIES for heading in self.headings)


@dataclass(frozen=True)
class NoList:
    """A sheet without a list; `seen` are the understood headings of the row that came nearest, or its texts."""

    sheet: Sheet
    seen: tuple[str, ...]
    known: int


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """The words of a heading without marks, case, line breaks, signs and remarks in parentheses."""
    folded = fold(text)
    plain = _PARENTHESES.sub(" ", folded)
    words = plain if plain.strip() else folded
    return _NOT_WORDS.sub(" ", re.sub(r"(?<=\w)-(?=\w)", "", words)).strip()


@cache
def vocabulary(family: Family) -> Mapping[str, str]:
    """The field that each known heading means in lists of *family*."""
    known = dict.fromkeys(_ORDINALS, ORDINAL)
    for name, described in family.fields.items():
        for words in described.headings:
            known.setdefault(key(words), name)
    return known


def recognise(sheet: Sheet, family: Family = REGISTRY) -> Layout | NoList:
    """The list of *family* in *sheet*, if it has one with names and at least one more column.

    The rows that explain most columns are its headings; where two explanations are equal, the one with fewer rows.
    """
    filled = _filled_merges(sheet)
    best: Layout | None = None
    nearest = NoList(sheet, (), 0)
    for start in range(min(len(sheet.rows), _MOST_ROWS_ABOVE)):
        if best is not None and start > len(best.top) + _DEEPEST:
            break
        for depth in range(1, _DEEPEST + 1):
            if not _may_be_headings(sheet.rows[start : start + depth], depth):
                break
            layout = _layout(family, sheet, start, depth, filled)
            known = len(layout.columns)
            if "name" in layout.columns and known >= _FEWEST:
                if best is None or (known, -depth) > (len(best.columns), -best.depth):
                    best = layout
            elif depth == 1 and (known, len(layout.headings)) > (nearest.known, len(nearest.seen)):
                nearest = NoList(sheet, tuple(heading.words for heading in layout.headings), known)
    return best or nearest


def _may_be_headings(block: Sequence[tuple[int, Cells]], depth: int) -> bool:
    """Whether these rows stand one directly below the other and hold nothing but short texts."""
    if len(block) < depth or block[-1][0] - block[0][0] != depth - 1:
        return False
    return all(cell is None or (isinstance(cell, str) and len(cell) <= _LONGEST_HEADING) for cell in block[-1][1])


def _layout(family: Family, sheet: Sheet, start: int, depth: int, filled: Mapping[tuple[int, int], str]) -> Layout:
    rows = sheet.rows[start : start + depth]
    end = start + depth
    while end < len(sheet.rows) and numbers_columns(sheet.rows[end][1]):
        end += 1
    return Layout(
        family=family,
        sheet=sheet,
        depth=depth,
        top=sheet.rows[:start],
        heading_rows=sheet.rows[start:end],
        headings=_headings(_paths(rows, filled), vocabulary(family)),
        body=sheet.rows[end:],
    )


def numbers_columns(cells: Cells) -> bool:
    """Whether this is the row "A B 1 2 3" under the headings."""
    written = [str(cell).strip() for cell in cells if cell is not None and str(cell).strip()]
    if len(written) < _DEEPEST or not all(_COLUMN_NUMBER.fullmatch(text) for text in written):
        return False
    numbers = [int(digits[0]) for text in written if (digits := re.findall("[0-9]+", text))]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _filled_merges(sheet: Sheet) -> dict[tuple[int, int], str]:
    """The text of the top left cell for every cell of a merged range that is as wide as two columns or more."""
    rows = dict(sheet.rows[: _MOST_ROWS_ABOVE + _DEEPEST])
    found = {}
    for merged in sheet.merged:
        text = text_of(_cell(rows.get(merged.first_row, ()), merged.first_column - 1))
        if text and merged.last_column > merged.first_column and merged.last_row - merged.first_row < _DEEPEST:
            for row in range(merged.first_row, merged.last_row + 1):
                for column in range(merged.first_column, min(merged.last_column, len(rows.get(row, ())) + 1) + 1):
                    found[row, column - 1] = text
    return found


def _paths(rows: Sequence[tuple[int, Cells]], filled: Mapping[tuple[int, int], str]) -> list[tuple[str, ...]]:
    """For each column the words over it, from top to bottom; a wide heading stands over all its columns."""
    width = max(len(cells) for _number, cells in rows)
    table = [[text_of(_cell(cells, column)) for column in range(width)] for _number, cells in rows]
    for above, (number, _cells) in enumerate(rows[:-1]):
        parent = ""
        for column in range(width):
            below = table[above + 1][column].strip()
            if table[above][column].strip():
                parent = table[above][column] if below else ""
            elif (number, column) in filled:
                table[above][column] = filled[number, column]
            elif parent and below:
                table[above][column] = parent
    return [tuple(text for line in table if (text := line[column]).strip()) for column in range(width)]


def _cell(cells: Cells, column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _headings(paths: Sequence[tuple[str, ...]], known: Mapping[str, str]) -> tuple[Heading, ...]:
    found: list[Heading] = []
    for column, path in enumerate(paths):
        words = " – ".join(" ".join(part.split()) for part in path)
        parts = [part for text in path if (part := key(text))]
        field = _meaning(parts, known)
        if not field and known is vocabulary(REGISTRY) and parts and parts[-1] in _WOMEN:
            field = _women(parts, found, known)
        found.append(Heading(column, words, field))
    return tuple(heading for heading in found if heading.words)


def _meaning(parts: Sequence[str], known: Mapping[str, str]) -> str:
    """The field that a column means by the words over it, the more of them together the better."""
    for phrase in _phrases(parts):
        if phrase in known:
            return known[phrase]
    if not parts:
        return ""
    own, above = parts[-1], list(parts[:-1])
    if own in known and not (known[own] in FIGURES and above and _meaning(above, known) in _WOMEN_OF):
        return known[own]
    return _meaning(above, known) if own in _NEUTRAL and above else ""


def _phrases(parts: Sequence[str]) -> Iterator[str]:
    """The lowest words together with some of those above them, in both orders."""
    *above, own = parts or [""]
    for size in range(len(above), 0, -1):
        for chosen in combinations(above, size):
            yield " ".join((*chosen, own))
            yield " ".join((own, *reversed(chosen)))
            yield " ".join((own, *chosen))


def _women(parts: Sequence[str], before: Sequence[Heading], known: Mapping[str, str]) -> str:
    """What "Nữ" means: the women of the heading above it, else of the nearest understood column to its left."""
    above = _meaning([part for part in parts[:-1] if part not in _NEUTRAL], known)
    if above:
        return _WOMEN_OF.get(above, "")
    left = next((heading.field for heading in reversed(before) if heading.field), "")
    return _WOMEN_OF.get(left, "")
