"""Phiếu đối chiếu số liệu: what the office has of one union, on one page, for the union to correct and confirm.

Its figures beside those of the period before, its yearly facts, its registrations, what is missing or odd. Everything
is read once for all sheets of a period.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.document import (
    Block,
    Column,
    Document,
    Heading,
    Kind,
    SignatureBlock,
    Style,
    Table,
    Text,
)
from unioncare_desktop.reports.layout import Layout
from unioncare_desktop.services import campaigns, counts, layouts, office, records, registrations, yearly_facts
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.services.registrations import RegistrationRow
from unioncare_desktop.services.yearly_facts import FIELDS, LISTS, YearlyRow
from unioncare_desktop.vietnamese import show_whole

SIGN = "PĐC"
_MOST_REGISTRATIONS, _MOST_REMARKS = 5, 5
_SIZES = {"body": 12.0, "table": 10.0, "signing_room": 20.0, "top": 15.0, "bottom": 15.0, "paragraph_gap": 3.0}
_SIZES |= {"leading": 1.15, "cell_space": 0.4}
"""At most: smaller than in a report, for a sheet is one page."""
_TIGHT = {**_SIZES, "body": 11.0, "table": 9.0, "signing_room": 16.0, "cell_space": 0.2, "leading": 1.1}
"""Of a sheet with many registrations and remarks."""
_MANY = 2


@dataclass(frozen=True)
class UnionFile:
    """What the office has of one union in a period."""

    count: CountRow
    facts: YearlyRow | None
    registered: tuple[RegistrationRow, ...]

    @cached_property
    def remarks(self) -> tuple[str, ...]:
        """What is missing, wrong or odd, each a sentence."""
        return tuple(self._remarks())

    def _remarks(self) -> Iterator[str]:
        if self.count.missing:
            yield _("Chưa nộp số liệu kỳ này")
        if self.count.unconfirmed:
            yield _("Số liệu kỳ này lấy như kỳ trước, chưa xác nhận")
        problems = [*self.count.problems(), *(self.facts.problems() if self.facts else ())]
        yield from (one.text for one in problems if one.severity is not Severity.HINT)
        if self.facts is not None and self.facts.missing:
            yield _("Chưa có số liệu năm")


class Sheets:
    """The sheets of a period: `files` by the id of the union, read once; `document` sets one of them."""

    def __init__(self, session: Session, span: Span) -> None:
        self.span, self.view = span, office.view(session)
        facts = {row.union.id: row for row in yearly_facts.rows(session, span.year)}
        rounds = [one.id for one in campaigns.in_span(session, span)]
        registered: defaultdict[int, list[RegistrationRow]] = defaultdict(list)
        for one in registrations.rows(session, rounds):
            registered[one.union.id].append(one)
        self.files = {
            row.union.id: UnionFile(row, facts.get(row.union.id), tuple(registered[row.union.id]))
            for row in counts.rows(session, span)
            if row.expected
        }
        self._entries = {name: records.choices(session, record_type) for name, record_type in LISTS.items()}
        self._layout = Layout.of(layouts.sizes(session))

    def document(self, union_id: int) -> Document:
        """The sheet of one union, without number and day: they are written by hand."""
        file, view = self.files[union_id], self.view
        subject = _("{union} – {period}").format(union=file.count.union.name, period=self.span.title)
        head = letterhead.heading(view, self.span, "", None, _("PHIẾU ĐỐI CHIẾU SỐ LIỆU"), subject, SIGN)
        return Document(
            heading=head,
            body=tuple(self._body(file)),
            signature=SignatureBlock(
                authority=_("Xác nhận của đơn vị"),
                position=_("Chủ tịch"),
                name=file.count.union.chair or "",
                preparer=_("Người đối chiếu"),
            ),
            layout=_smaller(self._layout, file),
        )

    def _body(self, file: UnionFile) -> Iterator[Block]:
        asked = _(
            "{office} gửi số liệu đang lưu của đơn vị. Đề nghị đơn vị đối chiếu, ghi số đúng vào ô “Ghi lại” ở những"
            " chỗ chưa đúng, ký xác nhận và gửi lại. {known}"
        )
        sender = self.view.name if self.view.named else _("Công đoàn cấp trên")
        yield Text(asked.format(office=sender, known=_about(file.count)).strip())
        for number, (title, blocks) in enumerate(self._parts(file), 1):
            yield Heading(f"{number}. {title}")
            yield from blocks

    def _parts(self, file: UnionFile) -> Iterator[tuple[str, Sequence[Block]]]:
        yield _("Số liệu {period}").format(period=self.span.phrase), (_figures(file.count),)
        if file.facts is not None and file.facts.expected:
            yield _("Số liệu năm {year}").format(year=self.span.year), (self._facts(file.facts),)
        if file.registered:
            yield _("Đăng ký thi đua"), (_registered(file.registered),)
        yield _("Cần bổ sung, xem lại"), _remarked(file.remarks)

    def _facts(self, row: YearlyRow) -> Table:
        """Two facts on a line, as on the union's own forms."""
        told = [(field.label, self._fact(name, row.facts[name])) for name, field in FIELDS.items() if name != "note"]
        half = (len(told) + 1) // 2
        pairs = zip(told[:half], [*told[half:], *[("", None)] * (2 * half - len(told))], strict=True)
        columns = (Column(_("Nội dung"), width=2), Column(_("Đã báo cáo"), room=0.14), Column(_("Ghi lại"), room=0.1))
        return Table(columns * 2, tuple((*left, None, *right, None) for left, right in pairs))

    def _fact(self, name: str, value: Any) -> str | None:  # noqa: ANN401 - any kind of field
        if value is None:
            return None
        entries = self._entries.get(name)
        return entries[value] if entries is not None else FIELDS[name].kind.show(value)


def _smaller(layout: Layout, file: UnionFile) -> Layout:
    lines = min(len(file.registered), _MOST_REGISTRATIONS) + min(len(file.remarks), _MOST_REMARKS)
    sizes = _TIGHT if lines > _MANY else _SIZES
    return replace(layout, **{name: min(getattr(layout, name), most) for name, most in sizes.items()})


def _about(row: CountRow) -> str:
    """What is known of the union itself, to be confirmed too."""
    union = row.union
    told = {
        _("mã"): union.code,
        _("địa bàn"): union.area,
        _("khối"): union.bloc,
        _("loại hình"): union.sector,
        _("chủ tịch"): union.chair,
        _("điện thoại"): union.phone,
    }
    known = "; ".join(f"{label} {value}" for label, value in told.items() if value)
    return _("Đơn vị: {known}.").format(known=known) if known else ""


def _figures(row: CountRow) -> Table:
    fields = fields_of(MemberCount)
    columns = (
        Column(_("TT"), Kind.ORDINAL),
        Column(_("Nội dung"), width=2),
        Column(_("Kỳ trước"), Kind.WHOLE),
        Column(_("Kỳ này"), Kind.WHOLE),
        Column(_("Chênh lệch"), Kind.CHANGE),
        Column(_("Ghi lại"), room=0.22),
    )
    lines = ((fields[name].label, row.earlier[name], row.values[name]) for name in FIGURES)
    return Table(columns, tuple((at, *line, _change(*line[1:]), None) for at, line in enumerate(lines, 1)))


def _change(before: int | None, now: int | None) -> int | None:
    return None if before is None or now is None else now - before


def _registered(found: Sequence[RegistrationRow]) -> Table:
    columns = (
        Column(_("TT"), Kind.ORDINAL),
        Column(_("Đợt")),
        Column(_("Loại đăng ký")),
        Column(_("Nội dung / danh hiệu"), width=2),
        Column(_("Số lượng"), Kind.WHOLE),
        Column(_("Ghi lại"), room=0.18),
    )
    shown = found[:_MOST_REGISTRATIONS]
    rows = ((at, one.round.name, one.kind, one.content, one.quantity, None) for at, one in enumerate(shown, 1))
    more = _("… và {count} đăng ký khác.").format(count=show_whole(len(found) - len(shown)))
    return Table(columns, tuple(rows), note=more if len(found) > len(shown) else "")


def _remarked(remarks: Sequence[str]) -> tuple[Text, ...]:
    if not remarks:
        return (Text(_("Không có chỗ nào cần bổ sung, xem lại.")),)
    shown = tuple(Text(f"- {one}.") for one in remarks[:_MOST_REMARKS])
    others = _("… và {count} chỗ khác.").format(count=show_whole(len(remarks) - _MOST_REMARKS))
    return (*shown, Text(others, Style.NOTE)) if len(remarks) > _MOST_REMARKS else shown
