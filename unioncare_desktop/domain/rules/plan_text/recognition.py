"""Which indicator of the catalogue the words of a target speak of."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from unioncare_desktop.vietnamese import fold

PERCENT = "%"
_ENOUGH, _LEAST_WORDS = 0.8, 5
_SHORT = (
    (re.compile(r"\b(cdcs|cong doan cs)\b"), "cong doan co so"),
    (re.compile(r"\b(tuldtt|thoa uoc(?! lao dong))\b"), "thoa uoc lao dong tap the"),
    (re.compile(r"\bnld\b"), "nguoi lao dong"),
    (re.compile(r"\bcnld\b"), "cong nhan lao dong"),
    (re.compile(r"\bti le\b"), "ty le"),
    (re.compile(r"\bdv\b"), "doan vien"),
    (re.compile(r"\bdn\b"), "doanh nghiep"),
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Known:
    """An indicator: its key, its unit, and phrases by which texts speak of it."""

    key: str
    unit: str
    phrases: tuple[str, ...]

    @cached_property
    def tokens(self) -> tuple[tuple[str, ...], ...]:
        """Each phrase in words without marks, abbreviations written out."""
        return tuple(tokens_of(phrase) for phrase in self.phrases)


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a text without marks, abbreviations written out."""
    plain = fold(text)
    for pattern, full in _SHORT:
        plain = pattern.sub(full, plain)
    return tuple(_WORD.findall(plain))


def recognised(known: Sequence[Known], texts: Sequence[str], unit: str | None) -> Known | None:
    """The indicator whose phrase agrees best with one of the *texts*; None where none agrees well.

    It has the *unit* (None: any). A phrase that stands there as it is goes before one of which only most words are
    there; then the longer one, then the one whose beginning agrees: the subject of a share comes first.
    """
    told = [tokens_of(text) for text in texts]
    best, best_rank = None, (0, 0, 0)
    for indicator in known:
        if unit not in (None, indicator.unit):
            continue
        ranks = (_rank(phrase, tokens) for phrase in indicator.tokens for tokens in told)
        rank = max(ranks, default=(0, 0, 0))
        if rank > best_rank:
            best, best_rank = indicator, rank
    return best


def _rank(phrase: tuple[str, ...], tokens: tuple[str, ...]) -> tuple[int, int, int]:
    """Whether the phrase is there, how many of its words are, and from which word on they are missing."""
    if f" {' '.join(phrase)} " in f" {' '.join(tokens)} ":
        return 1, len(phrase), len(phrase)
    if len(tokens) < _ENOUGH * len(phrase):
        return 0, 0, 0
    missing = Counter(phrase) - Counter(tokens)
    there = len(phrase) - missing.total()
    if len(phrase) < _LEAST_WORDS or there < _ENOUGH * len(phrase):
        return 0, 0, 0
    return 0, there, next((place for place, word in enumerate(phrase) if word in missing), len(phrase))
