"""Danh sách việc đến hạn: what is due in a period and in the twelve months after it, and what has no day yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.domain.rules.holidays import weekday
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.chapters import ORDINAL, annexes, in_annex, numbered
from unioncare_desktop.reports.document import Annex, Block, Cell, Column, Document, Kind, Table, Text
from unioncare_desktop.services import deadlines, document_texts, office, plans
from unioncare_desktop.services.deadline_marks import DEADLINE
from unioncare_desktop.services.deadlines import STATES, Occurrence, State, Undated
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.vietnamese import NO_BREAK, capitalized, counted, show_day, show_whole

_STATES = {**STATES, State.AHEAD: _("Chưa đến hạn")}


@dataclass(frozen=True)
class _Due:
    """What is due in the period, in the twelve months after it, and on days that nobody knows; as it stands on a day.

    `lines` are those of the plans, by the ids of their deadlines.
    """

    view: OfficeView
    span: Span
    on: date
    now: Sequence[Occurrence]
    later: Sequence[Occurrence]
    undated: Sequence[Undated]
    lines: Mapping[int | str, str]

    @property
    def when(self) -> str:
        """The period within a sentence."""
        return _("Trong {period}").format(period=self.span.phrase)

    @property
    def when_later(self) -> str:
        """The twelve months after it within a sentence."""
        first, last = _months_after(self.span)
        return _("Từ {first} đến {last}").format(first=show_day(first), last=show_day(last))


def _months_after(span: Span) -> tuple[date, date]:
    """The first and the last day of the twelve months after *span*."""
    first = span.end + timedelta(days=1)
    return first, first.replace(year=first.year + 1) - timedelta(days=1)


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """What is due in *span* as it stands on *day*, or today; an empty *number* and *day* are left for the clerk."""
    told = _read(session, span, day or clock.today())
    subject = _("Việc đến hạn {period} và 12 tháng tiếp theo").format(period=span.phrase)
    return Document(
        heading=letterhead.heading(told.view, span, number, day, _("DANH SÁCH"), subject, "DS"),
        body=tuple(_body(session, told)),
        signature=letterhead.signature(told.view),
        annexes=tuple(_annexes(told)),
    )


def _read(session: Session, span: Span, on: date) -> _Due:
    return _Due(
        office.view(session),
        span,
        on,
        deadlines.occurrences(session, span.start, span.end, on),
        deadlines.occurrences(session, *_months_after(span), on),
        deadlines.undated(session),
        {one.id: one.line for plan in plans.listed(session) for one in plan.deadlines if one.id and one.line},
    )


# The body


def _body(session: Session, told: _Due) -> Iterator[Block]:
    intro = document_texts.filled(session, "deadlines.intro", letterhead.fields(told.view, told.span))
    yield from map(Text, intro.splitlines())
    yield from numbered(
        [
            (told.when, _chapter(told, told.now, told.when)),
            (_("12 tháng tiếp theo"), _chapter(told, told.later, told.when_later)),
            (_("Việc chưa rõ ngày"), tuple(_unclear(told))),
        ]
    )


def _chapter(told: _Due, found: Sequence[Occurrence], when: str) -> Sequence[Block]:
    if not found:
        return (Text(_("{when}, không có việc nào đến hạn.").format(when=when)),)
    states = deadlines.counted(found)
    parts = ", ".join(
        f"{show_whole(states[state])}{NO_BREAK}{words.lower()}" for state, words in _STATES.items() if states[state]
    )
    words = _("{when} có {count} {annex}; đến ngày {day}: {parts}.").format(
        when=when,
        count=counted(len(found), _("việc đến hạn")),
        annex=_where(told, found),
        day=show_day(told.on),
        parts=parts,
    )
    return (Text(words), _kinds(found))


def _where(told: _Due, found: Sequence[object]) -> str:
    """In which annex *found*, one of what is told, is listed."""
    filled = [one for one in (told.now, told.later, told.undated) if one]
    return in_annex(next(number for number, one in enumerate(filled, 1) if one is found))


def _kinds(found: Sequence[Occurrence]) -> Table:
    """How many of each kind are in each state that occurs."""
    present = [state for state in _STATES if deadlines.counted(found)[state]]
    by_kind = {one.kind_words: [other for other in found if other.kind == one.kind] for one in found}
    rows = []
    for number, (words, group) in enumerate(by_kind.items(), 1):
        states = deadlines.counted(group)
        rows.append((number, words[:1].upper() + words[1:], *(states[state] or None for state in present), len(group)))
    return Table(
        (
            ORDINAL,
            Column(_("Loại việc"), width=3),
            *(Column(_STATES[state], Kind.WHOLE, total=True) for state in present),
            Column(_("Tổng số"), Kind.WHOLE, total=True),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    )


def _unclear(told: _Due) -> Iterator[Block]:
    if told.undated:
        sentence = _("Có {count} mà kế hoạch không nêu ngày thực hiện được; cần hỏi lại nơi ban hành {annex}.")
        yield Text(sentence.format(count=counted(len(told.undated), _("việc")), annex=_where(told, told.undated)))


# Lists


def _annexes(told: _Due) -> Iterator[Annex]:
    yield from annexes(
        (_("Việc đến hạn {period}").format(period=told.span.phrase), _listed(told, told.now)),
        (_("Việc đến hạn {when}").format(when=told.when_later.lower()), _listed(told, told.later)),
        (_("Việc chưa rõ ngày"), _unclear_list(told.undated)),
    )


def _listed(told: _Due, found: Sequence[Occurrence]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            one.due,
            capitalized(weekday(one.due)),
            one.title,
            _source(told, one),
            one.who or None,
            capitalized(one.words),
            "; ".join(filter(None, (one.remark, one.note, one.problem))) or None,
        )
        for number, one in enumerate(found, 1)
    ]
    return Table(
        (
            ORDINAL,
            Column(_("Hạn"), Kind.DAY),
            Column(_("Thứ"), width=0.6),
            Column(_("Việc"), width=4),
            Column(_("Kế hoạch, dòng"), width=1.6),
            Column(_("Ai làm"), width=1.6),
            Column(_("Tình trạng"), width=1.6),
            Column(_("Ghi chú"), width=1.8, room=0.14),
        ),
        tuple(rows),
    )


def _source(told: _Due, one: Occurrence) -> str | None:
    line = told.lines.get(one.of.key) if one.of.column == DEADLINE else None
    return _("{plan}, dòng {line}").format(plan=one.plan, line=line) if line else one.plan or None


def _unclear_list(found: Sequence[Undated]) -> Table:
    return Table(
        (
            ORDINAL,
            Column(_("Việc"), width=3),
            Column(_("Kế hoạch, dòng"), width=1.5),
            Column(_("Kế hoạch ghi"), width=3),
            Column(_("Điều phải hỏi lại"), width=2),
            Column(_("Ai làm"), width=1.5),
        ),
        tuple(
            (
                number,
                one.title,
                _("{plan}, dòng {line}").format(plan=one.plan, line=one.line) if one.line else one.plan,
                one.words or None,
                one.problem,
                one.who or None,
            )
            for number, one in enumerate(found, 1)
        ),
    )
