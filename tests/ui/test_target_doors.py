"""Every figure of a target leads to the list behind it, to who is missing there, and to the row that would close it."""

import pytest

from unioncare_desktop.domain.records import Indicator
from unioncare_desktop.services import office
from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.targets import ClosestRow
from unioncare_desktop.ui import target_doors
from unioncare_desktop.ui.pages.listed import PAGES

SHIPPED = {
    row["key"]: IndicatorRow(
        id=1,
        words=(),
        **{name: row.get(name) or "" for name in IndicatorRow.__dataclass_fields__ if name not in ("id", "words")},
    )
    for row in office.shipped(Indicator)
}
PAGE_NAMES = {page.name for page in PAGES}


@pytest.mark.parametrize("key", SHIPPED)
def test_a_figure_leads_to_a_page_unless_it_is_typed_by_hand(key: str) -> None:
    door = target_doors.of_value(SHIPPED[key])
    assert (door is None) == SHIPPED[key].by_hand
    assert door is None or door[0] in PAGE_NAMES


@pytest.mark.parametrize(
    ("key", "value", "unknown"),
    [
        ("members", ("counts", "everything"), ("counts", "missing")),
        ("good_ratings", ("yearly", "facts"), ("yearly", "missing")),
        ("registered_works", ("competitions", "registrations"), ("competitions", "missing")),
        ("merged_small_unions", ("mergers", "small"), ("mergers", "small")),
        ("returns_on_time", ("targets", "returns"), ("targets", "returns")),
    ],
)
def test_who_is_missing_is_found_beside_the_figure(key: str, value: object, unknown: object) -> None:
    assert target_doors.of_value(SHIPPED[key]) == value
    assert target_doors.of_unknown(SHIPPED[key]) == unknown


def test_an_enterprise_without_a_union_is_found_among_the_enterprises() -> None:
    one = ClosestRow("Công ty Hoa Mai", "30 lao động", enterprise_id=7)
    assert target_doors.of_closest(SHIPPED["large_enterprises_without_union"], one) == ("yearly", 7)
