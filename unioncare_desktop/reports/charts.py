"""A chart as lengths on paper: where bars, curves, lines and labels stand. Pure arithmetic; drawing is the writer's.

Distances are points from the lower left corner. Labels never meet: where they do not all fit, every second, third …
one is shown; figures stand above their bars, and above the line of the limit where they would lie on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from unioncare_desktop.reports import chart_lines
from unioncare_desktop.reports.chart_parts import GAP, Bar, Curve, Dot, Label, Picture, Plot, Stroke
from unioncare_desktop.reports.document import Chart
from unioncare_desktop.reports.typesetting import LEADING, MM, Measure, wrap

PLOT_HEIGHT, LEAST_PLOT_HEIGHT = 58 * MM, 33 * MM
"""How high the bars may grow, and to how little that may shrink where a table would be parted from its chart."""
_MOST_TICKS = 6
_LABEL_LINES = 3  # at most, below a category
_SWATCH = 14.0  # the sample in the legend
_BAR_SHARE = 0.8  # of the room of a category
_WIDEST_BAR = 18 * MM
_STEPS = (1, 2, 5)
_WHOLE = 10_000  # a share of all, in hundredths of a percent
_LEAST_SPREAD = 20  # a line whose points differ by less than this part of the highest is not drawn any steeper


def drawn(chart: Chart, width: float, size: float, measure: Measure, height: float = PLOT_HEIGHT) -> Picture:
    """*chart* in *width* with labels of *size*: the plot, of this *height*, between its axis and its legend."""
    ticks = _ticks(*_range(chart))
    scale = _scale_words(chart, ticks)
    left = max(map(measure, scale)) + 2 * GAP
    right = measure(chart.show(chart.limit)) + 2 * GAP if chart.limit is not None else GAP
    names = _category_lines(chart, (width - left - right) / max(len(chart.categories), 1), measure)
    foot = max((len(lines) for _at, lines in names), default=0) * size * LEADING + GAP
    unit = height / (ticks[-1] - ticks[0])
    plot = Plot(chart, left, foot, width - left - right, height, ticks[0], unit, size, measure)
    top = foot + height + size * LEADING + GAP
    legend = _Legend(chart, width, size, measure)
    of_lines = chart.kind == "line"
    bars = [] if of_lines else list(_bars(plot))
    curves = chart_lines.curves(plot) if of_lines else []
    figures = chart_lines.figures(plot, curves) if of_lines else _figures(plot, bars)
    return Picture(
        height=top + legend.height,
        size=size,
        strokes=tuple(_grid(plot, ticks)),
        bars=(*bars, *legend.bars(top)),
        limits=(*_limit_line(plot), *legend.limit_swatch(top)),
        curves=(*curves, *legend.curves(top)),
        labels=(*_scale(plot, ticks, scale), *figures, *_names(plot, names), *legend.words(top)),
    )


def _range(chart: Chart) -> tuple[int, int]:
    """The lowest and highest value of the axis: bars stand on 0, lines show how they rise and fall."""
    highest = max((*chart.values, 1))
    if chart.kind == "bars":
        return 0, highest
    lowest = min(chart.values, default=0)
    spread = max(highest // _LEAST_SPREAD, 1)
    top = highest + max(spread - (highest - lowest), 0) // 2  # a flat line lies in the middle
    if chart.percent:
        top = min(top, max(highest, _WHOLE))
    return max(min(lowest, top - spread), 0), top


def _ticks(lowest: int, highest: int) -> list[int]:
    """Round figures from at most *lowest* to at least *highest*, few enough to be read."""
    for power in count():
        for step in (one * 10**power for one in _STEPS):
            first = lowest // step * step
            if highest <= first + step * (_MOST_TICKS - 1):
                return list(range(first, highest + step, step))
    raise AssertionError


def _scale_words(chart: Chart, ticks: list[int]) -> list[str]:
    """The figures of the axis; percentages without decimals where they have none."""
    places = 1 if any(tick % 100 for tick in ticks) else 0
    return [chart.show(tick, places) for tick in ticks]


def _category_lines(chart: Chart, slot: float, measure: Measure) -> list[tuple[int, tuple[str, ...]]]:
    """The places of the categories that are named, with the lines of each name: all of them, or every n-th."""
    named = [at for at, name in enumerate(chart.categories) if name]
    for step in range(1, len(chart.categories) + 1):
        room = step * slot - GAP
        shown = [(at, wrap(chart.categories[at], max(room, 1), measure)) for at in named[::step]]
        if all(len(lines) <= _LABEL_LINES and _whole(chart.categories[at], room, measure) for at, lines in shown):
            return shown
    return []


def _whole(name: str, room: float, measure: Measure) -> bool:
    return all(measure(word) <= room for word in name.split())


# The plot


def _grid(plot: Plot, ticks: list[int]) -> Iterator[Stroke]:
    for tick in ticks:
        yield Stroke(plot.left, plot.level(tick), plot.left + plot.width, plot.level(tick))


def _scale(plot: Plot, ticks: list[int], words: list[str]) -> Iterator[Label]:
    for tick, text in zip(ticks, words, strict=True):
        yield Label(text, plot.left - GAP, plot.level(tick) - plot.size * 0.3, 1)
    if (limit := plot.chart.limit) is not None:
        text = plot.chart.show(limit)
        yield Label(text, plot.left + plot.width + GAP, plot.level(limit) - plot.size * 0.3, 0)


def _bars(plot: Plot) -> Iterator[Bar]:
    chart = plot.chart
    several = len(chart.series) if chart.beside else 1
    width = min(plot.slot * _BAR_SHARE / several, _WIDEST_BAR)
    for number, series in enumerate(chart.series):
        shift = (plot.slot - width * several) / 2 + width * number * chart.beside
        for at, value in enumerate(series.values):
            if value is not None:
                x = plot.left + at * plot.slot + shift
                yield Bar(x, plot.foot, width, value * plot.unit, number, at)


def _figures(plot: Plot, bars: list[Bar]) -> Iterator[Label]:
    """The value above each bar, where it is wanted and there is room for all of them."""
    chart = plot.chart
    texts = [chart.show(chart.series[bar.series].values[bar.at] or 0) for bar in bars] if chart.figures else []
    room = plot.slot / (len(chart.series) if chart.beside else 1)
    if any(plot.measure(text) > room - 1 for text in texts):
        return
    for text, bar in zip(texts, bars, strict=False):
        yield Label(text, bar.x + bar.width / 2, _above(plot, bar.y + bar.height))


def _above(plot: Plot, top: float) -> float:
    """The baseline of a figure above a bar that reaches to *top*: clear of the limit's line."""
    baseline = top + GAP
    if plot.chart.limit is None:
        return baseline
    line = plot.level(plot.chart.limit)
    return line + GAP if baseline - GAP / 2 < line < baseline + plot.size else baseline


def _limit_line(plot: Plot) -> Iterator[Stroke]:
    if plot.chart.limit is not None:
        level = plot.level(plot.chart.limit)
        yield Stroke(plot.left, level, plot.left + plot.width, level)


def _names(plot: Plot, shown: list[tuple[int, tuple[str, ...]]]) -> Iterator[Label]:
    for at, lines in shown:
        middle = plot.left + (at + 0.5) * plot.slot
        for number, line in enumerate(lines, 1):
            yield Label(line, middle, plot.foot - GAP - number * plot.size * LEADING + plot.size * 0.3)


@dataclass(frozen=True)
class _Legend:
    """A sample and its name for each series and for the limit, in as many lines as they need; nothing without names."""

    chart: Chart
    width: float
    size: float
    measure: Measure

    @property
    def height(self) -> float:
        lines = [line for _x, line in self._places()]
        return (max(lines) + 1) * self.size * LEADING + GAP if lines else 0

    @property
    def _entries(self) -> list[str]:
        limit = [self.chart.limit_name] if self.chart.limit is not None else []
        names = [*(series.name for series in self.chart.series), *limit]
        return names if any(names) else []

    def _places(self) -> list[tuple[float, int]]:
        """The left end of each entry, and the line on which it stands, counted from the top."""
        x, line, places = 0.0, 0, []
        for name in self._entries:
            needed = _SWATCH + GAP + self.measure(name)
            if x and x + needed > self.width:
                x, line = 0.0, line + 1
            places.append((x, line))
            x += needed + 4 * GAP
        return places

    def _spots(self, foot: float) -> Iterator[tuple[float, float]]:
        """The left end and the baseline of each entry of a legend that stands on *foot*."""
        for x, line in self._places():
            yield x, foot + self.height - (line + 1) * self.size * LEADING

    def words(self, foot: float) -> Iterator[Label]:
        for name, (x, baseline) in zip(self._entries, self._spots(foot), strict=True):
            yield Label(name, x + _SWATCH + GAP, baseline, 0)

    def bars(self, foot: float) -> Iterator[Bar]:
        if self.chart.kind == "bars":
            for number, x, baseline in self._samples(foot):
                yield Bar(x, baseline - 1, _SWATCH, self.size * 0.8, number)

    def curves(self, foot: float) -> Iterator[Curve]:
        if self.chart.kind == "line":
            for number, x, baseline in self._samples(foot):
                level = baseline + self.size * 0.3
                ends = x + chart_lines.DOT, x + _SWATCH - chart_lines.DOT
                yield Curve(tuple(Dot(end, level) for end in ends), number)

    def _samples(self, foot: float) -> Iterator[tuple[int, float, float]]:
        """The number of each series, with the left end and the baseline of its sample."""
        for number, (x, baseline) in zip(range(len(self.chart.series)), self._spots(foot), strict=False):
            yield number, x, baseline

    def limit_swatch(self, foot: float) -> Iterator[Stroke]:
        spots = list(self._spots(foot)) if self.chart.limit is not None else []
        for x, baseline in spots[-1:]:
            yield Stroke(x, baseline + self.size * 0.3, x + _SWATCH, baseline + self.size * 0.3)
