"""The columns of the returns' grid, and how a return is said in them."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Day, Whole
from unioncare_desktop.domain.records import PeriodReturn
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.services import returns
from unioncare_desktop.services.returns import LATE, MISSING, ON_TIME, UNKNOWN, DayOfReturn, ReturnRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.union_columns import of_union
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.vietnamese import show_whole

_FIELDS = fields_of(PeriodReturn)
TONES: dict[str, Tone] = {ON_TIME: "good", LATE: "warning", UNKNOWN: "neutral", MISSING: "error"}
_URGENCY = (MISSING, LATE, UNKNOWN, ON_TIME)


def columns(quarter: Callable[[], Span | None]) -> tuple[GridColumn, ...]:
    """The union, how its return stands, the day it came, how the union is reached and how often it was reminded."""
    received, note = _FIELDS["received_on"], _FIELDS["note"]
    return (
        GridColumn("number", _("STT"), width=50, ordinal=True, frozen=True),
        *of_union(width=250),
        GridColumn("state", _("Tình trạng"), value=state, sort=urgency, status=True, width=226),
        GridColumn(
            "received_on",
            received.label,
            DayOfReturn(of=quarter),
            width=104,
            editable=True,
            headers=received.headings,
            tip=_("Ngày đơn vị nộp. Ctrl+; ghi ngày hôm nay; để trống thì tính theo ngày nhập số liệu"),
        ),
        GridColumn(
            "entered_on",
            _("Nhập số"),
            Day(),
            width=96,
            muted=True,
            tip=_("Ngày số liệu của đơn vị được nhập lần đầu vào chương trình"),
        ),
        GridColumn("chair", _("Chủ tịch"), value=attrgetter("contact.chair"), width=140),
        GridColumn("phone", _("Điện thoại"), value=attrgetter("contact.phone"), width=112),
        GridColumn("email", _("E-mail"), value=attrgetter("contact.email"), width=180),
        GridColumn("reminders", _("Đã nhắc"), Whole(), value=lambda row: row.reminders or None, width=80),
        GridColumn("reminded_on", _FIELDS["reminded_on"].label, Day(), width=112),
        GridColumn("note", note.label, note.kind, width=180, editable=True, headers=note.headings),
        GridColumn("area", _("Địa bàn"), value=attrgetter("union.area"), width=128),
        GridColumn("sector", _("Loại hình"), value=attrgetter("union.sector"), width=200),
    )


def state(row: ReturnRow) -> Badge:
    """How a return stands."""
    return Badge(row.words, TONES[row.state])


def urgency(row: ReturnRow) -> tuple[int, int]:
    """What is missing comes first, then what came late, the latest first."""
    day = row.came_on if row.state == LATE else None
    return (_URGENCY.index(row.state), (row.asked.due - day).days if day is not None else 0)


def totals(rows: Sequence[ReturnRow], unit: str) -> dict[str, str]:
    """What stands below the columns: how many returns have come, and how many reminders were sent."""
    missing, reminders = sum(row.missing for row in rows), sum(row.reminders for row in rows)
    return {
        "name": received_words(rows, unit),
        "state": _("{count} chưa nộp").format(count=show_whole(missing)) if missing else "",
        "reminders": show_whole(reminders) if reminders else "",
    }


def received_words(rows: Iterable[ReturnRow], unit: str) -> str:
    """How many returns have come: "Đã nộp 303/330 CĐCS"."""
    summary = returns.summed(rows)
    words = _("Đã nộp {received}/{expected} {unit}")
    return words.format(received=show_whole(summary.received), expected=show_whole(summary.expected), unit=unit)
