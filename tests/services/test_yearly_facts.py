"""The facts of a year: entered as in a grid, judged before, taken over where they last, counted for plans."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.actions import action, take_back
from tests.campaigns import costly
from tests.offices import Q2, Q4, add_union, change_union, close_union, report
from unioncare_desktop.domain.records import YearlyFact
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.errors import Severity
from unioncare_desktop.services import mergers, records, undo, yearly_facts
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.services.yearly_facts import Entry, Share, YearlyRow
from unioncare_desktop.storage.database import Session


def enter(session: Session, union_id: int, year: int = 2023, /, **typed: object) -> list[str]:
    """Type facts of a union; the reasons for which some were refused."""
    entries = [Entry(union_id, name, raw) for name, raw in typed.items()]
    return [one.reason for one in yearly_facts.enter(session, year, entries).refused]


def row_of(session: Session, union_id: int, year: int = 2023) -> YearlyRow:
    return next(row for row in yearly_facts.rows(session, year) if row.union.id == union_id)


def warnings(row: YearlyRow, severity: Severity = Severity.WARNING) -> list[str]:
    return [problem.text for problem in row.problems() if problem.severity is severity]


# Rows


def test_living_unions_are_asked_for_the_facts_of_a_year(session: Session) -> None:
    old, young, closed = (add_union(session, f"CĐCS {name}") for name in ("Cũ", "Mới", "Đã đóng"))
    change_union(session, young, founded_on="15/03/2024")
    close_union(session, closed, "30/06/2023")

    assert [row.union.id for row in yearly_facts.rows(session, 2023)] == [old]
    assert {row.union.id for row in yearly_facts.rows(session, 2024)} == {old, young}
    assert all(row.missing for row in yearly_facts.rows(session, 2024))


def test_facts_of_a_union_that_ended_later_are_kept_in_sight(session: Session) -> None:
    union = add_union(session, "CĐCS Sắp đóng")
    assert enter(session, union, dialogues=2) == []
    close_union(session, union, "30/06/2023")

    row = row_of(session, union)
    assert (row.expected, row.entered, row.facts["dialogues"]) == (False, True, 2)
    assert yearly_facts.completeness([row]).anything == Share(0, 0)


def test_people_are_those_of_the_last_quarter_that_was_reported(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    report(session, Q2, union, members=20, workers=25)
    report(session, Q4, union, workers=40)

    about = row_of(session, union).about
    assert (about.members, about.workers) == (20, 25)
    assert row_of(session, union, 2022).about.members is None


def test_a_scope_shows_a_part_of_the_unions(session: Session) -> None:
    mai = add_union(session, "CĐCS Hoa Mai", area="Phường A")
    add_union(session, "CĐCS Hoa Lan", area="Phường B")

    assert [row.union.id for row in yearly_facts.rows(session, 2023, Scope(area="Phường A"))] == [mai]


# Entering


def test_what_is_typed_is_what_is_shown(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    typed = {
        "rating_id": "hoàn thành TỐT nhiệm vụ",
        "agreement": "có",
        "agreement_from": "15/3",
        "agreement_until": "15/3/2026",
        "agreement_grade_id": "B",
        "conference": "không",
        "dialogues": "2",
        "officers": "5",
        "officers_trained": "4",
        "note": "Chờ ký lại",
    }

    assert enter(session, union, **typed) == []

    facts = row_of(session, union).facts
    assert facts["agreement_from"] == date(2023, 3, 15)
    ratings = records.rows(session, yearly_facts.LISTS["rating_id"], id=facts["rating_id"])
    assert ratings[0]["name"] == "Hoàn thành tốt nhiệm vụ"
    assert (facts["agreement"], facts["conference"], facts["dialogues"]) == ("yes", "no", 2)
    assert facts["participants"] is None


def test_each_year_has_facts_of_its_own(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    enter(session, union, 2022, dialogues=1)
    enter(session, union, 2023, dialogues=3)
    enter(session, union, 2023, dialogues=4)

    assert [row_of(session, union, year).facts["dialogues"] for year in (2022, 2023)] == [1, 4]
    assert len(records.rows(session, YearlyFact)) == 2
    assert yearly_facts.newest_year(session) == 2023


@pytest.mark.parametrize(("raw", "value"), [("x", "yes"), (1, "yes"), ("Đã có", "yes"), ("CHƯA", "no"), ("0", "no")])
def test_answers_are_read_as_lists_of_offices_tick_them(session: Session, raw: object, value: str) -> None:
    union = add_union(session, "CĐCS Hoa Mai")

    assert enter(session, union, conference=raw) == []

    assert row_of(session, union).facts["conference"] == value


@pytest.mark.parametrize("name", ["agreement_from", "agreement_until", "agreement_grade_id"])
def test_a_day_or_a_grade_says_that_there_is_an_agreement(session: Session, name: str) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    assert enter(session, union, agreement="không") == []

    assert enter(session, union, **{name: "A" if name == "agreement_grade_id" else "31/12/2025"}) == []

    assert row_of(session, union).signed


def test_no_agreement_beside_its_grade_is_refused_and_nothing_is_lost(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    enter(session, union, agreement_grade_id="C")

    (reason,) = enter(session, union, agreement="không")

    assert "Loại TƯLĐTT" in reason
    assert row_of(session, union).signed
    assert enter(session, union, agreement_grade_id="", agreement="không") == []
    assert row_of(session, union).facts["agreement"] == "no"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"officers": 3, "officers_trained": 4}, "4 lớn hơn số cán bộ công đoàn (3)"),
        ({"hardship": 3, "helped": 4}, "4 lớn hơn số đoàn viên khó khăn (3)"),
        ({"initiatives": 3, "initiatives_entered": 4}, "4 lớn hơn số sáng kiến được công nhận (3)"),
        ({"agreement_from": "15/3/2023", "agreement_until": "14/3/2023"}, "14/03/2023 trước ngày ký (15/03/2023)"),
        ({"agreement_from": "30/02/2023"}, "không phải là một ngày có thật"),
        ({"agreement_until": "31/04/2023"}, "không phải là một ngày có thật"),
        ({"rating_id": "Rất tốt"}, "không có trong danh mục"),
        ({"agreement": "có lẽ"}, "phải là một trong: có, không"),
        ({"dialogues": "-1"}, "không được âm"),
        ({"participants": "12,5"}, "không phải là số nguyên"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(session: Session, typed: dict[str, object], words: str) -> None:
    union = add_union(session, "CĐCS Hoa Mai")

    reasons = enter(session, union, **typed)

    assert reasons
    assert all(words in reason for reason in reasons)
    assert records.rows(session, YearlyFact) == []


def test_two_answers_for_one_fact_of_a_union_are_refused(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    entries = [Entry(union, "dialogues", "2"), Entry(union, "dialogues", "3"), Entry(union, "dialogues", "2")]

    entered = yearly_facts.enter(session, 2023, entries)

    assert [one.entry for one in entered.refused] == [entries[1]]
    assert "hai giá trị khác nhau" in entered.refused[0].reason
    assert row_of(session, union).facts["dialogues"] == 2


def test_a_union_that_had_ended_takes_no_facts(session: Session) -> None:
    union = add_union(session, "CĐCS Đã đóng")
    close_union(session, union, "30/06/2022")

    (reason,) = enter(session, union, dialogues=1)

    assert "CĐCS Đã đóng" in reason
    assert "năm 2023" in reason


def test_judging_tells_what_entering_does(session: Session) -> None:
    union, other = add_union(session, "CĐCS Hoa Mai"), add_union(session, "CĐCS Hoa Lan")
    enter(session, union, dialogues=2, officers=4)
    entries = [
        Entry(union, "dialogues", "2"),
        Entry(union, "officers", "5"),
        Entry(union, "studying", "7"),
        Entry(other, "officers", "2"),
        Entry(other, "officers_trained", "3"),
    ]

    fates = [one.fate for one in yearly_facts.judge(session, 2023, entries)]

    assert fates == ["same", "changed", "new", "rejected", "rejected"]
    entered = yearly_facts.enter(session, 2023, entries)
    assert (entered.stored, [one.entry for one in entered.refused]) == (2, entries[3:])


_FIGURES = ("dialogues", "participants", "studying", "taught", "phantom", "double")


@costly()
@given(st.lists(st.tuples(st.sampled_from(_FIGURES), st.one_of(st.none(), st.integers(0, 9_999))), max_size=12))
def test_the_last_of_many_entries_stands(session: Session, typed: list[tuple[str, int | None]]) -> None:
    with session.begin_nested() as savepoint:
        union = add_union(session, "CĐCS Hoa Mai")
        for name, value in typed:
            assert enter(session, union, **{name: "" if value is None else str(value)}) == []
        row = row_of(session, union)
        assert {name: row.facts[name] for name in _FIGURES} == dict.fromkeys(_FIGURES) | dict(typed)
        assert row.entered == any(value is not None for value in row.facts.values())
        savepoint.rollback()


# Odd, but stored


def test_more_people_than_there_are_is_a_warning(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    report(session, Q4, union, members=20, workers=25)

    assert enter(session, union, participants=21, hardship=20, taught=26, phantom=30) == []

    found = warnings(row_of(session, union))
    assert len(found) == 3
    assert "ĐV tham gia hoạt động: 21 lớn hơn số đoàn viên (20)" in found
    assert "NLĐ được tuyên truyền: 26 lớn hơn số lao động (25)" in found


def test_an_agreement_that_ended_in_the_year_is_a_warning(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    enter(session, union, agreement="có", agreement_until="30/12/2023")
    assert "hết hạn ngày 30/12/2023" in warnings(row_of(session, union))[0]

    enter(session, union, agreement_until="31/12/2023")
    assert warnings(row_of(session, union)) == []


def test_an_agreement_signed_after_the_year_is_a_warning(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    enter(session, union, agreement_from="01/01/2024")

    assert "01/01/2024 sau năm 2023" in warnings(row_of(session, union))[0]


@pytest.mark.parametrize(("founded", "hints"), [("01/01/2023", 0), ("02/01/2023", 1), ("", 0)])
def test_a_young_union_is_hardly_rated(session: Session, founded: str, hints: int) -> None:
    union = add_union(session, "CĐCS Mới", founded_on=founded)
    enter(session, union, rating_id="Hoàn thành tốt nhiệm vụ")

    found = warnings(row_of(session, union), Severity.HINT)

    assert len(found) == hints
    assert all("chưa đủ 12 tháng" in one for one in found)


@pytest.mark.parametrize(("day", "hints"), [("01/07/2023", 0), ("02/07/2023", 1)])
def test_a_union_that_took_another_in_is_hardly_rated(session: Session, day: str, hints: int) -> None:
    union, other = add_union(session, "CĐCS Lớn"), add_union(session, "CĐCS Nhỏ")
    on = date(2023, 7, int(day[:2]))
    draft = MergerDraft(ABSORBED, (union, other), period=Q2, effective_on=on, result_id=union)
    mergers.carry_out(session, [draft])
    enter(session, union, rating_id="Hoàn thành nhiệm vụ")

    found = warnings(row_of(session, union), Severity.HINT)

    assert len(found) == hints
    assert all("chưa đủ 6 tháng" in one for one in found)


@pytest.mark.parametrize(("workers", "held", "hints"), [(10, "không", 1), (9, "không", 0), (10, "có", 0), (10, "", 0)])
def test_a_conference_that_was_due_is_a_hint(session: Session, workers: int, held: str, hints: int) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    report(session, Q4, union, members=5, workers=workers)
    enter(session, union, conference=held, dialogues=0)

    assert len(warnings(row_of(session, union), Severity.HINT)) == hints


# As in the year before


def test_only_an_agreement_in_force_is_taken_over(session: Session) -> None:
    lasting, ended, open_end, told = (add_union(session, f"CĐCS {name}") for name in ("Một", "Hai", "Ba", "Bốn"))
    enter(session, lasting, 2022, agreement_from="1/5/2021", agreement_until="1/1/2023", agreement_grade_id="A")
    enter(session, lasting, 2022, rating_id="Hoàn thành tốt nhiệm vụ", dialogues=3)
    enter(session, ended, 2022, agreement_until="31/12/2022")
    enter(session, open_end, 2022, agreement="có")
    enter(session, told, 2022, agreement_until="31/12/2025")
    enter(session, told, agreement="không")

    done = yearly_facts.take_over(session, 2023, [lasting, ended, open_end, told])

    assert (done.unions, done.contradicting) == (1, 0)
    facts = row_of(session, lasting).facts
    assert {name: value for name, value in facts.items() if value is not None} == {
        "agreement": "yes",
        "agreement_from": date(2021, 5, 1),
        "agreement_until": date(2023, 1, 1),
    }
    assert not any(row_of(session, union).entered for union in (ended, open_end))


# Counted


def test_a_column_is_complete_by_those_that_are_asked(session: Session) -> None:
    first, second, _third = (add_union(session, f"CĐCS {name}") for name in ("Một", "Hai", "Ba"))
    enter(session, first, rating_id="Hoàn thành nhiệm vụ", agreement_from="1/1/2022", dialogues=0)
    enter(session, second, agreement="không")

    found = yearly_facts.completeness(yearly_facts.rows(session, 2023))

    assert found.anything == Share(2, 3)
    wanted = ("rating_id", "agreement", "agreement_from", "agreement_until", "dialogues", "note")
    assert [found.facts[name] for name in wanted] == [
        *(Share(1, 3), Share(2, 3), Share(1, 1), Share(0, 1), Share(1, 3), Share(0, 3))
    ]


def test_the_shares_that_plans_ask_for(session: Session) -> None:
    _three_unions(session)

    found = yearly_facts.summary(session, 2023)

    assert found.unions == Share(3, 3)
    assert found.ratings["Hoàn thành tốt nhiệm vụ"] == 1
    assert found.ratings["Không hoàn thành nhiệm vụ"] == 0
    assert (found.grades["A"], found.grades["Không xếp loại"]) == (1, 1)
    expected = {
        "rated": Share(2, 3),
        "good_ratings": Share(1, 2),
        "good_ratings_of_all": Share(1, 3),
        "agreements": Share(2, 3),
        "agreements_of_enterprises": Share(2, 2),
        "agreements_of_large_enterprises": Share(1, 1),
        "agreements_of_large": Share(1, 1),
        "graded": Share(1, 2),
        "good_of_graded": Share(1, 1),
        "good_of_signed": Share(1, 2),
        "conferences": Share(1, 2),
        "conferences_of_enterprises": Share(1, 1),
        "dialogues": Share(1, 3),
        "officers_trained": Share(4, 5),
        "participants": Share(20, 25),
        "helped": Share(2, 3),
        "studying": Share(10, 25),
        "studying_in_enterprises": Share(10, 25),
        "taught": Share(30, 30),
        "initiatives_entered": Share(1, 4),
    }
    assert found.shares == expected
    assert found.shares.keys() == yearly_facts.SHARES.keys()
    assert (found.sums["initiatives"], found.sums["double"]) == (4, None)


def _three_unions(session: Session) -> None:
    large = add_union(session, "CĐCS Công ty Lớn", sector="Doanh nghiệp ngoài nhà nước")
    small = add_union(session, "CĐCS Công ty Nhỏ", sector="Doanh nghiệp FDI")
    school = add_union(session, "CĐCS Trường", sector="Sự nghiệp công lập")
    report(session, Q4, large, members=25, workers=30)
    report(session, Q4, school, members=9, workers=10)
    enter(session, large, rating_id="Hoàn thành tốt nhiệm vụ", agreement_grade_id="A", conference="có", dialogues=1)
    enter(session, large, officers=5, officers_trained=4, participants=20, studying=10, taught=30)
    enter(session, large, initiatives=4, initiatives_entered=1, hardship=3, helped=2)
    enter(session, small, rating_id="Hoàn thành nhiệm vụ", agreement_grade_id="Không xếp loại", officers=3)
    enter(session, school, conference="không", dialogues=0)


def test_status_has_the_same_figures_as_plain_values(session: Session) -> None:
    _three_unions(session)

    told = yearly_facts.status(session, 2023)

    assert told["unions"] == {"part": 3, "whole": 3}
    assert told["shares"]["good_of_signed"] == {"part": 1, "whole": 2}
    assert told["ratings"]["Hoàn thành nhiệm vụ"] == 1
    assert told["sums"]["officers"] == 8


def test_nothing_is_a_share_of_nothing(session: Session) -> None:
    found = yearly_facts.summary(session, 2023)

    assert all(share == Share(0, 0) and share.ratio is None and not share.full for share in found.shares.values())


def test_all_is_only_all_of_them() -> None:
    assert Share(3, 3).full
    assert not Share(9_999, 10_000).full
    assert Share(1, 4).ratio == 0.25


# Taken back, told


def test_entering_is_undone_as_one_action(session: Session) -> None:
    union = add_union(session, "CĐCS Hoa Mai")
    with action(session, "Nhập số liệu năm"):
        enter(session, union, dialogues=2, officers=5)

    offer = undo.next_undo(session)
    assert offer is not None
    take_back(session, offer)

    assert not row_of(session, union).entered
    assert records.rows(session, YearlyFact) == []
