"""Who leads a union: officers with their terms, and the roles they have."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Email, Flag, Link, Phone, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.i18n import _


class OfficerRole(ListEntry):
    """A role in a union's committees (chair, vice chair, inspection committee): dated, shipped as data.

    `leads` marks the role whose holder the registry names as the union's chair.
    """

    __tablename__ = "officer_role"
    title = _("chức danh")

    leads: Mapped[bool] = field(Flag(), _("Đứng đầu công đoàn"), required=True, default=False)


class Officer(Record):
    """A person in a role of a union for a term; `term_to` is the last day, as planned or as it was."""

    __tablename__ = "officer"
    __table_args__ = (
        Index("ix_officer_union_id", "union_id"),
        CheckConstraint("term_to >= term_from", name="term_in_order"),
        {"sqlite_strict": True},
    )
    title = _("cán bộ công đoàn")

    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    role_id: Mapped[int] = field(Link("officer_role"), _("Chức danh"), required=True, width=22)
    name: Mapped[str] = field(Text(), _("Họ và tên"), headers=(_("Họ tên"),), required=True, width=26)
    phone: Mapped[str | None] = field(Phone(), _("Điện thoại"), width=14)
    email: Mapped[str | None] = field(Email(), _("E-mail"), width=24)
    term_from: Mapped[date | None] = field(Day(), _("Nhiệm kỳ từ ngày"), headers=(_("Từ ngày"),))
    term_to: Mapped[date | None] = field(
        Day(),
        _("Nhiệm kỳ đến ngày"),
        headers=(_("Đến ngày"),),
        checks=(not_before("term_from", _("ngày đầu nhiệm kỳ")),),
    )
    decision: Mapped[str | None] = field(Text(), _("Quyết định công nhận"), width=22)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
