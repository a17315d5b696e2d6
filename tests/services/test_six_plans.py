"""The six shipped plans over one office (`tests/measured_office.py`): every target against a number of a hand."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.measured_office import BEFORE, found_measured_office
from tests.offices import Q4, copy_of
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import office, plans, targets
from unioncare_desktop.services.measures import MERGED
from unioncare_desktop.services.situation import Situation
from unioncare_desktop.services.targets import TargetStanding
from unioncare_desktop.storage.database import Session
from unioncare_desktop.vietnamese import NO_BREAK

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
        with database.write("Sáu kế hoạch") as filling:
            for key in EXPECTED:
                plans.load(filling, key)
            found_measured_office(filling)
        with database.read() as opened:
            yield opened


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
        "còn thiếu 21.429 đoàn viên, đã qua mốc 31/12/2023; 1 đơn vị chưa báo cáo"
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
