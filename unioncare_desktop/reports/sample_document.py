"""A document of every part that a report can have, to see how the office's sizes look: invented words and figures."""

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.chapters import ORDINAL, annexes
from unioncare_desktop.reports.document import Column, Document, Heading, Kind, Style, Table, Text
from unioncare_desktop.services import office


def build(session: Session) -> Document:
    """A page of a report and an annex, headed, set and signed as the office's reports are."""
    view, today = office.view(session), clock.today()
    titles = (_("BÁO CÁO"), _("Bản mẫu để xem thể thức văn bản"), "BC")
    made = Document(
        heading=letterhead.heading(view, Span.quarter_of(today), "5", today, *titles),
        body=(
            Text(_("Căn cứ Nghị định số 30/2020/NĐ-CP về công tác văn thư;"), Style.BASIS),
            Text(_("Căn cứ quy định về thể thức văn bản của tổ chức công đoàn."), Style.BASIS),
            Heading(_("I. NỘI DUNG")),
            Text(_("Đoạn văn này cho thấy cỡ chữ, lùi đầu dòng, khoảng cách dòng và khoảng cách đoạn của nội dung.")),
            Heading(_("1. Bảng số liệu"), 2),
            _table(3),
        ),
        signature=letterhead.signature(view),
        annexes=tuple(annexes((_("Bảng của phụ lục"), _table(6)))),
    )
    return letterhead.signed(made, session)


def _table(count: int) -> Table:
    columns = (ORDINAL, Column(_("Đơn vị"), width=2), Column(_("Đoàn viên"), Kind.WHOLE, total=True))
    rows = tuple((at, _("Đơn vị {number}").format(number=at), 100 * at) for at in range(1, count + 1))
    return Table(columns, rows, title=_("Bảng mẫu"), totals_label=_("Cộng"), note=_("Ghi chú dưới bảng."))
