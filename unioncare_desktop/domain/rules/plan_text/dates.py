"""Days that a text writes down, and those of them that do not exist."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from unioncare_desktop.domain.rules.plan_text.findings import FORM, IMPOSSIBLE_DATE, Finding
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Reading
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import nearest_day, show_day

_FIRST_YEAR, _LAST_YEAR, _LEAP_YEAR = 1900, 2200, 2000
_MONTHS = 12
_NOT_A_CODE = r"(?![0-9])(?! ?[/\-] ?[a-z])"
_NUMERIC = re.compile(rf"(?<![0-9/.\-])([0-9]{{1,2}})( ?/ ?|[.\-])([0-9]{{1,2}})\2([0-9]{{4}}){_NOT_A_CODE}")
_SHORT_YEAR = re.compile(rf"\bngay ([0-9]{{1,2}})([/.\-])([0-9]{{1,2}})\2([0-9]{{2}}){_NOT_A_CODE}")
_NO_YEAR = re.compile(rf"\bngay ([0-9]{{1,2}})([/\-])([0-9]{{1,2}})()(?![/.\-]?[0-9]){_NOT_A_CODE}")
_LONG = re.compile(r"\bngay ([0-9]{1,2})( )thang ([0-9]{1,2})(?![0-9])(?: nam ([0-9]{4}))?")
_MONTH = re.compile(r"(?<![0-9] )\b(?:thang) (1[3-9]|[2-9][0-9]|00?)(?:/| nam |/nam )([0-9]{4})\b")
_QUARTER = re.compile(r"\bquy (v|vi{1,3}|0|[5-9])(?:/| nam |/nam )[0-9]{4}\b")
_NO_ZERO = re.compile(r"\bngay ([1-9]/[0-9]{1,2}|[0-9]{1,2}/[12])/([0-9]{4})\b")
_MONTH_OF_DAY = re.compile(r"\b(thang) ([0-9]{1,2}/[0-9]{1,2}/[0-9]{4})\b")


@dataclass(frozen=True)
class Mention:
    """A day as a paragraph writes it, from `start` to `end`; `day` is None where it does not exist or has no year."""

    start: int
    end: int
    written: str
    day: date | None
    exists: bool

    def in_year(self, year: int | None) -> date | None:
        """The day; one without a year in the *year*, None where there is none such."""
        if self.day is not None or year is None:
            return self.day
        day, month = map(int, self.written.split("/")[:2])
        try:
            return date(year, month, day)
        except ValueError:
            return None


@lru_cache(maxsize=64)
def mentions(paragraph: Paragraph) -> Sequence[Mention]:
    """The days that a paragraph names, in order."""
    written = (_NUMERIC, _SHORT_YEAR, _NO_YEAR, _LONG)
    found = [_mention(match) for pattern in written for match in pattern.finditer(paragraph.plain)]
    return sorted((mention for mention in found if mention), key=lambda mention: mention.start)


def _mention(match: re.Match[str]) -> Mention | None:
    written = match[4] or ""
    year = int(written) + (_LEAP_YEAR if len(written) == 2 else 0) if written else _LEAP_YEAR  # noqa: PLR2004 - 23
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        day = date(year, int(match[3]), int(match[1]))
    except ValueError:
        day = None
    start = match.start(1)
    text = "/".join(part for part in (match[1], match[3], written) if part)
    return Mention(start, match.end(), text, day if written else None, day is not None)


def findings(reading: Reading) -> Iterator[Finding]:
    """Days, months and quarters that do not exist, and days not written as official documents write them."""
    unusual: set[str] = set()
    for paragraph in reading.paragraphs:
        for mention in mentions(paragraph):
            if not mention.exists:
                yield _impossible(reading, paragraph, mention)
        for pattern in (_MONTH, _QUARTER):
            for match in pattern.finditer(paragraph.plain):
                sentence = _("Không có tháng hay quý nào như vậy; hãy sửa lại.")
                yield reading.finding(IMPOSSIBLE_DATE, paragraph, *match.span(), sentence)
        yield from _month_of_a_day(reading, paragraph)
        yield from _without_zero(reading, paragraph, unusual)


def _impossible(reading: Reading, paragraph: Paragraph, mention: Mention) -> Finding:
    proposals = tuple(map(show_day, meant(mention)))
    sentence = _("Ngày {day} không có trong lịch; hãy hỏi lại ngày đúng.").format(day=mention.written)
    if proposals:
        sentence = _("Ngày {day} không có trong lịch; ý là {meant}? Hãy hỏi lại nơi ban hành.").format(
            day=mention.written, meant=_(" hay ").join(proposals)
        )
    return reading.finding(IMPOSSIBLE_DATE, paragraph, mention.start, mention.end, sentence, proposals)


def meant(mention: Mention) -> tuple[date, ...]:
    """The days that may be meant by one that does not exist: the last of that month, the same of the next month."""
    last = nearest_day(mention.written)
    if last is None or mention.exists:
        return ()
    written = mention.written.split("/")
    after = last.replace(day=1) + timedelta(days=31)
    if int(written[1]) > _MONTHS:
        return (last,)
    try:
        return last, after.replace(day=int(written[0]))
    except ValueError:
        return (last,)


def _month_of_a_day(reading: Reading, paragraph: Paragraph) -> Iterator[Finding]:
    for match in _MONTH_OF_DAY.finditer(paragraph.plain):
        sentence = _("“tháng” đứng trước một ngày đầy đủ; viết “ngày {day}”.").format(day=match[2])
        day = _("ngày {day}").format(day=match[2])
        yield reading.finding(FORM, paragraph, *match.span(), sentence, (day,))


def _without_zero(reading: Reading, paragraph: Paragraph, known: set[str]) -> Iterator[Finding]:
    """Each such day once: decree 30/2020/NĐ-CP wants a zero before days below 10 and before January and February."""
    for match in _NO_ZERO.finditer(paragraph.plain):
        day, month = match[1].split("/")
        proper = f"{day:0>2}/{month if int(month) > 2 else month.zfill(2)}/{match[2]}"  # noqa: PLR2004 - February
        if match[0] not in known:
            known.add(match[0])
            sentence = _("Ngày dưới 10, tháng 1 và 2 viết thêm số 0 ở trước: {day}.").format(day=proper)
            yield reading.finding(FORM, paragraph, match.start(1), match.end(), sentence, (proper,))
