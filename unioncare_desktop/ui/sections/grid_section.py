"""A section whose rows are records of one type, edited in the cells of a grid."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.record import Record
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.services import office_lists
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.record_grid import Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.sections.section import Section

if TYPE_CHECKING:
    from unioncare_desktop.ui.work import Work

_LEAST_HEIGHT = 240


class GridSection(Section):
    """What is entered in a row is one action; what is refused stays in its cell with the reason."""

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
        names = [column.name for column in self.grid.model.columns if column.name in described]
        problems = {
            row.id: [problem for name in names for problem in described[name].problems(getattr(row, name), vars(row))]
            for row in rows
        }
        self.grid.set_rows(rows, problems)

    def _enter(self, entries: Sequence[Entry]) -> None:
        by_row: defaultdict[Any, dict[str, str]] = defaultdict(dict)
        for entry in entries:
            by_row[entry.key][entry.column] = entry.text
        for key, values in by_row.items():
            self._change(key, values)
        self.refresh()

    def _change(self, key: int, values: dict[str, str]) -> None:
        self.work.write(
            _("Sửa {list}").format(list=self.record_type.title),
            lambda session: office_lists.change(session, self.record_type, key, values),
            lambda error: self._refuse(key, values, error),
        )

    def _refuse(self, key: int, values: dict[str, str], error: UserError) -> None:
        for column, text in values.items():
            self.grid.refuse(key, column, text, str(error))
