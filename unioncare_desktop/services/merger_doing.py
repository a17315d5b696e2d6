"""Carrying mergers out: sources end, results are founded or renamed, what stood below moves, terms end and begin.

Everything happens in the session of one action. Figures stay where they are.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Merger, MergerOfficer, MergerPart, Union
from unioncare_desktop.domain.records.merger import ABSORBED, DONE
from unioncare_desktop.domain.records.union_event import FOUNDED, MERGED, MOVED, RENAMED
from unioncare_desktop.domain.rules.chronicle import NOTHING, Values
from unioncare_desktop.errors import Conflict
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task, drain
from unioncare_desktop.services import (
    events,
    merger_bases,
    merger_checks,
    merger_committees,
    merger_drafts,
    periods,
    records,
    union_rules,
)
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.merger_checks import Known
from unioncare_desktop.services.merger_drafts import MergerDraft
from unioncare_desktop.services.records import Row
from unioncare_desktop.storage import history

Planned = MergerDraft | int
"""A merger to carry out: a new one, or the id of a proposal."""
_PHASES = 5


def store(session: Session, known: Known, drafts: Sequence[MergerDraft]) -> list[int]:
    """Store checked drafts as proposals and return their ids."""
    rows = [
        merger_drafts.typed(draft, known.result_name(draft), periods.ensure(session, draft.period).id)
        for draft in drafts
    ]
    ids = records.insert_rows(session, Merger, rows)
    store_parts(session, known, list(zip(ids, drafts, strict=True)))
    return ids


def store_parts(session: Session, known: Known, stored: Sequence[tuple[int, MergerDraft]]) -> None:
    """Store the participants, with the members that they have, and the committees of mergers by id."""
    parts: list[Row] = []
    officers: list[Row] = []
    for merger_id, draft in stored:
        parts += [
            {"merger_id": merger_id, "union_id": union_id, "members": known.members(draft, union_id)}
            for union_id in draft.union_ids
        ]
        officers += [row | {"merger_id": merger_id} for row in merger_drafts.typed_officers(draft)]
    records.insert_rows(session, MergerPart, parts)
    records.insert_rows(session, MergerOfficer, officers)


def carry_out(
    session: Session, planned: Sequence[Planned], *, state: int | None = None, across_uppers: bool = False
) -> list[int]:
    """Carry mergers out and return their ids; unions of several upper unions only with *across_uppers*.

    *state* is that of the preview: what was changed since then is not overlooked.

    Raises:
        InvalidRecord: one of them contradicts what is known; every sentence says how to mend it.
        Conflict: the data have changed since the preview. UserError: a proposal is gone or carried out already.
    """
    return drain(carrying_out(session, planned, state=state, across_uppers=across_uppers))


def carrying_out(
    session: Session, planned: Sequence[Planned], *, state: int | None = None, across_uppers: bool = False
) -> Task[list[int]]:
    """`carry_out` as a long task, for a hundred groups at once."""
    refuse_stale(session, state)
    yield Step(0, _PHASES, _("Kiểm tra"))
    doing = _Doing(session, planned, across_uppers=across_uppers)
    yield Step(1, _PHASES, _("Kết thúc các đơn vị được sáp nhập"))
    doing.end_sources()
    yield Step(2, _PHASES, _("Lập đơn vị mới"))
    doing.make_results()
    yield Step(3, _PHASES, _("Chuyển các đơn vị trực thuộc"))
    doing.tell_results()
    yield Step(4, _PHASES, _("Ghi cán bộ"))
    doing.change_officers()
    return doing.ids


def refuse_stale(session: Session, state: int | None) -> None:
    """Refuse to do what was seen beforehand, where the data are no longer in the *state* of the preview.

    Raises:
        Conflict: something was changed since.
    """
    if state is not None and history.last_change(session) != state:
        raise Conflict(_("Dữ liệu đã thay đổi sau khi xem trước. Hãy xem trước lại rồi thực hiện."))


class _Doing:
    """Some mergers while they are carried out."""

    def __init__(self, session: Session, planned: Sequence[Planned], *, across_uppers: bool) -> None:
        self._session = session
        proposals = [one for one in planned if isinstance(one, int)]
        merger_drafts.refuse_done(session, proposals)
        stored = dict(zip(proposals, merger_drafts.drafts_of(session, proposals), strict=True))
        self._drafts = [stored[one] if isinstance(one, int) else one for one in planned]
        self._known = Known(session, self._drafts)
        found = merger_checks.problems(self._known, across_uppers=across_uppers, proposals=proposals)
        merger_checks.refuse(self._known, found)
        _freeze_base(session, self._drafts)
        new = iter(store(session, self._known, [one for one in planned if not isinstance(one, int)]))
        self.ids = [one if isinstance(one, int) else next(new) for one in planned]
        self._drafts = merger_drafts.drafts_of(session, self.ids)  # as they are stored: texts are clean
        self._results: list[int] = []

    def end_sources(self) -> None:
        """Every source ends; the officers' terms are read before."""
        self._endings = list(merger_committees.endings(self._session, self._drafts))
        drafts = [
            self._event(place, source, MERGED) for place, draft in enumerate(self._drafts) for source in draft.sources
        ]
        events.record_many(self._session, drafts)

    def _event(self, place: int, union_id: int, kind: str, values: Values = NOTHING) -> EventDraft:
        draft = self._drafts[place]
        day = draft.effective_on
        if day is None:
            raise AssertionError  # checked
        return EventDraft(union_id, kind, day, values, draft.decision, draft.decided_on, merger_id=self.ids[place])

    def make_results(self) -> None:
        """New unions are added, and every merger knows its result."""
        founded = [draft for draft in self._drafts if draft.kind != ABSORBED]
        rows = [self._new_union(draft) for draft in founded]
        for row in rows:
            union_rules.refuse_double(self._session, row["name"], row["code"], None)
        new = iter(records.insert_rows(self._session, Union, rows))
        self._results = [
            draft.result_id if draft.kind == ABSORBED and draft.result_id else next(new) for draft in self._drafts
        ]
        stored = {row["id"]: row for row in records.rows(self._session, Merger, id=frozenset(self.ids))}
        changes = {
            merger_id: {"union_id": union_id, "state": DONE}
            for merger_id, union_id in zip(self.ids, self._results, strict=True)
        }
        records.update_rows(self._session, Merger, changes, stored)

    def _new_union(self, draft: MergerDraft) -> Row:
        """A union like its largest participant, under the upper union of that, with what the draft says."""
        largest = self._known.book.unions[self._largest(draft)]
        taken = ("level_id", "sector_id", "bloc_id", "area_id", "address", "business")
        given = {name: getattr(draft, name) for name in ("sector_id", "bloc_id", "area_id")}
        return (
            {name: largest[name] for name in taken}
            | {name: value for name, value in given.items() if value is not None}
            | {"name": draft.name, "code": draft.code, "upper_id": self._upper(draft, largest["id"])}
        )

    def _largest(self, draft: MergerDraft) -> int:
        """The participant with the most members; of equal ones the first by code and name."""

        def size(union_id: int) -> tuple[int, str, str]:
            row = self._known.book.unions[union_id]
            return -(self._known.members(draft, union_id) or 0), row["code_key"] or "", row["sort_key"]

        return min(draft.union_ids, key=size)

    def _upper(self, draft: MergerDraft, union_id: int) -> int | None:
        """What a participant stands under, or where that one ends itself, what that stands under."""
        upper: int | None = self._known.book.unions[union_id]["upper_id"]
        while upper in draft.sources:
            upper = self._known.book.unions[upper]["upper_id"]
        return upper

    def tell_results(self) -> None:
        """Results are founded or renamed, and what stood below a source comes under them."""
        drafts: list[EventDraft] = []
        for place, draft in enumerate(self._drafts):
            drafts += self._beginnings(place, draft)
            drafts += self._moves(place, draft)
        events.record_many(self._session, drafts)

    def _beginnings(self, place: int, draft: MergerDraft) -> list[EventDraft]:
        result = self._results[place]
        if draft.kind != ABSORBED:
            return [self._event(place, result, FOUNDED)]
        if not draft.name or draft.name == self._known.book.unions[result]["name"]:
            return []
        return [self._event(place, result, RENAMED, {"name": draft.name})]

    def _moves(self, place: int, draft: MergerDraft) -> list[EventDraft]:
        result = self._results[place]
        children = [child for source in draft.sources for child in self._known.below.get(source, ())]
        moves = []
        for child in children:
            if child == result:
                moves.append(self._event(place, child, MOVED, {"upper_id": self._upper(draft, child)}))
            elif child not in draft.union_ids and not self._ends_elsewhere(child):
                moves.append(self._event(place, child, MOVED, {"upper_id": result}))
        return moves

    def _ends_elsewhere(self, union_id: int) -> bool:
        return any(union_id in draft.sources for draft in self._drafts)

    def change_officers(self) -> None:
        """Terms end, the committees begin."""
        merger_committees.end_terms(self._session, self._endings)
        merger_committees.begin(self._session, list(zip(self._results, self._drafts, strict=True)))


def _freeze_base(session: Session, drafts: Collection[MergerDraft]) -> None:
    """The list that mergers are measured by is frozen before the first of them, if the office has not done so."""
    first = min(drafts, key=lambda draft: draft.effective_on or date.max, default=None)
    if first is not None and first.effective_on is not None:
        period = periods.ensure(session, first.period)
        merger_bases.ensure(session, first.period, min(period.cut_off, first.effective_on - timedelta(days=1)))
