"""Chart → a chart of the workbook that Excel draws from cells and the office may go on editing.

The cells stand below it on the sheet of the charts, one block for each; `excel` writes them.
"""

from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout as Place
from openpyxl.chart.layout import ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.worksheet.worksheet import Worksheet

from unioncare_desktop.reports.document import Chart

HEIGHT_IN_ROWS = 18
_BLACK = "000000"
_SHADES = ("FFFFFF", "595959", "CCCCCC")  # of the bars, series by series: told apart without colours
_BESIDE, _IN_ONE_PLACE = 0, 100
_THIN, _THICK = 6350, 19050  # EMU: half a point, one point and a half
_BAR_GAP = 25  # percent of a bar's width
_DASHES: tuple[Literal["solid", "sysDash", "sysDot"], ...] = ("solid", "sysDash", "sysDot")  # of lines
_POINTS, _MARKER = ("000000", "FFFFFF", "999999"), 6
_WHOLE, _PERCENT = "#,##0", "0.00%"
_PERCENT_AXIS = "0.0%"


def number_format(chart: Chart) -> str:
    """How Excel shows the values of *chart* in its cells."""
    return _PERCENT if chart.percent else _WHOLE


def as_written(value: int | None, chart: Chart) -> int | float | None:
    """A value of *chart* as its cell holds it: a percentage is a ratio of 0 to 1."""
    return value / 10_000 if chart.percent and value is not None else value


def native(chart: Chart, sheet: Worksheet, first: int) -> BarChart | LineChart:
    """The bars or lines of *chart*, and the line of its limit, over its block of figures in *sheet*.

    Row *first* of the block has the names of the series, its first column the categories.
    """
    last = first + len(chart.categories)
    names = Reference(sheet, min_col=1, min_row=first + 1, max_row=last)
    drawn = _lines(chart, sheet, first, last) if chart.kind == "line" else _bars(chart, sheet, first, last)
    drawn.style = 1
    drawn.set_categories(names)
    drawn.legend = Legend(legendPos="b")
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.numFmt = _PERCENT_AXIS if chart.percent else _WHOLE
    drawn.layout = Place(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.06, y=0.04, w=0.92, h=0.74))
    if chart.limit is not None:
        drawn += _limit(sheet, len(chart.series) + 2, first, last)
    return drawn


def _bars(chart: Chart, sheet: Worksheet, first: int, last: int) -> BarChart:
    bars = BarChart()
    bars.type, bars.gapWidth = "col", _BAR_GAP
    bars.overlap = _BESIDE if chart.beside else _IN_ONE_PLACE
    bars.y_axis.scaling.min = 0
    for at in range(len(chart.series)):
        series = _series(sheet, at + 2, first, last)
        edge = LineProperties(w=_THIN, solidFill=_BLACK)
        series.graphicalProperties = GraphicalProperties(solidFill=_SHADES[at % len(_SHADES)], ln=edge)
        bars.series.append(series)
    return bars


def _lines(chart: Chart, sheet: Worksheet, first: int, last: int) -> LineChart:
    """Lines with points; Excel parts them, as we do, where a cell is empty, and finds the range of the axis itself."""
    lines = LineChart()
    lines.display_blanks = "gap"
    for at in range(len(chart.series)):
        series = _series(sheet, at + 2, first, last)
        line = LineProperties(w=_THICK, solidFill=_BLACK, prstDash=_DASHES[at % len(_DASHES)])
        series.graphicalProperties = GraphicalProperties(ln=line)
        series.marker.symbol, series.marker.size, series.smooth = "circle", _MARKER, False
        edge = LineProperties(w=_THIN, solidFill=_BLACK)
        series.marker.graphicalProperties = GraphicalProperties(solidFill=_POINTS[at % len(_POINTS)], ln=edge)
        if chart.figures:
            series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
            series.dLbls.position = "t"
        lines.series.append(series)
    return lines


def place(chart: BarChart | LineChart, row: int, columns: int) -> None:
    """Let *chart* fill the rows that are left for it from *row* on, over the first *columns*."""
    start, end = AnchorMarker(col=0, row=row - 1), AnchorMarker(col=columns, row=row - 1 + HEIGHT_IN_ROWS)
    chart.anchor = TwoCellAnchor(editAs="oneCell", _from=start, to=end)  # type: ignore[assignment]  # stubs: a cell only


def _series(sheet: Worksheet, column: int, first: int, last: int) -> Any:  # noqa: ANN401 - the library's own type is not stated
    return SeriesFactory(Reference(sheet, min_col=column, min_row=first, max_row=last), title_from_data=True)


def _limit(sheet: Worksheet, column: int, first: int, last: int) -> LineChart:
    series = _series(sheet, column, first, last)
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(w=_THICK, solidFill=_BLACK, prstDash="dash"))
    series.marker.symbol, series.smooth = "none", False
    line = LineChart()
    line.series.append(series)
    return line
