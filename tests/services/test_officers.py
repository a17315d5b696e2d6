"""Officers and their terms: who leads, whose term ends, and how the registry follows."""

from datetime import date
from typing import Any

import pytest

from tests.offices import add_union, close_union, enter
from unioncare_desktop.domain.records import Officer, OfficerRole, Union
from unioncare_desktop.domain.rules.terms import TermState
from unioncare_desktop.errors import Duplicate, InvalidRecord, Severity, UserError
from unioncare_desktop.services import office_lists, officers, records
from unioncare_desktop.storage.database import Session
from unioncare_desktop.storage.history import differences_from_folding

TODAY = date(2026, 11, 21)


def role(session: Session, name: str) -> int:
    return next(key for key, known in records.choices(session, OfficerRole).items() if known == name)


def add(session: Session, union_id: int, name: str, *, of: str = "Chủ tịch", **typed: object) -> int:
    draft = officers.new_draft(union_id)
    enter(draft, role_id=role(session, of), name=name, **typed)
    return officers.save(session, draft, TODAY)


def change(session: Session, officer_id: int, **typed: object) -> None:
    draft = records.open_draft(session, Officer, officer_id)
    enter(draft, **typed)
    officers.save(session, draft, TODAY)


def union(session: Session, union_id: int) -> tuple[Any, Any]:
    (row,) = records.rows(session, Union, id=union_id)
    return row["chair"], row["phone"]


def states(session: Session) -> dict[str, TermState]:
    return {row.name: row.state for row in officers.listed(session, TODAY)}


def test_officers_are_listed_by_union_role_and_the_latest_term(session: Session) -> None:
    sen, mai = add_union(session, "CĐCS Hoa Sen", area="Kim Mã"), add_union(session, "CĐCS Hoa Mai")
    add(session, sen, "Trần Văn Ân", of="Phó Chủ tịch")
    add(session, sen, "Đỗ Thị Ánh", term_from="1/1/2018", term_to="31/12/2022")
    add(session, sen, "Lê Thị Bình", term_from="1/1/2023", term_to="31/12/2027")
    add(session, mai, "Ngô Văn Đức", of="Chủ nhiệm Ủy ban Kiểm tra")

    listed = officers.listed(session, TODAY)
    assert [row.name for row in listed] == ["Ngô Văn Đức", "Lê Thị Bình", "Đỗ Thị Ánh", "Trần Văn Ân"]
    assert (listed[1].union, listed[1].area, listed[1].role) == ("CĐCS Hoa Sen", "Kim Mã", "Chủ tịch")
    assert "do thi anh chu tich cdcs hoa sen" in listed[2].search
    assert [row.name for row in officers.listed(session, TODAY, mai)] == ["Ngô Văn Đức"]


def test_the_registry_follows_the_present_leader(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen", chair="Người Cũ", phone="0911111111")
    chair = add(session, sen, "Đỗ Thị Ánh", term_from="1/1/2023", term_to="31/12/2027")
    assert union(session, sen) == ("Đỗ Thị Ánh", "0911111111")
    change(session, chair, phone="0922222222")
    assert union(session, sen) == ("Đỗ Thị Ánh", "0922222222")

    add(session, sen, "Trần Văn Ân", of="Phó Chủ tịch", phone="0933333333")
    add(session, sen, "Lê Thị Bình", term_from="1/1/2028", term_to="31/12/2032", phone="0944444444")
    add(session, sen, "Vũ Văn Cường", term_from="1/1/2018", term_to="31/12/2022", phone="0955555555")
    assert union(session, sen) == ("Đỗ Thị Ánh", "0922222222")
    assert differences_from_folding(session) == []


def test_a_new_leader_does_not_inherit_the_telephone_of_the_one_before(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    before = add(session, sen, "Đỗ Thị Ánh", phone="0922222222")
    change(session, before, term_to="20/11/2026")
    add(session, sen, "Lê Thị Bình", term_from="21/11/2026")

    assert union(session, sen) == ("Lê Thị Bình", None)


def test_ending_terms_are_those_of_living_unions_without_anybody_after(session: Session) -> None:
    sen, mai, gone = (add_union(session, f"CĐCS {name}") for name in ("Hoa Sen", "Hoa Mai", "Đã Tan"))
    add(session, sen, "Sắp Hết", term_from="1/1/2022", term_to="31/12/2026")
    add(session, mai, "Đã Hết", term_from="1/1/2021", term_to="31/12/2025")
    add(session, sen, "Có Người Sau", of="Phó Chủ tịch", term_from="1/1/2022", term_to="31/12/2026")
    add(session, sen, "Người Sau", of="Phó Chủ tịch", term_from="1/1/2027", term_to="31/12/2031")
    add(session, gone, "Của Đơn Vị Đã Tan", term_to="31/12/2025")
    close_union(session, gone, "1/6/2026")

    assert [row.name for row in officers.ending(session, TODAY)] == ["Đã Hết", "Sắp Hết"]
    assert [row.state_words for row in officers.ending(session, TODAY)] == [
        "đã hết nhiệm kỳ, quá 325 ngày",
        "sắp hết nhiệm kỳ, còn 40 ngày",
    ]
    assert states(session)["Người Sau"] is TermState.FUTURE


def test_the_days_of_warning_are_a_dated_threshold(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    add(session, sen, "Đỗ Thị Ánh", term_to="31/12/2026")
    warned = next(row for row in office_lists.thresholds(session) if "nhiệm kỳ" in row.name)
    office_lists.add_threshold(session, warned.id, "30", "1/11/2026")

    assert officers.ending(session, TODAY) == []
    assert [row.name for row in officers.ending(session, date(2026, 10, 31))] == ["Đỗ Thị Ánh"]


def test_a_successor_has_the_next_term_and_the_old_one_stays(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    before = add(session, sen, "Đỗ Thị Ánh", term_from="1/1/2021", term_to="31/12/2025")
    draft = officers.successor(session, before, TODAY)
    assert (draft.values["term_from"], draft.values["term_to"]) == (date(2026, 1, 1), date(2030, 12, 31))
    assert draft.values["name"] is None

    enter(draft, name="Lê Thị Bình")
    officers.save(session, draft, TODAY)
    assert states(session) == {"Lê Thị Bình": TermState.CURRENT, "Đỗ Thị Ánh": TermState.PAST}
    assert union(session, sen)[0] == "Lê Thị Bình"


def test_a_term_that_ends_before_it_begins_is_refused(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    with pytest.raises(InvalidRecord, match="31/12/2020 trước ngày đầu nhiệm kỳ"):
        add(session, sen, "Đỗ Thị Ánh", term_from="1/1/2021", term_to="31/12/2020")


@pytest.mark.parametrize("missing", ["name", "role_id"])
def test_an_officer_has_a_name_and_a_role(session: Session, missing: str) -> None:
    draft = officers.new_draft(add_union(session, "CĐCS Hoa Sen"))
    enter(draft, **{"name": "Đỗ Thị Ánh", "role_id": role(session, "Chủ tịch")} | {missing: None})
    with pytest.raises(InvalidRecord, match="bắt buộc"):
        officers.save(session, draft, TODAY)


def test_the_same_person_is_not_there_twice(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    add(session, sen, "Đỗ Thị Hoà", term_from="1/1/2023")
    with pytest.raises(Duplicate, match="từ ngày: 01/01/2023"):
        add(session, sen, "đỗ thị hòa", term_from="1/1/2023")
    add(session, sen, "Đỗ Thị Hoà", term_from="1/1/2028")
    add(session, sen, "Đỗ Thị Hoà", of="Ủy viên Ban Chấp hành", term_from="1/1/2023")


def test_two_leaders_at_once_are_warned_of_and_long_terms_pointed_out(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    one = add(session, sen, "Đỗ Thị Ánh", term_from="1/1/2015", term_to="31/12/2027")
    other = add(session, sen, "Lê Thị Bình", term_from="1/1/2026")
    add(session, sen, "Trần Văn Ân", of="Phó Chủ tịch")
    add(session, sen, "Trần Thị Én", of="Phó Chủ tịch")

    found = officers.problems(officers.listed(session, TODAY))
    assert {key: [problem.severity for problem in each] for key, each in found.items()} == {
        one: [Severity.WARNING, Severity.HINT],
        other: [Severity.WARNING],
    }
    assert "Lê Thị Bình và Đỗ Thị Ánh" in found[one][0].text
    change(session, one, term_to="31/12/2024")
    assert officers.problems(officers.listed(session, TODAY)) == {}


def test_chairs_of_the_registry_become_officers_once(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen", chair="Đỗ Thị Ánh", phone="0922222222")
    mai = add_union(session, "CĐCS Hoa Mai", chair="Lê Thị Bình")
    add_union(session, "CĐCS Không Ai")
    gone = add_union(session, "CĐCS Đã Tan", chair="Người Cũ")
    close_union(session, gone, "1/6/2026")
    add(session, mai, "Lê Thị Bình")

    assert [chair.union_id for chair in officers.unlisted_chairs(session)] == [sen]
    assert officers.list_chairs(session) == 1
    assert officers.unlisted_chairs(session) == []
    (row,) = officers.listed(session, TODAY, sen)
    assert (row.name, row.phone, row.role, row.term.first) == ("Đỗ Thị Ánh", "0922222222", "Chủ tịch", None)


def test_without_a_leading_role_no_chairs_can_be_listed(session: Session) -> None:
    add_union(session, "CĐCS Hoa Sen", chair="Đỗ Thị Ánh")
    records.delete(session, OfficerRole, [role(session, "Chủ tịch")])
    with pytest.raises(UserError, match="Thiết lập, mục chức danh"):
        officers.list_chairs(session)


def test_removing_an_officer_leaves_the_registry_alone(session: Session) -> None:
    sen = add_union(session, "CĐCS Hoa Sen")
    officers.delete(session, [add(session, sen, "Đỗ Thị Ánh", phone="0922222222")])

    assert officers.listed(session, TODAY) == []
    assert union(session, sen) == ("Đỗ Thị Ánh", "0922222222")
