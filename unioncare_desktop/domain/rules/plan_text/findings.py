"""What is found in the text of a plan, and the records that are proposed from it. Nothing here is applied by itself."""

from dataclasses import dataclass
from datetime import date

from unioncare_desktop.i18n import _

IMPOSSIBLE_DATE, BEFORE_ISSUE, PERIOD_MISMATCH = "impossible_date", "before_issue", "period_mismatch"
OVER_100, NO_BASE, NO_UNIT, NO_MILESTONE = "over_100", "no_base", "no_unit", "no_milestone"
DOUBLY_WORDED, LEFT_OUT, BASES_DIFFER = "doubly_worded", "left_out", "bases_differ"
SLIP, DOUBLED_WORD, OPEN_QUOTE, NO_YEAR, FORM = "slip", "doubled_word", "open_quote", "no_year", "form"
LETTERS = "letters"
KINDS = {
    IMPOSSIBLE_DATE: _("Ngày không có thật"),
    BEFORE_ISSUE: _("Hạn trước ngày ban hành"),
    PERIOD_MISMATCH: _("Kỳ và ngày không khớp"),
    OVER_100: _("Tỷ lệ trên 100 %"),
    NO_BASE: _("Tỷ lệ thiếu mẫu số"),
    NO_UNIT: _("Con số thiếu đơn vị"),
    NO_MILESTONE: _("Chỉ tiêu thiếu năm đích"),
    DOUBLY_WORDED: _("So sánh ghi hai lần"),
    LEFT_OUT: _("Bỏ sót một con số"),
    BASES_DIFFER: _("Cách tính khác nhau"),
    SLIP: _("Gõ hoặc quét nhầm"),
    DOUBLED_WORD: _("Lặp từ"),
    OPEN_QUOTE: _("Ngoặc kép chưa đóng"),
    NO_YEAR: _("Viện dẫn thiếu năm"),
    FORM: _("Thể thức"),
    LETTERS: _("Bảng mã, phông chữ"),
}
_ERRORS = {IMPOSSIBLE_DATE, BEFORE_ISSUE, PERIOD_MISMATCH, OVER_100, LETTERS}


@dataclass(frozen=True)
class Finding:
    """Something to look at: `start` to `end` of the text as it was given, on its line `line` (from 1).

    `text` is what stands there, `sentence` says what is wrong and how to mend it; a proposal could stand there instead.
    """

    kind: str
    start: int
    end: int
    line: int
    text: str
    sentence: str
    proposals: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What kind of thing was found, in a few words."""
        return KINDS[self.kind]

    @property
    def serious(self) -> bool:
        """Whether the plan cannot be followed as it stands; everything else is to be looked at."""
        return self.kind in _ERRORS


@dataclass(frozen=True)
class ProposedTarget:
    """A target that the text sets: `value` in hundredths of the unit, `by` the last day of the milestone.

    `indicator` is the key of the catalogue's entry that the words speak of, None where none is recognised.
    """

    indicator: str | None
    words: str
    comparator: str
    value: int | None
    unit: str
    by: date | None
    rhythm: str
    base: str | None
    line: int
    start: int = 0
    end: int = 0

    @property
    def milestone(self) -> str:
        """The year by whose end it is to be reached; empty where the text names none."""
        return str(self.by.year) if self.by else ""


@dataclass(frozen=True)
class ProposedDeadline:
    """Something that is due on a day, or by a rule as calendars write it; neither where `problem` says why."""

    title: str
    due: date | None
    rule: str | None
    words: str
    line: int
    problem: str | None = None
    kind: str = "task"
    who: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class ProposedRegister:
    """Something that the text wants registered; `kind` is the key of the kind of registration where it is known."""

    title: str
    kind: str | None
    line: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class ProposedPlan:
    """What the head of a text says of the plan itself."""

    number: str | None = None
    issued_on: date | None = None
    name: str | None = None


@dataclass(frozen=True)
class Linted:
    """All that one text gave, each in the order of the text.

    `plan` is the first where the text holds several; `more` is how many findings were left off.
    """

    findings: tuple[Finding, ...] = ()
    targets: tuple[ProposedTarget, ...] = ()
    deadlines: tuple[ProposedDeadline, ...] = ()
    registers: tuple[ProposedRegister, ...] = ()
    plan: ProposedPlan = ProposedPlan()
    more: int = 0
