"""Unions and their events while events are put in, corrected and taken out; what contradicts is refused.

`services/events.py` is the door; what a chronicle is, is pure (`domain/rules/chronicle.py`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Union, UnionEvent
from unioncare_desktop.domain.records.union import ACTIVE, STATES
from unioncare_desktop.domain.records.union_event import (
    BEGINNINGS,
    CHANGED_BY,
    ENDINGS,
    EVENT_KINDS,
    FOUNDED,
    MOVED,
    RECEIVED,
    REMEMBERED,
    REOPENED,
)
from unioncare_desktop.domain.rules.chronicle import NOTHING, Chronicle, Past, Values
from unioncare_desktop.errors import InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import merger_words, records, union_rules
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import fold, show_day


class Scan(NamedTuple):
    """A scanned decision: the name of its file and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class EventDraft:
    """An event to record: `values` are new values of the union's fields, those that its kind changes.

    `merger_id` is the merger that the event is part of.
    """

    union_id: int
    kind: str
    effective_on: date
    values: Values = field(default_factory=dict)
    decision: str | None = None
    decided_on: date | None = None
    note: str | None = None
    scan: Scan | None = None
    merger_id: int | None = None


def held_on(session: Session, day: date, only: Collection[int] | None = None) -> dict[int, Values]:
    """What unions were on *day*, by id, where something has changed since; NOTHING for those that were not there.

    *only* are the ids of the unions that are wanted.
    """
    table = UnionEvent.__table__.c
    query = (
        select(table.union_id, *(table[f"was_{name}"] for name in REMEMBERED))
        .where(table.effective_on > day)
        .order_by(table.effective_on.desc(), table.was_state.is_(None), table.id.desc())
    )
    if only is not None:
        query = query.where(table.union_id.in_(only))
    state = REMEMBERED.index("state")
    return {
        row[0]: dict(zip(REMEMBERED, row[1:], strict=True)) if row[1 + state] else NOTHING
        for row in session.execute(query).all()  # the first event after the day comes last
    }


def living_on(session: Session, day: date, only: Collection[int]) -> set[int]:
    """Those of *only* these unions that existed on *day*."""
    held = held_on(session, day, only)
    stored = {row["id"]: row for row in records.rows(session, Union, id=frozenset(only))}
    values = {union_id: held.get(union_id, row) for union_id, row in stored.items()}
    return {union_id for union_id, told in values.items() if told != NOTHING and living(told, day)}


def former_names(session: Session) -> dict[int, set[str]]:
    """The names that unions had before an event, folded, by id of the union."""
    table = UnionEvent.__table__.c
    found: dict[int, set[str]] = {}
    for union_id, name in session.execute(select(table.union_id, table.was_name).where(table.was_name.is_not(None))):
        found.setdefault(union_id, set()).add(fold(name))
    return found


def living(values: Values, day: date) -> bool:
    """Whether a union that was *values* existed on *day*: an end that was not yet there does not count."""
    closed_on = values["closed_on"]
    return values["state"] == ACTIVE or (closed_on is not None and closed_on > day)


def kept(event: Row) -> Values:
    """What a stored event keeps of its union; NOTHING for a beginning."""
    return {name: event[f"was_{name}"] for name in REMEMBERED} if event["was_state"] else NOTHING


def invalid(field_name: str, sentence: str, **words: object) -> InvalidRecord:
    """The error to raise for a field; days among the *words* are shown as a user reads them."""
    shown = {name: show_day(word) if isinstance(word, date) else word for name, word in words.items()}
    return InvalidRecord([Problem(field_name, sentence.format(**shown))])


class Turn(NamedTuple):
    """A union ends or lives again."""

    kind: str
    day: date


def turn_of(chronicle: Chronicle, change: Values) -> Turn | None:
    """The event that a new state means; None where it only corrects."""
    old, new = chronicle.now["state"], change.get("state", chronicle.now["state"])
    if old == new or ACTIVE not in (old, new):
        return None
    today = clock.today()
    day = today if new == ACTIVE else change.get("closed_on") or today
    if chronicle.on(day) == NOTHING or turned_after(chronicle, day):
        return None
    return Turn(REOPENED if new == ACTIVE else new, day)


def turned_after(chronicle: Chronicle, day: date) -> Past | None:
    """The first event after *day* that changed the state."""
    later = (event for event in chronicle.events if event.day > day)
    return next((event for event in later if "state" in chronicle.changes(event.id)), None)


class EventBook:
    """The chronicles of some unions while they are being changed, and what of it is stored."""

    def __init__(self, session: Session, union_ids: Collection[int]) -> None:
        self.session = session
        ids = frozenset(union_ids)
        self.unions = {row["id"]: row for row in records.rows(session, Union, id=ids)}
        self.events = {row["id"]: row for row in records.rows(session, UnionEvent, union_id=ids)}
        self._kinds: dict[int, str] = {key: row["kind"] for key, row in self.events.items()}
        self._foundings: dict[int, Row] = {}
        self._figures: dict[date, dict[int, list[str]]] = {}
        by_union: dict[int, list[Past]] = {union_id: [] for union_id in self.unions}
        for row in self.events.values():
            by_union[row["union_id"]].append(Past(row["id"], row["effective_on"], kept(row)))
        self.chronicles = {
            union_id: Chronicle.of(past, {name: self.unions[union_id][name] for name in REMEMBERED})
            for union_id, past in by_union.items()
        }

    def put(self, draft: EventDraft, event_id: int) -> None:
        """Take an event in, if it fits what is known."""
        if draft.union_id not in self.unions:
            raise UserError(_("Không còn công đoàn này; có thể đã bị xóa."))
        self._kinds[event_id] = draft.kind
        before = self.chronicles[draft.union_id]
        if draft.kind in BEGINNINGS and not self._was_handed_over(draft):
            self._refuse_beginning(draft)
            self.chronicles[draft.union_id] = before.with_beginning(event_id, draft.effective_on)
            if draft.kind == FOUNDED:
                self._remember_founding(draft)
            return
        changes = self._changes(draft)
        self._refuse_contradiction(draft, changes)
        after = before.with_event(event_id, draft.effective_on, changes)
        self.chronicles[draft.union_id] = after
        self.refuse_emptied(draft.union_id, before, event_id)

    def _was_handed_over(self, draft: EventDraft) -> bool:
        held = self.chronicles[draft.union_id].on(draft.effective_on)
        return draft.kind == RECEIVED and held != NOTHING and not living(held, draft.effective_on)

    def _changes(self, draft: EventDraft) -> dict[str, Any]:
        if draft.kind in ENDINGS:
            return {"state": draft.kind, "closed_on": draft.effective_on}
        if draft.kind in (REOPENED, RECEIVED):
            return {"state": ACTIVE, "closed_on": None}
        held = self.chronicles[draft.union_id].on(draft.effective_on)
        given = {name: draft.values[name] for name in CHANGED_BY[draft.kind] if name in draft.values}
        return {name: value for name, value in given.items() if value != held.get(name)}

    def _remember_founding(self, draft: EventDraft) -> None:
        """The address book's own fields of the founding follow; a decision that stands there stays."""
        decision = self.unions[draft.union_id]["decision"] or draft.decision
        self._foundings[draft.union_id] = {"founded_on": draft.effective_on, "decision": decision}

    # What contradicts

    def _refuse_beginning(self, draft: EventDraft) -> None:
        chronicle, union = self.chronicles[draft.union_id], self.unions[draft.union_id]
        first, day = next(iter(chronicle.events), None), draft.effective_on
        if first is not None and first.was == NOTHING:
            sentence = _("Đã ghi ngày bắt đầu là {first}. Hãy sửa biến động ấy thay vì ghi thêm.")
            raise invalid("kind", sentence, first=show_day(first.day))
        ended = union["closed_on"] if first is None else first.day
        if ended is not None and ended < day:
            raise invalid("effective_on", _("{day} sau biến động đã ghi ngày {first}"), day=day, first=ended)
        founded = union["founded_on"]
        if draft.kind == RECEIVED and founded is not None and day < founded:
            raise invalid("effective_on", _("{day} trước ngày thành lập ({first})"), day=day, first=founded)
        union_rules.refuse_late_founding(self.session, draft.union_id, day, "effective_on")

    def _refuse_contradiction(self, draft: EventDraft, changes: Values) -> None:
        chronicle, union, day = self.chronicles[draft.union_id], self.unions[draft.union_id], draft.effective_on
        held, founded = chronicle.on(day), union["founded_on"]
        if held == NOTHING or (founded is not None and day < founded):
            first = chronicle.events[0].day if held == NOTHING else founded
            raise invalid(
                "effective_on", _("{day} trước ngày thành lập hoặc tiếp nhận ({first})"), day=day, first=first
            )
        alive = living(held, day)
        if draft.kind in (REOPENED, RECEIVED):
            if alive:
                raise invalid("kind", _("Đơn vị đang hoạt động vào ngày {day}"), day=day)
        elif not alive:
            sentence = _("Vào ngày {day} đơn vị {state} (từ {closed}). Hãy ghi “{reopened}” trước.")
            words = {"state": STATES[held["state"]], "closed": held["closed_on"], "reopened": EVENT_KINDS[REOPENED]}
            raise invalid("effective_on", sentence, day=day, **words)
        if "state" in changes:
            self._refuse_turn(draft)
        elif not changes:
            raise invalid(
                next(iter(draft.values), "kind"),
                _("Vào ngày {day} đã đúng như vậy rồi, không có gì thay đổi."),
                day=day,
            )
        if "name" in changes and not changes["name"]:
            raise invalid("name", _("Tên công đoàn: bắt buộc phải nhập"))

    def _refuse_turn(self, draft: EventDraft) -> None:
        """An end or a new beginning of life stands alone: nothing of the kind may follow it."""
        chronicle, day = self.chronicles[draft.union_id], draft.effective_on
        later = turned_after(chronicle, day)
        closed_on = chronicle.now["closed_on"]
        if later is not None:
            sentence = _("Sau ngày {day} đã ghi “{kind}” ngày {later}. Hãy sửa hoặc xóa biến động ấy trước.")
            kind = EVENT_KINDS[self._kinds[later.id]]
            raise invalid("effective_on", sentence, day=day, kind=kind, later=later.day)
        if draft.kind in ENDINGS:
            if chronicle.now["state"] != ACTIVE:
                sentence = _("Đã ghi kết thúc ngày {closed}. Hãy sửa ngày kết thúc ấy thay vì ghi thêm.")
                raise invalid("effective_on", sentence, closed=closed_on)
            union_rules.refuse_later_figures(self._later_figures(day).get(draft.union_id, ()), day)
            union_rules.refuse_later_mergers(self._last_mergers.get(draft.union_id), day)

    def _later_figures(self, day: date) -> dict[int, list[str]]:
        if day not in self._figures:
            self._figures[day] = union_rules.later_figures(self.session, self.unions.keys(), day)
        return self._figures[day]

    @cached_property
    def _last_mergers(self) -> dict[int, date]:
        return union_rules.last_mergers(self.session)

    def refuse_emptied(self, union_id: int, before: Chronicle, except_event: int) -> None:
        """Refuse what would leave a later event that changes nothing any more."""
        for event, name in before.undone_by(self.chronicles[union_id]):
            if event.id == except_event:
                continue
            kind = EVENT_KINDS[self._kinds[event.id]]
            label = fields_of(Union)[name].label
            sentence = _(
                "Biến động “{kind}” ngày {day} khi ấy không còn thay đổi gì ({label}). Hãy xóa hoặc sửa nó trước."
            )
            raise invalid("effective_on", sentence, kind=kind, day=event.day, label=label)

    def refuse_circles(self, moved: Mapping[int, date]) -> None:
        """Refuse unions that would stand above themselves, on the day of their move or on a later one."""
        if not moved:
            return
        stored = self.session.execute(select(Union.id, Union.upper_id, Union.name)).all()
        names = {row.id: row.name for row in stored}
        first = min(moved.values())
        later = select(UnionEvent.effective_on).where(UnionEvent.kind == MOVED, UnionEvent.effective_on > first)
        for day in {*moved.values(), *self.session.scalars(later), date.max}:
            uppers: dict[int, int | None] = {row.id: row.upper_id for row in stored}
            uppers |= {key: held.get("upper_id") for key, held in held_on(self.session, day).items()}
            mine = {key: self.chronicles[key].on(day).get("upper_id") for key in moved}
            for upper in {*mine.values()} - {None}:
                if upper not in names:
                    raise invalid("upper_id", _("Không còn công đoàn cấp trên này. Hãy nạp lại (F5) rồi chọn lại."))
            union_rules.refuse_circle(uppers | mine, names, mine.values())

    # Storing

    def correct(self, union_id: int, change: Values, stored: Row, turn: Turn | None, event_id: int) -> None:
        """Follow a change of the union's row: corrections, a founding or a closing moved, a turn of its state."""
        of_state = {"state", "closed_on"} if turn else set()
        if turn is None or turn.kind != REOPENED:
            self._refuse_of_merger(union_id, change)
        slips = {name: change[name] for name in REMEMBERED if name in change and name not in of_state}
        chronicle = self.chronicles[union_id]
        if turn is None and change.get("closed_on") and stored["closed_on"]:
            chronicle = self._closing_moved(union_id, change["closed_on"])
        chronicle = chronicle.corrected(slips)
        if "founded_on" in change:
            chronicle = self._founding_moved(chronicle, change["founded_on"])
        if turn is not None:
            state = {name: change[name] for name in of_state if name in change}
            chronicle = chronicle.with_event(event_id, turn.day, state)
        self.chronicles[union_id] = chronicle

    def _refuse_of_merger(self, union_id: int, change: Values) -> None:
        """The day on which a union was merged, split off or founded by a merger is that of the merger."""
        for event in self.chronicles[union_id].events:
            merger_id = self.events[event.id]["merger_id"]
            kind = self._kinds[event.id]
            mine = {"founded_on"} if kind == FOUNDED else {"state", "closed_on"} if kind in ENDINGS else set()
            if mine & change.keys():
                merger_words.refuse_single(self.session, merger_id)

    def _closing_moved(self, union_id: int, day: date) -> Chronicle:
        """The chronicle with its last end on another day, where that is an event and the day fits."""
        chronicle = self.chronicles[union_id]
        old = chronicle.now["closed_on"]
        ending = next((e for e in reversed(chronicle.events) if "state" in chronicle.changes(e.id)), None)
        if ending is None or ending.day != old:
            return chronicle
        without = chronicle.without(ending.id)
        if without.on(day) == NOTHING or turned_after(without, day):
            return chronicle
        state = {"state": chronicle.now["state"], "closed_on": old}
        return without.with_event(ending.id, day, state)

    def _founding_moved(self, chronicle: Chronicle, day: date | None) -> Chronicle:
        """The chronicle with its founding on another day, where it is an event."""
        first = next(iter(chronicle.events), None)
        if first is None or day is None or self._kinds[first.id] != FOUNDED:
            return chronicle
        if len(chronicle.events) > 1 and chronicle.events[1].day < day:
            sentence = _("Ngày thành lập: {day} sau biến động đã ghi ngày {first}")
            raise invalid("founded_on", sentence, day=day, first=chronicle.events[1].day)
        return chronicle.without(first.id).with_beginning(first.id, day)

    def was(self, union_id: int, event_id: int) -> Row:
        """The `was_…` fields of an event."""
        event = next(event for event in self.chronicles[union_id].events if event.id == event_id)
        return {f"was_{name}": event.was.get(name) for name in REMEMBERED}

    def write(self, *, rows: bool = True, except_event: int | None = None) -> None:
        """Store what has changed in events that were there before, and (unless told not to) in the unions' rows."""
        changes: dict[int, Row] = {}
        for chronicle in self.chronicles.values():
            for event in chronicle.events:
                if event.id in self.events and event.id != except_event:
                    changes[event.id] = self._difference(event)
        records.update_rows(
            self.session, UnionEvent, {key: change for key, change in changes.items() if change}, self.events
        )
        if rows:
            self._write_unions()

    def _difference(self, event: Past) -> Row:
        stored = self.events[event.id]
        new = {"effective_on": event.day} | {f"was_{name}": event.was.get(name) for name in REMEMBERED}
        return {name: value for name, value in new.items() if value != stored[name]}

    def _write_unions(self) -> None:
        changes = {}
        for union_id, chronicle in self.chronicles.items():
            stored = self.unions[union_id]
            now = {**chronicle.now, **self._foundings.get(union_id, {})}
            change = {name: value for name, value in now.items() if value != stored[name]}
            if change.keys() & {"name", "state"} and chronicle.now["state"] == ACTIVE:
                union_rules.refuse_double(self.session, chronicle.now["name"], stored["code"], union_id)
            if change:
                changes[union_id] = change
        records.update_rows(self.session, Union, changes, self.unions)
