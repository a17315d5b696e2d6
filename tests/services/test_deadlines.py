"""What is due, from plans and from the records themselves, how it stands on a day, and what was done about it."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.competitions import PERSON, found_campaign, register
from tests.offices import Q1, Q2, YEAR, add_union, close_union, enter, found_office, report
from unioncare_desktop.domain.records import (
    CampaignRound,
    DeadlineMark,
    Officer,
    OfficerRole,
    Period,
    Plan,
    PlanDeadline,
)
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.services import (
    campaigns,
    counts,
    deadlines,
    office,
    officers,
    periods,
    plans,
    records,
    undo,
)
from unioncare_desktop.services.deadlines import LOOK_BACK, OWN_PLAN, Occurrence, State
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import differences_from_folding

TODAY = date(2023, 12, 10)
START, END = date(2023, 1, 1), date(2023, 12, 31)
QUARTERLY = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"


def add_plan(session: Session, *deadlines_of_it: dict[str, object], **values: object) -> int:
    typed = {"number": "10/KH-LĐLĐ", "issuer": "LĐLĐ quận", "name": "Kế hoạch năm", "valid_from": START} | values
    (plan_id,) = records.insert_rows(session, Plan, [typed])
    rows = [{"plan_id": plan_id, "name": "Báo cáo quý", "kind": "report"} | one for one in deadlines_of_it]
    records.insert_rows(session, PlanDeadline, rows)
    return plan_id


def year(session: Session, on: date = TODAY) -> list[Occurrence]:
    return deadlines.occurrences(session, START, END, on)


def told(found: Sequence[Occurrence], kind: str = "") -> list[tuple[str, str, str]]:
    return [(f"{one.due:%d/%m}", str(one.state), one.words) for one in found if not kind or one.kind == kind]


def of_plans(session: Session, on: date = TODAY) -> list[Occurrence]:
    return [one for one in year(session, on) if one.of.column == "deadline_id"]


def the(found: Sequence[Occurrence], title: str) -> Occurrence:
    (one,) = [one for one in found if title in one.title]
    return one


# Plans


def test_a_rule_of_a_plan_is_due_on_each_of_its_days(session: Session) -> None:
    plan_id = add_plan(session, {"rule": QUARTERLY, "who": "CĐCS", "line": "94"})

    assert told(of_plans(session)) == [
        ("14/03", "late", "trễ 271 ngày"),
        ("14/06", "late", "trễ 179 ngày"),
        ("14/09", "late", "trễ 87 ngày"),
        ("14/12", "due", "còn 4 ngày"),
    ]
    last = of_plans(session)[-1]
    assert (last.title, last.plan, last.who, last.kind_words) == ("Báo cáo quý", "KH 10/KH-LĐLĐ", "CĐCS", "báo cáo")
    assert last.go == ("targets", plan_id)
    assert of_plans(session, date(2023, 11, 29))[-1].state is State.AHEAD
    assert of_plans(session, date(2023, 11, 30))[-1].state is State.DUE, "14 days before, by the office's rule"
    assert of_plans(session, date(2023, 12, 14))[-1].words == "hôm nay"


def test_a_rule_holds_while_its_plan_is_valid(session: Session) -> None:
    add_plan(session, {"rule": QUARTERLY}, valid_from=date(2023, 6, 14), valid_to=date(2023, 12, 13))
    assert [f"{one.due:%d/%m}" for one in of_plans(session)] == ["14/06", "14/09"]
    far = deadlines.occurrences(session, date(2024, 1, 1), date(2030, 12, 31), TODAY)
    assert [one for one in far if one.kind == "report"] == []


def test_a_plan_without_an_end_goes_on_for_years(session: Session) -> None:
    add_plan(session, {"rule": QUARTERLY})
    far = deadlines.occurrences(session, date(2030, 1, 1), date(2030, 12, 31), TODAY)
    assert next(f"{one.due:%d/%m/%Y}" for one in far if one.kind == "report") == "14/03/2030"


def test_a_weekend_or_holiday_is_told_and_the_day_stays(session: Session) -> None:
    add_plan(session, {"due": date(2023, 9, 2)}, {"due": date(2023, 12, 31)}, {"due": date(2023, 12, 14)})
    found = {one.due: one.remark for one in of_plans(session)}
    assert found == {
        date(2023, 9, 2): "Quốc khánh; nên xong trước: thứ Năm 31/08",
        date(2023, 12, 31): "Chủ nhật; nên xong trước: thứ Sáu 29/12",
        date(2023, 12, 14): "",
    }


def test_what_has_no_day_waits_for_one(session: Session) -> None:
    problem = "Không có ngày 30/02/2023. Hãy hỏi đơn vị ban hành."
    add_plan(
        session,
        {"name": "Đăng ký công trình", "words": "trước ngày 30/02/2023", "problem": problem, "line": "12"},
        {"name": "Họp tổng kết", "words": "theo quy định"},
        {"name": "Luật lạ", "rule": "FREQ=HOURLY"},
        {"name": "Báo cáo năm", "due": date(2023, 11, 30)},
    )
    works, meeting, odd = deadlines.undated(session)
    assert (works.title, works.words, works.problem, works.line) == (
        *("Đăng ký công trình", "trước ngày 30/02/2023", problem, "12"),
    )
    assert meeting.problem == "KH 10/KH-LĐLĐ không ghi ngày cụ thể"
    assert "FREQ=HOURLY" in odd.problem
    assert [one.title for one in of_plans(session)] == ["Báo cáo năm"]

    deadlines.set_day(session, works.id, date(2023, 2, 28))
    deadlines.set_day(session, odd.id, date(2023, 3, 1))
    assert [one.title for one in deadlines.undated(session)] == ["Họp tổng kết"]
    found = the(of_plans(session), "Đăng ký")
    assert (found.due, found.problem) == (date(2023, 2, 28), problem), "what is to be asked stays"
    (row,) = records.rows(session, PlanDeadline, id=works.id)
    assert row["words"] == "trước ngày 30/02/2023"


def test_every_rule_of_the_shipped_plans_comes_to_its_days(session: Session) -> None:
    for shipped in plans.shipped():
        plans.load(session, shipped.key)
    rules = [one for plan in plans.listed(session) for one in plan.deadlines if one.rule]
    assert len(rules) >= 20
    assert [one.rule for one in rules if recurrence.problem(one.rule or "")] == []
    found = of_plans(session)
    assert {one.title for one in found if one.plan == "KH ngày 18/01/2023"} >= {
        "Báo cáo quý, 6 tháng, năm về LĐLĐ quận"
    }
    (impossible,) = [one for one in deadlines.undated(session) if "30/02/2023" in one.problem]
    assert impossible.title == "Đăng ký công trình, phần việc gửi về LĐLĐ quận"


# What is due by the records themselves


def add_officer(session: Session, union_id: int, name: str, role: str = "Chủ tịch", **typed: object) -> int:
    roles = {name: key for key, name in records.choices(session, OfficerRole).items()}
    draft = officers.new_draft(union_id)
    enter(draft, role_id=roles[role], name=name, **typed)
    return officers.save(session, draft, TODAY)


def test_the_end_of_terms_is_due_once_a_union_until_all_are_succeeded(session: Session) -> None:
    sen, cu = add_union(session, "CĐCS Hoa Sen"), add_union(session, "CĐCS Cũ")
    for name, role in (("Trần Văn Ân", "Phó Chủ tịch"), ("Đỗ Thị Ánh", "Chủ tịch")):
        add_officer(session, sen, name, role, term_from="1/1/2019", term_to="31/12/2023")
    add_officer(session, cu, "Người Cũ", term_from="1/1/2019", term_to="1/12/2023")
    close_union(session, cu, "30/6/2023")

    one = the(year(session), "Hết nhiệm kỳ")
    assert one.title == "Hết nhiệm kỳ Chủ tịch Đỗ Thị Ánh và 1 người nữa, CĐCS Hoa Sen"
    assert (one.state, one.words, one.plan, one.go) == (
        *(State.DUE, "còn 21 ngày", "Nhiệm kỳ cán bộ", ("officers", sen)),
    )
    assert the(year(session, date(2023, 9, 1)), "Hết nhiệm kỳ").state is State.AHEAD, "more than 90 days"

    add_officer(session, sen, "Lê Thị Bình", term_from="1/1/2024", term_to="31/12/2028")
    assert "Phó Chủ tịch Trần Văn Ân, CĐCS" in the(year(session), "Hết nhiệm kỳ").title
    add_officer(session, sen, "Ngô Văn Đức", "Phó Chủ tịch", term_from="1/1/2024", term_to="31/12/2028")
    done = the(year(session, date(2024, 2, 1)), "Hết nhiệm kỳ")
    assert (done.state, done.words) == (State.DONE, "đã có nhiệm kỳ kế tiếp")


def test_rounds_are_due_until_all_have_registered_and_they_are_closed(session: Session) -> None:
    sen, mai = add_union(session, "CĐCS Hoa Sen"), add_union(session, "CĐCS Hoa Mai")
    first, _second = found_campaign(session)
    records.update_row(session, CampaignRound, first, {"deadline": date(2023, 3, 31)})
    register(session, first, sen, PERSON, "Chiến sĩ thi đua", person="Lan")

    found = [one for one in year(session) if one.of.column == "round_id"]
    assert [(f"{one.due:%d/%m}", one.title) for one in found] == [
        ("31/03", "Hết hạn đăng ký thi đua Đợt 1"),
        ("30/06", "Kết thúc Đợt 1, chốt kết quả thi đua"),
        ("31/12", "Kết thúc Đợt 2, chốt kết quả thi đua"),
    ]
    assert (found[0].state, found[0].words) == (State.LATE, "trễ 254 ngày, còn 1 đơn vị chưa đăng ký")
    assert found[0].go == ("competitions", first)

    register(session, first, mai, PERSON, "Chiến sĩ thi đua", person="Hà")
    assert (the(year(session), "Hết hạn").state, the(year(session), "Hết hạn").words) == (State.DONE, "đã đăng ký đủ")
    assert the(year(session), "Kết thúc Đợt 1").state is State.LATE
    records.update_row(session, CampaignRound, first, {"closed_on": TODAY})
    assert the(year(session), "Kết thúc Đợt 1").words == "đã chốt kết quả"


def test_the_end_of_a_round_that_its_plan_names_is_due_once(session: Session) -> None:
    plans.load(session, "gia-lam-667-2022")
    first, second = found_campaign(session, template="gia-lam-667")

    ends = [one for one in year(session) if one.title.startswith("Kết thúc")]
    assert [(one.title[:14], one.of.column, one.go) for one in ends] == [
        ("Kết thúc đợt 1", "deadline_id", ("competitions", first)),
        ("Kết thúc đợt 2", "deadline_id", ("competitions", second)),
    ]

    records.update_row(session, CampaignRound, first, {"closed_on": TODAY})
    assert the(year(session), "Kết thúc đợt 1").words == "đã chốt kết quả"

    records.update_row(session, CampaignRound, second, {"end": date(2023, 12, 20)})
    moved = [(f"{one.due:%d/%m}", one.of.column) for one in year(session) if "ợt 2" in one.title]
    assert moved == [("20/12", "round_id"), ("31/12", "deadline_id")]


def test_returns_are_due_until_the_last_union_has_reported(session: Session) -> None:
    found_office(session)
    sen = add_union(session, "CĐCS Hoa Sen")
    add_union(session, "CĐCS Hoa Mai", founded_on="1/6/2023")
    cu = add_union(session, "CĐCS Cũ")
    close_union(session, cu, "30/4/2023")
    report(session, Q1, sen, members=9)

    found = [one for one in year(session) if one.kind == "returns"]
    assert [one.title for one in found] == [f"Nộp số liệu Quý {name}/2023" for name in ("I", "II", "III", "IV")]
    assert [one.words for one in found] == [
        "trễ 271 ngày, còn 1 đơn vị chưa nộp",
        "trễ 179 ngày, còn 1 đơn vị chưa nộp",
        "trễ 87 ngày, còn 2 đơn vị chưa nộp",
        "còn 4 ngày, còn 2 đơn vị chưa nộp",
    ]
    assert [counts.totals(session, span).missing for span in YEAR.quarters] == [1, 1, 2, 2], "as the page of figures"
    report(session, Q1, cu, members=0)
    assert next(one for one in year(session) if one.kind == "returns").words == "đã nộp đủ"
    period = periods.ensure(session, Q2)
    records.update_row(session, Period, period.id, {"due": date(2023, 6, 20)})
    assert [f"{one.due:%d/%m}" for one in year(session) if one.kind == "returns"][1] == "20/06"


def test_an_office_with_nothing_yet_expects_returns_from_now_on(session: Session) -> None:
    found = year(session)
    assert [(one.title, one.state) for one in found] == [("Nộp số liệu Quý IV/2023", State.DUE)]
    assert [one.title for one in deadlines.occurrences(session, END, date(2024, 6, 30), TODAY)] == [
        *("Nộp số liệu Quý I/2024", "Nộp số liệu Quý II/2024")
    ]


# Marks


def test_one_is_done_and_the_others_of_the_rule_are_not(session: Session) -> None:
    add_plan(session, {"rule": QUARTERLY})
    first, second, *_rest = of_plans(session)
    deadlines.mark_done(session, [first], date(2023, 3, 10), "BC 12/BC-CĐ")

    found = of_plans(session)
    assert (found[0].state, found[0].words, found[0].note) == (State.DONE, "đã xong ngày 10/03/2023", "BC 12/BC-CĐ")
    assert found[1].state is State.LATE
    deadlines.unmark(session, [found[0], second])
    assert of_plans(session)[0].state is State.LATE
    assert records.rows(session, DeadlineMark) == []


def test_what_is_put_off_is_silent_until_its_day(session: Session) -> None:
    add_plan(session, {"rule": QUARTERLY})
    third = of_plans(session)[2]
    deadlines.snooze(session, [third], date(2023, 12, 20), "Chờ quận cho ý kiến", TODAY)

    found = of_plans(session)[2]
    assert (found.state, found.until, found.note) == (State.SNOOZED, date(2023, 12, 20), "Chờ quận cho ý kiến")
    assert found.words == "nhắc lại từ 20/12/2023, trễ 87 ngày"
    assert found.key not in {one.key for one in deadlines.coming(session, TODAY)}
    assert of_plans(session, date(2023, 12, 20))[2].state is State.LATE, "on that day it is told again"
    deadlines.mark_done(session, [found], TODAY)
    assert (of_plans(session)[2].state, of_plans(session)[2].note) == (State.DONE, "Chờ quận cho ý kiến")


@pytest.mark.parametrize(
    ("until", "note", "said"),
    [
        (TODAY, "Chờ", "phải sau hôm nay \\(10/12/2023\\)"),
        (date(2024, 1, 1), "  ", "Hãy ghi lý do"),
        (date(2024, 1, 1), "x" * 2001, "Ghi chú: "),
    ],
)
def test_putting_off_needs_a_day_to_come_and_a_reason(session: Session, until: date, note: str, said: str) -> None:
    add_plan(session, {"rule": QUARTERLY})
    with pytest.raises(UserError, match=said):
        deadlines.snooze(session, of_plans(session), until, note, TODAY)
    assert records.rows(session, DeadlineMark) == []


def test_several_of_all_kinds_are_marked_at_once(session: Session) -> None:
    add_plan(session, {"rule": QUARTERLY})
    sen = add_union(session, "CĐCS Hoa Sen")
    add_officer(session, sen, "Đỗ Thị Ánh", term_from="1/1/2019", term_to="31/12/2023")
    found_campaign(session)
    assert records.rows(session, Period) == []

    deadlines.mark_done(session, year(session), TODAY)
    assert {one.state for one in year(session)} == {State.DONE}
    assert [row["code"] for row in records.rows(session, Period)] == ["2023-Q4"], "a mark needs the period's row"
    deadlines.mark_done(session, year(session), date(2023, 12, 11), "Muộn hơn")
    assert {one.words for one in year(session)} == {"đã xong ngày 11/12/2023"}
    assert {one.note for one in year(session)} == {"Muộn hơn"}
    deadlines.unmark(session, year(session))
    assert State.DONE not in {one.state for one in year(session)}


def test_what_is_done_by_itself_is_not_marked(session: Session) -> None:
    first, _second = found_campaign(session)
    records.update_row(session, CampaignRound, first, {"closed_on": TODAY})
    with pytest.raises(UserError, match="“Kết thúc Đợt 1, chốt kết quả thi đua” \\(đã chốt kết quả\\) không cần"):
        deadlines.mark_done(session, year(session), TODAY)


def test_marking_and_putting_off_can_be_undone(any_database: Database) -> None:
    with any_database.write("Kế hoạch") as session:
        add_plan(session, {"rule": QUARTERLY})
        shown_before = of_plans(session)
    with any_database.write("Đánh dấu đã xong 4 việc") as session:
        deadlines.mark_done(session, of_plans(session), TODAY)
    with any_database.write("Nhắc lại sau 4 việc") as session:
        deadlines.snooze(session, shown_before, END, "Chờ", TODAY)
    for expected in ({State.DONE}, {State.LATE, State.DUE}):
        with any_database.read() as session:
            offer = undo.next_undo(session)
        assert offer is not None
        with any_database.write(offer.title, undoes=offer.action_id) as session:
            undo.undo(session, offer.action_id)
        with any_database.read() as session:
            assert {one.state for one in of_plans(session)} == expected
            assert differences_from_folding(session) == []


def test_the_same_mark_again_is_no_action(database: Database) -> None:
    with database.write("Kế hoạch") as session:
        add_plan(session, {"due": END})
    offers = []
    for _again in range(2):
        with database.write("Nhắc lại sau") as session:
            deadlines.snooze(session, of_plans(session), date(2023, 12, 20), "chờ tỉnh", TODAY)
        with database.read() as session:
            offers.append(undo.next_undo(session))

    assert offers[0] == offers[1]


def test_records_with_marks_can_be_deleted(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    officer_id = add_officer(session, sen, "Đỗ Thị Ánh", term_from="1/1/2019", term_to="31/12/2023")
    first, _second = found_campaign(session)
    plan_id = add_plan(session, {"rule": QUARTERLY})
    deadlines.mark_done(session, year(session), TODAY)

    officers.delete(session, [officer_id])
    campaigns.delete_round(session, first)
    plans.delete(session, plan_id)
    assert records.rows(session, Officer) == []
    assert {one.of.column for one in year(session)} == {"round_id", "period_id"}


# What comes, what is told elsewhere


def test_what_comes_is_late_or_soon(session: Session) -> None:
    add_plan(session, {"rule": QUARTERLY}, {"due": date(2023, 12, 26), "name": "Sau 16 ngày"})
    add_plan(session, {"due": date(2022, 12, 1), "name": "Quá cũ"}, {"due": date(2022, 12, 31), "name": "Năm ngoái"})
    found = [one.title for one in deadlines.coming(session, TODAY) if one.kind in ("report", "task")]
    assert found == ["Năm ngoái", "Báo cáo quý", "Báo cáo quý", "Báo cáo quý", "Báo cáo quý"]
    assert LOOK_BACK == 366
    assert "Sau 16 ngày" in [one.title for one in deadlines.coming(session, TODAY, days=20)]
    assert deadlines.counted(deadlines.coming(session, TODAY))[State.LATE] == 4


def test_the_command_line_tells_what_is_due_in_a_period(session: Session) -> None:
    plan_id = add_plan(session, {"rule": QUARTERLY})
    assert deadlines.status(session, Q1, TODAY) == [
        {"title": "Báo cáo quý", "due": "2023-03-14", "state": "late", "plan": str(plan_id)}
    ]
    assert deadlines.status(session, Q1, date(2023, 1, 1))[0]["state"] == "ahead"


# The office's own


def test_the_first_deadline_of_its_own_founds_the_offices_own_plan(session: Session) -> None:
    found_office(session)
    deadlines.add(session, "Họp Ban Thường vụ", due=date(2023, 12, 16), who="Văn phòng")
    deadlines.add(session, "Nộp kinh phí", rule="FREQ=MONTHLY;BYMONTHDAY=25")

    (plan,) = plans.listed(session)
    assert (plan.name, plan.issuer, len(plan.deadlines)) == (OWN_PLAN, "Công đoàn phường Bách Hoa", 2)
    meeting = the(of_plans(session), "Họp")
    assert (meeting.plan, meeting.who, meeting.kind) == (OWN_PLAN, "Văn phòng", "task")
    today = date.today()  # noqa: DTZ011 - it begins on the day on which it is written down
    later = deadlines.occurrences(session, date(2020, 1, 1), date(today.year + 1, 12, 31), today)
    dues = [one.due for one in later if one.title == "Nộp kinh phí"]
    assert dues[0] >= today
    assert len(dues) >= 12


@pytest.mark.parametrize("days", [{}, {"due": TODAY, "rule": "FREQ=DAILY"}])
def test_a_deadline_has_a_day_or_a_rhythm(session: Session, days: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="Hãy ghi ngày đến hạn, hoặc chọn nhịp lặp"):
        deadlines.add(session, "Họp", **days)
    assert records.rows(session, Plan) == []


def test_a_deadline_with_no_such_rhythm_is_refused(session: Session) -> None:
    with pytest.raises(InvalidRecord, match="Quy tắc lặp “FREQ=HOURLY”"):
        deadlines.add(session, "Họp", rule="FREQ=HOURLY")


def test_marks_survive_closing_the_file(database_file: Path) -> None:
    with closing(office.open_office(database_file, user="Lan")) as first, first.write("Kế hoạch") as session:
        add_plan(session, {"rule": QUARTERLY})
        deadlines.mark_done(session, of_plans(session)[:1], TODAY)
    with closing(office.open_office(database_file, user="Hà")) as again, again.read() as session:
        assert [str(one.state) for one in of_plans(session)] == ["done", "late", "late", "due"]
