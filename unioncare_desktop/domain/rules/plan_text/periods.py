"""Periods and days that contradict each other: "Quý II … ngày 30/9", halves of a year, rounds that overlap."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from unioncare_desktop.domain.rules.plan_text.dates import Mention, mentions
from unioncare_desktop.domain.rules.plan_text.findings import PERIOD_MISMATCH, Finding
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Piece, Reading
from unioncare_desktop.domain.rules.plan_text.structure import Plan
from unioncare_desktop.domain.rules.plan_text.times import quarter
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_day

_NAMED = re.compile(
    r"\b(?:quy (?P<quarter>iv|iii|ii|i|[1-4])|(?:0?6|sau) thang (?P<half>dau|cuoi)(?: nam)?)"
    r"(?![,]? (?:va )?(?:i|ii|iii|iv)\b)(?:(?:/| nam |/nam )?(?P<year>20[0-9]{2}))?\b"
)
_BY = re.compile(r"\b(den|truoc|cham nhat|xong|hoan thanh|het|tu|han|vao|la)[ :]*(ngay )?$")
_BEFORE = re.compile(r"\b(so voi|tinh tu|ke tu|cung ky)\b[^,;]{0,20}$")
_ROUND = re.compile(r"\bdot (?P<number>[1-9]|iv|iii|ii|i)\b")
_RANGE = re.compile(r"[ ]*(?:-|–|den(?: het)?)(?: ngay)? *$")
_HALVES = {"dau": (1, 6), "cuoi": (7, 12)}
_REPORTING = timedelta(days=31)
"""A report on a period may be due so long after its end."""


def findings(reading: Reading, plan: Plan) -> Iterator[Finding]:
    """Every contradiction of one plan."""
    last: tuple[str, date] | None = None
    for paragraph in plan.paragraphs:
        for sentence in paragraph.sentences:
            yield from _outside(reading, paragraph, sentence)
        for first, second in _ranges(paragraph):
            yield from _backwards(reading, paragraph, first, second)
            numbers = _ROUND.findall(paragraph.plain, paragraph.begin, first.start)
            number = numbers[-1] if numbers else ""
            if number and first.day and second.day:
                if last is not None and last[0] != number and first.day <= last[1]:
                    yield _overlap(reading, paragraph, first, second, last)
                last = number, second.day


def _outside(reading: Reading, paragraph: Paragraph, sentence: Piece) -> Iterator[Finding]:
    """Days that do not lie in the period named before them, nor in the time in which it is reported on."""
    named = list(_NAMED.finditer(paragraph.plain, sentence.start, sentence.end))
    for mention in mentions(paragraph):
        if not sentence.start <= mention.start < sentence.end or not mention.exists:
            continue
        before = [match for match in named if match.end() <= mention.start]
        if not before or not _BY.search(paragraph.plain, before[-1].end(), mention.start):
            continue
        if _BEFORE.search(paragraph.plain, before[-1].end(), mention.start):
            continue
        first, last = _days_of(before[-1], mention)
        day = mention.in_year(first.year)
        if day is not None and not first <= day <= last + _REPORTING:
            yield _mismatch(reading, paragraph, before[-1], mention, first, last)


def _days_of(named: re.Match[str], mention: Mention) -> tuple[date, date]:
    year = int(named["year"] or (mention.day.year if mention.day else 2000))
    if named["quarter"]:
        return quarter(named["quarter"], year)
    first, last = _HALVES[named["half"]]
    return date(year, first, 1), date(year, last, 30 if last == 6 else 31)  # noqa: PLR2004 - June


def _mismatch(
    reading: Reading, paragraph: Paragraph, named: re.Match[str], mention: Mention, first: date, last: date
) -> Finding:
    period = paragraph.text[named.start() : named.end()]
    sentence = _("{day} không ở trong {period} ({first} – {last}): hãy hỏi lại.").format(
        day=mention.written, period=period, first=show_day(first), last=show_day(last)
    )
    return reading.finding(PERIOD_MISMATCH, paragraph, named.start(), mention.end, sentence)


def _ranges(paragraph: Paragraph) -> Iterator[tuple[Mention, Mention]]:
    found = [mention for mention in mentions(paragraph) if mention.exists]
    for first, second in pairwise(found):
        if _RANGE.fullmatch(paragraph.plain, first.end, second.start):
            yield first, second


def _backwards(reading: Reading, paragraph: Paragraph, first: Mention, second: Mention) -> Iterator[Finding]:
    if first.day and second.day and first.day > second.day:
        sentence = _("Bắt đầu {first} mà kết thúc {last}: hãy đổi lại hai ngày.").format(
            first=show_day(first.day), last=show_day(second.day)
        )
        yield reading.finding(PERIOD_MISMATCH, paragraph, first.start, second.end, sentence)


def _overlap(
    reading: Reading, paragraph: Paragraph, first: Mention, second: Mention, last: tuple[str, date]
) -> Finding:
    sentence = _("Đợt này bắt đầu {first} khi đợt {number} còn đến {last}: hai đợt chồng lên nhau.").format(
        first=first.written, number=last[0].upper(), last=show_day(last[1])
    )
    return reading.finding(PERIOD_MISMATCH, paragraph, first.start, second.end, sentence)
