"""Slips of typing and scanning: words that are none, words written twice, quotation marks that are not closed.

Which slips are known is data (resources/structure/plan_slips.json); how they are looked for is here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unioncare_desktop.domain.rules.plan_text.findings import DOUBLED_WORD, KINDS, OPEN_QUOTE, SLIP, Finding
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Reading
from unioncare_desktop.i18n import _

_WORD_TWICE = re.compile(r"(?<!\w)(\w+) \1(?!\w)")
_PAIR_TWICE = re.compile(r"(?<!\w)(\w+ \w+) \1(?!\w)")
_SHOWN_OF_A_QUOTE = 40


@dataclass(frozen=True)
class Slip:
    """A known slip: what it looks like, and what is written instead; "" for the same without blanks."""

    pattern: re.Pattern[str]
    better: str
    kind: str
    sentence: str


@dataclass(frozen=True)
class Slips:
    """All known slips, words that never follow themselves, and pairs of words that may."""

    known: tuple[Slip, ...]
    never_doubled: frozenset[str]
    pairs_doubled: frozenset[str]


def parsed(data: Mapping[str, Any]) -> Slips:
    """The slips of the data file.

    Raises:
        ValueError: a slip is of no kind, or its pattern cannot be read.
    """
    known = tuple(map(_slip, data["slips"]))
    return Slips(known, frozenset(data["doubled_words"]), frozenset(data["doubled_pairs_allowed"]))


def _slip(entry: Mapping[str, str]) -> Slip:
    kind = entry.get("kind", SLIP)
    if kind not in KINDS:
        raise ValueError(entry)
    try:
        pattern = re.compile(entry["pattern"])
    except re.error as error:
        raise ValueError(entry) from error
    return Slip(pattern, entry["better"], kind, entry.get("sentence", ""))


def findings(reading: Reading, slips: Slips) -> Iterator[Finding]:
    """Every slip of the text."""
    for paragraph in reading.paragraphs:
        for slip in slips.known:
            yield from _of_kind(reading, paragraph, slip)
        yield from _doubled(reading, paragraph, slips)
        yield from _open_quotes(reading, paragraph)


def _of_kind(reading: Reading, paragraph: Paragraph, slip: Slip) -> Iterator[Finding]:
    for match in slip.pattern.finditer(paragraph.text):
        better = match.expand(slip.better)
        sentence = slip.sentence or _("“{text}” có lẽ là “{better}”.")
        proposals: Sequence[str] = (better.strip(),) if better else ()
        yield reading.finding(
            slip.kind,
            paragraph,
            *match.span(),
            sentence.format(text=match[0].strip(), better=better.strip() or _unspaced(match[0])),
            tuple(proposals),
        )


def _unspaced(code: str) -> str:
    """A number of a document as it should be: "Số: 94/KH-LĐLĐ" for "Số: 94/KH - LĐLĐ"."""
    return re.sub(r" ?([/\-]) ?", r"\1", code)


def _doubled(reading: Reading, paragraph: Paragraph, slips: Slips) -> Iterator[Finding]:
    lower = paragraph.text.lower()
    for pattern, wrong in ((_WORD_TWICE, slips.never_doubled.__contains__), (_PAIR_TWICE, _is_pair(slips))):
        for match in pattern.finditer(lower):
            if wrong(match[1]):
                once = paragraph.text[match.start(1) : match.end(1)]
                sentence = _("“{text}” lặp từ: viết một lần “{once}”.").format(text=match[0], once=once)
                yield reading.finding(DOUBLED_WORD, paragraph, *match.span(), sentence, (once,))


def _is_pair(slips: Slips) -> Any:  # noqa: ANN401 - a predicate
    return lambda pair: pair not in slips.pairs_doubled and not any(letter.isdigit() for letter in pair)


def _open_quotes(reading: Reading, paragraph: Paragraph) -> Iterator[Finding]:
    opened = None
    for at, letter in enumerate(paragraph.text):
        if letter == "“":
            if opened is not None:
                yield _open_quote(reading, paragraph, opened)
            opened = at
        elif letter in '”"':
            opened = None
    if opened is not None:
        yield _open_quote(reading, paragraph, opened)


def _open_quote(reading: Reading, paragraph: Paragraph, at: int) -> Finding:
    end = min(at + _SHOWN_OF_A_QUOTE, len(paragraph.text))
    sentence = _("Dấu ngoặc kép mở ở “{text}…” không có dấu đóng.").format(text=paragraph.text[at + 1 : end])
    return reading.finding(OPEN_QUOTE, paragraph, at, end, sentence)
