"""Weekends and public holidays of Vietnam (Labour Code 2019, articles 111 and 112), for remarks beside due days.

The days themselves are the library's: those by the lunar calendar, days in lieu, and weekends that are worked instead.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from unioncare_desktop.i18n import _

if TYPE_CHECKING:
    from holidays import HolidayBase

_FREE = 2
WEEKDAYS = (
    *(_("thứ Hai"), _("thứ Ba"), _("thứ Tư"), _("thứ Năm"), _("thứ Sáu"), _("thứ Bảy")),
    _("Chủ nhật"),
)
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class DayRemark:
    """What is to be said of a day on which nobody works; `holiday` is the name of the holiday, if it is one."""

    day: date
    weekend: bool
    holiday: str
    working_day_before: date

    @property
    def words(self) -> str:
        """Why the day is free and when to be done: "Thứ Bảy; nên xong trước: thứ Sáu 13/12"."""
        named = weekday(self.day)
        why = self.holiday or named[0].upper() + named[1:]
        before = self.working_day_before
        return _("{why}; nên xong trước: {weekday} {day}").format(
            why=why, weekday=weekday(before), day=f"{before:%d/%m}"
        )


def weekday(day: date) -> str:
    """The name of the day of the week: "thứ Hai", "Chủ nhật"."""
    return WEEKDAYS[day.weekday()]


@lru_cache(maxsize=4_000)
def day_remark(day: date) -> DayRemark | None:
    """What is to be said of a *day*; None for a working day."""
    calendar = _calendar()
    if calendar.is_working_day(day):
        return None
    before = day - _ONE
    while not calendar.is_working_day(before):
        before -= _ONE
    holiday: str | None = calendar.get(day)
    return DayRemark(day, day.weekday() >= len(WEEKDAYS) - _FREE, holiday or "", before)


@cache
def _calendar() -> "HolidayBase":
    from holidays import country_holidays

    return country_holidays("VN", language="vi")
