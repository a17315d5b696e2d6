"""A program killed while it imports: afterwards the file holds the whole import or nothing of it."""

from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

from tests.campaigns import campaign
from tests.killing import chance, killed
from tests.offices import copy_of
from tests.sheets import HEADINGS, TITLE, save, sheet
from unioncare_desktop.domain.records import MemberCount, Union
from unioncare_desktop.progress import drain
from unioncare_desktop.services import importing, office, records
from unioncare_desktop.services.importing import Options
from unioncare_desktop.storage import backup, history

UNIONS = 300
LONGEST = 0.12
"""Seconds from the start of the transaction to the latest kill: longer than the import takes."""


def take_in(told: Connection, database: Path) -> None:
    """Import the list beside the database; 0 is told before writing, 1 after."""
    with closing(office.open_office(database, user="Lan")) as opened:
        drain(
            importing.import_files(opened, [database.with_name("danh-sach.xlsx")], Options()),
            lambda step: told.send(0) if "Đang đối chiếu" in step.text and step.done == 0 else None,
        )
    told.send(1)


def stored(database: Path) -> tuple[int, int]:
    """How many unions and figures the file holds; all checks of the storage pass."""
    backup.verify(database)
    with closing(office.open_office(database, user="Lan")) as opened, opened.read() as session:
        assert history.differences_from_folding(session) == []
        return len(records.rows(session, Union)), len(records.rows(session, MemberCount))


@campaign("kills", 4, 32)
def test_an_import_is_all_or_nothing_under_kill(database_file: Path, tmp_path: Path, kills: int) -> None:
    rows = [(number, f"CS{number}", f"CĐCS Trường số {number}", 20, 10, 15, 8) for number in range(1, UNIONS + 1)]
    save(tmp_path / "danh-sach.xlsx", sheet(((TITLE,), HEADINGS, *rows)))
    moments = chance()

    found = set()
    for attempt in range(kills):
        path = copy_of(database_file, tmp_path / f"{attempt}.db")
        told = killed(take_in, path, after=1, pause=moments.uniform(0, LONGEST) if attempt else 0)
        left = stored(path)
        found.add(left)
        assert left == (UNIONS, UNIONS) or told == [0]

    assert found <= {(0, 0), (UNIONS, UNIONS)}
    assert (0, 0) in found  # at least the first, which strikes at once
