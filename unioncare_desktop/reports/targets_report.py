"""Tình hình thực hiện chỉ tiêu: how the targets of each plan stand in a period, what is missing, and what is ahead.

The body says how many targets are met and shows the steps that are wanted next; an annex for each plan has every step
of every target with its base, gap and forecast. The last annex names who would bring the open targets nearer.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.targets import percent_hundredths
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import figure_charts, letterhead
from unioncare_desktop.reports.chapters import ORDINAL, annexes, in_annex, numbered
from unioncare_desktop.reports.document import Annex, Block, Cell, Column, Document, Kind, Table, Text
from unioncare_desktop.services import document_texts, office, plans, targets
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.plans import HUNDREDTHS, PlanRow
from unioncare_desktop.services.situation import Situation
from unioncare_desktop.services.targets import ClosestRow, TargetStanding
from unioncare_desktop.services.trends import Past
from unioncare_desktop.vietnamese import capitalized, counted, show_day

_CLOSEST = 5
"""So many unions are named for each target that is open."""


@dataclass(frozen=True)
class _Line:
    """A target as it stands, with what is expected of it and who would bring it nearer."""

    standing: TargetStanding
    forecast: str
    closest: Sequence[ClosestRow]


@dataclass(frozen=True)
class _OfPlan:
    """A plan with its targets in their order."""

    plan: PlanRow
    lines: Sequence[_Line]

    @property
    def standings(self) -> list[TargetStanding]:
        """How the targets stand."""
        return [line.standing for line in self.lines]


@dataclass(frozen=True)
class Told:
    """Everything the report says, read once."""

    view: OfficeView
    span: Span
    plans: Sequence[_OfPlan]

    @property
    def standings(self) -> list[TargetStanding]:
        """How the targets of all plans stand."""
        return [one for part in self.plans for one in part.standings]


def build(
    session: Session, span: Span, number: str = "", day: date | None = None, keys: Collection[str] = ()
) -> Document:
    """The targets of the plans in force in *span*, or of the loaded plans called *keys*.

    An empty *number* and *day* are left for the clerk to write.

    Raises:
        UserError: no loaded plan is called so; the sentence names those that are.
    """
    told = read(session, span, _ids(session, keys) if keys else None)
    subject = _("Tình hình thực hiện chỉ tiêu {period}").format(period=span.phrase)
    filled = [part for part in told.plans if part.lines]
    return Document(
        heading=letterhead.heading(told.view, span, number, day, _("BÁO CÁO"), subject, "BC"),
        body=tuple(_body(session, told)) if filled else (Text(_no_plan(session, span)),),
        signature=letterhead.signature(told.view),
        annexes=tuple(_annexes(told)),
    )


def of_plans(keys: Collection[str]) -> partial[Document]:
    """How the report of the plans called *keys* alone is built."""
    return partial(build, keys=tuple(keys))


def _ids(session: Session, keys: Collection[str]) -> frozenset[int]:
    loaded = {one.key: one.id for one in plans.listed(session) if one.id is not None}
    unknown = next((key for key in keys if key not in loaded), None)
    if unknown is not None:
        sentence = _("Chưa nạp kế hoạch “{key}”. Các kế hoạch đã nạp: {known}.")
        raise UserError(sentence.format(key=unknown, known=", ".join(loaded) or _("chưa có")))
    return frozenset(loaded[key] for key in keys)


def read(session: Session, span: Span, plan_ids: Collection[int] | None = None, known: Situation | None = None) -> Told:
    """The targets of the plans with these ids, or of those in force in *span*; *known* is its situation, once read."""
    situation, past = known or Situation(session, span), Past(session)
    found = targets.standings(session, span, plan_ids=plan_ids, situation=situation)
    of_plan = {
        one.id: _OfPlan(one, [_line(session, situation, past, it) for it in found if it.target.plan_id == one.id])
        for one in plans.listed(session)
    }
    return Told(
        office.view(session), span, [of_plan[plan_id] for plan_id in dict.fromkeys(it.target.plan_id for it in found)]
    )


def _line(session: Session, situation: Situation, past: Past, one: TargetStanding) -> _Line:
    """What is ahead is asked only of what is known and still open, and who would help only of the next step."""
    ahead = one.value.known and (one.by is None or one.by > situation.day)
    forecast = targets.forecast(session, one, situation.span, past=past).words if ahead else ""
    helpers = targets.closest(session, one, situation, _CLOSEST) if one.current and one.met is False else ()
    return _Line(one, forecast, helpers)


def _no_plan(session: Session, span: Span) -> str:
    if not plans.listed(session):
        return _(
            "Chưa có kế hoạch nào để báo cáo. Hãy nạp kế hoạch có sẵn hoặc thêm kế hoạch của đơn vị ở trang Chỉ tiêu,"
            " công việc, rồi lập lại báo cáo."
        )
    sentence = _("Không có chỉ tiêu nào của kế hoạch có hiệu lực trong {period}. Hãy chọn kỳ khác hoặc kế hoạch khác.")
    return sentence.format(period=span.phrase)


# The body


def _body(session: Session, told: Told) -> Iterator[Block]:
    values = letterhead.fields(told.view, told.span) | {
        "kế hoạch": "; ".join(_full_name(part.plan) for part in told.plans)
    }
    yield from map(Text, document_texts.filled(session, "targets.intro", values).splitlines())
    chapters: list[tuple[str, Sequence[Block]]] = [(_("Tình hình chung"), tuple(_general(told)))]
    chapters += [
        (part.plan.short, (Text(_plan_words(part, number)), steps(part))) for number, part in enumerate(told.plans, 1)
    ]
    chapters.append((_("Đoàn viên qua các kỳ"), figure_charts.charts_of(session, told.span)))
    yield from numbered(chapters)


def _full_name(plan: PlanRow) -> str:
    """As in "Kế hoạch số 324/KH-LĐLĐ ngày 28/03/2022 của Liên đoàn Lao động tỉnh Lai Châu"."""
    words = _("Kế hoạch số {number}").format(number=plan.number) if plan.number else _("Kế hoạch")
    words += _(" ngày {day}").format(day=show_day(plan.issued_on)) if plan.issued_on else ""
    return _("{plan} của {issuer}").format(plan=words, issuer=plan.issuer)


def _general(told: Told) -> Iterator[Block]:
    found = told.standings
    sentence = _("Có {count} của {plans}: {states}.")
    yield Text(
        sentence.format(
            count=counted(len(found), _("chỉ tiêu")),
            plans=counted(len(told.plans), _("kế hoạch")),
            states=targets.states_words(found),
        )
    )
    if len(told.plans) > 1:
        yield _by_plan(told)
    if helpers := _helpers(told):
        number = len(told.plans) + 1
        words = _("Có {count} về đơn vị có thể giúp đạt các chỉ tiêu còn thiếu {annex}.")
        yield Text(words.format(count=counted(len(helpers), _("gợi ý")), annex=in_annex(number)))


def _by_plan(told: Told) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for number, part in enumerate(told.plans, 1):
        states = [targets.state_of(one) for one in part.standings]
        rows.append((number, part.plan.short, len(states), *(states.count(state) for state in targets.STATES)))
    return Table(
        (
            ORDINAL,
            Column(_("Kế hoạch"), width=3),
            Column(_("Số chỉ tiêu"), Kind.WHOLE, total=True),
            *(Column(capitalized(state), Kind.WHOLE, total=True) for state in targets.STATES),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    )


def _plan_words(part: _OfPlan, number: int) -> str:
    sentence = _("{plan} - {name}: {count}, {states} {annex}.")
    return sentence.format(
        plan=_full_name(part.plan),
        name=part.plan.name,
        count=counted(len(part.lines), _("chỉ tiêu")),
        states=targets.states_words(part.standings),
        annex=in_annex(number),
    )


def steps(part: _OfPlan, title: str = "") -> Table:
    """The steps that are wanted next, in short."""
    current = [one for one in part.standings if one.current]
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            one.indicator.name,
            _wanted(one),
            one.value.numerator if one.value.known else None,
            _ratio(one),
            capitalized(one.state_words),
        )
        for number, one in enumerate(current, 1)
    ]
    return Table(
        (
            ORDINAL,
            Column(_("Chỉ tiêu"), width=3),
            Column(_("Yêu cầu"), width=1.5),
            Column(_("Thực hiện"), Kind.WHOLE),
            Column(_("Tỷ lệ"), Kind.FINE_PERCENT),
            Column(_("Kết quả")),
        ),
        tuple(rows),
        title=title,
    )


def _wanted(one: TargetStanding) -> str:
    """What is wanted, and until when: "trên 55 % (năm 2023)"."""
    if one.target.milestone and one.by is not None:
        return f"{one.target.wanted} ({one.target.milestone})"
    return one.target.wanted


def _ratio(one: TargetStanding) -> float | None:
    """The share, or how much of the wanted number is reached; never rounded to the other side of what is wanted."""
    value, wanted = one.value, one.target.value
    if value.numerator is None or not value.known:
        return None
    if one.indicator.is_share and value.denominator is not None:
        return percent_hundredths(value.numerator, value.denominator, wanted) / HUNDREDTHS**2
    if not wanted or one.indicator.is_share:
        return None
    return percent_hundredths(value.numerator * HUNDREDTHS, wanted, HUNDREDTHS**2) / HUNDREDTHS**2


# Lists


def _annexes(told: Told) -> Iterator[Annex]:
    return annexes(*lists(told), (_("Đơn vị có thể giúp đạt chỉ tiêu"), _helpers_table(told)))


def lists(told: Told) -> list[tuple[str, Table]]:
    """Every step of every target of each plan, with the titles."""
    words = _("Thực hiện chỉ tiêu {plan}, {period}")
    return [(words.format(plan=part.plan.short, period=told.span.phrase), _full(part)) for part in told.plans]


def _full(part: _OfPlan) -> Table:
    """Every step of every target."""
    rows: list[tuple[Cell, ...]] = [_row(number, line) for number, line in enumerate(part.lines, 1)]
    shares = any(line.standing.indicator.is_share for line in part.lines)
    numbers = any(not line.standing.indicator.is_share for line in part.lines)
    note = _("Tỷ lệ của chỉ tiêu là số lượng tính trên mức phải đạt.") if shares and numbers else ""
    return Table(
        (
            ORDINAL,
            Column(_("Chỉ tiêu"), width=2.2, room=0.16),
            Column(_("Dòng")),
            Column(_("Yêu cầu"), width=1.1, room=0.07),
            Column(_("Mốc")),
            Column(_("Tính trên"), width=1.5, room=0.09),
            Column(_("Thực hiện"), Kind.WHOLE),
            Column(_("Mẫu số"), Kind.WHOLE),
            Column(_("Tỷ lệ"), Kind.FINE_PERCENT),
            Column(_("Còn thiếu"), Kind.WHOLE),
            Column(_("Kết quả"), width=0.8),
            Column(_("Dự báo"), width=1.2, room=0.1),
            Column(_("Nhận xét"), width=1.6, room=0.14),
        ),
        tuple(rows),
        note=note,
    )


def _row(number: int, line: _Line) -> tuple[Cell, ...]:
    one = line.standing
    known = one.value.known
    return (
        number,
        capitalized(one.target.words or one.indicator.name),
        one.target.line,
        one.target.wanted,
        _("hằng năm") if one.target.yearly else one.target.milestone or None,
        one.target.base or one.indicator.denominator or None,
        one.value.numerator if known else None,
        one.value.denominator if known else None,
        _ratio(one),
        one.gap,
        capitalized(one.state_words),
        capitalized(line.forecast) or None,
        capitalized(one.remark),
    )


def _helpers(told: Told) -> list[tuple[_Line, ClosestRow]]:
    """Who would bring the open targets nearer; what several plans want alike is told once."""
    open_lines: dict[object, _Line] = {}
    for part in told.plans:
        for line in part.lines:
            wanted = (line.standing.indicator.key, line.standing.target.sector, line.standing.target.area)
            if line.closest:
                open_lines.setdefault(wanted, line)
    return [(line, row) for line in open_lines.values() for row in line.closest]


def _helpers_table(told: Told) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            line.standing.indicator.name,
            line.standing.gap,
            row.name,
            (row.union.area or None) if row.union is not None else None,
            row.why or None,
        )
        for number, (line, row) in enumerate(_helpers(told), 1)
    ]
    return Table(
        (
            ORDINAL,
            Column(_("Chỉ tiêu"), width=2.5),
            Column(_("Còn thiếu"), Kind.WHOLE),
            Column(_("Đơn vị"), width=2.5),
            Column(_("Địa bàn"), width=1.2),
            Column(_("Căn cứ"), width=2.5),
        ),
        tuple(rows),
    )
