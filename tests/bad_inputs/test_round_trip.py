"""What is accepted comes back as it was: from the form into the file, into a workbook, and out of it again."""

from pathlib import Path

from tests.bad_inputs.cases import REFUSED, cases
from tests.offices import add_union, change_union
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Union
from unioncare_desktop.services import records, workbook
from unioncare_desktop.services.lists.sheets import Cell
from unioncare_desktop.services.workbook import Page
from unioncare_desktop.storage.database import Database

FIELDS = ("address", "note", "founded_on", "phone", "email", "committee_size")


def test_accepted_values_come_back_from_database_and_workbook(database: Database, tmp_path: Path) -> None:
    with database.write("Thử") as session:
        union_id = add_union(session, "CĐCS Hoa Sen")
    for name in FIELDS:
        accepted = [case for case in cases(fields_of(Union)[name].kind) if case.outcome != REFUSED]
        for case in accepted:
            with database.write("Sửa", commit=False) as session:
                change_union(session, union_id, **{name: case.typed})
                [row] = records.rows(session, Union, id=union_id)
                assert row[name] == case.stored, (name, case)
        assert written_and_read(tmp_path / f"{name}.xlsx", [case.stored for case in accepted]) == [
            case.stored for case in accepted if case.stored is not None
        ]


def written_and_read(path: Path, values: list[Cell]) -> list[Cell]:
    """The values through a column of a workbook; blanks leave no row."""
    workbook.write(path, [Page("Trang 1", tuple((value,) for value in values))])
    [sheet] = workbook.read(path).sheets
    return [cells[0] for _row, cells in sheet.rows]
