"""The office that reports, and the thresholds that hold for it from a day to a day."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import not_before, without_academic_title
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import Choice, Day, Email, Flag, Phone, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.issued_document import HASH
from unioncare_desktop.i18n import _

STRICT: Any = {"sqlite_strict": True}
UNION_STYLE, PARTY_STYLE = "union", "party"
STYLES = {UNION_STYLE: _("văn bản công đoàn (có Quốc hiệu)"), PARTY_STYLE: _("văn bản của Đảng")}


class Office(Record):
    """Who reports to whom, and how its documents are headed and signed. There is one.

    `term_from` and `term_to` are the term of its committee, by which documents of the Party are numbered. The pictures
    of its head's signature and of its seal are stored files.
    """

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("term_to >= term_from", name="term_in_order"),
        CheckConstraint("(signature_name IS NULL) = (signature_hash IS NULL)", name="signature_is_whole"),
        CheckConstraint("(seal_name IS NULL) = (seal_hash IS NULL)", name="seal_is_whole"),
        STRICT,
    )
    title = _("đơn vị")

    kind: Mapped[str] = field(Text(most=40), _("Loại đơn vị"), required=True, width=30)
    name: Mapped[str] = field(Text(), _("Tên đơn vị"), required=True, width=48)
    superior: Mapped[str | None] = field(Text(), _("Công đoàn cấp trên"), width=48)
    place: Mapped[str | None] = field(Text(), _("Địa danh trên văn bản"), width=30, help=_("Ví dụ: Hà Nội, Ba Đình"))
    symbol: Mapped[str | None] = field(
        Text(most=30), _("Ký hiệu đơn vị"), width=16, help=_("Phần sau dấu gạch của số văn bản: Số 05/BC-LĐLĐ")
    )
    addressed_to: Mapped[str | None] = field(Text(), _("Kính gửi"), width=48)
    committee: Mapped[str | None] = field(
        Text(), _("Thay mặt"), width=30, help=_("Ví dụ: TM. BAN THƯỜNG VỤ, TM. BAN CHẤP HÀNH")
    )
    signer_position: Mapped[str | None] = field(Text(), _("Chức vụ người ký"), width=24)
    signer_name: Mapped[str | None] = field(Text(), _("Họ tên người ký"), width=30, warnings=(without_academic_title,))
    recipients: Mapped[str | None] = field(
        Text(most=2000, lines=True), _("Nơi nhận"), width=48, help=_("Mỗi dòng một nơi nhận")
    )
    population: Mapped[str] = field(
        Text(most=30), _("Từ chỉ người lao động"), required=True, help=_("CNVCLĐ, CCVCLĐ hoặc CNLĐ")
    )
    more_members_than_workers: Mapped[bool] = field(
        Flag(),
        _("Cho phép đoàn viên nhiều hơn lao động (phải ghi lý do)"),
        required=True,
        default=False,
    )
    email: Mapped[str | None] = field(Email(), _("E-mail của đơn vị"), width=30)
    phone: Mapped[str | None] = field(Phone(), _("Điện thoại của đơn vị"), width=14)
    address: Mapped[str | None] = field(Text(), _("Địa chỉ của đơn vị"), width=48)
    style: Mapped[str] = field(Choice(STYLES), _("Kiểu văn bản"), required=True, default=UNION_STYLE, width=30)
    term_from: Mapped[date | None] = field(Day(), _("Nhiệm kỳ từ ngày"))
    term_to: Mapped[date | None] = field(
        Day(), _("Nhiệm kỳ đến ngày"), checks=(not_before("term_from", _("ngày đầu nhiệm kỳ")),)
    )
    signature_name: Mapped[str | None] = field(Text(), _("Ảnh chữ ký"), width=24)
    signature_hash: Mapped[str | None] = field(Text(most=HASH), _("Mã kiểm tra ảnh chữ ký"))
    seal_name: Mapped[str | None] = field(Text(), _("Ảnh con dấu"), width=24)
    seal_hash: Mapped[str | None] = field(Text(most=HASH), _("Mã kiểm tra ảnh con dấu"))


class Threshold(Record):
    """A number of law or of the office's plan, with the days between which it holds: data, never code."""

    __tablename__ = "threshold"
    __table_args__ = (UniqueConstraint("key", "valid_from"), STRICT)
    title = _("ngưỡng")

    key: Mapped[str] = field(Text(most=40), _("Mã ngưỡng"), required=True)
    name: Mapped[str] = field(Text(), _("Ngưỡng"), required=True, width=48)
    value: Mapped[int] = field(Whole(most=100_000), _("Giá trị"), required=True)
    valid_from: Mapped[date] = field(Day(), _("Từ ngày"), required=True)
    valid_to: Mapped[date | None] = field(Day(), _("Đến ngày"), checks=(not_before("valid_from", _("ngày bắt đầu")),))
    source: Mapped[str | None] = field(Text(), _("Căn cứ"), width=48)
