"""A session for reading reads the same once; one that writes reads anew."""

from itertools import count

from tests.offices import Q1, add_union, report
from unioncare_desktop.services import counts, unions
from unioncare_desktop.storage.database import Database
from unioncare_desktop.storage.snapshot import once


def test_a_reading_session_asks_once(database: Database) -> None:
    numbers = count()
    with database.read() as session:
        assert [once(session, "key", lambda: next(numbers)) for _time in range(3)] == [0, 0, 0]
        assert once(session, "other key", lambda: "other") == "other"
    with database.read() as session:
        assert once(session, "key", lambda: next(numbers)) == 1


def test_a_writing_session_sees_what_it_wrote(database: Database) -> None:
    with database.write("Thử") as session:
        assert unions.listed(session) == []
        sen = add_union(session, "Hoa Sen")
        assert [row.name for row in unions.listed(session)] == ["Hoa Sen"]
        report(session, Q1, sen, workers=20, members=15)
        assert counts.totals(session, Q1).members == 15
        report(session, Q1, sen, members=16)
        assert counts.totals(session, Q1).members == 16


def test_what_is_remembered_is_not_changed_by_who_got_it(database: Database) -> None:
    with database.write("Thử") as session:
        report(session, Q1, add_union(session, "Hoa Sen"), workers=20, members=15)
    with database.read() as session:
        counts.figures(session, Q1).clear()
        unions.listed(session).clear()
        counts.rows(session, Q1).clear()

        assert len(counts.figures(session, Q1)) == len(unions.listed(session)) == len(counts.rows(session, Q1)) == 1
