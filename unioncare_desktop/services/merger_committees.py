"""Who leads before and after a merger: terms that end with the sources, and the provisional committee of the result."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Officer, OfficerRole, Union
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.terms import Term
from unioncare_desktop.services import records
from unioncare_desktop.services.merger_drafts import MergerDraft, NewOfficer
from unioncare_desktop.services.records import Row
from unioncare_desktop.vietnamese import fold


@dataclass(frozen=True)
class Ending:
    """An officer whose term ends; `too_late` where it would have begun only after the merger."""

    officer: Row
    last_day: date | None
    too_late: bool = False


def ending(officer: Row, day: date | None) -> Ending:
    """How a term that runs on ends the day before *day*; one that begins later ends on its first day."""
    if day is None:
        return Ending(officer, None)
    last_day = day - timedelta(days=1)
    begins = Term(officer["term_from"], officer["term_to"]).begins
    return Ending(officer, max(begins, last_day), begins > last_day)


def runs_on(officer: Row, day: date | None) -> bool:
    """Whether a term would still run on *day*, or begin later."""
    return day is None or Term(officer["term_from"], officer["term_to"]).ends >= day


def endings(session: Session, drafts: Sequence[MergerDraft]) -> Iterator[Ending]:
    """The terms that end: all in the sources, and who leads the result where somebody else is to."""
    days = {source: draft.effective_on for draft in drafts for source in draft.sources}
    results = {draft.result_id: draft for draft in drafts if draft.kind == ABSORBED and draft.result_id is not None}
    leading = {role["id"] for role in _leading(session)}
    for officer in records.rows(session, Officer, union_id=frozenset((*days, *results))):
        union_id = officer["union_id"]
        if union_id in days:
            if runs_on(officer, days[union_id]):
                yield ending(officer, days[union_id])
        elif officer["role_id"] in leading and _is_replaced(session, officer, results[union_id], leading):
            yield ending(officer, results[union_id].effective_on)


def _is_replaced(session: Session, officer: Row, draft: MergerDraft, leading: Collection[int]) -> bool:
    """Whether a leader of the union that takes others in gives way to somebody of the committee."""
    if not runs_on(officer, draft.effective_on):
        return False
    named = [one for one in committee(session, draft) if one.role_id in leading]
    return bool(named) and all(fold(one.name) != fold(officer["name"]) for one in named)


def committee(session: Session, draft: MergerDraft) -> tuple[NewOfficer, ...]:
    """The provisional committee with its chair, who may be named only as such."""
    leading = _leading(session)
    ids = {role["id"] for role in leading}
    if not draft.chair or not leading or any(officer.role_id in ids for officer in draft.officers):
        return draft.officers
    return (NewOfficer(leading[0]["id"], draft.chair), *draft.officers)


def beginning(session: Session, draft: MergerDraft) -> list[NewOfficer]:
    """Those of the committee who do not have the same role in the result already."""
    if draft.kind != ABSORBED:
        return list(committee(session, draft))
    there = {
        (officer["role_id"], fold(officer["name"]))
        for officer in records.rows(session, Officer, union_id=draft.result_id)
        if runs_on(officer, draft.effective_on)
    }
    return [one for one in committee(session, draft) if (one.role_id, fold(one.name)) not in there]


def _leading(session: Session) -> list[Row]:
    """The roles whose holders lead a union, the first in the list first."""
    leading = records.rows(session, OfficerRole, leads=True)
    return sorted(leading, key=lambda row: (row["position"], row["id"]))


def leading_role(session: Session) -> int | None:
    """The role whose holder leads a union; None where no role is marked so."""
    return next((role["id"] for role in _leading(session)), None)


# Written


def end_terms(session: Session, endings_of: Sequence[Ending]) -> None:
    """Store the last days."""
    stored = {one.officer["id"]: one.officer for one in endings_of}
    records.update_rows(session, Officer, {one.officer["id"]: {"term_to": one.last_day} for one in endings_of}, stored)


def begin(session: Session, results: Sequence[tuple[int, MergerDraft]]) -> None:
    """Store the committees as officers of the results (union ids), and who leads in the registry."""
    rows: list[Row] = []
    for union_id, draft in results:
        common = {"union_id": union_id, "term_from": draft.effective_on, "decision": draft.decision}
        rows += [
            common | {"role_id": one.role_id, "name": one.name, "phone": one.phone} for one in beginning(session, draft)
        ]
    records.insert_rows(session, Officer, rows)
    _name_leaders(session, dict(results))


def _name_leaders(session: Session, results: dict[int, MergerDraft]) -> None:
    leading = {role["id"] for role in _leading(session)}
    stored = {row["id"]: row for row in records.rows(session, Union, id=frozenset(results))}
    changes: dict[int, Row] = {}
    for union_id, draft in results.items():
        leader = next((one for one in committee(session, draft) if one.role_id in leading), None)
        name, phone = (leader.name, leader.phone) if leader else (draft.chair, None)
        before = stored[union_id]
        if name and (fold(name) != fold(before["chair"] or "") or (phone and phone != before["phone"])):
            changes[union_id] = {"chair": name, "phone": phone}
    records.update_rows(session, Union, changes, stored)
