"""Returns: which union has reported for a quarter, when that came, and who was reminded how often.

A longer period is made of the returns of its quarters. What is sent to who has not reported lies in `return_reminders`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import Day
from unioncare_desktop.domain.records import MemberCount, Period, PeriodReturn, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task, in_parts
from unioncare_desktop.services import cell_entry, contacts, counts, periods, records
from unioncare_desktop.services.cell_entry import Entered, Entry, Sheet
from unioncare_desktop.services.contacts import NOBODY, Contact
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import show_day, show_whole

ON_TIME, LATE, UNKNOWN, MISSING = "on_time", "late", "unknown", "missing"
STATES: Mapping[str, str] = MappingProxyType(
    {ON_TIME: _("đúng hạn"), LATE: _("nộp muộn"), UNKNOWN: _("không rõ ngày nộp"), MISSING: _("chưa nộp")}
)
FIELDS = {name: field for name, field in fields_of(PeriodReturn).items() if name in ("received_on", "note")}
"""What can be typed about a return."""
_A_FEW = 200
"""Of so many unions rows are read by their ids; of more, all are read."""
_NOTHING: Mapping[str, Any] = MappingProxyType(
    {"id": None, "received_on": None, "reminders": 0, "reminded_on": None, "note": None}
)


@dataclass(frozen=True)
class Asked:
    """A quarter for which returns are asked: the last day in time, and that of the quarter after it."""

    span: Span
    due: date
    next_due: date


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """The return of a union for a quarter, as it stands on the day *on*.

    `received_on` is the day that somebody has typed. `entered_on` is the one on which figures were first entered; those
    taken over from the quarter before tell none. `expected` is false where none is due and one has come.
    """

    union: UnionRow
    asked: Asked
    on: date
    expected: bool
    reported: bool
    entered_on: date | None
    contact: Contact
    received_on: date | None
    reminders: int
    reminded_on: date | None
    note: str | None

    @property
    def came_on(self) -> date | None:
        """The day on which it came, as far as that is known."""
        if self.received_on is not None or self.state == UNKNOWN:
            return self.received_on
        return self.entered_on

    @property
    def state(self) -> str:
        """One of `STATES`.

        Figures that were entered when the next quarter was due already were typed from old papers: they do not tell
        when the return came.
        """
        if self.received_on is not None:
            return ON_TIME if self.received_on <= self.asked.due else LATE
        if not self.reported:
            return MISSING
        if self.entered_on is None or self.entered_on >= self.asked.next_due:
            return UNKNOWN
        return ON_TIME if self.entered_on <= self.asked.due else LATE

    @property
    def missing(self) -> bool:
        """Whether it has not come."""
        return self.state == MISSING

    @property
    def words(self) -> str:
        """How it stands: "đúng hạn, sớm 3 ngày", "nộp muộn 5 ngày", "chưa nộp, còn 6 ngày"."""
        told = STATES[self.state] + self._days_told()
        return told if self.missing or self.reported else _("{state} (chưa nhập số liệu)").format(state=told)

    def _days_told(self) -> str:
        day = self.on if self.missing else self.came_on
        days = (self.asked.due - day).days if day is not None else 0
        if self.missing:
            words = (
                _(", còn {days} ngày") if days > 0 else _(", quá hạn {days} ngày") if days < 0 else _(", hạn hôm nay")
            )
        else:
            words = _(", sớm {days} ngày") if days > 0 else _(" {days} ngày") if days < 0 else ""
        return words.format(days=show_whole(abs(days)))


@dataclass(frozen=True)
class Summary:
    """How many returns are expected, and how they came; those received are on time, late, or of an unknown day."""

    expected: int
    on_time: int
    late: int
    unknown: int
    missing: int

    @property
    def received(self) -> int:
        """Those that have come."""
        return self.on_time + self.late + self.unknown

    def as_json(self) -> dict[str, int]:
        """The numbers by their names."""
        return {
            "expected": self.expected,
            "received": self.received,
            "on_time": self.on_time,
            "late": self.late,
            "unknown": self.unknown,
            "missing": self.missing,
        }


# What is told


def asked(session: Session, span: Span, on: date | None = None) -> list[Asked]:
    """The quarters of *span* with their due days; of a longer one, those that have begun by the day *on*."""
    today = on or clock.today()
    quarters = [one for one in span.quarters if one == span or one.start <= today]
    due = {row.span: row.due for row in periods.listed(session)}
    return [Asked(one, due.get(one, one.due), due.get(one.next, one.next.due)) for one in quarters]


def rows(
    session: Session, span: Span, on: date | None = None, counted: Sequence[CountRow] | None = None
) -> list[ReturnRow]:
    """The returns of *span* as they stand on a day (today): of every union from which one is due or has come.

    By union in the Vietnamese order of names, then by quarter. *counted* are the figures of *span* where they have been
    read already, and it is one quarter.
    """
    today = on or clock.today()
    reached = contacts.contacts(session, today)
    quarters = asked(session, span, today)
    found = [
        row
        for quarter in quarters
        for row in _of_quarter(session, quarter, today, reached, counted if quarter.span == span else None)
    ]
    return (
        sorted(found, key=lambda row: (row.union.sort_key, row.union.id, row.asked.span))
        if len(quarters) > 1
        else found
    )


def _of_quarter(
    session: Session, quarter: Asked, on: date, reached: Mapping[int, Contact], counted: Sequence[CountRow] | None
) -> Iterator[ReturnRow]:
    entered, stored = _entered_on(session, quarter.span), _stored(session, quarter.span)
    for row in counts.rows(session, quarter.span) if counted is None else counted:
        said = stored.get(row.union.id, _NOTHING)
        if row.expected or said["received_on"] is not None:
            yield ReturnRow(
                row.union,
                quarter,
                on,
                row.obliged,
                row.reported,
                entered.get(row.union.id) if row.reported and "members" not in row.unconfirmed else None,
                reached.get(row.union.id, NOBODY),
                **{name: said[name] for name in ("received_on", "reminders", "reminded_on", "note")},
            )


def _entered_on(session: Session, quarter: Span) -> dict[int, date]:
    """By union id the day on which its figures were first entered, by the clock of this machine."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    of_quarter = select(period.id).where(period.code == quarter.code).scalar_subquery()
    query = select(count.union_id, count.created).where(count.period_id == of_quarter)
    return {
        union_id: datetime.fromisoformat(created).astimezone().date() for union_id, created in session.execute(query)
    }


def _stored(session: Session, quarter: Span, only: Collection[int] | None = None) -> dict[int, records.Row]:
    """What is stored about the returns of a quarter, of all unions or *only* these, by union id."""
    period = periods.find(session, quarter)
    if period is None:
        return {}
    these = {} if only is None or len(only) > _A_FEW else {"union_id": frozenset(only)}
    return {row["union_id"]: row for row in records.rows(session, PeriodReturn, period_id=period.id, **these)}


def stored_ids(session: Session, quarter: Span, union_id: int) -> list[int]:
    """The ids of what is stored about the return of a union, for its history: one, or none."""
    found = _stored(session, quarter, [union_id]).get(union_id)
    return [found["id"]] if found is not None else []


def reread(session: Session, known: Sequence[ReturnRow]) -> list[ReturnRow]:
    """The *known* rows with what is typed about them now, where nothing else has changed."""
    ids = [row.union.id for row in known]
    stored = {span: _stored(session, span, ids) for span in {row.asked.span for row in known}}
    names = ("received_on", "reminders", "reminded_on", "note")
    said = (stored[row.asked.span].get(row.union.id, _NOTHING) for row in known)
    return [replace(row, **{name: one[name] for name in names}) for row, one in zip(known, said, strict=True)]


def summed(found: Iterable[ReturnRow]) -> Summary:
    """How many of the returns *found* came, and how."""
    states = Counter(row.state for row in found)
    return Summary(states.total(), *(states[name] for name in (ON_TIME, LATE, UNKNOWN, MISSING)))


def summary(session: Session, span: Span, counted: Sequence[CountRow] | None = None) -> Summary:
    """How many returns of *span* came, and how."""
    return summed(rows(session, span, counted=counted))


def status(session: Session, span: Span) -> dict[str, int]:
    """What the command `status` says of the returns."""
    return summary(session, span).as_json()


def problems(found: Iterable[ReturnRow]) -> dict[int, tuple[Problem, ...]]:
    """What is odd about the returns of a quarter, by union id."""
    told = {row.union.id: tuple(_odd(row.asked, row.received_on)) for row in found}
    return {union_id: one for union_id, one in told.items() if one}


def _odd(quarter: Asked, received_on: date | None) -> Iterator[Problem]:
    if received_on is not None and received_on < quarter.span.start:
        sentence = _("Ngày nhận {day} trước khi {period} bắt đầu ({start}); hãy xem lại năm.").format(
            day=show_day(received_on), period=quarter.span.phrase, start=show_day(quarter.span.start)
        )
        yield Problem("received_on", sentence, Severity.WARNING)


# What is entered


@dataclass(frozen=True)
class DayOfReturn(Day):
    """A day that, typed without a year, is the first such day since the quarter began that *of* tells at that time."""

    of: Callable[[], Span | None] = lambda: None

    def parse(self, raw: object) -> date | None:
        """As any day."""
        quarter = self.of()
        if quarter is None:
            return super().parse(raw)
        day = Day(quarter.year).parse(raw)
        return day if day is None or day >= quarter.start else Day(quarter.year + 1).parse(raw)


def judge(session: Session, quarter: Span, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of entries about the returns of a quarter, by union id; nothing is stored."""
    return cell_entry.judge(_sheet(session, quarter, 0, entries), entries)


def enter(session: Session, quarter: Span, entries: Sequence[Entry]) -> Entered:
    """Store what was typed about the returns of a quarter, by union id; a day that is still to come is refused."""
    period_id = periods.ensure(session, quarter).id
    return cell_entry.enter(session, _sheet(session, quarter, period_id, entries), entries)


def _sheet(session: Session, quarter: Span, period_id: int, entries: Iterable[Entry]) -> Sheet:
    (one,) = asked(session, quarter)
    keys = {entry.key for entry in entries}
    stored = _stored(session, quarter, keys)
    union_id = Union.__table__.c.id
    ids = set(session.scalars(select(union_id).where(union_id.in_(keys))))
    return Sheet(
        PeriodReturn,
        {key: stored.get(key, _blank(key, period_id)) for key in ids},
        lambda row: [*_wrong(row), *_odd(one, row["received_on"])],
        kinds={"received_on": DayOfReturn(of=lambda: quarter)},
    )


def _blank(union_id: int, period_id: int) -> records.Row:
    return {**_NOTHING, "union_id": union_id, "period_id": period_id}


def _wrong(row: Mapping[str, Any]) -> Iterator[Problem]:
    return (problem for name, field in FIELDS.items() for problem in field.problems(row[name], row))


def receiving(session: Session, quarter: Span, union_ids: Collection[int], day: date | None) -> Task[int]:
    """Say that the returns of a quarter came on *day*, or that nobody knows when (None); return how many changed.

    Raises:
        UserError: the day is still to come.
    """
    if day is not None and day > clock.today():
        raise UserError(_("Ngày nhận {day} chưa tới. Hãy ghi ngày hôm nay hoặc trước đó.").format(day=show_day(day)))
    done = yield from _changing(session, quarter, union_ids, lambda _row: {"received_on": day})
    return done


def reminding(
    session: Session, quarter: Span, union_ids: Collection[int], on: date, how: str | None = None
) -> Task[int]:
    """Note that unions were reminded of a quarter's return on a day, and *how* ("Zalo"); return how many.

    Raises:
        UserError: the day is still to come.
    """
    if on > clock.today():
        raise UserError(_("Ngày nhắc {day} chưa tới. Hãy ghi ngày hôm nay hoặc trước đó.").format(day=show_day(on)))

    def reminded(row: Mapping[str, Any]) -> records.Row:
        said = _("nhắc qua {how} {day}").format(how=how, day=show_day(on)) if how else None
        note = "; ".join(filter(None, (row["note"], said))) or None
        return {"reminders": row["reminders"] + 1, "reminded_on": on, "note": note}

    done = yield from _changing(session, quarter, union_ids, reminded)
    return done


def _changing(
    session: Session,
    quarter: Span,
    union_ids: Collection[int],
    change: Callable[[Mapping[str, Any]], records.Row],
) -> Task[int]:
    """Change what is said of the returns of a quarter, by what was said before; return how many are different now."""
    period_id, stored = periods.ensure(session, quarter).id, _stored(session, quarter)
    before = {one: stored.get(one, _blank(one, period_id)) for one in union_ids}
    after = {one: row | change(row) for one, row in before.items()}
    changed = [one for one in after if after[one] != before[one]]
    new = [{name: value for name, value in after[one].items() if name != "id"} for one in changed if one not in stored]
    yield from in_parts(new, partial(records.insert_rows, session, PeriodReturn))
    changes = {stored[one]["id"]: change(stored[one]) for one in changed if one in stored}
    yield from records.updating(session, PeriodReturn, changes, {row["id"]: row for row in stored.values()})
    return len(changed)
