"""Rows put into a sheet of a workbook below one that is repeated: all that stands or points below moves down with them.

As in Excel, a range that holds the repeated row grows. What a formula says of whole columns needs no change; whole rows
("5:5"), and what the library does not read, stay as they are.
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from openpyxl.cell import Cell
from openpyxl.formula.tokenizer import Token, Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.cell_range import CellRange

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_PLACE = re.compile(r"(\$?[A-Za-z]{1,3}\$?)(\d+)(?::(\$?[A-Za-z]{1,3}\$?)(\d+))?")


@dataclass(frozen=True)
class Insertion:
    """So many rows (*by*) put in below the row *row*."""

    row: int
    by: int

    def moved(self, row: int) -> int:
        """Where a row ends up."""
        return row + self.by if row > self.row else row

    def reference(self, text: str) -> str:
        """A reference such as "B6", "$A$5:$C$9" or several with blanks between, as it reads afterwards."""
        return _PLACE.sub(self._place, text)

    def area(self, text: str) -> str:
        """What a rule holds for, as it reads afterwards: a single cell of the repeated row grows too."""
        return self.reference(_PLACE.sub(lambda one: one[0] if one[4] else f"{one[0]}:{one[0]}", text))

    def _place(self, found: re.Match[str]) -> str:
        first, last = int(found[2]), int(found[4] or found[2])
        if found[4] is None:
            return f"{found[1]}{self.moved(first)}"
        grown = last + self.by if last >= self.row else last
        return f"{found[1]}{self.moved(first)}:{found[3]}{grown}"


def cells_of(sheet: "Worksheet") -> list[Cell]:
    """The cells that *sheet* has, row by row.

    Unlike going over its rows, this makes none: one cell far out would cost all those between.
    """
    places = sorted(sheet._cells)  # noqa: SLF001 - no public way
    found = (sheet._cells[place] for place in places)  # noqa: SLF001 - the same
    return [cell for cell in found if isinstance(cell, Cell)]


def columns_of(sheet: "Worksheet", row: int) -> list[int]:
    """The numbers of the columns in which *row* of *sheet* has cells."""
    return sorted(column for at, column in sheet._cells if at == row)  # noqa: SLF001 - as above


def repeat(sheet: "Worksheet", row: int, count: int) -> None:
    """Let *row* of *sheet* stand there *count* times, looks, merged cells and formulas alike."""
    if count <= 1:
        return
    inserted = Insertion(row, count - 1)
    _move_merged(sheet, inserted)
    _move_cells(sheet, inserted)
    _move_heights(sheet, inserted)
    _move_rules(sheet, inserted)
    _move_pictures(sheet, inserted)
    _move_names(sheet, inserted)
    for other in cast("Workbook", sheet.parent).worksheets:
        for cell in _formulas(other):
            if other is not sheet or cell.row <= row or cell.row > row + inserted.by:
                cell.value = _formula(str(cell.value), sheet.title, inserted, inside=other is sheet)
    columns = columns_of(sheet, row)
    for at in range(row + 1, row + count):
        _copy_row(sheet, row, at, columns)


def _formulas(sheet: "Worksheet") -> Iterator[Cell]:
    yield from (cell for cell in cells_of(sheet) if cell.data_type == "f" and isinstance(cell.value, str))


def _formula(formula: str, title: str, inserted: Insertion, *, inside: bool) -> str:
    """*formula* with its references to the sheet called *title* moved; those without a sheet are to it if *inside*."""
    prefixes = {f"{title}!".casefold(), f"{quote_sheetname(title)}!".casefold()}
    parts = ["="]
    for token in Tokenizer(formula).items:
        is_range = token.type == Token.OPERAND and token.subtype == Token.RANGE
        sheet, mark, place = token.value.rpartition("!")
        meant = (sheet + mark).casefold() in prefixes if mark else inside
        parts.append(f"{sheet}{mark}{inserted.reference(place)}" if is_range and meant else token.value)
    return "".join(parts)


def _move_merged(sheet: "Worksheet", inserted: Insertion) -> None:
    for merged in [one for one in sheet.merged_cells.ranges if one.min_row > inserted.row]:
        merged.shift(row_shift=inserted.by)


def _move_cells(sheet: "Worksheet", inserted: Insertion) -> None:
    """From the last row up, so that nothing is written over."""
    below = sorted((place for place in sheet._cells if place[0] > inserted.row), reverse=True)  # noqa: SLF001 - no public way
    for row, column in below:
        cell = sheet._cells.pop((row, column))  # noqa: SLF001 - the same
        cell.row = row + inserted.by
        sheet._cells[cell.row, column] = cell  # noqa: SLF001 - the same


def _move_heights(sheet: "Worksheet", inserted: Insertion) -> None:
    for row in sorted((row for row in sheet.row_dimensions if row > inserted.row), reverse=True):
        dimension = sheet.row_dimensions.pop(row)
        dimension.index = row + inserted.by
        sheet.row_dimensions[row + inserted.by] = dimension


def _move_rules(sheet: "Worksheet", inserted: Insertion) -> None:
    """Lists of choices, conditional looks, filters, tables, and what is printed."""
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = type(validation.sqref)(inserted.area(str(validation.sqref)))
    rules = [(str(one.sqref), list(one.rules)) for one in sheet.conditional_formatting]
    sheet.conditional_formatting = type(sheet.conditional_formatting)()
    for places, of_places in rules:
        for rule in of_places:
            sheet.conditional_formatting.add(inserted.area(places), rule)
    for table in sheet.tables.values():
        table.ref = inserted.reference(table.ref)
        if table.autoFilter is not None:
            table.autoFilter.ref = inserted.reference(table.autoFilter.ref)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = inserted.reference(sheet.auto_filter.ref)
    if sheet.print_area:
        areas = (one.rpartition("!")[2] for one in str(sheet.print_area).split(","))
        sheet.print_area = ",".join(map(inserted.reference, areas))


def _move_pictures(sheet: "Worksheet", inserted: Insertion) -> None:
    for drawn in (*sheet._images, *sheet._charts):  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
        for corner in (getattr(drawn.anchor, "_from", None), getattr(drawn.anchor, "to", None)):
            if corner is not None:
                corner.row = inserted.moved(corner.row + 1) - 1


def _move_names(sheet: "Worksheet", inserted: Insertion) -> None:
    book = cast("Workbook", sheet.parent)
    for name in (*book.defined_names.values(), *sheet.defined_names.values()):
        name.value = _formula(f"={name.value}", sheet.title, inserted, inside=False)[1:]


def _copy_row(sheet: "Worksheet", row: int, target: int, columns: Iterable[int]) -> None:
    for column in columns:
        source = sheet.cell(row, column)
        if isinstance(source, Cell):
            cell = cast("Cell", sheet.cell(target, column))
            cell._style = copy(source._style)  # type: ignore[attr-defined]  # noqa: SLF001 - as the library's manual does
            is_formula = source.data_type == "f" and isinstance(source.value, str)
            cell.value = (
                Translator(str(source.value), source.coordinate).translate_formula(cell.coordinate)
                if is_formula
                else source.value
            )
    if row in sheet.row_dimensions:
        sheet.row_dimensions[target].height = sheet.row_dimensions[row].height
    for merged in [one for one in sheet.merged_cells.ranges if one.min_row == one.max_row == row]:
        again = CellRange(merged.coord)
        again.shift(row_shift=target - row)
        sheet.merge_cells(again.coord)
