"""Blank lines at the end of a grid: typed and pasted, they become rows once they say enough."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, SHIFT, Clipboard, Key, press, type_text
from unioncare_desktop.domain.judgement import NewRow
from unioncare_desktop.domain.kinds import Text, Whole
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.ui.record_grid import Badge, Entry, GridColumn, RecordGrid

NAMES = {"a": "Xưởng may Hoa Mai", "b": "Bếp Ăn Ngon", "c": "Điện máy Hòa Bình"}
NUMBER, NAME, AREA, WORKERS, STATE = range(5)
INVITATION = "Gõ tên để thêm dòng"


@dataclass(frozen=True)
class Row:
    id: int
    name: str | None
    area: str | None = None
    workers: int | None = None
    state: Badge | None = None


def columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("number", "STT", ordinal=True, frozen=True),
        GridColumn("name", "Tên", Text(), editable=True, strong=True, width=220),
        GridColumn(
            "area", "Địa bàn", Text(), editable=True, offers=lambda text: NAMES if text("name").startswith("B") else {}
        ),
        GridColumn("workers", "Lao động", Whole(), editable=True),
        GridColumn("state", "Tình trạng", status=True, width=300),
    )


class Page:
    """Stores lines that have a name and workers as rows; the name may not be that of another row."""

    def __init__(self, qtbot: QtBot, rows: Sequence[Row]) -> None:
        self.rows = {row.id: row for row in rows}
        self.entered: list[list[Entry]] = []
        self.grid = RecordGrid(columns(), adds=INVITATION)
        self.grid.entered.connect(self._enter)
        self.deleted: list[list[object]] = []
        self.grid.delete_wanted.connect(self.deleted.append)
        qtbot.addWidget(self.grid)
        self.grid.resize(900, 500)
        self.grid.set_rows(self.rows.values())
        self.grid.show()
        self.grid.activateWindow()
        qtbot.waitUntil(self.grid.isActiveWindow)
        self.go(len(self.rows), NAME)

    def _enter(self, entries: list[Entry]) -> None:
        self.entered.append(entries)
        lines: dict[Any, dict[str, Any]] = {}
        for entry in entries:
            lines.setdefault(entry.key, {})[entry.column] = self.grid.model.column(entry.column).parse(entry.text)
        added: dict[NewRow, int] = {}
        waiting: dict[NewRow, str] = {}
        for key, values in lines.items():
            if values.get("name") in {row.name for row in self.rows.values() if row.id != key}:
                self.grid.refuse(key, "name", values["name"], "đã có trong danh sách")
            elif not isinstance(key, NewRow):
                self.rows[key] = replace(self.rows[key], **values)
            elif {"name", "workers"} <= values.keys():
                number = added[key] = max(self.rows, default=0) + 1
                self.rows[number] = Row(**{"id": number, **values})
            else:
                waiting[key] = "còn thiếu tên hoặc lao động"
        self.grid.set_rows(self.rows.values())  # as a page does that hears of the change before its own action ends
        self.grid.settle(added, waiting)

    def go(self, row: int, place: int) -> None:
        self.grid.view.go(row, place)
        self.grid.view.setFocus()

    def texts(self, row: int) -> list[str]:
        return [str(self.grid.model.index(row, place).data() or "") for place in (NAME, AREA, WORKERS)]

    @property
    def shown(self) -> list[str]:
        return [self.texts(row)[0] for row in range(self.grid.model.rowCount())]

    def state(self, row: int) -> str:
        return str(self.grid.model.index(row, STATE).data() or "")

    @property
    def here(self) -> tuple[int, int]:
        current = self.grid.view.currentIndex()
        return current.row(), current.column()

    @property
    def editor(self) -> QLineEdit | None:
        return self.grid.view.delegate.editor

    def paste(self, text: str) -> None:
        Clipboard().text = text
        press(self.grid.view, Key.Key_V, modifier=CTRL)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page(qtbot, [Row(1, "Trường Kim Đồng", workers=30), Row(2, "Bệnh viện", "Mai Dịch", 210)])


def type_line(*texts: str) -> None:
    for text in texts:
        type_text(text)
        press(None, Key.Key_Tab)


def test_there_is_one_blank_line_which_invites(page: Page) -> None:
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện", ""]
    assert page.grid.model.invitation(2, NAME) == INVITATION
    assert page.grid.model.invitation(2, AREA) == ""
    assert page.grid.model.invitation(1, NAME) == ""
    assert len(page.grid.shown_rows) == 2


def test_a_line_waits_until_it_says_enough_and_becomes_a_row_where_it_stands(page: Page) -> None:
    type_text("An Khang")
    press(None, Key.Key_Tab)
    assert page.rows.keys() == {1, 2}
    assert page.texts(2) == ["An Khang", "", ""]
    assert page.state(2) == "còn thiếu tên hoặc lao động"
    assert page.grid.model.rowCount() == 4

    press(None, Key.Key_Tab)
    type_text("12")
    press(None, Key.Key_Return)
    assert page.rows[3] == Row(3, "An Khang", workers=12)
    assert [(entry.column, entry.text) for entry in page.entered[-1]] == [("name", "An Khang"), ("workers", "12")]
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện", "An Khang", ""]
    assert page.state(2) == ""
    assert page.here == (3, NAME)
    assert page.grid.unsaved == []


def test_lines_are_typed_one_below_the_other(page: Page) -> None:
    for name, workers in (("An", "1"), ("Bình", "2"), ("Cường", "3")):
        type_text(name)
        press(None, Key.Key_Tab, Key.Key_Tab)
        type_text(workers)
        press(None, Key.Key_Return)
    assert [row.name for row in page.rows.values()][2:] == ["An", "Bình", "Cường"]
    assert page.here == (5, NAME)


def test_a_line_in_which_something_cannot_be_read_waits_as_a_whole(page: Page) -> None:
    press(None, Key.Key_Right, Key.Key_Right)
    type_text("mười")
    press(None, Key.Key_Return)
    assert page.grid.model.problem(2, WORKERS) is not None

    page.go(2, NAME)
    type_text("An")
    press(None, Key.Key_Return)
    assert page.entered == []
    assert page.texts(2) == ["An", "", "mười"]
    page.go(2, WORKERS)
    type_text("10")
    press(None, Key.Key_Return)
    assert page.rows[3] == Row(3, "An", workers=10)


def test_what_the_page_refuses_stays_in_its_line(page: Page) -> None:
    type_line("Bệnh viện", "Đông", "5")
    assert page.rows.keys() == {1, 2}
    assert page.texts(2) == ["Bệnh viện", "Đông", "5"]
    assert page.state(2) == "đã có trong danh sách"
    problem = page.grid.model.problem(2, NAME)
    assert problem is not None
    assert problem.text == "đã có trong danh sách"

    page.go(2, NAME)
    type_text("Bệnh xá")
    press(None, Key.Key_Return)
    assert page.rows[3] == Row(3, "Bệnh xá", "Đông", 5)


def test_what_is_refused_although_the_line_became_a_row_stays_red_there(qtbot: QtBot) -> None:
    page = Page(qtbot, [])
    page.grid.entered.disconnect()
    page.grid.entered.connect(lambda _entries: page.grid.settle({NewRow(1): 1}))
    page.grid.model.take([Entry(NewRow(1), "name", "An"), Entry(NewRow(1), "workers", "3")])
    page.grid.refuse(NewRow(1), "area", "Đông", "không có trong danh mục")
    page.grid.update_rows([Row(1, "An")], {1: (Problem("workers", "ít", Severity.WARNING),)})

    assert page.texts(0) == ["An", "Đông", ""]
    assert page.grid.model.problem(0, WORKERS) is not None
    assert [(entry.key, entry.text) for entry, _reason in page.grid.refused] == [(1, "Đông")]


def test_rows_that_come_later_take_the_places_of_their_lines(qtbot: QtBot) -> None:
    page = Page(qtbot, [Row(1, "An", workers=1)])
    page.grid.entered.disconnect()
    page.go(1, NAME)
    type_text("Bình")
    press(None, Key.Key_Return)
    page.grid.settle({NewRow(1): 7})
    assert page.texts(1)[0] == "Bình"
    assert not page.grid.model.is_editable(1, NAME)

    page.grid.set_rows([Row(1, "An", workers=1), Row(7, "Bình", workers=2), Row(8, "Chi")])
    assert page.shown == ["An", "Bình", "Chi", ""]
    assert page.grid.model.is_editable(1, NAME)
    page.go(1, NAME)
    assert page.grid.current_key == 7


def test_a_block_pasted_beyond_the_end_makes_as_many_lines_as_it_has_rows(page: Page) -> None:
    page.paste("An\tĐông\t1\nBình\t\t2\nCường\tTây\tba\nDũng\tTây\t\n")
    assert page.grid.view.preview.is_open
    assert page.grid.model.rowCount() == 6
    press(page.grid.view, Key.Key_Return)

    assert [row.name for row in page.rows.values()][2:] == ["An", "Bình"]
    assert page.texts(4) == ["Cường", "Tây", "ba"]
    assert page.texts(5) == ["Dũng", "Tây", ""]
    assert page.grid.model.rowCount() == 7
    assert len(page.entered) == 1


def test_a_block_that_is_not_pasted_leaves_no_lines(page: Page) -> None:
    page.paste("An\tĐông\t1\nBình\t\t2\nCường\tTây\t3\n")
    press(page.grid.view, Key.Key_Escape)
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện", ""]
    assert page.rows.keys() == {1, 2}


def test_a_block_from_the_last_row_on_changes_it_and_adds_the_rest(page: Page) -> None:
    page.go(1, NAME)
    page.paste("Bệnh xá\tMai Dịch\t200\nTrạm xá\tĐông\t4")
    press(page.grid.view, Key.Key_Return)
    assert page.rows[2] == Row(2, "Bệnh xá", "Mai Dịch", 200)
    assert page.rows[3] == Row(3, "Trạm xá", "Đông", 4)


def test_a_block_with_headings_is_a_list_of_new_rows_wherever_one_stands(page: Page) -> None:
    page.go(0, NAME)
    page.paste("Lao động\tTên\n5\tAn\n6\tBình")
    press(page.grid.view, Key.Key_Return)
    assert page.rows[1].name == "Trường Kim Đồng"
    assert [(row.name, row.workers) for row in page.rows.values()][2:] == [("An", 5), ("Bình", 6)]


def test_lines_are_neither_filtered_nor_sorted(page: Page) -> None:
    type_text("Ấm áp")
    press(None, Key.Key_Return)
    page.grid.set_filter(lambda row: (row.workers or 0) > 100)
    assert page.shown == ["Bệnh viện", "Ấm áp", ""]
    page.grid.set_filter(None)
    page.grid.sort_by("name")
    assert page.shown == ["Bệnh viện", "Trường Kim Đồng", "Ấm áp", ""]

    page.go(2, WORKERS)
    type_text("9")
    press(None, Key.Key_Return)
    assert page.shown == ["Bệnh viện", "Trường Kim Đồng", "Ấm áp", ""]
    page.grid.resort()
    assert page.shown == ["Ấm áp", "Bệnh viện", "Trường Kim Đồng", ""]


def test_a_new_row_stays_in_sight_although_the_filter_does_not_want_it(page: Page) -> None:
    page.grid.set_filter(lambda row: (row.workers or 0) > 100)
    page.go(1, NAME)
    type_line("An", "Đông", "5")
    assert page.shown == ["Bệnh viện", "An", ""]
    page.grid.resort()
    assert page.shown == ["Bệnh viện", ""]


def test_other_rows_that_come_and_go_leave_the_lines_alone(page: Page) -> None:
    type_text("Chờ")
    press(None, Key.Key_Tab)
    page.rows[9] = Row(9, "Mới đến")
    del page.rows[1]
    page.grid.set_rows(page.rows.values())
    assert page.shown == ["Bệnh viện", "Mới đến", "Chờ", ""]
    assert page.here == (2, AREA)


def test_a_row_that_was_a_line_may_go_and_come_back(page: Page) -> None:
    type_line("An", "Đông", "5")
    row = page.rows.pop(3)
    page.grid.set_rows(page.rows.values())
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện", ""]
    page.grid.set_rows([*page.rows.values(), row])
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện", "An", ""]


def test_many_rows_that_come_from_elsewhere_are_put_in_order(page: Page) -> None:
    page.grid.sort_by("name")
    type_text("Chờ")
    press(None, Key.Key_Return)
    page.rows |= {number: Row(number, f"Đơn vị {number:02}") for number in range(10, 30)}
    page.grid.set_rows(page.rows.values())
    assert page.shown[0] == "Bệnh viện"
    assert page.shown[1] == "Đơn vị 10"
    assert page.shown[-3:] == ["Trường Kim Đồng", "Chờ", ""]


def test_ctrl_insert_goes_to_the_blank_line_and_ctrl_minus_takes_lines_away(page: Page) -> None:
    page.go(0, WORKERS)
    press(page.grid.view, Key.Key_Insert, modifier=CTRL)
    assert page.here == (2, NAME)
    type_text("An")
    press(None, Key.Key_Return)
    page.go(1, NAME)
    press(page.grid.view, Key.Key_Down, modifier=SHIFT)
    press(page.grid.view, Key.Key_Delete, modifier=CTRL)
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện", ""]
    assert page.deleted == [[2]]


def test_emptying_a_line_forgets_it(page: Page) -> None:
    type_text("An")
    press(None, Key.Key_Up)
    page.go(2, NAME)
    press(page.grid.view, Key.Key_Delete)
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện", ""]
    assert page.grid.unsaved == []


def test_waiting_and_refused_texts_can_be_kept_and_put_back(page: Page, qtbot: QtBot) -> None:
    type_text("Bệnh viện")
    press(None, Key.Key_Return)
    type_text("An")
    press(None, Key.Key_Return)
    kept = page.grid.unsaved
    assert {entry.text for entry, _reason in kept} == {"Bệnh viện", "An"}

    other = Page(qtbot, list(page.rows.values()))
    other.grid.restore(kept)
    assert other.shown == ["Trường Kim Đồng", "Bệnh viện", "Bệnh viện", "An", ""]
    assert [entry.text for entry, _reason in other.grid.refused] == ["Bệnh viện"]
    other.go(3, WORKERS)
    type_text("4")
    press(None, Key.Key_Return)
    assert other.rows[3] == Row(3, "An", workers=4)

    other.grid.clear_refused()
    assert other.shown == ["Trường Kim Đồng", "Bệnh viện", "An", ""]


def test_a_grid_that_is_only_read_has_no_blank_line(page: Page) -> None:
    page.grid.set_editable(False)
    assert page.shown == ["Trường Kim Đồng", "Bệnh viện"]
    page.grid.set_rows([])
    assert page.shown == []
    page.grid.set_editable(True)
    assert page.shown == [""]


def test_a_row_can_be_begun_for_the_user(page: Page) -> None:
    page.grid.begin_row({"name": "An"}, "workers")
    assert page.here == (2, WORKERS)
    type_text("3")
    press(None, Key.Key_Return)
    assert page.rows[3] == Row(3, "An", workers=3)


def test_what_is_proposed_depends_on_the_line_and_binds_nobody(page: Page) -> None:
    type_line("Bếp", "Điểm")
    page.go(2, AREA)
    press(page.grid.view, Key.Key_Down, modifier=SHIFT)
    page.go(2, AREA)
    type_text("hoa")
    assert page.editor is not None
    assert page.editor.text() == "hoa"
    press(None, Key.Key_Down, Key.Key_Return)
    assert page.texts(2)[1] == "Xưởng may Hoa Mai"
    page.go(2, AREA)
    type_text("hoa")
    press(None, Key.Key_Return)
    assert page.texts(2)[1] == "hoa"
    assert page.grid.model.offered(0, AREA) == {}


def test_a_screen_reader_hears_of_a_new_line(page: Page) -> None:
    model = page.grid.model
    assert model._spoken(2, AREA) == "dòng mới, Địa bàn, trống"
