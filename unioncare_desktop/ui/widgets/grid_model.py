"""The rows of a grid and what was typed into them: one model over plain objects, filtered and sorted in Python.

Rows keep their places while they are edited; `resort` moves them. Text that was refused stays until it is mended.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from unioncare_desktop import vietnamese
from unioncare_desktop.domain.kinds import Kind, Unreadable
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Tone, plain_tip

LONGEST_SHOWN = 500
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _READABLE | Qt.ItemFlag.ItemIsEditable
_TONES: dict[Severity, Tone] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "neutral"}
_WORST_FIRST = tuple(Severity)


@dataclass(frozen=True)
class Badge:
    """A value that is shown as a few words on a coloured ground."""

    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True)
class GridColumn:
    """A column: *name* is the attribute of the row it shows, unless *value* finds it otherwise; *width* is at 100 %.

    `status` columns show `Badge`s, and the row's first problem where there is one. `ordinal` columns count the rows.
    """

    name: str
    title: str
    kind: Kind | None = None
    width: int = 90
    value: Callable[[Any], Any] | None = None
    sort: Callable[[Any], Any] | None = None
    editable: bool = False
    frozen: bool = False
    strong: bool = False
    muted: bool = False
    status: bool = False
    ordinal: bool = False
    tip: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it is aligned to the right and summed in the status bar."""
        return self.ordinal or (self.kind is not None and self.kind.numeric)

    def value_of(self, row: object) -> Any:  # noqa: ANN401 - a value of the kind
        """What *row* has in this column."""
        return self.value(row) if self.value is not None else getattr(row, self.name)

    def show(self, value: object) -> str:
        """The text of a *value*; a blank is blank."""
        if value is None:
            return ""
        if isinstance(value, Badge):
            return value.text
        return self.kind.show(value) if self.kind is not None else str(value)

    def sort_key(self, value: object) -> Any:  # noqa: ANN401 - comparable within one column
        """What rows are ordered by; texts follow the Vietnamese alphabet."""
        if isinstance(value, str | Badge):
            return vietnamese.sort_key(self.show(value))
        return value


@dataclass(frozen=True)
class Entry:
    """What was typed or pasted into one cell."""

    key: Hashable
    column: str
    text: str


@dataclass(frozen=True)
class Refusal:
    """Text that stays in its cell although it could not be taken, and why."""

    text: str
    reason: str


class GridModel(QAbstractTableModel):
    """Rows by key. `entered` brings the `Entry`s of one user action for the page to save."""

    entered = Signal(object)

    def __init__(self, columns: Sequence[GridColumn], key: Callable[[Any], Hashable]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.faded: Callable[[Any], bool] | None = None
        self.editable = True
        self.about = ""
        self._titles = {column.name: column.title for column in columns}
        self._places = {column.name: place for place, column in enumerate(columns)}
        self._key = key
        self._rows: dict[Hashable, Any] = {}
        self._shown: list[Hashable] = []
        self._filter: Callable[[Any], bool] | None = None
        self._order: tuple[GridColumn, bool] | None = None
        self._problems: dict[Hashable, tuple[Problem, ...]] = {}
        self._by_cell: dict[tuple[Hashable, str], Problem] = {}
        self._refused: dict[tuple[Hashable, str], Refusal] = {}

    # Rows

    def set_rows(self, rows: Iterable[Any], problems: Mapping[Hashable, Sequence[Problem]] | None = None) -> None:
        """Show *rows*; *problems* by the key of a row are shown in the columns they name."""
        fresh = {self._key(row): row for row in rows}
        same = fresh.keys() == self._rows.keys()
        self._rows = fresh
        self._problems = {key: _worst_first(found) for key, found in (problems or {}).items() if found}
        self._by_cell = {
            (key, problem.field): problem for key, found in self._problems.items() for problem in reversed(found)
        }
        self._refused = {cell: refusal for cell, refusal in self._refused.items() if cell[0] in fresh}
        if same:
            self.repaint()
        else:
            self.resort()

    def set_filter(self, wanted: Callable[[Any], bool] | None) -> None:
        """Show only the rows that are *wanted*; an edited row stays until the filter is set again."""
        self._filter = wanted
        self.resort()

    def order_by(self, column: GridColumn, *, descending: bool = False) -> None:
        """Sort by *column*, blanks last."""
        self._order = (column, descending)
        self.resort()

    def resort(self) -> None:
        """Filter and sort again, moving what was edited to its place."""
        wanted = self._filter
        rows = [(key, row) for key, row in self._rows.items() if wanted is None or wanted(row)]
        if self._order is not None:
            rows = _sorted(rows, *self._order)
        shown = [key for key, _row in rows]
        if shown == self._shown:
            self.repaint()
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def repaint(self) -> None:
        """Tell that every cell may have changed, but no row moved."""
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.columns) - 1))

    def set_title(self, name: str, title: str) -> None:
        """Rename the column *name*: the previous quarter is another one each time."""
        self._titles[name] = title
        place = self._places[name]
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def key_at(self, row: int) -> Hashable:
        """The key of the row shown at a place."""
        return self._shown[row]

    def place_of(self, key: Hashable) -> int | None:
        """Where the row with this *key* is shown; None where it is filtered away."""
        return self._shown.index(key) if key in self._shown else None

    def place_of_column(self, name: str) -> int:
        """Where the column *name* stands."""
        return self._places[name]

    def shown_rows(self) -> list[Any]:
        """The rows in the order in which they are shown."""
        return [self._rows[key] for key in self._shown]

    def row_at(self, row: int) -> Any:  # noqa: ANN401 - the page's own rows
        """The row shown at a place."""
        return self._rows[self._shown[row]]

    # Cells

    def value(self, row: int, place: int) -> Any:  # noqa: ANN401 - a value of the column's kind
        """The stored value of a cell."""
        column = self.columns[place]
        return row + 1 if column.ordinal else column.value_of(self._rows[self._shown[row]])

    def text(self, row: int, place: int) -> str:
        """What a cell shows: refused text as it was typed, otherwise the stored value."""
        refusal = self._refused.get((self._shown[row], self.columns[place].name)) if self._refused else None
        if refusal is not None:
            return refusal.text
        return self.columns[place].show(self.value(row, place))

    def badge(self, row: int, place: int) -> Badge | None:
        """What a status cell shows: the row's first error or warning, otherwise its state."""
        problem = self._first_problem(self._shown[row])
        if problem is not None and problem.severity is not Severity.HINT:
            return Badge(problem.text, _TONES[problem.severity])
        value = self.value(row, place)
        return value if isinstance(value, Badge) or value is None else Badge(str(value))

    def problem(self, row: int, place: int) -> Problem | None:
        """What is wrong with a cell."""
        if not self._refused and not self._by_cell:
            return None
        cell = self._shown[row], self.columns[place].name
        refusal = self._refused.get(cell)
        return Problem(cell[1], refusal.reason) if refusal is not None else self._by_cell.get(cell)

    def _first_problem(self, key: Hashable) -> Problem | None:
        for (refused_key, name), refusal in self._refused.items():
            if refused_key == key:
                return Problem(name, refusal.reason)
        return next(iter(self._problems.get(key, ())), None)

    def problem_cells(self) -> list[tuple[int, int]]:
        """The cells with problems from top to bottom; a problem of no column stands at the status column."""
        status = next((place for place, column in enumerate(self.columns) if column.status), 0)
        names = {(key, problem.field) for key, found in self._problems.items() for problem in found}
        rows = {key: row for row, key in enumerate(self._shown)}
        cells = {(rows[key], self._places.get(name, status)) for key, name in names | set(self._refused) if key in rows}
        return sorted(cells)

    def is_editable(self, row: int, place: int) -> bool:
        """Whether something can be typed into a cell."""
        return self.editable and self.columns[place].editable and row < len(self._shown)

    def has_editable(self) -> bool:
        """Whether anything can be typed into the grid."""
        return self.editable and any(column.editable for column in self.columns)

    # Entering

    def enter(self, cells: Iterable[tuple[int, int, str]]) -> int:
        """Take what was typed or pasted into *cells* as one action; return how many texts were refused.

        What was refused before in the same rows is tried again: a figure may be right now that another was mended.
        """
        typed = {(self._shown[row], self.columns[place].name): text for row, place, text in cells}
        again = {
            cell: refusal.text for cell, refusal in self._refused.items() if cell[0] in {key for key, _name in typed}
        }
        entries: list[Entry] = []
        for (key, name), text in (again | typed).items():
            was_refused = self._refused.pop((key, name), None)
            column = self.columns[self._places[name]]
            try:
                value = column.kind.parse(text) if column.kind is not None else text or None
            except Unreadable as error:
                self._refused[key, name] = Refusal(text, str(error))
                continue
            if was_refused is not None or value != column.value_of(self._rows[key]):
                entries.append(Entry(key, name, text))
        self.repaint()
        if entries:
            self.entered.emit(entries)
        return sum(cell in self._refused for cell in typed)

    def refuse(self, key: Hashable, name: str, text: str, reason: str) -> None:
        """Keep *text* in its cell, in red, with the *reason* for which it was not saved."""
        self._refused[key, name] = Refusal(text, reason)
        self.repaint()

    @property
    def refused(self) -> list[tuple[Entry, str]]:
        """The texts that could not be taken, each with its reason."""
        return [(Entry(*cell, refusal.text), refusal.reason) for cell, refusal in self._refused.items()]

    def clear_refused(self) -> None:
        """Show the stored values again."""
        self._refused.clear()
        self.repaint()

    def forget_refused(self, row: int, place: int) -> bool:
        """Show the stored value of a cell again; whether there was refused text in it."""
        gone = self._refused.pop((self._shown[row], self.columns[place].name), None)
        self.repaint()
        return gone is not None

    # What Qt asks

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be selected; some can be edited."""
        return _EDITABLE if self.is_editable(index.row(), index.column()) else _READABLE

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's
        """The titles of the columns."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[column.name]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return plain_tip(column.tip) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Texts for the screen, for editors, for tips and for screen readers; the rest is the painter's business."""
        row, place = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            badge = self.badge(row, place) if self.columns[place].status else None
            return badge.text if badge is not None else self.text(row, place)[:LONGEST_SHOWN]
        if role == Qt.ItemDataRole.EditRole:
            return self.text(row, place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(row, place))
        return self._spoken(row, place) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what an editor holds."""
        if role == Qt.ItemDataRole.EditRole:
            self.enter([(index.row(), index.column(), str(value))])
        return True

    def _tip(self, row: int, place: int) -> str:
        if self.columns[place].status:
            key = self._shown[row]
            reasons = [refusal.reason for cell, refusal in self._refused.items() if cell[0] == key]
            return "\n".join([*reasons, *(problem.text for problem in self._problems.get(key, ()))])
        problem = self.problem(row, place)
        return problem.text if problem is not None else ""

    def _spoken(self, row: int, place: int) -> str:
        column = self.columns[place]
        subject = next((self.text(row, one) for one, other in enumerate(self.columns) if other.strong), "")
        problem = self.problem(row, place)
        text = self.data(self.index(row, place)) or _("trống")
        said = (subject if not column.strong else "", self.about, self._titles[column.name], text)
        return ", ".join(part for part in (*said, problem.text if problem else "") if part)


def _worst_first(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: _WORST_FIRST.index(problem.severity)))


def _sorted(rows: list[tuple[Hashable, Any]], column: GridColumn, descending: bool) -> list[tuple[Hashable, Any]]:  # noqa: FBT001 - a fact
    """The rows ordered by a column; blanks come last in both directions, equal ones keep their order."""
    value = column.sort or (lambda row: column.sort_key(column.value_of(row)))
    keyed = [(value(row), key, row) for key, row in rows]
    given = [one for one in keyed if one[0] is not None]
    given.sort(key=lambda one: one[0], reverse=descending)
    return [(key, row) for _value, key, row in given] + [(key, row) for value, key, row in keyed if value is None]
