"""What is kept once a year: the facts of each union that plans ask for, and the enterprises that have no union."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import at_most, not_before, not_in_future
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Email, Link, Phone, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import code_key, fold, sort_key

YES, NO = "yes", "no"
YES_NO = {YES: _("có"), NO: _("không")}
"""An answer that may also be missing: a blank is "not reported"."""
_TICKS = {"x": YES, "1": YES, "dung": YES, "roi": YES, "da co": YES, "0": NO, "chua": NO, "chua co": NO, "sai": NO}
"""How lists of offices tick it, folded."""
NOT_YET, CALLED_ON, FOUNDED = "not_yet", "called_on", "founded"
ENTERPRISE_STATES = {
    NOT_YET: _("chưa có công đoàn"),
    CALLED_ON: _("đang vận động thành lập"),
    FOUNDED: _("đã thành lập công đoàn"),
}


class YearlyFact(Record):
    """The facts of one union in one year (plans 000–004). A blank is "not reported", never zero or no."""

    __tablename__ = "yearly_fact"
    __table_args__ = (
        UniqueConstraint("union_id", "year"),
        Index("ix_yearly_fact_year", "year"),
        CheckConstraint("officers_trained <= officers", name="trained_among_officers"),
        CheckConstraint("helped <= hardship", name="helped_among_hardship"),
        CheckConstraint("agreement_until >= agreement_from", name="agreement_in_order"),
        CheckConstraint(
            "coalesce(agreement, 'no') = 'yes' OR coalesce(agreement_from, agreement_until) IS NULL",
            name="days_of_an_agreement",
        ),
        CheckConstraint(
            "coalesce(agreement, 'no') = 'yes' OR agreement_grade_id IS NULL", name="grade_of_an_agreement"
        ),
        CheckConstraint("initiatives_entered <= initiatives", name="entered_among_recognised"),
        {"sqlite_strict": True},
    )
    title = _("số liệu năm")

    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    year: Mapped[int] = field(Whole(most=2200), _("Năm"), required=True)
    rating_id: Mapped[int | None] = field(
        Link("rating"), _("Xếp loại"), headers=(_("Xếp loại CĐCS"), _("Đánh giá xếp loại")), width=22
    )
    agreement: Mapped[str | None] = field(
        Choice(YES_NO, _TICKS),
        _("Có TƯLĐTT"),
        headers=(_("Ký TƯLĐTT"), _("TƯLĐTT"), _("Thỏa ước lao động tập thể")),
        width=10,
    )
    agreement_from: Mapped[date | None] = field(Day(), _("TƯLĐTT ký ngày"), headers=(_("Ngày ký TƯLĐTT"),))
    agreement_until: Mapped[date | None] = field(
        Day(),
        _("TƯLĐTT hết hạn"),
        headers=(_("Ngày hết hạn TƯLĐTT"),),
        checks=(not_before("agreement_from", _("ngày ký")),),
    )
    agreement_grade_id: Mapped[int | None] = field(
        Link("agreement_grade"), _("Loại TƯLĐTT"), headers=(_("Xếp loại TƯLĐTT"),), width=14
    )
    conference: Mapped[str | None] = field(
        Choice(YES_NO, _TICKS),
        _("Hội nghị NLĐ"),
        headers=(_("Hội nghị người lao động"), _("Hội nghị CBCCVC"), _("Hội nghị NLĐ, CBCCVC")),
        width=10,
    )
    dialogues: Mapped[int | None] = field(
        Whole(most=9_999), _("Số cuộc đối thoại"), headers=(_("Đối thoại"), _("Số lần đối thoại"))
    )
    officers: Mapped[int | None] = field(
        Whole(), _("Số cán bộ CĐ"), headers=(_("Tổng số cán bộ CĐ"), _("Cán bộ công đoàn"))
    )
    officers_trained: Mapped[int | None] = field(
        Whole(),
        _("Cán bộ được tập huấn"),
        headers=(_("CB được tập huấn"), _("Số cán bộ được tập huấn")),
        checks=(at_most("officers", _("số cán bộ công đoàn")),),
    )
    participants: Mapped[int | None] = field(
        Whole(), _("ĐV tham gia hoạt động"), headers=(_("Đoàn viên tham gia hoạt động"), _("Số ĐV tham gia hoạt động"))
    )
    hardship: Mapped[int | None] = field(
        Whole(), _("ĐV khó khăn"), headers=(_("Đoàn viên khó khăn"), _("ĐV có hoàn cảnh khó khăn"))
    )
    helped: Mapped[int | None] = field(
        Whole(),
        _("ĐV khó khăn được giúp"),
        headers=(_("Đoàn viên được thăm hỏi, tặng quà"), _("Số ĐV được giúp đỡ")),
        checks=(at_most("hardship", _("số đoàn viên khó khăn")),),
    )
    studying: Mapped[int | None] = field(
        Whole(), _("ĐV học nâng cao tay nghề"), headers=(_("ĐV học tập nâng cao trình độ"), _("Học nâng cao tay nghề"))
    )
    taught: Mapped[int | None] = field(
        Whole(), _("NLĐ được tuyên truyền"), headers=(_("CNVCLĐ được tuyên truyền"), _("Số người được tuyên truyền"))
    )
    phantom: Mapped[int | None] = field(Whole(), _("ĐV ảo"), headers=(_("Đoàn viên ảo"),))
    double: Mapped[int | None] = field(
        Whole(), _("ĐV ở nhiều tổ chức"), headers=(_("Đoàn viên tham gia nhiều tổ chức"), _("ĐV trùng"))
    )
    initiatives: Mapped[int | None] = field(
        Whole(), _("Sáng kiến được công nhận"), headers=(_("Số sáng kiến"), _("Sáng kiến"))
    )
    initiatives_entered: Mapped[int | None] = field(
        Whole(),
        _("Sáng kiến đã cập nhật"),
        headers=(_("Sáng kiến cập nhật hệ thống"), _("SK cập nhật 01 triệu sáng kiến")),
        checks=(at_most("initiatives", _("số sáng kiến được công nhận")),),
    )
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)


class Enterprise(Record):
    """An enterprise without a union that the office knows of (plan 003, line 60; plan 004, line 63)."""

    __tablename__ = "enterprise"
    __table_args__ = (
        Index("ix_enterprise_name_key", "name_key"),
        CheckConstraint("union_id IS NULL OR state = 'founded'", name="union_means_founded"),
        {"sqlite_strict": True},
    )
    title = _("doanh nghiệp chưa có công đoàn")

    name: Mapped[str] = field(
        Text(),
        _("Tên doanh nghiệp"),
        headers=(_("Doanh nghiệp"), _("Tên đơn vị"), _("Tên công ty")),
        required=True,
        width=44,
    )
    code: Mapped[str | None] = field(Text(most=30), _("Mã số thuế"), headers=(_("MST"), _("Mã số DN")), width=14)
    area_id: Mapped[int | None] = field(Link("area"), _("Địa bàn"), headers=(_("Phường"), _("Xã, phường")), width=20)
    sector_id: Mapped[int | None] = field(
        Link("sector"), _("Loại hình"), headers=(_("Loại hình doanh nghiệp"),), width=24
    )
    address: Mapped[str | None] = field(Text(), _("Địa chỉ"), headers=(_("Trụ sở"),), width=36)
    business: Mapped[str | None] = field(Text(), _("Ngành nghề"), headers=(_("Lĩnh vực"),), width=24)
    workers: Mapped[int | None] = field(Whole(), _("Số lao động"), headers=(_("Lao động"), _("Tổng số lao động")))
    contact: Mapped[str | None] = field(
        Text(), _("Người liên hệ"), headers=(_("Người đại diện"), _("Giám đốc")), width=24
    )
    phone: Mapped[str | None] = field(Phone(), _("Điện thoại"), headers=(_("SĐT"), _("Số điện thoại")), width=14)
    email: Mapped[str | None] = field(Email(), _("E-mail"), headers=(_("Email"),), width=26)
    surveyed_on: Mapped[date | None] = field(
        Day(), _("Ngày khảo sát"), headers=(_("Khảo sát ngày"),), checks=(not_in_future,)
    )
    state: Mapped[str] = field(Choice(ENTERPRISE_STATES), _("Tình trạng"), required=True, default=NOT_YET, width=22)
    union_id: Mapped[int | None] = field(Link("trade_union"), _("Công đoàn đã thành lập"), width=36)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
    code_key: Mapped[str | None] = mapped_column(unique=True)
    name_key: Mapped[str] = mapped_column()
    sort_key: Mapped[str] = mapped_column()

    @staticmethod
    def derive(values: Mapping[str, Any]) -> dict[str, Any]:
        """The keys by which an enterprise is unique, found and sorted."""
        name, code = values["name"], values.get("code")
        return {"code_key": code_key(code) if code else None, "name_key": fold(name), "sort_key": sort_key(name)}
