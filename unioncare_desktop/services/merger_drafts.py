"""What is said of a merger before and after it is carried out, and how it is stored. No rules, no writing of unions.

`mergers.py` is the door to all of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import Merger, MergerOfficer, MergerPart, Period, Union
from unioncare_desktop.domain.records.merger import ABSORBED, DONE, MERGER_KINDS, PROPOSED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InvalidRecord, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.records import Row
from unioncare_desktop.storage.history import History
from unioncare_desktop.vietnamese import show_day, sort_key


@dataclass(frozen=True)
class NewOfficer:
    """Who is to be on the provisional committee, and in which role."""

    role_id: int
    name: str
    phone: str | None = None


@dataclass(frozen=True)
class MergerDraft:
    """A merger as it is planned: the participants, by whose figures, and what comes out.

    `result_id` is the participant that takes the others in; None founds a new union. A blank `name` keeps that of the
    participant. `bloc_id`, `area_id` and `sector_id` are those of a new union; blank, it takes them from its largest
    participant. `chair` leads the result even if `officers` names nobody in a leading role.
    """

    kind: str
    union_ids: tuple[int, ...]
    period: Span
    result_id: int | None = None
    name: str = ""
    code: str | None = None
    bloc_id: int | None = None
    area_id: int | None = None
    sector_id: int | None = None
    proposal: str | None = None
    proposed_on: date | None = None
    decision: str | None = None
    decided_on: date | None = None
    effective_on: date | None = None
    chair: str | None = None
    officers: tuple[NewOfficer, ...] = ()
    note: str | None = None

    @property
    def sources(self) -> tuple[int, ...]:
        """The participants that end."""
        absorbing = self.result_id if self.kind == ABSORBED else None
        return tuple(union_id for union_id in dict.fromkeys(self.union_ids) if union_id != absorbing)


@dataclass(frozen=True)
class PartRow:
    """A participant: the members it had then; `stays` marks the one that takes the others in, or that is split."""

    union_id: int
    code: str | None
    name: str
    members: int | None
    stays: bool

    @property
    def called(self) -> str:
        """The code, or the name where there is none."""
        return self.code or self.name


@dataclass(frozen=True)
class MergerRow:
    """A merger or a split as lists show it; `name` is that of the result, `union_id` its union once there is one.

    `action_id` is the action that last changed it: of one that is done, the one that carried it out.
    """

    id: int
    version: int
    kind: str
    state: str
    name: str
    union_id: int | None
    parts: tuple[PartRow, ...]
    period: Span
    proposal: str | None
    proposed_on: date | None
    decision: str | None
    decided_on: date | None
    effective_on: date | None
    chair: str | None
    note: str | None
    action_id: int

    @property
    def done(self) -> bool:
        """Whether it is carried out."""
        return self.state == DONE

    @property
    def kind_words(self) -> str:
        """Its kind as a user reads it."""
        return MERGER_KINDS[self.kind]

    @property
    def sources(self) -> tuple[PartRow, ...]:
        """The participants that end; of a split the unions that come out."""
        return tuple(part for part in self.parts if not part.stays)

    @property
    def members(self) -> int | None:
        """The members of all parts together; None where none has reported."""
        given = [part.members for part in self.parts if part.members is not None]
        return sum(given) if given else None

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values: codes of unions, or names where they have none; days in ISO form, blanks as null."""
        days = {name: getattr(self, name) for name in ("proposed_on", "decided_on", "effective_on")}
        result = next((part.called for part in self.parts if part.stays), self.name)
        return (
            {"id": self.id, "action": self.action_id, "kind": self.kind, "state": self.state, "result": result}
            | {"name": self.name, "sources": [part.called for part in self.sources], "members": self.members}
            | {"period": self.period.code, "proposal": self.proposal, "decision": self.decision}
            | {name: day and day.isoformat() for name, day in days.items()}
        )

    @property
    def ahead(self) -> bool:
        """Whether there is a day for it that has not come."""
        return self.effective_on is not None and self.effective_on > clock.today()


_SAME = ("kind", "code", "bloc_id", "area_id", "sector_id", "proposal", "proposed_on", "decision", "decided_on")
_TOLD = (*_SAME, "effective_on", "chair", "note")
"""The fields that a draft and its stored row have in common, but for the name and the result."""


def typed(draft: MergerDraft, name: str, period_id: int) -> Row:
    """The fields of a merger's row.

    Raises:
        InvalidRecord: a text is too long, or a day before another that it must follow.
    """
    row = Draft(Merger)
    for field_name in _TOLD:
        row.enter(field_name, getattr(draft, field_name))
    row.enter("name", name)
    row.values |= {"state": PROPOSED, "period_id": period_id}
    row.values["union_id"] = draft.result_id if draft.kind == ABSORBED else None
    if row.errors:
        raise InvalidRecord(row.errors)
    return row.values


def typed_officers(draft: MergerDraft) -> list[Row]:
    """The rows of the provisional committee, without the merger that they belong to.

    Raises:
        InvalidRecord: somebody has no name or role, or a telephone number is none.
    """
    rows = []
    for officer in draft.officers:
        row = Draft(MergerOfficer, values={"merger_id": 0, "role_id": officer.role_id})
        row.enter("name", officer.name)
        row.enter("phone", officer.phone)
        if row.errors:
            raise InvalidRecord(row.errors)
        rows.append(row.values)
    return rows


# Read again


def draft_of(session: Session, merger_id: int) -> MergerDraft:
    """The merger with this id as it was planned.

    Raises:
        UserError: it is gone.
    """
    return drafts_of(session, [merger_id])[0]


def drafts_of(session: Session, ids: Collection[int]) -> list[MergerDraft]:
    """The mergers with these ids as they were planned, in that order.

    Raises:
        UserError: one of them is gone.
    """
    wanted = frozenset(ids)
    stored = {row["id"]: row for row in records.rows(session, Merger, id=wanted)}
    if stored.keys() < wanted:
        raise UserError(_("Không còn việc sáp nhập này; có thể đã được rút lại. Hãy nạp lại (F5)."))
    parts = _grouped(records.rows(session, MergerPart, merger_id=wanted))
    officers = _grouped(records.rows(session, MergerOfficer, merger_id=wanted))
    spans = _spans(session)
    return [
        MergerDraft(
            union_ids=tuple(part["union_id"] for part in parts[merger_id]),
            period=spans[stored[merger_id]["period_id"]],
            result_id=stored[merger_id]["union_id"] if stored[merger_id]["kind"] == ABSORBED else None,
            name=stored[merger_id]["name"],
            officers=tuple(NewOfficer(row["role_id"], row["name"], row["phone"]) for row in officers[merger_id]),
            **{name: stored[merger_id][name] for name in _TOLD},
        )
        for merger_id in ids
    ]


def listed(session: Session) -> list[MergerRow]:
    """All proposals and what is carried out: what is proposed first, then the latest day first."""
    parts, spans = _grouped(records.rows(session, MergerPart)), _spans(session)
    rows = records.rows(session, Merger)
    ids = {part["union_id"] for of_merger in parts.values() for part in of_merger} | {row["union_id"] for row in rows}
    unions = {row["id"]: row for row in records.rows(session, Union, id=ids - {None})}
    actions = _actions(session)
    found = [
        MergerRow(
            parts=tuple(_part(part, row, unions) for part in parts[row["id"]]),
            period=spans[row["period_id"]],
            action_id=actions[row["id"]],
            **{name: row[name] for name in ("id", "version", "state", "name", "union_id")},
            **{name: row[name] for name in _TOLD if name not in ("code", "bloc_id", "area_id", "sector_id")},
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.done, -(row.effective_on or date.max).toordinal(), sort_key(row.name)))


def _part(part: Row, merger: Row, unions: dict[int, Row]) -> PartRow:
    union = unions[part["union_id"]]
    stays = part["union_id"] == merger["union_id"]
    return PartRow(part["union_id"], union["code"], union["name"], part["members"], stays)


def _actions(session: Session) -> dict[int, int]:
    """The last action that changed each merger."""
    query = select(History.row_id, func.max(History.action_id)).where(History.table_name == Merger.__tablename__)
    return dict(session.execute(query.group_by(History.row_id)).all())


def _spans(session: Session) -> dict[int, Span]:
    return {row.id: Span.parse(row.code) for row in session.execute(select(Period.id, Period.code))}


def _grouped(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["merger_id"]].append(row)
    return groups


def refuse_done(session: Session, ids: Collection[int]) -> None:
    """Refuse mergers that are carried out where only a proposal can be meant.

    Raises:
        UserError: one is; the sentence names it.
    """
    done = records.rows(session, Merger, id=frozenset(ids), state=DONE)
    if done:
        sentence = _(
            "Việc sáp nhập “{name}” đã được thực hiện từ {day}. Muốn sửa, hãy hoàn tác cả việc sáp nhập trước."
        )
        raise UserError(sentence.format(name=done[0]["name"], day=show_day(done[0]["effective_on"])))
