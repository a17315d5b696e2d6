"""What every test gets: a data folder of its own, no window on the screen, generated examples without a stop-watch.

And on request a database: a file, or one on the PostgreSQL server that UNIONCARE_TEST_POSTGRESQL names.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from tests import servers
from tests.commands import Command, runner
from tests.offices import copy_of
from unioncare_desktop.paths import DATA_VARIABLE
from unioncare_desktop.services import office
from unioncare_desktop.storage.database import Database, Session

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
gc.set_threshold(100_000, 50, 50)
"""Widgets and rows come and go by the thousand; looking for circles among them took an eighth of the time of a run."""
for _profile, _examples in (("unhurried", 25), ("thorough", 1_000)):
    hypothesis_settings.register_profile(
        _profile,
        deadline=None,
        max_examples=_examples,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.function_scoped_fixture,  # examples roll back their own
        ],
    )
hypothesis_settings.load_profile("unhurried")


def _compile_once(dialect: type[SQLiteDialect_pysqlite | PGDialect_psycopg]) -> None:
    """All databases of a kind share their compiled statements.

    Every test has a database of its own; compiling its statements anew took a fifth of the time of a run.
    """
    compiled: LRUCache[object, object] = LRUCache(5_000)

    def share(_class: type, engine: Engine) -> None:
        vars(engine)["_compiled_cache"] = compiled

    methods = {
        "engine_created": classmethod(share),
        "__eq__": lambda one, other: type(one) is type(other),
        "__hash__": lambda one: hash(type(one)),
    }
    for name, method in methods.items():
        setattr(dialect, name, method)


_compile_once(SQLiteDialect_pysqlite)
_compile_once(PGDialect_psycopg)


@pytest.fixture(autouse=True)
def own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No test reads or writes the data of the person who runs it."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an office that has only the shipped lists; made once, copied for every test."""
    path = tmp_path_factory.mktemp("template") / "unioncare.db"
    office.open_office(path, create=True, user="Lan").close()
    return path


@pytest.fixture
def database_file(template_database: Path, tmp_path: Path) -> Path:
    """A closed file of the test's own."""
    return copy_of(template_database, tmp_path / "unioncare.db")


@pytest.fixture
def database(database_file: Path) -> Iterator[Database]:
    """A file of the test's own, open."""
    with closing(office.open_office(database_file, user="Lan")) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_in_file(template_database: Path) -> Iterator[Database]:
    """One office in a file for all tests that roll back what they do: opening a file takes as long as most of them."""
    with closing(
        office.open_office(copy_of(template_database, template_database.with_name("shared.db")), user="Lan")
    ) as opened:
        yield opened


@pytest.fixture(scope="session")
def template_on_server() -> Iterator[str]:
    """The address of an office on the server that has only the shipped lists."""
    with servers.database() as address:
        office.open_office(address, create=True, user="Lan").close()
        yield address


@pytest.fixture(scope="session")
def shared_on_server(template_on_server: str) -> Iterator[Database]:
    """One office on the server for all tests that roll back what they do."""
    with servers.database(template_on_server) as address, closing(office.open_office(address, user="Lan")) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def any_database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An office of the test's own, once in a file and once on the server."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    template = request.getfixturevalue("template_on_server")
    with servers.database(template) as address, closing(office.open_office(address, user="Lan")) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """One user action in an office that has only the shipped lists, rolled back in the end; file and server."""
    name = "shared_in_file" if request.param == "sqlite" else "shared_on_server"
    office_of_test: Database = request.getfixturevalue(name)
    with office_of_test.write("Thử", commit=False) as opened:
        yield opened


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process."""
    return runner(capsys)
