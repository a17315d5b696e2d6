"""The calendar file of what is due: as another program reads it, and byte by byte."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.services.deadline_calendar import calendar, check
from unioncare_desktop.services.deadline_marks import DEADLINE, ROUND, Source
from unioncare_desktop.services.deadlines import Occurrence, State

MADE = datetime(2023, 12, 10, 8, 30, tzinfo=UTC)
OFFICE = "LĐLĐ quận Ba Đình"
QUARTERLY = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"


NEXT, END = date(2023, 12, 14), date(2023, 12, 31)
ONE = Occurrence(
    *(Source(DEADLINE, 1), "Nộp báo cáo", NEXT, "KH 10/KH-LĐLĐ", "", "report", State.AHEAD),
    *("còn 4 ngày", "", "", "", ("targets", 1)),
)
OTHER = replace(ONE, of=Source(DEADLINE, 2))


def events(content: bytes) -> list[dict[str, Any]]:
    """The events of a calendar as another program reads them, with their alarms."""
    found = Calendar.from_ical(content).walk("VEVENT")
    return [dict(event.items()) | {"alarms": [dict(one.items()) for one in event.walk("VALARM")]} for event in found]


def read(*found: Occurrence) -> list[dict[str, Any]]:
    return events(calendar(found, OFFICE, MADE))


def test_one_thing_is_one_day_with_an_alarm_a_week_before() -> None:
    (event,) = read(replace(ONE, title="Nộp báo cáo; năm, \\ “quý”\nvề quận"))
    assert event["SUMMARY"] == "Nộp báo cáo; năm, \\ “quý”\nvề quận"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2023, 12, 14), date(2023, 12, 15))
    assert event["DTSTAMP"].dt == MADE
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["CATEGORIES"].cats == ["báo cáo"]
    (alarm,) = event["alarms"]
    assert alarm["TRIGGER"].dt == timedelta(days=-7)
    assert alarm["ACTION"] == "DISPLAY"
    assert "RRULE" not in event


def test_everything_that_is_known_stands_in_the_description() -> None:
    (event,) = read(replace(ONE, who="Văn phòng", remark="Chủ nhật", problem="Hỏi lại quận", note="Đã gọi"))
    assert event["DESCRIPTION"].split("\n") == [
        *("Theo: KH 10/KH-LĐLĐ", "Ai làm: Văn phòng", "Lưu ý: Chủ nhật", "Phải hỏi lại: Hỏi lại quận"),
        "Ghi chú: Đã gọi",
    ]


def test_a_series_is_one_event_with_its_rule_and_without_what_is_done() -> None:
    days = recurrence.occurrences(QUARTERLY, date(2023, 1, 1), END, date(2023, 1, 1))
    series = [replace(ONE, due=day, rule=QUARTERLY, last=END) for day in days]
    for number in (0, 2):
        series[number] = replace(series[number], state=State.DONE)

    (event,) = read(*series)
    assert event["DTSTART"].dt == days[1], "the first that is not done"
    assert event["RRULE"].to_ical().decode() == ("FREQ=MONTHLY;UNTIL=20231231;BYMONTHDAY=14;BYMONTH=3,6,9,12")
    assert [day.dt for day in event["EXDATE"].dts] == [days[2]]
    assert "Lặp lại: ngày 14 các tháng 3, 6, 9, 12 hằng năm" in event["DESCRIPTION"]
    (endless,) = read(replace(ONE, rule="FREQ=DAILY"))
    assert endless["RRULE"].to_ical().decode() == "FREQ=DAILY"
    (ends,) = read(replace(ONE, rule="FREQ=DAILY;UNTIL=20230601", last=END))
    assert ends["RRULE"].to_ical().decode() == "FREQ=DAILY;UNTIL=20230601"


def test_what_is_done_is_left_out() -> None:
    assert [event["UID"] for event in read(replace(ONE, state=State.DONE), OTHER)] == [
        event["UID"] for event in read(OTHER)
    ]


def test_events_are_known_again_when_their_words_or_days_have_changed() -> None:
    first, last = (replace(ONE, of=Source(ROUND, 1), due=day, title=f"Đợt {day}") for day in (NEXT, END))
    before, after = read(ONE, first, last), read(replace(ONE, title="Nộp báo cáo năm", due=END))
    uids = [str(event["UID"]) for event in before]
    assert len(set(uids)) == 3
    assert str(after[0]["UID"]) in uids
    other = events(calendar([ONE], "LĐLĐ huyện Gia Lâm", MADE))
    assert str(other[0]["UID"]) not in uids, "two offices do not overwrite each other"


def test_the_file_keeps_to_the_standard_byte_by_byte() -> None:
    title = "Đánh giá, xếp loại chất lượng hoạt động công đoàn cơ sở và cán bộ công đoàn " * 4
    content = calendar([replace(ONE, title=title.strip()), OTHER], OFFICE, MADE)
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75, "octets, not letters"
    for line in lines:
        line.decode()  # no letter is cut in two
    assert b"VERSION:2.0" in lines
    assert content.replace(b"\r\n ", b"").decode().count(title.strip().replace(",", "\\,")) == 2, "summary and alarm"
    assert b"X-WR-CALNAME:Vi\xe1\xbb\x87c \xc4\x91\xe1\xba\xbfn h\xe1\xba\xa1n\\, L" in content


def test_nothing_of_the_machine_is_in_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    here = calendar([ONE], OFFICE, MADE)
    monkeypatch.setenv("USER", "someone-else")
    monkeypatch.setenv("TZ", "Pacific/Honolulu")
    assert calendar([ONE], OFFICE, MADE) == here
    assert {line.split(b":")[0].split(b";")[0] for line in here.split(b"\r\n") if line} == {
        *(b"BEGIN", b"END", b"VERSION", b"PRODID", b"CALSCALE", b"X-WR-CALNAME", b"UID", b"SUMMARY", b"DTSTART"),
        *(b"DTEND", b"DTSTAMP", b"TRANSP", b"CATEGORIES", b"DESCRIPTION", b"ACTION", b"TRIGGER"),
    }


@pytest.mark.parametrize("broken", [b"", b"xx", calendar([ONE], OFFICE, MADE)[:200]])
def test_a_file_that_is_not_whole_is_noticed(broken: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
        check(broken)
