from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.offices import Q1, Q2, add_union, change_union, close_union, found_office, report
from unioncare_desktop.domain.records import Union
from unioncare_desktop.domain.records.union_event import MOVED
from unioncare_desktop.errors import Conflict, Duplicate, InUse, InvalidRecord, UserError
from unioncare_desktop.services import events, records, unions
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.unions import Scope, likeness_key, listed, matches, similar
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.vietnamese import clean, fold


def names(session: Session, *, with_closed: bool = False) -> list[str]:
    return [union.name for union in listed(session, with_closed=with_closed)]


# The registry


def test_unions_stand_in_the_order_of_the_dictionary(session: Session) -> None:
    for name in ("Ơn", "Đống Đa", "An Bình", "Dịch Vọng", "Ánh Dương", "Ông Ích Khiêm"):
        add_union(session, name)

    assert names(session) == ["An Bình", "Ánh Dương", "Dịch Vọng", "Đống Đa", "Ông Ích Khiêm", "Ơn"]


def test_a_new_union_has_the_level_that_the_office_keeps_rows_for(session: Session) -> None:
    found_office(session, "single")
    add_union(session, "Tổ Văn phòng")

    (union,) = listed(session)

    assert union.level == "Tổ công đoàn"
    assert union.alive


def test_closed_unions_are_shown_on_request(session: Session) -> None:
    close_union(session, add_union(session, "Hoa Sen"), "5/6/2023")
    add_union(session, "Hoa Mai")

    assert names(session) == ["Hoa Mai"]
    assert names(session, with_closed=True) == ["Hoa Mai", "Hoa Sen"]
    assert listed(session, with_closed=True)[1].state_words == "đã giải thể"


def test_a_union_is_found_by_any_of_its_words(session: Session) -> None:
    add_union(session, "CĐCS Trường Mầm non Hoa Sữa", code="CS0012", chair="Trần Thị Hường", area="Đống Đa")
    (union,) = listed(session)

    for typed in ("hoa sua", "HOA SỮA", "sua hoa", "cs0012", "huong", "dong da mam non", "", "  "):
        assert matches(union.search, typed), typed
    for typed in ("hoa sen", "%", "_", "\\", "'; DROP TABLE", "hoa*"):  # T27
        assert not matches(union.search, typed), typed


@given(st.text(max_size=40))
def test_every_union_is_found_by_its_own_name(name: str) -> None:
    assert matches(fold(clean(name)), name)


def test_a_scope_narrows_by_every_one_of_its_words(session: Session) -> None:
    add_union(session, "Hoa Sen", area="Bách Hoa", sector="Hợp tác xã", bloc="Kinh tế")
    (union,) = listed(session)

    assert Scope(area="Bách Hoa", sector="Hợp tác xã", bloc="Kinh tế", text="sen").holds(union)
    assert not Scope(area="Đống Đa").holds(union)
    assert not Scope(area="Bách Hoa", sector="Doanh nghiệp FDI").holds(union)
    assert not Scope(bloc="Tư pháp").holds(union)
    assert unions.in_use([union], "area") == ["Bách Hoa"]


@pytest.mark.parametrize(
    ("day", "alive"),
    [(date(1998, 3, 14), False), (date(1998, 3, 15), True), (date(2023, 6, 4), True), (date(2023, 6, 5), False)],
)
def test_a_union_lives_from_its_founding_to_its_end(session: Session, day: date, alive: bool) -> None:  # noqa: FBT001 - the outcome
    close_union(session, add_union(session, "Hoa Sen", founded_on="15/3/1998"), "5/6/2023")
    (union,) = listed(session, with_closed=True)

    assert union.alive_on(day) is alive


# Doubles


@pytest.mark.parametrize(
    ("typed", "of"),
    [
        pytest.param({"name": "hoa  SEN"}, "name", id="case and spaces"),
        pytest.param({"name": "Hòa Sen"}, "name", id="accents"),
        pytest.param({"name": "Hoa\u200b Sen"}, "name", id="T05"),
        pytest.param({"name": "Hoa Se\u0301n"}, "name", id="T04"),
        pytest.param({"name": "Khác", "code": "cs01"}, "code", id="T31"),
        pytest.param({"name": "Khác", "code": "CS\u00a001"}, "code", id="T33"),
        pytest.param({"name": "Khác", "code": "ＣＳ０１"}, "code", id="T34"),
    ],
)
def test_the_living_share_neither_name_nor_code(session: Session, typed: dict[str, str], of: str) -> None:
    add_union(session, "Hoa Sen", code="CS01")

    with pytest.raises(Duplicate, match=r"Đã có “Hoa Sen” \(mã CS01\)"):
        add_union(session, **typed)

    assert names(session) == ["Hoa Sen"], of


def test_codes_that_differ_in_a_mark_are_two(session: Session) -> None:
    add_union(session, "Hoa Sen", code="Đ01")

    add_union(session, "Hoa Mai", code="D01")

    assert len(names(session)) == 2


def test_names_and_codes_of_the_closed_are_free(session: Session) -> None:
    old = add_union(session, "Hoa Sen", code="CS01")
    close_union(session, old, "5/6/2023")

    add_union(session, "Hoa Sen", code="CS01")

    with pytest.raises(Duplicate):
        change_union(session, old, state="active", closed_on="")


def test_a_union_is_not_its_own_double(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen", code="CS01")

    change_union(session, union_id, name="HOA SEN", chair="Trần Thị Mai")

    assert names(session) == ["HOA SEN"]


def test_the_file_itself_refuses_doubles(any_database: Database) -> None:
    """Two who save at once: whoever is later is told."""
    with any_database.write("Thêm") as session:
        add_union(session, "Hoa Sen")

    with pytest.raises(Duplicate), any_database.write("Nhập") as session:
        records.insert_rows(session, Union, [{"name": "hoa sen", "state": "active"}])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("CĐCS Trường MN Hoa Sen", "CĐ Mầm non hoa sen"),
        ("Công đoàn cơ sở Công ty TNHH Hoa Sen", "CĐCS Cty Trách nhiệm hữu hạn Hoa Sen"),
        ("CĐCS UBND phường Bách Hoa", "Uỷ ban nhân dân phường Bách Hoa"),
        ("CĐCS Công ty CP Hoà Phát", "Công ty Cổ phần Hòa Phát"),
        ("CĐCS Trường TH Nguyễn Du", "CĐCS Trường Tiểu học Nguyễn Dư"),
    ],
)
def test_near_doubles_are_pointed_out(session: Session, name: str, other: str) -> None:
    add_union(session, other)

    assert [union.name for union in similar(session, name)] == [other]


@pytest.mark.parametrize("other", ["CĐ Mầm non Hoa Sen 2", "Trường Tiểu học Hoa Sen", "Mầm non Hoa Mai", "Tổ 12"])
def test_others_are_not_taken_for_doubles(session: Session, other: str) -> None:
    add_union(session, other)

    assert similar(session, "CĐCS Trường MN Hoa Sen") == []


def test_the_nearest_comes_first_and_not_oneself(session: Session) -> None:
    own = add_union(session, "CĐCS Trường Mầm non Hoa Sen")
    add_union(session, "CĐ Mầm non Hoa Sên A")
    add_union(session, "CĐCS Trường MN Hoa Sen A")

    assert [union.name for union in similar(session, "Mầm non hoa sen a", except_id=own)] == [
        "CĐ Mầm non Hoa Sên A",
        "CĐCS Trường MN Hoa Sen A",
    ]


def test_the_key_of_likeness_leaves_out_filling_words() -> None:
    assert likeness_key("CĐCS Trường MN Hoa Sen") == likeness_key("Công đoàn Mầm-non  hoa sen") == "mam non hoa sen"


# What may not be


def test_no_union_is_above_itself(session: Session) -> None:
    """M08, M02."""
    top = add_union(session, "Hoa Sen")
    middle = add_union(session, "Hoa Mai", upper_id=top)
    low = add_union(session, "Hoa Cúc", upper_id=middle)

    for upper in (top, middle, low):
        with pytest.raises(InvalidRecord, match="không được là chính nó hoặc cấp dưới của nó"):
            change_union(session, top, upper_id=upper)
    change_union(session, low, upper_id=top)


def test_there_are_not_more_than_six_levels(session: Session) -> None:
    """M08."""
    upper = None
    for number in range(6):
        upper = add_union(session, f"Cấp {number}", upper_id=upper)

    with pytest.raises(InvalidRecord, match="quá 6 cấp"):
        add_union(session, "Cấp 7", upper_id=upper)


def test_no_union_reported_before_it_was_founded(session: Session) -> None:
    """D14."""
    union_id = add_union(session, "Hoa Sen")
    report(session, Q2, union_id, members=9)
    report(session, Q1, union_id, members=9)

    with pytest.raises(InvalidRecord, match="01/04/2023 sau kỳ đã có số liệu"):
        change_union(session, union_id, founded_on="1/4/2023")
    change_union(session, union_id, founded_on="31/3/2023")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param({"name": "  "}, "Tên công đoàn: bắt buộc phải nhập", id="T01"),
        pytest.param({"name": "x" * 201}, "tối đa 200 ký tự", id="T12"),
        pytest.param({"founded_on": "30/02/2023"}, "không phải là một ngày có thật", id="D01"),
        pytest.param({"founded_on": "1/1/2199"}, "còn ở tương lai", id="D12"),
        pytest.param({"phone": "12"}, "không phải là số điện thoại", id="T39"),
        pytest.param({"email": "a@b.vn, c@d.vn"}, "không phải là một địa chỉ e-mail", id="T38"),
        pytest.param({"committee_size": "100"}, "quá lớn, tối đa 99", id="N06"),
        pytest.param({"state": "ngủ"}, "phải là một trong", id="choice"),
    ],
)
def test_what_is_typed_wrong_is_not_saved(session: Session, typed: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidRecord, match=words):
        add_union(session, **({"name": "Hoa Sen"} | typed))

    assert names(session) == []


def test_two_mistakes_are_told_together(session: Session) -> None:
    with pytest.raises(InvalidRecord) as caught:
        add_union(session, "Hoa Sen", phone="12", email="x")

    assert [problem.field for problem in caught.value.problems] == ["phone", "email"]


def test_a_union_with_figures_stays(session: Session) -> None:
    """M11."""
    union_id = add_union(session, "Hoa Sen")
    report(session, Q1, union_id, members=9)
    report(session, Q2, union_id, members=9)

    with pytest.raises(InUse, match="Đã có 2 lần nộp số liệu nên không xóa được"):
        unions.delete(session, [union_id])

    assert names(session) == ["Hoa Sen"]


def test_a_union_that_others_stand_under_stays(any_database: Database) -> None:
    with any_database.write("Thêm") as session:
        upper = add_union(session, "Hoa Sen")
        add_union(session, "Hoa Mai", upper_id=upper)

    with pytest.raises(InUse, match="cấp trên của “Hoa Mai” nên"), any_database.write("Xóa") as session:
        unions.delete(session, [upper])


def test_a_union_that_others_stood_under_stays(session: Session) -> None:
    upper = add_union(session, "Hoa Sen")
    for name in ("Hoa Mai", "Hoa Lan", "Hoa Lý", "Hoa Cúc"):
        moved = add_union(session, name, upper_id=upper)
        events.record(session, EventDraft(moved, MOVED, date(2023, 7, 1), {"upper_id": None}))

    with pytest.raises(InUse, match="“Hoa Cúc”, “Hoa Lan”, “Hoa Lý” và 1 đơn vị khác"):
        unions.delete(session, [upper])


def test_an_upper_union_goes_together_with_those_below(session: Session) -> None:
    """Whatever the order in which they are selected."""
    upper = add_union(session, "Hoa Sen")
    lower = add_union(session, "Hoa Mai", upper_id=upper)
    lowest = add_union(session, "Hoa Lan", upper_id=lower)

    unions.delete(session, [upper, lowest, lower])

    assert names(session, with_closed=True) == []


def test_a_union_that_nothing_refers_to_goes(session: Session) -> None:
    unions.delete(session, [add_union(session, "Hoa Sen")])

    assert names(session, with_closed=True) == []


def test_unions_are_closed_together(session: Session) -> None:
    ids = [add_union(session, f"Tổ {number}") for number in range(3)]
    close_union(session, ids[0], "1/2/2020")

    unions.close(session, ids, date(2023, 6, 5))

    assert [union.closed_on for union in listed(session, with_closed=True)] == [
        date(2020, 2, 1),
        *[date(2023, 6, 5)] * 2,
    ]


# Who was faster


def test_a_form_that_was_opened_before_a_change_does_not_overwrite_it(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    mine = records.open_draft(session, Union, union_id)
    change_union(session, union_id, chair="Trần Thị Mai")

    mine.enter("phone", "0912345678")
    with pytest.raises(Conflict, match="nội dung bạn gõ vẫn còn"):
        unions.save(session, mine)

    assert mine.values["phone"] == "0912345678"
    change_union(session, union_id, phone="0912345678")


def test_a_form_of_a_union_that_is_gone(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")
    mine = records.open_draft(session, Union, union_id)
    unions.delete(session, [union_id])

    mine.enter("name", "Hoa Mai")
    with pytest.raises(Conflict):
        unions.save(session, mine)
    with pytest.raises(UserError, match="có thể đã bị xóa"):
        records.open_draft(session, Union, union_id)


def test_saving_without_a_change_changes_nothing(session: Session) -> None:
    union_id = add_union(session, "Hoa Sen")

    change_union(session, union_id, name=" Hoa  Sen ")

    assert records.rows(session, Union)[0]["version"] == 1
