"""Pure checks of one value within its record: each returns the sentence to show, or None.

Rules that need other rows or the office's settings live in the services.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from unioncare_desktop import clock
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import show_day, show_whole

_ACADEMIC = re.compile(
    r"^(?:(?:GS|PGS|TSKH|TS|ThS|BS|KS|CN|NGND|NGƯT|NSND|NSƯT)\b\.?|Giáo sư|Phó giáo sư|Tiến sĩ|Thạc sĩ)", re.IGNORECASE
)

Check = Callable[[Any, Mapping[str, Any]], str | None]


def at_most(other: str, label: str) -> Check:
    """The value may not exceed the record's *other* value, called *label*; blanks are not compared."""

    def check(value: int | None, values: Mapping[str, Any]) -> str | None:
        limit = values.get(other)
        if value is None or limit is None or value <= limit:
            return None
        return _("{value} lớn hơn {label} ({limit})").format(
            value=show_whole(value), label=label, limit=show_whole(limit)
        )

    return check


def not_before(other: str, label: str) -> Check:
    """The day may not be earlier than the record's *other* day, called *label*."""

    def check(value: date | None, values: Mapping[str, Any]) -> str | None:
        start = values.get(other)
        if value is None or start is None or value >= start:
            return None
        return _("{day} trước {label} ({start})").format(day=show_day(value), label=label, start=show_day(start))

    return check


def not_after(other: str, label: str) -> Check:
    """The day may not be later than the record's *other* day, called *label*."""

    def check(value: date | None, values: Mapping[str, Any]) -> str | None:
        end = values.get(other)
        if value is None or end is None or value <= end:
            return None
        return _("{day} sau {label} ({end})").format(day=show_day(value), label=label, end=show_day(end))

    return check


def not_in_future(value: date | None, values: Mapping[str, Any]) -> str | None:  # noqa: ARG001 - a Check
    """The day may not lie ahead of today."""
    today = clock.today()
    if value is None or value <= today:
        return None
    return _("{day} còn ở tương lai").format(day=show_day(value))


def without_academic_title(value: str | None, values: Mapping[str, Any]) -> str | None:  # noqa: ARG001 - a Check
    """Who signs has no academic title before his name (decree 30/2020/NĐ-CP, appendix I)."""
    if not value or not (found := _ACADEMIC.match(value)):
        return None
    return _("“{title}”: trước họ tên người ký không ghi học hàm, học vị, danh hiệu").format(title=found[0])
