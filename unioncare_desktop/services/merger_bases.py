"""The target of merged small unions: the list it is measured by, frozen at a day, and how far it is reached.

The office sets a share that is to be exceeded ("trên 65 % số CĐCS dưới 10 đoàn viên", plan 001). A list once frozen is
never computed again. Shares are compared and shown with whole numbers: what is not reached is never shown as reached.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import Merger, MergerBase, MergerBaseUnion, MergerPart
from unioncare_desktop.domain.records.merger import ABSORBED, DONE, FOUNDED_NEW
from unioncare_desktop.domain.records.plan import ABOVE
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.targets import Verdict, judge, percent_words
from unioncare_desktop.errors import Duplicate, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import counts, event_book, office, periods, records, small_unions, unions
from unioncare_desktop.vietnamese import show_day, show_whole, sort_key

_HUNDREDTHS = 100


@dataclass(frozen=True)
class Base:
    """A frozen list: its `unions` with the members that each had."""

    id: int
    name: str
    frozen_on: date
    below: int
    source: str | None
    unions: dict[int, int | None]


@dataclass(frozen=True)
class Share:
    """How many unions of a list, or of a part of it called `name`, were merged, of how many; `above` is in percent."""

    name: str
    base: int
    merged: int
    above: int

    @property
    def ratio(self) -> float | None:
        """Merged unions per union of the list, 0 to 1; None where the list is empty."""
        return self.merged / self.base if self.base else None

    @property
    def reached(self) -> bool:
        """Whether more than the percentage wanted were merged; exactly as many are not enough."""
        return bool(self._verdict.met)

    @property
    def needed(self) -> int | None:
        """How many more unions of the list must be merged; None where merging all of them would not do."""
        return self._verdict.gap

    @property
    def _verdict(self) -> Verdict:
        return judge(ABOVE, self.above * _HUNDREDTHS, self.merged, self.base)

    @property
    def percent(self) -> str:
        """The share as "66,13 %"; rounded, but never to the other side of the target."""
        return percent_words(self.merged, self.base, self.above * _HUNDREDTHS, places=2)

    @property
    def words(self) -> str:
        """The share as a sentence of a report: "41/62 CĐCS, đạt 66,13 %"."""
        if not self.base:
            return _("không có CĐCS nhỏ")
        return _("{merged}/{base} CĐCS, đạt {percent}").format(
            merged=show_whole(self.merged), base=show_whole(self.base), percent=self.percent
        )


@dataclass(frozen=True)
class Target(Share):
    """How far the target is reached on a day; `frozen_on` is None where the list is only the one of the period.

    `merged_ids` and `base_ids` are the unions behind the numbers.
    """

    frozen_on: date | None
    base_ids: frozenset[int]
    merged_ids: frozenset[int]

    @property
    def base_name(self) -> str:
        """What the list is called."""
        return self.name

    @property
    def base_words(self) -> str:
        """The list within a sentence: "“CĐCS nhỏ Quý IV/2022” (chốt ngày 31/12/2022)"."""
        if self.frozen_on is None:
            return f"“{self.name}”"
        return _("“{name}” (chốt ngày {day})").format(name=self.name, day=show_day(self.frozen_on))

    @property
    def goal_words(self) -> str:
        """What is wanted and what is missing: "cần trên 65 %: còn phải ghép thêm 3 CĐCS"."""
        if not self.base:
            return _("chưa có CĐCS nhỏ nào để tính chỉ tiêu")
        if self.reached:
            return _("đã đạt chỉ tiêu trên {above} %").format(above=self.above)
        if self.needed is None:
            return _("chỉ tiêu trên {above} % không thể đạt được; hãy xem lại ngưỡng trong Thiết lập").format(
                above=self.above
            )
        return _("cần trên {above} %: còn phải ghép thêm {needed} CĐCS").format(
            above=self.above, needed=show_whole(self.needed)
        )

    def with_merged(self, union_ids: Iterable[int]) -> "Target":
        """The target as it would be if these unions were merged too."""
        merged = self.merged_ids | (self.base_ids & frozenset(union_ids))
        return replace(self, merged=len(merged), merged_ids=merged)


# Telling


def target(session: Session, span: Span, on: date | None = None, base_id: int | None = None) -> Target:
    """How far the target is reached on a day, the last one of *span* if none is given.

    It is measured by the list *base_id*, else by the one frozen last before that day; by the small unions of *span*
    where there is none yet.
    """
    day = on or span.end
    found = _base_on(session, day, base_id)
    above = office.threshold(session, "merged_share_above", day)
    if found is None:
        ids = small_unions.small_ids(session, span)
        name = _("CĐCS nhỏ {period} (chưa chốt)").format(period=span.phrase)
        merged = _merged(session, ids, _cut_off(session, span), day)
        return Target(name, len(ids), len(merged), above, None, ids, merged)
    ids = frozenset(found.unions)
    merged = _merged(session, ids, found.frozen_on, day)
    return Target(found.name, len(ids), len(merged), above, found.frozen_on, ids, merged)


def breakdown(session: Session, span: Span, attribute: str, on: date | None = None) -> list[Share]:
    """The target by the *bloc*, *area* or *sector* of the unions of the list, in Vietnamese order.

    Those without one come last, as "Chưa phân loại".
    """
    whole = target(session, span, on)
    rows = unions.listed(session, on=whole.frozen_on or span.end, with_closed=True, always=whole.base_ids)
    groups = {row.id: getattr(row, attribute) for row in rows if row.id in whole.base_ids}
    base, merged = Counter(groups.values()), Counter(groups[union_id] for union_id in whole.merged_ids)
    names = sorted(base, key=lambda name: (not name, sort_key(name)))
    return [Share(name or counts.UNSORTED, base[name], merged[name], whole.above) for name in names]


def _merged(session: Session, union_ids: Collection[int], since: date, until: date) -> frozenset[int]:
    """Those of the unions that took part in a merger in effect after *since* that lasted until *until*.

    A union that was merged and lives again then is not merged; nor is one that took only such ones in.
    """
    part, merger = MergerPart.__table__.c, Merger.__table__.c
    query = select(part.merger_id, part.union_id, merger.union_id).where(
        merger.id == part.merger_id,
        merger.state == DONE,
        merger.kind.in_((ABSORBED, FOUNDED_NEW)),
        merger.effective_on > since,
        merger.effective_on <= until,
    )
    parts = session.execute(query).all()
    sources = {union_id for _merger_id, union_id, result_id in parts if union_id != result_id}
    gone = sources - event_book.living_on(session, until, sources)
    lasting = {merger_id for merger_id, union_id, result_id in parts if union_id in gone and union_id != result_id}
    stayed = {result_id for merger_id, _union_id, result_id in parts if merger_id in lasting}
    return frozenset(gone | stayed) & frozenset(union_ids)


def result_words(told: Target, below: int, span: Span) -> str:
    """The paragraph that says it all: the list, how many of it were merged, and whether that is enough."""
    if not told.base:
        return _("{period} không có CĐCS nào dưới {below} đoàn viên.").format(period=span.title, below=below)
    sentence = _(
        "Danh sách gốc {name} có {base} CĐCS dưới {below} đoàn viên. Đến hết {period} đã sáp nhập {words}; {goal}."
    )
    return sentence.format(
        name=told.base_words,
        base=show_whole(told.base),
        below=below,
        period=span.phrase,
        words=told.words,
        goal=told.goal_words,
    )


# The lists


def listed(session: Session) -> list[Base]:
    """All frozen lists, the newest first."""
    stored = sorted(records.rows(session, MergerBase), key=lambda row: row["frozen_on"], reverse=True)
    return [_told(session, row) for row in stored]


def _base_on(session: Session, day: date, base_id: int | None) -> Base | None:
    """The list with an id; where none is given or there, the one frozen last, of those frozen by that day."""
    table = MergerBase.__table__.c
    last = session.scalar(select(func.max(table.frozen_on)).where(table.frozen_on <= day))
    found = records.rows(session, MergerBase, id=base_id) if base_id is not None else []
    found = found or (records.rows(session, MergerBase, frozen_on=last) if last else [])
    return _told(session, found[0]) if found else None


def _told(session: Session, row: records.Row) -> Base:
    entries = records.rows(session, MergerBaseUnion, base_id=row["id"])
    told = {name: row[name] for name in ("id", "name", "frozen_on", "below", "source")}
    return Base(**told, unions={entry["union_id"]: entry["members"] for entry in entries})


def freeze(session: Session, span: Span, on: date | None = None, name: str = "", source: str | None = None) -> int:
    """Keep the small unions of *span* that lived on a day (its cut-off if none is given) as a list; its id.

    Raises:
        UserError: there are none, the day is ahead, or another list was frozen on it.
    """
    day = on or _cut_off(session, span)
    _refuse_day(session, day)
    living = {row.id for row in unions.listed(session, on=day)}
    found = small_unions.overview(session, span)
    kept = [one for one in found.small if one.union.id in living]
    if not kept:
        sentence = _(
            "{period} không có CĐCS nào dưới {below} đoàn viên nên chưa có gì để chốt. Hãy nhập số liệu trước."
        )
        raise UserError(sentence.format(period=span.title, below=found.below))
    draft = records.new(MergerBase, frozen_on=day, period_id=periods.ensure(session, span).id, below=found.below)
    draft.enter("name", name or _("CĐCS nhỏ {period}").format(period=span.phrase))
    draft.enter("source", source or "")
    base_id = records.save(session, draft)
    entries = [{"base_id": base_id, "union_id": one.union.id, "members": one.members} for one in kept]
    records.insert_rows(session, MergerBaseUnion, entries)
    return base_id


def ensure(session: Session, span: Span, on: date | None = None) -> int | None:
    """Freeze the small unions of *span* as of a day, or its cut-off, where no list is frozen yet; the new id.

    None where there is a list, or nothing to freeze. The first merger that is carried out calls it.
    """
    if records.rows(session, MergerBase) or not small_unions.small_ids(session, span):
        return None
    return freeze(session, span, on)


def discard(session: Session, base_id: int) -> None:
    """Take a list back that was frozen by mistake."""
    entries = records.rows(session, MergerBaseUnion, base_id=base_id)
    records.delete(session, MergerBaseUnion, [entry["id"] for entry in entries])
    records.delete(session, MergerBase, [base_id])


def _refuse_day(session: Session, day: date) -> None:
    if day > clock.today():
        raise UserError(
            _("Ngày chốt {day} còn ở phía trước. Hãy chọn ngày không sau hôm nay.").format(day=show_day(day))
        )
    if found := records.rows(session, MergerBase, frozen_on=day):
        sentence = _("Đã chốt “{name}” ngày {day}. Hãy chọn ngày khác, hoặc bỏ danh sách ấy trước.")
        raise Duplicate(sentence.format(name=found[0]["name"], day=show_day(day)))


def _cut_off(session: Session, span: Span) -> date:
    stored = periods.find(session, span)
    return stored.cut_off if stored else span.cut_off
