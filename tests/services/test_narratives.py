"""The words of the periodic report: filled from data with right grammar, written anew for one period, never lost."""

import pytest

from tests.offices import HALF, Q2, Q3, Q4, YEAR, add_union, found_office, report
from unioncare_desktop.domain.records import DocumentText, ReportText
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InvalidRecord
from unioncare_desktop.services import document_texts, narratives, office, records, status
from unioncare_desktop.services.narratives import PartRow
from unioncare_desktop.storage.database import Session

KINDS = ("single", "ward", "zone", "province", "district")
LAST_Q4 = Span(2022, 4, "quarter")


@pytest.fixture
def ward(session: Session) -> Session:
    """Two unions that grow, one of which was silent in the third quarter; one that has never reported."""
    found_office(session, superior="LĐLĐ thành phố Hà Nội")
    small, large, _silent = (add_union(session, name, founded_on="1/1/2015") for name in ("Hoa", "Mai", "Sen"))
    report(session, LAST_Q4, small, workers=9, members=8)
    report(session, LAST_Q4, large, workers=1_195, members=1_100)
    report(session, Q3, large, workers=1_200, members=1_100)
    report(session, Q4, small, workers=9, members=8, women_members=4)
    report(session, Q4, large, workers=1_195, members=1_102, women_members=600, admitted=5, left=3)
    return session


def told(session: Session, part: str, span: Span = Q4) -> str:
    """A part as it is printed, with ordinary spaces."""
    row = part_of(session, part, span)
    filled = narratives.filled(row.text, narratives.values(session, span))
    return filled.replace("\N{NO-BREAK SPACE}", " ")


def part_of(session: Session, part: str, span: Span = Q4) -> PartRow:
    return next(row for row in narratives.parts(session, span) if row.part.code == part)


def test_the_situation_is_told_with_changes_and_what_is_missing(ward: Session) -> None:
    now, changed = told(ward, "workers").splitlines()[:2]

    assert now == (
        "Tính đến ngày 30/11/2023, trên địa bàn có 3 công đoàn cơ sở thuộc Công đoàn phường Bách Hoa. Theo số liệu của"
        " 2 công đoàn cơ sở đã nộp, tổng số CNVCLĐ là 1.204 người; tổng số đoàn viên là 1.110 người (nữ 604 người), đạt"
        " 92,2 %. Còn 1 công đoàn cơ sở chưa nộp số liệu; các số trên chưa gồm những đơn vị này."
    )
    assert changed == (
        "So với Quý III/2023, CNVCLĐ tăng 4 người, đoàn viên tăng 10 người (kỳ ấy còn 2 công đoàn cơ sở chưa nộp số"
        " liệu). So với cùng kỳ năm trước (Quý IV/2022), CNVCLĐ không thay đổi, đoàn viên tăng 2 người (kỳ ấy còn 1"
        " công đoàn cơ sở chưa nộp số liệu). Trong kỳ kết nạp mới 5 đoàn viên, giảm 3 đoàn viên."
    )


def test_figures_stay_on_one_line_with_what_they_count(ward: Session) -> None:
    filled = narratives.filled(part_of(ward, "workers").text, narratives.values(ward, Q4))
    wanted = ("ngày 30/11/2023", "3 công đoàn cơ sở", "1.110 người", "10 người")

    assert [words for words in wanted if words.replace(" ", "\N{NO-BREAK SPACE}", 1) not in filled] == []


def test_a_period_without_figures_says_so_and_compares_nothing(ward: Session) -> None:
    words = told(ward, "workers", Q2)
    assert "Chưa có số liệu nào được nộp cho Quý II/2023." in words
    assert "So với" not in words


def test_a_year_is_compared_with_the_year_before_alone(ward: Session) -> None:
    words = told(ward, "workers", YEAR)
    assert "So với năm 2022, CNVCLĐ không thay đổi, đoàn viên tăng 2 người" in words
    assert "cùng kỳ" not in words


def test_the_figures_are_those_of_the_command_status(ward: Session) -> None:
    values, known = narratives.values(ward, Q4), status.status(ward, Q4)
    plain = {name: int(values[name].replace(".", "")) for name in values if name.startswith("số ") and values[name]}

    assert plain["số đơn vị"] == known["unions"]["active"]
    assert plain["số đơn vị chưa nộp"] == known["unions"]["missing"]
    assert f"Có {known['unions']['small']}\xa0công đoàn cơ sở dưới" in values["câu đơn vị nhỏ"]
    assert {plain[name] for name in ("số lao động", "số đoàn viên", "số đoàn viên nữ", "số kết nạp", "số giảm")} == {
        known["counts"][name] for name in ("workers", "members", "women_members", "admitted", "left")
    }


def test_every_field_that_is_offered_has_a_value_or_stands_for_a_table(ward: Session) -> None:
    tables = {name for name in narratives.fields_known() if name.startswith(("bảng", "biểu đồ"))}
    assert narratives.values(ward, Q4).keys() == set(narratives.fields_known()) - tables


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_office_has_its_texts(session: Session, kind: str) -> None:
    found_office(session, kind, name="Công đoàn thử")
    parts = narratives.parts(session, HALF)
    shown = [text.key for text in document_texts.listed(session) if text.key.startswith("periodic.")]

    assert [row.part.code for row in parts if narratives.problem(row.text)] == []
    assert ("mergers" in [row.part.code for row in parts]) == (kind != "single")
    assert {key.rpartition(".")[2] for key in shown} == {one.code for one in narratives.PARTS}
    assert {key.split(".")[1] for key in shown if key.count(".") == 2} <= {kind}
    assert "Công đoàn thử" in told(session, "opening", HALF)


def test_every_shipped_text_of_every_kind_of_office_can_be_printed() -> None:
    shipped = office.shipped(DocumentText)
    assert [entry["name"] for entry in shipped if document_texts.problem(entry["key"], entry["text"] or "")] == []
    assert len({entry["key"] for entry in shipped}) == len({entry["name"] for entry in shipped}) == len(shipped)


# Written for one period


def test_words_of_a_period_stand_in_that_period_alone(ward: Session) -> None:
    narratives.change(ward, Q4, "difficulties", "Thiếu cán bộ ở {số đơn vị} đơn vị.")

    assert told(ward, "difficulties") == "Thiếu cán bộ ở 3 đơn vị."
    assert part_of(ward, "difficulties").own
    assert not part_of(ward, "difficulties", Q3).own


def test_the_words_of_an_earlier_period_are_offered_as_a_start(ward: Session) -> None:
    assert narratives.earlier(ward, Q4, "next") is None
    narratives.change(ward, Q2, "next", "Việc cũ")
    narratives.change(ward, Q3, "next", "Việc của quý ba")
    narratives.change(ward, Q4, "next", "Việc mới")

    assert narratives.earlier(ward, Q4, "next") == (Q3, "Việc của quý ba")


@pytest.mark.parametrize("text", ["", "  \n"])
def test_blank_words_take_the_usual_text_again(ward: Session, text: str) -> None:
    narratives.change(ward, Q4, "closing", "Khác")
    narratives.change(ward, Q4, "closing", text)

    assert not part_of(ward, "closing").own
    assert records.rows(ward, ReportText) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [("Có {số ảo} đơn vị", "Không có trường {số ảo}"), ("Xem {bảng so sánh} này", "để riêng trên một dòng")],
)
def test_words_that_cannot_be_printed_are_refused_and_the_old_ones_stay(ward: Session, text: str, says: str) -> None:
    narratives.change(ward, Q4, "closing", "Hết./.")
    with pytest.raises(InvalidRecord) as refused:
        narratives.change(ward, Q4, "closing", text)

    assert says in str(refused.value)
    assert part_of(ward, "closing").text == "Hết./."
