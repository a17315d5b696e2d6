"""The sizes of documents as an office changes them, and who signs: from the rows to the printed document."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.offices import enter, found_office
from tests.report_samples import report
from unioncare_desktop.domain import size_checks
from unioncare_desktop.domain.records import LayoutSize
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.layout import LAYOUT, Layout
from unioncare_desktop.services import layouts, office, office_lists, records, signers

QUARTER = Span.parse("2023-Q3")


def size_of(session: Session, key: str) -> int:
    return int(records.rows(session, LayoutSize, key=key)[0]["id"])


def set_size(session: Session, key: str, text: str) -> None:
    office_lists.change(session, LayoutSize, size_of(session, key), {"value": text})


def test_the_shipped_sizes_are_the_usual_layout_and_keep_the_rule(session: Session) -> None:
    assert Layout.of(layouts.sizes(session)) == LAYOUT
    assert layouts.sizes(session).keys() == vars(LAYOUT).keys()
    for row in layouts.listed(session):
        assert size_checks.keeps_the_rule(row.value, vars(row)) is None


def test_a_document_is_set_in_the_sizes_of_its_office(session: Session) -> None:
    found_office(session)
    set_size(session, "body", "14")
    set_size(session, "short_rule", "45")
    set_size(session, "left", "35")

    layout = letterhead.signed(report(1), session).layout
    assert layout == replace(LAYOUT, body=14, short_rule=0.45, left=35)


def test_sizes_outside_of_the_rule_are_remarked_on_and_kept(session: Session) -> None:
    set_size(session, "body", "12,5")
    draft = records.open_draft(session, LayoutSize, size_of(session, "body"))

    assert [problem.text for problem in draft.problems] == ["Cỡ: 12,5 ngoài mức quy định (từ 13 đến 14 pt)"]
    assert not draft.errors


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("left", "120", "120 mm làm hỏng trang in, hãy gõ từ 10 đến 40"),
        ("body", "0", "0 pt làm hỏng trang in, hãy gõ từ 8 đến 16"),
        ("leading", "0,5", "từ 1 đến 2"),
        ("left_share", "95", "từ 30 đến 55"),
        ("page_height", "20", "từ 280 đến 420"),
        ("body", "to", "không phải là cỡ"),
    ],
)
def test_sizes_that_would_spoil_the_page_are_refused(session: Session, key: str, text: str, words: str) -> None:
    before = layouts.sizes(session)
    with pytest.raises(InvalidRecord, match=words):
        set_size(session, key, text)

    assert layouts.sizes(session) == before


def test_all_sizes_become_the_usual_ones_again(session: Session) -> None:
    set_size(session, "body", "14")
    set_size(session, "contact", "11")

    assert layouts.reset(session) == 2
    assert layouts.reset(session) == 0
    assert Layout.of(layouts.sizes(session)) == LAYOUT


def add_signer(session: Session, **typed: object) -> int:
    draft = signers.new(session)
    enter(draft, **typed)
    return records.save(session, draft)


def test_a_vice_signs_for_the_head_in_the_name_of_the_body(session: Session) -> None:
    found_office(session, committee="TM. BAN THƯỜNG VỤ", signer_position="CHỦ TỊCH", signer_name="Nguyễn Thị Hường")
    vice = add_signer(session, name="Trần Văn Bình", position="Phó Chủ tịch")

    signed = letterhead.signed(report(1), session, vice).signature
    assert (signed.authority, signed.position) == ("TM. BAN THƯỜNG VỤ", "KT. CHỦ TỊCH\nPhó Chủ tịch")
    assert (signed.name, signed.recipients) == ("Trần Văn Bình", report(1).signature.recipients)
    assert letterhead.signed(report(1), session).signature == report(1).signature


def test_nobody_receives_as_above_what_is_addressed_to_nobody(session: Session) -> None:
    found_office(session)

    assert letterhead.signed(report(1, addressed_to=""), session).signature.recipients == ("Thường trực Quận ủy",)
    assert letterhead.signed(report(1), session).signature.recipients == ("Như trên", "Thường trực Quận ủy")


def test_a_signer_who_was_removed_is_told_of(session: Session) -> None:
    found_office(session)
    vice = add_signer(session, name="Trần Văn Bình", position="Phó Chủ tịch")
    signers.remove(session, vice)

    assert signers.listed(session) == []
    with pytest.raises(UserError, match="Không còn người ký này"):
        letterhead.signed(report(1), session, vice)


def test_documents_of_a_party_office_are_headed_and_signed_as_the_partys(session: Session) -> None:
    found_office(session, style="văn bản của Đảng", symbol="ĐU", committee="TM. BAN THƯỜNG VỤ", phone="024 3762 0123")
    view = office.view(session)
    titles = "BÁO CÁO", "Số liệu", "BC"
    head = letterhead.heading(view, QUARTER, "5", None, *titles)

    assert (head.style, head.number_line) == ("party", "Số 05-BC/ĐU")
    assert letterhead.signature(view).authority == "T/M BAN THƯỜNG VỤ"
    assert head.contact == "Điện thoại:\N{NO-BREAK SPACE}02437620123"
