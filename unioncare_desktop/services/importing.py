"""Workbooks into the database: first a plan that can be shown, then everything of it or nothing, in one transaction.

How a file is read lies in `workbook`, what a sheet and its rows mean in the modules of `lists`. This file puts them in
order.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from unioncare_desktop.domain.record import Record
from unioncare_desktop.domain.records import Enterprise, MemberCount, Registration, Union, YearlyFact
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Conflict, UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import Step, Task, drain
from unioncare_desktop.services import counts, events, periods, records, workbook
from unioncare_desktop.services.lists import context, entries, finding, headings, rounds, rows
from unioncare_desktop.services.lists.enterprise_lines import EnterprisePlanner
from unioncare_desktop.services.lists.families import COUNT_NOTE, REGISTRY
from unioncare_desktop.services.lists.finding import Lists
from unioncare_desktop.services.lists.lines import RegistryPlanner, new_entries
from unioncare_desktop.services.lists.plan import (
    COUNTS,
    ENTERPRISES,
    REGISTER,
    UNIONS,
    YEARLY,
    CampaignPlan,
    Fate,
    Line,
    NewEntry,
    NewRound,
    Options,
    Outcome,
    Plan,
    Rejection,
    Repair,
    Skipped,
    Work,
)
from unioncare_desktop.services.lists.planner import Planner
from unioncare_desktop.services.lists.register_lines import RegisterPlanner
from unioncare_desktop.services.lists.rows import ListRows
from unioncare_desktop.services.lists.sheets import Book
from unioncare_desktop.services.lists.yearly_lines import YearlyPlanner
from unioncare_desktop.storage import backup, history
from unioncare_desktop.storage.database import Database

__all__ = [
    "COUNTS",
    "ENTERPRISES",
    "REGISTER",
    "UNIONS",
    "YEARLY",
    "CampaignPlan",
    "Fate",
    "Line",
    "NewEntry",
    "Options",
    "Outcome",
    "Plan",
    "Rejection",
    "Repair",
    "Skipped",
    "carry_out",
    "import_files",
    "plan",
    "planning",
    "rejected_workbook",
]

_ROWS_A_STEP = 250


def plan(session: Session, book: Book, options: Options) -> Plan:
    """What the import of *book* would do; see `planning`."""
    return drain(planning(session, book, options))


def planning(session: Session, book: Book, options: Options) -> Task[Plan]:
    """Work out what the import of *book* would do; nothing is written.

    Raises:
        UserError: there is no list in the book, or its figures have no period.
    """
    yield Step(0, 0, _("Đang tìm danh sách trong {file}").format(file=book.name))
    found = finding.find(book)
    span, source, remarks = _period(book, found, options)
    read = _read(found, span)
    candidates = read.candidates
    if not candidates:
        raise UserError(_("Tệp {file}: có tiêu đề nhưng không có dòng nào để nhập.").format(file=book.name))
    planner = _planner(session, found, span, options)
    lines: list[Line] = []
    work: list[Work] = []
    for number, (line, todo) in enumerate(planner.lines(candidates)):
        if number % _ROWS_A_STEP == 0:
            yield Step(number, len(candidates), _("Đang đối chiếu {file}").format(file=book.name))
        lines.append(line)
        work += [todo] if todo else []
    return Plan(
        file=book.name,
        kind=found.kind,
        lines=tuple(lines),
        work=tuple(work),
        stored=planner.stored,
        state=history.last_change(session),
        period=span,
        period_source=source,
        repairs=(*read.repairs, *planner.repairs),
        new_entries=new_entries(work),
        campaign=planner.campaign if isinstance(planner, RegisterPlanner) else None,
        warnings=(*found.notes, *remarks, *read.remarks, *planner.remarks()),
        ignored_columns=found.ignored,
        skipped_rows=tuple(read.skipped),
    )


def _period(book: Book, found: Lists, options: Options) -> tuple[Span | None, str, list[str]]:
    """The period of the figures, how it was found, and what there is to say about it."""
    yearly = found.family.yearly
    if not found.dated or not (options.figures or yearly):
        return None, "", []
    if yearly:
        named = context.years_of(found.layouts, book.name)
    else:
        named = context.periods_of(found.layouts, years_too=found.kind == COUNTS)
    if options.period is not None:
        chosen = options.period.whole_year if yearly else options.period
        others = [one for one in named if one.span != chosen]
        sentence = _("Tệp ghi “{words}”, nhưng số liệu được nhập vào {period} theo lựa chọn của bạn.")
        remarks = [sentence.format(words=one.words, period=chosen.title) for one in others]
        return chosen, _("theo lựa chọn của bạn"), remarks + _future(chosen)
    if len(named) > 1:
        sentence = _("Tệp {file} ghi nhiều kỳ: {words}. Hãy chọn một kỳ, hoặc tách mỗi kỳ một tệp.")
        raise UserError(sentence.format(file=book.name, words=", ".join(f"“{one.words}”" for one in named)))
    if named:
        return named[0].span, _("theo dòng “{words}” trong tệp").format(words=named[0].words), _future(named[0].span)
    if yearly:
        sentence = _(
            "Tệp {file} không ghi năm nào. Hãy chọn năm (ở dòng lệnh: --period 2023), hoặc ghi “Năm 2023” ở tiêu đề rồi"
            " nhập lại."
        )
        raise UserError(sentence.format(file=book.name))
    if found.kind == COUNTS:
        sentence = _(
            "Tệp {file} không ghi số liệu của kỳ nào. Hãy chọn kỳ (ví dụ Quý I/2023; ở dòng lệnh: --period 2023-Q1), "
            "hoặc ghi “Quý I/2023” ở tiêu đề rồi nhập lại."
        )
        raise UserError(sentence.format(file=book.name))
    return None, "", [_("Danh sách có số liệu nhưng không ghi tính đến ngày nào, nên số liệu không được nhập.")]


def _future(span: Span) -> list[str]:
    return [_("{period} còn ở tương lai.").format(period=span.title)] if span.is_ahead else []


def _read(found: Lists, span: Span | None) -> ListRows:
    """The rows of all lists, with the ward of their sheet where they have none of their own."""
    figures = {*FIGURES, COUNT_NOTE} if found.family is REGISTRY and span is None else set()
    wanted = found.family.fields.keys() - figures
    year = span.year if span and found.family.yearly else None
    whole = ListRows()
    for layout in found.layouts:
        of_sheet = rows.read(layout, wanted, year)
        place = context.place_of(layout) or (layout.sheet.title if len(found.layouts) > 1 else "")
        place = place if "area_id" in found.family.fields else ""
        for candidate in of_sheet.candidates:
            if place:
                candidate.values.setdefault("area_id", place)
        whole.candidates += of_sheet.candidates
        whole.repairs += of_sheet.repairs
        whole.skipped += of_sheet.skipped
        whole.remarks += of_sheet.remarks
    return whole


def _planner(session: Session, found: Lists, span: Span | None, options: Options) -> Planner:
    if found.kind == REGISTER and span is not None:
        return RegisterPlanner(session, found, span.year)
    if found.kind == YEARLY and span is not None:
        return YearlyPlanner(session, span.year)
    if found.kind == ENTERPRISES:
        return EnterprisePlanner(session)
    return RegistryPlanner(session, found.kind, span, options)


# Writing

_RECORDS: Mapping[str, type[Record]] = {
    UNIONS: Union,
    COUNTS: Union,
    REGISTER: Registration,
    YEARLY: YearlyFact,
    ENTERPRISES: Enterprise,
}
"""What the rows of each kind of list are stored as."""


def carry_out(session: Session, plan: Plan) -> Outcome:
    """Store what *plan* says, without its rejected rows.

    Raises:
        Conflict: the database has changed since the plan was made.
    """
    if history.last_change(session) != plan.state:
        raise Conflict(_("Dữ liệu đã thay đổi sau khi xem trước. Hãy mở lại tệp để xem trước rồi nhập."))
    ids: dict[object, int] = dict(entries.add(session, plan.new_entries).items())
    new = [one for one in plan.work if one.record_id is None]
    if plan.campaign is not None and new:
        ids.update(rounds.found(session, plan.campaign).items())
    new_ids = records.insert_rows(session, _RECORDS[plan.kind], [_with_ids(one.values, ids) for one in new])
    changed = _change(session, plan, ids)
    figures = {one.record_id: one.count for one in plan.work if one.record_id is not None}
    figures |= {union_id: one.count for union_id, one in zip(new_ids, new, strict=True)}
    written = _write_figures(session, plan, {union_id: dict(count) for union_id, count in figures.items() if count})
    return Outcome(len(new), changed, written, len(plan.new_entries))


def _change(session: Session, plan: Plan, ids: Mapping[object, int]) -> int:
    """Change the known records; how many there are comes back."""
    values = {one.record_id: one.values for one in plan.work if one.record_id is not None and one.values}
    changes = {record_id: _with_ids(change, ids) for record_id, change in values.items()}
    if _RECORDS[plan.kind] is Union:
        events.follow(session, changes, plan.stored)
    records.update_rows(session, _RECORDS[plan.kind], changes, plan.stored)
    return len(changes)


def _write_figures(session: Session, plan: Plan, figures: Mapping[int, dict[str, Any]]) -> int:
    """Write the figures of the period by union; how many unions have some comes back."""
    if plan.period is not None and figures:
        period = periods.ensure(session, plan.period)
        stored = {row["union_id"]: row for row in records.rows(session, MemberCount, period_id=period.id)}
        counts.write(session, period.id, figures, stored)
    return len(figures)


def _with_ids(values: Mapping[str, Any], ids: Mapping[object, int]) -> dict[str, Any]:
    return {name: ids[value] if isinstance(value, NewEntry | NewRound) else value for name, value in values.items()}


def import_files(
    database: Database, paths: Sequence[Path], options: Options, *, dry_run: bool = False
) -> Task[list[Plan]]:
    """Import *paths* in order as one action, each on what the one before left; return their plans.

    Nothing is written where a row was rejected (unless `options.skip_rejected`), nor with *dry_run*. A database that
    holds anything is backed up first.

    Raises:
        UserError: a file cannot be read or has no list; nothing was written.
    """
    books = []
    for number, path in enumerate(paths):
        yield Step(number, len(paths), _("Đang đọc {file}").format(file=Path(path).name))
        books.append(workbook.read(Path(path)))
    if not dry_run:
        yield Step(0, 0, _("Đang sao lưu"))
        _back_up(database)
    plans = []
    writing = database.write(_title(books), kind=history.IMPORT, commit=not dry_run)
    with writing as session, session.begin_nested() as all_files:
        for book in books:
            made = yield from planning(session, book, options)
            yield Step(0, 0, _("Đang ghi {file}").format(file=book.name))
            carry_out(session, made)
            plans.append(made)
        if any(made.rejected for made in plans) and not options.skip_rejected:
            all_files.rollback()
    return plans


def _back_up(database: Database) -> None:
    if database.path is None:
        return
    with database.read() as session:
        filled = session.scalar(select(func.count()).select_from(Union))
    if filled:
        backup.make_if_changed(database.path, "import")


def _title(books: Sequence[Book]) -> str:
    names = ", ".join(book.name for book in books)
    if len(books) == 1:
        return _("Nhập tệp Excel {files}").format(files=names)
    return _("Nhập {count} tệp Excel: {files}").format(count=len(books), files=names)


# Rows given back


def rejected_workbook(plan: Plan, book: Book, path: Path) -> None:
    """Write the rejected rows of *plan* to a workbook at *path*: as they stood in *book*, each with its reasons.

    The file has the headings of the original and can be imported once it is mended.

    Raises:
        EnvironmentProblem: it cannot be written.
    """
    reasons: dict[tuple[str, int], str] = {}
    for line in plan.lines:
        texts = [f"{one.column}: {one.reason}" for one in line.reasons]
        if texts:
            reasons[line.sheet, line.row] = "; ".join(texts)
    layouts = finding.find(book).layouts
    pages = [_page(layout, reasons, plan, alone=len(layouts) == 1) for layout in layouts]
    workbook.write(path, [page for page in pages if len(page.rows) > page.headings])


def _page(layout: headings.Layout, reasons: dict[tuple[str, int], str], plan: Plan, *, alone: bool) -> workbook.Page:
    sheet = layout.sheet
    above: list[tuple[workbook.Cell, ...]] = []
    if not alone and not context.place_of(layout):
        above.append((_("Địa bàn:"), sheet.title))
    if plan.period is not None and not context.periods_of([layout], years_too=True):
        above.append((_("Số liệu {period}").format(period=plan.period.title),))
    kept = [*layout.top, *layout.heading_rows]
    moved = {number: len(above) + at for at, (number, _cells) in enumerate(kept, 1)}
    width = max(len(cells) for _number, cells in sheet.rows)
    last_heading = layout.heading_rows[layout.depth - 1][0]
    written = [*above, *(cells for _number, cells in kept)]
    written[moved[last_heading] - 1] = _with_last(written[moved[last_heading] - 1], width, headings.REASON)
    written += [
        _with_last(cells, width, reasons[sheet.title, number])
        for number, cells in layout.body
        if (sheet.title, number) in reasons
    ]
    merged = tuple(
        workbook.Range(moved[one.first_row], one.first_column, moved[one.last_row], one.last_column)
        for one in sheet.merged
        if one.first_row in moved and one.last_row in moved
    )
    return workbook.Page(sheet.title, tuple(written), len(above) + len(kept), merged)


def _with_last(cells: tuple[workbook.Cell, ...], width: int, text: str) -> tuple[workbook.Cell, ...]:
    return (*cells, *[None] * (width - len(cells)), text)
