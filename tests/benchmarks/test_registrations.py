"""The registrations of 1.500 unions, five each: shown, looked at for what is odd, and 500 more rows pasted.

The times are those of the processor, in milliseconds. Run by `pytest tests/benchmarks -m benchmark`.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from tests.competitions import found_campaign
from unioncare_desktop.domain.records import MemberCount, Registration, Union
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.services import office, periods, records, registering, registrations
from unioncare_desktop.services.registrations import Entry, NewRow
from unioncare_desktop.storage.database import Session

pytestmark = pytest.mark.benchmark

UNIONS, EACH = 1500, 5
CONTENTS = ("Trồng cây xanh khuôn viên", "Lắp camera an ninh ở cổng", "Sửa nhà ăn tập thể", "Số hóa hồ sơ đoàn viên")
COLUMNS = ("code", "union_id", "kind_id", "content", "quantity", "registered_on")
TO_SHOW, TO_JUDGE, TO_TELL_ODD, TO_COUNT = 200, 300, 500, 150


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    database = office.open_office(tmp_path_factory.mktemp("registrations") / "office.db", create=True)
    with database.write("Tạo dữ liệu") as filling:
        round_id = found_campaign(filling)[0]
        unions = [{"code": f"CS{number:04}", "name": f"CĐCS Công ty Hoa Mai {number}"} for number in range(UNIONS)]
        ids = records.insert_rows(filling, Union, unions)
        period = periods.ensure(filling, Span.parse("2023-Q1")).id
        records.insert_rows(filling, MemberCount, [{"union_id": one, "period_id": period, "members": 9} for one in ids])
        kinds = registrations.kinds(filling)[:EACH]
        registered = [
            {
                "round_id": round_id,
                "union_id": union_id,
                "kind_id": kind.id,
                "content": f"{CONTENTS[place % len(CONTENTS)]} lần {union_id % 97}",
                "quantity": 1 + place,
                "registered_on": date(2023, 2, 1),
            }
            for union_id in ids
            for place, kind in enumerate(kinds)
        ]
        records.insert_rows(filling, Registration, registered)
    with database.read() as reading:
        yield reading
    database.close()


def milliseconds(do: Callable[[], object]) -> float:
    """The median time of a few runs."""
    taken = []
    for _run in range(5):
        start = time.process_time()
        do()
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken)


def test_a_round_is_shown_judged_and_counted_in_time(session: Session) -> None:
    found = registrations.rows(session, [1])
    pasted = [
        Entry(NewRow(number), name, text)
        for number in range(500)
        for name, text in zip(
            COLUMNS,
            (f"CS{number:04}", f"CĐCS Công ty Hoa Mai {number}", "Sáng kiến", "Máy may mới", "2", "1/3/2023"),
            strict=True,
        )
    ]
    taken = {
        "shown": (milliseconds(lambda: registrations.rows(session, [1])), TO_SHOW),
        "odd": (milliseconds(lambda: registrations.problems(session, found)), TO_TELL_ODD),
        "judged": (milliseconds(lambda: registrations.judge(session, 1, pasted)), TO_JUDGE),
        "counted": (milliseconds(lambda: registering.standing(session, 1)), TO_COUNT),
    }
    assert len(found) == UNIONS * EACH
    assert {name: figures for name, figures in taken.items() if figures[0] > figures[1]} == {}
