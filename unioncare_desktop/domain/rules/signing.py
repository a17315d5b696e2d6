"""How the signature of a document is headed: in whose name, in whose place, in which position.

Source: decree 30/2020/NĐ-CP, appendix I, on authority and position; the Party writes the short forms with a slash.
"""

import re

from unioncare_desktop.domain.records.office import PARTY_STYLE, UNION_STYLE
from unioncare_desktop.domain.records.signing import (
    ACTING,
    BY_ORDER,
    FOR_HEAD,
    ON_BEHALF,
    PLAIN,
    SUB_DELEGATED,
)

_SHORT = {
    UNION_STYLE: {ON_BEHALF: "TM.", FOR_HEAD: "KT.", ACTING: "Q.", BY_ORDER: "TL.", SUB_DELEGATED: "TUQ."},
    PARTY_STYLE: {ON_BEHALF: "T/M", FOR_HEAD: "K/T", ACTING: "Q.", BY_ORDER: "T/L", SUB_DELEGATED: "T/UQ"},
}
_ANY_SHORT = re.compile(r"^(?:TM\.|T/M|KT\.|K/T|TL\.|T/L|TUQ\.|T/UQ|Q\.)\s*", re.IGNORECASE)


def lines(
    form: str, on_behalf: str | None, head: str | None, position: str, style: str = UNION_STYLE
) -> tuple[str, tuple[str, ...]]:
    """The line in whose name is signed (empty where in nobody's) and the lines of the position below it.

    A vice who signs for the head of a body that decides together has the body's line above: "TM. BAN THƯỜNG VỤ",
    "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH". By order and by sub-delegation he signs for the head, or for the body where no head
    is named. Short forms that stand before a name already are not written twice.
    """
    short = _SHORT[style]
    body, chief, own = (without_short_form(words or "") for words in (on_behalf, head, position))
    name = f"{short[ON_BEHALF]} {body}" if body else ""
    if form == ACTING:
        return name, (f"{short[ACTING]} {own}",)
    if form in (BY_ORDER, SUB_DELEGATED):
        return "", (f"{short[form]} {chief or body}".strip(), own)
    if form == FOR_HEAD:
        return name, (f"{short[FOR_HEAD]} {chief}".strip(), own)
    return ("" if form == PLAIN else name), (own,)


def retold(authority: str, style: str = UNION_STYLE) -> str:
    """*authority*, such as "TM. BAN THƯỜNG VỤ", with the short form that documents of a *style* have."""
    form = next((one for short in _SHORT.values() for one, words in short.items() if _begins(authority, words)), None)
    return f"{_SHORT[style][form]} {without_short_form(authority)}" if form else authority


def without_short_form(words: str) -> str:
    """The name alone: "BAN THƯỜNG VỤ" of "TM. BAN THƯỜNG VỤ"."""
    return _ANY_SHORT.sub("", words.strip())


def _begins(text: str, short: str) -> bool:
    return text.strip().casefold().startswith(short.casefold())
