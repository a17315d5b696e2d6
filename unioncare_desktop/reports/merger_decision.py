"""Quyết định sáp nhập, hợp nhất, chia tách: the decision on one merger or split, drafted for signature.

Its words are the office's texts (`document_texts`); a number, day or name that is not known yet is left blank.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead, merger_papers
from unioncare_desktop.reports.document import Block, Document, Style, Text
from unioncare_desktop.reports.merger_papers import COMMITTEE, UNIONS, Paper
from unioncare_desktop.services import document_texts, office

SIGN = "QĐ"


def decision(session: Session, merger_id: int, number: str = "", day: date | None = None) -> Document:
    """The decision on a merger or split; *number* and *day* are those stored with it where none are given.

    Raises:
        UserError: it is gone, or one of the office's texts has an unknown field.
    """
    (paper,) = merger_papers.read(session, [merger_id])
    return of_paper(session, paper, number, day)


def of_paper(session: Session, paper: Paper, number: str = "", day: date | None = None) -> Document:
    """As `decision`, on a merger that has been read."""
    row, view = paper.row, office.view(session)
    values = merger_papers.fields(view, paper)
    subject = document_texts.filled(session, f"decision.{row.kind}_subject", values)
    span = Span.quarter_of(row.effective_on) if row.effective_on else row.period
    titles = (_("QUYẾT ĐỊNH"), subject, SIGN)
    made = Document(
        heading=merger_papers.heading(view, span, number or row.decision or "", day or row.decided_on, *titles),
        body=tuple(_body(session, paper, values)),
        signature=merger_papers.signature(session, view, "decision.recipients", values),
    )
    return letterhead.signed(made, session)


def _body(session: Session, paper: Paper, values: dict[str, str]) -> Iterator[Block]:
    named = {
        UNIONS: merger_papers.unions_table(paper),
        COMMITTEE: merger_papers.committee_table(paper.committee),
    }
    yield Text(document_texts.filled(session, "decision.authority", values).upper(), Style.CENTRED)
    yield from merger_papers.basis(document_texts.filled(session, "decision.basis", values))
    yield Text(_("QUYẾT ĐỊNH:"), Style.CENTRED)
    yield from merger_papers.blocks(document_texts.filled(session, f"decision.{paper.row.kind}", values), named)
