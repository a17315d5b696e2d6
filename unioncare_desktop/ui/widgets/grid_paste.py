"""Pasting a block: what each of its cells would do is shown in the grid first, and stored when the user says so.

Where the block's first row are headings, they find the columns; where it brings codes or names, these find the rows.
Only otherwise does its place on the sheet count. Nothing of it gets lost silently: the bar names what fits nowhere.
In a grid that takes new rows, what lies below its end makes lines, and a block with headings is a list of new rows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from unioncare_desktop.domain.judgement import Judgement
from unioncare_desktop.domain.kinds import Whole
from unioncare_desktop.errors import Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.ui.widgets.basics import Button, Label, column, plain_tip, row
from unioncare_desktop.ui.widgets.grid_cell import FRACTION, Entry, Proposed
from unioncare_desktop.ui.widgets.grid_column import GridColumn
from unioncare_desktop.ui.widgets.grid_model import GridModel
from unioncare_desktop.vietnamese import fold, show_whole

if TYPE_CHECKING:
    from unioncare_desktop.ui.widgets.grid_view import GridView

Block = Sequence[Sequence[str]]
Judge = Callable[[Sequence[Entry]], Sequence[Judgement]]
"""A dry run: what would become of each entry, in order."""
Commas = Literal["", "thousands", "fractions"]
_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_MOST_NAMED = 4
_MOVING = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)


# Where the cells of a block belong


@dataclass
class Placed:
    """The entries of a block, and what of it has no place: columns, rows beyond the table, rows of nobody, cells."""

    height: int
    width: int
    entries: list[Entry] = field(default_factory=list)
    strange_columns: list[str] = field(default_factory=list)
    rows_beyond: int = 0
    strange_rows: list[str] = field(default_factory=list)
    read_only: Counter[str] = field(default_factory=Counter)


def placed(model: GridModel, block: Block, rows: Sequence[int], places: Sequence[int], *, foreign: bool) -> Placed:
    """Where a *block* goes that is pasted while *rows* and *places* are selected; *foreign*: copied elsewhere."""
    width = max(map(len, block))
    headed = _by_headings(model, block[0]) if len(block) > 1 else []
    if headed:
        lines, first_line = block[1:], 2
    else:
        lines, first_line = _repeated(block, len(rows), len(places)), 1
        width = max(map(len, lines))
    columns = (headed or _after_names(model, lines, places[0]) or _from(model, places[0], foreign=foreign))[:width]
    found = Placed(len(lines), width, strange_columns=_strangers(columns, block[0] if headed else [], width))
    finder = _RowFinder(model, columns, rows[0])
    if headed:
        finder.begin_a_list()
    for number, line in enumerate(lines, first_line):
        key = finder.key_of(line, number, found)
        if key is not None:
            _place_line(model, columns, line, key, found)
    return found


def _from(model: GridModel, first: int, *, foreign: bool) -> list[GridColumn | None]:
    """The columns from *first* on. A sheet of others does not have our columns in between that are only read."""
    columns = model.columns[first:]
    only_typed = foreign and columns[0].editable
    return [one for one in columns if one.editable or not only_typed]


def _after_names(model: GridModel, lines: Block, first: int) -> list[GridColumn | None]:
    """The columns of a block that brings the codes or names of rows along, before what is meant for the column *first*.

    Nothing where it does not, or where it is pasted upon the names themselves, so that its place is right.
    """
    if not model.columns[first].editable:
        return []
    identifying = {one.name: one for one in model.all_columns if one.identifies and not one.editable}
    known = {name: _keys_by_text(model, one) for name, one in identifying.items()}
    before: list[GridColumn | None] = []
    for texts in zip_longest(*lines, fillvalue=""):
        given = [fold(text) for text in texts if text.strip()]
        words = [text for text in given if not text.isdigit()]  # a figure may look like a code
        named = [name for name, keys in known.items() if 2 * sum(text in keys for text in words) > len(given)]
        if not named:
            break
        before.append(identifying[named[0]])
        del known[named[0]]
    return [*before, *_from(model, first, foreign=True)] if before else []


def _repeated(block: Block, rows: int, places: int) -> Block:
    """The *block* as often as it fits into what is selected, if it fits exactly."""
    height, width = len(block), max(map(len, block))
    across = places // width if places % width == 0 else 1
    down = rows // height if rows % height == 0 else 1
    wide = [[*line, *[""] * (width - len(line))] * across for line in block] if across > 1 else block
    return [*wide] * down if down > 1 else wide


def _by_headings(model: GridModel, line: Sequence[str]) -> list[GridColumn | None]:
    """The column that each heading means; nothing where most of the texts are no headings."""
    known: dict[str, GridColumn] = {}
    for one in model.all_columns:
        for heading in one.headers or (model.title(one.name),):
            known.setdefault(fold(heading), one)
    known.pop("", None)
    found = [known.pop(fold(text), None) for text in line]  # what is said twice is understood once
    given, matched = sum(bool(fold(text)) for text in line), sum(one is not None for one in found)
    return found if matched and 2 * matched >= given else []


def _strangers(columns: Sequence[GridColumn | None], headings: Sequence[str], width: int) -> list[str]:
    """The columns of a block that fit nowhere: by their headings, or counted."""
    missing = [number for number in range(width) if number >= len(columns) or columns[number] is None]
    named = [
        f"“{headings[number].strip()}”" for number in missing if number < len(headings) and headings[number].strip()
    ]
    counted = ", ".join(show_whole(number + 1) for number in missing if not headings)
    return named + ([_("cột {numbers}").format(numbers=counted)] if counted else [])


def _place_line(
    model: GridModel, columns: Sequence[GridColumn | None], line: Sequence[str], key: Hashable, found: Placed
) -> None:
    for one, text in zip(columns, line, strict=False):
        if one is None:
            continue
        if one.editable and model.shows(one.name):
            found.entries.append(Entry(key, one.name, text))
        elif text.strip() and not one.identifies:
            found.read_only[model.title(one.name)] += 1


class _RowFinder:
    """Finds the row of each line of a block: by what identifies it, otherwise by its place."""

    def __init__(self, model: GridModel, columns: Sequence[GridColumn | None], first: int) -> None:
        self._model, self._next = model, first
        self._taken: dict[Hashable, int] = {}
        self._known = {
            number: _keys_by_text(model, one)
            for number, one in enumerate(columns)
            if one is not None and one.identifies and not one.editable
        }

    def begin_a_list(self) -> None:
        """The lines are a list of their own: without names of rows that are there, they become new ones."""
        if self._model.adds and not self._known:
            self._next = self._model.first_blank()

    def key_of(self, line: Sequence[str], number: int, found: Placed) -> Hashable | None:
        """The key of the row that a *line* belongs to; where there is none, *found* is told."""
        if not self._known:
            self._next += 1
            key = self._model.line_at(self._next - 1)
            found.rows_beyond += key is None
            return key
        if not any(text.strip() for text in line):
            return None
        key, why_not = self._named(line)
        if key is not None and key in self._taken:
            key, why_not = None, _("trùng với dòng {number}").format(number=self._taken[key])
        if key is None:
            found.strange_rows.append(_("dòng {number}: {why}").format(number=number, why=why_not))
        else:
            self._taken[key] = number
        return key

    def _named(self, line: Sequence[str]) -> tuple[Hashable | None, str]:
        """The key of the one row that code and name mean, or why there is none."""
        texts = {number: line[number].strip() for number in self._known if number < len(line) and line[number].strip()}
        if not texts:
            return None, _("không có mã hay tên")
        called = ", ".join(f"“{text}”" for text in texts.values())
        meant = [keys for number, text in texts.items() if (keys := self._known[number].get(fold(text)))]
        if not meant:
            return None, _("{name} không có trong bảng").format(name=called)
        common = set.intersection(*meant)
        if len(common) != 1:
            words = _("{name} chỉ nhiều dòng khác nhau") if common else _("{name} chỉ các dòng khác nhau")
            return None, words.format(name=called)
        (key,) = common
        if self._model.place_of(key) is None:
            return None, _("{name} đang bị bộ lọc ẩn").format(name=called)
        return key, ""


def _keys_by_text(model: GridModel, one: GridColumn) -> dict[str, set[Hashable]]:
    keys: defaultdict[str, set[Hashable]] = defaultdict(set)
    for key, row_of_page in model.rows_by_key():
        text = fold(one.show(one.value_of(row_of_page)))
        if text:
            keys[text].add(key)
    return keys


# What is shown before it is stored


class PastePreview(QObject):
    """A block laid over the grid, and the bar that counts what it would do. `judge` knows the rules of the page."""

    def __init__(self, view: "GridView") -> None:
        super().__init__(view)
        self._view, self._grid = view, view.grid
        self.judge: Judge | None = None
        self._placed: Placed | None = None
        self._commas: Commas = ""
        self._doubtful: frozenset[Entry] = frozenset()
        self._judgements: list[tuple[Entry, Judgement]] = []
        self.bar = PasteBar()
        self.bar.paste.clicked.connect(self.accept)
        self.bar.give_up.clicked.connect(self.cancel)
        self.bar.thousands.clicked.connect(lambda: self._answer("thousands"))
        self.bar.fractions.clicked.connect(lambda: self._answer("fractions"))

    @property
    def is_open(self) -> bool:
        """Whether a block is shown that is not stored."""
        return self._placed is not None

    def begin(self, block: Block, rows: Sequence[int], places: Sequence[int], *, foreign: bool) -> None:
        """Show what a *block* would do that is pasted while *rows* and *places* are selected."""
        self._placed, self._commas = placed(self._grid, block, rows, places, foreign=foreign), ""
        self._doubtful = frozenset(filter(self._may_be_fraction, self._placed.entries))
        self.judge_again()
        self.bar.show()
        self._select()

    def _may_be_fraction(self, entry: Entry) -> bool:
        """Whether a text may mean thousands as well as a fraction: "1,234"."""
        whole = "," in entry.text and isinstance(self._grid.column(entry.column).kind, Whole)
        return whole and _COMMA.fullmatch(entry.text.strip()) is not None

    def judge_again(self) -> None:
        """Show the block anew: the rows below it may have changed."""
        if self._placed is None:
            return
        self._judgements = list(zip(self._placed.entries, self._judged(self._placed.entries), strict=True))
        cells: defaultdict[Hashable, dict[str, Proposed]] = defaultdict(dict)
        for entry, judgement in self._judgements:
            cells[entry.key][entry.column] = Proposed(entry.text, judgement)
        self._grid.propose(cells)
        self.bar.tell(self._placed, [judgement for _entry, judgement in self._judgements], asks=self._asks)

    def _judged(self, entries: Sequence[Entry]) -> list[Judgement]:
        """What would become of each entry, by the rules of the page, and by the answer to what a comma means."""
        if self.judge is not None:
            judgements = list(self.judge(entries))
        else:
            judgements = [self._grid.judged(entry) for entry in entries]
        if self._commas == "thousands" or not self._doubtful:
            return judgements
        return [
            self._in_doubt(judgement) if entry in self._doubtful else judgement
            for entry, judgement in zip(entries, judgements, strict=True)
        ]

    def _in_doubt(self, judgement: Judgement) -> Judgement:
        if self._commas == "fractions":
            return Judgement("rejected", FRACTION)
        return Judgement(judgement.fate, _("dấu phẩy có thể là phần thập phân, hãy chọn ở trên"), Severity.WARNING)

    @property
    def _asks(self) -> bool:
        return bool(self._doubtful) and not self._commas

    def _answer(self, commas: Commas) -> None:
        self._commas = commas
        self.judge_again()
        self._view.setFocus()

    def problem_cells(self) -> list[tuple[int, int]]:
        """The cells that are rejected; where none is, those with a warning."""
        rejected = [entry for entry, judgement in self._judgements if judgement.fate == "rejected"]
        warned = [entry for entry, judgement in self._judgements if judgement.severity is Severity.WARNING]
        return self._cells(rejected or warned)

    def _cells(self, entries: Sequence[Entry]) -> list[tuple[int, int]]:
        shown = [(self._grid.place_of(entry.key), entry.column) for entry in entries if self._grid.shows(entry.column)]
        return sorted((place, self._grid.place_of_column(name)) for place, name in shown if place is not None)

    def _select(self) -> None:
        cells = self._cells(self._placed.entries) if self._placed is not None else []
        if cells:
            self._view.contents.select(
                sorted({place for place, _column in cells}), sorted({one for _row, one in cells})
            )

    def takes(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a key is dealt with while the block is shown: Enter pastes, Esc does not, others only move."""
        if key in _MOVING or (key == Qt.Key.Key_F8 and modifiers == Qt.KeyboardModifier.NoModifier):
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif key == Qt.Key.Key_Escape:
            self.cancel()
        return True

    def accept(self) -> None:
        """Enter the whole block as one action; what is rejected stays in its cells, in red."""
        if self._placed is None:
            return
        if self._asks:
            self.bar.thousands.setFocus()
            return
        self._select()
        block = self._close()
        fractions = self._doubtful if self._commas == "fractions" else frozenset()
        for entry in fractions:
            self._grid.refuse(entry.key, entry.column, entry.text, FRACTION)
        taken = [entry for entry in block.entries if entry not in fractions]
        self._view.contents.take(taken, skipped=block.read_only.total(), refused=len(fractions))

    def cancel(self) -> None:
        """Show what is stored again; nothing has changed."""
        if self._placed is not None:
            self._close()
            self._grid.end_with_blanks()
            self._view.said.emit(_("Không dán gì."))

    def _close(self) -> Placed:
        block, self._placed = self._placed, None
        self._judgements = []
        self._grid.propose({})
        self.bar.hide()
        self._view.setFocus()
        return block or Placed(0, 0)


class PasteBar(QFrame):
    """What a block would do, in numbers and names, and the buttons that let it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "paste")
        self.counts = Label("", "heading")
        self.details = Label("", "small", wrap=True)
        self._question = Label(_("Dấu phẩy trong “1,234” là:"))
        self.thousands = Button(_("Ngăn hàng &nghìn"))
        self.fractions = Button(_("Phần thậ&p phân"))
        self.paste = Button(_("&Dán"), role="primary", tip=_("Enter"))
        self.give_up = Button(_("&Bỏ"), tip=_("Esc"))
        asked = row(self._question, self.thousands, self.fractions)
        words = column(self.counts, self.details, asked, gap=4)
        buttons = column(row(self.give_up, self.paste), 1, gap=0)
        box = row(words, buttons, gap=12, margins=(12, 8, 12, 8))
        asked.addStretch(1)
        box.setStretch(0, 1)
        self.setLayout(box)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """In its buttons: Enter presses the one that has the focus, Esc gives up."""
        pressed = self.focusWidget() if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) else None
        if isinstance(pressed, Button):
            pressed.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up.click()
        else:
            super().keyPressEvent(event)

    def tell(self, block: Placed, judgements: Sequence[Judgement], *, asks: bool) -> None:
        """Show what of a *block* has which fate; *asks* what the comma in some of its numbers means."""
        self.counts.setText(_counted(block, judgements))
        details = _details(block)
        self.details.setText(" · ".join(_shortened(heading, names) for heading, names in details))
        self.details.setToolTip(plain_tip("; ".join(f"{heading}: {', '.join(names)}" for heading, names in details)))
        self.details.setVisible(bool(details))
        for widget in (self._question, self.thousands, self.fractions):
            widget.setVisible(asks)
        self.paste.setEnabled(not asks)


def _counted(block: Placed, judgements: Sequence[Judgement]) -> str:
    """In one line: "Dán 500 × 10 ô: 320 mới · 12 đổi · 3 từ chối (F8 để xem) · 5 không đổi"."""
    fates = Counter[str](judgement.fate for judgement in judgements)
    fates["warned"] = sum(one.severity is Severity.WARNING and one.fate != "rejected" for one in judgements)
    words = {
        "new": _("{count} mới"),
        "changed": _("{count} đổi"),
        "rejected": _("{count} từ chối (F8 để xem)"),
        "warned": _("{count} cảnh báo"),
        "same": _("{count} không đổi"),
    }
    parts = [text.format(count=show_whole(fates[fate])) for fate, text in words.items() if fates[fate]]
    size = _("Dán {rows} × {columns} ô").format(rows=show_whole(block.height), columns=show_whole(block.width))
    return f"{size}: {' · '.join(parts) or _('không có ô nào ghi được')}"


def _details(block: Placed) -> list[tuple[str, list[str]]]:
    """What has no place, under a heading each."""
    beyond = [_("{count} dòng").format(count=show_whole(block.rows_beyond))] if block.rows_beyond else []
    read_only = [f"{title} ({show_whole(count)})" for title, count in block.read_only.items()]
    found = {
        _("Cột không có chỗ"): block.strange_columns,
        _("Nằm ngoài bảng"): beyond,
        _("Dòng không nhận"): block.strange_rows,
        _("Ô chỉ đọc, bỏ qua"): read_only,
    }
    return [(heading, names) for heading, names in found.items() if names]


def _shortened(heading: str, names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{heading}: {shown}" + (_(" và {count} nữa").format(count=show_whole(more)) if more > 0 else "")
