"""A plan in words: what stands on the cards of its groups, what a group breaks, what a move would lead to."""

from collections.abc import Callable, Iterable, Mapping

from unioncare_desktop.domain.rules.merging.arrangement import LEFT_OVER, NEW_GROUP, Arrangement
from unioncare_desktop.domain.rules.merging.planning import Broken, JudgedGroup, Rule, Rules, Unit
from unioncare_desktop.i18n import _
from unioncare_desktop.services.merger_plan_words import NO_AREA, NO_BLOC, listed_words, sum_words
from unioncare_desktop.services.merger_plans import ToldPlan
from unioncare_desktop.services.unions import UnionRow, matches
from unioncare_desktop.ui.widgets.board_layout import Bubble, GroupCard, LeftLine
from unioncare_desktop.ui.widgets.board_painter import Touched
from unioncare_desktop.ui.widgets.group_board import Outlook
from unioncare_desktop.vietnamese import show_whole

TAKEN_OUT = _("được để lại khi sửa tay")


def broken_words(broken: Broken, group: JudgedGroup, rules: Rules) -> str:
    """A rule that a group breaks, in a few words."""
    blocs = " – ".join(bloc or NO_BLOC for bloc in group.group.blocs)
    sentences = {
        Rule.ALONE: _("mới có một đơn vị"),
        Rule.TOO_MANY_UNITS: _("quá {most} đơn vị"),
        Rule.TOO_FEW_MEMBERS: _("chưa trên {above}"),
        Rule.UPPER: _("khác công đoàn cấp trên"),
        Rule.BLOC: _("khác khối: {blocs}") if len(group.group.blocs) > 1 else NO_BLOC,
        Rule.AREA: _("khác địa bàn"),
        Rule.APART: _("có ràng buộc không ghép với nhau"),
        Rule.LEAVE: _("có đơn vị được để nguyên"),
        Rule.SPLIT_TOGETHER: _("thiếu đơn vị phải ghép cùng"),
        Rule.TWICE: _("có đơn vị ở hai nhóm"),
    }
    return sentences[broken.rule].format(
        most=show_whole(rules.most_units), above=show_whole(rules.least - 1), blocs=blocs
    )


def problem_words(group: JudgedGroup, rules: Rules) -> str:
    """All that a group breaks: "9 + 1 = 10: chưa trên 10 · khác khối"; empty where it may stand."""
    words = " · ".join(broken_words(broken, group, rules) for broken in group.broken)
    units = group.group.units
    total = sum_words(units) if len(units) > 1 else show_whole(group.group.members)
    return f"{total}: {words}" if words else ""


def place_words(areas: Iterable[str]) -> str:
    """Whether a group lies in one area: "cùng địa bàn Quán Thánh", "khác địa bàn: Ngọc Hà, Đội Cấn"."""
    names = tuple(areas)
    if len(names) > 1:
        return _("khác địa bàn: {areas}").format(areas=listed_words(names, NO_AREA))
    return _("cùng địa bàn {area}").format(area=names[0]) if any(names) else ""


def members_words(members: int) -> str:
    """A number of members as the chip of a card has it."""
    return _("{count} đoàn viên").format(count=show_whole(members))


class Told:
    """The words for the units of one plan; *unions* are the rows behind them, by id."""

    def __init__(self, plan: ToldPlan, unions: Mapping[int, UnionRow]) -> None:
        self._unions = unions
        self._bubbles: dict[int, Bubble] = {}
        self._cards: dict[tuple[object, ...], GroupCard] = {}
        self._left = {left.union.id: (left.reason, left.alternative.words) for left in plan.left}

    def name(self, unit: int) -> str:
        """What a unit is called."""
        return self._unions[unit].name

    def matches(self, unit: int, text: str) -> bool:
        """Whether a unit is meant by typed words."""
        return matches(self._unions[unit].search, text)

    def bubble(self, unit: Unit) -> Bubble:
        """A unit on the board."""
        if unit.id not in self._bubbles:
            self._bubbles[unit.id] = self._made_bubble(unit)
        return self._bubbles[unit.id]

    def _made_bubble(self, unit: Unit) -> Bubble:
        union = self._unions[unit.id]
        facts = (union.described, members_words(unit.members), union.bloc or NO_BLOC, union.sector, union.upper)
        return Bubble(unit.id, union.name, unit.members, "\n".join(filter(None, facts)))

    def card(self, number: int, group: JudgedGroup, rules: Rules, *, ticked: bool) -> GroupCard:
        """A group on the board; made once as long as it stays what it is."""
        key = (number, ticked, *(unit.id for unit in group.group.units))
        if key not in self._cards:
            self._cards[key] = self._made_card(number, group, rules, ticked=ticked)
        return self._cards[key]

    def _made_card(self, number: int, group: JudgedGroup, rules: Rules, *, ticked: bool) -> GroupCard:
        bloc = " – ".join(bloc or NO_BLOC for bloc in group.group.blocs)
        return GroupCard(
            number,
            _("Nhóm {number} · {bloc}").format(number=show_whole(number), bloc=bloc),
            members_words(group.group.members),
            tuple(self.bubble(unit) for unit in group.group.units),
            place_words(group.group.areas),
            problem_words(group, rules),
            ticked,
        )

    def cards(self, now: Arrangement, wanted: Callable[[JudgedGroup], bool]) -> list[GroupCard]:
        """The groups that are *wanted*, in their order."""
        return [
            self.card(number, group, now.problem.rules, ticked=number in now.ticked)
            for number, group in now.judged_by_number.items()
            if wanted(group)
        ]

    def left(self, now: Arrangement) -> list[LeftLine]:
        """The units left over, each with its reason and the best that can be done with it."""
        return [self._line(unit) for unit in now.judgement.left]

    def _line(self, unit: Unit) -> LeftLine:
        reason, advice = self._left.get(unit.id, (TAKEN_OUT, ""))
        return LeftLine(self.bubble(unit), reason, _("gợi ý: {advice}").format(advice=advice) if advice else "")

    def outlook(self, now: Arrangement, unit: int, target: int) -> Outlook:
        """What moving *unit* to *target* would lead to."""
        effect, rules = now.effect(unit, target), now.problem.rules
        touched = {}
        for number, group in ((now.number_of.get(unit, LEFT_OVER), effect.source), (target, effect.target)):
            if group is not None:
                touched[number] = Touched(members_words(group.group.members), not group.broken)
        good = effect.target is None or not effect.target.broken
        words = self._entered(effect.target, rules, target)
        if effect.source is not None and effect.source.broken:
            left = _("nhóm cũ {problem}").format(problem=problem_words(effect.source, rules))
            words, good = f"{words} · {left}", False
        return Outlook(touched, words, good)

    def _entered(self, group: JudgedGroup | None, rules: Rules, target: int) -> str:
        if group is None:
            return _("để lại, chưa ghép")
        if group.broken:
            return problem_words(group, rules)
        start = _("lập nhóm mới, {sum}") if target == NEW_GROUP else _("{sum} đoàn viên")
        return start.format(sum=sum_words(group.group.units))
