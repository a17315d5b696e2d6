"""The lines of the list of what is due: what is read of the office, in which years, and the columns that show it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from unioncare_desktop.domain.kinds import Day
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadlines
from unioncare_desktop.services.deadline_marks import DEADLINE
from unioncare_desktop.services.deadlines import LOOK_BACK, STATES, Occurrence, State, Undated
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.vietnamese import fold

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

TO_DO, UNDATED = "to_do", "undated"
_TONES: Mapping[State, Tone] = {
    State.LATE: "error",
    State.DUE: "warning",
    State.AHEAD: "neutral",
    State.SNOOZED: "primary",
    State.DONE: "good",
}
_URGENCY = {state: place for place, state in enumerate(State)}
_UNCLEAR = _("Chưa rõ ngày")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is due; `occurrence` has its day, `undated` stands for one that nobody knows the day of."""

    occurrence: Occurrence | None
    undated: Undated | None
    title: str
    plan: str
    who: str
    kind: str
    remark: str
    note: str
    search: str

    @property
    def key(self) -> tuple[str, int | str, date | None]:
        """What tells it from all others."""
        if self.occurrence is not None:
            return self.occurrence.key
        return (DEADLINE, self.undated.id if self.undated is not None else 0, None)

    @property
    def due(self) -> date | None:
        """Its day."""
        return self.occurrence.due if self.occurrence is not None else None

    @property
    def group(self) -> str:
        """The name of its state, or that it has no day."""
        return str(self.occurrence.state) if self.occurrence is not None else UNDATED

    @property
    def badge(self) -> Badge:
        """How it stands in words."""
        one = self.occurrence
        if one is None:
            return Badge(_UNCLEAR, "warning")
        words = f"{STATES[one.state]}, {one.words}" if one.state is State.DUE else one.words
        return Badge(_sentence(words), _TONES[one.state])

    @property
    def urgency(self) -> tuple[int, date]:
        """What lines are ordered by: the most urgent first, then by their day."""
        return (_URGENCY[self.occurrence.state] if self.occurrence is not None else 1, self.due or date.max)


@dataclass(frozen=True)
class Reading:
    """The lines of a year as they stand today, the first and the last day that was looked at; `question` names it."""

    question: int
    lines: Sequence[Line]
    start: date
    end: date


def read(work: "Work", year: int, today: date, question: int) -> Reading:
    """What is due in a year; of the present one also what is late from before, and the year that follows."""
    now = year == today.year
    start, end = date(year, 1, 1), date(year + now, 12, 31)
    first = min(start, today - timedelta(days=LOOK_BACK)) if now else start
    with work.read() as session:
        found = deadlines.occurrences(session, first, end, today)
        unclear = deadlines.undated(session)
    lines = [_line(one) for one in found if one.due >= start or one.state in (State.LATE, State.SNOOZED)]
    lines += [_unclear_line(one) for one in unclear]
    return Reading(question, sorted(lines, key=lambda line: line.urgency), start, end)


def _line(one: Occurrence) -> Line:
    remark = ". ".join(filter(None, (one.remark, one.problem)))
    search = fold(f"{one.title} {one.plan} {one.who} {one.note}")
    return Line(one, None, one.title, one.plan, one.who, one.kind_words, remark, one.note, search)


def _unclear_line(one: Undated) -> Line:
    said = _("Kế hoạch ghi “{words}”.").format(words=one.words) if one.words else ""
    remark = " ".join(filter(None, (_sentence(one.problem), said)))
    search = fold(f"{one.title} {one.plan} {one.who} {one.words}")
    return Line(None, one, one.title, one.plan, one.who, "", remark, "", search)


def _sentence(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def groups() -> Mapping[str, tuple[str, Callable[[Line], bool]]]:
    """The questions that can be asked of the list, by name: their words, and which lines answer them."""
    alone = (State.LATE, State.DUE, State.SNOOZED, State.DONE)
    return {
        TO_DO: (_("Phải làm"), _in(State.LATE, State.DUE, State.AHEAD)),
        **{str(state): (STATES[state], _in(state)) for state in alone},
        UNDATED: (_UNCLEAR, _in(UNDATED)),
    }


def _in(*names: str) -> Callable[[Line], bool]:
    """Whether a line is in one of the groups of these names."""
    return lambda line: line.group in names


def columns() -> tuple[GridColumn, ...]:
    """Day, what, from which plan, who, how it stands, what is to be minded, what was noted."""
    return (
        GridColumn("due", _("Hạn"), Day(), width=104, frozen=True),
        GridColumn("title", _("Việc"), width=430, frozen=True, strong=True),
        GridColumn(
            "badge",
            _("Tình trạng"),
            width=200,
            status=True,
            sort=attrgetter("urgency"),
        ),
        GridColumn("remark", _("Lưu ý"), width=220),
        GridColumn("plan", _("Kế hoạch, nguồn"), width=176),
        GridColumn("who", _("Ai làm"), width=150),
        GridColumn("note", _("Ghi chú"), width=180),
        GridColumn("kind", _("Loại việc"), width=120),
    )
