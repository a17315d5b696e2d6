"""Which sizes a document can be set in at all, and which of them the rule allows: checks of a row of `LayoutSize`.

What can be set at all keeps a page from having no room for its text. The rule's range stands in the row itself.
"""

from collections.abc import Mapping
from typing import Any

from unioncare_desktop.domain.kinds import Score
from unioncare_desktop.i18n import _

_SIZE = Score()
_OF_UNIT = {"pt": (8, 16), "mm": (10, 40), "dòng": (1, 2), "% chiều rộng": (30, 55), "% dòng chữ": (10, 100)}
_OF_KEY = {
    "page_width": (200, 297),
    "page_height": (280, 420),
    "party": (8, 18),
    "first_line": (0, 20),
    "paragraph_gap": (0, 18),
    "table": (6, 14),
    "annex_table": (6, 14),
    "note": (6, 14),
    "footer": (5, 12),
    "contact": (0, 14),
    "signing_room": (10, 50),
    "rule_weight": (0.25, 3),
    "grid_weight": (0.25, 3),
    "cell_padding": (0, 3),
    "cell_space": (0, 3),
}


def can_be_set(value: int | None, values: Mapping[str, Any]) -> str | None:
    """The size must leave room on the page; *values* has its key and unit, *value* is in hundredths.

    Where neither the key nor the unit is known, there is nothing to judge by.
    """
    limits = _OF_KEY.get(values.get("key", "")) or _OF_UNIT.get(values.get("unit", ""))
    if value is None or "key" not in values or limits is None:
        return None
    least, most = (round(limit * 100) for limit in limits)
    if least <= value <= most:
        return None
    sentence = _("{value} {unit} làm hỏng trang in, hãy gõ từ {least} đến {most}")
    shown = {"value": value, "least": least, "most": most}
    return sentence.format(unit=values["unit"], **{name: _SIZE.show(one) for name, one in shown.items()})


def keeps_the_rule(value: int | None, values: Mapping[str, Any]) -> str | None:
    """The size should lie between those that the rule allows."""
    least, most = values.get("least"), values.get("most")
    if value is None or ((least is None or value >= least) and (most is None or value <= most)):
        return None
    sentence = _("{value} ngoài mức quy định ({range} {unit})")
    bounds = ((_("từ {size}"), least), (_("đến {size}"), most))
    words = " ".join(text.format(size=_SIZE.show(bound)) for text, bound in bounds if bound is not None)
    return sentence.format(value=_SIZE.show(value), range=words, unit=values.get("unit") or "")
