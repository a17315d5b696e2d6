"""The blank lines at the end of a grid: what is typed or pasted into them waits there until it becomes rows."""

from collections.abc import Iterator, Mapping

from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.i18n import _

WAITS = _("chưa ghi: dòng mới còn thiếu ô")
"""Why a text of a line is not stored, where nothing is wrong with it."""


class BlankLines:
    """The texts of each line by column, and what it waits for."""

    def __init__(self) -> None:
        self._texts: dict[NewRow, dict[str, str]] = {}
        self._waits: dict[NewRow, str] = {}
        self._last = 0

    def new(self) -> NewRow:
        """Another line, in which nothing stands."""
        self._last += 1
        return NewRow(self._last)

    def put(self, line: NewRow, column: str, text: str) -> None:
        """Let *text* stand in a cell of a line; a blank one empties the cell."""
        self._last = max(self._last, line.number)
        texts = self._texts.setdefault(line, {})
        texts.pop(column, None)
        if text.strip():
            texts[column] = text
        if not texts:
            self.drop(line)

    def texts(self, line: NewRow) -> Mapping[str, str]:
        """What stands in a line, by column."""
        return self._texts.get(line, {})

    def wait(self, line: NewRow, why: str) -> None:
        """Say what a line waits for."""
        self._waits[line] = why

    def why(self, line: NewRow) -> str:
        """What a line waits for; empty where nothing stands in it."""
        return self._waits.get(line, WAITS) if self.texts(line) else ""

    def drop(self, line: NewRow) -> None:
        """Forget a line."""
        self._texts.pop(line, None)
        self._waits.pop(line, None)

    def clear(self) -> None:
        """Forget all lines; new ones are counted from 1 again."""
        self._texts.clear()
        self._waits.clear()
        self._last = 0

    def __iter__(self) -> Iterator[NewRow]:
        """The lines in which something stands, in their order."""
        return iter(sorted(self._texts))
