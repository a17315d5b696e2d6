"""The four tiles above a plan: how much is grouped, the effect on the target, how good it is, what crosses areas."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.rules.merging.arrangement import Arrangement
from unioncare_desktop.domain.rules.merging.planning import Preference
from unioncare_desktop.i18n import _
from unioncare_desktop.services.merger_bases import Target
from unioncare_desktop.services.merger_plan_words import ABOUT_PREFERENCES, gap_words, proof_words
from unioncare_desktop.ui.widgets.basics import row
from unioncare_desktop.ui.widgets.target_bar import Shares, TargetBar
from unioncare_desktop.ui.widgets.tiles import Tile
from unioncare_desktop.vietnamese import show_whole


class PlanTiles(QWidget):
    """The tiles are doors: to the units left over, the list by which the target is measured, groups across areas."""

    left_wanted = Signal()
    base_wanted = Signal()
    crossing_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar = TargetBar()
        self.grouped = Tile(_("Đề xuất ghép"))
        self.target = Tile("", self.bar)
        self.proof = Tile(_("Phương án"))
        self.crossing = Tile(_("Khác địa bàn"))
        for tile, signal in (
            (self.grouped, self.left_wanted),
            (self.target, self.base_wanted),
            (self.crossing, self.crossing_wanted),
        ):
            tile.make_door()
            tile.pressed.connect(signal)
        tiles = row(self.grouped, self.target, self.proof, self.crossing, gap=12)
        for place in range(tiles.count()):
            tiles.setStretch(place, 1)
        self.setLayout(tiles)

    def show_plan(self, now: Arrangement, target: Target) -> None:
        """Show the arrangement *now*; *target* is what is reached without it."""
        self._show_grouped(now)
        self._show_target(now, target)
        self._show_proof(now)
        crossing, groups = now.judgement.score.crossing, len(now.groups)
        best = not now.by_hand and now.plan.optimal
        detail = _("ít nhất có thể khi được {count} CĐCS mới") if best and crossing else _("trong {count} nhóm")
        self.crossing.tell(
            _("{count} nhóm").format(count=show_whole(crossing)), detail.format(count=show_whole(groups))
        )

    def _show_grouped(self, now: Arrangement) -> None:
        chosen = now.chosen()
        units = sum(len(group.group.units) for group in chosen)
        everything = len(now.problem.units)
        figure = f"{show_whole(units)} / {show_whole(everything)}"
        above = show_whole(now.problem.rules.least - 1)
        all_chosen = len(chosen) == len(now.groups)
        detail = _("{count} CĐCS mới, mỗi nhóm trên {above}") if all_chosen else _("đã chọn {count}/{all} nhóm")
        left = _("{count} đơn vị chưa ghép: bấm để xem").format(count=show_whole(len(now.judgement.left)))
        words = detail.format(count=show_whole(len(chosen)), all=show_whole(len(now.groups)), above=above)
        self.grouped.tell(figure, words, f"{words}; {left}")

    def _show_target(self, now: Arrangement, target: Target) -> None:
        then = target.with_merged(unit.id for group in now.chosen() for unit in group.group.units)
        self.target.caption.setText(_("Chỉ tiêu ghép trên {above} %").format(above=target.above))
        mark, reached = target.above / 100, then.ratio or 0.0
        self.bar.show_shares(Shares(target.ratio or 0.0, mark, "good" if reached > mark else "warning", reached))
        words = f"{target.words} → {then.words}; {then.goal_words} ({target.base_name})"
        self.target.tell(f"{target.percent} → {then.percent}", then.goal_words, words, f"→ {then.percent}")

    def _show_proof(self, now: Arrangement) -> None:
        proven = now.by_hand or now.plan.optimal
        self.proof.caption.setText(_("Phương án") if proven else _("Phương án, chưa chứng minh xong"))
        left, planned = len(now.judgement.left), now.plan.score.left
        if now.by_hand:
            compared = _("còn {left} đơn vị chưa ghép; phương án gốc còn {planned}")
            self.proof.tell(_("Đã sửa tay"), compared.format(left=show_whole(left), planned=show_whole(planned)))
        elif now.plan.optimal:
            about = f"{proof_words(now.plan)} {ABOUT_PREFERENCES[now.problem.preference]}"
            self.proof.tell(_("Tối ưu, đã chứng minh"), _bound_words(now, left), about, _("Tối ưu"))
        else:
            gap = _("Lệch tối đa {gap}").format(gap=show_whole(now.plan.gap))
            words = "; ".join(gap_words(gap) for gap in now.plan.gaps)
            self.proof.tell(gap, words, proof_words(now.plan))


def _bound_words(now: Arrangement, left: int) -> str:
    """What is proven of the units left over."""
    if not left:
        return _("không còn đơn vị nào chưa ghép")
    one_area = now.problem.preference is Preference.SAME_AREA
    words = (
        _("ghép cùng địa bàn thì không thể ít hơn {left}") if one_area else _("không cách ghép nào còn ít hơn {left}")
    )
    return _("{words} đơn vị").format(words=words.format(left=show_whole(left)))
