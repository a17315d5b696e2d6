"""The curves of a chart and the figures at their points, of which none lies on another, on a curve or on the limit.

Where not all of them have room, the last figure comes first, then the first, the highest and the lowest.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from unioncare_desktop.reports.chart_parts import GAP, Curve, Dot, Label, Plot
from unioncare_desktop.reports.typesetting import LEADING

DOT = 1.8
"""The radius of a point."""
_ASCENT = 0.7  # of the size of letters: how high figures are


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


def curves(plot: Plot) -> list[Curve]:
    """The points of each series, joined where they follow each other; a blank parts them."""
    return [
        Curve(tuple(_dot(plot, at, value) for at, value in run), number)
        for number, series in enumerate(plot.chart.series)
        for run in _runs(series.values)
    ]


def _runs(values: Sequence[int | None]) -> Iterator[list[tuple[int, int]]]:
    for known, some in groupby(enumerate(values), lambda one: one[1] is not None):
        if known:
            yield [(at, value) for at, value in some if value is not None]


def _dot(plot: Plot, at: int, value: int) -> Dot:
    return Dot(plot.left + (at + 0.5) * plot.slot, plot.level(value), at)


def figures(plot: Plot, drawn: Sequence[Curve]) -> Iterator[Label]:
    """The figures that have room above or below their points."""
    if not plot.chart.figures:
        return
    taken: list[_Box] = []
    for curve, dot in _by_importance(drawn):
        value = plot.chart.series[curve.series].values[dot.at]
        text = plot.chart.show(value or 0)
        for label in _places(plot, curve, dot, text):
            box = _box(plot, label)
            if _is_free(plot, box, drawn) and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield label
                break


def _by_importance(drawn: Sequence[Curve]) -> list[tuple[Curve, Dot]]:
    """The points, the last of each series first, then the first, the highest, the lowest, and all others."""
    found: list[tuple[Curve, Dot]] = []
    for _series, some in groupby(drawn, lambda curve: curve.series):
        points = [(curve, dot) for curve in some for dot in curve.dots]
        heights = [dot.y for _curve, dot in points]
        first = (len(points) - 1, 0, heights.index(max(heights)), heights.index(min(heights)))
        found += [points[place] for place in dict.fromkeys((*first, *range(len(points))))]
    return found


def _places(plot: Plot, curve: Curve, dot: Dot, text: str) -> Iterator[Label]:
    """Above the point and below it, in the middle, then at either side; in a valley below it first."""
    half = plot.measure(text) / 2
    above, below = dot.y + DOT + GAP, dot.y - DOT - GAP - plot.size * _ASCENT
    for y in (below, above) if _is_valley(curve, dot) else (above, below):
        for shift in (0.0, -half, half):
            x = max(plot.left + 1 + half, min(dot.x + shift, plot.left + plot.width - half))
            yield Label(text, x, y)


def _is_valley(curve: Curve, dot: Dot) -> bool:
    near = [other.y for other in curve.dots if abs(other.at - dot.at) == 1]
    return bool(near) and all(y > dot.y for y in near)


def _box(plot: Plot, label: Label) -> _Box:
    """The room of a figure, with a little air around it."""
    half = plot.measure(label.text) / 2 + 1
    return _Box(label.x - half, label.y - 1, label.x + half, label.y + plot.size * _ASCENT + 1)


def _is_free(plot: Plot, box: _Box, drawn: Iterable[Curve]) -> bool:
    limit = plot.chart.limit
    return (
        box.bottom > plot.foot
        and box.top < plot.foot + plot.height + plot.size * LEADING + GAP
        and (limit is None or not box.bottom < plot.level(limit) < box.top)
        and not any(_crosses(curve, box) for curve in drawn)
    )


def _crosses(curve: Curve, box: _Box) -> bool:
    """Whether the curve or one of its points touches the box."""
    heights = [dot.y for dot in curve.dots if box.left - DOT < dot.x < box.right + DOT]
    for one, other in pairwise(curve.dots):
        if one.x < box.right and box.left < other.x:
            rise = (other.y - one.y) / (other.x - one.x)
            ends = max(one.x, box.left), min(other.x, box.right)
            heights += [one.y + rise * (x - one.x) for x in ends]
    return bool(heights) and min(heights) - DOT < box.top and box.bottom < max(heights) + DOT
