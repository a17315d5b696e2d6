"""Every page of the real program, in every look: something is shown, nothing is cut, nothing needs a larger screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui import tour
from tests.ui.wholeness import assert_whole
from unioncare_desktop.app import Desk
from unioncare_desktop.ui.pages.listed import PAGES

pytestmark = pytest.mark.xdist_group("every page")
"""One process opens all pages once."""


LOOKS = [ending if not ending else pytest.param(ending, marks=pytest.mark.long) for ending in tour.LOOKS]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Desk]:
    with tour.desk(tmp_path_factory.mktemp("district"), qapp) as desk:
        yield desk


@pytest.mark.parametrize("name", [page.name for page in PAGES])
@pytest.mark.parametrize("ending", LOOKS)  # a change of the look takes longer than a change of the page
def test_a_page_is_whole(desk: Desk, name: str, ending: str) -> None:
    tour.look_like(desk, ending)
    tour.visit(desk, name)

    assert_whole(desk)
