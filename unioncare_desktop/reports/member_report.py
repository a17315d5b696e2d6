"""Báo cáo số liệu đoàn viên, CĐCS: what an office tells its superior of a quarter, half year or year.

Totals and the comparison with the period before, sectors, areas, small unions, new and closed unions, missing returns,
and the full list as an annex. Lists too long for a page's body become annexes too.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import Sector
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import figure_charts, letterhead
from unioncare_desktop.reports.document import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Remarked,
    Table,
    Text,
)
from unioncare_desktop.services import counts, office, overview, periods, records, unions
from unioncare_desktop.services.counts import CountRow, Totals
from unioncare_desktop.services.office import OfficeView
from unioncare_desktop.services.overview import Point
from unioncare_desktop.services.period_figures import begun, ended
from unioncare_desktop.services.unions import UnionRow
from unioncare_desktop.vietnamese import clean, counted, roman_number, show_day, show_percent, show_whole

_LONGEST_LIST_IN_BODY = 12


class Listing(NamedTuple):
    """A list of unions: its title, the sentence that says how many they are (without its full stop), the table."""

    title: str
    sentence: str
    table: Table


@dataclass(frozen=True)
class Figures:
    """Everything the report says, read once."""

    office: OfficeView
    span: Span
    cut_off: date
    small_below: int
    rows: list[CountRow]
    rows_before: list[CountRow]
    registry: list[UnionRow]
    sectors: tuple[str, ...]
    course: tuple[Point, ...]

    @property
    def now(self) -> Totals:
        """The sums of the period."""
        return counts.sums(self.rows)

    @property
    def before(self) -> Totals:
        """The sums of the period before."""
        return counts.sums(self.rows_before)

    @property
    def living(self) -> list[CountRow]:
        """The unions that exist at the end of the period."""
        return self.living_of(self.rows)

    def living_of(self, rows: Sequence[CountRow]) -> list[CountRow]:
        """Those of *rows* whose unions exist at the end of the period."""
        return [row for row in rows if row.union.alive_on(self.span.end)]

    @property
    def unit(self) -> str:
        """What the office keeps rows for, in the middle of a sentence."""
        return self.office.kind.unit

    @property
    def unit_short(self) -> str:
        """The same, as a column title."""
        return self.office.kind.unit_short

    @property
    def population(self) -> str:
        """The office's word for the people who work: CNVCLĐ, CCVCLĐ or CNLĐ."""
        return str(self.office["population"])


def read(session: Session, span: Span) -> Figures:
    """The figures of *span* and of the period before it."""
    stored = periods.find(session, span)
    return Figures(
        office.view(session),
        span,
        stored.cut_off if stored else span.cut_off,
        office.threshold(session, "small_below", span.end),
        counts.rows(session, span),
        counts.rows(session, span.previous),
        [union for union in unions.listed(session, on=span.end, with_closed=True) if union.reports],
        tuple(records.choices(session, Sector).values()),
        overview.series(session, span),
    )


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The report of *span*; an empty *number* and *day* are left for the clerk to write."""
    figures = read(session, span)
    chapters = _Chapters()
    over_time = figure_charts.of_course(figures.course, figures.population)
    chapters.add(_("Tình hình chung"), Text(summary(figures)), comparison(figures), *over_time)
    if figures.now.reported:
        for _attribute, title, table in groups(figures):
            chapters.add(title, table)
    for listing in _lists(figures):
        chapters.add_list(listing)
    subject = _("Số liệu đoàn viên, {unit} {period}").format(unit=figures.unit, period=span.phrase)
    return Document(
        heading=letterhead.heading(figures.office, span, number, day, _("BÁO CÁO"), subject, "BC"),
        body=tuple(chapters.blocks),
        signature=letterhead.signature(figures.office),
        annexes=(full_list(figures), *chapters.annexes(first_number=2)),
    )


class _Chapters:
    """The numbered chapters of the body; lists too long for it wait here to become annexes."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._count = 0
        self._long: list[tuple[str, Table]] = []

    def add(self, title: str, *blocks: Block) -> None:
        self._count += 1
        self.blocks += [Heading(f"{roman_number(self._count)}. {title.upper()}"), *blocks]

    def add_list(self, listing: Listing) -> None:
        """A sentence and its list: below it where it is short, in an annex where it is long, nowhere where empty."""
        title, sentence, table = listing
        if len(table.rows) > _LONGEST_LIST_IN_BODY:
            self._long.append((title, table))
            annex = roman_number(1 + len(self._long))
            self.add(
                title, Text(_("{sentence} (danh sách ở Phụ lục {number}).").format(sentence=sentence, number=annex))
            )
        else:
            self.add(title, Text(sentence + "."), *([table] if table.rows else []))

    def annexes(self, first_number: int) -> tuple[Annex, ...]:
        numbered = enumerate(self._long, first_number)
        return tuple(
            Annex(_("Phụ lục {number}").format(number=roman_number(number)), title, table, landscape=False)
            for number, (title, table) in numbered
        )


# Sentences


def summary(figures: Figures) -> str:
    """The paragraph that says it all: how many unions, members and workers, and what has changed."""
    now = figures.now
    sentence = _("Tính đến ngày {day}, {office} có {units}.").format(
        day=show_day(figures.cut_off),
        office=figures.office.name if figures.office.named else _("đơn vị"),
        units=counted(len(figures.living), figures.unit),
    )
    if not now.reported:
        return sentence + " " + _("Chưa có số liệu nào được nộp cho {period}.").format(period=figures.span.phrase)
    sentence += " " + _("{reported} đã nộp số liệu, với {members} trên {workers}{ratio}").format(
        reported=counted(now.reported, figures.unit),
        members=counted(now.members, _("đoàn viên")),
        workers=counted(now.workers, figures.population),
        ratio="" if now.ratio is None else _(", đạt {ratio}").format(ratio=show_percent(now.ratio)),
    )
    sentence += _change(figures) + "." + _unconfirmed(figures)
    if now.missing:
        sentence += " " + _("Còn {missing} chưa nộp số liệu; các số trên chưa gồm những đơn vị này.").format(
            missing=counted(now.missing, figures.unit)
        )
    return sentence


def _unconfirmed(figures: Figures) -> str:
    waiting = [row for row in figures.rows if row.unconfirmed]
    if not waiting:
        return ""
    sentence = _(" Trong đó số liệu của {units} lấy như quý trước, chưa xác nhận ({members}).")
    members = counts.sums(waiting).members
    return sentence.format(units=counted(len(waiting), figures.unit), members=counted(members, _("đoàn viên")))


def _change(figures: Figures) -> str:
    parts = []
    if figures.before.reported:
        difference = figures.now.members - figures.before.members
        words = _("tăng") if difference > 0 else _("giảm")
        moved = _("không đổi") if difference == 0 else f"{words} {counted(abs(difference), _('đoàn viên'))}"
        parts.append(_("; so với {period} {moved}").format(period=figures.span.previous.phrase, moved=moved))
    admitted, left = counts.reported_sum(figures.rows, "admitted"), counts.reported_sum(figures.rows, "left")
    if admitted is not None or left is not None:
        flows = _(" (kết nạp {admitted}, giảm {left})")
        parts.append(flows.format(admitted=show_whole(admitted or 0), left=show_whole(left or 0)))
    return "".join(parts)


# Tables


def comparison(figures: Figures) -> Table:
    """This period beside the one before, line by line; what nobody reported stays blank."""
    titles = _figure_titles(figures)
    living_before = [row for row in figures.rows_before if row.union.alive_on(figures.span.previous.end)]
    known = bool(figures.before.reported)
    lines: list[tuple[str, int | None, int | None, Cell]] = [
        (_("Số {unit}").format(unit=figures.unit), len(living_before) if known else None, len(figures.living), None),
        (_("Số đã nộp số liệu"), figures.before.reported if known else None, figures.now.reported, None),
    ]
    for name, label in _LINE_LABELS.items():
        earlier, value = counts.reported_sum(figures.rows_before, name), counts.reported_sum(figures.rows, name)
        confirmed = None if value is None else Figure(value, titles[name])
        lines.append((label().format(population=figures.population), earlier, value, confirmed))
    rows: list[tuple[Cell, ...]] = [
        (number, label, earlier, confirmed or value, None if earlier is None or value is None else value - earlier)
        for number, (label, earlier, value, confirmed) in enumerate(lines, 1)
    ]
    ratio = _("Tỷ lệ đoàn viên trên {population}").format(population=figures.population)
    rows.append((len(rows) + 1, ratio, figures.before.ratio, figures.now.ratio, None))
    return Table(
        (
            Column(_("TT"), Kind.ORDINAL),
            Column(_("Nội dung"), width=3),
            Column(figures.span.previous.title, Kind.WHOLE),
            Column(figures.span.title, Kind.WHOLE),
            Column(_("Tăng (+), giảm (−)"), Kind.CHANGE),
        ),
        tuple(rows),
        title=_("So sánh với kỳ trước"),
    )


_LINE_LABELS: dict[str, Callable[[], str]] = {
    "workers": lambda: _("Tổng số {population}"),
    "women_workers": lambda: _("Trong đó {population} nữ"),
    "members": lambda: _("Tổng số đoàn viên"),
    "women_members": lambda: _("Trong đó đoàn viên nữ"),
    "admitted": lambda: _("Đoàn viên kết nạp mới"),
    "left": lambda: _("Đoàn viên giảm"),
}


def _figure_titles(figures: Figures) -> dict[str, str]:
    """The columns of figures in every table; the importer knows them all."""
    population = figures.population
    return {
        "workers": _("Tổng {population}").format(population=population),
        "women_workers": _("Nữ {population}").format(population=population),
        "members": _("Đoàn viên"),
        "women_members": _("ĐV nữ"),
        "admitted": _("Kết nạp mới"),
        "left": _("Giảm"),
    }


def _figure_columns(figures: Figures) -> tuple[Column, ...]:
    titles = _figure_titles(figures)
    ratio = Column(_("Tỷ lệ"), Kind.PERCENT, ratio=(titles["members"], titles["workers"]))
    return (*(Column(title, Kind.WHOLE, total=True) for title in titles.values()), ratio)


def groups(figures: Figures) -> Iterator[tuple[str, str, Table]]:
    """The groups of unions that are told apart, "sector" and "area": attribute, title and table."""
    for attribute, title, column, order in (
        ("sector", _("Đoàn viên theo loại hình"), _("Loại hình"), figures.sectors),
        ("area", _("Đoàn viên theo địa bàn"), _("Địa bàn"), ()),
    ):
        found = counts.grouped(figures.rows, attribute, order)
        if set(found) - {counts.UNSORTED}:
            yield attribute, title, by_group(figures, found, column)


def by_group(figures: Figures, groups: dict[str, list[CountRow]], column: str) -> Table:
    """One row for each group: how many unions exist at the end, and the sums and ratio of all that reported."""
    rows = []
    for number, (name, group) in enumerate(groups.items(), 1):
        total = counts.sums(group)
        sums = (total.workers, total.women_workers, total.members, total.women_members, total.admitted, total.left)
        rows.append((number, name, len(figures.living_of(group)), *sums, total.ratio))
    return Table(
        (
            Column(_("TT"), Kind.ORDINAL),
            Column(column, width=3),
            Column(_("Số {unit}").format(unit=figures.unit_short), Kind.WHOLE, total=True),
            *_figure_columns(figures),
        ),
        tuple(rows),
        totals_label=_("Cộng"),
    )


def full_list(figures: Figures) -> Annex:
    """Every union with its figures: what the workbook's sums are made of, and what can be imported again.

    Columns of words in which nothing stands (codes, areas, sectors, notes) are left out. Figures that nobody has
    confirmed are in italics, those whose change has been explained have a footnote.
    """
    explained = {row.union.id: number for number, row in enumerate(_explained(figures), 1)}
    rows = [
        (
            number,
            row.union.code,
            row.union.name,
            row.union.area or None,
            row.union.sector or None,
            *_figure_cells(row, explained.get(row.union.id)),
            row.members / row.workers if row.members is not None and row.workers else None,
            row.note,
        )
        for number, row in enumerate(figures.rows, 1)
    ]
    table = Table(
        (
            Column(_("STT"), Kind.ORDINAL),
            Column(_("Mã CĐCS")),
            Column(_("Tên công đoàn"), width=3),
            Column(_("Địa bàn")),
            Column(_("Loại hình"), width=1.5),
            *_figure_columns(figures),
            Column(_("Ghi chú")),
        ),
        tuple(rows),
        totals_label=_("Tổng cộng"),
        note=_note(figures),
        footnotes=tuple(_footnote(row, number) for number, row in enumerate(_explained(figures), 1)),
    )
    title = _("Danh sách {unit} và số liệu đoàn viên {period}").format(unit=figures.unit, period=figures.span.phrase)
    return Annex(_("Phụ lục I"), title, table.filled)


def _explained(figures: Figures) -> list[CountRow]:
    return [row for row in figures.rows if row.accepted]


def _figure_cells(row: CountRow, footnote: int | None) -> Iterator[Cell]:
    """The figures of a union, *footnote* being the number of what explains them."""
    marked = {problem.field for problem in row.jumps()} if footnote else set[str]()
    for name in FIGURES:
        value, italic = getattr(row, name), name in row.unconfirmed
        mark = f"({footnote})" if name in marked else ""
        yield Remarked(value, italic, mark) if italic or mark else value


def _note(figures: Figures) -> str:
    note = _("Ô trống là chưa báo cáo.")
    if any(row.unconfirmed for row in figures.rows):
        note += " " + _("Số in nghiêng lấy như kỳ trước, chưa xác nhận.")
    return note


def _footnote(row: CountRow, number: int) -> str:
    """Why the figures of a union differ so much from the period before: "(1) CĐCS …: đoàn viên 16, kỳ trước 6: …"."""
    labels = {"workers": _("lao động"), "members": _("đoàn viên")}
    changes = [
        _("{label} {now}, kỳ trước {before}").format(
            label=labels[problem.field],
            now=show_whole(getattr(row, problem.field)),
            before=show_whole(row.earlier[problem.field]),
        )
        for problem in row.jumps()
    ]
    words = _("({number}) {name}: {changes}: {note}")
    return words.format(number=number, name=row.union.name, changes="; ".join(changes), note=clean(row.note or ""))


# Lists of a few unions


def _lists(figures: Figures) -> Iterator[Listing]:
    if figures.office.kind.small_matters and figures.now.reported:
        yield _small_unions(figures)
    yield comings_and_goings(figures)
    yield missing_returns(figures)


def _small_unions(figures: Figures) -> Listing:
    small = counts.small(figures.rows, figures.small_below)
    words = {"units": figures.unit.capitalize(), "unit": figures.unit, "threshold": figures.small_below}
    sentence = (
        _("Có {count} dưới {threshold} đoàn viên").format(count=counted(len(small), figures.unit), **words)
        if small
        else _("Không có {unit} nào dưới {threshold} đoàn viên").format(**words)
    )
    table = _listing(figures, [(row.union, row.members) for row in small], Column(_("Đoàn viên"), Kind.WHOLE))
    return Listing(_("{units} dưới {threshold} đoàn viên").format(**words), sentence, table)


def comings_and_goings(figures: Figures) -> Listing:
    """The unions that were founded or ended in the period."""
    span, unit = figures.span, figures.unit
    new, closed = begun(figures.registry, span), ended(figures.registry, span)
    sentence = (
        _("Trong kỳ thành lập mới {new}, kết thúc hoạt động {closed}").format(
            new=counted(len(new), unit), closed=counted(len(closed), unit)
        )
        if new or closed
        else _("Trong kỳ không có {unit} nào thành lập mới hoặc kết thúc hoạt động").format(unit=unit)
    )
    events = [
        (union, _("thành lập mới {day}").format(day=show_day(union.founded_on))) for union in new if union.founded_on
    ]
    events += [(union, f"{union.state_words} {show_day(union.closed_on)}") for union in closed if union.closed_on]
    table = _listing(figures, events, Column(_("Biến động"), width=1.5))
    return Listing(_("Thành lập mới, kết thúc hoạt động"), sentence, table)


def missing_returns(figures: Figures) -> Listing:
    """The unions whose returns have not come."""
    missing = [row for row in figures.rows if row.missing]
    words = {"units": figures.unit.capitalize(), "unit": figures.unit}
    sentence = (
        _("Còn {count} chưa nộp số liệu").format(count=counted(len(missing), figures.unit))
        if missing
        else _("Tất cả {unit} đã nộp số liệu").format(**words)
    )
    table = _listing(figures, [(row.union, row.before) for row in missing], Column(_("Đoàn viên kỳ trước"), Kind.WHOLE))
    return Listing(_("{units} chưa nộp số liệu").format(**words), sentence, table)


def _listing(figures: Figures, found: Sequence[tuple[UnionRow, Cell]], of_interest: Column) -> Table:
    """Unions with the one value that is of interest here."""
    return Table(
        (
            Column(_("TT"), Kind.ORDINAL),
            Column(_("Mã")),
            Column(_("Tên {unit}").format(unit=figures.unit), width=3),
            Column(_("Địa bàn")),
            of_interest,
        ),
        tuple(
            (number, union.code, union.name, union.area or None, cell) for number, (union, cell) in enumerate(found, 1)
        ),
    )
