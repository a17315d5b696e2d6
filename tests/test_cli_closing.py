"""The commands `close` and `reopen`."""

from contextlib import closing
from pathlib import Path

from tests.commands import Command
from tests.offices import Q3, Q4, add_union, found_office, report
from unioncare_desktop.services import counts, office


def fill(path: Path) -> None:
    with closing(office.open_office(path, user="Lan")) as database, database.write("Nhập") as session:
        found_office(session)
        union_id = add_union(session, "CĐCS Hoa Sen")
        add_union(session, "CĐCS Hoa Mai")
        report(session, Q3, union_id, workers=14, members=12)
        counts.take_over(session, Q4, [union_id])


def test_a_quarter_is_closed_and_opened_again(run: Command, database_file: Path) -> None:
    fill(database_file)
    data = ("--database", database_file)

    failure = run(*data, "close", "2023-Q4").failure
    assert failure.startswith("Chưa khóa sổ: còn 1 đơn vị có số liệu lấy như kỳ trước, chưa xác nhận")
    assert run(*data, "status", "--period", "2023-Q4", "--json").json["closed"] is None
    assert (
        run(*data, "reopen", "2023-Q4", "--reason", "Sai").failure == "Quý IV/2023 chưa khóa sổ nên không cần mở lại."
    )

    told = run(*data, "close", "2023-Q4", "--anyway", "--json").json
    assert told["periods"] == ["2023-Q4"]
    assert told["warnings"][0] == "1 đơn vị chưa nộp số liệu"
    assert run(*data, "status", "--period", "2023-Q4", "--json").json["closed"] == told["closed"]
    assert run(*data, "close", "2023-Q4").failure.startswith("Quý IV/2023 đã khóa sổ ngày")
    assert run(*data, "undo").failure.startswith("Khóa sổ không hoàn tác được")

    assert run(*data, "reopen", "2023-Q4", "--reason", " ").failure.startswith("Hãy ghi lý do mở lại kỳ")
    assert run(*data, "reopen", "2023-Q4", "--reason", "Sai số").out == "Quý IV/2023 đã mở lại.\n"
    assert "lấy" not in run(*data, "close", "2023-Q4", "--anyway").err
