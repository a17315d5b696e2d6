"""The address book and the log of deliveries: typed, drafted, sent, answered; what was drafted stays."""

from datetime import date, timedelta

import pytest

from tests.offices import Q4, found_office
from unioncare_desktop import clock
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.domain.records import Delivery, DocumentType
from unioncare_desktop.errors import InUse, UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.services import correspondents, deliveries, issued, records
from unioncare_desktop.services.deliveries import DeliveryRow, Parcel, Receiver
from unioncare_desktop.services.line_entry import Entered, Entry
from unioncare_desktop.storage.database import Session

TODAY = clock.today()
YESTERDAY = TODAY - timedelta(days=1)
PARCEL = Parcel("Báo cáo Quý IV/2023", ("BC.xlsx", "BC.pdf"), "a" * 64, report="members", span=Q4)
LAN, CHI = Receiver("LĐLĐ thành phố", "lan@cdhanoi.vn"), Receiver("", "chi@x.vn")


def write_down(session: Session, **typed: object) -> Entered:
    """Type into the blank line of the address book."""
    return correspondents.enter(session, [Entry(NewRow(1), name, raw) for name, raw in typed.items()])


def log(session: Session, key: int | NewRow, **typed: object) -> Entered:
    """Type into a line of the log."""
    return deliveries.enter(session, [Entry(key, name, raw) for name, raw in typed.items()])


def drafted(session: Session) -> list[DeliveryRow]:
    deliveries.draft(session, PARCEL, [LAN, CHI], YESTERDAY)
    return deliveries.listed(session)


def test_somebody_is_written_down_and_found_again(session: Session) -> None:
    write_down(session, name="LĐLĐ thành phố Hà Nội", person="chị Lan", email="lan@cdhanoi.vn", usual="x")

    (row,) = correspondents.listed(session)
    assert (row.addressed, row.email, row.usual) == ("LĐLĐ thành phố Hà Nội, chị Lan", "lan@cdhanoi.vn", True)
    assert correspondents.problems([row]) == {}


@pytest.mark.parametrize("address", ["lan@x.vn\r\nBcc: all@x.vn", "lan@x@y.vn", "Lan, lan@x.vn", "làn@x.vn"])
def test_what_is_no_address_stays_in_its_cell_and_the_line_waits(session: Session, address: str) -> None:
    entered = write_down(session, name="LĐLĐ thành phố", email=address)

    assert [one.entry.field for one in entered.refused] == ["email"]
    assert correspondents.listed(session) == []


def test_a_phone_keeps_its_zero_and_a_name_is_needed(session: Session) -> None:
    assert write_down(session, phone="0912.345.678").waiting == {NewRow(1): "chưa ghi: thiếu tên cơ quan"}
    write_down(session, name="Quận ủy", phone="+84 912 345 678")

    assert [row.phone for row in correspondents.listed(session)] == ["0912345678"]


def test_who_receives_reports_without_an_address_and_who_stands_twice_is_pointed_out(session: Session) -> None:
    write_down(session, name="Quận ủy", usual="x")
    for _time in range(2):
        write_down(session, name="LĐLĐ thành phố", email="lan@x.vn")

    told = correspondents.problems(correspondents.listed(session))
    assert [[one.field for one in found] for found in told.values()] == [["email"], ["name"], ["name"]]


def test_a_draft_is_in_the_log_at_once_for_everybody(session: Session) -> None:
    chi, lan = drafted(session)

    assert (lan.recipient, lan.email, lan.files, lan.period) == (*vars_of(LAN), PARCEL.files, "Quý IV/2023")
    assert chi.recipient == "chi@x.vn"
    assert lan.waits
    assert not lan.unanswered


def vars_of(one: Receiver) -> tuple[str, str]:
    return one.name, one.email


def test_it_is_sent_and_answered_on_days_that_can_be(session: Session) -> None:
    chi, lan = drafted(session)
    for day in (TODAY + timedelta(days=1), YESTERDAY - timedelta(days=1)):
        with pytest.raises(UserError, match=r"chưa tới|không thể đã gửi"):
            drain(deliveries.sending(session, [chi.id, lan.id], day))
    assert drain(deliveries.sending(session, [chi.id], TODAY)) == 1
    assert drain(deliveries.sending(session, [chi.id, lan.id], YESTERDAY)) == 1
    with pytest.raises(UserError, match="không thể có phản hồi"):
        deliveries.answered(session, [chi.id], YESTERDAY, None)
    deliveries.answered(session, [lan.id], TODAY, "đã nhận")

    chi, lan = deliveries.listed(session)
    assert (chi.sent_on, chi.unanswered, lan.sent_on, lan.replied_on, lan.reply) == (
        TODAY,
        True,
        YESTERDAY,
        TODAY,
        "đã nhận",
    )


def test_an_answer_to_what_was_not_noted_as_sent_says_that_it_was(session: Session) -> None:
    chi, _lan = drafted(session)
    deliveries.answered(session, [chi.id], TODAY, None)

    assert deliveries.listed(session)[0].sent_on == TODAY


def test_what_the_program_drafted_is_not_typed_over_nor_removed_once_sent(session: Session) -> None:
    chi, lan = drafted(session)
    refused = log(session, lan.id, recipient="Nơi khác", note="gọi lại").refused
    assert [one.entry.field for one in refused] == ["recipient"]
    log(session, lan.id, sent_on=YESTERDAY, note="gọi lại")
    with pytest.raises(InUse, match="ở lại trong sổ"):
        deliveries.delete(session, [lan.id])
    deliveries.delete(session, [chi.id])

    (left,) = deliveries.listed(session)
    assert (left.recipient, left.state, left.note) == ("LĐLĐ thành phố", "sent", "gọi lại")


def test_paper_is_typed_with_the_document_that_went(session: Session) -> None:
    found_office(session, symbol="CĐP")
    draft = issued.new_draft(session, date(2023, 12, 20))
    types = {words: row_id for row_id, words in records.choices(session, DocumentType).items()}
    draft.enter("type_id", types["Báo cáo"])
    draft.enter("subject", "Công văn về việc nộp số liệu")
    document_id = issued.enter(session, draft)
    (words,) = deliveries.documents(session).values()

    log(session, NewRow(1), recipient="UBND phường", document_id=words, sent_on="20/12/2023")

    (row,) = deliveries.recipients_of(session, document_id)
    assert (row.recipient, row.channel, row.state, row.drafted_on) == (
        "UBND phường",
        "paper",
        "sent",
        date(2023, 12, 20),
    )
    assert row.document == row.subject == words
    assert deliveries.as_json(row)["sent_on"] == "2023-12-20"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"recipient": "UBND"}, "thiếu chủ đề hoặc văn bản"),
        ({"subject": "Thư"}, "thiếu nơi gửi đến"),
        ({"recipient": "UBND", "document_id": "99/BC"}, "không có trong sổ văn bản đi"),
    ],
)
def test_a_line_of_the_log_waits_for_what_it_needs(session: Session, typed: dict[str, str], says: str) -> None:
    (why,) = log(session, NewRow(1), **typed).waiting.values()

    assert says in why
    assert deliveries.listed(session) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"sent_on": TODAY + timedelta(days=1)}, "chưa tới"),
        ({"replied_on": TODAY}, "trước ngày gửi"),
        ({"sent_on": TODAY, "replied_on": YESTERDAY}, "trước ngày gửi"),
    ],
)
def test_days_that_cannot_be_stay_in_their_cells(session: Session, typed: dict[str, object], says: str) -> None:
    _chi, lan = drafted(session)

    assert says in log(session, lan.id, **typed).refused[0].reason
    assert deliveries.listed(session)[1] == lan


def test_the_address_book_goes_into_the_trash_and_the_log_stays(session: Session) -> None:
    write_down(session, name="LĐLĐ thành phố", email="lan@cdhanoi.vn")
    drafted(session)
    correspondents.delete(session, [row.id for row in correspondents.listed(session)])

    assert correspondents.listed(session) == []
    assert len(deliveries.listed(session)) == 2
    assert records.rows(session, Delivery)[0]["recipient"] == "LĐLĐ thành phố"
