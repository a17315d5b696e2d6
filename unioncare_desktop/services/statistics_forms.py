"""Statistical forms such as 1-HĐCĐ: their lines with the figures of a period, counted by the program or typed by hand.

The lines are data. A line whose `measure` is known here is counted from the records and cannot be typed; every line may
have a remark. What was typed for the period before is offered beside what is still blank.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.records import StatisticLine, StatisticValue
from unioncare_desktop.domain.records.lists import ADMINISTRATION, PRIVATE_ENTERPRISE, SERVICE, STATE_ENTERPRISE
from unioncare_desktop.domain.records.yearly import YES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import cell_entry, periods, records
from unioncare_desktop.services.cell_entry import Entered, Entry, Sheet
from unioncare_desktop.services.count_figures import added
from unioncare_desktop.services.period_figures import PeriodFigures
from unioncare_desktop.services.records import Row
from unioncare_desktop.services.yearly_shares import tally
from unioncare_desktop.vietnamese import show_whole

FORM = "1-HĐCĐ"
"""The form that the office reports by."""
FIELDS = {name: fields_of(StatisticValue)[name] for name in ("value", "note")}
"""What is typed into a line."""
_UNIT_FIELD = "{loại đơn vị}"
_NO_VALUE: Mapping[str, Any] = MappingProxyType(dict.fromkeys(FIELDS))
Measure = Callable[[PeriodFigures], int | None]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line of the form; `value` is in `unit`, None where nothing is known, `before` that of the period before.

    `counted` says that the program counts it.
    """

    id: int
    key: str
    ordinal: str | None
    name: str
    unit: str | None
    heading: bool
    counted: bool
    value: int | None
    before: int | None
    note: str | None
    source: str | None

    @property
    def part(self) -> bool:
        """Whether it belongs to the line above: "Trong đó: nữ"."""
        return self.name.startswith(_("Trong đó"))

    @property
    def missing(self) -> bool:
        """Whether a figure is wanted and none is there."""
        return not self.heading and self.value is None


# Read


def rows(session: Session, span: Span, known: PeriodFigures | None = None) -> list[FormRow]:
    """The lines that the form has in *span*, in their order, with their figures: those *known*, where they are."""
    figures, earlier = known or PeriodFigures(session, span), PeriodFigures(session, span.previous)
    stored, before = _stored(session, span), _stored(session, span.previous)
    return [_row(line, figures, earlier, stored, before) for line in _lines(session, span)]


def _lines(session: Session, span: Span) -> list[Row]:
    found = [row for row in records.rows(session, StatisticLine, form=FORM) if _holds(row, span.end)]
    return sorted(found, key=lambda row: (row["position"], row["id"]))


def _holds(row: Row, day: date) -> bool:
    return (row["valid_from"] or day) <= day <= (row["valid_to"] or day)


def _row(
    line: Row, figures: PeriodFigures, earlier: PeriodFigures, stored: Mapping[int, Row], before: Mapping[int, Row]
) -> FormRow:
    typed, measure = stored.get(line["id"], _NO_VALUE), MEASURES.get(line["measure"] or "")
    return FormRow(
        **{name: line[name] for name in ("id", "key", "ordinal", "unit", "heading", "source")},
        name=line["name"].replace(_UNIT_FIELD, figures.office.kind.unit),
        counted=measure is not None,
        value=typed["value"] if measure is None else measure(figures),
        before=before.get(line["id"], _NO_VALUE)["value"] if measure is None else measure(earlier),
        note=typed["note"],
    )


def _stored(session: Session, span: Span) -> dict[int, Row]:
    """What was typed for *span*, by the id of the line."""
    period = periods.find(session, span)
    if period is None:
        return {}
    return {row["line_id"]: row for row in records.rows(session, StatisticValue, period_id=period.id)}


def typed(session: Session, span: Span, line_ids: Collection[int]) -> dict[int, Row]:
    """What is typed into these lines for *span*, by line id; lines into which nothing was typed are left out."""
    return {line_id: row for line_id, row in _stored(session, span).items() if line_id in line_ids}


def typed_rows(session: Session, span: Span) -> list[FormRow]:
    """The lines into which a figure was typed for *span*; nothing is counted for them."""
    stored = {key: row for key, row in _stored(session, span).items() if row["value"] is not None}
    lines = [line for line in _lines(session, span) if line["id"] in stored and line["measure"] not in MEASURES]
    figures = PeriodFigures(session, span)
    return [_row(line, figures, figures, stored, {}) for line in lines]


def stored_ids(session: Session, span: Span, line_id: int) -> list[int]:
    """The ids of what was typed into a line for *span*, for its history: one, or none."""
    found = _stored(session, span).get(line_id)
    return [found["id"]] if found is not None else []


# Counted


def _of_unions(*employers: str) -> Measure:
    return lambda figures: sum(union.employer in employers for union in figures.living)


def _told(name: str) -> Measure:
    """The sum of a figure of the quarters."""
    return lambda figures: figures.sum(name)


def _of_year(name: str) -> Measure:
    """The sum of a fact of the year."""
    return lambda figures: added(row.facts[name] for row in figures.situation.asked)


def _share(name: str) -> Measure:
    """How many unions a share of the year's facts counts; None where nobody told."""

    def measure(figures: PeriodFigures) -> int | None:
        found = tally(figures.situation.facts, name)
        return found.share.part if found.told else None

    return measure


def _conferences(figures: PeriodFigures) -> int | None:
    told = [row.facts["conference"] for row in figures.situation.asked if row.facts["conference"] is not None]
    return sum(answer == YES for answer in told) if told else None


_OF_YEAR = (
    *("officers", "officers_trained", "dialogues", "taught", "studying", "helped"),
    *("initiatives", "initiatives_entered"),
)
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "workers": _told("workers"),
        "women_workers": _told("women_workers"),
        "members": _told("members"),
        "women_members": _told("women_members"),
        "admitted": _told("admitted"),
        "left": _told("left"),
        "unions": lambda figures: len(figures.living),
        "unions_public": _of_unions(ADMINISTRATION, SERVICE),
        "unions_state_enterprise": _of_unions(STATE_ENTERPRISE),
        "unions_private_enterprise": _of_unions(PRIVATE_ENTERPRISE),
        "unions_founded": lambda figures: len(figures.founded),
        "unions_closed": lambda figures: len(figures.closed),
        "unions_merged": lambda figures: len(figures.merged),
        "agreements": _share("agreements"),
        "good_agreements": _share("good_of_signed"),
        "conferences": _conferences,
        "good_ratings": _share("good_ratings_of_all"),
        **{name: _of_year(name) for name in _OF_YEAR},
        "enterprises_without_union": lambda figures: len(figures.situation.firms) or None,
    }
)
"""What the program counts: of living unions, the period's figures, the facts of its year."""


# Typed


def judge(session: Session, span: Span, entries: Sequence[Entry]) -> list[Judgement]:
    """What would become of entries about the lines of the form in *span*, by line id; nothing is stored."""
    return cell_entry.judge(_sheet(session, span, 0), entries)


def enter(session: Session, span: Span, entries: Sequence[Entry]) -> Entered:
    """Store what was typed into the lines of the form in *span*, by line id; headings and counted lines refuse it."""
    return cell_entry.enter(session, _sheet(session, span, periods.ensure(session, span).id), entries)


def _sheet(session: Session, span: Span, period_id: int) -> Sheet:
    lines = {line["id"]: line for line in _lines(session, span)}
    stored, before = _stored(session, span), _stored(session, span.previous)
    blank = {"period_id": period_id, **_NO_VALUE}
    return Sheet(
        StatisticValue,
        {line_id: stored.get(line_id, {"line_id": line_id, **blank}) for line_id in lines},
        lambda row: _wrong(row, before.get(row["line_id"], _NO_VALUE)["value"]),
        closed=lambda row, change: _closed(lines[row["line_id"]], change),
    )


def _closed(line: Row, change: Row) -> str:
    if line["heading"]:
        return _("đây là dòng tiêu đề, không có số liệu")
    if line["measure"] in MEASURES and "value" in change:
        return _("dòng này chương trình tự tính; muốn khác, hãy sửa số liệu gốc hoặc viết vào Ghi chú")
    return ""


def _wrong(row: Row, before: int | None) -> Iterator[Problem]:
    for name, described in FIELDS.items():
        yield from described.problems(row[name], row)
    yield from _odd(row["value"], before)


_ODD_FACTOR = 10


def _odd(value: int | None, before: int | None) -> Iterator[Problem]:
    """A figure ten times that of the period before, or a tenth of it: a unit or a digit may be wrong."""
    if value and before and not before / _ODD_FACTOR < value < before * _ODD_FACTOR:
        words = _("khác kỳ trước nhiều lần ({before}); hãy xem lại đơn vị tính").format(before=show_whole(before))
        yield Problem("value", words, Severity.WARNING)


def problems(found: Sequence[FormRow]) -> dict[int, tuple[Problem, ...]]:
    """What is odd about typed figures, by line id."""
    told = {row.id: tuple(_odd(row.value, row.before)) for row in found if not row.counted}
    return {line_id: one for line_id, one in told.items() if one}
