"""Files that the system refused: told with what can be done, to try once more or to save them elsewhere.

Whatever writes files for the user comes here when that fails; what was to be written is never lost over it.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from unioncare_desktop.errors import DatabaseBusy, DatabaseDamaged, DatabaseTooNew, EnvironmentProblem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import messages

_OF_THE_DATA = (DatabaseBusy, DatabaseDamaged, DatabaseTooNew)
_AGAIN, _ELSEWHERE = range(2)


def refused(
    error: UserError, again: Callable[[], object], elsewhere: Callable[[], object], parent: QWidget | None = None
) -> None:
    """Tell why files were not written, and call what the user chooses: *again* (Enter), *elsewhere*, or neither.

    What another place would not mend is only told.
    """
    if not isinstance(error, EnvironmentProblem) or isinstance(error, _OF_THE_DATA):
        messages.show(error, parent)
        return
    answers = (_("&Thử lại"), _("&Lưu nơi khác…"), _("T&hôi"))
    answer = messages.choose(str(error), *answers, parent=parent, enter=_AGAIN, picture="warning")
    if answer == _AGAIN:
        again()
    elif answer == _ELSEWHERE:
        elsewhere()


def save_as(parent: QWidget, title: str, proposed: Path, kinds: str, write: Callable[[Path], object]) -> Path | None:
    """Ask where to put a file, *proposed* at first, and let *write* make it; where it lies, None where it does not.

    *write* raises UserError; then the user may try again, or is asked for another place.
    """
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
    return _written(parent, title, Path(chosen), kinds, write) if chosen else None


def _written(parent: QWidget, title: str, path: Path, kinds: str, write: Callable[[Path], object]) -> Path | None:
    try:
        write(path)
    except UserError as error:
        done: list[Path | None] = []
        refused(
            error,
            lambda: done.append(_written(parent, title, path, kinds, write)),
            lambda: done.append(save_as(parent, title, path, kinds, write)),
            parent,
        )
        return done[0] if done else None
    return path
