"""What a file really is, told from its first bytes and not from its name: the sentence for every wrong kind."""

import re

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _

_SAVE_AS = _("Hãy mở bằng Excel, chọn Lưu thành (Save As) dạng .xlsx rồi nhập lại.")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<!doctype html|<html|<table|<\?xml|<meta", re.IGNORECASE)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", _("là tệp PDF, không phải Excel.")),
    (b"\xff\xd8\xff", _("là ảnh JPG, không phải Excel.")),
    (b"\x89PNG", _("là ảnh PNG, không phải Excel.")),
    (b"GIF8", _("là ảnh GIF, không phải Excel.")),
    (b"{\\rtf", _("là văn bản RTF, không phải Excel.")),
    (b"Rar!", _("là tệp nén RAR. Hãy giải nén rồi chọn tệp Excel bên trong.")),
    (b"7z\xbc\xaf", _("là tệp nén 7z. Hãy giải nén rồi chọn tệp Excel bên trong.")),
    (b"SQLite format 3", _("là tệp dữ liệu, không phải Excel. Nếu là bản sao lưu, hãy dùng chức năng khôi phục.")),
    (b"PK\x05\x06", _("là tệp nén rỗng, không phải Excel.")),
)
_IN_ZIP: tuple[tuple[str, str], ...] = (
    ("word/", _("là văn bản Word, không phải Excel. Hãy chép bảng sang Excel rồi nhập lại.")),
    ("ppt/", _("là tệp trình chiếu PowerPoint, không phải Excel.")),
    ("xl/workbook.bin", _("là tệp Excel nhị phân (.xlsb).") + " " + _SAVE_AS),
    ("content.xml", _("là tệp OpenDocument (.ods).") + " " + _SAVE_AS),
    ("Index/", _("là tệp Numbers của Apple. Hãy xuất ra Excel (.xlsx) rồi nhập lại.")),
)


def is_zip(data: bytes) -> bool:
    """Whether *data* begins as a .xlsx does."""
    return data.startswith(_ZIP)


def refuse_other_kinds(data: bytes) -> None:
    """Tell the user what the file is, if it is neither a zip nor text.

    Raises:
        UserError: the end of a sentence that begins with the file's name.
    """
    if not data:
        raise UserError(_("rỗng (0 byte). Có thể tệp chưa tải xong; hãy tải hoặc chép lại."))
    if not data[:4096].strip(b"\0"):
        raise UserError(
            _("chưa có nội dung. Có thể tệp còn ở OneDrive hoặc chưa tải xong; hãy tải về máy rồi thử lại.")
        )
    for magic, sentence in _OTHERS:
        if data.startswith(magic):
            raise UserError(sentence)
    if data.startswith(_OLE):
        raise UserError(_of_compound_file(data))
    if _HTML.match(data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()):
        raise UserError(_("là trang web (HTML) được đổi đuôi, không phải Excel.") + " " + _SAVE_AS)


def _of_compound_file(data: bytes) -> str:
    """Streams of the old Office container are named in UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return _("có mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu rồi nhập lại.")
    if holds("Workbook") or holds("Book"):
        return _("là Excel 97-2003 (.xls).") + " " + _SAVE_AS
    if holds("WordDocument"):
        return _("là văn bản Word (.doc), không phải Excel. Hãy chép bảng sang Excel rồi nhập lại.")
    return _("là tệp Office kiểu cũ, không phải .xlsx.") + " " + _SAVE_AS


def refuse_other_archives(names: list[str]) -> None:
    """Tell the user what the zip with these members is, if it is not a workbook.

    Raises:
        UserError: the end of a sentence that begins with the file's name.
    """
    if "xl/workbook.xml" in names:
        return
    for part, sentence in _IN_ZIP:
        if any(name == part or (part.endswith("/") and name.startswith(part)) for name in names):
            raise UserError(sentence)
    if "[Content_Types].xml" not in names:
        raise UserError(_("là tệp nén, không phải Excel. Hãy giải nén rồi chọn tệp Excel bên trong."))
