"""Mergers: proposed, changed, withdrawn, seen beforehand, carried out, listed.

A proposal is stored until there is a decision. Carrying it out is one action, and undone as one (`undo.py`). What is
refused lies in `merger_checks`, what would move in `merger_previews`, the doing itself in `merger_doing`; all of it is
reached from here. Splits are in `splits.py`, what went into what over the years in `lineage.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Merger, MergerOfficer, MergerPart
from unioncare_desktop.domain.records.merger import DONE, SPLIT
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Task
from unioncare_desktop.services import changes, merger_checks, periods, records
from unioncare_desktop.services.merger_checks import ACROSS_UPPERS
from unioncare_desktop.services.merger_doing import carry_out, carrying_out, refuse_stale, store, store_parts
from unioncare_desktop.services.merger_drafts import (
    MergerDraft,
    MergerRow,
    NewOfficer,
    PartRow,
    draft_of,
    drafts_of,
    listed,
    refuse_done,
    typed,
)
from unioncare_desktop.services.merger_links import Successor, successors
from unioncare_desktop.services.merger_previews import Preview, preview, previews

__all__ = [
    "ACROSS_UPPERS",
    "MergerDraft",
    "MergerRow",
    "NewOfficer",
    "PartRow",
    "Preview",
    "Successor",
    "carry_out",
    "carrying_out",
    "change",
    "change_all",
    "draft_of",
    "in_effect",
    "listed",
    "preview",
    "previews",
    "propose",
    "refuse_done",
    "refuse_other_actions",
    "successors",
    "withdraw",
]


def propose(session: Session, drafts: Sequence[MergerDraft]) -> list[int]:
    """Store drafts as proposals, with the members that their unions have now, and return their ids.

    A day that is ahead, or other upper unions, may stand in a proposal: carrying it out refuses them.

    Raises:
        InvalidRecord: a union takes part twice, has ended, or is in another proposal; a name is missing or taken.
    """
    known = merger_checks.Known(session, drafts)
    merger_checks.refuse(known, merger_checks.problems(known), but=merger_checks.OF_THE_DAY)
    return store(session, known, drafts)


def change(session: Session, merger_id: int, draft: MergerDraft, *, version: int | None = None) -> None:
    """Let the proposal with this id be *draft*.

    Raises:
        InvalidRecord: as in `propose`. Conflict: somebody changed it since *version*. UserError: it is carried out.
    """
    change_all(session, {merger_id: draft}, versions={} if version is None else {merger_id: version})


def change_all(
    session: Session, changed: Mapping[int, MergerDraft], *, versions: Mapping[int, int] = MappingProxyType({})
) -> None:
    """Let several proposals by id be other drafts: unions may go from one of them to another.

    Raises:
        InvalidRecord: as in `propose`. Conflict: somebody changed one since its version. UserError: one is carried out.
    """
    refuse_done(session, changed)
    known = merger_checks.Known(session, list(changed.values()))
    found = merger_checks.problems(known, proposals=changed)
    merger_checks.refuse(known, found, but=merger_checks.OF_THE_DAY)
    for merger_id, draft in changed.items():
        values = typed(draft, known.result_name(draft), periods.ensure(session, draft.period).id)
        before = records.open_draft(session, Merger, merger_id).values
        different = {name: value for name, value in values.items() if value != before[name]}
        records.update_row(session, Merger, merger_id, different, version=versions.get(merger_id))
    _delete_parts(session, changed)
    store_parts(session, known, list(changed.items()))


def carrying_out_changed(
    session: Session, changed: Mapping[int, MergerDraft], *, state: int | None = None, across_uppers: bool = False
) -> Task[list[int]]:
    """`carrying_out` of proposals by id, each as it was changed at last."""
    refuse_stale(session, state)
    stored = zip(changed, drafts_of(session, changed), strict=True)
    if any(changed[merger_id] != draft for merger_id, draft in stored):
        change_all(session, changed)
    return (yield from carrying_out(session, list(changed), across_uppers=across_uppers))


def withdraw(session: Session, ids: Collection[int]) -> None:
    """Remove proposals; what is carried out can only be undone.

    Raises:
        UserError: one of them is carried out.
    """
    refuse_done(session, ids)
    _delete_parts(session, ids)
    records.delete(session, Merger, ids)


def _delete_parts(session: Session, ids: Collection[int]) -> None:
    for kind in (MergerPart, MergerOfficer):
        table = kind.__table__.c
        records.delete(session, kind, session.scalars(select(table.id).where(table.merger_id.in_(ids))).all())


def in_effect(session: Session, span: Span) -> list[MergerRow]:
    """The mergers, splits apart, that took effect in *span*, the earliest first."""
    done = (row for row in listed(session) if row.done and row.kind != SPLIT)
    found = [(row.effective_on, row) for row in done if row.effective_on is not None]
    within = [(day, row) for day, row in found if span.start <= day <= span.end]
    return [row for _day, row in sorted(within, key=lambda one: (one[0], one[1].id))]


def refuse_other_actions(session: Session, action_id: int) -> None:
    """Refuse an action of the history that carried out no merger.

    Raises:
        UserError: it did not.
    """
    done = (change.new for change in changes.of_action(session, action_id) if change.key.record_type is Merger)
    if not any(row is not None and row["state"] == DONE for row in done):
        sentence = _("Thao tác số {id} không phải là việc sáp nhập. Số của các việc sáp nhập: lệnh mergers list.")
        raise UserError(sentence.format(id=action_id))
