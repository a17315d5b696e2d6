"""The start of the program against a bare window: until something is seen, the start page stands, a list is filled.

The start page stands before its figures are read (`test_start_page` measures that); the registry is the list that a
bare window shows too.

Ratios of the best processor times of fresh processes taken in turns: seconds would tell more of the machine.
Run by `pytest tests/benchmarks -m benchmark`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import office, periods, records

pytestmark = pytest.mark.benchmark

ROUNDS = 7
UNIONS = 1500
ROOT = Path(__file__).resolve().parents[2]

BARE_WINDOW = """
import sys, time
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class Rows(QAbstractTableModel):
    rows = []
    def rowCount(self, parent=QModelIndex()):
        return len(self.rows)
    def columnCount(self, parent=QModelIndex()):
        return 8
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Expose:
            QTimer.singleShot(0, application.quit)
        return False

application = QApplication([])
window, table, model, watch = QMainWindow(), QTableView(), Rows(), Watch()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1280, 740)
window.show()
window.windowHandle().installEventFilter(watch)
application.exec()
"""
BARE_QUERY = """
import sqlalchemy.orm
engine = sqlalchemy.create_engine("sqlite:///" + sys.argv[1])
with sqlalchemy.orm.Session(engine) as session:
    model.rows = session.execute(sqlalchemy.text('''
        SELECT u.code, u.name, s.name, a.name, b.name, u.chair, u.phone, c.members
        FROM trade_union u LEFT JOIN sector s ON s.id = u.sector_id LEFT JOIN area a ON a.id = u.area_id
        LEFT JOIN bloc b ON b.id = u.bloc_id LEFT JOIN member_count c ON c.union_id = u.id ORDER BY u.sort_key
    ''')).all()
model.layoutChanged.emit()
application.sendPostedEvents()  # paints, and leaves what waits for a later turn
"""
OUR_WINDOW = """
import sys, time
from PySide6.QtWidgets import QApplication
from unioncare_desktop import app, settings
application = QApplication([])
desk = app.Desk(settings.load(), application)
desk.window.painted.connect(application.quit)
desk.window.show()
application.exec()
"""
OUR_FIRST_PAGE = """
desk.start(sys.argv[1])
application.sendPostedEvents()  # paints, and leaves what waits for a later turn
"""
OUR_LIST = """
from unioncare_desktop.services import office
from unioncare_desktop.ui.pages.registry import RegistryPage
from unioncare_desktop.ui.work import Work
desk.window.fill(Work(office.open_office(sys.argv[1])), (RegistryPage,))
application.sendPostedEvents()
"""
TOLD = "print(time.{clock}())\n"
WHOLE, WINDOW = "process_time", "thread_time"
"""All the work that is done, and that of the window's own thread, which is what the user waits for."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "office.db"
    opened = office.open_office(path, create=True)
    with opened.write("Tạo dữ liệu") as session:
        draft = office.draft(session, "district")
        draft.enter("name", "LĐLĐ quận Ba Đình")
        records.save(session, draft)
        period = periods.ensure(session, Span.parse("2023-Q3"))
        names = [{"code": f"CS{number:04}", "name": f"CĐCS Công ty số {number}"} for number in range(UNIONS)]
        ids = records.insert_rows(session, Union, names)
        figures = [{"union_id": one, "period_id": period.id, "workers": 30, "members": 25} for one in ids]
        records.insert_rows(session, MemberCount, figures)
    opened.close()
    return path


def ratio(compiled: Path, ours: str, bare: str, *arguments: str, clock: str = WHOLE) -> float:
    """Our best time by that *clock* divided by the bare one, both from the start of the process, measured in turns."""
    best = [float("inf"), float("inf")]
    for number in range(1 + ROUNDS):  # the first compiles what an installation brings compiled
        for at, script in enumerate((ours, bare)):
            taken = seconds(compiled, script + TOLD.format(clock=clock), *arguments)
            best[at] = min(best[at], taken) if number else best[at]
    sys.stdout.write(f"{best[0] / best[1]:.2f} ({best[0]:.3f} s, {best[1]:.3f} s)\n")  # shown by pytest -s
    return best[0] / best[1]


def seconds(compiled: Path, script: str, *arguments: str) -> float:
    """The processor time that a process tells, which runs *script* and then ends at once."""
    result = subprocess.run(
        [sys.executable, "-c", script + "sys.stdout.flush(); import os; os._exit(0)", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(compiled), "PYTHONDONTWRITEBYTECODE": ""},
    )
    return float(result.stdout)


def test_the_first_painted_window(tmp_path: Path) -> None:
    assert ratio(tmp_path, OUR_WINDOW, BARE_WINDOW) <= 1.5


def test_the_start_page_before_its_figures(database: Path, tmp_path: Path) -> None:
    ours, bare = OUR_WINDOW + OUR_FIRST_PAGE, BARE_WINDOW + BARE_QUERY
    assert ratio(tmp_path, ours, bare, str(database), clock=WINDOW) <= 1.3


def test_the_registry_filled_with_the_unions_of_a_district(database: Path, tmp_path: Path) -> None:
    assert ratio(tmp_path, OUR_WINDOW + OUR_LIST, BARE_WINDOW + BARE_QUERY, str(database)) <= 1.3
