"""To whom the office writes, and what was sent to whom: the address book of superiors and the log of deliveries."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Email, Flag, Link, Phone, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.issued_document import HASH, LONGEST_SUBJECT
from unioncare_desktop.i18n import _

EMAIL, PAPER, ZALO, OTHER_WAY = "email", "paper", "zalo", "other"
CHANNELS = {EMAIL: _("e-mail"), PAPER: _("bản giấy"), ZALO: "Zalo", OTHER_WAY: _("cách khác")}
DRAFTED, SENT = "drafted", "sent"
DELIVERY_STATES = {DRAFTED: _("đã soạn, chưa gửi"), SENT: _("đã gửi")}


class Correspondent(Record):
    """A body that the office reports to; `usual` means that it is offered for every report."""

    __tablename__ = "correspondent"
    __table_args__ = {"sqlite_strict": True}  # noqa: RUF012 - SQLAlchemy's way
    title = _("nơi nhận trong danh bạ")

    name: Mapped[str] = field(Text(), _("Tên cơ quan"), required=True, width=40)
    person: Mapped[str | None] = field(Text(), _("Người nhận"), width=26)
    email: Mapped[str | None] = field(Email(), _("E-mail"), width=30)
    phone: Mapped[str | None] = field(Phone(), _("Điện thoại"), width=14)
    usual: Mapped[bool] = field(Flag(), _("Nhận báo cáo thường kỳ"), required=True, default=False)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
    position: Mapped[int] = mapped_column(default=0)


class Delivery(Record):
    """One message or envelope to one recipient: what it held, with its hash, and the reply.

    `document_id` is the issued document that went out; `report` and `period_id` say what was sent without a number.
    `files` are the names of the files, one a line; `content_hash` is the hash of the data in them.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_document_id", "document_id"),
        CheckConstraint("(state = 'sent') = (sent_on IS NOT NULL)", name="sent_on_a_day"),
        {"sqlite_strict": True},
    )
    title = _("lần gửi")

    document_id: Mapped[int | None] = field(Link("issued_document"), _("Văn bản"))
    report: Mapped[str | None] = field(Text(most=60), _("Loại báo cáo"), width=20)
    period_id: Mapped[int | None] = field(Link("period"), _("Kỳ"))
    recipient: Mapped[str] = field(Text(), _("Gửi đến"), required=True, width=40)
    email: Mapped[str | None] = field(Email(), _("E-mail"), width=30)
    channel: Mapped[str] = field(Choice(CHANNELS), _("Cách gửi"), required=True, default=EMAIL, width=12)
    subject: Mapped[str] = field(Text(most=LONGEST_SUBJECT), _("Chủ đề"), required=True, width=50)
    files: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Tệp đính kèm"), width=40)
    content_hash: Mapped[str | None] = field(Text(most=HASH), _("Mã số liệu"), width=20)
    drafted_on: Mapped[date] = field(Day(), _("Ngày soạn"), required=True)
    state: Mapped[str] = field(Choice(DELIVERY_STATES), _("Tình trạng"), required=True, default=DRAFTED, width=18)
    sent_on: Mapped[date | None] = field(
        Day(), _("Ngày gửi"), checks=(not_before("drafted_on", _("ngày soạn")),), width=12
    )
    replied_on: Mapped[date | None] = field(
        Day(), _("Ngày phản hồi"), checks=(not_before("drafted_on", _("ngày soạn")),), width=12
    )
    reply: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Phản hồi"), width=40)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
