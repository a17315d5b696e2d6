"""The plans that are shipped, counted against the table of what the six documents say (domain.md, 1.1 to 1.5)."""

import re
from collections import Counter
from datetime import date
from itertools import islice

import pytest
from dateutil.rrule import rrulestr

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Indicator, PlanTarget, RegistrationKind
from unioncare_desktop.domain.records.plan import (
    ABOUT,
    ABOVE,
    AT_LEAST,
    EVENT,
    QUALITATIVE,
    REGISTRATION,
    REPORT,
    REVIEW,
    TASK,
)
from unioncare_desktop.errors import UserError
from unioncare_desktop.services import office, plan_files, plans
from unioncare_desktop.services.plans import PlanRow
from unioncare_desktop.vietnamese import fold, parse_day

LONG_BIEN, LAI_CHAU, GIA_LAM = "long-bien-2023", "lai-chau-324-2022", "gia-lam-667-2022"
MINH_CHAU, BA_DINH, BA_DINH_PARTY = "duong-minh-chau-94-2021", "ba-dinh-10-2022", "ba-dinh-55-2021"
FIRST_AND_LAST_LINE = {
    LONG_BIEN: (1, 112),
    LAI_CHAU: (1, 115),
    GIA_LAM: (1, 110),
    MINH_CHAU: (1, 152),
    BA_DINH: (1, 149),
    BA_DINH_PARTY: (150, 340),
}

OF_BA_DINH = (
    (1, "members", ABOUT, 22_000, "2023", False),
    (1, "new_unions_private", AT_LEAST, 25, "2023", True),
    (1, "agreements_large_enterprises", AT_LEAST, 75, "2023", False),
    (1, "good_agreements", AT_LEAST, 45, "2023", False),
    (2, "members", ABOUT, 24_000, "2025", False),
    (2, "large_enterprises_with_union", QUALITATIVE, None, "2025", False),
    (2, "agreements_large_enterprises", AT_LEAST, 80, "2025", False),
    (3, "members", AT_LEAST, 29_000, "2030", False),
    (3, "member_share_enterprises", AT_LEAST, 90, "2030", False),
    (3, "unorganised_gathered", QUALITATIVE, None, "2030", False),
    (3, "agreements_large_units", ABOVE, 85, "2030", False),
    (4, "member_share", QUALITATIVE, None, "2045", False),
    (4, "agreements_large_enterprises", ABOVE, 99, "2045", False),
)
"""The targets that both documents of Ba Đình have, by the number of the milestone's line."""
TARGETS = {
    LONG_BIEN: (
        ("29", "theme_participation", AT_LEAST, 100, "", False),
        ("37", "member_share", QUALITATIVE, None, "", False),
        ("39", "tasks_assigned", QUALITATIVE, None, "2023", False),
        ("60", "registered_works", AT_LEAST, 100, "", False),
        ("66", "good_agreements", ABOVE, 55, "2023", False),
    ),
    LAI_CHAU: (
        ("25", "policy_taught", ABOVE, 98, "", True),
        ("27", "agreements_units", AT_LEAST, 75, "", False),
        ("27", "conferences_enterprises", AT_LEAST, 100, "", False),
        ("29", "merged_small_unions", ABOVE, 65, "", False),
        ("31", "participation", AT_LEAST, 80, "", False),
        ("31", "hardship_helped", AT_LEAST, 100, "", False),
        ("33", "skills", AT_LEAST, 80, "", False),
        ("35", "good_ratings", ABOVE, 85, "", True),
        ("35", "officers_trained", AT_LEAST, 100, "", False),
    ),
    GIA_LAM: (
        ("35", "initiative_quota", AT_LEAST, 100, "", False),
        ("55", "initiatives_public", AT_LEAST, 20, "2023", False),
        ("85", "plan_deployed", AT_LEAST, 100, "", False),
        ("90", "titles_encouraged", AT_LEAST, 100, "", False),
    ),
    MINH_CHAU: (("128", "member_share", AT_LEAST, 80, "", True),),
    BA_DINH: tuple((("33", "35", "37", "39")[row[0] - 1], *row[1:]) for row in OF_BA_DINH),
    BA_DINH_PARTY: tuple((("191", "193", "195", "197")[row[0] - 1], *row[1:]) for row in OF_BA_DINH),
}
"""Line, indicator, comparator, value, milestone, whether wanted each year."""

EVERY_YEAR = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"
OPEN = None
DEADLINES = {
    LONG_BIEN: (
        ("9", EVENT, "06/11/2023"),
        ("70", EVENT, OPEN),
        ("70", EVENT, OPEN),
        ("72", EVENT, OPEN),
        ("86", REPORT, OPEN),
        ("92", REGISTRATION, OPEN),
        ("94", REPORT, "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"),
    ),
    LAI_CHAU: (("81-83", REVIEW, OPEN), ("85", TASK, OPEN), ("91", REPORT, OPEN)),
    GIA_LAM: (
        ("61", EVENT, "30/06/2023"),
        ("63", EVENT, "31/12/2023"),
        ("86", TASK, "15/02/2023"),
        ("95", REPORT, OPEN),
        ("95", REPORT, OPEN),
    ),
    MINH_CHAU: (
        ("54", REVIEW, EVERY_YEAR),
        ("56-58", TASK, EVERY_YEAR),
        ("58", REVIEW, "30/11/2022"),
        ("58", REVIEW, "30/11/2025"),
        ("60", TASK, EVERY_YEAR),
        ("64-66", TASK, "30/06/2021"),
        ("68-70", TASK, "31/10/2021"),
        ("72", TASK, EVERY_YEAR),
        ("78-80", TASK, "30/06/2021"),
        ("82-84", TASK, EVERY_YEAR),
        ("88", TASK, EVERY_YEAR),
        ("90", EVENT, EVERY_YEAR),
        ("98-100", TASK, EVERY_YEAR),
        ("116-118", EVENT, EVERY_YEAR),
        ("120-122", TASK, "31/12/2021"),
        ("124-126", TASK, EVERY_YEAR),
        ("128-130", TASK, EVERY_YEAR),
        ("130", REVIEW, "31/12/2023"),
        ("130", REVIEW, "31/12/2025"),
        ("132-134", REVIEW, EVERY_YEAR),
        ("144", REPORT, EVERY_YEAR),
    ),
    BA_DINH: (
        ("63", TASK, EVERY_YEAR),
        ("73", EVENT, EVERY_YEAR),
        ("81", TASK, EVERY_YEAR),
        ("113", REPORT, EVERY_YEAR),
        ("113", REPORT, OPEN),
    ),
    BA_DINH_PARTY: (
        ("207", TASK, "30/09/2021"),
        ("221", TASK, OPEN),
        ("233", EVENT, "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("233", EVENT, EVERY_YEAR),
        ("299", REVIEW, OPEN),
        ("301", TASK, EVERY_YEAR),
        ("307", REPORT, OPEN),
        ("319", REPORT, OPEN),
    ),
}
"""Line, kind, and the day or rule; nothing where the plan names neither."""

WORK, INITIATIVE, PERSONAL, PACT = "Công trình, phần việc", "Sáng kiến", "Danh hiệu cá nhân", "Giao ước thi đua"
REGISTERS = {
    LONG_BIEN: (("11, 31, 82", WORK), ("60, 92", WORK), ("51", INITIATIVE), ("51", "")),
    GIA_LAM: (
        ("90", PACT),
        ("90", PERSONAL),
        ("33", WORK),
        ("31", PERSONAL),
        ("31, 91", PERSONAL),
        ("31, 91", INITIATIVE),
        ("31", PERSONAL),
        ("45, 91", PERSONAL),
        ("35, 55", INITIATIVE),
    ),
}
HEADS = {
    LONG_BIEN: (None, "18/01/2023", "01/01/2023", "31/12/2023"),
    LAI_CHAU: ("324/KH-LĐLĐ", "28/03/2022", "28/03/2022", None),
    GIA_LAM: ("667/KH-LĐLĐ", "26/12/2022", "01/01/2023", "31/12/2023"),
    MINH_CHAU: ("94/KH-LĐLĐ", "24/03/2021", "24/03/2021", "31/12/2025"),
    BA_DINH: ("10/KH-UBND", "11/01/2022", "11/01/2022", None),
    BA_DINH_PARTY: ("55-KH/QU", "07/09/2021", "07/09/2021", None),
}
"""Number, day of issue, valid from, valid to."""

SHIPPED = {one.key: one for one in plans.shipped()}
every_plan = pytest.mark.parametrize("key", HEADS)


def day(text: str | None) -> date | None:
    return parse_day(text) if text else None


def test_there_are_the_six_plans_the_oldest_first() -> None:
    assert list(SHIPPED) == [MINH_CHAU, BA_DINH_PARTY, BA_DINH, LAI_CHAU, GIA_LAM, LONG_BIEN]
    totals = [
        sum(len(getattr(one, part)) for one in SHIPPED.values()) for part in ("targets", "deadlines", "registers")
    ]
    assert totals == [45, 49, 13]


@every_plan
def test_a_plan_says_who_issued_it_and_when_it_holds(key: str) -> None:
    number, issued_on, valid_from, valid_to = HEADS[key]
    one = SHIPPED[key]

    assert (one.number, one.issued_on, one.valid_from, one.valid_to) == (
        number,
        day(issued_on),
        day(valid_from),
        day(valid_to),
    )
    assert one.issuer
    assert one.name
    assert one.template == key


@every_plan
def test_every_target_of_the_document_is_there_once_and_no_other(key: str) -> None:
    found = [
        (one.line, one.indicator, one.comparator, plans.figure(one.value), one.milestone, one.yearly)
        for one in SHIPPED[key].targets
    ]

    assert Counter(found) == Counter(TARGETS[key])
    assert len(set(found)) == len(found)


@every_plan
def test_every_deadline_of_the_document_is_there_and_no_other(key: str) -> None:
    found = Counter((one.line, one.kind, one.due or one.rule) for one in SHIPPED[key].deadlines)

    assert found == Counter((line, kind, _due(due)) for line, kind, due in DEADLINES[key])
    assert len({one.name for one in SHIPPED[key].deadlines}) == len(SHIPPED[key].deadlines)


def _due(told: str | None) -> date | str | None:
    return told if told is None or told.startswith("FREQ") else parse_day(told)


@every_plan
def test_everything_that_is_to_be_registered_is_there(key: str) -> None:
    found = [(one.line, one.kind) for one in SHIPPED[key].registers]

    assert found == list(REGISTERS.get(key, ()))


@every_plan
def test_every_line_is_one_of_the_document(key: str) -> None:
    first, last = FIRST_AND_LAST_LINE[key]
    one = SHIPPED[key]

    told = [row.line for rows in (one.targets, one.deadlines, one.registers) for row in rows]

    for line in told:
        assert line is not None
        numbers = [int(number) for number in re.findall(r"\d+", line)]
        assert numbers == sorted(numbers), line
        assert first <= numbers[0] <= numbers[-1] <= last, line


IN_OTHER_WORDS = {"registered_works": "Mỗi công đoàn cơ sở", "initiative_quota": "hoàn thành vượt mức chỉ tiêu"}
"""What the plans say instead of "100 %"."""
AS_WORDED = {
    ABOVE: ("tren",),
    AT_LEAST: ("tro len", "it nhat", "toi thieu", "dat 29.000", "100%"),
    ABOUT: ("khoang",),
}


@every_plan
def test_a_target_wants_what_its_words_say(key: str) -> None:
    for one in SHIPPED[key].targets:
        words = one.words or ""
        if one.value is None:
            assert not re.search(r"\d ?%", words), one
            continue
        if one.indicator in IN_OTHER_WORDS:
            assert IN_OTHER_WORDS[one.indicator] in words
            continue
        figure = fields_of(PlanTarget)["value"].kind.show(one.value) + ("%" if one.unit == "%" else "")
        assert figure in words, one
        assert any(said in fold(words) for said in AS_WORDED[one.comparator]), one
        assert one.yearly == (fold(words).startswith(("hang nam", "moi nam")) or key == MINH_CHAU), one


@every_plan
def test_a_share_says_of_what(key: str) -> None:
    for one in SHIPPED[key].targets:
        assert (one.base is not None) == (one.unit == "%"), one


def test_the_indicators_and_kinds_are_those_of_the_catalogues() -> None:
    indicators = {entry["key"] for entry in office.shipped(Indicator)}
    kinds = {entry["name"] for entry in office.shipped(RegistrationKind)}

    assert {one.indicator for plan in SHIPPED.values() for one in plan.targets} <= indicators
    assert {one.kind for plan in SHIPPED.values() for one in plan.registers} - {""} <= kinds


@every_plan
def test_a_deadline_has_a_day_a_rule_or_a_question(key: str) -> None:
    one = SHIPPED[key]
    for deadline in one.deadlines:
        assert deadline.words, deadline
        assert deadline.who, deadline
        assert bool(deadline.due or deadline.rule) or deadline.problem, deadline
        assert not (deadline.due and deadline.rule), deadline
        assert one.issued_on is not None
        assert deadline.due is None or deadline.due >= one.issued_on, deadline


def days_of(rule: str, since: date, count: int) -> list[date]:
    """The first days to which a rule comes, by dateutil alone."""
    return [moment.date() for moment in islice(rrulestr(f"DTSTART:{since:%Y%m%d}\nRRULE:{rule}"), count)]


@every_plan
def test_rules_come_to_days_while_the_plan_holds(key: str) -> None:
    one = SHIPPED[key]
    assert one.since is not None
    for deadline in one.deadlines:
        if deadline.rule:
            (first,) = days_of(deadline.rule, one.since, 1)
            assert one.in_force(first), deadline


def test_the_quarterly_report_of_long_bien_is_due_before_the_fifteenth() -> None:
    (report,) = (one for one in SHIPPED[LONG_BIEN].deadlines if one.rule)

    assert days_of(report.rule or "", date(2023, 1, 1), 4) == [date(2023, month, 14) for month in (3, 6, 9, 12)]
    assert "trước ngày 15 tháng cuối quý" in (report.words or "")


def test_the_day_that_does_not_exist_is_kept_in_words_and_asked_about() -> None:
    (registration,) = (one for one in SHIPPED[LONG_BIEN].deadlines if one.kind == REGISTRATION)

    assert registration.due is None
    assert "30/02/2023" in (registration.words or "")
    assert registration.problem == (
        "Không có ngày 30/02/2023. Ý kế hoạch là 28/02/2023 hay 30/03/2023? Hãy hỏi đơn vị ban hành rồi ghi ngày."
    )


@pytest.mark.parametrize(
    ("key", "line", "told"),
    [
        (BA_DINH, "35", "nói hai lần một ý"),
        (BA_DINH, "35", "đếm 25 đoàn viên"),
        (BA_DINH, "33", "Quận Long Biên đặt mức khác"),
        (LONG_BIEN, "66", "Quận Ba Đình đặt mức khác"),
        (LAI_CHAU, "29", "đúng 10 không thuộc bên nào"),
        (LAI_CHAU, "27", "Kế hoạch không nêu năm đích."),
        (GIA_LAM, "55", "đóng ngày 01/9/2023"),
    ],
)
def test_contradictions_stay_visible(key: str, line: str, told: str) -> None:
    assert any(told in (one.note or "") for one in SHIPPED[key].targets if one.line == line)


@pytest.mark.parametrize(
    ("key", "indicator", "wanted"),
    [
        (LONG_BIEN, "good_agreements", "trên 55 %"),
        (LONG_BIEN, "theme_participation", "100 %"),
        (LONG_BIEN, "tasks_assigned", "cao nhất"),
        (LONG_BIEN, "member_share", "kế hoạch không nêu con số"),
        (BA_DINH, "members", "khoảng 22.000 đoàn viên"),
        (BA_DINH, "new_unions_private", "từ 25 CĐCS trở lên"),
        (BA_DINH, "large_enterprises_with_union", "hầu hết"),
        (BA_DINH, "unorganised_gathered", "phần lớn"),
    ],
)
def test_what_is_wanted_in_words(key: str, indicator: str, wanted: str) -> None:
    assert next(one.wanted for one in SHIPPED[key].targets if one.indicator == indicator) == wanted


def test_a_plan_in_short_words() -> None:
    told: list[tuple[str, str]] = [(one.short, one.title) for one in (SHIPPED[LAI_CHAU], SHIPPED[LONG_BIEN])]

    assert told == [
        ("KH 324/KH-LĐLĐ", "324/KH-LĐLĐ"),
        ("KH ngày 18/01/2023", "Liên đoàn Lao động quận Long Biên (18/01/2023)"),
    ]


def in_force(day_: date) -> list[PlanRow]:
    return [one for one in SHIPPED.values() if one.in_force(day_)]


def test_which_plans_hold_on_a_day() -> None:
    assert [one.key for one in in_force(date(2021, 3, 23))] == []
    assert [one.key for one in in_force(date(2021, 3, 24))] == [MINH_CHAU]
    assert [one.key for one in in_force(date(2023, 12, 31))] == list(SHIPPED)
    assert [one.key for one in in_force(date(2040, 1, 1))] == [BA_DINH_PARTY, BA_DINH, LAI_CHAU]


def test_a_plan_that_is_not_shipped_is_told() -> None:
    with pytest.raises(UserError, match="hãy chọn một trong: duong-minh-chau-94-2021, ba-dinh-55-2021"):
        plan_files.file("moon")
