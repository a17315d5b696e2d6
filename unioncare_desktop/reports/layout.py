"""Sizes, weights and positions of an official document, as data. No drawing here.

Source: decree 30/2020/NĐ-CP, appendix I. Where it allows a range, one consistent set is chosen, and an office that
wants another one replaces the figure. Lengths in millimetres, type sizes in points.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """One way to set an official document; the comment of a group gives the range that the decree allows."""

    # Paper: A4. Margins: top and bottom 20-25, left 30-35, right 15-20.
    page: tuple[float, float] = (210, 297)
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15

    # Head: country, superior, issuer 12-13; motto, place and day 13-14; number 13. Rules 1/3-1/2 of the text above.
    country: float = 12
    motto: float = 13
    superior: float = 12
    issuer: float = 12
    number: float = 13
    place_and_day: float = 13
    left_share: float = 0.43
    short_rule: float = 0.40
    rule_weight: float = 0.75

    # Title and body: 13-14. First line 10 or 12.7 mm, at least 6 points between paragraphs, spacing single to 1.5.
    title: float = 14
    body: float = 13
    first_line: float = 12.7
    paragraph_gap: float = 6
    leading: float = 1.25

    # Page number: 13-14, centred in the top margin, not shown on the first page.
    page_number: float = 13

    # Signature 13-14; "Nơi nhận" 12, recipients 11. Room for signature and stamp between position and name.
    signature: float = 13
    recipients_label: float = 12
    recipients: float = 11
    signing_room: float = 35

    # Annexes: label, title and reference 13-14. Tables are not regulated: as large as their pages can hold.
    annex_title: float = 14
    annex_reference: float = 13
    table: float = 11
    annex_table: float = 9
    note: float = 11
    cell_padding: float = 1.2
    cell_space: float = 0.7
    grid_weight: float = 0.5


LAYOUT = Layout()
