"""The workbook as Excel, LibreOffice and our own importer meet it: cell types, formulas, page set-up."""

import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from tests.campaigns import costly
from tests.report_samples import BEFORE, LIST_COLUMNS, heading, pages, report, signature, sizes, unions
from unioncare_desktop.errors import EnvironmentProblem
from unioncare_desktop.reports import excel, filled_form, pdf
from unioncare_desktop.reports.document import Annex, Cell, Column, Document, Figure, Kind, Table, Text, show
from unioncare_desktop.services.form_values import FormValue, FormValues

FIRST = 5  # row of the list
ODD = ["=1+1", "+1", "-1", "@SUM(A1)", "'x", "#N/A", "007", "0912345678", "Công ty <ABC> & Co", " x ", "1.234", "😀"]


@pytest.fixture(scope="module", params=[1, 5, 1500])
def count(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def path(count: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / f"BC_{count}.xlsx"
    excel.write(report(count), path)
    return path


def sheet(path: Path, name: str, *, values: bool = False) -> Worksheet:
    found = openpyxl.load_workbook(path, data_only=values)[name]
    assert isinstance(found, Worksheet)
    return found


def with_table(rows: tuple[tuple[Cell, ...], ...], *columns: Column) -> Document:
    table = Table(columns, rows)
    return Document(heading(), (Text("=1+1"), table), signature(), (Annex("Phụ lục I", "=2+2", table),))


# The list


def test_the_list_has_its_titles_in_one_row_and_typed_cells(path: Path, count: int) -> None:
    book = python_calamine.CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("Phụ lục I").to_python()
    expected = unions(count)

    assert book.sheet_names == ["Báo cáo", "Phụ lục I"]
    assert rows[FIRST - 2] == [column.title for column in LIST_COLUMNS]
    for found, row in zip(rows[FIRST - 1 :], expected.rows, strict=False):
        assert found == [
            "" if cell is None else pytest.approx(cell) if isinstance(cell, float) else cell for cell in row
        ]
    assert rows[FIRST - 1 + count][2] == "Cộng"


def test_a_blank_is_not_a_zero(tmp_path: Path) -> None:
    excel.write(with_table(((None, 0),), Column("a", Kind.WHOLE), Column("b", Kind.WHOLE)), tmp_path / "a.xlsx")
    cells = sheet(tmp_path / "a.xlsx", "Phụ lục I")[FIRST]

    assert [cell.value for cell in cells] == [None, 0]


def test_numbers_ratios_and_days_have_formats(path: Path) -> None:
    row = sheet(path, "Phụ lục I")[FIRST]
    formats = {LIST_COLUMNS[at].title: cell.number_format for at, cell in enumerate(row)}

    assert [formats[title] for title in ("STT", "Đoàn viên", "Tỷ lệ", "Ngày thành lập")] == [
        *("0", "#,##0", "0.0%", "dd/mm/yyyy")
    ]
    assert isinstance(row[5].value, date)


def test_totals_are_formulas(path: Path, count: int) -> None:
    totals = [cell.value for cell in sheet(path, "Phụ lục I")[FIRST + count]]
    last = FIRST + count - 1

    assert totals[6:10] == [f"=SUM({letter}{FIRST}:{letter}{last})" for letter in "GHIJ"]
    assert totals[10] == f'=IF(G{last + 1}=0,"",I{last + 1}/G{last + 1})'


def test_the_list_can_be_read_and_printed(path: Path, count: int) -> None:
    found = sheet(path, "Phụ lục I")

    assert found.freeze_panes == f"A{FIRST}"
    assert found.auto_filter.ref == f"A{FIRST - 1}:L{FIRST + count - 1}"
    assert found.print_title_rows == f"${FIRST - 1}:${FIRST - 1}"
    assert (found.page_setup.orientation, found.page_setup.paperSize) == ("landscape", 9)
    assert found.sheet_properties.pageSetUpPr
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert (found.page_setup.fitToWidth, found.page_setup.fitToHeight) == (1, 0)


def test_every_sheet_counts_its_pages_in_times_new_roman(path: Path) -> None:
    for found in openpyxl.load_workbook(path).worksheets:
        assert found.oddFooter
        assert found.oddFooter.center.text == "Trang &P/&N"
        assert {cell.font.name for row in found.iter_rows(max_row=30) for cell in row} == {"Times New Roman"}


def test_an_empty_list_has_its_headings(tmp_path: Path) -> None:
    excel.write(report(0), tmp_path / "a.xlsx")
    rows = python_calamine.CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("Phụ lục I").to_python()

    assert rows[FIRST - 2] == [column.title for column in LIST_COLUMNS]


def test_annexes_with_the_same_or_forbidden_names_get_sheets_of_their_own(tmp_path: Path) -> None:
    labels = ["Phụ lục I", "PHỤ LỤC I", "Báo cáo", "[]:*?/\\", "Phụ lục " * 9]
    annexes = tuple(Annex(label, label, unions(1)) for label in labels)
    excel.write(Document(heading(), (), signature(), annexes), tmp_path / "a.xlsx")

    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == [
        *("Báo cáo", "Phụ lục I", "PHỤ LỤC I 2", "Báo cáo 2", "Phụ lục", "Phụ lục Phụ lục Phụ lục Phụ")
    ]


# The report


def lines(path: Path) -> list[str]:
    rows = sheet(path, "Báo cáo").iter_rows(values_only=True)
    return ["|".join(str(value) for value in row if value is not None).replace("\u00a0", " ") for row in rows]


def test_the_report_reads_as_on_paper(tmp_path: Path) -> None:
    excel.write(report(5), tmp_path / "a.xlsx")
    written = lines(tmp_path / "a.xlsx")

    for line in (
        "LĐLĐ THÀNH PHỐ HÀ NỘI|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "LĐLĐ QUẬN BA ĐÌNH|Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-LĐLĐ|Ba Đình, ngày 08 tháng 9 năm 2023",
        "BÁO CÁO",
        "Số liệu đoàn viên, công đoàn cơ sở Quý III/2023",
        "Kính gửi: Liên đoàn Lao động thành phố Hà Nội",
        "Nơi nhận:|TM. BAN THƯỜNG VỤ",
        "- Như trên;|CHỦ TỊCH",
    ):
        assert line in written
    assert [at for at, line in enumerate(written) if line.endswith("Nguyễn Thị Hường")]


def test_figures_of_the_summary_are_numbers(tmp_path: Path) -> None:
    document = report(40)
    excel.write(document, tmp_path / "a.xlsx")
    rows = python_calamine.CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("Báo cáo").to_python()
    members = next(row for row in rows if row[1] == "Đoàn viên" and row[0] == 2)
    total = next(row for row in rows if row[0] == "Cộng")

    assert members[2:5] == [document.annexes[0].table.total(8), 9757, -12]
    assert total[2:5] == [40, document.annexes[0].table.total(6), document.annexes[0].table.total(8)]


def test_the_print_ends_with_the_signature(tmp_path: Path) -> None:
    excel.write(report(5), tmp_path / "a.xlsx")
    found = sheet(tmp_path / "a.xlsx", "Báo cáo")
    last = int(str(found.print_area).rpartition("$")[2])

    assert "Nguyễn Thị Hường" in [cell.value for cell in found[last]]
    assert found.page_setup.orientation == "portrait"


# Text


@pytest.mark.parametrize("text", ODD)
def test_text_stays_text(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    excel.write(with_table(((text, text),), Column("STT", Kind.ORDINAL), Column(text)), path)

    for name in ("Báo cáo", "Phụ lục I"):
        cells = [cell for row in sheet(path, name).iter_rows() for cell in row if cell.value == text]
        assert len(cells) >= 3
        assert {(cell.data_type, cell.quotePrefix) for cell in cells} == {("s", True)}


def test_decomposed_text_is_composed_and_dirt_is_dropped(tmp_path: Path) -> None:
    dirty = unicodedata.normalize("NFD", "Hường") + "\x00\x0b\ufffe\uffff\ud800\t\nỮ"
    excel.write(with_table(((dirty,),), Column("Tên")), tmp_path / "a.xlsx")

    assert sheet(tmp_path / "a.xlsx", "Phụ lục I").cell(FIRST, 1).value == "Hường\t\nỮ"


def clean(text: str) -> str:
    kept = (letter for letter in unicodedata.normalize("NFC", text) if letter in "\t\n" or letter >= " ")
    return "".join(letter for letter in kept if letter not in "\ufffe\uffff" and not "\ud800" <= letter <= "\udfff")


@costly()
@given(st.lists(st.text(st.characters(codec=None), max_size=40), min_size=20, max_size=60))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "a.xlsx"
    excel.write(with_table(tuple((text,) for text in texts), Column("Tên")), path)
    found = [row[0] or "" for row in sheet(path, "Phụ lục I").iter_rows(min_row=FIRST, values_only=True)]

    assert [*found, *[""] * (len(texts) - len(found))] == [clean(text) for text in texts]


# The file


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        excel.write(report(60), tmp_path / name)

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    properties = openpyxl.load_workbook(tmp_path / "a.xlsx").properties
    assert properties.title == report(60).title
    assert properties.created.date() == date(2023, 9, 8)


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="thư mục"):
        excel.write(report(1), tmp_path / "không có" / "a.xlsx")


# LibreOffice


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Workbooks that LibreOffice has opened, computed and saved.

    A `good` one, one with a `wrong` figure, a `chart`, and a filled `form`.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    excel.write(report(60), folder / "good.xlsx")
    wrong = Table((Column("Chỉ tiêu"), Column("Số", Kind.WHOLE)), (("Đoàn viên", Figure(1, "Đoàn viên")),))
    excel.write(replace(report(60), body=(wrong,)), folder / "wrong.xlsx")
    excel.write(replace(report(1), body=(sizes(),)), folder / "chart.xlsx")
    (folder / "form.xlsx").write_bytes(filled_form.fill(form(folder / "form.xlsx"), of_unions()).content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, folder.glob("*.xlsx"))], check=True, capture_output=True, timeout=180)
    yield folder / "out"
    shutil.rmtree(folder)


def form(path: Path) -> Path:
    """A superior's form with a row for each union and their sum."""
    book = openpyxl.Workbook()
    for row in (("{{ky}}", None), ("{{ds.ten}}", "{{ds.doan_vien}}"), ("Cộng", "=SUM(B2:B2)")):
        book.worksheets[0].append(row)
    book.save(path)
    return path


def of_unions() -> FormValues:
    """What the form asks, of three unions."""
    unions = tuple({"ten": f"=CĐCS {members}", "doan_vien": members} for members in (12, 8, 30))
    return FormValues(
        {"ky": FormValue("ky", "Kỳ", "", "Quý IV/2023")}, unions, {"ten": "Tên", "doan_vien": "Đoàn viên"}
    )


def results(path: Path) -> list[str]:
    """What the control cells of a workbook say."""
    cells = (cell for row in sheet(path, "Báo cáo", values=True).iter_rows(values_only=True) for cell in row)
    return [str(cell) for cell in cells if cell in ("Khớp", "Lệch")]


def test_a_filled_form_is_computed(computed: Path) -> None:
    rows = list(openpyxl.load_workbook(computed / "form.xlsx", data_only=True).worksheets[0].values)

    assert rows == [("Quý IV/2023", None), ("=CĐCS 12", 12), ("=CĐCS 8", 8), ("=CĐCS 30", 30), ("Cộng", 50)]


def test_sums_agree_with_the_pdf(computed: Path) -> None:
    totals = [cell.value for cell in sheet(computed / "good.xlsx", "Phụ lục I", values=True)[FIRST + 60]]
    printed = pages(pdf.render(report(60)))[-1].replace("\n", " ").replace("\u00a0", " ")

    shown = [show(value).replace("\u00a0", " ") for value in totals[6:11] if isinstance(value, int | float)]
    assert len(shown) == 5
    assert "Cộng " + " ".join(shown) in printed


def test_the_control_cells_say_whether_summary_and_list_agree(computed: Path) -> None:
    assert results(computed / "good.xlsx") == ["Khớp", "Khớp"]
    assert results(computed / "wrong.xlsx") == ["Lệch"]


def test_a_chart_is_understood_with_its_line(computed: Path) -> None:
    (chart,) = sheet(computed / "chart.xlsx", "Biểu đồ")._charts  # type: ignore[attr-defined]
    bars, line = chart._charts

    assert [len(part.series) for part in (bars, line)] == [2, 1]
    assert bars.series[0].val.numRef.f == "'Biểu đồ'!$B$21:$B$27"
    assert [point.v for point in bars.series[0].val.numRef.numCache.pt] == list(BEFORE)
