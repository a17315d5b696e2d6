"""Documents of any length for the tests of the writers, and the text of what they wrote.

Invented unions with plausible figures."""

from contextlib import closing
from datetime import date

import pypdfium2

from unioncare_desktop.reports.document import (
    Annex,
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    OfficialHeading,
    Series,
    SignatureBlock,
    Style,
    Table,
    Text,
)

BEFORE, AFTER = (9, 8, 8, 4), (17, 12)
SECTORS = ("Hành chính nhà nước", "Sự nghiệp công lập", "Doanh nghiệp ngoài nhà nước", "Doanh nghiệp FDI", "Hợp tác xã")
AREAS = ("Phường Cống Vị", "Phường Điện Biên", "Phường Giảng Võ", "Phường Ngọc Hà", "Phường Quán Thánh")
NAMES = (
    "CĐCS Công ty cổ phần Xây dựng và Thương mại Đống Đa",
    "CĐCS Trường Mầm non Hoa Hồng",
    "CĐCS Văn phòng Ủy ban nhân dân phường",
    "CĐCS Công ty trách nhiệm hữu hạn một thành viên Dịch vụ Kỹ thuật và Môi trường đô thị Thăng Long",
    "CĐCS Hợp tác xã Dịch vụ Nông nghiệp",
)
LIST_COLUMNS = (
    Column("STT", Kind.ORDINAL),
    Column("Mã"),
    Column("Tên công đoàn cơ sở", width=1.5),
    Column("Địa bàn"),
    Column("Loại hình"),
    Column("Ngày thành lập", Kind.DAY),
    Column("Tổng số CNVCLĐ", Kind.WHOLE, total=True),
    Column("Lao động nữ", Kind.WHOLE, total=True),
    Column("Đoàn viên", Kind.WHOLE, total=True),
    Column("Đoàn viên nữ", Kind.WHOLE, total=True),
    Column("Tỷ lệ", Kind.PERCENT, ratio=("Đoàn viên", "Tổng số CNVCLĐ")),
    Column("Ghi chú"),
)


def union(number: int) -> tuple[Cell, ...]:
    """One row of the list; every 50th union has not reported."""
    name = f"{NAMES[number % len(NAMES)]} {number}"
    place: tuple[Cell, ...] = (AREAS[number % len(AREAS)], SECTORS[number * 7 % len(SECTORS)])
    founded = date(1990 + number % 33, number % 12 + 1, number % 28 + 1)
    if number % 50 == 0:
        return (number, f"CS{number:04}", name, *place, founded, None, None, None, None, None, "Chưa báo cáo")
    workers = 5 + number * 37 % 240
    members = workers - number % 4
    return (
        *(number, f"CS{number:04}", name, *place, founded),
        *(workers, workers // 2, members, members // 2, members / workers, None),
    )


def unions(count: int) -> Table:
    """The full list of *count* unions."""
    return Table(LIST_COLUMNS, tuple(union(number) for number in range(1, count + 1)), totals_label="Cộng")


def heading(**changes: object) -> OfficialHeading:
    """The head of a report of an invented district, with *changes*."""
    values: dict[str, object] = {
        "superior": "LĐLĐ thành phố Hà Nội",
        "issuer": "LĐLĐ quận Ba Đình",
        "number": "5",
        "symbol": "BC-LĐLĐ",
        "place": "Ba Đình",
        "day": date(2023, 9, 8),
        "year": 2023,
        "kind_name": "BÁO CÁO",
        "subject": "Số liệu đoàn viên, công đoàn cơ sở Quý III/2023",
        "addressed_to": "Liên đoàn Lao động thành phố Hà Nội",
    }
    return OfficialHeading(**(values | changes))  # type: ignore[arg-type]  # the names of its fields


def signature() -> SignatureBlock:
    """The chair signs in the name of the standing committee."""
    return SignatureBlock("TM. Ban Thường vụ", "Chủ tịch", "Nguyễn Thị Hường", ("Như trên", "Thường trực Quận ủy"))


def by_sector(listed: Table) -> Table:
    """The list's figures summed by sector."""
    columns = (
        Column("Loại hình"),
        Column("CĐCS", Kind.WHOLE, total=True),
        Column("CNVCLĐ", Kind.WHOLE, total=True),
        Column("Đoàn viên", Kind.WHOLE, total=True),
        Column("Tỷ lệ", Kind.PERCENT, ratio=("Đoàn viên", "CNVCLĐ")),
    )
    rows = []
    for sector in SECTORS:
        chosen = [row for row in listed.rows if row[4] == sector]
        workers, members = (sum(int(str(row[at] or 0)) for row in chosen) for at in (6, 8))
        rows.append((sector, len(chosen), workers, members, members / workers if workers else None))
    return Table(columns, tuple(rows), totals_label="Cộng")


def summary(listed: Table) -> Table:
    """What the report says in figures, each checked by the list."""
    workers, members = listed.total(6), listed.total(8)
    columns = (
        Column("TT", Kind.ORDINAL),
        Column("Chỉ tiêu", width=3),
        Column("Quý III/2023", Kind.WHOLE),
        Column("Quý II/2023", Kind.WHOLE),
        Column("Tăng, giảm", Kind.CHANGE),
    )
    rows: tuple[tuple[Cell, ...], ...] = (
        (1, "Tổng số CNVCLĐ", Figure(int(workers or 0), "Tổng số CNVCLĐ"), 11000, 454),
        (2, "Đoàn viên", Figure(int(members or 0), "Đoàn viên"), 9757, -12),
        (3, "Tỷ lệ đoàn viên trên CNVCLĐ", members / workers if workers and members else None, 0.8519, 0.0187),
        (4, "CĐCS chưa báo cáo", sum(row[6] is None for row in listed.rows), None, None),
    )
    return Table(columns, rows)


def report(count: int, **changes: object) -> Document:
    """A member report of *count* unions, *changes* being those of its head."""
    listed = unions(count)
    return Document(
        heading=heading(**changes),
        body=(
            Text("Căn cứ Kế hoạch số 10/KH-LĐLĐ về phát triển đoàn viên, thành lập công đoàn cơ sở;", Style.BASIS),
            Text(
                "Tính đến ngày 31/8/2023, quận có 330 công đoàn cơ sở với 10.308 đoàn viên trên 11.740 CNVCLĐ, "
                "đạt 87,8 %; so với Quý II tăng 263 đoàn viên (kết nạp 394, giảm 131)."
            ),
            Heading("I. SỐ LIỆU CHUNG"),
            summary(listed),
            Heading("II. ĐOÀN VIÊN THEO LOẠI HÌNH"),
            Text("Số công đoàn cơ sở có dưới 10 đoàn viên là 61; đã ghép 32/62 đơn vị theo mốc 31/12/2022."),
            by_sector(listed),
        ),
        signature=signature(),
        annexes=(Annex("Phụ lục I", "Danh sách công đoàn cơ sở", listed),),
    )


def sizes() -> Chart:
    """Four unions before, two after, each category with one bar."""
    blanks = (None,) * 5
    return Chart(
        "Số đoàn viên trước và sau khi ghép",
        (*map(str, BEFORE), "", *map(str, AFTER)),
        (Series("Trước: 4 CĐCS", (*BEFORE, *blanks[:3])), Series("Sau: 2 CĐCS", (*blanks, *AFTER))),
        limit=10,
        limit_name="Mức 10 đoàn viên",
        beside=False,
    )


def pages(content: bytes) -> list[str]:
    """The text of each page of a PDF."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
