"""Closing a period: its reports are frozen as they are, and nothing in it changes until it is opened again."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.progress import Task
from unioncare_desktop.reports.document import Document

if TYPE_CHECKING:
    from unioncare_desktop.reports import Report


def close(session: Session, span: Span) -> Task[int]:
    """Close *span* and the open quarters in it as one action; return the id of the closing of *span*.

    Raises:
        UserError: it is closed already, or it has no figures.
    """
    raise NotImplementedError


def frozen(_session: Session, _report: "Report", _span: Span) -> Document | None:
    """The report as it was when *span* was closed; None where it is open, or the report is none of its figures."""
    return None
