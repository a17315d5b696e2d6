"""Danh sách CĐCS nhỏ: the small unions of a period as they were then, by bloc, and what is to be known of each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Kind,
    Remarked,
    Style,
    Table,
    Text,
)
from unioncare_desktop.services import counts, document_texts, office, small_unions
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.small_unions import Overview, SmallUnion, borderline_words
from unioncare_desktop.vietnamese import show_whole, sort_key

_MEMBERS = _("Đoàn viên")
_ROOM_FOR_NOTES = 0.09  # of the page


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The small unions of *span*; an empty *number* and *day* are left for the clerk to write."""
    view, found = office.view(session), small_unions.overview(session, span)
    words = {"units": view.kind.units, "below": found.below, "period": span.phrase}
    subject = _("{units} dưới {below} đoàn viên, {period}").format(**words)
    return Document(
        heading=letterhead.heading(view, span, number, day, _("DANH SÁCH"), subject, "DS"),
        body=tuple(_body(session, view, found)),
        signature=letterhead.signature(view),
        annexes=(Annex(_("Phụ lục I"), *listing(view, found)),) if found.small else (),
    )


def listing(view: OfficeView, found: Overview) -> tuple[str, Table]:
    """The list of the small unions with its title."""
    words = {"units": view.kind.unit, "below": found.below, "period": found.span.phrase}
    return _("Danh sách {units} dưới {below} đoàn viên {period}").format(**words), _listed(found)


def _body(session: Session, view: OfficeView, found: Overview) -> Iterable[Block]:
    managed = sum(row.union.alive_on(found.span.end) for row in counts.rows(session, found.span))
    values = letterhead.fields(view, found.span) | {
        "số đơn vị quản lý": show_whole(managed),
        "số đơn vị nhỏ": show_whole(len(found.small)),
        "mức nhỏ": show_whole(found.below),
        "số đoàn viên": show_whole(_members(found.small)),
    }
    for paragraph in document_texts.filled(session, "small_unions.intro", values).splitlines():
        yield Text(paragraph)
    if found.small:
        yield _by_bloc(found, view)
    for note in filter(None, _notes(found)):
        yield Text(note, Style.NOTE)


def _notes(found: Overview) -> Iterable[str]:
    yield borderline_words(found.borderline, found.below, found.above)
    if illegal := sum(not one.legal for one in found.small):
        sentence = _("{count} CĐCS có dưới {founding} đoàn viên, dưới mức thành lập: thuộc diện xem xét giải thể.")
        yield sentence.format(count=show_whole(illegal), founding=found.founding)
    if found.unknown:
        yield _("{count} CĐCS chưa nộp số liệu nên chưa biết có thuộc diện nhỏ hay không.").format(
            count=show_whole(len(found.unknown))
        )


def _members(found: Iterable[SmallUnion]) -> int:
    return sum(one.members for one in found)


def _by_bloc(found: Overview, view: OfficeView) -> Table:
    groups: defaultdict[str, list[SmallUnion]] = defaultdict(list)
    for one in found.small:
        groups[one.union.bloc].append(one)
    names = sorted(groups, key=lambda name: (not name, sort_key(name)))
    rows: list[tuple[Cell, ...]] = [
        (number, name or counts.UNSORTED, len(groups[name]), _members(groups[name]))
        for number, name in enumerate(names, 1)
    ]
    return Table(
        (
            Column(_("TT"), Kind.ORDINAL),
            Column(_("Khối"), width=3),
            Column(_("Số {unit}").format(unit=view.kind.unit_short), Kind.WHOLE, total=True),
            Column(_MEMBERS, Kind.WHOLE, total=True),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    )


def _listed(found: Overview) -> Table:
    quarters = small_unions.last_quarters(found.span)
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            one.union.code,
            one.union.name,
            one.union.bloc or None,
            one.union.sector or None,
            one.union.area or None,
            one.union.upper or None,
            *one.series[:-1],
            Remarked(one.members, italic=True) if one.unconfirmed else one.members,
            one.small_since.title,
            None if one.legal else _("dưới mức thành lập"),
        )
        for number, one in enumerate(found.small, 1)
    ]
    table = Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã")),
            Column(_("Tên công đoàn"), width=3),
            Column(_("Khối"), width=1.5),
            Column(_("Loại hình"), width=1.5),
            Column(_("Địa bàn")),
            Column(_("Công đoàn cấp trên"), width=1.5),
            *(Column(period.title, Kind.WHOLE, total=True) for period in (*quarters[:-1], found.span)),
            Column(_("Nhỏ từ")),
            Column(_("Ghi chú"), room=0 if all(one.legal for one in found.small) else _ROOM_FOR_NOTES),
        ),
        tuple(rows),
        totals_label=_("Tổng cộng"),
        note=_note(found),
    )
    return table.filled


def _note(found: Overview) -> str:
    note = _("Các cột quý là số đoàn viên; ô trống là chưa báo cáo.")
    if any(one.unconfirmed for one in found.small):
        note += " " + _("Số in nghiêng lấy như kỳ trước, chưa xác nhận.")
    return note
