"""Danh sách cần liên hệ: the unions that have not reported or are to be asked again, for the one who telephones.

Whom to call, what is missing or odd, what has been noted, and room for the answer. It stays in the office.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.document import Annex, Column, Document, Kind, Table, Text
from unioncare_desktop.services import counts, office, records
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.vietnamese import NO_BREAK, show_whole


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The unions to be called for *span*; an empty *number* and *day* are left for the clerk to write."""
    view = office.view(session)
    found = [row for row in counts.rows(session, span) if row.missing or row.follow_up]
    subject = _("{units} cần liên hệ về số liệu {period}").format(units=view.kind.units, period=span.phrase)
    annex = Annex(_("Phụ lục I"), subject, _listed(found, _emails(session), view.kind.unit))
    return Document(
        heading=replace(letterhead.heading(view, span, number, day, _("DANH SÁCH"), subject, "DS"), addressed_to=""),
        body=(Text(_summary(found, view.kind.unit, span)),),
        signature=replace(letterhead.signature(view), recipients=()),
        annexes=(annex,) if found else (),
    )


def _summary(found: list[CountRow], unit: str, span: Span) -> str:
    if not found:
        return _("Không có {unit} nào cần liên hệ: tất cả đã nộp số liệu {period}.").format(
            unit=unit, period=span.phrase
        )
    missing = sum(row.missing for row in found)
    sentence = _(
        "Cần liên hệ {count}: {missing} chưa nộp số liệu {period}, {asked} cần hỏi lại (danh sách ở Phụ lục I)."
    )
    return sentence.format(
        count=f"{show_whole(len(found))}{NO_BREAK}{unit}",
        missing=show_whole(missing),
        period=span.phrase,
        asked=show_whole(sum(row.follow_up for row in found)),
    )


def _emails(session: Session) -> dict[int, str | None]:
    return {row["id"]: row["email"] for row in records.rows(session, Union)}


def _listed(found: list[CountRow], emails: dict[int, str | None], unit: str) -> Table:
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã CĐCS")),
            Column(_("Tên {unit}").format(unit=unit), width=3),
            Column(_("Chủ tịch"), width=1.5),
            Column(_("Điện thoại")),
            Column(_("E-mail"), width=1.5),
            Column(_("Cần hỏi"), width=3),
            Column(_("Ghi chú số liệu"), width=2),
            Column(_("Trả lời"), room=0.2),
        ),
        tuple(
            (
                number,
                row.union.code,
                row.union.name,
                row.union.chair,
                row.union.phone,
                emails.get(row.union.id),
                "\n".join(_questions(row)) or _("Hỏi lại số liệu"),
                row.note,
                None,
            )
            for number, row in enumerate(found, 1)
        ),
    )


def _questions(row: CountRow) -> Iterator[str]:
    """What there is to ask a union."""
    if row.missing:
        before = _(" (kỳ trước {members} đoàn viên)").format(members=show_whole(row.before)) if row.before else ""
        yield _("Chưa nộp số liệu") + before
    yield from (problem.text for problem in row.problems() if problem.severity is not Severity.HINT)
    if row.unconfirmed:
        yield _("Số liệu lấy như quý trước, chưa xác nhận")
