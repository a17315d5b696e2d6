from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.campaigns import costly
from tests.offices import HALF, Q1, Q2, Q3, Q4, YEAR, add_union, change_union, close_union, found_office, report
from unioncare_desktop.domain.records import Period, Threshold
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity, UserError
from unioncare_desktop.services import counts, periods, records
from unioncare_desktop.services.counts import (
    UNSORTED,
    CountRow,
    Entry,
    Totals,
    grouped,
    rows,
    small,
    sums,
    totals,
)
from unioncare_desktop.services.status import status
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.storage.database import Session


def row_of(session: Session, span: Span, union_id: int) -> CountRow:
    return next(row for row in rows(session, span) if row.union.id == union_id)


def figures_of(session: Session, span: Span, union_id: int) -> dict[str, int | None]:
    row = row_of(session, span, union_id)
    return {name: value for name in FIGURES if (value := getattr(row, name)) is not None}


def names(found: Sequence[CountRow]) -> list[str]:
    return [row.union.name for row in found]


# Blanks and sums


def test_a_blank_is_not_a_zero(session: Session) -> None:
    found_office(session)
    report(session, Q1, add_union(session, "Hoa Sen"), workers=10, members=9)
    report(session, Q1, add_union(session, "Hoa Mai"), note="chưa gửi")
    report(session, Q1, add_union(session, "Hoa Cúc"), members=0)

    assert totals(session, Q1) == Totals(workers=10, members=9, reported=2, expected=3)
    assert names([row for row in rows(session, Q1) if row.missing]) == ["Hoa Mai"]


def test_nothing_is_nothing(session: Session) -> None:
    assert totals(session, Q1) == Totals()
    assert totals(session, Q1).ratio is None
    assert rows(session, YEAR) == []


def test_a_ratio_needs_workers_and_members(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, workers=10)
    report(session, Q2, union_id, workers=0, members=0)
    report(session, Q3, union_id, workers=8, members=6)

    assert [totals(session, quarter).ratio for quarter in (Q1, Q2, Q3)] == [None, None, 0.75]


def test_figures_without_members_are_summed_too(session: Session) -> None:
    """The list's own sums hold them, so must the summary."""
    report(session, Q1, add_union(session, "Hoa Sen"), workers=10, admitted=2)

    assert totals(session, Q1) == Totals(workers=10, admitted=2, reported=0, expected=1)


RETURN = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.integers(0, 5000) for name in ("members", "admitted", "left")},
        "sector": st.sampled_from(["Hợp tác xã", "Doanh nghiệp FDI"]),
        "area": st.sampled_from(["Bách Hoa", "Đống Đa", "An Bình"]),
    },
)


@costly()
@given(st.lists(RETURN, max_size=8))
def test_the_sum_of_the_groups_is_the_total(session: Session, returns: list[dict[str, Any]]) -> None:
    with session.begin_nested() as trial:
        for number, values in enumerate(returns):
            links = {name: values.pop(name) for name in ("sector", "area") if name in values}
            report(session, Q1, add_union(session, f"Tổ {number}", **links), **values)
        found = rows(session, Q1)
        state = status(session, Q1)

        for attribute in ("sector", "area"):
            groups = grouped(found, attribute)
            assert added([sums(group) for group in groups.values()]) == totals(session, Q1)
            assert sum(state["unions"][f"by_{attribute}"].values()) == state["unions"]["active"] == len(returns)
            assert sum(state[f"members_by_{attribute}"].values()) == state["counts"]["members"]
            unsorted = sums(groups.pop(UNSORTED, []))
            within = [totals(session, Q1, Scope(**{attribute: name})) for name in groups]
            assert added([*within, unsorted]) == totals(session, Q1)
        trial.rollback()


def added(parts: Sequence[Totals]) -> Totals:
    return Totals(**{name: sum(getattr(part, name) for part in parts) for name in vars(Totals())})


def test_groups_stand_in_order_those_without_one_last(session: Session) -> None:
    for area in ("Đống Đa", "", "Dịch Vọng", "An Bình"):
        add_union(session, f"Tổ {area}", **({"area": area} if area else {}))

    assert list(grouped(rows(session, Q1), "area")) == ["An Bình", "Dịch Vọng", "Đống Đa", UNSORTED]


def test_small_unions_are_those_below_the_threshold(session: Session) -> None:
    for members in (0, 9, 10, 11):
        report(session, Q1, add_union(session, f"Tổ {members}"), members=members)
    add_union(session, "Tổ im lặng")

    assert names(small(rows(session, Q1), 10)) == ["Tổ 0", "Tổ 9"]
    assert status(session, Q1)["unions"]["small"] == 2


# Longer periods


def test_a_longer_period_takes_the_last_stocks_and_all_flows(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, workers=20, women_workers=9, members=15, women_members=8, admitted=3, left=1)
    report(session, Q2, union_id, workers=22, members=17, admitted=2)
    report(session, Q4, union_id, members=18, left=4)

    assert figures_of(session, HALF, union_id) == {"workers": 22, "members": 17, "admitted": 5, "left": 1}
    assert figures_of(session, YEAR, union_id) == {"members": 18, "admitted": 5, "left": 5}


def test_a_longer_period_is_reported_with_its_last_quarter(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, members=15, admitted=3)

    row = row_of(session, HALF, union_id)

    assert row.missing
    assert (row.members, row.admitted) == (None, 3)
    assert totals(session, HALF).admitted == 3


def test_what_a_union_reported_for_the_longer_period_itself_counts(session: Session) -> None:
    union_id, other = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    for quarter in (Q1, Q2):
        report(session, quarter, union_id, members=15, admitted=1)
        report(session, quarter, other, members=7, admitted=1)
    own = periods.ensure(session, HALF)
    counts.write(session, own.id, {union_id: {"members": 16, "admitted": 5}}, {})

    assert figures_of(session, HALF, union_id) == {"members": 16, "admitted": 5}
    assert figures_of(session, HALF, other) == {"members": 7, "admitted": 2}
    report(session, HALF, union_id, members=17)
    assert totals(session, HALF).members == 24


def test_a_longer_period_is_changed_in_its_quarters(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")

    with pytest.raises(UserError, match="6 tháng đầu năm 2023 được cộng từ các quý"):
        counts.enter(session, HALF, [Entry(union_id, "members", "5")])


def test_the_period_before_stands_beside(session: Session) -> None:
    union_id, new = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    report(session, Span.parse("2022-Q4"), union_id, members=15)
    report(session, Q1, union_id, members=17)
    report(session, Q1, new, members=9)
    report(session, Q2, union_id, members=18)

    assert [row_of(session, span, union_id).before for span in (Q1, Q2, HALF)] == [15, 17, 15]
    assert row_of(session, Q1, new).before is None
    assert counts.reported_sum(counts.rows(session, Q1), "before") == 15
    assert counts.reported_sum(counts.rows(session, Q1), "admitted") is None


# Who is expected


@pytest.mark.parametrize(
    ("founded", "expected", "listed"),
    [("28/2/2023", True, True), ("1/3/2023", False, True), ("31/3/2023", False, True), ("1/4/2023", False, False)],
)
def test_a_union_is_expected_from_the_cut_off(session: Session, founded: str, expected: bool, listed: bool) -> None:  # noqa: FBT001 - the outcome
    """The figures of the first quarter are those of 28 February."""
    add_union(session, "Hoa Sen", founded_on=founded)

    assert [row.expected for row in rows(session, Q1)] == ([expected] if listed else [])


@pytest.mark.parametrize(("closed", "missing"), [("28/2/2023", []), ("1/3/2023", ["Hoa Sen"])])
def test_a_union_that_closed_before_the_cut_off_owes_nothing(session: Session, closed: str, missing: list[str]) -> None:
    close_union(session, add_union(session, "Hoa Sen"), closed)

    assert names([row for row in rows(session, Q1) if row.missing]) == missing
    assert rows(session, Q2) == []


def test_an_upper_union_owes_no_figures(session: Session) -> None:
    add_union(session, "Công đoàn phường", level="Công đoàn xã, phường, đặc khu")

    assert rows(session, Q1) == []
    assert status(session, Q1)["unions"] == {
        "active": 0,
        "by_sector": {},
        "by_area": {},
        "small": 0,
        "missing": 0,
        "unconfirmed": 0,
    }


def test_whoever_reported_is_counted_whatever_the_registry_says(session: Session) -> None:
    gone, late = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    report(session, Q1, gone, members=9)
    report(session, Q1, late, members=8)
    close_union(session, gone, "15/1/2023")
    change_union(session, late, founded_on="30/3/2023")

    assert names(rows(session, Q1)) == ["Hoa Mai", "Hoa Sen"]
    assert totals(session, Q1) == Totals(members=17, reported=2, expected=2)
    assert status(session, Q1)["unions"]["active"] == 1


def test_the_office_may_move_the_cut_off(session: Session) -> None:
    period = periods.ensure(session, Q1)
    add_union(session, "Hoa Sen", founded_on="15/3/2023")
    assert status(session, Q1)["unions"]["missing"] == 0

    records.update_row(session, Period, period.id, {"cut_off": Q1.end})

    assert status(session, Q1)["unions"]["missing"] == 1


# Entering


def test_good_cells_are_stored_and_bad_ones_refused(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    entries = [Entry(union_id, "workers", "1.234"), Entry(union_id, "members", "khoảng 50")]

    outcome = counts.enter(session, Q1, entries)

    assert outcome.stored == 1
    (refused,) = outcome.refused
    assert refused.entry == entries[1]
    assert "khoảng 50" in refused.reason
    assert figures_of(session, Q1, union_id) == {"workers": 1234}


def test_figures_that_contradict_each_other_leave_the_row_as_it_was(session: Session) -> None:
    good, bad = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    report(session, Q1, bad, workers=10, members=9)
    entries = [Entry(bad, "workers", 12), Entry(bad, "members", "20"), Entry(good, "members", 5)]

    outcome = counts.enter(session, Q1, entries)

    assert outcome.stored == 1
    assert [refused.entry.key for refused in outcome.refused] == [bad, bad]
    assert outcome.refused[0].reason == "Đoàn viên: 20 lớn hơn tổng số lao động (12)"
    assert figures_of(session, Q1, bad) == {"workers": 10, "members": 9}
    assert figures_of(session, Q1, good) == {"members": 5}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"members": 9, "women_members": 10}, "Đoàn viên nữ: 10 lớn hơn", id="N05"),
        pytest.param({"workers": 9, "women_workers": 10}, "Lao động nữ: 10 lớn hơn", id="N05 workers"),
        pytest.param({"workers": 0, "members": 1}, "Đoàn viên: 1 lớn hơn tổng số lao động (0)", id="N16 N04"),
        pytest.param({"members": "-1"}, "không được âm", id="N01"),
        pytest.param({"members": "10.000.001"}, "quá lớn", id="N06"),
        pytest.param({"note": "x" * 2001}, "tối đa 2000 ký tự", id="T12"),
    ],
)
def test_what_cannot_be_is_refused(session: Session, typed: dict[str, object], words: str) -> None:
    union_id = add_union(session, "Hoa Sen")

    outcome = counts.enter(session, Q1, [Entry(union_id, name, raw) for name, raw in typed.items()])

    assert outcome.stored == 0
    assert words in outcome.refused[0].reason


def test_a_cell_can_be_emptied(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, members=9, workers=10)

    report(session, Q1, union_id, members="")

    assert figures_of(session, Q1, union_id) == {"workers": 10}
    assert row_of(session, Q1, union_id).missing


def test_typing_the_same_again_stores_nothing(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, members=9)

    assert counts.enter(session, Q1, [Entry(union_id, "members", " 9 ")]).stored == 0


def test_two_cells_that_are_right_only_together(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, workers=10, members=9)

    report(session, Q1, union_id, members=19, workers=20)

    assert figures_of(session, Q1, union_id) == {"workers": 20, "members": 19}


# More members than workers (N04): an error, unless the office allows it and the note says why


def test_more_members_than_workers_need_the_offices_leave_and_a_reason(session: Session) -> None:
    found_office(session, more_members_than_workers="x")
    union_id = add_union(session, "Hoa Sen")
    entries = [Entry(union_id, "workers", 9), Entry(union_id, "members", 10)]

    (refused, _other) = counts.enter(session, Q1, entries).refused
    assert "hãy ghi lý do ở cột Ghi chú" in refused.reason

    report(session, Q1, union_id, workers=9, members=10, note="hai người nghỉ hưu còn sinh hoạt")
    (problem,) = row_of(session, Q1, union_id).problems()
    assert problem.severity is Severity.WARNING


def test_a_note_alone_does_not_allow_more_members(session: Session) -> None:
    found_office(session)
    union_id = add_union(session, "Hoa Sen")

    outcome = counts.enter(
        session, Q1, [Entry(union_id, "workers", 9), Entry(union_id, "members", 10), Entry(union_id, "note", "vì sao")]
    )

    assert outcome.stored == 0
    assert len(outcome.refused) == 3


# What is odd


def test_members_that_do_not_continue_the_last_period_are_odd(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Span.parse("2022-Q4"), union_id, members=15)
    report(session, Q1, union_id, members=18, admitted=3, left=1)

    (problem,) = row_of(session, Q1, union_id).problems()

    assert problem.severity is Severity.WARNING
    assert problem.text == "Đoàn viên: kỳ trước 15 + kết nạp 3 − giảm 1 = 17, khác 18"


def test_members_that_continue_are_not(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Span.parse("2022-Q4"), union_id, members=15)
    report(session, Q1, union_id, members=17, admitted=3, left=1)
    report(session, Q2, union_id, members=20, admitted=5)  # one of the two flows is not known

    assert row_of(session, Q1, union_id).problems() == ()
    assert row_of(session, Q2, union_id).problems() == ()


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        pytest.param(90, 900, "gấp 10 lần so với Quý I (90 → 900), hãy xem có gõ nhầm không", id="N17"),
        pytest.param(905, 90, "chỉ bằng 1/10 so với Quý I (905 → 90), hãy xem có gõ nhầm không", id="N17 down"),
        (6, 12, "tăng 100 % so với Quý I (6 → 12)"),
        (100, 131, "tăng 31 % so với Quý I (100 → 131)"),
        (1000, 600, "giảm 40 % so với Quý I (1.000 → 600)"),
        (12, 0, "giảm 100 % so với Quý I (12 → 0)"),
        (0, 7, "Quý I là 0, nay 7"),
        (100, 130, ""),
        (100, 70, ""),
        (1, 5, ""),  # tenfold or not, four people are a usual change
        (4, 0, ""),
        (0, 0, ""),
    ],
)
@pytest.mark.parametrize("name", ["members", "workers"])
def test_figures_that_differ_much_from_the_period_before_are_odd(
    session: Session, name: str, before: int, now: int, words: str
) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, **{name: before})
    report(session, Q2, union_id, **{name: now})

    label = {"members": "Đoàn viên", "workers": "Lao động"}[name]
    assert told(session, Q2, union_id, Severity.WARNING) == ([f"{label}: {words}"] if words else [])


def test_the_year_is_named_where_it_is_another(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1.previous, union_id, members=6)
    report(session, Q1, union_id, members=12)

    assert told(session, Q1, union_id) == ["Đoàn viên: tăng 100 % so với Quý IV/2022 (6 → 12)"]


def test_what_is_odd_is_for_the_office_to_say_and_for_its_time(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    for quarter, members in ((Q1, 100), (Q2, 115), (Q3, 130)):
        report(session, quarter, union_id, members=members)
    set_threshold(session, "jump_percent", 10, Q3.start)

    assert told(session, Q2, union_id) == []
    assert told(session, Q3, union_id) == ["Đoàn viên: tăng 13 % so với Quý II (115 → 130)"]


def test_before_there_were_thresholds_no_change_is_odd(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    old = Span.parse("1999-Q2")
    report(session, old.previous, union_id, members=5)
    report(session, old, union_id, members=500)

    assert told(session, old, union_id) == []


def test_hints_make_one_look_twice(session: Session) -> None:
    still, men = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    report(session, Q1, still, members=15)
    report(session, Q2, still, members=15, admitted=3)
    report(session, Q2, men, workers=30, women_workers=0, members=19, women_members=0)

    assert told(session, Q2, still, Severity.HINT) == ["Đoàn viên: bằng Quý I dù có kết nạp hoặc giảm trong kỳ"]
    assert told(session, Q2, men, Severity.HINT) == ["Lao động nữ: không có ai trong số 30"]


def told(session: Session, span: Span, union_id: int, severity: Severity | None = None) -> list[str]:
    """What is said of the figures of a union."""
    found = row_of(session, span, union_id).problems()
    return [
        problem.text.replace("\u00a0", " ") for problem in found if severity is None or problem.severity is severity
    ]


def set_threshold(session: Session, key: str, value: int, start: date) -> None:
    records.insert_rows(session, Threshold, [{"key": key, "name": key, "value": value, "valid_from": start}])


# Status


def test_the_status_of_a_period(session: Session) -> None:
    found_office(session)
    sen = add_union(session, "Hoa Sen", area="Bách Hoa", sector="Hợp tác xã", founded_on="1/1/2020")
    report(session, Q1, sen, workers=20, women_workers=9, members=15, women_members=8, admitted=3, left=1)
    report(session, Q1, add_union(session, "Hoa Mai", area="Bách Hoa"), workers=10, members=9)
    add_union(session, "Hoa Cúc", area="Đống Đa", sector="Hợp tác xã")

    told = status(session, Q1)
    assert {name: told[name] for name in told.keys() - {"yearly"}} == {
        "period": "2023-Q1",
        "closed": None,
        "unions": {
            "active": 3,
            "by_sector": {"Hợp tác xã": 2, UNSORTED: 1},
            "by_area": {"Bách Hoa": 2, "Đống Đa": 1},
            "small": 1,
            "missing": 1,
            "unconfirmed": 0,
        },
        "counts": {
            "workers": 30,
            "women_workers": 9,
            "members": 24,
            "women_members": 8,
            "admitted": 3,
            "left": 1,
        },
        "members_by_sector": {"Hợp tác xã": 15, UNSORTED: 9},
        "members_by_area": {"Bách Hoa": 24, "Đống Đa": 0},
        "registrations": {},
        "competition": {},
        "targets": [],
        "deadlines": [{"title": "Nộp số liệu Quý I/2023", "due": "2023-03-14", "state": "late", "plan": ""}],
        "returns": {"expected": 3, "received": 2, "on_time": 0, "late": 0, "unknown": 2, "missing": 1},
    }


def test_the_threshold_of_the_day_decides_who_is_small(session: Session) -> None:
    report(session, Q1, add_union(session, "Hoa Sen"), members=15)
    assert status(session, Q1)["unions"]["small"] == 0
    records.insert_rows(
        session,
        Threshold,
        [{"key": "small_below", "name": "CĐCS nhỏ", "value": 20, "valid_from": Q1.start, "valid_to": Q1.end}],
    )

    assert status(session, Q1)["unions"]["small"] == 1
