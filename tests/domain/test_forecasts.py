from math import gamma, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.rules.forecasts import _STUDENT_90, FEWEST_POINTS, forecast

POINTS = [(1.0, 12.0), (2.0, 15.0), (3.0, 14.0), (4.0, 19.0)]


def below(quantile: float, freedom: int) -> float:
    """The probability below a *quantile* of Student's t, by Simpson's rule over its density."""
    factor: float = gamma((freedom + 1) / 2) / (sqrt(freedom * pi) * gamma(freedom / 2))

    def density(at: float) -> float:
        return float(factor * (1 + at * at / freedom) ** (-(freedom + 1) / 2))

    steps = 2_000
    width = quantile / steps
    inner = sum(density(step * width) * (4 if step % 2 else 2) for step in range(1, steps))
    return 0.5 + width / 3 * (density(0) + inner + density(quantile))


@pytest.mark.parametrize("freedom", range(1, len(_STUDENT_90) + 1))
def test_the_quantiles_leave_a_tenth_above(freedom: int) -> None:
    assert below(_STUDENT_90[freedom - 1], freedom) == pytest.approx(0.9, abs=1e-4)


def test_a_forecast_by_hand() -> None:
    """Line 10 + 2x; errors 0, 1, -2, 1: their squares are 6, so s² = 6 / 2 = 3.

    At 6: 10 + 2 * 6 = 22, s * sqrt(1 + 1/4 + (6 - 2.5)² / 5) = sqrt(3 * 3.7) = 3.3317, times 1.886 is 6.2836.
    """
    found = forecast(POINTS, 6)
    assert found is not None
    assert found.middle == pytest.approx(22)
    assert [found.low, found.high] == pytest.approx([22 - 6.2836, 22 + 6.2836], abs=1e-3)


@pytest.mark.parametrize("count", range(FEWEST_POINTS))
def test_few_points_tell_nothing(count: int) -> None:
    assert forecast(POINTS[:count], 6) is None


def test_a_straight_line_goes_on_as_it_went() -> None:
    found = forecast([(float(at), 3.0 * at) for at in range(5)], 10)
    assert found is not None
    assert [found.low, found.middle, found.high] == pytest.approx([30, 30, 30])


def test_what_cannot_be_is_not_promised() -> None:
    falling, rising = (forecast([(at, 50 + sign * value) for at, value in POINTS], 40, most=100) for sign in (-3, 3))
    assert falling is not None
    assert rising is not None
    assert (falling.low, rising.high) == (0, 100)


@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=40), st.integers(1, 20))
def test_the_middle_lies_in_the_range_which_grows_with_the_distance(values: list[int], ahead: int) -> None:
    points = [(float(at), float(value)) for at, value in enumerate(values)]
    near, far = (forecast(points, len(values) - 1 + distance) for distance in (ahead, ahead + 5))
    assert near is not None
    assert far is not None
    assert 0 <= near.low <= near.middle <= near.high
    assert near.low == 0 or far.low == 0 or far.high - far.low >= near.high - near.low - 1e-6
