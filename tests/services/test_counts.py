from tests.offices import Q1, add_union, found_office, report
from unioncare_desktop.services.counts import Totals, rows, totals
from unioncare_desktop.storage.database import Session


def test_a_blank_is_not_a_zero(session: Session) -> None:
    found_office(session)
    report(session, Q1, add_union(session, "Hoa Sen"), workers=10, members=9)
    report(session, Q1, add_union(session, "Hoa Mai"), note="chưa gửi")

    assert totals(session, Q1) == Totals(workers=10, members=9, reported=1, expected=2)
    assert [row.union.name for row in rows(session, Q1) if row.missing] == ["Hoa Mai"]
