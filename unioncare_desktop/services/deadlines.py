"""What is due, from plans and from the records themselves, and what was done about it.

Deadlines of plans, ends of officers' terms, registration and end of rounds, and the returns of periods are told alike,
as occurrences: one day on which one thing is due. Where they come from is in `deadline_sources`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.kinds import NOTE_LENGTH, Text
from unioncare_desktop.domain.records import Plan, PlanDeadline
from unioncare_desktop.domain.records.plan import FINISHED, SNOOZED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.holidays import day_remark
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task, in_parts
from unioncare_desktop.services import deadline_marks, deadline_sources, office, plans, records
from unioncare_desktop.services.deadline_marks import Key, Source
from unioncare_desktop.services.deadline_sources import KINDS, Due, Window
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import show_day, show_whole

LOOK_BACK = 366
"""Days after which what is late is no longer called so at the start: nobody waits for it any more."""
OWN_PLAN = _("Việc của đơn vị")


class State(StrEnum):
    """How an occurrence stands on a day; the most urgent first."""

    LATE = "late"
    DUE = "due"
    AHEAD = "ahead"
    SNOOZED = "snoozed"
    DONE = "done"


STATES: Mapping[State, str] = {
    State.LATE: _("Trễ hạn"),
    State.DUE: _("Sắp đến hạn"),
    State.AHEAD: _("Sau này"),
    State.SNOOZED: _("Nhắc lại sau"),
    State.DONE: _("Đã xong"),
}
_OPEN = (State.LATE, State.DUE)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that is due on one day; `words` say how it stands, `note` what was noted when it was marked.

    `remark` tells of a weekend or holiday; `until` is the day to which it is snoozed, `marked` whether somebody marked
    it. `rule` is that of a series, which ends on `last`. `go` opens its source: the name of a page and the argument
    for it.
    """

    of: Source
    title: str
    due: date
    plan: str
    who: str
    kind: str
    state: State
    words: str
    note: str
    remark: str
    problem: str
    go: tuple[str, object]
    until: date | None = None
    rule: str | None = None
    last: date | None = None
    marked: bool = False

    @property
    def key(self) -> tuple[str, int | str, date]:
        """What tells it from all others."""
        return (self.of.column, self.of.key, self.due)

    @property
    def urgent(self) -> bool:
        """Whether it is late or due soon."""
        return self.state in _OPEN

    @property
    def state_words(self) -> str:
        """Its state as a user reads it."""
        return STATES[self.state]

    @property
    def kind_words(self) -> str:
        """Its kind as a user reads it."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Undated:
    """A deadline whose days nobody knows: `words` is what the plan says, `problem` what is wrong with that."""

    id: int
    title: str
    plan: str
    plan_id: int
    who: str
    words: str
    problem: str
    line: str


# What is due


def occurrences(session: Session, start: date, end: date, on: date) -> list[Occurrence]:
    """Everything that is due from *start* to *end*, both included, as it stands on the day *on*; the earliest first."""
    window = Window(start, end, on, deadline_sources.within(session, on))
    marks = deadline_marks.marks(session, start, end)
    found = [_told(one, marks.get((one.of, one.due)), on) for one in deadline_sources.due(session, window)]
    return sorted(found, key=lambda one: (one.due, one.kind, one.title))


def coming(session: Session, on: date, days: int | None = None) -> list[Occurrence]:
    """What is late since a year at most, or due within so many *days* (the office's rule); neither done nor snoozed.

    The ends of terms are told as early as the office's rule for terms says.
    """
    soon = deadline_sources.within(session, on)
    terms = deadline_sources.within(session, on, "term_ends_within")
    ahead = timedelta(days=max(soon, terms, days or 0))
    last = on + timedelta(days=soon if days is None else days)
    found = occurrences(session, on - timedelta(days=LOOK_BACK), on + ahead, on)
    return [one for one in found if one.urgent or (one.state is State.AHEAD and one.due <= last)]


def counted(found: Iterable[Occurrence]) -> Mapping[State, int]:
    """How many of them are in each state."""
    return Counter(one.state for one in found)


def undated(session: Session) -> list[Undated]:
    """The deadlines of the office's plans of which nobody knows the days."""
    return [
        Undated(
            one.id or 0,
            one.name,
            plan.short,
            plan.id or 0,
            one.who or "",
            one.words or "",
            problem,
            one.line or "",
        )
        for plan in plans.listed(session)
        for one in plan.deadlines
        if (problem := deadline_sources.unclear(plan, one))
    ]


def status(session: Session, span: Span, on: date | None = None) -> list[dict[str, Any]]:
    """What is due within *span* as plain JSON values, as it stands on a day: today, unless given.

    The `plan` is its key on the command line; "" where the deadline is of no plan.
    """
    today = on or clock.today()
    keys = {row.id: plan.key for plan in plans.listed(session) for row in plan.deadlines}
    found = occurrences(session, span.start, span.end, today)
    return [
        {
            "title": one.title,
            "due": one.due.isoformat(),
            "state": str(one.state),
            "plan": keys.get(int(one.of.key), "") if one.of.column == deadline_marks.DEADLINE else "",
        }
        for one in found
    ]


def _told(one: Due, mark: Row | None, on: date) -> Occurrence:
    state = _state(one, mark, on)
    remark = day_remark(one.due)
    return Occurrence(
        one.of,
        one.title,
        one.due,
        one.plan,
        one.who,
        one.kind,
        state,
        _words(one, mark, state, on),
        (mark["note"] or "") if mark is not None else "",
        remark.words if remark is not None else "",
        one.problem,
        one.go,
        mark["until"] if mark is not None else None,
        one.rule,
        one.last,
        mark is not None,
    )


def _state(one: Due, mark: Row | None, on: date) -> State:
    if one.finished or (mark is not None and mark["state"] == FINISHED):
        return State.DONE
    if mark is not None and on < mark["until"]:
        return State.SNOOZED
    if one.due < on:
        return State.LATE
    return State.DUE if (one.due - on).days <= one.within else State.AHEAD


def _words(one: Due, mark: Row | None, state: State, on: date) -> str:
    """How it stands: "trễ 3 ngày, còn 12 đơn vị chưa nộp", "còn 6 ngày", "đã xong 12/12/2023"."""
    if state is State.DONE:
        marked = _("đã xong ngày {day}").format(day=show_day(mark["on"])) if mark is not None else ""
        return one.finished or marked
    days = (one.due - on).days
    told = _("trễ {days} ngày") if days < 0 else _("còn {days} ngày") if days else _("hôm nay")
    parts = [told.format(days=show_whole(abs(days))), one.rest]
    if state is State.SNOOZED and mark is not None:
        parts.insert(0, _("nhắc lại từ {day}").format(day=show_day(mark["until"])))
    return ", ".join(filter(None, parts))


# What is done about it


def mark_done(session: Session, marked: Collection[Occurrence], on: date, note: str | None = None) -> None:
    """Note that these were finished on the day *on*.

    Raises:
        UserError: one of them is done by itself, which nobody needs to mark.
    """
    _refuse_finished(marked)
    _mark(session, marked, {"state": FINISHED, "on": on, "until": None}, _note(note))


def snooze(session: Session, marked: Collection[Occurrence], until: date, note: str, on: date) -> None:
    """Be silent about these until a day, for the reason that *note* gives.

    Raises:
        UserError: the day is not to come, no reason is given, or one of them is done.
    """
    _refuse_finished(marked)
    if until <= on:
        words = _("Ngày nhắc lại {until} phải sau hôm nay ({today}).")
        raise UserError(words.format(until=show_day(until), today=show_day(on)))
    reason = _note(note)
    if reason is None:
        raise UserError(_("Hãy ghi lý do nhắc lại sau, để người khác đọc cũng hiểu."))
    _mark(session, marked, {"state": SNOOZED, "on": on, "until": until}, reason)


def unmark(session: Session, marked: Collection[Occurrence]) -> None:
    """Take back what was marked, of those of which anything was."""
    deadline_marks.remove(session, _keys(marked))


def marking(session: Session, marked: Sequence[Occurrence], on: date) -> Task[None]:
    """`mark_done` as a long task."""
    yield from in_parts(marked, lambda part: mark_done(session, part, on))


def unmarking(session: Session, marked: Sequence[Occurrence]) -> Task[None]:
    """`unmark` as a long task."""
    yield from in_parts(marked, lambda part: unmark(session, part))


def _refuse_finished(marked: Collection[Occurrence]) -> None:
    done = next((one for one in marked if one.state is State.DONE and not one.marked), None)
    if done is not None:
        words = _("“{title}” ({state}) không cần đánh dấu.")
        raise UserError(words.format(title=done.title, state=done.words))


def _note(note: str | None) -> str | None:
    """A note as it is stored.

    Raises:
        UserError: it is too long.
    """
    try:
        found: str | None = Text(most=NOTE_LENGTH, lines=True).parse(note)
    except ValueError as error:
        raise UserError(_("Ghi chú: {problem}").format(problem=error)) from error
    return found


def _mark(session: Session, marked: Collection[Occurrence], values: Row, note: str | None) -> None:
    """Mark some as *values* say; a *note* that was there stays where none is given."""
    deadline_marks.put(session, _keys(marked), values if note is None else values | {"note": note})


def _keys(marked: Collection[Occurrence]) -> list[Key]:
    return [(one.of, one.due) for one in marked]


# Days that the office gives itself


def set_day(session: Session, deadline_id: int, due: date) -> None:
    """Give a deadline without days the day *due*; what the plan says, and what is wrong with it, stays.

    Raises:
        UserError: it is gone.
    """
    draft = records.open_draft(session, PlanDeadline, deadline_id)
    records.update_row(session, PlanDeadline, deadline_id, {"due": due, "rule": None}, version=draft.version)


def add(
    session: Session, name: str, *, due: date | None = None, rule: str | None = None, who: str | None = None
) -> int:
    """Store a deadline that the office sets itself, in a plan called "Việc của đơn vị", and return its id.

    Raises:
        UserError: it has neither a day nor a rhythm, both, or no such rhythm.
    """
    if (due is None) == (rule is None):
        raise UserError(_("Hãy ghi ngày đến hạn, hoặc chọn nhịp lặp (chỉ một trong hai)."))
    return records.save(
        session, records.new(PlanDeadline, plan_id=_own_plan(session), name=name, due=due, rule=rule, who=who)
    )


def _own_plan(session: Session) -> int:
    """The plan of what the office sets itself, founded where there is none."""
    found = next((row["id"] for row in records.rows(session, Plan) if row["name"] == OWN_PLAN), None)
    if found is not None:
        return int(found)
    return records.insert_rows(session, Plan, [{"name": OWN_PLAN, "issuer": office.view(session).name}])[0]
