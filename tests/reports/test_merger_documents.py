"""Proposals and decisions of mergers: what is printed of what is known, blanks for the rest, one file or many."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from tests.offices import Q4, add_union, found_office, report
from tests.report_samples import pages
from unioncare_desktop import cli
from unioncare_desktop.domain.records import DocumentText, Merger, MergerPart, OfficerRole
from unioncare_desktop.domain.records.merger import ABSORBED, DONE, FOUNDED_NEW, SPLIT
from unioncare_desktop.errors import UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import excel, pdf
from unioncare_desktop.reports.document import Chart, Document, Heading, Style, Table, Text, plain
from unioncare_desktop.reports.merger_decision import decision
from unioncare_desktop.reports.merger_files import DECISION, PROPOSAL, export_documents
from unioncare_desktop.reports.merger_proposal import proposal
from unioncare_desktop.services import document_texts, mergers, periods, records
from unioncare_desktop.services.mergers import MergerDraft, NewOfficer
from unioncare_desktop.storage.database import Database, Session

NEW_YEAR = date(2024, 1, 1)
LONG = "CĐCS Công ty trách nhiệm hữu hạn một thành viên Dịch vụ Kỹ thuật và Môi trường đô thị Thăng Long"


def office_of(session: Session) -> list[int]:
    """A district with four small unions; their ids."""
    found_office(
        session,
        "district",
        name="LĐLĐ quận Ba Đình",
        superior="LĐLĐ thành phố Hà Nội",
        place="Ba Đình",
        signer_name="Nguyễn Thị Hường",
    )
    told = (("CĐCS Sen", 9), ("CĐCS Mai", 8), (LONG, 7), ("CĐCS Lan", 4))
    ids = []
    for number, (name, members) in enumerate(told, 1):
        place = {"level": "Công đoàn cơ sở", "bloc": "Kinh tế", "area": "Kim Mã"}
        ids.append(add_union(session, name, code=f"CS000{number}", **place))
        report(session, Q4, ids[-1], workers=20, members=members)
    return ids


def planned(*union_ids: int, name: str = "", **more: Any) -> MergerDraft:  # noqa: ANN401 - fields of the draft
    kind, result = (FOUNDED_NEW, None) if name else (ABSORBED, union_ids[0])
    return MergerDraft(kind, union_ids, Q4, result_id=result, name=name, **more)


def known(session: Session) -> dict[str, Any]:
    """Everything that can be known of a merger's papers."""
    roles = {words: key for key, words in records.choices(session, OfficerRole).items()}
    return {
        "proposal": "15/TTr-LĐLĐ",
        "proposed_on": date(2023, 12, 15),
        "decision": "7/QĐ-LĐLĐ",
        "decided_on": date(2023, 12, 20),
        "effective_on": NEW_YEAR,
        "officers": (NewOfficer(roles["Chủ tịch"], "Trần Thị Bình"), NewOfficer(roles["Phó Chủ tịch"], "Lê Văn Đức")),
    }


@pytest.fixture
def ids(session: Session) -> list[int]:
    return office_of(session)


def paragraphs(document: Document) -> list[str]:
    return [
        f"{block.lead} {block.text}".strip().replace("\u00a0", " ")
        for block in document.body
        if isinstance(block, Text)
    ]


def tables(document: Document) -> list[Table]:
    return [block for block in document.body if isinstance(block, Table)]


def column(found: Table, title: str) -> list[Any]:
    return [plain(row[found.position(title)]) for row in found.rows]


def text_of(document: Document) -> str:
    return " ".join(pages(pdf.render(document))).replace("\n", " ").replace("\u00a0", " ")


# Decisions


def test_a_decision_has_its_grounds_articles_lists_and_recipients(session: Session, ids: list[int]) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1], **known(session))])
    document = decision(session, merger_id)
    lines = paragraphs(document)

    assert (document.heading.number_line, document.heading.day) == ("Số: 07/QĐ-LĐLĐ", date(2023, 12, 20))
    assert document.heading.subject == "Về việc sáp nhập công đoàn cơ sở vào CĐCS Sen"
    assert document.heading.address_lines == ()
    assert lines[0] == "BAN THƯỜNG VỤ LĐLĐ QUẬN BA ĐÌNH"
    assert lines[1:4] == [
        "Căn cứ Điều lệ Công đoàn Việt Nam;",
        "Căn cứ chức năng, nhiệm vụ, quyền hạn của LĐLĐ quận Ba Đình;",
        "Xét Tờ trình số 15/TTr-LĐLĐ ngày 15 tháng 12 năm 2023.",
    ]
    assert lines[4] == "QUYẾT ĐỊNH:"
    assert lines[5].startswith("Điều 1. Sáp nhập CĐCS Mai vào CĐCS Sen kể từ ngày 01 tháng 01 năm 2024")
    assert [line[:7] for line in lines if line.startswith("Điều")] == ["Điều 1.", "Điều 2.", "Điều 3."]
    unions, committee = tables(document)
    assert (column(unions, "Đơn vị"), unions.total(unions.position("Đoàn viên"))) == (["CĐCS Sen", "CĐCS Mai"], 17)
    assert column(committee, "Họ và tên") == ["Trần Thị Bình", "Lê Văn Đức"]
    assert document.signature.recipient_lines == (
        "- Như Điều 3;",
        "- LĐLĐ thành phố Hà Nội (để báo cáo);",
        "- Lưu: VT.",
    )


def test_what_is_not_known_yet_is_left_to_be_written(session: Session, ids: list[int]) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1])])
    document = decision(session, merger_id)
    text = text_of(document)

    assert document.heading.number == ""
    assert document.heading.day is None
    assert f"Xét Tờ trình số {document_texts.DOTS} ngày … tháng … năm {document_texts.DOTS}." in text
    assert f"kể từ ngày … tháng … năm {document_texts.DOTS}" in text
    assert column(tables(document)[1], "Họ và tên") == [document_texts.DOTS] * 3
    assert "{" not in text


def test_a_number_and_a_day_can_be_given(session: Session, ids: list[int]) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1])])
    document = decision(session, merger_id, "9", date(2024, 1, 2))

    assert document.heading.number_line == "Số: 09/QĐ-LĐLĐ"
    assert document.heading.day == date(2024, 1, 2)


def test_founding_a_new_union_is_worded_so(session: Session, ids: list[int]) -> None:
    more = {"chair": "Nguyễn Văn An", "effective_on": NEW_YEAR}
    (merger_id,) = mergers.propose(session, [planned(*ids[:3], name="CĐCS Hoa", **more)])
    document = decision(session, merger_id)

    assert document.heading.subject == "Về việc hợp nhất 3 công đoàn cơ sở thành CĐCS Hoa"
    assert f"Hợp nhất CĐCS Sen, CĐCS Mai và {LONG} thành CĐCS Hoa" in paragraphs(document)[5]
    assert tables(document)[1].rows == ((1, "Nguyễn Văn An", "Chủ tịch"),)


def test_a_decision_that_is_carried_out_has_the_names_of_before(session: Session, ids: list[int]) -> None:
    draft = planned(ids[0], ids[1], **known(session))
    (merger_id,) = mergers.carry_out(session, [replace(draft, name="CĐCS Sen Mai")])
    lines = paragraphs(decision(session, merger_id))

    assert "Sáp nhập CĐCS Mai vào CĐCS Sen kể từ" in lines[5]
    assert any("đơn vị có tên là CĐCS Sen Mai, có 17 đoàn viên" in line for line in lines)


def test_a_split_names_what_comes_out(session: Session, ids: list[int]) -> None:
    first, *others = ids[:3]
    fields = {"name": "CĐCS Sen", "union_id": first, "period_id": periods.ensure(session, Q4).id, "kind": SPLIT}
    (merger_id,) = records.insert_rows(session, Merger, [fields | {"state": DONE, "effective_on": NEW_YEAR}])
    parts = [{"merger_id": merger_id, "union_id": union_id, "members": 6} for union_id in others]
    records.insert_rows(session, MergerPart, [*parts, {"merger_id": merger_id, "union_id": first, "members": 4}])
    document = decision(session, merger_id)

    assert document.heading.subject == "Về việc chia, tách CĐCS Sen"
    assert paragraphs(document)[5].startswith("Điều 1. Chia, tách CĐCS Sen kể từ ngày 01 tháng 01 năm 2024")
    assert column(tables(document)[0], "Đơn vị") == ["CĐCS Mai", LONG]


def test_the_body_that_decides_stands_in_the_middle_and_articles_begin_in_bold(
    session: Session, ids: list[int], tmp_path: Path
) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1])])
    document = decision(session, merger_id)
    excel.write(document, tmp_path / "qd.xlsx")
    sheet = load_workbook(tmp_path / "qd.xlsx", rich_text=True)["Báo cáo"]
    cells = [row[0] for row in sheet.iter_rows() if row[0].value]
    authority = next(cell for cell in cells if cell.value == "BAN THƯỜNG VỤ LĐLĐ QUẬN BA ĐÌNH")
    article = next(cell.value for cell in cells if str(cell.value).startswith("Điều 1."))

    assert authority.font.b
    assert authority.alignment.horizontal == "center"
    assert isinstance(article, CellRichText)
    assert [part.font.b for part in article if isinstance(part, TextBlock)] == [True, False]
    assert [block.style for block in document.body if isinstance(block, Text)][:2] == [Style.CENTRED, Style.BASIS]


def test_an_edited_text_is_printed_and_an_unknown_field_is_named(session: Session, ids: list[int]) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1])])
    document_texts.change(session, "decision.absorbed", "Điều 1. Ghép {số đơn vị} đơn vị.\n{bảng đơn vị}")
    document = decision(session, merger_id)
    assert paragraphs(document)[5:] == ["Điều 1. Ghép 2 đơn vị."]
    assert len(tables(document)) == 1

    stored = next(text for text in document_texts.listed(session) if text.key == "decision.basis")
    records.update_row(session, DocumentText, stored.id, {"text": "Căn cứ {luật}"})
    with pytest.raises(UserError, match=r"căn cứ (.*)”: Không có trường {luật}"):
        decision(session, merger_id)


@pytest.mark.parametrize("text", ["", "Điều 1. " + "công đoàn " * 900])
def test_texts_may_be_empty_or_very_long(session: Session, ids: list[int], tmp_path: Path, text: str) -> None:
    merger_ids = mergers.propose(session, [planned(*ids[:2]), planned(*ids[2:])])
    for stored in document_texts.listed(session):
        document_texts.change(session, stored.key, text)
    for number, document in enumerate((proposal(session, merger_ids), decision(session, merger_ids[0]))):
        excel.write(document, tmp_path / f"{number}.xlsx")
        heights = load_workbook(tmp_path / f"{number}.xlsx")["Báo cáo"].row_dimensions.values()

        assert all(row.height is None or row.height <= 409 for row in heights)
        assert "Nguyễn Thị Hường" in text_of(document)


# Proposals


def test_a_proposal_of_one_group_tells_the_figures_and_the_unions(session: Session, ids: list[int]) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1], **known(session))])
    document = proposal(session, [merger_id])
    text = "\n".join(paragraphs(document))

    assert document.heading.number_line == "Số: 15/TTr-LĐLĐ"
    assert document.heading.address_lines == ("Kính gửi: LĐLĐ thành phố Hà Nội",)
    assert [block.text for block in document.body if isinstance(block, Heading)] == [
        *("I. TÌNH HÌNH", "II. NỘI DUNG ĐỀ NGHỊ")
    ]
    assert "có 4 công đoàn cơ sở, trong đó 4 đơn vị dưới 10 đoàn viên" in text
    assert "đến nay đã ghép 0/4 CĐCS, đạt 0,00 %; sau khi thực hiện đề nghị này là 2/4 CĐCS, đạt 50,00 %" in text
    assert "đề nghị sáp nhập CĐCS Mai vào CĐCS Sen kể từ ngày 01 tháng 01 năm 2024" in text
    assert document.annexes == ()
    assert [len(found.rows) for found in tables(document)] == [2, 2]


def test_a_proposal_of_several_groups_has_them_as_annexes_with_the_same_sums(session: Session, ids: list[int]) -> None:
    drafts = [planned(*ids[:2], **known(session)), planned(*ids[2:], name="CĐCS Hoa")]
    document = proposal(session, mergers.propose(session, drafts))
    (groups,) = tables(document)
    members, committees = (annex.table for annex in document.annexes)

    assert "đề nghị sáp nhập 4 công đoàn cơ sở với 28 đoàn viên thành 2 công đoàn cơ sở" in "\n".join(
        paragraphs(document)
    )
    assert groups.total(groups.position("Đoàn viên")) == members.total(members.position("Đoàn viên")) == 28
    assert groups.total(groups.position("Số đơn vị")) == len(members.rows) == 4
    assert [
        [value for value in series.values if value is not None]
        for block in document.body
        if isinstance(block, Chart)
        for series in block.series
    ] == [[9, 8, 7, 4], [17, 11]]
    assert column(members, "Nhóm") == [1, 1, 2, 2]
    assert column(committees, "Đơn vị sau sáp nhập") == ["CĐCS Sen", "CĐCS Sen"]
    assert "Kèm theo Tờ trình số 15/TTr-LĐLĐ ngày 15 tháng 12 năm 2023" in text_of(document)


def test_whom_a_proposal_is_addressed_to_is_data(session: Session, ids: list[int]) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1])])
    document_texts.change(session, "proposal.addressed_to", "Ban Thường vụ {cấp trên}\nBan Tổ chức {cấp trên}")
    document = proposal(session, [merger_id])

    assert len(document.heading.address_lines) == 3
    assert "kính trình Ban Thường vụ LĐLĐ thành phố Hà Nội và Ban Tổ chức LĐLĐ thành phố Hà Nội" in text_of(document)


def test_a_merger_that_is_gone_is_told(session: Session, ids: list[int]) -> None:
    (merger_id,) = mergers.propose(session, [planned(ids[0], ids[1])])
    for wrong in ([], [merger_id, merger_id + 1]):
        with pytest.raises(UserError, match="Không có việc sáp nhập nào để in"):
            proposal(session, wrong)


# Files


def test_every_decision_has_a_file_of_its_own_and_none_is_overwritten(
    session: Session, ids: list[int], tmp_path: Path
) -> None:
    drafts = [planned(*ids[:2], effective_on=NEW_YEAR), planned(*ids[2:], name="CĐCS Hoa Đào")]
    merger_ids = mergers.propose(session, drafts)
    names = []
    for _time in range(2):
        paths = drain(export_documents(session, DECISION, merger_ids, ("pdf",), tmp_path))
        names += [path.name for path in paths]

    assert names == [
        "QD_2024-01-01_CS0001_CDCS-Sen.pdf",
        "QD_chua-co-ngay_CDCS-Hoa-Dao.pdf",
        "QD_2024-01-01_CS0001_CDCS-Sen (2).pdf",
        "QD_chua-co-ngay_CDCS-Hoa-Dao (2).pdf",
    ]
    assert "CĐCS Hoa Đào" in " ".join(pages((tmp_path / names[1]).read_bytes())).replace("\n", " ")


def test_several_proposals_are_one_file(session: Session, ids: list[int], tmp_path: Path) -> None:
    merger_ids = mergers.propose(session, [planned(*ids[:2]), planned(*ids[2:])])
    paths = drain(export_documents(session, PROPOSAL, merger_ids, ("xlsx", "pdf"), tmp_path))

    assert [path.name for path in paths] == ["TTr_chua-co-ngay_2-nhom.xlsx", "TTr_chua-co-ngay_2-nhom.pdf"]
    assert load_workbook(paths[0]).sheetnames == ["Báo cáo", "Phụ lục I", "Biểu đồ"]


@pytest.fixture
def file(database: Database) -> Path:
    """A closed office with two proposals."""
    with database.write("Đề nghị") as session:
        ids = office_of(session)
        mergers.propose(session, [planned(*ids[:2]), planned(*ids[2:])])
    assert database.path
    database.close()
    return database.path


def run(file: Path, *words: str) -> int:
    return cli.main(["--database", str(file), "mergers", "documents", *words])


def test_the_command_line_writes_the_documents(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = ["--out", str(tmp_path)]
    assert run(file, "--all-proposed", "--kind", "decision", "--format", "pdf", "--json", *out) == 0
    written = json.loads(capsys.readouterr().out)["files"]
    assert [Path(one).suffix for one in written] == [".pdf", ".pdf"]
    assert all(Path(one).stat().st_size > 1000 for one in written)

    assert run(file, "--merger", "1", "--kind", "proposal", *out) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_number_that_is_none_ends_with_a_sentence(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(file, "--merger", "99", "--kind", "decision", "--out", str(tmp_path)) == 2
    assert "Không có việc sáp nhập nào để in" in capsys.readouterr().err
