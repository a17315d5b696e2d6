"""What a union reports for a period."""

from collections.abc import Collection

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import at_most
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Flag, Link, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _


class MemberCount(Record):
    """The figures of a union for a period (plan 003, II.7: numbers kept current, no phantom members).

    A blank is "not reported", never zero. More members than workers need a reason in the note, and the office's leave.
    `unconfirmed` names the figures that were taken over from the period before, until somebody confirms them.
    `accepted_members` is a number of members that differs much from the period before and is explained in the note.
    """

    __tablename__ = "member_count"
    __table_args__ = (
        UniqueConstraint("union_id", "period_id"),
        Index("ix_member_count_period_id_union_id_members_workers", "period_id", "union_id", "members", "workers"),
        CheckConstraint("women_workers <= workers", name="women_workers"),
        CheckConstraint("women_members <= members", name="women_members"),
        CheckConstraint("members <= workers OR note IS NOT NULL", name="members_need_a_reason"),
        CheckConstraint("accepted_members IS NULL OR note IS NOT NULL", name="accepted_needs_a_reason"),
        {"sqlite_strict": True},
    )
    title = _("số liệu đoàn viên")

    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    period_id: Mapped[int] = field(Link("period"), _("Kỳ"), required=True)
    workers: Mapped[int | None] = field(
        Whole(),
        _("Lao động"),
        headers=(
            _("Tổng số CNVCLĐ"),
            _("Tổng CNVCLĐ"),
            _("CNVCLĐ"),
            _("Tổng số CCVCLĐ"),
            _("Tổng CCVCLĐ"),
            _("CCVCLĐ"),
            _("Tổng số CNLĐ"),
            _("Tổng CNLĐ"),
            _("CNLĐ"),
            _("Tổng số CBCCVCLĐ"),
            _("CBCCVCLĐ"),
            _("Tổng số lao động"),
            _("Tổng lao động"),
            _("Số lao động"),
            _("Tổng số LĐ"),
            _("Tổng LĐ"),
            _("Số LĐ"),
            _("Số CNVCLĐ"),
        ),
    )
    women_workers: Mapped[int | None] = field(
        Whole(),
        _("Lao động nữ"),
        headers=(
            _("Nữ CNVCLĐ"),
            _("CNVCLĐ nữ"),
            _("Nữ CCVCLĐ"),
            _("Nữ CNLĐ"),
            _("CNLĐ nữ"),
            _("LĐ nữ"),
            _("Nữ LĐ"),
            _("Nữ lao động"),
        ),
        checks=(at_most("workers", _("tổng số lao động")),),
    )
    members: Mapped[int | None] = field(
        Whole(),
        _("Đoàn viên"),
        headers=(
            _("Tổng số đoàn viên"),
            _("Tổng đoàn viên"),
            _("Số đoàn viên"),
            _("Tổng số ĐV"),
            _("Tổng ĐV"),
            _("Số ĐV"),
            _("ĐV"),
            _("Đoàn viên công đoàn"),
            _("Số đoàn viên công đoàn"),
            _("Tổng số đoàn viên công đoàn"),
        ),
    )
    women_members: Mapped[int | None] = field(
        Whole(),
        _("Đoàn viên nữ"),
        headers=(_("ĐV nữ"), _("Nữ đoàn viên"), _("Nữ ĐV")),
        checks=(at_most("members", _("tổng số đoàn viên")),),
        warnings=(at_most("women_workers", _("số lao động nữ")),),
    )
    admitted: Mapped[int | None] = field(
        Whole(),
        _("Kết nạp"),
        headers=(
            _("Kết nạp mới"),
            _("ĐV kết nạp"),
            _("ĐV kết nạp mới"),
            _("Đoàn viên kết nạp"),
            _("Đoàn viên kết nạp mới"),
            _("Số đoàn viên kết nạp"),
            _("Số đoàn viên kết nạp mới"),
            _("Đoàn viên mới"),
            _("ĐV mới"),
            _("Kết nạp trong kỳ"),
            _("Tăng"),
            _("Tăng trong kỳ"),
            _("ĐV tăng"),
            _("Số ĐV tăng"),
            _("Đoàn viên tăng"),
        ),
    )
    left: Mapped[int | None] = field(
        Whole(),
        _("Giảm"),
        headers=(_("ĐV giảm"), _("Số ĐV giảm"), _("Giảm trong kỳ"), _("Đoàn viên giảm"), _("Số đoàn viên giảm")),
    )
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), headers=(_("Lý do"),), width=24)
    unconfirmed: Mapped[str | None] = field(Text(most=100), _("Chưa xác nhận"))
    accepted_members: Mapped[int | None] = field(Whole(), _("Đoàn viên đã giải trình"))
    follow_up: Mapped[bool] = field(Flag(), _("Cần hỏi lại"), required=True, default=False)


FIGURES = ("workers", "women_workers", "members", "women_members", "admitted", "left")
"""The columns that are sums of people, in the order of every table."""
STOCKS = FIGURES[:4]
"""Figures of a day: a longer period takes those of its last quarter."""
FLOWS = FIGURES[4:]
"""Figures of a span: a longer period sums them."""


_ALL_CONFIRMED = frozenset[str]()


def unconfirmed_figures(text: str | None) -> frozenset[str]:
    """The figures that the column `unconfirmed` names."""
    return frozenset(text.split()) if text else _ALL_CONFIRMED


def unconfirmed_text(figures: Collection[str]) -> str | None:
    """The content of the column `unconfirmed` for these *figures*; None for none."""
    return " ".join(name for name in FIGURES if name in figures) or None
