"""Where what is due comes from: plans, officers' terms, rounds of campaigns, returns of periods.

Each source tells its days alike, as `Due`; how they stand on a day, and what was marked, is in `deadlines`.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Level, MemberCount, Officer, OfficerRole, PeriodReturn, PlanDeadline, Union
from unioncare_desktop.domain.records.period import QUARTER
from unioncare_desktop.domain.records.plan import DEADLINE_KINDS
from unioncare_desktop.domain.records.union import ACTIVE
from unioncare_desktop.domain.rules import recurrence
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.terms import Term
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import campaigns, office, periods, plans, registering
from unioncare_desktop.services.campaigns import CampaignRow, RoundRow
from unioncare_desktop.services.deadline_marks import DEADLINE, OFFICER, PERIOD, ROUND, Source
from unioncare_desktop.services.periods import PeriodRow
from unioncare_desktop.services.plans import DeadlineRow, PlanRow
from unioncare_desktop.vietnamese import fold, show_whole

TERM, COMPETITION, RETURNS = "term", "competition", "returns"
KINDS = DEADLINE_KINDS | {TERM: _("nhiệm kỳ cán bộ"), COMPETITION: _("thi đua"), RETURNS: _("nộp số liệu")}
PLANS_PAGE, COMPETITIONS_PAGE = "targets", "competitions"
_END_OF_ROUND = re.compile(r"ket thuc ([^:,;]+)")


@dataclass(frozen=True)
class Due:
    """One day on which one thing is due.

    `finished` says why it is done by itself, `rest` what is still open of it. It is called soon *within* so many days.
    `rule` is that of a series, which ends on `last`.
    """

    of: Source
    title: str
    due: date
    plan: str
    who: str
    kind: str
    go: tuple[str, object]
    within: int
    problem: str = ""
    finished: str = ""
    rest: str = ""
    rule: str | None = None
    last: date | None = None


@dataclass(frozen=True)
class Window:
    """The days that are looked at, both included, as seen from the day *on*; soon is *within* so many days."""

    start: date
    end: date
    on: date
    within: int

    def holds(self, day: date) -> bool:
        """Whether it is looked at."""
        return self.start <= day <= self.end

    def is_near(self, day: date, within: int | None = None) -> bool:
        """Whether it has passed or comes soon: only then is it worth asking what is still open."""
        return day <= self.on + timedelta(days=self.within if within is None else within)


def due(session: Session, window: Window) -> Iterator[Due]:
    """Everything that is due in the *window*, from each source.

    The end of a round that a plan names among its deadlines is due once: as the plan words it, done with the round.
    """
    known, held = plans.listed(session), campaigns.listed(session)
    named = _named_rounds(known, held)
    yield from of_plans(session, known, named, window)
    yield from of_terms(session, window)
    yield from of_rounds(session, held, {one.id for one in named.values()}, window)
    yield from of_periods(session, window)


def within(session: Session, on: date, rule: str = "deadline_within") -> int:
    """How many days before a deadline it is called soon; 0 where the office has no such rule."""
    try:
        return office.threshold(session, rule, on)
    except UserError:
        return 0


# Plans


def of_plans(
    session: Session, known: Iterable[PlanRow], named: Mapping[int, RoundRow], window: Window
) -> Iterator[Due]:
    """The days of the office's plans; what recurs does so while its plan is valid.

    In a plan without a first day it begins when it was written down. *named* are the rounds whose end a deadline is.
    """
    written = session.execute(select(PlanDeadline.id, PlanDeadline.created).where(PlanDeadline.rule.is_not(None)))
    since = {row.id: datetime.fromisoformat(row.created).astimezone().date() for row in written}
    for plan in known:
        for one in plan.deadlines:
            if one.due is not None and window.holds(one.due):
                yield _with_round(_of_plan(plan, one, one.due, window), named.get(one.id or 0))
            elif one.rule is not None and not recurrence.problem(one.rule):
                first = plan.since or since.get(one.id or 0, window.start)
                yield from _recurring(plan, one, str(recurrence.read(one.rule).since(first)), first, window)


def _named_rounds(known: Iterable[PlanRow], held: Iterable[CampaignRow]) -> dict[int, RoundRow]:
    """The rounds whose end a plan names on its day ("Kết thúc đợt 1: …"), by the id of that deadline."""
    ends = {
        (fold(campaign.plan_number), one.end, fold(one.name)): one
        for campaign in held
        if campaign.plan_number
        for one in campaign.rounds
    }
    return {
        one.id: same
        for plan in known
        for one in plan.deadlines
        if one.id is not None
        and one.due is not None
        and (match := _END_OF_ROUND.match(fold(one.name))) is not None
        and (same := ends.get((fold(plan.number or ""), one.due, match[1]))) is not None
    }


def _with_round(told: Due, same: RoundRow | None) -> Due:
    """A deadline of a plan that is the end of a round: it leads there, and is done when the round is closed."""
    if same is None:
        return told
    return replace(told, go=(COMPETITIONS_PAGE, same.id), finished=_closed(same))


def _recurring(plan: PlanRow, one: DeadlineRow, rule: str, since: date, window: Window) -> Iterator[Due]:
    end = min(window.end, plan.valid_to or window.end)
    for day in recurrence.occurrences(rule, window.start, end, since):
        yield _of_plan(plan, one, day, window, rule)


def _of_plan(plan: PlanRow, one: DeadlineRow, day: date, window: Window, rule: str | None = None) -> Due:
    return Due(
        Source(DEADLINE, one.id or 0),
        one.name,
        day,
        plan.short,
        one.who or "",
        one.kind,
        (PLANS_PAGE, plan.id),
        window.within,
        problem=one.problem or "",
        rule=rule,
        last=plan.valid_to if rule is not None else None,
    )


def unclear(plan: PlanRow, one: DeadlineRow) -> str:
    """Why nobody knows the days of a deadline; nothing where they are known."""
    if one.rule is not None:
        return recurrence.problem(one.rule)
    if one.due is None:
        return one.problem or _("{plan} không ghi ngày cụ thể").format(plan=plan.short)
    return ""


# Officers' terms


def of_terms(session: Session, window: Window) -> Iterator[Due]:
    """The last days of terms in living unions: one a union and day, told by whoever stands first."""
    rows, soon = _officers(session, window), within(session, window.on, "term_ends_within")
    terms: defaultdict[tuple[int, int], list[Term]] = defaultdict(list)
    ending: defaultdict[tuple[int, date], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        terms[row.union_id, row.role_id].append(Term(row.term_from, row.term_to))
        if row.term_to is not None and window.holds(row.term_to):
            ending[row.union_id, row.term_to].append(row)
    for together in ending.values():
        yield _of_term(together, [row for row in together if not _followed(row, terms)], soon)


def _officers(session: Session, window: Window) -> Sequence[Row[Any]]:
    """The officers of the living unions in which a term ends in the window, whoever stands first at the top."""
    officer, role, union = Officer.__table__.c, OfficerRole.__table__.c, Union.__table__.c
    concerned = select(Officer.union_id).where(Officer.term_to.between(window.start, window.end))
    query = (
        select(officer.id, officer.union_id, officer.role_id, officer.name, officer.term_from, officer.term_to)
        .add_columns(role.name.label("role"), union.name.label("union"))
        .join(OfficerRole, role.id == officer.role_id)
        .join(Union, union.id == officer.union_id)
        .where(officer.union_id.in_(concerned), union.state == ACTIVE)
        .order_by(union.sort_key, role.position, officer.id)
    )
    return session.execute(query).all()


def _followed(row: Row[Any], terms: Mapping[tuple[int, int], Sequence[Term]]) -> bool:
    """Whether a later term of the same role is known."""
    term = Term(row.term_from, row.term_to)
    return any(other.follows(term) for other in terms[row.union_id, row.role_id])


def _of_term(together: Sequence[Row[Any]], still: Sequence[Row[Any]], soon: int) -> Due:
    """The end of terms of one union on a day; *still* are those without a successor, of whom the first tells it."""
    first, others = (still or together)[0], len(still or together) - 1
    more = _(" và {count} người nữa").format(count=others) if others else ""
    words = _("Hết nhiệm kỳ {role} {name}{more}, {union}")
    return Due(
        Source(OFFICER, together[0].id),
        words.format(role=first.role, name=first.name, more=more, union=first.union),
        first.term_to,
        _("Nhiệm kỳ cán bộ"),
        first.union,
        TERM,
        ("officers", first.union_id),
        soon,
        finished="" if still else _("đã có nhiệm kỳ kế tiếp"),
    )


# Rounds of campaigns


def of_rounds(session: Session, held: Iterable[CampaignRow], named: Collection[int], window: Window) -> Iterator[Due]:
    """The last days of registration, and the ends of the rounds, on which their results are to be closed.

    The ends of those *named* by a plan are left to it.
    """
    for campaign in held:
        for one in campaign.rounds:
            if one.last_day < one.end and window.holds(one.last_day):
                yield _registration(session, campaign, one, window)
            if window.holds(one.end) and one.id not in named:
                yield _end_of_round(campaign, one, window)


def _registration(session: Session, campaign: CampaignRow, one: RoundRow, window: Window) -> Due:
    asked = not one.closed and window.is_near(one.last_day)
    missing = len(registering.standing(session, one.id).missing) if asked else None
    finished = _("đợt đã chốt") if one.closed else _("đã đăng ký đủ") if missing == 0 else ""
    rest = _("còn {count} đơn vị chưa đăng ký").format(count=show_whole(missing)) if missing else ""
    title = _("Hết hạn đăng ký thi đua {round}").format(round=one.name)
    return _of_round(campaign, one, one.last_day, title, window, finished, rest)


def _end_of_round(campaign: CampaignRow, one: RoundRow, window: Window) -> Due:
    title = _("Kết thúc {round}, chốt kết quả thi đua").format(round=one.name)
    return _of_round(campaign, one, one.end, title, window, _closed(one), "")


def _closed(one: RoundRow) -> str:
    return _("đã chốt kết quả") if one.closed else ""


def _of_round(
    campaign: CampaignRow, one: RoundRow, day: date, title: str, window: Window, finished: str, rest: str
) -> Due:
    return Due(
        Source(ROUND, one.id),
        title,
        day,
        campaign.name,
        "",
        COMPETITION,
        (COMPETITIONS_PAGE, one.id),
        window.within,
        finished=finished,
        rest=rest,
    )


# Returns of periods


def of_periods(session: Session, window: Window) -> Iterator[Due]:
    """The last days of returns, of the kinds of periods that the office keeps, since the first it has."""
    stored = {row.span: row for row in periods.listed(session)}
    for span in _spans(stored, window):
        row = stored.get(span)
        day = row.due if row is not None else span.due
        if window.holds(day):
            yield _return(session, span, row, day, window)


def _spans(stored: Iterable[Span], window: Window) -> Iterator[Span]:
    """The periods of the window; those of a year or half a year only where the office keeps such."""
    first = {QUARTER: Span.quarter_of(window.on)}
    for span in sorted(stored, key=lambda span: span.start, reverse=True):
        first[span.kind] = span
    for span in first.values():
        here = span
        while here.start <= window.end:
            yield here
            here = here.next


def _return(session: Session, span: Span, row: PeriodRow | None, day: date, window: Window) -> Due:
    expected, came = _returns(session, span, row) if window.is_near(day) else (0, 0)
    missing = expected - came
    return Due(
        Source(PERIOD, span.code),
        _("Nộp số liệu {period}").format(period=span.phrase),
        day,
        _("Kỳ báo cáo"),
        "",
        RETURNS,
        (PLANS_PAGE, "returns"),
        window.within,
        finished=_("đã nộp đủ") if expected and not missing else "",
        rest=_("còn {count} đơn vị chưa nộp").format(count=show_whole(missing)) if missing else "",
    )


def _returns(session: Session, span: Span, row: PeriodRow | None) -> tuple[int, int]:
    """Of how many unions a return of a period is due, by the registry as it is now, and of how many of them it came."""
    cut_off, period_id = (row.cut_off, row.id) if row is not None else (span.cut_off, None)
    reporting = select(Level.id).where(Level.reports.in_((True,)))
    counted = select(MemberCount.union_id).where(MemberCount.period_id == period_id, MemberCount.members.is_not(None))
    received = select(PeriodReturn.union_id).where(
        PeriodReturn.period_id == period_id, PeriodReturn.received_on.is_not(None)
    )
    query = select(func.count(), func.count().filter(Union.id.in_(counted) | Union.id.in_(received))).where(
        or_(Union.level_id.is_(None), Union.level_id.in_(reporting)),
        or_(Union.founded_on.is_(None), Union.founded_on <= cut_off),
        or_(Union.state == ACTIVE, Union.closed_on > cut_off),
    )
    expected, came = session.execute(query).one()
    return expected, came
