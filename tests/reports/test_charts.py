"""Charts of bars and lines: labels never meet, nothing leaves the page, the workbook draws the same figures."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.chart import BarChart, LineChart
from openpyxl.worksheet.worksheet import Worksheet

from tests.report_samples import AFTER, BEFORE, heading, pages, signature, sizes
from unioncare_desktop.reports import charts, excel, pdf
from unioncare_desktop.reports.chart_parts import IN_THE_LEGEND, Label, Picture
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


QUARTERS = tuple(f"Q.{number}/{year}" for year in (19, 20, 21, 22, 23) for number in ("I", "II", "III", "IV"))


@st.composite
def drawn_lines(draw: st.DrawFn) -> Chart:
    """Charts of up to three lines over up to 20 quarters: steep and flat ones, with blanks, counts and percentages."""
    count, spread = draw(st.integers(0, len(QUARTERS))), draw(st.sampled_from([0, 3, 400, 9000]))
    chance = draw(st.randoms(use_true_random=True))
    series = tuple(
        Series(
            draw(st.sampled_from(("", "Đoàn viên", "CNVCLĐ"))),
            tuple(chance.choice((None, *[1000 + chance.randint(0, spread)] * 4)) for _quarter in range(count)),
        )
        for _number in range(draw(st.integers(1, 3)))
    )
    limit = draw(st.none() | st.integers(0, 10_000))
    return Chart("Biểu đồ", QUARTERS[:count], series, limit, "Mức", kind="line", percent=draw(st.booleans()))


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


@given(drawn_lines())
def test_no_words_of_a_line_chart_meet(chart: Chart) -> None:
    boxes = [box(label) for label in charts.drawn(chart, WIDTH, SIZE, measure).labels]

    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]


@given(drawn_lines())
def test_points_lie_at_their_values_inside_the_picture_and_a_blank_parts_the_line(chart: Chart) -> None:
    picture = charts.drawn(chart, WIDTH, SIZE, measure)
    curves = [curve for curve in picture.curves if curve.dots[0].at != IN_THE_LEGEND]
    known = {
        (number, at) for number, one in enumerate(chart.series) for at, v in enumerate(one.values) if v is not None
    }

    assert {(curve.series, dot.at) for curve in curves for dot in curve.dots} == known
    assert all(after.at - before.at == 1 for curve in curves for before, after in pairwise(curve.dots))
    by_value = sorted((chart.series[curve.series].values[dot.at] or 0, dot.y) for curve in curves for dot in curve.dots)
    assert [y for _value, y in by_value] == sorted(y for _value, y in by_value)
    for dot in (dot for curve in picture.curves for dot in curve.dots):
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= picture.height


@given(drawn_lines())
def test_a_figure_is_clear_of_all_lines(chart: Chart) -> None:
    picture = charts.drawn(chart, WIDTH, SIZE, measure)
    left, foot = picture.strokes[0].x, picture.strokes[0].y
    figures = [box(one) for one in picture.labels if one.anchor == 0.5 and one.x > left and one.y > foot]
    for curve in picture.curves:
        for one, other in pairwise(curve.dots):
            for step in range(21):
                x, y = (one.x + (other.x - one.x) * step / 20, one.y + (other.y - one.y) * step / 20)
                assert not [each for each in figures if each[0] < x < each[2] and each[1] < y < each[3]]


def test_the_newest_figure_of_a_crowded_line_is_told() -> None:
    values = tuple(9000 + number * 37 % 500 for number in range(20))
    chart = Chart("Đoàn viên", QUARTERS, (Series("Đoàn viên", values),), kind="line")
    picture = charts.drawn(chart, WIDTH / 3, SIZE, measure)

    assert chart.show(values[-1]) in [label.text for label in picture.labels]


def test_a_line_is_not_steeper_than_what_it_tells() -> None:
    chart = Chart("Đoàn viên", QUARTERS[:2], (Series("Đoàn viên", (10_307, 10_308)),), kind="line")
    first, last = charts.drawn(chart, WIDTH, SIZE, measure).curves[0].dots

    assert last.y - first.y < charts.PLOT_HEIGHT / 100


def test_a_flat_line_lies_in_the_middle_and_no_share_is_above_all() -> None:
    flat, whole = (
        Chart("Tỷ lệ", QUARTERS[:2], (Series("", (at, at)),), kind="line", percent=True) for at in (8550, 10_000)
    )
    picture = charts.drawn(flat, WIDTH, SIZE, measure)
    texts = [label.text.replace("\xa0", " ") for label in charts.drawn(whole, WIDTH, SIZE, measure).labels]

    levels = [stroke.y for stroke in picture.strokes]
    assert 0.3 < (picture.curves[0].dots[0].y - min(levels)) / (max(levels) - min(levels)) < 0.7
    assert "100 %" in texts
    assert "101 %" not in texts


def test_percentages_are_shown_as_such_and_never_rounded_to_all() -> None:
    chart = Chart("Tỷ lệ", QUARTERS[:2], (Series("Tỷ lệ", (8780, 9999)),), 8000, "Chỉ tiêu", kind="line", percent=True)
    texts = [label.text.replace("\xa0", " ") for label in charts.drawn(chart, WIDTH, SIZE, measure).labels]

    assert {"80 %", "87,8 %", "99,9 %", "80,0 %"} <= set(texts)


def test_the_workbook_draws_lines_that_stay_lines(tmp_path: Path) -> None:
    chart = Chart(
        "Tỷ lệ", QUARTERS[:3], (Series("Tỷ lệ", (8780, None, 9996)),), 8000, "Chỉ tiêu", kind="line", percent=True
    )
    excel.write(Document(heading(), (Text("Trước."), chart), signature()), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["Biểu đồ"]
    assert isinstance(sheet, Worksheet)
    rows = [[(cell.value, cell.number_format) for cell in row[1:3]] for row in sheet.iter_rows(min_row=21, max_row=23)]
    drawn, limit = sheet._charts[0]._charts  # type: ignore[attr-defined]

    assert [row[0][0] for row in rows] == [0.878, None, 0.9996]
    assert {row[1] for row in rows} == {(0.8, "0.00%")}
    assert isinstance(drawn, LineChart)
    assert isinstance(limit, LineChart)
    assert [series.val.numRef.f for series in drawn.series] == ["'Biểu đồ'!$B$21:$B$23"]
    assert not drawn.series[0].smooth


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
