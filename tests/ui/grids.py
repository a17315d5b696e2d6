"""A grid as a page shows it, for tests: rows that are kept as the data would, and what hands do with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, Clipboard, Key, press
from unioncare_desktop.domain.kinds import Choice, Day, Flag, Text, Whole
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn, RecordGrid
from unioncare_desktop.ui.widgets.grid_paste import PasteBar

CONFIRMED = Badge("đã xác nhận", "good")


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    workers: int | None
    members: int | None
    before: int | None
    women: int | None
    note: str | None = None
    state: Badge = CONFIRMED
    founded: date | None = None
    sector: str | None = None
    follow_up: bool = False


COLUMNS = (
    GridColumn("number", "STT", width=46, ordinal=True, frozen=True),
    GridColumn("name", "Công đoàn cơ sở", width=260, strong=True, frozen=True),
    GridColumn("workers", "CNVCLĐ", Whole(), editable=True),
    GridColumn("members", "Đoàn viên", Whole(), editable=True),
    GridColumn("before", "Quý II", Whole(), muted=True),
    GridColumn("women", "Đoàn viên nữ", Whole(), editable=True),
    GridColumn("note", "Ghi chú", Text(), editable=True, width=160),
    GridColumn("state", "Tình trạng", status=True),
)
MORE_COLUMNS = (
    *COLUMNS,
    GridColumn("founded", "Ngày thành lập", Day(), editable=True),
    GridColumn("sector", "Loại hình", Choice({"school": "Trường học", "company": "Doanh nghiệp"}), editable=True),
    GridColumn("follow_up", "Hỏi lại", Flag(), editable=True),
)
FOUNDED, SECTOR, FOLLOW_UP = range(8, 11)
NUMBER, NAME, WORKERS, MEMBERS, BEFORE, WOMEN, NOTE, STATE = range(8)
ROWS = (
    Row(1, "CĐCS Ánh Sao", 30, 26, 25, 12),
    Row(2, "CĐCS Đống Đa", 1200, 1150, 1100, 600),
    Row(3, "CĐCS Ban Dân vận", None, None, 8, None),
    Row(4, "CĐCS Ăn uống", 10, 9, 9, 4),
    Row(5, "CĐCS Dịch vụ", 12, 12, 12, 7),
)


class Page:
    """A page that keeps what was entered, as the data would."""

    def __init__(self, grid: RecordGrid, rows: Sequence[Row]) -> None:
        self.grid = grid
        self.rows = {row.id: row for row in rows}
        self.entered: list[list[Entry]] = []
        self.opened: list[tuple[object, str]] = []
        self.said: list[str] = []
        self.summary = ""
        self.most: dict[str, int] = {}
        grid.entered.connect(self._save)
        grid.opened.connect(lambda key, column: self.opened.append((key, column)))
        grid.said.connect(self.said.append)
        grid.summary.connect(lambda text: setattr(self, "summary", text))
        self.refresh()

    def refresh(self) -> None:
        self.grid.set_rows(self.rows.values())

    def _save(self, entries: list[Entry]) -> None:
        self.entered.append(entries)
        for entry in entries:
            value = self.grid.model.column(entry.column).parse(entry.text)
            row = self.rows[cast("int", entry.key)]
            if entry.column == "women" and value is not None and int(value) > (row.members or 0):
                self.grid.refuse(entry.key, entry.column, entry.text, "lớn hơn tổng số đoàn viên")
            else:
                self.rows[row.id] = replace(row, **{entry.column: cast("Any", value)})
        self.refresh()

    def last(self) -> list[tuple[object, str, str]]:
        return [(entry.key, entry.column, entry.text) for entry in self.entered[-1]]

    def text(self, row: int, place: int) -> str:
        return str(self.grid.view.model().index(row, place).data() or "")

    @property
    def here(self) -> tuple[int, int]:
        current = self.grid.view.currentIndex()
        return current.row(), current.column()

    def go(self, row: int, place: int) -> None:
        self.grid.view.go(row, place)
        self.grid.view.setFocus()

    def select(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        self.go(*first)
        self.grid.view.go(*last, extend=True)

    @property
    def editor(self) -> QLineEdit | None:
        return self.grid.view.delegate.editor

    @property
    def typed(self) -> str:
        """What stands in the open editor."""
        assert self.editor is not None
        return self.editor.text()

    @property
    def selected(self) -> list[tuple[int, int]]:
        return self.grid.view.contents.cells()

    def paste(self, text: str, *, accept: bool = True) -> None:
        """Paste *text* into the selection as Ctrl+V does, and say yes to what is shown."""
        Clipboard().text = text
        press(self.grid.view, Key.Key_V, modifier=CTRL)
        if accept and self.grid.view.preview.is_open:
            press(self.grid.view, Key.Key_Return)

    @property
    def bar(self) -> PasteBar:
        """What is said of a block before it is pasted."""
        return self.grid.view.preview.bar


def shown(qtbot: QtBot, grid: RecordGrid, rows: Sequence[Row] = ROWS) -> Page:
    qtbot.addWidget(grid)
    page = Page(grid, rows)
    grid.resize(1100, 400)
    grid.show()
    grid.activateWindow()
    qtbot.waitUntil(grid.isActiveWindow)
    page.go(0, WORKERS)
    return page
