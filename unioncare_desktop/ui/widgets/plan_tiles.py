"""The four tiles above a plan: how much is grouped, the effect on the target, how good it is, what crosses areas."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from unioncare_desktop.domain.rules.merging.arrangement import Arrangement
from unioncare_desktop.domain.rules.merging.planning import Preference
from unioncare_desktop.i18n import _
from unioncare_desktop.services.merger_bases import Target
from unioncare_desktop.services.merger_plan_words import ABOUT_PREFERENCES, gap_words, proof_words
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.widgets.basics import Card, Elided, plain_tip, row
from unioncare_desktop.vietnamese import show_whole

_BAR_HEIGHT, _MARK = 8, 2


class TargetBar(QWidget):
    """How far a target is reached now and would be reached, with a mark where it lies; all of them from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.now = self.then = self.mark = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.setFixedHeight(theme.current().px(_BAR_HEIGHT + 4))

    def show_shares(self, now: float, then: float, mark: float) -> None:
        """Show these shares."""
        self.now, self.then, self.mark = now, then, mark
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """What is reached in full, what would be reached paler behind it, the mark across both."""
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("heading"))
        height, top = look.px(_BAR_HEIGHT), look.px(2)
        reached = "good" if self.then > self.mark else "warning"
        for share, colour in ((1.0, "heading"), (self.then, f"{reached}_soft"), (self.now, reached)):
            if share:
                painter.setPen(look.color(reached if colour != "heading" else "line"))
                painter.setBrush(look.color(colour))
                painter.drawRoundedRect(QRectF(0.5, top, self.width() * share - 1, height), height / 2, height / 2)
        left = round(self.width() * self.mark)
        painter.fillRect(left, 0, look.px(_MARK), self.height(), look.color("text"))


class Figure(Elided):
    """A figure that has a shorter form for where there is little room."""

    def __init__(self) -> None:
        super().__init__("", "figure")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = self._short = ""

    def show_words(self, whole: str, short: str) -> None:
        """Show the *whole*, or only what is *short*."""
        self._whole, self._short = whole, short
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may have room for all of it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self._whole) <= self.width()
        self.setText(self._whole if fits else self._short)


class Tile(Card):
    """A caption, a figure, a line of explanation."""

    def __init__(self, caption: str, *beside: QWidget) -> None:
        self.caption = Elided(caption, "small")
        self.figure, self.detail = Figure(), Elided("", "small")
        super().__init__(self.caption, self.figure, self.detail, *beside, 1, gap=2, margins=(14, 8, 14, 8))

    def tell(self, figure: str, detail: str, tip: str = "", short: str = "") -> None:
        """Show these words, of the figure only a *short* form where there is little room; *tip* explains them."""
        self.figure.show_words(figure, short or figure)
        self.detail.setText(detail)
        self.setToolTip(plain_tip(tip or f"{figure}: {detail}"))
        self.setAccessibleName(f"{self.caption.text()}: {figure}, {detail}")


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
        self.bar.show_shares(target.ratio or 0.0, then.ratio or 0.0, target.above / 100)
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
