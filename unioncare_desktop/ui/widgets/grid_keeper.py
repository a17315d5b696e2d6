"""What stands in a grid but not in the data is told again and again, so that a power cut does not take it away."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from unioncare_desktop.ui.widgets.grid_cell import HALF_TYPED, Entry

if TYPE_CHECKING:
    from unioncare_desktop.ui.widgets.grid_view import GridView

PAUSE = 1000
"""Milliseconds without a key after which what is half typed is kept."""
Keep = Callable[[list[tuple[Entry, str]]], None]


class GridKeeper(QObject):
    """Hands the texts that are not stored and the one being typed to *keep*, each with its reason, after a moment."""

    def __init__(self, view: "GridView", keep: Keep) -> None:
        super().__init__(view)
        self._view, self._keep = view, keep
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self.keep_now)
        view.typed.connect(lambda: self._wait.start(PAUSE))
        for changed in (view.grid.dataChanged, view.grid.modelReset, view.delegate.closeEditor):
            changed.connect(self._soon)

    def _soon(self) -> None:
        if not self._wait.isActive():
            self._wait.start(0)

    def keep_now(self) -> None:
        """Hand over what is not in the data at this moment."""
        half_typed = self._view.half_typed()
        unsaved = [(entry, reason) for entry, reason in self._view.grid.unsaved if not _same_cell(entry, half_typed)]
        if half_typed is not None:
            unsaved.append((half_typed, HALF_TYPED))
        self._keep(unsaved)


def _same_cell(entry: Entry, other: Entry | None) -> bool:
    return other is not None and (entry.key, entry.column) == (other.key, other.column)
