"""Writing documents into a folder that the user chooses; what is refused can be tried again, or elsewhere."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import issuing
from unioncare_desktop.ui import saving

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.page import Context
    from unioncare_desktop.ui.work import Work

Done = Callable[[Sequence[Path]], object]
Write = Callable[["Session", Path], Task[list[Path]]]
"""Writes files into a folder and returns their paths."""
WRITING = _("lưu tệp")


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


def write_into(
    work: "Work", context: "Context", title: str, write: Write, folder: Path, parent: QWidget, on_done: Done
) -> None:
    """Let *write* make files in *folder*, beside the window; *on_done* gets the paths.

    What the system refuses can be tried again, or in another folder. *title* is as in `Work.run`.
    """

    def into(other: Path | None) -> None:
        if other is not None:
            write_into(work, context, title, write, other, parent, on_done)

    def refused(error: UserError) -> None:
        saving.refused(error, partial(into, folder), lambda: into(ask_folder(work, context, parent)), parent)

    work.run(title, lambda session: write(session, folder), on_done, refused)


def issued_files(ids: Sequence[int]) -> Write:
    """What writes the files of some issued documents, the same to the byte."""

    def write(session: "Session", folder: Path) -> Task[list[Path]]:
        paths: list[Path] = []
        for number, document_id in enumerate(ids):
            yield Step(number, len(ids), str(folder))
            paths += issuing.write_files(session, document_id, folder)
        return paths

    return write
