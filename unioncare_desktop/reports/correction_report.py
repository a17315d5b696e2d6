"""Báo cáo đính chính: what of an issued report is no longer right, unit by unit, why, and who has the wrong version.

Corrected is the newest issued report of the period whose data are others by now; without such a one the report says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.correspondence import CHANNELS
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters, closing, content, letterhead
from unioncare_desktop.reports.comparison import Difference, Differences, differences
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Kind,
    OfficialHeading,
    Table,
    Text,
    show,
)
from unioncare_desktop.services import closings, deliveries, issued, office
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from unioncare_desktop.reports import Report

CODE = "correction"
_LONGEST_LIST_IN_BODY = 12
_OLD, _NEW, _CHANGE = _("Đã báo cáo"), _("Đính chính"), _("Chênh lệch")
_SHARES = (Kind.PERCENT, Kind.FINE_PERCENT)


@dataclass(frozen=True)
class Compared:
    """An issued report beside what it would be now."""

    issued: IssuedRow
    old: Document
    new: Document

    @property
    def found(self) -> Differences:
        """What differs."""
        return differences(self.old, self.new)

    @property
    def outdated(self) -> bool:
        """Whether the data of the two are not the same."""
        return self.issued.data_hash != content.data_hash(self.new)


def compared(session: Session, report: "Report", span: Span) -> Compared | None:
    """The newest issued *report* on *span* beside what it is now; None where none was issued.

    Raises:
        EnvironmentProblem: the content that was issued is gone or damaged.
    """
    from unioncare_desktop.reports import built

    newest = issued.newest(session, report.code, span)
    if newest is None or newest.content_hash is None:
        return None
    return Compared(newest, content.get(session, newest.content_hash), built(session, report, span))


def wrong_one(session: Session, span: Span) -> Compared | None:
    """The newest issued report on the figures of *span* whose data are others by now, else the newest; None for none.

    Raises:
        EnvironmentProblem: a content that was issued is gone or damaged.
    """
    found = [one for report in closing.frozen_reports() if (one := compared(session, report, span)) is not None]
    found.sort(key=lambda one: one.issued.id, reverse=True)
    return next((one for one in found if one.outdated), found[0] if found else None)


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The report of the correction on *span*; an empty *number* and *day* are left for the clerk to write."""
    view, wrong = office.view(session), wrong_one(session, span)
    found = wrong.found if wrong else Differences()
    subject = _("Đính chính số liệu {period}").format(period=span.phrase)
    if wrong is None:
        words = _("Chưa có báo cáo số liệu nào của {period} được phát hành nên không có gì để đính chính.")
        body: Iterable[Block] = [Text(words.format(period=span.phrase))]
    elif not found:
        words = _("Số liệu hiện nay không khác {document} ngày {day}; không có gì để đính chính.")
        body = [Text(words.format(document=wrong.issued.called, day=show_day(wrong.issued.issued_on)))]
    else:
        subject = _("Đính chính {document} ngày {day}").format(
            document=wrong.issued.called, day=show_day(wrong.issued.issued_on)
        )
        body = _body(session, view, wrong, found)
    heading = letterhead.heading(view, span, number, day, _("BÁO CÁO"), subject, "BC")
    recipients = _recipients(session, wrong.issued, heading) if wrong and found else None
    return Document(
        heading=heading,
        body=tuple(body),
        signature=letterhead.signature(view, recipients),
        annexes=tuple(_annexes(found)),
    )


def _body(session: Session, view: OfficeView, wrong: Compared, found: Differences) -> Iterator[Block]:
    one, span = wrong.issued, wrong.issued.span
    words = _("{office} đã phát hành {document} ngày {day} về “{subject}”. Nay xin đính chính như sau:")
    told = {"document": one.called, "day": show_day(one.issued_on), "subject": one.subject}
    yield Text(words.format(office=view.name if view.named else _("Đơn vị"), **told))
    why = closings.reasons(session, span, one.issued_on) if span else []
    table = _by_unit(found)
    yield from chapters.numbered(
        (
            (_("Lý do đính chính"), [Text(reason) for reason in why or [_no_reason(one)]]),
            (_("Số liệu chung thay đổi"), [_summary(found)] if _summary(found).rows else []),
            (_("Số liệu từng đơn vị thay đổi"), list(_listed(table))),
            (_("Thay đổi khác"), list(_others(found))),
            (_("Nơi đã nhận bản cần thay"), list(_receivers(session, one))),
        )
    )


def _no_reason(one: IssuedRow) -> str:
    return _("Số liệu đã được sửa sau ngày {day}, khi kỳ chưa khóa sổ.").format(day=show_day(one.issued_on))


# Figures


def _is_figure(one: Difference) -> bool:
    """Whether it is told as a number that has become another, or has come or gone."""
    return all(isinstance(cell, int | None) for cell in (one.old, one.new))


def _summary(found: Differences) -> Table:
    rows = [one for one in found.rows if _is_figure(one) and (one.total or not one.annex)]
    rows = [one for one in rows if one.kind is not Kind.CHANGE]  # it follows from the figures beside it
    told = [(number, one.where, f"{one.name}: {one.figure}", *_figures(one)) for number, one in enumerate(rows, 1)]
    columns = (Column(_("TT"), Kind.ORDINAL), Column(_("Bảng")), Column(_("Nội dung"), width=1.5))
    return Table((*columns, *_figure_columns()), tuple(told), note=_note(rows))


def _by_unit(found: Differences) -> Table:
    """The figures of the lists, row by row, and below them the sums of the whole lists."""
    figures = [one for one in found.rows if one.annex and _is_figure(one)]
    units = [one for one in figures if not one.total]
    rows: list[tuple[Cell, ...]] = [
        (number, one.code or None, one.name, one.figure, *_figures(one)) for number, one in enumerate(units, 1)
    ]
    rows += [(None, None, one.name, one.figure, *_figures(one)) for one in figures if one.total]
    columns = (
        Column(_("TT"), Kind.ORDINAL),
        Column(_("Mã")),
        Column(_("Tên đơn vị"), width=2),
        Column(_("Số liệu")),
        *_figure_columns(),
    )
    return Table(columns, tuple(rows), note=_note(units))


def _figure_columns() -> tuple[Column, ...]:
    return Column(_OLD, Kind.WHOLE), Column(_NEW, Kind.WHOLE), Column(_CHANGE, Kind.CHANGE)


def _figures(one: Difference) -> tuple[Cell, Cell, Cell]:
    return one.old, one.new, one.change


def _note(rows: Iterable[Difference]) -> str:
    blank = any(one.old is None or one.new is None for one in rows)
    return _("Ô trống: không có số liệu hoặc không có trong bảng.") if blank else ""


def _listed(table: Table) -> Iterator[Block]:
    if len(table.rows) > _LONGEST_LIST_IN_BODY:
        words = _("{count} thay đổi {annex}.").format(count=len(table.rows), annex=chapters.in_annex(1))
        yield Text(words)
    elif table.rows:
        yield table


def _annexes(found: Differences) -> Iterator[Annex]:
    table = _by_unit(found)
    if len(table.rows) > _LONGEST_LIST_IN_BODY:
        yield from chapters.annexes((_("Số liệu từng đơn vị thay đổi"), table))


def _others(found: Differences) -> Iterator[Block]:
    """Words, days and shares that are others, and sentences, but for what the rows of figures tell."""
    told = {(one.where, one.code, one.name) for one in found.rows if _is_figure(one)}
    rows = [
        (f"{one.where}: {one.name}", one.figure, show(one.old, one.kind), show(one.new, one.kind))
        for one in found.rows
        if not _is_figure(one) and not ((one.where, one.code, one.name) in told and _follows(one))
    ]
    rows += [(_("Lời văn"), "", one.old or "", one.new or "") for one in found.texts]
    if rows:
        columns = (Column(_("Ở đâu")), Column(_("Nội dung")), Column(_OLD, width=1.5), Column(_NEW, width=1.5))
        yield Table(columns, tuple(tuple(cell or None for cell in row) for row in rows)).filled


def _follows(one: Difference) -> bool:
    """Whether it says nothing beside the figures of its row: their share, or the name of a row that came or went."""
    return one.kind in _SHARES or (None in (one.old, one.new) and one.name in (one.old, one.new))


# Who has the wrong version


def _recipients(session: Session, one: IssuedRow, heading: OfficialHeading) -> Sequence[str]:
    """Whom it is addressed to "as above", then all others who got the wrong version, and whom it names."""
    sent = (delivery.recipient for delivery in deliveries.recipients_of(session, one.id))
    others = dict.fromkeys((*one.recipients, *sent))
    addressed = [name.strip(" -;.") for name in heading.addressed_to.splitlines()]
    return (_("Như trên"), *(name for name in others if name.strip(" -;.") not in addressed))


def _receivers(session: Session, one: IssuedRow) -> Iterator[Block]:
    sent = deliveries.recipients_of(session, one.id)
    if sent:
        columns = (
            Column(_("TT"), Kind.ORDINAL),
            Column(_("Nơi nhận"), width=3),
            Column(_("Cách gửi")),
            Column(_("Ngày gửi"), Kind.DAY),
        )
        rows = [
            (number, row.recipient, CHANNELS[row.channel], row.sent_on or row.drafted_on)
            for number, row in enumerate(sent, 1)
        ]
        yield Table(columns, tuple(rows))
    elif one.recipients:
        names = "; ".join(name.strip(" -;.") for name in one.recipients)
        yield Text(_("Theo nơi nhận của văn bản: {names}.").format(names=names))
    yield Text(_("Đề nghị các nơi nhận dùng số liệu của báo cáo này thay cho {document}.").format(document=one.called))
