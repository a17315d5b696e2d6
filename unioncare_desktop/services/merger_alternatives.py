"""What else can be done with a small union that a plan leaves over, the best first. No database.

Each is true of the figures: a larger union is one that lives and reported as many members; a pair of blocs is proposed
only where the units left over would then make a group that keeps all rules.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from unioncare_desktop.domain.rules.merging.planning import Group, Left, Plan, Preference, Problem, Reason, Unit, judged
from unioncare_desktop.i18n import _
from unioncare_desktop.services.merger_plan_words import NO_AREA, sum_words
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import show_whole, sort_key


@dataclass(frozen=True)
class Alternative:
    """What may be done, in words; the union to join or the blocs to pair (by name) where that is what it says."""

    words: str
    union_id: int | None = None
    pair: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Larger:
    """A union that is not small, with the members it reported."""

    union: UnionRow
    members: int


class Alternatives:
    """The ways out for what one plan leaves over."""

    def __init__(
        self, plan: Plan, unions: Mapping[int, UnionRow], larger: Iterable[Larger], founding: int | None
    ) -> None:
        self._plan, self._problem, self._unions, self._founding = plan, plan.problem, unions, founding
        self._larger: defaultdict[tuple[int | None, str], list[Larger]] = defaultdict(list)
        for one in sorted(larger, key=lambda one: (one.members, one.union.sort_key, one.union.id)):
            self._larger[one.union.upper_id, one.union.bloc].append(one)
        self._tied = _tied(plan.problem)
        self._left = _by_bloc(plan)
        self._full = _full_groups(plan)

    def best(self, left: Left) -> Alternative:
        """The best that can be done with the union of *left*."""
        if left.reason is Reason.NO_BLOC:
            return Alternative(_("bổ sung khối trong Danh sách công đoàn"))
        if left.reason is Reason.LOCKED:
            return Alternative(_("bỏ ràng buộc “để nguyên” nếu muốn ghép"))
        return self._join(left.unit) or self._pair(left.unit) or self._enlarge(left) or self._alone(left.unit)

    def _join(self, unit: Unit) -> Alternative | None:
        """A larger union of its bloc under its upper union: of its area if there is one, then the smallest."""
        least = self._problem.rules.least - unit.members
        found = [one for one in self._larger.get((unit.upper, unit.bloc), ()) if one.members >= least]
        if not found:
            return None
        near = next((one for one in found if one.union.area == unit.area), None)
        one = near or found[0]
        place = (_("cùng địa bàn {area}") if near else _("địa bàn {area}")) if one.union.area else NO_AREA
        return Alternative(
            _("nhập vào {union} ({members} đoàn viên, {place})").format(
                union=one.union.name,
                members=show_whole(one.members),
                place=place.format(area=one.union.area),
            ),
            union_id=one.union.id,
        )

    def _pair(self, unit: Unit) -> Alternative | None:
        """A bloc with units left over, with which it would make a group: the nearest, then the smallest group."""
        if unit.id in self._tied:
            return None
        groups = [(bloc, group) for bloc in self._left[unit.upper] if (group := self._with_bloc(unit, bloc))]
        if not groups:
            return None
        bloc, group = min(groups, key=lambda one: (one[1].crosses, len(one[1].units), one[1].members, sort_key(one[0])))
        others = ", ".join(self._unions[other.id].name for other in group.units if other.id != unit.id)
        sentence = _("cho phép ghép khối {bloc} với khối {other}: cùng {unions} thì được thêm 1 nhóm, {sum} đoàn viên")
        words = sentence.format(bloc=unit.bloc, other=bloc, unions=others, sum=sum_words(group.units))
        return Alternative(words, pair=(unit.bloc, bloc))

    def _with_bloc(self, unit: Unit, bloc: str) -> Group | None:
        """The group that *unit* and others left over would make if its bloc were paired with *bloc*."""
        rules = self._problem.rules
        if rules.allow(unit.bloc, bloc):
            return None
        left = self._left[unit.upper]
        same_area = self._problem.preference is Preference.SAME_AREA
        near = [one for one in left[bloc] if not same_area or one.area == unit.area]
        own = [one for one in left.get(unit.bloc, ()) if one.id != unit.id and (not same_area or one.area == unit.area)]
        more = sorted((*near[1 : rules.most_units], *own[: rules.most_units]), key=_largest_first)
        chosen = [unit, *near[:1]]
        while sum(one.members for one in chosen) < rules.least and more and len(chosen) < rules.most_units:
            chosen.append(more.pop(0))
        group = Group.of(chosen)
        paired = replace(rules, pairs=rules.pairs | {frozenset((unit.bloc, bloc))})
        trial = replace(self._problem, units=group.units, rules=paired)
        return group if judged(trial, [[one.id for one in chosen]]).valid else None

    def _enlarge(self, left: Left) -> Alternative | None:
        """A full group that would take it in if groups might have one unit more."""
        if left.reason is not Reason.NO_ROOM or left.unit.id in self._tied:
            return None
        unit, rules = left.unit, self._problem.rules
        wider = replace(rules, most_units=rules.most_units + 1)
        for group in self._full.get((unit.upper, unit.bloc), ()):
            units = (*group.units, unit)
            trial = replace(self._problem, units=units, rules=wider)
            if judged(trial, [[one.id for one in units]]).valid:
                sentence = _("cho phép nhóm {count} đơn vị: khi ấy vào được nhóm của {union}")
                name = self._unions[group.units[0].id].name
                return Alternative(sentence.format(count=show_whole(wider.most_units), union=name))
        return None

    def _alone(self, unit: Unit) -> Alternative:
        if self._founding is not None and unit.members < self._founding:
            sentence = _("xem xét giải thể (dưới mức {count} đoàn viên để thành lập)")
            return Alternative(sentence.format(count=show_whole(self._founding)))
        missing = self._problem.rules.least - unit.members
        sentence = _("giữ nguyên, kết nạp thêm {missing} đoàn viên thì trên {above}")
        return Alternative(sentence.format(missing=show_whole(missing), above=show_whole(unit.members + missing - 1)))


def _largest_first(unit: Unit) -> tuple[int, str, int]:
    return -unit.members, unit.order, unit.id


def _by_bloc(plan: Plan) -> defaultdict[int | None, dict[str, list[Unit]]]:
    """The units left over that may be grouped anew, by upper union and bloc, the largest first."""
    tied = _tied(plan.problem)
    found: defaultdict[int | None, dict[str, list[Unit]]] = defaultdict(dict)
    free = (left.unit for left in plan.left if left.reason not in (Reason.NO_BLOC, Reason.LOCKED))
    for unit in sorted(free, key=_largest_first):
        if unit.id not in tied:
            found[unit.upper].setdefault(unit.bloc, []).append(unit)
    return found


def _tied(problem: Problem) -> Collection[int]:
    """The units that a lock ties to others: they cannot be moved one by one."""
    return {union_id for pair in problem.locks.together for union_id in pair}


def _full_groups(plan: Plan) -> dict[tuple[int | None, str], list[Group]]:
    """The groups that have as many units as they may, by upper union and each of their blocs, the smallest first."""
    found: defaultdict[tuple[int | None, str], list[Group]] = defaultdict(list)
    full = (group for group in plan.groups if len(group.units) == plan.problem.rules.most_units)
    for group in sorted(full, key=lambda group: (group.members, group.units[0].sorting)):
        for bloc in group.blocs:
            found[group.units[0].upper, bloc].append(group)
    return found
