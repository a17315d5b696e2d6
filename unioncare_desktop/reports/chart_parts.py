"""What a measured chart is made of: bars, curves, strokes and words as lengths from the lower left corner."""

from dataclasses import dataclass

from unioncare_desktop.reports.document import Chart
from unioncare_desktop.reports.typesetting import Measure

GAP = 3.0
"""Between a label and what it belongs to."""
IN_THE_LEGEND = -1


@dataclass(frozen=True)
class Bar:
    """A bar, or its sample in the legend; *series* decides how it is filled, *at* is its category."""

    x: float
    y: float
    width: float
    height: float
    series: int
    at: int = IN_THE_LEGEND


@dataclass(frozen=True)
class Dot:
    """A point of a curve, of the category *at*."""

    x: float
    y: float
    at: int = IN_THE_LEGEND


@dataclass(frozen=True)
class Curve:
    """Points that follow each other without a gap, or their sample in the legend; *series* decides how it is drawn."""

    dots: tuple[Dot, ...]
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
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Plot:
    """The room between the axes: right of *left*, from *foot* up, where *base* lies, *unit* high for each one."""

    chart: Chart
    left: float
    foot: float
    width: float
    height: float
    base: int
    unit: float
    size: float
    measure: Measure

    @property
    def slot(self) -> float:
        """The room of a category."""
        return self.width / max(len(self.chart.categories), 1)

    def level(self, value: float) -> float:
        """How high *value* lies."""
        return self.foot + (value - self.base) * self.unit
