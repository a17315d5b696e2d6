"""Rules by which deadlines recur: read, told in words, chosen in a form, made concrete between two days.

A rule is a text as calendars write it (RFC 5545, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"). Of the standard only
what a plan can mean is taken: days, weeks, months and years, weekdays, and days that every month concerned has. So a
rule always comes to its next day, and no day is skipped in silence. The days themselves are dateutil's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_day

if TYPE_CHECKING:
    from dateutil.rrule import rrule

DAILY, WEEKLY, MONTHLY, YEARLY = "DAILY", "WEEKLY", "MONTHLY", "YEARLY"
LAST_DAY = -1
"""As a day of the month: the last one."""
MOST_OCCURRENCES = 5_000
_MOST_INTERVAL = 99
_MONTHS_OF_A_YEAR = 12
_LONGEST = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days each month has in every year."""
_SHORTEST = min(_LONGEST)
_WEEKDAYS = {
    "MO": _("thứ Hai"),
    "TU": _("thứ Ba"),
    "WE": _("thứ Tư"),
    "TH": _("thứ Năm"),
    "FR": _("thứ Sáu"),
    "SA": _("thứ Bảy"),
    "SU": _("Chủ nhật"),
}
_UNITS = {DAILY: _("ngày"), WEEKLY: _("tuần"), MONTHLY: _("tháng"), YEARLY: _("năm")}
_PARTS: Mapping[str, tuple[str, ...]] = {
    DAILY: ("INTERVAL", "UNTIL"),
    WEEKLY: ("INTERVAL", "UNTIL", "BYDAY"),
    MONTHLY: ("INTERVAL", "UNTIL", "BYMONTH", "BYMONTHDAY"),
    YEARLY: ("INTERVAL", "UNTIL", "BYMONTH", "BYMONTHDAY"),
}
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{6}Z?)?")
_LONGEST_RULE = 200


@dataclass(frozen=True)
class Rule:
    """A rule that was read: every so many days, weeks, months or years, on which days, and until when."""

    frequency: str
    interval: int = 1
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    until: date | None = None

    def __str__(self) -> str:
        """The rule as calendars write it."""
        parts = {
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "BYMONTH": _joined(self.months),
            "BYMONTHDAY": _joined(self.days),
            "BYDAY": ",".join(self.weekdays),
            "UNTIL": f"{self.until:%Y%m%d}" if self.until is not None else "",
        }
        return ";".join((f"FREQ={self.frequency}", *(f"{name}={value}" for name, value in parts.items() if value)))

    def since(self, day: date) -> "Rule":
        """The rule with everything said that follows from its first *day*: "every 6 months" of a plan of 15/3."""
        months = self.months or ((day.month,) if self.frequency == YEARLY else ())
        days = self.days
        if not days and self.frequency in (MONTHLY, YEARLY):
            days = (day.day if day.day <= _SHORTEST else LAST_DAY,)
        return replace(self, months=months, days=days)


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


# Reading


def read(text: str) -> Rule:
    """The rule that *text* is.

    Raises:
        UserError: it is none, or one that this program does not follow; the sentence says what would do.
    """
    parts = _parts(text)
    frequency = parts.pop("FREQ", "")
    if frequency not in _PARTS:
        raise _refused(text, _("phải bắt đầu bằng FREQ=DAILY, WEEKLY, MONTHLY hoặc YEARLY"))
    for name in parts:
        if name not in _PARTS[frequency]:
            raise _refused(text, _("chương trình không dùng phần {name}").format(name=f"{name} ({frequency})"))
    rule = Rule(
        frequency,
        _interval(text, parts.get("INTERVAL", "1")),
        _numbers(text, "BYMONTH", parts, range(1, _MONTHS_OF_A_YEAR + 1)),
        _numbers(text, "BYMONTHDAY", parts, (*range(1, 32), *range(-31, 0))),
        _weekdays(text, parts.get("BYDAY")),
        _until(text, parts.get("UNTIL")),
    )
    problem = _impossible(rule)
    if problem:
        raise _refused(text, problem)
    return rule


def problem(text: str) -> str:
    """Why *text* is no rule; nothing where it is one."""
    try:
        read(text)
    except UserError as error:
        return str(error)
    return ""


def known(value: str | None, _values: Mapping[str, object]) -> str | None:
    """The check of a field that holds a rule."""
    return problem(value) or None if value else None


def _refused(text: str, reason: str) -> UserError:
    shown = text if len(text) <= _LONGEST_RULE else f"{text[:_LONGEST_RULE]}…"
    sentence = _("Quy tắc lặp “{rule}” không dùng được: {reason}. Hãy chọn lại nhịp lặp.")
    return UserError(sentence.format(rule=shown, reason=reason))


def _parts(text: str) -> dict[str, str]:
    written = text.strip().upper().removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for part in written.split(";") if len(written) <= _LONGEST_RULE else ():
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise _refused(text, _("không đọc được phần “{part}”").format(part=part))
        parts[name] = value
    return parts


def _interval(text: str, written: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]?", written):
        reason = _("INTERVAL phải là số từ 1 đến {most}").format(most=_MOST_INTERVAL)
        raise _refused(text, reason)
    return int(written)


def _numbers(text: str, name: str, parts: Mapping[str, str], allowed: range | tuple[int, ...]) -> tuple[int, ...]:
    written = parts.get(name, "").split(",") if name in parts else []
    try:
        numbers = [int(one) for one in written]
    except ValueError:
        numbers = [0]
    if not set(numbers) <= set(allowed):
        raise _refused(text, _("{name} có số không hợp lệ").format(name=name))
    return tuple(sorted(set(numbers), key=lambda number: (number < 0, number)))


def _weekdays(text: str, written: str | None) -> tuple[str, ...]:
    days = set(written.split(",")) if written is not None else set()
    if not days <= set(_WEEKDAYS):
        raise _refused(text, _("BYDAY phải là MO, TU, WE, TH, FR, SA hoặc SU"))
    return tuple(day for day in _WEEKDAYS if day in days)


def _until(text: str, written: str | None) -> date | None:
    if written is None:
        return None
    match = _DAY.fullmatch(written)
    try:
        year, month, day = map(int, match.groups() if match is not None else ())
        return date(year, month, day)
    except ValueError:
        raise _refused(text, _("UNTIL phải là một ngày có thật, ghi như 20251231")) from None


def _impossible(rule: Rule) -> str:
    """Why a rule would skip days in silence, or never come to one."""
    if rule.frequency == MONTHLY and rule.months and rule.interval > 1:
        return _("chỉ ghi một trong hai: các tháng (BYMONTH) hoặc mấy tháng một lần (INTERVAL)")
    months = rule.months or tuple(range(1, _MONTHS_OF_A_YEAR + 1))
    if rule.frequency == YEARLY and rule.days and not rule.months:
        return _("có ngày (BYMONTHDAY) thì phải có tháng (BYMONTH)")
    for month in months:
        for day in rule.days:
            if abs(day) > _LONGEST[month - 1]:
                words = _("không phải năm nào tháng {month} cũng có ngày {day}; hãy dùng ngày cuối tháng")
                return words.format(month=month, day=abs(day))
    return ""


# Made concrete


def occurrences(rule: str, start: date, end: date, since: date) -> list[date]:
    """The days from *start* to *end* to which a rule comes that begins on the day *since*, in order.

    Raises:
        UserError: it is no rule.
    """
    if start > end:
        return []
    found = _series(read(rule), since).xafter(datetime.combine(start, time()), inc=True)
    days: list[date] = []
    for moment in islice(found, MOST_OCCURRENCES):
        if moment.date() > end:
            break
        days.append(moment.date())
    return days


def _series(rule: Rule, since: date) -> "rrule":
    from dateutil import rrule as calendar

    whole = rule.since(since)
    return calendar.rrule(
        getattr(calendar, whole.frequency),
        dtstart=datetime.combine(since, time()),
        interval=whole.interval,
        bymonth=whole.months or None,
        bymonthday=whole.days or None,
        byweekday=[getattr(calendar, name) for name in whole.weekdays] or None,
        until=datetime.combine(whole.until, time()) if whole.until is not None else None,
    )


# In words


def words(rule: str) -> str:
    """A rule as a Vietnamese reader says it: "ngày 14 các tháng 3, 6, 9, 12 hằng năm"; as it is where it is none."""
    try:
        found = read(rule)
    except UserError:
        return rule
    told = _rhythm(found)
    if found.until is not None:
        told = _("{rhythm}, đến ngày {day}").format(rhythm=told, day=show_day(found.until))
    return told


def _rhythm(rule: Rule) -> str:
    often = rule.interval == 1
    every = (_("hằng {unit}") if often else _("{count} {unit} một lần")).format(
        count=rule.interval, unit=_UNITS[rule.frequency]
    )
    if rule.frequency == WEEKLY and rule.weekdays:
        return f"{every}, {', '.join(_WEEKDAYS[day] for day in rule.weekdays)}"
    if not rule.months:
        return f"{every}, {_days(rule.days)}" if rule.days else every
    if often:
        every = _("hằng năm")
    if len(rule.months) == 1:
        return f"{every}, {_days(rule.days, rule.months[0])}"
    months = ", ".join(map(str, rule.months))
    days = _days(rule.days) if rule.days else ""
    return _("{days} các tháng {months} {every}").format(days=days, months=months, every=every).strip()


def _days(days: tuple[int, ...], month: int | None = None) -> str:
    """Days of a month: "ngày 14", "ngày 30/11", "ngày cuối tháng"."""
    counted = [f"{day}/{month}" if month is not None else str(day) for day in days if day > 0]
    told = [_("ngày {days}").format(days=", ".join(counted))] if counted else []
    for day in sorted((day for day in days if day < 0), reverse=True):
        last = _("ngày cuối tháng") if day == LAST_DAY else _("ngày thứ {count} từ cuối tháng").format(count=-day)
        told.append(f"{last} {month}" if month is not None else last)
    if not told and month is not None:
        return _("tháng {month}").format(month=month)
    return ", ".join(told)


# Chosen in a form


@dataclass(frozen=True)
class Rhythm:
    """What a form offers: once a month, a quarter, half a year or a year; *months* are the first it falls in."""

    words: str
    step: int
    """Months from one to the next."""

    def months(self, first: int) -> tuple[int, ...]:
        """The months of a year in which it falls, the *first* of them given."""
        return tuple(range(first, _MONTHS_OF_A_YEAR + 1, self.step))


RHYTHMS: Mapping[str, Rhythm] = {
    "month": Rhythm(_("hằng tháng"), 1),
    "quarter": Rhythm(_("hằng quý"), 3),
    "half": Rhythm(_("6 tháng một lần"), 6),
    "year": Rhythm(_("hằng năm"), _MONTHS_OF_A_YEAR),
}


@dataclass(frozen=True)
class Choice:
    """A rule as a form makes it: the name of a rhythm, its first month in the year, the day of the month."""

    rhythm: str
    first_month: int
    day: int


def rule_of(choice: Choice) -> str:
    """The rule that a choice makes.

    Raises:
        UserError: not every month concerned has such a day.
    """
    months = RHYTHMS[choice.rhythm].months(choice.first_month)
    named = months if choice.rhythm != "month" else ()
    return str(read(str(Rule(MONTHLY, months=named, days=(choice.day,)))))


def choice_from(rhythm: str, day: date) -> Choice:
    """The choice whose rule comes to *day*; from the 29th on, the last day of a month stays the last one."""
    last = day.day > _SHORTEST and (day + timedelta(days=1)).day == 1
    first_month = (day.month - 1) % RHYTHMS[rhythm].step + 1
    return Choice(rhythm, first_month, LAST_DAY if last else day.day)


def choice_of(rule: str) -> Choice | None:
    """The choice that makes a rule; None where the form cannot make it."""
    try:
        found = read(rule)
    except UserError:
        return None
    if found.frequency not in (MONTHLY, YEARLY) or found.interval > 1 or found.until or len(found.days) != 1:
        return None
    if found.frequency == YEARLY and not found.months:
        return None
    for name, rhythm in RHYTHMS.items():
        first = found.months[0] if found.months else 1
        if first <= rhythm.step and (found.months or rhythm.months(1)) == rhythm.months(first):
            return Choice(name, first, found.days[0])
    return None
