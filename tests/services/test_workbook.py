"""Files of every kind an office keeps: what is read of good ones, what is said of the others."""

import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.sheets import DAY_STYLE, package
from unioncare_desktop.errors import EnvironmentProblem, UserError
from unioncare_desktop.services import workbook
from unioncare_desktop.services.lists.sheet_xml import Limits
from unioncare_desktop.services.lists.sheets import Cell, Fault, Range, column_letters, column_number
from unioncare_desktop.services.workbook import FileLimits, Page

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    texts = ["Tên CĐCS", "Đoàn viên", *(f"CĐCS Trường số {number}" for number in range(2, 40))]
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' + "".join(
        f'<row r="{number}"><c r="A{number}" t="s"><v>{number}</v></c><c r="B{number}"><v>{number * 3}</v></c></row>'
        for number in range(2, 40)
    )
    return package(tmp_path / "danh-sach.xlsx", rows, texts)


def said_of(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        workbook.read(path)
    return str(refused.value)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def with_part(source: Path, target: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of the workbook *source* in which one part is changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return target


def only_cell(path: Path, cell: str) -> Cell:
    """What is read of a sheet that holds one cell, given as XML."""
    rows = workbook.read(package(path, f'<row r="1">{cell}</row>', ["chung"])).sheets[0].rows
    return rows[0][1][0] if rows else None


# Files of other kinds


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"", "rỗng"),
        ("a.csv", b"", "rỗng"),
        ("a.xlsx", bytes(5000), "chưa tải xong"),
        ("a.xlsx", b"Ten,So\n1,2\n", "không phải là tệp Excel"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table>", "HTML"),
        ("a.xlsx", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "HTML"),
        ("a.xlsx", b"%PDF-1.7", "PDF"),
        ("a.xlsx", b"\xff\xd8\xff\xe0JFIF", "JPG"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "Excel 97-2003"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "Word"),
        ("a.xlsx", OLE, "Office kiểu cũ"),
        ("~$a.xlsx", b"x", "tệp tạm"),
    ],
)
def test_a_file_of_another_kind_is_called_by_its_name(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    sentence = said_of(written(tmp_path / name, data))

    assert sentence.startswith(f"Tệp {name}: ")
    assert words in sentence


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (("[Content_Types].xml", "word/document.xml"), "Word"),
        (("xl/workbook.bin",), ".xlsb"),
        (("mimetype", "content.xml"), ".ods"),
        (("Index/Document.iwa",), "Numbers"),
        (("anh.jpg",), "tệp nén"),
        (("[Content_Types].xml",), "bị hỏng"),
        (("xl/workbook.xml",), "bị hỏng"),
    ],
)
def test_an_archive_that_is_no_workbook(tmp_path: Path, members: tuple[str, ...], words: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name in members:
            archive.writestr(name, "x")

    assert words in said_of(tmp_path / "a.xlsx")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "không tìm thấy" in said_of(tmp_path / "khong-co.xlsx")
    assert "thư mục" in said_of(tmp_path)


def test_a_truncated_workbook_is_refused(list_file: Path, tmp_path: Path) -> None:
    data = list_file.read_bytes()

    for length in range(1, len(data) - 1, len(data) // 100):
        said_of(written(tmp_path / "cut.xlsx", data[:length]))


def test_one_wrong_byte_is_refused_or_changes_nothing(list_file: Path, tmp_path: Path) -> None:
    data, whole = list_file.read_bytes(), workbook.read(list_file).sheets
    places = Random(2023)  # noqa: S311 - nothing secret

    for _time in range(300):
        at = places.randrange(len(data))
        broken = written(tmp_path / "flip.xlsx", data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        with suppress(UserError):
            assert workbook.read(broken).sheets == whole


# Files that would take all memory or all time


def test_a_file_over_the_size_limit(list_file: Path) -> None:
    with pytest.raises(UserError, match="lớn quá"):
        workbook.read(list_file, FileLimits(bytes=1000))


def test_a_bomb_is_refused_before_it_is_unpacked(list_file: Path, tmp_path: Path) -> None:
    bomb = with_part(list_file, tmp_path / "bomb.xlsx", SHEET, lambda xml: xml + b" " * 60_000_000)
    tracemalloc.start()

    assert "quá lớn sau khi giải nén" in said_of(bomb)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["../ngoai.xml", "/tuyet-doi.xml", "xl/workbook.xml"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_strange_names_in_the_archive(list_file: Path, name: str) -> None:
    with zipfile.ZipFile(list_file, "a") as archive:
        archive.writestr(name, "x")

    assert "cấu trúc lạ" in said_of(list_file)


def test_thousands_of_members(list_file: Path) -> None:
    with zipfile.ZipFile(list_file, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}", "")

    assert "cấu trúc lạ" in said_of(list_file)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_entities_are_refused_in_every_part(list_file: Path, tmp_path: Path, part: str) -> None:
    declaration = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///etc/passwd">]>'

    def declared(xml: bytes) -> bytes:
        head, mark, rest = xml.partition(b"?>") if xml.startswith(b"<?xml") else (b"", b"", xml)
        return head + mark + declaration + rest

    said_of(with_part(list_file, tmp_path / "entity.xlsx", part, declared))


def test_a_declared_size_is_not_believed(list_file: Path, tmp_path: Path) -> None:
    def with_dimension(xml: bytes) -> bytes:
        return xml.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')

    huge = with_part(list_file, tmp_path / "huge.xlsx", SHEET, with_dimension)

    assert workbook.read(huge).sheets == workbook.read(list_file).sheets


def test_more_rows_than_any_office_has(tmp_path: Path) -> None:
    source = Workbook(write_only=True)
    sheet = source.create_sheet("Nhiều")
    for number in range(400):
        sheet.append((number,))
    source.save(tmp_path / "rows.xlsx")

    with pytest.raises(UserError, match="“Nhiều” có hơn 300 dòng"):
        workbook.read(tmp_path / "rows.xlsx", FileLimits(sheet=Limits(rows=300)))


def test_a_cell_far_to_the_right(tmp_path: Path) -> None:
    source = Workbook()
    source.worksheets[0]["XFD3"] = 1
    source.save(tmp_path / "wide.xlsx")

    assert "cột XFD" in said_of(tmp_path / "wide.xlsx")


def test_what_lies_far_below_is_left_aside_and_told(tmp_path: Path) -> None:
    source = Workbook()
    sheet = source.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A900000"] = "Tên CĐCS", "CĐCS Một", "lạc"
    source.save(tmp_path / "far.xlsx")

    book = workbook.read(tmp_path / "far.xlsx")

    assert [row for row, _cells in book.sheets[0].rows] == [1, 2]
    assert "dòng 900000" in book.notes[0]


def test_too_many_sheets(tmp_path: Path) -> None:
    source = Workbook()
    for number in range(201):
        source.create_sheet(f"S{number}")
    source.save(tmp_path / "sheets.xlsx")

    assert "202 sheet" in said_of(tmp_path / "sheets.xlsx")


# What stands in the cells


def test_rows_keep_their_numbers_and_blank_ones_are_left_out(tmp_path: Path) -> None:
    source = Workbook()
    sheet = source.worksheets[0]
    sheet["B2"], sheet["D2"], sheet["A7"] = "Tên CĐCS", "  ", 5
    sheet["B5"] = " "
    sheet.row_dimensions[7].hidden = True
    sheet.merge_cells("B2:C3")
    source.create_sheet("Ẩn").sheet_state = "veryHidden"
    source.save(tmp_path / "a.xlsx")

    first, second = workbook.read(tmp_path / "a.xlsx").sheets

    assert first.rows == ((2, (None, "Tên CĐCS", None, "  ")), (7, (5,)))
    assert first.hidden_rows == (7,)
    assert first.merged == (Range(2, 2, 3, 3),)
    assert str(first.merged[0]) == "B2:C3"
    assert second.hidden


def test_values_of_all_kinds(tmp_path: Path) -> None:
    source = Workbook()
    rich = CellRichText("Công đoàn ", TextBlock(InlineFont(b=True), "cơ sở"))
    day = datetime(2023, 3, 15, 8, 30)  # noqa: DTZ001 - Excel knows no zones
    source.worksheets[0].append(("chữ\nhai dòng", rich, 12, 12.0, 12.5, True, day, date(1929, 7, 28), None, "0912"))
    source.save(tmp_path / "a.xlsx")

    cells = workbook.read(tmp_path / "a.xlsx").sheets[0].rows[0][1]

    assert cells == (
        *("chữ\nhai dòng", "Công đoàn cơ sở", 12, 12, 12.5, True, date(2023, 3, 15), date(1929, 7, 28), None, "0912"),
    )


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1" t="inlineStr"><is><r><t>Hà </t></r><r><t>Nội</t></r><rPh><t>x</t></rPh></is></c>', "Hà Nội"),
        ('<c r="A1" t="str"><f>A2</f><v>chữ</v></c>', "chữ"),
        ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', 2),
        ("<c><v>7</v></c>", 7),
        ('<c r="A1"><v>1E3</v></c>', 1000),
        ('<c r="A1" t="d"><v>2023-03-15T00:00:00</v></c>', date(2023, 3, 15)),
        ('<c r="A1" t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', "a\r\nb"),
    ],
)
def test_a_cell_as_other_programs_write_it(tmp_path: Path, cell: str, value: Cell) -> None:
    assert only_cell(tmp_path / "a.xlsx", cell) == value


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ('<c r="A1"><f>SUM(B1:B9)</f><v></v></c>', "bấm Lưu"),
        ('<c r="A1"><f>SUM(B1:B9)</f></c>', "bấm Lưu"),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
        (f'<c r="A1"><v>{"9" * 5000}</v></c>', "quá dài"),
    ],
)
def test_a_cell_that_holds_no_value_says_why(tmp_path: Path, cell: str, reason: str) -> None:
    found = only_cell(tmp_path / "a.xlsx", cell)

    assert isinstance(found, Fault)
    assert reason in found.reason


@pytest.mark.parametrize("serial", ["0", "0.5", "-1", "60", "2958466", "1e9", "1e300"])
def test_serials_that_are_no_days(tmp_path: Path, serial: str) -> None:
    assert isinstance(only_cell(tmp_path / "a.xlsx", f'<c r="A1" s="{DAY_STYLE}"><v>{serial}</v></c>'), Fault)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>999</v></c>',
        '<c r="A1" t="la"><v>1</v></c>',
        '<c r="A1" s="x"><v>1</v></c>',
        '<c r="1"><v>1</v></c>',
        '<c r="A1"><v>mười</v></c>',
        '<c r="A1"><v>1</c>',
    ],
)
def test_cells_that_no_program_writes_are_called_damage(tmp_path: Path, cell: str) -> None:
    with pytest.raises(UserError, match="bị hỏng"):
        only_cell(tmp_path / "a.xlsx", cell)


def test_days_of_a_mac_are_moved_and_told(tmp_path: Path) -> None:
    source = Workbook()
    source.epoch = CALENDAR_MAC_1904
    source.worksheets[0]["A1"] = date(2023, 3, 15)
    source.save(tmp_path / "mac.xlsx")

    book = workbook.read(tmp_path / "mac.xlsx")

    assert book.sheets[0].rows[0][1] == (date(2023, 3, 15),)
    assert "1904" in book.notes[0]


def test_macros_are_left_out_and_told(list_file: Path) -> None:
    with zipfile.ZipFile(list_file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")

    book = workbook.read(list_file)

    assert "macro" in book.notes[0]
    assert len(book.sheets[0].rows) == 39


@given(st.integers(1, 16_384))
def test_column_letters_there_and_back(number: int) -> None:
    assert column_number(column_letters(number)) == number


# CSV

LINES = "STT;Tên CĐCS;Đoàn viên\n1;CĐCS Trường Hoa Sen, cơ sở 2;12\n\n3;CĐCS Đống Đa;1.200\n"
READ = (
    (1, ("STT", "Tên CĐCS", "Đoàn viên")),
    (2, (1, "CĐCS Trường Hoa Sen, cơ sở 2", 12)),
    (4, (3, "CĐCS Đống Đa", "1.200")),
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_of_all_unicode_encodings(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = written(tmp_path / "to.csv", LINES.replace(";", delimiter).encode(encoding))

    assert workbook.read(path).sheets[0].rows == READ


def test_csv_with_a_line_that_names_the_separator(tmp_path: Path) -> None:
    path = written(tmp_path / "to.csv", ("sep=;\n" + LINES).encode())

    assert [cells for _row, cells in workbook.read(path).sheets[0].rows] == [cells for _row, cells in READ]
    assert workbook.read(path).sheets[0].rows[0][0] == 2


def test_csv_of_an_old_vietnamese_windows(tmp_path: Path) -> None:
    pairs = "Tên CĐCS;Đoàn viên\nCông đoàn Hà Nô\u0323i;12\n"  # as the code page writes them: letter, then mark
    path = written(tmp_path / "cu.csv", pairs.encode("cp1258"))

    assert workbook.read(path).sheets[0].rows[1][1] == ("Công đoàn Hà Nội", 12)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Tªn c«ng ®oµn;§oµn viªn\n".encode("latin-1"), "TCVN3"),
        ("Teân coâng ñoaøn;Ñoaøn vieân\n".encode("latin-1"), "VNI"),
        ("Café;Crème\n".encode("latin-1"), "CSV UTF-8"),
        (b"a;b\n\x00;c\n", "dòng 2"),
        ('a;b\n1;2\n3;"chưa đóng\n4;5\n'.encode(), "dấu nháy kép"),
        (b"a;b\n" + b"x" * 200_000 + b";1\n", "sai dạng CSV"),
    ],
)
def test_csv_that_cannot_be_read_surely(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in said_of(written(tmp_path / "la.csv", data))


# Writing


def test_what_is_written_is_read_again_and_never_a_formula(tmp_path: Path) -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Tên", "Số"),
        ('=HYPERLINK("http://x","y")', 12),
        ("+84 912", date(2023, 3, 15)),
        ("@a\x00b", Fault("#REF!", "lỗi")),
        (None, 2.5, "0912"),
    )
    workbook.write(tmp_path / "ra.xlsx", [Page("Trang: một/hai", rows, 1, (Range(1, 1, 1, 2),))])

    book = workbook.read(tmp_path / "ra.xlsx")

    assert [cells for _row, cells in book.sheets[0].rows] == [
        ("Tên",),
        ('=HYPERLINK("http://x","y")', 12),
        ("+84 912", date(2023, 3, 15)),
        ("@ab", "#REF!"),
        (None, 2.5, "0912"),
    ]
    assert book.sheets[0].merged == (Range(1, 1, 1, 2),)
    assert [path.name for path in tmp_path.iterdir()] == ["ra.xlsx"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match=r"ra\.xlsx"):
        workbook.write(tmp_path / "khong-co" / "ra.xlsx", [Page("A", (("x",),))])


def test_reading_stops_at_the_limit_of_a_million_rows(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in range(1, 100_001))

    assert "có hơn 20000 dòng" in said_of(package(tmp_path / "many.xlsx", rows))


def test_bytes_of_no_kind_never_raise_anything_else(tmp_path: Path) -> None:
    noise = Random(7)  # noqa: S311 - nothing secret
    for number in range(60):
        data = noise.randbytes(noise.randrange(1, 3000))
        for begin in (b"", b"PK\x03\x04", OLE[:8]):
            for ending in ("xlsx", "csv"):
                path = written(tmp_path / f"{number}.{ending}", begin + data)
                with suppress(UserError):
                    workbook.read(path)


def test_a_workbook_in_memory_is_not_needed_afterwards(list_file: Path) -> None:
    workbook.read(list_file)

    list_file.unlink()  # a file that is still open could not be removed on Windows
    assert not list_file.exists()
