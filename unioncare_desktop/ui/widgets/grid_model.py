"""The rows of a grid and what was typed into them: one model over plain objects, filtered and sorted in Python.

Rows keep their places while they are edited; `resort` moves them. Text that was refused stays until it is mended.
A grid that `adds` ends with a blank line: what is typed or pasted there waits in its line until `settle` tells which
row it has become. Lines are neither filtered nor sorted; `resort` puts those that still wait below all rows.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from unioncare_desktop.domain.judgement import Fate, Judgement, NewRow
from unioncare_desktop.domain.kinds import Unreadable
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Tone, plain_tip
from unioncare_desktop.ui.widgets.blank_lines import WAITS, BlankLines
from unioncare_desktop.ui.widgets.grid_cell import Entry, Proposed, Refusal
from unioncare_desktop.ui.widgets.grid_column import Badge, GridColumn

LONGEST_SHOWN = 500
_A_FEW = 8
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_READABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _READABLE | Qt.ItemFlag.ItemIsEditable
_TONES: dict[Severity, Tone] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "neutral"}
_WORST_FIRST = tuple(Severity)


Faded = Callable[[Any, str], bool]
"""Whether the figure of a row in the column of a name was taken over and nobody has confirmed it."""


class GridModel(QAbstractTableModel):
    """Rows by key. `entered` brings the `Entry`s of one user action for the page to save."""

    entered = Signal(object)

    def __init__(self, columns: Sequence[GridColumn], key: Callable[[Any], Hashable]) -> None:
        super().__init__()
        self.all_columns = tuple(columns)
        self.columns = self.all_columns
        """Those that are shown, from left to right as they are seen."""
        self.faded: Faded | None = None
        self.editable = True
        self.about = ""
        self.adds = ""
        """What a blank line at the end invites to; without it there is none."""
        self._titles = {column.name: column.title for column in columns}
        self._known = {column.name: column for column in columns}
        self._places = {column.name: place for place, column in enumerate(columns)}
        self._key = key
        self._rows: dict[Hashable, Any] = {}
        self._shown: list[Hashable] = []
        self._row_of: dict[Hashable, int] = {}
        self._filter: Callable[[Any], bool] | None = None
        self._order: tuple[GridColumn, bool] | None = None
        self._problems: dict[Hashable, tuple[Problem, ...]] = {}
        self._by_cell: dict[tuple[Hashable, str], Problem] = {}
        self._refused: dict[Hashable, dict[str, Refusal]] = {}
        self._proposed: dict[Hashable, dict[str, Proposed]] = {}
        self._lines = BlankLines()
        self._became: dict[NewRow, Hashable] = {}
        self._arrived: list[Hashable] = []
        self._taking = False

    # Rows

    def set_rows(self, rows: Iterable[Any], problems: Mapping[Any, Sequence[Problem]] | None = None) -> None:
        """Show *rows*; *problems* by the key of a row are shown in the columns they name.

        In a grid that takes new rows, a few that have come stand below the others until they are sorted again.
        """
        fresh = {self._key(row): row for row in rows}
        before, self._rows = self._rows, fresh
        self._problems = {key: _worst_first(found) for key, found in (problems or {}).items() if found}
        self._by_cell = {
            (key, problem.field): problem for key, found in self._problems.items() for problem in reversed(found)
        }
        self._refused = {
            key: refused for key, refused in self._refused.items() if key in fresh or isinstance(key, NewRow)
        }
        if fresh.keys() == before.keys():
            self.repaint()
        elif self.adds and (self._taking or self._few_arrive(before, fresh)):
            self._arrived += [key for key in fresh if key not in before]
            self._place_arrived()
        else:
            self.resort()

    def _few_arrive(self, before: Mapping[Hashable, Any], fresh: Mapping[Hashable, Any]) -> bool:
        """Whether these are mostly the rows that were there *before*, so that all of them may keep their places."""
        strangers = fresh.keys() - before.keys() - set(self._became.values())
        return len(strangers) <= _A_FEW and bool(before.keys() & fresh.keys() or self._became)

    def update_rows(self, rows: Iterable[Any], problems: Mapping[Any, Sequence[Problem]]) -> None:
        """Show these rows anew, with the *problems* of each by its key; all others stay as they are.

        Rows that were not there before stand below the others until they are sorted again.
        """
        fresh = {self._key(row): row for row in rows}
        for key, row in fresh.items():
            if key not in self._rows:
                self._arrived.append(key)
            self._rows[key] = row
            for before in self._problems.pop(key, ()):
                self._by_cell.pop((key, before.field), None)
            if found := _worst_first(problems.get(key, ())):
                self._problems[key] = found
                self._by_cell |= {(key, problem.field): problem for problem in reversed(found)}
        if self._arrived:
            self._place_arrived()
        self.repaint_rows(fresh)

    def set_filter(self, wanted: Callable[[Any], bool] | None) -> None:
        """Show only the rows that are *wanted*; an edited row stays until the filter is set again."""
        self._filter = wanted
        self.resort()

    def order_by(self, column: GridColumn | None, *, descending: bool = False) -> None:
        """Sort by *column*, blanks last; without one, show the rows in the order in which they are given."""
        self._order = (column, descending) if column is not None else None
        self.resort()

    def resort(self) -> None:
        """Filter and sort again, moving what was edited to its place."""
        wanted = self._filter
        rows = [(key, row) for key, row in self._rows.items() if wanted is None or wanted(row)]
        if self._order is not None:
            rows = _sorted(rows, *self._order)
        self._arrived.clear()
        self._forget_lines_of_rows()
        self._show_keys([key for key, _row in rows] + self._lines_at_end())

    def _show_keys(self, shown: list[Hashable]) -> None:
        """Show these rows and lines, in this order."""
        if shown == self._shown:
            self.repaint()
            return
        self.beginResetModel()
        self._shown = shown
        self._row_of = {key: row for row, key in enumerate(shown)}
        self.endResetModel()

    def repaint(self) -> None:
        """Tell that every cell may have changed, but no row moved."""
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.columns) - 1))

    def repaint_rows(self, keys: Collection[Hashable]) -> None:
        """Tell that the cells of a few rows may have changed; painting all others again would cost a frame."""
        if len(keys) > _A_FEW:
            self.repaint()
            return
        for row in (self._row_of[key] for key in keys if key in self._row_of):
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def set_title(self, name: str, title: str) -> None:
        """Rename the column *name*: the previous quarter is another one each time."""
        self._titles[name] = title
        place = self._places.get(name)
        if place is not None:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def key_at(self, row: int) -> Hashable:
        """The key of the row shown at a place."""
        return self._shown[row]

    def place_of(self, key: Hashable) -> int | None:
        """Where the row with this *key* is shown, also if it was a blank line; None where it is filtered away."""
        return self._row_of.get(self._now(key))

    def shown_rows(self) -> list[Any]:
        """The rows in the order in which they are shown."""
        return [self._rows[key] for key in self._shown if not isinstance(key, NewRow)]

    def all_rows(self) -> Collection[Any]:
        """The rows that are shown and those that are filtered away."""
        return self._rows.values()

    def rows_by_key(self) -> Iterable[tuple[Hashable, Any]]:
        """All rows, also those that are filtered away, each with its key."""
        return self._rows.items()

    def row_at(self, row: int) -> Any:  # noqa: ANN401 - the page's own rows
        """The row shown at a place, which is no blank line."""
        return self._rows[self._shown[row]]

    # Blank lines

    def set_editable(self, editable: bool) -> None:  # noqa: FBT001 - Qt's manner
        """Whether anything can be typed; where nothing can, there is no blank line."""
        self.editable = editable
        self.end_with_blanks()
        self.repaint()

    def is_line(self, row: int) -> bool:
        """Whether at a place there is a line that is no row yet."""
        return isinstance(self._shown[row], NewRow)

    def invitation(self, row: int, place: int) -> str:
        """What a line in which nothing stands invites to, in the first cell that takes something."""
        line = self._shown[row]
        if not isinstance(line, NewRow) or self._lines.texts(line) or self._proposed:
            return ""
        first = next((number for number, column in enumerate(self.columns) if column.editable), -1)
        return self.adds if place == first else ""

    def end_with_blanks(self, count: int = 1) -> None:
        """See to it that there are *count* blank lines at the end; none where nothing can be typed."""
        wanted = count if self.adds and self.editable else 0
        rows = len(self._shown)
        present = rows - self.first_blank()
        if present < wanted:
            self.beginInsertRows(QModelIndex(), rows, rows + wanted - present - 1)
            self._shown += [self._lines.new() for _line in range(wanted - present)]
            self._row_of |= {key: row for row, key in enumerate(self._shown[rows:], rows)}
            self.endInsertRows()
        elif present > wanted:
            self.beginRemoveRows(QModelIndex(), rows - present + wanted, rows - 1)
            for key in self._shown[rows - present + wanted :]:
                del self._row_of[key]
            del self._shown[rows - present + wanted :]
            self.endRemoveRows()

    def first_blank(self) -> int:
        """The place of the first of the blank lines at the end; where there is none, the one below all rows."""
        row = len(self._shown)
        while row and self._is_blank_line(self._shown[row - 1]):
            row -= 1
        return row

    def _is_blank_line(self, key: Hashable) -> bool:
        return isinstance(key, NewRow) and not self._lines.texts(key) and key not in self._refused

    def line_at(self, row: int) -> Hashable | None:
        """The key at a place below all rows, where as many lines are made as that needs; None where there are none."""
        if row >= len(self._shown):
            self.end_with_blanks(row + 1 - self.first_blank())
        return self._shown[row] if row < len(self._shown) else None

    def drop_lines(self, lines: Collection[Hashable]) -> None:
        """Forget what stands in these lines."""
        for line in lines:
            if isinstance(line, NewRow):
                self._lines.drop(line)
                self._refused.pop(line, None)
        self._show_keys([key for key in self._shown if key not in lines])
        self.end_with_blanks()

    def settle(self, added: Mapping[NewRow, Hashable], waiting: Mapping[NewRow, str]) -> None:
        """Lines have become the rows with the keys *added*, or are *waiting* for what they lack, in words."""
        self._became |= added
        for line, why in waiting.items():
            self._lines.wait(line, why)
        if added:
            self._place_arrived()
        self.repaint_rows(waiting)

    def _now(self, key: Hashable) -> Hashable:
        """The key of the row that a line has become, otherwise *key* itself."""
        became = self._became.get(key, key) if isinstance(key, NewRow) else key
        return became if became in self._rows else key

    def _place_arrived(self) -> None:
        """Show rows that have come: in the place of their line, others below all rows; those that are gone leave."""
        if self._taking:
            return
        shown = [self._now(key) for key in self._shown]
        shown = [key for key in shown if isinstance(key, NewRow) or key in self._rows]
        below = max((place for place, key in enumerate(shown, 1) if not isinstance(key, NewRow)), default=0)
        there = set(shown)
        others = [key for key in self._arrived if key in self._rows and key not in there]
        shown[below:below] = [key for key in others if self._filter is None or self._filter(self._rows[key])]
        self._arrived.clear()
        self._forget_lines_of_rows()
        if len(shown) == len(self._shown):
            self._shown, self._row_of = shown, {key: row for row, key in enumerate(shown)}
            self.repaint()
        else:
            self._show_keys(shown)
        self.end_with_blanks()

    def _forget_lines_of_rows(self) -> None:
        """What was refused in lines that have become rows stays in these."""
        for line, key in self._became.items():
            if key in self._rows:
                self._lines.drop(line)
                if refused := self._refused.pop(line, None):
                    self._refused.setdefault(key, {}).update(refused)

    def _lines_at_end(self) -> list[Hashable]:
        """The lines that still wait, and a blank one."""
        blank: list[Hashable] = [self._lines.new()] if self.adds and self.editable else []
        last = self._shown[-1] if self._shown else None
        if blank and self._is_blank_line(last):
            blank = [last]
        return [*self._lines, *blank]

    # Columns

    def arrange(self, names: Sequence[str]) -> None:
        """Show the columns with these *names*, in this order."""
        if [column.name for column in self.columns] == list(names):
            return
        self.beginResetModel()
        self.columns = tuple(self._known[name] for name in names)
        self._places = {name: place for place, name in enumerate(names)}
        self.endResetModel()

    def column(self, name: str) -> GridColumn:
        """The column *name*, shown or not."""
        return self._known[name]

    def title(self, name: str) -> str:
        """The heading of the column *name*, shown or not."""
        return self._titles[name]

    def shows(self, name: str) -> bool:
        """Whether the column *name* is to be seen."""
        return name in self._places

    def place_of_column(self, name: str) -> int:
        """Where the column *name* stands, which `shows` knows to be seen."""
        return self._places[name]

    # Cells

    def value(self, row: int, place: int) -> Any:  # noqa: ANN401 - a value of the column's kind
        """The stored value of a cell."""
        column, key = self.columns[place], self._shown[row]
        if isinstance(key, NewRow):
            return None
        return row + 1 if column.ordinal else column.value_of(self._rows[key])

    def text(self, row: int, place: int) -> str:
        """What a cell shows: a proposal, refused text as it was typed, otherwise the stored value."""
        typed = self.proposed(row, place) or self._refusal(row, place)
        if typed is not None:
            return typed.text
        column, key = self.columns[place], self._shown[row]
        if isinstance(key, NewRow):
            return self._lines.texts(key).get(column.name, "")
        return column.show(self.value(row, place))

    def offered(self, row: int, place: int) -> Mapping[Any, str]:
        """What may be chosen in a cell, or is proposed there."""
        column = self.columns[place]
        if column.offers is None:
            return column.choices()
        return column.offers(lambda name: self.text(row, self._places[name]) if name in self._places else "")

    def _refusal(self, row: int, place: int) -> Refusal | None:
        refused = self._refused.get(self._shown[row]) if self._refused else None
        return refused.get(self.columns[place].name) if refused else None

    def is_faded(self, row: int, place: int) -> bool:
        """Whether the value of a cell was taken over and waits for somebody to confirm it."""
        if self.faded is None or self.is_line(row):
            return False
        return self.faded(self.row_at(row), self.columns[place].name)

    def badge(self, row: int, place: int) -> Badge | None:
        """What a status cell shows: the row's first error or warning, otherwise its state."""
        key = self._shown[row]
        problem = self._first_problem(key)
        if problem is not None and problem.severity is not Severity.HINT:
            return Badge(problem.text, _TONES[problem.severity])
        if isinstance(key, NewRow):
            return Badge(self._lines.why(key), "warning")
        value = self.value(row, place)
        return value if isinstance(value, Badge) or value is None else Badge(str(value))

    def problem(self, row: int, place: int) -> Problem | None:
        """What is wrong with a cell."""
        if not self._refused and not self._by_cell and not self._proposed:
            return None
        name = self.columns[place].name
        proposed = self.proposed(row, place)
        if proposed is not None:
            return Problem(name, proposed.judgement.reason, proposed.severity) if proposed.severity else None
        refusal = self._refusal(row, place)
        return Problem(name, refusal.reason) if refusal is not None else self._by_cell.get((self._shown[row], name))

    def _first_problem(self, key: Hashable) -> Problem | None:
        for name, refusal in self._refused.get(key, {}).items():
            return Problem(name, refusal.reason)
        return next(iter(self._problems.get(key, ())), None)

    def problem_cells(self) -> list[tuple[int, int]]:
        """The cells with errors, warnings, or a hint where nothing stands yet, from top to bottom.

        A problem of no column stands at the status column.
        """
        status = next((place for place, column in enumerate(self.columns) if column.status), 0)
        names = {
            (key, problem.field)
            for key, found in self._problems.items()
            for problem in found
            if problem.severity is not Severity.HINT or self._is_blank(key, problem.field)
        }
        names |= {(key, name) for key, refused in self._refused.items() for name in refused}
        return sorted((self._row_of[key], self._places.get(name, status)) for key, name in names if key in self._row_of)

    def _is_blank(self, key: Hashable, name: str) -> bool:
        column = self._known.get(name)
        return column is not None and column.value_of(self._rows[key]) is None

    def is_editable(self, row: int, place: int) -> bool:
        """Whether something can be typed into a cell."""
        return (
            self.editable
            and not self._proposed
            and self.columns[place].editable
            and row < len(self._shown)
            and self._shown[row] not in self._became
        )

    def has_editable(self) -> bool:
        """Whether anything can be typed into the grid."""
        return self.editable and any(column.editable for column in self.columns)

    # Entering

    def enter(self, cells: Iterable[tuple[int, int, str]]) -> int:
        """Take what was typed or pasted into *cells* as one action; return how many texts were refused."""
        return self.take([Entry(self._shown[row], self.columns[place].name, text) for row, place, text in cells])

    def take(self, typed: Sequence[Entry]) -> int:
        """Take *typed* as one action; return how many of its texts were refused.

        What was refused before in the same rows is tried again: a figure may be right now that another was mended.
        Of a line that is no row yet, all that stands in it is told again, unless some of it cannot be read.
        """
        keys = {entry.key: None for entry in typed}
        for entry in typed:
            if isinstance(entry.key, NewRow):
                self._lines.put(entry.key, entry.column, entry.text)
        texts = {(entry.key, entry.column): entry.text for key in keys for entry in self._again(key)}
        texts |= {(entry.key, entry.column): entry.text for entry in typed}
        news = [entry for cell, text in texts.items() if self._is_news(entry := Entry(*cell, text))]
        entries = [one for one in news if not (isinstance(one.key, NewRow) and one.key in self._refused)]
        self.repaint_rows(keys)
        if entries:
            self._tell(entries)
        self.end_with_blanks()
        return sum(entry.column in self._refused.get(self._now(entry.key), ()) for entry in typed)

    def _again(self, key: Hashable) -> list[Entry]:
        """The texts of a row that are not stored yet, unless nothing can mend them."""
        refused = self._refused.get(key, {})
        waiting = self._lines.texts(key) if isinstance(key, NewRow) else {}
        texts = {**waiting, **{name: refusal.text for name, refusal in refused.items()}}
        final = {name for name, refusal in refused.items() if refusal.final}
        return [Entry(key, name, text) for name, text in texts.items() if name not in final]

    def _tell(self, entries: list[Entry]) -> None:
        """Let the page save; rows that come meanwhile are shown when it has told which of them were lines."""
        self._taking = True
        try:
            self.entered.emit(entries)
        finally:
            self._taking = False
        if self._arrived:
            self._place_arrived()

    def _is_news(self, entry: Entry) -> bool:
        """Whether an entry is to be stored; what cannot be read is refused at once."""
        was_refused = self._forget(entry.key, entry.column)
        column, row = self._known[entry.column], self._rows.get(entry.key)
        try:
            value = column.parse(entry.text)
        except Unreadable as error:
            reason = f"{self._titles[entry.column]}: {error}"  # also read in the column of states and in the status bar
            self._refused.setdefault(entry.key, {})[entry.column] = Refusal(entry.text, reason)
            return False
        if row is None:
            return bool(entry.text.strip())
        return was_refused or self._confirms(row, entry.column) or bool(value != column.value_of(row))

    def _confirms(self, row: object, name: str) -> bool:
        """Whether entering anything says that what was taken over is right or not."""
        return self.faded is not None and self.faded(row, name)

    def judged(self, entry: Entry) -> Judgement:
        """What would become of an *entry*, as far as the grid itself can tell."""
        column = self._known[entry.column]
        try:
            value = column.parse(entry.text)
        except Unreadable as error:
            return Judgement("rejected", str(error))
        row = self._rows.get(entry.key)
        stored = column.value_of(row) if row is not None else None
        if value == stored:
            return Judgement("changed" if row is not None and self._confirms(row, entry.column) else "same")
        fate: Fate = "new" if stored is None else "changed"
        doubt = column.kind.doubt(value) if column.kind is not None and value is not None else None
        return Judgement(fate, doubt.reason, Severity.WARNING) if doubt is not None else Judgement(fate)

    def propose(self, cells: Mapping[Hashable, Mapping[str, Proposed]]) -> None:
        """Show texts, by key and column, in the place of what is stored; none at all shows the stored values again."""
        self._proposed = {key: dict(proposed) for key, proposed in cells.items()}
        self.repaint()

    def proposed(self, row: int, place: int) -> Proposed | None:
        """The proposal that is shown in a cell."""
        proposed = self._proposed.get(self._shown[row]) if self._proposed else None
        return proposed.get(self.columns[place].name) if proposed else None

    def refuse(self, key: Hashable, name: str, text: str, reason: str) -> None:
        """Keep *text* in its cell, in red, with the *reason* for which it was not saved."""
        key = self._now(key)
        self._refused.setdefault(key, {})[name] = Refusal(text, reason)
        self.repaint_rows([key])

    def restore(self, texts: Iterable[tuple[Entry, str]]) -> None:
        """Refuse *texts* that were kept when the program stopped, each with its reason, unless they have no place here.

        A text that says what is stored has been saved in the meantime. Those of lines stand in lines again.
        """
        for entry, reason in texts:
            is_line = bool(self.adds) and isinstance(entry.key, NewRow) and entry.key not in self._became
            known = is_line or entry.key in self._rows
            if not known or entry.column not in self._known or not self._known[entry.column].editable:
                continue
            if isinstance(entry.key, NewRow):
                self._lines.put(entry.key, entry.column, entry.text)
            if reason != WAITS and self.judged(entry).fate != "same":
                self._refused.setdefault(entry.key, {})[entry.column] = Refusal(entry.text, reason)
        if any(line not in self._row_of for line in self._lines):
            self.resort()
        self.repaint()

    @property
    def refused(self) -> list[tuple[Entry, str]]:
        """The texts that could not be taken, each with its reason."""
        return [
            (Entry(key, name, refusal.text), refusal.reason)
            for key, refused in self._refused.items()
            for name, refusal in refused.items()
        ]

    @property
    def unsaved(self) -> list[tuple[Entry, str]]:
        """The texts that could not be taken, and those that wait in lines, each with its reason."""
        waiting = [
            (Entry(line, name, text), WAITS)
            for line in self._lines
            for name, text in self._lines.texts(line).items()
            if name not in self._refused.get(line, ())
        ]
        return [*self.refused, *waiting]

    def clear_refused(self) -> None:
        """Show the stored values again; nothing waits in lines any more."""
        self._refused.clear()
        self._became.clear()
        if self.adds:
            self._lines.clear()
            self._show_keys([key for key in self._shown if not isinstance(key, NewRow)])
            self.end_with_blanks()
        self.repaint()

    def proposals(self, row: int, place: int) -> tuple[str, ...]:
        """What may have been meant by the refused text of a cell."""
        refusal = self._refused.get(self._shown[row], {}).get(self.columns[place].name)
        try:
            self.columns[place].parse(refusal.text if refusal is not None else "")
        except Unreadable as error:
            return error.proposals if refusal is not None else ()
        return ()

    def forget_refused(self, row: int, place: int) -> bool:
        """Show the stored value of a cell again; whether there was refused text in it."""
        key, name = self._shown[row], self.columns[place].name
        gone = self._forget(key, name)
        if gone and isinstance(key, NewRow):
            self._lines.put(key, name, "")
        self.repaint_rows([key])
        return gone

    def _forget(self, key: Hashable, name: str) -> bool:
        refused = self._refused.get(key, {})
        gone = refused.pop(name, None)
        if not refused:
            self._refused.pop(key, None)
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
        return plain_tip(column.tip or self._titles[column.name]) if role == Qt.ItemDataRole.ToolTipRole else None

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
            reasons = [refusal.reason for refusal in self._refused.get(key, {}).values()]
            return "\n".join([*reasons, *(problem.text for problem in self._problems.get(key, ()))])
        problem = self.problem(row, place)
        return problem.text if problem is not None else ""

    def _spoken(self, row: int, place: int) -> str:
        column = self.columns[place]
        subject = _("dòng mới") if self.is_line(row) else self._subject(row)
        problem = self.problem(row, place)
        text = self.data(self.index(row, place)) or _("trống")
        said = (subject if not column.strong else "", self.about, self._titles[column.name], text)
        return ", ".join(part for part in (*said, problem.text if problem else "") if part)

    def _subject(self, row: int) -> str:
        return next((one.show(one.value_of(self.row_at(row))) for one in self.all_columns if one.strong), "")


def _worst_first(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: _WORST_FIRST.index(problem.severity)))


def _sorted(rows: list[tuple[Hashable, Any]], column: GridColumn, descending: bool) -> list[tuple[Hashable, Any]]:  # noqa: FBT001 - a fact
    """The rows ordered by a column; blanks come last in both directions, equal ones keep their order."""
    value = column.sort or (lambda row: column.sort_key(column.value_of(row)))
    keyed = [(value(row), key, row) for key, row in rows]
    given = [one for one in keyed if one[0] is not None]
    given.sort(key=lambda one: one[0], reverse=descending)
    return [(key, row) for _value, key, row in given] + [(key, row) for value, key, row in keyed if value is None]
