"""The papers of mergers on the screen: one proposal for all that were chosen, one decision for each."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.records.merger import SPLIT
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task
from unioncare_desktop.reports.merger_decision import decision
from unioncare_desktop.reports.merger_files import DECISION, PROPOSAL, export_documents
from unioncare_desktop.reports.merger_proposal import proposal
from unioncare_desktop.services import mergers
from unioncare_desktop.ui.document_dialog import DocumentDialog, Piece
from unioncare_desktop.ui.page import Context

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

__all__ = ["DECISION", "PROPOSAL", "show_documents"]
_PROPOSAL, _DECISION, _OF_SPLIT = _("Tờ trình sáp nhập"), _("Quyết định sáp nhập"), _("Quyết định chia, tách")


def show_documents(parent: QWidget, work: "Work", context: Context, ids: Sequence[int], kind: str) -> DocumentDialog:
    """Open the proposal of mergers or their decisions over *parent*, to be read, saved and printed."""
    title = _PROPOSAL
    pieces = [Piece(title, partial(proposal, merger_ids=ids))]
    if kind == DECISION:
        with work.read() as session:
            chosen = [one for one in mergers.listed(session) if one.id in ids]
        names = {one.id: one.name for one in chosen}
        title = _OF_SPLIT if all(one.kind == SPLIT for one in chosen) else _DECISION
        pieces = [Piece(names.get(one, ""), partial(decision, merger_id=one)) for one in ids]

    def export(session: "Session", formats: tuple[str, ...], folder: Path) -> Task[list[Path]]:
        return export_documents(session, kind, ids, formats, folder)

    dialog = DocumentDialog(work, context, title, pieces, export, parent)
    dialog.open()
    return dialog
