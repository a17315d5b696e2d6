"""What came of registrations, the points of unions, and the awards that follow: entered, doubted, refused, proposed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.competitions import GROUP, INITIATIVE, PERSON, WORK, found_campaign, register
from tests.offices import add_union, enter, entry_of
from unioncare_desktop.domain.records import (
    AwardTitle,
    RecognitionLevel,
    Registration,
    RegistrationKind,
    RoundScore,
)
from unioncare_desktop.domain.records.registration import ACHIEVED, AWARDED, DECLINED, FAILED, FORM, PARTLY, TITLE
from unioncare_desktop.errors import Duplicate, InvalidRecord, Problem, Severity, UserError
from unioncare_desktop.services import (
    award_checks,
    awards,
    events,
    office_lists,
    records,
    registrations,
    results,
    scores,
)
from unioncare_desktop.services.awards import AwardRow, Proposed
from unioncare_desktop.services.cell_entry import Entered, Entry
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.scores import ScoreRow
from unioncare_desktop.storage.database import Session

JULY = date(2023, 7, 15)


@pytest.fixture
def round_id(session: Session) -> int:
    """The first round of 2023."""
    return found_campaign(session)[0]


@pytest.fixture
def union_id(session: Session) -> int:
    """A union."""
    return add_union(session, "CĐCS Hoa Mai", code="CS01")


def cells(key: int, **typed: object) -> list[Entry]:
    """What is typed into the cells of a row."""
    return [Entry(key, name, raw) for name, raw in typed.items()]


def result(session: Session, registered: int) -> tuple[object, object]:
    """The outcome and the number that are stored."""
    (row,) = records.rows(session, Registration, id=registered)
    return row["outcome"], row["achieved"]


def words(found: dict[int, tuple[Problem, ...]]) -> str:
    """All sentences."""
    return " ".join(problem.text for ones in found.values() for problem in ones)


# Results


def test_an_outcome_brings_its_number_and_a_number_its_outcome(session: Session, round_id: int, union_id: int) -> None:
    registered = register(session, round_id, union_id, PERSON, "Lao động tiên tiến", quantity="6")
    steps: list[tuple[dict[str, object], tuple[object, object]]] = [
        ({"outcome": "đạt"}, (ACHIEVED, 6)),
        ({"outcome": "không đạt"}, (FAILED, 0)),
        ({"outcome": "DAT MOT PHAN"}, (PARTLY, None)),
        ({"achieved": "4"}, (PARTLY, 4)),
        ({"outcome": "", "achieved": ""}, (None, None)),
        ({"achieved": "4"}, (PARTLY, 4)),
        ({"outcome": "", "achieved": ""}, (None, None)),
        ({"achieved": "0"}, (FAILED, 0)),
        ({"outcome": "đạt", "achieved": "7"}, (ACHIEVED, 7)),
        ({"outcome": "đạt một phần", "achieved": "7"}, (PARTLY, 7)),
    ]
    for typed, stored in steps:
        entered = results.enter(session, round_id, cells(registered, **typed))
        assert (entered.refused, result(session, registered)) == ((), stored), typed


def test_what_contradicts_itself_or_cannot_be_read_is_refused(session: Session, round_id: int, union_id: int) -> None:
    """R02: also a result of something that was never registered."""
    registered = register(session, round_id, union_id, PERSON, "Lao động tiên tiến", quantity="6")
    block = [
        *cells(registered, outcome="không đạt", achieved="3"),
        *cells(registered + 99, outcome="đạt"),
    ]
    judged = results.judge(session, round_id, block)
    entered = results.enter(session, round_id, block)

    reasons = [one.reason for one in entered.refused]
    assert [one.fate for one in judged] == ["rejected"] * 3
    assert [one.reason for one in judged] == reasons
    assert "“không đạt” nhưng số lượng đạt là 3" in reasons[0]
    assert "Không còn dòng này" in reasons[2]
    typed = {"outcome": "tốt", "achieved": "-1", "decided_on": "30/02/2023", "level_id": "cấp lạ"}
    refused = results.enter(session, round_id, cells(registered, **typed)).refused
    expected = ("phải là một trong: đạt", "không được âm", "ý bạn là 28/02/2023?", "không có “cấp lạ” trong danh mục")
    assert [part in one.reason for part, one in zip(expected, refused, strict=True)] == [True] * 4
    assert result(session, registered) == (None, None)


def test_what_is_odd_about_results_is_told(session: Session, round_id: int, union_id: int) -> None:
    ids = [register(session, round_id, union_id, WORK, f"Việc {number}", quantity="2") for number in range(5)]
    typed: list[dict[str, object]] = [
        {"outcome": "đạt", "achieved": "3"},
        {"outcome": "đạt", "achieved": "1"},
        {"outcome": "đạt một phần"},
        {"outcome": "không đạt", "decision": "12/QĐ", "decided_on": "31/12/2022"},
        {"outcome": "đạt", "decision": "12/QĐ", "level_id": "cấp cơ sở", "decided_on": "1/1/2199"},
    ]
    for registered, one in zip(ids, typed, strict=True):
        assert results.enter(session, round_id, cells(registered, **one)).refused == ()

    found = results.problems_of(registrations.rows(session, [round_id]))
    assert [one.severity for one in found[ids[0]]] == [Severity.HINT]
    told = words(found)
    for sentence in (
        "Đạt 3, nhiều hơn đã đăng ký (2)",
        "mới đạt 1 trên 2 đã đăng ký",
        "Đạt một phần: hãy ghi số lượng đạt",
        "kết quả là “không đạt”",
        "Ngày công nhận 31/12/2022 trước ngày đầu đợt",
        "Ngày công nhận 01/01/2199 còn ở tương lai",
    ):
        assert sentence in told


def test_many_are_marked_and_decided_at_once(session: Session, round_id: int, union_id: int) -> None:
    ids = [register(session, round_id, union_id, WORK, f"Việc {number}") for number in range(3)]
    level = entry_of(session, RecognitionLevel, "Cấp cơ sở")

    assert results.mark(session, round_id, ids[:2], ACHIEVED) == 2
    assert results.mark(session, round_id, ids[:2], ACHIEVED) == 0
    with pytest.raises(UserError, match="1 đăng ký đã chọn chưa đạt"):
        results.decide(session, round_id, ids, "12/QĐ", JULY, level)
    assert results.decide(session, round_id, ids[:2], "12/QĐ-LĐLĐ", JULY, level) == 2
    results.decide(session, round_id, ids[:1], "13/QĐ-LĐLĐ", JULY, None)

    stored = [(row.decision, row.decided_on, row.level) for row in registrations.rows(session, [round_id])]
    assert stored == [("13/QĐ-LĐLĐ", JULY, "Cấp cơ sở"), ("12/QĐ-LĐLĐ", JULY, "Cấp cơ sở"), (None, None, "")]


def test_a_result_is_added_only_as_one_that_was_added_later(session: Session, round_id: int, union_id: int) -> None:
    """R02."""
    kind = entry_of(session, RegistrationKind, PERSON)
    draft = results.new_draft(round_id, union_id=union_id, kind_id=kind, content="lao dong tien tien", quantity=2)
    draft.values["added_later"] = False
    with pytest.raises(InvalidRecord, match="đánh dấu “Bổ sung sau”"):
        results.add(session, draft)
    draft.values |= {"added_later": True, "outcome": None}
    with pytest.raises(InvalidRecord, match="Kết quả: bắt buộc"):
        results.add(session, draft)
    enter(draft, outcome="không đạt", achieved="1")
    with pytest.raises(InvalidRecord, match="số lượng đạt là 1"):
        results.add(session, draft)
    enter(draft, outcome="đạt", achieved="")
    added = results.add(session, draft)

    (row,) = registrations.rows(session, [round_id])
    assert (row.id, row.content, row.outcome, row.achieved, row.added_later) == (
        added,
        "Lao động tiên tiến",
        ACHIEVED,
        2,
        True,
    )
    with pytest.raises((Duplicate, InvalidRecord)):
        results.add(session, results.new_draft(round_id, union_id=union_id, kind_id=kind, content="Lao động tiên tiến"))


# Points and places


def scored(session: Session, round_id: int, **points: str) -> dict[str, ScoreRow]:
    """Unions of these names with their points, as they are shown then."""
    ids = {name: add_union(session, name) for name in points}
    entries = [Entry(ids[name], "score", typed) for name, typed in points.items()]
    assert scores.enter(session, round_id, entries).refused == ()
    return {row.union.name: row for row in scores.rows(session, round_id)}


def test_unions_with_the_same_points_share_a_place(session: Session, round_id: int) -> None:
    """R05: 1, 2, 2, 4."""
    found = scored(session, round_id, Mai="95,5", Sen="90", Cúc="90.0", Lan="87", Đào="")

    assert {name: row.rank for name, row in found.items()} == {"Mai": 1, "Sen": 2, "Cúc": 2, "Lan": 4, "Đào": None}
    assert found["Mai"].score == 9550
    assert [row.union.name for row in scores.ranked(session, round_id)] == ["Mai", "Cúc", "Sen", "Lan"]
    assert scores.problems(list(found.values())) == {}


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("NaN", "không phải là điểm"),
        ("inf", "không phải là điểm"),
        ("-1", "không được âm"),
        ("100,01", "100,01 lớn hơn điểm tối đa của đợt (100)"),
        ("1e2", "không phải là điểm"),
        ("87,555", "không phải là điểm"),
    ],
)
def test_points_that_cannot_be_are_refused(
    session: Session, round_id: int, union_id: int, typed: str, reason: str
) -> None:
    """R05."""
    (refused,) = scores.enter(session, round_id, cells(union_id, score=typed)).refused
    assert reason in refused.reason
    assert records.rows(session, RoundScore) == []


def test_entered_places_against_points_or_with_gaps_are_odd(session: Session, round_id: int) -> None:
    """R05."""
    found = scored(session, round_id, Mai="95", Sen="90", Cúc="", Lan="")
    ranks = {"Mai": "2", "Sen": "2", "Cúc": "1", "Lan": "4"}
    entered = scores.enter(session, round_id, [Entry(found[name].id, "rank", rank) for name, rank in ranks.items()])
    rows = scores.rows(session, round_id)

    told = {row.union.name: one[0].text for row in rows if (one := scores.problems(rows).get(row.id))}
    assert entered.refused == ()
    assert told == {"Mai": "Ghi thứ 2 nhưng theo điểm là thứ 1."}
    scores.enter(session, round_id, [Entry(found["Lan"].id, "rank", "5")])
    rows = scores.rows(session, round_id)
    assert "Ghi thứ 5 nhưng có 3 đơn vị xếp trên" in words(scores.problems(rows))
    (refused,) = scores.enter(session, round_id, [Entry(found["Lan"].id, "rank", "0")]).refused
    assert "bắt đầu từ 1" in refused.reason


def test_emptied_points_leave_nothing(session: Session, round_id: int, union_id: int) -> None:
    scores.enter(session, round_id, cells(union_id, score="90", note="Tốt"))
    assert scores.enter(session, round_id, cells(union_id, score="", note="")) == Entered(stored=2)
    assert records.rows(session, RoundScore) == []
    assert scores.judge(session, round_id, cells(union_id, score="90"))[0].fate == "new"


@given(points=st.lists(st.integers(0, 10), min_size=1, max_size=12))
def test_a_place_counts_those_with_more_points(points: list[int]) -> None:
    places = scores._places(dict(enumerate(points)))
    assert all(place == 1 + sum(other > points[key] for other in points) for key, place in places.items())


# Awards


def award_rows(session: Session, round_id: int) -> list[tuple[str, str, int, str]]:
    """The awards of a round: what, whose, how many, how far they have come."""
    return [(row.name, row.union.name, row.quantity, row.state) for row in awards.rows(session, round_id)]


def proposed(session: Session, round_id: int, union_id: int, name: str, **typed: object) -> AwardRow:
    """An award that is typed into its form and saved."""
    draft = awards.new_draft(round_id, union_id=union_id)
    enter(draft, name=name, **typed)
    award_id = awards.save(session, draft)
    return next(row for row in awards.rows(session, round_id) if row.id == award_id)


def test_what_was_achieved_is_proposed_once(session: Session, round_id: int, union_id: int) -> None:
    titles = register(session, round_id, union_id, PERSON, "Lao động tiên tiến", quantity="6", award="Giấy khen")
    group = register(session, round_id, union_id, GROUP, "Tập thể lao động xuất sắc")
    work = register(session, round_id, union_id, WORK, "Vườn hoa", award="Giấy khen")
    plain = register(session, round_id, union_id, INITIATIVE, "Cải tiến máy may")
    with pytest.raises(UserError, match="Không có gì để đề nghị"):
        awards.propose_from(session, [titles, group])
    results.enter(session, round_id, cells(titles, outcome="đạt một phần", achieved="4"))
    results.mark(session, round_id, [work, plain], ACHIEVED)
    results.mark(session, round_id, [group], FAILED)

    assert awards.propose_from(session, [titles, group, work, plain], "5/TTr", JULY) == Proposed(3, 2)
    assert award_rows(session, round_id) == [
        ("Lao động tiên tiến", "CĐCS Hoa Mai", 4, "proposed"),
        ("Giấy khen", "CĐCS Hoa Mai", 4, "proposed"),
        ("Giấy khen", "CĐCS Hoa Mai", 1, "proposed"),
    ]
    first = awards.rows(session, round_id)[0]
    assert (first.kind, first.proposal, first.proposed_on, first.level) == (TITLE, "5/TTr", JULY, "Cấp cơ sở")
    with pytest.raises(UserError, match="chưa có trong danh sách"):
        awards.propose_from(session, [titles, work])


def test_awards_are_given_with_a_day_and_a_level(session: Session, round_id: int, union_id: int) -> None:
    one = proposed(session, round_id, union_id, "Lao động tiên tiến")
    other = proposed(session, round_id, union_id, "Danh hiệu của riêng đơn vị")
    level = entry_of(session, RecognitionLevel, "Tổng Liên đoàn")

    with pytest.raises(InvalidRecord, match="phải có ngày quyết định"):
        awards.award(session, [one.id], "12/QĐ", None)
    with pytest.raises(InvalidRecord, match="phải có cấp khen thưởng"):
        awards.award(session, [one.id, other.id], "12/QĐ", JULY)
    (refused, *_rest) = awards.enter(session, round_id, cells(one.id, state="đã khen thưởng")).refused
    assert "phải có ngày quyết định" in refused.reason
    assert {row.state for row in awards.rows(session, round_id)} == {"proposed"}
    assert awards.award(session, [one.id], "12/QĐ", JULY) == 1
    assert awards.award(session, [one.id, other.id], "13/QĐ", JULY, level) == 1
    with pytest.raises(UserError, match="đều đã khen thưởng rồi"):
        awards.award(session, [one.id], "14/QĐ", JULY)

    found = {row.name: (row.state, row.decision, row.level) for row in awards.rows(session, round_id)}
    assert found == {
        "Lao động tiên tiến": (AWARDED, "12/QĐ", "Cấp cơ sở"),
        "Danh hiệu của riêng đơn vị": (AWARDED, "13/QĐ", "Tổng Liên đoàn"),
    }


def test_a_proposal_is_declined_with_its_reason(session: Session, round_id: int, union_id: int) -> None:
    one = proposed(session, round_id, union_id, "Giấy khen", note="Đề nghị lần 2")
    assert one.kind == FORM
    assert awards.decline(session, [one.id]) == 1
    assert (awards.rows(session, round_id)[0].state, awards.rows(session, round_id)[0].note) == (
        DECLINED,
        "Đề nghị lần 2",
    )
    with pytest.raises(UserError, match="không có dòng nào đang đề nghị"):
        awards.decline(session, [one.id], "Hết hạn mức")
    assert awards.award(session, [one.id], "12/QĐ", JULY) == 1, "a decision may come after all"


def test_names_are_spelled_as_in_the_catalogue_wherever_they_are_typed(
    session: Session, round_id: int, union_id: int
) -> None:
    one = proposed(session, round_id, union_id, "co thi dua CUA CHINH PHU")
    assert (one.name, one.kind, one.level) == ("Cờ thi đua của Chính phủ", TITLE, "Cấp Nhà nước")
    awards.enter(session, round_id, cells(one.id, name="huan chuong lao dong", quantity="2"))

    (row,) = awards.rows(session, round_id)
    assert (row.name, row.kind, row.quantity) == ("Huân chương Lao động", FORM, 2)
    (refused, other) = awards.enter(session, round_id, cells(one.id, name="", quantity="0")).refused
    assert "bắt buộc phải nhập" in refused.reason
    assert "từ 1 trở lên" in other.reason
    with pytest.raises(InvalidRecord, match="bắt buộc phải nhập"):
        proposed(session, round_id, union_id, "")


def test_what_is_odd_about_awards_is_told(session: Session, round_id: int, union_id: int) -> None:
    title = entry_of(session, AwardTitle, "Chiến sĩ thi đua cơ sở")
    office_lists.change(session, AwardTitle, title, {"valid_to": "31/12/2022"})
    proposed(session, round_id, union_id, "Chiến sĩ thi đua cơ sở", person="Trần Văn An", quantity="2")
    proposed(session, round_id, union_id, "Tập thể lao động tiên tiến", person="Lê Thị Bình")
    proposed(session, round_id, union_id, "Thợ dệt bậc nhất", decision="3/QĐ", decided_on="1/1/2199")
    proposed(session, round_id, union_id, "thợ dệt bậc nhất", proposed_on="1/7/2023", decided_on="30/6/2023")

    told = words(award_checks.problems(session, awards.rows(session, round_id)))
    for sentence in (
        "“Chiến sĩ thi đua cơ sở” không còn hoặc chưa áp dụng vào ngày 30/06/2023",
        "Ghi tên một người nhưng số lượng là 2",
        "“Tập thể lao động tiên tiến” dành cho tập thể",
        "“Thợ dệt bậc nhất” không có trong danh mục",
        "Ngày quyết định 01/01/2199 còn ở tương lai",
        "Đã ghi quyết định; nếu đã khen thưởng, hãy đổi tình trạng",
        "có hai dòng trở lên trong đợt",
        "30/06/2023 trước ngày đề nghị (01/07/2023)",
    ):
        assert sentence in told


@pytest.mark.parametrize(("year", "severity"), [(2023, Severity.WARNING), (2024, Severity.HINT)])
def test_registering_is_no_condition_of_an_award_any_more(session: Session, year: int, severity: Severity) -> None:
    """Law 06/2022/QH15, from 1/1/2024."""
    first, second = found_campaign(session, year)
    registered, other = add_union(session, "CĐCS Hoa Mai"), add_union(session, "CĐCS Hoa Sen")
    register(session, first, registered, PERSON, "Lao động tiên tiến")
    for union in (registered, other):
        proposed(session, second, union, "Lao động tiên tiến", person="Trần Văn An")

    rows = awards.rows(session, second)
    found = award_checks.problems(session, rows)
    assert [row.registered for row in rows] == [True, False]
    assert [(row.union.id, one.severity) for row in rows for one in found.get(row.id, ())] == [(other, severity)]


def test_awards_are_told_with_the_union_as_it_was_in_the_round(session: Session, round_id: int, union_id: int) -> None:
    one = proposed(session, round_id, union_id, "Giấy khen")
    events.record_many(session, [EventDraft(union_id, "renamed", date(2023, 9, 1), {"name": "CĐCS Hoa Sen"})])

    assert [row.union.name for row in awards.rows(session, round_id)] == ["CĐCS Hoa Mai"]
    awards.delete(session, [one.id])
    assert awards.rows(session, round_id) == []
