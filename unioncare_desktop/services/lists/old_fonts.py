"""Text that was not typed in Unicode, or was read as what it is not: recognised, never converted here.

TCVN3 (ABC, .VnTime) and VNI keep their letters in places where Western alphabets have others; UTF-8 read as Windows'
Western code page turns each Vietnamese letter into two or three signs.
"""

import re

from unioncare_desktop.i18n import _

_LATER_LETTERS = "\u00a1-\u00ac\u00ae\u00b5-\u00b9\u00bb-\u00be"
_TCVN3 = re.compile(rf"[A-Za-z][{_LATER_LETTERS}][a-z]|(?<![A-Za-z0-9])[®§][A-Za-z{_LATER_LETTERS}]")
_VNI = re.compile("[AEIOUYaeiouy][ØÛÏÅÄËÜøûïåäëü]|[Ññ][A-Za-z]|[Oo][âä][a-z]")
_MOJIBAKE = re.compile("Ã[\u00a1-\u00bf]|Ä[\u0090\u0091‘‚ƒ]|Æ[°¡¯]|á[º»]|\ufffd")
_MOST_FOREIGN = 1


def trouble(text: str) -> str | None:
    """What is wrong with the letters of *text*, as a sentence that says how to mend it; None for sound text."""
    if text.isascii():
        return None
    if _MOJIBAKE.search(text):
        return _("chữ bị vỡ do đọc sai bảng mã; hãy mở lại tệp gốc và lưu thành .xlsx hoặc CSV UTF-8")
    if _TCVN3.search(text):
        return _("phông chữ cũ (TCVN3), hãy đổi sang Unicode bằng UniKey rồi nhập lại")
    if len(_VNI.findall(text)) > _MOST_FOREIGN:
        return _("phông chữ cũ (VNI), hãy đổi sang Unicode bằng UniKey rồi nhập lại")
    return None
