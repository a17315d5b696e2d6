"""Plans of the office and its superiors: targets, deadlines, what is to be registered, and what was done about it."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Link, Score, Text
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.i18n import _

LONG_WORDS = 500
MOST_WANTED = 9_999_999
ABOVE, AT_LEAST, BELOW, AT_MOST, ABOUT, QUALITATIVE = ">", ">=", "<", "<=", "~", "qualitative"
COMPARATORS = {
    ABOVE: _("trên"),
    AT_LEAST: _("từ … trở lên"),
    BELOW: _("dưới"),
    AT_MOST: _("không quá"),
    ABOUT: _("khoảng"),
    QUALITATIVE: _("không nêu con số"),
}
WANTED = {
    ABOVE: _("trên {figure}"),
    AT_LEAST: _("từ {figure} trở lên"),
    BELOW: _("dưới {figure}"),
    AT_MOST: _("không quá {figure}"),
    ABOUT: _("khoảng {figure}"),
    QUALITATIVE: _("không nêu con số"),
}
"""What is wanted of a figure, in words."""
_ALSO_COMPARATORS = {
    "it nhat": AT_LEAST,
    "toi thieu": AT_LEAST,
    "tro len": AT_LEAST,
    "dat": AT_LEAST,
    "tu": AT_LEAST,
    "hon": ABOVE,
    "toi da": AT_MOST,
    "tro xuong": AT_MOST,
    "hau het": QUALITATIVE,
    "phan lon": QUALITATIVE,
}
ONCE, YEARLY = "once", "yearly"
RHYTHMS = {ONCE: _("đến ngày đích"), YEARLY: _("hằng năm")}
REPORT, TASK, REVIEW, REGISTRATION, EVENT = "report", "task", "review", "registration", "event"
DEADLINE_KINDS = {
    REPORT: _("báo cáo"),
    TASK: _("việc phải làm"),
    REVIEW: _("sơ kết, tổng kết"),
    REGISTRATION: _("đăng ký"),
    EVENT: _("hội nghị, sự kiện"),
}
FINISHED, SNOOZED = "done", "snoozed"
MARKS = {FINISHED: _("đã xong"), SNOOZED: _("nhắc lại sau")}
_MARKED = " + ".join(
    f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in ("deadline_id", "officer_id", "round_id", "period_id")
)


class Plan(Record):
    """A plan that the office works under; `template` is the key of the shipped one that it is, loaded once."""

    __tablename__ = "plan"
    __table_args__ = (
        UniqueConstraint("template"),
        CheckConstraint("valid_to >= valid_from", name="valid_in_order"),
        {"sqlite_strict": True},
    )
    title = _("kế hoạch")

    number: Mapped[str | None] = field(Text(most=60), _("Số, ký hiệu"), width=18)
    issued_on: Mapped[date | None] = field(Day(), _("Ngày ban hành"))
    issuer: Mapped[str] = field(Text(), _("Đơn vị ban hành"), required=True, width=36)
    name: Mapped[str] = field(Text(most=LONG_WORDS), _("Trích yếu"), required=True, width=60)
    valid_from: Mapped[date | None] = field(Day(), _("Thực hiện từ ngày"))
    valid_to: Mapped[date | None] = field(
        Day(), _("Đến ngày"), checks=(not_before("valid_from", _("ngày bắt đầu thực hiện")),)
    )
    template: Mapped[str | None] = field(Text(most=60), _("Kế hoạch mẫu"), width=18)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=40)


class PlanTarget(Record):
    """A target: what is wanted of an indicator, how the plan compares, and until when.

    `value` is in hundredths of the indicator's unit, of one percent where that is "%"; blank where the plan names no
    figure. `by` is the day of the milestone, blank where the plan has none; `rhythm` says whether it is wanted anew
    each year. `merger_base_id` is the frozen list that a share of merged unions is measured by. A blank sector or area
    means all.
    """

    __tablename__ = "plan_target"
    __table_args__ = (
        Index("ix_plan_target_plan_id", "plan_id"),
        CheckConstraint("(comparator = 'qualitative') = (value IS NULL)", name="figure_where_compared"),
        {"sqlite_strict": True},
    )
    title = _("chỉ tiêu")

    plan_id: Mapped[int] = field(Link("plan"), _("Kế hoạch"), required=True)
    indicator_id: Mapped[int] = field(Link("indicator"), _("Chỉ tiêu"), required=True, width=40)
    words: Mapped[str | None] = field(Text(most=LONG_WORDS), _("Kế hoạch ghi"), width=60)
    comparator: Mapped[str] = field(
        Choice(COMPARATORS, _ALSO_COMPARATORS), _("So sánh"), required=True, default=AT_LEAST, width=14
    )
    value: Mapped[int | None] = field(Score(most=MOST_WANTED, called=_("con số")), _("Mức phải đạt"), width=10)
    by: Mapped[date | None] = field(Day(), _("Đến ngày"))
    rhythm: Mapped[str] = field(Choice(RHYTHMS), _("Nhịp"), required=True, default=ONCE, width=14)
    base: Mapped[str | None] = field(Text(most=LONG_WORDS), _("Tính trên"), width=40)
    merger_base_id: Mapped[int | None] = field(Link("merger_base"), _("Danh sách CĐCS nhỏ đã chốt"), width=30)
    sector_id: Mapped[int | None] = field(Link("sector"), _("Loại hình"), width=22)
    area_id: Mapped[int | None] = field(Link("area"), _("Địa bàn"), width=20)
    line: Mapped[str | None] = field(Text(most=40), _("Dòng trong kế hoạch"), width=10)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=40)
    position: Mapped[int] = mapped_column(default=0)


class PlanDeadline(Record):
    """A deadline: on one day (`due`), by a rule, or only in words where the plan names no day that exists.

    `rule` is a recurrence rule as calendars write it (RFC 5545, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"); it
    holds while the plan is valid. `words` is what the plan says, `problem` what is wrong with that. `who` has to do it.
    """

    __tablename__ = "plan_deadline"
    __table_args__ = (
        Index("ix_plan_deadline_plan_id", "plan_id"),
        CheckConstraint("due IS NULL OR rule IS NULL", name="day_or_rule"),
        {"sqlite_strict": True},
    )
    title = _("thời hạn")

    plan_id: Mapped[int] = field(Link("plan"), _("Kế hoạch"), required=True)
    name: Mapped[str] = field(Text(most=LONG_WORDS), _("Việc phải làm"), required=True, width=60)
    kind: Mapped[str] = field(Choice(DEADLINE_KINDS), _("Loại việc"), required=True, default=TASK, width=16)
    who: Mapped[str | None] = field(Text(), _("Ai làm"), width=30)
    due: Mapped[date | None] = field(Day(), _("Hạn"))
    rule: Mapped[str | None] = field(Text(), _("Lặp lại"), checks=(recurrence.known,), width=30)
    words: Mapped[str | None] = field(Text(most=LONG_WORDS), _("Kế hoạch ghi"), width=60)
    problem: Mapped[str | None] = field(Text(most=LONG_WORDS), _("Điều phải hỏi lại"), width=40)
    line: Mapped[str | None] = field(Text(most=40), _("Dòng trong kế hoạch"), width=10)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=40)
    position: Mapped[int] = mapped_column(default=0)


class PlanRegister(Record):
    """Something that a plan wants registered; `kind_id` is the kind of registration by which the office takes it in."""

    __tablename__ = "plan_register"
    __table_args__ = (Index("ix_plan_register_plan_id", "plan_id"), {"sqlite_strict": True})
    title = _("nội dung phải đăng ký")

    plan_id: Mapped[int] = field(Link("plan"), _("Kế hoạch"), required=True)
    name: Mapped[str] = field(Text(most=LONG_WORDS), _("Nội dung đăng ký"), required=True, width=60)
    kind_id: Mapped[int | None] = field(Link("registration_kind"), _("Loại đăng ký"), width=24)
    line: Mapped[str | None] = field(Text(most=40), _("Dòng trong kế hoạch"), width=10)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=40)
    position: Mapped[int] = mapped_column(default=0)


class DeadlineMark(Record):
    """What was done about one day on which something is due: finished, or to be reminded of again.

    It belongs to a deadline of a plan, the end of an officer's term, the registration of a round, or the return of a
    period; `due` is the day meant, as deadlines recur.
    """

    __tablename__ = "deadline_mark"
    __table_args__ = (
        CheckConstraint(f"{_MARKED} = 1", name="of_one_thing"),
        CheckConstraint("(state = 'snoozed') = (until IS NOT NULL)", name="snoozed_until"),
        CheckConstraint("state = 'done' OR note IS NOT NULL", name="snoozed_with_a_reason"),
        UniqueConstraint("deadline_id", "due"),
        UniqueConstraint("officer_id", "due"),
        UniqueConstraint("round_id", "due"),
        UniqueConstraint("period_id", "due"),
        {"sqlite_strict": True},
    )
    title = _("đánh dấu thời hạn")

    deadline_id: Mapped[int | None] = field(Link("plan_deadline"), _("Thời hạn của kế hoạch"))
    officer_id: Mapped[int | None] = field(Link("officer"), _("Nhiệm kỳ của cán bộ"))
    round_id: Mapped[int | None] = field(Link("campaign_round"), _("Đợt thi đua"))
    period_id: Mapped[int | None] = field(Link("period"), _("Kỳ báo cáo"))
    due: Mapped[date] = field(Day(), _("Hạn"), required=True)
    state: Mapped[str] = field(Choice(MARKS), _("Tình trạng"), required=True, default=FINISHED, width=14)
    on: Mapped[date] = field(Day(), _("Ngày đánh dấu"), required=True)
    until: Mapped[date | None] = field(Day(), _("Nhắc lại từ ngày"), checks=(not_before("on", _("ngày đánh dấu")),))
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=40)
