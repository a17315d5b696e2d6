"""The trash: rows that were deleted and not brought back. They stand in the history: nothing is lost for good."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import RECORDS
from unioncare_desktop.errors import Duplicate, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns, closed_rounds, doubles, records
from unioncare_desktop.services.changes import LINKS, Key, chunks, rows_with
from unioncare_desktop.services.names import Names, local
from unioncare_desktop.services.records import Row
from unioncare_desktop.storage.history import Action, History, gone, row_of
from unioncare_desktop.vietnamese import fold


@dataclass(frozen=True)
class Deleted:
    """A row in the trash: what it was, when it was deleted, by whom, in which action."""

    key: Key
    name: str
    at: datetime
    who: str
    action_id: int
    title: str
    row: Row

    @property
    def kind(self) -> str:
        """What sort of record it was."""
        return self.key.record_type.title


def listed(session: Session, text: str = "") -> list[Deleted]:
    """What is in the trash and has all words of *text* in its name, kind or action; the last deleted first."""
    words = fold(text).split()
    found = [one for one in _everything(session) if all(word in _searched(one) for word in words)]
    return sorted(found, key=lambda one: (-one.action_id, RECORDS.index(one.key.record_type), one.key.row_id))


def _searched(one: Deleted) -> str:
    return fold(f"{one.name} {one.kind} {one.who} {one.title}")


def _everything(session: Session) -> Iterator[Deleted]:
    names = Names(session)
    for record_type in RECORDS:
        deletions = gone(session, record_type)
        for some in chunks(deletions.values()):
            yield from _of_type(session, record_type, some, names)


def _of_type(session: Session, record_type: type[Record], history_ids: list[int], names: Names) -> Iterator[Deleted]:
    below = aliased(Action)
    query = (
        select(History.row_id, History.old, Action, below.undoes)
        .join(Action, Action.id == History.action_id)
        .outerjoin(below, below.id == Action.undoes)
        .where(History.id.in_(history_ids))
    )
    found = session.execute(query).all()
    deleted = _deleted_by_users(session, record_type, [row_id for row_id, *_rest in found])
    for row_id, old, action, undone_in_turn in found:
        row = row_of(record_type, old)
        by_undo = action.undoes is not None and undone_in_turn is None
        if row and (row_id in deleted or not by_undo):
            key = Key(record_type, row_id)
            name = names.called(record_type, row)
            yield Deleted(key, name, local(action.at), action.who, action.id, action.title, row)


def _deleted_by_users(session: Session, record_type: type[Record], ids: Collection[int]) -> set[int]:
    """The rows that somebody deleted at some time, rather than undid that they were added."""
    query = (
        select(History.row_id)
        .join(Action, Action.id == History.action_id)
        .where(History.table_name == record_type.__tablename__, History.row_id.in_(ids))
        .where(History.new.is_(None), Action.undoes.is_(None))
    )
    return set(session.scalars(query))


def restore(session: Session, keys: Collection[Key]) -> int:
    """Bring rows back under their ids, with what belonged to them and was deleted with them; how many rows those are.

    Raises:
        UserError: something they belong to is deleted too. Duplicate: there is another one like it by now.
    """
    trash = {one.key: one for one in _everything(session)}
    wanted = _with_belongings(trash, [trash[key] for key in keys if key in trash])
    if not wanted:
        raise UserError(_("Mục này không còn trong thùng rác; có thể đã được khôi phục."))
    coming = {one.key: (None, one.row) for one in wanted}
    campaigns.refuse_closed(session, closed_rounds.touched(session, coming))
    for record_type in RECORDS:
        of_type = [one for one in wanted if one.key.record_type is record_type]
        _refuse(session, record_type, of_type, {one.key for one in wanted})
        records.put_back(session, record_type, [one.row for one in _uppers_first(record_type, of_type)])
    return len(wanted)


def _with_belongings(trash: dict[Key, Deleted], chosen: list[Deleted]) -> list[Deleted]:
    """The rows that were *chosen*, and those that referred to them and were deleted in the same action."""
    belonging: defaultdict[tuple[int, Key], list[Deleted]] = defaultdict(list)
    for one in trash.values():
        for link in LINKS:
            if link.record_type is one.key.record_type:
                belonging[one.action_id, Key(link.to, one.row[link.column])].append(one)
    wanted = {one.key: one for one in chosen}
    waiting = list(chosen)
    while waiting:
        owner = waiting.pop()
        new = [one for one in belonging[owner.action_id, owner.key] if one.key not in wanted]
        wanted |= {one.key: one for one in new}
        waiting += new
    return list(wanted.values())


def _uppers_first(record_type: type[Record], rows: list[Deleted]) -> list[Deleted]:
    """Rows of one type so that none comes before another of them that it refers to."""
    columns = [link.column for link in LINKS if link.record_type is link.to is record_type]
    left = {one.key.row_id: one for one in rows}
    ordered: list[Deleted] = []
    while left:
        ready = [one for one in left.values() if not any(one.row[name] in left for name in columns)]
        ordered += ready or left.values()
        done = {one.key.row_id for one in ordered}
        left = {row_id: one for row_id, one in left.items() if row_id not in done}
    return ordered


def _refuse(session: Session, record_type: type[Record], coming: list[Deleted], all_coming: set[Key]) -> None:
    """Refuse rows that refer to something deleted, and those that are there again under another id."""
    for link in LINKS:
        if link.record_type is record_type:
            wanted = {one.row[link.column]: one for one in coming if one.row[link.column] is not None}
            present = {row["id"] for row in rows_with(session, link.to, "id", wanted)}
            for row_id, one in wanted.items():
                if row_id not in present and Key(link.to, row_id) not in all_coming:
                    sentence = _("“{name}” cần {title} “{other}” cũng đã bị xóa. Hãy khôi phục cả mục đó.")
                    other = Names(session).of(link.to, row_id)
                    raise UserError(sentence.format(name=one.name, title=link.to.title, other=other))
    double = doubles.first(session, record_type, {one.key.row_id: one.row for one in coming})
    if double is not None:
        names = Names(session)
        sentence = _("“{name}”: nay đã có “{other}” trùng {fields}. Hãy đổi bản ghi đó trước, rồi khôi phục.")
        raise Duplicate(
            sentence.format(
                name=names.called(record_type, double.row),
                other=names.called(record_type, double.other),
                fields=double.fields,
            )
        )
