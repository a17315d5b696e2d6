"""One merger as it is typed: who takes part, what comes out of it, who leads it. It stores nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from unioncare_desktop import clock
from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.domain.records import Area, Bloc, Merger, OfficerRole, Sector
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.domain.records.merger import ABSORBED, FOUNDED_NEW
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import Problem
from unioncare_desktop.i18n import _
from unioncare_desktop.services import count_figures, office, office_lists, officers, periods, records, unions
from unioncare_desktop.services.mergers import MergerDraft, NewOfficer
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.services.registry import Entry
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_form import Group, RecordForm
from unioncare_desktop.ui.record_grid import GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.add_box import AddBox
from unioncare_desktop.ui.widgets.basics import Chip, Label, Notice, column, row
from unioncare_desktop.ui.widgets.committee_grid import CommitteeGrid
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session

PAPER = ("decision", "decided_on", "effective_on", "proposal", "proposed_on", "note")
"""The fields of a merger that its papers say."""
OWN = ("name", "chair")
NEW_UNION = ("code", "bloc_id", "area_id", "sector_id")
"""Those that only a new union has."""
_LISTS: dict[str, type[ListEntry]] = {"bloc_id": Bloc, "area_id": Area, "sector_id": Sector}
_SHORT_LABELS = {"bloc_id": _("Khối"), "area_id": _("Địa bàn"), "sector_id": _("Loại hình")}
_NEW, _UNUSED = 0, 0
_PARTS_HEIGHT = 154
People = Callable[[Sequence[int]], list[OfficerRow]]
"""The officers of some unions by their ids."""


@dataclass(frozen=True)
class Surroundings:
    """What the mergers of one wizard choose from: unions with their members in a period, lists, roles."""

    span: Span
    entries: Mapping[int, Entry]
    lists: Mapping[str, Mapping[int, str]]
    roles: Mapping[int, str]
    more_than: int | None

    @staticmethod
    def read(session: "Session", span: Span) -> "Surroundings":
        """Those of the office, with the members of *span*."""
        today = clock.today()
        members = count_figures.members(session, span)
        return Surroundings(
            span,
            {one.id: Entry(one, members.get(one.id)) for one in unions.listed(session, with_closed=True)},
            {name: office_lists.offered(session, kind, today) for name, kind in _LISTS.items()},
            office_lists.offered(session, OfficerRole, today),
            office.thresholds(session, span.end).get("merged_above"),
        )

    def members(self, union_ids: Sequence[int]) -> int:
        """The members of unions together; those that did not report count nothing."""
        return sum(self.entries[one].members or 0 for one in union_ids)

    def name(self, union_id: int | None) -> str | None:
        """The name of a union; None for none."""
        return self.entries[union_id].union.name if union_id is not None else None

    def names(self, union_ids: Sequence[int]) -> str:
        """The names of unions in one line."""
        return ", ".join(self.entries[one].union.name for one in union_ids)

    def largest(self, union_ids: Sequence[int]) -> int | None:
        """The union with the most members, of several the first; None where there is none."""
        return max(union_ids, key=lambda one: self.entries[one].members or 0, default=None)

    def like_largest(self, union_ids: Sequence[int]) -> dict[str, int | None]:
        """Bloc, area and sector of the largest union, by the names of a merger's fields."""
        largest = self.largest(union_ids)
        row = self.entries[largest].union if largest is not None else None
        return {
            f"{name}_id": next((one for one, words in self.lists[f"{name}_id"].items() if words == value), None)
            for name in ("bloc", "area", "sector")
            if (value := getattr(row, name, None)) is not None
        }

    def draft(self, union_ids: Sequence[int]) -> MergerDraft:
        """A merger of some unions into the largest of them."""
        return self.named(MergerDraft(ABSORBED, tuple(union_ids), self.span, result_id=self.largest(union_ids)))

    def named(self, draft: MergerDraft) -> MergerDraft:
        """The same; where it says no name, that of the union which takes the others in."""
        return replace(draft, name=draft.name or self.name(draft.result_id) or "")


@dataclass
class GroupEdit:
    """A merger being edited: *draft* holds its own fields, *merger_id* is the proposal that it was opened from."""

    key: int
    draft: Draft
    units: list[int]
    result_id: int | None
    officers: tuple[NewOfficer, ...] = ()
    merger_id: int | None = None
    original: tuple[Any, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.original = self._told()

    @staticmethod
    def of(key: int, draft: MergerDraft, merger_id: int | None = None) -> "GroupEdit":
        """What *draft* says, to be edited."""
        names = ("name", "kind", *NEW_UNION, *PAPER, "chair")
        values = {name: getattr(draft, name) for name in names}
        typed = records.new(Merger, period_id=_UNUSED, **(values | {"name": draft.name or None}))
        typed.original = dict(typed.values)
        return GroupEdit(key, typed, list(draft.union_ids), draft.result_id, draft.officers, merger_id)

    def _told(self) -> tuple[Any, ...]:
        return (tuple(self.units), self.result_id, self.officers)

    @property
    def dirty(self) -> bool:
        """Whether closing would lose something."""
        return self.draft.dirty or self._told() != self.original

    @property
    def founds(self) -> bool:
        """Whether a new union comes out of it."""
        return bool(self.draft.values["kind"] == FOUNDED_NEW)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with what comes out of it; its papers are looked at by themselves."""
        shown = (*OWN, *(NEW_UNION if self.founds else ()))
        return [one for one in self.draft.errors if one.field in shown]

    def merger(self, span: Span, paper: Mapping[str, Any]) -> MergerDraft:
        """It as the service takes it; what *paper* says holds over its own."""
        values: dict[str, Any] = {name: self.draft.values.get(name) for name in ("kind", *OWN, *PAPER)}
        values |= {name: value for name, value in paper.items() if value is not None}
        if self.founds:
            values |= {name: self.draft.values.get(name) for name in NEW_UNION}
        return MergerDraft(
            union_ids=tuple(self.units),
            result_id=None if self.founds else self.result_id,
            period=span,
            officers=self.officers,
            **values,
        )

    def choose_result(self, union_id: int | None, around: Surroundings) -> None:
        """Let the others go into *union_id*, or into a new one like the largest; a name that was not typed follows."""
        values = self.draft.values
        if values.get("name") in (None, around.name(self.result_id)):
            values["name"] = around.name(union_id)
        self.result_id = union_id
        values["kind"] = FOUNDED_NEW if union_id is None else ABSORBED
        if self.founds:
            values |= {name: value for name, value in around.like_largest(self.units).items() if values[name] is None}


def shown_period(session: "Session", context: Context) -> Span:
    """The period that the window shows; without one, the newest that has figures."""
    if context.period:
        return Span.parse(context.period)
    return periods.newest_with_counts(session) or Span.quarter_of(clock.today())


def new_paper(**values: object) -> Draft:
    """A draft in which only the papers of a merger are looked at."""
    draft = records.new(Merger, name="-", period_id=_UNUSED, **values)
    draft.original = dict(draft.values)
    return draft


class GroupForm(QWidget):
    """Shows one `GroupEdit` at a time and writes what is typed into it."""

    edited = Signal()

    def __init__(self, around: Surroundings, people: People, edit: GroupEdit) -> None:
        super().__init__()
        self._around, self._people, self.edit = around, people, edit
        self.taken: set[int] = set()
        """The unions of other groups, which are not offered."""
        self.parts = RecordGrid(_part_columns(around.span), lambda entry: entry.union.id, filters=False)
        self.parts.select_whole_rows()
        self.parts.setFixedHeight(theme.current().px(_PARTS_HEIGHT))
        self.add = AddBox(_("gõ tên hoặc mã, ↓ để chọn"))
        self.result, self.sum, self.notice = QComboBox(), Chip(), Notice()
        self.own = RecordForm(Merger, (Group("", OWN),), across=1)
        self.new = RecordForm(Merger, (Group("", NEW_UNION),), options=around.lists, labels=_SHORT_LABELS)
        self.committee = CommitteeGrid(around.roles)
        self._lay_out()
        self.parts.delete_wanted.connect(self._remove)
        self.parts.row_wanted.connect(self.add.setFocus)
        self.add.added.connect(self._add)
        self.add.unknown.connect(self._unknown)
        self.result.activated.connect(self._choose)
        for form in (self.own, self.new):
            form.edited.connect(lambda _name: self._tell())
        self.committee.edited.connect(self._tell)
        self.show_group(edit)

    def _lay_out(self) -> None:
        adding, resulting = Label(_("Thêm đơn &vị")), Label(_("&Sau khi ghép"))
        adding.setBuddy(self.add)
        resulting.setBuddy(self.result)
        left = column(
            row(Label(_("Các đơn vị, {period}").format(period=self._around.span.title), "heading"), self.sum, 1),
            self.parts,
            row(adding, self.add, gap=8),
            Label(_("Ctrl+Delete bỏ đơn vị đang chọn khỏi nhóm"), "small"),
            1,
        )
        right = column(column(resulting, self.result, gap=3), self.own, self.new, 1, gap=10)
        both = row(left, right, gap=20)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        hint = Label(_("Gõ chức danh, họ tên vào dòng trống; Alt+↓ chọn chức danh"), "small")
        heading = row(Label(_("Ban Chấp hành lâm thời"), "heading"), hint, 1, gap=12)
        self.setLayout(column(self.notice, both, heading, self.committee, 1, gap=10))
        self.result.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.result.setMinimumContentsLength(24)

    # What is shown

    def show_group(self, edit: GroupEdit) -> None:
        """Show *edit*; what was typed for the one before is in that one already."""
        self.edit = edit
        self.notice.show_text("")
        self.own.set_draft(edit.draft)
        self.new.set_draft(edit.draft)
        self.committee.show_officers(edit.officers)
        self._show_parts()

    def _show_parts(self) -> None:
        edit = self.edit
        entries = [self._around.entries[one] for one in edit.units]
        self.parts.set_rows(entries)
        self.result.clear()
        for entry in entries:
            self.result.addItem(_("sáp nhập vào {name}").format(name=entry.union.name), entry.union.id)
        self.result.addItem(_("hợp nhất thành một đơn vị mới"), _NEW)
        self.result.setCurrentIndex(self.result.findData(edit.result_id or _NEW))
        self.new.setVisible(edit.founds)
        self.committee.offer(self._people(edit.units))
        self._offer_units()
        self._tell_sum()

    def _offer_units(self) -> None:
        left = self.taken | set(self.edit.units)
        entries = (one for one in self._around.entries.values() if one.union.alive and one.union.reports)
        self.add.set_options({one.union.id: _named(one) for one in entries if one.union.id not in left})

    def _tell_sum(self) -> None:
        total, limit = self._around.members(self.edit.units), self._around.more_than
        text = _("{count} đoàn viên").format(count=show_whole(total))
        if limit is not None and total <= limit:
            self.sum.show_text(_("{sum}: chưa trên {limit}").format(sum=text, limit=show_whole(limit)), "warning")
        else:
            self.sum.show_text(text, "good")

    # What the user does

    def take_in(self) -> None:
        """Write what is still being typed into the group."""
        self.own.take_in()
        self.new.take_in()
        self.edit.officers = self.committee.officers

    def show_problems(self) -> bool:
        """Show what is wrong with the group's own fields, and go there; whether there was anything."""
        self.take_in()
        for form in (self.new, self.own):
            form.show_problems()
        self.notice.show_text(self.committee.problem)
        return bool(self.committee.problem or self.edit.problems)

    def _tell(self) -> None:
        self.take_in()
        self.edited.emit()

    def _add(self, union_id: int) -> None:
        self.notice.show_text("")
        self.edit.units.append(union_id)
        if self.edit.result_id is None and not self.edit.founds:
            self._choose_largest()
        self._show_parts()
        self._tell()

    def _unknown(self, text: str) -> None:
        sentence = _("Không còn đơn vị nào đang hoạt động tên “{text}”. Hãy gõ một phần tên rồi bấm ↓ để chọn.")
        self.notice.show_text(sentence.format(text=text))

    def _remove(self, keys: Sequence[object]) -> None:
        edit = self.edit
        edit.units = [one for one in edit.units if one not in keys]
        if edit.result_id not in edit.units and not edit.founds:
            self._choose_largest()
        self._show_parts()
        self._tell()

    def _choose_largest(self) -> None:
        edit = self.edit
        self._choose_result(self._around.largest(edit.units))

    def _choose(self) -> None:
        self._choose_result(self.result.currentData() or None)
        self._tell()

    def _choose_result(self, union_id: int | None) -> None:
        edit = self.edit
        edit.choose_result(union_id, self._around)
        self.own.set_draft(edit.draft)
        self.new.set_draft(edit.draft)
        self.new.setVisible(edit.founds)


def people_of(session: "Session", union_ids: Sequence[int]) -> list[OfficerRow]:
    """The officers of unions whose terms are not over."""
    today = clock.today()
    found = (one for union_id in union_ids for one in officers.listed(session, today, union_id))
    return [one for one in found if one.term.holds(today)]


def _named(entry: Entry) -> str:
    members = _("chưa báo cáo") if entry.members is None else show_whole(entry.members)
    code = f", {entry.union.code}" if entry.union.code else ""
    return f"{entry.union.name} ({members}{code})"


def _part_columns(span: Span) -> tuple[GridColumn, ...]:
    def of_union(name: str, title: str, width: int, **more: Any) -> GridColumn:  # noqa: ANN401 - options of a column
        return GridColumn(name, title, value=lambda entry: getattr(entry.union, name), width=width, **more)

    return (
        of_union("name", _("Tên công đoàn"), 290),
        GridColumn("members", _("Đoàn viên"), Whole(), width=94, tip=span.title),
        of_union("bloc", _("Khối"), 118),
        of_union("area", _("Địa bàn"), 96),
        of_union("code", _("Mã"), 70, muted=True),
    )
