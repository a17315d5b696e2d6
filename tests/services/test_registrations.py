"""Registrations: typed and pasted into rows and blank lines, put in by a form, judged, shown, taken away."""

from datetime import date

import pytest

from tests.actions import action
from tests.competitions import GROUP, INITIATIVE, PACT, PERSON, WORK, found_campaign, item, register
from tests.offices import Q1, Q2, add_union, change_union, close_union, enter, entry_of, report
from unioncare_desktop.domain.records import Award, AwardTitle, CampaignRound, PactItem, Registration, RegistrationKind
from unioncare_desktop.errors import Duplicate, InUse, InvalidRecord, Severity, UserError
from unioncare_desktop.services import (
    events,
    records,
    registering,
    registrations,
    results,
    round_closing,
    trash,
    undo,
    unions,
)
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.registrations import Entered, Entry, NewRow, RegistrationRow
from unioncare_desktop.storage.database import Session

LINE = NewRow(1)
COLUMNS = ("code", "union_id", "kind_id", "content", "quantity", "registered_on")


@pytest.fixture
def rounds(session: Session) -> list[int]:
    """The two rounds of 2023: 01/01–30/06 and 01/07–31/12."""
    return found_campaign(session)


def cells(key: int | NewRow, **typed: object) -> list[Entry]:
    """What is typed into the cells of a row."""
    return [Entry(key, name, raw) for name, raw in typed.items()]


def pasted(*lines: str) -> list[Entry]:
    """Lines of a register pasted into blank lines: code | name | kind | content | quantity | day."""
    return [
        Entry(NewRow(number), name, text.strip())
        for number, line in enumerate(lines, 1)
        for name, text in zip(COLUMNS, line.split("|"), strict=False)
    ]


def typed(session: Session, round_id: int, **values: object) -> Entered:
    """Type a whole blank line."""
    return registrations.enter(session, round_id, cells(LINE, **values))


def only(session: Session, round_id: int) -> RegistrationRow:
    """The one registration of a round."""
    (row,) = registrations.rows(session, [round_id])
    return row


def remarks(session: Session, round_id: int) -> list[str]:
    """What is odd about the registrations of a round, in words."""
    found = registrations.rows(session, [round_id])
    return [problem.text for ones in registrations.problems(session, found).values() for problem in ones]


# Blank lines


def test_a_line_becomes_a_registration_once_it_says_who_registers_what(session: Session, rounds: list[int]) -> None:
    union_id = add_union(session, "CĐCS Trường MN Hoa Mai", code="CS01")

    first = typed(session, rounds[0], content="Vườn hoa trường học")
    assert (first.stored, first.added) == (0, {})
    assert first.waiting == {LINE: "còn thiếu công đoàn cơ sở, loại đăng ký"}

    entered = typed(
        session, rounds[0], code="cs01", kind_id="công trình phần việc", content="Vườn hoa trường học", quantity=""
    )
    row = only(session, rounds[0])
    assert entered == Entered(stored=3, added={LINE: row.id})
    assert (row.union.id, row.kind, row.form, row.content) == (union_id, WORK, "work", "Vườn hoa trường học")
    assert (row.quantity, row.registered_on, row.round.name) == (1, None, "Đợt 1")


def test_a_pasted_register_is_stored_line_by_line(session: Session, rounds: list[int]) -> None:
    add_union(session, "CĐCS Hoa Mai", code="CS01")
    add_union(session, "CĐCS Hoa Sen")
    block = pasted(
        "CS01 | CĐCS Hoa Mai | Danh hiệu cá nhân | lao dong tien tien | 6 | 26/02/2023",
        "     | cdcs hoa sen | Tập thể           | Tập thể lao động xuất sắc | 1 | 1/3",
        "     |              |                   |      |   |",
        "CS09 | CĐCS Hoa Đào | Sáng kiến | Cải tiến máy may | 2 | 01/03/2023",
    )
    judged = registrations.judge(session, rounds[0], block)
    assert [one.fate for one in judged[:6]] == ["new"] * 6
    assert [one.fate for one in judged[12:18]] == ["same"] * 6

    entered = registrations.enter(session, rounds[0], block)
    assert [(one.union.name, one.content, one.quantity) for one in registrations.rows(session, rounds)] == [
        ("CĐCS Hoa Mai", "Lao động tiên tiến", 6),
        ("CĐCS Hoa Sen", "Tập thể lao động xuất sắc", 1),
    ]
    assert registrations.rows(session, rounds)[1].registered_on == date(2023, 3, 1)
    assert entered.added.keys() == {NewRow(1), NewRow(2)}
    assert {one.entry.field for one in entered.refused} == {"code", "union_id"}
    assert entered.refused[0].reason == "không có công đoàn nào có mã “CS09”"
    assert entered.waiting == {NewRow(4): "còn thiếu công đoàn cơ sở"}


@pytest.mark.parametrize("written", ["Chiến sỹ thi đua cơ sở", "CHIẾN SĨ THI ĐUA CƠ SỞ", "chien sy thi dua co so"])
def test_a_title_is_spelled_as_in_the_catalogue(session: Session, rounds: list[int], written: str) -> None:
    register(session, rounds[0], add_union(session, "CĐCS Hoa Mai"), PERSON, written)
    [row] = registrations.rows(session, rounds)
    assert (row.content, registrations.problems(session, [row])) == ("Chiến sĩ thi đua cơ sở", {})


def test_a_line_with_a_day_that_does_not_exist_waits_as_a_whole(session: Session, rounds: list[int]) -> None:
    add_union(session, "CĐCS Hoa Mai", code="CS01")
    entered = registrations.enter(
        session, rounds[0], pasted(f"CS01 | CĐCS Hoa Mai | {WORK} | Trồng hoa | 1 | 30/02/2023")
    )
    assert [(one.entry.field, one.entry.raw) for one in entered.refused] == [("registered_on", "30/02/2023")]
    assert entered.refused[0].reason == "“30/02/2023” không phải là một ngày có thật; ý bạn là 28/02/2023?"
    assert entered.waiting == {LINE: "chờ sửa ô bị từ chối"}
    assert registrations.rows(session, rounds) == []


@pytest.mark.parametrize("field", ["registered_on", "due_on"])
@pytest.mark.parametrize(
    "day", ["31/04/2023", "29/02/2023", "13/25/2023", "00/00/0000", "31/12/1899", "1/1/9999", "1/1/20233", "quý 2/2023"]
)
def test_days_that_are_none_are_refused(session: Session, rounds: list[int], field: str, day: str) -> None:
    add_union(session, "Hoa Mai")
    line = {"union_id": "Hoa Mai", "kind_id": WORK, "content": "Trồng hoa", field: day}
    entered = typed(session, rounds[0], **line)
    assert [(one.entry.field, one.entry.raw) for one in entered.refused] == [(field, day)]
    assert registrations.rows(session, rounds) == []


@pytest.mark.parametrize(
    ("quantity", "reason"),
    [
        ("0", "phải từ 1 trở lên"),
        ("-2", "không được âm"),
        ("1,5", "không phải là số nguyên"),
        ("ba", "không phải là số nguyên"),
        ("99999999999", "quá lớn"),
    ],
)
def test_quantities_that_are_none_are_refused(session: Session, rounds: list[int], quantity: str, reason: str) -> None:
    add_union(session, "Hoa Mai")
    entered = typed(session, rounds[0], union_id="Hoa Mai", kind_id=WORK, content="Trồng hoa", quantity=quantity)
    assert any(reason in one.reason for one in entered.refused)
    assert registrations.rows(session, rounds) == []


# Who and what is meant


def test_a_union_is_found_by_code_by_name_and_by_a_former_name(session: Session, rounds: list[int]) -> None:
    union_id = add_union(session, "CĐCS Hoa Sen", code="CS01")
    events.record_many(session, [EventDraft(union_id, "renamed", date(2022, 5, 1), {"name": "CĐCS Hoa Mai"})])
    for number, words in enumerate(("CS01", "cs01", "CĐCS HOA MAI", "cdcs hoa sen")):
        typed(session, rounds[0], union_id=words, kind_id=WORK, content=f"Việc {number}")
    assert {row.union.name for row in registrations.rows(session, rounds)} == {"CĐCS Hoa Mai"}
    assert len(registrations.rows(session, rounds)) == 4


def test_a_former_name_of_two_unions_is_refused_with_both(session: Session, rounds: list[int]) -> None:
    for code, name in (("CS01", "Hoa Mai"), ("CS02", "Hoa Đào")):
        union_id = add_union(session, "Hoa Sen", code=code)
        events.record_many(session, [EventDraft(union_id, "renamed", date(2022, 5, 1), {"name": name})])
    line = {"union_id": "Hoa Sen", "kind_id": WORK, "content": "Trồng hoa"}

    entered = typed(session, rounds[0], **line)
    assert entered.refused[0].reason == "“Hoa Sen” có thể là “Hoa Mai” (CS01), “Hoa Đào” (CS02); hãy ghi mã"
    assert typed(session, rounds[0], code="CS02", **line).added
    assert only(session, rounds[0]).union.code == "CS02"


def test_an_unknown_union_is_refused_with_the_nearest(session: Session, rounds: list[int]) -> None:
    add_union(session, "CĐCS Trường MN Hoa Mai")
    entered = typed(session, rounds[0], union_id="Trường mầm non Hoa Mai", kind_id=WORK, content="Trồng hoa")
    assert entered.refused[0].reason == (
        "không có “Trường mầm non Hoa Mai” trong danh sách; ý bạn là “CĐCS Trường MN Hoa Mai”?"
    )


def test_code_and_name_of_two_unions_contradict(session: Session, rounds: list[int]) -> None:
    add_union(session, "Hoa Mai", code="CS01")
    add_union(session, "Hoa Sen", code="CS02")
    entered = typed(session, rounds[0], code="CS01", union_id="Hoa Sen", kind_id=WORK, content="Trồng hoa")
    assert {one.reason for one in entered.refused} == {"mã CS01 là của “Hoa Mai”, không phải của “Hoa Sen”"}
    assert registrations.rows(session, rounds) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("công trình", WORK),
        ("CÔNG TRÌNH PHẦN VIỆC", WORK),
        ("cá nhân", PERSON),
        ("tap the", GROUP),
        ("SKKN", INITIATIVE),
        ("Tên đề tài, sáng kiến", INITIATIVE),
        ("Đăng ký danh hiệu tập thể", GROUP),
        ("giao ước", PACT),
    ],
)
def test_a_kind_is_known_by_its_usual_words(session: Session, rounds: list[int], words: str, kind: str) -> None:
    add_union(session, "Hoa Mai")
    typed(session, rounds[0], union_id="Hoa Mai", kind_id=words, content="Nội dung")
    assert only(session, rounds[0]).kind == kind


def test_an_unknown_kind_is_refused_with_those_there_are(session: Session, rounds: list[int]) -> None:
    add_union(session, "Hoa Mai")
    entered = typed(session, rounds[0], union_id="Hoa Mai", kind_id="Văn nghệ", content="Nội dung")
    assert entered.refused[0].reason.startswith(
        "“Văn nghệ” không phải là một loại đăng ký; hãy ghi một trong: Danh hiệu cá nhân, Danh hiệu tập thể, Công trình"
    )


def test_usual_words_of_two_kinds_are_nobodys(session: Session, rounds: list[int]) -> None:
    add_union(session, "Hoa Mai")
    records.insert_rows(session, RegistrationKind, [{"name": "Sản phẩm mới", "form": "work"}])
    assert typed(session, rounds[0], union_id="Hoa Mai", kind_id="công trình", content="Nội dung").refused
    assert typed(session, rounds[0], union_id="Hoa Mai", kind_id="sản phẩm mới", content="Nội dung").added


# What is not taken


def test_the_same_is_not_registered_twice(session: Session, rounds: list[int]) -> None:
    add_union(session, "Hoa Mai", code="CS01")
    line = f"CS01 | Hoa Mai | {WORK} | Trồng hoa | 1 | 1/3/2023"
    registrations.enter(session, rounds[0], pasted(line))

    again = registrations.enter(session, rounds[0], pasted(f"CS01 | Hoa Mai | {WORK} | trong  HOA | 2"))
    assert {one.reason for one in again.refused} == {
        "đã có đăng ký này trong Đợt 1: “Hoa Mai”, Công trình, phần việc, “trong HOA”. Hãy sửa số lượng ở dòng ấy."
    }
    assert [one.entry.field for one in again.refused] == ["content"]
    assert again.waiting == {NewRow(1): "chờ sửa ô bị từ chối"}
    twice = registrations.enter(session, rounds[1], pasted(line, line))
    assert twice.added.keys() == {NewRow(1)}
    assert {one.entry.key for one in twice.refused} == {NewRow(2)}
    assert twice.refused[0].reason == (
        "trùng với một dòng khác đang ghi: “Hoa Mai”, Công trình, phần việc, “Trồng hoa”"
    )
    assert len(registrations.rows(session, rounds)) == 2


def test_two_persons_may_have_the_same_title(session: Session, rounds: list[int]) -> None:
    add_union(session, "Hoa Mai")
    line = {"union_id": "Hoa Mai", "kind_id": PERSON, "content": "Lao động tiên tiến"}
    assert typed(session, rounds[0], **line, person="Trần Văn A").added
    assert typed(session, rounds[0], **line, person="Trần Thị B").added
    assert typed(session, rounds[0], **line, person="trần văn a").refused


def test_a_closed_round_takes_nothing(session: Session, rounds: list[int]) -> None:
    union_id = add_union(session, "Hoa Mai", code="CS01")
    row_id = register(session, rounds[0], union_id, WORK, "Trồng hoa")
    records.update_row(session, Registration, row_id, {"outcome": "achieved"})
    round_closing.close(session, rounds[0], date(2023, 7, 1))
    words = "Đợt 1 (Phong trào thi đua trong CNVCLĐ năm 2023) đã chốt kết quả ngày 01/07/2023"

    entries = [*pasted(f"CS01 | Hoa Mai | {WORK} | Việc khác"), *cells(row_id, quantity="3")]
    assert {one.fate for one in registrations.judge(session, rounds[0], entries)} == {"rejected"}
    entered = registrations.enter(session, rounds[0], entries)
    assert len(entered.refused) == len(entries)
    assert all(one.reason.startswith(words) for one in entered.refused)
    with pytest.raises(UserError, match="đã chốt kết quả"):
        registrations.delete(session, [row_id])
    with pytest.raises(InvalidRecord, match="đã chốt kết quả"):
        register(session, rounds[0], union_id, WORK, "Việc khác")
    assert only(session, rounds[0]).quantity == 1


def test_a_union_that_had_ended_before_the_round_registers_nothing(session: Session, rounds: list[int]) -> None:
    union_id = add_union(session, "Hoa Mai")
    close_union(session, union_id, "31/05/2023")
    line = {"union_id": "Hoa Mai", "kind_id": WORK, "content": "Trồng hoa"}
    assert typed(session, rounds[0], **line).added
    refused = typed(session, rounds[1], **line).refused
    assert refused[0].reason == "“Hoa Mai” đã giải thể từ 31/05/2023, trước khi Đợt 2 bắt đầu"


# Rows that are there


def test_cells_of_a_row_are_changed(session: Session, rounds: list[int]) -> None:
    mai, sen = add_union(session, "Hoa Mai", code="CS01"), add_union(session, "Hoa Sen", code="CS02")
    row_id = register(session, rounds[0], mai, WORK, "Lao động tiên tiến", quantity="2")

    entries = cells(row_id, code="CS02", kind_id="cá nhân", quantity="", person=" Trần  A ", honorific="ông")
    assert [one.fate for one in registrations.judge(session, rounds[0], entries)] == [
        *("changed", "changed", "changed", "new", "new"),
    ]
    assert registrations.enter(session, rounds[0], entries).stored == 5
    row = only(session, rounds[0])
    assert (row.union.id, row.kind, row.quantity, row.person, row.honorific) == (sen, PERSON, 1, "Trần A", "mr")
    assert registrations.enter(session, rounds[0], cells(row_id, code="", quantity="1")).stored == 0


def test_what_a_registration_needs_cannot_be_emptied(session: Session, rounds: list[int]) -> None:
    row_id = register(session, rounds[0], add_union(session, "Hoa Mai"), WORK, "Trồng hoa")
    entered = registrations.enter(session, rounds[0], cells(row_id, union_id="", kind_id=" ", content=None, note="Ghi"))
    assert {(one.entry.field, one.reason) for one in entered.refused} == {
        (name, "bắt buộc phải nhập") for name in ("union_id", "kind_id", "content")
    }
    assert only(session, rounds[0]).note == "Ghi"


def test_a_row_may_not_become_another(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    register(session, rounds[0], mai, WORK, "Trồng hoa")
    row_id = register(session, rounds[0], mai, WORK, "Trồng cây")
    (judged,) = registrations.judge(session, rounds[0], cells(row_id, content="TRỒNG HOA"))
    assert judged.fate == "rejected"
    assert "đã có đăng ký này trong Đợt 1" in judged.reason
    assert registrations.judge(session, rounds[0], cells(row_id, content="trồng CÂY"))[0].fate == "changed"


def test_a_row_that_is_gone_says_so(session: Session, rounds: list[int]) -> None:
    (judged,) = registrations.judge(session, rounds[0], cells(999, quantity="2"))
    assert judged.reason == "Không còn dòng này; có thể vừa bị xóa. Hãy nạp lại (F5)."


def test_rows_are_read_again_by_their_ids(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    first, second = (register(session, one, mai, WORK, "Trồng hoa") for one in rounds)
    assert [(row.id, row.round.id) for row in registrations.reread(session, [second, first, 99])] == [
        (first, rounds[0]),
        (second, rounds[1]),
    ]


def test_a_union_is_called_as_it_was_in_the_round(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Sen")
    for one in rounds:
        register(session, one, mai, WORK, "Trồng hoa")
    events.record_many(session, [EventDraft(mai, "renamed", date(2023, 9, 1), {"name": "Hoa Mai"})])
    assert [row.union.name for row in registrations.rows(session, rounds)] == ["Hoa Sen", "Hoa Mai"]


# What is odd


def test_days_outside_the_round_are_told(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    register(session, rounds[0], mai, WORK, "Việc 1", registered_on="31/12/2022")
    register(session, rounds[0], mai, WORK, "Việc 2", registered_on="1/7/2023", due_on="1/8/2023")
    assert remarks(session, rounds[0]) == [
        "Ngày đăng ký: 31/12/2022 trước khi Đợt 1 bắt đầu (01/01/2023)",
        "Ngày đăng ký: 01/07/2023 sau khi Đợt 1 kết thúc (30/06/2023)",
        "Ngày hoàn thành: 01/08/2023 nằm ngoài Đợt 1 (01/01–30/06/2023)",
    ]


def test_a_day_of_registration_that_is_ahead_is_told(session: Session) -> None:
    ahead = date.today().year + 1  # noqa: DTZ011 - the user's own calendar
    first, _second = found_campaign(session, year=ahead)
    register(session, first, add_union(session, "Hoa Mai"), WORK, "Trồng hoa", registered_on=f"1/2/{ahead}")
    assert remarks(session, first) == [f"Ngày đăng ký: 01/02/{ahead} còn ở tương lai"]


def test_a_registration_after_the_deadline_is_stored_with_a_warning(session: Session, rounds: list[int]) -> None:
    add_union(session, "Hoa Mai")
    records.update_row(session, CampaignRound, rounds[0], {"deadline": date(2023, 2, 28)})
    line = cells(LINE, union_id="Hoa Mai", kind_id=WORK, content="Trồng hoa", registered_on="1/3/2023")
    judged = registrations.judge(session, rounds[0], line)[-1]
    assert (judged.fate, judged.severity) == ("new", Severity.WARNING)
    assert judged.reason == "Ngày đăng ký: 01/03/2023 sau hạn đăng ký của Đợt 1 (28/02/2023)"
    assert registrations.enter(session, rounds[0], line).added


def test_more_titles_than_members_of_that_quarter_are_told(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    report(session, Q1, mai, workers=20, members=9)
    report(session, Q2, mai, workers=20, members=12)
    first = register(session, rounds[0], mai, PERSON, "Lao động tiên tiến", quantity="10", registered_on="1/3/2023")
    assert remarks(session, rounds[0]) == ["Số lượng: 10 lớn hơn số đoàn viên của đơn vị (9)"]
    for later in ("1/6/2023", None):  # the round ends in the second quarter
        registrations.enter(session, rounds[0], cells(first, registered_on=later))
        assert remarks(session, rounds[0]) == []
    register(session, rounds[1], mai, PERSON, "Lao động tiên tiến", quantity="13")
    assert remarks(session, rounds[1]) == ["Số lượng: 13 lớn hơn số đoàn viên của đơn vị (12)"]
    register(session, rounds[1], mai, INITIATIVE, "Cải tiến máy may", quantity="30")
    assert len(remarks(session, rounds[1])) == 1


def test_persons_of_one_title_are_counted_together(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    report(session, Q1, mai, workers=5, members=2)
    for name in ("An", "Bình"):
        register(session, rounds[0], mai, PERSON, "Lao động tiên tiến", person=f"Trần {name}")
    assert remarks(session, rounds[0]) == []
    register(session, rounds[0], mai, PERSON, "Lao động tiên tiến", person="Trần Chi")
    register(session, rounds[0], mai, PERSON, "Chiến sĩ tiên tiến", person="Trần Chi")
    assert remarks(session, rounds[0]) == [
        "Số lượng: cộng cả 3 dòng của danh hiệu này, 3 lớn hơn số đoàn viên của đơn vị (2)"
    ]


def test_one_person_is_one(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    register(session, rounds[0], mai, PERSON, "Lao động tiên tiến", person="Trần An", quantity="3")
    assert remarks(session, rounds[0]) == ["Số lượng: đã ghi tên một người nhưng số lượng là 3"]


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        (PERSON, "Người lái xe giỏi", "“Người lái xe giỏi” không có trong danh mục danh hiệu thi đua"),
        (PERSON, "Tập thể lao động tiên tiến", "“Tập thể lao động tiên tiến” là danh hiệu của tập thể"),
        (GROUP, "Lao động tiên tiến", "“Lao động tiên tiến” là danh hiệu của cá nhân"),
        (PERSON, "Bằng khen của Thủ tướng Chính phủ", "là hình thức khen thưởng, không phải danh hiệu thi đua"),
        (PERSON, "Giỏi việc nước - đảm việc nhà", ""),
        (WORK, "Người lái xe giỏi", ""),
    ],
)
def test_titles_are_those_of_the_catalogue(
    session: Session, rounds: list[int], kind: str, content: str, told: str
) -> None:
    register(session, rounds[0], add_union(session, "Hoa Mai"), kind, content)
    found = remarks(session, rounds[0])
    assert told in found[0] if told else found == []


def test_awards_are_those_of_the_catalogue(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    register(session, rounds[0], mai, PERSON, "Thợ giỏi", award="bằng khen của Thủ tướng Chính phủ")
    register(session, rounds[0], mai, PERSON, "Lao động tiên tiến", award="Giấy khen to")
    assert remarks(session, rounds[0]) == [
        "Đề nghị khen thưởng: “Giấy khen to” không có trong danh mục hình thức khen thưởng"
    ]


def test_a_title_that_does_not_hold_that_day_is_told(session: Session, rounds: list[int]) -> None:
    (title,) = records.rows(session, AwardTitle, name="Thợ giỏi")
    records.update_row(session, AwardTitle, title["id"], {"valid_to": date(2023, 5, 31)})
    mai = add_union(session, "Hoa Mai")
    register(session, rounds[0], mai, PERSON, "Thợ giỏi", registered_on="31/5/2023")
    assert remarks(session, rounds[0]) == []
    register(session, rounds[1], mai, PERSON, "Thợ giỏi", registered_on="31/7/2023")
    assert remarks(session, rounds[1]) == [
        "Nội dung / danh hiệu: ngày 31/07/2023 danh hiệu “Thợ giỏi” chưa áp dụng hoặc đã thôi áp dụng"
    ]
    assert "Thợ giỏi" in registrations.titles(session, "individual", date(2023, 5, 31))
    assert "Thợ giỏi" not in registrations.titles(session, "individual", date(2023, 6, 1))
    assert "Thợ giỏi" not in registrations.titles(session, "collective", date(2023, 5, 31))


def test_texts_of_other_unions_are_pointed_out(session: Session, rounds: list[int]) -> None:
    mai, sen, dao, cuc = (add_union(session, name) for name in ("Hoa Mai", "Hoa Sen", "Hoa Đào", "Hoa Cúc"))
    long = "Lắp đặt hệ thống camera an ninh tại khuôn viên cơ quan và nhà để xe của đoàn viên"
    register(session, rounds[0], mai, WORK, long)
    register(session, rounds[0], sen, WORK, long.replace("nhà để xe", "nhà gửi xe"))
    register(session, rounds[0], dao, WORK, long.replace("camera an ninh", "lọc nước uống"))
    register(session, rounds[0], cuc, WORK, "Trồng hoa")
    register(session, rounds[0], dao, WORK, "Trồng hoa")
    register(session, rounds[0], sen, WORK, f"{long} hai")
    found = registrations.problems(session, registrations.rows(session, rounds))
    told = {problem.text.split(": ")[1] for ones in found.values() for problem in ones}
    assert told == {"giống nội dung của “Hoa Sen”", "giống nội dung của “Hoa Mai”"}
    assert {problem.severity for ones in found.values() for problem in ones} == {Severity.HINT}


def test_registrations_of_unions_that_were_not_there_are_told(session: Session, rounds: list[int]) -> None:
    young = add_union(session, "Hoa Mai", founded_on="1/4/2023")
    old = add_union(session, "Hoa Sen")
    close_union(session, old, "31/5/2023")
    register(session, rounds[0], young, WORK, "Việc 1", registered_on="1/3/2023")
    register(session, rounds[0], old, WORK, "Việc 2", registered_on="1/6/2023")
    assert remarks(session, rounds[0]) == [
        "Công đoàn cơ sở: “Hoa Mai” đến 01/04/2023 mới thành lập",
        "Công đoàn cơ sở: “Hoa Sen” đã giải thể từ 31/05/2023",
    ]


def test_a_result_without_a_registration_is_added_later_or_refused(session: Session, rounds: list[int]) -> None:
    mai, kind_id = add_union(session, "Hoa Mai"), entry_of(session, RegistrationKind, WORK)
    draft = results.new_draft(rounds[0], union_id=mai, kind_id=kind_id, content="Trồng hoa")
    draft.values["added_later"] = False
    with pytest.raises(InvalidRecord, match="Đơn vị chưa đăng ký nội dung này trong đợt"):
        results.add(session, draft)
    assert registrations.rows(session, rounds) == []

    draft.values["added_later"] = True
    results.add(session, draft)
    row = only(session, rounds[0])
    assert (row.content, row.added_later, row.outcome, row.achieved) == ("Trồng hoa", True, "achieved", 1)
    told = registering.standing(session, rounds[0])
    assert (told.registered, told.by_kind) == (0, {})  # it was not registered
    with pytest.raises(InvalidRecord, match="đã có đăng ký này trong Đợt 1"):
        results.add(session, results.new_draft(rounds[0], union_id=mai, kind_id=kind_id, content="Trồng Hoa"))


# In a form


def test_a_form_says_what_is_odd_before_it_saves(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    draft = registrations.new_draft(session, rounds[0])
    assert registrations.remarks(session, draft) == ()
    enter(draft, union_id=mai, kind_id=entry_of(session, RegistrationKind, PERSON), content="Người lái xe giỏi")
    assert [problem.field for problem in registrations.remarks(session, draft)] == ["content"]
    assert registrations.save(session, draft)


def test_a_form_refuses_what_a_grid_refuses(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    row_id = register(session, rounds[0], mai, WORK, "Trồng hoa")
    with pytest.raises(InvalidRecord, match="đã có đăng ký này trong Đợt 1") as refused:
        register(session, rounds[0], mai, WORK, "TRỒNG HOA")
    assert refused.value.problems[0].field == "content"
    with pytest.raises(InvalidRecord, match="phải từ 1 trở lên"):
        register(session, rounds[0], mai, WORK, "Việc khác", quantity="0")
    draft = registrations.open_draft(session, row_id)
    enter(draft, content="Trồng Hoa", note="Sửa")
    registrations.save(session, draft)
    assert (only(session, rounds[0]).content, only(session, rounds[0]).note) == ("Trồng Hoa", "Sửa")


def test_a_pact_keeps_its_lines_in_their_order(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    lines = [item("movement", "Lao động giỏi", goal="100%"), item("target", "Kết nạp", unit="người", planned="12")]
    row_id = register(session, rounds[0], mai, PACT, "Giao ước năm 2023", items=lines)
    assert [(one.part, one.name, one.planned) for one in registrations.pact_items(session, [row_id])[row_id]] == [
        ("movement", "Lao động giỏi", None),
        ("target", "Kết nạp", "12"),
    ]

    first, second = registrations.item_drafts(session, row_id)
    enter(second, result="15")
    draft = registrations.open_draft(session, row_id)
    registrations.save(session, draft, [second, item("target", "Sáng kiến"), first])
    names = [one.name for one in registrations.pact_items(session, [row_id])[row_id]]
    assert names == ["Kết nạp", "Sáng kiến", "Lao động giỏi"]

    registrations.save(session, draft, [second])
    assert [one.result for one in registrations.pact_items(session, [row_id])[row_id]] == ["15"]
    registrations.save(session, draft)
    assert len(registrations.pact_items(session, [row_id])[row_id]) == 1
    registrations.save(session, draft, [])
    assert registrations.pact_items(session, [row_id]) == {}


def test_a_wrong_line_of_a_pact_stops_saving(session: Session, rounds: list[int]) -> None:
    wrong = item("movement", "Lao động giỏi", starts_on="1/3/2023", ends_on="1/2/2023")
    with pytest.raises(InvalidRecord, match="01/02/2023 trước ngày phát động"):
        register(session, rounds[0], add_union(session, "Hoa Mai"), PACT, "Giao ước", items=[wrong])


# Taken away, taken back


def test_a_registration_goes_to_the_trash_with_its_pact_and_comes_back(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    row_id = register(session, rounds[0], mai, PACT, "Giao ước năm", items=[item("target", "Kết nạp")])
    with action(session, "Xóa"):
        registrations.delete(session, [row_id])
    assert registrations.rows(session, rounds) == []
    found = trash.listed(session)
    assert [one.name for one in found] == [
        "Giao ước năm, Hoa Mai, Giao ước thi đua, Đợt 1/2023",
        "Kết nạp, Giao ước năm, Hoa Mai, Giao ước thi đua, Đợt 1/2023",
    ]
    with action(session, "Khôi phục"):
        assert trash.restore(session, [found[0].key]) == 2
    assert [one.name for one in registrations.pact_items(session, [row_id])[row_id]] == ["Kết nạp"]
    assert records.rows(session, PactItem)


def test_what_was_registered_anew_is_not_brought_back_beside_it(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    row_id = register(session, rounds[0], mai, WORK, "Trồng hoa")
    with action(session, "Xóa"):
        registrations.delete(session, [row_id])
    with action(session, "Ghi"):
        register(session, rounds[0], mai, WORK, "TRỒNG HOA")
    (gone,) = trash.listed(session)
    with pytest.raises(Duplicate, match="trùng Đợt, Công đoàn cơ sở, Loại đăng ký, Nội dung / danh hiệu"):
        trash.restore(session, [gone.key])


def test_a_registration_with_an_award_stays(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    row_id = register(session, rounds[0], mai, PERSON, "Lao động tiên tiến")
    award = {"round_id": rounds[0], "union_id": mai, "registration_id": row_id, "name": "Lao động tiên tiến"}
    records.insert_rows(session, Award, [award])
    with pytest.raises(InUse, match="Có 1 khen thưởng theo đăng ký này"):
        registrations.delete(session, [row_id])


def test_a_paste_is_undone_as_one(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai", code="CS01")
    row_id = register(session, rounds[0], mai, WORK, "Trồng hoa")
    with action(session, "Dán") as doing:
        registrations.enter(
            session, rounds[0], [*pasted(f"CS01 | | {WORK} | Trồng cây | 3"), *cells(row_id, quantity="5")]
        )
    assert [row.quantity for row in registrations.rows(session, rounds)] == [5, 3]
    with action(session, "Hoàn tác", undoes=doing.id):
        undo.undo(session, doing.id)
    assert [(row.id, row.quantity) for row in registrations.rows(session, rounds)] == [(row_id, 1)]


def test_a_union_of_which_something_is_registered_is_not_deleted(session: Session, rounds: list[int]) -> None:
    mai = add_union(session, "Hoa Mai")
    register(session, rounds[0], mai, WORK, "Trồng hoa")
    with pytest.raises(InUse, match="Đã có 1 đăng ký thi đua nên không xóa được"):
        unions.delete(session, [mai])
    change_union(session, mai, state="dissolved", closed_on="1/6/2023")
    assert only(session, rounds[0]).union.state == "dissolved"
