"""The columns in which results are typed, and how a result is said in them."""

from collections.abc import Callable, Mapping
from operator import attrgetter

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Day, Score, Whole
from unioncare_desktop.domain.records import Registration, RoundScore, Union
from unioncare_desktop.domain.records.registration import ACHIEVED, FAILED, OUTCOMES, PARTLY
from unioncare_desktop.i18n import _
from unioncare_desktop.services.registration_rows import RegistrationRow
from unioncare_desktop.services.scores import ScoreRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.union_columns import of_several_rows
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.ui.widgets.draft_grid import DayOf

_FIELDS, _SCORE, _UNION = fields_of(Registration), fields_of(RoundScore), fields_of(Union)
_TONES: dict[str | None, Tone] = {ACHIEVED: "good", PARTLY: "warning", FAILED: "error", None: "neutral"}
_WIDTHS = {"outcome": 116, "achieved": 74, "decision": 120, "decided_on": 100, "level_id": 160, "result_note": 160}
UNREVIEWED = _("chưa đánh giá")


def result_columns(levels: Callable[[], Mapping[int, str]], year: Callable[[], int | None]) -> tuple[GridColumn, ...]:
    """What was registered, and the cells in which its result is typed.

    *levels* are offered by name; a day without a year is of the *year*.
    """
    return (
        *of_several_rows(),
        GridColumn("kind", _("Loại"), width=158),
        GridColumn("content", _("Nội dung / danh hiệu"), width=206),
        GridColumn("person", _("Họ và tên"), width=150),
        GridColumn("quantity", _("Đăng ký"), Whole(), width=84, muted=True, tip=_("Số lượng đã đăng ký")),
        *(_typed(name, levels, year) for name in _WIDTHS),
        GridColumn("state", _("Tình trạng"), value=state, sort=_urgency, status=True, width=170),
    )


def _typed(name: str, levels: Callable[[], Mapping[int, str]], year: Callable[[], int | None]) -> GridColumn:
    described = _FIELDS[name]
    titles = {
        "achieved": _("SL đạt"),
        "decision": _("Quyết định"),
        "decided_on": _("Ngày QĐ"),
        "level_id": _("Cấp công nhận"),
        "result_note": _("Ghi chú"),
    }
    return GridColumn(
        name,
        titles.get(name, described.label),
        DayOf(of=year) if isinstance(described.kind, Day) else described.kind,
        width=_WIDTHS[name],
        editable=True,
        tip=_("Gõ đ: đạt, m: đạt một phần, k: không đạt") if name == "outcome" else described.label,
        headers=described.headings,
        options=levels if name == "level_id" else None,
    )


def state(row: RegistrationRow) -> Badge:
    """Whether a registration is reviewed, and whether it was added later."""
    words = OUTCOMES.get(row.outcome or "", UNREVIEWED)
    told = _("{outcome}, bổ sung sau").format(outcome=words) if row.added_later else words
    return Badge(told, _TONES[row.outcome])


def _urgency(row: RegistrationRow) -> tuple[bool, bool]:
    return (row.outcome is not None, not row.added_later)


def score_columns() -> tuple[GridColumn, ...]:
    """The unions of a round with their points and places."""
    score, rank, note = (_SCORE[name] for name in ("score", "rank", "note"))
    return (
        GridColumn(
            "code",
            _("Mã"),
            value=attrgetter("union.code"),
            width=80,
            muted=True,
            headers=_UNION["code"].headings,
            identifies=True,
        ),
        GridColumn(
            "union",
            _("Công đoàn cơ sở"),
            value=attrgetter("union.name"),
            sort=attrgetter("union.sort_key"),
            width=330,
            strong=True,
            headers=_UNION["name"].headings,
            identifies=True,
        ),
        GridColumn("area", _("Địa bàn"), value=attrgetter("union.area"), width=140),
        GridColumn("sector", _("Loại hình"), value=attrgetter("union.sector"), width=210),
        GridColumn("score", score.label, Score(), width=90, editable=True, headers=score.headings),
        GridColumn(
            "rank",
            rank.label,
            rank.kind,
            width=90,
            editable=True,
            headers=rank.headings,
            tip=_("Chữ nghiêng: xếp theo điểm, cùng điểm thì cùng thứ; gõ vào để ghi thứ khác"),
        ),
        GridColumn("note", note.label, note.kind, width=170, editable=True, headers=note.headings),
    )


def is_by_points(row: ScoreRow, column: str) -> bool:
    """Whether a place follows from the points, and was not entered."""
    return column == "rank" and row.entered_rank is None and row.place is not None
