"""The mergers of a whole office from the command line: planned, carried out, reported, printed, taken back."""

import json
from collections.abc import Callable
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Command
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import RECORDS
from unioncare_desktop.services import checking, demo, office, records

QUARTER = "2023-Q4"
PRINTED = ("2023-Q1", QUARTER)
"""The periods whose reports nothing that takes effect in 2024 may touch."""

Ask = Callable[..., Any]


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """An invented office of a district with the figures of a year."""
    file = tmp_path / "quận.db"
    demo.create(file, "district")
    return file


@pytest.fixture
def ask(run: Command, district: Path) -> Ask:
    """Run a command on the office and return what it printed as JSON."""

    def asked(*arguments: object) -> Any:  # noqa: ANN401 - JSON
        ended = run("--database", district, *arguments, "--json")
        assert ended.status == 0, ended.err
        return ended.json

    return asked


def fields_in(file: Path) -> dict[str, list[dict[str, object]]]:
    """What a user could read in every row of every table."""
    with closing(office.open_office(file)) as database, database.read() as session:
        return {
            kind.__tablename__: [
                {name: row[name] for name in ("id", *fields_of(kind))} for row in records.rows(session, kind)
            ]
            for kind in RECORDS
        }


def printed(ask: Ask, folder: Path) -> dict[str, object]:
    """The bytes of the reports of the periods, and what the other commands tell of them."""
    folder.mkdir()
    told: dict[str, Any] = {code: ask("status", "--period", code) for code in PRINTED}
    for one in told.values():
        del one["deadlines"]  # what is left to do now: nobody is elected any more where a union has ended
    told["registry"] = ask("registry", "--as-of", "2023-12-31")
    for code in PRINTED:
        for path in map(Path, ask("report", "members", "--period", code, "--out", folder)["files"]):
            told[path.name] = path.read_bytes()
    return told


def test_an_office_is_planned_merged_reported_and_taken_back(
    run: Command,
    ask: Ask,
    district: Path,
    tmp_path: Path,
) -> None:
    rows, papers, registry = fields_in(district), printed(ask, tmp_path / "before"), ask("registry")
    candidates = ask("mergers", "candidates", "--period", QUARTER)
    plan = ask("mergers", "plan", "--period", QUARTER)
    assert (plan["candidates"], plan["optimal"], plan["gap"]) == (len(candidates), True, 0)
    assert len(plan["groups"]) > 1
    file = tmp_path / "phương án.json"
    file.write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")

    done = ask("mergers", "apply", file, "--decision", "12/QĐ-LĐLĐ", "--effective", "2024-01-01")

    assert len(done["mergers"]) == len(plan["groups"])
    gone = {entry["code"] for entry in ask("registry") if entry["state"] == "merged"}
    merged = {code for group in plan["groups"] for code in group["unions"]}
    assert len(merged) - len(gone) == len(plan["groups"])  # one of each group goes on
    assert gone < merged
    assert printed(ask, tmp_path / "after") == papers
    left = {one["code"] for one in ask("mergers", "candidates", "--period", QUARTER)}
    assert left == {one["code"] for one in plan["left"]}
    (tmp_path / "reports").mkdir()
    for kind, period in (("mergers", "2024-Q1"), ("small-unions", QUARTER)):
        for path in ask("report", kind, "--period", period, "--out", tmp_path / "reports")["files"]:
            assert Path(path).stat().st_size > 1000
    with closing(office.open_office(district)) as database:
        assert checking.check(database) == []

    undone = run("--database", district, "mergers", "undo", done["id"])

    assert undone.status == 0, undone.err
    assert fields_in(district) == rows
    assert ask("registry") == registry
    assert printed(ask, tmp_path / "undone") == papers
    with closing(office.open_office(district)) as database:
        assert checking.check(database) == []


def test_the_plan_of_the_office_reaches_a_bound_that_is_counted_by_hand(ask: Ask) -> None:
    """Blocs by themselves: their members allow so many unions of more than ten, and a bloc of one is left over."""
    plan = ask("mergers", "plan", "--period", QUARTER)
    by_bloc = groupby(
        sorted(ask("mergers", "candidates", "--period", QUARTER), key=lambda one: one["bloc"]), lambda one: one["bloc"]
    )
    blocs = {bloc: [one["members"] for one in some] for bloc, some in by_bloc}
    left_of = {bloc: len(some) for bloc, some in blocs.items() if len(some) == 1 or sum(some) <= 10}
    most = sum(min(sum(some) // 11, len(some) // 2) for bloc, some in blocs.items() if bloc not in left_of)

    assert len(plan["left"]) >= sum(left_of.values())
    assert 0 < len(plan["groups"]) <= most
    assert len(plan["left"]) == sum(left_of.values())
    for group in plan["groups"]:
        assert group["members"] > 10
        assert 2 <= len(group["unions"]) <= 4
