"""Danh sách cán bộ sắp hết nhiệm kỳ: whose term ends soon, or has ended with nobody elected since."""

from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.terms import TermState
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.document import Annex, Column, Document, Kind, Table, Text
from unioncare_desktop.services import office, officers
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.vietnamese import show_day, show_whole


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The terms as they stand on the last day of *span*; an empty *number* and *day* are left blank."""
    view, found = office.view(session), officers.ending(session, span.end)
    subject = _("Cán bộ công đoàn sắp hết và đã hết nhiệm kỳ, tính đến ngày {day}").format(day=show_day(span.end))
    annex = Annex(_("Phụ lục I"), subject, _listed(found, view.kind.unit))
    return Document(
        heading=letterhead.heading(view, span, number, day, _("DANH SÁCH"), subject, "DS"),
        body=(Text(_summary(found, span.end)),),
        signature=letterhead.signature(view),
        annexes=(annex,) if found else (),
    )


def _summary(found: list[OfficerRow], on: date) -> str:
    if not found:
        return _("Tính đến ngày {day}, không có cán bộ công đoàn nào sắp hết hoặc đã hết nhiệm kỳ.").format(
            day=show_day(on)
        )
    ended = sum(row.state is TermState.ENDED for row in found)
    sentence = _(
        "Tính đến ngày {day}, {count} cán bộ công đoàn của {unions} đơn vị cần chuẩn bị bầu, kiện toàn: {ending} sắp"
        " hết nhiệm kỳ, {ended} đã hết nhiệm kỳ mà chưa có người kế nhiệm (danh sách ở Phụ lục I)."
    )
    return sentence.format(
        day=show_day(on),
        count=show_whole(len(found)),
        unions=show_whole(len({row.union_id for row in found})),
        ending=show_whole(len(found) - ended),
        ended=show_whole(ended),
    )


def _listed(found: list[OfficerRow], unit: str) -> Table:
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã CĐCS")),
            Column(_("Tên {unit}").format(unit=unit), width=3),
            Column(_("Địa bàn")),
            Column(_("Chức danh"), width=1.5),
            Column(_("Họ và tên"), width=1.5),
            Column(_("Điện thoại")),
            Column(_("Nhiệm kỳ từ ngày"), Kind.DAY),
            Column(_("Nhiệm kỳ đến ngày"), Kind.DAY),
            Column(_("Tình trạng"), width=1.5),
        ),
        tuple(
            (
                number,
                row.code,
                row.union,
                row.area or None,
                row.role,
                row.name,
                row.phone,
                row.term_from,
                row.term_to,
                row.state_words,
            )
            for number, row in enumerate(found, 1)
        ),
    )
