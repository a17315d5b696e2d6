"""Search everywhere: what can be found, and which of it fits best what was typed. Where a find leads is the window's.

Words are found in any order and without accents. Of what is found, a code typed in full comes first, then names whose
accents are as typed, then those in which the words begin words, then the others; whole words before beginnings.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Area, Union
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.records.union import ACTIVE, STATES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns, enterprises, merger_links, periods, records
from unioncare_desktop.services.campaigns import STATE_WORDS
from unioncare_desktop.services.unions import likeness_key
from unioncare_desktop.vietnamese import code_key, fold, nfc

UNIONS, ENTERPRISES, PERIODS, ROUNDS = "unions", "enterprises", "periods", "rounds"
PAGES, REPORTS, COMMANDS = "pages", "reports", "commands"
GROUPS = (UNIONS, ENTERPRISES, PERIODS, ROUNDS, PAGES, REPORTS, COMMANDS)
"""The groups in the order in which they are shown where nothing in one fits better than in another."""

_NO_WORDS = re.compile(r"[\W_]+")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_CODE, _SPOKEN, _SPOKEN_BEGUN, _WHOLE, _BEGUN, _IN_TITLE, _ELSEWHERE = range(7)
_RANKS = 7


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing that can be found: *key* names it within its group, *detail* is read beside the title.

    `folded` and `everything` are the words of the title and of all that is searched, between spaces; `spoken` are those
    of the title with their accents. What is *late* comes after the others that fit as well.
    """

    group: str
    key: str | int
    title: str
    detail: str
    folded: str
    everything: str
    spoken: str
    code: str
    late: bool


@dataclass(frozen=True)
class Found:
    """What was found in one group: the best first, and how many there are in all."""

    group: str
    hits: tuple[Findable, ...]
    total: int


@lru_cache(maxsize=65536)
def findable(
    group: str,
    key: str | int,
    title: str,
    *,
    detail: str = "",
    known_as: str = "",
    also: str = "",
    code: str = "",
    late: bool = False,
) -> Findable:
    """Something called *title*, or *known_as* that, which the words of *also* and its *code* find too."""
    names = f"{title} {known_as}"
    folded = _words(fold(names))
    everything = folded + _words(fold(f"{code} {also}"))
    return Findable(group, key, title, detail, folded, everything, _spoken(names), code_key(code), late)


def find(among: Iterable[Findable], text: str, most: int) -> list[Found]:
    """What fits *text*, at most *most* of each group; the group with the best fit first. Nothing for a blank text."""
    wanted = _Wanted(text)
    if not wanted.words:
        return []
    ranked: dict[str, list[list[Findable]]] = {}
    for one in among:
        if _all_in(wanted.words, one.everything):
            by_rank = ranked.setdefault(one.group, [[] for _rank in range(2 * _RANKS)])
            by_rank[2 * wanted.rank(one) + one.late].append(one)
    order = sorted(ranked, key=lambda group: (_best(ranked[group]), GROUPS.index(group)))
    return [_found(group, ranked[group], most) for group in order]


def _best(by_rank: Sequence[Sequence[Findable]]) -> int:
    """The best rank at which there is something, whether late or not."""
    return next(rank for rank, hits in enumerate(by_rank) if hits) // 2


def _found(group: str, by_rank: Sequence[Sequence[Findable]], most: int) -> Found:
    return Found(group, tuple(islice(chain.from_iterable(by_rank), most)), sum(map(len, by_rank)))


def _all_in(words: Sequence[str], text: str) -> bool:
    for word in words:  # noqa: SIM110 - a generator would cost more than what it finds
        if word not in text:
            return False
    return True


class _Wanted:
    """What was typed, taken apart once for all comparisons."""

    def __init__(self, text: str) -> None:
        self.words = _words(fold(text)).split()
        spoken = _spoken(text).split()
        self._spoken = [f" {word} " for word in spoken]
        self._spoken_begun = [f" {word}" for word in spoken]
        self._whole = [f" {word} " for word in self.words]
        self._begun = [f" {word}" for word in self.words]
        self._code = code_key(text)

    def rank(self, one: Findable) -> int:
        """How well it fits, the best being the smallest."""
        if one.code and one.code == self._code:
            return _CODE
        for rank, words, title in (
            (_SPOKEN, self._spoken, one.spoken),
            (_SPOKEN_BEGUN, self._spoken_begun, one.spoken),
            (_WHOLE, self._whole, one.folded),
            (_BEGUN, self._begun, one.folded),
            (_IN_TITLE, self.words, one.folded),
        ):
            if _all_in(words, title):
                return rank
        return _ELSEWHERE


def _words(folded: str) -> str:
    """The words of a folded text between spaces."""
    return f" {_NO_WORDS.sub(' ', folded).strip()} "


def _spoken(text: str) -> str:
    """The words of *text* as they are spoken, between spaces: " 1hoa " for "Hòa" and "Hoà" alike."""
    words = _NO_WORDS.sub(" ", nfc(text).casefold()).split()
    return f" {' '.join(map(_tone_first, words))} "


@lru_cache(maxsize=65536)
def _tone_first(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    return tone + nfc("".join(mark for mark in marks if mark not in _TONES))


# What the database holds


def stored(session: Session, today: date) -> list[Findable]:
    """The unions, those that have ended last, the enterprises without one, the quarters and the rounds of campaigns.

    The newest quarters and campaigns come first; *today*'s quarter is always among them.
    """
    return [*_unions(session), *_enterprises(session), *_quarters(session, today), *_rounds(session, today)]


def _unions(session: Session) -> list[Findable]:
    table = Union.__table__.c
    columns = (table.id, table.code, table.name, table.chair, table.area_id, table.state)
    areas, successors = records.choices(session, Area), merger_links.successors(session)
    found = []
    for union_id, code, name, chair, area_id, state in session.execute(select(*columns).order_by(table.sort_key)):
        area = areas.get(area_id, "")
        into = _(" vào {name}").format(name=successors[union_id].name) if union_id in successors else ""
        detail = " · ".join(filter(None, (code, area, "" if state == ACTIVE else STATES[state] + into)))
        also = f"{area} {chair or ''} {likeness_key(name)}"
        found.append(findable(UNIONS, union_id, name, detail=detail, also=also, code=code or "", late=state != ACTIVE))
    return found


def _enterprises(session: Session) -> list[Findable]:
    found = []
    for row in enterprises.listed(session):
        detail = " · ".join(filter(None, (row.code, row.area, row.state_words)))
        also = f"{row.area} {row.contact or ''} {row.address or ''} {likeness_key(row.name)}"
        code = row.code or ""
        found.append(findable(ENTERPRISES, row.id, row.name, detail=detail, also=also, code=code, late=not row.waits))
    return found


def _quarters(session: Session, today: date) -> list[Findable]:
    known = {row.span for row in periods.listed(session) if row.span.kind == QUARTER} | {Span.quarter_of(today)}
    return [_quarter(span) for span in sorted(known, reverse=True)]


def _quarter(span: Span) -> Findable:
    names = f"{span.number} q{span.number}"
    return findable(PERIODS, span.code, span.title, known_as=names, code=span.code)


def _rounds(session: Session, today: date) -> list[Findable]:
    """The rounds of all campaigns, found also by plan and themes."""
    found = []
    for campaign in campaigns.listed(session):
        for one in campaign.rounds:
            also = " ".join(filter(None, (one.theme, campaign.theme, campaign.plan_number, campaign.issuer)))
            detail = f"{one.days} · {STATE_WORDS[one.state_on(today)]}"
            title = f"{one.name}, {campaign.name}"
            found.append(
                findable(ROUNDS, one.id, title, detail=detail, also=f"{also} {one.year}", known_as=_("thi đua"))
            )
    return found


def by_keys(among: Iterable[Findable], keys: Sequence[tuple[str, str | int]]) -> list[Findable]:
    """Those of *among* with these groups and keys, in the order of the *keys*; what is gone is left out."""
    known = {(one.group, one.key): one for one in among}
    return [known[key] for key in keys if key in known]
