"""Cells as the text that Excel, LibreOffice and WPS put on the clipboard: tabs, line breaks, quotes where needed."""

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)|([^\t\r\n]*)')
_NEEDS_QUOTES = re.compile(r'\A"|[\t\r\n]')


def rows_of(text: str) -> list[list[str]]:
    """The cells of a copied block, row by row; a quoted cell may contain line breaks and tabs."""
    rows: list[list[str]] = [[]]
    position = 0
    while True:
        found = _CELL.match(text, position)
        if found is None:
            break
        quoted = found[1]
        rows[-1].append(found[2] if quoted is None else quoted.replace('""', '"').replace("\r\n", "\n"))
        position = found.end()
        if position >= len(text):
            break
        if text[position] == "\t":
            position += 1
        else:
            position += 2 if text.startswith("\r\n", position) else 1
            rows.append([])
            if position >= len(text):
                break
    return [row for row in rows if row]


def text_of(rows: Sequence[Sequence[str]]) -> str:
    """The text of a block of cells for the clipboard."""
    return "\r\n".join("\t".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


_last_copied = ""


def put(rows: Sequence[Sequence[str]]) -> None:
    """Copy a block of cells."""
    global _last_copied  # noqa: PLW0603 - there is one clipboard
    _last_copied = text_of(rows)
    QApplication.clipboard().setText(_last_copied)


def copied() -> tuple[list[list[str]], bool]:
    """The block on the clipboard, and whether it is the last that was copied from a grid of ours.

    It is known by its text: a mark of our own beside it would outlive Python on the clipboard and end in a crash.
    """
    text = QApplication.clipboard().text()
    return rows_of(text), text != "" and text == _last_copied
