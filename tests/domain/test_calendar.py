from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.records.period import HALF, QUARTER, YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.vietnamese import find_period

SPANS = st.integers(1950, 2190).flatmap(
    lambda year: (
        st.builds(Span, st.just(year), st.integers(1, 4), st.just(QUARTER))
        | st.builds(Span, st.just(year), st.integers(1, 2), st.just(HALF))
        | st.just(Span(year, 1, YEAR))
    )
)


@given(SPANS)
def test_a_code_names_its_span(span: Span) -> None:
    assert Span.parse(span.code) == span
    assert Span.parse(f" {span.code.lower()} ") == span
    assert find_period(span.title) == span.code


@given(SPANS)
def test_spans_follow_each_other_without_a_gap(span: Span) -> None:
    assert span.next.start - span.end == timedelta(days=1)
    assert span.next.previous == span.previous.next == span


@given(SPANS)
def test_the_quarters_fill_the_span(span: Span) -> None:
    assert span.quarters[0].start == span.start
    assert span.quarters[-1].end == span.end
    assert all(one.next == two for one, two in zip(span.quarters, span.quarters[1:], strict=False))


@given(SPANS)
def test_returns_are_due_before_the_15th_of_the_last_month(span: Span) -> None:
    assert span.due == span.end.replace(day=14)
    assert span.start <= span.cut_off < span.due <= span.end


@given(st.dates(date(1950, 1, 1), date(2190, 12, 31)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = Span.quarter_of(day)

    assert quarter.start <= day <= quarter.end


@pytest.mark.parametrize(
    ("code", "title", "cut_off", "due"),
    [
        ("2023-Q1", "Quý I/2023", date(2023, 2, 28), date(2023, 3, 14)),
        ("2024-Q1", "Quý I/2024", date(2024, 2, 29), date(2024, 3, 14)),
        ("2023-Q4", "Quý IV/2023", date(2023, 11, 30), date(2023, 12, 14)),
        ("2023-H1", "6 tháng đầu năm 2023", date(2023, 5, 31), date(2023, 6, 14)),
        ("2023-H2", "6 tháng cuối năm 2023", date(2023, 11, 30), date(2023, 12, 14)),
        ("2023", "Năm 2023", date(2023, 11, 30), date(2023, 12, 14)),
    ],
)
def test_periods_as_the_office_knows_them(code: str, title: str, cut_off: date, due: date) -> None:
    span = Span.parse(code)

    assert (span.title, span.cut_off, span.due) == (title, cut_off, due)


@pytest.mark.parametrize(
    ("code", "short"),
    [("2023-Q3", "Quý III"), ("2023-H1", "6 tháng đầu"), ("2023-H2", "6 tháng cuối"), ("2023", "2023")],
)
def test_short_names_leave_out_the_year(code: str, short: str) -> None:
    assert Span.parse(code).short == short


@pytest.mark.parametrize(
    "code", ["", "2023-Q5", "2023-Q0", "2023-H3", "Q1-2023", "23-Q1", "1899", "2300", "2023 Q1", "٢٠٢٣"]
)
def test_other_codes_are_refused_with_examples(code: str) -> None:
    with pytest.raises(UserError, match=r"2023-Q1 .*2023-H1 .*2023 "):
        Span.parse(code)
