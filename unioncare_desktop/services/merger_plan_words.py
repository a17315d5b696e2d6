"""The words for what the planner of mergers answers: preferences, gaps, sums, reasons. No database."""

from collections.abc import Iterable, Mapping

from unioncare_desktop.domain.rules.merging.planning import (
    Gap,
    Goal,
    Left,
    Plan,
    Preference,
    Problem,
    Reason,
    Unit,
)
from unioncare_desktop.i18n import _
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import show_whole, sort_key

PREFERENCES: Mapping[Preference, str] = {
    Preference.MOST_UNIONS: _("Nhiều CĐCS mới nhất"),
    Preference.SAME_AREA: _("Không ghép khác địa bàn"),
    Preference.FEWEST_UNIONS: _("Ít đầu mối, CĐCS lớn hơn"),
}
ABOUT_PREFERENCES: Mapping[Preference, str] = {
    Preference.MOST_UNIONS: _(
        "Sót ít đơn vị nhất; rồi được nhiều CĐCS mới nhất, ít nhóm khác địa bàn nhất, số đoàn viên sát mức tối thiểu."
    ),
    Preference.SAME_AREA: _(
        "Không nhóm nào khác địa bàn; trong giới hạn ấy sót ít đơn vị nhất, rồi được nhiều CĐCS mới nhất."
    ),
    Preference.FEWEST_UNIONS: _(
        "Sót ít đơn vị nhất; rồi còn ít CĐCS mới nhất nên mỗi CĐCS đông hơn, ít nhóm khác địa bàn nhất."
    ),
}
NO_BLOC = _("chưa ghi khối")
NO_AREA = _("chưa ghi địa bàn")

_GAPS = {
    Goal.LEFT: _("còn {value} đơn vị chưa ghép; chưa loại trừ cách chỉ còn {bound}"),
    Goal.UNIONS: _("được {value} CĐCS mới; chưa loại trừ cách được {bound}"),
    Goal.CROSSING: _("{value} nhóm khác địa bàn; chưa loại trừ cách chỉ có {bound}"),
    Goal.EXCESS: _("dôi {value} đoàn viên so với mức tối thiểu; chưa loại trừ cách chỉ dôi {bound}"),
}


def gap_words(gap: Gap) -> str:
    """What is not proven, as a sentence with numbers."""
    return _GAPS[gap.goal].format(value=show_whole(gap.value), bound=show_whole(gap.bound))


def proof_words(plan: Plan) -> str:
    """Whether a plan is proven the best, and by how much it may not be."""
    if plan.optimal:
        return _("Tối ưu, đã chứng minh: không có cách ghép nào tốt hơn.")
    gaps = "; ".join(gap_words(gap) for gap in plan.gaps)
    sentence = _("Chưa chứng minh là tối ưu, chênh nhiều nhất {gap}: {gaps}.")
    return sentence.format(gap=show_whole(plan.gap), gaps=gaps)


def sum_words(units: Iterable[Unit]) -> str:
    """The sum of a group as it is counted: "9 + 1 = 10"."""
    members = [unit.members for unit in units]
    return f"{' + '.join(map(show_whole, members))} = {show_whole(sum(members))}"


def listed_words(names: Iterable[str], blank: str) -> str:
    """Names as one text: "Kim Mã, Giảng Võ", an empty one as *blank*."""
    return ", ".join(name or blank for name in names)


def reason_words(left: Left, union: UnionRow, problem: Problem) -> str:
    """Why a union was left over, with the figures that show it."""
    if left.reason is Reason.TOO_FEW:
        return _too_few(left, union, problem)
    return _REASONS[left.reason].format(bloc=_allowed_blocs(left.unit, problem), place=_place(union, problem))


_REASONS = {
    Reason.NO_BLOC: _("chưa ghi khối: hãy bổ sung khối rồi lập lại phương án"),
    Reason.LOCKED: _("đã chọn để nguyên, không ghép"),
    Reason.ALONE: _("không có CĐCS nhỏ nào khác cùng khối {bloc}{place}"),
    Reason.APART: _("các ràng buộc “không ghép với nhau” chặn mọi cách ghép trong khối {bloc}{place}"),
    Reason.NO_ROOM: _("ghép được, nhưng khi ấy phải để sót đơn vị khác trong khối {bloc}{place}"),
    Reason.NOT_FOUND: _("chưa tìm được nhóm trong thời gian cho phép; hãy cho chạy lâu hơn"),
}


def _too_few(left: Left, union: UnionRow, problem: Problem) -> str:
    rules = problem.rules
    largest = sorted(left.bucket, key=lambda unit: -unit.members)[: rules.most_units - 1]
    units = sorted((left.unit, *largest), key=lambda unit: -unit.members)
    if len(largest) == len(left.bucket):
        sentence = _("khối {bloc}{place} chỉ có {sum} đoàn viên, chưa trên {above}")
    else:
        sentence = _("khối {bloc}{place}: ghép {count} đơn vị cũng chỉ được {sum} đoàn viên, chưa trên {above}")
    return sentence.format(
        bloc=_allowed_blocs(left.unit, problem),
        place=_place(union, problem),
        count=len(units),
        sum=sum_words(units),
        above=show_whole(rules.least - 1),
    )


def _allowed_blocs(unit: Unit, problem: Problem) -> str:
    """The bloc of a unit, and those with which it may be merged."""
    others = {bloc for pair in problem.rules.pairs if unit.bloc in pair for bloc in pair} - {unit.bloc}
    return _(" hoặc ").join((unit.bloc, *sorted(others, key=sort_key)))


def _place(union: UnionRow, problem: Problem) -> str:
    """Where a partner was looked for, beyond the bloc."""
    area = _(" tại {area}").format(area=union.area or NO_AREA) if problem.preference is Preference.SAME_AREA else ""
    return (_(" thuộc {upper}").format(upper=union.upper) if union.upper else "") + area
