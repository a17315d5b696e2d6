"""Sổ văn bản đi: the register of outgoing documents to be printed, by series and type.

The columns are those of decree 30/2020/NĐ-CP, appendix IV; copies are counted by hand.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters, letterhead
from unioncare_desktop.reports.document import Block, Column, Document, Kind, Table, Text
from unioncare_desktop.services import issued, office
from unioncare_desktop.services.issued import CANCELLED, IssuedRow
from unioncare_desktop.vietnamese import counted, show_whole

_Part = tuple[tuple[str, str], Sequence[IssuedRow]]
"""The documents of one series and type, under both."""
_KEEPER, _COPIES, _NOTES = 0.08, 0.06, 0.1
"""The room of the columns that may be written in by hand."""


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The documents of *span* by their days; an empty *number* and *day* are left blank."""
    view, rows = office.view(session), issued.listed(session)
    parts = _parts([row for row in rows if span.start <= row.issued_on <= span.end])
    numbers = {row.id: row.number_text for row in rows}
    subject = _("Văn bản đi {period}").format(period=span.phrase)
    return Document(
        heading=letterhead.heading(view, span, number, day, _("DANH SÁCH"), subject, "DS"),
        body=tuple(_body(view.name, span, parts)),
        signature=letterhead.signature(view),
        annexes=tuple(chapters.annexes(*((_title(part), _register(part, numbers)) for part in parts))),
    )


def _parts(rows: Sequence[IssuedRow]) -> list[_Part]:
    def key(row: IssuedRow) -> tuple[str, str]:
        return row.series, row.type_name

    ordered = sorted(rows, key=lambda row: (row.series, row.type_id, row.number))
    return [(place, list(found)) for place, found in groupby(ordered, key)]


def _body(name: str, span: Span, parts: Sequence[_Part]) -> Iterator[Block]:
    rows = [row for _place, found in parts for row in found]
    if not rows:
        yield Text(_("Trong {period}, {office} chưa cấp số văn bản nào.").format(period=span.phrase, office=name))
        return
    words = _("Trong {period}, {office} đã cấp số {documents}; {cancelled} đã hủy, số giữ nguyên.")
    yield Text(
        words.format(
            period=span.phrase,
            office=name,
            documents=counted(len(rows), _("văn bản")),
            cancelled=show_whole(_cancelled(rows)),
        )
    )
    columns = (
        chapters.ORDINAL,
        Column(_("Loại văn bản"), width=2),
        Column(_("Sổ")),
        Column(_("Từ số"), Kind.WHOLE),
        Column(_("Đến số"), Kind.WHOLE),
        Column(_("Số văn bản"), Kind.WHOLE, total=True),
        Column(_("Đã hủy"), Kind.WHOLE, total=True),
    )
    told = (
        (at, name, series, found[0].number, found[-1].number, len(found), _cancelled(found))
        for at, ((series, name), found) in enumerate(parts, 1)
    )
    yield Table(columns, tuple(told), totals_label=_("Cộng"))


def _cancelled(rows: Sequence[IssuedRow]) -> int:
    return sum(row.state == CANCELLED for row in rows)


def _title(part: _Part) -> str:
    (series, name), _found = part
    return _("Sổ đăng ký văn bản đi: {type}, sổ {series}").format(type=name, series=series)


def _register(part: _Part, numbers: Mapping[int, str]) -> Table:
    """The documents of one part in the columns of the register; *numbers* are those of all documents by id."""
    return Table(
        (
            Column(_("Số, ký hiệu văn bản"), width=0.8),
            Column(_("Ngày tháng văn bản"), Kind.DAY),
            Column(_("Tên loại và trích yếu nội dung văn bản"), width=3),
            Column(_("Người ký")),
            Column(_("Nơi nhận văn bản"), width=1.5),
            Column(_("Đơn vị, người nhận bản lưu"), room=_KEEPER),
            Column(_("Số lượng bản"), room=_COPIES),
            Column(_("Ghi chú"), room=_NOTES),
        ),
        tuple(
            (
                row.number_text,
                row.issued_on,
                _("{type} {subject}").format(type=row.type_name, subject=row.subject),
                row.signer,
                "; ".join(row.recipients) or None,
                None,
                None,
                "; ".join(_notes(row, numbers)) or None,
            )
            for row in part[1]
        ),
    )


def _notes(row: IssuedRow, numbers: Mapping[int, str]) -> Iterator[str]:
    if row.cancelled_why is not None:
        yield _("(hủy: {why})").format(why=row.cancelled_why)
    if row.corrects_id is not None:
        yield _("đính chính số {number}").format(number=numbers[row.corrects_id])
    for correction in row.corrected_by:
        yield _("được đính chính tại số {number}").format(number=numbers[correction])
    if row.note:
        yield row.note
