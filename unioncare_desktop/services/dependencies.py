"""What stands in the way of taking an action back: what was done later upon the same rows, and with their help."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    CampaignRound,
    IssuedDocument,
    IssuedFile,
    MemberCount,
    Merger,
    MergerBaseUnion,
    MergerLock,
    Period,
    Registration,
    RegistrationKind,
    Union,
    YearlyFact,
)
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.records.merger import DONE
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.errors import Depends
from unioncare_desktop.i18n import _
from unioncare_desktop.services import closed_rounds, doubles, round_closing, union_rules
from unioncare_desktop.services.changes import LINKS, Change, Key, Link, by_type, chunks, counted, differing, rows_with
from unioncare_desktop.services.names import Names, moment
from unioncare_desktop.services.records import Row
from unioncare_desktop.storage.history import Action, History, current_action, row_of, undone
from unioncare_desktop.vietnamese import show_day, show_whole

_GIVEN: tuple[type[Record], ...] = tuple(
    link.record_type
    for link in LINKS
    if link.to is Union and link.column == "union_id" and link.record_type not in (MergerLock, MergerBaseUnion)
)
"""What belongs to a union, without what only says how it is to be merged."""
_MOST_NAMED = 8
_Blocked = tuple[Key, frozenset[str] | None]
"""A row that is in the way, and the columns that are; None means the row itself."""


class Dependencies:
    """An action compared with what is there now. `net` is what it did to each row, `present` the rows there are."""

    def __init__(self, session: Session, action: Action, changes: Sequence[Change]) -> None:
        self._session, self._action = session, action
        self.net: dict[Key, tuple[Row | None, Row | None]] = {}
        for change in changes:
            first_old = self.net[change.key][0] if change.key in self.net else change.old
            self.net[change.key] = (first_old, change.new)
        self.present = {
            Key(record_type, row["id"]): row
            for record_type, ids in by_type(self.net).items()
            for row in rows_with(session, record_type, "id", ids)
        }
        self._left = {key: self._without(key) for key in self.net}

    def _without(self, key: Key) -> Row | None:
        """The row as undoing leaves it; None where it is gone then."""
        old, new = self.net[key]
        if old is None or new is None:
            return old
        return self.present.get(key, new) | differing(key.record_type, new, old)

    def refuse(self) -> None:
        """Say what stands in the way.

        Raises:
            Depends: something does.
        """
        self._refuse_issued()
        self._refuse_changed()
        self._refuse_referred()
        self._refuse_missing()
        self._refuse_grown()
        self._refuse_reported()
        self._refuse_closed()
        self._refuse_unreviewed()
        self._refuse_other_forms()
        self._refuse_circles()
        self._refuse_doubles()

    def refusal(self, reason: str, blocked: Iterable[_Blocked] | None = None) -> Depends:
        """The refusal for a *reason*, with the later actions that did something to what is in the way; to anything."""
        later = self._later(dict(blocked if blocked is not None else ((key, None) for key in self.net)))
        sentence = _("Không hoàn tác được «{title}»: {reason}. Chưa có gì thay đổi.").format(
            title=self._action.title, reason=reason.removesuffix(".")
        )
        if later:
            lines = [f"• {one.title} – {one.who}, {moment(one.at)}" for one in later[:_MOST_NAMED]]
            if len(later) > _MOST_NAMED:
                lines.append(_("• và {count} thao tác khác").format(count=show_whole(len(later) - _MOST_NAMED)))
            sentence = "\n".join((sentence, "", _("Hãy hoàn tác trước những thao tác làm sau:"), *lines))
        return Depends(sentence, [one.id for one in later])

    # Numbers of documents

    def _refuse_issued(self) -> None:
        """A number that was given stays given, a cancelled document stays cancelled, what went out is kept."""
        for key, (old, new) in self.net.items():
            if key.record_type is IssuedDocument and (old is None or new is None):
                words = _("số đã cấp không rút lại được; nếu sai, hãy hủy {document} và ghi lý do")
                named = Names(self._session).of(IssuedDocument, key.row_id)
                raise self.refusal(words.format(document=named), ())
            if old and new and old.get("cancelled_why") != new.get("cancelled_why"):
                raise self.refusal(_("văn bản đã hủy không dùng lại được; hãy phát hành văn bản khác"), ())
            if key.record_type is IssuedFile and old is None:
                raise self.refusal(_("tệp của văn bản đã phát hành được giữ lại"), ())

    # Rows that are no more as the action left them

    def _refuse_changed(self) -> None:
        blocked = [(key, columns) for key in self.net for columns in self._changed_since(key)]
        if blocked:
            raise self.refusal(_("sau đó chính dữ liệu ấy đã được thay đổi"), blocked)

    def _changed_since(self, key: Key) -> Iterator[frozenset[str] | None]:
        """The columns in which a row is not as the action left it; None where it is there, or is not, by surprise."""
        (old, new), now = self.net[key], self.present.get(key)
        if (now is None) != (new is None):
            yield None
        elif now is not None and new is not None:
            columns = frozenset(name for name in differing(key.record_type, old, new) if now[name] != new[name])
            if columns:
                yield columns

    # Rows that others refer to

    def _refuse_referred(self) -> None:
        going = by_type(key for key, row in self._left.items() if row is None and key in self.present)
        blocked = [
            (key, frozenset((link.column,))) for link in LINKS for key in self._referring(link, going.get(link.to, ()))
        ]
        if blocked:
            users = counted(key.record_type for key in {key for key, _columns in blocked})
            raise self.refusal(_("dữ liệu được thêm khi đó đang được dùng ở {users}").format(users=users), blocked)

    def _referring(self, link: Link, ids: Collection[int]) -> Iterator[Key]:
        for row in rows_with(self._session, link.record_type, link.column, ids):
            key = Key(link.record_type, row["id"])
            left = self._left.get(key, row)
            if left is not None and left[link.column] == row[link.column]:
                yield key

    def _refuse_missing(self) -> None:
        for link in LINKS:
            wanted = {row[link.column] for row in self._coming(link)} - {None}
            wanted -= {key.row_id for key, row in self._left.items() if key.record_type is link.to and row is not None}
            missing = wanted - {row["id"] for row in rows_with(self._session, link.to, "id", wanted)}
            if missing:
                lost = Names(self._session).of(link.to, min(missing))
                sentence = _("{title} “{lost}” mà nó cần đã bị xóa").format(title=link.to.title, lost=lost)
                raise self.refusal(sentence, [(Key(link.to, row_id), None) for row_id in missing])

    def _coming(self, link: Link) -> Iterator[Row]:
        """The rows that undoing adds, or lets refer to something else."""
        for key, row in self._left.items():
            if key.record_type is link.record_type and row is not None:
                now = self.present.get(key)
                if now is None or now[link.column] != row[link.column]:
                    yield row

    # What mergers came to

    def _refuse_grown(self) -> None:
        """A merger stays where its result has got something since: no row that the merger changed shows that."""
        for key, (_old, new) in self.net.items():
            if key.record_type is not Merger or new is None or new["state"] != DONE:
                continue
            left = self._left[key]
            if left is None or left["state"] != DONE:
                blocked = list(self._added_to(new["union_id"], new["effective_on"]))
                if self._later(dict(blocked)):
                    what = counted(added.record_type for added, _columns in blocked)
                    name = Names(self._session).of(Union, new["union_id"])
                    raise self.refusal(_("sau đó “{name}” đã có thêm {what}").format(name=name, what=what), blocked)

    def _added_to(self, union_id: int, day: date) -> Iterator[_Blocked]:
        """The rows that later actions gave to a union, and its figures of a day or later that they changed."""
        for record_type in _GIVEN:
            rows = {row["id"]: row for row in rows_with(self._session, record_type, "union_id", [union_id])}
            rows = {row_id: row for row_id, row in rows.items() if Key(record_type, row_id) not in self.net}
            changed = self._changed_later(record_type, self._since(record_type, rows, day))
            if record_type is MemberCount:
                yield from ((Key(record_type, row_id), frozenset(FIGURES)) for row_id in changed)
            else:
                yield from ((Key(record_type, row_id), None) for row_id, added in changed.items() if added)

    def _since(self, record_type: type[Record], rows: dict[int, Row], day: date) -> list[int]:
        """Those of the rows whose quarter, round or year had not ended before *day*; of what has none, all."""
        if record_type is YearlyFact:
            return [row_id for row_id, row in rows.items() if row["year"] >= day.year]
        column, stretch = ("period_id", Period) if record_type is MemberCount else ("round_id", CampaignRound)
        if column not in record_type.__table__.c:
            return list(rows)
        of_rows = rows_with(self._session, stretch, "id", {row[column] for row in rows.values()})
        ended = {one["id"] for one in of_rows if one["end"] < day}
        return [row_id for row_id, row in rows.items() if row[column] not in ended]

    def _changed_later(self, record_type: type[Record], ids: Collection[int]) -> dict[int, bool]:
        """Those of the rows that later actions changed, and whether they added them."""
        found: dict[int, bool] = {}
        for some in chunks(ids):
            query = select(History.row_id, History.old).where(
                History.table_name == record_type.__tablename__,
                History.row_id.in_(some),
                History.action_id > self._action.id,
            )
            for row_id, old in self._session.execute(query):
                found[row_id] = found.get(row_id, False) or old is None
        return found

    def _refuse_reported(self) -> None:
        """A union does not end again on a day after which it has reported by now."""
        for key, left in self._left.items():
            now = self.present.get(key)
            if key.record_type is not Union or left is None or now is None or left["closed_on"] is None:
                continue
            titles = union_rules.later_figures(self._session, [key.row_id], left["closed_on"]).get(key.row_id)
            if titles and now["state"] == ACTIVE:
                reason = _("“{name}” nay đã có số liệu của {periods}").format(
                    name=left["name"], periods=", ".join(titles)
                )
                counts = rows_with(self._session, MemberCount, "union_id", [key.row_id])
                raise self.refusal(reason, [(Key(MemberCount, row["id"]), frozenset(FIGURES)) for row in counts])

    # Rounds of campaigns

    def _refuse_closed(self) -> None:
        """Nothing that belongs to a closed round changes before it is reopened; a round may go with all it has."""
        turning = {key: (self.present.get(key), left) for key, left in self._left.items()}
        for one in rows_with(self._session, CampaignRound, "id", closed_rounds.touched(self._session, turning)):
            goes = Key(CampaignRound, one["id"]) in self._left and self._left[Key(CampaignRound, one["id"])] is None
            if one["closed_on"] is not None and not goes:
                reason = _("{name} đã chốt kết quả ngày {day}; nếu cần sửa, hãy mở lại đợt và ghi lý do")
                words = reason.format(name=one["name"], day=show_day(one["closed_on"]))
                raise self.refusal(words, [(Key(CampaignRound, one["id"]), frozenset(("closed_on",)))])

    def _refuse_unreviewed(self) -> None:
        """A round is not closed again while something in it waits for its outcome."""
        for key, left in self._left.items():
            now = self.present.get(key)
            if key.record_type is not CampaignRound or left is None or now is None:
                continue
            if left["closed_on"] is None or now["closed_on"] is not None:
                continue
            waiting = [Key(Registration, row_id) for row_id in round_closing.unreviewed(self._session, key.row_id)]
            if blocked := [(one, None) for one in waiting if one not in self.net]:
                reason = _("{name} nay có {count} đăng ký chưa có kết quả")
                raise self.refusal(reason.format(name=now["name"], count=show_whole(len(blocked))), blocked)

    def _refuse_other_forms(self) -> None:
        """A kind does not get its old form back once something of it is registered: `office_lists` refuses that too."""
        for key, left in self._left.items():
            now = self.present.get(key)
            if key.record_type is not RegistrationKind or left is None or now is None or left["form"] == now["form"]:
                continue
            if found := list(rows_with(self._session, Registration, "kind_id", [key.row_id])):
                reason = _("nay đã có {count} đăng ký thuộc loại “{name}”")
                words = reason.format(count=show_whole(len(found)), name=now["name"])
                raise self.refusal(words, [(Key(Registration, row["id"]), None) for row in found])

    # Rules between rows

    def _refuse_circles(self) -> None:
        for link in LINKS:
            if link.record_type is link.to and (rows := list(self._coming(link))):
                above = self._above(link)
                for row in rows:
                    circle = _circle(row["id"], above)
                    if circle:
                        blocked = [(Key(link.to, row_id), frozenset((link.column,))) for row_id in circle]
                        raise self.refusal(_("công đoàn cấp trên và cấp dưới sẽ thành vòng tròn"), blocked)

    def _above(self, link: Link) -> dict[int, int | None]:
        """To what each row refers when the action is undone."""
        table = link.record_type.__table__.c
        above = dict(self._session.execute(select(table.id, table[link.column])).all())
        left = {key.row_id: row for key, row in self._left.items() if key.record_type is link.record_type}
        return above | {row_id: row[link.column] if row is not None else None for row_id, row in left.items()}

    def _refuse_doubles(self) -> None:
        for record_type in by_type(self._left):
            of_type = {key.row_id: row for key, row in self._left.items() if key.record_type is record_type}
            double = doubles.first(self._session, record_type, of_type)
            if double is not None:
                sentence = _("nay đã có “{name}” trùng {fields}").format(
                    name=Names(self._session).called(record_type, double.other), fields=double.fields
                )
                raise self.refusal(sentence, [(Key(record_type, double.other["id"]), None)])

    # Who did it

    def _later(self, blocked: dict[Key, frozenset[str] | None]) -> list[Action]:
        """The later actions, newest first, that did something to what is in the way.

        What was done and undone since is of no matter.
        """
        found: set[int] = set()
        for record_type, ids in by_type(blocked).items():
            for some in chunks(ids):
                query = select(History.action_id, History.row_id, History.old, History.new).where(
                    History.table_name == record_type.__tablename__,
                    History.row_id.in_(some),
                    History.action_id > self._action.id,
                )
                for action_id, row_id, old, new in self._session.execute(query):
                    if action_id not in found and _concerns(record_type, old, new, blocked[Key(record_type, row_id)]):
                        found.add(action_id)
        return self._live(found)

    def _live(self, ids: Collection[int]) -> list[Action]:
        running = current_action(self._session)
        live = [
            action
            for some in chunks(ids)
            for action in self._session.scalars(select(Action).where(Action.id.in_(some), ~undone(Action)))
            if action.id != running and (action.undoes is None or action.undoes < self._action.id)
        ]
        return sorted(live, key=lambda action: -action.id)


def _circle(row_id: int, above: dict[int, int | None]) -> list[int]:
    """The rows on the way up from a row if it comes back to one of them; otherwise none."""
    path: list[int] = []
    following: int | None = row_id
    while following is not None:
        path.append(following)
        following = above.get(following)
        if following in path:
            return path
    return []


def _concerns(record_type: type[Record], old: str | None, new: str | None, columns: frozenset[str] | None) -> bool:
    if columns is None or old is None or new is None:
        return True
    before, after = row_of(record_type, old), row_of(record_type, new)
    return not before or not after or any(before[name] != after[name] for name in columns)
