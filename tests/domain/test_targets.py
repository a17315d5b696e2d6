from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unioncare_desktop.domain.records.plan import ABOUT, ABOVE, AT_LEAST, AT_MOST, BELOW, QUALITATIVE
from unioncare_desktop.domain.rules.targets import (
    Verdict,
    hundredths_words,
    judge,
    percent_hundredths,
    percent_words,
    surplus,
)

COMPARED = (ABOVE, AT_LEAST, BELOW, AT_MOST)
HOLDS = {
    ABOVE: Fraction.__gt__,
    AT_LEAST: Fraction.__ge__,
    BELOW: Fraction.__lt__,
    AT_MOST: Fraction.__le__,
}
wholes = st.integers(1, 100_000)
shares = wholes.flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
percents = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("comparator", "wanted", "figure", "verdict"),
    [
        (ABOVE, 65_00, (41, 62), Verdict(met=True, gap=0)),  # 65 % of 62 is 40,3
        (ABOVE, 65_00, (40, 62), Verdict(met=False, gap=1)),
        (ABOVE, 65_00, (13, 20), Verdict(met=False, gap=1)),  # exactly 65 % is not above
        (AT_LEAST, 75_00, (72, 96), Verdict(met=True, gap=0)),
        (AT_LEAST, 100_00, (9_996, 10_000), Verdict(met=False, gap=4)),
        (AT_LEAST, 100_00, (62, 62), Verdict(met=True, gap=0)),
        (ABOVE, 100_00, (62, 62), Verdict(met=False, gap=None)),  # more than all there are
        (AT_LEAST, 25_00, (24, None), Verdict(met=False, gap=1)),
        (ABOVE, 25_00, (25, None), Verdict(met=False, gap=1)),
        (BELOW, 5_00, (7, None), Verdict(met=False, gap=3)),
        (BELOW, 0, (0, None), Verdict(met=False, gap=None)),
        (AT_MOST, 0, (2, None), Verdict(met=False, gap=2)),
        (AT_LEAST, 50_00, (0, 0), Verdict(None, None)),
        (AT_LEAST, 50_00, (None, 10), Verdict(None, None)),
        (QUALITATIVE, None, (5, 10), Verdict(None, None)),
    ],
)
def test_a_figure_is_judged_as_the_plan_compares(
    comparator: str, wanted: int | None, figure: tuple[int | None, int | None], verdict: Verdict
) -> None:
    assert judge(comparator, wanted, *figure) == verdict


def test_about_lets_a_few_percent_be_missing_and_counts_the_gap_to_the_full_figure() -> None:
    assert judge(ABOUT, 22_000_00, 20_900, about=5) == Verdict(met=True, gap=0)
    assert judge(ABOUT, 22_000_00, 20_899, about=5) == Verdict(met=False, gap=1_101)
    assert judge(ABOUT, 22_000_00, 10_308, about=5) == Verdict(met=False, gap=11_692)
    assert judge(ABOUT, 22_000_00, 21_999) == Verdict(met=False, gap=1)


@given(st.sampled_from(COMPARED), percents, shares)
def test_a_share_is_met_where_the_exact_fraction_is(comparator: str, wanted: int, share: tuple[int, int]) -> None:
    expected = HOLDS[comparator](Fraction(*share), Fraction(wanted, 10_000))
    assert judge(comparator, wanted, *share).met == expected


@given(st.sampled_from(COMPARED), st.integers(0, 9_999_999), st.integers(0, 200_000))
def test_a_count_is_met_where_the_exact_fraction_is(comparator: str, wanted: int, count: int) -> None:
    assert judge(comparator, wanted, count).met == HOLDS[comparator](Fraction(count), Fraction(wanted, 100))


@given(st.sampled_from((ABOVE, AT_LEAST)), percents, shares)
def test_the_gap_is_the_least_that_is_enough(comparator: str, wanted: int, share: tuple[int, int]) -> None:
    """More are counted of those there are: the whole stays as it is."""
    part, whole = share
    verdict = judge(comparator, wanted, part, whole)
    if verdict.gap is None:
        assert not judge(comparator, wanted, whole, whole).met
        return
    assert judge(comparator, wanted, part + verdict.gap, whole).met
    assert verdict.gap == 0 or not judge(comparator, wanted, part + verdict.gap - 1, whole).met


@given(st.sampled_from((BELOW, AT_MOST)), st.integers(1, 9_999), st.integers(0, 500))
def test_the_gap_of_an_upper_limit_is_the_least_that_has_to_go(comparator: str, wanted: int, count: int) -> None:
    gap = judge(comparator, wanted, count).gap
    assert gap is not None
    assert judge(comparator, wanted, count - gap).met
    assert gap == 0 or not judge(comparator, wanted, count - gap + 1).met


@given(st.sampled_from((ABOVE, AT_LEAST)), percents, shares)
def test_what_a_target_has_to_spare_can_be_lost(comparator: str, wanted: int, share: tuple[int, int]) -> None:
    part, whole = share
    spare = surplus(comparator, wanted, part, whole)
    if spare is None:
        assert not judge(comparator, wanted, part, whole).met
        return
    assert judge(comparator, wanted, part - spare, whole).met
    assert part == spare or not judge(comparator, wanted, part - spare - 1, whole).met


def test_what_is_to_spare() -> None:
    assert surplus(AT_LEAST, 75_00, 74, 96) == 2  # 75 % of 96 are 72
    assert surplus(AT_LEAST, 100_00, 62, 62) == 0
    assert surplus(ABOVE, 65_00, 40, 62) is None
    assert surplus(BELOW, 65_00, 3, 62) is None


@given(percents, shares)
def test_a_shown_share_never_crosses_the_target_or_all_of_them(wanted: int, share: tuple[int, int]) -> None:
    part, whole = share
    assume(wanted != 99_99)  # between that and 100 % there is nothing with two places
    shown = percent_hundredths(part, whole, wanted)
    exact = Fraction(part * 10_000, whole)
    for line in (wanted, 10_000):
        assert (shown > line, shown < line) == (exact > line, exact < line)
    assert abs(shown - exact) <= 1


@given(percents, shares)
def test_nor_does_it_in_words(wanted: int, share: tuple[int, int]) -> None:
    assume(wanted != 99_99)
    part, whole = share
    told = Fraction(percent_words(part, whole, wanted)[:-2].replace(",", "."))
    exact = Fraction(part * 100, whole)
    assert (told > Fraction(wanted, 100)) == (exact > Fraction(wanted, 100))
    assert (told >= 100) == (part == whole)


@pytest.mark.parametrize(
    ("share", "wanted", "words"),
    [
        ((32, 62), 65_00, "51,6\N{NO-BREAK SPACE}%"),
        ((62, 62), 100_00, "100,0\N{NO-BREAK SPACE}%"),
        ((9_996, 10_000), 100_00, "99,96\N{NO-BREAK SPACE}%"),  # one place would say 100
        ((99_999, 100_000), None, "99,99\N{NO-BREAK SPACE}%"),
        ((6_501, 10_000), 65_00, "65,01\N{NO-BREAK SPACE}%"),
        ((0, 0), 65_00, "–"),
    ],
)
def test_a_share_in_words(share: tuple[int, int], wanted: int | None, words: str) -> None:
    assert percent_words(*share, wanted) == words


def test_places_can_be_wanted() -> None:
    assert percent_words(41, 62, 65_00, places=2) == "66,13\N{NO-BREAK SPACE}%"
    assert hundredths_words(5_160, 1) == "51,6\N{NO-BREAK SPACE}%"
