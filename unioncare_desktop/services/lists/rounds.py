"""Which campaign and which of its rounds a register means; where a year has none, that of a shipped template."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.kinds import Unreadable, quoted
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaign_founding, campaigns
from unioncare_desktop.services.campaign_founding import Template
from unioncare_desktop.services.campaigns import RoundRow
from unioncare_desktop.services.lists.plan import CampaignPlan, NewRound
from unioncare_desktop.vietnamese import clean, fold, roman_number

_NUMBER = r"(?P<number>[0-9]{1,2}|[ivx]{1,5})\b(?:\s*[/,.–-]?\s*(?:nam\s*)?(?P<year>[0-9]{4})\b)?"
_NAMED = re.compile(rf"\bdot\s*(?:thi dua\s*|dang ky\s*)?(?:so\s*|thu\s*)?{_NUMBER}")
_ALONE = re.compile(rf"\s*{_NUMBER}\s*")
_PARENTHESES = re.compile(r"\s*\([^()]*\)\s*$")
_ROMAN = {roman_number(number).lower(): number for number in range(1, 40)}


@dataclass(frozen=True)
class Told:
    """A round as words tell it: its number, and the year where they name one."""

    number: int
    year: int | None


def told(words: str) -> Told | None:
    """The round that the words of a cell mean: "Đợt 1", "1", "II", "đợt I/2023"; None where they are no number."""
    plain = fold(words)
    return _understood(_NAMED.search(plain) or _ALONE.fullmatch(plain))


def named_in(line: str) -> str:
    """The words in a line above a list that name a round: "đợt i nam 2023"; empty where it names none."""
    match = _NAMED.search(fold(line))
    return match[0] if match else ""


def _understood(match: re.Match[str] | None) -> Told | None:
    if match is None:
        return None
    written, year = match["number"], match["year"]
    number = int(written) if written.isdigit() else _ROMAN.get(written)
    return Told(number, int(year) if year else None) if number else None


@dataclass(frozen=True)
class Rounds:
    """The rounds a register of a year may name; *own* are those of its campaign, *others* of the year's other ones."""

    year: int
    campaign: str
    own: Sequence[RoundRow]
    others: Sequence[RoundRow] = ()
    template: Template | None = None

    def find(self, words: str) -> RoundRow:
        """The round that *words* mean, by its name, else by its number; without words the only one there is.

        Raises:
            Unreadable: there is none; the sentence says what to do.
        """
        named = _named(words, self.own) or _named(words, self.others)
        return named[0] if len(named) == 1 else self._numbered(words)

    def _numbered(self, words: str) -> RoundRow:
        if not words.strip():
            if len(self.own) == 1:
                return self.own[0]
            raise Unreadable(_("không ghi đợt nào; hãy ghi một trong: {rounds}").format(rounds=self._names))
        means = told(words)
        if means is None:
            raise Unreadable(
                _("{text} không phải là một đợt; hãy ghi một trong: {rounds}").format(
                    text=quoted(words), rounds=self._names
                )
            )
        if means.year not in (None, self.year):
            sentence = _("đợt của năm {other}, còn sổ này của năm {year}; hãy tách thành tệp riêng")
            raise Unreadable(sentence.format(other=means.year, year=self.year))
        for rounds in (self.own, self.others):
            numbered = [one for one in rounds if one.number == means.number]
            if len(numbered) == 1:
                return numbered[0]
        raise Unreadable(self._missing(means.number))

    def _missing(self, number: int) -> str:
        if self.template is not None:
            sentence = _(
                "mẫu phong trào “{campaign}” không có đợt {number}; hãy lập phong trào năm {year} có đợt ấy ở trang"
                " Thi đua rồi nhập lại"
            )
        else:
            sentence = _(
                "phong trào “{campaign}” chưa có đợt {number}; hãy thêm đợt ấy ở trang Thi đua rồi nhập lại, hoặc ghi"
                " một trong: {rounds}"
            )
        return sentence.format(campaign=self.campaign, number=number, year=self.year, rounds=self._names)

    @property
    def all(self) -> list[RoundRow]:
        """All rounds that may be meant."""
        return [*self.own, *self.others]

    @property
    def _names(self) -> str:
        return ", ".join(one.name for one in self.all)

    def plan(self, used: Collection[int]) -> CampaignPlan:
        """What the preview tells of the campaign: all rounds of a new one, those *used* (by id) of a stored one.

        Where the register names rounds of several campaigns of the year, all of these are told.
        """
        shown = self.own if self.template else [one for one in self.all if one.id in used]
        titles = tuple(one.title for one in shown)
        if self.template is None:
            names = dict.fromkeys(one.campaign for one in shown) or (self.campaign,)
            return CampaignPlan(", ".join(names), self.year, titles)
        return CampaignPlan(self.campaign, self.year, titles, self.template.key, _source(self.template))


def _source(template: Template) -> str:
    """Which plan a template follows: "mẫu của kế hoạch 667/KH-LĐLĐ (Liên đoàn Lao động huyện Gia Lâm)"."""
    number, issuer = template.values.get("plan_number"), template.values.get("issuer")
    words = _("mẫu của kế hoạch {number}").format(number=number) if number else _("mẫu chung")
    return f"{words} ({issuer})" if issuer else words


def _named(words: str, rounds: Sequence[RoundRow]) -> list[RoundRow]:
    """The rounds called so, also with their days or their campaign behind, as our own reports write them."""
    names = {fold(clean(words)), fold(_PARENTHESES.sub("", clean(words)))}
    return [one for one in rounds if names & {fold(one.name), fold(f"{one.name} - {one.campaign}")}]


def of_year(session: Session, year: int, said: str, numbers: Collection[int]) -> Rounds:
    """The rounds for a register of *year*: of the campaign that is *said* above it, else of the first with rounds.

    Where the year has no campaign, those of the shipped template that has the rounds *numbers*.

    Raises:
        UserError: the year's campaign has no rounds.
    """
    of_this_year = [one for one in campaigns.listed(session) if one.year == year]
    if not of_this_year:
        return _of_template(year, numbers)
    usable = [one for one in of_this_year if one.rounds]
    if not usable:
        sentence = _("Phong trào “{name}” của năm {year} chưa có đợt nào. Hãy thêm đợt ở trang Thi đua rồi nhập lại.")
        raise UserError(sentence.format(name=of_this_year[0].name, year=year))
    chosen = next((one for one in usable if fold(one.name) in fold(said)), usable[0])
    others = [one for campaign in usable if campaign is not chosen for one in campaign.rounds]
    return Rounds(year, chosen.name, chosen.rounds, others)


def _of_template(year: int, numbers: Collection[int]) -> Rounds:
    known = frozenset[int]().union(*(one.numbers for one in campaign_founding.templates() if one.serves(year)))
    template = campaign_founding.template_for(year, known & set(numbers))
    name = template.name_in(year)
    rounds = [_row(campaign_founding.round_values(one, year), name, year) for one in template.rounds]
    return Rounds(year, name, rounds, template=template)


def _row(values: dict[str, Any], campaign: str, year: int) -> RoundRow:
    """A round that is not stored: its id is its number below zero."""
    blank: dict[str, Any] = dict.fromkeys(RoundRow.__dataclass_fields__)
    return RoundRow(**{**blank, **values, "id": -values["number"], "campaign": campaign, "year": year})


def reference(one: RoundRow) -> int | NewRound:
    """What stands for the round in values that are to be stored."""
    return one.id if one.id > 0 else NewRound(one.number)


def found(session: Session, plan: CampaignPlan) -> dict[NewRound, int]:
    """Found the campaign of *plan*, where it is new, and return the ids of its rounds."""
    if plan.template is None:
        return {}
    campaign_id = campaign_founding.found(session, campaign_founding.template(plan.template), plan.year)
    return {NewRound(one.number): one.id for one in campaigns.campaign(session, campaign_id).rounds}
