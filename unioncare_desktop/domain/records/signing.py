"""How documents are set and signed: sizes of type and margins as data, and who signs in place of the head."""

from collections.abc import Mapping

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain import size_checks
from unioncare_desktop.domain.checks import without_academic_title
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import Choice, Score, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.issued_document import HASH
from unioncare_desktop.i18n import _

ON_BEHALF, FOR_HEAD, ACTING, BY_ORDER, SUB_DELEGATED, PLAIN = "tm", "kt", "q", "tl", "tuq", "plain"
SIGNING_FORMS: Mapping[str, str] = {
    ON_BEHALF: _("TM. (thay mặt tập thể)"),
    FOR_HEAD: _("KT. (ký thay người đứng đầu)"),
    ACTING: _("Q. (quyền người đứng đầu)"),
    BY_ORDER: _("TL. (ký thừa lệnh)"),
    SUB_DELEGATED: _("TUQ. (ký thừa ủy quyền)"),
    PLAIN: _("ký theo chức vụ"),
}
"""Forms of signing (decree 30/2020/NĐ-CP, appendix I; article 13)."""
MOST_SIZE = 500


class LayoutSize(Record):
    """A size in which documents are set, in hundredths of its unit; `least` and `most` are what the rule allows."""

    __tablename__ = "layout_size"
    __table_args__ = (UniqueConstraint("key"), {"sqlite_strict": True})
    title = _("thể thức văn bản")

    key: Mapped[str] = field(Text(most=40), _("Mã"), required=True)
    name: Mapped[str] = field(Text(), _("Thành phần"), required=True, width=48)
    value: Mapped[int] = field(
        Score(most=MOST_SIZE, called=_("cỡ")),
        _("Cỡ"),
        required=True,
        width=8,
        checks=(size_checks.can_be_set,),
        warnings=(size_checks.keeps_the_rule,),
    )
    least: Mapped[int | None] = field(Score(most=MOST_SIZE, called=_("cỡ")), _("Từ"), width=8)
    most: Mapped[int | None] = field(Score(most=MOST_SIZE, called=_("cỡ")), _("Đến"), width=8)
    unit: Mapped[str] = field(Text(most=20), _("Đơn vị"), required=True, width=10)
    source: Mapped[str | None] = field(Text(), _("Căn cứ"), width=36)
    position: Mapped[int] = mapped_column(default=0)


class Signer(Record):
    """Somebody who may sign besides the one named in the office's record.

    `on_behalf` is the body for which he signs ("BAN THƯỜNG VỤ"), `head` the office in whose place ("CHỦ TỊCH"),
    `position` his own ("PHÓ CHỦ TỊCH"). `picture_hash` names the stored picture of his signature.
    """

    __tablename__ = "signer"
    __table_args__ = (
        CheckConstraint("(picture_name IS NULL) = (picture_hash IS NULL)", name="picture_is_whole"),
        {"sqlite_strict": True},
    )
    title = _("người ký")

    name: Mapped[str] = field(Text(), _("Họ tên"), required=True, width=30, warnings=(without_academic_title,))
    form: Mapped[str] = field(Choice(SIGNING_FORMS), _("Hình thức ký"), required=True, default=FOR_HEAD, width=26)
    on_behalf: Mapped[str | None] = field(Text(), _("Thay mặt"), width=24, help=_("Ví dụ: BAN THƯỜNG VỤ"))
    head: Mapped[str | None] = field(Text(), _("Ký thay chức vụ"), width=20, help=_("Ví dụ: CHỦ TỊCH"))
    position: Mapped[str] = field(Text(), _("Chức vụ"), required=True, width=24)
    picture_name: Mapped[str | None] = field(Text(), _("Ảnh chữ ký"), width=24)
    picture_hash: Mapped[str | None] = field(Text(most=HASH), _("Mã kiểm tra ảnh chữ ký"))
