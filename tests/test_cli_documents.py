"""The commands that issue reports and tell of the register."""

from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests import certificates
from tests.commands import Command
from tests.offices import Q4, add_union, copy_of, found_office, report
from unioncare_desktop.domain.records import Signer
from unioncare_desktop.progress import drain
from unioncare_desktop.reports import issuing, signed_files
from unioncare_desktop.reports.signature_look import Look
from unioncare_desktop.services import history, issued, office, records

DOCUMENT = {
    *("id", "number", "number_text", "type", "type_name", "series", "issued_on", "subject", "report", "period"),
    *("signer", "recipients", "data_hash", "state", "cancelled_why", "corrects", "corrected_by", "files", "deliveries"),
}
ISSUE = ("issue", "members", "--period", "2023-Q4", "--day", "2023-12-05", "--format", "pdf")


@pytest.fixture(scope="module")
def office_file(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = copy_of(template_database, tmp_path_factory.mktemp("documents") / "unioncare.db")
    with closing(office.open_office(file)) as opened, opened.write("Nhập") as session:
        found_office(session, "district", name="LĐLĐ quận Ba Đình", symbol="LĐLĐ", signer_name="Nguyễn Thị Hường")
        report(session, Q4, add_union(session, "CĐCS Sen"), workers=20, members=9)
        kinds = {"form": "kt", "head": "CHỦ TỊCH", "position": "PHÓ CHỦ TỊCH"}
        records.insert_rows(session, Signer, [kinds | {"name": "Trần Văn Bình"}])
    return file


@pytest.fixture
def file(office_file: Path, tmp_path: Path) -> Path:
    return copy_of(office_file, tmp_path / "unioncare.db")


def test_a_report_is_issued_and_its_files_lie_beside_the_data(run: Command, file: Path) -> None:
    ended = run("--database", file, *ISSUE, "--number", "38")

    assert (ended.status, ended.err) == (0, "")
    path = file.parent / "van-ban-di" / "BC_2023_038_members_2023Q4_LDLD-quan-Ba-Dinh.pdf"
    assert ended.out.splitlines() == ["38/BC-LĐLĐ", str(path)]
    assert path.read_bytes().startswith(b"%PDF")
    with closing(office.open_office(file)) as opened, opened.read() as session:
        titles = [told.action.title for told in history.told(session)]
    assert "Phát hành Báo cáo số 38/BC-LĐLĐ" in titles


def test_issuing_and_the_register_as_json(run: Command, file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ra"
    made = run("--database", file, *ISSUE, "--signer", "tran van binh", "--out", folder, "--json").json

    (path,) = made.pop("paths")
    assert made.pop("warning") == ""
    assert Path(path).parent == folder
    (listed,) = run("--database", file, "documents", "--json").json
    assert listed == made
    assert set(listed) == DOCUMENT
    assert (listed["number"], listed["number_text"], listed["type"]) == (1, "01/BC-LĐLĐ", "BC")
    assert (listed["report"], listed["period"], listed["series"]) == ("members", "2023-Q4", "2023")
    assert (listed["signer"], listed["state"], listed["issued_on"]) == ("Trần Văn Bình", "issued", "2023-12-05")
    assert [set(one) for one in listed["files"]] == [{"name", "format", "sha256", "signed"}]


def test_the_register_as_lines_tells_what_is_cancelled(run: Command, file: Path) -> None:
    run("--database", file, *ISSUE)
    run("--database", file, *ISSUE, "--again")
    with closing(office.open_office(file)) as opened, opened.write("Hủy") as session:
        issued.cancel(session, 1, "Nhầm ngày")

    subject = "Số liệu đoàn viên, công đoàn cơ sở Quý IV/2023"
    assert run("--database", file, "documents").out.splitlines() == [
        f"1\t01/BC-LĐLĐ\t05/12/2023\t{subject}\tđã hủy: Nhầm ngày",
        f"2\t02/BC-LĐLĐ\t05/12/2023\t{subject}",
    ]


def test_files_are_written_again_from_the_register(run: Command, file: Path, tmp_path: Path) -> None:
    first = Path(run("--database", file, *ISSUE).out.splitlines()[1])

    again = run("--database", file, "documents", "--id", "1", "--out", tmp_path / "ra")

    path = Path(again.out.splitlines()[1])
    assert path.parent == tmp_path / "ra"
    assert path.read_bytes() == first.read_bytes()


def test_a_field_for_a_signature_is_left_in_the_pdf_and_signed_there(run: Command, file: Path) -> None:
    path = Path(run("--database", file, *ISSUE, "--signature-field").out.splitlines()[1])
    with closing(office.open_office(file)) as opened:
        with opened.write("Ký") as session:
            drain(signed_files.sign(session, 1, certificates.file(), certificates.PASSWORD, Look()))
        with opened.read() as session:
            (_name, issued_file), (_signed_name, signed_file) = issuing.files_of(session, 1)

    assert path.read_bytes() == issued_file
    assert signed_file.startswith(issued_file)
    (field,) = (PdfReader(path).get_fields() or {}).values()
    (signed_field,) = (PdfReader(BytesIO(signed_file)).get_fields() or {}).values()
    assert (field["/FT"], field.get("/V")) == ("/Sig", None)
    assert signed_field["/V"]["/Type"] == "/Sig"


def test_an_odd_day_is_told(run: Command, file: Path) -> None:
    run("--database", file, *ISSUE)

    ended = run("--database", file, *ISSUE, "--again", "--day", "2023-12-04")

    assert ended.out.splitlines()[-1] == "Ngày 04/12/2023 sớm hơn ngày của số 01/BC-LĐLĐ đã cấp trước (05/12/2023)."


def test_where_no_file_can_be_written_the_document_is_issued_and_the_way_out_is_told(
    run: Command, file: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "tệp"
    blocked.write_text("không phải thư mục")

    failure = run("--database", file, *ISSUE, "--out", blocked).failure

    assert failure.startswith("Báo cáo số 01/BC-LĐLĐ đã có trong sổ nhưng chưa ghi được tệp: Không tạo được thư mục")
    assert failure.endswith("Ghi lại: documents --id 1 --out DIR.")
    assert run("--database", file, "documents", "--id", "1", "--out", tmp_path / "ra").status == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("issue", "nope", "--period", "2023-Q4"), "Không có báo cáo “nope”."),
        (("issue", "members", "--period", "2023-Q3"), "Quý III/2023 chưa có số liệu nào"),
        ((*ISSUE, "--signer", "Lan"), "Không có đúng một người ký tên “Lan”. Danh sách người ký: Trần Văn Bình."),
        ((*ISSUE, "--number", "0"), "“0” không phải là số nguyên dương"),
        ((*ISSUE, "--number", "9" * 20), "không phải là số nguyên dương"),
        ((*ISSUE, "--number", "100000"), "Số văn bản lớn nhất là 99.999."),
        ((*ISSUE[:-1], "xlsx", "--signature-field"), "Ô ký số nằm trong tệp PDF."),
        (("documents", "--id", "9" * 20), "không phải là số nguyên dương"),
        ((*ISSUE, "--plan", "x"), "không lập theo kế hoạch"),
        (("documents", "--id", "7"), "Không có văn bản 7 trong sổ văn bản đi."),
    ],
)
def test_what_cannot_be_issued_is_said_in_a_sentence(
    run: Command, file: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in run("--database", file, *arguments).failure
    assert run("--database", file, "documents").out == ""


def test_figures_that_went_out_and_numbers_that_are_not_next_are_refused(run: Command, file: Path) -> None:
    run("--database", file, *ISSUE)

    assert run("--database", file, *ISSUE).failure == (
        "Báo cáo số 01/BC-LĐLĐ ngày 05/12/2023 đã phát hành với đúng số liệu này. Nếu vẫn cần, hãy thêm --again."
    )
    assert (
        "Số tiếp theo của Báo cáo trong sổ 2023 là 02"
        in run("--database", file, *ISSUE, "--again", "--number", "9").failure
    )


def test_the_register_is_a_report_too(run: Command, file: Path, tmp_path: Path) -> None:
    run("--database", file, *ISSUE)

    ended = run("--database", file, "report", "documents", "--period", "2023", "--out", tmp_path, "--json")

    assert [Path(path).name for path in ended.json["files"]] == [
        "BC_2023_documents_LDLD-quan-Ba-Dinh.xlsx",
        "BC_2023_documents_LDLD-quan-Ba-Dinh.pdf",
    ]
