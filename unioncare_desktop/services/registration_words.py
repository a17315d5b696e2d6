"""What registers write for kinds and titles, and how the office's own lists say it. Nothing is guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.kinds import Unreadable, quoted
from unioncare_desktop.domain.records import AwardForm, AwardTitle
from unioncare_desktop.domain.records.awards import COLLECTIVE, INDIVIDUAL, INITIATIVE, PACT, TITLE_FORMS, WORK
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.registration_rows import APPLIES, KindRow, holds
from unioncare_desktop.vietnamese import clean, fold, show_day

_I_WRITTEN_Y = re.compile(r"\b([hklmst])y\b")
_USUAL_WORDS = {
    INDIVIDUAL: ("ca nhan", "danh hieu thi dua ca nhan", "dh ca nhan", "dhtd ca nhan"),
    COLLECTIVE: ("tap the", "danh hieu thi dua tap the", "dh tap the", "dhtd tap the"),
    WORK: ("cong trinh", "phan viec", "cong trinh phan viec", "cong trinh san pham", "ctpv", "ct pv"),
    INITIATIVE: ("sang kien", "de tai", "de tai sang kien", "sang kien de tai", "sang kien cai tien", "skkn", "sk"),
    PACT: ("giao uoc", "giao uoc thi dua", "ban giao uoc"),
}
_OF_OTHERS = {INDIVIDUAL: _("{name} là danh hiệu của tập thể"), COLLECTIVE: _("{name} là danh hiệu của cá nhân")}


@lru_cache(maxsize=65536)
def _key(text: str) -> str:
    """Words without the commas, strokes and hyphens between them; "Chiến sỹ" is "Chiến sĩ"."""
    plain = fold(clean(text)).replace(",", " ").replace("/", " ").replace("-", " ")
    return _I_WRITTEN_Y.sub(r"\1i", " ".join(plain.split()))


def kind_named(kinds: Sequence[KindRow], text: str) -> KindRow:
    """The kind of registration that *text* means: its name, or usual words where one kind only has that form.

    Raises:
        Unreadable: none is called so; the sentence lists the known.
    """
    key = _key(text)
    plain = key.removeprefix("dang ki ").removeprefix("ten ")
    named = [one for one in kinds if _key(one.name) in (key, plain)]
    forms = {form for form, words in _USUAL_WORDS.items() if plain in words}
    found = named or [one for one in kinds if one.form in forms]
    if len(found) != 1:
        known = ", ".join(one.name for one in kinds)
        raise Unreadable(
            _("{text} không phải là một loại đăng ký; hãy ghi một trong: {known}").format(
                text=quoted(text), known=known
            )
        )
    return found[0]


@dataclass(frozen=True)
class Catalogue:
    """The titles and the forms of award of the office, by the keys of their names."""

    titles: Mapping[str, Sequence[Mapping[str, Any]]]
    forms: Mapping[str, str]

    @staticmethod
    def read(session: Session) -> "Catalogue":
        """The catalogue as it is stored."""
        titles: dict[str, list[Mapping[str, Any]]] = {}
        for row in records.rows(session, AwardTitle):
            titles.setdefault(_key(row["name"]), []).append(row)
        forms = {_key(row["name"]): row["name"] for row in records.rows(session, AwardForm)}
        return Catalogue(titles, forms)

    def spelled(self, form: str, content: str) -> str:
        """A title as the catalogue spells it, where it means the same words; any other content as it is."""
        if form not in TITLE_FORMS:
            return content
        found = self.titles.get(_key(content), ())
        return str(found[0]["name"]) if found else content

    def doubt(self, form: str, content: str, on: date) -> str:
        """What is odd about a title on a day; nothing where it holds, or where the form names no titles."""
        if form not in TITLE_FORMS:
            return ""
        found = self.titles.get(_key(content), ())
        fitting = [row for row in found if row["applies_to"] in APPLIES[form]]
        if any(holds(row, on) for row in fitting):
            return ""
        if fitting:
            sentence = _("ngày {day} danh hiệu {name} chưa áp dụng hoặc đã thôi áp dụng")
        elif found:
            sentence = _OF_OTHERS[form]
        elif _key(content) in self.forms:
            sentence = _("{name} là hình thức khen thưởng, không phải danh hiệu thi đua")
        else:
            sentence = _("{name} không có trong danh mục danh hiệu thi đua")
        return sentence.format(name=quoted(content), day=show_day(on))

    def awards(self, name: str) -> bool:
        """Whether *name* is a form of award, or a title, of the catalogue."""
        return _key(name) in self.forms or _key(name) in self.titles
