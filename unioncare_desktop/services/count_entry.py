"""Entering figures: typed, pasted, taken over from the period before, confirmed, explained, imported.

`judge` says what would become of a block of entries, and `enter` does just that. A figure that was taken over waits
for confirmation until it is entered or confirmed; an explanation ends with the figures that it explains.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from unioncare_desktop.domain import judgement
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Fate, Judgement
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.domain.records.member_count import FIGURES, STOCKS, unconfirmed_figures, unconfirmed_text
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import count_checks, periods, records, union_rules
from unioncare_desktop.services.count_checks import Rules
from unioncare_desktop.services.count_figures import NOTHING, Values, figures_before

_ENTERED = (*FIGURES, "note", "follow_up")
_EXPLAINED = {"workers", "members"}
_A_FEW = 200
"""So many unions are read by their ids; of more, all are read."""
Entry = judgement.Entry[int]
"""What was typed or pasted into one cell of the union with this id."""
Entered = judgement.Entered[int]


@dataclass(frozen=True)
class TakenOver:
    """How many unions got figures of the period before, and how many could not, as others were typed already."""

    unions: int = 0
    contradicting: int = 0


# What is known when something is entered


@dataclass(frozen=True)
class _Known:
    """The period's stored rows by union, the figures before them, and by what both are judged.

    `ended` says of unions that had ended before the period why it takes nothing of them.
    """

    stored: Mapping[int, records.Row]
    before: Mapping[int, Values]
    rules: Rules
    ended: Mapping[int, str]

    def errors(self, union_id: int, values: Mapping[str, object]) -> list[Problem]:
        """What may not be stored of a union."""
        return [problem for problem in self.problems(union_id, values) if problem.severity is Severity.ERROR]

    def problems(self, union_id: int, values: Mapping[str, object]) -> tuple[Problem, ...]:
        """Everything wrong or odd with the figures of a union."""
        if union_id in self.ended and union_id not in self.stored:
            return (Problem("members", self.ended[union_id]),)
        return count_checks.problems(values, self.before.get(union_id, NOTHING), self.rules)


def _known(session: Session, span: Span, union_ids: Collection[int]) -> _Known:
    only = frozenset(union_ids) if len(union_ids) <= _A_FEW else None
    stored: list[records.Row] = []
    if (period := periods.find(session, span)) is not None:
        these = {} if only is None else {"union_id": only}
        stored = records.rows(session, MemberCount, period_id=period.id, **these)
    if len(span.quarters) > 1 and not stored:
        raise UserError(_("{title} được cộng từ các quý. Hãy sửa số liệu ở từng quý.").format(title=span.title))
    before = figures_before(session, span, only)
    ended = union_rules.ended_before(session, span, only)
    return _Known({row["union_id"]: row for row in stored}, before, count_checks.rules(session, span), ended)


# Typed and pasted


def judge(session: Session, span: Span, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of each of *entries*, in their order; nothing is stored.

    Raises:
        UserError: *span* is summed from quarters and holds no figures of its own to change.
    """
    by_union = judgement.by_row(entries)
    known = _known(session, span, by_union.keys())
    return _in_order(entries, [_understood(union_id, typed, known) for union_id, typed in by_union.items()])


def enter(session: Session, span: Span, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a union whose figures would contradict each other stays as it was.

    A figure that waits for confirmation is confirmed, even by the same value.

    Raises:
        UserError: *span* is summed from quarters and holds no figures of its own to change.
    """
    by_union = judgement.by_row(entries)
    known = _known(session, span, by_union.keys())
    understood = [_understood(union_id, typed, known) for union_id, typed in by_union.items()]
    _store(session, span, {one.union_id: one.change for one in understood if one.change}, known)
    return judgement.entered(entries, _in_order(entries, understood))


@dataclass(frozen=True)
class _Understood:
    """The entries of one union: what changes, and what becomes of each."""

    union_id: int
    change: Values
    judgements: list[Judgement]


def _in_order(entries: Sequence[Entry], understood: Iterable[_Understood]) -> list[Judgement]:
    return judgement.in_order(entries, {one.union_id: one.judgements for one in understood})


def _understood(union_id: int, entries: Sequence[Entry], known: _Known) -> _Understood:
    """The values to store and the entries to refuse: unreadable ones, and all where the row would be wrong."""
    old = known.stored.get(union_id)
    stored = {name: old[name] if old else NOTHING[name] for name in _ENTERED}
    given, unreadable = _read(entries)
    confirmed = _confirmed(old, given)
    change = {name: value for name, value in given.items() if value != stored[name]} | confirmed
    if change and old:
        change = _settled(old, change)
    found = known.problems(union_id, {**stored, "accepted_members": old and old["accepted_members"], **change})
    wrong = next((problem.text for problem in found if problem.severity is Severity.ERROR), "")
    told = {problem.field: problem for problem in reversed(found)}
    confirms = unconfirmed_figures(old["unconfirmed"]) if old and confirmed else frozenset[str]()

    def judgement(place: int, name: str) -> Judgement:
        if place in unreadable or wrong:
            return Judgement("rejected", unreadable.get(place, wrong), Severity.ERROR)
        if given[name] == stored[name]:
            return _with_remark("changed" if name in confirms else "same", told.get(name))
        return _with_remark("new" if stored[name] is None else "changed", told.get(name))

    judgements = [judgement(place, entry.field) for place, entry in enumerate(entries)]
    return _Understood(union_id, {} if wrong else change, judgements)


def _read(entries: Sequence[Entry]) -> tuple[Values, dict[int, str]]:
    """The values by field, and by their places the entries that are none, with the reasons."""
    described = fields_of(MemberCount)
    given, unreadable = Values(), dict[int, str]()
    for place, entry in enumerate(entries):
        try:
            given[entry.field] = described[entry.field].kind.parse(entry.raw)
        except Unreadable as error:
            unreadable[place] = str(error)
    return given, unreadable


def _with_remark(fate: Fate, problem: Problem | None) -> Judgement:
    return Judgement(fate, problem.text, problem.severity) if problem else Judgement(fate)


def _confirmed(old: records.Row | None, given: Collection[str]) -> Values:
    """The figures that still wait after some were *given*, where that are fewer than before."""
    waiting = unconfirmed_figures(old["unconfirmed"]) if old else frozenset()
    return {"unconfirmed": unconfirmed_text(waiting - set(given))} if waiting & set(given) else {}


# Taken over, confirmed, explained


def take_over(session: Session, span: Span, union_ids: Sequence[int]) -> TakenOver:
    """Give unions that have not reported their members the figures of the period before, to be confirmed.

    Stocks are taken as they were; flows become 0 where there were any. What was typed already stays.

    Raises:
        UserError: *span* is summed from quarters and holds no figures of its own to change.
    """
    known = _known(session, span, union_ids)
    changes: dict[int, Values] = {}
    contradicting = 0
    for union_id in union_ids:
        old, before = known.stored.get(union_id), known.before.get(union_id, NOTHING)
        if before["members"] is None or (old is not None and old["members"] is not None):
            continue
        filled = _like(before, old)
        if known.errors(union_id, {**(old or NOTHING), **filled}):
            contradicting += 1
            continue
        waiting = unconfirmed_figures(old["unconfirmed"]) if old else frozenset()
        changes[union_id] = filled | {"unconfirmed": unconfirmed_text(waiting | filled.keys())}
    _store(session, span, changes, known)
    return TakenOver(len(changes), contradicting)


def _like(before: Mapping[str, object], old: records.Row | None) -> Values:
    """The figures that follow from those *before*, where *old* is blank."""
    return {
        name: before[name] if name in STOCKS else 0
        for name in FIGURES
        if before[name] is not None and (old is None or old[name] is None)
    }


def confirm(session: Session, span: Span, union_ids: Sequence[int]) -> int:
    """Confirm all figures of these unions that were taken over; return how many unions had any."""
    known = _known(session, span, union_ids)
    waiting = {key: row for key, row in known.stored.items() if key in set(union_ids) and row["unconfirmed"]}
    _store(session, span, {union_id: {"unconfirmed": None} for union_id in waiting}, known)
    return len(waiting)


def accept(session: Session, span: Span, union_id: int, note: str) -> None:
    """Accept that a union's figures differ much from the period before: *note* says why, and is printed with them.

    Raises:
        UserError: there is nothing to explain, the note is empty or no note.
    """
    known = _known(session, span, [union_id])
    stored = known.stored.get(union_id)
    before = known.before.get(union_id, NOTHING)
    if stored is None or stored["members"] is None or not count_checks.jumps(stored, before, known.rules):
        raise UserError(_("Số liệu này không có cảnh báo nào cần giải trình."))
    try:
        reason = fields_of(MemberCount)["note"].parse(note)
    except Unreadable as error:
        raise UserError(str(error)) from error
    if reason is None:
        raise UserError(_("Hãy ghi lý do vào ghi chú; ghi chú được in dưới bảng của báo cáo."))
    _store(session, span, {union_id: {"note": reason, "accepted_members": stored["members"]}}, known)


# Stored


def outdated(change: Mapping[str, object]) -> Values:
    """What no longer holds after a *change* of figures: the explanation of those that were there before."""
    without_note = "note" in change and change["note"] is None
    return {"accepted_members": None} if without_note or change.keys() & _EXPLAINED else {}


def _settled(old: records.Row, change: Values) -> Values:
    """*change* with what follows from it: what is given is confirmed, what is explained no longer is."""
    ends = outdated(change) if old["accepted_members"] is not None else {}
    return _confirmed(old, change.keys()) | ends | change


def _store(session: Session, span: Span, changes: Mapping[int, Values], known: _Known) -> None:
    if changes:
        write(session, periods.ensure(session, span).id, changes, known.stored)


def write(session: Session, period_id: int, changes: Mapping[int, Values], stored: Mapping[int, records.Row]) -> None:
    """Store checked figures by union id; *stored* are the period's rows by union id as read in this transaction."""
    new = [
        {"union_id": union_id, "period_id": period_id} | change
        for union_id, change in changes.items()
        if union_id not in stored
    ]
    records.insert_rows(session, MemberCount, new)
    known = {
        stored[union_id]["id"]: _settled(stored[union_id], dict(change))
        for union_id, change in changes.items()
        if union_id in stored
    }
    records.update_rows(session, MemberCount, known, {row["id"]: row for row in stored.values()})
