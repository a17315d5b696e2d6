"""The provisional committee of a union that is yet to come: role, name, telephone, typed or taken from the officers.

Nothing is stored here; rows that are not complete say what they wait for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import MergerOfficer
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.mergers import NewOfficer
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.add_box import AddBox
from unioncare_desktop.ui.widgets.basics import Label, column, row

_FIELDS = fields_of(MergerOfficer)
_WIDTHS = {"role_id": 190, "name": 220, "phone": 120}
_REQUIRED = ("role_id", "name")
_FEWEST_ROWS, _EMPTY_ROWS = 3, 1
_HEIGHT = 138


@dataclass
class Line:
    """A person as it was typed so far."""

    key: int
    draft: Draft

    @property
    def touched(self) -> bool:
        """Whether anything was typed."""
        return any(self.draft.values.get(name) is not None for name in _WIDTHS)

    @property
    def missing(self) -> list[str]:
        """The labels of what is still to be typed."""
        values = self.draft.values
        return [_FIELDS[name].label for name in _REQUIRED if self.touched and values.get(name) is None]

    @property
    def badge(self) -> Badge | None:
        """What the row waits for."""
        words = _("thiếu {fields}").format(fields=", ".join(self.missing).lower())
        return Badge(words, "warning") if self.missing else None


class CommitteeGrid(QWidget):
    """A small table with an empty row at its end, and a line that offers the officers of the participants."""

    edited = Signal()

    def __init__(self, roles: Mapping[int, str]) -> None:
        super().__init__()
        self._keys = count(1)
        self._lines: list[Line] = []
        self._people: dict[int, OfficerRow] = {}
        self.grid = RecordGrid(_columns(roles), lambda line: line.key, filters=False)
        self.grid.setFixedHeight(theme.current().px(_HEIGHT))
        self.offered = AddBox(_("Lấy từ cán bộ của các đơn vị: gõ tên, ↓ để chọn"))
        self.offered.setAccessibleName(_("Cán bộ của các đơn vị"))
        label = Label(_("Lấy &người"))
        label.setBuddy(self.offered)
        self._offer = QWidget()
        self._offer.setLayout(row(label, self.offered, gap=8))
        self.setLayout(column(self.grid, self._offer, gap=8))
        self.grid.entered.connect(self._enter)
        self.grid.row_wanted.connect(self._go_to_empty)
        self.grid.delete_wanted.connect(self._delete)
        self.offered.added.connect(self._take)

    def show_officers(self, officers: Sequence[NewOfficer]) -> None:
        """Show *officers* instead of those that are there."""
        self.grid.clear_refused()
        self._lines = [self._line(one.role_id, one.name, one.phone) for one in officers]
        self._show()

    def offer(self, people: Sequence[OfficerRow]) -> None:
        """Offer these *people* by name."""
        self._people = {one.id: one for one in people}
        self.offered.set_options({one.id: f"{one.name}, {one.role} {one.union}" for one in people})
        self._offer.setVisible(bool(people))

    @property
    def officers(self) -> tuple[NewOfficer, ...]:
        """The rows that are complete."""
        self.grid.finish_editing()
        values = [line.draft.values for line in self._lines if line.touched and not line.missing]
        return tuple(NewOfficer(one["role_id"], one["name"], one["phone"]) for one in values)

    @property
    def problem(self) -> str:
        """Why the table cannot be taken as it is; empty where it can."""
        self.grid.finish_editing()
        if self.grid.refused:
            return _("Nhân sự lâm thời: {reason}.").format(reason=self.grid.refused[0][1].rstrip("."))
        missing = next((line.missing for line in self._lines if line.missing), [])
        fields = ", ".join(missing).lower()
        return _("Nhân sự lâm thời: có dòng thiếu {fields}.").format(fields=fields) if missing else ""

    # Rows

    def _line(self, role_id: int | None = None, name: str | None = None, phone: str | None = None) -> Line:
        draft = records.new(MergerOfficer, merger_id=0, role_id=role_id, name=name, phone=phone)
        return Line(next(self._keys), draft)

    def _show(self) -> None:
        while len(self._lines) < _FEWEST_ROWS or sum(not line.touched for line in self._lines) < _EMPTY_ROWS:
            self._lines.append(self._line())
        self.grid.set_rows(self._lines)

    def _enter(self, entries: Sequence[Entry]) -> None:
        by_key = {line.key: line for line in self._lines}
        for entry in entries:
            value = self.grid.model.column(entry.column).parse(entry.text)
            by_key[entry.key].draft.enter(entry.column, value)  # type: ignore[index] # keys are ours
        self._show()
        self.edited.emit()

    def _take(self, officer_id: int) -> None:
        """Somebody who is an officer already takes the first empty row."""
        one = self._people[officer_id]
        with_role = {role: role_id for role_id, role in self.grid.model.column("role_id").choices().items()}
        place = next(number for number, line in enumerate(self._lines) if not line.touched)
        self._lines[place] = self._line(with_role.get(one.role), one.name, one.phone)
        self._show()
        self.edited.emit()

    def _go_to_empty(self) -> None:
        empty = next(line for line in self._lines if not line.touched)
        self.grid.go_to(empty.key, "role_id")

    def _delete(self, keys: Sequence[object]) -> None:
        self._lines = [line for line in self._lines if line.key not in keys]
        self._show()
        self.edited.emit()


def _columns(roles: Mapping[int, str]) -> tuple[GridColumn, ...]:
    def of_field(name: str) -> GridColumn:
        described = _FIELDS[name]

        def value(line: Line) -> Any:  # noqa: ANN401 - a value of the field
            return line.draft.values.get(name)

        return GridColumn(
            name,
            described.label,
            described.kind,
            width=_WIDTHS[name],
            value=value,
            editable=True,
            strong=name == "name",
            headers=(described.label, *described.headers),
            options=roles if name == "role_id" else None,
        )

    return (*map(of_field, _WIDTHS), GridColumn("badge", _("Còn thiếu"), width=170, status=True))
