"""Which unions are small, since when, and which of them may be merged."""

from datetime import date

import pytest

from tests.offices import HALF, Q1, Q2, Q3, Q4, YEAR, add_union, change_union, close_union, enter, entry_of, report
from unioncare_desktop.domain.records import Area, Level, MemberCount, Threshold
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import counts, events, mergers, periods, records, small_unions
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.small_unions import SmallUnion
from unioncare_desktop.storage.database import Session

BEFORE = Q1.previous


def of_size(session: Session, name: str, **members: int | None) -> int:
    """A union that reported so many *members* by quarter (`q1`, …)."""
    union_id = add_union(session, name, level="Công đoàn cơ sở", bloc="Kinh tế", area="Kim Mã")
    quarters = {"before": BEFORE, "q1": Q1, "q2": Q2, "q3": Q3, "q4": Q4}
    for quarter, count in members.items():
        if count is not None:
            report(session, quarters[quarter], union_id, workers=100, members=count)
    return union_id


def small(session: Session, span: Span) -> list[SmallUnion]:
    return list(small_unions.overview(session, span).small)


def names(found: list[SmallUnion]) -> list[str]:
    return [one.union.name for one in found]


def add_threshold(session: Session, key: str, value: int, valid_from: str) -> None:
    draft = records.new(Threshold, key=key, name=key)
    enter(draft, value=value, valid_from=valid_from)
    records.save(session, draft)


def end_threshold(session: Session, key: str, valid_to: str) -> None:
    (row,) = records.rows(session, Threshold, key=key)
    draft = records.open_draft(session, Threshold, row["id"])
    enter(draft, valid_to=valid_to)
    records.save(session, draft)


def test_small_is_below_the_threshold_and_exactly_ten_is_neither(session: Session) -> None:
    of_size(session, "Hoa Sen", q4=9)
    of_size(session, "Hoa Mai", q4=10)
    of_size(session, "Hoa Lan", q4=11)
    of_size(session, "Hoa Đào", q4=None)
    of_size(session, "Hoa Ban", q4=0)

    found = small_unions.overview(session, Q4)

    assert names(list(found.small)) == ["Hoa Ban", "Hoa Sen"]
    assert [row.union.name for row in found.borderline] == ["Hoa Mai"]
    assert [row.union.name for row in found.unknown] == ["Hoa Đào"]
    assert small_unions.borderline_words(found.borderline, found.below, found.above) == (
        "1 CĐCS có đúng 10 đoàn viên: không thuộc diện nhỏ, cũng chưa đạt mức trên 10."
    )
    assert small_unions.borderline_words([], 10, 10) == ""
    assert "1 CĐCS có 10-12 đoàn viên:" in small_unions.borderline_words(found.borderline, 10, 12)


def test_the_threshold_is_that_of_the_period(session: Session) -> None:
    of_size(session, "Hoa Sen", q1=12, q4=12)
    end_threshold(session, "small_below", "30/06/2023")
    add_threshold(session, "small_below", 15, "01/07/2023")

    assert small(session, Q1) == []
    assert names(small(session, Q4)) == ["Hoa Sen"]
    assert names(list(small_unions.overview(session, Q1, below=13).small)) == ["Hoa Sen"]


def test_without_a_threshold_nothing_is_guessed(session: Session) -> None:
    end_threshold(session, "small_below", "31/12/2022")

    with pytest.raises(UserError, match="Chưa có ngưỡng"):
        small(session, Q4)


def test_the_series_and_since_when_it_is_small(session: Session) -> None:
    of_size(session, "Hoa Ban", before=9, q1=11, q2=9, q3=8, q4=7)
    of_size(session, "Hoa Mai", before=3, q2=4, q4=5)
    of_size(session, "Hoa Sen", q4=5)

    ban, mai, sen = small(session, Q4)

    assert (ban.series, ban.small_since) == ((11, 9, 8, 7), Q2)
    assert (mai.series, mai.small_since) == ((None, 4, None, 5), BEFORE)  # a quarter without a report breaks nothing
    assert (sen.series, sen.small_since) == ((None, None, None, 5), Q4)


def test_the_row_of_small_quarters_is_measured_by_the_threshold_of_each(session: Session) -> None:
    of_size(session, "Hoa Sen", q1=12, q2=12, q3=12, q4=12)
    end_threshold(session, "small_below", "30/06/2023")
    add_threshold(session, "small_below", 15, "01/07/2023")

    (sen,) = small(session, Q4)
    (asked,) = small_unions.overview(session, Q4, below=20).small

    assert sen.small_since == Q3
    assert asked.small_since == Q1


def test_a_quarter_tells_nothing_of_later_ones(session: Session) -> None:
    of_size(session, "Hoa Sen", q1=5, q2=20)

    (sen,) = small(session, Q1)

    assert (sen.series, sen.small_since) == ((None, None, None, 5), Q1)


@pytest.mark.parametrize(("span", "members", "since"), [(HALF, 6, Q1), (YEAR, 8, Q1)])
def test_a_longer_period_ends_with_its_last_quarter(session: Session, span: Span, members: int, since: Span) -> None:
    of_size(session, "Hoa Sen", q1=5, q2=6, q3=7, q4=8)

    (sen,) = small(session, span)

    assert (sen.members, sen.small_since, sen.series[-1]) == (members, since, members)


def test_a_year_reported_as_such_has_no_quarters(session: Session) -> None:
    sen = add_union(session, "Hoa Sen")
    of_year = {"union_id": sen, "period_id": periods.ensure(session, YEAR).id, "members": 8}
    records.insert_rows(session, MemberCount, [of_year])

    (found,) = small(session, YEAR)

    assert (found.members, found.small_since, found.series) == (8, YEAR, (None,) * 4)


def test_fewer_members_than_founding_takes_is_said(session: Session) -> None:
    of_size(session, "Hoa Mai", q4=4)
    of_size(session, "Hoa Sen", q4=5)

    mai, sen = small(session, Q4)

    assert (mai.legal, sen.legal) == (False, True)


def test_before_there_was_a_rule_for_founding_everything_was_legal(session: Session) -> None:
    sen = add_union(session, "Hoa Sen")
    report(session, Span.parse("2019-Q4"), sen, workers=5, members=3)

    (found,) = small(session, Span.parse("2019-Q4"))

    assert found.legal


def test_upper_unions_are_never_small(session: Session) -> None:
    level = records.insert_rows(session, Level, [{"name": "Cấp trên", "reports": False}])[0]
    upper = add_union(session, "Công đoàn phường")
    change_union(session, upper, level_id=level)
    report(session, Q4, upper, workers=9, members=3)

    assert small(session, Q4) == []
    assert small_unions.small_ids(session, Q4) == set()
    below = entry_of(session, Level, "Công đoàn cơ sở")
    events.record(session, EventDraft(upper, "regrouped", date(2024, 2, 1), {"level_id": below}))
    assert small_unions.small_ids(session, Q4) == set()  # it was above others then


def test_figures_taken_over_are_marked(session: Session) -> None:
    sen = of_size(session, "Hoa Sen", q3=5)
    counts.take_over(session, Q4, [sen])

    (found,) = small(session, Q4)

    assert found.unconfirmed


def test_a_candidate_lives_today_and_is_in_no_proposal(session: Session) -> None:
    sen, mai = of_size(session, "Hoa Sen", q4=5), of_size(session, "Hoa Mai", q4=6)
    lan, ban = of_size(session, "Hoa Lan", q4=7), of_size(session, "Hoa Ban", q4=8)
    close_union(session, lan, "01/03/2024")
    (proposal,) = mergers.propose(session, [MergerDraft(ABSORBED, (sen, mai), Q4, result_id=mai)])

    found = small_unions.overview(session, Q4)

    assert names(list(found.small)) == ["Hoa Ban", "Hoa Lan", "Hoa Mai", "Hoa Sen"]
    assert small_unions.small_ids(session, Q4) == {one.union.id for one in found.small} == {sen, mai, lan, ban}
    assert names(list(found.alive)) == ["Hoa Ban", "Hoa Mai", "Hoa Sen"]
    assert [one.union.id for one in found.candidates] == [ban]
    assert {one.union.id: one.in_proposal for one in found.small} == {
        ban: None,
        lan: None,
        mai: proposal,
        sen: proposal,
    }


def test_what_has_grown_by_a_merger_is_no_candidate_of_the_same_period_again(session: Session) -> None:
    sen, mai = of_size(session, "Hoa Sen", q4=5), of_size(session, "Hoa Mai", q4=6)
    lan, ban = of_size(session, "Hoa Lan", q4=3), of_size(session, "Hoa Ban", q4=4)
    pairs = [
        MergerDraft(ABSORBED, pair, Q4, pair[0], effective_on=date(2024, 1, 1)) for pair in ((sen, mai), (lan, ban))
    ]
    mergers.carry_out(session, pairs)

    found = small_unions.overview(session, Q4)

    assert names(list(found.small)) == ["Hoa Ban", "Hoa Lan", "Hoa Mai", "Hoa Sen"]
    assert [(one.union.id, one.members) for one in found.candidates] == [(lan, 7)]
    assert small_unions.waiting(session, Q4) == 1


def test_the_list_tells_what_was_and_the_candidates_what_is(session: Session) -> None:
    sen = of_size(session, "Hoa Sen", q4=5)
    area = entry_of(session, Area, "Giảng Võ")
    events.record(session, EventDraft(sen, "renamed", date(2024, 2, 1), {"name": "Hoa Sen Trắng"}))
    events.record(session, EventDraft(sen, "regrouped", date(2024, 2, 1), {"area_id": area}))

    (then,) = small(session, Q4)
    (now,) = small_unions.overview(session, Q4).candidates

    assert (then.union.name, then.union.area) == ("Hoa Sen", "Kim Mã")
    assert (now.union.name, now.union.area) == ("Hoa Sen Trắng", "Giảng Võ")


def test_as_json_has_plain_values(session: Session) -> None:
    of_size(session, "Hoa Sen", q3=4, q4=5)

    (found,) = small(session, Q4)

    assert found.as_json() == {
        "code": None,
        "name": "Hoa Sen",
        "bloc": "Kinh tế",
        "area": "Kim Mã",
        "sector": None,
        "upper": None,
        "members": 5,
        "series": [None, None, 4, 5],
        "small_since": "2023-Q3",
        "legal": True,
        "in_proposal": None,
        "unconfirmed": False,
    }
