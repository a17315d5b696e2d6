"""Members over time, their share in the workers, and by sector and area, as charts: for reports and the start page."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.targets import percent_hundredths
from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import Chart, Series
from unioncare_desktop.services import office, overview
from unioncare_desktop.services.overview import Part, Point
from unioncare_desktop.services.situation import Situation

_LEAST = 2
"""A line needs so many points."""
_MOST_BARS = 11
"""So many bars have room for their names; those of the smaller groups are one."""


def charts_of(session: Session, span: Span) -> tuple[Chart, ...]:
    """The charts of *span* that have something to tell: over time, by sector, by area."""
    told = [unit for unit in Situation(session, span).units if unit.members is not None]
    groups = (
        members_by(overview.parts(told, "sector", _MOST_BARS), _("Đoàn viên theo loại hình")),
        members_by(overview.parts(told, "area", _MOST_BARS), _("Đoàn viên theo địa bàn")),
    )
    over_time = of_course(overview.series(session, span), str(office.view(session)["population"]))
    return (*over_time, *(chart for chart in groups if len(chart.categories) >= _LEAST))


def of_course(course: Sequence[Point], population: str) -> tuple[Chart, ...]:
    """Members and their share over time; nothing where fewer than two quarters are known."""
    if sum(point.members is not None for point in course) < _LEAST:
        return ()
    return members_over_time(course), share_over_time(course, population)


def members_over_time(course: Sequence[Point]) -> Chart:
    """The members of each quarter as a line."""
    values = tuple(point.members for point in course)
    return Chart(_("Đoàn viên qua các kỳ"), _quarters(course), (Series(_("Đoàn viên"), values),), kind="line")


def share_over_time(course: Sequence[Point], population: str, wanted: int | None = None) -> Chart:
    """The members in a hundred workers, of the unions that told both, as a line below or above what is *wanted*."""
    values = tuple(percent_hundredths(point.told, point.workers) if point.workers else None for point in course)
    return Chart(
        _("Tỷ lệ đoàn viên trên {population} qua các kỳ").format(population=population),
        _quarters(course),
        (Series(_("Tỷ lệ đoàn viên"), values),),
        limit=wanted,
        limit_name=_("Chỉ tiêu"),
        kind="line",
        percent=True,
    )


def _quarters(course: Sequence[Point]) -> tuple[str, ...]:
    return tuple(point.span.brief for point in course)


def members_by(parts: Sequence[Part], title: str) -> Chart:
    """The members of each sector or area as a bar."""
    series = Series(_("Đoàn viên"), tuple(part.members for part in parts))
    return Chart(title, tuple(part.name for part in parts), (series,))
