"""Texts of printed documents with named fields: "Sáp nhập {đơn vị bị sáp nhập} vào {đơn vị nhận}".

They are shipped as data and edited by the office. A field that the program does not know is refused by name; one
without a value leaves dots to write over. A field that begins with "bảng" is a table and has a line of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import DocumentText
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, records
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import clean

DOTS = "…" * 4
_BLOCKS = ("bảng ", "biểu đồ")  # how the names of fields begin that are no words
_FIELD = re.compile(r"\{([^{}]*)\}")

_OFFICE = {
    "đơn vị ban hành": "LĐLĐ quận Ba Đình",
    "cấp trên": "LĐLĐ thành phố Hà Nội",
    "loại đơn vị": "công đoàn cơ sở",
    "kỳ số liệu": "Quý IV/2023",
}
_SMALL = {
    "số đơn vị quản lý": "330",
    "số đơn vị nhỏ": "61",
    "mức nhỏ": "10",
}
_COMPETITION = {
    "phong trào": "Phong trào thi đua trong CNVCLĐ năm 2023 (Kế hoạch số 667/KH-LĐLĐ ngày 26/12/2022)",
    "đợt thi đua": "Đợt 1 năm 2023",
}
_MERGER = {
    "việc sáp nhập": "sáp nhập CĐCS Phòng Tư pháp vào CĐCS Chi cục Thi hành án dân sự",
    "danh sách đơn vị": "CĐCS Chi cục Thi hành án dân sự và CĐCS Phòng Tư pháp",
    "đơn vị bị sáp nhập": "CĐCS Phòng Tư pháp",
    "đơn vị nhận": "CĐCS Chi cục Thi hành án dân sự",
    "đơn vị được chia tách": "CĐCS Chi cục Thi hành án dân sự",
    "tên sau sáp nhập": "CĐCS Khối Tư pháp",
    "số đơn vị": "2",
    "số đoàn viên": "13",
    "ngày hiệu lực": "ngày 01 tháng 01 năm 2024",
    "chủ tịch lâm thời": "Nguyễn Thị Hường",
    "bảng đơn vị": "",
    "bảng nhân sự": "",
}
_FIELDS: dict[str, dict[str, str]] = {
    "small_unions": _OFFICE | _SMALL | {"số đoàn viên": "403"},
    "merger_result": _OFFICE,
    "registrations": _OFFICE | _COMPETITION,
    "registrations_missing": _OFFICE | _COMPETITION,
    "title_list": _OFFICE | _COMPETITION,
    "pacts": _OFFICE | _COMPETITION,
    "competition_results": _OFFICE | _COMPETITION,
    "targets": _OFFICE | {"kế hoạch": "Kế hoạch số 324/KH-LĐLĐ ngày 15/11/2022"},
    "deadlines": _OFFICE,
    "reminder": _OFFICE
    | {
        "hạn nộp": "14/12/2023",
        "so với hạn": "còn 5 ngày",
        "số đơn vị chưa nộp": "2",
        "danh sách chưa nộp": "1. CĐCS Trường MN Hoa Mai (CS0012)\n2. CĐCS Phòng Tư pháp (CS0040)",
        "đơn vị": "CĐCS Trường MN Hoa Mai",
        "người nhận": "đồng chí Nguyễn Thị Hường",
    },
    "proposal": _OFFICE
    | _SMALL
    | _MERGER
    | {
        "nơi nhận trình": "Ban Thường vụ LĐLĐ thành phố Hà Nội",
        "số nhóm": "1",
        "danh sách gốc": "chốt ngày 31/12/2022",
        "đã ghép": "32/62 CĐCS, đạt 51,61 %",
        "sau khi ghép": "41/62 CĐCS, đạt 66,13 %",
        "chỉ tiêu": "65 %",
        "bảng nhóm": "",
        "biểu đồ": "",
    },
    "decision": _OFFICE
    | _MERGER
    | {
        "ban ký": "Ban Thường vụ",
        "số tờ trình": "15/TTr-LĐLĐ",
        "ngày tờ trình": "ngày 15 tháng 12 năm 2023",
    },
}


@dataclass(frozen=True)
class TextRow:
    """A text as the settings show it; `as_shipped` says that the office has not changed it."""

    id: int
    key: str
    name: str
    text: str
    as_shipped: bool


# Editing


def listed(session: Session) -> list[TextRow]:
    """All texts, those of one document together."""
    shipped = _shipped()
    found = sorted(records.rows(session, DocumentText), key=lambda row: (row["position"], row["id"]))
    return [
        TextRow(row["id"], row["key"], row["name"], row["text"] or "", row["text"] == shipped.get(row["key"]))
        for row in found
    ]


def fields_known(key: str) -> tuple[str, ...]:
    """The names of the fields that the text *key* may have."""
    return tuple(_known(key))


def problem(key: str, text: str) -> str:
    """What is wrong with *text* as the text *key*, in a sentence; nothing where it can be printed."""
    known = _known(key)
    for name in _FIELD.findall(text):
        if clean(name) not in known:
            sentence = _("Không có trường {field}. Các trường dùng được: {known}.")
            return sentence.format(field=_braced(name), known=", ".join(map(_braced, known)))
    for line in text.splitlines():
        if block := next((name for name in _FIELD.findall(line) if _is_block(name) and not _is_alone(line)), None):
            return _("Trường {field} là bảng hoặc biểu đồ: hãy để riêng trên một dòng.").format(field=_braced(block))
        if {"{", "}"} & set(_FIELD.sub("", line)):
            return _("Dấu ngoặc {{ }} chưa thành cặp ở dòng “{line}”.").format(line=line)
    return ""


def change(session: Session, key: str, text: str) -> None:
    """Let *text* be the office's text *key*.

    Raises:
        InvalidRecord: it has an unknown field, a table or chart within a line, or a single brace.
    """
    if wrong := problem(key, text):
        raise InvalidRecord([Problem("text", wrong)])
    draft = records.open_draft(session, DocumentText, _stored(session, key)["id"])
    draft.enter("text", text)
    records.save(session, draft)


def reset(session: Session, key: str) -> None:
    """Let the text *key* be again what the program ships."""
    change(session, key, _shipped()[key] or "")


def example(key: str, text: str) -> str:
    """*text* as the text *key*, filled with invented values; tables and charts stay as named fields."""
    return _filled(text, _known(key))


# Printing


def filled(session: Session, key: str, values: Mapping[str, str]) -> str:
    """The office's text *key* with *values* in its fields, dots where there is none; tables, charts stay as they are.

    Raises:
        UserError: the text has an unknown field; the sentence names text and field.
    """
    row = _stored(session, key)
    text = row["text"] or ""
    if wrong := problem(key, text):
        raise UserError(_("Văn bản mẫu “{name}”: {problem}").format(name=row["name"], problem=wrong))
    return _filled(text, values)


def block_of(line: str) -> str:
    """The name of the table or chart for which *line* stands: "bảng đơn vị"; nothing for a line of words."""
    names = _FIELD.findall(line)
    return clean(names[0]) if names and _is_block(names[0]) and _is_alone(line) else ""


def _filled(text: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        return found[0] if _is_block(found[1]) else values.get(clean(found[1])) or DOTS

    return _FIELD.sub(value, text)


def _is_block(name: str) -> bool:
    return clean(name).startswith(_BLOCKS)


def _is_alone(line: str) -> bool:
    return _FIELD.fullmatch(line.strip()) is not None


def _braced(name: str) -> str:
    return f"{{{name}}}"


def _known(key: str) -> dict[str, str]:
    return _FIELDS[key.partition(".")[0]]


def _stored(session: Session, key: str) -> Row:
    found = records.rows(session, DocumentText, key=key)
    if not found:
        raise UserError(_("Chưa có văn bản mẫu “{key}”. Hãy mở lại chương trình để nạp.").format(key=key))
    return found[0]


def _shipped() -> dict[str, str | None]:
    return {entry["key"]: entry["text"] for entry in office.shipped(DocumentText)}
