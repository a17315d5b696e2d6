"""What indicators come to: one computation for each, whom each counts next, for any scope, period and day."""

import pytest

from tests.measured_office import BEFORE, UNIONS, found_measured_office
from tests.offices import Q2, Q3, Q4, YEAR, add_union, close_union, report
from unioncare_desktop.domain.records import Indicator, IndicatorValue
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, indicators, office, records, returns, yearly_facts
from unioncare_desktop.services.measures import MEASURES, measured
from unioncare_desktop.services.situation import Situation, Value
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.services.yearly_facts import Entry
from unioncare_desktop.storage.database import Session

OF_FACTS: dict[str, dict[str, str]] = {
    "agreements_large_enterprises": {"agreement": "có"},
    "agreements_large_units": {"agreement": "có"},
    "agreements_units": {"agreement": "có"},
    "good_agreements": {"agreement_grade_id": "A"},
    "good_agreements_graded": {"agreement_grade_id": "B"},
    "conferences_enterprises": {"conference": "có"},
    "good_ratings": {"rating_id": "Hoàn thành tốt nhiệm vụ"},
    "good_ratings_all": {"rating_id": "Hoàn thành xuất sắc nhiệm vụ"},
}
"""What a union has to tell to be counted."""
OF_PEOPLE = {
    "officers_trained": ("officers_trained", "officers"),
    "participation": ("participants", "members"),
    "hardship_helped": ("helped", "hardship"),
    "skills": ("studying", "members"),
    "policy_taught": ("taught", "workers"),
}
"""Which figure of a union has to reach which other."""


@pytest.fixture
def ids(session: Session) -> dict[str, int]:
    return found_measured_office(session)


def value_of(session: Session, key: str, span: Span = Q4, **scope: str) -> Value:
    return measured(Situation(session, span, scope=Scope(**scope)), key)


def tell(session: Session, union_id: int, **facts: object) -> None:
    entries = [Entry(union_id, name, raw) for name, raw in facts.items()]
    assert yearly_facts.enter(session, 2023, entries).refused == ()


def test_every_indicator_has_its_computation_or_is_entered_by_hand() -> None:
    shipped = office.shipped(Indicator)
    computed = {row["key"]: row["measure"] for row in shipped if row.get("measure")}
    assert computed == {name: name for name in MEASURES}
    by_hand = [row["key"] for row in shipped if not row.get("measure")]
    assert len(by_hand) == len(shipped) - len(MEASURES) == 6


def test_no_share_is_more_than_all(session: Session, ids: dict[str, int]) -> None:
    situation = Situation(session, Q4)
    catalogue = indicators.catalogue(session)
    shares = {key: measured(situation, key) for key, one in catalogue.items() if one.is_share and not one.by_hand}
    assert all(one.denominator is not None for one in shares.values())
    assert all((one.numerator or 0) <= (one.denominator or 0) for one in shares.values())
    assert all(set(one.open) <= set(ids.values()) for one in shares.values())


@pytest.mark.parametrize("key", OF_FACTS)
def test_the_open_unions_are_those_that_would_count(session: Session, ids: dict[str, int], key: str) -> None:
    before = value_of(session, key)
    assert before.denominator is not None
    assert before.numerator is not None
    assert len(set(before.open)) == len(before.open) == before.denominator - before.numerator > 0

    for union_id in before.open:
        assert union_id in ids.values()
        tell(session, union_id, **OF_FACTS[key])

    after = value_of(session, key)
    assert (after.numerator, after.open) == (before.denominator, ())
    assert after.denominator == before.denominator


@pytest.mark.parametrize("key", OF_PEOPLE)
def test_the_open_unions_have_the_people_that_are_missing(session: Session, ids: dict[str, int], key: str) -> None:
    part, whole = OF_PEOPLE[key]
    tell(session, ids["E1"], officers=9, hardship=9)
    rows = {row.union.id: row for row in yearly_facts.rows(session, 2023)}

    def of(union_id: int) -> int:
        row = rows[union_id]
        return int(row.facts[whole] if whole in row.facts else getattr(row.about, whole))

    before = value_of(session, key)
    missing = [of(union_id) - rows[union_id].facts[part] for union_id in before.open]
    assert missing == sorted(missing, reverse=True)
    for union_id in before.open:
        tell(session, union_id, **{part: of(union_id)})

    after = value_of(session, key)
    assert (after.numerator, after.denominator, after.open) == (before.denominator, before.denominator, ())


def test_the_open_unions_of_registrations_and_mergers_still_live(session: Session, ids: dict[str, int]) -> None:
    works = value_of(session, "registered_works")
    assert {ids[name] for name in ("E6", "E7", "E8", "E9", "E10", "N1")} == set(works.open)  # S3 is merged
    anything = value_of(session, "registered_unions")
    assert (anything.numerator, anything.denominator) == (10, 16)
    merged = value_of(session, "merged_small_unions")
    assert {ids["A2"], ids["E10"]} == set(merged.open)
    close_union(session, ids["E10"], "1/10/2023")
    assert value_of(session, "merged_small_unions").open == (ids["A2"],)


def test_small_indicators_by_hand(session: Session, ids: dict[str, int]) -> None:
    tell(session, ids["E1"], phantom=3, double=2)
    tell(session, ids["E2"], phantom=0, double=5)
    assert value_of(session, "phantom_members") == Value(3, open=(ids["E1"],), unknown=12)
    assert value_of(session, "double_members") == Value(7, open=(ids["E2"], ids["E1"]), unknown=12)
    assert value_of(session, "initiatives").numerator == 28
    assert value_of(session, "new_unions").numerator == 3  # E8, E9, N1; not the school others were merged into
    assert value_of(session, "large_enterprises_without_union").numerator == 2
    assert value_of(session, "good_agreements_graded").denominator == 3  # A, B, C


@pytest.mark.usefixtures("ids")
def test_who_has_not_told_is_counted(session: Session) -> None:
    assert value_of(session, "members").unknown == 1  # E10
    assert value_of(session, "agreements_units").unknown == 7  # E6, E9, E10, S1, A1, A2, N1
    assert value_of(session, "good_ratings").unknown == len(UNIONS) - 2 - 7  # S2 and S3 are gone, seven are rated


def test_nothing_told_is_not_zero(session: Session) -> None:
    large = add_union(session, "CĐCS Công ty Lớn", sector="Doanh nghiệp FDI")
    report(session, Q4, large, members=30, workers=40)
    nothing = value_of(session, "agreements_large_enterprises")
    assert (nothing.numerator, nothing.denominator, nothing.known) == (None, 1, False)
    assert not value_of(session, "good_agreements").known
    assert not value_of(session, "members", Q2).known
    tell(session, large, agreement="không")
    assert value_of(session, "agreements_large_enterprises").numerator == 0


@pytest.mark.usefixtures("ids")
def test_a_scope_holds_for_every_indicator(session: Session) -> None:
    assert value_of(session, "members", sector="Doanh nghiệp FDI").numerator == 210
    assert value_of(session, "agreements_units", sector="Hành chính nhà nước").denominator == 2
    assert value_of(session, "merged_small_unions", sector="Sự nghiệp công lập").denominator == 2
    situation = Situation(session, Q4)
    school = situation.within(sector="Sự nghiệp công lập")
    assert measured(school, "members").numerator == 63
    assert school.within(sector="Sự nghiệp công lập") is school
    assert measured(situation, "members").numerator == 571


def test_the_newest_quarter_that_is_told_counts(session: Session, ids: dict[str, int]) -> None:
    assert value_of(session, "members", YEAR).numerator == 571
    report(session, Span.parse("2024-Q1"), ids["E1"], members=110, workers=120)
    year = value_of(session, "members", Span.parse("2024"))
    assert (year.numerator, year.note) == (110, "số liệu Quý I/2024")


@pytest.mark.usefixtures("ids")
def test_the_sums_are_those_of_the_figures_and_of_the_year(session: Session) -> None:
    totals, summary = counts.totals(session, Q4), yearly_facts.summary(session, 2023)
    assert value_of(session, "members").numerator == totals.members
    assert value_of(session, "member_share").ratio == totals.ratio
    share = summary.shares["agreements_of_large_enterprises"]
    found = value_of(session, "agreements_large_enterprises")
    assert (found.numerator, found.denominator) == (share.part, share.whole)


def test_a_day_in_the_past_knows_nothing_of_later_quarters(session: Session, ids: dict[str, int]) -> None:
    """Of E5 a quarter is told before and after it grew to 25 members; the agreement is of the year."""
    report(session, Q3, ids["E5"], members=20, workers=260)
    assert value_of(session, "agreements_large_enterprises", Q4).denominator == 5
    assert value_of(session, "agreements_large_enterprises", Q3).denominator == 0
    assert value_of(session, "merged_small_unions", Q2).numerator == 0
    assert value_of(session, "merged_small_unions", Q3).numerator == 2
    assert value_of(session, "new_unions", BEFORE).numerator == 1
    assert value_of(session, "registered_unions", BEFORE).note == "năm 2022 chưa có phong trào thi đua nào"


def test_returns_are_those_of_the_returns(session: Session, ids: dict[str, int]) -> None:
    told = returns.summary(session, Q4)
    received = value_of(session, "returns_received")
    assert (received.numerator, received.denominator) == (told.received, told.expected)
    assert received.open == (ids["E10"],)
    assert value_of(session, "returns_on_time").numerator == told.on_time
    assert value_of(session, "returns_on_time").open == ()  # too late now
    assert value_of(session, "returns_late").open == (ids["E10"],)


def test_what_nobody_has_written_down_is_doubted(session: Session) -> None:
    add_union(session, "CĐCS Công ty Cũ", sector="Doanh nghiệp FDI", founded_on="05/01/2010")
    found = value_of(session, "new_unions_private")
    assert (found.numerator, found.doubt) == (0, "")

    add_union(session, "CĐCS Công ty Không rõ", sector="Doanh nghiệp FDI")
    assert value_of(session, "new_unions_private").doubt == "1 CĐCS chưa ghi ngày thành lập"
    assert value_of(session, "large_enterprises_with_union").doubt == "chưa ghi doanh nghiệp nào chưa có CĐCS"


def test_what_is_entered_by_hand_is_the_newest_by_the_day(session: Session) -> None:
    indicator = indicators.catalogue(session)["plan_deployed"]
    for day, part in (("2023-03-01", 40), ("2023-09-01", 90)):
        values = records.new(IndicatorValue, indicator_id=indicator.id)
        values.enter("on", day)
        values.enter("numerator", part)
        values.enter("denominator", 100)
        values.enter("note", "Theo báo cáo")
        records.save(session, values)
    assert value_of(session, "plan_deployed", Q2).numerator == 40
    found = value_of(session, "plan_deployed", Q4)
    assert (found.numerator, found.note) == (90, "nhập tay, số liệu đến ngày 01/09/2023: Theo báo cáo")
    assert not value_of(session, "plan_deployed", BEFORE).known
