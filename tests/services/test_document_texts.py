"""The texts of printed documents: shipped, edited, filled; an unknown field is named, a blank one leaves dots."""

import pytest

from unioncare_desktop.domain.records import DocumentText
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.services import document_texts, office, records
from unioncare_desktop.storage.database import Database, Session


def test_every_shipped_text_can_be_printed(session: Session) -> None:
    texts = document_texts.listed(session)

    assert [text.name for text in texts if document_texts.problem(text.key, text.text)] == []
    assert all(text.as_shipped and text.text for text in texts)
    assert not any(
        "{" in line for text in texts for line in lines_of_words(document_texts.example(text.key, text.text))
    )


def lines_of_words(text: str) -> list[str]:
    return [line for line in text.splitlines() if not document_texts.block_of(line)]


def test_the_fields_of_a_text_are_filled_and_blanks_leave_dots(session: Session) -> None:
    filled = document_texts.filled(session, "proposal.subject", {"loại đơn vị": "tổ công đoàn"})
    blank = document_texts.filled(session, "proposal.addressed_to", {"cấp trên": ""})

    assert filled == "Về việc sáp nhập tổ công đoàn có ít đoàn viên"
    assert blank == document_texts.DOTS


def test_a_table_keeps_its_line(session: Session) -> None:
    lines = document_texts.filled(session, "decision.absorbed", {}).splitlines()

    assert [name for line in lines if (name := document_texts.block_of(line))] == ["bảng đơn vị", "bảng nhân sự"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Sáp nhập {tên mới}", "Không có trường {tên mới}. Các trường dùng được: {đơn vị ban hành}"),
        ("Gồm {bảng đơn vị} sau", "Trường {bảng đơn vị} là bảng hoặc biểu đồ"),
        ("Sáp nhập {tên sau sáp nhập", "Dấu ngoặc { } chưa thành cặp"),
        ("Sáp nhập {}", "Không có trường {}"),
    ],
)
def test_a_text_that_cannot_be_filled_is_refused_and_the_old_one_stays(session: Session, text: str, says: str) -> None:
    before = document_texts.listed(session)
    with pytest.raises(InvalidRecord) as refused:
        document_texts.change(session, "decision.absorbed", text)

    assert says in str(refused.value)
    assert document_texts.listed(session) == before


def test_an_edited_text_is_printed_until_it_is_put_back(session: Session) -> None:
    document_texts.change(session, "proposal.subject", "V/v ghép { loại đơn vị }")
    assert document_texts.filled(session, "proposal.subject", {"loại đơn vị": "CĐCS"}) == "V/v ghép CĐCS"
    assert [text.key for text in document_texts.listed(session) if not text.as_shipped] == ["proposal.subject"]

    document_texts.reset(session, "proposal.subject")
    assert all(text.as_shipped for text in document_texts.listed(session))


def test_an_unknown_field_in_a_stored_text_names_the_text(session: Session) -> None:
    (row,) = records.rows(session, DocumentText, key="decision.authority")
    records.update_row(session, DocumentText, row["id"], {"text": "{ban ky}"})

    with pytest.raises(UserError, match="Quyết định sáp nhập, chia tách: thẩm quyền ban hành”: Không có trường"):
        document_texts.filled(session, "decision.authority", {})


def test_a_newer_program_adds_only_the_texts_that_are_missing(database: Database) -> None:
    with database.write("Sửa") as session:
        document_texts.change(session, "proposal.subject", "Sửa rồi")
        (row,) = records.rows(session, DocumentText, key="proposal.closing")
        records.delete(session, DocumentText, [row["id"]])
    database.close()
    reopened = office.open_office(database.location, user="Lan")
    with reopened.read() as session:
        texts = {text.key: text for text in document_texts.listed(session)}
    reopened.close()

    assert texts["proposal.subject"].text == "Sửa rồi"
    assert texts["proposal.closing"].as_shipped
