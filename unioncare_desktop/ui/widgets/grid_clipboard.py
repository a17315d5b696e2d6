"""Cells as the text that Excel, LibreOffice and WPS put on the clipboard: tabs, line breaks, quotes where needed."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

_OURS = "application/x-unioncare-cells"
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


def put(rows: Sequence[Sequence[str]]) -> None:
    """Copy a block of cells, marked as ours."""
    data = QMimeData()
    data.setText(text_of(rows))
    data.setData(_OURS, b"")
    QApplication.clipboard().setMimeData(data)


def copied() -> tuple[list[list[str]], bool]:
    """The block on the clipboard, and whether it was copied from a grid of ours."""
    data = QApplication.clipboard().mimeData()
    return rows_of(data.text()), data.hasFormat(_OURS)
