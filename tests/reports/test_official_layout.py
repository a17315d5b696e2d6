"""Each element of an official document, measured in the PDF itself: face, size, place, rules, breaks.

Rules: decree 30/2020/NĐ-CP, appendix I; documents of the Party by guidance 36-HD/VPTW. Sizes are those of the data.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from tests.report_samples import heading, report, signature, unions
from tests.set_pages import POINTS, Printed, Sheet, sheet_with, sheets
from unioncare_desktop.domain.records.office import PARTY_STYLE
from unioncare_desktop.reports import content, excel, pdf
from unioncare_desktop.reports.document import Annex, Document, Heading, Style, Text
from unioncare_desktop.reports.layout import LAYOUT, Layout
from unioncare_desktop.reports.typesetting import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from unioncare_desktop.vietnamese import NO_BREAK

LARGEST = Layout(
    top=25,
    bottom=25,
    left=35,
    right=20,
    country=13,
    party=16,
    motto=14,
    superior=13,
    issuer=13,
    place_and_day=14,
    short_rule=0.5,
    title=13,
    letter_subject=13,
    body=14,
    first_line=10,
    paragraph_gap=8,
    leading=1.5,
    page_number=14,
    contact=12,
    footer=7,
    signature=14,
    recipients_label=12,
    signing_room=40,
    annex_title=13,
    annex_reference=14,
)
LAYOUTS = pytest.mark.parametrize("layout", [LAYOUT, LARGEST], ids=["usual", "largest"])
BODY = (
    Text("Căn cứ Kế hoạch số 10/KH-LĐLĐ;", Style.BASIS),
    Text("Xét đề nghị của Ban Tổ chức.", Style.BASIS),
    Heading("I. TÌNH HÌNH"),
    Text("Đoạn văn thứ nhất của báo cáo. " * 12),
    Heading("1. Kết quả", 2),
    Text("Đoạn văn thứ hai của báo cáo. " * 12),
)
CONTACT = "Địa chỉ: Số 25 phố Liễu Giai, thành phố Hà Nội; Điện thoại: 02437620123"
BODIES = "Liên đoàn Lao động thành phố Hà Nội\nBan Thường vụ Quận ủy"


@cache
def union(layout: Layout = LAYOUT) -> tuple[Document, list[Sheet]]:
    annexes = (Annex("Phụ lục I", "Danh sách", unions(40)), Annex("Phụ lục II", "Bảng", unions(2), landscape=False))
    return printed(Document(heading(contact=CONTACT), BODY * 4, signature(), annexes, layout))


@cache
def of_party(layout: Layout = LAYOUT) -> tuple[Document, list[Sheet]]:
    changes = {"style": PARTY_STYLE, "symbol": "BC/ĐU", "superior": "Đảng bộ thành phố", "issuer": "Đảng ủy Liên đoàn"}
    signed = replace(signature(), authority="T/M Ban Thường vụ", position="K/T Bí thư\nPhó Bí thư")
    return printed(Document(heading(**changes), BODY, signed, layout=layout))


@cache
def letter(layout: Layout = LAYOUT) -> tuple[Document, list[Sheet]]:
    head = heading(kind_name="", symbol="LĐLĐ", subject="đôn đốc nộp báo cáo Quý III/2023", addressed_to=BODIES)
    return printed(Document(head, BODY, signature(), layout=layout))


def printed(document: Document) -> tuple[Document, list[Sheet]]:
    return document, sheets(pdf.render(document))


def centred_under(one: Printed, other: Printed) -> bool:
    return abs(one.middle - other.middle) < 1


def middle_of(sheet: Sheet, layout: Layout) -> float:
    return (sheet.width + (layout.left - layout.right) * POINTS) / 2


# Faces and sizes


@LAYOUTS
@pytest.mark.parametrize(
    ("text", "face", "size"),
    [
        ("LĐLĐ THÀNH PHỐ HÀ NỘI", REGULAR, "superior"),
        ("LĐLĐ QUẬN BA ĐÌNH", BOLD, "issuer"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD, "country"),
        ("Độc lập - Tự do - Hạnh phúc", BOLD, "motto"),
        ("Số: 05/BC-LĐLĐ", REGULAR, "number"),
        ("Ba Đình, ngày 08 tháng 9 năm 2023", ITALIC, "place_and_day"),
        ("BÁO CÁO", BOLD, "title"),
        ("Số liệu đoàn viên, công đoàn cơ sở Quý III/2023", BOLD, "title"),
        ("Kính gửi: Liên đoàn Lao động thành phố Hà Nội", REGULAR, "body"),
        ("Căn cứ Kế hoạch số 10/KH-LĐLĐ;", ITALIC, "body"),
        ("I. TÌNH HÌNH", BOLD, "body"),
        ("1. Kết quả", BOLD, "body"),
        ("Đoạn văn thứ nhất", REGULAR, "body"),
        ("Mã số liệu ", REGULAR, "footer"),
        ("2", REGULAR, "page_number"),
        ("Nơi nhận:", BOLD_ITALIC, "recipients_label"),
        ("- Như trên;", REGULAR, "recipients"),
        ("- Lưu: VT.", REGULAR, "recipients"),
        ("TM. BAN THƯỜNG VỤ", BOLD, "signature"),
        ("CHỦ TỊCH", BOLD, "signature"),
        ("Nguyễn Thị Hường", BOLD, "signature"),
        ("Phụ lục I", BOLD, "annex_label"),
        ("DANH SÁCH", BOLD, "annex_title"),
        ("(Kèm theo Báo cáo số 05/BC-LĐLĐ ngày 08 tháng 9 năm 2023", ITALIC, "annex_reference"),
        ("Phụ lục II", BOLD, "annex_label"),
    ],
)
def test_every_element_has_its_face_and_the_size_of_the_data(layout: Layout, text: str, face: str, size: str) -> None:
    piece = sheet_with(union(layout)[1], text).the(text)

    assert (piece.face, piece.size) == (face, getattr(layout, size))


# Places


@LAYOUTS
def test_the_head_stands_in_two_columns_with_its_rules(layout: Layout) -> None:
    first = union(layout)[1][0]
    superior, issuer = first.the("LĐLĐ THÀNH"), first.the("LĐLĐ QUẬN")
    country, motto = first.the("CỘNG HÒA"), first.the("Độc lập")
    number, day = first.the("Số: 05"), first.the("Ba Đình, ngày")

    assert superior.baseline == country.baseline
    assert number.baseline == day.baseline < motto.baseline < country.baseline
    assert centred_under(issuer, superior)
    assert centred_under(number, issuer)
    assert centred_under(motto, country)
    assert centred_under(day, motto)
    assert max(superior.right, issuer.right, number.right) < country.left
    below_motto, below_issuer = first.below(motto), first.below(issuer)
    assert (below_motto.left, below_motto.right) == pytest.approx((motto.left, motto.right), abs=1.5)
    assert (below_issuer.right - below_issuer.left) / (issuer.right - issuer.left) == pytest.approx(
        layout.short_rule, abs=0.02
    )
    assert below_issuer.middle == pytest.approx(issuer.middle, abs=1)
    assert day.baseline < below_motto.level < motto.baseline


@LAYOUTS
def test_title_and_subject_are_centred_over_a_short_rule(layout: Layout) -> None:
    first = union(layout)[1][0]
    kind, subject = first.the("BÁO CÁO"), first.the("Số liệu đoàn viên")
    middle = middle_of(first, layout)
    rule = first.below(subject)

    assert kind.baseline > subject.baseline
    assert [one.middle for one in (kind, subject, rule, first.the("Kính gửi"))] == pytest.approx([middle] * 4, abs=1)
    assert (rule.right - rule.left) / (subject.right - subject.left) == pytest.approx(layout.short_rule, abs=0.02)


@LAYOUTS
def test_the_body_keeps_margins_indents_and_gaps(layout: Layout) -> None:
    first = union(layout)[1][0]
    left, right = layout.left * POINTS, first.width - layout.right * POINTS
    begins = [first.the(text).left for text in ("Căn cứ", "Đoạn văn thứ nhất", "I. TÌNH HÌNH", "1. Kết quả")]
    lines = [one for one in first.pieces if one.face == REGULAR and "của báo cáo" in one.text]
    basis, other = first.the("Căn cứ"), first.the("Xét đề nghị")

    assert begins == pytest.approx([left + layout.first_line * POINTS] * 4, abs=1)
    assert lines[0].right == pytest.approx(right, abs=1)
    assert lines[1].left == pytest.approx(left, abs=1)
    assert lines[0].baseline - lines[1].baseline == pytest.approx(layout.body * layout.leading, abs=0.2)
    gap = basis.baseline - other.baseline - layout.body * layout.leading
    assert gap == pytest.approx(layout.paragraph_gap, abs=0.2)


@LAYOUTS
def test_what_is_printed_stays_within_the_margins(layout: Layout) -> None:
    for sheet in union(layout)[1]:
        inside = [one for one in sheet.pieces if not one.text.isdigit() and not one.text.startswith("Mã số liệu")]

        assert min(one.left for one in inside) >= layout.left * POINTS - 1
        assert max(one.right for one in inside) <= sheet.width - layout.right * POINTS + 1
        assert max(one.baseline + 0.7 * one.size for one in inside) <= sheet.height - layout.top * POINTS
        assert min(one.baseline for one in inside) >= layout.bottom * POINTS


@LAYOUTS
def test_pages_are_numbered_in_the_middle_of_the_top_margin_but_for_the_first(layout: Layout) -> None:
    _document, found = union(layout)
    expected = 0
    for sheet in found:
        expected = 1 if sheet.has("CỘNG HÒA") or sheet.has("Phụ lục") else expected + 1
        above = [one for one in sheet.pieces if one.baseline > sheet.height - layout.top * POINTS]

        assert [one.text for one in above] == [str(expected)] * (expected > 1)
        assert [abs(one.middle - middle_of(sheet, layout)) < 1 for one in above] == [True] * len(above)


@LAYOUTS
def test_an_annex_lies_across_where_its_table_wants_it(layout: Layout) -> None:
    annexes = [sheet for sheet in union(layout)[1] if sheet.has("Phụ lục")]

    assert [sheet.width > sheet.height for sheet in annexes] == [True, False]
    assert [sheet.the("(Kèm theo Báo cáo số 05").baseline < sheet.the("Phụ lục").baseline for sheet in annexes]
    for sheet in annexes:
        assert abs(sheet.the("Phụ lục").middle - middle_of(sheet, layout)) < 1


@LAYOUTS
def test_every_page_tells_the_mark_of_the_data_in_its_lower_margin(layout: Layout) -> None:
    document, found = union(layout)
    for sheet in found:
        mark = sheet.the("Mã số liệu")

        assert mark.text == f"Mã số liệu {content.mark(document)}"
        assert mark.left == pytest.approx(layout.left * POINTS, abs=1)
        assert 4 * POINTS < mark.baseline < layout.bottom * POINTS - mark.size


def test_contacts_stand_under_a_line_as_wide_as_the_page_on_the_first_page_only() -> None:
    _document, found = union(LARGEST)
    first = found[0]
    contact = first.the("Địa chỉ:")
    rule = next(one for one in first.rules if one.right - one.left > 150 * POINTS)
    texts = [one for one in first.pieces if "của báo cáo" in one.text]

    assert (contact.face, contact.size) == (REGULAR, LARGEST.contact)
    assert contact.baseline < rule.level < min(one.baseline for one in texts)
    assert (rule.left, rule.right) == pytest.approx((35 * POINTS, first.width - 20 * POINTS), abs=1)
    assert not any(sheet.has("Địa chỉ") for sheet in (*found[1:], *union(LAYOUT)[1]))


@LAYOUTS
def test_the_signature_is_level_with_the_recipients_and_leaves_room(layout: Layout) -> None:
    last = sheet_with(union(layout)[1], "Nơi nhận:")
    authority, position, name = (last.the(text) for text in ("TM. BAN", "CHỦ TỊCH", "Nguyễn Thị Hường"))

    assert last.the("Nơi nhận:").baseline == authority.baseline
    assert last.the("Nơi nhận:").left == pytest.approx(layout.left * POINTS, abs=1)
    assert centred_under(position, authority)
    assert centred_under(name, position)
    assert position.baseline - name.baseline > layout.signing_room * POINTS


# Other styles


@LAYOUTS
def test_a_document_of_the_party_has_its_own_head(layout: Layout) -> None:
    first, last = of_party(layout)[1][0], of_party(layout)[1][-1]
    party, superior, issuer, star = (first.the(text) for text in ("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG BỘ", "ĐẢNG ỦY", "*"))
    number, day, rule = first.the("Số 05-BC/ĐU"), first.the("Ba Đình, ngày 08"), first.below(party)

    assert not [one for one in first.pieces if "CỘNG HÒA" in one.text or "Độc lập" in one.text]
    assert (party.face, party.size, issuer.face) == (BOLD, layout.party, BOLD)
    assert superior.baseline == party.baseline > issuer.baseline > star.baseline > number.baseline == day.baseline
    assert centred_under(star, issuer)
    assert (rule.left, rule.right) == pytest.approx((party.left, party.right), abs=1.5)
    assert not [one for one in first.rules if one.level > number.baseline and one.right < party.left]
    assert last.lines[[line.startswith("Nơi nhận") for line in last.lines].index(True)].endswith("T/M BAN THƯỜNG VỤ")
    assert last.the("K/T BÍ THƯ").baseline > last.the("PHÓ BÍ THƯ").baseline


@LAYOUTS
def test_a_letter_has_its_subject_under_the_number_and_no_title(layout: Layout) -> None:
    _document, (first, *_others) = letter(layout)
    number, about = first.the("Số: 05/LĐLĐ"), first.the("V/v đôn đốc")
    label, names = first.the("Kính gửi:"), [first.the(text) for text in ("- Liên đoàn", "- Ban Thường vụ")]

    assert (about.face, about.size) == (REGULAR, layout.letter_subject)
    assert centred_under(about, number)
    gap = number.baseline - about.baseline - about.size * layout.leading
    assert gap == pytest.approx(layout.paragraph_gap, abs=0.7)
    assert not [one for one in first.pieces if one.text in {"BÁO CÁO", "CÔNG VĂN"}]
    assert label.baseline > names[0].baseline > names[1].baseline
    assert [one.left for one in names] == pytest.approx([label.right] * 2, abs=1)


@pytest.mark.parametrize("layout", [LAYOUT, LARGEST])
def test_long_names_are_broken_within_their_half(layout: Layout) -> None:
    long = "Công đoàn cơ sở Công ty trách nhiệm hữu hạn một thành viên Dịch vụ Môi trường đô thị Thăng Long"
    signed = replace(signature(), position=long, name=long, recipients=(long, long))
    document = replace(report(2, superior=long, issuer=long), signature=signed, annexes=(), layout=layout)
    found = sheets(pdf.render(document))
    first, last = found[0], found[-1]
    country = first.the("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    head = [one for one in first.pieces if one.baseline > first.the("Số: 05").baseline and one.right < country.left]
    half = (layout.left + (210 - layout.left - layout.right) / 2) * POINTS
    signers = [one for one in last.pieces if one.size == layout.signature and one.face == BOLD and one.left > half - 1]

    assert " ".join(one.text for one in head) == f"{long.upper()} {long.upper()}"
    assert min(one.left for one in head) >= layout.left * POINTS - 1
    assert long in " ".join(one.text for one in signers)
    assert max(one.right for one in last.pieces if one.text.startswith("- Công đoàn")) < half


# Breaks


WORDS = (
    *("ngày", "tháng", "năm", "Quý", "II", "IV", "đạt", "có", "đoàn viên", "CĐCS", "tăng", "%", "5", "05", "12"),
    *("22.000", "87,5", "2023", "từ", "và các đơn vị trực thuộc", "(giảm", "so với", "kỳ"),
)


@pytest.mark.parametrize("seed", range(4))
def test_no_line_parts_a_number_from_its_word(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same words each time
    texts = (" ".join(chance.choices(WORDS, k=60)) for _paragraph in range(20))
    body = tuple(Text(f"Đoạn: {text}.") for text in texts)
    found = sheets(pdf.render(Document(heading(), body, signature(), layout=(LAYOUT, LARGEST)[seed % 2])))
    body_pieces = (one for sheet in found for one in sheet.pieces if one.face == REGULAR and one.size in (13, 14))
    lines = [one.text for one in body_pieces if not one.text.isdigit()]
    for line, after in pairwise(lines):
        parted = re.search(r"\d$", line) and re.match(r"(?!(tháng|năm) \d)([^\W\d]|%)", after)
        dated = re.search(r"(^| )(ngày|tháng|năm|Quý)$", line) and re.match(r"\d", after)
        numbered = re.search(r"(^| )Quý$", line) and re.match(r"(II|IV)\b", after)
        assert (parted, dated, numbered) == (None, None, None), (line, after)


# The workbook


def cells(sheet: Worksheet) -> dict[str, SheetCell]:
    return {
        str(cell.value).replace(NO_BREAK, " "): cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


@pytest.mark.parametrize("made", [union, of_party, letter])
def test_the_workbook_is_headed_and_signed_alike(
    made: Callable[[], tuple[Document, list[Sheet]]], tmp_path: Path
) -> None:
    document, found = made()
    excel.write(document, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    written = cells(book.worksheets[0])
    first = found[0]
    head = [one for one in first.pieces if one.baseline >= first.the("Ba Đình, ngày").baseline]

    for piece in (*head, found[0].the("Kính gửi")):
        font = written[piece.text].font
        assert font.sz == piece.size
        assert (bool(font.b), bool(font.i)) == (piece.face in (BOLD, BOLD_ITALIC), piece.face in (ITALIC, BOLD_ITALIC))
    assert {"Nơi nhận:", document.signature.authority.upper(), document.signature.name} <= written.keys()
    assert book.worksheets[0].print_area.startswith("'Báo cáo'!$A$1:")
    assert [sheet.print_title_rows for sheet in book.worksheets[1:]] == ["$4:$4"] * len(document.annexes)
