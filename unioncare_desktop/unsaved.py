"""Texts that stand in cells but not in the data, half typed or refused: kept beside the settings, against a power cut.

Each place (data, grid, period) is kept by itself, so that a page puts back only what it shows.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from unioncare_desktop import json_files
from unioncare_desktop.paths import data_dir


class Place(NamedTuple):
    """Where texts were typed: the location of the data, the name of a grid, the code of a period or nothing."""

    data: str
    grid: str
    period: str = ""


class UnsavedText(NamedTuple):
    """What was typed into one cell, and why it is not stored."""

    key: int | str
    column: str
    text: str
    reason: str


Kept = dict[Place, tuple[UnsavedText, ...]]


class Unsaved:
    """The texts of all places, in one small file."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._written: Kept = {}

    def of(self, place: Place) -> tuple[UnsavedText, ...]:
        """What was typed at a *place* and not stored."""
        return self._read().get(place, ())

    def count(self, data: str, grid: str) -> int:
        """How many texts wait in a grid, in all its periods."""
        return sum(len(texts) for place, texts in self._read().items() if place[:2] == (data, grid))

    def keep(self, place: Place, texts: Sequence[UnsavedText]) -> None:
        """Keep *texts* for a *place* instead of those it had. Raises OSError where the disk refuses."""
        if self._written.get(place) != tuple(texts):
            self._write(self._read() | {place: tuple(texts)})

    def forget(self, data: str, grid: str) -> None:
        """Keep nothing of a grid any more, in no period. Raises OSError where the disk refuses."""
        self._write({place: texts for place, texts in self._read().items() if place[:2] != (data, grid)})

    def _file(self) -> Path:
        return self._path or data_dir() / "unsaved.json"

    def _read(self) -> Kept:
        """The file as it is now: another window may have written to it."""
        self._written = dict(filter(None, map(_understood, json_files.read(self._file(), list) or ())))
        return dict(self._written)

    def _write(self, kept: Kept) -> None:
        some = {place: texts for place, texts in kept.items() if texts}
        if some != self._written:
            json_files.write(self._file(), [[*place, list(texts)] for place, texts in some.items()])
        self._written = kept


def _understood(entry: Any) -> tuple[Place, tuple[UnsavedText, ...]] | None:  # noqa: ANN401 - whatever the file holds
    """One place of the file; None where it makes no sense."""
    match entry:
        case [str(data), str(grid), str(period), list(texts)]:
            return Place(data, grid, period), tuple(text for one in texts if (text := _text(one)) is not None)
    return None


def _text(entry: Any) -> UnsavedText | None:  # noqa: ANN401 - whatever the file holds
    match entry:
        case [int() | str() as key, str(column), str(text), str(reason)]:
            return UnsavedText(key, column, text, reason)
    return None
