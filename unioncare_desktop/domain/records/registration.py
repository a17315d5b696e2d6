"""What unions register in a round, what came of it, and the awards that are proposed and given."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from unioncare_desktop.domain.checks import not_before
from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Choice, Day, Flag, Link, Score, Text, Whole
from unioncare_desktop.domain.record import Record
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import fold

CONTENT_LENGTH = 500
ACHIEVED, PARTLY, FAILED = "achieved", "partly", "failed"
OUTCOMES = {ACHIEVED: _("đạt"), PARTLY: _("đạt một phần"), FAILED: _("không đạt")}
_SHORT_OUTCOMES = {
    **dict.fromkeys(("d", "1", "x", "co", "hoan thanh"), ACHIEVED),
    **dict.fromkeys(("m", "mp", "mot phan"), PARTLY),
    **dict.fromkeys(("k", "0", "khong", "chua dat", "khong hoan thanh"), FAILED),
}
"""What people write for an outcome, folded; one letter is enough when they are typed in a row."""
HONORIFICS = {"mr": _("Ông"), "ms": _("Bà")}
MOVEMENT, TARGET = "movement", "target"
PACT_PARTS = {MOVEMENT: _("phong trào"), TARGET: _("chỉ tiêu")}
TITLE, FORM = "title", "form"
AWARD_KINDS = {TITLE: _("danh hiệu thi đua"), FORM: _("hình thức khen thưởng")}
PROPOSED, AWARDED, DECLINED = "proposed", "awarded", "declined"
AWARD_STATES = {PROPOSED: _("đề nghị"), AWARDED: _("đã khen thưởng"), DECLINED: _("không khen thưởng")}

RESULT_FIELDS = ("outcome", "achieved", "decision", "decided_on", "level_id", "result_note")
"""The fields of a registration that are filled when its results are reviewed."""
DECISION_FIELDS = ("state", "decision", "decided_on", "level_id", "note")
"""The fields of an award that may change after its round was closed: decisions come later."""


class Registration(Record):
    """One thing that a union registers in a round; titles and works stand in `content` in the union's words.

    `quantity` counts persons, works or initiatives. `added_later` marks what was added when results were entered. The
    `content_key` is unique in a union, round and kind, so that nothing is registered twice.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("round_id", "union_id", "kind_id", "content_key"),
        Index("ix_registration_union_id", "union_id"),
        CheckConstraint("quantity >= 1", name="quantity_is_something"),
        {"sqlite_strict": True},
    )
    title = _("đăng ký thi đua")

    round_id: Mapped[int] = field(
        Link("campaign_round"), _("Đợt"), headers=(_("Đợt thi đua"), _("Đợt đăng ký")), required=True, width=12
    )
    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True, width=40)
    kind_id: Mapped[int] = field(
        Link("registration_kind"),
        _("Loại đăng ký"),
        headers=(_("Loại"), _("Loại hình đăng ký"), _("Hình thức đăng ký")),
        required=True,
        width=22,
    )
    content: Mapped[str] = field(
        Text(most=CONTENT_LENGTH),
        _("Nội dung / danh hiệu"),
        headers=(
            _("Nội dung"),
            _("Danh hiệu"),
            _("Danh hiệu thi đua"),
            _("Nội dung đăng ký"),
            _("Tên công trình, phần việc"),
            _("Công trình, phần việc"),
            _("Tên sáng kiến"),
            _("Tên đề tài, sáng kiến"),
            _("Đăng ký danh hiệu"),
        ),
        required=True,
        width=40,
    )
    quantity: Mapped[int] = field(
        Whole(), _("Số lượng"), headers=(_("SL"), _("Số người"), _("Số lượng đăng ký")), required=True, default=1
    )
    registered_on: Mapped[date | None] = field(Day(), _("Ngày đăng ký"), headers=(_("Ngày ĐK"),))
    honorific: Mapped[str | None] = field(Choice(HONORIFICS), _("Ông (bà)"), headers=(_("Ông/bà"),), width=8)
    person: Mapped[str | None] = field(
        Text(), _("Họ và tên"), headers=(_("Họ tên"), _("Tác giả"), _("Họ và tên tác giả")), width=24
    )
    position: Mapped[str | None] = field(Text(), _("Chức vụ, đơn vị"), headers=(_("Chức vụ"),), width=26)
    award: Mapped[str | None] = field(
        Text(), _("Đề nghị khen thưởng"), headers=(_("Khen thưởng"), _("Hình thức khen thưởng")), width=26
    )
    work_field: Mapped[str | None] = field(Text(), _("Lĩnh vực"), headers=(_("Lĩnh vực, môn"), _("Môn")), width=20)
    performer: Mapped[str | None] = field(
        Text(), _("Đơn vị thực hiện"), headers=(_("Bộ phận thực hiện"), _("Người phụ trách")), width=26
    )
    due_on: Mapped[date | None] = field(
        Day(), _("Ngày hoàn thành"), headers=(_("Thời gian hoàn thành"), _("Hoàn thành trước ngày"))
    )
    recognised: Mapped[bool] = field(Flag(), _("Sáng kiến được công nhận"), required=True, default=False)
    in_programme: Mapped[bool] = field(
        Flag(),
        _("Đã cập nhật chương trình sáng kiến"),
        headers=(_("Cập nhật 01 triệu sáng kiến"),),
        required=True,
        default=False,
        help=_("Đã nhập vào hệ thống “01 triệu sáng kiến” của Tổng Liên đoàn"),
    )
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)
    outcome: Mapped[str | None] = field(
        Choice(OUTCOMES, _SHORT_OUTCOMES), _("Kết quả"), headers=(_("Kết quả thực hiện"),), width=14
    )
    achieved: Mapped[int | None] = field(Whole(), _("Số lượng đạt"), headers=(_("SL đạt"), _("Kết quả đạt")))
    decision: Mapped[str | None] = field(Text(), _("Quyết định công nhận"), headers=(_("Số quyết định"),), width=20)
    decided_on: Mapped[date | None] = field(Day(), _("Ngày công nhận"), headers=(_("Ngày quyết định"),))
    level_id: Mapped[int | None] = field(Link("recognition_level"), _("Cấp công nhận"), width=20)
    result_note: Mapped[str | None] = field(
        Text(most=NOTE_LENGTH, lines=True), _("Ghi chú kết quả"), headers=(_("Nhận xét"),), width=30
    )
    added_later: Mapped[bool] = field(Flag(), _("Bổ sung sau"), required=True, default=False)
    content_key: Mapped[str] = mapped_column()

    @staticmethod
    def derive(values: Mapping[str, Any]) -> dict[str, Any]:
        """The key by which the same thing is found again: its words, and the person where one is named."""
        return {"content_key": "|".join(fold(values.get(name) or "") for name in ("content", "person"))}


class PactItem(Record):
    """A line of a pact: a movement with its goal and days, or a target with unit, plan and result (TT 35/2011, 1a)."""

    __tablename__ = "pact_item"
    __table_args__ = (
        Index("ix_pact_item_registration_id", "registration_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_starts"),
        {"sqlite_strict": True},
    )
    title = _("nội dung giao ước")

    registration_id: Mapped[int] = field(Link("registration"), _("Giao ước"), required=True)
    part: Mapped[str] = field(Choice(PACT_PARTS), _("Phần"), required=True, default=TARGET, width=14)
    name: Mapped[str] = field(
        Text(most=CONTENT_LENGTH), _("Tên phong trào / nội dung chỉ tiêu"), required=True, width=44
    )
    goal: Mapped[str | None] = field(Text(most=CONTENT_LENGTH), _("Mục tiêu"), width=30)
    starts_on: Mapped[date | None] = field(Day(), _("Thời gian phát động"))
    ends_on: Mapped[date | None] = field(
        Day(), _("Thời gian tổng kết"), checks=(not_before("starts_on", _("ngày phát động")),)
    )
    unit: Mapped[str | None] = field(Text(most=60), _("Đơn vị tính"), width=12)
    planned: Mapped[str | None] = field(Text(most=60), _("Kế hoạch năm"), width=14)
    result: Mapped[str | None] = field(Text(most=60), _("Kết quả"), width=14)
    note: Mapped[str | None] = field(Text(), _("Ghi chú"), width=24)
    position: Mapped[int] = mapped_column(default=0)


class Award(Record):
    """An award that is proposed, given or declined; after 1/1/2024 no registration is needed for it (law 06/2022).

    `name` is a title or a form of award in the words of the catalogue; without a person it is the union's own.
    """

    __tablename__ = "award"
    __table_args__ = (
        Index("ix_award_union_id", "union_id"),
        Index("ix_award_round_id", "round_id"),
        Index("ix_award_registration_id", "registration_id"),
        CheckConstraint("state <> 'awarded' OR decided_on IS NOT NULL", name="awarded_has_day"),
        {"sqlite_strict": True},
    )
    title = _("khen thưởng")

    round_id: Mapped[int] = field(Link("campaign_round"), _("Đợt"), required=True, width=12)
    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True, width=40)
    registration_id: Mapped[int | None] = field(Link("registration"), _("Theo đăng ký"))
    kind: Mapped[str] = field(Choice(AWARD_KINDS), _("Loại"), required=True, default=TITLE, width=20)
    name: Mapped[str] = field(Text(), _("Danh hiệu / hình thức khen thưởng"), required=True, width=36)
    honorific: Mapped[str | None] = field(Choice(HONORIFICS), _("Ông (bà)"), width=8)
    person: Mapped[str | None] = field(Text(), _("Họ và tên"), width=24)
    position: Mapped[str | None] = field(Text(), _("Chức vụ, đơn vị"), width=26)
    quantity: Mapped[int] = field(Whole(), _("Số lượng"), required=True, default=1)
    state: Mapped[str] = field(Choice(AWARD_STATES), _("Tình trạng"), required=True, default=PROPOSED, width=16)
    proposal: Mapped[str | None] = field(Text(), _("Số tờ trình"), width=18)
    proposed_on: Mapped[date | None] = field(Day(), _("Ngày đề nghị"))
    decision: Mapped[str | None] = field(Text(), _("Số quyết định"), width=20)
    decided_on: Mapped[date | None] = field(
        Day(), _("Ngày quyết định"), warnings=(not_before("proposed_on", _("ngày đề nghị")),)
    )
    level_id: Mapped[int | None] = field(Link("recognition_level"), _("Cấp khen thưởng"), width=20)
    note: Mapped[str | None] = field(Text(most=NOTE_LENGTH, lines=True), _("Ghi chú"), width=30)


class RoundScore(Record):
    """The points that the office gives a union in a round (0 to the round's most) and its place, where entered."""

    __tablename__ = "round_score"
    __table_args__ = (
        UniqueConstraint("round_id", "union_id"),
        Index("ix_round_score_union_id", "union_id"),
        {"sqlite_strict": True},
    )
    title = _("điểm thi đua")

    round_id: Mapped[int] = field(Link("campaign_round"), _("Đợt"), required=True)
    union_id: Mapped[int] = field(Link("trade_union"), _("Công đoàn cơ sở"), required=True)
    score: Mapped[int | None] = field(Score(), _("Điểm"), headers=(_("Điểm thi đua"), _("Tổng điểm")))
    rank: Mapped[int | None] = field(Whole(most=99_999), _("Xếp thứ"), headers=(_("Xếp hạng"), _("Thứ hạng")))
    note: Mapped[str | None] = field(Text(), _("Ghi chú"), width=30)
