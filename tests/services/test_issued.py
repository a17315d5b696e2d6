"""The register of outgoing documents: numbers without gap or double, given once and never taken back."""

import threading
from collections import defaultdict
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.actions import action, take_back
from tests.offices import enter, found_office
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import DocumentType, IssuedDocument, Office
from unioncare_desktop.domain.records.issued_document import BY_TERM
from unioncare_desktop.errors import Conflict, Depends, InvalidRecord, UserError
from unioncare_desktop.services import checking, history, issued, office, records, undo
from unioncare_desktop.storage.database import Database, Session, connect

DAY = date(2023, 2, 5)


def type_of(session: Session, name: str) -> int:
    return next(key for key, words in records.choices(session, DocumentType).items() if words == name)


def letter(session: Session, name: str = "Báo cáo", day: date = DAY, **typed: object) -> Draft:
    """The form of a document written elsewhere, filled in."""
    draft = issued.new_draft(session, day)
    draft.values["type_id"] = type_of(session, name)
    enter(draft, **{"subject": "Tình hình công nhân"} | typed)
    return draft


def entered(session: Session, name: str = "Báo cáo", day: date = DAY, **typed: object) -> issued.IssuedRow:
    return issued.document(session, issued.enter(session, letter(session, name, day, **typed)))


def set_office(session: Session, **typed: object) -> None:
    draft = records.open_draft(session, Office, 1)
    enter(draft, **typed)
    records.save(session, draft)


@pytest.fixture
def desk(session: Session) -> Session:
    """An office with a name and a term."""
    found_office(session, "district", name="LĐLĐ quận Ba Đình", symbol="LĐLĐ", signer_name="Nguyễn Thị Hường")
    set_office(session, term_from="1/3/2023", term_to="28/2/2028")
    return session


# Numbers


def test_numbers_are_given_by_type_and_year(desk: Session) -> None:
    found = [
        entered(desk, name, day).number_text
        for name, day in (
            ("Báo cáo", DAY),
            ("Báo cáo", DAY),
            ("Tờ trình", DAY),
            ("Công văn", DAY),
            ("Báo cáo", date(2024, 1, 2)),
            ("Báo cáo", DAY),
        )
    ]

    assert found == ["01/BC-LĐLĐ", "02/BC-LĐLĐ", "01/TTr-LĐLĐ", "01/LĐLĐ", "01/BC-LĐLĐ", "03/BC-LĐLĐ"]
    assert issued.series_of(desk) == ["2024", "2023"]
    assert [row.called for row in issued.listed(desk, "2024")] == ["Báo cáo số 01/BC-LĐLĐ"]


def test_a_type_may_be_numbered_by_the_term(desk: Session) -> None:
    records.update_row(desk, DocumentType, type_of(desk, "Nghị quyết"), {"numbering": BY_TERM})

    rows = [entered(desk, "Nghị quyết", day) for day in (date(2023, 5, 1), date(2025, 5, 1), date(2028, 2, 28))]

    assert [(row.series, row.number) for row in rows] == [("2023-2028", 1), ("2023-2028", 2), ("2023-2028", 3)]
    with pytest.raises(UserError, match="nằm ngoài nhiệm kỳ 01/03/2023 – 28/02/2028"):
        entered(desk, "Nghị quyết", date(2023, 2, 28))


def test_all_documents_of_the_party_are_numbered_by_the_term(desk: Session) -> None:
    set_office(desk, style="party", symbol="ĐU")

    rows = [
        entered(desk, name, day) for name in ("Báo cáo", "Công văn") for day in (date(2023, 5, 1), date(2024, 5, 1))
    ]

    assert [row.number_text for row in rows] == ["01-BC/ĐU", "02-BC/ĐU", "01-CV/ĐU", "02-CV/ĐU"]
    assert {row.series for row in rows} == {"2023-2028"}


def test_a_term_that_is_not_known_is_asked_for(desk: Session) -> None:
    set_office(desk, style="party", term_from="", term_to="")

    with pytest.raises(UserError, match="Hãy ghi ngày đầu và ngày cuối nhiệm kỳ ở Thiết lập"):
        entered(desk)


def test_an_office_without_a_name_is_set_up_first(session: Session) -> None:
    with pytest.raises(UserError, match="Hãy đặt tên đơn vị ở Thiết lập"):
        entered(session)


def test_the_first_number_of_a_series_may_be_chosen_and_no_other(desk: Session) -> None:
    assert entered(desk, number="38").number_text == "38/BC-LĐLĐ"
    assert entered(desk).number_text == "39/BC-LĐLĐ"
    for taken in ("38", "39", "41", "1"):
        with pytest.raises(Conflict, match="Số tiếp theo của Báo cáo trong sổ 2023 là 40"):
            entered(desk, number=taken)
    assert entered(desk, number="40").number == 40
    assert entered(desk, "Tờ trình", number="7").number == 7


def test_a_day_before_that_of_a_smaller_number_is_odd_and_so_is_one_ahead(desk: Session) -> None:
    entered(desk, day=date(2023, 3, 10))
    key = type_of(desk, "Báo cáo")

    early = issued.numbering(desk, key, date(2023, 3, 9))
    assert early.warning == "Ngày 09/03/2023 sớm hơn ngày của số 01/BC-LĐLĐ đã cấp trước (10/03/2023)."
    assert early.number == 2
    assert issued.numbering(desk, key, date(2023, 3, 10)).warning == ""
    assert issued.numbering(desk, key, date(2099, 1, 1)).warning == "Ngày 01/01/2099 ở sau hôm nay."


names = st.sampled_from(("Báo cáo", "Tờ trình", "Nghị quyết"))
days = st.integers(0, 900).map(lambda more: date(2023, 3, 1) + timedelta(days=more))
numbers = st.none() | st.integers(1, 6)


@given(st.lists(st.one_of(st.tuples(names, days, numbers), st.integers(0, 12)), max_size=12))
def test_whatever_is_entered_and_cancelled_numbers_have_no_gap_and_no_double(
    desk: Session, steps: list[tuple[str, date, int | None] | int]
) -> None:
    with desk.begin_nested() as trial:
        records.update_row(desk, DocumentType, type_of(desk, "Nghị quyết"), {"numbering": BY_TERM})
        known: dict[int, tuple[str, str, int]] = {}
        for step in steps:
            _do(desk, step, known)
        assert {row.id: (row.type_name, row.series, row.number) for row in issued.listed(desk)} == known
        series: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for name, which, number in known.values():
            series[name, which].append(number)
        assert all(found == list(range(found[0], found[0] + len(found))) for found in series.values())
        trial.rollback()


def _do(desk: Session, step: tuple[str, date, int | None] | int, known: dict[int, tuple[str, str, int]]) -> None:
    """Enter a document, or cancel one of those there are; refusals change nothing."""
    if isinstance(step, int):
        ids = sorted(known)
        if ids and issued.document(desk, ids[step % len(ids)]).cancelled_why is None:
            issued.cancel(desk, ids[step % len(ids)], "Nhầm")
        return
    name, day, number = step
    given_now = issued.numbering(desk, type_of(desk, name), day)
    if number not in (None, given_now.number) and not given_now.is_first:
        with pytest.raises(Conflict):
            entered(desk, name, day, number=number)
        return
    row = entered(desk, name, day, number="" if number is None else number)
    known[row.id] = (row.type_name, row.series, row.number)


def test_two_writers_at_once_never_get_the_same_number(any_database: Database) -> None:
    with any_database.write("Đơn vị") as session:
        found_office(session)
        form = letter(session)
    start, failed = threading.Barrier(2), []

    def write() -> None:
        address = any_database.location if any_database.path is None else any_database.path
        with closing(connect(address, "Bình")) as own:
            start.wait(timeout=10)
            for _number in range(8):
                with own.write("Cấp số") as session:
                    issued.enter(session, Draft(IssuedDocument, values=dict(form.values)))

    def watched() -> None:
        try:
            write()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)

    writers = [threading.Thread(target=watched) for _writer in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failed == []
    with any_database.read() as session:
        assert [row.number for row in issued.listed(session)] == list(range(1, 17))


# Entered, corrected, cancelled


def test_a_document_written_elsewhere_is_entered_with_all_that_the_register_asks(desk: Session) -> None:
    row = entered(desk, "Công văn", subject="V/v góp ý  dự thảo", recipients="LĐLĐ Thành phố\nQuận ủy", note="Bản giấy")

    assert (row.subject, row.recipients, row.signer) == (
        "V/v góp ý dự thảo",
        ("LĐLĐ Thành phố", "Quận ủy"),
        "Nguyễn Thị Hường",
    )
    assert (row.report, row.span, row.data_hash, row.files) == (None, None, None, ())
    told = issued.as_json(row)
    assert told["number_text"] == "01/LĐLĐ"
    assert (told["type"], told["type_name"], told["state"], told["issued_on"]) == (
        "",
        "Công văn",
        "issued",
        "2023-02-05",
    )


def test_what_is_missing_is_asked_for_and_a_number_is_not(desk: Session) -> None:
    draft = issued.new_draft(desk, DAY)

    with pytest.raises(InvalidRecord) as refused:
        issued.enter(desk, draft)

    assert [problem.field for problem in refused.value.problems] == ["type_id", "subject"]
    with pytest.raises(InvalidRecord, match="Số"):
        entered(desk, number="năm")


def test_a_document_from_elsewhere_may_be_worded_anew_but_keeps_number_and_day(desk: Session) -> None:
    row = entered(desk)

    draft = records.open_draft(desk, IssuedDocument, row.id)
    enter(draft, subject="Tình hình công nhân tháng 2", note="Gửi lại")
    issued.enter(desk, draft)

    assert issued.document(desk, row.id).subject == "Tình hình công nhân tháng 2"
    for changed in ({"number": 7}, {"issued_on": "6/2/2023"}, {"symbol": "BC-CĐ"}):
        draft = records.open_draft(desk, IssuedDocument, row.id)
        enter(draft, **changed)
        with pytest.raises(UserError, match="Báo cáo số 01/BC-LĐLĐ đã được cấp số nên không sửa được"):
            issued.enter(desk, draft)


def test_a_cancelled_document_keeps_its_number_and_needs_a_reason(desk: Session) -> None:
    first, second = entered(desk), entered(desk)

    for blank in ("", "  \n "):
        with pytest.raises(InvalidRecord, match="Hãy ghi lý do hủy Báo cáo số 02/BC-LĐLĐ"):
            issued.cancel(desk, second.id, blank)
    issued.cancel(desk, second.id, "Sai số liệu")

    row = issued.document(desk, second.id)
    assert (row.state, row.cancelled_why, row.number) == (issued.CANCELLED, "Sai số liệu", 2)
    assert issued.document(desk, first.id).state == issued.ISSUED
    assert entered(desk).number == 3
    with pytest.raises(UserError, match="đã hủy rồi"):
        issued.cancel(desk, second.id, "Lần nữa")
    with pytest.raises(UserError, match="Không có văn bản 99 trong sổ"):
        issued.cancel(desk, 99, "Nhầm")


# Never taken back


def test_a_number_is_not_undone(desk: Session) -> None:
    with action(desk, "Cấp số"):
        row = entered(desk)
    offer = undo.next_undo(desk, "Bình")
    assert offer is not None

    with pytest.raises(Depends, match=r"số đã cấp không rút lại được; nếu sai, hãy hủy Báo cáo số 01/BC-LĐLĐ"):
        take_back(desk, offer)

    assert issued.document(desk, row.id).number == 1


def test_a_cancellation_is_not_undone_but_a_note_is(desk: Session) -> None:
    row = entered(desk)
    with action(desk, "Ghi chú"):
        draft = records.open_draft(desk, IssuedDocument, row.id)
        enter(draft, note="Bản giấy")
        issued.enter(desk, draft)
    noted = undo.next_undo(desk, "Bình")
    assert noted is not None
    take_back(desk, noted)
    assert issued.document(desk, row.id).note is None

    with action(desk, "Hủy văn bản"):
        issued.cancel(desk, row.id, "Nhầm")
    cancelled = undo.next_undo(desk, "Bình")
    assert cancelled is not None
    with pytest.raises(Depends, match="văn bản đã hủy không dùng lại được"):
        take_back(desk, cancelled)


def test_the_key_passes_over_what_is_never_undone(desk: Session) -> None:
    with action(desk, "Đổi địa danh"):
        set_office(desk, place="Ba Đình")
    with action(desk, "Cấp số"):
        row = entered(desk)
    assert lasting(desk) == "văn bản sai thì hủy và ghi lý do"
    with action(desk, "Hủy văn bản"):
        issued.cancel(desk, row.id, "Nhầm")
    assert lasting(desk) == "văn bản đã hủy thì phát hành văn bản khác"

    beyond = undo.next_undo_beyond(desk, "Bình")
    assert beyond is not None
    assert (beyond.name, beyond.lasting) == ("Đổi địa danh", "")
    take_back(desk, beyond)
    redo = undo.next_redo(desk, "Bình")
    assert redo is not None
    assert redo.name == "Đổi địa danh"


def lasting(session: Session) -> str:
    offer = undo.next_undo(session, "Bình")
    assert offer is not None
    return offer.lasting


def test_no_way_of_writing_removes_a_document(any_database: Database) -> None:
    with any_database.write("Cấp số") as session:
        found_office(session)
        row = entered(session)

    with pytest.raises((DBAPIError, UserError)), any_database.write("Xóa") as session:
        records.delete(session, IssuedDocument, [row.id])
    with pytest.raises((DBAPIError, UserError)), any_database.write("Xóa") as session:
        session.execute(text("DELETE FROM issued_document"))

    with any_database.read() as session:
        assert issued.document(session, row.id) == row


def test_the_history_calls_documents_by_type_and_number(desk: Session) -> None:
    with action(desk, "Hủy văn bản"):
        issued.cancel(desk, entered(desk, "Quyết định").id, "Nhầm")

    newest = history.told(desk)[0]
    assert {change.record for change in newest.changes} == {"Quyết định số 01/QĐ-LĐLĐ"}


def test_numbers_that_are_missing_in_a_series_are_found(desk: Session) -> None:
    first = entered(desk)
    for _number in range(3):
        entered(desk)
    assert checking.checks(desk) == []

    records.update_row(desk, IssuedDocument, first.id + 1, {"number": 9})

    found = [one.text for one in checking.checks(desk) if one.check == "documents"]
    assert found == [f"Báo cáo, sổ 2023: thiếu số {number:02}." for number in (2, 5, 6, 7, 8)]


def test_the_office_of_the_tests_has_every_type_that_reports_use(desk: Session) -> None:
    signs = {row["sign"] for row in records.rows(desk, DocumentType)}
    assert {"BC", "DS", "TTr", "QĐ", "BĐK", None} <= signs
    assert office.view(desk).named
