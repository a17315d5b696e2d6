"""Enterprises without a union: entered in cells and forms, doubles found, unions founded in them."""

import pytest

from tests.actions import action, take_back
from tests.offices import add_union, enter, entry_of
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.domain.kinds import quoted
from unioncare_desktop.domain.records import Area, Enterprise, Sector
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Duplicate, InvalidRecord, Problem, UserError
from unioncare_desktop.services import enterprises, records, search, trash, undo, unions
from unioncare_desktop.services.changes import Key
from unioncare_desktop.services.enterprises import EnterpriseRow
from unioncare_desktop.services.line_entry import Entered, Entry
from unioncare_desktop.storage.database import Session

DAY = Span.parse("2023").end
BLANK, OTHER_BLANK = NewRow(1), NewRow(2)


def type_in(session: Session, key: int | NewRow, **typed: object) -> Entered:
    return enterprises.enter(session, [Entry(key, name, raw) for name, raw in typed.items()])


def add(session: Session, name: str, **typed: object) -> int:
    """An enterprise, entered in a blank line."""
    entered = type_in(session, BLANK, name=name, **typed)
    assert entered.refused == ()
    return entered.added[BLANK]


def row_of(session: Session, enterprise_id: int) -> EnterpriseRow:
    return next(row for row in enterprises.listed(session) if row.id == enterprise_id)


def problems(session: Session, enterprise_id: int) -> tuple[Problem, ...]:
    return enterprises.problems(session, enterprises.listed(session))[enterprise_id]


# Entering


def test_a_blank_line_becomes_an_enterprise_once_it_has_a_name(session: Session) -> None:
    entry_of(session, Area, "Phường Kim Mã")
    waiting = type_in(session, BLANK, workers="30")
    assert waiting.waiting == {BLANK: "chưa ghi: thiếu tên doanh nghiệp"}
    assert (waiting.stored, waiting.added, enterprises.listed(session)) == (0, {}, [])

    done = type_in(session, BLANK, workers="30", name="Công ty Hoa Mai", area_id="phường kim mã", phone="0912 345 678")

    row = row_of(session, done.added[BLANK])
    assert (row.name, row.workers, row.area, row.phone) == ("Công ty Hoa Mai", 30, "Phường Kim Mã", "0912345678")
    assert (row.state, row.waits, row.state_words) == ("not_yet", True, "chưa có công đoàn")
    assert done.stored == 4


def test_a_cell_of_a_stored_enterprise_is_changed_and_cleared(session: Session) -> None:
    enterprise = add(session, "Công ty Hoa Mai", workers="30", state="đang vận động thành lập")

    assert type_in(session, enterprise, workers="", contact="Bà Lan").stored == 2

    row = row_of(session, enterprise)
    assert (row.workers, row.contact, row.state) == (None, "Bà Lan", "called_on")


def test_a_state_cannot_be_blank(session: Session) -> None:
    enterprise = add(session, "Công ty Hoa Mai", state="đang vận động thành lập")

    (refused,) = type_in(session, enterprise, state="").refused

    assert "bắt buộc" in refused.reason
    assert row_of(session, enterprise).state == "called_on"


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [
        ("name", "   ", "bắt buộc"),
        ("workers", "-3", "không được âm"),
        ("workers", "12,5", "không phải là số nguyên"),
        ("phone", "gọi sau", "không phải là số điện thoại"),
        ("email", "a@@b", "không phải là một địa chỉ e-mail"),
        ("surveyed_on", "30/02/2023", "không phải là một ngày có thật"),
        ("surveyed_on", "01/01/2190", "còn ở tương lai"),
        ("area_id", "Phường Không Có", "không có trong danh mục"),
        ("state", "sắp có", "phải là một trong"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(session: Session, field: str, raw: str, words: str) -> None:
    enterprise = add(session, "Công ty Hoa Mai", workers="30")
    before = row_of(session, enterprise)

    (refused,) = type_in(session, enterprise, **{field: raw}).refused

    assert words in refused.reason
    assert row_of(session, enterprise) == before


def test_a_line_with_a_wrong_cell_waits_as_a_whole(session: Session) -> None:
    entered = type_in(session, BLANK, name="Công ty Hoa Mai", workers="nhiều", contact="Bà Lan")

    assert [one.entry.field for one in entered.refused] == ["workers"]
    assert "không phải là số nguyên" in entered.waiting[BLANK]
    assert enterprises.listed(session) == []


def test_a_tax_code_belongs_to_one_enterprise(session: Session) -> None:
    add(session, "Công ty Hoa Mai", code="0101 234")
    other = add(session, "Công ty Hoa Lan")

    (refused,) = type_in(session, other, code="0101234").refused
    assert quoted("Công ty Hoa Mai") in refused.reason
    assert row_of(session, other).code is None

    block = enterprises.enter(
        session,
        [
            *(Entry(BLANK, "name", "Công ty Một"), Entry(BLANK, "code", "777")),
            *(Entry(OTHER_BLANK, "name", "Công ty Hai"), Entry(OTHER_BLANK, "code", "777")),
        ],
    )
    assert list(block.added) == [BLANK]
    assert {one.entry.key for one in block.refused} == {OTHER_BLANK}
    assert "Công ty Một" in block.refused[0].reason


def test_judging_tells_what_entering_does(session: Session) -> None:
    enterprise = add(session, "Công ty Hoa Mai", workers="30")
    entries = [
        Entry(enterprise, "workers", "30"),
        Entry(enterprise, "contact", "Bà Lan"),
        Entry(enterprise, "workers", "x"),
        Entry(BLANK, "workers", "20"),
        Entry(OTHER_BLANK, "name", "Công ty Hoa Lan"),
    ]

    judged = enterprises.judge(session, entries)

    assert [one.fate for one in judged] == ["same", "new", "rejected", "new", "new"]
    assert "thiếu tên" in judged[3].reason
    assert len(enterprises.listed(session)) == 1


# The form


def test_the_form_saves_what_is_typed(session: Session) -> None:
    draft = enterprises.new_draft()
    enter(draft, name="Công ty Hoa Mai", code="0101234567", workers="28", surveyed_on="15/03/2023")

    enterprise = enterprises.save(session, draft)

    assert row_of(session, enterprise).workers == 28
    second = enterprises.new_draft()
    enter(second, name="Công ty Hoa Lan", code="0101234567")
    with pytest.raises(Duplicate, match="Công ty Hoa Mai"):
        enterprises.save(session, second)
    with pytest.raises(InvalidRecord, match="bắt buộc"):
        enterprises.save(session, enterprises.new_draft())


def test_nearly_the_same_names_are_told(session: Session) -> None:
    mai = add(session, "Công ty TNHH Hoa Mai")
    again = add(session, "Cty Trách nhiệm hữu hạn Hoa Mai")
    other = add(session, "Công ty TNHH Hoa Lan")

    assert "Cty Trách nhiệm hữu hạn Hoa Mai" in problems(session, mai)[0].text
    assert problems(session, other) == ()
    found = enterprises.similar(enterprises.listed(session), "CTY TNHH HOA MAI", except_id=again)
    assert [row.id for row in found] == [mai]


# Its union


def test_an_enterprise_whose_union_is_there_is_told_and_linked(session: Session) -> None:
    enterprise = add(session, "Công ty TNHH Hoa Mai")
    union = add_union(session, "CĐCS Công ty TNHH Hoa Mai")
    assert "CĐCS Công ty TNHH Hoa Mai" in problems(session, enterprise)[0].text
    assert enterprises.probable_union(session, enterprise) == union

    enterprises.founded(session, enterprise, union)

    row = row_of(session, enterprise)
    assert (row.waits, row.union_id, problems(session, enterprise)) == (False, union, ())
    assert row.state_words == "đã thành lập công đoàn “CĐCS Công ty TNHH Hoa Mai”"


def test_another_state_takes_the_union_away(session: Session) -> None:
    enterprise, union = add(session, "Công ty Hoa Mai"), add_union(session, "CĐCS Công ty Hoa Mai")
    enterprises.founded(session, enterprise, union)

    assert type_in(session, enterprise, state="chưa có công đoàn").refused == ()

    assert row_of(session, enterprise).union_id is None


def test_a_union_that_is_chosen_in_the_form_was_founded(session: Session) -> None:
    enterprise, union = add(session, "Công ty Hoa Mai"), add_union(session, "CĐCS Công ty Hoa Mai")
    draft = records.open_draft(session, Enterprise, enterprise)
    enter(draft, union_id=union)

    enterprises.save(session, draft)

    assert (row_of(session, enterprise).state, row_of(session, enterprise).union_id) == ("founded", union)


def test_a_union_is_founded_from_what_is_known_of_the_enterprise(session: Session) -> None:
    entry_of(session, Area, "Phường Kim Mã")
    sector = records.choices(session, Sector)[entry_of(session, Sector, "Doanh nghiệp FDI")]
    enterprise = add(session, "Công ty Hoa Mai", area_id="Phường Kim Mã", sector_id=sector, phone="0912345678")

    draft = enterprises.union_draft(session, enterprise)
    union = unions.save(session, draft)

    (row,) = unions.listed(session)
    assert (row.id, row.name, row.area, row.sector) == (union, "CĐCS Công ty Hoa Mai", "Phường Kim Mã", sector)
    assert row.phone == "0912345678"


def test_what_is_gone_founds_nothing(session: Session) -> None:
    with pytest.raises(UserError, match="Không còn"):
        enterprises.union_draft(session, 999)


# Found, deleted, taken back, counted


def test_search_everywhere_finds_an_enterprise_by_name_code_and_contact(session: Session) -> None:
    enterprise = add(session, "Công ty TNHH Hoa Mai", code="0101234567", contact="Nguyễn Thị Lan")
    among = search.stored(session, DAY)

    for text in ("hoa mai", "0101234567", "trach nhiem huu han hoa mai", "thi lan"):
        (found,) = search.find(among, text, 5)
        assert (found.group, found.hits[0].key) == (search.ENTERPRISES, enterprise)
    assert found.hits[0].detail == "0101234567 · chưa có công đoàn"


def test_a_deleted_enterprise_waits_in_the_trash(session: Session) -> None:
    with action(session, "Thêm"):
        enterprise = add(session, "Công ty Hoa Mai", code="777")
    with action(session, "Xóa"):
        enterprises.delete(session, [enterprise])
    assert enterprises.listed(session) == []
    assert [one.name for one in trash.listed(session)] == ["Công ty Hoa Mai"]

    with action(session, "Khôi phục"):
        trash.restore(session, [Key(Enterprise, enterprise)])

    assert row_of(session, enterprise).code == "777"


def test_a_pasted_block_is_undone_as_one_action(session: Session) -> None:
    with action(session, "Dán"):
        enterprises.enter(session, [Entry(NewRow(number), "name", f"Công ty {number}") for number in range(3)])

    offer = undo.next_undo(session)
    assert offer is not None
    take_back(session, offer)

    assert enterprises.listed(session) == []


def test_large_ones_without_a_union_are_counted(session: Session) -> None:
    add(session, "Công ty Một", workers="25")
    add(session, "Công ty Hai", workers="24")
    add(session, "Công ty Ba")
    founded = add(session, "Công ty Bốn", workers="99")
    enterprises.founded(session, founded, add_union(session, "CĐCS Công ty Bốn"))

    assert enterprises.large_from(session, DAY) == 25
    assert enterprises.status(session, DAY) == {
        "listed": 4,
        "without_union": 3,
        "large_without_union": 1,
        "workers_without_union": 49,
    }
