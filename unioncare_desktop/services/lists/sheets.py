"""What a workbook is to the importer: sheets of rows of plain values. How files are read is in `workbook`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """A cell without a usable value: what it shows in Excel, and why it cannot be used."""

    shown: str
    reason: str

    def __str__(self) -> str:
        return self.shown


Cell = str | int | float | bool | date | Fault | None
Cells = tuple[Cell, ...]


@dataclass(frozen=True)
class Range:
    """A merged range; rows and columns count from 1."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows that hold anything, each with its number in Excel and its cells from column A on."""

    title: str
    hidden: bool
    rows: tuple[tuple[int, Cells], ...]
    hidden_rows: tuple[int, ...] = ()
    merged: tuple[Range, ...] = ()
    grouped_alike: tuple[str, ...] = ()
    """Cells whose small whole number is shown with three decimals, each with it: 22 looks like 22.000."""


@dataclass(frozen=True)
class Book:
    """A workbook or CSV file; `notes` are sentences about what was left aside while reading."""

    path: Path
    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


def column_letters(number: int) -> str:
    """The letters over a column that is counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, from 1, by its letters; 0 where they are none."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def text_of(cell: Cell) -> str:
    """The text of a cell that holds text, empty for all others."""
    return cell if isinstance(cell, str) else ""


def is_blank(cells: Iterable[Cell]) -> bool:
    """Whether there is nothing to see in the cells."""
    return not any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells)
