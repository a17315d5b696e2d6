"""The rows of a recognised list → candidates: values by field, every repair made, every reason against a row.

Rows that are not of the list (totals, sections, signatures, repeated headings) are set aside with the reason. Nothing
here knows the database.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unioncare_desktop.domain.fields import Field
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.families import ORDINAL, Family
from unioncare_desktop.services.lists.headings import Heading, Layout, key, numbers_columns, vocabulary
from unioncare_desktop.services.lists.plan import Rejection, Repair, Skipped
from unioncare_desktop.services.lists.sheets import Cell, Cells, Range, is_blank, text_of
from unioncare_desktop.services.lists.values import repair_of, shown, value_of
from unioncare_desktop.vietnamese import clean, fold, long_day

_NUMBERED = re.compile(r"[0-9]+(?:[.,][0-9]+)*[.)]?")
_SECTION_MARK = re.compile(r"(?:[IVX]+|[A-Z])[.)]?")
_SECTION_NAME = re.compile(r"(?:[IVX]{1,5}\s?[.)/:–-]|[A-H][.)])\s+\S.*")
_LONGEST_MARK = len("(10)")
_FEW = 2
_MONTHS = 12
_ENOUGH_DAYS = 8
_BARE_TOTALS = {"tong cong", "tong so", "tong", "cong", "cong don", "luy ke", "toan quan", "toan phuong", "toan xa"}
_TOTAL = re.compile(
    r"(?:tổng cộng|tổng số|cộng|lũy kế|luỹ kế)\b(?! đồng| hòa| hoà| sản| tác)"
    r"|tổng (?:toàn|các|khối|phường|xã|quận|huyện|tỉnh|địa bàn|cụm)\b"
)
_SIGNATURE = re.compile(
    r"nguoi (?:lap|tong hop|ky|viet)\b|lap bieu|(?:tm|tl|kt)\b\.? ?(?:ban|bch|btv|chu tich|pho|uy ban)|noi nhan"
    r"|xac nhan|thu truong|ky ten|\(ky|(?:[^,]{1,40}, ?)?ngay\b.*\bthang\b.*\bnam\b"
)


@dataclass
class Candidate:
    """A row of the list as it was read; links are still names."""

    family: Family
    sheet: str
    row: int
    cells: Cells
    headings: dict[str, Heading]
    values: dict[str, Any] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The union's name, empty where none was read."""
        return self.values.get("name") or ""

    @property
    def code(self) -> str:
        """The union's code, empty where none was read."""
        return self.values.get("code") or ""

    def reject(self, name: str, reason: str) -> None:
        """Note a reason against the row, at the column of the field *name*, at the union's name where there is none."""
        value = self.raw(name if name in self.headings else "name")
        self.rejections.append(Rejection(self.sheet, self.row, self.words(name), shown(value), reason))

    def refused(self, name: str) -> bool:
        """Whether there is a reason against the row in the column of the field *name*."""
        return any(one.column == self.words(name) for one in self.rejections)

    def words(self, name: str) -> str:
        """The heading of the column of the field *name*; its label where the list has no such column."""
        heading = self.headings.get(name)
        return heading.words if heading else self.family.fields[name].label

    def raw(self, name: str) -> Cell:
        """What stands in the column of the field *name*."""
        heading = self.headings.get(name)
        return self.cells[heading.column] if heading and heading.column < len(self.cells) else None


@dataclass
class ListRows:
    """What a sheet's list holds; `remarks` are about whole columns."""

    candidates: list[Candidate] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read(layout: Layout, wanted: Collection[str], year: int | None = None) -> ListRows:
    """Read the rows of *layout*, in the fields *wanted* only; days without a year are of *year*."""
    return _Reader(layout, wanted, year).read()


class _Reader:
    def __init__(self, layout: Layout, wanted: Collection[str], year: int | None) -> None:
        self.layout, self.title, self.family = layout, layout.sheet.title, layout.family
        self.headings = {name: heading for name, heading in layout.columns.items() if name in wanted}
        self.columns: list[tuple[str, Field, Heading]] = [
            (name, self.family.fields[name].of_year(year), heading) for name, heading in self.headings.items()
        ]
        self.ordinal = layout.columns.get(ORDINAL)
        self.merged = _merged_over(layout)
        self.signed = False
        self.found = ListRows()

    def read(self) -> ListRows:
        before = self.layout.heading_rows[-1][0]
        for row, cells in self.layout.body:
            self._note_blanks(before, row)
            before = row
            reason = self._not_of_the_list(cells)
            if reason is None:
                self._take(row, cells)
            else:
                text = " | ".join(words for cell in cells if (words := clean(shown(cell))))
                self.found.skipped.append(Skipped(self.title, row, shown(text), reason))
        self.found.remarks += [words for name, *_rest in self.columns if (words := self._exchanged(name))]
        return self.found

    def _exchanged(self, name: str) -> str:
        """The doubt that day and month stand in each other's place: many cells with days, none after the twelfth."""
        cells = (candidate.raw(name) for candidate in self.found.candidates)
        days = [cell.day for cell in cells if isinstance(cell, date)]
        if len(days) < _ENOUGH_DAYS or max(days) > _MONTHS:
            return ""
        sentence = _(
            "Sheet “{sheet}”, cột “{column}”: không có ngày nào sau ngày 12; nếu tệp được gõ theo kiểu tháng/ngày"
            " (máy đặt vùng Hoa Kỳ) thì ngày và tháng đang đổi chỗ cho nhau, hãy xem lại."
        )
        return sentence.format(sheet=self.title, column=self.headings[name].words)

    def _note_blanks(self, before: int, row: int) -> None:
        blanks = range(before + 1, row)
        self.found.skipped += [Skipped(self.title, blank, "", _("dòng trống")) for blank in blanks]

    # Which rows are rows of the list

    def _not_of_the_list(self, cells: Cells) -> str | None:
        """Why a row is set aside; None where it is to be read."""
        ordinal, written = _at(cells, self.ordinal), self._cell(cells, "name")
        name = clean(shown(written))
        if isinstance(ordinal, int) and len(name) > _LONGEST_MARK and not _is_bare_total(name):
            return None
        numbered = bool(_NUMBERED.fullmatch(clean(shown(ordinal))))
        if vocabulary(self.family).get(key(name)) == "name" and not _has_numbers(cells):
            return _("tiêu đề lặp lại")
        if len(name) <= _LONGEST_MARK and numbers_columns(cells):
            return _("dòng đánh số cột")
        first = next((words for cell in cells if (words := clean(text_of(cell)))), "")
        label = clean(text_of(written)) or first
        if _is_bare_total(name) or _is_bare_total(first) or (not numbered and _TOTAL.match(label.casefold())):
            return _("dòng cộng")
        section = _SECTION_MARK.fullmatch(clean(text_of(ordinal))) or _SECTION_NAME.fullmatch(label)
        if section and not numbered and not (name and self._cell(cells, "code")):
            return _("tên nhóm")
        return self._not_a_union(cells, name=name, numbered=numbered)

    def _not_a_union(self, cells: Cells, *, name: str, numbered: bool) -> str | None:
        filled = {field for field, _described, heading in self.columns if not is_blank([_at(cells, heading)])}
        if not filled:
            return _("chỉ có số thứ tự") if numbered else _("không có nội dung của danh sách")
        coded = "code" in filled and len(filled) > 1
        if numbered or coded or _has_numbers(self._cell(cells, field) for field in filled & self.family.numbers):
            return None
        if len(filled) <= _FEW and (self.signed or any(_SIGNATURE.match(fold(text_of(cell))) for cell in cells)):
            self.signed = True
            return _("phần ký")
        if filled == {"name"} and len(self.columns) > 1:
            return _("chỉ có tên, không có số thứ tự và số liệu")
        return None if name else _("không có tên công đoàn và số liệu")

    def _cell(self, cells: Cells, name: str) -> Cell:
        return _at(cells, self.headings.get(name))

    # What they hold

    def _take(self, row: int, cells: Cells) -> None:
        candidate = Candidate(self.family, self.title, row, cells, self.headings)
        width = len(cells)
        for name, described, heading in self.columns:
            cell = cells[heading.column] if heading.column < width else None
            if cell is None:
                continue
            try:
                value = value_of(described, cell)
            except Unreadable as error:
                candidate.reject(name, str(error))
                continue
            if value is not None:
                candidate.values[name] = value
                if value is not cell and (what := repair_of(described, cell, value)):
                    after = _spelled(described, cell, value) if isinstance(value, date) else str(value)
                    self.found.repairs.append(Repair(self.title, row, heading.words, shown(cell), after, what))
        for name, merged in self.merged.get(row, ()):
            candidate.reject(name, _("ô gộp {range}: hãy bỏ gộp và điền đủ từng ô").format(range=merged))
        self.found.candidates.append(candidate)


def _spelled(described: Field, cell: Cell, day: date) -> str:
    """A day as it is shown; with its month in words where it was written with a short year."""
    return long_day(day) if described.kind.remark(cell, day) else described.kind.show(day)


def _at(cells: Cells, heading: Heading | None) -> Cell:
    return cells[heading.column] if heading is not None and heading.column < len(cells) else None


def _has_numbers(cells: Iterable[Cell]) -> bool:
    return any(
        cell is not None and (not isinstance(cell, str) or _NUMBERED.fullmatch(cell.strip()) is not None)
        for cell in cells
    )


def _is_bare_total(label: str) -> bool:
    return fold(label).rstrip(" :.") in _BARE_TOTALS


def _merged_over(layout: Layout) -> dict[int, list[tuple[str, Range]]]:
    """Merged ranges over several rows or several understood columns of the body, by row: their cells hide values."""
    if not layout.body:
        return {}
    first, last = layout.body[0][0], layout.body[-1][0]
    found: defaultdict[int, list[tuple[str, Range]]] = defaultdict(list)
    for merged in layout.sheet.merged:
        over = [
            name
            for name, heading in layout.columns.items()
            if name != ORDINAL and merged.first_column <= heading.column + 1 <= merged.last_column
        ]
        if len(over) > 1 or (over and merged.last_row > merged.first_row):
            for row in range(max(merged.first_row, first), min(merged.last_row, last) + 1):
                found[row].append((over[0], merged))
    return dict(found)
