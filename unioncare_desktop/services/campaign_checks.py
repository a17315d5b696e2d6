"""What is wrong or odd with a campaign, its rounds, occasions and pilots beside each other. Pure: values in, words out.

What can be told of one field alone stands with the fields (`domain.records.campaign`).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import nearest_day_in, show_day, show_whole

Values = Mapping[str, Any]
_AHEAD = 2
"""So many years ahead a campaign is hardly planned."""
_EARLIEST = 1948
"""The year of the first call for patriotic emulation; an earlier one is a slip of the finger."""


def of_campaign(values: Values, rounds: Sequence[Values], pilots: int, today: date) -> list[Problem]:
    """What is wrong or odd with the campaign itself, which has so many *pilots*; *rounds* by their values."""
    return [
        *_requirement(values),
        *_year(values, today),
        *_plan_date(values),
        *_pilot_day(values, rounds),
        *_pilots(values, pilots),
        *([] if rounds else [_hint("", _("Chưa có đợt nào; CĐCS đăng ký theo đợt nên hãy thêm ít nhất một đợt."))]),
    ]


def _requirement(values: Values) -> list[Problem]:
    kind, least = values.get("required_kind_id"), values.get("required_least")
    if kind is None and least is None:
        return []
    if kind is None:
        return [Problem("required_kind_id", _("Hãy chọn loại phải đăng ký, hoặc để trống số ít nhất."))]
    if not least:
        return [Problem("required_least", _("Hãy ghi phải đăng ký ít nhất bao nhiêu, từ 1 trở lên."))]
    return []


def _year(values: Values, today: date) -> list[Problem]:
    year = values.get("year")
    if year is not None and year > today.year + _AHEAD:
        return [_warning("year", _("Năm {year} còn xa, hãy xem có gõ nhầm không.").format(year=year))]
    if year is not None and year < _EARLIEST:
        return [Problem("year", _("Năm {year} không phải là năm của phong trào; hãy gõ như 2023.").format(year=year))]
    return []


def _plan_date(values: Values) -> list[Problem]:
    day, year = values.get("plan_date"), values.get("year")
    if day is None or year is None or year - 1 <= day.year <= year:
        return []
    sentence = _("Ngày kế hoạch {day} không thuộc năm {year} hay năm trước đó, hãy xem lại.")
    return [_warning("plan_date", sentence.format(day=show_day(day), year=year))]


def _pilot_day(values: Values, rounds: Sequence[Values]) -> list[Problem]:
    day, ends = values.get("pilot_by"), [one["end"] for one in rounds if one.get("end")]
    if day is None or not ends or day <= max(ends):
        return []
    sentence = _("Hạn chọn đơn vị điểm {day} sau ngày cuối của các đợt ({end}).")
    return [_warning("pilot_by", sentence.format(day=show_day(day), end=show_day(max(ends))))]


def _pilots(values: Values, pilots: int) -> list[Problem]:
    most = values.get("pilot_most")
    if most is None or pilots <= most:
        return []
    sentence = _("Đã chọn {pilots} đơn vị thi đua điểm, kế hoạch ghi nhiều nhất {most}.")
    return [_warning("pilot_most", sentence.format(pilots=show_whole(pilots), most=show_whole(most)))]


# Rounds


def of_rounds(rounds: Sequence[Values], year: int | None) -> list[list[Problem]]:
    """What is wrong or odd with each of the *rounds* of a campaign of *year*, in their order."""
    whole = [one for one in rounds if one.get("start") and one.get("end") and one["start"] <= one["end"]]
    whole.sort(key=lambda one: one["start"])
    return [[*_round(one, year), *_same_number(one, rounds), *_beside(one, whole)] for one in rounds]


def _round(one: Values, year: int | None) -> list[Problem]:
    found = []
    if one.get("number") == 0:
        found.append(Problem("number", _("Đợt số phải từ 1 trở lên.")))
    if one.get("most_score") == 0:
        found.append(Problem("most_score", _("Điểm tối đa phải lớn hơn 0.")))
    for name in ("start", "end"):
        day = one.get(name)
        if day is not None and year is not None and day.year != year:
            sentence = _("{day} không thuộc năm {year} của phong trào, hãy xem lại.")
            found.append(_warning(name, sentence.format(day=show_day(day), year=year)))
    return [*found, *_deadline_of_the_plan(one, year)]


def _deadline_of_the_plan(one: Values, year: int | None) -> list[Problem]:
    """A deadline that stands only in the words of the plan, perhaps as a day that does not exist (plan 000, l. 92)."""
    text = one.get("deadline_text")
    if not text or one.get("deadline") is not None:
        return []
    meant = nearest_day_in(text, year)
    if meant is None:
        sentence = _("Kế hoạch ghi “{text}” nhưng chưa nhập ngày; đăng ký đang được nhận đến ngày cuối đợt.")
        return [_hint("deadline", sentence.format(text=text))]
    day = show_day(meant)
    sentence = _(
        "Kế hoạch ghi “{text}” nhưng chưa nhập ngày; ý kế hoạch là {day}? Nếu không rõ, hãy hỏi lại nơi ban hành."
    )
    return [Problem("deadline", sentence.format(text=text, day=day), Severity.WARNING, (day,))]


def _same_number(one: Values, rounds: Sequence[Values]) -> list[Problem]:
    number = one.get("number")
    other = next((other for other in rounds if other is not one and other.get("number") == number), None)
    if number is None or other is None:
        return []
    sentence = _("Phong trào đã có đợt số {number} ({name}).")
    return [Problem("number", sentence.format(number=number, name=other.get("name") or ""))]


def _beside(one: Values, whole: Sequence[Values]) -> list[Problem]:
    """Overlaps with any other round, and a gap to the one before it."""
    if not any(other is one for other in whole):
        return []
    others = [other for other in whole if other is not one]
    for other in others:
        if one["start"] <= other["end"] and other["start"] <= one["end"]:
            sentence = _("Trùng ngày với {name} ({days}); các đợt của một phong trào không được chồng lên nhau.")
            return [Problem("start", sentence.format(name=_called(other), days=_days(other["start"], other["end"])))]
    before = max((other["end"] for other in others if other["end"] < one["start"]), default=None)
    if before is None or one["start"] - before == timedelta(days=1):
        return []
    first, last = before + timedelta(days=1), one["start"] - timedelta(days=1)
    sentence = _("Có {count} ngày không thuộc đợt nào ở trước đợt này ({days}).")
    count = show_whole((last - first).days + 1)
    return [_warning("start", sentence.format(count=count, days=_days(first, last)))]


def _called(one: Values) -> str:
    return one.get("name") or _("đợt số {number}").format(number=one.get("number") or "?")


def _days(first: date, last: date) -> str:
    return f"{show_day(first)}–{show_day(last)}"


# Occasions and pilots


def of_occasion(values: Values, one: Values) -> list[Problem]:
    """What is odd with what a round celebrates; *one* is the round by its values."""
    on, since, start, end = values.get("on"), values.get("since"), one.get("start"), one.get("end")
    found = []
    if on is not None and start is not None and end is not None and not start <= on <= end:
        sentence = _("Ngày kỷ niệm {day} không thuộc đợt này ({days}).")
        found.append(_hint("on", sentence.format(day=show_day(on), days=_days(start, end))))
    if on is not None and since is not None and on >= since and (on.day, on.month) != (since.day, since.month):
        sentence = _("Ngày kỷ niệm {day} không cùng ngày, tháng với ngày gốc {since}.")
        found.append(_hint("on", sentence.format(day=show_day(on), since=show_day(since))))
    return found


def of_pilots(pilots: Sequence[Values], campaign: Values) -> list[list[Problem]]:
    """What is wrong or odd with each of the *pilots* of a campaign, in their order."""
    chosen = [one.get("union_id") for one in pilots]
    return [
        [*_twice(place, chosen), *_launched_late(one.get("launched_on"), campaign.get("pilot_by"))]
        for place, one in enumerate(pilots)
    ]


def _twice(place: int, chosen: Sequence[int | None]) -> list[Problem]:
    if chosen[place] is None or chosen[place] not in chosen[:place]:
        return []
    return [Problem("union_id", _("Đơn vị này đã có ở dòng trên."))]


def _launched_late(day: date | None, by: date | None) -> list[Problem]:
    if day is None or by is None or day <= by:
        return []
    sentence = _("Ngày phát động {day} sau hạn của kế hoạch ({by}).")
    return [_warning("launched_on", sentence.format(day=show_day(day), by=show_day(by)))]


def _warning(field: str, text: str) -> Problem:
    return Problem(field, text, Severity.WARNING)


def _hint(field: str, text: str) -> Problem:
    return Problem(field, text, Severity.HINT)
