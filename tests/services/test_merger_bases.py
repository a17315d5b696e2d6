"""The list that is frozen, and how far the target of merged unions is reached."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.offices import Q4, add_union, close_union, report
from unioncare_desktop.domain.records import MergerBase, MergerBaseUnion
from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Duplicate, UserError
from unioncare_desktop.services import events, merger_bases, mergers, records
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.merger_bases import Share
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Session
from unioncare_desktop.vietnamese import NO_BREAK

CUT_OFF = date(2023, 11, 30)
NEW_YEAR = date(2024, 1, 1)
SPRING = date(2024, 4, 1)


def small_ones(session: Session, count: int, bloc: str = "Kinh tế", area: str = "Kim Mã") -> list[int]:
    """So many unions of 6 members."""
    ids = [
        add_union(session, f"CĐCS {bloc} {area} {number}", level="Công đoàn cơ sở", bloc=bloc, area=area)
        for number in range(count)
    ]
    for union_id in ids:
        report(session, Q4, union_id, workers=20, members=6)
    return ids


def absorb(session: Session, *union_ids: int, on: date = NEW_YEAR) -> int:
    """Merge unions into the first of them."""
    draft = MergerDraft(
        ABSORBED, union_ids, Q4, result_id=union_ids[0], decision="12/QĐ-LĐLĐ", decided_on=on, effective_on=on
    )
    (merger_id,) = mergers.carry_out(session, [draft])
    return merger_id


# The words


@pytest.mark.parametrize(
    ("merged", "base", "words", "reached", "needed"),
    [
        (41, 62, "41/62 CĐCS, đạt 66,13 %", True, 0),
        (40, 62, "40/62 CĐCS, đạt 64,52 %", False, 1),
        (65, 100, "65/100 CĐCS, đạt 65,00 %", False, 1),
        (66, 100, "66/100 CĐCS, đạt 66,00 %", True, 0),
        (0, 61, "0/61 CĐCS, đạt 0,00 %", False, 40),
        (61, 61, "61/61 CĐCS, đạt 100,00 %", True, 0),
        (12_999, 20_000, "12.999/20.000 CĐCS, đạt 64,99 %", False, 2),
        (649_999, 1_000_000, "649.999/1.000.000 CĐCS, đạt 64,99 %", False, 2),
        (650_001, 1_000_000, "650.001/1.000.000 CĐCS, đạt 65,01 %", True, 0),
        (0, 0, "không có CĐCS nhỏ", False, None),
    ],
)
def test_a_share_in_words(merged: int, base: int, words: str, reached: bool, needed: int | None) -> None:  # noqa: FBT001
    share = Share("", base, merged, 65)

    assert share.words.replace(NO_BREAK, " ") == words
    assert (share.reached, share.needed) == (reached, needed)


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 100))
def test_what_is_needed_is_the_least_that_reaches_the_target(base: int, merged: int, above: int) -> None:
    merged = min(merged, base)
    share = Share("", base, merged, above)

    reaching = [more for more in range(base - merged + 1) if (merged + more) * 100 > above * base]
    assert share.needed == (reaching[0] if reaching else None)
    assert share.reached == (share.needed == 0)


@given(st.integers(1, 100_000), st.integers(0, 100_000), st.integers(0, 99))
def test_the_percentage_never_tells_the_contrary(base: int, merged: int, above: int) -> None:
    share = Share("", base, min(merged, base), above)
    shown = float(share.percent.removesuffix(f"{NO_BREAK}%").replace(",", "."))

    assert (shown > above) == share.reached
    assert abs(shown - share.merged * 100 / base) <= 0.01


# The list


def test_a_frozen_list_stays_when_figures_change(session: Session) -> None:
    ids = small_ones(session, 3)
    base_id = merger_bases.freeze(session, Q4, source="KH 324/KH-LĐLĐ")

    report(session, Q4, ids[0], workers=20, members=15)
    small_ones(session, 2, area="Giảng Võ")

    (base,) = merger_bases.listed(session)
    assert (base.id, base.frozen_on, base.below, base.source) == (base_id, CUT_OFF, 10, "KH 324/KH-LĐLĐ")
    assert base.name == "CĐCS nhỏ Quý IV/2023"
    assert base.unions == dict.fromkeys(ids, 6)
    assert merger_bases.target(session, Q4).base == 3


def test_before_a_list_is_frozen_the_small_ones_of_the_period_count(session: Session) -> None:
    ids = small_ones(session, 3)

    target = merger_bases.target(session, Q4)

    assert (target.frozen_on, target.base, target.base_ids) == (None, 3, frozenset(ids))
    assert target.base_name == "CĐCS nhỏ Quý IV/2023 (chưa chốt)"


def test_the_list_frozen_last_before_the_day_is_the_one_that_counts(session: Session) -> None:
    small_ones(session, 2)
    merger_bases.freeze(session, Q4, date(2023, 12, 1), "Đầu năm")
    small_ones(session, 1, area="Giảng Võ")
    merger_bases.freeze(session, Q4, date(2024, 2, 1), "Bổ sung")

    assert [base.name for base in merger_bases.listed(session)] == ["Bổ sung", "Đầu năm"]
    assert merger_bases.target(session, Q4).base_name == "Đầu năm"  # as of the end of the period
    assert merger_bases.target(session, Q4, date(2024, 1, 31)).base == 2
    assert merger_bases.target(session, Q4, date(2024, 2, 1)).base == 3
    assert merger_bases.target(session, Q4, CUT_OFF).frozen_on is None


def test_what_had_ended_before_the_day_is_not_in_the_list(session: Session) -> None:
    ids = small_ones(session, 3)
    close_union(session, ids[0], "01/02/2024")

    merger_bases.freeze(session, Q4, date(2024, 2, 1))

    (base,) = merger_bases.listed(session)
    assert set(base.unions) == set(ids[1:])


def test_a_second_list_of_a_day_is_refused(session: Session) -> None:
    small_ones(session, 2)
    merger_bases.freeze(session, Q4, name="Danh sách gốc")

    with pytest.raises(Duplicate) as refused:
        merger_bases.freeze(session, Q4)

    assert str(refused.value) == (
        "Đã chốt “Danh sách gốc” ngày 30/11/2023. Hãy chọn ngày khác, hoặc bỏ danh sách ấy trước."
    )


def test_nothing_small_is_nothing_to_freeze(session: Session) -> None:
    with pytest.raises(UserError, match="Quý IV/2023 không có CĐCS nào dưới 10 đoàn viên"):
        merger_bases.freeze(session, Q4)

    assert merger_bases.ensure(session, Q4) is None


def test_a_day_ahead_is_refused(session: Session) -> None:
    small_ones(session, 1)
    tomorrow = date.today() + timedelta(days=1)  # noqa: DTZ011 - as the user has it

    with pytest.raises(UserError, match="còn ở phía trước"):
        merger_bases.freeze(session, Q4, tomorrow)


def test_a_list_is_only_made_where_there_is_none(session: Session) -> None:
    small_ones(session, 2)

    made = merger_bases.ensure(session, Q4)

    assert made == merger_bases.listed(session)[0].id
    assert merger_bases.ensure(session, Q4) is None


def test_a_list_can_be_taken_back(session: Session) -> None:
    small_ones(session, 2)
    merger_bases.discard(session, merger_bases.freeze(session, Q4))

    assert merger_bases.listed(session) == []
    assert records.rows(session, MergerBase) == records.rows(session, MergerBaseUnion) == []


# What was merged


def test_merged_are_those_that_took_part_after_the_list_was_frozen(session: Session) -> None:
    ids = small_ones(session, 6)
    merger_bases.freeze(session, Q4)
    absorb(session, ids[0], ids[1], on=NEW_YEAR)
    absorb(session, ids[2], ids[3], on=SPRING)

    assert merger_bases.target(session, Q4).merged == 0  # the end of the quarter is before both
    january = merger_bases.target(session, Q4, NEW_YEAR)
    spring = merger_bases.target(session, Q4, SPRING)
    assert january.merged_ids == frozenset(ids[:2])
    assert (spring.merged, spring.words.replace(NO_BREAK, " ")) == (4, "4/6 CĐCS, đạt 66,67 %")
    assert spring.goal_words == "đã đạt chỉ tiêu trên 65 %"
    assert january.goal_words == "cần trên 65 %: còn phải ghép thêm 2 CĐCS"


def test_what_was_merged_before_the_list_was_frozen_does_not_count(session: Session) -> None:
    ids = small_ones(session, 4)
    absorb(session, ids[0], ids[1], on=NEW_YEAR)
    merger_bases.discard(session, merger_bases.listed(session)[0].id)
    merger_bases.freeze(session, Q4, NEW_YEAR)

    target = merger_bases.target(session, Q4, SPRING)

    assert (target.base_ids, target.merged) == (frozenset((ids[0], ids[2], ids[3])), 0)


def test_what_lives_again_is_not_merged(session: Session) -> None:
    ids = small_ones(session, 5)
    absorb(session, ids[0], ids[1], on=NEW_YEAR)
    absorb(session, ids[2], ids[3], ids[4], on=NEW_YEAR)
    for union_id in (ids[1], ids[3]):
        events.record(session, EventDraft(union_id, "reopened", SPRING))

    assert merger_bases.target(session, Q4, NEW_YEAR).merged == 5
    assert merger_bases.target(session, Q4, SPRING).merged_ids == {ids[2], ids[4]}


def test_a_proposal_is_no_merger_yet_and_a_founded_union_counts_its_sources(session: Session) -> None:
    ids = small_ones(session, 5)
    merger_bases.freeze(session, Q4)
    mergers.propose(session, [MergerDraft(ABSORBED, (ids[0], ids[1]), Q4, result_id=ids[0])])
    draft = MergerDraft(
        FOUNDED_NEW, (ids[2], ids[3]), Q4, name="CĐCS Liên cơ quan", decision="13/QĐ-LĐLĐ", effective_on=NEW_YEAR
    )
    mergers.carry_out(session, [draft])

    assert merger_bases.target(session, Q4, NEW_YEAR).merged_ids == frozenset(ids[2:4])


def test_what_would_be_merged_is_seen_beforehand(session: Session) -> None:
    ids = small_ones(session, 6)
    merger_bases.freeze(session, Q4)
    absorb(session, ids[0], ids[1])

    after = merger_bases.target(session, Q4, NEW_YEAR).with_merged([ids[0], ids[2], ids[3], 999])

    assert (after.merged, after.base) == (4, 6)


def test_the_threshold_of_the_target_is_that_of_the_day(session: Session) -> None:
    before_the_plan = Span.parse("2021-Q4")

    assert merger_bases.target(session, before_the_plan, NEW_YEAR).above == 65
    with pytest.raises(UserError, match="Chưa có ngưỡng “Chỉ tiêu ghép CĐCS nhỏ"):
        merger_bases.target(session, before_the_plan)


def test_the_target_by_bloc_and_area(session: Session) -> None:
    party = small_ones(session, 3, "Cơ quan Đảng", "Kim Mã")
    economy = small_ones(session, 2, "Kinh tế", "Giảng Võ")
    unsorted = add_union(session, "CĐCS Chưa rõ", level="Công đoàn cơ sở")
    report(session, Q4, unsorted, workers=9, members=5)
    merger_bases.freeze(session, Q4)
    absorb(session, party[0], party[1])

    by_bloc = merger_bases.breakdown(session, Q4, "bloc", NEW_YEAR)
    by_area = merger_bases.breakdown(session, Q4, "area", NEW_YEAR)

    assert [(share.name, share.merged, share.base) for share in by_bloc] == [
        ("Cơ quan Đảng", 2, 3),
        ("Kinh tế", 0, len(economy)),
        ("Chưa phân loại", 0, 1),
    ]
    assert [(share.name, share.merged, share.base) for share in by_area] == [
        ("Giảng Võ", 0, 2),
        ("Kim Mã", 2, 3),
        ("Chưa phân loại", 0, 1),
    ]
    assert sum(share.base for share in by_bloc) == merger_bases.target(session, Q4, NEW_YEAR).base
