"""Kết quả sáp nhập CĐCS: how many of the small unions of the frozen list were merged by the end of a period.

The share against the target, by bloc and area, sizes before and after as figures and as a picture, what was merged, and
what is left. Mergers are those in effect after the list was frozen, until the end of the period.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.merger import LEAVE, SPLIT
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters, letterhead
from unioncare_desktop.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Kind,
    Style,
    Table,
    Text,
)
from unioncare_desktop.reports.size_chart import size_chart
from unioncare_desktop.services import (
    counts,
    document_texts,
    merger_bases,
    merger_locks,
    mergers,
    office,
    small_unions,
    unions,
)
from unioncare_desktop.services.merger_bases import Share, Target
from unioncare_desktop.services.mergers import MergerRow
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import roman_number, show_day, show_whole, sort_key


@dataclass(frozen=True)
class Figures:
    """Everything the report says, read once; `blocs` and `areas` are the target by group."""

    view: OfficeView
    span: Span
    below: int
    above: int
    target: Target
    blocs: list[Share]
    areas: list[Share]
    base: dict[int, int | None]
    merged: list[MergerRow]
    registry: dict[int, UnionRow]
    reported: dict[int, int | None]
    remarks: dict[int, str]

    @cached_property
    def sizes(self) -> "Sizes":
        """The members of each union before and after."""
        left = {union_id: members for union_id, members in self.base.items() if self.registry[union_id].alive}
        return sizes(self.merged, left)

    @property
    def left(self) -> list[UnionRow]:
        """The unions of the list that were not merged, in Vietnamese order of their names."""
        found = [self.registry[union_id] for union_id in self.base if union_id not in self.target.merged_ids]
        return sorted(found, key=lambda union: (union.sort_key, union.id))


@dataclass(frozen=True)
class Sizes:
    """The members of each union concerned, by its id: before all mergers, and after them. The sums are the same."""

    before: dict[int, int]
    after: dict[int, int]


def sizes(merged: Iterable[MergerRow], others: dict[int, int | None]) -> Sizes:
    """The sizes before and after the mergers, the earliest first; *others* are unions that may stay as they are."""
    chain = sorted(merged, key=lambda row: (row.effective_on or date.max, row.id))
    results = {row.union_id for row in chain}
    taken = {part.union_id: part.members or 0 for row in reversed(chain) for part in row.parts}
    founded = {row.union_id for row in chain if all(not part.stays for part in row.parts)}
    before = {union_id: members or 0 for union_id, members in others.items() if union_id not in results} | taken
    before = {union_id: members for union_id, members in before.items() if union_id not in founded}
    after = dict(before)
    for row in chain:
        if row.union_id is not None:
            after[row.union_id] = sum(after.pop(part.union_id, 0) for part in row.parts)
    return Sizes(before, after)


def read(session: Session, span: Span) -> Figures:
    """The mergers and the list of *span*."""
    target = merger_bases.target(session, span)
    found = small_unions.overview(session, span)
    listed = mergers.listed(session)
    merged = [row for row in listed if _counts(row, target, span)]
    concerned = {part.union_id for row in merged for part in row.parts} | target.base_ids
    registry = unions.listed(session, on=span.end, with_closed=True, always=concerned)
    return Figures(
        view=office.view(session),
        span=span,
        below=found.below,
        above=found.above,
        target=target,
        blocs=merger_bases.breakdown(session, span, "bloc"),
        areas=merger_bases.breakdown(session, span, "area"),
        base=_members_of_base(session, target, found),
        merged=merged,
        registry={union.id: union for union in registry},
        reported={row.union.id: row.members for row in counts.rows(session, span)},
        remarks=_remarks(session, listed),
    )


def _counts(row: MergerRow, target: Target, span: Span) -> bool:
    if not row.done or row.kind == SPLIT or row.effective_on is None or row.effective_on > span.end:
        return False
    return target.frozen_on is None or row.effective_on > target.frozen_on


def _members_of_base(session: Session, target: Target, found: small_unions.Overview) -> dict[int, int | None]:
    for base in merger_bases.listed(session):
        if base.frozen_on == target.frozen_on:
            return base.unions
    return {one.union.id: one.members for one in found.small}


def _remarks(session: Session, listed: Iterable[MergerRow]) -> dict[int, str]:
    """What is known of unions that are not merged: proposed to be, or to be left alone."""
    kept = {
        lock.union_id: _("để nguyên: {note}").format(note=lock.note) if lock.note else _("đã chọn để nguyên")
        for lock in merger_locks.listed(session)
        if lock.kind == LEAVE
    }
    proposed = {
        part.union_id: _("đang đề nghị: {name}").format(name=row.name)
        for row in listed
        if not row.done and row.kind != SPLIT
        for part in row.parts
    }
    return kept | proposed


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The report of *span*; an empty *number* and *day* are left for the clerk to write."""
    figures = read(session, span)
    view = figures.view
    subject = _("Kết quả sáp nhập {unit}, {period}").format(unit=view.kind.unit, period=span.phrase)
    intro = document_texts.filled(session, "merger_result.intro", letterhead.fields(view, span))
    return Document(
        heading=letterhead.heading(view, span, number, day, _("BÁO CÁO"), subject, "BC"),
        body=(*map(Text, intro.splitlines()), *_chapters(figures)),
        signature=letterhead.signature(view),
        annexes=tuple(chapters.annexes(*lists(figures))),
    )


def _chapters(figures: Figures) -> Iterable[Block]:
    yield Heading(_("I. KẾT QUẢ SO VỚI CHỈ TIÊU"))
    yield Text(merger_bases.result_words(figures.target, figures.below, figures.span))
    if figures.base:
        yield shares_table(figures.blocs, _("Khối"), _("Kết quả theo khối"))
        yield shares_table(figures.areas, _("Địa bàn"), _("Kết quả theo địa bàn"))
    yield Heading(_("II. TRƯỚC VÀ SAU KHI SÁP NHẬP"))
    if not figures.merged:
        yield Text(_("Đến hết {period} chưa có việc sáp nhập nào được thực hiện.").format(period=figures.span.phrase))
    else:
        yield from _before_and_after(figures)
    if figures.base:
        yield Heading(_("III. ĐƠN VỊ CHƯA SÁP NHẬP"))
        yield Text(_left_words(figures))


def shares_table(shares: Sequence[Share], column: str, title: str) -> Table:
    """How many unions of the list were merged, a row for each of the *shares*."""
    base, merged = _("Danh sách gốc"), _("Đã sáp nhập")
    rows: list[tuple[Cell, ...]] = [
        (number, share.name, share.base, share.merged, share.ratio) for number, share in enumerate(shares, 1)
    ]
    return Table(
        (
            Column(_("TT"), Kind.ORDINAL),
            Column(column, width=3),
            Column(base, Kind.WHOLE, total=True),
            Column(merged, Kind.WHOLE, total=True),
            Column(_("Tỷ lệ"), Kind.FINE_PERCENT, ratio=(merged, base)),
        ),
        tuple(rows),
        title=title,
        totals_label=_("Cộng"),
    )


def _before_and_after(figures: Figures) -> Iterable[Block]:
    found = figures.sizes
    sentence = _("Đã thực hiện {count} việc sáp nhập với {units} CĐCS tham gia (danh sách ở Phụ lục I).")
    taking_part = {part.union_id for row in figures.merged for part in row.parts}
    yield Text(sentence.format(count=show_whole(len(figures.merged)), units=show_whole(len(taking_part))))
    yield _comparison(figures)
    yield size_chart(found.before.values(), found.after.values(), figures.above)
    yield Text(_("Gồm các đơn vị của danh sách gốc và các đơn vị tham gia sáp nhập."), Style.NOTE)


def _comparison(figures: Figures) -> Table:
    before, after = list(figures.sizes.before.values()), list(figures.sizes.after.values())
    lines = (
        (_("Số CĐCS"), len),
        (_("CĐCS dưới {below} đoàn viên").format(below=figures.below), lambda found: _below(found, figures.below)),
        (
            _("CĐCS trên {above} đoàn viên").format(above=figures.above),
            lambda found: len(found) - _below(found, figures.above + 1),
        ),
        (_("Tổng số đoàn viên"), sum),
    )
    rows: list[tuple[Cell, ...]] = []
    for number, (label, measure) in enumerate(lines, 1):
        rows.append((number, label, measure(before), measure(after), measure(after) - measure(before)))
    return Table(
        (
            Column(_("TT"), Kind.ORDINAL),
            Column(_("Nội dung"), width=3),
            Column(_("Trước"), Kind.WHOLE),
            Column(_("Sau"), Kind.WHOLE),
            Column(_("Tăng (+), giảm (−)"), Kind.CHANGE),
        ),
        tuple(rows),
    )


def _below(found: Sequence[int], limit: int) -> int:
    return sum(members < limit for members in found)


def _left_words(figures: Figures) -> str:
    if not figures.left:
        return _("Tất cả CĐCS của danh sách gốc đã được sáp nhập.")
    number = roman_number(2 if figures.merged else 1)
    sentence = _("Còn {count} CĐCS của danh sách gốc chưa sáp nhập (danh sách ở Phụ lục {number}).")
    return sentence.format(count=show_whole(len(figures.left)), number=number)


# Lists


def lists(figures: Figures) -> tuple[tuple[str, Table], ...]:
    """The mergers that were done, and the unions of the list that are left, with their titles."""
    words = {"period": figures.span.phrase}
    return (
        (_("Các việc sáp nhập đã thực hiện đến hết {period}").format(**words), _merged(figures)),
        (_("CĐCS của danh sách gốc chưa sáp nhập đến hết {period}").format(**words), _left(figures)),
    )


def _merged(figures: Figures) -> Table:
    rows: list[tuple[Cell, ...]] = []
    chain = sorted(figures.merged, key=lambda row: (row.effective_on or date.max, sort_key(row.name)))
    for number, row in enumerate(chain, 1):
        result = figures.registry.get(row.union_id or 0)
        rows.append(
            (
                number,
                result.code if result else None,
                row.name,
                "\n".join(_part_words(part.name, part.members) for part in row.parts),
                len(row.parts),
                row.members,
                figures.reported.get(row.union_id or 0),
                row.decision,
                row.effective_on,
            )
        )
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã")),
            Column(_("Đơn vị sau sáp nhập"), width=2),
            Column(_("Đơn vị tham gia (đoàn viên)"), width=3),
            Column(_("Số đơn vị"), Kind.WHOLE, total=True),
            Column(_("Đoàn viên"), Kind.WHOLE, total=True),
            Column(_("Đoàn viên {period}").format(period=figures.span.title), Kind.WHOLE),
            Column(_("Quyết định")),
            Column(_("Hiệu lực từ"), Kind.DAY),
        ),
        tuple(rows),
        totals_label=_("Tổng cộng"),
    )


def _part_words(name: str, members: int | None) -> str:
    return f"{name} ({show_whole(members)})" if members is not None else name


def _left(figures: Figures) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            union.code,
            union.name,
            union.bloc or None,
            union.area or None,
            figures.base[union.id],
            figures.reported.get(union.id),
            _why(figures, union) or None,
        )
        for number, union in enumerate(figures.left, 1)
    ]
    return Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã")),
            Column(_("Tên công đoàn"), width=3),
            Column(_("Khối"), width=1.5),
            Column(_("Địa bàn")),
            Column(_("Đoàn viên khi chốt"), Kind.WHOLE, total=True),
            Column(_("Đoàn viên {period}").format(period=figures.span.title), Kind.WHOLE),
            Column(_("Ghi chú"), width=2),
        ),
        tuple(rows),
        totals_label=_("Tổng cộng"),
    )


def _why(figures: Figures, union: UnionRow) -> str:
    """Why a union of the list is not merged, as far as that is known."""
    if not union.alive:
        ended = f" {show_day(union.closed_on)}" if union.closed_on else ""
        return union.state_words + ended
    if union.id in figures.remarks:
        return figures.remarks[union.id]
    if not union.bloc:
        return _("chưa ghi khối")
    members = figures.reported.get(union.id)
    return _("không còn dưới {below} đoàn viên").format(below=figures.below) if (members or 0) >= figures.below else ""
