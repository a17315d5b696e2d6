"""Terms of office: how they stand on a day, and what comes after them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.rules.terms import Term, TermState, next_term, state_of

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def term(first: str | None, last: str | None) -> Term:
    return Term(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        ("2023-05-01", "2028-04-30", TermState.CURRENT),
        (None, None, TermState.CURRENT),
        ("2022-01-01", "2027-02-19", TermState.ENDING),
        ("2022-01-01", "2027-02-20", TermState.CURRENT),
        ("2021-11-22", "2026-11-21", TermState.ENDING),
        ("2021-11-21", "2026-11-20", TermState.ENDED),
        (None, "2025-12-31", TermState.ENDED),
        ("2026-11-22", None, TermState.FUTURE),
    ],
)
def test_a_term_stands_by_its_days(first: str | None, last: str | None, state: TermState) -> None:
    assert state_of(term(first, last), [], TODAY, 90) is state


def test_what_has_a_term_after_it_is_over_and_not_reminded_of() -> None:
    ended, soon = term("2018-01-01", "2022-12-31"), term("2022-01-01", "2026-12-31")
    assert state_of(ended, [ended, term("2023-01-01", "2027-12-31")], TODAY, 90) is TermState.PAST
    assert state_of(ended, [ended, term("2017-01-01", "2022-12-31")], TODAY, 90) is TermState.ENDED
    assert state_of(soon, [soon, term("2027-01-01", "2031-12-31")], TODAY, 90) is TermState.CURRENT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("2018-01-01", "2022-12-31"), ("2023-01-01", "2027-12-31")),
        (("2021-06-15", "2023-12-14"), ("2023-12-15", "2026-06-14")),
        (("2020-02-29", "2024-02-28"), ("2024-02-29", "2028-02-28")),
        ((None, "2022-12-31"), ("2023-01-01", "2027-12-31")),
        (("2018-01-01", None), ("2026-11-21", "2031-11-20")),
    ],
)
def test_the_next_term_is_as_long_as_the_one_before(before: tuple[str, str], after: tuple[str, str]) -> None:
    assert next_term(term(*before), TODAY) == term(*after)


@given(DAYS, st.integers(1, 4000))
def test_the_next_term_begins_the_day_after_and_lasts_as_long(first: date, days: int) -> None:
    before = Term(first, first + timedelta(days))
    after = next_term(before, TODAY)

    assert before.last is not None
    assert after.first == before.last + timedelta(1)
    assert after.last is not None
    assert abs((after.last - after.first).days - days) <= 1
    assert after.follows(before)
    assert not before.overlaps(after)


def test_longer_than_ten_years_is_too_long() -> None:
    assert not term("2016-01-01", "2025-12-31").too_long
    assert term("2016-01-01", "2026-01-01").too_long
    assert not term(None, "2026-01-01").too_long
