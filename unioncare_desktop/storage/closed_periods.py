"""Nothing in a closed period changes, whatever way it is written: judged once for all, before an action is saved.

Judged is what an action did to rows, by the history: figures of the period, what was written for its reports, yearly
facts of a closed year, days of the period itself, when unions began and ended, events and mergers that take effect by
the end of a closed period, and the closings themselves. Left free is what only corrects words or sorting: names,
sectors and areas written wrong, unions without a day of founding, days of return, lists, thresholds and texts. Reports
of a closed period do not show that either: they are written from the contents that were frozen then.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    FrozenReport,
    MemberCount,
    Merger,
    Period,
    PeriodClosing,
    ReportText,
    StatisticValue,
    Union,
    UnionEvent,
    YearlyFact,
)
from unioncare_desktop.domain.records.merger import DONE
from unioncare_desktop.domain.records.period import YEAR
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.records.union_event import BEGINNINGS
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import PeriodClosed, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.storage.history import History, row_of
from unioncare_desktop.vietnamese import show_day

Row = Mapping[str, Any]
_ONE_DAY = timedelta(days=1)
_BOOKKEEPING = {"version", "changed"}


@dataclass(frozen=True)
class Closed:
    """A period that is closed, since when, and its days."""

    span: Span
    closed_on: date
    start: date
    end: date

    def holds(self, start: date, end: date) -> bool:
        """Whether it has all days from *start* to *end*."""
        return self.start <= start and end <= self.end

    def refusal(self, reason: str = "") -> PeriodClosed:
        """The error to raise for what would change it; a *reason* is a sentence that says why it would."""
        sentence = _(
            "{period} đã khóa sổ ngày {day}. Muốn sửa, hãy mở lại kỳ (Báo cáo › Mở lại kỳ…) và ghi lý do."
        ).format(period=self.span.title, day=show_day(self.closed_on))
        return PeriodClosed(f"{reason} {sentence}".strip(), self.span.code)


@dataclass(frozen=True)
class _Changed:
    """A row before and after an action; None where there was none."""

    table: str
    row_id: int
    old: Row | None
    new: Row | None

    @property
    def rows(self) -> list[Row]:
        return [row for row in (self.old, self.new) if row is not None]

    def differs(self, *names: str) -> bool:
        """Whether it came, went, or has another value in one of these columns."""
        old, new = self.old, self.new
        return old is None or new is None or any(old[name] != new[name] for name in names)


def closed(session: Session) -> list[Closed]:
    """The periods that are closed, the earliest first, the shorter before the longer that begins with it."""
    return [one for _id, _start, _end, one in _periods(session) if one is not None]


def refuse(session: Session, action_id: int, tables: Collection[str]) -> None:
    """Refuse what an action did to rows of *tables* where that changes a closed period.

    Raises:
        PeriodClosed: it does. UserError: it takes a closing back.
    """
    touched = tables & _RULES.keys()
    if not touched:
        return
    changes = list(_net(session, action_id, touched))
    for one in changes:
        if one.table in _CLOSINGS:
            _refuse_taking_back(one)
    book = _Book(session, changes)
    for one in changes if book.closed else ():
        _RULES[one.table](book, one)


def _net(session: Session, action_id: int, tables: Collection[str]) -> Iterator[_Changed]:
    """What became of each row in an action; those that are as they were before it are left out."""
    query = (
        select(History.table_name, History.row_id, History.old, History.new)
        .where(History.action_id == action_id, History.table_name.in_(tables))
        .order_by(History.id)
    )
    net: dict[tuple[str, int], tuple[str | None, str | None]] = {}
    for name, row_id, old, new in session.execute(query):
        first = net[name, row_id][0] if (name, row_id) in net else old
        net[name, row_id] = first, new
    for (name, row_id), (before, after) in net.items():
        one = _Changed(name, row_id, row_of(_TYPES[name], before), row_of(_TYPES[name], after))
        if before != after and one.differs(*set(_TYPES[name].__table__.c.keys()) - _BOOKKEEPING):
            yield one


class _Book:
    """The closed periods, and what is asked of them."""

    def __init__(self, session: Session, changes: Collection[_Changed]) -> None:
        self._days: dict[int, tuple[date, date]] = {}
        self.closed: list[Closed] = []
        for period_id, start, end, one in _periods(session):
            self._days[period_id] = start, end
            self.closed += [one] if one is not None else []
        events = [one for one in changes if one.table == UnionEvent.__tablename__]
        self.told_by_events = {row["union_id"] for one in events for row in one.rows}
        """The unions of which events have changed, which are judged on their own then."""

    def over(self, period_id: int) -> Closed | None:
        """The closed period in which another lies."""
        days = self._days.get(period_id)
        return next((one for one in self.closed if days is not None and one.holds(*days)), None)

    def at(self, period_id: int) -> Closed | None:
        """The period itself, where it is closed."""
        days = self._days.get(period_id)
        return next((one for one in self.closed if days == (one.start, one.end)), None)

    def since(self, day: date) -> Closed | None:
        """The newest closed period that ends on *day* or later."""
        return max((one for one in self.closed if day <= one.end), key=lambda one: one.end, default=None)

    def first_differing(self, before: date, after: date) -> Closed | None:
        """The first closed period for which it matters that something happened *after* instead of *before*."""
        return next((one for one in self.closed if _seen_from(one, before) != _seen_from(one, after)), None)


def _seen_from(one: Closed, day: date) -> date:
    """A day as a period sees it: days before it are alike, and so are those after it."""
    return min(max(day, one.start - _ONE_DAY), one.end + _ONE_DAY)


def _periods(session: Session) -> list[tuple[int, date, date, Closed | None]]:
    """All periods with their days, and how they are closed where they are."""
    period, closing = Period.__table__.c, PeriodClosing.__table__.c
    holds = and_(closing.period_id == period.id, closing.reopened_on.is_(None))
    query = (
        select(period.id, period.year, period.number, period.kind, period.start, period.end, closing.closed_on)
        .outerjoin(PeriodClosing, holds)
        .order_by(period.start, period.end)
    )
    return [
        (key, start, end, Closed(Span(year, number, kind), on, start, end) if on else None)
        for key, year, number, kind, start, end, on in session.execute(query)
    ]


# What may not change, table by table


def _figures(book: _Book, count: _Changed) -> None:
    for row in count.rows:
        if (one := book.over(row["period_id"])) is not None:
            raise one.refusal()


def _parts_of_a_report(book: _Book, part: _Changed) -> None:
    for row in part.rows:
        if (one := book.at(row["period_id"])) is not None:
            raise one.refusal()


def _of_a_year(book: _Book, fact: _Changed) -> None:
    years = {row["year"] for row in fact.rows}
    for one in book.closed:
        if one.span.kind == YEAR and one.span.year in years:
            raise one.refusal()


def _days_of_a_period(book: _Book, period: _Changed) -> None:
    one = book.over(period.row_id)
    if one is not None and period.old is not None and period.differs("code", "start", "end", "cut_off"):
        raise one.refusal()


def _life(book: _Book, union: _Changed) -> None:
    if union.old is None or union.new is None:
        return
    name = union.new["name"]
    founded = book.first_differing(*(row["founded_on"] or date.min for row in union.rows))
    if founded is not None:
        raise founded.refusal(_("Ngày thành lập của “{name}” có trong số liệu của kỳ.").format(name=name))
    ended = book.first_differing(*(_end(row) for row in union.rows))
    if ended is not None and union.row_id not in book.told_by_events:
        raise ended.refusal(_("Ngày kết thúc của “{name}” có trong số liệu của kỳ.").format(name=name))


def _end(union: Row) -> date:
    if union["state"] == ACTIVE:
        return date.max
    day: date | None = union["closed_on"]
    return day or date.min


def _events(book: _Book, event: _Changed) -> None:
    if not event.differs("union_id", "kind", "effective_on", "was_state", "was_closed_on"):
        return
    day = min(row["effective_on"] for row in event.rows)
    if all(row["kind"] in BEGINNINGS and row["was_state"] is None for row in event.rows):
        one = book.first_differing(*(row["effective_on"] if row else date.min for row in (event.old, event.new)))
    else:
        one = book.since(day)
    if one is not None:
        raise one.refusal(_("Biến động có hiệu lực ngày {day} làm thay đổi kỳ đã khóa sổ.").format(day=show_day(day)))


def _mergers(book: _Book, merger: _Changed) -> None:
    done = [row["effective_on"] for row in merger.rows if row["state"] == DONE]
    if not done or not merger.differs("state", "kind", "union_id", "effective_on"):
        return
    one = book.since(min(done))
    if one is not None:
        sentence = _("Việc sáp nhập, chia tách có hiệu lực ngày {day} làm thay đổi kỳ đã khóa sổ.")
        raise one.refusal(sentence.format(day=show_day(min(done))))


def _nothing(_book: _Book, _closing: _Changed) -> None:
    """Closings are judged before, as taking one back may leave nothing closed."""


def _refuse_taking_back(closing: _Changed) -> None:
    if closing.old is None:
        return
    if closing.new is None or closing.table == FrozenReport.__tablename__:  # what is frozen never becomes another
        sentence = _(
            "Khóa sổ không hoàn tác được. Muốn sửa số liệu của kỳ, hãy mở lại kỳ (Báo cáo › Mở lại kỳ…) và ghi lý do."
        )
        raise UserError(sentence)
    if closing.old["reopened_on"] is not None:
        raise UserError(_("Mở lại kỳ không hoàn tác được. Sửa xong, hãy khóa sổ kỳ ấy lần nữa."))


_CLOSINGS = frozenset((PeriodClosing.__tablename__, FrozenReport.__tablename__))
_RULES: Mapping[str, Callable[[_Book, _Changed], None]] = {
    MemberCount.__tablename__: _figures,
    StatisticValue.__tablename__: _parts_of_a_report,
    ReportText.__tablename__: _parts_of_a_report,
    YearlyFact.__tablename__: _of_a_year,
    Period.__tablename__: _days_of_a_period,
    Union.__tablename__: _life,
    UnionEvent.__tablename__: _events,
    Merger.__tablename__: _mergers,
} | dict.fromkeys(_CLOSINGS, _nothing)
_TYPES: Mapping[str, type[Record]] = {
    one.__tablename__: one
    for one in (
        *(MemberCount, StatisticValue, ReportText, YearlyFact, Period),
        *(Union, UnionEvent, Merger, PeriodClosing, FrozenReport),
    )
}
