"""What the program is for: a secretary enters a whole quarter of 330 unions with her hands on the keys.

The real window over a real file. Typed, pasted as Excel and as LibreOffice copy, undone and redone.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.campaigns import campaign
from tests.offices import Q1, Q2, Q3, Q4, found_office
from tests.ui.hands import CTRL, SHIFT, Key, press, type_text
from unioncare_desktop.app import Desk
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.domain.records.member_count import FIGURES
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, office, periods, records
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.pages.counts import CountsPage

UNIONS = 330
Figures = tuple[int, ...]


def invented(random: Random) -> Figures:
    """Figures of one union that no check finds fault with."""
    members = random.randint(3, 60)
    workers, women = members + random.randint(0, 9), random.randint(0, members)
    return (workers, women, members, women, 0, 0)


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district of 330 unions that have reported for the first quarter."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    random = Random(2023)  # noqa: S311 - invented figures
    with closing(office.open_office(path, create=True, user="Lan")) as database, database.write("Nhập") as session:
        found_office(session, "district")
        founded = date(2020, 1, 1)
        names = [
            {"code": f"CS{number:04}", "name": f"CĐCS Đơn vị {number:03}", "founded_on": founded}
            for number in range(1, UNIONS + 1)
        ]
        ids = records.insert_rows(session, Union, names)
        period = periods.ensure(session, Q1).id
        figures = [dict(zip(FIGURES, invented(random), strict=True)) for _id in ids]
        reported = [{"union_id": one, "period_id": period} | row for one, row in zip(ids, figures, strict=True)]
        records.insert_rows(session, MemberCount, reported)
    return path


@pytest.fixture
def desk(office_file: Path, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    """The program as it opens in the morning, the page of figures chosen by its number."""
    path = tmp_path / "office.db"
    path.write_bytes(office_file.read_bytes())
    desk = Desk(Settings(theme="light", user_name="Lan"), qapp)
    qtbot.addWidget(desk.window)
    desk.window.resize(1366, 768)
    with qtbot.waitActive(desk.window):
        desk.window.show()
        desk.window.activateWindow()
    desk.start(path)
    qtbot.waitUntil(lambda: len(desk.window._types) > 1)
    press(None, Key.Key_3, modifier=CTRL)
    qtbot.waitUntil(lambda: isinstance(desk.window.page, CountsPage) and desk.window.page.span == Q1)
    yield desk
    desk.window.hide()
    desk.close()


def page_of(desk: Desk) -> CountsPage:
    assert isinstance(desk.window.page, CountsPage)
    return desk.window.page


def figures_of(desk: Desk, span: Span) -> list[Figures | None]:
    """What is stored for *span*, in the order of the unions' names; None for a union without any figure."""
    assert desk.work is not None
    with desk.work.read() as session:
        rows = counts.rows(session, span)
    stored = [tuple(getattr(row, name) for name in FIGURES) for row in rows]
    return [None if figures == (None,) * len(FIGURES) else figures for figures in stored]


def go_to(desk: Desk, span: Span) -> None:
    """Ctrl+PgDn until the quarter is there, then the first cell to type into."""
    for _press in range(4):
        if page_of(desk).span != span:
            press(None, Key.Key_PageDown, modifier=CTRL)
    assert page_of(desk).span == span
    press(None, Key.Key_Home, modifier=CTRL)
    press(None, Key.Key_Tab)


def paste(text: str, html: str = "") -> None:
    """Ctrl+V of what another program has copied."""
    data = QMimeData()
    data.setText(text)
    if html:
        data.setHtml(html)
    QApplication.clipboard().setMimeData(data)
    press(None, Key.Key_V, modifier=CTRL)


def told(desk: Desk) -> str:
    """What the status bar says of the last step."""
    return desk.window.status.news.text()


def step(qtbot: QtBot, desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = CTRL) -> None:
    """Undo or redo, and wait until it is done: a whole quarter is taken back beside the window."""
    press(None, key, modifier=modifier)
    qtbot.waitUntil(lambda: desk.work is not None and not desk.work.busy_with)
    desk.window.activateWindow()  # where a dialog told of progress, a desktop would give the window its keys back
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


@pytest.fixture
def figures() -> list[Figures]:
    random = Random(7)  # noqa: S311 - invented figures
    return [invented(random) for _union in range(UNIONS)]


@campaign("typed", 40, UNIONS)
def test_a_quarter_is_typed_without_the_mouse(desk: Desk, qtbot: QtBot, figures: list[Figures], typed: int) -> None:
    go_to(desk, Q2)
    for row in figures[:typed]:
        for number, figure in enumerate(row):
            type_text(str(figure))
            press(None, Key.Key_Tab if number < len(row) - 1 else Key.Key_Return)

    expected = [*figures[:typed], *[None] * (UNIONS - typed)]
    assert figures_of(desk, Q2) == expected
    page = page_of(desk)
    assert [row.union.name for row in page.grid.shown_rows] == [f"CĐCS Đơn vị {n:03}" for n in range(1, UNIONS + 1)]
    qtbot.waitUntil(lambda: f"Cộng {typed} / {UNIONS} CĐCS đã nộp" in page.grid._totals.texts["name"])
    assert not page.grid.refused

    for number in range(len(FIGURES)):  # the last one typed, figure by figure, the last one first
        step(qtbot, desk, Key.Key_Z)
        left = tuple(
            figure if place < len(FIGURES) - number - 1 else None for place, figure in enumerate(figures[typed - 1])
        )
        assert figures_of(desk, Q2)[typed - 1] == (None if left == (None,) * len(FIGURES) else left)
    assert f"CĐCS Đơn vị {typed:03}" in told(desk)
    for _figure in FIGURES:
        step(qtbot, desk, Key.Key_Y)
    assert figures_of(desk, Q2) == expected


def excel(figures: list[Figures]) -> str:
    """As Excel puts a block on the clipboard: tabs, CRLF after every row, numbers as they are shown."""
    return "".join("\t".join(str(one) for one in row) + "\r\n" for row in figures)


def libreoffice(figures: list[Figures]) -> tuple[str, str]:
    """As LibreOffice does: plain text with LF between the rows, and HTML beside it."""
    text = "\n".join("\t".join(str(one) for one in row) for row in figures)
    cells = "".join("<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in figures)
    return text, f"<html><body><table>{cells}</table></body></html>"


@pytest.mark.parametrize("program", ["Excel", "LibreOffice"])
def test_a_quarter_is_pasted_undone_and_redone(desk: Desk, qtbot: QtBot, figures: list[Figures], program: str) -> None:
    span = Q3 if program == "Excel" else Q4
    go_to(desk, span)
    paste(excel(figures)) if program == "Excel" else paste(*libreoffice(figures))
    assert figures_of(desk, span) == [None] * UNIONS  # only shown so far

    press(None, Key.Key_Return)
    assert figures_of(desk, span) == figures

    step(qtbot, desk, Key.Key_Z)
    assert figures_of(desk, span) == [None] * UNIONS
    assert "Dán" in told(desk)
    step(qtbot, desk, Key.Key_Y)
    assert figures_of(desk, span) == figures
    step(qtbot, desk, Key.Key_Z)
    step(qtbot, desk, Key.Key_Z, CTRL | SHIFT)
    assert figures_of(desk, span) == figures


def test_undoing_survives_a_restart(desk: Desk, qapp: QApplication, qtbot: QtBot, figures: list[Figures]) -> None:
    go_to(desk, Q2)
    paste(excel(figures))
    press(None, Key.Key_Return)
    assert desk.work is not None
    path = desk.work.database.path
    desk.window.hide()
    desk.close()

    again = Desk(Settings(theme="light", user_name="Lan"), qapp)
    qtbot.addWidget(again.window)
    with qtbot.waitActive(again.window):
        again.window.show()
        again.window.activateWindow()
    again.start(path)
    qtbot.waitUntil(lambda: len(again.window._types) > 1)
    step(qtbot, again, Key.Key_Z)
    assert figures_of(again, Q2) == [None] * UNIONS
    again.window.hide()
    again.close()
