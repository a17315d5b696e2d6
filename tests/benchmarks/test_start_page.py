"""Reading the start page of 1.500 unions over 40 quarters under six plans, and how that grows at 10 and 100 times.

The work is done beside the window; it is measured against the bare sums of all quarters and the figures of one.
Run by `pytest tests/benchmarks -m benchmark -s`; the growth by `python -m tests.benchmarks.test_start_page 10 100`.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.offices import found_office
from unioncare_desktop.domain.records import Area, Sector
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import counts, office, overview, periods, plans, records
from unioncare_desktop.storage.database import Database, Session

pytestmark = pytest.mark.benchmark

UNIONS, QUARTERS, AREAS = 1500, 40, 14
ROUNDS, MOST = 7, 3.0
LAST, ON = Span.parse("2023-Q3"), date(2023, 9, 8)
SUMS = """
    SELECT p.year, p.number, sum(c.members), sum(c.workers)
    FROM member_count c JOIN period p ON p.id = c.period_id GROUP BY c.period_id
"""
MANY_UNIONS = """
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :unions)
    INSERT INTO trade_union (code, name, code_key, name_key, sort_key, sector_id, area_id, founded_on, state,
                             version, created, changed)
    SELECT printf('CS%06d', n), 'CĐCS số ' || n, printf('cs%06d', n), 'cdcs so ' || n, printf('cdcs so %06d', n),
           :sector + n % :sectors, :area + n % :areas, '2010-01-01', 'active', 1, '2023-01-01', '2023-01-01'
    FROM number
"""
MANY_COUNTS = """
    INSERT INTO member_count (union_id, period_id, workers, women_workers, members, women_members, admitted, "left",
                              follow_up, version, created, changed)
    SELECT u.id, p.id, 10 + u.id % 60, 5, 4 + u.id % 60, 2, 1, 0, 0, 1, '2023-01-01', '2023-01-01'
    FROM period p, trade_union u WHERE (u.id + p.id) % 25 > 0
"""
MANY_FACTS = """
    INSERT INTO yearly_fact (union_id, year, agreement, conference, officers, officers_trained, participants,
                             version, created, changed)
    SELECT id, 2023, 'yes', 'yes', 3, 2, 4, 1, '2023-01-01', '2023-01-01' FROM trade_union WHERE id % 3 > 0
"""


def build(path: Path, unions: int, *, remembered: bool = True) -> Path:
    """An office with so many unions and their figures, in its history too where they are to be *remembered*."""
    with closing(office.open_office(path, create=True)) as opened, opened.write("Lập") as session:
        found_office(session, "district")
        for one in plans.shipped():
            plans.load(session, one.key)
        areas = records.insert_rows(session, Area, [{"name": f"Phường {number}"} for number in range(AREAS)])
        sectors = sorted(records.choices(session, Sector))
        _periods(session)
    values = {"unions": unions, "sector": sectors[0], "sectors": len(sectors), "area": areas[0], "areas": AREAS}
    triggers = [] if remembered else _without_history(path)
    with closing(office.open_office(path)) as opened, opened.write("Nhập") as session:
        for statement in (MANY_UNIONS, MANY_COUNTS, MANY_FACTS):
            session.execute(text(statement), values)
    with closing(sqlite3.connect(path)) as connection:
        for trigger in triggers:
            connection.execute(trigger)
    return path


def _without_history(path: Path) -> list[str]:
    """Drop what writes the history; the statements that make it anew come back."""
    with closing(sqlite3.connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.commit()
    return [sql for _name, sql in triggers]


def _periods(session: Session) -> None:
    span = LAST
    for _quarter in range(QUARTERS):
        periods.ensure(session, span)
        span = span.previous


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("start page") / "office.db", UNIONS)


def bare(path: Path, opened: Database) -> None:
    """The sums of all quarters by plain SQL, and the figures of one as its page reads them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(SUMS).fetchall()
    with opened.read() as session:
        counts.rows(session, LAST)


def seen(opened: Database) -> overview.Overview:
    """What the page shows."""
    with opened.read() as session:
        return overview.read(session, LAST, ON)


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of several rounds, in seconds; the first warms up and does not count."""
    work()
    taken = []
    for _round in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def test_reading_the_start_page(database: Path) -> None:
    with closing(office.open_office(database)) as opened:
        ours, plain = best(partial(seen, opened)), best(partial(bare, database, opened))
        found = seen(opened)
    sys.stdout.write(f"{ours / plain:.2f} (ours {1000 * ours:.0f} ms, bare {1000 * plain:.0f} ms)\n")  # shown by -s

    assert found.returns.expected == UNIONS
    assert len(found.series) == overview.SERIES_LENGTH
    assert found.goals.foremost
    assert ours <= MOST * plain


def main() -> None:
    """Print the times of an office of the usual size, and of one so many times as large for each argument."""
    for times in [1, *map(int, sys.argv[1:])]:
        with tempfile.TemporaryDirectory() as folder:
            path = build(Path(folder) / "office.db", UNIONS * times, remembered=times == 1)
            with closing(office.open_office(path)) as opened:
                ours, plain = best(partial(seen, opened), 2), best(partial(bare, path, opened), 2)
        size = f"{UNIONS * times} × {QUARTERS}"
        sys.stdout.write(f"{size}: ours {1000 * ours:.0f} ms, bare {1000 * plain:.0f} ms\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
