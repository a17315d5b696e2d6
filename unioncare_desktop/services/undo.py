"""Taking actions back. An undo is an action of its own that gives everything its old values, or changes nothing at all.

Redoing is undoing the undo. Nothing of this is kept in memory: what can be undone survives the program's end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Delivery,
    FrozenReport,
    IssuedDocument,
    IssuedFile,
    MemberCount,
    Merger,
    MergerBase,
    MergerBaseUnion,
    Period,
    PeriodClosing,
)
from unioncare_desktop.domain.records.merger import DONE, SPLIT
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task, drain
from unioncare_desktop.services import changes, records
from unioncare_desktop.services.changes import Change, Key, differing
from unioncare_desktop.services.dependencies import Dependencies
from unioncare_desktop.services.records import Row
from unioncare_desktop.storage.failures import broken_rule
from unioncare_desktop.storage.history import SETUP, Action, History, current_action, row_of, undone

_OF_DOCUMENTS = frozenset(one.__tablename__ for one in (IssuedDocument, IssuedFile))
_OF_CLOSINGS = frozenset(one.__tablename__ for one in (PeriodClosing, FrozenReport))
_NEWEST = 2**31 - 1
"""An id above all ids."""


@dataclass(frozen=True)
class Offer:
    """What can be undone or redone: the action to take back, and what that is called in the history.

    `name` is what the user did at first, `rows` how many changes of rows are taken back. `lasting` says what to do
    instead about an action that is never taken back; it is empty for all others.
    """

    action_id: int
    name: str
    title: str
    rows: int
    lasting: str = ""


@dataclass(frozen=True)
class Undone:
    """What was taken back: so many rows; `period` is the code of the one period whose figures they are, if there is."""

    rows: int
    period: str = ""


# What can be undone


def next_undo(session: Session, who: str | None = None) -> Offer | None:
    """What Ctrl+Z would take back: the newest action of *who* (anybody's, where None) that is not taken back yet."""
    return _newest_undoable(session, who, _NEWEST)


def next_undo_beyond(session: Session, who: str | None = None) -> Offer | None:
    """`next_undo`, passing over actions that are never taken back: documents issued or cancelled, periods closed."""
    found = next_undo(session, who)
    while found is not None and found.lasting:
        found = _newest_undoable(session, who, found.action_id)
    return found


def _newest_undoable(session: Session, who: str | None, before: int) -> Offer | None:
    found = session.scalar(_undoable(anybody=who is None), {"who": who, "before": before})
    return _offer(session, found) if found is not None else None


def next_redo(session: Session, who: str | None = None) -> Offer | None:
    """What Ctrl+Y would do again: the newest undo of *who* after which nothing new was done."""
    last = session.scalar(_last_done(anybody=who is None), {"who": who}) or 0
    found = session.scalar(_redoable(anybody=who is None), {"who": who, "last": last})
    return _offer(session, found) if found is not None else None


# The queries are asked after every change: each is put together once


@cache
def _undoable(*, anybody: bool) -> Select[int]:
    return _done(anybody=anybody).where(~undone(Action), Action.id < bindparam("before"))


@cache
def _last_done(*, anybody: bool) -> Select[int]:
    return _done(anybody=anybody)


def _done(*, anybody: bool) -> Select[int]:
    """The newest of what users did, apart from undoing and redoing."""
    query = select(Action.id).where(Action.undoes.is_(None), Action.kind != SETUP)
    return _newest(query, anybody=anybody)


@cache
def _redoable(*, anybody: bool) -> Select[int]:
    """The newest undo of what users did that is not redone, after the action `last`."""
    taken_back = aliased(Action)
    query = (
        select(Action.id)
        .join(taken_back, taken_back.id == Action.undoes)
        .where(taken_back.undoes.is_(None), Action.id > bindparam("last"), ~undone(Action))
    )
    return _newest(query, anybody=anybody)


def _newest(query: Select[int], *, anybody: bool) -> Select[int]:
    newest = query.order_by(Action.id.desc()).limit(1)
    return newest if anybody else newest.where(Action.who == bindparam("who"))


def offer(session: Session, action_id: int) -> Offer:
    """What undoing the action with this id means; of an undo, that is doing it again.

    Raises:
        UserError: there is no such action, or it is taken back already.
    """
    action, *below = _chain(session, action_id)
    if len(below) > 1:  # redone: what was done at first is undone again
        return offer(session, below[-1].id)
    if session.scalar(select(Action.id).where(Action.id == action_id, undone(Action))) is not None:
        raise _taken_back(action)
    return _offer(session, action_id)


def offer_redo(session: Session, action_id: int) -> Offer:
    """What doing an undone action again means.

    Raises:
        UserError: it is not undone.
    """
    query = select(Action.id).where(Action.undoes == action_id, ~undone(Action)).order_by(Action.id.desc())
    found = session.scalar(query.limit(1))
    if found is None:
        raise UserError(_("Thao tác này chưa được hoàn tác nên không có gì để làm lại."))
    return _offer(session, found)


def _chain(session: Session, action_id: int) -> list[Action]:
    """The action, what it takes back, and so on down to what a user did at first."""
    chain: list[Action] = []
    following: int | None = action_id
    while following is not None:
        action = session.get(Action, following)
        if action is None:
            raise UserError(_("Không có thao tác số {id} trong nhật ký.").format(id=action_id))
        chain.append(action)
        following = action.undoes
    return chain


def _offer(session: Session, action_id: int) -> Offer:
    action, *below = _chain(session, action_id)
    name = below[-1].title if below else action.title
    words = _("Làm lại: {name}") if below else _("Hoàn tác: {name}")
    rows = session.scalar(select(func.count()).where(History.action_id == action_id)) or 0
    return Offer(action_id, name, words.format(name=name), rows, "" if below else _lasting(session, action_id))


def _lasting(session: Session, action_id: int) -> str:
    """What to do instead of taking an action back, where that is refused for ever: see `Dependencies`."""
    query = select(History.table_name, History.old, History.new).where(
        History.action_id == action_id, History.table_name.in_(_OF_CLOSINGS | _OF_DOCUMENTS)
    )
    for table, old, new in session.execute(query):
        if table in _OF_CLOSINGS:
            return _("cần sửa số liệu thì mở lại kỳ, sửa xong thì khóa sổ")
        if old is None:
            return _("văn bản sai thì hủy và ghi lý do")
        before, after = row_of(IssuedDocument, old), row_of(IssuedDocument, new)
        if table == IssuedDocument.__tablename__ and before and after and _cancelled(after) != _cancelled(before):
            return _("văn bản đã hủy thì phát hành văn bản khác")
    return ""


def _cancelled(document: Row) -> bool:
    return document["cancelled_why"] is not None


def _taken_back(action: Action) -> UserError:
    if action.undoes is not None:
        return UserError(_("«{title}»: đã được làm lại rồi.").format(title=action.title))
    return UserError(_("«{title}»: đã được hoàn tác rồi.").format(title=action.title))


# Undoing


def undo(session: Session, action_id: int) -> Undone:
    """Take back everything that an `Offer`'s action changed; runs in an action that `undoes` it.

    Raises:
        Depends: something later builds upon it. UserError: it is taken back already. Nothing is to be committed then.
    """
    return drain(undoing(session, action_id))


def undoing(session: Session, action_id: int) -> Task[Undone]:
    """`undo` as a long task, for an import of thousands of rows."""
    action = _chain(session, action_id)[0]
    _refuse_twice(session, action)
    done = _without_shared_periods(session, changes.of_action(session, action_id))
    done = _without_needed_base(session, done)
    period = _period(session, done)
    yield Step(0, len(done), _("Xem những gì làm sau đó"))
    dependencies = Dependencies(session, action, done)
    dependencies.refuse()
    try:
        with session.begin_nested():
            yield from _opposites(session, done[::-1], dependencies.present)
    except IntegrityError as error:
        raise dependencies.refusal(str(broken_rule(error))) from error
    return Undone(len(dependencies.net), period or _period(session, done))


def _refuse_twice(session: Session, action: Action) -> None:
    """Of the actions that undo this one only the running one may be live."""
    running = current_action(session)
    undo_of, redo_of = aliased(Action), aliased(Action)
    redone = select(redo_of.id).where(redo_of.undoes == undo_of.id, redo_of.id != running).exists()
    query = select(undo_of.id).where(undo_of.undoes == action.id, undo_of.id != running, ~redone)
    if session.scalar(query.limit(1)) is not None:
        raise _taken_back(action)


def _without_shared_periods(session: Session, done: Sequence[Change]) -> list[Change]:
    """The changes but for periods that were made along the way and that others report for by now: those stay."""
    made = {change.key for change in done if change.key.record_type is Period and change.old is None}
    own = {change.key for change in done if change.old is None}
    ids = [key.row_id for key in made]
    shared = {
        row["period_id"]
        for kind in (MemberCount, IssuedDocument, Delivery)
        for row in changes.rows_with(session, kind, "period_id", ids)
        if Key(kind, row["id"]) not in own
    }
    return [change for change in done if change.key not in made or change.key.row_id not in shared]


def _without_needed_base(session: Session, done: list[Change]) -> list[Change]:
    """The changes but for the list that was frozen with a merger, where other mergers are measured by it: it stays."""
    own = {change.key.row_id for change in done if change.key.record_type is Merger}
    others = select(Merger.id).where(Merger.state == DONE, Merger.kind != SPLIT, Merger.id.not_in(own)).limit(1)
    if not own or session.scalar(others) is None:
        return done
    return [change for change in done if change.key.record_type not in (MergerBase, MergerBaseUnion)]


def _opposites(session: Session, done: Sequence[Change], present: dict[Key, Row]) -> Task[None]:
    """Do the opposite of each change, the last first: every state in between was good once, whatever the order was."""
    finished = 0
    for batch in _batches(done):
        record_type = batch[0].key.record_type
        match batch[0].kind:
            case "insert":
                records.delete(session, record_type, [change.key.row_id for change in batch])
            case "delete":
                gone = {change.key: change.old for change in batch if change.old is not None}
                records.put_back(session, record_type, list(gone.values()))
                present |= gone
            case _:
                _give_old_values(session, record_type, batch, present)
        finished += len(batch)
        yield Step(finished, len(done), record_type.title)


def _give_old_values(
    session: Session, record_type: type[Record], batch: Iterable[Change], present: dict[Key, Row]
) -> None:
    values = {change.key: differing(record_type, change.new, change.old) for change in batch if change.old is not None}
    changed = {key: old for key, old in values.items() if old}
    records.update_rows(
        session,
        record_type,
        {key.row_id: old for key, old in changed.items()},
        {key.row_id: present[key] for key in changed},
    )
    for key, old in changed.items():
        after = present[key] | old
        present[key] = after | record_type.derive(after)


def _batches(done: Iterable[Change]) -> Iterator[list[Change]]:
    """Changes that follow each other, do the same in the same table, and none to the same row."""
    batch: list[Change] = []
    keys: set[Key] = set()
    for change in done:
        same = batch and (change.kind, change.key.record_type) == (batch[0].kind, batch[0].key.record_type)
        if batch and (not same or change.key in keys):
            yield batch
            batch, keys = [], set()
        batch.append(change)
        keys.add(change.key)
    if batch:
        yield batch


def _period(session: Session, done: Iterable[Change]) -> str:
    rows = (change.new or change.old or {} for change in done if change.key.record_type is MemberCount)
    ids = {row["period_id"] for row in rows}
    if len(ids) != 1:
        return ""
    return session.scalar(select(Period.code).where(Period.id == ids.pop())) or ""
