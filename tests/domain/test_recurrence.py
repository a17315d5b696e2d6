"""Rules by which deadlines recur: read, told in words, chosen in a form, made concrete."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.domain.rules.recurrence import LAST_DAY, RHYTHMS, Choice
from unioncare_desktop.errors import UserError

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
SINCE = date(2023, 1, 18)


def days(rule: str, since: date = SINCE, start: date = YEAR[0], end: date = YEAR[1]) -> list[str]:
    return [f"{day:%d/%m/%Y}" for day in recurrence.occurrences(rule, start, end, since)]


def test_before_the_15th_of_the_last_month_of_each_quarter() -> None:
    rule = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"
    assert days(rule) == ["14/03/2023", "14/06/2023", "14/09/2023", "14/12/2023"]
    assert days(rule, since=date(2023, 6, 14))[0] == "14/06/2023", "the first day counts"
    assert days(rule, since=date(2023, 6, 15))[0] == "14/09/2023"
    assert days(rule, start=date(2030, 1, 1), end=date(2030, 4, 1)) == ["14/03/2030"], "for years ahead"
    assert days(rule, start=date(2023, 3, 14), end=date(2023, 3, 14)) == ["14/03/2023"]
    assert days(rule, start=date(2023, 3, 15), end=date(2023, 3, 14)) == []


def test_the_last_day_of_a_month_is_the_last_in_each_month() -> None:
    assert days("FREQ=MONTHLY;BYMONTHDAY=-1", start=date(2024, 1, 1), end=date(2024, 4, 30)) == [
        *("31/01/2024", "29/02/2024", "31/03/2024", "30/04/2024")
    ]


def test_every_six_months_follows_from_the_first_day() -> None:
    assert days("FREQ=MONTHLY;INTERVAL=6", since=date(2022, 3, 28)) == ["28/03/2023", "28/09/2023"]
    assert days("FREQ=MONTHLY;INTERVAL=6", since=date(2022, 8, 31)) == ["28/02/2023", "31/08/2023"]
    assert days("FREQ=YEARLY", since=date(2021, 9, 7)) == ["07/09/2023"]
    assert days("FREQ=YEARLY", since=date(2020, 2, 29)) == ["28/02/2023"], "a day that most years lack is the last one"


def test_weeks_and_an_end() -> None:
    assert days("FREQ=WEEKLY;BYDAY=FR;UNTIL=20230210") == ["20/01/2023", "27/01/2023", "03/02/2023", "10/02/2023"]
    assert days("FREQ=WEEKLY;INTERVAL=2;UNTIL=20230301T000000Z", since=date(2023, 2, 1)) == [
        *("01/02/2023", "15/02/2023", "01/03/2023")
    ]
    assert len(days("FREQ=DAILY;UNTIL=20230131")) == 14
    assert len(days("FREQ=DAILY", start=date(1900, 1, 1), end=date(2199, 1, 1), since=date(1900, 1, 1))) == 5_000


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14", "ngày 14 các tháng 3, 6, 9, 12 hằng năm"),
        ("FREQ=MONTHLY;BYMONTHDAY=25", "hằng tháng, ngày 25"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=14", "6 tháng một lần, ngày 14"),
        ("FREQ=MONTHLY;INTERVAL=6", "6 tháng một lần"),
        ("FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1", "ngày cuối tháng các tháng 6, 12 hằng năm"),
        ("FREQ=MONTHLY;BYMONTH=6,12", "các tháng 6, 12 hằng năm"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", "hằng năm, ngày 30/11"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "hằng năm, ngày cuối tháng 2"),
        ("FREQ=YEARLY;BYMONTH=11", "hằng năm, tháng 11"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYMONTHDAY=30", "2 năm một lần, ngày 30/11"),
        ("FREQ=YEARLY", "hằng năm"),
        ("FREQ=WEEKLY;BYDAY=MO,FR", "hằng tuần, thứ Hai, thứ Sáu"),
        ("FREQ=WEEKLY;INTERVAL=2", "2 tuần một lần"),
        ("FREQ=DAILY;UNTIL=20231231", "hằng ngày, đến ngày 31/12/2023"),
        ("RRULE:freq=yearly;bymonth=6;bymonthday=1,15", "hằng năm, ngày 1/6, 15/6"),
        ("FREQ=MONTHLY;BYMONTHDAY=-3", "hằng tháng, ngày thứ 3 từ cuối tháng"),
        ("hằng quý", "hằng quý"),
    ],
)
def test_rules_are_told_in_words(rule: str, told: str) -> None:
    assert recurrence.words(rule) == told


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "không đọc được phần"),
        ("hằng quý", "không đọc được phần"),
        ("FREQ=SECONDLY", "phải bắt đầu bằng FREQ=DAILY"),
        ("INTERVAL=2", "phải bắt đầu bằng FREQ=DAILY"),
        ("FREQ=DAILY;FREQ=DAILY", "không đọc được phần “FREQ=DAILY”"),
        ("FREQ=DAILY;COUNT=1000000000", "không dùng phần COUNT"),
        ("FREQ=MONTHLY;BYSETPOS=400", "không dùng phần BYSETPOS"),
        ("FREQ=DAILY;BYMONTH=2", "không dùng phần BYMONTH (DAILY)"),
        ("FREQ=MONTHLY;INTERVAL=0", "INTERVAL phải là số từ 1 đến 99"),
        ("FREQ=MONTHLY;INTERVAL=100", "INTERVAL phải là số từ 1 đến 99"),
        ("FREQ=MONTHLY;INTERVAL=6;BYMONTH=2", "chỉ ghi một trong hai"),
        ("FREQ=MONTHLY;BYMONTH=13", "BYMONTH có số không hợp lệ"),
        ("FREQ=MONTHLY;BYMONTHDAY=x", "BYMONTHDAY có số không hợp lệ"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY có số không hợp lệ"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "không phải năm nào tháng 2 cũng có ngày 31; hãy dùng ngày cuối tháng"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "không phải năm nào tháng 2 cũng có ngày 30"),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-31", "không phải năm nào tháng 4 cũng có ngày 31"),
        ("FREQ=YEARLY;BYMONTHDAY=5", "phải có tháng (BYMONTH)"),
        ("FREQ=WEEKLY;BYDAY=1MO", "BYDAY phải là MO"),
        ("FREQ=DAILY;UNTIL=20230230", "UNTIL phải là một ngày có thật"),
        ("FREQ=DAILY;UNTIL=hè", "UNTIL phải là một ngày có thật"),
        ("FREQ=DAILY;UNTIL=" + "9" * 500, "phải bắt đầu bằng"),
    ],
)
def test_what_is_no_rule_is_refused_with_the_reason(rule: str, reason: str) -> None:
    with pytest.raises(UserError, match="Quy tắc lặp") as refused:
        recurrence.read(rule)
    assert reason in str(refused.value)
    assert "Hãy chọn lại nhịp lặp" in str(refused.value)
    assert len(str(refused.value)) < 500
    assert recurrence.problem(rule) == str(refused.value)


def test_a_form_makes_rules_and_finds_itself_in_them_again() -> None:
    quarter = Choice("quarter", 3, 14)
    assert recurrence.rule_of(quarter) == "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"
    assert recurrence.choice_of("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30") == Choice("year", 11, 30)
    assert recurrence.choice_of("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1") == Choice("half", 6, LAST_DAY)
    for beyond in ("FREQ=DAILY", "FREQ=MONTHLY;INTERVAL=6", "FREQ=MONTHLY;BYMONTH=1,2;BYMONTHDAY=3", "hằng quý"):
        assert recurrence.choice_of(beyond) is None
    with pytest.raises(UserError, match="tháng 2 cũng có ngày 30"):
        recurrence.rule_of(Choice("month", 1, 30))


def test_a_day_and_a_rhythm_are_a_rule() -> None:
    assert recurrence.choice_from("quarter", date(2023, 12, 14)) == Choice("quarter", 3, 14)
    assert recurrence.choice_from("half", date(2023, 11, 30)) == Choice("half", 5, LAST_DAY)
    assert recurrence.choice_from("month", date(2023, 1, 30)) == Choice("month", 1, 30), "refused by `rule_of`"
    assert recurrence.choice_from("month", date(2023, 2, 28)) == Choice("month", 1, 28)


@given(st.sampled_from(list(RHYTHMS)), st.integers(1, 12), st.sampled_from([*range(1, 29), LAST_DAY]))
def test_what_a_form_makes_is_read_back_and_comes_as_often_as_it_says(rhythm: str, month: int, day: int) -> None:
    choice = Choice(rhythm, (month - 1) % RHYTHMS[rhythm].step + 1, day)
    rule = recurrence.rule_of(choice)
    assert recurrence.choice_of(rule) == choice
    assert len(recurrence.occurrences(rule, *YEAR, YEAR[0])) == 12 // RHYTHMS[rhythm].step
    assert recurrence.words(rule) != rule


_RULES = st.builds(
    recurrence.Rule,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 99),
    st.lists(st.integers(1, 12), max_size=3, unique=True).map(lambda months: tuple(sorted(months))),
    st.lists(st.integers(-31, 31).filter(bool), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["MO", "FR", "SU"]), max_size=2, unique=True).map(tuple),
)


@given(_RULES, st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_any_rule_is_refused_or_comes_to_a_day(rule: recurrence.Rule, since: date) -> None:
    if recurrence.problem(str(rule)):
        return
    end = since + timedelta(days=366 * 100)
    found = recurrence.occurrences(str(rule), since, end, since)
    assert found
    assert found == sorted(set(found))
    assert all(since <= day <= end for day in found)
    assert recurrence.words(str(rule)) != str(rule)
