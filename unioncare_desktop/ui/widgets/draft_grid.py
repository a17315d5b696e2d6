"""A small table of records that are put together before they are stored; an empty row waits at its end.

Nothing is stored here. Text that is no value stays in its cell, in red, and in its draft; rows that are not whole say
what they wait for.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from unioncare_desktop.domain.draft import Draft, Unread
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.kinds import Day, Kind
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.ui import theme
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.basics import column
from unioncare_desktop.ui.widgets.grid_column import Options

_FEWEST_ROWS, _EMPTY_ROWS = 3, 1


@dataclass
class Line:
    """A record as it was typed so far, in the fields *typed*; `told` is what a service found wrong with it."""

    key: int
    draft: Draft
    typed: Sequence[str]
    required: Sequence[str]
    told: tuple[Problem, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether it is stored already or anything was typed."""
        draft = self.draft
        changed = any(draft.values.get(name) != draft.original.get(name) for name in self.typed)
        return draft.id is not None or changed or bool(draft.unreadable)

    @property
    def missing(self) -> tuple[Problem, ...]:
        """What is still to be typed."""
        values, unread = self.draft.values, self.draft.unreadable
        waits = [name for name in self.required if values.get(name) is None and name not in unread]
        labels = [fields_of(self.draft.record_type)[name].label for name in waits]
        words = _("thiếu {fields}").format(fields=", ".join(labels).lower())
        return tuple(Problem(name, words, Severity.WARNING) for name in waits) if self.touched else ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is still to be typed, and what is wrong or odd with what was."""
        waits = {name for name in self.required if self.draft.values.get(name) is None}
        found = dict.fromkeys((*self.told, *self.draft.problems))
        return (*self.missing, *(one for one in found if one.field in (*self.typed, "") and one.field not in waits))


@dataclass(frozen=True)
class DayOf(Day):
    """A day that, typed without a year, is of the year that *of* tells at that time."""

    of: Callable[[], int | None] = lambda: None

    def parse(self, raw: object) -> date | None:
        """As any day."""
        return Day(self.of()).parse(raw)


def draft_column(
    record_type: type,
    name: str,
    width: int,
    *,
    kind: Kind | None = None,
    options: Options | None = None,
    strong: bool = False,
    title: str = "",
) -> GridColumn:
    """A column in which a field of the drafts is typed; *kind* may be narrower than that of the field."""
    described = fields_of(record_type)[name]
    return GridColumn(
        name,
        title or described.label,
        kind or described.kind,
        width=width,
        value=lambda line: line.draft.values.get(name) if line.touched else None,
        editable=True,
        strong=strong,
        headers=described.headings,
        options=options,
        tip=described.label,
    )


def state_column(state: Callable[[Line], Badge | None] = lambda _line: None) -> GridColumn:
    """The column that says what a row waits for or what is wrong with it, otherwise its *state*."""
    return GridColumn("state", _("Tình trạng"), width=200, status=True, value=state)


class DraftGrid(QWidget):
    """Drafts in *columns*; *new* makes the one of an empty row, *required* are the fields without which none is whole.

    `current_changed` brings the line that is current now. *may_delete* is asked before rows go.
    """

    edited = Signal(object)
    """The entries of one action; none where rows came or went."""
    current_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[GridColumn],
        new: Callable[[], Draft],
        required: tuple[str, ...],
        *,
        height: int,
        may_delete: Callable[[Sequence[Line]], bool] | None = None,
    ) -> None:
        super().__init__()
        self._new, self._required, self._may_delete = new, required, may_delete
        self._keys = count(1)
        self.lines: list[Line] = []
        self.grid = RecordGrid(columns, lambda line: line.key, filters=False)
        self._typed = [one.name for one in columns if one.editable]
        self._height = height
        self.setLayout(column(self.grid))
        self.setFocusProxy(self.grid)
        self.grid.entered.connect(self._enter)
        self.grid.row_wanted.connect(self.go_to_empty)
        self.grid.delete_wanted.connect(self._delete)
        self.grid.current_changed.connect(lambda: self.current_changed.emit(self.current))
        theme.current().changed.connect(self._scale)
        self._scale()

    def _scale(self) -> None:
        self.grid.setFixedHeight(theme.current().px(self._height))

    # What the owner does with it

    def show_drafts(self, drafts: Iterable[Draft]) -> None:
        """Show *drafts* instead of those that are there, with the texts in them that are no values."""
        self.grid.clear_refused()
        self.lines = [self._line(draft) for draft in drafts]
        self.show_lines()
        for line in self.lines:
            for name, unread in line.draft.unreadable.items():
                self.grid.refuse(line.key, name, unread.text, unread.reason)

    def add(self, draft: Draft) -> None:
        """Let *draft* take the first empty row."""
        place = next(number for number, line in enumerate(self.lines) if not line.touched)
        self.lines[place] = self._line(draft)
        self.show_lines()
        self.edited.emit([])

    def take_in(self) -> list[Draft]:
        """The drafts of the rows in which anything stands, with everything typed so far."""
        self.grid.finish_editing()
        for entry, reason in self.grid.refused:
            self.line(entry.key).draft.unreadable[entry.column] = Unread(entry.text, reason)
        return [line.draft for line in self.lines if line.touched]

    def tell(self, found: Sequence[Sequence[Problem]]) -> None:
        """Show what a service found wrong with each of the drafts of `take_in`, until they change."""
        for line, problems in zip((line for line in self.lines if line.touched), found, strict=True):
            line.told = tuple(problems)
        self.show_lines()

    @property
    def problem(self) -> str:
        """The first reason for which the table cannot be taken as it is; empty where it can."""
        self.take_in()
        if self.grid.refused:
            return self.grid.refused[0][1].rstrip(".") + "."
        for line in self.lines:
            if line.missing:
                return _("Có dòng {missing}.").format(missing=line.missing[0].text)
            wrong = [one.text for one in line.problems if line.touched and one.severity is Severity.ERROR]
            if wrong:
                return wrong[0].rstrip(".") + "."
        return ""

    def line(self, key: Hashable) -> Line:
        """The line with this key."""
        return next(line for line in self.lines if line.key == key)

    @property
    def current(self) -> Line | None:
        """The line in which the caret is."""
        key = self.grid.current_key
        return next((line for line in self.lines if line.key == key), None)

    def go_to_empty(self) -> None:
        """Ctrl+Insert: to the first empty row."""
        empty = next(line for line in self.lines if not line.touched)
        self.grid.go_to(empty.key, self._typed[0])

    def show_lines(self) -> None:
        """Show the lines anew; some draft was changed by its owner."""
        while len(self.lines) < _FEWEST_ROWS or sum(not line.touched for line in self.lines) < _EMPTY_ROWS:
            self.lines.append(self._line(self._new()))
        self.grid.set_rows(self.lines, {line.key: line.problems for line in self.lines if line.touched})

    # What the user does

    def _line(self, draft: Draft) -> Line:
        return Line(next(self._keys), draft, self._typed, self._required)

    def _enter(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            line = self.line(entry.key)
            line.draft.values[entry.column] = self.grid.model.column(entry.column).parse(entry.text)
            line.draft.unreadable.pop(entry.column, None)
            line.told = ()
        self.show_lines()
        self.edited.emit(entries)

    def _delete(self, keys: Sequence[object]) -> None:
        gone = [line for line in self.lines if line.key in keys]
        if self._may_delete is not None and not self._may_delete(gone):
            return
        self.lines = [line for line in self.lines if line.key not in keys]
        self.show_lines()
        self.edited.emit([])


def draft_columns(record_type: type, widths: Mapping[str, int], **more: Any) -> tuple[GridColumn, ...]:  # noqa: ANN401 - options of a column
    """A column for each of the fields named in *widths*; *more* is what one of them has by its name."""
    make = partial(draft_column, record_type)
    return tuple(make(name, width, **more.get(name, {})) for name, width in widths.items())
