"""Targets in words: the figure, what is missing and until when. What is missing has its own verb by indicator."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import PlanTarget
from unioncare_desktop.domain.records.plan import ABOUT, AT_MOST, BELOW, QUALITATIVE
from unioncare_desktop.domain.rules.targets import Verdict, percent_words, surplus
from unioncare_desktop.i18n import _
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.measures import MERGED
from unioncare_desktop.services.plans import TargetRow
from unioncare_desktop.services.situation import Value
from unioncare_desktop.vietnamese import show_day, show_whole

UNKNOWN = _("chưa có")
_FIGURE = fields_of(PlanTarget)["value"].kind
_NEW = _("cần thành lập thêm {gap} CĐCS")
_MEMBERS = _("cần thêm {gap} đoàn viên")
_AGREEMENTS = _("cần thêm {gap} CĐCS ký TƯLĐTT")
_GRADED = _("cần thêm {gap} TƯLĐTT xếp loại B trở lên")
_RATED = _("cần thêm {gap} CĐCS xếp loại tốt trở lên")
_MISSING: Mapping[str, str] = MappingProxyType(
    {
        "member_share": _MEMBERS,
        "member_share_enterprises": _MEMBERS,
        "new_unions": _NEW,
        "new_unions_private": _NEW,
        "agreements_large_enterprises": _AGREEMENTS,
        "agreements_large_units": _AGREEMENTS,
        "agreements_units": _AGREEMENTS,
        "good_agreements": _GRADED,
        "good_agreements_graded": _GRADED,
        MERGED: _("cần ghép thêm {gap} CĐCS"),
        "conferences_enterprises": _("cần thêm {gap} CĐCS tổ chức hội nghị người lao động"),
        "good_ratings": _RATED,
        "good_ratings_all": _RATED,
        "officers_trained": _("cần tập huấn thêm {gap} cán bộ"),
        "participation": _("cần thêm {gap} đoàn viên tham gia"),
        "hardship_helped": _("cần thăm hỏi, tặng quà thêm {gap} đoàn viên"),
        "skills": _("cần thêm {gap} đoàn viên học nâng cao tay nghề"),
        "policy_taught": _("cần phổ biến thêm cho {gap} người"),
        "initiatives_public": _("cần cập nhật thêm {gap} sáng kiến"),
        "registered_unions": _("cần thêm {gap} CĐCS đăng ký"),
        "registered_works": _("cần thêm {gap} CĐCS đăng ký công trình, phần việc"),
        "returns_received": _("cần thêm {gap} CĐCS nộp số liệu"),
        "returns_on_time": _("cần thêm {gap} CĐCS nộp đúng hạn"),
        "large_enterprises_with_union": _("cần thành lập thêm CĐCS ở {gap} doanh nghiệp"),
    }
)
"""What is to be done about what is missing, by indicator; of others so many are missing."""


def value_words(value: Value, wanted: int | None = None) -> str:
    """The figure: "32/62 · 51,6 %", "10.308"; a share is never shown on the other side of what is *wanted*."""
    if value.numerator is None or not value.known:
        return UNKNOWN
    if value.denominator is None:
        return show_whole(value.numerator)
    return _("{part}/{whole} · {percent}").format(
        part=show_whole(value.numerator),
        whole=show_whole(value.denominator),
        percent=percent_words(value.numerator, value.denominator, wanted),
    )


def remark(
    target: TargetRow, indicator: IndicatorRow, value: Value, verdict: Verdict, by: date | None, *, passed: bool
) -> str:
    """How a target stands as a sentence; *by* is the day until which it is wanted, *passed* whether that is over."""
    told = _told(target, indicator, value, verdict, by, passed=passed)
    if value.numerator is None:
        return told
    silent = _("{count} đơn vị chưa báo cáo").format(count=show_whole(value.unknown)) if value.unknown else ""
    return "; ".join(filter(None, (told, silent, value.doubt)))


def _told(
    target: TargetRow, indicator: IndicatorRow, value: Value, verdict: Verdict, by: date | None, *, passed: bool
) -> str:
    if not value.known:
        return _nothing(indicator, value)
    if target.comparator == QUALITATIVE:
        return _("kế hoạch không nêu con số: xem số liệu, tự đánh giá")
    if verdict.met:
        return _met(target, value)
    if verdict.gap is None:
        return _("không thể đạt với số liệu hiện có: hãy xem lại mức phải đạt và cách tính")
    return _missing(target, indicator, verdict.gap, by, passed=passed)


def _nothing(indicator: IndicatorRow, value: Value) -> str:
    if value.numerator is not None:
        return _("chưa có gì để tính: mẫu số bằng 0")
    if indicator.by_hand:
        return _("chưa có mẫu số: hãy nhập lại") if value.note else _("chưa có số liệu: hãy nhập tay, kèm căn cứ")
    if value.note and not value.unknown:
        return _("chưa có số liệu: {why}").format(why=value.note)
    return _("chưa có số liệu: hãy nhập ở {place}").format(place=indicator.data_source)


def _met(target: TargetRow, value: Value) -> str:
    left = surplus(target.comparator, target.value, value.numerator, value.denominator)
    if left:
        return _("đạt, dư {count}").format(count=show_whole(left))
    if left is None and target.comparator == ABOUT:
        return _("đạt: phần còn thiếu nằm trong mức “khoảng”")
    return _("đạt")


def _missing(target: TargetRow, indicator: IndicatorRow, gap: int, by: date | None, *, passed: bool) -> str:
    count = show_whole(gap)
    if target.comparator in (BELOW, AT_MOST):
        return _("vượt mức cho phép {gap} {counted}").format(gap=count, counted=indicator.counted)
    if passed and by is not None:
        sentence = _("còn thiếu {gap} {counted}, đã qua mốc {day}")
        return sentence.format(day=show_day(by), gap=count, counted=indicator.counted)
    if target.comparator == ABOUT:
        words = _("còn thiếu {gap} {counted} để đạt khoảng {wanted}")
    else:
        words = _MISSING.get(indicator.measure, _("còn thiếu {gap} {counted}"))
    told = words.format(gap=count, counted=indicator.counted, wanted=_FIGURE.show(target.value))
    return told if by is None else _("{told} trước {day}").format(told=told, day=show_day(by))
