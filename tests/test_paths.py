import sys
from pathlib import Path

import pytest

from unioncare_desktop import paths

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_uses_its_own_resources() -> None:
    assert paths.resource("fonts") == ROOT / "resources" / "fonts"
    assert paths.resource("fonts", "Tinos-Regular.ttf").is_file()


def test_a_frozen_program_uses_what_was_bundled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert paths.resource("icons", "union.svg") == tmp_path / "resources" / "icons" / "union.svg"


def test_an_installed_package_uses_the_resources_inside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "unioncare_desktop"
    (package / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))

    assert paths.resource("fonts") == package.resolve() / "resources" / "fonts"


def test_the_data_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.DATA_VARIABLE, raising=False)

    assert paths.data_dir().name == "UnionCare"
    assert paths.data_dir().is_absolute()


def test_the_environment_names_another_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "dữ liệu"
    monkeypatch.setenv(paths.DATA_VARIABLE, str(folder))

    assert paths.data_dir() == folder
    assert paths.default_database() == folder / "unioncare.db"
    assert paths.log_dir() == folder / "logs"
    assert not folder.exists()


def test_backups_lie_beside_their_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    assert paths.backup_dir(Path("office.db")) == tmp_path / "backups"
