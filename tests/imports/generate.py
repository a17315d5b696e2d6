"""Makes the workbooks beside it: an invented district office's files with the slips that real ones have.

Run `python -m tests.imports.generate` after a change; a test compares the files with what this script would make.
All names and figures are invented.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent
Row = Sequence[str | int | float | None]


@dataclass(frozen=True)
class Unit:
    """An invented union with its figures of the list and its code in the quarter files."""

    ward: str
    name: str
    bloc: str
    sector: str
    workers: int
    women_workers: int
    members: int
    women: int
    chair: str
    phone: str


_TABLE = """
Phúc Lâm|CĐCS UBND phường Phúc Lâm|Chính quyền phường|Hành chính nhà nước|24|11|23|11|Lý Văn Lan|0240162058
Phúc Lâm|CĐCS Trường Mầm non Hoa Sen|Trường học|Sự nghiệp công lập|31|30|31|30|Đỗ Thị Ước|0240744268
Phúc Lâm|CĐCS Công ty TNHH In Sao Việt 5|DN in ấn|Doanh nghiệp ngoài nhà nước|1210|400|1180|390|Hồ Quang Đạt|0240107949
Phúc Lâm|CĐCS Công ty CP Tổng hợp Cộng Hòa|DN thương mại|Doanh nghiệp ngoài nhà nước|9|3|8|3|Vũ Văn Bình|0912345678
Trúc Đào|CĐCS Quận đoàn|Đoàn thể|Hành chính nhà nước|28|16|25|15|Hoàng Đức Hạnh|0240203206
Trúc Đào|CĐCS Trường Tiểu học Ánh Sao|Trường học|Sự nghiệp công lập|47|40|45|39|Ngô Minh Ánh|0240940376
Trúc Đào|CĐCS Hợp tác xã Dược phẩm Ngọc Bảo|DN dược phẩm|Hợp tác xã|5|2|4|2|Trần Thị Yến|0240104022
Đội Mới|CĐCS Chi cục Thống kê|Kinh tế|Hành chính nhà nước|11|8|11|8|Vũ Văn Phượng|0240807705
Đội Mới|CĐCS Công ty TNHH Ưu Việt|DN vận tải|Doanh nghiệp FDI|149|60|120|52|Hồ Quang Minh|0240904092
Đội Mới|CĐCS Trường THCS Điện Lực|Trường học|Sự nghiệp công lập|63|41|60|40|Lê Thị Oanh|0240270008
"""


def _unit(line: str) -> Unit:
    ward, name, bloc, sector, *figures, chair, phone = line.split("|")
    workers, women_workers, members, women = map(int, figures)
    return Unit(ward, name, bloc, sector, workers, women_workers, members, women, chair, phone)


UNITS = tuple(map(_unit, _TABLE.strip().splitlines()))
WARDS = ("Phúc Lâm", "Trúc Đào", "Đội Mới")
FLOWS = ((2, 0), (1, 1), (15, 5), (1, 0), (0, 0), (3, 2), (0, 0), (1, 1), (8, 0), (0, 4))
"""Members admitted and left in the first quarter; the second has the same."""
REGISTERED: Sequence[tuple[int, Row]] = (
    (0, ("Đợt 1", "Công trình, phần việc", "Sơn sửa mặt tiền cơ quan", 1, "14/02/2023")),
    (0, ("Đợt 1", "Danh hiệu cá nhân", "Lao động tiên tiến", 6, "14/02/2023")),
    (0, ("Đợt 2", "Sáng kiến", "Số hóa hồ sơ một cửa", 2, "16/07/2023")),
    (1, ("Đợt 1", "Danh hiệu tập thể", "Tập thể lao động tiên tiến", 1, "03/03/2023")),
    (1, ("Đợt 2", "Công trình, phần việc", "Vườn hoa trường học", 1, "18/07/2023")),
    (2, ("Đợt 2", "Danh hiệu cá nhân", "Công nhân giỏi Thủ đô", 12, "01/08/2023")),
    (1, ("Đợt 1", "Công trình, phần việc", "Trồng hoa", 1, "30/02/2023")),
)
"""A register: the place of the union in the list, and the cells from the round on."""
LIST_HEADINGS = (
    "STT", "Tên\ncông đoàn cơ sở", "Khối", "Loại hình", "Tổng số\nCNVCLĐ", "Nữ\nCNVCLĐ", "Tổng số\nđoàn viên",
    "Đoàn viên\nnữ", "UV BCH", "Chủ tịch", "SĐT",
)  # fmt: skip


def code(number: int) -> str:
    """The code of the union at place *number* (from 0)."""
    return f"CS{number + 1:04}"


def members(number: int, quarter: int) -> int:
    """The members of the union at place *number* after so many quarters."""
    admitted, left = FLOWS[number]
    return UNITS[number].members + quarter * (admitted - left)


def list_of_wards() -> Workbook:
    """One sheet a ward, a hidden one, formulas never calculated, slips of spaces, line breaks and decomposed marks."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for ward in WARDS:
        sheet = book.create_sheet(ward)
        sheet.append(("LIÊN ĐOÀN LAO ĐỘNG QUẬN BÁCH HOA",))
        sheet.append(("DANH SÁCH CÔNG ĐOÀN CƠ SỞ",))
        sheet.append(("Phường:", ward))
        sheet.append(("(Số liệu tính đến ngày 31/12/2022)",))
        sheet.append(LIST_HEADINGS)
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A2:K2")
        for number, unit in enumerate(unit for unit in UNITS if unit.ward == ward):
            if number == 1:
                sheet.append(())
            sheet.append(_slips(number + 1, unit))
        last = sheet.max_row
        sums = [f"=SUM({letter}6:{letter}{last})" for letter in "EFGH"]
        sheet.append((None, "Tổng cộng", None, None, *sums))
        sheet.append(())
        sheet.append((*[None] * 8, "Người lập biểu"))
    hidden = book.create_sheet("Ghi chú")
    hidden.append(("Không xóa các sheet",))
    hidden.sheet_state = "hidden"
    return book


def _slips(number: int, unit: Unit) -> Row:
    name, workers = unit.name, unit.workers
    if number == 1:
        name = f"  {name} \u00a0"
    elif number == 2:
        name = normalize("NFD", name)
    elif number == 3:
        name = name.replace(" ", "\n", 2)
    shown = f"{workers:,}".replace(",", ".") if number == 3 else f" {workers} " if number == 1 else workers
    phone = int(unit.phone) if unit.phone.startswith("09") else unit.phone
    figures = (shown, unit.women_workers, unit.members, unit.women)
    return (number, name, unit.bloc, unit.sector, *figures, 3, unit.chair, phone)


def figures_of_a_quarter(quarter: int) -> Workbook:
    """Codes, names and figures under a title that names the quarter."""
    book = Workbook()
    sheet = _first(book, "Số liệu")
    sheet.append((f"SỐ LIỆU ĐOÀN VIÊN QUÝ {'I' * quarter}/2023",))
    sheet.append(())
    sheet.append(
        ("STT", "Mã CĐCS", "Tên CĐCS", "Tổng CNVCLĐ", "Nữ CNVCLĐ", "Đoàn viên", "ĐV nữ", "Kết nạp mới", "Giảm")
    )
    for number, unit in enumerate(UNITS):
        workers = unit.workers + 20 * quarter
        counts = (workers, unit.women_workers, members(number, quarter), unit.women, *FLOWS[number])
        sheet.append((number + 1, code(number), unit.name, *counts))
    return book


def deep_headings() -> Workbook:
    """Headings over two rows with merged cells, a row of column numbers, sections, subtotals and two signatures."""
    book = Workbook()
    sheet = _first(book, "Biểu 1")
    for line in ("CÔNG ĐOÀN PHƯỜNG BÁCH HOA", "BIỂU SỐ LIỆU ĐOÀN VIÊN QUÝ III NĂM 2023", ""):
        sheet.append((line,))
    sheet.append(("TT", "Công đoàn cơ sở", "CNVC-LĐ", None, "Đoàn viên", None, None, None, "Lý do"))
    sheet.append((None, None, "Tổng số", "Nữ", "Tổng số", "Trong đó: nữ", "Tăng", "Giảm", None))
    sheet.append(("A", "B", 1, 2, 3, 4, 5, 6, 7))
    for merged in ("A1:D1", "A4:A5", "B4:B5", "C4:D4", "E4:H4", "I4:I5"):
        sheet.merge_cells(merged)
    for section, group in (("I", UNITS[:2]), ("II", UNITS[4:6])):
        sheet.append((section, "Khối trường học và cơ quan"))
        for number, unit in enumerate(group, 1):
            sheet.append((number, unit.name, unit.workers, unit.women_workers, unit.members, unit.women, 0, 0))
        sheet.append((None, "Cộng nhóm", *(sum(values) for values in zip(*_figures(group), strict=True))))
    sheet.append((None, "Tổng cộng (I+II)", *(sum(values) for values in zip(*_figures(UNITS[:6]), strict=True))))
    sheet.append((None, None, None, None, None, "Bách Hoa, ngày 15 tháng 9 năm 2023"))
    sheet.append((None, "Người lập biểu", None, None, None, "TM. BAN CHẤP HÀNH"))
    sheet.append((None, "Nguyễn Văn Lập", None, None, None, "Trần Thị Chủ"))
    return book


def _figures(units: Sequence[Unit]) -> Iterator[tuple[int, int, int, int]]:
    return ((unit.workers, unit.women_workers, unit.members, unit.women) for unit in units)


def register() -> Workbook:
    """What unions register in the two rounds of a year, several rows each; the last row has a day that there is not."""
    book = Workbook()
    sheet = _first(book, "Đăng ký")
    sheet.append(("BẢNG TỔNG HỢP ĐĂNG KÝ THI ĐUA NĂM 2023",))
    sheet.append(())
    sheet.append(
        ("STT", "Mã CĐCS", "Tên CĐCS", "Đợt", "Loại đăng ký", "Nội dung / danh hiệu", "Số lượng", "Ngày đăng ký")
    )
    for number, (at, words) in enumerate(REGISTERED, 1):
        sheet.append((number, code(at), UNITS[at].name, *words))
    return book


def another_list() -> Workbook:
    """A list of another kind, which is not taken in."""
    book = Workbook()
    sheet = _first(book, "Quà Tết")
    sheet.append(("DANH SÁCH NHẬN QUÀ TẾT NĂM 2023",))
    sheet.append(("STT", "Mã CĐCS", "Tên CĐCS", "Số suất quà", "Người nhận"))
    for number, unit in enumerate(UNITS[:3]):
        sheet.append((number + 1, code(number), unit.name, 2, unit.chair))
    return book


def mistakes() -> Workbook:
    """Figures with one mistake a row, and one good row."""
    book = Workbook()
    sheet = _first(book, "Số liệu")
    sheet.append(("SỐ LIỆU ĐOÀN VIÊN QUÝ I/2023",))
    sheet.append(("STT", "Mã CĐCS", "Tên CĐCS", "Tổng CNVCLĐ", "Nữ CNVCLĐ", "Đoàn viên", "ĐV nữ"))
    rows: tuple[Row, ...] = (
        ("CS0001", UNITS[0].name, 24, 11, 23, 11),
        ("CS0002", UNITS[1].name, 31, 30, "khoảng 30", 30),
        ("CS0003", UNITS[2].name, 1210, 400, 1180, 1190),
        ("CS0004", UNITS[3].name, 9, 3, -1, 3),
        ("CS0005", UNITS[4].name, 28, 16, 12.5, 15),
        ("CS0006", UNITS[5].name, "#REF!", 40, 45, 39),
        ("CS0007", UNITS[6].name, 5, 2, 4, 2),
        ("CS0007", UNITS[6].name, 5, 2, 4, 2),
        ("CS0099", "CĐCS Trường Mầm non Hoa Xen", 7, 5, 6, 5),
    )
    for number, row in enumerate(rows, 1):
        sheet.append((number, *row))
    sheet["D8"].data_type = "e"
    return book


def _first(book: Workbook, title: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def groups_as_csv() -> str:
    """The groups of a single union as its secretary's program wrote them: semicolons, no table above."""
    lines = (
        "Tổ công đoàn;Tổ trưởng;Điện thoại;Số đoàn viên;Nữ;Ghi chú",
        "Tổ Văn phòng;Lê Thị Mai;0912 345 678;12;9;",
        'Tổ Giáo viên khối 1;Trần Văn Nam;;1.005;800;"đông nhất; gồm cả\nhợp đồng"',
        "Tổ Bảo vệ;;0240.162.058;4;0;",
        "Tổng cộng;;;1.021;809;",
    )
    return "\n".join(lines) + "\n"


WORKBOOKS = {
    "danh-sach-theo-phuong.xlsx": list_of_wards,
    "so-lieu-quy-1.xlsx": lambda: figures_of_a_quarter(1),
    "so-lieu-quy-2.xlsx": lambda: figures_of_a_quarter(2),
    "tieu-de-hai-dong.xlsx": deep_headings,
    "dang-ky-thi-dua.xlsx": register,
    "qua-tet.xlsx": another_list,
    "so-lieu-co-loi.xlsx": mistakes,
}
CSV = "to-cong-doan.csv"


def make(folder: Path) -> None:
    """Write all samples into *folder*."""
    for name, build in WORKBOOKS.items():
        build().save(folder / name)
    (folder / CSV).write_text(groups_as_csv(), encoding="utf-8-sig", newline="\r\n")


if __name__ == "__main__":
    make(FOLDER)
    sys.stdout.write(f"{FOLDER}\n")
