"""Writing proposals and decisions as files: one proposal for all mergers chosen, one decision for each.

Names sort by kind and day: "QD_2024-01-01_CS0003_CDCS-Hoa-Mai.pdf".
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from unioncare_desktop import reports
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.reports import merger_decision, merger_papers, merger_proposal
from unioncare_desktop.reports.document import Document
from unioncare_desktop.reports.merger_papers import Paper

PROPOSAL, DECISION = "proposal", "decision"
_UNDATED = "chua-co-ngay"


def export_documents(
    session: Session, kind: str, merger_ids: Sequence[int], formats: tuple[str, ...], folder: Path
) -> Task[list[Path]]:
    """Write the documents of mergers into *folder* and return the paths; nothing is overwritten.

    *kind* is PROPOSAL or DECISION. Stopped halfway, the files that are written stay; each of them is complete.

    Raises:
        UserError: a merger is gone, a text has an unknown field, an unknown format, or a folder that cannot be
            written to.
    """
    named = list(_documents(session, kind, merger_ids))
    paths: list[Path] = []
    for done, (name, document) in enumerate(named):
        yield Step(done, len(named), document.heading.subject)
        paths += reports.save(document, name, formats, folder)
    return paths


def papers(session: Session, kind: str, merger_ids: Sequence[int]) -> Iterator[tuple[list[Paper], Document]]:
    """The documents of mergers, each with the mergers that it is about; *kind* is PROPOSAL or DECISION.

    Raises:
        UserError: a merger is gone, or a text has an unknown field.
    """
    found = merger_papers.read(session, merger_ids)
    if kind == PROPOSAL:
        yield found, merger_proposal.of_papers(session, found)
        return
    for paper in found:
        yield [paper], merger_decision.of_paper(session, paper)


def _documents(session: Session, kind: str, merger_ids: Sequence[int]) -> Iterator[tuple[tuple[str, ...], Document]]:
    for about, document in papers(session, kind, merger_ids):
        first = about[0]
        subject = _subject(first) if len(about) == 1 else (_("{count} nhóm").format(count=len(about)),)
        if kind == PROPOSAL:
            yield (merger_proposal.SIGN, _day(first.row.proposed_on), *subject), document
        else:
            yield (merger_decision.SIGN, _day(first.row.effective_on), *subject), document


def _day(day: date | None) -> str:
    return day.isoformat() if day else _UNDATED


def _subject(paper: Paper) -> tuple[str, ...]:
    """Code and name of what comes out, or of what is split."""
    union = paper.unions.get(paper.row.union_id or 0)
    return ((union.code or "") if union else paper.code, paper.row.name)
