"""Writing the files of issued documents into a folder that the user chooses; what is refused can be tried again."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import issuing

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

Done = Callable[[Sequence[Path]], object]


def usual_folder(work: "Work", context: "Context") -> Path:
    """Where files went last; before the first time, beside the data file."""
    remembered = context.settings.last_export_folder
    return Path(remembered) if remembered else issuing.default_folder(work.database)


def ask_folder(work: "Work", context: "Context", parent: QWidget) -> Path | None:
    """The folder that the user chooses, remembered for the next time; None where none is chosen."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Lưu vào thư mục"), str(usual_folder(work, context)))
    if not chosen:
        return None
    context.settings.last_export_folder = chosen
    context.save_settings()
    return Path(chosen)


def write_issued(work: "Work", context: "Context", ids: Sequence[int], parent: QWidget, on_done: Done) -> None:
    """Ask for a folder and write the files of some issued documents into it; *on_done* gets the paths."""
    folder = ask_folder(work, context, parent)
    if folder is not None:
        write_into(work, ids, folder, on_done)


def write_into(work: "Work", ids: Sequence[int], folder: Path, on_done: Done) -> None:
    """Write the files of some issued documents into *folder*."""
    work.run(_("lưu tệp"), partial(_written, ids=ids, folder=folder), on_done)


def _written(session: "Session", ids: Sequence[int], folder: Path) -> Task[list[Path]]:
    paths: list[Path] = []
    for number, document_id in enumerate(ids):
        yield Step(number, len(ids), str(folder))
        paths += issuing.write_files(session, document_id, folder)
    return paths
