"""How targets stand: which plans hold, lights and words, days, and what the office did not tell."""

from datetime import date

import pytest

from tests.offices import Q3, Q4, add_union, report
from unioncare_desktop.domain.records import Area, MergerBase, Plan, PlanTarget, Threshold
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import indicators, merger_bases, records, targets, yearly_facts
from unioncare_desktop.services.situation import Situation
from unioncare_desktop.services.targets import TargetStanding
from unioncare_desktop.services.yearly_facts import Entry
from unioncare_desktop.storage.database import Session

END = date(2023, 12, 31)


def add_plan(session: Session, *wanted: dict[str, object], **values: object) -> int:
    """A plan with targets; an indicator by its key, a value in units."""
    plan = {"number": "1/KH", "issuer": "LĐLĐ", "name": "Kế hoạch"} | values
    (plan_id,) = records.insert_rows(session, Plan, [plan])
    catalogue = indicators.catalogue(session)
    rows = []
    for one in wanted:
        value = one.get("value")
        drawn = {
            "plan_id": plan_id,
            "indicator_id": catalogue[str(one["key"])].id,
            "comparator": one.get("comparator", ">="),
        }
        drawn |= {"rhythm": one.get("rhythm", "once"), "by": one.get("by"), "area_id": one.get("area_id")}
        drawn |= {"value": None if value is None else int(str(value)) * 100, "merger_base_id": one.get("base_id")}
        rows.append(drawn)
    records.insert_rows(session, PlanTarget, rows)
    return plan_id


def standing(session: Session, span: Span = Q4, on: date | None = None, **wanted: object) -> TargetStanding:
    plan_id = add_plan(session, wanted)
    (found,) = targets.standings(session, span, on, [plan_id])
    return found


@pytest.fixture
def union(session: Session) -> int:
    """An enterprise with 30 members of 40 workers in the last quarter."""
    union_id = add_union(session, "CĐCS Công ty Hoa Sen", sector="Doanh nghiệp FDI", area="Kim Mã")
    report(session, Q4, union_id, members=30, workers=40)
    return union_id


def tell(session: Session, union_id: int, **facts: object) -> None:
    entries = [Entry(union_id, name, raw) for name, raw in facts.items()]
    assert yearly_facts.enter(session, 2023, entries).refused == ()


@pytest.mark.usefixtures("union")
@pytest.mark.parametrize(
    ("wanted", "light", "state", "remark"),
    [
        ({"key": "members", "value": 30}, "good", "đạt", "đạt"),
        ({"key": "members", "value": 28}, "good", "đạt", "đạt, dư 2"),
        (
            {"key": "members", "value": 31, "comparator": "~"},
            "good",
            "đạt",
            "đạt: phần còn thiếu nằm trong mức “khoảng”",
        ),
        (
            {"key": "members", "value": 32, "comparator": "~", "by": date(2030, 12, 31)},
            *("warning", "chưa đạt", "còn thiếu 2 đoàn viên để đạt khoảng 32 trước 31/12/2030"),
        ),
        ({"key": "members", "value": 25, "comparator": "<"}, "warning", "chưa đạt", "vượt mức cho phép 6 đoàn viên"),
        ({"key": "members", "value": 0, "comparator": "<"}, "error", "không đạt", None),
        ({"key": "member_share", "value": 100, "comparator": ">"}, "error", "không đạt", None),
        ({"key": "member_share", "value": 90}, "warning", "chưa đạt", "cần thêm 6 đoàn viên"),
        (
            {"key": "member_share", "value": 90, "by": END},
            "error",
            "không đạt",
            "còn thiếu 6 người, đã qua mốc 31/12/2023",
        ),
        ({"key": "members", "comparator": "qualitative"}, "none", "tự đánh giá", None),
        ({"key": "skills", "value": 80}, "none", "chưa có số liệu", "chưa có số liệu: hãy nhập ở Số liệu năm"),
        ({"key": "good_agreements", "value": 45}, "none", "chưa có số liệu", None),
        (
            {"key": "registered_works", "value": 100},
            *("none", "chưa có số liệu", "chưa có số liệu: năm 2023 chưa có phong trào thi đua nào"),
        ),
        (
            {"key": "plan_deployed", "value": 100},
            "none",
            "chưa có số liệu",
            "chưa có số liệu: hãy nhập tay, kèm căn cứ",
        ),
        (
            {"key": "merged_small_unions", "value": 65, "comparator": ">"},
            *("none", "chưa có số liệu", "chưa có gì để tính: mẫu số bằng 0"),
        ),
    ],
)
def test_lights_are_told_in_words(
    session: Session, wanted: dict[str, object], light: str, state: str, remark: str | None
) -> None:
    plan_id = add_plan(session, wanted)
    (found,) = targets.standings(session, Q4, plan_ids=[plan_id])
    assert (found.light, found.state_words) == (light, state)
    assert remark is None or found.remark == remark


def test_out_of_reach_and_without_a_figure_say_so(session: Session, union: int) -> None:
    assert standing(session, key="member_share", value=100, comparator=">").remark == (
        "không thể đạt với số liệu hiện có: hãy xem lại mức phải đạt và cách tính"
    )
    assert standing(session, key="members", comparator="qualitative").remark == (
        "kế hoạch không nêu con số: xem số liệu, tự đánh giá"
    )
    tell(session, union, agreement="không")
    assert standing(session, key="good_agreements", value=45).remark == "chưa có gì để tính: mẫu số bằng 0"


def test_who_has_not_reported_is_told_with_the_value(session: Session, union: int) -> None:
    add_union(session, "CĐCS Trường Hoa Mai")
    tell(session, union, agreement="có")
    found = standing(session, key="agreements_units", value=50)
    assert (found.value_words.replace("\N{NO-BREAK SPACE}", " "), found.met) == ("1/2 · 50,0 %", True)
    assert found.remark == "đạt; 1 đơn vị chưa báo cáo"


def test_plans_hold_while_they_are_valid(session: Session, union: int) -> None:
    wanted: dict[str, object] = {"key": "members", "value": 1}
    ahead = add_plan(session, wanted, valid_from=date(2024, 1, 1))
    over = add_plan(session, wanted, valid_from=date(2022, 1, 1), valid_to=date(2023, 9, 30))
    always = add_plan(session, wanted)
    issued = add_plan(session, wanted, issued_on=date(2023, 12, 31))

    def held(span: Span) -> set[int | None]:
        return {one.target.plan_id for one in targets.standings(session, span)}

    assert union
    assert held(Q4) == {always, issued}
    assert held(Q3) == {always, over}
    assert held(Span.parse("2024")) == {always, issued, ahead}
    assert {one.target.plan_id for one in targets.standings(session, Q4, plan_ids=[ahead])} == {ahead}


def test_what_is_wanted_yearly_is_wanted_until_the_end_of_each_year(session: Session) -> None:
    def by(span: str, until: date | None) -> date | None:
        return standing(session, Span.parse(span), key="new_unions", value=25, rhythm="yearly", by=until).by

    assert by("2023-Q1", None) == END
    assert by("2024-Q1", date(2025, 12, 31)) == date(2024, 12, 31)
    assert by("2024-Q1", END) == END  # it was wanted until 2023 only
    assert standing(session, key="new_unions", value=25, by=END).by == END


def test_a_milestone_is_over_the_day_after_it(session: Session, union: int) -> None:
    assert union
    plan_id = add_plan(session, {"key": "members", "value": 40, "by": END})

    def told(span: Span, on: date) -> TargetStanding:
        (found,) = targets.standings(session, span, on, [plan_id])
        return found

    assert told(Q3, date(2023, 8, 1)).light == "none"  # nothing told yet
    assert told(Q4, date(2023, 12, 15)).remark == "còn thiếu 10 đoàn viên trước 31/12/2023"
    assert told(Q4, END).light == "error"


def test_a_target_may_be_for_an_area_or_a_frozen_list(session: Session, union: int) -> None:
    other = add_union(session, "CĐCS Hoa Mai", area="Bách Hoa")
    report(session, Q4, other, members=5, workers=5)
    areas = {name: row_id for row_id, name in records.choices(session, Area).items()}
    assert standing(session, key="members", value=1, area_id=areas["Bách Hoa"]).value.numerator == 5
    assert standing(session, key="members", value=1).value.numerator == 35
    merger_bases.freeze(session, Q4, date(2023, 12, 31))
    report(session, Span.parse("2024-Q1"), union, members=7, workers=40)
    first = merger_bases.listed(session)[0].id
    merger_bases.freeze(session, Span.parse("2024-Q1"), date(2024, 3, 31))
    assert len(records.rows(session, MergerBase)) == 2
    spring = Span.parse("2024-Q1")
    newest = standing(session, spring, key="merged_small_unions", value=65, comparator=">")
    assert (newest.value.denominator, newest.value.open) == (1, (union,))
    frozen = standing(session, spring, key="merged_small_unions", value=65, comparator=">", base_id=first)
    assert (frozen.value.denominator, frozen.value.open) == (1, (other,))


def test_about_is_as_wide_as_the_office_says(session: Session, union: int) -> None:
    assert union
    assert standing(session, key="members", value=32, comparator="~").met is False  # 5 % of 32 are 1,6
    (rule,) = records.rows(session, Threshold, key="target_about_percent")
    records.update_rows(session, Threshold, {rule["id"]: {"value": 10}}, {rule["id"]: rule})
    assert standing(session, key="members", value=32, comparator="~").met is True


def test_an_agreement_that_ended_is_the_best_lead(session: Session, union: int) -> None:
    lately, long_ago, talking = (add_union(session, name, sector="Doanh nghiệp FDI") for name in ("A", "B", "C"))
    for one in (lately, long_ago, talking):
        report(session, Q4, one, members=26, workers=26)
    for one, until in ((lately, "31/12/2022"), (long_ago, "1/2/2022")):
        entries = [Entry(one, "agreement_until", until)]
        assert yearly_facts.enter(session, 2022, entries).refused == ()
    tell(session, talking, agreement="không", dialogues=2)
    tell(session, union, agreement="không")

    found = standing(session, key="agreements_large_enterprises", value=75)
    rows = targets.closest(session, found, Situation(session, Q4))
    assert [(row.name, row.why) for row in rows] == [
        ("A", "TƯLĐTT cũ hết hạn 31/12/2022; 26 đoàn viên; chưa báo cáo"),
        ("B", "TƯLĐTT cũ hết hạn 01/02/2022; 26 đoàn viên; chưa báo cáo"),
        ("C", "đã đối thoại 2 cuộc; 26 đoàn viên; báo cáo là chưa có"),
        ("CĐCS Công ty Hoa Sen", "30 đoàn viên; báo cáo là chưa có"),
    ]
    assert len(targets.closest(session, found, Situation(session, Q4), limit=2)) == 2
