"""Where the figures of a target are looked at and mended: the page, and the argument it arrives with."""

from collections.abc import Mapping

from unioncare_desktop.services.indicators import IndicatorRow
from unioncare_desktop.services.targets import ClosestRow

Door = tuple[str, object]
_COUNTS, _REGISTRY, _FACTS = ("counts", "everything"), ("registry", None), ("yearly", "facts")
_REGISTERED, _RETURNS, _ENTERPRISES = (
    ("competitions", "registrations"),
    ("targets", "returns"),
    ("yearly", "enterprises"),
)
_OF_MEASURE: Mapping[str, Door] = {
    **dict.fromkeys(("members", "member_share", "member_share_enterprises"), _COUNTS),
    **dict.fromkeys(("new_unions", "new_unions_private"), _REGISTRY),
    **dict.fromkeys(("registered_unions", "registered_works"), _REGISTERED),
    **dict.fromkeys(("returns_received", "returns_on_time", "returns_late"), _RETURNS),
    **dict.fromkeys(("large_enterprises_with_union", "large_enterprises_without_union"), _ENTERPRISES),
    "merged_small_unions": ("mergers", "small"),
}
"""All others are told once a year."""
_MISSING: Mapping[Door, Door] = {
    _COUNTS: ("counts", "missing"),
    _FACTS: ("yearly", "missing"),
    _REGISTERED: ("competitions", "missing"),
}
_BY_UNION = ("counts", "yearly", "mergers")
"""The pages that go to the row of a union."""


def of_value(indicator: IndicatorRow) -> Door | None:
    """The list behind the value of an indicator; None where it is typed by hand."""
    return None if indicator.by_hand else _OF_MEASURE.get(indicator.measure, _FACTS)


def of_unknown(indicator: IndicatorRow) -> Door | None:
    """The list of those who have told nothing."""
    door = of_value(indicator)
    return _MISSING.get(door, door) if door is not None else None


def of_closest(indicator: IndicatorRow, one: ClosestRow) -> Door | None:
    """The row of a union, or of an enterprise without one, in the page where its figures are mended."""
    if one.enterprise_id is not None:
        return "yearly", one.enterprise_id
    door = of_value(indicator)
    if one.union is not None and door is not None and door[0] in _BY_UNION:
        return door[0], ("union", one.union.id)
    return of_unknown(indicator)
