"""Opening another quarter of 1.500 unions against the bare query and a bare table that shows its rows.

Run by `pytest tests/benchmarks -m benchmark`.
"""

import gc
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from unioncare_desktop.domain.records import Area, MemberCount, Sector, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import office, periods, records
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.pages.counts import CountsPage
from unioncare_desktop.ui.theme import Theme
from unioncare_desktop.ui.work import Work

pytestmark = pytest.mark.benchmark

UNIONS, ROUNDS, MOST = 1500, 15, 1.5
SIZE = (1182, 724)
QUARTERS = Span.parse("2023").quarters
QUERY = """
    SELECT u.code, u.name, s.name, a.name, c.workers, c.women_workers, c.members, b.members, c.women_members,
           c.admitted, c."left", c.note
    FROM trade_union u LEFT JOIN sector s ON s.id = u.sector_id LEFT JOIN area a ON a.id = u.area_id
    LEFT JOIN member_count c ON c.union_id = u.id AND c.period_id = (SELECT id FROM period WHERE code = ?)
    LEFT JOIN member_count b ON b.union_id = u.id AND b.period_id = (SELECT id FROM period WHERE code = ?)
    ORDER BY u.sort_key
"""


class Rows(QAbstractTableModel):
    """The simplest model there is over rows of a query."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        super().__init__()
        self.rows = rows

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return len(self.rows)

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 12

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("quarters") / "office.db"
    with closing(office.open_office(path, create=True)) as opened, opened.write("Tạo dữ liệu") as session:
        sectors = list(records.choices(session, Sector))
        areas = records.insert_rows(session, Area, [{"name": f"Phường {number}"} for number in range(14)])
        values = [
            {
                "code": f"CS{number:04}",
                "name": f"CĐCS Công ty số {number}",
                "area_id": areas[number % len(areas)],
                "sector_id": sectors[number % len(sectors)],
            }
            for number in range(UNIONS)
        ]
        ids = records.insert_rows(session, Union, values)
        for place, span in enumerate(QUARTERS):
            period = periods.ensure(session, span)
            figures = [
                {
                    "union_id": one,
                    "period_id": period.id,
                    "workers": 40 + one % 30,
                    "women_workers": 20,
                    "members": 30 + one % 9 + place,
                    "women_members": 15,
                    "admitted": 1,
                    "left": 0,
                }
                for one in ids
            ]
            records.insert_rows(session, MemberCount, figures)
    return path


@pytest.fixture
def page(qapp: QApplication, qtbot: QtBot, database: Path) -> Iterator[CountsPage]:
    Theme(qapp, "light")
    work = Work(office.open_office(database))
    page = CountsPage(work, Context(Settings(), lambda *_place: None))
    qtbot.addWidget(page)
    page.resize(*SIZE)
    page.show()
    page.refresh()
    QApplication.processEvents()
    gc.freeze()  # as the program does after its start
    yield page
    gc.unfreeze()
    work.close()


def bare_opening(qtbot: QtBot, path: Path, span: Span) -> None:
    """Query and show in a new table, as the simplest program would."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(QUERY, (span.code, span.previous.code)).fetchall()
    table, model = QTableView(), Rows(rows)
    qtbot.addWidget(table)
    table.setModel(model)
    table.resize(*SIZE)
    table.show()
    QApplication.processEvents()
    table.close()


def our_opening(page: CountsPage, span: Span) -> None:
    page.context.choose_period(span.code, span.title)
    QApplication.processEvents()


def test_opening_a_quarter(page: CountsPage, qtbot: QtBot, database: Path) -> None:
    ours, bare = [], []
    for number in range(ROUNDS):
        span = QUARTERS[number % len(QUARTERS)]
        start = time.process_time()
        our_opening(page, span)
        between = time.process_time()
        bare_opening(qtbot, database, span)
        ours.append(between - start)
        bare.append(time.process_time() - between)
    best = min(ours[1:]), min(bare[1:])
    sys.stdout.write(  # shown by pytest -s
        f"{best[0] / best[1]:.2f} (ours {1000 * best[0]:.0f} ms, bare {1000 * best[1]:.0f} ms)\n"
    )
    assert page.span == span
    assert best[0] <= MOST * best[1]
