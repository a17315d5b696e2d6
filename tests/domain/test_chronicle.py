"""What a union was on a day, against a naive model: for each field the days on which it was set."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.domain.rules.chronicle import NOTHING, Chronicle

FIRST = date(2023, 1, 1)
Told = tuple[int, dict[str, str]]
days = st.integers(0, 9)
sets = st.dictionaries(st.sampled_from(("name", "upper")), st.sampled_from("abcd"), min_size=1)


def day(number: int) -> date:
    return FIRST + timedelta(number)


def start() -> Chronicle:
    return Chronicle((), {"name": "a", "upper": "a"})


def model(told: dict[int, Told], number: int) -> dict[str, str]:
    """What was set last up to that day, in the order of days and then of numbers."""
    held = {"name": "a", "upper": "a"}
    for _day, _key, values in sorted((when, key, values) for key, (when, values) in told.items()):
        if _day <= number:
            held |= values
    return held


@given(st.lists(st.tuples(st.sampled_from(("tell", "tell", "tell", "forget", "move")), days, sets, days), max_size=14))
def test_any_day_is_what_was_set_last_before_it_in_whatever_order_it_was_told(
    program: list[tuple[str, int, dict[str, str], int]],
) -> None:
    chronicle, told = start(), dict[int, Told]()
    for key, (what, when, values, which) in enumerate(program, 1):
        chosen = sorted(told)[which % len(told)] if told else 0
        after, now, setting = chronicle, dict(told), values
        if what != "tell" and chosen:
            setting = now.pop(chosen)[1]
            after = after.without(chosen)
        if what != "forget":
            place = key if what == "tell" else chosen or key
            held = after.with_event(place, day(when), {})
            if any(held.on(day(when)).get(name) == value for name, value in setting.items()):
                continue  # refused: it would change nothing
            after = after.with_event(place, day(when), setting)
            now[place] = (when, setting)
        if any(chronicle.undone_by(after)):
            continue  # refused: a later event would change nothing any more
        chronicle, told = after, now
        assert [dict(chronicle.on(day(number))) for number in range(-1, 11)] == [
            model(told, number) for number in range(-1, 11)
        ]


@pytest.mark.parametrize("number", range(-1, 6))
def test_before_the_beginning_there_was_nothing(number: int) -> None:
    chronicle = start().with_event(2, day(3), {"name": "b"}).with_beginning(3, day(1))

    expected = NOTHING if number < 1 else {"name": "a" if number < 3 else "b", "upper": "a"}
    assert chronicle.on(day(number)) == expected
    assert chronicle.without(3).on(day(-1)) == {"name": "a", "upper": "a"}


def test_a_slip_is_corrected_since_it_began_and_not_before() -> None:
    chronicle = start().with_event(1, day(2), {"name": "Hoa Senn"}).with_event(2, day(4), {"upper": "b"})

    corrected = chronicle.corrected({"name": "Hoa Sen"})

    assert [corrected.on(day(number))["name"] for number in (1, 2, 4, 9)] == ["a", *["Hoa Sen"] * 3]
    assert corrected.changes(1) == {"name": ("a", "Hoa Sen")}
    assert corrected.changes(2) == {"upper": ("a", "b")}


def test_what_would_change_nothing_any_more_is_named() -> None:
    chronicle = start().with_event(1, day(5), {"upper": "b"})

    earlier = chronicle.with_event(2, day(3), {"upper": "b"})

    assert [(event.id, name) for event, name in chronicle.undone_by(earlier)] == [(1, "upper")]
