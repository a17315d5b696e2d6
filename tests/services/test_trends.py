"""How indicators went, and what is forecast of a target: a range, or the reason why there is none."""

from datetime import date

import pytest

from tests.competitions import WORK, found_campaign, register
from tests.measured_office import found_measured_office
from tests.offices import Q1, Q2, Q3, Q4, add_union, report
from unioncare_desktop.domain.records import IndicatorValue, Plan, PlanTarget
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import indicators, records, targets, trends
from unioncare_desktop.services.targets import ForecastRow, TargetStanding
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.storage.database import Session
from unioncare_desktop.vietnamese import NO_BREAK

MEMBERS = (100, 103, 104, 109)
QUARTERS = (Q1, Q2, Q3, Q4)
NEXT = Span.parse("2024-Q1")


@pytest.fixture
def union(session: Session) -> int:
    union_id = add_union(session, "Hoa Sen", area="Kim Mã", sector="Doanh nghiệp FDI")
    for quarter, members in zip(QUARTERS, MEMBERS, strict=True):
        report(session, quarter, union_id, members=members, workers=200)
    return union_id


def went(session: Session, key: str, span: Span = Q4, **scope: str) -> list[tuple[str, float]]:
    return [(point.span.code, round(point.figure, 2)) for point in trends.trend(session, key, span, Scope(**scope))]


def target(session: Session, key: str, value: str, by: date | None, comparator: str = ">=") -> TargetStanding:
    """A plan with one target, and how that stands."""
    since = date(2023, 1, 1)
    plan = {"number": "1/KH", "issuer": "LĐLĐ", "name": "Kế hoạch", "valid_from": since}
    (plan_id,) = records.insert_rows(session, Plan, [plan])
    draft = records.new(PlanTarget, plan_id=plan_id, indicator_id=indicators.catalogue(session)[key].id)
    draft.enter("comparator", comparator)
    draft.enter("value", value)
    records.insert_rows(session, PlanTarget, [draft.values | {"by": by}])
    (standing,) = targets.standings(session, Q4, plan_ids=[plan_id])
    return standing


def forecast(session: Session, key: str, value: str, by: date | None, comparator: str = ">=") -> ForecastRow:
    return targets.forecast(session, target(session, key, value, by, comparator), Q4)


@pytest.mark.usefixtures("union")
def test_members_go_by_quarter(session: Session) -> None:
    other = add_union(session, "Trường Hoa Mai", area="Bách Hoa", sector="Sự nghiệp công lập")
    report(session, Q4, other, members=10, workers=10)
    assert went(session, "members") == [("2023-Q1", 100), ("2023-Q2", 103), ("2023-Q3", 104), ("2023-Q4", 119)]
    assert went(session, "members", Q2) == [("2023-Q1", 100), ("2023-Q2", 103)]
    assert went(session, "members", area="Kim Mã")[-1] == ("2023-Q4", 109)
    assert went(session, "members", sector="Sự nghiệp công lập") == [("2023-Q4", 10)]
    assert went(session, "member_share_enterprises")[-1] == ("2023-Q4", 54.5)
    assert went(session, "member_share")[-1] == ("2023-Q4", 56.67)  # 119/210


def test_other_indicators_go_by_year_and_those_of_mergers_by_quarter(session: Session) -> None:
    ids = found_measured_office(session)
    assert went(session, "new_unions") == [("2022", 1), ("2023", 3)]
    assert went(session, "agreements_units") == [("2023", 35.71)]  # 5/14
    assert went(session, "agreements_units", Q3) == []  # the year is not over
    assert went(session, "merged_small_unions") == [("2022-Q4", 0), ("2023-Q4", 50)]
    (first, _second) = found_campaign(session, 2024)
    register(session, first, ids["E1"], WORK, "Trồng cây")
    assert [code for code, _figure in went(session, "registered_works", Span.parse("2024"))] == ["2023", "2024"]


def test_the_past_is_read_once_for_all_that_ask_together(session: Session) -> None:
    found_measured_office(session)
    past = trends.Past(session)
    together = [trends.trend(session, key, Q4, past=past) for key in ("new_unions", "skills")]
    assert together == [trends.trend(session, key, Q4) for key in ("new_unions", "skills")]
    year = Span.parse("2023")
    assert past.at(year, Scope()) is past.at(year, Scope())


def test_what_is_entered_by_hand_goes_by_the_quarters_of_its_days(session: Session) -> None:
    indicator_id = indicators.catalogue(session)["plan_deployed"].id
    told = {"indicator_id": indicator_id, "denominator": 100, "note": "Theo báo cáo"}
    days = {date(2023, 2, 1): 10, date(2023, 3, 1): 20, date(2023, 8, 1): 90}
    records.insert_rows(session, IndicatorValue, [told | {"on": day, "numerator": part} for day, part in days.items()])
    assert went(session, "plan_deployed") == [("2023-Q1", 20), ("2023-Q3", 90)]
    assert went(session, "plan_deployed", Q2) == [("2023-Q1", 20)]


@pytest.mark.usefixtures("union")
@pytest.mark.parametrize(
    ("value", "chance"), [("105", "nhiều khả năng đạt"), ("120", "khó đạt"), ("112", "chưa chắc đạt")]
)
def test_a_forecast_says_how_likely_a_target_is(session: Session, value: str, chance: str) -> None:
    """Line 97 + 2,8x, 111 at 5; s² = 2,8 / 2, 1,886 * sqrt(1,4 * 2,5) = 3,5: days are not quite quarters."""
    found = forecast(session, "members", value, date(2024, 3, 31))
    assert found.range is not None
    assert 105 < found.range.low < 112 < found.range.high < 120
    assert found.words == f"dự báo 107–115 vào 31/03/2024: {chance}"
    assert [point.span for point in found.points] == list(QUARTERS)


@pytest.mark.usefixtures("union")
def test_a_share_is_forecast_in_percent_and_within_all_there_are(session: Session) -> None:
    found = forecast(session, "member_share", "90", date(2024, 3, 31))
    assert found.words == f"dự báo 53,7–57,2{NO_BREAK}% vào 31/03/2024: khó đạt"
    limit = forecast(session, "member_share", "90", date(2024, 3, 31), comparator="<=")
    assert limit.words.endswith("nhiều khả năng đạt")


@pytest.mark.usefixtures("union")
def test_what_cannot_be_forecast_says_why(session: Session) -> None:
    def words(by: date | None) -> str:
        return forecast(session, "members", "500", by).words

    assert words(date(2023, 12, 31)) == "đã có số liệu đến 31/12/2023, không cần dự báo"
    assert words(date(2045, 12, 31)) == "31/12/2045 còn quá xa so với 4 kỳ số liệu, chưa dự báo được"
    assert words(None).endswith("vào 31/12/2024: khó đạt")  # no milestone: the next end of a year
    early = targets.forecast(session, target(session, "members", "500", date(2024, 12, 31)), Q3)
    assert early.words == "mới có 3 kỳ số liệu, chưa đủ để dự báo"
    assert early.range is None
    none = forecast(session, "skills", "80", date(2024, 12, 31))
    assert (none.range, none.words) == (None, "chưa có kỳ số liệu nào để dự báo")


def test_a_series_that_stands_still_is_said_to_stay_and_one_of_zeros_is_not_foreseen(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Sen", sector="Doanh nghiệp FDI", area="Kim Mã")
    for quarter in QUARTERS:
        report(session, quarter, union, members=119, workers=200)

    assert forecast(session, "members", "500", date(2024, 3, 31)).words == "dự báo giữ ở 119 vào 31/03/2024: khó đạt"
    share = forecast(session, "member_share", "50", date(2024, 3, 31))
    assert share.words == f"dự báo giữ ở 59,5{NO_BREAK}% vào 31/03/2024: nhiều khả năng đạt"
    for quarter in QUARTERS:
        report(session, quarter, union, members=0, workers=200)
    none = forecast(session, "member_share", "50", date(2024, 3, 31))
    assert (none.range, none.words) == (None, "cả 4 kỳ số liệu đều bằng 0, chưa có gì để dự báo")


@pytest.mark.usefixtures("union")
def test_about_and_without_a_figure_are_forecast_too(session: Session) -> None:
    about = forecast(session, "members", "113", date(2024, 3, 31), comparator="~")  # 95 % of 113 = 107,35
    assert about.words.endswith("nhiều khả năng đạt")
