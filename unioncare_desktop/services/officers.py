"""Officers of the unions and their terms: listed, saved, succeeded. Ended terms stay, as the union's history.

When the present holder of the leading role is saved, the registry's chair and telephone number follow.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Area, Officer, OfficerRole, Union
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.rules.terms import LONGEST_YEARS, STATE_WORDS, Term, TermState, next_term, state_of
from unioncare_desktop.errors import Duplicate, Problem, Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import deadline_marks, office, records
from unioncare_desktop.vietnamese import fold, show_day, show_whole


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as lists show it; `days_left` counts to the last day of the term, below 0 once it is over."""

    id: int
    union_id: int
    union: str
    code: str | None
    area: str
    union_alive: bool
    union_sort_key: str
    role: str
    leads: bool
    role_position: int
    name: str
    phone: str | None
    email: str | None
    term: Term
    decision: str | None
    note: str | None
    state: TermState
    days_left: int | None
    search: str

    @property
    def term_from(self) -> date | None:
        """The first day of the term."""
        return self.term.first

    @property
    def term_to(self) -> date | None:
        """The last day of the term."""
        return self.term.last

    @property
    def state_words(self) -> str:
        """How the term stands, as a user reads it: "sắp hết nhiệm kỳ, còn 24 ngày"."""
        words = STATE_WORDS[self.state]
        if self.days_left is None or self.state not in (TermState.ENDING, TermState.ENDED):
            return words
        rest = _("còn {days} ngày") if self.days_left >= 0 else _("quá {days} ngày")
        return f"{words}, {rest.format(days=show_whole(abs(self.days_left)))}"


def listed(session: Session, on: date, union_id: int | None = None) -> list[OfficerRow]:
    """The officers of all unions, or of one, as their terms stand on a day: by union, role, the latest term first."""
    return _listed(session, on, None if union_id is None else [union_id])


def _listed(session: Session, on: date, union_ids: Collection[int] | None) -> list[OfficerRow]:
    found = _read(session, union_ids)
    terms: defaultdict[tuple[int, int], list[Term]] = defaultdict(list)
    for row in found:
        terms[row["union_id"], row["role_id"]].append(Term(row["term_from"], row["term_to"]))
    areas, within = records.choices(session, Area), _warned_before(session, on)
    listed = [_row(row, terms[row["union_id"], row["role_id"]], areas, on, within) for row in found]
    return sorted(
        listed, key=lambda row: (row.union_sort_key, row.union_id, row.role_position, -row.term.begins.toordinal())
    )


def _read(session: Session, union_ids: Collection[int] | None) -> list[dict[str, Any]]:
    officer, union, role = Officer.__table__, Union.__table__, OfficerRole.__table__
    query = select(
        *officer.c,
        union.c.name.label("union"),
        union.c.name_key,
        union.c.code,
        union.c.area_id,
        union.c.state,
        union.c.sort_key,
        role.c.name.label("role"),
        role.c.leads,
        role.c.position,
    ).select_from(officer.join(union, officer.c.union_id == union.c.id).join(role, officer.c.role_id == role.c.id))
    if union_ids is not None:
        query = query.where(officer.c.union_id.in_(union_ids))
    return [dict(row) for row in session.execute(query).mappings()]


def _row(row: dict[str, Any], terms: Iterable[Term], areas: dict[int, str], on: date, within: int) -> OfficerRow:
    term, area = Term(row["term_from"], row["term_to"]), areas.get(row["area_id"], "")
    words = (fold(row["name"]), fold(row["role"]), row["name_key"], (row["code"] or "").casefold(), fold(area))
    return OfficerRow(
        **{name: row[name] for name in ("id", "union_id", "union", "code", "role", "leads", "name")},
        **{name: row[name] for name in ("phone", "email", "decision", "note")},
        area=area,
        union_alive=row["state"] == ACTIVE,
        union_sort_key=row["sort_key"],
        role_position=row["position"],
        term=term,
        state=state_of(term, terms, on, within),
        days_left=(term.last - on).days if term.last is not None else None,
        search=" ".join(words),
    )


def _warned_before(session: Session, on: date) -> int:
    """How many days before its end a term is called ending; 0 where the office has no such rule."""
    try:
        return office.threshold(session, "term_ends_within", on)
    except UserError:
        return 0


def ending(session: Session, on: date) -> list[OfficerRow]:
    """The terms in living unions that end soon, or have ended with nobody after them; the earliest end first."""
    latest = on + timedelta(days=_warned_before(session, on))
    concerned = set(session.scalars(select(Officer.union_id).where(Officer.term_to <= latest)))
    wanted = (TermState.ENDING, TermState.ENDED)
    found = [row for row in _listed(session, on, concerned) if row.union_alive and row.state in wanted]
    return sorted(found, key=lambda row: (row.term.ends, row.union_sort_key))


def problems(rows: Sequence[OfficerRow]) -> dict[int, list[Problem]]:
    """What looks wrong with officers, by id: two leaders of one union at a time, and terms that are too long."""
    found: defaultdict[int, list[Problem]] = defaultdict(list)
    for one, other in _leading_together(rows):
        sentence = _("Cùng lúc có hai {role}: {one} và {other}. Hãy ghi ngày hết nhiệm kỳ của người trước.")
        text = sentence.format(role=one.role, one=one.name, other=other.name)
        for row in (one, other):
            found[row.id].append(Problem("term_to", text, Severity.WARNING))
    for row in rows:
        if row.term.too_long:
            text = _("Nhiệm kỳ dài hơn {years} năm, hãy xem lại hai ngày.").format(years=LONGEST_YEARS)
            found[row.id].append(Problem("term_to", text, Severity.HINT))
    return found


def _leading_together(rows: Sequence[OfficerRow]) -> Iterator[tuple[OfficerRow, OfficerRow]]:
    """Pairs of leaders of one union whose terms overlap and are not both over."""
    leaders: defaultdict[int, list[OfficerRow]] = defaultdict(list)
    for row in rows:
        if row.leads and row.state is not TermState.PAST:
            leaders[row.union_id].append(row)
    for of_union in leaders.values():
        yield from (pair for pair in combinations(of_union, 2) if pair[0].term.overlaps(pair[1].term))


# Saving


def new_draft(union_id: int) -> Draft:
    """An officer of a union who is not stored yet."""
    return records.new(Officer, union_id=union_id)


def successor(session: Session, officer_id: int, on: date) -> Draft:
    """A draft of who comes after an officer: the same role, the next term, and the name to be typed.

    Raises:
        UserError: the officer is gone.
    """
    before = records.open_draft(session, Officer, officer_id).values
    term = next_term(Term(before["term_from"], before["term_to"]), on)
    return records.new(
        Officer, union_id=before["union_id"], role_id=before["role_id"], term_from=term.first, term_to=term.last
    )


def save(session: Session, draft: Draft, on: date) -> int:
    """Store an officer and return the id; the union's chair and telephone follow where this is the leader on the day.

    Raises:
        InvalidRecord: something required is missing, or the term ends before it begins.
        Duplicate: the same person has the same role from the same day already.
        Conflict: somebody else changed the record.
    """
    _refuse_second(session, draft)
    officer_id = records.save(session, draft)
    _let_registry_follow(session, draft, officer_id, on)
    return officer_id


def _refuse_second(session: Session, draft: Draft) -> None:
    values = draft.values
    same = records.rows(
        session, Officer, union_id=values["union_id"], role_id=values["role_id"], term_from=values["term_from"]
    )
    if any(row["id"] != draft.id and fold(row["name"]) == fold(values["name"] or "") for row in same):
        since = show_day(values["term_from"]) if values["term_from"] else _("chưa ghi ngày")
        sentence = _("Đã có {name} giữ chức danh này (từ ngày: {since}). Hãy sửa dòng đó.")
        raise Duplicate(sentence.format(name=values["name"], since=since))


def _let_registry_follow(session: Session, draft: Draft, officer_id: int, on: date) -> None:
    values = draft.values
    (role,) = records.rows(session, OfficerRole, id=values["role_id"])
    if not role["leads"] or not Term(values["term_from"], values["term_to"]).holds(on):
        return
    (union,) = records.rows(session, Union, id=values["union_id"])
    wanted = {"chair": values["name"], "phone": values["phone"]}
    if values["phone"] is None and not _belongs_to_another(session, union, officer_id):
        del wanted["phone"]
    changes = {name: value for name, value in wanted.items() if value != union[name]}
    if changes:
        records.update_row(session, Union, union["id"], changes)


def _belongs_to_another(session: Session, union: dict[str, Any], officer_id: int) -> bool:
    """Whether the telephone number of the registry is that of another officer of the union."""
    others = records.rows(session, Officer, union_id=union["id"], phone=union["phone"]) if union["phone"] else []
    return any(row["id"] != officer_id for row in others)


def delete(session: Session, ids: Collection[int]) -> None:
    """Remove officers, and what was done about the ends of their terms; what the registry says of the union stays."""
    deadline_marks.forget(session, deadline_marks.OFFICER, ids)
    records.delete(session, Officer, ids)


# Chairs that only the registry names


@dataclass(frozen=True)
class Chair:
    """The chair of a union as the registry has it."""

    union_id: int
    name: str
    phone: str | None


def unlisted_chairs(session: Session) -> list[Chair]:
    """The chairs of living unions that the registry names and no officer in a leading role stands for."""
    union, officer = Union.__table__.c, Officer.__table__.c
    led = select(officer.union_id).where(officer.role_id.in_([role["id"] for role in _leading_roles(session)]))
    query = select(union.id, union.chair, union.phone).where(
        union.state == ACTIVE, union.chair.is_not(None), union.id.not_in(led)
    )
    return [Chair(*row) for row in session.execute(query.order_by(union.sort_key))]


def list_chairs(session: Session) -> int:
    """Make an officer of every unlisted chair, with the terms left to be typed; return how many.

    Raises:
        UserError: no role is marked as the leading one.
    """
    leading = _leading_roles(session)
    if not leading:
        raise UserError(
            _("Chưa có chức danh nào đứng đầu công đoàn. Hãy thêm “Chủ tịch” ở Thiết lập, mục chức danh, rồi thử lại.")
        )
    values = [
        {"union_id": chair.union_id, "role_id": leading[0]["id"], "name": chair.name, "phone": chair.phone}
        for chair in unlisted_chairs(session)
    ]
    return len(records.insert_rows(session, Officer, values))


def _leading_roles(session: Session) -> list[dict[str, Any]]:
    """The roles whose holders lead a union, the first in the list first."""
    leading = [row for row in records.rows(session, OfficerRole) if row["leads"]]
    return sorted(leading, key=lambda row: (row["position"], row["id"]))
