"""What the start page is told: completeness, change, the course of members, parts, targets, what is due and done."""

from datetime import date

import pytest

from tests.offices import Q1, Q2, Q3, Q4, add_union, close_union, found_office, report
from unioncare_desktop.domain.records import Plan, PlanDeadline, PlanTarget
from unioncare_desktop.domain.records.plan import ABOVE
from unioncare_desktop.services import counts, indicators, overview, records
from unioncare_desktop.services.overview import Part
from unioncare_desktop.storage.database import Session

ON = date(2023, 9, 8)


@pytest.fixture
def office(session: Session) -> Session:
    found_office(session, "district")
    return session


def unions(session: Session, *members: int, sector: str = "Trường học", area: str = "Kim Mã") -> list[int]:
    """Unions that reported so many members for the third quarter, with one worker more."""
    found = []
    for number, count in enumerate(members):
        name = f"{sector} {area} {number}"
        union_id = add_union(session, name, sector=sector, area=area, founded_on="1/1/2015")
        report(session, Q3, union_id, workers=count + 1, members=count)
        found.append(union_id)
    return found


def test_an_empty_office_has_nothing_and_says_so(office: Session) -> None:
    found = overview.read(office, Q3, ON)

    assert (found.unions, found.members, found.change) == (0, None, None)
    assert (found.returns.reported, found.returns.expected) == (0, 0)
    assert [point.members for point in found.series] == [None, None]
    assert found.sectors == found.areas == ()
    assert (found.goals.any_plan, found.goals.foremost) == (False, ())


def test_the_figures_are_those_of_the_page_of_figures(office: Session) -> None:
    unions(office, 5, 9, 10, 40)
    add_union(office, "Chưa nộp", founded_on="1/1/2015")
    found, totals = overview.read(office, Q3, ON), counts.totals(office, Q3)

    assert (found.returns.reported, found.returns.expected) == (totals.reported, totals.expected) == (4, 5)
    assert found.returns.missing == 1
    assert found.members == totals.members == 64
    assert found.now.ratio == totals.ratio == 64 / 68
    assert found.small == len(counts.small(counts.rows(office, Q3), 10)) == 2
    assert found.unions == 5


def test_the_day_on_which_returns_are_due_comes_nearer_and_passes(office: Session) -> None:
    unions(office, 5)

    days = [overview.read(office, Q3, day).returns.days_left for day in (ON, date(2023, 9, 14), date(2023, 9, 20))]

    assert days == [6, 0, -6]


def test_the_change_leaves_out_who_has_not_reported(office: Session) -> None:
    first, second = unions(office, 20, 30)
    report(office, Q4, first, members=22, workers=25)

    assert overview.read(office, Q4, ON).change == 2, "30 members of the other are not lost, they are not told"

    report(office, Q4, second, members=29, workers=31)
    assert overview.read(office, Q4, ON).change == 1


def test_a_union_that_ended_took_its_members_along(office: Session) -> None:
    first, second = unions(office, 20, 30)
    close_union(office, second, "1/11/2023")
    report(office, Q4, first, members=20, workers=21)

    found = overview.read(office, Q4, ON)

    assert found.change == -30
    assert found.returns.missing == 0


def test_the_course_begins_with_the_first_figures_and_keeps_its_gaps(office: Session) -> None:
    (union_id,) = unions(office, 20)
    report(office, Q1, union_id, members=18, workers=24)

    found = overview.read(office, Q4, ON).series

    assert [(point.span, point.members) for point in found] == [(Q1, 18), (Q2, None), (Q3, 20), (Q4, None)]
    assert [point.ratio for point in found] == [18 / 24, None, 20 / 21, None]


def test_the_share_counts_unions_that_told_both(office: Session) -> None:
    (first, second) = unions(office, 20, 30)
    report(office, Q4, first, members=22)
    report(office, Q4, second, workers=40, members=30)

    assert overview.read(office, Q4, ON).now.ratio == 30 / 40


def test_a_long_course_is_its_newest_quarters(office: Session) -> None:
    (union_id,) = unions(office, 20)
    span = Q3
    for _quarter in range(20):
        span = span.next
        report(office, span, union_id, members=20, workers=21)

    found = overview.read(office, span, ON).series

    assert len(found) == overview.SERIES_LENGTH
    assert found[-1].span == span


def test_the_largest_parts_stand_by_themselves_the_others_together(office: Session) -> None:
    for number in range(8):
        unions(office, 10 + number, area=f"Phường {number}")
    found = overview.read(office, Q3, ON).areas

    assert found[:2] == (Part("Phường 7", 17), Part("Phường 6", 16))
    assert found[-1] == Part("4 địa bàn khác", 10 + 11 + 12 + 13, 4)
    assert sum(part.members for part in found) == overview.read(office, Q3, ON).members


def plan(session: Session, indicator: str, value: int, **more: object) -> int:
    """A plan of 2023 with one target: above *value* percent or units."""
    (plan_id,) = records.insert_rows(
        session,
        Plan,
        [{"number": "1/KH", "issuer": "Quận", "name": "Kế hoạch 1", "issued_on": date(2023, 1, 5), **more}],
    )
    indicator_id = indicators.catalogue(session)[indicator].id
    target = {"plan_id": plan_id, "indicator_id": indicator_id, "comparator": ABOVE, "value": value * 100}
    records.insert_rows(session, PlanTarget, [target | {"by": date(2023, 12, 31)}])
    return plan_id


def test_what_is_not_met_is_seen_first_and_alike_targets_once(office: Session) -> None:
    unions(office, 20)
    plan(office, "member_share", 80)
    plan(office, "members", 1000, number="2/KH", name="Kế hoạch 2")
    plan(office, "members", 1000, number="3/KH", name="Kế hoạch 3")

    goals = overview.read(office, Q3, ON).goals

    assert [goal.standing.indicator.key for goal in goals.foremost] == ["members", "member_share"]
    assert (goals.met, goals.unmet, goals.open) == (1, 2, 0)
    assert goals.share is not None
    assert goals.share.met
    assert len(goals.plans) == 3


def test_what_is_late_and_what_comes_next(office: Session) -> None:
    plan_id = plan(office, "members", 1000, valid_from=date(2023, 1, 1), valid_to=date(2023, 12, 31))
    days = {"Đã quá": date(2023, 9, 1), "Sắp": date(2023, 9, 15), "Còn xa": date(2023, 11, 30)}
    rows = [{"plan_id": plan_id, "name": name, "due": day, "kind": "task"} for name, day in days.items()]
    records.insert_rows(office, PlanDeadline, rows)

    due = overview.read(office, Q3, ON).due

    assert [one.title for one in due.foremost if one.title in days] == ["Đã quá", "Sắp", "Còn xa"]
    assert due.late >= 1
    assert due.soon >= 1


def test_the_newest_actions_are_told(office: Session) -> None:
    unions(office, 5)

    titles = [one.title for one in overview.read(office, Q3, ON).latest]

    assert titles == ["Thử"], "what the program itself has brought is not among them"
