"""What the view of reports shows of one report: its pages, and how far it has come on its way out. Read in a thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity, UserError
from unioncare_desktop.reports import Report, built, content, issuing, rendered
from unioncare_desktop.reports.document import Document, SignatureBlock
from unioncare_desktop.services import closings, counts, deliveries, issued
from unioncare_desktop.services.closings import ClosingRow
from unioncare_desktop.services.deliveries import DeliveryRow
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.ui.pdf_pages import PdfPages

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session
    from unioncare_desktop.ui.work import Work

PDF = "pdf"


@dataclass(frozen=True)
class Request:
    """A report as the user wants to see it: of some *plans* alone, as it was issued or *as_it_stands* now."""

    report: Report
    span: Span
    plans: tuple[str, ...] = ()
    as_it_stands: bool = False


@dataclass(frozen=True)
class Standing:
    """How far a report has come.

    `counts` are the missing, the unconfirmed, errors and warnings; nothing for a report of no figures. `differs` says
    that the issued copy tells other data than there are now.
    """

    counts: Mapping[str, int]
    issued: IssuedRow | None
    differs: bool
    closing: ClosingRow | None
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True)
class Preview:
    """A request as pages; `kept` says that they are those of the issued copy."""

    request: Request
    pages: PdfPages
    kept: bool
    signature: SignatureBlock
    addressed_to: str
    standing: Standing

    @property
    def pdf(self) -> bytes:
        """The very bytes of the file."""
        return self.pages.content


@dataclass(frozen=True)
class Failure:
    """A request that cannot be fulfilled, and the sentence that says why."""

    request: Request
    why: str


def read(work: "Work", request: Request) -> Preview | Failure:
    """The preview of a *request*; what in the office's texts or files is to be mended is told instead."""
    try:
        with work.read() as session:
            return _previewed(session, request)
    except UserError as error:
        return Failure(request, str(error))


def _previewed(session: "Session", request: Request) -> Preview:
    report, span = request.report, request.span
    document = built(session, report, span, plans=request.plans)
    kept = issued.newest(session, report.code, span)
    standing = Standing(
        counts=_to_do(session, span) if report.of_figures else {},
        issued=kept,
        differs=kept is not None and kept.data_hash != content.data_hash(document),
        closing=closings.closing_of(session, span) if report.of_figures else None,
        deliveries=deliveries.recipients_of(session, kept.id) if kept is not None else (),
    )
    as_issued = kept if not request.as_it_stands else None
    pdf = rendered(document, PDF) if as_issued is None else kept_pdf(session, as_issued)
    return Preview(request, PdfPages(pdf), as_issued is not None, document.signature, _addressed(document), standing)


def _addressed(document: Document) -> str:
    return "\n".join(line.strip(" -;.") for line in document.heading.addressed_to.splitlines() if line.strip())


def kept_pdf(session: "Session", document: IssuedRow) -> bytes:
    """The PDF of an issued document, the signed one where there is one; drawn from its content where none was wanted.

    Raises:
        UserError: it has neither a PDF nor a content. EnvironmentProblem: what was kept is gone.
    """
    found = [made for name, made in issuing.files_of(session, document.id) if name.endswith(f".{PDF}")]
    return found[-1] if found else rendered(content.get(session, document.content_hash or ""), PDF)


def _to_do(session: "Session", span: Span) -> dict[str, int]:
    """How much there is to do about the figures of *span* before a report of them goes out."""
    rows = counts.rows(session, span)
    found = [problem.severity for row in rows for problem in row.problems()]
    total = counts.sums(rows)
    return {
        "missing": total.missing,
        "unconfirmed": total.unconfirmed,
        "errors": found.count(Severity.ERROR),
        "warnings": found.count(Severity.WARNING),
    }
