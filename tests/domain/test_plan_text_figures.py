"""How well the linter does on the six shipped plans; README names these figures."""

import pytest

from tests import plan_figures
from tests.plan_figures import Figures
from unioncare_desktop.services import plans

KEYS = tuple(one.key for one in plans.shipped())


@pytest.fixture(scope="module")
def total() -> Figures:
    return sum((one for _key, one in plan_figures.measured(None)), Figures())


@pytest.mark.parametrize("key", KEYS)
def test_the_errors_of_a_plan_are_found(key: str) -> None:
    assert plan_figures.missed_errors(key, plan_figures.of_paragraphs(key)) == []


def test_what_no_linter_can_tell_is_named() -> None:
    """Forty of the forty-four errors that are told of the six plans show in their words."""
    assert len(plan_figures.described()["not_findable"]) == 4
    assert all(one["why"] for one in plan_figures.described()["not_findable"])


def test_quantified_targets_are_proposed(total: Figures) -> None:
    assert (total.errors, total.errors_found) == (40, 40)
    assert total.targets == 37
    assert total.targets_right == 37
    assert total.targets_too_many == 0


def test_no_day_is_called_impossible_that_is_not(total: Figures) -> None:
    assert total.false_dates == 0


def test_harmless_paragraphs_are_left_in_peace(total: Figures) -> None:
    harmless = sum(len(plan_figures.harmless(key)) for key in KEYS)

    assert harmless >= 40
    assert total.other_findings == 0


def test_most_deadlines_are_proposed_with_their_day_or_rule(total: Figures) -> None:
    assert total.deadlines_right >= 0.75 * total.deadlines
