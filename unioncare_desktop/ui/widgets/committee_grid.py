"""The provisional committee of a union that is yet to come: role, name, telephone, typed or taken from the officers.

Nothing is stored here; rows that are not complete say what they wait for.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.draft import Draft
from unioncare_desktop.domain.records import MergerOfficer
from unioncare_desktop.i18n import _
from unioncare_desktop.services import records
from unioncare_desktop.services.mergers import NewOfficer
from unioncare_desktop.services.officers import OfficerRow
from unioncare_desktop.ui.widgets.add_box import AddBox
from unioncare_desktop.ui.widgets.basics import Label, column, row
from unioncare_desktop.ui.widgets.draft_grid import DraftGrid, draft_columns, state_column

_WIDTHS = {"role_id": 190, "name": 220, "phone": 120}
_REQUIRED = ("role_id", "name")
_HEIGHT = 138


class CommitteeGrid(QWidget):
    """A small table with an empty row at its end, and a line that offers the officers of the participants."""

    edited = Signal()

    def __init__(self, roles: Mapping[int, str]) -> None:
        super().__init__()
        self._people: dict[int, OfficerRow] = {}
        columns = draft_columns(MergerOfficer, _WIDTHS, role_id={"options": roles}, name={"strong": True})
        self._table = DraftGrid((*columns, state_column()), _draft, _REQUIRED, height=_HEIGHT)
        self.grid = self._table.grid
        self.offered = AddBox(_("Lấy từ cán bộ của các đơn vị: gõ tên, ↓ để chọn"))
        self.offered.setAccessibleName(_("Cán bộ của các đơn vị"))
        label = Label(_("Lấy &người"))
        label.setBuddy(self.offered)
        self._offer = QWidget()
        self._offer.setLayout(row(label, self.offered, gap=8))
        self.setLayout(column(self._table, self._offer, gap=8))
        self._table.edited.connect(self.edited)
        self.offered.added.connect(self._take)

    def show_officers(self, officers: Sequence[NewOfficer]) -> None:
        """Show *officers* instead of those that are there."""
        self._table.show_drafts(_draft(one.role_id, one.name, one.phone) for one in officers)

    def offer(self, people: Sequence[OfficerRow]) -> None:
        """Offer these *people* by name."""
        self._people = {one.id: one for one in people}
        self.offered.set_options({one.id: f"{one.name}, {one.role} {one.union}" for one in people})
        self._offer.setVisible(bool(people))

    @property
    def officers(self) -> tuple[NewOfficer, ...]:
        """The rows that are complete."""
        self.grid.finish_editing()
        whole = [line.draft.values for line in self._table.lines if line.touched and not line.missing]
        return tuple(NewOfficer(one["role_id"], one["name"], one["phone"]) for one in whole)

    @property
    def problem(self) -> str:
        """Why the table cannot be taken as it is; empty where it can."""
        self.grid.finish_editing()
        if self.grid.refused:
            return _("Nhân sự lâm thời: {reason}.").format(reason=self.grid.refused[0][1].rstrip("."))
        missing = next((line.missing for line in self._table.lines if line.missing), ())
        return _("Nhân sự lâm thời: có dòng {missing}.").format(missing=missing[0].text) if missing else ""

    def _take(self, officer_id: int) -> None:
        """Somebody who is an officer already takes the first empty row."""
        one = self._people[officer_id]
        with_role = {role: role_id for role_id, role in self.grid.model.column("role_id").choices().items()}
        self._table.add(_draft(with_role.get(one.role), one.name, one.phone))


def _draft(role_id: int | None = None, name: str | None = None, phone: str | None = None) -> Draft:
    return records.new(MergerOfficer, merger_id=0, role_id=role_id, name=name, phone=phone)
