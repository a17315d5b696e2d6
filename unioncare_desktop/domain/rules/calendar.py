"""Quarters, half years and years: names, neighbours and the default days of a period. No database.

The default days follow the offices' rules and only fill a new period row, where the office may change them: returns are
due before the 15th of the last month (plan 000, line 94), figures are cut off at the end of the month before it (31/5
and 30/11 for the half years, form 1-HĐCĐ; domain.md, section 0, fact 3).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from unioncare_desktop import clock
from unioncare_desktop.domain.records.period import HALF, QUARTER, YEAR
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import roman_number

DUE_BEFORE_DAY = 15
_MONTHS = {QUARTER: 3, HALF: 6, YEAR: 12}
_LETTERS = {"Q": QUARTER, "H": HALF}
_CODE = re.compile(r"(19[0-9]{2}|2[01][0-9]{2})(?:-(Q[1-4]|H[12]))?", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of the calendar that is reported on: `number` counts the stretches of its kind within the year."""

    year: int
    number: int
    kind: str

    @staticmethod
    def parse(code: str) -> "Span":
        """The span that "2023-Q1", "2023-H1" or "2023" names.

        Raises:
            UserError: for anything else.
        """
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise UserError(
                _("Kỳ “{code}” không hợp lệ. Hãy ghi như 2023-Q1 (quý), 2023-H1 (6 tháng) hoặc 2023 (năm).").format(
                    code=code
                )
            )
        part = match[2]
        if not part:
            return Span(int(match[1]), 1, YEAR)
        return Span(int(match[1]), int(part[1]), _LETTERS[part[0].upper()])

    @staticmethod
    def quarter_of(day: date) -> "Span":
        """The quarter in which *day* lies."""
        return Span(day.year, (day.month - 1) // 3 + 1, QUARTER)

    @staticmethod
    def first_cut_off_by(day: date) -> "Span":
        """The first quarter that is cut off on *day* or later: what happens on that day shows in its figures."""
        quarter = Span.quarter_of(day)
        return quarter if day <= quarter.cut_off else quarter.next

    @property
    def is_ahead(self) -> bool:
        """Whether it has not begun: figures of it can hardly be known."""
        return self.start > clock.today()

    @property
    def whole_year(self) -> "Span":
        """The year in which it lies."""
        return Span(self.year, 1, YEAR)

    @property
    def code(self) -> str:
        """The short, sortable name: "2023-Q1", "2023-H1", "2023"."""
        letter = {QUARTER: f"-Q{self.number}", HALF: f"-H{self.number}", YEAR: ""}
        return f"{self.year}{letter[self.kind]}"

    @property
    def title(self) -> str:
        """The name as documents write it: "Quý I/2023", "6 tháng đầu năm 2023", "Năm 2023"."""
        if self.kind == QUARTER:
            return _("Quý {number}/{year}").format(number=roman_number(self.number), year=self.year)
        if self.kind == HALF:
            words = _("6 tháng đầu năm {year}") if self.number == 1 else _("6 tháng cuối năm {year}")
            return words.format(year=self.year)
        return _("Năm {year}").format(year=self.year)

    @property
    def phrase(self) -> str:
        """The name within a sentence: "Quý I/2023", "6 tháng đầu năm 2023", "năm 2023"."""
        return self.title[0].lower() + self.title[1:] if self.kind == YEAR else self.title

    @property
    def short(self) -> str:
        """The name beside another of the same year: "Quý I", "6 tháng đầu", "2023"."""
        if self.kind == QUARTER:
            return _("Quý {number}").format(number=roman_number(self.number))
        if self.kind == HALF:
            return _("6 tháng đầu") if self.number == 1 else _("6 tháng cuối")
        return str(self.year)

    @property
    def brief(self) -> str:
        """The shortest name, for the axis of a chart: "Q.III/23", "6T.I/23", "2023"."""
        if self.kind == YEAR:
            return str(self.year)
        words = _("Q.{number}/{year:02}") if self.kind == QUARTER else _("6T.{number}/{year:02}")
        return words.format(number=roman_number(self.number), year=self.year % 100)

    def beside(self, other: "Span") -> str:
        """The name beside that of *other*: without the year where it is the same."""
        return self.short if self.year == other.year else self.title

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return self.next.start - timedelta(days=1)

    @property
    def last_month(self) -> date:
        """The first day of the last month."""
        return self.end.replace(day=1)

    @property
    def cut_off(self) -> date:
        """The day whose figures are counted, unless the office says otherwise."""
        return self.last_month - timedelta(days=1)

    @property
    def due(self) -> date:
        """The last day on which a return is in time, unless the office says otherwise."""
        return self.last_month.replace(day=DUE_BEFORE_DAY - 1)

    @property
    def next(self) -> "Span":
        """The span of the same kind that follows."""
        return self._shifted(1)

    @property
    def previous(self) -> "Span":
        """The span of the same kind before."""
        return self._shifted(-1)

    def _shifted(self, by: int) -> "Span":
        in_a_year = 12 // _MONTHS[self.kind]
        years, number = divmod(self.number - 1 + by, in_a_year)
        return Span(self.year + years, number + 1, self.kind)

    @property
    def quarters(self) -> tuple["Span", ...]:
        """The quarters inside, in order; a quarter holds itself."""
        count = _MONTHS[self.kind] // _MONTHS[QUARTER]
        first = (self.number - 1) * count + 1
        return tuple(Span(self.year, number, QUARTER) for number in range(first, first + count))
