"""The columns in which registrations are typed: what each shows, takes and proposes, and the sums below them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Day, Text
from unioncare_desktop.domain.records import Registration, Union
from unioncare_desktop.domain.records.awards import TITLE_FORMS
from unioncare_desktop.domain.records.registration import ACHIEVED, FAILED, OUTCOMES, PARTLY
from unioncare_desktop.i18n import _
from unioncare_desktop.services.registrations import CODE, KIND, UNION, RegistrationRow
from unioncare_desktop.ui.record_grid import Badge, GridColumn
from unioncare_desktop.ui.round_reading import RoundReading
from unioncare_desktop.ui.widgets.basics import Tone
from unioncare_desktop.ui.widgets.draft_grid import DayOf
from unioncare_desktop.vietnamese import show_whole

FIELDS = fields_of(Registration)
ROUND = "round_id"
_UNION = fields_of(Union)
_MORE = {
    "honorific": 78,
    "person": 150,
    "position": 170,
    "award": 170,
    "work_field": 120,
    "performer": 150,
    "due_on": 108,
    "recognised": 96,
    "in_programme": 96,
    "note": 200,
}
"""The fields behind those that every register has, and how wide they are."""
_SHORT = {
    "quantity": _("SL"),
    "registered_on": _("Ngày đăng ký"),
    "award": _("Khen thưởng"),
    "recognised": _("Công nhận"),
    "in_programme": _("Cập nhật"),
}
_TONES: Mapping[str, Tone] = {ACHIEVED: "good", PARTLY: "warning", FAILED: "error"}


@dataclass
class Offered:
    """What the cells propose at the moment; a page takes it over from what it has read."""

    year: int | None = None
    unions: Mapping[Any, str] = field(default_factory=dict)
    kinds: Mapping[Any, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    """The form of each kind, by its name."""
    titles: Mapping[str, list[str]] = field(default_factory=dict)
    award_forms: list[str] = field(default_factory=list)

    def take(self, reading: RoundReading) -> None:
        """Propose what belongs to a round."""
        self.year = reading.round.year
        self.unions = {union.id: union.name for union in reading.unions.values()}
        self.kinds = {one.id: one.name for one in reading.kinds}
        self.forms = {one.name: one.form for one in reading.kinds}
        self.titles = reading.titles
        self.award_forms = reading.award_forms

    def contents(self, text: Callable[[str], str]) -> Mapping[Any, str]:
        """The titles of the catalogue where the kind of a row names titles."""
        form = self.forms.get(text(KIND), "")
        return _by_name(self.titles.get(form, [])) if form in TITLE_FORMS else {}


def _by_name(names: Sequence[str]) -> dict[str, str]:
    return {name: name for name in names}


def columns(offered: Offered) -> tuple[GridColumn, ...]:
    """Those that every register has, the state, then what belongs to some kinds only."""
    return (
        GridColumn("number", _("STT"), width=48, ordinal=True, frozen=True),
        GridColumn(
            CODE,
            _("Mã"),
            Text(),
            value=attrgetter("union.code"),
            width=76,
            frozen=True,
            editable=True,
            muted=True,
            headers=_UNION["code"].headings,
        ),
        GridColumn(
            UNION,
            FIELDS[UNION].label,
            Text(),
            value=attrgetter("union.name"),
            sort=attrgetter("union.sort_key"),
            width=282,
            frozen=True,
            editable=True,
            strong=True,
            headers=(FIELDS[UNION].label, *_UNION["name"].headings),
            offers=lambda _text: offered.unions,
        ),
        GridColumn(
            KIND,
            _("Loại đăng ký"),
            Text(),
            value=attrgetter("kind"),
            width=158,
            editable=True,
            headers=FIELDS[KIND].headings,
            offers=lambda _text: offered.kinds,
        ),
        _typed("content", 230, offered, offers=offered.contents),
        _typed("quantity", 68, offered),
        _typed("registered_on", 118, offered),
        GridColumn("state", _("Lưu ý"), value=state, status=True, width=150),
        *(_typed(name, width, offered, **_proposals(name, offered)) for name, width in _MORE.items()),
        GridColumn(
            ROUND,
            FIELDS[ROUND].label,
            Text(),
            value=attrgetter("round.name"),
            width=90,
            editable=True,
            muted=True,
            tip=_("Đợt đang mở; dòng dán vào mà ghi đợt khác thì không nhận"),
            headers=FIELDS[ROUND].headings,
        ),
    )


def _proposals(name: str, offered: Offered) -> dict[str, Any]:
    return {"offers": lambda _text: _by_name(offered.award_forms)} if name == "award" else {}


def _typed(name: str, width: int, offered: Offered, **more: Any) -> GridColumn:  # noqa: ANN401 - options of a column
    described = FIELDS[name]
    kind = DayOf(of=lambda: offered.year) if isinstance(described.kind, Day) else described.kind
    title = _SHORT.get(name, described.label)
    return GridColumn(name, title, kind, width, editable=True, tip=described.label, headers=described.headings, **more)


def state(row: RegistrationRow) -> Badge:
    """What became of a registration, as far as it is known."""
    if row.outcome is not None:
        return Badge(OUTCOMES[row.outcome], _TONES[row.outcome])
    return Badge(_("bổ sung sau") if row.added_later else "")


def totals_row(rows: Sequence[RegistrationRow], unit: str) -> dict[str, str]:
    """What stands below the columns: how many registrations of how many units, and the sum of their quantities."""
    words = _("Cộng {count} đăng ký của {unions} {unit}").format(
        count=show_whole(len(rows)), unions=show_whole(len({row.union.id for row in rows})), unit=unit
    )
    return {UNION: words, "quantity": show_whole(sum(row.quantity for row in rows))}
