"""Emulation campaigns: what the office launches, in which rounds, for whom, with which pilot units."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import not_after, not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Day, Link, Score, Text, Whole, Year
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _

THEME_LENGTH = 500
HISTORY = date(1000, 1, 1)
"""The first day of what is celebrated: the day of labour is of 1886."""
FULL_SCORE = 10_000
"""100 points, in hundredths."""


class Campaign(Record):
    """A movement or plan of one year (plan 002, IV.1.2: launched once goal, content, measures, participants are set).

    `required_kind_id` and `required_least` are the rule that every union registers at least so many of a kind in the
    campaign (plan 000, line 60). `template` names the shipped template it was founded from.
    """

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("year", "name"),
        CheckConstraint("(required_kind_id IS NULL) = (required_least IS NULL)", name="requirement_is_whole"),
        {"sqlite_strict": True},
    )
    title = _("phong trào thi đua")

    name: Mapped[str] = field(Text(), _("Tên phong trào, kế hoạch"), required=True, width=60)
    year: Mapped[int] = field(Year(), _("Năm"), required=True, width=8)
    plan_number: Mapped[str | None] = field(Text(most=60), _("Số kế hoạch"), width=22)
    plan_date: Mapped[date | None] = field(Day(), _("Ngày kế hoạch"))
    issuer: Mapped[str | None] = field(Text(), _("Đơn vị ban hành"), width=40)
    theme: Mapped[str | None] = field(Text(most=THEME_LENGTH), _("Chủ đề"), width=60)
    goal: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Mục tiêu, chỉ tiêu"), width=60)
    content: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Nội dung thi đua"), width=60)
    measures: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Biện pháp"), width=60)
    participants: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Đối tượng tham gia"), width=60)
    required_kind_id: Mapped[int | None] = field(
        Link("registration_kind"), _("Mỗi đơn vị phải đăng ký"), help=_("Để trống nếu kế hoạch không bắt buộc")
    )
    required_least: Mapped[int | None] = field(Whole(most=99), _("Ít nhất"), width=8)
    pilot_by: Mapped[date | None] = field(Day(), _("Chọn đơn vị điểm trước ngày"))
    pilot_most: Mapped[int | None] = field(Whole(most=99), _("Số đơn vị điểm nhiều nhất"), width=8)
    template: Mapped[str | None] = field(Text(most=60), _("Lập từ mẫu"))
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=60)


class CampaignSector(Record):
    """A sector that a campaign is for; without any it is for all."""

    __tablename__ = "campaign_sector"
    __table_args__ = (UniqueConstraint("campaign_id", "sector_id"), {"sqlite_strict": True})
    title = _("loại hình tham gia thi đua")

    campaign_id: Mapped[int] = field(Link("campaign"), _("Phong trào"), required=True)
    sector_id: Mapped[int] = field(Link("sector"), _("Loại hình"), required=True)


class CampaignRound(Record):
    """A round (đợt) of a campaign; `deadline` is the last day of registration, inside the round.

    `deadline_text` is what the plan says of it, also where that is no day ("30/02/2023"). `closed_on` is the day on
    which the results were closed; `reopened_why` the reason for which they were last opened again.
    """

    __tablename__ = "campaign_round"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint('"end" >= start', name="end_after_start"),
        CheckConstraint('deadline BETWEEN start AND "end"', name="deadline_inside"),
        {"sqlite_strict": True},
    )
    title = _("đợt thi đua")

    campaign_id: Mapped[int] = field(Link("campaign"), _("Phong trào"), required=True)
    number: Mapped[int] = field(Whole(most=99), _("Đợt số"), required=True, width=8)
    name: Mapped[str] = field(Text(), _("Tên đợt"), required=True, width=30)
    theme: Mapped[str | None] = field(Text(most=THEME_LENGTH), _("Chủ đề của đợt"), width=60)
    start: Mapped[date] = field(Day(), _("Từ ngày"), required=True)
    end: Mapped[date] = field(Day(), _("Đến ngày"), required=True, checks=(not_before("start", _("ngày đầu đợt")),))
    deadline: Mapped[date | None] = field(
        Day(),
        _("Hạn đăng ký"),
        checks=(not_before("start", _("ngày đầu đợt")), not_after("end", _("ngày cuối đợt"))),
    )
    deadline_text: Mapped[str | None] = field(Text(), _("Hạn đăng ký ghi trong kế hoạch"), width=40)
    most_score: Mapped[int] = field(Score(), _("Điểm tối đa"), required=True, default=FULL_SCORE, width=8)
    closed_on: Mapped[date | None] = field(Day(), _("Ngày chốt kết quả"))
    reopened_why: Mapped[str | None] = field(Text(), _("Lý do mở lại"), width=40)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=60)


class RoundOccasion(Record):
    """What a round celebrates. `since` is the day of the event; with `on` it says which anniversary it is."""

    __tablename__ = "round_occasion"
    __table_args__ = (Index("ix_round_occasion_round_id", "round_id"), {"sqlite_strict": True})
    title = _("ngày kỷ niệm")

    round_id: Mapped[int] = field(Link("campaign_round"), _("Đợt"), required=True)
    name: Mapped[str] = field(Text(), _("Sự kiện"), required=True, width=60)
    since: Mapped[date | None] = field(Day(first=HISTORY), _("Ngày gốc"))
    on: Mapped[date | None] = field(Day(), _("Ngày kỷ niệm"), checks=(not_before("since", _("ngày gốc")),))
    position: Mapped[int] = mapped_column(default=0)


class CampaignPilot(Record):
    """A unit that launches the campaign first (thi đua điểm, plan 002, line 86)."""

    __tablename__ = "campaign_pilot"
    __table_args__ = (
        UniqueConstraint("campaign_id", "union_id"),
        Index("ix_campaign_pilot_union_id", "union_id"),
        {"sqlite_strict": True},
    )
    title = _("đơn vị thi đua điểm")

    campaign_id: Mapped[int] = field(Link("campaign"), _("Phong trào"), required=True)
    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True, width=40)
    launched_on: Mapped[date | None] = field(Day(), _("Ngày phát động"))
    note: Mapped[str | None] = field(Text(), _("Ghi chú"), width=30)
