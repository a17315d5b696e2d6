"""What the office wants of every plan of mergers: two unions never or only together, or one that is left as it is.

A lock that contradicts another one, or the rules by which unions are merged, is refused at once and says what it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import MergerLock, Union
from unioncare_desktop.domain.records.merger import APART, LEAVE, LOCK_KINDS, TOGETHER
from unioncare_desktop.domain.rules.merging.planning import Conflict, Locks, Rules
from unioncare_desktop.errors import Duplicate, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import bloc_pairs, office, records, unions
from unioncare_desktop.services.unions import UnionRow


@dataclass(frozen=True)
class LockRow:
    """A lock with the names of its unions; `other` is empty where it is about one union only."""

    id: int
    kind: str
    union_id: int
    other_id: int | None
    union: str
    other: str
    note: str | None

    @property
    def words(self) -> str:
        """The lock as a sentence."""
        if self.kind == LEAVE:
            return _("“{union}”: {kind}").format(union=self.union, kind=LOCK_KINDS[self.kind])
        return _("“{union}” và “{other}”: {kind}").format(
            union=self.union, other=self.other, kind=LOCK_KINDS[self.kind]
        )


def listed(session: Session) -> list[LockRow]:
    """All locks in the order in which they were made."""
    stored = records.rows(session, MergerLock)
    ids = {row[name] for row in stored for name in ("union_id", "other_id")} - {None}
    names = {union["id"]: union["name"] for union in records.rows(session, Union, id=frozenset(ids))}
    shown = ("id", "kind", "union_id", "other_id", "note")
    return [
        LockRow(
            **{name: row[name] for name in shown}, union=names[row["union_id"]], other=names.get(row["other_id"], "")
        )
        for row in stored
    ]


def of_planner(session: Session) -> Locks:
    """All locks as the planner takes them."""
    return _for_planner((row["kind"], row["union_id"], row["other_id"]) for row in records.rows(session, MergerLock))


def _for_planner(stored: Iterable[tuple[str, int, int | None]]) -> Locks:
    known = list(stored)
    pairs = {
        of_kind: frozenset(frozenset((one, other)) for kind, one, other in known if kind == of_kind and other)
        for of_kind in (APART, TOGETHER)
    }
    return Locks(pairs[APART], pairs[TOGETHER], frozenset(one for kind, one, _other in known if kind == LEAVE))


def lock(session: Session, kind: str, union_id: int, other_id: int | None = None, note: str | None = None) -> int:
    """Bind the planner: *kind* is one of LOCK_KINDS, *other_id* is needed by those of two unions; the lock's id.

    Raises:
        UserError: it contradicts another lock or what may be merged at all, or one of the unions has ended.
    """
    living = {union.id: union for union in unions.listed(session)}
    first, second = (union_id, None) if other_id is None else sorted((union_id, other_id))
    asked = [living[one] for one in (first, second) if one in living]
    if len(asked) < (1 if second is None else 2):
        raise UserError(_("Công đoàn này không còn hoạt động nên không đặt ràng buộc được. Hãy nạp lại (F5)."))
    if first == second:
        raise UserError(
            _("“{union}” không thể ràng buộc với chính nó. Hãy chọn hai đơn vị.").format(union=asked[0].name)
        )
    existing = listed(session)
    _refuse_second(existing, first, second)
    known = [(row.kind, row.union_id, row.other_id) for row in existing]
    _refuse_contradiction(session, _for_planner([*known, (kind, first, second)]), asked, living)
    draft = records.new(MergerLock, kind=kind, union_id=first, other_id=second)
    draft.enter("note", note or "")
    return records.save(session, draft)


def unlock(session: Session, lock_id: int) -> None:
    """Take a lock off."""
    records.delete(session, MergerLock, [lock_id])


def _refuse_second(existing: Iterable[LockRow], union_id: int, other_id: int | None) -> None:
    for row in existing:
        if (row.union_id, row.other_id) == (union_id, other_id):
            raise Duplicate(_("Đã có ràng buộc {words}. Hãy bỏ ràng buộc ấy trước.").format(words=row.words))


# What contradicts


def _refuse_contradiction(
    session: Session, locks: Locks, asked: Iterable[UnionRow], living: Mapping[int, UnionRow]
) -> None:
    """Refuse locks that tie one of the unions *asked* for to others with which it cannot be."""
    today = clock.today()
    rules = Rules(most_units=office.threshold(session, "merger_most_units", today), pairs=bloc_pairs.allowed(session))
    for union in asked:
        tied = [living[one] for one in sorted(_tied(locks, union.id)) if one in living]
        conflict = _conflict(tied, locks, rules)
        if conflict is not None:
            raise UserError(contradiction_words(conflict, tied, rules.most_units))


def _tied(locks: Locks, union_id: int) -> set[int]:
    """The union and all that are tied to it, directly or through others."""
    tied, size = {union_id}, 0
    while size < len(tied):
        size = len(tied)
        tied.update(*(pair for pair in locks.together if not pair.isdisjoint(tied)))
    return tied


def _conflict(tied: list[UnionRow], locks: Locks, rules: Rules) -> Conflict | None:
    """Why these unions cannot all be in one group, though they are tied."""
    ids = {union.id for union in tied}
    if len(ids) == 1:
        return None
    if ids & locks.leave:
        return Conflict.LEAVE
    if any(pair <= ids for pair in locks.apart):
        return Conflict.APART
    if len({union.upper_id for union in tied}) > 1:
        return Conflict.UPPER
    if not all(rules.allow(one.bloc, other.bloc) for one, other in combinations(tied, 2)):
        return Conflict.BLOC
    return Conflict.TOO_MANY_UNITS if len(ids) > rules.most_units else None


_CONFLICTS = {
    Conflict.LEAVE: _("{unions} phải ghép cùng nhau, nhưng có đơn vị trong số ấy được để nguyên, không ghép."),
    Conflict.APART: _("{unions} phải ghép cùng nhau, nhưng có hai đơn vị trong số ấy không được ghép với nhau."),
    Conflict.UPPER: _("{unions} không cùng công đoàn cấp trên nên không thể buộc phải ghép cùng nhau."),
    Conflict.BLOC: _("{unions} thuộc các khối chưa được ghép với nhau: {blocs}. Hãy thêm cặp khối ấy trong Thiết lập,"),
    Conflict.TOO_MANY_UNITS: _("{unions} phải ghép cùng nhau, quá số đơn vị nhiều nhất của một nhóm là {most}."),
}


def contradiction_words(conflict: Conflict, tied: Iterable[UnionRow], most_units: int) -> str:
    """The sentence about unions that are tied together by locks though they cannot be in one group."""
    everyone = list(tied)
    blocs = sorted({union.bloc for union in everyone})
    sentence = _CONFLICTS[conflict].format(
        unions=", ".join(f"“{union.name}”" for union in everyone),
        blocs=", ".join(bloc or _("chưa ghi khối") for bloc in blocs),
        most=most_units,
    )
    mend = _("hoặc bỏ ràng buộc “{kind}”.") if conflict is Conflict.BLOC else _("Hãy bỏ bớt ràng buộc “{kind}”.")
    return f"{sentence} {mend.format(kind=LOCK_KINDS[TOGETHER])}"
