"""The registry's memory: events told in any order, corrected, taken back; old reports print again as they were."""

from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.campaigns import costly
from tests.offices import Q1, Q2, Q3, add_union, change_union, close_union, entry_of, found_office, report
from tests.plans import taken, unions_list
from unioncare_desktop.domain.records import Area, Sector, Union, UnionEvent
from unioncare_desktop.errors import Duplicate, InvalidRecord, UserError
from unioncare_desktop.reports import member_report
from unioncare_desktop.services import event_book, events, records, status, unions
from unioncare_desktop.services.event_book import EventDraft, Scan
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.storage.history import differences_from_folding


def on(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def happens(session: Session, union_id: int, kind: str, day: str, **more: Any) -> int:  # noqa: ANN401 - fields of a draft
    """Record an event; *to* is the new value of the one field that it changes."""
    fields = {"renamed": "name", "moved": "upper_id"}
    values = more.pop("values", {fields[kind]: more.pop("to")} if "to" in more else {})
    return events.record(session, EventDraft(union_id, kind, on(day), values, **more))


def told(session: Session, union_id: int, day: str | None = None) -> UnionRow | None:
    """The union as the registry told it on a day."""
    listed = unions.listed(session, on=on(day) if day else None, with_closed=True)
    return next((row for row in listed if row.id == union_id), None)


def name_on(session: Session, union_id: int, day: str | None = None) -> str:
    row = told(session, union_id, day)
    return row.name if row else ""


def stored(session: Session, union_id: int) -> dict[str, Any]:
    return records.rows(session, Union, id=union_id)[0]


# What was on a day


def test_the_name_of_a_day_is_the_one_it_had_then(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, "renamed", "1/7/2023", to="Hoa Mai")

    assert [name_on(session, union_id, day) for day in ("30/6/2023", "1/7/2023", None)] == ["Hoa Sen", *["Hoa Mai"] * 2]
    assert unions.matches(told(session, union_id, "30/6/2023").search, "sen")  # type: ignore[union-attr] # it is there


def test_an_event_told_later_for_an_earlier_day_holds_until_the_next(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, "renamed", "1/7/2023", to="Hoa Mai")
    happens(session, union_id, "renamed", "1/3/2023", to="Hoa Cúc")

    assert [name_on(session, union_id, day) for day in ("28/2/2023", "1/3/2023", "1/7/2023", None)] == [
        "Hoa Sen",
        "Hoa Cúc",
        "Hoa Mai",
        "Hoa Mai",
    ]
    assert [one.words for one in events.of_union(session, union_id)] == [
        "đổi tên từ “Hoa Cúc” thành “Hoa Mai”",
        "đổi tên từ “Hoa Sen” thành “Hoa Cúc”",
    ]


def test_another_field_told_for_an_earlier_day_holds_until_today(session: Session) -> None:
    upper, union_id = add_union(session, "LĐLĐ quận"), add_union(session, "Hoa Sen")
    happens(session, union_id, "renamed", "1/7/2023", to="Hoa Mai")
    happens(session, union_id, "moved", "1/3/2023", to=upper)

    assert [told(session, union_id, day).upper for day in ("28/2/2023", "1/3/2023", "2/7/2023", None)] == [  # type: ignore[union-attr]
        "",
        *["LĐLĐ quận"] * 3,
    ]


def test_an_upper_union_has_the_name_of_that_day(session: Session) -> None:
    upper = add_union(session, "LĐLĐ quận")
    union_id = add_union(session, "Hoa Sen", upper_id=upper)
    happens(session, upper, "renamed", "1/7/2023", to="Công đoàn phường")

    assert told(session, union_id, "1/6/2023").upper == "LĐLĐ quận"  # type: ignore[union-attr]
    assert told(session, union_id).upper == "Công đoàn phường"  # type: ignore[union-attr]


def test_sector_bloc_and_area_are_regrouped(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen", area="Kim Mã", sector="Hợp tác xã")
    values = {"area_id": entry_of(session, Area, "Ngọc Hà"), "sector_id": entry_of(session, Sector, "Hợp tác xã")}
    happens(session, union_id, "regrouped", "1/7/2025", values=values)

    assert (told(session, union_id, "30/6/2025").area, told(session, union_id).area) == ("Kim Mã", "Ngọc Hà")  # type: ignore[union-attr]
    assert events.of_union(session, union_id)[0].words == "địa bàn từ “Kim Mã” sang “Ngọc Hà”"


@pytest.mark.parametrize("kind", ["founded", "received"])
def test_before_it_was_founded_or_received_it_is_not_there(session: Session, kind: str) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, kind, "15/3/2023", decision="12/QĐ-LĐLĐ")

    assert told(session, union_id, "14/3/2023") is None
    assert name_on(session, union_id, "15/3/2023") == "Hoa Sen"
    assert stored(session, union_id)["founded_on"] == (date(2023, 3, 15) if kind == "founded" else None)


def test_a_founding_comes_before_everything_else_of_its_day(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    renaming = happens(session, union_id, "renamed", "15/3/2023", to="Hoa Mai")
    happens(session, union_id, "founded", "15/3/2023")

    assert told(session, union_id, "14/3/2023") is None
    assert [one.kind for one in events.of_union(session, union_id)] == ["renamed", "founded"]
    events.correct(session, renaming, EventDraft(union_id, "renamed", on("15/3/2023"), {"name": "Hoa Cúc"}))
    assert told(session, union_id, "14/3/2023") is None
    assert name_on(session, union_id, "15/3/2023") == "Hoa Cúc"


def test_it_ends_and_lives_again(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, "closed", "1/3/2023")
    happens(session, union_id, "reopened", "1/9/2023")

    alive = [told(session, union_id, day).alive for day in ("28/2/2023", "1/3/2023", "31/8/2023", "1/9/2023")]  # type: ignore[union-attr]
    assert alive == [True, False, False, True]
    assert [one.words for one in events.of_union(session, union_id)] == ["hoạt động trở lại", "chấm dứt hoạt động"]


def test_a_union_that_ended_before_events_were_kept_lived_before_that(session: Session) -> None:
    ids = records.insert_rows(session, Union, [{"name": "Cũ", "state": "closed", "closed_on": date(2023, 6, 5)}])

    assert told(session, ids[0], "4/6/2023").state == "active"  # type: ignore[union-attr]
    assert told(session, ids[0], "5/6/2023").state == "closed"  # type: ignore[union-attr]


# What may not be recorded


@pytest.mark.parametrize(
    ("kind", "day", "more", "words"),
    [
        ("renamed", "1/1/2010", {"to": "Hoa Mai"}, r"trước ngày thành lập hoặc tiếp nhận \(15/03/2020\)"),
        ("renamed", "1/1/2199", {"to": "Hoa Mai"}, "còn ở tương lai"),
        ("renamed", "1/1/2023", {"to": "Hoa Sen"}, "không có gì thay đổi"),
        ("renamed", "1/1/2023", {"to": None}, "bắt buộc phải nhập"),
        ("moved", "1/1/2023", {"to": 999_999}, "Không còn công đoàn cấp trên này"),
        ("reopened", "1/1/2023", {}, "đang hoạt động vào ngày 01/01/2023"),
        ("received", "1/1/2020", {}, r"trước ngày thành lập \(15/03/2020\)"),
        ("closed", "1/1/2023", {"decision": "x" * 201}, "tối đa 200 ký tự"),
        ("closed", "1/1/2023", {"scan": Scan("a.pdf", b"")}, "Tệp a.pdf trống"),
        ("closed", "1/1/2023", {"scan": Scan("a.pdf", bytes(events.LARGEST_SCAN + 1))}, "lớn quá 20 MB"),
    ],
)
def test_an_event_that_cannot_be(session: Session, kind: str, day: str, more: dict[str, Any], words: str) -> None:
    union_id = add_union(session, "Hoa Sen", founded_on="15/3/2020")

    with pytest.raises(InvalidRecord, match=words):
        happens(session, union_id, kind, day, **more)

    assert events.of_union(session, union_id) == []


def test_what_has_ended_is_neither_renamed_nor_ended_again(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, "dissolved", "1/3/2023")

    with pytest.raises(InvalidRecord, match=r"Vào ngày 02/03/2023 đơn vị đã giải thể \(từ 01/03/2023\)"):
        happens(session, union_id, "renamed", "2/3/2023", to="Hoa Mai")
    with pytest.raises(InvalidRecord, match="đã giải thể"):
        happens(session, union_id, "closed", "2/3/2023")
    with pytest.raises(InvalidRecord, match="Sau ngày 01/02/2023 đã ghi “giải thể” ngày 01/03/2023"):
        happens(session, union_id, "closed", "1/2/2023")
    happens(session, union_id, "renamed", "1/2/2023", to="Hoa Mai")


def test_no_union_stands_above_itself_on_any_day(session: Session) -> None:
    low, middle, top = (add_union(session, name) for name in ("Hoa Sen", "Hoa Mai", "Hoa Cúc"))
    happens(session, middle, "moved", "1/5/2023", to=top)
    with pytest.raises(InvalidRecord, match="không được là chính nó"):
        happens(session, low, "moved", "1/5/2023", to=low)
    happens(session, top, "moved", "1/3/2023", to=low)
    with pytest.raises(InvalidRecord, match="không được là chính nó hoặc cấp dưới của nó"):
        happens(session, low, "moved", "1/2/2023", to=middle)


def test_the_end_is_not_before_figures_of_later_periods(session: Session) -> None:
    """M06."""
    union_id = add_union(session, "Hoa Sen")
    for quarter in (Q1, Q2, Q3):
        report(session, quarter, union_id, members=9)

    with pytest.raises(InvalidRecord, match="Từ 05/02/2023 trở đi vẫn có số liệu của Quý II/2023, Quý III/2023"):
        happens(session, union_id, "dissolved", "5/2/2023")
    with pytest.raises(InvalidRecord, match="05/04/2023 sau kỳ đã có số liệu"):
        happens(session, union_id, "founded", "5/4/2023")
    happens(session, union_id, "dissolved", "30/9/2023")


def test_a_name_that_another_living_union_has_is_refused(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    add_union(session, "Hoa Mai", code="CS02")

    with pytest.raises(Duplicate, match=r"Đã có “Hoa Mai” \(mã CS02\)"):
        happens(session, union_id, "renamed", "1/3/2023", to="hoa mai")


def test_an_event_that_would_empty_a_later_one_is_refused(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, "renamed", "1/7/2023", to="Hoa Mai")

    with pytest.raises(InvalidRecord, match="“đổi tên” ngày 01/07/2023 khi ấy không còn thay đổi gì"):
        happens(session, union_id, "renamed", "1/3/2023", to="Hoa Mai")


# Correcting, taking back


def test_an_event_is_moved_to_another_day(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    event_id = happens(session, union_id, "renamed", "1/7/2023", to="Hoa Mai", scan=Scan("qd.pdf", b"%PDF"))
    happens(session, union_id, "closed", "1/9/2023")

    events.correct(session, event_id, EventDraft(union_id, "renamed", on("1/3/2023"), {"name": "Hoa Cúc"}))

    assert [name_on(session, union_id, day) for day in ("28/2/2023", "1/3/2023", None)] == ["Hoa Sen", *["Hoa Cúc"] * 2]
    assert events.scan_of(session, event_id) == Scan("qd.pdf", b"%PDF")
    events.correct(session, event_id, EventDraft(union_id, "renamed", on("1/8/2023"), {"name": "Hoa Cúc"}))
    assert [name_on(session, union_id, day) for day in ("31/7/2023", "1/8/2023")] == ["Hoa Sen", "Hoa Cúc"]


def test_an_event_taken_back_leaves_what_was_before_it(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    first = happens(session, union_id, "renamed", "1/3/2023", to="Hoa Mai")
    happens(session, union_id, "renamed", "1/7/2023", to="Hoa Cúc")
    last = happens(session, union_id, "closed", "1/9/2023")

    events.delete(session, first)
    assert [name_on(session, union_id, day) for day in ("1/4/2023", "1/7/2023")] == ["Hoa Sen", "Hoa Cúc"]
    events.delete(session, last)
    assert (stored(session, union_id)["state"], stored(session, union_id)["closed_on"]) == ("active", None)
    with pytest.raises(UserError, match="có thể đã bị xóa"):
        events.delete(session, first)


def test_an_end_cannot_be_taken_back_when_the_name_is_taken(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    event_id = happens(session, union_id, "closed", "1/3/2023")
    add_union(session, "Hoa Sen")

    with pytest.raises(Duplicate):
        events.delete(session, event_id)


@given(data=st.data())
@costly()
def test_any_order_of_telling_gives_the_same_days(database: Database, data: st.DataObject) -> None:
    """Against a naive model: a day has what was last told to begin on or before it."""
    with database.write("Thử", commit=False) as session:
        ids = [add_union(session, name) for name in ("Hoa Sen", "Một", "Hai", "Ba")]
        model: dict[int, tuple[date, dict[str, Any]]] = {}
        for _round in range(data.draw(st.integers(1, 10))):
            forgets: bool = data.draw(st.booleans())
            if model and forgets:
                chosen = data.draw(st.sampled_from(sorted(model)))
                if _done(session, lambda chosen=chosen: events.delete(session, chosen)) is not None:
                    del model[chosen]
            else:
                day = date(2023, 1, 1) + timedelta(data.draw(st.integers(0, 9)))
                kind, name, value = data.draw(
                    st.sampled_from(
                        [("renamed", "name", f"Tên {letter}") for letter in "ABC"]
                        + [("moved", "upper_id", upper) for upper in ids[1:]]
                    )
                )
                draft = EventDraft(ids[0], kind, day, {name: value})
                event_id = _done(session, lambda draft=draft: events.record(session, draft))
                if event_id is not None:
                    model[event_id] = (day, {name: value})
        for number in range(-1, 11):
            day = date(2023, 1, 1) + timedelta(number)
            expected: dict[str, Any] = {"name": "Hoa Sen", "upper_id": None}
            for _event, (start, values) in sorted(model.items(), key=lambda item: (item[1][0], item[0])):
                expected |= values if start <= day else {}
            held = event_book.held_on(session, day).get(ids[0]) or stored(session, ids[0])
            assert {name: held[name] for name in expected} == expected
        assert differences_from_folding(session) == []


def _done(session: Session, action: Any) -> int | None:  # noqa: ANN401 - a call
    """What the action returns, 0 for nothing; None where it was refused and left nothing behind."""
    try:
        with session.begin_nested():
            return action() or 0
    except UserError:
        return None


# Forms, and lists from Excel


def test_a_slip_corrected_in_the_form_is_corrected_in_the_past(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, "renamed", "1/3/2023", to="Hoa Maii")
    happens(session, union_id, "regrouped", "1/7/2023", values={"area_id": entry_of(session, Area, "Kim Mã")})

    change_union(session, union_id, name="Hoa Mai")

    assert [name_on(session, union_id, day) for day in ("1/2/2023", "1/3/2023", None)] == ["Hoa Sen", *["Hoa Mai"] * 2]


def test_an_end_typed_into_the_form_is_an_event_of_its_day(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen", founded_on="1/2/2020")
    happens(session, union_id, "renamed", "1/3/2023", to="Hoa Mai")
    close_union(session, union_id, "1/7/2023")
    last = events.of_union(session, union_id)[0]
    assert (last.kind, last.effective_on) == ("dissolved", on("1/7/2023"))

    change_union(session, union_id, closed_on="1/8/2023")
    assert events.of_union(session, union_id)[0].effective_on == on("1/8/2023")
    assert told(session, union_id, "31/7/2023").alive  # type: ignore[union-attr]

    change_union(session, union_id, state="active", closed_on="")
    assert [one.kind for one in events.of_union(session, union_id)] == ["reopened", "dissolved", "renamed"]
    assert not told(session, union_id, "2/8/2023").alive  # type: ignore[union-attr]


def test_a_founding_moves_with_the_day_in_the_form(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    happens(session, union_id, "founded", "1/3/2023")
    happens(session, union_id, "renamed", "1/7/2023", to="Hoa Mai")

    change_union(session, union_id, founded_on="1/5/2023")
    assert told(session, union_id, "30/4/2023") is None
    assert events.of_union(session, union_id)[-1].effective_on == on("1/5/2023")
    with pytest.raises(InvalidRecord, match="02/07/2023 sau biến động đã ghi ngày 01/07/2023"):
        change_union(session, union_id, founded_on="2/7/2023")


def test_a_list_corrects_but_an_end_in_it_is_an_event(session: Session) -> None:
    union_id = add_union(session, "CĐCS Hoa Sen", code="CS01", area="Kim Mã")
    happens(session, union_id, "renamed", "1/3/2023", to="CĐCS Hoa Maii")
    headings = ("STT", "Mã CĐCS", "Tên CĐCS", "Tình trạng", "Ngày kết thúc")

    taken(session, unions_list(("CS01", "CĐCS Hoa Mai", "đã giải thể", "1/9/2023"), headings=headings))

    assert [name_on(session, union_id, day) for day in ("1/2/2023", "1/4/2023")] == ["CĐCS Hoa Sen", "CĐCS Hoa Mai"]
    assert [one.kind for one in events.of_union(session, union_id)] == ["dissolved", "renamed"]
    assert told(session, union_id, "31/8/2023").alive  # type: ignore[union-attr]


def test_unions_closed_together_have_an_event_each(session: Session) -> None:
    ids = [add_union(session, f"Tổ {number}") for number in range(3)]

    unions.close(session, ids, on("15/6/2025"))

    assert [events.of_union(session, union_id)[0].kind for union_id in ids] == ["closed"] * 3
    with pytest.raises(InvalidRecord, match="Tổ 1: "):
        events.record_many(session, [EventDraft(union_id, "closed", on("15/6/2025")) for union_id in ids[1:]])


# Old reports


def test_an_old_report_prints_again_as_it_was(session: Session) -> None:
    found_office(session)
    old_upper, new_upper = add_union(session, "LĐLĐ quận"), add_union(session, "Công đoàn phường")
    ids = [
        add_union(session, f"Hoa {name}", code=name, upper_id=old_upper, area="Kim Mã", sector="Hợp tác xã")
        for name in ("Sen", "Mai", "Cúc", "Đào")
    ]
    for number, union_id in enumerate(ids):
        report(session, Q1, union_id, workers=20, members=9 + number)
    before, state = member_report.build(session, Q1), status.status(session, Q1)

    happens(session, ids[0], "renamed", "1/7/2023", to="Ánh Dương")
    happens(session, ids[1], "moved", "1/7/2023", to=new_upper)
    regrouped = {
        "area_id": entry_of(session, Area, "Ngọc Hà"),
        "sector_id": entry_of(session, Sector, "Doanh nghiệp FDI"),
    }
    happens(session, ids[1], "regrouped", "5/7/2023", values=regrouped)
    happens(session, ids[2], "dissolved", "15/8/2023")
    happens(session, ids[3], "handed_over", "15/8/2023")
    happens(session, old_upper, "closed", "1/9/2023")

    assert member_report.build(session, Q1) == before
    assert status.status(session, Q1) == state
    assert member_report.build(session, Q3) != before


def test_the_past_of_a_large_registry_is_there_at_once(session: Session) -> None:
    ids = records.insert_rows(session, Union, [{"name": f"CĐCS {number}", "state": "active"} for number in range(1500)])
    records.insert_rows(
        session,
        UnionEvent,
        [
            {
                "union_id": union_id,
                "kind": "renamed",
                "effective_on": date(2023, 1 + number, 1),
                "was_name": f"Tên {number} {union_id}",
                "was_state": "active",
            }
            for number in range(2)
            for union_id in ids
        ],
    )
    best = 9.0
    for _round in range(3):
        start = process_time()
        found = unions.listed(session, on=date(2022, 12, 31), with_closed=True)
        best = min(best, process_time() - start)

    assert len(found) == 1500
    assert all(row.name.startswith("Tên 0 ") for row in found)
    assert best < 0.4  # under 100 ms on a quiet machine
