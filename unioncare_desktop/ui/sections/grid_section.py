"""A section whose rows are records of one type, edited in the cells of a grid."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office_lists
from unioncare_desktop.storage.history import EDIT, PASTE
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.sections.section import Section
from unioncare_desktop.vietnamese import show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_LEAST_HEIGHT = 240


class GridSection(Section):
    """What is typed or pasted is one action; what is refused stays in its cell with the reason."""

    def __init__(
        self,
        work: "Work",
        context: Context,
        title: str,
        about: str,
        record_type: type[Record],
        columns: Sequence[GridColumn],
    ) -> None:
        super().__init__(work, context, title, about)
        self.record_type = record_type
        self.grid = RecordGrid(
            columns,
            look=context.settings.grids.setdefault(f"list {record_type.__tablename__}", {}),
            filters=False,
            enter_moves=context.settings.enter_moves,
        )
        self.grid.entered.connect(self._enter)
        self.grid.said.connect(self.said)
        self.grid.setMinimumHeight(_LEAST_HEIGHT)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show *rows*, and what looks odd in their cells."""
        described = fields_of(self.record_type)
        columns = [column for column in self.grid.model.columns if column.name in described]
        values = {row.id: {column.name: column.value_of(row) for column in columns} for row in rows}
        problems = {
            row_id: [problem for name, value in own.items() for problem in described[name].problems(value, own)]
            for row_id, own in values.items()
        }
        self.grid.set_rows(rows, problems)

    def _enter(self, entries: Sequence[Entry]) -> None:
        typed: defaultdict[Any, dict[str, str]] = defaultdict(dict)
        for entry in entries:
            typed[entry.key][entry.column] = entry.text
        errors: list[UserError] = []
        pasted = self.grid.view.pasting
        refused = self.work.write(
            self._action(len(entries)),
            lambda session: office_lists.change_many(session, self.record_type, typed),
            errors.append,
            kind=PASTE if pasted else EDIT,
        )
        for key, error in (dict.fromkeys(typed, errors[0]) if refused is None else refused).items():
            for column, text in typed[key].items():
                self.grid.refuse(key, column, text, str(error))
        self.refresh()

    def _action(self, count: int) -> str:
        """What the history and undoing call it."""
        words = _("Sửa {list}") if count == 1 else _("Sửa {count} ô, {list}")
        return words.format(list=self.record_type.title, count=show_whole(count))
