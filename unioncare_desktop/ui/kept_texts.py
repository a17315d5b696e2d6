"""What stands in the cells of a page but not in the data, kept for the next start and put back into its cells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages
from unioncare_desktop.ui.faults import LOG
from unioncare_desktop.ui.record_grid import Entry, RecordGrid
from unioncare_desktop.unsaved import Place, UnsavedText
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.page import Context

_LINE = "+"


class KeptTexts:
    """The texts of one *grid* over the data at *location*, by period; *name* is what the grid is called in the file."""

    def __init__(self, grid: RecordGrid, context: "Context", location: str, name: str) -> None:
        self._grid, self._file = grid, context.unsaved
        self._location, self._name = location, name
        self._place: Place | None = None
        grid.keep_unsaved(self._keep)

    def leave(self) -> None:
        """Other rows are about to be shown: keep the texts of those that are shown now, and take them away."""
        self._grid.keep_now()
        self._place = None
        self._grid.clear_refused()

    def arrive(self, period: str = "") -> None:
        """The rows of *period* are shown: put the texts back that were kept for them."""
        self._place = Place(self._location, self._name, period)
        kept = self._file.of(self._place)
        self._grid.restore((Entry(_key_of(text.key), text.column, text.text), text.reason) for text in kept)

    def count(self) -> int:
        """How many texts are not stored, in all periods."""
        self._grid.keep_now()
        return self._file.count(self._location, self._name)

    def forget(self) -> None:
        """The user gives the texts up."""
        self._place = None
        try:
            self._file.forget(self._location, self._name)
        except OSError as error:
            LOG.warning("unsaved texts not forgotten: %s", error)

    def _keep(self, texts: list[tuple[Entry, str]]) -> None:
        if self._place is None:
            return
        known = [
            UnsavedText(key, entry.column, entry.text, reason)
            for entry, reason in texts
            if isinstance(key := _plain(entry.key), int | str)
        ]
        try:
            self._file.keep(self._place, known)
        except OSError as error:
            LOG.warning("unsaved texts not kept: %s", error)


def _plain(key: object) -> object:
    """A key as the file has it: a line that is no row yet by its number."""
    return f"{_LINE}{key.number}" if isinstance(key, NewRow) else key


def _key_of(plain: int | str) -> int | str | NewRow:
    number = plain.removeprefix(_LINE) if isinstance(plain, str) and plain.startswith(_LINE) else ""
    return NewRow(int(number)) if number.isdecimal() else plain


def may_close(kept: Sequence[KeptTexts], parent: QWidget) -> bool:
    """Whether the window may be closed over these texts: ask, naming how many there are; who says yes gives them up."""
    count = sum(one.count() for one in kept)
    question = _("{count} ô màu đỏ chưa ghi được vì sai. Đóng và bỏ những ô này?")
    if count and not messages.ask(question.format(count=show_whole(count)), _("Đón&g"), parent=parent):
        return False
    for one in kept if count else ():
        one.forget()
    return True
