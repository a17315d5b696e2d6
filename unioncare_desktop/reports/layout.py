"""Sizes, weights and positions of an official document, as data. No drawing here.

The defaults are those of `resources/structure/layout_sizes.json`, which also names the range that decree
30/2020/NĐ-CP, appendix I, allows; an office that wants another size changes the row. Lengths in millimetres, type sizes
in points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

_SHARES = {"left_share", "short_rule"}  # stored in percent


@dataclass(frozen=True)
class Layout:
    """One way to set an official document."""

    # Paper and margins
    page_width: float = 210
    page_height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15

    # Head. The rules are shares of the text above them.
    country: float = 12
    party: float = 15
    motto: float = 13
    superior: float = 12
    issuer: float = 12
    number: float = 13
    place_and_day: float = 13
    left_share: float = 0.43
    short_rule: float = 0.40
    rule_weight: float = 0.75

    # Title and body; *leading* is a multiple of the type size.
    title: float = 14
    letter_subject: float = 12
    body: float = 13
    first_line: float = 12.7
    paragraph_gap: float = 6
    leading: float = 1.25

    # In the margins; contacts of size 0 are not printed.
    page_number: float = 13
    footer: float = 8
    contact: float = 0

    # Signature, with room for signature and stamp between position and name.
    signature: float = 13
    recipients_label: float = 12
    recipients: float = 11
    signing_room: float = 35

    # Annexes and tables
    annex_label: float = 14
    annex_title: float = 14
    annex_reference: float = 13
    table: float = 11
    annex_table: float = 9
    note: float = 11
    cell_padding: float = 1.2
    cell_space: float = 0.7
    grid_weight: float = 0.5

    @classmethod
    def of(cls, sizes: Mapping[str, float]) -> "Layout":
        """The layout with these sizes, by key and in their units (shares in percent); the usual ones where missing."""
        known = {field.name for field in fields(cls)} & sizes.keys()
        return cls(**{key: sizes[key] / 100 if key in _SHARES else sizes[key] for key in known})


LAYOUT = Layout()
