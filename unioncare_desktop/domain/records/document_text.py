"""A text of a printed document with named fields such as "{tên mới}": shipped as data, edited by the office."""

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _

LONGEST_TEXT = 10_000


class DocumentText(Record):
    """One part of a document; `key` names it for the program: "merger_decision.basis"."""

    __tablename__ = "document_text"
    __table_args__ = (UniqueConstraint("key"), {"sqlite_strict": True})
    title = _("văn bản mẫu")

    key: Mapped[str] = field(Text(most=60), _("Mã văn bản mẫu"), required=True)
    name: Mapped[str] = field(Text(), _("Phần văn bản"), required=True, width=40)
    text: Mapped[str | None] = field(Text(most=LONGEST_TEXT, lines=True), _("Nội dung"), width=60)
    position: Mapped[int] = mapped_column(default=0)
