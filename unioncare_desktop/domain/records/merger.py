"""Mergers of unions and splits, what the office decided about them beforehand, and the list they are measured by.

A merger is proposed first and carried out when there is a decision. Its participants keep their rows and figures; a
union that was merged is told from the merger that is done, never from a field of its own.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import not_after, not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Link, Phone, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _

ABSORBED, FOUNDED_NEW, SPLIT = "absorbed", "founded", "split"
MERGER_KINDS = {
    ABSORBED: _("sáp nhập vào một đơn vị"),
    FOUNDED_NEW: _("hợp nhất thành đơn vị mới"),
    SPLIT: _("chia, tách"),
}
PROPOSED, DONE = "proposed", "done"
MERGER_STATES = {PROPOSED: _("đề nghị"), DONE: _("đã thực hiện")}
APART, TOGETHER, LEAVE = "apart", "together", "leave"
LOCK_KINDS = {
    APART: _("không ghép với nhau"),
    TOGETHER: _("phải ghép cùng nhau"),
    LEAVE: _("để nguyên, không ghép"),
}


class Merger(Record):
    """Unions that become one, or one that is split: proposed, or carried out on `effective_on`.

    `union_id` is the union they are merged into, or the one that is split; blank while a new union is only proposed.
    `bloc_id`, `area_id` and `sector_id` are those of a new union, blank where it takes them from its largest part.
    """

    __tablename__ = "merger"
    __table_args__ = (
        Index("ix_merger_union_id", "union_id"),
        CheckConstraint("state = 'proposed' OR union_id IS NOT NULL", name="done_has_union"),
        CheckConstraint("state = 'proposed' OR effective_on IS NOT NULL", name="done_has_day"),
        {"sqlite_strict": True},
    )
    title = _("việc sáp nhập, chia tách")

    name: Mapped[str] = field(Text(), _("Tên đơn vị sau sáp nhập"), required=True, width=40)
    kind: Mapped[str] = field(Choice(MERGER_KINDS), _("Hình thức"), required=True, default=ABSORBED, width=22)
    state: Mapped[str] = field(Choice(MERGER_STATES), _("Tình trạng"), required=True, default=PROPOSED, width=14)
    union_id: Mapped[int | None] = field(Link("trade_union"), _("Đơn vị sau sáp nhập"), width=36)
    period_id: Mapped[int] = field(Link("period"), _("Theo số liệu kỳ"), required=True, width=14)
    code: Mapped[str | None] = field(Text(most=30), _("Mã đơn vị mới"), width=10)
    bloc_id: Mapped[int | None] = field(Link("bloc"), _("Khối của đơn vị mới"), width=22)
    area_id: Mapped[int | None] = field(Link("area"), _("Địa bàn của đơn vị mới"), width=20)
    sector_id: Mapped[int | None] = field(Link("sector"), _("Loại hình của đơn vị mới"), width=22)
    proposal: Mapped[str | None] = field(Text(), _("Số tờ trình"), width=18)
    proposed_on: Mapped[date | None] = field(Day(), _("Ngày tờ trình"))
    decision: Mapped[str | None] = field(Text(), _("Số quyết định"), width=18)
    decided_on: Mapped[date | None] = field(
        Day(),
        _("Ngày quyết định"),
        checks=(not_before("proposed_on", _("ngày tờ trình")),),
        warnings=(not_after("effective_on", _("ngày có hiệu lực")),),
    )
    effective_on: Mapped[date | None] = field(Day(), _("Có hiệu lực từ ngày"))
    chair: Mapped[str | None] = field(Text(), _("Chủ tịch lâm thời"), width=24)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)


class MergerPart(Record):
    """A union that takes part, the absorbing one too, with the members it had then; after a split, what each got."""

    __tablename__ = "merger_part"
    __table_args__ = (
        UniqueConstraint("merger_id", "union_id"),
        Index("ix_merger_part_union_id", "union_id"),
        {"sqlite_strict": True},
    )
    title = _("đơn vị tham gia sáp nhập")

    merger_id: Mapped[int] = field(Link("merger"), _("Việc sáp nhập"), required=True)
    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    members: Mapped[int | None] = field(Whole(), _("Đoàn viên"))


class MergerOfficer(Record):
    """Who is to be on the provisional committee of the union that comes out."""

    __tablename__ = "merger_officer"
    __table_args__ = (Index("ix_merger_officer_merger_id", "merger_id"), {"sqlite_strict": True})
    title = _("nhân sự lâm thời")

    merger_id: Mapped[int] = field(Link("merger"), _("Việc sáp nhập"), required=True)
    role_id: Mapped[int] = field(Link("officer_role"), _("Chức danh"), required=True, width=22)
    name: Mapped[str] = field(Text(), _("Họ và tên"), headers=(_("Họ tên"),), required=True, width=26)
    phone: Mapped[str | None] = field(Phone(), _("Điện thoại"), width=14)


class MergerLock(Record):
    """What the planner must keep to: two unions never or only together, or one that is left as it is."""

    __tablename__ = "merger_lock"
    __table_args__ = (
        UniqueConstraint("union_id", "other_id"),
        CheckConstraint("other_id > union_id", name="pair_in_order"),
        CheckConstraint("(kind = 'leave') = (other_id IS NULL)", name="pair_is_whole"),
        {"sqlite_strict": True},
    )
    title = _("ràng buộc khi ghép")

    kind: Mapped[str] = field(Choice(LOCK_KINDS), _("Ràng buộc"), required=True, width=24)
    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    other_id: Mapped[int | None] = field(Link("trade_union"), _("Với công đoàn"))
    note: Mapped[str | None] = field(Text(), _("Lý do"), width=30)


class MergerBase(Record):
    """The small unions of a day as a list that stays: what the target of merged unions is measured by."""

    __tablename__ = "merger_base"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - SQLAlchemy's way
    title = _("danh sách gốc CĐCS nhỏ")

    name: Mapped[str] = field(Text(), _("Tên danh sách"), required=True, width=36)
    frozen_on: Mapped[date] = field(Day(), _("Chốt đến ngày"), required=True)
    period_id: Mapped[int] = field(Link("period"), _("Theo số liệu kỳ"), required=True)
    below: Mapped[int] = field(Whole(most=100_000), _("Số đoàn viên dưới"), required=True)
    source: Mapped[str | None] = field(Text(), _("Căn cứ"), width=36)


class MergerBaseUnion(Record):
    """A union of such a list, with the members it had."""

    __tablename__ = "merger_base_union"
    __table_args__ = (
        UniqueConstraint("base_id", "union_id"),
        Index("ix_merger_base_union_union_id", "union_id"),
        {"sqlite_strict": True},
    )
    title = _("đơn vị trong danh sách gốc")

    base_id: Mapped[int] = field(Link("merger_base"), _("Danh sách gốc"), required=True)
    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    members: Mapped[int | None] = field(Whole(), _("Đoàn viên"))


class BlocPair(Record):
    """Two blocs whose unions may be merged with each other, because the office says so; none are shipped."""

    __tablename__ = "bloc_pair"
    __table_args__ = (
        UniqueConstraint("bloc_id", "other_id"),
        CheckConstraint("other_id > bloc_id", name="pair_in_order"),
        {"sqlite_strict": True},
    )
    title = _("cặp khối được ghép")

    bloc_id: Mapped[int] = field(Link("bloc"), _("Khối"), required=True, width=26)
    other_id: Mapped[int] = field(Link("bloc"), _("Được ghép với khối"), required=True, width=26)
    source: Mapped[str | None] = field(Text(), _("Căn cứ"), width=36)
