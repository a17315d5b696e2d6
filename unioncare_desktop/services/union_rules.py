"""What may not be true of unions together: doubles, circles, figures from before they were founded or after they ended.

Forms, events and reorganisations ask here before they write.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import MemberCount, Merger, Period, Union
from unioncare_desktop.domain.records.merger import DONE, SPLIT
from unioncare_desktop.domain.records.union import ACTIVE, STATES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Duplicate, InvalidRecord, Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.vietnamese import code_key, fold, show_day

_MOST_LEVELS = 6
_MOST_NAMED = 4


def refuse_double(session: Session, name: str, code: str | None, except_id: int | None) -> None:
    """Refuse a living union that has the code or folded name of another living one.

    Raises:
        Duplicate: there is one; the sentence names it.
    """
    table = Union.__table__.c
    same_name = table.name_key == fold(name)
    same = or_(same_name, table.code_key == code_key(code)) if code else same_name
    query = select(table.code, table.name).where(and_(table.state == ACTIVE, same, table.id != (except_id or 0)))
    other = session.execute(query.limit(1)).first()
    if other is not None:
        raise Duplicate(
            _("Đã có “{name}” (mã {code}). Hãy sửa bản ghi đó, hoặc đổi tên, đổi mã cho khác.").format(
                name=other.name, code=other.code or "–"
            )
        )


def refuse_circle(uppers: Mapping[int, int | None], names: Mapping[int, str], start: Iterable[int | None]) -> None:
    """Refuse upper unions in a circle, or too many levels, on the way up from each id in *start*.

    Raises:
        InvalidRecord: the way comes back to where it was; the sentence names the union.
    """
    for one in set(start):
        path: list[int | None] = []
        upper = one
        while upper is not None:
            if upper in path:
                sentence = _("Công đoàn cấp trên không được là chính nó hoặc cấp dưới của nó: {name}.")
                raise InvalidRecord([Problem("upper_id", sentence.format(name=names[upper]))])
            path.append(upper)
            upper = uppers.get(upper)
        if len(path) > _MOST_LEVELS:
            sentence = _("Công đoàn cấp trên: quá {most} cấp, hãy chọn lại.")
            raise InvalidRecord([Problem("upper_id", sentence.format(most=_MOST_LEVELS))])


def refuse_late_founding(session: Session, union_id: int, day: date, field: str = "founded_on") -> None:
    """Refuse a first *day* after a period for which the union has figures.

    Raises:
        InvalidRecord: there is such a period; the sentence says when it ends.
    """
    first = select(func.min(Period.end)).join(MemberCount, MemberCount.period_id == Period.id)
    end = session.scalar(first.where(MemberCount.union_id == union_id))
    if end is not None and end < day:
        sentence = _("Ngày thành lập: {day} sau kỳ đã có số liệu (hết ngày {end})")
        raise InvalidRecord([Problem(field, sentence.format(day=show_day(day), end=show_day(end)))])


def refuse_later_figures(titles: Sequence[str], day: date) -> None:
    """Refuse an end on a *day* before periods (their *titles*) for which the union has figures.

    Raises:
        InvalidRecord: there are such periods; the sentence names them.
    """
    if titles:
        named = ", ".join(titles[:_MOST_NAMED]) + (" …" if len(titles) > _MOST_NAMED else "")
        sentence = _("Từ {day} trở đi vẫn có số liệu của {periods}. Hãy chọn ngày muộn hơn, hoặc xóa các số liệu ấy.")
        raise InvalidRecord([Problem("effective_on", sentence.format(day=show_day(day), periods=named))])


def refuse_later_mergers(last: date | None, day: date) -> None:
    """Refuse an end on a *day* before the *last* one on which another union was merged into this one.

    Raises:
        InvalidRecord: it is before that day.
    """
    if last is not None and last > day:
        sentence = _("Ngày {last} đơn vị đã nhận sáp nhập đơn vị khác. Hãy chọn ngày từ {last} trở đi.")
        raise InvalidRecord([Problem("effective_on", sentence.format(last=show_day(last)))])


def last_mergers(session: Session) -> dict[int, date]:
    """The last day on which another union was merged into a union, by its id."""
    table = Merger.__table__.c
    query = select(table.union_id, func.max(table.effective_on)).where(table.state == DONE, table.kind != SPLIT)
    return dict(session.execute(query.group_by(table.union_id)).all())


def ended_before(session: Session, span: Span, only: Collection[int] | None = None) -> dict[int, str]:
    """Why unions, or *only* these, that had ended when *span* began have no figures for it, by union id."""
    table = Union.__table__.c
    query = select(table.id, table.name, table.state, table.closed_on).where(
        table.state != ACTIVE, table.closed_on <= span.start
    )
    if only is not None:
        query = query.where(table.id.in_(only))
    sentence = _("“{name}” {state} từ {day} nên không có số liệu {period}. Hãy nạp lại (F5).")
    return {
        row.id: sentence.format(name=row.name, state=STATES[row.state], day=show_day(row.closed_on), period=span.phrase)
        for row in session.execute(query)
    }


def later_figures(session: Session, union_ids: Collection[int], day: date) -> dict[int, list[str]]:
    """The titles of periods that begin on *day* or later and for which unions have figures, by union id."""
    later = (
        select(MemberCount.union_id, Period.code)
        .join(Period, MemberCount.period_id == Period.id)
        .where(MemberCount.union_id.in_(union_ids), Period.start >= day)
        .order_by(Period.start)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for union_id, code in session.execute(later):
        found[union_id].append(Span.parse(code).title)
    return dict(found)
