"""Times by which something is due, as plans word them: a day, the end of a month, a quarter or a year, or a rhythm."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from unioncare_desktop.domain.rules.plan_text.dates import meant, mentions
from unioncare_desktop.domain.rules.plan_text.reading import Paragraph, Piece
from unioncare_desktop.domain.rules.recurrence import LAST_DAY, MONTHLY, YEARLY, Rule
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_day

_CUE = re.compile(
    r"\b(?:(?P<before>truoc|xong truoc|cham nhat (?:la )?truoc)|cham nhat(?: la| vao)?|tu nay(?: cho)? den(?: het)?"
    r"|dot (?:[1-9]|i{1,3}|iv)[ :,(]*tu (?:ngay |thang )?[0-9/]{3,10} den(?: het)?"
    r"|han(?: cuoi| nop| chot)?(?: la)?|thoi han(?: la)?|hoan thanh(?: xong)?(?: vao| den)?|xong(?: vao| den)?)"
    r"[ :]*(?:ngay )?$"
)
_DAY_OF_QUARTER = re.compile(
    r"\b(?P<cue>truoc |cham nhat |vao )?ngay (?P<day>[0-9]{1,2})(?: cua)? thang (?P<which>dau|cuoi)(?: cua)?"
    r"(?: moi| hang| cac)? quy\b"
)
_DAY_OF_MONTH = re.compile(r"\b(?P<cue>truoc |cham nhat |vao )?ngay (?P<day>[0-9]{1,2})(?: cua)? (?:hang|moi) thang\b")
_DAY_OF_YEAR = re.compile(
    r"\b(?P<cue>truoc |cham nhat |vao )?ngay (?P<day>[0-9]{1,2})(?:/| thang )(?P<month>[0-9]{1,2})(?: cua)?"
    r" (?:hang|moi) nam\b"
)
_RHYTHM = re.compile(
    r"\b(?:dinh ky )?(?:(?P<half>(?:moi |hang )?(?:0?6|sau) thang(?: ?/ ?1| mot| 1) lan|dinh ky (?:0?6|sau) thang\b)"
    r"|(?P<quarter>(?:hang|moi) quy(?: ?/? ?(?:1|mot) lan)?)|(?P<month>(?:hang|moi) thang(?: ?/? ?(?:1|mot) lan)?)"
    r"|(?P<year>(?:hang|moi|tung) nam))\b"
)
_MONTHS_OF = {"half": (6, 12), "quarter": (3, 6, 9, 12), "month": (), "year": (12,)}
_MONTH = re.compile(r"\b(?:trong |het |cuoi |vao )?thang ([0-9]{1,2})(?:/| nam |/nam )(20[0-9]{2})\b")
_QUARTER = re.compile(r"\b(?:trong |het )?quy (iv|iii|ii|i|[1-4])(?:/| nam |/nam )(20[0-9]{2})\b")
_YEAR = re.compile(r"\btrong nam (20[0-9]{2})\b")
_REVIEW_YEAR = re.compile(
    r"\bnam (20[0-9]{2}) (?:tien hanh )?(?:so|tong) ket\b|\b(?:so|tong) ket(?: vao)? nam (20[0-9]{2})\b"
)
_DOING = re.compile(r"[ ,]*(?:tien hanh|to chuc|se|so ket|tong ket|hoan thanh|phai|bao cao|nop)\b")
_UNTIL = re.compile(
    r"\b(?:hoan thanh|xong|thoi gian[a-z ]*|thoi han|truoc|cham nhat|han|lo trinh[a-z ]*|thuc hien)[ :,(]*$"
)
_QUARTERS = ("i", "ii", "iii", "iv")
_FIRST_MONTHS = (1, 4, 7, 10)


@dataclass(frozen=True)
class Time:
    """When something is due: from `start` to `end` of the paragraph it says so.

    A day, or a rule; neither where the day that is named does not exist (`problem` says what is to be asked).
    `strict` tells a day named as a latest day from the end of a month or year.
    """

    start: int
    end: int
    due: date | None = None
    rule: str | None = None
    problem: str | None = None
    strict: bool = False


def times_in(paragraph: Paragraph, sentence: Piece, year: int | None = None) -> list[Time]:
    """The times of one sentence, in order; where two overlap, the more exact one. Days without a year are of *year*."""
    found: list[Time] = []
    days = partial(_days, year=year)
    readers: tuple[Callable[[Paragraph, Piece], Iterator[Time]], ...] = (_recurring_days, days, _ends, _rhythms)
    for reader in readers:
        for time in reader(paragraph, sentence):
            if not any(time.start < other.end and other.start < time.end for other in found):
                found.append(time)
    exact = any(time.rule and "BYMONTHDAY=-1" not in time.rule and time.strict for time in found)
    kept = [time for time in found if time.strict or not exact or time.rule is None]
    return sorted(kept, key=lambda time: time.start)


def _days(paragraph: Paragraph, sentence: Piece, year: int | None) -> Iterator[Time]:
    """Days that are named as the latest; "trước ngày 15" is the day before."""
    for mention in mentions(paragraph):
        if not sentence.start <= mention.start < sentence.end:
            continue
        cue = _CUE.search(paragraph.plain, sentence.start, mention.start)
        if cue is None:
            continue
        if not mention.exists:
            yield Time(cue.start(), mention.end, problem=_problem(mention.written, meant(mention)), strict=True)
        elif (day := mention.in_year(year)) is not None:
            due = day - timedelta(days=1) if cue["before"] else day
            yield Time(cue.start(), mention.end, due, strict=True)
        else:
            words = _("Kế hoạch không ghi năm của ngày {day}; hãy ghi đủ ngày.").format(day=mention.written)
            yield Time(cue.start(), mention.end, problem=words, strict=True)


def _problem(written: str, days: tuple[date, ...]) -> str:
    if not days:
        return _("Không có ngày {day}. Hãy hỏi đơn vị ban hành rồi ghi ngày.").format(day=written)
    words = _("Không có ngày {day}. Ý kế hoạch là {meant}? Hãy hỏi đơn vị ban hành rồi ghi ngày.")
    return words.format(day=written, meant=_(" hay ").join(map(show_day, days)))


def _recurring_days(paragraph: Paragraph, sentence: Piece) -> Iterator[Time]:
    for match in _DAY_OF_QUARTER.finditer(paragraph.plain, sentence.start, sentence.end):
        months = _FIRST_MONTHS if match["which"] == "dau" else _MONTHS_OF["quarter"]
        yield from _on_day(match, MONTHLY, months)
    for match in _DAY_OF_MONTH.finditer(paragraph.plain, sentence.start, sentence.end):
        yield from _on_day(match, MONTHLY, ())
    for match in _DAY_OF_YEAR.finditer(paragraph.plain, sentence.start, sentence.end):
        yield from _on_day(match, YEARLY, (int(match["month"]),))


def _on_day(match: re.Match[str], frequency: str, months: tuple[int, ...]) -> Iterator[Time]:
    """By a rule; "before the 15th" is the 14th, "before the 1st" the last day of the month before."""
    before = (match["cue"] or "").startswith("truoc")
    day = int(match["day"]) - before
    if day == 0:
        day, months = LAST_DAY, tuple(sorted((month - 2) % 12 + 1 for month in months))
    longest = min((monthrange(2000, month)[1] for month in months if 1 <= month <= 12), default=31)  # noqa: PLR2004
    if day > longest or any(not 1 <= month <= 12 for month in months):  # noqa: PLR2004 - months of a year
        yield Time(*match.span(), problem=_problem(match["day"], ()), strict=True)
    else:
        yield Time(*match.span(), rule=str(Rule(frequency, months=months, days=(day,))), strict=True)


def _ends(paragraph: Paragraph, sentence: Piece) -> Iterator[Time]:
    """Ends of months, quarters and years by which something is to be done."""
    plain = paragraph.plain
    for pattern, last in ((_MONTH, _end_of_month), (_QUARTER, _end_of_quarter), (_YEAR, _end_of_year)):
        for match in pattern.finditer(plain, sentence.start, sentence.end):
            due = last(match)
            if due and (_UNTIL.search(plain, sentence.start, match.start()) or _DOING.match(plain, match.end())):
                yield Time(*match.span(), due)
    for match in _REVIEW_YEAR.finditer(plain, sentence.start, sentence.end):
        yield Time(*match.span(), date(int(match[1] or match[2]), 12, 31))


def _end_of_month(match: re.Match[str]) -> date | None:
    month, year = int(match[1]), int(match[2])
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None  # noqa: PLR2004


def _end_of_quarter(match: re.Match[str]) -> date:
    return quarter(match[1], int(match[2]))[1]


def _end_of_year(match: re.Match[str]) -> date:
    return date(int(match[1]), 12, 31)


def quarter(written: str, year: int) -> tuple[date, date]:
    """First and last day of the quarter written as "II" or "2"."""
    number = int(written) if written.isdigit() else _QUARTERS.index(written) + 1
    month = number * 3
    return date(year, month - 2, 1), date(year, month, monthrange(year, month)[1])


def _rhythms(paragraph: Paragraph, sentence: Piece) -> Iterator[Time]:
    for match in _RHYTHM.finditer(paragraph.plain, sentence.start, sentence.end):
        name = next(name for name, found in match.groupdict().items() if found)
        if name == "year":
            rule = Rule(YEARLY, months=(12,), days=(31,))
        else:
            rule = Rule(MONTHLY, months=_MONTHS_OF[name], days=(LAST_DAY,))
        yield Time(*match.span(), rule=str(rule))
