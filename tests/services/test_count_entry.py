"""Figures taken over and confirmed, jumps explained, blocks judged before they are entered."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.offices import HALF, Q1, Q2, Q3, YEAR, add_union, found_office, report
from tests.plans import outcomes, planned, taken
from tests.sheets import HEADINGS, book, sheet
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Severity, UserError
from unioncare_desktop.services import counts, records, status
from unioncare_desktop.services.counts import CountRow, Entry, TakenOver
from unioncare_desktop.services.lists.sheets import Book, Cell
from unioncare_desktop.storage import history
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import differences_from_folding

ALL = {"workers": 20, "women_workers": 9, "members": 15, "women_members": 8, "admitted": 3, "left": 1}


def row_of(session: Session, span: Span, union_id: int) -> CountRow:
    return next(row for row in counts.rows(session, span) if row.union.id == union_id)


def figures_of(session: Session, span: Span, union_id: int) -> dict[str, int | None]:
    row = row_of(session, span, union_id)
    return {name: value for name in FIGURES if (value := getattr(row, name)) is not None}


def waiting(session: Session, span: Span, union_id: int) -> set[str]:
    return set(row_of(session, span, union_id).unconfirmed)


@pytest.fixture
def taken_over(session: Session) -> int:
    """A union whose figures of the second quarter are those of the first."""
    union_id = add_union(session, "Hoa Sen", code="CS1")
    report(session, Q1, union_id, **ALL)
    assert counts.take_over(session, Q2, [union_id]) == TakenOver(unions=1)
    return union_id


# Như quý trước


def test_stocks_are_taken_over_and_flows_begin_at_zero(session: Session, taken_over: int) -> None:
    assert figures_of(session, Q2, taken_over) == {**ALL, "admitted": 0, "left": 0}
    assert waiting(session, Q2, taken_over) == set(FIGURES)
    assert row_of(session, Q2, taken_over).problems() == ()


def test_what_was_blank_stays_blank(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, members=15, left=2)

    counts.take_over(session, Q2, [union_id])

    assert figures_of(session, Q2, union_id) == {"members": 15, "left": 0}
    assert waiting(session, Q2, union_id) == {"members", "left"}


def test_only_who_has_not_reported_is_filled(session: Session) -> None:
    silent, reported, new = (add_union(session, name) for name in ("Hoa Sen", "Hoa Mai", "Hoa Cúc"))
    for union_id in (silent, reported):
        report(session, Q1, union_id, workers=20, members=15)
    report(session, Q2, reported, members=16)

    assert counts.take_over(session, Q2, [silent, reported, new]) == TakenOver(unions=1)

    assert figures_of(session, Q2, reported) == {"members": 16}
    assert figures_of(session, Q2, new) == {}
    assert counts.totals(session, Q2).unconfirmed == 1
    assert status.status(session, Q2)["unions"]["unconfirmed"] == 1


def test_what_was_typed_is_never_overwritten(session: Session) -> None:
    union_id, other = add_union(session, "Hoa Sen"), add_union(session, "Hoa Mai")
    for one in (union_id, other):
        report(session, Q1, one, workers=20, members=15)
    report(session, Q2, union_id, workers=18, admitted=2, note="đã gọi")
    report(session, Q2, other, workers=3)  # fewer than the members there were

    assert counts.take_over(session, Q2, [union_id, other]) == TakenOver(unions=1, contradicting=1)

    assert figures_of(session, Q2, union_id) == {"workers": 18, "members": 15, "admitted": 2}
    assert waiting(session, Q2, union_id) == {"members"}
    assert row_of(session, Q2, union_id).note == "đã gọi"
    assert figures_of(session, Q2, other) == {"workers": 3}


def test_twice_is_once(session: Session, taken_over: int) -> None:
    before = records.rows(session, MemberCount)

    assert counts.take_over(session, Q2, [taken_over]) == TakenOver()
    assert records.rows(session, MemberCount) == before


def test_longer_periods_are_filled_in_their_quarters(session: Session, taken_over: int) -> None:
    with pytest.raises(UserError, match="được cộng từ các quý"):
        counts.take_over(session, HALF, [taken_over])


def test_a_longer_period_waits_with_its_quarters(session: Session, taken_over: int) -> None:
    assert waiting(session, HALF, taken_over) == set(FIGURES)

    report(session, Q3, taken_over, **ALL)

    assert waiting(session, YEAR, taken_over) == {"admitted", "left"}, "a part of what is summed"
    assert counts.totals(session, YEAR).unconfirmed == 1


# Confirmed


def test_typing_the_same_figure_confirms_it(session: Session, taken_over: int) -> None:
    outcome = counts.enter(session, Q2, [Entry(taken_over, "members", "15"), Entry(taken_over, "left", 0)])

    assert (outcome.stored, outcome.refused) == (2, ())
    assert waiting(session, Q2, taken_over) == {"workers", "women_workers", "women_members", "admitted"}
    assert figures_of(session, Q2, taken_over)["members"] == 15


@pytest.mark.parametrize("raw", ["16", ""])
def test_another_figure_or_none_confirms_too(session: Session, taken_over: int, raw: str) -> None:
    report(session, Q2, taken_over, women_members="", members=raw)

    assert waiting(session, Q2, taken_over) == {"workers", "women_workers", "admitted", "left"}


def test_a_refused_figure_confirms_nothing(session: Session, taken_over: int) -> None:
    outcome = counts.enter(session, Q2, [Entry(taken_over, "members", "99"), Entry(taken_over, "women_members", "8")])

    assert len(outcome.refused) == 2
    assert waiting(session, Q2, taken_over) == set(FIGURES)


def test_a_note_confirms_nothing(session: Session, taken_over: int) -> None:
    report(session, Q2, taken_over, note="sẽ gửi thứ Hai", follow_up=True)

    assert waiting(session, Q2, taken_over) == set(FIGURES)
    assert row_of(session, Q2, taken_over).follow_up


def test_whole_rows_are_confirmed(session: Session, taken_over: int) -> None:
    other = add_union(session, "Hoa Mai")

    assert counts.confirm(session, Q2, [taken_over, other]) == 1

    assert waiting(session, Q2, taken_over) == set()
    assert figures_of(session, Q2, taken_over)["members"] == 15
    assert counts.confirm(session, Q2, [taken_over]) == 0


def test_each_is_one_action_that_the_history_knows(any_database: Database) -> None:
    with any_database.write("Lập sổ") as session:
        ids = [add_union(session, name) for name in ("Hoa Sen", "Hoa Mai")]
        for union_id in ids:
            report(session, Q1, union_id, **ALL)
    with any_database.write("Như quý trước") as session:
        counts.take_over(session, Q2, ids)
    with any_database.write("Xác nhận") as session:
        counts.confirm(session, Q2, ids)

    with any_database.read() as session:
        assert differences_from_folding(session) == []
        last = session.query(history.Action).order_by(history.Action.id.desc()).limit(2).all()
        assert [action.title for action in last] == ["Xác nhận", "Như quý trước"]


# Explained


@pytest.fixture
def jumped(session: Session) -> int:
    """A union whose members have doubled."""
    union_id = add_union(session, "Hoa Sen", code="CS1")
    report(session, Q1, union_id, workers=30, members=6)
    report(session, Q2, union_id, members=12)
    return union_id


def severities(session: Session, union_id: int) -> list[Severity]:
    return [problem.severity for problem in row_of(session, Q2, union_id).problems()]


def test_a_jump_is_explained_with_a_note(session: Session, jumped: int) -> None:
    assert severities(session, jumped) == [Severity.WARNING]

    counts.accept(session, Q2, jumped, "nhận lại 6 người từ Hoa Mai")

    row = row_of(session, Q2, jumped)
    (hint,) = row.problems()
    assert hint.severity is Severity.HINT
    assert hint.text.endswith("(6 → 12); đã giải trình: nhận lại 6 người từ Hoa Mai")
    assert (row.accepted, row.note) == (True, "nhận lại 6 người từ Hoa Mai")


@pytest.mark.parametrize(
    "typed", [{"members": 13}, {"workers": 99}, {"note": ""}, {"members": 13, "note": "khác"}], ids=str
)
def test_the_explanation_ends_with_what_it_explains(session: Session, jumped: int, typed: dict[str, object]) -> None:
    counts.accept(session, Q2, jumped, "nhận lại 6 người")

    report(session, Q2, jumped, **typed)

    assert not row_of(session, Q2, jumped).accepted
    assert Severity.WARNING in severities(session, jumped)
    assert row_of(session, Q2, jumped).accepted_members is None


def test_another_note_still_explains(session: Session, jumped: int) -> None:
    counts.accept(session, Q2, jumped, "nhận lại 6 người")

    report(session, Q2, jumped, note="nhận lại 6 người từ Hoa Mai", women_members=3)

    assert row_of(session, Q2, jumped).accepted


@pytest.mark.parametrize(("note", "words"), [("  ", "Hãy ghi lý do"), ("x" * 2001, "tối đa 2000")])
def test_an_explanation_needs_words(session: Session, jumped: int, note: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        counts.accept(session, Q2, jumped, note)


def test_where_nothing_is_odd_there_is_nothing_to_explain(session: Session, taken_over: int) -> None:
    for union_id in (taken_over, add_union(session, "Hoa Mai")):
        with pytest.raises(UserError, match="không có cảnh báo"):
            counts.accept(session, Q2, union_id, "vì sao")


# Judged


def test_a_block_is_judged_as_it_will_be_entered(session: Session, taken_over: int) -> None:
    new, wrong = add_union(session, "Hoa Mai"), add_union(session, "Hoa Cúc")
    report(session, Q1, new, members=5)
    report(session, Q2, taken_over, members=15)
    entries = [
        Entry(taken_over, "members", "15"),
        Entry(new, "members", "50"),
        Entry(taken_over, "workers", "20"),
        Entry(wrong, "workers", "9"),
        Entry(taken_over, "women_members", "7"),
        Entry(wrong, "members", "10"),
        Entry(taken_over, "women_workers", "chín"),
        Entry(new, "note", ""),
    ]
    before = records.rows(session, MemberCount)

    judged = counts.judge(session, Q2, entries)

    assert records.rows(session, MemberCount) == before
    assert [one.fate for one in judged] == [
        *("same", "new", "changed", "rejected", "changed", "rejected", "rejected", "same")
    ]
    assert judged[1].severity is Severity.WARNING
    assert judged[1].reason.startswith("Đoàn viên: gấp 10 lần so với Quý I")
    assert judged[3].reason == judged[5].reason == "Đoàn viên: 10 lớn hơn tổng số lao động (9)"
    assert "chín" in judged[6].reason
    outcome = counts.enter(session, Q2, entries)
    assert outcome.stored == 3
    assert [(one.entry, one.reason) for one in outcome.refused] == [
        (entry, one.reason) for entry, one in zip(entries, judged, strict=True) if one.fate == "rejected"
    ]
    assert {one.fate for one in counts.judge(session, Q2, entries)} == {"same", "rejected"}


def test_the_last_of_two_texts_for_one_cell_counts(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")

    counts.enter(session, Q1, [Entry(union_id, "members", "8"), Entry(union_id, "members", "9")])

    assert figures_of(session, Q1, union_id) == {"members": 9}


def test_nothing_stored_leaves_no_period_behind(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")

    counts.enter(session, Q1, [Entry(union_id, "members", "chín")])

    assert counts.judge(session, Q1, [Entry(union_id, "members", "9")]) == [Judgement("new")]
    assert records.rows(session, MemberCount) == []


# Imported


def listed(*rows: Sequence[Cell]) -> Book:
    headings = (*HEADINGS, "Kết nạp", "Giảm", "Ghi chú")
    return book(sheet((("SỐ LIỆU ĐOÀN VIÊN QUÝ II/2023",), headings, *rows)))


def test_the_same_figures_from_a_file_confirm_nothing(session: Session, taken_over: int) -> None:
    """Our own report, taken in again, changes nothing: no file says who stands for its figures."""
    plan = taken(session, listed((1, "CS1", "Hoa Sen", 20, 9, 15, 8, 0, 0, None)))

    assert outcomes(plan) == (0, 0, 1, 0)
    assert waiting(session, Q2, taken_over) == set(FIGURES)


def test_other_figures_from_a_file_are_confirmed_by_it(session: Session, taken_over: int) -> None:
    taken(session, listed((1, "CS1", "Hoa Sen", 20, 9, 17, 8, 2, 0, None)))

    assert waiting(session, Q2, taken_over) == {"workers", "women_workers", "women_members", "left"}


def test_other_figures_from_a_file_need_another_explanation(session: Session, jumped: int) -> None:
    counts.accept(session, Q2, jumped, "nhận lại 6 người")
    same: tuple[Any, ...] = (1, "CS1", "Hoa Sen", None, None, 12, None, None, None, "nhận lại 6 người")

    assert planned(session, listed(same)).warnings == ()
    plan = taken(session, listed((*same[:5], 13, *same[6:])))

    assert "tăng 117\u00a0% so với Quý I (6 → 13)" in plan.warnings[0]
    assert not row_of(session, Q2, jumped).accepted


def test_more_members_than_workers_are_not_taken_over_without_their_reason(session: Session) -> None:
    found_office(session, more_members_than_workers="x")
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, workers=9, members=10, note="hai người nghỉ hưu")

    assert counts.take_over(session, Q2, [union_id]) == TakenOver(contradicting=1)
