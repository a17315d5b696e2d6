"""Many unions under new upper unions at once: what the abolition of the districts in 2025 asked for (domain.md, 5).

`plan` says for every union what would happen and why some stay as they are; `carry_out` does exactly that, as one
action. New upper unions are founded, new areas added; upper unions with nothing left below them may end.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import Area, Level, Union
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.records.union_event import CLOSED, FOUNDED, MOVED
from unioncare_desktop.domain.rules.chronicle import NOTHING, Chronicle, Values
from unioncare_desktop.errors import Conflict, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import events, office_lists, records, union_rules, unions
from unioncare_desktop.services.event_book import EventBook, EventDraft
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.storage import history
from unioncare_desktop.vietnamese import fold, show_day, show_whole

UPPER_LEVEL = _("Công đoàn xã, phường, đặc khu")
"""The level of an upper union that is founded by a reorganisation."""
MOVES, ENDS, STAYS = "moves", "ends", "stays"


@dataclass(frozen=True)
class Target:
    """Where unions go: the name of the upper union, known or to be founded, and of the new area; blank keeps it."""

    upper: str
    area: str = ""


@dataclass(frozen=True)
class Request:
    """Which unions go where, from which day on.

    *targets* are by the name of the old area, "" for unions without one; *elsewhere* is where all others go. Unions of
    *ended_sectors* (names) end on *ended_on* instead.
    """

    union_ids: frozenset[int]
    effective_on: date
    targets: Mapping[str, Target] = field(default_factory=dict)
    elsewhere: Target | None = None
    decision: str | None = None
    decided_on: date | None = None
    note: str | None = None
    end_uppers: bool = False
    ended_sectors: frozenset[str] = frozenset()
    ended_on: date | None = None

    @property
    def ends_on(self) -> date:
        """The day on which unions of the ended sectors end."""
        return self.ended_on or self.effective_on

    def target(self, area: str) -> Target | None:
        """Where the unions of an old area go."""
        return self.targets.get(area) or self.elsewhere

    def event(self, union_id: int, kind: str, day: date, values: Values = NOTHING) -> EventDraft:
        """An event of one union by this request's decision."""
        return EventDraft(union_id, kind, day, values, self.decision, self.decided_on, self.note)


@dataclass(frozen=True)
class Line:
    """What happens to one union; *reason* says why it stays as it is."""

    union: UnionRow
    outcome: str
    upper: str = ""
    area: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Plan:
    """What a request would do, as long as the data are in the same *state*."""

    request: Request
    lines: tuple[Line, ...]
    founded: tuple[str, ...]
    ended_uppers: tuple[UnionRow, ...]
    kept_uppers: tuple[tuple[UnionRow, int], ...]
    state: int

    def count(self, outcome: str) -> int:
        """How many unions have this outcome."""
        return sum(line.outcome == outcome for line in self.lines)


def below(session: Session, upper_id: int) -> frozenset[int]:
    """The living unions directly under an upper union."""
    table = Union.__table__.c
    return frozenset(session.scalars(select(table.id).where(table.upper_id == upper_id, table.state == ACTIVE)))


def uppers(session: Session) -> dict[int, str]:
    """The living unions that others stand under, by id, in the order of their names."""
    table = Union.__table__.c
    above = select(table.upper_id).where(table.upper_id.is_not(None), table.state == ACTIVE)
    query = select(table.id, table.name).where(table.id.in_(above), table.state == ACTIVE).order_by(table.sort_key)
    return {row.id: row.name for row in session.execute(query)}


# The preview


def plan(session: Session, request: Request) -> Plan:
    """What *request* would do to each of its unions; nothing is written.

    Raises:
        UserError: the day is ahead, or nothing says where to.
    """
    _refuse_incomplete(request)
    listed = unions.listed(session, on=request.effective_on, with_closed=True, always=request.union_ids)
    registry = {row.id: row for row in listed}
    lines = tuple(_Judge(session, request, registry).lines())
    known = {fold(row.name) for row in registry.values() if row.alive}
    wanted = dict.fromkeys(line.upper for line in lines if line.outcome == MOVES)
    ended, kept = _uppers_left(request, registry, lines)
    return Plan(
        request,
        lines,
        tuple(name for name in wanted if fold(name) not in known),
        ended,
        kept,
        history.last_change(session),
    )


def _refuse_incomplete(request: Request) -> None:
    today = clock.today()
    late = max(request.effective_on, request.ends_on)
    if late > today:
        sentence = _("Ngày có hiệu lực {day} còn ở tương lai. Hãy ghi việc này khi đến ngày ấy.")
        raise UserError(sentence.format(day=show_day(late)))
    if not request.union_ids:
        raise UserError(_("Chưa chọn đơn vị nào để chuyển."))
    if request.elsewhere is None and not request.targets and not request.ended_sectors:
        raise UserError(_("Chưa cho biết chuyển về đâu. Hãy chọn hoặc gõ tên công đoàn cấp trên mới."))


class _Judge:
    """Says for each union what happens to it."""

    def __init__(self, session: Session, request: Request, registry: Mapping[int, UnionRow]) -> None:
        self._request, self._registry = request, registry
        self._chronicles = EventBook(session, request.union_ids).chronicles
        self._reported = union_rules.later_figures(session, request.union_ids, request.ends_on)

    def lines(self) -> Iterable[Line]:
        """One line for each union, in the order of the registry."""
        for row in self._registry.values():
            if row.id in self._request.union_ids:
                yield self._line(row)

    def _line(self, row: UnionRow) -> Line:
        reason = self._gone(row)
        if reason:
            return Line(row, STAYS, reason=reason)
        if row.sector and row.sector in self._request.ended_sectors:
            reason = self._unended(row)
            day = show_day(self._request.ends_on)
            return Line(row, STAYS if reason else ENDS, reason=reason or _("chấm dứt từ {day}").format(day=day))
        target = self._request.target(row.area)
        reason = self._unmoved(row, target)
        if reason or target is None:
            return Line(row, STAYS, reason=reason)
        return Line(row, MOVES, target.upper, target.area or row.area)

    def _gone(self, row: UnionRow) -> str:
        """Why nothing can happen to it on that day."""
        day = self._request.effective_on
        if self._chronicles[row.id].on(day) == NOTHING or (row.founded_on is not None and row.founded_on > day):
            return _("chưa thành lập hoặc chưa tiếp nhận vào ngày này")
        if row.alive:
            return ""
        closed = show_day(row.closed_on) if row.closed_on is not None else "…"
        return _("{state} từ {day}").format(state=row.state_words, day=closed)

    def _unmoved(self, row: UnionRow, target: Target | None) -> str:
        """Why it does not move to *target*."""
        if target is None or not target.upper:
            return _("chưa chọn cấp trên mới cho “{area}”").format(area=row.area or _("không có địa bàn"))
        if fold(target.upper) == fold(row.name):
            return _("chính là công đoàn cấp trên mới")
        if fold(target.upper) == fold(row.upper) and fold(target.area or row.area) == fold(row.area):
            return _("đã đúng như vậy rồi")
        return self._changed_later(row, self._request.effective_on, ("upper_id", "area_id", "state"))

    def _unended(self, row: UnionRow) -> str:
        """Why it does not end."""
        day = self._request.ends_on
        if row.founded_on is not None and row.founded_on > day:
            return _("thành lập sau ngày {day}").format(day=show_day(day))
        if titles := self._reported.get(row.id):
            return _("còn số liệu của {periods}").format(periods=", ".join(titles))
        return self._changed_later(row, day, ("state",))

    def _changed_later(self, row: UnionRow, day: date, fields: Collection[str]) -> str:
        later = _later(self._chronicles[row.id], day, fields)
        return "" if later is None else _("đã ghi biến động khác ngày {day}").format(day=show_day(later))


def _later(chronicle: Chronicle, day: date, fields: Collection[str]) -> date | None:
    """The day of the first event after *day* that changed one of the *fields*."""
    later = (event for event in chronicle.events if event.day > day)
    return next((event.day for event in later if chronicle.changes(event.id).keys() & set(fields)), None)


def _uppers_left(
    request: Request, registry: Mapping[int, UnionRow], lines: Collection[Line]
) -> tuple[tuple[UnionRow, ...], tuple[tuple[UnionRow, int], ...]]:
    """The old upper unions that are to end: those with nothing left below them, and the others with what is left."""
    if not request.end_uppers:
        return (), ()
    gone = {line.union.id for line in lines if line.outcome != STAYS}
    left = Counter(row.upper_id for row in registry.values() if row.alive and row.id not in gone)
    targets = {fold(line.upper) for line in lines if line.outcome == MOVES}
    ending = {line.union.id for line in lines if line.outcome == ENDS}
    above = {registry[key].upper_id for key in gone} - ending
    old = [row for row in registry.values() if row.id in above and row.alive and fold(row.name) not in targets]
    return tuple(row for row in old if not left[row.id]), tuple((row, left[row.id]) for row in old if left[row.id])


# Doing it


def carry_out(session: Session, made: Plan) -> str:
    """Do what *made* says and return it in a sentence.

    Raises:
        Conflict: the data have changed since the preview. UserError: an event contradicts what is known.
    """
    if history.last_change(session) != made.state:
        raise Conflict(_("Dữ liệu đã thay đổi sau khi xem trước. Hãy xem trước lại rồi thực hiện."))
    request = made.request
    moving = [line for line in made.lines if line.outcome == MOVES]
    areas = _areas(session, {line.area for line in moving} - {""})
    upper_ids = _upper_ids(session, made, moving)
    drafts = [
        request.event(
            line.union.id,
            MOVED,
            request.effective_on,
            {"upper_id": upper_ids[fold(line.upper)]} | ({"area_id": areas[fold(line.area)]} if line.area else {}),
        )
        for line in moving
    ]
    ended = [line.union.id for line in made.lines if line.outcome == ENDS]
    drafts += [request.event(union_id, CLOSED, request.ends_on) for union_id in ended]
    drafts += [request.event(row.id, CLOSED, request.effective_on) for row in made.ended_uppers]
    events.record_many(session, drafts)
    sentence = _("Đã chuyển {moved}, kết thúc {ended}, lập mới {founded} công đoàn cấp trên.")
    return sentence.format(
        moved=show_whole(len(moving)),
        ended=show_whole(len(ended) + len(made.ended_uppers)),
        founded=show_whole(len(made.founded)),
    )


def _areas(session: Session, names: Collection[str]) -> dict[str, int]:
    """The ids of areas by folded name; those that are not there are added."""
    known = {fold(name): area_id for area_id, name in records.choices(session, Area).items()}
    return known | {fold(name): office_lists.add(session, Area, name) for name in names if fold(name) not in known}


def _upper_ids(session: Session, made: Plan, moving: Collection[Line]) -> dict[str, int]:
    """The ids of the new upper unions by folded name; those that are not there are founded."""
    table = Union.__table__.c
    wanted = {fold(line.upper) for line in moving}
    query = select(table.name_key, table.id).where(table.name_key.in_(wanted), table.state == ACTIVE)
    known = {row.name_key: row.id for row in session.execute(query)}
    above = _above(session, moving)
    return known | {fold(name): _found(session, made.request, name, above) for name in made.founded}


def _above(session: Session, moving: Collection[Line]) -> int | None:
    """What the old upper unions of all moving unions stand under: the new ones stand under it too."""
    old = {line.union.upper_id for line in moving} - {None}
    above = {row["upper_id"] for row in records.rows(session, Union, id=old)}
    return above.pop() if len(above) == 1 else None


def _found(session: Session, request: Request, name: str, above: int | None) -> int:
    levels = {fold(level): key for key, level in records.choices(session, Level).items()}
    draft = records.new(Union, level_id=levels.get(fold(UPPER_LEVEL)), upper_id=above)
    draft.enter("name", name)
    union_id = unions.save(session, draft)
    events.record(session, request.event(union_id, FOUNDED, request.effective_on))
    return union_id
