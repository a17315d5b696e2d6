"""What an import would do, as plain data: shown before anything is written, and the same as what is then written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _

UNIONS, COUNTS = "unions", "counts"
REGISTER, YEARLY, ENTERPRISES = "registrations", "yearly", "enterprises"
BY_YEAR = (REGISTER, YEARLY)
"""The kinds of lists whose period is a year."""
KIND_WORDS = {
    UNIONS: _("Danh sách công đoàn"),
    COUNTS: _("Số liệu đoàn viên"),
    REGISTER: _("Đăng ký thi đua"),
    YEARLY: _("Số liệu năm"),
    ENTERPRISES: _("Doanh nghiệp chưa có công đoàn"),
}


@dataclass(frozen=True)
class Options:
    """What the user decides: the period of the figures, whether they are wanted, what becomes of rejected rows.

    `add_unions` says whether unions that the registry does not know are founded from a list of figures; None: only
    while the registry is empty.
    """

    period: Span | None = None
    figures: bool = True
    skip_rejected: bool = False
    add_unions: bool | None = None


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Rejection:
    """Why a row cannot be taken in: the heading of the column, what stands there, and the reason."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Repair:
    """A cell that was read differently from how it is written."""

    sheet: str
    row: int
    column: str
    before: str
    after: str
    what: str


@dataclass(frozen=True)
class Skipped:
    """A row that is not part of the list."""

    sheet: str
    row: int
    text: str
    reason: str


@dataclass(frozen=True)
class NewEntry:
    """An entry that will be added to one of the office's lists; `table` is that of the list."""

    table: str
    words: str
    name: str


@dataclass(frozen=True)
class CampaignPlan:
    """The campaign that a register goes to; a *new* one is founded from the shipped template called *template*.

    `source` says in words which plan the template follows.
    """

    name: str
    year: int
    rounds: tuple[str, ...]
    template: str | None = None
    source: str = ""

    @property
    def new(self) -> bool:
        """Whether the import founds it."""
        return self.template is not None

    def as_json(self) -> dict[str, Any]:
        """The campaign as scripts read it."""
        return {"name": self.name, "year": self.year, "rounds": list(self.rounds), "new": self.new}


@dataclass(frozen=True)
class NewRound:
    """A round of the campaign that will be founded."""

    number: int


@dataclass(frozen=True)
class Line:
    """A row of the list and what becomes of it; `changes` are (label, old, new) as shown.

    `about` tells several rows of one union apart, `content` is all that a new row brings, in words.
    """

    sheet: str
    row: int
    outcome: Fate
    name: str
    code: str
    changes: tuple[tuple[str, str, str], ...] = ()
    reasons: tuple[Rejection, ...] = ()
    about: str = ""
    content: str = ""


@dataclass(frozen=True)
class Work:
    """What is to be stored for one row: values of a known record or a new one, and figures where it is a union.

    `NewEntry` and `NewRound` stand for ids that there are not yet.
    """

    record_id: int | None
    values: Mapping[str, Any]
    count: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Everything an import of one file would do.

    `state` is the state of the database it was made for, `stored` are the records that change as they were then.
    """

    file: str
    kind: str
    lines: tuple[Line, ...]
    work: tuple[Work, ...] = field(repr=False)
    state: int = field(repr=False)
    stored: Mapping[int, dict[str, Any]] = field(default_factory=dict, repr=False)
    period: Span | None = None
    period_source: str = ""
    repairs: tuple[Repair, ...] = ()
    new_entries: tuple[NewEntry, ...] = ()
    campaign: CampaignPlan | None = None
    warnings: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    skipped_rows: tuple[Skipped, ...] = ()

    @property
    def kind_words(self) -> str:
        """The kind of list as a user reads it."""
        return KIND_WORDS[self.kind]

    @property
    def yearly(self) -> bool:
        """Whether what the list holds is kept by the year."""
        return self.kind in BY_YEAR

    def count(self, outcome: Fate) -> int:
        """How many rows have this outcome."""
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def new(self) -> int:
        """How many rows are new: unions, first figures, registrations."""
        return self.count(Fate.NEW)

    @property
    def changed(self) -> int:
        """How many rows change what is known, figures of the period included."""
        return self.count(Fate.CHANGED)

    @property
    def same(self) -> int:
        """How many rows say what is already known."""
        return self.count(Fate.SAME)

    @property
    def rejected_rows(self) -> int:
        """How many rows cannot be taken in."""
        return self.count(Fate.REJECTED)

    @property
    def rejected(self) -> tuple[Rejection, ...]:
        """All reasons against rows, in the order of the file."""
        return tuple(reason for line in self.lines for reason in line.reasons)

    def as_json(self) -> dict[str, Any]:
        """The plan as scripts read it."""
        of_campaign = {"campaign": self.campaign.as_json()} if self.campaign else {}
        return {
            "file": self.file,
            "kind": self.kind,
            **of_campaign,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "repairs": [dict(vars(repair)) for repair in self.repairs],
            "rejected": [dict(vars(rejection)) for rejection in self.rejected],
        }


@dataclass(frozen=True)
class Outcome:
    """What was stored: how many records were added and changed, how many figures' rows and list entries written."""

    new: int
    changed: int
    counts: int
    entries: int
