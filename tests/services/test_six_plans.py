"""The six shipped plans over one office: every target against a number that is computed by hand here.

The office at the end of 2023: ten unions of enterprises (E1–E10; E5 and E6 are foreign, E7 is the state's, E8 a
co-operative), a school S1 into which two small schools S2 and S3 were merged on 1/7/2023, two bodies of the
administration A1 and A2, a union of a trade N1. E10 has not reported anything.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.competitions import PERSON, WORK, found_campaign, register
from tests.offices import Q4, add_union, copy_of, report
from unioncare_desktop.domain.records import Enterprise, IndicatorValue
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import indicators, merger_bases, mergers, office, plans, records, targets, yearly_facts
from unioncare_desktop.services.measures import MERGED
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.situation import Situation
from unioncare_desktop.services.targets import TargetStanding
from unioncare_desktop.services.yearly_facts import Entry
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.vietnamese import NO_BREAK

BEFORE = Span.parse("2022-Q4")
NEW_YEARS_EVE = date(2022, 12, 31)
PRIVATE, FOREIGN, STATE, CO_OPERATIVE = (
    *("Doanh nghiệp ngoài nhà nước", "Doanh nghiệp FDI", "Doanh nghiệp nhà nước", "Hợp tác xã"),
)
SCHOOL, ADMINISTRATION, TRADE = "Sự nghiệp công lập", "Hành chính nhà nước", "Nghiệp đoàn"
BEST, WELL, DONE = "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ"

# What each union is: its sector, the day of its founding, members and workers at the end of 2023.
UNIONS: dict[str, tuple[str, str, int | None, int | None]] = {
    "E1": (PRIVATE, "1/1/2010", 100, 120),
    "E2": (PRIVATE, "", 40, 50),
    "E3": (PRIVATE, "", 25, 25),
    "E4": (PRIVATE, "", 24, 30),
    "E5": (FOREIGN, "", 200, 260),
    "E6": (FOREIGN, "", 10, 10),
    "E7": (STATE, "", 30, 30),
    "E8": (CO_OPERATIVE, "15/5/2023", 8, 9),
    "E9": (PRIVATE, "1/1/2023", 12, 15),
    "E10": (PRIVATE, "31/12/2022", None, None),
    "S1": (SCHOOL, "", 63, 65),
    "A1": (ADMINISTRATION, "", 30, 40),
    "A2": (ADMINISTRATION, "", 9, 9),
    "N1": (TRADE, "10/3/2023", 20, 20),
    "S2": (SCHOOL, "", None, None),
    "S3": (SCHOOL, "", None, None),
}
FACTS: dict[str, dict[str, object]] = {
    "E1": {
        "rating_id": BEST,
        "agreement": "có",
        "agreement_grade_id": "A",
        "conference": "có",
        "officers": 5,
        "officers_trained": 5,
        "participants": 80,
        "hardship": 4,
        "helped": 4,
        "studying": 50,
        "taught": 120,
    },
    "E2": {
        "rating_id": WELL,
        "agreement": "có",
        "agreement_grade_id": "B",
        "conference": "có",
        "officers": 3,
        "officers_trained": 3,
        "participants": 40,
        "hardship": 2,
        "helped": 2,
        "studying": 30,
        "taught": 50,
    },
    "E3": {
        "rating_id": WELL,
        "agreement": "không",
        "conference": "không",
        "officers": 3,
        "officers_trained": 2,
        "participants": 20,
        "hardship": 0,
        "helped": 0,
        "studying": 20,
        "taught": 20,
    },
    "E4": {"agreement": "có", "agreement_grade_id": "C", "conference": "có"},
    "E5": {"rating_id": DONE, "agreement": "có", "conference": "có"},
    "E7": {"agreement": "có", "agreement_grade_id": "Không xếp loại", "conference": "có"},
    "E8": {"agreement": "không", "conference": "có"},
    "S1": {
        "rating_id": WELL,
        "officers": 7,
        "officers_trained": 7,
        "participants": 60,
        "hardship": 3,
        "helped": 3,
        "taught": 65,
        "initiatives": 20,
        "initiatives_entered": 15,
    },
    "A1": {"rating_id": WELL, "hardship": 1, "helped": 1, "initiatives": 8, "initiatives_entered": 8},
    "A2": {"rating_id": BEST},
}
WITH_WORK = ("E1", "E2", "E3", "E4", "E5", "S1", "S2", "A1", "A2")
BY_HAND: dict[str, tuple[int, int]] = {
    "theme_participation": (570, 571),
    "tasks_assigned": (9, 10),
    "plan_deployed": (14, 14),
    "initiative_quota": (50, 40),
    "unorganised_gathered": (120, 300),
}

Told = tuple[str, str, int | None, int | None, bool | None, int | None]
"""Indicator, comparator, numerator, denominator, whether it is met, the gap."""
LONG_BIEN: list[Told] = [
    ("theme_participation", ">=", 570, 571, False, 1),  # all of 571
    # E1–E9: 100+40+25+24+200+10+30+8+12 = 449; with S1, A1, A2, N1: 449+63+30+9+20 = 571
    # workers 120+50+25+30+260+10+30+9+15 = 549; with the others 549+65+40+9+20 = 683
    ("member_share", "qualitative", 571, 683, None, None),
    ("tasks_assigned", "qualitative", 9, 10, None, None),
    # 14 living and S2, S3, who lived in the first round: 16; nine of them registered a work
    ("registered_works", ">=", 9, 16, False, 7),
    # signed: E1 A, E2 B, E4 C, E5 ungraded, E7 not to be graded; above 55 % of 5 = 2,75 are 3
    ("good_agreements", ">", 2, 5, False, 1),
]
GIA_LAM: list[Told] = [
    ("initiative_quota", ">=", 50, 40, True, 0),
    # 15 of S1 and 8 of A1, on the workers of S1, A1, A2: 65+40+9 = 114; 20 % of them are 22,8
    ("initiatives_public", ">=", 23, 114, True, 0),
    ("plan_deployed", ">=", 14, 14, True, 0),
    ("titles_encouraged", ">=", None, None, None, None),
]
LAI_CHAU: list[Told] = [
    # E1 120/120, E2 50/50, E3 20/25, S1 65/65; above 98 % of 260 = 254,8 are 255
    ("policy_taught", ">", 255, 260, True, 0),
    ("agreements_units", ">=", 5, 14, False, 6),  # 75 % of 14 = 10,5: 11
    # from 10 workers on all but E8 (9) and E10 (unknown): E1–E7, E9; not held: E3, E6, E9
    ("conferences_enterprises", ">=", 5, 8, False, 3),
    # frozen on 31/12/2022: S2, S3, A2, E10; S2 and S3 went into S1; above 65 % of 4 = 2,6 are 3
    ("merged_small_unions", ">", 2, 4, False, 1),
    # E1 80/100, E2 40/40, E3 20/25, S1 60/63
    ("participation", ">=", 200, 228, True, 0),
    ("hardship_helped", ">=", 10, 10, True, 0),  # 4+2+0+3+1
    ("skills", ">=", 100, 165, False, 32),  # 50/100, 30/40, 20/25; 80 % of 165 = 132
    ("good_ratings", ">", 6, 7, True, 0),  # rated E1, E2, E3, E5, S1, A1, A2, all but E5 well; 85 % of 7 = 5,95
    ("officers_trained", ">=", 17, 18, False, 1),  # 5/5, 3/3, 2/3, 7/7
]
BA_DINH: list[Told] = [
    ("members", "~", 571, None, False, 21_429),
    ("new_unions_private", ">=", 2, None, False, 23),  # E8, E9; N1 is no enterprise, E10 is of the year before
    # from 25 members on: E1, E2, E3, E5, E7, all but E3 signed; 75 % of 5 = 3,75: 4
    ("agreements_large_enterprises", ">=", 4, 5, True, 0),
    ("good_agreements", ">=", 2, 5, False, 1),  # 45 % of 5 = 2,25: 3
    ("members", "~", 571, None, False, 23_429),
    # from 25 workers on: E1–E5, E7; and two of the enterprises without a union (30 and 25 workers; 24 are too few)
    ("large_enterprises_with_union", "qualitative", 6, 8, None, None),
    ("agreements_large_enterprises", ">=", 4, 5, True, 0),  # 80 % of 5 = 4
    ("members", ">=", 571, None, False, 28_429),
    ("member_share_enterprises", ">=", 449, 549, False, 46),  # 90 % of 549 = 494,1: 495
    ("unorganised_gathered", "qualitative", 120, 300, None, None),
    ("agreements_large_units", ">", 4, 7, False, 2),  # and S1, A1; above 85 % of 7 = 5,95 are 6
    ("member_share", "qualitative", 571, 683, None, None),
    ("agreements_large_enterprises", ">", 4, 5, False, 1),  # above 99 % of 5 = 4,95 are 5
]
DUONG_MINH_CHAU: list[Told] = [("member_share", ">=", 571, 683, True, 0)]  # 80 % of 683 = 546,4
EXPECTED = {
    "long-bien-2023": LONG_BIEN,
    "gia-lam-667-2022": GIA_LAM,
    "lai-chau-324-2022": LAI_CHAU,
    "ba-dinh-10-2022": BA_DINH,
    "ba-dinh-55-2021": BA_DINH,
    "duong-minh-chau-94-2021": DUONG_MINH_CHAU,
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, template_database: Path) -> Iterator[Session]:
    """Reads the office of this file; no test changes it."""
    file = copy_of(template_database, tmp_path_factory.mktemp("six") / "office.db")
    with closing(office.open_office(file, user="Lan")) as database:
        fill(database)
        with database.read() as opened:
            yield opened


def fill(database: Database) -> None:
    with database.write("Sáu kế hoạch") as session:
        for key in EXPECTED:
            plans.load(session, key)
        ids = _unions(session)
        _merging(session, ids)
        _reports(session, ids)
        _registrations(session, ids)
        _enterprises(session)
        _values_by_hand(session)


def _unions(session: Session) -> dict[str, int]:
    return {
        name: add_union(session, name, sector=sector, founded_on=founded, level="Công đoàn cơ sở")
        for name, (sector, founded, _members, _workers) in UNIONS.items()
    }


def _merging(session: Session, ids: dict[str, int]) -> None:
    """The small unions of 2022 are frozen, two of them merged into the large school."""
    for name, members in {"S1": 50, "S2": 6, "S3": 7, "A2": 9, "E10": 5, "E1": 90}.items():
        report(session, BEFORE, ids[name], members=members, workers=members)
    merger_bases.freeze(session, BEFORE, NEW_YEARS_EVE)
    schools = tuple(ids[name] for name in ("S1", "S2", "S3"))
    day = date(2023, 7, 1)
    draft = MergerDraft(
        ABSORBED, schools, BEFORE, result_id=ids["S1"], decision="12/QĐ-LĐLĐ", decided_on=day, effective_on=day
    )
    mergers.carry_out(session, [draft])


def _reports(session: Session, ids: dict[str, int]) -> None:
    for name, (_sector, _founded, members, workers) in UNIONS.items():
        if members is not None:
            report(session, Q4, ids[name], members=members, workers=workers)
    for name, facts in FACTS.items():
        entries = [Entry(ids[name], field, raw) for field, raw in facts.items()]
        assert yearly_facts.enter(session, 2023, entries).refused == ()


def _registrations(session: Session, ids: dict[str, int]) -> None:
    first, second = found_campaign(session)
    for name in WITH_WORK:
        register(session, first if name in ("S2", "E1") else second, ids[name], WORK, f"Trồng cây ở {name}")
    register(session, second, ids["E6"], PERSON, "Lao động giỏi")


def _enterprises(session: Session) -> None:
    workers = {"Công ty Ba Mươi": 30, "Công ty Hai Lăm": 25, "Công ty Hai Tư": 24, "Công ty Chưa Rõ": None}
    records.insert_rows(
        session, Enterprise, [{"name": name, "workers": count, "state": "not_yet"} for name, count in workers.items()]
    )


def _values_by_hand(session: Session) -> None:
    catalogue = indicators.catalogue(session)
    told = {"on": date(2023, 12, 20), "note": "Theo báo cáo của CĐCS"}
    values = [
        {"indicator_id": catalogue[key].id, "numerator": part, "denominator": whole} | told
        for key, (part, whole) in BY_HAND.items()
    ]
    records.insert_rows(session, IndicatorValue, values)


def of_plan(session: Session, key: str, span: Span = Q4) -> list[TargetStanding]:
    plan = next(one for one in plans.listed(session) if one.key == key)
    assert plan.id is not None
    return targets.standings(session, span, plan_ids=[plan.id])


@pytest.mark.parametrize("key", EXPECTED)
def test_every_target_is_what_a_hand_computes(session: Session, key: str) -> None:
    found = [
        (one.indicator.key, one.target.comparator, one.value.numerator, one.value.denominator, one.met, one.gap)
        for one in of_plan(session, key)
    ]
    assert found == EXPECTED[key]


def test_the_plans_in_force_are_told_together(session: Session) -> None:
    told = targets.status(session, Q4)
    assert len(told) == sum(map(len, EXPECTED.values())) == 45
    found: dict[str, list[Told]] = {key: [] for key in EXPECTED}
    for one in told:
        row = (one["indicator"], one["comparator"], one["numerator"], one["denominator"], one["met"], one["gap"])
        found[one["plan"]].append(row)
    assert found == EXPECTED


def test_shares_are_told_with_two_places(session: Session) -> None:
    told = {(one["plan"], one["indicator"]): one for one in targets.status(session, Q4)}
    taught = told["lai-chau-324-2022", "policy_taught"]
    assert (taught["target"], taught["value"]) == (98, 98.08)  # 255/260 = 0,980769…
    assert told["lai-chau-324-2022", "good_ratings"]["value"] == 85.71  # 6/7 = 0,857142…
    assert told["gia-lam-667-2022", "initiative_quota"]["value"] == 125
    assert told["gia-lam-667-2022", "titles_encouraged"]["value"] is None


def test_what_is_missing_is_said_in_words(session: Session) -> None:
    said = {(one.target.plan, one.indicator.key, one.target.milestone): one for one in targets.standings(session, Q4)}
    merged = said["KH 324/KH-LĐLĐ", "merged_small_unions", ""]
    assert merged.value_words == f"2/4 · 50,0{NO_BREAK}%"
    assert merged.remark == "cần ghép thêm 1 CĐCS"
    assert (merged.light, merged.state_words) == ("warning", "chưa đạt")
    share = said["KH 94/KH-LĐLĐ", "member_share", ""]
    assert (share.light, share.remark) == ("good", "đạt, dư 24; 1 đơn vị chưa báo cáo")  # 571 - 547
    assert said["KH 10/KH-UBND", "members", "2023"].remark == (
        "đã qua mốc 31/12/2023 mà còn thiếu 21.429 đoàn viên; 1 đơn vị chưa báo cáo"
    )
    assert said["KH 10/KH-UBND", "members", "2023"].state_words == "không đạt"
    assert said["KH 10/KH-UBND", "members", "2025"].state_words == "chưa đến mốc"
    assert said["KH 10/KH-UBND", "large_enterprises_with_union", "2025"].state_words == "tự đánh giá"
    encouraged = said["KH 667/KH-LĐLĐ", "titles_encouraged", ""]
    assert (encouraged.light, encouraged.remark) == ("none", "chưa có số liệu: hãy nhập tay, kèm căn cứ")


def test_the_next_step_of_a_ladder_is_the_current_one(session: Session) -> None:
    def current(span: Span) -> list[tuple[str, str]]:
        found = of_plan(session, "ba-dinh-10-2022", span)
        return [(one.indicator.key, one.target.milestone) for one in found if one.current]

    assert ("members", "2023") in current(Q4)
    assert ("members", "2025") in current(Span.parse("2024-Q1"))
    assert ("members", "2030") in current(Span.parse("2026-Q1"))
    assert ("agreements_large_enterprises", "2045") in current(Span.parse("2030"))
    assert sum(indicator == "members" for indicator, _milestone in current(Q4)) == 1


def test_the_year_before_knows_nothing_of_what_came(session: Session) -> None:
    """At the end of 2022 six unions had told 50+6+7+9+5+90 = 167 members; nothing was merged or founded."""
    found = {one.indicator.key: one for one in of_plan(session, "ba-dinh-55-2021", BEFORE)}
    assert found["members"].value.numerator == 167
    assert found["new_unions_private"].value.numerator == 1  # E10, on the last day of the year
    merged = next(one for one in of_plan(session, "lai-chau-324-2022", BEFORE) if one.indicator.key == MERGED)
    assert (merged.value.numerator, merged.value.denominator) == (0, 4)


def test_who_would_close_a_target_soonest(session: Session) -> None:
    situation = Situation(session, Q4)
    found = {one.indicator.key: one for one in targets.standings(session, Q4, situation=situation)}

    def closest(key: str) -> list[tuple[str, str]]:
        return [(row.name, row.why) for row in targets.closest(session, found[key], situation)]

    assert closest("member_share_enterprises")[:2] == [
        ("E5", "60 lao động chưa là đoàn viên; 200/260"),
        ("E1", "20 lao động chưa là đoàn viên; 100/120"),
    ]
    assert closest("good_agreements") == [
        ("E5", "TƯLĐTT chưa xếp loại"),
        ("E4", "TƯLĐTT loại C"),
        ("E7", "TƯLĐTT loại Không xếp loại"),
    ]
    assert closest("conferences_enterprises")[0] == ("E3", "25 lao động; báo cáo là chưa có")
    assert closest("new_unions_private")[:2] == [
        ("Công ty Ba Mươi", "30 lao động; chưa có công đoàn"),
        ("Công ty Hai Lăm", "25 lao động; chưa có công đoàn"),
    ]
    assert [name for name, _why in closest("registered_works")] == ["E7", "N1", "E9", "E6", "E8"]
    assert closest("skills")[0] == ("E1", "50 đoàn viên chưa học nâng cao tay nghề; 50/100")
    assert closest("merged_small_unions")[0][0] in ("A2", "E10")
    assert closest("hardship_helped") == []  # all of them
