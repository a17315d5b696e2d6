"""Closing a period: its reports are frozen as they are, and nothing in it changes until it is opened again.

Frozen are the contents of all reports that tell figures; of a closed period they are written from these contents, so
that a year later they are the same bytes, whatever was renamed since.
"""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import FrozenReport, PeriodClosing
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task
from unioncare_desktop.services import closings, periods, records

if TYPE_CHECKING:
    from unioncare_desktop.reports import Report
    from unioncare_desktop.reports.document import Document

_TITLE = _("Khóa sổ {period}")


def title(span: Span) -> str:
    """What the action is called in the history."""
    return _TITLE.format(period=span.title)


def frozen_reports() -> tuple["Report", ...]:
    """The kinds of report that are frozen: those that tell figures, but for what compares them with older ones."""
    from unioncare_desktop.reports import REPORTS, correction_report

    return tuple(one for one in REPORTS if one.of_figures and one.code != correction_report.CODE)


def close(session: Session, span: Span) -> Task[int]:
    """Close *span* and the open quarters in it as one action; return the id of the closing of *span*.

    Raises:
        UserError: it is closed already, has not begun, or nothing is reported for it.
    """
    from unioncare_desktop.reports import built

    spans, kinds = closings.closing_spans(session, span), frozen_reports()
    # All contents are made before anything is closed: each is the report as it stands, of one state of the data.
    made = 0
    contents: dict[Span, list[tuple[str, Document]]] = {one: [] for one in spans}
    for one in spans:
        for report in kinds:
            yield Step(made, len(spans) * len(kinds) + 1, f"{one.title}: {report.title}")
            contents[one].append((report.code, built(session, report, one)))
            made += 1
    yield Step(made, made + 1, _("Đang lưu"))
    return [_store(session, one, contents[one]) for one in spans][-1]


def _store(session: Session, span: Span, contents: "list[tuple[str, Document]]") -> int:
    from unioncare_desktop.reports import content

    period = periods.ensure(session, span)
    closing = {"period_id": period.id, "closed_on": clock.today()}
    (closing_id,) = records.insert_rows(session, PeriodClosing, [closing])
    rows = [
        {
            "closing_id": closing_id,
            "report": code,
            "data_hash": content.data_hash(document),
            "content_hash": content.put(session, document),
        }
        for code, document in contents
    ]
    records.insert_rows(session, FrozenReport, rows)
    return closing_id


def frozen(session: Session, report: "Report", span: Span) -> "Document | None":
    """The report as it was when *span* was closed; None where it is open, or the report is none of its figures.

    Raises:
        EnvironmentProblem: the content is gone or damaged.
    """
    from unioncare_desktop.reports import content

    closing = closings.closing_of(session, span)
    if closing is None:
        return None
    kept = FrozenReport.__table__.c
    query = select(kept.content_hash).where(kept.closing_id == closing.id, kept.report == report.code)
    digest = session.scalar(query)
    return content.get(session, digest) if digest else None
