"""What happened to a union, and what it was until that day: the registry's memory.

A union's own row says what holds now. Each event keeps what its fields held until the event took effect, so what held
on a day is what the first event after it keeps, or the row itself where none follows.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.checks import not_after, not_in_future
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Link, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records.union import STATES
from unioncare_desktop.i18n import _

FOUNDED, RENAMED, MOVED, RECEIVED, HANDED_OVER = "founded", "renamed", "moved", "received", "handed_over"
REGROUPED, MERGED, DISSOLVED, CLOSED, REOPENED = "regrouped", "merged", "dissolved", "closed", "reopened"
EVENT_KINDS = {
    FOUNDED: _("thành lập"),
    RENAMED: _("đổi tên"),
    MOVED: _("chuyển công đoàn cấp trên"),
    REGROUPED: _("đổi loại hình, khối, địa bàn"),
    RECEIVED: _("tiếp nhận"),
    HANDED_OVER: _("chuyển giao đi"),
    MERGED: _("sáp nhập"),
    DISSOLVED: _("giải thể"),
    CLOSED: _("chấm dứt hoạt động"),
    REOPENED: _("hoạt động trở lại"),
}
REMEMBERED = ("name", "upper_id", "level_id", "sector_id", "bloc_id", "area_id", "state", "closed_on")
"""The fields of a union whose past is kept; an event has each of them as `was_…`."""
CHANGED_BY = {
    RENAMED: ("name",),
    MOVED: ("upper_id", "area_id"),
    REGROUPED: ("level_id", "sector_id", "bloc_id", "area_id"),
}
"""The fields that a kind of event gives new values to."""
BEGINNINGS = (FOUNDED, RECEIVED)
ENDINGS = (HANDED_OVER, MERGED, DISSOLVED, CLOSED)
"""The kinds of event that end a union; each is also the code of the state in which it is then."""


class UnionEvent(Record):
    """One event. The `was_…` fields are the union's until `effective_on`, exclusive; a founding has nothing before it.

    `scan_name` and `scan_hash` name a stored file: the decision as it was signed. `merger_id` is the merger that the
    event is part of.
    """

    __tablename__ = "union_event"
    __table_args__ = (
        Index("ix_union_event_union_id_effective_on", "union_id", "effective_on"),
        Index("ix_union_event_merger_id", "merger_id"),
        CheckConstraint("was_upper_id <> union_id", name="upper_is_another"),
        CheckConstraint("(scan_name IS NULL) = (scan_hash IS NULL)", name="scan_is_whole"),
        {"sqlite_strict": True},
    )
    title = _("biến động")

    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    kind: Mapped[str] = field(Choice(EVENT_KINDS), _("Biến động"), required=True, width=24)
    effective_on: Mapped[date] = field(Day(), _("Có hiệu lực từ ngày"), required=True, checks=(not_in_future,))
    decision: Mapped[str | None] = field(Text(), _("Số quyết định"), width=22)
    decided_on: Mapped[date | None] = field(
        Day(), _("Ngày quyết định"), warnings=(not_after("effective_on", _("ngày có hiệu lực")),)
    )
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
    scan_name: Mapped[str | None] = field(Text(), _("Bản quét quyết định"), width=24)
    scan_hash: Mapped[str | None] = field(Text(most=64), _("Mã kiểm tra bản quét"))
    merger_id: Mapped[int | None] = field(Link("merger"), _("Việc sáp nhập"))
    was_name: Mapped[str | None] = field(Text(), _("Tên trước đó"), width=36)
    was_upper_id: Mapped[int | None] = field(Link("trade_union"), _("Cấp trên trước đó"))
    was_level_id: Mapped[int | None] = field(Link("level"), _("Cấp công đoàn trước đó"))
    was_sector_id: Mapped[int | None] = field(Link("sector"), _("Loại hình trước đó"))
    was_bloc_id: Mapped[int | None] = field(Link("bloc"), _("Khối trước đó"))
    was_area_id: Mapped[int | None] = field(Link("area"), _("Địa bàn trước đó"))
    was_state: Mapped[str | None] = field(Choice(STATES), _("Tình trạng trước đó"))
    was_closed_on: Mapped[date | None] = field(Day(), _("Ngày kết thúc trước đó"))
