"""What a merger would move, in words and figures, before anything is written."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import (
    MemberCount,
    Merger,
    MergerBase,
    MergerBaseUnion,
    MergerLock,
    MergerPart,
    Officer,
    OfficerRole,
    Period,
    Registration,
    Union,
)
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.records.merger import ABSORBED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task, drain
from unioncare_desktop.services import merger_checks, merger_committees, records
from unioncare_desktop.services.changes import LINKS
from unioncare_desktop.services.count_figures import added
from unioncare_desktop.services.merger_checks import Known
from unioncare_desktop.services.merger_drafts import MergerDraft
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.storage import history


@dataclass(frozen=True)
class Participant:
    """A union that takes part with its figures of the period planned by; `stays` marks the one that goes on."""

    union: UnionRow
    figures: dict[str, int | None]
    stays: bool

    @property
    def members(self) -> int | None:
        """Its members."""
        return self.figures["members"]


@dataclass(frozen=True)
class PeriodLine:
    """The members of a period: the result's own, which stay its own, and those that stay with each source.

    `before` and `after` are the sums of the whole office without and with the merger: the same.
    """

    span: Span
    own: int | None
    sources: tuple[int | None, ...]
    before: int
    after: int

    @property
    def comparable(self) -> int | None:
        """The result's own and its sources' together; None where nobody reported."""
        return added((self.own, *self.sources))


@dataclass(frozen=True)
class OfficerLine:
    """An officer whose term ends or begins with the merger: `day` is the last or the first day."""

    union: str
    role: str
    name: str
    phone: str | None
    day: date | None
    note: str = ""


@dataclass(frozen=True)
class MovedLine:
    """A union below a source that comes under another union."""

    union: UnionRow
    old: str
    new: str


@dataclass(frozen=True)
class KeptLine:
    """Rows of one kind that belong to the sources, and what becomes of them in words."""

    title: str
    count: int
    words: str


@dataclass(frozen=True)
class Preview:
    """All that a merger would do, as long as the data are in the same *state*.

    `figures` are the sums of the participants in the period planned by.
    """

    draft: MergerDraft
    name: str
    participants: tuple[Participant, ...]
    figures: dict[str, int | None]
    periods: tuple[PeriodLine, ...]
    ending: tuple[OfficerLine, ...]
    beginning: tuple[OfficerLine, ...]
    moved: tuple[MovedLine, ...]
    kept: tuple[KeptLine, ...]
    problems: tuple[Problem, ...]
    state: int

    @property
    def members(self) -> int | None:
        """The members of the result."""
        return self.figures["members"]

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """What stands in the way."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is odd, and may be so."""
        return tuple(problem for problem in self.problems if problem.severity is not Severity.ERROR)


def preview(
    session: Session, draft: MergerDraft, *, merger_id: int | None = None, across_uppers: bool = False
) -> Preview:
    """What carrying *draft* out would do; nothing is written. *merger_id* is the proposal that it is, if it is stored.

    Whatever contradicts is among the problems; an error in the field `across_uppers` is gone once that is confirmed.
    """
    ids = () if merger_id is None else (merger_id,)
    return drain(previews(session, [draft], ids=ids, across_uppers=across_uppers))[0]


def previews(
    session: Session, drafts: Sequence[MergerDraft], *, ids: Collection[int] = (), across_uppers: bool = False
) -> Task[list[Preview]]:
    """`preview` of several mergers that are to be one action; *ids* are the proposals that they are."""
    yield Step(0, len(drafts), _("Kiểm tra"))
    known = Known(session, drafts)
    problems = merger_checks.problems(known, across_uppers=across_uppers, proposals=ids)
    reported, state = _reported(known), history.last_change(session)
    found = []
    for place, (draft, of_draft) in enumerate(zip(drafts, problems, strict=True)):
        yield Step(place, len(drafts), known.result_name(draft))
        found.append(_seen(known, draft, of_draft, reported, state))
    return found


def _seen(
    known: Known, draft: MergerDraft, found: tuple[Problem, ...], reported: "Sequence[_Reported]", state: int
) -> Preview:
    participants = tuple(_participants(known, draft))
    return Preview(
        draft,
        known.result_name(draft),
        participants,
        {name: added(one.figures[name] for one in participants) for name in FIGURES},
        tuple(_periods(reported, draft)),
        tuple(_ending(known, draft)),
        tuple(_beginning(known, draft)),
        tuple(moved(known, draft)),
        tuple(kept(known.session, draft.sources)),
        found,
        state,
    )


def _participants(known: Known, draft: MergerDraft) -> Iterator[Participant]:
    figures = known.figures(draft.period)
    for row in known.there(draft):
        of_union = figures.get(row.id, {})
        yield Participant(row, {name: of_union.get(name) for name in FIGURES}, row.id not in draft.sources)


@dataclass(frozen=True)
class _Reported:
    """A period with the members of those that take part, by union id, and the sum of the whole office."""

    span: Span
    members: dict[int, int | None]
    total: int


def _reported(known: Known) -> list[_Reported]:
    """Every period for which somebody taking part has figures, the oldest first."""
    count, period = MemberCount.__table__.c, Period.__table__.c
    taking_part = select(count.period_id, count.union_id, count.members).where(count.union_id.in_(known.ids))
    by_period: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    for period_id, union_id, members in known.session.execute(taking_part):
        by_period[period_id][union_id] = members
    sums = (
        select(period.id, period.code, func.sum(count.members))
        .join(MemberCount.__table__, count.period_id == period.id)
        .where(period.id.in_(by_period))
        .group_by(period.id, period.code, period.start)
        .order_by(period.start, period.code)
    )
    return [
        _Reported(Span.parse(code), by_period[period_id], total or 0)
        for period_id, code, total in known.session.execute(sums)
    ]


def _periods(reported: Sequence[_Reported], draft: MergerDraft) -> Iterator[PeriodLine]:
    """Every period for which a participant has figures."""
    own_id = draft.result_id if draft.kind == ABSORBED else None
    for period in reported:
        of_parts = [period.members[union_id] for union_id in draft.union_ids if union_id in period.members]
        if of_parts:
            sources = tuple(period.members.get(source) for source in draft.sources)
            own = period.members.get(own_id) if own_id is not None else None
            elsewhere = period.total - (added(of_parts) or 0)
            yield PeriodLine(period.span, own, sources, period.total, elsewhere + (added((own, *sources)) or 0))


def _ending(known: Known, draft: MergerDraft) -> Iterator[OfficerLine]:
    roles = records.choices(known.session, OfficerRole)
    for change in merger_committees.endings(known.session, [draft]):
        row = change.officer
        union = known.registry[row["union_id"]].name
        note = _("nhiệm kỳ bắt đầu sau ngày sáp nhập, ghi hết ngay ngày ấy") if change.too_late else ""
        yield OfficerLine(union, roles[row["role_id"]], row["name"], row["phone"], change.last_day, note)


def _beginning(known: Known, draft: MergerDraft) -> Iterator[OfficerLine]:
    roles = records.choices(known.session, OfficerRole)
    name = known.result_name(draft)
    for officer in merger_committees.beginning(known.session, draft):
        yield OfficerLine(name, roles.get(officer.role_id, ""), officer.name, officer.phone, draft.effective_on)


def moved(known: Known, draft: MergerDraft) -> Iterator[MovedLine]:
    """The unions below the sources, and where they come."""
    new = known.result_name(draft)
    for source in draft.sources:
        for union_id in known.below.get(source, ()):
            if union_id not in draft.union_ids:
                yield MovedLine(known.registry[union_id], known.registry[source].name, new)


# Everything else that belongs to the sources

_TOLD_ELSEWHERE = {Union, Merger, MergerPart, MergerLock, MergerBase, MergerBaseUnion}
_STAYS = _("ở lại với đơn vị cũ")
_FATES: dict[type[Record], str] = {
    Officer: _("ở lại trong lịch sử đơn vị cũ; nhiệm kỳ hết trước ngày sáp nhập"),
    Registration: _("ở lại với đơn vị cũ; đơn vị mới đăng ký riêng"),
}


def kept(session: Session, sources: Collection[int]) -> Iterator[KeptLine]:
    """How many rows of every record type belong to *sources*, and what becomes of them."""
    for link in LINKS:
        if link.to is not Union or link.column != "union_id" or link.record_type in _TOLD_ELSEWHERE:
            continue
        column = link.record_type.__table__.c[link.column]
        count = session.scalar(select(func.count()).where(column.in_(sources))) or 0
        if count:
            yield KeptLine(link.record_type.title, count, _FATES.get(link.record_type, _STAYS))
