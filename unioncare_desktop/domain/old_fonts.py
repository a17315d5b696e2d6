"""Text that was not typed in Unicode, or was read as what it is not: recognised, and what it was meant to be.

TCVN3 (ABC, .VnTime) and VNI keep their letters in places where Western alphabets have others; UTF-8 read as Windows'
Western code page turns each Vietnamese letter into two or three signs. Nothing is replaced here without being asked.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from unioncare_desktop.i18n import _

_LATER_LETTERS = "\u00a1-\u00ac\u00ae\u00b5-\u00b9\u00bb-\u00be"
_TCVN3 = re.compile(rf"[A-Za-z][{_LATER_LETTERS}][a-z]|(?<![A-Za-z0-9])[®§][A-Za-z{_LATER_LETTERS}\u00ad]")
_VNI = re.compile("[AEIOUYaeiouy][ØÛÏÅÄËÜøûïåäëü]|[Ññ][A-Za-z]|[Oo][âä][a-z]")
_LATER_BYTES = "\u0080-\u00bf\u0152-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122"
_MOJIBAKE = re.compile(f"Ã[\u00a0-\u00bf]|Ä[\u0090\u0091‘‚ƒ]|Æ[°¡¯]|á[º»][{_LATER_BYTES}]|\ufffd")
_MOST_FOREIGN = 1
_LONGEST_SHOWN = 60

_TCVN3_LETTERS = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOFED = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_CURVED = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_LETTERS = {"ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ô": "ơ", "ö": "ư"}
_VNI_SYLLABLE = re.compile(
    "[aeo][âáàåãä]|a[êéèúüë]|[aeiouyôö][ùøûõï]|[ñæóòîôö]",
    re.IGNORECASE,
)
_BYTES_AS_LETTERS = re.compile(f"[\u00c2-\u00f4][{_LATER_BYTES}]+")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with the letters of a text, how to mend it, and the text as it was meant ("" where unknown)."""

    what: str
    remedy: str
    meant: str

    @property
    def advice(self) -> str:
        """What is wrong, and how to mend the whole file."""
        return f"{self.what}{self.remedy}"

    @property
    def sentence(self) -> str:
        """What is wrong, how to mend it, and what was meant."""
        if not self.meant:
            return self.advice
        meant = self.meant if len(self.meant) <= _LONGEST_SHOWN else self.meant[:_LONGEST_SHOWN] + "…"
        return _("{advice}; ý bạn là “{meant}”?").format(advice=self.advice, meant=meant)


def trouble(text: str) -> Trouble | None:
    """What is wrong with the letters of *text*; None for sound text."""
    if text.isascii():
        return None
    if _MOJIBAKE.search(text):
        remedy = _("; hãy mở lại tệp gốc và lưu thành .xlsx hoặc CSV UTF-8")
        return Trouble(_("chữ bị vỡ do đọc sai bảng mã"), remedy, _meant(text, _from_bytes))
    if _TCVN3.search(text):
        remedy = _(", hãy đổi sang Unicode bằng UniKey rồi nhập lại")
        return Trouble(_("phông chữ cũ (TCVN3)"), remedy, _meant(text, _from_tcvn3))
    if len(_VNI.findall(text)) > _MOST_FOREIGN:
        remedy = _(", hãy đổi sang Unicode bằng UniKey rồi nhập lại")
        return Trouble(_("phông chữ cũ (VNI)"), remedy, _meant(text, _from_vni))
    return None


def _meant(text: str, convert: Callable[[str], str]) -> str:
    """The converted text, where that is sound; otherwise nothing, as a guess would be worse."""
    converted = unicodedata.normalize("NFC", convert(text))
    return "" if converted == text or trouble(converted) else converted


def _from_tcvn3(text: str) -> str:
    return " ".join(_from_tcvn3_word(word) for word in text.split(" "))


def _from_tcvn3_word(word: str) -> str:
    """In words of capitals the letters with marks are small ones: a capital font showed them as capitals."""
    converted = "".join(_TCVN3_LETTERS.get(letter, letter) for letter in word)
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    return converted.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else converted


def _from_vni(text: str) -> str:
    return _VNI_SYLLABLE.sub(lambda found: _vni_letter(found[0]), text)


def _vni_letter(found: str) -> str:
    base, mark = found[0].lower(), found[1:].lower()
    if mark in _VNI_ROOFED and base in "aeo":
        letter = base + "\u0302" + _VNI_ROOFED[mark]
    elif mark in _VNI_CURVED and base == "a":
        letter = base + "\u0306" + _VNI_CURVED[mark]
    else:
        letter = _VNI_LETTERS.get(base, base) + _VNI_TONES.get(mark, "")
    return letter.upper() if found[0].isupper() else letter


def _from_bytes(text: str) -> str:
    """Each run of signs that are the bytes of UTF-8 letters, as these letters; "Ã " has lost its no-break space."""
    return _BYTES_AS_LETTERS.sub(lambda found: _decoded(found[0]), text.replace("Ã ", "Ã\u00a0"))


def _decoded(run: str) -> str:
    try:
        return b"".join(_byte(letter) for letter in run).decode()
    except UnicodeError:
        return run


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")
