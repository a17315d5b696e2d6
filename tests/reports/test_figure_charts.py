"""The charts of a quarter: over time where two quarters are known, by sector and area, in the report of members."""

from tests.offices import Q1, Q2, Q3, add_union, found_office, report
from unioncare_desktop.reports import figure_charts, member_report
from unioncare_desktop.reports.document import Chart
from unioncare_desktop.storage.database import Session


def two_unions(session: Session) -> None:
    """One of each sector and area; the first quarter is told by both, the third by the first only."""
    found_office(session, "district")
    first, second = (
        add_union(session, f"Đơn vị {name}", sector=f"Loại {name}", area=f"Phường {name}", founded_on="1/1/2015")
        for name in "AB"
    )
    report(session, Q1, first, workers=40, members=30)
    report(session, Q1, second, workers=10, members=10)
    report(session, Q3, first, workers=40, members=31)


def titles(charts: tuple[Chart, ...]) -> list[str]:
    return [chart.title for chart in charts]


def test_over_time_with_the_gap_and_by_group(session: Session) -> None:
    two_unions(session)
    members, share = figure_charts.charts_of(session, Q3)

    assert members.categories == share.categories == ("Q.I/23", "Q.II/23", "Q.III/23")
    assert members.series[0].values == (40, None, 31)
    assert share.series[0].values == (8000, None, 7750)
    assert share.show(7750) == "77,5\u00a0%"
    by_sector, by_area = figure_charts.charts_of(session, Q1)
    assert titles((by_sector, by_area)) == ["Đoàn viên theo loại hình", "Đoàn viên theo địa bàn"]
    assert by_sector.categories == ("Loại A", "Loại B")
    assert by_area.series[0].values == (30, 10)


def test_each_of_a_dozen_areas_has_its_bar(session: Session) -> None:
    found_office(session, "district")
    for number in range(14):
        union = add_union(session, f"Đơn vị {number}", area=f"Phường {number:02}", founded_on="1/1/2015")
        report(session, Q1, union, workers=40, members=30 - number)
    (by_area,) = figure_charts.charts_of(session, Q1)

    assert by_area.categories == (*(f"Phường {number:02}" for number in range(11)), "3 địa bàn khác")


def test_nothing_is_drawn_of_nothing(session: Session) -> None:
    found_office(session, "district")

    assert figure_charts.charts_of(session, Q2) == ()


def test_the_report_of_members_shows_the_course(session: Session) -> None:
    two_unions(session)
    drawn = [
        tuple(block for block in member_report.build(session, span).body if isinstance(block, Chart))
        for span in (Q1, Q3)
    ]

    assert titles(drawn[0]) == [], "one quarter is no course"
    assert titles(drawn[1]) == ["Đoàn viên qua các kỳ", "Tỷ lệ đoàn viên trên CNVCLĐ qua các kỳ"]
