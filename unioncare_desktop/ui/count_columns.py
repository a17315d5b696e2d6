"""The columns of the figures' grid, and how a union's state and the sums are said in them."""

from collections.abc import Sequence

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import MemberCount
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services import counts
from unioncare_desktop.services.counts import CountRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.union_columns import of_union
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.vietnamese import show_whole

FIELDS = fields_of(MemberCount)
_SHORT = {"women_workers": _("Nữ"), "women_members": _("ĐV nữ")}
_WIDTHS = {"workers": 80, "women_workers": 62, "members": 96, "women_members": 70, "admitted": 82, "left": 60}
_MISSING = _("chưa nộp")


def columns() -> tuple[GridColumn, ...]:
    """The union, its figures with the members of the period before beside them, the note and the state."""
    workers, women_workers, members, women_members, admitted, left = (_figure(name) for name in FIGURES)
    before = GridColumn("before", "", FIELDS["members"].kind, width=74, muted=True, tip=_("Đoàn viên kỳ trước"))
    note = FIELDS["note"]
    return (
        GridColumn("number", _("STT"), width=50, ordinal=True, frozen=True),
        *of_union(),
        *(workers, women_workers, members, before, women_members, admitted, left),
        GridColumn("note", note.label, note.kind, width=76, editable=True, headers=note.headings),
        GridColumn("state", _("Tình trạng"), value=state, sort=_urgency, status=True, width=172),
    )


def _figure(name: str) -> GridColumn:
    field = FIELDS[name]
    title, width = _SHORT.get(name, field.label), _WIDTHS[name]
    return GridColumn(name, title, field.kind, width, editable=True, tip=field.label, headers=field.headings)


def is_faded(row: CountRow, column: str) -> bool:
    """Whether a figure was taken over from the period before and nobody has confirmed it."""
    return column in row.unconfirmed


def state(row: CountRow) -> Badge:
    """How far a union's return has come."""
    words, tone = _return(row)
    return Badge(_("{state}, cần hỏi lại").format(state=words), tone) if row.follow_up else Badge(words, tone)


def _return(row: CountRow) -> tuple[str, Tone]:
    if not row.reported:
        return (_MISSING, "error") if row.expected else (_("không phải nộp"), "neutral")
    if row.unconfirmed:
        return _("chưa xác nhận"), "neutral"
    return (_("đã giải trình") if row.accepted else _("đã nộp")), "good"


def _urgency(row: CountRow) -> tuple[bool, ...]:
    return (not row.missing, not row.follow_up, not row.unconfirmed)


def problems(row: CountRow) -> tuple[Problem, ...]:
    """What is wrong with the figures; a return that has not come is a hint at the cell where it is wanted."""
    missing = (Problem("members", _MISSING, Severity.HINT),) if row.missing else ()
    return (*missing, *row.problems())


def any_odd(found: Sequence[Problem]) -> bool:
    """Whether any of the problems *found* is more than a hint."""
    return any(problem.severity is not Severity.HINT for problem in found)


def totals_row(rows: Sequence[CountRow], unit: str) -> dict[str, str]:
    """What stands below the columns: each adds up, and who has reported is counted in *unit*."""
    given = {name: counts.reported_sum(rows, name) for name in (*FIGURES, "before")}
    total = counts.sums(rows)
    reported = _("Cộng {reported} / {expected} {unit} đã nộp").format(
        reported=show_whole(total.reported), expected=show_whole(total.expected), unit=unit
    )
    return {name: "" if value is None else show_whole(value) for name, value in given.items()} | {"name": reported}
