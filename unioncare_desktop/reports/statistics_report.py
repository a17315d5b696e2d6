"""Biểu thống kê 1-HĐCĐ: the statistical form of a period under its own head, data lines with their figures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records.period import HALF, YEAR
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import letterhead
from unioncare_desktop.reports.chapters import ORDINAL
from unioncare_desktop.reports.document import Block, Cell, Column, Document, Kind, Style, Table, Text
from unioncare_desktop.services import statistics_forms
from unioncare_desktop.services.period_figures import PeriodFigures
from unioncare_desktop.services.statistics_forms import FORM, FormRow
from unioncare_desktop.vietnamese import show_day

_INDENT = "\N{NO-BREAK SPACE}" * 4


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The form of *span*; an empty *number* and *day* are left for the clerk to write."""
    figures = PeriodFigures(session, span)
    view, (title, table) = figures.office, listing(figures)
    head = letterhead.heading(view, span, number, day, title, _subject(span), "BC")
    form = _("Mẫu {form}").format(form=FORM)
    return Document(
        heading=replace(head, form=form, addressed_to=""),
        body=tuple(_body(figures, table)),
        signature=replace(letterhead.signature(view, ()), preparer=_("Người lập biểu")),
    )


def listing(figures: PeriodFigures) -> tuple[str, Table]:
    """The lines of the form with its title, for an annex too."""
    found = statistics_forms.rows(figures.session, figures.span, figures)
    return _("Biểu thống kê tình hình lao động, công đoàn"), _table(found)


def _subject(span: Span) -> str:
    """Forms are of a year; one of a part of it says which: "Năm 2023 (6 tháng đầu năm)"."""
    if span.kind == YEAR:
        return _("Năm {year}").format(year=span.year)
    part = _("{part} năm") if span.kind == HALF else "{part}"
    return _("Năm {year} ({part})").format(year=span.year, part=part.format(part=span.short))


def _body(figures: PeriodFigures, table: Table) -> Iterator[Block]:
    yield Text(_("Số liệu tính đến ngày: {day}").format(day=show_day(figures.cut_off)), Style.CENTRED)
    yield table


def _table(found: Sequence[FormRow]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (row.ordinal, _name(row), row.unit, None if row.heading else row.value, row.note) for row in found
    ]
    return Table(
        (
            ORDINAL,
            Column(_("Nội dung"), width=5),
            Column(_("Đơn vị tính"), width=1.2),
            Column(_("Số lượng"), Kind.WHOLE),
            Column(_("Ghi chú"), width=1.5, room=0.14),
        ),
        tuple(rows),
    )


def _name(row: FormRow) -> str:
    return f"{_INDENT}{row.name}" if row.part else row.name
