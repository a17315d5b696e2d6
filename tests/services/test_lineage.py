"""What went into what: series of a union and of those it came from; no figure is lost or counted twice."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.campaigns import costly
from tests.offices import HALF, Q1, Q2, Q3, Q4, YEAR, add_union, close_union, report
from unioncare_desktop.domain.records import Union
from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import count_figures, counts, events, lineage, mergers, periods, records
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Session

NEXT = Span.parse("2024-Q1")
QUARTERS = (Q1, Q2, Q3, Q4)


def reporting(session: Session, name: str, members: int) -> int:
    """A union that reported the same for two quarters."""
    union_id = add_union(session, name)
    for span in (Q3, Q4):
        report(session, span, union_id, workers=members + 1, members=members, admitted=1, left=0)
    return union_id


def merge(session: Session, *ids: int, on: date, **more: Any) -> int:  # noqa: ANN401 - fields of a draft
    """Let the first take in the others, or found a new union where it has a *name*; the id of the result."""
    founded: dict[str, Any] = {"kind": FOUNDED_NEW, "result_id": None} if "name" in more else {}
    draft: dict[str, Any] = {"kind": ABSORBED, "result_id": ids[0]} | founded | more
    (merger_id,) = mergers.carry_out(session, [MergerDraft(union_ids=ids, period=Q4, effective_on=on, **draft)])
    return next(row.union_id for row in mergers.listed(session) if row.id == merger_id and row.union_id)


def series(
    session: Session, union_id: int, name: str = "members"
) -> list[tuple[str, int | None, int | None, int | None]]:
    found = lineage.series(session, union_id).points
    return [(point.span.code, point.own[name], point.predecessors[name], point.comparable[name]) for point in found]


@pytest.fixture
def sen(session: Session) -> int:
    return reporting(session, "Hoa Sen", 6)


@pytest.fixture
def mai(session: Session) -> int:
    return reporting(session, "Hoa Mai", 7)


def test_own_figures_those_of_the_predecessors_and_both(session: Session, sen: int, mai: int) -> None:
    merge(session, sen, mai, on=date(2024, 1, 1))
    report(session, NEXT, sen, members=14)

    assert series(session, sen) == [
        ("2023-Q3", 6, 7, 13),
        ("2023-Q4", 6, 7, 13),
        ("2024-Q1", 14, None, 14),
    ]
    found = lineage.series(session, sen, last=Q3)
    assert [point.span for point in found.points] == [Q3]
    assert [(one.name, one.members, one.effective_on, one.into) for one in found.predecessors] == [
        ("Hoa Mai", 7, date(2024, 1, 1), "Hoa Sen")
    ]
    assert lineage.series(session, mai).successor == mergers.successors(session)[mai]


def test_predecessors_of_predecessors(session: Session, sen: int, mai: int) -> None:
    cuc = reporting(session, "Hoa Cúc", 4)
    merge(session, sen, mai, on=date(2024, 1, 1))
    garden = merge(session, cuc, sen, on=date(2024, 2, 1), name="Vườn Hoa")

    assert series(session, garden) == [("2023-Q3", None, 17, 17), ("2023-Q4", None, 17, 17)]
    assert {(one.name, one.into) for one in lineage.series(session, garden).predecessors} == {
        ("Hoa Cúc", "Vườn Hoa"),
        ("Hoa Sen", "Vườn Hoa"),
        ("Hoa Mai", "Hoa Sen"),
    }


def test_a_union_that_was_reopened_has_its_figures_back(session: Session, sen: int, mai: int) -> None:
    merge(session, sen, mai, on=date(2024, 1, 1))
    events.record(session, EventDraft(mai, "reopened", date(2024, 3, 1)))

    assert [point[3] for point in series(session, sen)] == [6, 6]
    assert mai not in mergers.successors(session)


def test_a_quarter_without_figures_stands_in_the_series(session: Session, sen: int) -> None:
    report(session, NEXT.next, sen, members=8)

    assert [point[:2] for point in series(session, sen)] == [
        ("2023-Q3", 6),
        ("2023-Q4", 6),
        ("2024-Q1", None),
        ("2024-Q2", 8),
    ]
    assert series(session, add_union(session, "Hoa Cúc")) == []


# What a quarter is compared with


def earlier(session: Session, span: Span, union_id: int) -> int | None:
    return next(row.before for row in counts.rows(session, span) if row.union.id == union_id)


def test_a_merger_is_no_jump(session: Session, sen: int, mai: int) -> None:
    merge(session, sen, mai, on=date(2024, 1, 1))
    report(session, NEXT, sen, workers=15, members=13)

    assert earlier(session, NEXT, sen) == 13
    (row,) = counts.rows(session, NEXT)
    assert row.problems() == ()
    assert (earlier(session, Q4, sen), earlier(session, Q4, mai)) == (6, 7)


def test_as_in_the_quarter_before_takes_all_that_was_merged(session: Session, sen: int, mai: int) -> None:
    garden = merge(session, sen, mai, on=date(2024, 1, 1), name="Vườn Hoa")

    assert counts.take_over(session, NEXT, [garden]).unions == 1
    (row,) = counts.rows(session, NEXT)
    assert (row.members, row.workers, row.admitted) == (13, 15, 0)


def test_a_source_that_still_reported_is_not_compared_twice(session: Session, sen: int, mai: int) -> None:
    merge(session, sen, mai, on=date(2023, 11, 15))

    assert (earlier(session, Q4, sen), earlier(session, Q4, mai)) == (6, 7)
    assert earlier(session, NEXT, sen) == 13


def test_after_the_cut_off_a_merger_matters_in_the_next_quarter_only(session: Session, sen: int, mai: int) -> None:
    merge(session, sen, mai, on=date(2024, 3, 15))

    assert (earlier(session, NEXT, sen), earlier(session, NEXT, mai)) == (6, 7)
    report(session, NEXT, mai, members=8)
    report(session, NEXT, sen, members=6)
    assert earlier(session, NEXT.next, sen) == 14


def test_halves_and_years_are_compared_alike(session: Session, sen: int, mai: int) -> None:
    merge(session, sen, mai, on=date(2024, 1, 1))
    report(session, NEXT.next, sen, members=13)

    assert earlier(session, Span.parse("2024-H1"), sen) == 13
    assert earlier(session, HALF, sen) is None
    assert earlier(session, Span.parse("2024"), sen) == 13
    assert earlier(session, YEAR, sen) is None


# Nothing is lost, nothing counted twice

FIGURES = st.lists(st.lists(st.none() | st.integers(0, 40), min_size=4, max_size=4), min_size=2, max_size=7)
STEPS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=5)


@costly()
@given(FIGURES, STEPS)
def test_sums_stay_whatever_is_merged(
    session: Session, figures: list[list[int | None]], steps: list[tuple[int, int, int, bool]]
) -> None:
    """In every quarter the office's sum is the same before and after, and that of the comparable series."""
    with session.begin_nested() as trial:
        living = records.insert_rows(session, Union, [{"name": f"Hoa {number}"} for number in range(len(figures))])
        for place, span in enumerate(QUARTERS):
            given_members = {key: {"members": row[place]} for key, row in zip(living, figures, strict=True)}
            counts.write(session, periods.ensure(session, span).id, given_members, {})
        before = [counts.totals(session, span) for span in QUARTERS]

        for number, (first, second, third, founds) in enumerate(steps):
            chosen = tuple(dict.fromkeys(living[place % len(living)] for place in (first, second, third)))
            if len(chosen) > 1:
                more = {"name": f"Vườn {number}"} if founds else {}
                result = merge(session, *chosen, on=date(2024, 1, 1 + number), **more)
                living = [union_id for union_id in living if union_id not in chosen] + [result]
        close_union(session, living[0], "1/3/2024")

        assert [counts.totals(session, span) for span in QUARTERS] == before
        for span, total in zip(QUARTERS, before, strict=True):
            by_result = count_figures.comparable(session, span)
            assert by_result.keys() <= set(living)
            assert sum(values["members"] or 0 for values in by_result.values()) == total.members
        told = [point for union_id in living for point in lineage.series(session, union_id).points]
        for span, total in zip(QUARTERS, before, strict=True):
            assert sum(point.comparable["members"] or 0 for point in told if point.span == span) == total.members
        active = {row["id"] for row in records.rows(session, Union, state="active")}
        assert active == set(living[1:])
        trial.rollback()
