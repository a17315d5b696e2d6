"""Splits: parts of a union become unions of their own; it goes on with what is left, or ends.

Members must add up: what the parts get and what is left is what the union had in the period planned by. Where nothing
is reported yet for the first quarter after the split, the parts' figures are stored for it; earlier figures stay.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.records import Merger, MergerPart, Officer, OfficerRole, Union
from unioncare_desktop.domain.records.member_count import FIGURES, STOCKS
from unioncare_desktop.domain.records.merger import DONE, SPLIT
from unioncare_desktop.domain.records.union_event import CLOSED, FOUNDED
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import InvalidRecord, Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import (
    count_entry,
    count_figures,
    events,
    merger_checks,
    merger_committees,
    merger_drafts,
    periods,
    records,
    union_rules,
)
from unioncare_desktop.services.count_entry import Entry
from unioncare_desktop.services.event_book import EventDraft
from unioncare_desktop.services.merger_checks import Known
from unioncare_desktop.services.merger_doing import refuse_stale
from unioncare_desktop.services.merger_drafts import MergerDraft
from unioncare_desktop.services.merger_previews import KeptLine, OfficerLine, kept
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.storage import history
from unioncare_desktop.vietnamese import code_key, fold, show_day, show_whole

_MOST_NAMED = 3


@dataclass(frozen=True)
class NewPart:
    """A union that comes out, with its *figures*: at least the members. Blank links are those of the whole."""

    name: str
    figures: Mapping[str, int | None] = field(default_factory=dict)
    code: str | None = None
    bloc_id: int | None = None
    area_id: int | None = None
    sector_id: int | None = None
    chair: str | None = None
    phone: str | None = None

    @property
    def members(self) -> int | None:
        """The members that it gets."""
        return self.figures.get("members")


@dataclass(frozen=True)
class SplitDraft:
    """A split as it is planned: *remainder* members stay with the union, unless it ends (*ends*)."""

    union_id: int
    parts: tuple[NewPart, ...]
    period: Span
    remainder: int = 0
    ends: bool = False
    decision: str | None = None
    decided_on: date | None = None
    effective_on: date | None = None
    note: str | None = None

    @property
    def stays(self) -> int:
        """The members that stay with the union."""
        return 0 if self.ends else self.remainder


@dataclass(frozen=True)
class SplitPreview:
    """What a split would do, as long as the data are in the same *state*.

    `figures` are those of the union in the period planned by, `left` what of them stays with it; `quarter` is the one
    for which figures are stored, None where none are.
    """

    draft: SplitDraft
    union: UnionRow
    figures: Mapping[str, int | None]
    left: Mapping[str, int | None]
    quarter: Span | None
    ending: tuple[OfficerLine, ...]
    kept: tuple[KeptLine, ...]
    problems: tuple[Problem, ...]
    state: int

    @property
    def difference(self) -> int:
        """How many members are not yet given to a part or left with the union; below 0 where too many are."""
        given = sum(part.members or 0 for part in self.draft.parts)
        return (self.figures["members"] or 0) - given - self.draft.stays

    @property
    def refusals(self) -> tuple[Problem, ...]:
        """What stands in the way."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is odd, and may be so."""
        return tuple(problem for problem in self.problems if problem.severity is not Severity.ERROR)


def preview(session: Session, draft: SplitDraft) -> SplitPreview:
    """What carrying *draft* out would do, and what stands in the way; nothing is written.

    Raises:
        InvalidRecord: the union is gone.
    """
    known = Known(session, [_as_merger(draft)])
    union = known.registry.get(draft.union_id)
    if union is None:
        raise InvalidRecord([Problem("union_id", _("Không còn công đoàn này; có thể đã bị xóa."))])
    figures = _figures(known, draft)
    return SplitPreview(
        draft,
        union,
        figures,
        _left(draft, figures),
        _quarter(known, draft),
        tuple(_ending(known, draft)) if draft.ends else (),
        tuple(kept(session, [draft.union_id])),
        tuple(_problems(known, draft, union)),
        history.last_change(session),
    )


def _as_merger(draft: SplitDraft) -> MergerDraft:
    return MergerDraft(
        SPLIT,
        (draft.union_id,),
        draft.period,
        decision=draft.decision,
        decided_on=draft.decided_on,
        effective_on=draft.effective_on,
        note=draft.note,
    )


def _figures(known: Known, draft: SplitDraft) -> dict[str, int | None]:
    values = known.figures(draft.period).get(draft.union_id, count_figures.NOTHING)
    return {name: values[name] for name in FIGURES}


def _left(draft: SplitDraft, figures: Mapping[str, int | None]) -> dict[str, int | None]:
    """What stays with the union of each stock: what it had without what all parts are given."""
    left: dict[str, int | None] = dict.fromkeys(STOCKS)
    for name in STOCKS:
        given = [part.figures.get(name) for part in draft.parts]
        had = figures[name]
        if had is not None and None not in given:
            left[name] = had - (count_figures.added(given) or 0)
    return left | {"members": draft.stays}


def _quarter(known: Known, draft: SplitDraft) -> Span | None:
    """The first quarter that is cut off after the split, where nothing is reported for it and it is not ahead."""
    if draft.effective_on is None:
        return None
    quarter = Span.first_cut_off_by(draft.effective_on)
    return None if quarter.is_ahead or known.later(quarter.start).get(draft.union_id) else quarter


def _ending(known: Known, draft: SplitDraft) -> Iterator[OfficerLine]:
    roles = records.choices(known.session, OfficerRole)
    name = known.registry[draft.union_id].name
    for one in merger_committees.endings(known.session, [_as_merger(draft)]):
        row = one.officer
        yield OfficerLine(name, roles[row["role_id"]], row["name"], row["phone"], one.last_day)


# What stands in the way


def _problems(known: Known, draft: SplitDraft, union: UnionRow) -> Iterator[Problem]:
    if not union.alive:
        yield Problem("union_id", merger_checks.ended_words(known, union))
        return
    yield from _of_parts(known, draft)
    yield from _of_members(known, draft)
    yield from _of_day(known, draft, union)
    below = known.below.get(draft.union_id, ())
    if draft.ends and below:
        names = known.names(below[:_MOST_NAMED]) + (" …" if len(below) > _MOST_NAMED else "")
        sentence = _("Còn đơn vị trực thuộc: {names}. Hãy chuyển các đơn vị ấy trước khi chia.")
        yield Problem("ends", sentence.format(names=names))


def _of_parts(known: Known, draft: SplitDraft) -> Iterator[Problem]:
    if not draft.parts or (draft.ends and len(draft.parts) < 2):  # noqa: PLR2004 - an end leaves two or more
        yield Problem("parts", _("Hãy ghi đơn vị mới: tách cần ít nhất một, chia cần ít nhất hai."))
    ending = draft.union_id if draft.ends else None
    living = [row for row in known.registry.values() if row.alive and row.id != ending]
    names = {fold(row.name): row.name for row in living}
    codes = {code_key(row.code): row.name for row in living if row.code}
    for part in draft.parts:
        if not part.name.strip():
            yield Problem("name", _("Tên đơn vị mới: bắt buộc phải nhập"))
        elif fold(part.name) in names:
            yield Problem("name", _("Đã có “{name}”. Hãy đặt tên khác.").format(name=names[fold(part.name)]))
        if part.code and code_key(part.code) in codes:
            sentence = _("Mã {code} đã là của “{name}”. Hãy chọn mã khác.")
            yield Problem("code", sentence.format(code=part.code, name=codes[code_key(part.code)]))
        names[fold(part.name)] = part.name
        codes |= {code_key(part.code): part.name} if part.code else {}


def _of_members(known: Known, draft: SplitDraft) -> Iterator[Problem]:
    figures = _figures(known, draft)
    had = figures["members"]
    if had is None:
        sentence = _("{name} chưa báo cáo đoàn viên {period} nên chưa chia được. Hãy nhập số liệu kỳ ấy trước.")
        yield Problem("members", sentence.format(name=known.name(draft.union_id), period=draft.period.phrase))
        return
    for part in draft.parts:
        if part.members is None:
            yield Problem("members", _("Đoàn viên của “{name}”: bắt buộc phải nhập").format(name=part.name))
    given = sum(part.members or 0 for part in draft.parts)
    if given + draft.stays != had:
        sentence = _(
            "Các phần {given} + còn lại {left} = {sum} đoàn viên, {words} {difference} so với {had} ({period})."
        )
        numbers = {"given": given, "left": draft.stays, "sum": given + draft.stays, "had": had}
        shown = {name: show_whole(value) for name, value in numbers.items()}
        words = _("thừa") if given + draft.stays > had else _("thiếu")
        difference = show_whole(abs(given + draft.stays - had))
        text = sentence.format(words=words, difference=difference, period=draft.period.phrase, **shown)
        yield Problem("members", text)
    yield from _overdrawn(draft, figures)


_LABELS = {"workers": _("lao động"), "women_workers": _("lao động nữ"), "women_members": _("đoàn viên nữ")}


def _overdrawn(draft: SplitDraft, figures: Mapping[str, int | None]) -> Iterator[Problem]:
    for name, label in _LABELS.items():
        had, given = figures[name], count_figures.added(part.figures.get(name) for part in draft.parts)
        if had is not None and given is not None and given > had:
            sentence = _("Các phần có {given} {label}, nhiều hơn {had} của cả đơn vị ({period}).")
            words = {"given": show_whole(given), "had": show_whole(had), "period": draft.period.phrase}
            yield Problem(name, sentence.format(label=label, **words))


def _of_day(known: Known, draft: SplitDraft, union: UnionRow) -> Iterator[Problem]:
    day = draft.effective_on
    if day is None:
        yield Problem("effective_on", _("Chưa có ngày có hiệu lực. Hãy ghi ngày theo quyết định."))
    elif day > clock.today():
        sentence = _("Ngày có hiệu lực {day} còn ở tương lai. Hãy ghi việc này khi đến ngày ấy.")
        yield Problem("effective_on", sentence.format(day=show_day(day)))
    else:
        yield from merger_checks.of_its_day(known, union, day, ends=draft.ends)
        if titles := known.later(Span.first_cut_off_by(day).start).get(union.id):
            sentence = _("{name} đã có số liệu của {periods}: số liệu các kỳ ấy của đơn vị mới không được gồm lại.")
            text = sentence.format(name=known.name(union.id), periods=", ".join(titles))
            yield Problem("effective_on", text, Severity.WARNING)


# Doing it


def carry_out(session: Session, draft: SplitDraft, *, state: int | None = None) -> int:
    """Carry a split out and return the id that it has among the mergers; *state* is that of the preview.

    Raises:
        InvalidRecord: something contradicts; every sentence says how to mend it.
        Conflict: the data have changed since the preview.
    """
    made = preview(session, draft)
    refuse_stale(session, state)
    if made.refusals:
        raise InvalidRecord(made.refusals)
    merger_id = _store(session, made)
    endings = list(merger_committees.endings(session, [_as_merger(draft)])) if draft.ends else []
    if draft.ends:
        events.record(session, _event(draft, draft.union_id, CLOSED, merger_id))
    new = _found(session, made, merger_id)
    merger_committees.end_terms(session, endings)
    _lead(session, draft, new)
    _store_figures(session, made, new)
    return merger_id


def _event(draft: SplitDraft, union_id: int, kind: str, merger_id: int) -> EventDraft:
    if draft.effective_on is None:
        raise AssertionError  # checked
    return EventDraft(union_id, kind, draft.effective_on, {}, draft.decision, draft.decided_on, merger_id=merger_id)


def _store(session: Session, made: SplitPreview) -> int:
    """The split among the mergers, with what is left of the union as its first part."""
    draft = made.draft
    values = merger_drafts.typed(_as_merger(draft), made.union.name, periods.ensure(session, draft.period).id)
    (merger_id,) = records.insert_rows(session, Merger, [values | {"union_id": draft.union_id, "state": DONE}])
    if not draft.ends:
        part = {"merger_id": merger_id, "union_id": draft.union_id, "members": draft.remainder}
        records.insert_rows(session, MergerPart, [part])
    return merger_id


def _found(session: Session, made: SplitPreview, merger_id: int) -> list[int]:
    """Add and found the new unions; the ids in the order of the parts."""
    draft = made.draft
    (whole,) = records.rows(session, Union, id=draft.union_id)
    taken = ("level_id", "upper_id", "sector_id", "bloc_id", "area_id", "address", "business")
    rows = []
    for part in draft.parts:
        union_rules.refuse_double(session, part.name, part.code, None)
        given = {name: getattr(part, name) for name in ("sector_id", "bloc_id", "area_id")}
        typed = records.new(Union, **{name: whole[name] for name in taken})
        for name in ("name", "code", "chair", "phone"):
            typed.enter(name, getattr(part, name))
        if typed.errors:
            raise InvalidRecord(typed.errors)
        rows.append(typed.values | {name: value for name, value in given.items() if value is not None})
    ids = records.insert_rows(session, Union, rows)
    parts = [
        {"merger_id": merger_id, "union_id": union_id, "members": part.members}
        for union_id, part in zip(ids, draft.parts, strict=True)
    ]
    records.insert_rows(session, MergerPart, parts)
    events.record_many(session, [_event(draft, union_id, FOUNDED, merger_id) for union_id in ids])
    return ids


def _lead(session: Session, draft: SplitDraft, ids: Sequence[int]) -> None:
    """The chairs of the new unions become officers."""
    role = merger_committees.leading_role(session)
    common = {"role_id": role, "term_from": draft.effective_on, "decision": draft.decision}
    rows = [
        common | {"union_id": union_id, "name": part.chair, "phone": part.phone}
        for union_id, part in zip(ids, draft.parts, strict=True)
        if part.chair and role is not None
    ]
    records.insert_rows(session, Officer, rows)


def _store_figures(session: Session, made: SplitPreview, ids: Collection[int]) -> None:
    if made.quarter is None:
        return
    shares = [(union_id, part.figures) for union_id, part in zip(ids, made.draft.parts, strict=True)]
    if not made.draft.ends:
        shares.append((made.draft.union_id, made.left))
    entries = [
        Entry(union_id, name, figures[name])
        for union_id, figures in shares
        for name in FIGURES
        if figures.get(name) is not None
    ]
    refused = count_entry.enter(session, made.quarter, entries).refused
    if refused:
        raise InvalidRecord([Problem(one.entry.field, one.reason) for one in refused])
