"""Charts of bars: labels never meet, nothing leaves the page, the workbook has a chart over the same figures."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.chart import BarChart, LineChart
from openpyxl.worksheet.worksheet import Worksheet

from tests.report_samples import AFTER, BEFORE, heading, pages, signature, sizes
from unioncare_desktop.reports import charts, excel, pdf
from unioncare_desktop.reports.charts import Label, Picture
from unioncare_desktop.reports.document import Block, Chart, Document, Series, Text

WIDTH, SIZE = 467.0, 9.0
BAR_NAMES = ("", "9", "Phường Cống Vị", "CĐCS Trường Mầm non Hoa Hồng", "Quý III/2023", "x" * 80)
NAMES = st.sampled_from(BAR_NAMES)


def measure(text: str) -> float:
    """As if all letters were equally wide: real ones make the properties slow and no stronger."""
    return len(text) * SIZE / 2


@st.composite
def drawn_charts(draw: st.DrawFn) -> Chart:
    """Charts of up to 150 bars; their values and names hang on one drawn seed, or drawing takes long."""
    count, most = draw(st.integers(0, 150)), draw(st.sampled_from([1, 12, 5000]))
    chance = draw(st.randoms(use_true_random=True))
    series = tuple(
        Series(draw(NAMES), tuple(chance.choice((None, chance.randint(0, most), most)) for _bar in range(count)))
        for _number in range(draw(st.integers(1, 3)))
    )
    names = tuple(chance.choice(BAR_NAMES) for _bar in range(count))
    limit = draw(st.none() | st.integers(0, 20))
    return Chart("Biểu đồ", names, series, limit, "Mức", beside=draw(st.booleans()))


def box(label: Label) -> tuple[float, float, float, float]:
    """The room that a label takes, without what hangs below the line."""
    left = label.x - label.anchor * measure(label.text)
    return left, label.y, left + measure(label.text), label.y + SIZE * 0.7


def meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def below_the_bars(picture: Picture) -> list[Label]:
    foot = picture.strokes[0].y
    return [label for label in picture.labels if label.y < foot - SIZE * 0.5]


@given(drawn_charts())
def test_names_below_the_bars_never_meet(chart: Chart) -> None:
    names = below_the_bars(charts.drawn(chart, WIDTH, SIZE, measure))

    assert not [pair for pair in combinations(map(box, names), 2) if meet(*pair)]


@given(drawn_charts())
def test_bars_are_as_high_as_their_values_and_stay_inside(chart: Chart) -> None:
    picture = charts.drawn(chart, WIDTH, SIZE, measure)
    values = [value for series in chart.series for value in series.values if value is not None]
    bars = picture.bars[: len(values)]
    unit = max((bar.height / value for bar, value in zip(bars, values, strict=True) if value), default=0)

    assert all(bar.height == pytest.approx(value * unit) for bar, value in zip(bars, values, strict=True))
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.01 for bar in picture.bars)
    assert all(bar.y + bar.height <= picture.height for bar in picture.bars)
    assert picture.strokes[-1].y >= max((bar.y + bar.height for bar in bars), default=0) - 0.01


@given(drawn_charts())
def test_a_figure_never_lies_on_the_line_of_the_limit(chart: Chart) -> None:
    picture = charts.drawn(chart, WIDTH, SIZE, measure)
    if chart.limit is None:
        return
    line = picture.limits[0]
    figures = [label for label in picture.labels if line.x < label.x < line.to_x and label.y > picture.strokes[0].y]

    assert not [label for label in figures if box(label)[1] < line.y < box(label)[3] and label.anchor]


def test_the_pdf_names_what_the_bars_are_and_where_the_limit_is() -> None:
    text = pages(pdf.render(Document(heading(), (sizes(),), signature())))[0]

    for words in ("Trước: 4 CĐCS", "Sau: 2 CĐCS", "Mức 10 đoàn viên", "Số đoàn viên trước và sau khi ghép"):
        assert words in text
    assert {"9", "8", "4", "17", "12", "10"} <= set(text.split())


def test_a_chart_is_never_parted_from_its_title() -> None:
    body: tuple[Block, ...] = (*(Text("Một dòng.") for _line in range(27)), sizes())
    text = pages(pdf.render(Document(heading(), body, signature())))

    assert [("Số đoàn viên trước" in page, "Mức 10" in page) for page in text] == [(False, False), (True, True)]


def test_the_workbook_draws_a_chart_over_the_same_figures(tmp_path: Path) -> None:
    excel.write(Document(heading(), (Text("Trước."), sizes(), sizes()), signature()), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book["Biểu đồ"]
    assert isinstance(sheet, Worksheet)
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=20, max_row=27)]

    assert rows[0][1:] == ["Trước: 4 CĐCS", "Sau: 2 CĐCS", "Mức 10 đoàn viên"]
    assert [row[1] for row in rows[1:5]] == list(BEFORE)
    assert [row[2] for row in rows[6:]] == list(AFTER)
    assert {row[3] for row in rows[1:]} == {10}
    bars, line = chart_of(sheet)
    assert [series.val.numRef.f for series in bars.series] == [f"'Biểu đồ'!${one}$21:${one}$27" for one in "BC"]
    assert [series.val.numRef.f for series in line.series] == ["'Biểu đồ'!$D$21:$D$27"]
    words = [cell for row in book["Báo cáo"].iter_rows(values_only=True) for cell in row]
    assert words.count("Số đoàn viên trước và sau khi ghép: xem trang “Biểu đồ”.") == 2


def chart_of(sheet: Worksheet) -> tuple[BarChart, LineChart]:
    """The two parts of the first chart of a sheet."""
    bars, line = sheet._charts[0]._charts  # type: ignore[attr-defined]
    assert isinstance(bars, BarChart)
    assert isinstance(line, LineChart)
    return bars, line
