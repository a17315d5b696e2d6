"""The picture of a merger: every union as a bar by its members, before at the left, after at the right."""

from collections.abc import Iterable

from unioncare_desktop.i18n import _
from unioncare_desktop.reports.document import Chart, Series
from unioncare_desktop.vietnamese import show_whole


def size_chart(before: Iterable[int], after: Iterable[int], limit: int) -> Chart:
    """The unions with these members, the largest first, with a line at *limit*, which results must exceed."""
    left, right = (sorted(members, reverse=True) for members in (before, after))
    return Chart(
        _("Số đoàn viên của từng CĐCS, xếp từ nhiều đến ít"),
        (*map(show_whole, left), "", *map(show_whole, right)),
        (
            Series(_("Trước: {count} CĐCS").format(count=show_whole(len(left))), (*left, *[None] * (len(right) + 1))),
            Series(_("Sau: {count} CĐCS").format(count=show_whole(len(right))), (*[None] * (len(left) + 1), *right)),
        ),
        limit=limit,
        limit_name=_("Mức {limit} đoàn viên").format(limit=limit),
        beside=False,
        figures=False,
    )
