"""The office's lists (levels, sectors, titles, ratings …) and thresholds: shown, added to, corrected, ordered, removed.

An entry that is in use is never removed: it gets a last day instead, and old figures keep their meaning. Titles and
forms of award are in use where registrations and awards have their words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Link, Unreadable
from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    Award,
    AwardForm,
    AwardTitle,
    Bloc,
    BlocPair,
    Registration,
    RegistrationKind,
    Threshold,
    UnionEvent,
)
from unioncare_desktop.domain.records.awards import TITLE_FORMS
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.errors import Duplicate, InUse, InvalidRecord, Problem, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import bloc_pairs, records
from unioncare_desktop.services.cell_entry import linked
from unioncare_desktop.services.changes import LINKS, TYPES, counted
from unioncare_desktop.vietnamese import fold, show_day, show_whole


@dataclass(frozen=True)
class ListRow:
    """An entry of a list; `used` is the number of records that have it, `more` what this list tells besides."""

    id: int
    name: str
    valid_from: date | None
    valid_to: date | None
    source: str | None
    used: int
    more: Mapping[str, Any]


@dataclass(frozen=True)
class ThresholdRow:
    """A threshold and the days between which it holds."""

    id: int
    name: str
    value: int
    valid_from: date
    valid_to: date | None
    source: str | None


def rows(session: Session, record_type: type[ListEntry]) -> list[ListRow]:
    """The entries of a list in the order in which they are offered."""
    users = _users(session, record_type)
    shown, more = ("id", "name", "valid_from", "valid_to", "source"), own_fields(record_type)
    return [
        ListRow(
            **{name: row[name] for name in shown},
            used=sum(count for user, count in users[row["id"]].items() if user is not UnionEvent),
            more={name: row[name] for name in more},
        )
        for row in _in_order(session, record_type)
    ]


def _in_order(session: Session, record_type: type[ListEntry]) -> list[records.Row]:
    return sorted(records.rows(session, record_type), key=lambda row: (row["position"], row["id"]))


def own_fields(record_type: type[ListEntry]) -> tuple[str, ...]:
    """The fields of a list that others have not: the level of a title, whether a rating is a good one."""
    return tuple(name for name in fields_of(record_type) if name not in fields_of(Bloc))


def offered(session: Session, record_type: type[ListEntry], on: date) -> dict[int, str]:
    """The entries by id as a form offers them: those in use on a day first, the others after them with their dates."""
    current: dict[int, str] = {}
    others: dict[int, str] = {}
    for row in _in_order(session, record_type):
        if row["valid_to"] is not None and row["valid_to"] < on:
            others[row["id"]] = _("{name} (đến {day})").format(name=row["name"], day=show_day(row["valid_to"]))
        elif row["valid_from"] is not None and row["valid_from"] > on:
            others[row["id"]] = _("{name} (từ {day})").format(name=row["name"], day=show_day(row["valid_from"]))
        else:
            current[row["id"]] = row["name"]
    return current | others


def _users(session: Session, record_type: type[ListEntry]) -> defaultdict[int, Counter[type[Record]]]:
    """How many records of each type have the entries of a list, by the ids of the entries; pairs of blocs left out."""
    found: defaultdict[int, Counter[type[Record]]] = defaultdict(Counter)
    for link in LINKS:
        if link.to is record_type and link.record_type is not BlocPair:
            column = link.record_type.__table__.c[link.column]
            for entry_id, count in session.execute(select(column, func.count()).group_by(column)):
                found[entry_id][link.record_type] += count
    for user, words in _words(session, record_type):
        named = {row["name_key"]: row["id"] for row in records.rows(session, record_type)}
        for word, count in words:
            if fold(word) in named:
                found[named[fold(word)]][user] += count
    return found


def _words(session: Session, record_type: type[ListEntry]) -> Iterator[tuple[type[Record], Iterable[tuple[str, int]]]]:
    """The words in which registrations and awards have entries of a list, and how often each stands there."""
    if record_type not in (AwardTitle, AwardForm):
        return
    count = func.count()
    of_titles = select(RegistrationKind.id).where(RegistrationKind.form.in_(TITLE_FORMS))
    registered = (
        select(Registration.content, count).where(Registration.kind_id.in_(of_titles)).group_by(Registration.content)
        if record_type is AwardTitle
        else select(func.coalesce(Registration.award, ""), count).group_by(Registration.award)
    )
    yield Registration, [(words, times) for words, times in session.execute(registered)]
    yield Award, [(words, times) for words, times in session.execute(select(Award.name, count).group_by(Award.name))]


def add(session: Session, record_type: type[ListEntry], name: str) -> int:
    """Add an entry called *name* at the end of a list and return its id.

    Raises:
        UserError: the name is missing, too long or there already.
    """
    last = session.scalar(select(func.max(record_type.__table__.c.position))) or 0
    draft = records.new(record_type, position=last + 1)
    draft.enter("name", name)
    if not draft.errors:
        _refuse_second(session, record_type, draft.values["name"], None)
    return records.save(session, draft)


def change(session: Session, record_type: type[Record], record_id: int, entries: Mapping[str, str]) -> None:
    """Take what was typed into fields of one entry or threshold.

    Raises:
        UserError: what was typed is no value, contradicts another field, or the name is there already.
        InUse: something is registered of the kind whose form would change.
    """
    draft = records.open_draft(session, record_type, record_id)
    for name, text in entries.items():
        draft.enter(name, _meant(session, record_type, name, text))
    if record_type is RegistrationKind and "form" in draft.changes:
        _refuse_other_form(session, record_id)
    if not draft.errors and "name" in draft.changes and issubclass(record_type, ListEntry):
        _refuse_second(session, record_type, draft.values["name"], record_id)
    records.save(session, draft)


def _refuse_other_form(session: Session, kind_id: int) -> None:
    """A kind keeps its form once something of it is registered: titles would turn into works, also in closed rounds."""
    count = session.scalar(select(func.count()).where(Registration.kind_id == kind_id))
    if count:
        sentence = _(
            "Không đổi được “{field}” của “{name}”: đang có {count} đăng ký thuộc loại này. Hãy thêm một loại đăng ký"
            " mới, và ghi ngày vào cột “Dùng đến ngày” của loại cũ."
        )
        label, name = fields_of(RegistrationKind)["form"].label, records.choices(session, RegistrationKind)[kind_id]
        raise InUse(sentence.format(field=label, name=name, count=show_whole(count)))


def _meant(session: Session, record_type: type[Record], name: str, text: str) -> object:
    """What was typed into a field; the id where it names an entry of another list."""
    described = fields_of(record_type)[name]
    if not isinstance(described.kind, Link):
        return text
    try:
        return linked(records.choices(session, TYPES[described.kind.table]), text)
    except Unreadable as error:
        raise InvalidRecord([Problem(name, f"{described.label}: {error}")]) from error


def change_many(
    session: Session, record_type: type[Record], typed: Mapping[int, Mapping[str, str]]
) -> dict[int, UserError]:
    """Take what was typed into several rows, by id; return what is wrong with those that stay as they were."""
    refused: dict[int, UserError] = {}
    for record_id, entries in typed.items():
        try:
            change(session, record_type, record_id, entries)
        except UserError as error:
            refused[record_id] = error
    return refused


def _refuse_second(session: Session, record_type: type[ListEntry], name: str, record_id: int | None) -> None:
    found = records.rows(session, record_type, name_key=fold(name))
    if any(row["id"] != record_id for row in found):
        raise Duplicate(
            _("Danh mục {title} đã có “{name}”.").format(title=record_type.title, name=found[0]["name"]),
        )


def move(session: Session, record_type: type[ListEntry], entry_id: int, by: int) -> None:
    """Move an entry *by* places down the list, up where negative, as far as there is room."""
    order = [row["id"] for row in _in_order(session, record_type)]
    place = order.index(entry_id)
    order.insert(max(place + by, 0), order.pop(place))
    stored = {row["id"]: row for row in records.rows(session, record_type)}
    changes: dict[int, dict[str, Any]] = {
        one: {"position": position} for position, one in enumerate(order, 1) if stored[one]["position"] != position
    }
    records.update_rows(session, record_type, changes, stored)


def remove(session: Session, record_type: type[ListEntry], entry_id: int) -> None:
    """Remove an entry that nothing uses.

    Raises:
        InUse: records have it, or it is a bloc of a pair; the sentence says how to stop using it.
    """
    users = _users(session, record_type)[entry_id]
    if users:
        raise InUse(
            _(
                "Không xóa được “{name}”: đang dùng ở {users}. Để thôi dùng từ nay, hãy ghi ngày vào cột"
                " “Dùng đến ngày”; số liệu cũ giữ nguyên."
            ).format(name=records.choices(session, record_type)[entry_id], users=counted(users.elements()))
        )
    if record_type is Bloc:
        bloc_pairs.refuse_paired(session, entry_id)
    records.delete(session, record_type, [entry_id])


def thresholds(session: Session) -> list[ThresholdRow]:
    """All thresholds, those of one rule together, the latest first."""
    found = records.rows(session, Threshold)
    order = {key: place for place, key in enumerate(dict.fromkeys(row["key"] for row in found))}
    found.sort(key=lambda row: (order[row["key"]], -row["valid_from"].toordinal()))
    shown = ("id", "name", "value", "valid_from", "valid_to", "source")
    return [ThresholdRow(**{name: row[name] for name in shown}) for row in found]


def add_threshold(session: Session, like: int, value: str, valid_from: str) -> int:
    """Add another *value* of the rule of threshold *like*, from a day on; the one that holds now ends the day before.

    Raises:
        UserError: value or day cannot be read, or the rule has a value from that day already.
    """
    known = records.open_draft(session, Threshold, like)
    draft = records.new(Threshold, key=known.values["key"], name=known.values["name"])
    draft.enter("value", value)
    draft.enter("valid_from", valid_from)
    if draft.errors:
        raise InvalidRecord(draft.errors)
    start: date = draft.values["valid_from"]
    same = records.rows(session, Threshold, key=draft.values["key"])
    if any(row["valid_from"] == start for row in same):
        sentence = _("Quy tắc này đã có một mức từ ngày đó; hãy sửa mức ấy.")
        raise InvalidRecord([Problem("valid_from", sentence)])
    for row in same:
        if row["valid_to"] is None and row["valid_from"] < start:
            records.update_row(session, Threshold, row["id"], {"valid_to": start - timedelta(days=1)})
    return records.save(session, draft)


def remove_threshold(session: Session, threshold_id: int) -> None:
    """Remove a value of a rule; the one that ended when it began goes on in its place.

    Raises:
        InUse: it is the only value of its rule.
    """
    gone = records.open_draft(session, Threshold, threshold_id).values
    same = records.rows(session, Threshold, key=gone["key"])
    if len(same) == 1:
        raise InUse(_("Đây là mức duy nhất của quy tắc này; hãy sửa giá trị thay vì xóa."))
    records.delete(session, Threshold, [threshold_id])
    for row in same:
        if row["valid_to"] == gone["valid_from"] - timedelta(days=1):
            records.update_row(session, Threshold, row["id"], {"valid_to": gone["valid_to"]})
