from collections.abc import Iterator
from pathlib import Path

import pytest

from unioncare_desktop import i18n


@pytest.fixture(autouse=True)
def back_to_vietnamese(tmp_path: Path) -> Iterator[None]:
    yield
    i18n.use_language("vi", tmp_path)


def test_vietnamese_is_the_source(tmp_path: Path) -> None:
    i18n.use_language("vi", tmp_path)

    assert i18n._("Đoàn viên") == "Đoàn viên"


def test_a_language_that_is_missing_leaves_vietnamese(tmp_path: Path) -> None:
    i18n.use_language("en", tmp_path)

    assert i18n._("{count} công đoàn").format(count=3) == "3 công đoàn"
    assert i18n.ngettext("{count} đơn vị", "{count} đơn vị", 2).format(count=2) == "2 đơn vị"
