"""The command that drafts an e-mail: with the files of the register where the report was issued, else as it stands."""

import hashlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import Command
from tests.offices import Q4, add_union, copy_of, found_office, report
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.reports import emails
from unioncare_desktop.services import correspondents, deliveries, office
from unioncare_desktop.services.line_entry import Entry
from unioncare_desktop.storage.database import Session

LAN = {"name": "LĐLĐ thành phố Hà Nội", "person": "chị Lan", "email": "lan@cdhanoi.vn"}


@pytest.fixture(scope="module")
def office_file(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = copy_of(template_database, tmp_path_factory.mktemp("email") / "unioncare.db")
    with closing(office.open_office(file)) as opened, opened.write("Nhập") as session:
        found_office(session, "district", name="LĐLĐ quận Ba Đình", symbol="LĐLĐ", email="badinh@cdhanoi.vn")
        report(session, Q4, add_union(session, "CĐCS Sen"), workers=20, members=9)
        write_down(session)
    return file


def write_down(session: Session) -> None:
    entries = [Entry(NewRow(1), name, text) for name, text in LAN.items()]
    assert correspondents.enter(session, entries).added


@pytest.fixture
def file(office_file: Path, tmp_path: Path) -> Path:
    return copy_of(office_file, tmp_path / "unioncare.db")


def test_an_issued_report_goes_as_it_was_issued(run: Command, file: Path, tmp_path: Path) -> None:
    run("--database", file, "issue", "members", "--period", "2023-Q4", "--day", "2023-12-05")
    out = tmp_path / "Thu.eml"
    made = run(
        *("--database", file, "email", "members", "--period", "2023-Q4", "--to", "lan@cdhanoi.vn", "--to", "chi@x.vn"),
        *("--out", out, "--json"),
    ).json

    message = emails.read(out.read_bytes())
    (row,) = run("--database", file, "documents", "--json").json
    assert made["file"] == str(out)
    assert made["to"] == ["lan@cdhanoi.vn", "chi@x.vn"]
    assert message.subject == made["subject"]
    assert message.subject.startswith("Báo cáo số 01/BC-LĐLĐ: ")
    assert message.subject.endswith(" – LĐLĐ quận Ba Đình")
    assert message.recipients[0].name == "LĐLĐ thành phố Hà Nội, chị Lan"
    assert message.sender == emails.Mailbox("LĐLĐ quận Ba Đình", "badinh@cdhanoi.vn")
    sent = {one.name: hashlib.sha256(one.content).hexdigest() for one in message.attachments}
    assert sent == {one["name"]: one["sha256"] for one in row["files"]}
    told = [(one["to"], one["email"], one["state"], one["hash"]) for one in row["deliveries"]]
    assert told == [
        ("LĐLĐ thành phố Hà Nội, chị Lan", "lan@cdhanoi.vn", "drafted", row["data_hash"]),
        ("chi@x.vn", "chi@x.vn", "drafted", row["data_hash"]),
    ]


def test_a_report_that_was_not_issued_goes_as_it_stands_and_nothing_is_overwritten(
    run: Command, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "Thu.eml"
    asked = ("--database", file, "email", "members", "--period", "2023-Q4", "--to", "chi@x.vn", "--out", out)
    first = run(*asked, "--subject", "Số liệu\nBcc: all@x.vn")
    content = out.read_bytes()
    second = run(*asked)

    assert (first.out, second.out) == (f"{out}\n", f"{tmp_path / 'Thu (2).eml'}\n")
    assert out.read_bytes() == content
    message = emails.read(content)
    assert message.subject == "Số liệu Bcc: all@x.vn"
    assert [Path(one.name).suffix for one in message.attachments] == [".xlsx", ".pdf"]
    assert "- BC_2023Q4_members_LDLD-quan-Ba-Dinh.pdf (" in message.body


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("members", "--to", "lan@x@y.vn"), "không phải là một địa chỉ e-mail"),
        (("members", "--to", f"{'a' * 200}@x.vn"), "không phải là một địa chỉ e-mail"),
        (("members", "--to", "lan@x.vn", "--subject", " "), "Thư chưa có chủ đề."),
        (("members", "--to", "lan@x.vn", "--subject", "a" * 501), "Chủ đề thư dài 501 ký tự, tối đa 500."),
        (("không có", "--to", "lan@x.vn"), "Không có báo cáo"),
    ],
)
def test_what_cannot_be_sent_leaves_nothing(
    run: Command, file: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    ended = run("--database", file, "email", *arguments, "--period", "2023-Q4", "--out", tmp_path / "Thu.eml")

    assert says in ended.failure
    assert not list(tmp_path.glob("*.eml"))


def test_a_long_name_and_an_address_with_marks_are_noted_as_they_went(run: Command, file: Path, tmp_path: Path) -> None:
    with closing(office.open_office(file)) as opened, opened.write("Danh bạ") as session:
        new = {"name": "Ban " * 45, "person": "chị Lan " * 20, "email": "ban@x.vn"}
        correspondents.enter(session, [Entry(NewRow(1), name, text) for name, text in new.items()])

    for address in ("ban@x.vn", "lan\u200b@x.vn"):
        run("--database", file, "email", "terms", "--period", "2023-Q4", "--to", address, "--out", tmp_path / "Thu.eml")

    with closing(office.open_office(file)) as opened, opened.read() as session:
        noted = sorted((row.email, len(row.recipient)) for row in deliveries.listed(session))
    assert noted == [("ban@x.vn", 200), ("lan@x.vn", len("lan@x.vn"))]


def test_a_draft_that_cannot_be_written_is_not_in_the_log(run: Command, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "không có" / "Thu.eml"
    ended = run("--database", file, "email", "members", "--period", "2023-Q4", "--to", "a@x.vn", "--out", out)

    assert "Không có thư mục" in ended.failure
    with closing(office.open_office(file)) as opened, opened.read() as session:
        assert deliveries.listed(session) == []
