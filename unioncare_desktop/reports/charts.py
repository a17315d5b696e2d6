"""A chart of bars as lengths on paper: where bars, lines and labels stand. Pure arithmetic; drawing is the writer's.

Distances are points from the lower left corner. Labels never meet: where they do not all fit, every second, third …
one is shown; figures stand above their bars, and above the line of the limit where they would lie on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from unioncare_desktop.reports.document import Chart
from unioncare_desktop.reports.typesetting import LEADING, MM, Measure, wrap
from unioncare_desktop.vietnamese import show_whole

PLOT_HEIGHT, LEAST_PLOT_HEIGHT = 58 * MM, 33 * MM
"""How high the bars may grow, and to how little that may shrink where a table would be parted from its chart."""
_GAP = 3.0  # between a label and what it belongs to
_MOST_TICKS = 6
_LABEL_LINES = 3  # at most, below a category
_SWATCH = 14.0  # the sample in the legend
_BAR_SHARE = 0.8  # of the room of a category
_WIDEST_BAR = 18 * MM
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """A bar, or its sample in the legend; *series* decides how it is filled."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float


@dataclass(frozen=True)
class Label:
    """A line of text on its baseline: its left end, middle (0.5) or right end (1) at *x*."""

    text: str
    x: float
    y: float
    anchor: float = 0.5


@dataclass(frozen=True)
class Picture:
    """A chart measured; what comes later lies above what comes before."""

    height: float
    size: float
    strokes: tuple[Stroke, ...]
    bars: tuple[Bar, ...]
    limits: tuple[Stroke, ...]
    labels: tuple[Label, ...]


def drawn(chart: Chart, width: float, size: float, measure: Measure, height: float = PLOT_HEIGHT) -> Picture:
    """*chart* in *width* with labels of *size*: the plot, of this *height*, between its axis and its legend."""
    ticks = _ticks(chart.highest)
    left = max(measure(show_whole(tick)) for tick in ticks) + 2 * _GAP
    right = measure(show_whole(chart.limit)) + 2 * _GAP if chart.limit is not None else _GAP
    names = _category_lines(chart, (width - left - right) / max(len(chart.categories), 1), measure)
    foot = max((len(lines) for _at, lines in names), default=0) * size * LEADING + _GAP
    plot = _Plot(chart, left, foot, width - left - right, height / ticks[-1], size, measure)
    top = foot + height + size * LEADING + _GAP
    legend = _Legend(chart, width, size, measure)
    return Picture(
        height=top + legend.height,
        size=size,
        strokes=tuple(plot.grid(ticks)),
        bars=(*plot.bars(), *legend.swatches(top)),
        limits=(*plot.limit_line(), *legend.limit_swatch(top)),
        labels=(*plot.scale(ticks), *plot.figures(), *plot.names(names), *legend.words(top)),
    )


def _ticks(highest: int) -> list[int]:
    """Round figures from 0 to at least *highest*, few enough to be read."""
    for power in count():
        for step in (one * 10**power for one in _STEPS):
            if highest <= step * (_MOST_TICKS - 1):
                return list(range(0, highest + step, step))
    raise AssertionError


def _category_lines(chart: Chart, slot: float, measure: Measure) -> list[tuple[int, tuple[str, ...]]]:
    """The places of the categories that are named, with the lines of each name: all of them, or every n-th."""
    named = [at for at, name in enumerate(chart.categories) if name]
    for step in range(1, len(chart.categories) + 1):
        room = step * slot - _GAP
        shown = [(at, wrap(chart.categories[at], max(room, 1), measure)) for at in named[::step]]
        if all(len(lines) <= _LABEL_LINES and _whole(chart.categories[at], room, measure) for at, lines in shown):
            return shown
    return []


def _whole(name: str, room: float, measure: Measure) -> bool:
    return all(measure(word) <= room for word in name.split())


@dataclass(frozen=True)
class _Plot:
    """The bars between their axes: *unit* points high for each one, from *foot* up, right of *left*."""

    chart: Chart
    left: float
    foot: float
    width: float
    unit: float
    size: float
    measure: Measure

    @property
    def slot(self) -> float:
        """The room of a category."""
        return self.width / max(len(self.chart.categories), 1)

    def level(self, value: float) -> float:
        return self.foot + value * self.unit

    def grid(self, ticks: list[int]) -> Iterator[Stroke]:
        for tick in ticks:
            yield Stroke(self.left, self.level(tick), self.left + self.width, self.level(tick))

    def scale(self, ticks: list[int]) -> Iterator[Label]:
        for tick in ticks:
            yield Label(show_whole(tick), self.left - _GAP, self.level(tick) - self.size * 0.3, 1)
        if (limit := self.chart.limit) is not None:
            yield Label(show_whole(limit), self.left + self.width + _GAP, self.level(limit) - self.size * 0.3, 0)

    def bars(self) -> Iterator[Bar]:
        for _value, bar in self._valued():
            yield bar

    def figures(self) -> Iterator[Label]:
        """The value above each bar, where it is wanted and there is room for all of them."""
        valued = list(self._valued()) if self.chart.figures else []
        room = self.slot / (len(self.chart.series) if self.chart.beside else 1)
        if any(self.measure(show_whole(value)) > room - 1 for value, _bar in valued):
            return
        for value, bar in valued:
            yield Label(show_whole(value), bar.x + bar.width / 2, self._above(bar.y + bar.height))

    def _above(self, top: float) -> float:
        """The baseline of a figure above a bar that reaches to *top*: clear of the limit's line."""
        baseline = top + _GAP
        if self.chart.limit is None:
            return baseline
        line = self.level(self.chart.limit)
        return line + _GAP if baseline - _GAP / 2 < line < baseline + self.size else baseline

    def _valued(self) -> Iterator[tuple[int, Bar]]:
        several = len(self.chart.series) if self.chart.beside else 1
        width = min(self.slot * _BAR_SHARE / several, _WIDEST_BAR)
        for number, series in enumerate(self.chart.series):
            shift = (self.slot - width * several) / 2 + width * number * self.chart.beside
            for at, value in enumerate(series.values):
                if value is not None:
                    x = self.left + at * self.slot + shift
                    yield value, Bar(x, self.foot, width, value * self.unit, number)

    def limit_line(self) -> Iterator[Stroke]:
        if self.chart.limit is not None:
            level = self.level(self.chart.limit)
            yield Stroke(self.left, level, self.left + self.width, level)

    def names(self, shown: list[tuple[int, tuple[str, ...]]]) -> Iterator[Label]:
        for at, lines in shown:
            middle = self.left + (at + 0.5) * self.slot
            for number, line in enumerate(lines, 1):
                yield Label(line, middle, self.foot - _GAP - number * self.size * LEADING + self.size * 0.3)


@dataclass(frozen=True)
class _Legend:
    """A sample and its name for each series and for the limit, in as many lines as they need."""

    chart: Chart
    width: float
    size: float
    measure: Measure

    @property
    def height(self) -> float:
        return (max(line for _x, line in self._places()) + 1) * self.size * LEADING + _GAP

    @property
    def _entries(self) -> list[str]:
        limit = [self.chart.limit_name] if self.chart.limit is not None else []
        return [*(series.name for series in self.chart.series), *limit]

    def _places(self) -> list[tuple[float, int]]:
        """The left end of each entry, and the line on which it stands, counted from the top."""
        x, line, places = 0.0, 0, []
        for name in self._entries:
            needed = _SWATCH + _GAP + self.measure(name)
            if x and x + needed > self.width:
                x, line = 0.0, line + 1
            places.append((x, line))
            x += needed + 4 * _GAP
        return places

    def _spots(self, foot: float) -> Iterator[tuple[float, float]]:
        """The left end and the baseline of each entry of a legend that stands on *foot*."""
        for x, line in self._places():
            yield x, foot + self.height - (line + 1) * self.size * LEADING

    def words(self, foot: float) -> Iterator[Label]:
        for name, (x, baseline) in zip(self._entries, self._spots(foot), strict=True):
            yield Label(name, x + _SWATCH + _GAP, baseline, 0)

    def swatches(self, foot: float) -> Iterator[Bar]:
        for number, (x, baseline) in zip(range(len(self.chart.series)), self._spots(foot), strict=False):
            yield Bar(x, baseline - 1, _SWATCH, self.size * 0.8, number)

    def limit_swatch(self, foot: float) -> Iterator[Stroke]:
        if self.chart.limit is not None:
            *_series, (x, baseline) = self._spots(foot)
            yield Stroke(x, baseline + self.size * 0.3, x + _SWATCH, baseline + self.size * 0.3)
