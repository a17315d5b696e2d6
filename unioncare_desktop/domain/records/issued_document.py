"""The register of outgoing documents (sổ văn bản đi): what was issued under which number, its files, who signed."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Flag, Link, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.i18n import _

LONGEST_SUBJECT, LARGEST_NUMBER = 500, 99_999
HASH = 64
"""The letters of a SHA-256 in hexadecimal."""
BY_YEAR, BY_TERM = "year", "term"
NUMBERING = {BY_YEAR: _("theo năm"), BY_TERM: _("theo nhiệm kỳ")}
FORMATS = {"xlsx": "Excel", "pdf": "PDF"}


class DocumentType(ListEntry):
    """A type of document with the sign in its number ("BC", "TTr"; letters have none), numbered by year or by term.

    By year: decree 30/2020/NĐ-CP, appendix I; by term: documents of the Party (guidance 36-HD/VPTW).
    """

    __tablename__ = "document_type"
    title = _("loại văn bản")

    sign: Mapped[str | None] = field(Text(most=10), _("Chữ viết tắt"), width=10)
    numbering: Mapped[str] = field(Choice(NUMBERING), _("Đánh số"), required=True, default=BY_YEAR, width=16)


class IssuedDocument(Record):
    """A document that has left the office under a number, which is given once and never again.

    `series` is the year or the term in which the numbers count ("2023", "2023-2028"), `symbol` what follows the number
    ("BC-LĐLĐ"). `report` is the code of the kind of report, blank for what was written elsewhere. `data_hash` is the
    hash of its data, printed in its footer; `content_hash` names the stored file of the whole content. `corrects_id` is
    the document that it corrects. A cancelled one keeps its number.
    """

    __tablename__ = "issued_document"
    __table_args__ = (
        UniqueConstraint("type_id", "series", "number"),
        Index("ix_issued_document_period_id", "period_id"),
        CheckConstraint("number > 0", name="number_counts"),
        CheckConstraint("(data_hash IS NULL) = (content_hash IS NULL)", name="content_is_whole"),
        {"sqlite_strict": True},
    )
    title = _("văn bản đi")

    type_id: Mapped[int] = field(Link("document_type"), _("Loại văn bản"), required=True, width=16)
    series: Mapped[str] = field(Text(most=20), _("Sổ năm, nhiệm kỳ"), required=True, width=12)
    number: Mapped[int] = field(Whole(most=LARGEST_NUMBER), _("Số"), required=True, width=8)
    symbol: Mapped[str] = field(Text(most=60), _("Ký hiệu"), required=True, width=16)
    issued_on: Mapped[date] = field(Day(), _("Ngày ban hành"), required=True)
    subject: Mapped[str] = field(Text(most=LONGEST_SUBJECT), _("Trích yếu"), required=True, width=60)
    recipients: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Nơi nhận"), width=40)
    signer: Mapped[str | None] = field(Text(), _("Người ký"), width=30)
    report: Mapped[str | None] = field(Text(most=60), _("Loại báo cáo"), width=20)
    period_id: Mapped[int | None] = field(Link("period"), _("Kỳ"))
    data_hash: Mapped[str | None] = field(Text(most=HASH), _("Mã số liệu"), width=20)
    content_hash: Mapped[str | None] = field(Text(most=HASH), _("Mã kiểm tra nội dung"))
    corrects_id: Mapped[int | None] = field(Link("issued_document"), _("Đính chính văn bản"))
    cancelled_why: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Lý do hủy"), width=30)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)


class IssuedFile(Record):
    """A file of an issued document as it was given out; `file_hash` names the stored file. A signed one is kept too."""

    __tablename__ = "issued_file"
    __table_args__ = (UniqueConstraint("document_id", "name"), {"sqlite_strict": True})
    title = _("tệp của văn bản đi")

    document_id: Mapped[int] = field(Link("issued_document"), _("Văn bản"), required=True)
    name: Mapped[str] = field(Text(), _("Tên tệp"), required=True, width=40)
    format: Mapped[str] = field(Choice(FORMATS), _("Định dạng"), required=True, width=8)
    file_hash: Mapped[str] = field(Text(most=HASH), _("Mã kiểm tra"), required=True, width=20)
    signed: Mapped[bool] = field(Flag(), _("Đã ký số"), required=True, default=False)
    signed_by: Mapped[str | None] = field(Text(), _("Chứng thư số của"), width=30)
