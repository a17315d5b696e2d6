"""The superior's form as she gets it back: values of their kind in place, the rest as it was, nothing guessed."""

import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from tests.commands import Command
from tests.offices import Q3, Q4, add_union, copy_of, found_office, report
from unioncare_desktop.domain.records import PeriodClosing
from unioncare_desktop.errors import UserError
from unioncare_desktop.reports import filled_form
from unioncare_desktop.reports.filled_form import Filled
from unioncare_desktop.services import form_values, office, periods, records
from unioncare_desktop.services.form_values import FormValues

TITLE = "Biểu 1"
UNIONS = {"CĐCS Mai": (20, 12), "CĐCS Sen": (10, 8), "=CĐCS Lan": (None, None)}
Making = Callable[[Worksheet], object]


@pytest.fixture(scope="module")
def office_file(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three unions, of which one has not reported for the fourth quarter, and one has a name like a formula."""
    file = copy_of(template_database, tmp_path_factory.mktemp("forms") / "unioncare.db")
    with closing(office.open_office(file)) as opened, opened.write("Nhập") as session:
        found_office(session, "district", name="LĐLĐ quận Ba Đình", signer_name="Nguyễn Thị Hường")
        for name, (workers, members) in UNIONS.items():
            union_id = add_union(session, name, level="Công đoàn cơ sở", sector="Hành chính nhà nước")
            report(session, Q3, union_id, workers=9, members=7)
            if members is not None:
                report(session, Q4, union_id, workers=workers, members=members)
    return file


@pytest.fixture(scope="module")
def values(office_file: Path) -> FormValues:
    with closing(office.open_office(office_file)) as opened, opened.read() as session:
        return form_values.catalogue(session, Q4)


@pytest.fixture
def form(tmp_path: Path) -> Callable[[Making], Path]:
    """Makes a form whose first sheet a test fills in."""

    def make(fill: Making) -> Path:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.title = TITLE
        fill(sheet)
        path = tmp_path / "Mẫu của cấp trên.xlsx"
        book.save(path)
        return path

    return make


def put(**cells: str | CellRichText) -> Making:
    """A sheet with these cells."""

    def fill(sheet: Worksheet) -> None:
        for place, value in cells.items():
            sheet[place] = value

    return fill


def reopened(filled: Filled, folder: Path) -> Worksheet:
    """The first sheet of what was filled, read back from the disk."""
    path = filled_form.save(filled, Path("mau.xlsx"), Q4, folder)
    return load_workbook(path, rich_text=True).worksheets[0]


def book_of(sheet: Worksheet) -> Workbook:
    assert sheet.parent is not None
    return sheet.parent


# Values


def test_a_mark_alone_becomes_a_value_of_its_kind(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    path = form(put(A1="{{doan_vien}}", A2="{{ngay_chot}}", A3="{{ty_le_doan_vien}}", A4=" {{ten_don_vi}} "))
    sheet = reopened(filled_form.fill(path, values), tmp_path)

    assert sheet["A1"].value == 20
    assert sheet["A2"].value.date() == date(2023, 11, 30)
    assert sheet["A2"].number_format == "dd/mm/yyyy"
    assert sheet["A3"].value == pytest.approx(20 / 30)
    assert sheet["A3"].number_format == "0.0%"
    assert sheet["A4"].value == "LĐLĐ quận Ba Đình"


def test_a_mark_within_words_becomes_words(form: Callable[[Making], Path], values: FormValues, tmp_path: Path) -> None:
    path = form(put(A1="{{ky}}: {{ doan_vien }} đoàn viên, đạt {{ty_le_doan_vien}} (chốt {{ngay_chot}})"))
    sheet = reopened(filled_form.fill(path, values), tmp_path)

    assert sheet["A1"].value.replace("\xa0", " ") == "Quý IV/2023: 20 đoàn viên, đạt 66,7 % (chốt 30/11/2023)"


@pytest.mark.parametrize("mark", ["{{Đoàn viên}}", "{{ĐOÀN_VIÊN}}", "{{doan vien}}"])
def test_a_code_may_be_written_as_it_is_spoken(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path, mark: str
) -> None:
    assert reopened(filled_form.fill(form(put(A1=mark)), values), tmp_path)["A1"].value == 20


def test_the_period_before_the_sectors_and_the_statistics_have_codes(values: FormValues) -> None:
    told = {code: one.value for code, one in values.values.items()}

    assert told["truoc.doan_vien"] == 21
    assert told["doan_vien.hanh_chinh_nha_nuoc"] == 20
    assert told["so_don_vi_chua_nop"] == 1
    assert told["nguoi_ky"] == "Nguyễn Thị Hường"
    assert told["chi_tieu.members"] == 20
    assert any(code.startswith("1-hdcd.") for code in told)


def test_a_named_cell_is_filled(values: FormValues, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = TITLE
    sheet["B2"].number_format = "0"
    sheet["C2"] = "=1+1"
    for name, place in {"doan_vien": "$B$2", "cnvcld": "$C$2", "Print_Titles_2": "$D$2"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"'{TITLE}'!{place}")
    path = tmp_path / "mau.xlsx"
    book.save(path)

    filled = filled_form.fill(path, values)

    assert reopened(filled, tmp_path)["B2"].value == 20
    assert reopened(filled, tmp_path)["B2"].number_format == "0"
    assert reopened(filled, tmp_path)["C2"].value == "=1+1"
    assert [words for words in filled.losses if "C2" in words and "công thức" in words]


def test_what_is_not_reported_stays_blank_and_is_listed(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    filled = filled_form.fill(form(put(A1="{{ket_nap}}", A2="{{doan_vien}}")), values)

    assert reopened(filled, tmp_path)["A1"].value is None
    assert [place.told for place in filled.blank] == [f"{TITLE}, ô A1: ket_nap"]


def test_an_unknown_mark_stays_and_the_nearest_code_is_proposed(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    filled = filled_form.fill(form(put(C5="{{doan_vein}}", C6="{{zzz}}", C7="{{nam}}")), values)

    assert [one.asked for one in filled.unknown] == [
        f"{TITLE}, ô C5: không có mã “doan_vein”; có phải “doan_vien”?",
        f"{TITLE}, ô C6: không có mã “zzz”",
    ]
    assert reopened(filled, tmp_path)["C5"].value == "{{doan_vein}}"


def test_letters_keep_their_looks(form: Callable[[Making], Path], values: FormValues, tmp_path: Path) -> None:
    rich = CellRichText("Có ", TextBlock(InlineFont(b=True), "{{doan_vien}}"), " đoàn viên")
    value = reopened(filled_form.fill(form(put(A1=rich)), values), tmp_path)["A1"].value

    assert isinstance(value, CellRichText)
    assert [(str(piece), isinstance(piece, TextBlock) and piece.font.b) for piece in value] == [
        ("Có ", False),
        ("20", True),
        (" đoàn viên", False),
    ]


# Rows of unions


def list_form(sheet: Worksheet) -> None:
    """Heading, one row for the unions, a total below with looks and rules."""
    sheet["A1"] = "{{ky}}"
    sheet.append(["TT", "Tên", "Đoàn viên", "Lao động", "Tỷ lệ"])
    sheet.append(["{{ds.stt}}", "{{ds.ten}}", "{{ds.doan_vien}}", "{{ds.cnvcld}}", "=C3/D3"])
    sheet.append([None, "Cộng", "=SUM(C3:C3)", "=SUM(D$3:D3)", "=C4/D4"])
    sheet["A6"] = "Người lập"
    sheet.merge_cells("A6:B6")
    sheet["C7"] = "{{nguoi_ky}}"
    sheet["B3"].font = Font(bold=True)
    sheet.row_dimensions[3].height, sheet.row_dimensions[4].height = 22, 33
    choices = DataValidation("list", formula1='"có,không"', sqref="E4")
    sheet.add_data_validation(choices)
    low = CellIsRule("lessThan", ["10"], fill=PatternFill("solid", bgColor="FFAAAA"))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("C3:C3", low)
    sheet.print_area = "A1:E7"
    other = book_of(sheet).create_sheet("Tóm tắt")
    other["A1"], other["A2"] = f"='{TITLE}'!C4", f"=SUM('{TITLE}'!C3:C4)+A1"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=3, max_row=4))
    other.add_chart(chart, "C3")


def test_the_row_of_unions_is_repeated_for_each(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    sheet = reopened(filled_form.fill(form(list_form), values), tmp_path)
    rows = [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=3, max_row=5)]

    assert rows == [[1, "=CĐCS Lan", None, None], [2, "CĐCS Mai", 12, 20], [3, "CĐCS Sen", 8, 10]]
    assert [sheet.cell(row, 5).value for row in (3, 4, 5)] == ["=C3/D3", "=C4/D4", "=C5/D5"]
    assert all(sheet.cell(row, 2).font.b for row in (3, 4, 5))
    assert [sheet.row_dimensions[row].height for row in (3, 4, 5, 6)] == [22, 22, 22, 33]


def test_what_stands_below_moves_down_with_its_formulas(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    sheet = reopened(filled_form.fill(form(list_form), values), tmp_path)
    other = book_of(sheet).worksheets[1]

    assert [sheet.cell(6, column).value for column in (2, 3, 4, 5)] == ["Cộng", "=SUM(C3:C5)", "=SUM(D$3:D5)", "=C6/D6"]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A8:B8"]
    assert sheet["C9"].value == "Nguyễn Thị Hường"
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["E6"]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["C3:C5"]
    assert sheet.print_area == f"'{TITLE}'!$A$1:$E$9"
    assert [other["A1"].value, other["A2"].value] == [f"='{TITLE}'!C6", f"=SUM('{TITLE}'!C3:C6)+A1"]


def test_another_reader_finds_the_same(form: Callable[[Making], Path], values: FormValues, tmp_path: Path) -> None:
    path = filled_form.save(filled_form.fill(form(list_form), values), Path("mau.xlsx"), Q4, tmp_path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(TITLE).to_python()

    assert rows[0][0] == "Quý IV/2023"
    assert [row[1] for row in rows[2:5]] == ["=CĐCS Lan", "CĐCS Mai", "CĐCS Sen"]
    assert rows[8][2] == "Nguyễn Thị Hường"


def test_a_name_like_a_formula_is_text(form: Callable[[Making], Path], values: FormValues, tmp_path: Path) -> None:
    sheet = reopened(filled_form.fill(form(put(A1="{{ds.ten}}")), values), tmp_path)

    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=CĐCS Lan", "s")


def test_an_unknown_mark_of_unions_is_told_once(form: Callable[[Making], Path], values: FormValues) -> None:
    filled = filled_form.fill(form(put(A1="{{ds.ten}}", B1="{{ds.doan_vein}}", C1="{{ds.doan_vien}}")), values)

    assert [(one.cell, one.nearest) for one in filled.unknown] == [("B1", "ds.doan_vien")]
    assert [place.cell for place in filled.blank] == ["C1"]


# Files


def test_the_form_itself_is_never_written_to(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    path = form(put(A1="{{doan_vien}}"))
    before = path.read_bytes()
    names = [filled_form.save(filled_form.fill(path, values), path, Q4, tmp_path).name for _time in range(2)]

    assert path.read_bytes() == before
    assert names == ["Mau-cua-cap-tren_2023Q4.xlsx", "Mau-cua-cap-tren_2023Q4 (2).xlsx"]


def test_a_form_without_codes_says_how_to_write_them(form: Callable[[Making], Path], values: FormValues) -> None:
    with pytest.raises(UserError, match=r"ghi mã như \{\{doan_vien\}\}"):
        filled_form.fill(form(put(A1="Đoàn viên")), values)


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The workbook with one more part."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("xl/ctrlProps/ctrlProp1.xml", b"<x/>", "nút bấm"),
        ("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>", "hình vẽ"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "không mở các tệp ấy"),
        ("xl/worksheets/sheet9.xml", b"<x14:sparklineGroup >", "biểu đồ trong ô"),
    ],
)
def test_what_the_filled_form_would_lose_is_told(
    form: Callable[[Making], Path], values: FormValues, name: str, content: bytes, words: str
) -> None:
    filled = filled_form.fill(with_part(form(put(A1="{{doan_vien}}")), name, content), values)

    assert any(words in sentence for sentence in filled.losses)


def test_a_cell_far_out_costs_nothing_and_names_of_sheets_that_are_gone_name_nothing(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    def fill(sheet: Worksheet) -> None:
        put(A1="{{doan_vien}}", A2="{{ds.ten}}", XFD1048576="hết")(sheet)
        for name, where in (("ket_nap", "'Đã xóa'!$A$1"), ("giam", "#REF!"), ("cnvcld", "[1]Khác!$A$1")):
            book_of(sheet).defined_names[name] = DefinedName(name, attr_text=where)

    sheet = reopened(filled_form.fill(form(fill), values), tmp_path)

    assert [sheet["A1"].value, sheet["A2"].value, sheet["A4"].value] == [20, "=CĐCS Lan", "CĐCS Sen"]


def test_cells_merged_over_everything_are_refused(form: Callable[[Making], Path], values: FormValues) -> None:
    vast = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    with pytest.raises(UserError, match="gộp ô"):
        filled_form.fill(with_part(form(put(A1="{{doan_vien}}")), "xl/worksheets/sheet9.xml", vast), values)


def test_macros_bombs_and_other_files_are_refused(
    form: Callable[[Making], Path], values: FormValues, tmp_path: Path
) -> None:
    other = tmp_path / "a.xlsx"
    for content, words in ((b"", "rỗng"), (b"%PDF-1.4", "PDF"), (b"x,y\n", "không phải là tệp Excel")):
        other.write_bytes(content)
        with pytest.raises(UserError, match=words):
            filled_form.fill(other, values)
    with pytest.raises(UserError, match="không tìm thấy"):
        filled_form.fill(tmp_path / "mất.xlsx", values)
    path = form(put(A1="{{doan_vien}}"))
    whole = path.read_bytes()
    other.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match="bị hỏng"):
        filled_form.fill(other, values)
    with pytest.raises(UserError, match="macro"):
        filled_form.fill(with_part(path, "xl/vbaProject.bin", b"x"), values)


def test_of_a_closed_period_it_is_told_what_is_as_it_is_now(
    form: Callable[[Making], Path], office_file: Path, tmp_path: Path
) -> None:
    with closing(office.open_office(copy_of(office_file, tmp_path / "unioncare.db"))) as opened:
        with opened.write("Khóa sổ") as session:
            period_id = periods.ensure(session, Q4).id
            records.insert_rows(session, PeriodClosing, [{"period_id": period_id, "closed_on": date(2024, 1, 5)}])
        with opened.read() as session:
            values = form_values.catalogue(session, Q4)

    (told,) = filled_form.fill(form(put(A1="{{doan_vien}}")), values).losses

    assert told.startswith("Quý IV/2023 đã khóa sổ ngày 05/01/2024: ")
    assert "tên, loại hình và chỉ tiêu lấy theo dữ liệu hiện nay" in told


# The command


def test_the_command_fills_a_form(
    form: Callable[[Making], Path], office_file: Path, tmp_path: Path, run: Command
) -> None:
    out = tmp_path / "ra" / "bieu.xlsx"
    out.parent.mkdir()
    told: Any = run(
        "--database", office_file, "fill", form(list_form), "--period", "2023-Q4", "--out", out, "--json"
    ).json

    assert Path(told["file"]) == out
    assert told["unknown"] == []
    assert [one["code"] for one in told["blank"]] == ["ds.doan_vien", "ds.cnvcld"]
    assert load_workbook(out)[TITLE]["B6"].value == "Cộng"


def test_the_command_writes_nothing_where_a_mark_is_unknown(
    form: Callable[[Making], Path], office_file: Path, tmp_path: Path, run: Command
) -> None:
    out = tmp_path / "bieu.xlsx"
    path = form(put(A1="{{doan_vein}}"))
    asked = ("--database", office_file, "fill", path, "--period", "2023-Q4", "--out", out)

    done = run(*asked)
    assert done.status == 1
    assert "có phải “doan_vien”?" in done.out
    assert not out.exists()
    assert run(*asked, "--anyway").status == 0
    assert out.exists()
