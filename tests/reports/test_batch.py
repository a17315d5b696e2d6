"""Sheets of many unions: whom they are of, in which order, what stands on them, in one file or one each."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.commands import Command
from tests.offices import Q1, Q2, add_union, copy_of, found_office, report
from unioncare_desktop.errors import UserError
from unioncare_desktop.progress import drain
from unioncare_desktop.reports.batch import Batch, Choice
from unioncare_desktop.services.office import open_office
from unioncare_desktop.services.unions import Scope
from unioncare_desktop.storage.database import Database

UNIONS = {"Hoa Sen": ("Trường học", 20), "Hoa Mai": ("Cơ quan", 9), "Hoa Cúc": ("Trường học", None)}


@pytest.fixture(scope="module")
def made(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = copy_of(template_database, tmp_path_factory.mktemp("batch") / "office.db")
    database = open_office(path)
    with database.write("Lập") as session:
        found_office(session)
        for number, (name, (bloc, members)) in enumerate(UNIONS.items(), 1):
            union = add_union(session, name, code=f"CS{number}", bloc=bloc, area="Bách Hoa", chair=f"Bà {name}")
            report(session, Q1, union, workers=30, members=members or 5)
            if members is not None:
                report(session, Q2, union, workers=30, members=members)
    database.close()
    return path


@pytest.fixture
def database(made: Path, tmp_path: Path) -> Iterator[Database]:
    opened = open_office(copy_of(made, tmp_path / "office.db"))
    yield opened
    opened.close()


@pytest.fixture
def batch(database: Database) -> Batch:
    with database.read() as session:
        return Batch(session, Q2)


def names(batch: Batch, choice: Choice) -> list[str]:
    return [union.name for union in batch.chosen(choice)]


def test_sheets_follow_each_other_by_bloc_or_by_code(batch: Batch) -> None:
    schools = ["Hoa Cúc", "Hoa Sen"]

    assert names(batch, Choice()) in (["Hoa Mai", *schools], [*schools, "Hoa Mai"])
    assert names(batch, Choice(order="code")) == list(UNIONS)


def test_only_the_unions_of_a_bloc_or_those_to_be_looked_at(batch: Batch) -> None:
    assert names(batch, Choice(Scope(bloc="Trường học"))) == ["Hoa Cúc", "Hoa Sen"]
    assert "Chưa nộp số liệu kỳ này" in batch.sheets.files[batch.chosen(Choice(order="code"))[2].id].remarks
    assert "Hoa Cúc" in names(batch, Choice(odd=True))


def test_one_file_has_a_page_and_an_entry_for_each_union(batch: Batch) -> None:
    unions = batch.chosen(Choice(order="code"))
    reader = PdfReader(BytesIO(drain(batch.rendering(unions))))

    assert len(reader.pages) == len(unions)
    titles = [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)]
    assert [str(title).split(" – ")[0].split("số liệu ")[-1] for title in titles] == [union.name for union in unions]
    for page, union in zip(reader.pages, unions, strict=True):
        text = page.extract_text()
        assert union.name in text
        assert f"Bà {union.name}" in text
        assert "XÁC NHẬN CỦA ĐƠN VỊ" in text


def test_the_same_sheets_are_the_same_bytes(batch: Batch) -> None:
    unions = batch.chosen(Choice())

    assert drain(batch.rendering(unions)) == drain(batch.rendering(unions))


def test_a_file_for_each_union_in_a_new_folder_in_their_order(batch: Batch, tmp_path: Path) -> None:
    unions = batch.chosen(Choice(order="code"))
    paths = drain(batch.writing_each(unions, tmp_path))
    again = drain(batch.writing_each(unions, tmp_path))

    assert [path.name.split("_")[0] for path in sorted(paths)] == ["0001", "0002", "0003"]
    assert all(path.name.isascii() for path in paths)
    assert {path.parent for path in paths}.isdisjoint({path.parent for path in again})


def test_stopped_halfway_nothing_incomplete_is_left(batch: Batch, tmp_path: Path) -> None:
    unions = batch.chosen(Choice())
    folder = tmp_path / "out"
    folder.mkdir()
    one, each = batch.writing(unions, folder), batch.writing_each(unions, folder)
    for task in (one, each):
        next(task)
        next(task)
        task.close()

    (into,) = folder.iterdir()
    assert [len(PdfReader(path).pages) for path in into.iterdir()] == [1]


def test_nobody_chosen_is_told(batch: Batch, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Không có đơn vị nào"):
        drain(batch.writing(batch.chosen(Choice(Scope(bloc="Không có"))), tmp_path))


def test_the_command_writes_them(database: Database, tmp_path: Path, run: Command) -> None:
    told = run(
        "--database",
        database.path,
        "sheets",
        "--period",
        "2023-Q2",
        "--bloc",
        "Trường học",
        "--out",
        tmp_path,
        "--json",
    ).json

    assert told["sheets"] == 2
    assert len(PdfReader(told["paths"][0]).pages) == 2
