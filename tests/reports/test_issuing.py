"""A report is issued: its number, what of it is kept, what stands in the way, its files on the disk."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.actions import action, take_back
from tests.offices import Q3, Q4, YEAR, add_union, copy_of, found_office, report
from tests.report_samples import pages
from unioncare_desktop import reports
from unioncare_desktop.domain.records import DocumentType, Merger, Signer
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.errors import Conflict, EnvironmentProblem, UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import content, excel, issuing, merger_files, pdf
from unioncare_desktop.services import checking, issued, mergers, office, records, undo
from unioncare_desktop.services.issued import IssuedRow
from unioncare_desktop.services.mergers import MergerDraft
from unioncare_desktop.storage.database import Database, Session
from unioncare_desktop.vietnamese import NO_BREAK

DAY = date(2023, 12, 5)
MEMBERS, MERGERS, TERMS = (reports.find(code) for code in ("members", "mergers", "terms"))


@pytest.fixture(scope="module")
def office_file(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with two unions and their figures of a quarter."""
    file = copy_of(template_database, tmp_path_factory.mktemp("issuing") / "unioncare.db")
    with closing(office.open_office(file)) as opened, opened.write("Nhập") as session:
        found_office(
            session,
            "district",
            name="LĐLĐ quận Ba Đình",
            superior="LĐLĐ thành phố Hà Nội",
            symbol="LĐLĐ",
            signer_name="Nguyễn Thị Hường",
            recipients="Như trên\nThường trực Quận ủy\nLưu: VT",
        )
        for name, members in (("CĐCS Sen", 9), ("CĐCS Mai", 8)):
            union_id = add_union(session, name, level="Công đoàn cơ sở", bloc="Kinh tế", area="Kim Mã")
            report(session, Q4, union_id, workers=20, members=members)
    return file


@pytest.fixture
def database(office_file: Path, tmp_path: Path) -> Iterator[Database]:
    with closing(office.open_office(copy_of(office_file, tmp_path / "unioncare.db"), user="Lan")) as opened:
        yield opened


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write("Thử", commit=False) as opened:
        yield opened


def issue(session: Session, kind: reports.Report = MEMBERS, **more: object) -> IssuedRow:
    values: dict[str, object] = {"report": kind, "span": Q4, "day": DAY, "formats": ("pdf",)}
    made = issuing.issue(session, **(values | more))  # type: ignore[arg-type] # the names of its parameters
    return issued.document(session, drain(made))


def change_figures(session: Session) -> None:
    report(session, Q4, 1, members=7)


# What is kept


def test_a_report_gets_its_number_and_all_that_the_register_asks(session: Session) -> None:
    row = issue(session, number=38, formats=reports.FORMATS)

    assert (row.number_text, row.called, row.issued_on) == ("38/BC-LĐLĐ", "Báo cáo số 38/BC-LĐLĐ", DAY)
    assert (row.report, row.span, row.signer) == ("members", Q4, "Nguyễn Thị Hường")
    assert row.recipients == ("LĐLĐ thành phố Hà Nội", "Thường trực Quận ủy")
    assert [one.name for one in row.files] == [
        "BC_2023_038_members_2023Q4_LDLD-quan-Ba-Dinh.xlsx",
        "BC_2023_038_members_2023Q4_LDLD-quan-Ba-Dinh.pdf",
    ]
    assert issued.newest(session, "members", Q4) == row
    assert issued.newest(session, "members", YEAR) is None


def test_content_and_files_are_kept_as_they_went_out(session: Session) -> None:
    preview = reports.built(session, MEMBERS, Q4)
    row = issue(session, formats=reports.FORMATS)
    made = dict(issuing.files_of(session, row.id))

    kept = content.get(session, row.content_hash or "")
    assert kept == reports.built(session, MEMBERS, Q4, "1", DAY)
    assert row.data_hash == content.data_hash(preview) == content.data_hash(kept)
    assert list(made.values()) == [excel.render(kept), pdf.render(kept)]
    assert [hashlib.sha256(one).hexdigest() for one in made.values()] == [one.file_hash for one in row.files]
    first_page = pages(made[row.files[1].name])[0].replace(NO_BREAK, " ")
    assert "Số: 01/BC-LĐLĐ" in first_page
    assert "ngày 05 tháng 12 năm 2023" in first_page
    assert f"Mã số liệu {content.shown(row.data_hash or '')}" in first_page


def test_somebody_else_may_sign(session: Session) -> None:
    values = {"name": "Trần Văn Bình", "form": "kt", "head": "CHỦ TỊCH", "position": "PHÓ CHỦ TỊCH"}
    (signer_id,) = records.insert_rows(session, Signer, [values])

    row = issue(session, signer_id=signer_id)

    assert row.signer == "Trần Văn Bình"
    assert "KT. CHỦ TỊCH" in "".join(pages(issuing.files_of(session, row.id)[0][1]))


def test_what_is_issued_is_told_beforehand(session: Session) -> None:
    found = issuing.proposal(session, MEMBERS, Q4, DAY)

    assert issuing.title(found.numbering) == "Phát hành Báo cáo số 01/BC-LĐLĐ"
    assert (found.numbering.is_first, found.objection) == (True, "")
    assert issued.listed(session) == []
    row = issue(session)
    assert content.data_hash(found.document) == row.data_hash
    again = issuing.proposal(session, MEMBERS, Q4, date(2023, 12, 4))
    assert again.objection == "Báo cáo số 01/BC-LĐLĐ ngày 05/12/2023 đã phát hành với đúng số liệu này."
    assert again.numbering.warning.startswith("Ngày 04/12/2023 sớm hơn")


# What stands in the way


def test_the_same_figures_go_out_twice_only_where_that_is_wanted(session: Session) -> None:
    issue(session)

    with pytest.raises(UserError, match="Nếu vẫn cần, hãy chọn phát hành lại"):
        issue(session)
    assert issue(session, again=True).number == 2
    change_figures(session)
    assert issue(session).number == 3


def test_a_cancelled_report_is_not_in_the_way(session: Session) -> None:
    issued.cancel(session, issue(session).id, "Nhầm ngày")

    assert issue(session).number == 2


def test_a_number_that_somebody_else_has_taken_is_not_given(session: Session) -> None:
    seen = issuing.proposal(session, MEMBERS, Q4, DAY).numbering.number
    issue(session, MERGERS)

    with pytest.raises(Conflict, match="Số tiếp theo của Báo cáo trong sổ 2023 là 02, không phải 01"):
        issue(session, number=seen)
    assert len(issued.listed(session)) == 1


def test_a_period_without_figures_is_not_reported(session: Session) -> None:
    with pytest.raises(UserError, match="Quý III/2023 chưa có số liệu nào nên chưa phát hành được"):
        issue(session, span=Q3)
    assert issue(session, TERMS, span=Q3).called == "Danh sách số 01/DS-LĐLĐ"


def test_an_office_without_a_name_is_told_before_it_issues(template_database: Path, tmp_path: Path) -> None:
    """The window waits for the name; who issues from the command line is told, and dots stand in its place."""
    with (
        closing(office.open_office(copy_of(template_database, tmp_path / "trống.db"))) as opened,
        opened.write("Phát hành") as session,
    ):
        found = issuing.proposal(session, TERMS, Q4, DAY)
        with pytest.raises(UserError, match="Hãy đặt tên đơn vị ở Thiết lập"):
            issued.named(found.numbering)
        assert issue(session, TERMS).data_hash == content.data_hash(found.document)


def test_a_type_that_is_missing_is_named(session: Session) -> None:
    (row,) = records.rows(session, DocumentType, sign="DS")
    records.delete(session, DocumentType, [row["id"]])

    with pytest.raises(UserError, match=r"Chưa có loại văn bản “Danh sách” \(DS\)"):
        issue(session, TERMS)


def test_figures_that_a_report_was_issued_of_may_be_taken_back_all_the_same(session: Session) -> None:
    with action(session, "Nhập số liệu") as typing:
        report(session, Q3, 1, workers=20, members=6)
    with action(session, "Phát hành"):
        row = issue(session, span=Q3)

    take_back(session, undo.offer(session, typing.id))

    assert issued.document(session, row.id).span == Q3


# Corrections


def test_a_correction_names_the_report_that_it_corrects(session: Session) -> None:
    correction = reports.find("correction")
    with pytest.raises(UserError, match="không có gì để đính chính"):
        issue(session, correction)
    wrong = issue(session)
    with pytest.raises(UserError, match="không có gì để đính chính"):
        issue(session, correction)
    change_figures(session)

    right = issue(session, correction)

    assert right.corrects_id == wrong.id
    assert issued.document(session, wrong.id).corrected_by == (right.id,)


# Proposals and decisions


def test_papers_of_mergers_are_issued_and_give_the_mergers_their_numbers(session: Session) -> None:
    (merger_id,) = mergers.propose(session, [MergerDraft(ABSORBED, (1, 2), Q4, result_id=1)])

    made = [
        drain(issuing.issue_papers(session, kind, [merger_id], DAY))
        for kind in (merger_files.PROPOSAL, merger_files.DECISION)
    ]

    rows = [issued.document(session, document_id) for (document_id,) in made]
    assert [row.number_text for row in rows] == ["01/TTr-LĐLĐ", "01/QĐ-LĐLĐ"]
    assert [row.report for row in rows] == ["merger-proposal", "merger-decision"]
    (stored,) = records.rows(session, Merger)
    assert (stored["proposal"], stored["proposed_on"]) == ("01/TTr-LĐLĐ", DAY)
    assert (stored["decision"], stored["decided_on"]) == ("01/QĐ-LĐLĐ", DAY)
    decision = "".join(pages(dict(issuing.files_of(session, rows[1].id))[rows[1].files[1].name])).replace(NO_BREAK, " ")
    assert "Số: 01/QĐ-LĐLĐ" in decision
    assert "01/TTr-LĐLĐ" in decision
    with pytest.raises(UserError, match="đã có số quyết định 01/QĐ-LĐLĐ"):
        drain(issuing.issue_papers(session, merger_files.DECISION, [merger_id], DAY))


# Files


def test_files_are_written_once_and_never_over_others(session: Session, tmp_path: Path) -> None:
    row, folder = issue(session, formats=reports.FORMATS), tmp_path / "van-ban-di"

    first = issuing.write_files(session, row.id, folder)
    assert [(path.name, path.read_bytes()) for path in first] == issuing.files_of(session, row.id)
    assert issuing.write_files(session, row.id, folder) == first

    first[1].write_bytes(b"ghi chu rieng")
    second = issuing.write_files(session, row.id, folder)
    assert second == [first[0], folder / f"{first[1].stem} (2).pdf"]
    assert first[1].read_bytes() == b"ghi chu rieng"


def test_a_document_whose_files_cannot_be_written_is_in_the_register_all_the_same(
    database: Database, tmp_path: Path
) -> None:
    with database.write("Phát hành") as session:
        row = issue(session)
    blocked = tmp_path / "tệp"
    blocked.write_text("không phải thư mục")

    with database.read() as session:
        for folder in (blocked, tmp_path / "không" / "có"):
            with pytest.raises(EnvironmentProblem, match="Không tạo được thư mục"):
                issuing.write_files(session, row.id, folder)
        assert issued.document(session, row.id) == row
        (path,) = issuing.write_files(session, row.id, issuing.default_folder(database))

    assert path.parent == tmp_path / "van-ban-di"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row.files[0].file_hash


def test_a_file_that_is_gone_from_the_data_is_said_so_and_found(database: Database) -> None:
    with database.write("Phát hành") as session:
        row = issue(session)
    with database.connection() as connection:
        connection.exec_driver_sql("DELETE FROM stored_file")

    with database.read() as session:
        with pytest.raises(EnvironmentProblem, match=r"Nội dung của tệp BC_.*\.pdf không còn"):
            issuing.files_of(session, row.id)
        found = [one.text for one in checking.checks(session) if one.check == "documents"]
    assert found == [
        f"Báo cáo số 01/BC-LĐLĐ: {what} không còn trong dữ liệu." for what in (row.files[0].name, "nội dung")
    ]
