"""What the tiles of the start page say: a caption, a figure, and one line that tells what it means."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from unioncare_desktop.domain.rules.targets import percent_words
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.home_rows import short_day
from unioncare_desktop.ui.widgets.door_rows import Place
from unioncare_desktop.vietnamese import show_day, show_whole

if TYPE_CHECKING:  # the start page is painted before the services are imported
    from unioncare_desktop.services.overview import Goals, Overview, Point, Returns
    from unioncare_desktop.services.targets import TargetStanding

_LONG_AGO = -366
UNKNOWN = "–"


@dataclass(frozen=True)
class Said:
    """The words of a tile, and what it opens."""

    caption: str
    figure: str
    detail: str
    place: Place


def tiles(seen: "Overview") -> tuple[Said, ...]:
    """The four tiles, in the order in which they are read."""
    return _returns(seen), _members(seen), _share(seen), _goals(seen.goals) if seen.small is None else _small(seen)


def _returns(seen: "Overview") -> Said:
    returns = seen.returns
    figure = f"{show_whole(returns.reported)} / {show_whole(returns.expected)}"
    caption = _("Đã nộp số liệu {period}").format(period=seen.span.short)
    if not returns.expected:
        return Said(caption, figure, _("chưa có {unit} nào phải nộp").format(unit=seen.unit), ("registry", None))
    if not returns.missing:
        return Said(caption, figure, _("đã đủ"), ("counts", "everything"))
    words = _("{count} chưa nộp · {due}").format(count=show_whole(returns.missing), due=_due(returns, seen.on))
    return Said(caption, figure, words, ("counts", "missing"))


def _due(returns: "Returns", on: date) -> str:
    """The day on which returns are due, and how far off it is."""
    left, day = returns.days_left, short_day(returns.due, on)
    if left > 0:
        return _("hạn {day}, còn {count} ngày").format(day=day, count=show_whole(left))
    if left == 0:
        return _("hạn hôm nay")
    if left > _LONG_AGO:
        return _("hạn {day}, trễ {count} ngày").format(day=day, count=show_whole(-left))
    return _("hạn {day} đã qua").format(day=show_day(returns.due))


def _members(seen: "Overview") -> Said:
    figure = UNKNOWN if seen.members is None else show_whole(seen.members)
    return Said(_("Đoàn viên"), figure, _changed(seen), ("counts", "everything"))


def _changed(seen: "Overview") -> str:
    before = seen.span.previous.beside(seen.span)
    if seen.members is None:
        return _("chưa có số liệu {period}").format(period=seen.span.short)
    if seen.change is None:
        return _("chưa có {period} để so sánh").format(period=before)
    if not seen.change:
        return _("bằng {period}").format(period=before)
    sign = "+" if seen.change > 0 else "−"
    change = sign + show_whole(abs(seen.change))
    sentence = _("{change} so với {period}") if not seen.returns.missing else _("{change} so với {period}, nơi đã nộp")
    return sentence.format(change=change, period=before)


def _share(seen: "Overview") -> Said:
    caption = _("Tỷ lệ đoàn viên / {population}").format(population=seen.population)
    target = seen.goals.share
    figure = _percent(seen.now, target.target.value if target is not None else None)
    return Said(caption, figure, _share_detail(seen, target), ("counts", "everything"))


def _percent(now: "Point", wanted: int | None) -> str:
    return percent_words(now.told, now.workers, wanted) if now.workers else UNKNOWN


def _share_detail(seen: "Overview", target: "TargetStanding | None") -> str:
    if target is not None:
        return _("{state} · chỉ tiêu {wanted}").format(state=target.state_words, wanted=target.target.wanted)
    if not seen.now.workers:
        return _("chưa có đủ đoàn viên và {population}").format(population=seen.population)
    told, workers = show_whole(seen.now.told), show_whole(seen.now.workers)
    return _("{told} trên {workers} {population}").format(told=told, workers=workers, population=seen.population)


def _small(seen: "Overview") -> Said:
    caption = _("{unit} dưới {below} đoàn viên").format(unit=seen.unit, below=seen.small_below)
    target = seen.goals.merged
    if target is not None:
        detail = target.remark or target.state_words
    else:
        detail = _("trong {count} {unit} đã nộp").format(count=show_whole(seen.returns.reported), unit=seen.unit)
    return Said(caption, show_whole(seen.small or 0), detail, ("mergers", "small"))


def _goals(goals: "Goals") -> Said:
    """For an office whose business small unions are not: how many targets are met."""
    count = goals.met + goals.unmet + goals.open
    figure = f"{show_whole(goals.met)} / {show_whole(count)}" if count else UNKNOWN
    detail = _("{unmet} chưa đạt, {open} chưa đủ số liệu").format(
        unmet=show_whole(goals.unmet), open=show_whole(goals.open)
    )
    return Said(_("Chỉ tiêu đã đạt"), figure, detail if count else _("chưa nạp kế hoạch nào"), ("targets", "targets"))
