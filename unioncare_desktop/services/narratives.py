"""The words of the periodic report: the office's usual texts with named fields, and what was written for one period.

A part that was written for a period stands in place of the usual text of that period alone. What the fields stand for
is computed by `values`, in `narrative_fields`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Period, ReportText
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InvalidRecord, Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import document_texts, office, periods, records
from unioncare_desktop.services.narrative_fields import values
from unioncare_desktop.vietnamese import NO_BREAK

__all__ = ["PARTS", "REPORT", "PartRow", "change", "earlier", "fields_known", "filled", "parts", "problem", "values"]

REPORT = "periodic"
_MERGERS = "mergers"
_FIGURE, _DAY, _SPACES = re.compile(r"(\{số [^{}]*\}) "), re.compile(r"(ngày) (\{ngày)"), re.compile(" {2,}")


@dataclass(frozen=True)
class Part:
    """A part of the report; the title of a *chapter* stands above it, that of another only names it."""

    code: str
    title: str
    chapter: bool = True


PARTS = (
    Part("subject", _("Trích yếu"), chapter=False),
    Part("opening", _("Mở đầu"), chapter=False),
    Part("workers", _("Tình hình {CNVCLĐ}, đoàn viên").format(CNVCLĐ="{CNVCLĐ}")),
    Part("organisation", _("Tổ chức công đoàn")),
    Part(_MERGERS, _("Sáp nhập công đoàn cơ sở")),
    Part("competitions", _("Thi đua, khen thưởng")),
    Part("targets", _("Thực hiện chỉ tiêu")),
    Part("difficulties", _("Khó khăn, kiến nghị")),
    Part("next", _("Phương hướng, nhiệm vụ {period}").format(period="{kỳ sau}")),
    Part("closing", _("Kết thúc"), chapter=False),
)
"""The parts in the order in which they stand; titles may have the fields of the texts."""


@dataclass(frozen=True)
class PartRow:
    """A part as it is printed for a period: `own` says that it was written for it, `usual` is the office's text."""

    part: Part
    text: str
    usual: str
    own: bool


# Read


def parts(session: Session, span: Span) -> list[PartRow]:
    """The parts of the report of *span* that an office of this kind writes, in their order."""
    own = _own(session, span)
    small_matters = office.view(session).kind.small_matters
    found = (one for one in PARTS if small_matters or one.code != _MERGERS)
    return [_row(one, document_texts.text_of(session, _key(session, one.code)), own.get(one.code)) for one in found]


def _row(part: Part, usual: str, own: str | None) -> PartRow:
    return PartRow(part, usual if own is None else own, usual, own is not None)


def _key(session: Session, part: str) -> str:
    return document_texts.key_of(session, REPORT, part)


def _own(session: Session, span: Span) -> dict[str, str]:
    """What was written for *span*, by part."""
    period = periods.find(session, span)
    found = records.rows(session, ReportText, report=REPORT, period_id=period.id) if period is not None else []
    return {row["part"]: row["text"] for row in found}


def earlier(session: Session, span: Span, part: str) -> tuple[Span, str] | None:
    """What was last written for a *part* in a period that ended before *span*, and in which; None where nothing was."""
    text, period = ReportText.__table__.c, Period.__table__.c
    query = (
        select(period.code, text.text)
        .where(text.period_id == period.id, text.report == REPORT, text.part == part, period.end < span.start)
        .order_by(period.end.desc(), period.start)
        .limit(1)
    )
    found = session.execute(query).first()
    return (Span.parse(found.code), found.text) if found is not None else None


def fields_known() -> tuple[str, ...]:
    """The names of the fields that the parts may have."""
    return document_texts.fields_known(REPORT)


def problem(text: str) -> str:
    """What is wrong with *text* as a part of the report, in a sentence; nothing where it can be printed."""
    return document_texts.problem(REPORT, text)


def filled(text: str, named: Mapping[str, str]) -> str:
    """*text* with the values *named* in its fields; lines in which nothing remains are left out.

    Figures stay on one line with what they count. Fields of tables and charts stay as they are.
    """
    bound = _DAY.sub(rf"\1{NO_BREAK}\2", _FIGURE.sub(rf"\1{NO_BREAK}", text))
    lines = (_SPACES.sub(" ", line).strip(" ") for line in document_texts.with_values(bound, named).splitlines())
    return "\n".join(line for line in lines if line)


# Written


def change(session: Session, span: Span, part: str, text: str) -> None:
    """Let *text* be the *part* of the report of *span* alone; blank, or as it usually is, takes the usual text again.

    Raises:
        InvalidRecord: it has an unknown field, a table or chart within a line, a single brace, or is too long.
    """
    if wrong := problem(text):
        raise InvalidRecord([Problem("text", wrong)])
    period_id = periods.ensure(session, span).id
    stored = records.rows(session, ReportText, report=REPORT, period_id=period_id, part=part)
    if not text.strip() or text == document_texts.text_of(session, _key(session, part)):
        records.delete(session, ReportText, [row["id"] for row in stored])
        return
    draft = (
        records.open_draft(session, ReportText, stored[0]["id"])
        if stored
        else records.new(ReportText, report=REPORT, period_id=period_id, part=part)
    )
    draft.enter("text", text)
    records.save(session, draft)
