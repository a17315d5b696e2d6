"""Member counts: the figures of all unions for a period, their sums, and what is entered.

A longer period takes its stocks from its last quarter and sums its flows, unless the union reported the period itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.domain.records import MemberCount, Period
from unioncare_desktop.domain.records.member_count import FIGURES, FLOWS, STOCKS
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office, periods, records, unions
from unioncare_desktop.services.unions import EVERYONE, Scope, UnionRow
from unioncare_desktop.vietnamese import show_whole, sort_key

Values = dict[str, Any]
UNSORTED = _("Chưa phân loại")


@dataclass(frozen=True, slots=True)
class CountRow:
    """A union and what it reported; `before` are the members of the previous period, blanks are None."""

    union: UnionRow
    workers: int | None
    women_workers: int | None
    members: int | None
    women_members: int | None
    admitted: int | None
    left: int | None
    note: str | None
    before: int | None
    expected: bool

    @property
    def reported(self) -> bool:
        """Whether a number of members was given; zero is a number."""
        return self.members is not None

    @property
    def missing(self) -> bool:
        """Whether a return is expected and has not come."""
        return self.expected and not self.reported

    def problems(self, *, more_members_allowed: bool = False) -> tuple[Problem, ...]:
        """What is wrong or odd with the figures."""
        return problems({name: getattr(self, name) for name in (*FIGURES, "note")}, self.before, more_members_allowed)


@dataclass(frozen=True)
class Totals:
    """Sums of all figures given; `reported` of `expected` unions gave their members."""

    workers: int = 0
    women_workers: int = 0
    members: int = 0
    women_members: int = 0
    admitted: int = 0
    left: int = 0
    reported: int = 0
    expected: int = 0

    @property
    def ratio(self) -> float | None:
        """Members per worker, 0 to 1; None where no workers or no members are reported."""
        return self.members / self.workers if self.workers and self.reported else None

    @property
    def missing(self) -> int:
        """How many returns have not come."""
        return self.expected - self.reported


def rows(
    session: Session, span: Span, scope: Scope = EVERYONE, *, only: Collection[int] | None = None
) -> list[CountRow]:
    """Every union that existed in *span* or reported for it, in the Vietnamese order of names.

    *only* are the ids of the unions that are wanted, where a few are read anew.
    """
    now, before = figures(session, span, only), figures(session, span.previous, only)
    stored = periods.find(session, span)
    cut_off = stored.cut_off if stored else span.cut_off
    found = []
    for union in unions.listed(session, with_closed=True, only=only):
        values = now.get(union.id)
        expected = union.reports and union.alive_on(cut_off)
        here = values is not None or (union.reports and (expected or union.alive_on(span.end)))
        if here and scope.holds(union):
            earlier = before.get(union.id)
            figure = values or _NOTHING
            found.append(
                CountRow(
                    union=union,
                    **figure,
                    before=earlier["members"] if earlier else None,
                    expected=expected or figure["members"] is not None,
                )
            )
    return found


_NOTHING: Values = dict.fromkeys((*FIGURES, "note"))


def figures(session: Session, span: Span, only: Collection[int] | None = None) -> dict[int, Values]:
    """What each union, or *only* these, reported for *span*, by union id."""
    if len(span.quarters) == 1:
        return _stored(session, span, only)
    quarters = [_stored(session, quarter, only) for quarter in span.quarters]
    combined = {
        union_id: _combined([quarter.get(union_id) for quarter in quarters]) for union_id in set().union(*quarters)
    }
    return combined | _stored(session, span, only)


def _stored(session: Session, span: Span, only: Collection[int] | None) -> dict[int, Values]:
    count, period = MemberCount.__table__.c, Period.__table__.c
    columns = [count[name] for name in ("union_id", *FIGURES, "note")]
    of_span = select(period.id).where(period.code == span.code).scalar_subquery()
    query = select(*columns).where(count.period_id == of_span)
    if only is not None:
        query = query.where(count.union_id.in_(only))
    names = (*FIGURES, "note")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in session.execute(query)}


def _combined(quarters: Sequence[Values | None]) -> Values:
    last = quarters[-1] or _NOTHING
    flows = {name: [quarter[name] for quarter in quarters if quarter and quarter[name] is not None] for name in FLOWS}
    return (
        {name: last[name] for name in STOCKS}
        | {name: sum(values) if values else None for name, values in flows.items()}
        | {"note": last["note"]}
    )


def unions_of(session: Session, ids: Collection[int]) -> set[int]:
    """The unions to which the member counts with these *ids* belong."""
    count = MemberCount.__table__.c
    return set(session.scalars(select(count.union_id).where(count.id.in_(ids))))


def sums(found: Iterable[CountRow]) -> Totals:
    """The sums over *found*."""
    everyone = list(found)
    added = {name: sum(getattr(row, name) or 0 for row in everyone) for name in FIGURES}
    return Totals(
        **added,
        reported=sum(row.reported for row in everyone),
        expected=sum(row.expected for row in everyone),
    )


def reported_sum(found: Iterable[CountRow], name: str) -> int | None:
    """The sum of the figure *name* over *found*; None where nobody gave it: a blank is not a zero."""
    given = [value for row in found if (value := getattr(row, name)) is not None]
    return sum(given) if given else None


def totals(session: Session, span: Span, within: Scope = EVERYONE) -> Totals:
    """The office's figures for *span*, or those of one area, sector or bloc."""
    return sums(rows(session, span, within))


def grouped(found: Iterable[CountRow], attribute: str, order: Sequence[str] = ()) -> dict[str, list[CountRow]]:
    """The rows by the *area*, *sector* or *bloc* of their unions, those in *order* first, the rest alphabetically.

    Unions without one come last, as "Chưa phân loại".
    """
    groups: defaultdict[str, list[CountRow]] = defaultdict(list)
    for row in found:
        groups[getattr(row.union, attribute)].append(row)
    rank = {name: number for number, name in enumerate(order)}
    names = sorted(groups, key=lambda name: (not name, rank.get(name, len(rank)), sort_key(name)))
    return {name or UNSORTED: groups[name] for name in names}


def small(found: Iterable[CountRow], below: int) -> list[CountRow]:
    """The unions that reported fewer members than *below*."""
    return [row for row in found if row.members is not None and row.members < below]


# What may be entered


def problems(values: Mapping[str, Any], before: int | None, more_members_allowed: bool) -> tuple[Problem, ...]:  # noqa: FBT001 - a fact, not an option
    """What is wrong or odd with the figures of one union; *before* are its members in the previous period."""
    found = [
        problem
        for name, described in fields_of(MemberCount).items()
        if name in values
        for problem in described.problems(values.get(name), values)
    ]
    found += _more_members_than_workers(values, more_members_allowed)
    found += _does_not_continue(values, before)
    found += _jumps(values, before)
    return tuple(found)


def _more_members_than_workers(values: Mapping[str, Any], allowed: bool) -> list[Problem]:  # noqa: FBT001 - a fact
    members, workers = values.get("members"), values.get("workers")
    if members is None or workers is None or members <= workers:
        return []
    sentence = _("Đoàn viên: {members} lớn hơn tổng số lao động ({workers})").format(
        members=show_whole(members), workers=show_whole(workers)
    )
    if not allowed:
        return [Problem("members", sentence)]
    if not values.get("note"):
        return [Problem("members", sentence + _("; hãy ghi lý do ở cột Ghi chú"))]
    return [Problem("members", sentence, Severity.WARNING)]


def _does_not_continue(values: Mapping[str, Any], before: int | None) -> list[Problem]:
    members, admitted, left = (values.get(name) for name in ("members", "admitted", "left"))
    if before is None or members is None or admitted is None or left is None or before + admitted - left == members:
        return []
    sentence = _("Đoàn viên: kỳ trước {before} + kết nạp {admitted} − giảm {left} = {expected}, khác {members}")
    figures_shown = {
        "before": before,
        "admitted": admitted,
        "left": left,
        "expected": before + admitted - left,
        "members": members,
    }
    return [
        Problem(
            "members",
            sentence.format(**{name: show_whole(value) for name, value in figures_shown.items()}),
            Severity.WARNING,
        )
    ]


_JUMP, _SMALLEST_JUMP = 10, 50


def _jumps(values: Mapping[str, Any], before: int | None) -> list[Problem]:
    """A tenfold change of the members from one period to the next is more often a slip than an event."""
    members = values.get("members")
    if before is None or members is None or abs(members - before) < _SMALLEST_JUMP:
        return []
    if max(members, before) < _JUMP * min(members, before):
        return []
    sentence = _("Đoàn viên: {members}, kỳ trước {before}; hãy xem có gõ nhầm không").format(
        members=show_whole(members), before=show_whole(before)
    )
    return [Problem("members", sentence, Severity.WARNING)]


@dataclass(frozen=True)
class Entry:
    """What was typed or pasted into one cell."""

    union_id: int
    field: str
    raw: object


@dataclass(frozen=True)
class Refused:
    """An entry that was not stored, and why."""

    entry: Entry
    reason: str


@dataclass(frozen=True)
class Entered:
    """What became of a block of entries: how many figures were stored, which were refused."""

    stored: int = 0
    refused: tuple[Refused, ...] = field(default=())


_A_FEW = 200
"""So many unions are read by their ids; of more, all are read."""


def enter(session: Session, span: Span, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into cells; a union whose figures would contradict each other stays as it was.

    Raises:
        UserError: *span* is summed from quarters and holds no figures of its own to change.
    """
    period = periods.ensure(session, span)
    by_union = _by_union(entries)
    only = by_union.keys() if len(by_union) <= _A_FEW else None
    these: dict[str, object] = {} if only is None else {"union_id": only}
    stored = {row["union_id"]: row for row in records.rows(session, MemberCount, period_id=period.id, **these)}
    if len(span.quarters) > 1 and not stored:
        raise UserError(_("{title} được cộng từ các quý. Hãy sửa số liệu ở từng quý.").format(title=span.title))
    before = figures(session, span.previous, only)
    allowed = bool(office.view(session)["more_members_than_workers"])
    outcome = Entered()
    changes: dict[int, Values] = {}
    for union_id, of_union in by_union.items():
        old = stored.get(union_id)
        earlier = before.get(union_id)
        change, refused = _understood(of_union, old, earlier["members"] if earlier else None, allowed)
        outcome = replace(outcome, stored=outcome.stored + len(change), refused=outcome.refused + refused)
        if change:
            changes[union_id] = change
    write(session, period.id, changes, stored)
    return outcome


def _by_union(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    groups: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.union_id].append(entry)
    return dict(groups)


def _understood(
    entries: Sequence[Entry],
    old: Values | None,
    before: int | None,
    allowed: bool,  # noqa: FBT001 - a fact
) -> tuple[Values, tuple[Refused, ...]]:
    """The values to store and the entries to refuse: unreadable ones, and all where the row would be wrong."""
    described = fields_of(MemberCount)
    current = {name: old[name] if old else None for name in (*FIGURES, "note")}
    values, refused = dict(current), []
    for entry in entries:
        try:
            values[entry.field] = described[entry.field].kind.parse(entry.raw)
        except Unreadable as error:
            refused.append(Refused(entry, str(error)))
    errors = [problem for problem in problems(values, before, allowed) if problem.severity is Severity.ERROR]
    if errors:
        return {}, tuple(Refused(entry, errors[0].text) for entry in entries)
    return {name: value for name, value in values.items() if value != current[name]}, tuple(refused)


def write(session: Session, period_id: int, changes: Mapping[int, Values], stored: Mapping[int, Values]) -> None:
    """Store checked figures by union id; *stored* are the period's rows by union id as read in this transaction."""
    new = [
        {"union_id": union_id, "period_id": period_id} | change
        for union_id, change in changes.items()
        if union_id not in stored
    ]
    records.insert_rows(session, MemberCount, new)
    known = {stored[union_id]["id"]: change for union_id, change in changes.items() if union_id in stored}
    records.update_rows(session, MemberCount, known, {row["id"]: row for row in stored.values()})


# What `status` tells


def status(session: Session, span: Span) -> dict[str, Any]:
    """The state of a period as plain JSON values: how many unions there are and what they reported."""
    found = rows(session, span)
    living = [row for row in found if row.union.alive_on(span.end)]
    total = sums(found)
    below = office.threshold(session, "small_below", span.end)
    return {
        "period": span.code,
        "unions": {
            "active": len(living),
            "by_sector": {name: len(group) for name, group in grouped(living, "sector").items()},
            "by_area": {name: len(group) for name, group in grouped(living, "area").items()},
            "small": len(small(found, below)),
            "missing": sum(row.missing for row in found),
        },
        "counts": {name: getattr(total, name) for name in FIGURES},
        "members_by_sector": _members_by(found, "sector"),
        "members_by_area": _members_by(found, "area"),
    }


def _members_by(found: Iterable[CountRow], attribute: str) -> dict[str, int]:
    return {name: sums(group).members for name, group in grouped(found, attribute).items()}
