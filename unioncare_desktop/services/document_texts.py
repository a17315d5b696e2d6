"""Texts of printed documents with named fields: "Sáp nhập {đơn vị bị sáp nhập} vào {đơn vị nhận}".

They are shipped as data and edited by the office. A field that the program does not know is refused by name; one
without a value leaves dots to write over. A field that begins with "bảng" is a table and has a line of its own. One
that begins with "câu" is a sentence that the program words: where there is nothing to tell, nothing is printed.

A key of three parts ("periodic.single.opening") is the text of one kind of office, in place of that of all kinds
("periodic.opening").
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import DocumentText
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, records
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import clean

DOTS = "…" * 4
_BLOCKS = ("bảng ", "biểu đồ")  # how the names of fields begin that are no words
_SENTENCE = "câu "  # how those begin that are whole sentences, left out where they are blank
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
_PERIODIC = {
    "kỳ trước": "Quý III/2023",
    "kỳ sau": "Quý I/2024",
    "ngày chốt": "30/11/2023",
    "CNVCLĐ": "CNVCLĐ",
    "số đơn vị": "330",
    "số đơn vị đã nộp": "328",
    "số đơn vị chưa nộp": "2",
    "số lao động": "11.905",
    "số lao động nữ": "5.652",
    "số đoàn viên": "10.560",
    "số đoàn viên nữ": "4.884",
    "số kết nạp": "403",
    "số giảm": "151",
    "tỷ lệ đoàn viên": "88,7 %",
    "số đơn vị thành lập mới": "3",
    "số đơn vị kết thúc": "1",
    "số đơn vị sáp nhập": "7",
    "câu số liệu": "Theo số liệu của 328 công đoàn cơ sở đã nộp, tổng số CNVCLĐ là 11.905 người (nữ 5.652 người);"
    " tổng số đoàn viên là 10.560 người (nữ 4.884 người), đạt 88,7 %.",
    "câu chưa xác nhận": "Trong đó số liệu của 3 công đoàn cơ sở lấy như kỳ trước, chưa xác nhận (64 đoàn viên).",
    "câu chưa nộp": "Còn 2 công đoàn cơ sở chưa nộp số liệu; các số trên chưa gồm những đơn vị này.",
    "câu so với kỳ trước": "So với Quý III/2023, CNVCLĐ tăng 165 người, đoàn viên tăng 252 người.",
    "câu so với cùng kỳ": "So với cùng kỳ năm trước (Quý IV/2022), CNVCLĐ tăng 597 người, đoàn viên tăng 1.123 người.",
    "câu kết nạp": "Trong kỳ kết nạp mới 403 đoàn viên, giảm 151 đoàn viên.",
    "câu việc làm": "Về việc làm, đời sống: tiền lương bình quân một tháng 8.500 nghìn đồng.",
    "câu thành lập, kết thúc": "Trong kỳ thành lập mới 1 công đoàn cơ sở (CĐCS Công ty Hoa Mai).",
    "câu đơn vị nhỏ": "Có 61 công đoàn cơ sở dưới 10 đoàn viên, chiếm 18,6 % số đơn vị đã nộp số liệu.",
    "câu doanh nghiệp": "Còn 12 doanh nghiệp chưa có tổ chức công đoàn.",
    "câu cán bộ": "Có 1.204 cán bộ công đoàn, trong đó 800 người được tập huấn trong năm, đạt 66,4 %.",
    "câu nhiệm kỳ": "Có 4 cán bộ sắp hết nhiệm kỳ, 1 cán bộ đã hết nhiệm kỳ mà chưa có người kế nhiệm.",
    "câu xếp loại": "Năm 2023 có 280 công đoàn cơ sở được xếp loại hoàn thành tốt nhiệm vụ trở lên trong số 310 đơn vị"
    " được xếp loại.",
    "câu thỏa ước": "Có 120 công đoàn cơ sở có thỏa ước lao động tập thể, trong đó 66 thỏa ước xếp loại B trở lên.",
    "câu hội nghị": "Trong năm có 210 công đoàn cơ sở đã tổ chức hội nghị người lao động.",
    "câu chỉ tiêu sáp nhập": "Danh sách gốc “CĐCS nhỏ Quý IV/2022” có 62 CĐCS dưới 10 đoàn viên. Đến hết Quý IV/2023"
    " đã sáp nhập 32/62 CĐCS, đạt 51,61 %; cần trên 65 %: còn phải ghép thêm 9 CĐCS.",
    "câu sáp nhập": "Trong kỳ đã thực hiện 1 việc sáp nhập với 2 CĐCS tham gia (CĐCS Khối Tư pháp).",
    "câu đăng ký": "Thực hiện Phong trào thi đua trong CNVCLĐ năm 2023: Đợt 2: 303/330 công đoàn cơ sở đã đăng ký thi"
    " đua, đạt 91,8 %, với 788 đăng ký.",
    "câu kết quả": "Đã đánh giá 700 trên 788 đăng ký: 650 đạt, 30 đạt một phần, 20 không đạt.",
    "câu khen thưởng": "Đã khen thưởng 12 trường hợp: 12 Giấy khen.",
    "câu chỉ tiêu": "Có 24 chỉ tiêu của 3 kế hoạch đang thực hiện: 8 đạt, 6 chưa đạt, 10 chưa có số liệu.",
    "câu chỉ tiêu chưa đạt": "Một số chỉ tiêu chưa đạt: Sáng kiến được công nhận (12, yêu cầu 20).",
    "câu sáp nhập kỳ tới": "Tiếp tục sáp nhập các công đoàn cơ sở có ít đoàn viên; cần trên 65 %: còn phải ghép thêm"
    " 9 CĐCS.",
    "câu việc kỳ tới": "Thực hiện các công việc đến hạn: báo cáo Quý I/2024 (hạn 14/03/2024).",
    "bảng so sánh": "",
    "bảng theo loại hình": "",
    "bảng theo địa bàn": "",
    "bảng sáp nhập theo khối": "",
    "bảng đợt thi đua": "",
    "bảng kết quả thi đua": "",
    "bảng chỉ tiêu": "",
    "biểu đồ đoàn viên": "",
}
_FIELDS: dict[str, dict[str, str]] = {
    "periodic": _OFFICE | _PERIODIC | _COMPETITION,
    "small_unions": _OFFICE | _SMALL | {"số đoàn viên": "403"},
    "merger_result": _OFFICE,
    "registrations": _OFFICE | _COMPETITION,
    "registrations_missing": _OFFICE | _COMPETITION,
    "title_list": _OFFICE | _COMPETITION,
    "pacts": _OFFICE | _COMPETITION,
    "competition_results": _OFFICE | _COMPETITION,
    "targets": _OFFICE | {"kế hoạch": "Kế hoạch số 324/KH-LĐLĐ ngày 15/11/2022"},
    "deadlines": _OFFICE,
    "email": {name: value for name, value in _OFFICE.items() if name != "kỳ số liệu"}
    | {
        "văn bản": "Báo cáo số 05/BC-LĐLĐ: Số liệu đoàn viên, CĐCS Quý IV/2023",
        "nơi nhận": "LĐLĐ thành phố Hà Nội",
        "danh sách tệp": "- BC_2023_005_members_2023Q4.xlsx (84 kB)\n- BC_2023_005_members_2023Q4.pdf (212 kB)",
        "mã số liệu": "3f2a-9c1b-77d0-12ab",
    },
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
    """All texts, those of one document together; none that other kinds of office have in place of it."""
    shipped, used = _shipped(), _used(session)
    found = [row for row in records.rows(session, DocumentText) if used(row["key"])]
    found.sort(key=lambda row: (row["position"], row["id"]))
    return [
        TextRow(row["id"], row["key"], row["name"], row["text"] or "", row["text"] == shipped.get(row["key"]))
        for row in found
    ]


def _used(session: Session) -> Callable[[str], bool]:
    """Whether a text is one of this office: of its kind, or of all kinds where its kind has none."""
    kind = office.view(session).kind.code
    own = {key for key in session.scalars(select(DocumentText.__table__.c.key)) if f".{kind}." in key}
    covered = {key.replace(f".{kind}.", ".") for key in own}
    return lambda key: key in own or (key.count(".") == 1 and key not in covered)


def key_of(session: Session, document: str, part: str) -> str:
    """The key of the text of a *part* of a *document*: that of this kind of office, or of all kinds."""
    own = f"{document}.{office.view(session).kind.code}.{part}"
    return own if records.rows(session, DocumentText, key=own) else f"{document}.{part}"


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


def text_of(session: Session, key: str) -> str:
    """The office's text *key* as it is written, with its fields."""
    return _stored(session, key)["text"] or ""


def with_values(text: str, values: Mapping[str, str]) -> str:
    """*text* with *values* in its fields, as `filled`; it is one that has no `problem`."""
    return _filled(text, values)


def block_of(line: str) -> str:
    """The name of the table or chart for which *line* stands: "bảng đơn vị"; nothing for a line of words."""
    names = _FIELD.findall(line)
    return clean(names[0]) if names and _is_block(names[0]) and _is_alone(line) else ""


def _filled(text: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        name = clean(found[1])
        if _is_block(name):
            return found[0]
        return values.get(name) or ("" if name.startswith(_SENTENCE) else DOTS)

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
