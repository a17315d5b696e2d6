"""The preview of an import as tables: what is new, changed, the same, rejected, repaired and skipped.

One kind of row serves all tables; each table shows the columns that matter to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.i18n import _
from unioncare_desktop.services.lists.plan import Fate, Line, Plan
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.ui.widgets.grid_column import GridColumn

REJECTED = "rejected"


@dataclass(frozen=True)
class PlanRow:
    """Something the preview tells of one row of the file."""

    id: int
    sheet: str
    row: int
    code: str = ""
    name: str = ""
    about: str = ""
    column: str = ""
    before: str = ""
    after: str = ""
    reason: str = ""


@dataclass(frozen=True)
class PlanTable:
    """One tab of the preview: *total* is what its title counts, which may be fewer than its rows."""

    name: str
    title: str
    tone: Tone
    total: int
    columns: tuple[GridColumn, ...]
    rows: tuple[PlanRow, ...]


def tables(plan: Plan) -> tuple[PlanTable, ...]:
    """The tables of *plan* in the order of their tabs."""
    places = Places(
        len({line.sheet for line in plan.lines}) > 1,
        any(line.code for line in plan.lines),
        any(line.about for line in plan.lines),
    )
    return (
        _table("new", _("Mới"), "primary", plan.new, _CONTENT, _new_lines(plan), places),
        _table("changed", _("Thay đổi"), "warning", plan.changed, _CHANGES, _changes(plan), places),
        _table("same", _("Không đổi"), "neutral", plan.same, _NAMES, _whole_lines(plan, Fate.SAME), places),
        _table(REJECTED, _("Bị từ chối"), "error", plan.rejected_rows, _REASONS, _rejections(plan), places),
        _table("repairs", _("Đã sửa khi đọc"), "good", len(plan.repairs), _REPAIRS, _repairs(plan), places),
        PlanTable("warnings", _("Cần xem lại"), "warning", len(plan.warnings), _WARNINGS, tuple(_warnings(plan))),
        _table("skipped", _("Bỏ qua"), "neutral", len(plan.skipped_rows), _SKIPPED, _skipped(plan), places),
    )


def _table(
    name: str,
    title: str,
    tone: Tone,
    total: int,
    columns: tuple[GridColumn, ...],
    rows: Iterable[PlanRow],
    places: "Places",
) -> PlanTable:
    place = (_SHEET, _ROW) if places.sheets else (_ROW,)
    left_out = {_CODE: not places.codes, _ABOUT: not places.about}
    shown = [column for column in columns if not left_out.get(column, False)]
    return PlanTable(name, title, tone, total, (*place, *shown), tuple(rows))


@dataclass(frozen=True)
class Places:
    """By what the rows of a file are named: by *sheets* where it has several, *codes*, what they are *about*."""

    sheets: bool
    codes: bool
    about: bool


_SHEET = GridColumn("sheet", _("Trang tính"), width=120)
_ROW = GridColumn("row", _("Dòng"), kind=Whole(), width=64)
_CODE = GridColumn("code", _("Mã"), width=80)
_NAME = GridColumn("name", _("Đơn vị"), width=300, strong=True)
_ABOUT = GridColumn("about", _("Đăng ký"), width=260)
_COLUMN = GridColumn("column", _("Cột"), width=150)
_NAMES = (_CODE, _NAME, _ABOUT)
_CONTENT = (_CODE, _NAME, GridColumn("after", _("Nội dung"), width=420))
_CHANGES = (
    _CODE,
    _NAME,
    _ABOUT,
    _COLUMN,
    GridColumn("before", _("Đang lưu"), width=150, muted=True),
    GridColumn("after", _("Trong tệp"), width=150),
)
_REASONS = (
    GridColumn("name", _("Đơn vị"), width=230, strong=True),
    _COLUMN,
    GridColumn("before", _("Giá trị"), width=120),
    GridColumn("reason", _("Lý do"), width=420),
)
_REPAIRS = (
    _COLUMN,
    GridColumn("before", _("Trong tệp"), width=230, muted=True),
    GridColumn("after", _("Đọc là"), width=230),
    GridColumn("reason", _("Đã sửa"), width=260),
)
_SKIPPED = (
    GridColumn("before", _("Nội dung dòng"), width=420),
    GridColumn("reason", _("Lý do"), width=300),
)
_WARNINGS = (GridColumn("reason", _("Điều cần xem lại"), width=900),)


def _lines(plan: Plan, fate: Fate) -> Iterator[Line]:
    return (line for line in plan.lines if line.outcome is fate)


def _whole_lines(plan: Plan, fate: Fate) -> Iterator[PlanRow]:
    for number, line in enumerate(_lines(plan, fate)):
        yield PlanRow(number, line.sheet, line.row, line.code, line.name, line.about)


def _new_lines(plan: Plan) -> Iterator[PlanRow]:
    """What is new, first figures of known unions too, with what will be stored."""
    for number, line in enumerate(_lines(plan, Fate.NEW)):
        yield PlanRow(number, line.sheet, line.row, line.code, line.name, after=line.content)


def _changes(plan: Plan) -> Iterator[PlanRow]:
    numbers = count()
    for line in _lines(plan, Fate.CHANGED):
        for label, old, new in line.changes:
            yield PlanRow(next(numbers), line.sheet, line.row, line.code, line.name, line.about, label, old, new)


def _rejections(plan: Plan) -> Iterator[PlanRow]:
    numbers = count()
    for line in _lines(plan, Fate.REJECTED):
        for reason in line.reasons:
            yield PlanRow(
                next(numbers),
                reason.sheet,
                reason.row,
                line.code,
                line.name,
                line.about,
                reason.column,
                reason.value,
                reason=reason.reason,
            )


def _repairs(plan: Plan) -> Iterator[PlanRow]:
    for number, repair in enumerate(plan.repairs):
        yield PlanRow(
            number,
            repair.sheet,
            repair.row,
            column=repair.column,
            before=repair.before,
            after=repair.after,
            reason=repair.what,
        )


def _skipped(plan: Plan) -> Iterator[PlanRow]:
    for number, skipped in enumerate(plan.skipped_rows):
        yield PlanRow(number, skipped.sheet, skipped.row, before=skipped.text, reason=skipped.reason)


def _warnings(plan: Plan) -> Iterator[PlanRow]:
    return (PlanRow(number, "", number, reason=text) for number, text in enumerate(plan.warnings))
