"""Forecasts of a series by its straight line, with the range in which four of five such forecasts come true. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, linear_regression

FEWEST_POINTS = 4
_STUDENT_90 = (
    *(3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372),
    *(1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328, 1.325),
    *(1.323, 1.321, 1.319, 1.318, 1.316, 1.315, 1.314, 1.313, 1.311, 1.310),
)
"""The 90 % quantiles of Student's t for 1 to 30 degrees of freedom (NIST/SEMATECH e-Handbook, 1.3.6.7.2).

A range of 80 % leaves 10 % on either side. Beyond 30 that of 30 is used: it is a little wider, never narrower.
"""


@dataclass(frozen=True)
class Forecast:
    """The value expected at a time (`middle`), and the range of 80 % around it."""

    low: float
    middle: float
    high: float


def forecast(points: Sequence[tuple[float, float]], at: float, most: float | None = None) -> Forecast | None:
    """The value of a series *at* a time: *points* are its times and values; None where they are fewer than four.

    A prediction interval of the least-squares line (not of its mean), cut off at 0 and at the *most* there can be.
    """
    if len(points) < FEWEST_POINTS:
        return None
    times, values = zip(*points, strict=True)
    line = linear_regression(times, values)
    middle, centre = line.intercept + line.slope * at, fmean(times)
    spread = sum((time - centre) ** 2 for time in times)
    errors = sum((value - line.intercept - line.slope * time) ** 2 for time, value in points)
    freedom = len(points) - 2
    deviation = sqrt(errors / freedom * (1 + 1 / len(points) + (at - centre) ** 2 / spread))
    reach = _STUDENT_90[min(freedom, len(_STUDENT_90)) - 1] * deviation
    return Forecast(*(_possible(value, most) for value in (middle - reach, middle, middle + reach)))


def _possible(value: float, most: float | None) -> float:
    return max(0.0, value if most is None else min(value, most))
