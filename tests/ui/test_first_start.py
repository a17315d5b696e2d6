"""The first page that a new user sees, in every look. Not beside the other pages: each look would change those too."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui import tour
from tests.ui.wholeness import assert_whole
from unioncare_desktop.app import Desk


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    with tour.first_start(tmp_path_factory.mktemp("new"), qapp) as desk:
        yield desk


@pytest.mark.parametrize("ending", tour.LOOKS)
def test_the_first_start_is_whole(newcomer: Desk, ending: str) -> None:
    tour.look_like(newcomer, ending)

    assert_whole(newcomer)
