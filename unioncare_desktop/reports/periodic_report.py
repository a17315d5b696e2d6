"""Báo cáo định kỳ: what an office tells its superior of a quarter, half year or year, chapter by chapter.

The words are the office's texts filled from data, or what was written for the period (`narratives`); a line of theirs
may stand for a table or a chart. The long lists of the other reports follow as annexes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import (
    competition_results_report,
    figure_charts,
    letterhead,
    member_report,
    merger_report,
    registrations_report,
    small_unions_report,
    statistics_report,
    targets_report,
)
from unioncare_desktop.reports.chapters import annex_label, numbered
from unioncare_desktop.reports.document import Annex, Block, Document, Style, Table, Text
from unioncare_desktop.services import document_texts, narratives, small_unions
from unioncare_desktop.services.narrative_fields import NarrativeFigures, values_of
from unioncare_desktop.services.narratives import PartRow
from unioncare_desktop.vietnamese import NO_BREAK

_PORTRAIT_COLUMNS = 6
"""A list of so many columns stands upright."""


@dataclass(frozen=True)
class _Listed:
    """A list that follows as an annex, and the part of the report to which it belongs."""

    part: str
    title: str
    table: Table


class _Sources:
    """What the other reports tell of the period, each read when it is first asked for."""

    def __init__(self, session: Session, span: Span) -> None:
        self.session, self.span = session, span

    @cached_property
    def figures(self) -> NarrativeFigures:
        """What the words of the report are filled from."""
        return NarrativeFigures(self.session, self.span)

    @cached_property
    def members(self) -> member_report.Figures:
        """The figures of the unions."""
        return member_report.read(self.session, self.span)

    @cached_property
    def groups(self) -> dict[str, Table]:
        """The sums by sector and area."""
        return {name: table for name, _title, table in member_report.groups(self.members)}

    @cached_property
    def mergers(self) -> merger_report.Figures:
        """How far the small unions are merged."""
        return merger_report.read(self.session, self.span)

    @cached_property
    def results(self) -> competition_results_report.Results:
        """What was registered in the rounds of the period, and what came of it."""
        return competition_results_report.read(self.session, self.span)

    @cached_property
    def targets(self) -> targets_report.Told:
        """The targets of the plans in force."""
        return targets_report.read(self.session, self.span, known=self.figures.situation)


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The report of *span*; an empty *number* and *day* are left for the clerk to write.

    Raises:
        UserError: one of the texts has an unknown field; the sentence names both.
    """
    sources = _Sources(session, span)
    values = values_of(sources.figures)
    written = {row.part.code: row for row in narratives.parts(session, span)}
    lists = [one for one in _lists(sources, written) if one.table.rows]
    view = sources.members.office
    subject = narratives.filled(written["subject"].text, values)
    return Document(
        heading=letterhead.heading(view, span, number, day, _("BÁO CÁO"), subject, "BC"),
        body=tuple(_body(sources, written, values, lists)),
        signature=letterhead.signature(view),
        annexes=tuple(_annexes(lists)),
    )


# The body


def _body(
    sources: _Sources, written: Mapping[str, PartRow], values: Mapping[str, str], lists: Sequence[_Listed]
) -> Iterator[Block]:
    def blocks(code: str) -> tuple[Block, ...]:
        return tuple(_blocks(sources, narratives.filled(written[code].text, values)))

    yield from blocks("opening")
    yield from numbered(
        (narratives.filled(row.part.title, values), (*blocks(code), *_pointers(code, lists)))
        for code, row in written.items()
        if row.part.chapter
    )
    yield from blocks("closing")


def _blocks(sources: _Sources, text: str) -> Iterator[Block]:
    """The paragraphs of *text*, and what stands for its tables and charts: nothing where there is nothing to show."""
    for line in text.splitlines():
        if name := document_texts.block_of(line):
            yield from _SHOWN[name](sources)
        else:
            yield Text(line)


def _pointers(code: str, lists: Sequence[_Listed]) -> Iterator[Text]:
    """Where the lists of a chapter are."""
    labels = [annex_label(number).replace(" ", NO_BREAK) for number, one in enumerate(lists, 1) if one.part == code]
    if labels:
        yield Text(_("(Danh sách, số liệu chi tiết ở {annexes}.)").format(annexes=", ".join(labels)), Style.NOTE)


def _compared(sources: _Sources) -> Iterator[Block]:
    if sources.members.now.reported:
        yield member_report.comparison(sources.members)


def _over_time(sources: _Sources) -> Sequence[Block]:
    return figure_charts.of_course(sources.members.course, sources.members.population)


def _by_group(attribute: str) -> "Callable[[_Sources], Iterator[Block]]":
    def blocks(sources: _Sources) -> Iterator[Block]:
        if attribute in sources.groups and sources.members.now.reported:
            yield sources.groups[attribute]

    return blocks


def _merged_by_bloc(sources: _Sources) -> Iterator[Block]:
    figures = sources.mergers
    if figures.base and len(figures.blocs) > 1 and figures.target.merged:
        yield merger_report.shares_table(figures.blocs, _("Khối"), _("Kết quả theo khối"))


def _rounds(sources: _Sources) -> Iterator[Block]:
    if sources.results.told.rounds:
        yield registrations_report.by_round(sources.results.told)


def _results(sources: _Sources) -> Sequence[Block]:
    return competition_results_report.by_kind(sources.results.told) if sources.results.reviewed else ()


def _steps(sources: _Sources) -> Iterator[Block]:
    for part in sources.targets.plans:
        if part.lines:
            yield targets_report.steps(part, part.plan.short)


_SHOWN: Mapping[str, "Callable[[_Sources], Iterator[Block] | Sequence[Block]]"] = MappingProxyType(
    {
        "bảng so sánh": _compared,
        "biểu đồ đoàn viên": _over_time,
        "bảng theo loại hình": _by_group("sector"),
        "bảng theo địa bàn": _by_group("area"),
        "bảng sáp nhập theo khối": _merged_by_bloc,
        "bảng đợt thi đua": _rounds,
        "bảng kết quả thi đua": _results,
        "bảng chỉ tiêu": _steps,
    }
)
"""What a line of a text stands for that is a table or a chart."""


# The annexes


def _annexes(lists: Sequence[_Listed]) -> Iterator[Annex]:
    for number, one in enumerate(lists, 1):
        table = one.table.filled
        yield Annex(annex_label(number), one.title, table, landscape=len(table.columns) > _PORTRAIT_COLUMNS)


def _lists(sources: _Sources, written: Mapping[str, PartRow]) -> Iterator[_Listed]:
    """The lists of all parts; that of the figures comes first, by which the report's sums are checked."""
    members = sources.members
    everyone = member_report.full_list(members)
    yield _Listed("workers", everyone.title, everyone.table)
    missing = member_report.missing_returns(members)
    yield _Listed("workers", missing.title, missing.table)
    yield _Listed("workers", *statistics_report.listing(sources.figures))
    changes = member_report.comings_and_goings(members)
    yield _Listed("organisation", changes.title, changes.table)
    if "mergers" in written:
        found = small_unions.overview(sources.session, sources.span)
        yield _Listed("mergers", *small_unions_report.listing(members.office, found))
        merged, left = merger_report.lists(sources.mergers)
        yield _Listed("mergers", *merged)
        if sources.mergers.target.frozen_on is not None:  # else they are the small ones again
            yield _Listed("mergers", *left)
    if sources.results.told.rounds:
        yield _Listed("competitions", *registrations_report.by_union(sources.results.told))
        yield _Listed("competitions", *competition_results_report.awarded(sources.results))
    for one in targets_report.lists(sources.targets):
        yield _Listed("targets", *one)
