"""Databases on the PostgreSQL server that UNIONCARE_TEST_POSTGRESQL names; without it, the tests that need one skip."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url

VARIABLE = "UNIONCARE_TEST_POSTGRESQL"


@contextmanager
def database(template: str = "") -> Iterator[str]:
    """The address of a new database, empty or a copy of the one at the address *template*; dropped in the end."""
    name = f"unioncare_{uuid4().hex[:12]}"
    copied = f" TEMPLATE {make_url(template).database}" if template else ""
    _run(f"CREATE DATABASE {name}{copied}")
    try:
        yield make_url(_server()).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(f"DROP DATABASE {name} WITH (FORCE)")


def _server() -> str:
    address = os.environ.get(VARIABLE)
    if not address:
        pytest.skip(f"{VARIABLE} names no server")
    return address


def _run(statement: str) -> None:
    engine = create_engine(_server(), isolation_level="AUTOCOMMIT")
    with closing(engine.connect()) as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
