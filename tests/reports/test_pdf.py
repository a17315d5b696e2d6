"""The PDF as a clerk, a viewer and a printer meet it: text, places, fonts, pages. Rules: decree 30/2020/NĐ-CP."""

import itertools
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.report_samples import heading, pages, report, signature, unions
from unioncare_desktop.errors import EnvironmentProblem
from unioncare_desktop.reports import pdf
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Chart,
    Column,
    Document,
    Heading,
    Kind,
    OfficialHeading,
    Remarked,
    Series,
    SignatureBlock,
    Table,
    Text,
)
from unioncare_desktop.reports.layout import LAYOUT
from unioncare_desktop.reports.typesetting import BOLD, BOLD_ITALIC, ITALIC, REGULAR

VOWELS = ["a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y"]
MARKED = [
    unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in ("", *"\u0300\u0309\u0303\u0301\u0323")
]
LETTERS = [letter for letter in (*MARKED, "đ") if not letter.isascii()]
VIETNAMESE = "".join(LETTERS) + "".join(LETTERS).upper()


@dataclass(frozen=True)
class Piece:
    """A piece of text where it stands: the left end of its baseline in points, its face and size."""

    text: str
    x: float
    y: float
    font: str
    size: float


def pieces(content: bytes, page: int = 0) -> list[Piece]:
    found: list[Piece] = []

    def visit(text: str, cm: list[float], tm: list[float], font: dict[str, str] | None, size: float) -> None:
        if text.strip() and font:
            x, y = cm[0] * tm[4] + cm[2] * tm[5] + cm[4], cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append(Piece(text.strip(), x, y, font["/BaseFont"].rpartition("+")[2], size))

    PdfReader(BytesIO(content)).pages[page].extract_text(visitor_text=visit)
    return found


def the(piece: str, content: bytes, page: int = 0) -> Piece:
    return next(found for found in pieces(content, page) if found.text.startswith(piece))


def document(*body: Block, annexes: tuple[Annex, ...] = (), **head: object) -> Document:
    return Document(heading(**head), body, signature(), annexes)


ORDINAL, MEMBERS = Column("TT", Kind.ORDINAL), Column("Đoàn viên", Kind.WHOLE, total=True)


def numbered(count: int) -> Table:
    return Table(
        (ORDINAL, Column("Tên"), MEMBERS),
        tuple((number, f"Dòng {number}", 1000 + number) for number in range(1, count + 1)),
    )


# The head


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("LĐLĐ THÀNH PHỐ HÀ NỘI", REGULAR, 12),
        ("LĐLĐ QUẬN BA ĐÌNH", BOLD, 12),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD, 12),
        ("Độc lập - Tự do - Hạnh phúc", BOLD, 13),
        ("Số: 05/BC-LĐLĐ", REGULAR, 13),
        ("Ba Đình, ngày 08 tháng 9 năm 2023", ITALIC, 13),
        ("BÁO CÁO", BOLD, 14),
        ("Số liệu đoàn viên, công đoàn cơ sở Quý III/2023", BOLD, 14),
        ("Kính gửi: Liên đoàn Lao động thành phố Hà Nội", REGULAR, 13),
        ("Nơi nhận:", BOLD_ITALIC, 12),
        ("- Như trên;", REGULAR, 11),
        ("- Lưu: VT.", REGULAR, 11),
        ("TM. BAN THƯỜNG VỤ", BOLD, 13),
        ("CHỦ TỊCH", BOLD, 13),
        ("Nguyễn Thị Hường", BOLD, 13),
    ],
)
def test_each_part_has_its_size_and_weight(text: str, font: str, size: float) -> None:
    piece = the(text, pdf.render(document(Text("Đoạn."))))

    assert (piece.text, piece.font, piece.size) == (text, font, size)


def test_number_and_day_share_a_line_left_and_right() -> None:
    content = pdf.render(document(Text("Đoạn.")))
    number, day = the("Số: 05", content), the("Ba Đình, ngày", content)

    assert number.y == day.y
    assert number.x < day.x
    assert the("LĐLĐ THÀNH", content).y == the("CỘNG HÒA", content).y


def test_a_remark_on_a_figure_is_seen_and_explained_below() -> None:
    columns = (Column("TT", Kind.ORDINAL), Column("Tên"), Column("Đoàn viên", Kind.WHOLE, total=True))
    rows = ((1, "Một", Remarked(1717, italic=True)), (2, "Hai", Remarked(1818, mark="(1)")), (3, "Ba", 1919))
    table = Table(columns, rows, totals_label="Cộng", note="In nghiêng: chưa chắc.", footnotes=("(1) Hai: thêm.",))
    content = pdf.render(document(table))

    assert the("1.717", content).font == ITALIC
    assert (the("1.818", content).font, the("1.919", content).font) == (REGULAR, REGULAR)
    assert the("5.454", content).font == BOLD
    assert "1.818 (1)" in pages(content)[0]
    assert the("(1) Hai: thêm.", content).y < the("In nghiêng", content).y < the("5.454", content).y


def rules(content: bytes, page: int = 0) -> list[tuple[float, float, float]]:
    """The level horizontal lines of a page: left, right, height above the foot."""
    with closing(pypdfium2.PdfDocument(content)) as opened:
        bounds = [
            part.get_bounds() for part in opened[page].get_objects() if part.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH
        ]
    return [(left, right, bottom) for left, bottom, right, top in bounds if top - bottom < 2]


@pytest.mark.parametrize(
    ("text", "size", "least", "most"),
    [
        ("Độc lập - Tự do - Hạnh phúc", 13, 0.99, 1.01),
        ("LĐLĐ QUẬN BA ĐÌNH", 12, 0.33, 0.5),
        ("Số liệu đoàn viên, công đoàn cơ sở Quý III/2023", 14, 0.33, 0.5),
    ],
)
def test_rules_stand_centred_beneath_their_text(text: str, size: float, least: float, most: float) -> None:
    content = pdf.render(document(Text("Đoạn.")))
    piece, width = the(text, content), stringWidth(text, BOLD, size)
    left, right, level = min(rules(content), key=lambda rule: abs(rule[2] - piece.y) + abs(rule[0] - piece.x) / 10)

    assert 0 < piece.y - level < size
    assert least * width - 1 < right - left < most * width + 1
    assert (left + right) / 2 == pytest.approx(piece.x + width / 2, abs=1)


def test_what_the_clerk_writes_by_hand_stays_blank() -> None:
    text = pages(pdf.render(document(Text("Đoạn."), number="", day=None)))[0]

    assert "/BC-LĐLĐ" in text
    assert "Ba Đình, ngày … tháng … năm 2023" in text


def test_the_body_is_indented_and_stays_within_the_margins() -> None:
    content = pdf.render(report(40))

    assert the("Tính đến ngày", content).x == pytest.approx((LAYOUT.left + LAYOUT.first_line) * mm, abs=0.5)
    for number, page in enumerate(PdfReader(BytesIO(content)).pages):
        inside = [
            piece
            for piece in pieces(content, number)
            if not (number and piece.text.isdigit() and piece.size == 13) and not piece.text.startswith("Mã số liệu")
        ]
        assert min(piece.x for piece in inside) >= LAYOUT.left * mm - 0.5
        assert max(piece.x for piece in inside) <= float(page.mediabox.width) - LAYOUT.right * mm
        assert min(piece.y for piece in inside) >= LAYOUT.bottom * mm
        assert max(piece.y for piece in inside) <= float(page.mediabox.height) - LAYOUT.top * mm


# Pages


def test_pages_are_numbered_at_the_top_from_the_second_and_annexes_by_themselves() -> None:
    annexes = tuple(Annex(f"Phụ lục {label}", "Danh sách", unions(60)) for label in ("I", "II"))
    content = pdf.render(document(numbered(80), annexes=annexes))
    width = PdfReader(BytesIO(content)).pages[1].mediabox.width
    starts = [at for at, text in enumerate(pages(content)) if "Nơi nhận" in text or "Phụ lục" in text]
    shown = [
        [p.text for p in pieces(content, at) if p.size == LAYOUT.page_number and p.text.isdigit()] for at in range(5)
    ]

    assert shown[0] == []
    assert shown[1] == ["2"]
    number = next(piece for piece in pieces(content, 1) if piece.text == "2" and piece.size == LAYOUT.page_number)
    middle = (LAYOUT.left * mm + float(width) - LAYOUT.right * mm) / 2
    assert number.x + stringWidth("2", REGULAR, 13) / 2 == pytest.approx(middle, abs=1)
    assert (297 - LAYOUT.top) * mm < number.y < 297 * mm
    for start in starts[1:]:
        assert not [piece for piece in pieces(content, start) if piece.size == 13 and piece.text.isdigit()]
        assert [p.text for p in pieces(content, start + 1) if p.size == 13 and p.text.isdigit()] == ["2"]


def test_an_annex_is_landscape_and_names_the_report() -> None:
    content = pdf.render(report(3))
    body, annex = PdfReader(BytesIO(content)).pages

    assert body.mediabox.width < body.mediabox.height
    assert annex.mediabox.width > annex.mediabox.height
    assert the("Phụ lục I", content, 1) == replace(the("Phụ lục I", content, 1), font=BOLD, size=14)
    assert the("DANH SÁCH", content, 1).font == BOLD
    assert the("(Kèm theo Báo cáo số 05/BC-LĐLĐ", content, 1).font == ITALIC


@pytest.mark.parametrize("count", [1, 5, 1500])
def test_every_union_is_printed_once_under_repeated_headings(count: int) -> None:
    printed = pages(pdf.render(report(count)))
    first = next(at for at, text in enumerate(printed) if "Phụ lục I" in text)
    codes = [word for text in printed[first:] for word in text.split() if word.startswith(("CS0", "CS1"))]

    assert codes == [f"CS{number:04}" for number in range(1, count + 1)]
    assert all(text.count("Tên công đoàn cơ sở") == 1 for text in printed[first:])
    assert "Cộng" in printed[-1]


def test_names_that_need_several_lines_stay_in_one_row() -> None:
    name = "Công đoàn cơ sở " + "Trường Trung học phổ thông Chuyên " * 8
    rows = tuple((number, f"{name}{number}.", number) for number in range(60))
    table = replace(numbered(0), rows=rows)

    for text in pages(pdf.render(document(table))):
        line = " ".join(text.split())
        assert line.count("Công đoàn cơ sở Trường") == len(re.findall(r"Chuyên \d+\.", line))


def test_tables_that_tell_the_same_of_different_things_stand_under_each_other() -> None:
    by_sector = replace(numbered(2), rows=((1, "Doanh nghiệp ngoài nhà nước, chi nhánh và văn phòng đại diện", 1),))
    by_area = replace(by_sector, columns=(ORDINAL, Column("Địa bàn"), MEMBERS), rows=((1, "Kim Mã", 20_000),))
    content = pdf.render(document(by_sector, by_area))
    titles = [piece for piece in pieces(content) if piece.text == "Đoàn viên"]

    assert len(titles) == 2
    assert titles[0].x == titles[1].x


def body_units(content: bytes) -> Iterator[tuple[bool, list[str]]]:
    """For each page of the body: whether it bears the signature, and the test's own lines on it."""
    for text in pages(content):
        lines = [line for line in text.split("\n") if "Dòng" in line or "đoạn văn" in line]
        yield "Nguyễn Thị Hường" in text, lines


@pytest.mark.parametrize("count", range(81))
def test_the_signature_never_stands_alone_below_a_table(count: int) -> None:
    content = pdf.render(document(numbered(count)))
    signed = [lines for bears, lines in body_units(content) if bears]

    assert [len(lines) >= min(2, count) for lines in signed] == [True]
    assert "TM. BAN THƯỜNG VỤ" in pages(content)[-1]
    assert the("Nơi nhận:", content, -1).y == pytest.approx(the("TM. BAN", content, -1).y, abs=2)


CHART = Chart("Biểu đồ", ("Một", "Hai"), (Series("Loạt số", (3, 4)),))


def height_of_chart(content: bytes) -> float:
    return the("Loạt số", content).y - the("Một", content).y


@pytest.mark.parametrize("count", range(1, 30))
def test_a_chart_is_lower_only_where_its_table_then_ends_on_the_same_page(count: int) -> None:
    whole = height_of_chart(pdf.render(document(CHART, numbered(0))))
    content = pdf.render(document(CHART, numbered(count)))
    height = height_of_chart(content)
    together = len(next(body_units(content))[1]) == count

    assert height > 0.6 * whole
    assert height == pytest.approx(whole) or together
    assert together == (count <= 13)


@pytest.mark.parametrize(("lines", "last"), [*itertools.product(range(18, 46, 3), (1, 2, 3, 4, 9))])
def test_the_signature_never_stands_alone_below_text(lines: int, last: int) -> None:
    body = [*(Text(f"đoạn văn {number}") for number in range(lines)), Text("đoạn văn cuối " * 5 * last)]
    content = pdf.render(document(*body))

    assert [len(found) >= 2 for bears, found in body_units(content) if bears] == [True]


@pytest.mark.parametrize("lines", range(0, 44, 2))
def test_a_heading_never_ends_a_page(lines: int) -> None:
    texts = [Text(f"đoạn văn {number}") for number in range(lines)]
    content = pdf.render(document(*texts, Heading("I. TIÊU ĐỀ"), Heading("1. Mục"), numbered(5)))

    for text in pages(content):
        after = text.partition("I. TIÊU ĐỀ")[2]
        assert "I. TIÊU ĐỀ" not in text or ("1. Mục" in after and "Dòng 2" in after)


@pytest.mark.parametrize("lines", range(24, 34))
def test_what_announces_a_table_stands_above_it(lines: int) -> None:
    texts = [*(f"Dòng {number}" for number in range(lines)), "Gồm các đơn vị sau:"]
    body: list[Block] = [*map(Text, texts), numbered(2)]
    found = [page for page in pages(pdf.render(document(*body))) if "Gồm các đơn vị sau:" in page]

    assert len(found) == 1
    assert "1.001" in found[0]


def test_there_is_room_for_signature_and_stamp() -> None:
    content = pdf.render(document(Text("Đoạn.")))
    position, name = the("CHỦ TỊCH", content), the("Nguyễn Thị Hường", content)

    assert position.y - name.y >= LAYOUT.signing_room * mm
    assert position.x > 105 * mm


# Text


def test_every_letter_of_vietnamese_is_drawn_and_copies_out_composed() -> None:
    assert len(VIETNAMESE) == 134
    bold, plain = Heading(VIETNAMESE[:67] + " " + VIETNAMESE[67:]), Text(VIETNAMESE[:67] + " " + VIETNAMESE[67:])
    text = pages(pdf.render(document(bold, plain)))[0].replace("\n", "")

    assert text.count(VIETNAMESE[:67]) == 2
    assert text.count(VIETNAMESE[67:]) == 2


def test_decomposed_text_is_composed() -> None:
    texts = (Text("Nguyễn Thị Hường, Ữ, Ặ"), Heading("Tổng hợp"))
    decomposed = [replace(text, text=unicodedata.normalize("NFD", text.text)) for text in texts]

    read, composed = (pages(pdf.render(document(*one)))[0].partition("Mã số liệu")[0] for one in (decomposed, texts))
    assert read == composed


@pytest.mark.parametrize(
    "name", ["Công ty <ABC> & Co", "<b>đậm</b>", "=1+1", "<img src='/etc/passwd'/>", "&lt; &#65;", "{0}"]
)
def test_text_is_never_markup(name: str) -> None:
    table = Table((Column("Tên"),), ((name,),), title=name, note=name)
    content = pdf.render(
        document(Heading(name), Text(name), table, subject=name, annexes=(Annex("Phụ lục I", name, table),))
    )
    body, annex = pages(content)

    assert body.count(name) == 6
    assert annex.count(name) >= 3


def test_letters_that_the_font_lacks_become_boxes() -> None:
    odd = "Vui 😀 mừng 日本 \u202egnol \x07\ufeff\U0010ffff\ud800"
    table = Table((Column(odd),), ((odd,),), title=odd)
    text = pages(pdf.render(document(Heading(odd), Text(odd), table, subject=odd)))[0]

    assert text.count("Vui □ mừng □□ gnol") == 6


@pytest.mark.parametrize("length", [41, 400, 20_000])
def test_words_without_spaces_are_broken(length: int) -> None:
    word = "x" * length
    content = pdf.render(document(Heading(word[:2000]), Text(word), Table((Column(word[:500]),), ((word[:2000],),))))

    assert max(piece.x + stringWidth(piece.text, REGULAR, piece.size) for piece in pieces(content)) < 197 * mm
    assert sum(text.count("x") for text in pages(content)) >= length


def test_nothing_is_too_large_to_print() -> None:
    long = "Công đoàn " * 1000
    rows = tuple((number, long, number) for number in range(4))
    many = SignatureBlock(long, long, long, tuple(f"Nơi {number}" for number in range(150)))
    body = (Heading(long), Text(long), replace(numbered(0), rows=rows, title=long[:2000], note=long))
    text = "".join(pages(pdf.render(Document(heading(), body, many))))

    assert all(f"- Nơi {number};" in text for number in range(150))


def test_numbers_stay_with_their_words() -> None:
    for filler in range(60, 80):
        text = pages(
            pdf.render(document(Text("x" * filler + " có 22.000 đoàn viên ngày 05 tháng 6, đạt 87,8 % Quý III")))
        )[0]
        assert not [line for line in text.split("\n") if line.endswith((" 22.000", " ngày", " tháng", " 87,8", " Quý"))]


def test_a_whole_date_may_go_over_the_end_of_a_line() -> None:
    """Or the words before it would be torn apart to fill their line."""
    words = " từ ngày 01 tháng 01 năm 2024 theo danh sách"
    made = [pages(pdf.render(document(Text("x" * filler + words))))[0] for filler in range(50, 80)]
    lines = {line.replace("\N{NO-BREAK SPACE}", " ")[-8:] for text in made for line in text.split("\n")}

    assert {" ngày 01", "tháng 01"} <= lines


def test_figures_are_written_the_vietnamese_way() -> None:
    columns = (Column("Tên"), Column("Đoàn viên", Kind.WHOLE), Column("Tỷ lệ", Kind.PERCENT), Column("Ngày", Kind.DAY))
    table = Table(columns, (("a", 22000, 0.878, heading().day), ("b", 0, None, None)))
    text = pages(pdf.render(document(table)))[0]

    assert "a 22.000 87,8 % 08/09/2023" in text.replace("\n", " ")


# The file


def test_the_same_data_give_the_same_bytes() -> None:
    assert pdf.render(report(60)) == pdf.render(report(60))


def test_all_fonts_are_embedded() -> None:
    fonts: dict[str, bool] = {}
    for page in PdfReader(BytesIO(pdf.render(report(60)))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a dictionary, says the format
            name = font["/BaseFont"].rpartition("+")[2]
            fonts[name] = "/FontFile2" in font["/FontDescriptor"]

    assert fonts == dict.fromkeys((REGULAR, BOLD, ITALIC, BOLD_ITALIC), True)


def test_viewers_show_title_and_bookmarks() -> None:
    reader = PdfReader(BytesIO(pdf.render(report(60))))
    title = "Báo cáo Số liệu đoàn viên, công đoàn cơ sở Quý III/2023"

    assert reader.metadata
    assert (reader.metadata.title, reader.metadata.author) == (title, "LĐLĐ quận Ba Đình")
    first, parts, annex = reader.outline
    assert isinstance(parts, list)
    assert [getattr(first, "title", ""), getattr(annex, "title", "")] == [title, "Phụ lục I. Danh sách công đoàn cơ sở"]
    assert [getattr(part, "title", "") for part in parts] == ["I. SỐ LIỆU CHUNG", "II. ĐOÀN VIÊN THEO LOẠI HÌNH"]


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "BC.pdf"
    pdf.write(report(5), path)

    assert path.read_bytes() == pdf.render(report(5))
    with pytest.raises(EnvironmentProblem):
        pdf.write(report(5), tmp_path / "không có" / "BC.pdf")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed")
def test_poppler_reads_the_same_text(tmp_path: Path) -> None:
    path = tmp_path / "BC.pdf"
    pdf.write(report(5), path)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()

    assert unicodedata.is_normalized("NFC", text)
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "10.308 đoàn viên", "DANH SÁCH CÔNG ĐOÀN CƠ SỞ"):
        assert words in text


def test_an_office_without_superior_or_addressee_has_a_report_too() -> None:
    bare = OfficialHeading("", "CĐCS Trường A", "", "BC-CĐCS", "", None, 2026, "BÁO CÁO", "Số liệu")
    text = pages(pdf.render(Document(bare, (), SignatureBlock("TM. BAN CHẤP HÀNH", "Chủ tịch", ""))))[0]

    assert "CĐCS TRƯỜNG A" in text
    assert "Kính gửi" not in text
