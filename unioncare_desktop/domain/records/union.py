"""A grassroots union (CĐCS), a union group of one, or an upper union: what the office keeps a row for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import not_before, not_in_future
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Email, Link, Phone, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import code_key, fold, sort_key

ACTIVE, MERGED, DISSOLVED, CLOSED, HANDED_OVER = "active", "merged", "dissolved", "closed", "handed_over"
STATES = {
    ACTIVE: _("đang hoạt động"),
    MERGED: _("đã sáp nhập"),
    DISSOLVED: _("đã giải thể"),
    CLOSED: _("đã chấm dứt hoạt động"),
    HANDED_OVER: _("đã chuyển giao"),
}
_LIVING = text("state = 'active'")


class Union(Record):
    """A union with its address book data. Code and folded name are unique among the living."""

    __tablename__ = "trade_union"
    __table_args__ = (
        # The migration says the same for PostgreSQL; saying it here would import that dialect at every start.
        Index("uq_trade_union_living_code", "code_key", unique=True, sqlite_where=_LIVING),
        Index("uq_trade_union_living_name", "name_key", unique=True, sqlite_where=_LIVING),
        CheckConstraint("upper_id <> id", name="upper_is_another"),
        CheckConstraint("closed_on >= founded_on", name="closed_after_founded"),
        CheckConstraint("state <> 'active' OR closed_on IS NULL", name="living_not_closed"),
        {"sqlite_strict": True},
    )
    title = _("công đoàn cơ sở")

    code: Mapped[str | None] = field(
        Text(most=30),
        _("Mã"),
        headers=(_("Mã CĐCS"), _("Mã CĐ"), _("Mã số"), _("Mã đơn vị"), _("Mã công đoàn"), _("Mã công đoàn cơ sở")),
        width=10,
    )
    name: Mapped[str] = field(
        Text(),
        _("Tên công đoàn"),
        headers=(
            _("Tên công đoàn cơ sở"),
            _("Tên CĐCS"),
            _("Công đoàn cơ sở"),
            _("CĐCS"),
            _("Tên CĐ"),
            _("Tên tổ chức công đoàn"),
            _("Tên đơn vị"),
            _("Đơn vị"),
            _("Tên cơ quan, đơn vị"),
            _("Cơ quan, đơn vị"),
            _("Tên cơ quan, đơn vị, doanh nghiệp"),
            _("Tên tổ công đoàn"),
            _("Tổ công đoàn"),
            _("Công đoàn bộ phận"),
            _("Tên công đoàn bộ phận"),
        ),
        required=True,
        width=44,
    )
    upper_id: Mapped[int | None] = field(
        Link("trade_union"), _("Công đoàn cấp trên"), headers=(_("Cấp trên trực tiếp"), _("CĐ cấp trên")), width=30
    )
    level_id: Mapped[int | None] = field(Link("level"), _("Cấp công đoàn"), headers=(_("Cấp"),), width=22)
    sector_id: Mapped[int | None] = field(
        Link("sector"),
        _("Loại hình"),
        headers=(_("Loại hình đơn vị"), _("Loại hình doanh nghiệp"), _("Loại hình CĐCS")),
        width=26,
    )
    bloc_id: Mapped[int | None] = field(Link("bloc"), _("Khối"), headers=(_("Khối thi đua"),), width=22)
    area_id: Mapped[int | None] = field(
        Link("area"),
        _("Địa bàn"),
        headers=(_("Phường"), _("Xã"), _("Xã, phường"), _("Phường, xã"), _("Tên phường"), _("Cụm"), _("Khu vực")),
        width=20,
    )
    address: Mapped[str | None] = field(Text(), _("Địa chỉ"), headers=(_("Trụ sở"),), width=36)
    business: Mapped[str | None] = field(
        Text(), _("Ngành nghề"), headers=(_("Lĩnh vực"), _("Ngành nghề kinh doanh")), width=24
    )
    founded_on: Mapped[date | None] = field(
        Day(), _("Ngày thành lập"), headers=(_("Ngày TL"), _("Thành lập ngày")), checks=(not_in_future,)
    )
    decision: Mapped[str | None] = field(
        Text(), _("Quyết định thành lập"), headers=(_("Số quyết định"), _("QĐ thành lập")), width=22
    )
    committee_size: Mapped[int | None] = field(
        Whole(most=99), _("Số ủy viên BCH"), headers=(_("UV BCH"), _("Số UV BCH"), _("Ủy viên BCH"), _("BCH")), width=8
    )
    inspection_size: Mapped[int | None] = field(
        Whole(most=99),
        _("Số ủy viên UBKT"),
        headers=(_("UV UBKT"), _("Số UV UBKT"), _("Ủy viên UBKT"), _("UBKT")),
        width=8,
    )
    chair: Mapped[str | None] = field(
        Text(),
        _("Chủ tịch"),
        headers=(_("Chủ tịch CĐCS"), _("Họ tên Chủ tịch"), _("Họ và tên Chủ tịch"), _("Tổ trưởng")),
        width=24,
    )
    phone: Mapped[str | None] = field(
        Phone(), _("Điện thoại"), headers=(_("SĐT"), _("Số điện thoại"), _("Số ĐT"), _("ĐT"), _("Di động")), width=14
    )
    email: Mapped[str | None] = field(Email(), _("E-mail"), headers=(_("Email"), _("Thư điện tử")), width=26)
    state: Mapped[str] = field(
        Choice(STATES), _("Tình trạng"), headers=(_("Trạng thái"),), required=True, default=ACTIVE, width=18
    )
    closed_on: Mapped[date | None] = field(
        Day(),
        _("Ngày kết thúc"),
        headers=(_("Ngày giải thể"),),
        checks=(not_before("founded_on", _("ngày thành lập")), not_in_future),
    )
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
    code_key: Mapped[str | None] = mapped_column()
    name_key: Mapped[str] = mapped_column(index=True)
    sort_key: Mapped[str] = mapped_column(index=True)

    @staticmethod
    def derive(values: Mapping[str, Any]) -> dict[str, Any]:
        """The keys by which a union is unique, found and sorted."""
        name, code = values["name"], values.get("code")
        return {"code_key": code_key(code) if code else None, "name_key": fold(name), "sort_key": sort_key(name)}
