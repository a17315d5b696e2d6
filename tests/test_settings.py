import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unioncare_desktop.paths import DATA_VARIABLE
from unioncare_desktop.settings import ENTER_MOVES, MAX_ZOOM, MIN_ZOOM, THEMES, Settings, load

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def test_the_first_run_has_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == Settings()
    assert not list(tmp_path.iterdir())


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "mới" / "settings.json"
    settings = Settings(
        theme="dark",
        zoom=150,
        user_name="Nguyễn Thị Hường",
        last_database="C:\\Dữ liệu\\unioncare.db",
        last_export_folder="\udcff",  # a folder name that is not text
        window_geometry="AdnQywAD",
        enter_moves="right",
    )

    settings.save(path)

    assert load(path) == settings
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_the_file_is_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))

    Settings(user_name="Lan").save()

    assert (tmp_path / "settings.json").is_file()
    assert load().user_name == "Lan"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)

    assert load(path) == Settings()
    assert (tmp_path / "settings.json.bad").read_bytes() == content
    assert not path.exists()


def test_a_failed_save_keeps_the_old_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    Settings(user_name="Lan").save(path)

    def full_disk(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        Settings(user_name="Mai").save(path)

    assert load(path).user_name == "Lan"
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_values_of_another_version_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "sepia", "zoom": 900, "enter_moves": 3, "user_name": "Lan", "wings": 2}))

    assert load(path) == Settings(zoom=MAX_ZOOM, user_name="Lan")


@given(st.dictionaries(st.sampled_from([*vars(Settings()), "unknown"]), JSON_VALUES))
def test_any_values_give_usable_settings(tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_text(json.dumps(values))

    settings = load(path)

    assert settings.theme in THEMES
    assert settings.enter_moves in ENTER_MOVES
    assert MIN_ZOOM <= settings.zoom <= MAX_ZOOM
    assert isinstance(settings.user_name, str)


def test_looks_and_views_come_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    settings = Settings(
        grids={"counts": {"order": ["name", "members"], "filters": {"area": {"texts": ["Kim Mã", ""]}}}},
        views={"registry": {"Trường học": {"grid": {"sorted_by": "name"}, "page": {"sector": "Sự nghiệp"}}}},
    )

    settings.save(file)

    assert load(file) == settings


def test_widths_that_an_earlier_version_kept_are_taken_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"columns": {"counts": {"members": 92}, "unions": 5}, "grids": {"unions": 7}}', encoding="utf-8")

    assert load(file).grids == {"counts": {"widths": {"members": 92}}}
    load(file).save(file)
    assert load(file).grids == {"counts": {"widths": {"members": 92}}}


@pytest.mark.parametrize("nonsense", [5, [], "x", {"counts": []}, None])
def test_looks_that_make_no_sense_are_forgotten(tmp_path: Path, nonsense: object) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"grids": nonsense, "views": nonsense, "columns": nonsense}), encoding="utf-8")

    assert (load(file).grids, load(file).views) == ({}, {})
