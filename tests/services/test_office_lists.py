"""The lists an office edits: order, names, days, and what may not be removed."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.competitions import PERSON, WORK, found_campaign, register
from tests.offices import add_union, entry_of
from unioncare_desktop.domain.records import (
    Area,
    AwardForm,
    AwardTitle,
    Level,
    Rating,
    RecognitionLevel,
    RegistrationKind,
    Sector,
    Threshold,
    Union,
)
from unioncare_desktop.errors import Duplicate, InUse, InvalidRecord, UserError
from unioncare_desktop.services import awards, office, office_lists, records
from unioncare_desktop.storage.database import Database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write("test") as session:
        yield session


def names(session: Session, record_type: type[Area] | type[Sector] = Area) -> list[str]:
    return [row.name for row in office_lists.rows(session, record_type)]


def test_entries_are_added_at_the_end_and_moved(session: Session) -> None:
    ids = [office_lists.add(session, Area, name) for name in ("Phúc Xá", "Kim Mã", "Đống Đa")]

    office_lists.move(session, Area, ids[2], -1)
    assert names(session) == ["Phúc Xá", "Đống Đa", "Kim Mã"]
    office_lists.move(session, Area, ids[0], 9)
    assert names(session) == ["Đống Đa", "Kim Mã", "Phúc Xá"]
    office_lists.move(session, Area, ids[2], -1)
    assert names(session) == ["Đống Đa", "Kim Mã", "Phúc Xá"]
    assert list(records.choices(session, Area).values()) == names(session)


def test_entries_of_another_time_are_offered_last_with_their_days(session: Session) -> None:
    before, after = (office_lists.offered(session, Sector, date(year, 1, 1)) for year in (2024, 2026))

    assert next(iter(before.values())) == "Hành chính nhà nước"
    assert list(after.values())[-1] == "Hành chính nhà nước (đến 30/06/2025)"
    assert (
        "Công đoàn xã, phường, đặc khu (từ 01/07/2025)"
        in office_lists.offered(session, Level, date(2024, 1, 1)).values()
    )


@pytest.mark.parametrize("name", ["phuc xa", "PHÚC  XÁ", " Phúc Xá"])
def test_a_name_is_there_once_however_it_is_written(session: Session, name: str) -> None:
    office_lists.add(session, Area, "Phúc Xá")
    other = office_lists.add(session, Area, "Kim Mã")

    with pytest.raises(Duplicate, match="đã có “Phúc Xá”"):
        office_lists.add(session, Area, name)
    with pytest.raises(Duplicate):
        office_lists.change(session, Area, other, {"name": name})
    with pytest.raises(InvalidRecord):
        office_lists.add(session, Area, "  ")


def test_an_entry_may_be_renamed_and_dated(session: Session) -> None:
    entry = office_lists.add(session, Area, "Phuc Xa")

    office_lists.change(session, Area, entry, {"name": "Phúc Xá"})
    office_lists.change(session, Area, entry, {"valid_to": "30/6/2025", "source": "Nghị quyết"})

    [row] = office_lists.rows(session, Area)
    assert (row.name, row.valid_to, row.source) == ("Phúc Xá", date(2025, 6, 30), "Nghị quyết")
    with pytest.raises(UserError, match="ngày bắt đầu"):
        office_lists.change(session, Area, entry, {"valid_from": "1/7/2025"})


def test_what_unions_use_stays(session: Session) -> None:
    used, free = (office_lists.add(session, Area, name) for name in ("Phúc Xá", "Kim Mã"))
    records.insert_rows(session, Union, [{"name": "CĐCS Trường Hoa Mai", "area_id": used}])

    with pytest.raises(InUse, match="“Phúc Xá”: đang dùng ở 1 công đoàn cơ sở"):
        office_lists.remove(session, Area, used)
    office_lists.remove(session, Area, free)

    assert [(row.name, row.used) for row in office_lists.rows(session, Area)] == [("Phúc Xá", 1)]


def test_what_is_used_is_counted_wherever_it_is(session: Session) -> None:
    (round_id, *_rest) = found_campaign(session)
    union_id = add_union(session, "CĐCS Hoa Mai", level="Công đoàn cơ sở")
    register(session, round_id, union_id, PERSON, "lao dong tien tien", award="GIẤY KHEN")
    awards.save(session, awards.new_draft(round_id, union_id=union_id, name="Lao động tiên tiến"))

    used = {
        record_type: {row.name: row.used for row in office_lists.rows(session, record_type) if row.used}
        for record_type in (RegistrationKind, AwardTitle, AwardForm, Level)
    }
    assert used == {
        RegistrationKind: {PERSON: 1, WORK: 1},
        AwardTitle: {"Lao động tiên tiến": 2},
        AwardForm: {"Giấy khen": 1},
        Level: {"Công đoàn cơ sở": 1},
    }
    for record_type, name, where in (
        (RegistrationKind, WORK, "1 phong trào thi đua"),
        (AwardTitle, "Lao động tiên tiến", "1 đăng ký thi đua, 1 khen thưởng"),
        (AwardForm, "Giấy khen", "1 đăng ký thi đua"),
        (RecognitionLevel, "Tổng Liên đoàn", "hình thức khen thưởng"),
    ):
        with pytest.raises(InUse, match=where):
            office_lists.remove(session, record_type, entry_of(session, record_type, name))


def test_what_only_one_list_tells_is_typed_too(session: Session) -> None:
    title = office_lists.add(session, AwardTitle, "Thợ dệt giỏi")
    office_lists.change(session, AwardTitle, title, {"applies_to": "tập thể", "level_id": "tong lien doan"})
    rating = office_lists.add(session, Rating, "Hoàn thành khá")
    office_lists.change(session, Rating, rating, {"good": "có"})

    (row,) = [row for row in office_lists.rows(session, AwardTitle) if row.id == title]
    level = entry_of(session, RecognitionLevel, "Tổng Liên đoàn")
    assert row.more == {"applies_to": "collective", "level_id": level, "movement": None}
    assert [row.more for row in office_lists.rows(session, Rating) if row.id == rating] == [{"good": True}]
    with pytest.raises(InvalidRecord, match="không có “cấp lạ” trong danh mục; hãy chọn: Cấp cơ sở"):
        office_lists.change(session, AwardTitle, title, {"level_id": "cấp lạ"})
    office_lists.change(session, AwardTitle, title, {"level_id": ""})
    assert [row.more["level_id"] for row in office_lists.rows(session, AwardTitle) if row.id == title] == [None]


def test_another_value_of_a_rule_ends_the_one_before(session: Session) -> None:
    small = next(row for row in office_lists.thresholds(session) if row.value == 10 and "nhỏ" in row.name)

    office_lists.add_threshold(session, small.id, "15", "1/7/2026")

    assert office.threshold(session, "small_below", date(2026, 6, 30)) == 10
    assert office.threshold(session, "small_below", date(2026, 7, 1)) == 15
    first, second = office_lists.thresholds(session)[:2]
    assert (first.value, second.valid_to) == (15, date(2026, 6, 30))
    with pytest.raises(UserError, match="đã có một mức từ ngày đó"):
        office_lists.add_threshold(session, small.id, "20", "01/07/2026")
    with pytest.raises(UserError, match="Giá trị"):
        office_lists.add_threshold(session, small.id, "nhiều", "1/1/2027")


def test_every_rule_keeps_one_value(session: Session) -> None:
    small = office_lists.thresholds(session)[0]
    later = office_lists.add_threshold(session, small.id, "15", "1/7/2026")

    office_lists.remove_threshold(session, later)
    with pytest.raises(InUse):
        office_lists.remove_threshold(session, small.id)

    assert len(records.rows(session, Threshold, key="small_below")) == 1
    assert office.threshold(session, "small_below", date(2026, 7, 1)) == 10, "the first value goes on"


def test_a_kind_keeps_its_form_once_something_of_it_is_registered(session: Session) -> None:
    first, _second = found_campaign(session)
    works, pacts = (entry_of(session, RegistrationKind, name) for name in (WORK, "Giao ước thi đua"))
    register(session, first, add_union(session, "CĐCS Hoa Mai"), WORK, "Trồng hoa")

    with pytest.raises(InUse, match="“Nội dung gồm” của “Công trình, phần việc”: đang có 1 đăng ký thuộc loại này"):
        office_lists.change(session, RegistrationKind, works, {"form": "giao ước thi đua"})
    office_lists.change(session, RegistrationKind, works, {"name": "Công trình", "form": "công trình, phần việc"})
    office_lists.change(session, RegistrationKind, pacts, {"form": "sáng kiến, đề tài"})
    forms = {row["name"]: row["form"] for row in records.rows(session, RegistrationKind)}
    assert (forms["Công trình"], forms["Giao ước thi đua"]) == ("work", "initiative")
