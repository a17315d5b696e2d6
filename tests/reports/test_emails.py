"""Drafts of e-mails as mail programs read them: nothing that anybody typed becomes a header or another recipient."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.reports import emails
from unioncare_desktop.reports.emails import Attachment, Mailbox

LAN = Mailbox("Ban Tổ chức, LĐLĐ thành phố Hà Nội", "lan@cdhanoi.vn")
OFFICE = Mailbox("LĐLĐ quận Ba Đình", "badinh@cdhanoi.vn")
SUBJECT = "Báo cáo số 05/BC-LĐLĐ: Số liệu đoàn viên, CĐCS Quý IV/2023 – LĐLĐ quận Ba Đình"
BODY = "Kính gửi: Ban Tổ chức\n\nGửi kèm thư này các tệp.\nTrân trọng!"
FILES = (Attachment("BC_2023Q4.xlsx", bytes(range(256)) * 20), Attachment("BC_2023Q4.pdf", b"%PDF-1.4\r\n%%EOF"))
DRAFT = emails.render(emails.composed([LAN], SUBJECT, BODY, FILES, OFFICE))

hostile = st.text(max_size=120) | st.text(
    alphabet="\r\n\0\u2028\u2029\x85\u202e\u200b\ud800 ,;:@<>\"'()=?.\\aBcđễ", max_size=120
)
addresses = st.builds("{}@{}".format, st.from_regex(r"[a-z0-9][a-z0-9_+-]{0,30}", fullmatch=True), st.just("x.vn"))


def opened(content: bytes) -> EmailMessage:
    """The draft as Python's own library reads it."""
    return message_from_bytes(content, EmailMessage, policy=policy.default)


def test_a_mail_program_opens_it_as_a_message_to_be_sent() -> None:
    found = opened(DRAFT)

    assert set(found.keys()) == {"From", "To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert found["X-Unsent"] == "1"
    assert found["Subject"] == SUBJECT
    assert emails.read(DRAFT).recipients == (LAN,)
    body = found.get_body()
    assert body is not None
    assert body.get_content_type() == "text/plain"
    assert body.get_content().splitlines() == BODY.splitlines()
    assert [(one.get_filename(), one.get_content_type(), one.get_content()) for one in found.iter_attachments()] == [
        (
            "BC_2023Q4.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FILES[0].content,
        ),
        ("BC_2023Q4.pdf", "application/pdf", FILES[1].content),
    ]


def test_the_same_message_is_the_same_file_without_a_machine_in_it() -> None:
    assert emails.render(emails.composed([LAN], SUBJECT, BODY, FILES, OFFICE)) == DRAFT
    assert b"Message-ID" not in DRAFT
    assert b"Date" not in DRAFT


@given(
    st.lists(st.builds(Mailbox, hostile, addresses), min_size=1, max_size=4),
    hostile,
    hostile,
    st.lists(st.builds(Attachment, hostile, st.binary(max_size=200)), max_size=3),
)
def test_whatever_is_typed_stays_where_it_belongs(
    boxes: list[Mailbox], subject: str, body: str, attachments: list[Attachment]
) -> None:
    message = emails.composed(boxes, subject, body, attachments)
    content = emails.render(message)

    assert emails.read(content) == message
    assert emails.HEADERS.issuperset(opened(content).keys())
    assert {one.email for one in message.recipients} == {one.email for one in boxes}
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert not {b"\r", b"\n"} & {bytes([byte]) for byte in content.replace(b"\r\n", b"")}
    assert content.isascii()


@given(hostile)
def test_an_address_that_is_none_is_refused(text: str) -> None:
    try:
        (box,) = emails.composed([Mailbox("", text)], "", "").recipients
    except UserError:
        return
    assert box.email.count("@") == 1
    assert not {",", ";", "<", " ", "\n", "\r"} & set(box.email)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lan",
        "lan@x@y.vn",
        "lan@x.vn, chi@x.vn",
        "lan@x.vn\r\nBcc: all@x.vn",
        "lan@công-đoàn.vn",
        "lan@",
        "@x.vn",
        "a..b@x.vn",
    ],
)
def test_two_addresses_are_not_one(address: str) -> None:
    with pytest.raises(UserError, match="không phải là một địa chỉ e-mail"):
        emails.composed([Mailbox("Lan", address)], SUBJECT, BODY)


def test_a_line_break_in_a_name_is_a_blank() -> None:
    message = emails.composed([Mailbox("Lan, Chi\r\nBcc: all@x.vn", "lan@x.vn")], "A\r\nBcc: all@x.vn", BODY)

    assert message.recipients == (Mailbox("Lan, Chi Bcc: all@x.vn", "lan@x.vn"),)
    assert opened(emails.render(message))["Bcc"] is None


def test_nobody_is_no_receiver() -> None:
    with pytest.raises(UserError, match="Chưa chọn nơi nhận"):
        emails.composed([], SUBJECT, BODY)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../x.pdf", "x.pdf"), ("CON.xlsx", "_CON.xlsx"), ("Báo cáo\u202efdp.exe", "Bao-caofdp"), ("", "_")],
)
def test_names_of_files_are_plain(name: str, kept: str) -> None:
    (attachment,) = emails.composed([LAN], "", "", [Attachment(name, b"")]).attachments

    assert attachment.name == kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        DRAFT[:-200],
        DRAFT.replace(b"X-Unsent: 1", b"X-Unsent: 1\r\nBcc: all@x.vn"),
        b"Subject: x\r\nSubject: y\r\n\r\n",
    ],
)
def test_what_is_no_draft_of_ours_is_not_taken_for_one(content: bytes) -> None:
    try:
        found = emails.read(content)
    except (ValueError, KeyError):
        return
    assert found != emails.composed([LAN], SUBJECT, BODY, FILES, OFFICE)


def test_a_draft_is_looked_at_before_it_gets_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message = emails.composed([LAN], SUBJECT, BODY, FILES)
    emails.save(message, tmp_path / "Thu.eml")
    assert emails.read((tmp_path / "Thu.eml").read_bytes()) == message

    monkeypatch.setattr(emails, "render", lambda _message: DRAFT)
    with pytest.raises(EnvironmentProblem, match="không đọc lại được"):
        emails.save(message, tmp_path / "Thu2.eml")
    assert [path.name for path in tmp_path.iterdir()] == ["Thu.eml"]


def test_what_many_mailboxes_refuse_is_told() -> None:
    assert emails.size_warning([10_000_000]) == ""
    assert "khoảng 24 MB" in emails.size_warning([10_000_000, 8_000_000])
