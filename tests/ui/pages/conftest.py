"""What the tests of pages get: an invented ward with four quarters of figures, an empty office, and a way to wait."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from unioncare_desktop.services import demo, office
from unioncare_desktop.settings import Settings
from unioncare_desktop.ui.page import Context
from unioncare_desktop.ui.work import Work


@pytest.fixture(scope="session")
def ward_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ward") / "ward.db"
    demo.create(path, "ward")
    return path


@pytest.fixture
def work(ward_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - signals need the application
    """The invented ward: 96 unions, of which some have not reported for the fourth quarter of 2026."""
    path = tmp_path / "ward.db"
    shutil.copyfile(ward_file, path)
    work = Work(office.open_office(path))
    yield work
    work.close()


@pytest.fixture
def small_work(small_file: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - as above
    """Three small unions and a large one, with figures of two quarters of 2023."""
    path = tmp_path / "small.db"
    shutil.copyfile(small_file, path)
    work = Work(office.open_office(path, user="Lan"))
    yield work
    work.close()


@pytest.fixture
def empty_work(database_file: Path, qtbot: QtBot) -> Iterator[Work]:  # noqa: ARG001 - signals need the application
    """A file with nothing but the shipped lists."""
    work = Work(office.open_office(database_file))
    yield work
    work.close()


class Opened(list[tuple[str, bool]]):
    """The places that a page asked to open, and whether they might be created."""

    def __call__(self, location: str | Path, create: bool) -> bool:  # noqa: FBT001 - as the context has it
        self.append((str(location), create))
        return True


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def context(qtbot: QtBot, opened: Opened) -> Context:  # noqa: ARG001 - signals need the application
    return Context(Settings(), opened)


@pytest.fixture
def idle(qtbot: QtBot) -> Callable[[Work], None]:
    """Wait until a long task has ended."""

    def wait(work: Work) -> None:
        qtbot.waitUntil(lambda: not work.busy_with, timeout=20_000)

    return wait
