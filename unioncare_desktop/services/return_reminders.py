"""What is sent to unions that have not reported: a message for all, a letter for each, and lists for the telephone.

The words are the office's (`document_texts`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.i18n import _
from unioncare_desktop.services import document_texts, office
from unioncare_desktop.services.returns import ReturnRow
from unioncare_desktop.vietnamese import show_day, show_whole

ZALO, EMAIL = "zalo", "email"
BY_EMAIL = "e-mail"
"""How the note on a return says that its union was written to."""
_BETWEEN_LETTERS = f"\n\n{'-' * 40}\n\n"
_PHONE_HEAD, _PHONE_GROUP = 4, 3


@dataclass(frozen=True)
class Letter:
    """What is written to one union; *email* is empty where it has no address."""

    union_id: int
    union: str
    email: str
    subject: str
    body: str


def reminder_text(session: Session, rows: Iterable[ReturnRow], kind: str) -> str:
    """What to send for those of *rows*, all of one quarter, that are missing; nothing where none is.

    One message (`ZALO`), or a letter for each with its address and subject above (`EMAIL`).

    Raises:
        UserError: the office's text has a field that the program does not know.
    """
    asked = [row for row in rows if row.missing]
    if not asked:
        return ""
    if kind == ZALO:
        return document_texts.filled(session, "reminder.zalo", _common(session, asked))
    return _BETWEEN_LETTERS.join(map(_as_text, letters(session, asked)))


def letters(session: Session, rows: Iterable[ReturnRow]) -> list[Letter]:
    """A letter for each of *rows*, all of one quarter, that is missing.

    Raises:
        UserError: the office's text has a field that the program does not know.
    """
    asked = [row for row in rows if row.missing]
    common = _common(session, asked) if asked else {}
    return [_letter(session, row, common) for row in asked]


def _common(session: Session, rows: Sequence[ReturnRow]) -> dict[str, str]:
    view, quarter = office.view(session), rows[0].asked
    return {
        "đơn vị ban hành": view.name,
        "cấp trên": view["superior"] or "",
        "loại đơn vị": view.kind.unit,
        "kỳ số liệu": quarter.span.phrase,
        "hạn nộp": show_day(quarter.due),
        "so với hạn": _beside_due(rows[0]),
        "số đơn vị chưa nộp": show_whole(len(rows)),
        "danh sách chưa nộp": "\n".join(f"{number}. {_named(row)}" for number, row in enumerate(rows, 1)),
    }


def _beside_due(row: ReturnRow) -> str:
    days = (row.asked.due - row.on).days
    if days == 0:
        return _("hôm nay là hạn cuối")
    return (_("còn {days} ngày") if days > 0 else _("đã quá hạn {days} ngày")).format(days=show_whole(abs(days)))


def _letter(session: Session, row: ReturnRow, common: dict[str, str]) -> Letter:
    chair = row.contact.chair
    addressed = _("đồng chí {name}").format(name=chair) if chair else _("đồng chí Chủ tịch công đoàn")
    values = common | {"đơn vị": row.union.name, "người nhận": addressed}
    subject, body = (document_texts.filled(session, f"reminder.{name}", values) for name in ("subject", "email"))
    return Letter(row.union.id, row.union.name, row.contact.email, subject, body)


def _as_text(letter: Letter) -> str:
    to = letter.email or _("(chưa có địa chỉ e-mail)")
    return _("Gửi: {to}\nChủ đề: {subject}\n\n{body}").format(to=to, subject=letter.subject, body=letter.body)


def phone_lines(rows: Iterable[ReturnRow]) -> str:
    """Who is called, one a line: "1. CĐCS Hoa Mai (CS0012): Nguyễn Thị Lan, 0912 345 678, hoamai@example.vn"."""
    told = []
    for number, row in enumerate(rows, 1):
        reached = ", ".join(filter(None, (row.contact.chair, _grouped(row.contact.phone), row.contact.email)))
        told.append(f"{number}. {_named(row)}: {reached or _('chưa có liên hệ')}")
    return "\n".join(told)


def phone_table(rows: Iterable[ReturnRow]) -> str:
    """The same for a sheet, with tabs and a heading; numbers are written in groups, so that they keep their zero."""
    heading = (_("STT"), _("Mã"), _("Công đoàn cơ sở"), _("Chủ tịch"), _("Điện thoại"), _("E-mail"), _("Địa bàn"))
    lines = [
        (*heading, _("Tình trạng"), _("Số lần nhắc"), _("Nhắc gần nhất"), _("Ghi chú")),
        *(
            (
                str(number),
                row.union.code or "",
                row.union.name,
                row.contact.chair,
                _grouped(row.contact.phone),
                row.contact.email,
                row.union.area,
                row.words,
                str(row.reminders or ""),
                show_day(row.reminded_on) if row.reminded_on else "",
                " ".join((row.note or "").split()),
            )
            for number, row in enumerate(rows, 1)
        ),
    ]
    return "\r\n".join("\t".join(line) for line in lines)


def _named(row: ReturnRow) -> str:
    return f"{row.union.name} ({row.union.code})" if row.union.code else row.union.name


def _grouped(phone: str) -> str:
    """0912345678 as "0912 345 678"."""
    head, rest = phone[:_PHONE_HEAD], phone[_PHONE_HEAD:]
    return " ".join([head, *(rest[at : at + _PHONE_GROUP] for at in range(0, len(rest), _PHONE_GROUP))]).strip()
