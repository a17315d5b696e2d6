"""Who has reported for a quarter, on time or late; what is typed about it, and whom to remind."""

from datetime import date, timedelta

import pytest

from tests.actions import action, take_back
from tests.offices import Q1, Q2, Q4, YEAR, add_union, change_union, close_union, found_office, report
from unioncare_desktop.domain.records import OfficerRole, Period
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InUse, Severity, UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.services import (
    counts,
    document_texts,
    officers,
    periods,
    records,
    return_reminders,
    returns,
    undo,
    unions,
)
from unioncare_desktop.services.cell_entry import Entry
from unioncare_desktop.services.return_reminders import EMAIL, ZALO
from unioncare_desktop.services.returns import LATE, MISSING, ON_TIME, UNKNOWN, ReturnRow, Summary
from unioncare_desktop.storage.database import Session

TODAY = date.today()  # noqa: DTZ011 - the user's own calendar
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
BEFORE_DUE = date(2023, 12, 9)


def the_row(session: Session, union_id: int, quarter: Span = Q4, on: date = BEFORE_DUE) -> ReturnRow:
    return next(row for row in returns.rows(session, quarter, on) if row.union.id == union_id)


def let_be_due(session: Session, quarter: Span, due: date) -> None:
    records.update_row(session, Period, periods.ensure(session, quarter).id, {"due": due})


def receive(session: Session, union_ids: list[int], day: date | None, quarter: Span = Q4) -> int:
    return drain(returns.receiving(session, quarter, union_ids, day))


@pytest.fixture
def hoa_mai(session: Session) -> int:
    found_office(session, "district", name="LĐLĐ quận Ba Đình")
    return add_union(session, "CĐCS Hoa Mai", code="CS0012", chair="Nguyễn Thị Lan", phone="0912345678")


# On time, late, missing


@pytest.mark.parametrize(
    ("due", "due_after", "state", "words"),
    [
        (TODAY, TOMORROW, ON_TIME, "đúng hạn"),
        (TOMORROW, TOMORROW, ON_TIME, "đúng hạn, sớm 1 ngày"),
        (YESTERDAY, TOMORROW, LATE, "nộp muộn 1 ngày"),
        (YESTERDAY, TODAY, UNKNOWN, "không rõ ngày nộp"),
    ],
)
def test_figures_entered_today_tell_when_the_return_came(
    session: Session, hoa_mai: int, due: date, due_after: date, state: str, words: str
) -> None:
    """Until the next quarter is due: what is typed after that comes from old papers."""
    quarter = Span.quarter_of(TODAY).previous
    report(session, quarter, hoa_mai, workers=12, members=10)
    let_be_due(session, quarter, due)
    let_be_due(session, quarter.next, due_after)

    row = the_row(session, hoa_mai, quarter, TODAY)

    assert (row.state, row.words) == (state, words)
    assert row.came_on == (None if state == UNKNOWN else TODAY)


def test_a_day_that_is_typed_wins(session: Session, hoa_mai: int) -> None:
    report(session, Q4, hoa_mai, members=10)
    assert the_row(session, hoa_mai).state == UNKNOWN

    receive(session, [hoa_mai], date(2023, 12, 11))
    assert the_row(session, hoa_mai).words == "đúng hạn, sớm 3 ngày"

    receive(session, [hoa_mai], date(2024, 1, 3))
    assert the_row(session, hoa_mai).words == "nộp muộn 20 ngày"

    receive(session, [hoa_mai], None)
    assert the_row(session, hoa_mai).state == UNKNOWN


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2023, 12, 9), "chưa nộp, còn 5 ngày"),
        (date(2023, 12, 14), "chưa nộp, hạn hôm nay"),
        (date(2023, 12, 20), "chưa nộp, quá hạn 6 ngày"),
    ],
)
def test_what_is_missing_says_how_long_there_is(session: Session, hoa_mai: int, on: date, words: str) -> None:
    assert the_row(session, hoa_mai, on=on).words == words


def test_a_paper_that_has_come_is_no_longer_missing(session: Session, hoa_mai: int) -> None:
    receive(session, [hoa_mai], date(2023, 12, 14))

    assert the_row(session, hoa_mai).words == "đúng hạn (chưa nhập số liệu)"
    assert returns.status(session, Q4) == {
        "expected": 1,
        "received": 1,
        "on_time": 1,
        "late": 0,
        "unknown": 0,
        "missing": 0,
    }


def test_figures_taken_over_do_not_tell_when_a_return_came(session: Session, hoa_mai: int) -> None:
    quarter = Span.quarter_of(TODAY).previous
    report(session, quarter.previous, hoa_mai, workers=12, members=10)
    let_be_due(session, quarter, TODAY)
    let_be_due(session, quarter.next, TOMORROW)

    counts.take_over(session, quarter, [hoa_mai])
    assert the_row(session, hoa_mai, quarter, TODAY).state == UNKNOWN

    counts.confirm(session, quarter, [hoa_mai])
    assert the_row(session, hoa_mai, quarter, TODAY).state == ON_TIME


def test_unions_from_which_nothing_is_due_are_left_out(session: Session, hoa_mai: int) -> None:
    gone = add_union(session, "CĐCS Đã giải thể")
    close_union(session, gone, "15/11/2023")
    add_union(session, "CĐCS Mới", founded_on="20/12/2023")

    assert [row.union.id for row in returns.rows(session, Q4, BEFORE_DUE)] == [hoa_mai]


@pytest.mark.usefixtures("hoa_mai")
def test_a_return_of_a_union_from_which_none_is_due_counts(session: Session) -> None:
    new = add_union(session, "CĐCS Mới", founded_on="20/12/2023")
    report(session, Q4, new, members=3)

    row = the_row(session, new)

    assert (row.expected, row.state) == (False, UNKNOWN)
    assert returns.summary(session, Q4) == Summary(expected=2, on_time=0, late=0, unknown=1, missing=1)


def test_a_year_is_made_of_its_quarters_as_far_as_they_have_begun(session: Session, hoa_mai: int) -> None:
    report(session, Q1, hoa_mai, members=3)

    states = [(row.asked.span, row.state) for row in returns.rows(session, YEAR, date(2023, 5, 1))]

    assert states == [(Q1, UNKNOWN), (Q2, MISSING)]
    assert returns.summary(session, YEAR) == Summary(expected=4, on_time=0, late=0, unknown=1, missing=3)


# What is typed


def test_a_day_without_a_year_is_the_first_since_the_quarter_began(session: Session, hoa_mai: int) -> None:
    returns.enter(session, Q4, [Entry(hoa_mai, "received_on", "12/12")])
    assert the_row(session, hoa_mai).received_on == date(2023, 12, 12)

    returns.enter(session, Q4, [Entry(hoa_mai, "received_on", "5/1")])
    assert the_row(session, hoa_mai).received_on == date(2024, 1, 5)


@pytest.mark.parametrize("raw", ["31/11", "hôm qua", f"{TOMORROW:%d/%m/%Y}"])
def test_a_day_that_cannot_be_is_refused(session: Session, hoa_mai: int, raw: str) -> None:
    entered = returns.enter(session, Q4, [Entry(hoa_mai, "received_on", raw), Entry(hoa_mai, "note", "gửi qua Zalo")])

    assert entered.refused
    assert the_row(session, hoa_mai).received_on is None


def test_a_day_before_the_quarter_is_stored_with_a_warning(session: Session, hoa_mai: int) -> None:
    (judged,) = returns.judge(session, Q4, [Entry(hoa_mai, "received_on", "12/12/2022")])
    assert judged.severity is Severity.WARNING
    assert judged.reason == ("Ngày nhận 12/12/2022 trước khi Quý IV/2023 bắt đầu (01/10/2023); hãy xem lại năm.")

    returns.enter(session, Q4, [Entry(hoa_mai, "received_on", "12/12/2022")])
    assert returns.problems(returns.rows(session, Q4))[hoa_mai][0].text == judged.reason


def test_typing_about_a_union_that_is_gone_is_refused(session: Session, hoa_mai: int) -> None:
    (judged,) = returns.judge(session, Q4, [Entry(hoa_mai + 99, "received_on", "12/12/2023")])
    assert judged.fate == "rejected"


def test_reading_again_brings_what_was_typed(session: Session, hoa_mai: int) -> None:
    known = returns.rows(session, Q4, BEFORE_DUE)
    receive(session, [hoa_mai], date(2023, 12, 1))

    (fresh,) = returns.reread(session, known)

    assert (fresh.received_on, fresh.state) == (date(2023, 12, 1), ON_TIME)
    assert fresh == the_row(session, hoa_mai)


def test_receiving_counts_what_changed(session: Session, hoa_mai: int) -> None:
    other = add_union(session, "CĐCS Hoa Sen")

    assert receive(session, [hoa_mai, other], date(2023, 12, 1)) == 2
    assert receive(session, [hoa_mai, other], date(2023, 12, 1)) == 0
    with pytest.raises(UserError, match="chưa tới"):
        receive(session, [hoa_mai], TOMORROW)


def test_what_was_marked_is_taken_back_in_one_step(session: Session, hoa_mai: int) -> None:
    with action(session, "Nhận") as receiving:
        receive(session, [hoa_mai, add_union(session, "CĐCS Hoa Sen")], date(2023, 12, 1))
    assert returns.summary(session, Q4).on_time == 2

    with action(session, "Nhắc") as reminding:
        drain(returns.reminding(session, Q4, [hoa_mai], date(2023, 12, 1)))
    take_back(session, undo.offer(session, reminding.id))
    assert the_row(session, hoa_mai).reminders == 0

    take_back(session, undo.offer(session, receiving.id))
    assert returns.summary(session, Q4).on_time == 0


def test_reminders_are_counted(session: Session, hoa_mai: int) -> None:
    for day, how in ((date(2023, 12, 11), "Zalo"), (date(2023, 12, 13), None)):
        drain(returns.reminding(session, Q4, [hoa_mai], day, how))

    row = the_row(session, hoa_mai)

    assert (row.reminders, row.reminded_on, row.note) == (2, date(2023, 12, 13), "nhắc qua Zalo 11/12/2023")
    with pytest.raises(UserError, match="chưa tới"):
        drain(returns.reminding(session, Q4, [hoa_mai], TOMORROW))


def test_a_union_of_which_a_return_is_recorded_is_not_deleted(session: Session, hoa_mai: int) -> None:
    receive(session, [hoa_mai], date(2023, 12, 1))
    with pytest.raises(InUse, match="việc nộp báo cáo"):
        unions.delete(session, [hoa_mai])


# Whom to remind


@pytest.mark.usefixtures("hoa_mai")
def test_the_message_names_who_is_missing_and_the_day(session: Session) -> None:
    reported = add_union(session, "CĐCS Hoa Sen")
    report(session, Q4, reported, members=10)

    text = return_reminders.reminder_text(session, returns.rows(session, Q4, BEFORE_DUE), ZALO)

    assert "LĐLĐ quận Ba Đình đang tổng hợp" in text
    assert "Quý IV/2023, hạn nộp 14/12/2023 (còn 5 ngày)" in text
    assert "Còn 1 đơn vị chưa nộp:\n1. CĐCS Hoa Mai (CS0012)\n" in text
    assert "Hoa Sen" not in text
    assert "…" not in text


def test_each_union_gets_its_letter(session: Session, hoa_mai: int) -> None:
    change_union(session, hoa_mai, email="hoamai@example.vn")
    add_union(session, "CĐCS Hoa Sen")

    text = return_reminders.reminder_text(session, returns.rows(session, Q4, date(2023, 12, 20)), EMAIL)
    first, second = text.split("-" * 40)

    assert first.startswith("Gửi: hoamai@example.vn\nChủ đề: Đề nghị nộp số liệu Quý IV/2023 - CĐCS Hoa Mai\n")
    assert "Kính gửi đồng chí Nguyễn Thị Lan, CĐCS Hoa Mai!" in first
    assert "14/12/2023 (đã quá hạn 6 ngày)" in first
    assert "Gửi: (chưa có địa chỉ e-mail)" in second
    assert "Kính gửi đồng chí Chủ tịch công đoàn, CĐCS Hoa Sen!" in second


def test_nobody_is_reminded_where_all_have_reported(session: Session, hoa_mai: int) -> None:
    report(session, Q4, hoa_mai, members=10)
    assert return_reminders.reminder_text(session, returns.rows(session, Q4), ZALO) == ""


@pytest.mark.usefixtures("hoa_mai")
def test_the_office_words_the_reminder(session: Session) -> None:
    document_texts.change(session, "reminder.zalo", "Nhắc {danh sách chưa nộp} trước {hạn nộp}")
    text = return_reminders.reminder_text(session, returns.rows(session, Q4, BEFORE_DUE), ZALO)
    assert text == "Nhắc 1. CĐCS Hoa Mai (CS0012) trước 14/12/2023"

    with pytest.raises(UserError, match="ngày nộp"):
        document_texts.change(session, "reminder.zalo", "Nhắc trước {ngày nộp}")


def test_the_phone_list_keeps_zeros_and_one_line_a_union(session: Session, hoa_mai: int) -> None:
    returns.enter(session, Q4, [Entry(hoa_mai, "note", "gọi lại\nbuổi chiều")])
    found = returns.rows(session, Q4, BEFORE_DUE)

    assert return_reminders.phone_lines(found) == "1. CĐCS Hoa Mai (CS0012): Nguyễn Thị Lan, 0912 345 678"
    heading, line = return_reminders.phone_table(found).split("\r\n")
    assert heading.split("\t")[4:6] == ["Điện thoại", "E-mail"]
    assert line.split("\t")[4] == "0912 345 678"
    assert line.endswith("\tgọi lại buổi chiều")


def test_the_leading_officer_is_asked_where_the_registry_names_nobody(session: Session, hoa_mai: int) -> None:
    (chair,) = (row["id"] for row in records.rows(session, OfficerRole) if row["leads"])
    draft = officers.new_draft(hoa_mai)
    for name, value in {"role_id": chair, "name": "Lê Văn Hùng", "email": "hung@example.vn"}.items():
        draft.enter(name, value)
    officers.save(session, draft, BEFORE_DUE)
    change_union(session, hoa_mai, phone="", email="")

    contact = the_row(session, hoa_mai).contact

    assert (contact.chair, contact.phone, contact.email) == ("Lê Văn Hùng", "", "hung@example.vn")
